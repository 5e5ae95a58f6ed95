/*
 * One file of SQLite's test suite: the product's file behind it, and what the suite asks beyond what that answers.
 * Pages of another size than the file's, and parts of pages, are put together from whole ones.
 */
#include <stdlib.h>
#include <string.h>

#include "../../src/vault/block_in.h"
#include "suite_in.h"

enum { LARGEST_PAGE = 65536 };

static struct suite_file *file_of(sqlite3_file *base)
{
    return (struct suite_file *)base;
}

static sqlite3_file *inner_of(struct suite_file *file)
{
    return file->kind == FOREIGN ? file->real : &file->inner.page.base;
}

static const sqlite3_io_methods *methods_of(struct suite_file *file)
{
    return inner_of(file)->pMethods;
}

/* The buffer of a database file follows its page size. */
static bool fit_buffer(struct suite_file *file)
{
    struct page_file *page = &file->inner.page;
    uint8_t *more;
    int size;

    if (file->kind != SQLITE_OPEN_MAIN_DB || page->buffer_size >= page->vault->geometry.span)
        return true;
    size = page->vault->geometry.span;
    more = sqlite3_realloc(page->buffer, size);
    if (more == NULL)
        return false;
    page->buffer = more;
    page->buffer_size = size;
    return true;
}

static bool is_power_of_two(int64_t value)
{
    return (value & (value - 1)) == 0;
}

/* An empty file takes the page size of the first write. */
static bool begin_content(struct suite_file *file, int amount)
{
    struct store *store = file->store;
    sqlite3_int64 size = 0;

    if (file->kind != SQLITE_OPEN_MAIN_DB)
        return true;
    if (store->has_mark && (methods_of(file)->xFileSize(inner_of(file), &size) != SQLITE_OK || size > 0))
        return true;
    if (file->is_view)
        store_set_page(store->vault, SECTOR);
    else if (amount >= SECTOR && amount <= LARGEST_PAGE && is_power_of_two(amount))
        store_set_page(store->vault, amount);
    store_empty(store);
    store_write_mark(store);
    store->has_mark = true;
    return fit_buffer(file);
}

/* The length of the unit SQLite may write alone, and where the one at `offset` begins. */
static int64_t unit_of(const struct suite_file *file, sqlite3_int64 offset, sqlite3_int64 *start)
{
    const struct wal_file *log = &file->inner.wal;
    enum { LOG_HEADER = 32, FRAME_HEAD = 24 };
    int64_t frame, within;

    if (file->kind == SQLITE_OPEN_MAIN_DB) {
        int size = file->store->vault->geometry.page;

        *start = offset / size * size;
        return size;
    }
    *start = 0;
    if (offset < LOG_HEADER || log->page_size == 0)
        return LOG_HEADER;
    frame = (offset - LOG_HEADER) / (FRAME_HEAD + log->page_size);
    within = (offset - LOG_HEADER) % (FRAME_HEAD + log->page_size);
    *start = LOG_HEADER + frame * (FRAME_HEAD + log->page_size) + (within < FRAME_HEAD ? 0 : FRAME_HEAD);
    return within < FRAME_HEAD ? FRAME_HEAD : log->page_size;
}

/* What no pager writes: a part of a unit. The rest of it is read, and it is written whole. */
static int write_in_units(struct suite_file *file, const uint8_t *from, int amount, sqlite3_int64 offset)
{
    const sqlite3_io_methods *methods = methods_of(file);
    uint8_t *whole = sqlite3_malloc(LARGEST_PAGE);
    sqlite3_int64 size; /* asking for it makes a log look at its header */
    int rc = whole == NULL ? SQLITE_NOMEM : methods->xFileSize(inner_of(file), &size);

    while (rc == SQLITE_OK && amount > 0) {
        sqlite3_int64 start;
        int64_t unit = unit_of(file, offset, &start);
        int len = (int)(unit - (offset - start));

        if (len <= 0) {
            rc = SQLITE_IOERR_WRITE;
            break;
        }
        if (len > amount)
            len = amount;
        memset(whole, 0, (size_t)unit);
        if (len < unit)
            (void)methods->xRead(inner_of(file), whole, (int)unit, start);
        memcpy(whole + (offset - start), from, (size_t)len);
        rc = methods->xWrite(inner_of(file), whole, (int)unit, start);
        from += len;
        offset += len;
        amount -= len;
    }
    sqlite3_free(whole);
    return rc;
}

/* The suite's crash simulator stands above us and ends the process. What it writes then is what a crash leaves: it must
 * be in the file without a sync. */
