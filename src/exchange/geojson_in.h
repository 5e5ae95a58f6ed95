/* Private to sheet.c, sheet_geojson.c (the features of a file as rows) and geojson_centre.c (where a geometry lies). */
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

/* The middle of a geometry in degrees: of its areas where it has any, else of its lines, else of its points. *any false
 * for a geometry without positions. E_INVALID in words for what is no geometry or lies outside of the world. */
MUST_USE enum err geojson_centre(const json_t *geometry, double *longitude, double *latitude, bool *any,
                                 struct why *why);

#endif
