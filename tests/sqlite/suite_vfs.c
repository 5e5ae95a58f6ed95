/*
 * The default VFS of SQLite's own test suite: every file it opens goes through the product's page, journal, log and
 * block code, under one fixed key. What the suite asks beyond what a vault needs is arranged here:
 *
 *   - any number of files, and of connections to one: a vault for each file on the disk (by its inode), shared;
 *   - any page size, and no reserved bytes: a page takes 40 bytes more in the file than SQLite sees. Its size is that
 *     of the first write to an empty file; writes of another size are put together from whole pages;
 *   - sectors of 512 bytes, as the suite expects of a disk;
 *   - calls from several threads: one at a time.
 *
 * In the place of a vault's headers stands a line of this file's with the page size. A file with other content is none
 * of ours: SQLite gets to see it as it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/vault/block_in.h"
#include "suite_in.h"

enum {
    KIND_FLAGS = 0x0fff00,
    ALIGNMENT = 16,
    SECTOR = 512,
    FOREIGN = 0,
    MARK_SIZE = 16,
    PAGE_SIZE_AT = 8,
    LARGEST_PAGE = 65536
};

static const uint8_t mark_magic[PAGE_SIZE_AT] = "TKsuite";

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    pthread_mutex_t mutex;
    struct store *stores;
    struct suite_file *files;
    struct store common; /* for files of no database: temporary ones and super-journals */
} suite;

static const size_t real_at = (sizeof(struct suite_file) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

void suite_enter(void)
{
    pthread_mutex_lock(&suite.mutex);
}

void suite_leave(void)
{
    pthread_mutex_unlock(&suite.mutex);
}

/* --- stores --- */

static void set_page(struct vault *vault, int size)
{
    vault->geometry =
        (struct geometry){ .page = size, .span = size + VAULT_RESERVED, .sector = SECTOR, .is_strict = false };
}

static struct vault *make_vault(void)
{
    static const uint8_t key[TEAM_HALF_SIZE] = "the key of a test is no secret";
    struct vault *vault = vault_new();
    struct secret *half = NULL;
    struct why why;

    if (vault == NULL || crypt_start(&why) || secret_new_copy(key, sizeof key, &half, &why))
        abort();
    memcpy(vault->header.id, key, VAULT_ID_SIZE);
    vault->header.cipher = CIPHER_XCHACHA20_POLY1305;
    if (vault_take_team_half(vault, half, &why))
        abort();
    secret_free(half);
    vault->real_vfs = suite.real;
    sqlite3_snprintf(sizeof vault->vfs_name, vault->vfs_name, "townkeep");
    set_page(vault, SECTOR);
    vault->freshness.is_loaded = true;
    return vault;
}

/* What stands at the beginning of the file: the page size, 0 for an empty file, -1 for one of somebody else. */
static int read_mark(int fd)
{
    uint8_t mark[MARK_SIZE];
    ssize_t got = pread(fd, mark, sizeof mark, 0);

    if (got < (ssize_t)sizeof mark || memcmp(mark, mark_magic, sizeof mark_magic) != 0)
        return got == 0 ? 0 : -1;
    return (int)get_le(mark + PAGE_SIZE_AT, 4);
}

static void write_mark(const struct store *store)
{
    uint8_t mark[MARK_SIZE] = { 0 };

    memcpy(mark, mark_magic, sizeof mark_magic);
    put_le(mark + PAGE_SIZE_AT, (uint64_t)store->vault->geometry.page, 4);
    if (!write_fully(store->vault->fd, mark, sizeof mark, 0))
        return;
}

/* The map that belongs to a file with nothing in it; nothing of an older one stays. */
static void start_empty(struct store *store)
{
    bool is_cut = ftruncate(store->vault->fd, 0) == 0;

    (void)is_cut; /* nothing to cut off in a file that may not be written */
    freshness_release(&store->vault->freshness);
    store->vault->freshness.is_loaded = true;
    store->vault->has_first = false;
    memset(store->roots, 0, sizeof store->roots);
}

/* Take up what another process, or a copy over the file, has made of it. */
static void look_again(struct store *store)
{
    struct vault *vault = store->vault;
    uint8_t roots[sizeof store->roots] = { 0 };
    int size = read_mark(vault->fd);

    if (size <= 0) {
        store->has_mark = false;
        if (vault->freshness.group_count > 0)
            start_empty(store);
        return;
    }
    for (int i = 0; i < 2; i++)
        if (pread(vault->fd, roots + i * ROOT_HEAD, ROOT_HEAD, ROOTS_START + i * MAP_BLOCK_SIZE) < 0)
            return;
    if (store->has_mark && size == vault->geometry.page && memcmp(roots, store->roots, sizeof roots) == 0)
        return;
    store->has_mark = true;
    set_page(vault, size);
    memcpy(store->roots, roots, sizeof roots);
    freshness_release(&vault->freshness);
    if (freshness_load(vault))
        vault->freshness.is_lost = true;
}

static struct store *find_store(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return NULL;
    for (struct store *store = suite.stores; store != NULL; store = store->next)
        if (store->device == status.st_dev && store->inode == status.st_ino)
            return store;
    return NULL;
}

static struct store *take_store(const char *path)
{
    struct store *store = find_store(path);
    struct stat status;
    int fd;

    if (store != NULL) {
        store->users++;
        return store;
    }
    fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    store = calloc(1, sizeof *store);
    if (store == NULL)
        abort();
    *store = (struct store){ .vault = make_vault(), .device = status.st_dev, .inode = status.st_ino, .users = 1 };
    store->vault->fd = fd;
    store->vault->path = strdup(path);
    store->next = suite.stores;
    suite.stores = store;
    look_again(store);
    return store;
}

static void drop_store(struct store *store)
{
    struct store **link = &suite.stores;

    if (store == NULL || store == &suite.common || --store->users > 0)
        return;
    while (*link != store)
        link = &(*link)->next;
    *link = store->next;
    store->vault->vfs.zName = NULL;
    vault_close(store->vault);
    free(store);
}

/* --- one file --- */

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
    int size = page->vault->geometry.span;
    uint8_t *more;

    if (file->kind != SQLITE_OPEN_MAIN_DB || page->buffer_size >= size)
        return true;
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
        set_page(store->vault, SECTOR);
    else if (amount >= SECTOR && amount <= LARGEST_PAGE && is_power_of_two(amount))
        set_page(store->vault, amount);
    start_empty(store);
    write_mark(store);
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
static void flush_file(struct suite_file *file)
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
        flush_file(file);
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
        rc = read_in_units(file, out, amount, offset);
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
    drop_store(file->store);
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
        start_empty(file->store);
        set_page(vault, page);
        write_mark(file->store);
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
        flush_file(file);
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
        look_again(file->store);
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

static const sqlite3_io_methods plain_methods = { .iVersion = 1, METHODS };
static const sqlite3_io_methods shared_methods = {
    .iVersion = 2,
    METHODS,
    .xShmMap = suite_xShmMap,
    .xShmLock = suite_xShmLock,
    .xShmBarrier = suite_xShmBarrier,
    .xShmUnmap = suite_xShmUnmap,
};

/* --- opening --- */

static bool ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name), tail = strlen(ending);

    return len > tail && strcmp(name + len - tail, ending) == 0;
}

