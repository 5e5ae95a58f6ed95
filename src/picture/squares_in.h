/*
 * A grid of squares with stakeholders in them, by their short codes: influence × interest, trust × reach. Whoever has
 * one says which square each stands in and what a square is called; here they are put side by side, drawn and made
 * spots. Laying out costs stakeholders times the length of their codes.
 */
#ifndef TOWNKEEP_PICTURE_SQUARES_IN_H
#define TOWNKEEP_PICTURE_SQUARES_IN_H

#include "townkeep/domain/mapped.h"
#include "townkeep/picture/picture.h"

enum { SQUARES_ACROSS = 6, SQUARES_DOWN = 5, SQUARE_NONE = -1, SQUARE_WORDS = 200 };

struct squares {
    const struct mapped_all *all;
    int across, down;
    const char *down_title;                                                /* stands in the corner: "INFLUENCE" */
    const char *across_labels[SQUARES_ACROSS], *down_labels[SQUARES_DOWN]; /* the upper row first */
    /* Row times `across` and column; SQUARE_NONE: stands beside the grid. */
    int (*place)(const struct mapped *mapped);
    int (*moved)(const struct mapped *mapped);                         /* 1, -1, 0 */
    void (*name)(int row, int column, char *out, size_t size);         /* "influence 5, interest 4" */
    void (*tell)(const struct mapped *mapped, char *out, size_t size); /* its own numbers, in a line */
    bool moved_only;
    const char *beside;  /* who stands beside the grid, translated: "Influence or interest not known" */
    const char *corners; /* a line under the grid, translated */
};

/* `load` and `release` of a picture of squares: `out` becomes a struct mapped_all. */
MUST_USE enum err squares_load(struct store *store, const struct mapped_wish *wish, void **out, struct why *why);
void squares_release(void *all); /* NULL allowed */
MUST_USE enum err squares_lay(const struct squares *squares, int width, int height, struct canvas *canvas);

/* "+" for them, "=" neither, "-" sceptical, "!" opposed, "?" not known. */
char stance_mark(const struct mapped *mapped);
const char *stance_words(const struct mapped *mapped); /* "supportive", in the program's language */
/* A row for a spreadsheet: name, code, numbers; see squares_fill's headings. */
MUST_USE enum err squares_fill(const struct squares *squares, struct picture_table *table);

#endif
