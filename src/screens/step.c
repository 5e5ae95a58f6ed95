/*
 * One step of the workflow: first the fields of the referral or case it needs answered (the screening checklist, say),
 * then those of a record that is written with it, then its own. Ctrl-S goes on and, at the end, takes the step through
 * the same door as the command line: what is missing comes back as sentences, and nothing is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "step_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { HEAD_ROWS_MOST = 7 };
enum question { ASKED_LEAVE = 1, ASKED_CREATE };

static struct step_screen *step_of(struct screen *screen)
{
    return (struct step_screen *)screen;
}

static const struct step_screen *step_of_const(const struct screen *screen)
{
    return (const struct step_screen *)screen;
}

/* --- loading --- */
static struct editing *now(struct step_screen *step)
{
    return &step->editing[step->part];
}

/* Each key belongs to what is written with the step when that has such a field, else to the step, else to the subject.
 */
static void sort_key(struct step_screen *step, const char *key)
{
    static const enum part order[] = { PART_WRITES, PART_STEP, PART_SUBJECT };

    for (int i = 0; i < ARRAY_COUNT(order); i++) {
        enum part part = order[i];

        if (!step->editing[part].type || field_find(step->editing[part].type, key) < 0)
            continue;
        if (step->key_count[part] < KEYS_MAX)
            step->keys[part][step->key_count[part]++] = key;
        return;
    }
}

static void sort_keys(struct step_screen *step)
{
    const struct transition *transition = step->transition;

    memset(step->key_count, 0, sizeof step->key_count);
    for (int i = 0; i < ARRAY_COUNT(transition->needs) && transition->needs[i]; i++)
        sort_key(step, transition->needs[i]);
    for (int i = 0; i < TRANSITION_KEYS_MAX && transition->asks[i]; i++)
        sort_key(step, transition->asks[i]);
}

/* What is read before anything is typed. */
static const char *head_of(const struct step_screen *step)
{
    return _(step->transition->confirm ? step->transition->confirm : step->transition->sentence);
}

/* As many rows as it takes, and a blank one. */
static int head_height(const struct step_screen *step)
{
    int width = step->screen.body.width, rows = width > 0 ? (int)text_wrap(head_of(step), (size_t)width, NULL, 0) : 1;

    return (rows < HEAD_ROWS_MOST ? rows : HEAD_ROWS_MOST) + 1;
}

static struct area form_area(const struct step_screen *step)
{
    struct area body = step->screen.body;
    int head = head_height(step);

    return (struct area){ body.x, body.y + head, body.width, body.height - head };
}

static enum err show_part(struct step_screen *step, struct flow *flow, struct why *why)
{
    for (int i = 0; i < PART_COUNT; i++)
        editing_hide(&step->editing[i]);
    if (!step->key_count[step->part])
        return OK;
    return editing_show(now(step), flow, form_area(step), step->keys[step->part], step->key_count[step->part], why);
}

/* What was typed here before a lock or a crash comes back; a new record's draft only to the subject it was for. */
static enum err take_up_draft(struct step_screen *step, struct flow *flow, enum part part, struct why *why)
{
    struct editing *editing = &step->editing[part];
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(flow_store(flow), editing->type, editing->id, &draft, &kept_at, why);
    bool ours = !e && (part == PART_SUBJECT ||
                       record_number(&draft, step->editing[PART_SUBJECT].type->key) == step_subject(step));

    record_release(&draft);
    if (e == E_NOT_FOUND || (!e && !ours))
        return OK;
    if (e || (e = editing_take_draft(editing, flow, why)))
        return e;
    flow_toast(flow, STYLE_WARN, "%s", _("What you typed here before is back; it is not saved yet."));
    return OK;
}

/* The page `by` before or after this one that asks for anything; PART_COUNT none. */
static enum part page_from(const struct step_screen *step, int from, int by)
{
    for (int part = from; part >= 0 && part < PART_COUNT; part += by) {
        if (step->key_count[part])
            return (enum part)part;
    }
    return PART_COUNT;
}

static enum err load_part(struct step_screen *step, struct flow *flow, enum part part, struct why *why)
{
    struct editing *editing = &step->editing[part];
    struct value *subject;
    enum err e;

    if (!editing->type)
        return OK;
    if ((e = editing_load(editing, flow, why)))
        return e;
    subject = part == PART_SUBJECT ? NULL : record_value(&editing->record, step->editing[PART_SUBJECT].type->key);
    if (subject)
        value_set_number(subject, step_subject(step));
    return take_up_draft(step, flow, part, why);
}

/* What anybody of casework may do (withdraw for the person, hand over for safety) is asked without opening the case. */
static enum err log_look(const struct step_screen *step, struct flow *flow, struct why *why)
{
    enum err e = store_log_view(flow_store(flow), step->editing[PART_SUBJECT].type, step_subject(step), "step", why);

    return e == E_PERMISSION && step->transition->by_anybody ? OK : e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct step_screen *step = step_of(screen);
    enum err e;

