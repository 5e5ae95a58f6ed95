/*
 * A case through the store: it begins with the signature on its referral, is open to whom it was given, and every step
 * is one entry.
 */
#include "case_town.h"
#include "townkeep/store/access.h"

static void the_signature_opens_the_case(void)
{
    int64_t referral = case_proposed(), id = case_opened(referral);
    struct casework casework = { 0 };
    struct record before = { 0 };

    town_must(town, store_load(town->store, &referral_type, referral, &before, &town->why));
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    CU_ASSERT_EQUAL(record_number(&before, "episode"), id);
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENED_IN);
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "state"), "screened_in");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "pseudonym"), record_text(&before, "pseudonym"));
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "person_name"), "Milan Dragan");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "age_band"), "18_24");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "level"), "secondary");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "profile"), "consent_first");
    CU_ASSERT_EQUAL(record_number(&casework.subject, "lead"), town->ana);
    CU_ASSERT_EQUAL(casework.origin.id, referral);
    casework_release(&casework);
    record_release(&before);
}

static bool reads_name(int64_t id)
{
    struct record record = { 0 };
    bool reads;

    town_must(town, store_load(town->store, &episode_type, id, &record, &town->why));
    reads = strcmp(record_text(&record, "person_name"), "Milan Dragan") == 0;
    record_release(&record);
    return reads;
}

static void expect_emergency_in_the_log(int64_t id)
{
    struct access_row row;
    size_t count;

    town_must(town, store_access_log(town->store, id, 0, 1, &row, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1); /* that it is read */
    town_must(town, store_access_log(town->store, id, row.entry, 1, &row, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_EQUAL(row.kind, ACCESS_BREAK_GLASS);
    CU_ASSERT_STRING_EQUAL(row.officer, "Boris");
    CU_ASSERT_TRUE(row.verified);
}

static void a_case_is_open_to_its_officer_and_the_lead(void)
{
    int64_t id = case_opened(case_proposed());

    town_as(town, "Boris", true);
    CU_ASSERT_FALSE(reads_name(id));
    CU_ASSERT_EQUAL(store_log_view(town->store, &episode_type, id, "opened", &town->why), E_PERMISSION);
    CU_ASSERT(strstr(town->why.text, "with another officer") != NULL);
    CASE_MUST(id, "break_glass", { "code", "officer_absent" }, { "reason", "A call came for the case." });
    CU_ASSERT(reads_name(id));
    town_as(town, "Ana", true);
    expect_emergency_in_the_log(id);
    (void)town_officer(town, "Ida", "intake_officer");
    CASE_REFUSED(E_INVALID, "case officer or team lead", id, "assign_case", { "assignee", "Ida" });
    CASE_MUST(id, "assign_case", { "assignee", "Boris" });
    CU_ASSERT(reads_name(id));
    town_as(town, "Boris", true);
    CASE_REFUSED(E_INVALID, "open to you", id, "break_glass", { "code", "officer_absent" }, { "reason", "x" });
}

static void stepping_aside_closes_case_and_referral_even_to_a_lead(void)
{
    int64_t referral = case_proposed(), id;
    struct record record = { 0 };

    town_as(town, "Mira", true);
    town_must(town, case_step(&referral_type, referral, "recuse", CASE_INPUTS({ "reason", "My sister's son." }), NULL));
    id = case_opened(referral);
    town_as(town, "Mira", true);
    CU_ASSERT_FALSE(reads_name(id));
    CASE_REFUSED(E_INVALID, "stepped aside", id, "assign_case", { "assignee", "Mira" });
    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "person_name"), "");
    record_release(&record);
    town_as(town, "Ana", true);
    CASE_REFUSED(E_INVALID, "stepped aside", id, "assign_case", { "assignee", "Mira" });
    CASE_MUST(id, "recuse", { "assignee", "Boris" }, { "reason", "Her neighbour." });
    town_as(town, "Boris", true);
    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "person_name"), "");
    record_release(&record);
}

static void nobody_makes_a_case_by_a_form(void)
{
    struct record record = { 0 };

    town_as(town, "Ana", true);
    town_must(town, record_init(&record, &episode_type));
    CU_ASSERT_EQUAL(store_put(town->store, &record, NULL, NULL, &town->why), E_INVALID);
    CU_ASSERT(strstr(town->why.text, "screened in") != NULL);
    record_release(&record);
}

