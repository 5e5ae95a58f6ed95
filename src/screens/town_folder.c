/*
 * A whole folder of files by a recipe: the trial run says what each file would bring, and a key brings it; then likely
 * duplicates are linked and places given, where the recipe asks for it. The files that nobody has a mapping for are
 * named.
 */
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/placing.h"

enum { REFUSALS_SHOWN = 5 };
#define RECIPE_USUAL "town"

struct town_folder {
    struct screen screen;
    struct page page;
    char *folder;
    bool importing;  /* what work() is to do: import, not try */
    size_t possible; /* rows that a trial would take */
};

static struct town_folder *screen_of(struct screen *screen)
{
    return (struct town_folder *)screen;
}

static enum err start_work(struct town_folder *folder, struct flow *flow, bool importing, const char *sentence,
                           struct why *why)
{
    enum err e;

    folder->importing = importing;
    folder->possible = 0;
    page_release(&folder->page);
    if ((e = page_add(&folder->page, STYLE_STRONG, 0, sentence)))
        return why_set(why, e, "%s", err_text(e));
    page_place(&folder->page, folder->screen.body);
    flow_work(flow);
    return OK;
}

static enum err open_folder(struct screen *screen, struct flow *flow, struct why *why)
{
    return start_work(screen_of(screen), flow, false, _("Looking at every file…"), why);
}

/* What comes after the import; each is a save of its own, so each can be undone by itself. */
static enum err finish(struct flow *flow, struct recipe_report *report, struct buf *text, struct why *why)
{
    struct placing placing = { 0 };
    enum err e = report->link ? recipe_link(flow_store(flow), report, why) : OK;

    if (e || !report->place || (e = placing_run(flow_store(flow), false, &placing, why)))
        return e;
    return placing_show(&placing, false, text);
}

static enum err show(struct town_folder *folder, const struct recipe_report *report, const struct buf *after,
                     struct why *why)
{
    struct buf text = { 0 };
    const char *lead = folder->importing ? _("This came in:") : _("A trial run: nothing has been changed yet.");
    enum err e = recipe_report_show(report, REFUSALS_SHOWN, &text);

    page_release(&folder->page);
    if (!e && !(e = page_add(&folder->page, STYLE_STRONG, 0, lead)) &&
        !(e = page_add_lines(&folder->page, STYLE_TEXT, 0, buf_text(&text))))
        e = page_add_lines(&folder->page, STYLE_TEXT, 0, buf_text(after));
    buf_release(&text);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err run(struct town_folder *folder, struct flow *flow, struct why *why)
{
    struct import_wish wish = { .path = folder->folder,
                                .dry_run = !folder->importing,
                                .refused_file = folder->importing };
    struct recipe_report report = { 0 };
    struct buf after = { 0 };
    struct why later = { 0 };
    enum err e = import_by_recipe(flow_store(flow), &wish, RECIPE_USUAL, &report, why);

    if (e)
        goto done;
    if (!folder->importing)
        folder->possible = report.whole.added + report.whole.changed;
    else if (finish(flow, &report, &after, &later))
        flow_refuse(flow, &later);
    else
        flow_toast(flow, STYLE_GOOD, _("Imported: %zu added, %zu changed."), report.whole.added, report.whole.changed);
    e = show(folder, &report, &after, why);
done:
    recipe_report_release(&report);
    buf_release(&after);
    return e;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct town_folder *folder = screen_of(screen);
    struct why why = { 0 };

    if (run(folder, flow, &why)) {
        page_release(&folder->page);
        if (page_add(&folder->page, STYLE_BAD, 0, why_text(&why)))
            page_release(&folder->page);
        flow_refuse(flow, &why);
    }
    page_place(&folder->page, screen->body);
}

static void run_import(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (start_work(screen_of(screen), flow, true, _("Importing…"), &why))
        flow_refuse(flow, &why);
}

static const char *refuse_import(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct town_folder *)screen)->possible > 0 ? NULL : _("There is nothing new in these files.");
}

static const struct action actions[] = {
    { .id = "folder.import",
      .keys = { PRESS_CTRL('s'), PRESS_FUNCTION(8) },
      .label = N_("Import"),
      .run = run_import,
      .refuses = refuse_import,
      .writes = true,
      .help = N_("Import all files as the trial run tells it. One step undoes it."),
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
    page_draw(&((const struct town_folder *)screen)->page, grid);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&screen_of(screen)->page);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Whole folder")))
        buf_clear(out);
}

static void close_folder(struct screen *screen)
{
    page_release(&screen_of(screen)->page);
    free(screen_of(screen)->folder);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "folder",
    .purpose = N_("What each file of a folder would bring, by the recipe for a town's open data; then all of it is "
                  "imported at once."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_folder,
    .suspend = suspend,
    .resume = open_folder,
    .refresh = open_folder,
    .resized = resized,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .close = close_folder,
};

struct screen *town_folder_screen_new(const char *folder)
{
    struct screen *screen = screen_alloc(sizeof(struct town_folder), &kind);

    if (screen && !(screen_of(screen)->folder = strdup(folder))) {
        free(screen);
        return NULL;
    }
    return screen;
}
