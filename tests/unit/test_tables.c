/*
 * The record types against what they rest on: the checker finds nothing, every list they choose from is shipped, and
 * the SQL has exactly the columns and indexes that the tables ask for.
 */
#include <CUnit/CUnit.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/config/config.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"

void suite_tables(void);

enum { ENTRIES_MAX = 3000 };

static struct vocabularies *words;
static struct vocabulary_entry entries[ENTRIES_MAX];
static size_t entry_count;
static struct arena texts;
static sqlite3 *db;

static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_value(context, values[0]);
}

static int is_sql(const struct dirent *entry)
{
    return strstr(entry->d_name, ".sql") != NULL && strncmp(entry->d_name, "0000", 4) != 0;
}

static int is_ini(const struct dirent *entry)
{
    return strstr(entry->d_name, ".ini") != NULL;
}

/* Every schema file but the store's own. */
static bool make_tables(void)
{
    struct dirent **names = NULL;
    int count = scandir("assets/schema", &names, is_sql, alphasort);
    bool fine = count > 0;

    for (int i = 0; i < count; i++) {
        struct buf path = { 0 }, sql = { 0 };
        char *message = NULL;
        fine = fine && strtol(names[i]->d_name, NULL, 10) == i + 1 && names[i]->d_name[4] == '_';
        fine = fine && path_join(&path, "assets/schema", names[i]->d_name) == OK &&
               path_read_file(buf_text(&path), 1 << 20, &sql, NULL) == OK &&
               sqlite3_exec(db, buf_text(&sql), NULL, NULL, &message) == SQLITE_OK;
        if (message)
            printf("\n    %s: %s", names[i]->d_name, message);
        sqlite3_free(message);
        buf_release(&path);
        buf_release(&sql);
        free(names[i]);
    }
    free(names);
    return fine;
}

static bool add_list(const char *file)
{
    struct vocabulary_file read = { 0 };
    struct why why = { 0 };
    char path[300], list[100];
    bool fine;

    snprintf(path, sizeof path, "assets/vocab/%s", file);
    snprintf(list, sizeof list, "%.*s", (int)(strlen(file) - 4), file);
    fine = config_read_vocabulary(path, &read, &why) == OK;
    if (!fine)
        printf("\n    %s", why_text(&why));
    for (size_t i = 0; i < read.count && entry_count < ENTRIES_MAX; i++) {
        entries[entry_count++] = (struct vocabulary_entry){
            .list = arena_copy(&texts, list),
            .code = arena_copy(&texts, read.rows[i].code),
            .label = arena_copy(&texts, read.rows[i].label),
            .label_fr = arena_copy(&texts, read.rows[i].label_fr),
            .parent = arena_copy(&texts, read.rows[i].parent),
            .aliases = arena_copy(&texts, read.rows[i].aliases),
            .order = (int)i,
        };
    }
    config_vocabulary_release(&read);
    return fine;
}

static int start(void)
{
    struct dirent **names = NULL;
    int count = scandir("assets/vocab", &names, is_ini, alphasort);
    bool fine = count > 0;

    for (int i = 0; i < count; i++) {
        fine = add_list(names[i]->d_name) && fine;
        free(names[i]);
    }
    free(names);
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_create_function(db, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, fold, NULL, NULL) != SQLITE_OK)
        return 1;
    return !fine || vocabularies_new(entries, entry_count, &words) != OK || !make_tables();
}

static int stop(void)
{
    sqlite3_close(db);
    vocabularies_free(words);
    arena_release(&texts);
    entry_count = 0;
    return 0;
}

static void complain(const char *what, const char *name, bool fine)
{
    if (!fine)
        printf("\n    %s: %s", what, name);
    CU_ASSERT_TRUE(fine);
}

static void the_checker_finds_nothing(void)
{
    struct buf out = { 0 };
    int count = catalogue_check(&domain_catalogue, words, &out);

    if (count > 0)
        printf("\n%s", buf_text(&out));
    CU_ASSERT_EQUAL(count, 0);
    buf_release(&out);
}

/* The wider entry may stand in another list: reasons belong under states. */
static bool has_parent(const struct vocabulary_entry *entry)
{
    for (size_t i = 0; i < entry_count && entry->parent[0]; i++) {
        if (strcmp(entries[i].code, entry->parent) == 0)
            return true;
    }
    return !entry->parent[0];
}

