/*
 * The code of conduct, and the one door to casework: it opens for officers who accepted the code as it is now. A new
 * version is accepted anew.
 */
#ifndef TOWNKEEP_DOMAIN_CONDUCT_H
#define TOWNKEEP_DOMAIN_CONDUCT_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

#define CONDUCT_VERSION "2026-1"
/* N_() one rule a row, in the first person. */
extern const char *const conduct_rules[];
extern const size_t conduct_rule_count;

/* Whether the officer who unlocked has accepted this version. */
MUST_USE enum err conduct_is_accepted(struct store *store, bool *accepted, struct why *why);
/* By the officer who unlocked, for themself; nothing when it was accepted before. */
MUST_USE enum err conduct_accept(struct store *store, struct why *why);
/* store_casework_open for who accepted the code; E_PERMISSION in words for who has not. */
MUST_USE enum err casework_open(struct store *store, const struct passphrase *passphrase, struct why *why);

#endif
