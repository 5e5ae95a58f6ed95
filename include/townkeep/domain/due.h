/*
 * What is due, and how the quarter goes: what Home shows. Everything is worked out from the records each time, in
 * bounded work: indexed queries with limits, so the cost does not grow with the vault. Texts name people of casework by
 * pseudonym only, and never the date: Home puts "yesterday" behind it from `on`.
 */
#ifndef TOWNKEEP_DOMAIN_DUE_H
#define TOWNKEEP_DOMAIN_DUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum due_group {
    DUE_OVERDUE,
    DUE_TODAY,
    DUE_WEEK,   /* within the next seven days */
    DUE_DECIDE, /* no day of its own: somebody should decide */
    DUE_GROUP_COUNT
};
const char *due_group_label(enum due_group group); /* "Overdue", in the program's language */

struct due_row {
    enum due_group group;
    struct date on;                 /* the day; zero in DUE_DECIDE */
    int64_t at;                     /* the moment, where hours count or a time is known; else 0 */
    char text[160];                 /* "HAZEL-27: screening decision" */
    const struct record_type *type; /* what Enter opens; NULL nothing (the backup) */
    int64_t id;                     /* 0: the list of the type, narrowed by `filter` */
    char filter[64];                /* as query_add_filter reads it; "" none */
};
enum { DUE_ROWS_MAX = 320 };
struct due {
    struct due_row rows[DUE_ROWS_MAX]; /* by group, then day */
    size_t count;
    bool more; /* there was no room for all */
};
/* For the officer who unlocked. `casework` false leaves out everything of casework, counts too: give false in meeting
 * mode; closed casework is left out whatever is given. A data-protection reviewer, who opens no case, is told of
 * complaints, requests and decisions alone. */
MUST_USE enum err due_collect(struct store *store, bool casework, struct due *out, struct why *why);

/* Whether another row of these drafts (of store_drafts) stands for this one, because both were typed on one screen. */
bool due_draft_is_part(const struct draft_row *drafts, size_t at);

enum { FIGURE_QUARTERS = 6, FIGURES_MAX = 4 };
struct figure {
    const char *label;               /* "Trainings", in the program's language */
    int64_t values[FIGURE_QUARTERS]; /* oldest first; the last is this quarter so far */
    bool at_least;                   /* a quarter had more than is counted for Home */
    const struct record_type *type;  /* what Enter opens */
};
/* Trainings held, residents reached, engagements and, with `casework` and a role of it, referrals received. */
MUST_USE enum err due_figures(struct store *store, bool casework, struct figure out[FIGURES_MAX], size_t *count,
                              struct why *why);

#endif
