/* What Home says of the stakeholder map: agreements, sharing without one, services, the running round. */
#include <CUnit/Basic.h>

#include "due_help.h"
#include "town.h"

void suite_due_map(void);

static struct town *begin(void)
{
    struct town *town;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    TOWN_ADD(town, party_type, "kind", "org", "name", "Youth House");
    TOWN_ADD(town, party_type, "kind", "org", "name", "Harbour School");
    return town;
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static const struct due *collect(struct town *town)
{
    static struct due due;

    town_must(town, due_collect(town->store, false, &due, &town->why));
    return &due;
}

static int64_t add_agreement(struct town *town, const char *title, const char *status, const char *until)
{
    return TOWN_ADD(town, agreement_type, "kind", "mou", "title", title, "status", status, "signed_on", "2025-01-10",
                    "valid_to", until, "parties", "Youth House");
}

static enum due_group group_of(const struct due *due, const char *words)
{
    const struct due_row *row = due_find(due, words);

    if (!row)
        printf("\n    \"%s\" is not due", words);
    return row ? row->group : DUE_GROUP_COUNT;
}

static void an_agreement_is_told_of_in_time(void)
{
    struct town *town = begin();
    const struct due *due;
    int64_t gone = add_agreement(town, "Gone", "active", "2026-11-20");

    add_agreement(town, "This week", "active", "2026-11-27");
    add_agreement(town, "In January", "active", "2027-01-22");
    add_agreement(town, "Later", "active", "2027-01-23");
    add_agreement(town, "Ended", "ended", "2026-11-20");
    due = collect(town);
    CU_ASSERT_EQUAL(group_of(due, "ran out: Gone"), DUE_OVERDUE);
    CU_ASSERT_EQUAL(due_find(due, "Gone")->id, gone);
    CU_ASSERT_EQUAL(group_of(due, "ends 2026-11-27: This week"), DUE_WEEK);
    CU_ASSERT_EQUAL(group_of(due, "ends 2027-01-22: In January"), DUE_DECIDE);
    CU_ASSERT_PTR_NULL(due_find(due, ": Later"));
    CU_ASSERT_PTR_NULL(due_find(due, ": Ended"));
    end(town);
}

static void what_was_renewed_is_told_of_no_more(void)
{
    struct town *town = begin();
    int64_t next;
    struct record record = { 0 };

    add_agreement(town, "Old one", "active", "2026-12-20");
    next = TOWN_ADD(town, agreement_type, "kind", "mou", "title", "New one", "status", "draft", "parties",
                    "Youth House", "renews", "Old one");
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town), "ends 2026-12-20: Old one; the new one is not in force yet"));
    town_must(town, store_load(town->store, &agreement_type, next, &record, &town->why));
    town_set(town, &record, "status", "active");
    town_set(town, &record, "signed_on", "2026-11-20");
    town_must(town, store_put(town->store, &record, NULL, NULL, &town->why));
    record_release(&record);
    CU_ASSERT_PTR_NULL(due_find(collect(town), "Old one"));
    end(town);
}

static void a_review_comes_on_its_day(void)
{
    struct town *town = begin();

    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Review me", "status", "active", "signed_on", "2025-01-10",
             "review_on", "2026-11-23", "parties", "Youth House");
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Not yet", "status", "active", "signed_on", "2025-01-10",
             "review_on", "2026-12-23", "parties", "Youth House");
    CU_ASSERT_EQUAL(group_of(collect(town), "look at again: Review me"), DUE_TODAY);
    CU_ASSERT_PTR_NULL(due_find(collect(town), "Not yet"));
    end(town);
}

static void add_sharing(struct town *town, const char *with)
{
    TOWN_ADD(town, party_type, "kind", "org", "name", with);
    TOWN_ADD(town, relationship_type, "from_party", "Harbour School", "type", "shares_information_with", "to_party",
             with);
}

