/*
 * From a damaged vault to a whole one: where to write it, then what came of it, line by line. The list of what is lost
 * can be kept as a file beside the new vault; nothing of a case stands in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

struct salvage {
    struct screen screen;
    struct line path;
    struct page page; /* what came of it */
    struct salvage_report report;
    struct why refused;
    bool working, done;
};

static struct salvage *salvage_of(struct screen *screen)
{
    return (struct salvage *)screen;
}

/* Beside the damaged one, which stays. */
static enum err open_salvage(struct screen *screen, struct flow *flow, struct why *why)
{
    struct buf path = { 0 };
    enum err e = buf_printf(&path, "%s-salvaged", store_path(flow_store(flow)));

    if (!e)
        e = line_set(&salvage_of(screen)->path, buf_text(&path));
    buf_release(&path);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void run_make(struct screen *screen, struct flow *flow)
{
    struct salvage *salvage = salvage_of(screen);

    salvage->refused = (struct why){ 0 };
    salvage->working = true;
    flow_work(flow);
}

/* --- what came of it --- */

static enum err show(struct salvage *salvage)
{
    const struct salvage_report *report = &salvage->report;
    struct page *page = &salvage->page;
    bool is_sound = report->findings.len == 0;
    char text[300];
    enum err e;

    page_release(page);
    text_print_into(text, sizeof text, _("The new vault is %s."), line_text(&salvage->path));
    e = page_add(page, STYLE_STRONG, 0, text);
    text_print_into(text, sizeof text, _("%zu records were copied, %zu more came back from the history, %zu are lost."),
                    report->copied, report->restored, report->lost_records);
    e = e ? e : page_add(page, STYLE_TEXT, 0, text);
    if (!e)
        e = page_add(
            page, is_sound ? STYLE_GOOD : STYLE_BAD, 0,
            is_sound ? _("It was checked and is sound. Lock, unlock the new vault (F2 on the unlock screen), and go "
                         "on in it; keep the damaged file until all is well.")
                     : _("It was checked, and not all of it is as it should be. Show these lines to whoever helps "
                         "you, and look for a backup:"));
    if (!e)
        e = page_add_lines(page, STYLE_BAD, 2, buf_text(&report->findings));
    if (!e)
        e = page_add(page, STYLE_STRONG, 0, report->lost.len > 0 ? _("Lost:") : _("Nothing is lost."));
    return e ? e : page_add_lines(page, STYLE_TEXT, 2, buf_text(&report->lost));
}

static void work(struct screen *screen, struct flow *flow)
{
    struct salvage *salvage = salvage_of(screen);
    struct salvaging how = { .path = line_text(&salvage->path),
                             .assets = flow->setup->assets,
                             .state = flow->setup->state };
    enum err e;

    salvage->working = false;
    if (store_salvage(flow_store(flow), &how, &salvage->report, &salvage->refused))
        return;
    salvage->done = true;
    if ((e = show(salvage)))
        why_set(&salvage->refused, e, "%s", err_text(e));
    page_place(&salvage->page, screen->body);
}

/* --- keeping the list --- */

static const char *refuse_list(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct salvage *)screen)->done ? NULL : _("There is no list yet: salvage the vault first.");
}

static void run_list(struct screen *screen, struct flow *flow)
{
    struct salvage *salvage = salvage_of(screen);
    const struct buf *lost = &salvage->report.lost;
    struct buf path = { 0 };
    struct why why = { 0 };
    enum err e = buf_printf(&path, "%s-lost.txt", line_text(&salvage->path));

    if (e)
        why_set(&why, e, "%s", err_text(e));
    else if (path_exists(buf_text(&path)))
        e = why_set(&why, E_CONFLICT, N_("%s already exists."), buf_text(&path));
    else
        e = path_write_file(buf_text(&path), buf_text(lost), lost->len, &why);
    if (e)
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, _("The list stands in %s."), buf_text(&path));
    buf_release(&path);
}

static const char *refuse_make(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct salvage *)screen)->done ? _("It is done. Unlock the new vault to go on in it.") : NULL;
}

static const struct action actions[] = {
    { .id = "salvage.make",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Salvage"),
      .run = run_make,
      .refuses = refuse_make,
      .help = N_("Write the new vault; Enter does the same."),
      .bar = true },
    { .id = "salvage.list",
      .keys = { PRESS_FUNCTION(2) },
      .label = N_("Keep the list"),
      .run = run_list,
      .refuses = refuse_list,
      .help = N_("Write what is lost to a text file beside the new vault."),
      .bar = true },
};

/* --- screen --- */

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct salvage *salvage = salvage_of(screen);

    if (salvage->working)
        return true;
    if (salvage->done)
        return page_handle(&salvage->page, event);
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        run_make(screen, flow);
        return true;
    }
    return line_handle(&salvage->path, event) != LINE_IGNORED;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&salvage_of(screen)->page, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct salvage *salvage = (const struct salvage *)screen;
    struct area body = screen->body;
    int y = body.y;

    (void)flow;
    if (salvage->done) {
        page_draw(&salvage->page, grid);
        return;
    }
    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 6 }, 0, STYLE_TEXT,
                      _("Everything that can be read is written to a new vault, and what the history can give back is "
                        "put back. The same passphrases open it, and sealed fields stay sealed. The damaged file is "
                        "not touched."));
    y++;
    draw_text(grid, body.x, y, 16, STYLE_STRONG, _("Write it to"));
    line_draw(&salvage->path, grid, body.x + 16, y, body.width - 16, true);
    y += 2;
    if (salvage->working)
        draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("Reading every page, then checking the new vault…"));
    else if (salvage->refused.code)
        draw_wrapped(grid, (struct area){ body.x, y, body.width, 5 }, 0, STYLE_BAD, why_text(&salvage->refused));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Salvage")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return !((const struct salvage *)screen)->done;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&salvage_of(screen)->page);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct salvage *salvage = salvage_of(screen);
    enum err e = salvage->done ? show(salvage) : OK;

    (void)flow;
    page_place(&salvage->page, screen->body);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void close_salvage(struct screen *screen)
{
    struct salvage *salvage = salvage_of(screen);

    line_release(&salvage->path);
    page_release(&salvage->page);
    salvage_report_release(&salvage->report);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "salvage",
    .purpose = N_("Makes a whole vault of what can be read of a damaged one, and says what is lost."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_salvage,
    .suspend = suspend,
    .resume = resume,
    .resized = resized,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_salvage,
};

struct screen *salvage_screen_new(void)
{
    return screen_alloc(sizeof(struct salvage), &kind);
}
