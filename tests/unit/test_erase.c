/* Erasing a case: that nothing of it is left anywhere, for somebody who holds every key, and that all else holds. */
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/backup_in.h"
#include "../../src/store/erased_in.h"
#include "store_inside.h"
#include "townkeep/store/backup.h"
#include "townkeep/store/erase.h"
#include "vault_bytes.h"

#define STORY  "was seen drawing a swastika on the bus stop"
#define REASON "first hand, by the nurse"
#define NAME   "Karim Zane"

enum { TRACES_MAX = 40, OTHERS = 12 };

/* What there is of the case, as it stands in the tables: each must be found before and must not be found after. */
struct traces {
    struct buf items[TRACES_MAX];
    size_t count;
};

struct erased_office {
    struct office office;
    int64_t referral, step, other;
    struct traces traces;
};

static void trace(struct traces *traces, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    CU_ASSERT_FATAL(traces->count < TRACES_MAX);
    if (buf_add(&traces->items[traces->count++], bytes, len))
        abort();
}

static void traces_release(struct traces *traces)
{
    for (size_t i = 0; i < traces->count; i++)
        buf_release(&traces->items[i]);
    traces->count = 0;
}

/* Every blob a query finds. */
static void trace_all(struct erased_office *all, const char *sql, int64_t id)
{
    sqlite3_stmt *stmt;

    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(all->office.store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_int64(stmt, 1, id);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++)
            trace(&all->traces, sqlite3_column_blob(stmt, i), (size_t)sqlite3_column_bytes(stmt, i));
    }
    sqlite3_finalize(stmt);
}

/* A long blob goes over several pages, each of which holds a piece. */
static bool pages_hold(struct vault *vault, const struct buf *bytes)
{
    return vault_holds(vault, bytes->data, bytes->len < 64 ? bytes->len : 64);
}

static size_t traces_in(struct vault *vault, const struct traces *traces)
{
    size_t found = 0;

    for (size_t i = 0; i < traces->count; i++)
        found += pages_hold(vault, &traces->items[i]);
    return found;
}

static void expect_no_journal(const struct office *office)
{
    struct stat status;
    char name[UNIT_PATH_SIZE + 16];

    snprintf(name, sizeof name, "%s-journal", office->vault);
    CU_ASSERT_TRUE(stat(name, &status) != 0 || status.st_size == 0);
}

static void expect_sound(struct office *office)
{
    struct verify_report report;
    enum err e = store_verify(office->store, &report, &office->why);

    CU_ASSERT_EQUAL(e, OK);
    if (e)
        printf("\n%s", buf_text(&report.lines));
    verify_report_release(&report);
}

static void casework(struct office *office)
{
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
}

static int64_t add_step(struct office *office, int64_t referral)
{
    struct record step = office_new(&office_step);
    int64_t id;

    value_set_number(record_value(&step, "referral"), referral);
    office_set(&step, "what", "screened");
    office_set(&step, "reasons", REASON);
    CU_ASSERT_EQUAL_FATAL(store_put(office->store, &step, NULL, NULL, &office->why), OK);
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office->store, &step, &office->why), OK);
    id = step.id;
    step.id = 0;
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office->store, &step, &office->why), OK);
    record_release(&step);
    return id;
}

/* A case between others. */
static void begin(struct erased_office *all)
{
    struct record referral;
    char code[RECOVERY_TEXT_SIZE];
    size_t cases;

    memset(all, 0, sizeof *all);
    office_create(&all->office);
    casework(&all->office);
    CU_ASSERT_NOT_EQUAL(office_officer_add(&all->office, "Cleo", "case_officer", "cleos own passphrase"), 0);
    CU_ASSERT_EQUAL(store_casework_code_renew(all->office.store, code, KDF_INTERACTIVE, &cases, &all->office.why), OK);
    all->other = office_referral_add(&all->office, "Lena Ost", "stays");
    for (int i = 0; i < OTHERS; i++) {
        if (i == OTHERS / 2)
            all->referral = office_referral_add(&all->office, NAME, STORY);
        CU_ASSERT_NOT_EQUAL(office_referral_add(&all->office, "Somebody Else", "another story"), 0);
    }
    all->step = add_step(&all->office, all->referral);
    CU_ASSERT_EQUAL_FATAL(store_load(all->office.store, &office_referral, all->referral, &referral, &all->office.why),
                          OK);
    office_set(&referral, "source", "zymurgist");
    CU_ASSERT_EQUAL(store_put(all->office.store, &referral, NULL, NULL, &all->office.why), OK);
    record_release(&referral);
    trace_all(all, "SELECT person, story, age FROM referral WHERE id = ?1", all->referral);
    trace_all(all, "SELECT reasons FROM step WHERE referral = ?1", all->referral);
    trace_all(all, "SELECT wrapped FROM case_key WHERE case_id = ?1", all->referral);
    trace_all(all, "SELECT body FROM history_part WHERE owner = ?1", all->referral);
    trace_all(all, "SELECT body FROM draft WHERE owner = ?1", all->referral);
}

