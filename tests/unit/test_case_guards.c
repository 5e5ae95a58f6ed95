/*
 * The guards of a case where one changed field does not tell: who is at the table of the panel, which order of steps
 * the office keeps, what a second officer may sign, what ends with the support.
 */
#include "case_trial.h"

static struct record *paper_at(struct casework *casework, const struct record_type *type, size_t at)
{
    size_t count;

    (void)casework_papers(casework, type, &count);
    CU_ASSERT_FATAL(at < count);
    for (size_t i = 0; i < casework->paper_count; i++) {
        if (casework->papers[i].type == type)
            return &casework->papers[i + at];
    }
    return NULL;
}

static void an_agreement_says_who_understood_what(void)
{
    struct stage stage = set_up("agree");
    struct record *consent = paper_at(&stage.casework, &consent_type, 0);
    struct problems problems;

    help_set(consent, "capacity", "");
    problems = judged(&stage);
    says(&problems, "agree", "how it was made sure that the person understood");
    help_set(consent, "given_by", "guardian");
    problems = judged(&stage);
    says(&problems, "agree", "child's own view");
    help_set(consent, "withdrawn_on", HELP_TODAY);
    problems = judged(&stage);
    says(&problems, "agree", "no agreement of the person to take part");
    tear_down(&stage);
}

static void silence_takes_three_attempts(void)
{
    struct stage stage = set_up("decline");
    struct problems problems;

    help_set(&stage.step, "reason_code", "not_reached");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    help_without(&stage.casework, &contact_attempt_type);
    for (int i = 0; i < 2; i++)
        help_paper(&stage.casework, &contact_attempt_type, 90 + i, "result", "no_answer", NULL);
    problems = judged(&stage);
    says(&problems, "decline", "so far there are 2");
    tear_down(&stage);
}

static void a_public_task_rests_on_an_agreement_of_the_agencies(void)
{
    struct stage stage = set_up("share");
    struct problems problems;

    help_set(&stage.companion, "basis", "public_task");
    help_set(&stage.companion, "agreement", "150");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    help_set(help_newest(&stage.casework, &agreement_type), "valid_to", "2026-11-22");
    problems = judged(&stage);
    says(&problems, "share", "data sharing agreement in force");
    tear_down(&stage);
}

static void a_court_may_ask_what_an_official_may_not(void)
{
    struct stage stage = set_up("share");
    struct problems problems;

    help_set(&stage.companion, "requester", "elected_official");
    problems = judged(&stage);
    says(&problems, "share", "told nothing of a case");
    help_set(&stage.companion, "basis", "court_demand");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    help_set(&stage.companion, "person_told", "no");
    help_set(&stage.companion, "not_told_because", "The court forbids it.");
    problems = judged(&stage);
    says(&problems, "share", "decided again");
    help_set(&stage.companion, "review_on", "2026-12-20");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    tear_down(&stage);
}

/* --- the panel --- */
static void a_quorum_is_three_disciplines_and_never_mostly_police(void)
{
    struct stage stage = set_up("panel_decide");
    struct problems problems;

    help_set(paper_at(&stage.casework, &panel_member_type, 0), "presence", "apology");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0); /* health, youth and security */
    help_set(paper_at(&stage.casework, &panel_member_type, 1), "presence", "apology");
    problems = judged(&stage);
    says(&problems, "panel_decide", "at least 3 disciplines present and without a conflict; there were 2");
    help_set(paper_at(&stage.casework, &panel_member_type, 2), "security", "1");
    problems = judged(&stage);
    says(&problems, "panel_decide", "Police and security may not be the most at the table: 2 of them, 0 others");
    tear_down(&stage);
}

static void who_has_a_conflict_does_not_count(void)
{
    struct stage stage = set_up("panel_decide");
    struct problems problems;

    help_paper(&stage.casework, &panel_conflict_type, 800, "item", "310", "member", "301", "left_room", "1", NULL);
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    help_paper(&stage.casework, &panel_conflict_type, 801, "item", "310", "member", "302", "left_room", "1", NULL);
    problems = judged(&stage);
    says(&problems, "panel_decide", "there were 2");
    tear_down(&stage);
}

