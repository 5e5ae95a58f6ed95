/* Giving places to stakeholders and sites that have none: first what would be done, then, by a key, it is done. */
#include <stdlib.h>

#include "flow_in.h"
#include "townkeep/domain/placing.h"

struct placing_screen {
    struct screen screen;
    struct page page;
    size_t possible; /* how many would get a place */
};

static struct placing_screen *screen_of(struct screen *screen)
{
    return (struct placing_screen *)screen;
}

static enum err fill(struct placing_screen *placing, const struct placing *counts, bool trial, struct why *why)
{
    struct buf text = { 0 };
    enum err e = placing_show(counts, trial, &text);

    page_release(&placing->page);
    if (!e)
        e = page_add(&placing->page, STYLE_TEXT, 0,
                     _("A place knows how its postcodes begin, a site its coordinates: by them each gets the part of "
                       "town it lies in. What has a place keeps it."));
    if (!e)
        e = page_add_lines(&placing->page, STYLE_STRONG, 2, buf_text(&text));
    if (!e && trial && placing->possible > 0)
        e = page_add(&placing->page, STYLE_TEXT, 0, _("F8 gives the places; it can be undone in one step."));
    buf_release(&text);
    page_place(&placing->page, placing->screen.body);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err run(struct placing_screen *placing, struct flow *flow, bool trial, int64_t *entry, struct why *why)
{
    struct placing counts = { 0 };
    enum err e = placing_run(flow_store(flow), trial, &counts, why);

    if (e)
        return e;
    placing->possible = trial ? counts.parties_by_postcode + counts.sites_by_postcode + counts.sites_by_coordinates : 0;
    if (entry)
        *entry = counts.entry;
    return fill(placing, &counts, trial, why);
}

static enum err open_placing(struct screen *screen, struct flow *flow, struct why *why)
{
    return run(screen_of(screen), flow, true, NULL, why);
}

static void give(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };
    int64_t entry = 0;

    if (run(screen_of(screen), flow, false, &entry, &why))
        flow_refuse(flow, &why);
    else if (entry != 0)
        flow_toast(flow, STYLE_GOOD, _("The places are given. Ctrl-Z takes them away again."));
}

static const char *refuse_give(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct placing_screen *)screen)->possible > 0 ? NULL : _("Nothing here can be given a place.");
}

static const struct action actions[] = {
    { .id = "placing.give",
      .keys = { PRESS_FUNCTION(8), 'g' },
      .label = N_("Give the places"),
      .run = give,
      .refuses = refuse_give,
      .help = N_("Give each its place, as counted here; one step undoes it."),
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return page_handle(&screen_of(screen)->page, event);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&screen_of(screen)->page, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&((const struct placing_screen *)screen)->page, grid);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&screen_of(screen)->page);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Places by postcode")))
        buf_clear(out);
}

static void close_placing(struct screen *screen)
{
    page_release(&screen_of(screen)->page);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "placing",
    .purpose = N_("Says how many stakeholders and sites without a place would get one by postcode or coordinates, and "
                  "gives it to them."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_placing,
    .suspend = suspend,
    .resume = open_placing,
    .refresh = open_placing,
    .resized = resized,
    .handle = handle,
    .draw = draw,
    .title = title,
    .close = close_placing,
};

struct screen *placing_screen_new(void)
{
    return screen_alloc(sizeof(struct placing_screen), &kind);
}
