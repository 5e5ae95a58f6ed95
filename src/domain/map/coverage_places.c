/* The columns of coverage: every place counts for the nearest place of the wanted kind, or of a larger one, that it
 * lies in. Chains that go round are left after PARENTS_MOST steps. */
#include "coverage_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { PARENTS_MOST = 32, RANK_SITE = 1, RANK_NEIGHBOURHOOD, RANK_DISTRICT, RANK_CITY, RANK_REGION };

static int rank_of(const char *kind)
{
    static const struct {
        const char *kind;
        int rank;
    } ranks[] = { { "neighbourhood", RANK_NEIGHBOURHOOD },
                  { "district", RANK_DISTRICT },
                  { "city", RANK_CITY },
                  { "region", RANK_REGION } };

    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++) {
        if (strcmp(kind, ranks[i].kind) == 0)
            return ranks[i].rank;
    }
    return RANK_SITE;
}

static int wanted_rank(const struct coverage_wish *wish)
{
    return wish->depth == COVERAGE_DISTRICTS        ? RANK_DISTRICT
           : wish->depth == COVERAGE_NEIGHBOURHOODS ? RANK_NEIGHBOURHOOD
                                                    : RANK_SITE;
}

/* --- reading them --- */
static enum err add_place(const struct record *record, void *context, struct why *why)
{
    struct coverage_job *job = context;
    struct coverage_place *place;

    (void)why;
    if (job->place_count == job->place_room) {
        size_t room = job->place_room ? job->place_room * 2 : 64;
        struct coverage_place *places = realloc(job->places, room * sizeof *places);

        if (!places)
            return E_MEMORY;
        job->places = places;
        job->place_room = room;
    }
    place = &job->places[job->place_count++];
    *place = (struct coverage_place){ .id = record->id,
                                      .parent = record_number(record, "parent"),
                                      .population =
                                          record_has(record, "population") ? record_number(record, "population") : -1,
                                      .rank = rank_of(record_text(record, "kind")),
                                      .name = arena_copy(&job->out->text, record_text(record, "name")),
                                      .is_gone = record->archived_at != 0,
                                      .column = SIZE_MAX };
    return place->name ? OK : E_MEMORY;
}

static int by_id(const void *a, const void *b)
{
    int64_t first = ((const struct coverage_place *)a)->id, second = ((const struct coverage_place *)b)->id;

    return first < second ? -1 : first > second;
}

static struct coverage_place *find_place(const struct coverage_job *job, int64_t id)
{
    struct coverage_place key = { .id = id };

    return job->place_count ? bsearch(&key, job->places, job->place_count, sizeof key, by_id) : NULL;
}

/* --- the columns --- */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static uint64_t take_number(const char **at)
{
    uint64_t number = 0;

    for (; is_digit(**at); ++*at)
        number = number * 10 + (uint64_t)(**at - '0');
    return number;
}

/* Folded, and with numbers as numbers: "District 2" stands before "District 10". */
static int compare_names(const char *a, const char *b)
{
    while (*a && *b) {
        if (is_digit(*a) && is_digit(*b)) {
            uint64_t first = take_number(&a), second = take_number(&b);

            if (first != second)
                return first < second ? -1 : 1;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return *a ? 1 : *b ? -1 : 0;
}

static int by_name(const void *a, const void *b)
{
    const struct coverage_column *first = a, *second = b;
    struct buf one = { 0 }, other = { 0 };
    int order;

    if (first->is_wider != second->is_wider)
        return first->is_wider ? 1 : -1;
    order = text_fold(&one, first->name) || text_fold(&other, second->name)
                ? strcmp(first->name, second->name)
                : compare_names(buf_text(&one), buf_text(&other));
    buf_release(&one);
    buf_release(&other);
    return order ? order : first->place < second->place ? -1 : first->place > second->place;
}

static bool may_have_column(const struct coverage_job *job, const struct coverage_place *place)
{
    return !place->is_gone && place->rank >= wanted_rank(&job->out->wish);
}

static enum err make_columns(struct coverage_job *job)
{
    struct coverage *out = job->out;
    int wanted = wanted_rank(&out->wish);

    if (!(out->columns = calloc(job->place_count + 1, sizeof *out->columns)))
        return E_MEMORY;
    for (size_t i = 0; i < job->place_count; i++) {
        const struct coverage_place *place = &job->places[i];

        if (may_have_column(job, place))
            out->columns[out->column_count++] = (struct coverage_column){
                .place = place->id,
                .name = place->name,
                .population = place->population,
                .is_site = place->rank == RANK_SITE,
                .is_wider = wanted == RANK_SITE ? place->rank >= RANK_CITY : place->rank > wanted,
            };
    }
    if (out->column_count > 1)
        qsort(out->columns, out->column_count, sizeof *out->columns, by_name);
    for (size_t i = 0; i < out->column_count; i++)
        find_place(job, out->columns[i].place)->column = i;
    out->columns[out->column_count++] = (struct coverage_column){ .name = "?", .population = -1 };
    return OK;
}

enum err coverage_read_places(struct coverage_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &place_type);
    query.which = QUERY_ALL;
    if ((e = query_each(job->store, &query, add_place, job, why)))
        return e;
    if (job->place_count > 1)
        qsort(job->places, job->place_count, sizeof *job->places, by_id);
    return make_columns(job);
}

size_t coverage_column_of(const struct coverage_job *job, int64_t id)
{
    const struct coverage_place *place = find_place(job, id);

    for (int steps = 0; place && steps < PARENTS_MOST; steps++) {
        if (place->column != SIZE_MAX)
            return place->column;
        place = place->parent ? find_place(job, place->parent) : NULL;
    }
    return job->out->column_count - 1;
}
