/*
 * Who works on what, where: a town of two districts, small enough to count by hand.
 *
 *     Talvin (city)
 *       North (district, 1,000 residents) > Mill Lane (neighbourhood) > Youth Hall (venue)
 *       South (district)
 *     Barge (venue, lies in nothing)
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/coverage.h"
#include "townkeep/picture/picture.h"

void suite_coverage(void);

struct map {
    struct town *town;
    char city[24], north[24], south[24], lane[24], hall[24], barge[24];
    struct coverage coverage;
};

static void add_place(struct map *map, char out[24], const char *name, const char *kind, const char *parent,
                      const char *population)
{
    snprintf(out, 24, "%lld",
             (long long)TOWN_ADD(map->town, place_type, "name", name, "kind", kind, "parent", parent, "population",
                                 population));
}

static struct map begin(void)
{
    struct map map = { 0 };

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    map.town = town_begin();
    add_place(&map, map.city, "Talvin", "city", "", "");
    add_place(&map, map.north, "North", "district", map.city, "1000");
    add_place(&map, map.south, "South", "district", map.city, "");
    add_place(&map, map.lane, "Mill Lane", "neighbourhood", map.north, "");
    add_place(&map, map.hall, "Youth Hall", "venue", map.lane, "");
    add_place(&map, map.barge, "Barge", "venue", "", "");
    return map;
}

static void end(struct map *map)
{
    coverage_release(&map->coverage);
    town_end(map->town);
    clock_fix(-1);
}

static void load(struct map *map, struct coverage_wish wish)
{
    coverage_release(&map->coverage);
    if (wish.as_of.year == 0)
        wish.as_of = clock_today();
    town_must(map->town, coverage_load(map->town->store, &wish, &map->coverage, &map->town->why));
}

static size_t line_of(const struct map *map, const char *code)
{
    for (size_t i = 0; i < map->coverage.line_count; i++) {
        const char *one = map->coverage.lines[i].code;

        if (code[0] ? one && strcmp(one, code) == 0 : !one)
            return i;
    }
    return SIZE_MAX;
}

static size_t column_of(const struct map *map, const char *name)
{
    for (size_t i = 0; i < map->coverage.column_count; i++) {
        if (strcmp(map->coverage.columns[i].name, name) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* The number in a cell; -1 when there is no such cell. */
static int64_t cell(const struct map *map, const char *code, const char *place)
{
    size_t line = line_of(map, code), column = column_of(map, place);

    return line == SIZE_MAX || column == SIZE_MAX ? -1 : coverage_cell(&map->coverage, line, column)->sum;
}

static int64_t all_of(const struct map *map, const char *code)
{
    return map->coverage.lines[line_of(map, code)].all.sum;
}

static void add_party(struct map *map, const char *name, const char *sectors, const char *places)
{
    TOWN_ADD(map->town, party_type, "name", name, "kind", "org", "sectors", sectors, "places", places);
}

static void stakeholders_count_once_in_a_cell_and_once_in_a_sum(void)
{
    struct map map = begin();
    char both[64], twice[64];

    snprintf(both, sizeof both, "%s;%s", map.hall, map.south);
    snprintf(twice, sizeof twice, "%s;%s", map.hall, map.north);
    add_party(&map, "Youth House", "youth;sports", both);   /* the hall lies in North */
    add_party(&map, "Boxing Club", "sports", twice);        /* both places are North */
    add_party(&map, "Barge Theatre", "culture", map.barge); /* in no district */
    add_party(&map, "Helpline", "youth", "");               /* no place */
    add_party(&map, "Town Choir", "culture", map.city);     /* the whole town */
    add_party(&map, "Sewing Circle", "", map.south);        /* no sector */
    load(&map, (struct coverage_wish){ 0 });
    CU_ASSERT_EQUAL(cell(&map, "youth", "North"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "?"), 1);
    CU_ASSERT_EQUAL(cell(&map, "sports", "North"), 2);
    CU_ASSERT_EQUAL(cell(&map, "sports", "South"), 1);
    CU_ASSERT_EQUAL(cell(&map, "culture", "?"), 1);
    CU_ASSERT_EQUAL(cell(&map, "culture", "Talvin"), 1);
    CU_ASSERT_EQUAL(cell(&map, "", "South"), 1);
    CU_ASSERT_EQUAL(all_of(&map, "youth"), 2); /* not 3: one of them works in two districts */
    CU_ASSERT_EQUAL(all_of(&map, "sports"), 2);
    CU_ASSERT_EQUAL(map.coverage.columns[column_of(&map, "North")].all.sum, 2);
    CU_ASSERT_EQUAL(map.coverage.all.sum, 6);
    CU_ASSERT_EQUAL(map.coverage.columns[column_of(&map, "North")].population, 1000);
    CU_ASSERT_EQUAL(map.coverage.columns[column_of(&map, "South")].population, -1);
    CU_ASSERT_EQUAL(map.coverage.column_count, 4); /* North, South, Talvin, ? */
    end(&map);
}

