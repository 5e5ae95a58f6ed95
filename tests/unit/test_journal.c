/*
 * The rollback journal as a crash leaves it. A crash is played by copying vault and journal in the middle of a
 * transaction whose pages have already reached the file, and opening the copy.
 */
#include "../../src/vault/block_in.h"
#include "vault_unit.h"

void suite_journal(void);

enum { ROWS = 400, OLD_SUM = ROWS * 10 };

static const char fill[] = "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, pad BLOB);"
                           "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 400)"
                           "INSERT INTO t SELECT i, 10, zeroblob(900) FROM i";

/* A vault, and its state in mid transaction kept in two buffers. */
struct crash {
    struct bench bench;
    uint8_t *vault, *journal;
    size_t vault_len, journal_len;
};

static void keep_state(struct crash *crash)
{
    free(crash->vault);
    free(crash->journal);
    crash->vault = file_bytes(crash->bench.path, &crash->vault_len);
    crash->journal = file_bytes(crash->bench.journal, &crash->journal_len);
}

/* The session ends; another one begins. */
static void crash_now(struct bench *bench)
{
    bench_close(bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
}

/* Half of the pages changed and, with a small cache, written; then the power goes. */
static void crash_start(struct crash *crash)
{
    sqlite3 *database;

    memset(crash, 0, sizeof *crash);
    bench_start(&crash->bench);
    database = bench_database(&crash->bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 11 WHERE id % 2"),
                          SQLITE_OK);
    keep_state(crash);
    CU_ASSERT_EQUAL(run_sql(database, "ROLLBACK"), SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT sum(n) FROM t"), OLD_SUM);
    crash_now(&crash->bench);
}

static void put_state(struct crash *crash)
{
    file_put(crash->bench.path, crash->vault, crash->vault_len);
    file_put(crash->bench.journal, crash->journal, crash->journal_len);
}

static void crash_end(struct crash *crash)
{
    free(crash->vault);
    free(crash->journal);
    bench_end(&crash->bench);
}

/* Open what lies there: the sum of the table, or the negative code. Hashing the passphrase each time would take long,
 * so only the database is closed and opened; the session is another one than the one that crashed. */
static int64_t reopen(struct crash *crash)
{
    struct bench *bench = &crash->bench;
    sqlite3 *database;
    int64_t sum = -1;
    enum err e = vault_database(bench->vault, &database, &bench->why);

    if (e == OK) {
        sum = sql_number(database, "SELECT sum(n) FROM t");
        CU_ASSERT_TRUE(sql_is_sound(database));
    }
    vault_database_close(bench->vault);
    return e ? -(int64_t)e : sum;
}

static void an_interrupted_transaction_is_undone(void)
{
    struct crash crash;

    crash_start(&crash);
    put_state(&crash);
    CU_ASSERT_TRUE(crash.journal_len > 20 * BLOCK_SEALED_SIZE);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    CU_ASSERT_EQUAL(file_length(crash.bench.journal), -1);
    /* And without its journal the same file is a mixture: the test would notice. */
    put_state(&crash);
    unlink(crash.bench.journal);
    CU_ASSERT_NOT_EQUAL(sql_number(bench_database(&crash.bench), "SELECT sum(n) FROM t"), OLD_SUM);
    crash_end(&crash);
}

static void an_interrupted_transaction_is_undone_over_a_torn_first_page(void)
{
    struct crash crash;

    crash_start(&crash);
    crash_end(&crash);
    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), "PRAGMA cache_size = 5; BEGIN; PRAGMA user_version = 3;"
                                                                "UPDATE t SET n = 11"),
                          SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL(run_sql(bench_database(&crash.bench), "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    put_state(&crash);
    file_flip(crash.bench.path, page_at(1) + 50, 0);
    file_flip(crash.bench.path, page_at(1) + 4000, 0);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    crash_end(&crash);
}

/* What a killed process had not handed to the system, or a power cut tore off: the unsynced end. */
static void a_torn_end_counts_as_not_written(void)
{
    struct crash crash;
    sqlite3 *database;
    size_t synced;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    database = bench_database(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "PRAGMA cache_size = 40; BEGIN; UPDATE t SET n = 11 WHERE id <= 230"),
                          SQLITE_OK);
    keep_state(&crash);
    synced = crash.journal_len;
    /* A further part of the journal begins after pages were written; it is not synced until the next pages are. */
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "UPDATE t SET n = 12 WHERE id BETWEEN 240 AND 270"), SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_TRUE_FATAL(crash.journal_len > synced);
    CU_ASSERT_EQUAL(run_sql(database, "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    for (size_t cut = 1; cut < BLOCK_SEALED_SIZE; cut += 517) {
        put_state(&crash);
        CU_ASSERT_EQUAL(truncate(crash.bench.journal, (off_t)(crash.journal_len - cut)), 0);
        CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    }
    put_state(&crash);
    file_flip(crash.bench.journal, (int64_t)crash.journal_len - 100, 5);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    crash_end(&crash);
}

/* Whatever bit flips, wherever: the old state or a refusal, never a mixture. */
static void a_flipped_bit_gives_the_old_state_or_a_refusal(void)
{
    struct crash crash;
    int refused = 0, recovered = 0;

    crash_start(&crash);
    for (size_t at = 0; at < crash.journal_len; at += at < BLOCK_PREFIX_SIZE ? 4 : BLOCK_SEALED_SIZE / 2 + 7) {
        int64_t found;

        put_state(&crash);
        file_flip(crash.bench.journal, (int64_t)at, (unsigned)at % 8);
        found = reopen(&crash);
        refused += found == -(int64_t)E_DAMAGED;
        recovered += found == OLD_SUM;
        CU_ASSERT_TRUE(found == OLD_SUM || found == -(int64_t)E_DAMAGED);
        if (found != OLD_SUM)
            CU_ASSERT_PTR_NOT_NULL(strstr(crash.bench.why.text, "journal"));
    }
    CU_ASSERT_TRUE(refused > 20);
    CU_ASSERT_TRUE(recovered > 0);
    crash_end(&crash);
}

static void a_journal_that_lacks_what_it_promised_is_refused(void)
{
    struct crash crash;
    int64_t found;

    crash_start(&crash);
    for (size_t keep = BLOCK_PREFIX_SIZE + 1; keep < crash.journal_len / 2; keep += 5 * BLOCK_SEALED_SIZE + 100) {
        put_state(&crash);
        CU_ASSERT_EQUAL(truncate(crash.bench.journal, (off_t)keep), 0);
        found = reopen(&crash);
        CU_ASSERT_EQUAL(found, -(int64_t)E_DAMAGED);
    }
    crash_end(&crash);
}

static void two_blocks_swapped_are_refused(void)
{
    struct crash crash;
    uint8_t a[BLOCK_SEALED_SIZE], b[BLOCK_SEALED_SIZE];

    crash_start(&crash);
    put_state(&crash);
    file_read(crash.bench.journal, a, sizeof a, block_place(BLOCK_SIZE, 3));
    file_read(crash.bench.journal, b, sizeof b, block_place(BLOCK_SIZE, 4));
    file_change(crash.bench.journal, b, sizeof b, block_place(BLOCK_SIZE, 3));
    file_change(crash.bench.journal, a, sizeof a, block_place(BLOCK_SIZE, 4));
    CU_ASSERT_EQUAL(reopen(&crash), -(int64_t)E_DAMAGED);
    crash_end(&crash);
}

static void a_block_of_an_older_journal_is_refused(void)
{
    struct crash crash;
    uint8_t old[BLOCK_SEALED_SIZE];

    crash_start(&crash);
    memcpy(old, crash.journal + block_place(BLOCK_SIZE, 3), sizeof old);
    CU_ASSERT_EQUAL(
        run_sql(bench_database(&crash.bench), "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 11 WHERE id % 2"),
        SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL(run_sql(bench_database(&crash.bench), "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    put_state(&crash);
    file_change(crash.bench.journal, old, sizeof old, block_place(BLOCK_SIZE, 3));
    CU_ASSERT_EQUAL(reopen(&crash), -(int64_t)E_DAMAGED);
    crash_end(&crash);
}

static void a_journal_of_another_vault_is_refused(void)
{
    struct crash crash, other;

    crash_start(&crash);
    crash_start(&other);
    put_state(&crash);
    file_put(crash.bench.journal, other.journal, other.journal_len);
    CU_ASSERT_EQUAL(reopen(&crash), -(int64_t)E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(crash.bench.why.text, "belongs to another vault"));
    crash_end(&other);
    crash_end(&crash);
}

/* A journal file that holds nothing of ours (never synced, old bytes of the disk) is no journal. */
static void what_was_never_synced_is_no_journal(void)
{
    struct crash crash;
    uint8_t bytes[3 * BLOCK_SEALED_SIZE] = { 0 };

    crash_start(&crash);
    file_put(crash.bench.journal, bytes, sizeof bytes);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    random_bytes(bytes, sizeof bytes);
    file_put(crash.bench.journal, bytes, sizeof bytes);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    file_put(crash.bench.journal, bytes, 0);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    file_put(crash.bench.journal, bytes, 17);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    crash_end(&crash);
}

/* Pages that were free are written without being journalled; after the crash they are free again, and no damage. */
static void free_pages_used_by_the_interrupted_transaction_are_no_damage(void)
{
    struct crash crash;
    struct vault_damage damage;
    sqlite3 *database;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    database = bench_database(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(
        run_sql(database, "CREATE TABLE gone AS SELECT * FROM t; INSERT INTO gone SELECT * FROM t; DROP TABLE gone"),
        SQLITE_OK);
    CU_ASSERT_TRUE(sql_number(database, "PRAGMA freelist_count") > 100);
    CU_ASSERT_EQUAL_FATAL(
        run_sql(database, "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 11; CREATE TABLE more AS SELECT * FROM t"),
        SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL(run_sql(database, "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    put_state(&crash);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    /* Torn, they are sealed anew. */
    put_state(&crash);
    for (size_t at = (size_t)page_at(131); at < crash.vault_len; at += VAULT_PAGE_SIZE)
        file_flip(crash.bench.path, (int64_t)at + 700, 3);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    CU_ASSERT_EQUAL(vault_check_pages(crash.bench.vault, &damage, &crash.bench.why), OK);
    /* A part of the journal lost is still noticed among them. */
    for (int64_t number = 2; block_place(BLOCK_SIZE, number) < (int64_t)crash.journal_len / 2; number += 9) {
        put_state(&crash);
        file_flip(crash.bench.journal, block_place(BLOCK_SIZE, number) + 500, 0);
        CU_ASSERT_EQUAL(reopen(&crash), -(int64_t)E_DAMAGED);
    }
    crash_end(&crash);
}

/* A power cut between the two: the count of the records is on the disk, some of the records are not. No page was
 * written yet. */
static void a_count_that_came_before_its_records_is_no_damage(void)
{
    struct crash crash;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), fill), SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL_FATAL(
        run_sql(bench_database(&crash.bench), "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 11 WHERE id <= 200"),
        SQLITE_OK);
    free(crash.journal);
    crash.journal = file_bytes(crash.bench.journal, &crash.journal_len);
    CU_ASSERT_EQUAL(run_sql(bench_database(&crash.bench), "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    for (int64_t number = 0; block_place(BLOCK_SIZE, number) < (int64_t)crash.journal_len; number += 7) {
        const uint8_t zeros[512] = { 0 };

        put_state(&crash);
        file_change(crash.bench.journal, zeros, sizeof zeros, block_place(BLOCK_SIZE, number) + 1024);
        CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    }
    crash_end(&crash);
}

/* A disk that fails and comes back makes SQLite play the journal back in the very session that wrote it. */
static void a_session_undoes_its_own_interrupted_transaction(void)
{
    struct crash crash;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 11"),
                          SQLITE_OK);
    keep_state(&crash);
    vault_database_close(crash.bench.vault);
    put_state(&crash);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    put_state(&crash);
    file_flip(crash.bench.journal, block_place(BLOCK_SIZE, 0) + 60, 0);
    CU_ASSERT_EQUAL(reopen(&crash), -(int64_t)E_DAMAGED);
    crash_end(&crash);
}

/* The header of a journal torn while no page was written yet: the vault is as it was, and goes on. */
static void a_torn_beginning_before_any_page_was_written_is_no_damage(void)
{
    struct crash crash;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&crash.bench), "BEGIN; UPDATE t SET n = 11 WHERE id <= 40"),
                          SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL(run_sql(bench_database(&crash.bench), "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    CU_ASSERT_TRUE_FATAL((int64_t)crash.journal_len > block_place(BLOCK_SIZE, 3));
    crash.journal[block_place(BLOCK_SIZE, 0) + 2000] ^= 1;
    put_state(&crash);
    CU_ASSERT_EQUAL(reopen(&crash), OLD_SUM);
    put_state(&crash);
    CU_ASSERT_EQUAL(run_sql(bench_database(&crash.bench), "UPDATE t SET n = 20"), SQLITE_OK);
    vault_database_close(crash.bench.vault);
    CU_ASSERT_EQUAL(reopen(&crash), 2 * OLD_SUM);
    crash_end(&crash);
}

static void a_committed_transaction_stays_though_its_journal_is_still_there(void)
{
    struct crash crash;
    sqlite3 *database;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    database = bench_database(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "PRAGMA cache_size = 10; UPDATE t SET n = 30"), SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_TRUE(crash.journal_len > 10 * BLOCK_SEALED_SIZE);
    crash_now(&crash.bench);
    put_state(&crash);
    CU_ASSERT_EQUAL(reopen(&crash), 3 * OLD_SUM);
    crash_end(&crash);
}

/* Many transactions over one kept journal, long ones before short ones, then a crash in a short one. */
static void the_tail_of_a_longer_journal_does_not_confuse_a_shorter_one(void)
{
    struct crash crash;
    sqlite3 *database;

    memset(&crash, 0, sizeof crash);
    bench_start(&crash.bench);
    database = bench_database(&crash.bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "UPDATE t SET n = 40"), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "PRAGMA cache_size = 5; BEGIN; UPDATE t SET n = 50 WHERE id <= 90"),
                          SQLITE_OK);
    keep_state(&crash);
    CU_ASSERT_EQUAL(run_sql(database, "ROLLBACK"), SQLITE_OK);
    crash_now(&crash.bench);
    put_state(&crash);
    CU_ASSERT_EQUAL(reopen(&crash), 4 * OLD_SUM);
    crash_end(&crash);
}

static void savepoints_and_sorts_that_spill_to_files_are_sealed_and_right(void)
{
    struct bench bench;
    sqlite3 *database;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(database, "PRAGMA temp_store = FILE; PRAGMA cache_size = 10; PRAGMA temp.cache_size = 10"),
                    SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(database, "BEGIN; UPDATE t SET n = 11; SAVEPOINT a; UPDATE t SET n = 12; ROLLBACK TO a"),
                    SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT sum(n) FROM t"), ROWS * 11);
    CU_ASSERT_EQUAL(run_sql(database, "SAVEPOINT b; DELETE FROM t WHERE id > 5; ROLLBACK TO b; COMMIT"), SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT sum(n) FROM t"), ROWS * 11);
    CU_ASSERT_EQUAL(
        run_sql(
            database,
            "CREATE TEMP TABLE x AS SELECT a.id, b.pad || a.id AS pad FROM t a, t b WHERE b.id <= 8 ORDER BY 2 DESC, 1;"
            "CREATE INDEX temp.x_pad ON x(pad); DELETE FROM x WHERE id % 3 = 0"),
        SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT count(*) FROM x"), (ROWS - ROWS / 3) * 8);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT integrity_check = 'ok' FROM temp.pragma_integrity_check"), 1);
    CU_ASSERT_TRUE(sql_is_sound(database));
    bench_end(&bench);
}

void suite_journal(void)
{
    CU_pSuite s = CU_add_suite("journal", NULL, NULL);

    CU_add_test(s, "D01 an interrupted transaction is undone", an_interrupted_transaction_is_undone);
    CU_add_test(s, "D02 an interrupted transaction is undone over a torn first page",
                an_interrupted_transaction_is_undone_over_a_torn_first_page);
    CU_add_test(s, "D02 a torn end counts as not written", a_torn_end_counts_as_not_written);
    CU_add_test(s, "V05 a flipped bit gives the old state or a refusal",
                a_flipped_bit_gives_the_old_state_or_a_refusal);
    CU_add_test(s, "a journal that lacks what it promised is refused",
                a_journal_that_lacks_what_it_promised_is_refused);
    CU_add_test(s, "V09 two blocks swapped are refused", two_blocks_swapped_are_refused);
    CU_add_test(s, "V09 a block of an older journal is refused", a_block_of_an_older_journal_is_refused);
    CU_add_test(s, "a journal of another vault is refused", a_journal_of_another_vault_is_refused);
    CU_add_test(s, "what was never synced is no journal", what_was_never_synced_is_no_journal);
    CU_add_test(s, "free pages used by the interrupted transaction are no damage",
                free_pages_used_by_the_interrupted_transaction_are_no_damage);
    CU_add_test(s, "D02 a count that came before its records is no damage",
                a_count_that_came_before_its_records_is_no_damage);
    CU_add_test(s, "a session undoes its own interrupted transaction",
                a_session_undoes_its_own_interrupted_transaction);
    CU_add_test(s, "a torn beginning before any page was written is no damage",
                a_torn_beginning_before_any_page_was_written_is_no_damage);
    CU_add_test(s, "a committed transaction stays though its journal is still there",
                a_committed_transaction_stays_though_its_journal_is_still_there);
    CU_add_test(s, "the tail of a longer journal does not confuse a shorter one",
                the_tail_of_a_longer_journal_does_not_confuse_a_shorter_one);
    CU_add_test(s, "savepoints and sorts that spill to files are sealed and right",
                savepoints_and_sorts_that_spill_to_files_are_sealed_and_right);
}
