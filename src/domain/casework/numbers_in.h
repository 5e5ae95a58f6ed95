/*
 * Private to numbers*.c: the counts, by quarter. Counting fills them (numbers_referrals.c, numbers_cases.c,
 * numbers_log.c, numbers_gone.c), numbers_table.c says which number shows which, numbers_publish.c what of them may be
 * seen.
 */
#ifndef NUMBERS_IN_H
#define NUMBERS_IN_H

#include "casework_in.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/numbers.h"

/* All quarters of the years that are touched. */
enum { TALLY_QUARTERS = 4 * NUMBERS_YEARS, TALLY_COUNTS_MAX = 400, TALLY_DAYS_MAX = 1000 };

/* A count by itself, or the whole of a group. */
enum count {
    COUNT_RECEIVED,
    COUNT_RECEIVED_GONE, /* anonymised since */
    COUNT_SCREENED,
    COUNT_SIGNPOSTED,
    COUNT_REASONED, /* screened out with a reason of the list */
    COUNT_CONTACTED,
    COUNT_INVITED,
    COUNT_AGREED,
    COUNT_DECLINED,
    COUNT_EXPECTED, /* sessions that were kept or missed */
    COUNT_KEPT,
    COUNT_MISSED,
    COUNT_CANCELLED,
    COUNT_PROGRESS, /* sessions of which the progress was read */
    COUNT_STRENGTHS,
    COUNT_REVIEWS_DUE,
    COUNT_REVIEWS_ON_TIME,
    COUNT_REAFFIRMED,
    COUNT_OVERRIDES,
    COUNT_RECUSALS,
    COUNT_SHARING,
    COUNT_OUTSIDE,
    COUNT_OUTSIDE_REFUSED,
    COUNT_RETENTION,
    COUNT_RETENTION_ON_TIME,
    COUNT_CLOSURES,
    COUNT_OFFERED,
    COUNT_FEEDBACK, /* closures of which the answer was read */
    COUNT_SINGLES
};
/* Counts by the codes of a list. */
enum group {
    GROUP_DECISION,
    GROUP_REASON,
    GROUP_SOURCE,
    GROUP_SOURCE_SCREENED,
    GROUP_SOURCE_IN,
    GROUP_SOURCE_UNFOUNDED,
    GROUP_CHANNEL,
    GROUP_CHANNEL_SCREENED,
    GROUP_CHANNEL_IN,
    GROUP_PROGRESS,
    GROUP_CHANGE,
    GROUP_OVERRIDE,
    GROUP_SHARING,
    GROUP_CLOSURE,
    GROUP_FEEDBACK,
    GROUP_COUNT
};
/* Spans of days. */
enum span { SPAN_SCREEN, SPAN_CONTACT, SPAN_COUNT };

struct tally_count {
    const char *code, *label; /* borrowed from the word lists or static */
    int64_t in[TALLY_QUARTERS];
};
struct tally {
    struct store *store;
    int first_year;
    size_t quarter_count; /* from the first of first_year to the one today is in, or fewer */
    struct date first, last;
    struct tally_count counts[TALLY_COUNTS_MAX]; /* singles, then the groups, each closed by "not known" */
    size_t count;
    size_t group_first[GROUP_COUNT + 1];
    uint32_t days[SPAN_COUNT][TALLY_QUARTERS][TALLY_DAYS_MAX + 1]; /* how many took so long; the last: or longer */
    struct clock_limits limits;
    bool has_retention; /* the decisions may be read */
    int64_t unread;     /* sessions, reviews and closings that this officer may not open */
};

/* numbers_tally.c */
MUST_USE enum err tally_start(struct tally *tally, struct store *store, struct why *why);
int tally_quarter(const struct tally *tally, struct date day);        /* -1 not of the period */
int tally_quarter_of(const struct tally *tally, const char *quarter); /* "2026-Q3" */
/* The count of one code of a group; that of "not known" for any other. */
size_t tally_find(const struct tally *tally, enum group group, const char *code);
size_t tally_group_size(const struct tally *tally, enum group group);
void tally_add(struct tally *tally, enum count count, int quarter, int64_t how_many);
void tally_add_code(struct tally *tally, enum group group, int quarter, const char *code, int64_t how_many);
void tally_add_days(struct tally *tally, enum span span, int quarter, int64_t days);
/* The day of a field; false when there is none. */
bool day_of(const struct record *record, const char *key, struct date *out);
bool text_is(const struct record *record, const char *key, const char *code);
/* Every record of a query, archived ones too; at once, for what is small. */
typedef enum err tally_row(struct tally *tally, const struct record *record, struct why *why);
MUST_USE enum err tally_each(struct tally *tally, struct query *query, tally_row *row, struct why *why);

/* One walk through the records of a type (numbers_pass.c), page by page, so that it can be done in slices. */
struct tally_pass {
    const struct record_type *type;
    const char *day;    /* in the period by this field; NULL: all */
    const char *action; /* steps of this action alone; NULL all */
    bool is_of_any_age; /* the day may lie before the period too */
    tally_row *row;
    enum err (*before)(struct tally *tally, struct why *why); /* E_PERMISSION: this walk is left out; NULL nothing */
};
struct tally_walk {
    size_t pass;
    bool begun;
    struct query query;
    struct record last; /* of the page before */
};
MUST_USE enum err tally_step(struct tally *tally, struct tally_walk *walk, bool *more, struct why *why); /* one page */
void tally_walk_release(struct tally_walk *walk);
size_t tally_passes(void); /* how many there are */

/* What is done with each record. */
tally_row tally_referral, tally_invitation, tally_session, tally_reviews, tally_closure, tally_sealed, tally_work_step,
    tally_plan, tally_assessment, tally_sharing, tally_decision, tally_closed;
MUST_USE enum err tally_sealed_begins(struct tally *tally, struct why *why);
MUST_USE enum err tally_decisions_begin(struct tally *tally, struct why *why);

/* What both a record and the figures it leaves behind are made of. -1: it did not come to that. */
int64_t referral_days_to_screen(const struct record *referral);
MUST_USE enum err referral_days_to_contact(struct store *store, const struct record *referral, int64_t *days,
                                           struct why *why);
/* The reviews of a case as they fell due. Called once for each; `reaffirmed` the person agreed again, in time. */
struct review_due {
    struct date due;
    bool on_time, reaffirmed;
};
typedef void on_review(void *data, const struct review_due *review);
MUST_USE enum err case_reviews(struct store *store, const struct record *episode, const struct clock_limits *limits,
                               on_review *told, void *data, struct why *why);

/* --- numbers_table.c --- */
enum { KIND_PARTS = 4, KIND_GROUPS = 3 };
struct number_kind {
    const char *key, *label; /* N_() label */
    const char *of;          /* N_() */
    enum count whole;
    int parts[KIND_PARTS];   /* counts, or -1 */
    int groups[KIND_GROUPS]; /* or -1; several of one list are told beside each other */
    int share;               /* count or, of several groups, which group: told in per cent of the first; -1 none */
    int span;                /* whose median is told; -1 none */
    bool by_month;           /* parts[0] also for each month */
    bool is_of_decisions;    /* only for who may read those */
    bool is_sealed;          /* of what this officer may open */
};
const struct number_kind *number_kinds(size_t *count);
const char *count_label(enum count count); /* in the program's language */

#endif
