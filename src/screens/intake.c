/*
 * Taking in a referral in six guided steps, while the caller is on the line. Each Ctrl-S saves the draft and goes on;
 * nothing typed is lost by leaving. The last step names what is still missing and receives the referral. Begins with a
 * search, so that one person does not get two files.
 */
#include <stdlib.h>
#include <string.h>

#include "intake_in.h"
#include "record_view_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

static struct intake *intake_of(struct screen *screen)
{
    return (struct intake *)screen;
}

/* --- loading --- */
static void let_go(struct intake *intake)
{
    editing_release(&intake->editing);
    page_release(&intake->review);
}

int intake_step_fields(int step)
{
    int count = 0;

    while (count < INTAKE_FIELDS_MAX && intake_steps[step].fields[count])
        count++;
    return count;
}

/* Two rows for the steps, one for the hint, one blank; on "What happened" a box stands under the form. */
static struct area form_area(const struct intake *intake)
{
    struct area body = intake->screen.body;
    int box = intake->step == STEP_SAFETY - 1 ? BOX_HEIGHT : 0;

    return (struct area){ body.x, body.y + 4, body.width, body.height - 4 - box };
}

static enum err fill_review(struct intake *intake, struct flow *flow)
{
    struct rule_context context;
    enum err e = OK;

    casework_context(flow_store(flow), &context);
    memset(&intake->missing, 0, sizeof intake->missing);
    referral_missing(&intake->editing.record, &context, &intake->missing);
    page_release(&intake->review);
    if (!intake->missing.count)
        e = page_add(&intake->review, STYLE_GOOD, 0,
                     _("Nothing is missing. Ctrl-S receives the referral; tell the caller its reference."));
    else
        e = page_add(&intake->review, STYLE_WARN, 0, _("Before it can be received:"));
    for (int i = 0; !e && i < intake->missing.count; i++)
        e = page_add(&intake->review, STYLE_TEXT, 2, intake->missing.items[i].text);
    if (!e && intake->missing.count)
        e = page_add(&intake->review, STYLE_DIM, 0, _("It can stay a draft: Esc leaves, and what was typed is kept."));
    if (!e && !(e = page_add(&intake->review, STYLE_TEXT, 0, "")) &&
        !(e = page_add(&intake->review, STYLE_STRONG, 0, _("What was told"))))
        e = record_view(&intake->review, flow_store(flow), &intake->editing.record, SEALED_SHOWN, NULL);
    page_place(&intake->review, form_area(intake));
    return e;
}

static enum err show_step(struct intake *intake, struct flow *flow, struct why *why)
{
    enum err e;

