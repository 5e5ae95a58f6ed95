/* Clocks of a referral, worked out from its events alone; the stopped clock stands at Monday, noon. */
#include "casework_help.h"
#include "townkeep/domain/clocks.h"

void suite_clock(void);

static struct casework begin(void)
{
    struct casework casework = { .subject = help_referral() };

    casework.subject.id = 1;
    help_set(&casework.subject, "started_on", HELP_TODAY);
    return casework;
}

static struct record *add_step(struct casework *casework, const char *action, const char *day, const char *outcome)
{
    const struct transition *transition = workflow_find(action);
    struct record *grown = realloc(casework->steps, (casework->step_count + 1) * sizeof *grown), *step;

    CU_ASSERT_FATAL(grown != NULL && transition != NULL);
    casework->steps = grown;
    step = &grown[casework->step_count++];
    memset(step, 0, sizeof *step);
    CU_ASSERT_EQUAL_FATAL(record_init(step, &referral_step_type), OK);
    step->id = (int64_t)casework->step_count;
    value_set_number(record_value(step, "at"), clock_now());
    value_set_number(record_value(step, "officer"), HELP_INTAKE);
    help_set(step, "action", action);
    help_set(step, "happened_on", day);
    help_set(step, "to_state", case_state_code(transition->to));
    help_set(step, "outcome", outcome);
    return step;
}

/* The day a clock ends; "" when it does not run. */
static const char *ends(const struct casework *casework, enum casework_clock clock, bool *overdue)
{
    static char day[DATE_TEXT_SIZE];
    struct clock_due dues[16];
    size_t count = casework_due(casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16);

    day[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (dues[i].clock != clock)
            continue;
        date_format(dues[i].on, day);
        if (overdue)
            *overdue = dues[i].overdue;
    }
    return day;
}

static void a_draft_has_five_working_days(void)
{
    struct casework casework = begin();
    bool overdue = true;

    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DRAFT, &overdue), "2026-11-30");
    CU_ASSERT_FALSE(overdue);
    help_set(&casework.subject, "started_on", "2026-11-13");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DRAFT, &overdue), "2026-11-20");
    CU_ASSERT_TRUE(overdue);
    add_step(&casework, "receive", HELP_TODAY, "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DRAFT, NULL), "");
    casework_release(&casework);
}

static void receiving_starts_assignment_screening_and_telling(void)
{
    struct casework casework = begin();

    add_step(&casework, "receive", "2026-11-20", "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ASSIGN, NULL), "2026-11-23");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SCREEN, NULL), "2026-11-27");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD, NULL), "2026-12-20");
    add_step(&casework, "assign", "2026-11-20", "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ASSIGN, NULL), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SCREEN, NULL), "2026-11-27");
    casework_release(&casework);
}

static void an_urgent_referral_is_assigned_in_three_hours(void)
{
    struct casework casework = begin();
    struct clock_due dues[16];

    help_set(&casework.subject, "urgency", "urgent");
    add_step(&casework, "receive", HELP_TODAY, "");
    CU_ASSERT_FATAL(casework_due(&casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16) > 0);
    CU_ASSERT_EQUAL(dues[0].clock, CLOCK_ASSIGN);
    CU_ASSERT_EQUAL(dues[0].at, clock_now() + 3 * 3600 * 1000);
    CU_ASSERT_FALSE(dues[0].overdue);
    clock_advance(3 * 3600 * 1000 + 1);
    casework_due(&casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16);
    CU_ASSERT_TRUE(dues[0].overdue);
    clock_advance(-(3 * 3600 * 1000 + 1));
    casework_release(&casework);
}

static void an_extension_adds_five_working_days(void)
{
    struct casework casework = begin();

    add_step(&casework, "receive", "2026-11-20", "");
    add_step(&casework, "assign", "2026-11-20", "");
    add_step(&casework, "extend", HELP_TODAY, "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SCREEN, NULL), "2026-12-04");
    casework_release(&casework);
}

static void named_danger_runs_until_it_is_handed_over(void)
{
    struct casework casework = begin();

    help_set(&casework.subject, "safety", "danger");
    add_step(&casework, "receive", HELP_TODAY, "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DANGER, NULL), HELP_TODAY);
    add_step(&casework, "safety_handoff", HELP_TODAY, "waiting");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DANGER, NULL), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CONFIRM, NULL), "2026-11-24");
    help_set(&casework.steps[1], "outcome", "returned");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CONFIRM, NULL), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DANGER, NULL), "");
    casework_release(&casework);
}

