/*
 * The panel: whether its meeting was one and the item was discussed as it must be, which panel.h tells, and whether the
 * step is what it decided.
 */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/panel.h"

enum { ANSWER_WORKING_DAYS = 20 };

/* A decision is taken once: after a deferral the panel looks at a new item. */
static void check_is_new(const struct situation *situation, const struct record *item, struct problems *problems)
{
    const struct record *decided = casework_last(situation->casework, "panel_decide");

    if (decided && item->id < decided->id)
        problems_add(problems, -1,
                     N_("The newest item was decided already. Put the case on the agenda of a new meeting."));
}

/* Where the panel meets before the person was asked there is nothing to adopt yet. */
static struct panel_matter matter_of(const struct situation *situation, const struct record *item)
{
    const struct casework *casework = situation->casework;
    const struct record *meeting = paper_newest(situation, &panel_meeting_type);
    struct panel_matter matter = { .item = item, .is_assessed = record_has(situation->subject, "agreed_on") };

    matter.meeting = meeting && meeting->id == record_number(item, "meeting") ? meeting : NULL;
    matter.members = casework_papers(casework, &panel_member_type, &matter.member_count);
    matter.conflicts = casework_papers(casework, &panel_conflict_type, &matter.conflict_count);
    matter.contributions = casework_papers(casework, &panel_contribution_type, &matter.contribution_count);
    return matter;
}

void guard_panel_decide(const struct situation *situation, struct problems *problems)
{
    const struct record *item = paper_newest(situation, &panel_item_type);
    struct panel_matter matter;

    if (!item) {
        problems_add(problems, -1, N_("The case stands on no agenda. Put it on that of a meeting."));
        return;
    }
    check_is_new(situation, item, problems);
    matter = matter_of(situation, item);
    panel_decision_missing(&matter, situation->context->today, problems);
}

/* --- what was decided --- */
/* The item when the decision is this one and has what it needs; whatever is missing is told. */
static const struct record *check_outcome(const struct situation *situation, const char *decision,
                                          struct problems *problems)
{
    const struct record *item = paper_newest(situation, &panel_item_type);

    if (item)
        panel_outcome_missing(item, decision, problems);
    else
        problems_add(problems, -1, N_("The case stands on no agenda. Put it on that of a meeting."));
    return item && record_is(item, "decision", decision) ? item : NULL;
}

void guard_defer(const struct situation *situation, struct problems *problems)
{
    const struct record *item = check_outcome(situation, "defer", problems);
    struct date on, today = situation->context->today;

    if (casework_last(situation->casework, "defer"))
        problems_add(problems, -1, N_("It was deferred once already. Decide with what is known."));
    if (item && record_day(item, "answer_on", &on) &&
        (date_compare(on, today) < 0 ||
         date_compare(on, work_calendar_add(situation->context->calendar, today, ANSWER_WORKING_DAYS)) > 0))
        problems_add(problems, -1, N_("The answer is due within %d working days from today."), ANSWER_WORKING_DAYS);
}

void guard_not_adopt(const struct situation *situation, struct problems *problems)
{
    (void)check_outcome(situation, "not_adopt", problems);
}

void guard_plan(const struct situation *situation, struct problems *problems)
{
    (void)check_outcome(situation, "plan", problems);
    if (!record_has(situation->subject, "agreed_on"))
        problems_add(problems, -1,
                     N_("The person has not agreed to take part yet. Invite them; a plan is made with them."));
}
