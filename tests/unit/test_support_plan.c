/*
 * Plans through the store: versions begun from the one before, what the agreement fixes, what is too much at once, and
 * all that is missing said in one go.
 */
#include <CUnit/Basic.h>

#include "town.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/support_plan.h"

void suite_support_plan(void);

static struct town *begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    return town_begin();
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static int64_t add_episode(struct town *town, const char *state)
{
    struct record episode = { 0 };
    int64_t id;

    town_must(town, record_init(&episode, &episode_type));
    town_must(town, value_set_text(record_value(&episode, "pseudonym"), "HAZEL-27"));
    town_must(town, value_set_text(record_value(&episode, "state"), state));
    town_must(town, value_set_text(record_value(&episode, "level"), "secondary"));
    town_set(town, &episode, "opened_on", "today");
    value_set_number(record_value(&episode, "owner"), store_officer_id(town->store));
    town_put(town, &episode);
    id = episode.id;
    record_release(&episode);
    return id;
}

static int64_t new_version(struct town *town, int64_t episode)
{
    int64_t id = 0;

    town_must(town, plan_new_version(town->store, episode, &id, &town->why));
    CU_ASSERT_NOT_EQUAL_FATAL(id, 0);
    return id;
}

/* Change "key", "value", … of a record; what the store says. */
static enum err change(struct town *town, const struct record_type *type, int64_t id, const char *const *pairs)
{
    struct record record = { 0 };
    enum err e;

