/*
 * Decisions of two: one officer proposes, another signs, and only then it is carried out. What becomes of a record that
 * has ended (keep, anonymise, erase), and the order of steps of the office. The delay of what is late is a team lead's
 * alone, with a last day.
 *
 * A decision is a record of type `decision`, written by these functions alone. Codes, counts and a pseudonym stand in
 * it and no text, because it outlives the record and its readers need not open the case; why the team lead wants to
 * keep a record is written, sealed, into the record itself.
 */
#ifndef TOWNKEEP_DOMAIN_DECISION_H
#define TOWNKEEP_DOMAIN_DECISION_H

#include "townkeep/domain/casework.h"
#include "townkeep/domain/retention.h"
#include "townkeep/store/erase.h"

#define DECISION_KEEP      "keep"
#define DECISION_ANONYMISE "anonymise"
#define DECISION_ERASE     "erase"
#define DECISION_PROFILE   "profile"
#define DECISION_DELAY     "delay"

struct decision_done {
    int64_t id;                 /* of the decision; of several made together the first */
    char sentence[320];         /* what happened and what is next, pseudonym only */
    struct erase_report erased; /* decision_carry_out */
};
/* Of a referral or a case: kind keep, anonymise or erase, with the inputs of that step (reason_code, reason, until).
 * For team leads with casework open. Refused as workflow_step refuses. */
MUST_USE enum err decision_propose(struct store *store, const struct record_type *type, int64_t id, const char *kind,
                                   const struct step_input *inputs, size_t count, struct decision_done *out,
                                   struct problems *problems, struct why *why);
/* The order of steps of the office: a code of the list profile. For team leads. */
MUST_USE enum err decision_propose_profile(struct store *store, const char *profile, const char *reason_code,
                                           struct decision_done *out, struct why *why);
/* New cases may begin again until this day, at most 60 days ahead, although decisions are late. For team leads; holds
 * at once. */
MUST_USE enum err decision_delay(struct store *store, struct date until, const char *reason_code,
                                 struct decision_done *out, struct why *why);

/* For a data-protection reviewer who did not propose it. What was proposed together is answered together. */
MUST_USE enum err decision_sign(struct store *store, int64_t id, struct decision_done *out, struct why *why);
MUST_USE enum err decision_return(struct store *store, int64_t id, struct decision_done *out, struct why *why);

/* What was signed, once more checked. For team leads, with casework open. `typed`: the pseudonym, as the officer typed
 * it; for the order of steps not looked at. Whether there is more now than was signed for is checked too. */
MUST_USE enum err decision_carry_out(struct store *store, int64_t id, const char *typed, const char *backup_folder,
                                     struct decision_done *out, struct why *why);

/* Decisions that wait for a signature, and those that are signed and not carried out, the newest first. For whoever may
 * read decisions; says nothing of a record but its pseudonym. */
struct decision_row {
    int64_t id;
    struct record record; /* owned */
    bool waits, to_carry_out;
    bool mine; /* proposed by the officer at the keyboard */
};
enum { DECISION_ROWS_MAX = 100 };
MUST_USE enum err decision_open_ones(struct store *store, struct decision_row *out, size_t max, size_t *count,
                                     struct why *why);
void decision_rows_release(struct decision_row *rows, size_t count);

#endif
