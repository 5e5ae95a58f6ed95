/*
 * Whether a step may be taken now, and if not, why: role and state, what waits for a signature, what is still missing.
 * The table is transitions.c, the guards are guard.c, taking the step is take.c. Asking never changes anything, so
 * menus ask for every row.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* --- may it be taken? ------------------------------------------------------------------------------------------------
 */
static void check_state(const struct situation *situation, struct problems *problems)
{
    const struct transition *transition = situation->transition;
    struct buf states = { 0 };
    const char *comma = "";

    if (transition->from & 1U << situation->state)
        return;
    for (int state = 0; state < CASE_STATE_COUNT; state++) {
        if (!(transition->from & 1U << state))
            continue;
        if (buf_printf(&states, "%s%s", comma, case_state_label((enum case_state)state)) != OK)
            break;
        comma = ", ";
    }
    problems_add(problems, -1, N_("“%s” is for a referral that is %s; this one is %s."), _(transition->label),
                 buf_text(&states), case_state_label(situation->state));
    buf_release(&states);
}

/* While a decision waits, nothing else moves the state; and nobody proposes the same thing twice. */
static void check_waiting(const struct situation *situation, struct problems *problems)
{
    const struct transition *transition = situation->transition;
    const struct record *waiting = casework_waiting(situation->casework);
    const struct transition *what;

    if (transition->kind == TRANSITION_ANSWER || !waiting)
        return;
    if (transition->to == CASE_SAME || !record_has(waiting, "to_state"))
        waiting =
            transition->kind == TRANSITION_DIRECT ? NULL : casework_answered(situation->casework, transition->action);
    what = waiting ? workflow_find(record_text(waiting, "action")) : NULL;
    if (what && transition->kind != TRANSITION_CONFIRMED)
        problems_add(problems, -1, N_("“%s” waits for a signature. It must be signed, returned or taken back first."),
                     _(what->label));
}

static void check_outright(const struct situation *situation, struct problems *problems)
{
    char roles[160];

    if (situation->casework->referral.archived_at != 0)
        problems_add(problems, -1, N_("This referral is archived. Bring it back before taking a step."));
    if (!(situation->context->roles & situation->transition->who)) {
        roles_show(situation->transition->who, roles, sizeof roles);
        problems_add(problems, -1, N_("“%s” is taken by: %s."), _(situation->transition->label), roles);
    }
    check_state(situation, problems);
    check_waiting(situation, problems);
}

/* --- is everything there? --- */
static void check_needs(const struct situation *situation, struct problems *problems)
{
    const char *const *needs = situation->transition->needs;

    for (size_t i = 0; i < sizeof situation->transition->needs / sizeof needs[0] && needs[i]; i++) {
        int of_step = field_find(&referral_step_type, needs[i]), of_referral = field_find(&referral_type, needs[i]);

        if (of_step >= 0 && !(situation->step && record_has(situation->step, needs[i])))
            problems_add(problems, -1, N_("%s is missing."), _(referral_step_type.fields[of_step].label));
        else if (of_step < 0 && !record_has(situation->referral, needs[i]))
            problems_add(problems, of_referral, N_("%s is missing."), _(referral_fields[of_referral].label));
    }
}

/* A reason is one of those the list keeps for this step. */
static void check_reason_code(const struct situation *situation, struct problems *problems)
{
    const char *code = record_text(situation->step, "reason_code");
    const struct vocabulary_entry *entry = vocabulary_find(situation->context->words, "referral_reason", code),
                                  *entries;
    struct buf fitting = { 0 };
    size_t count;

    if (code[0] == '\0' || (entry && strcmp(entry->parent, situation->transition->action) == 0))
        return;
    entries = vocabulary_entries(situation->context->words, "referral_reason", &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(entries[i].parent, situation->transition->action) == 0 &&
            buf_printf(&fitting, "%s%s", fitting.len > 0 ? ", " : "", entries[i].code) != OK)
            break;
    }
    if (fitting.len > 0)
        problems_add(problems, -1, N_("The reason “%s” is not one for this step. Take one of: %s."), code,
                     buf_text(&fitting));
    else
        problems_add(problems, -1, N_("“%s” takes no reason code; say why in words."), _(situation->transition->label));
    buf_release(&fitting);
}

