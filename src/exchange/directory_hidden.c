/* Which places, and what is given there, nobody must find by a directory. */
#include <stdlib.h>
#include <string.h>

#include "directory_give_in.h"

enum { HOUSES_MOST = 16 };

/* A room of a house whose address is not given out. */
static bool is_within_hidden(struct store *store, const struct record *room)
{
    int64_t id = record_number(room, "parent");
    bool is = false;

    for (int step = 0; id != 0 && !is && step < HOUSES_MOST; step++) {
        struct record house = { 0 };

        is = store_load(store, room->type, id, &house, NULL) != OK || record_number(&house, "address_hidden");
        id = is ? 0 : record_number(&house, "parent");
        record_release(&house);
    }
    return is;
}

bool directory_is_hidden(struct store *store, const struct record_type *type, int64_t id)
{
    const struct record_type *place = catalogue_find(store_catalogue(store), "place");
    struct record whole = { 0 };
    struct items places = { 0 };
    bool is = store_load(store, type, id, &whole, NULL) != OK;

    is = is || record_number(&whole, "address_hidden");
    if (!is && strcmp(type->key, "place") == 0)
        is = is_within_hidden(store, &whole);
    if (!is && field_find(type, "places") >= 0 &&
        items_of_value(&type->fields[field_find(type, "places")], record_value(&whole, "places"), &places) == OK) {
        for (size_t i = 0; i < places.count && !is; i++)
            is = directory_is_hidden(store, place, strtoll(places.texts[i], NULL, 10));
    }
    items_release(&places);
    record_release(&whole);
    return is;
}
