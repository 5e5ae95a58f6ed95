/*
 * Notes of support sessions: until when one can be changed, and what follows when it is saved.
 */
#ifndef TOWNKEEP_DOMAIN_SUPPORT_SESSION_H
#define TOWNKEEP_DOMAIN_SUPPORT_SESSION_H

#include "townkeep/store/store.h"

enum { SESSION_OPEN_MILLISECONDS = 24 * 3600 * 1000 };

/* Whether a stored note stays as it is: signed, or written more than 24 hours ago. An addendum says what came later. */
bool session_is_frozen(const struct record *session, int64_t now);
/* As store_put; a worry about safety that was not there before opens a task for today in the same save, which names
 * nobody. */
MUST_USE enum err session_save(struct store *store, struct record *session, struct problems *problems,
                               struct saved *out, struct why *why);
/* The officer signs a note of their own: from now on it stays as it is. */
MUST_USE enum err session_sign(struct store *store, int64_t id, struct saved *out, struct why *why);
/* A task for a debriefing of the officer who unlocked; it names no case. */
MUST_USE enum err session_open_debriefing(struct store *store, struct saved *out, struct why *why);

#endif
