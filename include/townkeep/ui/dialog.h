/*
 * A question in a box over the screen. Enter is never "yes": it closes a message and sends a typed line, nothing else;
 * a confirmation has its own letter, different from the key that asked. Esc is always the harmless way out.
 */
#ifndef TOWNKEEP_UI_DIALOG_H
#define TOWNKEEP_UI_DIALOG_H

#include "townkeep/ui/line.h"

enum dialog_kind {
    DIALOG_MESSAGE, /* text; Enter or Esc closes */
    DIALOG_CONFIRM, /* `yes_key` says yes, Esc no */
    DIALOG_LEAVE,   /* a changed form: k Keep editing (also Esc), s Save, d Discard */
    DIALOG_PROMPT,  /* one line, Enter sends it when not empty */
    DIALOG_TYPED,   /* the word `typed` must be typed, then Enter */
    DIALOG_CHOICE,  /* `choices`: up to DIALOG_CHOICES labels, by number */
};
enum dialog_answer { DIALOG_OPEN, DIALOG_NO, DIALOG_YES, DIALOG_KEEP, DIALOG_SAVE, DIALOG_DISCARD, DIALOG_CHOSEN };
enum { DIALOG_TITLE_SIZE = 80, DIALOG_TEXT_SIZE = 2000, DIALOG_CHOICES = 6 };

struct dialog {
    enum dialog_kind kind;
    char title[DIALOG_TITLE_SIZE];
    char text[DIALOG_TEXT_SIZE];
    uint32_t yes_key;                  /* CONFIRM: a letter */
    char yes_label[DIALOG_TITLE_SIZE]; /* what happens then: "Archive it"; LEAVE: empty is "Save" */
    char no_label[DIALOG_TITLE_SIZE];  /* what Esc does, where "Leave it" could be misread; empty: "Leave it" */
    char typed[DIALOG_TITLE_SIZE];     /* TYPED: the word */
    char choices[DIALOG_CHOICES][DIALOG_TITLE_SIZE];
    int choice_count, chosen;
    struct line line;          /* PROMPT, TYPED */
    int first;                 /* first line of a long text */
    enum dialog_answer answer; /* DIALOG_OPEN until answered */
};

void dialog_release(struct dialog *dialog);
bool dialog_handle(struct dialog *dialog, const struct event *event); /* taken; look at ->answer */
void dialog_draw(const struct dialog *dialog, struct grid *grid, struct area within);
/* The keys of this question for the key bar; at most `max`, returns how many. */
struct key_hint;
int dialog_hints(const struct dialog *dialog, struct key_hint *hints, int max);

#endif
