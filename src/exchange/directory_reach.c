/*
 * What a link leads to by a detour: from a place to the organisation that works there, from a service to who offers it,
 * from a service at a location to the one and the other.
 */
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/domain/queries.h"

/* --- who works at a place --- */
static int compare_works(const void *a, const void *b)
{
    const struct works_at *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

static enum err add_works(struct directory *directory, int64_t place, int64_t party)
{
    if (directory->works_count == directory->works_room) {
        size_t room = directory->works_room ? 2 * directory->works_room : 256;
        struct works_at *more = reallocarray(directory->works, room, sizeof *more);

        if (!more)
            return E_MEMORY;
        directory->works = more;
        directory->works_room = room;
    }
    directory->works[directory->works_count++] = (struct works_at){ .place = place, .party = party };
    return OK;
}

static enum err add_places(const struct record *party, void *data, struct why *why)
{
    const struct field *field = &party->type->fields[field_find(party->type, "places")];
    struct items places = { 0 };
    enum err e = OK;

    (void)why;
    if (which_fits(WHICH_ORGANISATIONS, party))
        e = items_of_value(field, &party->values[field - party->type->fields], &places);
    for (size_t i = 0; i < places.count && !e; i++)
        e = add_works(data, strtoll(places.texts[i], NULL, 10), party->id);
    items_release(&places);
    return e;
}

/* Asked of every place, so all is read once; an import that changes it says so. */
static enum err know_works(struct directory *directory, struct why *why)
{
    struct query query;
    enum err e;

    if (directory->works_known)
        return OK;
    directory->works_count = 0;
    query_init(&query, catalogue_find(store_catalogue(directory->store), "party"));
    if ((e = query_each(directory->store, &query, add_places, directory, why)))
        return e;
    if (directory->works_count > 0)
        qsort(directory->works, directory->works_count, sizeof *directory->works, compare_works);
    directory->works_known = true;
    return OK;
}

/* The organisation that the row of the place names. */
static enum err said_to_work(struct directory *directory, int64_t place, int64_t *party, struct why *why)
{
    const struct record_type *type = catalogue_find(store_catalogue(directory->store), "place");
    int table = table_find(directory->rules, "locations");
    size_t number = ids_being(&directory->ids, table, 0, type, place);
    const char *outside_id;
    const struct record_type *found;
    json_t *kept = NULL;
    enum err e = number ? kept_load(directory, directory->ids.entries[number - 1].row, &kept, why) : OK;

    *party = 0;
    outside_id = json_string_value(json_object_get(kept, "organization_id"));
    if (!e && outside_id)
        e = directory_link(directory, "organizations", outside_id, &found, party, why);
    json_decref(kept);
    return e;
}

enum err directory_works_at(struct directory *directory, int64_t place, int64_t *party, struct why *why)
{
    struct works_at wanted = { .place = place };
    size_t low = 0, high;
    enum err e;

    if ((e = said_to_work(directory, place, &wanted.party, why)) || (e = know_works(directory, why)))
        return e;
    *party = wanted.party;
    high = directory->works_count;
    if (wanted.party && high > 0 && bsearch(&wanted, directory->works, high, sizeof wanted, compare_works))
        return OK;
    wanted.party = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_works(&directory->works[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *party = low < directory->works_count && directory->works[low].place == place ? directory->works[low].party : 0;
    return OK;
}

/* --- who offers a service, and where --- */
static enum err offered_by(struct directory *directory, const struct record_type *type, int64_t service, int64_t *party,
                           struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(directory->store, type, service, &record, why);

    *party = e ? 0 : record_number(&record, "party");
    record_release(&record);
    return e;
}

/* The location of a row of services at locations; 0 when it was not kept. */
static enum err given_at(struct directory *directory, const char *sheet, const char *outside_id, int64_t *place,
                         struct why *why)
{
    size_t number = ids_find(&directory->ids, table_find(directory->rules, sheet), outside_id);
    const struct record_type *type = NULL;
    const char *location;
    json_t *kept = NULL;
    enum err e = number ? kept_load(directory, directory->ids.entries[number - 1].row, &kept, why) : OK;

    *place = 0;
    location = json_string_value(json_object_get(kept, "location_id"));
    if (!e && location)
        e = directory_link(directory, "locations", location, &type, place, why);
    if (type && strcmp(type->key, "place") != 0)
        *place = 0;
    json_decref(kept);
    return e;
}

enum err directory_reach(struct directory *directory, const char *sheet, const char *outside_id, const char *wanted,
                         int64_t *about, bool *is_straight, struct why *why)
{
    bool is_visit = strcmp(sheet, "service_at_location") == 0;
    const struct record_type *type;
    enum err e = directory_link(directory, sheet, outside_id, &type, about, why);

    *is_straight = !is_visit && type && strcmp(type->key, wanted) == 0;
    if (e || *about == 0 || !type || strcmp(type->key, wanted) == 0)
        return e;
    if (strcmp(wanted, "party") == 0 && strcmp(type->key, "place") == 0)
        return directory_works_at(directory, *about, about, why);
    if (strcmp(wanted, "party") == 0 && strcmp(type->key, "service") == 0)
        return offered_by(directory, type, *about, about, why);
    if (strcmp(wanted, "place") == 0 && is_visit)
        return given_at(directory, sheet, outside_id, about, why);
    *about = 0;
    return OK;
}
