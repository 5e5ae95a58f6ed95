/* What Home shows of cases: to whom, from which papers, and what settles it. */
#include <CUnit/Basic.h>

#include "case_town.h"
#include "due_help.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/outlook.h"

void suite_due_case(void);

static const struct due *collect(bool casework)
{
    static struct due due;

    town_must(town, due_collect(town->store, casework, &due, &town->why));
    for (size_t i = 0; i < due.count; i++)
        CU_ASSERT_PTR_NULL(strstr(due.rows[i].text, "Dragan"));
    return &due;
}

static const struct due_row *row(const char *words)
{
    return due_find(collect(true), words);
}

static void show(const char *wanted)
{
    const struct due *due = collect(true);

    printf("\n    no \"%s\" among:", wanted);
    for (size_t i = 0; i < due->count; i++)
        printf("\n      %s", due->rows[i].text);
}

/* There is such a row, and Enter opens this. */
#define ROW_OPENS(words, of, number)                                      \
    do {                                                                  \
        const struct due_row *found = row(words);                         \
        if (!found)                                                       \
            show(words);                                                  \
        CU_ASSERT_FATAL(found != NULL);                                   \
        CU_ASSERT(found->type == (of) && found->id == (int64_t)(number)); \
    } while (0)
#define NO_ROW(words) CU_ASSERT_PTR_NULL(row(words))

/* A proposal is told to who signs, then the case to who has it. */
static void a_case_is_told_to_its_officer_and_to_leads(void)
{
    int64_t referral, id;

    case_town_begin();
    referral = case_proposed();
    NO_ROW("waits for your signature");
    town_as(town, "Mira", true);
    ROW_OPENS("waits for your signature", &referral_type, referral);
    id = case_opened(referral);
    ROW_OPENS("invitation", &episode_type, id);
    town_as(town, "Boris", true);
    NO_ROW("invitation");
    case_invite(id);
    NO_ROW("first attempt to reach the person"); /* not within the week */
    clock_advance(INT64_C(12) * CASE_DAY);
    ROW_OPENS("first attempt to reach the person", &episode_type, id);
    (void)CASE_PAPER(id, contact_attempt_type, "way", "phone", "result", "no_answer");
    NO_ROW("first attempt to reach the person");
    clock_advance(INT64_C(24) * CASE_DAY);
    ROW_OPENS("answer of the person", &episode_type, id);
    town_as(town, "Mira", true);
    CU_ASSERT(due_count_of(collect(true), &episode_type) > 0);
    CU_ASSERT_EQUAL(due_count_of(collect(false), &episode_type), 0);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(due_count_of(collect(true), &episode_type), 0);
    case_town_end();
}

static void who_stepped_aside_is_told_nothing_of_it(void)
{
    int64_t id;

    case_town_begin();
    id = case_active();
    (void)CASE_PAPER(id, support_session_type, "kind", "meeting", "kept", "kept", "next_on", "+3");
    clock_advance(INT64_C(2) * CASE_DAY);
    town_as(town, "Mira", true);
    ROW_OPENS("next session", &episode_type, id);
    CASE_MUST(id, "recuse", { "reason", "A cousin." });
    CU_ASSERT_EQUAL(due_count_of(collect(true), &episode_type), 0);
    town_as(town, "Boris", true);
    CASE_MUST(id, "recuse", { "reason", "A neighbour." });
    CU_ASSERT_EQUAL(due_count_of(collect(true), &episode_type), 0);
    town_as(town, "Ana", true);
    ROW_OPENS("next session", &episode_type, id);
    case_town_end();
}

/* Each paper with a day of its own, until a newer one settles it. */
static void papers_are_due_on_their_day(void)
{
    int64_t id, agreement;

    case_town_begin();
    id = case_active();
    agreement = CASE_PAPER(id, consent_type, "purpose", "evaluation", "given_by", "person", "form_version", "2026-1",
                           "how", "paper", "valid_to", "+6");
    ROW_OPENS("agreement ends", &episode_type, id);
    town_must(town, case_change(&consent_type, agreement, "withdrawn_on", "today"));
    NO_ROW("agreement ends");
    (void)CASE_PAPER(id, support_session_type, "kind", "meeting", "kept", "kept", "on", "yesterday", "next_on", "+3");
    ROW_OPENS("next session", &episode_type, id);
    (void)CASE_PAPER(id, support_session_type, "kind", "call", "kept", "kept", "on", "today");
    NO_ROW("next session");
    case_town_end();
}

