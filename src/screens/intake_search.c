/* Who is known already: asked by name before a new referral, so that one person does not get two files. */
#include <stdio.h>

#include "intake_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

void intake_ask_search(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    char searched[160];

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Search first"));
    snprintf(dialog.text, sizeof dialog.text, "%s\n%s",
             _("Has this person been referred before? Type the name as the caller says it, or a part of it. The search "
               "is written into the log. Esc goes on without a name; that is written down too."),
             known_searches(flow_store(flow), searched, sizeof searched));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Search"));
    flow_ask(flow, &dialog, ASKED_SEARCH);
}

/* What was found, to open one of them instead of making another. */
static void offer_known(const struct intake *intake, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Referred before?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("These referrals and cases fit. Open one, or go on with a new one."));
    for (size_t i = 0; i < intake->known_count; i++)
        text_cut_into(dialog.choices[i], sizeof dialog.choices[i], intake->known[i].line);
    snprintf(dialog.choices[intake->known_count], sizeof dialog.choices[0], "%s", _("A new referral"));
    dialog.choice_count = (int)intake->known_count + 1;
    flow_ask(flow, &dialog, ASKED_KNOWN);
}

static void search(struct intake *intake, struct flow *flow, const char *name)
{
    struct value *person = record_value(&intake->editing.record, "person_name");
    struct why why = { 0 };

    if (known_by_name(flow_store(flow), name, NULL, intake->known, &intake->known_count, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    if (person->form == VALUE_EMPTY && value_set_text(person, name))
        value_release(person); /* no memory: it is asked again in the step Person */
    if (intake->known_count)
        offer_known(intake, flow);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Nobody of that name so far. The search is in the log."));
}

/* What is new about somebody whose case has ended is a new referral; the earlier case is named in it. */
static void ask_ended(struct flow *flow, const struct known *known)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = 2 };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("An earlier case"));
    text_print_into(dialog.text, sizeof dialog.text, _("%s has ended. A new concern is a new referral."), known->line);
    snprintf(dialog.choices[0], sizeof dialog.choices[0], "%s", _("A new referral that names the earlier case"));
    snprintf(dialog.choices[1], sizeof dialog.choices[1], "%s", _("Open the earlier case"));
    flow_ask(flow, &dialog, ASKED_ENDED);
}

static void choose_known(struct intake *intake, struct flow *flow, const struct answer *answer)
{
    const struct known *known;

    if (answer->dialog != DIALOG_CHOSEN || answer->chosen >= (int)intake->known_count)
        return;
    known = &intake->known[answer->chosen];
    if (known->type == &episode_type && known->has_ended) {
        intake->ended = known->id;
        ask_ended(flow, known);
    } else {
        flow_replace(flow, record_screen_new(known->type, known->id));
    }
}

static void choose_ended(struct intake *intake, struct flow *flow, const struct answer *answer)
{
    if (answer->dialog != DIALOG_CHOSEN)
        return;
    if (answer->chosen == 1)
        flow_replace(flow, record_screen_new(&episode_type, intake->ended));
    else
        value_set_number(record_value(&intake->editing.record, "earlier_episode"), intake->ended);
}

void intake_search_answered(struct intake *intake, struct flow *flow, const struct answer *answer)
{
    switch ((enum intake_question)answer->question) {
    case ASKED_SEARCH:
        if (answer->dialog == DIALOG_YES)
            search(intake, flow, answer->text);
        else
            intake->unsearched = true;
        break;
    case ASKED_KNOWN:
        choose_known(intake, flow, answer);
        break;
    case ASKED_ENDED:
        choose_ended(intake, flow, answer);
        break;
    default:
        break;
    }
}
