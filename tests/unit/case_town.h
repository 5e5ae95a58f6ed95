/*
 * Cases in the town of town.h, as far along as a test wants them: each function writes the papers that a step needs, as
 * officers do, and takes the step. Boris is the case officer, Ana and Mira lead. The clock stands on Monday 2026-11-23
 * and is moved by the tests.
 */
#ifndef TOWNKEEP_TESTS_CASE_TOWN_H
#define TOWNKEEP_TESTS_CASE_TOWN_H

#include "town.h"
#include "townkeep/domain/assessment.h"

enum { CASE_DAY = 24 * 60 * 60 * 1000 };

static struct town *town;

static inline void case_town_begin(void)
{
    clock_fix(1795435200000); /* 2026-11-23 12:00 UTC */
    town = town_begin();
}

static inline void case_town_end(void)
{
    town_end(town);
    town = NULL;
    clock_fix(-1);
}

static inline enum err case_step(const struct record_type *type, int64_t id, const char *action,
                                 const struct step_input *inputs, size_t count, struct step_taken *taken)
{
    struct step_taken own = { 0 };

    clock_advance(1000); /* one thing after the other */
    return workflow_step(town->store, type, id, action, inputs, count, taken ? taken : &own, NULL, &town->why);
}
#define CASE_INPUTS(...)                        \
    (const struct step_input[]){ __VA_ARGS__ }, \
        sizeof((const struct step_input[]){ __VA_ARGS__ }) / sizeof(struct step_input)
#define CASE_MUST(id, action, ...) town_must(town, case_step(&episode_type, id, action, CASE_INPUTS(__VA_ARGS__), NULL))
#define CASE_MUST_BARE(id, action) town_must(town, case_step(&episode_type, id, action, NULL, 0, NULL))
/* Refused, and the sentence says so. */
#define CASE_REFUSED(code, words, id, action, ...)                                                   \
    do {                                                                                             \
        CU_ASSERT_EQUAL(case_step(&episode_type, id, action, CASE_INPUTS(__VA_ARGS__), NULL), code); \
        case_says(words);                                                                            \
    } while (0)
#define CASE_REFUSED_BARE(code, words, id, action)                                  \
    do {                                                                            \
        CU_ASSERT_EQUAL(case_step(&episode_type, id, action, NULL, 0, NULL), code); \
        case_says(words);                                                           \
    } while (0)

static inline void case_says(const char *words)
{
    if (!strstr(town->why.text, words))
        printf("\n    not \"%s\" but: %s", words, town->why.text);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, words));
}

/* Ana or Mira signs what waits. */
static inline void case_sign(int64_t id, const char *lead)
{
    town_as(town, lead, true);
    CASE_MUST_BARE(id, "sign");
}

static inline const char *case_id(int64_t id)
{
    static char texts[4][24];
    static int next;
    char *text = texts[next++ % 4];

    snprintf(text, sizeof texts[0], "%lld", (long long)id);
    return text;
}

static inline enum case_state case_state(int64_t id)
{
    struct casework casework = { 0 };
    enum case_state state;

    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    state = casework_state(&casework);
    CU_ASSERT_STRING_EQUAL(record_text(&casework.subject, "state"), case_state_code(state));
    casework_release(&casework);
    return state;
}

/* A paper of the case from "key", "value", …; its id. */
#define CASE_PAPER(id, type, ...) TOWN_ADD(town, type, "episode", case_id(id), __VA_ARGS__)

/* Change one field of a record as an officer does. */
static inline enum err case_change(const struct record_type *type, int64_t id, const char *key, const char *typed)
{
    struct record record = { 0 };
    enum err e;

    town_must(town, store_load(town->store, type, id, &record, &town->why));
    town_set(town, &record, key, typed);
    e = store_put(town->store, &record, NULL, NULL, &town->why);
    record_release(&record);
    return e;
}

