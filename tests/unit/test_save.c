/* Saving: what is checked, what is written, and that all of it or nothing is there afterwards. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../../src/store/store_in.h"
#include "store_office.h"

static void a_new_record_gets_an_id_and_an_entry(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct saved saved;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, &saved, &office.why), OK);
    CU_ASSERT_NOT_EQUAL(party.id, 0);
    CU_ASSERT_NOT_EQUAL(saved.entry, 0);
    CU_ASSERT_EQUAL(saved.records_added, 1);
    CU_ASSERT_EQUAL(saved.fields_changed, 1);
    record_release(&party);
    office_end(&office);
}

static void an_unchanged_record_makes_no_entry(void)
{
    struct office office;
    struct record party;
    struct saved saved;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "club", "");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, &saved, &office.why), OK);
    CU_ASSERT_EQUAL(saved.entry, 0);
    CU_ASSERT_EQUAL(saved.records_changed, 0);
    record_release(&party);
    office_end(&office);
}

static void a_refused_record_names_all_problems_and_changes_nothing(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct problems problems;
    size_t count;
    bool more;
    struct query query;

    office_create(&office);
    office_set(&party, "kind", "no such kind");
    CU_ASSERT_EQUAL(store_put(office.store, &party, &problems, NULL, &office.why), E_INVALID);
    CU_ASSERT_EQUAL(problems.count, 2);
    CU_ASSERT_EQUAL(party.id, 0);
    CU_ASSERT_NOT_EQUAL(office.why.text[0], '\0');
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 10, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 0);
    record_release(&party);
    office_end(&office);
}

static void the_save_goes_on_without_a_refused_record(void)
{
    struct office office;
    struct record good = office_new(&office_party), bad = office_new(&office_party);
    struct saved saved;
    struct save *save;

    office_create(&office);
    office_set(&good, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_put(save, &bad, NULL, &office.why), E_INVALID);
    CU_ASSERT_EQUAL(save_put(save, &good, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(save_commit(save, NULL, &saved, &office.why), OK);
    CU_ASSERT_EQUAL(saved.records_added, 1);
    record_release(&good);
    record_release(&bad);
    office_end(&office);
}

static void a_cancelled_save_leaves_nothing(void)
{
    struct office office;
    struct record party = office_new(&office_party), read;
    struct save *save;
    int64_t id;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office.why), OK);
    id = party.id;
    save_cancel(save);
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &read, &office.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    save_cancel(save);
    record_release(&party);
    office_end(&office);
}

static void one_save_at_a_time(void)
{
    struct office office;
    struct save *save, *other;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_begin(office.store, ENTRY_CHANGE, &other, &office.why), E_CONFLICT);
    save_cancel(save);
    office_end(&office);
}

static void closing_takes_an_open_save_back(void)
{
    struct office office;
    struct record party = office_new(&office_party), read;
    struct save *save;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office.why), OK);
    office_reopen(&office);
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, party.id, &read, &office.why), E_NOT_FOUND);
    record_release(&party);
    office_end(&office);
}

static void what_the_program_sets_an_officer_cannot(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct save *save;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    office_set(&party, "state", "approved");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_put_by_program(save, &party, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(save_commit(save, NULL, NULL, &office.why), OK);
    office_set(&party, "state", "closed");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    record_release(&party);
    office_end(&office);
}

static void what_the_rule_set_in_a_form_already_is_no_try(void)
{
    struct office office;
    struct record party = office_new(&office_party);

    office_create(&office);
    office_set(&party, "name", "Youth House");
    value_set_number(record_value(&party, "size"), 101);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "state"), "large");
    party.id = 0;
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    party.id = 0;
    office_set(&party, "state", "small");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "state"), "large");
    record_release(&party);
    office_end(&office);
}

static void what_is_typed_once_stays(void)
{
    struct office office;
    struct record party = office_new(&office_party);

    office_create(&office);
    office_set(&party, "name", "Youth House");
    office_set(&party, "code", "YH");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    office_set(&party, "code", "YX");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    record_release(&party);
    office_end(&office);
}

static void a_reference_must_exist(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Town Hall", "", "");
    office_set(&party, "name", "Youth House");
    value_set_number(record_value(&party, "parent"), id + 1);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    value_set_number(record_value(&party, "parent"), id);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    office_set(&party, "friends", "1;2");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    record_release(&party);
    office_end(&office);
}

static void archived_records_rest(void)
{
    struct office office;
    struct record party;
    struct save *save;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_archive(save, &office_party, id, "closed down", &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(party.archive_reason, "closed down");
    CU_ASSERT_EQUAL(party.archived_by, store_officer_id(office.store));
    office_set(&party, "name", "Young House");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_INVALID);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_unarchive(save, &office_party, id, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    record_release(&party);
    office_end(&office);
}

static void an_import_is_one_entry_of_many_parts(void)
{
    enum { ROWS = 6000 };
    struct office office;
    struct save *save;
    struct saved saved;
    struct entry header;
    struct record party;
    char note[2000];
    int64_t first = 0;

    office_create(&office);
    memset(note, 'x', sizeof note);
    note[sizeof note - 1] = '\0';
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_IMPORT, &save, &office.why), OK);
    for (int i = 0; i < ROWS; i++) {
        char name[40];

        party = office_new(&office_party);
        snprintf(name, sizeof name, "Party %05d", i);
        office_set(&party, "name", name);
        office_set(&party, "note", note);
        CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office.why), OK);
        first = first ? first : party.id;
        record_release(&party);
    }
    CU_ASSERT_EQUAL_FATAL(save_commit(save, "Imported parties.csv", &saved, &office.why), OK);
    CU_ASSERT_EQUAL(saved.records_added, ROWS);
    CU_ASSERT_EQUAL_FATAL(chain_header(office.store, saved.entry, &header, &office.why), OK);
    CU_ASSERT_TRUE(header.part_count > 1);
    entry_release(&header);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, first, &party, &office.why), OK);
    CU_ASSERT_EQUAL(party.import_batch, saved.entry);
    record_release(&party);
    CU_ASSERT_EQUAL(store_undo(office.store, saved.entry, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, first, &party, &office.why), E_NOT_FOUND);
    office_end(&office);
}

/* trust.md X2: what is inserted and deleted within one save leaves no trace; this interface has no delete. */
/* A clock without a battery may say nought, which stands for "in use". */
static void d17_archived_at_nought_is_archived_all_the_same(void)
{
    struct office office;
    struct verify_report report;
    struct save *save;
    struct record party;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Old Mill", "", "");
    clock_fix(0);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL(save_archive(save, &office_party, id, "closed down", &office.why), OK);
    CU_ASSERT_EQUAL(save_commit(save, NULL, NULL, &office.why), OK);
    clock_fix(-1);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_NOT_EQUAL(party.archived_at, 0);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    verify_report_release(&report);
    record_release(&party);
    office_end(&office);
}

