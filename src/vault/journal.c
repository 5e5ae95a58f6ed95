/*
 * Every other file SQLite opens through the vault: the rollback journal NAME-journal, and statement journals, sorts and temporary
 * tables where they do not stay in memory. SQLite writes these in pieces of any length, so they are a stream of blocks, each
 * 4096 bytes of payload sealed by itself.
 *
 *     at    size  what
 *     0     8     "TKblocks"
 *     8     16    salt, random; a new one for each new journal, so that blocks of an old one never pass for new
 *     24    24    nonce
 *     48    16    tag over nothing, bound to (vault id, kind, salt, 2^64-1): the prefix is ours
 *     64 + n * 4144, block n:
 *       0   24    nonce
 *       24  16    tag
 *       40  4104  ciphertext of: bytes used 2, zero 6, payload 4096 (zero behind what is used)
 *     bound to each block (not stored): vault id 16, kind of file 8, salt 16, n 8
 *
 *     A journal of 5000 bytes: prefix 0..63, block 0 at 64..4207 (4096 used), block 1 at 4208..8351 (904 used).
 *
 * One block is kept for writing and sealed when SQLite moves on to another one or syncs; one for reading. The sector size told to
 * SQLite is the payload of a block, without powersafe overwrite: it then begins each part of the journal in a block of its own, and
 * a torn block takes only unsynced content with it. A rollback journal is the only kind allowed (stock SQLite 3.40 in
 * WAL mode can lose a committed transaction after a savepoint was rolled back; a rollback journal leaves one file at rest).
 *
 * After a crash the tail may be torn. Leniency, exactly where SQLite cannot recover without it: trailing blocks that do not
 * authenticate do not count in the size; the one byte and the eight bytes at the start of a sector by which SQLite
 * looks whether a journal (or a further part of it) begins there read as zeros from such a block. Everything else in a bad block, and
 * everything missing behind the end that the journal's own synced header promised, is an I/O error: a journal that cannot
 * be played back whole must stop the show, not leave the database half mended.
 */
#include <string.h>

#include "vault_in.h"

enum {
    BLOCK_SIZE = VAULT_PAGE_SIZE,
    HEAD_SIZE = 8, /* in front of the payload, inside the seal */
    SEALED_SIZE = NONCE_SIZE + TAG_SIZE + HEAD_SIZE + BLOCK_SIZE,
    MAGIC_SIZE = 8,
    PREFIX_SIZE = 64,
    BOUND_SIZE = VAULT_ID_SIZE + 8 + SALT_SIZE + 8,
    JOURNAL_MAGIC_SIZE = 8,   /* of SQLite's journal header */
    JOURNAL_ENDED_SIZE = 28,  /* zeros SQLite writes over that header to end a journal it keeps */
    SUPER_NAME_TAIL_SIZE = 16, /* what SQLite reads at the very end */
};

static const uint8_t magic[MAGIC_SIZE + 1] = "TKblocks";

struct block {
    uint8_t used[2];
    uint8_t zero[HEAD_SIZE - 2];
    uint8_t payload[BLOCK_SIZE];
};

struct block_memory {
    struct block writing, reading;
    uint8_t sealed[SEALED_SIZE];
};

_Static_assert(PREFIX_SIZE == MAGIC_SIZE + SALT_SIZE + NONCE_SIZE + TAG_SIZE, "prefix layout");
_Static_assert(sizeof(struct block) == HEAD_SIZE + BLOCK_SIZE, "block layout");

static void bind_block(const struct block_file *file, uint64_t number, uint8_t out[BOUND_SIZE])
{
    memcpy(out, file->vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, (uint64_t)file->kind, 8);
    memcpy(out + VAULT_ID_SIZE + 8, file->salt, SALT_SIZE);
    put_le(out + VAULT_ID_SIZE + 8 + SALT_SIZE, number, 8);
}

static sqlite3_int64 place_of(int64_t number)
{
    return PREFIX_SIZE + number * SEALED_SIZE;
}

static int refuse(struct block_file *file)
{
    if (file->kind == FILE_JOURNAL)
        file->vault->is_journal_bad = true;
    return SQLITE_IOERR_DATA;
}

/* --- prefix ------------------------------------------------------------------------------------------------ */

