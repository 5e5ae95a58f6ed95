/* Walking the changesets of a verified entry, row by row; shared by the list of changes and by undo. */
#ifndef TOWNKEEP_STORE_CHANGES_IN_H
#define TOWNKEEP_STORE_CHANGES_IN_H

#include "store_in.h"

/* What a column of a table is: a field's index, or one of the store's own. */
enum {
    COLUMN_IS_ID = -1,
    COLUMN_IS_ARCHIVED_AT = -2,
    COLUMN_IS_ARCHIVED_BY = -3,
    COLUMN_IS_REASON = -4,
    COLUMN_IS_BATCH = -5,
    COLUMN_UNKNOWN = -6
};

struct columns {
    const struct record_type *type;
    int *fields; /* owned */
    int count;
};
void columns_release(struct columns *columns);
MUST_USE enum err columns_of(struct store *store, const struct record_type *type, struct columns *out, struct why *why);

struct row_change {
    const struct columns *columns;
    int64_t id;
    int operation; /* SQLITE_INSERT, _UPDATE, _DELETE */
    int column_count;
};
/* Every row of a catalogue's table in one part. */
MUST_USE enum err changeset_walk(struct store *store, const struct part *part, const struct secret *key,
                                 enum err (*each)(void *, sqlite3_changeset_iter *, const struct row_change *,
                                                  const struct secret *, struct why *),
                                 void *context, struct why *why);
/* Every row of an entry, after its signature was found good. E_PERMISSION when a part of a case cannot be opened.
 * `header`: the caller releases it. */
MUST_USE enum err entry_walk(struct store *store, int64_t entry, struct entry *header,
                             enum err (*each)(void *, sqlite3_changeset_iter *, const struct row_change *,
                                              const struct secret *, struct why *),
                             void *context, struct why *why);

/* changeset.c: whether bytes are what SQLite's session extension writes for tables of ours. Nothing goes to its reader
 * before. */
bool changeset_is_sound(const void *bytes, size_t len);

#endif
