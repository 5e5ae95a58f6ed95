/*
 * Assessments through the store: versions begun from the one before, answers that fit their part, what the panel has
 * stays as it was, what changed, and all that is missing said at once.
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/assessment.h"

enum { QUESTIONS = 52, QUESTIONS_TERTIARY = 63 }; /* 8 + 16 + 12 + 16, and 11 after return or release */

static int64_t add_episode(struct town *town, const char *state, const char *level)
{
    struct record episode = { 0 };
    struct save *save = NULL;
    int64_t id;

    town_must(town, record_init(&episode, &episode_type));
    town_must(town, value_set_text(record_value(&episode, "pseudonym"), "HAZEL-27"));
    town_must(town, value_set_text(record_value(&episode, "state"), state));
    town_must(town, value_set_text(record_value(&episode, "level"), level));
    town_set(town, &episode, "opened_on", "today");
    value_set_number(record_value(&episode, "owner"), store_officer_id(town->store));
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &episode, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    id = episode.id;
    record_release(&episode);
    return id;
}

static int64_t begin(struct town *town, int64_t episode)
{
    int64_t id = 0;

    town_must(town, assessment_new_version(town->store, episode, &id, &town->why));
    CU_ASSERT_NOT_EQUAL_FATAL(id, 0);
    return id;
}

static struct record *item_of(struct assessment *assessment, const char *code)
{
    for (size_t i = 0; i < assessment->item_count; i++) {
        if (strcmp(record_text(&assessment->items[i], "item"), code) == 0)
            return &assessment->items[i];
    }
    CU_FAIL_FATAL("there is no such question");
    return NULL;
}

/* Save "key", "value", … on a question; what the store says. */
static enum err answer(struct town *town, int64_t id, const char *code, const char *const *pairs)
{
    struct assessment assessment;
    struct record *item;
    enum err e;

    town_must(town, assessment_load(town->store, id, &assessment, &town->why));
    item = item_of(&assessment, code);
    for (; pairs[0]; pairs += 2)
        town_set(town, item, pairs[0], pairs[1]);
    e = store_put(town->store, item, NULL, NULL, &town->why);
    assessment_release(&assessment);
    return e;
}
#define ANSWER(town, id, code, ...) answer(town, id, code, (const char *const[]){ __VA_ARGS__, NULL })

static enum err fill(struct town *town, int64_t id, const char *const *pairs)
{
    struct record head = { 0 };
    enum err e;

    town_must(town, store_load(town->store, &assessment_type, id, &head, &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &head, pairs[0], pairs[1]);
    e = store_put(town->store, &head, NULL, NULL, &town->why);
    record_release(&head);
    return e;
}
#define FILL(town, id, ...) fill(town, id, (const char *const[]){ __VA_ARGS__, NULL })

static void set_status(struct town *town, int64_t id, const char *status)
{
    struct save *save = NULL;

    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, assessment_set_status(save, town->store, id, status, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
}

static void a_version_has_all_questions_of_its_level_in_order(void)
{
    struct town *town = town_begin();
    int64_t secondary = begin(town, add_episode(town, "assessing", "secondary")),
            tertiary = begin(town, add_episode(town, "assessing", "tertiary"));
    struct assessment assessment;
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(store_words(town->store), "assessment_item", &count);

    town_must(town, assessment_load(town->store, tertiary, &assessment, &town->why));
    CU_ASSERT_EQUAL(assessment.item_count, QUESTIONS_TERTIARY);
    CU_ASSERT_EQUAL(count, QUESTIONS_TERTIARY);
    for (size_t i = 0; i < assessment.item_count; i++)
        CU_ASSERT_STRING_EQUAL(record_text(&assessment.items[i], "item"), entries[i].code);
    assessment_release(&assessment);
    town_must(town, assessment_load(town->store, secondary, &assessment, &town->why));
    CU_ASSERT_EQUAL(assessment.item_count, QUESTIONS);
    CU_ASSERT_EQUAL(record_number(&assessment.record, "version"), 1);
    CU_ASSERT_EQUAL(record_number(&assessment.record, "by"), town->ana);
    CU_ASSERT_STRING_EQUAL(record_text(&assessment.record, "status"), "draft");
    assessment_release(&assessment);
    town_end(town);
}

static void an_answer_fits_its_part(void)
{
    static const struct {
        const char *item, *answer;
        bool fits;
    } cases[] = {
        { "harm_talk", "seen", true },      { "harm_talk", "strong", false },  { "moving_away", "reported", true },
        { "harm_talk", "declined", false }, { "housing", "pressing", true },   { "housing", "seen", false },
        { "isolated", "yes", true },        { "isolated", "pressing", false }, { "trusted_adult", "strong", true },
        { "trusted_adult", "yes", false },  { "own_goal", "unknown", true },   { "housing", "declined", true },
    };
    struct town *town = town_begin();
    int64_t id = begin(town, add_episode(town, "assessing", "secondary"));

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT_EQUAL(ANSWER(town, id, cases[i].item, "answer", cases[i].answer), cases[i].fits ? OK : E_INVALID);
    CU_ASSERT_EQUAL(ANSWER(town, id, "housing", "answer", "yes"), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "None, Some, Pressing, Unknown"));
    CU_ASSERT_EQUAL(ANSWER(town, id, "housing", "person_view", "none"), OK);
    CU_ASSERT_EQUAL(ANSWER(town, id, "harm_talk", "person_view", "no"), E_INVALID);
    CU_ASSERT_EQUAL(ANSWER(town, id, "harm_talk", "seen_on", "tomorrow"), E_INVALID);
    town_end(town);
}

static void questions_and_versions_are_made_by_the_program_alone(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "assessing", "secondary");
    struct record head = { 0 }, item = { 0 };

