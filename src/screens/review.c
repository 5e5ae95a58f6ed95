/*
 * A review with the person: for each need and strength, one key says what became of it since the first assessment the
 * panel had; then what changed, whether the person still agrees and support is still in proportion, and what follows.
 * All of it is saved together, and the next step of the case is offered.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review_in.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { KEEP_EVERY = 3000 };
enum question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_STEP, ASKED_NOTE, ASKED_CREATE };

/* --- loading --- */
static enum err open_review(struct screen *screen, struct flow *flow, struct why *why)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'u' };
    enum err e = reviewing_load(reviewing_of(screen), flow, why);

    if (e || !reviewing_has_draft(reviewing_of(screen), flow))
        return e;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("A draft was kept"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("A review was begun here but not saved. Take it up again? If not, it stays until something else is "
               "saved here."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Use the draft"));
    flow_ask(flow, &dialog, ASKED_DRAFT);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct reviewing *reviewing = reviewing_of(screen);
    enum review_leaf leaf = reviewing->leaf;

    reviewing_keep_draft(reviewing, flow);
    reviewing_let_go(reviewing);
    reviewing->leaf = leaf;
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct reviewing *reviewing = reviewing_of(screen);
    enum review_leaf leaf = reviewing->leaf;
    enum err e = reviewing_load(reviewing, flow, why);

    if (!e && reviewing_has_draft(reviewing, flow))
        e = reviewing_take_draft(reviewing, flow, why);
    return e ? e : reviewing_open_leaf(reviewing, flow, leaf, why);
}

/* Back from the plan, whose actions decide what is asked about; what is not saved yet stays. */
static enum err refresh(struct screen *screen, struct flow *flow, struct why *why)
{
    struct reviewing *reviewing = reviewing_of(screen);

    if (reviewing->changed || reviewing->leaf != LEAF_CHANGES)
        return OK;
    return reviewing_load(reviewing, flow, why);
}

/* --- what became of it --- */
static void answer(struct screen *screen, struct flow *flow, const char *code)
{
    struct reviewing *reviewing = reviewing_of(screen);
    struct record *change = reviewing_selected(reviewing);

    if (!change)
        return;
    if (value_set_text(record_value(change, "change"), code))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    reviewing_touch(reviewing, flow);
    if (code[0])
        table_step(&reviewing->table, 1);
}

static void run_better(struct screen *screen, struct flow *flow)
{
    answer(screen, flow, "better");
}

static void run_same(struct screen *screen, struct flow *flow)
{
    answer(screen, flow, "same");
}

static void run_worse(struct screen *screen, struct flow *flow)
{
    answer(screen, flow, "worse");
}

static void run_unknown(struct screen *screen, struct flow *flow)
{
    answer(screen, flow, "unknown");
}

static void run_take_away(struct screen *screen, struct flow *flow)
{
    answer(screen, flow, "");
}

static void run_note(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("What shows it?"));
    snprintf(dialog.text, sizeof dialog.text, "%s", record_text(reviewing_selected(reviewing_of(screen)), "note"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it down"));
    flow_ask(flow, &dialog, ASKED_NOTE);
}

/* --- actions --- */
static void open_leaf(struct screen *screen, struct flow *flow, enum review_leaf leaf)
{
    struct why why = { 0 };

    if (reviewing_finish_leaf(reviewing_of(screen)) && reviewing_open_leaf(reviewing_of(screen), flow, leaf, &why))
        flow_refuse(flow, &why);
}

static void run_words(struct screen *screen, struct flow *flow)
{
    open_leaf(screen, flow, LEAF_WORDS);
}

static void run_missing(struct screen *screen, struct flow *flow)
{
    open_leaf(screen, flow, LEAF_MISSING);
}

static void run_plan(struct screen *screen, struct flow *flow)
{
    flow_push(flow, plan_screen_new(reviewing_of(screen)->episode), 0);
}

/* Which step of the case follows from what was written. */
static const char *next_step(const struct reviewing *reviewing)
{
    if (strcmp(reviewing->state, "active") == 0 || strcmp(reviewing->state, "paused") == 0)
        return "begin_review";
    if (strcmp(reviewing->state, "reviewing") != 0)
        return NULL;
    return strcmp(record_text(&reviewing->writing.review, "decision"), "close") == 0 ? "begin_closing"
                                                                                     : "finish_review";
}

static void offer_step(struct reviewing *reviewing, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    const char *action = next_step(reviewing);

    if (!action || reviewing->missing.count)
        return;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("The review is written"));
    snprintf(dialog.text, sizeof dialog.text, _("Nothing is missing. Take the next step of the case now: %s?"),
             _(workflow_find(action)->label));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("To that step"));
    flow_ask(flow, &dialog, ASKED_STEP);
}

