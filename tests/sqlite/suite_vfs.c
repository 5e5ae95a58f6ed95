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
 * A file with other content is none of ours: SQLite gets to see it as it is. suite_store.c has the vaults, suite_file.c
 * what is done to an open file.
 */
#include <stdlib.h>
#include <string.h>

#include "suite_in.h"

enum { KIND_FLAGS = 0x0fff00, ALIGNMENT = 16 };

struct suite suite;

static const size_t real_at = (sizeof(struct suite_file) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

void suite_enter(void)
{
    pthread_mutex_lock(&suite.mutex);
}

void suite_leave(void)
{
    pthread_mutex_unlock(&suite.mutex);
}

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
    store = store_take(path);
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
        return store_take(name);
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
    return file->kind == SQLITE_OPEN_MAIN_DB && !file->store->has_mark && store_mark(file->store->vault->fd) < 0;
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
        store_drop(file->store);
        free(file->path);
        return rc;
    }
    file->next = suite.files;
    suite.files = file;
    file->base.pMethods =
        file->kind == SQLITE_OPEN_MAIN_DB || file->kind == FOREIGN ? &file_shared_methods : &file_plain_methods;
    return SQLITE_OK;
}

static int open_file(const char *name, sqlite3_file *base, int flags, int real_flags, int *out_flags)
{
    struct suite_file *file = (struct suite_file *)base;
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

    ((struct suite_file *)base)->is_view = true;
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
        file_flush(file);
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
        suite.common.vault = store_vault();
        suite.vfs = *suite.real;
        suite.vfs.zName = "townkeep";
        suite.vfs.pNext = NULL;
        suite.vfs.szOsFile = (int)real_at + suite.real->szOsFile;
        suite.vfs.xOpen = suite_open;
    }
    return sqlite3_vfs_register(&suite.vfs, 1);
}
