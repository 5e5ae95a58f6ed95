/* Where stakeholders stand, counted by hand: the newest word of each officer, spread, movement, linked duplicates; and
 * what the map lacks. */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/quality.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/domain/standing.h"

void suite_standing(void);

static struct town *begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    return town_begin();
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

/* An assessment by any officer, as the program may save it; pairs end with NULL. */
static void rate(struct town *town, int64_t party, int64_t by, const char *on, const char *const *pairs)
{
    struct record record = { 0 };

    town_must(town, record_init(&record, &party_assessment_type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    value_set_number(record_value(&record, "party"), party);
    value_set_number(record_value(&record, "by"), by);
    town_set(town, &record, "on", on);
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    town_put(town, &record);
    record_release(&record);
}
#define RATE(town, party, by, on, ...) rate(town, party, by, on, (const char *const[]){ __VA_ARGS__, NULL })

static void link_to(struct town *town, int64_t party, int64_t same_as)
{
    struct record record = { 0 };

    town_must(town, store_load(town->store, &party_type, party, &record, &town->why));
    value_set_number(record_value(&record, "same_as"), same_as);
    town_put(town, &record);
    record_release(&record);
}

static struct standings load(struct town *town, struct date as_of)
{
    struct standings standings = { 0 };

    town_must(town, standings_load(town->store, as_of, &standings, &town->why));
    return standings;
}

static const struct standing *must_find(const struct standings *standings, int64_t party)
{
    const struct standing *standing = standings_of(standings, party);

    if (!standing)
        abort();
    return standing;
}

static const struct date today = { 2026, 11, 23 };

/* Ana said 2 and later 4, Boris 1: the mean is 2.5, from 1 to 4. */
static void the_newest_word_of_each_officer_counts(void)
{
    struct town *town = begin();
    int64_t club = TOWN_ADD(town, party_type, "name", "Youth Club");
    struct standings standings;
    const struct standing *standing;
    char text[80];

    RATE(town, club, town->ana, "2026-09-01", "influence", "2", "interest", "5", "stance", "neutral");
    RATE(town, club, town->ana, "2026-11-01", "influence", "4", "engagement_now", "informed");
    RATE(town, club, town->boris, "2026-10-01", "influence", "1", "stance", "sceptical");
    standings = load(town, today);
    standing = must_find(&standings, club);
    CU_ASSERT_EQUAL(standing->raters, 2);
    CU_ASSERT_EQUAL(standing->now[STANDING_INFLUENCE].raters, 2);
    CU_ASSERT_EQUAL(standing->now[STANDING_INFLUENCE].sum, 5);
    CU_ASSERT_EQUAL(standing->now[STANDING_INFLUENCE].least, 1);
    CU_ASSERT_EQUAL(standing->now[STANDING_INFLUENCE].most, 4);
    CU_ASSERT_EQUAL(standing_level(&standing->now[STANDING_INFLUENCE]), 3);
    CU_ASSERT_STRING_EQUAL(standing_show(&standing->now[STANDING_INFLUENCE], text, sizeof text), "2.5 (1 to 4, of 2)");
    CU_ASSERT_EQUAL(standing->now[STANDING_INTEREST].raters, 1); /* left empty later: the earlier word stands */
    CU_ASSERT_EQUAL(standing_level(&standing->now[STANDING_INTEREST]), 5);
    CU_ASSERT_STRING_EQUAL(standing_show(&standing->now[STANDING_INTEREST], text, sizeof text), "5");
    CU_ASSERT_EQUAL(standing_level(&standing->now[STANDING_CITY_TRUST]), 0);
    CU_ASSERT_STRING_EQUAL(standing_show(&standing->now[STANDING_CITY_TRUST], text, sizeof text), "?");
    CU_ASSERT_STRING_EQUAL(standing->stance, "sceptical"); /* Boris, in October, said it last */
    CU_ASSERT_STRING_EQUAL(standing->engagement_now, "informed");
    CU_ASSERT_EQUAL(date_compare(standing->on, (struct date){ 2026, 11, 1 }), 0);
    standings_release(&standings);
    end(town);
}

static void a_day_in_the_past_knows_nothing_of_later(void)
{
    struct town *town = begin();
    int64_t club = TOWN_ADD(town, party_type, "name", "Youth Club");
    int64_t choir = TOWN_ADD(town, party_type, "name", "Choir");
    struct standings standings;

    RATE(town, club, town->ana, "2026-09-01", "influence", "2");
    RATE(town, club, town->ana, "2026-11-01", "influence", "4");
    RATE(town, choir, town->ana, "2026-11-01", "influence", "4");
    standings = load(town, (struct date){ 2026, 10, 31 });
    CU_ASSERT_EQUAL(standings.count, 1);
    CU_ASSERT_EQUAL(standing_level(&must_find(&standings, club)->now[STANDING_INFLUENCE]), 2);
    CU_ASSERT_PTR_NULL(standings_of(&standings, choir));
    standings_release(&standings);
    end(town);
}

/* Without a round: against what stood 90 days before the newest, here 2026-08-03. */
static void movement_is_against_ninety_days_before(void)
{
    struct town *town = begin();
    int64_t up = TOWN_ADD(town, party_type, "name", "Up"), still = TOWN_ADD(town, party_type, "name", "Still");
    int64_t fresh = TOWN_ADD(town, party_type, "name", "Fresh");
    struct standings standings;

    RATE(town, up, town->ana, "2026-08-03", "influence", "2", "interest", "4");
    RATE(town, up, town->ana, "2026-08-04", "influence", "5"); /* 89 days: too near to be compared with */
    RATE(town, up, town->ana, "2026-11-01", "influence", "3", "interest", "1");
    RATE(town, still, town->ana, "2026-01-01", "influence", "3");
    RATE(town, still, town->boris, "2026-11-01", "influence", "3");
    RATE(town, fresh, town->ana, "2026-11-01", "influence", "3");
    standings = load(town, today);
    CU_ASSERT_EQUAL(standings.since.year, 0);
    CU_ASSERT_EQUAL(must_find(&standings, up)->before[STANDING_INFLUENCE].sum, 2);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, up), STANDING_INFLUENCE), 1);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, up), STANDING_INTEREST), -1);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, up), STANDING_CAPACITY), 0);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, still), STANDING_INFLUENCE), 0);
    CU_ASSERT_EQUAL(must_find(&standings, fresh)->before[STANDING_INFLUENCE].raters, 0);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, fresh), STANDING_INFLUENCE), 0);
    standings_release(&standings);
    end(town);
}