/* --- until there is a case --- */
/* A referral that Boris screened and proposes to screen in. */
static inline int64_t case_proposed(void)
{
    struct step_input answers[SCREENING_QUESTION_COUNT + 3];
    int64_t referral;

    town_as(town, "Boris", true);
    referral = TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "family", "how_known", "saw",
                        "reliability", "first_hand", "may_contact", "no", "stay_unnamed", "no", "age_band", "18_24",
                        "person_name", "Milan Dragan", "what_happened", "Told two classmates he would make them pay.",
                        "where_happened", "School yard", "last_noticed", "yesterday", "conduct", "harm_talk", "told",
                        "agrees", "safety", "nobody");
    town_must(town, case_step(&referral_type, referral, "receive", NULL, 0, NULL));
    town_as(town, "Ana", true);
    town_must(town, case_step(&referral_type, referral, "assign", NULL, 0, NULL));
    town_as(town, "Boris", true);
    for (int i = 0; i < SCREENING_QUESTION_COUNT; i++)
        answers[i] = (struct step_input){ screening_questions[i].key, i >= 7 && i <= 10 ? "no" : "yes" };
    answers[SCREENING_QUESTION_COUNT] = (struct step_input){ "basis", "conduct" };
    answers[SCREENING_QUESTION_COUNT + 1] = (struct step_input){ "feedback", "thanked" };
    answers[SCREENING_QUESTION_COUNT + 2] = (struct step_input){ "reason", "Two classmates heard it." };
    town_must(town, case_step(&referral_type, referral, "screen_in", answers, SCREENING_QUESTION_COUNT + 3, NULL));
    return referral;
}

/* Ana signs it. */
static inline int64_t case_opened(int64_t referral)
{
    struct step_taken taken = { 0 };

    town_as(town, "Ana", true);
    town_must(town, case_step(&referral_type, referral, "sign", NULL, 0, &taken));
    CU_ASSERT_FATAL(taken.opened != 0);
    CU_ASSERT(strstr(taken.sentence, "The case is C-") != NULL);
    return taken.opened;
}

/* --- along its way; each leaves Boris at the keyboard --- */
static inline void case_invite(int64_t id)
{
    town_as(town, "Ana", true);
    CASE_MUST(id, "invite", { "assignee", "Boris" }, { "speaks_first", "The class teacher, whom he trusts" },
              { "first_language", "Serbian" }, { "interpreter", "no" }, { "safety_note", "Not at home." },
              { "lawful_basis", "public_task" }, { "notice_version", "2026-1" });
    town_as(town, "Boris", true);
}

static inline int64_t case_consent(int64_t id, const char *purpose)
{
    return CASE_PAPER(id, consent_type, "purpose", purpose, "given_by", "person", "capacity",
                      "Said in his own words what he agrees to.", "form_version", "2026-1", "how", "paper");
}

static inline void case_agree(int64_t id)
{
    (void)case_consent(id, "take_part");
    CASE_MUST_BARE(id, "agree");
}

static inline void case_answer_item(struct record *item)
{
    const char *group = record_text(item, "item_group");
    const char *answer = strcmp(group, "conduct") == 0         ? "not_seen"
                         : strcmp(group, "protective") == 0    ? "some"
                         : strcmp(group, "vulnerability") == 0 ? "no"
                                                               : "none";

    town_set(town, item, "answer", answer);
    town_must(town, store_put(town->store, item, NULL, NULL, &town->why));
}

static inline int64_t case_assess(int64_t id)
{
    struct assessment assessment = { 0 };
    int64_t version;

    town_must(town, assessment_new_version(town->store, id, &version, &town->why));
    town_must(town, assessment_load(town->store, version, &assessment, &town->why));
    for (size_t i = 0; i < assessment.item_count; i++)
        case_answer_item(&assessment.items[i]);
    town_set(town, &assessment.record, "sources", "school;person");
    town_set(town, &assessment.record, "person_view", "He wants to be left in peace and to finish school.");
    town_set(town, &assessment.record, "shared", "yes");
    town_set(town, &assessment.record, "summary", "Bullied for a year; threatened twice in anger.");
    town_set(town, &assessment.record, "priority", "prompt");
    town_set(town, &assessment.record, "intensity", "standard");
    town_set(town, &assessment.record, "intensity_reason", "One worker whom he knows is enough.");
    town_must(town, store_put(town->store, &assessment.record, NULL, NULL, &town->why));
    assessment_release(&assessment);
    return version;
}

static inline void case_list(int64_t id)
{
    CASE_MUST_BARE(id, "list_for_panel");
    case_sign(id, "Ana");
    town_as(town, "Boris", true);
}

