/*
 * The trial run and the import itself, in slices, so that Esc and the lock are never kept waiting. Whatever stops one
 * in the middle, nothing was changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

enum { SLICE_MILLISECONDS = 40, SLICE_ROWS = 16, TIME_LEFT_FROM = 1000 };

void import_job_stop(struct import_screen *import)
{
    import_end(import->job);
    import->job = NULL;
}

enum err import_job_start(struct import_screen *import, struct flow *flow, bool dry, struct why *why)
{
    uint64_t fingerprint = dry ? 0 : import->report.fingerprint;
    enum err e;

    import_outcome_forget(import);
    import->wish = (struct import_wish){ .path = buf_text(&import->path),
                                         .mapping = &import->mapping,
                                         .dry_run = dry,
                                         .refused_file = !dry,
                                         .fingerprint = fingerprint };
    e = import->is_folder ? directory_import_start(flow_store(flow), &import->wish, import->standard, &import->report,
                                                   &import->job, why)
                          : import_start(flow_store(flow), &import->wish, &import->report, &import->job, why);
    if (e)
        return e;
    import->started_at = clock_monotonic();
    import_screen_stage(import, IMPORT_WORKING);
    flow_work(flow);
    return OK;
}

static void finish_job(struct import_screen *import, struct flow *flow)
{
    bool dry = import->wish.dry_run;

    import_job_stop(import);
    if (import_outcome_fill(import))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    import_screen_stage(import, dry ? IMPORT_TRIED : IMPORT_DONE);
    if (!dry)
        flow_toast(flow, STYLE_GOOD, _("Imported: %zu added, %zu changed."), import->report.added,
                   import->report.changed);
}

void import_job_work(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = (struct import_screen *)screen;
    int64_t begun = clock_monotonic();
    struct why why = { 0 };
    bool more = true;
    enum err e = OK;

    if (!import->job)
        return;
    while (!e && more && clock_monotonic() - begun < SLICE_MILLISECONDS)
        e = import_step(import->job, SLICE_ROWS, &more, &why);
    if (e) {
        import_job_stop(import);
        import_screen_stage(import, import->is_folder ? IMPORT_FILE : IMPORT_COLUMNS);
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

    if (import_job_start((struct import_screen *)screen, flow, true, &why))
        flow_refuse(flow, &why);
}

/* While a run goes on every key is ours: nothing else may be saved in between. */
bool import_job_handle(struct import_screen *import, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_TICK)
        return false;
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        import_job_stop(import);
        import_screen_stage(import, import->is_folder ? IMPORT_FILE : IMPORT_COLUMNS);
        flow_toast(flow, STYLE_WARN, "%s", _("Stopped. Nothing was changed."));
    }
    return true;
}

/* In KiB: how many rows the file holds is known only at its end. */
void import_job_draw(const struct import_screen *import, struct grid *grid)
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
    progress_draw(grid, body.x, body.y + 3, body.width,
                  import->is_folder ? _("KiB of the files") : _("KiB of the file"), (long)(done / 1024),
                  (long)((whole + 1023) / 1024), left);
    draw_printf(grid, body.x, body.y + 5, body.width, STYLE_TEXT, _("%zu rows read, %zu refused so far."),
                import->report.read, import->report.refused);
}

int import_job_hints(const struct screen *screen, struct key_hint *hints, int max)
{
    (void)screen;
    (void)max;
    key_name(PRESS_ESCAPE, hints[0].key, KEY_NAME_SIZE);
    hints[0].label = _("Stop");
    hints[0].refused = false;
    hints[0].press = PRESS_ESCAPE;
    return 1;
}
