/*
 * Assessments of a case: what is asked at which level, which answers fit, versions and what changed between them, and
 * what is missing before the panel may see one. A judgement in words: nothing here counts, weighs or compares people.
 */
#ifndef TOWNKEEP_DOMAIN_ASSESSMENT_H
#define TOWNKEEP_DOMAIN_ASSESSMENT_H

#include "townkeep/store/store.h"

/* The codes of the vocabulary assessment_status. */
#define ASSESSMENT_DRAFT   "draft"
#define ASSESSMENT_LISTED  "listed"
#define ASSESSMENT_ADOPTED "adopted"

enum { ASSESSMENT_MONTHS_OF_INTENSITY = 3, ASSESSMENT_SOURCES_NEEDED = 2 };

/* --- which questions and answers there are --- */
/* Whether a case of this level ("secondary", "tertiary") asks the questions of the group. */
bool assessment_asks(const char *level, const char *group);
/* Whether the answer is one of the group's; of the person's own view, whether the person may answer so. */
bool assessment_answer_fits(const char *group, const char *answer);
bool assessment_view_fits(const char *group, const char *answer);
/* The answers of a group in order, NULL behind the last; `view`: those of the person's own view. Empty when unknown. */
const char *const *assessment_answers(const char *group, bool view);
/* Refuse the answer in `field` of this item, with those that fit. */
void assessment_tell_answers(const struct record *item, int field, const struct vocabularies *words,
                             struct problems *problems);

/* --- one version --- */
struct assessment {
    struct record record;
    struct record *items; /* owned; as the vocabulary assessment_item orders them, sealed values open */
    size_t item_count;
};
MUST_USE enum err assessment_load(struct store *store, int64_t id, struct assessment *out, struct why *why);
void assessment_release(struct assessment *assessment);
/* The version with the highest number; *id 0 when the case has none. */
MUST_USE enum err assessment_newest(struct store *store, int64_t episode, int64_t *id, struct why *why);
/* The version before this one; *id 0 when it is the first. */
MUST_USE enum err assessment_before(struct store *store, const struct assessment *assessment, int64_t *id,
                                    struct why *why);
/* Begin a version: the items of the newest with their answers, or all of the case's level without an answer, and the
 * questions that came to the list since. What must be judged anew (priority, intensity, what was shown, what changed)
 * starts empty. A draft that is there already is gone on with. Casework open, and a case in which it is assessed. */
MUST_USE enum err assessment_new_version(struct store *store, int64_t episode, int64_t *id, struct why *why);
/* Within a save of a step: "listed" or "adopted", on the assessment and all its items, which freezes them. */
MUST_USE enum err assessment_set_status(struct save *save, struct store *store, int64_t id, const char *status,
                                        struct why *why);

/* --- two versions --- */
struct assessment_change {
    const char *item, *group;   /* codes; borrowed from the assessments */
    const char *before, *after; /* answer codes, "" none yet; borrowed */
    enum { ASSESSMENT_ANSWER_CHANGED, ASSESSMENT_ITEM_ADDED, ASSESSMENT_ITEM_REMOVED } what;
};
/* The items whose answer differs, in the order of the newer version, removed ones last; returns how many there are, of
 * which at most `max` are written. */
size_t assessment_changes(const struct assessment *older, const struct assessment *newer, struct assessment_change *out,
                          size_t max);

/* Everything that is missing before the panel can be given it, in an officer's sentences. */
void assessment_problems(const struct assessment *assessment, const char *level, const struct vocabularies *words,
                         struct problems *problems);

#endif
