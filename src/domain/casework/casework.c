/*
 * A referral or a case with its events, and what can be told from the events alone: the state, what waits for a
 * signature. Which steps there are stands in the tables of transitions, taking one is take.c's.
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
    [CASE_INVITED] = { "invited", N_("invited") },
    [CASE_DECLINED] = { "declined", N_("declined") },
    [CASE_ASSESSING] = { "assessing", N_("being assessed") },
    [CASE_PANEL_LISTED] = { "panel_listed", N_("listed for the panel") },
    [CASE_PANEL_DECIDED] = { "panel_decided", N_("looked at by the panel") },
    [CASE_DEFERRED] = { "deferred", N_("deferred") },
    [CASE_NOT_ADOPTED] = { "not_adopted", N_("not adopted") },
    [CASE_PLANNING] = { "planning", N_("being planned") },
    [CASE_PLAN_AGREED] = { "plan_agreed", N_("ready to start") },
    [CASE_ACTIVE] = { "active", N_("under way") },
    [CASE_PAUSED] = { "paused", N_("paused") },
    [CASE_REVIEWING] = { "reviewing", N_("under review") },
    [CASE_CLOSING] = { "closing", N_("being closed") },
    [CASE_CLOSED] = { "closed", N_("closed") },
    [CASE_AFTER_6M] = { "after_6m", N_("looked at after 6 months") },
    [CASE_AFTER_12M] = { "after_12m", N_("looked at after 12 months") },
    [CASE_WITHDRAWN] = { "withdrawn", N_("withdrawn") },
    [CASE_TRANSFERRED] = { "transferred", N_("transferred") },
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
    const uint64_t ends = IN(SIGNPOSTED) | IN(UNFOUNDED) | IN(OUT_OF_MANDATE) | IN(LINKED) | IN(DISCARDED) | CASE_ENDED;

    return state < CASE_STATE_COUNT && (ends & UINT64_C(1) << state);
}

/* --- one event --- */
bool step_is(const struct record *step, const char *action)
{
    return strcmp(record_text(step, "action"), action) == 0;
}

static bool has_outcome(const struct record *step, const char *outcome)
{
    return strcmp(record_text(step, "outcome"), outcome) == 0;
}

/* What was handed over was handed over, whatever the second officer thinks of it. */
static bool took_effect_at_once(const struct record *step)
{
    const struct transition *transition = workflow_find(record_text(step, "action"));

    return transition && transition->kind == TRANSITION_CONFIRMED;
}

bool step_stands(const struct record *step)
{
    if (took_effect_at_once(step))
        return true;
    return !has_outcome(step, OUTCOME_RETURNED) && !has_outcome(step, OUTCOME_TAKEN_BACK);
}

bool step_took_effect(const struct record *step)
{
    return !record_has(step, "outcome") || has_outcome(step, OUTCOME_SIGNED) || took_effect_at_once(step);
}

struct date step_date(const struct record *step)
{
    struct date date;

    if (date_parse(record_text(step, "happened_on"), false, &date))
        return date;
    return moment_date(record_number(step, "at"));
}

/* --- all events --- */
bool casework_is_case(const struct casework *casework)
{
    return casework->subject.type == &episode_type;
}

const struct record_type *casework_steps_of(const struct record_type *subject)
{
    return subject == &episode_type ? &episode_step_type : &referral_step_type;
}

/* When a step took effect: a proposal with the event that signed it, anything else with itself. */
static bool had_effect(const struct casework *casework, const struct record *step, size_t count)
{
    if (!record_has(step, "outcome") || took_effect_at_once(step))
        return true;
    for (size_t i = 0; i < count && has_outcome(step, OUTCOME_SIGNED); i++) {
        if (step_is(&casework->steps[i], "sign") && record_number(&casework->steps[i], "answers") == step->id)
            return true;
    }
    return false;
}

enum case_state casework_state_before(const struct casework *casework, size_t count)
{
    enum case_state state = casework_is_case(casework) ? CASE_SCREENED_IN : CASE_DRAFT;
    int64_t at = -1;

