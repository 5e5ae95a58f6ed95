/* The guided intake: what its files share. intake.c moves through the steps, intake_search.c asks who is known already,
 * intake_draw.c draws. */
#ifndef TOWNKEEP_SCREENS_INTAKE_IN_H
#define TOWNKEEP_SCREENS_INTAKE_IN_H

#include "editing_in.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/known.h"

enum { STEP_SAFETY = 3, STEP_REVIEW = INTAKE_STEP_COUNT - 1, BOX_HEIGHT = 4 };
enum intake_question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_SEARCH, ASKED_KNOWN, ASKED_ENDED, ASKED_CREATE };

struct intake {
    struct screen screen;
    struct editing editing; /* the referral */
    int step;
    bool searches;           /* the search comes first */
    bool unsearched;         /* no name was searched; the log says so once the referral is saved */
    struct problems missing; /* for the review */
    struct page review;
    struct known known[KNOWN_MOST]; /* whom the search found */
    size_t known_count;
    int64_t ended; /* the ended case that was chosen of them; 0 none */
};

static inline const struct intake *intake_of_const(const struct screen *screen)
{
    return (const struct intake *)screen;
}
int intake_step_fields(int step); /* how many the step has */

/* --- the search before --- */
void intake_ask_search(struct flow *flow);
/* Answers to ASKED_SEARCH, ASKED_KNOWN and ASKED_ENDED. */
void intake_search_answered(struct intake *intake, struct flow *flow, const struct answer *answer);

/* --- drawing --- */
void intake_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);
void intake_title(const struct screen *screen, struct buf *out);
void intake_status(const struct screen *screen, struct buf *out);

#endif
