/* What other records say of one: sharing without an agreement above all, and what an officer wants to know before a
 * call. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/remarks.h"

void suite_remarks(void);

static struct town *begin(void)
{
    struct town *town;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    TOWN_ADD(town, party_type, "kind", "org", "name", "Youth House");
    TOWN_ADD(town, party_type, "kind", "org", "name", "Harbour School");
    TOWN_ADD(town, party_type, "kind", "org", "name", "Night Clinic");
    return town;
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static const struct remarks *remarks(struct town *town, const struct record_type *type, int64_t id)
{
    static struct remarks out;
    struct record record = { 0 };

    town_must(town, store_load(town->store, type, id, &record, &town->why));
    town_must(town, remarks_of(town->store, &record, clock_today(), &out, &town->why));
    record_release(&record);
    return &out;
}

/* The remark of this key; NULL when there is none. */
static const struct remark *find(const struct remarks *remarks, const char *key)
{
    for (size_t i = 0; i < remarks->count; i++) {
        if (strcmp(remarks->items[i].key, key) == 0)
            return &remarks->items[i];
    }
    return NULL;
}

static void says(const struct remarks *remarks, const char *key, bool warns, const char *words)
{
    const struct remark *remark = find(remarks, key);

    if (!remark || !strstr(remark->text, words))
        printf("\n    %s: \"%s\" and not \"%s\"", key, remark ? remark->text : "", words);
    CU_ASSERT(remark && strstr(remark->text, words) && remark->warns == warns);
}

/* --- sharing --- */
static int64_t add_sharing(struct town *town, const char *from, const char *to)
{
    return TOWN_ADD(town, relationship_type, "from_party", from, "type", "shares_information_with", "to_party", to);
}

static void add_agreement(struct town *town, const char *party, const char *status, const char *from, const char *to)
{
    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", status, "signed_on",
             "2025-01-10", "valid_from", from, "valid_to", to, "parties", party, "purposes", "Support");
}

static bool is_without(struct town *town, int64_t relationship, struct date day)
{
    struct record record = { 0 };
    bool without = false;

    town_must(town, store_load(town->store, &relationship_type, relationship, &record, &town->why));
    town_must(town, sharing_without_agreement(town->store, &record, day, &without, &town->why));
    record_release(&record);
    return without;
}

static void either_side_and_either_direction_will_do(void)
{
    const struct date today = { 2026, 11, 23 };
    struct town *town = begin();
    int64_t there = add_sharing(town, "Youth House", "Harbour School");
    int64_t back = add_sharing(town, "Harbour School", "Youth House");
    int64_t other = add_sharing(town, "Harbour School", "Night Clinic");

    CU_ASSERT_TRUE(is_without(town, there, today));
    CU_ASSERT_TRUE(is_without(town, back, today));
    add_agreement(town, "Youth House", "active", "2026-01-01", "2026-12-31");
    CU_ASSERT_FALSE(is_without(town, there, today));
    CU_ASSERT_FALSE(is_without(town, back, today));
    CU_ASSERT_TRUE(is_without(town, other, today));
    end(town);
}

static void only_sharing_that_holds_is_asked_about(void)
{
    const struct date today = { 2026, 11, 23 };
    struct town *town = begin();
    int64_t over = TOWN_ADD(town, relationship_type, "from_party", "Youth House", "type", "shares_information_with",
                            "to_party", "Harbour School", "valid_from", "2024", "valid_to", "2025");
    int64_t funds =
        TOWN_ADD(town, relationship_type, "from_party", "Youth House", "type", "funds", "to_party", "Harbour School");

    CU_ASSERT_FALSE(is_without(town, over, today));
    CU_ASSERT_TRUE(is_without(town, over, (struct date){ 2025, 12, 31 }));
    CU_ASSERT_FALSE(is_without(town, over, (struct date){ 2023, 12, 31 }));
    CU_ASSERT_FALSE(is_without(town, funds, today));
    end(town);
}

