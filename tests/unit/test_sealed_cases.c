/*
 * What a trainer and an administrator find in a vault they unlocked, with a debugger and any SQL: every record type of
 * a case is written with a text of its own in each field that takes one, looked at, changed, put away, drafted,
 * searched for and erased; then every row of every table, every part of the history and every word of the search index
 * is read as they can read it. The types come from the catalogue, so that a new one is covered by itself.
 */
#include "../../src/store/store_in.h"
#include "town.h"

#include "townkeep/base/text.h"
#include "townkeep/store/erase.h"

#define MARK "Qvzxqj" /* begins each text, and is no word */

enum { TYPES_MAX = 80, FIELDS_MAX = 160 };

/* The types without their rules, so that every field of each can be filled; no gate either: the keys alone decide. */
static struct record_type bare_types[TYPES_MAX];
static struct field bare_fields[TYPES_MAX][FIELDS_MAX];
static const struct record_type *bare_list[TYPES_MAX];
static struct catalogue bare;
static int64_t ids[TYPES_MAX];
static struct town *town;

static void strip_rules(void)
{
    CU_ASSERT_FATAL(domain_catalogue.count <= TYPES_MAX);
    for (size_t t = 0; t < domain_catalogue.count; t++) {
        bare_types[t] = *domain_catalogue.types[t];
        CU_ASSERT_FATAL(bare_types[t].field_count <= FIELDS_MAX);
        for (int i = 0; i < bare_types[t].field_count; i++) {
            bare_fields[t][i] = bare_types[t].fields[i];
            bare_fields[t][i].flags &= ~(unsigned)(FIELD_REQUIRED | FIELD_ONCE);
        }
        bare_types[t].fields = bare_fields[t];
        bare_types[t].rule = NULL;
        bare_list[t] = &bare_types[t];
    }
    bare = (struct catalogue){ .types = bare_list, .count = domain_catalogue.count };
}

static void open_as(const char *officer, const struct catalogue *catalogue)
{
    struct passphrase *passphrase = town_passphrase(officer);

    store_close(town->store);
    town->store = NULL;
    town_must(town, store_open(&(struct store_opening){ .path = town->vault,
                                                        .officer = officer,
                                                        .passphrase = passphrase,
                                                        .cost = { .operations = 1, .memory = 8 << 20 },
                                                        .assets = "assets",
                                                        .catalogue = catalogue,
                                                        .vocabulary = town->words,
                                                        .vocabulary_count = town->word_count },
                               &town->store, &town->why));
    passphrase_free(passphrase);
}

/* --- a whole case --- */
static const char *sample(const struct field *field)
{
    size_t count;

    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        return vocabulary_entries(store_words(town->store), field->vocabulary, &count)[0].code;
    case FIELD_DATE:
    case FIELD_PARTIAL_DATE:
        return "2019-03-04";
    case FIELD_TIME:
        return "10:30";
    case FIELD_BOOLEAN:
        return "yes";
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
        return "7";
    default:
        return "";
    }
}

static bool is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_NOTE || field->kind == FIELD_TAGS;
}

static void fill(struct record *record, const char *more)
{
    for (int i = 0; i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];
        char text[200];

        if (field->refers_to || (is_text(field) && (field->flags & FIELD_BY_PROGRAM)))
            continue;
        snprintf(text, sizeof text, MARK "%s%s%s", record->type->key, field->key, more);
        town_set(town, record, field->key, is_text(field) ? text : sample(field));
    }
}

static int64_t id_of(const char *key)
{
    for (size_t t = 0; t < bare.count; t++) {
        if (strcmp(bare.types[t]->key, key) == 0)
            return ids[t];
    }
    return 0;
}

static void put(struct record *record)
{
    struct save *save;

    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, record, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
}

static void start(const struct record_type *type, struct record *record)
{
    town_must(town, record_init(record, type));
    fill(record, "");
    if (type->case_field)
        value_set_number(record_value(record, type->case_field),
                         id_of(type->fields[field_find(type, type->case_field)].refers_to));
}

