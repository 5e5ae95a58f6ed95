/*
 * The map of stakeholders as a network on a day: who is tied to whom, which way and how strongly (network_load); what
 * follows for each of them (network_measure, network_between); who can be reached through whom (network_paths).
 *
 * Nodes are stakeholders. One that is said to be the same as another is never a node: its ties are the other's. A
 * closed one is left out, but not of a day that is past, because when it closed is not known. Ties are relationships
 * that hold on the day (a year or a month counts from its first to its last day), and, where wished, seats on standing
 * bodies and "part of". A tie between two that are the same one is dropped.
 *
 * Tension, and working against harm done by somebody, are ties that are shown. They link nobody: no measure counts them
 * and no path leads over them (tie_links).
 */
#ifndef TOWNKEEP_DOMAIN_NETWORK_H
#define TOWNKEEP_DOMAIN_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/store/store.h"

struct node {
    int64_t party;
    const char *name, *acronym, *kind, *sectors, *sens; /* as the record has them; "" none; the network's */
    bool do_not_contact;
    uint8_t trust; /* 1 to 5, the lower of their trust in the city and the city's in them; 0 unknown */
};

enum tie_origin {
    TIE_RELATIONSHIP, /* `record` is a relationship */
    TIE_SEAT,         /* `record` is a seat; the type is member_of */
    TIE_PART,         /* no record of its own: a field of the stakeholder `from`; the type is part_of */
};
enum {
    TIE_BOTH_WAYS = 1 << 0,
    TIE_UNSURE = 1 << 1,            /* said to be not very sure */
    TIE_WITHOUT_AGREEMENT = 1 << 2, /* information is shared, and no agreement for it is in force on the day */
};
struct tie {
    size_t from, to; /* nodes, the way the type reads: the first funds the second */
    int64_t record;
    enum tie_origin origin;
    const char *type, *sens; /* codes; the network's */
    int strength;            /* 1 to 5; 0 not said */
    unsigned flags;
};

struct network {
    struct date as_of;
    struct node *nodes; /* ascending by party; owned */
    size_t node_count, node_room;
    struct tie *ties; /* owned */
    size_t tie_count, tie_room;
    /* Of node n the ties ties_of[first_of[n]] up to ties_of[first_of[n + 1]]; owned. */
    size_t *first_of, *ties_of;
    struct same_as same;
    struct arena text;
};

/* --- what is wanted --- */
enum {
    NETWORK_SEATS = 1 << 0,     /* seats on standing bodies are ties */
    NETWORK_PARTS = 1 << 1,     /* being part of a larger stakeholder is a tie */
    NETWORK_TRUST = 1 << 2,     /* nodes know their trust; reads the assessments */
    NETWORK_AGREEMENTS = 1 << 3 /* ties know whether an agreement is missing */
};
/* A few queries, each once over its table; memory is bounded by stakeholders and ties. */
MUST_USE enum err network_load(struct store *store, struct date as_of, unsigned wish, struct network *out,
                               struct why *why);
void network_release(struct network *network); /* a zeroed one will do */

/* --- made by hand: nodes ascending by party, then ties, then network_link --- */
MUST_USE enum err network_add_node(struct network *network, const struct node *node);
MUST_USE enum err network_add_tie(struct network *network, const struct tie *tie);
MUST_USE enum err network_link(struct network *network);

/* --- asking it --- */
enum { NETWORK_NOBODY = -1 };
/* The node that stands for it; NETWORK_NOBODY. */
ptrdiff_t network_find(const struct network *network, int64_t party);
/* The office itself: the one stakeholder that is called as the office is, with or without what stands there in
 * brackets; NETWORK_NOBODY. */
ptrdiff_t network_own(const struct network *network, const struct store *store);
bool tie_links(const struct tie *tie); /* neither tension nor working against harm */
static inline size_t tie_other(const struct tie *tie, size_t node)
{
    return tie->from == node ? tie->to : tie->from;
}
/* How many steps each node is away from `centre`, over any tie that links, in `steps` (one for each node); those more
 * than `most` away get most + 1. */
MUST_USE enum err network_steps(const struct network *network, size_t centre, int most, uint8_t *steps);
/* What is left of the part of the map around `node` when it leaves: into how many pieces that falls, and how many
 * stakeholders are then cut off from the largest of them. */
