/* Salvaging, in four files: what is copied row by row (salvage_copy.c), what the history gives back
 * (salvage_history.c), what was erased (salvage_erased.c), and the whole with its report (salvage.c). */
#ifndef TOWNKEEP_STORE_SALVAGE_IN_H
#define TOWNKEEP_STORE_SALVAGE_IN_H

#include "damage_in.h"
#include "losses_in.h"

struct salvage {
    struct store *from, *to;
    struct save *save;    /* of the new vault: one transaction, one entry */
    struct damage damage; /* of the old one */
    struct tree_source source;
    sqlite3 *history;  /* the tables as the history has them */
    int64_t entry;     /* being read again */
    size_t first_loss; /* of this salvage; those before are of earlier ones */
    struct salvage_report *out;
};

/* --- salvage_copy.c */
/* The tables of the store itself, but for those that are made anew; then those of the catalogue. */
MUST_USE enum err salvage_copy_own(struct salvage *salvage, struct why *why);
MUST_USE enum err salvage_copy_records(struct salvage *salvage, struct why *why);
/* Whether a row of that id of a table may have stood on a page that is lost. */
bool salvage_may_be_lost(const struct salvage *salvage, const char *table, int64_t id);
bool salvage_is_hit(const struct salvage *salvage, const char *table);
/* Search index and counts, from the records as they are now. */
MUST_USE enum err salvage_index(struct salvage *salvage, struct why *why);
/* Each row that an index of the old vault knows and the new one does not have: told, and counted. */
MUST_USE enum err salvage_tell_lost(struct salvage *salvage, struct why *why);

/* --- salvage_erased.c */
/* Tombstones of which the entry is lost. */
MUST_USE enum err salvage_tell_erased(struct salvage *salvage, struct why *why);

/* --- salvage_history.c */
/* Which computer this is, and the newest entry of it; which entries and parts are missing. */
MUST_USE enum err salvage_mend_history(struct salvage *salvage, struct why *why);
/* Rows that the history gives back; rows and keys that it cannot explain any more, told anew in the entry of the
 * salvage. */
MUST_USE enum err salvage_replay(struct salvage *salvage, struct why *why);
/* A row of a case that is lost, though its history may have it. */
MUST_USE enum err salvage_note_record(struct salvage *salvage, int64_t id, struct why *why);
MUST_USE enum err salvage_note_losses(struct salvage *salvage, struct why *why);

#endif
