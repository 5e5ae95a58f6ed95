/*
 * The rules of agreements, of the panel and of what is kept beside the cases: what each refuses, lets pass with a word
 * of warning, or completes.
 */
#include "rule_cases.h"
#include "town.h"
#include "townkeep/domain/agreement.h"

void suite_support_rules(void);

static void what_cannot_be_is_refused(void)
{
    static const struct rule_case wrong[] = {
        { &agreement_type, "valid_to", { "valid_from=2026-05-02", "valid_to=2026-05-01" } },
        { &agreement_type, "signed_on", { "signed_on=2026-11-24" } },
        { &agreement_type, "signed_on", { "status=active" } },
        { &agreement_type, "file_sha256", { "file_sha256=abc" } },
        { &legal_register_type, "dpia_on", { "lawful_basis=public_task", "dpia_on=2026-12-01" } },
        { &legal_register_type, "reviewed_on", { "lawful_basis=public_task", "reviewed_on=2026-12-01" } },
        { &code_acceptance_type, "officer", { "officer=78" } },
        { &code_acceptance_type, "on", { "officer=77", "on=2026-11-24" } },
        { &equality_tally_type, "month", { "month=2026-13" } },
        { &equality_tally_type, "month", { "month=2026" } },
        { &equality_tally_type, "month", { "month=2026-12" } },
        { &equality_tally_type, "count", { "month=2026-10", "count=-1" } },
        { &closed_case_type, "quarter", { "quarter=2026-11" } },
        { &closed_case_type, "quarter", { "quarter=2026-Q5" } },
        { &closed_case_type, "missed", { "quarter=2026-Q3", "sessions=2", "missed=3" } },
        { &closed_case_type, "reviews_on_time", { "quarter=2026-Q3", "reviews=1", "reviews_on_time=2" } },
        { &panel_meeting_type, "status", { "status=held", "on=2026-11-24", "confidentiality_read=1" } },
        { &panel_meeting_type, "copies_collected", { "status=planned", "copies_collected=1" } },
        { &panel_member_type, "security", { "discipline=security", "security=0", "presence=present" } },
    };

    rule_cases_refused(wrong, sizeof wrong / sizeof wrong[0]);
}

static void what_is_odd_gets_a_word_of_warning(void)
{
    static const struct rule_case odd[] = {
        { &agreement_type, "status", { "status=active", "signed_on=2024-01-01", "valid_to=2026-11-22" } },
        { &agreement_type, "purposes", { "kind=data_sharing", "status=active", "signed_on=2024-01-01" } },
        { &legal_register_type, "lawful_basis", { "purpose=Support" } },
        { &panel_meeting_type, "confidentiality_read", { "status=held", "on=2026-11-20" } },
        { &panel_member_type,
          "confidentiality",
          { "discipline=health", "security=0", "presence=apology", "confidentiality=1" } },
    };

    rule_cases_warned(odd, sizeof odd / sizeof odd[0]);
}

