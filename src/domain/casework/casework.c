/*
 * A referral with its events, and what can be told from the events alone: the state, what waits for a signature. Which
 * steps there are stands in transitions.c, taking one is workflow.c's.
 */
#include "casework_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"

static const struct {
    const char *code, *label;
} states[CASE_STATE_COUNT] = {
    [CASE_DRAFT] = { "draft", N_("draft") },
    [CASE_RECEIVED] = { "received", N_("received") },
    [CASE_SCREENING] = { "screening", N_("in screening") },
    [CASE_SCREENED_IN] = { "screened_in", N_("screened in") },
    [CASE_SIGNPOSTED] = { "signposted", N_("signposted") },
    [CASE_UNFOUNDED] = { "unfounded", N_("unfounded") },
    [CASE_OUT_OF_MANDATE] = { "out_of_mandate", N_("out of mandate") },
    [CASE_LINKED] = { "linked", N_("linked") },
    [CASE_DISCARDED] = { "discarded", N_("discarded") },
};

const char *case_state_code(enum case_state state)
{
    return state < CASE_STATE_COUNT ? states[state].code : "";
}

const char *case_state_label(enum case_state state)
{
    return state < CASE_STATE_COUNT ? _(states[state].label) : "";
}

enum case_state case_state_read(const char *code)
{
    enum case_state state = CASE_DRAFT;

    while (state < CASE_STATE_COUNT && strcmp(states[state].code, code) != 0)
        state++;
    return state;
}

bool case_state_is_end(enum case_state state)
{
    return state >= CASE_SIGNPOSTED && state < CASE_STATE_COUNT;
}

/* --- one event -----------------------------------------------------------------------------------------------------
 */
bool step_is(const struct record *step, const char *action)
{
    return strcmp(record_text(step, "action"), action) == 0;
}

static bool has_outcome(const struct record *step, const char *outcome)
{
    return strcmp(record_text(step, "outcome"), outcome) == 0;
}

bool step_stands(const struct record *step)
{
    const struct transition *transition = workflow_find(record_text(step, "action"));

    if (transition && transition->kind == TRANSITION_CONFIRMED)
        return true; /* what was handed over was handed over, whatever the second officer thinks of it */
    return !has_outcome(step, OUTCOME_RETURNED) && !has_outcome(step, OUTCOME_TAKEN_BACK);
}

/* Whether the state it leads to has been reached. */
static bool took_effect(const struct record *step)
{
    return !record_has(step, "outcome") || has_outcome(step, OUTCOME_SIGNED);
}

struct date step_date(const struct record *step)
{
    struct date date;

    if (date_parse(record_text(step, "happened_on"), false, &date))
        return date;
    return moment_date(record_number(step, "at"));
}

/* --- all events ----------------------------------------------------------------------------------------------------
 */
enum case_state casework_state(const struct casework *casework)
{
    enum case_state state = CASE_DRAFT;

    for (size_t i = 0; i < casework->step_count; i++) {
        enum case_state to = case_state_read(record_text(&casework->steps[i], "to_state"));

        if (to < CASE_STATE_COUNT && took_effect(&casework->steps[i]))
            state = to;
    }
    return state;
}

const struct record *casework_last(const struct casework *casework, const char *action)
{
    for (size_t i = casework->step_count; i > 0; i--) {
        if (step_is(&casework->steps[i - 1], action) && step_stands(&casework->steps[i - 1]))
            return &casework->steps[i - 1];
    }
    return NULL;
}

const struct record *casework_answered(const struct casework *casework, const char *wanted)
{
    const struct record *oldest = NULL;

    for (size_t i = 0; i < casework->step_count; i++) {
        const struct record *step = &casework->steps[i];

        if (!has_outcome(step, OUTCOME_WAITING) || (wanted[0] != '\0' && !step_is(step, wanted)))
            continue;
        if (record_has(step, "to_state"))
            return step;
        if (!oldest)
            oldest = step;
    }
    return oldest;
}

const struct record *casework_waiting(const struct casework *casework)
{
    return casework_answered(casework, "");
}

/* --- from the store --------------------------------------------------------------------------------------------------
 */
void casework_release(struct casework *casework)
{
    record_release(&casework->referral);
    for (size_t i = 0; i < casework->step_count; i++)
        record_release(&casework->steps[i]);
    free(casework->steps);
    memset(casework, 0, sizeof *casework);
}

static enum err take_page(struct casework *casework, struct record_page *page)
{
    struct record *grown;

    if (page->count == 0)
        return OK;
    grown = realloc(casework->steps, (casework->step_count + page->count) * sizeof *grown);
    if (!grown)
        return E_MEMORY;
    memcpy(grown + casework->step_count, page->records, page->count * sizeof *grown);
    casework->steps = grown;
    casework->step_count += page->count;
    free(page->records);
    page->records = NULL;
    page->count = 0;
    return OK;
}

/* A handful for most, but a contested referral may have many: read to the end. */
static enum err load_steps(struct store *store, struct casework *casework, struct why *why)
{
    enum { AT_A_TIME = 64 };
    struct record_page page = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, &referral_step_type);
    query.descending = false;
    query.which = QUERY_ALL; /* an archived event is still an event */
    query.filters[0] = (struct filter){ .field = STEP_SUBJECT, .test = FILTER_IS };
    snprintf(query.filters[0].value, sizeof query.filters[0].value, "%lld", (long long)casework->referral.id);
    query.filter_count = 1;
    while (more && !e) {
        const struct record *anchor = casework->step_count > 0 ? &casework->steps[casework->step_count - 1] : NULL;

        e = store_page(store, &query, anchor, false, AT_A_TIME, &page, why);
        more = page.more_after && page.count > 0;
        if (!e)
            e = take_page(casework, &page);
        record_page_release(&page);
    }
    return e;
}

enum err casework_load(struct store *store, int64_t referral, struct casework *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, &referral_type, referral, &out->referral, why)) || (e = load_steps(store, out, why)))
        casework_release(out);
    return e;
}

enum err casework_of(struct store *store, const struct record *referral, struct casework *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = record_copy(&out->referral, referral)) || (e = load_steps(store, out, why)))
        casework_release(out);
    return e;
}

void casework_context(const struct store *store, struct rule_context *out)
{
    *out = (struct rule_context){
        .today = clock_today(),
        .now = clock_now(),
        .officer_id = store_officer_id(store),
        .roles = store_roles(store),
        .calendar = store_calendar(store),
        .words = store_words(store),
    };
}
