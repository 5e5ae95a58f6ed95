/* A page of styled lines to read and scroll: help, about, a report of problems. */
#ifndef TOWNKEEP_UI_PAGE_H
#define TOWNKEEP_UI_PAGE_H

#include "townkeep/base/buf.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

struct page_line {
    enum style style;
    int indent;      /* cells, also of the lines it wraps to */
    int label_width; /* > 0: `label` or the mark stands in this many cells before the text */
    enum style label_style;
    char *label; /* owned; NULL none */
    bool is_marked;
    enum mark mark;
    char *text; /* owned */
};
struct page {
    struct page_line *lines; /* owned */
    int count, capacity;
    int first; /* first drawn row */
    struct area area;
};
void page_release(struct page *page);
MUST_USE enum err page_add(struct page *page, enum style style, int indent, const char *text);
MUST_USE enum err page_add_lines(struct page *page, enum style style, int indent, const char *lines); /* one a line */
MUST_USE enum err page_add_labelled(struct page *page, int label_width, const char *label,
                                    const char *text); /* label STYLE_KEY */
/* The mark, or its ASCII twin, before the text. */
MUST_USE enum err page_add_marked(struct page *page, enum style mark_style, enum mark mark, const char *text);
/* Two texts side by side, both wrapped: the left one in `left_width` cells. The page must have been placed. */
MUST_USE enum err page_add_pair(struct page *page, enum style style, int left_width, const char *left,
                                const char *right);
void page_place(struct page *page, struct area area);
bool page_handle(struct page *page, const struct event *event); /* arrows, PageUp/Down, Home, End */
bool page_at_end(const struct page *page);                      /* the last row is shown */
void page_draw(const struct page *page, struct grid *grid);
/* "45 of 120", then the time left when it is known (seconds; negative unknown), in one row. */
void progress_draw(struct grid *grid, int x, int y, int width, const char *what, long done, long of, long seconds_left);

#endif
