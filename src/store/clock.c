/* Whether this computer's clock can be right, by what the vault holds: nothing is decided by the clock, but its times
 * are what people read. */
#include "store_in.h"

#include "townkeep/base/i18n.h"

static const int64_t hour = 3600000, year = INT64_C(366) * 24 * 3600000; /* milliseconds */

static enum err newest_save(struct store *store, int64_t *at)
{
    sqlite3_stmt *stmt;
    bool row = false;
    enum err e = sql_get(store, "SELECT at FROM history WHERE device = ?1 ORDER BY seq DESC LIMIT 1", &stmt, NULL);

    *at = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    if (!(e = sql_step(store, stmt, &row, NULL)) && row)
        *at = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

void clock_tell(struct store *store)
{
    char shown[DATE_TIME_TEXT_SIZE], newest[DATE_TIME_TEXT_SIZE];
    int64_t now = clock_now(), saved;

    if (newest_save(store, &saved) || saved == 0)
        return;
    moment_format(now, shown);
    moment_format(saved, newest);
    if (now < saved - hour)
        store_notice(store,
                     _("This computer's clock shows %s, and the newest save in the vault is of %s. Set the clock, "
                       "or every save from now on bears a wrong time."),
                     shown, newest);
    else if (now > saved + year)
        store_notice(store,
                     _("By this computer's clock (%s) nothing was saved here for more than a year, since %s. If "
                       "that is not so, set the clock: every save bears its time."),
                     shown, newest);
}
