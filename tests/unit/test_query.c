/* Lists: order, paging in both directions, filters, counts. */
#include "store_office.h"

enum { PARTIES = 57, PAGE = 10 };

/* Names repeat, sizes and days are partly empty: ties and NULLs on every page. */
static void fill(struct office *office)
{
    static const char *const kinds[] = { "school", "club", "faith", "" };

    for (int i = 0; i < PARTIES; i++) {
        struct record party = office_new(&office_party);
        char text[60];

        snprintf(text, sizeof text, "Éclair %c house %d", 'A' + i * 7 % 5, i % 11);
        office_set(&party, "name", text);
        office_set(&party, "kind", kinds[i % 4]);
        office_set(&party, "languages", i % 2 ? "en;pl" : "fr");
        office_set(&party, "note", i == 20 ? "Øresund bridge" : "plain");
        if (i % 3)
            value_set_number(record_value(&party, "size"), i % 4);
        snprintf(text, sizeof text, "2026-%02d-10", i % 12 + 1);
        if (i % 5)
            office_set(&party, "founded", text);
        CU_ASSERT_EQUAL_FATAL(store_put(office->store, &party, NULL, NULL, &office->why), OK);
        record_release(&party);
    }
}

static int64_t sort_number(const struct record *record, int field)
{
    return record->values[field].form == VALUE_EMPTY ? INT64_MAX : record->values[field].number;
}

/* Walk the whole list forwards and back again: each record once, the same order, and the flags true. */
static void walk(struct office *office, const struct query *query, int expected)
{
    int64_t ids[PARTIES + 1] = { 0 };
    struct record anchor = { 0 };
    int count = 0;
    bool more = true;

    while (more) {
        struct record_page page;

        CU_ASSERT_EQUAL_FATAL(
            store_page(office->store, query, anchor.type ? &anchor : NULL, false, PAGE, &page, &office->why), OK);
        CU_ASSERT_EQUAL(page.more_before, anchor.type != NULL);
        for (size_t i = 0; i < page.count && count < PARTIES; i++) {
            ids[count++] = page.records[i].id;
            record_release(&anchor);
            CU_ASSERT_EQUAL_FATAL(record_copy(&anchor, &page.records[i]), OK);
        }
        more = page.more_after;
        record_page_release(&page);
    }
    CU_ASSERT_EQUAL_FATAL(count, expected);
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < i; k++)
            CU_ASSERT_NOT_EQUAL(ids[i], ids[k]);
    }
    record_release(&anchor);
    for (more = true; more;) {
        struct record_page page;

        CU_ASSERT_EQUAL_FATAL(
            store_page(office->store, query, anchor.type ? &anchor : NULL, true, PAGE, &page, &office->why), OK);
        for (size_t i = page.count; i > 0; i--)
            CU_ASSERT_EQUAL(page.records[i - 1].id, ids[--count]);
        record_release(&anchor);
        if (page.count > 0)
            CU_ASSERT_EQUAL_FATAL(record_copy(&anchor, &page.records[0]), OK);
        more = page.more_before;
        record_page_release(&page);
    }
    CU_ASSERT_EQUAL(count, 0);
    record_release(&anchor);
}

static void each_order_walks_forth_and_back(void)
{
    static const int fields[] = { PARTY_NAME, PARTY_KIND, PARTY_FOUNDED, PARTY_SIZE };
    struct office office;
    struct query query;

    office_create(&office);
    fill(&office);
    query_init(&query, &office_party);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        query.sort_field = fields[i];
        query.descending = false;
        walk(&office, &query, PARTIES);
        query.descending = true;
        walk(&office, &query, PARTIES);
    }
    office_end(&office);
}

static void empty_fields_come_last_in_either_direction(void)
{
    struct office office;
    struct query query;
    struct record_page page;

    office_create(&office);
    fill(&office);
    query_init(&query, &office_party);
    query.sort_field = PARTY_SIZE;
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, PARTIES, &page, &office.why), OK);
    for (size_t i = 1; i < page.count; i++)
        CU_ASSERT_TRUE(sort_number(&page.records[i - 1], PARTY_SIZE) <= sort_number(&page.records[i], PARTY_SIZE));
    record_page_release(&page);
    query.descending = true;
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, PARTIES, &page, &office.why), OK);
    CU_ASSERT_EQUAL(page.records[0].values[PARTY_SIZE].number, 3);
    CU_ASSERT_EQUAL(page.records[PARTIES - 1].values[PARTY_SIZE].form, VALUE_EMPTY);
    record_page_release(&page);
    office_end(&office);
}

