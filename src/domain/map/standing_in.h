/* What officers said, gathered newest first, before it becomes standings. */
#ifndef TOWNKEEP_DOMAIN_STANDING_IN_H
#define TOWNKEEP_DOMAIN_STANDING_IN_H

#include "townkeep/domain/same_as.h"
#include "townkeep/domain/standing.h"

/* One officer on one stakeholder; of the officer VOICE_OF_ALL what is the same whoever said it. */
enum { VOICE_OF_ALL = -1 };
struct voice {
    int64_t party, officer;
    unsigned char now[STANDING_MEASURES], before[STANDING_MEASURES]; /* 0: not said */
    struct date on, base; /* of the newest assessment; the last day of what stood before */
    char stance[STANDING_CODE_SIZE], engagement_now[STANDING_CODE_SIZE], engagement_wanted[STANDING_CODE_SIZE];
};
struct voices {
    struct voice *items; /* owned */
    size_t count, room;
    uint32_t *slots; /* owned: index into items and one, 0 free; a power of two of them */
    size_t slot_count;
    const struct same_as *same; /* borrowed */
    struct date since;          /* as in struct standings */
};
/* Assessments are added newest first. */
MUST_USE enum err voices_add(struct voices *voices, const struct record *assessment, struct why *why);
void voices_release(struct voices *voices);
/* By stakeholder, VOICE_OF_ALL first of each. */
void voices_sort(struct voices *voices);

#endif
