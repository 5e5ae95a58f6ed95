/*
 * Records from a spreadsheet file, in four steps: choose the file, say which column goes where, a trial run with its
 * report, and the import itself. The runs go in slices, so that Esc and the lock are never kept waiting; whatever stops
 * one in the middle, nothing was changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"

static const struct screen_kind kinds[IMPORT_STAGE_COUNT];

static struct import_screen *import_of(struct screen *screen)
{
    return (struct import_screen *)screen;
}

static const struct import_screen *import_of_const(const struct screen *screen)
{
    return (const struct import_screen *)screen;
}

static void place(struct import_screen *import)
{
    file_chooser_place(&import->files, import->screen.body);
    import_columns_place(import);
    import_outcome_place(import);
}

void import_screen_stage(struct import_screen *import, enum import_stage stage)
{
    import->stage = stage;
    import->screen.kind = &kinds[stage];
    place(import);
}

/* --- life --- */
static enum err open_import(struct screen *screen, struct flow *flow, struct why *why)
{
    struct import_screen *import = import_of(screen);
    enum err e = import_type_check(import->type, why);

    place(import);
    if (!e && !store_may_write(flow_store(flow), import->type))
        e = why_set(why, E_PERMISSION, N_("Your role may look at %s, not bring new ones in."), _(import->type->plural));
    return e ? e : file_chooser_show(&import->files, NULL, why);
}

/* What came from the file is overwritten; a run stops. The path and the mapping, which names only columns, stay. */
static void suspend(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);

    (void)flow;
    import_job_stop(import);
    import_columns_forget(import);
    import_outcome_blank(import);
    if (import->stage != IMPORT_DONE)
        import_outcome_forget(import);
    sheet_close(import->sheet);
    import->sheet = NULL;
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct import_screen *import = import_of(screen);
    enum err e;

    if (import->stage == IMPORT_DONE)
        return import_outcome_fill(import) ? why_set(why, E_MEMORY, "%s", err_text(E_MEMORY)) : OK;
    if (import->stage == IMPORT_FILE)
        return OK;
    if (import->stage == IMPORT_WORKING)
        flow_toast(flow, STYLE_WARN, "%s", _("The lock stopped the run; nothing was changed."));
    import_screen_stage(import, IMPORT_FILE);
    if (import->is_folder)
        return OK;
    if ((e = import_screen_look(import, why)) || (e = import_columns_fill(import, flow_words(flow))))
        return e;
    import_screen_stage(import, IMPORT_COLUMNS);
    return OK;
}

static void close_import(struct screen *screen)
{
    struct import_screen *import = import_of(screen);

    import_job_stop(import);
    import_columns_forget(import);
    import_outcome_forget(import);
    file_chooser_release(&import->files);
    table_release(&import->columns);
    table_release(&import->refusals);
    mapping_release(&import->mapping);
    sheet_close(import->sheet);
    buf_release(&import->path);
    buf_release(&import->name);
    buf_wipe(&import->summary);
    free(import->look->folder);
    free(import->look);
    free(import);
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct import_screen *import = import_of(screen);

    switch (import->stage) {
    case IMPORT_FILE:
        return import_file_handle(import, flow, event);
    case IMPORT_COLUMNS:
        return import_columns_handle(import, flow, event);
    case IMPORT_WORKING:
        return import_job_handle(import, flow, event);
    default:
        return import_outcome_handle(import, flow, event);
    }
}

/* Esc goes one step back; from the first step, or when all is done, it leaves. */
static bool leave(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);

    (void)flow;
    if (import->stage == IMPORT_FILE || import->stage == IMPORT_DONE)
        return true;
    import_job_stop(import);
    import_screen_stage(import, import->stage == IMPORT_COLUMNS || import->is_folder ? IMPORT_FILE : IMPORT_COLUMNS);
    return false;
}

