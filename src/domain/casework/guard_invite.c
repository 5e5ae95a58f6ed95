/* From the first talk to the assessment: nobody is assessed who was not asked, and a no costs nobody anything. */
#include "guard_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"

enum { ATTEMPTS_NEEDED = 3 };

/* The plan of the first talk is asked as fields of the case; here only whose it becomes. */
void guard_invite(const struct situation *situation, struct problems *problems)
{
    guard_assign_case(situation, problems);
    if (record_has(situation->subject, "agreed_on"))
        problems_add(problems, -1, N_("The person agreed to take part already."));
    if (situation->state == CASE_PANEL_DECIDED && paper_newest(situation, &panel_item_type) &&
        !record_is(paper_newest(situation, &panel_item_type), "decision", "plan"))
        problems_add(problems, -1, N_("The panel did not decide to offer support."));
}

static size_t attempts_with(const struct situation *situation, const char *result, size_t *all)
{
    size_t count, found = 0;
    const struct record *attempts = casework_papers(situation->casework, &contact_attempt_type, &count);

    for (size_t i = 0; i < count; i++)
        found += record_is(&attempts[i], "result", result);
    *all = count;
    return found;
}

/* Asked again whenever support ends or does not begin. */
static void check_safety(const struct situation *situation, struct problems *problems)
{
    if (situation->step && record_is(situation->step, "safety", "danger") &&
        !casework_last(situation->casework, "safety_handoff"))
        problems_add(problems, -1, N_("Somebody may be in danger: take the step “%s” first."),
                     _("Hand over for safety"));
}

void guard_decline(const struct situation *situation, struct problems *problems)
{
    size_t attempts, clear = attempts_with(situation, "clear_no", &attempts);
    bool by_silence = situation->step && record_is(situation->step, "reason_code", "not_reached");

    if (by_silence ? attempts < ATTEMPTS_NEEDED : clear == 0 && attempts < ATTEMPTS_NEEDED)
        problems_add(problems, -1,
                     N_("Write down a clear no, or three attempts to reach the person; so far there are %zu."),
                     attempts);
    else if (!by_silence && situation->step && clear == 0)
        problems_add(problems, -1, N_("No attempt says that the person gave a clear no. Write it down first."));
    check_safety(situation, problems);
}

void guard_agree(const struct situation *situation, struct problems *problems)
{
    const struct record *consent = consent_in_force(situation->casework, "take_part", 0, situation->context->today);

    if (!consent) {
        problems_add(
            problems, -1,
            N_("There is no agreement of the person to take part that holds today. Write down what was agreed, "
               "by whom and how."));
        return;
    }
    want(consent, "capacity",
         N_("Say in the agreement how it was made sure that the person understood and could have said no."), problems);
    if (record_is(consent, "given_by", "guardian"))
        want(consent, "child_view", N_("Write down the child's own view beside the guardian's agreement."), problems);
}

void guard_no_need(const struct situation *situation, struct problems *problems)
{
    const struct record *assessment = paper_newest(situation, &assessment_type);

    if (!assessment)
        problems_add(problems, -1, N_("Begin the assessment first: that no need was found must rest on it."));
    else
        want(assessment, "summary", N_("The assessment has no summary: what follows from all of it."), problems);
    check_safety(situation, problems);
}

/* The version and its items as assessment.h asks for them; the records stay the casework's, only the array is ours. */
static bool assemble(const struct situation *situation, const struct record *head, struct assessment *out)
{
    size_t count;
    const struct record *items = casework_papers(situation->casework, &assessment_item_type, &count);

    *out = (struct assessment){ .record = *head, .items = calloc(count + 1, sizeof *items) };
    for (size_t i = 0; i < count && out->items; i++) {
        if (record_number(&items[i], "assessment") == head->id)
            out->items[out->item_count++] = items[i];
    }
    return out->items != NULL;
}

void guard_list_for_panel(const struct situation *situation, struct problems *problems)
{
    const struct record *head = paper_newest(situation, &assessment_type);
    struct assessment assessment;

    if (situation->state == CASE_SCREENED_IN)
        return; /* where the panel meets first, it looks at the sheet without a name before anybody is assessed */
    if (!head) {
        problems_add(problems, -1, N_("There is no assessment yet. Begin one."));
        return;
    }
    if (assemble(situation, head, &assessment))
        assessment_problems(&assessment, record_text(situation->subject, "level"), situation->context->words, problems);
    else
        problems_add(problems, -1, "%s", err_text(E_MEMORY));
    free(assessment.items);
}
