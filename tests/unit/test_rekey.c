/* A fresh vault key: the same rows behind other keys, whatever interrupts the change. */
#include <signal.h>
#include <sys/wait.h>

#include "vault_unit.h"

void suite_rekey(void);

enum { ROWS = 3000 };

static void add_rows(struct bench *bench)
{
    CU_ASSERT_EQUAL(run_sql(bench_database(bench),
                            "CREATE TABLE t(id INTEGER PRIMARY KEY, words TEXT);"
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                            "INSERT INTO t SELECT i, 'row ' || i || hex(randomblob(200)) FROM n"),
                    SQLITE_OK);
}

static void expect_rows(struct bench *bench)
{
    struct vault_damage damage;

    CU_ASSERT_EQUAL(sql_number(bench_database(bench), "SELECT count(*) FROM t WHERE words LIKE 'row ' || id || '%'"),
                    ROWS);
    CU_ASSERT_TRUE(sql_is_sound(bench_database(bench)));
    CU_ASSERT_EQUAL(vault_check_pages(bench->vault, &damage, &bench->why), OK);
}

/* How far it was told to be, and where it is stopped. */
struct run {
    uint64_t first, last, pages, stop_at;
    bool is_killed; /* at stop_at, instead of stopped */
};

static enum err go(struct rekey *job, struct run *run, struct why *why)
{
    bool more = true;
    enum err e = OK;

    vault_rekey_position(job, &run->first, &run->pages);
    while (more && e == OK) {
        vault_rekey_position(job, &run->last, &run->pages);
        if (run->stop_at != 0 && run->last >= run->stop_at) {
            if (run->is_killed)
                raise(SIGKILL);
            return E_CANCELLED;
        }
        e = vault_rekey_step(job, &more, why);
    }
    return e;
}

static enum err rekey_as(struct bench *bench, const char *name, const struct passphrase *passphrase, enum cipher cipher,
                         struct run *run)
{
    struct rekey *job = NULL;
    enum err e;

    bench->why = (struct why){ 0 };
    e = vault_rekey_start(bench->path, name, passphrase, cipher, &job, &bench->why);
    if (e == OK)
        e = go(job, run, &bench->why);
    vault_rekey_end(job);
    return e;
}

static enum err rekey(struct bench *bench, struct run *run)
{
    return rekey_as(bench, "Ana Lund", bench->ana, CIPHER_XCHACHA20_POLY1305, run);
}

static void the_rows_stay_and_the_keys_are_others(void)
{
    struct bench bench;
    struct run run = { 0 };
    struct secret *drafts = NULL, *again = NULL;
    struct new_slot before, after;
    uint8_t old_key[KEY_SIZE], id[VAULT_ID_SIZE];
    uint64_t saves;

    bench_start(&bench);
    add_rows(&bench);
    memcpy(old_key, secret_bytes(bench.vault->vault_key), KEY_SIZE);
    memcpy(id, vault_id(bench.vault), sizeof id);
    saves = vault_saves(bench.vault);
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &before), OK);
    CU_ASSERT_EQUAL_FATAL(vault_derive(bench.vault, "drafts", &drafts, &bench.why), OK);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_BUSY); /* it is open */
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL(run.last, run.pages);
    CU_ASSERT_FALSE(vault_rekey_is_unfinished(bench.path));
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    CU_ASSERT_NOT_EQUAL(memcmp(old_key, secret_bytes(bench.vault->vault_key), KEY_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(id, vault_id(bench.vault), sizeof id), 0);
    CU_ASSERT_EQUAL(vault_rekeyed(bench.vault), 1);
    CU_ASSERT_TRUE(vault_saves(bench.vault) > saves);
    /* What the store seals inside, and the officer's own keys, last. */
    CU_ASSERT_EQUAL_FATAL(vault_derive(bench.vault, "drafts", &again, &bench.why), OK);
    CU_ASSERT_TRUE(hash_equal(secret_bytes(drafts), secret_bytes(again)));
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &after), OK);
    CU_ASSERT_EQUAL(memcmp(&before, &after, sizeof before), 0);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE more(a); INSERT INTO more VALUES (1)"), SQLITE_OK);
    secret_free(drafts);
    secret_free(again);
    bench_end(&bench);
}

