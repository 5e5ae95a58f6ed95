/*
 * Records of one type into a file for somebody else: which records, which fields, what kind of file, where to, and why.
 * Everything is chosen and seen on one page before anything leaves; what leaves is in the log, and no file that is
 * there already is ever replaced.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/export.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/picker.h"

enum {
    FIELDS_MOST = 100,
    COUNTED_MOST = 1000000,
    LABEL_WIDTH = 12,
    TABLE_EDGES = 4,
    TABLE_GAP = 2,
    SLICE_MILLISECONDS = 40
};
enum export_row { ROW_RECORDS = 1, ROW_FIELDS, ROW_KIND, ROW_PLACE, ROW_REASON };
enum question { ASKED_FILTERS = 1, ASKED_KIND, ASKED_PLACE, ASKED_REASON, ASKED_WRITE };
enum kind { KIND_CSV, KIND_CSV_MARKED, KIND_JSON, KIND_COUNT };

struct export_screen {
    struct screen screen;
    const struct record_type *type;
    struct buf filters; /* as query_add_filter reads them, one a line */
    struct query query;
    struct buf described; /* the filters in words */
    size_t count;
    bool chosen[FIELDS_MOST];
    enum kind kind;
    struct buf path, reason;
    bool named; /* the path was typed: it stays when the kind changes */
    struct table table;
    bool picking; /* fields */
    struct picker picker;
    struct export_job *job;
    struct export_wish wish;
    int fields[FIELDS_MOST];
};

static struct export_screen *export_of(struct screen *screen)
{
    return (struct export_screen *)screen;
}

static const struct export_screen *export_of_const(const struct screen *screen)
{
    return (const struct export_screen *)screen;
}

/* --- what is chosen
 * ------------------------------------------------------------------------------------------------------------- */
static int field_count(const struct export_screen *export)
{
    return export->type->field_count < FIELDS_MOST ? export->type->field_count : FIELDS_MOST;
}

static bool may_leave_vault(const struct export_screen *export, int field)
{
    return !(export->type->fields[field].flags & FIELD_SEALED);
}

static int chosen_count(const struct export_screen *export)
{
    int count = 0;

    for (int i = 0; i < field_count(export); i++)
        count += export->chosen[i];
    return count;
}

static const char *kind_shown(enum kind kind)
{
    static const char *const names[KIND_COUNT] = { [KIND_CSV] = N_("CSV, a table for any program"),
                                                   [KIND_CSV_MARKED] =
                                                       N_("CSV marked as UTF-8, for spreadsheets that spoil accents"),
                                                   [KIND_JSON] = N_("JSON, for other programs") };

    return _(names[kind]);
}

/* <own folder>/party-2026-11-23.csv */
static enum err name_file(struct export_screen *export)
{
    struct buf home = { 0 };
    char day[DATE_TEXT_SIZE], name[120];
    enum err e = path_home(&home, NULL);

    if (e == E_SYSTEM)
        e = buf_add_char(&home, '/');
    date_format(clock_today(), day);
    snprintf(name, sizeof name, "%s-%s.%s", export->type->key, day, export->kind == KIND_JSON ? "json" : "csv");
    buf_clear(&export->path);
    if (!e)
        e = path_join(&export->path, buf_text(&home), name);
    buf_release(&home);
    return e;
}

static enum err read_filters(struct export_screen *export, struct flow *flow, struct why *why)
{
    const char *lines = buf_text(&export->filters);
    struct buf one = { 0 };
    enum err e = OK;
    bool more;

    query_init(&export->query, export->type);
    buf_clear(&export->described);
    while (!e && *lines) {
        size_t len = strcspn(lines, "\n");

        buf_clear(&one);
        if (!(e = buf_add(&one, lines, len)) && len)
            e = query_add_filter(&export->query, buf_text(&one), flow_words(flow), why);
        lines += len + (lines[len] == '\n');
    }
    buf_release(&one);
    if (!e)
        e = query_describe(&export->query, flow_words(flow), &export->described);
    return e ? e : store_count(flow_store(flow), &export->query, COUNTED_MOST, &export->count, &more, why);
}

/* --- the page
 * ----------------------------------------------------------------------------------------------------------------------
 */
static enum err add_row(struct export_screen *export, enum export_row id, const char *label, const char *value)
{
    struct table_row row = { .id = id, .cells = { label, value } };

    return table_add(&export->table, TABLE_AFTER, &row);
}

