/* Clocks of a case and of what has ended, from events and papers alone; the stopped clock stands at Monday, noon. */
#include "casework_help.h"
#include "townkeep/domain/clocks.h"

void suite_case_clock(void);

static struct casework begin(const char *state, const char *since)
{
    struct casework casework = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&casework.subject, &episode_type), OK);
    casework.subject.id = 1;
    help_set(&casework.subject, "level", "secondary");
    help_set(&casework.subject, "age_band", "25_39");
    help_set(&casework.subject, "profile", "consent_first");
    help_set(&casework.subject, "opened_on", "2026-01-12");
    help_set(&casework.subject, "state", state);
    help_set(&casework.subject, "state_on", since);
    if (case_state_is_end(case_state_read(state)))
        help_set(&casework.subject, "closed_on", since);
    return casework;
}

static struct record *grow(struct record **rows, size_t *count, const struct record_type *type)
{
    struct record *grown = realloc(*rows, (*count + 1) * sizeof *grown), *row;

    CU_ASSERT_FATAL(grown != NULL);
    *rows = grown;
    row = &grown[(*count)++];
    memset(row, 0, sizeof *row);
    CU_ASSERT_EQUAL_FATAL(record_init(row, type), OK);
    row->id = (int64_t)*count;
    return row;
}

static struct record *add_step(struct casework *casework, const char *action, const char *day)
{
    const struct transition *transition = workflow_find(action);
    struct record *step = grow(&casework->steps, &casework->step_count, &episode_step_type);

    CU_ASSERT_FATAL(transition != NULL);
    value_set_number(record_value(step, "at"), clock_now());
    value_set_number(record_value(step, "officer"), HELP_INTAKE);
    help_set(step, "action", action);
    help_set(step, "happened_on", day);
    help_set(step, "to_state", case_state_code(transition->to));
    return step;
}

static struct record *add_paper(struct casework *casework, const struct record_type *type)
{
    return grow(&casework->papers, &casework->paper_count, type);
}

static const struct clock_due *find(const struct casework *casework, enum casework_clock clock)
{
    static struct clock_due dues[CLOCKS_DUE_MAX];
    size_t count = casework_due(casework, NULL, help_context(HELP_LEAD, ROLE_CASE | ROLE_LEAD), dues, CLOCKS_DUE_MAX);

    for (size_t i = 0; i < count; i++) {
        if (dues[i].clock == clock)
            return &dues[i];
    }
    return NULL;
}

/* The day a clock ends; "" when it does not run. */
static const char *ends(const struct casework *casework, enum casework_clock clock)
{
    static char day[DATE_TEXT_SIZE];
    const struct clock_due *due = find(casework, clock);

    day[0] = '\0';
    if (due)
        date_format(due->on, day);
    return day;
}

