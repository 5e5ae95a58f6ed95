/*
 * What must be there before a step of a referral can be taken: one guard a transition, each naming everything that is
 * missing at once, in the words an officer reads. A guard looks and never changes; who may take the step and which
 * fields it needs is checked before it, from the table.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

static const enum referral_field intake_needed[] = {
    REFERRAL_CHANNEL,       REFERRAL_OPERATOR,       REFERRAL_REFERRER_TYPE, REFERRAL_HOW_KNOWN,
    REFERRAL_RELIABILITY,   REFERRAL_MAY_CONTACT,    REFERRAL_STAY_UNNAMED,  REFERRAL_AGE_BAND,
    REFERRAL_WHAT_HAPPENED, REFERRAL_WHERE_HAPPENED, REFERRAL_LAST_NOTICED,  REFERRAL_TOLD,
    REFERRAL_SAFETY,        REFERRAL_URGENCY,
};
enum { INTAKE_NEEDED = sizeof intake_needed / sizeof intake_needed[0] };

bool intake_needs(const char *key)
{
    for (size_t i = 0; i < INTAKE_NEEDED; i++) {
        if (strcmp(referral_fields[intake_needed[i]].key, key) == 0)
            return true;
    }
    return false;
}

static const char *label(enum referral_field field)
{
    return _(referral_fields[field].label);
}

/* --- received --- */
/* A bare year says too little about when something was done. */
static bool is_dated(const struct record *referral)
{
    struct date last;

    return date_parse(record_text(referral, "last_noticed"), true, &last) && last.month > 0;
}

/* R1: not only who somebody is. */
static void check_content(const struct record *referral, struct problems *problems)
{
    bool help = referral_holds(referral, REFERRAL_NEEDS) || record_number(referral, "asks_for_help") == 1;

    if (help || referral_lists(referral, REFERRAL_CONDUCT, "targeted"))
        return;
    if (!referral_holds(referral, REFERRAL_CONDUCT))
        problems_add(problems, REFERRAL_CONDUCT,
                     N_("Name what the person did, said or was subjected to, or the support that is asked for. Who "
                        "somebody is is no referral."));
    else if (!is_dated(referral))
        problems_add(problems, REFERRAL_LAST_NOTICED, N_("Give at least the month in which it was last noticed."));
}

static void check_follow_ups(const struct record *referral, struct problems *problems)
{
    if (record_number(referral, "may_contact") == 1 && !referral_holds(referral, REFERRAL_REFERRER_CONTACT))
        problems_add(problems, REFERRAL_REFERRER_CONTACT,
                     N_("Write down how to reach the caller, who agreed to be called back."));
    if (referral_is(referral, REFERRAL_TOLD, "no") && !referral_holds(referral, REFERRAL_TOLD_BECAUSE))
        problems_add(problems, REFERRAL_TOLD_BECAUSE, N_("Say why the person has not been told of the referral."));
    if (referral_holds(referral, REFERRAL_SAFETY) && !referral_is(referral, REFERRAL_SAFETY, "nobody") &&
        !referral_holds(referral, REFERRAL_SAFETY_ACTION))
        problems_add(problems, REFERRAL_SAFETY_ACTION,
                     N_("Say what was done about the danger, or how it is being found out."));
}

void referral_missing(const struct record *referral, const struct rule_context *context, struct problems *problems)
{
    (void)context;
    for (size_t i = 0; i < INTAKE_NEEDED; i++) {
        if (!referral_holds(referral, intake_needed[i]))
            problems_add(problems, (int)intake_needed[i], N_("%s is missing."), label(intake_needed[i]));
    }
    check_content(referral, problems);
    check_follow_ups(referral, problems);
}

void guard_receive(const struct situation *situation, struct problems *problems)
{
    referral_missing(situation->subject, situation->context, problems);
}

/* --- screening --- */
void guard_assign(const struct situation *situation, struct problems *problems)
{
    const struct record *received = casework_last(situation->casework, "receive");
    bool named = situation->step && record_has(situation->step, "assignee");

    if (!named && (!received || !record_has(received, "officer")))
        problems_add(problems, -1, N_("Say which officer screens it: assignee=NAME."));
    if (named && access_stepped_aside(situation->casework->steps, situation->casework->step_count,
                                      record_number(situation->step, "assignee")))
        problems_add(problems, -1, N_("This officer stepped aside. Give it to another."));
}

static bool answered(const struct record *referral, int question, const char *code)
{
    return referral_is(referral, REFERRAL_Q1 + 2 * (unsigned)(question - 1), code);
}

/* The checklist is complete; “unknown” is an answer. */
void guard_screening(const struct situation *situation, struct problems *problems)
{
    for (int i = 0; i < SCREENING_QUESTION_COUNT; i++) {
        int field = REFERRAL_Q1 + 2 * i;

        if (!referral_holds(situation->subject, (enum referral_field)field))
            problems_add(problems, field, N_("Question %d is not answered: %s"), i + 1,
                         _(screening_questions[i].question));
    }
}

void guard_signpost(const struct situation *situation, struct problems *problems)
{
    guard_screening(situation, problems);
    if (answered(situation->subject, 12, "no"))
        problems_add(
            problems, REFERRAL_Q12,
            N_("Question 12 says there is a less intrusive step than this one. Take that one, or weigh it again."));
}