static void a_decision_is_taken_once(void)
{
    struct stage stage = set_up("panel_decide");
    struct problems problems;

    help_event(&stage.casework, "panel_decide", CASE_PANEL_DECIDED, HELP_OWNER, "")->id = HELP_ITEM + 50;
    help_event(&stage.casework, "defer", CASE_PANEL_LISTED, HELP_OWNER, "");
    problems = judged(&stage);
    says(&problems, "panel_decide", "was decided already");
    tear_down(&stage);
}

static struct problems with_decision(const char *action, const char *decision, const char *key, const char *value)
{
    struct casework casework = help_case(CASE_PANEL_DECIDED);
    struct record step = { 0 };
    struct problems problems = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&step, &episode_step_type), OK);
    help_set(&step, "reason", "As the panel said.");
    help_set(&step, "reason_code", strcmp(action, "not_adopt") == 0 ? "no_support_needed" : "");
    help_set(help_newest(&casework, &panel_item_type), "decision", decision);
    if (key)
        help_set(help_newest(&casework, &panel_item_type), key, value);
    workflow_check(&casework, workflow_find(action), NULL, &step, NULL, help_context(HELP_OWNER, ROLE_CASE), &problems);
    record_release(&step);
    casework_release(&casework);
    return problems;
}

static void only_what_the_panel_decided_is_done(void)
{
    struct problems problems = with_decision("defer", "defer", NULL, NULL);

    CU_ASSERT_EQUAL(problems.count, 0);
    problems = with_decision("defer", "plan", NULL, NULL);
    says(&problems, "defer", "did not decide to defer");
    problems = with_decision("defer", "defer", "answer_by", "");
    says(&problems, "defer", "who answers");
    problems = with_decision("defer", "defer", "answer_on", "");
    says(&problems, "defer", "day by which");
    problems = with_decision("defer", "defer", "answer_on", "2027-02-01");
    says(&problems, "defer", "within 20 working days");
    problems = with_decision("not_adopt", "not_adopt", NULL, NULL);
    CU_ASSERT_EQUAL(problems.count, 0);
    problems = with_decision("not_adopt", "plan", NULL, NULL);
    says(&problems, "not_adopt", "did not decide against support");
    problems = with_decision("not_adopt", "not_adopt", "other_help", "");
    says(&problems, "not_adopt", "other help");
}

static void it_is_deferred_once(void)
{
    struct casework casework = help_case(CASE_PANEL_DECIDED);
    struct problems problems = { 0 };

    help_set(help_newest(&casework, &panel_item_type), "decision", "defer");
    help_event(&casework, "defer", CASE_DEFERRED, HELP_OWNER, "");
    help_event(&casework, "panel_decide", CASE_PANEL_DECIDED, HELP_OWNER, "");
    workflow_check(&casework, workflow_find("defer"), NULL, NULL, NULL, help_context(HELP_OWNER, ROLE_CASE), &problems);
    says(&problems, "defer", "deferred once already");
    casework_release(&casework);
}

/* --- the order of steps where the panel meets first --- */
static struct problems panel_first(const char *action, enum case_state state, const char *agreed_on)
{
    struct casework casework = help_case(state);
    struct problems problems = { 0 };

    help_set(&casework.subject, "profile", "panel_first");
    help_set(&casework.subject, "agreed_on", agreed_on);
    help_without(&casework, &assessment_type);
    help_set(help_newest(&casework, &panel_item_type), "adopted", "0");
    workflow_check(&casework, workflow_find(action), NULL, NULL, NULL, help_context(HELP_OWNER, ROLE_CASE | ROLE_LEAD),
                   &problems);
    casework_release(&casework);
    return problems;
}

