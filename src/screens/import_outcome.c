/*
 * What a trial run or an import found: the counts in words, and the refused rows as a table with line, column, value
 * and reason; the reason of the selected row stands below in full.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

enum { COLUMN_LINE = 0, COLUMN_HEADING, COLUMN_VALUE, COLUMN_REASON, COLUMNS };
enum { LINE_WIDTH = 7, HEADING_WIDTH = 16, VALUE_WIDTH = 16, TABLE_EDGES = 4, TABLE_GAPS = 6 };
enum { FETCHED = 200, SUMMARY_LINES = 8, SUMMARY_WORDS = 3, REASON_LINES = 2, TOLD_MOST = 40 };

/* --- rows --- */
static enum err add_refusal(struct import_screen *import, size_t index, enum table_end end)
{
    const struct import_refusal *refusal = &import->report.refusals[index];
    struct table_row row = { .id = (int64_t)index + 1 };
    char line[24];

    snprintf(line, sizeof line, "%llu", (unsigned long long)refusal->line);
    row.cells[COLUMN_LINE] = line;
    row.cells[COLUMN_HEADING] = refusal->column;
    row.cells[COLUMN_VALUE] = refusal->value;
    row.cells[COLUMN_REASON] = refusal->reason;
    return table_add(&import->refusals, end, &row);
}

static enum err fetch_after(struct import_screen *import, size_t from)
{
    size_t count = import->report.refusal_count, to = count - from < FETCHED ? count : from + FETCHED;
    enum err e = OK;

    for (size_t i = from; !e && i < to; i++)
        e = add_refusal(import, i, TABLE_AFTER);
    import->refusals.more_after = to < count;
    import->refusals.more_before = table_id_at(&import->refusals, 0) > 1;
    return e;
}

static enum err fetch_before(struct import_screen *import, size_t before)
{
    size_t to = before < FETCHED ? 0 : before - FETCHED;
    enum err e = OK;

    while (!e && before > to)
        e = add_refusal(import, --before, TABLE_BEFORE);
    import->refusals.more_before = to > 0;
    import->refusals.more_after =
        table_id_at(&import->refusals, import->refusals.count - 1) < (int64_t)import->report.refusal_count;
    return e;
}

/* The counts and notes without the single refusals: those have their table. */
static enum err fill_summary(struct import_screen *import)
{
    struct import_report counts = import->report;

    counts.refusal_count = counts.refusals_in_all = 0;
    buf_clear(&import->summary);
    return import_report_show(&counts, SUMMARY_WORDS, &import->summary);
}

enum err import_outcome_fill(struct import_screen *import)
{
    enum err e = fill_summary(import);

    table_clear(&import->refusals);
    if (!e && import->report.refusal_count > 0)
        e = fetch_after(import, 0);
    import_outcome_place(import);
    return e;
}

static void wipe_text(char *text)
{
    if (text)
        wipe(text, strlen(text));
}

void import_outcome_blank(struct import_screen *import)
{
    for (size_t i = 0; i < import->report.refusal_count; i++) {
        wipe_text(import->report.refusals[i].value);
        wipe_text(import->report.refusals[i].reason);
    }
    table_clear(&import->refusals);
}

void import_outcome_forget(struct import_screen *import)
{
    import_outcome_blank(import);
    import_report_release(&import->report);
}

/* --- the screen --- */
static int summary_lines(const struct import_screen *import)
{
    size_t lines = text_wrap(buf_text(&import->summary), (size_t)import->screen.body.width, NULL, 0);

    return lines < SUMMARY_LINES ? (int)lines : SUMMARY_LINES;
}

