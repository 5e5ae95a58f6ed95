/*
 * What is due in casework: the clocks of referrals and cases, who has not been told of their record, what waits for
 * this officer's signature, who waits for keys. A team lead sees all, others what they started or were given, nobody
 * where they stepped aside. Only pseudonyms. Each list is read from its oldest end, so that what does not fit is due
 * last.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

#include "due_in.h"

enum {
    OF_A_STATE = 10,
    OF_A_STATE_OWN = 40, /* all that one officer has, so that nothing else need be asked */
    UNTOLD = 24,
    SIGNATURES = 24,
    WAITING_OFFICERS = 8,
    SIGNATURE_ROWS = 16,
    CLOCK_ROWS = 48,
    UNTOLD_ROWS = 8,
    LOOK_BACK_DAYS = 60,
    LEEWAY_DAYS = 3, /* short months */
};

static void add_clock(struct collect *collect, const struct record *subject, const struct clock_due *due)
{
    struct due_row *row = collect_day(collect, due->on, subject->type, subject->id);

    if (!row)
        return;
    row->at = due->at;
    if (due->overdue)
        row->group = DUE_OVERDUE;
    text_print_into(row->text, sizeof row->text, "%s: %s", record_text(subject, "pseudonym"),
                    _(casework_clocks[due->clock].label));
}

/* Signatures and what has ended come from their own queries. */
static bool is_wanted(enum casework_clock clock, bool told)
{
    switch (clock) {
    case CLOCK_SIGN:
    case CLOCK_CONFIRM:
    case CLOCK_COUNTERSIGN:
    case CLOCK_RETENTION:
        return false;
    default:
        return (clock == CLOCK_TOLD) == told;
    }
}

/* The clocks of one referral or case: those of its state, or the told-clock alone. */
static enum err add_clocks(struct collect *collect, const struct record *subject, bool told)
{
    struct clock_due dues[CLOCKS_DUE_MAX];
    struct casework casework = { 0 };
    size_t count = 0;
    enum err e = casework_of(collect->store, subject, &casework, collect->why);

    if (!e && !casework_stepped_aside(&casework, store_officer_id(collect->store)) &&
        !(e = casework_load_clocks(collect->store, &casework, collect->why)))
        count = casework_due(&casework, collect_limits(collect), collect_context(collect), dues, CLOCKS_DUE_MAX);
    for (size_t i = 0; i < count; i++) {
        if (is_wanted(dues[i].clock, told))
            add_clock(collect, subject, &dues[i]);
    }
    casework_release(&casework);
    return e;
}

static enum err state_row(struct collect *collect, const struct record *subject)
{
    return collect_was_told(collect, subject->id) ? OK : add_clocks(collect, subject, false);
}

/* --- by state --- */
/* About the shortest time after which a clock of this state can be up; papers may say an earlier day. */
static int shortest(const struct collect *collect, enum case_state state)
{
    const struct clock_limits *limits = collect_limits(collect);
    int days = 10000;

    for (size_t i = 0; i < CLOCK_COUNT; i++) {
        const struct clock_limit *of = &limits->of[i];

        if (!(of->states & UINT64_C(1) << state) || i == CLOCK_EXTRA_REVIEW)
            continue;
        days = limit_days(of->limit) < days ? limit_days(of->limit) : days;
        if (of->tertiary.amount > 0 && limit_days(of->tertiary) < days)
            days = limit_days(of->tertiary);
        if (of->urgent_hours > 0)
            days = 0;
    }
    return days;
}

struct open_state {
    enum case_state state;
    const char *since; /* the field its clock counts from */
    const char *whose;
    bool by_papers; /* what was agreed on may come long before the limit */
    bool is_end;    /* cases stay in it, so that only the newest are asked about */
};

static enum err collect_state(struct collect *collect, const struct record_type *type, const struct open_state *open)
{
    struct query query = collect_query(type);