    sort_keys(step);
    step->part = page_from(step, 0, 1);
    if (step->part == PART_COUNT)
        step->part = PART_STEP;
    if ((e = log_look(step, flow, why)))
        return e;
    for (int i = 0; i < PART_COUNT; i++) {
        if ((e = load_part(step, flow, (enum part)i, why)))
            return e;
    }
    return show_part(step, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    for (int i = 0; i < PART_COUNT; i++) {
        if (!step->editing[i].type)
            continue;
        editing_keep_draft(&step->editing[i], flow);
        editing_release(&step->editing[i]);
    }
}

void step_drop_drafts(struct step_screen *step, struct flow *flow)
{
    for (int i = 0; i < PART_COUNT; i++) {
        if (step->editing[i].type)
            editing_drop_draft(&step->editing[i], flow);
    }
}

/* --- going on --- */
static void show_page(struct step_screen *step, struct flow *flow, enum part part)
{
    struct why why = { 0 };

    step->part = part;
    if (show_part(step, flow, &why))
        flow_refuse(flow, &why);
}

static void run_go_on(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    enum part next = page_from(step, (int)step->part + 1, 1);

    if (!editing_finish(now(step)))
        return;
    if (next == PART_COUNT)
        step_take(step, flow);
    else
        show_page(step, flow, next);
}

static void run_back(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    if (editing_finish(now(step)))
        show_page(step, flow, page_from(step, (int)step->part - 1, -1));
}

static const char *refuse_back(const struct screen *screen, const struct flow *flow)
{
    const struct step_screen *step = step_of_const(screen);

    (void)flow;
    return page_from(step, (int)step->part - 1, -1) != PART_COUNT ? NULL : _("This is the first page of the step.");
}

static const struct action actions[] = {
    { .id = "step.take",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Go on"),
      .help = N_("To the next page; on the last one, take the step."),
      .run = run_go_on,
      .writes = true,
      .bar = true },
    { .id = "step.back",
      .keys = { PRESS_FUNCTION(5), PRESS_CTRL('b') },
      .label = N_("Page back"),
      .help = N_("To the page before."),
      .run = run_back,
      .refuses = refuse_back,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    return editing_handle(now(step_of(screen)), flow, event, ASKED_CREATE);
}

static bool is_changed(const struct step_screen *step)
{
    for (int i = 0; i < PART_COUNT; i++) {
        if (step->editing[i].type && editing_is_changed(&step->editing[i]))
            return true;
    }
    return false;
}

/* A step is not saved, it is taken: the next page, or on the last one the step itself. */
static void ask_leave(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    text_cut_into(dialog.title, sizeof dialog.title, _("This step is not taken yet"));
    text_cut_into(dialog.text, sizeof dialog.text,
                  _("s goes on with the step, d discards what was typed, k keeps editing."));
    text_cut_into(dialog.yes_label, sizeof dialog.yes_label, _("Go on"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    if (!is_changed(step))
        return true;
    ask_leave(flow);
    return false;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (answer->question == ASKED_CREATE && form_feed_created(&now(step)->form, flow_store(flow), answer, &why))
        flow_refuse(flow, &why);
    if (answer->question == ASKED_LEAVE && answer->dialog == DIALOG_SAVE)
        run_go_on(screen, flow);
    if (answer->question == ASKED_LEAVE && answer->dialog == DIALOG_DISCARD) {
        step_drop_drafts(step, flow);
        flow_pop(flow);
    }
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct step_screen *step = step_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_wrapped(grid, (struct area){ body.x, body.y, body.width, head_height(step) - 1 }, 0, STYLE_STRONG,
                 head_of(step));
    if (step->editing[step->part].open)
        form_draw(&step->editing[step->part].form, grid);
    else
        draw_text(grid, body.x, body.y + head_height(step), body.width, STYLE_TEXT,
                  _("Nothing more is asked. Ctrl-S takes the step, Esc leaves it."));
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, _(step_of_const(screen)->transition->label)))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct step_screen *step = step_of_const(screen);
    int pages = 0, page = 0;

    for (int i = 0; i < PART_COUNT; i++) {
        pages += step->key_count[i] > 0;
        page = i == (int)step->part ? pages : page;
    }
    if (pages > 1 && buf_printf(out, _("page %d of %d"), page, pages))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct step_screen *step = step_of_const(screen);

    editing_hint(&step->editing[step->part], out);
}

static bool typing(const struct screen *screen)
{
    const struct step_screen *step = step_of_const(screen);
    const struct editing *editing = &step->editing[step->part];

    return editing->open && form_is_typing(&editing->form);
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    (void)flow;
    if (now(step)->open)
        form_place(&now(step)->form, form_area(step));
}

static enum err help(const struct screen *screen, struct page *page)
{
    const struct step_screen *step = step_of_const(screen);
    enum err e = step->transition->clock ? page_add(page, STYLE_TEXT, 0, _(step->transition->clock)) : OK;

    for (int i = 0; !e && i < SCREENING_QUESTION_COUNT && step->transition->decision; i++) {
        if (!(e = page_add(page, STYLE_STRONG, 0, _(screening_questions[i].question))))
            e = page_add(page, STYLE_TEXT, 2, _(screening_questions[i].help));
    }
    return e ? e : form_feed_help(step->editing[PART_STEP].type, page);
}

static void close_step(struct screen *screen)
{
    struct step_screen *step = step_of(screen);

    for (int i = 0; i < PART_COUNT; i++)
        editing_release(&step->editing[i]);
    free(step);
}

static const struct screen_kind step_kind = {
    .name = "step",
    .purpose =
        N_("One step of a referral or a case. What it needs is asked here; what is missing is named when it is taken."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_step,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *step_screen_new(const struct record_type *type, int64_t id, const char *action)
{
    struct step_screen *step = screen_alloc(sizeof *step, &step_kind);

    if (!step)
        return NULL;
    step->transition = workflow_find(action);
    if (!step->transition) {
        free(step);
        return NULL;
    }
    step->editing[PART_SUBJECT] = (struct editing){ .type = type, .id = id };
    step->editing[PART_WRITES] = (struct editing){ .type = step->transition->writes };
    step->editing[PART_STEP] = (struct editing){ .type = casework_steps_of(type) };
    return &step->screen;
}
