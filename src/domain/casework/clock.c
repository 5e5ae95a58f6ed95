/*
 * Which clocks run, and until when. A due day is worked out from the events, the papers and the office's working days
 * each time it is asked for. What was agreed with the person (the day of the next review, the end of a pause) comes
 * before a limit, never after it; only an extension of the screening and the signed decision to tell the person later
 * move one on.
 */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/access_request.h"
#include "townkeep/domain/clocks.h"

enum { HOUR = 60 * 60 * 1000, EXTENSION_WORKING_DAYS = 5 };

struct run {
    const struct casework *casework;
    const struct clock_limits *limits; /* NULL: the program's own */
    const struct rule_context *context;
    enum case_state state;
    struct clock_due *out;
    size_t max, count;
};

/* What a clock is counted from; `at` is the moment of it, for a limit in hours. */
struct start {
    struct date on;
    int64_t at, step;
};

static const struct clock_limit *limit_of(const struct run *run, enum casework_clock clock)
{
    return run->limits ? &run->limits->of[clock] : &casework_clocks[clock];
}

/* Let a clock run; hours count from the moment, unless the event was written down on another day. */
static struct clock_due *add(struct run *run, enum casework_clock clock, const struct start *start)
{
    const struct record *subject = &run->casework->subject;
    const struct clock_limit *row = limit_of(run, clock);
    struct limit limit = row->limit;
    struct clock_due due = { .clock = clock, .from = start->on, .step = start->step };

    if (run->count == run->max)
        return NULL;
    if (row->tertiary.amount > 0 && record_is(subject, "level", "tertiary"))
        limit = row->tertiary;
    if (row->urgent_hours > 0 && record_is(subject, "urgency", "urgent"))
        limit = (struct limit){ row->urgent_hours, LIMIT_HOURS };
    due.on = limit_end(limit, run->context->calendar, start->on);
    if (limit.unit == LIMIT_HOURS && date_compare(moment_date(start->at), start->on) == 0) {
        due.at = start->at + (int64_t)limit.amount * HOUR;
        due.on = moment_date(due.at);
    }
    due.unit = limit.unit;
    run->out[run->count] = due;
    return &run->out[run->count++];
}

/* Another day than the limit's. */
static void end_on(struct clock_due *due, struct date day)
{
    if (due) {
        due->on = day;
        due->at = 0;
    }
}

static void end_by(struct clock_due *due, const struct record *paper, const char *key)
{
    struct date day;

    if (due && paper && record_day(paper, key, &day) && date_compare(day, due->on) < 0)
        end_on(due, day);
}

static const struct record *newest(const struct run *run, const struct record_type *type)
{
    size_t count;
    const struct record *papers = casework_papers(run->casework, type, &count);

    return count > 0 ? &papers[count - 1] : NULL;
}

/* --- what they are counted from --- */
static struct start start_of(const struct record *step)
{
    return (struct start){ step_date(step), record_number(step, "at"), step->id };
}

/* A proposal took effect on the day of the signature that answered it. */
static struct start effect_of(const struct casework *casework, const struct record *step)
{
    struct start start = start_of(step);

    if (!record_is(step, "outcome", OUTCOME_SIGNED) || !record_has(step, "signed_at"))
        return start;
    start.at = record_number(step, "signed_at");
    start.on = moment_date(start.at);
    for (size_t i = 0; i < casework->step_count; i++) {
        if (record_number(&casework->steps[i], "answers") == step->id)
            start.on = step_date(&casework->steps[i]);
    }
    return start;
}

/* The event that led to this state last; what a case begins with was done in its referral. */
static bool entered(const struct casework *casework, enum case_state state, struct start *out)
{
    for (size_t i = casework->step_count; i > 0; i--) {
        const struct record *step = &casework->steps[i - 1];

        if (record_is(step, "to_state", case_state_code(state)) && step_took_effect(step)) {
            *out = effect_of(casework, step);
            return true;
        }
    }
    *out = (struct start){ 0 };
    return casework_is_case(casework) && record_day(&casework->subject, "opened_on", &out->on);
}

/* When the case ended, whatever was looked at since. */
static bool ended(const struct casework *casework, struct start *out)
{
    return entered(casework, casework_state(casework), out) &&
           (record_day(&casework->subject, "closed_on", &out->on) ||
            record_day(&casework->subject, "state_on", &out->on) || out->step != 0);
}

/* --- of a referral --- */
/* From the day the referral was received, in the referral and, once there is one, in its case alone. */
static void run_told(struct run *run, const struct start *received)
{
    const struct record *later = casework_last(run->casework, "told_later");
    struct clock_due *due;
    struct date until;

    if (casework_last(run->casework, "told"))
        return;
    due = add(run, CLOCK_TOLD, received);
    if (later && record_is(later, "outcome", OUTCOME_SIGNED) && record_day(later, "until", &until))
        end_on(due, until);
}

