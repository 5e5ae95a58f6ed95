/*
 * Whether a person is known already, asked before each new referral so that one person does not get two files. The
 * names searched are sealed: the search is in the log before it answers, and the name searched for is not.
 */
#ifndef TOWNKEEP_DOMAIN_KNOWN_H
#define TOWNKEEP_DOMAIN_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum { KNOWN_MOST = 5 };
struct known {
    const struct record_type *type; /* a case, or a referral that became none */
    int64_t id;
    bool has_ended; /* a new concern is a new referral then */
    char line[160]; /* enough to tell one from another, and nothing sealed */
};
/* Referrals and cases of whom a sealed name begins with these words, at most KNOWN_MOST; a referral that became a case
 * gives its case. `reason` NULL: a new referral. Casework open. */
MUST_USE enum err known_by_name(struct store *store, const char *name, const char *reason, struct known out[KNOWN_MOST],
                                size_t *count, struct why *why);
/* "You searched by name 3 times in the last 30 days.", of the officer who unlocked, into out; returns out. */
enum { KNOWN_DAYS = 30 };
const char *known_searches(struct store *store, char *out, size_t size);
/* A new referral was begun without such a search: written into the log. */
MUST_USE enum err known_not_searched(struct store *store, int64_t referral, struct why *why);

#endif
