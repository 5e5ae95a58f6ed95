/* What the screens about ended records share. */
#ifndef TOWNKEEP_SCREENS_RETENTION_IN_H
#define TOWNKEEP_SCREENS_RETENTION_IN_H

#include "flow_in.h"
#include "townkeep/domain/decision.h"
#include "townkeep/screens/screens.h"

/* Ask for the pseudonym before what was signed is carried out; of the office's order of steps only for a yes. */
void carry_ask(struct flow *flow, const struct record *decision, int question);
/* Carry it out with the text of the answer, and tell it. False when it was refused, which is told too. */
bool carry_out(struct flow *flow, int64_t decision, const char *typed);

#endif
