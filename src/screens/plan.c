/*
 * The plan of support: the aim in the person's own words, actions that each serve a need or a strength, who carries
 * them out, and what keeps the plan from being agreed. A draft changes freely; a plan that was agreed stays as it is,
 * and of its actions only what happens to them is written down.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    return planning_load(planning_of(screen), flow, why);
}

/* Back from a form: something may have become more than usual. */
static enum err refresh(struct screen *screen, struct flow *flow, struct why *why)
{
    enum err e = load(screen, flow, why);

    if (!e)
        planning_ask_why_more(planning_of(screen), flow);
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    planning_let_go(planning_of(screen));
}

/* --- actions --- */
static void run_add(struct screen *screen, struct flow *flow)
{
    planning_pick_need(planning_of(screen), flow);
}

static void run_open(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&plan_action_type, planning_selected(planning_of(screen))->id), 0);
}

static void run_words(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&support_plan_type, planning_of(screen)->id), 0);
}

static void run_provider(struct screen *screen, struct flow *flow)
{
    struct planning *planning = planning_of(screen);

    flow_push(flow, provider_screen_new(planning->episode, planning_selected(planning)->id), ASKED_PROVIDER);
}

static void run_service(struct screen *screen, struct flow *flow)
{
    flow_push(flow, detail_screen_new(&service_type, record_number(planning_selected(planning_of(screen)), "service")),
              0);
}

static void run_missing(struct screen *screen, struct flow *flow)
{
    struct planning *planning = planning_of(screen);

    if (planning_tell_missing(planning))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    planning->tells_missing = true;
}

static void run_versions(struct screen *screen, struct flow *flow)
{
    char filter[64];

    snprintf(filter, sizeof filter, "episode=%lld", (long long)planning_of(screen)->episode);
    flow_push(flow, list_screen_new_filtered(&support_plan_type, filter), 0);
}

