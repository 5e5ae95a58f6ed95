/*
 * What the ties say of each stakeholder, by igraph: degree, connected parts, articulation points, bridges, betweenness.
 * This file alone knows igraph. Two graphs are made of a network: one with every tie that links, for what one tie or
 * one stakeholder holds together, and one in which two that are tied are tied once, for who has how many partners and
 * who stands between others.
 *
 * igraph ends the program at an error unless it is told not to; told so, it frees what it had begun and gives a code,
 * which `failed` turns into ours. It starts no thread for anything that is asked of it here.
 */
#include "townkeep/domain/network.h"

#include <igraph.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"

#if defined IGRAPH_VERSION_MAJOR && IGRAPH_VERSION_MAJOR < 1 && IGRAPH_VERSION_MINOR < 10
#error "igraph 0.10 or newer is needed: before it, ids were real numbers."
#endif

/* One source costs about as much as looking at each node and each end of a tie, some 30 ns a look: so many looks make a
 * slice, so many are spent on a map to be exact, and so many where that is not enough. */
enum { SLICE_WORK = 1000000, EXACT_WORK = 30000000, ABOUT_WORK = 12000000, SOURCES_LEAST = 64 };

struct network_graph {
    igraph_t simple;
};

static enum err failed(igraph_error_t code, struct why *why)
{
    if (code == IGRAPH_SUCCESS)
        return OK;
    if (code == IGRAPH_ENOMEM)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    return why_set(why, E_SYSTEM, N_("The network could not be measured (%s)."), igraph_strerror(code));
}

static void begin(void)
{
#if IGRAPH_VERSION_MAJOR >= 1
    igraph_setup();
#endif
    igraph_set_error_handler(igraph_error_handler_ignore);
    igraph_set_warning_handler(igraph_warning_handler_ignore);
}

/* --- the graphs --- */
static bool counts(const struct tie *tie)
{
    return tie->from != tie->to && tie_links(tie);
}

/* A graph of the ties that count; tie_of[edge] is the tie's index. */
static enum err make_graph(const struct network *network, size_t *tie_of, igraph_t *graph, struct why *why)
{
    igraph_vector_int_t ends;
    igraph_integer_t count = 0;
    enum err e;

    for (size_t i = 0; i < network->tie_count; i++)
        count += counts(&network->ties[i]);
    if ((e = failed(igraph_vector_int_init(&ends, 2 * count), why)))
        return e;
    count = 0;
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];

        if (!counts(tie))
            continue;
        tie_of[count] = i;
        VECTOR(ends)[2 * count] = (igraph_integer_t)tie->from;
        VECTOR(ends)[2 * count + 1] = (igraph_integer_t)tie->to;
        count++;
    }
    e = failed(igraph_create(graph, &ends, (igraph_integer_t)network->node_count, IGRAPH_UNDIRECTED), why);
    igraph_vector_int_destroy(&ends);
    return e;
}

/* The same with each pair once. */
static enum err make_simple(const igraph_t *graph, igraph_t *simple, struct why *why)
{
    enum err e = failed(igraph_copy(simple, graph), why);

    if (e)
        return e;
    if ((e = failed(igraph_simplify(simple, true, true, NULL), why)))
        igraph_destroy(simple);
    return e;
}

/* --- each measure --- */
static enum err measure_partners(const igraph_t *simple, const igraph_t *graph, struct network_measures *out,
                                 struct why *why)
{
    igraph_vector_int_t degree;
    enum err e = failed(igraph_vector_int_init(&degree, 0), why);

    if (e)
        return e;
    if (!(e = failed(igraph_degree(simple, &degree, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS), why))) {
        for (size_t n = 0; n < out->node_count; n++)
            out->nodes[n].partners = (size_t)VECTOR(degree)[n];
        e = failed(igraph_degree(graph, &degree, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS), why);
    }
    for (size_t n = 0; n < out->node_count && !e; n++)
        out->nodes[n].ties = (size_t)VECTOR(degree)[n];
    igraph_vector_int_destroy(&degree);
    return e;
}

static void measure_weights(const struct network *network, struct network_measures *out)
{
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];
        int strength = tie->strength ? tie->strength : 1;

        if (!counts(tie))
            continue;
        out->nodes[tie->from].weight += strength;
        out->nodes[tie->to].weight += strength;
    }
}

struct part {
    size_t index, size;
};

static int compare_parts(const void *a, const void *b)
{
    const struct part *first = a, *second = b;

    if (first->size != second->size)
        return first->size > second->size ? -1 : 1;
    return first->index < second->index ? -1 : 1;
}

