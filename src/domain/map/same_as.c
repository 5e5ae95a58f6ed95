/* Whom a linked duplicate stands for: see same_as.h. Links are followed when they are asked for; there are few. */
#include "townkeep/domain/same_as.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

static int compare_links(const void *a, const void *b)
{
    int64_t left = ((const struct same_as_link *)a)->party, right = ((const struct same_as_link *)b)->party;

    return (left > right) - (left < right);
}

static enum err add_link(const struct record *party, void *context, struct why *why)
{
    struct same_as *same = context;

    if (same->count == same->room) {
        size_t room = 2 * same->room + 32;
        struct same_as_link *grown = realloc(same->links, room * sizeof *grown);

        if (!grown)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        same->links = grown;
        same->room = room;
    }
    same->links[same->count++] = (struct same_as_link){ party->id, record_number(party, "same_as") };
    return OK;
}

enum err same_as_load(struct store *store, struct same_as *out, struct why *why)
{
    struct query query;
    enum err e;

    memset(out, 0, sizeof *out);
    query_init(&query, &party_type);
    query.which = QUERY_ALL;
    query_narrow(&query, "same_as", FILTER_FILLED, "");
    query.sort_field = field_find(&party_type, "same_as"); /* in the order of its index: this is asked often */
    e = query_each(store, &query, add_link, out, why);
    if (!e && out->count > 0)
        qsort(out->links, out->count, sizeof *out->links, compare_links);
    return e;
}

void same_as_release(struct same_as *same)
{
    free(same->links);
    memset(same, 0, sizeof *same);
}

static int64_t next_of(const struct same_as *same, int64_t party)
{
    const struct same_as_link key = { party, 0 };
    const struct same_as_link *link =
        same->count > 0 ? bsearch(&key, same->links, same->count, sizeof key, compare_links) : NULL;

    return link ? link->same_as : 0;
}

/* `start` is on a ring: everybody on it stands for the same one. */
static int64_t smallest_of_ring(const struct same_as *same, int64_t start)
{
    int64_t smallest = start;

    for (int64_t party = next_of(same, start); party != start; party = next_of(same, party)) {
        if (party < smallest)
            smallest = party;
    }
    return smallest;
}

int64_t same_as_of(const struct same_as *same, int64_t party)
{
    int64_t next;

    for (size_t steps = 0; (next = next_of(same, party)) != 0; steps++) {
        if (steps > same->count)
            return smallest_of_ring(same, party);
        party = next;
    }
    return party;
}

bool same_as_is_linked(const struct same_as *same, int64_t party)
{
    return same_as_of(same, party) != party;
}
