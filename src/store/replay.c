/*
 * Do the tables hold what the history says? Everything the signed entries changed is done once more, in memory, and
 * compared with the tables row by row: what was written into a table by another way than a save shows here. Of a case
 * only what its key opens can be compared; of the others, an event must at least stand in an entry that was signed by
 * whoever it names.
 *
 * It takes the memory of all records. A migration that changes rows must do so within the recording of its save.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"
#include "losses_in.h"

#include "townkeep/base/i18n.h"

enum { TOLD_MAX = 20 };

struct replay {
    struct store *store;
    sqlite3 *memory;
    struct buf *lines;
    const struct losses *losses;
    int64_t owner; /* of the part being applied */
    bool affirms;  /* the entry tells rows anew whose history is lost */
    const struct erasures *erasures;
    bool unfit; /* a change did not find what it changes */
    int told;
};

static enum err memory_fail(struct replay *replay, int rc, struct why *why)
{
    return vault_sqlite_error(replay->store->vault, rc == SQLITE_OK ? SQLITE_ERROR : rc, why);
}

/* --- the tables once more --- */

/* The columns as they stand, without types: values stay as they were recorded. */
static enum err add_columns(struct replay *replay, const char *table, struct buf *sql, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true, first = true;
    enum err e = sql_get(replay->store, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 1, table);
    while (!e && !(e = sql_step(replay->store, stmt, &row, why)) && row) {
        if (!(e = buf_add_str(sql, first ? "" : ", ")) && !(e = sql_add_name(sql, sql_text(stmt, 0))) && first)
            e = buf_add_str(sql, " INTEGER PRIMARY KEY NOT NULL");
        first = false;
    }
    sql_done(replay->store, stmt);
    return e;
}

static enum err make_table(struct replay *replay, const char *table, struct why *why)
{
    struct buf sql = { 0 };
    int rc;
    enum err e;

    if ((e = buf_add_str(&sql, "CREATE TABLE ")) || (e = sql_add_name(&sql, table)) || (e = buf_add_str(&sql, " (")) ||
        (e = add_columns(replay, table, &sql, why)) || (e = buf_add_char(&sql, ')')))
        goto done;
    if ((rc = sqlite3_exec(replay->memory, buf_text(&sql), NULL, NULL, NULL)) != SQLITE_OK)
        e = memory_fail(replay, rc, why);
done:
    buf_release(&sql);
    return e;
}

static enum err make_tables(struct replay *replay, struct why *why)
{
    const struct catalogue *catalogue = replay->store->catalogue;
    int rc = sqlite3_open_v2(":memory:", &replay->memory,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_PRIVATECACHE,
                             NULL);
    enum err e = rc == SQLITE_OK ? OK : memory_fail(replay, rc, why);

    if (!e && (rc = sqlite3_exec(replay->memory, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL)) != SQLITE_OK)
        e = memory_fail(replay, rc, why);
    for (size_t i = 0; i < catalogue->count && !e; i++)
        e = make_table(replay, catalogue->types[i]->key, why);
    return e ? e : make_table(replay, access_table.key, why);
}

/* --- every entry once more --- */

static int is_table_of_part(void *context, const char *table)
{
    const struct replay *replay = context;
    const struct record_type *type = type_of_table(replay->store->catalogue, table);

    if (strcmp(table, access_table.key) == 0)
        return replay->owner == 0;
    return type && (type->owner == RECORD_OF_TEAM) == (replay->owner == 0);
}

static int note_conflict(void *context, int kind, sqlite3_changeset_iter *at)
{
    struct replay *replay = context;

    (void)at;
    if (kind == SQLITE_CHANGESET_CONFLICT && replay->affirms)
        return SQLITE_CHANGESET_REPLACE;
    /* What brought a row of a case that was reduced may be erased. */
    replay->unfit = replay->unfit || !erasures_touch(replay->erasures, replay->owner);
    return SQLITE_CHANGESET_OMIT;
}

/* A part that is closed, withheld or erased is passed over. */
static enum err apply_part(struct replay *replay, const struct entry *header, int64_t entry, size_t number,
                           struct why *why)
{
    struct part part = { 0 };
    int rc = SQLITE_OK;
    enum err e = part_open(replay->store, header, entry, number, &part, why);

    if (e == E_PERMISSION || e == E_NOT_FOUND)
        return OK;
    replay->owner = header->parts[number].owner;
    if (!e && part.changeset_len > 0)
        rc = sqlite3changeset_apply(replay->memory, (int)part.changeset_len, (void *)(uintptr_t)part.changeset,
                                    is_table_of_part, note_conflict, replay);
    if (rc != SQLITE_OK)
        e = memory_fail(replay, rc, why);
    part_release(&part);
    return e;
}

