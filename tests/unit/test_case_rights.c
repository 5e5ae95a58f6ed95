/*
 * What crosses the order of a case's life, through the store: agreements taken back, withdrawal, sharing, stepping
 * aside, a second case of the same person, an office of one, an office whose panel meets first, and the audit of it
 * all.
 */
#include "case_town.h"

static int64_t agency(const char *name)
{
    return TOWN_ADD(town, party_type, "kind", "organisation", "name", name);
}

/* Of the newest or of any other paper. */
static int64_t count_of(int64_t id, const struct record_type *type, const char *key, const char *code)
{
    struct casework casework = { 0 };
    const struct record *papers;
    size_t count;
    int64_t found = 0;

    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    papers = casework_papers(&casework, type, &count);
    for (size_t i = 0; i < count; i++)
        found += code ? strcmp(record_text(&papers[i], key), code) == 0 : record_has(&papers[i], key);
    casework_release(&casework);
    return found;
}

#define SHARE_WITH(party)                                                                                     \
    { "agency", party }, { "what", "That he takes part." }, { "purpose", "support" }, { "basis", "consent" }, \
        { "necessity", "They give the mentor." }, { "method", "talk" },                                       \
    {                                                                                                         \
        "person_told", "yes"                                                                                  \
    }

static void an_agreement_taken_back_stops_sharing_at_once(void)
{
    int64_t id = case_active(), consent, party = agency("Harbour School");
    struct step_taken taken = { 0 };

    CASE_REFUSED(E_INVALID, "this very agency", id, "share", SHARE_WITH("Harbour School"));
    consent = CASE_PAPER(id, consent_type, "purpose", "share", "party", case_id(party), "given_by", "person",
                         "capacity", "Said it himself.", "form_version", "2026-1", "how", "paper");
    CASE_MUST(id, "share", SHARE_WITH("Harbour School"));
    CASE_MUST(id, "share", SHARE_WITH("Harbour School"));
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "direction", "out"), 2);
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "consent", NULL), 2); /* looked up: nobody named it */
    town_must(town,
              case_step(&episode_type, id, "withdraw_consent", CASE_INPUTS({ "consent", case_id(consent) }), &taken));
    CU_ASSERT(strstr(taken.sentence, "called back from: Harbour School.") != NULL);
    CU_ASSERT_EQUAL(count_of(id, &consent_type, "withdrawn_effect",
                             "Stopped at once. To be told to stop using it: Harbour School."),
                    1);
    CU_ASSERT_FALSE(taken.waiting);
    CASE_REFUSED(E_INVALID, "The person withdrew the agreement to share", id, "share", SHARE_WITH("Harbour School"));
    CASE_REFUSED(E_INVALID, "already", id, "withdraw_consent", { "consent", case_id(consent) });
    CU_ASSERT_EQUAL(case_state(id), CASE_ACTIVE);
}

static void statements_of_the_person_go_along(void)
{
    int64_t id = case_active(), party = agency("Harbour School");
    struct step_taken taken = { 0 };

    (void)CASE_PAPER(id, consent_type, "purpose", "share", "party", case_id(party), "given_by", "person", "capacity",
                     "Said it himself.", "form_version", "2026-1", "how", "paper");
    (void)CASE_PAPER(id, disagreement_type, "about", "The summary", "text", "I never said that.");
    town_must(town, case_step(&episode_type, id, "share", CASE_INPUTS(SHARE_WITH("Harbour School")), &taken));
    CU_ASSERT(strstr(taken.sentence, "statement (1) goes with it") != NULL);
}

static void a_public_task_needs_an_agreement_of_the_agencies(void)
{
    int64_t id = case_active(), party = agency("Police");

    CASE_REFUSED(E_INVALID, "data sharing agreement in force", id, "share", SHARE_WITH("Police"),
                 { "basis", "public_task" });
    (void)TOWN_ADD(town, agreement_type, "kind", "data_sharing", "title", "With the police", "status", "active",
                   "signed_on", "2026-01-10", "valid_from", "2026-01-10", "parties", case_id(party));
    CASE_MUST(id, "share", SHARE_WITH("Police"), { "basis", "public_task" });
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "agreement", NULL), 1);
    CASE_MUST(id, "share_refused", { "requester", "elected_official" }, { "what", "His name." },
              { "reason", "No part." });
    CASE_MUST(id, "receive_info", { "agency", "Police" }, { "what", "A place." }, { "purpose", "protect" },
              { "method", "phone" });
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "direction", "refused"), 1);
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "direction", "in"), 1);
}

