/* Building a query in code, field by field, where the text form of query_add_filter would have to be put together
 * first.
 */
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
struct date days_from(struct date date, int days);

#endif
