/*
 * The assessment screen: what its files share. assessment.c is the screen with its keys, assessment_answers.c finds the
 * way among the questions and answers them, assessment_keep.c saves and keeps drafts, assessment_leaf.c holds the pages
 * behind the questions, assessment_draw.c draws.
 */
#ifndef TOWNKEEP_SCREENS_ASSESSMENT_IN_H
#define TOWNKEEP_SCREENS_ASSESSMENT_IN_H

#include "townkeep/domain/assessment.h"
#include "townkeep/screens/feed.h"
#include "townkeep/screens/screen.h"

enum { ASSESSMENT_RECORDS_MAX = 160, ASSESSMENT_HEAD_ROWS = 2 };
enum assessment_question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_WARNINGS, ASKED_VERSION, ASKED_CREATE };
enum assessment_pane { PANE_CONCERNS, PANE_STRENGTHS, PANE_NEEDS, PANE_COUNT };
enum assessment_leaf { LEAF_QUESTIONS, LEAF_ITEM, LEAF_JUDGEMENT, LEAF_MISSING };

struct assessing {
    struct screen screen;
    int64_t episode, id; /* id 0: the newest; stays 0 while the case has none */
    int64_t item;        /* one of its questions, when nothing else is known; 0 */
    bool is_alone;       /* opened without the page of its case */
    char pseudonym[64], level[32];
    struct assessment now, before;                                         /* as answered, as stored */
    bool touched[ASSESSMENT_RECORDS_MAX], drafted[ASSESSMENT_RECORDS_MAX]; /* by assessing_record */
    int64_t touched_at, kept_at;                                           /* clock_monotonic; 0 not */
    struct problems missing;                                               /* before the panel can be given it */
    enum assessment_pane pane;
    int selected[PANE_COUNT]; /* lines of the pane */
    bool view;                /* the person's own view is answered, not the worker's */
    enum assessment_leaf leaf;
    struct form form; /* of the item or the judgement */
    bool open;        /* the form stands */
    struct page page; /* what is missing; a frozen item or judgement */
    char hint[240];   /* the selected question in full and its keys */
};

static inline struct assessing *assessing_of(struct screen *screen)
{
    return (struct assessing *)screen;
}

static inline const struct assessing *assessing_of_const(const struct screen *screen)
{
    return (const struct assessing *)screen;
}

/* --- the records: the items in order, the assessment itself behind the last --- */
int assessing_count(const struct assessing *assessing); /* 0 while there is no assessment */
struct record *assessing_record(struct assessing *assessing, int at);
bool assessing_is_draft(const struct assessing *assessing);
bool assessing_is_changed(const struct assessing *assessing);
bool assessing_differs(const struct assessing *assessing, int at);

/* --- among the questions --- */
enum { ASSESSMENT_LINES_MAX = 200, ASSESSMENT_HEADING = -1 };
/* What a pane shows: items by their index, and a heading where a part begins. */
struct assessment_lines {
    int item[ASSESSMENT_LINES_MAX]; /* ASSESSMENT_HEADING: of the part of the item on the next line */
    int count;
};
void assessment_lines(const struct assessing *assessing, enum assessment_pane pane, struct assessment_lines *out);
int assessing_selected(const struct assessing *assessing); /* index of the item; -1 none */
void assessing_step(struct assessing *assessing, int lines);
/* Keys that move among the questions or answer one. */
bool assessing_handle_questions(struct assessing *assessing, struct flow *flow, const struct event *event);
const char *assessment_answer_word(const char *code); /* short, for a narrow column; "·" for none */
/* The answers that fit the selected question, each with its key. */
MUST_USE enum err assessing_tell_keys(const struct assessing *assessing, struct buf *out);
MUST_USE enum err assessment_help_answers(struct page *page);

/* --- saving, drafts --- */
void assessing_touch(struct assessing *assessing, const struct flow *flow, int at);
bool assessing_check(struct assessing *assessing, struct flow *flow); /* true: save it; asks about warnings itself */
bool assessing_save(struct assessing *assessing, struct flow *flow);
bool assessing_has_drafts(struct assessing *assessing, struct flow *flow);
MUST_USE enum err assessing_take_drafts(struct assessing *assessing, struct flow *flow, struct why *why);
void assessing_keep_drafts(struct assessing *assessing, struct flow *flow);
void assessing_drop_drafts(struct assessing *assessing, struct flow *flow);
void assessing_tick(struct assessing *assessing, struct flow *flow);
MUST_USE enum err assessing_load(struct assessing *assessing, struct flow *flow, struct why *why);
void assessing_let_go(struct assessing *assessing);

/* --- the pages behind the questions --- */
struct area assessing_leaf_area(const struct assessing *assessing);
MUST_USE enum err assessing_open_leaf(struct assessing *assessing, struct flow *flow, enum assessment_leaf leaf,
                                      struct why *why);
/* False, with the reasons on the form, when something typed cannot be read. */
bool assessing_finish_leaf(struct assessing *assessing);
void assessing_close_leaf(struct assessing *assessing);

/* --- drawing --- */
void assessment_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);

#endif