static enum err apply_entry(struct replay *replay, int64_t entry, struct why *why)
{
    struct entry header = { 0 };
    bool good;
    enum err e;

    if ((e = chain_verify(replay->store, entry, &good, NULL, why)) || !good)
        return e; /* told by the check of the entries */
    if ((e = chain_header(replay->store, entry, &header, why)))
        return e;
    replay->unfit = false;
    replay->affirms = header.kind == ENTRY_SALVAGE;
    for (size_t i = 0; i < header.part_count && !e; i++)
        e = apply_part(replay, &header, entry, i, why);
    entry_release(&header);
    /* What is known to be lost may have brought it. */
    if (!e && replay->unfit && replay->lines && replay->losses->count == 0 && replay->told++ < TOLD_MAX)
        e = buf_printf(replay->lines, _("Entry %lld of the history changes what no entry before it brought.\n"),
                       (long long)entry);
    return e;
}

static enum err apply_all(struct replay *replay, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(replay->store, "SELECT id FROM history ORDER BY lamport, device, seq", &stmt, why);

    while (!e && !(e = sql_step(replay->store, stmt, &row, why)) && row)
        e = apply_entry(replay, sqlite3_column_int64(stmt, 0), why);
    sql_done(replay->store, stmt);
    return e;
}

/* --- comparing --- */

/* The case a row is of, 0 the team. */
static int64_t owner_of(const struct record_type *type, sqlite3_stmt *stmt)
{
    if (type->owner == RECORD_OF_TEAM)
        return 0;
    for (int i = 0; type->case_field && i < sqlite3_column_count(stmt); i++) {
        if (strcmp(sqlite3_column_name(stmt, i), type->case_field) == 0)
            return sqlite3_column_int64(stmt, i);
    }
    return sqlite3_column_int64(stmt, 0);
}

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int len = sqlite3_column_bytes(a, column);

    return sqlite3_column_type(a, column) == sqlite3_column_type(b, column) && len == sqlite3_column_bytes(b, column) &&
           (len == 0 || memcmp(sqlite3_column_blob(a, column), sqlite3_column_blob(b, column), (size_t)len) == 0);
}

static enum err tell(struct replay *replay, const struct record_type *type, int64_t id, const char *column)
{
    if (replay->told++ >= TOLD_MAX)
        return OK;
    return buf_printf(replay->lines, _("%s, record %lld: %s is not what the history says.\n"), gettext(type->plural),
                      (long long)id, column);
}

static enum err compare_row(struct replay *replay, const struct record_type *type, sqlite3_stmt *kept,
                            sqlite3_stmt *said)
{
    enum err e = OK;

    if (type->owner == RECORD_OF_CASE && losses_have_owner(replay->losses, owner_of(type, kept)))
        return OK;
    for (int i = 1; i < sqlite3_column_count(kept) && !e; i++) {
        if (!same_value(kept, said, i))
            e = tell(replay, type, sqlite3_column_int64(kept, 0), sqlite3_column_name(kept, i));
    }
    return e;
}

/* A row of a case that is closed can only be missing from the replay. */
static bool is_open(struct replay *replay, const struct record_type *type, sqlite3_stmt *kept)
{
    int64_t owner = owner_of(type, kept);
    const struct secret *key;

    return owner == 0 || (!erasures_touch(replay->erasures, owner) && !losses_have_owner(replay->losses, owner) &&
                          case_key_open(replay->store, owner, &key, NULL) == OK);
}

/* Both in the order of ids. */
static enum err compare_rows(struct replay *replay, const struct record_type *type, sqlite3_stmt *kept,
                             sqlite3_stmt *said, struct why *why)
{
    bool row = true;
    int rc = sqlite3_step(said);
    enum err e = OK;

    while (!e && !(e = sql_step(replay->store, kept, &row, why))) {
        int64_t id = row ? sqlite3_column_int64(kept, 0) : INT64_MAX;

        for (; !e && rc == SQLITE_ROW && sqlite3_column_int64(said, 0) < id; rc = sqlite3_step(said)) {
            if (!losses_have_record(replay->losses, sqlite3_column_int64(said, 0)))
                e = tell(replay, type, sqlite3_column_int64(said, 0), _("its being gone"));
        }
        if (e || !row)
            break;
        if (rc == SQLITE_ROW && sqlite3_column_int64(said, 0) == id) {
            e = compare_row(replay, type, kept, said);
            rc = sqlite3_step(said);
        } else if (is_open(replay, type, kept)) {
            e = tell(replay, type, id, _("its being there"));
        }
    }
    return e || rc == SQLITE_DONE || rc == SQLITE_ROW ? e : memory_fail(replay, rc, why);
}

