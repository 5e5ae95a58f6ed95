/*
 * What leaves this laptop: of each kind of record how many leave, with which fields, and how many stay, and why. It is
 * put together in slices; nothing is written before it was shown and answered with yes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export_screen_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/ui/page.h"

enum { SLICE_MILLISECONDS = 40, ASKED_WRITE = 1 };

struct preview {
    struct screen screen;
    const struct export_screen *from; /* the screen below */
    int fields[EXPORT_FIELDS_MOST];
    size_t field_count;
    struct packing *packing; /* while it is put together */
    struct parcel parcel;
    struct page page;
    struct export_wish wish;
    struct export_job *job; /* while rows of one type are written */
};

static struct preview *preview_of(struct screen *screen)
{
    return (struct preview *)screen;
}

static const struct preview *preview_of_const(const struct screen *screen)
{
    return (const struct preview *)screen;
}

static void drop(struct preview *preview)
{
    export_end(preview->job);
    packing_end(preview->packing, NULL);
    parcel_release(&preview->parcel);
    page_release(&preview->page);
    preview->job = NULL;
    preview->packing = NULL;
}

/* --- putting together --- */
static enum err wish_of(struct preview *preview, struct parcel_wish *wish, struct why *why)
{
    const struct export_screen *from = preview->from;

    if (from->format)
        return sharing_wish(from->format, (enum profile)from->profile, from->as_of, wish, why);
    preview->field_count = 0;
    for (int i = 0; i < export_field_count(from); i++) {
        if (from->chosen[i])
            preview->fields[preview->field_count++] = i;
    }
    *wish = (struct parcel_wish){ .profile = (enum profile)from->profile,
                                  .query = &from->query,
                                  .fields = preview->fields,
                                  .field_count = preview->field_count,
                                  .only_counts = true };
    return OK;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct preview *preview = preview_of(screen);
    struct parcel_wish wish;
    enum err e;

    drop(preview);
    page_place(&preview->page, screen->body);
    if ((e = wish_of(preview, &wish, why)) || (e = packing_start(flow_store(flow), &wish, &preview->packing, why)))
        return e;
    flow_work(flow);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    drop(preview_of(screen));
}

static enum err add_line(void *data, bool is_heading, const char *text)
{
    struct page *page = data;
    enum err e = is_heading && page->count > 1 ? page_add(page, STYLE_TEXT, 0, "") : OK;

    return e ? e : page_add(page, is_heading ? STYLE_STRONG : STYLE_TEXT, is_heading ? 0 : 2, text);
}

static enum err fill_page(struct preview *preview)
{
    struct page *page = &preview->page;
    enum err e = page_add(page, STYLE_TEXT, 0, _(profile_label((enum profile)preview->from->profile)));

    if (e || (e = parcel_tell(&preview->parcel, add_line, page)) || (e = page_add(page, STYLE_TEXT, 0, "")))
        return e;
    e = page_add(page, STYLE_TEXT, 0,
                 _("Sealed fields never leave this way. The file is not encrypted: delete it when it has served its "
                   "purpose."));
    page_place(page, preview->screen.body);
    return e;
}

static enum err pack(struct preview *preview, struct flow *flow, int64_t begun, struct why *why)
{
    bool more = true;
    enum err e = OK;

    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = packing_step(preview->packing, &more, why);
    if (!e && more) {
        flow_work(flow);
        return OK;
    }
    packing_end(preview->packing, e ? NULL : &preview->parcel);
    preview->packing = NULL;
    return e || !(e = fill_page(preview)) ? e : why_set(why, e, "%s", err_text(e));
}

