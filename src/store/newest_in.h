/* What a person has last seen of a vault, shared by the files that keep it and compare with it. */
#ifndef TOWNKEEP_STORE_NEWEST_IN_H
#define TOWNKEEP_STORE_NEWEST_IN_H

#include <limits.h>

#include "store_in.h"

enum { SEEN_PLACES = 8, SEEN_HEADS = ENTRY_FRONTIER_MAX };

struct seen_head { /* the newest entry of a device */
    uint8_t device_id[ENTRY_DEVICE_ID_SIZE];
    uint64_t seq;
    uint8_t hash[HASH_SIZE];
};
/* One file of the vault, as it was when it was last open. */
struct seen {
    char path[PATH_MAX];
    int64_t at;          /* milliseconds */
    uint64_t generation; /* of its header */
    uint64_t syncs;      /* vault_saves: also of what is no entry, drafts among it */
    struct seen_head heads[SEEN_HEADS];
    size_t head_count;
};
struct newest {
    char *folder, *file;
    struct secret *key;
    struct seen places[SEEN_PLACES]; /* the one last open first */
    size_t count;
    int64_t noted_at;   /* clock_monotonic */
    bool is_settled;    /* the file that is open was compared, and counts from now on */
    bool is_unwritable; /* told once */
};

/* newest.c */
/* The place of this file among them; NULL none. */
const struct seen *newest_place(const struct newest *newest, const char *path);

/* newest_check.c */
/* Nothing of this opening can or may be recorded in the vault, so nothing is noted of it either. */
bool store_only_looks(const struct store *store, const struct store_opening *opening);
/* Compare the open vault with what was seen of it. E_OLDER in words, unless the opening accepts that: then the sentence
 * for the history comes in *accepted, empty when there is nothing to record. */
MUST_USE enum err newest_compare(struct store *store, const struct store_opening *opening, struct buf *accepted,
                                 struct why *why);

/* place.c */
/* Notices about where the vault lies, before the place counts as known. */
void place_tell(struct store *store);

#endif
