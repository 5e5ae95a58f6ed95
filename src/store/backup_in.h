/* What the files about backups share: the digest of a vault's rows, names of tables, and a copy opened to be read. */
#ifndef TOWNKEEP_STORE_BACKUP_IN_H
#define TOWNKEEP_STORE_BACKUP_IN_H

#include "store_in.h"
#include "townkeep/store/backup.h"

/* --- digest.c */
struct names {
    char **items; /* owned */
    size_t count;
};
/* The first column of what a query finds. */
MUST_USE enum err names_read(struct store *store, const char *sql, struct names *out, struct why *why);
void names_release(struct names *names);

/* Of all rows that are not made from others: every value of the tables whose rows have a number, and how many rows the
 * others have. Two vaults with the same digest hold the same records, the same history and the same heads. Zeroed
 * before the first step. */
struct digest {
    struct names tables;
    size_t at;
    int64_t after, rows;
    uint8_t hash[HASH_SIZE];
};
MUST_USE enum err digest_step(struct store *store, struct digest *digest, int64_t most_rows, bool *over,
                              struct why *why);
void digest_release(struct digest *digest);
/* Of this store, at once. */
MUST_USE enum err digest_take(struct store *store, uint8_t out[HASH_SIZE], struct why *why);

/* --- backup_place.c */
/* Let go of the backups that are not kept, once three of the kept ones were read and found good; the one just made,
 * `name`, is known to be. One that is found damaged is set aside under another name. */
struct rotating;
MUST_USE enum err rotating_begin(struct store *store, const char *folder, const char *name, struct rotating **out,
                                 struct why *why);
MUST_USE enum err rotating_step(struct rotating *rotating, uint64_t most_pages, bool *over);
void rotating_free(struct rotating *rotating);
void backup_clear_leftovers(const struct store *store, const char *folder);
/* The folder is there, and on the disk it was on before. */
MUST_USE enum err backup_check_folder(struct store *store, const char *folder, struct why *why);

/* --- backup_status.c */
MUST_USE enum err backup_count_saves(struct store *store, int64_t *out, struct why *why);
/* A backup made at `at`, when the vault had so many saves, is good. `is_told`: within the save that tells of it. */
MUST_USE enum err backup_note_success(struct store *store, const char *path, int64_t at, int64_t saves, bool is_told,
                                      struct why *why);
void backup_note_old(struct store *store, int64_t at);

/* --- backup.c */
void backup_do_at_once(struct backup_job *job); /* in as few slices as can be */

/* --- backup_copy.c */
/* A copy of the vault as a store of its own, to be read with the same keys. */
MUST_USE enum err copy_open(struct store *store, const char *path, struct store **out, struct why *why);

#endif
