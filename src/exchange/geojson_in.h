/*
 * Private to sheet.c, sheet_geojson.c (the features of a file as rows), geojson_outline.c (where they begin and end)
 * and geojson_centre.c (where a geometry lies).
 */
#ifndef GEOJSON_IN_H
#define GEOJSON_IN_H

#include <jansson.h>

#include "sheet_in.h"

/* More is no town's list of places; the file is held in memory whole. */
enum { GEOJSON_BYTES_MAX = 64 << 20, GEOJSON_FEATURE_BYTES_MAX = 16 << 20 };

/* Whether the name says that a file is GeoJSON. */
bool geojson_is(const char *path);
/* The whole file into sheet->text, its properties as headings, and "longitude" and "latitude" behind them. */
MUST_USE enum err geojson_start(struct sheet *sheet, struct why *why);
enum sheet_step geojson_next(struct sheet *sheet, struct sheet_row *row, struct why *why);
void geojson_release(struct geojson *geojson); /* NULL allowed */
uint64_t geojson_passed(const struct geojson *geojson);

/* A place in the text of a file. */
struct outline {
    const char *text;
    size_t len, at;
};
/* The members of the outermost object: is it a FeatureCollection, and where do its features begin (behind the [)? */
MUST_USE enum err outline_read(struct outline *outline, size_t *first, struct why *why);
void outline_pass_blanks(struct outline *outline);
bool outline_pass_char(struct outline *outline, char c); /* behind blanks; false when something else stands there */
/* Past one value of any kind, without looking what is in it; false where the text ends within it. */
bool outline_pass_value(struct outline *outline);

/* The middle of a geometry in degrees: of its areas where it has any, else of its lines, else of its points. *any false
 * for a geometry without positions. E_INVALID in words for what is no geometry or lies outside of the world. */
MUST_USE enum err geojson_centre(const json_t *geometry, double *longitude, double *latitude, bool *any,
                                 struct why *why);

#endif
