/*
 * SQLite as the store speaks to it: cached statements, the meta table, and failures turned into our codes with a
 * sentence. A failed sync makes the store read-only until the vault is opened again: what reached the disk is not known
 * any more.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum err sql_fail(struct store *store, int code, struct why *why)
{
    int extended = sqlite3_extended_errcode(store->db), number = sqlite3_system_errno(store->db);

    if ((extended & 0xff) != (code & 0xff))
        extended = code;
    if (extended == SQLITE_IOERR_DATA)
        read_only_set(store, READ_ONLY_MET);
    if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC) {
        read_only_set(store, READ_ONLY_UNSYNCED);
        return store_require_writable(store, why);
    }
    if (extended == SQLITE_IOERR_WRITE && (number == ENOSPC || number == EDQUOT))
        extended = SQLITE_FULL;
    return vault_sqlite_error(store->vault, extended, why);
}

static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u;

    for (; *text != '\0'; text++)
        hash = (hash ^ (uint8_t)*text) * 16777619u;
    return hash;
}

static struct statement *slot_for(struct store *store)
{
    struct statement *oldest = NULL;

    for (size_t i = 0; i < STATEMENT_CACHE; i++) {
        struct statement *at = &store->statements[i];

        if (!at->stmt)
            return at;
        if (!at->busy && (!oldest || at->used < oldest->used))
            oldest = at;
    }
    return oldest;
}

static void statement_release(struct statement *statement)
{
    sqlite3_finalize(statement->stmt);
    free(statement->sql);
    memset(statement, 0, sizeof *statement);
}

static enum err statement_add(struct store *store, const char *sql, uint32_t hash, sqlite3_stmt *stmt)
{
    struct statement *slot = slot_for(store);

    if (!slot)
        return OK; /* all busy: this one is finalised when it is given back */
    statement_release(slot);
    if (!(slot->sql = strdup(sql)))
        return E_MEMORY;
    *slot = (struct statement){
        .sql = slot->sql, .hash = hash, .stmt = stmt, .busy = true, .used = ++store->statement_clock
    };
    return OK;
}

void sql_roll_back(struct store *store)
{
    if (store->roll_back && !sqlite3_get_autocommit(store->db)) {
        (void)sqlite3_step(store->roll_back);
        (void)sqlite3_reset(store->roll_back);
    }
    store->must_roll_back = !sqlite3_get_autocommit(store->db);
}

enum err sql_get(struct store *store, const char *sql, sqlite3_stmt **out, struct why *why)
{
    uint32_t hash = hash_of(sql);
    int rc;

    *out = NULL;
    if (store->must_roll_back)
        sql_roll_back(store); /* of a save that had no memory to end itself */
    for (size_t i = 0; i < STATEMENT_CACHE; i++) {
        struct statement *at = &store->statements[i];

        if (at->hash == hash && at->stmt && !at->busy && strcmp(at->sql, sql) == 0) {
            at->busy = true;
            at->used = ++store->statement_clock;
            *out = at->stmt;
            return OK;
        }
    }
    rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if (rc != SQLITE_OK)
        return sql_fail(store, rc, why);
    if (statement_add(store, sql, hash, *out)) {
        sqlite3_finalize(*out);
        *out = NULL;
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    }
    return OK;
}

void sql_done(struct store *store, sqlite3_stmt *stmt)
{
    if (!stmt)
        return;
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    for (size_t i = 0; i < STATEMENT_CACHE; i++) {
        if (store->statements[i].stmt == stmt) {
            sqlite3_reset(stmt);
            sqlite3_clear_bindings(stmt);
            store->statements[i].busy = false;
            return;
        }
    }
    sqlite3_finalize(stmt);
}

enum err sql_step(struct store *store, sqlite3_stmt *stmt, bool *row, struct why *why)
{
    int rc = sqlite3_step(stmt);

    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_INTERRUPT)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY)); /* see check_bound */
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : sql_fail(store, rc, why);
}

