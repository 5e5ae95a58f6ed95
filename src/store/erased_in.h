/* What was erased, as signed entries tell it: whole cases, and the keys of cases that were reduced. */
#ifndef TOWNKEEP_STORE_ERASED_IN_H
#define TOWNKEEP_STORE_ERASED_IN_H

#include <limits.h>

#include "store_in.h"

struct tombstone {
    int64_t case_id;
    uint8_t hash[HASH_SIZE]; /* id of the key that was destroyed; zero when the case never had an entry */
    int64_t at;              /* milliseconds */
    int64_t entry;           /* 0: known from outside the vault, which could not be written to */
    char *kept;              /* owned; NULL: the whole case is gone, else the sealed fields that were left */
};
struct erasures {
    struct tombstone *items; /* owned */
    size_t count;
};
/* The list as a table, for what tells rows anew. */
extern const struct record_type tombstone_table;
void erasures_free(struct erasures *erasures);
/* Copies. */
MUST_USE enum err erasures_add(struct erasures *erasures, const struct tombstone *tombstone);
/* Those of this vault, read once while it is open. */
MUST_USE enum err erasures_of(struct store *store, const struct erasures **out, struct why *why);
void erasures_forget(struct store *store);                                 /* read them anew */
bool erasures_have_case(const struct erasures *erasures, int64_t case_id); /* wholly gone */
bool erasures_close(const struct erasures *erasures, int64_t case_id);     /* gone, or ought to be */
bool erasures_touch(const struct erasures *erasures, int64_t case_id);     /* gone or reduced */
/* Whether a part of this case, under the key of this id, is gone by an erasure. */
bool erasures_cover(const struct erasures *erasures, int64_t case_id, const uint8_t key_id[HASH_SIZE]);
/* Whether `other` tells nothing that is not known. */
bool erasures_know(const struct erasures *erasures, const struct tombstone *other);
/* Whether this record went with an erasure. */
MUST_USE enum err record_is_erased(struct store *store, int64_t id, bool *is_erased, struct why *why);

/* --- erase.c: within a save of kind erase */
/* A tombstone for the case, dated `at`, naming the key that is in use now. */
MUST_USE enum err erase_mark(struct save *save, int64_t case_id, const uint8_t hash[HASH_SIZE], int64_t at,
                             const char *kept, struct why *why);
/* The id of the key its newest part is under; zero when it has none. */
MUST_USE enum err erase_key_id(struct store *store, int64_t case_id, uint8_t out[HASH_SIZE], struct why *why);
MUST_USE enum err erase_keys(struct store *store, int64_t case_id, struct why *why);
MUST_USE enum err erase_drafts(struct store *store, int64_t case_id, struct why *why);
/* What all entries so far say of the case. */
MUST_USE enum err erase_parts(struct store *store, int64_t case_id, struct why *why);
struct row_ids {
    int64_t *items; /* owned */
    size_t count, cap;
};
MUST_USE enum err row_ids_add(struct row_ids *ids, int64_t id);
/* The ids of all records of the case of this type. */
MUST_USE enum err erase_find_rows(struct store *store, const struct record_type *type, int64_t case_id,
                                  struct row_ids *out, struct why *why);
/* Everything of the case but its tombstone: rows, keys, drafts, history. */
MUST_USE enum err erase_case(struct save *save, int64_t case_id, struct why *why);

/* Begin and end what erases: the backup before it, the file rewritten behind it. */
MUST_USE enum err erase_begin(struct store *store, const char *backup_folder, struct save **out, char **backup,
                              struct why *why);
MUST_USE enum err erase_end(struct save *save, const char *sentence, struct why *why);
/* It did not come to it: no copy of the vault stays beside it. */
void erase_give_up(struct store *store);
/* What is done once it is on the disk, and can be done later: the file written anew, the lists. */
struct erasing;
struct erase_report;
void erase_report(struct store *store, const struct erasing *how, struct erase_report *out);
/* After an opening that found an erasure unfinished: nothing else to do otherwise. */
MUST_USE enum err erase_finish(struct store *store, struct why *why);

/* --- erased_list.c: the list beside a vault and in a folder of backups */
void folder_of(const char *path, char out[PATH_MAX]);
/* Adds what is not known yet; nothing where there is no list. E_DAMAGED when it is none of this vault's. */
MUST_USE enum err erased_list_read(const struct store *store, const char *folder, struct erasures *out,
                                   struct why *why);
/* Adds to it what the vault knows; nothing where nothing was ever erased. */
MUST_USE enum err erased_list_write(struct store *store, const char *folder, struct why *why);

/* --- erase_again.c: `known` gets what others know */
MUST_USE enum err erasures_take(struct erasures *known, struct store *other);
MUST_USE enum err erasures_take_list(struct erasures *known, struct store *store, const char *beside); /* a file */
MUST_USE enum err erasures_take_newer(struct erasures *known, struct store *store, const char *backup);
/* *cases: how many this vault did not know of. */
MUST_USE enum err erase_again(struct store *store, const struct erasures *known, size_t *cases, struct why *why);
/* By the lists beside the vault and in its folder of backups (NULL, "": none). */
MUST_USE enum err erase_at_opening(struct store *store, const char *backup_folder, bool may_write, struct why *why);

/* --- reduce.c */
/* Empty the sealed fields that are not kept, without the case's key, as far as that goes: what is kept stays sealed as
 * it is. */
MUST_USE enum err reduce_closed(struct save *save, int64_t case_id, const char *kept, struct why *why);

#endif