/* Only what is signed, of that kind, and within its days; of one that ended since, its days still count. */
static void the_agreement_counts_on_its_own_days(void)
{
    struct town *town = begin();
    int64_t first = add_sharing(town, "Youth House", "Night Clinic"),
            second = add_sharing(town, "Harbour School", "Night Clinic");

    add_agreement(town, "Youth House", "expired", "2025-02-01", "2026-03-01");
    CU_ASSERT_TRUE(is_without(town, first, (struct date){ 2025, 1, 31 }));
    CU_ASSERT_FALSE(is_without(town, first, (struct date){ 2025, 2, 1 }));
    CU_ASSERT_FALSE(is_without(town, first, (struct date){ 2026, 3, 1 }));
    CU_ASSERT_TRUE(is_without(town, first, (struct date){ 2026, 3, 2 }));
    add_agreement(town, "Harbour School", "ended", "2025-02-01", "2027-03-01"); /* early, nobody knows when */
    CU_ASSERT_TRUE(is_without(town, second, (struct date){ 2026, 11, 23 }));
    CU_ASSERT_TRUE(is_without(town, second, (struct date){ 2025, 6, 1 }));
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Working together", "status", "active", "signed_on",
             "2025-01-10", "parties", "Harbour School");
    CU_ASSERT_TRUE(is_without(town, second, (struct date){ 2026, 11, 23 }));
    end(town);
}

static void a_linked_duplicate_is_covered_with_the_other(void)
{
    struct town *town = begin();
    int64_t sharing;

    TOWN_ADD(town, party_type, "kind", "org", "name", "Youthhouse", "same_as", "Youth House");
    sharing = add_sharing(town, "Night Clinic", "Youth House");
    add_agreement(town, "Youthhouse", "active", "2026-01-01", "2026-12-31");
    CU_ASSERT_FALSE(is_without(town, sharing, clock_today()));
    end(town);
}

static void it_is_said_wherever_the_relationship_is_seen(void)
{
    struct town *town = begin();
    int64_t sharing = add_sharing(town, "Youth House", "Harbour School"), party;
    struct record records[2] = { 0 };
    bool marks[2] = { false, true };

    town_must(town, store_find(town->store, &party_type, "Harbour School", &party, &town->why));
    says(remarks(town, &relationship_type, sharing), "no_agreement", true, "nothing about it is agreed");
    add_agreement(town, "Youth House", "active", "2025-02-01", "2026-03-01");
    says(remarks(town, &relationship_type, sharing), "no_agreement", true, "ended 2026-03-01");
    says(remarks(town, &party_type, party), "no_agreement", true,
         "shares information with Youth House (the last one ended 2026-03-01)");
    town_must(town, store_load(town->store, &relationship_type, sharing, &records[0], &town->why));
    town_must(town, record_copy(&records[1], &records[0]));
    town_must(town, value_set_text(record_value(&records[1], "type"), "funds"));
    town_must(town, remarks_mark(town->store, records, 2, clock_today(), marks, &town->why));
    CU_ASSERT(marks[0] && !marks[1]);
    record_release(&records[0]);
    record_release(&records[1]);
    end(town);
}

static void saving_such_a_relationship_is_warned_of(void)
{
    struct town *town = begin();
    struct record record = { 0 };
    struct problems problems = { 0 };

    town_must(town, record_init(&record, &relationship_type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    town_set(town, &record, "from_party", "Youth House");
    town_set(town, &record, "type", "shares_information_with");
    town_set(town, &record, "to_party", "Harbour School");
    town_must(town, store_put(town->store, &record, &problems, NULL, &town->why));
    CU_ASSERT(town_says(&problems, "No data-sharing agreement") && problems.warnings == 1);
    town_set(town, &record, "note", "Under the school law");
    town_must(town, store_put(town->store, &record, &problems, NULL, &town->why));
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&record);
    end(town);
}

/* --- stakeholders --- */
static void a_stakeholder_is_told_of_in_full(void)
{
    struct town *town = begin();
    const struct remarks *out;
    int64_t house;

    town_must(town, store_find(town->store, &party_type, "Youth House", &house, &town->why));
    CU_ASSERT_EQUAL(remarks(town, &party_type, house)->count, 0);
    TOWN_ADD(town, party_type, "kind", "body", "name", "Peace Committee");
    TOWN_ADD(town, party_name_type, "party", "Youth House", "name", "Дом молодёжи", "language", "ru");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "party", "Youth House", "role", "deputy", "valid_from",
             "2024");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "party", "Youth House", "role", "chair", "valid_from", "2020",
             "valid_to", "2022");
    TOWN_ADD(town, party_assessment_type, "party", "Youth House", "on", "2026-05-01", "influence", "2", "evidence",
             "Heard");
    TOWN_ADD(town, party_assessment_type, "party", "Youth House", "on", "2026-10-01", "influence", "4", "stance",
             "supportive", "evidence", "Seen");
    TOWN_ADD(town, engagement_type, "title", "Coffee", "held_on", "2026-10-02", "parties", "Youth House", "next_due",
             "2026-12-01");
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Working together", "status", "active", "signed_on",
             "2025-01-10", "valid_to", "2027-01-01", "parties", "Youth House");
    TOWN_ADD(town, party_type, "kind", "org", "name", "Youthhouse", "same_as", "Youth House");
    out = remarks(town, &party_type, house);
    says(out, "stands_for", false, "Youthhouse, another record of the same");
    says(out, "other_name", false, "Дом молодёжи (Russian, Cyrillic)");
    says(out, "seat", false, "Peace Committee: Deputy chair since 2024");
    says(out, "assessed", false, "2026-10-01 · Influence: 4, Stance: Supportive");
    says(out, "last_contact", false, "2026-10-02 · Coffee");
    says(out, "next_contact", false, "by 2026-12-01");
    says(out, "agreement", false, "Working together (Memorandum");
    CU_ASSERT_EQUAL(out->count, 7);
    end(town);
}

