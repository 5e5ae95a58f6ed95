/*
 * Text into cells, one grapheme cluster a cell (two for a wide one), and wrapped text. Measuring and cluster rules are
 * base/text.h's. Text was cleaned where it entered; it is cleaned again here because a cell is the last stop before the
 * terminal: a control byte in a cell would be an order to the terminal. Surprise: cutting keeps one cell for the
 * ellipsis, so a text of exactly the width is shown whole and one cell more costs two.
 */
#include "townkeep/draw/grid.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cell_in.h"
#include "townkeep/base/text.h"

enum { PRINTF_MAX = 4096, WRAP_SPANS = 256 };

struct code_range {
    uint32_t first, last;
};

/* Never shown: controls, soft hyphen, bidirectional controls, invisible and interlinear characters, tags. Ascending. */
static const struct code_range hidden_ranges[] = {
    { 0x0000, 0x001f },   { 0x007f, 0x009f },       { 0x00ad, 0x00ad }, { 0x061c, 0x061c }, { 0x180e, 0x180e },
    { 0x200b, 0x200b },   { 0x200e, 0x200f },       { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xd800, 0xdfff },
    { 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },       { 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0x1d173, 0x1d17a },
    { 0xe0000, 0xe0fff }, { 0x110000, UINT32_MAX },
};

static bool is_hidden(uint32_t code)
{
    for (size_t i = 0; i < sizeof hidden_ranges / sizeof hidden_ranges[0]; i++) {
        if (code <= hidden_ranges[i].last)
            return code >= hidden_ranges[i].first;
    }
    return (code & 0xfffe) == 0xfffe;
}

