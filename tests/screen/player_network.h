/*
 * A small network for the scripts that begin with "#! network": the office among those it works with, a chain through
 * people who are trusted, information shared without an agreement, a tension, and two who know only each other. Names
 * stand in many scripts, wide ones and joined ones among them. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_NETWORK_H
#define TOWNKEEP_TESTS_PLAYER_NETWORK_H

#include "player_case.h"

#define NET_PARTY(...)            \
    {                             \
        &party_type,              \
        {                         \
            {                     \
                __VA_ARGS__, NULL \
            }                     \
        }                         \
    }
#define NET_TIE(from, type, to, ...)                                                \
    {                                                                               \
        &relationship_type,                                                         \
        {                                                                           \
            {                                                                       \
                "from_party", from, "type", type, "to_party", to, __VA_ARGS__, NULL \
            }                                                                       \
        }                                                                           \
    }

static const struct {
    const struct record_type *type;
    struct player_pairs filled;
} player_network_rows[] = {
    NET_PARTY("name", "Novi Grad prevention office", "kind", "unit", "sectors", "social_services"),
    NET_PARTY("name", "Police, community unit", "acronym", "PO", "sectors", "police"),
    NET_PARTY("name", "สภาเยาวชนเมือง", "sectors", "youth"),
    NET_PARTY("name", "مركز الأمل", "sectors", "civil_society"),
    NET_PARTY("name", "ශ්‍රී මණ්ඩලය", "sectors", "faith"),
    NET_PARTY("name", "ສູນເຍົາວະຊົນ", "sectors", "youth"),
    NET_PARTY("name", "လူငယ်အဖွဲ့", "sectors", "youth"),
    NET_PARTY("name", "青年之家", "sectors", "youth"),
    NET_PARTY("name", "Boxing room", "kind", "unit", "parent", "Youth House", "sectors", "sports"),
    NET_TIE("Novi Grad prevention office", "coordinates_with", "Interfaith Council", "strength", "4", "direction",
            "both"),
    NET_TIE("Interfaith Council", "trusted_intermediary_for", "Jamaat Nur, women's circle", "strength", "5"),
    NET_TIE("Jamaat Nur, women's circle", "refers_to", "สภาเยาวชนเมือง", "strength", "3"),
    NET_TIE("Novi Grad prevention office", "funds", "Youth House", "strength", "5"),
    NET_TIE("Youth House", "hosts", "สภาเยาวชนเมือง", "strength", "2", "confidence", "low"),
    NET_TIE("Novi Grad prevention office", "shares_information_with", "Police, community unit", "strength", "3"),
    NET_TIE("Police, community unit", "in_tension_with", "Youth House", "strength", "2", "direction", "both"),
    NET_TIE("Парохија Свете Ане", "member_of", "Interfaith Council", "strength", "4"),
    NET_TIE("مركز الأمل", "member_of", "Interfaith Council", "valid_from", "2026"),
    NET_TIE("ශ්‍රී මණ්ඩලය", "member_of", "Interfaith Council", "strength", "2"),
    NET_TIE("青年之家", "coordinates_with", "สภาเยาวชนเมือง", "strength", "3", "direction", "both"),
    NET_TIE("ສູນເຍົາວະຊົນ", "coordinates_with", "လူငယ်အဖွဲ့", "strength", "3", "direction", "both"),
    { &engagement_type,
      { { "title", "Round of talks", "held_on", "2026-11-10", "parties",
          "Interfaith Council;Jamaat Nur, women's circle", NULL } } },
    { &engagement_type, { { "title", "Visit", "held_on", "2025-06-01", "parties", "Youth House", NULL } } },
    { &party_assessment_type,
      { { "party", "Interfaith Council", "on", "2026-11-01", "trust_toward_city", "4", "city_trust", "5", "evidence",
          "Years of work", NULL } } },
    { &party_assessment_type,
      { { "party", "Jamaat Nur, women's circle", "on", "2026-11-01", "trust_toward_city", "3", "city_trust", "4",
          "evidence", "A talk", NULL } } },
};

static inline enum err player_network(struct store *store, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < sizeof player_network_rows / sizeof player_network_rows[0] && !e; i++)
        e = player_add(store, player_network_rows[i].type, NULL, 0, &player_network_rows[i].filled, NULL, why);
    return e;
}

#endif