static void what_is_late_is_a_warning_and_stands_first(void)
{
    struct town *town = begin();
    const struct remarks *out;
    int64_t house;

    town_must(town, store_find(town->store, &party_type, "Youth House", &house, &town->why));
    TOWN_ADD(town, party_name_type, "party", "Youth House", "name", "Maison des jeunes", "language", "fr");
    TOWN_ADD(town, engagement_type, "title", "Coffee", "held_on", "2026-10-02", "parties", "Youth House", "next_due",
             "2026-11-01");
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Working together", "status", "active", "signed_on",
             "2025-01-10", "valid_to", "2026-11-01", "parties", "Youth House");
    out = remarks(town, &party_type, house);
    says(out, "next_contact", true, "was due on 2026-11-01");
    says(out, "agreement", true, "ran out on 2026-11-01");
    CU_ASSERT_EQUAL(out->warnings, 2);
    CU_ASSERT(out->items[0].warns && out->items[1].warns && !out->items[2].warns);
    end(town);
}

static int64_t add_renewal(struct town *town, const char *title, struct problems *problems)
{
    struct record record = { 0 };
    int64_t id;

    town_must(town, record_init(&record, &agreement_type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    town_set(town, &record, "kind", "mou");
    town_set(town, &record, "title", title);
    town_set(town, &record, "parties", "Youth House");
    town_set(town, &record, "renews", "Working together");
    *problems = (struct problems){ 0 };
    town_must(town, store_put(town->store, &record, problems, NULL, &town->why));
    id = record.id;
    record_release(&record);
    return id;
}

static void an_agreement_tells_who_signed_and_is_renewed_once(void)
{
    struct town *town = begin();
    struct problems problems;
    const struct remarks *out;
    int64_t agreement = TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Working together", "status", "active",
                                 "signed_on", "2026-03-01", "parties", "Youth House");

    TOWN_ADD(town, party_type, "kind", "person", "name", "Vera Lind", "job_title", "Teacher");
    TOWN_ADD(town, signatory_type, "agreement", "Working together", "party", "Youth House", "person", "Vera Lind",
             "role", "director", "on", "2026-03-01");
    TOWN_ADD(town, signatory_type, "agreement", "Working together", "name", "The mayor");
    out = remarks(town, &agreement_type, agreement);
    CU_ASSERT_EQUAL(out->count, 2);
    says(out, "signed", false, "");
    for (size_t i = 0; i < out->count; i++)
        CU_ASSERT(strcmp(out->items[i].text, "Vera Lind, for Youth House, director (2026-03-01)") == 0 ||
                  strcmp(out->items[i].text, "The mayor") == 0);
    add_renewal(town, "Working on", &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    says(remarks(town, &agreement_type, agreement), "renewed_by", false, "Working on");
    add_renewal(town, "Working on again", &problems);
    CU_ASSERT(town_says(&problems, "renews that one already") && problems.warnings == 1);
    end(town);
}

static void a_body_is_told_of_by_its_seats(void)
{
    struct town *town = begin();
    int64_t body = TOWN_ADD(town, party_type, "kind", "body", "name", "Peace Committee");
    const struct remarks *out;

    TOWN_ADD(town, party_type, "kind", "person", "name", "Vera Lind", "job_title", "Teacher");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "person", "Vera Lind", "role", "chair");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "party", "Youth House", "role", "member");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "party", "Night Clinic", "role", "member", "valid_to", "2025");
    out = remarks(town, &party_type, body);
    says(out, "seats", false, "2 held today");
    says(out, "office", false, "Chair: Vera Lind");
    CU_ASSERT_EQUAL(out->count, 2);
    end(town);
}

