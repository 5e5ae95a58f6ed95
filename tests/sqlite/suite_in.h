/* Between the VFS of SQLite's test suite (suite_vfs.c) and the commands by which its scripts look into files
 * (suite_view.c). */
#ifndef TOWNKEEP_TESTS_SUITE_IN_H
#define TOWNKEEP_TESTS_SUITE_IN_H

#include <sys/types.h>

#include "../../src/vault/vault_in.h"

enum { ROOT_HEAD = 48 };

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

void suite_enter(void);
void suite_leave(void);
int suite_start(const char *unused);
sqlite3_vfs *suite_vfs(void);
void suite_flush(void); /* what files of this process keep in memory */
int suite_open_view(const char *name, sqlite3_file *base, int kind);
sqlite3_file *suite_open_file(const char *path); /* the file as a connection of this process has it open, or NULL */

#endif
