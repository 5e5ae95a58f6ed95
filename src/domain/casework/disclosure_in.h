/*
 * Which counts may be shown, so that nothing published tells a count under five, neither by itself nor by adding and
 * subtracting what stands around it. Every count is a cell; whatever holds between cells (a whole is the sum of its
 * parts, a year that of its quarters, a share and what is left of it make the whole) is told as a sum. Knows nothing of
 * records.
 *
 * The reader is taken to know this rule and all sums, and that counts are whole numbers of 0 or more. A count under
 * five is held back; while one that is held back follows from what is shown, by arithmetic or because only one number
 * is left that it can be, the smallest count beside it is held back as well.
 */
#ifndef DISCLOSURE_IN_H
#define DISCLOSURE_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"

enum { DISCLOSURE_LEAST = 5 };

enum disclosed {
    DISCLOSED,           /* as it is */
    DISCLOSED_UNDER,     /* "<5" */
    DISCLOSED_NEARLY,    /* ">n": all but a few of its whole; fewer than five are left */
    DISCLOSED_HELD_BACK, /* five or more, and would tell another */
    DISCLOSED_NOTHING,   /* not published at all */
};

struct disclosure;
MUST_USE enum err disclosure_new(struct disclosure **out);
void disclosure_free(struct disclosure *disclosure);
/* A count; *cell is its number from now on. One that is not published is known to hold here and stands nowhere. */
MUST_USE enum err disclosure_add(struct disclosure *disclosure, int64_t value, bool is_published, int *cell);
MUST_USE enum err disclosure_sum(struct disclosure *disclosure, int whole, const int *parts, size_t count);
/* Decide for all cells at once. */
MUST_USE enum err disclosure_settle(struct disclosure *disclosure);
enum disclosed disclosure_of(const struct disclosure *disclosure, int cell);
/* DISCLOSED_NEARLY: what it is more than. */
int64_t disclosure_more_than(const struct disclosure *disclosure, int cell);

#endif
