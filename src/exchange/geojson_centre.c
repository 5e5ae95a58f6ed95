/*
 * Where a GeoJSON geometry (RFC 7946) lies: the centroid of its areas, holes taken out; a geometry without area counts
 * by its lines, and one without length by its points. Degrees are reckoned with as if they were flat, which for a
 * building or a district is exact enough; a shape across the 180th meridian is not looked for.
 */
#include "geojson_in.h"

#include <math.h>
#include <string.h>

#include "townkeep/base/i18n.h"

enum { COLLECTION_DEPTH_MAX = 8 };

struct position {
    double x, y;
};
/* Sums of places times their weight: of points (each 1), lines (their length) and areas. */
struct sums {
    struct {
        double x, y, weight;
    } of[3];
    struct why *why;
};
enum { POINTS, LINES, AREAS };

static void add(struct sums *sums, int kind, double x, double y, double weight)
{
    sums->of[kind].x += x * weight;
    sums->of[kind].y += y * weight;
    sums->of[kind].weight += weight;
}

static enum err malformed(const struct sums *sums)
{
    return why_set(sums->why, E_INVALID, N_("The geometry is not written as GeoJSON asks."));
}

static enum err read_position(const json_t *array, struct sums *sums, struct position *out)
{
    const json_t *x = json_array_get(array, 0), *y = json_array_get(array, 1);

    if (!json_is_number(x) || !json_is_number(y))
        return malformed(sums);
    out->x = json_number_value(x);
    out->y = json_number_value(y);
    if (fabs(out->x) <= 180 && fabs(out->y) <= 90)
        return OK;
    return why_set(sums->why, E_INVALID,
                   N_("The position %.15g, %.15g is no longitude and latitude in degrees: save the file again in "
                      "WGS 84 (EPSG:4326)."),
                   out->x, out->y);
}

static enum err add_point(const json_t *array, struct sums *sums)
{
    struct position at = { 0 };
    enum err e = read_position(array, sums, &at);

    if (!e)
        add(sums, POINTS, at.x, at.y, 1);
    return e;
}

static enum err add_line(const json_t *array, struct sums *sums)
{
    struct position from = { 0 }, to = { 0 };
    enum err e = json_is_array(array) ? OK : malformed(sums);

    for (size_t i = 0; i < json_array_size(array) && !e; i++) {
        if ((e = read_position(json_array_get(array, i), sums, &to)))
            break;
        add(sums, POINTS, to.x, to.y, 1);
        if (i > 0)
            add(sums, LINES, (from.x + to.x) / 2, (from.y + to.y) / 2, hypot(to.x - from.x, to.y - from.y));
        from = to;
    }
    return e;
}

/* One ring: its area counts whichever way round it runs; a hole's is taken away. Reckoned from the ring's first corner,
 * so that a small building far from 0, 0 keeps its digits. */
static enum err add_ring(const json_t *array, bool is_hole, struct sums *sums)
{
    struct position first = { 0 }, from, to = { 0 };
    double area = 0, x = 0, y = 0;
    enum err e = add_line(array, sums);

    if (e || json_array_size(array) < 3)
        return e;
    if ((e = read_position(json_array_get(array, 0), sums, &first)))
        return e;
    from = first;
    for (size_t i = 1; i < json_array_size(array) && !e; i++, from = to) {
        double part;

        if ((e = read_position(json_array_get(array, i), sums, &to)))
            return e;
        part = ((from.x - first.x) * (to.y - first.y) - (to.x - first.x) * (from.y - first.y)) / 2;
        area += part;
        x += part * ((from.x - first.x) + (to.x - first.x)) / 3;
        y += part * ((from.y - first.y) + (to.y - first.y)) / 3;
    }
    if (area != 0)
        add(sums, AREAS, first.x + x / area, first.y + y / area, is_hole ? -fabs(area) : fabs(area));
    return OK;
}

static enum err add_polygon(const json_t *array, struct sums *sums)
{
    enum err e = json_is_array(array) ? OK : malformed(sums);

    for (size_t i = 0; i < json_array_size(array) && !e; i++)
        e = add_ring(json_array_get(array, i), i > 0, sums);
    return e;
}

static enum err add_each(const json_t *array, enum err (*one)(const json_t *, struct sums *), struct sums *sums)
{
    enum err e = json_is_array(array) ? OK : malformed(sums);

    for (size_t i = 0; i < json_array_size(array) && !e; i++)
        e = one(json_array_get(array, i), sums);
    return e;
}

static enum err add_geometry(const json_t *geometry, int depth, struct sums *sums)
{
    static const struct {
        const char *type;
        enum err (*one)(const json_t *, struct sums *);
        bool several;
    } types[] = {
        { "Point", add_point, false },         { "MultiPoint", add_point, true }, { "LineString", add_line, false },
        { "MultiLineString", add_line, true }, { "Polygon", add_polygon, false }, { "MultiPolygon", add_polygon, true },
    };
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    const json_t *members = json_object_get(geometry, "geometries");
    enum err e = OK;

    if (!type)
        return malformed(sums);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i].type) == 0)
            return types[i].several ? add_each(coordinates, types[i].one, sums) : types[i].one(coordinates, sums);
    }
    if (strcmp(type, "GeometryCollection") != 0 || !json_is_array(members) || depth == COLLECTION_DEPTH_MAX)
        return malformed(sums);
    for (size_t i = 0; i < json_array_size(members) && !e; i++)
        e = add_geometry(json_array_get(members, i), depth + 1, sums);
    return e;
}

static bool is_in_world(double x, double y)
{
    return fabs(x) <= 180 && fabs(y) <= 90; /* a number that is none is not */
}

enum err geojson_centre(const json_t *geometry, double *longitude, double *latitude, bool *any, struct why *why)
{
    struct sums sums = { .why = why };
    enum err e = add_geometry(geometry, 0, &sums);

    *any = false;
    for (int i = AREAS; i >= POINTS && !e && !*any; i--) {
        if (!(sums.of[i].weight > 0))
            continue;
        *longitude = sums.of[i].x / sums.of[i].weight;
        *latitude = sums.of[i].y / sums.of[i].weight;
        /* Holes larger than what is around them can throw an area's middle out of the world. */
        *any = is_in_world(*longitude, *latitude);
    }
    return e;
}
