/*
 * A backup becomes a vault beside the one in use. It can be reached from the unlock screen, where no vault is open: the
 * one at hand may be the very thing that is lost. Name and passphrase are those of the backup's day.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/screens/passphrase_field.h"
#include "townkeep/store/backup.h"

enum input { INPUT_BACKUP, INPUT_PATH, INPUT_NAME, INPUT_PASSPHRASE, INPUT_COUNT };
enum { LABEL_WIDTH = 20 };

struct restoring {
    struct screen screen;
    struct line lines[INPUT_PASSPHRASE];
    struct passphrase *passphrase;
    int field;
    bool working, is_done;
    struct restore_report report;
    struct why refused;
};

static struct restoring *restoring_of(struct screen *screen)
{
    return (struct restoring *)screen;
}

static const char *text_of(const struct restoring *restoring, enum input field)
{
    return line_text(&restoring->lines[field]);
}

/* --- opening --- */

/* The newest in the folder of backups, of whatever vault. */
static enum err offer_newest(struct restoring *restoring, struct flow *flow)
{
    const char *folder = config_text(flow_config(flow), SETTING_BACKUP_FOLDER);
    struct backup_file *files = NULL;
    struct buf path = { 0 };
    size_t count = 0;
    enum err e = OK;

    if (folder[0] && backup_list(NULL, folder, &files, &count, NULL) == OK && count > 0 &&
        !(e = path_join(&path, folder, files[0].name)))
        e = line_set(&restoring->lines[INPUT_BACKUP], buf_text(&path));
    free(files);
    buf_release(&path);
    return e;
}

/* "office-restored-2026-11-23.townkeep" beside the vault in use. */
static enum err offer_path(struct restoring *restoring, const struct flow *flow)
{
    const char *slash = strrchr(flow->vault, '/'), *name = slash ? slash + 1 : flow->vault;
    const char *dot = strrchr(name, '.');
    size_t len = dot && dot != name ? (size_t)(dot - flow->vault) : strlen(flow->vault);
    char day[DATE_TEXT_SIZE];
    struct buf path = { 0 };
    enum err e;

    date_format(clock_today(), day);
    if (!(e = buf_add(&path, flow->vault, len)) &&
        !(e = buf_printf(&path, "-restored-%s%s", day, dot && dot != name ? dot : "")))
        e = line_set(&restoring->lines[INPUT_PATH], buf_text(&path));
    buf_release(&path);
    return e;
}

static enum err open_restore(struct screen *screen, struct flow *flow, struct why *why)
{
    struct restoring *restoring = restoring_of(screen);
    enum err e = OK;

    if (text_of(restoring, INPUT_BACKUP)[0] == '\0')
        e = offer_newest(restoring, flow);
    if (!e && text_of(restoring, INPUT_PATH)[0] == '\0')
        e = offer_path(restoring, flow);
    restoring->field = text_of(restoring, INPUT_BACKUP)[0] ? INPUT_NAME : INPUT_BACKUP;
    if (e)
        return why_set(why, e, "%s", err_text(e));
    return restoring->passphrase ? OK : passphrase_new(&restoring->passphrase, why);
}

/* --- the work --- */

static bool is_filled(struct restoring *restoring)
{
    static const char *const missing[INPUT_NAME] = {
        [INPUT_BACKUP] = N_("Type the file of the backup, with its folder."),
        [INPUT_PATH] = N_("Type the file of the new vault, with its folder."),
    };

    for (int i = 0; i < INPUT_NAME; i++) {
        if (text_of(restoring, (enum input)i)[0] != '\0')
            continue;
        restoring->field = i;
        why_set(&restoring->refused, E_INVALID, "%s", _(missing[i]));
        return false;
    }
    if (passphrase_length(restoring->passphrase) > 0)
        return true;
    restoring->field = INPUT_PASSPHRASE;
    why_set(&restoring->refused, E_INVALID, "%s", _("Type the passphrase of the day the backup was made."));
    return false;
}

static void run_restore(struct screen *screen, struct flow *flow)
{
    struct restoring *restoring = restoring_of(screen);

    if (restoring->is_done)
        return;
    restoring->refused = (struct why){ 0 };
    if (!is_filled(restoring))
        return;
    restoring->working = true;
    flow_work(flow);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct restoring *restoring = restoring_of(screen);
    const char *name = text_of(restoring, INPUT_NAME);
    struct restore restore = { .backup = text_of(restoring, INPUT_BACKUP),
                               .path = text_of(restoring, INPUT_PATH),
                               .live = flow->store ? NULL : flow->vault,
                               .open = flow->store };
    struct store_opening opening = {
        .officer = name[0] ? name : NULL,
        .passphrase = restoring->passphrase,
        .assets = flow->setup->assets,
        .catalogue = flow->setup->catalogue,
        .vocabulary = flow->setup->vocabulary,
        .vocabulary_count = flow->setup->vocabulary_count,
    };

    restoring->working = false;
    restoring->is_done = store_restore(&restore, &opening, &restoring->report, &restoring->refused) == OK;
    passphrase_clear(restoring->passphrase);
}

