/*
 * Records into a file for somebody else, in three steps: here is chosen which records, which fields, what kind of file,
 * for whom, where to, and why; then what leaves is shown (export_preview.c); then it is written. What leaves is in the
 * log, and no file that is there already is ever replaced.
 */
#include <stdlib.h>
#include <string.h>

#include "export_screen_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/screens/screens.h"

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

static void suspend(struct screen *screen, struct flow *flow)
{
    struct export_screen *export = export_of(screen);

    store_put_text_aside(flow_store(flow), &export->filters, &export->filters_aside);
    store_put_text_aside(flow_store(flow), &export->reason, &export->reason_aside);
    wipe(&export->query.filters, sizeof export->query.filters);
    export->query.filter_count = 0;
    picker_release(&export->picker);
    export->picking = PICKING_NOTHING;
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

/* --- going on --- */
static void run_preview(struct screen *screen, struct flow *flow)
{
    const struct export_screen *export = export_of_const(screen);

    if (path_exists(buf_text(&export->path)))
        flow_toast(flow, STYLE_WARN, "%s",
                   _("That file is there already. Choose another name: nothing is ever replaced."));
    else
        flow_push(flow, export_preview_screen_new(export), ASKED_PREVIEW);
}

static const char *refuse_preview(const struct screen *screen, const struct flow *flow)
{
    const struct export_screen *export = export_of_const(screen);

    (void)flow;
    if (export->picking != PICKING_NOTHING)
        return _("Choose from the list first, or Esc.");
    if (export->profile == PROFILE_NOT_SAID)
        return _("Say first for whom it is: the row For whom.");
    if (!export->format && export_chosen_count(export) == 0)
        return _("Choose at least one field.");
    if (!export->format && export->count == 0)
        return _("No record fits: there is nothing to write.");
    return export->reason.len ? NULL : _("Say first who gets the file and what for: the row Reason.");
}

static const struct action actions[] = {
    { .id = "export.preview",
      .keys = { PRESS_CTRL('s'), 'w' },
      .label = N_("What leaves"),
      .help = N_("Show what leaves this laptop, and what stays and why, before anything is written."),
      .run = run_preview,
      .writes = true,
      .refuses = refuse_preview,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct export_screen *export = export_of(screen);

    if (event->kind == EVENT_TICK)
        return false;
    if (export->picking != PICKING_NOTHING)
        return export_handle_picker(export, flow, event);
    switch (table_handle(&export->table, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        export_open_row(export, flow);
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

static enum err take_day(struct export_screen *export, const char *typed, struct why *why)
{
    return date_read(typed, clock_today(), &export->as_of)
               ? OK
               : why_set(why, E_INVALID, N_("\"%s\" is no day. Write it as 2026-11-23, 23.11. or today."), typed);
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
    case ASKED_DAY:
        e = take_day(export, answer->text, &why);
        break;
    case ASKED_PROFILE:
        export->profile = (int)export->offered[answer->chosen];
        break;
    case ASKED_PLACE:
        e = take_path(export, answer->text, &why);
        break;
    case ASKED_REASON:
        e = set_text(&export->reason, answer->text);
        break;
    case ASKED_PREVIEW: /* it is written */
        flow_pop(flow);
        return;
    }
    if (e)
        flow_refuse(flow, &why);
    export_page_refill(export, flow);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct export_screen *export = export_of_const(screen);

    (void)flow;
    table_draw(&export->table, grid, export->picking == PICKING_NOTHING);
    export_page_preview(export, grid);
    if (export->picking != PICKING_NOTHING)
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
    (void)screen;
    if (buf_add_str(out, _("Enter changes a row. Ctrl-S shows what leaves, before anything is written.")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return export_of_const(screen)->picking != PICKING_NOTHING;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    export_page_place(export_of(screen));
}

static void close_export(struct screen *screen)
{
    struct export_screen *export = export_of(screen);

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
    .purpose = N_("Write records to a file for somebody else. Say which, for whom, where to and why; then see what "
                  "leaves. The log keeps it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = resume,
    .refresh = load,
    .handle = handle,
    .answered = answered,
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
    export->profile = PROFILE_NOT_SAID;
    export->as_of = clock_today();
    export_offer_profiles(export);
    for (int i = 0; i < export_field_count(export); i++)
        export->chosen[i] = export_may_leave(export, i);
    return &export->screen;
}
