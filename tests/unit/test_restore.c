/* Restoring: beside the vault, as a device of its own, and only what holds. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/backup_in.h"
#include "store_office.h"

static const int64_t day = INT64_C(86400000);
static const int64_t start = INT64_C(1795428000000); /* 2026-11-23 10:00 UTC */
static const char ana[] = "correct horse battery";

struct bench {
    struct office office;
    char folder[UNIT_PATH_SIZE], backup[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct restore_report report;
};

static void begin(struct bench *bench)
{
    memset(bench, 0, sizeof *bench);
    clock_fix(start);
    office_create(&bench->office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&bench->office, ana), OK);
    office_party_add(&bench->office, "Youth House", "club", "football");
    office_referral_add(&bench->office, "Karim Zane", "story");
    unit_path(bench->office.folder, "stick", bench->folder);
    unit_path(bench->office.folder, "restored.tkv", bench->path);
    CU_ASSERT_EQUAL_FATAL(mkdir(bench->folder, 0700), 0);
}

static void end(struct bench *bench)
{
    office_end(&bench->office);
    clock_fix(-1);
}

static void make(struct bench *bench)
{
    char name[BACKUP_NAME_SIZE];

    CU_ASSERT_EQUAL_FATAL(store_backup_to(bench->office.store, bench->folder, BACKUP_ASKED, name, &bench->office.why),
                          OK);
    unit_path(bench->folder, name, bench->backup);
}

static enum err restore_as(struct bench *bench, const char *officer, const char *words, bool compared)
{
    struct passphrase *passphrase = office_passphrase(words);
    struct restore restore = { .backup = bench->backup,
                               .path = bench->path,
                               .open = compared ? bench->office.store : NULL };
    struct store_opening opening = { .officer = officer,
                                     .passphrase = passphrase,
                                     .cost = office_cost(),
                                     .assets = bench->office.assets,
                                     .catalogue = &office_catalogue,
                                     .vocabulary = office_words,
                                     .vocabulary_count = OFFICE_WORDS };
    enum err e = store_restore(&restore, &opening, &bench->report, &bench->office.why);

    passphrase_free(passphrase);
    return e;
}

static size_t count_files(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    size_t count = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    while ((entry = readdir(folder)))
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

/* The restored vault, opened as an office of its own; its folder is the other's. */
static void open_restored(struct bench *bench, struct office *out)
{
    *out = bench->office;
    out->store = NULL;
    snprintf(out->vault, sizeof out->vault, "%s", bench->path);
    CU_ASSERT_EQUAL_FATAL(office_open(out, "Ana", ana), OK);
}

static int64_t number(struct store *store, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t out = -1;

    if (sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return out;
}

static void a_backup_becomes_a_vault_again(void)
{
    struct bench bench;
    struct office restored;
    struct history_row row;
    size_t count;

    begin(&bench);
    make(&bench);
    clock_advance(day);
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, false), OK);
    CU_ASSERT_FALSE(bench.report.was_compared);
    CU_ASSERT_EQUAL(bench.report.backup_at, start);
    CU_ASSERT_EQUAL(bench.report.entries, 3 + 1);
    open_restored(&bench, &restored);
    CU_ASSERT_EQUAL(number(restored.store, "SELECT count(*) FROM party"), 1);
    CU_ASSERT_EQUAL_FATAL(office_casework(&restored, ana), OK);
    CU_ASSERT_EQUAL_FATAL(store_history(restored.store, NULL, 0, 0, 1, &row, &count, &restored.why), OK);
    CU_ASSERT_EQUAL(row.kind, ENTRY_RESTORE);
    CU_ASSERT_TRUE(row.verified);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "Restored from the backup office-2026-11-23T100000Z"));
    office_expect_sound(&restored);
    store_close(restored.store);
    end(&bench);
}