    town_must(town, record_init(&head, &assessment_type));
    town_must(town, record_init(&item, &assessment_item_type));
    CU_ASSERT_NOT_EQUAL(store_put(town->store, &head, NULL, NULL, &town->why), OK);
    value_set_number(record_value(&item, "episode"), episode);
    value_set_number(record_value(&item, "assessment"), begin(town, episode));
    town_set(town, &item, "item", "housing");
    CU_ASSERT_NOT_EQUAL(store_put(town->store, &item, NULL, NULL, &town->why), OK);
    record_release(&head);
    record_release(&item);
    town_end(town);
}

static void nobody_is_assessed_before_they_agree_or_after_the_end(void)
{
    static const char *const states[] = { "screened_in", "invited", "declined", "withdrawn", "after_12m" };
    struct town *town = town_begin();
    int64_t id;

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        CU_ASSERT_EQUAL(assessment_new_version(town->store, add_episode(town, states[i], "secondary"), &id, &town->why),
                        E_INVALID);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(assessment_new_version(town->store, 1, &id, &town->why), E_PERMISSION);
    town_end(town);
}

static void what_the_panel_has_stays_and_the_next_version_goes_on(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "assessing", "secondary"), first = begin(town, episode), second, newest;
    struct assessment next;

    CU_ASSERT_EQUAL(begin(town, episode), first); /* a draft is gone on with */
    town_must(town, ANSWER(town, first, "housing", "answer", "pressing", "would_help", "A room of his own."));
    town_must(town, FILL(town, first, "person_view", "“I want to move out.”", "intensity", "standard", "priority",
                         "prompt", "shared", "yes"));
    set_status(town, first, ASSESSMENT_LISTED);
    CU_ASSERT_EQUAL(ANSWER(town, first, "housing", "answer", "none"), E_INVALID);
    CU_ASSERT_EQUAL(ANSWER(town, first, "work", "answer", "none"), E_INVALID);
    CU_ASSERT_EQUAL(FILL(town, first, "summary", "Something else."), E_INVALID);
    second = begin(town, episode);
    CU_ASSERT_NOT_EQUAL(second, first);
    town_must(town, assessment_newest(town->store, episode, &newest, &town->why));
    CU_ASSERT_EQUAL(newest, second);
    town_must(town, assessment_load(town->store, second, &next, &town->why));
    town_must(town, assessment_before(town->store, &next, &newest, &town->why));
    CU_ASSERT_EQUAL(newest, first);
    CU_ASSERT_EQUAL(next.item_count, QUESTIONS);
    CU_ASSERT_EQUAL(record_number(&next.record, "version"), 2);
    CU_ASSERT_STRING_EQUAL(record_text(item_of(&next, "housing"), "answer"), "pressing");
    CU_ASSERT_STRING_EQUAL(record_text(item_of(&next, "housing"), "would_help"), "A room of his own.");
    CU_ASSERT_STRING_EQUAL(record_text(&next.record, "person_view"), "“I want to move out.”");
    CU_ASSERT_FALSE(record_has(&next.record, "intensity"));
    CU_ASSERT_FALSE(record_has(&next.record, "shared"));
    assessment_release(&next);
    CU_ASSERT_EQUAL(ANSWER(town, second, "housing", "answer", "some"), OK);
    town_end(town);
}

