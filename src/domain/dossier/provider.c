/*
 * Finding and ordering the services for a need. Of each area the services verified last are read, over the index of
 * that day; the best are kept, and those that must not be used beside them. Only then other records are asked.
 */
#include <stdlib.h>
#include <string.h>

#include "provider_in.h"

#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { LOOKED_AT_PER_AREA = 150, WITHOUT_AREA = 50, AT_A_TIME = 50, SEEN_MAX = 1000 };

struct search {
    struct store *store;
    const struct provider_need *need;
    struct provider_list *out;
    struct provider usable[PROVIDERS_SHOWN], refused[PROVIDERS_REFUSED_SHOWN];
    size_t usable_count, refused_count;
    int64_t seen[SEEN_MAX];
    size_t seen_count;
    struct why *why;
};

/* Better first; of two alike the one verified later, then by name. */
static int compare(const void *a, const void *b)
{
    const struct provider *left = a, *right = b;
    int order = (left->fit < right->fit) - (left->fit > right->fit);

    if (order == 0)
        order = strcmp(right->verified_on, left->verified_on);
    return order != 0 ? order : strcmp(left->name, right->name);
}

/* Into its place; the worst falls out when there is no room. */
static void insert(struct provider *rows, size_t *count, size_t room, const struct provider *row, bool *fell_out)
{
    size_t at = *count;

    while (at > 0 && compare(row, &rows[at - 1]) < 0)
        at--;
    *fell_out = *fell_out || *count == room;
    if (at == room)
        return;
    *count += *count < room;
    memmove(&rows[at + 1], &rows[at], (*count - 1 - at) * sizeof *rows);
    rows[at] = *row;
}

static void keep(struct search *search, const struct provider *row)
{
    if (row->refused)
        insert(search->refused, &search->refused_count, PROVIDERS_REFUSED_SHOWN, row, &search->out->more);
    else
        insert(search->usable, &search->usable_count, PROVIDERS_SHOWN, row, &search->out->more);
}

/* A service of two areas comes twice. */
static bool is_new(struct search *search, int64_t id)
{
    for (size_t i = 0; i < search->seen_count; i++) {
        if (search->seen[i] == id)
            return false;
    }
    if (search->seen_count < SEEN_MAX)
        search->seen[search->seen_count++] = id;
    return true;
}

static enum err look_at(struct search *search, const struct record_page *page)
{
    enum err e = OK;

    for (size_t i = 0; i < page->count && !e; i++) {
        struct provider row;

        if (!is_new(search, page->records[i].id))
            continue;
        search->out->looked_at++;
        if (!(e = provider_weigh(search->store, search->need, &page->records[i], &row, search->why)))
            keep(search, &row);
    }
    return e;
}

static enum err look_through(struct search *search, const struct query *query, size_t limit)
{
    struct record_page page = { 0 };
    struct record anchor = { 0 };
    bool more = true;
    enum err e = OK;

    for (size_t read = 0; more && read < limit && !e; read += AT_A_TIME) {
        if ((e = store_page(search->store, query, anchor.type ? &anchor : NULL, false, AT_A_TIME, &page, search->why)))
            break;
        more = page.more_after && page.count > 0;
        record_release(&anchor);
        if (!(e = look_at(search, &page)) && more)
            e = record_copy(&anchor, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    search->out->more = search->out->more || (!e && more);
    record_release(&anchor);
    return e;
}

static struct query verified_last(void)
{
    struct query query;

    query_init(&query, &service_type);
    query_sort(&query, "verified_on", true);
    return query;
}

static enum err look_for(struct search *search)
{
    struct query query;
    enum err e = OK;

    for (size_t i = 0; i < search->need->area_count && !e; i++) {
        query = verified_last();
        query_narrow(&query, "areas", FILTER_IS, search->need->areas[i]);
        e = look_through(search, &query, LOOKED_AT_PER_AREA);
    }
    if (e)
        return e;
    query = verified_last();
    if (search->need->area_count > 0)
        query_narrow(&query, "areas", FILTER_EMPTY, "");
    return look_through(search, &query, search->need->area_count > 0 ? WITHOUT_AREA : LOOKED_AT_PER_AREA);
}

/* Those kept are asked about once more: a stakeholder that must not be contacted moves among the refused. */
static enum err ask_parties(struct search *search)
{
    size_t kept = 0;
    enum err e = OK;

    for (size_t i = 0; i < search->refused_count && !e; i++)
        e = provider_weigh_party(search->store, search->need, &search->refused[i], search->why);
    for (size_t i = 0; i < search->usable_count && !e; i++) {
        struct provider *row = &search->usable[i];

        if ((e = provider_weigh_party(search->store, search->need, row, search->why)))
            break;
        if (row->refused)
            insert(search->refused, &search->refused_count, PROVIDERS_REFUSED_SHOWN, row, &search->out->more);
        else
            search->usable[kept++] = *row;
    }
    search->usable_count = kept;
    return e;
}

static void hand_out(struct search *search)
{
    struct provider_list *out = search->out;

    qsort(search->usable, search->usable_count, sizeof search->usable[0], compare);
    qsort(search->refused, search->refused_count, sizeof search->refused[0], compare);
    memcpy(out->rows, search->usable, search->usable_count * sizeof out->rows[0]);
    memcpy(out->rows + search->usable_count, search->refused, search->refused_count * sizeof out->rows[0]);
    out->usable = search->usable_count;
    out->count = search->usable_count + search->refused_count;
}

enum err provider_match(struct store *store, const struct provider_need *need, struct provider_list *out,
                        struct why *why)
{
    struct search *search = calloc(1, sizeof *search);
    enum err e;

    memset(out, 0, sizeof *out);
    if (!search)
        return E_MEMORY;
    search->store = store;
    search->need = need;
    search->out = out;
    search->why = why;
    if (!(e = look_for(search)) && !(e = ask_parties(search)))
        hand_out(search);
    free(search);
    return e;
}

enum err provider_look(struct store *store, const struct provider_need *need, int64_t service, struct provider *out,
                       struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(store, &service_type, service, &record, why);

    if (!e && !(e = provider_weigh(store, need, &record, out, why)))
        e = provider_weigh_party(store, need, out, why);
    record_release(&record);
    return e;
}
