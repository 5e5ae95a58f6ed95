/*
 * The main database file as SQLite uses it: what it reads is opened (page.c) and must be the newest of its number
 * (freshness.c), what it writes is sealed, and its locks and syncs are where the map follows.
 *
 * A page that does not authenticate, or is not the newest of its number, is an I/O error, and its number is remembered
 * for the sentence. Three exceptions: a page wholly behind the end of the file reads as SQLite expects (zeros, "short
 * read"); one that SQLite jumped over when the file grew is zeros, if the map knows of none; and the 100-byte look at
 * page 1 that SQLite takes when it opens the file, before it has looked for a journal, gets the geometry every vault
 * has, if a journal stands beside: a crash may have torn page 1, and only playing the journal back mends it. A vault is
 * born with its first page, so a file without any is cut, not empty.
 *
 * Sector size 4096 and no claim of powersafe overwrite: a torn write destroys the whole page, and SQLite must journal
 * it so.
 *
 * A vault of the program is strict: one connection, one page size, a rollback journal. SQLite's own tests, which run on
 * this file, ask for more: any page size, several connections and processes, a write-ahead log and its shared memory.
 */
#include <errno.h>
#include <string.h>

#include "vault_in.h"

static bool stands_beside(const struct vault *vault, const char *ending)
{
    char name[4096];
    int exists = 0;

    return strlen(vault->path) + strlen(ending) < sizeof name &&
           sqlite3_snprintf((int)sizeof name, name, "%s%s", vault->path, ending) != NULL &&
           vault->real_vfs->xAccess(vault->real_vfs, name, SQLITE_ACCESS_EXISTS, &exists) == SQLITE_OK && exists;
}

static bool has_journal(const struct vault *vault)
{
    return stands_beside(vault, "-journal") || (!vault->geometry.is_strict && stands_beside(vault, "-wal"));
}

/* Whether the page with this tag is the newest; asked again when another process may have written it. */
static enum page_age age_of(struct vault *vault, uint64_t number, const uint8_t tag[TAG_SIZE])
{
    enum page_age age = freshness_of(vault, number, tag);
    enum err e = age != PAGE_NEWEST ? freshness_refresh(vault) : OK;

    if (e)
        return e == E_MEMORY ? PAGE_AGE_NO_MEMORY : PAGE_AGE_UNREAD;
    return age != PAGE_NEWEST ? freshness_of(vault, number, tag) : age;
}

/* A page never written, of which the map knows so: SQLite may jump over a page when the file grows. */
static bool is_hole(struct vault *vault, uint64_t number, const uint8_t *page)
{
    static const uint8_t no_tag[TAG_SIZE];

    return memcmp(page_tag(vault, page), no_tag, TAG_SIZE) == 0 && page[0] == 0 &&
           memcmp(page, page + 1, (size_t)vault->geometry.span - 1) == 0 &&
           age_of(vault, number, no_tag) == PAGE_NEWEST;
}

