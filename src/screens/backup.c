/*
 * Backups: where they go, how the last one went, which are kept; make one now, try whether the newest can be restored,
 * restore one. What is shown is looked up when the screen opens and after each thing done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/store/backup.h"

enum question { ASKED_FILE = 1, ASKED_FOLDER };
enum { LABEL_WIDTH = 16, SLICE_MILLISECONDS = 40, BYTES_WIDTH = 12, MEGABYTE = 1000000 };

struct backup {
    struct screen screen;
    struct backup_status status;
    struct backup_file *files; /* owned */
    size_t count, selected;
    bool same_disk;
    struct backup_job *job;  /* being made */
    struct drill_job *drill; /* being tried */
    char done[200];
    struct why refused;
};

static struct backup *backup_of(struct screen *screen)
{
    return (struct backup *)screen;
}

static const char *folder_of(const struct flow *flow)
{
    return config_text(flow->setup->config, SETTING_BACKUP_FOLDER);
}

/* --- looking --- */

static void forget(struct backup *backup)
{
    free(backup->files);
    backup->files = NULL;
    backup->count = 0;
}

/* A folder that cannot be read now is told when a backup is asked for. */
static enum err look(struct screen *screen, struct flow *flow, struct why *why)
{
    struct backup *backup = backup_of(screen);
    const char *folder = folder_of(flow);
    enum err e = backup_status(flow->store, &backup->status, why);

    forget(backup);
    if (e || !folder[0])
        return e;
    backup->same_disk = backup_is_same_disk(folder, store_path(flow->store));
    if (backup_list(flow->store, folder, &backup->files, &backup->count, NULL))
        backup->count = 0;
    if (backup->selected >= backup->count)
        backup->selected = 0;
    return OK;
}

static enum err open_backup(struct screen *screen, struct flow *flow, struct why *why)
{
    keeper_stop(flow);
    return look(screen, flow, why);
}

/* --- making one --- */

static bool is_busy(const struct backup *backup)
{
    return backup->job || backup->drill;
}

static void stop(struct backup *backup)
{
    backup_free(backup->job);
    drill_free(backup->drill);
    backup->job = NULL;
    backup->drill = NULL;
}

static void start(struct backup *backup, struct flow *flow, const struct backup_plan *plan)
{
    backup->refused = (struct why){ 0 };
    backup->done[0] = '\0';
    if (backup_begin(flow->store, plan, &backup->job, &backup->refused))
        return;
    backup_hurry(backup->job);
    flow_work(flow);
}

static void ask_line(struct flow *flow, const char *title, const char *text, const char *yes, const char *line,
                     int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    text_cut_into(dialog.title, sizeof dialog.title, title);
    text_cut_into(dialog.text, sizeof dialog.text, text);
    text_cut_into(dialog.yes_label, sizeof dialog.yes_label, yes);
    if (line_set(&dialog.line, line) == OK)
        flow_ask(flow, &dialog, question);
}

static void run_folder(struct screen *screen, struct flow *flow)
{
    (void)screen;
    ask_line(flow, _("Where backups go"),
             _("A folder on another disk or stick, with its whole path. Backups then go there by themselves."),
             _("Use this folder"), folder_of(flow), ASKED_FOLDER);
}

static void run_make(struct screen *screen, struct flow *flow)
{
    if (folder_of(flow)[0])
        start(backup_of(screen), flow, &(struct backup_plan){ .folder = folder_of(flow) });
    else
        run_folder(screen, flow);
}

static void run_file(struct screen *screen, struct flow *flow)
{
    char day[DATE_TEXT_SIZE], name[64];

    (void)screen;
    date_format(clock_today(), day);
    snprintf(name, sizeof name, "/townkeep-%s.vault", day);
    ask_line(flow, _("A backup to a file"),
             _("The whole name of the file, beginning with a slash. It is not counted among those that are kept and "
               "let go."),
             _("Make it"), name, ASKED_FILE);
}