/* SQLite looks into the journals a super-journal names as if they were super-journals. */
static int kind_of(const char *name, int flags)
{
    int kind = flags & KIND_FLAGS;

    return kind == SQLITE_OPEN_SUPER_JOURNAL && ends_in(name, "-journal") ? SQLITE_OPEN_MAIN_JOURNAL : kind;
}

/* The path of the database that a journal or log belongs to: without its ending. */
static void database_path(const char *name, char *out, size_t size)
{
    const char *end = strrchr(name, '-');

    sqlite3_snprintf((int)size, out, "%.*s", end == NULL ? (int)strlen(name) : (int)(end - name), name);
}

static struct page_file *pages_of(const char *path)
{
    struct page_file *found = NULL;

    for (struct suite_file *file = suite.files; file != NULL; file = file->next)
        if (file->kind == SQLITE_OPEN_MAIN_DB && strcmp(file->path, path) == 0 &&
            (found == NULL || file->inner.page.lock > found->lock))
            found = &file->inner.page;
    return found;
}

/* The vault of a journal: of its database, if that is there. */
static struct store *store_beside(const char *name)
{
    char path[4096];
    struct store *store;

    database_path(name, path, sizeof path);
    store = take_store(path);
    return store != NULL ? store : &suite.common;
}

static int init_inner(struct suite_file *file, sqlite3_file *real)
{
    struct vault *vault = file->store->vault;
    char path[4096];

    switch (file->kind) {
    case SQLITE_OPEN_MAIN_DB:
        return page_file_init(&file->inner.page, vault, real);
    case SQLITE_OPEN_WAL:
        return wal_file_init(&file->inner.wal, vault, real);
    case SQLITE_OPEN_MAIN_JOURNAL:
        database_path(file->path, path, sizeof path);
        return block_file_init(&file->inner.block, vault, pages_of(path), real, FILE_JOURNAL);
    case SQLITE_OPEN_SUPER_JOURNAL:
        return block_file_init(&file->inner.block, vault, NULL, real, FILE_SUPER_JOURNAL);
    default:
        return block_file_init(&file->inner.block, vault, NULL, real, FILE_TEMPORARY);
    }
}

