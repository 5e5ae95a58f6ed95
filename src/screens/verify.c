/* Checking the whole vault: pages, signatures, chain, records. It runs once the screen has said that it does. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "flow_in.h"
#include "townkeep/domain/casework.h"

struct verify {
    struct screen screen;
    struct page page;
};

static enum err open_verify(struct screen *screen, struct flow *flow, struct why *why)
{
    struct page *page = &((struct verify *)screen)->page;
    enum err e;

    page_release(page);
    if ((e = page_add(page, STYLE_STRONG, 0, _("Checking every page, every entry and every record…"))))
        return why_set(why, e, "%s", err_text(e));
    page_place(page, screen->body);
    flow_work(flow);
    return OK;
}

static enum err show(struct page *page, const struct verify_report *report, enum err found, const struct why *why)
{
    char text[200];
    enum err e;

    page_release(page);
    if (found)
        e = page_add(page, STYLE_BAD, 0, why_text(why));
    else
        e = page_add(
            page, STYLE_GOOD, 0,
            _("Everything is as it was written: nothing is damaged, nothing was changed behind the program's back."));
    snprintf(text, sizeof text, _("%" PRIu64 " pages, %" PRIu64 " entries, %" PRIu64 " records looked at."),
             report->pages, report->entries, report->records);
    if (!e)
        e = page_add(page, STYLE_TEXT, 0, text);
    if (!e && found)
        e = page_add(page, STYLE_TEXT, 0,
                     report->bad_pages > 0
                         ? _("Do not go on working in this file, and keep it as it is. F6 writes everything that can "
                             "be read to a new vault; what the history has is put back. These places are damaged:")
                         : _("Do not go on working in this file. Keep it as it is, take the latest backup, and show "
                             "these lines to whoever helps you:"));
    if (!e)
        e = page_add_lines(page, STYLE_BAD, 2, buf_text(&report->lines));
    return e ? e : page_add_lines(page, STYLE_TEXT, 2, buf_text(&report->known));
}

static void work(struct screen *screen, struct flow *flow)
{
    struct page *page = &((struct verify *)screen)->page;
    struct verify_report report = { 0 };
    struct why why = { 0 };
    enum err found = casework_verify(flow_store(flow), &report, &why), e;

    if ((e = show(page, &report, found, &why))) {
        why_set(&why, e, "%s", err_text(e));
        flow_refuse(flow, &why);
    }
    page_place(page, screen->body);
    verify_report_release(&report);
}

static void run_again(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (open_verify(screen, flow, &why))
        flow_refuse(flow, &why);
}

static const char *refuse_salvage(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_is_damaged(flow->store, NULL, NULL) ? NULL : _("No page of this vault is damaged.");
}

static void run_salvage(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, salvage_screen_new(), 0);
}

static const struct action actions[] = {
    { .id = "verify.salvage",
      .keys = { PRESS_FUNCTION(6) },
      .label = N_("Salvage"),
      .run = run_salvage,
      .refuses = refuse_salvage,
      .help = N_("Write everything that can be read to a new vault."),
      .bar = true },
    { .id = "verify.again",
      .keys = { PRESS_FUNCTION(5), PRESS_CTRL('r') },
      .label = N_("Check again"),
      .run = run_again,
      .help = N_("Check the whole vault once more."),
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return page_handle(&((struct verify *)screen)->page, event);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&((struct verify *)screen)->page, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&((const struct verify *)screen)->page, grid);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&((struct verify *)screen)->page);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Check the vault")))
        buf_clear(out);
}

static void close_verify(struct screen *screen)
{
    page_release(&((struct verify *)screen)->page);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "verify",
    .purpose = N_("Reads the whole vault and checks that every byte is authentic, every signature right, and no save "
                  "is missing from the history."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_verify,
    .suspend = suspend,
    .resume = open_verify,
    .resized = resized,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .close = close_verify,
};

struct screen *verify_screen_new(void)
{
    return screen_alloc(sizeof(struct verify), &kind);
}
