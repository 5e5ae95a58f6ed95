/* A vault on a medium, in a folder or of a file that takes no writing: it opens, it is read, nothing of it changes. */
#include <dirent.h>

#include "plain_user.h"
#include "store_office.h"
#include "vault_unit.h"

void suite_read_only(void);

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

/* --- the file --- */

static void close_place(const char *folder, unsigned folder_mode, const char *path, unsigned mode)
{
    CU_ASSERT_EQUAL(chmod(path, mode), 0);
    CU_ASSERT_EQUAL(chmod(folder, folder_mode), 0);
    plain_user(true);
}

static void open_place(const char *folder)
{
    plain_user(false);
    CU_ASSERT_EQUAL(chmod(folder, 0700), 0);
}

static void fill(struct bench *bench)
{
    CU_ASSERT_EQUAL(run_sql(bench_database(bench), "CREATE TABLE t(a); INSERT INTO t VALUES (5)"), SQLITE_OK);
    bench_close(bench);
}

static void expect_only_read(struct bench *bench)
{
    struct new_slot keys;
    size_t len, len_after;
    uint8_t *before = file_bytes(bench->path, &len), *after;
    int rc;

    CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
    CU_ASSERT_TRUE(vault_is_read_only(bench->vault));
    CU_ASSERT_EQUAL(sql_number(bench_database(bench), "SELECT a FROM t"), 5);
    rc = run_sql(bench_database(bench), "INSERT INTO t VALUES (6)");
    CU_ASSERT_EQUAL(rc & 0xff, SQLITE_READONLY);
    CU_ASSERT_EQUAL(vault_sqlite_error(bench->vault, rc, &bench->why), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&bench->why), "can only be read where it lies"));
    CU_ASSERT_EQUAL(vault_add_slot(bench->vault, SLOT_OFFICER, 8, "Ben", bench->ben, cheap, &keys, &bench->why),
                    E_SYSTEM);
    CU_ASSERT_EQUAL(count_entries(bench->folder), 1);
    bench_close(bench);
    after = file_bytes(bench->path, &len_after);
    CU_ASSERT_TRUE(len == len_after && memcmp(before, after, len) == 0);
    free(before);
    free(after);
}

static void v17_a_vault_that_takes_no_writing_is_read(void)
{
    static const unsigned modes[][2] = { { 0500, 0400 }, { 0500, 0600 }, { 0700, 0400 } };

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        struct bench bench;

        bench_start(&bench);
        fill(&bench);
        close_place(bench.folder, modes[i][0], bench.path, modes[i][1]);
        expect_only_read(&bench);
        open_place(bench.folder);
        bench_end(&bench);
    }
}

static void v17_readers_share_a_vault_and_keep_a_writer_out(void)
{
    struct bench bench;
    struct vault *second = NULL;

    bench_start(&bench);
    fill(&bench);
    close_place(bench.folder, 0500, bench.path, 0400);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_open(bench.path, NULL, bench.ana, &second, &bench.why), OK);
    vault_close(second);
    open_place(bench.folder);
    CU_ASSERT_EQUAL(chmod(bench.path, 0600), 0);
    CU_ASSERT_EQUAL(vault_open(bench.path, NULL, bench.ana, &second, &bench.why), E_BUSY);
    bench_end(&bench);
}

static void v17_a_writer_keeps_readers_out_and_is_named(void)
{
    struct bench bench;
    struct vault *second = NULL;

    setenv("USER", "ana", 1);
    bench_start(&bench);
    close_place(bench.folder, 0500, bench.path, 0400);
    CU_ASSERT_EQUAL(vault_open(bench.path, NULL, bench.ana, &second, &bench.why), E_BUSY);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&bench.why), "ana has this vault open"));
    open_place(bench.folder);
    bench_end(&bench);
}

