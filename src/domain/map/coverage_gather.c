/* What coverage counts, and what that hangs on, read in one pass each. A stakeholder linked to another as its duplicate
 * (same_as.h) is no stakeholder of its own: what it has counts for the other. */
#include "coverage_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/participation.h"
#include "townkeep/domain/queries.h"

enum { MONTHS_BACK = -12 };

/* --- units --- */
static enum err add_unit(struct coverage_units *units, struct coverage_unit unit)
{
    if (units->count == units->room) {
        size_t room = units->room ? units->room * 2 : 256;
        struct coverage_unit *items = realloc(units->items, room * sizeof *items);

        if (!items)
            return E_MEMORY;
        units->items = items;
        units->room = room;
    }
    units->items[units->count++] = unit;
    return unit.name && unit.sectors && unit.areas && unit.levels && unit.places ? OK : E_MEMORY;
}

static int by_id(const void *a, const void *b)
{
    int64_t first = ((const struct coverage_unit *)a)->id, second = ((const struct coverage_unit *)b)->id;

    return first < second ? -1 : first > second;
}

static void sort_units(struct coverage_units *units)
{
    if (units->count > 1)
        qsort(units->items, units->count, sizeof *units->items, by_id);
}

static struct coverage_unit *find_unit(const struct coverage_units *units, int64_t id)
{
    struct coverage_unit key = { .id = id };

    return id && units->count ? bsearch(&key, units->items, units->count, sizeof key, by_id) : NULL;
}

const struct coverage_unit *coverage_unit_find(const struct coverage_units *units, int64_t id)
{
    return find_unit(units, id);
}

static const char *kept(struct coverage_job *job, const struct record *record, const char *key)
{
    const char *text = record_text(record, key);

    return text[0] ? arena_copy(&job->text, text) : "";
}

/* "a;b" and "c" → "a;b;c". */
static enum err join(struct coverage_job *job, const char **list, const char *more)
{
    if (more[0] == '\0')
        return OK;
    *list = (*list)[0] ? arena_printf(&job->text, "%s;%s", *list, more) : more;
    return *list ? OK : E_MEMORY;
}

static bool is_one_of(const char *code, const char *a, const char *b)
{
    return strcmp(code, a) == 0 || strcmp(code, b) == 0;
}

/* --- stakeholders --- */
static enum err add_party(const struct record *party, void *context, struct why *why)
{
    struct coverage_job *job = context;

    (void)why;
    if (party->archived_at && !same_as_is_linked(&job->same, party->id))
        return OK;
    return add_unit(&job->parties,
                    (struct coverage_unit){ .id = party->id,
                                            .name = kept(job, party, "name"),
                                            .weight = 1,
                                            .is_counted = !party->archived_at &&
                                                          strcmp(record_text(party, "kind"), "person") != 0 &&
                                                          strcmp(record_text(party, "status"), "closed") != 0,
                                            .sectors = kept(job, party, "sectors"),
                                            .areas = "",
                                            .levels = kept(job, party, "levels"),
                                            .places = kept(job, party, "places") });
}

/* The stakeholder a record stands for; NULL when that is in use no longer. */
static struct coverage_unit *original_of(const struct coverage_job *job, int64_t id)
{
    return find_unit(&job->parties, same_as_of(&job->same, id));
}

static enum err merge_duplicates(struct coverage_job *job)
{
    enum err e = OK;

    for (size_t i = 0; i < job->parties.count && !e; i++) {
        struct coverage_unit *unit = &job->parties.items[i], *original = original_of(job, unit->id);

        if (original == unit)
            continue;
        unit->is_counted = false;
        if (!original)
            continue;
        if ((e = join(job, &original->sectors, unit->sectors)) || (e = join(job, &original->levels, unit->levels)))
            break;
        e = join(job, &original->places, unit->places);
    }
    return e;
}

static enum err gather_parties(struct coverage_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &party_type);
    query.which = QUERY_ALL; /* a duplicate is archived when it is linked */
    if ((e = same_as_load(job->store, &job->same, why)) || (e = query_each(job->store, &query, add_party, job, why)))
        return e;
    sort_units(&job->parties);
    return merge_duplicates(job);
}

/* --- services --- */
static enum err add_service(const struct record *service, void *context, struct why *why)
{
    struct coverage_job *job = context;
    struct coverage_unit *party = original_of(job, record_number(service, "party"));

    (void)why;
    if (is_one_of(record_text(service, "status"), "inactive", "defunct"))
        return OK;
    if (job->out->wish.measure == COVERAGE_PARTIES)
        return party ? join(job, &party->areas, kept(job, service, "areas")) : OK;
    return add_unit(&job->services, (struct coverage_unit){ .id = service->id,
                                                            .name = kept(job, service, "name"),
                                                            .weight = 1,
                                                            .is_counted = true,
                                                            .sectors = party ? party->sectors : "",
                                                            .areas = kept(job, service, "areas"),
                                                            .levels = kept(job, service, "levels"),
                                                            .places = kept(job, service, "places") });
}