/* Begin new content: what stood there before no longer counts, wherever its blocks lie. */
static int begin_content(struct block_file *file)
{
    uint8_t prefix[PREFIX_SIZE], bound[BOUND_SIZE], *nonce = prefix + MAGIC_SIZE + SALT_SIZE;
    int rc;

    random_bytes(file->salt, SALT_SIZE);
    file->size = 0;
    file->writing = file->reading = -1;
    file->is_dirty = file->is_recovering = file->is_forged = file->has_prefix = false;
    memcpy(prefix, magic, MAGIC_SIZE);
    memcpy(prefix + MAGIC_SIZE, file->salt, SALT_SIZE);
    bind_block(file, UINT64_MAX, bound);
    sealer_seal(file->sealer, prefix, prefix, 0, bound, sizeof bound, nonce, nonce + NONCE_SIZE);
    rc = file->real->pMethods->xWrite(file->real, prefix, PREFIX_SIZE, 0);
    file->has_prefix = rc == SQLITE_OK;
    return rc;
}

/* What was there when the file was opened. Without our magic it was never synced, and holds nothing. */
static int read_prefix(struct block_file *file)
{
    uint8_t prefix[PREFIX_SIZE], bound[BOUND_SIZE], *nonce = prefix + MAGIC_SIZE + SALT_SIZE;
    int rc = file->real->pMethods->xRead(file->real, prefix, PREFIX_SIZE, 0);

    if (rc == SQLITE_IOERR_SHORT_READ || (rc == SQLITE_OK && memcmp(prefix, magic, MAGIC_SIZE) != 0))
        return SQLITE_OK;
    if (rc != SQLITE_OK)
        return rc;
    memcpy(file->salt, prefix + MAGIC_SIZE, SALT_SIZE);
    bind_block(file, UINT64_MAX, bound);
    file->is_forged = sealer_open(file->sealer, prefix, prefix, 0, bound, sizeof bound, nonce, nonce + NONCE_SIZE) != OK;
    file->has_prefix = file->is_recovering = true;
    file->size = -1;
    return SQLITE_OK;
}

/* --- blocks ------------------------------------------------------------------------------------------------ */

/* Seal the block being written, if it has anything new. It stays in memory. */
static int put_block(struct block_file *file)
{
    struct block_memory *memory = file->memory;
    uint8_t bound[BOUND_SIZE], *nonce = memory->sealed, *tag = nonce + NONCE_SIZE;
    int64_t used = file->size - file->writing * BLOCK_SIZE;
    int rc;

    if (!file->is_dirty)
        return SQLITE_OK;
    put_le(memory->writing.used, (uint64_t)(used < BLOCK_SIZE ? used : BLOCK_SIZE), 2);
    bind_block(file, (uint64_t)file->writing, bound);
    sealer_seal(file->sealer, tag + TAG_SIZE, memory->writing.used, sizeof memory->writing, bound, sizeof bound, nonce, tag);
    rc = file->real->pMethods->xWrite(file->real, memory->sealed, SEALED_SIZE, place_of(file->writing));
    file->is_dirty = rc != SQLITE_OK;
    return rc;
}

/* A block of a temporary file that SQLite jumped over. */
static bool is_hole(const struct block_file *file, const uint8_t *sealed)
{
    return file->kind == FILE_TEMPORARY && sealed[0] == 0 && memcmp(sealed, sealed + 1, SEALED_SIZE - 1) == 0;
}

/* Block `number` from the file into `out`; *is_good tells whether it authenticates. */
static int get_block(struct block_file *file, int64_t number, struct block *out, bool *is_good)
{
    struct block_memory *memory = file->memory;
    uint8_t bound[BOUND_SIZE], *nonce = memory->sealed, *tag = nonce + NONCE_SIZE;
    int rc = file->real->pMethods->xRead(file->real, memory->sealed, SEALED_SIZE, place_of(number));

    *is_good = false;
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return rc;
    bind_block(file, (uint64_t)number, bound);
    *is_good = sealer_open(file->sealer, out->used, tag + TAG_SIZE, sizeof *out, bound, sizeof bound, nonce, tag) == OK ||
               is_hole(file, memory->sealed);
    return SQLITE_OK;
}

/* Block `number` into the reading place, unless it is in memory; *out is where it is then. */
static int load(struct block_file *file, int64_t number, struct block **out, bool *is_good)
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

/* The logical size of a file left by a crash: up to its last block that authenticates. A look at the end reaches at most
 * SUPER_NAME_TAIL_SIZE bytes back; they must be readable too. */