static void a_proposal_waits_two_working_days(void)
{
    struct casework casework = begin();

    add_step(&casework, "receive", "2026-11-19", "");
    add_step(&casework, "assign", "2026-11-19", "");
    add_step(&casework, "signpost", "2026-11-20", "waiting");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SIGN, NULL), "2026-11-24");
    help_set(&casework.steps[2], "outcome", "signed");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SIGN, NULL), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SCREEN, NULL), "");
    casework_release(&casework);
}

/* R33: only telling stops it, and only a signature moves it. */
static void the_told_clock_cannot_be_switched_off(void)
{
    struct casework casework = begin();
    struct record *later;

    add_step(&casework, "receive", "2026-10-31", "");
    add_step(&casework, "assign", "2026-10-31", "");
    add_step(&casework, "unfounded", "2026-10-31", "signed");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD, NULL), "2026-11-30");
    later = add_step(&casework, "told_later", HELP_TODAY, "waiting");
    help_set(later, "until", "2026-12-15");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD, NULL), "2026-11-30");
    help_set(later, "outcome", "signed");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD, NULL), "2026-12-15");
    add_step(&casework, "told", HELP_TODAY, "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD, NULL), "");
    casework_release(&casework);
}

static void a_discarded_or_archived_one_has_no_clocks(void)
{
    struct casework casework = begin();
    struct clock_due dues[16];

    casework.subject.archived_at = 5;
    CU_ASSERT_EQUAL(casework_due(&casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16), 0);
    casework.subject.archived_at = 0;
    CU_ASSERT_EQUAL(casework_due(&casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16), 1);
    add_step(&casework, "discard", HELP_TODAY, "");
    CU_ASSERT_EQUAL(casework_due(&casework, NULL, help_context(HELP_INTAKE, ROLE_INTAKE), dues, 16), 0);
    casework_release(&casework);
}

static void holidays_are_not_worked(void)
{
    const int64_t holiday = date_to_days((struct date){ 2026, 11, 24 });
    const struct work_calendar calendar = { .weekend = 1U << 5 | 1U << 6, .holidays = &holiday, .holiday_count = 1 };
    struct casework casework = begin();
    struct rule_context context = *help_context(HELP_INTAKE, ROLE_INTAKE);
    struct clock_due dues[16];

    context.calendar = &calendar;
    CU_ASSERT_EQUAL_FATAL(casework_due(&casework, NULL, &context, dues, 16), 1);
    CU_ASSERT_EQUAL(date_compare(dues[0].on, (struct date){ 2026, 12, 1 }), 0);
    casework_release(&casework);
}

void suite_clock(void)
{
    CU_pSuite s = CU_add_suite("clock", help_start, help_stop);

    CU_add_test(s, "a draft has five working days", a_draft_has_five_working_days);
    CU_add_test(s, "receiving starts assignment, screening and telling",
                receiving_starts_assignment_screening_and_telling);
    CU_add_test(s, "an urgent referral is assigned in three hours", an_urgent_referral_is_assigned_in_three_hours);
    CU_add_test(s, "an extension adds five working days", an_extension_adds_five_working_days);
    CU_add_test(s, "named danger runs until it is handed over", named_danger_runs_until_it_is_handed_over);
    CU_add_test(s, "a proposal waits two working days", a_proposal_waits_two_working_days);
    CU_add_test(s, "the told-clock cannot be switched off (R33)", the_told_clock_cannot_be_switched_off);
    CU_add_test(s, "a discarded or archived one has no clocks", a_discarded_or_archived_one_has_no_clocks);
    CU_add_test(s, "holidays are not worked", holidays_are_not_worked);
}
