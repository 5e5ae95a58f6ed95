/* Private to the formats of networks: graph.c puts nodes and edges together, each format writes them. */
#ifndef GRAPH_IN_H
#define GRAPH_IN_H

#include "sharing_in.h"
#include "townkeep/exchange/graph.h"

struct graph_edge {
    int64_t from, to;          /* parties that leave */
    int64_t record;            /* the relationship or seat; 0: who is part of whom */
    const char *type;          /* a code: "funds", "part_of", "member_of". Borrowed */
    char *label;               /* read from the first to the second; owned */
    int strength;              /* 1 to 5; 0 not said */
    bool is_mutual;            /* it holds both ways */
    bool no_agreement;         /* information is shared without an agreement in force */
    const char *since, *until; /* "" not said; borrowed */
};
struct graph {
    const struct parcel *parcel;
    const struct parcel_part *parties;
    struct graph_edge *edges; /* owned */
    size_t edge_count, room;
};
MUST_USE enum err graph_make(const struct parcel *parcel, struct graph *out, struct why *why);
void graph_release(struct graph *graph);

/* Fields of a party that go along with its node, in every format. */
struct graph_field {
    const char *key;
    const char *label; /* N_() */
};
extern const struct graph_field graph_fields[];
extern const int graph_field_count;
/* A party's first sector, for clusters; "" none. */
void graph_first_sector(const struct record *party, char *out, size_t size);

#endif
