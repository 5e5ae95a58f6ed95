/* Saving any record with what follows from it: what forms and command line call instead of store_put; and what is asked
 * before. */
#ifndef TOWNKEEP_DOMAIN_SAVING_H
#define TOWNKEEP_DOMAIN_SAVING_H

#include "townkeep/store/store.h"

MUST_USE enum err domain_put(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                             struct why *why);
/* The catalogue's check of what stands in other records (schema.h). */
MUST_USE enum err domain_check_saved(struct store *store, const struct record *record, const struct record *before,
                                     struct problems *problems, struct why *why);
/* What is worth a thought before a record is made that may be there already: warnings, added to *problems. */
MUST_USE enum err domain_check_new(struct store *store, const struct record *record, struct problems *problems,
                                   struct why *why);

#endif
