/*
 * The numbers of casework, with a few records whose right answer is counted by hand; what becomes of them when records
 * are archived, reduced and erased.
 */
#include "numbers_help.h"
#include "townkeep/domain/report.h"
#include "townkeep/store/erase.h"

#define TOLD(key, label, heading, text) CU_ASSERT_STRING_EQUAL(told(key, label, heading), text)

/* Third quarter: seven signposted after two days, six unfounded and five out of our mandate after ten, eight open. */
static void write_quarters(void)
{
    save_begin_here();
    for (int i = 0; i < 7; i++)
        refer("parent", "phone", "2026-07-06", "signpost", "2026-07-08");
    for (int i = 0; i < 6; i++)
        refer("school", "letter", "2026-08-03", "unfounded", "2026-08-13");
    for (int i = 0; i < 5; i++)
        refer("school", "letter", "2026-09-01", "out_of_mandate", "2026-09-11");
    for (int i = 0; i < 8; i++)
        refer("parent", "phone", "2026-09-14", "", "");
    for (int i = 0; i < 6; i++)
        refer("school", "phone", "2026-10-05", "", "");
    save_end_here();
}

static void referrals_are_counted_by_the_quarter_they_came_in(void)
{
    begin();
    write_quarters();
    collect();
    CU_ASSERT_EQUAL(numbers.quarter_count, 6);
    CU_ASSERT_STRING_EQUAL(numbers.columns[0], "2025-Q3");
    CU_ASSERT_STRING_EQUAL(numbers.columns[7], "2026");
    TOLD("received", "Referrals received", "2026-Q3", "26");
    TOLD("received", "Referrals received", "2026-Q4", "6");
    TOLD("received", "Referrals received", "2026", "32");
    TOLD("received", "Referrals received", "2025-Q4", "<5");
    TOLD("days_to_screen", "Referrals decided", "2026-Q3", "18");
    TOLD("days_to_screen", "median, in days", "2026-Q3", "10");
    TOLD("days_to_screen", "median, in days", "2026-Q4", "");
    TOLD("signposted", "in per cent", "2026-Q3", "39%");
    TOLD("decisions", "Unfounded", "2026-Q3", "6");
    TOLD("decisions", "not decided", "2026-Q3", "8");
    TOLD("reasons", "Unfounded, or out of our mandate", "2026-Q3", "11");
    TOLD("unfounded_by_source", "Teacher or school: unfounded", "2026-Q3", "6");
    TOLD("unfounded_by_source", "Teacher or school: in per cent", "2026-Q3", "55%");
    CU_ASSERT_PTR_NOT_NULL(strstr(number_of("unfounded_by_source")->of, "a training would help: Teacher or school."));
    end();
}

static void records_that_are_archived_or_reduced_count_as_before(void)
{
    int64_t id;

    begin();
    write_quarters();
    save_begin_here();
    id = refer("parent", "phone", "2026-07-07", "signpost", "2026-07-09");
    save_end_here();
    save_begin_here();
    town_must(town, save_archive(saving, &referral_type, id, "It was written twice", &town->why));
    save_end_here();
    town_must(town, store_reduce(town->store, id, NULL, 0, &(struct erasing){ .sentence = "Reduced" },
                                 &(struct erase_report){ 0 }, &town->why));
    collect();
    TOLD("received", "Referrals received", "2026-Q3", "27");
    TOLD("received", "of them anonymised since", "2026-Q3", "<5");
    end();
}

/* The figures stand in, once; the total stays, and it is said of how many it is that. */
static void records_that_were_erased_stay_in_the_totals_once(void)
{
    struct record_page page = { 0 };
    struct query query;

    begin();
    write_quarters();
    collect();
    query_init(&query, &referral_type);
    town_must(town, query_add_filter(&query, "received_on>=2026-08-01", store_words(town->store), &town->why));
    town_must(town, query_add_filter(&query, "received_on<=2026-08-31", store_words(town->store), &town->why));
    town_must(town, store_page(town->store, &query, NULL, false, 10, &page, &town->why));
    CU_ASSERT_EQUAL_FATAL(page.count, 6);
    for (size_t i = 0; i < page.count; i++) {
        struct casework casework = { 0 };
        struct record closed = { 0 };

        town_must(town, casework_load(town->store, &referral_type, page.records[i].id, &casework, &town->why));
        town_must(town, numbers_keep(town->store, &casework, &closed, &town->why));
        save_begin_here();
        put(&closed);
        save_end_here();
        town_must(town, store_erase(town->store, &page.records[i].id, 1, &(struct erasing){ .sentence = "Erased" },
                                    &(struct erase_report){ 0 }, &town->why));
        record_release(&closed);
        casework_release(&casework);
    }
    record_page_release(&page);
    collect();
    TOLD("received", "Referrals received", "2026-Q3", "26");
    TOLD("received", "of them anonymised since", "2026-Q3", "6");
    TOLD("days_to_screen", "Referrals decided", "2026-Q3", "18");
    TOLD("days_to_screen", "median, in days", "2026-Q3", "10");
    TOLD("decisions", "Unfounded", "2026-Q3", "6");
    end();
}

