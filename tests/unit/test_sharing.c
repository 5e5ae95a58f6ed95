/* The map and the directory in the formats of other programs: what is in them, what is not, whatever stands in a
 * name. */
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "town.h"
#include "townkeep/exchange/graph.h"
#include "townkeep/exchange/sheet.h"

#define HOSTILE "<b>&\"'x\\N ]]> = 1"

struct fixture {
    struct town *town;
    struct buf text;
    size_t leaving;
    char path[UNIT_PATH_SIZE];
};

static void begin(struct fixture *f)
{
    *f = (struct fixture){ .town = town_begin() };
    TOWN_ADD(f->town, party_type, "name", "=cmd|' /C calc'!A0", "kind", "org", "sectors", "youth", "sens", "public");
    TOWN_ADD(f->town, party_type, "name", HOSTILE, "kind", "body", "sectors", "education;youth", "sens", "public");
    TOWN_ADD(f->town, party_type, "name", "Mira Dal", "kind", "person", "parent", HOSTILE, "phone", "0777 9", "sens",
             "public");
    TOWN_ADD(f->town, party_type, "name", "Quiet Circle", "kind", "org", "sens", "partner");
    TOWN_ADD(f->town, relationship_type, "from_party", "=cmd", "type", "funds", "to_party", HOSTILE, "strength", "4",
             "valid_from", "2020", "sens", "public");
    TOWN_ADD(f->town, relationship_type, "from_party", HOSTILE, "type", "coordinates_with", "to_party", "=cmd",
             "valid_to", "2021", "sens", "public");
    TOWN_ADD(f->town, relationship_type, "from_party", "=cmd", "type", "funds", "to_party", "Quiet Circle", "sens",
             "public");
    TOWN_ADD(f->town, service_type, "name", "@Homework", "party", "=cmd", "phone", "+44 1", "sens", "public");
}

static void end(struct fixture *f)
{
    buf_release(&f->text);
    town_end(f->town);
}

static void share(struct fixture *f, const char *format, enum profile profile, struct date as_of)
{
    struct parcel_wish wish;

    unit_path(f->town->folder, format, f->path);
    town_must(f->town, sharing_wish(sharing_find(format), profile, as_of, &wish, &f->town->why));
    town_must(f->town, sharing_export(f->town->store, sharing_find(format), &wish, f->path, "for a test", &f->leaving,
                                      &f->town->why));
}

static void read_back(struct fixture *f, const char *path)
{
    buf_clear(&f->text);
    town_must(f->town, path_read_file(path, 1 << 20, &f->text, &f->town->why));
}

static bool has(const struct fixture *f, const char *words)
{
    return strstr(buf_text(&f->text), words) != NULL;
}

static size_t count_of(const struct fixture *f, const char *words)
{
    size_t count = 0;

    for (const char *at = buf_text(&f->text); (at = strstr(at, words)); at += strlen(words))
        count++;
    return count;
}

static void a_shared_file_is_private_logged_and_never_written_over(void)
{
    struct parcel_wish wish;
    struct history_row row;
    struct fixture f;
    struct stat status;
    size_t count;

    begin(&f);
    share(&f, "dot", PROFILE_PUBLIC, clock_today());
    CU_ASSERT_EQUAL(stat(f.path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(status.st_nlink, 1);
    town_must(f.town, store_history(f.town->store, NULL, 0, 0, 1, &row, &count, &f.town->why));
    CU_ASSERT_EQUAL(row.kind, ENTRY_EXPORT);
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "profile public"));
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "Stakeholders 3, Relationships 1"));
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, f.path));
    CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, ": for a test"));
    town_must(f.town, sharing_wish(sharing_find("dot"), PROFILE_PUBLIC, clock_today(), &wish, &f.town->why));
    CU_ASSERT_EQUAL(sharing_export(f.town->store, sharing_find("dot"), &wish, f.path, NULL, &count, &f.town->why),
                    E_CONFLICT);
    CU_ASSERT_EQUAL(
        sharing_export(f.town->store, sharing_find("kumu-csv"), &wish, f.town->folder, NULL, &count, &f.town->why),
        E_CONFLICT);
    end(&f);
}