static enum err compare_type(struct replay *replay, const struct record_type *type, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *kept = NULL, *said = NULL;
    int rc;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT * FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " ORDER BY id")) || (e = sql_get(replay->store, buf_text(&sql), &kept, why)))
        goto done;
    if ((rc = sqlite3_prepare_v2(replay->memory, buf_text(&sql), -1, &said, NULL)) != SQLITE_OK)
        e = memory_fail(replay, rc, why);
    else
        e = compare_rows(replay, type, kept, said, why);
    sqlite3_finalize(said);
    sql_done(replay->store, kept);
done:
    buf_release(&sql);
    return e;
}

enum err replay_tables(struct store *store, sqlite3 **out, struct why *why)
{
    struct replay replay = { .store = store };
    enum err e;

    if (!(e = losses_of(store, &replay.losses, why)) && !(e = erasures_of(store, &replay.erasures, why)) &&
        !(e = make_tables(&replay, why)))
        e = apply_all(&replay, why);
    *out = replay.memory;
    return e;
}

enum err replay_compare(struct store *store, struct buf *lines, struct why *why)
{
    struct replay replay = { .store = store, .lines = lines };
    enum err e;

    if (!(e = losses_of(store, &replay.losses, why)) && !(e = erasures_of(store, &replay.erasures, why)) &&
        !(e = make_tables(&replay, why)))
        e = apply_all(&replay, why);
    for (size_t i = 0; i < store->catalogue->count && !e; i++)
        e = compare_type(&replay, store->catalogue->types[i], why);
    if (!e)
        e = compare_type(&replay, &access_table, why);
    sqlite3_close(replay.memory);
    return e;
}

/* --- events: who they name signed them --- */

static enum err is_signed(struct store *store, int64_t record, int64_t owner, int64_t officer, bool *found,
                          struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store,
                         "SELECT h.id FROM history_row r JOIN history h ON h.id = r.entry WHERE r.record = ?1 AND "
                         "h.officer = ?2 AND h.kind IN (0, 5) AND EXISTS (SELECT 1 FROM history_part p "
                         "WHERE p.entry = h.id AND p.owner = ?3)",
                         &stmt, why);

    *found = false;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, record);
    sqlite3_bind_int64(stmt, 2, officer);
    sqlite3_bind_int64(stmt, 3, owner);
    while (!e && !*found && !(e = sql_step(store, stmt, &row, why)) && row)
        e = chain_verify(store, sqlite3_column_int64(stmt, 0), found, NULL, why);
    sql_done(store, stmt);
    return e;
}

static enum err check_event(struct store *store, const struct record_type *type, sqlite3_stmt *stmt, struct buf *lines,
                            struct why *why)
{
    int64_t id = sqlite3_column_int64(stmt, 0);
    enum err e = OK;

    for (int i = 1; i < sqlite3_column_count(stmt) && !e; i++) {
        int field = field_find(type, sqlite3_column_name(stmt, i));
        const struct field *described = field < 0 ? NULL : &type->fields[field];
        bool found;

        if (!described || !(described->flags & FIELD_BY_PROGRAM) || !described->refers_to ||
            strcmp(described->refers_to, "officer") != 0 || sqlite3_column_type(stmt, i) == SQLITE_NULL)
            continue;
        e = is_signed(store, id, owner_of(type, stmt), sqlite3_column_int64(stmt, i), &found, why);
        if (!e && !found)
            e = buf_printf(lines, _("%s, record %lld: the officer it names did not sign it.\n"), gettext(type->plural),
                           (long long)id);
    }
    return e;
}

enum err replay_check_events(struct store *store, struct buf *lines, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];
        struct buf sql = { 0 };
        sqlite3_stmt *stmt = NULL;
        bool row = true;

        if (!type->is_event)
            continue;
        if (!(e = buf_add_str(&sql, "SELECT * FROM ")) && !(e = sql_add_name(&sql, type->key)))
            e = sql_get(store, buf_text(&sql), &stmt, why);
        while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
            e = check_event(store, type, stmt, lines, why);
        sql_done(store, stmt);
        buf_release(&sql);
    }
    return e;
}
