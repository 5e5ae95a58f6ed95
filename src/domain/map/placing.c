/*
 * Places for stakeholders and sites that have none: see placing.h. The places are read first, then what is to be
 * placed; only at the end is anything written.
 */
#include "townkeep/domain/placing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { MILLION = 1000000, PARENTS_MAX = 32 };

struct area {
    int64_t id, parent;
    char *postcodes; /* "M33;WA15 7"; "" none. Owned */
    double latitude, longitude;
    bool is_near; /* it has coordinates and is of a kind that is looked for by them */
};
struct placed {
    const struct record_type *type;
    int64_t id, place;
};
struct work {
    struct store *store;
    struct placing *counts;
    struct area *areas; /* all places, sorted by id */
    size_t area_count;
    struct placed *placed;
    size_t placed_count;
};

static void release(struct work *work)
{
    for (size_t i = 0; i < work->area_count; i++)
        free(work->areas[i].postcodes);
    free(work->areas);
    free(work->placed);
}

static enum err no_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

/* --- the places --- */
static enum err take_area(const struct record *place, void *context, struct why *why)
{
    struct work *work = context;
    const char *kind = record_text(place, "kind");
    struct area *more = work->areas, *area;

    if (work->area_count % 256 == 0)
        more = reallocarray(work->areas, work->area_count + 256, sizeof *more);
    if (!more)
        return no_memory(why);
    work->areas = more;
    area = &more[work->area_count];
    *area = (struct area){ .id = place->id,
                           .parent = record_number(place, "parent"),
                           .latitude = (double)record_number(place, "latitude") / MILLION,
                           .longitude = (double)record_number(place, "longitude") / MILLION };
    area->is_near =
        record_has(place, "latitude") && (strcmp(kind, "district") == 0 || strcmp(kind, "neighbourhood") == 0);
    if (text_copy(&area->postcodes, record_text(place, "postcodes")))
        return no_memory(why);
    work->area_count++;
    work->counts->areas += area->is_near || area->postcodes[0];
    return OK;
}

static int compare_areas(const void *a, const void *b)
{
    int64_t left = ((const struct area *)a)->id, right = ((const struct area *)b)->id;

    return (left > right) - (left < right);
}

static const struct area *area_of(const struct work *work, int64_t id)
{
    const struct area key = { .id = id };

    return work->area_count > 0 ? bsearch(&key, work->areas, work->area_count, sizeof key, compare_areas) : NULL;
}

/* Whether a place lies in another, however far down; a ring of places ends the search. */
static bool lies_in(const struct work *work, const struct area *inner, int64_t outer)
{
    for (int i = 0; inner && i < PARENTS_MAX; i++) {
        if (inner->parent == outer)
            return true;
        inner = area_of(work, inner->parent);
    }
    return false;
}

/* --- choosing --- */
/* The longest of a place's beginnings that fits; 0 none. */
static size_t fit_of(const struct area *area, const char *postcode)
{
    const char *at = area->postcodes;
    size_t best = 0;

    while (*at) {
        size_t len = strcspn(at, ";");
        char beginning[64];

        text_print_into(beginning, sizeof beginning, "%.*s", (int)len, at);
        if (len > best && postcode_begins(postcode, beginning))
            best = len;
        at += len + (at[len] == ';');
    }
    return best;
}

/* `outer` 0: anywhere. Of two that fit as well, the one inside the other; else none, for it may be either. */
static const struct area *by_postcode(const struct work *work, const char *postcode, int64_t outer)
{
    const struct area *best = NULL;
    size_t best_fit = 0;
    bool is_clear = true;

    for (size_t i = 0; postcode[0] && i < work->area_count; i++) {
        const struct area *area = &work->areas[i];
        size_t fit = area->postcodes[0] && (outer == 0 || lies_in(work, area, outer)) ? fit_of(area, postcode) : 0;

        if (fit == 0 || fit < best_fit || (fit == best_fit && lies_in(work, best, area->id)))
            continue;
        is_clear = fit > best_fit || lies_in(work, area, best->id);
        best = area;
        best_fit = fit;
    }
    return is_clear ? best : NULL;
}