static void undo(struct import_screen *import, struct flow *flow)
{
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (store_undo(flow_store(flow), import->report.entry, &saved, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("The whole import was taken back. The history keeps both."));
    flow_pop(flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct import_screen *import = import_of(screen);
    struct why why = { 0 };

    switch ((enum import_question)answer->question) {
    case ASKED_PATH:
        if (answer->dialog == DIALOG_YES)
            import_file_typed(import, flow, answer->text);
        break;
    case ASKED_IMPORT:
        if (answer->dialog == DIALOG_YES && import_job_start(import, flow, false, &why))
            flow_refuse(flow, &why);
        break;
    case ASKED_UNDO:
        if (answer->dialog == DIALOG_YES)
            undo(import, flow);
        break;
    default:
        import_columns_answered(import, flow, answer);
    }
}

/* --- actions --- */
static const char *refuse_import(const struct screen *screen, const struct flow *flow)
{
    const struct import_report *report = &import_of_const(screen)->report;

    (void)flow;
    return report->added + report->changed > 0 ? NULL
                                               : _("No row would be added or changed: there is nothing to import.");
}

/* The kind of the records, or the standard of a whole folder. */
static const char *what_is_imported(const struct import_screen *import)
{
    return import->is_folder ? directory_standard_label(import->standard) : _(import->type->plural);
}

static void run_import(struct screen *screen, struct flow *flow)
{
    const struct import_screen *import = import_of(screen);
    const struct import_report *report = &import->report;
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, _("Import %.*s?"), (int)text_fit(buf_text(&import->name), 50),
             buf_text(&import->name));
    snprintf(dialog.text, sizeof dialog.text,
             _("%s: %zu added and %zu changed, from %zu rows. It is one change, which can be undone in one step."),
             what_is_imported(import), report->added, report->changed, report->read);
    if (report->refused)
        snprintf(dialog.text + strlen(dialog.text), sizeof dialog.text - strlen(dialog.text),
                 ngettext("\n%zu row is refused: it is written to a file beside this one.",
                          "\n%zu rows are refused: they are written to a file beside this one.", report->refused),
                 report->refused);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Import it"));
    flow_ask(flow, &dialog, ASKED_IMPORT);
}

static void run_undo(struct screen *screen, struct flow *flow)
{
    const struct import_screen *import = import_of(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Take the whole import back?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    _("%zu added and %zu changed rows of %s go back to what they were."), import->report.added,
                    import->report.changed, buf_text(&import->name));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it back"));
    flow_ask(flow, &dialog, ASKED_UNDO);
}

static const char *refuse_undo(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return import_of_const(screen)->report.entry ? NULL : _("Nothing was changed, so there is nothing to take back.");
}

static void run_tell(struct screen *screen, struct flow *flow)
{
    import_outcome_tell(import_of(screen), flow);
}

static const struct action tried_actions[] = {
    { .id = "import.now",
      .keys = { PRESS_CTRL('s'), 'i' },
      .label = N_("Import"),
      .bar = true,
      .help = N_("Do what the trial run showed. It asks once more."),
      .run = run_import,
      .writes = true,
      .refuses = refuse_import },
    { .id = "import.words",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("In words"),
      .bar = true,
      .help = N_("The whole report as a text to scroll."),
      .run = run_tell },
};

static const struct action done_actions[] = {
    { .id = "import.undo",
      .keys = { 'u', PRESS_CTRL('z') },
      .label = N_("Undo all"),
      .bar = true,
      .help = N_("Take back everything this import added and changed. It asks once more."),
      .run = run_undo,
      .writes = true,
      .refuses = refuse_undo },
    { .id = "import.report",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("In words"),
      .bar = true,
      .help = N_("The whole report as a text to scroll."),
      .run = run_tell },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct import_screen *import = import_of_const(screen);

    (void)flow;
    switch (import->stage) {
    case IMPORT_FILE:
        file_chooser_draw(&import->files, grid);
        break;
    case IMPORT_COLUMNS:
        import_columns_draw(import, grid);
        break;
    case IMPORT_WORKING:
        import_job_draw(import, grid);
        break;
    default:
        import_outcome_draw(import, grid);
    }
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Import")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    static const int steps[IMPORT_STAGE_COUNT] = {
        [IMPORT_FILE] = 1, [IMPORT_COLUMNS] = 2, [IMPORT_WORKING] = 3, [IMPORT_TRIED] = 3, [IMPORT_DONE] = 4
    };
    const struct import_screen *import = import_of_const(screen);

    if (buf_printf(out, _("step %d of 4 · %s"),
                   import->wish.dry_run || import->stage != IMPORT_WORKING ? steps[import->stage] : 4,
                   import->stage == IMPORT_FILE ? _(import->type->plural) : what_is_imported(import)))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct import_screen *import = import_of_const(screen);
    const char *text = "";

    if (import->stage == IMPORT_FILE && import_folder_is_directory(import))
        text = _("A directory of services stands in this folder: D takes all its tables.");
    else if (import->stage == IMPORT_FILE)
        text = import->files.more ? _("There are more files here than fit: T types the path of one.")
                                  : _("Enter opens, Backspace goes one folder up.");
    else if (import->stage == IMPORT_COLUMNS)
        text = mapping_missing(&import->mapping) >= 0
                   ? _("One field still has to be given: the row marked !. Enter changes a row.")
                   : _("Enter changes where a column goes. Ctrl-S tries it; nothing is changed yet.");
    if (buf_add_str(out, text))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return import_of_const(screen)->pick != PICK_NOTHING;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(import_of(screen));
}