static struct store *choose_store(const char *name, int kind)
{
    switch (kind) {
    case SQLITE_OPEN_MAIN_DB:
        return take_store(name);
    case SQLITE_OPEN_WAL:
    case SQLITE_OPEN_MAIN_JOURNAL:
        return store_beside(name);
    default:
        return &suite.common;
    }
}

/* A database file with content that is none of ours. */
static bool is_foreign(const struct suite_file *file)
{
    return file->kind == SQLITE_OPEN_MAIN_DB && !file->store->has_mark && read_mark(file->store->vault->fd) < 0;
}

static int open_inner(struct suite_file *file, const char *name, sqlite3_file *real, int flags)
{
    int rc;

    file->kind = kind_of(name, flags);
    file->store = choose_store(name, file->kind);
    if (file->store == NULL)
        return SQLITE_CANTOPEN;
    file->path = strdup(name != NULL ? name : "");
    file->real = real;
    if (is_foreign(file))
        file->kind = FOREIGN;
    rc = file->kind == FOREIGN ? SQLITE_OK : init_inner(file, real);
    if (rc != SQLITE_OK) {
        drop_store(file->store);
        free(file->path);
        return rc;
    }
    file->next = suite.files;
    suite.files = file;
    file->base.pMethods = file->kind == SQLITE_OPEN_MAIN_DB || file->kind == FOREIGN ? &shared_methods : &plain_methods;
    return SQLITE_OK;
}

static int open_file(const char *name, sqlite3_file *base, int flags, int real_flags, int *out_flags)
{
    struct suite_file *file = file_of(base);
    sqlite3_file *real = (sqlite3_file *)(void *)((uint8_t *)base + real_at);
    int rc;

    memset(base, 0, (size_t)suite.vfs.szOsFile);
    suite_enter();
    rc = suite.real->xOpen(suite.real, name, real, real_flags, out_flags);
    if (rc == SQLITE_OK) {
        rc = open_inner(file, name, real, flags);
        if (rc != SQLITE_OK) {
            real->pMethods->xClose(real);
            file->base.pMethods = NULL;
        }
    }
    suite_leave();
    return rc;
}

static int suite_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
    (void)vfs;
    return open_file(name, base, flags, flags, out_flags);
}

/* A file that is there, for a script to look into. To the real VFS it is a database: those stand alone. */
int suite_open_view(const char *name, sqlite3_file *base, int kind)
{
    int flags = SQLITE_OPEN_READWRITE, rc = open_file(name, base, flags | kind, flags | SQLITE_OPEN_MAIN_DB, &flags);

    file_of(base)->is_view = true;
    return rc;
}

sqlite3_file *suite_open_file(const char *path)
{
    for (struct suite_file *file = suite.files; file != NULL; file = file->next)
        if (strcmp(file->path, path) == 0)
            return &file->base;
    return NULL;
}

/* Journals to their last block, and the maps of files whose pages were written. */
void suite_flush(void)
{
    suite_enter();
    for (struct suite_file *file = suite.files; file != NULL; file = file->next)
        flush_file(file);
    suite_leave();
}

sqlite3_vfs *suite_vfs(void)
{
    return &suite.vfs;
}

/* SQLITE_EXTRA_INIT: SQLite calls it whenever it starts. */
int suite_start(const char *unused)
{
    pthread_mutexattr_t attributes;

    (void)unused;
    if (suite.real == NULL) {
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
        pthread_mutex_init(&suite.mutex, &attributes);
        suite.real = sqlite3_vfs_find("unix");
        suite.common.vault = make_vault();
        suite.vfs = *suite.real;
        suite.vfs.zName = "townkeep";
        suite.vfs.pNext = NULL;
        suite.vfs.szOsFile = (int)real_at + suite.real->szOsFile;
        suite.vfs.xOpen = suite_open;
    }
    return sqlite3_vfs_register(&suite.vfs, 1);
}