/* Kilometres between two places on a ball of the earth's size (haversine). */
static double distance(const struct area *area, double latitude, double longitude)
{
    const double degree = 3.14159265358979323846 / 180, radius = 6371;
    double north = sin((latitude - area->latitude) * degree / 2),
           east = sin((longitude - area->longitude) * degree / 2),
           root = north * north + cos(latitude * degree) * cos(area->latitude * degree) * east * east;

    return 2 * radius * asin(fmin(1, sqrt(root)));
}

static const struct area *by_coordinates(const struct work *work, const struct record *site, int64_t outer)
{
    double latitude = (double)record_number(site, "latitude") / MILLION,
           longitude = (double)record_number(site, "longitude") / MILLION, nearest = PLACING_KILOMETRES;
    const struct area *best = NULL;

    for (size_t i = 0; record_has(site, "latitude") && i < work->area_count; i++) {
        const struct area *area = &work->areas[i];
        double away;

        if (!area->is_near || (outer != 0 && !lies_in(work, area, outer)))
            continue;
        away = distance(area, latitude, longitude);
        if (away <= nearest) {
            nearest = away;
            best = area;
        }
    }
    return best;
}

/* --- what is to be placed --- */
static enum err note(struct work *work, const struct record *record, const struct area *area, size_t *count,
                     struct why *why)
{
    struct placed *more = work->placed;

    if (work->placed_count % 256 == 0)
        more = reallocarray(work->placed, work->placed_count + 256, sizeof *more);
    if (!more)
        return no_memory(why);
    work->placed = more;
    more[work->placed_count++] = (struct placed){ record->type, record->id, area->id };
    ++*count;
    return OK;
}

static enum err take_site(const struct record *site, void *context, struct why *why)
{
    struct work *work = context;
    struct placing *counts = work->counts;
    const char *kind = record_text(site, "kind");
    int64_t outer = record_number(site, "parent");
    const struct area *area;

    /* One that has beginnings of its own is a part of town, whatever it is called. */
    if ((strcmp(kind, "site") != 0 && strcmp(kind, "venue") != 0) || record_has(site, "postcodes"))
        return OK;
    if ((area = by_postcode(work, record_text(site, "postcode"), outer)))
        return note(work, site, area, &counts->sites_by_postcode, why);
    if ((area = by_coordinates(work, site, outer)))
        return note(work, site, area, &counts->sites_by_coordinates, why);
    counts->sites_left += outer == 0;
    return OK;
}

static enum err take_party(const struct record *party, void *context, struct why *why)
{
    struct work *work = context;
    struct placing *counts = work->counts;
    const struct area *area;

    if (record_has(party, "places") || record_has(party, "same_as") ||
        strcmp(record_text(party, "kind"), "person") == 0 || strcmp(record_text(party, "status"), "closed") == 0)
        return OK;
    if (!record_has(party, "postcode")) {
        counts->parties_no_postcode++;
        return OK;
    }
    if ((area = by_postcode(work, record_text(party, "postcode"), 0)))
        return note(work, party, area, &counts->parties_by_postcode, why);
    counts->parties_elsewhere++;
    return OK;
}

/* --- writing --- */
static enum err put_place(struct work *work, const struct placed *placed, struct save *save, struct why *why)
{
    bool is_party = placed->type == &party_type;
    const char *key = is_party ? "places" : "parent";
    struct record record = { 0 };
    struct why problem = { 0 };
    int64_t place = placed->place;
    enum err e;

    if ((e = store_load(work->store, placed->type, placed->id, &record, why)))
        goto done;
    if (!is_party)
        value_set_number(record_value(&record, key), place);
    else if ((e = value_set_ids(record_value(&record, key), &place, 1)))
        goto done;
    e = save_put(save, &record, NULL, &problem);
    if (e == E_INVALID || e == E_CONFLICT) {
        work->counts->refused++;
        e = OK;
    } else if (e) {
        why_set(why, e, "%s", why_text(&problem));
    }
done:
    record_release(&record);
    return e;
}