struct network_loss {
    size_t pieces, cut_off;
};
MUST_USE enum err network_without(const struct network *network, size_t node, struct network_loss *out);
/* How many still hang together with the second end of a tie when this tie is gone, the end among them. */
MUST_USE enum err network_behind(const struct network *network, size_t tie, size_t *count);

/* --- measures --- */
struct node_measures {
    size_t partners;  /* others tied to it, each once: its degree */
    size_t ties;      /* ties that link, all of them */
    int64_t weight;   /* their strengths added up; one that is not said counts 1, the least it can be */
    size_t component; /* index into components: which connected part it is in */
    bool holds;       /* an articulation point: without it its part falls apart */
    double between;   /* pairs of others whose shortest ways lead over it: its betweenness; see network_between */
    size_t rank;      /* by that, 1 the highest; 0 when it is between nobody */
};
struct network_graph;
struct network_measures {
    struct node_measures *nodes; /* one for each node; owned */
    bool *bridges;               /* one for each tie: it alone holds two parts together; owned */
    size_t *components;          /* how many nodes are in each, the largest first; owned */
    size_t component_count, node_count, bridge_count, holding_count;
    /* Betweenness as far as it was worked out: over so many sources of so many. */
    size_t *sources; /* owned */
    size_t sources_done, sources_wanted, sources_all;
    struct network_graph *graph; /* owned */
};
/* All but `between` and `rank`. Its cost grows with nodes and ties, not faster: some 30 ms for 10,000 and 30,000. */
MUST_USE enum err network_measure(const struct network *network, struct network_measures *out, struct why *why);
/* One slice of betweenness; call until *more is false, which fills `between` and `rank`. Two stakeholders count once
 * however many ties they have, strength and direction do not matter (Freeman 1977, by Brandes' algorithm; ways of equal
 * length share). Exact up to some 2,000 stakeholders with 6,000 ties. On larger maps it is worked out from as many of
 * them, drawn over the map, as takes less than half a second, and scaled up (Brandes and Pich 2007): sources_wanted is
 * less than sources_all then, and whoever shows it says "about". */
MUST_USE enum err network_between(struct network_measures *measures, bool *more, struct why *why);
void network_measures_release(struct network_measures *measures); /* a zeroed one will do */

/* --- paths --- */
enum { NETWORK_PATHS = 3, NETWORK_HOPS = 12 };
struct network_hop {
    size_t tie, to;
    bool against;         /* walked against the way the tie reads */
    int cost;             /* of the tie alone, see below */
    struct date together; /* the newest engagement both took part in; zero none. Filled by network_path_dates */
    struct date met;      /* the newest with whom the hop leads to; zero none */
};
struct network_path {
    struct network_hop hops[NETWORK_HOPS];
    size_t count;
    int cost;
};
struct network_paths {
    size_t from, to;
    struct network_path paths[NETWORK_PATHS];
    size_t count;
};
/*
 * Up to three chains from one stakeholder to another, the best first, each through others than those before it as far
 * as that can be. The best is the one of the least cost, where one hop costs
 *
 *     trusted intermediary for, walked the way it reads           10
 *     coordinates with                                            14
 *     is a member of, represents, is the umbrella of, part of     16
 *     any other tie that links, or an intermediary the other way  20
 *     each step its strength is below 5 (not said: as 2)          + 4
 *     not very sure                                               + 6
 *     whom it leads to, when the chain goes on through them:
 *       each step trust in or of them is below 5 (unknown: as 3)  + 4
 *
 * so that one more trusted hop is better than a weak acquaintance. No chain leads through somebody who asked not to be
 * contacted. Those of earlier chains cost 60 more to go through. Nothing is found beyond 12 hops.
 */
MUST_USE enum err network_paths(const struct network *network, size_t from, size_t to, struct network_paths *out);
/* When those of each hop last met, from the engagements up to the network's day. `own` is the office's node: it took
 * part in all of them. A query or two for each hop. */
MUST_USE enum err network_path_dates(struct store *store, const struct network *network, ptrdiff_t own,
                                     struct network_paths *paths, struct why *why);

#endif
