/*
 * GeoJSON (RFC 7946) as rows: a FeatureCollection's features, their properties as columns, and where each lies as
 * "longitude" and "latitude". Only the outline of the file is read here: jansson gets one feature at a time, so that a
 * bad one costs itself alone and is told with its line, as in a CSV file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geojson_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct geojson {
    json_t *columns; /* property → its place among the headings */
    size_t property_count;
    size_t first; /* where the features begin in sheet->text */
    size_t at;    /* where the next one does */
    bool at_end;
    uint64_t size; /* of the file */
};

/* --- one feature --- */
static const char *problem_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        return N_("The feature has two properties of one name.");
    case json_error_stack_overflow:
        return N_("The feature is nested too deeply.");
    case json_error_numeric_overflow:
        return N_("The feature contains a number that is too large.");
    case json_error_invalid_utf8:
        return N_("The feature contains bytes that are not UTF-8.");
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return N_("The feature contains zero bytes, which no text does.");
    default:
        return N_("The feature is not written as JSON asks.");
    }
}

static json_t *load_feature(const char *text, size_t len, struct why *why)
{
    json_error_t error;
    json_t *feature, *properties;
    const char *type;

    if (len > GEOJSON_FEATURE_BYTES_MAX) {
        why_set(why, E_INVALID, N_("The feature is larger than %d MiB."), GEOJSON_FEATURE_BYTES_MAX >> 20);
        return NULL;
    }
    feature = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!feature) {
        enum err code = json_error_code(&error) == json_error_out_of_memory ? E_MEMORY : E_INVALID;

        why_set(why, code, "%s", code == E_MEMORY ? err_text(code) : _(problem_of(&error)));
        return NULL;
    }
    type = json_string_value(json_object_get(feature, "type"));
    properties = json_object_get(feature, "properties");
    if (type && strcmp(type, "Feature") == 0 && (!properties || json_is_object(properties) || json_is_null(properties)))
        return feature;
    json_decref(feature);
    why_set(why, E_INVALID,
            N_("This is no feature as GeoJSON asks for: an object with type, properties and geometry."));
    return NULL;
}

enum step { FEATURE, FEATURE_BAD, FEATURES_END, FEATURES_BROKEN };

/* The next feature, loaded (*feature NULL when it is bad); *from is where it begins. */
static enum step next_feature(struct sheet *sheet, size_t *at, size_t *from, json_t **feature, struct why *why)
{
    struct outline outline = { .text = sheet->text.data, .len = sheet->text.len, .at = *at };

    *feature = NULL;
    if (outline_pass_char(&outline, ']'))
        return FEATURES_END;
    if (*at != sheet->geojson->first && !outline_pass_char(&outline, ','))
        return FEATURES_BROKEN;
    outline_pass_blanks(&outline);
    *from = outline.at;
    if (!outline_pass_value(&outline) || outline.at == *from)
        return FEATURES_BROKEN;
    *at = outline.at;
    *feature = load_feature(outline.text + *from, outline.at - *from, why);
    return *feature ? FEATURE : FEATURE_BAD;
}

/* --- headings --- */
static enum err add_column(struct sheet *sheet, const char *name, struct why *why)
{
    struct geojson *geojson = sheet->geojson;
    size_t start = sheet->heading_cells.len;
    bool is_ours = strcmp(name, "longitude") == 0 || strcmp(name, "latitude") == 0;

    if (json_object_get(geojson->columns, name))
        return OK;
    if (geojson->property_count + 2 == SHEET_COLUMNS_MAX)
        return why_set(why, E_INVALID, N_("The features have more than 1,024 different properties."));
    /* A property of the name that the geometry's own column has. */
    if (json_object_set_new(geojson->columns, name, json_integer((json_int_t)geojson->property_count)) ||
        (is_ours && buf_add_str(&sheet->heading_cells, "properties.")) ||
        buf_add(&sheet->heading_cells, name, strlen(name) + 1) || buf_add(&sheet->starts, &start, sizeof start))
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    geojson->property_count++;
    return OK;
}

static enum err collect_columns(struct sheet *sheet, struct why *why)
{
    size_t at = sheet->geojson->first, from;
    json_t *feature, *value;
    const char *name;
    enum step step;
    enum err e = OK;

