/*
 * Every other file SQLite opens through the vault: the rollback journal NAME-journal, and statement journals, sorts and
 * temporary tables where they do not stay in memory. SQLite writes these in pieces of any length, so they are a stream
 * of blocks, each 4096 bytes of payload sealed by itself (block.c).
 *
 *     at    size  what
 *     0     8     "TKblocks"
 *     8     16    salt, random; a new one for each new journal, so that blocks of an old one never pass for new
 *     24    24    the nonce the vault's next page would get: a page that carries this one, or a later one of
 *                 the same session, was written after this journal began
 *     48    24    nonce
 *     72    16    tag over nothing, bound to (vault id, kind, salt, 2^64-1, bytes 24..47, 88..95): the prefix is ours
 *     88    8     counter of the freshness map when it began: an old journal put back is refused (freshness.c)
 *     96 + n * 4144, block n:
 *       0   24    nonce
 *       24  16    tag
 *       40  4104  ciphertext of: bytes used 2, zero 6, payload 4096 (zero behind what is used)
 *     bound to each block (not stored): vault id 16, kind of file 8, salt 16, n 8
 *
 *     A journal of 5000 bytes: prefix 0..95, block 0 at 96..4239 (4096 used), block 1 at 4240..8383 (904 used).
 *
 * One block is kept for writing and sealed when SQLite moves on to another one or syncs; one for reading. The sector
 * size told to SQLite is the payload of a block, without powersafe overwrite: it then begins each part of the journal
 * in a block of its own, and a torn block takes only unsynced content with it. SQLite ends a journal it keeps by
 * zeroing its header; here the prefix is zeroed, which lies in one sector and cannot be torn. A rollback journal is the
 * only kind allowed (stock SQLite 3.40 in WAL mode can lose a committed transaction after a savepoint was rolled back;
 * a rollback journal leaves one file at rest).
 *
 * After a crash blocks may be torn or missing. While a journal is played back, blocks that do not authenticate end it,
 * as SQLite expects of a journal that was not synced to its end: trailing ones do not count in the size, reads in
 * others are "short reads", and the one byte and the eight bytes at the start of a sector by which SQLite looks whether
 * a journal (or a further part of it) begins there are zeros. In any other file, and before a crash, a bad block is an
 * I/O error. What makes that leniency safe is recovery.c: if after playing back any page is left that was written under
 * the journal, a part that was needed is lost, by whatever cause; the journal stays, and opening fails.
 *
 * For the same reason one of SQLite's two syncs of the journal is spared. It syncs the records, then writes their count
 * into the header and syncs that, lest the count reach the disk before the records. Here a counted record that is
 * missing is noticed, so both may go in one sync; pages are written only after it.
 */
#include <string.h>

#include "block_in.h"

enum {
    JOURNAL_MAGIC_SIZE = 8,  /* of SQLite's journal header */
    JOURNAL_COUNT_SIZE = 12, /* the magic and, behind it, how many records are synced */
    JOURNAL_ENDED_SIZE = 28, /* zeros SQLite writes over that header to end a journal it keeps */
};

/* SQLite asking "does a journal, or a part of one, begin here?" */
static bool is_probe(const struct block_file *file, int amount, sqlite3_int64 offset)
{
    return (amount == 1 && offset == 0) || (amount == JOURNAL_MAGIC_SIZE && offset % file->block == 0);
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
    int rc = block_know_size(file);

    while (rc == SQLITE_OK && at < end && at < file->size) {
        struct block *block;
        bool is_good;
        int64_t number = at / file->block, within = at % file->block;
        int64_t len = least(least(end, file->size) - at, file->block - within);

        rc = block_load(file, number, &block, &is_good);
        if (rc == SQLITE_OK && is_good)
            memcpy(to, block->payload + within, (size_t)len);
        else if (rc == SQLITE_OK && !file->is_recovering)
            rc = block_refuse(file);
        else if (rc == SQLITE_OK && is_probe(file, amount, offset))
            memset(to, 0, (size_t)len);
        else
            break;
        to += len;
        at += len;
    }
    if (rc != SQLITE_OK || at == end)
        return rc;
    memset(to, 0, (size_t)(end - at));
    return SQLITE_IOERR_SHORT_READ;
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
    rc = block_put(file);
    if (rc != SQLITE_OK)
        return rc;
    file->writing = -1;
    if (is_whole || number * file->block >= file->size) {
        memset(&memory->writing, 0, sizeof memory->writing);
    } else {
        rc = block_load(file, number, &block, &is_good);
        if (rc == SQLITE_OK && !is_good)
            rc = block_refuse(file);
        if (rc != SQLITE_OK)
            return rc;
        memcpy(&memory->writing, block, sizeof *block);
    }
    if (file->reading == number)
        file->reading = -1;
    file->writing = number;
    return SQLITE_OK;
}