/* Any officer of casework writes it down, and what waited for a signature comes too late. */
static void a_withdrawal_takes_effect_at_once(void)
{
    int64_t id = case_active();
    struct step_taken taken = { 0 };

    CASE_MUST_BARE(id, "begin_review");
    (void)case_review(id, "go_on");
    CASE_MUST_BARE(id, "finish_review");
    town_as(town, "Ana", true);
    (void)town_officer(town, "Ida", "intake_officer");
    town_as(town, "Ida", true);
    CASE_REFUSED(E_INVALID, "Read and confirm it", id, "withdraw", { "way", "phone" });
    town_must(town, case_step(&episode_type, id, "withdraw", CASE_INPUTS({ "way", "phone" }, { "confirmed", "yes" }),
                              &taken));
    CU_ASSERT(taken.waiting); /* for a lead who reads it; it has taken effect */
    CU_ASSERT_EQUAL(case_state(id), CASE_WITHDRAWN);
    town_as(town, "Ana", true);
    CU_ASSERT_EQUAL(count_of(id, &consent_type, "withdrawn_on", NULL), 1);
    CASE_MUST(id, "sign", { "answers", "withdraw" });
    CU_ASSERT_EQUAL(case_state(id), CASE_WITHDRAWN);
    CASE_REFUSED_BARE(E_INVALID, "Nothing waits", id, "sign");
}

static void a_panel_without_a_quorum_decides_nothing(void)
{
    int64_t id = case_opened(case_proposed()), meeting;

    case_invite(id);
    case_agree(id);
    (void)case_assess(id);
    case_list(id);
    meeting = TOWN_ADD(town, panel_meeting_type, "on", "today", "chair", "Head of youth services", "status", "held",
                       "confidentiality_read", "yes");
    (void)case_member(meeting, "School", "education", "no");
    (void)case_member(meeting, "Police", "security", "yes");
    (void)case_member(meeting, "Prison", "justice", "yes");
    (void)case_item(id, meeting, "plan");
    CASE_REFUSED_BARE(E_INVALID, "may not be the most at the table: 2 of them, 1 others", id, "panel_decide");
    CU_ASSERT_EQUAL(case_state(id), CASE_PANEL_LISTED);
}

static void a_deferred_case_is_looked_at_once_more(void)
{
    int64_t id = case_opened(case_proposed()), meeting;

    case_invite(id);
    case_agree(id);
    (void)case_assess(id);
    case_list(id);
    meeting = case_meeting();
    (void)case_item(id, meeting, "defer");
    CASE_MUST_BARE(id, "panel_decide");
    CASE_REFUSED_BARE(E_INVALID, "did not decide to offer a plan", id, "plan");
    CASE_MUST_BARE(id, "defer");
    CASE_MUST(id, "list_again", { "reason", "The school answered." });
    CASE_REFUSED_BARE(E_INVALID, "decided already", id, "panel_decide");
    (void)case_item(id, meeting, "not_adopt");
    CASE_MUST_BARE(id, "panel_decide");
    CASE_MUST(id, "not_adopt", { "code", "other_help_better" }, { "reason", "Youth House is enough." });
    CU_ASSERT_EQUAL(case_state(id), CASE_NOT_ADOPTED);
}

static void a_lead_who_stepped_aside_signs_nothing(void)
{
    int64_t id = case_active();

    town_as(town, "Mira", true);
    CASE_MUST(id, "recuse", { "reason", "My sister's son." });
    town_as(town, "Boris", true);
    case_close_sheet(id);
    (void)case_review(id, "close");
    CASE_MUST_BARE(id, "begin_closing");
    CASE_MUST_BARE(id, "close");
    town_as(town, "Mira", true);
    CASE_REFUSED_BARE(E_INVALID, "stepped aside", id, "sign");
    CASE_REFUSED(E_INVALID, "stepped aside", id, "break_glass", { "code", "officer_absent" }, { "reason", "x" });
    case_sign(id, "Ana");
    CU_ASSERT_EQUAL(case_state(id), CASE_CLOSED);
}

