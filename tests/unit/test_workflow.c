/*
 * The table of steps, one test a transition: taken with what it needs, refused without, by role, state and the second
 * officer. The events are made here as take.c makes them, so that the guards are judged without a store; the store's
 * part is tested in test_take.c.
 */
#include "casework_help.h"

/* --- a referral with events --- */
static struct casework begin(void)
{
    struct casework casework = { .subject = help_referral() };

    casework.subject.id = 1;
    help_set(&casework.subject, "pseudonym", "HAZEL-27");
    help_set(&casework.subject, "started_on", HELP_TODAY);
    return casework;
}

static struct record new_step(void)
{
    struct record step = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&step, &referral_step_type), OK);
    return step;
}

static void put_number(struct record *record, const char *key, int64_t number)
{
    value_set_number(record_value(record, key), number);
}

/* The event as it stands in the store; outcome "" for a step nobody needs to sign. */
static struct record *add_step(struct casework *casework, const char *action, int64_t officer, const char *outcome)
{
    const struct transition *transition = workflow_find(action);
    struct record *grown = realloc(casework->steps, (casework->step_count + 1) * sizeof *grown), *step;

    CU_ASSERT_PTR_NOT_NULL_FATAL(grown);
    CU_ASSERT_PTR_NOT_NULL_FATAL(transition);
    casework->steps = grown;
    step = &grown[casework->step_count++];
    *step = new_step();
    step->id = 100 + (int64_t)casework->step_count;
    put_number(step, "referral", 1);
    put_number(step, "officer", officer);
    put_number(step, "at", clock_now());
    help_set(step, "action", action);
    help_set(step, "to_state", case_state_code(transition->to));
    help_set(step, "happened_on", HELP_TODAY);
    help_set(step, "outcome", outcome);
    return step;
}

static struct casework begin_screening(void)
{
    struct casework casework = begin();

    add_step(&casework, "receive", HELP_INTAKE, "");
    add_step(&casework, "assign", HELP_LEAD, "");
    for (int i = 0; i < SCREENING_QUESTION_COUNT; i++)
        help_set(&casework.subject, screening_questions[i].key, i == 7 || i == 8 || i == 9 || i == 10 ? "no" : "yes");
    help_set(&casework.subject, "basis", "conduct");
    help_set(&casework.subject, "feedback", "thanked");
    help_set(&casework.subject, "other_help", "Youth House");
    return casework;
}

static struct problems check(const struct casework *casework, const char *action, const struct record *step,
                             int64_t officer, unsigned roles)
{
    struct problems problems = { 0 };

    workflow_check(casework, workflow_find(action), NULL, step, NULL, help_context(officer, roles), &problems);
    return problems;
}

static struct record reasoned(void)
{
    struct record step = new_step();

    help_set(&step, "reason", "Two classmates heard it, and the school saw it too.");
    return step;
}

#define REFUSED_WITH(problems, words) CU_ASSERT(problems_refuse(&(problems)) && help_says(&(problems), NULL, words))

/* --- the table itself --- */
static bool is_field(const struct transition *row, const char *key)
{
    const struct record_type *const types[] = { &referral_step_type, (row->of & OF_REFERRAL) ? &referral_type : NULL,
                                                (row->of & OF_EPISODE) ? &episode_type : NULL, row->writes };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (types[i] && field_find(types[i], key) >= 0)
            return true;
    }
    return false;
}

static void every_row_asks_for_real_fields(void)
{
    const struct transition *row;
    size_t of_referral = 0, of_case = 0;

    for (size_t i = 0; (row = workflow_transition(i)); i++) {
        const char *const *lists[] = { row->needs, row->asks };
        size_t sizes[] = { TRANSITION_NEEDS_MAX, TRANSITION_KEYS_MAX };

        of_referral += (row->of & OF_REFERRAL) != 0;
        of_case += (row->of & OF_EPISODE) != 0;
        CU_ASSERT(row->label && row->sentence && strstr(row->done, "%s") && row->from != 0 && row->of != 0);
        CU_ASSERT_EQUAL(row->guard != NULL, row->checks != NULL); /* a manager reads what a guard makes sure of */
        CU_ASSERT_EQUAL(row->kind == TRANSITION_PROPOSAL, row->proposed != NULL);
        CU_ASSERT_EQUAL(row->kind == TRANSITION_PROPOSAL || row->kind == TRANSITION_CONFIRMED, row->signers != 0);
        for (size_t l = 0; l < 2; l++) {
            for (size_t k = 0; k < sizes[l] && lists[l][k]; k++)
                CU_ASSERT(is_field(row, lists[l][k]));
        }
        CU_ASSERT_PTR_EQUAL(workflow_find(row->action), row);
    }
    CU_ASSERT(of_referral > 0 && of_referral <= WORKFLOW_STEPS_MAX && of_case <= WORKFLOW_STEPS_MAX);
}