static void every_entry_is_whole(void)
{
    CU_ASSERT_TRUE(entry_count > 300 && entry_count < ENTRIES_MAX);
    for (size_t i = 0; i < entry_count; i++) {
        const struct vocabulary_entry *it = &entries[i];
        bool fine = it->label[0] && it->label_fr[0] && text_is_utf8(it->label_fr, strlen(it->label_fr)) &&
                    strspn(it->code, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(it->code) &&
                    vocabulary_read(words, it->list, it->label) == vocabulary_find(words, it->list, it->code) &&
                    vocabulary_read(words, it->list, it->label_fr) == vocabulary_find(words, it->list, it->code) &&
                    has_parent(it);
        complain(it->list, it->code, fine);
    }
}

static const char *column_type(const struct field *field)
{
    if (field->flags & FIELD_SEALED)
        return "BLOB";
    return field_is_text(field) ? "TEXT" : "INTEGER";
}

/* The declared type of a column, "" when there is none. */
static const char *declared(const char *table, const char *column)
{
    const char *type = "";

    sqlite3_table_column_metadata(db, NULL, table, column, &type, NULL, NULL, NULL, NULL);
    return type ? type : "";
}

static bool is_store_column(const char *name)
{
    return strcmp(name, "id") == 0 || strcmp(name, "archived_at") == 0 || strcmp(name, "archived_by") == 0 ||
           strcmp(name, "archive_reason") == 0 || strcmp(name, "import_batch") == 0;
}

static void compare_columns(const struct record_type *type)
{
    sqlite3_stmt *stmt = NULL;

    for (int i = 0; i < type->field_count; i++) {
        const char *key = type->fields[i].key;
        complain(type->key, key, strcmp(declared(type->key, key), column_type(&type->fields[i])) == 0);
    }
    CU_ASSERT_STRING_EQUAL(declared(type->key, "id"), "INTEGER");
    CU_ASSERT_STRING_EQUAL(declared(type->key, "archived_at"), "INTEGER");
    CU_ASSERT_STRING_EQUAL(declared(type->key, "archived_by"), "INTEGER");
    CU_ASSERT_STRING_EQUAL(declared(type->key, "archive_reason"), "TEXT");
    CU_ASSERT_STRING_EQUAL(declared(type->key, "import_batch"), "INTEGER");
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_info(?1)", -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_text(stmt, 1, type->key, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        complain(type->key, name, is_store_column(name) || field_find(type, name) >= 0);
    }
    sqlite3_finalize(stmt);
}

static void columns_agree_with_fields(void)
{
    for (size_t i = 0; i < domain_catalogue.count; i++)
        compare_columns(domain_catalogue.types[i]);
}

/* As the schema writes it: quoted where SQL would take the name for a word of its own. */
static const char *written(const char *key)
{
    return strcmp(key, "on") == 0 ? "\"on\"" : key;
}

/* The index a field asks for: its name and its SQL; false when it asks for none. */
static bool wanted_index(const struct record_type *type, const struct field *field, char name[120], char sql[300])
{
    bool is_sorted = (field->flags & FIELD_SORTED) != 0;

    if (!is_sorted && (field->kind != FIELD_REFERENCE || (field->flags & FIELD_SEALED)))
        return false;
    snprintf(name, 120, "%s_%s_%s", type->key, is_sorted ? "by" : "of", field->key);
    if (!is_sorted)
        snprintf(sql, 300, "CREATE INDEX %s ON %s (%s)", name, type->key, written(field->key));
    else
        snprintf(sql, 300,
                 field_sorts_folded(field) ? "CREATE INDEX %s ON %s (fold(%s), id)" : "CREATE INDEX %s ON %s (%s, id)",
                 name, type->key, written(field->key));
    return true;
}

static void index_is(const char *name, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    bool fine;

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?1", -1, &stmt, NULL),
        SQLITE_OK);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    fine = sqlite3_step(stmt) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(stmt, 0), sql) == 0;
    complain("index", sql, fine);
    sqlite3_finalize(stmt);
}

/* An index over several fields, for a question that is asked every time: each column is the id or a field. */
static bool is_over_fields(const char *index, const struct record_type *type)
{
    sqlite3_stmt *stmt = NULL;
    int fields = 0;

    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(db, "SELECT name FROM pragma_index_info(?1)", -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_text(stmt, 1, index, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(stmt, 0);
        if (column && field_find(type, column) >= 0)
            fields++;
    }
    sqlite3_finalize(stmt);
    return fields >= 2;
}

static bool is_wanted(const char *index, const char *table)
{
    const struct record_type *type = catalogue_find(&domain_catalogue, table);
    char name[120], sql[300];

    for (int i = 0; type && i < type->field_count; i++) {
        if (wanted_index(type, &type->fields[i], name, sql) && strcmp(name, index) == 0)
            return true;
    }
    return type && is_over_fields(index, type);
}

static void indexes_agree_with_fields(void)
{
    sqlite3_stmt *stmt = NULL;
    char name[120], sql[300];

    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];
        for (int f = 0; f < type->field_count; f++) {
            if (wanted_index(type, &type->fields[f], name, sql))
                index_is(name, sql);
        }
    }
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(db, "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'", -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *index = (const char *)sqlite3_column_text(stmt, 0);
        complain("index without a field", index, is_wanted(index, (const char *)sqlite3_column_text(stmt, 1)));
    }
    sqlite3_finalize(stmt);
}

