/* Who stands in the rows and columns of the matrix, found in adjacency.c and drawn in adjacency_draw.c. */
#ifndef TOWNKEEP_PICTURE_ADJACENCY_IN_H
#define TOWNKEEP_PICTURE_ADJACENCY_IN_H

#include "codes_in.h"
#include "map_in.h"

enum { MATRIX_MOST = 250, MATRIX_CODE_CELLS = 2 };

struct member {
    size_t node;
    size_t block; /* of its first sector; those of one sector stand together */
};
struct matrix {
    const struct map *map;
    struct member *members; /* owned, in the order of rows and columns; so are the others */
    char (*codes)[CODE_SIZE];
    const char **blocks; /* names of the sectors, by block; the canvas's */
    size_t *first_tie;   /* member_count squared: 1 + index of a tie in `ties`, 0 none */
    size_t *ties, *next; /* the ties of a cell, each with the one after it */
    size_t member_count, block_count, left_out;
};

MUST_USE enum err matrix_draw(const struct matrix *matrix, int width, struct canvas *canvas);

#endif
