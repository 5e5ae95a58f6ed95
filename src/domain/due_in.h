/* Collecting rows: shared by the team's part of what is due and casework's. */
#ifndef TOWNKEEP_DOMAIN_DUE_IN_H
#define TOWNKEEP_DOMAIN_DUE_IN_H

#include "townkeep/domain/due.h"
#include "townkeep/domain/queries.h"

struct collect {
    struct store *store;
    struct due *due;
    struct date today, week; /* week: the last day that counts as this week */
    size_t until;            /* rows of this kind end here */
    struct why *why;
};
/* From here on another kind, with at most `most` rows: no kind takes the room of the others. */
void collect_kind(struct collect *collect, size_t most);
/* A row for a day; dropped when it lies beyond the week. Returns the row, NULL when dropped or full. */
struct due_row *collect_day(struct collect *collect, struct date on, const struct record_type *type, int64_t id);
/* A row without a day. */
struct due_row *collect_decide(struct collect *collect, const struct record_type *type, int64_t id);

/* The first rows of a query; at most `limit`. */
typedef enum err collect_row(struct collect *collect, const struct record *record);
MUST_USE enum err collect_rows(struct collect *collect, const struct query *query, size_t limit, collect_row *row);

/* due_casework.c */
MUST_USE enum err collect_casework(struct collect *collect);

/* --- due_backup.c */
MUST_USE enum err collect_backups(struct collect *collect);

#endif