static void what_is_behind_a_cell_are_its_records(void)
{
    struct map map = begin();
    const struct coverage_tally *tally;
    int64_t id;

    add_party(&map, "Youth House", "youth", map.south);
    id = TOWN_ADD(map.town, party_type, "name", "Boxing Club", "kind", "org", "sectors", "sports", "places", map.hall);
    load(&map, (struct coverage_wish){ 0 });
    tally = coverage_cell(&map.coverage, line_of(&map, "sports"), column_of(&map, "North"));
    CU_ASSERT_EQUAL_FATAL(tally->count, 1);
    CU_ASSERT_EQUAL(tally->ids[0], id);
    CU_ASSERT_STRING_EQUAL(coverage_name_of(&map.coverage, id), "Boxing Club");
    CU_ASSERT_PTR_EQUAL(map.coverage.type, &party_type);
    end(&map);
}

static void archive(struct map *map, int64_t party)
{
    struct save *save = NULL;

    town_must(map->town, save_begin(map->town->store, ENTRY_CHANGE, &save, &map->town->why));
    town_must(map->town, save_archive(save, &party_type, party, "twice", &map->town->why));
    town_must(map->town, save_commit(save, NULL, NULL, &map->town->why));
}

static void people_closed_and_archived_are_left_out(void)
{
    struct map map = begin();
    int64_t gone;

    TOWN_ADD(map.town, party_type, "name", "Mira", "kind", "person", "sectors", "youth", "places", map.south);
    TOWN_ADD(map.town, party_type, "name", "Old Club", "kind", "org", "status", "closed", "sectors", "youth", "places",
             map.south);
    gone = TOWN_ADD(map.town, party_type, "name", "Gone", "kind", "org", "sectors", "youth", "places", map.south);
    archive(&map, gone);
    load(&map, (struct coverage_wish){ 0 });
    CU_ASSERT_EQUAL(map.coverage.all.sum, 0);
    end(&map);
}

static void a_duplicate_counts_for_the_one_it_is_the_same_as(void)
{
    struct map map = begin();
    int64_t linked;
    char same[24];

    snprintf(same, sizeof same, "%lld",
             (long long)TOWN_ADD(map.town, party_type, "name", "Youth House", "kind", "org", "sectors", "youth",
                                 "places", map.south));
    linked = TOWN_ADD(map.town, party_type, "name", "The Youth House", "kind", "org", "sectors", "sports", "places",
                      map.hall, "same_as", same);
    archive(&map, linked); /* as linking two of them does */
    load(&map, (struct coverage_wish){ 0 });
    CU_ASSERT_EQUAL(map.coverage.all.sum, 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 1);
    CU_ASSERT_EQUAL(cell(&map, "sports", "North"), 1);
    CU_ASSERT_EQUAL(coverage_cell(&map.coverage, line_of(&map, "sports"), column_of(&map, "North"))->ids[0],
                    strtoll(same, NULL, 10));
    end(&map);
}