static int find_size(struct block_file *file)
{
    struct block *block;
    sqlite3_int64 end = 0;
    bool is_good = false, is_good_before = true;
    int rc = file->real->pMethods->xFileSize(file->real, &end);
    int64_t count = end > PREFIX_SIZE ? (end - PREFIX_SIZE) / SEALED_SIZE : 0;
    uint64_t used = 0;

    for (; rc == SQLITE_OK && count > 0; count--) {
        rc = load(file, count - 1, &block, &is_good);
        if (rc != SQLITE_OK || !is_good)
            continue;
        used = get_le(block->used, 2);
        is_good_before = true;
        if (used < SUPER_NAME_TAIL_SIZE && count > 1)
            rc = load(file, count - 2, &block, &is_good_before);
        if (is_good_before)
            break;
    }
    if (rc == SQLITE_OK)
        file->size = count > 0 ? (count - 1) * BLOCK_SIZE + (int64_t)used : 0;
    return rc;
}

static int know_size(struct block_file *file)
{
    if (file->is_forged)
        return refuse(file);
    return file->size < 0 ? find_size(file) : SQLITE_OK;
}

/* --- SQLite's calls ------------------------------------------------------------------------------------------ */

/* SQLite asking "does a journal, or a part of one, begin here?" */
static bool is_probe(int amount, sqlite3_int64 offset)
{
    return (amount == 1 && offset == 0) || (amount == JOURNAL_MAGIC_SIZE && offset % BLOCK_SIZE == 0);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int block_file_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct block_file *file = (struct block_file *)base;
    uint8_t *to = out;
    int64_t at = offset, end = offset + amount;
    int rc = know_size(file);

    while (rc == SQLITE_OK && at < end && at < file->size) {
        struct block *block;
        bool is_good;
        int64_t number = at / BLOCK_SIZE, within = at % BLOCK_SIZE;
        int64_t len = least(least(end, file->size) - at, BLOCK_SIZE - within);

        rc = load(file, number, &block, &is_good);
        if (rc == SQLITE_OK && is_good)
            memcpy(to, block->payload + within, (size_t)len);
        else if (rc == SQLITE_OK && is_probe(amount, offset))
            memset(to, 0, (size_t)len);
        else if (rc == SQLITE_OK)
            rc = refuse(file);
        to += len;
        at += len;
    }
    if (rc != SQLITE_OK || at == end)
        return rc;
    memset(to, 0, (size_t)(end - at));
    return file->is_recovering && !is_probe(amount, offset) ? refuse(file) : SQLITE_IOERR_SHORT_READ;
}

/* Make block `number` the one being written; `is_whole` when nothing of it need be kept. */
static int move_to(struct block_file *file, int64_t number, bool is_whole)
{
    struct block_memory *memory = file->memory;
    struct block *block;
    bool is_good = true;
    int rc = SQLITE_OK;

    if (file->writing == number)
        return SQLITE_OK;
    rc = put_block(file);
    if (rc != SQLITE_OK)
        return rc;
    file->writing = -1;
    if (is_whole || number * BLOCK_SIZE >= file->size) {
        memset(&memory->writing, 0, sizeof memory->writing);
    } else {
        rc = load(file, number, &block, &is_good);
        if (rc == SQLITE_OK && !is_good)
            rc = refuse(file);
        if (rc != SQLITE_OK)
            return rc;
        memcpy(&memory->writing, block, sizeof *block);
    }
    if (file->reading == number)
        file->reading = -1;
    file->writing = number;
    return SQLITE_OK;
}

static int block_file_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct block_file *file = (struct block_file *)base;
    const uint8_t *from = bytes;
    int64_t at = offset, end = offset + amount;
    bool begins = file->kind == FILE_JOURNAL && offset == 0 && amount >= BLOCK_SIZE;
    int rc = SQLITE_OK;

    if (begins || !file->has_prefix)
        rc = begin_content(file);
    if (rc == SQLITE_OK)
        rc = know_size(file);
    /* The journal ends: what of it is not in the file yet no longer matters, and the disk may be full. */
    if (file->kind == FILE_JOURNAL && offset == 0 && amount == JOURNAL_ENDED_SIZE && file->writing != 0) {
        file->is_dirty = false;
        file->writing = -1;
    }
    while (rc == SQLITE_OK && at < end) {
        int64_t number = at / BLOCK_SIZE, within = at % BLOCK_SIZE, len = least(end - at, BLOCK_SIZE - within);

        rc = move_to(file, number, within == 0 && (len == BLOCK_SIZE || at + len >= file->size));
        if (rc != SQLITE_OK)
            break;
        memcpy(file->memory->writing.payload + within, from, (size_t)len);
        file->is_dirty = true;
        from += len;
        at += len;
        if (at > file->size)
            file->size = at;
    }
    return rc;
}