static void nothing_else_is_in_the_schema(void)
{
    sqlite3_stmt *stmt = NULL;

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(db, "SELECT type, name, sql FROM sqlite_master WHERE type <> 'index'", -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *kind = (const char *)sqlite3_column_text(stmt, 0),
                   *name = (const char *)sqlite3_column_text(stmt, 1);
        const struct record_type *type = catalogue_find(&domain_catalogue, name);
        complain(kind, name, strcmp(kind, "table") == 0 && type && strcmp(type->key, name) == 0);
        complain("UNIQUE or FOREIGN KEY", name,
                 !strstr((const char *)sqlite3_column_text(stmt, 2), "UNIQUE") &&
                     !strstr((const char *)sqlite3_column_text(stmt, 2), "FOREIGN KEY"));
    }
    sqlite3_finalize(stmt);
}

static void files_from_outside_find_their_fields(void)
{
    static const struct {
        const struct record_type *type;
        const char *heading, *key;
    } known[] = {
        { &party_type, "charity_name", "name" },
        { &party_type, "Charity_Contact_Web", "website" },
        { &party_type, "charity_contact_phone", "phone" },
        { &party_type, "charity_activities", "description" },
        { &party_type, "Organisation", "name" },
        { &party_type, "Recipient Org:Name", "name" },
        { &party_type, "Type", "org_type" },
        { &place_type, "lat", "latitude" },
        { &service_type, "interpretation_services", "interpretation" },
        { &session_type, "Facility", "place" },
        { &session_type, "Start", "starts_on" },
        { &course_type, "Code", "reference" },
        { &practice_type, "level", "levels" },
        { &practice_type, "area", "areas" },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        int field = field_find_heading(known[i].type, known[i].heading);
        complain(known[i].heading, known[i].key,
                 field >= 0 && strcmp(known[i].type->fields[field].key, known[i].key) == 0);
    }
}

/* The areas as the guide's city examples write them. */
static void the_city_examples_areas_are_read(void)
{
    static const char *const areas[] = {
        "Referral mechanism / helpline",
        "Business engagement, vocational training and employment",
        "Monitoring, evaluation and learning / funding scheme",
        "Migration and social cohesion / support",
        "Public space and urban planning / gender",
        "Community engagement / local peace committee",
        "Training providers / local government association",
        "Sports / train-the-trainer",
        "Public health and social services / civil society",
        "Referral mechanism / regional",
        "Education / youth civic participation",
        "Culture / interfaith",
    };
    const struct field *field = &practice_type.fields[field_find(&practice_type, "areas")];

    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        struct value value = { 0 };
        complain("area", areas[i], field_read(field, areas[i], words, (struct date){ 2026, 1, 1 }, &value, NULL) == OK);
        value_release(&value);
    }
}

/* "kind=person" is read as the filter of a list is, when the field's box opens. */
static void what_a_field_offers_is_a_filter(void)
{
    size_t found = 0;

    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        for (int f = 0; f < type->field_count; f++) {
            const struct field *field = &type->fields[f];
            struct query query;
            struct why why = { 0 };

            if (!field->among)
                continue;
            found++;
            query_init(&query, catalogue_find(&domain_catalogue, field->refers_to));
            complain(type->key, field->key, query_add_filter(&query, field->among, words, &why) == OK);
        }
    }
    CU_ASSERT_NOT_EQUAL(found, 0);
}

static void a_trainer_writes_training_only(void)
{
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        const struct record_type *type = domain_catalogue.types[i];
        bool may = type->writers == 0 || (type->writers & ROLE_TRAINER);
        bool should = type->menu == MENU_TRAINING || type->menu == MENU_TASKS || type == &place_type ||
                      type == &exported_file_type; /* what trainers export is noted too, by the program */

        complain("trainer", type->key, may == should);
    }
}

void suite_tables(void)
{
    CU_pSuite suite = CU_add_suite("tables", start, stop);

    CU_add_test(suite, "the checker finds no mistake in the record types", the_checker_finds_nothing);
    CU_add_test(suite, "every word has both languages and is read back", every_entry_is_whole);
    CU_add_test(suite, "every field has its column and every column its field", columns_agree_with_fields);
    CU_add_test(suite, "every sorted field and reference has its index, and others span several fields",
                indexes_agree_with_fields);
    CU_add_test(suite, "the schema has the catalogue's tables and no constraint", nothing_else_is_in_the_schema);
    CU_add_test(suite, "headings of known files find their fields", files_from_outside_find_their_fields);
    CU_add_test(suite, "the areas of the city examples are read", the_city_examples_areas_are_read);
    CU_add_test(suite, "what a field is chosen among is a filter", what_a_field_offers_is_a_filter);
    CU_add_test(suite, "a trainer writes training, tasks and places only", a_trainer_writes_training_only);
}
