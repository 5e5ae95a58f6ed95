/*
 * Reviews, notes of sessions and the load of a plan through the store: what a review asks about, that it is saved whole
 * or not at all, that a worry about safety always has its task and never a name, and until when a note can be changed.
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/due.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/review.h"
#include "townkeep/domain/saving.h"
#include "townkeep/domain/support_plan.h"
#include "townkeep/domain/support_session.h"

static int64_t add_episode(struct town *town, const char *state)
{
    struct record episode = { 0 };
    int64_t id;

    town_must(town, record_init(&episode, &episode_type));
    town_must(town, value_set_text(record_value(&episode, "pseudonym"), "HAZEL-27"));
    town_must(town, value_set_text(record_value(&episode, "state"), state));
    town_must(town, value_set_text(record_value(&episode, "level"), "secondary"));
    town_must(town, value_set_text(record_value(&episode, "person_name"), "Milan Petrov"));
    town_set(town, &episode, "opened_on", "today");
    town_set(town, &episode, "state_on", "today");
    town_put(town, &episode);
    id = episode.id;
    record_release(&episode);
    return id;
}

/* A version with these answers, "item", "answer" …, which the panel was given. */
static int64_t assess(struct town *town, int64_t episode, const char *status, const char *const *answers)
{
    struct assessment assessment;
    struct save *save = NULL;
    int64_t id;

    town_must(town, assessment_new_version(town->store, episode, &id, &town->why));
    town_must(town, assessment_load(town->store, id, &assessment, &town->why));
    for (size_t i = 0; i < assessment.item_count; i++) {
        struct record *item = &assessment.items[i];

        for (int k = 0; answers[k]; k += 2) {
            if (strcmp(record_text(item, "item"), answers[k]) != 0)
                continue;
            town_set(town, item, "answer", answers[k + 1]);
            town_must(town, store_put(town->store, item, NULL, NULL, &town->why));
        }
    }
    assessment_release(&assessment);
    if (strcmp(status, ASSESSMENT_DRAFT) == 0)
        return id;
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, assessment_set_status(save, town->store, id, status, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    return id;
}
#define ASSESS(town, episode, status, ...) assess(town, episode, status, (const char *const[]){ __VA_ARGS__, NULL })

static struct record *change_of(struct review_writing *writing, const char *item)
{
    for (size_t i = 0; i < writing->count; i++) {
        if (strcmp(record_text(&writing->changes[i], "item"), item) == 0)
            return &writing->changes[i];
    }
    return NULL;
}

static size_t count_of(struct town *town, const struct record_type *type)
{
    struct query query;
    size_t count = 0;
    bool more;

    query_init(&query, type);
    town_must(town, store_count(town->store, &query, 100, &count, &more, &town->why));
    return count;
}

/* --- reviews --- */
static void a_review_asks_about_what_was_found_at_first_and_what_the_plan_serves(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "active"), plan, baseline, first;
    struct review_writing writing;

    first = ASSESS(town, episode, ASSESSMENT_ADOPTED, "belonging", "pressing", "housing", "none", "trusted_adult",
                   "strong", "harm_talk", "seen", "isolated", "yes", "work", "unknown");
    (void)ASSESS(town, episode, ASSESSMENT_ADOPTED, "school", "some");
    town_must(town, review_baseline(town->store, episode, &baseline, &town->why));
    CU_ASSERT_EQUAL(baseline, first);
    town_must(town, plan_new_version(town->store, episode, &plan, &town->why));
    {
        char episode_id[24], plan_id[24];

        snprintf(episode_id, sizeof episode_id, "%lld", (long long)episode);
        snprintf(plan_id, sizeof plan_id, "%lld", (long long)plan);
        (void)TOWN_ADD(town, plan_action_type, "episode", episode_id, "plan", plan_id, "kind", "health", "serves",
                       "health", "what", "A doctor");
    }
    town_must(town, review_load(town->store, episode, 0, &writing, &town->why));
    CU_ASSERT_EQUAL(writing.count, 4);
    CU_ASSERT_PTR_NOT_NULL(change_of(&writing, "belonging"));
    CU_ASSERT_PTR_NOT_NULL(change_of(&writing, "trusted_adult"));
    CU_ASSERT_PTR_NOT_NULL(change_of(&writing, "isolated"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(change_of(&writing, "health"));
    CU_ASSERT_PTR_NULL(change_of(&writing, "harm_talk")); /* conduct is no need */
    CU_ASSERT_STRING_EQUAL(review_answer_before(&writing, change_of(&writing, "belonging")), "pressing");
    review_release(&writing);
    town_end(town);
}

static void fill_review(struct town *town, struct record *review)
{
    town_set(town, review, "took_part", "in_person");
    town_set(town, review, "decision", "go_on");
    town_set(town, review, "next_on", "+40");
}

static void a_review_is_saved_whole_or_not_at_all(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "reviewing"), current;
    struct review_writing writing;
    struct problems problems = { 0 };
    struct record subject = { 0 };
    struct saved saved = { 0 };

    (void)ASSESS(town, episode, ASSESSMENT_LISTED, "belonging", "pressing", "trusted_adult", "strong");
    town_must(town, review_load(town->store, episode, 0, &writing, &town->why));
    town_set(town, change_of(&writing, "belonging"), "change", "better");
    CU_ASSERT_EQUAL(review_save(town->store, &writing, "HAZEL-27", &problems, &saved, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(problems.count, 3); /* who took part, decision, next day */
    CU_ASSERT_EQUAL(count_of(town, &review_type) + count_of(town, &review_change_type), 0);
    CU_ASSERT_EQUAL(writing.review.id, 0);
    fill_review(town, &writing.review);
    town_must(town, value_set_text(record_value(change_of(&writing, "trusted_adult"), "change"), "nonsense"));
    CU_ASSERT_EQUAL(review_save(town->store, &writing, "HAZEL-27", &problems, &saved, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(count_of(town, &review_type), 0);
    CU_ASSERT_EQUAL(writing.review.id, 0);
    CU_ASSERT_EQUAL(change_of(&writing, "belonging")->id, 0);
    value_release(record_value(change_of(&writing, "trusted_adult"), "change"));
    town_must(town, review_save(town->store, &writing, "HAZEL-27", &problems, &saved, &town->why));
    CU_ASSERT_EQUAL(saved.records_added, 2); /* what was not answered is no record */
    town_must(town, store_load(town->store, &episode_type, episode, &subject, &town->why));
    town_must(town, review_current(town->store, &subject, &current, &town->why));
    CU_ASSERT_EQUAL(current, writing.review.id);
    record_release(&subject);
    review_release(&writing);
    town_must(town, review_load(town->store, episode, current, &writing, &town->why));
    CU_ASSERT_EQUAL(writing.count, 2);
    CU_ASSERT_STRING_EQUAL(record_text(change_of(&writing, "belonging"), "change"), "better");
    value_release(record_value(change_of(&writing, "belonging"), "change"));
    town_must(town, review_save(town->store, &writing, "HAZEL-27", &problems, &saved, &town->why));
    CU_ASSERT_EQUAL(count_of(town, &review_change_type), 0); /* taken away again */
    review_release(&writing);
    town_end(town);
}

static void what_a_review_lacks_is_said(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "reviewing");
    struct problems problems = { 0 };
    struct review_writing writing;

    (void)ASSESS(town, episode, ASSESSMENT_LISTED, "belonging", "pressing");
    town_must(town, review_load(town->store, episode, 0, &writing, &town->why));
    review_missing(&writing, &problems);
    CU_ASSERT_EQUAL(problems.count, 9);
    CU_ASSERT(town_says(&problems, "Of 1 need or strength"));
    fill_review(town, &writing.review);
    town_set(town, &writing.review, "changes", "none");
    town_set(town, &writing.review, "reaffirmed", "yes");
    town_set(town, &writing.review, "proportionate", "Two contacts still help.");
    town_set(town, &writing.review, "needed_because", "The next talks build on it.");
    town_set(town, change_of(&writing, "belonging"), "change", "unknown");
    problems = (struct problems){ 0 };
    review_missing(&writing, &problems);
    CU_ASSERT_EQUAL(problems.count, 1);
    CU_ASSERT(town_says(&problems, "why the plan stays"));
    town_set(town, &writing.review, "decision", "adapt"); /* then the new version says it */
    problems = (struct problems){ 0 };
    review_missing(&writing, &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    review_release(&writing);
    town_end(town);
}

/* --- sessions --- */
static void begin_note(struct town *town, int64_t episode, struct record *note)
{
    town_must(town, record_init(note, &support_session_type));
    town_must(town, record_start(note, store_words(town->store), clock_today(), &town->why));
    value_set_number(record_value(note, "episode"), episode);
    town_set(town, note, "kind", "meeting");
    town_set(town, note, "facts", "Milan said that his uncle has a gun.");
}

static void the_task_names_nobody(struct town *town)
{
    struct record_page page = { 0 };
    struct query query;

    query_init(&query, &task_type);
    town_must(town, store_page(town->store, &query, NULL, false, 10, &page, &town->why));
    CU_ASSERT_EQUAL_FATAL(page.count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(record_text(&page.records[0], "what"), "A worry about safety in your session"));
    CU_ASSERT_PTR_NULL(strstr(record_text(&page.records[0], "what"), "HAZEL-27"));
    CU_ASSERT_PTR_NULL(strstr(record_text(&page.records[0], "what"), "Milan"));
    CU_ASSERT_STRING_EQUAL(record_text(&page.records[0], "note"), "");
    CU_ASSERT_EQUAL(record_number(&page.records[0], "owner"), store_officer_id(town->store));
    record_page_release(&page);
}

static void a_worry_about_safety_opens_one_task(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "active");
    struct record note = { 0 };
    struct saved saved = { 0 };

    begin_note(town, episode, &note);
    town_must(town, domain_put(town->store, &note, NULL, &saved, &town->why));
    CU_ASSERT_EQUAL(count_of(town, &task_type), 0);
    town_set(town, &note, "safety_concern", "yes");
    town_must(town, domain_put(town->store, &note, NULL, &saved, &town->why));
    CU_ASSERT_EQUAL(saved.records_added, 1); /* the task, in the same entry as the note */
    CU_ASSERT_EQUAL(saved.records_changed, 1);
    the_task_names_nobody(town);
    town_set(town, &note, "view", "He was afraid.");
    town_must(town, domain_put(town->store, &note, NULL, &saved, &town->why));
    CU_ASSERT_EQUAL(count_of(town, &task_type), 1); /* the same worry is not told twice */
    record_release(&note);
    town_end(town);
}

static void without_the_note_there_is_no_task(void)
{
    struct town *town = town_begin();
    int64_t episode = add_episode(town, "active");
    struct record note = { 0 };

    begin_note(town, episode, &note);
    town_set(town, &note, "safety_concern", "yes");
    town_set(town, &note, "on", "+2"); /* lies in the future */
    CU_ASSERT_EQUAL(session_save(town->store, &note, NULL, NULL, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(note.id, 0);
    CU_ASSERT_EQUAL(count_of(town, &task_type) + count_of(town, &support_session_type), 0);
    record_release(&note);
    town_end(town);
}

static void a_note_stays_after_a_day_or_a_signature(void)
{
    struct town *town;
    struct record note = { 0 };
    struct saved saved = { 0 };
    int64_t episode;

    clock_fix(1795435200000); /* 2026-11-23 12:00 UTC */
    town = town_begin();
    episode = add_episode(town, "active");
    begin_note(town, episode, &note);
    town_must(town, session_save(town->store, &note, NULL, &saved, &town->why));
    CU_ASSERT_FALSE(session_is_frozen(&note, clock_now() + SESSION_OPEN_MILLISECONDS - 1));
    CU_ASSERT_TRUE(session_is_frozen(&note, clock_now() + SESSION_OPEN_MILLISECONDS));
    town_must(town, session_sign(town->store, note.id, &saved, &town->why));
    CU_ASSERT_EQUAL(session_sign(town->store, note.id, &saved, &town->why), E_INVALID);
    town_set(town, &note, "facts", "Something else.");
    CU_ASSERT_EQUAL(session_save(town->store, &note, NULL, NULL, &town->why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "signed"));
    record_release(&note);
    town_must(town, session_open_debriefing(town->store, &saved, &town->why));
    CU_ASSERT_EQUAL(count_of(town, &task_type), 1);
    town_end(town);
    clock_fix(-1);
}

/* --- the load of a plan, drafts at home --- */
static void add_action(struct record *action, int64_t plan, int64_t contacts)
{
    CU_ASSERT_EQUAL_FATAL(record_init(action, &plan_action_type), OK);
    value_set_number(record_value(action, "plan"), plan);
    value_set_number(record_value(action, "contacts_per_week"), contacts);
}

static void more_than_usual_needs_a_reason(void)
{
    struct record plan = { 0 }, actions[4] = { { 0 } };

    CU_ASSERT_EQUAL_FATAL(record_init(&plan, &support_plan_type), OK);
    plan.id = 7;
    value_set_number(record_value(&plan, "max_actions"), 3);
    value_set_number(record_value(&plan, "contacts_per_week"), 3);
    for (int i = 0; i < 4; i++)
        add_action(&actions[i], 7, 1);
    CU_ASSERT_FALSE(plan_must_say_why(&plan, actions, 3));
    CU_ASSERT_TRUE(plan_must_say_why(&plan, actions, 4));
    CU_ASSERT_EQUAL(value_set_text(record_value(&plan, "over_reason"), "He asked for it."), OK);
    CU_ASSERT_FALSE(plan_must_say_why(&plan, actions, 4));
    value_release(record_value(&plan, "over_reason"));
    value_set_number(record_value(&actions[0], "contacts_per_week"), 2);
    CU_ASSERT_TRUE(plan_must_say_why(&plan, actions, 3)); /* four contacts a week */
    record_release(&plan);
    for (int i = 0; i < 4; i++)
        record_release(&actions[i]);
}

static void drafts_of_one_screen_are_one_row(void)
{
    const struct draft_row drafts[] = { { .type = &assessment_item_type, .id = 1 },
                                        { .type = &review_change_type, .id = 0 },
                                        { .type = &assessment_item_type, .id = 2 },
                                        { .type = &party_type, .id = 3 },
                                        { .type = &party_type, .id = 4 } };

    CU_ASSERT_FALSE(due_draft_is_part(drafts, 0));
    CU_ASSERT_TRUE(due_draft_is_part(drafts, 1));
    CU_ASSERT_TRUE(due_draft_is_part(drafts, 2));
    CU_ASSERT_FALSE(due_draft_is_part(drafts, 3));
    CU_ASSERT_FALSE(due_draft_is_part(drafts, 4));
}

void suite_support(void);
void suite_support(void)
{
    CU_pSuite s = CU_add_suite("support", NULL, NULL);

    CU_add_test(s, "a review asks about what was found at first and what the plan serves",
                a_review_asks_about_what_was_found_at_first_and_what_the_plan_serves);
    CU_add_test(s, "a review is saved whole or not at all", a_review_is_saved_whole_or_not_at_all);
    CU_add_test(s, "what a review lacks is said", what_a_review_lacks_is_said);
    CU_add_test(s, "a worry about safety opens one task", a_worry_about_safety_opens_one_task);
    CU_add_test(s, "without the note there is no task", without_the_note_there_is_no_task);
    CU_add_test(s, "a note stays after a day or a signature", a_note_stays_after_a_day_or_a_signature);
    CU_add_test(s, "more than usual needs a reason", more_than_usual_needs_a_reason);
    CU_add_test(s, "drafts of one screen are one row", drafts_of_one_screen_are_one_row);
}
