/*
 * By whom one stakeholder reaches another: Dijkstra's shortest way over the costs that network.h lists. Whom a chain
 * leads through costs more for the next search, so that the chains differ by people, not by one hop. Costs are whole
 * numbers: equal chains come in the same order on every computer.
 */
#include "townkeep/domain/network.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    COST_INTERMEDIARY = 10,
    COST_COORDINATES = 14,
    COST_BELONGS = 16,
    COST_OTHER = 20,
    COST_STEP = 4, /* of strength or trust */
    COST_UNSURE = 6,
    COST_AGAIN = 60,
    STRENGTH_UNSAID = 2,
    TRUST_UNKNOWN = 3,
    LEVEL_MOST = 5,
};

/* --- what a hop costs --- */
static int type_cost(const char *type, bool against)
{
    static const struct {
        const char *type;
        int cost;
        bool one_way; /* against it, it is any other tie */
    } costs[] = {
        { "trusted_intermediary_for", COST_INTERMEDIARY, true },
        { "coordinates_with", COST_COORDINATES, false },
        { "member_of", COST_BELONGS, false },
        { "represents", COST_BELONGS, false },
        { "umbrella_of", COST_BELONGS, false },
        { "part_of", COST_BELONGS, false },
    };

    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        if (strcmp(costs[i].type, type) == 0)
            return costs[i].one_way && against ? COST_OTHER : costs[i].cost;
    }
    return COST_OTHER;
}

static int steps_below(int level, int unknown)
{
    return LEVEL_MOST - (level ? level : unknown);
}

static bool is_against(const struct tie *tie, size_t from)
{
    return tie->from != from && !(tie->flags & TIE_BOTH_WAYS);
}

static int hop_cost(const struct tie *tie, size_t from)
{
    return type_cost(tie->type, is_against(tie, from)) + COST_STEP * steps_below(tie->strength, STRENGTH_UNSAID) +
           (tie->flags & TIE_UNSURE ? COST_UNSURE : 0);
}

static int through_cost(const struct node *node)
{
    return COST_STEP * steps_below(node->trust, TRUST_UNKNOWN);
}

/* --- the search --- */
struct open_node {
    int cost;
    size_t node;
};

struct search {
    const struct network *network;
    size_t from, to;
    int *cost;              /* to each node so far; INT_MAX none */
    size_t *came_by;        /* the tie that leads there */
    bool *went, *used_ties; /* in chains that were found before: through this node, over this tie */
    struct open_node *heap;
    size_t heap_count;
};

static bool is_before(struct open_node a, struct open_node b)
{
    return a.cost != b.cost ? a.cost < b.cost : a.node < b.node;
}

static void heap_add(struct search *search, struct open_node open)
{
    size_t at = search->heap_count++;

    for (; at > 0 && is_before(open, search->heap[(at - 1) / 2]); at = (at - 1) / 2)
        search->heap[at] = search->heap[(at - 1) / 2];
    search->heap[at] = open;
}

static struct open_node heap_take(struct search *search)
{
    struct open_node first = search->heap[0], last = search->heap[--search->heap_count];
    size_t at = 0, child;

    while ((child = 2 * at + 1) < search->heap_count) {
        if (child + 1 < search->heap_count && is_before(search->heap[child + 1], search->heap[child]))
            child++;
        if (!is_before(search->heap[child], last))
            break;
        search->heap[at] = search->heap[child];
        at = child;
    }
    search->heap[at] = last;
    return first;
}

/* What it costs to go on from `node`; negative: nobody goes through here. */
static int leave_cost(const struct search *search, size_t node)
{
    const struct node *through = &search->network->nodes[node];

    if (node == search->from)
        return 0;
    if (through->do_not_contact)
        return -1;
    return through_cost(through) + (search->went[node] ? COST_AGAIN : 0);
}

static void go_on(struct search *search, struct open_node open, int leaving)
{
    const struct network *network = search->network;

    for (size_t i = network->first_of[open.node]; i < network->first_of[open.node + 1]; i++) {
        size_t at = network->ties_of[i], other = tie_other(&network->ties[at], open.node);
        int cost;

        if (!tie_links(&network->ties[at]))
            continue;
        cost = open.cost + leaving + hop_cost(&network->ties[at], open.node) + (search->used_ties[at] ? COST_AGAIN : 0);
        if (cost < search->cost[other]) {
            search->cost[other] = cost;
            search->came_by[other] = at;
            heap_add(search, (struct open_node){ cost, other });
        }
    }
}

