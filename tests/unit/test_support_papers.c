/*
 * The rules of the papers of support: what the panel did, the plan, sessions, reviews and the closing. What is frozen
 * stays, and only that.
 */
#include "rule_cases.h"

void suite_support_papers(void);

static void what_cannot_be_is_refused(void)
{
    static const struct rule_case wrong[] = {
        { &panel_item_type, "reasons", { "decision=plan" } },
        { &panel_item_type, "answer_on", { "decision=defer", "reasons=More is needed", "answer_by=School" } },
        { &panel_contribution_type, "text", { "handling=plan" } },
        { &panel_action_type, "done_on", { "done_on=2026-11-24" } },
        { &support_plan_type, "on", { "on=2026-11-24" } },
        { &support_plan_type, "agreed_on", { "on=2026-11-20", "agreed_on=2026-11-19" } },
        { &support_plan_type, "agreed_on", { "on=2026-11-20", "agreed_on=2026-11-24" } },
        { &support_plan_type, "review_on", { "on=2026-11-20", "review_on=2026-11-19" } },
        { &support_plan_type, "first_session", { "on=2026-11-20", "first_session=2026-11-19" } },
        { &plan_action_type, "on_request", { "kind=faith_identity" } },
        { &plan_action_type, "stopped_because", { "status=stopped" } },
        { &plan_action_type, "provider_agreed", { "status=accepted" } },
        { &plan_action_type, "provider_agreed", { "status=running" } },
        { &plan_action_type, "ends", { "start=2026-11-02", "ends=2026-11-01" } },
        { &plan_action_type, "provider_on", { "provider_agreed=1", "provider_on=2026-11-24" } },
        { &support_session_type, "on", { "on=2026-11-24", "kept=kept" } },
        { &support_session_type, "next_on", { "on=2026-11-20", "kept=kept", "next_on=2026-11-19" } },
        { &support_session_type, "usefulness", { "on=2026-11-20", "kept=missed", "kept_reason=Ill", "usefulness=5" } },
        { &support_session_type, "addendum_of", { "on=2026-11-20", "kept=kept", "addendum_of=5" } },
        { &review_type, "on", { "on=2026-11-24" } },
        { &review_type, "next_on", { "on=2026-11-20", "next_on=2026-11-19" } },
        { &closure_type, "on", { "on=2026-11-24" } },
        { &closure_type, "feedback_offered", { "feedback_offered=0", "feedback_text=It helped" } },
        { &copy_type, "return_by", { "on=2026-11-20", "return_by=2026-11-19" } },
        { &copy_type, "returned_on", { "on=2026-11-20", "returned_on=2026-11-24", "returned_how=returned" } },
        { &copy_type, "returned_on", { "on=2026-11-20", "returned_how=lost" } },
    };

    rule_cases_refused(wrong, sizeof wrong / sizeof wrong[0]);
}

static void what_is_odd_gets_a_word_of_warning(void)
{
    static const struct rule_case odd[] = {
        { &panel_item_type, "dissent", { "decision=plan", "reasons=Asked for help", "agreement=majority" } },
        { &panel_item_type, "other_help", { "decision=not_adopt", "reasons=No need" } },
        { &panel_contribution_type, "text", { "handling=oral_only", "text=He drinks" } },
        { &support_session_type, "kept_reason", { "on=2026-11-20", "kept=missed" } },
        { &review_type, "next_on", { "on=2026-11-20", "decision=go_on", "next_on=2027-02-21" } },
    };

    rule_cases_warned(odd, sizeof odd / sizeof odd[0]);
}

