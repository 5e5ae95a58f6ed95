/* A new officer: name and roles in a form, then the passphrase they will type, in a box. The new officer should change
 * it on the first day. */
#include <stdio.h>
#include <stdlib.h>

#include "secrets_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/feed.h"

enum question { ASKED_SECRET = 1, ASKED_LEAVE };

struct adding {
    struct screen screen;
    struct record record;
    struct form form;
    bool open;
};

static struct adding *adding_of(struct screen *screen)
{
    return (struct adding *)screen;
}

static enum err start(struct screen *screen, struct flow *flow, struct why *why)
{
    struct adding *adding = adding_of(screen);
    enum err e;

    if ((e = record_init(&adding->record, &officer_type)) ||
        (e = record_start(&adding->record, flow_words(flow), clock_today(), why)) ||
        (e = form_init(&adding->form, &adding->record, NULL, flow_words(flow), clock_today(),
                       store_calendar(flow_store(flow)))))
        return why && why->code ? e : why_set(why, e, "%s", err_text(e));
    adding->open = true;
    form_place(&adding->form, screen->body);
    return OK;
}

static void let_go(struct adding *adding)
{
    if (adding->open)
        form_release(&adding->form);
    record_release(&adding->record);
    adding->open = false;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(adding_of(screen));
}

static enum err add_officer(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                            int64_t number, struct why *why)
{
    (void)number;
    return store_officer_add(flow_store(flow), &adding_of(below)->record, given[0], flow->setup->kdf, why);
}

static const struct secrets_wish first_passphrase = {
    .title = N_("A passphrase for the new officer"),
    .text = N_(
        "Agree on it with the officer, in person. It can be changed under Officers, and should be on the first day."),
    .labels = { N_("Passphrase"), N_("Once more") },
    .count = 2,
    .fresh = true,
    .done = N_("The officer is added and can unlock this vault now."),
    .run = add_officer,
};

static void run_next(struct screen *screen, struct flow *flow)
{
    struct adding *adding = adding_of(screen);
    struct problems problems = { 0 };

    form_finish(&adding->form, &problems);
    if (record_text(&adding->record, "name")[0] == '\0')
        problems_add(&problems, field_find(&officer_type, "name"), "%s", _("Type the officer's name."));
    if (record_text(&adding->record, "roles")[0] == '\0')
        problems_add(&problems, field_find(&officer_type, "roles"), "%s", _("Choose at least one role."));
    form_problems(&adding->form, &problems);
    if (problems.count == 0)
        flow_push(flow, secrets_screen_new(&first_passphrase, 0), ASKED_SECRET);
}

static const struct action actions[] = {
    { .id = "officer_add.next",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Go on"),
      .run = run_next,
      .writes = true,
      .help = N_("Go on to the passphrase of the new officer."),
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct adding *adding = adding_of(screen);
    struct why why = { 0 };

    if (!adding->open || !form_handle(&adding->form, event))
        return false;
    if (form_feed(&adding->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'd' };

    if (!adding_of(screen)->open || !adding_of(screen)->form.changed)
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Leave without adding the officer?"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("What you typed here is not kept."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Discard it"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct adding *adding = adding_of(screen);

    if (answer->dialog != DIALOG_YES)
        return;
    form_saved(&adding->form);
    if (answer->question == ASKED_SECRET)
        flow_done(flow, &officer_type, adding->record.id, record_text(&adding->record, "name"));
    else
        flow_pop(flow);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (adding_of(screen)->open)
        form_place(&adding_of(screen)->form, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    form_draw(&((const struct adding *)screen)->form, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("New officer")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    char text[300];

    if (buf_add_str(out, form_hint(&((const struct adding *)screen)->form, text, sizeof text)))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return form_is_typing(&((const struct adding *)screen)->form);
}

static enum err help(const struct screen *screen, struct page *page)
{
    (void)screen;
    return form_feed_help(&officer_type, page);
}

static void close_adding(struct screen *screen)
{
    let_go(adding_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "officer_add",
    .purpose = N_("A new officer gets a name, roles, and a passphrase of their own."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = start,
    .suspend = suspend,
    .resume = start,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .title = title,
    .hint = hint,
    .typing = typing,
    .help = help,
    .close = close_adding,
};

struct screen *officer_add_screen_new(void)
{
    return screen_alloc(sizeof(struct adding), &kind);
}