static void the_cipher_changes_there_and_back(void)
{
    static const enum cipher ciphers[] = { CIPHER_AES256_GCM, CIPHER_AES256_GCM, CIPHER_XCHACHA20_POLY1305 };
    struct bench bench;

    if (crypt_start(NULL) || !cipher_is_available(CIPHER_AES256_GCM))
        return;
    bench_start(&bench);
    add_rows(&bench);
    for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++) {
        struct run run = { 0 };

        bench_close(&bench);
        CU_ASSERT_EQUAL_FATAL(rekey_as(&bench, "Ana Lund", bench.ana, ciphers[i], &run), OK);
        CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
        CU_ASSERT_EQUAL(vault_cipher(bench.vault), ciphers[i]);
        expect_rows(&bench);
    }
    bench_end(&bench);
}

/* --- the other officers --- */

static void another_officer_takes_the_new_key_with_the_own_passphrase(void)
{
    struct bench bench;
    struct new_slot ben, found;
    struct run run = { 0 };
    struct box_key *box = NULL;

    bench_start(&bench);
    add_rows(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &ben, &bench.why), OK);
    bench_close(&bench);
    for (int round = 0; round < 2; round++) /* the second time the first key was never taken */
        CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.wrong), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.ben), OK);
    CU_ASSERT_FALSE(bench.vault->header.slots[bench.vault->slot].is_pending);
    expect_rows(&bench);
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &found), OK);
    CU_ASSERT_EQUAL(memcmp(&found, &ben, sizeof ben), 0);
    CU_ASSERT_EQUAL_FATAL(vault_open_box_key(bench.vault, bench.ben, &box, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_change_passphrase(bench.vault, bench.ben, bench.wrong, cheap, &bench.why), OK);
    box_key_free(box);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.wrong), OK);
    expect_rows(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    bench_end(&bench);
}

/* Without the vault's keys nobody can let a key of his own wait in a slot, though he knows whom to seal it to. */
static void a_waiting_key_put_there_by_a_stranger_is_refused(void)
{
    struct bench bench;
    struct new_slot ben;
    struct run run = { 0 };
    struct slot *slot;
    struct secret *forged = NULL;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &ben, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    slot = &bench.vault->header.slots[1];
    CU_ASSERT_EQUAL_FATAL(slot->kind, SLOT_OFFICER);
    CU_ASSERT_TRUE_FATAL(slot->is_pending);
    CU_ASSERT_EQUAL_FATAL(secret_new_random(WRAPPED_KEY_SIZE, &forged, &bench.why), OK);
    CU_ASSERT_EQUAL(box_seal(slot->pending, forged, slot->box_public), OK);
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "Ana Lund", &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "not put there by one of its officers"));
    secret_free(forged);
    bench_end(&bench);
}

/* Ben kept everything a thief could: the whole old file, and with it, by his passphrase, the old vault key. */
static void r04_who_left_cannot_open_the_new_file_even_with_the_old_key(void)
{
    struct bench bench;
    struct new_slot ben;
    struct run run = { 0 };
    struct secret *old_key = NULL;
    uint8_t old_headers[2 * VAULT_HEADER_SIZE], page[VAULT_PAGE_SIZE];
    struct vault *vault;
    sqlite3 *database;
    char other[UNIT_PATH_SIZE];

    bench_start(&bench);
    add_rows(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &ben, &bench.why), OK);
    file_read(bench.path, old_headers, sizeof old_headers, 0);
    CU_ASSERT_EQUAL_FATAL(secret_new_copy(secret_bytes(bench.vault->vault_key), KEY_SIZE, &old_key, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 8, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_PASSPHRASE);
    /* The old headers in front of the new pages: his passphrase opens them, and nothing else. */
    unit_path(bench.folder, "stolen.vault", other);
    file_copy(bench.path, other);
    file_change(other, old_headers, sizeof old_headers, 0);
    if (vault_open(other, "Ben", bench.ben, &vault, &bench.why) == OK) {
        CU_ASSERT_EQUAL(vault_database(vault, &database, &bench.why), E_DAMAGED);
        for (uint64_t number = 1; number <= run.pages; number++) {
            file_read(other, page, sizeof page, vault_page_place(vault, number));
            CU_ASSERT_EQUAL(page_open(vault, number, page), E_DAMAGED);
        }
        CU_ASSERT_TRUE(hash_equal(secret_bytes(vault->vault_key), secret_bytes(old_key)));
        vault_close(vault);
    }
    secret_free(old_key);
    bench_end(&bench);
}

