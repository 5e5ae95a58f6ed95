/*
 * What is done to the actions of a plan from its screen: a new one is tied to a need or strength that the assessment
 * found, a mapped service is put to it, and when it becomes more than usual the reason is asked for at once.
 */
#include <stdio.h>
#include <string.h>

#include "plan_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

/* --- what it serves --- */
/* A plan works on needs, on circumstances and with strengths; it is no answer to conduct. */
static bool can_be_served(const struct record *item)
{
    static const char *const found[] = { "some", "pressing", "strong", "yes" };

    if (strcmp(record_text(item, "item_group"), "conduct") == 0)
        return false;
    for (int i = 0; i < ARRAY_COUNT(found); i++) {
        if (strcmp(record_text(item, "answer"), found[i]) == 0 ||
            strcmp(record_text(item, "person_view"), found[i]) == 0)
            return true;
    }
    return false;
}

static enum err add_need(struct planning *planning, const struct record *item, const struct vocabularies *words)
{
    struct picker_row row = { .id = item->id };

    text_cut_into(row.code, sizeof row.code, record_text(item, "item"));
    text_cut_into(row.label, sizeof row.label, vocabulary_label(words, "assessment_item", row.code));
    text_print_into(
        row.detail, sizeof row.detail, "%s%s%s",
        vocabulary_label(words, "assessment_group", record_text(item, "item_group")),
        record_has(item, "answer") ? " · " : "",
        record_has(item, "answer") ? vocabulary_label(words, "assessment_answer", record_text(item, "answer")) : "");
    return picker_add(&planning->picker, &row);
}

void planning_pick_need(struct planning *planning, struct flow *flow)
{
    const struct assessment *assessment = &planning->assessment;
    enum err e = OK;

    picker_release(&planning->picker);
    text_cut_into(planning->picker.title, sizeof planning->picker.title, _("Which need or strength is it for?"));
    for (size_t i = 0; i < assessment->item_count && !e; i++) {
        if (can_be_served(&assessment->items[i]))
            e = add_need(planning, &assessment->items[i], flow_words(flow));
    }
    if (e)
        flow_toast(flow, STYLE_BAD, "%s", err_text(e));
    else if (!planning->picker.count)
        flow_refuse_text(flow, _("The assessment names no need and no strength yet. An action serves one of them."));
    else {
        planning->picks = true;
        planning->tells_missing = false; /* it covers the plan, and would cover the list as well */
    }
    planning_place(planning);
}

static void push_action(struct planning *planning, struct flow *flow, const char *serves)
{
    char fields[240];

    snprintf(fields, sizeof fields, "episode=%lld\nplan=%lld\nserves=%s", (long long)planning->episode,
             (long long)planning->id, serves);
    flow_push(flow, form_screen_new_with(&plan_action_type, fields), ASKED_ACTION);
}

void planning_handle_picker(struct planning *planning, struct flow *flow, const struct event *event)
{
    enum picker_result result = picker_handle(&planning->picker, event);

    if (result == PICKER_CHOSEN && picker_chosen(&planning->picker))
        push_action(planning, flow, picker_chosen(&planning->picker)->code);
    if (result == PICKER_CHOSEN || result == PICKER_CANCELLED) {
        picker_release(&planning->picker);
        planning->picks = false;
    }
}

/* --- the provider --- */
static enum err put_service(struct planning *planning, struct store *store, int64_t service, struct saved *saved,
                            struct why *why)
{
    struct record action = { 0 }, chosen = { 0 };
    enum err e = store_load(store, &plan_action_type, planning_selected(planning)->id, &action, why);

    if (!e && !(e = store_load(store, &service_type, service, &chosen, why))) {
        value_set_number(record_value(&action, "service"), service);
        value_set_number(record_value(&action, "party"), record_number(&chosen, "party"));
        value_set_number(record_value(&action, "provider_agreed"), 0);
        value_release(record_value(&action, "provider_on"));
        e = store_put(store, &action, NULL, saved, why);
    }
    record_release(&action);
    record_release(&chosen);
    return e;
}

void planning_set_service(struct planning *planning, struct flow *flow, int64_t service)
{
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (!planning_selected(planning))
        return;
    if (put_service(planning, flow_store(flow), service, &saved, &why) || planning_load(planning, flow, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Saved. Ask the provider, and write down on the action that they agree."));
}

/* --- more than usual --- */
void planning_ask_why_more(struct planning *planning, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    const struct support_plan *plan = &planning->plan;

    if (planning->asked_why || !planning_is_draft(planning) ||
        !plan_must_say_why(&plan->record, plan->actions, plan->action_count))
        return;
    planning->asked_why = true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("More at once than usual"));
    text_print_into(dialog.text, sizeof dialog.text,
                    _("%lld actions at once and %lld contacts a week. That is often too much for a person. Why is it "
                      "not here? Esc leaves it open: plan fewer, or some for later."),
                    (long long)plan_peak_actions(&plan->record, plan->actions, plan->action_count).most,
                    (long long)plan_peak_contacts(&plan->record, plan->actions, plan->action_count).most);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it into the plan"));
    flow_ask(flow, &dialog, ASKED_WHY_MORE);
}

void planning_set_why_more(struct planning *planning, struct flow *flow, const char *reason)
{
    struct record plan = { 0 };
    struct saved saved = { 0 };
    struct why why = { 0 };
    enum err e = store_load(flow_store(flow), &support_plan_type, planning->id, &plan, &why);

    if (!e && (e = value_set_text(record_value(&plan, "over_reason"), reason)))
        why_set(&why, e, "%s", err_text(e));
    if (!e)
        e = store_put(flow_store(flow), &plan, NULL, &saved, &why);
    record_release(&plan);
    if (e || planning_load(planning, flow, &why))
        flow_refuse(flow, &why);
    else
        flow_toast_saved(flow, &saved);
}