/* The same person again is a new referral and a new case; the old one stays as it ended. */
static void what_comes_again_is_a_new_case(void)
{
    int64_t first = case_opened(case_proposed()), second, referral;
    struct record record = { 0 };

    case_invite(first);
    (void)CASE_PAPER(first, contact_attempt_type, "way", "talk", "result", "clear_no");
    CASE_MUST(first, "decline", { "code", "clear_no" }, { "safety", "nobody" }, { "reason", "Not now." },
              { "confirmed", "yes" });
    case_sign(first, "Ana");
    CU_ASSERT_EQUAL(case_state(first), CASE_DECLINED);
    CU_ASSERT_EQUAL(case_change(&episode_type, first, "person_name", "Somebody else"), E_INVALID);
    town_as(town, "Boris", true);
    referral = case_proposed();
    town_must(town, case_step(&referral_type, referral, "take_back", NULL, 0, NULL));
    town_must(town, case_step(&referral_type, referral, "screen_in",
                              CASE_INPUTS({ "earlier_episode", case_id(first) }, { "reason", "Again." }), NULL));
    second = case_opened(referral);
    town_must(town, store_load(town->store, &episode_type, second, &record, &town->why));
    CU_ASSERT_EQUAL(record_number(&record, "earlier"), first);
    record_release(&record);
    CU_ASSERT_EQUAL(case_state(first), CASE_DECLINED);
    CU_ASSERT_EQUAL(case_state(second), CASE_SCREENED_IN);
}

static void a_linked_referral_names_the_case_it_belongs_to(void)
{
    int64_t first = case_proposed(), id = case_opened(first), again = case_proposed();
    struct record record = { 0 };

    town_must(town, case_step(&referral_type, again, "take_back", NULL, 0, NULL));
    town_must(town, case_step(&referral_type, again, "link",
                              CASE_INPUTS({ "linked_to", case_id(first) }, { "reason", "The same story." }), NULL));
    town_as(town, "Ana", true);
    town_must(town, case_step(&referral_type, again, "sign", NULL, 0, NULL));
    town_must(town, store_load(town->store, &referral_type, again, &record, &town->why));
    CU_ASSERT_EQUAL(record_number(&record, "episode"), id);
    record_release(&record);
}

/* An office of one: what needs a second officer waits; safety and a withdrawal do not. */
static void an_officer_alone_waits_but_for_safety_and_withdrawal(void)
{
    int64_t id = case_opened(case_proposed());

    case_invite(id);
    town_as(town, "Ana", true);
    CASE_MUST(id, "assign_case", { "assignee", "Ana" });
    (void)CASE_PAPER(id, contact_attempt_type, "way", "talk", "result", "clear_no");
    CASE_MUST(id, "decline", { "code", "clear_no" }, { "safety", "nobody" }, { "reason", "No." },
              { "confirmed", "yes" });
    CASE_REFUSED_BARE(E_PERMISSION, "another officer must sign it", id, "sign");
    CU_ASSERT_EQUAL(case_state(id), CASE_INVITED);
    CASE_MUST(id, "safety_handoff", { "code", "violence" }, { "recipient", "Police" }, { "detail", "Place and day." });
    CASE_MUST(id, "withdraw", { "way", "talk" }, { "confirmed", "yes" });
    CU_ASSERT_EQUAL(case_state(id), CASE_WITHDRAWN);
}

static void set_panel_first(void)
{
    struct record_page page = { 0 };
    struct save *save = NULL;
    struct saved saved;
    struct query query;

    town_as(town, "Ana", true);
    query_init(&query, &office_type);
    town_must(town, store_page(town->store, &query, NULL, false, 1, &page, &town->why));
    town_set(town, &page.records[0], "profile", "panel_first");
    /* As the decision of two that changes it does (test_retention.c). */
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &page.records[0], NULL, &town->why));
    town_must(town, save_commit(save, NULL, &saved, &town->why));
    record_page_release(&page);
}

