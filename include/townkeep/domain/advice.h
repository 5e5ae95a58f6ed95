/* Advice without a name that becomes a referral, when the caller agrees. */
#ifndef TOWNKEEP_DOMAIN_ADVICE_H
#define TOWNKEEP_DOMAIN_ADVICE_H

#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* Why no referral can be made of it now, in the program's language; NULL when one can. */
const char *advice_refusal(const struct record *advice);
/* The draft of a referral with what the caller said, and the advice that names it, in one save. */
MUST_USE enum err advice_make_referral(struct store *store, int64_t advice, int64_t *referral, struct why *why);

#endif