    query_narrow(&query, "state", FILTER_IS, case_state_code(open->state));
    if (!collect_is_lead(collect))
        query_narrow_number(&query, open->whose, FILTER_IS, store_officer_id(collect->store));
    if (!open->by_papers && collect_is_lead(collect))
        query_narrow_date(&query, open->since, FILTER_AT_MOST,
                          days_from(collect->week, LEEWAY_DAYS - shortest(collect, open->state)));
    if (open->is_end)
        query_narrow_date(&query, open->since, FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
    query_sort(&query, open->since, false);
    return collect_rows(collect, &query, collect_is_lead(collect) ? OF_A_STATE : OF_A_STATE_OWN, state_row);
}

static enum err collect_states(struct collect *collect)
{
    static const struct open_state referrals[] = {
        { CASE_DRAFT, "state_on", "started_by", false, false },
        { CASE_RECEIVED, "state_on", "started_by", false, false },
        { CASE_SCREENING, "state_on", "assignee", true, false }, /* counts from the day it was received */
    };
    static const struct open_state cases[] = {
        { CASE_SCREENED_IN, "state_on", "owner", false, false },
        { CASE_INVITED, "state_on", "owner", false, false },
        { CASE_ASSESSING, "state_on", "owner", true, false },
        { CASE_PANEL_LISTED, "state_on", "owner", false, false },
        { CASE_PANEL_DECIDED, "state_on", "owner", false, false },
        { CASE_DEFERRED, "state_on", "owner", true, false },
        { CASE_PLANNING, "state_on", "owner", false, false },
        { CASE_PLAN_AGREED, "state_on", "owner", false, false },
        { CASE_ACTIVE, "state_on", "owner", false, false },
        { CASE_PAUSED, "state_on", "owner", true, false },
        { CASE_REVIEWING, "state_on", "owner", false, false },
        { CASE_CLOSING, "state_on", "owner", false, false },
        { CASE_CLOSED, "closed_on", "owner", false, false },
        { CASE_AFTER_6M, "closed_on", "owner", false, false },
        { CASE_TRANSFERRED, "state_on", "owner", false, true },
    };
    enum err e = OK;

    for (size_t i = 0; i < sizeof referrals / sizeof referrals[0] && !e; i++)
        e = collect_state(collect, &referral_type, &referrals[i]);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0] && !e; i++)
        e = collect_state(collect, &episode_type, &cases[i]);
    return e;
}

/* --- by what papers and events say, long before the limit of the state --- */
static enum err named_row(struct collect *collect, const struct record *paper)
{
    int64_t id = record_number(paper, "episode");
    const struct glance *glance;
    struct record episode = { 0 };
    enum err e = collect_case(collect, id, &glance);

    if (e || !glance || (glance->state != CASE_ACTIVE && glance->state != CASE_PAUSED) || collect_was_told(collect, id))
        return e;
    if (!(e = store_load(collect->store, &episode_type, id, &episode, collect->why)))
        e = add_clocks(collect, &episode, false);
    record_release(&episode);
    return e;
}

static enum err collect_named(struct collect *collect)
{
    enum { AS_MANY = 24 };
    static const struct {
        const struct record_type *type;
        const char *day, *action;
    } named[] = {
        { &review_type, "next_on", NULL },
        { &support_plan_type, "review_on", NULL },
        { &episode_step_type, "happened_on", "significant_change" },
    };
    enum err e = OK;

    if (!collect_is_lead(collect))
        return OK; /* all of theirs were asked about */
    for (size_t i = 0; i < sizeof named / sizeof named[0] && !e; i++) {
        struct query query = collect_query(named[i].type);

        if (named[i].action)
            query_narrow(&query, "action", FILTER_IS, named[i].action);
        query_narrow_date(&query, named[i].day, FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
        query_narrow_date(&query, named[i].day, FILTER_AT_MOST, collect->week);
        query_sort(&query, named[i].day, true);
        e = collect_rows(collect, &query, AS_MANY, named_row);
    }
    return e;
}

static enum err collect_clocks(struct collect *collect)
{
    size_t from = collect->due->count;
    enum err e;

    collect_kind(collect, DUE_ROWS_MAX);
    if ((e = collect_states(collect)) || (e = collect_named(collect)))
        return e;
    collect_trim(collect, from, CLOCK_ROWS);
    return OK;
}

/* --- who was not told --- */
/* A referral of which a case came is told of in the case, by the officer who has it. */
static enum err untold_case(struct collect *collect, const struct record *referral)
{
    int64_t id = record_number(referral, "episode");
    struct clock_due dues[CLOCKS_DUE_MAX];
    struct casework casework = { 0 };
    struct record episode = { 0 };
    const struct glance *glance;
    size_t count = 0;
    enum err e = collect_case(collect, id, &glance);

