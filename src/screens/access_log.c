/*
 * Who looked at which case, when and for what, of the office or of one case; below it how often each officer did in
 * thirty days. Nothing of a case stands here but its pseudonym, so that a data-protection reviewer can watch over it
 * with casework closed. That the log was read stands in it too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"
#include "townkeep/store/access.h"
#include "townkeep/ui/table.h"

enum { PAGE_ROWS = 60, COLUMN_WHAT = 0, COLUMN_WHEN, COLUMN_WHO, COLUMN_CASE, COLUMNS };
enum { SUMS_MOST = 40, SUMS_HEIGHT = 7, NAME_WIDTH = 18 };
static const int64_t SUMMED_MILLISECONDS = INT64_C(30) * 24 * 60 * 60 * 1000;
enum question { ASKED_CASE = 1 };

struct access_log {
    struct screen screen;
    int64_t case_id; /* 0: of all */
    char name[160];  /* of the case */
    struct table table;
    struct page sums;
};

static struct access_log *log_of(struct screen *screen)
{
    return (struct access_log *)screen;
}

static const struct access_log *log_of_const(const struct screen *screen)
{
    return (const struct access_log *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_WHAT] = { .label = N_("What"), .width = 18, .field = -1 },
    [COLUMN_WHEN] = { .label = N_("When"), .width = 16, .field = -1 },
    [COLUMN_WHO] = { .label = N_("Who"), .width = 12, .field = -1 },
    [COLUMN_CASE] = { .label = N_("Case"), .width = 20, .field = -1 },
};

/* --- rows --- */
static enum err add_row(struct access_log *log, const struct access_row *row)
{
    char when[DATE_TIME_TEXT_SIZE], what[160];
    struct table_row line = { .id = row->entry, .warning = row->verified ? NULL : "!" };

    line.style = row->kind == ACCESS_BREAK_GLASS || row->kind == ACCESS_ASIDE ? STYLE_WARN : STYLE_TEXT;
    moment_format(row->at, when);
    if (row->kind == ACCESS_VIEW && row->purpose[0])
        text_cut_into(what, sizeof what, row->purpose);
    else
        text_print_into(what, sizeof what, "%s%s%s", access_kind_words(row->kind), row->purpose[0] ? ": " : "",
                        row->purpose);
    line.cells[COLUMN_WHEN] = when;
    line.cells[COLUMN_WHO] = row->officer;
    line.cells[COLUMN_WHAT] = what;
    line.cells[COLUMN_CASE] = row->case_id ? row->title : _("(no one case)");
    return table_add(&log->table, TABLE_AFTER, &line);
}

static enum err fetch(struct access_log *log, struct flow *flow, int64_t before, struct why *why)
{
    struct access_row *rows = calloc(PAGE_ROWS, sizeof *rows);
    size_t count = 0;
    enum err e;

    if (!rows)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = store_access_log(flow_store(flow), log->case_id, before, PAGE_ROWS, rows, &count, why);
    for (size_t i = 0; !e && i < count; i++)
        e = add_row(log, &rows[i]);
    log->table.more_after = count == PAGE_ROWS;
    if (count > 0)
        text_cut_into(log->name, sizeof log->name, log->case_id ? rows[0].title : "");
    free(rows);
    return e;
}

/* "12 times opened, 3 searches by name": what there is none of is not told. */
static enum err tell_sum(const struct access_sum *sum, struct buf *out)
{
    char parts[5][60] = { "" };
    enum err e = OK;

    if (sum->opened)
        text_print_into(parts[0], sizeof parts[0], ngettext("%zu time opened", "%zu times opened", sum->opened),
                        sum->opened);
    if (sum->names)
        text_print_into(parts[1], sizeof parts[1], ngettext("%zu name shown", "%zu names shown", sum->names),
                        sum->names);
    if (sum->searches)
        text_print_into(parts[2], sizeof parts[2],
                        ngettext("%zu search by name", "%zu searches by name", sum->searches), sum->searches);
    if (sum->exports)
        text_print_into(parts[3], sizeof parts[3], ngettext("%zu print or file", "%zu prints and files", sum->exports),
                        sum->exports);
    if (sum->emergencies)
        text_print_into(parts[4], sizeof parts[4], ngettext("%zu emergency", "%zu emergencies", sum->emergencies),
                        sum->emergencies);
    for (int i = 0; i < ARRAY_COUNT(parts) && !e; i++) {
        if (parts[i][0] && (out->len == 0 || !(e = buf_add_str(out, ", "))))
            e = buf_add_str(out, parts[i]);
    }
    return e;
}

static enum err add_sum(struct access_log *log, const struct access_sum *sum)
{
    struct buf text = { 0 };
    enum err e = tell_sum(sum, &text);

