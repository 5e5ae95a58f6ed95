/*
 * The steps of a case, one row a transition: taken with everything its guard asks for, refused without each part of it
 * in the sentence an officer reads. No store; the whole way through one is test_case_take.c.
 */
#include "case_trial.h"

/* --- allowed --- */
static void each_step_is_taken_with_what_it_needs(void)
{
    for (size_t i = 0; i < TRIALS; i++) {
        struct stage stage = set_up(trials[i].action);
        struct problems problems = judged(&stage);

        if (problems.count > 0)
            printf("\n    %s: %s", trials[i].action, problems.items[0].text);
        CU_ASSERT_EQUAL(problems.count, 0);
        tear_down(&stage);
    }
}

static void every_step_of_a_case_is_tried(void)
{
    static const char *const elsewhere[] = { "defer", "not_adopt", "break_glass", "sign", "return", "take_back" };
    const struct transition *row;

    for (size_t i = 0; (row = workflow_transition(i)); i++) {
        bool tried = !workflow_is_of(row, &episode_type);

        for (size_t k = 0; k < TRIALS && !tried; k++)
            tried = strcmp(trials[k].action, row->action) == 0;
        for (size_t k = 0; k < sizeof elsewhere / sizeof elsewhere[0] && !tried; k++)
            tried = strcmp(elsewhere[k], row->action) == 0;
        if (!tried)
            printf("\n    %s", row->action);
        CU_ASSERT(tried);
    }
}

/* --- refused --- */
static void what_a_step_needs_is_missed_by_name(void)
{
    for (size_t i = 0; i < TRIALS; i++) {
        const struct transition *transition = workflow_find(trials[i].action);

        for (size_t k = 0; k < TRANSITION_NEEDS_MAX && transition->needs[k]; k++) {
            struct stage stage = set_up(trials[i].action);
            struct record *records[] = { transition->writes ? &stage.companion : NULL, &stage.step,
                                         &stage.casework.subject };
            const char *key = transition->needs[k];
            struct problems problems;
            size_t r = 0;

            while (!records[r] || field_find(records[r]->type, key) < 0)
                r++;
            help_set(records[r], key, "");
            problems = judged(&stage);
            says(&problems, trials[i].action, "is missing");
            tear_down(&stage);
        }
    }
}

static void no_step_is_taken_from_another_state(void)
{
    for (size_t i = 0; i < TRIALS; i++) {
        const struct transition *transition = workflow_find(trials[i].action);

        for (int state = CASE_INVITED; state < CASE_STATE_COUNT; state++) {
            struct stage stage = set_up(trials[i].action);
            struct problems problems;

            help_set(&stage.casework.steps[0], "to_state", case_state_code((enum case_state)state));
            problems = judged(&stage);
            if (!(transition->from & UINT64_C(1) << state))
                says(&problems, trials[i].action, "is for a case that is");
            tear_down(&stage);
        }
    }
}

static void a_case_is_worked_on_by_whom_it_is_with(void)
{
    enum { STRANGER = 99 };

    for (size_t i = 0; i < TRIALS; i++) {
        const struct transition *transition = workflow_find(trials[i].action);
        struct stage stage = set_up(trials[i].action);
        struct problems problems = judged_for(&stage, STRANGER, ROLE_CASE);

        if (!(transition->who & ROLE_CASE))
            says(&problems, trials[i].action, "is taken by");
        else if (!transition->by_anybody)
            says(&problems, trials[i].action, "with another officer");
        help_event(&stage.casework, "recuse", CASE_SAME, STRANGER, "");
        value_set_number(record_value(&stage.casework.steps[1], "assignee"), STRANGER);
        problems = judged_for(&stage, STRANGER, ROLES_OF_CASEWORK);
        says(&problems, trials[i].action, "stepped aside");
        tear_down(&stage);
    }
}

static void what_must_be_confirmed_is_read_first(void)
{
    static const char *const actions[] = { "decline", "withdraw", "transfer" };

    for (size_t i = 0; i < 3; i++) {
        struct stage stage = set_up(actions[i]);
        struct problems problems;

        help_set(&stage.step, "confirmed", "0");
        problems = judged(&stage);
        says(&problems, actions[i], "Read and confirm it");
        tear_down(&stage);
    }
}

/* One thing is changed (type NULL: the case; key NULL: all of the type are gone), and the sentence says what is wrong.
 */