static bool is_crash_simulated(void)
{
    return sqlite3_vfs_find("crash") != NULL;
}

/* What the file keeps in memory until a sync. */
void file_flush(struct suite_file *file)
{
    if (file->kind == SQLITE_OPEN_MAIN_JOURNAL || file->kind == SQLITE_OPEN_SUPER_JOURNAL)
        (void)block_put(&file->inner.block);
    else if (file->kind == SQLITE_OPEN_MAIN_DB && file->store->vault->freshness.is_dirty &&
             freshness_flush(file->store->vault))
        freshness_settle(file->store->vault);
}

static bool is_page(const struct vault *vault, int amount, sqlite3_int64 offset)
{
    return amount == vault->geometry.page && offset % amount == 0;
}

static int suite_write(sqlite3_file *base, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct suite_file *file = file_of(base);
    int rc = SQLITE_IOERR_NOMEM;

    suite_enter();
    if (fit_buffer(file) && begin_content(file, amount)) {
        rc = SQLITE_IOERR_WRITE;
        if (file->kind == SQLITE_OPEN_WAL
                ? !file->is_view
                : file->kind != SQLITE_OPEN_MAIN_DB || is_page(file->store->vault, amount, offset))
            rc = methods_of(file)->xWrite(inner_of(file), bytes, amount, offset);
        if (rc == SQLITE_IOERR_WRITE && (file->kind == SQLITE_OPEN_MAIN_DB || file->kind == SQLITE_OPEN_WAL))
            rc = write_in_units(file, bytes, amount, offset);
    }
    if (is_crash_simulated())
        file_flush(file);
    suite_leave();
    return rc;
}

/* Pages of several units are read one by one. */
static int read_in_units(struct suite_file *file, uint8_t *to, int amount, sqlite3_int64 offset)
{
    int page = file->store->vault->geometry.page, rc = SQLITE_OK;

    while (rc == SQLITE_OK && amount > 0) {
        int len = page - (int)(offset % page);

        if (len > amount)
            len = amount;
        rc = methods_of(file)->xRead(inner_of(file), to, len, offset);
        if (rc == SQLITE_IOERR_SHORT_READ)
            memset(to + len, 0, (size_t)(amount - len));
        to += len;
        offset += len;
        amount -= len;
    }
    return rc;
}

/* Some of the suite's VFSs cut a database into several files and lock only the first: another process may have begun
 * one of the others anew. */
static int read_pages(struct suite_file *file, uint8_t *to, int amount, sqlite3_int64 offset)
{
    int rc = read_in_units(file, to, amount, offset);

    if (rc != SQLITE_IOERR_DATA || file->inner.page.lock != SQLITE_LOCK_NONE || file->store->vault->freshness.is_dirty)
        return rc;
    store_look_again(file->store);
    return read_in_units(file, to, amount, offset);
}

static int suite_read(sqlite3_file *base, void *out, int amount, sqlite3_int64 offset)
{
    struct suite_file *file = file_of(base);
    int rc = SQLITE_IOERR_NOMEM;

    suite_enter();
    if (!fit_buffer(file))
        rc = SQLITE_IOERR_NOMEM;
    else if (file->kind != SQLITE_OPEN_MAIN_DB)
        rc = methods_of(file)->xRead(inner_of(file), out, amount, offset);
    else if (file->store->has_mark)
        rc = read_pages(file, out, amount, offset);
    else {
        memset(out, 0, (size_t)amount);
        rc = SQLITE_IOERR_SHORT_READ;
    }
    suite_leave();
    return rc;
}

static int suite_close(sqlite3_file *base)
{
    struct suite_file *file = file_of(base), **link = &suite.files;
    int rc;

    suite_enter();
    while (*link != file)
        link = &(*link)->next;
    *link = file->next;
    rc = methods_of(file)->xClose(inner_of(file));
    store_drop(file->store);
    free(file->path);
    file->path = NULL;
    suite_leave();
    return rc;
}

/* The same content in pages of another size: SQLite's may have become smaller than the file's (VACUUM, a backup). */
static int repack(struct suite_file *file, sqlite3_int64 size, int page)
{
    struct vault *vault = file->store->vault;
    uint8_t *content = malloc((size_t)size);
    int rc = content == NULL ? SQLITE_NOMEM : read_in_units(file, content, (int)size, 0);

    if (rc == SQLITE_OK)
        rc = methods_of(file)->xTruncate(inner_of(file), 0);
    if (rc == SQLITE_OK) {
        store_empty(file->store);
        store_set_page(vault, page);
        store_write_mark(file->store);
        for (sqlite3_int64 at = 0; rc == SQLITE_OK && at < size; at += page)
            rc = methods_of(file)->xWrite(inner_of(file), content + at, page, at);
    }
    free(content);
    return rc;
}

