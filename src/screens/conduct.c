/* The code of conduct, before casework opens for the first time and after each new version. Enter accepts it once all
 * of it was shown; then the passphrase is asked. */
#include <stdlib.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/conduct.h"
#include "townkeep/screens/screens.h"

struct conduct {
    struct screen screen;
    struct page page;
};

static struct conduct *conduct_of(struct screen *screen)
{
    return (struct conduct *)screen;
}

static void place(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&conduct_of(screen)->page, screen->body);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct page *page = &conduct_of(screen)->page;
    enum err e;

    page_release(page);
    place(screen, flow);
    e = page_add(page, STYLE_TEXT, 0,
                 _("Casework opens for those who keep to this. Read it to the end; Enter accepts it, in your name and "
                   "with today's date."));
    for (size_t i = 0; i < conduct_rule_count && !e; i++) {
        char number[16];

        text_print_into(number, sizeof number, "%zu.", i + 1);
        if (!(e = page_add(page, STYLE_TEXT, 0, "")))
            e = page_add_labelled(page, 4, number, _(conduct_rules[i]));
    }
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&conduct_of(screen)->page);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return event->key != PRESS_ENTER && page_handle(&conduct_of(screen)->page, event);
}

static const char *refuse_accept(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return page_at_end(&((const struct conduct *)screen)->page) ? NULL
                                                                : _("Read it to the end first: Page Down goes on.");
}

static void run_accept(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    (void)screen;
    if (conduct_accept(flow_store(flow), &why))
        flow_refuse(flow, &why);
    else
        flow_replace(flow, casework_screen_new());
}

static const struct action actions[] = {
    { .id = "conduct.accept",
      .keys = { PRESS_ENTER },
      .label = N_("Accept"),
      .help = N_("Accept the code of conduct; then the passphrase is asked for casework."),
      .run = run_accept,
      .writes = true,
      .refuses = refuse_accept,
      .bar = true },
};

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&((const struct conduct *)screen)->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Code of conduct")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, CONDUCT_VERSION))
        buf_clear(out);
}

static void close_conduct(struct screen *screen)
{
    page_release(&conduct_of(screen)->page);
    free(screen);
}

static const struct screen_kind conduct_kind = {
    .name = "conduct",
    .purpose = N_("What everybody who works on cases keeps to. It is accepted once, and again when it changes."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = place,
    .draw = draw,
    .close = close_conduct,
    .title = title,
    .status = status,
};

struct screen *conduct_screen_new(void)
{
    struct conduct *conduct = screen_alloc(sizeof *conduct, &conduct_kind);

    return conduct ? &conduct->screen : NULL;
}