static void never_over_what_is_there(void)
{
    struct bench bench;
    uint8_t before[HASH_SIZE], after[HASH_SIZE];

    begin(&bench);
    make(&bench);
    CU_ASSERT_EQUAL(digest_take(bench.office.store, before, NULL), OK);
    snprintf(bench.path, sizeof bench.path, "%s", bench.office.vault);
    CU_ASSERT_EQUAL(restore_as(&bench, "Ana", ana, false), E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&bench.office.why), "never over it"));
    CU_ASSERT_EQUAL(digest_take(bench.office.store, after, NULL), OK);
    CU_ASSERT_EQUAL(memcmp(before, after, sizeof before), 0);
    snprintf(bench.path, sizeof bench.path, "%s", bench.backup);
    CU_ASSERT_EQUAL(restore_as(&bench, "Ana", ana, false), E_CONFLICT);
    CU_ASSERT_EQUAL(count_files(bench.folder), 1);
    end(&bench);
}

static void a_passphrase_of_another_day_is_told_the_day(void)
{
    struct bench bench;
    size_t before;

    begin(&bench);
    make(&bench);
    before = count_files(bench.office.folder);
    CU_ASSERT_EQUAL(restore_as(&bench, "Ana", "a passphrase of later", false), E_PASSPHRASE);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&bench.office.why), "Monday 23 November 2026"));
    CU_ASSERT_EQUAL(count_files(bench.office.folder), before);
    end(&bench);
}

static void what_it_lacks_is_told(void)
{
    struct bench bench;
    struct office restored;
    struct history_row row;
    size_t count;

    begin(&bench);
    make(&bench); /* the entry that tells of it does not count */
    clock_advance(day);
    office_party_add(&bench.office, "School", "", "");
    clock_advance(day);
    office_party_add(&bench.office, "Library", "", "");
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, true), OK);
    CU_ASSERT_TRUE(bench.report.was_compared);
    CU_ASSERT_EQUAL(bench.report.missing, 2);
    CU_ASSERT_EQUAL(bench.report.missing_from, start + day);
    CU_ASSERT_EQUAL(bench.report.missing_to, start + 2 * day);
    open_restored(&bench, &restored);
    CU_ASSERT_EQUAL_FATAL(store_history(restored.store, NULL, 0, 0, 1, &row, &count, &restored.why), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "2 later saves are not in it"));
    store_close(restored.store);
    end(&bench);
}

static void a_closed_vault_at_hand_is_compared_too(void)
{
    struct bench bench;
    struct passphrase *passphrase = office_passphrase(ana);
    struct restore restore = { .backup = bench.backup, .path = bench.path, .live = bench.office.vault };
    struct store_opening opening = {
        .officer = "Ana", .passphrase = passphrase, .assets = bench.office.assets, .catalogue = &office_catalogue
    };

    begin(&bench);
    make(&bench);
    office_party_add(&bench.office, "School", "", "");
    store_close(bench.office.store);
    bench.office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(store_restore(&restore, &opening, &bench.report, &bench.office.why), OK);
    CU_ASSERT_TRUE(bench.report.was_compared);
    CU_ASSERT_EQUAL(bench.report.missing, 1);
    passphrase_free(passphrase);
    end(&bench);
}

/* Save in both, and look whether any two entries or records are the same. */
static void both_go_on_apart(void)
{
    struct bench bench;
    struct office restored;
    uint8_t old_device[ENTRY_DEVICE_ID_SIZE];
    int64_t id;

    begin(&bench);
    make(&bench);
    memcpy(old_device, bench.office.store->device_id, sizeof old_device);
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, true), OK);
    open_restored(&bench, &restored);
    CU_ASSERT_NOT_EQUAL(restored.store->device, bench.office.store->device);
    CU_ASSERT_NOT_EQUAL(memcmp(restored.store->device_id, old_device, sizeof old_device), 0);
    for (int i = 0; i < 200; i++) { /* in the same milliseconds */
        CU_ASSERT_NOT_EQUAL_FATAL(office_party_add(&bench.office, "In the old", "", ""), 0);
        id = office_party_add(&restored, "In the new", "", "");
        CU_ASSERT_EQUAL((id >> 12) & 0x3ff, restored.store->device);
    }
    CU_ASSERT_EQUAL(number(restored.store, "SELECT count(*) FROM history h JOIN device_seen d ON d.slot = h.device "
                                           "WHERE h.device = 1 AND h.seq > d.seq"),
                    0); /* the old device ends where the backup did */
    CU_ASSERT_EQUAL(number(restored.store, "SELECT seq FROM device_seen WHERE slot = 1"), 3);
    CU_ASSERT_EQUAL(number(restored.store, "SELECT count(DISTINCT id) = count(*) FROM history"), 1);
    office_expect_sound(&restored);
    office_expect_sound(&bench.office);
    store_close(restored.store);
    end(&bench);
}

