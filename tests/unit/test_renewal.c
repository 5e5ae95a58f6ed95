/* What goes on from an agreement: the same parties and purposes, the dates following, the old one as it was. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/agreement.h"

void suite_renewal(void);

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

static void renew(struct town *town, int64_t id, struct record *out)
{
    town_must(town, record_init(out, &agreement_type));
    town_must(town, record_start(out, store_words(town->store), clock_today(), &town->why));
    town_must(town, agreement_renew(town->store, id, out, &town->why));
}

static void it_says_the_same_of_other_days(void)
{
    struct town *town = begin();
    struct record next = { 0 }, old = { 0 };
    int64_t id =
        TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", "active", "signed_on",
                 "2024-12-10", "valid_from", "2025-01-01", "valid_to", "2026-12-31", "review_on", "2026-06-01",
                 "parties", "Youth House;Harbour School", "purposes", "Support\nNothing else", "data_categories",
                 "names;phone", "retention_days", "90", "signatories", "The mayor", "file_name", "scan.pdf");
    int64_t later;

    renew(town, id, &next);
    town_must(town, store_load(town->store, &agreement_type, id, &old, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&next, "kind"), "data_sharing");
    CU_ASSERT_STRING_EQUAL(record_text(&next, "title"), "Sharing (2027)");
    CU_ASSERT_STRING_EQUAL(record_text(&next, "status"), "draft");
    CU_ASSERT_STRING_EQUAL(record_text(&next, "parties"), record_text(&old, "parties"));
    CU_ASSERT_STRING_EQUAL(record_text(&next, "purposes"), "Support\nNothing else");
    CU_ASSERT_STRING_EQUAL(record_text(&next, "data_categories"), record_text(&old, "data_categories"));
    CU_ASSERT_EQUAL(record_number(&next, "retention_days"), 90);
    CU_ASSERT_EQUAL(record_number(&next, "renews"), id);
    CU_ASSERT_STRING_EQUAL(record_text(&next, "valid_from"), "2027-01-01");
    CU_ASSERT_STRING_EQUAL(record_text(&next, "valid_to"), "2028-12-31");
    /* what was true of the old paper alone */
    CU_ASSERT_FALSE(record_has(&next, "signed_on") || record_has(&next, "review_on") ||
                    record_has(&next, "signatories") || record_has(&next, "file_name"));
    town_must(town, agreement_renewed_by(town->store, id, &later, &town->why));
    CU_ASSERT_EQUAL(later, 0);
    town_must(town, store_put(town->store, &next, NULL, NULL, &town->why));
    town_must(town, agreement_renewed_by(town->store, id, &later, &town->why));
    CU_ASSERT_EQUAL(later, next.id);
    record_release(&old);
    town_must(town, store_load(town->store, &agreement_type, id, &old, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&old, "valid_to"), "2026-12-31");
    CU_ASSERT_STRING_EQUAL(record_text(&old, "status"), "active");
    record_release(&old);
    record_release(&next);
    end(town);
}

/* Of one that holds from `from` (or was signed then) to `to`, under `title`: how the next one reads. */
static void check(struct town *town, const char *title, const char *from, const char *to, const char *expected)
{
    struct record next = { 0 };
    char read[300];
    int64_t id = TOWN_ADD(town, agreement_type, "kind", "mou", "title", title, "status", "active", "signed_on", from,
                          "valid_to", to, "parties", "Youth House");

    renew(town, id, &next);
    snprintf(read, sizeof read, "%s: %s to %s", record_text(&next, "title"), record_text(&next, "valid_from"),
             record_text(&next, "valid_to"));
    CU_ASSERT_STRING_EQUAL(read, expected);
    record_release(&next);
}

static void it_holds_as_long_as_the_old_one(void)
{
    struct town *town = begin();

    check(town, "A", "2025-12-01", "2026-11-30", "A (2026): 2026-12-01 to 2027-11-30");
    check(town, "B (2025)", "2025-02-15", "2027-02-14", "B (2027): 2027-02-15 to 2029-02-14");
    check(town, "C (draft)", "2026-11-01", "2026-12-10", "C (draft) (2026): 2026-12-11 to 2027-01-19");
    check(town, "Without an end", "2026-11-01", "", "Without an end (2026): 2026-11-23 to ");
    end(town);
}

/* What ran out long ago begins anew today: nothing is agreed for days that have gone by. */
static void no_day_gone_by_is_agreed(void)
{
    struct town *town = begin();

    check(town, "Old", "2023-03-01", "2024-02-29", "Old (2026): 2026-11-23 to 2027-11-22");
    check(town, "Today", "2026-10-24", "2026-11-23", "Today (2026): 2026-11-24 to 2026-12-23");
    end(town);
}

void suite_renewal(void)
{
    CU_pSuite s = CU_add_suite("renewal", NULL, NULL);

    CU_add_test(s, "it says the same of other days", it_says_the_same_of_other_days);
    CU_add_test(s, "it holds as long as the old one", it_holds_as_long_as_the_old_one);
    CU_add_test(s, "no day gone by is agreed", no_day_gone_by_is_agreed);
}
