/*
 * Erasing a case, or reducing it to what must be kept. Who decides that, and when, is casework's own business; this is
 * what makes it so that nobody can read it any more, whatever keys he holds.
 *
 * Gone are: the case's key, for every officer and for the recovery code; its records with all that is in them; drafts;
 * the search index; what the history says of it. Left is a tombstone, kept for ever: the case's id, the hash of the key
 * that was destroyed, the day, and the signed entry that says who did it. The chain of entries still verifies, because
 * it signs hashes.
 */
#ifndef TOWNKEEP_STORE_ERASE_H
#define TOWNKEEP_STORE_ERASE_H

#include "townkeep/store/store.h"

struct erasing {
    const char *sentence; /* for the history, where everybody who opens the vault reads it: nothing of the person */
    /* Where the vault is backed up before (backup.h, backup_before); there the case is gone from when that backup is
     * let go, at most 185 days later, and a restore of it erases the case again. NULL or not at hand: the copy is made
     * beside the vault, and removed once the erasure is on the disk. */
    const char *backup_folder;
    /* store_erase: what is left in place of the case, saved in the same transaction: figures, say. Records of the
     * team. */
    struct record *const *leave;
    size_t leave_count;
};
struct erase_report {
    size_t cases, records; /* erased; of a reduced case, records left with less in them */
    bool is_rewritten;     /* the file was written anew without what was freed; else it is done at the next opening */
    bool is_listed;        /* the folder of backups has the list of what was erased */
    size_t copies; /* of the vault as it was, that nobody lets go of by itself: those an update left beside it, backups
                      that were set aside as damaged. Whoever opens one of them has the case again: remove them */
};
/* In one transaction and one signed entry. For team leads, data-protection reviewers and administrators: no key of the
 * case is needed. `cases` own themselves. E_NOT_FOUND when one of them is not there. */
MUST_USE enum err store_erase(struct store *store, const int64_t *cases, size_t count, const struct erasing *how,
                              struct erase_report *out, struct why *why);

/* Of one case, all sealed fields but those named; the others go at once, with everything the history said. What is kept
 * is sealed under a new key; the old one is destroyed. Casework must be open, by an officer who holds the key. */
struct kept_field {
    const char *type, *field; /* keys */
};
MUST_USE enum err store_reduce(struct store *store, int64_t case_id, const struct kept_field *kept, size_t count,
                               const struct erasing *how, struct erase_report *out, struct why *why);

/* Whether a case was erased as a whole. */
MUST_USE enum err store_case_is_erased(struct store *store, int64_t case_id, bool *is_erased, struct why *why);

#endif
