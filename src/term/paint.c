/*
 * See paint_in.h. Two things would surprise. Terminals disagree about the width of much beyond Latin letters, so after
 * such a character the cursor is placed anew and the cell beside it sent again: a wrong width spoils one cell, never
 * the line. And blanking goes line by line, because some terminals keep in their scrollback what a clear-screen order
 * wipes.
 */
#include "paint_in.h"

#include <string.h>

#include "townkeep/base/text.h"

enum { SAFE_BELOW = 0x300 /* ASCII and Latin letters: one cell everywhere */, BRIGHT = 8 };

static void note(struct painter *painter, enum err e)
{
    if (painter->failed == OK)
        painter->failed = e;
}

static void add_capability(struct painter *painter, enum capability capability)
{
    note(painter, terminfo_add(&painter->info, &painter->out, capability));
}

static void add_text(struct painter *painter, const char *text)
{
    note(painter, buf_add_str(&painter->out, text));
}

static void go(struct painter *painter, int x, int y)
{
    if (painter->pen_x != x || painter->pen_y != y)
        note(painter, terminfo_add_move(&painter->info, &painter->out, x, y));
    painter->pen_x = x;
    painter->pen_y = y;
}

/* A terminal of 8 colours shows the brighter 8 as bold letters, and never as grounds. */
static void add_colour(struct painter *painter, enum capability capability, int colour)
{
    int colours = painter->info.colours;

    if (colour < 0 || colours < BRIGHT)
        return;
    if (colour >= BRIGHT && colours < 2 * BRIGHT) {
        colour -= BRIGHT;
        if (capability == CAN_FOREGROUND)
            add_capability(painter, CAN_BOLD);
    }
    note(painter, terminfo_add_colour(&painter->info, &painter->out, capability, colour));
}

static void set_style(struct painter *painter, int style)
{
    const struct style_look *look = &painter->looks[style];
    bool is_plain_terminal = painter->info.colours < BRIGHT;

    if (painter->pen_style == style)
        return;
    add_capability(painter, CAN_PLAIN);
    if (look->bold || (is_plain_terminal && look->foreground >= 0 && look->background < 0 && !look->dim))
        add_capability(painter, CAN_BOLD);
    if (look->dim)
        add_capability(painter, CAN_DIM);
    if (look->underline)
        add_capability(painter, CAN_UNDERLINE);
    if (look->reverse || (is_plain_terminal && look->background >= 0))
        add_capability(painter, CAN_REVERSE);
    add_colour(painter, CAN_FOREGROUND, look->foreground);
    add_colour(painter, CAN_BACKGROUND, look->background);
    painter->pen_style = style;
}

static bool is_safe(const struct cell *cell)
{
    size_t at = 0;
    uint32_t code = text_next(cell->text, &at);

    return code < SAFE_BELOW && cell->text[at] == '\0';
}

/* Whether the cell before ends in a joiner: some terminals then put this one's letter there, and what stood here before
 * would stay. */
static bool is_joined(const struct grid *grid, int x, int y)
{
    static const char joiner[] = "\u200d";
    const struct cell *before = grid_at(grid, x - 1, y);
    size_t length = before != NULL ? strnlen(before->text, CELL_BYTES) : 0;

    return length > strlen(joiner) && memcmp(before->text + length - strlen(joiner), joiner, strlen(joiner)) == 0;
}

/* Send one cell (both halves of a wide one), blanked first where what stood there might stay; true when the cell after
 * it must be sent again. */
static bool put_cell(struct painter *painter, int x, int y, const struct cell *cell, bool joined)
{
    bool safe = is_safe(cell);

    set_style(painter, cell->style);
    go(painter, x, y);
    if (cell->width == 2 || joined) {
        add_text(painter, cell->width == 2 ? "  " : " ");
        painter->pen_x = -1;
        go(painter, x, y);
    }
    if (painter->utf8 || ((unsigned char)cell->text[0] < 0x80 && cell->text[1] == '\0'))
        add_text(painter, cell->text);
    else
        add_text(painter, cell->width == 2 ? "??" : "?");
    painter->pen_x = safe ? x + 1 : -1;
    return !safe;
}

