/* What bridges.c finds and bridges_draw.c draws. */
#ifndef TOWNKEEP_PICTURE_BRIDGES_IN_H
#define TOWNKEEP_PICTURE_BRIDGES_IN_H

#include "map_in.h"

/* What is shown: a few of each, or more of one kind. */
enum bridges_what { WHAT_ALL, WHAT_HOLDING, WHAT_TIES, WHAT_BETWEEN, WHAT_PARTS, WHATS };

struct holding {
    size_t node;
    struct network_loss loss;
};
struct bridge {
    size_t tie;
    size_t cut_off; /* how many are on the smaller side */
};
struct bridges {
    struct map map;
    struct holding *holding; /* owned, those that cut off most first; so are the others */
    struct bridge *bridge;
    size_t *between;
    size_t holding_count, bridge_count, between_count;
    size_t bridge_all; /* of them, those looked at among them */
};

MUST_USE enum err bridges_draw(const struct bridges *bridges, enum bridges_what what, int width, struct canvas *canvas);

#endif