static void where_the_panel_meets_first_it_may(void)
{
    struct problems problems = panel_first("list_for_panel", CASE_SCREENED_IN, "");

    CU_ASSERT_EQUAL(problems.count, 0);
    problems = panel_first("panel_decide", CASE_PANEL_LISTED, "");
    CU_ASSERT_EQUAL(problems.count, 0);
    problems = panel_first("plan", CASE_PANEL_DECIDED, "");
    says(&problems, "plan", "Invite them");
    problems = panel_first("invite", CASE_PANEL_DECIDED, "");
    says(&problems, "invite", "is missing"); /* the state is right, the first talk is to be planned */
    problems = panel_first("invite", CASE_PANEL_DECIDED, HELP_TODAY);
    says(&problems, "invite", "agreed to take part already");
    problems = panel_first("panel_decide", CASE_PANEL_LISTED, HELP_TODAY);
    says(&problems, "panel_decide", "adopts it");
}

static void where_the_person_is_asked_first_the_panel_waits(void)
{
    struct casework casework = help_case(CASE_SCREENED_IN);
    struct problems problems = { 0 };

    workflow_check(&casework, workflow_find("list_for_panel"), NULL, NULL, NULL,
                   help_context(HELP_OWNER, ROLE_CASE | ROLE_LEAD), &problems);
    says(&problems, "list_for_panel", "is for a case that is being assessed; this one is screened in");
    casework_release(&casework);
}

/* --- tertiary --- */
static void who_comes_back_may_have_more_and_is_looked_at_more_often(void)
{
    struct stage stage = set_up("agree_plan");
    struct problems problems;

    help_set(&stage.casework.subject, "level", "tertiary");
    help_set(help_newest(&stage.casework, &support_plan_type), "intensity", "intensive");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    tear_down(&stage);
    stage = set_up("finish_review");
    help_set(&stage.casework.subject, "level", "tertiary");
    problems = judged(&stage);
    says(&problems, "finish_review", "at most six weeks");
    tear_down(&stage);
}

/* --- the second officer --- */
static struct problems answer(const char *proposal, const char *action, int64_t officer, unsigned roles)
{
    struct stage stage = set_up(proposal);
    const struct transition *transition = workflow_find(proposal);
    struct problems problems = { 0 };
    struct record *waiting = help_event(&stage.casework, proposal, transition->to, HELP_OWNER, "waiting"),
                  *step = &stage.step;

    for (size_t k = 0; k < 8 && stage.trial->step[k][0]; k++)
        help_set(waiting, stage.trial->step[k][0], stage.trial->step[k][1]);
    record_release(step);
    CU_ASSERT_EQUAL_FATAL(record_init(step, &episode_step_type), OK);
    help_set(step, "reason", "Read and agreed.");
    workflow_check(&stage.casework, workflow_find(action), NULL, step, NULL, help_context(officer, roles), &problems);
    tear_down(&stage);
    return problems;
}

static void a_lead_signs_never_who_proposed(void)
{
    static const char *const proposals[] = { "decline",    "no_need",       "list_for_panel",
                                             "agree_plan", "finish_review", "close" };

    for (size_t i = 0; i < sizeof proposals / sizeof proposals[0]; i++) {
        struct problems problems = answer(proposals[i], "sign", HELP_LEAD, ROLE_LEAD);

        if (problems.count > 0)
            printf("\n    %s: %s", proposals[i], problems.items[0].text);
        CU_ASSERT_EQUAL(problems.count, 0);
        problems = answer(proposals[i], "sign", HELP_OWNER, ROLE_CASE | ROLE_LEAD);
        says(&problems, proposals[i], "another officer must sign it");
        problems = answer(proposals[i], "sign", HELP_OTHER_LEAD, ROLE_CASE);
        says(&problems, proposals[i], "is signed by");
        problems = answer(proposals[i], "take_back", HELP_OWNER, ROLE_CASE);
        CU_ASSERT_EQUAL(problems.count, 0);
        problems = answer(proposals[i], "return", HELP_LEAD, ROLE_LEAD);
        CU_ASSERT_EQUAL(problems.count, 0);
    }
}

static void a_waiting_proposal_holds_all_but_a_withdrawal(void)
{
    struct stage stage = set_up("withdraw");
    struct problems problems;

    help_set(&stage.casework.steps[0], "to_state", "closing");
    help_event(&stage.casework, "close", CASE_CLOSED, HELP_OWNER, "waiting");
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    tear_down(&stage);
    stage = set_up("begin_closing");
    help_event(&stage.casework, "finish_review", CASE_ACTIVE, HELP_OWNER, "waiting");
    problems = judged(&stage);
    says(&problems, "begin_closing", "waits for a signature");
    tear_down(&stage);
}

