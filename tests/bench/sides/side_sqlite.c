/* SQLite's own file; or SQLCipher's, where BENCH_PAGE_SIZE says how large its pages are. Its key is given as it is, so
 * that no passphrase is hashed. */
#include <stdio.h>
#include <stdlib.h>

#include "side.h"

void side_unlock(const char *path)
{
    (void)path;
}

static int set_key(sqlite3 *database)
{
    const char *page_size = getenv("BENCH_PAGE_SIZE");
    char sql[200];

    if (!page_size)
        return SQLITE_OK;
    snprintf(sql, sizeof sql, "PRAGMA key = \"x'%064d'\"; PRAGMA cipher_page_size = %s", 7, page_size);
    return sqlite3_exec(database, sql, NULL, NULL, NULL);
}

int side_open_v2(const char *path, sqlite3 **out, int flags, const char *vfs)
{
    int rc = sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

    (void)flags;
    (void)vfs;
    if (rc == SQLITE_OK)
        rc = set_key(*out);
    return rc == SQLITE_OK ? side_begin(*out) : rc;
}

int side_close(sqlite3 *database)
{
    side_end();
    return sqlite3_close(database);
}