static void places_are_taken_together_as_far_as_is_wanted(void)
{
    struct map map = begin();

    add_party(&map, "Youth House", "youth", map.hall);
    add_party(&map, "North Forum", "youth", map.north);
    add_party(&map, "Barge Theatre", "youth", map.barge);
    load(&map, (struct coverage_wish){ .depth = COVERAGE_NEIGHBOURHOODS });
    CU_ASSERT_EQUAL(cell(&map, "youth", "Mill Lane"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "North"), 1); /* larger than a neighbourhood: for all of it */
    CU_ASSERT_TRUE(map.coverage.columns[column_of(&map, "North")].is_wider);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), -1); /* nothing is for all of it */
    load(&map, (struct coverage_wish){ .depth = COVERAGE_EVERY_PLACE });
    CU_ASSERT_EQUAL(cell(&map, "youth", "Youth Hall"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "Barge"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 0);
    end(&map);
}

static void gaps_are_counted_where_a_place_of_the_kind_has_nothing(void)
{
    struct map map = begin();
    size_t sectors;

    add_party(&map, "Youth House", "youth", map.hall);
    add_party(&map, "Town Choir", "youth", map.city);
    add_party(&map, "Helpline", "", "");
    load(&map, (struct coverage_wish){ 0 });
    sectors = map.coverage.line_count - 1; /* the last is "Not said" */
    CU_ASSERT_FALSE(coverage_is_gap(&map.coverage, line_of(&map, "youth"), column_of(&map, "North")));
    CU_ASSERT_TRUE(coverage_is_gap(&map.coverage, line_of(&map, "youth"), column_of(&map, "South")));
    CU_ASSERT_FALSE(coverage_is_gap(&map.coverage, line_of(&map, "sports"), column_of(&map, "Talvin")));
    CU_ASSERT_FALSE(coverage_is_gap(&map.coverage, line_of(&map, "sports"), column_of(&map, "?")));
    CU_ASSERT_FALSE(coverage_is_gap(&map.coverage, line_of(&map, ""), column_of(&map, "South")));
    CU_ASSERT_EQUAL(map.coverage.lines[line_of(&map, "youth")].gaps, 1);
    CU_ASSERT_EQUAL(map.coverage.columns[column_of(&map, "South")].gaps, sectors);
    CU_ASSERT_EQUAL(map.coverage.gaps, 2 * sectors - 1);
    end(&map);
}

static void services_have_the_sectors_of_who_offers_them(void)
{
    struct map map = begin();

    TOWN_ADD(map.town, party_type, "name", "Youth House", "kind", "org", "sectors", "youth", "places", map.south);
    TOWN_ADD(map.town, service_type, "name", "Open evening", "party", "Youth House", "areas", "sports;youth", "levels",
             "primary", "places", map.hall);
    TOWN_ADD(map.town, service_type, "name", "Way out", "party", "Youth House", "areas", "reintegration", "levels",
             "tertiary", "places", map.south);
    TOWN_ADD(map.town, service_type, "name", "Advice", "party", "Youth House", "areas", "youth", "levels",
             "cross_cutting", "places", map.south);
    TOWN_ADD(map.town, service_type, "name", "Closed", "party", "Youth House", "areas", "youth", "status", "defunct",
             "places", map.south);
    load(&map, (struct coverage_wish){ .measure = COVERAGE_SERVICES, .rows = COVERAGE_AREAS });
    CU_ASSERT_EQUAL(cell(&map, "sports", "North"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 1);
    CU_ASSERT_EQUAL(all_of(&map, "youth"), 2);
    CU_ASSERT_EQUAL(map.coverage.all.sum, 3);
    load(&map, (struct coverage_wish){ .measure = COVERAGE_SERVICES });
    CU_ASSERT_EQUAL(cell(&map, "youth", "North"), 1);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 2);
    load(&map, (struct coverage_wish){ .measure = COVERAGE_SERVICES, .level = "tertiary" });
    CU_ASSERT_EQUAL(map.coverage.all.sum, 2); /* its own, and what works across all levels */
    CU_ASSERT_EQUAL(cell(&map, "youth", "North"), 0);
    load(&map, (struct coverage_wish){ .rows = COVERAGE_AREAS }); /* the stakeholder, by what it offers */
    CU_ASSERT_EQUAL(cell(&map, "reintegration", "South"), 1);
    CU_ASSERT_EQUAL(cell(&map, "sports", "South"), 1);
    CU_ASSERT_EQUAL(cell(&map, "sports", "North"), 0); /* the service is there, not its office */
    end(&map);
}

