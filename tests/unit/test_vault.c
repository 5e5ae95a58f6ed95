/* The vault as a file among files: making, holding, opening, copying, and what can be read of it from outside. */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "vault_unit.h"

void suite_vault(void);

static const char *const phrases[] = { "Amira Haddad", "threatened by a neighbour", "+32 470 12 34 56",
                                       "SQLite format 3", "CREATE TABLE" };

/* Write all phrases, many times, in one transaction that outgrows the cache; leave it open. */
static void write_phrases(sqlite3 *database)
{
    CU_ASSERT_EQUAL(run_sql(database,
                            "PRAGMA cache_size = 10;"
                            "CREATE TABLE t(id INTEGER PRIMARY KEY, words TEXT, more TEXT);"
                            "BEGIN;"
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                            "INSERT INTO t SELECT i, 'Amira Haddad ' || i, 'threatened by a neighbour' FROM n;"
                            "COMMIT; BEGIN;"
                            "UPDATE t SET more = '+32 470 12 34 56'"),
                    SQLITE_OK);
}

static void expect_no_phrase(const char *path)
{
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        CU_ASSERT_FALSE(file_holds(path, phrases[i]));
}

static void no_plaintext_reaches_the_disk_in_the_middle_of_a_transaction(void)
{
    struct bench bench;
    sqlite3 *database;

    bench_start(&bench);
    database = bench_database(&bench);
    write_phrases(database);
    CU_ASSERT_TRUE(file_length(bench.path) > page_at(21));
    CU_ASSERT_TRUE(file_length(bench.journal) > 20 * VAULT_PAGE_SIZE);
    expect_no_phrase(bench.path);
    expect_no_phrase(bench.journal);
    CU_ASSERT_EQUAL(run_sql(database, "COMMIT"), SQLITE_OK);
    expect_no_phrase(bench.path);
    expect_no_phrase(bench.journal);
    bench_end(&bench);
}

/* The process that has the vault open is killed in the middle of a transaction. */
static void d01_a_killed_process_leaves_sealed_files_and_a_vault_that_opens(void)
{
    struct bench bench;
    int ends[2], status = 0;
    char byte = 0;
    pid_t child;

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE kept(a); INSERT INTO kept VALUES (5)"), SQLITE_OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        if (bench_open(&bench) == OK)
            write_phrases(bench_database(&bench));
        _exit(write(ends[1], "x", 1) == 1 && pause() ? 0 : 1);
    }
    CU_ASSERT_TRUE_FATAL(child > 0);
    CU_ASSERT_EQUAL(read(ends[0], &byte, 1), 1);
    CU_ASSERT_EQUAL(bench_open(&bench), E_BUSY);
    kill(child, SIGKILL);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFSIGNALED(status));
    close(ends[0]);
    close(ends[1]);
    expect_no_phrase(bench.path);
    expect_no_phrase(bench.journal);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT a FROM kept"), 5);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT count(*) FROM t WHERE more LIKE 'threatened%'"), 2000);
    CU_ASSERT_TRUE(sql_is_sound(bench_database(&bench)));
    bench_end(&bench);
}

/* How many entries a folder has. */
static int count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int count = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static void p20_a_long_sort_makes_no_file(void)
{
    struct bench bench;
    sqlite3 *database;
    char temporary[UNIT_PATH_SIZE];

    bench_start(&bench);
    unit_folder(temporary);
    setenv("SQLITE_TMPDIR", temporary, 1);
    database = bench_database(&bench);
    CU_ASSERT_EQUAL(
        run_sql(
            database,
            "CREATE TABLE t(a TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
            "INSERT INTO t SELECT hex(randomblob(16)) FROM n; CREATE TEMP TABLE x AS SELECT a FROM t ORDER BY a"),
        SQLITE_OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT count(*) FROM (SELECT DISTINCT a FROM x ORDER BY a DESC)"), 60000);
    CU_ASSERT_EQUAL(count_entries(temporary), 0);
    CU_ASSERT_EQUAL(count_entries(bench.folder), 3);
    unsetenv("SQLITE_TMPDIR");
    unit_folder_remove(temporary);
    bench_end(&bench);
}

static void p10_files_are_private_whatever_the_umask(void)
{
    struct bench bench;
    char copy[UNIT_PATH_SIZE], lock[UNIT_PATH_SIZE];
    mode_t before = umask(0);

    bench_start(&bench);
    unit_path(bench.folder, "copy.vault", copy);
    unit_path(bench.folder, "office.vault-lock", lock);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a)"), SQLITE_OK);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, copy, &bench.why), OK);
    CU_ASSERT_EQUAL(file_mode(bench.path), 0600);
    CU_ASSERT_EQUAL(file_mode(bench.journal), 0600);
    CU_ASSERT_EQUAL(file_mode(lock), 0600);
    CU_ASSERT_EQUAL(file_mode(copy), 0600);
    umask(before);
    bench_end(&bench);
}

