/*
 * The one table of steps: from where, to where, who takes it, who signs it, what must be there first, how long it may
 * wait, what it asks for. Screens, command line, help, clocks' words and tests all read it; a step that is not here
 * cannot be taken.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

#define IN(state) (1U << CASE_##state)
#define ALIVE     (IN(DRAFT) | IN(RECEIVED) | IN(SCREENING) | IN(SCREENED_IN))
#define DECIDED   (IN(SCREENED_IN) | IN(SIGNPOSTED) | IN(UNFOUNDED) | IN(OUT_OF_MANDATE) | IN(LINKED))
#define KEPT      (IN(RECEIVED) | IN(SCREENING) | DECIDED)
#define ANY       (IN(DRAFT) | KEPT)
#define OFFICERS  ROLES_OF_CASEWORK
#define CHECKLIST                                                                                               \
    "q1", "q1_note", "q2", "q2_note", "q3", "q3_note", "q4", "q4_note", "q5", "q5_note", "q6", "q6_note", "q7", \
        "q7_note", "q8", "q8_note", "q9", "q9_note", "q10", "q10_note", "q11", "q11_note", "q12", "q12_note",   \
        "sources_contacted"

static const struct transition transitions[] = {
    {
        .action = "receive",
        .label = N_("Receive"),
        .kind = TRANSITION_DIRECT,
        .from = IN(DRAFT),
        .to = CASE_RECEIVED,
        .who = OFFICERS,
        .guard = guard_receive,
        .checks = N_("Everything the intake needs is there: at least one dated behaviour, somebody who is "
                     "targeted, or a stated need; and whether anybody is in danger."),
        .clock = N_("a draft is finished or discarded within 5 working days"),
        .sentence = N_("The intake is complete: the referral is taken in and its reference is told to the caller."),
        .done = N_("%s was received."),
        .asks = { "happened_on" },
    },
    {
        .action = "discard",
        .label = N_("Discard the draft"),
        .kind = TRANSITION_DIRECT,
        .from = IN(DRAFT),
        .to = CASE_DISCARDED,
        .who = OFFICERS,
        .sentence = N_("Nothing comes of the call; the draft goes no further."),
        .done = N_("The draft %s was discarded."),
        .needs = { "reason" },
        .asks = { "happened_on" },
    },
    {
        .action = "assign",
        .label = N_("Assign"),
        .kind = TRANSITION_DIRECT,
        .from = IN(RECEIVED) | IN(SCREENING),
        .to = CASE_SCREENING,
        .who = ROLE_LEAD,
        .guard = guard_assign,
        .checks = N_("It goes to an officer of casework who is in service: the one named, else the one who "
                     "received it."),
        .clock = N_("within 1 working day of receiving, 3 hours when urgent"),
        .sentence = N_("The team lead gives the referral to an officer, who screens it; also to give it to "
                       "somebody else."),
        .done = N_("%s was assigned for screening."),
        .asks = { "assignee", "happened_on" },
    },
    {
        .action = "safety_handoff",
        .label = N_("Hand over for safety"),
        .kind = TRANSITION_CONFIRMED,
        .from = ALIVE,
        .to = CASE_SAME,
        .who = OFFICERS,
        .signers = OFFICERS,
        .clock = N_("within 2 hours; confirmed within 1 working day"),
        .sentence = N_("Somebody is in danger: what is needed is told to the emergency service now, and a "
                       "second officer confirms it afterwards. The referral goes on beside it."),
        .done = N_("A safety hand-off was made for %s."),
        .needs = { "reason_code", "recipient", "detail" },
        .asks = { "way", "reason", "happened_on" },
    },
    {
        .action = "signpost",
        .label = N_("Signpost"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "signpost",
        .from = IN(SCREENING),
        .to = CASE_SIGNPOSTED,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_signpost,
        .checks = N_("All twelve screening questions are answered, and no less intrusive step is left."),
        .clock = N_("within 5 working days of receiving"),
        .sentence = N_("Another service helps better; no case is opened here."),
        .done = N_("%s was signposted to other help."),
        .proposed = N_("It is proposed to signpost %s to other help."),
        .needs = { "other_help", "feedback", "reason" },
        .asks = { CHECKLIST, "happened_on" },
    },
    {
        .action = "community",
        .label = N_("Community response"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "community",
        .from = IN(SCREENING),
        .to = CASE_SIGNPOSTED,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_community,
        .checks = N_("All twelve screening questions are answered; a programme or other help is named."),
        .clock = N_("within 5 working days of receiving"),
        .sentence = N_("A programme for the whole group answers it; no case is opened here."),
        .done = N_("%s was answered by a community response."),
        .proposed = N_("A community response is proposed for %s."),
        .needs = { "feedback", "reason" },
        .asks = { "programme", CHECKLIST, "happened_on" },
    },
    {
        .action = "unfounded",
        .label = N_("Unfounded"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "unfounded",
        .from = IN(SCREENING),
        .to = CASE_UNFOUNDED,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_screening,
        .checks = N_("All twelve screening questions are answered."),
        .clock = N_("within 5 working days of receiving"),
        .sentence = N_("The concern is not borne out: not relevant, mistaken, false or malicious."),
        .done = N_("%s was found to be unfounded."),
        .proposed = N_("It is proposed to close %s as unfounded."),
        .needs = { "reason_code", "feedback", "reason" },
        .asks = { CHECKLIST, "happened_on" },
    },
    {
        .action = "out_of_mandate",
        .label = N_("Out of mandate"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "out_of_mandate",
        .from = IN(SCREENING),
        .to = CASE_OUT_OF_MANDATE,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_screening,
        .checks = N_("All twelve screening questions are answered."),
        .clock = N_("within 5 working days of receiving"),
        .sentence = N_("It belongs to another area, age or to the national mechanism."),
        .done = N_("%s was found to be out of our mandate."),
        .proposed = N_("It is proposed to close %s as out of our mandate."),
        .needs = { "reason_code", "feedback", "reason" },
        .asks = { CHECKLIST, "happened_on" },
    },
    {
        .action = "link",
        .label = N_("Link to an open one"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "linked",
        .from = IN(SCREENING),
        .to = CASE_LINKED,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_linked,
        .checks = N_("All twelve screening questions are answered; another referral is named."),
        .clock = N_("within 5 working days of receiving"),
        .sentence = N_("The concern is already being looked at under another reference."),
        .done = N_("%s was linked to an earlier referral."),
        .proposed = N_("It is proposed to link %s to an earlier referral."),
        .needs = { "linked_to", "feedback", "reason" },
        .asks = { CHECKLIST, "happened_on" },
    },
    {
        .action = "screen_in",
        .label = N_("Screen in"),
        .kind = TRANSITION_PROPOSAL,
        .decision = "screen_in",
        .from = IN(SCREENING),
        .to = CASE_SCREENED_IN,
        .who = OFFICERS,
        .signers = ROLE_LEAD,
        .guard = guard_screen_in,
        .checks = N_("All twelve screening questions are answered. The ground holds: behaviour that is dated and "
                     "first-hand or from two sources, a person who asks for help, a release, return or wish to "
                     "leave, or a sudden change seen first-hand with a need that cannot wait. It is in the "
                     "mandate, rests on what was done, said or suffered, an ordinary explanation was considered, "
                     "and the decision would be the same for anybody."),
        .clock = N_("within 5 working days of receiving, once extended by 5"),
        .sentence = N_("There are grounds to offer this person support; the next step is to inform and to ask."),
        .done = N_("%s was screened in."),
        .proposed = N_("It is proposed to screen %s in."),
        .needs = { "reason" },
        .asks = { "basis", "feedback", "tertiary_basis", CHECKLIST, "dissent", "happened_on" },
    },
    {
        .action = "extend",
        .label = N_("Extend the screening"),
        .kind = TRANSITION_DIRECT,
        .from = IN(RECEIVED) | IN(SCREENING),
        .to = CASE_SAME,
        .who = OFFICERS,
        .guard = guard_extend,
        .checks = N_("It was not extended before."),
        .sentence = N_("Screening needs 5 more working days, once, with the reason."),
        .done = N_("The screening of %s was extended by 5 working days."),
        .needs = { "reason" },
        .asks = { "happened_on" },
    },
    {
        .action = "told",
        .label = N_("Person was told"),
        .kind = TRANSITION_DIRECT,
        .from = KEPT,
        .to = CASE_SAME,
        .who = OFFICERS,
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
        .from = KEPT,
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
        .from = ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .guard = guard_answer,
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
        .from = ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .guard = guard_answer,
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
        .from = ANY,
        .to = CASE_SAME,
        .who = OFFICERS,
        .guard = guard_answer,
        .checks = N_("The same officer proposed it."),
        .sentence = N_("The officer who proposed the step that waits takes it back."),
        .done = N_("The step on %s was taken back."),
        .asks = { "reason", "happened_on" },
    },
};
enum { TRANSITIONS = sizeof transitions / sizeof transitions[0] };
_Static_assert((int)TRANSITIONS <= (int)WORKFLOW_STEPS_MAX, "a menu has room for every step");

const struct transition *workflow_transitions(size_t *count)
{
    *count = TRANSITIONS;
    return transitions;
}

const struct transition *workflow_find(const char *action)
{
    for (size_t i = 0; i < TRANSITIONS; i++) {
        if (strcmp(transitions[i].action, action) == 0)
            return &transitions[i];
    }
    return NULL;
}
