/* Undo: back, forth again, and never over somebody else's later change. */
#include "store_office.h"

static int64_t last_entry(struct office *office)
{
    int64_t entry = 0;

    CU_ASSERT_EQUAL(store_last_entry(office->store, &entry, &office->why), OK);
    return entry;
}

static void rename_party(struct office *office, int64_t id, const char *name)
{
    struct record party;

    CU_ASSERT_EQUAL_FATAL(store_load(office->store, &office_party, id, &party, &office->why), OK);
    office_set(&party, "name", name);
    CU_ASSERT_EQUAL_FATAL(store_put(office->store, &party, NULL, NULL, &office->why), OK);
    record_release(&party);
}

static void expect_name(struct office *office, int64_t id, const char *name)
{
    struct record party;
    struct found found[4];
    size_t count;

    CU_ASSERT_EQUAL_FATAL(store_load(office->store, &office_party, id, &party, &office->why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "name"), name);
    record_release(&party);
    CU_ASSERT_EQUAL(store_search(office->store, NULL, name, 4, found, &count, &office->why), OK);
    CU_ASSERT_EQUAL(count, 1);
}

static void an_edit_is_undone_and_done_again(void)
{
    struct office office;
    struct history_row rows[4];
    size_t count;
    int64_t id, edit;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    rename_party(&office, id, "Elders House");
    edit = last_entry(&office);
    CU_ASSERT_EQUAL_FATAL(store_undo(office.store, edit, NULL, &office.why), OK);
    expect_name(&office, id, "Youth House");
    CU_ASSERT_EQUAL(store_undo(office.store, edit, NULL, &office.why), E_CONFLICT);
    CU_ASSERT_EQUAL(store_history(office.store, &office_party, id, 0, 4, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 3);
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_UNDO);
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Undid: Changed Elders House");
    CU_ASSERT_EQUAL(rows[1].undone_by, rows[0].entry);
    CU_ASSERT_EQUAL_FATAL(store_undo(office.store, rows[0].entry, NULL, &office.why), OK);
    expect_name(&office, id, "Elders House");
    CU_ASSERT_EQUAL(store_history(office.store, &office_party, id, 0, 4, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 4);
    CU_ASSERT_EQUAL(rows[2].undone_by, 0);
    CU_ASSERT_EQUAL(store_undo(office.store, edit, NULL, &office.why), OK);
    expect_name(&office, id, "Youth House");
    office_end(&office);
}

static void an_added_record_goes_and_comes_back(void)
{
    struct office office;
    struct record party;
    struct query query;
    struct saved saved;
    size_t count;
    bool more;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "football");
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL_FATAL(store_undo(office.store, last_entry(&office), &saved, &office.why), OK);
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &party, &office.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 9, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_EQUAL_FATAL(store_undo(office.store, saved.entry, NULL, &office.why), OK);
    expect_name(&office, id, "Youth House");
    CU_ASSERT_EQUAL(store_count(office.store, &query, 9, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    office_end(&office);
}

static void a_later_change_of_the_same_field_stops_it(void)
{
    struct office office;
    int64_t id, entry;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    rename_party(&office, id, "Elders House");
    entry = last_entry(&office);
    rename_party(&office, id, "Town Hall");
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "Ana"));
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "Town Hall"));
    expect_name(&office, id, "Town Hall");
    office_end(&office);
}

static void a_later_change_of_another_field_does_not(void)
{
    struct office office;
    struct record party;
    int64_t id, entry;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    rename_party(&office, id, "Elders House");
    entry = last_entry(&office);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    office_set(&party, "kind", "club");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    record_release(&party);
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), OK);
    expect_name(&office, id, "Youth House");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "kind"), "club");
    record_release(&party);
    office_end(&office);
}