static void where_the_panel_meets_first_the_person_is_asked_before_support(void)
{
    int64_t id, meeting;

    set_panel_first();
    id = case_opened(case_proposed());
    CASE_MUST(id, "assign_case", { "assignee", "Boris" });
    town_as(town, "Boris", true);
    CASE_MUST_BARE(id, "list_for_panel");
    case_sign(id, "Mira");
    town_as(town, "Boris", true);
    meeting = case_meeting();
    (void)case_item(id, meeting, "plan");
    CASE_MUST_BARE(id, "panel_decide");
    CASE_REFUSED_BARE(E_INVALID, "has not agreed to take part", id, "plan");
    case_invite(id);
    case_agree(id);
    (void)case_assess(id);
    case_list(id);
    (void)case_item(id, meeting, "plan");
    CASE_MUST_BARE(id, "panel_decide");
    CASE_MUST_BARE(id, "plan");
    CU_ASSERT_EQUAL(case_state(id), CASE_PLANNING);
}

static void telling_in_the_case_tells_of_the_referral(void)
{
    int64_t referral = case_proposed(), id = case_opened(referral);
    struct record record = { 0 };

    CASE_MUST(id, "told", { "way", "talk" });
    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "told_on"), "2026-11-23");
    record_release(&record);
}

static void a_transfer_hands_over_a_packet_and_is_acknowledged(void)
{
    int64_t id = case_active(), party = agency("Other Town");
    struct record copy = { 0 };
    struct save *save = NULL;

    (void)CASE_PAPER(id, consent_type, "purpose", "share", "party", case_id(party), "given_by", "person", "capacity",
                     "Said it himself.", "form_version", "2026-1", "how", "paper");
    town_as(town, "Ana", true);
    CASE_REFUSED(E_INVALID, "Make the packet", id, "transfer", SHARE_WITH("Other Town"), { "code", "moved_away" },
                 { "confirmed", "yes" });
    town_must(town, record_init(&copy, &copy_type));
    value_set_number(record_value(&copy, "episode"), id);
    value_set_number(record_value(&copy, "number"), 1);
    town_set(town, &copy, "what", "packet");
    town_set(town, &copy, "recipient", "Other Town");
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &copy, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    record_release(&copy);
    CASE_MUST(id, "transfer", SHARE_WITH("Other Town"), { "code", "moved_away" }, { "confirmed", "yes" });
    CU_ASSERT_EQUAL(case_state(id), CASE_TRANSFERRED);
    CASE_MUST_BARE(id, "transfer_acknowledged");
    CU_ASSERT_EQUAL(count_of(id, &sharing_type, "acknowledged_on", NULL), 1);
    CASE_REFUSED_BARE(E_INVALID, "already", id, "transfer_acknowledged");
}

static void who_had_no_part_may_answer_a_complaint(void)
{
    int64_t id = case_opened(case_proposed());
    struct record complaint = { 0 };
    bool may = false;

    case_invite(id);
    town_must(town, record_init(&complaint, &complaint_type));
    value_set_number(record_value(&complaint, "episode"), id);
    town_must(town, complaint_may_handle(town->store, &complaint, town->boris, &may, &town->why));
    CU_ASSERT_FALSE(may);
    town_must(town, complaint_may_handle(town->store, &complaint, town->ana, &may, &town->why));
    CU_ASSERT_FALSE(may); /* signed the screening */
    town_must(town, complaint_may_handle(town->store, &complaint, town->mira, &may, &town->why));
    CU_ASSERT_TRUE(may);
    record_release(&complaint);
}

/* --- the audit --- */
static void verified_is(enum err expected, const char *words)
{
    struct verify_report report = { 0 };

    CU_ASSERT_EQUAL(casework_verify(town->store, &report, &town->why), expected);
    if (words)
        case_says(words);
    verify_report_release(&report);
}

