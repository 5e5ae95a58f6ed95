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
static enum err count_step(struct tally *tally, const struct record *step, struct why *why)
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

/* Few of many: asked for by what they are. */
static enum err count_steps(struct tally *tally, const struct record_type *type, struct why *why)
{
    static const char *const actions[] = { "recuse", "break_glass", "extend", "told_later" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof actions / sizeof actions[0] && !e; i++) {
        struct query query;

        query_init(&query, type);
        query_narrow_date(&query, "happened_on", FILTER_AT_LEAST, tally->first);
        query_narrow_date(&query, "happened_on", FILTER_AT_MOST, tally->last);
        query_narrow(&query, "action", FILTER_IS, actions[i]);
        query_sort(&query, "happened_on", false);
        e = tally_each(tally, &query, count_step, why);
    }
    return e;
}

/* --- papers --- */
static enum err count_plan(struct tally *tally, const struct record *plan, struct why *why)
{
    struct date on;

    (void)why;
    if (record_has(plan, "over_reason") && day_of(plan, "on", &on))
        count_override(tally, tally_quarter(tally, on), "over_limit");
    return OK;
}

static enum err count_assessment(struct tally *tally, const struct record *assessment, struct why *why)
{
    struct date on;

    (void)why;
    if (record_has(assessment, "not_shared_because") && day_of(assessment, "on", &on))
        count_override(tally, tally_quarter(tally, on), "not_shared");
    return OK;
}

static enum err count_sharing(struct tally *tally, const struct record *sharing, struct why *why)
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
enum { DECIDE_WORKING_DAYS = 20 };

static enum err count_decision(struct tally *tally, const struct record *decision, struct why *why)
{
    struct date due, latest, signed_on;
    int quarter;

    (void)why;
    if (!day_of(decision, "due_on", &due) || !text_is(decision, "outcome", "signed"))
        return OK;
    quarter = tally_quarter(tally, due);
    latest = work_calendar_add(store_calendar(tally->store), due, DECIDE_WORKING_DAYS);
    signed_on = moment_date(record_number(decision, "signed_at"));
    tally_add(tally, COUNT_RETENTION, quarter, 1);
    tally_add(tally, COUNT_RETENTION_ON_TIME, quarter, date_compare(signed_on, latest) <= 0);
    return OK;
}

static enum err count_decisions(struct tally *tally, struct why *why)
{
    tally->has_retention = store_may_read(tally->store, &decision_type);
    return tally->has_retention ? tally_each_of(tally, &decision_type, "due_on", count_decision, why) : OK;
}

enum err tally_log(struct tally *tally, struct why *why)
{
    enum err e;

    if ((e = count_steps(tally, &referral_step_type, why)) || (e = count_steps(tally, &episode_step_type, why)) ||
        (e = tally_each_of(tally, &support_plan_type, "on", count_plan, why)) ||
        (e = tally_each_of(tally, &assessment_type, "on", count_assessment, why)) ||
        (e = tally_each_of(tally, &sharing_type, "on", count_sharing, why)))
        return e;
    return count_decisions(tally, why);
}
