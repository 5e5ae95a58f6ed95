/* Features of GeoJSON files as rows: where they lie, what is refused and with which words, hostile ones included. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/exchange/sheet.h"
#include "unit.h"

struct fixture {
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct sheet *sheet;
    struct sheet_row row;
    struct why why;
};

static enum err start_with(struct fixture *f, const char *text)
{
    FILE *file;

    *f = (struct fixture){ 0 };
    unit_folder(f->folder);
    unit_path(f->folder, "in.geojson", f->path);
    file = fopen(f->path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT(fputs(text, file) >= 0);
    fclose(file);
    return sheet_open(f->path, NULL, &f->sheet, &f->why);
}

/* A collection of these features, one a line from the second on. */
static void start(struct fixture *f, const char *features)
{
    struct buf text = { 0 };

    CU_ASSERT_EQUAL_FATAL(
        buf_printf(&text, "{\"type\": \"FeatureCollection\", \"features\": [\n%s\n], \"crs\": {\"a\": [1]}}\n",
                   features),
        OK);
    CU_ASSERT_EQUAL_FATAL(start_with(f, text.data), OK);
    buf_release(&text);
}

static void end(struct fixture *f)
{
    sheet_close(f->sheet);
    unit_folder_remove(f->folder);
}

#define FEATURE(properties, geometry) "{\"type\":\"Feature\",\"properties\":" properties ",\"geometry\":" geometry "}"
#define SHAPE(type, coordinates)      "{\"type\":\"" type "\",\"coordinates\":" coordinates "}"

static const char *cell(const struct fixture *f, const char *heading)
{
    const struct sheet_row *headings = sheet_headings(f->sheet);

    for (size_t i = 0; i < headings->count; i++) {
        if (strcmp(headings->cells[i], heading) == 0)
            return f->row.cells[i];
    }
    return "(no such column)";
}

static void expect_row(struct fixture *f, uint64_t line, const char *name, const char *longitude, const char *latitude)
{
    CU_ASSERT_EQUAL_FATAL(sheet_next(f->sheet, &f->row, &f->why), SHEET_ROW);
    CU_ASSERT_EQUAL(f->row.line, line);
    CU_ASSERT_EQUAL_FATAL(f->row.count, sheet_headings(f->sheet)->count);
    CU_ASSERT_STRING_EQUAL(cell(f, "name"), name);
    CU_ASSERT_STRING_EQUAL(cell(f, "longitude"), longitude);
    CU_ASSERT_STRING_EQUAL(cell(f, "latitude"), latitude);
}

static void expect_bad(struct fixture *f, uint64_t line, const char *reason)
{
    CU_ASSERT_EQUAL_FATAL(sheet_next(f->sheet, &f->row, &f->why), SHEET_BAD);
    CU_ASSERT_EQUAL(f->row.line, line);
    CU_ASSERT_EQUAL(f->row.count, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(f->why.text, reason));
    f->why = (struct why){ 0 };
}

static void expect_end(struct fixture *f)
{
    uint64_t done, whole;

    CU_ASSERT_EQUAL(sheet_next(f->sheet, &f->row, &f->why), SHEET_END);
    sheet_position(f->sheet, &done, &whole);
    CU_ASSERT_EQUAL(done, whole);
    CU_ASSERT_EQUAL(sheet_unchanged(f->sheet, &f->why), OK);
}

static void properties_are_columns(void)
{
    struct fixture f;

    start(&f, FEATURE("{\"name\":\"Hazel \\u00e9\",\"tags\":[\"a\",2,true],\"size\":3.5,\"deep\":{\"x\":[1]}}",
                      SHAPE("Point", "[-2.25,53.5,12]")) ",\n" FEATURE("{\"other\":null,\"name\":\"Yew\"}",
                                                                       "null") ",\n" FEATURE("null", "null"));
    CU_ASSERT_EQUAL(sheet_headings(f.sheet)->count, 7);
    expect_row(&f, 2, "Hazel é", "-2.250000", "53.500000");
    CU_ASSERT_STRING_EQUAL(cell(&f, "tags"), "a;2;true");
    CU_ASSERT_STRING_EQUAL(cell(&f, "size"), "3.5");
    CU_ASSERT_STRING_EQUAL(cell(&f, "deep"), "{\"x\":[1]}");
    CU_ASSERT_STRING_EQUAL(cell(&f, "other"), "");
    expect_row(&f, 3, "Yew", "", "");
    expect_row(&f, 4, "", "", "");
    expect_end(&f);
    end(&f);
}

