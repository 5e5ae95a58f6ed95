/* Matching services to an action of a plan: a town with few services, each counted by hand. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/provider.h"

void suite_provider(void);

#define TODAY ((struct date){ 2026, 11, 23 })

static const struct provider_need young_man = { .areas = { "youth" },
                                                .area_count = 1,
                                                .level = "secondary",
                                                .language = "fr",
                                                .youngest = 17,
                                                .oldest = 17,
                                                .today = { 2026, 11, 23 } };

static struct town *begin(void)
{
    struct town *town;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    TOWN_ADD(town, party_type, "kind", "org", "name", "Youth House");
    return town;
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static const struct provider_list *match(struct town *town, const struct provider_need *need)
{
    static struct provider_list list;

    town_must(town, provider_match(town->store, need, &list, &town->why));
    return &list;
}

static const struct provider *find(const struct provider_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->rows[i].name, name) == 0)
            return &list->rows[i];
    }
    return NULL;
}

static bool says(const struct provider *provider, enum provider_word word, const char *text)
{
    for (size_t i = 0; provider && i < provider->reason_count; i++) {
        if (provider->reasons[i].word == word && strcmp(provider->reasons[i].text, text) == 0)
            return true;
    }
    for (size_t i = 0; provider && i < provider->reason_count; i++)
        printf("\n    %s: %d %s", provider->name, (int)provider->reasons[i].word, provider->reasons[i].text);
    return false;
}

static void the_best_comes_first_with_its_reasons(void)
{
    struct town *town = begin();
    const struct provider_list *list;

    TOWN_ADD(town, service_type, "name", "Evening club", "party", "Youth House", "areas", "youth", "levels",
             "secondary", "min_age", "16", "max_age", "25", "languages", "fr", "takes_referrals", "yes",
             "capacity_available", "3", "capacity_on", "2026-11-03", "verified_on", "2026-11-01");
    TOWN_ADD(town, service_type, "name", "Street work", "party", "Youth House", "areas", "youth", "levels", "primary",
             "languages", "en", "capacity_available", "0", "capacity_on", "2026-11-03", "verified_on", "2025-01-10");
    TOWN_ADD(town, service_type, "name", "Debt advice", "party", "Youth House", "areas", "social_services",
             "verified_on", "2026-11-01");
    list = match(town, &young_man);
    CU_ASSERT_EQUAL(list->looked_at, 2);
    CU_ASSERT_EQUAL_FATAL(list->count, 2);
    CU_ASSERT_EQUAL(list->usable, 2);
    CU_ASSERT_FALSE(list->more);
    CU_ASSERT_STRING_EQUAL(list->rows[0].name, "Evening club");
    CU_ASSERT_STRING_EQUAL(list->rows[0].offered_by, "Youth House");
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "takes 16 to 25"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "works in: Youth"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "level: Secondary: people and groups at risk"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "speaks French"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "3 places free on 2026-11-03"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "takes referrals"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "verified on 2026-11-01"));
    CU_ASSERT(says(&list->rows[0], PROVIDER_AGAINST, "no agreement in force: data may not be shared"));
    CU_ASSERT_EQUAL(list->rows[0].reasons[0].word, PROVIDER_AGAINST);
    CU_ASSERT(says(&list->rows[1], PROVIDER_AGAINST, "no place free since 2026-11-03"));
    CU_ASSERT(says(&list->rows[1], PROVIDER_AGAINST, "does not speak French"));
    CU_ASSERT(says(&list->rows[1], PROVIDER_AGAINST, "not verified since 2025-01-10"));
    CU_ASSERT(says(&list->rows[1], PROVIDER_AGAINST, "meant for another level: Primary: everybody"));
    CU_ASSERT(says(&list->rows[1], PROVIDER_AGAINST, "ask them before you refer"));
    end(town);
}

static void what_must_not_be_used_is_shown_last_with_the_reason(void)
{
    struct town *town = begin();
    const struct provider_list *list;

    TOWN_ADD(town, party_type, "kind", "org", "name", "Old Mill", "do_not_contact", "yes");
    TOWN_ADD(town, service_type, "name", "Shut", "party", "Youth House", "areas", "youth", "status", "defunct",
             "takes_referrals", "ask_first");
    TOWN_ADD(town, service_type, "name", "Harsh", "party", "Youth House", "areas", "youth", "takes_referrals",
             "do_not_refer", "alert", "two complaints in May");
    TOWN_ADD(town, service_type, "name", "For children", "party", "Youth House", "areas", "youth", "max_age", "12");
    TOWN_ADD(town, service_type, "name", "Not to be called", "party", "Old Mill", "areas", "youth");
    TOWN_ADD(town, service_type, "name", "Plain", "party", "Youth House", "areas", "youth");
    list = match(town, &young_man);
    CU_ASSERT_EQUAL(list->usable, 1);
    CU_ASSERT_EQUAL_FATAL(list->count, 5);
    CU_ASSERT_STRING_EQUAL(list->rows[0].name, "Plain");
    for (size_t i = 1; i < list->count; i++) {
        CU_ASSERT_TRUE(list->rows[i].refused);
        CU_ASSERT_EQUAL(list->rows[i].reasons[0].word, PROVIDER_REFUSES);
    }
    CU_ASSERT(says(find(list, "Shut"), PROVIDER_REFUSES, "closed for good"));
    CU_ASSERT(says(find(list, "Harsh"), PROVIDER_REFUSES, "do not refer: two complaints in May"));
    CU_ASSERT(says(find(list, "For children"), PROVIDER_REFUSES, "takes up to 12 only"));
    CU_ASSERT(says(find(list, "Not to be called"), PROVIDER_REFUSES, "the stakeholder is not to be contacted"));
    end(town);
}

static void an_age_that_is_not_sure_is_no_refusal(void)
{
    struct town *town = begin();
    struct provider_need need = young_man;

    TOWN_ADD(town, service_type, "name", "Club", "party", "Youth House", "areas", "youth", "min_age", "14", "max_age",
             "20");
    need.youngest = 12;
    need.oldest = 15;
    CU_ASSERT(
        says(find(match(town, &need), "Club"), PROVIDER_AGAINST, "takes 14 to 20; make sure of the person's age"));
    need.youngest = need.oldest = -1;
    CU_ASSERT(
        says(find(match(town, &need), "Club"), PROVIDER_AGAINST, "takes 14 to 20; the person's age is not known"));
    need.youngest = need.oldest = 14;
    CU_ASSERT(says(find(match(town, &need), "Club"), PROVIDER_FOR, "takes 14 to 20"));
    need.youngest = need.oldest = 13;
    CU_ASSERT(says(find(match(town, &need), "Club"), PROVIDER_REFUSES, "takes 14 to 20 only"));
    need.youngest = need.oldest = 20;
    CU_ASSERT(says(find(match(town, &need), "Club"), PROVIDER_FOR, "takes 14 to 20"));
    need.youngest = need.oldest = 21;
    CU_ASSERT(says(find(match(town, &need), "Club"), PROVIDER_REFUSES, "takes 14 to 20 only"));
    end(town);
}

static void a_service_of_the_city_reaches_its_districts(void)
{
    struct town *town = begin();
    struct provider_need need = young_man;
    const struct provider_list *list;

    TOWN_ADD(town, place_type, "name", "Talvin", "kind", "city");
    need.district = TOWN_ADD(town, place_type, "name", "Harbour", "kind", "district", "parent", "Talvin");
    TOWN_ADD(town, place_type, "name", "Hill", "kind", "district", "parent", "Talvin");
    TOWN_ADD(town, service_type, "name", "Near", "party", "Youth House", "areas", "youth", "places", "Harbour");
    TOWN_ADD(town, service_type, "name", "All over", "party", "Youth House", "areas", "youth", "places", "Talvin");
    TOWN_ADD(town, service_type, "name", "Far", "party", "Youth House", "areas", "youth", "places", "Hill");
    list = match(town, &need);
    CU_ASSERT_EQUAL_FATAL(list->count, 3);
    CU_ASSERT_STRING_EQUAL(list->rows[0].name, "Near");
    CU_ASSERT_STRING_EQUAL(list->rows[1].name, "All over");
    CU_ASSERT_STRING_EQUAL(list->rows[2].name, "Far");
    CU_ASSERT(says(&list->rows[0], PROVIDER_FOR, "works in Harbour"));
    CU_ASSERT(says(&list->rows[1], PROVIDER_FOR, "works in Talvin"));
    CU_ASSERT(says(&list->rows[2], PROVIDER_AGAINST, "works elsewhere: Hill"));
    end(town);
}

/* Vera's certificate holds, Omar's has run out, Nina failed; Ivo's course holds for two years from its last day. */
static void trained_people_are_counted_while_it_holds(void)
{
    struct town *town = begin();
    const struct provider *club;

    TOWN_ADD(town, party_type, "kind", "person", "name", "Vera", "parent", "Youth House");
    TOWN_ADD(town, party_type, "kind", "person", "name", "Omar", "parent", "Youth House");
    TOWN_ADD(town, party_type, "kind", "person", "name", "Nina", "parent", "Youth House");
    TOWN_ADD(town, party_type, "kind", "person", "name", "Ivo", "parent", "Youth House");
    TOWN_ADD(town, party_type, "kind", "person", "name", "Elsewhere");
    TOWN_ADD(town, course_type, "title", "Listening", "valid_months", "24");
    TOWN_ADD(town, session_type, "course", "Listening", "starts_on", "2024-11-23", "status", "held");
    for (size_t i = 0; i < 2; i++)
        TOWN_ADD(town, enrolment_type, "session", "Listening", "person", i == 0 ? "Ivo" : "Elsewhere", "result",
                 "pass");
    TOWN_ADD(town, enrolment_type, "session", "Listening", "person", "Vera", "result", "pass", "certificate_on",
             "2024-11-23", "certificate_until", "2026-11-23");
    TOWN_ADD(town, enrolment_type, "session", "Listening", "person", "Omar", "result", "pass", "certificate_on",
             "2024-11-23", "certificate_until", "2026-11-22");
    TOWN_ADD(town, enrolment_type, "session", "Listening", "person", "Nina", "result", "fail");
    TOWN_ADD(town, service_type, "name", "Club", "party", "Youth House", "areas", "youth");
    club = find(match(town, &young_man), "Club");
    CU_ASSERT(says(club, PROVIDER_FOR, "2 people there hold a valid training"));
    clock_advance(INT64_C(24) * 3600 * 1000);
    {
        struct provider_need tomorrow = young_man;

        tomorrow.today = (struct date){ 2026, 11, 24 };
        club = find(match(town, &tomorrow), "Club");
        CU_ASSERT_PTR_NOT_NULL_FATAL(club);
        for (size_t i = 0; i < club->reason_count; i++)
            CU_ASSERT_PTR_NULL(strstr(club->reasons[i].text, "training"));
    }
    end(town);
}

