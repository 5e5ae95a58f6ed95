/* Private to numbers_sums.c (what may be seen of the counts) and numbers_publish.c (the rows that show it). */
#ifndef NUMBERS_PUBLISH_IN_H
#define NUMBERS_PUBLISH_IN_H

#include "disclosure_in.h"
#include "numbers_in.h"

/* A count in a quarter or a year, as it may be told. */
struct told {
    int64_t value;     /* 0 unless `how` is DISCLOSED */
    int64_t more_than; /* DISCLOSED_NEARLY */
    enum disclosed how;
};
enum { TOLD_COLUMNS = TALLY_QUARTERS + NUMBERS_YEARS }; /* the quarters, then the years */
struct told_counts {
    struct told in[TALLY_COUNTS_MAX][TOLD_COLUMNS];
};

/* numbers_sums.c: one year, because nothing but its own quarters adds up to a year; *more: another follows. `out` was
 * zeroed before the first. */
MUST_USE enum err numbers_tell(const struct tally *tally, int year, struct told_counts *out, bool *more);
/* numbers_publish.c: once all years are told. */
MUST_USE enum err numbers_publish(const struct tally *tally, const struct told_counts *told, struct numbers *out);

#endif
