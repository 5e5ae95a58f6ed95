/* Short codes for stakeholders, and the grids of squares they stand in: which square, which marks, what is beside, in
 * ASCII too, and the rows for a spreadsheet. */
#include <CUnit/Basic.h>

#include "../../src/picture/codes_in.h"
#include "town.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/mapped.h"
#include "townkeep/picture/picture.h"

void suite_squares(void);

/* --- codes --- */
static void codes_come_from_acronyms_and_first_letters(void)
{
    const char *const names[] = {
        "Interfaith Council of Talvin", "Police", "Youth House", "House of the Youth", "Yellow Hat", "สภาเยาวชน", ""
    };
    const char *const acronyms[] = { "", "POL", "", "", "YH", "", "" };
    char codes[7][CODE_SIZE];

    CU_ASSERT_EQUAL_FATAL(codes_make(names, acronyms, 7, 3, codes), OK);
    CU_ASSERT_STRING_EQUAL(codes[0], "ICT");
    CU_ASSERT_STRING_EQUAL(codes[1], "POL");
    CU_ASSERT_STRING_EQUAL(codes[2], "YH");
    CU_ASSERT_STRING_EQUAL(codes[3], "HY");  /* "of" and "the" say nothing */
    CU_ASSERT_STRING_EQUAL(codes[4], "YHA"); /* YH is taken, even by somebody without that acronym */
    CU_ASSERT(codes[5][0] != '\0');
    CU_ASSERT(text_width(codes[5]) <= 3);
    CU_ASSERT_STRING_EQUAL(codes[6], "2"); /* no letter to go by */
}

/* Two hundred alike: all differ, none wider than its cells. */
static void no_two_codes_are_alike(void)
{
    enum { ALIKE = 200 };
    static char codes[ALIKE][CODE_SIZE];
    const char *names[ALIKE], *acronyms[ALIKE];

    for (int i = 0; i < ALIKE; i++) {
        names[i] = "Friends of the River";
        acronyms[i] = "";
    }
    CU_ASSERT_EQUAL_FATAL(codes_make(names, acronyms, ALIKE, 3, codes), OK);
    for (int i = 0; i < ALIKE; i++) {
        CU_ASSERT(text_width(codes[i]) <= 3);
        for (int k = 0; k < i; k++)
            CU_ASSERT_STRING_NOT_EQUAL(codes[i], codes[k]);
    }
}

/* --- squares --- */
static struct town *begin(void)
{
    struct town *town;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    TOWN_ADD(town, party_type, "name", "Boxing Club", "audience", "men;newcomers", "languages", "en;ar");
    TOWN_ADD(town, party_type, "name", "Choir", "audience", "women");
    TOWN_ADD(town, party_type, "name", "Nobody Knows");
    TOWN_ADD(town, party_assessment_type, "party", "Boxing Club", "on", "2026-01-10", "influence", "2", "interest", "5",
             "evidence", "x");
    TOWN_ADD(town, party_assessment_type, "party", "Boxing Club", "on", "2026-11-10", "influence", "4", "interest", "5",
             "trust_toward_city", "5", "city_trust", "4", "stance", "champion", "evidence", "x");
    TOWN_ADD(town, party_assessment_type, "party", "Choir", "on", "2026-11-10", "influence", "1", "interest", "5",
             "city_trust", "4", "stance", "opposed", "evidence", "x");
    return town;
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static void lay(struct town *town, struct picture_view *view, const char *name, bool ascii)
{
    picture_view_start(view, picture_find(name));
    town_must(town, picture_load(view, town->store, &town->why));
    town_must(town, picture_lay(view, 78, 17, ascii, &town->why));
}

static const struct spot *spot_called(const struct picture_view *view, const char *label)
{
    for (size_t i = 0; i < view->canvas.count; i++) {
        const struct spot *spot = &view->canvas.spots[i];

        if (spot->label && strcmp(spot->label, label) == 0)
            return spot;
    }
    printf("\n    no spot is called \"%s\"", label);
    abort();
}

/* What is drawn in the cells of a spot, first line. */
static const char *drawn(const struct picture_view *view, const struct spot *spot, char *out, size_t size)
{
    out[0] = '\0';
    for (int x = 0; x < spot->area.width; x++) {
        size_t used = strlen(out);

        snprintf(out + used, size - used, "%s", grid_at(&view->canvas.grid, spot->area.x + x, spot->area.y)->text);
    }
    return out;
}

static void stakeholders_stand_in_their_squares(void)
{
    struct town *town = begin();
    struct picture_view view;
    const struct spot *spot;
    char text[200];

    lay(town, &view, "influence", false);
    spot = spot_called(&view, "influence 4, interest 5");
    CU_ASSERT_EQUAL(spot->id_count, 1);
    CU_ASSERT_STRING_EQUAL(spot->sentence, "Boxing Club");
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn(&view, spot, text, sizeof text), "BC+^")); /* influence rose from 2 to 4 */
    spot = spot_called(&view, "influence 1, interest 5");
    CU_ASSERT_PTR_NOT_NULL(strstr(drawn(&view, spot, text, sizeof text), "CHO!"));
    spot = spot_called(&view, "Influence or interest not known: 1");
    CU_ASSERT_EQUAL(spot->id_count, 1);
    CU_ASSERT_STRING_EQUAL(view.canvas.head, "2 of 3 placed · 1 moved");
    CU_ASSERT_PTR_NOT_NULL(strstr(view.canvas.paper, "BC  Boxing Club: influence 4, interest 5, a champion"));
    picture_view_release(&view);
    end(town);
}