static void a_vault_in_aes_is_kept_and_opened_like_any_other(void)
{
    struct bench bench;
    char copy[UNIT_PATH_SIZE];

    if (crypt_start(NULL) || !cipher_is_available(CIPHER_AES256_GCM))
        return;
    bench_start_with(&bench, CIPHER_AES256_GCM);
    unit_path(bench.folder, "copy.vault", copy);
    write_phrases(bench_database(&bench));
    expect_no_phrase(bench.path);
    expect_no_phrase(bench.journal);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "COMMIT"), SQLITE_OK);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, copy, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_cipher(bench.vault), CIPHER_AES256_GCM);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT count(*) FROM t WHERE more LIKE '+32%'"), 2000);
    CU_ASSERT_TRUE(sql_is_sound(bench_database(&bench)));
    bench_end(&bench);
}

static void a_closed_vault_is_one_file(void)
{
    struct bench bench;

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a); INSERT INTO t VALUES (1)"), SQLITE_OK);
    CU_ASSERT_EQUAL(count_entries(bench.folder), 3);
    bench_close(&bench);
    CU_ASSERT_EQUAL(count_entries(bench.folder), 1);
    bench_end(&bench);
}

static void v14_the_second_opener_is_told_who_holds_it(void)
{
    struct bench bench;
    struct vault *second = NULL;
    struct why why = { 0 };
    char other_name[UNIT_PATH_SIZE];

    setenv("USER", "ana.lund", 1);
    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_open(bench.path, "Ana Lund", bench.ana, &second, &why), E_BUSY);
    CU_ASSERT_PTR_NULL(second);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "ana.lund has this vault open on "));
    /* Under another name of the same file, too. */
    unit_path(bench.folder, "alias.vault", other_name);
    CU_ASSERT_EQUAL(link(bench.path, other_name), 0);
    CU_ASSERT_EQUAL(vault_open(other_name, "Ana Lund", bench.ana, &second, &why), E_BUSY);
    CU_ASSERT_EQUAL(unlink(other_name), 0);
    CU_ASSERT_EQUAL(symlink(bench.path, other_name), 0);
    CU_ASSERT_EQUAL(vault_open(other_name, "Ana Lund", bench.ana, &second, &why), E_BUSY);
    /* The refusals did not loosen the hold. */
    CU_ASSERT_EQUAL(vault_open(bench.path, "Ana Lund", bench.ana, &second, &why), E_BUSY);
    bench_close(&bench);
    CU_ASSERT_EQUAL(vault_open(other_name, "Ana Lund", bench.ana, &bench.vault, &why), OK);
    CU_ASSERT_STRING_EQUAL(vault_path(bench.vault), bench.path);
    bench_end(&bench);
}

static void v15_a_lock_file_left_behind_is_taken_over(void)
{
    struct bench bench;
    char lock[UNIT_PATH_SIZE];

    bench_start(&bench);
    bench_close(&bench);
    unit_path(bench.folder, "office.vault-lock", lock);
    file_put(lock, "someone\nsomewhere\n1\n1790000000000\n", 35);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    CU_ASSERT_FALSE(file_holds(lock, "somewhere"));
    bench_close(&bench);
    CU_ASSERT_EQUAL(file_length(lock), -1);
    bench_end(&bench);
}

static void refuse(struct bench *bench, const char *path, enum err expected, const char *words)
{
    struct vault *vault = NULL;
    int before = count_entries(bench->folder);

    bench->why = (struct why){ 0 };
    CU_ASSERT_EQUAL(vault_open(path, "Ana Lund", bench->ana, &vault, &bench->why), expected);
    CU_ASSERT_PTR_NULL(vault);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench->why.text, words));
    CU_ASSERT_EQUAL(count_entries(bench->folder), before);
}