static void a_record_added_and_archived_in_one_save_leaves_its_entry(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct history_row row;
    struct saved saved;
    struct save *save;
    size_t count;

    office_create(&office);
    office_set(&party, "name", "Youth House");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_party, party.id, "a slip", &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, &saved, &office.why), OK);
    CU_ASSERT_NOT_EQUAL(saved.entry, 0);
    CU_ASSERT_EQUAL(store_history(office.store, &office_party, party.id, 0, 1, &row, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    record_release(&party);
    office_end(&office);
}

/* A file that may not grow stands in for a disk that refuses. */
static void when_the_disk_refuses_nothing_is_kept_and_the_form_has_all(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct rlimit before, tight;
    struct verify_report report;
    struct stat status;
    char *note = calloc(1, 15001);

    office_create(&office);
    CU_ASSERT_PTR_NOT_NULL_FATAL(note);
    memset(note, 'n', 15000);
    office_set(&party, "name", "Youth House");
    office_set(&party, "note", note);
    CU_ASSERT_EQUAL_FATAL(stat(office.vault, &status), 0);
    getrlimit(RLIMIT_FSIZE, &before);
    tight = before;
    tight.rlim_cur = (rlim_t)status.st_size;
    signal(SIGXFSZ, SIG_IGN);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &tight), 0);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_SYSTEM);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    CU_ASSERT_EQUAL(party.id, 0);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "note"), note);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
    CU_ASSERT_EQUAL(report.entries, 1);
    verify_report_release(&report);
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_NOT_EQUAL(party.id, 0);
    record_release(&party);
    free(note);
    office_end(&office);
}

