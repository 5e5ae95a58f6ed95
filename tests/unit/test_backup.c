/* Backups: counted only when they hold, whatever happens between two slices or on the medium. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/backup_in.h"
#include "store_office.h"

static const int64_t day = INT64_C(86400000);
static const int64_t start = INT64_C(1795428000000); /* 2026-11-23 10:00 UTC */

struct shelf {
    struct office office;
    char folder[UNIT_PATH_SIZE];
};

static void begin(struct shelf *shelf)
{
    clock_fix(start);
    office_create(&shelf->office);
    unit_path(shelf->office.folder, "stick", shelf->folder);
    CU_ASSERT_EQUAL_FATAL(mkdir(shelf->folder, 0700), 0);
    office_party_add(&shelf->office, "Youth House", "club", "football");
    office_party_add(&shelf->office, "Town Hall", "", "");
}

static void end(struct shelf *shelf)
{
    office_end(&shelf->office);
    clock_fix(-1);
}

static enum err make(struct shelf *shelf, char *name)
{
    return store_backup_to(shelf->office.store, shelf->folder, BACKUP_ASKED, name, &shelf->office.why);
}

static struct backup_status status_of(struct shelf *shelf)
{
    struct backup_status status;

    CU_ASSERT_EQUAL_FATAL(backup_status(shelf->office.store, &status, &shelf->office.why), OK);
    return status;
}

static size_t count_backups(struct shelf *shelf)
{
    struct backup_file *files;
    size_t count;

    CU_ASSERT_EQUAL_FATAL(backup_list(shelf->office.store, shelf->folder, &files, &count, &shelf->office.why), OK);
    free(files);
    return count;
}

/* Everything in the folder, whatever its name. */
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

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    uint8_t byte;

    CU_ASSERT_FATAL(fd >= 0);
    if (at < 0)
        at += lseek(fd, 0, SEEK_END);
    CU_ASSERT_EQUAL_FATAL(pread(fd, &byte, 1, at), 1);
    byte ^= 4;
    CU_ASSERT_EQUAL_FATAL(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void a_backup_is_counted_once_it_holds(void)
{
    struct shelf shelf;
    struct backup_status status;
    struct history_row row;
    char name[BACKUP_NAME_SIZE];
    size_t count;
    int64_t at;

    begin(&shelf);
    CU_ASSERT_EQUAL(status_of(&shelf).at, 0);
    CU_ASSERT_TRUE(status_of(&shelf).is_changed);
    CU_ASSERT_EQUAL_FATAL(make(&shelf, name), OK);
    status = status_of(&shelf);
    CU_ASSERT_EQUAL(status.at, start);
    CU_ASSERT_EQUAL(status.first_at, start);
    CU_ASSERT_EQUAL(status.elsewhere_at, 0); /* the same disk */
    CU_ASSERT_FALSE(status.is_changed);
    CU_ASSERT_EQUAL(strncmp(name, "office-2026-11-23T100000Z-", 26), 0);
    CU_ASSERT_TRUE(backup_is_ours(shelf.office.store, name, &at) && at == start);
    CU_ASSERT_EQUAL(count_files(shelf.folder), 1);
    CU_ASSERT_EQUAL_FATAL(store_history(shelf.office.store, NULL, 0, 0, 1, &row, &count, &shelf.office.why), OK);
    CU_ASSERT_EQUAL(row.kind, ENTRY_CHECKPOINT);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, name));
    office_party_add(&shelf.office, "School", "", "");
    CU_ASSERT_TRUE(status_of(&shelf).is_changed);
    end(&shelf);
}

