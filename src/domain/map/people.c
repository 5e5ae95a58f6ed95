/* How many people were at the activities a stakeholder led, or whose programme it leads: totals only, never parts. */
#include <stdlib.h>
#include <string.h>

#include "mapped_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/participation.h"
#include "townkeep/domain/queries.h"

static enum err add_row(struct people_rows *rows, int64_t id, int64_t party, struct why *why)
{
    if (rows->count == rows->room) {
        size_t room = 2 * rows->room + 64;
        struct people_row *grown = realloc(rows->items, room * sizeof *grown);

        if (!grown)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        rows->items = grown;
        rows->room = room;
    }
    rows->items[rows->count++] = (struct people_row){ .id = id, .party = party };
    return OK;
}

static int compare_rows(const void *a, const void *b)
{
    int64_t left = ((const struct people_row *)a)->id, right = ((const struct people_row *)b)->id;

    return (left > right) - (left < right);
}

static struct people_row *find_row(const struct people_rows *rows, int64_t id)
{
    const struct people_row key = { .id = id };

    return rows->count > 0 ? bsearch(&key, rows->items, rows->count, sizeof key, compare_rows) : NULL;
}

static enum err take_programme(const struct record *programme, void *context, struct why *why)
{
    struct people *people = context;

    return add_row(&people->programmes, programme->id, record_number(programme, "lead_party"), why);
}

static bool is_in_time(const struct people *people, const struct record *activity)
{
    struct date on;

    if (!date_parse(record_text(activity, "held_from"), false, &on) &&
        !date_parse(record_text(activity, "planned_on"), false, &on))
        return false;
    return date_compare(on, people->from) > 0 && date_compare(on, people->to) <= 0;
}

static enum err take_activity(const struct record *activity, void *context, struct why *why)
{
    struct people *people = context;
    const struct people_row *programme = find_row(&people->programmes, record_number(activity, "programme"));
    int64_t party = record_number(activity, "lead_party");

    if (party == 0 && programme)
        party = programme->party;
    if (party == 0 || !is_in_time(people, activity))
        return OK;
    return add_row(&people->activities, activity->id, same_as_of(people->same, party), why);
}

static enum err take_count(const struct record *count, void *context, struct why *why)
{
    struct people *people = context;
    struct people_row *activity = find_row(&people->activities, record_number(count, "activity"));

    (void)why;
    if (activity && !activity->is_counted && participation_is_total(count)) {
        activity->is_counted = true;
        activity->people = participation_people(count);
    }
    return OK;
}

static enum err each(struct store *store, const struct query *query, query_visit *visit, struct people *people,
                     struct people_rows *rows, struct why *why)
{
    enum err e = query_each(store, query, visit, people, why);

    if (!e && rows && rows->count > 1)
        qsort(rows->items, rows->count, sizeof *rows->items, compare_rows);
    return e;
}

enum err people_read(struct store *store, struct people *people, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &programme_type);
    if ((e = each(store, &query, take_programme, people, &people->programmes, why)))
        return e;
    query_init(&query, &activity_type);
    query_narrow(&query, "status", FILTER_IS, "held");
    if ((e = each(store, &query, take_activity, people, &people->activities, why)))
        return e;
    query_init(&query, &participation_count_type);
    return each(store, &query, take_count, people, NULL, why);
}

int64_t people_of(const struct people *people, int64_t party)
{
    int64_t sum = 0;

    for (size_t i = 0; i < people->activities.count; i++) {
        if (people->activities.items[i].party == party)
            sum += people->activities.items[i].people;
    }
    return sum;
}

void people_release(struct people *people)
{
    free(people->programmes.items);
    free(people->activities.items);
    memset(people, 0, sizeof *people);
}
