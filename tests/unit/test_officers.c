/* Officers: coming, changing, leaving, and what an office must never be without. */
#include "store_office.h"

static void open_as(struct office *office, const char *name, const char *words)
{
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(office, name, words), OK);
}

static void a_new_officer_opens_the_vault(void)
{
    struct office office;
    int64_t ben;

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase");
    CU_ASSERT_NOT_EQUAL_FATAL(ben, 0);
    open_as(&office, NULL, "bens own passphrase");
    CU_ASSERT_EQUAL(store_officer_id(office.store), ben);
    CU_ASSERT_STRING_EQUAL(store_officer_name(office.store), "Ben");
    CU_ASSERT_EQUAL(store_roles(office.store), ROLE_PROGRAMME);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Youth House", "", ""), 0);
    CU_ASSERT_EQUAL(office_officer_add(&office, "Cleo", "administrator", "cleos own passphrase"), 0);
    CU_ASSERT_EQUAL(office.why.code, E_PERMISSION);
    office_end(&office);
}

static void a_name_belongs_to_one_officer(void)
{
    struct office office;

    office_create(&office);
    CU_ASSERT_EQUAL(office_officer_add(&office, "ana", "programme_officer", "bens own passphrase"), 0);
    CU_ASSERT_EQUAL(office.why.code, E_INVALID);
    CU_ASSERT_EQUAL(office_officer_add(&office, "Ben", "programme_officer", "short"), 0);
    CU_ASSERT_EQUAL(office_officer_add(&office, "Ben", "", "bens own passphrase"), 0);
    CU_ASSERT_EQUAL(office_open(&office, NULL, "bens own passphrase"), E_BUSY);
    office_end(&office);
}

static void roles_and_names_are_no_ordinary_fields(void)
{
    struct office office;
    struct record officer, fresh = office_new(&office_officer);
    struct save *save;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(
        store_load(office.store, &office_officer, store_officer_id(office.store), &officer, &office.why), OK);
    office_set(&officer, "phone", "0123");
    CU_ASSERT_EQUAL(store_put(office.store, &officer, NULL, NULL, &office.why), OK);
    office_set(&officer, "roles", "case_officer;team_lead;administrator");
    CU_ASSERT_EQUAL(store_put(office.store, &officer, NULL, NULL, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_put_by_program(save, &officer, NULL, &office.why), E_PERMISSION);
    office_set(&fresh, "name", "Ben");
    office_set(&fresh, "roles", "administrator");
    CU_ASSERT_EQUAL(save_put(save, &fresh, NULL, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL(save_archive(save, &office_officer, officer.id, NULL, &office.why), E_PERMISSION);
    save_cancel(save);
    record_release(&officer);
    record_release(&fresh);
    office_end(&office);
}

static void an_officer_who_leaves_opens_nothing(void)
{
    struct office office;
    struct record officer;
    int64_t ben;

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Youth House", "", ""), 0);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(store_officer_remove(office.store, ben, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_officer, ben, &officer, &office.why), OK);
    CU_ASSERT_NOT_EQUAL(officer.archived_at, 0);
    record_release(&officer);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ben", "bens own passphrase"), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Ana", "correct horse battery"), OK);
    office_end(&office);
}

static void a_renamed_officer_unlocks_with_the_new_name(void)
{
    struct office office;
    struct verify_report report;
    int64_t ben;

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase");
    CU_ASSERT_EQUAL(store_officer_rename(office.store, ben, "ana", &office.why), E_INVALID);
    CU_ASSERT_EQUAL_FATAL(store_officer_rename(office.store, ben, "Benedict", &office.why), OK);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    verify_report_release(&report);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ben", "bens own passphrase"), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Benedict", "bens own passphrase"), OK);
    CU_ASSERT_STRING_EQUAL(store_officer_name(office.store), "Benedict");
    office_end(&office);
}

static void the_last_administrator_stays(void)
{
    struct office office;
    char code[RECOVERY_TEXT_SIZE];
    int64_t ana, ben;

    office_create(&office);
    ana = store_officer_id(office.store);
    CU_ASSERT_EQUAL(store_officer_roles(office.store, ana, ROLE_LEAD, &office.why), E_CONFLICT);
    CU_ASSERT_EQUAL(store_officer_remove(office.store, ana, &office.why), E_INVALID);
    ben = office_officer_add(&office, "Ben", "administrator", "bens own passphrase");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL(store_officer_remove(office.store, ana, &office.why), OK);
    CU_ASSERT_EQUAL(store_officer_roles(office.store, ben, ROLE_PROGRAMME, &office.why), E_CONFLICT);
    /* Not with a recovery code either, which is an administrator itself. */
    CU_ASSERT_EQUAL_FATAL(store_recovery_renew(office.store, code, KDF_INTERACTIVE, &office.why), OK);
    open_as(&office, NULL, code);
    CU_ASSERT_EQUAL(store_officer_remove(office.store, ben, &office.why), E_CONFLICT);
    CU_ASSERT_EQUAL(store_officer_roles(office.store, ben, ROLE_PROGRAMME, &office.why), E_CONFLICT);
    open_as(&office, "Ben", "bens own passphrase");
    office_end(&office);
}

