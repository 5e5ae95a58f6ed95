/* Steps taken through the store: the event, the signature and the state in one save, by whom they may be taken. */
#include <CUnit/Basic.h>

#include "../../src/store/store_in.h"
#include "town.h"

#define CHECKLIST                                                                                         \
    { "q1", "yes" }, { "q2", "yes" }, { "q3", "yes" }, { "q4", "yes" }, { "q5", "yes" }, { "q6", "yes" }, \
        { "q7", "yes" }, { "q8", "no" }, { "q9", "no" }, { "q10", "no" }, { "q11", "no" },                \
    {                                                                                                     \
        "q12", "yes"                                                                                      \
    }

static int64_t add_referral(struct town *town)
{
    return TOWN_ADD(town, referral_type, "channel", "phone", "operator", "city", "referrer_type", "family", "how_known",
                    "saw", "reliability", "first_hand", "may_contact", "no", "stay_unnamed", "no", "person_name",
                    "Nenad Marsh", "age_band", "16_17", "what_happened",
                    "He told two classmates that he would make them pay.", "where_happened", "School yard",
                    "last_noticed", "yesterday", "conduct", "harm_talk", "told", "agrees", "safety", "nobody");
}

static enum err step(struct town *town, int64_t referral, const char *action, const struct step_input *inputs,
                     size_t count, struct step_taken *taken)
{
    struct step_taken own;

    return workflow_step(town->store, &referral_type, referral, action, inputs, count, taken ? taken : &own, NULL,
                         &town->why);
}

#define STEP(town, referral, action, ...)                                    \
    step(town, referral, action, (const struct step_input[]){ __VA_ARGS__ }, \
         sizeof(const struct step_input[]){ __VA_ARGS__ } / sizeof(struct step_input), NULL)
#define STEP_ALONE(town, referral, action) step(town, referral, action, NULL, 0, NULL)

static void check_state(struct town *town, int64_t referral, const char *state)
{
    struct record record = { 0 };

    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "state"), state);
    record_release(&record);
}

static int64_t begin_screening(struct town *town)
{
    int64_t referral = add_referral(town);

    town_must(town, STEP_ALONE(town, referral, "receive"));
    town_must(town, STEP_ALONE(town, referral, "assign"));
    return referral;
}

static void a_referral_goes_from_call_to_decision_by_two_officers(void)
{
    struct town *town = town_begin();
    struct casework casework = { 0 };
    struct step_taken taken;
    int64_t referral;

    town_as(town, "Boris", true);
    referral = add_referral(town);
    check_state(town, referral, "draft");
    town_must(town, STEP_ALONE(town, referral, "receive"));
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "assign"), E_PERMISSION);
    town_as(town, "Ana", true);
    town_must(town, STEP_ALONE(town, referral, "assign"));
    check_state(town, referral, "screening");
    town_as(town, "Boris", true);
    town_must(town,
              step(town, referral, "screen_in",
                   (const struct step_input[]){ CHECKLIST, { "basis", "conduct" }, { "reason", "Two heard it." } }, 14,
                   &taken));
    CU_ASSERT(taken.waiting && strstr(taken.sentence, "proposed") && strstr(taken.sentence, "team lead"));
    check_state(town, referral, "screening");
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "sign"), E_PERMISSION);
    town_as(town, "Mira", true);
    town_must(town, step(town, referral, "sign", NULL, 0, &taken));
    CU_ASSERT_FALSE(taken.waiting);
    check_state(town, referral, "screened_in");
    town_must(town, casework_load(town->store, &referral_type, referral, &casework, &town->why));
    CU_ASSERT_EQUAL(casework.step_count, 4);
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENED_IN);
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "decision"), "screen_in");
    CU_ASSERT_EQUAL(record_number(&casework.subject, "assignee"), town->boris);
    CU_ASSERT_EQUAL(record_number(&casework.steps[2], "signed_by"), town->mira);
    CU_ASSERT_FALSE(record_has(&casework.subject, "proposal"));
    casework_release(&casework);
    town_end(town);
}

static void an_officer_alone_proposes_and_waits(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);

    town_must(town, STEP(town, referral, "unfounded", CHECKLIST, { "reason_code", "mistaken" },
                         { "feedback", "thanked" }, { "reason", "A quarrel." }));
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "sign"), E_PERMISSION);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "You proposed this step"));
    check_state(town, referral, "screening");
    town_must(town, STEP_ALONE(town, referral, "take_back"));
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "sign"), E_INVALID);
    town_end(town);
}