/* Every state of a case: the step that led there on Monday the 16th, and when its clock ends. */
static void every_state_has_its_clock(void)
{
    static const struct {
        const char *action;
        enum casework_clock clock;
        const char *secondary, *tertiary;
    } rows[] = {
        { "invite", CLOCK_CONTACT, "2026-11-30", "2026-11-30" },
        { "invite", CLOCK_ANSWER, "2026-12-28", "2026-12-28" },
        { "agree", CLOCK_ASSESS, "2026-12-14", "2026-11-30" },
        { "list_for_panel", CLOCK_PANEL, "2026-12-14", "2026-12-14" },
        { "panel_decide", CLOCK_CARRY_OUT, "2026-11-23", "2026-11-23" },
        { "defer", CLOCK_DEFERRED, "2026-12-14", "2026-12-14" },
        { "list_again", CLOCK_PANEL, "2026-12-14", "2026-12-14" },
        { "plan", CLOCK_PLAN, "2026-11-30", "2026-11-30" },
        { "agree_plan", CLOCK_START, "2026-11-23", "2026-11-23" },
        { "start", CLOCK_FIRST_REVIEW, "2026-12-28", "2026-12-28" },
        { "pause", CLOCK_PAUSE, "2027-01-15", "2027-01-15" },
        { "begin_review", CLOCK_FINISH_REVIEW, "2026-11-23", "2026-11-23" },
        { "finish_review", CLOCK_REVIEW, "2027-02-16", "2026-12-28" },
        { "begin_closing", CLOCK_CLOSE, "2026-11-30", "2026-11-30" },
        { "close", CLOCK_AFTER_6M, "2027-05-16", "2027-05-16" },
        { "check_6m", CLOCK_AFTER_12M, "2027-11-16", "2027-11-16" },
        { "transfer", CLOCK_TRANSFER, "2026-11-23", "2026-11-23" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct transition *transition = workflow_find(rows[i].action);
        struct casework casework = begin(case_state_code(transition->to), "2026-11-16");

        add_step(&casework, rows[i].action, "2026-11-16");
        CU_ASSERT_STRING_EQUAL(ends(&casework, rows[i].clock), rows[i].secondary);
        help_set(&casework.subject, "level", "tertiary");
        CU_ASSERT_STRING_EQUAL(ends(&casework, rows[i].clock), rows[i].tertiary);
        casework_release(&casework);
    }
}

static void a_new_case_waits_for_the_person_or_the_panel(void)
{
    struct casework casework = begin("screened_in", "2026-11-16");

    help_set(&casework.subject, "opened_on", "2026-11-16");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_INVITE), "2026-11-23");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_PANEL), "");
    help_set(&casework.subject, "profile", "panel_first");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_INVITE), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_PANEL), "2026-12-14");
    add_step(&casework, "panel_decide", "2026-11-17");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_INVITE), "2026-11-24");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CARRY_OUT), "");
    help_set(&casework.subject, "agreed_on", "2026-11-18");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CARRY_OUT), "2026-11-24");
    casework_release(&casework);
}

static void an_attempt_stops_the_first_clock_of_the_invitation(void)
{
    struct casework casework = begin("invited", "2026-11-16");
    struct record *attempt;

    add_step(&casework, "invite", "2026-11-16");
    attempt = add_paper(&casework, &contact_attempt_type);
    help_set(attempt, "on", "2026-11-10"); /* before this invitation */
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CONTACT), "2026-11-30");
    help_set(attempt, "on", "2026-11-17");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_CONTACT), "");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ANSWER), "2026-12-28");
    casework_release(&casework);
}

/* A day that was agreed on comes before the limit and never after it. */
static void an_agreed_day_shortens_a_limit_and_never_lengthens_it(void)
{
    struct casework casework = begin("paused", "2026-11-16");
    struct record *pause, *review;

    add_step(&casework, "start", "2026-10-01");
    pause = add_step(&casework, "pause", "2026-11-16");
    help_set(pause, "until", "2026-12-01");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_PAUSE), "2026-12-01");
    help_set(pause, "until", "2027-03-01");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_PAUSE), "2027-01-15");
    help_set(add_paper(&casework, &support_plan_type), "review_on", "2026-11-09");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_FIRST_REVIEW), "2026-11-09"); /* a pause stops no review */
    CU_ASSERT_TRUE(find(&casework, CLOCK_FIRST_REVIEW)->overdue);
    add_step(&casework, "finish_review", "2026-11-16");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_FIRST_REVIEW), "");
    review = add_paper(&casework, &review_type);
    help_set(review, "next_on", "2026-12-15");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_REVIEW), "2026-12-15");
    help_set(review, "next_on", "2027-06-15");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_REVIEW), "2027-02-16");
    casework_release(&casework);
}

static void a_significant_change_asks_for_a_review(void)
{
    struct casework casework = begin("active", "2026-10-05");

    add_step(&casework, "start", "2026-10-05");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_EXTRA_REVIEW), "");
    add_step(&casework, "significant_change", "2026-11-19");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_EXTRA_REVIEW), "2026-11-26");
    add_step(&casework, "begin_review", "2026-11-20");
    add_step(&casework, "finish_review", HELP_TODAY);
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_EXTRA_REVIEW), "");
    casework_release(&casework);
}

