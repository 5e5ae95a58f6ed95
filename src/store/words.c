/* The vault's own word lists: loaded into memory when the vault opens, and lists that a newer program brings added to
 * them. */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

struct words_read {
    struct vocabulary_entry *entries; /* owned */
    size_t count, cap;
    struct arena text;
};

static const char *keep_text(struct words_read *read, sqlite3_stmt *stmt, int column)
{
    return arena_copy(&read->text, sql_text(stmt, column));
}

static enum err add_row(struct words_read *read, sqlite3_stmt *stmt)
{
    struct vocabulary_entry entry = {
        .list = keep_text(read, stmt, 0),
        .code = keep_text(read, stmt, 1),
        .label = keep_text(read, stmt, 2),
        .label_fr = keep_text(read, stmt, 3),
        .parent = keep_text(read, stmt, 4),
        .aliases = keep_text(read, stmt, 5),
        .order = sqlite3_column_int(stmt, 6),
        .retired = sqlite3_column_int(stmt, 7) != 0,
    };

    if (!entry.list || !entry.code || !entry.label || !entry.label_fr || !entry.parent || !entry.aliases)
        return E_MEMORY;
    if (read->count == read->cap) {
        size_t cap = read->cap ? read->cap * 2 : 256;
        struct vocabulary_entry *grown = realloc(read->entries, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        read->entries = grown;
        read->cap = cap;
    }
    read->entries[read->count++] = entry;
    return OK;
}

static enum err read_words(struct store *store, struct vocabularies **out, struct why *why)
{
    struct words_read read = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    *out = NULL;
    e = sql_get(store,
                "SELECT list, code, label, label_fr, parent, aliases, position, coalesce(retired, 0) OR archived_at IS "
                "NOT NULL "
                "FROM vocabulary",
                &stmt, why);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = add_row(&read, stmt);
    sql_done(store, stmt);
    if (!e)
        e = vocabularies_new(read.entries, read.count, out);
    arena_release(&read.text);
    free(read.entries);
    return e;
}

/* Forms and filters on the screen hold the pointer to the words: it stays, what it points to is replaced. */
static void take_words(struct store *store, struct vocabularies *words)
{
    if (!store->words) {
        store->words = words;
        return;
    }
    vocabularies_swap(store->words, words);
    vocabularies_free(words);
}

enum err words_load(struct store *store, struct why *why)
{
    struct vocabularies *words;
    enum err e;

    if (!catalogue_find(store->catalogue, "vocabulary"))
        return OK;
    if (!(e = read_words(store, &words, why)))
        take_words(store, words);
    return e;
}

/* --- words that go --- */

/* Whether a record has the word there. What is sealed cannot be asked: any record with the field filled counts. */
static enum err check_field(struct store *store, const struct record_type *type, const struct field *field,
                            const struct vocabulary_entry *word, struct why *why)
{
    bool sealed = field->flags & FIELD_SEALED, row = false;
    const char *test = sealed ? " IS NOT NULL AND ?1 <> ''" : field->kind == FIELD_CHOICE ? " = ?1" : ", ?1)";
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT 1 FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, test[0] == ',' ? " WHERE list_has(" : " WHERE ")) ||
        (e = sql_add_name(&sql, field->key)) || (e = buf_add_str(&sql, test)) || (e = buf_add_str(&sql, " LIMIT 1")) ||
        (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    sql_bind_text(stmt, 1, word->code);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        e = why_set(
            why, E_CONFLICT,
            N_("Records (%s) use the word \"%.80s\" or may do so. Mark the word as retired instead; it is then no "
               "longer offered."),
            gettext(type->plural), word->label);
    sql_done(store, stmt);
done:
    buf_release(&sql);
    return e;
}

static enum err check_gone_for(struct store *store, const struct vocabularies *left, const struct record_type *type,
                               const struct field *field, struct why *why)
{
    size_t count;
    const struct vocabulary_entry *before = vocabulary_entries(store->words, field->vocabulary, &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        if (!vocabulary_find(left, field->vocabulary, before[i].code))
            e = check_field(store, type, field, &before[i], why);
    }
    return e;
}

enum err words_check_gone(struct store *store, struct why *why)
{
    struct vocabularies *left;
    enum err e = read_words(store, &left, why);

    for (size_t t = 0; t < store->catalogue->count && !e; t++) {
        const struct record_type *type = store->catalogue->types[t];

        for (int i = 0; i < type->field_count && !e; i++) {
            const struct field *field = &type->fields[i];

            if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES)
                e = check_gone_for(store, left, type, field, why);
        }
    }
    vocabularies_free(left);
    return e;
}

/* --- adding --- */

static enum err set_text(struct record *record, const char *key, const char *text)
{
    struct value *value = record_value(record, key);

    return value ? value_set_text(value, text ? text : "") : E_INVALID;
}

static enum err seed_one(struct save *save, const struct record_type *type, const struct vocabulary_entry *entry,
                         struct why *why)
{
    struct record record = { 0 };
    enum err e;

    if ((e = record_init(&record, type)) || (e = set_text(&record, "list", entry->list)) ||
        (e = set_text(&record, "code", entry->code)) || (e = set_text(&record, "label", entry->label)) ||
        (e = set_text(&record, "label_fr", entry->label_fr)) || (e = set_text(&record, "parent", entry->parent)) ||
        (e = set_text(&record, "aliases", entry->aliases)))
        goto done;
    value_set_number(record_value(&record, "position"), entry->order);
    value_set_number(record_value(&record, "retired"), entry->retired);
    e = save_put_as(save, &record, PUT_BY_ROSTER, NULL, why);
done:
    record_release(&record);
    return e;
}

enum err words_seed(struct save *save, const struct vocabulary_entry *entries, size_t count, struct why *why)
{
    const struct record_type *type = catalogue_find(save->store->catalogue, "vocabulary");
    enum err e = OK;

    for (size_t i = 0; type && i < count && !e; i++) {
        if (!vocabulary_find(save->store->words, entries[i].list, entries[i].code))
            e = seed_one(save, type, &entries[i], why);
    }
    return e;
}
