/*
 * For the scripts that begin with "#! shared": stakeholders of which some are for everybody, some for partners and some
 * for the team alone. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_SHARED_H
#define TOWNKEEP_TESTS_PLAYER_SHARED_H

#include "player_case.h"

static const struct {
    const struct record_type *type;
    struct player_pairs filled;
} player_shared_records[] = {
    { &party_type, { { "name", "Port School", "sectors", "education", "phone", "0555 1", "sens", "public", NULL } } },
    { &party_type, { { "name", "Library", "sectors", "education", "sens", "public", NULL } } },
    { &party_type, { { "name", "Mira Dal", "kind", "person", "phone", "0777 9", "sens", "partner", NULL } } },
    { &party_type, { { "name", "Quiet Circle", "sens", "restricted", NULL } } },
    { &relationship_type,
      { { "from_party", "Port School", "type", "coordinates_with", "to_party", "Library", "sens", "public", NULL } } },
    { &relationship_type,
      { { "from_party", "Port School", "type", "in_tension_with", "to_party", "Library", "sens", "team", NULL } } },
    { &relationship_type,
      { { "from_party", "Port School", "type", "funds", "to_party", "Quiet Circle", "sens", "public", NULL } } },
};

static inline enum err player_shared(struct store *store, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < sizeof player_shared_records / sizeof player_shared_records[0] && !e; i++)
        e = player_add(store, player_shared_records[i].type, NULL, 0, &player_shared_records[i].filled, NULL, why);
    return e;
}

#endif
