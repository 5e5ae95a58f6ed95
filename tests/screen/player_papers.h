/*
 * A case for the scripts that begin with "#! papers": HAZEL-27 in assessment with its events, an agreement, another
 * that was withdrawn after something was told on it, and an assessment half answered. Nobody in it is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_PAPERS_H
#define TOWNKEEP_TESTS_PLAYER_PAPERS_H

#include "player_case.h"

/* In the order they were written; the agreement that is told on comes before what was told. */
static const struct player_paper {
    const struct record_type *type;
    struct player_pairs filled;
} player_papers[] = {
    { &episode_step_type,
      { { "action", "assign_case", "happened_on", "2026-11-03", "officer", "Ana K.", "assignee", "Ana K." } } },
    { &episode_step_type,
      { { "action", "invite", "to_state", "invited", "happened_on", "2026-11-05", "officer", "Ana K." } } },
    { &episode_step_type, { { "action", "told", "happened_on", "2026-11-05", "way", "talk", "officer", "Ana K." } } },
    { &contact_attempt_type, { { "on", "2026-11-06", "way", "phone", "result", "no_answer", "officer", "Ana K." } } },
    { &contact_attempt_type, { { "on", "2026-11-09", "way", "phone", "result", "agreed", "officer", "Ana K." } } },
    { &consent_type,
      { { "purpose", "take_part", "given_by", "person", "form_version", "3", "how", "paper", "on", "2026-11-09" } } },
    { &episode_step_type,
      { { "action", "agree", "to_state", "assessing", "happened_on", "2026-11-09", "officer", "Ana K." } } },
    { &consent_type,
      { { "purpose", "share", "party", "Youth House", "given_by", "person", "form_version", "3", "how",
          "oral_witnessed", "on", "2026-11-10", "withdrawn_on", "2026-11-20" } } },
    { &sharing_type,
      { { "direction", "out", "on", "2026-11-12", "agency", "Youth House", "what",
          "That he looks for a training place.", "purpose", "support", "basis", "consent", "person_told", "yes",
          "officer", "Ana K." } } },
    { &sharing_type,
      { { "direction", "refused", "on", "2026-11-13", "what", "Whether the person is known here.", "requester", "press",
          "officer", "Ana K." } } },
    { &family_member_type, { { "person", "sister", "relation", "sister", "strengths", "She will help." } } },
};

static const struct player_answer {
    const char *item;
    struct player_pairs filled;
} player_answers[] = {
    { "harm_talk", { { "answer", "seen", "seen_on", "2026-11-12" } } },
    { "sudden_change", { { "answer", "reported", "seen_on", "2026-10" } } },
    { "online_hostility", { { "answer", "unknown" } } },
    { "belonging", { { "answer", "pressing", "person_view", "pressing" } } },
    { "school", { { "answer", "some", "person_view", "none" } } },
    { "health", { { "answer", "unknown" } } },
    { "isolated", { { "answer", "yes" } } },
    { "trusted_adult", { { "answer", "strong" } } },
    { "family_helps", { { "answer", "some" } } },
    { "own_goal", { { "answer", "some" } } },
};

static inline enum err player_answer(struct store *store, struct record *item, struct why *why)
{
    for (size_t i = 0; i < sizeof player_answers / sizeof player_answers[0]; i++) {
        const char *const *pairs = player_answers[i].filled.pairs;
        enum err e = OK;

        if (strcmp(record_text(item, "item"), player_answers[i].item) != 0)
            continue;
        for (; !e && pairs[0]; pairs += 2)
            e = value_set_text(record_value(item, pairs[0]), pairs[1]);
        return e ? e : store_put(store, item, NULL, NULL, why);
    }
    return OK;
}

static inline enum err player_half_assess(struct store *store, int64_t episode, struct why *why)
{
    struct assessment assessment = { 0 };
    int64_t id;
    enum err e = assessment_new_version(store, episode, &id, why);

    if (e || (e = assessment_load(store, id, &assessment, why)))
        return e;
    if (!(e = value_set_text(record_value(&assessment.record, "person_view"), "He wants to play again.")))
        e = store_put(store, &assessment.record, NULL, NULL, why);
    for (size_t i = 0; i < assessment.item_count && !e; i++)
        e = player_answer(store, &assessment.items[i], why);
    assessment_release(&assessment);
    return e;
}

/* What was told rests on the agreement that was written before it. */
static inline enum err player_tell(struct store *store, int64_t episode, int64_t consent,
                                   const struct player_pairs *filled, struct why *why)
{
    struct record sharing = { 0 };
    enum err e = player_fill(store, &sharing, &sharing_type, filled, why);

    if (!e) {
        value_set_number(record_value(&sharing, "episode"), episode);
        value_set_number(record_value(&sharing, "consent"), consent);
        e = player_put(store, &sharing, why);
    }
    record_release(&sharing);
    return e;
}

static inline enum err player_case_with_papers(struct store *store, const struct passphrase *passphrase,
                                               struct why *why)
{
    static const struct player_pairs hazel = {
        { "pseudonym",  "HAZEL-27", "state",     "assessing",  "state_on",      "2026-11-09",  "opened_on",
          "2026-11-02", "level",    "secondary", "profile",    "consent_first", "owner",       "Ana K.",
          "lead",       "Ana K.",   "agreed_on", "2026-11-09", "person_name",   "Milan Dragan" }
    };
    int64_t episode = 0, made = 0;
    enum err e;

    if ((e = store_casework_open(store, passphrase, why)) ||
        (e = player_add(store, &episode_type, NULL, 0, &hazel, &episode, why)))
        return e;
    for (size_t i = 0; i < sizeof player_papers / sizeof player_papers[0] && !e; i++) {
        const struct player_paper *paper = &player_papers[i];

        if (paper->type == &sharing_type && strcmp(paper->filled.pairs[1], "out") == 0)
            e = player_tell(store, episode, made, &paper->filled, why);
        else
            e = player_add(store, paper->type, "episode", episode, &paper->filled, &made, why);
    }
    return e ? e : player_half_assess(store, episode, why);
}

#endif