static enum err fill(struct export_screen *export)
{
    int64_t kept = table_selected_id(&export->table);
    struct buf text = { 0 }, path = { 0 };
    enum err e;

    table_clear(&export->table);
    if (export->described.len)
        e = buf_printf(&text, _("%zu: %s"), export->count, buf_text(&export->described));
    else
        e = buf_printf(&text, _("all %zu in use"), export->count);
    if (e || (e = add_row(export, ROW_RECORDS, _("Records"), buf_text(&text))))
        goto done;
    buf_clear(&text);
    if ((e = buf_printf(&text, _("%d of %d"), chosen_count(export), field_count(export))) ||
        (e = add_row(export, ROW_FIELDS, _("Fields"), buf_text(&text))) ||
        (e = add_row(export, ROW_KIND, _("Kind of file"), kind_shown(export->kind))) ||
        (e = name_shown(buf_text(&export->path), &path)) ||
        (e = add_row(export, ROW_PLACE, _("File"), buf_text(&path))))
        goto done;
    e = add_row(export, ROW_REASON, _("Reason"),
                export->reason.len ? buf_text(&export->reason) : _("needed: who gets it, and what for"));
    table_select(&export->table, kept);
done:
    buf_release(&text);
    buf_release(&path);
    return e;
}

static void refill(struct export_screen *export, struct flow *flow)
{
    if (fill(export))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void place(struct export_screen *export)
{
    struct area body = export->screen.body;

    export->table.columns[0] = (struct table_column){ .label = "", .width = LABEL_WIDTH, .field = -1 };
    export->table.columns[1] =
        (struct table_column){ .label = "", .width = body.width - TABLE_EDGES - TABLE_GAP - LABEL_WIDTH, .field = -1 };
    export->table.column_count = 2;
    export->table.sort_column = -1;
    table_place(&export->table, (struct area){ body.x, body.y, body.width, ROW_REASON + 1 });
    picker_place(&export->picker, body);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct export_screen *export = export_of(screen);
    enum err e;

    place(export);
    if (export->type->owner == RECORD_OF_CASE)
        return why_set(why, E_INVALID, N_("Casework is never written to a file as a list."));
    if (!store_may_read(flow_store(flow), export->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), _(export->type->plural));
    if ((e = read_filters(export, flow, why)))
        return e;
    if ((export->path.len == 0 && (e = name_file(export))) || (e = fill(export)))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}

static void stop_job(struct export_screen *export)
{
    export_end(export->job);
    export->job = NULL;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct export_screen *export = export_of(screen);

    (void)flow;
    stop_job(export);
    picker_release(&export->picker);
    export->picking = false;
    table_clear(&export->table);
    buf_wipe(&export->described);
}

/* --- choosing
 * -------------------------------------------------------------------------------------------------------------------------
 */
static enum err pick_fields(struct export_screen *export)
{
    enum err e = OK;

    picker_release(&export->picker);
    snprintf(export->picker.title, sizeof export->picker.title, "%s",
             _("Which fields leave? Space switches one, Enter is done"));
    export->picker.many = true;
    for (int i = 0; !e && i < field_count(export); i++) {
        struct picker_row row = { .id = i, .on = export->chosen[i] };

        snprintf(row.label, sizeof row.label, "%s", _(export->type->fields[i].label));
        snprintf(row.code, sizeof row.code, "%s", export->type->fields[i].key);
        if (may_leave_vault(export, i))
            e = picker_add(&export->picker, &row);
    }
    export->picking = !e;
    place(export);
    return e;
}

static bool handle_picker(struct export_screen *export, struct flow *flow, const struct event *event)
{
    switch (picker_handle(&export->picker, event)) {
    case PICKER_CHOSEN:
        for (int i = 0; i < export->picker.count; i++)
            export->chosen[export->picker.rows[i].id] = export->picker.rows[i].on;
        export->picking = false;
        refill(export, flow);
        return true;
    case PICKER_CANCELLED:
        export->picking = false;
        return true;
    default:
        return event->kind != EVENT_KEY || event->key != PRESS_FUNCTION(1);
    }
}

static void ask_kind(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = KIND_COUNT };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("What kind of file?"));
    for (int i = 0; i < KIND_COUNT; i++)
        snprintf(dialog.choices[i], sizeof dialog.choices[i], "%s", kind_shown((enum kind)i));
    flow_ask(flow, &dialog, ASKED_KIND);
}