static void the_copy_carries_the_digest_of_what_it_holds(void)
{
    struct shelf shelf;
    struct store *copy;
    struct buf path = { 0 };
    uint8_t noted[HASH_SIZE], found[HASH_SIZE], now[HASH_SIZE];
    char name[BACKUP_NAME_SIZE];

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(make(&shelf, name), OK);
    CU_ASSERT_EQUAL_FATAL(path_join(&path, shelf.folder, name), OK);
    CU_ASSERT_EQUAL_FATAL(copy_open(shelf.office.store, buf_text(&path), &copy, &shelf.office.why), OK);
    CU_ASSERT_EQUAL(meta_get_bytes(copy, "copied_state", noted, sizeof noted, NULL), OK);
    CU_ASSERT_EQUAL(digest_take(copy, found, NULL), OK);
    CU_ASSERT_EQUAL(memcmp(noted, found, sizeof noted), 0);
    CU_ASSERT_EQUAL(digest_take(shelf.office.store, now, NULL), OK);
    CU_ASSERT_NOT_EQUAL(memcmp(noted, now, sizeof noted), 0); /* the entry that tells of the backup */
    CU_ASSERT_NOT_EQUAL(sqlite3_exec(copy->db, "DELETE FROM party", NULL, NULL, NULL), SQLITE_OK);
    store_close(copy);
    buf_release(&path);
    end(&shelf);
}

static void slices_of_any_size_come_to_the_same_digest(void)
{
    static const int64_t sizes[] = { 1, 2, 3, 7, 1000 };
    struct shelf shelf;
    uint8_t whole[HASH_SIZE];

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(digest_take(shelf.office.store, whole, NULL), OK);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct digest digest = { 0 };
        bool over = false;

        while (!over)
            CU_ASSERT_EQUAL_FATAL(digest_step(shelf.office.store, &digest, sizes[i], &over, NULL), OK);
        CU_ASSERT_EQUAL(memcmp(digest.hash, whole, sizeof whole), 0);
        digest_release(&digest);
    }
    end(&shelf);
}

/* Step until it is over; after each step `between`. The answer, and how many slices it took. */
static enum err step_through(struct shelf *shelf,
                             void (*between)(struct shelf *shelf, struct backup_job *job, int slice), int *slices)
{
    struct backup_plan plan = { .folder = shelf->folder, .reason = BACKUP_TIMED };
    struct backup_job *job;
    bool over = false;
    enum err e = backup_begin(shelf->office.store, &plan, &job, &shelf->office.why);

    for (*slices = 0; !e && !over && *slices < 10000; *slices += 1) {
        if (!(e = backup_step(job, &over, &shelf->office.why)) && !over)
            between(shelf, job, *slices);
    }
    CU_ASSERT_TRUE(*slices < 10000);
    backup_free(job);
    return e;
}

static void save_something(struct shelf *shelf, struct backup_job *job, int slice)
{
    char name[40];

    (void)job;
    snprintf(name, sizeof name, "Party %d", slice);
    CU_ASSERT_NOT_EQUAL_FATAL(office_party_add(&shelf->office, name, "club", "saved between two slices"), 0);
}

static void heavy_saving_between_slices(void)
{
    struct shelf shelf;
    struct verify_report report;
    int slices;

    begin(&shelf);
    for (int i = 0; i < 300; i++)
        office_party_add(&shelf.office, "One of many", "club", "so that the copy takes more than one slice");
    CU_ASSERT_EQUAL(step_through(&shelf, save_something, &slices), OK);
    CU_ASSERT_TRUE(slices > 10);
    CU_ASSERT_EQUAL(count_backups(&shelf), 1);
    CU_ASSERT_EQUAL(count_files(shelf.folder), 1);
    CU_ASSERT_TRUE(status_of(&shelf).is_changed); /* what was saved meanwhile is not in it */
    CU_ASSERT_EQUAL(store_verify(shelf.office.store, &report, &shelf.office.why), OK);
    verify_report_release(&report);
    end(&shelf);
}

