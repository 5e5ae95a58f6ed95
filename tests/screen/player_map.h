/*
 * A small map for the scripts that begin with "#! map": two districts, stakeholders as two officers assessed them
 * before and after a round of mapping began, a service, and that round. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_MAP_H
#define TOWNKEEP_TESTS_PLAYER_MAP_H

#include "player_case.h"

static const struct player_row {
    const struct record_type *type;
    struct player_pairs filled;
} player_map_rows[] = {
    { &place_type, { { "name", "Novi Grad", "kind", "city", NULL } } },
    { &place_type, { { "name", "Old Port", "kind", "district", "parent", "Novi Grad", NULL } } },
    { &place_type, { { "name", "Hill", "kind", "district", "parent", "Novi Grad", NULL } } },
    { &party_type,
      { { "name", "Dockside Boxing Club", "sectors", "sports;youth", "levels", "primary", "places", "Old Port",
          "audience", "adolescents;men;newcomers", "languages", "en;ar", "phone", "0555 1", "verified_on", "2026-11-21",
          NULL } } },
    { &party_type,
      { { "name", "Police, community unit", "acronym", "POL", "sectors", "police", "levels", "secondary", "places",
          "Novi Grad", "phone", "0555 2", "verified_on", "2024-05-02", NULL } } },
    { &party_type,
      { { "name", "Women of the Ropewalk", "sectors", "civil_society", "levels", "primary", "places", "Hill",
          "audience", "women;newcomers", "languages", "en;uk;ru", NULL } } },
    { &party_type,
      { { "name", "สภาเยาวชน", "acronym", "สยช", "sectors", "youth", "levels", "primary", "places", "Hill", "audience",
          "adolescents", NULL } } },
    { &service_type,
      { { "name", "Evening training", "party", "Dockside Boxing Club", "audience", "young_adults", "verified_on",
          "2026-11-01", "capacity_available", "4", "capacity_on", "2026-06-01", NULL } } },
    { &mapping_round_type,
      { { "title", "Autumn round", "opened_on", "2026-11-16", "sectors", "sports;youth;police;civil_society",
          "audience", "newcomers;people_leaving", "daily", "2", NULL } } },
};

/* By Ana unless somebody else is named. */
static const struct player_pairs player_map_words[] = {
    { { "party", "Dockside Boxing Club", "by", "Ana K.", "on", "2026-06-01", "influence", "2", "interest", "4",
        "trust_toward_city", "3", "city_trust", "4", "stance", "neutral", "evidence", "A talk", NULL } },
    { { "party", "Dockside Boxing Club", "by", "Ana K.", "on", "2026-11-18", "influence", "4", "interest", "5",
        "trust_toward_city", "4", "city_trust", "4", "stance", "champion", "evidence", "They opened the hall", NULL } },
    { { "party", "Dockside Boxing Club", "by", "Boris T.", "on", "2026-11-19", "influence", "3", "interest", "5",
        "trust_toward_city", "5", "city_trust", "4", "stance", "supportive", "evidence", "A visit", NULL } },
    { { "party", "Police, community unit", "by", "Ana K.", "on", "2026-11-17", "influence", "5", "interest", "2",
        "trust_toward_city", "4", "city_trust", "3", "stance", "sceptical", "evidence", "A meeting", NULL } },
    { { "party", "Women of the Ropewalk", "by", "Ana K.", "on", "2026-05-05", "influence", "2", "interest", "5",
        "trust_toward_city", "2", "city_trust", "4", "evidence", "A call", NULL } },
    { { "party", "สภาเยาวชน", "by", "Ana K.", "on", "2026-11-20", "influence", "4", "interest", "5", "stance",
        "opposed", "evidence", "A letter", NULL } },
};

static inline enum err player_map(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    const struct player_pairs boris = { { "name", "Boris T.", "roles", "case_officer", NULL } };
    struct record officer = { 0 };
    enum err e = player_fill(store, &officer, &officer_type, &boris, why);

    if (!e)
        e = store_officer_add(store, &officer, passphrase, KDF_INTERACTIVE, why);
    record_release(&officer);
    for (size_t i = 0; i < sizeof player_map_rows / sizeof player_map_rows[0] && !e; i++)
        e = player_add(store, player_map_rows[i].type, NULL, 0, &player_map_rows[i].filled, NULL, why);
    for (size_t i = 0; i < sizeof player_map_words / sizeof player_map_words[0] && !e; i++)
        e = player_add(store, &party_assessment_type, NULL, 0, &player_map_words[i], NULL, why);
    return e;
}

#endif