static void end(struct erased_office *all)
{
    traces_release(&all->traces);
    office_end(&all->office);
}

static enum err erase(struct erased_office *all, const char *folder, struct erase_report *report)
{
    return store_erase(
        all->office.store, &all->referral, 1,
        &(struct erasing){ .sentence = "Erased a case: kept no longer than allowed", .backup_folder = folder }, report,
        &all->office.why);
}

static void nothing_is_left_for_whoever_holds_all_keys(void)
{
    struct erased_office all;
    struct erase_report report;
    struct store *copy;
    char backup[UNIT_PATH_SIZE];
    const struct buf word = { .data = (char[]){ "zymurgist" }, .len = 9 };

    begin(&all);
    CU_ASSERT(all.traces.count >= 11); /* 4 sealed fields, 3 wrapped keys, 3 parts, 2 drafts */
    CU_ASSERT_EQUAL(traces_in(all.office.store->vault, &all.traces), all.traces.count);
    CU_ASSERT_TRUE(pages_hold(all.office.store->vault, &word));
    CU_ASSERT_EQUAL_FATAL(erase(&all, NULL, &report), OK);
    CU_ASSERT_TRUE(report.is_rewritten);
    CU_ASSERT_EQUAL(report.records, 2);
    CU_ASSERT_EQUAL(traces_in(all.office.store->vault, &all.traces), 0);
    CU_ASSERT_FALSE(pages_hold(all.office.store->vault, &word));
    expect_no_journal(&all.office);
    unit_path(all.office.folder, "after.townkeep", backup);
    CU_ASSERT_EQUAL_FATAL(store_backup(all.office.store, backup, &all.office.why), OK);
    CU_ASSERT_EQUAL_FATAL(copy_open(all.office.store, backup, &copy, &all.office.why), OK);
    CU_ASSERT_EQUAL(traces_in(copy->vault, &all.traces), 0);
    CU_ASSERT_FALSE(pages_hold(copy->vault, &word));
    store_close(copy);
    end(&all);
}

static void all_else_holds(void)
{
    struct erased_office all;
    struct erase_report report;
    struct record record, step = office_new(&office_step);
    struct buf shown = { 0 };
    bool is_erased;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(erase(&all, NULL, &report), OK);
    expect_sound(&all.office);
    CU_ASSERT_EQUAL(store_load(all.office.store, &office_referral, all.referral, &record, &all.office.why),
                    E_NOT_FOUND);
    CU_ASSERT_EQUAL(store_load(all.office.store, &office_step, all.step, &record, &all.office.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL_FATAL(store_load(all.office.store, &office_referral, all.other, &record, &all.office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "story"), "stays");
    record_release(&record);
    CU_ASSERT_EQUAL(store_case_is_erased(all.office.store, all.referral, &is_erased, NULL), OK);
    CU_ASSERT_TRUE(is_erased);
    value_set_number(record_value(&step, "referral"), all.referral);
    CU_ASSERT_EQUAL(store_show_value(all.office.store, &step, STEP_REFERRAL, &shown), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&shown), "(erased)");
    office_reopen(&all.office);
    expect_sound(&all.office);
    casework(&all.office);
    expect_sound(&all.office);
    buf_release(&shown);
    record_release(&step);
    end(&all);
}

static void the_history_says_that_it_was_and_no_more(void)
{
    struct erased_office all;
    struct erase_report report;
    struct history_row rows[8];
    struct change *changes;
    size_t count, changed;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(erase(&all, NULL, &report), OK);
    CU_ASSERT_EQUAL(store_history(all.office.store, &office_referral, all.referral, 0, 8, rows, &count, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(count, 4); /* erased, changed, step, taken in */
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_ERASE);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Erased a case: kept no longer than allowed");
    for (size_t i = 1; i < count; i++) {
        CU_ASSERT_STRING_EQUAL(rows[i].sentence, "(erased)");
        CU_ASSERT_TRUE(rows[i].verified);
        CU_ASSERT_EQUAL(store_undo(all.office.store, rows[i].entry, NULL, &all.office.why), E_INVALID);
        CU_ASSERT_STRING_EQUAL(all.office.why.text,
                               "What this entry changed in a case was erased since; it cannot be undone any more.");
        CU_ASSERT_NOT_EQUAL(store_changes(all.office.store, rows[i].entry, &changes, &changed, NULL), OK);
    }
    CU_ASSERT_EQUAL(store_undo(all.office.store, rows[0].entry, NULL, &all.office.why), E_INVALID);
    end(&all);
}

/* E06 */
static void a_part_that_went_without_an_entry_is_found(void)
{
    struct erased_office all;
    struct verify_report report;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_exec(all.office.store->db,
                     "UPDATE history_part SET state = 2, body = NULL WHERE owner = (SELECT max(owner) "
                     "FROM history_part)",
                     NULL, NULL, NULL),
        SQLITE_OK);
    CU_ASSERT_EQUAL(store_verify(all.office.store, &report, &all.office.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "was erased, and no entry tells of that"));
    verify_report_release(&report);
    end(&all);
}

static void a_tombstone_put_in_by_hand_covers_nothing(void)
{
    struct erased_office all;
    struct verify_report report;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(all.office.store->db,
                                       "INSERT INTO tombstone (id, case_id, hash, erased_at, entry) SELECT 1, "
                                       "max(owner), zeroblob(32), 1, 1 FROM history_part; UPDATE history_part SET "
                                       "state = 2, body = NULL WHERE owner = (SELECT max(owner) FROM history_part)",
                                       NULL, NULL, NULL),
                          SQLITE_OK);
    CU_ASSERT_EQUAL(store_verify(all.office.store, &report, &all.office.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "was erased, and no entry tells of that"));
    verify_report_release(&report);
    end(&all);
}