/* --- agreements and services --- */
static void an_agreement_tells_of_its_end(void)
{
    struct town *town = begin();
    int64_t soon = TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Soon", "status", "active", "signed_on",
                            "2025-01-10", "valid_to", "2027-01-22", "parties", "Youth House");
    int64_t later = TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Later", "status", "active", "signed_on",
                             "2025-01-10", "valid_to", "2027-01-23", "parties", "Youth House");
    int64_t gone = TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Gone", "status", "active", "signed_on",
                            "2025-01-10", "valid_to", "2026-11-22", "parties", "Youth House");

    says(remarks(town, &agreement_type, soon), "ends", true, "on 2027-01-22");
    CU_ASSERT_EQUAL(remarks(town, &agreement_type, later)->count, 0);
    says(remarks(town, &agreement_type, gone), "ended", true, "on 2026-11-22");
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Next one", "parties", "Youth House", "renews", "Gone");
    says(remarks(town, &agreement_type, gone), "renewed_by", false, "Next one (Draft)");
    end(town);
}

static void a_service_tells_whether_anybody_may_be_sent(void)
{
    struct town *town = begin();
    int64_t fresh = TOWN_ADD(town, service_type, "name", "Advice", "party", "Youth House", "verified_on", "2026-11-01",
                             "capacity_available", "3", "capacity_on", "2026-11-20");
    int64_t old = TOWN_ADD(town, service_type, "name", "Boxing", "party", "Youth House", "verified_on", "2025-11-22",
                           "capacity_available", "3", "capacity_on", "2026-09-01", "takes_referrals", "do_not_refer",
                           "alert", "Wet floor", "alert_until", "2026-11-22");
    const struct remarks *out = remarks(town, &service_type, fresh);

    says(out, "freshness", false, "2026-11-01");
    says(out, "places", false, "3 on 2026-11-20");
    CU_ASSERT_EQUAL(out->warnings, 0);
    out = remarks(town, &service_type, old);
    says(out, "do_not_refer", true, "nobody is to be sent");
    says(out, "freshness", true, "over a year ago");
    says(out, "places", true, "ask before anybody is sent");
    CU_ASSERT_PTR_NULL(find(out, "alert")); /* its day is over */
    end(town);
}

void suite_remarks(void)
{
    CU_pSuite s = CU_add_suite("remarks", NULL, NULL);

    CU_add_test(s, "either side and either direction will do", either_side_and_either_direction_will_do);
    CU_add_test(s, "only sharing that holds is asked about", only_sharing_that_holds_is_asked_about);
    CU_add_test(s, "the agreement counts on its own days", the_agreement_counts_on_its_own_days);
    CU_add_test(s, "a linked duplicate is covered with the other", a_linked_duplicate_is_covered_with_the_other);
    CU_add_test(s, "it is said wherever the relationship is seen", it_is_said_wherever_the_relationship_is_seen);
    CU_add_test(s, "saving such a relationship is warned of", saving_such_a_relationship_is_warned_of);
    CU_add_test(s, "a stakeholder is told of in full", a_stakeholder_is_told_of_in_full);
    CU_add_test(s, "what is late is a warning and stands first", what_is_late_is_a_warning_and_stands_first);
    CU_add_test(s, "a body is told of by its seats", a_body_is_told_of_by_its_seats);
    CU_add_test(s, "an agreement tells who signed and is renewed once",
                an_agreement_tells_who_signed_and_is_renewed_once);
    CU_add_test(s, "an agreement tells of its end", an_agreement_tells_of_its_end);
    CU_add_test(s, "a service tells whether anybody may be sent", a_service_tells_whether_anybody_may_be_sent);
}