static void an_action_of_the_plan_ends_while_that_plan_stands(void)
{
    struct casework casework = { 0 };
    int64_t id, action;
    size_t count;

    case_town_begin();
    id = case_active();
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    action = casework_papers(&casework, &plan_action_type, &count)->id;
    casework_release(&casework);
    clock_advance(INT64_C(36) * CASE_DAY);
    NO_ROW("part of the plan ends"); /* nobody said that it began */
    town_must(town, case_change(&plan_action_type, action, "status", "running"));
    ROW_OPENS("part of the plan ends", &episode_type, id);
    town_must(town, case_change(&plan_action_type, action, "status", "done"));
    NO_ROW("part of the plan ends");
    case_town_end();
}

/* The agreed day, months before the limit would be up. */
static void a_review_is_due_on_its_agreed_day(void)
{
    int64_t id;

    case_town_begin();
    id = case_active(); /* review on +30 */
    NO_ROW("first review");
    clock_advance(INT64_C(25) * CASE_DAY);
    ROW_OPENS("first review", &episode_type, id);
    CASE_MUST(id, "significant_change", { "reason", "He moved to his aunt." });
    ROW_OPENS("review after a significant change", &episode_type, id);
    CASE_MUST_BARE(id, "begin_review");
    NO_ROW("first review");
    ROW_OPENS("review to be finished", &episode_type, id);
    case_town_end();
}

static void what_was_shared_is_called_back_after_a_withdrawal(void)
{
    int64_t id, party;
    struct saved saved;
    struct casework casework = { 0 };
    size_t count;

    case_town_begin();
    id = case_active();
    party = TOWN_ADD(town, party_type, "kind", "organisation", "name", "Clinic of the quarter");
    (void)CASE_PAPER(id, consent_type, "purpose", "share", "party", case_id(party), "given_by", "person",
                     "form_version", "2026-1", "how", "paper");
    CASE_MUST(id, "share", { "agency", case_id(party) }, { "what", "That he needs a doctor." },
              { "purpose", "support" }, { "basis", "consent" }, { "necessity", "To be seen this week." },
              { "method", "phone" }, { "person_told", "yes" });
    NO_ROW("called back");
    CASE_MUST(id, "withdraw", { "way", "phone" }, { "confirmed", "yes" });
    ROW_OPENS("to be called back", &episode_type, id);
    town_as(town, "Mira", true);
    ROW_OPENS("waits for your signature", &episode_type, id);
    town_as(town, "Boris", true);
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    town_must(town, sharing_acknowledge(town->store, casework_papers(&casework, &sharing_type, &count)->id,
                                        clock_today(), &saved, &town->why));
    casework_release(&casework);
    NO_ROW("to be called back");
    case_town_end();
}

static void an_emergency_is_told_until_it_was_looked_at(void)
{
    int64_t id;

    case_town_begin();
    id = case_active();
    town_as(town, "Ana", true);
    town_officer(town, "Vera", "case_officer");
    town_as(town, "Vera", true);
    NO_ROW("in an emergency");
    CASE_MUST(id, "break_glass", { "code", "officer_absent" }, { "reason", "A call at night." });
    NO_ROW("in an emergency");
    town_as(town, "Boris", true);
    ROW_OPENS("Vera opened the case in an emergency", &episode_type, id);
    clock_advance(1000);
    town_must(town, store_log_view(town->store, &episode_type, id, "opened", &town->why));
    NO_ROW("in an emergency");
    town_as(town, "Mira", true);
    ROW_OPENS("Vera opened the case in an emergency", &episode_type, id);
    case_town_end();
}

static void a_complaint_is_told_to_its_handler_and_a_request_to_the_reviewer(void)
{
    int64_t id, complaint, request;

    case_town_begin();
    id = case_active();
    town_as(town, "Ana", true);
    town_officer(town, "Dora", "data_protection_reviewer");
    town_as(town, "Mira", true);
    complaint = TOWN_ADD(town, complaint_type, "episode", case_id(id), "by_whom", "person", "about", "decision", "text",
                         "Nobody asked me.", "handler", "Mira");
    request = TOWN_ADD(town, access_request_type, "episode", case_id(id), "by_whom", "person");
    NO_ROW("complaint to be answered");
    clock_advance(INT64_C(26) * CASE_DAY);
    ROW_OPENS("complaint to be answered", &complaint_type, complaint);
    town_as(town, "Dora", false);
    ROW_OPENS("request for access to be answered", &access_request_type, request);
    CU_ASSERT_EQUAL(due_count_of(collect(false), &access_request_type), 0);
    CU_ASSERT_EQUAL(due_count_of(collect(true), &episode_type), 0);
    town_as(town, "Boris", true);
    NO_ROW("complaint to be answered");
    NO_ROW("request for access to be answered");
    case_town_end();
}