static void ask_line(struct flow *flow, const char *title, const char *text, const struct buf *now, int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", title);
    snprintf(dialog.text, sizeof dialog.text, "%s", text);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it"));
    if (line_set(&dialog.line, buf_text(now)) == OK)
        flow_ask(flow, &dialog, question);
}

static void open_row(struct export_screen *export, struct flow *flow)
{
    switch ((enum export_row)table_selected_id(&export->table)) {
    case ROW_RECORDS:
        flow_push(flow, filter_screen_new(export->type, buf_text(&export->filters)), ASKED_FILTERS);
        break;
    case ROW_FIELDS:
        if (pick_fields(export))
            flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
        break;
    case ROW_KIND:
        ask_kind(flow);
        break;
    case ROW_PLACE:
        ask_line(flow, _("Where to?"), _("A new file: its full path, or from your own folder on."), &export->path,
                 ASKED_PLACE);
        break;
    case ROW_REASON:
        ask_line(flow, _("Who gets it, and what for?"), _("This stands in the log beside your name."), &export->reason,
                 ASKED_REASON);
        break;
    }
}

/* --- writing
 * -----------------------------------------------------------------------------------------------------------------------------
 */
static void run_write(struct screen *screen, struct flow *flow)
{
    struct export_screen *export = export_of(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct buf path = { 0 };

    if (path_exists(buf_text(&export->path))) {
        flow_toast(flow, STYLE_WARN, "%s",
                   _("That file is there already. Choose another name: nothing is ever replaced."));
        return;
    }
    if (name_shown(buf_text(&export->path), &path)) {
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
        return;
    }
    snprintf(dialog.title, sizeof dialog.title,
             ngettext("Write %zu record to a file?", "Write %zu records to a file?", export->count), export->count);
    snprintf(dialog.text, sizeof dialog.text,
             _("%s, %d fields each, to %s. The file is not encrypted: whoever holds it can read it. The log says that "
               "you wrote it, and why."),
             _(export->type->plural), chosen_count(export), buf_text(&path));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it"));
    flow_ask(flow, &dialog, ASKED_WRITE);
    buf_release(&path);
}

static enum err start_job(struct export_screen *export, struct flow *flow, struct why *why)
{
    size_t count = 0;

    for (int i = 0; i < field_count(export); i++) {
        if (export->chosen[i])
            export->fields[count++] = i;
    }
    export->wish = (struct export_wish){ .path = buf_text(&export->path),
                                         .format = export->kind == KIND_JSON ? EXPORT_JSON : EXPORT_CSV,
                                         .fields = export->fields,
                                         .field_count = count,
                                         .reason = buf_text(&export->reason),
                                         .mark = export->kind == KIND_CSV_MARKED };
    return export_start(flow_store(flow), &export->query, &export->wish, &export->job, why);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct export_screen *export = export_of(screen);
    int64_t begun = clock_monotonic();
    struct why why = { 0 };
    bool more = true;
    enum err e = OK;

    if (!export->job)
        return;
    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = export_step(export->job, &more, &why);
    if (!e && more) {
        flow_work(flow);
        return;
    }
    if (e)
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD,
                   ngettext("%zu record written to %s", "%zu records written to %s", export_count(export->job)),
                   export_count(export->job), buf_text(&export->path));
    stop_job(export);
    if (!e)
        flow_pop(flow);
}

/* --- events
 * --------------------------------------------------------------------------------------------------------------------------------
 */
static bool handle_working(struct export_screen *export, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_TICK)
        return false;
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        stop_job(export);
        flow_toast(flow, STYLE_WARN, "%s", _("Stopped. No file was written."));
    }
    return true;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct export_screen *export = export_of(screen);

    if (export->job)
        return handle_working(export, flow, event);
    if (event->kind == EVENT_TICK)
        return false;
    if (export->picking)
        return handle_picker(export, flow, event);
    switch (table_handle(&export->table, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        open_row(export, flow);
        return true;
    default:
        return true;
    }
}

static enum err take_path(struct export_screen *export, const char *typed, struct why *why)
{
    struct buf path = { 0 };
    enum err e = path_as_typed(typed, &path, why);

    if (e) {
        buf_release(&path);
        return e;
    }
    buf_release(&export->path);
    export->path = path;
    export->named = true;
    return OK;
}

