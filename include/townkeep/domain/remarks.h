/*
 * What other records say of one today: the lines above its fields on its page and in `townkeep show`, and the mark
 * behind its row in a list. A relationship of sharing information knows nothing of agreements, a stakeholder nothing of
 * the seats it holds; whoever looks at them needs to.
 *
 * A type that has something to say gets a row in remarks.c. Both questions are bounded: `remarks_of` asks a few queries
 * with limits for the one record that is opened; `remarks_mark` is given the rows of a screen or page and asks at
 * most a few queries for all of them together.
 */
#ifndef TOWNKEEP_DOMAIN_REMARKS_H
#define TOWNKEEP_DOMAIN_REMARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum { REMARKS_MAX = 24, REMARK_SIZE = 320 };
struct remark {
    const char *key;   /* for scripts: "seats" */
    const char *label; /* in the program's language: "Seats" */
    bool warns;        /* something to look at before going on */
    char text[REMARK_SIZE];
};
struct remarks {
    struct remark items[REMARKS_MAX]; /* warnings first */
    size_t count, warnings;
};
MUST_USE enum err remarks_of(struct store *store, const struct record *record, struct date today, struct remarks *out,
                             struct why *why);
/* Which of these records, all of one type, need a second look: one `marks` for each. */
MUST_USE enum err remarks_mark(struct store *store, const struct record *records, size_t count, struct date today,
                               bool *marks, struct why *why);

#endif
