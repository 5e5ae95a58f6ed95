/* The last backup, when the program is left: it is waited for, and can be left out. */
#include <stdlib.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/store/backup.h"

enum { SLICE_MILLISECONDS = 40 };

struct closing {
    struct screen screen;
    struct backup_job *job;
    bool is_done;
    struct why refused;
};

static struct closing *closing_of(struct screen *screen)
{
    return (struct closing *)screen;
}

static void start(struct closing *closing, struct flow *flow)
{
    struct backup_plan plan = { .folder = keeper_folder(flow), .reason = BACKUP_CLOSING };

    closing->refused = (struct why){ 0 };
    if (!plan.folder || backup_begin(flow_store(flow), &plan, &closing->job, &closing->refused))
        return;
    backup_hurry(closing->job);
    flow_work(flow);
}

static enum err open_closing(struct screen *screen, struct flow *flow, struct why *why)
{
    (void)why;
    start(closing_of(screen), flow);
    return OK;
}

static void give_up(struct closing *closing)
{
    backup_free(closing->job);
    closing->job = NULL;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct closing *closing = closing_of(screen);
    int64_t begun = clock_monotonic();
    bool over = false;
    enum err e = OK;

    if (!closing->job)
        return;
    do
        e = backup_step(closing->job, &over, &closing->refused);
    while (!e && !over && clock_monotonic() - begun < SLICE_MILLISECONDS && clock_monotonic() != begun);
    if (!e && !over) {
        flow_work(flow);
        return;
    }
    give_up(closing);
    closing->is_done = !e;
    if (!e)
        flow->over = true;
}

static void run_again(struct screen *screen, struct flow *flow)
{
    struct closing *closing = closing_of(screen);

    if (!closing->job)
        start(closing, flow);
}

static void run_leave(struct screen *screen, struct flow *flow)
{
    give_up(closing_of(screen));
    flow->over = true;
}

static const char *refuse_again(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct closing *)screen)->job ? _("The backup is being made.") : NULL;
}

static const struct action actions[] = {
    { .id = "closing.again",
      .keys = { PRESS_FUNCTION(5), 'r' },
      .label = N_("Try again"),
      .run = run_again,
      .refuses = refuse_again,
      .help = N_("Make the backup once more, for instance when the stick is in."),
      .bar = true },
    { .id = "closing.leave",
      .keys = { PRESS_FUNCTION(10), 'l' },
      .label = N_("Leave without it"),
      .run = run_leave,
      .help = N_("Leave the program without this backup. Everything is saved; the older backups stay."),
      .bar = true },
};

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct closing *closing = (const struct closing *)screen;
    struct area area = area_centred(screen->body, 68, 12);
    const char *folder = keeper_folder(flow), *stage;
    int y = area.y, percent;

    draw_text(grid, area.x, y, area.width, STYLE_STRONG,
              closing->job       ? _("Backing up before leaving")
              : closing->is_done ? _("The backup is made and verified.")
                                 : _("The backup could not be made"));
    y += 2;
    draw_printf(grid, area.x, y, area.width, STYLE_DIM, _("Into %s"), folder ? folder : "");
    y += 2;
    if (closing->job) {
        stage = backup_stage(closing->job, &percent);
        draw_printf(grid, area.x, y, area.width, STYLE_TEXT, _("%s (%d of 100)"), stage, percent);
    } else if (!closing->is_done) {
        y += draw_wrapped(grid, (struct area){ area.x, y, area.width, 4 }, 0, STYLE_BAD, why_text(&closing->refused));
        draw_wrapped(grid, (struct area){ area.x, y + 1, area.width, 3 }, 0, STYLE_TEXT,
                     _("Everything you saved is in the vault, and the backups made before are kept."));
    }
    grid_cursor(grid, area.x, y);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    give_up(closing_of(screen));
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    return open_closing(screen, flow, why);
}

static bool leave(struct screen *screen, struct flow *flow)
{
    (void)flow;
    give_up(closing_of(screen));
    return true;
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Leaving")))
        buf_clear(out);
}

static void close_closing(struct screen *screen)
{
    give_up(closing_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "closing",
    .purpose =
        N_("Something was saved since the last backup, so one more is made before the program ends: copied, read "
           "back, opened and compared. Esc goes back to work."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_closing,
    .suspend = suspend,
    .resume = resume,
    .leave = leave,
    .work = work,
    .draw = draw,
    .title = title,
    .close = close_closing,
};

struct screen *closing_screen_new(void)
{
    return screen_alloc(sizeof(struct closing), &kind);
}
