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

enum { SLICE_MILLISECONDS = 40, SLICE_ROWS = 16, SAMPLE_ROWS = 3, SAMPLE_BYTES = 120, TIME_LEFT_FROM = 1000 };

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

/* --- the file
 * ---------------------------------------------------------------------------------------------------------------------
 */
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

static void take_typed(struct import_screen *import, struct flow *flow, const char *typed)
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

/* --- the runs
 * ----------------------------------------------------------------------------------------------------------------------
 */
static void stop_job(struct import_screen *import)
{
    import_end(import->job);
    import->job = NULL;
}

static enum err start_job(struct import_screen *import, struct flow *flow, bool dry, struct why *why)
{
    uint64_t fingerprint = dry ? 0 : import->report.fingerprint;
    enum err e;

    import_outcome_forget(import);
    import->wish = (struct import_wish){ .path = buf_text(&import->path),
                                         .mapping = &import->mapping,
                                         .dry_run = dry,
                                         .refused_file = !dry,
                                         .fingerprint = fingerprint };
    if ((e = import_start(flow_store(flow), &import->wish, &import->report, &import->job, why)))
        return e;
    import->started_at = clock_monotonic();
    import_screen_stage(import, IMPORT_WORKING);
    flow_work(flow);
    return OK;
}

static void finish_job(struct import_screen *import, struct flow *flow)
{
    bool dry = import->wish.dry_run;

    stop_job(import);
    if (import_outcome_fill(import))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    import_screen_stage(import, dry ? IMPORT_TRIED : IMPORT_DONE);
    if (!dry)
        flow_toast(flow, STYLE_GOOD, _("Imported: %zu added, %zu changed."), import->report.added,
                   import->report.changed);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);
    int64_t begun = clock_monotonic();
    struct why why = { 0 };
    bool more = true;
    enum err e = OK;

    if (!import->job)
        return;
    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = import_step(import->job, SLICE_ROWS, &more, &why);
    if (e) {
        stop_job(import);
        import_screen_stage(import, IMPORT_COLUMNS);
        flow_refuse(flow, &why);
    } else if (more) {
        flow_work(flow);
    } else {
        finish_job(import, flow);
    }
}

void import_run_trial(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (start_job(import_of(screen), flow, true, &why))
        flow_refuse(flow, &why);
}

/* --- life
 * ---------------------------------------------------------------------------------------------------------------------------
 */
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
    stop_job(import);
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
    if ((e = import_screen_look(import, why)) || (e = import_columns_fill(import, flow_words(flow))))
        return e;
    import_screen_stage(import, IMPORT_COLUMNS);
    return OK;
}

static void close_import(struct screen *screen)
{
    struct import_screen *import = import_of(screen);

    stop_job(import);
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
    free(import);
}

/* --- events
 * ----------------------------------------------------------------------------------------------------------------------------
 */
static bool handle_files(struct import_screen *import, struct flow *flow, const struct event *event)
{
    struct why why = { 0 };
    enum chooser_result result =
        event->kind == EVENT_TICK ? CHOOSER_IGNORED : file_chooser_handle(&import->files, event, &import->path, &why);

    if (result == CHOOSER_FAILED || (result == CHOOSER_CHOSEN && take_file(import, flow, &why)))
        flow_refuse(flow, &why);
    return result != CHOOSER_IGNORED;
}

/* While a run goes on every key is ours: nothing else may be saved in between. */
static bool handle_working(struct import_screen *import, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_TICK)
        return false;
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        stop_job(import);
        import_screen_stage(import, IMPORT_COLUMNS);
        flow_toast(flow, STYLE_WARN, "%s", _("Stopped. Nothing was changed."));
    }
    return true;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct import_screen *import = import_of(screen);

    switch (import->stage) {
    case IMPORT_FILE:
        return handle_files(import, flow, event);
    case IMPORT_COLUMNS:
        return import_columns_handle(import, flow, event);
    case IMPORT_WORKING:
        return handle_working(import, flow, event);
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
    stop_job(import);
    import_screen_stage(import, import->stage == IMPORT_COLUMNS ? IMPORT_FILE : IMPORT_COLUMNS);
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
            take_typed(import, flow, answer->text);
        break;
    case ASKED_IMPORT:
        if (answer->dialog == DIALOG_YES && start_job(import, flow, false, &why))
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

/* --- actions
 * ----------------------------------------------------------------------------------------------------------------------------
 */
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

    if (file_chooser_show(&import_of(screen)->files, NULL, &why))
        flow_refuse(flow, &why);
}

