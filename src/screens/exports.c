/*
 * Files that were written for others: what, for whom, when, by whom and where to, and whether they still lie there.
 * They are not encrypted: one key takes the selected one away, after a question. The history keeps both.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/exported_file.h"
#include "townkeep/screens/screens.h"

enum { FILES_MOST = 200, ASKED_REMOVE = 1 };
enum { COLUMN_WHAT, COLUMN_PROFILE, COLUMN_ON, COLUMN_BY, COLUMN_THERE, COLUMN_COUNT };

struct exports {
    struct screen screen;
    int64_t selected;
    struct table table;
    size_t there;
    bool more;
    struct buf path, reason; /* of the selected one */
    bool lies_there;
};

static struct exports *exports_of(struct screen *screen)
{
    return (struct exports *)screen;
}

static const struct exports *exports_of_const(const struct screen *screen)
{
    return (const struct exports *)screen;
}

static void place(struct exports *exports)
{
    static const struct table_column columns[COLUMN_COUNT] = {
        [COLUMN_WHAT] = { .label = N_("What left"), .width = 26, .field = -1 },
        [COLUMN_PROFILE] = { .label = N_("For whom"), .width = 10, .field = -1 },
        [COLUMN_ON] = { .label = N_("Written on"), .width = 10, .field = -1 },
        [COLUMN_BY] = { .label = N_("Written by"), .width = 14, .field = -1 },
        [COLUMN_THERE] = { .label = N_("File"), .width = 10, .field = -1 },
    };
    struct area body = exports->screen.body;

    memcpy(exports->table.columns, columns, sizeof columns);
    exports->table.column_count = COLUMN_COUNT;
    exports->table.sort_column = -1;
    exports->table.empty = _("No file was written for anybody yet.");
    table_place(&exports->table, (struct area){ body.x, body.y, body.width, body.height - 4 });
}

/* --- loading --- */
static enum err add_file(struct exports *exports, struct store *store, const struct record *file)
{
    bool there = exported_lies_there(file);
    struct buf profile = { 0 }, by = { 0 };
    struct table_row row = { .id = file->id, .style = there ? STYLE_TEXT : STYLE_DIM };
    enum err e;

    if ((e = store_show_value(store, file, field_find(file->type, "profile"), &profile)) ||
        (e = store_show_value(store, file, field_find(file->type, "by"), &by)))
        goto done;
    row.cells[COLUMN_WHAT] = record_text(file, "what");
    row.cells[COLUMN_PROFILE] = profile.len ? buf_text(&profile) : _("ourselves");
    row.cells[COLUMN_ON] = record_text(file, "on");
    row.cells[COLUMN_BY] = buf_text(&by);
    row.cells[COLUMN_THERE] = there ? _("lies there") : _("gone");
    exports->there += there;
    e = table_add(&exports->table, TABLE_AFTER, &row);
done:
    buf_release(&profile);
    buf_release(&by);
    return e;
}

/* Where the selected one was written to, and why. */
static enum err look_at_selected(struct exports *exports, struct store *store, struct why *why)
{
    int64_t id = table_selected_id(&exports->table);
    struct record file = { 0 };
    enum err e = OK;

    buf_clear(&exports->path);
    buf_clear(&exports->reason);
    exports->lies_there = false;
    if (id == 0 || (e = store_load(store, &exported_file_type, id, &file, why)))
        return e;
    exports->selected = id;
    exports->lies_there = exported_lies_there(&file);
    if (!(e = buf_add_str(&exports->path, record_text(&file, "path"))))
        e = buf_add_str(&exports->reason, record_text(&file, "reason"));
    record_release(&file);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct exports *exports = exports_of(screen);
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &exported_file_type);
    query.which = QUERY_ALL;
    place(exports);
    table_clear(&exports->table);
    exports->there = 0;
    e = store_page(flow_store(flow), &query, NULL, false, FILES_MOST, &page, why);
    exports->more = page.more_after;
    for (size_t i = 0; i < page.count && !e; i++)
        e = add_file(exports, flow_store(flow), &page.records[i]);
    record_page_release(&page);
    table_select(&exports->table, exports->selected);
    return e ? e : look_at_selected(exports, flow_store(flow), why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct exports *exports = exports_of(screen);

    (void)flow;
    table_clear(&exports->table);
    buf_wipe(&exports->path);
    buf_wipe(&exports->reason);
}