/* igraph numbers the parts as it finds them; here the largest is the first. */
static enum err take_parts(const igraph_vector_int_t *member, const igraph_vector_int_t *sizes,
                           struct network_measures *out)
{
    size_t count = (size_t)igraph_vector_int_size(sizes);
    struct part *parts = calloc(count + 1, sizeof *parts);
    size_t *place = calloc(count + 1, sizeof *place);
    enum err e = E_MEMORY;

    out->components = calloc(count + 1, sizeof *out->components);
    if (!parts || !place || !out->components)
        goto done;
    for (size_t i = 0; i < count; i++)
        parts[i] = (struct part){ i, (size_t)VECTOR(*sizes)[i] };
    qsort(parts, count, sizeof *parts, compare_parts);
    for (size_t i = 0; i < count; i++) {
        place[parts[i].index] = i;
        out->components[i] = parts[i].size;
    }
    for (size_t n = 0; n < out->node_count; n++)
        out->nodes[n].component = place[VECTOR(*member)[n]];
    out->component_count = count;
    e = OK;
done:
    free(parts);
    free(place);
    return e;
}

static enum err measure_parts(const igraph_t *graph, struct network_measures *out, struct why *why)
{
    igraph_vector_int_t member, sizes;
    enum err e = failed(igraph_vector_int_init(&member, 0), why);

    if (e)
        return e;
    if ((e = failed(igraph_vector_int_init(&sizes, 0), why))) {
        igraph_vector_int_destroy(&member);
        return e;
    }
    if (!(e = failed(igraph_connected_components(graph, &member, &sizes, NULL, IGRAPH_WEAK), why)) &&
        (e = take_parts(&member, &sizes, out)))
        why_set(why, e, "%s", err_text(e));
    igraph_vector_int_destroy(&member);
    igraph_vector_int_destroy(&sizes);
    return e;
}

static enum err measure_holding(const igraph_t *graph, const size_t *tie_of, struct network_measures *out,
                                struct why *why)
{
    igraph_vector_int_t found;
    enum err e = failed(igraph_vector_int_init(&found, 0), why);

    if (e)
        return e;
    if (!(e = failed(igraph_articulation_points(graph, &found), why))) {
        out->holding_count = (size_t)igraph_vector_int_size(&found);
        for (size_t i = 0; i < out->holding_count; i++)
            out->nodes[VECTOR(found)[i]].holds = true;
        e = failed(igraph_bridges(graph, &found), why);
    }
    if (!e) {
        out->bridge_count = (size_t)igraph_vector_int_size(&found);
        for (size_t i = 0; i < out->bridge_count; i++)
            out->bridges[tie_of[VECTOR(found)[i]]] = true;
    }
    igraph_vector_int_destroy(&found);
    return e;
}

/* --- betweenness --- */
/* Always the same order, spread over the map: a shuffle by a small generator of its own. */
static void shuffle(size_t *items, size_t count)
{
    uint64_t state = 88172645463325252u;

    for (size_t i = count; i > 1; i--) {
        size_t at;

        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        at = (size_t)(state % i);
        if (at != i - 1) {
            size_t swap = items[i - 1];

            items[i - 1] = items[at];
            items[at] = swap;
        }
    }
}

static size_t source_work(const struct network_measures *measures)
{
    const igraph_t *simple = &measures->graph->simple;

    return (size_t)igraph_vcount(simple) + 2 * (size_t)igraph_ecount(simple) + 1;
}

/* Ways begin and end at those that have partners. */
static enum err choose_sources(struct network_measures *out)
{
    size_t affordable = EXACT_WORK / source_work(out);

    out->sources = calloc(out->node_count + 1, sizeof *out->sources);
    if (!out->sources)
        return E_MEMORY;
    for (size_t n = 0; n < out->node_count; n++) {
        if (out->nodes[n].partners > 0)
            out->sources[out->sources_all++] = n;
    }
    out->sources_wanted = out->sources_all;
    if (out->sources_all <= affordable)
        return OK;
    affordable = ABOUT_WORK / source_work(out);
    affordable = affordable < SOURCES_LEAST ? SOURCES_LEAST : affordable;
    out->sources_wanted = out->sources_all < affordable ? out->sources_all : affordable;
    shuffle(out->sources, out->sources_all);
    return OK;
}

/* The argument order changed with igraph 1.0, which also can divide by the number of pairs. */
static igraph_error_t between_from(const igraph_t *graph, igraph_vs_t sources, igraph_vector_t *out)
{
#if IGRAPH_VERSION_MAJOR >= 1
    return igraph_betweenness_subset(graph, NULL, out, sources, igraph_vss_all(), igraph_vss_all(), IGRAPH_UNDIRECTED,
                                     false);
#else
    return igraph_betweenness_subset(graph, out, igraph_vss_all(), IGRAPH_UNDIRECTED, sources, igraph_vss_all(), NULL);
#endif
}