static void no_slice_while_a_save_is_open(void)
{
    struct shelf shelf;
    struct backup_plan plan = { .folder = shelf.folder };
    struct backup_job *job;
    struct save *save;
    bool over;

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(backup_begin(shelf.office.store, &plan, &job, &shelf.office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_begin(shelf.office.store, ENTRY_CHANGE, &save, &shelf.office.why), OK);
    for (int i = 0; i < 50; i++)
        CU_ASSERT_EQUAL(backup_step(job, &over, &shelf.office.why), OK);
    CU_ASSERT_FALSE(over);
    CU_ASSERT_EQUAL(count_files(shelf.folder), 0);
    save_cancel(save);
    backup_free(job);
    end(&shelf);
}

/* A stick that reads back other bytes than were written to it: each place of the copy in turn. */
static off_t spoiled_at;
static void spoil(struct shelf *shelf, struct backup_job *job, int slice)
{
    char path[2 * UNIT_PATH_SIZE];
    DIR *folder;
    const struct dirent *entry;
    int percent;

    (void)slice;
    if (strcmp(backup_stage(job, &percent), "Reading the copy back") != 0 || spoiled_at == 0)
        return;
    folder = opendir(shelf->folder);
    while ((entry = readdir(folder))) {
        if (!strstr(entry->d_name, ".part-"))
            continue;
        snprintf(path, sizeof path, "%s/%s", shelf->folder, entry->d_name);
        flip(path, spoiled_at);
        spoiled_at = 0;
    }
    closedir(folder);
}

static void a_stick_that_reads_back_other_data(void)
{
    static const off_t places[] = { 5, 100, 8192 + 7, 8192 + 600, 36000, -3000, -10 };
    struct shelf shelf;
    char good[BACKUP_NAME_SIZE];
    int slices;

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(make(&shelf, good), OK);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        clock_advance(1000);
        spoiled_at = places[i];
        CU_ASSERT_EQUAL(step_through(&shelf, spoil, &slices), E_DAMAGED);
        CU_ASSERT_EQUAL(spoiled_at, 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&shelf.office.why), "does not read back"));
        CU_ASSERT_EQUAL(count_files(shelf.folder), 1); /* the good one */
        CU_ASSERT_EQUAL(status_of(&shelf).at, start);
        CU_ASSERT_EQUAL(status_of(&shelf).failed_at, clock_now());
        CU_ASSERT_PTR_NOT_NULL(strstr(status_of(&shelf).failure, "does not read back"));
    }
    CU_ASSERT_EQUAL(make(&shelf, NULL), OK);
    CU_ASSERT_EQUAL(status_of(&shelf).failed_at, 0);
    end(&shelf);
}

/* The medium is exchanged under our hands for another copy of the same vault, whole in itself. */
static void exchange(struct shelf *shelf, struct backup_job *job, int slice)
{
    char path[2 * UNIT_PATH_SIZE];
    struct buf older = { 0 };
    DIR *folder;
    const struct dirent *entry;
    int percent;

    (void)slice;
    if (strcmp(backup_stage(job, &percent), "Reading the copy back") != 0 || spoiled_at == 0)
        return;
    unit_path(shelf->office.folder, "older.tkv", path);
    CU_ASSERT_EQUAL_FATAL(path_read_file(path, 1 << 24, &older, NULL), OK);
    folder = opendir(shelf->folder);
    while ((entry = readdir(folder))) {
        if (!strstr(entry->d_name, ".part-"))
            continue;
        snprintf(path, sizeof path, "%s/%s", shelf->folder, entry->d_name);
        CU_ASSERT_EQUAL(path_write_file(path, older.data, older.len, NULL), OK);
        spoiled_at = 0;
    }
    closedir(folder);
    buf_release(&older);
}

static void an_older_copy_in_its_place_is_noticed(void)
{
    struct shelf shelf;
    char path[UNIT_PATH_SIZE];
    int slices;

    begin(&shelf);
    unit_path(shelf.office.folder, "older.tkv", path);
    CU_ASSERT_EQUAL_FATAL(vault_copy(shelf.office.store->vault, path, &shelf.office.why), OK);
    office_party_add(&shelf.office, "School", "", "");
    spoiled_at = 1;
    CU_ASSERT_EQUAL(step_through(&shelf, exchange, &slices), E_DAMAGED);
    CU_ASSERT_EQUAL(spoiled_at, 0);
    CU_ASSERT_EQUAL(count_files(shelf.folder), 0);
    end(&shelf);
}

