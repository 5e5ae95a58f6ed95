/* Collecting remarks: shared by the files that know one record type each. */
#ifndef TOWNKEEP_DOMAIN_REMARKS_IN_H
#define TOWNKEEP_DOMAIN_REMARKS_IN_H

#include "townkeep/domain/queries.h"
#include "townkeep/domain/remarks.h"

struct remarking {
    struct store *store;
    const struct record *record;
    struct date today;
    struct remarks *out;
    struct why *why;
};
/* `format` is translated already. What has no room is dropped; a warning takes the place of the last other remark. */
void remark_say(const struct remarking *it, const char *key, const char *label, const char *format, ...)
    PRINTF_LIKE(4, 5);
void remark_warn(const struct remarking *it, const char *key, const char *label, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Whether the record has such a day and it lies before `day`. */
bool remark_is_before(const struct record *record, const char *key, struct date day);

/* The first rows of a query, oldest or newest as it sorts. */
typedef enum err remark_row(const struct remarking *it, const struct record *row);
MUST_USE enum err remark_rows(const struct remarking *it, const struct query *query, size_t limit, remark_row *tell);

/* --- one of each for a record type; see the rows of remarks.c --- */
MUST_USE enum err party_remarks(const struct remarking *it);
MUST_USE enum err relationship_remarks(const struct remarking *it);
MUST_USE enum err agreement_remarks(const struct remarking *it);
MUST_USE enum err service_remarks(const struct remarking *it);

bool party_is_marked(const struct record *party, struct date today);
bool agreement_is_marked(const struct record *agreement, struct date today);
bool service_is_marked(const struct record *service, struct date today);
MUST_USE enum err relationships_mark(struct store *store, const struct record *records, size_t count, struct date today,
                                     bool *marks, struct why *why);

#endif
