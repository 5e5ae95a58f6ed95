/* Counting and listing what hangs on a record. See related_group_in.h. */
#include "related_group_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/domain/queries.h"

enum { GATHERED_MOST = 1000 };

/* Those that are the same as this one are archived, but hang on it all the same. */
static bool is_link(const struct record_type *type, int field)
{
    return type == &party_type && strcmp(type->fields[field].key, "same_as") == 0;
}

static struct query query_of(const struct record_type *type, int field, int64_t id)
{
    struct query query;

    query_init(&query, type);
    query_narrow_number(&query, type->fields[field].key, FILTER_IS, id);
    if (is_link(type, field))
        query.which = QUERY_ALL;
    return query;
}

enum err related_group_load(struct store *store, const struct record_type *type, int64_t id, struct related_group *out,
                            struct why *why)
{
    size_t linked = 0;
    enum err e = OK;

    out->ids[0] = id;
    if (type == &party_type)
        e = duplicates_linked(store, id, out->ids + 1, RELATED_GROUP - 1, &linked, why);
    out->count = 1 + linked;
    return e;
}

/* --- those of several, each once --- */
struct gathering {
    int64_t ids[GATHERED_MOST];
    size_t count;
};

static int compare_ids(const void *a, const void *b)
{
    const int64_t *first = a, *second = b;

    return (*first > *second) - (*first < *second);
}

static void keep_each_once(struct gathering *all)
{
    size_t kept = 0;

    if (all->count > 1)
        qsort(all->ids, all->count, sizeof all->ids[0], compare_ids);
    for (size_t i = 0; i < all->count; i++) {
        if (i == 0 || all->ids[i] != all->ids[i - 1])
            all->ids[kept++] = all->ids[i];
    }
    all->count = kept;
}

static enum err gather(struct store *store, const struct related_group *group, const struct record_type *type,
                       int field, struct gathering *all, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < group->count && all->count < GATHERED_MOST && !e; i++) {
        struct query query = query_of(type, field, group->ids[i]);
        struct record_page page = { 0 };

        e = store_page(store, &query, NULL, false, GATHERED_MOST - all->count, &page, why);
        for (size_t r = 0; r < page.count && !e; r++)
            all->ids[all->count++] = page.records[r].id;
        record_page_release(&page);
    }
    keep_each_once(all);
    return e;
}

enum err related_count(struct store *store, const struct related_group *group, const struct record_type *type,
                       int field, size_t most, size_t *count, bool *more, struct why *why)
{
    struct query query = query_of(type, field, group->ids[0]);
    struct gathering *all;
    enum err e;

    if (group->count == 1 || is_link(type, field))
        return store_count(store, &query, most, count, more, why);
    all = calloc(1, sizeof *all);
    if (!all)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = gather(store, group, type, field, all, why);
    *more = all->count > most;
    *count = *more ? most : all->count;
    free(all);
    return e;
}

struct screen *related_list_new(struct store *store, const struct related_group *group, const struct record_type *type,
                                int field, const char *label, struct why *why)
{
    struct gathering *all;
    struct screen *screen = NULL;
    char filter[200];

    if (is_link(type, field))
        return linked_screen_new(group->ids[0]);
    snprintf(filter, sizeof filter, "%s=%lld", type->fields[field].key, (long long)group->ids[0]);
    if (group->count == 1)
        return list_screen_new_filtered(type, filter);
    all = calloc(1, sizeof *all);
    if (!all)
        why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    else if (!gather(store, group, type, field, all, why))
        screen = list_screen_new_of(type, all->ids, all->count, label);
    free(all);
    return screen;
}