static void a_place_that_is_not_there(void)
{
    struct shelf shelf;
    char name[BACKUP_NAME_SIZE], aside[UNIT_PATH_SIZE];

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(make(&shelf, name), OK);
    unit_path(shelf.office.folder, "pulled", aside);
    CU_ASSERT_EQUAL_FATAL(rename(shelf.folder, aside), 0);
    clock_advance(day);
    CU_ASSERT_EQUAL(make(&shelf, NULL), E_NOT_FOUND);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&shelf.office.why), "Put the disk or stick in"));
    CU_ASSERT_NOT_EQUAL(access(shelf.folder, F_OK), 0); /* no folder is made in its place */
    CU_ASSERT_EQUAL(status_of(&shelf).failed_at, clock_now());
    CU_ASSERT_EQUAL(status_of(&shelf).at, start);
    CU_ASSERT_EQUAL_FATAL(path_write_file(shelf.folder, "x", 1, NULL), OK); /* a file, no folder */
    CU_ASSERT_EQUAL(make(&shelf, NULL), E_NOT_FOUND);
    CU_ASSERT_EQUAL_FATAL(unlink(shelf.folder), 0);
    CU_ASSERT_EQUAL_FATAL(rename(aside, shelf.folder), 0);
    CU_ASSERT_EQUAL(count_backups(&shelf), 1);
    CU_ASSERT_EQUAL(make(&shelf, NULL), OK);
    CU_ASSERT_EQUAL(count_backups(&shelf), 2);
    end(&shelf);
}

static void an_empty_folder_in_place_of_its_stick_is_no_place(void)
{
    struct shelf shelf;

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(meta_set_text(shelf.office.store, "backup_elsewhere", shelf.folder, NULL), OK);
    CU_ASSERT_EQUAL(make(&shelf, NULL), E_NOT_FOUND);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&shelf.office.why), "is not in"));
    CU_ASSERT_EQUAL(count_files(shelf.folder), 0);
    end(&shelf);
}

