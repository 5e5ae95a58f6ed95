/*
 * The difference between what is shown and what should be, as bytes for the terminal. Needs no terminal: the bytes are
 * left in `out`, for term.c to send and for tests to look at.
 */
#ifndef TOWNKEEP_TERM_PAINT_IN_H
#define TOWNKEEP_TERM_PAINT_IN_H

#include <stdbool.h>

#include "terminfo_in.h"
#include "townkeep/base/buf.h"
#include "townkeep/draw/grid.h"

struct painter {
    struct terminfo info;
    struct style_look looks[STYLE_COUNT];
    bool utf8;         /* else what is not ASCII is shown as ? */
    struct grid shown; /* what the terminal shows, as far as is known */
    bool is_known;     /* false: blank everything first */
    bool cursor_shown;
    int pen_x, pen_y; /* where the next byte would land; -1 for not known */
    int pen_style;    /* -1 for not known */
    struct buf out;   /* bytes to send; wiped by whoever sent them */
    enum err failed;  /* the first thing that failed while adding to out */
};

MUST_USE enum err paint_resize(struct painter *painter, int width, int height);
/* Make the terminal show the grid: only what differs. Smaller or larger grids are cut, or leave blanks. */
MUST_USE enum err paint_grid(struct painter *painter, const struct grid *grid);
/* Blank every line at once. */
MUST_USE enum err paint_blank(struct painter *painter);
/* The terminal shows something else by now: begin anew next time. */
void paint_forget(struct painter *painter);
void paint_release(struct painter *painter);

#endif