static void v01_what_is_no_vault_is_refused_and_left_alone(void)
{
    struct bench bench;
    sqlite3 *plain = NULL;
    char path[UNIT_PATH_SIZE];

    bench_start(&bench);
    unit_path(bench.folder, "other", path);
    refuse(&bench, path, E_NOT_FOUND, "no vault at");
    file_put(path, "", 0);
    refuse(&bench, path, E_INVALID, "empty");
    file_put(path, "x", 1);
    refuse(&bench, path, E_INVALID, "not a Townkeep vault");
    unlink(path);
    CU_ASSERT_EQUAL(sqlite3_open(path, &plain), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(plain, "CREATE TABLE t(a)"), SQLITE_OK);
    sqlite3_close(plain);
    refuse(&bench, path, E_INVALID, "unencrypted SQLite database");
    refuse(&bench, bench.folder, E_INVALID, "folder");
    refuse(&bench, "/dev/zero", E_INVALID, "device");
    unlink(path);
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    refuse(&bench, path, E_INVALID, "device");
    bench_end(&bench);
}

static void what_is_no_file_beside_the_vault_is_not_opened(void)
{
    struct bench bench;
    sqlite3 *database = NULL;
    char journal[UNIT_PATH_SIZE + 16];

    bench_start(&bench);
    bench_close(&bench);
    snprintf(journal, sizeof journal, "%s-journal", bench.path);
    CU_ASSERT_EQUAL(mkfifo(journal, 0600), 0);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    alarm(20); /* a pipe that nobody writes to would hold it up for ever */
    CU_ASSERT_EQUAL(vault_database(bench.vault, &database, &bench.why), E_SYSTEM);
    alarm(0);
    bench_close(&bench);
    unlink(journal);
    CU_ASSERT_EQUAL(symlink("/dev/zero", journal), 0);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_database(bench.vault, &database, &bench.why), E_SYSTEM);
    bench_close(&bench);
    unlink(journal);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    bench_end(&bench);
}

/* The word, made where it is needed, so that it stands nowhere else. */
static void make_word(char out[24])
{
    for (int i = 0; i < 23; i++)
        out[i] = (char)('a' + (i * 7 + 3) % 26);
    out[23] = '\0';
}

/* How often the word stands in the memory from malloc; read by way of the system, which asks no checker. */
static int count_in_heap(void)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[512], word[24];
    unsigned long start, end;
    int count = 0;

    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, "[heap]") == NULL || sscanf(line, "%lx-%lx", &start, &end) != 2)
            continue;
        for (unsigned long at = start; at < end; at += 4096 - sizeof word) {
            char page[4096];
            struct iovec to = { .iov_base = page, .iov_len = sizeof page },
                         from = { .iov_base = (void *)at, .iov_len = sizeof page };
            ssize_t got = process_vm_readv(getpid(), &to, 1, &from, 1, 0);

            make_word(word);
            for (char *found = got > 0 ? memmem(page, (size_t)got, word, 23) : NULL; found != NULL;
                 found = memmem(found + 1, (size_t)(page + got - found - 1), word, 23))
                count++;
            memset(page, 0, sizeof page);
        }
    }
    if (maps != NULL)
        fclose(maps);
    memset(word, 0, sizeof word);
    return count;
}

static void p03_a_closed_vault_leaves_nothing_in_memory(void)
{
    struct bench bench;
    sqlite3_stmt *stmt = NULL;
    char word[24];

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a)"), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(bench_database(&bench), "INSERT INTO t VALUES (?1)", -1, &stmt, NULL),
                          SQLITE_OK);
    make_word(word);
    for (int i = 0; i < 500; i++) {
        sqlite3_bind_text(stmt, 1, word, -1, SQLITE_TRANSIENT);
        CU_ASSERT_EQUAL(sqlite3_step(stmt), SQLITE_DONE);
        sqlite3_reset(stmt);
    }
    memset(word, 0, sizeof word);
    sqlite3_finalize(stmt);
    CU_ASSERT_TRUE(sql_number(bench_database(&bench), "SELECT sum(length(a)) FROM t") == 500 * 23);
    bench_close(&bench);
    CU_ASSERT_EQUAL(count_in_heap(), 0);
    bench_end(&bench);
}

static void a_full_disk_keeps_nobody_out(void)
{
    struct bench bench;
    struct rlimit before, none;

    bench_start(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &none), 0);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    CU_ASSERT_TRUE(sql_number(bench_database(&bench), "SELECT count(*) FROM sqlite_schema") >= 0);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    bench_end(&bench);
}

