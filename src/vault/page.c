/*
 * The main database file: SQLite's 4096-byte pages, each sealed by itself. SQLite is told to leave 40 bytes at the end
 * of every page alone (byte 20 of page 1); nonce and tag go there, so a page in the file is as long as a page in
 * memory, aligned to the disk's sectors, and is read straight into SQLite's cache and opened in place.
 *
 *     page n (from 1) lies at 16384 + (n - 1) * 4096:
 *     at    size  what
 *     0     4056  ciphertext of the page's content
 *     4056  24    nonce: 16 random bytes of the session that wrote it, 8 of a counter
 *     4080  16    tag
 *     bound (not stored): vault id 16, kind of file 8 (1), n 8
 *
 *     Page 3 of a vault: bytes 24576..28631 ciphertext, 28632..28655 nonce, 28656..28671 tag.
 *
 * A page that does not authenticate is an I/O error, and its number is remembered for the sentence. Two exceptions:
 * a page wholly behind the end of the file reads as SQLite expects (zeros, "short read"); and the 100-byte look at page
 * 1 that SQLite takes when it opens the file, before it has looked for a journal, gets the geometry every vault has, if
 * a journal stands beside: a crash may have torn page 1, and only playing the journal back mends it. A vault is born
 * with its first page, so a file without any is cut, not empty.
 *
 * Sector size 4096 and no claim of powersafe overwrite: a torn write destroys the whole page, and SQLite must journal
 * it so. XChaCha20-Poly1305 with aligned pages costs about half of what uniform blocks for every file cost, and opens
 * on any machine.
 */
#include <string.h>

#include "vault_in.h"

enum {
    BOUND_SIZE = VAULT_ID_SIZE + 8 + 8,
    LOCK_BYTES_AT = 0x40000000, /* where SQLite locks, and therefore never writes */
    PROBE_SIZE = 100,           /* SQLite's file header */
};

static void bind_page(const struct vault *vault, uint64_t number, uint8_t out[BOUND_SIZE])
{
    memcpy(out, vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, FILE_PAGES, 8);
    put_le(out + VAULT_ID_SIZE + 8, number, 8);
}

sqlite3_int64 vault_page_place(uint64_t number)
{
    return PAGES_START + (sqlite3_int64)(number - 1) * VAULT_PAGE_SIZE;
}

enum err page_open(struct vault *vault, uint64_t number, uint8_t page[VAULT_PAGE_SIZE])
{
    uint8_t bound[BOUND_SIZE], *nonce = page + PAGE_CONTENT, *tag = nonce + NONCE_SIZE;

    bind_page(vault, number, bound);
    if (sealer_open(vault->pages, page, page, PAGE_CONTENT, bound, sizeof bound, nonce, tag))
        return E_DAMAGED;
    memset(nonce, 0, VAULT_RESERVED);
    return OK;
}

void page_seal(struct vault *vault, uint64_t number, const uint8_t *plain, uint8_t page[VAULT_PAGE_SIZE])
{
    uint8_t bound[BOUND_SIZE], *nonce = page + PAGE_CONTENT, *tag = nonce + NONCE_SIZE;

    bind_page(vault, number, bound);
    sealer_seal(vault->pages, page, plain, PAGE_CONTENT, bound, sizeof bound, nonce, tag);
}

/* What a reader must know before it can read anything: SQLite's file format, section 1.3. */
static void put_geometry(uint8_t plain[PROBE_SIZE])
{
    memset(plain, 0, PROBE_SIZE);
    memcpy(plain, "SQLite format 3", 16);
    plain[16] = VAULT_PAGE_SIZE >> 8;
    plain[18] = plain[19] = 1; /* rollback journal */
    plain[20] = VAULT_RESERVED;
    plain[21] = 64;
    plain[22] = plain[23] = 32;
    plain[31] = 1; /* pages */
}

void page_make_first(uint8_t plain[VAULT_PAGE_SIZE])
{
    memset(plain, 0, VAULT_PAGE_SIZE);
    put_geometry(plain);
    plain[100] = 0x0d; /* an empty table leaf, its cells beginning at the end of the content */
    plain[105] = PAGE_CONTENT >> 8;
    plain[106] = PAGE_CONTENT & 0xff;
}

bool page_is_never_written(uint64_t number)
{
    return number == LOCK_BYTES_AT / VAULT_PAGE_SIZE + 1;
}

static bool has_journal(const struct vault *vault)
{
    char name[4096];
    int exists = 0;

    return strlen(vault->path) + sizeof "-journal" <= sizeof name &&
           sqlite3_snprintf((int)sizeof name, name, "%s-journal", vault->path) != NULL &&
           vault->real_vfs->xAccess(vault->real_vfs, name, SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK && exists;
}

/* Page `number` opened into `out`. */
static int read_page(struct page_file *file, uint8_t *out, uint64_t number)
{
    sqlite3_int64 at = vault_page_place(number), end = 0;
    int rc = vault_real_read(file->real, out, VAULT_PAGE_SIZE, at);

    if (rc == SQLITE_IOERR_SHORT_READ) {
        rc = file->real->pMethods->xFileSize(file->real, &end);
        if (rc == SQLITE_OK && end <= at)
            return SQLITE_IOERR_SHORT_READ;
    }
    if (rc == SQLITE_OK && page_open(file->vault, number, out)) {
        file->vault->bad_page = number;
        rc = SQLITE_IOERR_DATA;
    }
    return rc;
}

static int page_file_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct page_file *file = (struct page_file *)base;
    int within = (int)(offset % VAULT_PAGE_SIZE), rc;
    uint64_t number = (uint64_t)(offset / VAULT_PAGE_SIZE) + 1;

    if (amount == VAULT_PAGE_SIZE && within == 0)
        return read_page(file, out, number);
    if (within + amount > VAULT_PAGE_SIZE)
        return SQLITE_IOERR_READ;
    rc = read_page(file, file->buffer, number);
    if (rc == SQLITE_IOERR_DATA && offset == 0 && amount == PROBE_SIZE && has_journal(file->vault)) {
        file->vault->bad_page = 0;
        put_geometry(out);
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK || rc == SQLITE_IOERR_SHORT_READ)
        memcpy(out, file->buffer + within, (size_t)amount);
    return rc;
}

