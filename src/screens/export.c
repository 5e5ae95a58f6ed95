/*
 * Records of one type into a file for somebody else: which records, which fields, what kind of file, where to, and why.
 * Everything is chosen and seen on one page before anything leaves; what leaves is in the log, and no file that is
 * there already is ever replaced.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export_screen_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"

enum { SLICE_MILLISECONDS = 40 };

static struct export_screen *export_of(struct screen *screen)
{
    return (struct export_screen *)screen;
}

static const struct export_screen *export_of_const(const struct screen *screen)
{
    return (const struct export_screen *)screen;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct export_screen *export = export_of(screen);
    enum err e;

    export_page_place(export);
    if (export->type->owner == RECORD_OF_CASE)
        return why_set(why, E_INVALID, N_("Casework is never written to a file as a list."));
    if (!store_may_read(flow_store(flow), export->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), _(export->type->plural));
    if ((e = export_page_count(export, flow, why)))
        return e;
    if ((export->path.len == 0 && (e = export_page_name(export))) || (e = export_page_fill(export)))
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

    store_put_text_aside(flow_store(flow), &export->filters, &export->filters_aside);
    store_put_text_aside(flow_store(flow), &export->reason, &export->reason_aside);
    wipe(&export->query.filters, sizeof export->query.filters);
    export->query.filter_count = 0;
    stop_job(export);
    picker_release(&export->picker);
    export->picking = false;
    table_clear(&export->table);
    buf_wipe(&export->described);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct export_screen *export = export_of(screen);

    store_take_text_back(flow_store(flow), &export->filters_aside, &export->filters);
    store_take_text_back(flow_store(flow), &export->reason_aside, &export->reason);
    return load(screen, flow, why);
}

/* --- choosing --- */
static enum err pick_fields(struct export_screen *export)
{
    enum err e = OK;

    picker_release(&export->picker);
    snprintf(export->picker.title, sizeof export->picker.title, "%s",
             _("Which fields leave? Space switches one, Enter is done"));
    export->picker.many = true;
    for (int i = 0; !e && i < export_field_count(export); i++) {
        struct picker_row row = { .id = i, .on = export->chosen[i] };

        text_cut_into(row.label, sizeof row.label, _(export->type->fields[i].label));
        snprintf(row.code, sizeof row.code, "%s", export->type->fields[i].key);
        if (export_may_leave(export, i))
            e = picker_add(&export->picker, &row);
    }
    export->picking = !e;
    export_page_place(export);
    return e;
}

static bool handle_picker(struct export_screen *export, struct flow *flow, const struct event *event)
{
    switch (picker_handle(&export->picker, event)) {
    case PICKER_CHOSEN:
        for (int i = 0; i < export->picker.count; i++)
            export->chosen[export->picker.rows[i].id] = export->picker.rows[i].on;
        export->picking = false;
        export_page_refill(export, flow);
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
        snprintf(dialog.choices[i], sizeof dialog.choices[i], "%s", export_kind_shown((enum export_kind)i));
    flow_ask(flow, &dialog, ASKED_KIND);
}

static void ask_line(struct flow *flow, const char *title, const char *text, const struct buf *now, int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    text_cut_into(dialog.title, sizeof dialog.title, title);
    text_cut_into(dialog.text, sizeof dialog.text, text);
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

/* --- writing --- */
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
             _(export->type->plural), export_chosen_count(export), buf_text(&path));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it"));
    flow_ask(flow, &dialog, ASKED_WRITE);
    buf_release(&path);
}

static enum err start_job(struct export_screen *export, struct flow *flow, struct why *why)
{
    size_t count = 0;

    for (int i = 0; i < export_field_count(export); i++) {
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

/* --- events --- */
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
    switch ((enum export_question)answer->question) {
    case ASKED_FILTERS:
        if (!(e = set_text(&export->filters, answer->text)))
            e = export_page_count(export, flow, &why);
        break;
    case ASKED_KIND:
        export->kind = (enum export_kind)answer->chosen;
        e = export->named ? OK : export_page_name(export);
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
    export_page_refill(export, flow);
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    const struct export_screen *export = export_of_const(screen);

    (void)flow;
    if (export->picking)
        return _("Choose from the list first, or Esc.");
    if (export_chosen_count(export) == 0)
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
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
};

/* --- drawing --- */
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
    export_page_preview(export, grid);
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
    export_page_place(export_of(screen));
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
    buf_release(&export->filters_aside);
    buf_release(&export->reason_aside);
    free(export);
}

static const struct screen_kind export_kind = {
    .name = "export",
    .purpose = N_("Write records to a file for somebody else. Say which, where to and why; the log keeps it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = resume,
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
    for (int i = 0; i < export_field_count(export); i++)
        export->chosen[i] = export_may_leave(export, i);
    return &export->screen;
}