    if (!e)
        e = page_add_labelled(&log->sums, NAME_WIDTH, sum->officer, buf_text(&text));
    buf_release(&text);
    return e;
}

static enum err fill_sums(struct access_log *log, struct flow *flow, struct why *why)
{
    struct access_sum sums[SUMS_MOST];
    struct area area = log->sums.area;
    size_t count = 0;
    enum err e;

    page_release(&log->sums);
    page_place(&log->sums, area);
    if ((e = store_access_sums(flow_store(flow), log->case_id, clock_now() - SUMMED_MILLISECONDS, sums, SUMS_MOST,
                               &count, why)))
        return e;
    e = page_add(&log->sums, STYLE_STRONG, 0, _("In the last 30 days"));
    for (size_t i = 0; i < count && i < SUMS_MOST && !e; i++)
        e = add_sum(log, &sums[i]);
    if (!e && count == 0)
        e = page_add(&log->sums, STYLE_DIM, 0, _("Nobody opened a case."));
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void place(struct access_log *log)
{
    struct area body = log->screen.body;

    table_place(&log->table, (struct area){ body.x, body.y, body.width, body.height - SUMS_HEIGHT - 1 });
    page_place(&log->sums, (struct area){ body.x, body.y + body.height - SUMS_HEIGHT, body.width, SUMS_HEIGHT });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct access_log *log = log_of(screen);
    int64_t kept = table_selected_id(&log->table);
    enum err e;

    if (flow_meeting(flow))
        return why_set(why, E_PERMISSION,
                       N_("The log of who looked tells of casework; it stays closed in meeting mode. Ctrl-Y ends it."));
    place(log);
    table_clear(&log->table);
    if ((e = fetch(log, flow, 0, why)) || (e = fill_sums(log, flow, why)))
        return e;
    table_select(&log->table, kept);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct access_log *log = log_of(screen);

    (void)flow;
    table_clear(&log->table);
    page_release(&log->sums);
    explicit_bzero(log->name, sizeof log->name);
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct access_log *log = log_of(screen);
    struct table *table = &log->table;
    enum table_result result = table_handle(table, event);
    struct why why = { 0 };
    enum err e = OK;

    if (result == TABLE_IGNORED)
        return page_handle(&log->sums, event);
    if ((result == TABLE_WANTS_AFTER || result == TABLE_WANTS_LAST) &&
        !(e = fetch(log, flow, table_id_at(table, table->count - 1), &why)))
        table_step(table, 1);
    else if (result == TABLE_WANTS_BEFORE || result == TABLE_WANTS_FIRST)
        e = load(screen, flow, &why);
    if (e)
        flow_refuse(flow, &why);
    return true;
}

static void run_case(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Of one case"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("Its reference or its pseudonym. Left empty: of all cases."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Show"));
    flow_ask(flow, &dialog, ASKED_CASE);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct access_log *log = log_of(screen);
    struct why why = { 0 };
    int64_t case_id = 0;

    if (answer->question != ASKED_CASE || answer->dialog != DIALOG_YES)
        return;
    if (answer->text[0] && store_access_find(flow_store(flow), answer->text, &case_id, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    log->case_id = case_id;
    log->name[0] = '\0';
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "access_log.case",
      .keys = { PRESS_FUNCTION(8), 'c' },
      .label = N_("Of a case"),
      .help = N_("Only what was done in one case, by its reference or pseudonym; without one, in all of them."),
      .run = run_case,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct access_log *log = log_of_const(screen);
    const struct area *sums = &log->sums.area;

    (void)flow;
    table_draw(&log->table, grid, true);
    draw_rule(grid, sums->x, sums->y - 1, sums->width);
    page_draw(&log->sums, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Who looked at cases")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct access_log *log = log_of_const(screen);

    if (buf_add_str(out, log->case_id ? log->name : _("all cases")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(log_of(screen));
}

static void close_log(struct screen *screen)
{
    struct access_log *log = log_of(screen);

    table_release(&log->table);
    page_release(&log->sums);
    free(log);
}

static const struct screen_kind access_log_kind = {
    .name = "access_log",
    .purpose = N_("Who opened which case, when and for what; nothing of the cases themselves. Every line is part of a "
                  "signed entry; “!” marks one whose signature does not hold."),
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
    .close = close_log,
    .title = title,
    .status = status,
    .is_casework = screen_is_always_casework,
};

struct screen *access_log_screen_new(int64_t case_id)
{
    struct access_log *log = screen_alloc(sizeof *log, &access_log_kind);

    if (!log)
        return NULL;
    log->case_id = case_id;
    for (int i = 0; i < COLUMNS; i++)
        log->table.columns[i] = columns[i];
    log->table.column_count = COLUMNS;
    log->table.sort_column = -1;
    log->table.empty = _("Nobody has looked at a case yet.");
    return &log->screen;
}