/* The round of October began on the 10th: what was said on the 9th stood before it. A planned one has not begun. */
static void a_round_of_mapping_is_what_movement_counts_from(void)
{
    struct town *town = begin();
    int64_t club = TOWN_ADD(town, party_type, "name", "Youth Club");
    struct standings standings;

    TOWN_ADD(town, mapping_round_type, "title", "October", "opened_on", "2026-10-10");
    TOWN_ADD(town, mapping_round_type, "title", "Next", "opened_on", "2026-11-20", "status", "planned");
    RATE(town, club, town->ana, "2026-10-09", "city_trust", "4");
    RATE(town, club, town->ana, "2026-10-10", "city_trust", "2");
    standings = load(town, today);
    CU_ASSERT_EQUAL(date_compare(standings.since, (struct date){ 2026, 10, 9 }), 0);
    CU_ASSERT_EQUAL(standing_moved(must_find(&standings, club), STANDING_CITY_TRUST), -1);
    standings_release(&standings);
    standings = load(town, (struct date){ 2026, 10, 9 }); /* then there was no round yet */
    CU_ASSERT_EQUAL(standings.since.year, 0);
    standings_release(&standings);
    end(town);
}

/* A quarter of a step is no movement, half a step is: 3, 3, 3, 3 against 3, 3, 3, 4 and against 3, 3, 4, 4. */
static void small_differences_are_no_movement(void)
{
    struct standing standing = { .now = { { .raters = 4, .sum = 13 } }, .before = { { .raters = 4, .sum = 12 } } };

    CU_ASSERT_EQUAL(standing_moved(&standing, STANDING_INFLUENCE), 0);
    standing.now[STANDING_INFLUENCE].sum = 14;
    CU_ASSERT_EQUAL(standing_moved(&standing, STANDING_INFLUENCE), 1);
    standing.now[STANDING_INFLUENCE].sum = 10;
    CU_ASSERT_EQUAL(standing_moved(&standing, STANDING_INFLUENCE), -1);
}