static void what_is_right_passes(void)
{
    static const struct rule_case right[] = {
        { &agreement_type,
          "",
          { "status=active", "signed_on=2026-11-23", "valid_from=2026-11-23", "valid_to=2026-11-23",
            "file_sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } },
        { &agreement_type, "", { "status=draft", "valid_to=2020-01-01" } },
        { &code_acceptance_type, "", { "officer=77", "on=2026-11-23" } },
        { &equality_tally_type, "", { "month=2026-11", "count=0" } },
        { &closed_case_type, "", { "quarter=2026-Q3", "sessions=3", "missed=3" } },
        { &panel_meeting_type, "", { "status=planned", "on=2026-12-10" } },
        { &panel_member_type, "", { "discipline=justice", "security=0", "presence=present", "confidentiality=1" } },
        { &panel_member_type, "", { "discipline=justice", "security=1", "presence=guest", "confidentiality=1" } },
    };

    rule_cases_pass(right, sizeof right / sizeof right[0]);
}

static void who_counts_as_security_follows_from_the_discipline(void)
{
    CU_ASSERT_EQUAL(rule_case_number(&panel_member_type, "security", "discipline=security"), 1);
    CU_ASSERT_EQUAL(rule_case_number(&panel_member_type, "security", "discipline=youth"), 0);
    CU_ASSERT_TRUE(rule_case_fills(&panel_member_type, "security", "discipline=youth"));
    CU_ASSERT_FALSE(rule_case_fills(&panel_member_type, "security", "discipline=justice"));
    CU_ASSERT_EQUAL(rule_case_number(&code_acceptance_type, "officer", "version=2026"), RULE_OFFICER);
    CU_ASSERT_EQUAL(rule_case_number(&panel_meeting_type, "invited_by", "status=planned"), RULE_OFFICER);
}

static void a_lead_enters_what_was_signed_on_paper(void)
{
    struct rule_context lead = rule_context();
    struct problems problems = { 0 };
    struct record record = { 0 };

    lead.roles = ROLE_LEAD;
    rule_fill(&record, &code_acceptance_type, (const char *const[]){ "officer=78", "on=2026-11-01", NULL });
    CU_ASSERT_EQUAL(code_acceptance_type.rule(&record, NULL, &lead, &problems), OK);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&record);
}

static void figures_of_a_closed_record_stay_as_they_were_written(void)
{
    const struct rule_context context = rule_context();
    struct record before = { 0 }, after = { 0 };
    struct problems problems = { 0 };

    rule_fill(&before, &closed_case_type, (const char *const[]){ "quarter=2026-Q3", "sessions=3", NULL });
    rule_fill(&after, &closed_case_type, (const char *const[]){ "quarter=2026-Q3", "sessions=4", NULL });
    CU_ASSERT_EQUAL(closed_case_type.rule(&after, &before, &context, &problems), OK);
    CU_ASSERT_EQUAL(problems.count, 1);
    CU_ASSERT_EQUAL(problems.items[0].field, field_find(&closed_case_type, "sessions"));
    record_release(&before);
    record_release(&after);
}

/* --- with a vault --- */
static int64_t in_force(struct town *town, int64_t party, const char *kind, struct date today)
{
    int64_t id;

    town_must(town, agreement_in_force(town->store, party, kind, today, &id, &town->why));
    return id;
}

static void an_agreement_holds_from_its_first_day_to_its_last(void)
{
    struct town *town;
    int64_t house, school, sharing;

    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
    house = TOWN_ADD(town, party_type, "kind", "org", "name", "Youth House");
    school = TOWN_ADD(town, party_type, "kind", "org", "name", "Harbour School");
    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Old one", "status", "active", "signed_on",
             "2020-01-01", "valid_to", "2025-12-31", "parties", "Youth House", "purposes", "Support");
    TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Half made", "status", "negotiating", "parties",
             "Youth House");
    sharing = TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "Sharing", "status", "active",
                       "signed_on", "2026-01-10", "valid_from", "2026-02-01", "valid_to", "2026-11-30", "parties",
                       "Youth House", "purposes", "Support");
    TOWN_ADD(town, agreement_type, "kind", "venue", "title", "Rooms", "status", "active", "signed_on", "2026-01-10",
             "parties", "Harbour School");
    CU_ASSERT_EQUAL(in_force(town, house, "data_sharing", (struct date){ 2026, 1, 31 }), 0);
    CU_ASSERT_EQUAL(in_force(town, house, "data_sharing", (struct date){ 2026, 2, 1 }), sharing);
    CU_ASSERT_EQUAL(in_force(town, house, "data_sharing", (struct date){ 2026, 11, 30 }), sharing);
    CU_ASSERT_EQUAL(in_force(town, house, "data_sharing", (struct date){ 2026, 12, 1 }), 0);
    CU_ASSERT_EQUAL(in_force(town, school, "data_sharing", clock_today()), 0);
    CU_ASSERT_NOT_EQUAL(in_force(town, school, NULL, clock_today()), 0);
    town_end(town);
    clock_fix(-1);
}

static void a_meeting_is_found_by_its_day(void)
{
    struct town *town;
    struct buf title = { 0 };
    int64_t meeting, found;

    clock_fix(INT64_C(1795435200000));
    town = town_begin();
    meeting = TOWN_ADD(town, panel_meeting_type, "on", "2026-12-03", "chair", "Vera Lind, family support");
    TOWN_ADD(town, panel_meeting_type, "on", "2026-12-17", "chair", "Vera Lind, family support");
    TOWN_ADD(town, panel_member_type, "meeting", "2026-12-03", "person", "Omar Reed", "agency", "Harbour School",
             "discipline", "education");
    town_must(town, store_find(town->store, &panel_meeting_type, "2026-12-03", &found, &town->why));
    CU_ASSERT_EQUAL(found, meeting);
    town_must(town, store_title(town->store, &panel_meeting_type, meeting, &title));
    CU_ASSERT_STRING_EQUAL(buf_text(&title), "2026-12-03");
    buf_release(&title);
    town_end(town);
    clock_fix(-1);
}

void suite_support_rules(void)
{
    CU_pSuite suite = CU_add_suite("support_rules", NULL, NULL);

    CU_add_test(suite, "what cannot be is refused at its field", what_cannot_be_is_refused);
    CU_add_test(suite, "what is odd gets a word of warning", what_is_odd_gets_a_word_of_warning);
    CU_add_test(suite, "what is right passes", what_is_right_passes);
    CU_add_test(suite, "who counts as security follows from the discipline",
                who_counts_as_security_follows_from_the_discipline);
    CU_add_test(suite, "a lead enters what was signed on paper", a_lead_enters_what_was_signed_on_paper);
    CU_add_test(suite, "figures of a closed record stay as they were written",
                figures_of_a_closed_record_stay_as_they_were_written);
    CU_add_test(suite, "an agreement holds from its first day to its last",
                an_agreement_holds_from_its_first_day_to_its_last);
    CU_add_test(suite, "a meeting is found by its day", a_meeting_is_found_by_its_day);
}
