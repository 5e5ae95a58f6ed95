/* An encrypted copy of the vault, read back. The name offered carries the day, so that one copy does not replace
 * another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/store/backup.h"

struct backup {
    struct screen screen;
    struct line path;
    bool making;
    bool made;
    struct why refused;
};

static struct backup *backup_of(struct screen *screen)
{
    return (struct backup *)screen;
}

static enum err offer_path(struct backup *backup, struct flow *flow)
{
    const char *folder = config_text(flow_config(flow), SETTING_BACKUP_FOLDER);
    struct buf path = { 0 };
    char day[DATE_TEXT_SIZE], name[64];
    enum err e = OK;

    date_format(clock_today(), day);
    snprintf(name, sizeof name, "townkeep-%s.vault", day);
    if (folder[0])
        e = path_join(&path, folder, name);
    if (!e)
        e = line_set(&backup->path, buf_text(&path));
    buf_release(&path);
    return e;
}

static enum err open_backup(struct screen *screen, struct flow *flow, struct why *why)
{
    enum err e = offer_path(backup_of(screen), flow);

    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void run_make(struct screen *screen, struct flow *flow)
{
    struct backup *backup = backup_of(screen);

    backup->refused = (struct why){ 0 };
    backup->made = false;
    if (line_text(&backup->path)[0] != '/') {
        why_set(&backup->refused, E_INVALID, "%s",
                _("Type the whole name of the copy, beginning with a slash: a folder on another disk or stick, then a "
                  "file name."));
        return;
    }
    backup->making = true;
    flow_work(flow);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct backup *backup = backup_of(screen);

    backup->making = false;
    backup->made = store_backup(flow_store(flow), line_text(&backup->path), &backup->refused) == OK;
}

static const struct action actions[] = {
    { .id = "backup.make",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Make it"),
      .run = run_make,
      .help = N_("Make the copy; Enter does the same."),
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct backup *backup = backup_of(screen);

    if (backup->making)
        return true;
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        run_make(screen, flow);
        return true;
    }
    return line_handle(&backup->path, event) != LINE_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct backup *backup = (const struct backup *)screen;
    struct area body = screen->body;
    struct backup_status status = { 0 };
    int64_t at = backup_status(flow_store(flow), &status, NULL) ? 0 : status.at;
    char when[DATE_TIME_TEXT_SIZE];
    int y = body.y;

    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 4 }, 0, STYLE_TEXT,
                      _("The copy is encrypted like the vault and opens with the same passphrases. Keep it on another "
                        "disk or stick, and in another room."));
    moment_format(at, when);
    if (at)
        draw_printf(grid, body.x, ++y, body.width, STYLE_DIM, _("The latest checked copy was made %s."), when);
    else
        draw_text(grid, body.x, ++y, body.width, STYLE_WARN, _("No copy has been made yet."));
    y += 2;
    draw_text(grid, body.x, y, 16, STYLE_STRONG, _("Write it to"));
    line_draw(&backup->path, grid, body.x + 16, y, body.width - 16, true);
    y += 2;
    if (backup->making)
        draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("Copying, then reading every page back…"));
    else if (backup->made)
        draw_text(grid, body.x, y, body.width, STYLE_GOOD,
                  _("Done: the copy is written, and every page of it was read back and checked."));
    else if (backup->refused.code)
        draw_wrapped(grid, (struct area){ body.x, y, body.width, 5 }, 0, STYLE_BAD, why_text(&backup->refused));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Backup")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void close_backup(struct screen *screen)
{
    line_release(&backup_of(screen)->path);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "backup",
    .purpose = N_("Makes an encrypted copy of the whole vault and checks it. An existing file is never replaced."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_backup,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_backup,
};

struct screen *backup_screen_new(void)
{
    return screen_alloc(sizeof(struct backup), &kind);
}
