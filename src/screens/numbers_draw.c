/*
 * Drawing the numbers: the list with a small line of quarters beside each, or one number with all its rows, what it is
 * a number of, and the selected row as bars.
 */
#include "numbers_in.h"

#include <math.h>

#include "townkeep/base/text.h"

enum {
    OF_ROWS = 3,
    BARS_HEADING = 1,
    SPARK_GAP = 2,
    LABEL_WIDTH = 24,
    HEADLINE_WIDTH = 16,
    VALUE_WIDTH = 7,
    CELL_WIDTH = 8,
    NARROW = 100,
    NARROW_QUARTERS = 3
};

const struct number *numbers_at(const struct numbers_screen *numbers, int64_t row)
{
    return row > 0 && row <= (int64_t)numbers->numbers.count ? &numbers->numbers.numbers[row - 1] : NULL;
}

static const struct number *shown_number(const struct numbers_screen *numbers)
{
    return numbers_at(numbers, numbers->shown >= 0 ? numbers->shown + 1 : table_selected_id(&numbers->table));
}

static int bar_rows(const struct numbers_screen *numbers)
{
    return numbers->shown >= 0 ? (int)numbers->numbers.quarter_count + BARS_HEADING : 0;
}

static int spark_width(const struct numbers_screen *numbers)
{
    return numbers->shown < 0 ? (int)numbers->numbers.quarter_count + SPARK_GAP : 0;
}

/* --- the rows --- */
static void set_column(struct table *table, const char *label, int width, bool right)
{
    table->columns[table->column_count++] =
        (struct table_column){ .label = label, .width = width, .right = right, .field = -1 };
}

static enum err fill_list(struct numbers_screen *numbers)
{
    const struct numbers *all = &numbers->numbers;
    size_t quarter = all->quarter_count - 1, year = all->column_count - 1;
    enum err e = OK;

    set_column(&numbers->table, N_("Number"), LABEL_WIDTH, false);
    set_column(&numbers->table, "", HEADLINE_WIDTH, false);
    set_column(&numbers->table, all->columns[quarter], VALUE_WIDTH, true);
    set_column(&numbers->table, all->columns[year], VALUE_WIDTH, true);
    for (size_t i = 0; i < all->count && !e; i++) {
        const struct number *number = &all->numbers[i];
        const struct number_row *row = &number->rows[number->headline];
        struct table_row line = { .id = (int64_t)i + 1,
                                  .cells = { number->label, number->headline > 0 ? row->label : "", row->texts[quarter],
                                             row->texts[year] } };

        e = table_add(&numbers->table, TABLE_AFTER, &line);
    }
    return e;
}

/* In a narrow window the older quarters stand in the bars alone. */
static size_t first_column(const struct numbers_screen *numbers)
{
    size_t quarters = numbers->numbers.quarter_count;

    return numbers->screen.body.width >= NARROW || quarters <= NARROW_QUARTERS ? 0 : quarters - NARROW_QUARTERS;
}

static enum err fill_number(struct numbers_screen *numbers)
{
    const struct numbers *all = &numbers->numbers;
    const struct number *number = &all->numbers[numbers->shown];
    size_t first = first_column(numbers);
    struct buf label = { 0 };
    enum err e = OK;

    set_column(&numbers->table, N_("Number"), LABEL_WIDTH, false);
    for (size_t i = first; i < all->column_count; i++)
        set_column(&numbers->table, all->columns[i], VALUE_WIDTH, true);
    for (size_t i = 0; i < number->row_count && !e; i++) {
        struct table_row line = { .id = (int64_t)i + 1 };

        buf_clear(&label);
        e = buf_printf(&label, "%s%s", number->rows[i].is_part ? "  " : "", number->rows[i].label);
        line.cells[0] = buf_text(&label);
        for (size_t column = first; column < all->column_count; column++)
            line.cells[column - first + 1] = number->rows[i].texts[column];
        if (!e)
            e = table_add(&numbers->table, TABLE_AFTER, &line);
    }
    buf_release(&label);
    return e;
}

_Static_assert((int)NUMBERS_COLUMNS < (int)TABLE_COLUMNS, "all quarters and years fit beside the words");

enum err numbers_fill(struct numbers_screen *numbers)
{
    enum err e;

    table_clear(&numbers->table);
    numbers->table.column_count = 0;
    numbers->table.sort_column = -1;
    if (!numbers->counted)
        return OK;
    e = numbers->shown >= 0 ? fill_number(numbers) : fill_list(numbers);
    numbers_place(numbers);
    return e;
}

void numbers_place(struct numbers_screen *numbers)
{
    struct area body = numbers->screen.body;

    body.height -= OF_ROWS + 1 + bar_rows(numbers);
    body.width -= spark_width(numbers);
    table_place(&numbers->table, body);
}

/* --- drawing --- */
static void draw_sparks(const struct numbers_screen *numbers, struct grid *grid)
{
    const struct table *table = &numbers->table;

    for (int i = 0; i < table_page(table) && table->first + i < table->count; i++) {
        const struct number *number = numbers_at(numbers, table_id_at(table, table->first + i));

        if (number)
            draw_sparkline(grid, table->area.x + table->area.width + SPARK_GAP, table->area.y + 1 + i,
                           (int)numbers->numbers.quarter_count, STYLE_ACCENT, number->rows[number->headline].values,
                           numbers->numbers.quarter_count);
    }
}

static double largest_of(const double *values, size_t count)
{
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = values[i] > largest ? values[i] : largest;
    return largest;
}

/* The selected row, a bar a quarter. */
static void draw_bars(const struct numbers_screen *numbers, struct grid *grid, struct area area)
{
    const struct number *number = &numbers->numbers.numbers[numbers->shown];
    int selected = numbers->table.selected;
    const struct number_row *row;
    double largest;

    if (selected >= (int)number->row_count)
        return;
    row = &number->rows[selected];
    largest = largest_of(row->values, numbers->numbers.quarter_count);
    draw_text(grid, area.x, area.y, area.width, STYLE_STRONG, row->label);
    for (size_t i = 0; i < numbers->numbers.quarter_count; i++) {
        int y = area.y + BARS_HEADING + (int)i;

        draw_text(grid, area.x + 2, y, CELL_WIDTH, STYLE_TEXT, numbers->numbers.columns[i]);
        draw_text_right(grid, area.x + 2 + CELL_WIDTH, y, VALUE_WIDTH, STYLE_TEXT, row->texts[i]);
        draw_bar(grid, area.x + 4 + CELL_WIDTH + VALUE_WIDTH, y, area.width - 6 - CELL_WIDTH - VALUE_WIDTH,
                 STYLE_ACCENT, row->values[i], largest);
    }
}

void numbers_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct numbers_screen *numbers = (const struct numbers_screen *)screen;
    struct area body = screen->body,
                below = { body.x, body.y + body.height - OF_ROWS - bar_rows(numbers), body.width, OF_ROWS };
    const struct number *number;

    (void)flow;
    if (!numbers->counted) {
        draw_printf(grid, body.x + 2, body.y + 1, body.width - 2, STYLE_DIM, _("Counting… %d%%"),
                    numbers->job ? numbers_hundredths(numbers->job) : 0);
        return;
    }
    table_draw(&numbers->table, grid, true);
    if (numbers->shown < 0)
        draw_sparks(numbers, grid);
    else
        draw_bars(numbers, grid, (struct area){ body.x, below.y + OF_ROWS, body.width, bar_rows(numbers) });
    number = shown_number(numbers);
    if (number)
        draw_wrapped(grid, below, 0, STYLE_DIM, number->of);
}
