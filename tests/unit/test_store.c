/* Making, closing and opening a vault: what stands in it from the first entry on. */
#include <sys/stat.h>
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

static const char more_tables[] = "ALTER TABLE party ADD COLUMN more TEXT;\n";

/* Take a file out of the folder of tables, or put one there. */
static void drop_tables(const struct office *office, const char *name)
{
    struct buf path = { 0 };

    CU_ASSERT_EQUAL_FATAL(buf_printf(&path, "%s/schema/%s", office->assets, name), OK);
    CU_ASSERT_EQUAL(unlink(buf_text(&path)), 0);
    buf_release(&path);
}

static void an_incomplete_installation_opens_nothing(void)
{
    struct office office;

    office_create(&office);
    store_close(office.store);
    office.store = NULL;
    office_write(&office, "0003_more.sql", more_tables, sizeof more_tables - 1); /* a gap */
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "Install the program again"));
    drop_tables(&office, "0003_more.sql");
    office_write(&office, "0001_more.sql", more_tables, sizeof more_tables - 1); /* left over from another version */
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), E_SYSTEM);
    drop_tables(&office, "0001_more.sql");
    for (int i = 2; i <= 1001; i++) {
        char name[32];

        snprintf(name, sizeof name, "%04d_more.sql", i);
        office_write(&office, name, "", 0);
    }
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), E_SYSTEM);
    for (int i = 2; i <= 1001; i++) {
        char name[32];

        snprintf(name, sizeof name, "%04d_more.sql", i);
        drop_tables(&office, name);
    }
    CU_ASSERT_EQUAL(office_open(&office, NULL, "correct horse battery"), OK);
    CU_ASSERT_PTR_NULL(store_kept_before(office.store));
    office_end(&office);
}

/* The tables as an older program had them are a vault made before the file was there. */
static void an_older_vault_is_copied_and_brought_up_to_date(void)
{
    struct office office, before;
    struct record party = { 0 };
    struct history_row rows[1];
    struct stat status;
    size_t count;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "club", "");
    store_close(office.store);
    office.store = NULL;
    before = office;
    office_write(&office, "0002_more.sql", more_tables, sizeof more_tables - 1);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, "correct horse battery"), OK);
    CU_ASSERT_PTR_NOT_NULL_FATAL(store_kept_before(office.store));
    CU_ASSERT_PTR_NOT_NULL(strstr(store_kept_before(office.store), "office.tkv-before-schema-3"));
    CU_ASSERT_EQUAL(stat(store_kept_before(office.store), &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(store_history(office.store, NULL, 0, 0, 1, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_MIGRATE);
    snprintf(before.vault, sizeof before.vault, "%s", store_kept_before(office.store));
    office_reopen(&office);
    CU_ASSERT_PTR_NULL(store_kept_before(office.store));
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    record_release(&party);
    /* The copy is the older vault: it opens, and is brought up to date in its turn. */
    CU_ASSERT_EQUAL_FATAL(office_open(&before, NULL, "correct horse battery"), OK);
    CU_ASSERT_PTR_NOT_NULL(store_kept_before(before.store));
    CU_ASSERT_EQUAL(store_load(before.store, &office_party, id, &party, &office.why), OK);
    record_release(&party);
    store_close(before.store);
    office_end(&office);
}

void suite_store(void);
void suite_store(void)
{
    CU_pSuite s = CU_add_suite("store", NULL, NULL);

    CU_add_test(s, "a new vault has its office and officer", a_new_vault_has_its_office_and_officer);
    CU_add_test(s, "what was saved is there after reopening", what_was_saved_is_there_after_reopening);
    CU_add_test(s, "a wrong passphrase opens nothing", a_wrong_passphrase_opens_nothing);
    CU_add_test(s, "an incomplete installation opens nothing", an_incomplete_installation_opens_nothing);
    CU_add_test(s, "an older vault is copied and brought up to date", an_older_vault_is_copied_and_brought_up_to_date);
}
