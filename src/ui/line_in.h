/* Editing shared by line and text area: one text, one cursor, one undo. */
#ifndef TOWNKEEP_UI_LINE_IN_H
#define TOWNKEEP_UI_LINE_IN_H

#include "townkeep/base/text.h"
#include "townkeep/ui/line.h"

/* Insert cleaned text at the cursor; what does not fit in `max` is left out. `typing` joins it to the undo step before.
 */
enum line_result line_insert(struct line *line, const char *bytes, size_t len, enum text_lines lines, bool typing);
enum line_result line_cut(struct line *line, size_t from, size_t to);
enum line_result line_undo(struct line *line);
size_t line_word_start(const struct line *line); /* of the word before the cursor */
/* The keys that mean the same in one line and in many. */
enum line_result line_handle_common(struct line *line, const struct event *event, enum text_lines lines);

#endif