static void add_programme(struct map *map, const char *title, const char *status, const char *from, const char *to)
{
    TOWN_ADD(map->town, programme_type, "title", title, "status", status, "areas", "youth", "levels", "primary",
             "places", map->south, "actual_from", from, "actual_to", to);
}

static void programmes_count_while_they_are_at_work(void)
{
    struct map map = begin();

    add_programme(&map, "Running", "active", "2026-01-10", "");
    add_programme(&map, "Over", "completed", "2025-01-10", "2026-06-30");
    add_programme(&map, "Over some day", "stopped", "2025-01-10", "");
    add_programme(&map, "Thought of", "idea", "", "");
    load(&map, (struct coverage_wish){ .measure = COVERAGE_PROGRAMMES, .rows = COVERAGE_AREAS });
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 1);
    load(&map,
         (struct coverage_wish){ .measure = COVERAGE_PROGRAMMES, .rows = COVERAGE_AREAS, .as_of = { 2026, 6, 30 } });
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 2);
    load(&map,
         (struct coverage_wish){ .measure = COVERAGE_PROGRAMMES, .rows = COVERAGE_AREAS, .as_of = { 2025, 12, 31 } });
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 1);
    end(&map);
}

static void add_activity(struct map *map, const char *title, const char *held, const char *reached, const char *girls)
{
    TOWN_ADD(map->town, activity_type, "title", title, "programme", "Evenings", "status", "held", "planned_on", held,
             "place", map->hall);
    TOWN_ADD(map->town, participation_count_type, "activity", title, "sex", "female", "reached", girls);
    TOWN_ADD(map->town, participation_count_type, "activity", title, "reached", reached);
}

static void people_are_those_of_whole_activities_in_the_year(void)
{
    struct map map = begin();

    TOWN_ADD(map.town, programme_type, "title", "Evenings", "status", "active", "areas", "youth;sports", "levels",
             "primary", "places", map.south);
    add_activity(&map, "First evening", "2026-10-01", "40", "25");
    add_activity(&map, "Second evening", "2026-11-01", "30", "10");
    add_activity(&map, "A year ago", "2025-11-23", "500", "100");
    load(&map, (struct coverage_wish){ .measure = COVERAGE_PEOPLE, .rows = COVERAGE_AREAS });
    CU_ASSERT_EQUAL(cell(&map, "youth", "North"), 70); /* where it was held; never 105, the parts added */
    CU_ASSERT_EQUAL(cell(&map, "sports", "North"), 70);
    CU_ASSERT_EQUAL(cell(&map, "youth", "South"), 0);
    CU_ASSERT_EQUAL(map.coverage.all.sum, 70); /* not 140: two areas are no two activities */
    CU_ASSERT_EQUAL(map.coverage.all.count, 2);
    load(&map, (struct coverage_wish){ .measure = COVERAGE_PEOPLE, .rows = COVERAGE_AREAS, .as_of = { 2026, 10, 15 } });
    CU_ASSERT_EQUAL(map.coverage.all.sum, 540);
    end(&map);
}

static void districts_stand_in_the_order_of_their_numbers(void)
{
    struct map map = begin();
    char place[24];

    add_place(&map, place, "District 10", "district", "", "");
    add_place(&map, place, "District 2", "district", "", "");
    load(&map, (struct coverage_wish){ 0 });
    CU_ASSERT_TRUE(column_of(&map, "District 2") < column_of(&map, "District 10"));
    end(&map);
}

/* --- drawn --- */
/* The picture as text, each run of blanks one blank. */
static void draw(struct town *town, int width, struct buf *out)
{
    struct picture_view view;
    struct buf text = { 0 };

    picture_view_start(&view, picture_find("coverage"));
    town_must(town, picture_load(&view, town->store, &town->why));
    town_must(town, picture_lay(&view, width, 40, false, &town->why));
    CU_ASSERT_EQUAL_FATAL(picture_print(&view, width, &text), OK);
    for (const char *at = buf_text(&text); *at; at++) {
        if (*at != ' ' || at[1] != ' ')
            CU_ASSERT_EQUAL_FATAL(buf_add_char(out, *at), OK);
    }
    buf_release(&text);
    picture_view_release(&view);
}

