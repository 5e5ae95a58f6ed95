/* Counts of people at activities: which row is the whole, and how many it says. */
#ifndef TOWNKEEP_DOMAIN_PARTICIPATION_H
#define TOWNKEEP_DOMAIN_PARTICIPATION_H

#include "townkeep/schema/schema.h"

/* A row without any breakdown is the total. Rows with one are its parts and are never added up to it. */
bool participation_is_total(const struct record *count);
/* Reached, else attended, registered or completed, whichever is given first; 0 none. */
int64_t participation_people(const struct record *count);

#endif