/* Officers are still added in a restored vault, and its backup is restored once more. */
static void a_restored_vault_is_a_full_one(void)
{
    struct bench bench;
    struct office restored, again;

    begin(&bench);
    make(&bench);
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, false), OK);
    open_restored(&bench, &restored);
    CU_ASSERT_EQUAL_FATAL(office_casework(&restored, ana), OK);
    CU_ASSERT_NOT_EQUAL(office_officer_add(&restored, "Ben", "case_officer", "bens own passphrase"), 0);
    CU_ASSERT_NOT_EQUAL(office_referral_add(&restored, "Lena Moor", "another story"), 0);
    office_expect_sound(&restored);
    clock_advance(day);
    CU_ASSERT_EQUAL_FATAL(store_backup_to(restored.store, bench.folder, BACKUP_ASKED, NULL, &restored.why), OK);
    CU_ASSERT_EQUAL_FATAL(backup_name(restored.store, clock_now(), strrchr(bench.backup, '/') + 1, NULL), OK);
    store_close(restored.store);
    unit_path(bench.office.folder, "again.tkv", bench.path);
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ben", "bens own passphrase", false), OK);
    open_restored(&bench, &again);
    CU_ASSERT_EQUAL(number(again.store, "SELECT count(*) FROM device_seen"), 3);
    office_expect_sound(&again);
    store_close(again.store);
    end(&bench);
}

/* A past slipped in: a device that builds on entries before the newest of the one it comes from. */
static void a_past_cannot_be_slipped_in(void)
{
    struct bench bench;
    struct office restored;
    struct verify_report report;

    begin(&bench);
    make(&bench);
    CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, false), OK);
    open_restored(&bench, &restored);
    office_expect_sound(&restored);
    restored.store->device = 1; /* as a changed program would: the old device saves on */
    CU_ASSERT_EQUAL_FATAL(meta_set(restored.store, "device", 1, NULL), OK);
    store_close(restored.store);
    open_restored(&bench, &restored);
    CU_ASSERT_NOT_EQUAL(office_party_add(&restored, "After its end", "", ""), 0);
    CU_ASSERT_EQUAL(store_verify(restored.store, &report, &restored.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "never let in"));
    verify_report_release(&report);
    store_close(restored.store);
    end(&bench);
}

static void a_spoiled_backup_is_not_restored(void)
{
    static const off_t places[] = { 36000, 50000, -100 };
    struct bench bench;
    size_t before;

    begin(&bench);
    make(&bench);
    before = count_files(bench.office.folder);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int fd = open(bench.backup, O_RDWR | O_CLOEXEC);
        off_t at = places[i] < 0 ? lseek(fd, 0, SEEK_END) + places[i] : places[i];
        uint8_t byte;

        CU_ASSERT_EQUAL_FATAL(pread(fd, &byte, 1, at), 1);
        byte ^= 8;
        CU_ASSERT_EQUAL(pwrite(fd, &byte, 1, at), 1);
        CU_ASSERT_EQUAL(restore_as(&bench, "Ana", ana, false), E_DAMAGED);
        CU_ASSERT_EQUAL(count_files(bench.office.folder), before);
        byte ^= 8;
        CU_ASSERT_EQUAL(pwrite(fd, &byte, 1, at), 1);
        close(fd);
    }
    CU_ASSERT_EQUAL(restore_as(&bench, "Ana", ana, false), OK);
    end(&bench);
}