static void a_question_of_the_panel_is_answered_by_its_day(void)
{
    struct casework casework = begin("deferred", "2026-11-16");

    add_step(&casework, "defer", "2026-11-16");
    help_set(add_paper(&casework, &panel_item_type), "answer_on", "2026-11-25");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_DEFERRED), "2026-11-25");
    casework_release(&casework);
}

/* Of a proposal the signature counts, on the day it was given. */
static void a_signed_step_counts_from_its_signature(void)
{
    struct casework casework = begin("plan_agreed", "2026-11-20");
    struct record *plan = add_step(&casework, "agree_plan", "2026-11-09");
    struct record *sign;

    help_set(plan, "outcome", "signed");
    value_set_number(record_value(plan, "signed_at"), clock_now());
    sign = add_step(&casework, "sign", "2026-11-20");
    help_set(sign, "answers", "1");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_START), "2026-11-27");
    casework_release(&casework);
}

static void a_withdrawal_is_signed_in_two_days_and_a_transfer_acknowledged_in_five(void)
{
    struct casework casework = begin("withdrawn", "2026-11-20");

    help_set(add_step(&casework, "withdraw", "2026-11-20"), "outcome", "waiting");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_COUNTERSIGN), "2026-11-24");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_SIGN), "");
    casework_release(&casework);
    casework = begin("transferred", "2026-11-16");
    add_step(&casework, "transfer", "2026-11-16");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TRANSFER), "2026-11-23");
    add_step(&casework, "transfer_acknowledged", HELP_TODAY);
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TRANSFER), "");
    casework_release(&casework);
}

static void the_person_is_told_in_the_case_what_was_not_told_before(void)
{
    struct casework casework = begin("invited", "2026-11-16");

    casework.origin = help_referral();
    add_step(&casework, "invite", "2026-11-16");
    help_set(&casework.origin, "received_on", "2026-10-31");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD), "2026-11-30");
    help_set(&casework.origin, "told_on", "2026-11-01");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_TOLD), "");
    casework_release(&casework);
}

static void complaints_and_requests_have_a_month(void)
{
    struct casework casework = begin("active", "2026-11-16");
    struct record *request;

    help_set(add_paper(&casework, &complaint_type), "received_on", "2026-11-02");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_COMPLAINT), "2026-12-02");
    help_set(&casework.papers[0], "answered_on", "2026-11-20");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_COMPLAINT), "");
    request = add_paper(&casework, &access_request_type);
    help_set(request, "received_on", "2026-11-02");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ACCESS), "2026-12-02");
    help_set(request, "paused_on", "2026-11-03");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ACCESS), ""); /* stands still while it is asked who asks */
    help_set(request, "identity_checked_on", "2026-11-13");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ACCESS), "2026-12-12");
    help_set(request, "extended", "1");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_ACCESS), "2027-02-12");
    casework_release(&casework);
}

static void holidays_are_not_worked_in_a_case_either(void)
{
    const int64_t holiday = date_to_days((struct date){ 2026, 11, 24 });
    const struct work_calendar calendar = { .weekend = 1U << 5 | 1U << 6, .holidays = &holiday, .holiday_count = 1 };
    struct casework casework = begin("planning", "2026-11-16");
    struct rule_context context = *help_context(HELP_LEAD, ROLE_LEAD);
    struct clock_due due;
    char text[120];

    context.calendar = &calendar;
    add_step(&casework, "plan", "2026-11-16");
    CU_ASSERT_EQUAL_FATAL(casework_due(&casework, NULL, &context, &due, 1), 1);
    CU_ASSERT_EQUAL(date_compare(due.on, (struct date){ 2026, 12, 1 }), 0);
    CU_ASSERT_STRING_EQUAL(clock_due_tell(&due, &context, text, sizeof text), "plan: day 5 of 10");
    casework_release(&casework);
}