enum err sql_finish(struct store *store, sqlite3_stmt *stmt, struct why *why)
{
    bool row = true;
    enum err e = OK;

    while (!e && row)
        e = sql_step(store, stmt, &row, why);
    sql_done(store, stmt);
    return e;
}

enum err sql_exec(struct store *store, const char *sql, struct why *why)
{
    int rc;

    if (store->must_roll_back)
        sql_roll_back(store);
    rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : sql_fail(store, rc, why);
}

void sql_release(struct store *store)
{
    sqlite3_finalize(store->roll_back);
    store->roll_back = NULL;
    for (size_t i = 0; i < STATEMENT_CACHE; i++)
        statement_release(&store->statements[i]);
}

const char *sql_text(sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);

    return text ? (const char *)text : "";
}

static int always(void *unused)
{
    (void)unused;
    return 1;
}

/* A bind fails only for want of memory, and then leaves a NULL that many a column would take. The statement must not
 * run: every step is interrupted until sql_done. */
static void check_bound(sqlite3_stmt *stmt, int rc)
{
    if (rc != SQLITE_OK)
        sqlite3_progress_handler(sqlite3_db_handle(stmt), 1, always, NULL);
}

void sql_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
    if (text)
        check_bound(stmt, sqlite3_bind_text(stmt, at, text, -1, SQLITE_TRANSIENT));
    else
        sqlite3_bind_null(stmt, at);
}

void sql_bind_blob(sqlite3_stmt *stmt, int at, const void *bytes, size_t len)
{
    check_bound(stmt, sqlite3_bind_blob64(stmt, at, bytes ? bytes : "", len, SQLITE_TRANSIENT));
}

enum err sql_add_name(struct buf *out, const char *name)
{
    enum err e = buf_add_char(out, '"');

    for (; !e && *name != '\0'; name++) {
        if (*name == '"')
            e = buf_add_char(out, '"');
        if (!e)
            e = buf_add_char(out, *name);
    }
    return e ? e : buf_add_char(out, '"');
}

/* --- functions of our own --- */

static void fold_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[0]);
    struct buf folded = { 0 };

    (void)count;
    if (!text)
        return;
    if (text_fold(&folded, text))
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text64(context, buf_text(&folded), folded.len, SQLITE_TRANSIENT, SQLITE_UTF8);
    buf_release(&folded);
}

static void words_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[0]);
    const char *words = (const char *)sqlite3_value_text(values[1]);

    (void)count;
    sqlite3_result_int(context, text && words && text_has_words(text, words));
}

/* Whether "a;b;c" contains the item. */
static void list_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *list = (const char *)sqlite3_value_text(values[0]);
    const char *item = (const char *)sqlite3_value_text(values[1]);
    size_t len = item ? strlen(item) : 0;
    bool has = false;

    (void)count;
    while (list && item && !has) {
        const char *end = strchr(list, ';');
        size_t size = end ? (size_t)(end - list) : strlen(list);

        has = size == len && memcmp(list, item, len) == 0;
        list = end ? end + 1 : NULL;
    }
    sqlite3_result_int(context, has);
}

static enum err sql_functions(struct store *store, struct why *why)
{
    static const struct {
        const char *name;
        int arguments;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        { "fold", 1, fold_function },
        { "has_words", 2, words_function },
        { "list_has", 2, list_function },
    };
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        int rc = sqlite3_create_function_v2(store->db, functions[i].name, functions[i].arguments, flags, NULL,
                                            functions[i].function, NULL, NULL, NULL);

        if (rc != SQLITE_OK)
            return sql_fail(store, rc, why);
    }
    return OK;
}

enum err sql_start(struct store *store, struct why *why)
{
    int rc = sqlite3_prepare_v3(store->db, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &store->roll_back, NULL);

    return rc == SQLITE_OK ? sql_functions(store, why) : sql_fail(store, rc, why);
}
