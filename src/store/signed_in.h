/* Rows of the store's own tables that count only as signed entries tell them: what is lost, what was erased. */
#ifndef TOWNKEEP_STORE_SIGNED_IN_H
#define TOWNKEEP_STORE_SIGNED_IN_H

#include "store_in.h"

/* Which table, of how many columns, and in entries of which kind. */
struct signed_table {
    const char *table;
    int columns;
    enum entry_kind kind;
    enum err (*each)(void *context, sqlite3_changeset_iter *at, int64_t entry);
    void *context;
};
/* Each row that an entry of that kind added, in the order of the entries. What is not soundly signed is passed over:
 * the check of the entries tells of it. */
MUST_USE enum err signed_rows_read(struct store *store, const struct signed_table *of, struct why *why);
/* The same of one entry, whose signature was found good; `kind` is not asked. */
MUST_USE enum err signed_rows_of(struct store *store, int64_t entry, const struct signed_table *of, struct why *why);
/* A column of the row at hand. */
int64_t signed_number(sqlite3_changeset_iter *at, int column, int64_t otherwise);
sqlite3_value *signed_value(sqlite3_changeset_iter *at, int column); /* NULL when it is empty */

#endif
