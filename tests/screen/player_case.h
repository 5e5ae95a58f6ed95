/*
 * A case for the scripts of keys: "#! case STATE" gives HAZEL-27 in that state, with Ana K., as if it had come there
 * step by step; beyond "assessing" with an assessment that the panel has. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_CASE_H
#define TOWNKEEP_TESTS_PLAYER_CASE_H

#include <stdio.h>
#include <string.h>

#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"

struct player_pairs {
    const char *pairs[24]; /* key, value as an officer types it … */
};

static inline enum err player_fill(struct store *store, struct record *record, const struct record_type *type,
                                   const struct player_pairs *filled, struct why *why)
{
    enum err e = record_init(record, type);

    if (!e)
        e = record_start(record, store_words(store), clock_today(), why);
    for (int i = 0; !e && filled->pairs[i]; i += 2) {
        int field = field_find(type, filled->pairs[i]);

        e = field < 0
                ? why_set(why, E_NOT_FOUND, "%s has no %s", type->key, filled->pairs[i])
                : store_read_value(store, &type->fields[field], filled->pairs[i + 1], &record->values[field], why);
    }
    return e;
}

static inline enum err player_put(struct store *store, struct record *record, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = save_put_by_program(save, record, NULL, why))) {
        save_cancel(save);
        return e;
    }
    clock_advance(1000);
    return save_commit(save, NULL, NULL, why);
}

static inline enum err player_add(struct store *store, const struct record_type *type, const char *owner, int64_t id,
                                  const struct player_pairs *filled, int64_t *added, struct why *why)
{
    struct record record = { 0 };
    enum err e = player_fill(store, &record, type, filled, why);

    if (!e && owner)
        value_set_number(record_value(&record, owner), id);
    if (!e && type == &episode_step_type)
        value_set_number(record_value(&record, "at"), clock_now());
    if (!e && !(e = player_put(store, &record, why)) && added)
        *added = record.id;
    record_release(&record);
    return e;
}

/* A version of the assessment as the panel was given it: one concern, one need, one strength, the rest unknown. */
static inline enum err player_assess(struct store *store, int64_t episode, const char *status, struct why *why)
{
    static const char *const known[][2] = {
        { "harm_talk", "reported" },
        { "belonging", "pressing" },
        { "school", "some" },
        { "trusted_adult", "strong" },
    };
    struct assessment assessment = { 0 };
    struct save *save = NULL;
    int64_t id;
    enum err e;

    if ((e = assessment_new_version(store, episode, &id, why)) || (e = assessment_load(store, id, &assessment, why)) ||
        (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    for (size_t i = 0; i < assessment.item_count && !e; i++) {
        struct record *item = &assessment.items[i];
        const char *answer = "unknown";

        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
            answer = strcmp(known[k][0], record_text(item, "item")) == 0 ? known[k][1] : answer;
        if (!(e = value_set_text(record_value(item, "answer"), answer)))
            e = save_put(save, item, NULL, why);
    }
    if (e)
        save_cancel(save);
    else if (!(e = save_commit(save, NULL, NULL, why)) && !(e = save_begin(store, ENTRY_CHANGE, &save, why)) &&
             !(e = assessment_set_status(save, store, id, status, why)))
        e = save_commit(save, NULL, NULL, why);
done:
    assessment_release(&assessment);
    return e;
}

/* Two services that fit a case and one that must not be used. */
static inline enum err player_services(struct store *store, struct why *why)
{
    static const struct player_pairs services[] = {
        { { "name",
            "Evenings for young people",
            "party",
            "Youth House",
            "areas",
            "youth",
            "levels",
            "secondary;primary",
            "min_age",
            "14",
            "max_age",
            "21",
            "takes_referrals",
            "yes",
            "capacity_available",
            "4",
            "capacity_on",
            "2026-11-10",
            "verified_on",
            "2026-11-02",
            NULL } },
        { { "name", "Circle of mentors", "party", "Interfaith Council", "areas", "youth;community_engagement", "levels",
            "secondary", "capacity_available", "0", "capacity_on", "2026-11-12", "verified_on", "2026-10-12", NULL } },
        { { "name", "Night football", "party", "Youth House", "areas", "youth;sports", "levels", "secondary",
            "takes_referrals", "do_not_refer", "verified_on", "2026-09-01", NULL } },
    };
    enum err e = OK;

    for (size_t i = 0; i < sizeof services / sizeof services[0] && !e; i++)
        e = player_add(store, &service_type, NULL, 0, &services[i], NULL, why);
    return e;
}

/* `state` is the code of the state, as the line "#! case STATE" has it. */
static inline enum err player_case(struct store *store, const struct passphrase *passphrase, const char *state,
                                   struct why *why)
{
    const struct player_pairs episode = { { "pseudonym", "HAZEL-27", "state", state, "level", "secondary", "state_on",
                                            "2026-11-02", "opened_on", "2026-10-19", "owner", "Ana K.", "age_band",
                                            "16_17", "urgency", "routine", NULL } },
                              invited = { { "action", "invite", "from_state", "screened_in", "to_state", "invited",
                                            "happened_on", "2026-10-20", "officer", "Ana K.", "assignee", "Ana K.",
                                            NULL } },
                              step = { { "action", "agree", "from_state", "invited", "to_state", state, "happened_on",
                                         "2026-11-02", "officer", "Ana K.", NULL } },
                              agreed = { { "purpose", "take_part", "given_by", "person", "how", "paper", "form_version",
                                           "1", "on", "2026-11-02", NULL } };
    int64_t id = 0;
    enum err e;

    if ((e = store_casework_open(store, passphrase, why)) || (e = player_services(store, why)) ||
        (e = player_add(store, &episode_type, NULL, 0, &episode, &id, why)) ||
        (e = player_add(store, &episode_step_type, "episode", id, &invited, NULL, why)) ||
        (e = player_add(store, &episode_step_type, "episode", id, &step, NULL, why)))
        return e;
    e = player_add(store, &consent_type, "episode", id, &agreed, NULL, why);
    if (e || strcmp(state, "assessing") == 0)
        return e;
    return player_assess(store, id, strcmp(state, "panel_listed") == 0 ? ASSESSMENT_LISTED : ASSESSMENT_ADOPTED, why);
}

#endif
