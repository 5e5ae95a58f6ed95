/*
 * Plans of support: versions, what is missing before one can be agreed, and what would be too much for a person. A plan
 * is a draft until the person agrees; then it stays as it is, and the next version begins as its copy.
 */
#ifndef TOWNKEEP_DOMAIN_SUPPORT_PLAN_H
#define TOWNKEEP_DOMAIN_SUPPORT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* The codes of the vocabulary plan_status. */
#define PLAN_DRAFT    "draft"
#define PLAN_AGREED   "agreed"
#define PLAN_REPLACED "replaced"

enum { PLAN_ACTIONS_USUAL = 3, PLAN_CONTACTS_USUAL = 3 }; /* at once, and in a week; more needs a reason */

/* The version with the highest number, whatever its status; *id 0 when the case has none. */
MUST_USE enum err plan_newest(struct store *store, int64_t episode, int64_t *id, struct why *why);
/* The agreed version with the highest number: what support goes by today, also while the next is drafted. */
MUST_USE enum err plan_in_force(struct store *store, int64_t episode, int64_t *id, struct why *why);

struct support_plan {
    struct record record;
    struct record *actions; /* owned; in the order they were made, sealed values open */
    size_t action_count;
};
MUST_USE enum err plan_load(struct store *store, int64_t id, struct support_plan *out, struct why *why);
void plan_release(struct support_plan *plan);

/* Begin the next version: a copy of the newest with the actions that go on, or the first, empty. What is agreed anew
 * (how, when, the copy, the day of review) starts empty. A draft that is there already is gone on with. Casework open,
 * and a case that is being planned or supported. */
MUST_USE enum err plan_new_version(struct store *store, int64_t episode, int64_t *id, struct why *why);
/* Most actions going on at one time, or contacts a week of those; `from` is the day it begins ("" from the start).
 * Actions that are done or stopped, or of another plan, do not count. Borrows from the actions. */
struct plan_peak {
    int64_t most;
    const char *from;
};
struct plan_peak plan_peak_actions(const struct record *plan, const struct record *actions, size_t count);
struct plan_peak plan_peak_contacts(const struct record *plan, const struct record *actions, size_t count);
/* Whether the plan does more at once than its limits or than is usual, and does not say why. */
bool plan_must_say_why(const struct record *plan, const struct record *actions, size_t count);

/* All that keeps the plan from being agreed, and as warnings what should be thought over: intensity against how soon
 * the assessment asks to act. `actions` may hold those of other plans; `assessment` NULL when there is none. A sealed
 * value that is closed counts as there. Problems name no field: they are about the plan, whatever record they are told
 * at. */
void plan_problems(const struct record *plan, const struct record *actions, size_t count,
                   const struct record *assessment, const struct vocabularies *words, struct problems *problems);
/* The same of the newest version of a case; a sentence when there is none. */
MUST_USE enum err plan_checks(struct store *store, int64_t episode, struct problems *problems, struct why *why);

#endif