/* Consent first, three officers, from the invitation to the last look a year after the end. */
static void a_case_goes_its_whole_way(void)
{
    int64_t id = case_active();
    struct casework casework = { 0 };
    size_t count;

    CU_ASSERT_EQUAL(case_state(id), CASE_ACTIVE);
    clock_advance(30 * (int64_t)CASE_DAY);
    CASE_MUST_BARE(id, "begin_review");
    (void)case_review(id, "go_on");
    CASE_MUST_BARE(id, "finish_review");
    CU_ASSERT_EQUAL(case_state(id), CASE_REVIEWING);
    case_sign(id, "Mira");
    CU_ASSERT_EQUAL(case_state(id), CASE_ACTIVE);
    town_as(town, "Boris", true);
    case_close_sheet(id);
    CASE_MUST_BARE(id, "begin_closing");
    CASE_MUST_BARE(id, "close");
    case_sign(id, "Ana");
    CU_ASSERT_EQUAL(case_state(id), CASE_CLOSED);
    town_as(town, "Boris", true);
    CASE_REFUSED(E_INVALID, "6 months after the end", id, "check_6m", { "reason", "Too early." });
    clock_advance(184 * (int64_t)CASE_DAY);
    CASE_MUST(id, "check_6m", { "reason", "The school says he is well." });
    clock_advance(184 * (int64_t)CASE_DAY);
    CASE_MUST(id, "check_12m", { "reason", "Nothing new." });
    CU_ASSERT_EQUAL(case_state(id), CASE_AFTER_12M);
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&casework_papers(&casework, &assessment_type, &count)[0], "status"), "adopted");
    CU_ASSERT_STRING_EQUAL(record_text(&casework_papers(&casework, &support_plan_type, &count)[0], "status"), "agreed");
    CU_ASSERT_EQUAL(record_number(&casework_papers(&casework, &plan_action_type, &count)[0], "fixed"), 1);
    CU_ASSERT(record_has(&casework.subject, "agreed_on") && record_has(&casework.subject, "closed_on"));
    casework_release(&casework);
}

/* The lead signs what was read; the officer who must mend it proposes it again. */
static void what_changed_since_is_not_signed(void)
{
    int64_t id = case_opened(case_proposed()), plan;
    struct casework casework = { 0 };
    size_t count;

    case_invite(id);
    case_agree(id);
    (void)case_assess(id);
    case_list(id);
    (void)case_item(id, case_meeting(), "plan");
    CASE_MUST_BARE(id, "panel_decide");
    CASE_MUST_BARE(id, "plan");
    case_plan(id);
    CASE_MUST_BARE(id, "agree_plan");
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    plan = casework_papers(&casework, &support_plan_type, &count)[0].id;
    casework_release(&casework);
    clock_advance(60000);
    town_must(town, case_change(&support_plan_type, plan, "aim", "Something else."));
    town_as(town, "Ana", true);
    town_must(town, store_log_view(town->store, &support_plan_type, plan, "opened", &town->why));
    CASE_REFUSED_BARE(E_INVALID, "Plan: what was proposed has changed since", id, "sign");
    CU_ASSERT_EQUAL(case_state(id), CASE_PLANNING);
    CASE_MUST(id, "return", { "reason", "The aim changed." });
    town_as(town, "Boris", true);
    CASE_MUST_BARE(id, "agree_plan");
    town_as(town, "Ana", true);
    town_must(town, store_log_view(town->store, &support_plan_type, plan, "opened", &town->why));
    case_sign(id, "Ana");
    CU_ASSERT_EQUAL(case_state(id), CASE_PLAN_AGREED);
}

void suite_case_take(void);
void suite_case_take(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("case_take", NULL, NULL, case_town_begin, case_town_end);

    CU_add_test(suite, "the signature on the referral opens the case", the_signature_opens_the_case);
    CU_add_test(suite, "a case is open to its officer, the lead and in an emergency",
                a_case_is_open_to_its_officer_and_the_lead);
    CU_add_test(suite, "stepping aside closes case and referral, even to a lead",
                stepping_aside_closes_case_and_referral_even_to_a_lead);
    CU_add_test(suite, "nobody makes a case by a form", nobody_makes_a_case_by_a_form);
    CU_add_test(suite, "what changed since it was proposed is not signed", what_changed_since_is_not_signed);
    CU_add_test(suite, "a case goes its whole way, the person asked first", a_case_goes_its_whole_way);
}
