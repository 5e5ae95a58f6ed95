/* What has ended and is to be decided on: told to those who may read decisions of two, from the oldest end of each end
 * state. What was made anonymous is no longer asked about. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

#include "due_in.h"

enum { OF_A_STATE = 12, RETENTION_ROWS = 16, SHORTEST_DAYS = 85 /* half of half a year, and short months */ };

static enum err ended_row(struct collect *collect, const struct record *subject)
{
    struct casework casework = { 0 };
    struct date due;
    struct due_row *row;
    enum err e = casework_of(collect->store, subject, &casework, collect->why);

    if (e || casework_stepped_aside(&casework, store_officer_id(collect->store)) ||
        (e = casework_load_retention(collect->store, &casework, collect->why)) ||
        !retention_due(&casework, collect_limits(collect), collect_context(collect), &due) ||
        date_compare(due, collect->week) > 0)
        goto done;
    due = limit_end(collect_limits(collect)->of[CLOCK_RETENTION].limit, store_calendar(collect->store), due);
    /* It can be decided now, so it is told now, however far the last day. */
    row = collect_day(collect, date_compare(due, collect->week) > 0 ? collect->week : due, subject->type, subject->id);
    if (row)
        text_print_into(row->text, sizeof row->text, _("%s: decide on the record"), record_text(subject, "pseudonym"));
done:
    casework_release(&casework);
    return e;
}

static enum err collect_ended(struct collect *collect, const struct record_type *type, enum case_state state, int days)
{
    struct query query = collect_query(type);

    query.which = QUERY_ALL; /* an archived record is kept all the same */
    query_narrow(&query, "state", FILTER_IS, case_state_code(state));
    query_narrow_date(&query, "state_on", FILTER_AT_MOST, days_from(collect->week, -days));
    query_sort(&query, "state_on", false);
    return collect_rows(collect, &query, OF_A_STATE, ended_row);
}

enum err collect_retention(struct collect *collect)
{
    static const enum case_state referrals[] = { CASE_SIGNPOSTED, CASE_UNFOUNDED, CASE_OUT_OF_MANDATE, CASE_DISCARDED,
                                                 CASE_LINKED };
    static const enum case_state cases[] = { CASE_SIGNPOSTED, CASE_DECLINED,    CASE_NOT_ADOPTED,
                                             CASE_WITHDRAWN,  CASE_TRANSFERRED, CASE_CLOSED };
    /* Both looks come half a year and a year after the end. */
    static const enum case_state looked_at[] = { CASE_AFTER_6M, CASE_AFTER_12M };
    size_t from = collect->due->count;
    enum err e = OK;

    if (!store_may_read(collect->store, &decision_type))
        return OK;
    collect_kind(collect, DUE_ROWS_MAX);
    for (size_t i = 0; i < sizeof referrals / sizeof referrals[0] && !e; i++)
        e = collect_ended(collect, &referral_type, referrals[i],
                          limit_days(collect_limits(collect)->of[CLOCK_KEEP_REFERRAL].limit));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0] && !e; i++)
        e = collect_ended(collect, &episode_type, cases[i], SHORTEST_DAYS);
    for (size_t i = 0; i < sizeof looked_at / sizeof looked_at[0] && !e; i++)
        e = collect_ended(collect, &episode_type, looked_at[i], 0);
    if (!e)
        collect_trim(collect, from, RETENTION_ROWS);
    return e;
}
