/* The first step of an import: which file. Its headings and first rows are looked at, and a mapping is found for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

enum { SAMPLE_ROWS = 3, SAMPLE_BYTES = 120 };

static enum err add_sample(struct buf *sample, const char *cell)
{
    enum err e = OK;

    if (cell[0] == '\0' || sample->len > SAMPLE_BYTES)
        return OK;
    if (sample->len)
        e = buf_add_str(sample, " · ");
    return e ? e : buf_add(sample, cell, text_fit(cell, SAMPLE_BYTES));
}

/* The first rows; one that cannot be read is left to the trial run to tell. */
static enum err take_samples(struct import_screen *import, struct why *why)
{
    struct sheet_row row;
    enum sheet_step step;
    enum err e = OK;

    import_columns_forget(import);
    if (!(import->samples = calloc(sheet_headings(import->sheet)->count, sizeof *import->samples)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    import->sample_count = sheet_headings(import->sheet)->count;
    for (int i = 0;
         !e && i < SAMPLE_ROWS && (step = sheet_next(import->sheet, &row, NULL)) != SHEET_END && step != SHEET_FAILED;
         i++) {
        for (size_t column = 0; !e && step == SHEET_ROW && column < row.count && column < import->sample_count;
             column++)
            e = add_sample(&import->samples[column], row.cells[column]);
    }
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

enum err import_screen_look(struct import_screen *import, struct why *why)
{
    struct sheet_wish wish = import->shape;
    enum err e;

    if (!wish.encoding)
        wish.encoding = import->mapping.encoding;
    if (!wish.separator)
        wish.separator = import->mapping.separator;
    sheet_close(import->sheet);
    import->sheet = NULL;
    if ((e = sheet_open(buf_text(&import->path), &wish, &import->sheet, why)) || (e = take_samples(import, why)))
        return e;
    return OK;
}

/* A file was named: look into it, find or guess its mapping, and go on to the columns. */
static enum err take_file(struct import_screen *import, struct flow *flow, struct why *why)
{
    const char *slash = strrchr(buf_text(&import->path), '/');
    enum err e;

    import->shape = (struct sheet_wish){ 0 };
    import->is_folder = false;
    mapping_release(&import->mapping);
    buf_clear(&import->name);
    if ((e = name_shown(slash ? slash + 1 : buf_text(&import->path), &import->name)))
        return why_set(why, e, "%s", err_text(e));
    if ((e = import_screen_look(import, why)) ||
        (e = import_columns_choose(import, store_catalogue(flow_store(flow)), why)))
        return e;
    if ((import->mapping.encoding || import->mapping.separator) && (e = import_screen_look(import, why)))
        return e;
    import->columns.selected = import->columns.first = 0;
    if ((e = import_columns_fill(import, flow_words(flow))))
        return why_set(why, e, "%s", err_text(e));
    import_screen_stage(import, IMPORT_COLUMNS);
    return OK;
}

void import_file_typed(struct import_screen *import, struct flow *flow, const char *typed)
{
    struct why why = { 0 };
    struct buf path = { 0 };
    enum err e = path_as_typed(typed, &path, &why);

    if (!e && file_chooser_show(&import->files, buf_text(&path), NULL)) {
        buf_release(&import->path);
        import->path = path;
        path = (struct buf){ 0 };
        e = take_file(import, flow, &why);
    }
    buf_release(&path);
    if (e)
        flow_refuse(flow, &why);
}

bool import_file_handle(struct import_screen *import, struct flow *flow, const struct event *event)
{
    struct why why = { 0 };
    enum chooser_result result =
        event->kind == EVENT_TICK ? CHOOSER_IGNORED : file_chooser_handle(&import->files, event, &import->path, &why);

    if (result == CHOOSER_FAILED || (result == CHOOSER_CHOSEN && take_file(import, flow, &why)))
        flow_refuse(flow, &why);
    return result != CHOOSER_IGNORED;
}

/* --- actions --- */
static void run_path(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Which file or folder?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Its full path, or from your own folder on: Documents/charities.csv"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Open"));
    flow_ask(flow, &dialog, ASKED_PATH);
}

static void run_home(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (file_chooser_show(&((struct import_screen *)screen)->files, NULL, &why))
        flow_refuse(flow, &why);
}

const struct action import_file_actions[IMPORT_FILE_ACTIONS] = {
    { .id = "import.path",
      .keys = { 't', PRESS_FUNCTION(4) },
      .label = N_("Type path"),
      .bar = true,
      .help = N_("Type the path of a file or a folder."),
      .run = run_path },
    { .id = "import.home",
      .keys = { 'h', '~' },
      .label = N_("Own folder"),
      .help = N_("Back to your own folder."),
      .run = run_home,
      .bar = true },
    { .id = "import.folder",
      .keys = { 'd', PRESS_FUNCTION(6) },
      .label = N_("Whole folder"),
      .bar = true,
      .help = N_("Take all files of the folder that is shown: a directory of services (HSDS), or a town's open data. A "
                 "trial run comes first."),
      .run = import_folder_run,
      .refuses = import_folder_refuses },
};
