/*
 * Taking in a referral in six guided steps, while the caller is on the line. Each Ctrl-S saves the draft and goes on;
 * nothing typed is lost by leaving. The last step names what is still missing and receives the referral. Begins with a
 * search, so that one person does not get two files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editing_in.h"
#include "record_view_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { STEP_SAFETY = 3, STEP_REVIEW = INTAKE_STEP_COUNT - 1, KNOWN_MOST = DIALOG_CHOICES - 1, BOX_HEIGHT = 4 };
enum question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_SEARCH, ASKED_KNOWN, ASKED_CREATE };

struct intake {
    struct screen screen;
    struct editing editing; /* the referral */
    int step;
    struct problems missing; /* for the review */
    struct page review;
    int64_t known[KNOWN_MOST]; /* referrals the search before found */
    int known_count;
};

static struct intake *intake_of(struct screen *screen)
{
    return (struct intake *)screen;
}

static const struct intake *intake_of_const(const struct screen *screen)
{
    return (const struct intake *)screen;
}

/* --- loading --- */
static void let_go(struct intake *intake)
{
    editing_release(&intake->editing);
    page_release(&intake->review);
}

static int step_fields(int step)
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
                            step_fields(intake->step), why);
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

static void ask_search(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Search first"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Has this person been referred before? Type the name as the caller says it, or a part of it. The search "
               "is written into the log. "
               "Esc goes on without a name."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Search"));
    flow_ask(flow, &dialog, ASKED_SEARCH);
}

static enum err open_intake(struct screen *screen, struct flow *flow, struct why *why)
{
    struct intake *intake = intake_of(screen);
    enum err e;

    if ((e = load_record(intake, flow, why)) || (e = show_step(intake, flow, why)))
        return e;
    if (!editing_offer_draft(&intake->editing, flow, ASKED_DRAFT) && !intake->editing.id)
        ask_search(flow);
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
    if (workflow_step(flow_store(flow), intake->editing.id, "receive", NULL, 0, &taken, &problems, &why)) {
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

/* Enough to tell one from another, and nothing sealed. */
static void describe_known(struct flow *flow, int64_t id, char *out, size_t size)
{
    struct record referral = { 0 };
    struct why why = { 0 };

    if (!store_load(flow_store(flow), &referral_type, id, &referral, &why))
        snprintf(out, size, "%s · %s · %s · %s", record_text(&referral, "reference"),
                 record_text(&referral, "pseudonym"),
                 vocabulary_label(flow_words(flow), "referral_state", record_text(&referral, "state")),
                 record_text(&referral, "state_on"));
    record_release(&referral);
}

/* The referrals found by name, to open one of them instead of making another. */
static void offer_known(struct intake *intake, struct flow *flow, const char *name)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };
    struct why why = { 0 };
    size_t count = 0;