static void codes_of_the_office_go_and_the_one_for_casework_stays(void)
{
    struct bench bench;
    struct new_slot keys;
    struct run run = { 0 };
    struct passphrase *office = phrase(""), *casework = phrase("");
    char shown[RECOVERY_TEXT_SIZE];
    enum code_kind kind;

    bench_start(&bench);
    CU_ASSERT_EQUAL(recovery_code_new(CODE_OFFICE, office, shown, NULL), OK);
    CU_ASSERT_EQUAL(recovery_code_new(CODE_CASEWORK, casework, shown, NULL), OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_RECOVERY, 0, NULL, office, cheap, &keys, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_CASEWORK_RECOVERY, 0, NULL, casework, cheap, &keys, &bench.why),
                    OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, NULL, office), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey_as(&bench, NULL, office, CIPHER_XCHACHA20_POLY1305, &run), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL(bench_open_as(&bench, NULL, office), E_PASSPHRASE);
    CU_ASSERT_EQUAL(vault_code_test(bench.path, office, &kind, &bench.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(vault_code_test(bench.path, casework, &kind, &bench.why), OK);
    passphrase_free(office);
    passphrase_free(casework);
    bench_end(&bench);
}

/* --- interrupted --- */

static void a_stopped_run_goes_on_where_it_was(void)
{
    struct bench bench;
    struct run run = { .stop_at = 128 }, second = { .stop_at = 192 }, third = { 0 };

    bench_start(&bench);
    add_rows(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_CANCELLED);
    CU_ASSERT_EQUAL(run.last, 128);
    CU_ASSERT_TRUE(vault_rekey_is_unfinished(bench.path));
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK); /* the old one, as it was */
    expect_rows(&bench);
    CU_ASSERT_EQUAL(vault_rekeyed(bench.vault), 0);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &second), E_CANCELLED);
    CU_ASSERT_EQUAL(second.first, 128);
    CU_ASSERT_EQUAL(rekey(&bench, &third), OK);
    CU_ASSERT_EQUAL(third.first, 192);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    bench_end(&bench);
}

static void a_changed_vault_is_begun_again(void)
{
    struct bench bench;
    struct run run = { .stop_at = 128 }, second = { 0 };

    bench_start(&bench);
    add_rows(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_CANCELLED);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "UPDATE t SET words = 'row 5 new' WHERE id = 5"), SQLITE_OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &second), OK);
    CU_ASSERT_EQUAL(second.first, 0);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT words = 'row 5 new' FROM t WHERE id = 5"), 1);
    bench_end(&bench);
}

/* A page of what was left behind is torn: the run goes on before it. */
static void a_torn_page_of_the_new_file_is_written_again(void)
{
    struct bench bench;
    struct run run = { .stop_at = 128 }, second = { 0 };
    char name[UNIT_PATH_SIZE];

    bench_start(&bench);
    add_rows(&bench);
    unit_path(bench.folder, "office.vault-rekey", name);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_CANCELLED);
    file_flip(name, PAGES_START + 2 * MAP_BLOCK_SIZE + 60 * VAULT_PAGE_SIZE + 100, 3);
    CU_ASSERT_EQUAL(rekey(&bench, &second), OK);
    CU_ASSERT_EQUAL(second.first, 60); /* the 61st is the first that is not whole */
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    bench_end(&bench);
}

