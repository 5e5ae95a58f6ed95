/* The log of who looked: readable without a key of any case, and telling nothing of it. */
#include "../../src/store/store_in.h"
#include "store_office.h"
#include "townkeep/store/access.h"
#include "townkeep/store/erase.h"

static const char ana[] = "correct horse battery", dora[] = "doras own passphrase";

enum { ROWS = 10 };
struct watched {
    struct office office;
    int64_t referral;
    struct access_row rows[ROWS];
    size_t count;
};

/* Ana looked at a referral and showed the name; Dora watches over the data and holds no key. */
static void begin(struct watched *watched)
{
    memset(watched, 0, sizeof *watched);
    office_create(&watched->office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&watched->office, ana), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&watched->office, "Dora", "data_protection_reviewer", dora), 0);
    watched->referral = office_referral_add(&watched->office, "Karim Zane", "drew a swastika");
    CU_ASSERT_EQUAL_FATAL(
        store_log_view(watched->office.store, &office_referral, watched->referral, "opened", &watched->office.why), OK);
    CU_ASSERT_EQUAL_FATAL(
        store_log_view(watched->office.store, &office_referral, watched->referral, "name", &watched->office.why), OK);
}

static void open_as_dora(struct watched *watched)
{
    store_close(watched->office.store);
    watched->office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&watched->office, "Dora", dora), OK);
}

static enum err read_log(struct watched *watched, int64_t case_id)
{
    return store_access_log(watched->office.store, case_id, 0, ROWS, watched->rows, &watched->count,
                            &watched->office.why);
}

