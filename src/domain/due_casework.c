/*
 * What is due in casework: the clocks of open referrals, who has not been told of their record, what waits for this
 * officer's signature, who waits for keys. A team lead sees all; others what they started or were given. Only
 * pseudonyms.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"

#include "due_in.h"

enum { OF_A_STATE = 16, UNTOLD = 24, SIGNATURES = 24, WAITING_OFFICERS = 8 };

static bool is_lead(const struct collect *collect)
{
    return (store_roles(collect->store) & ROLE_LEAD) != 0;
}

static void add_clock(struct collect *collect, const struct record *referral, const struct clock_due *due)
{
    struct due_row *row = collect_day(collect, due->on, &referral_type, referral->id);

    if (!row)
        return;
    row->at = due->at;
    if (due->overdue)
        row->group = DUE_OVERDUE;
    text_print_into(row->text, sizeof row->text, _("%s: %s"), record_text(referral, "pseudonym"),
                    _(casework_clocks[due->clock].label));
}

/* The clocks of one referral: those of the screening, or the told-clock alone. Signatures come from their own query. */
static enum err add_clocks(struct collect *collect, const struct record *referral, bool told)
{
    struct clock_due dues[CLOCKS_DUE_MAX];
    struct casework casework = { 0 };
    struct rule_context context;
    size_t count;
    enum err e = casework_of(collect->store, referral, &casework, collect->why);

    casework_context(collect->store, &context);
    count = e ? 0 : casework_due(&casework, NULL, &context, dues, CLOCKS_DUE_MAX);
    for (size_t i = 0; i < count; i++) {
        bool is_told = dues[i].clock == CLOCK_TOLD,
             is_signature = dues[i].clock == CLOCK_SIGN || dues[i].clock == CLOCK_CONFIRM;

        if (!is_signature && is_told == told)
            add_clock(collect, referral, &dues[i]);
    }
    casework_release(&casework);
    return e;
}

static enum err open_row(struct collect *collect, const struct record *referral)
{
    return add_clocks(collect, referral, false);
}

static enum err untold_row(struct collect *collect, const struct record *referral)
{
    int64_t mine = store_officer_id(collect->store);

    if (!is_lead(collect) && record_number(referral, "assignee") != mine &&
        record_number(referral, "started_by") != mine)
        return OK;
    return add_clocks(collect, referral, true);
}

/* Oldest first, so that what does not fit is what is due last. */
static enum err collect_open(struct collect *collect)
{
    static const struct {
        enum case_state state;
        const char *whose;
    } open[] = { { CASE_DRAFT, "started_by" }, { CASE_RECEIVED, "started_by" }, { CASE_SCREENING, "assignee" } };
    enum err e = OK;

    for (size_t i = 0; i < sizeof open / sizeof open[0] && !e; i++) {
        struct query query;

        query_init(&query, &referral_type);
        query_narrow(&query, "state", FILTER_IS, case_state_code(open[i].state));
        if (!is_lead(collect))
            query_narrow_number(&query, open[i].whose, FILTER_IS, store_officer_id(collect->store));
        query_sort(&query, "state_on", false);
        e = collect_rows(collect, &query, OF_A_STATE, open_row);
    }
    return e;
}

static enum err collect_untold(struct collect *collect)
{
    struct query query;

    query_init(&query, &referral_type);
    query_narrow(&query, "told_on", FILTER_EMPTY, "");
    /* A month less the week that is looked ahead, and some room for the months' lengths. */
    query_narrow_date(&query, "received_on", FILTER_AT_MOST, days_from(collect->today, -20));
    query_sort(&query, "received_on", false);
    return collect_rows(collect, &query, UNTOLD, untold_row);
}

/* --- signatures --- */
static enum err signature_row(struct collect *collect, const struct record *step)
{
    const struct transition *transition = workflow_find(record_text(step, "action"));
    enum casework_clock clock;
    struct buf pseudonym = { 0 };
    struct due_row *row;
    struct date on;
    enum err e;

    if (!transition || record_number(step, "officer") == store_officer_id(collect->store) ||
        !(store_roles(collect->store) & transition->signers))
        return OK;
    if (!date_parse(record_text(step, "happened_on"), false, &on))
        on = moment_date(record_number(step, "at"));
    if ((e = store_title(collect->store, &referral_type, record_number(step, "referral"), &pseudonym)))
        return e;
    clock = transition->kind == TRANSITION_CONFIRMED ? CLOCK_CONFIRM : CLOCK_SIGN;
    on = limit_end(casework_clocks[clock].limit, store_calendar(collect->store), on);
    /* It can be signed now, so it is told now, however far its last day. */
    row = collect_day(collect, date_compare(on, collect->week) > 0 ? collect->week : on, &referral_type,
                      record_number(step, "referral"));
    if (row)
        text_print_into(row->text, sizeof row->text, _("%s: “%s” waits for your signature"), buf_text(&pseudonym),
                        _(transition->label));
    buf_release(&pseudonym);
    return OK;
}

static enum err collect_signatures(struct collect *collect)
{
    struct query query;

    query_init(&query, &referral_step_type);
    query_narrow(&query, "outcome", FILTER_IS, "waiting");
    query_sort(&query, "outcome", false);
    return collect_rows(collect, &query, SIGNATURES, signature_row);
}

/* --- keys --- */
static enum err collect_keys(struct collect *collect)
{
    int64_t ids[WAITING_OFFICERS];
    size_t count = 0;
    enum err e = store_officers_waiting(collect->store, WAITING_OFFICERS, ids, &count, collect->why);

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

    collect_kind(collect, 16);
    if ((e = collect_signatures(collect)))
        return e;
    collect_kind(collect, 32);
    if ((e = collect_open(collect)))
        return e;
    collect_kind(collect, 8);
    if ((e = collect_untold(collect)))
        return e;
    collect_kind(collect, 2);
    return collect_keys(collect);
}