static inline int64_t case_member(int64_t meeting, const char *person, const char *discipline, const char *security)
{
    return TOWN_ADD(town, panel_member_type, "meeting", case_id(meeting), "person", person, "agency", person,
                    "discipline", discipline, "security", security, "presence", "present", "confidentiality", "yes");
}

/* Three disciplines and the police. */
static inline int64_t case_meeting(void)
{
    int64_t meeting = TOWN_ADD(town, panel_meeting_type, "on", "today", "chair", "Head of youth services", "status",
                               "held", "confidentiality_read", "yes");

    (void)case_member(meeting, "School", "education", "no");
    (void)case_member(meeting, "Clinic", "health", "no");
    (void)case_member(meeting, "Youth House", "youth", "no");
    (void)case_member(meeting, "Police", "security", "yes");
    return meeting;
}

static inline void case_contribute(int64_t id, int64_t item, const char *category)
{
    (void)CASE_PAPER(id, panel_contribution_type, "item", case_id(item), "agency", category, "category", category,
                     "text", "What this agency can say.", "handling", "plan");
}

/* The item on the agenda of a meeting that was held, with this decision. */
static inline int64_t case_item(int64_t id, int64_t meeting, const char *decision)
{
    int64_t item;

    clock_advance(1000);
    item = CASE_PAPER(id, panel_item_type, "meeting", case_id(meeting), "stage", "f3", "question",
                      "Which support fits?", "f2_first", "yes", "sharing_basis", "consent", "conflicts_asked", "yes",
                      "explanation_discussed", "yes", "options", "Nothing; youth work; a mentor.", "adopted", "yes",
                      "decision", decision, "reasons", "He asks for a mentor.", "agreement", "consensus", "lead_person",
                      "Boris", "tells", "Boris", "other_help", "Youth House", "answer_by", "School", "answer_on", "+7");

    case_contribute(id, item, "education");
    case_contribute(id, item, "health");
    case_contribute(id, item, "youth");
    return item;
}

static inline void case_plan(int64_t id)
{
    int64_t provider = TOWN_ADD(town, party_type, "kind", "organisation", "name", "Youth House");
    int64_t plan =
        CASE_PAPER(id, support_plan_type, "lead_person", "Boris", "aim", "Finish the school year.", "aim_why",
                   "His mother would be proud.", "intensity", "standard", "intensity_reason", "One worker.",
                   "unintended", "Classmates may notice: meet elsewhere.", "benefits", "He and the class.",
                   "crisis_contact", "112, then Boris", "exit_criteria", "Six months in school.", "agreed_how", "paper",
                   "agreed_on", "today", "copy_given", "yes", "review_on", "+30");

    (void)CASE_PAPER(id, plan_action_type, "plan", case_id(plan), "kind", "mentoring", "serves", "trusted_adult",
                     "what", "A mentor, every Tuesday.", "party", case_id(provider), "provider_agreed", "yes",
                     "contacts_per_week", "1", "ends", "+40");
}

/* Under way: with a plan that was agreed and signed. */
static inline int64_t case_active(void)
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
    case_sign(id, "Ana");
    town_as(town, "Boris", true);
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    plan = casework_papers(&casework, &support_plan_type, &count)[0].id;
    casework_release(&casework);
    town_must(town, case_change(&support_plan_type, plan, "first_session", "+2"));
    CASE_MUST_BARE(id, "start");
    return id;
}

static inline int64_t case_review(int64_t id, const char *decision)
{
    int64_t review;

    clock_advance(1000);
    review =
        CASE_PAPER(id, review_type, "kind", "planned", "took_part", "in_person", "changes", "He comes to school again.",
                   "reaffirmed", "yes", "proportionate", "He asks to go on.", "decision", decision, "unchanged_because",
                   "It works.", "needed_because", "Until the summer.", "next_on", "+60");
    (void)CASE_PAPER(id, review_change_type, "review", case_id(review), "item", "trusted_adult", "change", "better");
    return review;
}

static inline void case_close_sheet(int64_t id)
{
    (void)CASE_PAPER(id, closure_type, "reason", "aims_reached", "helped", "The mentor.", "not_helped", "Group hours.",
                     "strengths", "Two friends outside school.", "feedback_offered", "yes", "complaint_route_given",
                     "yes", "referrer_informed", "thanked", "partners_told", "yes", "copies_recalled", "yes",
                     "follow_on", "Youth House, open evenings", "panel_informed", "yes");
}

#endif