static void names_sort_without_case_and_accents(void)
{
    static const char *const names[] = { "zebra", "Ärzte", "apple", "Éclair", "banana" };
    static const char *const sorted[] = { "apple", "Ärzte", "banana", "Éclair", "zebra" };
    struct office office;
    struct query query;
    struct record_page page;

    office_create(&office);
    for (int i = 0; i < 5; i++)
        office_party_add(&office, names[i], "", "");
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, 10, &page, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(page.count, 5);
    for (int i = 0; i < 5; i++)
        CU_ASSERT_STRING_EQUAL(record_text(&page.records[i], "name"), sorted[i]);
    record_page_release(&page);
    office_end(&office);
}

static int count_with(struct office *office, const char *first, const char *second)
{
    struct query query;
    size_t count;
    bool more;

    query_init(&query, &office_party);
    if (query_add_filter(&query, first, store_words(office->store), &office->why) ||
        (second && query_add_filter(&query, second, store_words(office->store), &office->why)) ||
        store_count(office->store, &query, 1000, &count, &more, &office->why))
        return -1;
    walk(office, &query, (int)count);
    return (int)count;
}

static void filters_find_what_they_say(void)
{
    struct office office;

    office_create(&office);
    fill(&office);
    CU_ASSERT_EQUAL(count_with(&office, "kind=school", NULL), 15);
    CU_ASSERT_EQUAL(count_with(&office, "kind=School", NULL), 15);
    CU_ASSERT_EQUAL(count_with(&office, "kind!=school", NULL), 42);
    CU_ASSERT_EQUAL(count_with(&office, "kind=", NULL), 14);
    CU_ASSERT_EQUAL(count_with(&office, "kind!=", NULL), 43);
    CU_ASSERT_EQUAL(count_with(&office, "languages=pl", NULL), 28);
    CU_ASSERT_EQUAL(count_with(&office, "languages=fr", "kind=school"), 15);
    CU_ASSERT_EQUAL(count_with(&office, "size>=2", NULL), 18);
    CU_ASSERT_EQUAL(count_with(&office, "size<=0", NULL), 10);
    CU_ASSERT_EQUAL(count_with(&office, "founded>=2026-12-01", NULL), 3);
    CU_ASSERT_EQUAL(count_with(&office, "name~ecl hou", NULL), PARTIES);
    CU_ASSERT_EQUAL(count_with(&office, "name~HOUSE 10", NULL), 5);
    CU_ASSERT_EQUAL(count_with(&office, "note~oresund", NULL), 1);
    CU_ASSERT_EQUAL(count_with(&office, "~oresund", NULL), 1);
    CU_ASSERT_EQUAL(count_with(&office, "name~oresund", NULL), 0);
    CU_ASSERT_EQUAL(count_with(&office, "name=éclair a house 0", NULL), 2);
    office_end(&office);
}

