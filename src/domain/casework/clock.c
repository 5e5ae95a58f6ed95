/*
 * How long things may wait. A due day is worked out from the events and the office's working days each time it is asked
 * for; only two things move one: an extension of the screening, and the signed decision to tell the person later.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

enum { HOUR = 60 * 60 * 1000, EXTENSION_WORKING_DAYS = 5 };

const struct clock_limit casework_clocks[CLOCK_COUNT] = {
    [CLOCK_DRAFT] = { .label = N_("draft to be finished or discarded"), .working_days = 5 },
    [CLOCK_DANGER] = { .label = N_("safety hand-off"), .hours = 2 },
    [CLOCK_ASSIGN] = { .label = N_("assignment"), .working_days = 1, .urgent_hours = 3 },
    [CLOCK_SCREEN] = { .label = N_("screening decision"), .working_days = 5 },
    [CLOCK_CONFIRM] = { .label = N_("safety hand-off to be confirmed"), .working_days = 1 },
    [CLOCK_SIGN] = { .label = N_("signature"), .working_days = 2 },
    [CLOCK_TOLD] = { .label = N_("person to be told of the record"), .months = 1 },
};

struct run {
    const struct casework *casework;
    const struct rule_context *context;
    struct clock_due *out;
    size_t max, count;
};

/* Let a clock run from a day; `at` is the moment of it, when the limit is in hours and was not written down on another
 * day. */
static void run_from(struct run *run, enum casework_clock clock, struct date from, int64_t at, int64_t step)
{
    const struct clock_limit *limit = &casework_clocks[clock];
    bool urgent = strcmp(record_text(&run->casework->subject, "urgency"), "urgent") == 0;
    int hours = urgent && limit->urgent_hours > 0 ? limit->urgent_hours : limit->hours;
    struct clock_due due = { .clock = clock, .step = step };

    if (run->count == run->max)
        return;
    if (hours > 0) {
        due.on = from;
        if (date_compare(moment_date(at), from) == 0) {
            due.at = at + (int64_t)hours * HOUR;
            due.on = moment_date(due.at);
        }
    } else if (limit->months > 0) {
        due.on = date_add_months(from, limit->months);
    } else {
        due.on = work_calendar_add(run->context->calendar, from, limit->working_days);
    }
    due.overdue = due.at > 0 ? run->context->now > due.at : date_compare(due.on, run->context->today) < 0;
    run->out[run->count++] = due;
}

static void run_from_step(struct run *run, enum casework_clock clock, const struct record *step)
{
    run_from(run, clock, step_date(step), record_number(step, "at"), step->id);
}

/* The clock that was just started; NULL when there was no room for it. */
static struct clock_due *newest(struct run *run, enum casework_clock clock)
{
    struct clock_due *due = run->count > 0 ? &run->out[run->count - 1] : NULL;

    return due && due->clock == clock ? due : NULL;
}

/* From the day the referral was received, in the referral and, once there is one, in its case alone. */
static void run_told(struct run *run, struct date received, int64_t step)
{
    const struct record *later = casework_last(run->casework, "told_later");
    struct date until;
    struct clock_due *due;

    if (casework_last(run->casework, "told"))
        return;
    run_from(run, CLOCK_TOLD, received, 0, step);
    due = newest(run, CLOCK_TOLD);
    if (!due || !later || strcmp(record_text(later, "outcome"), OUTCOME_SIGNED) != 0 ||
        !date_parse(record_text(later, "until"), false, &until))
        return;
    due->on = until;
    due->overdue = date_compare(until, run->context->today) < 0;
}

static void run_screening(struct run *run, const struct record *received)
{
    struct clock_due *due;

    run_from_step(run, CLOCK_SCREEN, received);
    due = newest(run, CLOCK_SCREEN);
    if (!due || !casework_last(run->casework, "extend"))
        return;
    due->on = work_calendar_add(run->context->calendar, due->on, EXTENSION_WORKING_DAYS);
    due->overdue = date_compare(due->on, run->context->today) < 0;
}

static bool danger_named(const struct record *referral)
{
    return referral_is(referral, REFERRAL_SAFETY, "danger") || referral_is(referral, REFERRAL_Q1 + 2 * 10, "yes");
}

/* What waits for a second officer; a decision that waits stops the screening clock of nobody, so both are shown. */
static void run_signatures(struct run *run)
{
    for (size_t i = 0; i < run->casework->step_count; i++) {
        const struct record *step = &run->casework->steps[i];
        const struct transition *transition = workflow_find(record_text(step, "action"));

        if (transition && strcmp(record_text(step, "outcome"), OUTCOME_WAITING) == 0)
            run_from_step(run, transition->kind == TRANSITION_CONFIRMED ? CLOCK_CONFIRM : CLOCK_SIGN, step);
    }
}

static bool sooner(const struct clock_due *a, const struct clock_due *b)
{
    int order = date_compare(a->on, b->on);

    return order < 0 || (order == 0 && a->at < b->at);
}

static void sort(struct clock_due *dues, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct clock_due due = dues[i];
        size_t at = i;

        for (; at > 0 && sooner(&due, &dues[at - 1]); at--)
            dues[at] = dues[at - 1];
        dues[at] = due;
    }
}

static void run_referral(struct run *run)
{
    const struct casework *casework = run->casework;
    const struct record *received = casework_last(casework, "receive"), *referral = &casework->subject;
    bool is_handed_over = casework_last(casework, "safety_handoff") != NULL;
    enum case_state state = casework_state(casework);
    struct date started;

    if (state == CASE_DRAFT && date_parse(record_text(referral, "started_on"), false, &started)) {
        run_from(run, CLOCK_DRAFT, started, 0, 0);
        if (danger_named(referral) && !is_handed_over)
            run_from(run, CLOCK_DANGER, started, 0, 0);
    }
    if (!received)
        return;
    if (state <= CASE_SCREENED_IN && danger_named(referral) && !is_handed_over)
        run_from_step(run, CLOCK_DANGER, received);
    if (state == CASE_RECEIVED)
        run_from_step(run, CLOCK_ASSIGN, received);
    if (state == CASE_RECEIVED || state == CASE_SCREENING)
        run_screening(run, received);
    if (!record_has(referral, "episode") || state == CASE_LINKED)
        run_told(run, step_date(received), received->id);
}

/* What was not told of the referral is told of in the case. */
static void run_case(struct run *run)
{
    const struct record *origin = &run->casework->origin;
    struct date received;

    if (origin->type && !record_has(origin, "told_on") &&
        date_parse(record_text(origin, "received_on"), false, &received))
        run_told(run, received, 0);
}

size_t casework_due(const struct casework *casework, const struct rule_context *context, struct clock_due *out,
                    size_t max)
{
    struct run run = { .casework = casework, .context = context, .out = out, .max = max };

    if (casework_state(casework) == CASE_DISCARDED || casework->subject.archived_at != 0)
        return 0;
    if (casework_is_case(casework))
        run_case(&run);
    else
        run_referral(&run);
    run_signatures(&run);
    sort(out, run.count);
    return run.count;
}
