/*
 * Whether a written agreement lets the office share or refer today. An agreement counts when it is in force by its
 * status, was signed, has begun and has not run out; the day it is in force until is its last.
 */
#ifndef TOWNKEEP_DOMAIN_AGREEMENT_H
#define TOWNKEEP_DOMAIN_AGREEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

bool agreement_holds(const struct record *agreement, struct date today);
/* One with this stakeholder that holds on that day, of this kind ("data_sharing"; NULL any); *id 0 when there is none.
 */
MUST_USE enum err agreement_in_force(struct store *store, int64_t party, const char *kind, struct date today,
                                     int64_t *id, struct why *why);

#endif