static void run_save(struct screen *screen, struct flow *flow)
{
    struct reviewing *reviewing = reviewing_of(screen);

    if (reviewing_finish_leaf(reviewing) && reviewing_save(reviewing, flow))
        offer_step(reviewing, flow);
}

static const char *refuse_finished(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return reviewing_of_const(screen)->is_open ? NULL : _("This review is finished; it stays as it was written.");
}

static const char *refuse_answer(const struct screen *screen, const struct flow *flow)
{
    const char *refusal = refuse_finished(screen, flow);

    if (refusal)
        return refusal;
    if (reviewing_of_const(screen)->leaf != LEAF_CHANGES)
        return _("Go back to the needs and strengths first (Esc).");
    if (reviewing_of_const(screen)->writing.count)
        return NULL;
    return _("There is no need and no strength to look at yet.");
}

static const char *refuse_save(const struct screen *screen, const struct flow *flow)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);
    const char *refusal = refuse_finished(screen, flow);

    if (refusal)
        return refusal;
    return reviewing->changed || reviewing->open ? NULL : _("Everything is saved already.");
}

static const struct action actions[] = {
    { .id = "review.better",
      .keys = { 'b' },
      .label = N_("Better"),
      .help = N_("The selected need or strength is better than at first."),
      .run = run_better,
      .refuses = refuse_answer,
      .writes = true,
      .bar = true },
    { .id = "review.same",
      .keys = { 's' },
      .label = N_("Same"),
      .help = N_("It is the same as at first."),
      .run = run_same,
      .refuses = refuse_answer,
      .writes = true,
      .bar = true },
    { .id = "review.worse",
      .keys = { 'w' },
      .label = N_("Worse"),
      .help = N_("It is worse than at first."),
      .run = run_worse,
      .refuses = refuse_answer,
      .writes = true,
      .bar = true },
    { .id = "review.unknown",
      .keys = { 'u' },
      .label = N_("Unknown"),
      .help = N_("It is not known; that is an answer too."),
      .run = run_unknown,
      .refuses = refuse_answer,
      .writes = true,
      .bar = true },
    { .id = "review.words",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Words"),
      .help = N_("What changed, whether the person still agrees, why it is in proportion, the decision, the next day."),
      .run = run_words,
      .bar = true },
    { .id = "review.save",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Save"),
      .help = N_("Save the review and all answers together; then the next step of the case is offered."),
      .run = run_save,
      .refuses = refuse_save,
      .writes = true,
      .bar = true },
    { .id = "review.missing",
      .keys = { PRESS_FUNCTION(8), 'm' },
      .label = N_("Missing"),
      .help = N_("All that is missing before the review can be finished."),
      .run = run_missing,
      .refuses = refuse_finished,
      .bar = true },
    { .id = "review.plan",
      .keys = { PRESS_FUNCTION(6), 'p' },
      .label = N_("Plan"),
      .help = N_("The plan of support: a review that changes it needs a new version."),
      .run = run_plan,
      .bar = true },
    { .id = "review.note",
      .keys = { PRESS_ENTER },
      .label = N_("Note"),
      .help = N_("What shows what became of the selected need or strength."),
      .run = run_note,
      .refuses = refuse_answer,
      .writes = true },
    { .id = "review.take_away",
      .keys = { PRESS_DELETE, PRESS_BACKSPACE },
      .label = N_("Take away"),
      .help = N_("Take the answer away again."),
      .run = run_take_away,
      .refuses = refuse_answer,
      .writes = true },
};

/* --- events --- */
static void tick(struct reviewing *reviewing, struct flow *flow)
{
    if (reviewing->changed && reviewing->touched_at > reviewing->kept_at &&
        clock_monotonic() - reviewing->touched_at >= KEEP_EVERY)
        reviewing_keep_draft(reviewing, flow);
}