    if (store_search_sealed(flow_store(flow), &referral_type, name, _("search before a new referral"), KNOWN_MOST,
                            intake->known, &count, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    intake->known_count = (int)count;
    if (value_set_text(record_value(&intake->editing.record, "person_name"), name))
        value_release(
            record_value(&intake->editing.record, "person_name")); /* no memory: it is asked again in the step Person */
    if (!count) {
        flow_toast(flow, STYLE_GOOD, "%s", _("Nobody of that name so far. The search is in the log."));
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Referred before?"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("These referrals fit. Open one, or go on with a new one."));
    for (size_t i = 0; i < count; i++)
        describe_known(flow, intake->known[i], dialog.choices[i], sizeof dialog.choices[i]);
    snprintf(dialog.choices[count], sizeof dialog.choices[count], "%s", _("A new referral"));
    dialog.choice_count = (int)count + 1;
    flow_ask(flow, &dialog, ASKED_KNOWN);
}

static enum err answer_draft(struct intake *intake, struct flow *flow, enum dialog_answer answer, struct why *why)
{
    enum err e;

    if (answer == DIALOG_YES)
        return (e = editing_take_draft(&intake->editing, flow, why)) ? e : show_step(intake, flow, why);
    if (!intake->editing.id)
        ask_search(flow);
    return OK;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct intake *intake = intake_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum question)answer->question) {
    case ASKED_LEAVE:
        answer_leave(intake, flow, answer->dialog);
        break;
    case ASKED_DRAFT:
        e = answer_draft(intake, flow, answer->dialog, &why);
        break;
    case ASKED_SEARCH:
        if (answer->dialog == DIALOG_YES)
            offer_known(intake, flow, answer->text);
        break;
    case ASKED_KNOWN:
        if (answer->dialog == DIALOG_CHOSEN && answer->chosen < intake->known_count)
            flow_replace(flow, record_screen_new(&referral_type, intake->known[answer->chosen]));
        break;
    case ASKED_CREATE:
        e = form_feed_created(&intake->editing.form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

/* --- drawing --- */
/* A step is done when nothing that is missing is among its fields. */
static bool step_is_done(const struct intake *intake, int step)
{
    for (int i = 0; i < step_fields(step); i++) {
        if (intake_needs(intake_steps[step].fields[i]) &&
            !record_has(&intake->editing.record, intake_steps[step].fields[i]))
            return false;
    }
    return step < intake->step;
}

static void draw_steps(const struct intake *intake, struct grid *grid)
{
    struct area body = intake->screen.body;
    int x = body.x;

    for (int i = 0; i < INTAKE_STEP_COUNT; i++) {
        enum style style = i == intake->step ? STYLE_SELECTED : STYLE_TEXT;

        x += draw_printf(grid, x, body.y, body.x + body.width - x, style, "%d %s", i + 1, _(intake_steps[i].title));
        if (step_is_done(intake, i))
            x += 1 + draw_text(grid, x + 1, body.y, 1, STYLE_GOOD, draw_mark(grid, MARK_DONE));
        x += 2;
    }
    draw_wrapped(grid, (struct area){ body.x, body.y + 1, body.width, 2 }, 0, STYLE_DIM,
                 _(intake_steps[intake->step].hint));
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct intake *intake = intake_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_steps(intake, grid);
    if (intake->step == STEP_REVIEW)
        page_draw(&intake->review, grid);
    else if (intake->editing.open)
        form_draw(&intake->editing.form, grid);
    if (intake->step == STEP_SAFETY - 1) {
        struct area box = { body.x, body.y + body.height - BOX_HEIGHT, body.width, BOX_HEIGHT };

        draw_box(grid, box, _("Not recorded here"));
        draw_wrapped(grid, (struct area){ box.x + 2, box.y + 1, box.width - 4, 2 }, 0, STYLE_TEXT,
                     _("Faith, opinion, origin, dress, diagnosis. Write what was done or said. If somebody is in "
                       "danger now: the emergency number, then F8."));
    }
    if (intake->editing.open && intake->editing.form.overlay != FORM_NO_OVERLAY)
        form_draw(&intake->editing.form, grid); /* its picker stands over the box */
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct intake *intake = intake_of_const(screen);
    const char *reference = intake->editing.id ? record_text(&intake->editing.record, "reference") : "";

    if (buf_add_str(out, reference[0] ? reference : _("New referral")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct intake *intake = intake_of_const(screen);
    const char *state = !editing_is_changed(&intake->editing) ? ""
                        : intake->editing.draft_kept_at       ? _(" · draft kept")
                                                              : _(" · not saved");

    if (buf_printf(out, _("step %d of %d%s"), intake->step + 1, INTAKE_STEP_COUNT, state))
        buf_clear(out);
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

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
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
    .draw = draw,
    .close = close_intake,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = is_casework,
    .help = help,
};

struct screen *intake_screen_new(int64_t referral)
{
    struct intake *intake = screen_alloc(sizeof *intake, &intake_kind);

    if (!intake)
        return NULL;
    intake->editing.type = &referral_type;
    intake->editing.id = referral;
    return &intake->screen;
}
