/* Collecting rows: shared by the team's part of what is due and casework's. */
#ifndef TOWNKEEP_DOMAIN_DUE_IN_H
#define TOWNKEEP_DOMAIN_DUE_IN_H

#include "townkeep/domain/casework.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/due.h"
#include "townkeep/domain/queries.h"

struct collect {
    struct store *store;
    struct due *due;
    struct date today, week; /* week: the last day that counts as this week */
    size_t until;            /* rows of this kind end here */
    struct due_cases *cases; /* of casework; NULL in the team's part */
    struct why *why;
};
/* From here on another kind, with at most `most` rows: no kind takes the room of the others. */
void collect_kind(struct collect *collect, size_t most);
/* Of the rows from `from` on only the `most` that come first stay. */
void collect_trim(struct collect *collect, size_t from, size_t most);
/* A row for a day; dropped when it lies beyond the week. Returns the row, NULL when dropped or full. */
struct due_row *collect_day(struct collect *collect, struct date on, const struct record_type *type, int64_t id);
/* A row without a day. */
struct due_row *collect_decide(struct collect *collect, const struct record_type *type, int64_t id);

/* The first rows of a query; at most `limit`. */
typedef enum err collect_row(struct collect *collect, const struct record *record);
MUST_USE enum err collect_rows(struct collect *collect, const struct query *query, size_t limit, collect_row *row);
struct query collect_query(const struct record_type *type); /* without filters */
/* Whether any record matches. */
MUST_USE enum err collect_exists(struct collect *collect, const struct query *query, bool *out);
bool record_date(const struct record *record, const char *key, struct date *out);

/* --- due_cases.c: the cases that rows are about, each looked at once --- */
MUST_USE enum err due_cases_begin(struct collect *collect);
void due_cases_end(struct collect *collect);
bool collect_is_lead(const struct collect *collect);
const struct rule_context *collect_context(const struct collect *collect);
const struct clock_limits *collect_limits(const struct collect *collect);
/* What may be said of a case; NULL when it is not this officer's to see. */
MUST_USE enum err collect_case(struct collect *collect, int64_t episode, const struct glance **out);
/* Rows of papers: the first ones of all cases for a lead, those of each of their own cases for others, so that what
 * belongs to others takes nobody's room. `query` leaves one filter free. */
MUST_USE enum err collect_of_cases(struct collect *collect, const struct query *query, size_t limit, collect_row *row);
/* Whether its clocks were asked for by now; from now on they were. */
bool collect_was_told(struct collect *collect, int64_t subject);

/* --- the parts of casework, each within its own room --- */
MUST_USE enum err collect_casework(struct collect *collect);  /* due_casework.c: clocks, signatures, keys */
MUST_USE enum err collect_papers(struct collect *collect);    /* due_papers.c: what was agreed, planned, shared */
MUST_USE enum err collect_panel(struct collect *collect);     /* due_panel.c */
MUST_USE enum err collect_retention(struct collect *collect); /* due_retention.c: what has ended */
MUST_USE enum err collect_rights(struct collect *collect);    /* due_rights.c: what people ask of the office */

/* --- due_map.c: the stakeholder map */
MUST_USE enum err collect_endings(struct collect *collect); /* of agreements */
MUST_USE enum err collect_reviews(struct collect *collect); /* of agreements */
MUST_USE enum err collect_sharing(struct collect *collect);
MUST_USE enum err collect_services(struct collect *collect);
MUST_USE enum err collect_round(struct collect *collect);

/* --- due_exports.c */
MUST_USE enum err collect_exports(struct collect *collect);

/* --- due_backup.c */
MUST_USE enum err collect_backups(struct collect *collect);

#endif