static void a_returned_proposal_leaves_the_referral_in_screening(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);

    town_must(town, STEP(town, referral, "signpost", CHECKLIST, { "other_help", "Youth House" },
                         { "feedback", "help_named" }, { "reason", "Loneliness." }));
    town_as(town, "Mira", true);
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "return"), E_INVALID);
    town_must(town, STEP(town, referral, "return", { "reason", "Ask the school first." }));
    check_state(town, referral, "screening");
    town_must(town, STEP(town, referral, "signpost", { "reason", "The school agrees." }));
    town_as(town, "Ana", true);
    town_must(town, STEP_ALONE(town, referral, "sign"));
    check_state(town, referral, "signposted");
    town_end(town);
}

static void everything_missing_is_said_and_nothing_is_saved(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);
    struct problems problems;
    struct step_taken taken;
    struct casework casework = { 0 };

    CU_ASSERT_EQUAL(workflow_step(town->store, &referral_type, referral, "screen_in",
                                  (const struct step_input[]){ { "q1", "yes" } }, 1, &taken, &problems, &town->why),
                    E_INVALID);
    CU_ASSERT_EQUAL(problems.count, 13); /* reason, eleven questions, the ground */
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "In words is missing"));
    town_must(town, casework_load(town->store, &referral_type, referral, &casework, &town->why));
    CU_ASSERT_EQUAL(casework.step_count, 2);
    CU_ASSERT_FALSE(record_has(&casework.subject, "q1"));
    casework_release(&casework);
    town_end(town);
}

static void nobody_sets_the_state_by_hand(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);
    struct record record = { 0 };

    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    town_must(town, value_set_text(record_value(&record, "state"), "screened_in"));
    CU_ASSERT_EQUAL(store_put(town->store, &record, NULL, NULL, &town->why), E_INVALID);
    check_state(town, referral, "draft");
    CU_ASSERT_EQUAL(STEP(town, referral, "receive", { "state", "screened_in" }), E_INVALID);
    CU_ASSERT_EQUAL(STEP(town, referral, "receive", { "officer", "Boris" }), E_INVALID);
    check_state(town, referral, "draft");
    record_release(&record);
    town_end(town);
}

static void a_step_that_was_taken_stays_as_it_was_written(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);
    struct casework casework = { 0 };
    struct record record = { 0 };

    town_must(town, STEP(town, referral, "extend", { "reason", "The school is on holiday." }));
    town_must(town, casework_load(town->store, &referral_type, referral, &casework, &town->why));
    town_must(town, store_load(town->store, &referral_step_type, casework.steps[2].id, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "reason"), "The school is on holiday.");
    town_must(town, value_set_text(record_value(&record, "reason"), "Another reason."));
    CU_ASSERT_EQUAL(store_put(town->store, &record, NULL, NULL, &town->why), E_INVALID);
    record_release(&record);
    casework_release(&casework);
    town_end(town);
}

static void steps_are_neither_undone_nor_archived_by_anybody(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town), entry;
    struct step_taken taken = { 0 };
    struct record record = { 0 };
    struct save *save;

    town_as(town, "Boris", true);
    town_must(town, STEP(town, referral, "screen_in", CHECKLIST, { "basis", "conduct" }, { "feedback", "thanked" },
                         { "reason", "Two heard it." }));
    town_as(town, "Mira", true);
    town_must(town, STEP(town, referral, "return", { "reason", "Ask the school first." }));
    town_must(town, store_last_entry(town->store, &entry, &town->why));
    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(store_undo(town->store, entry, NULL, &town->why), E_INVALID); /* her refusal would be gone */
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "Take a new step"));
    town_must(town, step(town, referral, "screen_in",
                         (const struct step_input[]){ { "feedback", "thanked" }, { "reason", "Asked." } }, 2, &taken));
    town_as(town, "Mira", true);
    town_must(town, STEP_ALONE(town, referral, "sign"));
    town_must(town, store_last_entry(town->store, &entry, &town->why));
    CU_ASSERT_EQUAL(store_undo(town->store, entry, NULL, &town->why), E_INVALID);
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    CU_ASSERT_EQUAL(save_archive(save, &referral_step_type, taken.step, "x", &town->why), E_INVALID);
    town_must(town, record_init(&record, &referral_step_type));
    value_set_number(record_value(&record, "referral"), referral);
    town_must(town, value_set_text(record_value(&record, "action"), "sign"));
    CU_ASSERT_EQUAL(save_put(save, &record, NULL, &town->why), E_INVALID);
    record_release(&record);
    save_cancel(save);
    check_state(town, referral, "screened_in");
    town_end(town);
}

/* Anybody with the vault's key can write a row; the signature of the officer it names he cannot. Seen with casework
 * closed. */
