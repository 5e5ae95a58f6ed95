/* Reports as text: aligned for a terminal, CSV, JSON, Markdown. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/report.h"
#include "townkeep/exchange/sheet.h"

enum { PAGE_CELLS = 80, BLOCK_LINES = 64 };

bool report_format_find(const char *name, enum report_format *out)
{
    static const char *const names[REPORT_FORMAT_COUNT] = {
        [REPORT_TABLE] = "table", [REPORT_CSV] = "csv", [REPORT_JSON] = "json", [REPORT_MARKDOWN] = "markdown"
    };

    for (int i = 0; i < REPORT_FORMAT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum report_format)i;
            return true;
        }
    }
    return false;
}

static const char *cell_of(const struct report_sheet *sheet, size_t row, size_t column)
{
    const char *text = sheet->cells[row * sheet->column_count + column];

    return text ? text : "";
}

/* --- for reading --- */
static enum err add_blanks(struct buf *out, size_t count)
{
    enum err e = OK;

    while (count-- > 0 && !e)
        e = buf_add_char(out, ' ');
    return e;
}

/* Broken at blanks, each line begun `indent` cells in; the first where the cursor is. */
static enum err add_wrapped(struct buf *out, const char *text, size_t indent)
{
    struct text_span lines[BLOCK_LINES];
    size_t count = text_wrap(text, PAGE_CELLS - indent, lines, BLOCK_LINES);
    enum err e = OK;

    for (size_t i = 0; i < count && i < BLOCK_LINES && !e; i++) {
        if (i > 0)
            e = add_blanks(out, indent);
        if (!e && !(e = buf_add(out, text + lines[i].start, lines[i].len)))
            e = buf_add_char(out, '\n');
    }
    return e;
}

static size_t widest_label(const struct report_sheet *sheet)
{
    size_t widest = 0;

    for (size_t i = 0; i < sheet->column_count; i++) {
        size_t width = text_width(sheet->columns[i].label);

        widest = width > widest ? width : widest;
    }
    return widest;
}

/* "  From      received, screening": what is empty has no line. */
static enum err add_block(const struct report_sheet *sheet, size_t row, struct buf *out)
{
    size_t widest = widest_label(sheet);
    enum err e = buf_add_char(out, '\n');

    for (size_t i = 0; i < sheet->column_count && !e; i++) {
        const char *label = sheet->columns[i].label, *text = cell_of(sheet, row, i);

        if (text[0] == '\0')
            continue;
        if ((e = buf_add_str(out, i == 0 ? "" : "  ")) || (e = buf_add_str(out, label)) ||
            (e = add_blanks(out, widest + (i == 0 ? 4 : 2) - text_width(label))))
            break;
        e = add_wrapped(out, text, widest + 4);
    }
    return e;
}

static size_t column_width(const struct report_sheet *sheet, size_t column)
{
    size_t width = text_width(sheet->columns[column].label);

    for (size_t row = 0; row < sheet->row_count; row++) {
        size_t cells = text_width(cell_of(sheet, row, column));

        width = cells > width ? cells : width;
    }
    return width;
}

static enum err add_aligned(struct buf *out, const char *text, size_t width, bool right, bool last)
{
    size_t blanks = width - text_width(text);
    enum err e = right ? add_blanks(out, blanks) : OK;

    if (!e)
        e = buf_add_str(out, text);
    if (!e && !last)
        e = add_blanks(out, (right ? 0 : blanks) + 2);
    return e ? e : last ? buf_add_char(out, '\n') : OK;
}

/* A row, or the headings above them for row -1. */
static enum err add_line(const struct report_sheet *sheet, const size_t *widths, long row, struct buf *out)
{
    enum err e = OK;

    for (size_t i = 0; i < sheet->column_count && !e; i++)
        e = add_aligned(out, row < 0 ? sheet->columns[i].label : cell_of(sheet, (size_t)row, i), widths[i],
                        sheet->columns[i].is_number, i + 1 == sheet->column_count);
    return e;
}

static enum err add_lines(const struct report_sheet *sheet, struct buf *out)
{
    size_t widths[REPORT_COLUMNS_MAX];
    enum err e = buf_add_char(out, '\n');

    for (size_t i = 0; i < sheet->column_count; i++)
        widths[i] = column_width(sheet, i);
    for (long row = -1; row < (long)sheet->row_count && !e; row++)
        e = add_line(sheet, widths, row, out);
    return e;
}

static enum err write_table(const struct report_sheet *sheet, struct buf *out)
{
    enum err e = buf_printf(out, "%s\n", sheet->title);

    if (!e && sheet->note[0])
        e = add_wrapped(out, sheet->note, 0);
    if (!e && !sheet->is_tall)
        return add_lines(sheet, out);
    for (size_t row = 0; row < sheet->row_count && !e; row++)
        e = add_block(sheet, row, out);
    return e;
}

/* --- Markdown --- */
/* A bar would end the cell and a line end the row; the rest of what Markdown reads is shown as it stands. */
static enum err add_markdown_cell(const char *text, struct buf *out)
{
    enum err e = buf_add_char(out, ' ');

    for (; *text && !e; text++) {
        if (strchr("|\\*_`<", *text))
            e = buf_add_char(out, '\\');
        if (!e)
            e = buf_add_char(out, *text == '\n' ? ' ' : *text);
    }
    return e ? e : buf_add_str(out, " |");
}