    town_must(town, store_load(town->store, type, id, &record, &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    e = store_put(town->store, &record, NULL, NULL, &town->why);
    record_release(&record);
    return e;
}
#define CHANGE(town, type, id, ...) change(town, &(type), id, (const char *const[]){ __VA_ARGS__, NULL })

static void id_text(int64_t id, char out[24])
{
    snprintf(out, 24, "%lld", (long long)id);
}

static int64_t add_action(struct town *town, int64_t episode, int64_t plan, const char *kind, const char *start,
                          const char *ends)
{
    char of_case[24], of_plan[24];

    id_text(episode, of_case);
    id_text(plan, of_plan);
    return TOWN_ADD(town, plan_action_type, "episode", of_case, "plan", of_plan, "kind", kind, "serves", "work", "what",
                    "Two mornings a week", "start", start, "ends", ends, "contacts_per_week", "1");
}

static struct support_plan load(struct town *town, int64_t id)
{
    struct support_plan plan;

    town_must(town, plan_load(town->store, id, &plan, &town->why));
    return plan;
}

/* As the step that agrees to a plan leaves it, the one before included. */
static void agree(struct town *town, int64_t plan, int64_t before)
{
    struct support_plan agreed = load(town, plan);
    struct record replaced = { 0 };

    town_must(town, value_set_text(record_value(&agreed.record, "status"), PLAN_AGREED));
    town_put(town, &agreed.record);
    for (size_t i = 0; i < agreed.action_count; i++) {
        value_set_number(record_value(&agreed.actions[i], "fixed"), 1);
        town_put(town, &agreed.actions[i]);
    }
    plan_release(&agreed);
    if (before == 0)
        return;
    town_must(town, store_load(town->store, &support_plan_type, before, &replaced, &town->why));
    town_must(town, value_set_text(record_value(&replaced, "status"), PLAN_REPLACED));
    town_put(town, &replaced);
    record_release(&replaced);
}

static bool has_status(struct town *town, int64_t plan, const char *status)
{
    struct record record = { 0 };
    bool same;

    town_must(town, store_load(town->store, &support_plan_type, plan, &record, &town->why));
    same = strcmp(record_text(&record, "status"), status) == 0;
    record_release(&record);
    return same;
}

static void the_first_version_is_an_empty_draft_that_is_gone_on_with(void)
{
    struct town *town = begin();
    int64_t episode = add_episode(town, "planning"), plan = new_version(town, episode), found;
    struct support_plan loaded = load(town, plan);

    CU_ASSERT_EQUAL(record_number(&loaded.record, "version"), 1);
    CU_ASSERT_STRING_EQUAL(record_text(&loaded.record, "status"), PLAN_DRAFT);
    CU_ASSERT_STRING_EQUAL(record_text(&loaded.record, "on"), "2026-11-23");
    CU_ASSERT_EQUAL(record_number(&loaded.record, "max_actions"), PLAN_ACTIONS_USUAL);
    CU_ASSERT_EQUAL(loaded.action_count, 0);
    CU_ASSERT_EQUAL(new_version(town, episode), plan);
    town_must(town, plan_newest(town->store, episode, &found, &town->why));
    CU_ASSERT_EQUAL(found, plan);
    town_must(town, plan_in_force(town->store, episode, &found, &town->why));
    CU_ASSERT_EQUAL(found, 0);
    plan_release(&loaded);
    end(town);
}

static void what_is_agreed_is_fixed_and_goes_on_in_the_next_version(void)
{
    struct town *town = begin();
    int64_t episode = add_episode(town, "reviewing"), first = new_version(town, episode), second, job, done, found;
    struct support_plan loaded;

    job = add_action(town, episode, first, "job", "2026-11-23", "");
    done = add_action(town, episode, first, "health", "2026-11-23", "");
    CU_ASSERT_EQUAL(
        CHANGE(town, support_plan_type, first, "aim", "A job", "agreed_on", "today", "agreed_how", "oral_witnessed"),
        OK);
    agree(town, first, 0);
    CU_ASSERT_EQUAL(CHANGE(town, support_plan_type, first, "aim", "A flat"), E_INVALID);
    CU_ASSERT_EQUAL(CHANGE(town, plan_action_type, job, "what", "Every day"), E_INVALID);
    CU_ASSERT_EQUAL(CHANGE(town, plan_action_type, job, "note_back", "Came on time"), OK);
    CU_ASSERT_EQUAL(CHANGE(town, plan_action_type, done, "status", "done"), OK);
    second = new_version(town, episode);
    CU_ASSERT_NOT_EQUAL(second, first);
    CU_ASSERT_TRUE(has_status(town, first, PLAN_AGREED));
    town_must(town, plan_in_force(town->store, episode, &found, &town->why));
    CU_ASSERT_EQUAL(found, first);
    loaded = load(town, second);
    CU_ASSERT_EQUAL(record_number(&loaded.record, "version"), 2);
    CU_ASSERT_STRING_EQUAL(record_text(&loaded.record, "aim"), "A job");
    CU_ASSERT_FALSE(record_has(&loaded.record, "agreed_on"));
    CU_ASSERT_EQUAL_FATAL(loaded.action_count, 1);
    CU_ASSERT_STRING_EQUAL(record_text(&loaded.actions[0], "kind"), "job");
    CU_ASSERT_STRING_EQUAL(record_text(&loaded.actions[0], "what"), "Two mornings a week");
    CU_ASSERT_FALSE(record_has(&loaded.actions[0], "note_back"));
    CU_ASSERT_EQUAL(CHANGE(town, plan_action_type, loaded.actions[0].id, "what", "Every day"), OK);
    plan_release(&loaded);
    agree(town, second, first);
    town_must(town, plan_in_force(town->store, episode, &found, &town->why));
    CU_ASSERT_EQUAL(found, second);
    end(town);
}

static void a_plan_is_begun_only_while_there_is_planning_or_support(void)
{
    static const char *const not_yet[] = { "screened_in", "assessing", "panel_listed", "plan_agreed", "closed" };
    struct town *town = begin();
    int64_t planned = add_episode(town, "planning"), id;

    for (size_t i = 0; i < sizeof not_yet / sizeof not_yet[0]; i++)
        CU_ASSERT_EQUAL(plan_new_version(town->store, add_episode(town, not_yet[i]), &id, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(plan_new_version(town->store, add_episode(town, "active"), &id, &town->why), OK);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(plan_new_version(town->store, planned, &id, &town->why), E_PERMISSION);
    end(town);
}

/* --- what is too much --- */
struct made {
    struct record plan, actions[8];
    size_t count;
};

static void made_release(struct made *made)
{
    record_release(&made->plan);
    for (size_t i = 0; i < made->count; i++)
        record_release(&made->actions[i]);
}

static void put(struct record *record, const char *key, const char *text)
{
    CU_ASSERT_EQUAL_FATAL(value_set_text(record_value(record, key), text), OK);
}

/* A plan that lacks nothing. */
static struct made whole(void)
{
    static const char *const words[] = { "aim",      "aim_why",        "intensity_reason", "unintended",
                                         "benefits", "crisis_contact", "exit_criteria",    "lead_person" };
    struct made made = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&made.plan, &support_plan_type), OK);
    made.plan.id = 7;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        put(&made.plan, words[i], "Said");
    put(&made.plan, "intensity", "standard");
    put(&made.plan, "agreed_how", "paper");
    put(&made.plan, "agreed_on", "2026-11-23");
    put(&made.plan, "review_on", "2026-12-23");
    value_set_number(record_value(&made.plan, "copy_given"), 1);
    return made;
}

static struct record *add(struct made *made, const char *start, const char *ends, int contacts)
{
    struct record *action = &made->actions[made->count++];

    CU_ASSERT_EQUAL_FATAL(record_init(action, &plan_action_type), OK);
    value_set_number(record_value(action, "plan"), 7);
    value_set_number(record_value(action, "party"), 9);
    value_set_number(record_value(action, "provider_agreed"), 1);
    value_set_number(record_value(action, "contacts_per_week"), contacts);
    put(action, "status", "accepted");
    put(action, "serves", "work");
    put(action, "start", start);
    put(action, "ends", ends);
    return action;
}

static struct problems problems_of(const struct made *made, const struct record *assessment)
{
    static const struct vocabulary_entry items[] = {
        { .list = "assessment_item",
          .code = "harm_talk",
          .label = "Talk",
          .label_fr = "",
          .parent = "conduct",
          .aliases = "" },
        { .list = "assessment_item", .code = "work", .label = "Work", .label_fr = "", .parent = "need", .aliases = "" },
    };
    struct vocabularies *words = NULL;
    struct problems problems = { 0 };

    CU_ASSERT_EQUAL_FATAL(vocabularies_new(items, 2, &words), OK);
    plan_problems(&made->plan, made->actions, made->count, assessment, words, &problems);
    vocabularies_free(words);
    return problems;
}

static void a_whole_plan_has_no_problem(void)
{
    struct made made = whole();
    struct problems problems;

    add(&made, "", "", 1);
    add(&made, "", "", 1);
    add(&made, "", "", 1);
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 0);
    if (problems.count > 0)
        printf("\n    %s", problems.items[0].text);
    made_release(&made);
}

static void each_thing_that_is_missing_is_told(void)
{
    static const char *const keys[] = { "aim",        "aim_why",   "intensity",      "intensity_reason",
                                        "unintended", "benefits",  "crisis_contact", "exit_criteria",
                                        "agreed_how", "agreed_on", "lead_person",    "copy_given" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct made made = whole();
        struct problems problems;

        add(&made, "", "", 1);
        value_release(record_value(&made.plan, keys[i]));
        problems = problems_of(&made, NULL);
        CU_ASSERT_EQUAL(problems.count, 1);
        CU_ASSERT_TRUE(problems_refuse(&problems));
        made_release(&made);
    }
}

/* Three at once, then a fourth when the first is over: never more than three. One day earlier it is four. */
static void what_runs_one_after_the_other_is_not_at_once(void)
{
    struct made made = whole();
    struct problems problems;
    struct plan_peak peak;

    add(&made, "2026-11-23", "2026-12-31", 0);
    add(&made, "2026-11-23", "", 0);
    add(&made, "", "", 0);
    add(&made, "2027-01-01", "", 0);
    CU_ASSERT_EQUAL(plan_peak_actions(&made.plan, made.actions, made.count).most, 3);
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 0);
    put(&made.actions[3], "start", "2026-12-31");
    peak = plan_peak_actions(&made.plan, made.actions, made.count);
    CU_ASSERT_EQUAL(peak.most, 4);
    CU_ASSERT_STRING_EQUAL(peak.from, "2026-12-31");
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 1);
    CU_ASSERT_TRUE(town_says(&problems, "4 actions at once, of at most 3, from 2026-12-31 on"));
    put(&made.plan, "over_reason", "The family asks for it");
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 0);
    made_release(&made);
}