static void a_step_in_somebody_elses_name_is_found(void)
{
    static const char *const rows[] = {
        "INSERT INTO referral_step (id, referral, action, officer, at) SELECT 7, r.id, 'sign', o.id, 1 FROM referral "
        "r, officer o WHERE o.name = 'Mira'",
        "UPDATE referral_step SET signed_by = (SELECT id FROM officer WHERE name = 'Mira')",
    };
    struct town *town = town_begin();
    struct verify_report report;

    begin_screening(town);
    town_as(town, "Boris", false);
    town_must(town, store_verify(town->store, &report, &town->why));
    verify_report_release(&report);
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(town->store->db, rows[i], NULL, NULL, NULL), SQLITE_OK);
        CU_ASSERT_EQUAL(store_verify(town->store, &report, &town->why), E_DAMAGED);
        CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "did not sign it"));
        verify_report_release(&report);
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(town->store->db, "DELETE FROM referral_step WHERE id = 7", NULL, NULL, NULL),
                              SQLITE_OK);
    }
    town_end(town);
}

static enum err verify(struct town *town, const char *wanted)
{
    struct verify_report report;
    enum err e = casework_verify(town->store, &report, &town->why);

    if (wanted && !strstr(buf_text(&report.lines), wanted))
        printf("\n    no \"%s\" in: %s", wanted, buf_text(&report.lines));
    CU_ASSERT_TRUE(!wanted || strstr(buf_text(&report.lines), wanted));
    verify_report_release(&report);
    return e;
}

/* As a changed program in the hands of one officer would: entries that are signed and whole, against the rules. */
static void put_as_program(struct town *town, const struct record_type *type, int64_t id, const char *key,
                           const char *text, int64_t number)
{
    struct record record = { 0 };
    struct save *save;

    town_must(town, store_load(town->store, type, id, &record, &town->why));
    if (text)
        town_must(town, value_set_text(record_value(&record, key), text));
    else
        value_set_number(record_value(&record, key), number);
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &record, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    record_release(&record);
}

static void what_one_officer_wrote_alone_is_found(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);
    struct step_taken taken;

    town_must(town,
              step(town, referral, "screen_in",
                   (const struct step_input[]){
                       CHECKLIST, { "basis", "conduct" }, { "feedback", "thanked" }, { "reason", "Two heard it." } },
                   15, &taken));
    CU_ASSERT_EQUAL(verify(town, NULL), OK);
    put_as_program(town, &referral_type, referral, "state", "screened_in", 0);
    CU_ASSERT_EQUAL(verify(town, "does not follow from its steps"), E_DAMAGED);
    put_as_program(town, &referral_step_type, taken.step, "outcome", "signed", 0);
    CU_ASSERT_EQUAL(verify(town, "the signature is missing"), E_DAMAGED);
    put_as_program(town, &referral_step_type, taken.step, "signed_by", NULL, town->ana);
    CU_ASSERT_EQUAL(verify(town, "signed by the officer who proposed it"), E_DAMAGED);
    put_as_program(town, &referral_step_type, taken.step, "signed_by", NULL, town->mira);
    CU_ASSERT_EQUAL(verify(town, "did not sign it"), E_DAMAGED);
    town_end(town);
}

static void an_undo_changes_nothing_under_a_signature(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town), entry;
    struct record record = { 0 };

    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    town_set(town, &record, "what_happened", "He threatened two classmates with a knife.");
    town_must(town, store_put(town->store, &record, NULL, NULL, &town->why));
    record_release(&record);
    town_must(town, store_last_entry(town->store, &entry, &town->why));
    town_must(town, STEP_ALONE(town, referral, "receive"));
    town_must(town, STEP_ALONE(town, referral, "assign"));
    town_must(town, STEP(town, referral, "screen_in", CHECKLIST, { "basis", "conduct" }, { "feedback", "thanked" },
                         { "reason", "Two heard it." }));
    CU_ASSERT_EQUAL(store_undo(town->store, entry, NULL, &town->why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "waits for a signature"));
    town_must(town, STEP_ALONE(town, referral, "take_back"));
    town_must(town, store_undo(town->store, entry, NULL, &town->why));
    town_end(town);
}

static void closed_casework_takes_no_step(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);

    store_casework_close(town->store);
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "receive"), E_PERMISSION);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "Casework is closed"));
    town_end(town);
}

static void a_step_written_down_later_counts_from_its_day(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);
    struct record record = { 0 };
    char day[DATE_TEXT_SIZE];

    date_format(date_from_days(date_to_days(clock_today()) - 10), day);
    town_must(town, STEP(town, referral, "receive", { "on", "-10" }));
    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "received_on"), day);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "started_on"), day);
    record_release(&record);
    town_end(town);
}