static bool handle_form(struct reviewing *reviewing, struct flow *flow, const struct event *event)
{
    struct why why = { 0 };

    if (!form_handle(&reviewing->form, event))
        return false;
    if (form_feed(&reviewing->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    if (reviewing->form.request == FORM_ASKS_CREATE)
        form_feed_create(&reviewing->form, flow, ASKED_CREATE);
    if (reviewing->form.changed)
        reviewing_touch(reviewing, flow);
    return true;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct reviewing *reviewing = reviewing_of(screen);

    if (event->kind == EVENT_TICK) {
        tick(reviewing, flow);
        return false;
    }
    if (reviewing->open)
        return handle_form(reviewing, flow, event);
    if (event->kind != EVENT_KEY || event->key == PRESS_ENTER)
        return false;
    if (reviewing->leaf != LEAF_CHANGES)
        return page_handle(&reviewing->page, event);
    return table_handle(&reviewing->table, event) != TABLE_IGNORED;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct reviewing *reviewing = reviewing_of(screen);
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    if (reviewing->leaf != LEAF_CHANGES) {
        if (reviewing_finish_leaf(reviewing))
            reviewing_close_leaf(reviewing);
        return false;
    }
    if (!reviewing->changed)
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("This review is not saved"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answer_leave(struct reviewing *reviewing, struct flow *flow, enum dialog_answer answer)
{
    if (answer == DIALOG_SAVE && reviewing_save(reviewing, flow))
        flow_pop(flow);
    if (answer != DIALOG_DISCARD)
        return;
    reviewing_drop_draft(reviewing, flow);
    flow_pop(flow);
}

static void set_note(struct reviewing *reviewing, struct flow *flow, const char *text)
{
    struct record *change = reviewing_selected(reviewing);

    if (change && value_set_text(record_value(change, "note"), text))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    reviewing_touch(reviewing, flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct reviewing *reviewing = reviewing_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum question)answer->question) {
    case ASKED_LEAVE:
        answer_leave(reviewing, flow, answer->dialog);
        break;
    case ASKED_DRAFT:
        e = answer->dialog == DIALOG_YES ? reviewing_take_draft(reviewing, flow, &why) : OK;
        break;
    case ASKED_STEP:
        if (answer->dialog == DIALOG_YES)
            flow_replace(flow, step_screen_new(&episode_type, reviewing->episode, next_step(reviewing)));
        break;
    case ASKED_NOTE:
        if (answer->dialog == DIALOG_YES)
            set_note(reviewing, flow, answer->text);
        break;
    case ASKED_CREATE:
        e = form_feed_created(&reviewing->form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

/* From a list or from home no page of the case stands before it: then it names the case itself. */
static void title(const struct screen *screen, struct buf *out)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);

    if (reviewing->is_alone ? buf_printf(out, "%s · %s", reviewing->pseudonym, _("Review"))
                            : buf_add_str(out, _("Review")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);
    const char *state = !reviewing->changed ? "" : reviewing->kept_at ? _(" · draft kept") : _(" · not saved");

    if (reviewing->writing.review.type && buf_printf(out, "%s%s", record_text(&reviewing->writing.review, "on"), state))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);
    char text[240];

    if (buf_add_str(out, reviewing->open      ? form_hint(&reviewing->form, text, sizeof text)
                         : reviewing->is_open ? _("One letter answers and goes on; Enter notes what shows it.")
                                              : ""))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);

    return reviewing->open && form_is_typing(&reviewing->form);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    reviewing_place(reviewing_of(screen));
}

static enum err help(const struct screen *screen, struct page *page)
{
    return reviewing_of_const(screen)->open ? form_feed_help(&review_type, page) : OK;
}

static void close_review(struct screen *screen)
{
    reviewing_let_go(reviewing_of(screen));
    table_release(&reviewing_of(screen)->table);
    free(screen);
}

static const struct screen_kind review_kind = {
    .name = "review",
    .purpose = N_("A review with the person: what became of each need and strength, whether they still agree, and what "
                  "follows. Nothing is added up."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_review,
    .suspend = suspend,
    .resume = resume,
    .refresh = refresh,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = review_draw,
    .close = close_review,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *review_screen_new(int64_t episode, int64_t review)
{
    struct reviewing *reviewing = screen_alloc(sizeof *reviewing, &review_kind);

    if (!reviewing)
        return NULL;
    reviewing->episode = episode;
    reviewing->is_alone = episode == 0;
    reviewing->id = review;
    return &reviewing->screen;
}