static void what_is_over_or_of_another_plan_does_not_count(void)
{
    struct made made = whole();

    for (int i = 0; i < 6; i++)
        add(&made, "", "", 1);
    put(&made.actions[0], "status", "done");
    put(&made.actions[1], "status", "stopped");
    value_set_number(record_value(&made.actions[2], "plan"), 8);
    CU_ASSERT_EQUAL(plan_peak_actions(&made.plan, made.actions, made.count).most, 3);
    CU_ASSERT_EQUAL(plan_peak_contacts(&made.plan, made.actions, made.count).most, 3);
    made_release(&made);
}

static void more_contacts_than_usual_need_a_reason(void)
{
    struct made made = whole();
    struct problems problems;

    add(&made, "", "", 2);
    add(&made, "", "", 2);
    problems = problems_of(&made, NULL);
    CU_ASSERT_TRUE(town_says(&problems, "4 contacts a week, of at most 3"));
    value_set_number(record_value(&made.plan, "contacts_per_week"), 9);
    problems = problems_of(&made, NULL);
    CU_ASSERT_TRUE(town_says(&problems, "4 contacts a week, of at most 9"));
    put(&made.plan, "over_reason", "Exams in January");
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 0);
    made_release(&made);
}

static void an_action_serves_a_need_and_somebody_agreed_to_do_it(void)
{
    struct made made = whole();
    struct problems problems = problems_of(&made, NULL);
    struct record *action;

    CU_ASSERT_TRUE(town_says(&problems, "no action yet"));
    action = add(&made, "", "", 1);
    put(action, "serves", "harm_talk");
    value_set_number(record_value(action, "provider_agreed"), 0);
    value_release(record_value(action, "party"));
    problems = problems_of(&made, NULL);
    CU_ASSERT_EQUAL(problems.count, 3);
    CU_ASSERT_TRUE(town_says(&problems, "1 action answers to conduct"));
    CU_ASSERT_TRUE(town_says(&problems, "The provider of 1 action has not agreed"));
    CU_ASSERT_TRUE(town_says(&problems, "1 action names neither a service"));
    value_release(record_value(action, "serves"));
    problems = problems_of(&made, NULL);
    CU_ASSERT_TRUE(town_says(&problems, "does not say which need"));
    made_release(&made);
}