static void what_others_name_stays(void)
{
    struct office office;
    struct record link = office_new(&office_link), party = office_new(&office_party), read;
    int64_t entry;

    office_create(&office);
    value_set_number(record_value(&link, "party"), office_party_add(&office, "Youth House", "", ""));
    entry = last_entry(&office);
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &link, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), E_CONFLICT);
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, record_number(&link, "party"), &read, &office.why), OK);
    record_release(&read);
    CU_ASSERT_EQUAL(store_undo(office.store, last_entry(&office), NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), OK);
    record_release(&link);
    record_release(&party);
    office_end(&office);
}

static int64_t add_word(struct office *office, const char *list, const char *code)
{
    struct record word = office_new(&office_word);

    office_set(&word, "list", list);
    office_set(&word, "code", code);
    office_set(&word, "label", code);
    CU_ASSERT_EQUAL_FATAL(store_put(office->store, &word, NULL, NULL, &office->why), OK);
    record_release(&word);
    return last_entry(office);
}

static void a_word_that_records_use_stays(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    int64_t sports, german, spare;

    office_create(&office);
    sports = add_word(&office, "kind", "sports");
    german = add_word(&office, "language", "de");
    spare = add_word(&office, "kind", "spare");
    office_set(&party, "name", "Football");
    office_set(&party, "kind", "sports");
    office_set(&party, "languages", "en;de;fr");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_undo(office.store, sports, NULL, &office.why), E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "sports"));
    CU_ASSERT_EQUAL(store_undo(office.store, german, NULL, &office.why), E_CONFLICT);
    CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(office.store), "language", "de"));
    CU_ASSERT_EQUAL(store_undo(office.store, spare, NULL, &office.why), OK);
    CU_ASSERT_PTR_NULL(vocabulary_find(store_words(office.store), "kind", "spare"));
    office_set(&party, "name", "Football and handball");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    record_release(&party);
    office_end(&office);
}

static void views_exports_and_the_roster_are_not_undone(void)
{
    struct office office;
    struct history_row row;
    struct why why;
    size_t count;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(store_history(office.store, NULL, 0, 0, 1, &row, &count, &office.why), OK);
    CU_ASSERT_EQUAL(store_undo(office.store, row.entry, NULL, &why), E_INVALID);
    CU_ASSERT_NOT_EQUAL(why.text[0], '\0');
    CU_ASSERT_EQUAL_FATAL(store_log(office.store, ENTRY_EXPORT, "Exported parties", 0, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_history(office.store, NULL, 0, 0, 1, &row, &count, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(row.sentence, "Exported parties");
    CU_ASSERT_EQUAL(store_undo(office.store, row.entry, NULL, &why), E_INVALID);
    CU_ASSERT_EQUAL(last_entry(&office), 0);
    office_end(&office);
}

static void a_case_change_is_undone_with_casework_open_only(void)
{
    struct office office;
    struct record referral;
    int64_t id, entry;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "first story");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    office_set(&referral, "story", "second story");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &referral, NULL, NULL, &office.why), OK);
    record_release(&referral);
    entry = last_entry(&office);
    store_casework_close(office.store);
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(store_undo(office.store, entry, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "story"), "first story");
    record_release(&referral);
    office_end(&office);
}

void suite_undo(void);
void suite_undo(void)
{
    CU_pSuite s = CU_add_suite("undo", NULL, NULL);

    CU_add_test(s, "an edit is undone and done again", an_edit_is_undone_and_done_again);
    CU_add_test(s, "an added record goes and comes back", an_added_record_goes_and_comes_back);
    CU_add_test(s, "a later change of the same field stops it (S54)", a_later_change_of_the_same_field_stops_it);
    CU_add_test(s, "a later change of another field does not", a_later_change_of_another_field_does_not);
    CU_add_test(s, "what others name stays", what_others_name_stays);
    CU_add_test(s, "a word that records use stays", a_word_that_records_use_stays);
    CU_add_test(s, "views, exports and the roster are not undone", views_exports_and_the_roster_are_not_undone);
    CU_add_test(s, "a case change is undone with casework open only", a_case_change_is_undone_with_casework_open_only);
}
