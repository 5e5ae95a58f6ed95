/* What the records of the stakeholder map may say of each other, which no record's own rule can see. */
#ifndef TOWNKEEP_DOMAIN_MAP_CHECK_H
#define TOWNKEEP_DOMAIN_MAP_CHECK_H

#include "townkeep/schema/schema.h"

/* As the catalogue asks it (schema.h, catalogue.check). */
MUST_USE enum err map_check_saved(struct store *store, const struct record *record, const struct record *before,
                                  struct problems *problems, struct why *why);

#endif