static void how_much_support_is_held_against_how_soon(void)
{
    static const struct {
        const char *priority, *intensity, *hint;
    } cases[] = {
        { "immediate", "light", "advice only" },     { "routine", "intensive", "no hurry" },
        { "none", "combined", "no support needed" }, { "prompt", "standard", NULL },
        { "immediate", "combined", NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made = whole();
        struct record assessment = { 0 };
        struct problems problems;

        add(&made, "", "", 1);
        CU_ASSERT_EQUAL_FATAL(record_init(&assessment, &assessment_type), OK);
        put(&assessment, "priority", cases[i].priority);
        put(&assessment, "intensity", cases[i].intensity);
        put(&made.plan, "intensity", cases[i].intensity);
        problems = problems_of(&made, &assessment);
        CU_ASSERT_FALSE(problems_refuse(&problems));
        CU_ASSERT_EQUAL(problems.count, cases[i].hint ? 1 : 0);
        CU_ASSERT_TRUE(!cases[i].hint || town_says(&problems, cases[i].hint));
        put(&assessment, "intensity", "standard");
        problems = problems_of(&made, &assessment);
        CU_ASSERT_EQUAL(town_says(&problems, "another amount"), strcmp(cases[i].intensity, "standard") != 0);
        record_release(&assessment);
        made_release(&made);
    }
}

static void the_newest_plan_of_a_case_is_checked(void)
{
    struct town *town = begin();
    struct problems problems = { 0 };
    int64_t episode = add_episode(town, "planning"), plan;

    town_must(town, plan_checks(town->store, episode, &problems, &town->why));
    CU_ASSERT_EQUAL(problems.count, 1);
    CU_ASSERT_TRUE(town_says(&problems, "There is no plan yet"));
    plan = new_version(town, episode);
    for (int i = 0; i < 4; i++)
        add_action(town, episode, plan, "job", "2026-11-23", "");
    problems = (struct problems){ 0 };
    town_must(town, plan_checks(town->store, episode, &problems, &town->why));
    CU_ASSERT_TRUE(town_says(&problems, "4 actions at once, of at most 3, from 2026-11-23 on"));
    CU_ASSERT_TRUE(town_says(&problems, "4 contacts a week, of at most 3"));
    CU_ASSERT_TRUE(town_says(&problems, "The providers of 4 actions have not agreed yet."));
    CU_ASSERT_TRUE(town_says(&problems, "aim in the person's own words"));
    end(town);
}

void suite_support_plan(void)
{
    CU_pSuite suite = CU_add_suite("support_plan", NULL, NULL);

    CU_add_test(suite, "the first version is an empty draft that is gone on with",
                the_first_version_is_an_empty_draft_that_is_gone_on_with);
    CU_add_test(suite, "what is agreed is fixed and goes on in the next version",
                what_is_agreed_is_fixed_and_goes_on_in_the_next_version);
    CU_add_test(suite, "a plan is begun only while there is planning or support",
                a_plan_is_begun_only_while_there_is_planning_or_support);
    CU_add_test(suite, "a whole plan has no problem", a_whole_plan_has_no_problem);
    CU_add_test(suite, "each thing that is missing is told", each_thing_that_is_missing_is_told);
    CU_add_test(suite, "what runs one after the other is not at once", what_runs_one_after_the_other_is_not_at_once);
    CU_add_test(suite, "what is over or of another plan does not count",
                what_is_over_or_of_another_plan_does_not_count);
    CU_add_test(suite, "more contacts than usual need a reason", more_contacts_than_usual_need_a_reason);
    CU_add_test(suite, "an action serves a need and somebody agreed to do it",
                an_action_serves_a_need_and_somebody_agreed_to_do_it);
    CU_add_test(suite, "how much support is held against how soon", how_much_support_is_held_against_how_soon);
    CU_add_test(suite, "the newest plan of a case is checked", the_newest_plan_of_a_case_is_checked);
}