static void a_clock_is_told_by_days_worked_by_day_or_as_late(void)
{
    struct casework casework = begin("closed", "2026-11-16");
    const struct rule_context *context = help_context(HELP_LEAD, ROLE_LEAD);
    struct clock_due due;
    char text[120];

    add_step(&casework, "close", "2026-11-16");
    due = *find(&casework, CLOCK_AFTER_6M);
    CU_ASSERT_STRING_EQUAL(clock_due_tell(&due, context, text, sizeof text), "look after 6 months: in 174 days");
    due.on = (struct date){ 2026, 11, 22 };
    due.overdue = true;
    CU_ASSERT_STRING_EQUAL(clock_due_tell(&due, context, text, sizeof text),
                           "look after 6 months: late, was due yesterday!");
    casework_release(&casework);
}

/* --- what has ended --- */
static const char *decided(const struct casework *casework)
{
    static char day[DATE_TEXT_SIZE];
    struct date due;

    day[0] = '\0';
    if (retention_due(casework, NULL, help_context(HELP_LEAD, ROLE_LEAD), &due))
        date_format(due, day);
    return day;
}

static int late(const struct casework *casework)
{
    return retention_late(casework, NULL, help_context(HELP_LEAD, ROLE_LEAD));
}

static void every_end_has_its_day_of_decision(void)
{
    static const struct {
        const char *action, *grown_up, *under_age;
    } rows[] = {
        { "no_need", "2026-07-12", "2026-04-12" },
        { "decline", "2026-07-12", "2026-04-12" },
        { "not_adopt", "2026-07-12", "2026-04-12" },
        { "withdraw", "2026-07-12", "2026-04-12" },
        { "transfer", "2026-07-12", "2026-04-12" },
        { "close", "2027-01-12", "2026-07-12" },
        { "check_6m", "2027-01-12", "2026-07-12" },
        { "check_12m", "2027-01-12", "2026-07-12" },
        { "start", "", "" },
        { "invite", "", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct casework casework = begin(case_state_code(workflow_find(rows[i].action)->to), "2026-01-12");

        add_step(&casework, rows[i].action, "2026-01-12");
        CU_ASSERT_STRING_EQUAL(decided(&casework), rows[i].grown_up);
        help_set(&casework.subject, "age_band", "16_17");
        CU_ASSERT_STRING_EQUAL(decided(&casework), rows[i].under_age);
        casework_release(&casework);
    }
}

/* The window in which it can be complained of is no shorter for a child. */
static void a_referral_that_came_to_nothing_is_kept_ten_working_days(void)
{
    static const char *const actions[] = { "unfounded", "out_of_mandate", "signpost" };
    struct casework casework = { .subject = help_referral() };
    struct record *end;

    casework.subject.id = 1;
    help_set(&casework.subject, "state_on", "2026-11-09");
    end = grow(&casework.steps, &casework.step_count, &referral_step_type);
    help_set(end, "happened_on", "2026-11-09");
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        help_set(end, "action", actions[i]);
        help_set(end, "to_state", case_state_code(workflow_find(actions[i])->to));
        CU_ASSERT_STRING_EQUAL(decided(&casework), HELP_TODAY);
        CU_ASSERT_EQUAL(late(&casework), 0);
    }
    help_set(end, "to_state", "screened_in");
    CU_ASSERT_STRING_EQUAL(decided(&casework), ""); /* goes with its case */
    casework_release(&casework);
}

static void a_signed_decision_to_keep_moves_the_day(void)
{
    struct casework casework = begin("declined", "2026-01-12");
    struct record *decision;

    add_step(&casework, "decline", "2026-01-12");
    decision = add_paper(&casework, &decision_type);
    help_set(decision, "kind", "keep");
    help_set(decision, "outcome", "waiting");
    help_set(decision, "until", "2027-01-10");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "2026-07-12");
    CU_ASSERT(late(&casework) > RETENTION_LATE_DAYS);
    help_set(decision, "outcome", "signed");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "2027-01-10");
    CU_ASSERT_EQUAL(late(&casework), 0);
    casework_release(&casework);
}

