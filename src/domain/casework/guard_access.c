/* Who is told, who works on it, who steps aside, who opens it in an emergency. */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

void guard_told_later(const struct situation *situation, struct problems *problems)
{
    const struct record *origin = &situation->casework->origin;
    struct date until, today = situation->context->today;

    if (casework_last(situation->casework, "told") || (origin->type && record_has(origin, "told_on")))
        problems_add(problems, -1, N_("The person was told already."));
    if (!situation->step || !date_parse(record_text(situation->step, "until"), false, &until))
        return;
    if (date_compare(until, today) <= 0 || date_compare(until, date_add_months(today, 1)) > 0)
        problems_add(problems, -1, N_("The new day must lie ahead, at most one month away."));
}

/* Whoever steps aside is named in the event, also when it is the officer who takes the step. */
void guard_recuse(const struct situation *situation, struct problems *problems)
{
    const struct casework *casework = situation->casework;
    int64_t officer = situation->step ? record_number(situation->step, "assignee") : situation->context->officer_id;

    if (officer != situation->context->officer_id && !(situation->context->roles & ROLE_LEAD))
        problems_add(problems, -1, N_("Officers step aside themselves; only a team lead names somebody else."));
    if (access_stepped_aside(casework->steps, casework->step_count, officer))
        problems_add(problems, -1, N_("This officer stepped aside already."));
}

void guard_assign_case(const struct situation *situation, struct problems *problems)
{
    const struct casework *casework = situation->casework;

    if (situation->step &&
        access_stepped_aside(casework->steps, casework->step_count, record_number(situation->step, "assignee")))
        problems_add(problems, -1, N_("This officer stepped aside from the case. Give it to another."));
}

void guard_break_glass(const struct situation *situation, struct problems *problems)
{
    const struct casework *casework = situation->casework;

    if (access_of(casework->subject.type, casework->steps, casework->step_count, situation->context) == ACCESS_OPEN)
        problems_add(problems, -1, N_("The case is open to you; no emergency is needed."));
}
