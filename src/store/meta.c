/* The store's own small facts, one a row: the last id, the next reference numbers, this device. Part of the transaction
 * that changes them. */
#include <string.h>

#include "store_in.h"

#include "townkeep/base/text.h"

enum err meta_get(struct store *store, const char *key, int64_t *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    *out = 0;
    if ((e = sql_get(store, "SELECT value FROM meta WHERE key = ?1", &stmt, why)))
        return e;
    sql_bind_text(stmt, 1, key);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *out = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err set_begin(struct store *store, const char *key, sqlite3_stmt **out, struct why *why)
{
    enum err e = sql_get(
        store, "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", out, why);

    if (!e)
        sql_bind_text(*out, 1, key);
    return e;
}

enum err meta_set(struct store *store, const char *key, int64_t value, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = set_begin(store, key, &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 2, value);
    return sql_finish(store, stmt, why);
}

enum err meta_get_bytes(struct store *store, const char *key, void *out, size_t size, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    memset(out, 0, size);
    if ((e = sql_get(store, "SELECT value FROM meta WHERE key = ?1", &stmt, why)))
        return e;
    sql_bind_text(stmt, 1, key);
    if (!(e = sql_step(store, stmt, &row, why))) {
        if (row && (size_t)sqlite3_column_bytes(stmt, 0) == size)
            memcpy(out, sqlite3_column_blob(stmt, 0), size);
        else
            e = E_NOT_FOUND;
    }
    sql_done(store, stmt);
    return e;
}

enum err meta_set_bytes(struct store *store, const char *key, const void *bytes, size_t len, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = set_begin(store, key, &stmt, why);

    if (e)
        return e;
    sql_bind_blob(stmt, 2, bytes, len);
    return sql_finish(store, stmt, why);
}

enum err meta_get_text(struct store *store, const char *key, char *out, size_t size, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    out[0] = '\0';
    if ((e = sql_get(store, "SELECT value FROM meta WHERE key = ?1", &stmt, why)))
        return e;
    sql_bind_text(stmt, 1, key);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        text_cut_into(out, size, sql_text(stmt, 0));
    sql_done(store, stmt);
    return e;
}

enum err meta_set_text(struct store *store, const char *key, const char *text, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = set_begin(store, key, &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 2, text);
    return sql_finish(store, stmt, why);
}
