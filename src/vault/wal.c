/*
 * A write-ahead log: SQLite's header of 32 bytes, then frames of a 24-byte head and a page. Each of these is a unit
 * sealed by itself and written once: a torn write never takes with it what an earlier sync made durable, and nothing
 * that was written is read to be written again.
 *
 *     at               size      what
 *     0                72        the log's header: nonce 24, tag 16, ciphertext 32
 *     72 + n * (104 + page size), frame n:
 *       0              64        its head: nonce 24, tag 16, ciphertext 24
 *       64             40 + page its page: nonce 24, tag 16, ciphertext
 *     bound to each (not stored): vault id 16, kind of file 8 (6), salt 8, number of the unit 8. The salt is that of
 *     SQLite's header, which changes whenever the log is begun anew (zero for the header itself); the header is unit 0,
 *     the head of frame n unit 2n + 1, its page unit 2n + 2.
 *
 *     A log of one frame of 4096 bytes: header 0..71, head 72..135, page 136..4271.
 *
 * After a crash the end of a log may be torn or of an earlier log. SQLite finds the end by reading frame after frame
 * from the header on; in those reads a unit that does not authenticate is zeros, which SQLite takes for "not valid",
 * unless this process wrote it. A page read alone is one SQLite knows to be valid: there it is an I/O error.
 *
 * SQLite may write one unit in two parts, with a sync between them, when it pads a commit to the end of a sector: what
 * precedes the sync is then wanted on the disk only as filling. The parts are put together in memory and written when
 * the unit is whole.
 *
 * The program itself keeps a rollback journal (journal.c says why); a vault opened by it refuses to open a log.
 */
#include <string.h>

#include "vault_in.h"

enum {
    LOG_HEADER = 32,
    FRAME_HEAD = 24,
    SEAL_SIZE = NONCE_SIZE + TAG_SIZE,
    PAGE_SIZE_AT = 8,    /* in the log's header, big-endian */
    HEADER_SALT_AT = 16, /* in the log's header */
    HEAD_SALT_AT = 8,    /* in a frame's head */
    SMALLEST_PAGE = 512,
    LARGEST_PAGE = 65536,
    BOUND_SIZE = VAULT_ID_SIZE + 8 + WAL_SALT_SIZE + 8,
};

struct unit {
    int64_t number;
    int64_t start; /* logical */
    int size;      /* logical */
    int64_t place; /* in the file */
};

/* --- where things lie --- */

static int64_t frame_size(const struct wal_file *file)
{
    return FRAME_HEAD + file->page_size;
}

static int64_t sealed_frame_size(const struct wal_file *file)
{
    return frame_size(file) + (int64_t)2 * SEAL_SIZE;
}

static const uint8_t no_salt[WAL_SALT_SIZE];
static const struct unit header_unit = { .size = LOG_HEADER };

/* The unit at a logical place. The page size must be known for places behind the header. */
static struct unit unit_at(const struct wal_file *file, int64_t at)
{
    struct unit unit = header_unit;
    int64_t frame, within;

    if (at < LOG_HEADER)
        return unit;
    frame = (at - LOG_HEADER) / frame_size(file);
    within = (at - LOG_HEADER) % frame_size(file);
    unit.number = 2 * frame + 1;
    unit.start = LOG_HEADER + frame * frame_size(file);
    unit.size = FRAME_HEAD;
    unit.place = LOG_HEADER + SEAL_SIZE + frame * sealed_frame_size(file);
    if (within < FRAME_HEAD)
        return unit;
    unit.number++;
    unit.start += FRAME_HEAD;
    unit.size = (int)file->page_size;
    unit.place += FRAME_HEAD + SEAL_SIZE;
    return unit;
}

/* The logical size of a file of this length; a torn unit at its end does not count. */
static int64_t logical_size(const struct wal_file *file, int64_t length)
{
    int64_t frames, rest;

    if (length < LOG_HEADER + SEAL_SIZE)
        return 0;
    if (file->page_size == 0)
        return LOG_HEADER;
    frames = (length - LOG_HEADER - SEAL_SIZE) / sealed_frame_size(file);
    rest = (length - LOG_HEADER - SEAL_SIZE) % sealed_frame_size(file);
    return LOG_HEADER + frames * frame_size(file) + (rest >= FRAME_HEAD + SEAL_SIZE ? FRAME_HEAD : 0);
}

/* --- units --- */

static void bind_unit(const struct wal_file *file, const struct unit *unit, uint8_t out[BOUND_SIZE])
{
    memcpy(out, file->vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, FILE_WAL, 8);
    memset(out + VAULT_ID_SIZE + 8, 0, WAL_SALT_SIZE);
    if (unit->number > 0)
        memcpy(out + VAULT_ID_SIZE + 8, file->salt, WAL_SALT_SIZE);
    put_le(out + VAULT_ID_SIZE + 8 + WAL_SALT_SIZE, (uint64_t)unit->number, 8);
}

