/* Networks made by hand for tests: nodes are numbered from 0, their parties from 1 on. */
#ifndef TOWNKEEP_TESTS_NETWORK_HELP_H
#define TOWNKEEP_TESTS_NETWORK_HELP_H

#include <CUnit/Basic.h>
#include <stdio.h>

#include "townkeep/domain/network.h"

static inline void hand_nodes(struct network *network, size_t count)
{
    char name[16];

    *network = (struct network){ .as_of = { 2026, 11, 27 } };
    for (size_t n = 0; n < count; n++) {
        snprintf(name, sizeof name, "P%zu", n);
        CU_ASSERT_EQUAL_FATAL(
            network_add_node(network, &(struct node){ .party = (int64_t)n + 1, .name = name, .kind = "org" }), OK);
    }
}

static inline void hand_tie(struct network *network, size_t from, const char *type, size_t to, int strength,
                            unsigned flags)
{
    const struct tie tie = { .from = from,
                             .to = to,
                             .record = (int64_t)network->tie_count + 1,
                             .type = type,
                             .strength = strength,
                             .flags = flags };

    CU_ASSERT_EQUAL_FATAL(network_add_tie(network, &tie), OK);
}

static inline void hand_measure(const struct network *network, struct network_measures *out)
{
    struct why why = { 0 };
    bool more = true;

    CU_ASSERT_EQUAL_FATAL(network_measure(network, out, &why), OK);
    while (more)
        CU_ASSERT_EQUAL_FATAL(network_between(out, &more, &why), OK);
}

#endif
