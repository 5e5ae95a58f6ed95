/* Between block.c (the sealed blocks) and journal.c (SQLite's calls). Result codes are SQLite's. */
#ifndef TOWNKEEP_VAULT_BLOCK_IN_H
#define TOWNKEEP_VAULT_BLOCK_IN_H

#include "vault_in.h"

enum {
    BLOCK_SIZE = VAULT_PAGE_SIZE, /* payload, unless the geometry asks for less */
    BLOCK_HEAD_SIZE = 8,          /* in front of the payload, inside the seal */
    BLOCK_SEALED_SIZE = NONCE_SIZE + TAG_SIZE + BLOCK_HEAD_SIZE + BLOCK_SIZE,
    BLOCK_PREFIX_SIZE = 96,
};

struct block {
    uint8_t used[2];
    uint8_t zero[BLOCK_HEAD_SIZE - 2];
    uint8_t payload[BLOCK_SIZE];
};

struct block_memory {
    struct block writing, reading;
    uint8_t sealed[BLOCK_SEALED_SIZE];
};

int block_read_prefix(struct block_file *file);         /* when the file is opened */
int block_begin(struct block_file *file);               /* new content, new salt */
int block_end(struct block_file *file);                 /* the content no longer counts, the file keeps its length */
int block_empty(struct block_file *file);               /* the same, and the file is cut */
void block_forget(struct block_file *file);             /* the same in memory only */
sqlite3_int64 block_place(int payload, int64_t number); /* where a block lies in the file */
int block_know_size(struct block_file *file); /* before anything else is asked of a file that was there before */
int block_put(struct block_file *file); /* seal the block being written, if it has anything new; it stays in memory */
/* Block `number` into the reading place, unless it is in memory; *out is where it is then. */
int block_load(struct block_file *file, int64_t number, struct block **out, bool *is_good);
int block_refuse(struct block_file *file); /* SQLITE_IOERR_DATA, remembered */

/* recovery.c, of a rollback journal found when it was opened */
int recovery_check_end(struct block_file *file); /* SQLite played it back: SQLITE_OK if the vault is whole */
int recovery_check_size(struct block_file *file,
                        const uint8_t *header);   /* its first block: SQLITE_OK if it can be true */
int recovery_check_none(struct block_file *file); /* its beginning is bad: SQLITE_OK if no page was written under it */

#endif