static enum err write_all(struct work *work, struct why *why)
{
    size_t by_coordinates = work->counts->sites_by_coordinates;
    struct saved saved = { 0 };
    struct save *save = NULL;
    char sentence[200];
    enum err e = save_begin(work->store, ENTRY_CHANGE, &save, why);

    for (size_t i = 0; i < work->placed_count && !e; i++)
        e = put_place(work, &work->placed[i], save, why);
    if (e) {
        save_cancel(save);
        return e;
    }
    text_print_into(sentence, sizeof sentence, _("Gave places: %zu by postcode, %zu by coordinates"),
                    work->placed_count - by_coordinates, by_coordinates);
    e = save_commit(save, sentence, &saved, why);
    work->counts->entry = saved.entry;
    return e;
}

static enum err check_rights(const struct store *store, struct why *why)
{
    if (store_may_write(store, &party_type) && store_may_write(store, &place_type))
        return OK;
    return why_set(why, E_PERMISSION, N_("Your role does not let you change stakeholders and places."));
}

enum err placing_run(struct store *store, bool trial, struct placing *out, struct why *why)
{
    struct work work = { .store = store, .counts = out };
    struct query places, parties;
    enum err e;

    *out = (struct placing){ 0 };
    query_init(&places, &place_type);
    query_init(&parties, &party_type);
    if ((e = check_rights(store, why)) || (e = query_each(store, &places, take_area, &work, why)))
        goto done;
    if (work.area_count > 0)
        qsort(work.areas, work.area_count, sizeof *work.areas, compare_areas);
    if ((e = query_each(store, &places, take_site, &work, why)) ||
        (e = query_each(store, &parties, take_party, &work, why)))
        goto done;
    if (!trial && work.placed_count > 0)
        e = write_all(&work, why);
done:
    release(&work);
    return e;
}

/* --- telling --- */
static enum err show_count(struct buf *out, const char *label, size_t count)
{
    return count > 0 ? buf_printf(out, "  %s: %zu\n", gettext(label), count) : OK;
}

static enum err show_placed(const struct placing *placing, bool trial, struct buf *out)
{
    bool any = placing->parties_by_postcode + placing->sites_by_postcode + placing->sites_by_coordinates > 0;
    enum err e;

    if (!any)
        return buf_add_str(out, _("Nothing here can be given a place.\n"));
    if ((e = buf_add_str(out, trial ? _("These would get a place:\n") : _("These got a place:\n"))) ||
        (e = show_count(out, N_("stakeholders, by postcode"), placing->parties_by_postcode)) ||
        (e = show_count(out, N_("sites, by postcode"), placing->sites_by_postcode)))
        return e;
    return show_count(out, N_("sites, by coordinates"), placing->sites_by_coordinates);
}

enum err placing_show(const struct placing *placing, bool trial, struct buf *out)
{
    enum err e;

    if (placing->areas == 0)
        return buf_add_str(out, _("No place has postcode beginnings, and no district has coordinates: fill in "
                                  "\"Postcodes here\" of the places first.\n"));
    if ((e = show_placed(placing, trial, out)) ||
        placing->parties_elsewhere + placing->parties_no_postcode + placing->sites_left + placing->refused == 0)
        return e;
    if ((e = buf_add_str(out, _("These are left without:\n"))) ||
        (e = show_count(out, N_("stakeholders whose postcode begins like none here"), placing->parties_elsewhere)) ||
        (e = show_count(out, N_("stakeholders without a postcode"), placing->parties_no_postcode)) ||
        (e = show_count(out, N_("sites near no place here"), placing->sites_left)))
        return e;
    return show_count(out, N_("records that could not be saved: open each and save it"), placing->refused);
}