/* The vault in the middle of a save as a crash would leave it, put on a medium that takes no writing. */
static void v17_an_interrupted_save_is_refused_and_undone_in_a_folder_of_ones_own(void)
{
    struct bench bench;
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE], journal[UNIT_PATH_SIZE];
    struct vault *vault = NULL;
    sqlite3 *database;

    bench_start(&bench);
    unit_folder(folder);
    unit_path(folder, "office.vault", path);
    unit_path(folder, "office.vault-journal", journal);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench),
                            "PRAGMA cache_size = 10; CREATE TABLE t(a, b);"
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                            "INSERT INTO t SELECT i, hex(randomblob(60)) FROM n; BEGIN; UPDATE t SET a = -a"),
                    SQLITE_OK);
    file_copy(bench.path, path);
    file_copy(bench.journal, journal);
    close_place(folder, 0500, path, 0400);
    CU_ASSERT_EQUAL_FATAL(vault_open(path, NULL, bench.ana, &vault, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_database(vault, &database, &bench.why), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&bench.why), "ends in -journal"));
    vault_close(vault);
    open_place(folder);
    CU_ASSERT_EQUAL(chmod(path, 0600), 0);
    CU_ASSERT_EQUAL_FATAL(vault_open(path, NULL, bench.ana, &vault, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(vault_database(vault, &database, &bench.why), OK);
    CU_ASSERT_EQUAL(sql_number(database, "SELECT min(a) FROM t"), 1);
    vault_close(vault);
    unit_folder_remove(folder);
    bench_end(&bench);
}

/* --- the records --- */

/* Everything that writes, each refused with the reason; whoever adds a way to write adds it here. */
static enum err write_record(struct office *office)
{
    struct record party = office_new(&office_party);
    enum err e;

    office_set(&party, "name", "Never saved");
    e = store_put(office->store, &party, NULL, NULL, &office->why);
    record_release(&party);
    return e;
}

static enum err write_draft(struct office *office)
{
    struct record party = office_new(&office_party);
    enum err e = store_draft_keep(office->store, &party, &office->why);

    record_release(&party);
    return e;
}

static enum err drop_draft(struct office *office)
{
    return store_draft_drop(office->store, &office_party, 0, &office->why);
}

static enum err write_log(struct office *office)
{
    return store_log(office->store, ENTRY_EXPORT, "Exported", 0, &office->why);
}

static enum err open_casework(struct office *office)
{
    return office_casework(office, "correct horse battery");
}

static enum err change_passphrase(struct office *office)
{
    struct passphrase *old = office_passphrase("correct horse battery"), *fresh = office_passphrase("five wet stones");
    enum err e = store_passphrase_change(office->store, old, fresh, KDF_INTERACTIVE, &office->why);

    passphrase_free(old);
    passphrase_free(fresh);
    return e;
}

static enum err renew_recovery(struct office *office)
{
    char shown[RECOVERY_TEXT_SIZE];

    return store_recovery_renew(office->store, shown, KDF_INTERACTIVE, &office->why);
}

static enum err rename_officer(struct office *office)
{
    return store_officer_rename(office->store, store_officer_id(office->store), "Anna", &office->why);
}

static enum err undo(struct office *office)
{
    int64_t entry = 0;

    CU_ASSERT_EQUAL(store_last_entry(office->store, &entry, &office->why), OK);
    CU_ASSERT_NOT_EQUAL(entry, 0);
    return store_undo(office->store, entry, NULL, &office->why);
}

static void v17_records_are_read_and_every_writing_is_refused_with_the_reason(void)
{
    static enum err (*const writings[])(struct office *) = {
        write_record,      write_draft,    drop_draft,     write_log, open_casework,
        change_passphrase, renew_recovery, rename_officer, undo,
    };
    struct office office;
    struct verify_report report;
    struct record party;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "club", "");
    CU_ASSERT_PTR_NULL(store_read_only(office.store));
    store_close(office.store);
    office.store = NULL;
    close_place(office.folder, 0500, office.vault, 0400);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, "correct horse battery"), OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(store_read_only(office.store));
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "name"), "Youth House");
    record_release(&party);
    for (size_t i = 0; i < sizeof writings / sizeof writings[0]; i++) {
        office.why = (struct why){ 0 };
        CU_ASSERT_EQUAL(writings[i](&office), E_SYSTEM);
        CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&office.why), store_read_only(office.store)));
    }
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    verify_report_release(&report);
    open_place(office.folder);
    office_end(&office);
}

static void v17_older_tables_are_refused_where_they_cannot_be_brought_up_to_date(void)
{
    static const char more[] = "CREATE TABLE later (id INTEGER PRIMARY KEY NOT NULL);\n";
    struct office office;

    office_create(&office);
    store_close(office.store);
    office.store = NULL;
    office_write(&office, "0002_later.sql", more, sizeof more - 1);
    close_place(office.folder, 0500, office.vault, 0400);
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&office.why), "older Townkeep"));
    open_place(office.folder);
    CU_ASSERT_EQUAL(chmod(office.vault, 0600), 0);
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), OK);
    CU_ASSERT_PTR_NULL(store_read_only(office.store));
    office_end(&office);
}

void suite_read_only(void)
{
    CU_pSuite suite = CU_add_suite("read_only", NULL, NULL);

    CU_ADD_TEST(suite, v17_a_vault_that_takes_no_writing_is_read);
    CU_ADD_TEST(suite, v17_readers_share_a_vault_and_keep_a_writer_out);
    CU_ADD_TEST(suite, v17_a_writer_keeps_readers_out_and_is_named);
    CU_ADD_TEST(suite, v17_an_interrupted_save_is_refused_and_undone_in_a_folder_of_ones_own);
    CU_ADD_TEST(suite, v17_records_are_read_and_every_writing_is_refused_with_the_reason);
    CU_ADD_TEST(suite, v17_older_tables_are_refused_where_they_cannot_be_brought_up_to_date);
}