void import_outcome_place(struct import_screen *import)
{
    struct area body = import->screen.body;
    int rest = body.width - TABLE_EDGES - TABLE_GAPS - LINE_WIDTH - HEADING_WIDTH - VALUE_WIDTH,
        top = summary_lines(import) + 2;

    import->refusals.columns[COLUMN_LINE] =
        (struct table_column){ .label = N_("Line"), .width = LINE_WIDTH, .field = -1 };
    import->refusals.columns[COLUMN_HEADING] =
        (struct table_column){ .label = N_("Column"), .width = HEADING_WIDTH, .field = -1 };
    import->refusals.columns[COLUMN_VALUE] =
        (struct table_column){ .label = N_("Value"), .width = VALUE_WIDTH, .field = -1 };
    import->refusals.columns[COLUMN_REASON] =
        (struct table_column){ .label = N_("Why it was refused"), .width = rest, .field = -1 };
    import->refusals.column_count = COLUMNS;
    import->refusals.sort_column = -1;
    import->refusals.empty = _("No row was refused.");
    table_place(&import->refusals, (struct area){ body.x, body.y + top, body.width, body.height - top - REASON_LINES });
}

bool import_outcome_handle(struct import_screen *import, struct flow *flow, const struct event *event)
{
    struct table *table = &import->refusals;
    enum table_result result = event->kind == EVENT_TICK ? TABLE_IGNORED : table_handle(table, event);
    enum err e = OK;

    if (result == TABLE_WANTS_AFTER && !(e = fetch_after(import, (size_t)table_id_at(table, table->count - 1))))
        table_step(table, 1);
    else if (result == TABLE_WANTS_BEFORE && !(e = fetch_before(import, (size_t)table_id_at(table, 0) - 1)))
        table_step(table, -1);
    else if (result == TABLE_WANTS_FIRST || result == TABLE_WANTS_LAST)
        table_clear(table);
    if (result == TABLE_WANTS_FIRST)
        e = fetch_after(import, 0);
    if (result == TABLE_WANTS_LAST && !(e = fetch_before(import, import->report.refusal_count)))
        table_select(table, (int64_t)import->report.refusal_count);
    if (result == TABLE_OPENED)
        import_outcome_tell(import, flow);
    if (e)
        flow_toast(flow, STYLE_BAD, "%s", err_text(e));
    return result != TABLE_IGNORED;
}

void import_outcome_tell(struct import_screen *import, struct flow *flow)
{
    struct buf text = { 0 };

    if (import_report_show(&import->report, TOLD_MOST, &text))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        flow_tell(flow, buf_text(&import->name), buf_text(&text));
    buf_wipe(&text);
}

static void draw_reason(const struct import_screen *import, struct grid *grid)
{
    struct area body = import->screen.body;
    int64_t id = table_selected_id(&import->refusals);
    const struct import_refusal *refusal = id > 0 ? &import->report.refusals[id - 1] : NULL;
    struct buf text = { 0 };

    if (!refusal)
        return;
    if (!(import->is_folder
              ? buf_printf(&text, _("%s, line %llu: %s"), refusal->file, (unsigned long long)refusal->line,
                           refusal->reason)
              : buf_printf(&text, _("Line %llu: %s"), (unsigned long long)refusal->line, refusal->reason)))
        draw_wrapped(grid,
                     (struct area){ body.x + 2, body.y + body.height - REASON_LINES, body.width - 2, REASON_LINES }, 0,
                     STYLE_WARN, buf_text(&text));
    buf_wipe(&text);
}

void import_outcome_draw(const struct import_screen *import, struct grid *grid)
{
    struct area body = import->screen.body;
    bool done = import->stage == IMPORT_DONE;

    if (done)
        draw_printf(grid, body.x, body.y, body.width, STYLE_GOOD,
                    _("%s is imported, as one change: U takes all of it back."), buf_text(&import->name));
    else
        draw_printf(grid, body.x, body.y, body.width, STYLE_STRONG, _("Trial run of %s. Nothing has been changed yet."),
                    buf_text(&import->name));
    draw_wrapped(grid, (struct area){ body.x, body.y + 1, body.width, summary_lines(import) }, 0, STYLE_TEXT,
                 buf_text(&import->summary));
    table_draw(&import->refusals, grid, true);
    draw_reason(import, grid);
}