static void what_has_moved_on_is_not_signed(void)
{
    struct stage stage = set_up("close");
    struct problems problems = { 0 };

    help_event(&stage.casework, "close", CASE_CLOSED, HELP_OWNER, "waiting");
    help_event(&stage.casework, "withdraw", CASE_WITHDRAWN, HELP_OWNER, "signed");
    workflow_check(&stage.casework, workflow_find("sign"), NULL, NULL, NULL, help_context(HELP_LEAD, ROLE_LEAD),
                   &problems);
    says(&problems, "sign", "moved on since this was proposed");
    tear_down(&stage);
}

/* --- the state as the events tell it --- */
static void a_withdrawal_counts_before_it_is_signed(void)
{
    struct casework casework = help_case(CASE_ACTIVE);

    help_event(&casework, "withdraw", CASE_WITHDRAWN, HELP_OWNER, "waiting");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_WITHDRAWN);
    help_set(&casework.steps[1], "outcome", "returned");
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_WITHDRAWN);
    casework_release(&casework);
}

static void a_case_without_events_is_screened_in(void)
{
    struct casework casework = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&casework.subject, &episode_type), OK);
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENED_IN);
    casework_release(&casework);
}

static void what_has_ended_keeps_only_agreements_for_afterwards(void)
{
    struct stage stage = set_up("share");
    struct problems problems;

    help_set(&stage.casework.steps[0], "to_state", "closed");
    problems = judged(&stage);
    says(&problems, "share", "that holds today");
    tear_down(&stage);
    stage = set_up("check_6m");
    help_set(&stage.step, "way", "phone");
    help_paper(&stage.casework, &consent_type, 102, "purpose", "contact_after", "on", HELP_TODAY, NULL);
    problems = judged(&stage);
    CU_ASSERT_EQUAL(problems.count, 0);
    tear_down(&stage);
}

void suite_case_guards(void);
void suite_case_guards(void)
{
    CU_pSuite suite = CU_add_suite("case_guards", help_start, help_stop);

    CU_add_test(suite, "an agreement says who understood what", an_agreement_says_who_understood_what);
    CU_add_test(suite, "silence takes three attempts", silence_takes_three_attempts);
    CU_add_test(suite, "a public task rests on an agreement of the agencies",
                a_public_task_rests_on_an_agreement_of_the_agencies);
    CU_add_test(suite, "a court may ask what an official may not", a_court_may_ask_what_an_official_may_not);
    CU_add_test(suite, "a quorum is three disciplines and never mostly police",
                a_quorum_is_three_disciplines_and_never_mostly_police);
    CU_add_test(suite, "who has a conflict does not count", who_has_a_conflict_does_not_count);
    CU_add_test(suite, "a decision is taken once", a_decision_is_taken_once);
    CU_add_test(suite, "only what the panel decided is done", only_what_the_panel_decided_is_done);
    CU_add_test(suite, "it is deferred once", it_is_deferred_once);
    CU_add_test(suite, "where the panel meets first, it may", where_the_panel_meets_first_it_may);
    CU_add_test(suite, "where the person is asked first, the panel waits",
                where_the_person_is_asked_first_the_panel_waits);
    CU_add_test(suite, "who comes back may have more and is looked at more often",
                who_comes_back_may_have_more_and_is_looked_at_more_often);
    CU_add_test(suite, "a lead signs, never who proposed", a_lead_signs_never_who_proposed);
    CU_add_test(suite, "a waiting proposal holds all but a withdrawal", a_waiting_proposal_holds_all_but_a_withdrawal);
    CU_add_test(suite, "what has moved on is not signed", what_has_moved_on_is_not_signed);
    CU_add_test(suite, "a withdrawal counts before it is signed", a_withdrawal_counts_before_it_is_signed);
    CU_add_test(suite, "a case without events is screened in", a_case_without_events_is_screened_in);
    CU_add_test(suite, "what has ended keeps only agreements for afterwards",
                what_has_ended_keeps_only_agreements_for_afterwards);
}
