/* What the screens of a mapping round share. */
#ifndef TOWNKEEP_SCREENS_MAPPING_IN_H
#define TOWNKEEP_SCREENS_MAPPING_IN_H

#include "townkeep/domain/round.h"
#include "townkeep/screens/screen.h"

/* The questions one after another, from the first that is open; whom to make sure of, the stalest first. */
struct screen *mapping_questions_screen_new(int64_t round);
struct screen *mapping_verify_screen_new(int64_t round);

/* "Verified  ████░░  2 of 5" in one row, and `note` behind it. */
void mapping_progress_draw(struct grid *grid, struct area row, const char *label, size_t done, size_t of,
                           const char *note);
/* Why nothing can be written in this round now, translated; NULL when it can. */
const char *mapping_refuse(const struct flow *flow, const struct round *round);

#endif
