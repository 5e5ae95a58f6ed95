/* Looking for rows in a list of what is due. */
#ifndef TOWNKEEP_TESTS_DUE_HELP_H
#define TOWNKEEP_TESTS_DUE_HELP_H

#include <string.h>

#include "townkeep/domain/due.h"

/* The first row with these words; NULL when there is none. */
static inline const struct due_row *due_find(const struct due *due, const char *words)
{
    for (size_t i = 0; i < due->count; i++) {
        if (strstr(due->rows[i].text, words))
            return &due->rows[i];
    }
    return NULL;
}

/* How many rows are about records of this type. */
static inline size_t due_count_of(const struct due *due, const struct record_type *type)
{
    size_t count = 0;

    for (size_t i = 0; i < due->count; i++)
        count += due->rows[i].type == type;
    return count;
}

#endif
