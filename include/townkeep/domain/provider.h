/*
 * Which of the mapped services could carry out an action of a plan: ordered by how well they fit and how freshly they
 * are known, each with all that speaks for and against it in words. What must not be used is shown last with the
 * sentence that refuses it, never left out in silence.
 *
 * Services are compared, never people: of the person only level, age, district and language are looked at. The work is
 * bounded: of each area the services verified last are looked at, and what is asked of other records (agreements,
 * trained people) is asked of those that are shown.
 */
#ifndef TOWNKEEP_DOMAIN_PROVIDER_H
#define TOWNKEEP_DOMAIN_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum { PROVIDER_AREAS_MAX = 4, PROVIDER_REASONS_MAX = 14, PROVIDERS_SHOWN = 16, PROVIDERS_REFUSED_SHOWN = 8 };

/* What is looked for. */
struct provider_need {
    const char *areas[PROVIDER_AREAS_MAX]; /* codes of the vocabulary area; none: services of every area */
    size_t area_count;
    char level[32];       /* code of the vocabulary level; "" not asked */
    char language[32];    /* code of the vocabulary language; "" not known */
    int youngest, oldest; /* how old the person may be, in years; both -1: not known */
    int64_t district;     /* id of a place; 0 not known */
    struct date today;
};
/* From a case and an action of its plan (NULL: any action). What is sealed and closed counts as not known. */
void provider_need_of(const struct record *episode, const struct record *action, const struct vocabularies *words,
                      struct date today, struct provider_need *out);

enum provider_word {
    PROVIDER_REFUSES, /* it must not be used */
    PROVIDER_AGAINST,
    PROVIDER_FOR,
};
struct provider_reason {
    enum provider_word word;
    char text[160]; /* "takes 16 to 25", in the program's language */
};
struct provider {
    int64_t service, party;
    char name[120], offered_by[120];
    struct provider_reason reasons[PROVIDER_REASONS_MAX]; /* refusals first, then against, then for */
    size_t reason_count;
    bool refused;
    int fit; /* orders the services */
    char verified_on[DATE_TEXT_SIZE];
};
struct provider_list {
    struct provider
        rows[PROVIDERS_SHOWN + PROVIDERS_REFUSED_SHOWN]; /* those that can be used, best first; then refused */
    size_t count, usable;
    size_t looked_at; /* services that were compared */
    bool more;        /* there are others that fit the area: not shown, or verified too long ago to be looked at */
};
/* For whoever may read services. */
MUST_USE enum err provider_match(struct store *store, const struct provider_need *need, struct provider_list *out,
                                 struct why *why);

/* The same said of one service, whatever its place in the list. */
MUST_USE enum err provider_look(struct store *store, const struct provider_need *need, int64_t service,
                                struct provider *out, struct why *why);

#endif