static void a_vault_is_never_made_over_something_else(void)
{
    struct bench bench;
    struct vault *vault = NULL;
    char path[UNIT_PATH_SIZE], journal[UNIT_PATH_SIZE];
    int64_t length;

    bench_start(&bench);
    bench_close(&bench);
    length = file_length(bench.path);
    CU_ASSERT_EQUAL(vault_create(bench.path, CIPHER_XCHACHA20_POLY1305, 1, "Eve", bench.ben, cheap, &vault, &bench.why),
                    E_CONFLICT);
    CU_ASSERT_EQUAL(file_length(bench.path), length);
    unit_path(bench.folder, "new", path);
    unit_path(bench.folder, "new-journal", journal);
    file_put(journal, "x", 1);
    CU_ASSERT_EQUAL(vault_create(path, CIPHER_XCHACHA20_POLY1305, 1, "Eve", bench.ben, cheap, &vault, &bench.why),
                    E_CONFLICT);
    CU_ASSERT_EQUAL(file_length(path), -1);
    unlink(journal);
    CU_ASSERT_EQUAL(vault_create(path, CIPHER_XCHACHA20_POLY1305, 1, "Eve", bench.ben, (struct kdf_cost){ 1, 1 },
                                 &vault, &bench.why),
                    E_INVALID);
    CU_ASSERT_EQUAL(count_entries(bench.folder), 1);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    bench_end(&bench);
}

static void a_copy_opens_holds_the_same_and_hides_the_same(void)
{
    struct bench bench;
    struct vault *copy = NULL;
    struct vault_damage damage;
    sqlite3 *database;
    char path[UNIT_PATH_SIZE];

    bench_start(&bench);
    write_phrases(bench_database(&bench));
    unit_path(bench.folder, "copy.vault", path);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, path, &bench.why), E_CONFLICT); /* in the middle of a transaction */
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "COMMIT"), SQLITE_OK);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, path, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, path, &bench.why), E_CONFLICT); /* there is one */
    CU_ASSERT_EQUAL(count_entries(bench.folder), 4);
    expect_no_phrase(path);
    CU_ASSERT_EQUAL_FATAL(vault_open(path, "Ana Lund", bench.ana, &copy, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_check_pages(copy, &damage, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(vault_database(copy, &database, &bench.why), OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT count(*) FROM t WHERE more LIKE '+32%'"), 2000);
    CU_ASSERT_EQUAL(memcmp(vault_id(copy), vault_id(bench.vault), VAULT_ID_SIZE), 0);
    vault_close(copy);
    bench_end(&bench);
}

static void b02_a_damaged_vault_is_not_copied(void)
{
    struct bench bench;
    char path[UNIT_PATH_SIZE];

    bench_start(&bench);
    write_phrases(bench_database(&bench));
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "COMMIT"), SQLITE_OK);
    file_flip(bench.path, page_at(10) + 77, 2);
    unit_path(bench.folder, "copy.vault", path);
    CU_ASSERT_EQUAL(vault_copy(bench.vault, path, &bench.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "Page 10 "));
    CU_ASSERT_EQUAL(count_entries(bench.folder), 3);
    bench_end(&bench);
}

static void checking_reads_the_file_and_counts_what_is_bad(void)
{
    struct bench bench;
    struct vault_damage damage;

    bench_start(&bench);
    write_phrases(bench_database(&bench));
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "COMMIT"), SQLITE_OK);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
    CU_ASSERT_EQUAL((int64_t)damage.pages, sql_number(bench_database(&bench), "PRAGMA page_count"));
    for (int64_t number = 4; number <= 10; number += 3)
        file_flip(bench.path, page_at((uint64_t)number) + 5, 1);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), E_DAMAGED);
    CU_ASSERT_EQUAL(damage.bad_count, 3);
    CU_ASSERT_EQUAL(damage.bad[0], 4);
    CU_ASSERT_EQUAL(damage.bad[1], 7);
    CU_ASSERT_EQUAL(damage.bad[2], 10);
    bench_end(&bench);
}

static void every_setting_of_the_connection_holds(void)
{
    struct bench bench;
    sqlite3 *database;
    int is_on = 1;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA page_size"), VAULT_PAGE_SIZE);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA synchronous"), 3);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA temp_store"), 2);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA secure_delete"), 1);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA foreign_keys"), 1);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA cell_size_check"), 1);
    CU_ASSERT_EQUAL(sql_number(database, "PRAGMA trusted_schema"), 0);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT locking_mode = 'exclusive' FROM pragma_locking_mode"), 1);
    CU_ASSERT_EQUAL(sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, -1, &is_on), SQLITE_OK);
    CU_ASSERT_TRUE(is_on);
    CU_ASSERT_EQUAL(sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, -1, &is_on), SQLITE_OK);
    CU_ASSERT_FALSE(is_on);
    bench_end(&bench);
}