/* --- cases --- */
static int64_t open_case(const char *on)
{
    return WRITE(episode_type, "state", "active", "state_on", on, "opened_on", on, "agreed_on", on, "level",
                 "secondary", "owner", "Boris", "person_name", "Nenad Marsh");
}

static void step(const char *episode, const char *action, const char *on)
{
    WRITE(episode_step_type, "episode", episode, "action", action, "happened_on", on, "officer", "Ana");
}

static void write_case(const char *on, int kept, int missed)
{
    ID(episode, open_case(on));

    step(episode, "invite", on);
    step(episode, "start", on);
    for (int i = 0; i < kept + missed; i++)
        WRITE(support_session_type, "episode", episode, "on", "2026-09-01", "kind", "meeting", "kept",
              i < kept ? "kept" : "missed", "progress", i % 2 ? "step" : "same");
}

static void sessions_and_reviews_are_counted(void)
{
    begin();
    save_begin_here();
    for (int i = 0; i < 6; i++)
        write_case("2026-07-01", 5, 1); /* first review due on 12 August; nobody held one */
    save_end_here();
    collect();
    TOLD("agreement", "Persons asked whether they want support", "2026-Q3", "6");
    TOLD("agreement", "agreed", "2026-Q3", "6");
    TOLD("sessions", "Sessions kept or missed", "2026-Q3", "36");
    TOLD("sessions", "kept, a month", "2026-Q3", "10.0");
    TOLD("missed", "missed", "2026-Q3", "6");
    TOLD("missed", "in per cent", "2026-Q3", "17%");
    TOLD("reviews", "Reviews due", "2026-Q3", "6");
    TOLD("reviews", "held on time", "2026-Q3", "<5");
    TOLD("goal_steps", "Sessions of which the step is told", "2026-Q3", "30");
    end();
}

/* Boris may not open Ana's cases: their sessions are counted, what stands in them is not. */
static void what_is_sealed_is_counted_where_it_may_be_opened(void)
{
    begin();
    save_begin_here();
    for (int i = 0; i < 6; i++)
        write_case("2026-07-01", 5, 1);
    save_end_here();
    town_as(town, "Boris", true);
    collect();
    TOLD("sessions", "kept", "2026-Q3", "30");
    TOLD("goal_steps", "Sessions of which the step is told", "2026-Q3", "<5");
    CU_ASSERT_PTR_NOT_NULL(strstr(number_of("goal_steps")->of, "closed to you"));
    CU_ASSERT_PTR_NULL(number_of("retention"));
    town_as(town, "Mira", true);
    collect();
    TOLD("goal_steps", "Sessions of which the step is told", "2026-Q3", "30");
    CU_ASSERT_PTR_NULL(strstr(number_of("goal_steps")->of, "closed to you"));
    CU_ASSERT_PTR_NOT_NULL(number_of("retention"));
    end();
}

static void what_was_written_on_a_case_leaves_its_figures_behind(void)
{
    struct casework casework = { 0 };
    struct record closed = { 0 };
    int64_t id;

    begin();
    save_begin_here();
    id = open_case("2026-07-01");
    {
        ID(episode, id);
        ID(review, WRITE(review_type, "episode", episode, "on", "2026-08-10", "kind", "planned", "took_part",
                         "in_person", "reaffirmed", "yes", "decision", "go_on", "next_on", "2026-09-20"));

        step(episode, "invite", "2026-07-01");
        step(episode, "start", "2026-07-01");
        step(episode, "break_glass", "2026-07-02");
        step(episode, "recuse", "2026-07-02");
        WRITE(support_session_type, "episode", episode, "on", "2026-09-01", "kind", "meeting", "kept", "kept",
              "progress", "reached");
        WRITE(support_session_type, "episode", episode, "on", "2026-09-02", "kind", "meeting", "kept", "missed");
        WRITE(support_session_type, "episode", episode, "on", "2026-09-03", "kind", "meeting", "kept",
              "cancelled_by_us");
        WRITE(review_change_type, "episode", episode, "review", review, "item", "trusted_adult", "change", "better");
        WRITE(closure_type, "episode", episode, "reason", "aims_reached", "on", "2026-10-01", "feedback_offered", "yes",
              "feedback", "helped_much", "complaint_route_given", "yes", "partners_told", "yes", "copies_recalled",
              "yes", "panel_informed", "yes");
    }
    save_end_here();
    town_must(town, casework_load(town->store, &episode_type, id, &casework, &town->why));
    town_must(town, numbers_keep(town->store, &casework, &closed, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&closed, "quarter"), "2026-Q3");
    CU_ASSERT_STRING_EQUAL(record_text(&closed, "subject"), "episode");
    CU_ASSERT_STRING_EQUAL(record_text(&closed, "closure_reason"), "aims_reached");
    CU_ASSERT_STRING_EQUAL(record_text(&closed, "feedback"), "helped_much");
    CU_ASSERT_EQUAL(record_number(&closed, "agreed"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "sessions"), 2);
    CU_ASSERT_EQUAL(record_number(&closed, "missed"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "cancelled"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "steps_forward"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "reviews_on_time"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "reviews"), 2); /* the one of 20 September is late */
    CU_ASSERT_EQUAL(record_number(&closed, "strengths_better"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "overrides"), 1);
    CU_ASSERT_EQUAL(record_number(&closed, "recusals"), 1);
    record_release(&closed);
    casework_release(&casework);
    end();
}