static void a_shape_lies_at_its_middle(void)
{
    struct fixture f;

    start(
        &f, FEATURE("{\"name\":\"square\"}", SHAPE("Polygon", "[[[0,0],[2,0],[2,2],[0,2],[0,0]]]")) ",\n"
        /* corners crowded on one side do not draw the middle there; round the other way it is the same */
        FEATURE(
            "{\"name\":\"crowded\"}",
            SHAPE(
                "Polygon",
                "[[[0,0],[0,2],[2,2],[2,1.9],[2,1.8],[2,0]]]")) ",\n" FEATURE("{\"name\":\"hole\"}",
                                                                              SHAPE(
                                                                                  "Polygon",
                                                                                  "[[[0,0],[4,0],[4,4],[0,4],[0,"
                                                                                  "0]],"
                                                                                  "[[2,0],[4,0],[4,4],[2,4],[2,0]"
                                                                                  "]]")) ",\n" FEATURE("{\"name\""
                                                                                                       ":\"two\""
                                                                                                       "}",
                                                                                                       SHAPE(
                                                                                                           "Mul"
                                                                                                           "tiP"
                                                                                                           "oly"
                                                                                                           "go"
                                                                                                           "n",
                                                                                                           "[[["
                                                                                                           "[0,"
                                                                                                           "0],"
                                                                                                           "[2,"
                                                                                                           "0],"
                                                                                                           "[2,"
                                                                                                           "2],"
                                                                                                           "[0,"
                                                                                                           "2],"
                                                                                                           "[0,"
                                                                                                           "0]]"
                                                                                                           "],"
                                                                                                           "[[["
                                                                                                           "4,"
                                                                                                           "0],"
                                                                                                           "[6,"
                                                                                                           "0],"
                                                                                                           "[6,"
                                                                                                           "2],"
                                                                                                           "[4,"
                                                                                                           "2],"
                                                                                                           "[4,"
                                                                                                           "0]]"
                                                                                                           "]"
                                                                                                           "]")) ","
                                                                                                                 "\n" FEATURE(
                                                                                                                     "{"
                                                                                                                     "\"name\":\"line\"}",
                                                                                                                     SHAPE(
                                                                                                                         "LineString",
                                                                                                                         "[[0,0],[3,0],[3,1]]")) ",\n" FEATURE("{\"name\":\"points\"}", SHAPE("MultiPoint", "[[0,0],[1,2]]")) ",\n" FEATURE("{\"name\":\"flat\"}", SHAPE("Polygon", "[[[1,1],[3,1],[1,1]]]")) ",\n" FEATURE("{\"name\":\"mixed\"}", "{\"type\":\"GeometryCollection\",\"geometries\":[" SHAPE("Point",
                                                                                                                                                                                                                                                                                                                                                                                                              "[9,9]") "," SHAPE("Polygon", "[[[0,0],[2,0],[2,2],[0,2],[0,0]]]") "]}") ",\n" FEATURE("{\"name\":\"empty\"}", SHAPE("MultiPoint", "[]")));
    expect_row(&f, 2, "square", "1.000000", "1.000000");
    expect_row(&f, 3, "crowded", "1.000000", "1.000000");
    expect_row(&f, 4, "hole", "1.000000", "2.000000");
    expect_row(&f, 5, "two", "3.000000", "1.000000");
    expect_row(&f, 6, "line", "1.875000", "0.125000");
    expect_row(&f, 7, "points", "0.500000", "1.000000");
    expect_row(&f, 8, "flat", "2.000000", "1.000000");
    expect_row(&f, 9, "mixed", "1.000000", "1.000000");
    expect_row(&f, 10, "empty", "", "");
    expect_end(&f);
    end(&f);
}

static void a_bad_feature_costs_itself(void)
{
    struct fixture f;

    start(
        &f,
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"a\",\"name\":\"b\"},\"geometry\":null},\n"
        "{\"type\":\"Point\"},\n"
        "{\"type\":\"Feature\",\"properties\":[1]},\n"
        "{\"type\":\"Feature\",\"properties\":{\"n\":NaN}},\n"
        "{\"type\":\"Feature\",\"properties\":{\"n\":1e999}},\n"
        "{\"type\":\"Feature\",\"properties\":{\"n\":99999999999999999999}},\n"
        "{\"type\":\"Feature\",\"properties\":{\"n\":\"\\u0000\"}},\n"
        "7,\n" FEATURE("{}", SHAPE("Point", "[377000,395000]")) ",\n" FEATURE(
            "{}",
            SHAPE(
                "Point",
                "[\"1\",2]")) ",\n" FEATURE("{}",
                                            SHAPE(
                                                "Circle",
                                                "[1,2]")) ",\n" FEATURE("{}",
                                                                        "{\"coordinates\":[1,2]}") ",\n" FEATURE("{\"na"
                                                                                                                 "me\":"
                                                                                                                 "\"goo"
                                                                                                                 "d\"}",
                                                                                                                 SHAPE(
                                                                                                                     "P"
                                                                                                                     "o"
                                                                                                                     "i"
                                                                                                                     "n"
                                                                                                                     "t",
                                                                                                                     "["
                                                                                                                     "1"
                                                                                                                     ","
                                                                                                                     "2"
                                                                                                                     "]")));
    expect_bad(&f, 2, "two properties of one name");
    expect_bad(&f, 3, "no feature");
    expect_bad(&f, 4, "no feature");
    expect_bad(&f, 5, "not written as JSON");
    expect_bad(&f, 6, "too large");
    expect_bad(&f, 7, "too large");
    expect_bad(&f, 8, "zero bytes");
    expect_bad(&f, 9, "");
    expect_bad(&f, 10, "377000, 395000 is no longitude and latitude");
    expect_bad(&f, 11, "The geometry is not written");
    expect_bad(&f, 12, "The geometry is not written");
    expect_bad(&f, 13, "The geometry is not written");
    expect_row(&f, 14, "good", "1.000000", "2.000000");
    expect_end(&f);
    end(&f);
}

