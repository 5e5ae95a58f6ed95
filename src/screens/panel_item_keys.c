/* The keys of a case before the panel. Before it was discussed without the name most of them wait, and say so. */
#include <stdio.h>
#include <string.h>

#include "panel_item_in.h"
#include "shown_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

const enum document_kind item_documents[ITEM_DOCUMENTS] = { DOCUMENT_F2_SHEET, DOCUMENT_F3_SHEET, DOCUMENT_LETTER };

static struct item_screen *item_of(struct screen *screen)
{
    return (struct item_screen *)screen;
}

static const struct item_screen *item_of_const(const struct screen *screen)
{
    return (const struct item_screen *)screen;
}

static void run_add(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = 3 };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("What is added?"));
    snprintf(dialog.choices[0], sizeof dialog.choices[0], "%s", _("Contribution: what an agency said"));
    snprintf(dialog.choices[1], sizeof dialog.choices[1], "%s", _("Conflict: a member who knows the person"));
    snprintf(dialog.choices[2], sizeof dialog.choices[2], "%s", _("Action: who does what by when"));
    flow_ask(flow, &dialog, ITEM_ASKED_ADD);
}

static void run_reveal(struct screen *screen, struct flow *flow)
{
    struct item_screen *item = item_of(screen);

    item->hidden_at = shown_toggle(item->hidden_at, flow, &episode_type, item->episode.id);
    item->page.first = 0;
    item_show_again(item, flow);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&panel_item_type, item_of(screen)->id), 0);
}

static void run_discussed(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Was it discussed without the name?"));
    snprintf(
        dialog.text, sizeof dialog.text, "%s",
        _("The panel has talked about the case as it stands on sheet F2. After this the name can be shown to those "
          "who stay."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("It was"));
    flow_ask(flow, &dialog, ITEM_ASKED_DISCUSSED);
}

static void run_documents(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = ITEM_DOCUMENTS };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("What is given out?"));
    for (int i = 0; i < ITEM_DOCUMENTS; i++)
        text_cut_into(dialog.choices[i], sizeof dialog.choices[i],
                      vocabulary_label(flow_words(flow), "copy_kind", document_form(item_documents[i])->code));
    flow_ask(flow, &dialog, ITEM_ASKED_DOCUMENT);
}

/* The step of the case that follows from where it stands and what was decided; NULL none. */
static const char *next_step(const struct item_screen *item)
{
    const char *state = item->episode.type ? record_text(&item->episode, "state") : "";

    if (strcmp(state, case_state_code(CASE_PANEL_LISTED)) == 0)
        return "panel_decide";
    if (strcmp(state, case_state_code(CASE_DEFERRED)) == 0)
        return "list_again";
    return strcmp(state, case_state_code(CASE_PANEL_DECIDED)) == 0 && record_has(&item->papers.item, "decision")
               ? record_text(&item->papers.item, "decision")
               : NULL;
}

static void run_step(struct screen *screen, struct flow *flow)
{
    flow_push(flow, step_screen_new(&episode_type, item_of(screen)->episode.id, next_step(item_of(screen))), 0);
}

static void run_case(struct screen *screen, struct flow *flow)
{
    flow_push(flow, record_screen_new(&episode_type, item_of(screen)->episode.id), 0);
}

static const char *refuse_undiscussed(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return item_is_discussed(item_of_const(screen))
               ? NULL
               : _("Discuss it without the name first, as it stands here; then F7.");
}

static const char *refuse_name(const struct screen *screen, const struct flow *flow)
{
    const struct item_screen *item = item_of_const(screen);

    if (!item_is_discussed(item))
        return refuse_undiscussed(screen, flow);
    return panel_may_name(&item->papers.item) ? NULL : _("Write down the basis for naming first (F4).");
}

static const char *refuse_discussed(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return item_is_discussed(item_of_const(screen)) ? _("That is written down already.") : NULL;
}

static const char *refuse_step(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return next_step(item_of_const(screen)) ? NULL : _("The case is not before the panel now; its page says where.");
}

const struct action item_actions[ITEM_ACTIONS] = {
    { .id = "item.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("What an agency said, a member with a conflict, or an action with its day."),
      .run = run_add,
      .writes = true,
      .refuses = refuse_undiscussed,
      .bar = true },
    { .id = "item.name",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Name"),
      .help = N_("Show who the person is for 20 seconds, after it was discussed without. The log says that you "
                 "looked."),
      .run = run_reveal,
      .writes = true,
      .refuses = refuse_name,
      .bar = true },
    { .id = "item.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Conflicts asked for, the explanation, options, decision, reasons, who leads, who tells the person."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_undiscussed,
      .bar = true },
    { .id = "item.step",
      .keys = { PRESS_FUNCTION(6), 's' },
      .label = N_("Next step"),
      .help = N_("Enter the decision of the panel, and then carry it out."),
      .run = run_step,
      .writes = true,
      .refuses = refuse_step,
      .bar = true },
    { .id = "item.discussed",
      .keys = { PRESS_FUNCTION(7), 'f' },
      .label = N_("Discussed"),
      .help = N_("It was discussed without the name, as sheet F2 has it."),
      .run = run_discussed,
      .writes = true,
      .refuses = refuse_discussed,
      .bar = true },
    { .id = "item.documents",
      .keys = { PRESS_FUNCTION(8), 'd' },
      .label = N_("Give out"),
      .help = N_("Sheet F2, sheet F3 or the letter to the person, as a numbered copy."),
      .run = run_documents,
      .writes = true,
      .bar = true },
    { .id = "item.case",
      .keys = { 'c' },
      .label = N_("Case"),
      .help = N_("The page of the case."),
      .run = run_case,
      .refuses = refuse_undiscussed },
};
