/* Private to disclosure.c (what to hold back) and disclosure_doubt.c (whether a reader is left in doubt). */
#ifndef DISCLOSURE_CELLS_IN_H
#define DISCLOSURE_CELLS_IN_H

#include "disclosure_in.h"

struct cell {
    int64_t value;
    enum disclosed show;
    int whole; /* DISCLOSED_NEARLY: the cell of the whole; else -1 */
    int rank;  /* of how many sums it is the whole: the fewer, the sooner it is held back */
};
struct sum {
    int whole;
    int *parts; /* owned */
    size_t count;
};
struct disclosure {
    struct cell *cells;
    size_t cell_count;
    struct sum *sums;
    size_t sum_count;
    int *sums_of;      /* the sums each cell stands in, one cell after the other; by disclosure_settle */
    size_t *first_sum; /* of each cell in sums_of; one more at the end */
};

/* Whether, for all that is shown, the cell may as well hold another number. `false` too when that would take too long
 * to find out. */
MUST_USE enum err disclosure_is_in_doubt(const struct disclosure *disclosure, int cell, bool *out);

#endif
