/* A filter as SQL: the condition of a WHERE with its bound values, shared by paging, counting and searching. */
#ifndef TOWNKEEP_STORE_QUERY_IN_H
#define TOWNKEEP_STORE_QUERY_IN_H

#include "store_in.h"

enum { CONDITION_VALUES = 3 * QUERY_FILTERS + 1 /* the ids */ };

struct condition {
    struct buf sql;
    struct value values[CONDITION_VALUES]; /* owned; ?1 and on */
    int count;
};
void condition_release(struct condition *condition);
MUST_USE enum err condition_make(struct store *store, const struct query *query, struct condition *out,
                                 struct why *why);
/* How many rows fit, up to `most` + 1, where the search index alone can tell; else *is_counted is false. */
MUST_USE enum err condition_count_in_index(struct store *store, const struct query *query, size_t most, size_t *count,
                                           bool *is_counted, struct why *why);
void condition_bind(const struct condition *condition, sqlite3_stmt *stmt);

#endif