static void an_agreement_in_force_is_told(void)
{
    struct town *town = begin();

    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", "active", "signed_on",
             "2026-01-10", "valid_to", "2026-11-30", "parties", "Youth House", "purposes", "Support");
    TOWN_ADD(town, service_type, "name", "Club", "party", "Youth House", "areas", "youth");
    CU_ASSERT(says(find(match(town, &young_man), "Club"), PROVIDER_FOR,
                   "data may be shared under an agreement until 2026-11-30"));
    end(town);
}

static void a_warning_counts_until_its_day(void)
{
    struct town *town = begin();
    const struct provider *club;

    TOWN_ADD(town, service_type, "name", "Today", "party", "Youth House", "areas", "youth", "alert", "hall closed",
             "alert_until", "2026-11-23");
    TOWN_ADD(town, service_type, "name", "Over", "party", "Youth House", "areas", "youth", "alert", "hall closed",
             "alert_until", "2026-11-22");
    CU_ASSERT(says(find(match(town, &young_man), "Today"), PROVIDER_AGAINST, "until 2026-11-23: hall closed"));
    club = find(match(town, &young_man), "Over");
    CU_ASSERT_PTR_NOT_NULL_FATAL(club);
    for (size_t i = 0; i < club->reason_count; i++)
        CU_ASSERT_PTR_NULL(strstr(club->reasons[i].text, "hall"));
    end(town);
}

