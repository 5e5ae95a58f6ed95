/* Building a query in code, field by field, where the text form of query_add_filter would have to be put together
 * first; and what is done with the records it gives. */
#ifndef TOWNKEEP_DOMAIN_QUERIES_H
#define TOWNKEEP_DOMAIN_QUERIES_H

#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/store/store.h"

/* One filter more: `key` of the query's type; FILTER_IS and so on with the text as field_read reads it. */
void query_narrow(struct query *query, const char *key, enum filter_test test, const char *value);
void query_narrow_number(struct query *query, const char *key, enum filter_test test, int64_t value);
void query_narrow_date(struct query *query, const char *key, enum filter_test test, struct date value);
void query_sort(struct query *query, const char *key, bool descending);
/* Every record of the query, a page at a time, handed to `visit`, which ends the walk with an error of its own. The
 * query is sorted by a field that is given for nearly all, as a title is. */
typedef enum err query_visit(const struct record *record, void *context, struct why *why);
MUST_USE enum err query_each(struct store *store, const struct query *query, query_visit *visit, void *context,
                             struct why *why);
struct date days_from(struct date date, int days);

/* For qsort of records: in the order they were first written, which their ids tell. */
int record_compare_ids(const void *a, const void *b);
/* What a page gives has no sealed values: read this record again, whole. It stays as it was when that fails. */
MUST_USE enum err record_open(struct store *store, struct record *record, struct why *why);

#endif