/* A page 1 without our reserved bytes, or for a write-ahead log, would make the vault unreadable. */
static bool is_our_geometry(const uint8_t *plain)
{
    return plain[16] == VAULT_PAGE_SIZE >> 8 && plain[17] == 0 && plain[18] == 1 && plain[19] == 1 &&
           plain[20] == VAULT_RESERVED;
}

static int page_file_write(sqlite3_file *base, const void *plain, int amount, sqlite3_int64 offset)
{
    struct page_file *file = (struct page_file *)base;

    if (amount != VAULT_PAGE_SIZE || offset % VAULT_PAGE_SIZE != 0 || (offset == 0 && !is_our_geometry(plain)))
        return SQLITE_IOERR_WRITE;
    page_seal(file->vault, (uint64_t)(offset / VAULT_PAGE_SIZE) + 1, plain, file->buffer);
    return file->real->pMethods->xWrite(file->real, file->buffer, VAULT_PAGE_SIZE, PAGES_START + offset);
}

static int page_file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xTruncate(file->real, PAGES_START + size);
}

static int page_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct page_file *file = (struct page_file *)base;
    int rc = file->real->pMethods->xFileSize(file->real, size);

    *size = *size > PAGES_START ? *size - PAGES_START : 0;
    return rc;
}

static int page_file_close(sqlite3_file *base)
{
    struct page_file *file = (struct page_file *)base;

    wipe(file->buffer, VAULT_PAGE_SIZE);
    sqlite3_free(file->buffer);
    file->buffer = NULL;
    file->vault->main_file = NULL;
    return file->real->pMethods->xClose(file->real);
}

static int page_file_sync(sqlite3_file *base, int flags)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xSync(file->real, flags);
}

static int page_file_lock(sqlite3_file *base, int level)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xLock(file->real, level);
}

static int page_file_unlock(sqlite3_file *base, int level)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xUnlock(file->real, level);
}

static int page_file_check_lock(sqlite3_file *base, int *is_reserved)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xCheckReservedLock(file->real, is_reserved);
}

/* Settings that would make the vault unreadable: a write-ahead log needs shared memory this file does not offer, and
 * SQLite marks page 1 before noticing; pages of another size have no place in the file. */
static const struct {
    const char *name, *value; /* NULL: any value */
    const char *reason;
} refused[] = {
    { "journal_mode", "wal", "a vault keeps a rollback journal" },
    { "page_size", NULL, "the pages of a vault have one size" },
};

static int refuse_pragma(char **argument)
{
    for (size_t i = 0; argument[2] != NULL && i < sizeof refused / sizeof refused[0]; i++) {
        if (sqlite3_stricmp(argument[1], refused[i].name) != 0 ||
            (refused[i].value != NULL && sqlite3_stricmp(argument[2], refused[i].value) != 0))
            continue;
        argument[0] = sqlite3_mprintf("%s", refused[i].reason);
        return SQLITE_ERROR;
    }
    return SQLITE_NOTFOUND;
}

/* What is passed on speaks of the file as a whole; sizes, chunks and mapping would be of the wrong bytes. */
static int page_file_control(sqlite3_file *base, int operation, void *argument)
{
    struct page_file *file = (struct page_file *)base;

    switch (operation) {
    case SQLITE_FCNTL_PRAGMA:
        return refuse_pragma(argument);
    case SQLITE_FCNTL_VFSNAME:
        *(char **)argument = sqlite3_mprintf("%s", file->vault->vfs_name);
        return SQLITE_OK;
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_HAS_MOVED:
        return file->real->pMethods->xFileControl(file->real, operation, argument);
    default:
        return SQLITE_NOTFOUND;
    }
}

static int page_file_sector_size(sqlite3_file *base)
{
    (void)base;
    return VAULT_PAGE_SIZE;
}

static int page_file_characteristics(sqlite3_file *base)
{
    (void)base;
    return 0;
}

static const sqlite3_io_methods page_methods = {
    .iVersion = 1, /* no shared memory, no mapping */
    .xClose = page_file_close,
    .xRead = page_file_read,
    .xWrite = page_file_write,
    .xTruncate = page_file_truncate,
    .xSync = page_file_sync,
    .xFileSize = page_file_size,
    .xLock = page_file_lock,
    .xUnlock = page_file_unlock,
    .xCheckReservedLock = page_file_check_lock,
    .xFileControl = page_file_control,
    .xSectorSize = page_file_sector_size,
    .xDeviceCharacteristics = page_file_characteristics,
};

int page_file_init(struct page_file *file, struct vault *vault, sqlite3_file *real)
{
    file->buffer = sqlite3_malloc(VAULT_PAGE_SIZE);
    if (file->buffer == NULL)
        return SQLITE_NOMEM;
    file->vault = vault;
    file->real = real;
    vault->main_file = file;
    file->base.pMethods = &page_methods;
    return SQLITE_OK;
}
