/* What was erased comes back with no backup: whoever knows of it is asked before the first screen. */
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/backup_in.h"
#include "../../src/store/erased_in.h"
#include "store_office.h"
#include "townkeep/store/erase.h"

static const char ana[] = "correct horse battery";

struct bench {
    struct office office;
    char folder[UNIT_PATH_SIZE], backup[UNIT_PATH_SIZE], restored[UNIT_PATH_SIZE], elsewhere[UNIT_PATH_SIZE];
    char before[UNIT_PATH_SIZE]; /* the vault's file as it was */
    struct restore_report report;
    int64_t gone, stays;
};

static void make_backup(struct bench *bench, char out[UNIT_PATH_SIZE])
{
    char name[BACKUP_NAME_SIZE];

    CU_ASSERT_EQUAL_FATAL(store_backup_to(bench->office.store, bench->folder, BACKUP_ASKED, name, &bench->office.why),
                          OK);
    unit_path(bench->folder, name, out);
    clock_advance(60000);
}

/* A backup in a folder of its own, taken before the erasure. */
static void begin(struct bench *bench)
{
    memset(bench, 0, sizeof *bench);
    clock_fix(INT64_C(1795428000000));
    office_create(&bench->office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&bench->office, ana), OK);
    bench->stays = office_referral_add(&bench->office, "Lena Ost", "stays");
    bench->gone = office_referral_add(&bench->office, "Karim Zane", "drew a swastika");
    unit_path(bench->office.folder, "stick", bench->folder);
    unit_path(bench->office.folder, "elsewhere", bench->elsewhere);
    unit_path(bench->office.folder, "before.tkv", bench->before);
    unit_path(bench->elsewhere, "restored.tkv", bench->restored);
    CU_ASSERT_EQUAL_FATAL(mkdir(bench->folder, 0700), 0);
    CU_ASSERT_EQUAL_FATAL(mkdir(bench->elsewhere, 0700), 0);
    make_backup(bench, bench->backup);
    CU_ASSERT_EQUAL_FATAL(vault_copy(bench->office.store->vault, bench->before, &bench->office.why), OK);
}

static void end(struct bench *bench)
{
    office_end(&bench->office);
    clock_fix(-1);
}

static void erase(struct bench *bench, bool listed)
{
    struct erase_report report;

    CU_ASSERT_EQUAL_FATAL(
        store_erase(bench->office.store, &bench->gone, 1,
                    &(struct erasing){ .sentence = "Erased a case", .backup_folder = listed ? bench->folder : NULL },
                    &report, &bench->office.why),
        OK);
    CU_ASSERT_EQUAL(report.is_listed, listed);
}

static enum err restore(struct bench *bench, struct store *live)
{
    struct passphrase *passphrase = office_passphrase(ana);
    struct restore how = { .backup = bench->backup, .path = bench->restored, .open = live };
    struct store_opening opening = { .officer = "Ana",
                                     .passphrase = passphrase,
                                     .cost = office_cost(),
                                     .assets = bench->office.assets,
                                     .catalogue = &office_catalogue,
                                     .vocabulary = office_words,
                                     .vocabulary_count = OFFICE_WORDS };
    enum err e = store_restore(&how, &opening, &bench->report, &bench->office.why);

    passphrase_free(passphrase);
    if (e)
        printf("\n    %s", why_text(&bench->office.why));
    return e;
}

/* Open the restored vault, with casework, in place of the office's own. */
static void open_restored(struct bench *bench)
{
    store_close(bench->office.store);
    bench->office.store = NULL;
    snprintf(bench->office.vault, sizeof bench->office.vault, "%s", bench->restored);
    CU_ASSERT_EQUAL_FATAL(office_open(&bench->office, "Ana", ana), OK);
    CU_ASSERT_EQUAL_FATAL(office_casework(&bench->office, ana), OK);
}

static bool is_there(struct office *office, int64_t id)
{
    struct record record;
    enum err e = store_load(office->store, &office_referral, id, &record, &office->why);

    if (!e)
        record_release(&record);
    return e != E_NOT_FOUND;
}

static void expect_erased(struct bench *bench)
{
    bool is_erased;

    CU_ASSERT_EQUAL(bench->report.erased, 1);
    open_restored(bench);
    CU_ASSERT_FALSE(is_there(&bench->office, bench->gone));
    CU_ASSERT_TRUE(is_there(&bench->office, bench->stays));
    CU_ASSERT_EQUAL(store_case_is_erased(bench->office.store, bench->gone, &is_erased, NULL), OK);
    CU_ASSERT_TRUE(is_erased);
    office_expect_sound(&bench->office);
}

