/* The plan: nothing in it without a need or strength it serves, without a provider who agreed, or beyond measure. */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

enum { FIRST_REVIEW_DAYS = 42, PAUSE_DAYS = 60, USUAL_AT_ONCE = 3 };

static struct date days_after(struct date day, int days)
{
    return date_from_days(date_to_days(day) + days);
}

static bool is_alive(const struct record *action)
{
    return !record_is(action, "status", "done") && !record_is(action, "status", "stopped");
}

/* What an action of the plan lacks, told once for all of them. */
struct actions {
    size_t count, alive, unserved, unasked, by_ourselves;
    int64_t contacts;
};

static struct actions count_actions(const struct situation *situation, const struct record *plan)
{
    size_t count;
    const struct record *all = casework_papers(situation->casework, &plan_action_type, &count);
    struct actions actions = { 0 };

    for (size_t i = 0; i < count; i++) {
        const struct record *action = &all[i];

        if (record_number(action, "plan") != plan->id)
            continue;
        actions.count++;
        if (!is_alive(action))
            continue;
        actions.alive++;
        actions.unserved += !record_has(action, "serves");
        actions.unasked += !record_yes(action, "provider_agreed");
        actions.by_ourselves += !record_has(action, "service") && !record_has(action, "party");
        actions.contacts += record_number(action, "contacts_per_week");
    }
    return actions;
}

static int64_t limit_of(const struct record *plan, const char *key)
{
    return record_has(plan, key) ? record_number(plan, key) : USUAL_AT_ONCE;
}

static void check_actions(const struct situation *situation, const struct record *plan, struct problems *problems)
{
    struct actions actions = count_actions(situation, plan);
    int64_t at_once = limit_of(plan, "max_actions"), a_week = limit_of(plan, "contacts_per_week");

    if (actions.alive == 0)
        problems_add(problems, -1, N_("The plan has no action yet."));
    if (actions.unserved > 0)
        problems_add(problems, -1,
                     ngettext("%zu action does not say which need or strength it serves.",
                              "%zu actions do not say which need or strength they serve.", actions.unserved),
                     actions.unserved);
    if (actions.unasked > 0)
        problems_add(problems, -1,
                     ngettext("The provider of %zu action has not agreed yet.",
                              "The providers of %zu actions have not agreed yet.", actions.unasked),
                     actions.unasked);
    if (actions.by_ourselves > 0)
        problems_add(problems, -1,
                     ngettext("%zu action names neither a service nor who provides it.",
                              "%zu actions name neither a service nor who provides them.", actions.by_ourselves),
                     actions.by_ourselves);
    if (((int64_t)actions.alive > at_once || at_once > USUAL_AT_ONCE) && !record_has(plan, "over_reason"))
        problems_add(problems, -1,
                     N_("%zu actions at once, of at most %lld: say why more than usual, or leave some for later."),
                     actions.alive, (long long)at_once);
    if ((actions.contacts > a_week || a_week > USUAL_AT_ONCE) && !record_has(plan, "over_reason"))
        problems_add(problems, -1, N_("%lld contacts a week, of at most %lld: say why more than usual, or plan fewer."),
                     (long long)actions.contacts, (long long)a_week);
}

static void check_words(const struct record *plan, struct problems *problems)
{
    want(plan, "aim", N_("Write down the aim in the person's own words."), problems);
    want(plan, "aim_why", N_("Say why the aim matters to the person."), problems);
    want(plan, "intensity", N_("Say how intensive the support is."), problems);
    want(plan, "intensity_reason", N_("Say why this much support, and not less."), problems);
    want(plan, "unintended", N_("Say what could go wrong, and what is done about it."), problems);
    want(plan, "benefits", N_("Say who benefits and who could be harmed."), problems);
    want(plan, "crisis_contact", N_("Name whom the person turns to in a crisis."), problems);
    want(plan, "exit_criteria", N_("Say when the support ends."), problems);
    want(plan, "lead_person", N_("Name the lead person of the plan."), problems);
}

static void check_review_day(const struct situation *situation, const struct record *plan, struct problems *problems)
{
    struct date on, today = situation->context->today;

    if (!record_day(plan, "review_on", &on))
        problems_add(problems, -1, N_("Set the day of the first review."));
    else if (date_compare(on, today) < 0 || date_compare(on, days_after(today, FIRST_REVIEW_DAYS)) > 0)
        problems_add(problems, -1, N_("The next review lies ahead, at most six weeks after the plan is agreed."));
}

static void check_plan(const struct situation *situation, const struct record *plan, struct problems *problems)
{
    check_words(plan, problems);
    check_actions(situation, plan, problems);
    if (record_is(plan, "intensity", "intensive") && !is_tertiary_case(situation))
        problems_add(problems, -1, N_("Intensive support is for people who come back or are released. Plan less."));
    want(plan, "agreed_how", N_("Say how the person agreed to the plan."), problems);
    want(plan, "agreed_on", N_("Say on which day the person agreed to the plan."), problems);
    want_yes(plan, "copy_given", N_("The person has no copy of the plan yet."), problems);
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
