/*
 * Rules of casework that could be gone round: by changing a paper after the step that rests on it, by taking it out of
 * use, by undoing the entry that brought it, by naming a paper of another case, by another record about the same
 * person. Each must be refused in the store, so that no screen and no command has to think of it.
 */
#include "case_town.h"

static int64_t paper_of(int64_t id, const struct record_type *type)
{
    struct casework casework = { 0 };
    const struct record *papers;
    size_t count;
    int64_t found;

    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    papers = casework_papers(&casework, type, &count);
    CU_ASSERT_FATAL(count > 0);
    found = papers[count - 1].id;
    casework_release(&casework);
    return found;
}

static enum err archive(const struct record_type *type, int64_t id)
{
    struct save *save;
    enum err e;

    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    if ((e = save_archive(save, type, id, "A mistake", &town->why)))
        save_cancel(save);
    else
        town_must(town, save_commit(save, NULL, NULL, &town->why));
    return e;
}

/* The entry that last changed it. */
static enum err undo_last(const struct record_type *type, int64_t id)
{
    struct history_row row;
    size_t count;

    town_must(town, store_history(town->store, type, id, 0, 1, &row, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    return store_undo(town->store, row.entry, NULL, &town->why);
}

static enum err add(const struct record_type *type, const char *const *pairs)
{
    struct record record = { 0 };
    enum err e;

    town_must(town, record_init(&record, type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    e = store_put(town->store, &record, NULL, NULL, &town->why);
    record_release(&record);
    return e;
}
#define ADD(type, ...) add(&(type), (const char *const[]){ __VA_ARGS__, NULL })

/* Neither changed in `key`, nor taken out of use, nor taken back. */
static void stays(const struct record_type *type, int64_t id, const char *key, const char *typed)
{
    struct record record = { 0 };

    CU_ASSERT_EQUAL(case_change(type, id, key, typed), E_INVALID);
    case_says("rests on");
    CU_ASSERT_EQUAL(archive(type, id), E_INVALID);
    CU_ASSERT_EQUAL(undo_last(type, id), E_INVALID);
    CU_ASSERT_EQUAL(store_load(town->store, type, id, &record, &town->why), OK);
    CU_ASSERT_EQUAL(record.archived_at, 0);
    record_release(&record);
}

static void what_the_panel_decided_stays(void)
{
    int64_t id = case_active(), item = paper_of(id, &panel_item_type), meeting = paper_of(id, &panel_meeting_type);

    stays(&panel_item_type, item, "reasons", "Something else.");
    stays(&panel_contribution_type, paper_of(id, &panel_contribution_type), "text", "Something else.");
    stays(&panel_member_type, paper_of(id, &panel_member_type), "discipline", "youth");
    CU_ASSERT_EQUAL(ADD(panel_contribution_type, "episode", case_id(id), "item", case_id(item), "agency", "Police",
                        "category", "security", "text", "Afterwards.", "handling", "plan"),
                    E_INVALID);
    CU_ASSERT_EQUAL(case_change(&panel_meeting_type, meeting, "confidentiality_read", "no"), E_INVALID);
    CU_ASSERT_EQUAL(archive(&panel_meeting_type, meeting), E_INVALID);
    CU_ASSERT_EQUAL(case_change(&panel_meeting_type, meeting, "copies_collected", "yes"), OK);
    CU_ASSERT_EQUAL(case_change(&panel_item_type, item, "next_look", "+30"), OK);
}

static void what_was_agreed_with_the_person_stays(void)
{
    int64_t id = case_active(), plan = paper_of(id, &support_plan_type);

    CU_ASSERT_EQUAL(archive(&support_plan_type, plan), E_INVALID);
    CU_ASSERT_EQUAL(archive(&plan_action_type, paper_of(id, &plan_action_type)), E_INVALID);
    CU_ASSERT_EQUAL(archive(&assessment_type, paper_of(id, &assessment_type)), E_INVALID);
    CU_ASSERT_EQUAL(archive(&assessment_item_type, paper_of(id, &assessment_item_type)), E_INVALID);
    CU_ASSERT_EQUAL(archive(&consent_type, paper_of(id, &consent_type)), E_INVALID);
    CU_ASSERT_EQUAL(undo_last(&consent_type, paper_of(id, &consent_type)), E_INVALID);
    CU_ASSERT_EQUAL(ADD(plan_action_type, "episode", case_id(id), "plan", case_id(plan), "kind", "mentoring", "serves",
                        "trusted_adult", "what", "One more.", "provider_agreed", "yes"),
                    E_INVALID);
}

static void what_was_signed_stays(void)
{
    int64_t id = case_active(), review, closing;

    CASE_MUST_BARE(id, "begin_review");
    review = case_review(id, "close");
    CU_ASSERT_EQUAL(case_change(&review_type, review, "changes", "He comes on two days."), OK);
    case_close_sheet(id);
    CASE_MUST_BARE(id, "begin_closing");
    closing = paper_of(id, &closure_type);
    CU_ASSERT_EQUAL(case_change(&closure_type, closing, "helped", "The mentor, and his aunt."), OK);
    CASE_MUST_BARE(id, "close");
    case_sign(id, "Ana");
    stays(&closure_type, closing, "not_helped", "Nothing.");
    stays(&review_type, review, "proportionate", "Something else.");
    CU_ASSERT_EQUAL(archive(&review_change_type, paper_of(id, &review_change_type)), E_INVALID);
    CU_ASSERT_EQUAL(ADD(review_change_type, "episode", case_id(id), "review", case_id(review), "item", "regular_day",
                        "change", "better"),
                    E_INVALID);
    CU_ASSERT_EQUAL(case_change(&closure_type, closing, "feedback_text", "It was good to be heard."), OK);
}

/* A statement of the person, a complaint, a request to see the record, a copy that is out, the case itself. */
static void what_somebody_has_a_right_to_is_not_put_away(void)
{
    int64_t id = case_active(), note;
    int64_t statement = CASE_PAPER(id, disagreement_type, "about", "The summary", "text", "I never said that.");
    int64_t complaint =
        CASE_PAPER(id, complaint_type, "by_whom", "person", "about", "delay", "text", "Too late.", "handler", "Mira");
    int64_t request = CASE_PAPER(id, access_request_type, "by_whom", "person");
    const struct {
        const struct record_type *type;
        int64_t id;
    } kept[] = { { &disagreement_type, statement }, { &complaint_type, complaint }, { &access_request_type, request } };

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        CU_ASSERT_EQUAL(archive(kept[i].type, kept[i].id), E_INVALID);
        case_says("not put away");
        CU_ASSERT_EQUAL(undo_last(kept[i].type, kept[i].id), E_INVALID);
    }
    CU_ASSERT_EQUAL(archive(&episode_type, id), E_INVALID);
    CU_ASSERT_EQUAL(archive(&referral_type, case_proposed()), E_INVALID); /* it is being screened */
    case_says("ends by a step");
    note = CASE_PAPER(id, support_session_type, "kind", "meeting", "kept", "kept", "facts", "We met.");
    CU_ASSERT_EQUAL(archive(&support_session_type, note), OK);
    note = CASE_PAPER(id, support_session_type, "kind", "meeting", "kept", "kept", "facts", "We met.");
    clock_advance(2 * CASE_DAY);
    CU_ASSERT_EQUAL(archive(&support_session_type, note), E_INVALID);
    CU_ASSERT_EQUAL(undo_last(&support_session_type, note), E_INVALID);
}

/* Whatever names a paper names one of its own case; asked of every type of the catalogue that could. */
static void a_paper_of_another_case_is_not_named(void)
{
    int64_t id = case_active(), item = paper_of(id, &panel_item_type), plan = paper_of(id, &support_plan_type);
    int64_t other = case_opened(case_proposed()), review;

    case_invite(other);
    CU_ASSERT_EQUAL(ADD(panel_contribution_type, "episode", case_id(other), "item", case_id(item), "agency", "School",
                        "category", "education", "text", "What it can say.", "handling", "plan"),
                    E_INVALID);
    case_says("another case");
    CU_ASSERT_EQUAL(ADD(plan_action_type, "episode", case_id(other), "plan", case_id(plan), "kind", "mentoring",
                        "serves", "trusted_adult", "what", "A mentor."),
                    E_INVALID);
    case_says("another case");
    CASE_MUST_BARE(id, "begin_review");
    review = case_review(id, "go_on");
    CU_ASSERT_EQUAL(ADD(review_change_type, "episode", case_id(other), "review", case_id(review), "item",
                        "trusted_adult", "change", "better"),
                    E_INVALID);
    case_says("another case");
}

/* Whoever stepped aside from a case reads neither the other referrals of it nor what was complained of about it. */
static void stepping_aside_holds_for_all_that_is_about_the_case(void)
{
    int64_t id = case_active(), second, complaint;
    struct record record = { 0 };

    town_as(town, "Boris", true);
    complaint =
        CASE_PAPER(id, complaint_type, "by_whom", "person", "about", "delay", "text", "Too late.", "handler", "Mira");
    second = case_proposed();
    town_as(town, "Ana", true);
    town_must(town, store_load(town->store, &referral_type, second, &record, &town->why));
    value_set_number(record_value(&record, "episode"), id); /* as linking does */
    {
        struct save *save;

        town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
        town_must(town, save_put_by_program(save, &record, NULL, &town->why));
        town_must(town, save_commit(save, NULL, NULL, &town->why));
    }
    record_release(&record);
    CASE_MUST(id, "recuse", { "assignee", "Mira" }, { "reason", "My sister's boy." });
    town_as(town, "Mira", true);
    CU_ASSERT_EQUAL(store_log_view(town->store, &episode_type, id, "name", &town->why), E_PERMISSION);
    CU_ASSERT_EQUAL(store_log_view(town->store, &referral_type, second, "name", &town->why), E_PERMISSION);
    CU_ASSERT_EQUAL(store_log_view(town->store, &complaint_type, complaint, "text", &town->why), E_PERMISSION);
    town_must(town, store_load(town->store, &referral_type, second, &record, &town->why));
    CU_ASSERT_EQUAL(record_value(&record, "person_name")->form, VALUE_CLOSED);
    record_release(&record);
    town_must(town, store_load(town->store, &complaint_type, complaint, &record, &town->why));
    CU_ASSERT_EQUAL(record_value(&record, "text")->form, VALUE_CLOSED);
    record_release(&record);
}

void suite_back_doors(void);
void suite_back_doors(void)
{
    CU_pSuite s = CU_add_suite_with_setup_and_teardown("back_doors", NULL, NULL, case_town_begin, case_town_end);

    CU_add_test(s, "what the panel decided stays", what_the_panel_decided_stays);
    CU_add_test(s, "what was agreed with the person stays", what_was_agreed_with_the_person_stays);
    CU_add_test(s, "what was signed stays", what_was_signed_stays);
    CU_add_test(s, "what somebody has a right to is not put away", what_somebody_has_a_right_to_is_not_put_away);
    CU_add_test(s, "a paper of another case is not named", a_paper_of_another_case_is_not_named);
    CU_add_test(s, "stepping aside holds for all that is about the case",
                stepping_aside_holds_for_all_that_is_about_the_case);
}