static void remove_list(const struct bench *bench, const char *folder)
{
    char name[40], path[UNIT_PATH_SIZE];
    const uint8_t *id = vault_id(bench->office.store->vault);

    snprintf(name, sizeof name, "townkeep-erased-%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
    unit_path(folder, name, path);
    CU_ASSERT_EQUAL(unlink(path), 0);
}

static void the_vault_at_hand_knows(void)
{
    struct bench bench;

    begin(&bench);
    erase(&bench, false);
    CU_ASSERT_EQUAL_FATAL(restore(&bench, bench.office.store), OK);
    expect_erased(&bench);
    end(&bench);
}

static void the_list_in_the_folder_of_backups_knows(void)
{
    struct bench bench;

    begin(&bench);
    erase(&bench, true);
    CU_ASSERT_EQUAL_FATAL(restore(&bench, NULL), OK);
    expect_erased(&bench);
    end(&bench);
}

static void a_newer_backup_knows(void)
{
    struct bench bench;
    char newer[UNIT_PATH_SIZE];

    begin(&bench);
    erase(&bench, false);
    make_backup(&bench, newer);
    remove_list(&bench, bench.folder);
    CU_ASSERT_EQUAL_FATAL(restore(&bench, NULL), OK);
    expect_erased(&bench);
    end(&bench);
}

/* The proof that the others were not found erased by chance. */
static void where_nobody_knows_it_is_there(void)
{
    struct bench bench;

    begin(&bench);
    erase(&bench, false);
    CU_ASSERT_EQUAL_FATAL(restore(&bench, NULL), OK);
    CU_ASSERT_EQUAL(bench.report.erased, 0);
    open_restored(&bench);
    CU_ASSERT_TRUE(is_there(&bench.office, bench.gone));
    end(&bench);
}

static void put_the_old_file_back(struct bench *bench)
{
    store_close(bench->office.store);
    bench->office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(rename(bench->before, bench->office.vault), 0);
}

static void an_old_file_in_the_vaults_place_is_erased_at_opening(void)
{
    struct bench bench;

    begin(&bench);
    erase(&bench, false);
    put_the_old_file_back(&bench);
    CU_ASSERT_EQUAL_FATAL(office_open(&bench.office, "Ana", ana), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(bench.office.store), "1 case that was erased since"));
    CU_ASSERT_FALSE(is_there(&bench.office, bench.gone));
    office_expect_sound(&bench.office);
    office_reopen(&bench.office);
    CU_ASSERT_PTR_NULL(strstr(store_notices(bench.office.store), "erased"));
    end(&bench);
}

static void where_nothing_can_be_written_it_stays_closed(void)
{
    struct bench bench;
    struct record referral;

    begin(&bench);
    erase(&bench, false);
    put_the_old_file_back(&bench);
    bench.office.only_looking = true;
    CU_ASSERT_EQUAL_FATAL(office_open(&bench.office, "Ana", ana), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(bench.office.store), "only stays closed"));
    CU_ASSERT_EQUAL_FATAL(office_casework(&bench.office, ana), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(bench.office.store, &office_referral, bench.gone, &referral, NULL), OK);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_STORY].form, VALUE_CLOSED);
    record_release(&referral);
    CU_ASSERT_EQUAL_FATAL(store_load(bench.office.store, &office_referral, bench.stays, &referral, NULL), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "story"), "stays");
    record_release(&referral);
    end(&bench);
}

static void a_trial_tells_what_a_restore_would_erase(void)
{
    struct bench bench;

    begin(&bench);
    erase(&bench, false);
    CU_ASSERT_EQUAL_FATAL(
        store_drill(bench.office.store, bench.backup, bench.elsewhere, &bench.report, &bench.office.why), OK);
    CU_ASSERT_EQUAL(bench.report.erased, 1);
    end(&bench);
}

static void a_reduced_case_is_reduced_again(void)
{
    static const struct kept_field kept[] = { { "referral", "person" } };
    struct bench bench;
    struct erase_report report;
    struct record referral;

    begin(&bench);
    CU_ASSERT_EQUAL_FATAL(store_reduce(bench.office.store, bench.gone, kept, 1,
                                       &(struct erasing){ .sentence = "Reduced a case" }, &report, &bench.office.why),
                          OK);
    CU_ASSERT_EQUAL_FATAL(restore(&bench, bench.office.store), OK);
    CU_ASSERT_EQUAL(bench.report.erased, 1);
    open_restored(&bench);
    CU_ASSERT_EQUAL_FATAL(store_load(bench.office.store, &office_referral, bench.gone, &referral, NULL), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person"), "Karim Zane");
    CU_ASSERT_EQUAL(referral.values[REFERRAL_STORY].form, VALUE_EMPTY);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_AGE].form, VALUE_EMPTY);
    office_expect_sound(&bench.office);
    office_set(&referral, "person", "K. Zane");
    CU_ASSERT_EQUAL(store_put(bench.office.store, &referral, NULL, NULL, &bench.office.why), OK);
    record_release(&referral);
    office_expect_sound(&bench.office);
    end(&bench);
}

