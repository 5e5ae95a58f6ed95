/* What the papers of a case have in common: the nudge, days that cannot lie ahead, and what stays as it was written. */
#ifndef TOWNKEEP_DOMAIN_PAPERS_H
#define TOWNKEEP_DOMAIN_PAPERS_H

#include "townkeep/schema/schema.h"

/* A warning where a note that was written anew uses a word of the office's list "not_recordable"; never a refusal. */
void nudge_not_recordable(const struct record *record, const struct record *before, const struct rule_context *context,
                          struct problems *problems);
/* The day must not lie in the future. */
void paper_not_ahead(const struct record *record, int field, const struct rule_context *context,
                     struct problems *problems);
/* Who wrote a new record down, and on which day when that was left empty; the officer stays empty for `officer` -1. */
MUST_USE enum err paper_start(struct record *record, const struct record *before, const struct rule_context *context,
                              int officer, int day);
/* Fields that are typed once and were left empty stay empty; that filled ones stay is the checker's. */
void paper_once(const struct record *record, const struct record *before, struct problems *problems,
                const char *sentence);
/* Whether a choice holds this code. */
bool paper_is(const struct record *record, int field, const char *code);

#endif