static void graphml_escapes_and_types_what_it_holds(void)
{
    struct fixture f;

    begin(&f);
    share(&f, "graphml", PROFILE_PARTNER, (struct date){ 2026, 1, 1 });
    read_back(&f, f.path);
    CU_ASSERT_EQUAL(count_of(&f, "<node id="), 4);
    CU_ASSERT_EQUAL(count_of(&f, "<edge id="), 3); /* two relationships and who works for whom */
    CU_ASSERT_EQUAL(f.leaving, 6);
    CU_ASSERT_TRUE(has(&f, "<data key=\"name\">&lt;b&gt;&amp;&quot;'x\\N ]]&gt; = 1</data>"));
    CU_ASSERT_TRUE(has(&f, "<key id=\"strength\" for=\"edge\" attr.name=\"Strength\" attr.type=\"int\"/>"));
    CU_ASSERT_TRUE(has(&f, "<data key=\"strength\">4</data>"));
    CU_ASSERT_TRUE(has(&f, "edgedefault=\"directed\""));
    CU_ASSERT_FALSE(has(&f, "0777"));
    end(&f);
}

static void the_map_is_that_of_the_day_asked_for(void)
{
    struct fixture f;

    begin(&f);
    share(&f, "graphml", PROFILE_PUBLIC, (struct date){ 2019, 6, 1 });
    read_back(&f, f.path);
    CU_ASSERT_FALSE(has(&f, ">funds<"));
    CU_ASSERT_FALSE(has(&f, "directed=\"false\""));
    CU_ASSERT_TRUE(has(&f, "<data key=\"mutual\">true</data>"));
    CU_ASSERT_TRUE(has(&f, ">coordinates with<"));
    end(&f);
}

static void dot_draws_kinds_sectors_and_strength(void)
{
    struct fixture f;

    begin(&f);
    share(&f, "dot", PROFILE_PARTNER, (struct date){ 2026, 1, 1 });
    read_back(&f, f.path);
    CU_ASSERT_TRUE(has(&f, "[label=\"<b>&\\\"'x\\\\N ]]> = 1\", shape=hexagon];"));
    CU_ASSERT_TRUE(has(&f, "subgraph \"cluster_education\""));
    CU_ASSERT_TRUE(has(&f, "[label=\"funds\", penwidth=4];"));
    CU_ASSERT_TRUE(has(&f, "[label=\"works for\"];"));
    CU_ASSERT_TRUE(has(&f, "shape=ellipse"));
    CU_ASSERT_EQUAL(count_of(&f, "shape="), 4);
    end(&f);
}

static void seats_join_people_and_organisations_to_bodies(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, seat_type, "body", HOSTILE, "party", "=cmd", "person", "Mira Dal", "role", "chair", "sens",
             "public");
    TOWN_ADD(f.town, seat_type, "body", HOSTILE, "party", "Quiet Circle", "role", "member", "sens", "public");
    share(&f, "graphml", PROFILE_PUBLIC, (struct date){ 2026, 1, 1 });
    read_back(&f, f.path);
    CU_ASSERT_EQUAL(count_of(&f, ">Chair<"), 2);
    CU_ASSERT_EQUAL(count_of(&f, ">member_of<"), 2);
    CU_ASSERT_EQUAL(f.leaving, 5);
    end(&f);
}

