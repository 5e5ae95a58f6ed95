/*
 * One line of text being edited: by grapheme cluster, with paste, horizontal scroll and undo. The text is plain memory
 * that is overwritten on release; passphrases do not belong here (screens/passphrase_field.h).
 *
 * Keys taken: text, Left Right Home End Backspace Delete, Ctrl-A Ctrl-E (ends), Ctrl-W (word back), Ctrl-U (all
 * before), Ctrl-K (all after), Ctrl-Z (undo). Up, Down, Tab, Enter, Esc are never taken.
 */
#ifndef TOWNKEEP_UI_LINE_H
#define TOWNKEEP_UI_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

enum { LINE_UNDO = 16 };

struct line {
    struct buf text;
    size_t at;                  /* the cursor, a grapheme boundary in bytes */
    size_t max;                 /* characters (code points) accepted; 0: 1000 */
    struct buf undo[LINE_UNDO]; /* texts before the latest changes, newest last */
    int undo_count;
    bool joined; /* the last change was typing, so the next letter is part of the same undo step */
};

enum line_result { LINE_IGNORED, LINE_TAKEN, LINE_CHANGED };

void line_release(struct line *line);                            /* overwrites; a zeroed struct is an empty line */
MUST_USE enum err line_set(struct line *line, const char *text); /* cursor at the end, undo forgotten */
const char *line_text(const struct line *line);
enum line_result line_handle(struct line *line, const struct event *event);
/* One row; scrolls so that the cursor is seen. With `active` the grid's cursor goes there. */
void line_draw(const struct line *line, struct grid *grid, int x, int y, int width, bool active);

#endif