static void run_new(struct screen *screen, struct flow *flow)
{
    struct planning *planning = planning_of(screen);
    struct why why = { 0 };

    if (plan_new_version(flow_store(flow), planning->episode, &planning->id, &why) ||
        planning_load(planning, flow, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, _("Version %lld is a draft now. F4 writes the aim, F2 adds an action."),
               (long long)record_number(&planning->plan.record, "version"));
}

static void run_why_more(struct screen *screen, struct flow *flow)
{
    planning_of(screen)->asked_why = false;
    planning_ask_why_more(planning_of(screen), flow);
}

/* --- why not --- */
static const char *refuse_none(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return planning_of_const(screen)->plan.record.type ? NULL : _("There is no plan yet. Ctrl-N begins one.");
}

static const char *refuse_agreed(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_none(screen, flow);

    if (refusal)
        return refusal;
    return planning_is_draft(planning_of_const(screen))
               ? NULL
               : _("The plan stays as it was agreed. Ctrl-N begins the next version.");
}

static const char *refuse_no_action(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_none(screen, flow);

    if (refusal)
        return refusal;
    return planning_selected(planning_of_const(screen)) ? NULL : _("There is no action yet. F2 adds one.");
}

static const char *refuse_provider(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_agreed(screen, flow);

    return refusal ? refusal : refuse_no_action(screen, flow);
}

static const char *refuse_service(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_no_action(screen, flow);

    if (refusal)
        return refusal;
    return record_has(planning_selected(planning_of_const(screen)), "service")
               ? NULL
               : _("No mapped service carries this action out. F6 looks for one.");
}

static const char *refuse_new(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return planning_is_draft(planning_of_const(screen)) ? _("This version is a draft: go on with it.") : NULL;
}

static const char *refuse_why_more(const struct screen *screen, const struct flow *flow)
{
    const struct support_plan *plan = &planning_of_const(screen)->plan;
    const char *refusal = refuse_agreed(screen, flow);

    if (refusal)
        return refusal;
    return plan_must_say_why(&plan->record, plan->actions, plan->action_count)
               ? NULL
               : _("It is not more than usual, or the reason is written down already (F4).");
}

static const struct action actions[] = {
    { .id = "plan.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("An action for one of the needs or strengths that the assessment found."),
      .run = run_add,
      .refuses = refuse_agreed,
      .writes = true,
      .bar = true },
    { .id = "plan.open",
      .keys = { PRESS_ENTER },
      .label = N_("Action"),
      .help = N_("Change the selected action, or write down what became of it and what the provider told."),
      .run = run_open,
      .refuses = refuse_no_action,
      .bar = true },
    { .id = "plan.words",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Plan"),
      .help = N_("The aim, why it matters, how much support, what could go wrong, when it ends."),
      .run = run_words,
      .refuses = refuse_none,
      .bar = true },
    { .id = "plan.provider",
      .keys = { PRESS_FUNCTION(6), 'p' },
      .label = N_("Provider"),
      .help = N_("Choose from the mapped services who carries out the selected action."),
      .run = run_provider,
      .refuses = refuse_provider,
      .writes = true,
      .bar = true },
    { .id = "plan.missing",
      .keys = { PRESS_FUNCTION(8), 'm' },
      .label = N_("Missing"),
      .help = N_("All that keeps the plan from being agreed, and what should be thought over."),
      .run = run_missing,
      .refuses = refuse_agreed,
      .bar = true },
    { .id = "plan.service",
      .keys = { 'o' },
      .label = N_("Service"),
      .help = N_("The mapped service that carries out the selected action."),
      .run = run_service,
      .refuses = refuse_service,
      .bar = true },
    { .id = "plan.why_more",
      .keys = { 'r' },
      .label = N_("Why more"),
      .help = N_("Say why the plan does more at once than usual."),
      .run = run_why_more,
      .refuses = refuse_why_more,
      .writes = true },
    { .id = "plan.new",
      .keys = { PRESS_CTRL('n') },
      .label = N_("New version"),
      .help = N_("Begin the plan, or its next version with the actions that go on."),
      .run = run_new,
      .refuses = refuse_new,
      .writes = true,
      .bar = true },
    { .id = "plan.versions",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Versions"),
      .help = N_("All versions of the plan."),
      .run = run_versions,
      .refuses = refuse_none,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct planning *planning = planning_of(screen);
    struct why why = { 0 };

    if (event->kind == EVENT_TICK || !planning->plan.record.type)
        return false;
    if (planning->picks) {
        planning_handle_picker(planning, flow, event);
        return true;
    }
    if (event->kind != EVENT_KEY || event->key == PRESS_ENTER)
        return false;
    if (planning->tells_missing)
        return page_handle(&planning->missing, event);
    if ((event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP) && page_handle(&planning->pane, event))
        return true;
    if (table_handle(&planning->table, event) == TABLE_IGNORED)
        return false;
    if (planning_tell_action(planning, flow, &why))
        flow_refuse(flow, &why);
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct planning *planning = planning_of(screen);
    bool goes = !planning->tells_missing;

    (void)flow;
    planning->tells_missing = false;
    return goes;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct planning *planning = planning_of(screen);
    struct why why = { 0 };

    switch ((enum plan_question)answer->question) {
    case ASKED_PROVIDER:
        if (answer->id)
            planning_set_service(planning, flow, answer->id);
        break;
    case ASKED_WHY_MORE:
        if (answer->dialog == DIALOG_YES)
            planning_set_why_more(planning, flow, answer->text);
        break;
    case ASKED_ACTION:
        if (planning_load(planning, flow, &why))
            flow_refuse(flow, &why);
        if (answer->id) {
            planning->asked_why = false;
            table_select(&planning->table, answer->id);
            planning_ask_why_more(planning, flow);
        }
        if (planning_tell_action(planning, flow, &why))
            flow_refuse(flow, &why);
        break;
    }
}

/* From a list or from home no page of the case stands before it: then it names the case itself. */
static void title(const struct screen *screen, struct buf *out)
{
    const struct planning *planning = planning_of_const(screen);

    if (planning->is_alone ? buf_printf(out, "%s · %s", planning->pseudonym, _("Plan")) : buf_add_str(out, _("Plan")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct planning *planning = planning_of_const(screen);

    if (planning->plan.record.type &&
        buf_printf(out, _("version %lld%s"), (long long)record_number(&planning->plan.record, "version"),
                   planning_is_draft(planning) ? _(" · draft") : ""))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return planning_of_const(screen)->picks;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    planning_place(planning_of(screen));
}

static void close_plan(struct screen *screen)
{
    planning_let_go(planning_of(screen));
    table_release(&planning_of(screen)->table);
    free(screen);
}

static const struct screen_kind plan_kind = {
    .name = "plan",
    .purpose =
        N_("The plan of support, made with the person: what they want, what is done for it and by whom, how much "
           "at once, and when it ends."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = refresh,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = plan_draw,
    .close = close_plan,
    .title = title,
    .status = status,
    .typing = typing,
    .is_casework = screen_is_always_casework,
};

static struct screen *plan_new(int64_t episode, int64_t plan)
{
    struct planning *planning = screen_alloc(sizeof *planning, &plan_kind);

    if (!planning)
        return NULL;
    planning->episode = episode;
    planning->is_alone = episode == 0;
    planning->id = plan;
    return &planning->screen;
}

struct screen *plan_screen_new(int64_t episode)
{
    return plan_new(episode, 0);
}

struct screen *plan_version_screen_new(int64_t plan)
{
    return plan_new(0, plan);
}
