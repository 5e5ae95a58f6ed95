/* Private to the screens of duplicates: duplicates.c lists pairs, duplicate_pair.c decides one, duplicates_linked.c
 * shows those that were linked. */
#ifndef TOWNKEEP_SCREENS_DUPLICATES_IN_H
#define TOWNKEEP_SCREENS_DUPLICATES_IN_H

#include "townkeep/domain/duplicates.h"
#include "townkeep/screens/screens.h"

/* Left by flow_done with PAIR_SAME, PAIR_DIFFERENT or PAIR_LATER as its text. The pair is copied. */
#define PAIR_SAME      "same"
#define PAIR_DIFFERENT "different"
#define PAIR_LATER     "later"
struct screen *duplicate_pair_screen_new(const struct duplicate_pair *pair);

#endif
