/*
 * A case through the store: it begins with the signature on its referral, is open to whom it was given, and every step
 * is one entry.
 */
#include "town.h"

static struct town *town;

static void begin(void)
{
    town = town_begin();
}

static void end(void)
{
    town_end(town);
    town = NULL;
}

static enum err take(const struct record_type *type, int64_t id, const char *action, const struct step_input *inputs,
                     size_t count, struct step_taken *taken)
{
    struct step_taken own = { 0 };

    return workflow_step(town->store, type, id, action, inputs, count, taken ? taken : &own, NULL, &town->why);
}
#define INPUTS(...)                             \
    (const struct step_input[]){ __VA_ARGS__ }, \
        sizeof((const struct step_input[]){ __VA_ARGS__ }) / sizeof(struct step_input)
#define MUST(type, id, action, ...) town_must(town, take(&type, id, action, INPUTS(__VA_ARGS__), NULL))

/* A referral that Boris screened and proposes to screen in; Ana leads. */
static int64_t proposed(void)
{
    struct step_input answers[SCREENING_QUESTION_COUNT + 3];
    int64_t referral;

    town_as(town, "Boris", true);
    referral = TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "family", "how_known", "saw",
                        "reliability", "first_hand", "may_contact", "no", "stay_unnamed", "no", "age_band", "16_17",
                        "person_name", "Milan Dragan", "what_happened", "Told two classmates he would make them pay.",
                        "where_happened", "School yard", "last_noticed", "yesterday", "conduct", "harm_talk", "told",
                        "agrees", "safety", "nobody");
    town_must(town, take(&referral_type, referral, "receive", NULL, 0, NULL));
    town_as(town, "Ana", true);
    town_must(town, take(&referral_type, referral, "assign", NULL, 0, NULL));
    town_as(town, "Boris", true);
    for (int i = 0; i < SCREENING_QUESTION_COUNT; i++)
        answers[i] = (struct step_input){ screening_questions[i].key, i >= 7 && i <= 10 ? "no" : "yes" };
    answers[SCREENING_QUESTION_COUNT] = (struct step_input){ "basis", "conduct" };
    answers[SCREENING_QUESTION_COUNT + 1] = (struct step_input){ "feedback", "thanked" };
    answers[SCREENING_QUESTION_COUNT + 2] = (struct step_input){ "reason", "Two classmates heard it." };
    town_must(town, take(&referral_type, referral, "screen_in", answers, SCREENING_QUESTION_COUNT + 3, NULL));
    return referral;
}

static int64_t opened(int64_t referral)
{
    struct step_taken taken = { 0 };

    town_as(town, "Ana", true);
    town_must(town, take(&referral_type, referral, "sign", NULL, 0, &taken));
    CU_ASSERT_FATAL(taken.opened != 0);
    CU_ASSERT(strstr(taken.sentence, "The case is C-") != NULL);
    return taken.opened;
}

static void the_signature_opens_the_case(void)
{
    int64_t referral = proposed(), id = opened(referral);
    struct casework casework = { 0 };
    struct record before = { 0 };

    town_must(town, store_load(town->store, &referral_type, referral, &before, &town->why));
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    CU_ASSERT_EQUAL(record_number(&before, "episode"), id);
    CU_ASSERT_EQUAL(casework_state(&casework), CASE_SCREENED_IN);
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "state"), "screened_in");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "pseudonym"), record_text(&before, "pseudonym"));
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "person_name"), "Milan Dragan");
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "age_band"), "16_17");
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

static void a_case_is_open_to_its_officer_and_the_lead(void)
{
    int64_t id = opened(proposed());

    town_as(town, "Boris", true);
    CU_ASSERT_FALSE(reads_name(id));
    CU_ASSERT_EQUAL(store_log_view(town->store, &episode_type, id, "opened", &town->why), E_PERMISSION);
    CU_ASSERT(strstr(town->why.text, "with another officer") != NULL);
    MUST(episode_type, id, "break_glass", { "code", "officer_absent" }, { "reason", "A call came for the case." });
    CU_ASSERT(reads_name(id));
    town_as(town, "Ana", true);
    MUST(episode_type, id, "assign_case", { "assignee", "Boris" });
    CU_ASSERT(reads_name(id));
    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(
        take(&episode_type, id, "break_glass", INPUTS({ "code", "officer_absent" }, { "reason", "x" }), NULL),
        E_INVALID);
    CU_ASSERT(strstr(town->why.text, "open to you") != NULL);
}

static void stepping_aside_closes_case_and_referral_even_to_a_lead(void)
{
    int64_t referral = proposed(), id;
    struct record record = { 0 };

    town_as(town, "Mira", true);
    MUST(referral_type, referral, "recuse", { "reason", "My sister's son." });
    id = opened(referral);
    town_as(town, "Mira", true);
    CU_ASSERT_FALSE(reads_name(id));
    CU_ASSERT_EQUAL(take(&episode_type, id, "assign_case", INPUTS({ "assignee", "Mira" }), NULL), E_INVALID);
    CU_ASSERT(strstr(town->why.text, "stepped aside") != NULL);
    town_must(town, store_load(town->store, &referral_type, referral, &record, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "person_name"), "");
    record_release(&record);
    town_as(town, "Ana", true);
    CU_ASSERT_EQUAL(take(&episode_type, id, "assign_case", INPUTS({ "assignee", "Mira" }), NULL), E_INVALID);
    MUST(episode_type, id, "recuse", { "assignee", "Boris" }, { "reason", "Her neighbour." });
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

void suite_case_take(void);
void suite_case_take(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("case_take", NULL, NULL, begin, end);

    CU_add_test(suite, "the signature on the referral opens the case", the_signature_opens_the_case);
    CU_add_test(suite, "a case is open to its officer, the lead and in an emergency",
                a_case_is_open_to_its_officer_and_the_lead);
    CU_add_test(suite, "stepping aside closes case and referral, even to a lead",
                stepping_aside_closes_case_and_referral_even_to_a_lead);
    CU_add_test(suite, "nobody makes a case by a form", nobody_makes_a_case_by_a_form);
}