    for (size_t i = 0; i < count; i++) {
        const struct record *step = &casework->steps[i];
        enum case_state to = case_state_read(record_text(step, "to_state"));
        int64_t since =
            has_outcome(step, OUTCOME_SIGNED) ? record_number(step, "signed_at") : record_number(step, "at");

        if (to >= CASE_STATE_COUNT || since < at || !had_effect(casework, step, count))
            continue;
        state = to;
        at = since;
    }
    return state;
}

enum case_state casework_state(const struct casework *casework)
{
    enum case_state state = casework_is_case(casework) ? CASE_SCREENED_IN : CASE_DRAFT;

    for (size_t i = 0; i < casework->step_count; i++) {
        enum case_state to = case_state_read(record_text(&casework->steps[i], "to_state"));

        if (to < CASE_STATE_COUNT && step_took_effect(&casework->steps[i]))
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

/* --- from the store --- */
void casework_release(struct casework *casework)
{
    record_release(&casework->subject);
    record_release(&casework->origin);
    for (size_t i = 0; i < casework->step_count; i++)
        record_release(&casework->steps[i]);
    for (size_t i = 0; i < casework->paper_count; i++)
        record_release(&casework->papers[i]);
    free(casework->steps);
    free(casework->papers);
    memset(casework, 0, sizeof *casework);
}

/* Its rows go over into an array that grows. */
static enum err records_take(struct record **rows, size_t *count, struct record_page *page)
{
    struct record *grown;

    if (page->count == 0)
        return OK;
    grown = realloc(*rows, (*count + page->count) * sizeof *grown);
    if (!grown)
        return E_MEMORY;
    memcpy(grown + *count, page->records, page->count * sizeof *grown);
    *rows = grown;
    *count += page->count;
    free(page->records);
    page->records = NULL;
    page->count = 0;
    return OK;
}

enum err all_rows(struct store *store, const struct query *query, struct record **rows, size_t *count, struct why *why)
{
    enum { AT_A_TIME = 64 };
    struct record_page page = { 0 };
    size_t before = *count;
    bool more = true;
    enum err e = OK;

    while (more && !e) {
        const struct record *anchor = *count > before ? &(*rows)[*count - 1] : NULL;

        e = store_page(store, query, anchor, false, AT_A_TIME, &page, why);
        more = page.more_after && page.count > 0;
        if (!e)
            e = records_take(rows, count, &page);
        record_page_release(&page);
    }
    return e;
}

enum err rows_of(struct store *store, struct query *query, const char *key, int64_t id, struct record **rows,
                 size_t *count, struct why *why)
{
    query->filters[0] = (struct filter){ .field = field_find(query->type, key), .test = FILTER_IS };
    snprintf(query->filters[0].value, sizeof query->filters[0].value, "%lld", (long long)id);
    query->filter_count = 1;
    return all_rows(store, query, rows, count, why);
}

/* A handful for most, but a contested referral may have many: read to the end. */
enum err steps_load(struct store *store, const struct record_type *type, int64_t id, struct record **steps,
                    size_t *count, struct why *why)
{
    struct query query;

    query_init(&query, casework_steps_of(type));
    query.descending = false;
    query.which = QUERY_ALL; /* an archived event is still an event */
    return rows_of(store, &query, type->key, id, steps, count, why);
}

static enum err load_steps(struct store *store, struct casework *casework, struct why *why)
{
    return steps_load(store, casework->subject.type, casework->subject.id, &casework->steps, &casework->step_count,
                      why);
}

enum err casework_load(struct store *store, const struct record_type *type, int64_t id, struct casework *out,
                       struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, type, id, &out->subject, why)) || (e = load_steps(store, out, why)) ||
        (e = casework_load_papers(store, out, true, why)))
        casework_release(out);
    return e;
}

enum err casework_of(struct store *store, const struct record *subject, struct casework *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = record_copy(&out->subject, subject)) || (e = load_steps(store, out, why)))
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