static void run_screening(struct run *run, const struct start *received)
{
    struct clock_due *due = add(run, CLOCK_SCREEN, received);

    if (due && casework_last(run->casework, "extend"))
        end_on(due, work_calendar_add(run->context->calendar, due->on, EXTENSION_WORKING_DAYS));
}

static bool danger_named(const struct record *referral)
{
    return referral_is(referral, REFERRAL_SAFETY, "danger") || referral_is(referral, REFERRAL_Q1 + 2 * 10, "yes");
}

static bool runs_in(const struct run *run, enum casework_clock clock)
{
    return (casework_clocks[clock].states & UINT64_C(1) << run->state) != 0;
}

static void run_referral(struct run *run)
{
    const struct casework *casework = run->casework;
    const struct record *received = casework_last(casework, "receive"), *referral = &casework->subject;
    bool is_danger = danger_named(referral) && !casework_last(casework, "safety_handoff");
    struct start start = { 0 };

    if (received)
        start = start_of(received);
    else if (!record_day(referral, "started_on", &start.on))
        return;
    if (runs_in(run, CLOCK_DRAFT))
        add(run, CLOCK_DRAFT, &start);
    if (runs_in(run, CLOCK_DANGER) && is_danger)
        add(run, CLOCK_DANGER, &start);
    if (!received)
        return;
    if (runs_in(run, CLOCK_ASSIGN))
        add(run, CLOCK_ASSIGN, &start);
    if (runs_in(run, CLOCK_SCREEN))
        run_screening(run, &start);
    if (!record_has(referral, "episode") || run->state == CASE_LINKED)
        run_told(run, &start);
}

/* --- of a case --- */
/* A first talk is planned from a case that was screened in, or from what the panel decided where it meets first. */
static bool runs_in_this_order(const struct run *run, enum casework_clock clock)
{
    bool panel_first = record_is(&run->casework->subject, "profile", "panel_first");
    bool is_agreed = record_has(&run->casework->subject, "agreed_on");

    switch (run->state) {
    case CASE_SCREENED_IN:
        return clock == (panel_first ? CLOCK_PANEL : CLOCK_INVITE);
    case CASE_PANEL_DECIDED:
        return clock == (panel_first && !is_agreed ? CLOCK_INVITE : CLOCK_CARRY_OUT);
    default:
        return true;
    }
}

static bool is_after(const struct record *paper, const char *key, struct date day)
{
    struct date on;

    return paper && record_day(paper, key, &on) && date_compare(on, day) >= 0;
}

/* The clock of a state in which nothing else stops it; what its papers say comes before the limit. */
static void run_state(struct run *run, enum casework_clock clock, const struct start *state)
{
    const struct record *paused = casework_last(run->casework, "pause");
    struct clock_due *due;

    if (!runs_in(run, clock) || !runs_in_this_order(run, clock))
        return;
    if (clock == CLOCK_CONTACT && is_after(newest(run, &contact_attempt_type), "on", state->on))
        return;
    if (clock == CLOCK_TRANSFER && casework_last(run->casework, "transfer_acknowledged"))
        return;
    due = add(run, clock, state);
    if (clock == CLOCK_DEFERRED)
        end_by(due, newest(run, &panel_item_type), "answer_on");
    if (clock == CLOCK_PAUSE)
        end_by(due, paused, "until");
}

static void run_states(struct run *run)
{
    static const enum casework_clock clocks[] = {
        CLOCK_INVITE, CLOCK_CONTACT, CLOCK_ANSWER, CLOCK_PANEL, CLOCK_CARRY_OUT,     CLOCK_DEFERRED,
        CLOCK_PLAN,   CLOCK_START,   CLOCK_PAUSE,  CLOCK_CLOSE, CLOCK_FINISH_REVIEW, CLOCK_TRANSFER,
    };
    const struct record *subject = &run->casework->subject;
    struct start state;

    if (!entered(run->casework, run->state, &state))
        return;
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++)
        run_state(run, clocks[i], &state);
    if (runs_in(run, CLOCK_ASSESS)) {
        (void)record_day(subject, "agreed_on", &state.on);
        add(run, CLOCK_ASSESS, &state);
    }
    if ((runs_in(run, CLOCK_AFTER_6M) || runs_in(run, CLOCK_AFTER_12M)) && ended(run->casework, &state))
        add(run, run->state == CASE_CLOSED ? CLOCK_AFTER_6M : CLOCK_AFTER_12M, &state);
}

/* A change that was written down after the last review began. */
static const struct record *change_since_review(const struct casework *casework)
{
    const struct record *change = casework_last(casework, "significant_change"),
                        *begun = casework_last(casework, "begin_review");

    return change && (!begun || change->id > begun->id) ? change : NULL;
}