static void rubbish_under_the_new_name_is_no_hindrance(void)
{
    struct bench bench;
    struct run run = { 0 };
    char name[UNIT_PATH_SIZE];

    bench_start(&bench);
    add_rows(&bench);
    unit_path(bench.folder, "office.vault-rekey", name);
    bench_close(&bench);
    file_put(name, "rubbish", 7);
    CU_ASSERT_EQUAL(rekey(&bench, &run), OK);
    file_put(name, "rubbish", 7);
    CU_ASSERT_EQUAL(vault_rekey_discard(bench.path, &bench.why), OK);
    CU_ASSERT_FALSE(vault_rekey_is_unfinished(bench.path));
    CU_ASSERT_EQUAL(vault_rekey_discard(bench.path, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    bench_end(&bench);
}

/* A process that is killed at page `at`. */
static void be_killed(struct bench *bench, uint64_t at)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct run run = { .stop_at = at, .is_killed = true };
        enum err e = rekey(bench, &run);

        _exit(e == OK ? 0 : 1);
    }
    CU_ASSERT_TRUE_FATAL(child > 0);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFSIGNALED(status));
}

static void v10_a_killed_run_leaves_a_whole_vault_and_is_gone_on_with(void)
{
    struct bench bench;
    struct new_slot ben;
    struct run run = { 0 };

    bench_start(&bench);
    add_rows(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &ben, &bench.why), OK);
    bench_close(&bench);
    for (uint64_t at = 64; at <= 192; at += 64) {
        be_killed(&bench, at);
        CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.ben), OK);
        CU_ASSERT_EQUAL(vault_rekeyed(bench.vault), 0);
        bench_close(&bench);
    }
    CU_ASSERT_EQUAL_FATAL(rekey(&bench, &run), OK);
    CU_ASSERT_EQUAL(run.first, 192);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.ben), OK);
    expect_rows(&bench);
    bench_end(&bench);
}

/* Killed after the last page: the map, reading back and the renaming are left to do. */
static void a_run_killed_at_the_end_is_finished(void)
{
    struct bench bench;
    struct run run = { .stop_at = 1 }, second = { 0 };

    bench_start(&bench);
    add_rows(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_CANCELLED);
    be_killed(&bench, run.pages);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_rekeyed(bench.vault), 0);
    bench_close(&bench);
    CU_ASSERT_EQUAL(rekey(&bench, &second), OK);
    CU_ASSERT_EQUAL(second.first, run.pages);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    expect_rows(&bench);
    bench_end(&bench);
}

static void a_damaged_page_is_named_and_nothing_changed(void)
{
    struct bench bench;
    struct run run = { 0 };

    bench_start(&bench);
    add_rows(&bench);
    bench_close(&bench);
    file_flip(bench.path, PAGES_START + 2 * MAP_BLOCK_SIZE + 20 * VAULT_PAGE_SIZE + 100, 3);
    CU_ASSERT_EQUAL(rekey(&bench, &run), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "Page 21"));
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_rekeyed(bench.vault), 0);
    bench_end(&bench);
}

void suite_rekey(void)
{
    CU_pSuite s = CU_add_suite("rekey", NULL, NULL);

    CU_add_test(s, "the rows stay and the keys are others", the_rows_stay_and_the_keys_are_others);
    CU_add_test(s, "the cipher changes there and back", the_cipher_changes_there_and_back);
    CU_add_test(s, "another officer takes the new key with the own passphrase",
                another_officer_takes_the_new_key_with_the_own_passphrase);
    CU_add_test(s, "a waiting key put there by a stranger is refused",
                a_waiting_key_put_there_by_a_stranger_is_refused);
    CU_add_test(s, "R04 who left cannot open the new file, even with the old key",
                r04_who_left_cannot_open_the_new_file_even_with_the_old_key);
    CU_add_test(s, "codes of the office go, and the one for casework stays",
                codes_of_the_office_go_and_the_one_for_casework_stays);
    CU_add_test(s, "a stopped run goes on where it was", a_stopped_run_goes_on_where_it_was);
    CU_add_test(s, "a changed vault is begun again", a_changed_vault_is_begun_again);
    CU_add_test(s, "a torn page of the new file is written again", a_torn_page_of_the_new_file_is_written_again);
    CU_add_test(s, "rubbish under the new name is no hindrance", rubbish_under_the_new_name_is_no_hindrance);
    CU_add_test(s, "V10 a killed run leaves a whole vault and is gone on with",
                v10_a_killed_run_leaves_a_whole_vault_and_is_gone_on_with);
    CU_add_test(s, "a run killed at the end is finished", a_run_killed_at_the_end_is_finished);
    CU_add_test(s, "a damaged page is named and nothing changed", a_damaged_page_is_named_and_nothing_changed);
}
