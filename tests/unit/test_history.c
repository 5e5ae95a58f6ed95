/* The history: what is told of each save, by whom, and to whom. */
#include "store_office.h"

static size_t history(struct office *office, const struct record_type *type, int64_t id, struct history_row *rows,
                      size_t limit)
{
    size_t count = 0;

    CU_ASSERT_EQUAL(store_history(office->store, type, id, 0, limit, rows, &count, &office->why), OK);
    return count;
}

static void the_first_entry_tells_how_the_vault_began(void)
{
    struct office office;
    struct history_row rows[5];

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(history(&office, NULL, 0, rows, 5), 1);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Created the vault of Hazel");
    CU_ASSERT_STRING_EQUAL(rows[0].officer, "Ana");
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_ROSTER);
    CU_ASSERT_EQUAL(rows[0].seq, 1);
    CU_ASSERT_TRUE(rows[0].verified);
    office_end(&office);
}

static void each_save_says_what_it_did(void)
{
    struct office office;
    struct history_row rows[5];
    struct record party;
    struct save *save;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    office_set(&party, "kind", "club");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_party, id, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(history(&office, &office_party, id, rows, 5), 3);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Archived Youth House");
    CU_ASSERT_STRING_EQUAL(rows[1].sentence, "Changed Youth House");
    CU_ASSERT_STRING_EQUAL(rows[2].sentence, "Added Youth House");
    CU_ASSERT_TRUE(rows[0].verified && rows[1].verified && rows[2].verified);
    record_release(&party);
    office_end(&office);
}

/* With one to four letters before them, the cut falls into each byte of the characters. */
static void a_long_name_is_cut_at_a_character(void)
{
    struct office office;
    struct history_row rows[1];

    office_create(&office);
    for (int before = 1; before <= 4; before++) {
        struct buf name = { 0 };
        int64_t id;

        for (int i = 0; i < 200; i++)
            CU_ASSERT_EQUAL_FATAL(buf_add_str(&name, i < before ? "a" : "\xe2\x82\xac"), OK);
        id = office_party_add(&office, buf_text(&name), "", "");
        CU_ASSERT_EQUAL_FATAL(history(&office, &office_party, id, rows, 1), 1);
        CU_ASSERT_TRUE(text_is_utf8(rows[0].sentence, strlen(rows[0].sentence)));
        CU_ASSERT_PTR_NULL(strchr(rows[0].sentence, '?'));
        CU_ASSERT_TRUE(strlen(rows[0].sentence) > 100);
        buf_release(&name);
    }
    office_end(&office);
}

