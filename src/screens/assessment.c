/*
 * The assessment of a case: concerns beside strengths, needs with the person's own view, and the judgement in words.
 * What is missing before the panel can be given it stands at the head. Answers are kept as drafts, and saved together
 * with Ctrl-S. A version that the panel has is only read. Nothing is added up and nobody is compared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assessment_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

/* --- loading --- */
/* The keys that answer the selected question; of a version that is only read, the question in full. */
static void tell_hint(struct assessing *assessing, const struct flow *flow)
{
    int item = assessing_selected(assessing);
    const struct vocabularies *words = flow_words(flow);
    struct buf keys = { 0 };

    assessing->hint[0] = '\0';
    if (item < 0 || !words || assessing->leaf != LEAF_QUESTIONS)
        return;
    if (!assessing_is_draft(assessing) || !assessing_tell_keys(assessing, &keys))
        text_print_into(assessing->hint, sizeof assessing->hint, "%s%s%s", buf_text(&keys), keys.len ? "  " : "",
                        vocabulary_label(words, "assessment_item", record_text(&assessing->now.items[item], "item")));
    buf_release(&keys);
}

static enum err open_assessment(struct screen *screen, struct flow *flow, struct why *why)
{
    struct assessing *assessing = assessing_of(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'u' };
    enum err e = assessing_load(assessing, flow, why);

    if (e)
        return e;
    tell_hint(assessing, flow);
    if (!assessing_has_drafts(assessing, flow))
        return OK;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("A draft was kept"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Answers given here were kept but not saved. Take them up again? If not, they stay until something else "
               "is saved here."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Use the draft"));
    flow_ask(flow, &dialog, ASKED_DRAFT);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);
    enum assessment_leaf leaf = assessing->leaf;

    assessing_keep_drafts(assessing, flow);
    assessing_let_go(assessing);
    wipe(assessing->hint, sizeof assessing->hint);
    wipe(assessing->pseudonym, sizeof assessing->pseudonym);
    wipe(&assessing->missing, sizeof assessing->missing);
    assessing->leaf = leaf;
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct assessing *assessing = assessing_of(screen);
    enum assessment_leaf leaf = assessing->leaf;
    enum err e = assessing_load(assessing, flow, why);

    if (!e && assessing_has_drafts(assessing, flow))
        e = assessing_take_drafts(assessing, flow, why);
    if (!e)
        e = assessing_open_leaf(assessing, flow, leaf, why);
    tell_hint(assessing, flow);
    return e;
}

/* Back from another screen: what is not saved yet stays. */
static enum err refresh(struct screen *screen, struct flow *flow, struct why *why)
{
    struct assessing *assessing = assessing_of(screen);

    if (assessing->leaf != LEAF_QUESTIONS || assessing_is_changed(assessing))
        return OK;
    if (assessing_load(assessing, flow, why))
        return why->code;
    tell_hint(assessing, flow);
    return OK;
}

static void show_version(struct assessing *assessing, struct flow *flow, int64_t id)
{
    struct why why = { 0 };

    assessing->id = id;
    memset(assessing->selected, 0, sizeof assessing->selected);
    if (assessing_load(assessing, flow, &why))
        flow_refuse(flow, &why);
}

/* --- actions --- */
static void open_leaf(struct screen *screen, struct flow *flow, enum assessment_leaf leaf)
{
    struct why why = { 0 };

    if (assessing_finish_leaf(assessing_of(screen)) && assessing_open_leaf(assessing_of(screen), flow, leaf, &why))
        flow_refuse(flow, &why);
}

static void run_open(struct screen *screen, struct flow *flow)
{
    open_leaf(screen, flow, LEAF_ITEM);
}

static void run_judgement(struct screen *screen, struct flow *flow)
{
    open_leaf(screen, flow, LEAF_JUDGEMENT);
}

static void run_missing(struct screen *screen, struct flow *flow)
{
    open_leaf(screen, flow, LEAF_MISSING);
}

static void run_pane(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);

    (void)flow;
    if (assessing->leaf != LEAF_QUESTIONS)
        return;
    assessing->pane = (assessing->pane + 1) % PANE_COUNT;
    tell_hint(assessing, flow);
}

static void run_save(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);

    if (assessing_finish_leaf(assessing) && assessing_check(assessing, flow))
        (void)assessing_save(assessing, flow);
    tell_hint(assessing, flow);
}