/* Trusted both ways: the smaller of the two; where one is not known, neither is the whole. */
static void reach_takes_the_smaller_trust(void)
{
    struct town *town = begin();
    struct picture_view view;
    const struct spot *spot;

    lay(town, &view, "reach", false);
    spot = spot_called(&view, "trust 4 both ways, groups 2");
    CU_ASSERT_STRING_EQUAL(spot->sentence, "Boxing Club");
    CU_ASSERT_STRING_EQUAL(spot_called(&view, "trust not known both ways, groups 1")->sentence, "Choir");
    picture_view_release(&view);
    picture_view_start(&view, picture_find("reach"));
    town_must(town, picture_set(&view, picture_switch_find(view.picture, "group"), "men", town->store, &town->why));
    town_must(town, picture_load(&view, town->store, &town->why));
    town_must(town, picture_lay(&view, 78, 17, false, &town->why));
    CU_ASSERT_STRING_EQUAL(view.canvas.head, "1 of 1 trusted both ways (4 or 5)");
    picture_view_release(&view);
    end(town);
}

static const struct mapped *mapped_called(const struct mapped_all *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].name, name) == 0)
            return &all->items[i];
    }
    abort();
}

/* The choir: women by its own record, newcomers by its service, both and parents by its programme, which is three;
 * Polish by the service. Twelve and five people at activities of the programme, the part counted for women left out,
 * and nobody at that of two years ago. */
static void reach_is_what_services_and_programmes_say_too(void)
{
    struct town *town = begin();
    struct mapped_wish wish = { .as_of = { 2026, 11, 23 }, .with_people = true };
    struct mapped_all all = { 0 };

    TOWN_ADD(town, service_type, "name", "Song hour", "party", "Choir", "audience", "newcomers;everyone", "languages",
             "pl");
    TOWN_ADD(town, service_type, "name", "Gone", "party", "Choir", "audience", "job_seekers", "status", "defunct");
    TOWN_ADD(town, programme_type, "title", "Songs", "lead_party", "Choir", "audience", "women;newcomers;parents");
    TOWN_ADD(town, activity_type, "title", "May", "programme", "Songs", "status", "held", "planned_on", "2026-05-01");
    TOWN_ADD(town, activity_type, "title", "June", "programme", "Songs", "status", "held", "planned_on", "2026-06-01");
    TOWN_ADD(town, activity_type, "title", "Old", "programme", "Songs", "status", "held", "planned_on", "2024-06-01");
    TOWN_ADD(town, participation_count_type, "activity", "May", "attended", "12");
    TOWN_ADD(town, participation_count_type, "activity", "May", "attended", "7", "sex", "female");
    TOWN_ADD(town, participation_count_type, "activity", "June", "reached", "5");
    TOWN_ADD(town, participation_count_type, "activity", "Old", "attended", "90");
    town_must(town, mapped_load(town->store, &wish, &all, &town->why));
    CU_ASSERT_EQUAL(all.count, 3);
    CU_ASSERT_EQUAL(mapped_called(&all, "Choir")->groups, 3);
    CU_ASSERT_EQUAL(mapped_called(&all, "Choir")->languages, 1);
    CU_ASSERT_EQUAL(mapped_called(&all, "Choir")->people, 17);
    CU_ASSERT_EQUAL(mapped_called(&all, "Boxing Club")->groups, 2);
    CU_ASSERT_EQUAL(mapped_called(&all, "Boxing Club")->people, 0);
    CU_ASSERT_EQUAL(mapped_trust(mapped_called(&all, "Boxing Club")), 4);
    mapped_release(&all);
    text_cut_into(wish.audience, sizeof wish.audience, "newcomers");
    town_must(town, mapped_load(town->store, &wish, &all, &town->why));
    CU_ASSERT_EQUAL(all.count, 2);
    CU_ASSERT_EQUAL(all.others, 1);
    mapped_release(&all);
    end(town);
}

