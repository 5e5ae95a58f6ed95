/* How far along a case is, what comes next, and what is to be called back: from records alone, without a store. */
#include "casework_help.h"
#include "townkeep/domain/outlook.h"

enum { MOST = 8 };

/* A case in memory, with events and papers. */
struct help_case {
    struct casework work;
    struct record steps[MOST], papers[MOST];
};

static void begin(struct help_case *made, const char *profile)
{
    *made = (struct help_case){ 0 };
    CU_ASSERT_EQUAL_FATAL(record_init(&made->work.subject, &episode_type), OK);
    help_set(&made->work.subject, "profile", profile);
    made->work.steps = made->steps;
    made->work.papers = made->papers;
}

static void reaches(struct help_case *made, const char *state)
{
    struct record *step = &made->steps[made->work.step_count++];

    CU_ASSERT_EQUAL_FATAL(record_init(step, &episode_step_type), OK);
    help_set(step, "action", "told"); /* any: the state alone counts here */
    help_set(step, "to_state", state);
    help_set(&made->work.subject, "state", state);
}

static struct record *paper(struct help_case *made, const struct record_type *type, int64_t id)
{
    struct record *record = &made->papers[made->work.paper_count++];

    CU_ASSERT_EQUAL_FATAL(record_init(record, type), OK);
    record->id = id;
    return record;
}

static void end(struct help_case *made)
{
    record_release(&made->work.subject);
    for (size_t i = 0; i < made->work.step_count; i++)
        record_release(&made->steps[i]);
    for (size_t i = 0; i < made->work.paper_count; i++)
        record_release(&made->papers[i]);
}

/* --- stations --- */
static void check_stations(const char *profile, const char *const *states, const char *wanted)
{
    struct help_case made;
    struct stations stations;
    char line[400] = "";

    begin(&made, profile);
    for (int i = 0; states[i]; i++)
        reaches(&made, states[i]);
    casework_stations(&made.work, &stations);
    for (int i = 0; i < stations.count; i++) {
        size_t used = strlen(line);

        snprintf(line + used, sizeof line - used, i == stations.now ? "%s[%s]" : "%s%s", i ? " " : "",
                 stations.labels[i]);
    }
    CU_ASSERT_STRING_EQUAL(line, wanted);
    end(&made);
}
#define STATES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void a_case_is_at_a_station(void)
{
    check_stations("consent_first", STATES("screened_in"),
                   "received [screened] invited assessing panel plan active closed");
    check_stations("consent_first", STATES("invited", "assessing"),
                   "received screened invited [assessing] panel plan active closed");
    check_stations("consent_first", STATES("closed"), "received screened invited assessing panel plan active [closed]");
}

static void a_state_between_stations_has_its_name(void)
{
    check_stations("consent_first", STATES("panel_listed", "panel_decided", "deferred"),
                   "received screened invited assessing [deferred] plan active closed");
    check_stations("consent_first", STATES("active", "paused"),
                   "received screened invited assessing panel plan [paused] closed");
}

static void where_the_panel_meets_first_the_order_is_another(void)
{
    check_stations("panel_first", STATES("panel_listed"),
                   "received screened [panel] invited assessing plan active closed");
}

static void a_case_that_ended_on_the_way_stops_there(void)
{
    check_stations("consent_first", STATES("invited", "declined"), "received screened invited [declined]");
    check_stations("consent_first", STATES("active", "withdrawn"),
                   "received screened invited assessing panel plan active [withdrawn]");
}

/* --- what comes next --- */
static bool tells(const struct outlook *outlook, bool met, const char *words)
{
    for (int i = 0; i < outlook->count; i++) {
        if (outlook->lines[i].met == met && strstr(outlook->lines[i].text, words))
            return true;
    }
    return false;
}

static void a_step_that_waits_is_what_comes_next(void)
{
    struct help_case made;
    struct outlook outlook;

    begin(&made, "consent_first");
    reaches(&made, "screened_in");
    made.steps[0].id = 5;
    help_set(&made.steps[0], "action", "told_later");
    help_set(&made.steps[0], "to_state", "");
    help_set(&made.steps[0], "outcome", "waiting");
    help_set(&made.steps[0], "officer", "11");
    casework_outlook(&made.work, help_context(HELP_INTAKE, ROLE_INTAKE), &outlook);
    CU_ASSERT_PTR_EQUAL(outlook.waiting, &made.steps[0]);
    CU_ASSERT_STRING_EQUAL(outlook.next->action, "told_later");
    CU_ASSERT(tells(&outlook, false, "another officer") || tells(&outlook, false, "second officer") ||
              tells(&outlook, false, "yourself"));
    end(&made);
}

