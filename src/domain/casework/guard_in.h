/* What the guards of a case share: its papers, days, and sentences. */
#ifndef TOWNKEEP_DOMAIN_CASEWORK_GUARD_IN_H
#define TOWNKEEP_DOMAIN_CASEWORK_GUARD_IN_H

#include "casework_in.h"

/* The newest paper of a type; NULL none. */
const struct record *paper_newest(const struct situation *situation, const struct record_type *type);
/* The last step of this action that took effect: not one that waits; NULL none. */
const struct record *step_done_last(const struct casework *casework, const char *action);
/* Whether a choice holds this code. */
bool record_is(const struct record *record, const char *key, const char *code);
bool record_yes(const struct record *record, const char *key); /* a boolean that says yes */
/* A closed value is there, but its words are not known. */
bool record_closed(const struct record *record, const char *key);
bool record_day(const struct record *record, const char *key, struct date *out);
bool is_tertiary_case(const struct situation *situation);
bool is_under_age(const struct record *episode); /* its age band lies below 18; an unknown one does not */

/* One sentence when the field of the record is empty (`sentence` N_()). */
void want(const struct record *record, const char *key, const char *sentence, struct problems *problems);
/* The same for a boolean that must say yes. */
void want_yes(const struct record *record, const char *key, const char *sentence, struct problems *problems);

/* guard_plan.c: everything the plan works on has an outcome in the review. */
void review_check_changes(const struct situation *situation, const struct record *review, struct problems *problems);

/* Agreements: whether one for this purpose holds today; with the agency `party`, 0 any. */
const struct record *consent_in_force(const struct casework *casework, const char *purpose, int64_t party,
                                      struct date today);

#endif
