/*
 * The steps of a case, from the first talk to the last look a year after it ended.
 */
#include "take_in.h"

#include "townkeep/base/i18n.h"

static const struct transition rows[] = {
    {
        .action = "assign_case",
        .label = N_("Give to an officer"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ALIVE,
        .to = CASE_SAME,
        .who = ROLE_LEAD,
        .guard = guard_assign_case,
        .checks = N_("The officer named is of casework, in service, and has not stepped aside."),
        .effect = effect_case_assigned,
        .sentence = N_("The team lead gives the case to an officer, also to another one than before."),
        .done = N_("%s was given to an officer."),
        .needs = { "assignee" },
        .asks = { "reason", "happened_on" },
    },
    {
        .action = "break_glass",
        .label = N_("Open in an emergency"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = ROLES_OF_CASEWORK,
        .by_anybody = true,
        .guard = guard_break_glass,
        .checks = N_("The case is not open to the officer anyway."),
        .sentence =
            N_("An officer the case is not with must see it now. It opens for 24 hours; the case officer and the "
               "team lead are told."),
        .done = N_("%s was opened in an emergency, for 24 hours."),
        .needs = { "reason_code", "reason" },
        .asks = { "happened_on" },
    },
};
const struct transitions episode_transitions = { .rows = rows, .count = sizeof rows / sizeof rows[0] };