static void put_step(int64_t id, const char *action, const char *from, const char *to, int64_t officer)
{
    struct record step = { 0 };
    struct save *save = NULL;

    clock_advance(1000);
    town_must(town, record_init(&step, &episode_step_type));
    value_set_number(record_value(&step, "episode"), id);
    value_set_number(record_value(&step, "officer"), officer);
    value_set_number(record_value(&step, "at"), clock_now());
    town_set(town, &step, "action", action);
    town_must(town, value_set_text(record_value(&step, "from_state"), from));
    town_must(town, value_set_text(record_value(&step, "to_state"), to));
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &step, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    record_release(&step);
}

static void the_audit_finds_a_step_that_could_not_be_taken(void)
{
    int64_t id = case_active();

    CASE_MUST_BARE(id, "begin_review");
    (void)case_review(id, "go_on");
    CASE_MUST_BARE(id, "finish_review");
    case_sign(id, "Ana");
    verified_is(OK, NULL);
    put_step(id, "start", "planning", "active", town->ana);
    verified_is(E_DAMAGED, "from a state it cannot be taken from");
}

static void the_audit_finds_who_went_on_after_stepping_aside(void)
{
    int64_t id = case_active();

    town_as(town, "Mira", true);
    CASE_MUST(id, "recuse", { "reason", "My sister's son." });
    verified_is(OK, NULL);
    put_step(id, "significant_change", "active", "", town->mira);
    verified_is(E_DAMAGED, "had stepped aside");
}

static void the_audit_finds_a_state_nobody_led_to(void)
{
    int64_t id = case_active();
    struct record record = { 0 };
    struct save *save = NULL;

    town_must(town, store_load(town->store, &episode_type, id, &record, &town->why));
    town_must(town, value_set_text(record_value(&record, "state"), "closed"));
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &record, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    record_release(&record);
    verified_is(E_DAMAGED, "does not follow from its steps");
}

void suite_case_rights(void);
void suite_case_rights(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("case_rights", NULL, NULL, case_town_begin, case_town_end);

    CU_add_test(suite, "an agreement taken back stops sharing at once", an_agreement_taken_back_stops_sharing_at_once);
    CU_add_test(suite, "statements of the person go along", statements_of_the_person_go_along);
    CU_add_test(suite, "a public task needs an agreement of the agencies",
                a_public_task_needs_an_agreement_of_the_agencies);
    CU_add_test(suite, "a withdrawal takes effect at once", a_withdrawal_takes_effect_at_once);
    CU_add_test(suite, "a panel without a quorum decides nothing", a_panel_without_a_quorum_decides_nothing);
    CU_add_test(suite, "a deferred case is looked at once more", a_deferred_case_is_looked_at_once_more);
    CU_add_test(suite, "a lead who stepped aside signs nothing", a_lead_who_stepped_aside_signs_nothing);
    CU_add_test(suite, "what comes again is a new case", what_comes_again_is_a_new_case);
    CU_add_test(suite, "a linked referral names the case it belongs to",
                a_linked_referral_names_the_case_it_belongs_to);
    CU_add_test(suite, "an officer alone waits, but for safety and withdrawal",
                an_officer_alone_waits_but_for_safety_and_withdrawal);
    CU_add_test(suite, "where the panel meets first, the person is asked before support",
                where_the_panel_meets_first_the_person_is_asked_before_support);
    CU_add_test(suite, "telling in the case tells of the referral", telling_in_the_case_tells_of_the_referral);
    CU_add_test(suite, "a transfer hands over a packet and is acknowledged",
                a_transfer_hands_over_a_packet_and_is_acknowledged);
    CU_add_test(suite, "who had no part may answer a complaint", who_had_no_part_may_answer_a_complaint);
    CU_add_test(suite, "the audit finds a step that could not be taken",
                the_audit_finds_a_step_that_could_not_be_taken);
    CU_add_test(suite, "the audit finds who went on after stepping aside",
                the_audit_finds_who_went_on_after_stepping_aside);
    CU_add_test(suite, "the audit finds a state nobody led to", the_audit_finds_a_state_nobody_led_to);
}