/* --- the list itself --- */

static void write_list(const struct bench *bench, const void *bytes, size_t len)
{
    char name[40], path[UNIT_PATH_SIZE];
    const uint8_t *id = vault_id(bench->office.store->vault);

    snprintf(name, sizeof name, "townkeep-erased-%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
    unit_path(bench->elsewhere, name, path);
    CU_ASSERT_EQUAL_FATAL(path_write_file(path, bytes, len, NULL), OK);
}

static enum err read_again(const struct bench *bench, size_t *count)
{
    struct erasures *found = calloc(1, sizeof *found);
    enum err e = erased_list_read(bench->office.store, bench->elsewhere, found, NULL);

    *count = found->count;
    erasures_free(found);
    return e;
}

static void a_list_of_other_bytes_is_refused(void)
{
    struct bench bench;
    struct buf good = { 0 };
    char path[UNIT_PATH_SIZE], name[40];
    const uint8_t *id;
    size_t count;

    begin(&bench);
    erase(&bench, false);
    CU_ASSERT_EQUAL(read_again(&bench, &count), OK);
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_EQUAL_FATAL(erased_list_write(bench.office.store, bench.elsewhere, NULL), OK);
    CU_ASSERT_EQUAL(read_again(&bench, &count), OK);
    CU_ASSERT_EQUAL(count, 1);
    id = vault_id(bench.office.store->vault);
    snprintf(name, sizeof name, "townkeep-erased-%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
    unit_path(bench.elsewhere, name, path);
    CU_ASSERT_EQUAL_FATAL(path_read_file(path, 1 << 20, &good, NULL), OK);
    CU_ASSERT_EQUAL(good.len, 8 + NONCE_SIZE + 1024 + TAG_SIZE);
    for (size_t len = 0; len < good.len; len += 97) {
        write_list(&bench, good.data, len);
        CU_ASSERT_EQUAL(read_again(&bench, &count), E_DAMAGED);
    }
    for (size_t at = 0; at < good.len; at += 53) {
        good.data[at] ^= 1;
        write_list(&bench, good.data, good.len);
        CU_ASSERT_EQUAL(read_again(&bench, &count), E_DAMAGED);
        CU_ASSERT_EQUAL(count, 0);
        good.data[at] ^= 1;
    }
    buf_release(&good);
    end(&bench);
}

static void a_list_that_cannot_be_read_is_written_anew(void)
{
    struct bench bench;
    size_t count;

    begin(&bench);
    erase(&bench, false);
    snprintf(bench.elsewhere, sizeof bench.elsewhere, "%s", bench.office.folder);
    write_list(&bench, "nonsense", 8);
    office_reopen(&bench.office);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(bench.office.store), "cannot be read"));
    CU_ASSERT_EQUAL(read_again(&bench, &count), OK);
    CU_ASSERT_EQUAL(count, 1);
    end(&bench);
}

void suite_erase_again(void);
void suite_erase_again(void)
{
    CU_pSuite s = CU_add_suite("erase_again", NULL, NULL);

    CU_add_test(s, "the vault at hand knows (E03)", the_vault_at_hand_knows);
    CU_add_test(s, "the list in the folder of backups knows (E03)", the_list_in_the_folder_of_backups_knows);
    CU_add_test(s, "a newer backup knows (E03)", a_newer_backup_knows);
    CU_add_test(s, "where nobody knows it is there", where_nobody_knows_it_is_there);
    CU_add_test(s, "an old file in the vault's place is erased at opening",
                an_old_file_in_the_vaults_place_is_erased_at_opening);
    CU_add_test(s, "where nothing can be written it stays closed", where_nothing_can_be_written_it_stays_closed);
    CU_add_test(s, "a trial tells what a restore would erase", a_trial_tells_what_a_restore_would_erase);
    CU_add_test(s, "a reduced case is reduced again", a_reduced_case_is_reduced_again);
    CU_add_test(s, "a list of other bytes is refused", a_list_of_other_bytes_is_refused);
    CU_add_test(s, "a list that cannot be read is written anew", a_list_that_cannot_be_read_is_written_anew);
}