static void no_decision_takes_effect_on_one_word(void)
{
    const struct transition *row;

    for (size_t i = 0; (row = workflow_transition(i)); i++) {
        if (row->to >= CASE_SCREENED_IN && row->to < CASE_DISCARDED)
            CU_ASSERT(row->kind == TRANSITION_PROPOSAL && row->signers == ROLE_LEAD);
    }
}

static void only_roles_of_casework_take_steps(void)
{
    const struct transition *row;
    struct casework casework = begin();

    for (size_t i = 0; (row = workflow_transition(i)); i++) {
        struct problems problems =
            check(&casework, row->action, NULL, 50, ROLE_ADMINISTRATOR | ROLE_PROGRAMME | ROLE_REVIEWER | ROLE_TRAINER);

        REFUSED_WITH(problems, "taken by");
    }
    casework_release(&casework);
}

static void a_step_out_of_its_state_says_where_it_belongs(void)
{
    struct casework casework = begin();
    struct problems problems = check(&casework, "screen_in", NULL, HELP_INTAKE, ROLE_INTAKE);

    CU_ASSERT_EQUAL(problems.count, 1);
    REFUSED_WITH(problems, "in screening");
    REFUSED_WITH(problems, "draft");
    casework_release(&casework);
}

/* --- draft, received, screening --- */
static void a_complete_draft_is_received_an_empty_one_not(void)
{
    struct casework casework = begin();
    struct problems problems = check(&casework, "receive", NULL, HELP_INTAKE, ROLE_INTAKE);

    CU_ASSERT_EQUAL(problems.count, 0);
    help_set(&casework.subject, "what_happened", "");
    help_set(&casework.subject, "safety", "");
    problems = check(&casework, "receive", NULL, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 2);
    add_step(&casework, "receive", HELP_INTAKE, "");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_RECEIVED);
    casework_release(&casework);
}

static void a_draft_is_discarded_with_a_reason(void)
{
    struct casework casework = begin();
    struct record step = reasoned();
    struct problems problems = check(&casework, "discard", NULL, HELP_INTAKE, ROLE_INTAKE);

    REFUSED_WITH(problems, "In words is missing");
    problems = check(&casework, "discard", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    add_step(&casework, "discard", HELP_INTAKE, "");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_DISCARDED);
    problems = check(&casework, "receive", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "discarded");
    record_release(&step);
    casework_release(&casework);
}

static void only_the_lead_assigns(void)
{
    struct casework casework = begin();
    struct problems problems;

    add_step(&casework, "receive", HELP_INTAKE, "");
    problems = check(&casework, "assign", NULL, HELP_INTAKE, ROLE_INTAKE | ROLE_CASE);
    REFUSED_WITH(problems, "taken by");
    problems = check(&casework, "assign", NULL, HELP_LEAD, ROLE_LEAD);
    CU_ASSERT_EQUAL(problems.count, 0);
    add_step(&casework, "assign", HELP_LEAD, "");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENING);
    casework_release(&casework);
}