/* Page `number` opened into `out`. Where nothing is written any more, pages are shown though the map be damaged. */
static int read_page(struct page_file *file, uint8_t *out, uint64_t number)
{
    struct vault *vault = file->vault;
    sqlite3_int64 at = vault_page_place(vault, number), end = 0;
    enum page_age age = PAGE_AGE_UNKNOWN;
    uint8_t tag[TAG_SIZE], *page = vault->geometry.span > vault->geometry.page ? file->buffer : out;
    int rc = vault_real_read(file->real, page, vault->geometry.span, at);

    if (rc == SQLITE_IOERR_SHORT_READ) {
        rc = file->real->pMethods->xFileSize(file->real, &end);
        if (rc == SQLITE_OK && end <= at) {
            memset(out, 0, (size_t)vault->geometry.page);
            return SQLITE_IOERR_SHORT_READ;
        }
    }
    if (rc != SQLITE_OK)
        return rc;
    if (is_hole(vault, number, page)) {
        memset(out, 0, (size_t)vault->geometry.page);
        return SQLITE_OK;
    }
    memcpy(tag, page_tag(vault, page), TAG_SIZE);
    vault->is_bad_old = page_open(vault, number, page) == OK;
    if (vault->is_bad_old)
        age = age_of(vault, number, tag);
    if (age == PAGE_NEWEST || (age == PAGE_AGE_UNKNOWN && vault->is_bad_old && vault->is_read_only)) {
        if (page != out)
            memcpy(out, page, (size_t)vault->geometry.page);
        return SQLITE_OK;
    }
    wipe(page, (size_t)vault->geometry.span);
    if (age == PAGE_AGE_UNREAD || age == PAGE_AGE_NO_MEMORY)
        return age == PAGE_AGE_UNREAD ? SQLITE_IOERR_READ : SQLITE_IOERR_NOMEM;
    vault->bad_page = number;
    return SQLITE_IOERR_DATA;
}

/* SQLite reads the counter in page 1 before it trusts its cache, at the beginning of each transaction. It need not be
 * opened anew for that while nobody else has written: a map read anew forgets it (freshness.c). */
static void note_first(struct vault *vault, const uint8_t *plain)
{
    memcpy(vault->first, plain, PAGE_FIRST_SIZE);
    vault->has_first = true;
}

static int page_file_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct page_file *file = (struct page_file *)base;
    int size = file->vault->geometry.page, within = (int)(offset % size), rc;
    uint64_t number = (uint64_t)(offset / size) + 1;

    if (amount == size && within == 0)
        return read_page(file, out, number);
    if (within + amount > size)
        return SQLITE_IOERR_READ;
    if (file->vault->has_first && offset + amount <= PAGE_FIRST_SIZE) {
        memcpy(out, file->vault->first + offset, (size_t)amount);
        return SQLITE_OK;
    }
    rc = read_page(file, file->buffer, number);
    if (rc == SQLITE_IOERR_DATA && offset == 0 && amount == PAGE_FIRST_SIZE && has_journal(file->vault)) {
        file->vault->bad_page = 0;
        page_put_geometry(&file->vault->geometry, out);
        return SQLITE_OK;
    }
    if (rc == SQLITE_OK && number == 1)
        note_first(file->vault, file->buffer);
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
    struct vault *vault = file->vault;
    uint64_t number = (uint64_t)(offset / vault->geometry.page) + 1;
    enum err e;
    int rc;

    if (amount != vault->geometry.page || offset % amount != 0 ||
        (vault->geometry.is_strict && offset == 0 && !is_our_geometry(plain)))
        return SQLITE_IOERR_WRITE;
    page_seal(vault, number, plain, file->buffer);
    e = freshness_note(vault, number, page_tag(vault, file->buffer));
    if (e)
        return e == E_MEMORY ? SQLITE_IOERR_NOMEM : e == E_DAMAGED ? SQLITE_IOERR_DATA : SQLITE_IOERR_READ;
    rc = file->real->pMethods->xWrite(file->real, file->buffer, vault->geometry.span, vault_page_place(vault, number));
    if (number == 1 && rc == SQLITE_OK)
        note_first(vault, plain);
    else if (number == 1)
        vault->has_first = false;
    return rc;
}

/* What has to be in the file before a sync can make it count. */
static int flush_map(struct vault *vault)
{
    if (freshness_flush(vault))
        return SQLITE_OK;
    return errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : errno == ENOMEM ? SQLITE_IOERR_NOMEM : SQLITE_IOERR_WRITE;
}

static int page_file_sync(sqlite3_file *base, int flags)
{
    struct page_file *file = (struct page_file *)base;
    int rc = flush_map(file->vault);

    file->is_syncing = true;
    if (rc == SQLITE_OK)
        rc = file->real->pMethods->xSync(file->real, flags);
    if (rc == SQLITE_OK)
        freshness_settle(file->vault);
    return rc;
}

