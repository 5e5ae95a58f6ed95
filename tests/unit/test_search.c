/* Search as you type, over everything but what is sealed. */
#include "../../src/store/store_in.h"
#include "store_office.h"

static size_t search(struct office *office, const struct record_type *type, const char *words, struct found *out)
{
    size_t count = 99;

    CU_ASSERT_EQUAL(store_search(office->store, type, words, 10, out, &count, &office->why), OK);
    return count;
}

static void words_are_found_by_their_beginning_without_accents(void)
{
    static const char *const typed[] = { "ore", "ØRE", "øresund", "bridge ore", "lodz", "łódź", "strasse", "straße 5" };
    struct office office;
    struct found found[10];
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Øresund Bridge", "", "between Łódź and Straße 5");
    office_party_add(&office, "Town Hall", "", "");
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        CU_ASSERT_EQUAL_FATAL(search(&office, NULL, typed[i], found), 1);
        CU_ASSERT_EQUAL(found[0].id, id);
        CU_ASSERT_PTR_EQUAL(found[0].type, &office_party);
        CU_ASSERT_STRING_EQUAL(found[0].title, "Øresund Bridge");
    }
    CU_ASSERT_EQUAL(search(&office, NULL, "resund", found), 0);
    office_end(&office);
}

static void an_excerpt_shows_where(void)
{
    struct office office;
    struct found found[10];

    office_create(&office);
    office_party_add(
        &office, "Youth House", "",
        "A long note about the building and its garden.\nFootball is played on Fridays in the yard behind it.");
    CU_ASSERT_EQUAL_FATAL(search(&office, &office_party, "football", found), 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(found[0].excerpt, "Football is played"));
    CU_ASSERT_PTR_NULL(strchr(found[0].excerpt, '\n'));
    office_end(&office);
}

static void titles_come_first_and_beginnings_before_others(void)
{
    struct office office;
    struct found found[10];

    office_create(&office);
    office_party_add(&office, "Town Hall", "", "near the harbour");
    office_party_add(&office, "Old Harbour Club", "", "");
    office_party_add(&office, "Harbour School", "", "");
    CU_ASSERT_EQUAL_FATAL(search(&office, NULL, "harb", found), 3);
    CU_ASSERT_STRING_EQUAL(found[0].title, "Harbour School");
    CU_ASSERT_STRING_EQUAL(found[1].title, "Old Harbour Club");
    CU_ASSERT_STRING_EQUAL(found[2].title, "Town Hall");
    office_end(&office);
}

static void typed_text_is_never_a_query_language(void)
{
    static const char *const typed[] = {
        "\"", "youth\"",     "a OR b",           "NEAR(a b)", "title:youth", "*", "-", "(",   "youth*", "^y",
        "+",  "' OR 1=1 --", "kind : typeparty", "\\",        ";",           "%", "…", "AND", "NOT"
    };
    struct office office;
    struct found found[10];
    size_t count;

    office_create(&office);
    office_party_add(&office, "Youth House", "", "");
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        CU_ASSERT_EQUAL(store_search(office.store, NULL, typed[i], 10, found, &count, &office.why), OK);
    CU_ASSERT_EQUAL(search(&office, NULL, "", found), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "typeparty", found), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "youth\"", found), 1);
    office_end(&office);
}

static void edits_and_archiving_reach_the_index(void)
{
    struct office office;
    struct found found[10];
    struct record party;
    struct save *save;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    office_set(&party, "name", "Elders House");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(search(&office, NULL, "youth", found), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "elders", found), 1);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_party, id, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL(search(&office, NULL, "elders", found), 0);
    record_release(&party);
    office_end(&office);
}

static void nothing_sealed_is_in_the_index(void)
{
    struct office office;
    struct found found[10];

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_referral_add(&office, "Karim Zane", "drew a swastika"), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "karim", found), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "swastika", found), 0);
    CU_ASSERT_EQUAL(search(&office, NULL, "nurse", found), 1);
    office_end(&office);
}