/* A unit as it stands in the file, opened into file->unit, or zeros there. */
static int load_as_bound(struct wal_file *file, const struct unit *unit, bool *is_good)
{
    uint8_t bound[BOUND_SIZE];
    int rc = vault_real_read(file->real, file->sealed, unit->size + SEAL_SIZE, unit->place);

    *is_good = false;
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return rc;
    bind_unit(file, unit, bound);
    *is_good = sealer_open(file->vault->journals, file->unit, file->sealed + SEAL_SIZE, (size_t)unit->size, bound,
                           sizeof bound, file->sealed, file->sealed + NONCE_SIZE) == OK;
    if (!*is_good)
        memset(file->unit, 0, (size_t)unit->size);
    return SQLITE_OK;
}

static uint32_t page_size_in(const uint8_t *header)
{
    const uint8_t *at = header + PAGE_SIZE_AT;
    uint32_t size = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];

    return size >= SMALLEST_PAGE && size <= LARGEST_PAGE && (size & (size - 1)) == 0 ? size : 0;
}

/* Units follow that belong to the log with this salt. Of another log this connection has written nothing. */
static void take_salt(struct wal_file *file, const uint8_t salt[WAL_SALT_SIZE])
{
    if (memcmp(file->salt, salt, WAL_SALT_SIZE) != 0)
        file->written = 0;
    memcpy(file->salt, salt, WAL_SALT_SIZE);
}

/* A page size SQLite has not: nothing can follow, and SQLite takes such a log for none. */
static void take_header(struct wal_file *file, const uint8_t header[LOG_HEADER])
{
    take_salt(file, header + HEADER_SALT_AT);
    file->page_size = page_size_in(header);
}

/* Page size and salt as the file's header has them now: another connection may have begun the log anew. */
static int know_header(struct wal_file *file, bool *is_good)
{
    int rc = load_as_bound(file, &header_unit, is_good);

    if (rc == SQLITE_OK && *is_good)
        take_header(file, file->unit);
    return rc;
}

static int load(struct wal_file *file, const struct unit *unit, bool *is_good)
{
    bool is_known = true;
    int rc = unit->number == 0 ? know_header(file, is_good) : load_as_bound(file, unit, is_good);

    if (rc == SQLITE_OK && !*is_good && unit->number > 0) {
        rc = know_header(file, &is_known);
        if (rc == SQLITE_OK && is_known && file->page_size != 0)
            rc = load_as_bound(file, unit, is_good);
    }
    return rc;
}

static int put(struct wal_file *file, const struct unit *unit, const uint8_t *plain)
{
    uint8_t bound[BOUND_SIZE];
    int rc;

    if (unit->number == 0) {
        take_header(file, plain);
        file->written = 0;
    }
    /* The head of a frame says which log it belongs to, or nothing as long as SQLite has its checksum still to make. */
    if (unit->number % 2 == 1 && memcmp(plain + HEAD_SALT_AT, no_salt, WAL_SALT_SIZE) != 0)
        take_salt(file, plain + HEAD_SALT_AT);
    bind_unit(file, unit, bound);
    sealer_seal(file->vault->journals, file->sealed + SEAL_SIZE, plain, (size_t)unit->size, bound, sizeof bound,
                file->sealed, file->sealed + NONCE_SIZE);
    rc = file->real->pMethods->xWrite(file->real, file->sealed, unit->size + SEAL_SIZE, unit->place);
    if (rc == SQLITE_OK && unit->start + unit->size > file->written)
        file->written = unit->start + unit->size;
    return rc;
}

/* --- SQLite's calls --- */

/* Whether SQLite knows the unit to be valid, and does not look whether it is. */
static bool must_be_good(const struct wal_file *file, const struct unit *unit, int64_t offset)
{
    return (unit->number > 0 && unit->number % 2 == 0 && offset >= unit->start) ||
           unit->start + unit->size <= file->written;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int wal_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct wal_file *file = (struct wal_file *)base;
    bool is_good = true;
    int rc = file->real->pMethods->xFileSize(file->real, size);

    if (rc == SQLITE_OK && file->page_size == 0 && *size >= LOG_HEADER + SEAL_SIZE)
        rc = know_header(file, &is_good);
    *size = rc == SQLITE_OK ? logical_size(file, *size) : 0;
    return rc;
}

static int wal_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct wal_file *file = (struct wal_file *)base;
    uint8_t *to = out;
    sqlite3_int64 size = 0;
    int64_t at = offset, end = offset + amount;
    int rc = wal_size(base, &size);

    while (rc == SQLITE_OK && at < least(end, size)) {
        struct unit unit = unit_at(file, at);
        int64_t len = least(least(end, size), unit.start + unit.size) - at;
        bool is_good;

        rc = load(file, &unit, &is_good);
        if (rc == SQLITE_OK && !is_good && must_be_good(file, &unit, offset))
            rc = SQLITE_IOERR_DATA;
        if (rc != SQLITE_OK)
            break;
        memcpy(to, file->unit + (at - unit.start), (size_t)len);
        to += len;
        at += len;
    }
    if (rc != SQLITE_OK || at >= end)
        return rc;
    memset(to, 0, (size_t)(end - at));
    return SQLITE_IOERR_SHORT_READ;
}

