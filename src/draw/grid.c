/*
 * The grid itself: making, clearing, comparing and printing it, and the one place that puts a cell. Text and figures
 * are drawn by text.c, box.c and chart.c on top of it. Surprise: a wide character covers two cells, so putting anything
 * over one half blanks the other half too; half a character never stays.
 */
#include "townkeep/draw/grid.h"

#include <stdlib.h>
#include <string.h>

#include "cell_in.h"

static const struct cell blank_cell = { .text = " ", .width = 1, .style = STYLE_TEXT };

static size_t cell_count(const struct grid *grid)
{
    return (size_t)grid->width * (size_t)grid->height;
}

enum err grid_init(struct grid *grid, int width, int height)
{
    bool ascii = grid->ascii;

    memset(grid, 0, sizeof *grid);
    grid->ascii = ascii;
    if (width < 1 || height < 1 || width > GRID_MAX || height > GRID_MAX)
        return E_INVALID;
    grid->cells = calloc((size_t)width * (size_t)height, sizeof *grid->cells);
    if (grid->cells == NULL)
        return E_MEMORY;
    grid->width = width;
    grid->height = height;
    grid_clear(grid);
    return OK;
}

enum err grid_resize(struct grid *grid, int width, int height)
{
    struct grid fresh = { .ascii = grid->ascii };
    enum err e;

    if (width == grid->width && height == grid->height) {
        grid_clear(grid);
        return OK;
    }
    if ((e = grid_init(&fresh, width, height)) != OK)
        return e;
    grid_release(grid);
    *grid = fresh;
    return OK;
}

void grid_release(struct grid *grid)
{
    if (grid->cells != NULL)
        explicit_bzero(grid->cells, cell_count(grid) * sizeof *grid->cells);
    free(grid->cells);
    memset(grid, 0, sizeof *grid);
}

void grid_clear(struct grid *grid)
{
    for (size_t i = 0; i < cell_count(grid); i++)
        grid->cells[i] = blank_cell;
    grid->cursor_x = grid->cursor_y = -1;
}

void grid_cursor(struct grid *grid, int x, int y)
{
    bool inside = x >= 0 && y >= 0 && x < grid->width && y < grid->height;

    grid->cursor_x = inside ? x : -1;
    grid->cursor_y = inside ? y : -1;
}

struct area grid_area(const struct grid *grid)
{
    return (struct area){ 0, 0, grid->width, grid->height };
}

static struct cell *cell_of(const struct grid *grid, int x, int y)
{
    if (x < 0 || y < 0 || x >= grid->width || y >= grid->height)
        return NULL;
    return &grid->cells[(size_t)y * (size_t)grid->width + (size_t)x];
}

const struct cell *grid_at(const struct grid *grid, int x, int y)
{
    return cell_of(grid, x, y);
}

static void blank_at(struct grid *grid, int x, int y)
{
    struct cell *cell = cell_of(grid, x, y);

    if (cell != NULL) {
        unsigned char style = cell->style;

        *cell = blank_cell;
        cell->style = style;
    }
}

/* Whatever half of a wide character would be left beside (x, y) becomes a blank. */
static void part_from_neighbour(struct grid *grid, int x, int y)
{
    const struct cell *cell = cell_of(grid, x, y);

    if (cell != NULL && cell->width == 2)
        blank_at(grid, x + 1, y);
    else if (cell != NULL && cell->width == 0)
        blank_at(grid, x - 1, y);
}

void cell_put(struct grid *grid, int x, int y, const struct cell *cell)
{
    struct cell *first = cell_of(grid, x, y);
    struct cell *second = cell->width == 2 ? cell_of(grid, x + 1, y) : NULL;

    part_from_neighbour(grid, x, y);
    if (cell->width == 2)
        part_from_neighbour(grid, x + 1, y);
    if (cell->width == 2 && (first == NULL || second == NULL)) {
        struct cell *half = first != NULL ? first : second;

        if (half != NULL) {
            *half = blank_cell;
            half->style = cell->style;
        }
        return;
    }
    if (first != NULL)
        *first = *cell;
    if (second != NULL)
        *second = (struct cell){ .style = cell->style };
}

struct area area_clip(const struct grid *grid, struct area area)
{
    int right, bottom;

    if (area.width <= 0 || area.height <= 0 || area.x >= grid->width || area.y >= grid->height)
        return (struct area){ 0, 0, 0, 0 };
    right = area.width < grid->width - area.x ? area.x + area.width : grid->width;
    bottom = area.height < grid->height - area.y ? area.y + area.height : grid->height;
    area.x = area.x < 0 ? 0 : area.x;
    area.y = area.y < 0 ? 0 : area.y;
    area.width = right > area.x ? right - area.x : 0;
    area.height = bottom > area.y ? bottom - area.y : 0;
    return area;
}

void draw_fill(struct grid *grid, struct area area, enum style style)
{
    struct cell blank = blank_cell;

    area = area_clip(grid, area);
    blank.style = (unsigned char)style;
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x++)
            cell_put(grid, x, y, &blank);
}

void draw_restyle(struct grid *grid, struct area area, enum style style)
{
    area = area_clip(grid, area);
    for (int y = area.y; y < area.y + area.height; y++) {
        for (int x = area.x; x < area.x + area.width; x++)
            cell_of(grid, x, y)->style = (unsigned char)style;
    }
}

void draw_part(struct grid *grid, int x, int y, const struct grid *from, struct area part)
{
    struct area inside = area_clip(from, part);

    for (int row = 0; row < inside.height; row++) {
        for (int column = 0; column < inside.width; column++) {
            struct cell cell = *cell_of(from, inside.x + column, inside.y + row);
            bool is_cut = (cell.width == 0 && column == 0) || (cell.width == 2 && column == inside.width - 1);

            if (cell.width == 0 && !is_cut)
                continue; /* came with its first half */
            if (is_cut) {
                unsigned char style = cell.style;

                cell = blank_cell;
                cell.style = style;
            }
            cell_put(grid, x + (inside.x - part.x) + column, y + (inside.y - part.y) + row, &cell);
        }
    }
}

static bool cell_equal(const struct cell *a, const struct cell *b)
{
    return a->width == b->width && a->style == b->style && strncmp(a->text, b->text, CELL_BYTES) == 0;
}

bool grid_equal(const struct grid *a, const struct grid *b)
{
    if (a->width != b->width || a->height != b->height || a->cursor_x != b->cursor_x || a->cursor_y != b->cursor_y)
        return false;
    for (size_t i = 0; i < cell_count(a); i++) {
        if (!cell_equal(&a->cells[i], &b->cells[i]))
            return false;
    }
    return true;
}

static int row_end(const struct grid *grid, int y)
{
    const struct cell *row = &grid->cells[(size_t)y * (size_t)grid->width];
    int end = grid->width;

    while (end > 0 && strcmp(row[end - 1].text, " ") == 0)
        end--;
    return end;
}

enum err grid_print(const struct grid *grid, struct buf *out)
{
    size_t before = out->len;
    enum err e = OK;

    for (int y = 0; e == OK && y < grid->height; y++) {
        int end = row_end(grid, y);

        for (int x = 0; e == OK && x < end; x++)
            e = buf_add_str(out, grid->cells[(size_t)y * (size_t)grid->width + (size_t)x].text);
        if (e == OK)
            e = buf_add_char(out, '\n');
    }
    if (e != OK && out->data != NULL) {
        out->len = before;
        out->data[before] = '\0';
    }
    return e;
}