static void those_who_may_not_read_cases_do_not_find_them(void)
{
    struct office office;
    struct found found[10];
    size_t count;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&office, "Tom", "trainer", "trainers like coffee"), 0);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Tom", "trainers like coffee"), OK);
    CU_ASSERT_EQUAL(search(&office, NULL, "nurse", found), 0);
    CU_ASSERT_EQUAL(store_search(office.store, &office_referral, "nurse", 10, found, &count, &office.why),
                    E_PERMISSION);
    office_end(&office);
}

static void a_sealed_search_needs_casework_and_a_reason(void)
{
    struct office office;
    struct history_row row;
    int64_t ids[5], id;
    size_t count;

    office_create(&office);
    CU_ASSERT_EQUAL(
        store_search_sealed(office.store, &office_referral, "karim", "call back", 5, ids, &count, &office.why),
        E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    office_referral_add(&office, "Lena Ost", "Karim is her brother");
    CU_ASSERT_EQUAL(store_search_sealed(office.store, &office_referral, "karim", " ", 5, ids, &count, &office.why),
                    E_INVALID);
    CU_ASSERT_EQUAL_FATAL(
        store_search_sealed(office.store, &office_referral, "KAR zan", "call back", 5, ids, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_EQUAL(ids[0], id);
    CU_ASSERT_EQUAL_FATAL(store_history(office.store, NULL, 0, 0, 1, &row, &count, &office.why), OK);
    CU_ASSERT_EQUAL(row.kind, ENTRY_VIEW);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "call back"));
    CU_ASSERT_PTR_NULL(strstr(row.sentence, "KAR"));
    office_end(&office);
}

static size_t named(struct office *office, const char *words)
{
    int64_t ids[5];
    size_t count = 0;

    CU_ASSERT_EQUAL_FATAL(
        store_search_sealed(office->store, &office_referral, words, "a call", 5, ids, &count, &office->why), OK);
    return count;
}

/* The texts are kept opened between searches: each save has to reach them, and closing casework to end them. */
static void a_sealed_search_follows_what_is_saved(void)
{
    struct record referral = { 0 };
    struct office office;
    struct saved saved;
    struct save *save;
    int64_t id, entry;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    CU_ASSERT_EQUAL(named(&office, "karim"), 1);
    office_referral_add(&office, "Karim Åström", "story");
    CU_ASSERT_EQUAL(named(&office, "karim"), 2);
    CU_ASSERT_EQUAL(named(&office, "astro"), 1);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    office_set(&referral, "person", "Omar Zane");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &referral, NULL, &saved, &office.why), OK);
    entry = saved.entry;
    CU_ASSERT_EQUAL(named(&office, "karim zane"), 0);
    CU_ASSERT_EQUAL(named(&office, "omar"), 1);
    CU_ASSERT_EQUAL_FATAL(store_undo(office.store, entry, &saved, &office.why), OK);
    CU_ASSERT_EQUAL(named(&office, "omar"), 0);
    CU_ASSERT_EQUAL(named(&office, "karim zane"), 1);
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_referral, id, "twice", &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, &saved, &office.why), OK);
    CU_ASSERT_EQUAL(named(&office, "karim"), 1);
    CU_ASSERT_PTR_NOT_NULL(office.store->names);
    store_casework_close(office.store);
    CU_ASSERT_PTR_NULL(office.store->names);
    record_release(&referral);
    office_end(&office);
}

void suite_search(void);
void suite_search(void)
{
    CU_pSuite s = CU_add_suite("search", NULL, NULL);

    CU_add_test(s, "words are found by their beginning, without accents",
                words_are_found_by_their_beginning_without_accents);
    CU_add_test(s, "an excerpt shows where", an_excerpt_shows_where);
    CU_add_test(s, "titles come first, and beginnings before others", titles_come_first_and_beginnings_before_others);
    CU_add_test(s, "typed text is never a query language", typed_text_is_never_a_query_language);
    CU_add_test(s, "edits and archiving reach the index", edits_and_archiving_reach_the_index);
    CU_add_test(s, "nothing sealed is in the index", nothing_sealed_is_in_the_index);
    CU_add_test(s, "those who may not read cases do not find them", those_who_may_not_read_cases_do_not_find_them);
    CU_add_test(s, "a sealed search needs casework and a reason (R04)", a_sealed_search_needs_casework_and_a_reason);
    CU_add_test(s, "a sealed search follows what is saved", a_sealed_search_follows_what_is_saved);
}
