/*
 * The steps that referrals and cases have in common: what cannot wait for the order of steps, and the answers of a
 * second officer.
 */
#include "take_in.h"

#include "townkeep/base/i18n.h"

#define OFFICERS       ROLES_OF_CASEWORK
#define REFERRAL_ALIVE (IN(DRAFT) | IN(RECEIVED) | IN(SCREENING) | IN(SCREENED_IN))
#define REFERRAL_KEPT \
    (IN(RECEIVED) | IN(SCREENING) | IN(SCREENED_IN) | IN(SIGNPOSTED) | IN(UNFOUNDED) | IN(OUT_OF_MANDATE) | IN(LINKED))

static const struct transition rows[] = {
    {
        .action = "safety_handoff",
        .label = N_("Hand over for safety"),
        .kind = TRANSITION_CONFIRMED,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = REFERRAL_ALIVE | CASE_ALIVE,
        .to = CASE_SAME,
        .who = OFFICERS,
        .by_anybody = true,
        .signers = OFFICERS,
        .clock = N_("within 2 hours; confirmed within 1 working day"),
        .sentence = N_("Somebody is in danger: what is needed is told to the emergency service now, and a "
                       "second officer confirms it afterwards. Everything else goes on beside it."),
        .done = N_("A safety hand-off was made for %s."),
        .needs = { "reason_code", "recipient", "detail" },
        .asks = { "way", "reason", "happened_on" },
    },
    {
        .action = "told",
        .label = N_("Person was told"),
        .kind = TRANSITION_DIRECT,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .effect = effect_told,
        .clock = N_("within 1 month of receiving"),
        .sentence = N_("The person or guardian was told that this record exists, why, and what they can ask for."),
        .done = N_("%s was told of the record."),
        .needs = { "way" },
        .asks = { "reason", "happened_on" },
    },
    {
        .action = "told_later",
        .label = N_("Tell the person later"),
        .kind = TRANSITION_PROPOSAL,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_told_later,
        .checks = N_("The person was not told yet, and the new day is at most a month ahead."),
        .sentence = N_("Telling now would put somebody at risk or defeat the purpose; a new day at most a month "
                       "away is set."),
        .done = N_("Telling %s was put off."),
        .proposed = N_("It is proposed to tell %s later."),
        .needs = { "reason_code", "reason", "until" },
        .asks = { "happened_on" },
    },
    {
        .action = "sign",
        .label = N_("Sign"),
        .kind = TRANSITION_ANSWER,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = IN(DRAFT) | REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .by_anybody = true,
        .guard = guard_answer,
        .is_final = true,
        .checks = N_("Another officer proposed it, this one may sign it, and what was checked then still holds. On "
                     "the ground of a sudden change the reason is written in the words of the team lead."),
        .clock = N_("within 2 working days of the proposal"),
        .sentence = N_("A second officer agrees to the step that waits, and it takes effect; never the officer "
                       "who proposed it."),
        .done = N_("The step on %s was signed."),
        .asks = { "reason", "dissent", "happened_on" },
    },
    {
        .action = "return",
        .label = N_("Return with a reason"),
        .kind = TRANSITION_ANSWER,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = IN(DRAFT) | REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .by_anybody = true,
        .guard = guard_answer,
        .is_final = true,
        .checks = N_("Another officer proposed it, and this one may sign it."),
        .sentence = N_("The second officer does not agree; the step goes back to who proposed it, with the reason."),
        .done = N_("The step on %s was returned."),
        .needs = { "reason" },
        .asks = { "happened_on" },
    },
    {
        .action = "take_back",
        .label = N_("Take back"),
        .kind = TRANSITION_ANSWER,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = IN(DRAFT) | REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .by_anybody = true,
        .guard = guard_answer,
        .is_final = true,
        .checks = N_("The same officer proposed it."),
        .sentence = N_("The officer who proposed the step that waits takes it back."),
        .done = N_("The step on %s was taken back."),
        .asks = { "reason", "happened_on" },
    },
    {
        .action = "recuse",
        .label = N_("Step aside"),
        .kind = TRANSITION_DIRECT,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = IN(DRAFT) | REFERRAL_KEPT | CASE_ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .by_anybody = true,
        .guard = guard_recuse,
        .checks = N_("Officers name themselves; only a team lead names somebody else. Nobody steps aside twice."),
        .effect = effect_recused,
        .sentence =
            N_("An officer who knows the person, or has a stake in it, steps aside; it stays closed to them from "
               "then on, whatever their role."),
        .done = N_("An officer stepped aside from %s."),
        .needs = { "reason" },
        .asks = { "assignee", "happened_on" },
    },
};
const struct transitions shared_transitions = { .rows = rows, .count = sizeof rows / sizeof rows[0] };