static void a_reviewer_reads_it_without_a_key(void)
{
    struct watched watched;
    char reference[40];
    int64_t found;

    begin(&watched);
    open_as_dora(&watched);
    snprintf(reference, sizeof reference, "R-%04d-0001", clock_today().year);
    CU_ASSERT_EQUAL_FATAL(store_access_find(watched.office.store, reference, &found, &watched.office.why), OK);
    CU_ASSERT_EQUAL(found, watched.referral);
    CU_ASSERT_EQUAL(store_access_find(watched.office.store, "R-1999-0001", &found, &watched.office.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL_FATAL(read_log(&watched, watched.referral), OK);
    CU_ASSERT_EQUAL_FATAL(watched.count, 3); /* that she reads it stands in it too */
    CU_ASSERT_EQUAL(watched.rows[0].kind, ACCESS_LOG);
    CU_ASSERT_STRING_EQUAL(watched.rows[0].officer, "Dora");
    CU_ASSERT_EQUAL(watched.rows[1].kind, ACCESS_VIEW);
    CU_ASSERT_STRING_EQUAL(watched.rows[1].purpose, "the name was shown");
    CU_ASSERT_STRING_EQUAL(watched.rows[2].purpose, "its page");
    CU_ASSERT_STRING_EQUAL(watched.rows[2].officer, "Ana");
    CU_ASSERT_STRING_EQUAL(watched.rows[2].title, reference);
    CU_ASSERT_PTR_EQUAL(watched.rows[2].type, &office_referral);
    for (size_t i = 0; i < watched.count; i++)
        CU_ASSERT_TRUE(watched.rows[i].verified);
    CU_ASSERT_EQUAL_FATAL(read_log(&watched, watched.referral), OK);
    CU_ASSERT_EQUAL(watched.count, 3);
    office_end(&watched.office);
}

static void it_is_for_leads_and_reviewers(void)
{
    struct watched watched;
    int64_t found;

    begin(&watched);
    CU_ASSERT_EQUAL(read_log(&watched, 0), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&watched.office, "Cleo", "case_officer", "cleos own passphrase"), 0);
    store_close(watched.office.store);
    CU_ASSERT_EQUAL_FATAL(office_open(&watched.office, "Cleo", "cleos own passphrase"), OK);
    CU_ASSERT_EQUAL(read_log(&watched, 0), E_PERMISSION);
    CU_ASSERT_EQUAL(store_access_find(watched.office.store, "R-2026-0001", &found, &watched.office.why), E_PERMISSION);
    office_end(&watched.office);
}

static void searches_exports_and_emergencies_stand_in_it(void)
{
    struct watched watched;
    struct save *save;
    int64_t ids[2];
    size_t count;

    begin(&watched);
    CU_ASSERT_EQUAL(store_search_sealed(watched.office.store, &office_referral, "karim", "his mother, Mrs Zane, called",
                                        2, ids, &count, &watched.office.why),
                    OK);
    CU_ASSERT_EQUAL(store_log(watched.office.store, ENTRY_EXPORT, "Printed the plan of Karim Zane", watched.referral,
                              &watched.office.why),
                    OK);
    CU_ASSERT_EQUAL_FATAL(save_begin(watched.office.store, ENTRY_CHANGE, &save, &watched.office.why), OK);
    CU_ASSERT_EQUAL(save_log_access(save, ACCESS_BREAK_GLASS, watched.referral, "break_glass", &watched.office.why),
                    OK);
    CU_ASSERT_EQUAL(save_commit(save, "Opened a case in an emergency", NULL, &watched.office.why), OK);
    open_as_dora(&watched);
    CU_ASSERT_EQUAL_FATAL(read_log(&watched, 0), OK);
    CU_ASSERT_EQUAL_FATAL(watched.count, 6);
    CU_ASSERT_EQUAL(watched.rows[1].kind, ACCESS_BREAK_GLASS);
    CU_ASSERT_EQUAL(watched.rows[2].kind, ACCESS_EXPORT);
    CU_ASSERT_EQUAL(watched.rows[3].kind, ACCESS_SEARCH);
    CU_ASSERT_STRING_EQUAL(watched.rows[3].purpose, "");
    CU_ASSERT_EQUAL(watched.rows[3].case_id, 0);
    for (size_t i = 0; i < watched.count; i++)
        CU_ASSERT_TRUE(watched.rows[i].verified);
    office_end(&watched.office);
}

static void the_history_tells_others_nothing_but_that(void)
{
    struct watched watched;
    struct history_row row;
    size_t count;

    begin(&watched);
    CU_ASSERT_EQUAL(store_log(watched.office.store, ENTRY_EXPORT, "Printed the plan of Karim Zane", watched.referral,
                              &watched.office.why),
                    OK);
    CU_ASSERT_EQUAL_FATAL(store_history(watched.office.store, NULL, 0, 0, 1, &row, &count, &watched.office.why), OK);
    CU_ASSERT_STRING_EQUAL(row.sentence, "Printed the plan of Karim Zane");
    open_as_dora(&watched);
    CU_ASSERT_EQUAL_FATAL(store_history(watched.office.store, NULL, 0, 0, 1, &row, &count, &watched.office.why), OK);
    CU_ASSERT_STRING_EQUAL(row.sentence, "Took something of a case out of the vault");
    office_end(&watched.office);
}

static void run_sql(struct office *office, const char *sql)
{
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void expect_finding(struct office *office, const char *finding)
{
    struct verify_report report;
    enum err e = store_verify(office->store, &report, &office->why);

    CU_ASSERT_EQUAL(e, finding ? E_DAMAGED : OK);
    CU_ASSERT_TRUE(!finding || (report.lines.len > 0 && strstr(buf_text(&report.lines), finding)));
    verify_report_release(&report);
}

static void a_line_changed_or_taken_out_is_found(void)
{
    struct watched watched;

    begin(&watched);
    expect_finding(&watched.office, NULL);
    run_sql(&watched.office, "UPDATE access SET purpose = 'opened' WHERE purpose = 'name'");
    CU_ASSERT_EQUAL_FATAL(read_log(&watched, watched.referral), OK);
    CU_ASSERT_FALSE(watched.rows[1].verified);
    CU_ASSERT_TRUE(watched.rows[2].verified);
    expect_finding(&watched.office, "purpose is not what the history says");
    run_sql(&watched.office, "DELETE FROM access WHERE id = (SELECT min(id) FROM access)");
    expect_finding(&watched.office, "its being gone is not what the history says");
    office_end(&watched.office);
}

static void of_an_erased_case_it_still_says_who_looked(void)
{
    struct watched watched;
    struct erase_report report;

    begin(&watched);
    CU_ASSERT_EQUAL_FATAL(store_erase(watched.office.store, &watched.referral, 1,
                                      &(struct erasing){ .sentence = "Erased a case" }, &report, &watched.office.why),
                          OK);
    CU_ASSERT_EQUAL_FATAL(read_log(&watched, watched.referral), OK);
    CU_ASSERT_EQUAL_FATAL(watched.count, 3);
    CU_ASSERT_STRING_EQUAL(watched.rows[2].officer, "Ana");
    CU_ASSERT_STRING_EQUAL(watched.rows[2].title, "(erased)");
    CU_ASSERT_TRUE(watched.rows[2].verified);
    expect_finding(&watched.office, NULL);
    office_end(&watched.office);
}

static void it_is_read_page_by_page(void)
{
    struct watched watched;

    begin(&watched);
    CU_ASSERT_EQUAL_FATAL(store_access_log(watched.office.store, watched.referral, 0, 2, watched.rows, &watched.count,
                                           &watched.office.why),
                          OK);
    CU_ASSERT_EQUAL_FATAL(watched.count, 2);
    CU_ASSERT_EQUAL_FATAL(store_access_log(watched.office.store, watched.referral, watched.rows[1].entry, 2,
                                           watched.rows, &watched.count, &watched.office.why),
                          OK);
    CU_ASSERT_EQUAL_FATAL(watched.count, 1);
    CU_ASSERT_STRING_EQUAL(watched.rows[0].purpose, "its page");
    office_end(&watched.office);
}

void suite_access(void);
void suite_access(void)
{
    CU_pSuite s = CU_add_suite("access", NULL, NULL);

    CU_add_test(s, "a reviewer reads it without a key", a_reviewer_reads_it_without_a_key);
    CU_add_test(s, "it is for leads and reviewers", it_is_for_leads_and_reviewers);
    CU_add_test(s, "searches, exports and emergencies stand in it", searches_exports_and_emergencies_stand_in_it);
    CU_add_test(s, "the history tells others nothing but that", the_history_tells_others_nothing_but_that);
    CU_add_test(s, "a line changed or taken out is found", a_line_changed_or_taken_out_is_found);
    CU_add_test(s, "of an erased case it still says who looked", of_an_erased_case_it_still_says_who_looked);
    CU_add_test(s, "it is read page by page", it_is_read_page_by_page);
}
