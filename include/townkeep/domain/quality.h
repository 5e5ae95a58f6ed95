/*
 * How good the map is: what on it is old, missing, or seen by one officer alone. Each finding is a sentence, how many
 * of how many, and the records themselves. On the map stand stakeholders in use that are not closed; a person only once
 * somebody assessed them, because who came to a training is a person too. Linked duplicates stand for the other.
 *
 * Four queries: stakeholders, contact points, services, and the standings; memory is bounded by the records found.
 */
#ifndef TOWNKEEP_DOMAIN_QUALITY_H
#define TOWNKEEP_DOMAIN_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/domain/standing.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum quality_kind {
    QUALITY_UNVERIFIED, /* no day at all */
    QUALITY_STALE,      /* a day, but an old one */
    QUALITY_UNASSESSED,
    QUALITY_ONE_RATER,
    QUALITY_NO_PLACE,
    QUALITY_NO_SECTOR,
    QUALITY_NO_WAY, /* no phone, mail, address, contact point or person to ask; who is not to be contacted needs none */
    QUALITY_SERVICE_STALE,  /* not verified, or long ago */
    QUALITY_SERVICE_NO_DAY, /* free places of no day, or of one over three months ago */
    QUALITY_DO_NOT_CONTACT, /* no fault: to be known before anybody calls */
    QUALITY_KINDS
};
enum { QUALITY_STALE_DAYS = 365 };

struct quality_finding {
    const char *key;   /* "unverified": the same in every language */
    const char *label; /* "Never verified", in the program's language */
    const char *sentence;
    const struct record_type *type;
    int64_t *ids; /* owned; by title */
    size_t count, room;
    size_t of; /* how many were looked at */
    bool is_fault;
};
struct quality {
    struct date as_of, stale; /* what was verified on this day or before is old */
    struct quality_finding findings[QUALITY_KINDS];
    size_t parties, services; /* that were looked at */
};
MUST_USE enum err quality_load(struct store *store, struct date as_of, int stale_days, struct quality *out,
                               struct why *why);
void quality_release(struct quality *quality); /* a zeroed one will do */

/* Whether a stakeholder stands on the map, as said above. */
bool quality_is_mapped(const struct record *party, const struct same_as *same, const struct standings *standings);

#endif