/* A part of a unit joins what came of it before; anything else no SQLite writes. */
static int put_part(struct wal_file *file, const struct unit *unit, const uint8_t *from, int64_t within, int64_t len)
{
    if (within != 0 && (file->joined_unit != unit->number || file->joined != within))
        return SQLITE_IOERR_WRITE;
    memcpy(file->joining + within, from, (size_t)len);
    file->joined_unit = unit->number;
    file->joined = within + len;
    if (file->joined < unit->size)
        return SQLITE_OK;
    file->joined = 0;
    return put(file, unit, file->joining);
}

static int wal_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct wal_file *file = (struct wal_file *)base;
    const uint8_t *from = bytes;
    int64_t at = offset, end = offset + amount;
    bool is_good;
    int rc = SQLITE_OK;

    if (offset >= LOG_HEADER && file->page_size == 0) {
        rc = know_header(file, &is_good);
        if (rc == SQLITE_OK && file->page_size == 0)
            rc = SQLITE_IOERR_WRITE;
    }
    while (rc == SQLITE_OK && at < end) {
        struct unit unit = unit_at(file, at);
        int64_t within = at - unit.start, len = least(end - at, unit.size - within);

        rc = len == unit.size ? put(file, &unit, from) : put_part(file, &unit, from, within, len);
        from += len;
        at += len;
    }
    return rc;
}

/* A unit that would be cut in two stays whole. */
static int wal_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct wal_file *file = (struct wal_file *)base;
    sqlite3_int64 length = 0;
    struct unit unit = header_unit;
    int rc = wal_size(base, &length);

    if (rc != SQLITE_OK || (size > 0 && size >= length))
        return rc;
    file->written = least(file->written, size);
    file->joined = 0;
    if (size == 0)
        file->page_size = 0;
    else
        unit = unit_at(file, size - 1);
    return file->real->pMethods->xTruncate(file->real, size == 0 ? 0 : unit.place + SEAL_SIZE + unit.size);
}

static int wal_sync(sqlite3_file *base, int flags)
{
    struct wal_file *file = (struct wal_file *)base;

    return file->real->pMethods->xSync(file->real, flags);
}

static int wal_close(sqlite3_file *base)
{
    struct wal_file *file = (struct wal_file *)base;

    wipe(file->unit, 2 * (size_t)LARGEST_PAGE);
    sqlite3_free(file->unit);
    file->unit = NULL;
    return file->real->pMethods->xClose(file->real);
}

static int wal_lock(sqlite3_file *base, int level)
{
    struct wal_file *file = (struct wal_file *)base;

    return file->real->pMethods->xLock(file->real, level);
}

static int wal_unlock(sqlite3_file *base, int level)
{
    struct wal_file *file = (struct wal_file *)base;

    return file->real->pMethods->xUnlock(file->real, level);
}

static int wal_check_lock(sqlite3_file *base, int *is_reserved)
{
    struct wal_file *file = (struct wal_file *)base;

    return file->real->pMethods->xCheckReservedLock(file->real, is_reserved);
}

static int wal_control(sqlite3_file *base, int operation, void *argument)
{
    struct wal_file *file = (struct wal_file *)base;

    if (operation != SQLITE_FCNTL_LAST_ERRNO && operation != SQLITE_FCNTL_HAS_MOVED)
        return SQLITE_NOTFOUND;
    return file->real->pMethods->xFileControl(file->real, operation, argument);
}

static int wal_sector_size(sqlite3_file *base)
{
    struct wal_file *file = (struct wal_file *)base;

    return file->real->pMethods->xSectorSize(file->real);
}

static int wal_characteristics(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static const sqlite3_io_methods wal_methods = {
    .iVersion = 1,
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = wal_write,
    .xTruncate = wal_truncate,
    .xSync = wal_sync,
    .xFileSize = wal_size,
    .xLock = wal_lock,
    .xUnlock = wal_unlock,
    .xCheckReservedLock = wal_check_lock,
    .xFileControl = wal_control,
    .xSectorSize = wal_sector_size,
    .xDeviceCharacteristics = wal_characteristics,
};

int wal_file_init(struct wal_file *file, struct vault *vault, sqlite3_file *real)
{
    file->unit = sqlite3_malloc(3 * LARGEST_PAGE + SEAL_SIZE);
    if (file->unit == NULL)
        return SQLITE_NOMEM;
    file->joining = file->unit + LARGEST_PAGE;
    file->sealed = file->joining + LARGEST_PAGE;
    file->vault = vault;
    file->real = real;
    file->base.pMethods = &wal_methods;
    return SQLITE_OK;
}