static const struct lack {
    const char *action;
    const struct record_type *type;
    const char *key, *value, *words;
} lacks[] = {
    { "decline", &contact_attempt_type, NULL, NULL, "three attempts to reach the person; so far there are 0" },
    { "decline", &contact_attempt_type, "result", "spoke", "No attempt says that the person gave a clear no" },
    { "decline", &episode_step_type, "safety", "danger", "Somebody may be in danger" },
    { "agree", &consent_type, NULL, NULL, "no agreement of the person to take part" },
    { "no_need", &assessment_type, NULL, NULL, "Begin the assessment first" },
    { "no_need", &assessment_type, "summary", "", "no summary" },
    { "no_need", &episode_step_type, "safety", "danger", "Somebody may be in danger" },
    { "list_for_panel", &assessment_type, NULL, NULL, "no assessment yet" },
    { "list_for_panel", &assessment_type, "sources", "school", "two sources" },
    { "list_for_panel", &assessment_type, "person_view", "", "own view is missing" },
    { "list_for_panel", &assessment_item_type, "find_out", "", "how to find out" },
    { "list_for_panel", &assessment_item_type, NULL, NULL, "No strength is named" },
    { "panel_decide", &panel_item_type, NULL, NULL, "stands on no agenda" },
    { "panel_decide", &panel_meeting_type, NULL, NULL, "stands on no meeting" },
    { "panel_decide", &panel_meeting_type, "status", "planned", "has not been held yet" },
    { "panel_decide", &panel_meeting_type, "confidentiality_read", "0", "Confidentiality was not read out" },
    { "panel_decide", &panel_member_type, "confidentiality", "0", "has not accepted confidentiality" },
    { "panel_decide", &panel_contribution_type, NULL, NULL, "disciplines contribute to a decision; 0 did" },
    { "panel_decide", &panel_contribution_type, "category", "education",
      "disciplines contribute to a decision; 2 did" },
    { "panel_decide", &panel_item_type, "f2_first", "0", "without the name first" },
    { "panel_decide", &panel_item_type, "conflicts_asked", "0", "conflict of interest" },
    { "panel_decide", &panel_item_type, "explanation_discussed", "0", "ordinary explanation was not weighed" },
    { "panel_decide", &panel_item_type, "options", "", "options that were weighed" },
    { "panel_decide", &panel_item_type, "decision", "", "has no decision yet" },
    { "panel_decide", &panel_item_type, "reasons", "", "reasons of the decision" },
    { "panel_decide", &panel_item_type, "agreement", "", "how it was decided" },
    { "panel_decide", &panel_item_type, "sharing_basis", "", "on which basis" },
    { "panel_decide", &panel_item_type, "adopted", "0", "completes the assessment and adopts it" },
    { "plan", &panel_item_type, "decision", "defer", "did not decide to offer a plan" },
    { "plan", &panel_item_type, "lead_person", "", "lead agency or the lead person" },
    { "plan", &panel_item_type, "tells", "", "who tells the person" },
    { "plan", NULL, "agreed_on", "", "has not agreed to take part yet" },
    { "agree_plan", &support_plan_type, NULL, NULL, "There is no plan yet" },
    { "agree_plan", &plan_action_type, NULL, NULL, "no action yet" },
    { "agree_plan", &plan_action_type, "serves", "", "which need or strength" },
    { "agree_plan", &plan_action_type, "provider_agreed", "0", "has not agreed yet" },
    { "agree_plan", &plan_action_type, "party", "", "who provides it" },
    { "agree_plan", &plan_action_type, "contacts_per_week", "4", "contacts a week" },
    { "agree_plan", &support_plan_type, "max_actions", "5", "say why more than usual" },
    { "agree_plan", &support_plan_type, "aim", "", "own words" },
    { "agree_plan", &support_plan_type, "aim_why", "", "why the aim matters" },
    { "agree_plan", &support_plan_type, "intensity", "", "how intensive" },
    { "agree_plan", &support_plan_type, "intensity", "intensive", "Plan less" },
    { "agree_plan", &support_plan_type, "intensity_reason", "", "why this much support" },
    { "agree_plan", &support_plan_type, "unintended", "", "what could go wrong" },
    { "agree_plan", &support_plan_type, "benefits", "", "who could be harmed" },
    { "agree_plan", &support_plan_type, "crisis_contact", "", "in a crisis" },
    { "agree_plan", &support_plan_type, "exit_criteria", "", "when the support ends" },
    { "agree_plan", &support_plan_type, "lead_person", "", "lead person of the plan" },
    { "agree_plan", &support_plan_type, "review_on", "", "day of the first review" },
    { "agree_plan", &support_plan_type, "review_on", "2027-03-01", "at most six weeks" },
    { "agree_plan", &support_plan_type, "agreed_how", "", "how the person agreed" },
    { "agree_plan", &support_plan_type, "agreed_on", "", "on which day the person agreed" },
    { "agree_plan", &support_plan_type, "copy_given", "0", "no copy of the plan" },
    { "agree_plan", &consent_type, NULL, NULL, "does not hold any more" },
    { "start", &support_plan_type, "first_session", "", "day of the first session" },
    { "pause", &episode_step_type, "until", "2027-03-01", "at most 60 days" },
    { "pause", &episode_step_type, "until", "2026-11-20", "set a day ahead" },
    { "finish_review", &review_type, NULL, NULL, "Write down the review first" },
    { "finish_review", &review_type, "decision", "close", "decided to close" },
    { "finish_review", &review_change_type, NULL, NULL, "what became of what 1 action serves" },
    { "finish_review", &review_type, "reaffirmed", "0", "has not said again" },
    { "finish_review", &review_type, "proportionate", "", "in proportion" },
    { "finish_review", &review_type, "needed_because", "", "record is still needed" },
    { "finish_review", &review_type, "next_on", "2027-04-01", "at most three months" },
    { "begin_closing", &closure_type, NULL, NULL, "closing sheet first" },
    { "close", &closure_type, NULL, NULL, "no closing sheet yet" },
    { "close", &closure_type, "helped", "", "what helped" },
    { "close", &closure_type, "not_helped", "", "what did not help" },
    { "close", &closure_type, "strengths", "", "strengths the person has" },
    { "close", &closure_type, "follow_on", "", "whom the person can turn to" },
    { "close", &closure_type, "referrer_informed", "", "what the caller was told" },
    { "close", &closure_type, "feedback_offered", "0", "not asked for their view" },
    { "close", &closure_type, "complaint_route_given", "0", "how to complain" },
    { "close", &closure_type, "partners_told", "0", "partners were not told" },
    { "close", &closure_type, "copies_recalled", "0", "Copies were not called back" },
    { "close", &copy_type, "returned_on", "", "1 numbered copy is still out" },
    { "check_6m", NULL, "closed_on", "2026-07-01", "comes 6 months after the end, on 2027-01-01" },
    { "check_6m", &episode_step_type, "way", "phone", "did not agree to be contacted" },
    { "check_12m", NULL, "closed_on", "2026-07-01", "comes 12 months after the end, on 2027-07-01" },
    { "keep", &episode_step_type, "until", "2026-11-20", "Name a day ahead" },
    { "keep", &episode_step_type, "until", "2027-12-20", "until 2027-11-23 at most" },
    { "withdraw_consent", &episode_step_type, "consent", "100", "take the step" },
    { "withdraw_consent", &episode_step_type, "consent", "5", "not one of this case" },
    { "withdraw_consent", &consent_type, "withdrawn_on", "2026-11-20", "withdrawn on 2026-11-20 already" },
    { "share", &consent_type, NULL, NULL, "with this very agency that holds today" },
    { "share", &consent_type, "party", "78", "with this very agency that holds today" },
    { "share", &consent_type, "valid_to", "2026-11-22", "with this very agency that holds today" },
    { "share", &consent_type, "withdrawn_on", "2026-11-20",
      "withdrew the agreement to share with this agency on 2026-11-20" },
    { "share", &sharing_type, "basis", "public_task", "data sharing agreement in force" },
    { "share", &sharing_type, "person_told", "no", "why the person is not told" },
    { "share", &sharing_type, "person_told", "later", "decided again" },
    { "share", &sharing_type, "requester", "elected_official", "told nothing of a case" },
    { "share", &sharing_type, "consent", "100", "not the one with this agency" },
    { "transfer", &copy_type, NULL, NULL, "Make the packet" },
    { "transfer", &consent_type, NULL, NULL, "with this very agency that holds today" },
    { "told_later", &episode_step_type, "until", "2027-02-01", "at most one month away" },
};

