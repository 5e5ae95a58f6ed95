/*
 * A meeting of the panel for the scripts that begin with "#! panel": four members at the table, none of whom has
 * accepted anything yet, and HAZEL-27 and LINNET-3 listed for the panel. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_PANEL_H
#define TOWNKEEP_TESTS_PLAYER_PANEL_H

#include "player_case.h"

static inline enum err player_name_person(struct store *store, struct why *why)
{
    struct record episode = { 0 };
    int64_t id = 0;
    enum err e;

    if (!(e = store_find(store, &episode_type, "HAZEL-27", &id, why)) &&
        !(e = store_load(store, &episode_type, id, &episode, why)) &&
        !(e = value_set_text(record_value(&episode, "person_name"), "Milan Dragan")))
        e = player_put(store, &episode, why);
    record_release(&episode);
    return e;
}

static inline enum err player_panel(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    static const struct player_pairs meeting = { { "on", "today", "start", "14:00", "place", "Town hall", "chair",
                                                   "Councillor Voss" } };
    static const struct player_pairs members[] = {
        { { "person", "Dr Weber", "agency", "Health centre", "discipline", "health" } },
        { { "person", "Mr Olsen", "agency", "School", "discipline", "education" } },
        { { "person", "Ms Ilic", "agency", "Youth House", "discipline", "youth" } },
        { { "person", "Inspector Roth", "agency", "Police", "discipline", "security" } },
    };
    static const struct player_pairs other = { { "pseudonym", "LINNET-3", "state", "panel_listed", "level", "secondary",
                                                 "owner", "Ana K.", "age_band", "18_24" } };
    int64_t id = 0;
    enum err e;

    if ((e = player_case(store, passphrase, "panel_listed", why)) || (e = player_name_person(store, why)) ||
        (e = player_add(store, &episode_type, NULL, 0, &other, NULL, why)))
        return e;
    e = player_add(store, &panel_meeting_type, NULL, 0, &meeting, &id, why);
    for (size_t i = 0; i < sizeof members / sizeof members[0] && !e; i++)
        e = player_add(store, &panel_member_type, "meeting", id, &members[i], NULL, why);
    return e;
}

#endif
