/*
 * One step of the workflow: first the fields of the referral it needs answered (the screening checklist, say), then its own. Ctrl-S goes on and, at the end, takes the step
 * through the same door as the command line: what is missing comes back as sentences, and nothing is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/feed.h"
#include "townkeep/screens/screens.h"

enum { KEYS_MAX = TRANSITION_KEYS_MAX + 8, HEAD_HEIGHT = 3 };
enum question { ASKED_LEAVE = 1, ASKED_CREATE };
enum part { PART_REFERRAL, PART_STEP, PART_COUNT };

struct step_screen {
    struct screen screen;
    int64_t referral;
    const struct transition *transition;
    struct record record[PART_COUNT];
    struct record before; /* the referral as stored */
    const char *keys[PART_COUNT][KEYS_MAX];
    int key_count[PART_COUNT];
    enum part part;
    struct form form;
    bool open;
    bool changed;
    int64_t draft_kept_at;
};

static struct step_screen *step_of(struct screen *screen)
{
    return (struct step_screen *)screen;
}

static const struct step_screen *step_of_const(const struct screen *screen)
{
    return (const struct step_screen *)screen;
}

/* --- loading ------------------------------------------------------------------------------------------------------------------ */
static void let_go(struct step_screen *step)
{
    if (step->open)
        form_release(&step->form);
    step->open = false;
    for (int i = 0; i < PART_COUNT; i++)
        record_release(&step->record[i]);
    record_release(&step->before);
}

