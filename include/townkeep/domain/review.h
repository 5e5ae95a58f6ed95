/*
 * Writing a review: the review itself and, for each need and strength, what became of it since the first assessment
 * the panel had. All of it is saved together; nothing is added up.
 */
#ifndef TOWNKEEP_DOMAIN_REVIEW_H
#define TOWNKEEP_DOMAIN_REVIEW_H

#include "townkeep/domain/assessment.h"

struct review_writing {
    struct record review;   /* id 0: not saved yet */
    struct record *changes; /* owned; one for each need and strength, `change` empty while it is not answered */
    size_t count;
    struct assessment baseline; /* the first that the panel had; all zero when there is none */
};
/* The first version that was listed for the panel or adopted by it; *id 0 when there is none. */
MUST_USE enum err review_baseline(struct store *store, int64_t episode, int64_t *id, struct why *why);
/* The review that is being written since the case came into its state; *id 0 when there is none. */
MUST_USE enum err review_current(struct store *store, const struct record *episode, int64_t *id, struct why *why);
/* A review with its changes, 0: a new one. What is asked about: the needs and strengths found at the baseline, and what
 * the plan works on. */
MUST_USE enum err review_load(struct store *store, int64_t episode, int64_t review, struct review_writing *out,
                              struct why *why);
void review_release(struct review_writing *writing);
/* The answer at the baseline, "" when it was not asked then. Borrowed. */
const char *review_answer_before(const struct review_writing *writing, const struct record *change);
/* All that is missing before the review can be finished, in an officer's sentences. */
void review_missing(const struct review_writing *writing, struct problems *problems);
/* The review and what became of each need and strength in one save; on refusal nothing is saved, and *problems names
 * fields of the review. */
MUST_USE enum err review_save(struct store *store, struct review_writing *writing, const char *pseudonym,
                              struct problems *problems, struct saved *out, struct why *why);

#endif
