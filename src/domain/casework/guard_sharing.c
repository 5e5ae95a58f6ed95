/*
 * What leaves the case and what comes in. Every share rests on an agreement of the person with that very agency, or on
 * a law; it says why it was needed and whether the person knows. Withdrawing stops at once what rested on it.
 */
#include "guard_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"

static const struct record *paper_with_id(const struct situation *situation, const struct record_type *type, int64_t id)
{
    size_t count;
    const struct record *papers = casework_papers(situation->casework, type, &count);

    for (size_t i = 0; i < count; i++) {
        if (papers[i].id == id)
            return &papers[i];
    }
    return NULL;
}

/* The last one that was withdrawn for this agency: the sentence says so, because it was relied on before. */
static const struct record *withdrawn_for(const struct situation *situation, int64_t party)
{
    size_t count;
    const struct record *consents = casework_papers(situation->casework, &consent_type, &count);

    for (size_t i = count; i > 0; i--) {
        if (record_is(&consents[i - 1], "purpose", "share") && record_number(&consents[i - 1], "party") == party &&
            record_has(&consents[i - 1], "withdrawn_on"))
            return &consents[i - 1];
    }
    return NULL;
}

static void check_consent(const struct situation *situation, const struct record *sharing, struct problems *problems)
{
    int64_t party = record_number(sharing, "agency"), named = record_number(sharing, "consent");
    const struct record *holds = consent_in_force(situation->casework, "share", party, situation->context->today),
                        *withdrawn = withdrawn_for(situation, party);

    if (party == 0)
        return; /* that the agency is missing is told from the table */
    if (!holds && withdrawn)
        problems_add(problems, -1,
                     N_("The person withdrew the agreement to share with this agency on %s. Nothing more may be shared "
                        "on it."),
                     record_text(withdrawn, "withdrawn_on"));
    else if (!holds)
        problems_add(problems, -1,
                     N_("There is no agreement of the person to share with this very agency that holds today."));
    else if (named != 0 && (!paper_with_id(situation, &consent_type, named) || named != holds->id))
        problems_add(
            problems, -1,
            N_("The agreement that is named is not the one with this agency that holds today. Leave it empty to "
               "take that one."));
}

/* The agreement of the agencies is looked up in take.c, and stands among the papers then. */
static void check_agencies(const struct situation *situation, const struct record *sharing, struct problems *problems)
{
    int64_t named = record_number(sharing, "agreement"), party = record_number(sharing, "agency");
    const struct record *agreement = named != 0 ? paper_with_id(situation, &agreement_type, named) : NULL;
    char wanted[24];

    text_print_into(wanted, sizeof wanted, "%lld", (long long)party);
    if (!agreement || !agreement_holds(agreement, situation->context->today) ||
        !value_list_has(&agreement->values[field_find(&agreement_type, "parties")], wanted))
        problems_add(problems, -1,
                     N_("On the basis of a public task there must be a data sharing agreement in force with this "
                        "agency."));
}

static void check_told(const struct situation *situation, const struct record *sharing, struct problems *problems)
{
    bool no = record_is(sharing, "person_told", "no"), later = record_is(sharing, "person_told", "later");
    struct date again;

    if (no && !record_has(sharing, "not_told_because"))
        problems_add(problems, -1, N_("Say why the person is not told of it."));
    if (!no && !later)
        return;
    if (!record_day(sharing, "review_on", &again) || date_compare(again, situation->context->today) <= 0)
        problems_add(problems, -1, N_("Set a day ahead on which it is decided again whether the person can be told."));
}

/* Elected officials have no part in a case; what a court or the law orders is another matter. */
static void check_requester(const struct record *sharing, struct problems *problems)
{
    if (record_is(sharing, "requester", "elected_official") && !record_is(sharing, "basis", "legal_duty") &&
        !record_is(sharing, "basis", "court_demand"))
        problems_add(problems, -1,
                     N_("Elected officials and their staff are told nothing of a case. Write the request down with the "
                        "step “%s”."),
                     _("Refuse to share"));
}

void guard_share(const struct situation *situation, struct problems *problems)
{
    const struct record *sharing = situation->companion;

    if (!sharing)
        return;
    if (record_is(sharing, "basis", "consent"))
        check_consent(situation, sharing, problems);
    if (record_is(sharing, "basis", "public_task"))
        check_agencies(situation, sharing, problems);
    check_told(situation, sharing, problems);
    check_requester(sharing, problems);
}

void guard_transfer(const struct situation *situation, struct problems *problems)
{
    size_t count;
    const struct record *copies = casework_papers(situation->casework, &copy_type, &count);
    bool packed = false;

    for (size_t i = 0; i < count && !packed; i++)
        packed = record_is(&copies[i], "what", "packet");
    if (!packed)
        problems_add(problems, -1,
                     N_("Make the packet that is handed over first; its copy number stands in the record."));
    guard_share(situation, problems);
}

void guard_transfer_acknowledged(const struct situation *situation, struct problems *problems)
{
    if (casework_last(situation->casework, "transfer_acknowledged"))
        problems_add(problems, -1, N_("The other body acknowledged it already."));
}

void guard_withdraw_consent(const struct situation *situation, struct problems *problems)
{
    int64_t id = situation->step ? record_number(situation->step, "consent") : 0;
    const struct record *consent = id != 0 ? paper_with_id(situation, &consent_type, id) : NULL;
    size_t count, standing = 0;
    const struct record *all = casework_papers(situation->casework, &consent_type, &count);

    for (size_t i = 0; i < count; i++)
        standing += !record_has(&all[i], "withdrawn_on");
    if (standing == 0)
        problems_add(problems, -1, N_("No agreement stands that could be withdrawn."));
    if (id == 0)
        return;
    if (!consent)
        problems_add(problems, -1, N_("This agreement is not one of this case."));
    else if (record_has(consent, "withdrawn_on"))
        problems_add(problems, -1, N_("This agreement was withdrawn on %s already."),
                     record_text(consent, "withdrawn_on"));
    else if (record_is(consent, "purpose", "take_part") && (CASE_JOINED & UINT64_C(1) << situation->state))
        problems_add(problems, -1, N_("This is the agreement to take part at all: take the step “%s”."),
                     _("Person withdraws"));
}