static void linked_duplicates_are_one(void)
{
    struct town *town = begin();
    int64_t house = TOWN_ADD(town, party_type, "name", "Youth House");
    int64_t twin = TOWN_ADD(town, party_type, "name", "Youth-House");
    int64_t third = TOWN_ADD(town, party_type, "name", "The Youth House");
    struct same_as same = { 0 };
    struct standings standings;

    link_to(town, twin, house);
    link_to(town, third, twin);
    RATE(town, third, town->ana, "2026-11-10", "influence", "5");
    RATE(town, house, town->ana, "2026-11-01", "influence", "1");
    RATE(town, house, town->boris, "2026-11-01", "influence", "3");
    town_must(town, same_as_load(town->store, &same, &town->why));
    CU_ASSERT_EQUAL(same_as_of(&same, third), house);
    CU_ASSERT_EQUAL(same_as_of(&same, house), house);
    CU_ASSERT(same_as_is_linked(&same, twin) && !same_as_is_linked(&same, house));
    standings = load(town, today);
    CU_ASSERT_EQUAL(standings.count, 1);
    CU_ASSERT_EQUAL(must_find(&standings, house)->now[STANDING_INFLUENCE].sum, 8);
    standings_release(&standings);
    same_as_release(&same);
    end(town);
}

static void a_ring_of_links_ends(void)
{
    struct same_as_link links[] = { { 1, 5 }, { 3, 9 }, { 5, 3 }, { 9, 5 }, { 12, 12 } };
    struct same_as same = { .links = links, .count = 5 };

    CU_ASSERT_EQUAL(same_as_of(&same, 9), 3);
    CU_ASSERT_EQUAL(same_as_of(&same, 3), 3);
    CU_ASSERT_EQUAL(same_as_of(&same, 1), 3);
    CU_ASSERT_EQUAL(same_as_of(&same, 12), 12);
    CU_ASSERT_EQUAL(same_as_of(&same, 7), 7);
}

static void one_officer_and_the_others_stand_beside(void)
{
    struct town *town = begin();
    int64_t club = TOWN_ADD(town, party_type, "name", "Youth Club");
    struct standing_word own;
    struct standing others;

    RATE(town, club, town->ana, "2026-09-01", "influence", "2", "stance", "neutral");
    RATE(town, club, town->ana, "2026-10-01", "city_trust", "4");
    RATE(town, club, town->boris, "2026-09-15", "influence", "3", "stance", "opposed");
    RATE(town, club, town->mira, "2026-11-01", "influence", "5", "stance", "supportive");
    town_must(town, standing_beside(town->store, club, town->ana, today, &own, &others, &town->why));
    CU_ASSERT_EQUAL(own.values[STANDING_INFLUENCE], 2);
    CU_ASSERT_EQUAL(own.values[STANDING_CITY_TRUST], 4);
    CU_ASSERT_EQUAL(own.values[STANDING_INTEREST], 0);
    CU_ASSERT_STRING_EQUAL(own.stance, "neutral");
    CU_ASSERT_EQUAL(date_compare(own.on, (struct date){ 2026, 10, 1 }), 0);
    CU_ASSERT_EQUAL(others.raters, 2);
    CU_ASSERT_EQUAL(others.now[STANDING_INFLUENCE].sum, 8);
    CU_ASSERT_STRING_EQUAL(others.stance, "supportive");
    CU_ASSERT_EQUAL(date_compare(others.on, (struct date){ 2026, 11, 1 }), 0);
    end(town);
}

/* --- what the map lacks --- */
static size_t found(const struct quality *quality, enum quality_kind kind)
{
    return quality->findings[kind].count;
}

