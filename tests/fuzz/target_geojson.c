/*
 * GeoJSON from a file: reading ends, every row has the headings' number of cells, each of them text, and a place that
 * is told lies in the world.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sheet.h"

static void check_row(const struct sheet_row *headings, const struct sheet_row *row)
{
    const char *longitude = row->cells[row->count - 2], *latitude = row->cells[row->count - 1];

    fuzz_must(row->count == headings->count, "a row is as wide as the headings");
    for (size_t i = 0; i < row->count; i++)
        fuzz_must(text_is_utf8(row->cells[i], strlen(row->cells[i])), "a cell is UTF-8");
    fuzz_must((longitude[0] == '\0') == (latitude[0] == '\0'), "both degrees or none");
    fuzz_must(strtod(longitude, NULL) >= -180 && strtod(longitude, NULL) <= 180, "within the world");
    fuzz_must(strtod(latitude, NULL) >= -90 && strtod(latitude, NULL) <= 90, "within the world");
}

static void read_all(struct sheet *sheet, size_t len)
{
    const struct sheet_row *headings = sheet_headings(sheet);
    enum sheet_step step;
    uint64_t line = 0, done, whole;
    size_t rows = 0;

    fuzz_must(headings->count >= 2 && headings->count <= SHEET_COLUMNS_MAX, "a bounded number of columns");
    do {
        struct sheet_row row = { 0 };
        struct why why = { 0 };

        step = sheet_next(sheet, &row, &why);
        fuzz_must(++rows <= len + 2, "reading comes to an end");
        fuzz_must(step != SHEET_FAILED, "what was opened is read to its end");
        fuzz_must(step != SHEET_BAD || why.text[0] != '\0', "a refusal has a sentence");
        if (step != SHEET_END) {
            fuzz_must(row.line >= line, "lines are counted upwards");
            line = row.line;
        }
        if (step == SHEET_ROW)
            check_row(headings, &row);
    } while (step != SHEET_END);
    sheet_position(sheet, &done, &whole);
    fuzz_must(done == whole, "at the end everything was read");
}

static void run(const uint8_t *bytes, size_t len)
{
    struct sheet *sheet = NULL;
    struct why why = { 0 };
    char path[256];

    fuzz_file("file.geojson", bytes, len, path);
    if (sheet_open(path, NULL, &sheet, &why) == OK)
        read_all(sheet, len);
    else
        fuzz_must(sheet == NULL && why.text[0] != '\0', "a refusal has a sentence, and nothing is open");
    sheet_close(sheet);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const files[] = {
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"Hazel\",\"n\":"
        "3},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-2.3,53.4]}}]}",
        "{\"features\":[{\"type\":\"Feature\",\"properties\":{\"a\":[1,\"b\"],\"longitude\":{}},\"geometry\":{\"type\":"
        "\"Polygon\",\"coordinates\":[[[0,0],[2,0],[2,2],[0,0]],[[1,1],[1,1.5],[1.5,1.5]]]}},\n"
        "{\"type\":\"Feature\",\"properties\":null,\"geometry\":null},\n7,{\"a\":1,\"a\":2}],"
        "\"type\":\"FeatureCollection\",\"crs\":{\"x\":[[{}]]}}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":"
        "\"GeometryCollection\","
        "\"geometries\":[{\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[1,1]]]},{\"type\":\"MultiPolygon\","
        "\"coordinates\":[[[[179,89],[-179,-89],[0,1e-300],[1e300,2]]]]}]}}]}",
        "{\"type\":\"FeatureCollection\",\"features\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]],NaN,1e999,\"\\ud800\","
        "\"\\u0000\"]}",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\"",
    };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        take(data, files[i], strlen(files[i]));
}

const struct fuzz_target fuzz_target_geojson = { .name = "geojson", .most = 8192, .run = run, .seeds = seeds };