static void it_is_asked_who_erases_what(void)
{
    struct erased_office all;
    struct erase_report report;
    int64_t step;

    begin(&all);
    step = all.referral;
    all.referral = all.step;
    CU_ASSERT_EQUAL(erase(&all, NULL, &report), E_NOT_FOUND);
    all.referral = step;
    store_close(all.office.store);
    CU_ASSERT_EQUAL_FATAL(office_open(&all.office, "Cleo", "cleos own passphrase"), OK);
    CU_ASSERT_EQUAL(erase(&all, NULL, &report), E_PERMISSION);
    end(&all);
}

static void a_backup_is_made_before(void)
{
    struct erased_office all;
    struct erase_report report;
    struct backup_file *files;
    char folder[UNIT_PATH_SIZE], beside[UNIT_PATH_SIZE + 32], kept[2 * UNIT_PATH_SIZE];
    size_t count;

    begin(&all);
    unit_path(all.office.folder, "backups", folder);
    CU_ASSERT_EQUAL_FATAL(path_make_folders(folder, &all.office.why), OK);
    snprintf(beside, sizeof beside, "%s-before-erasure", all.office.vault);
    CU_ASSERT_EQUAL_FATAL(erase(&all, folder, &report), OK);
    CU_ASSERT_EQUAL(report.copies, 0);
    CU_ASSERT_EQUAL_FATAL(backup_list(all.office.store, folder, &files, &count, NULL), OK);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_FALSE(path_exists(beside));
    snprintf(kept, sizeof kept, "%s-before-schema-9", all.office.vault);
    CU_ASSERT_EQUAL(path_write_quickly(kept, "x", 1, NULL), OK);
    snprintf(kept, sizeof kept, "%s/%s.damaged", folder, files[0].name);
    CU_ASSERT_EQUAL(path_write_quickly(kept, "x", 1, NULL), OK);
    free(files);
    all.referral = all.other;
    CU_ASSERT_EQUAL_FATAL(erase(&all, folder, &report), OK);
    CU_ASSERT_EQUAL(report.copies, 2);
    CU_ASSERT_FALSE(path_exists(beside));
    end(&all);
}

/* E04: what was cut off behind the transaction is done at the next opening. */
static void what_was_cut_off_is_finished_at_opening(void)
{
    struct erased_office all;
    char beside[UNIT_PATH_SIZE + 32];

    begin(&all);
    snprintf(beside, sizeof beside, "%s-before-erasure", all.office.vault);
    CU_ASSERT_EQUAL(vault_copy(all.office.store->vault, beside, &all.office.why), OK);
    CU_ASSERT_EQUAL(meta_set(all.office.store, "erasure_unfinished", 1, NULL), OK);
    office_reopen(&all.office);
    CU_ASSERT_FALSE(path_exists(beside));
    CU_ASSERT_EQUAL(office_number(&all.office, "SELECT value FROM meta WHERE key = 'erasure_unfinished'"), 0);
    end(&all);
}

/* --- reducing --- */

static enum err reduce(struct erased_office *all, struct erase_report *report)
{
    static const struct kept_field kept[] = { { "referral", "person" }, { "referral", "age" } };