static void change(struct stage *stage, const struct lack *lack)
{
    struct record *record = !lack->type                        ? &stage->casework.subject
                            : lack->type == &episode_step_type ? &stage->step
                            : lack->type == &sharing_type      ? &stage->companion
                                                               : NULL;

    if (!lack->key) {
        help_without(&stage->casework, lack->type);
        return;
    }
    help_set(record ? record : help_newest(&stage->casework, lack->type), lack->key, lack->value);
}

static void each_guard_names_what_is_wrong(void)
{
    for (size_t i = 0; i < sizeof lacks / sizeof lacks[0]; i++) {
        struct stage stage = set_up(lacks[i].action);
        struct problems problems;

        change(&stage, &lacks[i]);
        problems = judged(&stage);
        says(&problems, lacks[i].action, lacks[i].words);
        tear_down(&stage);
    }
}

void suite_case_workflow(void);
void suite_case_workflow(void)
{
    CU_pSuite suite = CU_add_suite("case_workflow", help_start, help_stop);

    CU_add_test(suite, "every step of a case is tried here", every_step_of_a_case_is_tried);
    CU_add_test(suite, "each step is taken with what it needs", each_step_is_taken_with_what_it_needs);
    CU_add_test(suite, "what a step needs is missed by name", what_a_step_needs_is_missed_by_name);
    CU_add_test(suite, "no step is taken from another state", no_step_is_taken_from_another_state);
    CU_add_test(suite, "a case is worked on by whom it is with", a_case_is_worked_on_by_whom_it_is_with);
    CU_add_test(suite, "what must be confirmed is read first", what_must_be_confirmed_is_read_first);
    CU_add_test(suite, "each guard names what is wrong", each_guard_names_what_is_wrong);
}
