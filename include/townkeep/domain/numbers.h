/*
 * The numbers of casework, counted by whole quarters from what is there anyway: dates, codes and events. Each says what
 * it is a number of, and no person and no source can be told from them: counts under five are held back, and so is what
 * would tell them (src/domain/casework/disclosure_in.h); spans of days are told as a median, never for fewer than five.
 *
 * A record that was archived or reduced is counted as before. One that was anonymised or erased left its figures behind
 * (record type closed_case, numbers_keep) and is counted from those, once.
 *
 * What is held back is decided for whole years, whichever quarters are shown, so that two reports about different
 * quarters laid over each other say no more than each.
 */
#ifndef TOWNKEEP_DOMAIN_NUMBERS_H
#define TOWNKEEP_DOMAIN_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/casework.h"
#include "townkeep/store/store.h"

enum {
    NUMBERS_QUARTERS_SHOWN = 6,
    NUMBERS_YEARS = 3,
    NUMBERS_COLUMNS = NUMBERS_QUARTERS_SHOWN + NUMBERS_YEARS,
    NUMBERS_HEADING = 16 /* bytes for "2026-Q3" */
};

struct number_row {
    const char *label;                  /* "of them anonymised since" */
    const char *texts[NUMBERS_COLUMNS]; /* "23", "<5", ">40", "*" held back, "" nothing to tell */
    double values[NUMBERS_COLUMNS];     /* for bars; NAN where no number is told */
    bool is_part;                       /* of the row that is none before it */
};
struct number {
    const char *key;   /* "agreement" */
    const char *label; /* "Agreement" */
    const char *of;    /* what it is a number of, in a sentence or more */
    struct number_row *rows;
    size_t row_count;
    size_t headline; /* the row that stands for it in a list */
};
struct numbers {
    struct arena text;                  /* owns everything */
    size_t quarter_count, column_count; /* the quarters, oldest first, then the years they lie in */
    char columns[NUMBERS_COLUMNS][NUMBERS_HEADING];
    struct number *numbers;
    size_t count;
};
void numbers_release(struct numbers *numbers);
/* For the quarters that `from` and `to` lie in and those between, at most six; zero days: this quarter and the five
 * before. Casework open; what is sealed is opened only where this officer may open it, and that is logged before. */
MUST_USE enum err numbers_collect(struct store *store, struct date from, struct date to, struct numbers *out,
                                  struct why *why);
/* The same in slices of a few dozen records, for a screen that keeps answering keys: step until *more is false, take,
 * end. */
struct numbers_job;
MUST_USE enum err numbers_start(struct store *store, struct date from, struct date to, struct numbers_job **out,
                                struct why *why); /* *out NULL when it fails */
MUST_USE enum err numbers_step(struct numbers_job *job, bool *more, struct why *why);
int numbers_hundredths(const struct numbers_job *job);           /* about how much is done */
void numbers_take(struct numbers_job *job, struct numbers *out); /* once there is no more */
void numbers_end(struct numbers_job *job);                       /* NULL allowed */
/* What the marks in the texts mean, for under a table. */
const char *numbers_legend(void);

/* One number as a table of a report, its texts copied. */
struct report_result;
MUST_USE enum err report_of_number(const struct numbers *numbers, const struct number *number,
                                   struct report_result *out);

/* Fill a new closed_case from a referral or a case that is about to go, so that it is counted as before; write it in
 * the save that makes the record go, never when it is only reduced. E_NOT_FOUND for a record that was never counted,
 * such as a draft: then write none. Release *closed, also on failure. */
MUST_USE enum err numbers_keep(struct store *store, const struct casework *casework, struct record *closed,
                               struct why *why);

#endif