static void what_changed_is_told_by_answer(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "assessing", "secondary"), first = begin(town, episode), second;
    struct assessment older, newer;
    struct assessment_change changes[4];

    town_must(town, ANSWER(town, first, "housing", "answer", "pressing"));
    town_must(town, ANSWER(town, first, "work", "answer", "some"));
    set_status(town, first, ASSESSMENT_ADOPTED);
    second = begin(town, episode);
    town_must(town, ANSWER(town, second, "housing", "answer", "none"));
    town_must(town, ANSWER(town, second, "work", "note", "A trial week."));
    town_must(town, ANSWER(town, second, "own_goal", "answer", "strong"));
    town_must(town, assessment_load(town->store, first, &older, &town->why));
    town_must(town, assessment_load(town->store, second, &newer, &town->why));
    CU_ASSERT_EQUAL(assessment_changes(&older, &newer, changes, 4), 2);
    CU_ASSERT_STRING_EQUAL(changes[0].item, "housing");
    CU_ASSERT_STRING_EQUAL(changes[0].before, "pressing");
    CU_ASSERT_STRING_EQUAL(changes[0].after, "none");
    CU_ASSERT_STRING_EQUAL(changes[1].item, "own_goal");
    CU_ASSERT_STRING_EQUAL(changes[1].before, "");
    CU_ASSERT_EQUAL(changes[1].what, ASSESSMENT_ANSWER_CHANGED);
    CU_ASSERT_EQUAL(assessment_changes(&older, &newer, changes, 1), 2);
    record_release(&newer.items[--newer.item_count]);
    CU_ASSERT_EQUAL(assessment_changes(&older, &newer, changes, 4), 3);
    CU_ASSERT_EQUAL(changes[2].what, ASSESSMENT_ITEM_REMOVED);
    CU_ASSERT_STRING_EQUAL(changes[2].item, "good_service");
    assessment_release(&older);
    assessment_release(&newer);
    town_end(town);
}

static void the_office_may_add_a_question(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "assessing", "secondary"), first = begin(town, episode);
    struct problems problems = { 0 };
    struct assessment older, newer;
    struct assessment_change change;

    set_status(town, first, ASSESSMENT_ADOPTED);
    TOWN_ADD(town, vocabulary_type, "list", "assessment_item", "code", "pets", "label", "Care of an animal", "label_fr",
             "Soin d'un animal", "parent", "protective");
    town_must(town, assessment_load(town->store, first, &older, &town->why));
    assessment_problems(&older, "secondary", store_words(town->store), &problems);
    CU_ASSERT(problems.count > 0 && strstr(problems.items[0].text, "Begin a new version"));
    town_must(town, assessment_load(town->store, begin(town, episode), &newer, &town->why));
    CU_ASSERT_EQUAL(newer.item_count, QUESTIONS + 1);
    CU_ASSERT_EQUAL(assessment_changes(&older, &newer, &change, 1), 1);
    CU_ASSERT_EQUAL(change.what, ASSESSMENT_ITEM_ADDED);
    assessment_release(&older);
    assessment_release(&newer);
    town_end(town);
}

/* --- what is missing --- */
static void look(struct town *town, int64_t id, struct problems *problems)
{
    struct assessment assessment;

    memset(problems, 0, sizeof *problems);
    town_must(town, assessment_load(town->store, id, &assessment, &town->why));
    assessment_problems(&assessment, "secondary", store_words(town->store), problems);
    assessment_release(&assessment);
}

/* The first answer of each part but "seen": not seen, none, yes, none. */
static void answer_all(struct town *town, int64_t id)
{
    struct assessment assessment;

    town_must(town, assessment_load(town->store, id, &assessment, &town->why));
    for (size_t i = 0; i < assessment.item_count; i++) {
        struct record *item = &assessment.items[i];
        bool conduct = strcmp(record_text(item, "item_group"), "conduct") == 0;

        town_set(town, item, "answer",
                 conduct ? "not_seen" : assessment_answers(record_text(item, "item_group"), false)[0]);
        town_must(town, store_put(town->store, item, NULL, NULL, &town->why));
    }
    assessment_release(&assessment);
}

