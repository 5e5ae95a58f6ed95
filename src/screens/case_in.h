/* The page of a case: what its files share. case.c is the screen, case_head.c the lines at the top, case_left.c and
 * case_right.c what the two columns say, case_menu.c the lists behind its keys, case_ways.c what can be added. */
#ifndef TOWNKEEP_SCREENS_CASE_IN_H
#define TOWNKEEP_SCREENS_CASE_IN_H

#include "townkeep/domain/casework.h"
#include "townkeep/domain/outlook.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/menu.h"

enum { CASE_HEAD_HEIGHT = 4, CASE_DUE_MOST = 8 };

struct case_page {
    struct screen screen;
    int64_t id;
    struct casework work;
    struct outlook outlook;
    struct stations stations;
    struct page left, right;
    struct buf facts;  /* who works on it, what runs, what was told */
    struct buf opened; /* how often it was opened, by how many */
    bool in_right;     /* the right column has the arrows */
    int64_t hidden_at; /* clock_monotonic when the name is hidden again; 0 hidden now */
};

/* --- what it says, from what was loaded; the pages must have been placed --- */
MUST_USE enum err case_fill_facts(struct case_page *page, struct flow *flow);
MUST_USE enum err case_fill_opened(struct case_page *page, struct flow *flow, struct why *why);
MUST_USE enum err case_fill_left(struct case_page *page, struct flow *flow);
MUST_USE enum err case_fill_right(struct case_page *page, struct flow *flow);
void case_draw_head(const struct case_page *page, struct grid *grid);
/* One thing that is to be called back, as a line. */
MUST_USE enum err case_add_recall(struct page *page, struct store *store, const struct recall *recall);
/* Empties the page and keeps where it stands. */
void case_page_begin(struct page *page);

/* --- the lists behind its keys --- */
/* Something that can be added to a case: a paper, or a step that writes one. A new kind of paper is one more row. */
struct way {
    const char *label;                       /* N_(); NULL: the type's */
    const char *help;                        /* N_() one sentence; NULL: the type's hint */
    const struct record_type *type;          /* the paper */
    uint64_t from;                           /* states it can be added in: bits 1 << enum case_state; 0 any */
    const char *later;                       /* N_() why not in another state */
    const char *action;                      /* the step that writes it; NULL none */
    struct screen *(*open)(int64_t episode); /* its own screen; NULL: the step, or else the form with the case filled */
};
const struct way *case_ways(size_t *count);
/* NULL when it can be added now; else why not, in the program's language. */
const char *case_way_refusal(const struct way *way, enum case_state state, const struct store *store);
struct screen *case_way_open(const struct way *way, int64_t episode);

struct screen *case_add_screen_new(int64_t episode);     /* F2: what can be added */
struct screen *case_papers_screen_new(int64_t episode);  /* everything that was written on it, by kind */
struct screen *case_sharing_screen_new(int64_t episode); /* what was told to whom, and what is to be called back */
/* Stands for a case that is closed to this officer: says why, and what can be done all the same. */
struct screen *case_barred_screen_new(int64_t episode);

#endif