static void silence_of_the_record_is_told(void)
{
    struct town *town = begin();
    struct provider_need need = young_man;
    const struct provider *bare;

    need.district = TOWN_ADD(town, place_type, "name", "Harbour", "kind", "district");
    TOWN_ADD(town, service_type, "name", "Bare", "party", "Youth House");
    bare = find(match(town, &need), "Bare");
    CU_ASSERT(says(bare, PROVIDER_AGAINST, "what it works in is not written down"));
    CU_ASSERT(says(bare, PROVIDER_AGAINST, "its level of prevention is not written down"));
    CU_ASSERT(says(bare, PROVIDER_AGAINST, "where it works is not written down"));
    CU_ASSERT(says(bare, PROVIDER_AGAINST, "its languages are not written down"));
    CU_ASSERT(says(bare, PROVIDER_AGAINST, "nobody ever verified this entry"));
    end(town);
}

/* 20 of one area, 3 of them refused: 16 and 3 are shown, and that there are more is told. */
static void more_than_are_shown_are_announced(void)
{
    struct town *town = begin();
    const struct provider_list *list;

    for (int i = 0; i < 20; i++) {
        char name[40];

        snprintf(name, sizeof name, "Service %02d", i);
        TOWN_ADD(town, service_type, "name", name, "party", "Youth House", "areas", "youth;sports", "takes_referrals",
                 i < 3 ? "do_not_refer" : "yes");
    }
    list = match(town,
                 &(struct provider_need){
                     .areas = { "youth", "sports" }, .area_count = 2, .youngest = -1, .oldest = -1, .today = TODAY });
    CU_ASSERT_EQUAL(list->looked_at, 20);
    CU_ASSERT_EQUAL(list->usable, PROVIDERS_SHOWN);
    CU_ASSERT_EQUAL(list->count, PROVIDERS_SHOWN + 3);
    CU_ASSERT_TRUE(list->more);
    end(town);
}

