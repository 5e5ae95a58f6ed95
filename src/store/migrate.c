/*
 * The tables, brought up to date from <assets>/schema/NNNN_*.sql in order: numbered from 0000 without gap or double,
 * so that PRAGMA user_version, the number of files that ran, is also the number of the next. Nothing is recorded while
 * tables change: the session extension cannot follow (trust.md X12); the entry of kind migrate says that it happened.
 */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

enum { SCHEMA_FILES_MAX = 1000, SCHEMA_FILE_MAX = 4 << 20 };

static int is_schema_file(const struct dirent *entry)
{
    const char *name = entry->d_name;
    size_t len = strlen(name);

    for (int i = 0; i < 4; i++) {
        if (!isdigit((unsigned char)name[i]))
            return 0;
    }
    return name[4] == '_' && len > 9 && strcmp(name + len - 4, ".sql") == 0;
}

static void free_names(struct dirent **names, int count)
{
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* Which files have run is known by their number alone. */
static bool are_numbered(struct dirent *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (strtol(names[i]->d_name, NULL, 10) != i)
            return false;
    }
    return true;
}

static enum err list_files(const char *assets, struct buf *folder, struct dirent ***names, int *count, struct why *why)
{
    enum err e;

    *names = NULL;
    *count = 0;
    if ((e = path_join(folder, assets, "schema")))
        return e;
    *count = scandir(buf_text(folder), names, is_schema_file, alphasort);
    if (*count > 0 && *count <= SCHEMA_FILES_MAX && are_numbered(*names, *count))
        return OK;
    e = why_set(why, E_SYSTEM,
                *count > 0 ? N_("The program is not installed completely: the table descriptions in %s are not those "
                                "of one version. Install the program again.")
                           : N_("The program's own files are missing: there is no table description in %s. Install the "
                                "program again."),
                buf_text(folder));
    if (*count >= 0)
        free_names(*names, *count);
    *names = NULL;
    *count = 0;
    return e;
}

static enum err schema_version(struct store *store, int64_t *version, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    *version = 0;
    if ((e = sql_get(store, "PRAGMA user_version", &stmt, why)))
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *version = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    if (!e && (*version < 0 || *version > SCHEMA_FILES_MAX))
        e = why_set(why, E_DAMAGED, N_("The vault does not say which tables it holds. Go back to a backup."));
    return e;
}

static enum err run_file(struct store *store, const char *folder, const char *name, struct why *why)
{
    struct buf path = { 0 }, sql = { 0 };
    enum err e;

    if ((e = path_join(&path, folder, name)) || (e = path_read_file(buf_text(&path), SCHEMA_FILE_MAX, &sql, why)))
        goto done;
    if ((e = sql_exec(store, buf_text(&sql), why))) {
        why_set(why, e, N_("The tables could not be brought up to date: %s in %s."), sqlite3_errmsg(store->db), name);
    }
done:
    buf_release(&path);
    buf_release(&sql);
    return e;
}

enum err migrate_pending(struct store *store, const char *assets, int *pending, struct why *why)
{
    struct dirent **names = NULL;
    struct buf folder = { 0 };
    int64_t version;
    int count = 0;
    enum err e;

    *pending = 0;
    if ((e = schema_version(store, &version, why)) || (e = list_files(assets, &folder, &names, &count, why)))
        goto done;
    store->schema_version = (uint32_t)version;
    *pending = count - (int)version;
    if (*pending < 0)
        e = why_set(why, E_INVALID,
                    N_("A newer Townkeep wrote this vault (tables %d, this program knows %d). Update the program on "
                       "this computer."),
                    (int)version, count);
done:
    free_names(names, count);
    buf_release(&folder);
    return e;
}

enum err migrate_run(struct store *store, const char *assets, int *ran, struct why *why)
{
    struct dirent **names = NULL;
    struct buf folder = { 0 };
    char pragma[64];
    int64_t version;
    int count = 0;
    enum err e;