static bool is_line_end(uint32_t code)
{
    return (code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static bool is_joiner(uint32_t code)
{
    return code == 0x200c || code == 0x200d;
}

static void cell_set(struct cell *cell, const char *text)
{
    memset(cell->text, 0, sizeof cell->text);
    memcpy(cell->text, text, strlen(text));
    cell->width = 1;
}

/* Add one code point's bytes to the cell; false when there is no room left. */
static bool cell_add(struct cell *cell, const char *bytes, size_t len)
{
    size_t used = strlen(cell->text);

    if (used + len >= sizeof cell->text)
        return false;
    memcpy(cell->text + used, bytes, len);
    return true;
}

/* Whether the cluster is marks with no letter to stand on: put behind a letter, they would become part of it. */
static bool is_bare_mark(const char *text)
{
    char behind[CELL_BYTES + 1] = "x";

    if ((unsigned char)text[0] < 0x80)
        return false;
    memcpy(behind + 1, text, strlen(text) + 1);
    return text_next_grapheme(behind, 0) > 1;
}

static void cell_measure(struct cell *cell)
{
    size_t len = strlen(cell->text);
    size_t width;
    char bare[CELL_BYTES];

    if (is_bare_mark(cell->text)) {
        /* It would join the character of the cell before; the dotted circle is what Unicode puts under it. */
        memcpy(bare, cell->text, sizeof bare);
        cell_set(cell, "\u25cc");
        if (!cell_add(cell, bare, len))
            cell_set(cell, "\ufffd");
        len = strlen(cell->text);
    }
    width = text_width_of(cell->text, len);
    cell->width = (unsigned char)(width > 2 ? 2 : width);
}

/* The visible stand-in for a cluster that is a line end or a tab; NULL for any other. */
static const char *stand_in(uint32_t code, bool ascii)
{
    if (code == '\t')
        return " ";
    if (is_line_end(code))
        return ascii ? "/" : "\u21b5";
    return NULL;
}

bool cell_next(const char *text, size_t *at, bool ascii, struct cell *cell)
{
    size_t end = text_next_grapheme(text, *at);
    bool more = end > *at;
    bool fits = true;

    memset(cell->text, 0, sizeof cell->text);
    cell->width = 0;
    while (*at < end && fits) {
        size_t start = *at;
        uint32_t code = text_next(text, at);
        const char *instead = code == 0xfffd ? "\ufffd" : stand_in(code, ascii);

        if (instead == NULL && (is_hidden(code) || (is_joiner(code) && cell->text[0] == '\0')))
            continue;
        if (instead != NULL && code != 0xfffd) {
            cell_set(cell, instead);
            break;
        }
        fits =
            cell_add(cell, instead != NULL ? instead : text + start, instead != NULL ? strlen(instead) : *at - start);
    }
    if (!fits)
        cell_set(cell, "\ufffd");
    *at = end;
    cell_measure(cell);
    return more;
}

/* Cells the text needs, counted no further than one beyond `limit`. */
static int text_cells(const char *text, bool ascii, int limit)
{
    struct cell cell = { 0 };
    size_t at = 0;
    int used = 0;

    while (used <= limit && cell_next(text, &at, ascii, &cell))
        used += cell.width;
    return used;
}

int draw_text(struct grid *grid, int x, int y, int width, enum style style, const char *text)
{
    struct cell cell = { .style = (unsigned char)style };
    size_t at = 0;
    int used = 0;
    int room = width;
    bool is_cut;

    if (width <= 0)
        return 0;
    is_cut = text_cells(text, grid->ascii, width) > width;
    if (is_cut)
        room--;
    while (cell_next(text, &at, grid->ascii, &cell) && used + cell.width <= room) {
        if (cell.width > 0)
            cell_put(grid, x + used, y, &cell);
        used += cell.width;
    }
    if (is_cut) {
        cell_set(&cell, draw_mark(grid, MARK_CUT));
        cell_put(grid, x + used++, y, &cell);
    }
    return used;
}

int draw_printf(struct grid *grid, int x, int y, int width, enum style style, const char *format, ...)
{
    char text[PRINTF_MAX];
    va_list args;
    int used;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    used = draw_text(grid, x, y, width, style, text);
    explicit_bzero(text, sizeof text);
    return used;
}

int draw_text_right(struct grid *grid, int x, int y, int width, enum style style, const char *text)
{
    int cells = text_cells(text, grid->ascii, width);

    if (cells > width)
        cells = width;
    return draw_text(grid, x + width - cells, y, cells, style, text);
}

/* One line out of a wrapped text: its clusters as far as they fit, without an ellipsis since nothing is lost. */
static void draw_span(struct grid *grid, int x, int y, int width, enum style style, const char *text, size_t end)
{
    struct cell cell = { .style = (unsigned char)style };
    size_t at = 0;
    int used = 0;

    while (at < end && cell_next(text, &at, grid->ascii, &cell) && at <= end && used + cell.width <= width) {
        if (cell.width > 0)
            cell_put(grid, x + used, y, &cell);
        used += cell.width;
    }
}

int draw_wrapped(struct grid *grid, struct area area, int skip, enum style style, const char *text)
{
    struct text_span spans[WRAP_SPANS];
    size_t cells = area.width > 0 ? (size_t)area.width : 0;
    size_t before = 0;
    size_t lines, filled;

    if (cells == 0)
        return 0;
    /* In portions: breaking is greedy, so it may start afresh at any line's beginning. */
    for (;;) {
        lines = text_wrap(text, cells, spans, WRAP_SPANS);
        filled = lines < WRAP_SPANS ? lines : WRAP_SPANS - 1;
        for (size_t i = 0; i < filled; i++) {
            int64_t row = (int64_t)(before + i) - skip;

            if (row >= 0 && row < area.height)
                draw_span(grid, area.x, area.y + (int)row, area.width, style, text + spans[i].start, spans[i].len);
        }
        if (lines < WRAP_SPANS || (int64_t)(before + filled) >= (int64_t)skip + area.height)
            break;
        before += filled;
        text += spans[filled].start;
    }
    return (int)(before + lines);
}
