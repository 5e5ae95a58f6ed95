/*
 * The steps of a case that cross the order of its life: what the person decides at any time, what is shared and
 * refused, who may see it.
 */
#include "take_in.h"

#include "townkeep/base/i18n.h"

#define WORKERS (ROLE_CASE | ROLE_LEAD)
#define SHARED                                                                                                    \
    "asked_by", "requester", "agency_person", "consent", "agreement", "less_than_asked", "handling", "return_by", \
        "not_told_because", "review_on", "happened_on"

static const struct transition rows[] = {
    {
        .action = "withdraw",
        .label = N_("Person withdraws"),
        .kind = TRANSITION_CONFIRMED,
        .of = OF_EPISODE,
        .from = CASE_JOINED,
        .to = CASE_WITHDRAWN,
        .who = ROLES_OF_CASEWORK,
        .by_anybody = true,
        .signers = ROLE_LEAD,
        .confirm =
            N_("The case ends at once. Every agreement ends with it, nothing more may be shared on one, and who was "
               "told something must be told to stop using it."),
        .effect = effect_withdrawn,
        .clock = N_("at once; a team lead signs within 2 working days"),
        .sentence =
            N_("The person does not want to take part any more. No reason is asked; any officer writes it down and "
               "it takes effect at once."),
        .done = N_("%s withdrew; it took effect at once."),
        .needs = { "way" },
        .asks = { "confirmed", "reason", "happened_on" },
    },
    {
        .action = "withdraw_consent",
        .label = N_("Withdraw an agreement"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = ROLES_OF_CASEWORK,
        .by_anybody = true,
        .guard = guard_withdraw_consent,
        .checks = N_("The agreement is one of this case and stands; ending the one to take part ends the case."),
        .effect = effect_consent_withdrawn,
        .clock = N_("at once"),
        .sentence =
            N_("The person takes one agreement back. It ends at once, and who was told something on it is named."),
        .done = N_("An agreement of %s was withdrawn; it took effect at once."),
        .needs = { "consent" },
        .asks = { "way", "reason", "happened_on" },
    },
    {
        .action = "share",
        .label = N_("Share information"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = WORKERS,
        .writes = &sharing_type,
        .guard = guard_share,
        .checks =
            N_("On the basis of agreement: one of the person with this very agency that holds today. On that of a "
               "public task: a data sharing agreement in force with it. The person is told, or why not and when it is "
               "looked at again. Elected officials are told nothing."),
        .effect = effect_shared,
        .sentence =
            N_("Something of the case is told to one agency. It goes into the log of sharing, with the basis and why "
               "it was needed; what the person says against the record goes with it."),
        .done = N_("What was shared of %s is written down."),
        .needs = { "agency", "what", "purpose", "basis", "necessity", "method", "person_told" },
        .asks = { SHARED },
    },
    {
        .action = "share_refused",
        .label = N_("Refuse to share"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = WORKERS,
        .writes = &sharing_type,
        .sentence = N_("Somebody asked for something of the case and was not told it. A refusal is written down like a "
                       "share."),
        .done = N_("The refused request on %s is written down."),
        .needs = { "requester", "what", "reason" },
        .asks = { "agency", "agency_person", "asked_by", "purpose", "basis", "happened_on" },
    },
    {
        .action = "receive_info",
        .label = N_("Receive information"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = WORKERS,
        .writes = &sharing_type,
        .sentence =
            N_("An agency told something about the person. It goes into the log of sharing, with the conditions it "
               "was told on."),
        .done = N_("What was received on %s is written down."),
        .needs = { "agency", "what", "purpose", "method" },
        .asks = { "agency_person", "basis", "handling", "return_by", "person_told", "not_told_because", "review_on",
                  "happened_on" },
    },
    {
        .action = "transfer",
        .label = N_("Transfer"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ALIVE,
        .to = CASE_TRANSFERRED,
        .who = ROLE_LEAD,
        .writes = &sharing_type,
        .confirm =
            N_("The case ends here and goes on elsewhere. The person knows where their record goes, and what they can "
               "ask for there."),
        .guard = guard_transfer,
        .checks =
            N_("As for sharing: the person agreed with this very agency, or the law says so. The packet that is handed "
               "over is made."),
        .effect = effect_shared,
        .clock = N_("acknowledged within 5 working days"),
        .sentence = N_("Another body goes on with the case: the packet is handed over and the case ends here."),
        .done = N_("%s was transferred."),
        .needs = { "reason_code", "agency", "what", "purpose", "basis", "necessity", "method", "person_told" },
        .asks = { "confirmed", "agency_person", "consent", "agreement", "handling", "return_by", "not_told_because",
                  "review_on", "reason", "happened_on" },
    },
    {
        .action = "transfer_acknowledged",
        .label = N_("Transfer acknowledged"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = IN(TRANSFERRED),
        .to = CASE_SAME,
        .who = WORKERS,
        .guard = guard_transfer_acknowledged,
        .is_final = true,
        .checks = N_("It was not acknowledged before."),
        .effect = effect_transfer_acknowledged,
        .clock = N_("within 5 working days of the transfer"),
        .sentence = N_("The receiving body says that it has the packet and goes on with the case."),
        .done = N_("The transfer of %s was acknowledged."),
        .asks = { "reason", "happened_on" },
    },
    {
        .action = "break_glass",
        .label = N_("Open in an emergency"),
        .kind = TRANSITION_DIRECT,
        .of = OF_EPISODE,
        .from = CASE_ANY,
        .to = CASE_SAME,
        .who = ROLES_OF_CASEWORK,
        .by_anybody = true,
        .opens = true,
        .guard = guard_break_glass,
        .is_final = true,
        .checks = N_("The case is not open to the officer anyway."),
        .clock = N_("for 24 hours"),
        .sentence =
            N_("An officer the case is not with must see it now. It opens for 24 hours; the case officer and the "
               "team lead are told."),
        .done = N_("%s was opened in an emergency, for 24 hours."),
        .needs = { "reason_code", "reason" },
        .asks = { "happened_on" },
    },
};
const struct transitions rights_transitions = { .rows = rows, .count = sizeof rows / sizeof rows[0] };
