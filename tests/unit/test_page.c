/* SQLite's pages in the file: what happens to those that are swapped, changed, borrowed or cut off. */
#include "vault_unit.h"

void suite_page(void);

static const char fill[] = "CREATE TABLE t(id INTEGER PRIMARY KEY, words TEXT);"
                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)"
                           "INSERT INTO t SELECT i, 'heron number ' || i || hex(zeroblob(100)) FROM n";

/* A closed vault with some dozen pages. */
static void bench_filled(struct bench *bench)
{
    bench_start(bench);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(bench), fill), SQLITE_OK);
    bench_close(bench);
    CU_ASSERT_TRUE(file_length(bench->path) > page_at(20));
    CU_ASSERT_EQUAL((file_length(bench->path) - page_at(1)) % VAULT_PAGE_SIZE, 0);
}

/* Opened again, reading everything fails at page `number`, SQLite and the check of the bytes agreeing. */
static void expect_bad_page(struct bench *bench, uint64_t number)
{
    struct vault_damage damage;
    sqlite3 *database;
    char words[32];

    CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
    CU_ASSERT_EQUAL(vault_check_pages(bench->vault, &damage, &bench->why), E_DAMAGED);
    CU_ASSERT_EQUAL(damage.bad[0], number);
    snprintf(words, sizeof words, "Page %u ", (unsigned)number);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench->why.text, words));
    if (number == 1) {
        CU_ASSERT_EQUAL(vault_database(bench->vault, &database, &bench->why), E_DAMAGED);
    } else {
        int rc = run_sql(bench_database(bench), "SELECT sum(length(words)) FROM t");

        CU_ASSERT_EQUAL(rc, SQLITE_IOERR_DATA);
        CU_ASSERT_EQUAL(vault_sqlite_error(bench->vault, rc, &bench->why), E_DAMAGED);
    }
    CU_ASSERT_EQUAL(vault_last_bad_page(bench->vault), number);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench->why.text, words));
    bench_close(bench);
}

static void a_page_opens_only_under_its_own_number(void)
{
    struct bench bench;
    uint8_t plain[VAULT_PAGE_SIZE], page[VAULT_PAGE_SIZE], kept[VAULT_PAGE_SIZE];

    bench_start(&bench);
    random_bytes(plain, sizeof plain);
    memset(plain + PAGE_CONTENT, 0, VAULT_RESERVED);
    page_seal(bench.vault, 12, plain, page);
    memcpy(kept, page, sizeof kept);
    CU_ASSERT_EQUAL(page_open(bench.vault, 12, page), OK);
    CU_ASSERT_EQUAL(memcmp(page, plain, sizeof page), 0);
    CU_ASSERT_EQUAL(page_open(bench.vault, 13, kept), E_DAMAGED);
    bench_end(&bench);
}

static void every_flipped_bit_of_a_page_is_noticed(void)
{
    struct bench bench;
    uint8_t plain[VAULT_PAGE_SIZE] = { 1, 2, 3 }, page[VAULT_PAGE_SIZE], tried[VAULT_PAGE_SIZE];

    bench_start(&bench);
    page_seal(bench.vault, 2, plain, page);
    for (size_t at = 0; at < sizeof page; at += at < PAGE_CONTENT - 8 ? 5 : 1) {
        memcpy(tried, page, sizeof tried);
        tried[at] = (uint8_t)(tried[at] ^ 1u << at % 8);
        CU_ASSERT_EQUAL(page_open(bench.vault, 2, tried), E_DAMAGED);
    }
    CU_ASSERT_EQUAL(page_open(bench.vault, 2, page), OK);
    bench_end(&bench);
}

static void v05_a_flipped_bit_in_the_file_is_an_error_that_names_the_page(void)
{
    struct bench bench;

    bench_filled(&bench);
    for (uint64_t number = 1; number <= 13; number += 4) {
        file_flip(bench.path, page_at(number) + (int64_t)number * 300, 3);
        expect_bad_page(&bench, number);
        file_flip(bench.path, page_at(number) + (int64_t)number * 300, 3);
    }
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_TRUE(sql_is_sound(bench_database(&bench)));
    bench_end(&bench);
}

static void v09_two_pages_swapped_are_noticed(void)
{
    struct bench bench;
    uint8_t a[VAULT_PAGE_SIZE], b[VAULT_PAGE_SIZE];

    bench_filled(&bench);
    file_read(bench.path, a, sizeof a, page_at(6));
    file_read(bench.path, b, sizeof b, page_at(7));
    file_change(bench.path, b, sizeof b, page_at(6));
    file_change(bench.path, a, sizeof a, page_at(7));
    expect_bad_page(&bench, 6);
    bench_end(&bench);
}

static void a_page_of_another_vault_is_noticed(void)
{
    struct bench bench, other;
    uint8_t page[VAULT_PAGE_SIZE];

    bench_filled(&bench);
    bench_filled(&other);
    file_read(other.path, page, sizeof page, page_at(9));
    file_change(bench.path, page, sizeof page, page_at(9));
    expect_bad_page(&bench, 9);
    bench_end(&other);
    bench_end(&bench);
}

