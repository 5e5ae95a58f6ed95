/*
 * What is shown for a while and then hides itself: the name behind a pseudonym, sealed text. A screen keeps the moment
 * of clock_monotonic at which it is hidden again, 0 while it is hidden.
 */
#ifndef TOWNKEEP_SCREENS_SHOWN_IN_H
#define TOWNKEEP_SCREENS_SHOWN_IN_H

#include "townkeep/screens/screen.h"

int64_t shown_from_now(void);
/* Whether this tick of the clock hides it. */
bool shown_is_over(int64_t hidden_at, const struct event *event);
long long shown_seconds_left(int64_t hidden_at);

/* The key that shows and hides a name. It is shown once the log says who looked; where that cannot be written it stays
 * hidden, and the officer is told why. Returns the new moment. */
int64_t shown_toggle(int64_t hidden_at, struct flow *flow, const struct record_type *type, int64_t id);

#endif
