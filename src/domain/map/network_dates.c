/* When those of a chain last met: from the engagements, each asked for by its parties, newest first. See network.h. */
#include "townkeep/domain/network.h"

#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/same_as.h"

/* The records that stand for one stakeholder: itself and its linked duplicates. */
enum { STANDING_FOR = 8 };
struct alike {
    int64_t ids[STANDING_FOR];
    size_t count;
};

static struct alike alike_of(const struct same_as *same, int64_t party)
{
    struct alike alike = { .ids = { party }, .count = 1 };

    for (size_t i = 0; i < same->count && alike.count < STANDING_FOR; i++) {
        int64_t linked = same->links[i].party;

        if (linked != party && same_as_of(same, linked) == party)
            alike.ids[alike.count++] = linked;
    }
    return alike;
}

/* The newest with `party` among its parties, and `other` too where one is named. */
static enum err newest_with(struct store *store, int64_t party, int64_t other, struct date as_of, struct date *newest,
                            struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    struct date held;
    enum err e;

    query_init(&query, &engagement_type);
    query_narrow_number(&query, "parties", FILTER_IS, party);
    if (other)
        query_narrow_number(&query, "parties", FILTER_IS, other);
    query_narrow_date(&query, "held_on", FILTER_AT_MOST, as_of);
    query_sort(&query, "held_on", true);
    e = store_page(store, &query, NULL, false, 1, &page, why);
    if (!e && page.count > 0 && date_parse(record_text(&page.records[0], "held_on"), false, &held) &&
        date_compare(held, *newest) > 0)
        *newest = held;
    record_page_release(&page);
    return e;
}

static enum err newest_of(struct store *store, const struct alike *one, const struct alike *other, struct date as_of,
                          struct date *newest, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < one->count && !e; i++) {
        if (!other)
            e = newest_with(store, one->ids[i], 0, as_of, newest, why);
        for (size_t j = 0; other && j < other->count && !e; j++)
            e = newest_with(store, one->ids[i], other->ids[j], as_of, newest, why);
    }
    return e;
}

struct dating {
    struct store *store;
    const struct network *network;
    ptrdiff_t own;
};

static enum err date_hop(const struct dating *dating, size_t from, struct network_hop *hop, struct why *why)
{
    const struct network *network = dating->network;
    struct alike one = alike_of(&network->same, network->nodes[from].party);
    struct alike other = alike_of(&network->same, network->nodes[hop->to].party);
    enum err e = newest_of(dating->store, &other, NULL, network->as_of, &hop->met, why);

    if (e)
        return e;
    if ((ptrdiff_t)from == dating->own) {
        hop->together = hop->met;
        return OK;
    }
    if ((ptrdiff_t)hop->to == dating->own)
        return newest_of(dating->store, &one, NULL, network->as_of, &hop->together, why);
    return newest_of(dating->store, &one, &other, network->as_of, &hop->together, why);
}

enum err network_path_dates(struct store *store, const struct network *network, ptrdiff_t own,
                            struct network_paths *paths, struct why *why)
{
    struct dating dating = { .store = store, .network = network, .own = own };
    enum err e = OK;

    for (size_t p = 0; p < paths->count && !e; p++) {
        size_t from = paths->from;

        for (size_t h = 0; h < paths->paths[p].count && !e; h++) {
            e = date_hop(&dating, from, &paths->paths[p].hops[h], why);
            from = paths->paths[p].hops[h].to;
        }
    }
    return e;
}