static void everything_missing_is_said_at_once(void)
{
    struct town *town = town_begin();
    int64_t id = begin(town, add_episode(town, "assessing", "secondary"));
    struct problems problems;

    look(town, id, &problems);
    CU_ASSERT(town_says(&problems, "52 questions have no answer yet: Spoke of harming a person or group"));
    CU_ASSERT(town_says(&problems, "No strength is named"));
    CU_ASSERT(town_says(&problems, "two sources"));
    CU_ASSERT(town_says(&problems, "own view"));
    CU_ASSERT(town_says(&problems, "Show the draft"));
    CU_ASSERT(town_says(&problems, "summary"));
    CU_ASSERT(town_says(&problems, "how soon"));
    CU_ASSERT(town_says(&problems, "how much support"));
    CU_ASSERT(town_says(&problems, "and not less"));
    CU_ASSERT_EQUAL(problems.count, 9);
    town_end(town);
}

static void each_gap_is_told_and_closed_by_itself(void)
{
    struct town *town = town_begin();
    int64_t id = begin(town, add_episode(town, "assessing", "secondary"));
    struct problems problems;

    answer_all(town, id);
    town_must(town, ANSWER(town, id, "harm_talk", "answer", "seen"));
    town_must(town, ANSWER(town, id, "housing", "answer", "unknown"));
    town_must(town, ANSWER(town, id, "own_goal", "answer", "some"));
    town_must(town, FILL(town, id, "sources", "person;school", "person_view", "“Leave me alone.”", "not_shared_because",
                         "He asked to see it next week.", "summary", "Lonely since the move.", "priority", "routine",
                         "intensity", "standard", "intensity_reason", "One worker he trusts."));
    look(town, id, &problems);
    CU_ASSERT(town_says(&problems, "1 answer is unknown without saying how to find out: Housing."));
    CU_ASSERT(town_says(&problems, "1 answer on conduct lacks the day or the source"));
    CU_ASSERT(town_says(&problems, "ordinary explanation"));
    CU_ASSERT_EQUAL(problems.count, 3);
    town_must(town, ANSWER(town, id, "housing", "find_out", "Ask the mother on Friday."));
    town_must(town, ANSWER(town, id, "harm_talk", "seen_on", "2026-10", "source", "Class teacher", "explanation",
                           "A line from a film, he says."));
    look(town, id, &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    town_must(town, ANSWER(town, id, "own_goal", "answer", "none"));
    look(town, id, &problems);
    CU_ASSERT_EQUAL(problems.count, 1);
    town_must(town, FILL(town, id, "none_found", "Asked school, mother and coach."));
    look(town, id, &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    town_end(town);
}

static void intensity_has_a_day_and_fits_the_case(void)
{
    struct town *town = town_begin();
    int64_t id = begin(town, add_episode(town, "assessing", "secondary"));
    struct problems problems;
    struct record head = { 0 };
    char latest[DATE_TEXT_SIZE], too_late[DATE_TEXT_SIZE];

    date_format(date_add_months(clock_today(), 3), latest);
    date_format(date_add_months(clock_today(), 4), too_late);
    town_must(town, FILL(town, id, "intensity", "intensive"));
    town_must(town, store_load(town->store, &assessment_type, id, &head, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&head, "intensity_until"), latest);
    record_release(&head);
    CU_ASSERT_EQUAL(FILL(town, id, "intensity_until", too_late), E_INVALID);
    look(town, id, &problems);
    CU_ASSERT(town_says(&problems, "come back or are released"));
    town_end(town);
}

void suite_assessment(void);
void suite_assessment(void)
{
    CU_pSuite s = CU_add_suite("assessment", NULL, NULL);

    CU_add_test(s, "a version has all questions of its level in order",
                a_version_has_all_questions_of_its_level_in_order);
    CU_add_test(s, "an answer fits its part", an_answer_fits_its_part);
    CU_add_test(s, "questions and versions are made by the program alone",
                questions_and_versions_are_made_by_the_program_alone);
    CU_add_test(s, "nobody is assessed before they agree or after the end",
                nobody_is_assessed_before_they_agree_or_after_the_end);
    CU_add_test(s, "what the panel has stays and the next version goes on",
                what_the_panel_has_stays_and_the_next_version_goes_on);
    CU_add_test(s, "what changed is told by answer", what_changed_is_told_by_answer);
    CU_add_test(s, "the office may add a question", the_office_may_add_a_question);
    CU_add_test(s, "everything missing is said at once", everything_missing_is_said_at_once);
    CU_add_test(s, "each gap is told and closed by itself", each_gap_is_told_and_closed_by_itself);
    CU_add_test(s, "intensity has a day and fits the case", intensity_has_a_day_and_fits_the_case);
}