static void a_draft_leaves_nothing_behind(void)
{
    struct casework casework = { 0 };
    struct record closed = { 0 };
    int64_t id;

    begin();
    id = TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "parent");
    town_must(town, casework_load(town->store, &referral_type, id, &casework, &town->why));
    CU_ASSERT_EQUAL(numbers_keep(town->store, &casework, &closed, &town->why), E_NOT_FOUND);
    record_release(&closed);
    casework_release(&casework);
    end();
}

/* --- who may have them, and of when --- */
static void numbers_are_for_officers_of_casework_with_casework_open(void)
{
    const struct report *report = report_find("casework");
    struct report_result result = { 0 };

    begin();
    CU_ASSERT_PTR_NOT_NULL_FATAL(report);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(report_make(report, town->store, &(struct report_wish){ 0 }, &result, &town->why), E_PERMISSION);
    report_result_release(&result);
    town_officer(town, "Tom", "trainer");
    town_as(town, "Tom", false);
    CU_ASSERT_EQUAL(report_make(report, town->store, &(struct report_wish){ 0 }, &result, &town->why), E_PERMISSION);
    report_result_release(&result);
    end();
}

static void a_period_is_at_most_six_quarters_and_begins_first(void)
{
    struct date early = { 2025, 1, 1 }, late = { 2026, 11, 1 }, none = { 0 };

    begin();
    numbers_release(&numbers);
    CU_ASSERT_EQUAL(numbers_collect(town->store, early, late, &numbers, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(numbers_collect(town->store, late, early, &numbers, &town->why), E_INVALID);
    town_must(town, numbers_collect(town->store, early, early, &numbers, &town->why));
    CU_ASSERT_EQUAL(numbers.column_count, 2);
    CU_ASSERT_STRING_EQUAL(numbers.columns[0], "2025-Q1");
    numbers_release(&numbers);
    town_must(town, numbers_collect(town->store, none, (struct date){ 2099, 1, 1 }, &numbers, &town->why));
    CU_ASSERT_STRING_EQUAL(numbers.columns[5], "2026-Q4");
    end();
}

/* Two reports about other quarters of one year say the same of the quarters they share; else the second one, which does
 * not show the quarter of two, would show the one that was held back for it. */
static void what_is_held_back_does_not_depend_on_the_period(void)
{
    static const char *const shared[] = { "2026-Q2", "2026-Q3", "2026-Q4", "2026" };
    char before[4][NUMBERS_HEADING];
    int held_back = 0;

    begin();
    save_begin_here();
    for (int i = 0; i < 26; i++)
        refer("parent", "phone",
              i < 2    ? "2026-01-12"
              : i < 9  ? "2026-04-13"
              : i < 17 ? "2026-07-13"
                       : "2026-10-12",
              "", "");
    save_end_here();
    collect();
    TOLD("received", "Referrals received", "2026-Q1", "<5");
    for (int i = 0; i < 4; i++) {
        snprintf(before[i], sizeof before[i], "%s", told("received", "Referrals received", shared[i]));
        held_back += strcmp(before[i], "*") == 0;
    }
    CU_ASSERT(held_back > 0);
    numbers_release(&numbers);
    town_must(town, numbers_collect(town->store, (struct date){ 2026, 4, 1 }, (struct date){ 2026, 12, 1 }, &numbers,
                                    &town->why));
    CU_ASSERT_EQUAL(numbers.column_count, 4);
    for (int i = 0; i < 4; i++)
        TOLD("received", "Referrals received", shared[i], before[i]);
    end();
}

void suite_numbers(void);
void suite_numbers(void)
{
    CU_pSuite suite = CU_add_suite("numbers", NULL, tidy);

    CU_ADD_TEST(suite, referrals_are_counted_by_the_quarter_they_came_in);
    CU_ADD_TEST(suite, records_that_are_archived_or_reduced_count_as_before);
    CU_ADD_TEST(suite, records_that_were_erased_stay_in_the_totals_once);
    CU_ADD_TEST(suite, sessions_and_reviews_are_counted);
    CU_ADD_TEST(suite, what_is_sealed_is_counted_where_it_may_be_opened);
    CU_ADD_TEST(suite, what_was_written_on_a_case_leaves_its_figures_behind);
    CU_ADD_TEST(suite, a_draft_leaves_nothing_behind);
    CU_ADD_TEST(suite, numbers_are_for_officers_of_casework_with_casework_open);
    CU_ADD_TEST(suite, a_period_is_at_most_six_quarters_and_begins_first);
    CU_ADD_TEST(suite, what_is_held_back_does_not_depend_on_the_period);
}