/* The restored vault is the one from now on, also the next time. */
static void run_open(struct screen *screen, struct flow *flow)
{
    struct restoring *restoring = restoring_of(screen);
    const char *path = text_of(restoring, INPUT_PATH);
    struct why why = { 0 };

    if (config_set(flow_config(flow), SETTING_VAULT, path, &why) || config_save(flow_config(flow), &why))
        flow_refuse(flow, &why);
    snprintf(flow->vault, sizeof flow->vault, "%s", path);
    if (flow->store) {
        flow_home(flow);
        flow_lock(flow);
    } else {
        flow_pop(flow);
    }
}

static const char *refuse_done(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct restoring *)screen)->is_done ? _("It is restored: F3 opens it.") : NULL;
}

static const char *refuse_open(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct restoring *)screen)->is_done ? NULL : _("Restore it first.");
}

static const struct action actions[] = {
    { .id = "restore.restore",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Restore it"),
      .run = run_restore,
      .refuses = refuse_done,
      .help = N_("Make the new vault; Enter in the last field does the same."),
      .bar = true },
    { .id = "restore.open",
      .keys = { PRESS_FUNCTION(3), PRESS_CTRL('o') },
      .label = N_("Open it"),
      .run = run_open,
      .refuses = refuse_open,
      .help = N_("Work with the restored vault from now on; the old file stays as it is."),
      .bar = true },
};

/* --- events --- */

