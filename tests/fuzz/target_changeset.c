/*
 * Changesets out of the history: what our own check lets through, SQLite's reader walks to the end without a complaint,
 * turns round and applies. What it writes itself is let through.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/changes_in.h"
#include "fuzz.h"

static sqlite3 *database;

static void run_sql(const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

static void start(void)
{
    if (sqlite3_open(":memory:", &database) != SQLITE_OK)
        abort();
    run_sql("CREATE TABLE party (id INTEGER PRIMARY KEY NOT NULL, name TEXT, size, body);"
            "CREATE TABLE link (id INTEGER PRIMARY KEY NOT NULL, party INTEGER, what TEXT)");
}

static void walk(const void *bytes, size_t len)
{
    sqlite3_changeset_iter *at = NULL;
    size_t rows = 0;
    int rc = sqlite3changeset_start(&at, (int)len, (void *)(uintptr_t)bytes);

    while (rc == SQLITE_OK && (rc = sqlite3changeset_next(at)) == SQLITE_ROW) {
        const char *table;
        int columns = 0, operation, indirect;

        fuzz_must(++rows <= len, "a row takes bytes");
        fuzz_must(sqlite3changeset_op(at, &table, &columns, &operation, &indirect) == SQLITE_OK && columns > 0,
                  "a row is of a table");
        for (int i = 0; i < columns; i++) {
            sqlite3_value *value = NULL;

            if (operation != SQLITE_INSERT)
                fuzz_must(sqlite3changeset_old(at, i, &value) == SQLITE_OK, "old values are there");
            if (operation != SQLITE_DELETE)
                fuzz_must(sqlite3changeset_new(at, i, &value) == SQLITE_OK, "new values are there");
        }
        rc = SQLITE_OK;
    }
    fuzz_must(rc == SQLITE_DONE && sqlite3changeset_finalize(at) == SQLITE_OK,
              "what was let through is read to its end");
}

static int leave_out(void *context, int kind, sqlite3_changeset_iter *at)
{
    (void)context;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_OMIT;
}

static void run(const uint8_t *bytes, size_t len)
{
    void *turned = NULL;
    int turned_len = 0, rc;

    if (!changeset_is_sound(bytes, len))
        return;
    walk(bytes, len);
    fuzz_must(sqlite3changeset_invert((int)len, bytes, &turned_len, &turned) == SQLITE_OK, "it can be turned round");
    fuzz_must(changeset_is_sound(turned, (size_t)turned_len), "and is sound then too");
    sqlite3_free(turned);
    run_sql("BEGIN");
    rc = sqlite3changeset_apply(database, (int)len, (void *)(uintptr_t)bytes, NULL, leave_out, NULL);
    fuzz_must(rc == SQLITE_OK, "it can be applied");
    run_sql("ROLLBACK");
}

static void record(const char *sql, fuzz_take *take, void *data)
{
    sqlite3_session *session = NULL;
    void *changes = NULL;
    int len = 0;

    if (sqlite3session_create(database, "main", &session) != SQLITE_OK ||
        sqlite3session_attach(session, NULL) != SQLITE_OK)
        abort();
    run_sql(sql);
    if (sqlite3session_changeset(session, &len, &changes) != SQLITE_OK)
        abort();
    fuzz_must(changeset_is_sound(changes, (size_t)len), "what SQLite writes is let through");
    take(data, changes, (size_t)len);
    sqlite3session_delete(session);
    sqlite3_free(changes);
}

static void seeds(fuzz_take *take, void *data)
{
    take(data, "", 0);
    take(data,
         "T\x01\x01"
         "A",
         4); /* SQLite's own reader never comes back from this one */
    take(data, "T\0\0\0", 4);
    record("INSERT INTO party VALUES (1, 'Zo\u00eb', 2, x'00ff'), (2, NULL, 2.5, ''), (3, '', -1, NULL)", take, data);
    record("UPDATE party SET name = 'other' WHERE id = 1; UPDATE party SET size = NULL, body = printf('%.300c', 'x')",
           take, data);
    record("INSERT INTO link VALUES (9223372036854775807, 1, 'x'); DELETE FROM party WHERE id = 2", take, data);
    record("DELETE FROM party; DELETE FROM link", take, data);
}

const struct fuzz_target fuzz_target_changeset = {
    .name = "changeset", .most = 4096, .start = start, .run = run, .seeds = seeds
};