static void what_is_right_passes(void)
{
    static const struct rule_case right[] = {
        { &panel_item_type, "", { "question=What would help?" } },
        { &panel_item_type, "", { "decision=plan", "reasons=Asked for help", "agreement=consensus" } },
        { &panel_item_type,
          "",
          { "decision=defer", "reasons=More is needed", "answer_by=School", "answer_on=2026-12-01" } },
        { &panel_contribution_type, "", { "handling=oral_only" } },
        { &panel_contribution_type, "", { "handling=plan", "text=Comes to school each day" } },
        { &support_plan_type, "", { "on=2026-11-20", "agreed_on=2026-11-23", "review_on=2027-01-04" } },
        { &plan_action_type, "", { "kind=faith_identity", "on_request=1", "status=proposed" } },
        { &plan_action_type, "", { "kind=job", "status=running", "provider_agreed=1" } },
        { &support_session_type, "", { "on=2026-11-23", "kept=kept", "usefulness=0" } },
        { &review_type, "", { "on=2026-11-20", "decision=go_on", "next_on=2027-02-20" } },
        { &review_type, "", { "on=2026-11-20", "decision=close", "next_on=2027-05-20" } },
        { &closure_type, "", { "on=2026-11-23", "feedback_offered=1", "feedback_text=It helped" } },
        { &copy_type, "", { "on=2026-11-20", "returned_on=2026-11-23", "returned_how=destroyed" } },
    };

    rule_cases_pass(right, sizeof right / sizeof right[0]);
}

static void what_is_said_for_the_panel_alone_keeps_no_text(void)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record record = { 0 };

    rule_fill(&record, &panel_contribution_type, (const char *const[]){ "handling=oral_only", "text=He drinks", NULL });
    CU_ASSERT_EQUAL(panel_contribution_type.rule(&record, NULL, &context, &problems), OK);
    CU_ASSERT_FALSE(record_has(&record, "text"));
    record_release(&record);
}

/* Whether the rule lets a record go from one to the other; both as "key=value". */
static bool may_become(const struct record_type *type, const struct rule_context *context, const char *const *from,
                       const char *const *to)
{
    struct problems problems = { 0 };
    struct record before = { 0 }, after = { 0 };

    rule_fill(&before, type, from);
    rule_fill(&after, type, to);
    CU_ASSERT_EQUAL(type->rule(&after, &before, context, &problems), OK);
    record_release(&before);
    record_release(&after);
    return !problems_refuse(&problems);
}
#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void a_plan_changes_freely_until_it_is_agreed(void)
{
    const struct rule_context context = rule_context();
    const char *const draft[] = { "status=draft", "on=2026-11-20", "aim=A job", NULL };
    const char *const agreed[] = { "status=agreed", "on=2026-11-20", "aim=A job", NULL };

    CU_ASSERT_TRUE(may_become(&support_plan_type, &context, draft,
                              FIELDS("status=draft", "on=2026-11-20", "aim=A job and a flat")));
    CU_ASSERT_TRUE(may_become(&support_plan_type, &context, draft, agreed));
    CU_ASSERT_FALSE(may_become(&support_plan_type, &context, agreed,
                               FIELDS("status=agreed", "on=2026-11-20", "aim=A job and a flat")));
    CU_ASSERT_FALSE(
        may_become(&support_plan_type, &context, agreed,
                   FIELDS("status=agreed", "on=2026-11-20", "aim=A job", "exit_criteria=Three months at work")));
    CU_ASSERT_TRUE(
        may_become(&support_plan_type, &context, agreed,
                   FIELDS("status=agreed", "on=2026-11-20", "aim=A job", "first_session=2026-11-27", "copy_given=1")));
    CU_ASSERT_TRUE(
        may_become(&support_plan_type, &context, agreed, FIELDS("status=replaced", "on=2026-11-20", "aim=A job")));
}

static void a_new_plan_is_the_first_draft(void)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record plan = { 0 };

    rule_fill(&plan, &support_plan_type, FIELDS("on=2026-11-20"));
    CU_ASSERT_EQUAL(support_plan_type.rule(&plan, NULL, &context, &problems), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&plan, "status"), "draft");
    CU_ASSERT_EQUAL(record_number(&plan, "version"), 1);
    record_release(&plan);
}

