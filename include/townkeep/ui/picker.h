/*
 * Choosing one or several from a list that is filtered by every typed word, ignoring case and accents, in a box over
 * the screen. Either it holds all rows and filters them itself (vocabularies), or the owner feeds the rows for the
 * words typed (references: `fed`).
 */
#ifndef TOWNKEEP_UI_PICKER_H
#define TOWNKEEP_UI_PICKER_H

#include <stdint.h>

#include "townkeep/ui/line.h"

enum { PICKER_LABEL_SIZE = 160, PICKER_CODE_SIZE = 80 };

struct picker_row {
    int64_t id;                  /* references */
    char code[PICKER_CODE_SIZE]; /* vocabularies */
    char label[PICKER_LABEL_SIZE];
    char detail[PICKER_LABEL_SIZE]; /* dimmed behind the label; "" none */
    bool on;                        /* chosen, when `many` */
};
struct picker {
    char title[PICKER_LABEL_SIZE];
    struct line words;
    struct picker_row *rows; /* owned */
    int count, capacity;
    int selected, first; /* among the rows that match */
    bool many;           /* Space switches, Enter accepts */
    bool fed;            /* rows come from outside for each change of words */
    bool may_create;     /* Ctrl-N makes the missing record from what was typed */
    bool may_empty;      /* Delete chooses nothing */
    struct area area;    /* set by picker_place */
};
enum picker_result {
    PICKER_IGNORED,
    PICKER_TAKEN,
    PICKER_WORDS_CHANGED, /* `fed`: picker_clear_rows, picker_add the new ones */
    PICKER_CHOSEN,        /* picker_chosen; with `many` read rows[i].on */
    PICKER_EMPTIED,
    PICKER_CREATE,    /* line_text(&picker->words) is the name wanted */
    PICKER_CANCELLED, /* Esc */
};

void picker_release(struct picker *picker);
MUST_USE enum err picker_add(struct picker *picker, const struct picker_row *row); /* copied */
void picker_clear_rows(struct picker *picker);
void picker_place(struct picker *picker, struct area within); /* the box inside this area */
enum picker_result picker_handle(struct picker *picker, const struct event *event);
const struct picker_row *picker_chosen(const struct picker *picker); /* NULL when nothing matches */
void picker_draw(const struct picker *picker, struct grid *grid);

#endif
