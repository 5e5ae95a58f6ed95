/*
 * A vault for each file on the disk that SQLite's test suite opens, by its inode: one for all connections. In the place
 * of a vault's headers stands a line of this file's with the page size, so that another process finds it.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite_in.h"

enum { MARK_SIZE = 16, PAGE_SIZE_AT = 8 };

static const uint8_t mark_magic[PAGE_SIZE_AT] = "TKsuite";

void store_set_page(struct vault *vault, int size)
{
    vault->geometry =
        (struct geometry){ .page = size, .span = size + VAULT_RESERVED, .sector = SECTOR, .is_strict = false };
}

struct vault *store_vault(void)
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
    store_set_page(vault, SECTOR);
    vault->freshness.is_loaded = true;
    return vault;
}

/* What stands at the beginning of the file: the page size, 0 for an empty file, -1 for one of somebody else. */
int store_mark(int fd)
{
    uint8_t mark[MARK_SIZE];
    ssize_t got = pread(fd, mark, sizeof mark, 0);

    if (got < (ssize_t)sizeof mark || memcmp(mark, mark_magic, sizeof mark_magic) != 0)
        return got == 0 ? 0 : -1;
    return (int)get_le(mark + PAGE_SIZE_AT, 4);
}

void store_write_mark(const struct store *store)
{
    uint8_t mark[MARK_SIZE] = { 0 };

    memcpy(mark, mark_magic, sizeof mark_magic);
    put_le(mark + PAGE_SIZE_AT, (uint64_t)store->vault->geometry.page, 4);
    if (!write_fully(store->vault->fd, mark, sizeof mark, 0))
        return;
}

/* The map that belongs to a file with nothing in it; nothing of an older one stays. */
void store_empty(struct store *store)
{
    bool is_cut = ftruncate(store->vault->fd, 0) == 0;

    (void)is_cut; /* nothing to cut off in a file that may not be written */
    freshness_release(&store->vault->freshness);
    store->vault->freshness.is_loaded = true;
    store->vault->has_first = false;
    memset(store->roots, 0, sizeof store->roots);
}

/* Take up what another process, or a copy over the file, has made of it. */
void store_look_again(struct store *store)
{
    struct vault *vault = store->vault;
    uint8_t roots[sizeof store->roots] = { 0 };
    int size = store_mark(vault->fd);

    if (size <= 0) {
        store->has_mark = false;
        if (vault->freshness.group_count > 0)
            store_empty(store);
        return;
    }
    for (int i = 0; i < 2; i++)
        if (pread(vault->fd, roots + i * ROOT_HEAD, ROOT_HEAD, ROOTS_START + i * MAP_BLOCK_SIZE) < 0)
            return;
    if (store->has_mark && size == vault->geometry.page && memcmp(roots, store->roots, sizeof roots) == 0)
        return;
    store->has_mark = true;
    store_set_page(vault, size);
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

struct store *store_take(const char *path)
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
    *store = (struct store){ .vault = store_vault(), .device = status.st_dev, .inode = status.st_ino, .users = 1 };
    store->vault->fd = fd;
    store->vault->path = strdup(path);
    store->next = suite.stores;
    suite.stores = store;
    store_look_again(store);
    return store;
}

void store_drop(struct store *store)
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