/* Chosen on purpose, so it is made when it is not there; found missing later, it never is. */
static void take_folder(struct backup *backup, struct flow *flow, const char *folder)
{
    struct config *config = flow_config(flow);
    struct why *why = &backup->refused;

    *why = (struct why){ 0 };
    if (folder[0] != '/')
        why_set(why, E_INVALID, "%s", _("Give the folder with its whole path, beginning with a slash."));
    else if (path_make_folders(folder, why) == OK && config_set(config, SETTING_BACKUP_FOLDER, folder, why) == OK &&
             config_save(config, why) == OK)
        flow_refresh(flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct backup *backup = backup_of(screen);

    if (answer->dialog != DIALOG_YES)
        return;
    if (answer->question == ASKED_FOLDER)
        take_folder(backup, flow, answer->text);
    else if (answer->text[0] == '/')
        start(backup, flow, &(struct backup_plan){ .file = answer->text });
    else
        why_set(&backup->refused, E_INVALID, "%s", _("Type the whole name of the file, beginning with a slash."));
}

/* --- trying and restoring --- */

static enum err selected_path(const struct backup *backup, const struct flow *flow, struct buf *out)
{
    return path_join(out, folder_of(flow), backup->files[backup->selected].name);
}

static const char *refuse_without(const struct screen *screen, const struct flow *flow)
{
    const struct backup *backup = (const struct backup *)screen;

    (void)flow;
    return is_busy(backup)      ? _("Wait until it is over; Esc breaks it off.")
           : backup->count == 0 ? _("There is no backup in the folder yet.")
                                : NULL;
}

static const char *refuse_busy(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return is_busy((const struct backup *)screen) ? _("Wait until it is over; Esc breaks it off.") : NULL;
}

static void run_try(struct screen *screen, struct flow *flow)
{
    struct backup *backup = backup_of(screen);
    struct buf path = { 0 }, scratch = { 0 };

    backup->refused = (struct why){ 0 };
    backup->done[0] = '\0';
    if (selected_path(backup, flow, &path))
        why_set(&backup->refused, E_MEMORY, "%s", err_text(E_MEMORY));
    else if (keeper_scratch(&scratch, &backup->refused) == OK &&
             drill_begin(flow->store, buf_text(&path), buf_text(&scratch), &backup->drill, &backup->refused) == OK)
        flow_work(flow);
    buf_release(&path);
    buf_release(&scratch);
}

static void run_restore(struct screen *screen, struct flow *flow)
{
    const struct backup *backup = backup_of(screen);
    struct buf path = { 0 };

    if (backup->count == 0 || selected_path(backup, flow, &path) == OK)
        flow_push(flow, restore_screen_new(backup->count > 0 ? buf_text(&path) : NULL), 0);
    buf_release(&path);
}

static void say_done(struct backup *backup)
{
    if (backup->job) {
        text_cut_into(backup->done, sizeof backup->done, _("The backup is made and verified."));
    } else {
        text_print_into(backup->done, sizeof backup->done,
                        ngettext("It can be restored: %llu entry is in it, and the records picked are the vault's.",
                                 "It can be restored: %llu entries are in it, and the records picked are the vault's.",
                                 (unsigned long)drill_report(backup->drill)->entries),
                        (unsigned long long)drill_report(backup->drill)->entries);
    }
}

static void work(struct screen *screen, struct flow *flow)
{
    struct backup *backup = backup_of(screen);
    int64_t begun = clock_monotonic();
    bool over = false;
    enum err e = OK;

    if (!is_busy(backup))
        return;
    do
        e = backup->job ? backup_step(backup->job, &over, &backup->refused)
                        : drill_step(backup->drill, &over, &backup->refused);
    while (!e && !over && clock_monotonic() > begun && clock_monotonic() - begun < SLICE_MILLISECONDS);
    if (!e && !over) {
        flow_work(flow);
        return;
    }
    if (!e)
        say_done(backup);
    stop(backup);
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "backup.make",
      .keys = { PRESS_ENTER, PRESS_CTRL('s') },
      .label = N_("Make one"),
      .run = run_make,
      .refuses = refuse_busy,
      .help = N_("Make a backup in the folder now, and verify it."),
      .bar = true },
    { .id = "backup.file",
      .keys = { PRESS_FUNCTION(2) },
      .label = N_("To file"),
      .run = run_file,
      .refuses = refuse_busy,
      .help = N_("Make a backup in a file of your own choice."),
      .bar = true },
    { .id = "backup.try",
      .keys = { PRESS_FUNCTION(3) },
      .label = N_("Try"),
      .run = run_try,
      .refuses = refuse_without,
      .help = N_("Try whether the selected backup can be restored; nothing is changed, and nothing is left behind."),
      .bar = true },
    { .id = "backup.folder",
      .keys = { PRESS_FUNCTION(4) },
      .label = N_("Folder"),
      .run = run_folder,
      .refuses = refuse_busy,
      .help = N_("Choose the folder backups go to, best on another disk or stick."),
      .bar = true },
    { .id = "backup.restore",
      .keys = { PRESS_FUNCTION(6) },
      .label = N_("Restore"),
      .run = run_restore,
      .refuses = refuse_busy,
      .help = N_("Make a vault of the selected backup, beside the one in use."),
      .bar = true },
};