    if (e || !glance)
        return e;
    if (!(e = store_load(collect->store, &episode_type, id, &episode, collect->why)) &&
        !(e = casework_of(collect->store, &episode, &casework, collect->why)) &&
        !(e = record_copy(&casework.origin, referral)))
        count = casework_due(&casework, collect_limits(collect), collect_context(collect), dues, CLOCKS_DUE_MAX);
    for (size_t i = 0; i < count; i++) {
        if (dues[i].clock == CLOCK_TOLD)
            add_clock(collect, &casework.subject, &dues[i]);
    }
    record_release(&episode);
    casework_release(&casework);
    return e;
}

static enum err untold_row(struct collect *collect, const struct record *referral)
{
    int64_t mine = store_officer_id(collect->store);

    if (record_has(referral, "episode") && case_state_read(record_text(referral, "state")) != CASE_LINKED)
        return untold_case(collect, referral);
    if (!collect_is_lead(collect) && record_number(referral, "assignee") != mine &&
        record_number(referral, "started_by") != mine)
        return OK;
    return add_clocks(collect, referral, true);
}

static enum err collect_untold(struct collect *collect)
{
    struct query query = collect_query(&referral_type);

    collect_kind(collect, UNTOLD_ROWS);
    query_narrow(&query, "told_on", FILTER_EMPTY, "");
    /* A month less the week that is looked ahead, and some room for the months' lengths. */
    query_narrow_date(&query, "received_on", FILTER_AT_MOST, days_from(collect->today, -20));
    query_sort(&query, "received_on", false);
    return collect_rows(collect, &query, UNTOLD, untold_row);
}

/* --- signatures --- */
static enum err signature_row(struct collect *collect, const struct record *step)
{
    const struct record_type *subject = step->type == &episode_step_type ? &episode_type : &referral_type;
    const struct transition *transition = workflow_find(record_text(step, "action"));
    int64_t id = record_number(step, subject->key);
    struct glance glance;
    struct due_row *row;
    struct date on;
    enum err e;

    if (!transition || record_number(step, "officer") == store_officer_id(collect->store) ||
        !(store_roles(collect->store) & transition->signers))
        return OK;
    if (!record_date(step, "happened_on", &on))
        on = moment_date(record_number(step, "at"));
    if ((e = casework_glance(collect->store, subject, id, &glance, collect->why)) || glance.is_aside)
        return e;
    on = limit_end(collect_limits(collect)->of[transition_clock(transition)].limit, store_calendar(collect->store), on);
    /* It can be signed now, so it is told now, however far its last day. */
    row = collect_day(collect, date_compare(on, collect->week) > 0 ? collect->week : on, subject, id);
    if (row)
        text_print_into(row->text, sizeof row->text, _("%s: “%s” waits for your signature"), glance.pseudonym,
                        _(transition->label));
    return OK;
}

static enum err collect_signatures(struct collect *collect)
{
    static const struct record_type *const steps[] = { &referral_step_type, &episode_step_type };
    enum err e = OK;

    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !e; i++) {
        struct query query = collect_query(steps[i]);

        collect_kind(collect, SIGNATURE_ROWS);
        query_narrow(&query, "outcome", FILTER_IS, "waiting");
        query_sort(&query, "outcome", false);
        e = collect_rows(collect, &query, SIGNATURES, signature_row);
    }
    return e;
}

/* --- keys --- */
static enum err collect_keys(struct collect *collect)
{
    int64_t ids[WAITING_OFFICERS];
    size_t count = 0;
    enum err e = store_officers_waiting(collect->store, WAITING_OFFICERS, ids, &count, collect->why);

    collect_kind(collect, 2);
    for (size_t i = 0; i < count && !e; i++) {
        struct buf name = { 0 };
        struct due_row *row;

        if (ids[i] == store_officer_id(collect->store))
            continue;
        if ((e = store_title(collect->store, &officer_type, ids[i], &name)))
            break;
        row = collect_decide(collect, &officer_type, ids[i]);
        if (row)
            text_print_into(row->text, sizeof row->text, _("%s waits for the keys of cases"), buf_text(&name));
        buf_release(&name);
    }
    return e;
}

enum err collect_casework(struct collect *collect)
{
    enum err e;

    if ((e = collect_signatures(collect)) || (e = collect_clocks(collect)) || (e = collect_untold(collect)) ||
        (e = collect_papers(collect)) || (e = collect_panel(collect)))
        return e;
    return collect_keys(collect);
}
