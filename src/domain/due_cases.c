/*
 * The cases that rows of Home are about, each looked at once: whether this officer is shown them, and under which
 * pseudonym. An officer who does not lead has few of their own, so these are known before anything is looked up.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

#include "due_in.h"

enum { KNOWN_MAX = 256, OWN_MAX = 400, OWN_ASKED = 60, TOLD_MAX = 512 };

struct known_case {
    int64_t id;
    struct glance glance;
};
struct due_cases {
    struct rule_context context;
    struct clock_limits limits;
    struct known_case known[KNOWN_MAX];
    size_t known_count;
    int64_t own[OWN_MAX]; /* ascending; of an officer who does not lead */
    size_t own_count;
    int64_t newest[OWN_ASKED]; /* of these, those that moved last */
    size_t newest_count;
    int64_t told[TOLD_MAX];
    size_t told_count;
};

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

bool collect_is_lead(const struct collect *collect)
{
    return (collect->cases->context.roles & ROLE_LEAD) != 0;
}

const struct rule_context *collect_context(const struct collect *collect)
{
    return &collect->cases->context;
}

const struct clock_limits *collect_limits(const struct collect *collect)
{
    return &collect->cases->limits;
}

static enum err own_row(struct collect *collect, const struct record *episode)
{
    struct due_cases *cases = collect->cases;

    cases->own[cases->own_count++] = episode->id;
    if (cases->newest_count < OWN_ASKED)
        cases->newest[cases->newest_count++] = episode->id;
    return OK;
}

static enum err load_own(struct collect *collect)
{
    struct query query = collect_query(&episode_type);
    enum err e;

    query_narrow_number(&query, "owner", FILTER_IS, store_officer_id(collect->store));
    query_sort(&query, "state_on", true);
    if ((e = collect_rows(collect, &query, OWN_MAX, own_row)))
        return e;
    qsort(collect->cases->own, collect->cases->own_count, sizeof collect->cases->own[0], compare_ids);
    return OK;
}

enum err due_cases_begin(struct collect *collect)
{
    enum err e;

    collect->cases = calloc(1, sizeof *collect->cases);
    if (!collect->cases)
        return why_set(collect->why, E_MEMORY, "%s", err_text(E_MEMORY));
    casework_context(collect->store, &collect->cases->context);
    if ((e = clock_limits_load(collect->store, &collect->cases->limits, collect->why)) || collect_is_lead(collect))
        return e;
    return load_own(collect);
}

void due_cases_end(struct collect *collect)
{
    free(collect->cases);
    collect->cases = NULL;
}

static bool is_own(const struct due_cases *cases, int64_t id)
{
    return bsearch(&id, cases->own, cases->own_count, sizeof cases->own[0], compare_ids) != NULL;
}

enum err collect_case(struct collect *collect, int64_t episode, const struct glance **out)
{
    struct due_cases *cases = collect->cases;
    struct known_case *known = cases->known;
    size_t at = 0;
    enum err e;

    *out = NULL;
    if (episode == 0 || (!collect_is_lead(collect) && !is_own(cases, episode)))
        return OK;
    while (at < cases->known_count && known[at].id != episode)
        at++;
    if (at == KNOWN_MAX) {
        collect->due->more = true;
        return OK;
    }
    if (at == cases->known_count) {
        if ((e = casework_glance(collect->store, &episode_type, episode, &known[at].glance, collect->why)))
            return e;
        known[at].id = episode;
        cases->known_count++;
    }
    *out = known[at].glance.is_theirs ? &known[at].glance : NULL;
    return OK;
}

bool collect_was_told(struct collect *collect, int64_t subject)
{
    struct due_cases *cases = collect->cases;

    for (size_t i = 0; i < cases->told_count; i++) {
        if (cases->told[i] == subject)
            return true;
    }
    if (cases->told_count < TOLD_MAX)
        cases->told[cases->told_count++] = subject;
    return false;
}

enum err collect_of_cases(struct collect *collect, const struct query *query, size_t limit, collect_row *row)
{
    const struct due_cases *cases = collect->cases;
    enum err e = OK;

    if (collect_is_lead(collect))
        return collect_rows(collect, query, limit, row);
    for (size_t i = 0; i < cases->newest_count && !e; i++) {
        struct query own = *query;

        query_narrow_number(&own, "episode", FILTER_IS, cases->newest[i]);
        e = collect_rows(collect, &own, limit, row);
    }
    return e;
}