    return store_reduce(all->office.store, all->referral, kept, 2,
                        &(struct erasing){ .sentence = "Reduced a case to who it was and what was decided" }, report,
                        &all->office.why);
}

static void expect_reduced(struct erased_office *all)
{
    struct record record;

    CU_ASSERT_EQUAL_FATAL(store_load(all->office.store, &office_referral, all->referral, &record, &all->office.why),
                          OK);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "person"), NAME);
    CU_ASSERT_EQUAL(record_number(&record, "age"), 15);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "source"), "zymurgist");
    CU_ASSERT_EQUAL(record.values[REFERRAL_STORY].form, VALUE_EMPTY);
    record_release(&record);
    CU_ASSERT_EQUAL_FATAL(store_load(all->office.store, &office_step, all->step, &record, &all->office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "what"), "screened");
    CU_ASSERT_EQUAL(record.values[STEP_TEXT].form, VALUE_EMPTY);
    record_release(&record);
}

static void a_reduced_case_keeps_what_was_named(void)
{
    struct erased_office all;
    struct erase_report report;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(reduce(&all, &report), OK);
    expect_reduced(&all);
    expect_sound(&all.office);
    CU_ASSERT_EQUAL(traces_in(all.office.store->vault, &all.traces), 0);
    expect_no_journal(&all.office);
    office_reopen(&all.office);
    expect_sound(&all.office);
    casework(&all.office);
    expect_reduced(&all);
    expect_sound(&all.office);
    store_close(all.office.store);
    CU_ASSERT_EQUAL_FATAL(office_open(&all.office, "Cleo", "cleos own passphrase"), OK);
    CU_ASSERT_EQUAL_FATAL(office_casework(&all.office, "cleos own passphrase"), OK);
    expect_reduced(&all);
    end(&all);
}

static void a_reduced_case_goes_on(void)
{
    struct erased_office all;
    struct erase_report report;
    struct record record;

    begin(&all);
    CU_ASSERT_EQUAL_FATAL(reduce(&all, &report), OK);
    office_reopen(&all.office);
    casework(&all.office);
    CU_ASSERT_EQUAL_FATAL(store_load(all.office.store, &office_referral, all.referral, &record, &all.office.why), OK);
    office_set(&record, "story", "a new one");
    CU_ASSERT_EQUAL(store_put(all.office.store, &record, NULL, NULL, &all.office.why), OK);
    record_release(&record);
    traces_release(&all.traces);
    trace_all(&all, "SELECT person, story, age FROM referral WHERE id = ?1", all.referral);
    expect_sound(&all.office);
    CU_ASSERT_EQUAL_FATAL(erase(&all, NULL, &report), OK);
    CU_ASSERT_EQUAL(traces_in(all.office.store->vault, &all.traces), 0);
    expect_sound(&all.office);
    end(&all);
}

static void only_a_keyholder_reduces_and_only_sealed_fields_are_named(void)
{
    static const struct kept_field open_field = { "referral", "source" };
    struct erased_office all;
    struct erase_report report;

    begin(&all);
    CU_ASSERT_EQUAL(store_reduce(all.office.store, all.referral, &open_field, 1, &(struct erasing){ .sentence = "x" },
                                 &report, &all.office.why),
                    E_INVALID);
    store_casework_close(all.office.store);
    CU_ASSERT_EQUAL(reduce(&all, &report), E_PERMISSION);
    end(&all);
}

void suite_erase(void);
void suite_erase(void)
{
    CU_pSuite s = CU_add_suite("erase", NULL, NULL);

    CU_add_test(s, "nothing is left for whoever holds all keys (E01)", nothing_is_left_for_whoever_holds_all_keys);
    CU_add_test(s, "all else holds", all_else_holds);
    CU_add_test(s, "the history says that it was, and no more", the_history_says_that_it_was_and_no_more);
    CU_add_test(s, "a part that went without an entry is found (E06)", a_part_that_went_without_an_entry_is_found);
    CU_add_test(s, "a tombstone put in by hand covers nothing", a_tombstone_put_in_by_hand_covers_nothing);
    CU_add_test(s, "it is asked who erases what", it_is_asked_who_erases_what);
    CU_add_test(s, "a backup is made before", a_backup_is_made_before);
    CU_add_test(s, "what was cut off is finished at opening (E04)", what_was_cut_off_is_finished_at_opening);
    CU_add_test(s, "a reduced case keeps what was named", a_reduced_case_keeps_what_was_named);
    CU_add_test(s, "a reduced case goes on", a_reduced_case_goes_on);
    CU_add_test(s, "only a keyholder reduces, and only sealed fields are named",
                only_a_keyholder_reduces_and_only_sealed_fields_are_named);
}
