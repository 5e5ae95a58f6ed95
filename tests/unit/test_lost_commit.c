/*
 * Why a vault keeps a rollback journal and no write-ahead log. Stock SQLite 3.40 in WAL mode can lose a transaction
 * that was committed and synced: where pages were written into the log before their time ("spilled"), a savepoint taken
 * back leaves frames whose checksums do not follow from one another; nobody notices until the log has to be read after
 * a crash, which then ends before the commit. Shown here on plain SQLite, and that the same work in a vault stays.
 */
#include "vault_unit.h"

enum { FIXED_IN = 3041000 }; /* not seen from here on; the showing is left out then */

static const char table[] = "CREATE TABLE t (id INTEGER PRIMARY KEY, n, pad);"
                            "WITH RECURSIVE x (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x WHERE i < 300)"
                            "INSERT INTO t SELECT i, 0, zeroblob(900) FROM x";

/* One transaction: what is taken back does not fit into the two pages of memory it gets. */
static const char work[] = "PRAGMA cache_size = 2;"
                           "BEGIN;"
                           "SAVEPOINT a;"
                           "UPDATE t SET n = n + 1, pad = randomblob(900) WHERE id % 2 = 0;"
                           "UPDATE t SET n = n + 1, pad = randomblob(900) WHERE id % 9 = 0;"
                           "ROLLBACK TO a;"
                           "INSERT INTO t VALUES (1000, 1, 'committed');"
                           "COMMIT";
static const char committed[] = "SELECT count(*) FROM t WHERE id = 1000";

/* What a crash leaves of NAME and the file beside it, under another name. */
static void copy_as_after_a_crash(const char *folder, const char *name, const char *to, const char *suffix)
{
    char from_path[UNIT_PATH_SIZE], to_path[UNIT_PATH_SIZE], beside[80];

    unit_path(folder, name, from_path);
    unit_path(folder, to, to_path);
    file_copy(from_path, to_path);
    snprintf(beside, sizeof beside, "%s%s", name, suffix);
    unit_path(folder, beside, from_path);
    if (file_length(from_path) < 0)
        return;
    snprintf(beside, sizeof beside, "%s%s", to, suffix);
    unit_path(folder, beside, to_path);
    file_copy(from_path, to_path);
}

static void a_write_ahead_log_of_stock_sqlite_loses_a_commit(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    sqlite3 *plain = NULL, *after = NULL;

    if (sqlite3_libversion_number() >= FIXED_IN) {
        unit_skip("this SQLite no longer loses it");
        return;
    }
    vault_memory_start();
    unit_folder(folder);
    unit_path(folder, "plain.db", path);
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &plain), SQLITE_OK);
    CU_ASSERT_EQUAL(
        run_sql(plain, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0"),
        SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(plain, table), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(plain, work), SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(plain, committed), 1);
    copy_as_after_a_crash(folder, "plain.db", "after.db", "-wal");
    unit_path(folder, "after.db", path);
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(path, &after), SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(after, "SELECT count(*) FROM t"), 300);
    CU_ASSERT_EQUAL(sql_number(after, committed), 0); /* the trap: if this fails, SQLite was mended */
    sqlite3_close(after);
    sqlite3_close(plain);
    unit_folder_remove(folder);
}

static void the_same_work_in_a_vault_stays(void)
{
    struct bench bench;
    char path[UNIT_PATH_SIZE];
    struct vault *after = NULL;
    sqlite3 *database = NULL;

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), table), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), work), SQLITE_OK);
    copy_as_after_a_crash(bench.folder, "office.vault", "after.vault", "-journal");
    unit_path(bench.folder, "after.vault", path);
    CU_ASSERT_EQUAL_FATAL(vault_open(path, "Ana Lund", bench.ana, &after, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(vault_database(after, &database, &bench.why), OK);
    CU_ASSERT_EQUAL(sql_number(database, committed), 1);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT sum(n) FROM t WHERE id < 1000"), 0);
    CU_ASSERT_TRUE(sql_is_sound(database));
    vault_close(after);
    bench_end(&bench);
}

static void a_vault_takes_no_write_ahead_log(void)
{
    struct bench bench;
    char log[UNIT_PATH_SIZE];

    bench_start(&bench);
    unit_path(bench.folder, "office.vault-wal", log);
    CU_ASSERT_NOT_EQUAL(run_sql(bench_database(&bench), "PRAGMA journal_mode = WAL"), SQLITE_OK);
    CU_ASSERT_NOT_EQUAL(run_sql(bench_database(&bench), "PRAGMA main.journal_mode('wal')"), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), table), SQLITE_OK);
    CU_ASSERT_EQUAL(file_length(log), -1);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
    bench_end(&bench);
}

void suite_lost_commit(void);
void suite_lost_commit(void)
{
    CU_pSuite suite = CU_add_suite("lost_commit", NULL, NULL);

    CU_add_test(suite, "a write-ahead log of stock SQLite loses a commit",
                a_write_ahead_log_of_stock_sqlite_loses_a_commit);
    CU_add_test(suite, "the same work in a vault stays", the_same_work_in_a_vault_stays);
    CU_add_test(suite, "a vault takes no write-ahead log", a_vault_takes_no_write_ahead_log);
}