static void an_agreed_action_only_moves_on(void)
{
    const struct rule_context context = rule_context();
    const char *const fixed[] = { "fixed=1",
                                  "kind=job",
                                  "what=Interview training",
                                  "status=accepted",
                                  "provider_agreed=1",
                                  "provider_on=2026-11-20",
                                  NULL };

    CU_ASSERT_FALSE(may_become(&plan_action_type, &context, fixed,
                               FIELDS("fixed=1", "kind=job", "what=Two interviews", "status=accepted",
                                      "provider_agreed=1", "provider_on=2026-11-20")));
    CU_ASSERT_FALSE(may_become(&plan_action_type, &context, fixed,
                               FIELDS("fixed=1", "kind=job", "what=Interview training", "status=accepted",
                                      "provider_agreed=1", "provider_on=2026-11-20", "service=9")));
    CU_ASSERT_TRUE(may_become(&plan_action_type, &context, fixed,
                              FIELDS("fixed=1", "kind=job", "what=Interview training", "status=running",
                                     "provider_agreed=1", "provider_on=2026-11-20", "note_back=Came on time")));
    CU_ASSERT_TRUE(may_become(&plan_action_type, &context, fixed,
                              FIELDS("fixed=1", "kind=job", "what=Interview training", "status=stopped",
                                     "provider_agreed=1", "provider_on=2026-11-20", "stopped_because=Moved")));
    CU_ASSERT_TRUE(may_become(&plan_action_type, &context, FIELDS("kind=job", "what=Interviews"),
                              FIELDS("kind=job", "what=Two interviews")));
}

static void what_has_begun_is_not_proposed_again(void)
{
    const struct rule_context context = rule_context();

    CU_ASSERT_FALSE(may_become(&plan_action_type, &context,
                               FIELDS("status=running", "provider_agreed=1", "start=2026-11-02"),
                               FIELDS("status=proposed", "provider_agreed=1", "start=2026-11-02")));
    CU_ASSERT_TRUE(may_become(&plan_action_type, &context,
                              FIELDS("status=running", "provider_agreed=1", "start=2026-11-02"),
                              FIELDS("status=done", "provider_agreed=1", "start=2026-11-02")));
}

/* --- sessions: written at noon on 2026-11-23 --- */
#define WRITTEN "at=1795435200000"

static bool note_may_change_after(int64_t milliseconds, const char *signed_on)
{
    struct rule_context context = rule_context();

    context.now += milliseconds;
    return may_become(&support_session_type, &context,
                      FIELDS(WRITTEN, "on=2026-11-23", "kept=kept", "facts=Came late", signed_on),
                      FIELDS(WRITTEN, "on=2026-11-23", "kept=kept", "facts=Came on time", signed_on));
}

static void a_note_is_frozen_after_a_day_to_the_millisecond(void)
{
    const int64_t a_day = INT64_C(24) * 3600 * 1000;

    CU_ASSERT_TRUE(note_may_change_after(0, NULL));
    CU_ASSERT_TRUE(note_may_change_after(a_day - 1, NULL));
    CU_ASSERT_FALSE(note_may_change_after(a_day, NULL));
    CU_ASSERT_FALSE(note_may_change_after(30 * a_day, NULL));
}

static void a_signed_note_is_frozen_at_once(void)
{
    CU_ASSERT_FALSE(note_may_change_after(1, "signed_on=2026-11-23"));
}

static void a_frozen_note_takes_an_addendum(void)
{
    struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record addendum = { 0 };

    context.now += INT64_C(48) * 3600 * 1000;
    context.today = (struct date){ 2026, 11, 25 };
    rule_fill(&addendum, &support_session_type,
              FIELDS("on=2026-11-25", "kept=kept", "facts=He had told the school", "addendum_of=4"));
    CU_ASSERT_EQUAL(support_session_type.rule(&addendum, NULL, &context, &problems), OK);
    CU_ASSERT_EQUAL(problems.count, 0);
    CU_ASSERT_EQUAL(record_number(&addendum, "at"), context.now);
    CU_ASSERT_EQUAL(record_number(&addendum, "by"), RULE_OFFICER);
    record_release(&addendum);
}

