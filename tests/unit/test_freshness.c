/* Authentic but older: pages, groups, journals, headers and whole files that someone puts back. */
#include "../../src/vault/block_in.h"
#include "vault_unit.h"

void suite_freshness(void);

static const char fill[] = "CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, words TEXT);"
                           "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 3000)"
                           "INSERT INTO t SELECT i, 1, 'heron ' || i || hex(zeroblob(400)) FROM i";

/* A vault as it was, and as it is after a further save; the second is in the file, closed. */
struct history {
    struct bench bench;
    uint8_t *before, *after;
    size_t before_len, after_len;
};

static void keep(const struct history *history, uint8_t **bytes, size_t *len)
{
    *bytes = file_bytes(history->bench.path, len);
}

static void history_start(struct history *history)
{
    sqlite3 *database;

    memset(history, 0, sizeof *history);
    bench_start(&history->bench);
    database = bench_database(&history->bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    keep(history, &history->before, &history->before_len);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "UPDATE t SET n = 2"), SQLITE_OK);
    bench_close(&history->bench);
    keep(history, &history->after, &history->after_len);
    CU_ASSERT_EQUAL_FATAL(history->before_len, history->after_len);
    CU_ASSERT_TRUE_FATAL(history->after_len > (size_t)page_at(GROUP_PAGES + 20)); /* two groups */
}

static void history_end(struct history *history)
{
    free(history->before);
    free(history->after);
    bench_end(&history->bench);
}

static uint64_t pages_of(const struct history *history)
{
    static const struct vault any = { .geometry = { .span = VAULT_PAGE_SIZE } };

    return vault_page_count(&any, (int64_t)history->after_len, NULL);
}

static void v09_every_older_page_put_back_is_noticed_by_the_check(void)
{
    struct history history;
    struct vault_damage damage;

    history_start(&history);
    CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
    CU_ASSERT_EQUAL(vault_check_pages(history.bench.vault, &damage, &history.bench.why), OK);
    for (uint64_t number = 1; number <= pages_of(&history); number += number < 5 ? 1 : 37) {
        size_t at = (size_t)page_at(number);

        if (memcmp(history.before + at, history.after + at, VAULT_PAGE_SIZE) == 0)
            continue;
        file_change(history.bench.path, history.before + at, VAULT_PAGE_SIZE, (int64_t)at);
        CU_ASSERT_EQUAL(vault_check_pages(history.bench.vault, &damage, &history.bench.why), E_DAMAGED);
        CU_ASSERT_EQUAL(damage.bad_count, 1);
        CU_ASSERT_EQUAL(damage.bad[0], number);
        CU_ASSERT_TRUE(damage.is_old[0]);
        CU_ASSERT_PTR_NOT_NULL(strstr(history.bench.why.text, "older one"));
        file_change(history.bench.path, history.after + at, VAULT_PAGE_SIZE, (int64_t)at);
    }
    history_end(&history);
}

static void v09_an_older_page_put_back_is_noticed_when_it_is_read(void)
{
    struct history history;
    size_t at = (size_t)page_at(300);
    int rc;

    history_start(&history);
    CU_ASSERT_NOT_EQUAL_FATAL(memcmp(history.before + at, history.after + at, VAULT_PAGE_SIZE), 0);
    file_change(history.bench.path, history.before + at, VAULT_PAGE_SIZE, (int64_t)at);
    CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
    rc = run_sql(bench_database(&history.bench), "SELECT sum(n) FROM t");
    CU_ASSERT_EQUAL(rc, SQLITE_IOERR_DATA);
    CU_ASSERT_EQUAL(vault_sqlite_error(history.bench.vault, rc, &history.bench.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(history.bench.why.text, "Page 300 of the vault is an older one"));
    history_end(&history);
}

/* With its map block, and with that and the root: each further piece must fit the others. */
static void an_older_page_with_its_map_is_noticed(void)
{
    struct history history;
    struct vault_damage damage;
    size_t group = (size_t)page_at(1) - 2 * MAP_BLOCK_SIZE, at = (size_t)page_at(3);

    history_start(&history);
    for (int with_roots = 0; with_roots < 2; with_roots++) {
        file_put(history.bench.path, history.after, history.after_len);
        file_change(history.bench.path, history.before + at, VAULT_PAGE_SIZE, (int64_t)at);
        file_change(history.bench.path, history.before + group, 2 * MAP_BLOCK_SIZE, (int64_t)group);
        if (with_roots)
            file_change(history.bench.path, history.before + ROOTS_START, 2 * MAP_BLOCK_SIZE, ROOTS_START);
        CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
        CU_ASSERT_EQUAL(vault_check_pages(history.bench.vault, &damage, &history.bench.why), E_DAMAGED);
        CU_ASSERT_NOT_EQUAL(run_sql(bench_database(&history.bench), "SELECT sum(n) FROM t"), SQLITE_OK);
        bench_close(&history.bench);
    }
    history_end(&history);
}

/* The whole file of an earlier time is a whole vault: only what is remembered outside can tell. Its counter is lower.
 */
static void v21_an_older_file_has_a_lower_counter(void)
{
    struct history history;
    uint64_t newer;

    history_start(&history);
    CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
    newer = vault_saves(history.bench.vault);
    bench_close(&history.bench);
    file_put(history.bench.path, history.before, history.before_len);
    CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&history.bench), "SELECT sum(n) FROM t"), 3000);
    CU_ASSERT_EQUAL(vault_saves(history.bench.vault), newer - 1);
    history_end(&history);
}