/* Lead agencies of San Francisco by strategy and district, as the city counted them in 2013; its strategies stand under
 * sectors of ours. District 12 is "?": none. */
static void a_real_table_comes_out_as_it_was_counted(void)
{
    enum { DISTRICTS = 11 };
    static const struct {
        const char *sector;
        int counts[DISTRICTS + 1];
    } counted[] = {
        { "police_justice", { 0, 1, 12, 0, 2, 9, 0, 0, 1, 3, 1, 2 } },      /* Diversion */
        { "youth", { 0, 0, 0, 0, 11, 3, 0, 2, 4, 4, 0, 8 } },               /* Secondary Prevention */
        { "community_engagement", { 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1 } }, /* Community Response Network */
    };
    struct map map = { .town = town_begin() };
    char place[DISTRICTS + 1][24] = { "" };
    struct buf text = { 0 };

    for (int d = 0; d < DISTRICTS; d++) {
        char name[24];

        snprintf(name, sizeof name, "District %d", d + 1);
        add_place(&map, place[d], name, "district", "", "");
    }
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        for (int d = 0; d <= DISTRICTS; d++) {
            for (int n = 0; n < counted[i].counts[d]; n++)
                add_party(&map, "Agency", counted[i].sector, place[d]);
        }
    }
    draw(map.town, 130, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\nSECTOR 1 2 3 4 5 6 7 8 9 10 11 ? all gaps\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\nPolice and justice . 1 12 . 2 9 . . 1 3 1 2 31 4\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\nYouth . . . . 11 3 . 2 4 4 . 8 32 6\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\nCommunity engagement . . . . . . . . . 1 . 1 2 10\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "\nall 1 12 13 12 2 5 8 1 11 65\n"));
    buf_release(&text);
    end(&map);
}

static void more_places_than_fit_are_told_of(void)
{
    enum { MANY = 130 };
    struct map map = { .town = town_begin() };
    struct buf text = { 0 };
    char place[24], name[24];

    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "Ward %d", i);
        add_place(&map, place, name, "district", "", "");
    }
    draw(map.town, 80, &text);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "too many places"));
    buf_release(&text);
    end(&map);
}

static void an_empty_office_has_nothing_to_show(void)
{
    struct map map = { .town = town_begin() };

    load(&map, (struct coverage_wish){ 0 });
    CU_ASSERT_EQUAL(map.coverage.column_count, 0);
    CU_ASSERT_EQUAL(map.coverage.gaps, 0);
    end(&map);
}

void suite_coverage(void)
{
    CU_pSuite suite = CU_add_suite("coverage", NULL, NULL);

    CU_ADD_TEST(suite, stakeholders_count_once_in_a_cell_and_once_in_a_sum);
    CU_ADD_TEST(suite, what_is_behind_a_cell_are_its_records);
    CU_ADD_TEST(suite, people_closed_and_archived_are_left_out);
    CU_ADD_TEST(suite, a_duplicate_counts_for_the_one_it_is_the_same_as);
    CU_ADD_TEST(suite, places_are_taken_together_as_far_as_is_wanted);
    CU_ADD_TEST(suite, gaps_are_counted_where_a_place_of_the_kind_has_nothing);
    CU_ADD_TEST(suite, services_have_the_sectors_of_who_offers_them);
    CU_ADD_TEST(suite, programmes_count_while_they_are_at_work);
    CU_ADD_TEST(suite, people_are_those_of_whole_activities_in_the_year);
    CU_ADD_TEST(suite, districts_stand_in_the_order_of_their_numbers);
    CU_ADD_TEST(suite, a_real_table_comes_out_as_it_was_counted);
    CU_ADD_TEST(suite, more_places_than_fit_are_told_of);
    CU_ADD_TEST(suite, an_empty_office_has_nothing_to_show);
}
