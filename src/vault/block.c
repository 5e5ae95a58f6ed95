/*
 * The blocks of a journal or temporary file: sealing and opening them, the prefix that says whose they are, and what a
 * crash left of them. The format and its reasons are told at the head of journal.c, which answers SQLite's calls.
 */
#include <string.h>

#include "block_in.h"

enum {
    MAGIC_SIZE = 8,
    BOUND_SIZE = VAULT_ID_SIZE + 8 + SALT_SIZE + 8,
    SUPER_NAME_TAIL_SIZE = 16,     /* what SQLite reads at the very end */
    KEPT_LENGTH = 4 * 1024 * 1024, /* of a journal between transactions */
};

static const uint8_t magic[MAGIC_SIZE + 1] = "TKblocks";

_Static_assert(sizeof(struct block) == BLOCK_HEAD_SIZE + BLOCK_SIZE, "block layout");

static void bind_block(const struct block_file *file, uint64_t number, uint8_t out[BOUND_SIZE])
{
    memcpy(out, file->vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, (uint64_t)file->kind, 8);
    memcpy(out + VAULT_ID_SIZE + 8, file->salt, SALT_SIZE);
    put_le(out + VAULT_ID_SIZE + 8 + SALT_SIZE, number, 8);
}

/* A block's length without its seal, and with it. */
static size_t block_plain(const struct block_file *file)
{
    return BLOCK_HEAD_SIZE + (size_t)file->block;
}

static int block_sealed(int payload)
{
    return NONCE_SIZE + TAG_SIZE + BLOCK_HEAD_SIZE + payload;
}

sqlite3_int64 block_place(int payload, int64_t number)
{
    return BLOCK_PREFIX_SIZE + number * block_sealed(payload);
}

int block_refuse(struct block_file *file)
{
    if (file->kind == FILE_JOURNAL)
        file->vault->is_journal_bad = true;
    return SQLITE_IOERR_DATA;
}

/* --- prefix --- */

/* The places of the parts in a prefix. */
enum {
    SALT_AT = MAGIC_SIZE,
    PAGE_NONCE_AT = SALT_AT + SALT_SIZE,
    NONCE_AT = PAGE_NONCE_AT + NONCE_SIZE,
    TAG_AT = NONCE_AT + NONCE_SIZE,
    COUNTER_AT = TAG_AT + TAG_SIZE,
    PREFIX_BOUND_SIZE = BOUND_SIZE + NONCE_SIZE + 8
};

_Static_assert(COUNTER_AT + 8 == BLOCK_PREFIX_SIZE, "prefix layout");

void block_forget(struct block_file *file)
{
    file->size = 0;
    file->writing = file->reading = -1;
    file->is_dirty = file->is_recovering = file->is_forged = file->has_prefix = false;
}

static void bind_prefix(const struct block_file *file, const uint8_t *prefix, uint8_t out[PREFIX_BOUND_SIZE])
{
    bind_block(file, UINT64_MAX, out);
    memcpy(out + BOUND_SIZE, prefix + PAGE_NONCE_AT, NONCE_SIZE);
    memcpy(out + BOUND_SIZE + NONCE_SIZE, prefix + COUNTER_AT, 8);
}

/* Saves are told by it which journal they were made under. */
static void note_journal(const struct block_file *file)
{
    if (file->kind == FILE_JOURNAL)
        memcpy(file->vault->freshness.journal_salt, file->salt, SALT_SIZE);
}

static void note_no_journal(const struct block_file *file)
{
    if (file->kind == FILE_JOURNAL)
        memset(file->vault->freshness.journal_salt, 0, SALT_SIZE);
}

/* Begin new content: what stood there before no longer counts, wherever its blocks lie. A journal grown large is cut
 * here and not when it ended, because cutting it must not reach the disk before its end does. */