static void put_away(const struct record_type *type, int64_t id)
{
    struct save *save;

    if (type->is_event)
        return;
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_archive(save, type, id, MARK "reason", &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
}

/* One that owns itself comes before what belongs to it. */
static void write_all(bool own)
{
    for (size_t t = 0; t < bare.count; t++) {
        const struct record_type *type = bare.types[t];
        struct record record = { 0 };

        if (type->owner != RECORD_OF_CASE || (type->case_field == NULL) != own)
            continue;
        start(type, &record);
        town_must(town, store_draft_keep(town->store, &record, &town->why));
        put(&record);
        ids[t] = record.id;
        fill(&record, "again");
        put(&record);
        town_must(town, store_draft_keep(town->store, &record, &town->why));
        town_must(town, store_log_view(town->store, type, record.id, "shown", &town->why));
        record_release(&record);
    }
}

static void erase_one(const struct record_type *type)
{
    struct erase_report report = { 0 };
    struct record record = { 0 };

    start(type, &record);
    put(&record);
    town_must(town,
              store_erase(town->store, &record.id, 1, &(struct erasing){ .sentence = "Erased" }, &report, &town->why));
    record_release(&record);
}

static const struct record_type *bare_type(const char *key)
{
    return catalogue_find(&bare, key);
}

static void write_the_case(void)
{
    int64_t found[4];
    size_t count;

    open_as("Ana", &bare);
    town_casework_open(town, "Ana");
    write_all(true);
    write_all(false);
    town_must(town, store_search_sealed(town->store, bare_type("referral"), MARK "referralperson_nameagain",
                                        "asked by a parent", 4, found, &count, &town->why));
    CU_ASSERT_EQUAL(count, 1); /* the texts are there, for those who may */
    for (size_t t = 0; t < bare.count; t++) {
        if (ids[t] != 0)
            put_away(bare.types[t], ids[t]);
    }
    erase_one(bare_type("complaint"));
    erase_one(bare_type("referral"));
}

/* --- what can be read of it --- */
static size_t marks; /* found */
static bool is_expected;

static void look(const char *where, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i + sizeof MARK - 1 <= len; i++) {
        size_t k = 0;

        while (k < sizeof MARK - 1 && (at[i + k] | 0x20) == (MARK[k] | 0x20))
            k++;
        if (k < sizeof MARK - 1)
            continue;
        if (!is_expected)
            printf("\n    %s: %.*s", where, (int)(len - i < 60 ? len - i : 60), (const char *)at + i);
        marks++;
        return;
    }
}

/* Every column of what a query answers; how many rows. */
static size_t look_at_rows(const char *where, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    size_t rows = 0;

    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(town->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        rows++;
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const void *bytes = sqlite3_column_blob(stmt, i);

            if (bytes)
                look(where, bytes, (size_t)sqlite3_column_bytes(stmt, i));
        }
    }
    sqlite3_finalize(stmt);
    return rows;
}

static size_t look_at_tables(void)
{
    sqlite3_stmt *stmt = NULL;
    size_t rows = 0;

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(town->store->db, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        char sql[200];

        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
        rows += look_at_rows(name, sql);
    }
    sqlite3_finalize(stmt);
    return rows;
}