static enum err set_text(struct buf *buf, const char *text)
{
    buf_clear(buf);
    return buf_add_str(buf, text);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct export_screen *export = export_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    if (answer->dialog == DIALOG_NO)
        return;
    switch ((enum question)answer->question) {
    case ASKED_FILTERS:
        if (!(e = set_text(&export->filters, answer->text)))
            e = read_filters(export, flow, &why);
        break;
    case ASKED_KIND:
        export->kind = (enum kind)answer->chosen;
        e = export->named ? OK : name_file(export);
        break;
    case ASKED_PLACE:
        e = take_path(export, answer->text, &why);
        break;
    case ASKED_REASON:
        e = set_text(&export->reason, answer->text);
        break;
    case ASKED_WRITE:
        if (!(e = start_job(export, flow, &why)))
            flow_work(flow);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
    refill(export, flow);
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    const struct export_screen *export = export_of_const(screen);

    (void)flow;
    if (export->picking)
        return _("Choose from the list first, or Esc.");
    if (chosen_count(export) == 0)
        return _("Choose at least one field.");
    if (export->count == 0)
        return _("No record fits: there is nothing to write.");
    return export->reason.len ? NULL : _("Say first who gets the file and what for: the row Reason.");
}

static const struct action actions[] = {
    { .id = "export.write",
      .keys = { PRESS_CTRL('s'), 'w' },
      .label = N_("Write file"),
      .help = N_("Write the file. It asks once more, and the log says so."),
      .run = run_write,
      .refuses = refuse_write,
      .bar = true },
};

/* --- drawing
 * ----------------------------------------------------------------------------------------------------------------------------------
 */
static enum err add_labels(const struct export_screen *export, struct buf *out)
{
    size_t start = out->len;
    enum err e = OK;

    for (int i = 0; !e && i < field_count(export); i++) {
        if (export->chosen[i])
            e = buf_printf(out, "%s%s", out->len > start ? ", " : "", _(export->type->fields[i].label));
    }
    return e;
}

static enum err say_what_leaves(const struct export_screen *export, struct buf *out)
{
    enum err e =
        buf_printf(out, ngettext("%zu record with these fields: ", "%zu records with these fields: ", export->count),
                   export->count);

    if (e || (e = add_labels(export, out)) || (e = buf_add_str(out, ".\n")))
        return e;
    return buf_add_str(
        out,
        _("Sealed fields never leave this way. The file is not encrypted: delete it when it has served its purpose."));
}

static void draw_preview(const struct export_screen *export, struct grid *grid)
{
    struct area body = export->screen.body;
    int y = body.y + ROW_REASON + 3;
    struct buf text = { 0 };

    draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("What leaves this laptop"));
    if (!say_what_leaves(export, &text))
        draw_wrapped(grid, (struct area){ body.x + 2, y + 1, body.width - 2, body.y + body.height - y - 1 }, 0,
                     STYLE_TEXT, buf_text(&text));
    buf_release(&text);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct export_screen *export = export_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    if (export->job) {
        progress_draw(grid, body.x, body.y + 1, body.width, _("Records written"), (long)export_count(export->job),
                      (long)export->count, -1);
        return;
    }
    table_draw(&export->table, grid, !export->picking);
    draw_preview(export, grid);
    if (export->picking)
        picker_draw(&export->picker, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Export")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, _(export_of_const(screen)->type->plural)))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    if (!export_of_const(screen)->job &&
        buf_add_str(out, _("Enter changes a row. Ctrl-S writes the file, after one more question.")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return export_of_const(screen)->picking;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(export_of(screen));
}

static void close_export(struct screen *screen)
{
    struct export_screen *export = export_of(screen);

    stop_job(export);
    picker_release(&export->picker);
    table_release(&export->table);
    buf_release(&export->filters);
    buf_wipe(&export->described);
    buf_release(&export->path);
    buf_release(&export->reason);
    free(export);
}

static const struct screen_kind export_kind = {
    .name = "export",
    .purpose = N_("Write records to a file for somebody else. Say which, where to and why; the log keeps it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .work = work,
    .resized = resized,
    .draw = draw,
    .close = close_export,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
};

struct screen *export_screen_new(const struct record_type *type)
{
    struct export_screen *export = screen_alloc(sizeof *export, &export_kind);

    if (!export)
        return NULL;
    export->type = type;
    for (int i = 0; i < field_count(export); i++)
        export->chosen[i] = may_leave_vault(export, i);
    return &export->screen;
}