static void what_closed_is_no_longer_on_the_map(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Old Mill", "kind", "org", "status", "closed", "sens", "public");
    TOWN_ADD(f.town, relationship_type, "from_party", "Old Mill", "type", "funds", "to_party", "=cmd", "sens",
             "public");
    share(&f, "graphml", PROFILE_PUBLIC, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_FALSE(has(&f, "Old Mill"));
    CU_ASSERT_EQUAL(count_of(&f, "\"type\">funds<"), 1);
    CU_ASSERT_EQUAL(unlink(f.path), 0);
    share(&f, "graphml", PROFILE_PUBLIC, (struct date){ 2022, 1, 1 });
    read_back(&f, f.path);
    CU_ASSERT_TRUE(has(&f, "Old Mill"));
    CU_ASSERT_EQUAL(count_of(&f, "\"type\">funds<"), 2);
    end(&f);
}

static void a_linked_duplicate_gives_what_it_has_to_the_other(void)
{
    struct fixture f;
    int64_t id;

    begin(&f);
    TOWN_ADD(f.town, party_type, "name", "Cmd again", "kind", "org", "same_as", "=cmd", "sens", "public");
    TOWN_ADD(f.town, relationship_type, "from_party", HOSTILE, "type", "trains", "to_party", "Cmd again", "sens",
             "public");
    TOWN_ADD(f.town, relationship_type, "from_party", "=cmd", "type", "trains", "to_party", "Cmd again", "sens",
             "public");
    share(&f, "graphml", PROFILE_PUBLIC, (struct date){ 2026, 1, 1 });
    read_back(&f, f.path);
    CU_ASSERT_FALSE(has(&f, "Cmd again"));
    CU_ASSERT_EQUAL(count_of(&f, "\"type\">trains<"), 1);
    town_must(f.town, store_find(f.town->store, &party_type, "=cmd", &id, &f.town->why));
    snprintf(f.path, sizeof f.path, "target=\"n%lld\"", (long long)id);
    CU_ASSERT_TRUE(has(&f, f.path));
    end(&f);
}

static void sharing_without_an_agreement_is_told_to_the_team(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, relationship_type, "from_party", "=cmd", "type", "shares_information_with", "to_party", HOSTILE,
             "sens", "public");
    share(&f, "dot", PROFILE_TEAM, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_EQUAL(count_of(&f, "dir=both, style=dashed, color=red, xlabel=\"no agreement\"]"), 1);
    CU_ASSERT_EQUAL(unlink(f.path), 0);
    share(&f, "dot", PROFILE_PARTNER, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_TRUE(has(&f, "shares information with"));
    CU_ASSERT_FALSE(has(&f, "no agreement"));
    share(&f, "graphml", PROFILE_TEAM, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_EQUAL(count_of(&f, "<data key=\"no_agreement\">true</data>"), 1);
    end(&f);
}

static void kumu_gets_a_blueprint(void)
{
    struct fixture f;
    json_t *blueprint;

    begin(&f);
    share(&f, "kumu", PROFILE_PUBLIC, (struct date){ 2026, 1, 1 });
    read_back(&f, f.path);
    blueprint = json_loads(buf_text(&f.text), 0, NULL);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(blueprint, "elements")), 3);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(blueprint, "connections")), 2);
    CU_ASSERT_TRUE(has(&f, "\"label\": \"=cmd|' /C calc'!A0\""));
    CU_ASSERT_FALSE(has(&f, "\"strength\"")); /* how strong a tie is, is told to partners */
    CU_ASSERT_FALSE(has(&f, "Quiet"));
    json_decref(blueprint);
    end(&f);
}

static void kumu_gets_two_tables(void)
{
    char name[UNIT_PATH_SIZE];
    struct fixture f;

    begin(&f);
    share(&f, "kumu-csv", PROFILE_PARTNER, (struct date){ 2026, 1, 1 });
    unit_path(f.path, "elements.csv", name);
    read_back(&f, name);
    CU_ASSERT_EQUAL(strncmp(buf_text(&f.text), "ID,Label,Type,Description,Tags,", 31), 0);
    CU_ASSERT_TRUE(has(&f, ",\"'=cmd|' /C calc'!A0\","));
    CU_ASSERT_TRUE(has(&f, ",\"Education|Youth\""));
    CU_ASSERT_EQUAL(count_of(&f, "\r\n"), 5);
    unit_path(f.path, "connections.csv", name);
    read_back(&f, name);
    CU_ASSERT_EQUAL(strncmp(buf_text(&f.text), "ID,From,To,Direction,Type,", 26), 0);
    CU_ASSERT_TRUE(has(&f, ",directed,funds,funds,4,2020,,\r\n"));
    CU_ASSERT_EQUAL(count_of(&f, "\r\n"), 4);
    end(&f);
}

