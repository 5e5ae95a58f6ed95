/* What several types' rules have in common. Sentences are N_()-marked; an empty field is never wrong here. */
#ifndef TOWNKEEP_DOMAIN_RULES_H
#define TOWNKEEP_DOMAIN_RULES_H

#include "townkeep/schema/schema.h"

bool rule_is_empty(const struct record *record, int field);
/* The reference `field` must not name the record itself. */
void rule_not_itself(const struct record *record, int field, struct problems *problems, const char *sentence);
/* Two days, either of them partial: refused at `later` when it ends before `earlier` begins. */
void rule_in_order(const struct record *record, int earlier, int later, struct problems *problems,
                   const char *sentence);
/* Whether a day, full or partial, begins after `day`. */
bool rule_is_after_day(const struct record *record, int field, struct date day);
/* Whether a day, full or partial, is over when `day` begins. */
bool rule_is_before_day(const struct record *record, int field, struct date day);
/* Whether the record holds on that day: begun, and not over. Either day may be partial, or empty: without bound. */
bool rule_holds_on(const struct record *record, int from, int to, struct date day);
/* Whether two records of one type hold at the same time, by the same fields. */
bool rule_overlap(const struct record *a, const struct record *b, int from, int to);
/* Whether both numbers are there and `field` is below `other`. */
bool rule_is_less(const struct record *record, int field, int other);
/* What never leaves the office: refused at `sens` when it is neither team nor restricted. */
void rule_stays_here(const struct record *record, int sens, struct problems *problems, const char *sentence);
MUST_USE enum err rule_set_day(struct record *record, int field, struct date day);
/* A nudge when a mail address has no @: files hold many that are nearly right. */
void rule_email(const struct record *record, int field, struct problems *problems);
/* Whoever changes the day of verifying has verified, unless they name another; and that day is not in the future. */
MUST_USE enum err rule_verified(struct record *record, const struct record *before, const struct rule_context *context,
                                int on, int by, struct problems *problems);

#endif
