/*
 * Advice without a name: what somebody asked and what they were told. There is no field for who called or whom it is
 * about. A new one is asked for on the form and comes here afterwards; when the caller agrees, it becomes a referral.
 */
#include <stdlib.h>

#include "record_view_in.h"
#include "townkeep/domain/advice.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum question { ASKED_NEW = 1 };

struct advice {
    struct screen screen;
    int64_t id; /* 0: asked for on the form first */
    struct record record;
    struct page page;
};

static struct advice *advice_of(struct screen *screen)
{
    return (struct advice *)screen;
}

static const struct advice *advice_of_const(const struct screen *screen)
{
    return (const struct advice *)screen;
}

/* --- loading --- */
static void let_go(struct advice *advice)
{
    record_release(&advice->record);
    page_release(&advice->page);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct advice *advice = advice_of(screen);
    enum err e;

    let_go(advice);
    if (!advice->id) {
        flow_push(flow, form_screen_new(&advice_contact_type, 0), ASKED_NEW);
        return OK;
    }
    if ((e = store_log_view(flow_store(flow), &advice_contact_type, advice->id, "opened", why)) ||
        (e = store_load(flow_store(flow), &advice_contact_type, advice->id, &advice->record, why)) ||
        (e = record_view(&advice->page, flow_store(flow), &advice->record, SEALED_SHOWN, why)))
        return e;
    page_place(&advice->page, screen->body);
    return OK;
}

/* A form that was left unsaved leaves nothing to stand here for. */
static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    return advice_of(screen)->id ? load(screen, flow, why) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(advice_of(screen));
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };

    if (answer->question != ASKED_NEW)
        return;
    if (answer->dialog != DIALOG_YES || !answer->id) {
        flow_pop(flow);
        return;
    }
    advice_of(screen)->id = answer->id;
    if (load(screen, flow, &why)) {
        flow_refuse(flow, &why);
        flow_pop(flow);
    }
}

/* --- actions --- */
static const char *refuse_unloaded(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return advice_of_const(screen)->record.type ? NULL : _("Nothing is written down yet.");
}

static const char *refuse_referral(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_unloaded(screen, flow);

    return why ? why : advice_refusal(&advice_of_const(screen)->record);
}

static void run_referral(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };
    int64_t referral;

    if (advice_make_referral(flow_store(flow), advice_of(screen)->id, &referral, &why))
        flow_refuse(flow, &why);
    else
        flow_push(flow, intake_screen_new_searching(referral), 0);
}

static const char *refuse_made(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_unloaded(screen, flow);

    if (why)
        return why;
    return record_has(&advice_of_const(screen)->record, "referral") ? NULL : _("No referral was made of it.");
}

static void run_made(struct screen *screen, struct flow *flow)
{
    flow_push(flow, referral_screen_new(record_number(&advice_of(screen)->record, "referral")), 0);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&advice_contact_type, advice_of(screen)->id), 0);
}

static void run_history(struct screen *screen, struct flow *flow)
{
    flow_push(flow, history_screen_new(&advice_contact_type, advice_of(screen)->id), 0);
}

static const struct action actions[] = {
    { .id = "advice.referral",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Becomes a referral"),
      .help = N_("The caller agrees to a referral: a draft is made of what was asked, and the intake begins with a "
                 "search."),
      .run = run_referral,
      .writes = true,
      .refuses = refuse_referral,
      .bar = true },
    { .id = "advice.made",
      .keys = { PRESS_FUNCTION(3), 'r' },
      .label = N_("Referral"),
      .help = N_("The referral that was made of it."),
      .run = run_made,
      .refuses = refuse_made,
      .bar = true },
    { .id = "advice.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change what was written down."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_unloaded,
      .bar = true },
    { .id = "advice.history",
      .keys = { PRESS_FUNCTION(6), 'h' },
      .label = N_("History"),
      .help = N_("Who changed or looked at it, when, and what."),
      .run = run_history,
      .refuses = refuse_unloaded,
      .bar = true },
};

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return event->kind == EVENT_KEY && page_handle(&advice_of(screen)->page, event);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&advice_of_const(screen)->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct record *record = &advice_of_const(screen)->record;

    if (buf_add_str(out, record->type ? record_text(record, "reference") : _("Advice without a name")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Nobody is named here. Only when the caller agrees does it become a referral.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&advice_of(screen)->page, screen->body);
}

static void close_advice(struct screen *screen)
{
    let_go(advice_of(screen));
    free(screen);
}

static const struct screen_kind advice_kind = {
    .name = "advice",
    .purpose = N_("What somebody asked and what they were told, without a name: a way to get help before, or instead "
                  "of, a referral."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = resume,
    .refresh = resume,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .title = title,
    .hint = hint,
    .is_casework = screen_is_always_casework,
    .close = close_advice,
};

struct screen *advice_screen_new(int64_t contact)
{
    struct advice *advice = screen_alloc(sizeof *advice, &advice_kind);

    if (advice)
        advice->id = contact;
    return advice ? &advice->screen : NULL;
}
