/*
 * The search index and the counts, kept in the transaction of each save. The index holds folded text of unsealed fields
 * only, and only of records in use; each record carries a word for its type, so that one index serves all lists.
 */
#include <stdio.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/text.h"

enum { INDEX_TITLE_DEPTH = 3 };

/* A word of its own for the type, without the underscores at which the tokenizer would cut. */
void index_kind(const struct record_type *type, char out[80])
{
    size_t len = 4;

    memcpy(out, "type", 4);
    for (const char *at = type->key; *at != '\0' && len < 79; at++) {
        if (*at != '_')
            out[len++] = *at;
    }
    out[len] = '\0';
}

const struct record_type *index_type(const struct store *store, const char *kind)
{
    char name[80];

    for (size_t i = 0; i < store->catalogue->count; i++) {
        index_kind(store->catalogue->types[i], name);
        if (strcmp(name, kind) == 0)
            return store->catalogue->types[i];
    }
    return NULL;
}

static enum err add_body(struct store *store, const struct record *record, struct buf *out)
{
    const struct record_type *type = record->type;
    enum err e = OK;

    for (int i = 0; i < type->field_count && !e; i++) {
        if (!(type->fields[i].flags & FIELD_FOUND) || (type->fields[i].flags & FIELD_SEALED) ||
            i == type->title_field || record->values[i].form == VALUE_EMPTY)
            continue;
        if (!(e = store_show_value(store, record, i, out)))
            e = buf_add_char(out, '\n');
    }
    return e;
}

static enum err insert(struct store *store, const struct record *record, const char *title, const char *body,
                       bool fresh, struct why *why)
{
    char kind[80];
    sqlite3_stmt *stmt;
    enum err e = sql_get(store,
                         fresh ? "INSERT INTO found (rowid, kind, title, body) VALUES (?1, ?2, ?3, ?4)"
                               : "INSERT OR REPLACE INTO found (rowid, kind, title, body) VALUES (?1, ?2, ?3, ?4)",
                         &stmt, why);

    if (e)
        return e;
    index_kind(record->type, kind);
    sqlite3_bind_int64(stmt, 1, record->id);
    sql_bind_text(stmt, 2, kind);
    sql_bind_text(stmt, 3, title);
    sql_bind_text(stmt, 4, body);
    return sql_finish(store, stmt, why);
}

enum err index_put(struct store *store, const struct record *record, bool fresh, struct why *why)
{
    struct buf title = { 0 }, body = { 0 }, folded_title = { 0 }, folded_body = { 0 };
    enum err e;

    if (record->archived_at != 0)
        return index_drop(store, record->id, why);
    if (!(e = title_of(store, record, INDEX_TITLE_DEPTH, &title)) && !(e = add_body(store, record, &body)) &&
        !(e = text_fold(&folded_title, buf_text(&title))) && !(e = text_fold(&folded_body, buf_text(&body))))
        e = insert(store, record, buf_text(&folded_title), buf_text(&folded_body), fresh, why);
    buf_release(&title);
    buf_release(&body);
    buf_release(&folded_title);
    buf_release(&folded_body);
    return e;
}

enum err index_drop(struct store *store, int64_t id, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "DELETE FROM found WHERE rowid = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, id);
    return sql_finish(store, stmt, why);
}

/* --- counts --- */

void save_count(struct save *save, const struct record_type *type, int64_t in_use, int64_t archived)
{
    for (size_t i = 0; i < save->store->catalogue->count; i++) {
        if (save->store->catalogue->types[i] == type) {
            save->counts[i].in_use += in_use;
            save->counts[i].archived += archived;
        }
    }
}

enum err counts_write(struct save *save, struct why *why)
{
    struct store *store = save->store;
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        sqlite3_stmt *stmt;

        if (save->counts[i].in_use == 0 && save->counts[i].archived == 0)
            continue;
        if ((e = sql_get(
                 store,
                 "INSERT INTO record_count (type, in_use, archived) VALUES (?1, ?2, ?3) ON CONFLICT (type) DO UPDATE "
                 "SET in_use = in_use + ?2, archived = archived + ?3",
                 &stmt, why)))
            break;
        sql_bind_text(stmt, 1, store->catalogue->types[i]->key);
        sqlite3_bind_int64(stmt, 2, save->counts[i].in_use);
        sqlite3_bind_int64(stmt, 3, save->counts[i].archived);
        e = sql_finish(store, stmt, why);
    }
    return e;
}

enum err count_read(struct store *store, const struct record_type *type, struct type_count *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT in_use, archived FROM record_count WHERE type = ?1", &stmt, why);

    *out = (struct type_count){ 0 };
    if (e)
        return e;
    sql_bind_text(stmt, 1, type->key);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *out =
            (struct type_count){ .in_use = sqlite3_column_int64(stmt, 0), .archived = sqlite3_column_int64(stmt, 1) };
    sql_done(store, stmt);
    return e;
}

/* --- words --- */

static bool is_searchable(const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)word[i];

        if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            return true;
    }
    return false;
}

static enum err add_word(struct buf *out, const char *word, size_t len)
{
    enum err e = buf_add_char(out, '"');

    for (size_t i = 0; i < len && !e; i++) {
        if (word[i] == '"')
            e = buf_add_char(out, '"');
        if (!e)
            e = buf_add_char(out, word[i]);
    }
    return e ? e : buf_add_str(out, "\"*");
}

enum err words_to_match(const char *words, const char *columns, struct buf *out)
{
    struct buf folded = { 0 };
    size_t count = 0;
    enum err e = text_fold(&folded, words);

    for (const char *at = buf_text(&folded); *at != '\0' && !e;) {
        size_t len = strcspn(at, " ");

        if (is_searchable(at, len) && !(e = buf_printf(out, "%s", count == 0 ? columns : " AND ")) &&
            !(e = buf_add_str(out, count++ == 0 ? " : (" : "")))
            e = add_word(out, at, len);
        at += len + (at[len] == ' ');
    }
    if (!e && count > 0)
        e = buf_add_char(out, ')');
    buf_release(&folded);
    return e;
}