/* Each end of a tie is looked at once at most after it became cheaper, so the heap has room for all of them. */
static void spread(struct search *search)
{
    for (size_t n = 0; n < search->network->node_count; n++)
        search->cost[n] = INT_MAX;
    search->cost[search->from] = 0;
    search->heap_count = 0;
    heap_add(search, (struct open_node){ 0, search->from });
    while (search->heap_count > 0) {
        struct open_node open = heap_take(search);
        int leaving;

        if (open.node == search->to)
            return;
        if (open.cost == search->cost[open.node] && (leaving = leave_cost(search, open.node)) >= 0)
            go_on(search, open, leaving);
    }
}

/* --- the chains --- */
static size_t count_hops(const struct search *search)
{
    size_t count = 0;

    for (size_t node = search->to; node != search->from; count++)
        node = tie_other(&search->network->ties[search->came_by[node]], node);
    return count;
}

/* False: there is none, or it is too long to be of use. */
static bool take_path(const struct search *search, struct network_path *path)
{
    const struct network *network = search->network;

    memset(path, 0, sizeof *path);
    if (search->cost[search->to] == INT_MAX || (path->count = count_hops(search)) > NETWORK_HOPS)
        return false;
    for (size_t at = path->count, node = search->to; at > 0; at--) {
        size_t tie = search->came_by[node], before = tie_other(&network->ties[tie], node);

        path->hops[at - 1] = (struct network_hop){ .tie = tie,
                                                   .to = node,
                                                   .against = is_against(&network->ties[tie], before),
                                                   .cost = hop_cost(&network->ties[tie], before) };
        path->cost += path->hops[at - 1].cost + (before != search->from ? through_cost(&network->nodes[before]) : 0);
        node = before;
    }
    return true;
}

static bool leads_the_same_way(const struct network_path *a, const struct network_path *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->hops[i].to != b->hops[i].to)
            return false;
    }
    return true;
}

static bool is_known(const struct network_paths *paths, const struct network_path *path)
{
    for (size_t i = 0; i < paths->count; i++) {
        if (leads_the_same_way(&paths->paths[i], path))
            return true;
    }
    return false;
}

/* All ties between the two of a hop count as used: another tie between them is no other way. */
static void remember(struct search *search, const struct network_path *path)
{
    const struct network *network = search->network;
    size_t node = search->from;

    for (size_t h = 0; h < path->count; h++) {
        size_t to = path->hops[h].to;

        for (size_t i = network->first_of[node]; i < network->first_of[node + 1]; i++) {
            size_t at = network->ties_of[i];

            if (tie_other(&network->ties[at], node) == to)
                search->used_ties[at] = true;
        }
        search->went[to] = true;
        node = to;
    }
}

static int compare_paths(const void *a, const void *b)
{
    const struct network_path *first = a, *second = b;

    if (first->cost != second->cost)
        return first->cost < second->cost ? -1 : 1;
    return first->count < second->count ? -1 : first->count > second->count;
}

static void search_release(struct search *search)
{
    free(search->cost);
    free(search->came_by);
    free(search->went);
    free(search->used_ties);
    free(search->heap);
}

static enum err search_init(struct search *search, const struct network *network, size_t from, size_t to)
{
    *search = (struct search){ .network = network, .from = from, .to = to };
    search->cost = calloc(network->node_count + 1, sizeof *search->cost);
    search->came_by = calloc(network->node_count + 1, sizeof *search->came_by);
    search->went = calloc(network->node_count + 1, sizeof *search->went);
    search->used_ties = calloc(network->tie_count + 1, sizeof *search->used_ties);
    search->heap = calloc(2 * network->tie_count + 2, sizeof *search->heap);
    if (search->cost && search->came_by && search->went && search->used_ties && search->heap)
        return OK;
    search_release(search);
    return E_MEMORY;
}

enum err network_paths(const struct network *network, size_t from, size_t to, struct network_paths *out)
{
    struct search search;
    enum err e;

    *out = (struct network_paths){ .from = from, .to = to };
    if (from == to)
        return OK;
    if ((e = search_init(&search, network, from, to)))
        return e;
    while (out->count < NETWORK_PATHS) {
        struct network_path *path = &out->paths[out->count];

        spread(&search);
        if (!take_path(&search, path) || is_known(out, path))
            break;
        remember(&search, path);
        out->count++;
    }
    qsort(out->paths, out->count, sizeof *out->paths, compare_paths);
    search_release(&search);
    return OK;
}
