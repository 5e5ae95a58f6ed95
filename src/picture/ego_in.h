/* The rows of an ego picture, found in ego.c and drawn in ego_draw.c. */
#ifndef TOWNKEEP_PICTURE_EGO_IN_H
#define TOWNKEEP_PICTURE_EGO_IN_H

#include "map_in.h"

enum { EGO_ROWS = 400 /* on each side */ };

struct ego_row {
    const char *heading; /* a kind of tie; NULL: a stakeholder */
    const struct tie *tie;
    size_t node, behind; /* who, and by whom it is reached */
    int depth;           /* 1: tied to the centre */
};
struct ego_side {
    struct ego_row *rows; /* owned */
    size_t count, room;
};
struct ego {
    const struct map *map;
    size_t centre;
    int steps;
    uint8_t *far; /* steps of each node from the centre; this and the next owned, one for each node */
    bool *shown, *opened;
    struct ego_side left, right;
    size_t left_out; /* stakeholders for whom there was no room */
};

MUST_USE enum err ego_draw(const struct ego *ego, int width, int height, struct canvas *canvas);

#endif