    *ran = 0;
    if ((e = schema_version(store, &version, why)) || (e = list_files(assets, &folder, &names, &count, why)))
        goto done;
    for (int i = (int)version; names && i < count && !e; i++, *ran += !e)
        e = run_file(store, buf_text(&folder), names[i]->d_name, why);
    if (e)
        goto done;
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", count);
    store->schema_version = (uint32_t)count;
    e = sql_exec(store, pragma, why);
done:
    free_names(names, count);
    buf_release(&folder);
    return e;
}

/* --- the start-up check --- */

struct table_look {
    int columns, keys;
    bool integer_id;
};

static enum err look_at(struct store *store, const char *table, struct table_look *look, struct buf *names,
                        struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid", &stmt, why);

    memset(look, 0, sizeof *look);
    if (e)
        return e;
    sql_bind_text(stmt, 1, table);
    e = buf_add_str(names, table);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        look->columns++;
        look->keys += sqlite3_column_int(stmt, 2) > 0;
        if (sqlite3_column_int(stmt, 2) == 1 && strcmp(sql_text(stmt, 0), "id") == 0)
            look->integer_id = strcmp(sql_text(stmt, 1), "INTEGER") == 0;
        if (sqlite3_column_int(stmt, 3) != 0)
            e = why_set(why, E_DAMAGED, N_("Table %s has a column that is computed; such a column cannot be recorded."),
                        table);
        if (!e && !(e = buf_add_char(names, ' ')))
            e = buf_add_str(names, sql_text(stmt, 0));
    }
    sql_done(store, stmt);
    return e ? e : buf_add_char(names, '\n');
}

static enum err check_table(struct store *store, const char *table, struct buf *names, struct why *why)
{
    struct table_look look;
    enum err e = look_at(store, table, &look, names, why);

    if (e)
        return e;
    if (look.columns == 0)
        return why_set(why, E_DAMAGED, N_("The vault has no table %s. Its tables are not those of this program."),
                       table);
    if (look.keys != 1 || !look.integer_id)
        return why_set(why, E_DAMAGED,
                       N_("Table %s has no whole-number key named id; its changes could not be recorded."), table);
    return OK;
}

static enum err check_triggers(struct store *store, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", &stmt, why);

    if (e)
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        e = why_set(why, E_DAMAGED,
                    N_("The vault holds a trigger named %s. The program makes none: somebody else changed the tables."),
                    sql_text(stmt, 0));
    sql_done(store, stmt);
    return e;
}

static enum err recorded_names(struct store *store, struct buf *names, struct why *why)
{
    enum err e = check_table(store, "officer_key", names, why);

    for (size_t i = 0; i < store->catalogue->count && !e; i++)
        e = check_table(store, store->catalogue->types[i]->key, names, why);
    return e;
}

enum err migrate_check(struct store *store, struct why *why)
{
    struct buf names = { 0 };
    enum err e;

    if (!(e = check_triggers(store, why)) && !(e = recorded_names(store, &names, why)))
        hash_bytes(store->dictionary, "townkeep dictionary 1", buf_text(&names), names.len, NULL);
    buf_release(&names);
    return e;
}

enum err migrate_keep_dictionary(struct store *store, struct why *why)
{
    struct buf names = { 0 };
    sqlite3_stmt *stmt;
    enum err e;

    if ((e = recorded_names(store, &names, why)) ||
        (e = sql_get(store, "INSERT OR IGNORE INTO dictionary (hash, schema_version, names) VALUES (?1, ?2, ?3)", &stmt,
                     why)))
        goto done;
    sql_bind_blob(stmt, 1, store->dictionary, HASH_SIZE);
    sqlite3_bind_int64(stmt, 2, store->schema_version);
    sql_bind_text(stmt, 3, buf_text(&names));
    e = sql_finish(store, stmt, why);
done:
    buf_release(&names);
    return e;
}