/* --- writing --- */
static void run_write(struct screen *screen, struct flow *flow)
{
    const struct preview *preview = preview_of_const(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct buf path = { 0 }, summary = { 0 };
    size_t leaving = parcel_leaving(&preview->parcel);

    if (name_shown(buf_text(&preview->from->path), &path) || parcel_summary(&preview->parcel, &summary)) {
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
        goto done;
    }
    snprintf(dialog.title, sizeof dialog.title,
             ngettext("Write %zu record to a file?", "Write %zu records to a file?", leaving), leaving);
    snprintf(
        dialog.text, sizeof dialog.text,
        _("%s, to %s. The file is not encrypted: whoever holds it can read it. The log says that you wrote it, for "
          "whom, and why."),
        buf_text(&summary), buf_text(&path));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it"));
    flow_ask(flow, &dialog, ASKED_WRITE);
done:
    buf_release(&path);
    buf_release(&summary);
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    const struct preview *preview = preview_of_const(screen);

    (void)flow;
    if (preview->packing || preview->job)
        return _("Wait until it is counted.");
    return parcel_leaving(&preview->parcel) == 0 ? _("Nothing leaves by these choices: there is nothing to write.")
                                                 : NULL;
}

static void tell_written(const struct preview *preview, struct flow *flow, size_t count)
{
    flow_toast(flow, STYLE_GOOD, ngettext("%zu record written to %s", "%zu records written to %s", count), count,
               buf_text(&preview->from->path));
    flow_done(flow, NULL, 0, NULL);
}

static enum err start_rows(struct preview *preview, struct flow *flow, struct why *why)
{
    const struct export_screen *from = preview->from;

    preview->wish = (struct export_wish){ .path = buf_text(&from->path),
                                          .format = from->kind == KIND_JSON ? EXPORT_JSON : EXPORT_CSV,
                                          .fields = preview->fields,
                                          .field_count = preview->field_count,
                                          .reason = buf_text(&from->reason),
                                          .mark = from->kind == KIND_CSV_MARKED,
                                          .expected = parcel_leaving(&preview->parcel),
                                          .profile = (enum profile)from->profile };
    return export_start(flow_store(flow), &from->query, &preview->wish, &preview->job, why);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct preview *preview = preview_of(screen);
    const struct export_screen *from = preview->from;
    struct why why = { 0 };
    enum err e;

    if (answer->dialog == DIALOG_NO)
        return;
    if (from->format)
        e = sharing_save(from->format, &preview->parcel, buf_text(&from->path), buf_text(&from->reason), &why);
    else
        e = start_rows(preview, flow, &why);
    if (e)
        flow_refuse(flow, &why);
    else if (from->format)
        tell_written(preview, flow, parcel_leaving(&preview->parcel));
    else
        flow_work(flow);
}

static enum err write_rows(struct preview *preview, struct flow *flow, int64_t begun, struct why *why)
{
    bool more = true;
    enum err e = OK;

    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = export_step(preview->job, &more, why);
    if (!e && more) {
        flow_work(flow);
        return OK;
    }
    if (!e)
        tell_written(preview, flow, export_count(preview->job));
    export_end(preview->job);
    preview->job = NULL;
    return e;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct preview *preview = preview_of(screen);
    int64_t begun = clock_monotonic();
    struct why why = { 0 };
    enum err e = OK;

    if (preview->packing)
        e = pack(preview, flow, begun, &why);
    else if (preview->job)
        e = write_rows(preview, flow, begun, &why);
    if (e)
        flow_refuse(flow, &why);
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

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct preview *preview = preview_of(screen);

    if (!preview->job)
        return page_handle(&preview->page, event);
    if (event->kind == EVENT_TICK)
        return false;
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        export_end(preview->job);
        preview->job = NULL;
        flow_toast(flow, STYLE_WARN, "%s", _("Stopped. No file was written."));
    }
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct preview *preview = preview_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    if (preview->packing)
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_STRONG, _("%zu records looked at"),
                    packing_seen(preview->packing));
    else if (preview->job)
        progress_draw(grid, body.x, body.y + 1, body.width, _("Records written"), (long)export_count(preview->job),
                      (long)parcel_leaving(&preview->parcel), -1);
    else
        page_draw(&preview->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("What leaves")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct preview *preview = preview_of_const(screen);

    if (!preview->packing && !preview->job &&
        buf_add_str(out, _("Nothing is written yet. Ctrl-S writes the file, Esc goes back to the choices.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&preview_of(screen)->page, screen->body);
}

static void close_preview(struct screen *screen)
{
    drop(preview_of(screen));
    free(screen);
}

static const struct screen_kind preview_kind = {
    .name = "export-preview",
    .purpose = N_("What leaves this laptop, kind by kind: how many records and which fields, how many stay, and why."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .handle = handle,
    .answered = answered,
    .work = work,
    .resized = resized,
    .draw = draw,
    .close = close_preview,
    .title = title,
    .hint = hint,
};

struct screen *export_preview_screen_new(const struct export_screen *from)
{
    struct preview *preview = screen_alloc(sizeof *preview, &preview_kind);

    if (preview)
        preview->from = from;
    return preview ? &preview->screen : NULL;
}
