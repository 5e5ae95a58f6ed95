/* The end: what is written before a case closes, and the two light looks after it. */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

void guard_begin_closing(const struct situation *situation, struct problems *problems)
{
    if (!paper_newest(situation, &closure_type))
        problems_add(problems, -1, N_("Begin the closing sheet first: its reason is that of the closing."));
}

/* Copies that were given out are back or destroyed, or it is known that they are lost. */
static void check_copies(const struct situation *situation, struct problems *problems)
{
    size_t count, out = 0;
    const struct record *copies = casework_papers(situation->casework, &copy_type, &count);

    for (size_t i = 0; i < count; i++)
        out += record_has(&copies[i], "return_by") && !record_has(&copies[i], "returned_on");
    if (out > 0)
        problems_add(problems, -1,
                     ngettext("%zu numbered copy is still out. Call it back and write down what became of it.",
                              "%zu numbered copies are still out. Call them back and write down what became of them.",
                              out),
                     out);
}

/* Outcomes are those of a last review; without a plan there is nothing to look back on. */
static void check_outcomes(const struct situation *situation, struct problems *problems)
{
    const struct record *plan = paper_newest(situation, &support_plan_type),
                        *review = paper_newest(situation, &review_type);

    if (!plan || record_is(plan, "status", "draft"))
        return;
    if (review)
        review_check_changes(situation, review, problems);
    else
        problems_add(problems, -1, N_("Write down a last review: what became of each need and strength."));
}

void guard_close(const struct situation *situation, struct problems *problems)
{
    const struct record *closure = paper_newest(situation, &closure_type);

    if (!closure) {
        problems_add(problems, -1, N_("There is no closing sheet yet."));
        return;
    }
    want(closure, "helped", N_("Say what helped."), problems);
    want(closure, "not_helped", N_("Say what did not help."), problems);
    want(closure, "strengths", N_("Name the strengths the person has at the end."), problems);
    want(closure, "follow_on", N_("Say what help goes on, or whom the person can turn to."), problems);
    want(closure, "referrer_informed", N_("Say what the caller was told."), problems);
    want_yes(closure, "feedback_offered", N_("The person was not asked for their view."), problems);
    want_yes(closure, "complaint_route_given", N_("The person was not told how to complain."), problems);
    want_yes(closure, "partners_told", N_("The partners were not told to close."), problems);
    want_yes(closure, "copies_recalled", N_("Copies were not called back."), problems);
    if (casework_last(situation->casework, "panel_decide"))
        want_yes(closure, "panel_informed", N_("The panel, which decided on the case, was not told of its end."),
                 problems);
    check_copies(situation, problems);
    check_outcomes(situation, problems);
}

/* Nobody who left is called without having agreed to it; the lead agency can be asked. */
static void check_light(const struct situation *situation, int months, struct problems *problems)
{
    struct date closed, due, day, on = situation->context->today;
    char text[DATE_TEXT_SIZE];

    if (situation->step && record_day(situation->step, "happened_on", &day))
        on = day; /* written down later, it still came when it says */
    if (record_day(situation->subject, "closed_on", &closed)) {
        due = date_add_months(closed, months);
        date_format(due, text);
        if (date_compare(on, due) < 0)
            problems_add(problems, -1, N_("This look comes %d months after the end, on %s."), months, text);
    }
    if (situation->step && record_has(situation->step, "way") &&
        !consent_in_force(situation->casework, "contact_after", 0, situation->context->today))
        problems_add(
            problems, -1,
            N_("The person did not agree to be contacted afterwards. Ask the lead agency, and leave “%s” empty."),
            _("How"));
}

void guard_check_6m(const struct situation *situation, struct problems *problems)
{
    check_light(situation, 6, problems);
}

void guard_check_12m(const struct situation *situation, struct problems *problems)
{
    check_light(situation, 12, problems);
}
