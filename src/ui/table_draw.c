/* Drawing a table: which columns fit, the headings, the rows. */
#include <stdio.h>

#include "table_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { TABLE_GAP = 2, TABLE_MARK_WIDTH = 2, TABLE_WARNING_WIDTH = 2, TABLE_FIRST_MIN = 20 };

struct layout {
    int count; /* columns shown */
    int x[TABLE_COLUMNS], width[TABLE_COLUMNS];
};

static int left_width(const struct table *table)
{
    return TABLE_MARK_WIDTH + (table->may_mark ? 2 : 0);
}

/* The first column takes what the others leave; columns go from the right until it has enough. */
static void lay_out(const struct table *table, struct layout *out)
{
    int inside = table->area.width - left_width(table) - TABLE_WARNING_WIDTH, others = 0, x;

    out->count = table->column_count;
    for (int i = 1; i < out->count; i++)
        others += table->columns[i].width + TABLE_GAP;
    while (out->count > 1 &&
           inside - others < (table->columns[0].width < TABLE_FIRST_MIN ? table->columns[0].width : TABLE_FIRST_MIN))
        others -= table->columns[--out->count].width + TABLE_GAP;
    out->width[0] = inside - others;
    x = table->area.x + left_width(table);
    for (int i = 0; i < out->count; i++) {
        if (i > 0)
            out->width[i] = table->columns[i].width;
        out->x[i] = x;
        x += out->width[i] + TABLE_GAP;
    }
}

static void draw_cell(struct grid *grid, const struct layout *layout, int column, int y, bool right, enum style style,
                      const char *text)
{
    if (right)
        draw_text_right(grid, layout->x[column], y, layout->width[column], style, text);
    else
        draw_text(grid, layout->x[column], y, layout->width[column], style, text);
}

static void draw_headings(const struct table *table, struct grid *grid, const struct layout *layout)
{
    for (int i = 0; i < layout->count; i++) {
        const char *label = table->columns[i].label[0] ? _(table->columns[i].label) : "";
        char sorted[160];

        if (i == table->sort_column) {
            snprintf(sorted, sizeof sorted, "%s %s", label,
                     draw_mark(grid, table->sort_descending ? MARK_MORE_DOWN : MARK_MORE_UP));
            label = sorted;
        }
        draw_cell(grid, layout, i, table->area.y, table->columns[i].right, STYLE_STRONG, label);
    }
}

static void draw_row(const struct table *table, struct grid *grid, const struct layout *layout, int row, int y,
                     bool active)
{
    const struct table_line *line = &table->lines[row];
    bool selected = row == table->selected;
    enum style style = selected && active ? STYLE_SELECTED : line->style;
    int x = table->area.x;

    if (selected && active)
        draw_fill(grid, (struct area){ x, y, table->area.width, 1 }, STYLE_SELECTED);
    if (selected)
        draw_text(grid, x, y, 1, style, draw_mark(grid, MARK_SELECTED));
    if (line->marked)
        draw_text(grid, x + TABLE_MARK_WIDTH, y, 1, style, "*");
    for (int i = 0; i < layout->count; i++)
        draw_cell(grid, layout, i, y, table->columns[i].right, style, table_cell(table, row, i));
    if (line->cells[TABLE_COLUMNS])
        draw_text(grid, x + table->area.width - 1, y, 1, selected && active ? style : STYLE_WARN,
                  line->cells[TABLE_COLUMNS]);
    if (selected && active)
        grid_cursor(grid, x, y);
}

void table_draw(const struct table *table, struct grid *grid, bool active)
{
    struct layout layout = { 0 };

    if (table->column_count == 0 || table->area.height < 1)
        return;
    lay_out(table, &layout);
    draw_headings(table, grid, &layout);
    for (int i = 0; i < table_page(table) && table->first + i < table->count; i++)
        draw_row(table, grid, &layout, table->first + i, table->area.y + 1 + i, active);
    if (table->count == 0 && table->empty) {
        draw_wrapped(grid, (struct area){ table->area.x + 2, table->area.y + 2, table->area.width - 4, 3 }, 0,
                     STYLE_DIM, table->empty);
        if (active)
            grid_cursor(grid, table->area.x, table->area.y + 1);
    }
}
