/* The second officer: who may sign, return or take back what waits, and that what was checked still holds. */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

static void check_signer(const struct situation *situation, const struct transition *answered_one,
                         struct problems *problems)
{
    char roles[160];

    roles_show(answered_one->signers, roles, sizeof roles);
    if (record_number(situation->waiting, "officer") == situation->context->officer_id)
        problems_add(problems, -1,
                     N_("You proposed this step, so another officer must sign it (%s). It waits until then."), roles);
    else if (!(situation->context->roles & answered_one->signers))
        problems_add(problems, -1, N_("This step is signed by: %s."), roles);
}

/* What was proposed must still hold on the day it is signed, and the weakest ground needs the lead's own words. */
static void check_signed(const struct situation *situation, const struct transition *answered_one,
                         struct problems *problems)
{
    struct situation then = *situation;

    then.transition = answered_one;
    then.step = situation->waiting;
    if (!transition_is_from(answered_one, situation->subject, situation->state) &&
        answered_one->kind == TRANSITION_PROPOSAL) {
        problems_add(problems, -1,
                     N_("It has moved on since this was proposed. Return it with a reason, or let it be taken back."));
        return;
    }
    if (answered_one->guard && answered_one->to != CASE_SAME)
        answered_one->guard(&then, problems);
    if (answered_one->to == CASE_SCREENED_IN && referral_is(situation->subject, REFERRAL_BASIS, "sudden_change") &&
        !(situation->step && record_has(situation->step, "reason")))
        problems_add(problems, -1,
                     N_("On the ground of a sudden change the team lead signs with a reason in their own words."));
}

void guard_answer(const struct situation *situation, struct problems *problems)
{
    const struct transition *answered_one =
        situation->waiting ? workflow_find(record_text(situation->waiting, "action")) : NULL;

    if (!answered_one) {
        problems_add(problems, -1, N_("Nothing waits for a signature here."));
        return;
    }
    if (strcmp(situation->transition->action, "take_back") == 0) {
        if (record_number(situation->waiting, "officer") != situation->context->officer_id)
            problems_add(problems, -1,
                         N_("Only the officer who proposed a step takes it back. Return it with a reason instead."));
        return;
    }
    check_signer(situation, answered_one, problems);
    if (strcmp(situation->transition->action, "sign") == 0)
        check_signed(situation, answered_one, problems);
}
