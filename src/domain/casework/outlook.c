/* What comes next for a case, and how far along it is. */
#include "townkeep/domain/outlook.h"

#include <stdio.h>
#include <string.h>

#include "casework_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* --- how far along --- */
enum station { RECEIVED, SCREENED, INVITED, ASSESSING, PANEL, PLAN, ACTIVE, CLOSED };

static const char *const station_labels[STATIONS_MAX] = {
    [RECEIVED] = N_("received"), [SCREENED] = N_("screened"), [INVITED] = N_("invited"), [ASSESSING] = N_("assessing"),
    [PANEL] = N_("panel"),       [PLAN] = N_("plan"),         [ACTIVE] = N_("active"),   [CLOSED] = N_("closed"),
};

/* Consent first, panel first. */
static const enum station orders[2][STATIONS_MAX] = {
    { RECEIVED, SCREENED, INVITED, ASSESSING, PANEL, PLAN, ACTIVE, CLOSED },
    { RECEIVED, SCREENED, PANEL, INVITED, ASSESSING, PLAN, ACTIVE, CLOSED },
};

/* The station of a state, whether the state has a name of its own there, and the step that most likely follows: NULL
 * where nothing does. */
static const struct {
    enum case_state state;
    enum station station;
    bool is_named;
    const char *next, *next_panel_first; /* the second NULL: the same */
} courses[] = {
    { CASE_SCREENED_IN, SCREENED, false, "invite", "list_for_panel" },
    { CASE_INVITED, INVITED, false, "agree", NULL },
    { CASE_ASSESSING, ASSESSING, false, "list_for_panel", NULL },
    { CASE_PANEL_LISTED, PANEL, false, "panel_decide", NULL },
    { CASE_PANEL_DECIDED, PANEL, true, "plan", NULL },
    { CASE_DEFERRED, PANEL, true, "list_again", NULL },
    { CASE_PLANNING, PLAN, false, "agree_plan", NULL },
    { CASE_PLAN_AGREED, PLAN, true, "start", NULL },
    { CASE_ACTIVE, ACTIVE, false, "begin_review", NULL },
    { CASE_PAUSED, ACTIVE, true, "resume", NULL },
    { CASE_REVIEWING, ACTIVE, true, "finish_review", NULL },
    { CASE_CLOSING, ACTIVE, true, "close", NULL },
    { CASE_CLOSED, CLOSED, false, "check_6m", NULL },
    { CASE_AFTER_6M, CLOSED, true, "check_12m", NULL },
    { CASE_AFTER_12M, CLOSED, true, NULL, NULL },
};
enum { COURSES = sizeof courses / sizeof courses[0] };

/* COURSES for a state off the road: declined, withdrawn and so on. */
static size_t course_of(enum case_state state)
{
    size_t at = 0;

    while (at < COURSES && courses[at].state != state)
        at++;
    return at;
}

static bool is_panel_first(const struct record *episode)
{
    return strcmp(record_text(episode, "profile"), "panel_first") == 0;
}

/* The last state on the road before the case left it. */
static size_t last_course(const struct casework *casework)
{
    size_t at = 0;

    for (size_t i = 0; i < casework->step_count; i++) {
        enum case_state to = case_state_read(record_text(&casework->steps[i], "to_state"));
        size_t course = step_took_effect(&casework->steps[i]) ? course_of(to) : COURSES;

        at = course < COURSES ? course : at;
    }
    return at;
}

void casework_stations(const struct casework *casework, struct stations *out)
{
    const enum station *order = orders[is_panel_first(&casework->subject)];
    enum case_state state = casework_state(casework);
    size_t course = course_of(state);
    enum station reached = courses[course < COURSES ? course : last_course(casework)].station;

    *out = (struct stations){ .count = 0 };
    for (int i = 0; i < STATIONS_MAX; i++) {
        out->labels[out->count] = _(station_labels[order[i]]);
        out->now = out->count++;
        if (order[i] == reached && course < COURSES && courses[course].is_named)
            out->labels[out->now] = case_state_label(state);
        if (order[i] == reached)
            break;
    }
    if (course == COURSES) {
        out->now = out->count < STATIONS_MAX ? out->count++ : out->count - 1;
        out->labels[out->now] = case_state_label(state);
        return;
    }
    while (out->count < STATIONS_MAX) {
        out->labels[out->count] = _(station_labels[order[out->count]]);
        out->count++;
    }
}

/* --- what comes next --- */
static void add_line(struct outlook *out, bool met, const char *text)
{
    struct outlook_line *line = &out->lines[out->count];

    if (out->count == OUTLOOK_LINES)
        return;
    line->met = met;
    text_cut_into(line->text, sizeof line->text, text);
    out->count++;
}

