/* What the files of the VFS under SQLite's test suite share: suite_vfs.c opens, suite_store.c has the vaults,
 * suite_file.c answers what SQLite asks of an open file, suite_view.c lets scripts look into one. */
#ifndef TOWNKEEP_TESTS_SUITE_IN_H
#define TOWNKEEP_TESTS_SUITE_IN_H

#include <pthread.h>
#include <sys/types.h>

#include "../../src/vault/vault_in.h"

enum { SECTOR = 512, FOREIGN = 0, ROOT_HEAD = 48 };

/* A file on the disk, and the vault it is; as many users as it is open. */
struct store {
    struct vault *vault;
    dev_t device;
    ino_t inode;
    int users;
    bool has_mark;                /* it begins as ours do */
    uint8_t roots[2 * ROOT_HEAD]; /* of the freshness map, as last seen */
    struct store *next;
};

struct suite_file {
    sqlite3_file base; /* first: this is what SQLite holds */
    int kind;          /* one of SQLite's SQLITE_OPEN_ flags; 0: a file with other content, passed through */
    char *path;
    struct store *store;
    sqlite3_file *real;
    bool is_view; /* opened by a script that writes as it likes */
    union {
        struct page_file page;
        struct block_file block;
        struct wal_file wal;
    } inner;
    struct suite_file *next; /* in the list of open ones */
};

extern struct suite {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    pthread_mutex_t mutex;
    struct store *stores;
    struct suite_file *files;
    struct store common; /* for files of no database: temporary ones and super-journals */
} suite;

/* suite_store.c */
struct vault *store_vault(void);            /* under the one key, of no file yet */
struct store *store_take(const char *path); /* of a file that is there; NULL else */
void store_drop(struct store *store);
int store_mark(int fd); /* the page size, 0 for an empty file, -1 for one of somebody else */
void store_write_mark(const struct store *store);
void store_set_page(struct vault *vault, int size);
void store_empty(struct store *store);      /* the file has nothing in it */
void store_look_again(struct store *store); /* another process may have written */

/* suite_file.c */
extern const sqlite3_io_methods file_plain_methods, file_shared_methods;
void file_flush(struct suite_file *file); /* what it keeps in memory until a sync */

/* suite_vfs.c */
void suite_enter(void);
void suite_leave(void);
int suite_start(const char *unused);
sqlite3_vfs *suite_vfs(void);
void suite_flush(void); /* what files of this process keep in memory */
int suite_open_view(const char *name, sqlite3_file *base, int kind);
sqlite3_file *suite_open_file(const char *path); /* the file as a connection of this process has it open, or NULL */

#endif