/* SQLite cuts the file when its save already counts, and syncs no more: a map that speaks of groups no longer there
 * must not be what a crash leaves. */
static int page_file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct page_file *file = (struct page_file *)base;
    struct vault *vault = file->vault;
    uint64_t pages = (uint64_t)(size / vault->geometry.page);
    size_t groups = vault->freshness.group_count;
    int rc = SQLITE_OK;

    freshness_cut(vault, pages);
    vault->has_first = vault->has_first && pages > 0;
    if (vault->freshness.group_count < groups)
        rc = page_file_sync(base, SQLITE_SYNC_NORMAL);
    if (rc != SQLITE_OK)
        return rc;
    return file->real->pMethods->xTruncate(file->real, pages > 0 ? vault_page_place(vault, pages) + vault->geometry.span
                                                                 : PAGES_START);
}

static int page_file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct page_file *file = (struct page_file *)base;
    int rc = file->real->pMethods->xFileSize(file->real, size);
    int64_t rest;
    uint64_t pages = vault_page_count(file->vault, *size, &rest);

    *size = (sqlite3_int64)pages * file->vault->geometry.page + (rest < file->vault->geometry.page ? rest : 0);
    return rc;
}

static int page_file_close(sqlite3_file *base)
{
    struct page_file *file = (struct page_file *)base;

    wipe(file->buffer, (size_t)file->buffer_size);
    sqlite3_free(file->buffer);
    file->buffer = NULL;
    file->vault->has_first = false;
    wipe(file->vault->first, PAGE_FIRST_SIZE);
    return file->real->pMethods->xClose(file->real);
}

/* Another process may have written since the last lock; with a write-ahead log, until everybody is locked out. */
static int page_file_lock(sqlite3_file *base, int level)
{
    struct page_file *file = (struct page_file *)base;
    bool is_first = file->lock == SQLITE_LOCK_NONE || level == SQLITE_LOCK_EXCLUSIVE;
    int rc = file->real->pMethods->xLock(file->real, level);
    enum err e = rc == SQLITE_OK && is_first ? freshness_refresh(file->vault) : OK;

    if (rc == SQLITE_OK)
        file->lock = level;
    return e == OK ? rc : e == E_MEMORY ? SQLITE_IOERR_NOMEM : SQLITE_IOERR_READ;
}

/* Whether the map could be written and, where this connection syncs at all, is durable. */
static int settle_map(struct page_file *file)
{
    int rc = flush_map(file->vault);

    if (rc == SQLITE_OK && file->is_syncing)
        rc = file->real->pMethods->xSync(file->real, SQLITE_SYNC_NORMAL);
    if (rc == SQLITE_OK)
        freshness_settle(file->vault);
    return rc;
}

/* What changed without a sync being asked for. A map whose sync failed waits for the next one. */
static int follow_pages(struct page_file *file)
{
    const struct freshness *freshness = &file->vault->freshness;

    return freshness->is_dirty && !freshness->is_flushed ? settle_map(file) : SQLITE_OK;
}

static int page_file_unlock(sqlite3_file *base, int level)
{
    struct page_file *file = (struct page_file *)base;
    int rc = file->lock > SQLITE_LOCK_SHARED ? follow_pages(file) : SQLITE_OK;
    int unlocked = file->real->pMethods->xUnlock(file->real, level);

    if (unlocked == SQLITE_OK)
        file->lock = level;
    file->is_syncing = false;
    return rc != SQLITE_OK ? rc : unlocked;
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
        return file->vault->geometry.is_strict ? refuse_pragma(argument) : SQLITE_NOTFOUND;
    case SQLITE_FCNTL_VFSNAME:
        *(char **)argument = sqlite3_mprintf("%s", file->vault->vfs_name);
        return SQLITE_OK;
    case SQLITE_FCNTL_PERSIST_WAL:
    case SQLITE_FCNTL_POWERSAFE_OVERWRITE:
    case SQLITE_FCNTL_EXTERNAL_READER:
        if (file->vault->geometry.is_strict)
            return SQLITE_NOTFOUND;
        return file->real->pMethods->xFileControl(file->real, operation, argument);
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_TEMPFILENAME:
        return file->real->pMethods->xFileControl(file->real, operation, argument);
    default:
        return SQLITE_NOTFOUND;
    }
}