int block_begin(struct block_file *file)
{
    uint8_t prefix[BLOCK_PREFIX_SIZE] = { 0 }, bound[PREFIX_BOUND_SIZE];
    sqlite3_int64 length = 0;
    int rc = file->real->pMethods->xFileSize(file->real, &length);

    if (rc == SQLITE_OK && length > KEPT_LENGTH)
        rc = file->real->pMethods->xTruncate(file->real, 0);
    if (rc != SQLITE_OK)
        return rc;
    block_forget(file);
    random_bytes(file->salt, SALT_SIZE);
    memcpy(prefix, magic, MAGIC_SIZE);
    memcpy(prefix + SALT_AT, file->salt, SALT_SIZE);
    sealer_next_nonce(file->vault->pages, prefix + PAGE_NONCE_AT);
    put_le(prefix + COUNTER_AT, file->vault->freshness.counter, 8);
    note_journal(file);
    bind_prefix(file, prefix, bound);
    sealer_seal(file->sealer, prefix, prefix, 0, bound, sizeof bound, prefix + NONCE_AT, prefix + TAG_AT);
    rc = file->real->pMethods->xWrite(file->real, prefix, BLOCK_PREFIX_SIZE, 0);
    file->has_prefix = rc == SQLITE_OK;
    return rc;
}

/* The content is void from the next sync on. What of it was not in the file yet need not go there: the disk may be
 * full. */
int block_end(struct block_file *file)
{
    static const uint8_t zeros[BLOCK_PREFIX_SIZE];
    int rc = file->is_recovering && file->kind == FILE_JOURNAL ? recovery_check_end(file) : SQLITE_OK;

    if (rc == SQLITE_OK)
        rc = file->real->pMethods->xWrite(file->real, zeros, BLOCK_PREFIX_SIZE, 0);
    if (rc != SQLITE_OK)
        return rc;
    block_forget(file);
    note_no_journal(file);
    return SQLITE_OK;
}

int block_empty(struct block_file *file)
{
    int rc = file->is_recovering && file->kind == FILE_JOURNAL ? recovery_check_end(file) : SQLITE_OK;

    if (rc != SQLITE_OK)
        return rc;
    block_forget(file);
    note_no_journal(file);
    return file->real->pMethods->xTruncate(file->real, 0);
}

/* What was there when the file was opened. A prefix with neither our magic nor our tag was never synced, and what
 * follows holds nothing; one with only one of them is damaged, and one of an earlier time was put back. */
int block_read_prefix(struct block_file *file)
{
    uint8_t prefix[BLOCK_PREFIX_SIZE], bound[PREFIX_BOUND_SIZE], next[NONCE_SIZE];
    bool has_magic, is_authentic, is_old;
    int rc = vault_real_read(file->real, prefix, BLOCK_PREFIX_SIZE, 0);

    if (rc != SQLITE_OK)
        return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : rc;
    memcpy(file->salt, prefix + SALT_AT, SALT_SIZE);
    memcpy(file->page_nonce, prefix + PAGE_NONCE_AT, NONCE_SIZE);
    sealer_next_nonce(file->vault->pages, next);
    file->found_at =
        memcmp(next, file->page_nonce, NONCE_PREFIX_SIZE) == 0 ? get_le(next + NONCE_PREFIX_SIZE, 8) : UINT64_MAX;
    bind_prefix(file, prefix, bound);
    has_magic = memcmp(prefix, magic, MAGIC_SIZE) == 0;
    is_authentic =
        sealer_open(file->sealer, prefix, prefix, 0, bound, sizeof bound, prefix + NONCE_AT, prefix + TAG_AT) == OK;
    is_old = is_authentic && file->kind == FILE_JOURNAL &&
             !freshness_fits_journal(file->vault, get_le(prefix + COUNTER_AT, 8), file->salt);
    file->is_forged = has_magic != is_authentic || is_old;
    file->has_prefix = file->is_recovering = has_magic || is_authentic;
    file->size = file->has_prefix ? -1 : 0;
    if (is_authentic && !is_old)
        note_journal(file);
    return SQLITE_OK;
}

/* --- blocks --- */

/* Seal the block being written, if it has anything new. It stays in memory. */
int block_put(struct block_file *file)
{
    struct block_memory *memory = file->memory;
    uint8_t bound[BOUND_SIZE], *nonce = memory->sealed, *tag = nonce + NONCE_SIZE;
    int64_t used = file->size - file->writing * file->block;
    int rc;

    if (!file->is_dirty)
        return SQLITE_OK;
    put_le(memory->writing.used, (uint64_t)(used < file->block ? used : file->block), 2);
    bind_block(file, (uint64_t)file->writing, bound);
    sealer_seal(file->sealer, tag + TAG_SIZE, memory->writing.used, block_plain(file), bound, sizeof bound, nonce, tag);
    rc = file->real->pMethods->xWrite(file->real, memory->sealed, block_sealed(file->block),
                                      block_place(file->block, file->writing));
    file->is_dirty = rc != SQLITE_OK;
    return rc;
}