static void depth_is_bounded(void)
{
    enum { DEEP = 100000 };
    struct buf text = { 0 };
    struct fixture f;

    CU_ASSERT_EQUAL_FATAL(buf_add_str(&text, "{\"type\":\"Feature\",\"properties\":{\"n\":"), OK);
    for (int i = 0; i < DEEP; i++)
        CU_ASSERT_EQUAL_FATAL(buf_add_char(&text, '['), OK);
    for (int i = 0; i < DEEP; i++)
        CU_ASSERT_EQUAL_FATAL(buf_add_char(&text, ']'), OK);
    CU_ASSERT_EQUAL_FATAL(buf_add_str(&text, "}},\n" FEATURE("{\"name\":\"b\"}", "null")), OK);
    start(&f, text.data);
    expect_bad(&f, 2, "too deeply");
    expect_row(&f, 3, "b", "", "");
    expect_end(&f);
    end(&f);
    buf_release(&text);
}

static void a_file_that_is_none_is_refused(void)
{
    static const struct {
        const char *text, *reason;
    } cases[] = {
        { "name,kind\nA,org\n", "no GeoJSON" },
        { "[1,2]", "no GeoJSON" },
        { "{\"type\":\"FeatureCollection\"}", "no GeoJSON" },
        { "{\"type\":\"Topology\",\"features\":[]}", "no GeoJSON" },
        { "{\"type\":\"FeatureCollection\",\"features\":{}}", "no GeoJSON" },
        { "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"", "not copied whole" },
        { "{\"type\":\"FeatureCollection\",\"features\":[\"a", "not copied whole" },
        { "{\"type\":\"FeatureCollection\",\"features\":[{}{}]}", "not written as GeoJSON" },
        { "{\"type\":\"FeatureCollection\",\"features\":[] x", "not written as GeoJSON" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;

        CU_ASSERT_EQUAL(start_with(&f, cases[i].text), E_INVALID);
        CU_ASSERT_PTR_NULL(f.sheet);
        if (!strstr(f.why.text, cases[i].reason))
            printf("case %zu: %s\n", i, f.why.text);
        CU_ASSERT_PTR_NOT_NULL(strstr(f.why.text, cases[i].reason));
        end(&f);
    }
}

static void properties_of_the_columns_own_name_are_kept(void)
{
    struct fixture f;

    start(&f, FEATURE("{\"name\":\"a\",\"longitude\":\"east\"}", SHAPE("Point", "[1,2]")));
    expect_row(&f, 2, "a", "1.000000", "2.000000");
    CU_ASSERT_STRING_EQUAL(cell(&f, "properties.longitude"), "east");
    end(&f);
}

static void columns_are_bounded(void)
{
    struct buf text = { 0 };
    struct fixture f;

    CU_ASSERT_EQUAL_FATAL(
        buf_add_str(&text, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"), OK);
    for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
        CU_ASSERT_EQUAL_FATAL(buf_printf(&text, "%s\"p%d\":1", i > 0 ? "," : "", i), OK);
    CU_ASSERT_EQUAL_FATAL(buf_add_str(&text, "}}]}"), OK);
    CU_ASSERT_EQUAL(start_with(&f, text.data), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(f.why.text, "1,024"));
    end(&f);
    buf_release(&text);
}

void suite_geojson(void);
void suite_geojson(void)
{
    CU_pSuite s = CU_add_suite("geojson", NULL, NULL);

    CU_add_test(s, "properties are columns", properties_are_columns);
    CU_add_test(s, "a shape lies at its middle", a_shape_lies_at_its_middle);
    CU_add_test(s, "a bad feature costs itself", a_bad_feature_costs_itself);
    CU_add_test(s, "depth is bounded", depth_is_bounded);
    CU_add_test(s, "a file that is none is refused", a_file_that_is_none_is_refused);
    CU_add_test(s, "properties of the columns' own name are kept", properties_of_the_columns_own_name_are_kept);
    CU_add_test(s, "columns are bounded", columns_are_bounded);
}