/* Each key belongs to the step when the step has such a field, else to the referral. */
static void sort_key(struct step_screen *step, const char *key)
{
    enum part part = field_find(&referral_step_type, key) >= 0 ? PART_STEP : PART_REFERRAL;

    if (step->key_count[part] < KEYS_MAX)
        step->keys[part][step->key_count[part]++] = key;
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

static struct area form_area(const struct step_screen *step)
{
    struct area body = step->screen.body;

    return (struct area){ body.x, body.y + HEAD_HEIGHT, body.width, body.height - HEAD_HEIGHT };
}

static enum err show_part(struct step_screen *step, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e;

    if (step->open)
        form_release(&step->form);
    step->open = false;
    if (!step->key_count[step->part])
        return OK;
    e = form_init_step(&step->form, &step->record[step->part], step->part == PART_REFERRAL ? &step->before : NULL, flow_words(flow),
                       clock_today(), store_calendar(store), step->keys[step->part], step->key_count[step->part]);
    if (e)
        return why_set(why, e, "%s", err_text(e));
    step->open = true;
    form_place(&step->form, form_area(step));
    return form_feed(&step->form, store, why);
}

/* What was typed here before a lock or a crash comes back; a step's draft only to the referral it was for. */
static enum err take_up_draft(struct step_screen *step, struct flow *flow, enum part part, struct why *why)
{
    struct record *record = &step->record[part];
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(flow_store(flow), record->type, record->id, &draft, &kept_at, why);

    if (e == E_NOT_FOUND || (!e && part == PART_STEP && record_number(&draft, "referral") != step->referral)) {
        record_release(&draft);
        return OK;
    }
    if (e)
        return e;
    record_release(record);
    *record = draft;
    step->changed = true;
    flow_toast(flow, STYLE_WARN, "%s", _("What you typed here before is back; it is not saved yet."));
    return OK;
}

static void drop_drafts(struct step_screen *step, struct flow *flow)
{
    struct why why = { 0 };

    for (int i = 0; i < PART_COUNT; i++) {
        if (store_draft_drop(flow_store(flow), step->record[i].type, step->record[i].id, &why))
            flow_refuse(flow, &why);
    }
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct step_screen *step = step_of(screen);
    enum err e;

    let_go(step);
    sort_keys(step);
    step->part = step->key_count[PART_REFERRAL] ? PART_REFERRAL : PART_STEP;
    if ((e = store_log_view(flow_store(flow), &referral_type, step->referral, "step", why)) ||
        (e = store_load(flow_store(flow), &referral_type, step->referral, &step->before, why)))
        return e;
    if ((e = record_copy(&step->record[PART_REFERRAL], &step->before)) || (e = record_init(&step->record[PART_STEP], &referral_step_type)))
        return why_set(why, e, "%s", err_text(e));
    value_set_number(record_value(&step->record[PART_STEP], "referral"), step->referral);
    if ((e = take_up_draft(step, flow, PART_REFERRAL, why)) || (e = take_up_draft(step, flow, PART_STEP, why)))
        return e;
    return show_part(step, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (step->open && (step->changed || step->form.changed)) {
        for (int i = 0; i < PART_COUNT; i++) {
            if (store_draft_keep(flow_store(flow), &step->record[i], &why))
                flow_refuse(flow, &why);
        }
    }
    let_go(step);
}

/* --- taking the step --------------------------------------------------------------------------------------------------------- */
struct inputs {
    struct step_input items[KEYS_MAX * PART_COUNT];
    struct buf texts[KEYS_MAX * PART_COUNT];
    size_t count;
};

static void inputs_release(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        buf_wipe(&inputs->texts[i]);
}

/* What was typed, as the command line would give it; fields that stayed as they were are left out. */
static enum err gather(const struct step_screen *step, enum part part, struct inputs *inputs)
{
    const struct record *record = &step->record[part];
    enum err e = OK;

    for (int i = 0; !e && i < step->key_count[part]; i++) {
        int field = field_find(record->type, step->keys[part][i]);
        struct buf *text = &inputs->texts[inputs->count];

        if (part == PART_REFERRAL ? value_equal(&record->values[field], &step->before.values[field]) : record->values[field].form == VALUE_EMPTY)
            continue;
        e = field_write(&record->type->fields[field], &record->values[field], text);
        inputs->items[inputs->count++] = (struct step_input){ .key = step->keys[part][i], .value = buf_text(text) };
    }
    return e;
}

static void show_problems(struct step_screen *step, struct flow *flow, const struct problems *problems, const struct why *why)
{
    flow_refuse(flow, why);
    if (step->open && problems->count)
        form_problems(&step->form, problems);
}

static void take(struct step_screen *step, struct flow *flow)
{
    struct inputs *inputs = calloc(1, sizeof *inputs);
    struct step_taken taken = { 0 };
    struct problems problems = { 0 };
    struct why why = { 0 };
    enum err e = inputs ? OK : E_MEMORY;

    if (e || (e = gather(step, PART_REFERRAL, inputs)) || (e = gather(step, PART_STEP, inputs)))
        e = why_set(&why, e, "%s", err_text(e));
    else
        e = workflow_step(flow_store(flow), step->referral, step->transition->action, inputs->items, inputs->count, &taken, &problems, &why);
    if (inputs)
        inputs_release(inputs);
    free(inputs);
    if (e) {
        show_problems(step, flow, &problems, &why);
        return;
    }
    drop_drafts(step, flow);
    flow_toast(flow, STYLE_GOOD, "%s", taken.sentence);
    flow_pop(flow);
}

static bool finish_part(struct step_screen *step)
{
    struct problems problems = { 0 };

    if (!step->open || form_finish(&step->form, &problems)) {
        step->changed |= step->open && step->form.changed;
        return true;
    }
    form_problems(&step->form, &problems);
    return false;
}

static void run_go_on(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (!finish_part(step))
        return;
    if (step->part == PART_STEP || !step->key_count[PART_STEP]) {
        take(step, flow);
        return;
    }
    step->part = PART_STEP;
    if (show_part(step, flow, &why))
        flow_refuse(flow, &why);
}

static void run_back(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (!finish_part(step))
        return;
    step->part = PART_REFERRAL;
    if (show_part(step, flow, &why))
        flow_refuse(flow, &why);
}

static const char *refuse_back(const struct screen *screen, const struct flow *flow)
{
    const struct step_screen *step = step_of_const(screen);

    (void)flow;
    return step->part == PART_STEP && step->key_count[PART_REFERRAL] ? NULL : _("This is the first page of the step.");
}

static const struct action actions[] = {
    { .id = "step.take", .keys = { PRESS_CTRL('s') }, .label = N_("Go on"), .help = N_("To the next page; on the last one, take the step."),
      .run = run_go_on, .bar = true },
    { .id = "step.back", .keys = { PRESS_FUNCTION(5), PRESS_CTRL('b') }, .label = N_("Page back"), .help = N_("To the page before."), .run = run_back,
      .refuses = refuse_back, .bar = true },
};

/* --- events --------------------------------------------------------------------------------------------------------------------- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (!step->open)
        return false;
    if (event->kind == EVENT_TICK) {
        if (!form_feed_draft(&step->form, flow_store(flow), &step->draft_kept_at, &why))
            flow_refuse(flow, &why);
        return false;
    }
    if (!form_handle(&step->form, event))
        return false;
    if (form_feed(&step->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    if (step->form.request == FORM_ASKS_CREATE)
        form_feed_create(&step->form, flow, ASKED_CREATE);
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    if (!step->changed && !(step->open && step->form.changed))
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("This step is not taken yet"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (answer->question == ASKED_CREATE && form_feed_created(&step->form, flow_store(flow), answer, &why))
        flow_refuse(flow, &why);
    if (answer->question == ASKED_LEAVE && answer->dialog == DIALOG_SAVE)
        run_go_on(screen, flow);
    if (answer->question == ASKED_LEAVE && answer->dialog == DIALOG_DISCARD) {
        drop_drafts(step, flow);
        flow_pop(flow);
    }
}

/* --- drawing ------------------------------------------------------------------------------------------------------------------------ */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct step_screen *step = step_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_wrapped(grid, (struct area){ body.x, body.y, body.width, HEAD_HEIGHT - 1 }, 0, STYLE_STRONG, _(step->transition->sentence));
    if (step->open)
        form_draw(&step->form, grid);
    else
        draw_text(grid, body.x, body.y + HEAD_HEIGHT, body.width, STYLE_TEXT, _("Nothing more is asked. Ctrl-S takes the step, Esc leaves it."));
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, _(step_of_const(screen)->transition->label)))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct step_screen *step = step_of_const(screen);
    bool two = step->key_count[PART_REFERRAL] && step->key_count[PART_STEP];

    if (two && buf_printf(out, _("page %d of 2"), step->part == PART_REFERRAL ? 1 : 2))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct step_screen *step = step_of_const(screen);
    char text[240];

    if (step->open && buf_add_str(out, form_hint(&step->form, text, sizeof text)))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return step_of_const(screen)->open && form_is_typing(&step_of_const(screen)->form);
}

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    (void)flow;
    if (step->open)
        form_place(&step->form, form_area(step));
}

