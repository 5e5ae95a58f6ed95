/* A complete referral, a stopped clock and a few words, for the tests of casework without a store. */
#ifndef TOWNKEEP_TESTS_CASEWORK_HELP_H
#define TOWNKEEP_TESTS_CASEWORK_HELP_H

#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"

#define HELP_TODAY "2026-11-23" /* a Monday */
enum { HELP_INTAKE = 11, HELP_LEAD = 12, HELP_OTHER_LEAD = 13 };

static struct vocabularies *help_words;
static const struct work_calendar help_calendar = { .weekend = 1U << 5 | 1U << 6 };

static inline int help_start(void)
{
    static const struct vocabulary_entry entries[] = {
        { "not_recordable", "faith", "faith or its practice", "", "", "pray;prays;mosque;church", 0, false },
        { "not_recordable", "dress", "dress", "", "", "veil", 1, false },
        { "referral_reason", "mistaken", "Mistaken", "", "unfounded", "", 0, false },
        { "referral_reason", "other_area", "Another area", "", "out_of_mandate", "", 1, false },
        { "referral_reason", "violence", "Violence", "", "safety_handoff", "", 2, false },
        { "referral_reason", "at_risk", "At risk", "", "told_later", "", 3, false },
        { "referral_reason", "clear_no", "A clear no", "", "decline", "", 4, false },
        { "referral_reason", "not_reached", "Not reached", "", "decline", "", 5, false },
        { "referral_reason", "ordinary", "Ordinary", "", "no_need", "", 6, false },
        { "referral_reason", "no_support_needed", "Not needed", "", "not_adopt", "", 7, false },
        { "referral_reason", "illness", "Illness", "", "pause", "", 8, false },
        { "referral_reason", "moved_away", "Moved away", "", "transfer", "", 9, false },
        { "referral_reason", "support_goes_on", "Support goes on", "", "keep", "", 10, false },
        { "referral_reason", "no_longer_needed", "Not needed", "", "anonymise", "", 11, false },
        { "referral_reason", "asked_for", "Asked for", "", "erase", "", 12, false },
    };

    clock_fix(1795435200000); /* 2026-11-23 12:00 UTC */
    return vocabularies_new(entries, sizeof entries / sizeof entries[0], &help_words) != OK;
}

static inline int help_stop(void)
{
    vocabularies_free(help_words);
    help_words = NULL;
    clock_fix(-1);
    return 0;
}

/* One context at a time. */
static inline const struct rule_context *help_context(int64_t officer, unsigned roles)
{
    static struct rule_context context;

    context = (struct rule_context){ .today = clock_today(),
                                     .now = clock_now(),
                                     .officer_id = officer,
                                     .roles = roles,
                                     .calendar = &help_calendar,
                                     .words = help_words };
    return &context;
}

/* By the field's kind; "" empties. */
static inline void help_set(struct record *record, const char *key, const char *text)
{
    int at = field_find(record->type, key);
    struct value *value;

    CU_ASSERT_FATAL(at >= 0);
    value = &record->values[at];
    switch (record->type->fields[at].kind) {
    case FIELD_NUMBER:
    case FIELD_MOMENT:
    case FIELD_BOOLEAN:
    case FIELD_REFERENCE:
        value_release(value);
        if (text[0] != '\0')
            value_set_number(value, strtoll(text, NULL, 10));
        return;
    default:
        CU_ASSERT_EQUAL_FATAL(value_set_text(value, text), OK);
    }
}

/* Everything that receiving needs: a sister calls about threats at school. */
static inline struct record help_referral(void)
{
    static const char *const filled[][2] = {
        { "channel", "phone" },
        { "operator", "city" },
        { "referrer_type", "family" },
        { "how_known", "saw" },
        { "reliability", "first_hand" },
        { "may_contact", "0" },
        { "stay_unnamed", "0" },
        { "age_band", "16_17" },
        { "what_happened", "On 12 November he told two classmates that he would make them pay." },
        { "where_happened", "School yard" },
        { "last_noticed", "2026-11-12" },
        { "conduct", "harm_talk" },
        { "told", "agrees" },
        { "safety", "nobody" },
        { "urgency", "routine" },
    };
    struct record referral = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&referral, &referral_type), OK);
    for (size_t i = 0; i < sizeof filled / sizeof filled[0]; i++)
        help_set(&referral, filled[i][0], filled[i][1]);
    return referral;
}

static inline void help_rule(struct record *referral, const struct record *before, struct problems *problems)
{
    struct problems own = { 0 };

    CU_ASSERT_EQUAL(
        referral->type->rule(referral, before, help_context(HELP_INTAKE, ROLE_INTAKE), problems ? problems : &own), OK);
}

/* Whether a problem about this field says this; key NULL: about any. */
static inline bool help_says(const struct problems *problems, const char *key, const char *words)
{
    for (int i = 0; i < problems->count; i++) {
        if (key && problems->items[i].field != field_find(&referral_type, key))
            continue;
        if (strstr(problems->items[i].text, words))
            return true;
    }
    return false;
}

#endif
