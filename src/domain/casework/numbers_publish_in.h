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

/* numbers_sums.c: one year at a time, because nothing but its own quarters adds up to a year. */
MUST_USE enum err numbers_tell(const struct tally *tally, struct told_counts *out);

#endif