static void answer_complaint(int64_t id)
{
    struct record complaint = { 0 };

    town_must(town, store_load(town->store, &complaint_type, id, &complaint, &town->why));
    town_set(town, &complaint, "answered_on", "today");
    town_set(town, &complaint, "outcome", "not_upheld");
    town_set(town, &complaint, "answer", "We asked twice.");
    town_must(town, store_put(town->store, &complaint, NULL, NULL, &town->why));
    record_release(&complaint);
}

/* Half a year an end before support, for those who decide on it; not while it is complained of. */
static void what_has_ended_is_to_be_decided(void)
{
    int64_t id, complaint;

    case_town_begin();
    id = case_opened(case_proposed());
    case_invite(id);
    (void)CASE_PAPER(id, contact_attempt_type, "way", "phone", "result", "clear_no");
    CASE_MUST(id, "decline", { "code", "clear_no" }, { "safety", "nobody" }, { "reason", "Does not want it." },
              { "confirmed", "yes" });
    case_sign(id, "Ana");
    NO_ROW("decide on the record");
    clock_advance(INT64_C(180) * CASE_DAY);
    ROW_OPENS("decide on the record", &episode_type, id);
    complaint = TOWN_ADD(town, complaint_type, "episode", case_id(id), "by_whom", "person", "about", "decision", "text",
                         "Nobody asked me.", "handler", "Mira");
    NO_ROW("decide on the record");
    town_as(town, "Mira", true); /* who had no part */
    answer_complaint(complaint);
    town_as(town, "Ana", true);
    ROW_OPENS("decide on the record", &episode_type, id);
    town_as(town, "Boris", true);
    NO_ROW("decide on the record");
    case_town_end();
}

static int64_t add_decision(int64_t about, const char *outcome)
{
    struct record decision = { 0 };
    struct save *save = NULL;
    struct saved saved;
    int64_t id;

    town_must(town, record_init(&decision, &decision_type));
    town_must(town, value_set_text(record_value(&decision, "kind"), "erase"));
    town_must(town, value_set_text(record_value(&decision, "about_type"), "episode"));
    town_must(town, value_set_text(record_value(&decision, "pseudonym"), "LILAC-15"));
    town_must(town, value_set_text(record_value(&decision, "outcome"), outcome));
    value_set_number(record_value(&decision, "about"), about);
    value_set_number(record_value(&decision, "proposed_by"), store_officer_id(town->store));
    if (strcmp(outcome, "signed") == 0)
        value_set_number(record_value(&decision, "signed_by"), town->mira);
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &decision, NULL, &town->why));
    town_must(town, save_commit(save, NULL, &saved, &town->why));
    id = decision.id;
    record_release(&decision);
    return id;
}

/* A reviewer signs, a lead carries out; nobody of what they stepped aside from. */
static void decisions_of_two_are_told_to_who_acts_next(void)
{
    int64_t id, waiting, signed_one;

    case_town_begin();
    id = case_opened(case_proposed());
    town_officer(town, "Dora", "data_protection_reviewer");
    waiting = add_decision(id, "waiting");
    signed_one = add_decision(id, "signed");
    NO_ROW("waits for your signature");
    ROW_OPENS("is signed, to be carried out", &decision_type, signed_one);
    CASE_MUST(id, "recuse", { "reason", "A cousin." });
    NO_ROW("is signed, to be carried out");
    town_as(town, "Dora", false);
    ROW_OPENS("waits for your signature", &decision_type, waiting);
    CU_ASSERT_EQUAL(due_count_of(collect(false), &decision_type), 0);
    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(due_count_of(collect(true), &decision_type), 0);
    case_town_end();
}

static void the_next_meeting_of_the_panel_says_what_waits_for_it(void)
{
    int64_t meeting;

    case_town_begin();
    meeting = TOWN_ADD(town, panel_meeting_type, "on", "+4", "chair", "Head of youth services", "status", "planned");
    ROW_OPENS("Panel meeting: 0 cases, no quorum yet", &panel_meeting_type, meeting);
    (void)case_member(meeting, "School", "education", "no");
    (void)case_member(meeting, "Clinic", "health", "no");
    (void)case_member(meeting, "Youth House", "youth", "no");
    ROW_OPENS("Panel meeting: 0 cases", &panel_meeting_type, meeting);
    NO_ROW("no quorum yet");
    clock_advance(INT64_C(6) * CASE_DAY);
    ROW_OPENS("write down how it went", &panel_meeting_type, meeting);
    case_town_end();
}

