/* Places by postcode and by coordinates: which beginning fits, which place wins, what is left alone. */
#include "town.h"
#include "townkeep/domain/placing.h"

static void beginnings_are_whole_numbers(void)
{
    static const struct {
        const char *postcode, *beginning;
        bool begins;
    } cases[] = {
        { "M33 4GY", "M33", true },
        { "m33 4gy", "M33", true },
        { "M334GY", "M33", true },
        { "M33 4GY", "M3", false },
        { "M3 3AB", "M33", false },
        { "M3 3AB", "M3", true },
        { "M33AB", "M3", true },
        { "M33 4GY", "M", true },
        { "WA15 7UF", "WA15 7", true },
        { "WA157UF", "wa15  7", true },
        { "WA15 7UF", "WA15 8", false },
        { "WA15 7UF", "WA1", false },
        { "W1A 1AA", "W1", true },
        { "K1A 0B1", "K1", true },
        { "80331", "803", true },
        { "1234 AB", "12", true },
        { "75011", "75", true },
        { "75011", "750113", false },
        { "", "M33", false },
        { "M33 4GY", "", false },
        { "  M33 4GY ", "M33", true },
        { "a postcode far longer than any postcode there ever was", "M33", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (postcode_begins(cases[i].postcode, cases[i].beginning) != cases[i].begins)
            printf("\n    \"%s\" begins \"%s\"?", cases[i].postcode, cases[i].beginning);
        CU_ASSERT_EQUAL(postcode_begins(cases[i].postcode, cases[i].beginning), cases[i].begins);
    }
}

static int64_t add_place(struct town *town, const char *name, const char *kind, const char *parent,
                         const char *postcodes, const char *latitude, const char *longitude)
{
    return TOWN_ADD(town, place_type, "name", name, "kind", kind, "parent", parent, "postcodes", postcodes, "latitude",
                    latitude, "longitude", longitude);
}

static int64_t add_site(struct town *town, const char *name, const char *parent, const char *postcode,
                        const char *latitude, const char *longitude)
{
    return TOWN_ADD(town, place_type, "name", name, "kind", "site", "parent", parent, "postcode", postcode, "latitude",
                    latitude, "longitude", longitude);
}

static int64_t parent_of(struct town *town, int64_t place)
{
    struct record record = { 0 };
    int64_t parent;

    town_must(town, store_load(town->store, &place_type, place, &record, &town->why));
    parent = record_number(&record, "parent");
    record_release(&record);
    return parent;
}

static void expect_places(struct town *town, int64_t party, int64_t place)
{
    struct record record = { 0 };
    char wanted[24] = "";

    if (place != 0)
        snprintf(wanted, sizeof wanted, "%lld", (long long)place);
    town_must(town, store_load(town->store, &party_type, party, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "places"), wanted);
    record_release(&record);
}

static struct placing run(struct town *town, bool trial)
{
    struct placing placing;

    town_must(town, placing_run(town->store, trial, &placing, &town->why));
    return placing;
}

static void the_longest_beginning_wins(void)
{
    struct town *town = town_begin();
    int64_t sale = add_place(town, "Sale", "district", "", "M33;M21", "", ""),
            moor = add_place(town, "Sale Moor", "neighbourhood", "Sale", "M33 2", "", ""), clubs[6];
    struct placing placing;
    struct saved saved;

    add_place(town, "Chorlton", "district", "", "M21", "", "");
    clubs[0] = TOWN_ADD(town, party_type, "name", "A", "postcode", "M33 7WR");
    clubs[1] = TOWN_ADD(town, party_type, "name", "B", "postcode", "m332rp");
    clubs[2] = TOWN_ADD(town, party_type, "name", "C", "postcode", "M21 8AA"); /* claimed by two that are apart */
    clubs[3] = TOWN_ADD(town, party_type, "name", "D");
    clubs[4] = TOWN_ADD(town, party_type, "name", "E", "postcode", "M33 7WR", "places", "Sale Moor"); /* has one */
    clubs[5] = TOWN_ADD(town, party_type, "name", "F", "kind", "person", "postcode", "M33 7WR");
    placing = run(town, true);
    CU_ASSERT_EQUAL(placing.parties_by_postcode, 2);
    expect_places(town, clubs[0], 0);
    placing = run(town, false);
    CU_ASSERT_EQUAL(placing.parties_by_postcode, 2);
    CU_ASSERT_EQUAL(placing.parties_elsewhere, 1);
    CU_ASSERT_EQUAL(placing.parties_no_postcode, 1);
    expect_places(town, clubs[0], sale);
    expect_places(town, clubs[1], moor);
    expect_places(town, clubs[2], 0);
    expect_places(town, clubs[4], moor);
    expect_places(town, clubs[5], 0);
    CU_ASSERT_EQUAL(run(town, false).parties_by_postcode, 0);
    town_must(town, store_undo(town->store, placing.entry, &saved, &town->why));
    expect_places(town, clubs[0], 0);
    expect_places(town, clubs[1], 0);
    town_end(town);
}

static void sites_go_to_the_nearest_inside_what_is_known(void)
{
    struct town *town = town_begin();
    int64_t trafford = add_place(town, "Trafford", "city", "", "", "53.42", "-2.36"),
            manchester = add_place(town, "Manchester", "district", "", "", "", ""),
            sale = add_place(town, "Sale", "district", "Trafford", "M33", "53.4240", "-2.3220"),
            old = add_place(town, "Old Trafford", "district", "Trafford", "", "53.46", "-2.274"), sites[5];
    struct placing placing;

    sites[0] = add_site(town, "by postcode", "", "M33 4GY", "53.46", "-2.274"); /* before the coordinates */
    sites[1] = add_site(town, "by coordinates", "Trafford", "", "53.458", "-2.27");
    sites[2] = add_site(town, "library in the centre", "Manchester", "M2 5PD", "53.478", "-2.245"); /* 2.8 km from Old
                                                                                                        Trafford */
    sites[3] = add_site(town, "far away", "", "", "54.5", "-2.3");
    sites[4] = add_site(town, "nowhere", "", "", "", "");
    placing = run(town, false);
    CU_ASSERT_EQUAL(placing.sites_by_postcode, 1);
    CU_ASSERT_EQUAL(placing.sites_by_coordinates, 1);
    CU_ASSERT_EQUAL(placing.sites_left, 2);
    CU_ASSERT_EQUAL(parent_of(town, sites[0]), sale);
    CU_ASSERT_EQUAL(parent_of(town, sites[1]), old);
    CU_ASSERT_EQUAL(parent_of(town, sites[2]), manchester);
    CU_ASSERT_EQUAL(parent_of(town, sites[3]), 0);
    CU_ASSERT_EQUAL(parent_of(town, sites[4]), 0);
    CU_ASSERT_EQUAL(parent_of(town, sale), trafford);
    town_end(town);
}

static void a_ring_of_places_ends(void)
{
    struct town *town = town_begin();
    int64_t a = add_place(town, "A", "district", "", "M33", "53.42", "-2.3"), site;
    struct record record = { 0 };
    struct saved saved;

    add_place(town, "B", "district", "A", "M33", "", "");
    town_must(town, store_load(town->store, &place_type, a, &record, &town->why));
    town_must(town, store_read_value(town->store, &place_type.fields[field_find(&place_type, "parent")], "B",
                                     record_value(&record, "parent"), &town->why));
    town_must(town, store_put(town->store, &record, NULL, &saved, &town->why));
    record_release(&record);
    site = add_site(town, "S", "A", "M33 1AA", "53.42", "-2.3");
    run(town, false);
    CU_ASSERT_NOT_EQUAL(parent_of(town, site), 0);
    town_end(town);
}

static void without_beginnings_it_is_said(void)
{
    struct town *town = town_begin();
    struct buf text = { 0 };
    struct placing placing = run(town, false);

    CU_ASSERT_EQUAL(placing.areas, 0);
    CU_ASSERT_EQUAL(placing.entry, 0);
    CU_ASSERT_EQUAL(placing_show(&placing, false, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(text.data, "Postcodes here"));
    buf_release(&text);
    town_end(town);
}

void suite_placing(void);
void suite_placing(void)
{
    CU_pSuite s = CU_add_suite("placing", NULL, NULL);

    CU_add_test(s, "beginnings are whole numbers", beginnings_are_whole_numbers);
    CU_add_test(s, "the longest beginning wins", the_longest_beginning_wins);
    CU_add_test(s, "sites go to the nearest inside what is known", sites_go_to_the_nearest_inside_what_is_known);
    CU_add_test(s, "a ring of places ends", a_ring_of_places_ends);
    CU_add_test(s, "without beginnings it is said", without_beginnings_it_is_said);
}