static void a_safety_hand_off_goes_beside_the_way(void)
{
    struct casework casework = begin();
    struct record step = new_step();
    struct problems problems;

    help_set(&step, "recipient", "Police control room, officer on duty");
    help_set(&step, "detail", "That a named pupil said he would bring a knife tomorrow.");
    problems = check(&casework, "safety_handoff", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "Reason, from the list is missing");
    help_set(&step, "reason_code", "violence");
    problems = check(&casework, "safety_handoff", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    add_step(&casework, "safety_handoff", HELP_INTAKE, "waiting");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_DRAFT);
    problems = check(&casework, "receive", NULL, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    problems = check(&casework, "sign", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "another officer");
    problems = check(&casework, "sign", NULL, 14, ROLE_CASE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void a_reason_belongs_to_its_step(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    help_set(&step, "reason_code", "other_area");
    problems = check(&casework, "unfounded", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "mistaken");
    help_set(&step, "reason_code", "mistaken");
    problems = check(&casework, "unfounded", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void a_step_lies_between_the_last_one_and_today(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    help_set(&step, "happened_on", "2026-11-24");
    problems = check(&casework, "extend", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "ahead");
    help_set(&step, "happened_on", "2026-11-22");
    problems = check(&casework, "extend", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "later day");
    help_set(&step, "happened_on", HELP_TODAY);
    problems = check(&casework, "extend", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

/* --- the end states --- */
/* With everything it can be proposed; without the checklist, or without its own field, it cannot. */
static void check_end(const char *action, const char *own_field, const char *reason_code, enum case_state to)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    help_set(&step, "reason_code", reason_code);
    help_set(&casework.subject, "linked_to", "2");
    problems = check(&casework, action, &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    help_set(&casework.subject, "q6", "");
    problems = check(&casework, action, &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "Question 6");
    help_set(&casework.subject, "q6", "unknown");
    if (own_field) {
        help_set(&casework.subject, own_field, "");
        problems = check(&casework, action, &step, HELP_INTAKE, ROLE_INTAKE);
        CU_ASSERT(help_says(&problems, own_field, ""));
        CU_ASSERT(problems_refuse(&problems));
    }
    add_step(&casework, action, HELP_INTAKE, "waiting");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENING);
    help_set(&casework.steps[casework.step_count - 1], "outcome", "returned");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENING);
    help_set(&casework.steps[casework.step_count - 1], "outcome", "signed");
    CU_ASSERT_EQUAL(casework_state(&casework), to);
    record_release(&step);
    casework_release(&casework);
}

static void signposting_names_the_other_help(void)
{
    check_end("signpost", "other_help", "", CASE_SIGNPOSTED);
}

static void a_community_response_names_its_programme(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    check_end("community", NULL, "", CASE_SIGNPOSTED);
    help_set(&casework.subject, "other_help", "");
    problems = check(&casework, "community", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 1);
    CU_ASSERT(help_says(&problems, "programme", "Name the programme"));
    help_set(&casework.subject, "programme", "5");
    problems = check(&casework, "community", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void unfounded_needs_the_callers_answer_decided(void)
{
    check_end("unfounded", "feedback", "mistaken", CASE_UNFOUNDED);
}

static void out_of_mandate_needs_the_callers_answer_decided(void)
{
    check_end("out_of_mandate", "feedback", "other_area", CASE_OUT_OF_MANDATE);
}

static void linking_names_the_earlier_referral(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    check_end("link", "linked_to", "", CASE_LINKED);
    help_set(&casework.subject, "linked_to", "1");
    problems = check(&casework, "link", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "itself");
    record_release(&step);
    casework_release(&casework);
}

static void an_end_state_lets_nothing_follow(void)
{
    struct casework casework = begin_screening();
    struct problems problems;

    add_step(&casework, "signpost", HELP_INTAKE, "signed");
    problems = check(&casework, "screen_in", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "signposted");
    problems = check(&casework, "assign", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "signposted");
    casework_release(&casework);
}

/* --- screened in --- */
struct altered {
    const char *key, *value;
};

static void check_screen_in(const struct altered *changes, size_t count, const char *refusal)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    for (size_t i = 0; i < count; i++)
        help_set(&casework.subject, changes[i].key, changes[i].value);
    problems = check(&casework, "screen_in", &step, HELP_INTAKE, ROLE_INTAKE);
    if (refusal) {
        REFUSED_WITH(problems, refusal);
        CU_ASSERT_EQUAL(problems.count, 1);
    } else {
        CU_ASSERT_EQUAL(problems.count, 0);
    }
    record_release(&step);
    casework_release(&casework);
}

#define SCREEN_IN(refusal, ...)                              \
    check_screen_in((const struct altered[]){ __VA_ARGS__ }, \
                    sizeof(const struct altered[]){ __VA_ARGS__ } / sizeof(struct altered), refusal)

static void conduct_dated_and_sourced_is_a_ground(void)
{
    SCREEN_IN(NULL, { "basis", "conduct" });
    SCREEN_IN(NULL, { "conduct", "sudden_change;targeted" });
    SCREEN_IN("second source", { "reliability", "second_hand" }, { "q2", "no" });
    SCREEN_IN(NULL, { "reliability", "second_hand" }, { "q2", "yes" });
    SCREEN_IN("month", { "last_noticed", "2026" });
    SCREEN_IN("must have been done", { "conduct", "moving_away" });
}

static void a_sudden_change_alone_is_never_enough(void)
{
    SCREEN_IN("alone is no ground", { "conduct", "sudden_change" });
    SCREEN_IN("cannot wait", { "basis", "sudden_change" }, { "conduct", "sudden_change" });
    SCREEN_IN("first-hand", { "basis", "sudden_change" }, { "conduct", "sudden_change" }, { "urgent_needs", "housing" },
              { "reliability", "anonymous" });
    SCREEN_IN(NULL, { "basis", "sudden_change" }, { "conduct", "sudden_change" }, { "urgent_needs", "housing" });
    SCREEN_IN("for a sudden change", { "basis", "sudden_change" }, { "urgent_needs", "housing" });
}

static void the_wish_for_help_and_a_return_are_grounds(void)
{
    SCREEN_IN("asks for help", { "basis", "asks_for_help" });
    SCREEN_IN(NULL, { "basis", "asks_for_help" }, { "asks_for_help", "1" });
    SCREEN_IN(NULL, { "basis", "asks_for_help" }, { "referrer_type", "self" });
    SCREEN_IN("Name the release", { "basis", "tertiary" });
    SCREEN_IN(NULL, { "basis", "tertiary" }, { "tertiary_basis", "release" });
    SCREEN_IN("on which ground", { "basis", "" });
}

static void fairness_is_answered_with_yes(void)
{
    SCREEN_IN("Question 4", { "q4", "unknown" });
    SCREEN_IN("Question 5", { "q5", "no" });
    SCREEN_IN("Question 6", { "q6", "no" });
    SCREEN_IN("Question 7", { "q7", "unknown" });
    SCREEN_IN(NULL, { "q3", "unknown" }, { "q8", "unknown" });
}

/* --- the second officer --- */
static void a_proposer_never_signs(void)
{
    struct casework casework = begin_screening();
    struct problems problems;

    add_step(&casework, "screen_in", HELP_LEAD, "waiting");
    problems = check(&casework, "sign", NULL, HELP_LEAD, ROLE_LEAD | ROLE_ADMINISTRATOR | ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 1);
    REFUSED_WITH(problems, "You proposed this step");
    problems = check(&casework, "sign", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "signed by");
    problems = check(&casework, "sign", NULL, HELP_OTHER_LEAD, ROLE_LEAD);
    CU_ASSERT_EQUAL(problems.count, 0);
    casework_release(&casework);
}

static void without_a_proposal_there_is_nothing_to_sign(void)
{
    struct casework casework = begin_screening();
    struct problems problems = check(&casework, "sign", NULL, HELP_LEAD, ROLE_LEAD);

    REFUSED_WITH(problems, "Nothing waits");
    add_step(&casework, "screen_in", HELP_INTAKE, "returned");
    problems = check(&casework, "sign", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "Nothing waits");
    casework_release(&casework);
}

static void returning_needs_a_reason_and_taking_back_the_proposer(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    add_step(&casework, "unfounded", HELP_INTAKE, "waiting");
    problems = check(&casework, "return", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "In words is missing");
    problems = check(&casework, "return", &step, HELP_LEAD, ROLE_LEAD);
    CU_ASSERT_EQUAL(problems.count, 0);
    problems = check(&casework, "return", &step, HELP_INTAKE, ROLE_INTAKE | ROLE_LEAD);
    REFUSED_WITH(problems, "You proposed");
    problems = check(&casework, "take_back", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "Only the officer who proposed");
    problems = check(&casework, "take_back", NULL, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void a_waiting_decision_stops_other_decisions_only(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    add_step(&casework, "signpost", HELP_INTAKE, "waiting");
    problems = check(&casework, "screen_in", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "waits for a signature");
    problems = check(&casework, "assign", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "waits for a signature");
    help_set(&step, "way", "talk");
    problems = check(&casework, "told", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void the_weakest_ground_is_signed_with_the_leads_words(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    help_set(&casework.subject, "basis", "sudden_change");
    help_set(&casework.subject, "conduct", "sudden_change");
    help_set(&casework.subject, "urgent_needs", "housing");
    add_step(&casework, "screen_in", HELP_INTAKE, "waiting");
    problems = check(&casework, "sign", NULL, HELP_LEAD, ROLE_LEAD);
    REFUSED_WITH(problems, "own words");
    problems = check(&casework, "sign", &step, HELP_LEAD, ROLE_LEAD);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

/* --- beside the way --- */
static void screening_is_extended_once(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems = check(&casework, "extend", &step, HELP_INTAKE, ROLE_INTAKE);

    CU_ASSERT_EQUAL(problems.count, 0);
    add_step(&casework, "extend", HELP_INTAKE, "");
    problems = check(&casework, "extend", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "once");
    record_release(&step);
    casework_release(&casework);
}

static void telling_later_has_a_day_within_a_month(void)
{
    struct casework casework = begin_screening();
    struct record step = reasoned();
    struct problems problems;

    help_set(&step, "reason_code", "at_risk");
    problems = check(&casework, "told_later", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "Until is missing");
    help_set(&step, "until", "2026-12-24");
    problems = check(&casework, "told_later", &step, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "one month");
    help_set(&step, "until", "2026-12-23");
    problems = check(&casework, "told_later", &step, HELP_INTAKE, ROLE_INTAKE);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&step);
    casework_release(&casework);
}

static void telling_says_how(void)
{
    struct casework casework = begin();
    struct problems problems;

    add_step(&casework, "receive", HELP_INTAKE, "");
    problems = check(&casework, "told", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "How is missing");
    casework_release(&casework);
}

static void an_archived_referral_takes_no_step(void)
{
    struct casework casework = begin();
    struct problems problems;

    casework.subject.archived_at = 1;
    problems = check(&casework, "receive", NULL, HELP_INTAKE, ROLE_INTAKE);
    REFUSED_WITH(problems, "archived");
    casework_release(&casework);
}

void suite_workflow(void);
void suite_workflow(void)
{
    CU_pSuite s = CU_add_suite("workflow", help_start, help_stop);

    CU_add_test(s, "every row asks for real fields", every_row_asks_for_real_fields);
    CU_add_test(s, "no decision takes effect on one officer's word (R9)", no_decision_takes_effect_on_one_word);
    CU_add_test(s, "only roles of casework take steps", only_roles_of_casework_take_steps);
    CU_add_test(s, "a step out of its state says where it belongs", a_step_out_of_its_state_says_where_it_belongs);
    CU_add_test(s, "a complete draft is received, an incomplete one not",
                a_complete_draft_is_received_an_empty_one_not);
    CU_add_test(s, "a draft is discarded with a reason", a_draft_is_discarded_with_a_reason);
    CU_add_test(s, "only the lead assigns", only_the_lead_assigns);
    CU_add_test(s, "a safety hand-off goes beside the way and is confirmed by another",
                a_safety_hand_off_goes_beside_the_way);
    CU_add_test(s, "a reason code belongs to its step", a_reason_belongs_to_its_step);
    CU_add_test(s, "a step lies between the last one and today", a_step_lies_between_the_last_one_and_today);
    CU_add_test(s, "signposting names the other help", signposting_names_the_other_help);
    CU_add_test(s, "a community response names its programme", a_community_response_names_its_programme);
    CU_add_test(s, "unfounded needs the caller's answer decided", unfounded_needs_the_callers_answer_decided);
    CU_add_test(s, "out of mandate needs the caller's answer decided", out_of_mandate_needs_the_callers_answer_decided);
    CU_add_test(s, "linking names the earlier referral", linking_names_the_earlier_referral);
    CU_add_test(s, "an end state lets nothing follow", an_end_state_lets_nothing_follow);
    CU_add_test(s, "conduct, dated and sourced, is a ground", conduct_dated_and_sourced_is_a_ground);
    CU_add_test(s, "a sudden change alone is never enough (R4)", a_sudden_change_alone_is_never_enough);
    CU_add_test(s, "the wish for help and a return are grounds", the_wish_for_help_and_a_return_are_grounds);
    CU_add_test(s, "four questions of fairness are answered with yes", fairness_is_answered_with_yes);
    CU_add_test(s, "a proposer never signs, whatever the roles", a_proposer_never_signs);
    CU_add_test(s, "without a proposal there is nothing to sign", without_a_proposal_there_is_nothing_to_sign);
    CU_add_test(s, "returning needs a reason, taking back the proposer",
                returning_needs_a_reason_and_taking_back_the_proposer);
    CU_add_test(s, "a waiting decision stops other decisions only", a_waiting_decision_stops_other_decisions_only);
    CU_add_test(s, "the weakest ground is signed with the lead's own words",
                the_weakest_ground_is_signed_with_the_leads_words);
    CU_add_test(s, "screening is extended once", screening_is_extended_once);
    CU_add_test(s, "telling later has a day within a month", telling_later_has_a_day_within_a_month);
    CU_add_test(s, "telling says how", telling_says_how);
    CU_add_test(s, "an archived referral takes no step", an_archived_referral_takes_no_step);
}
