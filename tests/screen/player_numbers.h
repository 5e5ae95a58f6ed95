/*
 * Figures of closed records for the scripts that begin with "#! numbers": enough of them in five quarters for something
 * to be told. Nobody in them is real.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_NUMBERS_H
#define TOWNKEEP_TESTS_PLAYER_NUMBERS_H

#include "player_case.h"

static const struct player_closed {
    int times;
    struct player_pairs filled;
} player_closed[] = {
    { 9,
      { { "quarter", "2025-Q4", "subject", "referral", "source", "parent", "channel", "phone", "decision", "signpost",
          "days_to_screen", "4" } } },
    { 7,
      { { "quarter", "2026-Q1", "subject", "referral", "source", "school", "channel", "phone", "decision", "screen_in",
          "days_to_screen", "3", "days_to_contact", "9" } } },
    { 14,
      { { "quarter", "2026-Q1", "subject", "referral", "source", "parent", "channel", "letter", "decision", "signpost",
          "days_to_screen", "5" } } },
    { 16,
      { { "quarter", "2026-Q2", "subject", "referral", "source", "school", "channel", "phone", "decision", "unfounded",
          "reason_code", "mistaken", "days_to_screen", "6" } } },
    { 11,
      { { "quarter", "2026-Q2", "subject", "referral", "source", "school", "channel", "phone", "decision", "screen_in",
          "days_to_screen", "2", "days_to_contact", "12" } } },
    { 2,
      { { "quarter", "2026-Q3", "subject", "referral", "source", "police", "channel", "phone", "decision",
          "out_of_mandate", "reason_code", "age", "days_to_screen", "1" } } },
    { 18,
      { { "quarter", "2026-Q3", "subject", "referral", "source", "parent", "channel", "phone", "decision", "screen_in",
          "days_to_screen", "5", "days_to_contact", "7" } } },
    { 6, { { "quarter", "2026-Q4", "subject", "referral", "source", "parent", "channel", "phone" } } },
    { 8,
      { { "quarter", "2026-Q1", "subject", "episode", "agreed", "yes", "sessions", "11", "missed", "2", "reviews", "2",
          "reviews_on_time", "1" } } },
    { 9,
      { { "quarter", "2026-Q2", "subject", "episode", "agreed", "yes", "sessions", "14", "missed", "1", "reviews", "3",
          "reviews_on_time", "3" } } },
    { 6, { { "quarter", "2026-Q2", "subject", "episode", "agreed", "no" } } },
};

static inline enum err player_numbers(struct store *store, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    for (size_t i = 0; i < sizeof player_closed / sizeof player_closed[0] && !e; i++) {
        for (int n = 0; n < player_closed[i].times && !e; n++) {
            struct record record = { 0 };

            if (!(e = player_fill(store, &record, &closed_case_type, &player_closed[i].filled, why)))
                e = save_put_by_program(save, &record, NULL, why);
            record_release(&record);
        }
    }
    if (e) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, NULL, why);
}

#endif
