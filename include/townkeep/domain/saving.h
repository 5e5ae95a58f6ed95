/* Saving any record with what follows from it: what forms and command line call instead of store_put. */
#ifndef TOWNKEEP_DOMAIN_SAVING_H
#define TOWNKEEP_DOMAIN_SAVING_H

#include "townkeep/store/store.h"

MUST_USE enum err domain_put(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                             struct why *why);

#endif
