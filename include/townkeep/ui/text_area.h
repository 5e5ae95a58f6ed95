/*
 * Many lines of text being edited: wrapped to the width, undo, word count, paste. Never an outside editor: those leave
 * plain copies.
 *
 * Keys taken: text, Enter (a new line), arrows, Home End, PageUp PageDown, Backspace Delete, Ctrl-A Ctrl-E, Ctrl-W,
 * Ctrl-U, Ctrl-K, Ctrl-Z. Tab and Esc never. Up in the first line and Down in the last are not taken, so that a form
 * can move on.
 */
#ifndef TOWNKEEP_UI_TEXT_AREA_H
#define TOWNKEEP_UI_TEXT_AREA_H

#include "townkeep/ui/line.h"

struct text_area {
    struct line line;  /* text, cursor and undo; the text may hold LF */
    int width, height; /* cells, set by text_area_place */
    int first;         /* first wrapped line shown */
};

void text_area_release(struct text_area *area);
MUST_USE enum err text_area_set(struct text_area *area, const char *text);
const char *text_area_text(const struct text_area *area);
void text_area_place(struct text_area *area, int width, int height); /* before the first event and after each resize */
enum line_result text_area_handle(struct text_area *area, const struct event *event);
void text_area_draw(const struct text_area *area, struct grid *grid, int x, int y, bool active);
int text_area_lines(const struct text_area *area); /* wrapped lines at the present width */

#endif
