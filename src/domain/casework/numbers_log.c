/*
 * What is counted of the work itself, not of persons: where a reason was given against a nudge or a limit, who stepped
 * aside, what was shared and refused, which decisions about old records came in time.
 */
#include "numbers_in.h"
#include "townkeep/domain/queries.h"

static void count_override(struct tally *tally, int quarter, const char *code)
{
    tally_add(tally, COUNT_OVERRIDES, quarter, 1);
    tally_add_code(tally, GROUP_OVERRIDE, quarter, code, 1);
}

/* --- steps --- */
enum err tally_work_step(struct tally *tally, const struct record *step, struct why *why)
{
    struct date on;
    int quarter;

    (void)why;
    if (!step_stands(step) || !day_of(step, "happened_on", &on))
        return OK;
    quarter = tally_quarter(tally, on);
    if (step_is(step, "recuse"))
        tally_add(tally, COUNT_RECUSALS, quarter, 1);
    else if (step_is(step, "break_glass"))
        count_override(tally, quarter, "break_glass");
    else if (step_is(step, "extend"))
        count_override(tally, quarter, "extended");
    else if (step_is(step, "told_later"))
        count_override(tally, quarter, "told_later");
    return OK;
}

/* --- papers --- */
enum err tally_plan(struct tally *tally, const struct record *plan, struct why *why)
{
    struct date on;

    (void)why;
    if (record_has(plan, "over_reason") && day_of(plan, "on", &on))
        count_override(tally, tally_quarter(tally, on), "over_limit");
    return OK;
}

enum err tally_assessment(struct tally *tally, const struct record *assessment, struct why *why)
{
    struct date on;

    (void)why;
    if (record_has(assessment, "not_shared_because") && day_of(assessment, "on", &on))
        count_override(tally, tally_quarter(tally, on), "not_shared");
    return OK;
}

enum err tally_sharing(struct tally *tally, const struct record *sharing, struct why *why)
{
    bool refused = text_is(sharing, "direction", "refused");
    struct date on;
    int quarter;

    (void)why;
    if (!day_of(sharing, "on", &on))
        return OK;
    quarter = tally_quarter(tally, on);
    tally_add(tally, COUNT_SHARING, quarter, 1);
    tally_add_code(tally, GROUP_SHARING, quarter, record_text(sharing, "direction"), 1);
    if (text_is(sharing, "requester", "elected_official")) {
        tally_add(tally, COUNT_OUTSIDE, quarter, 1);
        tally_add(tally, COUNT_OUTSIDE_REFUSED, quarter, refused);
    }
    if (text_is(sharing, "direction", "out") && text_is(sharing, "person_told", "no"))
        count_override(tally, quarter, "not_told");
    return OK;
}

/* --- decisions about old records --- */
enum err tally_decision(struct tally *tally, const struct record *decision, struct why *why)
{
    struct date due, latest, signed_on;
    int quarter;

    (void)why;
    if (!day_of(decision, "due_on", &due) || !text_is(decision, "outcome", "signed"))
        return OK;
    quarter = tally_quarter(tally, due);
    latest = limit_end(tally->limits.of[CLOCK_RETENTION].limit, store_calendar(tally->store), due);
    signed_on = moment_date(record_number(decision, "signed_at"));
    tally_add(tally, COUNT_RETENTION, quarter, 1);
    tally_add(tally, COUNT_RETENTION_ON_TIME, quarter, date_compare(signed_on, latest) <= 0);
    return OK;
}

enum err tally_decisions_begin(struct tally *tally, struct why *why)
{
    (void)why;
    tally->has_retention = store_may_read(tally->store, &decision_type);
    return tally->has_retention ? OK : E_PERMISSION;
}
