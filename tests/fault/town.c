/*
 * A town on the disk: the office of place.c with the program's own types, and on its map what the actions of
 * actions_map.c need: two that are the same, two that are linked, one that has no place, ties, a round and an
 * agreement.
 */
#include <sys/stat.h>

#include "../unit/town.h"
#include "town_in.h"
#include "townkeep/domain/duplicates.h"

void town_words(struct place *place)
{
    static struct town town; /* lives as long as the program does */

    if (town.word_count == 0)
        town_read_lists(&town);
    place->catalogue = &domain_catalogue;
    place->words = town.words;
    place->word_count = town.word_count;
}

/* Save a record from "key", "value", …, NULL. */
static enum err add(struct store *store, const struct record_type *type, const char *const *pairs, struct why *why)
{
    struct record record = { 0 };
    enum err e = record_init(&record, type);

    if (!e)
        e = record_start(&record, store_words(store), clock_today(), why);
    for (; !e && pairs[0]; pairs += 2) {
        int field = field_find(type, pairs[0]);

        e = field < 0 ? E_NOT_FOUND
                      : store_read_value(store, &type->fields[field], pairs[1], &record.values[field], why);
    }
    if (!e)
        e = store_put(store, &record, NULL, NULL, why);
    record_release(&record);
    return e;
}
#define ADD(type, ...) (e = e ? e : add(store, &(type), (const char *const[]){ __VA_ARGS__, NULL }, why))

static enum err fill_parties(struct store *store, struct why *why)
{
    enum err e = OK;

    ADD(place_type, "name", "Talvin", "kind", "city");
    ADD(place_type, "name", "Old Port", "kind", "district", "parent", "Talvin", "postcodes", "NP1");
    ADD(party_type, "name", "Harbour House", "kind", "org", "phone", "0161 496 0001", "sens", "public");
    ADD(party_type, "name", "Harbour House Trust", "kind", "org", "phone", "0161 496 0001", "sens", "public");
    ADD(party_type, "name", "Mill", "kind", "org", "sens", "public", "sectors", "youth", "places", "Old Port");
    ADD(party_type, "name", "Mill again", "kind", "org", "sens", "public");
    ADD(party_type, "name", "Choir", "kind", "org", "sens", "public", "postcode", "NP1 4GY");
    ADD(party_type, "name", "Panel", "kind", "body", "sens", "public", "places", "Old Port");
    ADD(relationship_type, "from_party", "Choir", "type", "funds", "to_party", "Panel", "sens", "public");
    ADD(relationship_type, "from_party", "Panel", "type", "trains", "to_party", "Mill", "sens", "public");
    ADD(relationship_type, "from_party", "Mill", "type", "coordinates_with", "to_party", "Harbour House", "sens",
        "public");
    return e;
}

enum err town_fill(struct place *place, struct store *store, struct why *why)
{
    enum err e = fill_parties(store, why);

    ADD(service_type, "name", "Advice", "party", "Mill", "places", "Old Port", "languages", "fr;ar", "sens", "public");
    ADD(seat_type, "body", "Panel", "party", "Mill", "role", "chair", "sens", "public");
    ADD(party_assessment_type, "party", "Mill", "influence", "4", "interest", "2", "evidence", "a talk");
    ADD(agreement_type, "kind", "data_sharing", "title", "Terms", "status", "active", "signed_on", "2024-12-01",
        "valid_from", "2025-01-01", "valid_to", "2026-12-31", "parties", "Mill");
    ADD(mapping_round_type, "title", "November", "sectors", "youth;sports");
    if (!e)
        e = duplicate_link(store, place_number(place, "SELECT id FROM party WHERE name = 'Mill'"),
                           place_number(place, "SELECT id FROM party WHERE name = 'Mill again'"), NULL, NULL, why);
    place->party = place_number(place, "SELECT id FROM party WHERE name = 'Mill'");
    return e;
}
