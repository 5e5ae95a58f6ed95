/*
 * A grid of styled cells: what every screen draws into and what `term` shows. No terminal is needed to make, compare or
 * print one. Coordinates are column x from 0, row y from 0; all drawing is clipped to the grid and to the given area.
 */
#ifndef TOWNKEEP_DRAW_GRID_H
#define TOWNKEEP_DRAW_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

/* What a cell means; config/themes say how each looks. Never colour alone: whoever uses STYLE_BAD also writes a word or
 * a mark. */
enum style {
    STYLE_TEXT,     /* ordinary */
    STYLE_DIM,      /* hints, disabled */
    STYLE_STRONG,   /* headings, values that matter */
    STYLE_TITLE,    /* top line */
    STYLE_KEY,      /* the key in the key bar */
    STYLE_BAR,      /* the words in the key bar, bottom line */
    STYLE_SELECTED, /* the selected row */
    STYLE_FIELD,    /* an editable field */
    STYLE_ACTIVE,   /* the field being edited */
    STYLE_GOOD,
    STYLE_WARN,
    STYLE_BAD,
    STYLE_LINE, /* boxes and rules */
    STYLE_ACCENT,
    STYLE_COUNT
};

/* How a style looks; the config room's themes are tables of these numbers, STYLE_COUNT rows. */
struct style_look {
    short foreground, background; /* -1 the terminal's own, else 0-15 */
    bool bold, dim, reverse, underline;
};

enum { CELL_BYTES = 30 }; /* a grapheme cluster longer than this is drawn as U+FFFD */

struct cell {
    char text[CELL_BYTES]; /* UTF-8 grapheme cluster; "" in the second cell of a wide one */
    unsigned char width;   /* 1 or 2; 0 in the second cell of a wide one */
    unsigned char style;   /* enum style */
};

struct grid {
    int width, height;
    struct cell *cells;     /* owned, height rows of width */
    int cursor_x, cursor_y; /* where the terminal's cursor stands; -1 for hidden */
    bool ascii;             /* draw the ASCII twin of every line and mark */
};

struct area {
    int x, y, width, height;
};

/* A grid starts zeroed; `ascii` may be set before or after and is kept. */
enum { GRID_MAX = 1000 }; /* columns and rows; E_INVALID beyond it or below 1 */
MUST_USE enum err grid_init(struct grid *grid, int width, int height);
MUST_USE enum err grid_resize(struct grid *grid, int width, int height); /* content lost */
void grid_release(struct grid *grid);                                    /* overwrites the cells first */
void grid_clear(struct grid *grid);                                      /* blanks, STYLE_TEXT, cursor hidden */
void grid_cursor(struct grid *grid, int x, int y);
struct area grid_area(const struct grid *grid);
const struct cell *grid_at(const struct grid *grid, int x, int y); /* NULL outside */
bool grid_equal(const struct grid *a, const struct grid *b);

/* Text at (x, y), at most `width` cells; cleaned once more (control, bidirectional-override and invisible characters
 * never reach a cell; a line end becomes a visible ↵, / in ASCII, and a tab a blank); a text that does not fit ends in
 * an ellipsis (… or ~ in ASCII). Returns the cells used. */
int draw_text(struct grid *grid, int x, int y, int width, enum style style, const char *text);
int draw_printf(struct grid *grid, int x, int y, int width, enum style style, const char *format, ...)
    PRINTF_LIKE(6, 7);
/* The same, ending at the right edge of the width. */
int draw_text_right(struct grid *grid, int x, int y, int width, enum style style, const char *text);
/* Wrapped text in an area; returns how many lines it needs (may be more than fit). `skip` lines are left out at the
 * top. What the lines do not cover stays as it was. */
int draw_wrapped(struct grid *grid, struct area area, int skip, enum style style, const char *text);
void draw_fill(struct grid *grid, struct area area, enum style style);    /* blanks */
void draw_restyle(struct grid *grid, struct area area, enum style style); /* keep text, change the style */
/* A part of another grid, its upper left corner at (x, y); of a wide character that is cut only a blank is left. */
void draw_part(struct grid *grid, int x, int y, const struct grid *from, struct area part);
void draw_rule(struct grid *grid, int x, int y, int width);            /* ──── or ---- */
void draw_rule_down(struct grid *grid, int x, int y, int height);      /* │ or | */
void draw_box(struct grid *grid, struct area area, const char *title); /* border, inside blanked, title may be NULL */

/* Marks with their ASCII twins, by meaning. */
enum mark {
    MARK_SELECTED,
    MARK_OVERDUE,
    MARK_DONE,
    MARK_MISSING,
    MARK_UNKNOWN,
    MARK_ON,
    MARK_OFF,
    MARK_MORE_UP,
    MARK_MORE_DOWN,
    MARK_BULLET,
    MARK_PATH,
    MARK_CUT,
    MARK_LOCKED,
    MARK_COUNT
};
const char *draw_mark(const struct grid *grid, enum mark mark); /* one cell wide */
/* Marks that stand inside sentences (a dot between two, quotation marks, an ellipsis) become ASCII where the grid is.
 */
void draw_plain(struct grid *grid);
/* Eight-step bars: one cell each for `count` values scaled to the largest; in ASCII .:-=+*#@. Of more values than cells
 * the last ones are shown; a value that is no number leaves its cell blank, one below nought counts as nought. Returns
 * the cells used. */
int draw_sparkline(struct grid *grid, int x, int y, int width, enum style style, const double *values, size_t count);
/* A bar across: `value` of `largest` in at most `width` cells, in eighths of a cell; in ASCII whole ones, of #. What is
 * above nought has at least a sliver; no number and less than nought have none. Returns the cells used. */
int draw_bar(struct grid *grid, int x, int y, int width, enum style style, double value, double largest);

/* The grid as text, one line a row, trailing blanks cut: for tests, text export and a screen reader. */
MUST_USE enum err grid_print(const struct grid *grid, struct buf *out);

#endif