/* --- programmes --- */
static bool begins_after(const struct record *record, const char *actual, const char *planned, struct date day)
{
    struct date date;

    return date_parse(record_text(record, record_has(record, actual) ? actual : planned), false, &date) &&
           date_compare(date, day) > 0;
}

/* Whether it was at work on that day, as far as its dates tell; one that has ended at a time unknown was not. */
static bool is_at_work(const struct record *programme, struct date day)
{
    const char *status = record_text(programme, "status");
    bool has_ended = is_one_of(status, "completed", "stopped");
    struct date end;

    if (is_one_of(status, "idea", "planned") || begins_after(programme, "actual_from", "planned_from", day))
        return false;
    if (date_parse(record_text(programme, "actual_to"), false, &end) ||
        (has_ended && date_parse(record_text(programme, "planned_to"), false, &end)))
        return date_compare(end, day) >= 0;
    return !has_ended;
}

static enum err add_programme(const struct record *programme, void *context, struct why *why)
{
    struct coverage_job *job = context;
    const struct coverage_unit *lead = original_of(job, record_number(programme, "lead_party"));

    (void)why;
    return add_unit(&job->programmes, (struct coverage_unit){ .id = programme->id,
                                                              .name = kept(job, programme, "title"),
                                                              .weight = 1,
                                                              .is_counted = is_at_work(programme, job->out->wish.as_of),
                                                              .sectors = lead ? lead->sectors : "",
                                                              .areas = kept(job, programme, "areas"),
                                                              .levels = kept(job, programme, "levels"),
                                                              .places = kept(job, programme, "places") });
}

/* --- activities --- */
static bool is_in_the_year(const struct record *activity, struct date day)
{
    struct date held;

    if (!date_parse(record_text(activity, record_has(activity, "held_from") ? "held_from" : "planned_on"), false,
                    &held))
        return false;
    return date_compare(held, day) <= 0 && date_compare(held, date_add_months(day, MONTHS_BACK)) > 0;
}

static enum err add_activity(const struct record *activity, void *context, struct why *why)
{
    struct coverage_job *job = context;
    const struct coverage_unit *programme = find_unit(&job->programmes, record_number(activity, "programme"));
    int64_t place = record_number(activity, "place");

    (void)why;
    if (!is_in_the_year(activity, job->out->wish.as_of))
        return OK;
    return add_unit(&job->activities, (struct coverage_unit){
                                          .id = activity->id,
                                          .name = kept(job, activity, "title"),
                                          .sectors = programme ? programme->sectors : "",
                                          .areas = programme ? programme->areas : "",
                                          .levels = programme ? programme->levels : "",
                                          .places = place ? arena_printf(&job->text, "%lld", (long long)place) : "",
                                      });
}

/* Of several totals of one activity the first is taken, as Home does. */
static enum err add_people(const struct record *count, void *context, struct why *why)
{
    struct coverage_job *job = context;
    struct coverage_unit *activity = find_unit(&job->activities, record_number(count, "activity"));

    (void)why;
    if (activity && !activity->has_weight && participation_is_total(count)) {
        activity->has_weight = true;
        activity->weight = participation_people(count);
        activity->is_counted = activity->weight > 0;
    }
    return OK;
}

static enum err gather_activities(struct coverage_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &activity_type);
    query_narrow(&query, "status", FILTER_IS, "held");
    if ((e = query_each(job->store, &query, add_activity, job, why)))
        return e;
    sort_units(&job->activities);
    query_init(&query, &participation_count_type);
    return query_each(job->store, &query, add_people, job, why);
}

/* --- all of it --- */
enum err coverage_gather(struct coverage_job *job, struct why *why)
{
    const struct coverage_wish *wish = &job->out->wish;
    bool has_services =
        wish->measure == COVERAGE_SERVICES || (wish->measure == COVERAGE_PARTIES && wish->rows == COVERAGE_AREAS);
    struct query query;
    enum err e = gather_parties(job, why);

    if (!e && has_services) {
        query_init(&query, &service_type);
        e = query_each(job->store, &query, add_service, job, why);
        sort_units(&job->services);
    }
    if (!e && wish->measure >= COVERAGE_PROGRAMMES) {
        query_init(&query, &programme_type);
        if (!(e = query_each(job->store, &query, add_programme, job, why)))
            sort_units(&job->programmes);
    }
    return e || wish->measure != COVERAGE_PEOPLE ? e : gather_activities(job, why);
}
