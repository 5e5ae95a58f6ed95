/* Making, closing and opening a vault: what stands in it from the first entry on. */
#include <unistd.h>

#include "store_office.h"

static void a_new_vault_has_its_office_and_officer(void)
{
    struct office office;

    office_create(&office);
    CU_ASSERT_STRING_EQUAL(store_office(office.store), "Hazel");
    CU_ASSERT_STRING_EQUAL(store_officer_name(office.store), "Ana");
    CU_ASSERT_EQUAL(store_roles(office.store), ROLE_LEAD | ROLE_ADMINISTRATOR);
    CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(office.store), "kind", "faith"));
    CU_ASSERT_EQUAL(store_calendar(office.store)->weekend, 1u << 5 | 1u << 6);
    office_end(&office);
}

static void what_was_saved_is_there_after_reopening(void)
{
    struct office office;
    struct record party = { 0 };
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "club", "football on Fridays");
    CU_ASSERT_NOT_EQUAL_FATAL(id, 0);
    office_reopen(&office);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "name"), "Youth House");
    CU_ASSERT_STRING_EQUAL(record_text(&party, "kind"), "club");
    CU_ASSERT_STRING_EQUAL(record_text(&party, "note"), "football on Fridays");
    record_release(&party);
    CU_ASSERT_STRING_EQUAL(store_office(office.store), "Hazel");
    CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(office.store), "kind", "faith"));
    office_end(&office);
}

static void a_wrong_passphrase_opens_nothing(void)
{
    struct office office;

    office_create(&office);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, NULL, "another horse battery"), E_PASSPHRASE);
    CU_ASSERT_PTR_NULL(office.store);
    office_end(&office);
}

void suite_store(void);
void suite_store(void)
{
    CU_pSuite s = CU_add_suite("store", NULL, NULL);

    CU_add_test(s, "a new vault has its office and officer", a_new_vault_has_its_office_and_officer);
    CU_add_test(s, "what was saved is there after reopening", what_was_saved_is_there_after_reopening);
    CU_add_test(s, "a wrong passphrase opens nothing", a_wrong_passphrase_opens_nothing);
}