static enum err help(const struct screen *screen, struct page *page)
{
    (void)screen;
    return page_add(page, STYLE_TEXT, 0,
                    _("A row that is here already is recognised and only brought up to date, so the same file may be "
                      "imported twice. A row that breaks a rule is "
                      "refused alone, with its reason, and written to a file that can be mended and imported again."));
}

#define IMPORT_KIND                                                                                                    \
    .open = open_import, .suspend = suspend, .resume = resume, .handle = handle, .leave = leave, .answered = answered, \
    .resized = resized, .draw = draw, .close = close_import, .title = title, .status = status, .hint = hint,           \
    .typing = typing, .help = help

static const struct screen_kind kinds[IMPORT_STAGE_COUNT] = {
    [IMPORT_FILE] = { IMPORT_KIND, .name = "import",
                      .purpose = N_("Choose the file to import: a table saved as CSV or text, as spreadsheets write "
                                    "it; or the folder of a "
                                    "directory of services."),
                      .actions = import_file_actions, .action_count = IMPORT_FILE_ACTIONS },
    [IMPORT_COLUMNS] = { IMPORT_KIND, .name = "import-columns",
                         .purpose = N_("Which column of the file goes to which field."),
                         .actions = import_column_actions, .action_count = IMPORT_COLUMN_ACTIONS },
    [IMPORT_WORKING] = { IMPORT_KIND, .name = "import-working",
                         .purpose = N_("The file is being gone through. Esc stops it and changes nothing."),
                         .work = import_job_work, .hints = import_job_hints },
    [IMPORT_TRIED] = { IMPORT_KIND, .name = "import-tried",
                       .purpose = N_("What the import would do. Nothing has been changed yet."),
                       .actions = tried_actions, .action_count = ARRAY_COUNT(tried_actions) },
    [IMPORT_DONE] = { IMPORT_KIND, .name = "import-done", .purpose = N_("What the import did."),
                      .actions = done_actions, .action_count = ARRAY_COUNT(done_actions) },
};

struct screen *import_screen_new(const struct record_type *type)
{
    struct import_screen *import = screen_alloc(sizeof *import, &kinds[IMPORT_FILE]);

    if (!import)
        return NULL;
    import->type = type;
    import->look = calloc(1, sizeof *import->look);
    if (!import->look) {
        free(import);
        return NULL;
    }
    return &import->screen;
}