/* Add what ways from the next `count` sources give. */
static enum err add_sources(struct network_measures *measures, size_t count, struct why *why)
{
    igraph_vector_int_t chosen;
    igraph_vector_t between;
    enum err e = failed(igraph_vector_int_init(&chosen, (igraph_integer_t)count), why);

    if (e)
        return e;
    if ((e = failed(igraph_vector_init(&between, 0), why))) {
        igraph_vector_int_destroy(&chosen);
        return e;
    }
    for (size_t i = 0; i < count; i++)
        VECTOR(chosen)[i] = (igraph_integer_t)measures->sources[measures->sources_done + i];
    e = failed(between_from(&measures->graph->simple, igraph_vss_vector(&chosen), &between), why);
    for (size_t n = 0; n < measures->node_count && !e; n++)
        measures->nodes[n].between += VECTOR(between)[n];
    igraph_vector_destroy(&between);
    igraph_vector_int_destroy(&chosen);
    return e;
}

struct ranked {
    size_t node;
    double between;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *first = a, *second = b;

    if (first->between > second->between || first->between < second->between)
        return first->between > second->between ? -1 : 1;
    return first->node < second->node ? -1 : 1;
}

/* Equal ones share a rank, as far as sums of fractions can be equal. */
static enum err rank(struct network_measures *measures, struct why *why)
{
    struct ranked *order = calloc(measures->node_count + 1, sizeof *order);
    double scale = measures->sources_wanted > 0 ? (double)measures->sources_all / (double)measures->sources_wanted : 1;

    if (!order)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    for (size_t n = 0; n < measures->node_count; n++) {
        measures->nodes[n].between *= scale;
        order[n] = (struct ranked){ n, measures->nodes[n].between };
    }
    qsort(order, measures->node_count, sizeof *order, compare_ranked);
    for (size_t i = 0; i < measures->node_count && order[i].between > 1e-9; i++) {
        bool is_equal = i > 0 && order[i - 1].between - order[i].between < 1e-9 * order[i].between;

        measures->nodes[order[i].node].rank = is_equal ? measures->nodes[order[i - 1].node].rank : i + 1;
    }
    free(order);
    return OK;
}

enum err network_between(struct network_measures *measures, bool *more, struct why *why)
{
    size_t left = measures->sources_wanted - measures->sources_done, count;
    enum err e;

    *more = false;
    if (left == 0)
        return OK;
    begin();
    count = SLICE_WORK / source_work(measures) + 1;
    count = count < left ? count : left;
    if ((e = add_sources(measures, count, why)))
        return e;
    measures->sources_done += count;
    *more = count < left;
    return *more ? OK : rank(measures, why);
}

/* --- all of it --- */
static enum err measure_graph(const igraph_t *graph, const size_t *tie_of, struct network_measures *out,
                              struct why *why)
{
    struct network_graph *kept = calloc(1, sizeof *kept);
    enum err e;

    if (!kept)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = make_simple(graph, &kept->simple, why))) {
        free(kept);
        return e;
    }
    out->graph = kept;
    if ((e = measure_partners(&kept->simple, graph, out, why)) || (e = measure_parts(graph, out, why)) ||
        (e = measure_holding(graph, tie_of, out, why)))
        return e;
    if ((e = choose_sources(out)))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}

enum err network_measure(const struct network *network, struct network_measures *out, struct why *why)
{
    size_t *tie_of = calloc(network->tie_count + 1, sizeof *tie_of);
    igraph_t graph;
    enum err e;

    memset(out, 0, sizeof *out);
    out->node_count = network->node_count;
    out->nodes = calloc(network->node_count + 1, sizeof *out->nodes);
    out->bridges = calloc(network->tie_count + 1, sizeof *out->bridges);
    if (!tie_of || !out->nodes || !out->bridges) {
        free(tie_of);
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    }
    begin();
    if (!(e = make_graph(network, tie_of, &graph, why))) {
        e = measure_graph(&graph, tie_of, out, why);
        measure_weights(network, out);
        igraph_destroy(&graph);
    }
    free(tie_of);
    return e;
}

void network_measures_release(struct network_measures *measures)
{
    free(measures->nodes);
    free(measures->bridges);
    free(measures->components);
    free(measures->sources);
    if (measures->graph)
        igraph_destroy(&measures->graph->simple);
    free(measures->graph);
    memset(measures, 0, sizeof *measures);
}
