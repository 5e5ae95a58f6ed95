/*
 * One side of the comparison: how its database is made, opened and closed. Each measuring program is built once a side,
 * as a program of its own: SQLCipher's functions have SQLite's names, and a vault makes SQLite wipe the memory it lets
 * go of, which must not be counted for the others. side_sqlite.c is linked with SQLite or with SQLCipher, side_vault.c
 * with the vault.
 *
 * speedtest1.c, which opens and closes its database itself, is compiled with these two in place of SQLite's.
 *
 * From the environment, so that every side gets exactly the same: BENCH_SETTINGS, statements run on each connection
 * (none: what the side itself sets).
 */
#ifndef SIDE_H
#define SIDE_H

#include <sqlite3.h>

/* What costs a passphrase or a key, and is not part of opening. */
void side_unlock(const char *path);
/* The database at `path`, made when nothing is there; unlocked first where it is not. `flags` and `vfs` are
 * speedtest1's own and not looked at. */
int side_open_v2(const char *path, sqlite3 **out, int flags, const char *vfs);
/* Tells the time on the processor since the opening, on standard error, as a line for compare.sh. */
int side_close(sqlite3 *database);

/* What the sides share. */
int side_begin(sqlite3 *database);
void side_end(void);

#endif
