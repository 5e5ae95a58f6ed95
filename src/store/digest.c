/*
 * One number for all a vault holds, taken some rows at a time. Each row is hashed behind the hash of all before it, so
 * nothing but the same rows in the same order comes to the same.
 *
 * What is made from other rows (the search index), notes of the program itself and drafts stay out: they change without
 * a save.
 */
#include <stdlib.h>
#include <string.h>

#include "backup_in.h"

void names_release(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct names){ 0 };
}

static enum err names_add(struct names *names, const char *name)
{
    char **grown = realloc(names->items, (names->count + 1) * sizeof *grown);

    if (!grown)
        return E_MEMORY;
    names->items = grown;
    if (!(grown[names->count] = strdup(name)))
        return E_MEMORY;
    names->count++;
    return OK;
}

enum err names_read(struct store *store, const char *sql, struct names *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, sql, &stmt, why);

    names_release(out);
    if (e)
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = names_add(out, sql_text(stmt, 0));
    sql_done(store, stmt);
    return e;
}

static const char tables_sql[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT GLOB 'sqlite_*' AND name NOT IN "
    "('meta', 'draft', 'found_data', 'found_idx', 'found_content', 'found_docsize', 'found_config') ORDER BY name";
static const char number_sql[] =
    "SELECT name FROM pragma_table_info(?1) i WHERE pk = 1 AND type = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM "
    "pragma_table_info(?1) o WHERE o.pk = 2)";

static enum err add_value(struct buf *out, sqlite3_stmt *stmt, int column)
{
    const void *bytes;
    size_t len;
    enum err e = buf_add_u8(out, (uint8_t)sqlite3_column_type(stmt, column));

    if (e || sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return e;
    bytes = sqlite3_column_blob(stmt, column); /* a number as its text */
    len = (size_t)sqlite3_column_bytes(stmt, column);
    return (e = buf_add_u64(out, len)) || len == 0 ? e : buf_add(out, bytes, len);
}

static enum err hash_on(struct digest *digest, struct buf *bytes)
{
    uint8_t next[HASH_SIZE];
    enum err e = buf_add(bytes, digest->hash, HASH_SIZE);

    if (e)
        return e;
    hash_bytes(next, "townkeep state 1", bytes->data, bytes->len, NULL);
    memcpy(digest->hash, next, HASH_SIZE);
    return OK;
}

/* The column that numbers the rows; "" none. */
static enum err find_number(struct store *store, const char *table, struct buf *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, number_sql, &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 1, table);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        e = sql_add_name(out, sql_text(stmt, 0));
    sql_done(store, stmt);
    return e;
}

/* At most `most` rows; fewer: the table has ended. */
static enum err hash_rows(struct store *store, struct digest *digest, const char *sql, int64_t most, int64_t *read,
                          struct why *why)
{
    struct buf bytes = { 0 };
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, sql, &stmt, why);

    *read = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, digest->after);
    sqlite3_bind_int64(stmt, 2, most);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        buf_clear(&bytes);
        digest->after = sqlite3_column_int64(stmt, 0);
        *read += 1;
        for (int i = 0; i < sqlite3_column_count(stmt) && !e; i++)
            e = add_value(&bytes, stmt, i);
        if (!e)
            e = hash_on(digest, &bytes);
    }
    sql_done(store, stmt);
    buf_wipe(&bytes);
    digest->rows += *read;
    return e;
}

/* Rows by the order of their number, which comes first; of a table without one, how many there are. */
static enum err add_query(struct store *store, const char *table, struct buf *sql, struct why *why)
{
    struct buf number = { 0 };
    enum err e = find_number(store, table, &number, why);

    if (e || (e = buf_add_str(sql, "SELECT ")) ||
        (e = number.len > 0 ? buf_printf(sql, "%s, *", buf_text(&number)) : buf_add_str(sql, "count(*)")) ||
        (e = buf_add_str(sql, " FROM ")) || (e = sql_add_name(sql, table)))
        goto done;
    e = number.len > 0 ? buf_printf(sql, " WHERE %s > ?1 ORDER BY %s LIMIT ?2", buf_text(&number), buf_text(&number))
                       : buf_add_str(sql, " WHERE ?1 < ?2");
done:
    buf_release(&number);
    return e;
}

static enum err step_table(struct store *store, struct digest *digest, const char *table, int64_t *left, bool *ended,
                           struct why *why)
{
    int64_t most = *left < 2 ? 2 : *left, read; /* a count is one row */
    struct buf sql = { 0 };
    enum err e = add_query(store, table, &sql, why);

    if (!e)
        e = hash_rows(store, digest, buf_text(&sql), most, &read, why);
    buf_release(&sql);
    if (e)
        return e;
    *ended = read < most;
    *left -= read;
    return OK;
}

static enum err end_table(struct digest *digest, const char *table)
{
    struct buf bytes = { 0 };
    enum err e = buf_add_str(&bytes, table);

    if (!e && !(e = buf_add_u64(&bytes, (uint64_t)digest->rows)))
        e = hash_on(digest, &bytes);
    buf_release(&bytes);
    digest->at++;
    digest->after = INT64_MIN;
    digest->rows = 0;
    return e;
}

enum err digest_step(struct store *store, struct digest *digest, int64_t most_rows, bool *over, struct why *why)
{
    int64_t left = most_rows;
    enum err e = OK;

    if (digest->tables.count == 0) {
        digest->after = INT64_MIN;
        e = names_read(store, tables_sql, &digest->tables, why);
    }
    while (!e && digest->at < digest->tables.count && left > 0) {
        const char *table = digest->tables.items[digest->at];
        bool ended = false;

        if (!(e = step_table(store, digest, table, &left, &ended, why)) && ended)
            e = end_table(digest, table);
    }
    *over = digest->at == digest->tables.count;
    return e;
}

void digest_release(struct digest *digest)
{
    names_release(&digest->tables);
    memset(digest, 0, sizeof *digest);
}

enum err digest_take(struct store *store, uint8_t out[HASH_SIZE], struct why *why)
{
    struct digest digest = { 0 };
    bool over;
    enum err e = digest_step(store, &digest, INT64_MAX, &over, why);

    memcpy(out, digest.hash, HASH_SIZE);
    digest_release(&digest);
    return e;
}