void guard_community(const struct situation *situation, struct problems *problems)
{
    guard_screening(situation, problems);
    if (!referral_holds(situation->subject, REFERRAL_PROGRAMME) &&
        !referral_holds(situation->subject, REFERRAL_OTHER_HELP))
        problems_add(problems, REFERRAL_PROGRAMME,
                     N_("Name the programme that answers it, or say in “help offered instead” what is done."));
}

void guard_linked(const struct situation *situation, struct problems *problems)
{
    guard_screening(situation, problems);
    if (situation->subject->id != 0 && record_number(situation->subject, "linked_to") == situation->subject->id)
        problems_add(problems, REFERRAL_LINKED_TO, N_("A referral cannot be linked to itself. Name the earlier one."));
}

/* --- screened in --- */
static bool is_sourced(const struct record *referral)
{
    return referral_is(referral, REFERRAL_RELIABILITY, "first_hand") || answered(referral, 2, "yes");
}

/* B1 to B5 or B7: what alone can be a ground. B6 and B8 cannot. */
static bool has_conduct(const struct record *referral)
{
    static const char *const grounds[] = { "harm_talk", "steps_to_harm",    "violent_group",
                                           "hate_acts", "online_hostility", "targeted" };

    for (size_t i = 0; i < sizeof grounds / sizeof grounds[0]; i++) {
        if (referral_lists(referral, REFERRAL_CONDUCT, grounds[i]))
            return true;
    }
    return false;
}

static void check_conduct_basis(const struct record *referral, struct problems *problems)
{
    if (!has_conduct(referral))
        problems_add(problems, REFERRAL_CONDUCT,
                     referral_lists(referral, REFERRAL_CONDUCT, "sudden_change")
                         ? N_("A sudden change alone is no ground to screen in. Name what was done, or take the ground "
                              "“sudden change with a pressing need”.")
                         : N_("On this ground something must have been done to others or to the person. Name it under "
                              "“what was done”."));
    if (!is_dated(referral))
        problems_add(problems, REFERRAL_LAST_NOTICED, N_("Give at least the month in which it was last noticed."));
    if (!is_sourced(referral))
        problems_add(problems, REFERRAL_RELIABILITY,
                     N_("It must be first-hand, or there must be a second source (question 2)."));
}

static void check_change_basis(const struct record *referral, struct problems *problems)
{
    if (!referral_lists(referral, REFERRAL_CONDUCT, "sudden_change"))
        problems_add(problems, REFERRAL_CONDUCT,
                     N_("This ground is for a sudden change. Name it under “what was done”, or take another ground."));
    if (!referral_holds(referral, REFERRAL_URGENT_NEEDS))
        problems_add(problems, REFERRAL_URGENT_NEEDS,
                     N_("A sudden change counts only with a need that cannot wait. Name the need."));
    if (!referral_is(referral, REFERRAL_RELIABILITY, "first_hand"))
        problems_add(problems, REFERRAL_RELIABILITY,
                     N_("A sudden change counts only when the source saw it first-hand."));
}

static void check_basis(const struct record *referral, struct problems *problems)
{
    if (referral_is(referral, REFERRAL_BASIS, "conduct")) {
        check_conduct_basis(referral, problems);
    } else if (referral_is(referral, REFERRAL_BASIS, "asks_for_help")) {
        if (record_number(referral, "asks_for_help") != 1 && !referral_is(referral, REFERRAL_REFERRER_TYPE, "self"))
            problems_add(problems, REFERRAL_ASKS_FOR_HELP,
                         N_("This ground is for a person who asks for help. Say so under “asks for help”, or take "
                            "another ground."));
    } else if (referral_is(referral, REFERRAL_BASIS, "tertiary")) {
        if (!referral_holds(referral, REFERRAL_TERTIARY_BASIS))
            problems_add(problems, REFERRAL_TERTIARY_BASIS,
                         N_("Name the release, return, probation or wish to leave this ground rests on."));
    } else if (referral_is(referral, REFERRAL_BASIS, "sudden_change")) {
        check_change_basis(referral, problems);
    } else {
        problems_add(problems, REFERRAL_BASIS,
                     N_("Say on which ground: conduct, asks_for_help, tertiary or sudden_change."));
    }
}

/* Four answers that must be yes before anybody is offered support on somebody else's word. */
static void check_fairness(const struct record *referral, struct problems *problems)
{
    static const struct {
        int question;
        const char *sentence;
    } fair[] = {
        { 4, N_("Question 4 must be yes: only who is in our mandate can be screened in.") },
        { 5, N_("Question 5 must be yes: it rests on what was done, said or suffered, never on who somebody is.") },
        { 6, N_("Question 6 must be yes: consider the ordinary explanation first.") },
        { 7, N_("Question 7 must be yes: the decision must be the same for somebody of another faith, origin or "
                "opinion.") },
    };

    for (size_t i = 0; i < sizeof fair / sizeof fair[0]; i++) {
        int field = REFERRAL_Q1 + 2 * (fair[i].question - 1);

        if (referral_holds(referral, (enum referral_field)field) && !answered(referral, fair[i].question, "yes"))
            problems_add(problems, field, "%s", _(fair[i].sentence));
    }
}

void guard_screen_in(const struct situation *situation, struct problems *problems)
{
    guard_screening(situation, problems);
    check_basis(situation->subject, problems);
    check_fairness(situation->subject, problems);
}

void guard_extend(const struct situation *situation, struct problems *problems)
{
    if (casework_last(situation->casework, "extend"))
        problems_add(problems, -1,
                     N_("The screening was extended once already. Decide with what is known; “unknown” is an answer."));
}