    while (!e && (step = next_feature(sheet, &at, &from, &feature, why)) != FEATURES_END) {
        if (step == FEATURES_BROKEN)
            return why_set(why, E_INVALID, N_("The file is not written as GeoJSON asks, so it is not read."));
        if (step == FEATURE_BAD && why && why->code == E_MEMORY)
            return E_MEMORY;
        json_object_foreach(json_object_get(feature, "properties"), name, value)
        {
            if (!e)
                e = add_column(sheet, name, why);
        }
        json_decref(feature);
    }
    return e;
}

static enum err point_at_headings(struct sheet *sheet, struct why *why)
{
    size_t count = sheet->geojson->property_count, start = sheet->heading_cells.len;
    static const char own[] = "longitude\0latitude";

    sheet->headings.cells = calloc(count + 2, sizeof *sheet->headings.cells);
    if (!sheet->headings.cells || buf_add(&sheet->heading_cells, own, sizeof own))
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    for (size_t i = 0; i < count; i++) {
        size_t offset;

        memcpy(&offset, sheet->starts.data + i * sizeof offset, sizeof offset);
        sheet->headings.cells[i] = sheet->heading_cells.data + offset;
    }
    sheet->headings.cells[count] = sheet->heading_cells.data + start;
    sheet->headings.cells[count + 1] = sheet->heading_cells.data + start + strlen("longitude") + 1;
    sheet->headings.count = count + 2;
    sheet->headings.line = 1;
    return OK;
}

/* --- rows --- */
/* A list of plain values becomes a list of ours; anything deeper is kept as it is written. */
static enum err add_plain(struct buf *out, const json_t *value)
{
    char number[40];

    if (json_is_string(value))
        return buf_add_str(out, json_string_value(value));
    if (json_is_boolean(value))
        return buf_add_str(out, json_is_true(value) ? "true" : "false");
    if (json_is_integer(value))
        return buf_printf(out, "%lld", (long long)json_integer_value(value));
    if (!json_is_real(value))
        return OK;
    snprintf(number, sizeof number, "%.15g", json_real_value(value));
    return buf_add_str(out, number);
}

static enum err add_written(struct buf *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    enum err e = text ? buf_add_str(out, text) : E_MEMORY;

    free(text);
    return e;
}

static enum err add_value(struct buf *out, const json_t *value)
{
    enum err e = OK;

    if (json_is_object(value))
        return json_object_size(value) > 0 ? add_written(out, value) : OK;
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);

        if (json_is_object(item) || json_is_array(item))
            return add_written(out, value);
    }
    if (!json_is_array(value))
        return add_plain(out, value);
    for (size_t i = 0; i < json_array_size(value) && !e; i++) {
        if (!(e = i > 0 ? buf_add_char(out, ';') : OK))
            e = add_plain(out, json_array_get(value, i));
    }
    return e;
}

static enum err add_cells(struct sheet *sheet, const json_t *feature, struct why *why)
{
    const json_t *geometry = json_object_get(feature, "geometry"), *properties = json_object_get(feature, "properties");
    double longitude = 0, latitude = 0;
    bool placed = false;
    enum err e = OK;

    if (geometry && !json_is_null(geometry) && (e = geojson_centre(geometry, &longitude, &latitude, &placed, why)))
        return e;
    for (size_t i = 0; i < sheet->geojson->property_count && !e; i++) {
        const char *name = sheet->headings.cells[i];
        size_t start = sheet->cells.len;

        if (strncmp(name, "properties.", 11) == 0 && !json_object_get(properties, name))
            name += 11;
        if (!(e = buf_add(&sheet->starts, &start, sizeof start)) &&
            !(e = add_value(&sheet->cells, json_object_get(properties, name))))
            e = buf_add_char(&sheet->cells, '\0');
    }
    for (int i = 0; i < 2 && !e; i++) {
        size_t start = sheet->cells.len;

        if (!(e = buf_add(&sheet->starts, &start, sizeof start)) &&
            !(e = placed ? buf_printf(&sheet->cells, "%.6f", i == 0 ? longitude : latitude) : OK))
            e = buf_add_char(&sheet->cells, '\0');
    }
    if (e)
        return why_set(why, e, N_("There is no memory left to read the file."));
    if (sheet->cells.len > SHEET_ROW_BYTES_MAX)
        return why_set(why, E_INVALID, N_("The feature's properties are longer than %d KiB."),
                       SHEET_ROW_BYTES_MAX / 1024);
    return OK;
}

