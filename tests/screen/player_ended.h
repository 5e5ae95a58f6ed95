/*
 * For the scripts that begin with "#! ended": a referral that came to nothing and whose time has passed, a
 * data-protection reviewer, and another order of steps that both signed. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_ENDED_H
#define TOWNKEEP_TESTS_PLAYER_ENDED_H

#include "player_case.h"

static const struct player_pairs player_ended_steps[] = {
    { { "action", "receive", "from_state", "draft", "to_state", "received", "happened_on", "2026-09-24", "officer",
        "Ana K.", NULL } },
    { { "action", "unfounded", "from_state", "screening", "to_state", "unfounded", "happened_on", "2026-09-28",
        "officer", "Ana K.", NULL } },
};

static inline enum err player_reviewer(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    const struct player_pairs filled = { { "name", "Dora R.", "roles", "data_protection_reviewer", NULL } };
    struct record officer = { 0 };
    enum err e = player_fill(store, &officer, &officer_type, &filled, why);

    if (!e)
        e = store_officer_add(store, &officer, passphrase, KDF_INTERACTIVE, why);
    record_release(&officer);
    return e;
}

/* A new referral begins as a draft, whatever is given. */
static inline enum err player_end(struct store *store, int64_t id, struct why *why)
{
    struct record referral = { 0 };
    enum err e;

    if (!(e = store_load(store, &referral_type, id, &referral, why)) &&
        !(e = value_set_text(record_value(&referral, "pseudonym"), "OLIVE-12")) &&
        !(e = value_set_text(record_value(&referral, "state"), "unfounded")) &&
        !(e = value_set_text(record_value(&referral, "state_on"), "2026-09-28")) &&
        !(e = value_set_text(record_value(&referral, "received_on"), "2026-09-24")))
        e = player_put(store, &referral, why);
    record_release(&referral);
    return e;
}

static inline enum err player_ended(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    const struct player_pairs referral = { { "channel", "phone", "referrer_type", "teacher", NULL } },
                              profile = { { "kind", "profile", "trigger", "office", "reason_code", "law_changed",
                                            "value", "panel_first", "proposed_by", "Ana K.", "signed_by", "Dora R.",
                                            "outcome", "signed", NULL } };
    int64_t id = 0;
    enum err e;

    if ((e = player_reviewer(store, passphrase, why)) || (e = store_casework_open(store, passphrase, why)) ||
        (e = player_add(store, &referral_type, NULL, 0, &referral, &id, why)) || (e = player_end(store, id, why)))
        return e;
    for (size_t i = 0; i < sizeof player_ended_steps / sizeof player_ended_steps[0] && !e; i++)
        e = player_add(store, &referral_step_type, "referral", id, &player_ended_steps[i], NULL, why);
    return e ? e : player_add(store, &decision_type, NULL, 0, &profile, NULL, why);
}

#endif
