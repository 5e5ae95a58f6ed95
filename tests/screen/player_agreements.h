/*
 * Agreements and what is shared with or without one, for the scripts that begin with "#! agreements": one that ends
 * soon, one that ran out, a body with seats, and a name in another script.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_AGREEMENTS_H
#define TOWNKEEP_TESTS_PLAYER_AGREEMENTS_H

#include "player_case.h"

static const struct player_agreed {
    const struct record_type *type;
    struct player_pairs filled;
} player_agreed[] = {
    { &party_type, { { "name", "Safety Forum", "kind", "body", "body_kind", "safety_forum", "meets", "monthly" } } },
    { &party_type, { { "name", "Milan Vidal", "kind", "person", "job_title", "Head of the Youth House" } } },
    { &party_type, { { "name", "Harbour Clinic", "kind", "org", "sectors", "health" } } },
    { &party_name_type, { { "party", "Youth House", "name", "Дом младих", "language", "sr" } } },
    { &seat_type,
      { { "body", "Safety Forum", "party", "Youth House", "person", "Milan Vidal", "role", "chair", "valid_from",
          "2025" } } },
    { &party_assessment_type,
      { { "party", "Youth House", "on", "2026-10-01", "influence", "4", "interest", "5", "stance", "supportive",
          "evidence", "They opened their hall to us twice." } } },
    { &agreement_type,
      { { "kind", "mou", "title", "Working with the Youth House", "status", "active", "signed_on", "2024-12-10",
          "valid_from", "2025-01-01", "valid_to", "2026-12-31", "parties", "Youth House", "purposes",
          "Evenings for the young.\nNo names are handed over." } } },
    { &agreement_type,
      { { "kind", "data_sharing", "title", "Data sharing with the clinic", "status", "active", "signed_on",
          "2024-02-20", "valid_from", "2024-03-01", "valid_to", "2026-03-01", "parties", "Harbour Clinic", "purposes",
          "Support of people who agreed" } } },
    { &relationship_type,
      { { "from_party", "Harbour Clinic", "type", "shares_information_with", "to_party", "Youth House", "strength",
          "3" } } },
    { &relationship_type,
      { { "from_party", "Interfaith Council", "type", "coordinates_with", "to_party", "Youth House" } } },
};

static inline enum err player_agreements(struct store *store, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < sizeof player_agreed / sizeof player_agreed[0] && !e; i++)
        e = player_add(store, player_agreed[i].type, NULL, 0, &player_agreed[i].filled, NULL, why);
    return e;
}

#endif