static bool is_end_mark(const struct block_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
    static const uint8_t zeros[JOURNAL_ENDED_SIZE];

    return file->kind == FILE_JOURNAL && offset == 0 && amount == JOURNAL_ENDED_SIZE &&
           memcmp(bytes, zeros, sizeof zeros) == 0;
}

/* SQLite writes a part's header with no records counted, the records, syncs, writes the count, and syncs again. Where
 * it relies on the disk to append safely, it says at once that all records count, and syncs once. */
static void note_count(struct block_file *file, const uint8_t *bytes, int amount, sqlite3_int64 offset)
{
    static const uint8_t all[4] = { 0xff, 0xff, 0xff, 0xff };

    if (offset % file->block == 0 && amount == file->block)
        file->is_counted = memcmp(bytes + JOURNAL_MAGIC_SIZE, all, sizeof all) == 0;
    else if (offset % file->block == 0 && amount == JOURNAL_COUNT_SIZE)
        file->is_counted = true;
}

static int block_file_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct block_file *file = (struct block_file *)base;
    const uint8_t *from = bytes;
    int64_t at = offset, end = offset + amount;
    bool begins = file->kind == FILE_JOURNAL && offset == 0 && amount >= file->block;
    int rc = SQLITE_OK;

    if (is_end_mark(file, bytes, amount, offset))
        return block_end(file);
    if (begins || !file->has_prefix)
        rc = block_begin(file);
    if (rc == SQLITE_OK)
        rc = block_know_size(file);
    note_count(file, bytes, amount, offset);
    while (rc == SQLITE_OK && at < end) {
        int64_t number = at / file->block, within = at % file->block, len = least(end - at, file->block - within);

        rc = move_to(file, number, within == 0 && (len == file->block || at + len >= file->size));
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
    int64_t number = size / file->block, within = size % file->block;
    int rc = move_to(file, number, false);

    if (rc == SQLITE_OK) {
        memset(file->memory->writing.payload + within, 0, (size_t)(file->block - within));
        file->is_dirty = true;
    }
    return rc;
}

static int block_file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct block_file *file = (struct block_file *)base;
    int64_t count = (size + file->block - 1) / file->block;
    int rc;

    if (size == 0)
        return block_empty(file);
    rc = block_know_size(file);
    if (rc != SQLITE_OK || size >= file->size)
        return rc;
    if (file->writing >= count) {
        file->is_dirty = false;
        file->writing = -1;
    }
    if (size % file->block != 0)
        rc = cut_block(file, size);
    if (file->reading >= count - 1)
        file->reading = -1;
    if (rc != SQLITE_OK)
        return rc;
    file->size = size;
    if (file->writing == count - 1)
        file->is_dirty = true;
    return file->real->pMethods->xTruncate(file->real, block_place(file->block, count));
}

static int block_file_sync(sqlite3_file *base, int flags)
{
    struct block_file *file = (struct block_file *)base;
    int rc = block_put(file);

    /* Records not yet counted protect nothing, so they need not be durable before their count: see above. A journal
     * found is another matter: whoever wrote it may have died before its sync. */
    if (rc != SQLITE_OK ||
        (file->kind == FILE_JOURNAL && file->has_prefix && !file->is_counted && !file->is_recovering))
        return rc;
    return file->real->pMethods->xSync(file->real, flags);
}

static int block_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct block_file *file = (struct block_file *)base;
    int rc = block_know_size(file);

    *size = rc == SQLITE_OK ? file->size : 0;
    return rc;
}

static int block_file_close(sqlite3_file *base)
{
    struct block_file *file = (struct block_file *)base;
    int rc = file->kind == FILE_TEMPORARY ? SQLITE_OK : block_put(file), closed;

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
    case SQLITE_FCNTL_LOCKSTATE:
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
    return ((struct block_file *)base)->block;
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

int block_file_init(struct block_file *file, struct vault *vault, struct page_file *pages, sqlite3_file *real,
                    enum file_kind kind)
{
    int rc;

    file->memory = sqlite3_malloc((int)sizeof(struct block_memory));
    if (file->memory == NULL)
        return SQLITE_NOMEM;
    file->vault = vault;
    file->pages = pages;
    file->real = real;
    file->kind = kind;
    file->block = vault->geometry.sector;
    file->sealer = kind == FILE_TEMPORARY ? vault->temporaries : vault->journals;
    file->writing = file->reading = -1;
    rc = block_read_prefix(file);
    if (rc != SQLITE_OK) {
        sqlite3_free(file->memory);
        file->memory = NULL;
        return rc;
    }
    file->base.pMethods = &block_methods;
    return SQLITE_OK;
}