/* --- removing --- */
static void run_remove(struct screen *screen, struct flow *flow)
{
    const struct exports *exports = exports_of_const(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Remove this file from the disk?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    _("%s. The records stay as they are, and the history goes on saying that it was written."),
                    buf_text(&exports->path));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Remove it"));
    flow_ask(flow, &dialog, ASKED_REMOVE);
}

static const char *refuse_remove(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return exports_of_const(screen)->lies_there ? NULL : _("No such file lies on this computer any more.");
}

/* The tables in a folder of ours; what else somebody put there stays, and with it the folder. */
static void empty_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        const char *ending = strrchr(entry->d_name, '.');
        struct buf name = { 0 };

        if (ending && (strcmp(ending, ".csv") == 0 || strcmp(ending, ".json") == 0) &&
            !path_join(&name, path, entry->d_name))
            unlink(buf_text(&name));
        buf_release(&name);
    }
    if (folder)
        closedir(folder);
}

static enum err remove_file(const char *path, struct why *why)
{
    struct stat status;

    if (lstat(path, &status) != 0)
        return OK;
    if (!S_ISDIR(status.st_mode))
        return unlink(path) == 0 ? OK : why_errno(why, errno, N_("\"%s\" cannot be removed"), path);
    empty_folder(path);
    return rmdir(path) == 0 ? OK : why_errno(why, errno, N_("\"%s\" cannot be removed"), path);
}

static enum err log_removal(struct store *store, const char *path, struct why *why)
{
    struct buf sentence = { 0 };
    enum err e = buf_printf(&sentence, _("Removes the exported file %s"), path);

    if (!e)
        e = store_log(store, ENTRY_EXPORT, buf_text(&sentence), 0, why);
    buf_release(&sentence);
    return e;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct exports *exports = exports_of(screen);
    const char *path = buf_text(&exports->path);
    struct why why = { 0 };
    enum err e;

    if (answer->dialog == DIALOG_NO)
        return;
    if (!(e = log_removal(flow_store(flow), path, &why)) && !(e = remove_file(path, &why))) {
        flow_toast(flow, STYLE_GOOD, "%s", _("The file is removed. A copy that somebody made is not."));
        e = load(screen, flow, &why);
    }
    if (e)
        flow_refuse(flow, &why);
}

static const struct action actions[] = {
    { .id = "exports.remove",
      .keys = { PRESS_FUNCTION(8), 'd' },
      .label = N_("Remove file"),
      .help = N_("Take the selected file off the disk, after a question."),
      .run = run_remove,
      .writes = true,
      .refuses = refuse_remove,
      .bar = true },
};

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct exports *exports = exports_of(screen);
    struct why why = { 0 };

    switch (table_handle(&exports->table, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_MOVED:
        if (look_at_selected(exports, flow_store(flow), &why))
            flow_refuse(flow, &why);
        return true;
    default:
        return true;
    }
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct exports *exports = exports_of_const(screen);
    struct area body = screen->body;
    struct buf text = { 0 };

    (void)flow;
    table_draw(&exports->table, grid, true);
    if (exports->path.len > 0 && !buf_printf(&text, "%s%s%s", buf_text(&exports->path), exports->reason.len ? "\n" : "",
                                             buf_text(&exports->reason)))
        draw_wrapped(grid, (struct area){ body.x + 2, body.y + body.height - 3, body.width - 2, 3 }, 0, STYLE_TEXT,
                     buf_text(&text));
    buf_release(&text);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Exported files")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct exports *exports = exports_of_const(screen);

    if (buf_printf(out, ngettext("%zu lies there", "%zu lie there", exports->there), exports->there))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct exports *exports = exports_of_const(screen);

    if (buf_add_str(out, exports->more ? _("The newest ones. Older ones stand in the history.")
                                       : _("These files are not encrypted: remove what has served its purpose.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(exports_of(screen));
}

static void close_exports(struct screen *screen)
{
    struct exports *exports = exports_of(screen);

    table_release(&exports->table);
    buf_wipe(&exports->path);
    buf_wipe(&exports->reason);
    free(exports);
}

static const struct screen_kind exports_kind = {
    .name = "exports",
    .purpose = N_("Every file that was written for others, and whether it still lies where it was written to."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_exports,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *exports_screen_new(void)
{
    struct exports *exports = screen_alloc(sizeof *exports, &exports_kind);

    return exports ? &exports->screen : NULL;
}