/* A block of a temporary file that SQLite jumped over. */
static bool is_hole(const struct block_file *file, const uint8_t *sealed)
{
    return file->kind == FILE_TEMPORARY && sealed[0] == 0 &&
           memcmp(sealed, sealed + 1, (size_t)block_sealed(file->block) - 1) == 0;
}

/* Block `number` from the file into `out`; *is_good tells whether it authenticates. */
static int get_block(struct block_file *file, int64_t number, struct block *out, bool *is_good)
{
    struct block_memory *memory = file->memory;
    uint8_t bound[BOUND_SIZE], *nonce = memory->sealed, *tag = nonce + NONCE_SIZE;
    int rc = vault_real_read(file->real, memory->sealed, block_sealed(file->block), block_place(file->block, number));

    *is_good = false;
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return rc;
    bind_block(file, (uint64_t)number, bound);
    *is_good = sealer_open(file->sealer, out->used, tag + TAG_SIZE, block_plain(file), bound, sizeof bound, nonce,
                           tag) == OK ||
               is_hole(file, memory->sealed);
    return SQLITE_OK;
}

/* Block `number` into the reading place, unless it is in memory; *out is where it is then. */
int block_load(struct block_file *file, int64_t number, struct block **out, bool *is_good)
{
    struct block_memory *memory = file->memory;
    int rc;

    *is_good = true;
    *out = number == file->writing ? &memory->writing : &memory->reading;
    if (number == file->writing || number == file->reading)
        return SQLITE_OK;
    file->reading = -1;
    rc = get_block(file, number, &memory->reading, is_good);
    if (rc == SQLITE_OK && *is_good)
        file->reading = number;
    return rc;
}

/* The logical size of a file left by a crash: up to its last block that authenticates. A look at the end reaches at
 * most SUPER_NAME_TAIL_SIZE bytes back; they must be readable too. */
static int find_size(struct block_file *file)
{
    struct block *block;
    sqlite3_int64 end = 0;
    bool is_good = false, is_good_before = true;
    int rc = file->real->pMethods->xFileSize(file->real, &end);
    int64_t count = end > BLOCK_PREFIX_SIZE ? (end - BLOCK_PREFIX_SIZE) / block_sealed(file->block) : 0;
    uint64_t used = 0;

    for (; rc == SQLITE_OK && count > 0; count--) {
        rc = block_load(file, count - 1, &block, &is_good);
        if (rc != SQLITE_OK || !is_good)
            continue;
        used = get_le(block->used, 2);
        is_good_before = true;
        if (used < SUPER_NAME_TAIL_SIZE && count > 1)
            rc = block_load(file, count - 2, &block, &is_good_before);
        if (is_good_before)
            break;
    }
    if (rc == SQLITE_OK)
        file->size = count > 0 ? (count - 1) * file->block + (int64_t)used : 0;
    return rc;
}

/* A journal without its beginning is no journal to SQLite: right if a crash tore it before any page was written, else
 * damage. */
static int check_beginning(struct block_file *file)
{
    struct block *block;
    bool is_good = false;
    int rc = block_load(file, 0, &block, &is_good);

    if (rc != SQLITE_OK || file->kind != FILE_JOURNAL)
        return rc;
    return is_good ? recovery_check_size(file, block->payload) : recovery_check_none(file);
}

int block_know_size(struct block_file *file)
{
    int rc = SQLITE_OK;

    /* Another connection may have begun a journal in the file this one keeps open, and died. */
    if (file->kind == FILE_JOURNAL && !file->has_prefix)
        rc = block_read_prefix(file);
    if (rc != SQLITE_OK)
        return rc;
    if (file->is_forged)
        return block_refuse(file);
    if (file->size < 0)
        rc = check_beginning(file);
    return rc == SQLITE_OK && file->size < 0 ? find_size(file) : rc;
}