static void after_an_unconfirmed_write_nothing_more_is_written(void)
{
    struct office office;
    struct record party = { 0 };
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    CU_ASSERT_EQUAL(sql_fail(office.store, SQLITE_IOERR_FSYNC, &office.why), E_SYSTEM);
    CU_ASSERT_EQUAL(office_party_add(&office, "Town Hall", "", ""), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "open it again"));
    CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    record_release(&party);
    office_reopen(&office);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Town Hall", "", ""), 0);
    office_end(&office);
}

static void words_can_be_added_by_hand(void)
{
    struct office office;
    struct record word = office_new(&office_word);
    const struct vocabularies *words; /* as a form on the screen holds them */

    office_create(&office);
    words = store_words(office.store);
    office_set(&word, "list", "kind");
    office_set(&word, "code", "sports");
    office_set(&word, "label", "Sports club");
    CU_ASSERT_EQUAL(store_put(office.store, &word, NULL, NULL, &office.why), OK);
    CU_ASSERT_PTR_NOT_NULL(vocabulary_find(words, "kind", "sports"));
    CU_ASSERT_PTR_EQUAL(store_words(office.store), words);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Football", "sports", ""), 0);
    record_release(&word);
    office_end(&office);
}

static void the_office_sets_the_working_days(void)
{
    struct office office;
    struct query query;
    struct record_page page;

    office_create(&office);
    query_init(&query, &office_office);
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, 5, &page, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(page.count, 1);
    office_set(&page.records[0], "weekend", "friday;saturday");
    office_set(&page.records[0], "holidays", "2026-12-25;2026-01-01");
    CU_ASSERT_EQUAL(store_put(office.store, &page.records[0], NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(store_calendar(office.store)->weekend, 1u << 4 | 1u << 5);
    CU_ASSERT_EQUAL(store_calendar(office.store)->holiday_count, 2);
    CU_ASSERT_FALSE(work_calendar_is_worked(store_calendar(office.store), (struct date){ 2026, 12, 25 }));
    record_page_release(&page);
    office_end(&office);
}

void suite_save(void);
void suite_save(void)
{
    CU_pSuite s = CU_add_suite("save", NULL, NULL);

    CU_add_test(s, "a new record gets an id and an entry", a_new_record_gets_an_id_and_an_entry);
    CU_add_test(s, "an unchanged record makes no entry", an_unchanged_record_makes_no_entry);
    CU_add_test(s, "a refused record names all problems and changes nothing",
                a_refused_record_names_all_problems_and_changes_nothing);
    CU_add_test(s, "the save goes on without a refused record", the_save_goes_on_without_a_refused_record);
    CU_add_test(s, "a cancelled save leaves nothing", a_cancelled_save_leaves_nothing);
    CU_add_test(s, "one save at a time", one_save_at_a_time);
    CU_add_test(s, "closing takes an open save back", closing_takes_an_open_save_back);
    CU_add_test(s, "what the program sets an officer cannot", what_the_program_sets_an_officer_cannot);
    CU_add_test(s, "what the rule set in a form already is no try", what_the_rule_set_in_a_form_already_is_no_try);
    CU_add_test(s, "what is typed once stays", what_is_typed_once_stays);
    CU_add_test(s, "a reference must exist", a_reference_must_exist);
    CU_add_test(s, "archived records rest", archived_records_rest);
    CU_add_test(s, "D17 archived at nought is archived all the same", d17_archived_at_nought_is_archived_all_the_same);
    CU_add_test(s, "an import is one entry of many parts (L05)", an_import_is_one_entry_of_many_parts);
    CU_add_test(s, "a record added and archived in one save leaves its entry (S41)",
                a_record_added_and_archived_in_one_save_leaves_its_entry);
    CU_add_test(s, "when the disk refuses, nothing is kept and the form has all (D02)",
                when_the_disk_refuses_nothing_is_kept_and_the_form_has_all);
    CU_add_test(s, "after an unconfirmed write nothing more is written (D04)",
                after_an_unconfirmed_write_nothing_more_is_written);
    CU_add_test(s, "words can be added by hand", words_can_be_added_by_hand);
    CU_add_test(s, "the office sets the working days", the_office_sets_the_working_days);
}