static void run_new(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);
    struct why why = { 0 };
    int64_t id;

    if (assessment_new_version(flow_store(flow), assessing->episode, &id, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    show_version(assessing, flow, id);
    flow_toast(flow, STYLE_GOOD, _("Version %lld is a draft now. The judgement is to be made anew."),
               (long long)record_number(&assessing->now.record, "version"));
}

static void run_versions(struct screen *screen, struct flow *flow)
{
    flow_push(flow, versions_screen_new(assessing_of(screen)->episode), ASKED_VERSION);
}

static const char *refuse_none(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return assessing_count(assessing_of_const(screen)) ? NULL : _("There is no assessment yet. F2 begins one.");
}

static const char *refuse_save(const struct screen *screen, const struct flow *flow)
{
    const struct assessing *assessing = assessing_of_const(screen);

    (void)flow;
    return assessing->open || assessing_is_changed(assessing) ? NULL : _("Everything is saved already.");
}

static const char *refuse_unsaved(const struct screen *screen, const struct flow *flow)
{
    if (assessing_is_changed(assessing_of_const(screen)))
        return _("Save what was answered first (Ctrl-S).");
    return refuse_none(screen, flow);
}

static const char *refuse_new(const struct screen *screen, const struct flow *flow)
{
    if (!store_may_write(flow_store(flow), &assessment_type))
        return _("Your role may look at this, not change it.");
    return assessing_is_draft(assessing_of_const(screen))
               ? _("This version is a draft: go on with it. The panel has not been given it yet.")
               : NULL;
}

static const struct action actions[] = {
    { .id = "assessment.open",
      .keys = { PRESS_ENTER },
      .label = N_("Open"),
      .help = N_("The selected question: day, source, ordinary explanation, what would help, how to find out."),
      .run = run_open,
      .refuses = refuse_none,
      .bar = true },
    { .id = "assessment.judgement",
      .keys = { PRESS_FUNCTION(4), 'j' },
      .label = N_("Judgement"),
      .help = N_("Who was asked, the person's own view, the summary, and how much support how soon."),
      .run = run_judgement,
      .refuses = refuse_none,
      .bar = true },
    { .id = "assessment.pane",
      .keys = { PRESS_FUNCTION(6), 'w' },
      .label = N_("Pane"),
      .help = N_("To the next pane: concerns, strengths, needs."),
      .run = run_pane,
      .refuses = refuse_none,
      .bar = true },
    { .id = "assessment.save",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Save"),
      .help = N_("Save all answers together. They are kept as a draft meanwhile."),
      .run = run_save,
      .refuses = refuse_save,
      .writes = true,
      .bar = true },
    { .id = "assessment.missing",
      .keys = { PRESS_FUNCTION(8), 'm' },
      .label = N_("Missing"),
      .help = N_("All that is missing before the panel can be given it, and what is not known."),
      .run = run_missing,
      .refuses = refuse_none,
      .bar = true },
    { .id = "assessment.new",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('n') },
      .label = N_("New version"),
      .help = N_("Begin the next version with the answers of the newest; the judgement is made anew."),
      .run = run_new,
      .refuses = refuse_new,
      .writes = true,
      .bar = true },
    { .id = "assessment.versions",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Versions"),
      .help = N_("All versions, and what changed between two of them."),
      .run = run_versions,
      .refuses = refuse_unsaved,
      .bar = true },
};