/* --- what is looked for --- */
static void set(struct record *record, const char *key, const char *text)
{
    CU_ASSERT_EQUAL_FATAL(value_set_text(record_value(record, key), text), OK);
}

static struct provider_need need_of(struct town *town, const char *birth, const char *band, const char *kind,
                                    const char *serves)
{
    struct record episode = { 0 }, action = { 0 };
    struct provider_need need;

    CU_ASSERT_EQUAL_FATAL(record_init(&episode, &episode_type), OK);
    CU_ASSERT_EQUAL_FATAL(record_init(&action, &plan_action_type), OK);
    set(&episode, "level", "tertiary");
    set(&episode, "language", "Français");
    set(&episode, "birth", birth);
    set(&episode, "age_band", band);
    set(&action, "kind", kind);
    set(&action, "serves", serves);
    provider_need_of(&episode, &action, store_words(town->store), TODAY, &need);
    record_release(&episode);
    record_release(&action);
    return need;
}

static bool is_aged(const struct provider_need *need, int youngest, int oldest)
{
    if (need->youngest != youngest || need->oldest != oldest)
        printf("\n    %d to %d", need->youngest, need->oldest);
    return need->youngest == youngest && need->oldest == oldest;
}

static void a_need_is_read_from_the_case_and_the_action(void)
{
    struct town *town = begin();
    struct provider_need need = need_of(town, "", "16_17", "job", "belonging");

    CU_ASSERT_STRING_EQUAL(need.level, "tertiary");
    CU_ASSERT_STRING_EQUAL(need.language, "fr");
    CU_ASSERT(is_aged(&need, 16, 17));
    CU_ASSERT_EQUAL_FATAL(need.area_count, 2);
    CU_ASSERT_STRING_EQUAL(need.areas[0], "business");
    need = need_of(town, "", "", "", "belonging");
    CU_ASSERT(is_aged(&need, -1, -1));
    CU_ASSERT_EQUAL(need.area_count, 4);
    need = need_of(town, "2008-11-23", "25_39", "", "");
    CU_ASSERT(is_aged(&need, 18, 18));
    CU_ASSERT_EQUAL(need.area_count, 0);
    need = need_of(town, "2008-11-24", "", "", "");
    CU_ASSERT(is_aged(&need, 17, 17));
    need = need_of(town, "2008-11", "", "", "");
    CU_ASSERT(is_aged(&need, 17, 18));
    need = need_of(town, "2008-10", "", "", "");
    CU_ASSERT(is_aged(&need, 18, 18));
    need = need_of(town, "2008-12", "", "", "");
    CU_ASSERT(is_aged(&need, 17, 17));
    need = need_of(town, "2008", "", "", "");
    CU_ASSERT(is_aged(&need, 17, 18));
    end(town);
}