static const char *refuse_import(const struct screen *screen, const struct flow *flow)
{
    const struct import_report *report = &import_of_const(screen)->report;

    (void)flow;
    return report->added + report->changed > 0 ? NULL
                                               : _("No row would be added or changed: there is nothing to import.");
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
             _(import->type->plural), report->added, report->changed, report->read);
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
    snprintf(dialog.text, sizeof dialog.text, _("%zu added and %zu changed rows of %s go back to what they were."),
             import->report.added, import->report.changed, buf_text(&import->name));
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

static const struct action file_actions[] = {
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
};

static const struct action tried_actions[] = {
    { .id = "import.now",
      .keys = { PRESS_CTRL('s'), 'i' },
      .label = N_("Import"),
      .bar = true,
      .help = N_("Do what the trial run showed. It asks once more."),
      .run = run_import,
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
      .refuses = refuse_undo },
    { .id = "import.report",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("In words"),
      .bar = true,
      .help = N_("The whole report as a text to scroll."),
      .run = run_tell },
};

/* --- drawing
 * ------------------------------------------------------------------------------------------------------------------------------
 */
/* In KiB: how many rows the file holds is known only at its end. */
static void draw_progress(const struct import_screen *import, struct grid *grid)
{
    struct area body = import->screen.body;
    int64_t spent = clock_monotonic() - import->started_at;
    uint64_t done = 0, whole = 0;
    long left = -1;

    if (import->job)
        import_position(import->job, &done, &whole);
    if (spent > TIME_LEFT_FROM && done > 0)
        left = (long)((double)spent / 1000.0 * (double)(whole - done) / (double)done);
    draw_printf(grid, body.x, body.y + 1, body.width, STYLE_STRONG,
                import->wish.dry_run ? _("Trial run of %s") : _("Importing %s"), buf_text(&import->name));
    progress_draw(grid, body.x, body.y + 3, body.width, _("KiB of the file"), (long)(done / 1024),
                  (long)((whole + 1023) / 1024), left);
    draw_printf(grid, body.x, body.y + 5, body.width, STYLE_TEXT, _("%zu rows read, %zu refused so far."),
                import->report.read, import->report.refused);
}

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
        draw_progress(import, grid);
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
                   _(import->type->plural)))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct import_screen *import = import_of_const(screen);
    const char *text = "";

    if (import->stage == IMPORT_FILE)
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

static int working_hints(const struct screen *screen, struct key_hint *hints, int max)
{
    (void)screen;
    (void)max;
    key_name(PRESS_ESCAPE, hints[0].key, KEY_NAME_SIZE);
    hints[0].label = _("Stop");
    hints[0].refused = false;
    hints[0].press = PRESS_ESCAPE;
    return 1;
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
                      .purpose =
                          N_("Choose the file to import: a table saved as CSV or text, as spreadsheets write it."),
                      .actions = file_actions, .action_count = ARRAY_COUNT(file_actions) },
    [IMPORT_COLUMNS] = { IMPORT_KIND, .name = "import-columns",
                         .purpose = N_("Which column of the file goes to which field."),
                         .actions = import_column_actions, .action_count = IMPORT_COLUMN_ACTIONS },
    [IMPORT_WORKING] = { IMPORT_KIND, .name = "import-working",
                         .purpose = N_("The file is being gone through. Esc stops it and changes nothing."),
                         .work = work, .hints = working_hints },
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
    return &import->screen;
}