/* --- events --- */
static bool handle_form(struct assessing *assessing, struct flow *flow, const struct event *event)
{
    bool is_item = assessing->leaf == LEAF_ITEM;
    struct why why = { 0 };

    if (!form_handle(&assessing->form, event))
        return false;
    if (form_feed(&assessing->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    if (assessing->form.request == FORM_ASKS_CREATE)
        form_feed_create(&assessing->form, flow, ASKED_CREATE);
    if (assessing->form.changed)
        assessing_touch(assessing, flow, is_item ? assessing_selected(assessing) : assessing_count(assessing) - 1);
    return true;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct assessing *assessing = assessing_of(screen);
    bool taken;

    if (event->kind == EVENT_TICK) {
        assessing_tick(assessing, flow);
        return false;
    }
    if (assessing->open)
        return handle_form(assessing, flow, event);
    if (assessing->leaf != LEAF_QUESTIONS)
        return event->kind == EVENT_KEY && page_handle(&assessing->page, event);
    taken = assessing_handle_questions(assessing, flow, event);
    tell_hint(assessing, flow);
    return taken;
}

/* From a page behind the questions one step back to them. */
static bool leave(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    if (assessing->leaf != LEAF_QUESTIONS) {
        if (assessing_finish_leaf(assessing))
            assessing_close_leaf(assessing);
        tell_hint(assessing, flow);
        return false;
    }
    if (!assessing_is_changed(assessing))
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("This assessment has answers that are not saved"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answer_leave(struct assessing *assessing, struct flow *flow, enum dialog_answer answer)
{
    if (answer == DIALOG_SAVE && assessing_check(assessing, flow) && assessing_save(assessing, flow))
        flow_pop(flow);
    if (answer != DIALOG_DISCARD)
        return;
    assessing_drop_drafts(assessing, flow);
    flow_pop(flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct assessing *assessing = assessing_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum assessment_question)answer->question) {
    case ASKED_LEAVE:
        answer_leave(assessing, flow, answer->dialog);
        break;
    case ASKED_DRAFT:
        e = answer->dialog == DIALOG_YES ? assessing_take_drafts(assessing, flow, &why) : OK;
        break;
    case ASKED_WARNINGS:
        if (answer->dialog == DIALOG_YES)
            (void)assessing_save(assessing, flow);
        break;
    case ASKED_VERSION:
        if (answer->id)
            show_version(assessing, flow, answer->id);
        break;
    case ASKED_CREATE:
        e = form_feed_created(&assessing->form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
    tell_hint(assessing, flow);
}

/* From a list or from home no page of the case stands before it: then it names the case itself. */
static void title(const struct screen *screen, struct buf *out)
{
    const struct assessing *assessing = assessing_of_const(screen);

    if (assessing->is_alone ? buf_printf(out, "%s · %s", assessing->pseudonym, _("Assessment"))
                            : buf_add_str(out, _("Assessment")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct assessing *assessing = assessing_of_const(screen);
    const char *state = !assessing_is_draft(assessing)     ? ""
                        : !assessing_is_changed(assessing) ? _(" · draft")
                        : assessing->kept_at               ? _(" · draft kept")
                                                           : _(" · not saved");

    if (assessing_count(assessing) &&
        buf_printf(out, _("version %lld%s"), (long long)record_number(&assessing->now.record, "version"), state))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct assessing *assessing = assessing_of_const(screen);
    char text[240];

    if (buf_add_str(out, assessing->open ? form_hint(&assessing->form, text, sizeof text) : assessing->hint))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    const struct assessing *assessing = assessing_of_const(screen);

    return assessing->open && form_is_typing(&assessing->form);
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct assessing *assessing = assessing_of(screen);

    (void)flow;
    if (assessing->open)
        form_place(&assessing->form, assessing_leaf_area(assessing));
    else
        page_place(&assessing->page, assessing_leaf_area(assessing));
}

static enum err help(const struct screen *screen, struct page *page)
{
    const struct assessing *assessing = assessing_of_const(screen);
    enum err e = OK;

    if (assessing->open)
        return form_feed_help(assessing->leaf == LEAF_ITEM ? &assessment_item_type : &assessment_type, page);
    if (!(e = page_add(page, STYLE_TEXT, 0,
                       _("Left and Right go through the answers, a letter gives one and goes on, Delete takes it away. "
                         "Tab goes between the worker's answer and what the person says. Unknown is an answer."))))
        e = assessment_help_answers(page);
    return e;
}

static void close_assessment(struct screen *screen)
{
    assessing_let_go(assessing_of(screen));
    free(screen);
}

static const struct screen_kind assessment_kind = {
    .name = "assessment",
    .purpose = N_("The assessment of a case: what was done and what makes harm easier, beside the strengths, and what "
                  "the person needs. It is a judgement in words; nothing is added up."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_assessment,
    .suspend = suspend,
    .resume = resume,
    .refresh = refresh,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = assessment_draw,
    .close = close_assessment,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *assessment_screen_new(int64_t episode, int64_t assessment)
{
    struct assessing *assessing = screen_alloc(sizeof *assessing, &assessment_kind);

    if (!assessing)
        return NULL;
    assessing->episode = episode;
    assessing->is_alone = episode == 0;
    assessing->id = assessment;
    return &assessing->screen;
}

struct screen *assessment_item_screen_new(int64_t item)
{
    struct screen *screen = assessment_screen_new(0, 0);

    if (screen)
        assessing_of(screen)->item = item;
    return screen;
}