/* Its tables hold words cut at what they have in common with the word before. */
static size_t look_at_index(void)
{
    sqlite3_stmt *stmt = NULL;
    size_t words = 0;

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(town->store->db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5%'", -1, &stmt,
                           NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        char sql[200];

        snprintf(sql, sizeof sql, "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, '%s', row)", name);
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(town->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
        words += look_at_rows(name, "SELECT * FROM temp.words");
        CU_ASSERT_EQUAL(sqlite3_exec(town->store->db, "DROP TABLE temp.words", NULL, NULL, NULL), SQLITE_OK);
    }
    sqlite3_finalize(stmt);
    return words;
}

/* What the key of the vault opens of the history; how many parts it does not. */
static size_t look_at_part(int64_t entry, size_t number, int64_t owner)
{
    struct entry header = { 0 };
    struct part part = { 0 };
    enum err e;

    town_must(town, chain_header(town->store, entry, &header, &town->why));
    e = part_open(town->store, &header, entry, number, &part, &town->why);
    if (!e)
        look("history", part.plain.data, part.plain.len);
    if (owner != 0)
        CU_ASSERT(e == E_PERMISSION || e == E_NOT_FOUND);
    part_release(&part);
    entry_release(&header);
    return owner != 0;
}

static size_t look_at_history(void)
{
    sqlite3_stmt *stmt = NULL;
    size_t closed = 0;

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(town->store->db, "SELECT entry, number, owner FROM history_part", -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        closed += look_at_part(sqlite3_column_int64(stmt, 0), (size_t)sqlite3_column_int64(stmt, 1),
                               sqlite3_column_int64(stmt, 2));
    sqlite3_finalize(stmt);
    return closed;
}

/* Through the program: what stands for a record in lists, and the record itself. */
static void look_at_records(void)
{
    for (size_t t = 0; t < bare.count; t++) {
        struct buf title = { 0 };
        struct record record = { 0 };

        if (ids[t] == 0)
            continue;
        if (store_title(town->store, bare.types[t], ids[t], &title) == OK)
            look(bare.types[t]->key, title.data, title.len);
        CU_ASSERT_EQUAL(record_fetch(town->store, bare.types[t], ids[t], SEALED_FOR_PROGRAM, &record, &town->why), OK);
        for (int i = 0; i < record.type->field_count; i++) {
            if (record.values[i].text)
                look(bare.types[t]->key, record.values[i].text, strlen(record.values[i].text));
        }
        record_release(&record);
        buf_release(&title);
    }
}

static void finds_nothing(const char *officer, bool casework)
{
    struct found found[4];
    size_t count = 1;

    open_as(officer, &bare);
    if (casework) { /* what a changed program would do: with his own key in hand, and every role */
        struct passphrase *passphrase = town_passphrase(officer);

        town->store->roles = ROLES_OF_CASEWORK | ROLE_REVIEWER | ROLE_ADMINISTRATOR;
        town_must(town, store_casework_open(town->store, passphrase, &town->why));
        passphrase_free(passphrase);
    }
    marks = 0;
    CU_ASSERT(look_at_tables() > 200);
    (void)look_at_index();
    CU_ASSERT(look_at_history() > 100);
    look_at_records();
    CU_ASSERT_EQUAL(marks, 0);
    town_must(town, store_search(town->store, NULL, MARK, 4, found, &count, &town->why));
    CU_ASSERT_EQUAL(count, 0);
}

static void who_holds_no_key_of_a_case_finds_no_text_of_it(void)
{
    town = town_begin();
    strip_rules();
    memset(ids, 0, sizeof ids);
    (void)town_officer(town, "Tom", "trainer");
    (void)town_officer(town, "Ada", "administrator");
    (void)town_officer(town, "Pia", "programme_officer;trainer");
    write_the_case();
    finds_nothing("Tom", false);
    finds_nothing("Tom", true);
    finds_nothing("Ada", false);
    finds_nothing("Ada", true);
    finds_nothing("Pia", true);
    town_end(town);
    town = NULL;
}

/* So that the texts are found where they can be: the same search, by somebody who holds the keys. */
static void the_search_for_them_would_find_them(void)
{
    town = town_begin();
    strip_rules();
    memset(ids, 0, sizeof ids);
    write_the_case();
    open_as("Ana", &bare);
    town_casework_open(town, "Ana");
    marks = 0;
    is_expected = true;
    look_at_records();
    is_expected = false;
    CU_ASSERT(marks > 20);
    town_end(town);
    town = NULL;
}

/* What an officer types on a case's record is sealed, whatever it is for. */
static void every_text_typed_on_a_case_is_sealed(void)
{
    for (size_t t = 0; t < domain_catalogue.count; t++) {
        const struct record_type *type = domain_catalogue.types[t];

        for (int i = 0; i < type->field_count && type->owner == RECORD_OF_CASE; i++) {
            bool is_open = is_text(&type->fields[i]) && !(type->fields[i].flags & (FIELD_SEALED | FIELD_BY_PROGRAM));

            if (is_open)
                printf("\n    %s.%s is not sealed", type->key, type->fields[i].key);
            CU_ASSERT_FALSE(is_open);
        }
    }
}

void suite_sealed_cases(void);
void suite_sealed_cases(void)
{
    CU_pSuite s = CU_add_suite("sealed_cases", NULL, NULL);

    CU_add_test(s, "every text typed on a case is sealed", every_text_typed_on_a_case_is_sealed);
    CU_add_test(s, "who holds no key of a case finds no text of it", who_holds_no_key_of_a_case_finds_no_text_of_it);
    CU_add_test(s, "the search for them would find them", the_search_for_them_would_find_them);
}