static void a_decision_that_is_carried_out_ends_it(void)
{
    struct casework casework = begin("declined", "2026-01-12");
    struct record *decision;

    add_step(&casework, "decline", "2026-01-12");
    decision = add_paper(&casework, &decision_type);
    help_set(decision, "kind", "anonymise");
    help_set(decision, "outcome", "signed");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "2026-07-12"); /* signed is not done */
    help_set(decision, "carried_at", "1795435200000");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "");
    casework_release(&casework);
}

static void an_open_complaint_freezes_it(void)
{
    struct casework casework = begin("declined", "2026-01-12");

    add_step(&casework, "decline", "2026-01-12");
    help_set(add_paper(&casework, &complaint_type), "received_on", "2026-07-01");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "");
    CU_ASSERT_EQUAL(late(&casework), 0);
    help_set(&casework.papers[0], "answered_on", "2026-07-20");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "2026-07-12");
    casework_release(&casework);
}

/* Twenty working days to decide, and late from the day after. */
static void the_decision_itself_has_twenty_working_days(void)
{
    struct casework casework = begin("declined", "2026-04-23");

    add_step(&casework, "decline", "2026-04-23");
    CU_ASSERT_STRING_EQUAL(decided(&casework), "2026-10-23");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_RETENTION), "2026-11-20");
    CU_ASSERT_EQUAL(late(&casework), 3);
    help_set(&casework.subject, "closed_on", "2026-04-24");
    CU_ASSERT_STRING_EQUAL(ends(&casework, CLOCK_RETENTION), "2026-11-20");
    casework_release(&casework);
}

void suite_case_clock(void)
{
    CU_pSuite s = CU_add_suite("case_clock", help_start, help_stop);

    CU_add_test(s, "every state has its clock", every_state_has_its_clock);
    CU_add_test(s, "a new case waits for the person or the panel", a_new_case_waits_for_the_person_or_the_panel);
    CU_add_test(s, "an attempt stops the first clock of the invitation",
                an_attempt_stops_the_first_clock_of_the_invitation);
    CU_add_test(s, "an agreed day shortens a limit and never lengthens it",
                an_agreed_day_shortens_a_limit_and_never_lengthens_it);
    CU_add_test(s, "a significant change asks for a review", a_significant_change_asks_for_a_review);
    CU_add_test(s, "a question of the panel is answered by its day", a_question_of_the_panel_is_answered_by_its_day);
    CU_add_test(s, "a signed step counts from its signature", a_signed_step_counts_from_its_signature);
    CU_add_test(s, "a withdrawal is signed in two days and a transfer acknowledged in five",
                a_withdrawal_is_signed_in_two_days_and_a_transfer_acknowledged_in_five);
    CU_add_test(s, "the person is told in the case what was not told before",
                the_person_is_told_in_the_case_what_was_not_told_before);
    CU_add_test(s, "complaints and requests have a month", complaints_and_requests_have_a_month);
    CU_add_test(s, "holidays are not worked in a case either", holidays_are_not_worked_in_a_case_either);
    CU_add_test(s, "a clock is told by days worked, by day or as late",
                a_clock_is_told_by_days_worked_by_day_or_as_late);
    CU_add_test(s, "every end has its day of decision", every_end_has_its_day_of_decision);
    CU_add_test(s, "a referral that came to nothing is kept ten working days",
                a_referral_that_came_to_nothing_is_kept_ten_working_days);
    CU_add_test(s, "a signed decision to keep moves the day", a_signed_decision_to_keep_moves_the_day);
    CU_add_test(s, "a decision that is carried out ends it", a_decision_that_is_carried_out_ends_it);
    CU_add_test(s, "an open complaint freezes it", an_open_complaint_freezes_it);
    CU_add_test(s, "the decision itself has twenty working days", the_decision_itself_has_twenty_working_days);
}
