/*
 * Officers: their records, slots and keys. Roles and keys change in entries of kind roster, signed by an administrator; the keys of cases are handed over
 * only by a caseworker with casework open. No right comes from a row alone.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

enum err officer_key_add(struct store *store, int64_t officer, const struct new_slot *keys, int64_t admitted_by, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store,
                         "INSERT INTO officer_key (id, officer, sign_public, box_public, admitted_by, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, id_next(store));
    sqlite3_bind_int64(stmt, 2, officer);
    sql_bind_blob(stmt, 3, keys->sign_public, SIGN_PUBLIC_SIZE);
    sql_bind_blob(stmt, 4, keys->box_public, BOX_PUBLIC_SIZE);
    sqlite3_bind_int64(stmt, 5, admitted_by);
    sqlite3_bind_int64(stmt, 6, clock_now());
    return sql_finish(store, stmt, why);
}