static enum err help(const struct screen *screen, struct page *page)
{
    const struct step_screen *step = step_of_const(screen);
    enum err e = step->transition->clock ? page_add(page, STYLE_TEXT, 0, _(step->transition->clock)) : OK;

    for (int i = 0; !e && i < SCREENING_QUESTION_COUNT && step->key_count[PART_REFERRAL] > 4; i++) {
        if (!(e = page_add(page, STYLE_STRONG, 0, _(screening_questions[i].question))))
            e = page_add(page, STYLE_TEXT, 2, _(screening_questions[i].help));
    }
    return e ? e : form_feed_help(&referral_step_type, page);
}

static void close_step(struct screen *screen)
{
    let_go(step_of(screen));
    free(step_of(screen));
}

static const struct screen_kind step_kind = {
    .name = "step",
    .purpose = N_("One step of a referral. What it needs is asked here; what is missing is named when it is taken."),
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
    .is_casework = is_casework,
    .help = help,
};

struct screen *step_screen_new(int64_t referral, const char *action)
{
    struct step_screen *step = screen_alloc(sizeof *step, &step_kind);

    if (!step)
        return NULL;
    step->referral = referral;
    step->transition = workflow_find(action);
    if (!step->transition) {
        free(step);
        return NULL;
    }
    return &step->screen;
}