/* --- events --- */

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct backup *backup = backup_of(screen);

    (void)flow;
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_DOWN && backup->selected + 1 < backup->count)
        backup->selected++;
    else if (event->key == PRESS_UP && backup->selected > 0)
        backup->selected--;
    else
        return event->key == PRESS_DOWN || event->key == PRESS_UP;
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct backup *backup = backup_of(screen);

    (void)flow;
    if (!is_busy(backup))
        return true;
    stop(backup);
    why_set(&backup->refused, E_CANCELLED, "%s", _("Broken off; nothing of it is left."));
    return false;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    stop(backup_of(screen));
    forget(backup_of(screen));
}

/* --- drawing --- */

static void draw_where(const struct backup *backup, const struct flow *flow, struct grid *grid, struct area area)
{
    const char *folder = folder_of(flow);

    draw_text(grid, area.x, area.y, LABEL_WIDTH, STYLE_DIM, _("They go to"));
    if (folder[0])
        draw_text(grid, area.x + LABEL_WIDTH, area.y, area.width - LABEL_WIDTH, STYLE_TEXT, folder);
    else
        draw_text(grid, area.x + LABEL_WIDTH, area.y, area.width - LABEL_WIDTH, STYLE_WARN,
                  _("nowhere: none are made by themselves. F4 chooses a folder."));
    if (folder[0] && backup->same_disk)
        draw_text(grid, area.x + LABEL_WIDTH, area.y + 1, area.width - LABEL_WIDTH, STYLE_WARN,
                  _("The same disk as the vault's: a broken disk loses both."));
}

static void show_moment(int64_t at, char *out, size_t size)
{
    char day[60], when[DATE_TIME_TEXT_SIZE];

    moment_format(at, when);
    date_relative(moment_date(at), clock_today(), day, sizeof day);
    snprintf(out, size, "%s (%s)", when, day);
}

static void draw_fact(struct grid *grid, struct area area, int y, const char *label, int64_t at, const char *otherwise,
                      const char *rest)
{
    char when[120];

    if (at)
        show_moment(at, when, sizeof when);
    draw_text(grid, area.x, y, LABEL_WIDTH, STYLE_DIM, label);
    draw_printf(grid, area.x + LABEL_WIDTH, y, area.width - LABEL_WIDTH, at ? STYLE_TEXT : STYLE_WARN, "%s%s",
                at ? when : otherwise, at ? rest : "");
}

static int draw_facts(const struct backup *backup, struct grid *grid, struct area area, int y)
{
    const struct backup_status *status = &backup->status;

    draw_fact(grid, area, y++, _("Verified"), status->at, _("No backup has been made yet."),
              status->is_changed ? _(" · changed since") : _(" · nothing new since"));
    if (status->at && backup->same_disk)
        draw_fact(grid, area, y++, _("Elsewhere"), status->elsewhere_at, _("none on another disk yet"), "");
    draw_fact(grid, area, y++, _("Restoring tried"), status->drill_at, _("never yet: F3 tries it"), "");
    if (status->failed_at) {
        draw_fact(grid, area, y++, _("Failed"), status->failed_at, "", "");
        y += draw_wrapped(grid, (struct area){ area.x + LABEL_WIDTH, y, area.width - LABEL_WIDTH, 2 }, 0, STYLE_BAD,
                          status->failure);
    }
    return y;
}