/* What the papers of a step hold already: the filled ones of these fields of the newest paper. */
static const struct {
    const char *action;
    const struct record_type *type;
    const char *keys[6];
} facts[] = {
    { "agree", &contact_attempt_type, { "result" } },
    { "agree", &consent_type, { "purpose" } },
    { "list_for_panel", &assessment_type, { "person_view", "summary", "unknowns", "intensity" } },
    { "panel_decide", &panel_item_type, { "question", "sharing_basis", "explanation_discussed", "decision" } },
    { "agree_plan", &support_plan_type, { "aim", "intensity_reason", "unintended", "exit_criteria", "review_on" } },
    { "start", &support_plan_type, { "first_session" } },
    { "finish_review", &review_type, { "took_part", "reaffirmed", "proportionate", "decision" } },
    { "close", &closure_type, { "reason", "helped", "feedback_offered", "partners_told", "copies_recalled" } },
};

static void add_fact(const struct record *paper, const char *key, const struct rule_context *context,
                     struct outlook *out)
{
    const struct field *field = &paper->type->fields[field_find(paper->type, key)];
    char text[PROBLEM_TEXT_SIZE];

    if (!record_has(paper, key))
        return;
    if (field->kind == FIELD_CHOICE && !(field->flags & FIELD_SEALED))
        text_print_into(text, sizeof text, "%s: %s", _(field->label),
                        vocabulary_label(context->words, field->vocabulary, record_text(paper, key)));
    else if (field->kind == FIELD_DATE)
        text_print_into(text, sizeof text, "%s: %s", _(field->label), record_text(paper, key));
    else if (field->kind == FIELD_BOOLEAN && !record_number(paper, key))
        return;
    else
        text_cut_into(text, sizeof text, _(field->label));
    add_line(out, true, text);
}

static void add_answers(const struct casework *casework, int64_t assessment, struct outlook *out)
{
    size_t count = 0, answered = 0, unknown = 0;
    const struct record *items = casework_papers(casework, &assessment_item_type, &count);
    char text[PROBLEM_TEXT_SIZE];

    for (size_t i = 0; i < count; i++) {
        if (record_number(&items[i], "assessment") != assessment || !record_has(&items[i], "answer"))
            continue;
        answered++;
        unknown += strcmp(record_text(&items[i], "answer"), "unknown") == 0;
    }
    if (answered == 0)
        return;
    text_print_into(
        text, sizeof text,
        ngettext("%zu question answered, %zu unknown", "%zu questions answered, %zu unknown", (unsigned long)answered),
        answered, unknown);
    add_line(out, true, text);
}

static void add_facts(const struct casework *casework, const char *action, const struct rule_context *context,
                      struct outlook *out)
{
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        size_t count = 0;
        const struct record *papers = casework_papers(casework, facts[i].type, &count);

        if (count == 0 || strcmp(facts[i].action, action) != 0)
            continue;
        if (facts[i].type == &assessment_type)
            add_answers(casework, papers[count - 1].id, out);
        for (size_t k = 0; k < sizeof facts[i].keys / sizeof facts[i].keys[0] && facts[i].keys[k]; k++)
            add_fact(&papers[count - 1], facts[i].keys[k], context, out);
    }
}

/* Fields of the case that the step needs; its own are asked on its form. */
static void add_needs(const struct casework *casework, const struct transition *next, bool met, struct outlook *out)
{
    for (size_t i = 0; i < TRANSITION_NEEDS_MAX && next->needs[i]; i++) {
        int of_subject = field_find(&episode_type, next->needs[i]);
        char text[PROBLEM_TEXT_SIZE];

        if (of_subject < 0 || field_find(&episode_step_type, next->needs[i]) >= 0 ||
            record_has(&casework->subject, next->needs[i]) != met)
            continue;
        text_print_into(text, sizeof text, met ? "%s" : _("%s is missing."), _(episode_type.fields[of_subject].label));
        add_line(out, met, text);
    }
}

static void add_guard(const struct casework *casework, const struct transition *next,
                      const struct rule_context *context, struct outlook *out)
{
    struct situation situation = situation_of(casework, next, NULL, NULL, context);
    struct problems problems = { 0 };

    if (next->guard)
        next->guard(&situation, &problems);
    for (int i = 0; i < problems.count; i++)
        add_line(out, false, problems.items[i].text);
}

const struct transition *casework_likely_step(const struct record *episode)
{
    size_t course = course_of(case_state_read(record_text(episode, "state")));
    const char *action;

    if (course == COURSES)
        return NULL;
    action = is_panel_first(episode) && courses[course].next_panel_first ? courses[course].next_panel_first
                                                                         : courses[course].next;
    return action ? workflow_find(action) : NULL;
}

void casework_outlook(const struct casework *casework, const struct rule_context *context, struct outlook *out)
{
    const struct transition *sign = workflow_find("sign");

    *out = (struct outlook){ .waiting = casework_waiting(casework) };
    if (out->waiting) {
        out->next = workflow_find(record_text(out->waiting, "action"));
        add_guard(casework, sign, context, out);
        return;
    }
    if (!(out->next = casework_likely_step(&casework->subject)))
        return;
    add_guard(casework, out->next, context, out);
    add_needs(casework, out->next, false, out);
    add_needs(casework, out->next, true, out);
    add_facts(casework, out->next->action, context, out);
}
