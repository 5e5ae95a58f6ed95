/*
 * What is measured of a network: small ones counted by hand, and one of 1,000 stakeholders, in several parts, with
 * repeated ties and ties to oneself, against what this file works out for itself the slow way.
 */
#include <CUnit/CUnit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "network_help.h"
#include "unit.h"

void suite_network_measures(void);

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

/* --- by hand --- */
/*
 *   0 --- 1          4 === 5        6
 *    \   /
 *      2 --- 3
 */
static void two_parts_and_one_alone(void)
{
    struct network network;
    struct network_measures m;

    hand_nodes(&network, 7);
    hand_tie(&network, 0, "funds", 1, 5, 0);
    hand_tie(&network, 1, "hosts", 2, 3, 0);
    hand_tie(&network, 2, "hosts", 0, 0, 0);
    hand_tie(&network, 3, "refers_to", 2, 2, 0);
    hand_tie(&network, 4, "funds", 5, 4, 0);
    hand_tie(&network, 5, "trains", 4, 0, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    hand_measure(&network, &m);
    CU_ASSERT_EQUAL(m.component_count, 3);
    CU_ASSERT_EQUAL(m.components[0], 4);
    CU_ASSERT_EQUAL(m.components[1], 2);
    CU_ASSERT_EQUAL(m.components[2], 1);
    CU_ASSERT_EQUAL(m.nodes[3].component, 0);
    CU_ASSERT_EQUAL(m.nodes[5].component, 1);
    CU_ASSERT_EQUAL(m.nodes[2].partners, 3);
    CU_ASSERT_EQUAL(m.nodes[2].weight, 3 + 1 + 2);
    CU_ASSERT_EQUAL(m.nodes[4].partners, 1);
    CU_ASSERT_EQUAL(m.nodes[4].ties, 2);
    CU_ASSERT_EQUAL(m.nodes[6].partners, 0);
    CU_ASSERT(m.nodes[2].holds && m.holding_count == 1);
    CU_ASSERT(m.bridges[3] && m.bridge_count == 1); /* 4 and 5 are held by two ties */
    CU_ASSERT_DOUBLE_EQUAL(m.nodes[2].between, 2, 1e-12);
    CU_ASSERT_EQUAL(m.nodes[2].rank, 1);
    CU_ASSERT_EQUAL(m.nodes[0].rank, 0);
    network_measures_release(&m);
    network_release(&network);
}

/* A ring of four: each stands on one of the two ways between its neighbours. */
static void equal_ways_share_and_equal_ones_share_a_rank(void)
{
    struct network network;
    struct network_measures m;

    hand_nodes(&network, 4);
    for (size_t n = 0; n < 4; n++)
        hand_tie(&network, n, "coordinates_with", (n + 1) % 4, 3, TIE_BOTH_WAYS);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    hand_measure(&network, &m);
    for (size_t n = 0; n < 4; n++) {
        CU_ASSERT_DOUBLE_EQUAL(m.nodes[n].between, 0.5, 1e-12);
        CU_ASSERT_EQUAL(m.nodes[n].rank, 1);
        CU_ASSERT_FALSE(m.nodes[n].holds);
    }
    CU_ASSERT_EQUAL(m.bridge_count, 0);
    network_measures_release(&m);
    network_release(&network);
}

static void tension_links_nobody(void)
{
    struct network network;
    struct network_measures m;
    struct network_loss loss;
    uint8_t steps[3];

    hand_nodes(&network, 3);
    hand_tie(&network, 0, "in_tension_with", 1, 5, TIE_BOTH_WAYS);
    hand_tie(&network, 1, "counter_to", 2, 5, 0);
    hand_tie(&network, 0, "funds", 2, 1, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    hand_measure(&network, &m);
    CU_ASSERT_EQUAL(m.component_count, 2);
    CU_ASSERT_EQUAL(m.nodes[1].ties, 0);
    CU_ASSERT(m.bridges[2] && !m.bridges[0] && !m.bridges[1]);
    CU_ASSERT_EQUAL_FATAL(network_steps(&network, 1, 2, steps), OK);
    CU_ASSERT(steps[0] == 3 && steps[1] == 0 && steps[2] == 3);
    CU_ASSERT_EQUAL_FATAL(network_without(&network, 0, &loss), OK);
    CU_ASSERT(loss.pieces == 1 && loss.cut_off == 0);
    network_measures_release(&m);
    network_release(&network);
}

/* A star with a tail: 0 in the middle of 1, 2, 3; behind 3 are 4 and 5. */
static void what_breaks_when_one_leaves(void)
{
    struct network network;
    struct network_loss loss;
    uint8_t steps[6];
    size_t behind;

    hand_nodes(&network, 6);
    hand_tie(&network, 0, "hosts", 1, 1, 0);
    hand_tie(&network, 2, "hosts", 0, 1, 0);
    hand_tie(&network, 0, "hosts", 3, 1, 0);
    hand_tie(&network, 3, "hosts", 4, 1, 0);
    hand_tie(&network, 4, "hosts", 5, 1, 0);
    hand_tie(&network, 0, "hosts", 0, 1, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    CU_ASSERT_EQUAL_FATAL(network_without(&network, 0, &loss), OK);
    CU_ASSERT(loss.pieces == 3 && loss.cut_off == 2);
    CU_ASSERT_EQUAL_FATAL(network_without(&network, 3, &loss), OK);
    CU_ASSERT(loss.pieces == 2 && loss.cut_off == 2);
    CU_ASSERT_EQUAL_FATAL(network_without(&network, 5, &loss), OK);
    CU_ASSERT(loss.pieces == 1 && loss.cut_off == 0);
    CU_ASSERT_EQUAL_FATAL(network_behind(&network, 2, &behind), OK);
    CU_ASSERT_EQUAL(behind, 3);
    CU_ASSERT_EQUAL_FATAL(network_behind(&network, 1, &behind), OK);
    CU_ASSERT_EQUAL(behind, 5);
    CU_ASSERT_EQUAL_FATAL(network_steps(&network, 1, 3, steps), OK);
    CU_ASSERT(steps[1] == 0 && steps[0] == 1 && steps[2] == 2 && steps[3] == 2 && steps[4] == 3 && steps[5] == 4);
    network_release(&network);
}

static void nobody_and_nothing(void)
{
    struct network network;
    struct network_measures m;

    hand_nodes(&network, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    hand_measure(&network, &m);
    CU_ASSERT_EQUAL(m.component_count, 0);
    network_measures_release(&m);
    network_release(&network);
    hand_nodes(&network, 2);
    CU_ASSERT_EQUAL_FATAL(network_link(&network), OK);
    hand_measure(&network, &m);
    CU_ASSERT_EQUAL(m.component_count, 2);
    CU_ASSERT_EQUAL(m.sources_all, 0);
    network_measures_release(&m);
    network_release(&network);
}

/* --- the slow way --- */
enum { MANY = 1000, DRAWN = 1500 };

static uint32_t drawn(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

/* Three quarters of them in one loose part, the rest in parts of five; now and then the same tie again, a tie to
 * oneself, and a tension. */
static void make_many(struct network *network, size_t count, size_t draws, uint32_t seed)
{
    size_t large = count * 3 / 4;

    hand_nodes(network, count);
    for (size_t i = 0; i < draws; i++) {
        size_t from = drawn(&seed, (uint32_t)count), to;

        to = from < large ? drawn(&seed, (uint32_t)large) : from - (from - large) % 5 + drawn(&seed, 5);
        to = to < count ? to : count - 1;
        if (i % 40 == 0)
            to = from;
        hand_tie(network, from, i % 50 == 3 ? "in_tension_with" : "coordinates_with", to, (int)(i % 6), 0);
        if (i % 25 == 0)
            hand_tie(network, to, "funds", from, 2, 0);
    }
    CU_ASSERT_EQUAL_FATAL(network_link(network), OK);
}

struct slow {
    size_t count;
    unsigned char (*times)[MANY]; /* how often two are tied */
    size_t *neighbours, *degree;  /* MANY for each */
};

static void slow_make(struct slow *slow, const struct network *network)
{
    slow->count = network->node_count;
    slow->times = calloc(MANY, sizeof *slow->times);
    slow->neighbours = calloc((size_t)MANY * MANY, sizeof *slow->neighbours);
    slow->degree = calloc(MANY, sizeof *slow->degree);
    if (!slow->times || !slow->neighbours || !slow->degree)
        abort();
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];

        if (tie->from == tie->to || strcmp(tie->type, "in_tension_with") == 0)
            continue;
        slow->times[tie->from][tie->to]++;
        slow->times[tie->to][tie->from]++;
    }
    for (size_t a = 0; a < slow->count; a++) {
        for (size_t b = 0; b < slow->count; b++) {
            if (slow->times[a][b])
                slow->neighbours[a * MANY + slow->degree[a]++] = b;
        }
    }
}

static void slow_free(struct slow *slow)
{
    free(slow->times);
    free(slow->neighbours);
    free(slow->degree);
}

/* Marks whoever can be reached from `start`, not through `gone`, and not straight between x and y. */
static size_t slow_reach(const struct slow *slow, size_t start, size_t gone, size_t x, size_t y, bool *seen)
{
    static size_t stack[MANY];
    size_t depth = 1, count = 0;

    stack[0] = start;
    seen[start] = true;
    while (depth > 0) {
        size_t node = stack[--depth];

        count++;
        for (size_t i = 0; i < slow->degree[node]; i++) {
            size_t next = slow->neighbours[node * MANY + i];

            if (seen[next] || next == gone || (node == x && next == y) || (node == y && next == x))
                continue;
            seen[next] = true;
            stack[depth++] = next;
        }
    }
    return count;
}

static size_t slow_parts(const struct slow *slow, size_t gone)
{
    bool seen[MANY] = { false };
    size_t parts = 0;

    for (size_t n = 0; n < slow->count; n++) {
        if (n != gone && !seen[n]) {
            slow_reach(slow, n, gone, MANY, MANY, seen);
            parts++;
        }
    }
    return parts;
}

/* Brandes' algorithm as in his paper of 2001: from each source the ways are counted, then shared out backwards. */
static void slow_between(const struct slow *slow, double *between)
{
    static size_t order[MANY];
    static double ways[MANY], share[MANY];
    static int far[MANY];

    for (size_t s = 0; s < slow->count; s++) {
        size_t reached = 1;

        for (size_t n = 0; n < slow->count; n++) {
            ways[n] = share[n] = 0;
            far[n] = -1;
        }
        order[0] = s;
        ways[s] = 1;
        far[s] = 0;
        for (size_t at = 0; at < reached; at++) {
            for (size_t i = 0; i < slow->degree[order[at]]; i++) {
                size_t next = slow->neighbours[order[at] * MANY + i];

                if (far[next] < 0) {
                    far[next] = far[order[at]] + 1;
                    order[reached++] = next;
                }
                if (far[next] == far[order[at]] + 1)
                    ways[next] += ways[order[at]];
            }
        }
        for (size_t at = reached; at-- > 1;) {
            size_t node = order[at];

            for (size_t i = 0; i < slow->degree[node]; i++) {
                size_t before = slow->neighbours[node * MANY + i];

                if (far[before] == far[node] - 1)
                    share[before] += ways[before] / ways[node] * (1 + share[node]);
            }
            between[node] += share[node] / 2;
        }
    }
}

static void degrees_are_the_slow_ones(const struct slow *slow, const struct network_measures *m)
{
    size_t wrong = 0, repeated = 0;

    for (size_t n = 0; n < slow->count; n++) {
        size_t ties = 0;

        for (size_t i = 0; i < slow->degree[n]; i++)
            ties += slow->times[n][slow->neighbours[n * MANY + i]];
        wrong += m->nodes[n].partners != slow->degree[n] || m->nodes[n].ties != ties;
        repeated += ties > slow->degree[n];
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(repeated > 20);
}

static void parts_are_the_slow_ones(const struct slow *slow, const struct network_measures *m)
{
    size_t wrong = 0;

    for (size_t n = 0; n < slow->count; n++) {
        bool seen[MANY] = { false };

        wrong += slow_reach(slow, n, MANY, MANY, MANY, seen) != m->components[m->nodes[n].component];
        for (size_t other = 0; other < slow->count; other++)
            wrong += seen[other] != (m->nodes[other].component == m->nodes[n].component);
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(m->component_count, slow_parts(slow, MANY));
    CU_ASSERT(m->component_count > 50);
}

static void breaking_points_are_the_slow_ones(const struct network *network, const struct slow *slow,
                                              const struct network_measures *m)
{
    size_t parts = slow_parts(slow, MANY), wrong = 0;

    for (size_t n = 0; n < slow->count; n++) {
        struct network_loss loss;
        size_t left = slow_parts(slow, n);

        CU_ASSERT_EQUAL_FATAL(network_without(network, n, &loss), OK);
        wrong += m->nodes[n].holds != (left > parts);
        wrong += loss.pieces != left + 1 - parts;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(m->holding_count > 50 && m->holding_count < MANY);
}

static void bridges_are_the_slow_ones(const struct network *network, const struct slow *slow,
                                      const struct network_measures *m)
{
    size_t wrong = 0;

    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];
        bool seen[MANY] = { false }, is_bridge = false;

        if (tie->from != tie->to && tie_links(tie) && slow->times[tie->from][tie->to] == 1) {
            slow_reach(slow, tie->from, MANY, tie->from, tie->to, seen);
            is_bridge = !seen[tie->to];
        }
        wrong += is_bridge != m->bridges[i];
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(m->bridge_count > 50);
}

static void betweenness_is_the_slow_one(const struct slow *slow, const struct network_measures *m)
{
    double *between = calloc(MANY, sizeof *between), furthest = 0;
    size_t wrong = 0;

    if (!between)
        abort();
    slow_between(slow, between);
    for (size_t n = 0; n < slow->count; n++) {
        double apart = fabs(between[n] - m->nodes[n].between);
        size_t above = 0;

        furthest = apart > furthest ? apart : furthest;
        for (size_t other = 0; other < slow->count; other++)
            above += between[other] > between[n] * (1 + 1e-9);
        wrong += m->nodes[n].rank != (between[n] > 1e-9 ? above + 1 : 0);
    }
    CU_ASSERT(furthest < 1e-6);
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_EQUAL(m->sources_wanted, m->sources_all);
    free(between);
}

static void a_thousand_are_measured_as_the_slow_way_does(void)
{
    struct network network;
    struct network_measures m;
    struct slow slow;

    make_many(&network, MANY, DRAWN, 20261127);
    hand_measure(&network, &m);
    slow_make(&slow, &network);
    degrees_are_the_slow_ones(&slow, &m);
    parts_are_the_slow_ones(&slow, &m);
    breaking_points_are_the_slow_ones(&network, &slow, &m);
    bridges_are_the_slow_ones(&network, &slow, &m);
    betweenness_is_the_slow_one(&slow, &m);
    slow_free(&slow);
    network_measures_release(&m);
    network_release(&network);
}

/* --- a large map --- */
enum { LARGE = 10000, LARGE_TIES = 30000, HUBS = 20 };

/* Twenty hubs that everybody is tied to one of, and ties by chance. */
static void make_large(struct network *network)
{
    uint32_t seed = 7;

    hand_nodes(network, LARGE);
    for (size_t n = HUBS; n < LARGE; n++)
        hand_tie(network, n, "member_of", drawn(&seed, HUBS), 3, 0);
    for (size_t i = LARGE; i < LARGE_TIES; i++)
        hand_tie(network, drawn(&seed, LARGE), "refers_to", drawn(&seed, LARGE), 2, 0);
    CU_ASSERT_EQUAL_FATAL(network_link(network), OK);
}

static void a_large_map_is_worked_out_from_some_of_it(void)
{
    struct network network;
    struct network_measures m = { 0 };
    struct why why = { 0 };
    bool more = true;
    size_t slices = 0, first = 0;

    make_large(&network);
    CU_ASSERT_EQUAL_FATAL(network_measure(&network, &m, &why), OK);
    for (; more && slices < 10000; slices++)
        CU_ASSERT_EQUAL_FATAL(network_between(&m, &more, &why), OK);
    CU_ASSERT(m.sources_all > LARGE - 10 && m.sources_wanted < m.sources_all / 2 && m.sources_wanted >= 64);
    CU_ASSERT(slices > 5);
    for (size_t n = 0; n < HUBS; n++)
        first += m.nodes[n].rank > 0 && m.nodes[n].rank <= HUBS;
    CU_ASSERT_EQUAL(first, HUBS);
    network_measures_release(&m);
    network_release(&network);
}

/* --- without memory --- */
/* igraph ends the program at an error unless it is told not to; in a child that may take only so much more memory,
 * nothing may come of it but the word that there is none. */
enum { CHILD_DONE, CHILD_NO_MEMORY, CHILD_WRONG, STEPS = 24, STEP_SIZE = 96 << 10 };

static size_t address_space(void)
{
    FILE *sizes = fopen("/proc/self/statm", "r");
    char pages[128];

    if (!sizes || !fgets(pages, sizeof pages, sizes))
        abort();
    fclose(sizes);
    return strtoul(pages, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit_memory(size_t more)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_AS, &limit) != 0)
        return false;
    limit.rlim_cur = address_space() + more;
    return setrlimit(RLIMIT_AS, &limit) == 0;
}

/* What was freed before would serve as well: it is taken first, and never given back. */
static bool leave_memory(size_t more)
{
    if (!limit_memory(0))
        return false;
    for (size_t size = 1 << 16; size > 16; size /= 2) {
        while (malloc(size))
            ;
    }
    return limit_memory(more);
}

static int measure_with(const struct network *network, size_t more_memory)
{
    struct network_measures m = { 0 };
    struct why why = { 0 };
    bool more = false;
    enum err e;

    if (!leave_memory(more_memory))
        return CHILD_WRONG;
    e = network_measure(network, &m, &why);
    if (!e)
        e = network_between(&m, &more, &why);
    network_measures_release(&m);
    return !e ? CHILD_DONE : e == E_MEMORY ? CHILD_NO_MEMORY : CHILD_WRONG;
}

static int in_child(const struct network *network, size_t more_memory)
{
    int status = -1;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0)
        _exit(measure_with(network, more_memory));
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return CHILD_WRONG;
    return WEXITSTATUS(status);
}

/* Valgrind and the address sanitizer need their own. */
static bool memory_can_be_limited(void)
{
    const char *brought = getenv("LD_PRELOAD");

    return !IS_SANITIZED && (!brought || !strstr(brought, "vgpreload"));
}

static void without_memory_nothing_is_measured_and_nothing_breaks(void)
{
    struct network network;
    size_t counts[CHILD_WRONG + 1] = { 0 };

    if (!memory_can_be_limited()) {
        unit_skip("memory cannot be taken away here");
        return;
    }
    make_large(&network);
    for (size_t i = 0; i < STEPS; i++)
        counts[in_child(&network, i * STEP_SIZE)]++;
    CU_ASSERT_EQUAL(counts[CHILD_WRONG], 0);
    CU_ASSERT(counts[CHILD_NO_MEMORY] > 3);
    CU_ASSERT_EQUAL(in_child(&network, (size_t)256 << 20), CHILD_DONE);
    network_release(&network);
}

void suite_network_measures(void)
{
    CU_pSuite s = CU_add_suite("network measures", NULL, NULL);

    CU_add_test(s, "two parts and one alone", two_parts_and_one_alone);
    CU_add_test(s, "equal ways share, and equal ones share a rank", equal_ways_share_and_equal_ones_share_a_rank);
    CU_add_test(s, "tension links nobody", tension_links_nobody);
    CU_add_test(s, "what breaks when one leaves", what_breaks_when_one_leaves);
    CU_add_test(s, "nobody and nothing", nobody_and_nothing);
    CU_add_test(s, "a thousand are measured as the slow way does", a_thousand_are_measured_as_the_slow_way_does);
    CU_add_test(s, "a large map is worked out from some of it", a_large_map_is_worked_out_from_some_of_it);
    CU_add_test(s, "without memory nothing is measured, and nothing breaks",
                without_memory_nothing_is_measured_and_nothing_breaks);
}