static void draw_files(const struct backup *backup, struct grid *grid, struct area area)
{
    size_t rows = area.height > 0 ? (size_t)area.height : 0;
    size_t first = rows > 0 && backup->selected >= rows ? backup->selected - rows + 1 : 0;

    for (size_t i = 0; i < rows && first + i < backup->count; i++) {
        const struct backup_file *file = &backup->files[first + i];
        bool active = first + i == backup->selected;
        enum style style = active ? STYLE_SELECTED : STYLE_TEXT;
        int y = area.y + (int)i;
        char when[120];

        show_moment(file->at, when, sizeof when);
        if (active) {
            draw_fill(grid, (struct area){ area.x, y, area.width, 1 }, STYLE_SELECTED);
            draw_text(grid, area.x, y, 1, style, draw_mark(grid, MARK_SELECTED));
            grid_cursor(grid, area.x, y);
        }
        draw_text(grid, area.x + 2, y, area.width - BYTES_WIDTH - 3, style, when);
        draw_printf(grid, area.x + area.width - BYTES_WIDTH, y, BYTES_WIDTH, style, _("%5lld MB"),
                    (long long)(file->size < MEGABYTE ? 1 : (file->size + MEGABYTE / 2) / MEGABYTE));
    }
}

static void draw_message(const struct backup *backup, struct grid *grid, struct area area)
{
    int percent = 0;
    const char *stage = backup->job ? backup_stage(backup->job, &percent) : _("Trying to restore it");

    if (backup->job)
        draw_printf(grid, area.x, area.y, area.width, STYLE_STRONG, _("%s (%d of 100)"), stage, percent);
    else if (backup->drill)
        draw_text(grid, area.x, area.y, area.width, STYLE_STRONG, stage);
    else if (backup->refused.code)
        draw_wrapped(grid, area, 0, STYLE_BAD, why_text(&backup->refused));
    else
        draw_wrapped(grid, area, 0, STYLE_GOOD, backup->done);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct backup *backup = (const struct backup *)screen;
    struct area body = screen->body;
    int y = body.y + (backup->same_disk ? 2 : 1);

    grid_cursor(grid, body.x, body.y);
    draw_where(backup, flow, grid, body);
    y = draw_facts(backup, grid, body, y) + 1;
    draw_message(backup, grid, (struct area){ body.x, y, body.width, 2 });
    y += 3;
    if (backup->count > 0)
        draw_text(grid, body.x, y++, body.width, STYLE_STRONG, _("KEPT THERE"));
    draw_files(backup, grid, (struct area){ body.x, y, body.width, body.y + body.height - y });
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Backup")))
        buf_clear(out);
}

static void close_backup(struct screen *screen)
{
    stop(backup_of(screen));
    forget(backup_of(screen));
    free(screen);
}

static enum err help(const struct screen *screen, struct page *page)
{
    static const char *const lines[] = {
        N_("A backup is an encrypted copy of the whole vault. It opens with the names and passphrases of the day it "
           "was "
           "made; keep it on another disk or stick, and in another room."),
        N_("\"Verified\" means: the copy was read back from the disk it lies on, opened, its tables and every "
           "signature "
           "of its history checked, and its records found to be the vault's. A copy that does not hold is removed "
           "and not counted."),
        N_("With a folder chosen, backups make themselves: in a pause of typing after half an hour of changes (see "
           "Settings), and when you leave. 7 days, 5 weeks and 6 months keep their newest one; none is kept longer "
           "than 185 days while there are three newer ones."),
        N_("Trying to restore takes a backup apart as if the vault were lost. The program does it once a month by "
           "itself."),
    };
    enum err e = OK;

    (void)screen;
    for (int i = 0; i < ARRAY_COUNT(lines) && !e; i++)
        e = page_add(page, STYLE_TEXT, 2, _(lines[i]));
    return e;
}

static const struct screen_kind kind = {
    .name = "backup",
    .purpose = N_("Encrypted copies of the whole vault: where they go, how the last one went, which are kept. An "
                  "existing file is never replaced."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_backup,
    .suspend = suspend,
    .resume = open_backup,
    .refresh = look,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .work = work,
    .draw = draw,
    .title = title,
    .help = help,
    .close = close_backup,
};

struct screen *backup_screen_new(void)
{
    return screen_alloc(sizeof(struct backup), &kind);
}