/* Each kind of action leads to an area that the list of areas has. */
static void every_kind_of_action_has_its_areas(void)
{
    struct town *town = begin();
    size_t count;
    const struct vocabulary_entry *kinds = vocabulary_entries(store_words(town->store), "plan_action_kind", &count);

    CU_ASSERT_FATAL(count > 10);
    for (size_t i = 0; i < count; i++) {
        struct provider_need need = need_of(town, "", "", kinds[i].code, "");

        CU_ASSERT(need.area_count > 0);
        for (size_t a = 0; a < need.area_count; a++)
            CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(town->store), "area", need.areas[a]));
    }
    kinds = vocabulary_entries(store_words(town->store), "assessment_item", &count);
    for (size_t i = 0; i < count; i++) {
        struct provider_need need = need_of(town, "", "", "", kinds[i].code);

        if (strcmp(kinds[i].parent, "need") == 0)
            CU_ASSERT(need.area_count > 0);
        for (size_t a = 0; a < need.area_count; a++)
            CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(town->store), "area", need.areas[a]));
    }
    end(town);
}

void suite_provider(void)
{
    CU_pSuite suite = CU_add_suite("provider", NULL, NULL);

    CU_add_test(suite, "the best comes first with its reasons", the_best_comes_first_with_its_reasons);
    CU_add_test(suite, "what must not be used is shown last with the reason",
                what_must_not_be_used_is_shown_last_with_the_reason);
    CU_add_test(suite, "an age that is not sure is no refusal", an_age_that_is_not_sure_is_no_refusal);
    CU_add_test(suite, "a service of the city reaches its districts", a_service_of_the_city_reaches_its_districts);
    CU_add_test(suite, "trained people are counted while it holds", trained_people_are_counted_while_it_holds);
    CU_add_test(suite, "an agreement in force is told", an_agreement_in_force_is_told);
    CU_add_test(suite, "a warning counts until its day", a_warning_counts_until_its_day);
    CU_add_test(suite, "silence of the record is told", silence_of_the_record_is_told);
    CU_add_test(suite, "more than are shown are announced", more_than_are_shown_are_announced);
    CU_add_test(suite, "a need is read from the case and the action", a_need_is_read_from_the_case_and_the_action);
    CU_add_test(suite, "every kind of action has its areas", every_kind_of_action_has_its_areas);
}
