/*
 * The layer between SQLite and the disk: which of our files stands behind each one SQLite opens. Real input, output,
 * locks and syncing stay with SQLite's own VFS for this system; each vault registers its own VFS, never as the default.
 *
 * The design: pages of the database stay SQLite's own, aligned and of 4096 bytes, with nonce and tag in 40 bytes that
 * SQLite leaves free (page.c), and eight bytes of each newest tag in a map between them (freshness.c). They are read
 * straight into SQLite's cache and opened in place. A layer of uniform blocks for every file would have been one
 * mechanism less, and cost small saves five times plain SQLite's time in a prototype; only what SQLite writes in pieces
 * of any length, journals and temporary files, is made of such blocks (journal.c).
 *
 * A rollback journal is the default, kept between saves. It needs no shared memory, leaves one file at rest, and has
 * not the hole stock SQLite 3.40 has in WAL mode, where a save after a savepoint was rolled back can be lost
 * (tests/unit/test_lost_commit.c shows it). The layer can carry a write-ahead log (wal.c), for SQLite's own test suite
 * runs on it; the program does not use one.
 *
 * What it costs, by `make bench` on a machine with AES instructions, the processor's time to plain SQLite's in the same
 * run: speedtest1 1.1 times with the vault's own settings, whose cache of 32 MiB holds most vaults whole; 1.4 with
 * SQLite's own settings and their cache of 2 MiB (1.3 sealed in AES; SQLCipher 3: 2.0 to 2.3). What remains is
 * ChaCha20 and Poly1305, whenever a page has to come from the file again.
 */
#include <string.h>
#include <sys/stat.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum { KIND_FLAGS = 0x0fff00, ALIGNMENT = 16 };

union any_file {
    struct page_file page;
    struct block_file block;
};

/* The real file's struct lies behind ours in what SQLite allocates. */
static const size_t real_at = (sizeof(union any_file) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

static struct vault *vault_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* A journal's database: SQLite knows it by the name it passes. */
static struct page_file *pages_of(const char *journal_name)
{
    return (struct page_file *)(void *)sqlite3_database_file_object(journal_name);
}

static int init_file(struct vault *vault, const char *name, sqlite3_file *base, sqlite3_file *real, int kind)
{
    struct block_file *block = (struct block_file *)base;

    switch (kind) {
    case SQLITE_OPEN_MAIN_DB:
        return page_file_init((struct page_file *)base, vault, real);
    case SQLITE_OPEN_MAIN_JOURNAL:
        return block_file_init(block, vault, pages_of(name), real, FILE_JOURNAL);
    case SQLITE_OPEN_SUPER_JOURNAL:
        return block_file_init(block, vault, NULL, real, FILE_SUPER_JOURNAL);
    default:
        return block_file_init(block, vault, NULL, real, FILE_TEMPORARY);
    }
}

int vault_real_read(sqlite3_file *real, void *out, int amount, sqlite3_int64 at)
{
    int rc = real->pMethods->xRead(real, out, amount, at);

    return rc == SQLITE_IOERR_CORRUPTFS ? SQLITE_IOERR_READ : rc;
}

/* A pipe or a link under a journal's name would hold SQLite up for ever, or lead it elsewhere. */
static bool is_no_file(const char *name)
{
    struct stat status;

    return name != NULL && lstat(name, &status) == 0 && !S_ISREG(status.st_mode);
}

/* The vault's own file and no other database; no write-ahead log. */
static bool may_open(const struct vault *vault, const char *name, int kind)
{
    if (kind == SQLITE_OPEN_MAIN_DB)
        return name != NULL && strcmp(name, vault->path) == 0;
    return kind != SQLITE_OPEN_WAL && !is_no_file(name);
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
    struct vault *vault = vault_of(vfs);
    sqlite3_file *real = (sqlite3_file *)(void *)((uint8_t *)base + real_at);
    int rc;

    memset(base, 0, (size_t)vfs->szOsFile);
    if (!may_open(vault, name, flags & KIND_FLAGS))
        return SQLITE_CANTOPEN;
    rc = vault->real_vfs->xOpen(vault->real_vfs, name, real, flags, out_flags);
    if (rc == SQLITE_OK)
        rc = init_file(vault, name, base, real, flags & KIND_FLAGS);
    if (rc != SQLITE_OK) {
        if (real->pMethods != NULL)
            real->pMethods->xClose(real);
        base->pMethods = NULL;
    }
    return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xDelete(real, name, sync_folder);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xAccess(real, name, flags, out);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xFullPathname(real, name, size, out);
}

static void *vfs_no_library(sqlite3_vfs *vfs, const char *name)
{
    (void)vfs;
    (void)name;
    return NULL;
}

static void vfs_no_library_why(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    sqlite3_snprintf(size, out, "a vault loads no libraries");
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    random_bytes(out, (size_t)size);
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xSleep(real, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *out)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xCurrentTime(real, out);
}

static int vfs_time_whole(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xCurrentTimeInt64(real, out);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    sqlite3_vfs *real = vault_of(vfs)->real_vfs;

    return real->xGetLastError(real, size, out);
}

enum err vault_vfs_register(struct vault *vault, struct why *why)
{
    uint8_t id[8];

    vault_memory_start();
    if (sqlite3_initialize() != SQLITE_OK || (vault->real_vfs = sqlite3_vfs_find(NULL)) == NULL)
        return why_set(why, E_SYSTEM, N_("The database library cannot be started on this computer."));
    random_bytes(id, sizeof id);
    sqlite3_snprintf((int)sizeof vault->vfs_name, vault->vfs_name, "townkeep-%016llx",
                     (unsigned long long)get_le(id, sizeof id));
    vault->vfs = (struct sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)real_at + vault->real_vfs->szOsFile,
        .mxPathname = vault->real_vfs->mxPathname,
        .zName = vault->vfs_name,
        .pAppData = vault,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xDlOpen = vfs_no_library,
        .xDlError = vfs_no_library_why,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time_whole,
    };
    if (sqlite3_vfs_register(&vault->vfs, 0) == SQLITE_OK)
        return OK;
    vault->vfs.zName = NULL;
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

void vault_vfs_unregister(struct vault *vault)
{
    if (vault->vfs.zName != NULL)
        sqlite3_vfs_unregister(&vault->vfs);
    vault->vfs.zName = NULL;
}