static void the_last_holder_of_a_cases_key_stays(void)
{
    struct office office;
    int64_t ana, cleo;
    size_t handed;

    office_create(&office);
    ana = store_officer_id(office.store);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    store_casework_close(office.store);
    cleo = office_officer_add(&office, "Cleo", "case_officer;administrator", "cleos own passphrase");
    open_as(&office, "Cleo", "cleos own passphrase");
    CU_ASSERT_EQUAL(store_officer_remove(office.store, ana, &office.why), E_CONFLICT);
    CU_ASSERT_EQUAL(store_officer_roles(office.store, ana, ROLE_ADMINISTRATOR, &office.why), E_CONFLICT);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_grant_keys(office.store, cleo, &handed, &office.why), OK);
    open_as(&office, "Cleo", "cleos own passphrase");
    CU_ASSERT_EQUAL(store_officer_remove(office.store, ana, &office.why), OK);
    office_end(&office);
}

static void a_changed_passphrase_keeps_the_cases(void)
{
    struct office office;
    struct record referral;
    struct passphrase *old = office_passphrase("correct horse battery"),
                      *fresh = office_passphrase("another stable phrase");
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    CU_ASSERT_EQUAL(store_passphrase_change(office.store, fresh, fresh, KDF_INTERACTIVE, &office.why), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(store_passphrase_change(office.store, old, fresh, KDF_INTERACTIVE, &office.why), OK);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Ana", "another stable phrase"), OK);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "another stable phrase"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person"), "Karim Zane");
    record_release(&referral);
    passphrase_free(old);
    passphrase_free(fresh);
    office_end(&office);
}

static void a_reset_gives_new_keys_and_loses_the_cases(void)
{
    struct office office;
    struct record referral;
    struct verify_report report;
    struct passphrase *fresh = office_passphrase("given by the office");
    int64_t cleo, id, waiting;
    size_t count, handed;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    cleo = office_officer_add(&office, "Cleo", "case_officer", "cleos own passphrase");
    id = office_referral_add(&office, "Karim Zane", "story");
    CU_ASSERT_EQUAL(store_cases_held_alone(office.store, cleo, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_EQUAL_FATAL(store_passphrase_reset(office.store, cleo, fresh, KDF_INTERACTIVE, &office.why), OK);
    CU_ASSERT_EQUAL(store_cases_held_alone(office.store, store_officer_id(office.store), &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_EQUAL(store_officers_waiting(office.store, 1, &waiting, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    open_as(&office, "Cleo", "given by the office");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "given by the office"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_PERSON].form, VALUE_CLOSED);
    record_release(&referral);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(store_grant_keys(office.store, cleo, &handed, &office.why), OK);
    CU_ASSERT_EQUAL(handed, 1);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    verify_report_release(&report);
    passphrase_free(fresh);
    office_end(&office);
}

static void a_recovery_code_opens_resets_and_reads_no_case(void)
{
    struct office office;
    char code[RECOVERY_TEXT_SIZE], older[RECOVERY_TEXT_SIZE];
    struct passphrase *fresh = office_passphrase("given by the office");
    struct verify_report report;
    int64_t ana;

    office_create(&office);
    ana = store_officer_id(office.store);
    CU_ASSERT_EQUAL_FATAL(store_recovery_renew(office.store, older, KDF_INTERACTIVE, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_recovery_renew(office.store, code, KDF_INTERACTIVE, &office.why), OK);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, NULL, older), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, code), OK);
    CU_ASSERT_EQUAL(store_roles(office.store), ROLE_ADMINISTRATOR);
    CU_ASSERT_EQUAL(office_casework(&office, code), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(store_passphrase_reset(office.store, ana, fresh, KDF_INTERACTIVE, &office.why), OK);
    open_as(&office, "Ana", "given by the office");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "given by the office"), OK);
    CU_ASSERT_NOT_EQUAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    if (report.lines.len > 0)
        printf("\n%s", buf_text(&report.lines));
    verify_report_release(&report);
    passphrase_free(fresh);
    office_end(&office);
}

void suite_officers(void);
void suite_officers(void)
{
    CU_pSuite s = CU_add_suite("officers", NULL, NULL);

    CU_add_test(s, "a new officer opens the vault", a_new_officer_opens_the_vault);
    CU_add_test(s, "a name belongs to one officer", a_name_belongs_to_one_officer);
    CU_add_test(s, "roles and names are no ordinary fields (R05)", roles_and_names_are_no_ordinary_fields);
    CU_add_test(s, "an officer who leaves opens nothing", an_officer_who_leaves_opens_nothing);
    CU_add_test(s, "a renamed officer unlocks with the new name", a_renamed_officer_unlocks_with_the_new_name);
    CU_add_test(s, "V11 the last administrator stays", the_last_administrator_stays);
    CU_add_test(s, "the last holder of a case's key stays", the_last_holder_of_a_cases_key_stays);
    CU_add_test(s, "a changed passphrase keeps the cases", a_changed_passphrase_keeps_the_cases);
    CU_add_test(s, "a reset gives new keys and loses the cases", a_reset_gives_new_keys_and_loses_the_cases);
    CU_add_test(s, "a recovery code opens, resets, reads no case, and casework goes on",
                a_recovery_code_opens_resets_and_reads_no_case);
}
