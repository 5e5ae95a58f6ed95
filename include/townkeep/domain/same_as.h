/*
 * Linked duplicates. A stakeholder that is said to be the same as another never appears by itself: whoever counts or
 * draws stakeholders asks here whom each stands for. One query over those that are linked; what is archived still
 * stands for the one it was linked to.
 */
#ifndef TOWNKEEP_DOMAIN_SAME_AS_H
#define TOWNKEEP_DOMAIN_SAME_AS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

struct same_as_link {
    int64_t party, same_as;
};
struct same_as {
    struct same_as_link *links; /* by party; owned */
    size_t count, room;
};
MUST_USE enum err same_as_load(struct store *store, struct same_as *out, struct why *why);
void same_as_release(struct same_as *same); /* a zeroed one will do */
/* Whom this one stands for in the end; itself where it is not linked. Of a ring of links the smallest id. */
int64_t same_as_of(const struct same_as *same, int64_t party);
bool same_as_is_linked(const struct same_as *same, int64_t party); /* stands for another */

#endif