static void d03_a_full_disk_leaves_the_old_state(void)
{
    struct bench bench;
    sqlite3 *database;
    struct rlimit before, small;
    int rc;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_EQUAL(run_sql(database, "PRAGMA cache_size = 10; CREATE TABLE t(a INTEGER, pad BLOB)"), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(database, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                                      "INSERT INTO t SELECT i, zeroblob(900) FROM n"),
                    SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (int64_t room = 8; room <= 120; room += 16) {
        small = (struct rlimit){ .rlim_cur = (rlim_t)(room * 1000), .rlim_max = before.rlim_max };
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &small), 0);
        rc = run_sql(database,
                     "BEGIN; UPDATE t SET a = a + 1000; INSERT INTO t SELECT a, zeroblob(3000) FROM t; COMMIT");
        if (rc != SQLITE_OK && !sqlite3_get_autocommit(database))
            (void)run_sql(database, "ROLLBACK");
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
        CU_ASSERT_NOT_EQUAL(rc, SQLITE_OK);
        CU_ASSERT_EQUAL(sql_number(database, "SELECT sum(a) FROM t"), 5050);
        CU_ASSERT_TRUE(sql_is_sound(database));
    }
    signal(SIGXFSZ, SIG_DFL);
    CU_ASSERT_EQUAL(run_sql(database, "UPDATE t SET a = a + 1"), SQLITE_OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT sum(a) FROM t"), 5150);
    bench_end(&bench);
}

static void every_code_of_sqlite_becomes_a_code_of_ours(void)
{
    struct bench bench;
    struct why why;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_ROW, &why), OK);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_FULL, &why), E_DISK_FULL);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_NOMEM, &why), E_MEMORY);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_BUSY_RECOVERY, &why), E_BUSY);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_CORRUPT_INDEX, &why), E_DAMAGED);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_IOERR_FSYNC, &why), E_SYSTEM);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_READONLY, &why), E_SYSTEM);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_CONSTRAINT_UNIQUE, &why), E_INVALID);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench.vault, SQLITE_INTERRUPT, &why), E_CANCELLED);
    bench_end(&bench);
}

void suite_vault(void)
{
    CU_pSuite s = CU_add_suite("vault", NULL, NULL);

    CU_add_test(s, "no plaintext reaches the disk in the middle of a transaction",
                no_plaintext_reaches_the_disk_in_the_middle_of_a_transaction);
    CU_add_test(s, "D01 a killed process leaves sealed files and a vault that opens",
                d01_a_killed_process_leaves_sealed_files_and_a_vault_that_opens);
    CU_add_test(s, "P20 a long sort makes no file", p20_a_long_sort_makes_no_file);
    CU_add_test(s, "P10 files are private whatever the umask", p10_files_are_private_whatever_the_umask);
    CU_add_test(s, "a vault in AES is kept and opened like any other",
                a_vault_in_aes_is_kept_and_opened_like_any_other);
    CU_add_test(s, "a closed vault is one file", a_closed_vault_is_one_file);
    CU_add_test(s, "V14 the second opener is told who holds it", v14_the_second_opener_is_told_who_holds_it);
    CU_add_test(s, "V15 a lock file left behind is taken over", v15_a_lock_file_left_behind_is_taken_over);
    CU_add_test(s, "V01 what is no vault is refused and left alone", v01_what_is_no_vault_is_refused_and_left_alone);
    CU_add_test(s, "what is no file beside the vault is not opened", what_is_no_file_beside_the_vault_is_not_opened);
    CU_add_test(s, "a closed vault leaves nothing in memory (P03)", p03_a_closed_vault_leaves_nothing_in_memory);
    CU_add_test(s, "a full disk keeps nobody out", a_full_disk_keeps_nobody_out);
    CU_add_test(s, "a vault is never made over something else", a_vault_is_never_made_over_something_else);
    CU_add_test(s, "a copy opens, holds the same and hides the same", a_copy_opens_holds_the_same_and_hides_the_same);
    CU_add_test(s, "B02 a damaged vault is not copied", b02_a_damaged_vault_is_not_copied);
    CU_add_test(s, "checking reads the file and counts what is bad", checking_reads_the_file_and_counts_what_is_bad);
    CU_add_test(s, "every setting of the connection holds", every_setting_of_the_connection_holds);
    CU_add_test(s, "D03 a full disk leaves the old state", d03_a_full_disk_leaves_the_old_state);
    CU_add_test(s, "every code of SQLite becomes a code of ours", every_code_of_sqlite_becomes_a_code_of_ours);
}
