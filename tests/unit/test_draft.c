/* Drafts: kept, found again, dropped, and readable by their officer alone. */
#include "store_office.h"

static void a_draft_is_kept_and_found_after_reopening(void)
{
    struct office office;
    struct record party = office_new(&office_party), read;
    struct draft_row rows[3];
    size_t count;
    int64_t kept_at;

    office_create(&office);
    office_set(&party, "name", "Youth Ho");
    value_set_number(record_value(&party, "size"), 12);
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &party, &office.why), OK);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &party, &office.why), OK);
    office_reopen(&office);
    CU_ASSERT_EQUAL_FATAL(store_drafts(office.store, 3, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_PTR_EQUAL(rows[0].type, &office_party);
    CU_ASSERT_EQUAL_FATAL(store_draft_load(office.store, &office_party, 0, &read, &kept_at, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&read, "name"), "Youth House");
    CU_ASSERT_EQUAL(record_number(&read, "size"), 12);
    CU_ASSERT_FALSE(record_has(&read, "kind"));
    CU_ASSERT_EQUAL(kept_at, rows[0].kept_at);
    record_release(&read);
    CU_ASSERT_EQUAL(store_draft_drop(office.store, &office_party, 0, &office.why), OK);
    CU_ASSERT_EQUAL(store_draft_load(office.store, &office_party, 0, &read, &kept_at, &office.why), E_NOT_FOUND);
    record_release(&party);
    office_end(&office);
}

static void a_draft_of_a_case_is_kept_closed_and_read_open(void)
{
    struct office office;
    struct record referral = office_new(&office_referral), read;
    int64_t kept_at;

    office_create(&office);
    office_set(&referral, "person", "Karim Zane");
    referral.values[REFERRAL_STORY].form = VALUE_CLOSED;
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &referral, &office.why), OK);
    CU_ASSERT_EQUAL(store_draft_load(office.store, &office_referral, 0, &read, &kept_at, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_draft_load(office.store, &office_referral, 0, &read, &kept_at, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&read, "person"), "Karim Zane");
    CU_ASSERT_EQUAL(read.values[REFERRAL_STORY].form, VALUE_CLOSED);
    record_release(&read);
    record_release(&referral);
    office_end(&office);
}

static void drafts_are_an_officers_own(void)
{
    struct office office;
    struct record party = office_new(&office_party), read;
    struct draft_row row;
    size_t count;
    int64_t kept_at;

    office_create(&office);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase"), 0);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &party, &office.why), OK);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Ben", "bens own passphrase"), OK);
    CU_ASSERT_EQUAL(store_drafts(office.store, 1, &row, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_EQUAL(store_draft_load(office.store, &office_party, 0, &read, &kept_at, &office.why), E_NOT_FOUND);
    record_release(&party);
    office_end(&office);
}

static void drafts_are_not_in_the_history(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct history_row rows[3];
    size_t count;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &party, &office.why), OK);
    CU_ASSERT_EQUAL(store_history(office.store, NULL, 0, 0, 3, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    record_release(&party);
    office_end(&office);
}

void suite_draft(void);
void suite_draft(void)
{
    CU_pSuite s = CU_add_suite("draft", NULL, NULL);

    CU_add_test(s, "a draft is kept and found after reopening", a_draft_is_kept_and_found_after_reopening);
    CU_add_test(s, "a draft of a case is kept closed and read open", a_draft_of_a_case_is_kept_closed_and_read_open);
    CU_add_test(s, "drafts are an officer's own", drafts_are_an_officers_own);
    CU_add_test(s, "drafts are not in the history", drafts_are_not_in_the_history);
}