static void ascii_draws_with_ascii_alone(void)
{
    static const char *const names[] = { "influence", "reach", "quality" };
    struct town *town = begin();

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct picture_view view;
        struct buf text = { 0 };

        lay(town, &view, names[i], true);
        CU_ASSERT_EQUAL(grid_print(&view.canvas.grid, &text), OK);
        for (size_t at = 0; at < text.len; at++) {
            if ((unsigned char)text.data[at] < 0x80)
                continue;
            CU_ASSERT_EQUAL(strncmp(text.data + at, "·", 2), 0); /* in a sentence, as everywhere */
            at++;
        }
        buf_release(&text);
        picture_view_release(&view);
    }
    end(town);
}

/* What does not fit says how many more there are. */
static void a_full_square_counts_the_rest(void)
{
    struct town *town = begin();
    struct picture_view view;
    struct buf text = { 0 };
    char name[40];

    for (int i = 0; i < 30; i++) {
        snprintf(name, sizeof name, "Friends of Lane %d", i);
        TOWN_ADD(town, party_type, "name", name);
        TOWN_ADD(town, party_assessment_type, "party", name, "influence", "3", "interest", "3", "evidence", "x");
    }
    lay(town, &view, "influence", false);
    for (int y = 0; y < 2; y++) {
        const struct spot *spot = spot_called(&view, "influence 3, interest 3");

        CU_ASSERT_EQUAL(spot->id_count, 30);
        for (int x = 0; x < spot->area.width; x++)
            CU_ASSERT_EQUAL(buf_add_str(&text, grid_at(&view.canvas.grid, spot->area.x + x, spot->area.y + y)->text),
                            OK);
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "+2"));
    buf_release(&text);
    picture_view_release(&view);
    end(town);
}

static void a_spreadsheet_has_a_row_for_each(void)
{
    struct town *town = begin();
    struct picture_view view;
    struct picture_table table = { 0 };

    lay(town, &view, "influence", false);
    CU_ASSERT_EQUAL_FATAL(view.picture->table(view.data, &view.wish, &table), OK);
    CU_ASSERT_EQUAL_FATAL(table.rows, 4);
    CU_ASSERT_STRING_EQUAL(table.cells[0], "name");
    CU_ASSERT_STRING_EQUAL(table.cells[table.columns], "Boxing Club");
    CU_ASSERT_STRING_EQUAL(table.cells[table.columns + 1], "champion");
    CU_ASSERT_STRING_EQUAL(table.cells[7], "influence");
    CU_ASSERT_STRING_EQUAL(table.cells[table.columns + 7], "4.00");
    picture_table_release(&table);
    picture_view_release(&view);
    end(town);
}

void suite_squares(void)
{
    CU_pSuite suite = CU_add_suite("squares", NULL, NULL);

    CU_add_test(suite, "codes come from acronyms and first letters", codes_come_from_acronyms_and_first_letters);
    CU_add_test(suite, "no two codes are alike", no_two_codes_are_alike);
    CU_add_test(suite, "stakeholders stand in their squares", stakeholders_stand_in_their_squares);
    CU_add_test(suite, "reach takes the smaller trust", reach_takes_the_smaller_trust);
    CU_add_test(suite, "reach is what services and programmes say too", reach_is_what_services_and_programmes_say_too);
    CU_add_test(suite, "ASCII draws with ASCII alone", ascii_draws_with_ascii_alone);
    CU_add_test(suite, "a full square counts the rest", a_full_square_counts_the_rest);
    CU_add_test(suite, "a spreadsheet has a row for each", a_spreadsheet_has_a_row_for_each);
}