static enum err write_markdown(const struct report_sheet *sheet, struct buf *out)
{
    enum err e = buf_printf(out, "## %s\n\n%s%s|", sheet->title, sheet->note, sheet->note[0] ? "\n\n" : "");

    for (size_t i = 0; i < sheet->column_count && !e; i++)
        e = add_markdown_cell(sheet->columns[i].label, out);
    if (!e)
        e = buf_add_str(out, "\n|");
    for (size_t i = 0; i < sheet->column_count && !e; i++)
        e = buf_add_str(out, sheet->columns[i].is_number ? " ---: |" : " --- |");
    for (size_t row = 0; row < sheet->row_count && !e; row++) {
        e = buf_add_str(out, "\n|");
        for (size_t i = 0; i < sheet->column_count && !e; i++)
            e = add_markdown_cell(cell_of(sheet, row, i), out);
    }
    return e ? e : buf_add_char(out, '\n');
}

/* What stands further in to be read stands as it is for programs. */
static const char *value_of(const struct report_sheet *sheet, size_t row, size_t column)
{
    const char *text = cell_of(sheet, row, column);

    return text + strspn(text, " ");
}

/* --- CSV --- */
static enum err add_csv_headings(const struct report_sheet *sheet, bool several, struct buf *out)
{
    enum err e = several ? buf_add_str(out, "table,") : OK;

    for (size_t i = 0; i < sheet->column_count && !e; i++)
        e = buf_printf(out, "%s%s", i > 0 ? "," : "", sheet->columns[i].key);
    return e ? e : buf_add_str(out, several ? ",of\r\n" : "\r\n");
}

static enum err add_csv_row(const struct report_sheet *sheet, size_t row, bool several, struct buf *out)
{
    enum err e = several ? buf_printf(out, "%s,", sheet->key) : OK;

    for (size_t i = 0; i < sheet->column_count && !e; i++) {
        if (i > 0 && (e = buf_add_char(out, ',')))
            break;
        e = csv_add(out, value_of(sheet, row, i), CSV_GUARDED);
    }
    if (!e && several && !(e = buf_add_char(out, ',')))
        e = csv_add(out, sheet->note, CSV_GUARDED);
    return e ? e : buf_add_str(out, "\r\n");
}

static enum err write_csv(const struct report_sheet *sheets, size_t count, struct buf *out)
{
    enum err e = count > 0 ? add_csv_headings(&sheets[0], count > 1, out) : OK;

    for (size_t i = 0; i < count; i++) {
        for (size_t row = 0; row < sheets[i].row_count && !e; row++)
            e = add_csv_row(&sheets[i], row, count > 1, out);
    }
    return e;
}

/* --- JSON --- */
static json_t *json_row(const struct report_sheet *sheet, size_t row)
{
    json_t *object = json_object();

    for (size_t i = 0; i < sheet->column_count && object; i++) {
        if (json_object_set_new(object, sheet->columns[i].key, json_string(value_of(sheet, row, i))) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *json_sheet(const struct report_sheet *sheet)
{
    json_t *rows = json_array();

    for (size_t row = 0; row < sheet->row_count && rows; row++) {
        if (json_array_append_new(rows, json_row(sheet, row)) != 0) {
            json_decref(rows);
            return NULL;
        }
    }
    return json_pack("{s:s, s:s, s:s, s:o}", "table", sheet->key, "title", sheet->title, "of", sheet->note, "rows",
                     rows);
}

static enum err write_json(const struct report_sheet *sheets, size_t count, struct buf *out)
{
    json_t *list = json_array();
    char *text = NULL;
    enum err e = list ? OK : E_MEMORY;

    for (size_t i = 0; i < count && !e; i++)
        e = json_array_append_new(list, json_sheet(&sheets[i])) == 0 ? OK : E_MEMORY;
    if (!e && !(text = json_dumps(list, JSON_INDENT(1))))
        e = E_MEMORY;
    if (!e)
        e = buf_printf(out, "%s\n", text);
    free(text);
    json_decref(list);
    return e;
}

/* --- all of them --- */
static enum err write_sheets(const struct report_sheet *sheets, size_t count, enum report_format format,
                             struct buf *out)
{
    enum err e = OK;

    if (format == REPORT_CSV)
        return write_csv(sheets, count, out);
    if (format == REPORT_JSON)
        return write_json(sheets, count, out);
    for (size_t i = 0; i < count && !e; i++) {
        if (i > 0 && (e = buf_add_char(out, '\n')))
            break;
        e = format == REPORT_TABLE ? write_table(&sheets[i], out) : write_markdown(&sheets[i], out);
    }
    return e;
}

enum err report_write(const struct report_result *result, enum report_format format, struct buf *out)
{
    enum err e = write_sheets(result->sheets, result->count, format, out);

    if (e || !result->legend || format == REPORT_CSV || format == REPORT_JSON)
        return e;
    return (e = buf_add_char(out, '\n')) ? e : add_wrapped(out, result->legend, 0);
}

enum err report_write_sheet(const struct report_sheet *sheet, enum report_format format, struct buf *out)
{
    return write_sheets(sheet, 1, format, out);
}
