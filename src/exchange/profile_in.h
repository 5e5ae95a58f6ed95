/* Private to the profiles: profile.c the table, profile_gate.c what it does to a record. */
#ifndef PROFILE_IN_H
#define PROFILE_IN_H

#include "townkeep/exchange/profile.h"

/* Lists of field keys are texts with ; between them. */
struct profile_row {
    const char *type;
    enum profile least;                      /* the smallest circle it leaves for; PROFILE_NONE: it never leaves */
    bool by_sens;                            /* the record's own "sens" says for whom, within that */
    const char *with;                        /* references of which each must leave too, or the record stays */
    const char *everybody, *partners, *team; /* fields, each circle beside those of the one before */
    const char *home;                        /* fields that never leave */
};
const struct profile_row *profile_row_of(const struct record_type *type); /* NULL none */

#endif
