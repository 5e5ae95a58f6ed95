/*
 * The terminal: cells to bytes by ncurses' terminal database, bytes to events. The only room that includes <curses.h>.
 * Ours alone is the terminal: flow control, suspend and interrupt characters are off (Ctrl-S saves, Ctrl-Z undoes,
 * Ctrl-C is a key), bracketed paste on, alternate screen on; no title, no clipboard sequence is ever written.
 * term_close restores everything, clears what was shown, and wipes its copy of it.
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
/* Wait for an event at most `timeout` milliseconds (-1 for ever). EVENT_NONE at the time-out, and earlier when a signal
 * was handled, so that the caller can look at its flags. Never blocks inside an escape sequence longer than 50 ms; an
 * incomplete or unknown sequence is dropped; Esc then a digit within 500 ms is the F-key of that digit (0 is F10); Alt
 * with anything else is dropped, so a script has to wait 50 ms between Esc and the next key. Once the terminal is gone
 * every call gives EVENT_HANG_UP. */
struct event term_read(struct term *term, int timeout);
bool term_has_input(const struct term *term); /* something was typed that term_read has not given yet */
/* Throw away what was typed ahead: before a question whose answer does harm. */
void term_forget_typed(struct term *term);
/* Forget and blank what is shown, at once: for the lock. */
void term_blank(struct term *term);
void term_looks(struct term *term, const struct style_look looks[STYLE_COUNT]);
/* Give the terminal back as term_close does, but be ready to take it again: around a stop by SIGTSTP. The next
 * term_show repaints all. */
void term_leave(struct term *term);
void term_enter(struct term *term);

#endif