static void archived_records_have_lists_of_their_own(void)
{
    struct office office;
    struct query query;
    struct save *save;
    struct record_page page;
    size_t count;
    bool more;
    int64_t id;

    office_create(&office);
    id = office_party_add(&office, "Youth House", "", "football");
    office_party_add(&office, "Town Hall", "", "");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_party, id, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 10, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    query.which = QUERY_ARCHIVED;
    CU_ASSERT_EQUAL(store_count(office.store, &query, 10, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_EQUAL(query_add_filter(&query, "~football", store_words(office.store), &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, 10, &page, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(page.count, 1);
    CU_ASSERT_EQUAL(page.records[0].id, id);
    record_page_release(&page);
    query.which = QUERY_ALL;
    query.filter_count = 0;
    CU_ASSERT_EQUAL(store_count(office.store, &query, 10, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 2);
    office_end(&office);
}

static void counting_stops_where_it_is_told(void)
{
    struct office office;
    struct query query;
    size_t count;
    bool more;

    office_create(&office);
    fill(&office);
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL_FATAL(query_add_filter(&query, "name~house", store_words(office.store), &office.why), OK);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 20, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 20);
    CU_ASSERT_TRUE(more);
    office_end(&office);
}

static void a_wrong_filter_is_refused_in_words(void)
{
    static const char *const wrong[] = { "=",         "!=", "house",     "colour=red", "kind>=school",
                                         "size=many", "=x", "person=Ana" };
    struct office office;
    struct query query;

    office_create(&office);
    query_init(&query, &office_party);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        office.why.text[0] = '\0';
        CU_ASSERT_EQUAL(query_add_filter(&query, wrong[i], store_words(office.store), &office.why), E_INVALID);
        CU_ASSERT_NOT_EQUAL(office.why.text[0], '\0');
    }
    CU_ASSERT_EQUAL(query.filter_count, 0);
    query_init(&query, &office_referral);
    CU_ASSERT_EQUAL(query_add_filter(&query, "person~ana", store_words(office.store), &office.why), E_PERMISSION);
    office_end(&office);
}

static void a_filter_is_told_in_words(void)
{
    struct office office;
    struct query query;
    struct buf text = { 0 };

    office_create(&office);
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL_FATAL(query_add_filter(&query, "kind=faith", store_words(office.store), &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(query_add_filter(&query, "name~youth", store_words(office.store), &office.why), OK);
    CU_ASSERT_EQUAL(query_describe(&query, store_words(office.store), &text), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&text), "Kind: Faith group · Name has 'youth'");
    buf_release(&text);
    office_end(&office);
}

static void references_are_read_by_id_title_or_beginning(void)
{
    struct office office;
    struct value value = { 0 };
    const struct field *parent = &party_fields[PARTY_PARENT];
    char number[32];
    int64_t hall, house;

    office_create(&office);
    hall = office_party_add(&office, "Town Hall", "", "");
    house = office_party_add(&office, "Éva's House", "", "");
    office_party_add(&office, "Town Hall Annex", "", "");
    CU_ASSERT_EQUAL(store_read_value(office.store, parent, "town hall", &value, &office.why), OK);
    CU_ASSERT_EQUAL(value.number, hall);
    CU_ASSERT_EQUAL(store_read_value(office.store, parent, "eva", &value, &office.why), OK);
    CU_ASSERT_EQUAL(value.number, house);
    snprintf(number, sizeof number, "%lld", (long long)house);
    CU_ASSERT_EQUAL(store_read_value(office.store, parent, number, &value, &office.why), OK);
    CU_ASSERT_EQUAL(value.number, house);
    CU_ASSERT_EQUAL(store_read_value(office.store, parent, "town", &value, &office.why), E_INVALID);
    CU_ASSERT_EQUAL(store_read_value(office.store, parent, "nobody", &value, &office.why), E_INVALID);
    CU_ASSERT_EQUAL(
        store_read_value(office.store, &party_fields[PARTY_FRIENDS], "Éva's House; town hall", &value, &office.why),
        OK);
    snprintf(number, sizeof number, "%lld;", (long long)hall);
    CU_ASSERT_PTR_EQUAL(strstr(value.text, number), value.text);
    value_release(&value);
    office_end(&office);
}

/* Few are fetched and sorted, many are looked for along the list: the same rows either way. */
static void only_the_records_that_are_meant_are_listed(void)
{
    enum { MANY = 3000 };
    int64_t ids[MANY] = { 0 };
    struct office office;
    struct query query;
    size_t count;
    bool more;

    office_create(&office);
    fill(&office);
    query_init(&query, &office_party);
    {
        struct record_page page;

        CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, 12, &page, &office.why), OK);
        for (size_t i = 0; i < page.count; i++)
            ids[i * (MANY / 12)] = page.records[i].id; /* nothing between them has the id 0 */
        record_page_release(&page);
    }
    query.ids = ids;
    query.id_count = MANY;
    walk(&office, &query, 12);
    query.id_count = MANY / 2;
    walk(&office, &query, 6);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 100, &count, &more, &office.why), OK);
    CU_ASSERT_EQUAL(count, 6);
    CU_ASSERT_EQUAL(query_add_filter(&query, "kind=school", store_words(office.store), &office.why), OK);
    CU_ASSERT_EQUAL(store_count(office.store, &query, 100, &count, &more, &office.why), OK);
    CU_ASSERT_TRUE(count < 6);
    query_init(&query, &office_party);
    query.ids = ids;
    walk(&office, &query, 0); /* none is meant */
    office_end(&office);
}

void suite_query(void);
void suite_query(void)
{
    CU_pSuite s = CU_add_suite("query", NULL, NULL);

    CU_add_test(s, "each order walks forth and back", each_order_walks_forth_and_back);
    CU_add_test(s, "empty fields come last in either direction", empty_fields_come_last_in_either_direction);
    CU_add_test(s, "names sort without case and accents", names_sort_without_case_and_accents);
    CU_add_test(s, "filters find what they say", filters_find_what_they_say);
    CU_add_test(s, "archived records have lists of their own", archived_records_have_lists_of_their_own);
    CU_add_test(s, "only the records that are meant are listed", only_the_records_that_are_meant_are_listed);
    CU_add_test(s, "counting stops where it is told", counting_stops_where_it_is_told);
    CU_add_test(s, "a wrong filter is refused in words", a_wrong_filter_is_refused_in_words);
    CU_add_test(s, "a filter is told in words", a_filter_is_told_in_words);
    CU_add_test(s, "references are read by id, title or beginning", references_are_read_by_id_title_or_beginning);
}