static void nothing_follows_a_case_that_is_over(void)
{
    struct help_case made;
    struct outlook outlook;

    begin(&made, "consent_first");
    reaches(&made, "withdrawn");
    casework_outlook(&made.work, help_context(HELP_LEAD, ROLE_LEAD), &outlook);
    CU_ASSERT_PTR_NULL(outlook.next);
    CU_ASSERT_EQUAL(outlook.count, 0);
    end(&made);
}

/* --- what is to be called back --- */
static struct record *shared(struct help_case *made, int64_t id, const char *return_by)
{
    struct record *sharing = paper(made, &sharing_type, id);

    help_set(sharing, "direction", "out");
    help_set(sharing, "on", "2026-10-01");
    help_set(sharing, "return_by", return_by);
    help_set(sharing, "person_told", "yes");
    return sharing;
}

static size_t recalls(const struct help_case *made, struct recall out[MOST])
{
    return casework_recalls(&made->work, clock_today(), out, MOST);
}

static void a_withdrawn_agreement_calls_back_what_rests_on_it(void)
{
    struct help_case made;
    struct recall out[MOST];
    struct record *consent, *sharing;

    begin(&made, "consent_first");
    consent = paper(&made, &consent_type, 7);
    sharing = shared(&made, 8, "");
    help_set(sharing, "consent", "7");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    help_set(consent, "withdrawn_on", "2026-11-20");
    CU_ASSERT_EQUAL_FATAL(recalls(&made, out), 1);
    CU_ASSERT_EQUAL(out[0].reason, RECALL_WITHDRAWN);
    CU_ASSERT_PTR_EQUAL(out[0].paper, sharing);
    help_set(sharing, "acknowledged_on", "2026-10-02"); /* that it was received */
    CU_ASSERT_EQUAL(recalls(&made, out), 1);
    help_set(sharing, "acknowledged_on", "2026-11-21");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    end(&made);
}

static void a_day_that_has_come_calls_back(void)
{
    struct help_case made;
    struct recall out[MOST];
    struct record *copy;

    begin(&made, "consent_first");
    (void)shared(&made, 8, "2026-11-24");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    help_set(&made.papers[0], "return_by", HELP_TODAY);
    CU_ASSERT_EQUAL_FATAL(recalls(&made, out), 1);
    CU_ASSERT_EQUAL(out[0].reason, RECALL_DAY);
    help_set(&made.papers[0], "direction", "in");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    copy = paper(&made, &copy_type, 9);
    help_set(copy, "return_by", "2026-11-01");
    CU_ASSERT_EQUAL_FATAL(recalls(&made, out), 1);
    CU_ASSERT_PTR_EQUAL(out[0].paper, copy);
    help_set(copy, "returned_on", "2026-11-02");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    end(&made);
}

static void who_was_not_told_is_to_be_decided_again(void)
{
    struct help_case made;
    struct recall out[MOST];
    struct record *sharing;

    begin(&made, "consent_first");
    sharing = shared(&made, 8, "");
    help_set(sharing, "person_told", "later");
    help_set(sharing, "review_on", "2026-11-30");
    CU_ASSERT_EQUAL(recalls(&made, out), 0);
    help_set(sharing, "review_on", "2026-11-20");
    CU_ASSERT_EQUAL_FATAL(recalls(&made, out), 1);
    CU_ASSERT_EQUAL(out[0].reason, RECALL_TELL);
    end(&made);
}

void suite_outlook(void);
void suite_outlook(void)
{
    CU_pSuite suite = CU_add_suite("outlook", help_start, help_stop);

    CU_add_test(suite, "a case is at a station", a_case_is_at_a_station);
    CU_add_test(suite, "a state between stations has its name", a_state_between_stations_has_its_name);
    CU_add_test(suite, "where the panel meets first the order is another",
                where_the_panel_meets_first_the_order_is_another);
    CU_add_test(suite, "a case that ended on the way stops there", a_case_that_ended_on_the_way_stops_there);
    CU_add_test(suite, "a step that waits is what comes next", a_step_that_waits_is_what_comes_next);
    CU_add_test(suite, "nothing follows a case that is over", nothing_follows_a_case_that_is_over);
    CU_add_test(suite, "a withdrawn agreement calls back what rests on it",
                a_withdrawn_agreement_calls_back_what_rests_on_it);
    CU_add_test(suite, "a day that has come calls back", a_day_that_has_come_calls_back);
    CU_add_test(suite, "who was not told is to be decided again", who_was_not_told_is_to_be_decided_again);
}
