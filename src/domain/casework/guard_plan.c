/* The plan: nothing in it without a need or strength it serves, without a provider who agreed, or beyond measure. */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/support_plan.h"

enum { FIRST_REVIEW_DAYS = 42, PAUSE_DAYS = 60 };

static struct date days_after(struct date day, int days)
{
    return date_from_days(date_to_days(day) + days);
}

static void check_review_day(const struct situation *situation, const struct record *plan, struct problems *problems)
{
    struct date on, today = situation->context->today;

    if (!record_day(plan, "review_on", &on))
        problems_add(problems, -1, N_("Set the day of the first review."));
    else if (date_compare(on, today) < 0 || date_compare(on, days_after(today, FIRST_REVIEW_DAYS)) > 0)
        problems_add(problems, -1, N_("The next review lies ahead, at most six weeks after the plan is agreed."));
}

/* What should only be thought over is told on the plan itself: a step is refused by what is missing alone. */
static void check_plan(const struct situation *situation, const struct record *plan, struct problems *problems)
{
    size_t count;
    const struct record *actions = casework_papers(situation->casework, &plan_action_type, &count);

    plan_problems(plan, actions, count, NULL, situation->context->words, problems);
    if (record_is(plan, "intensity", "intensive") && !is_tertiary_case(situation))
        problems_add(problems, -1, N_("Intensive support is for people who come back or are released. Plan less."));
}

void guard_agree_plan(const struct situation *situation, struct problems *problems)
{
    const struct record *plan = paper_newest(situation, &support_plan_type);

    if (!plan) {
        problems_add(problems, -1, N_("There is no plan yet. Begin one with the person."));
        return;
    }
    check_plan(situation, plan, problems);
    check_review_day(situation, plan, problems);
    if (!consent_in_force(situation->casework, "take_part", 0, situation->context->today))
        problems_add(problems, -1, N_("The agreement of the person to take part does not hold any more."));
}

void guard_start(const struct situation *situation, struct problems *problems)
{
    const struct record *plan = paper_newest(situation, &support_plan_type);

    if (!plan || !record_has(plan, "first_session"))
        problems_add(problems, -1, N_("Set in the plan the day of the first session."));
}

void guard_pause(const struct situation *situation, struct problems *problems)
{
    struct date until, today = situation->context->today;

    if (!situation->step || !record_day(situation->step, "until", &until))
        return; /* that it is missing is told from the table */
    if (date_compare(until, today) <= 0 || date_compare(until, days_after(today, PAUSE_DAYS)) > 0)
        problems_add(problems, -1, N_("Support is taken up again at most %d days from now; set a day ahead."),
                     PAUSE_DAYS);
}

/* --- the review --- */
static bool has_change(const struct situation *situation, const struct record *review, const struct record *action)
{
    size_t count;
    const struct record *changes = casework_papers(situation->casework, &review_change_type, &count);

    for (size_t i = 0; i < count; i++) {
        if (record_number(&changes[i], "review") == review->id &&
            (record_closed(&changes[i], "item") || record_closed(action, "serves") ||
             record_is(&changes[i], "item", record_text(action, "serves"))))
            return true;
    }
    return false;
}

/* Better, same, worse or unknown for everything the plan works on. */
void review_check_changes(const struct situation *situation, const struct record *review, struct problems *problems)
{
    const struct record *plan = paper_newest(situation, &support_plan_type);
    size_t count, missing = 0;
    const struct record *actions = casework_papers(situation->casework, &plan_action_type, &count);

    for (size_t i = 0; i < count && plan; i++)
        missing += record_number(&actions[i], "plan") == plan->id && record_has(&actions[i], "serves") &&
                   !has_change(situation, review, &actions[i]);
    if (missing > 0)
        problems_add(problems, -1,
                     ngettext("The review does not say what became of what %zu action serves: better, same, worse or "
                              "unknown.",
                              "The review does not say what became of what %zu actions serve: better, same, worse or "
                              "unknown.",
                              missing),
                     missing);
}

/* Another plan, which the person agrees to as to the first, or the reason why it stays. */
static void check_new_plan(const struct situation *situation, const struct record *review, struct problems *problems)
{
    const struct record *plan = paper_newest(situation, &support_plan_type);
    bool changes = record_is(review, "decision", "adapt") || record_is(review, "decision", "step_down") ||
                   record_is(review, "decision", "step_up");

    if (plan && record_is(plan, "status", "draft"))
        check_plan(situation, plan, problems);
    else if (changes)
        problems_add(problems, -1, N_("The review changes the support: make a new version of the plan."));
    else
        want(review, "unchanged_because", N_("Say in the review why the plan stays as it is."), problems);
}

static void check_next_review(const struct situation *situation, const struct record *review, struct problems *problems)
{
    struct date on, today = situation->context->today;
    struct date latest = is_tertiary_case(situation) ? days_after(today, FIRST_REVIEW_DAYS) : date_add_months(today, 3);

    if (!record_day(review, "next_on", &on))
        problems_add(problems, -1, N_("Set in the review the day of the next one."));
    else if (date_compare(on, today) <= 0 || date_compare(on, latest) > 0)
        problems_add(problems, -1,
                     is_tertiary_case(situation) ? N_("The next review lies ahead, at most six weeks from now.")
                                                 : N_("The next review lies ahead, at most three months from now."));
}

void guard_finish_review(const struct situation *situation, struct problems *problems)
{
    const struct record *review = paper_newest(situation, &review_type),
                        *before = step_done_last(situation->casework, "finish_review");

    if (!review || (before && review->id < before->id)) {
        problems_add(problems, -1, N_("Write down the review first."));
        return;
    }
    if (record_is(review, "decision", "close")) {
        problems_add(problems, -1, N_("The review decided to close: take the step “%s”."), _("Begin closing"));
        return;
    }
    review_check_changes(situation, review, problems);
    want_yes(review, "reaffirmed", N_("The person has not said again that they take part."), problems);
    want(review, "proportionate", N_("Say in the review why support is still needed and in proportion."), problems);
    want(review, "needed_because", N_("Say in the review why the record is still needed."), problems);
    check_next_review(situation, review, problems);
    check_new_plan(situation, review, problems);
}
