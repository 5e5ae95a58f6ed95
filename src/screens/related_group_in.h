/*
 * What hangs on a record, for its page: records of another type that name it in one of their fields. A stakeholder that
 * stands for linked duplicates has what hangs on those too, each counted once.
 */
#ifndef TOWNKEEP_SCREENS_RELATED_GROUP_IN_H
#define TOWNKEEP_SCREENS_RELATED_GROUP_IN_H

#include "townkeep/screens/screens.h"

enum { RELATED_GROUP = 32 };
struct related_group {
    int64_t ids[RELATED_GROUP]; /* the record itself first, then the linked ones */
    size_t count;
};
MUST_USE enum err related_group_load(struct store *store, const struct record_type *type, int64_t id,
                                     struct related_group *out, struct why *why);
/* At most `most` are counted; *more when there are more. */
MUST_USE enum err related_count(struct store *store, const struct related_group *group, const struct record_type *type,
                                int field, size_t most, size_t *count, bool *more, struct why *why);
/* Their list; `label` says which they are. NULL, with *why, when they cannot be read. */
struct screen *related_list_new(struct store *store, const struct related_group *group, const struct record_type *type,
                                int field, const char *label, struct why *why);

#endif