static int page_file_sector_size(sqlite3_file *base)
{
    return ((struct page_file *)base)->vault->geometry.sector;
}

static int page_file_characteristics(sqlite3_file *base)
{
    struct page_file *file = (struct page_file *)base;

    /* Only whole pages are written, so that of what the disk promises this holds here too. */
    if (file->vault->geometry.is_strict)
        return 0;
    return file->real->pMethods->xDeviceCharacteristics(file->real) & SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* Shared memory serves a write-ahead log: it holds numbers of pages and where they lie in the log, nothing of them. */
static int page_file_map_shared(sqlite3_file *base, int region, int size, int may_extend, void volatile **out)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xShmMap(file->real, region, size, may_extend, out);
}

/* Whoever let the log's pages into the file lets go of a lock then: see page_file_unlock. */
static int page_file_lock_shared(sqlite3_file *base, int offset, int count, int flags)
{
    struct page_file *file = (struct page_file *)base;
    int rc = SQLITE_OK, locked;

    if ((flags & SQLITE_SHM_UNLOCK) != 0 && (flags & SQLITE_SHM_EXCLUSIVE) != 0)
        rc = follow_pages(file);
    locked = file->real->pMethods->xShmLock(file->real, offset, count, flags);
    if (locked == SQLITE_OK && flags == (SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE) && freshness_refresh(file->vault))
        rc = SQLITE_IOERR_READ;
    return rc != SQLITE_OK ? rc : locked;
}

static void page_file_shared_barrier(sqlite3_file *base)
{
    struct page_file *file = (struct page_file *)base;

    file->real->pMethods->xShmBarrier(file->real);
}

static int page_file_unmap_shared(sqlite3_file *base, int is_deleting)
{
    struct page_file *file = (struct page_file *)base;

    return file->real->pMethods->xShmUnmap(file->real, is_deleting);
}

/* A strict vault has no shared memory; none is mapped into memory. */
#define PAGE_METHODS                                                                                                \
    .xClose = page_file_close, .xRead = page_file_read, .xWrite = page_file_write, .xTruncate = page_file_truncate, \
    .xSync = page_file_sync, .xFileSize = page_file_size, .xLock = page_file_lock, .xUnlock = page_file_unlock,     \
    .xCheckReservedLock = page_file_check_lock, .xFileControl = page_file_control,                                  \
    .xSectorSize = page_file_sector_size, .xDeviceCharacteristics = page_file_characteristics

static const sqlite3_io_methods strict_methods = { .iVersion = 1, PAGE_METHODS };

static const sqlite3_io_methods shared_methods = {
    .iVersion = 2,
    PAGE_METHODS,
    .xShmMap = page_file_map_shared,
    .xShmLock = page_file_lock_shared,
    .xShmBarrier = page_file_shared_barrier,
    .xShmUnmap = page_file_unmap_shared,
};

int page_file_init(struct page_file *file, struct vault *vault, sqlite3_file *real)
{
    file->buffer_size = vault->geometry.span;
    file->buffer = sqlite3_malloc(file->buffer_size);
    if (file->buffer == NULL)
        return SQLITE_NOMEM;
    file->vault = vault;
    file->real = real;
    vault->freshness.is_loaded = vault->freshness.is_dirty; /* what is in the file now, not what was when unlocking */
    file->base.pMethods = vault->geometry.is_strict ? &strict_methods : &shared_methods;
    return SQLITE_OK;
}