static void what_is_missing_is_counted(void)
{
    struct town *town = begin();
    struct quality quality = { 0 };
    int64_t port, bare, full;

    port = TOWN_ADD(town, place_type, "name", "Old Port", "kind", "district");
    (void)port;
    full = TOWN_ADD(town, party_type, "name", "Full", "sectors", "youth", "places", "Old Port", "phone", "123",
                    "verified_on", "2026-11-01");
    bare = TOWN_ADD(town, party_type, "name", "Bare");
    TOWN_ADD(town, party_type, "name", "Old", "sectors", "youth", "verified_on", "2025-11-23", "do_not_contact", "yes");
    TOWN_ADD(town, party_type, "name", "Closed", "status", "closed");
    TOWN_ADD(town, party_type, "name", "Trainee", "kind", "person");
    TOWN_ADD(town, contact_point_type, "party", "Bare", "channel", "phone", "value", "55");
    TOWN_ADD(town, service_type, "name", "Desk", "party", "Full", "verified_on", "2026-11-01", "capacity_available",
             "3", "capacity_on", "2026-08-25"); /* 90 days ago */
    TOWN_ADD(town, service_type, "name", "Line", "party", "Full", "capacity_available", "1");
    RATE(town, full, town->ana, "2026-11-01", "influence", "3");
    RATE(town, full, town->boris, "2026-11-01", "influence", "3");
    RATE(town, bare, town->ana, "2026-11-01", "influence", "3");
    town_must(town, quality_load(town->store, today, QUALITY_STALE_DAYS, &quality, &town->why));
    CU_ASSERT_EQUAL(quality.parties, 3);
    CU_ASSERT_EQUAL(quality.services, 2);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_UNVERIFIED), 1);
    CU_ASSERT_EQUAL(quality.findings[QUALITY_UNVERIFIED].ids[0], bare);
    CU_ASSERT_EQUAL(quality.findings[QUALITY_UNVERIFIED].of, 3);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_STALE), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_UNASSESSED), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_ONE_RATER), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_NO_PLACE), 2);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_NO_SECTOR), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_NO_WAY), 0); /* Bare has a contact point, Old is not to be contacted */
    CU_ASSERT_EQUAL(found(&quality, QUALITY_SERVICE_STALE), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_SERVICE_NO_DAY), 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_DO_NOT_CONTACT), 1);
    quality_release(&quality);
    town_must(town, quality_load(town->store, today, 400, &quality, &town->why));
    CU_ASSERT_EQUAL(found(&quality, QUALITY_STALE), 0);
    quality_release(&quality);
    end(town);
}

/* A person is on the map once somebody assessed them, and missed then like any other. */
static void a_person_is_on_the_map_once_assessed(void)
{
    struct town *town = begin();
    int64_t dean = TOWN_ADD(town, party_type, "name", "Dean of the college", "kind", "person");
    struct quality quality = { 0 };

    town_must(town, quality_load(town->store, today, QUALITY_STALE_DAYS, &quality, &town->why));
    CU_ASSERT_EQUAL(quality.parties, 0);
    quality_release(&quality);
    RATE(town, dean, town->ana, "2026-11-01", "influence", "3");
    town_must(town, quality_load(town->store, today, QUALITY_STALE_DAYS, &quality, &town->why));
    CU_ASSERT_EQUAL(quality.parties, 1);
    CU_ASSERT_EQUAL(found(&quality, QUALITY_NO_WAY), 1);
    quality_release(&quality);
    end(town);
}

void suite_standing(void)
{
    CU_pSuite suite = CU_add_suite("standing", NULL, NULL);

    CU_add_test(suite, "the newest word of each officer counts", the_newest_word_of_each_officer_counts);
    CU_add_test(suite, "a day in the past knows nothing of later", a_day_in_the_past_knows_nothing_of_later);
    CU_add_test(suite, "movement is against 90 days before", movement_is_against_ninety_days_before);
    CU_add_test(suite, "a round of mapping is what movement counts from",
                a_round_of_mapping_is_what_movement_counts_from);
    CU_add_test(suite, "small differences are no movement", small_differences_are_no_movement);
    CU_add_test(suite, "linked duplicates are one", linked_duplicates_are_one);
    CU_add_test(suite, "a ring of links ends", a_ring_of_links_ends);
    CU_add_test(suite, "one officer and the others stand beside", one_officer_and_the_others_stand_beside);
    CU_add_test(suite, "what is missing is counted", what_is_missing_is_counted);
    CU_add_test(suite, "a person is on the map once assessed", a_person_is_on_the_map_once_assessed);
}
