/* Who signed an agreement: an organisation, a person, or a name that nobody has mapped; in which role, on which day. */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    SIGNATORY_AGREEMENT,
    SIGNATORY_PARTY,
    SIGNATORY_PERSON,
    SIGNATORY_NAME,
    SIGNATORY_ROLE,
    SIGNATORY_ON,
    SIGNATORY_FIELD_COUNT
};

static const struct field signatory_fields[SIGNATORY_FIELD_COUNT] = {
    [SIGNATORY_AGREEMENT] = {
        .key = "agreement", .label = N_("Agreement"), .kind = FIELD_REFERENCE, .refers_to = "agreement",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 28,
    },
    [SIGNATORY_PARTY] = {
        .key = "party", .label = N_("For organisation"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Signatures for it"),
        .among = "kind!=person",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "organisation",
    },
    [SIGNATORY_PERSON] = {
        .key = "person", .label = N_("Signed by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Signatures of this person"),
        .among = "kind=person",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
    },
    [SIGNATORY_NAME] = {
        .key = "name", .label = N_("Name, when not mapped"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND, .max_len = 120, .width = 20,
        .hint = N_("For somebody who signed and is no stakeholder here: our own mayor, a ministry."),
    },
    [SIGNATORY_ROLE] = {
        .key = "role", .label = N_("Signed as"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 120,
        .aliases = "job title;position",
    },
    [SIGNATORY_ON] = {
        .key = "on", .label = N_("Signed on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "date;day",
    },
};

static enum err signatory_rule(struct record *signatory, const struct record *before,
                               const struct rule_context *context, struct problems *problems)
{
    (void)before;
    if (rule_is_empty(signatory, SIGNATORY_PARTY) && rule_is_empty(signatory, SIGNATORY_PERSON) &&
        rule_is_empty(signatory, SIGNATORY_NAME))
        problems_add(problems, SIGNATORY_PARTY, N_("Say who signed: an organisation, a person, or a name."));
    if (rule_is_after_day(signatory, SIGNATORY_ON, context->today))
        problems_add(problems, SIGNATORY_ON,
                     N_("The day of signing lies in the future; enter it on the day it is signed."));
    return OK;
}

const struct record_type signatory_type = {
    .key = "signatory",
    .label = N_("Signature"),
    .plural = N_("Signatures"),
    .hint = N_("Who signed an agreement, for which side, in which role and when."),
    .aliases = "signatories",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .fields = signatory_fields,
    .field_count = SIGNATORY_FIELD_COUNT,
    .title_field = SIGNATORY_AGREEMENT,
    .subtitle_field = SIGNATORY_ON,
    .sort = "on",
    .writers = ROLES_BUT_TRAINER,
    .match = "agreement,party,person,name",
    .rule = signatory_rule,
};