static void days_that_follow_are_filled_in(void)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record action = { 0 };

    rule_fill(&action, &plan_action_type, FIELDS("status=running", "provider_agreed=1"));
    CU_ASSERT_EQUAL(plan_action_type.rule(&action, NULL, &context, &problems), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&action, "provider_on"), "2026-11-23");
    CU_ASSERT_STRING_EQUAL(record_text(&action, "start"), "2026-11-23");
    record_release(&action);
    CU_ASSERT_EQUAL(rule_case_number(&review_type, "by", "on=2026-11-20"), RULE_OFFICER);
    CU_ASSERT_EQUAL(rule_case_number(&copy_type, "by", "on=2026-11-20"), RULE_OFFICER);
}

/* A word is asked about in every paper that takes a story, and never refused. */
static void what_should_not_be_recorded_is_asked_about(void)
{
    static const struct vocabulary_entry entry = { .list = "not_recordable",
                                                   .code = "dress",
                                                   .label = "Dress",
                                                   .label_fr = "",
                                                   .parent = "",
                                                   .aliases = "headscarf" };
    static const struct rule_case papers[] = {
        { &panel_item_type, "explanation", { "explanation=A new headscarf" } },
        { &panel_contribution_type, "text", { "handling=plan", "text=A new headscarf" } },
        { &panel_action_type, "what", { "what=Talk about the headscarf" } },
        { &support_plan_type, "notes", { "notes=A new headscarf" } },
        { &plan_action_type, "what", { "what=Talk about the headscarf" } },
        { &support_session_type, "facts", { "kept=kept", "facts=Wore a headscarf" } },
        { &review_type, "changes", { "changes=Wears a headscarf" } },
        { &closure_type, "helped", { "helped=The headscarf" } },
    };
    struct rule_context context = rule_context();
    struct vocabularies *words = NULL;

    CU_ASSERT_EQUAL_FATAL(vocabularies_new(&entry, 1, &words), OK);
    context.words = words;
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        struct problems problems = { 0 };
        struct record record = { 0 };

        rule_fill(&record, papers[i].type, papers[i].fields);
        CU_ASSERT_EQUAL(papers[i].type->rule(&record, NULL, &context, &problems), OK);
        CU_ASSERT_EQUAL(problems.warnings, 1);
        CU_ASSERT_FALSE(problems_refuse(&problems));
        CU_ASSERT_EQUAL(problems.items[0].field, field_find(papers[i].type, papers[i].key));
        record_release(&record);
    }
    vocabularies_free(words);
}

void suite_support_papers(void)
{
    CU_pSuite suite = CU_add_suite("support_papers", NULL, NULL);

    CU_add_test(suite, "what cannot be is refused at its field", what_cannot_be_is_refused);
    CU_add_test(suite, "what is odd gets a word of warning", what_is_odd_gets_a_word_of_warning);
    CU_add_test(suite, "what is right passes", what_is_right_passes);
    CU_add_test(suite, "what is said for the panel alone keeps no text",
                what_is_said_for_the_panel_alone_keeps_no_text);
    CU_add_test(suite, "a plan changes freely until it is agreed", a_plan_changes_freely_until_it_is_agreed);
    CU_add_test(suite, "a new plan is the first draft", a_new_plan_is_the_first_draft);
    CU_add_test(suite, "an agreed action only moves on", an_agreed_action_only_moves_on);
    CU_add_test(suite, "what has begun is not proposed again", what_has_begun_is_not_proposed_again);
    CU_add_test(suite, "a note is frozen after a day, to the millisecond",
                a_note_is_frozen_after_a_day_to_the_millisecond);
    CU_add_test(suite, "a signed note is frozen at once", a_signed_note_is_frozen_at_once);
    CU_add_test(suite, "a frozen note takes an addendum", a_frozen_note_takes_an_addendum);
    CU_add_test(suite, "what should not be recorded is asked about", what_should_not_be_recorded_is_asked_about);
    CU_add_test(suite, "days that follow are filled in", days_that_follow_are_filled_in);
}