static enum err point_at_row(struct sheet *sheet, struct sheet_row *row, struct why *why)
{
    size_t count = sheet->headings.count;

    if (sheet->pointer_count < count) {
        const char **more = reallocarray(sheet->pointers, count, sizeof *more);

        if (!more)
            return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
        sheet->pointers = more;
        sheet->pointer_count = count;
    }
    for (size_t i = 0; i < count; i++) {
        size_t start;

        memcpy(&start, sheet->starts.data + i * sizeof start, sizeof start);
        sheet->pointers[i] = sheet->cells.data + start;
    }
    row->cells = sheet->pointers;
    row->count = count;
    return OK;
}

static uint64_t count_lines(const char *text, size_t from, size_t to)
{
    uint64_t lines = 0;

    for (size_t i = from; i < to; i++)
        lines += text[i] == '\n';
    return lines;
}

enum sheet_step geojson_next(struct sheet *sheet, struct sheet_row *row, struct why *why)
{
    struct geojson *geojson = sheet->geojson;
    size_t before = geojson->at, from = before;
    struct why problem = { 0 };
    json_t *feature;
    enum step step = next_feature(sheet, &geojson->at, &from, &feature, &problem);
    enum err e = problem.code;

    *row = (struct sheet_row){ 0 };
    /* Nothing is broken here: all of it was read once for its columns. */
    geojson->at_end = step == FEATURES_END || step == FEATURES_BROKEN;
    if (geojson->at_end)
        return SHEET_END;
    row->line = sheet->line + count_lines(sheet->text.data, before, from);
    sheet->line = row->line + count_lines(sheet->text.data, from, geojson->at);
    buf_clear(&sheet->cells);
    buf_clear(&sheet->starts);
    if (step == FEATURE && !(e = add_cells(sheet, feature, &problem)))
        e = point_at_row(sheet, row, &problem);
    json_decref(feature);
    if (!e)
        return SHEET_ROW;
    why_set(why, e, "%s", why_text(&problem));
    return e == E_MEMORY ? SHEET_FAILED : SHEET_BAD;
}

/* --- the file --- */
bool geojson_is(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot && (text_equal_ignoring_case(dot, ".geojson") || text_equal_ignoring_case(dot, ".json"));
}

uint64_t geojson_passed(const struct geojson *geojson)
{
    return geojson->at_end || geojson->at > geojson->size ? geojson->size : geojson->at;
}

enum err geojson_start(struct sheet *sheet, struct why *why)
{
    struct outline outline = { 0 };
    struct why unseen = { 0 };
    enum err e = OK;

    if (sheet->opened.st_size > GEOJSON_BYTES_MAX)
        return why_set(why, E_INVALID, N_("The file is larger than %d MiB: split it and import the parts."),
                       GEOJSON_BYTES_MAX >> 20);
    sheet->geojson = calloc(1, sizeof *sheet->geojson);
    if (!sheet->geojson || !(sheet->geojson->columns = json_object()))
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    while (!sheet->at_end && !e)
        e = sheet_fill(sheet, why);
    if (e)
        return e;
    outline = (struct outline){ .text = buf_text(&sheet->text), .len = sheet->text.len };
    if ((e = outline_read(&outline, &sheet->geojson->first, why)))
        return e;
    sheet->geojson->size = (uint64_t)sheet->opened.st_size;
    sheet->geojson->at = sheet->geojson->first;
    sheet->line += count_lines(outline.text, 0, sheet->geojson->first);
    sheet->shape.features = true;
    if ((e = collect_columns(sheet, &unseen)))
        return why_set(why, e, "%s", why_text(&unseen));
    return point_at_headings(sheet, why);
}

void geojson_release(struct geojson *geojson)
{
    if (!geojson)
        return;
    json_decref(geojson->columns);
    free(geojson);
}