/* Written down later is allowed, out of order or ahead is not. */
static void check_day(const struct situation *situation, struct problems *problems)
{
    const struct casework *casework = situation->casework;
    const char *text = record_text(situation->step, "happened_on");
    struct date day;

    if (!date_parse(text, false, &day))
        return;
    if (date_compare(day, situation->context->today) > 0)
        problems_add(problems, -1, N_("%s lies ahead. A step is written down once it was taken."), text);
    if (casework->step_count > 0 && date_compare(day, step_date(&casework->steps[casework->step_count - 1])) < 0)
        problems_add(problems, -1, N_("The step before it was taken on a later day. Correct the day."));
}

static void check_content(const struct situation *situation, struct problems *problems)
{
    check_needs(situation, problems);
    if (situation->step) {
        check_reason_code(situation, problems);
        check_day(situation, problems);
    }
    if (situation->transition->guard)
        situation->transition->guard(situation, problems);
}

struct situation situation_of(const struct casework *casework, const struct transition *transition,
                              const struct record *referral, const struct record *step,
                              const struct rule_context *context)
{
    struct situation situation = {
        .casework = casework,
        .transition = transition,
        .referral = referral ? referral : &casework->referral,
        .step = step,
        .state = casework_state(casework),
        .context = context,
    };
    int64_t answers = step ? record_number(step, "answers") : 0;

    if (transition->kind != TRANSITION_ANSWER)
        return situation;
    situation.waiting = casework_waiting(casework);
    for (size_t i = 0; answers != 0 && i < casework->step_count; i++) {
        if (casework->steps[i].id == answers)
            situation.waiting = &casework->steps[i];
    }
    return situation;
}

void workflow_check(const struct casework *casework, const struct transition *transition, const struct record *referral,
                    const struct record *step, const struct rule_context *context, struct problems *problems)
{
    struct situation situation = situation_of(casework, transition, referral, step, context);

    check_outright(&situation, problems);
    if (problems->count == 0)
        check_content(&situation, problems);
}

/* --- what is possible --- */
void problems_join(const struct problems *problems, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < problems->count; i++)
        used += text_print_into(out + used, size - used, "%s%s", i > 0 ? " " : "", problems->items[i].text);
}

static void judge(const struct casework *casework, const struct transition *transition,
                  const struct rule_context *context, struct possible_step *out)
{
    struct situation situation = situation_of(casework, transition, NULL, NULL, context);
    struct problems problems = { 0 };

    out->transition = transition;
    check_outright(&situation, &problems);
    /* Nobody can fill in a signature that is another's, so an answer that is refused is refused outright. */
    if (problems.count == 0 && transition->kind == TRANSITION_ANSWER)
        guard_answer(&situation, &problems);
    out->possible = problems.count == 0;
    if (problems.count == 0)
        check_content(&situation, &problems);
    out->ready = problems.count == 0;
    problems_join(&problems, out->refusal, sizeof out->refusal);
}

enum err workflow_possible(struct store *store, int64_t referral, struct possible_step out[WORKFLOW_STEPS_MAX],
                           size_t *count, struct why *why)
{
    const struct transition *transitions = workflow_transitions(count);
    struct casework casework = { 0 };
    struct rule_context context;
    enum err e = casework_load(store, referral, &casework, why);

    casework_context(store, &context);
    for (size_t i = 0; i < *count && !e; i++)
        judge(&casework, &transitions[i], &context, &out[i]);
    if (e)
        *count = 0;
    casework_release(&casework);
    return e;
}