static void run_reviews(struct run *run)
{
    const struct casework *casework = run->casework;
    const struct record *started = step_done_last(casework, "start"),
                        *reviewed = step_done_last(casework, "finish_review"), *change = change_since_review(casework);
    struct start start;

    if (!runs_in(run, CLOCK_REVIEW))
        return;
    if (reviewed) {
        start = effect_of(casework, reviewed);
        end_by(add(run, CLOCK_REVIEW, &start), newest(run, &review_type), "next_on");
    } else if (started) {
        start = start_of(started);
        end_by(add(run, CLOCK_FIRST_REVIEW, &start), newest(run, &support_plan_type), "review_on");
    }
    if (change) {
        start = start_of(change);
        add(run, CLOCK_EXTRA_REVIEW, &start);
    }
}

/* What was not told of the referral is told of in the case. */
static void run_origin(struct run *run)
{
    const struct record *origin = &run->casework->origin;
    struct start received = { 0 };

    if (origin->type && !record_has(origin, "told_on") && record_day(origin, "received_on", &received.on))
        run_told(run, &received);
}

/* --- beside the steps --- */
enum casework_clock transition_clock(const struct transition *transition)
{
    if (transition->kind != TRANSITION_CONFIRMED)
        return CLOCK_SIGN;
    return transition->to == CASE_WITHDRAWN ? CLOCK_COUNTERSIGN : CLOCK_CONFIRM;
}

/* What waits for a second officer; a decision that waits stops the clock of nobody, so both are shown. */
static void run_signatures(struct run *run)
{
    for (size_t i = 0; i < run->casework->step_count; i++) {
        const struct record *step = &run->casework->steps[i];
        const struct transition *transition = workflow_find(record_text(step, "action"));
        struct start start = start_of(step);

        if (transition && record_is(step, "outcome", OUTCOME_WAITING))
            add(run, transition_clock(transition), &start);
    }
}

static void about(struct clock_due *due, const struct record *paper)
{
    if (due)
        due->paper = paper;
}

static void run_complaints(struct run *run)
{
    size_t count;
    const struct record *complaints = casework_papers(run->casework, &complaint_type, &count);
    struct start start = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (!record_has(&complaints[i], "answered_on") && record_day(&complaints[i], "received_on", &start.on))
            about(add(run, CLOCK_COMPLAINT, &start), &complaints[i]);
    }
}

bool access_request_ends(const struct record *request, const struct clock_limits *limits,
                         const struct work_calendar *calendar, struct date *due)
{
    struct limit limit = (limits ? limits->of : casework_clocks)[CLOCK_ACCESS].limit;

    if (!access_request_due(request, limit.unit == LIMIT_MONTHS ? limit.amount : 0, due))
        return false;
    if (limit.unit != LIMIT_MONTHS)
        *due = limit_end(limit, calendar, *due);
    return true;
}

static void run_requests(struct run *run)
{
    size_t count;
    const struct record *requests = casework_papers(run->casework, &access_request_type, &count);
    struct start start = { 0 };
    struct clock_due *due;
    struct date day;

    for (size_t i = 0; i < count; i++) {
        if (record_has(&requests[i], "answered_on") || !record_day(&requests[i], "received_on", &start.on) ||
            !access_request_ends(&requests[i], run->limits, run->context->calendar, &day))
            continue;
        due = add(run, CLOCK_ACCESS, &start);
        end_on(due, day);
        about(due, &requests[i]);
    }
}

/* Who does not see the decisions of two does not know how long a record was kept on. */
static void run_retention(struct run *run)
{
    struct start start = { 0 };

    if ((run->context->roles & decision_type.readers) &&
        retention_due(run->casework, run->limits, run->context, &start.on))
        add(run, CLOCK_RETENTION, &start);
}

/* --- all of them --- */
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

size_t casework_due(const struct casework *casework, const struct clock_limits *limits,
                    const struct rule_context *context, struct clock_due *out, size_t max)
{
    struct run run = { .casework = casework, .limits = limits, .context = context, .out = out, .max = max };

    run.state = casework_state(casework);
    if (run.state == CASE_DISCARDED || casework->subject.archived_at != 0)
        return 0;
    if (casework_is_case(casework)) {
        run_states(&run);
        run_reviews(&run);
        run_origin(&run);
    } else {
        run_referral(&run);
    }
    run_signatures(&run);
    run_complaints(&run);
    run_requests(&run);
    run_retention(&run);
    for (size_t i = 0; i < run.count; i++)
        out[i].overdue = out[i].at > 0 ? context->now > out[i].at : date_compare(out[i].on, context->today) < 0;
    sort(out, run.count);
    return run.count;
}