static void a_page_sealed_as_another_kind_is_noticed(void)
{
    struct bench bench;
    uint8_t bound[VAULT_ID_SIZE + 16], page[VAULT_PAGE_SIZE] = { 0 };

    bench_filled(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    memcpy(bound, vault_id(bench.vault), VAULT_ID_SIZE);
    put_le(bound + VAULT_ID_SIZE, FILE_JOURNAL, 8);
    put_le(bound + VAULT_ID_SIZE + 8, 9, 8);
    sealer_seal(bench.vault->pages, page, page, PAGE_CONTENT, bound, sizeof bound, page + PAGE_CONTENT,
                page + PAGE_CONTENT + NONCE_SIZE);
    bench_close(&bench);
    file_change(bench.path, page, sizeof page, page_at(9));
    expect_bad_page(&bench, 9);
    bench_end(&bench);
}

static void a_page_of_zeros_is_damage_not_an_empty_page(void)
{
    struct bench bench;
    const uint8_t zeros[VAULT_PAGE_SIZE] = { 0 };

    bench_filled(&bench);
    file_change(bench.path, zeros, sizeof zeros, page_at(8));
    expect_bad_page(&bench, 8);
    bench_end(&bench);
}

static void a_damaged_first_page_never_looks_like_an_empty_vault(void)
{
    struct bench bench;
    const uint8_t zeros[VAULT_PAGE_SIZE] = { 0 };
    sqlite3 *database;

    bench_filled(&bench);
    file_change(bench.path, zeros, sizeof zeros, page_at(1));
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_database(bench.vault, &database, &bench.why), E_DAMAGED);
    CU_ASSERT_PTR_NULL(database);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "Page 1 "));
    bench_close(&bench);
    /* Nor with a journal beside that has nothing to play back. */
    file_put(bench.journal, "not a journal of ours", 21);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_database(bench.vault, &database, &bench.why), E_DAMAGED);
    bench_end(&bench);
}

static void v08_a_vault_cut_short_is_told(void)
{
    struct bench bench;
    struct vault_damage damage;
    sqlite3 *database;
    int64_t whole;

    bench_filled(&bench);
    whole = file_length(bench.path);
    for (int64_t cut = 1; cut <= 3 * VAULT_PAGE_SIZE; cut += 2047) {
        CU_ASSERT_EQUAL_FATAL(truncate(bench.path, whole - cut), 0);
        CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
        CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), E_DAMAGED);
        CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "cut short"));
        if (vault_database(bench.vault, &database, &bench.why) == OK)
            CU_ASSERT_NOT_EQUAL(run_sql(database, "SELECT sum(length(words)) FROM t"), SQLITE_OK);
        bench_close(&bench);
    }
    CU_ASSERT_EQUAL_FATAL(truncate(bench.path, PAGES_START), 0);
    CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "cut short"));
    bench_end(&bench);
}

static void what_would_make_the_vault_unreadable_is_refused(void)
{
    struct bench bench;
    sqlite3 *database;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_NOT_EQUAL(run_sql(database, "PRAGMA journal_mode = WAL"), SQLITE_OK);
    CU_ASSERT_NOT_EQUAL(run_sql(database, "ATTACH 'elsewhere.db' AS elsewhere"), SQLITE_OK);
    CU_ASSERT_NOT_EQUAL(run_sql(database, "PRAGMA page_size = 8192"), SQLITE_OK);
    CU_ASSERT_EQUAL(vault_compact(bench.vault, &bench.why), OK);
    CU_ASSERT_EQUAL(run_sql(database, fill), SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA page_size"), VAULT_PAGE_SIZE);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT count(*) FROM t"), 600);
    bench_end(&bench);
}

static void compaction_keeps_content_and_seal(void)
{
    struct bench bench;
    struct vault_damage damage;
    int64_t before;

    bench_filled(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "DELETE FROM t WHERE id > 30"), SQLITE_OK);
    before = file_length(bench.path);
    CU_ASSERT_EQUAL(vault_compact(bench.vault, &bench.why), OK);
    CU_ASSERT_TRUE(file_length(bench.path) < before);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
    CU_ASSERT_TRUE(sql_is_sound(bench_database(&bench)));
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT count(*) FROM t"), 30);
    bench_end(&bench);
}

void suite_page(void)
{
    CU_pSuite s = CU_add_suite("page", NULL, NULL);

    CU_add_test(s, "a page opens only under its own number", a_page_opens_only_under_its_own_number);
    CU_add_test(s, "every flipped bit of a page is noticed", every_flipped_bit_of_a_page_is_noticed);
    CU_add_test(s, "V05 a flipped bit in the file is an error that names the page",
                v05_a_flipped_bit_in_the_file_is_an_error_that_names_the_page);
    CU_add_test(s, "V09 two pages swapped are noticed", v09_two_pages_swapped_are_noticed);
    CU_add_test(s, "V09 a page of another vault is noticed", a_page_of_another_vault_is_noticed);
    CU_add_test(s, "a page sealed as another kind is noticed", a_page_sealed_as_another_kind_is_noticed);
    CU_add_test(s, "a page of zeros is damage, not an empty page", a_page_of_zeros_is_damage_not_an_empty_page);
    CU_add_test(s, "a damaged first page never looks like an empty vault",
                a_damaged_first_page_never_looks_like_an_empty_vault);
    CU_add_test(s, "V08 a vault cut short is told", v08_a_vault_cut_short_is_told);
    CU_add_test(s, "what would make the vault unreadable is refused", what_would_make_the_vault_unreadable_is_refused);
    CU_add_test(s, "compaction keeps content and seal", compaction_keeps_content_and_seal);
}
