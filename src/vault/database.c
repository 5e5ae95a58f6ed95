/*
 * The SQLite connection on a vault, how it is set up, and what its result codes mean to an officer.
 *
 * The connection holds its file lock all the time (nobody else may open the vault anyway); SQLite then keeps the
 * journal between transactions, which saves making and removing a file for every save, and removes it when the vault is
 * closed.
 */
#include <errno.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

static const char settings[] = "PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = EXTRA;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA cache_size = -32768;"; /* KiB: most vaults whole */

static const struct {
    int option, value;
} options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },     { SQLITE_DBCONFIG_DQS_DML, 0 },
};

static enum err say_damage(const struct vault *vault, int rc, struct why *why)
{
    if (vault->is_journal_bad)
        return why_set(why, E_DAMAGED,
                       N_("The journal beside the vault is damaged, is an older one, or belongs to another vault, so "
                          "an interrupted save cannot "
                          "be undone. Restore a backup."));
    if (rc == SQLITE_IOERR_DATA && vault->bad_page != 0 && vault->is_bad_old)
        return why_set(why, E_DAMAGED,
                       N_("Page %llu of the vault is an older one that was put back, or it cannot be told. Restore a "
                          "backup."),
                       (unsigned long long)vault->bad_page);
    if (rc == SQLITE_IOERR_DATA && vault->bad_page != 0)
        return why_set(why, E_DAMAGED, N_("Page %llu of the vault is damaged. Restore a backup."),
                       (unsigned long long)vault->bad_page);
    return why_set(why, E_DAMAGED, N_("The vault's tables contradict each other (%s). Restore a backup."),
                   sqlite3_errstr(rc));
}

static enum err say_unwritable(const struct vault *vault, int rc, struct why *why)
{
    if (rc == SQLITE_READONLY_ROLLBACK)
        return why_set(why, E_SYSTEM,
                       N_("A save was interrupted here, and undoing it takes writing, but the vault can only be read "
                          "where it lies. Copy the vault, together with the file of its name that ends in -journal, "
                          "to a folder of your own, then open it there."));
    if (vault->is_read_only)
        return vault_refuse_writing(why);
    return why_set(why, E_SYSTEM, N_("The vault's folder or file cannot be written to (%s). Check its permissions."),
                   sqlite3_errstr(rc));
}

enum err vault_sqlite_error(const struct vault *vault, int rc, struct why *why)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_NOMEM:
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    case SQLITE_FULL:
        return why_set(why, E_DISK_FULL, N_("The disk is full, so nothing was saved. Make room and save again."));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return why_set(why, E_BUSY, N_("Another program has this vault open. Close it there, then try again."));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return say_damage(vault, rc, why);
    case SQLITE_INTERRUPT:
        return why_set(why, E_CANCELLED, "%s", err_text(E_CANCELLED));
    case SQLITE_IOERR:
        if (rc == SQLITE_IOERR_DATA)
            return say_damage(vault, rc, why);
        return why_set(why, rc == SQLITE_IOERR_NOMEM ? E_MEMORY : E_SYSTEM,
                       N_("The disk did not read or write as it should (%s). "
                          "Check it, then try again."),
                       sqlite3_errstr(rc));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return say_unwritable(vault, rc, why);
    default:
        return why_set(why, E_INVALID, N_("The database refused this (%s)."), sqlite3_errstr(rc));
    }
}

static int configure(sqlite3 *database)
{
    int rc = SQLITE_OK;

    for (size_t i = 0; rc == SQLITE_OK && i < sizeof options / sizeof options[0]; i++)
        rc = sqlite3_db_config(database, options[i].option, options[i].value, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(database, settings, NULL, NULL, NULL);
    /* The first look at the tables: takes the lock, plays an interrupted save back, reads page 1. */
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    return rc;
}

enum err vault_database(struct vault *vault, sqlite3 **out, struct why *why)
{
    int rc;

    *out = NULL;
    if (vault->freshness.is_lost && !vault->is_read_only)
        return why_set(
            why, E_DAMAGED,
            N_("The map of the newest pages of this vault is damaged, so an older page put back would not be "
               "noticed. Restore a backup."));
    if (vault->database == NULL) {
        vault->bad_page = 0;
        vault->is_journal_bad = false;
        rc = sqlite3_open_v2(vault->path, &vault->database,
                             (vault->is_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                                 SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
                             vault->vfs_name);
        if (rc == SQLITE_OK)
            rc = configure(vault->database);
        if (rc != SQLITE_OK) {
            sqlite3_close(vault->database);
            vault->database = NULL;
            return vault_sqlite_error(vault, rc, why);
        }
    }
    *out = vault->database;
    return OK;
}

/* The internal attaching that compaction does is let through for its length. */
enum err vault_compact(struct vault *vault, struct why *why)
{
    sqlite3 *database;
    enum err e = vault_database(vault, &database, why);
    int rc;

    if (e)
        return e;
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 1);
    rc = sqlite3_exec(database, "VACUUM", NULL, NULL, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    return vault_sqlite_error(vault, rc, why);
}

uint64_t vault_last_bad_page(const struct vault *vault)
{
    return vault->bad_page;
}

void vault_database_close(struct vault *vault)
{
    if (vault->database == NULL)
        return;
    /* Leaving exclusive mode makes SQLite remove the journal it kept. */
    (void)sqlite3_exec(vault->database, "PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema", NULL, NULL,
                       NULL);
    /* Only the caller's own statements may be left: those of virtual tables (FTS5) end with their tables, in
     * sqlite3_close. */
    sqlite3_close_v2(vault->database);
    vault->database = NULL;
}
