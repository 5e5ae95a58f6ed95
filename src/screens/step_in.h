/* One step of the workflow being filled in: what step.c, which shows its pages, and step_take.c, which takes it, share.
 */
#ifndef TOWNKEEP_SCREENS_STEP_IN_H
#define TOWNKEEP_SCREENS_STEP_IN_H

#include "editing_in.h"
#include "townkeep/domain/casework.h"

enum { KEYS_MAX = TRANSITION_KEYS_MAX + 8 };
enum part { PART_SUBJECT, PART_WRITES, PART_STEP, PART_COUNT };

struct step_screen {
    struct screen screen;
    const struct transition *transition;
    struct editing editing[PART_COUNT];
    const char *keys[PART_COUNT][KEYS_MAX];
    int key_count[PART_COUNT];
    enum part part;
};

/* The referral or case it moves along. */
static inline int64_t step_subject(const struct step_screen *step)
{
    return step->editing[PART_SUBJECT].id;
}
void step_drop_drafts(struct step_screen *step, struct flow *flow);
/* Take it with what was typed on all pages, and leave; refused, everything that is missing is told and it stays. */
void step_take(struct step_screen *step, struct flow *flow);

#endif