/* The office's own limit counts, on the screens and on Home. */
static void a_limit_of_the_office_moves_what_is_due(void)
{
    struct clock_limits limits;
    int64_t id;

    case_town_begin();
    id = case_opened(case_proposed());
    case_invite(id);
    NO_ROW("first attempt");
    town_as(town, "Ana", true);
    TOWN_ADD(town, casework_limit_type, "clock", "contact", "amount", "3", "unit", "working_days");
    town_must(town, clock_limits_load(town->store, &limits, &town->why));
    CU_ASSERT_TRUE(limits.by_office[CLOCK_CONTACT]);
    CU_ASSERT_EQUAL(limits.of[CLOCK_CONTACT].limit.amount, 3);
    CU_ASSERT_FALSE(limits.by_office[CLOCK_ANSWER]);
    town_as(town, "Boris", true);
    ROW_OPENS("first attempt to reach the person", &episode_type, id);
    case_town_end();
}

/* The program itself has one table; whatever the office's list names must be a clock, and the other way round. */
static void every_clock_has_its_word_and_every_word_its_clock(void)
{
    const struct vocabulary_entry *entries;
    size_t count;

    case_town_begin();
    entries = vocabulary_entries(store_words(town->store), "casework_clock", &count);
    CU_ASSERT_EQUAL(count, CLOCK_COUNT);
    for (size_t i = 0; i < count; i++)
        CU_ASSERT(casework_clock_read(entries[i].code) < CLOCK_COUNT);
    for (size_t i = 0; i < CLOCK_COUNT; i++) {
        CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(town->store), "casework_clock", casework_clocks[i].code));
        CU_ASSERT_EQUAL(casework_clock_read(casework_clocks[i].code), i);
        CU_ASSERT(casework_clocks[i].limit.amount > 0 && casework_clocks[i].starts != NULL);
    }
    for (size_t i = 0; i < LIMIT_UNIT_COUNT; i++)
        CU_ASSERT_PTR_NOT_NULL(vocabulary_find(store_words(town->store), "limit_unit", limit_unit_code(i)));
    case_town_end();
}

/* One row for a clock, whichever way it comes; what took the place of an archived one stays. */
static void a_second_limit_of_the_same_clock_is_refused(void)
{
    struct record again = { 0 };
    struct save *save = NULL;
    struct saved saved;
    int64_t first;

    case_town_begin();
    first = TOWN_ADD(town, casework_limit_type, "clock", "plan", "amount", "8", "unit", "working_days");
    town_must(town, record_init(&again, &casework_limit_type));
    town_set(town, &again, "clock", "plan");
    town_set(town, &again, "amount", "6");
    town_set(town, &again, "unit", "working_days");
    CU_ASSERT_EQUAL(store_put(town->store, &again, NULL, &saved, &town->why), E_INVALID);
    case_says("there is a record for this already");
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_archive(save, &casework_limit_type, first, "", &town->why));
    town_must(town, save_commit(save, NULL, &saved, &town->why));
    town_must(town, store_put(town->store, &again, NULL, &saved, &town->why));
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    CU_ASSERT_EQUAL(save_unarchive(save, &casework_limit_type, first, &town->why), E_CONFLICT);
    save_cancel(save);
    record_release(&again);
    case_town_end();
}

void suite_due_case(void)
{
    CU_pSuite s = CU_add_suite("due_case", NULL, NULL);

    CU_add_test(s, "a case is told to its officer and to leads (R22)", a_case_is_told_to_its_officer_and_to_leads);
    CU_add_test(s, "who stepped aside is told nothing of it (R13)", who_stepped_aside_is_told_nothing_of_it);
    CU_add_test(s, "papers are due on their day", papers_are_due_on_their_day);
    CU_add_test(s, "an action of the plan ends while that plan stands",
                an_action_of_the_plan_ends_while_that_plan_stands);
    CU_add_test(s, "a review is due on its agreed day", a_review_is_due_on_its_agreed_day);
    CU_add_test(s, "what was shared is called back after a withdrawal (R30)",
                what_was_shared_is_called_back_after_a_withdrawal);
    CU_add_test(s, "an emergency is told until it was looked at", an_emergency_is_told_until_it_was_looked_at);
    CU_add_test(s, "a complaint is told to its handler, a request to the reviewer",
                a_complaint_is_told_to_its_handler_and_a_request_to_the_reviewer);
    CU_add_test(s, "decisions of two are told to who acts next", decisions_of_two_are_told_to_who_acts_next);
    CU_add_test(s, "what has ended is to be decided", what_has_ended_is_to_be_decided);
    CU_add_test(s, "the next meeting of the panel says what waits for it",
                the_next_meeting_of_the_panel_says_what_waits_for_it);
    CU_add_test(s, "every clock has its word and every word its clock",
                every_clock_has_its_word_and_every_word_its_clock);
    CU_add_test(s, "a second limit of the same clock is refused", a_second_limit_of_the_same_clock_is_refused);
    CU_add_test(s, "a limit of the office moves what is due", a_limit_of_the_office_moves_what_is_due);
}