static void an_older_header_put_back_is_refused(void)
{
    struct bench bench;
    struct new_slot keys;
    uint8_t headers[2 * VAULT_HEADER_SIZE];

    bench_start(&bench);
    CU_ASSERT_EQUAL_FATAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben Okri", bench.ben, cheap, &keys, &bench.why),
                          OK);
    file_read(bench.path, headers, sizeof headers, 0);
    CU_ASSERT_EQUAL_FATAL(vault_remove_slots(bench.vault, 8, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&bench), fill), SQLITE_OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben Okri", bench.ben), E_PASSPHRASE);
    file_change(bench.path, headers, sizeof headers, 0);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben Okri", bench.ben), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "header of this vault is an older one"));
    bench_end(&bench);
}

/* A journal that was played back or ended once must not undo saves made since. */
static void an_older_journal_put_back_is_refused(void)
{
    struct bench bench;
    sqlite3 *database;
    uint8_t *journal;
    size_t len;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "PRAGMA cache_size = 10; BEGIN; UPDATE t SET n = 2 WHERE id < 900"),
                          SQLITE_OK);
    journal = file_bytes(bench.journal, &len);
    CU_ASSERT_TRUE(len > 20 * BLOCK_SEALED_SIZE);
    CU_ASSERT_EQUAL_FATAL(run_sql(database, "COMMIT; UPDATE t SET n = 3 WHERE id < 900"), SQLITE_OK);
    bench_close(&bench);
    file_put(bench.journal, journal, len);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_database(bench.vault, &database, &bench.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "is an older one"));
    bench_close(&bench);
    /* Nothing was played back: without the journal all is there. */
    unlink(bench.journal);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT sum(n) FROM t WHERE id < 900"), 3 * 899);
    free(journal);
    bench_end(&bench);
}

/* A power cut while the map was being written: the older root with its blocks is whole, whatever became of the newer.
 */
static void d02_an_unfinished_map_gives_way_to_the_one_before(void)
{
    struct history history;
    uint8_t rubbish[200];
    struct vault_damage damage;

    history_start(&history);
    for (int root = 0; root < 2; root++)
        for (int tear = 0; tear < 3; tear++) {
            int64_t at = ROOTS_START + root * MAP_BLOCK_SIZE;

            file_put(history.bench.path, history.after, history.after_len);
            random_bytes(rubbish, sizeof rubbish);
            file_change(history.bench.path, rubbish, (size_t)(20 + 40 * tear), at + 20 * tear);
            CU_ASSERT_EQUAL_FATAL(bench_open(&history.bench), OK);
            /* The root that counts torn: its pages are unknown to the older one, and that is told. */
            if (vault_check_pages(history.bench.vault, &damage, &history.bench.why) != OK) {
                CU_ASSERT_NOT_EQUAL(damage.bad_count, 0);
            } else {
                CU_ASSERT_EQUAL(sql_number(bench_database(&history.bench), "SELECT sum(n) FROM t"), 6000);
            }
            bench_close(&history.bench);
        }
    history_end(&history);
}

static void a_map_grows_and_shrinks_with_the_vault(void)
{
    struct bench bench;
    struct vault_damage damage;
    sqlite3 *database;

    bench_start(&bench);
    database = bench_database(&bench);
    for (int round = 0; round < 3; round++) {
        CU_ASSERT_EQUAL_FATAL(run_sql(database, fill), SQLITE_OK);
        CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
        CU_ASSERT_TRUE(damage.pages > GROUP_PAGES);
        CU_ASSERT_EQUAL_FATAL(run_sql(database, "DROP TABLE t"), SQLITE_OK);
        CU_ASSERT_EQUAL(vault_compact(bench.vault, &bench.why), OK);
        CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
        CU_ASSERT_TRUE(damage.pages < 20);
        bench_close(&bench);
        CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
        database = bench_database(&bench);
    }
    bench_end(&bench);
}

static void places_and_counts_agree(void)
{
    static const int sizes[] = { 512, 1024, 4096, 65536 };
    int64_t rest;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const struct vault any = { .geometry = { .span = sizes[i] } };

        CU_ASSERT_EQUAL(vault_page_count(&any, 0, &rest), 0);
        for (uint64_t number = 1; number < 3 * GROUP_PAGES; number++) {
            int64_t end = vault_page_place(&any, number) + sizes[i];

            CU_ASSERT_EQUAL(vault_page_count(&any, end, &rest), number);
            CU_ASSERT_EQUAL(rest, 0);
            CU_ASSERT_EQUAL(vault_page_count(&any, end - 1, &rest), number - 1);
            CU_ASSERT_EQUAL(rest, sizes[i] - 1);
            CU_ASSERT_TRUE(vault_page_place(&any, number + 1) >= end);
        }
    }
}

void suite_freshness(void)
{
    CU_pSuite s = CU_add_suite("freshness", NULL, NULL);

    CU_add_test(s, "V09 every older page put back is noticed by the check",
                v09_every_older_page_put_back_is_noticed_by_the_check);
    CU_add_test(s, "V09 an older page put back is noticed when it is read",
                v09_an_older_page_put_back_is_noticed_when_it_is_read);
    CU_add_test(s, "V09 an older page with its map is noticed", an_older_page_with_its_map_is_noticed);
    CU_add_test(s, "V21 an older file has a lower counter", v21_an_older_file_has_a_lower_counter);
    CU_add_test(s, "an older header put back is refused", an_older_header_put_back_is_refused);
    CU_add_test(s, "an older journal put back is refused", an_older_journal_put_back_is_refused);
    CU_add_test(s, "D02 an unfinished map gives way to the one before",
                d02_an_unfinished_map_gives_way_to_the_one_before);
    CU_add_test(s, "a map grows and shrinks with the vault", a_map_grows_and_shrinks_with_the_vault);
    CU_add_test(s, "places and counts agree", places_and_counts_agree);
}