static void a_safety_hand_off_and_telling_later_wait_side_by_side(void)
{
    struct town *town = town_begin();
    int64_t referral = begin_screening(town);

    town_must(town, STEP(town, referral, "safety_handoff", { "code", "violence" },
                         { "to_whom", "Police, control room" }, { "what", "A threat with a date." }));
    town_must(town, STEP(town, referral, "told_later", { "code", "at_risk" }, { "reason", "She is afraid of him." },
                         { "until", "+20" }));
    town_as(town, "Mira", true);
    town_must(town, STEP(town, referral, "sign", { "answers", "told_later" }));
    town_must(town, STEP_ALONE(town, referral, "sign"));
    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "sign"), E_INVALID);
    check_state(town, referral, "screening");
    town_end(town);
}

static void a_referral_is_given_only_to_an_officer_of_casework(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);

    town_officer(town, "Tomas", "trainer");
    town_must(town, STEP_ALONE(town, referral, "receive"));
    CU_ASSERT_EQUAL(STEP(town, referral, "assign", { "assignee", "Tomas" }), E_INVALID);
    town_must(town, STEP(town, referral, "assign", { "assignee", "Boris" }));
    town_end(town);
}

static void the_menu_says_why_each_row_is_dimmed(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);
    struct possible_step rows[WORKFLOW_STEPS_MAX];
    size_t count;

    town_must(town, workflow_possible(town->store, &referral_type, referral, rows, &count, &town->why));
    CU_ASSERT(count >= 14);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(rows[i].ready, rows[i].refusal[0] == '\0');
        CU_ASSERT_EQUAL(strcmp(rows[i].transition->action, "receive") == 0, rows[i].ready);
        if (strcmp(rows[i].transition->action, "discard") == 0)
            CU_ASSERT(rows[i].possible && strstr(rows[i].refusal, "In words"));
        if (strcmp(rows[i].transition->action, "screen_in") == 0)
            CU_ASSERT(!rows[i].possible && strstr(rows[i].refusal, "in screening"));
    }
    town_end(town);
}

static void an_unknown_step_lists_those_there_are(void)
{
    struct town *town = town_begin();
    int64_t referral = add_referral(town);

    CU_ASSERT_EQUAL(STEP_ALONE(town, referral, "approve"), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "screen_in"));
    CU_ASSERT_EQUAL(STEP(town, referral, "receive", { "colour", "red" }), E_INVALID);
    town_end(town);
}

void suite_take(void);
void suite_take(void)
{
    CU_pSuite s = CU_add_suite("take", NULL, NULL);

    CU_add_test(s, "a referral goes from call to decision by two officers",
                a_referral_goes_from_call_to_decision_by_two_officers);
    CU_add_test(s, "an officer alone proposes and waits", an_officer_alone_proposes_and_waits);
    CU_add_test(s, "a returned proposal leaves the referral in screening",
                a_returned_proposal_leaves_the_referral_in_screening);
    CU_add_test(s, "everything missing is said, and nothing is saved", everything_missing_is_said_and_nothing_is_saved);
    CU_add_test(s, "nobody sets the state by hand", nobody_sets_the_state_by_hand);
    CU_add_test(s, "a step that was taken stays as it was written", a_step_that_was_taken_stays_as_it_was_written);
    CU_add_test(s, "steps are neither undone nor archived, by anybody",
                steps_are_neither_undone_nor_archived_by_anybody);
    CU_add_test(s, "a step in somebody else's name is found", a_step_in_somebody_elses_name_is_found);
    CU_add_test(s, "what one officer wrote alone is found", what_one_officer_wrote_alone_is_found);
    CU_add_test(s, "an undo changes nothing under a signature", an_undo_changes_nothing_under_a_signature);
    CU_add_test(s, "closed casework takes no step", closed_casework_takes_no_step);
    CU_add_test(s, "a step written down later counts from its day", a_step_written_down_later_counts_from_its_day);
    CU_add_test(s, "a safety hand-off and telling later wait side by side",
                a_safety_hand_off_and_telling_later_wait_side_by_side);
    CU_add_test(s, "a referral is given only to an officer of casework",
                a_referral_is_given_only_to_an_officer_of_casework);
    CU_add_test(s, "the menu says why each row is dimmed", the_menu_says_why_each_row_is_dimmed);
    CU_add_test(s, "an unknown step lists those there are", an_unknown_step_lists_those_there_are);
}
