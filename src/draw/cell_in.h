/* Cells, inside the room: the one way to put a cell, and what the modules that draw share. */
#ifndef TOWNKEEP_DRAW_CELL_IN_H
#define TOWNKEEP_DRAW_CELL_IN_H

#include "townkeep/draw/grid.h"

/* Put a cell of width 1 or 2; clipped. A wide one at an edge leaves a blank in the half that is inside. */
void cell_put(struct grid *grid, int x, int y, const struct cell *cell);

/* The part of `area` inside the grid; width and height 0 when there is none. */
struct area area_clip(const struct grid *grid, struct area area);

/* The cell for the grapheme cluster at text[*at], moving *at past it; .width 0 when nothing of it may be shown.
 * False at the end of the text. */
bool cell_next(const char *text, size_t *at, bool ascii, struct cell *cell);

#endif
