/* The tables of steps as one: in the order of the menus, and by name. */
#include "casework_in.h"

#include <string.h>

static const struct transitions *const tables[] = { &referral_transitions, &episode_transitions, &rights_transitions,
                                                    &shared_transitions, &ending_transitions };
enum { TABLES = sizeof tables / sizeof tables[0] };

const struct transition *workflow_transition(size_t at)
{
    for (size_t i = 0; i < TABLES; i++) {
        if (at < tables[i]->count)
            return &tables[i]->rows[at];
        at -= tables[i]->count;
    }
    return NULL;
}

const struct transition *workflow_find(const char *action)
{
    const struct transition *transition;

    for (size_t i = 0; (transition = workflow_transition(i)); i++) {
        if (strcmp(transition->action, action) == 0)
            return transition;
    }
    return NULL;
}
