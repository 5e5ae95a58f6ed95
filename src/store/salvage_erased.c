/*
 * What was erased, in a salvaged vault. A tombstone whose entry is lost counts no more, and what it covers would pass
 * for damage: so it is told anew by the entry of the salvage.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"
#include "salvage_in.h"

static void read_row(sqlite3_stmt *stmt, struct tombstone *out)
{
    out->case_id = sqlite3_column_int64(stmt, 1);
    out->at = sqlite3_column_int64(stmt, 3);
    if (sqlite3_column_bytes(stmt, 2) == HASH_SIZE)
        memcpy(out->hash, sqlite3_column_blob(stmt, 2), HASH_SIZE);
    if (sqlite3_column_type(stmt, 4) != SQLITE_NULL)
        out->kept = (char *)(uintptr_t)sqlite3_column_text(stmt, 4); /* copied */
}

/* Known from here on, so that the entries it covers are found good while they are read again. */
static enum err find_untold(struct salvage *salvage, struct row_ids *ids, struct why *why)
{
    struct store *store = salvage->to;
    const struct erasures *known;
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e = erasures_of(store, &known, why);

    if (!e)
        e = sql_get(store, "SELECT id, case_id, hash, erased_at, kept FROM tombstone", &stmt, why);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        struct tombstone one = { .entry = salvage->save->entry };

        read_row(stmt, &one);
        if (!erasures_know(known, &one) && !(e = erasures_add(store->erasures, &one)))
            e = row_ids_add(ids, sqlite3_column_int64(stmt, 0));
    }
    sql_done(store, stmt);
    return e;
}

enum err salvage_tell_erased(struct salvage *salvage, struct why *why)
{
    struct save_owner *team;
    struct row_ids ids = { 0 };
    enum err e = find_untold(salvage, &ids, why);

    for (size_t i = 0; i < ids.count && !e; i++)
        e = save_tell_anew(salvage->save, 0, &tombstone_table, ids.items[i], why);
    free(ids.items);
    if (!e && !(e = save_owner(salvage->save, 0, &team, why)))
        sqlite3session_enable(team->session, 0); /* what is copied next is not told */
    return e;
}
