/*
 * One step of the workflow: first the fields of the referral it needs answered (the screening checklist, say), then its
 * own. Ctrl-S goes on and, at the end, takes the step through the same door as the command line: what is missing comes
 * back as sentences, and nothing is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editing_in.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { KEYS_MAX = TRANSITION_KEYS_MAX + 8, HEAD_HEIGHT = 3 };
enum question { ASKED_LEAVE = 1, ASKED_CREATE };
enum part { PART_REFERRAL, PART_STEP, PART_COUNT };

struct step_screen {
    struct screen screen;
    const struct transition *transition;
    struct editing editing[PART_COUNT];
    const char *keys[PART_COUNT][KEYS_MAX];
    int key_count[PART_COUNT];
    enum part part;
};

static struct step_screen *step_of(struct screen *screen)
{
    return (struct step_screen *)screen;
}

static const struct step_screen *step_of_const(const struct screen *screen)
{
    return (const struct step_screen *)screen;
}

/* --- loading --- */
static int64_t referral_of_step(const struct step_screen *step)
{
    return step->editing[PART_REFERRAL].id;
}

static struct editing *now(struct step_screen *step)
{
    return &step->editing[step->part];
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
    for (int i = 0; i < PART_COUNT; i++)
        editing_hide(&step->editing[i]);
    if (!step->key_count[step->part])
        return OK;
    return editing_show(now(step), flow, form_area(step), step->keys[step->part], step->key_count[step->part], why);
}

/* What was typed here before a lock or a crash comes back; a step's draft only to the referral it was for. */
static enum err take_up_draft(struct step_screen *step, struct flow *flow, enum part part, struct why *why)
{
    struct editing *editing = &step->editing[part];
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(flow_store(flow), editing->type, editing->id, &draft, &kept_at, why);
    bool ours = !e && (part == PART_REFERRAL || record_number(&draft, "referral") == referral_of_step(step));

    record_release(&draft);
    if (e == E_NOT_FOUND || (!e && !ours))
        return OK;
    if (e || (e = editing_take_draft(editing, flow, why)))
        return e;
    flow_toast(flow, STYLE_WARN, "%s", _("What you typed here before is back; it is not saved yet."));
    return OK;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct step_screen *step = step_of(screen);
    enum err e;

    sort_keys(step);
    step->part = step->key_count[PART_REFERRAL] ? PART_REFERRAL : PART_STEP;
    if ((e = store_log_view(flow_store(flow), &referral_type, referral_of_step(step), "step", why)))
        return e;
    for (int i = 0; i < PART_COUNT; i++) {
        if ((e = editing_load(&step->editing[i], flow, why)))
            return e;
    }
    value_set_number(record_value(&step->editing[PART_STEP].record, "referral"), referral_of_step(step));
    if ((e = take_up_draft(step, flow, PART_REFERRAL, why)) || (e = take_up_draft(step, flow, PART_STEP, why)))
        return e;
    return show_part(step, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    for (int i = 0; i < PART_COUNT; i++) {
        editing_keep_draft(&step->editing[i], flow);
        editing_release(&step->editing[i]);
    }
}

static void drop_drafts(struct step_screen *step, struct flow *flow)
{
    for (int i = 0; i < PART_COUNT; i++)
        editing_drop_draft(&step->editing[i], flow);
}

/* --- taking the step --- */
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
    const struct record *record = &step->editing[part].record;
    enum err e = OK;

    for (int i = 0; !e && i < step->key_count[part]; i++) {
        int field = field_find(record->type, step->keys[part][i]);
        struct buf *text = &inputs->texts[inputs->count];

        if (part == PART_REFERRAL ? value_equal(&record->values[field], &step->editing[part].before.values[field])
                                  : record->values[field].form == VALUE_EMPTY)
            continue;
        e = field_write(&record->type->fields[field], &record->values[field], text);
        inputs->items[inputs->count++] = (struct step_input){ .key = step->keys[part][i], .value = buf_text(text) };
    }
    return e;
}

/* What is missing may stand on either page, so all of it is told in one box. */
static void tell_missing(struct flow *flow, const struct problems *problems, const struct why *why)
{
    struct buf text = { 0 };
    enum err e = problems->count ? OK : buf_add_str(&text, why_text(why));

    for (int i = 0; !e && i < problems->count; i++)
        e = buf_printf(&text, "%s%s", i ? "\n" : "", problems->items[i].text);
    if (!e)
        flow_tell(flow, _("This step cannot be taken yet"), buf_text(&text));
    buf_release(&text);
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
        e = workflow_step(flow_store(flow), referral_of_step(step), step->transition->action, inputs->items,
                          inputs->count, &taken, &problems, &why);
    if (inputs)
        inputs_release(inputs);
    free(inputs);
    if (e) {
        tell_missing(flow, &problems, &why);
        return;
    }
    drop_drafts(step, flow);
    flow_toast(flow, STYLE_GOOD, "%s", taken.sentence);
    flow_pop(flow);
}

static void run_go_on(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);
    struct why why = { 0 };

    if (!editing_finish(now(step)))
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

    if (!editing_finish(now(step)))
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

static bool leave(struct screen *screen, struct flow *flow)
{
    struct step_screen *step = step_of(screen);

    if (!editing_is_changed(&step->editing[PART_REFERRAL]) && !editing_is_changed(&step->editing[PART_STEP]))
        return true;
    editing_ask_leave(flow, _("This step is not taken yet"), ASKED_LEAVE);
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
        drop_drafts(step, flow);
        flow_pop(flow);
    }
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct step_screen *step = step_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_wrapped(grid, (struct area){ body.x, body.y, body.width, HEAD_HEIGHT - 1 }, 0, STYLE_STRONG,
                 _(step->transition->sentence));
    if (step->editing[step->part].open)
        form_draw(&step->editing[step->part].form, grid);
    else
        draw_text(grid, body.x, body.y + HEAD_HEIGHT, body.width, STYLE_TEXT,
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
    bool two = step->key_count[PART_REFERRAL] && step->key_count[PART_STEP];

    if (two && buf_printf(out, _("page %d of 2"), step->part == PART_REFERRAL ? 1 : 2))
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

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
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

    for (int i = 0; !e && i < SCREENING_QUESTION_COUNT && step->key_count[PART_REFERRAL] > 4; i++) {
        if (!(e = page_add(page, STYLE_STRONG, 0, _(screening_questions[i].question))))
            e = page_add(page, STYLE_TEXT, 2, _(screening_questions[i].help));
    }
    return e ? e : form_feed_help(&referral_step_type, page);
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
    step->editing[PART_REFERRAL] = (struct editing){ .type = &referral_type, .id = referral };
    step->editing[PART_STEP] = (struct editing){ .type = &referral_step_type };
    step->transition = workflow_find(action);
    if (!step->transition) {
        free(step);
        return NULL;
    }
    return &step->screen;
}