static bool handle_move(struct restoring *restoring, struct flow *flow, uint32_t key)
{
    switch (key) {
    case PRESS_TAB:
    case PRESS_DOWN:
        restoring->field = (restoring->field + 1) % INPUT_COUNT;
        return true;
    case PRESS_SHIFT_TAB:
    case PRESS_UP:
        restoring->field = (restoring->field + INPUT_COUNT - 1) % INPUT_COUNT;
        return true;
    case PRESS_ENTER:
        if (restoring->field < INPUT_PASSPHRASE)
            restoring->field++;
        else
            run_restore(&restoring->screen, flow);
        return true;
    default:
        return false;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct restoring *restoring = restoring_of(screen);

    if (restoring->working || event->kind == EVENT_TICK)
        return true;
    if (restoring->is_done || !restoring->passphrase)
        return false;
    if (event->kind == EVENT_KEY && handle_move(restoring, flow, event->key))
        return true;
    if (restoring->field == INPUT_PASSPHRASE)
        return passphrase_field_handle(restoring->passphrase, event);
    return line_handle(&restoring->lines[restoring->field], event) != LINE_IGNORED;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (restoring_of(screen)->passphrase)
        passphrase_clear(restoring_of(screen)->passphrase);
}

/* --- drawing --- */

static void draw_fields(const struct restoring *restoring, struct grid *grid, struct area area)
{
    static const char *const labels[INPUT_COUNT] = {
        [INPUT_BACKUP] = N_("The backup"),
        [INPUT_PATH] = N_("Becomes the vault"),
        [INPUT_NAME] = N_("Your name then"),
        [INPUT_PASSPHRASE] = N_("Passphrase then"),
    };
    int x = area.x + LABEL_WIDTH, width = area.width - LABEL_WIDTH;

    for (int i = 0; i < INPUT_COUNT; i++) {
        bool active = i == restoring->field && !restoring->working;

        draw_text(grid, area.x, area.y + i, LABEL_WIDTH, active ? STYLE_STRONG : STYLE_TEXT, _(labels[i]));
        if (i == INPUT_PASSPHRASE)
            passphrase_field_draw(restoring->passphrase, grid, x, area.y + i, width, active);
        else
            line_draw(&restoring->lines[i], grid, x, area.y + i, width, active);
    }
}

static int draw_missing(const struct restore_report *report, struct grid *grid, struct area area)
{
    char from[DATE_TIME_TEXT_SIZE], to[DATE_TIME_TEXT_SIZE], text[300];

    if (!report->was_compared)
        return draw_wrapped(grid, area, 0, STYLE_WARN,
                            _("The vault in use could not be compared with it. What was saved after the backup is not "
                              "in the new vault."));
    if (report->missing == 0)
        return draw_wrapped(grid, area, 0, STYLE_GOOD, _("It holds everything the vault in use holds."));
    moment_format(report->missing_from, from);
    moment_format(report->missing_to, to);
    text_print_into(text, sizeof text,
                    ngettext("%llu save, between %s and %s, is not in this backup.",
                             "%llu saves, between %s and %s, are not in this backup.", (unsigned long)report->missing),
                    (unsigned long long)report->missing, from, to);
    return draw_wrapped(grid, area, 0, STYLE_WARN, text);
}

static void draw_done(const struct restoring *restoring, struct grid *grid, struct area area)
{
    const struct restore_report *report = &restoring->report;
    char when[DATE_TIME_TEXT_SIZE], text[300];
    int y = area.y;

    moment_format(report->backup_at, when);
    draw_text(grid, area.x, y, area.width, STYLE_GOOD, _("Restored, and checked to the last page."));
    y += 2;
    draw_printf(grid, area.x, y++, area.width, STYLE_TEXT, _("%llu entries, %llu records; the newest save is of %s."),
                (unsigned long long)report->entries, (unsigned long long)report->records, when);
    y += draw_missing(report, grid, (struct area){ area.x, y, area.width, 3 }) + 1;
    if (report->erased > 0) {
        text_print_into(text, sizeof text,
                        ngettext("%zu case that was erased since the backup was made was erased in it again.",
                                 "%zu cases that were erased since the backup was made were erased in it again.",
                                 report->erased),
                        report->erased);
        y += draw_wrapped(grid, (struct area){ area.x, y, area.width, 2 }, 0, STYLE_TEXT, text) + 1;
    }
    draw_wrapped(grid, (struct area){ area.x, y, area.width, 4 }, 0, STYLE_TEXT,
                 _("F3 opens it: you are told once more that it is older than what you worked with, and go on on "
                   "purpose. The old file stays as it is."));
    grid_cursor(grid, area.x, area.y);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct restoring *restoring = (const struct restoring *)screen;
    struct area body = screen->body;
    int y = body.y;

    (void)flow;
    if (!restoring->passphrase)
        return;
    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 4 }, 0, STYLE_TEXT,
                      _("The backup becomes a vault of its own in a new file; what there is stays. It opens with the "
                        "names and passphrases of the day it was made.")) +
         1;
    draw_fields(restoring, grid, (struct area){ body.x, y, body.width, INPUT_COUNT });
    y += INPUT_COUNT + 1;
    if (restoring->working)
        draw_text(grid, body.x, y, body.width, STYLE_STRONG,
                  _("Copying it, and checking everything in it. This may take a minute."));
    else if (restoring->refused.code)
        draw_wrapped(grid, (struct area){ body.x, y, body.width, 5 }, 0, STYLE_BAD, why_text(&restoring->refused));
    else if (restoring->is_done)
        draw_done(restoring, grid, (struct area){ body.x, y, body.width, body.y + body.height - y });
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Restore a backup")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return !((const struct restoring *)screen)->is_done;
}

static enum err help(const struct screen *screen, struct page *page)
{
    static const char *const lines[] = {
        N_("Nothing is overwritten: the backup is copied into the new file, and the vault in use stays where it is."),
        N_("Use the name and the passphrase you had on the day of the backup. If a passphrase was changed since, the "
           "old one is needed here, and in the restored vault."),
        N_("The restored vault goes on as a vault of its own: references of new records get letters at the end, so "
           "that they never meet those given in the old one after the backup."),
        N_("From then on everybody works with the restored vault. Keep the old file until you are sure that nothing in "
           "it is missed."),
    };
    enum err e = OK;

    (void)screen;
    for (int i = 0; i < ARRAY_COUNT(lines) && !e; i++)
        e = page_add(page, STYLE_TEXT, 2, _(lines[i]));
    return e;
}

static void close_restore(struct screen *screen)
{
    for (int i = 0; i < INPUT_PASSPHRASE; i++)
        line_release(&restoring_of(screen)->lines[i]);
    passphrase_free(restoring_of(screen)->passphrase);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "restore",
    .purpose = N_("Makes a vault of a backup, beside the one in use: for the day the vault is lost, damaged, or "
                  "changed for the worse."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_restore,
    .suspend = suspend,
    .handle = handle,
    .work = work,
    .draw = draw,
    .title = title,
    .typing = typing,
    .help = help,
    .close = close_restore,
};

struct screen *restore_screen_new(const char *backup)
{
    struct restoring *restoring = screen_alloc(sizeof *restoring, &kind);

    if (restoring && backup && line_set(&restoring->lines[INPUT_BACKUP], backup)) {
        close_restore(&restoring->screen);
        return NULL;
    }
    return restoring ? &restoring->screen : NULL;
}
