/* The log of who looked, summed up by officers: who opens many cases, shows many names or searches often is seen. */
#include "store_in.h"

#include "townkeep/store/access.h"

static const char sums_sql[] =
    "SELECT h.officer, sum(a.kind = ?3), sum(a.kind = ?3 AND a.purpose = 'name'), sum(a.kind = ?4), sum(a.kind = ?5), "
    "sum(a.kind = ?6) FROM access a JOIN history h ON h.id = a.entry WHERE h.at >= ?1 AND (?2 = 0 OR a.case_id = ?2) "
    "AND a.kind BETWEEN ?3 AND ?6 GROUP BY h.officer ORDER BY 2 DESC, h.officer";

static enum err fill_sum(struct store *store, sqlite3_stmt *stmt, struct access_sum *out)
{
    *out = (struct access_sum){
        .opened = (size_t)sqlite3_column_int64(stmt, 1),
        .names = (size_t)sqlite3_column_int64(stmt, 2),
        .searches = (size_t)sqlite3_column_int64(stmt, 3),
        .exports = (size_t)sqlite3_column_int64(stmt, 4),
        .emergencies = (size_t)sqlite3_column_int64(stmt, 5),
    };
    return history_officer(store, sqlite3_column_int64(stmt, 0), out->officer, sizeof out->officer);
}

enum err store_access_sums(struct store *store, int64_t case_id, int64_t since, struct access_sum *out, size_t max,
                           size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e;

    *count = 0;
    if ((e = access_read(store, case_id, why)) || (e = sql_get(store, sums_sql, &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, since);
    sqlite3_bind_int64(stmt, 2, case_id);
    sqlite3_bind_int64(stmt, 3, ACCESS_VIEW);
    sqlite3_bind_int64(stmt, 4, ACCESS_SEARCH);
    sqlite3_bind_int64(stmt, 5, ACCESS_EXPORT);
    sqlite3_bind_int64(stmt, 6, ACCESS_BREAK_GLASS);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        if (*count < max)
            e = fill_sum(store, stmt, &out[*count]);
        ++*count;
    }
    sql_done(store, stmt);
    return e;
}