/* A file name is any bytes. */
static void a_sentence_that_is_no_text_becomes_one(void)
{
    struct office office;
    struct history_row rows[1];
    struct buf undone = { 0 };

    office_create(&office);
    CU_ASSERT_EQUAL(
        store_log(office.store, ENTRY_EXPORT, "Exported to caf\xe9\x1b[2J \xef\xbf\xbd.csv", 0, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(history(&office, NULL, 0, rows, 1), 1);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Exported to caf?[2J \xef\xbf\xbd.csv");
    for (int i = 0; i < 5000; i++)
        CU_ASSERT_EQUAL_FATAL(buf_add_str(&undone, "\xc3\xa9"), OK);
    CU_ASSERT_EQUAL(store_log(office.store, ENTRY_EXPORT, buf_text(&undone), 0, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(history(&office, NULL, 0, rows, 1), 1);
    CU_ASSERT_TRUE(rows[0].verified && text_is_utf8(rows[0].sentence, strlen(rows[0].sentence)));
    buf_release(&undone);
    office_end(&office);
}

static void pages_of_history_go_on_from_an_entry(void)
{
    struct office office;
    struct history_row rows[5];
    size_t count;

    office_create(&office);
    for (int i = 0; i < 6; i++)
        office_party_add(&office, "Youth House", "", "");
    CU_ASSERT_EQUAL_FATAL(history(&office, NULL, 0, rows, 5), 5);
    CU_ASSERT_EQUAL(store_history(office.store, NULL, 0, rows[4].entry, 5, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 2);
    CU_ASSERT_EQUAL(rows[1].seq, 1);
    office_end(&office);
}

static void changes_show_before_and_after(void)
{
    struct office office;
    struct record party;
    struct change *changes;
    struct saved saved;
    size_t count;
    int64_t hall;

    office_create(&office);
    hall = office_party_add(&office, "Town Hall", "", "");
    party = office_new(&office_party);
    office_set(&party, "name", "Youth House");
    office_set(&party, "kind", "club");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    office_set(&party, "kind", "faith");
    value_set_number(record_value(&party, "parent"), hall);
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, &saved, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_changes(office.store, saved.entry, &changes, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 2);
    CU_ASSERT_EQUAL(changes[0].field, PARTY_KIND);
    CU_ASSERT_EQUAL(changes[0].what, CHANGE_EDITED);
    CU_ASSERT_STRING_EQUAL(changes[0].before, "Club");
    CU_ASSERT_STRING_EQUAL(changes[0].after, "Faith group");
    CU_ASSERT_STRING_EQUAL(changes[1].before, "");
    CU_ASSERT_STRING_EQUAL(changes[1].after, "Town Hall");
    changes_release(changes, count);
    record_release(&party);
    office_end(&office);
}

static void looking_twice_is_written_once_in_a_quarter_of_an_hour(void)
{
    struct office office;
    struct history_row rows[9];
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    clock_fix(clock_now());
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "opened", &office.why), OK);
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "opened", &office.why), OK);
    CU_ASSERT_EQUAL(history(&office, &office_referral, id, rows, 9), 2);
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "printed", &office.why), OK);
    CU_ASSERT_EQUAL(history(&office, &office_referral, id, rows, 9), 3);
    CU_ASSERT_PTR_NOT_NULL(strstr(rows[0].sentence, "printed"));
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_VIEW);
    clock_advance(14 * 60 * 1000);
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "opened", &office.why), OK);
    CU_ASSERT_EQUAL(history(&office, &office_referral, id, rows, 9), 3);
    clock_advance(2 * 60 * 1000);
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "opened", &office.why), OK);
    CU_ASSERT_EQUAL(history(&office, &office_referral, id, rows, 9), 4);
    clock_fix(-1);
    office_end(&office);
}

static void a_case_entry_is_sealed_while_casework_is_closed(void)
{
    struct office office;
    struct history_row rows[2];
    struct change *changes;
    size_t count;
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    store_casework_close(office.store);
    CU_ASSERT_EQUAL_FATAL(history(&office, &office_referral, id, rows, 2), 1);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "(sealed)");
    CU_ASSERT_TRUE(rows[0].verified);
    CU_ASSERT_EQUAL(store_changes(office.store, rows[0].entry, &changes, &count, &office.why), E_PERMISSION);
    CU_ASSERT_PTR_NULL(changes);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_changes(office.store, rows[0].entry, &changes, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 6);
    changes_release(changes, count);
    office_end(&office);
}

static void those_without_a_role_in_casework_see_no_case_entries(void)
{
    struct office office;
    struct history_row rows[9];
    size_t count;
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&office, "Tom", "trainer", "trainers like coffee"), 0);
    id = office_referral_add(&office, "Karim Zane", "story");
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Tom", "trainers like coffee"), OK);
    CU_ASSERT_EQUAL(history(&office, NULL, 0, rows, 9), 2);
    CU_ASSERT_EQUAL(store_history(office.store, &office_referral, id, 0, 9, rows, &count, &office.why), E_PERMISSION);
    office_end(&office);
}

void suite_history(void);
void suite_history(void)
{
    CU_pSuite s = CU_add_suite("history", NULL, NULL);

    CU_add_test(s, "the first entry tells how the vault began", the_first_entry_tells_how_the_vault_began);
    CU_add_test(s, "each save says what it did", each_save_says_what_it_did);
    CU_add_test(s, "a long name is cut at a character", a_long_name_is_cut_at_a_character);
    CU_add_test(s, "a sentence that is no text becomes one", a_sentence_that_is_no_text_becomes_one);
    CU_add_test(s, "pages of history go on from an entry", pages_of_history_go_on_from_an_entry);
    CU_add_test(s, "changes show before and after", changes_show_before_and_after);
    CU_add_test(s, "looking twice is written once in a quarter of an hour (A05)",
                looking_twice_is_written_once_in_a_quarter_of_an_hour);
    CU_add_test(s, "a case entry is sealed while casework is closed", a_case_entry_is_sealed_while_casework_is_closed);
    CU_add_test(s, "those without a role in casework see no case entries",
                those_without_a_role_in_casework_see_no_case_entries);
}