static void sharing_without_an_agreement_is_named_then_counted(void)
{
    struct town *town = begin();
    const struct due_row *row;

    add_sharing(town, "Night Clinic");
    row = due_find(collect(town), "Shared without an agreement: Harbour School – Night Clinic");
    CU_ASSERT(row && row->group == DUE_DECIDE && row->type == &relationship_type && row->id != 0);
    add_sharing(town, "Open Door");
    add_sharing(town, "Police");
    CU_ASSERT_EQUAL(due_count_of(collect(town), &relationship_type), 3);
    add_sharing(town, "Library");
    row = due_find(collect(town), "without an agreement in 4 relationships");
    CU_ASSERT(row && row->id == 0);
    CU_ASSERT_EQUAL(due_count_of(collect(town), &relationship_type), 1);
    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", "active", "signed_on",
             "2026-01-10", "parties", "Harbour School", "purposes", "Support");
    CU_ASSERT_EQUAL(due_count_of(collect(town), &relationship_type), 0);
    end(town);
}

static void warnings_that_are_over_are_one_row_with_its_filter(void)
{
    struct town *town = begin();
    const struct due_row *row;
    struct query query;
    size_t count = 0;
    bool more;

    TOWN_ADD(town, service_type, "name", "Advice", "party", "Youth House", "verified_on", "-1", "alert", "Full",
             "alert_until", "-1");
    TOWN_ADD(town, service_type, "name", "Group", "party", "Youth House", "verified_on", "-1", "alert", "Full",
             "alert_until", "today");
    row = due_find(collect(town), "The warning of 1 service is over");
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    query_init(&query, &service_type);
    town_must(town, query_add_filter(&query, row->filter, store_words(town->store), &town->why));
    town_must(town, store_count(town->store, &query, 10, &count, &more, &town->why));
    CU_ASSERT_EQUAL(count, 1);
    end(town);
}

static void a_running_round_says_how_many_are_to_be_verified(void)
{
    struct town *town = begin();
    int64_t round = TOWN_ADD(town, mapping_round_type, "title", "Autumn", "daily", "2"), house;
    struct record party = { 0 };
    const struct due_row *row = due_find(collect(town), "Verify 2 today, 0 done: Autumn");

    CU_ASSERT(row && row->group == DUE_TODAY && row->type == &mapping_round_type && row->id == round);
    town_must(town, store_find(town->store, &party_type, "Youth House", &house, &town->why));
    town_must(town, store_load(town->store, &party_type, house, &party, &town->why));
    town_set(town, &party, "verified_on", "today");
    town_must(town, store_put(town->store, &party, NULL, NULL, &town->why));
    record_release(&party);
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town), "Verify 2 today, 1 done: Autumn"));
    TOWN_ADD(town, party_type, "kind", "org", "name", "Library", "verified_on", "today");
    CU_ASSERT_EQUAL(due_count_of(collect(town), &mapping_round_type), 0);
    end(town);
}

/* Fifty agreements that ran out leave room for the rest. */
static void no_kind_takes_the_room_of_the_others(void)
{
    struct town *town = begin();
    char title[20];

    for (int i = 0; i < 50; i++) {
        snprintf(title, sizeof title, "Old %d", i);
        add_agreement(town, title, "active", "2026-10-01");
    }
    add_sharing(town, "Night Clinic");
    CU_ASSERT(due_count_of(collect(town), &agreement_type) <= 12);
    CU_ASSERT_TRUE(collect(town)->more);
    CU_ASSERT_EQUAL(due_count_of(collect(town), &relationship_type), 1);
    end(town);
}

void suite_due_map(void)
{
    CU_pSuite s = CU_add_suite("due_map", NULL, NULL);

    CU_add_test(s, "an agreement is told of in time", an_agreement_is_told_of_in_time);
    CU_add_test(s, "what was renewed is told of no more", what_was_renewed_is_told_of_no_more);
    CU_add_test(s, "a review comes on its day", a_review_comes_on_its_day);
    CU_add_test(s, "sharing without an agreement is named, then counted",
                sharing_without_an_agreement_is_named_then_counted);
    CU_add_test(s, "warnings that are over are one row with its filter",
                warnings_that_are_over_are_one_row_with_its_filter);
    CU_add_test(s, "a running round says how many are to be verified",
                a_running_round_says_how_many_are_to_be_verified);
    CU_add_test(s, "no kind takes the room of the others", no_kind_takes_the_room_of_the_others);
}