/* I10: what a spreadsheet would run has a ' before it, and import takes it away again. */
static void the_directory_guards_its_cells(void)
{
    struct sheet_row row = { 0 };
    struct sheet *sheet = NULL;
    struct fixture f;
    int lines = 0;

    begin(&f);
    share(&f, "directory", PROFILE_PARTNER, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_TRUE(has(&f, "\"'=cmd|' /C calc'!A0\","));
    CU_ASSERT_TRUE(has(&f, ",'@Homework,"));
    CU_ASSERT_TRUE(has(&f, ",'+44 1,"));
    CU_ASSERT_FALSE(has(&f, "Mira"));
    town_must(f.town, sheet_open(f.path, NULL, &sheet, &f.town->why));
    CU_ASSERT_STRING_EQUAL(sheet_headings(sheet)->cells[0], "Organisation");
    while (sheet_next(sheet, &row, &f.town->why) == SHEET_ROW)
        lines++;
    CU_ASSERT_EQUAL(lines, 3);
    sheet_close(sheet);
    end(&f);
}

static void hours_stand_with_their_service(void)
{
    struct fixture f;

    begin(&f);
    TOWN_ADD(f.town, opening_type, "service", "@Homework", "days", "monday;friday", "opens", "9:00", "closes", "12:30",
             "note", "ring twice");
    TOWN_ADD(f.town, opening_type, "service", "@Homework", "days", "sunday", "closed", "yes");
    share(&f, "directory", PROFILE_PUBLIC, clock_today());
    read_back(&f, f.path);
    CU_ASSERT_TRUE(has(&f, "\"Monday, Friday 09:00–12:30, ring twice; closed: Sunday\""));
    end(&f);
}

static void what_is_shown_alone_can_be_saved(void)
{
    int64_t shown[2];
    struct fixture f;

    begin(&f);
    town_must(f.town, store_find(f.town->store, &party_type, "=cmd", &shown[0], &f.town->why));
    town_must(f.town, store_find(f.town->store, &party_type, HOSTILE, &shown[1], &f.town->why));
    unit_path(f.town->folder, "shown.dot", f.path);
    town_must(f.town, graph_save(f.town->store, shown, 2, "dot", PROFILE_TEAM, (struct date){ 2026, 1, 1 }, f.path,
                                 "shown", &f.leaving, &f.town->why));
    CU_ASSERT_EQUAL(f.leaving, 3);
    read_back(&f, f.path);
    CU_ASSERT_EQUAL(count_of(&f, "shape="), 2);
    CU_ASSERT_FALSE(has(&f, "Mira"));
    end(&f);
}

static void expect_fields(const struct record_type *type, const char *keys)
{
    char key[80];

    while (*keys) {
        snprintf(key, sizeof key, "%.*s", (int)strcspn(keys, ";"), keys);
        CU_ASSERT_TRUE(field_find(type, key) >= 0);
        keys += strcspn(keys, ";");
        keys += *keys == ';';
    }
}

static void every_format_has_a_name_of_its_own(void)
{
    size_t count;
    const struct sharing_format *formats = sharing_formats(&count);

    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_PTR_EQUAL(sharing_find(formats[i].name), &formats[i]);
        CU_ASSERT_PTR_NULL(catalogue_find(&domain_catalogue, formats[i].name));
        CU_ASSERT_TRUE(formats[i].type_count > 0 && formats[i].type_count <= PARCEL_TYPES);
        for (int type = 0; formats[i].keys && type < formats[i].type_count; type++)
            expect_fields(formats[i].types[type], formats[i].keys[type]);
    }
}

void suite_sharing(void);
void suite_sharing(void)
{
    CU_pSuite s = CU_add_suite("sharing", NULL, NULL);

    CU_add_test(s, "I20 a shared file is private, logged and never written over",
                a_shared_file_is_private_logged_and_never_written_over);
    CU_add_test(s, "GraphML escapes and types what it holds", graphml_escapes_and_types_what_it_holds);
    CU_add_test(s, "the map is that of the day asked for", the_map_is_that_of_the_day_asked_for);
    CU_add_test(s, "DOT draws kinds, sectors and strength", dot_draws_kinds_sectors_and_strength);
    CU_add_test(s, "seats join people and organisations to bodies", seats_join_people_and_organisations_to_bodies);
    CU_add_test(s, "what closed is no longer on the map", what_closed_is_no_longer_on_the_map);
    CU_add_test(s, "a linked duplicate gives what it has to the other",
                a_linked_duplicate_gives_what_it_has_to_the_other);
    CU_add_test(s, "hours stand with their service", hours_stand_with_their_service);
    CU_add_test(s, "sharing without an agreement is told to the team",
                sharing_without_an_agreement_is_told_to_the_team);
    CU_add_test(s, "Kumu gets a blueprint", kumu_gets_a_blueprint);
    CU_add_test(s, "Kumu gets two tables", kumu_gets_two_tables);
    CU_add_test(s, "I10 the directory guards its cells", the_directory_guards_its_cells);
    CU_add_test(s, "what is shown alone can be saved", what_is_shown_alone_can_be_saved);
    CU_add_test(s, "every format has a name of its own and names fields there are", every_format_has_a_name_of_its_own);
}
