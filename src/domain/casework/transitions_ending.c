/*
 * What becomes of a record that has ended. Each step only proposes: it writes the team lead's reason into the record
 * and, in the same save, a decision that a data-protection reviewer signs (decision.c).
 */
#include "guard_in.h"
#include "take_in.h"

#include "townkeep/base/i18n.h"

#define ENDED (IN(SIGNPOSTED) | IN(UNFOUNDED) | IN(OUT_OF_MANDATE) | IN(LINKED) | IN(DISCARDED) | CASE_ENDED)

/* No record is kept for good: a year, half a year of a person under age, and then it is decided anew. */
void guard_keep(const struct situation *situation, struct problems *problems)
{
    enum { MONTHS = 12, MONTHS_UNDER_AGE = 6 };
    const struct date today = situation->context->today;
    int months = is_under_age(&situation->casework->subject) ? MONTHS_UNDER_AGE : MONTHS;
    char last[DATE_TEXT_SIZE];
    struct date until;

    if (!situation->step || !record_day(situation->step, "until", &until))
        return;
    date_format(date_add_months(today, months), last);
    if (date_compare(until, today) <= 0)
        problems_add(problems, -1, N_("Name a day ahead until which it is kept."));
    else if (date_compare(until, date_add_months(today, months)) > 0)
        problems_add(problems, -1,
                     N_("It can be kept until %s at most, and is decided anew then. Name a day before that."), last);
}

static const struct transition rows[] = {
    {
        .action = "keep",
        .label = N_("Keep longer"),
        .kind = TRANSITION_DIRECT,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = ENDED,
        .to = CASE_SAME,
        .who = ROLE_LEAD,
        .guard = guard_keep,
        .checks = N_("The new day is at most 12 months ahead, 6 for a person under 18."),
        .effect = effect_decision,
        .clock = N_("decided within 20 working days from when it is due"),
        .sentence = N_("There is a reason, of this very person, to keep the record longer: the team lead writes it "
                       "down, and a data-protection reviewer signs."),
        .done = N_("It is proposed to keep %s longer. It waits for the signature of a data-protection reviewer."),
        .needs = { "reason_code", "reason", "until" },
    },
    {
        .action = "anonymise",
        .label = N_("Keep without the person"),
        .kind = TRANSITION_DIRECT,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = ENDED,
        .to = CASE_SAME,
        .who = ROLE_LEAD,
        .effect = effect_decision,
        .clock = N_("decided within 20 working days from when it is due"),
        .sentence = N_("Everything about the person is to go, for good; what stays are the figures, which lead to "
                       "nobody. A data-protection reviewer signs, then it is carried out."),
        .done = N_("It is proposed to keep only the figures of %s. It waits for the signature of a data-protection "
                   "reviewer."),
        .needs = { "reason_code" },
        .asks = { "reason" },
    },
    {
        .action = "erase",
        .label = N_("Erase"),
        .kind = TRANSITION_DIRECT,
        .of = OF_REFERRAL | OF_EPISODE,
        .from = ENDED,
        .to = CASE_SAME,
        .who = ROLE_LEAD,
        .effect = effect_decision,
        .clock = N_("decided within 20 working days from when it is due"),
        .sentence = N_("The person asks for it, or it should never have been written down: everything is to go, for "
                       "good, the figures too. A data-protection reviewer signs, then it is carried out."),
        .done = N_("It is proposed to erase %s. It waits for the signature of a data-protection reviewer."),
        .needs = { "reason_code" },
        .asks = { "reason" },
    },
};
const struct transitions ending_transitions = { .rows = rows, .count = sizeof rows / sizeof rows[0] };