static void each_kept_backup_opens_with_its_digest(void)
{
    struct bench bench;
    struct backup_file *files;
    size_t count;

    begin(&bench);
    for (int i = 0; i < 60; i++, clock_advance(3 * day)) {
        char name[40];

        snprintf(name, sizeof name, "Party %d", i);
        CU_ASSERT_NOT_EQUAL_FATAL(office_party_add(&bench.office, name, "", ""), 0);
        make(&bench);
    }
    CU_ASSERT_EQUAL_FATAL(backup_list(bench.office.store, bench.folder, &files, &count, NULL), OK);
    CU_ASSERT_TRUE(count >= 12);
    for (size_t i = 0; i < count; i++) {
        unit_path(bench.folder, files[i].name, bench.backup);
        CU_ASSERT_EQUAL_FATAL(restore_as(&bench, "Ana", ana, true), OK);
        CU_ASSERT_EQUAL(unlink(bench.path), 0);
        CU_ASSERT_EQUAL(
            store_drill(bench.office.store, bench.backup, bench.office.folder, &bench.report, &bench.office.why), OK);
    }
    free(files);
    end(&bench);
}

static void a_trial_is_noted_and_leaves_nothing(void)
{
    struct bench bench;
    struct backup_status status;
    struct history_row row;
    size_t count, before;

    begin(&bench);
    make(&bench);
    before = count_files(bench.office.folder);
    CU_ASSERT_EQUAL_FATAL(
        store_drill(bench.office.store, bench.backup, bench.office.folder, &bench.report, &bench.office.why), OK);
    CU_ASSERT_EQUAL(count_files(bench.office.folder), before);
    CU_ASSERT_EQUAL(bench.report.entries, 3);
    CU_ASSERT_EQUAL_FATAL(backup_status(bench.office.store, &status, NULL), OK);
    CU_ASSERT_EQUAL(status.drill_at, start);
    CU_ASSERT_FALSE(status.is_changed);
    CU_ASSERT_EQUAL_FATAL(store_history(bench.office.store, NULL, 0, 0, 1, &row, &count, NULL), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "Tried to restore"));
    end(&bench);
}

static void a_trial_finds_what_does_not_hold(void)
{
    struct bench bench;
    struct backup_status status;
    int fd;

    begin(&bench);
    make(&bench);
    fd = open(bench.backup, O_RDWR | O_CLOEXEC);
    CU_ASSERT_EQUAL(pwrite(fd, "spoiled", 7, 36000), 7);
    close(fd);
    CU_ASSERT_EQUAL(
        store_drill(bench.office.store, bench.backup, bench.office.folder, &bench.report, &bench.office.why),
        E_DAMAGED);
    CU_ASSERT_EQUAL(backup_status(bench.office.store, &status, NULL), OK);
    CU_ASSERT_EQUAL(status.drill_at, 0);
    make(&bench);
    CU_ASSERT_EQUAL(sqlite3_exec(bench.office.store->db, "UPDATE party SET note = 'handball'", NULL, NULL, NULL),
                    SQLITE_OK); /* behind the program's back: the record differs, though nobody saved it */
    fd = 0;
    for (int i = 0; i < 20 && fd == 0; i++)
        fd = store_drill(bench.office.store, bench.backup, bench.office.folder, &bench.report, &bench.office.why) ==
             E_DAMAGED;
    CU_ASSERT_EQUAL(fd, 1);
    end(&bench);
}

void suite_restore(void);
void suite_restore(void)
{
    CU_pSuite s = CU_add_suite("restore", NULL, NULL);

    CU_add_test(s, "a backup becomes a vault again", a_backup_becomes_a_vault_again);
    CU_add_test(s, "never over what is there (B06)", never_over_what_is_there);
    CU_add_test(s, "a passphrase of another day is told the day (B07)", a_passphrase_of_another_day_is_told_the_day);
    CU_add_test(s, "what it lacks is told", what_it_lacks_is_told);
    CU_add_test(s, "a closed vault at hand is compared too", a_closed_vault_at_hand_is_compared_too);
    CU_add_test(s, "both go on apart (B08)", both_go_on_apart);
    CU_add_test(s, "a restored vault is a full one (B08)", a_restored_vault_is_a_full_one);
    CU_add_test(s, "a past cannot be slipped in", a_past_cannot_be_slipped_in);
    CU_add_test(s, "a spoiled backup is not restored (B02)", a_spoiled_backup_is_not_restored);
    CU_add_test(s, "each kept backup opens with its digest (B05)", each_kept_backup_opens_with_its_digest);
    CU_add_test(s, "a trial is noted and leaves nothing", a_trial_is_noted_and_leaves_nothing);
    CU_add_test(s, "a trial finds what does not hold", a_trial_finds_what_does_not_hold);
}
