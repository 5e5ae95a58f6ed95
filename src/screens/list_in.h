/* The list screen's own state, shared by the screen (list.c), its keys (list_keys.c) and the window of rows it shows
 * (list_rows.c). */
#ifndef TOWNKEEP_SCREENS_LIST_IN_H
#define TOWNKEEP_SCREENS_LIST_IN_H

#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

struct list {
    struct screen screen;
    const struct record_type *type;
    struct query query; /* without the words typed after / */
    struct line words;  /* filter as you type */
    bool typing;        /* the words are being typed */
    struct table table;
    struct page pane; /* the selected record, where there is room */
    struct area pane_area;
    bool has_pane;
    int64_t selected;                      /* kept over suspend and refresh */
    struct buf filters;                    /* as query_add_filter reads them, one a line */
    struct buf words_aside, filters_aside; /* both, while it is locked */
    size_t count, total;
    bool counted_more, total_more;
    struct buf described;
    int64_t *ids;     /* only these: owned; NULL all */
    struct buf label; /* which they are */
};

static inline struct list *list_of(struct screen *screen)
{
    return (struct list *)screen;
}

static inline const struct list *list_of_const(const struct screen *screen)
{
    return (const struct list *)screen;
}

/* Where the rows, the line of words and the pane stand now. */
void list_place(struct list *list);
/* After another filter, order or word: from the beginning. */
void list_reload(struct list *list, struct flow *flow);

/* --- list_keys.c --- */
enum { LIST_ACTIONS = 12 };
enum list_question { ASKED_ARCHIVE = 1, ASKED_FILTERS, ASKED_NEW };
extern const struct action list_actions[LIST_ACTIONS];

/* --- list_rows.c --- */
/* Rows behind (or before) the record `from`, added to the table; 0 from the beginning (or the end). */
MUST_USE enum err list_fetch(struct list *list, struct flow *flow, int64_t from, enum table_end end, size_t limit,
                             struct why *why);
MUST_USE enum err list_fetch_first(struct list *list, struct flow *flow, struct why *why);
MUST_USE enum err list_fetch_last(struct list *list, struct flow *flow, struct why *why);
/* The window again around the selected record; from the beginning when it has gone. */
MUST_USE enum err list_fetch_around(struct list *list, struct flow *flow, struct why *why);
/* How many rows there are, how many fit, and the filter in words. */
MUST_USE enum err list_count_rows(struct list *list, struct flow *flow, struct why *why);

#endif
