/*
 * Whether a step may be taken now, and if not, why: role and state, what waits for a signature, what is still missing.
 * The tables are transitions_*.c, the guards are guard_*.c, taking the step is take.c. Asking never changes anything,
 * so menus ask for every row.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* --- may it be taken? --- */
bool transition_is_from(const struct transition *transition, const struct record *subject, enum case_state state)
{
    bool panel_first = strcmp(record_text(subject, "profile"), "panel_first") == 0;
    uint64_t from = transition->from | (panel_first ? transition->from_panel_first : 0);

    return state < CASE_STATE_COUNT && (from & UINT64_C(1) << state);
}

bool workflow_is_of(const struct transition *transition, const struct record_type *subject)
{
    return (transition->of & (subject == &episode_type ? OF_EPISODE : OF_REFERRAL)) != 0;
}

/* The states a referral or a case can be in at all: the others of a shared step are not named to an officer. */
static bool is_state_of(const struct record_type *subject, enum case_state state)
{
    bool of_case = state == CASE_SCREENED_IN || state == CASE_SIGNPOSTED || state >= CASE_INVITED;

    return subject == &episode_type ? of_case : state < CASE_INVITED;
}

static void check_state(const struct situation *situation, struct problems *problems)
{
    const struct transition *transition = situation->transition;
    const struct record *subject = &situation->casework->subject;
    struct buf states = { 0 };
    const char *comma = "";

    if (transition_is_from(transition, subject, situation->state))
        return;
    for (int state = 0; state < CASE_STATE_COUNT; state++) {
        if (!transition_is_from(transition, subject, (enum case_state)state) ||
            !is_state_of(subject->type, (enum case_state)state))
            continue;
        if (buf_printf(&states, "%s%s", comma, case_state_label((enum case_state)state)) != OK)
            break;
        comma = ", ";
    }
    problems_add(problems, -1,
                 subject->type == &episode_type ? N_("“%s” is for a case that is %s; this one is %s.")
                                                : N_("“%s” is for a referral that is %s; this one is %s."),
                 _(transition->label), buf_text(&states), case_state_label(situation->state));
    buf_release(&states);
}

/* Whose case it is, and that nobody works where they stepped aside. */
static void check_access(const struct situation *situation, struct problems *problems)
{
    const struct casework *casework = situation->casework;

    switch (access_of(casework->subject.type, casework->steps, casework->step_count, situation->context)) {
    case ACCESS_STEPPED_ASIDE:
        problems_add(problems, -1, N_("You stepped aside here, so it stays closed to you. Turn to the team lead."));
        break;
    case ACCESS_NOT_THEIRS:
        if (!situation->transition->by_anybody)
            problems_add(problems, -1,
                         N_("This case is with another officer. In an emergency take the step “%s” and say why."),
                         _("Open in an emergency"));
        break;
    case ACCESS_OPEN:
        break;
    }
}

/* While a decision waits, nothing else moves the state; and nobody proposes the same thing twice. */
static void check_waiting(const struct situation *situation, struct problems *problems)
{
    const struct transition *transition = situation->transition;
    const struct record *waiting = casework_waiting(situation->casework);
    const struct transition *what;

    if (transition->kind == TRANSITION_ANSWER || !waiting)
        return;
    what = workflow_find(record_text(waiting, "action"));
    if (transition->to == CASE_SAME || !record_has(waiting, "to_state") || !what || what->kind != TRANSITION_PROPOSAL)
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

    if (situation->casework->subject.archived_at != 0)
        problems_add(problems, -1, N_("It is archived. Bring it back before taking a step."));
    check_access(situation, problems);
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

    for (size_t i = 0; i < TRANSITION_NEEDS_MAX && needs[i]; i++) {
        const struct record *const records[] = { situation->companion, situation->step, situation->subject };
        const struct record_type *const types[] = { situation->transition->writes,
                                                    casework_steps_of(situation->subject->type),
                                                    situation->subject->type };

        for (size_t k = 0; k < 3; k++) {
            int field = types[k] ? field_find(types[k], needs[i]) : -1;

            if (field < 0)
                continue;
            if (!records[k] || !record_has(records[k], needs[i]))
                problems_add(problems, k == 2 ? field : -1, N_("%s is missing."), _(types[k]->fields[field].label));
            break;
        }
    }
}

/* What a step does to a person's life is read before it is done. */
static void check_confirmed(const struct situation *situation, struct problems *problems)
{
    if (situation->transition->confirm && !(situation->step && record_number(situation->step, "confirmed") == 1))
        problems_add(problems, -1, N_("Read and confirm it (confirmed=yes): %s"), _(situation->transition->confirm));
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
    check_confirmed(situation, problems);
    if (situation->step) {
        check_reason_code(situation, problems);
        check_day(situation, problems);
    }
    if (situation->transition->guard)
        situation->transition->guard(situation, problems);
}

struct situation situation_of(const struct casework *casework, const struct transition *transition,
                              const struct record *subject, const struct record *step,
                              const struct rule_context *context)
{
    struct situation situation = {
        .casework = casework,
        .transition = transition,
        .subject = subject ? subject : &casework->subject,
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

void workflow_check(const struct casework *casework, const struct transition *transition, const struct record *subject,
                    const struct record *step, const struct record *companion, const struct rule_context *context,
                    struct problems *problems)
{
    struct situation situation = situation_of(casework, transition, subject, step, context);

    situation.companion = companion;
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
    /* Nobody can fill in a signature that is another's: such a refusal is told before the form is opened. */
    if (problems.count == 0 && transition->is_final)
        transition->guard(&situation, &problems);
    out->possible = problems.count == 0;
    if (problems.count == 0)
        check_content(&situation, &problems);
    out->ready = problems.count == 0;
    problems_join(&problems, out->refusal, sizeof out->refusal);
}

enum err workflow_possible(struct store *store, const struct record_type *type, int64_t id,
                           struct possible_step out[WORKFLOW_STEPS_MAX], size_t *count, struct why *why)
{
    struct casework casework = { 0 };
    const struct transition *transition;
    struct rule_context context;
    enum err e = casework_load(store, type, id, &casework, why);

    *count = 0;
    casework_context(store, &context);
    for (size_t i = 0; !e && (transition = workflow_transition(i)); i++) {
        if (workflow_is_of(transition, type))
            judge(&casework, transition, &context, &out[(*count)++]);
    }
    casework_release(&casework);
    return e;
}
