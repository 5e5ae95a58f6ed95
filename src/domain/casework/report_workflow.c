/*
 * The whole workflow as a table a manager can read, made from the table the program obeys. What a step records is
 * worked out from the same row, so that the two cannot differ.
 */
#include <string.h>

#include "casework_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/report.h"

enum {
    COLUMN_STEP,
    COLUMN_ACTION,
    COLUMN_OF,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_WHO,
    COLUMN_SIGNERS,
    COLUMN_NEEDS,
    COLUMN_CHECKS,
    COLUMN_ASKS,
    COLUMN_CONFIRM,
    COLUMN_CLOCK,
    COLUMN_RECORDS,
    COLUMN_SENTENCE,
    COLUMN_COUNT
};

/* A list of words in the making, into the report's own memory; NULL where there was none for it. */
static const char *keep(struct report_result *out, enum err e, struct buf *list)
{
    const char *text = e ? NULL : arena_copy(&out->text, buf_text(list));

    buf_release(list);
    return text;
}

static enum err add_word(struct buf *list, const char *word)
{
    return buf_printf(list, "%s%s", list->len > 0 ? "; " : "", word);
}

static enum err add_states(struct buf *list, uint64_t states)
{
    enum err e = OK;

    for (int state = 0; state < CASE_STATE_COUNT && !e; state++) {
        if (states & UINT64_C(1) << state)
            e = add_word(list, case_state_label((enum case_state)state));
    }
    return e;
}

static const char *states_of(struct report_result *out, const struct transition *transition)
{
    struct buf list = { 0 };
    enum err e = add_states(&list, transition->from);

    if (!e && transition->from_panel_first)
        e = add_word(&list, _("where the panel meets first also"));
    if (!e)
        e = add_states(&list, transition->from_panel_first);
    return keep(out, e, &list);
}

static const char *subjects_of(struct report_result *out, const struct transition *transition)
{
    struct buf list = { 0 };
    enum err e = transition->of & OF_REFERRAL ? add_word(&list, _(referral_type.label)) : OK;

    if (!e && (transition->of & OF_EPISODE))
        e = add_word(&list, _(episode_type.label));
    return keep(out, e, &list);
}

static const char *roles_of(struct report_result *out, unsigned roles)
{
    char text[160];

    return arena_copy(&out->text, roles_show(roles, text, sizeof text));
}

static const char *signers_of(struct report_result *out, const struct transition *transition)
{
    const char *roles;

    if (transition->signers == 0)
        return "";
    roles = roles_of(out, transition->signers);
    return arena_printf(&out->text,
                        transition->kind == TRANSITION_CONFIRMED ? _("%s; another officer, afterwards")
                                                                 : _("%s; another officer, before it takes effect"),
                        roles ? roles : "");
}

static const char *label_of(const struct transition *transition, const char *key)
{
    const struct record_type *const types[] = { &episode_step_type, transition->writes,
                                                (transition->of & OF_REFERRAL) ? &referral_type : &episode_type };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        int field = types[i] ? field_find(types[i], key) : -1;

        if (field >= 0)
            return _(types[i]->fields[field].label);
    }
    return key;
}

/* Question and note are one row of the checklist each; here the checklist is one word. */
static bool is_question(const char *key)
{
    return key[0] == 'q' && key[1] >= '0' && key[1] <= '9';
}

static const char *fields_of(struct report_result *out, const struct transition *transition, const char *const *keys,
                             size_t most)
{
    struct buf list = { 0 };
    bool questions = false;
    enum err e = OK;

    for (size_t i = 0; i < most && keys[i] && !e; i++) {
        if (!is_question(keys[i]))
            e = add_word(&list, label_of(transition, keys[i]));
        else if (!questions)
            e = add_word(&list, _("the screening questions with their notes"));
        questions = questions || is_question(keys[i]);
    }
    return keep(out, e, &list);
}