static int cut_block(struct block_file *file, int64_t size)
{
    int64_t number = size / BLOCK_SIZE, within = size % BLOCK_SIZE;
    int rc = move_to(file, number, false);

    if (rc == SQLITE_OK) {
        memset(file->memory->writing.payload + within, 0, (size_t)(BLOCK_SIZE - within));
        file->is_dirty = true;
    }
    return rc;
}

static int block_file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct block_file *file = (struct block_file *)base;
    int64_t count = (size + BLOCK_SIZE - 1) / BLOCK_SIZE;
    int rc;

    if (size == 0) {
        file->size = 0;
        file->writing = file->reading = -1;
        file->is_dirty = file->is_recovering = file->is_forged = file->has_prefix = false;
        return file->real->pMethods->xTruncate(file->real, 0);
    }
    rc = know_size(file);
    if (rc != SQLITE_OK || size >= file->size)
        return rc;
    if (file->writing >= count) {
        file->is_dirty = false;
        file->writing = -1;
    }
    if (size % BLOCK_SIZE != 0)
        rc = cut_block(file, size);
    if (file->reading >= count - 1)
        file->reading = -1;
    if (rc != SQLITE_OK)
        return rc;
    file->size = size;
    if (file->writing == count - 1)
        file->is_dirty = true;
    return file->real->pMethods->xTruncate(file->real, place_of(count));
}

static int block_file_sync(sqlite3_file *base, int flags)
{
    struct block_file *file = (struct block_file *)base;
    int rc = put_block(file);

    return rc == SQLITE_OK ? file->real->pMethods->xSync(file->real, flags) : rc;
}

static int block_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct block_file *file = (struct block_file *)base;
    int rc = know_size(file);

    *size = rc == SQLITE_OK ? file->size : 0;
    return rc;
}

static int block_file_close(sqlite3_file *base)
{
    struct block_file *file = (struct block_file *)base;
    int rc = file->kind == FILE_TEMPORARY ? SQLITE_OK : put_block(file), closed;

    wipe(file->memory, sizeof(struct block_memory));
    sqlite3_free(file->memory);
    file->memory = NULL;
    closed = file->real->pMethods->xClose(file->real);
    return rc != SQLITE_OK ? rc : closed;
}

static int block_file_lock(sqlite3_file *base, int level)
{
    struct block_file *file = (struct block_file *)base;

    return file->real->pMethods->xLock(file->real, level);
}

static int block_file_unlock(sqlite3_file *base, int level)
{
    struct block_file *file = (struct block_file *)base;

    return file->real->pMethods->xUnlock(file->real, level);
}

static int block_file_check_lock(sqlite3_file *base, int *is_reserved)
{
    struct block_file *file = (struct block_file *)base;

    return file->real->pMethods->xCheckReservedLock(file->real, is_reserved);
}

static int block_file_control(sqlite3_file *base, int operation, void *argument)
{
    struct block_file *file = (struct block_file *)base;

    switch (operation) {
    case SQLITE_FCNTL_VFSNAME:
        *(char **)argument = sqlite3_mprintf("%s", file->vault->vfs_name);
        return SQLITE_OK;
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_TEMPFILENAME:
        return file->real->pMethods->xFileControl(file->real, operation, argument);
    default:
        return SQLITE_NOTFOUND;
    }
}

static int block_file_sector_size(sqlite3_file *base)
{
    (void)base;
    return BLOCK_SIZE;
}

static int block_file_characteristics(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static const sqlite3_io_methods block_methods = {
    .iVersion = 1,
    .xClose = block_file_close,
    .xRead = block_file_read,
    .xWrite = block_file_write,
    .xTruncate = block_file_truncate,
    .xSync = block_file_sync,
    .xFileSize = block_file_size,
    .xLock = block_file_lock,
    .xUnlock = block_file_unlock,
    .xCheckReservedLock = block_file_check_lock,
    .xFileControl = block_file_control,
    .xSectorSize = block_file_sector_size,
    .xDeviceCharacteristics = block_file_characteristics,
};

int block_file_init(struct block_file *file, struct vault *vault, sqlite3_file *real, enum file_kind kind)
{
    int rc;

    file->memory = sqlite3_malloc((int)sizeof(struct block_memory));
    if (file->memory == NULL)
        return SQLITE_NOMEM;
    file->vault = vault;
    file->real = real;
    file->kind = kind;
    file->sealer = kind == FILE_TEMPORARY ? vault->temporaries : vault->journals;
    file->writing = file->reading = -1;
    rc = read_prefix(file);
    if (rc != SQLITE_OK) {
        sqlite3_free(file->memory);
        file->memory = NULL;
        return rc;
    }
    file->base.pMethods = &block_methods;
    return SQLITE_OK;
}