static void put(const char *folder, const char *name)
{
    char path[2 * UNIT_PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    CU_ASSERT_EQUAL_FATAL(path_write_file(path, "mine", 4, NULL), OK);
}

static void only_our_own_files_are_let_go(void)
{
    static const char *const others[] = { "office-2020-01-01T000000Z-00000000.townkeep",
                                          "office-2020-01-01T000000Z.townkeep",
                                          "office-2020-13-01T000000Z-12345678.townkeep",
                                          "letter.txt",
                                          "office.townkeep",
                                          "-2020-01-01T000000Z-12345678.townkeep",
                                          "office-2020-01-01T000000Z-12345678.townkeep.part-abcdef" };
    struct shelf shelf;
    size_t count = sizeof others / sizeof others[0];

    begin(&shelf);
    for (size_t i = 0; i < count; i++)
        put(shelf.folder, others[i]);
    for (int i = 0; i < 40; i++) {
        CU_ASSERT_EQUAL_FATAL(make(&shelf, NULL), OK);
        CU_ASSERT_EQUAL(count_files(shelf.folder), count + count_backups(&shelf));
        clock_advance(day);
    }
    CU_ASSERT_TRUE(count_backups(&shelf) >= 9 && count_backups(&shelf) < 18);
    end(&shelf);
}

static void what_a_broken_off_try_left_is_cleared(void)
{
    struct shelf shelf;
    char name[BACKUP_NAME_SIZE], left[BACKUP_NAME_SIZE + 20];

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(backup_name(shelf.office.store, start - day, name, NULL), OK);
    snprintf(left, sizeof left, "%s.part-Ab12xY", name);
    put(shelf.folder, left);
    CU_ASSERT_EQUAL(make(&shelf, NULL), OK);
    CU_ASSERT_EQUAL(count_files(shelf.folder), 1);
    end(&shelf);
}

static void a_spoiled_one_is_set_aside_and_the_good_ones_stay(void)
{
    struct shelf shelf;
    struct backup_file *files;
    struct buf path = { 0 };
    size_t count;

    begin(&shelf);
    for (int i = 0; i < 7; i++, clock_advance(day))
        CU_ASSERT_EQUAL_FATAL(make(&shelf, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(backup_list(shelf.office.store, shelf.folder, &files, &count, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(count, 7);
    CU_ASSERT_EQUAL_FATAL(path_join(&path, shelf.folder, files[0].name), OK);
    flip(buf_text(&path), 50000);
    free(files);
    for (int i = 0; i < 3; i++, clock_advance(day))
        CU_ASSERT_EQUAL_FATAL(make(&shelf, NULL), OK);
    CU_ASSERT_NOT_EQUAL(access(buf_text(&path), F_OK), 0);
    CU_ASSERT_EQUAL(buf_add_str(&path, ".damaged"), OK);
    CU_ASSERT_EQUAL(access(buf_text(&path), F_OK), 0);
    CU_ASSERT_TRUE(count_backups(&shelf) >= 7);
    buf_release(&path);
    end(&shelf);
}

/* With too few that can be read, none goes. */
static void without_three_good_ones_none_is_let_go(void)
{
    struct shelf shelf;
    struct backup_file *files;
    size_t count;

    begin(&shelf);
    for (int i = 0; i < 12; i++, clock_advance(day)) {
        char path[2 * UNIT_PATH_SIZE];
        size_t before = count_backups(&shelf);

        CU_ASSERT_EQUAL_FATAL(make(&shelf, NULL), OK);
        CU_ASSERT_EQUAL_FATAL(backup_list(shelf.office.store, shelf.folder, &files, &count, NULL), OK);
        CU_ASSERT_TRUE(count > before || before >= 7 || count >= 2);
        snprintf(path, sizeof path, "%s/%s", shelf.folder, files[0].name);
        if (i % 2 == 0)
            flip(path, 50000);
        free(files);
    }
    CU_ASSERT_TRUE(count_backups(&shelf) >= 3);
    end(&shelf);
}

static void a_damaged_vault_makes_no_backup(void)
{
    struct shelf shelf;

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(make(&shelf, NULL), OK);
    clock_advance(day);
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_exec(shelf.office.store->db, "UPDATE history SET at = at + 1 WHERE seq = 2", NULL, NULL, NULL),
        SQLITE_OK);
    CU_ASSERT_EQUAL(make(&shelf, NULL), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&shelf.office.why), "history"));
    CU_ASSERT_EQUAL(count_files(shelf.folder), 1);
    end(&shelf);
}

static void before_something_final_there_is_a_copy(void)
{
    struct shelf shelf;
    char *path;

    begin(&shelf);
    CU_ASSERT_EQUAL_FATAL(backup_before(shelf.office.store, shelf.folder, "merge", &path, &shelf.office.why), OK);
    CU_ASSERT_EQUAL(strncmp(path, shelf.folder, strlen(shelf.folder)), 0);
    free(path);
    CU_ASSERT_EQUAL_FATAL(backup_before(shelf.office.store, "/nowhere", "merge", &path, &shelf.office.why), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(path, "office.tkv-before-merge"));
    CU_ASSERT_EQUAL(access(path, F_OK), 0);
    free(path);
    end(&shelf);
}

void suite_backup(void);
void suite_backup(void)
{
    CU_pSuite s = CU_add_suite("backup", NULL, NULL);

    CU_add_test(s, "a backup is counted once it holds", a_backup_is_counted_once_it_holds);
    CU_add_test(s, "the copy carries the digest of what it holds", the_copy_carries_the_digest_of_what_it_holds);
    CU_add_test(s, "slices of any size come to the same digest", slices_of_any_size_come_to_the_same_digest);
    CU_add_test(s, "heavy saving between slices (B03)", heavy_saving_between_slices);
    CU_add_test(s, "no slice while a save is open (B03)", no_slice_while_a_save_is_open);
    CU_add_test(s, "a stick that reads back other data (D12)", a_stick_that_reads_back_other_data);
    CU_add_test(s, "an older copy in its place is noticed (D12)", an_older_copy_in_its_place_is_noticed);
    CU_add_test(s, "a place that is not there (B01)", a_place_that_is_not_there);
    CU_add_test(s, "an empty folder in place of its stick is no place (B01)",
                an_empty_folder_in_place_of_its_stick_is_no_place);
    CU_add_test(s, "only our own files are let go (B04)", only_our_own_files_are_let_go);
    CU_add_test(s, "what a broken-off try left is cleared", what_a_broken_off_try_left_is_cleared);
    CU_add_test(s, "a spoiled one is set aside and the good ones stay (B02)",
                a_spoiled_one_is_set_aside_and_the_good_ones_stay);
    CU_add_test(s, "without three good ones none is let go (B02)", without_three_good_ones_none_is_let_go);
    CU_add_test(s, "a damaged vault makes no backup (B02)", a_damaged_vault_makes_no_backup);
    CU_add_test(s, "before something final there is a copy", before_something_final_there_is_a_copy);
}