static int suite_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct suite_file *file = file_of(base);
    int rc = SQLITE_OK;

    suite_enter();
    if (file->kind == SQLITE_OPEN_MAIN_DB && file->store->has_mark) {
        int page = file->store->vault->geometry.page, smaller = page;

        while (size % smaller != 0 && smaller > SECTOR)
            smaller /= 2;
        size = (size + smaller - 1) / smaller * smaller;
        if (smaller != page)
            rc = repack(file, size, smaller);
    }
    if (rc == SQLITE_OK && (file->kind != SQLITE_OPEN_MAIN_DB || file->store->has_mark))
        rc = methods_of(file)->xTruncate(inner_of(file), size);
    if (is_crash_simulated())
        file_flush(file);
    suite_leave();
    return rc;
}

static int suite_size(sqlite3_file *base, sqlite3_int64 *size)
{
    struct suite_file *file = file_of(base);
    int rc = SQLITE_OK;

    suite_enter();
    *size = 0;
    if (file->kind != SQLITE_OPEN_MAIN_DB || file->store->has_mark)
        rc = methods_of(file)->xFileSize(inner_of(file), size);
    suite_leave();
    return rc;
}

/* Whether another connection of this process holds a lock: then the file is as we know it. */
static bool is_locked_here(const struct store *store)
{
    for (struct suite_file *file = suite.files; file != NULL; file = file->next)
        if (file->store == store && file->kind == SQLITE_OPEN_MAIN_DB && file->inner.page.lock > SQLITE_LOCK_NONE)
            return true;
    return false;
}

static int suite_lock(sqlite3_file *base, int level)
{
    struct suite_file *file = file_of(base);
    int rc;

    suite_enter();
    if (file->kind == SQLITE_OPEN_MAIN_DB && !file->store->vault->freshness.is_dirty && !is_locked_here(file->store))
        store_look_again(file->store);
    rc = methods_of(file)->xLock(inner_of(file), level);
    suite_leave();
    return rc;
}

/* The other calls go through as they are. */
#define CALL(NAME, PARAMETERS, ...)                              \
    static int suite_##NAME PARAMETERS                           \
    {                                                            \
        struct suite_file *file = file_of(base);                 \
        int rc;                                                  \
                                                                 \
        suite_enter();                                           \
        rc = methods_of(file)->NAME(inner_of(file) __VA_ARGS__); \
        suite_leave();                                           \
        return rc;                                               \
    }

#define AND ,
CALL(xSync, (sqlite3_file * base, int flags), AND flags)
CALL(xUnlock, (sqlite3_file * base, int level), AND level)
CALL(xCheckReservedLock, (sqlite3_file * base, int *out), AND out)
CALL(xFileControl, (sqlite3_file * base, int operation, void *argument), AND operation AND argument)
CALL(xSectorSize, (sqlite3_file * base), )
CALL(xDeviceCharacteristics, (sqlite3_file * base), )
CALL(xShmMap, (sqlite3_file * base, int region, int size, int extend, void volatile **out),
     AND region AND size AND extend AND out)
CALL(xShmLock, (sqlite3_file * base, int offset, int count, int flags), AND offset AND count AND flags)
CALL(xShmUnmap, (sqlite3_file * base, int deleting), AND deleting)

static void suite_xShmBarrier(sqlite3_file *base)
{
    struct suite_file *file = file_of(base);

    suite_enter();
    methods_of(file)->xShmBarrier(inner_of(file));
    suite_leave();
}

#define METHODS                                                                                     \
    .xClose = suite_close, .xRead = suite_read, .xWrite = suite_write, .xTruncate = suite_truncate, \
    .xSync = suite_xSync, .xFileSize = suite_size, .xLock = suite_lock, .xUnlock = suite_xUnlock,   \
    .xCheckReservedLock = suite_xCheckReservedLock, .xFileControl = suite_xFileControl,             \
    .xSectorSize = suite_xSectorSize, .xDeviceCharacteristics = suite_xDeviceCharacteristics

const sqlite3_io_methods file_plain_methods = { .iVersion = 1, METHODS };
const sqlite3_io_methods file_shared_methods = {
    .iVersion = 2,
    METHODS,
    .xShmMap = suite_xShmMap,
    .xShmLock = suite_xShmLock,
    .xShmBarrier = suite_xShmBarrier,
    .xShmUnmap = suite_xShmUnmap,
};