    if (intake->step < STEP_REVIEW)
        return editing_show(&intake->editing, flow, form_area(intake), intake_steps[intake->step].fields,
                            intake_step_fields(intake->step), why);
    editing_hide(&intake->editing);
    return (e = fill_review(intake, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

/* Whoever goes on with a referral has looked at it. */
static enum err load_record(struct intake *intake, struct flow *flow, struct why *why)
{
    enum err e = OK;

    if (intake->editing.id)
        e = store_log_view(flow_store(flow), &referral_type, intake->editing.id, "intake", why);
    return e ? e : editing_load(&intake->editing, flow, why);
}

static enum err open_intake(struct screen *screen, struct flow *flow, struct why *why)
{
    struct intake *intake = intake_of(screen);
    enum err e;

    if ((e = load_record(intake, flow, why)) || (e = show_step(intake, flow, why)))
        return e;
    if (!editing_offer_draft(&intake->editing, flow, ASKED_DRAFT) && intake->searches)
        intake_ask_search(flow);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    editing_keep_draft(&intake_of(screen)->editing, flow);
    let_go(intake_of(screen));
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct intake *intake = intake_of(screen);
    enum err e = load_record(intake, flow, why);

    if (!e && (e = editing_take_draft(&intake->editing, flow, why)) == E_NOT_FOUND)
        e = OK;
    return e ? e : show_step(intake, flow, why);
}

/* --- saving and going on --- */
/* Save the draft as it stands; true when it is saved. Refused: the form tells what and where, and stays. */
static bool save(struct intake *intake, struct flow *flow, struct saved *saved)
{
    struct editing *editing = &intake->editing;
    struct problems problems = { 0 };
    struct why why = { 0 };

    if (!editing_finish(editing))
        return false;
    if (store_put(flow_store(flow), &editing->record, &problems, saved, &why)) {
        editing_refused(editing, flow, &problems, &why);
        return false;
    }
    editing_saved(editing, flow, editing->record.id);
    intake->searches = false;
    if (intake->unsearched && known_not_searched(flow_store(flow), editing->id, &why))
        flow_refuse(flow, &why);
    intake->unsearched = false;
    for (int i = problems.count - problems.warnings; i < problems.count; i++)
        flow_toast(flow, STYLE_WARN, "%s", problems.items[i].text);
    record_release(&editing->before);
    if (store_load(flow_store(flow), &referral_type, editing->id, &editing->before, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    return true;
}

static void go(struct intake *intake, struct flow *flow, int step)
{
    struct why why = { 0 };

    if (!editing_finish(&intake->editing))
        return;
    intake->step = step < 0 ? 0 : step >= INTAKE_STEP_COUNT ? STEP_REVIEW : step;
    if (show_step(intake, flow, &why))
        flow_refuse(flow, &why);
}

static void receive(struct intake *intake, struct flow *flow)
{
    struct step_taken taken = { 0 };
    struct problems problems = { 0 };
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (!save(intake, flow, &saved))
        return;
    if (workflow_step(flow_store(flow), &referral_type, intake->editing.id, "receive", NULL, 0, &taken, &problems,
                      &why)) {
        flow_refuse(flow, &why);
        if (show_step(intake, flow, &why))
            flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, _("Received. Tell the caller its number: %s"),
               record_text(&intake->editing.before, "reference"));
    flow_replace(flow, referral_screen_new(intake->editing.id));
}

static void run_save(struct screen *screen, struct flow *flow)
{
    struct intake *intake = intake_of(screen);
    struct saved saved = { 0 };

    if (intake->step == STEP_REVIEW) {
        receive(intake, flow);
        return;
    }
    if (!save(intake, flow, &saved))
        return;
    flow_toast_saved(flow, &saved);
    go(intake, flow, intake->step + 1);
}

static void run_next(struct screen *screen, struct flow *flow)
{
    go(intake_of(screen), flow, intake_of(screen)->step + 1);
}

static void run_previous(struct screen *screen, struct flow *flow)
{
    go(intake_of(screen), flow, intake_of(screen)->step - 1);
}

static void run_safety(struct screen *screen, struct flow *flow)
{
    go(intake_of(screen), flow, STEP_SAFETY);
}

static const char *refuse_next(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return intake_of_const(screen)->step < STEP_REVIEW ? NULL : _("This is the last step.");
}

static const char *refuse_previous(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return intake_of_const(screen)->step > 0 ? NULL : _("This is the first step.");
}

static const struct action actions[] = {
    { .id = "intake.save",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Save and go on"),
      .help = N_("Save what was typed and go to the next step; on the last step, receive the referral."),
      .run = run_save,
      .writes = true,
      .bar = true },
    { .id = "intake.previous",
      .keys = { PRESS_FUNCTION(5), PRESS_CTRL('b') },
      .label = N_("Step back"),
      .help = N_("To the step before; nothing is lost."),
      .run = run_previous,
      .refuses = refuse_previous,
      .bar = true },
    { .id = "intake.next",
      .keys = { PRESS_FUNCTION(6), PRESS_CTRL('n') },
      .label = N_("Step on"),
      .help = N_("To the next step without saving; the draft is kept all the same."),
      .run = run_next,
      .refuses = refuse_next,
      .bar = true },
    { .id = "intake.safety",
      .keys = { PRESS_FUNCTION(8), PRESS_CTRL('g') },
      .label = N_("Safety now"),
      .help = N_("Straight to the question whether somebody is in danger."),
      .run = run_safety,
      .writes = true,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct intake *intake = intake_of(screen);

    if (intake->step == STEP_REVIEW)
        return event->kind == EVENT_KEY && page_handle(&intake->review, event);
    return editing_handle(&intake->editing, flow, event, ASKED_CREATE);
}

static bool leave(struct screen *screen, struct flow *flow)
{
    if (!editing_is_changed(&intake_of(screen)->editing))
        return true;
    editing_ask_leave(flow, _("This referral has changes that are not saved"), ASKED_LEAVE);
    return false;
}

static void answer_leave(struct intake *intake, struct flow *flow, enum dialog_answer answer)
{
    struct saved saved = { 0 };

    if (answer == DIALOG_SAVE && save(intake, flow, &saved)) {
        flow_toast_saved(flow, &saved);
        flow_pop(flow);
    } else if (answer == DIALOG_DISCARD) {
        editing_drop_draft(&intake->editing, flow);
        flow_pop(flow);
    }
}

static enum err answer_draft(struct intake *intake, struct flow *flow, enum dialog_answer answer, struct why *why)
{
    enum err e;

    if (answer == DIALOG_YES)
        return (e = editing_take_draft(&intake->editing, flow, why)) ? e : show_step(intake, flow, why);
    if (intake->searches)
        intake_ask_search(flow);
    return OK;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct intake *intake = intake_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum intake_question)answer->question) {
    case ASKED_LEAVE:
        answer_leave(intake, flow, answer->dialog);
        break;
    case ASKED_DRAFT:
        e = answer_draft(intake, flow, answer->dialog, &why);
        break;
    case ASKED_SEARCH:
    case ASKED_KNOWN:
    case ASKED_ENDED:
        intake_search_answered(intake, flow, answer);
        break;
    case ASKED_CREATE:
        e = form_feed_created(&intake->editing.form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

static void hint(const struct screen *screen, struct buf *out)
{
    editing_hint(&intake_of_const(screen)->editing, out);
}

static bool typing(const struct screen *screen)
{
    const struct editing *editing = &intake_of_const(screen)->editing;

    return editing->open && form_is_typing(&editing->form);
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct intake *intake = intake_of(screen);

    (void)flow;
    if (intake->editing.open)
        form_place(&intake->editing.form, form_area(intake));
    else
        page_place(&intake->review, form_area(intake));
}

static enum err help(const struct screen *screen, struct page *page)
{
    (void)screen;
    return form_feed_help(&referral_type, page);
}

static void close_intake(struct screen *screen)
{
    let_go(intake_of(screen));
    free(intake_of(screen));
}

static const struct screen_kind intake_kind = {
    .name = "intake",
    .purpose = N_("Taking in a referral, step by step, while the caller is on the line. Every step can be left and "
                  "come back to."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_intake,
    .suspend = suspend,
    .resume = resume,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = intake_draw,
    .close = close_intake,
    .title = intake_title,
    .status = intake_status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *intake_screen_new(int64_t referral)
{
    struct intake *intake = screen_alloc(sizeof *intake, &intake_kind);

    if (!intake)
        return NULL;
    intake->editing.type = &referral_type;
    intake->editing.id = referral;
    intake->searches = !referral;
    return &intake->screen;
}

struct screen *intake_screen_new_searching(int64_t referral)
{
    struct screen *screen = intake_screen_new(referral);

    if (screen)
        intake_of(screen)->searches = true;
    return screen;
}
