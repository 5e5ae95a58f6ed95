/* Between place.c and town.c. */
#ifndef TOWNKEEP_TESTS_FAULT_TOWN_IN_H
#define TOWNKEEP_TESTS_FAULT_TOWN_IN_H

#include "fault.h"

void town_words(struct place *place); /* the program's catalogue and words */
MUST_USE enum err town_fill(struct place *place, struct store *store, struct why *why);

#endif
