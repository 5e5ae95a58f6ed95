/* Drawing the matrix: names and codes on the left, codes above, a rule with the sector's name before each block. */
#include "adjacency_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { CELL_WIDTH = 3, NAME_WIDTH = 20, NAME_WIDTH_WIDE = 24, WIDE = 110, CELL_SIZE = 8, TIES_TOLD = 300 };

struct drawing {
    const struct matrix *matrix;
    struct canvas *canvas;
    int name_width, label_width; /* the name; and the code behind it */
    int64_t *ids;                /* room for those behind a cell; owned */
};

/* Each block is set apart by a row, and by a column. */
static int row_y(const struct drawing *drawing, size_t row)
{
    return 2 + (int)row + (int)drawing->matrix->members[row].block;
}

static int column_x(const struct drawing *drawing, size_t column)
{
    return drawing->label_width + CELL_WIDTH * (int)column + (int)drawing->matrix->members[column].block;
}

static bool begins_block(const struct matrix *matrix, size_t at)
{
    return at == 0 || matrix->members[at].block != matrix->members[at - 1].block;
}

static void draw_blocks(const struct drawing *drawing)
{
    const struct matrix *matrix = drawing->matrix;
    struct grid *grid = &drawing->canvas->grid;

    for (size_t i = 0; i < matrix->member_count; i++) {
        int x = column_x(drawing, i) - 1, y = row_y(drawing, i) - 1;

        if (!begins_block(matrix, i))
            continue;
        draw_rule(grid, 0, y, grid->width);
        draw_printf(grid, 0, y, drawing->label_width - 1, STYLE_STRONG, "%s ",
                    matrix->blocks[matrix->members[i].block]);
        if (i > 0)
            draw_rule_down(grid, x, 0, grid->height);
    }
}

static enum err draw_names(const struct drawing *drawing)
{
    const struct matrix *matrix = drawing->matrix;
    struct grid *grid = &drawing->canvas->grid;
    enum err e = OK;

    for (size_t i = 0; i < matrix->member_count && !e; i++) {
        int y = row_y(drawing, i);

        draw_text(grid, 0, y, drawing->name_width, STYLE_TEXT,
                  matrix->map->network.nodes[matrix->members[i].node].name);
        draw_text(grid, drawing->name_width + 1, y, MATRIX_CODE_CELLS, STYLE_STRONG, matrix->codes[i]);
        draw_text(grid, column_x(drawing, i), 0, MATRIX_CODE_CELLS, STYLE_STRONG, matrix->codes[i]);
        draw_text(grid, column_x(drawing, i), y, 1, STYLE_DIM, grid->ascii ? "\\" : "╲");
        e = map_spot_node(matrix->map, matrix->members[i].node, (struct area){ 0, y, drawing->label_width - 1, 1 },
                          drawing->canvas);
    }
    return e;
}

/* --- one cell --- */
/* What is told in two cells: the strongest tie, and the gravest of what there is to say. */
static enum style sum_up(const struct matrix *matrix, size_t first, char out[CELL_SIZE])
{
    bool links = false, tension = false;
    unsigned flags = 0;
    int strength = 0;

    for (size_t at = first; at; at = matrix->next[at - 1]) {
        const struct tie *tie = &matrix->map->network.ties[matrix->ties[at - 1]];

        tension = tension || !tie_links(tie);
        links = links || tie_links(tie);
        flags |= tie->flags;
        if (tie_links(tie) && tie->strength > strength)
            strength = tie->strength;
    }
    text_print_into(out, CELL_SIZE, "%c%s",
                    !links         ? 'x'
                    : strength > 0 ? '0' + strength % 10
                                   : '+',
                    flags & TIE_WITHOUT_AGREEMENT ? "!"
                    : links && tension            ? "x"
                    : flags & TIE_UNSURE          ? "?"
                                                  : "");
    return tension ? STYLE_BAD : flags & TIE_WITHOUT_AGREEMENT ? STYLE_WARN : STYLE_TEXT;
}

static const char *tell_ties(const struct drawing *drawing, size_t row, size_t column, size_t first)
{
    const struct matrix *matrix = drawing->matrix;
    const struct node *nodes = matrix->map->network.nodes;
    char told[TIES_TOLD] = "", reading[MAP_WORDS_SIZE], marks[MAP_MARKS_SIZE];

    for (size_t at = first; at; at = matrix->next[at - 1]) {
        const struct tie *tie = &matrix->map->network.ties[matrix->ties[at - 1]];
        size_t len = strlen(told);

        map_reading(matrix->map, tie, tie->from == matrix->members[row].node, reading);
        map_marks(tie, marks);
        text_print_into(told + len, sizeof told - len, "%s%s%s%s", len ? ", " : "", reading, marks[0] ? " " : "",
                        marks);
    }
    return canvas_print(drawing->canvas, "%s → %s: %s", nodes[matrix->members[row].node].name,
                        nodes[matrix->members[column].node].name, told);
}

/* The relationships of a cell; without any, what its first tie stands for. */
static enum err draw_cell(const struct drawing *drawing, size_t row, size_t column)
{
    const struct matrix *matrix = drawing->matrix;
    size_t first = matrix->first_tie[row * matrix->member_count + column], count = 0;
    struct area area = { column_x(drawing, column), row_y(drawing, row), CELL_WIDTH - 1, 1 };
    struct canvas *canvas = drawing->canvas;
    char text[CELL_SIZE];
    enum style style;
    enum err e;

    if (!first)
        return OK;
    style = sum_up(matrix, first, text);
    draw_text(&canvas->grid, area.x, area.y, area.width, style, text);
    for (size_t at = first; at; at = matrix->next[at - 1]) {
        const struct tie *tie = &matrix->map->network.ties[matrix->ties[at - 1]];

        if (tie->origin == TIE_RELATIONSHIP)
            drawing->ids[count++] = tie->record;
    }
    e = map_spot_tie(matrix->map, &matrix->map->network.ties[matrix->ties[first - 1]], area, canvas);
    if (e)
        return e;
    canvas->spots[canvas->count - 1].sentence = canvas->spots[canvas->count - 1].label =
        tell_ties(drawing, row, column, first);
    return count == 0 ? OK
                      : canvas_ids(canvas, &canvas->spots[canvas->count - 1], &relationship_type, drawing->ids, count);
}

enum err matrix_draw(const struct matrix *matrix, int width, struct canvas *canvas)
{
    struct drawing drawing = { .matrix = matrix, .canvas = canvas };
    size_t last = matrix->member_count - 1;
    enum err e;

    drawing.name_width = width >= WIDE ? NAME_WIDTH_WIDE : NAME_WIDTH;
    drawing.label_width = drawing.name_width + MATRIX_CODE_CELLS + 2;
    if (!(drawing.ids = calloc(matrix->map->network.tie_count + 1, sizeof *drawing.ids)))
        return E_MEMORY;
    e = canvas_size(canvas, column_x(&drawing, last) + CELL_WIDTH, row_y(&drawing, last) + 1);
    canvas->frozen_columns = drawing.label_width;
    canvas->frozen_rows = 1;
    if (!e) {
        draw_blocks(&drawing);
        e = draw_names(&drawing);
    }
    for (size_t row = 0; row < matrix->member_count && !e; row++) {
        for (size_t column = 0; column < matrix->member_count && !e; column++)
            e = draw_cell(&drawing, row, column);
    }
    free(drawing.ids);
    return e;
}