static bool differs(const struct cell *a, const struct cell *b)
{
    return a->width != b->width || a->style != b->style || strncmp(a->text, b->text, CELL_BYTES) != 0;
}

static const struct cell *wanted_at(const struct grid *grid, int x, int y)
{
    static const struct cell blank = { .text = " ", .width = 1, .style = STYLE_TEXT };
    const struct cell *cell = grid_at(grid, x, y);

    return cell != NULL ? cell : &blank;
}

static void paint_row(struct painter *painter, const struct grid *grid, int y)
{
    int width = painter->shown.width;
    bool again = false;

    for (int x = 0; x < width; x++) {
        struct cell *shown = &painter->shown.cells[(size_t)y * (size_t)width + (size_t)x];
        const struct cell *wanted = wanted_at(grid, x, y);
        bool is_corner = painter->info.spares_corner && y == painter->shown.height - 1 && x + wanted->width >= width;
        bool must = again || differs(shown, wanted);

        /* Half a wide character at the edge of a smaller terminal, or alone: nothing to send. */
        if (wanted->width == 0 || x + wanted->width > width) {
            *shown = *wanted;
            continue;
        }
        again = must && !is_corner && put_cell(painter, x, y, wanted, is_joined(grid, x, y));
        *shown = *wanted;
    }
}

static void paint_cursor(struct painter *painter, const struct grid *grid)
{
    bool show = grid->cursor_x >= 0 && grid->cursor_x < painter->shown.width && grid->cursor_y >= 0 &&
                grid->cursor_y < painter->shown.height;

    if (show)
        go(painter, grid->cursor_x, grid->cursor_y);
    if (show != painter->cursor_shown)
        add_capability(painter, show ? CAN_SHOW_CURSOR : CAN_HIDE_CURSOR);
    painter->cursor_shown = show;
}

static enum err finish(struct painter *painter)
{
    enum err e = painter->failed;

    painter->failed = OK;
    if (e != OK) {
        explicit_bzero(painter->out.data, painter->out.len);
        buf_clear(&painter->out);
        paint_forget(painter);
    }
    return e;
}

enum err paint_resize(struct painter *painter, int width, int height)
{
    enum err e = grid_resize(&painter->shown, width, height);

    paint_forget(painter);
    return e;
}

void paint_forget(struct painter *painter)
{
    painter->is_known = false;
    painter->pen_x = painter->pen_y = painter->pen_style = -1;
}

/* What is shown is overwritten, not only forgotten. A theme with a ground of its own has every blank sent too: not all
 * terminals clear lines in the colour asked for. */
static void clear_shown(struct painter *painter)
{
    struct grid *shown = &painter->shown;
    size_t count = (size_t)shown->width * (size_t)shown->height;
    const struct style_look *look = &painter->looks[STYLE_TEXT];

    explicit_bzero(shown->cells, count * sizeof *shown->cells);
    grid_clear(shown);
    for (size_t i = 0; (look->background >= 0 || look->reverse) && i < count; i++)
        shown->cells[i].style = STYLE_COUNT;
}

enum err paint_blank(struct painter *painter)
{
    paint_forget(painter);
    add_capability(painter, CAN_HIDE_CURSOR);
    painter->cursor_shown = false;
    add_capability(painter, CAN_PLAIN);
    for (int y = 0; y < painter->shown.height; y++) {
        go(painter, 0, y);
        add_capability(painter, CAN_CLEAR_LINE);
    }
    go(painter, 0, 0);
    clear_shown(painter);
    painter->is_known = true;
    return finish(painter);
}

enum err paint_grid(struct painter *painter, const struct grid *grid)
{
    enum err e = painter->is_known ? OK : paint_blank(painter);

    if (e != OK)
        return e;
    for (int y = 0; y < painter->shown.height; y++)
        paint_row(painter, grid, y);
    paint_cursor(painter, grid);
    return finish(painter);
}

void paint_release(struct painter *painter)
{
    terminfo_close(&painter->info);
    grid_release(&painter->shown);
    buf_wipe(&painter->out);
}
