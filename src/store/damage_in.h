/* What a damaged page was: found in damage.c, told in damage_words.c, gone around by salvage. */
#ifndef TOWNKEEP_STORE_DAMAGE_IN_H
#define TOWNKEEP_STORE_DAMAGE_IN_H

#include "store_in.h"
#include "townkeep/vault/tree.h"

struct damage_place {
    uint64_t page;
    enum tree_part part;
    const struct tree_object *object; /* of struct damage; NULL: the list of tables, or a free page */
    bool has_ids;
    int64_t after, until; /* rows with after < id <= until; without ids: the first column's, as far as it is a number */
    bool is_counted;      /* an index knows the rows: how many, the lowest and the highest id */
    size_t rows;
    int64_t first, last;
};
struct damage {
    struct tree_objects objects;
    struct damage_place *places; /* owned */
    size_t count;
};
void damage_release(struct damage *damage);
/* Walk the whole database. Nothing found damaged is no error. */
MUST_USE enum err damage_find(struct vault *vault, struct damage *out, struct why *why);
/* Each row that an index knows to have stood on the lost pages of a table; *is_known: whether one could say. */
MUST_USE enum err damage_rows(struct damage *damage, struct tree_source *source, const char *table,
                              enum err (*each)(void *context, int64_t id), void *context, bool *is_known);
const struct damage_place *damage_at(const struct damage *damage, uint64_t page); /* NULL: nothing leads there */

/* A condition that leaves the rows on lost pages of this table out of a query, to be put before all others: SQLite asks
 * what an index can answer before it goes to the row. Nothing for a vault that is not known to be damaged. */
MUST_USE enum err damage_leave_out(struct store *store, const char *table, struct buf *sql, struct why *why);

/* --- damage_words.c */
/* "Stakeholders: 14 records, from “Access Talvin” to “Ben Carter”". `store` NULL: no titles. `place` NULL: nothing
 * leads there. */
MUST_USE enum err damage_tell(struct store *store, const struct catalogue *catalogue, const struct damage_place *place,
                              struct buf *out);
/* Headers, and one line for each page that vault_check_pages found. */
MUST_USE enum err damage_tell_all(struct store *store, struct vault *vault, const struct catalogue *catalogue,
                                  const struct vault_damage *damage, struct buf *lines, struct why *why);
/* The title a record had by the index or the history; false when neither says. */
bool lost_title(struct store *store, const struct record_type *type, int64_t id, char *out, size_t size);

#endif
