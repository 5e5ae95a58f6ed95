/* What is due for a decision, and how late that is. */
#include "guard_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/retention.h"

/* The end states of each. */
static const struct {
    const struct record_type *type;
    enum case_state state;
} ends[] = {
    { &referral_type, CASE_SIGNPOSTED }, { &referral_type, CASE_UNFOUNDED },  { &referral_type, CASE_OUT_OF_MANDATE },
    { &referral_type, CASE_LINKED },     { &referral_type, CASE_DISCARDED },  { &episode_type, CASE_SIGNPOSTED },
    { &episode_type, CASE_DECLINED },    { &episode_type, CASE_NOT_ADOPTED }, { &episode_type, CASE_CLOSED },
    { &episode_type, CASE_AFTER_6M },    { &episode_type, CASE_AFTER_12M },   { &episode_type, CASE_WITHDRAWN },
    { &episode_type, CASE_TRANSFERRED },
};
enum { END_COUNT = sizeof ends / sizeof ends[0] };

struct sweep {
    struct store *store;
    struct clock_limits *limits;
    struct rule_context context;
    /* What is done with each that ended; the casework has its complaints and decisions. */
    enum err (*look)(struct sweep *sweep, const struct casework *casework, struct why *why);
    struct retention_item *items;
    size_t max, count;
    bool more;
};

static enum err look_at(struct sweep *sweep, const struct record *record, struct why *why)
{
    struct casework casework = { 0 };
    enum err e = casework_of(sweep->store, record, &casework, why);

    if (!e && !(e = casework_load_retention(sweep->store, &casework, why)))
        e = sweep->look(sweep, &casework, why);
    casework_release(&casework);
    return e;
}

static enum err sweep_state(struct sweep *sweep, const struct record_type *type, enum case_state state, struct why *why)
{
    enum { AT_A_TIME = 100 };
    struct record_page page = { 0 };
    struct record anchor = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, type);
    query.which = QUERY_ALL;
    query.filters[0] = (struct filter){ .field = field_find(type, "state"), .test = FILTER_IS };
    snprintf(query.filters[0].value, sizeof query.filters[0].value, "%s", case_state_code(state));
    query.filter_count = 1;
    while (more && !e) {
        e = store_page(sweep->store, &query, anchor.type ? &anchor : NULL, false, AT_A_TIME, &page, why);
        more = !e && page.more_after && page.count > 0;
        for (size_t i = 0; i < page.count && !e; i++)
            e = look_at(sweep, &page.records[i], why);
        record_release(&anchor);
        anchor = (struct record){ 0 };
        if (more && !e)
            e = record_copy(&anchor, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&anchor);
    return e;
}

static enum err sweep_all(struct sweep *sweep, struct why *why)
{
    enum err e = OK;

    sweep->limits = calloc(1, sizeof *sweep->limits);
    if (!sweep->limits)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    casework_context(sweep->store, &sweep->context);
    e = clock_limits_load(sweep->store, sweep->limits, why);
    for (size_t i = 0; i < END_COUNT && !e; i++)
        e = sweep_state(sweep, ends[i].type, ends[i].state, why);
    free(sweep->limits);
    sweep->limits = NULL;
    return e;
}

/* --- the queue --- */
static bool is_open(const struct record *decision)
{
    return record_is(decision, "outcome", OUTCOME_WAITING) ||
           (record_is(decision, "outcome", OUTCOME_SIGNED) && !record_is(decision, "kind", "keep") &&
            !record_has(decision, "carried_at"));
}

/* The newest decision about it that waits or is to be carried out. */
static const struct record *open_decision(const struct casework *casework)
{
    size_t count;
    const struct record *decisions = casework_papers(casework, &decision_type, &count);

    for (size_t i = count; i > 0; i--) {
        if (is_open(&decisions[i - 1]))
            return &decisions[i - 1];
    }
    return NULL;
}

static void fill_item(struct sweep *sweep, const struct casework *casework, const struct record *decision,
                      struct date due, struct retention_item *item)
{
    const struct record *subject = &casework->subject;

    *item = (struct retention_item){ .type = subject->type, .id = subject->id, .due = due };
    text_print_into(item->name, sizeof item->name, "%s %s", record_text(subject, "reference"),
                    record_text(subject, "pseudonym"));
    text_cut_into(item->state, sizeof item->state, case_state_code(casework_state(casework)));
    item->late = retention_late(casework, sweep->limits, &sweep->context);
    if (!decision)
        return;
    item->decision = decision->id;
    item->is_signed = record_is(decision, "outcome", OUTCOME_SIGNED);
    item->proposed = moment_date(record_number(decision, "proposed_at"));
    text_cut_into(item->kind, sizeof item->kind, record_text(decision, "kind"));
}

static enum err queue_one(struct sweep *sweep, const struct casework *casework, struct why *why)
{
    const struct record *decision = open_decision(casework);
    struct date due = sweep->context.today;
    bool has_day = retention_due(casework, sweep->limits, &sweep->context, &due);

    (void)why;
    if (!decision && (!has_day || date_compare(due, sweep->context.today) > 0))
        return OK;
    if (sweep->count == sweep->max) {
        sweep->more = true;
        return OK;
    }
    fill_item(sweep, casework, decision, due, &sweep->items[sweep->count++]);
    return OK;
}

static int compare_due(const void *a, const void *b)
{
    return date_compare(((const struct retention_item *)a)->due, ((const struct retention_item *)b)->due);
}

enum err retention_queue(struct store *store, struct retention_item *out, size_t max, size_t *count, bool *more,
                         struct why *why)
{
    struct sweep sweep = { .store = store, .look = queue_one, .items = out, .max = max };
    enum err e = store_require(store, ROLES_OF_CASEWORK, why);

    if (!e)
        e = sweep_all(&sweep, why);
    if (!e && sweep.count > 1)
        qsort(out, sweep.count, sizeof *out, compare_due);
    *count = e ? 0 : sweep.count;
    *more = sweep.more;
    return e;
}

/* --- when new cases stop --- */
static enum err count_late(struct sweep *sweep, const struct casework *casework, struct why *why)
{
    (void)why;
    sweep->count += retention_late(casework, sweep->limits, &sweep->context) > RETENTION_LATE_DAYS;
    return OK;
}

static enum err is_delayed(struct store *store, struct date today, bool *delayed, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    struct date until;
    enum err e;

    query_init(&query, &decision_type);
    query.filters[0] = (struct filter){ .field = field_find(&decision_type, "kind"), .test = FILTER_IS };
    snprintf(query.filters[0].value, sizeof query.filters[0].value, "delay");
    query.filter_count = 1;
    e = store_page(store, &query, NULL, false, 1, &page, why); /* the newest */
    *delayed = !e && page.count > 0 && record_day(&page.records[0], "until", &until) && date_compare(until, today) >= 0;
    record_page_release(&page);
    return e;
}

enum err retention_allows_new_case(struct store *store, struct why *why)
{
    struct sweep sweep = { .store = store, .look = count_late };
    bool delayed = false;
    enum err e = sweep_all(&sweep, why);

    if (e || sweep.count == 0)
        return e;
    if ((e = is_delayed(store, sweep.context.today, &delayed, why)) || delayed)
        return e;
    return why_set(why, E_INVALID,
                   ngettext("%zu decision on an ended record is over 60 days late. Take it, or let a team lead sign a "
                            "delay, before a new case begins. Referrals and safety go on.",
                            "%zu decisions on ended records are over 60 days late. Take them, or let a team lead sign "
                            "a delay, before a new case begins. Referrals and safety go on.",
                            sweep.count),
                   sweep.count);
}
