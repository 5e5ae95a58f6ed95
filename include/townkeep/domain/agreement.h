/*
 * Whether a written agreement lets the office share or refer on a day. An agreement counts when it is in force by its
 * status, was signed, has begun and has not run out; the day it is in force until is its last. Of one that has ended
 * since, the days up to its last still count: what was shared then was shared under it. When the last day of one that
 * was ended early is not known, none of its days count.
 */
#ifndef TOWNKEEP_DOMAIN_AGREEMENT_H
#define TOWNKEEP_DOMAIN_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* How long before its last day it is time to think of what comes after. */
enum { AGREEMENT_NOTICE_DAYS = 60 };
bool agreement_holds(const struct record *agreement, struct date day);
/* One with this stakeholder that holds on that day, of this kind ("data_sharing"; NULL any); *id 0 when there is none.
 */
MUST_USE enum err agreement_in_force(struct store *store, int64_t party, const char *kind, struct date today,
                                     int64_t *id, struct why *why);

/* What goes on from an agreement: a draft of the same kind with the same parties, from the day after the old one's last
 * (from today, where that is over: nothing is agreed for days that have gone by), for as long as the old one. The old
 * one keeps its dates. `out` is a record that was started. */
MUST_USE enum err agreement_renew(struct store *store, int64_t id, struct record *out, struct why *why);
/* The agreement that goes on from this one already; 0 none. */
MUST_USE enum err agreement_renewed_by(struct store *store, int64_t id, int64_t *later, struct why *why);

/* --- stakeholders who share information --- */
/* Whom the agreements on sharing data that are in force on a day are with: loaded once, then asked about any number of
 * relationships. A linked duplicate is covered with the one that stands for it. */
struct sharing_cover {
    struct date day;
    int64_t *parties; /* ascending; owned */
    size_t count, room;
    struct same_as same;
};
MUST_USE enum err sharing_cover_load(struct store *store, struct date day, struct sharing_cover *out, struct why *why);
void sharing_cover_release(struct sharing_cover *cover); /* a zeroed one will do */
/* Whether one of the two is covered; it does not matter which stands first. */
bool sharing_covers(const struct sharing_cover *cover, int64_t party, int64_t other);
/* Whether the relationship says that two share information on that day, and neither is covered. */
bool sharing_is_uncovered(const struct sharing_cover *cover, const struct record *relationship);
/* The same of a single relationship. */
MUST_USE enum err sharing_without_agreement(struct store *store, const struct record *relationship, struct date day,
                                            bool *out, struct why *why);
/* The last day before `day` on which such an agreement with either of the two was in force; zero: there was none. */
MUST_USE enum err sharing_ended_on(struct store *store, const struct record *relationship, struct date day,
                                   struct date *out, struct why *why);

#endif
