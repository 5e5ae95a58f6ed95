/*
 * Backups: encrypted copies of the vault in a folder on another disk, made in slices while the officer pauses, counted
 * only once they have been read back from the medium, opened and compared; how many are kept; how one is restored, and
 * how that is tried.
 *
 * A backup is called "verified" when the copy was read from the medium itself, every page of it opened, SQLite found
 * its tables sound and every reference in place, every signature and every link of its history held, and its rows came
 * to the same digest as the vault's at the moment of copying. That digest stands in the copy.
 */
#ifndef TOWNKEEP_STORE_BACKUP_H
#define TOWNKEEP_STORE_BACKUP_H

#include "townkeep/store/store.h"

enum { BACKUP_NAME_SIZE = 96, BACKUP_FILES_MAX = 512, BACKUP_DAYS_MAX = 185, BACKUP_FEWEST = 3 };

/* --- which are kept --- */
/* 7 days, 5 weeks and 6 months that have a backup keep their newest one, but none older than 185 days as long as three
 * others are left. `times` in milliseconds, the newest first. A backup dated more than a week ahead, by a clock that
 * was wrong, is let go once three right ones are there. The one just made, `made` (its index; `count` when there is
 * none), is kept whatever its date. *is_old: one is kept only because there would be fewer than three. */
void backup_choose(const int64_t *times, size_t count, size_t made, int64_t now, bool *kept, bool *is_old);

/* --- where they are --- */
/* The name of a backup made at `now`: "office-2026-11-23T081200Z-1f2e3d4c.townkeep": the vault's file name, the moment
 * in UTC, the beginning of the vault's id. Whether a name is one of this vault's, by that id, and of when. */
MUST_USE enum err backup_name(const struct store *store, int64_t now, char out[BACKUP_NAME_SIZE], struct why *why);
bool backup_is_ours(const struct store *store, const char *name, int64_t *at);
/* The same of any vault. */
bool backup_is_one(const char *name, int64_t *at);
struct backup_file {
    char name[BACKUP_NAME_SIZE];
    int64_t at, size;
};
/* The backups in a folder, the newest first; `store` NULL: of any vault. E_NOT_FOUND in words when there is no such
 * folder (the stick is not in). */
MUST_USE enum err backup_list(const struct store *store, const char *folder, struct backup_file **out, size_t *count,
                              struct why *why);
/* Whether both lie on one file system. False too when one of them is not there. */
bool backup_is_same_disk(const char *folder, const char *vault);

/* --- making one --- */
enum backup_reason {
    BACKUP_ASKED,   /* by the officer */
    BACKUP_CLOSING, /* of the program */
    BACKUP_TIMED,   /* in the midst of work: not told in the history */
    BACKUP_BEFORE,  /* something that cannot be undone: not told either, because the tables may be older ones */
};
struct backup_plan {
    const char *folder; /* a name is made, older ones are let go; or */
    const char *file;   /* exactly this file */
    enum backup_reason reason;
};
struct backup_job;
/* The store outlives the job; texts are copied. */
MUST_USE enum err backup_begin(struct store *store, const struct backup_plan *plan, struct backup_job **out,
                               struct why *why);
/* One slice, a few hundredths of a second on an ordinary disk. Nothing is done while a save is open. An error ends the
 * job; the sentence says which step failed. Nothing that failed stays under a backup's name. */
MUST_USE enum err backup_step(struct backup_job *job, bool *over, struct why *why);
/* Large slices, for when somebody waits for it. */
void backup_hurry(struct backup_job *job);
/* Asked in the midst of what cannot be cut into slices: true breaks it off, and it is done again later. */
void backup_let_ask(struct backup_job *job, bool (*is_key_waiting)(void *context), void *context);
/* What goes on, translated, and how much of it is done of 100. */
const char *backup_stage(const struct backup_job *job, int *percent);
const char *backup_path(const struct backup_job *job); /* of the finished backup */
void backup_free(struct backup_job *job);              /* NULL allowed; removes what is not finished */

/* All at once. */
MUST_USE enum err store_backup(struct store *store, const char *path, struct why *why);
/* *name, BACKUP_NAME_SIZE, gets the file's; may be NULL. */
MUST_USE enum err store_backup_to(struct store *store, const char *folder, enum backup_reason reason, char *name,
                                  struct why *why);
/* Before something that cannot be undone (new tables, a merge, an erasure): a verified backup in the folder, or, where
 * there is none or it cannot be reached, an encrypted copy beside the vault: "office.townkeep-before-WORD", WORD in
 * lower case with hyphens. *path, owned by the caller, gets where it is. Fails when neither can be made: then the thing
 * must not be done. Merge and erasure are to call it when they come; opening an older vault does. */
MUST_USE enum err backup_before(struct store *store, const char *folder, const char *word, char **path,
                                struct why *why);

/* --- what is known of them --- */
struct backup_status {
    int64_t at;           /* of the last verified one, 0 never */
    int64_t first_at;     /* of the first */
    int64_t elsewhere_at; /* of the last one on another disk than the vault */
    int64_t failed_at;    /* of the last try, when that failed */
    int64_t drill_at;     /* when restoring was last tried */
    int64_t old_at;       /* of one kept beyond 185 days for want of newer ones; 0 none */
    bool is_changed;      /* something was saved since */
    char failure[400];    /* the sentence of then */
};
MUST_USE enum err backup_status(struct store *store, struct backup_status *out, struct why *why);
/* Remember that a try failed, and why. */
void backup_note_failure(struct store *store, const struct why *failure);

/* --- restoring --- */
struct restore_report {
    int64_t backup_at; /* the newest save in it */
    uint64_t entries, records;
    uint64_t missing; /* saves of the vault at hand that are not in the backup */
    int64_t missing_from, missing_to;
    bool was_compared; /* the vault at hand could be looked at */
    size_t erased;     /* cases that were erased since the backup was made, and so again (a trial: would be) */
};
struct restore {
    const char *backup; /* the file */
    const char *path;   /* the new vault; nothing may stand there */
    const char *live;   /* the vault at hand, to say what the backup lacks; NULL or not there: not compared */
    struct store *open; /* that vault, when it is open already; else NULL */
};
/* `opening` as for store_open, its path left out; the passphrase is the one of the backup's day. The restored vault is
 * checked as a whole, becomes a device of its own, and says in its history where it comes from. Nothing is left at
 * `path` when it fails. E_PASSPHRASE names the day. */
MUST_USE enum err store_restore(const struct restore *restore, const struct store_opening *opening,
                                struct restore_report *out, struct why *why);
/* Try to restore this backup with the keys at hand: into an encrypted file in `scratch`, removed again. Opens it,
 * compares its digest, and a record picked at random with the vault's. Logged, and remembered as the last drill. */
struct drill_job;
MUST_USE enum err drill_begin(struct store *store, const char *backup, const char *scratch, struct drill_job **out,
                              struct why *why);
MUST_USE enum err drill_step(struct drill_job *job, bool *over, struct why *why); /* one slice, as backup_step */
const struct restore_report *drill_report(const struct drill_job *job);
void drill_free(struct drill_job *job); /* NULL allowed; removes the file */
/* All at once. */
MUST_USE enum err store_drill(struct store *store, const char *backup, const char *scratch, struct restore_report *out,
                              struct why *why);

#endif
