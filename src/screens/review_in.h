/* The review screen: what its files share. review.c is the screen with its keys, review_keep.c loads, saves and keeps
 * drafts, review_draw.c draws. */
#ifndef TOWNKEEP_SCREENS_REVIEW_IN_H
#define TOWNKEEP_SCREENS_REVIEW_IN_H

#include "townkeep/domain/review.h"
#include "townkeep/screens/feed.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

enum { REVIEW_HEAD_HEIGHT = 4 };
enum review_leaf { LEAF_CHANGES, LEAF_WORDS, LEAF_MISSING };

struct reviewing {
    struct screen screen;
    int64_t episode, id; /* id 0: a new one */
    bool is_alone;       /* opened without the page of its case */
    char pseudonym[64], state[32];
    struct review_writing writing;
    struct record before;        /* the review as stored; type NULL while it is new */
    bool is_open;                /* it can be written: it is new, or the one being written now */
    bool changed;                /* something is not saved */
    int64_t touched_at, kept_at; /* clock_monotonic; 0 not */
    struct problems missing;
    struct table table; /* needs and strengths */
    enum review_leaf leaf;
    struct form form;
    bool open; /* the form stands */
    struct page page;
};

static inline struct reviewing *reviewing_of(struct screen *screen)
{
    return (struct reviewing *)screen;
}

static inline const struct reviewing *reviewing_of_const(const struct screen *screen)
{
    return (const struct reviewing *)screen;
}

/* --- loading, saving, drafts --- */
MUST_USE enum err reviewing_load(struct reviewing *reviewing, struct flow *flow, struct why *why);
void reviewing_let_go(struct reviewing *reviewing);
void reviewing_touch(struct reviewing *reviewing, struct flow *flow);
bool reviewing_save(struct reviewing *reviewing, struct flow *flow);
bool reviewing_has_draft(struct reviewing *reviewing, struct flow *flow);
MUST_USE enum err reviewing_take_draft(struct reviewing *reviewing, struct flow *flow, struct why *why);
void reviewing_keep_draft(struct reviewing *reviewing, struct flow *flow);
void reviewing_drop_draft(struct reviewing *reviewing, struct flow *flow);

/* --- what it shows --- */
void reviewing_place(struct reviewing *reviewing);
MUST_USE enum err reviewing_fill(struct reviewing *reviewing, struct flow *flow);
struct record *reviewing_selected(struct reviewing *reviewing); /* the change under the cursor; NULL none */
MUST_USE enum err reviewing_open_leaf(struct reviewing *reviewing, struct flow *flow, enum review_leaf leaf,
                                      struct why *why);
bool reviewing_finish_leaf(struct reviewing *reviewing); /* false: something typed cannot be read */
void reviewing_close_leaf(struct reviewing *reviewing);
void review_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);

#endif