/* Every step is an event; what else it leaves behind follows from its kind. */
static const char *records_of(struct report_result *out, const struct transition *transition)
{
    struct buf list = { 0 };
    enum err e = add_word(&list, _("officer, day and moment, what was filled in"));

    if (!e && transition->decision)
        e = add_word(&list, _("the decision"));
    if (!e && transition->kind == TRANSITION_ANSWER)
        e = add_word(&list, _("who answered, when, and the step that was answered"));
    else if (!e && transition->signers)
        e = add_word(&list, _("who signed, and when"));
    if (!e && transition->writes)
        e = add_word(&list, _(transition->writes->label));
    if (!e && transition->to != CASE_SAME)
        e = add_word(&list, _("the state, and since when"));
    return keep(out, e, &list);
}

static enum err add_transition(struct report_result *out, struct report_sheet *sheet,
                               const struct transition *transition)
{
    const char **cells = report_add_row(sheet);

    if (!cells)
        return E_MEMORY;
    cells[COLUMN_ACTION] = transition->action;
    cells[COLUMN_STEP] = _(transition->label);
    cells[COLUMN_OF] = subjects_of(out, transition);
    cells[COLUMN_FROM] = states_of(out, transition);
    cells[COLUMN_TO] = transition->to == CASE_SAME ? _("stays as it is") : case_state_label(transition->to);
    cells[COLUMN_WHO] = roles_of(out, transition->who);
    cells[COLUMN_SIGNERS] = signers_of(out, transition);
    cells[COLUMN_NEEDS] = fields_of(out, transition, transition->needs, TRANSITION_NEEDS_MAX);
    cells[COLUMN_CHECKS] = transition->checks ? _(transition->checks) : "";
    cells[COLUMN_ASKS] = fields_of(out, transition, transition->asks, TRANSITION_KEYS_MAX);
    cells[COLUMN_CONFIRM] = transition->confirm ? _(transition->confirm) : "";
    cells[COLUMN_CLOCK] = transition->clock ? _(transition->clock) : "";
    cells[COLUMN_RECORDS] = records_of(out, transition);
    cells[COLUMN_SENTENCE] = _(transition->sentence);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!cells[i])
            return E_MEMORY;
    }
    return OK;
}

enum err report_workflow(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why)
{
    const struct report_column columns[COLUMN_COUNT] = {
        [COLUMN_STEP] = { "step", _("Step"), false },
        [COLUMN_ACTION] = { "action", _("Action"), false },
        [COLUMN_OF] = { "of", _("Of a"), false },
        [COLUMN_FROM] = { "from", _("From"), false },
        [COLUMN_TO] = { "to", _("To"), false },
        [COLUMN_WHO] = { "taken_by", _("Taken by"), false },
        [COLUMN_SIGNERS] = { "signed_by", _("Signed by"), false },
        [COLUMN_NEEDS] = { "needed", _("Needed"), false },
        [COLUMN_CHECKS] = { "checked", _("Checked"), false },
        [COLUMN_ASKS] = { "asked", _("Also asked"), false },
        [COLUMN_CONFIRM] = { "confirmed", _("Confirmed"), false },
        [COLUMN_CLOCK] = { "clock", _("Clock"), false },
        [COLUMN_RECORDS] = { "recorded", _("Recorded"), false },
        [COLUMN_SENTENCE] = { "meaning", _("Meaning"), false },
    };
    struct report_sheet *sheet;
    const struct transition *transition;
    size_t count = 0;
    enum err e = OK;

    (void)store;
    (void)wish;
    while (workflow_transition(count))
        count++;
    sheet = report_add_sheet(out, "workflow", _("Steps of the workflow"), columns, COLUMN_COUNT, count);
    if (!sheet)
        return why_set(why, E_MEMORY, N_("There is no memory left for the report."));
    sheet->note =
        _("A step that is not in this table cannot be taken. The officer who proposed a step never signs it.");
    sheet->is_tall = true;
    for (size_t i = 0; !e && (transition = workflow_transition(i)); i++)
        e = add_transition(out, sheet, transition);
    return e ? why_set(why, e, N_("There is no memory left for the report.")) : OK;
}
