/*
 * The terminal: cells to curses, bytes to events. The only room that includes <curses.h>. Ours alone is the terminal:
 * flow control and suspend characters are off (Ctrl-S saves, Ctrl-Z undoes), bracketed paste on, alternate screen on; no title,
 * no clipboard sequence is ever written. term_close restores everything, clears what was shown, and wipes curses' copies.
 */
#ifndef TOWNKEEP_TERM_TERM_H
#define TOWNKEEP_TERM_TERM_H

#include <stdbool.h>

#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

struct term;
/* E_SYSTEM in words when standard input or output is no terminal, or TERM is unknown. looks: STYLE_COUNT rows. */
MUST_USE enum err term_open(struct term **out, const struct style_look looks[STYLE_COUNT], bool mouse, struct why *why);
void term_close(struct term *term);
void term_size(const struct term *term, int *width, int *height);
/* Send what differs from what is shown; the cursor goes to the grid's. */
void term_show(struct term *term, const struct grid *grid);
/* Wait for an event at most `timeout` milliseconds (-1 for ever). EVENT_NONE at the time-out. Never blocks inside an escape sequence longer
 * than 50 ms; an incomplete or unknown sequence is dropped; Esc then a digit within 500 ms is the F-key of that digit (0 is F10). */
struct event term_read(struct term *term, int timeout);
/* Forget and blank what is shown, at once: for the lock. */
void term_blank(struct term *term);
void term_looks(struct term *term, const struct style_look looks[STYLE_COUNT]);

#endif
