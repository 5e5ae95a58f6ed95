/*
 * The frame every screen stands in: top line, rule, body, rule, message line, key bar. Row 0 is the top line, row 1 a
 * rule, row h-3 a rule, row h-2 the message, row h-1 the keys. Below 80×24 a sentence stands there instead. Knows
 * nothing of screens: it draws what it is told.
 */
#ifndef TOWNKEEP_UI_FRAME_H
#define TOWNKEEP_UI_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

enum { FRAME_MIN_WIDTH = 80, FRAME_MIN_HEIGHT = 24, FRAME_PANE_WIDTH = 100 };

/* One key of the key bar. */
struct key_hint {
    char key[KEY_NAME_SIZE]; /* as bound now: "F2", "Ctrl-S" */
    const char *label;       /* already translated; borrowed */
    bool refused;            /* dimmed: cannot be done now */
    uint32_t press;          /* the key itself, for a click */
};

struct frame {
    const char *title;   /* "Home › Stakeholders" */
    const char *status;  /* right side of the top line: counts, filter, state */
    const char *message; /* left of the message line: hint of the active field, or the toast */
    enum style message_style;
    const char *message_right; /* NULL none: lock countdown, backup age */
    const struct key_hint *hints;
    int hint_count;
};

bool frame_fits(int width, int height);
/* The part between the rules, one column in from each side; empty when the frame does not fit. */
int frame_title_room(int width, const char *status); /* cells the title may take beside the status */
struct area frame_body(int width, int height);
void frame_draw(struct grid *grid, const struct frame *frame);
/* Only the sentence for a window that is too small. */
void frame_draw_too_small(struct grid *grid);
/* The bar alone. The first and the last hint are always kept; those before the last go when the width is short. */
void keybar_draw(struct grid *grid, int y, const struct key_hint *hints, int count);
/* Which hint stands at column x of a bar of this width; -1 none. */
int keybar_at(const struct key_hint *hints, int count, int width, int x);

/* From FRAME_PANE_WIDTH columns on, body is split in a left part and a right pane with a rule between; returns false
 * (and left = body) below. */
bool frame_split(struct area body, struct area *left, struct area *right);
/* A box of at most width × height in the middle of `within`. */
struct area area_centred(struct area within, int width, int height);
/* The area without `margin` cells on each side. */
struct area area_inside(struct area area, int margin);

#endif
