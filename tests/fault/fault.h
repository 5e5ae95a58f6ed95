/*
 * What the parts of the fault program share. One program holds them all: it stands between the code under test and the
 * system (calls.c), so that calls fail, power goes or memory ends at a chosen moment, and says after each such moment
 * whether what was reported saved is saved.
 */
#ifndef TOWNKEEP_TESTS_FAULT_H
#define TOWNKEEP_TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "townkeep/store/backup.h"
#include "townkeep/store/store.h"
#include "townkeep/vault/vault.h"

enum { FAULT_PATH_SIZE = 512 };

/* --- calls.c: system calls on files of one folder, made by us and by SQLite alike --- */
enum call { CALL_OPEN, CALL_READ, CALL_WRITE, CALL_TRUNCATE, CALL_SYNC, CALL_UNLINK, CALL_RENAME, CALL_COUNT };

struct fault {
    enum call call;
    int64_t at;      /* the number of the call that fails, from 1 */
    int error;       /* errno; 0 with is_short: fewer bytes, and no error */
    bool is_lasting; /* all calls of the kind from then on */
    bool is_short;   /* half of the bytes go through first */
};
void calls_watch(const char *folder); /* syncs in it are answered, not done: nobody pulls this machine's plug */
void calls_fail(const struct fault *fault);
int64_t calls_end(bool *hit); /* no more faults; how many calls of the kind there were */

/* --- cut.c: what a disk holds when the power goes --- */
/* From now on this process notes what is written and synced in the watched folder. At the `at`-th change the files
 * become what a disk may hold then, chosen by `seed`, and the process is killed. */
void cut_arm(uint64_t seed, int64_t at);
/* A disk that takes no notice of some syncs: for the proof that this harness sees what such a disk loses. */
enum cut_lie { CUT_HONEST, CUT_NO_FOLDER_SYNC, CUT_NO_FILE_SYNC };
void cut_lie(enum cut_lie lie);
bool cut_is_armed(void);
struct cut_file;
struct cut_file *cut_opened(const char *path, bool is_new);
void cut_write(struct cut_file *file, const void *bytes, size_t len, int64_t at);
void cut_truncate(struct cut_file *file, int64_t size);
void cut_sync(struct cut_file *file);
void cut_sync_folder(void);
void cut_unlink(const char *path);
void cut_rename(const char *from, const char *to);

/* --- memory.c --- */
bool memory_start(void); /* before SQLite is used */
void memory_fail(int64_t at, bool is_lasting);
int64_t memory_end(bool *hit);

/* --- chance.c: numbers that a seed repeats, and the rough handling of files --- */
struct chance {
    uint64_t state;
};
uint64_t chance_next(struct chance *chance);
uint64_t chance_below(struct chance *chance, uint64_t bound);
uint8_t *bytes_of(const char *path, size_t *len); /* NULL when there is no such file; the caller frees */
void bytes_put(const char *path, const void *bytes, size_t len);

/* --- place.c: an office on the disk that can be put back as it was --- */
struct office;
struct place {
    struct office *office;
    const char *assets; /* of the vault's tables and words, and these: the office's own, or the program's */
    const struct catalogue *catalogue;
    const struct vocabulary_entry *words;
    size_t word_count;
    struct passphrase *ana, *ben, *cleo; /* Ana's and Cleo's vault; Ben may come */
    char folder[FAULT_PATH_SIZE];        /* of the vault alone; watched by calls.c */
    char copy[FAULT_PATH_SIZE];          /* where a backup goes */
    uint8_t *kept;                       /* the vault as it was made */
    size_t kept_len;
    uint8_t digest[HASH_SIZE]; /* of its rows */
    int64_t party, last_entry; /* one to change, and the entry to undo */
    int64_t archived, referral, cleo_id;
    int64_t entries; /* of the history */
};
void place_begin(struct place *place);
void place_begin_town(struct place *place); /* with the program's own types, and a few stakeholders on its map */
void place_end(struct place *place);
void place_restore(struct place *place); /* the folder holds the kept vault and nothing else */
MUST_USE enum err place_open(struct place *place, const struct passphrase *passphrase, struct why *why);
MUST_USE enum err place_create(struct place *place, struct why *why);
void place_close(struct place *place);
bool place_opens(const struct place *place, const char *path, const struct passphrase *passphrase, struct why *why);
bool place_digest(struct place *place, uint8_t out[HASH_SIZE]); /* false when not all rows can be read */
bool place_is_same(struct place *place);                        /* not a byte of a row differs */
int64_t place_number(struct place *place, const char *sql);     /* first column of the first row; -1 none */
bool place_is_sound(struct place *place, struct why *why);      /* store_verify */

/* Where a step of a migration goes that the kept vault has not taken; place_restore removes it. */
void place_migration_path(const struct place *place, char out[FAULT_PATH_SIZE]);

/* --- actions.c: what an officer does while something fails --- */
struct action {
    const char *name;
    bool is_making;                       /* there is no vault before */
    bool is_of_town;                      /* in the place of place_begin_town */
    bool has_casework;                    /* opened before */
    void (*prepare)(struct place *place); /* files beside the vault; NULL none */
    enum err (*run)(struct place *place, struct record *record, struct why *why);
    void (*give)(struct place *place, struct record *record); /* the record the caller holds; NULL none */
    bool (*is_done)(struct place *place);
    const char *admitted; /* words of the sentence that tells of a change half done; NULL: there must be none */
    bool (*is_undone)(struct place *place);    /* beside equal rows; NULL: nothing more */
    bool (*is_half_fine)(struct place *place); /* of a change in two saves: the first alone may stand; NULL: never */
};
extern const struct action actions[];
extern const size_t action_count;
const struct action *action_at(size_t index); /* of all the files of actions; NULL behind the last */

/* --- the tests: each prints a line for what it did --- */
enum { SAMPLES_ALL = 0 }; /* every call, every allocation, every byte */
struct tally {
    int64_t passed, failed;
    bool is_quiet; /* failures are expected, and not told */
};
void fault_crash(struct tally *tally, int64_t rounds, uint64_t seed);   /* crash.c: kill -9 and power cuts */
void fault_proof(struct tally *tally, int64_t rounds, uint64_t seed);   /* crash.c: what it would not forgive */
void fault_calls(struct tally *tally, int64_t samples, uint64_t seed);  /* loops.c: the N-th call fails */
void fault_memory(struct tally *tally, int64_t samples, uint64_t seed); /* loops.c: the N-th allocation fails */
void fault_damage(struct tally *tally, int64_t samples, uint64_t seed); /* damage.c: flips, cuts, bad headers */
void tally_fail(struct tally *tally, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
