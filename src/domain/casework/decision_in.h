/* What the files about decisions share. */
#ifndef TOWNKEEP_DOMAIN_CASEWORK_DECISION_IN_H
#define TOWNKEEP_DOMAIN_CASEWORK_DECISION_IN_H

#include "casework_in.h"
#include "townkeep/domain/decision.h"

enum { DECISIONS_TOGETHER = 24, DECISIONS_LOOKED_AT = 500 };
/* Those that were proposed together, the one asked for first. */
struct decisions {
    struct record rows[DECISIONS_TOGETHER]; /* owned */
    size_t count;
};
MUST_USE enum err decisions_load(struct store *store, int64_t id, struct decisions *out, struct why *why);
void decisions_release(struct decisions *decisions);
MUST_USE enum err decisions_put(struct save *save, struct decisions *decisions, struct why *why);
bool decision_is(const struct record *decision, const char *key, const char *code);
/* The pseudonym; of the office's, the new order of steps or the last day. */
const char *decision_about(const struct record *decision, const struct vocabularies *words);

/* retention_figures.c: what the statistics keep of everything in the scope, written so that nobody is told by it. */
struct figures {
    struct record *rows; /* owned */
    size_t count;
};
void figures_release(struct figures *figures);
MUST_USE enum err figures_make(struct store *store, const struct retention_scope *scope, struct figures *out,
                               struct why *why);

#endif
