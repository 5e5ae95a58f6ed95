/*
 * The map as nodes and edges for programs that draw and measure networks: Kumu, GraphML, Graphviz. The nodes are the
 * parties of a parcel, the edges its relationships, who is part of whom, and who sits in which body.
 */
#ifndef TOWNKEEP_EXCHANGE_GRAPH_H
#define TOWNKEEP_EXCHANGE_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/exchange/profile.h"
#include "townkeep/exchange/sharing.h"

/* What is shown of a map, in a format of the table ("graphml", "dot", "kumu"): these parties, ids ascending, and what
 * joins them on that day. Logged, to a new file. *leaving: how many parties and relationships are in it. */
MUST_USE enum err graph_save(struct store *store, const int64_t *parties, size_t count, const char *format,
                             enum profile profile, struct date as_of, const char *path, const char *reason,
                             size_t *leaving, struct why *why);

#endif
