/*
 * Lists the store keeps that matter only as far as they are signed: a table alone could be written by anybody who gets
 * at the file. The rows are read out of the team's parts of the entries that brought them, not out of the table, which
 * is there for the session extension to record.
 */
#include <string.h>

#include "signed_in.h"

sqlite3_value *signed_value(sqlite3_changeset_iter *at, int column)
{
    sqlite3_value *value = NULL;

    return sqlite3changeset_new(at, column, &value) == SQLITE_OK && value && sqlite3_value_type(value) != SQLITE_NULL
               ? value
               : NULL;
}

int64_t signed_number(sqlite3_changeset_iter *at, int column, int64_t otherwise)
{
    sqlite3_value *value = signed_value(at, column);

    return value ? sqlite3_value_int64(value) : otherwise;
}

static enum err read_part(const struct signed_table *of, const struct part *part, int64_t entry)
{
    sqlite3_changeset_iter *at = NULL;
    enum err e = OK;

    if (part->changeset_len == 0 ||
        sqlite3changeset_start(&at, (int)part->changeset_len, (void *)(uintptr_t)part->changeset) != SQLITE_OK)
        return OK;
    while (!e && sqlite3changeset_next(at) == SQLITE_ROW) {
        const char *table;
        int columns, operation, indirect;

        if (sqlite3changeset_op(at, &table, &columns, &operation, &indirect) == SQLITE_OK &&
            strcmp(table, of->table) == 0 && operation == SQLITE_INSERT && columns == of->columns)
            e = of->each(of->context, at, entry);
    }
    return sqlite3changeset_finalize(at) == SQLITE_NOMEM ? E_MEMORY : e;
}

/* The link to the entry before it is not asked for: that entry may be one of those that are lost. */
static bool is_signed(const struct entry *header, sqlite3_stmt *stmt)
{
    return sqlite3_column_int(stmt, 3) && sqlite3_column_bytes(stmt, 1) == HASH_SIZE &&
           sqlite3_column_bytes(stmt, 2) == SIGNATURE_SIZE &&
           sign_verify(sqlite3_column_blob(stmt, 2), sqlite3_column_blob(stmt, 1), HASH_SIZE, header->officer_key);
}

static enum err read_parts(struct store *store, const struct entry *header, int64_t entry,
                           const struct signed_table *of, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < header->part_count && !e; i++) {
        struct part part = { 0 };

        if (header->parts[i].owner == 0 && !(e = part_open(store, header, entry, i, &part, why)))
            e = read_part(of, &part, entry);
        part_release(&part);
    }
    return e;
}

enum err signed_rows_of(struct store *store, int64_t entry, const struct signed_table *of, struct why *why)
{
    struct entry header = { 0 };
    enum err e = chain_header(store, entry, &header, why);

    if (!e)
        e = read_parts(store, &header, entry, of, why);
    entry_release(&header);
    return e;
}

static enum err read_entry(struct store *store, sqlite3_stmt *stmt, const struct signed_table *of, struct why *why)
{
    struct entry header = { 0 };
    int64_t entry = sqlite3_column_int64(stmt, 0);
    enum err e = chain_header(store, entry, &header, why);

    if (!e && is_signed(&header, stmt))
        e = read_parts(store, &header, entry, of, why);
    entry_release(&header);
    return e == E_MEMORY ? e : OK;
}

/* The kind stands in the statement as a number: the partial indexes on it are found only so. */
enum err signed_rows_read(struct store *store, const struct signed_table *of, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    if (!(e = buf_printf(&sql,
                         "SELECT h.id, h.hash, h.signature, EXISTS (SELECT 1 FROM officer_key k WHERE k.officer = "
                         "h.officer AND k.sign_public = substr(h.header, 55, 32)) FROM history h WHERE h.kind = %d",
                         (int)of->kind)))
        e = sql_get(store, buf_text(&sql), &stmt, why);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = read_entry(store, stmt, of, why);
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}
