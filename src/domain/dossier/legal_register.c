/*
 * The register of what this office does with personal data: one row a purpose, with its basis, its safeguards and who
 * looked at it when. It is the office's own paper for its supervisor; nothing of a case stands in it.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    LEGAL_PURPOSE,
    LEGAL_CONTROLLER,
    LEGAL_JOINT_CONTROLLERS,
    LEGAL_LAWFUL_BASIS,
    LEGAL_CONDITION,
    LEGAL_CATEGORIES,
    LEGAL_RECIPIENTS,
    LEGAL_RETENTION,
    LEGAL_DPIA_REF,
    LEGAL_DPIA_ON,
    LEGAL_MEASURES,
    LEGAL_REVIEWED_ON,
    LEGAL_FIELD_COUNT
};

static const struct field legal_register_fields[LEGAL_FIELD_COUNT] = {
    [LEGAL_PURPOSE] = {
        .key = "purpose", .label = N_("Purpose"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 36,
        .hint = N_("What personal data are used for: taking in referrals, supporting people, training records."),
    },
    [LEGAL_CONTROLLER] = {
        .key = "controller", .label = N_("Responsible body"), .kind = FIELD_TEXT,
        .hint = N_("The authority that answers for it, and how it is reached."),
    },
    [LEGAL_JOINT_CONTROLLERS] = {
        .key = "joint_controllers", .label = N_("Responsible together with"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
    },
    [LEGAL_LAWFUL_BASIS] = {
        .key = "lawful_basis", .label = N_("Lawful basis"), .kind = FIELD_CHOICE, .vocabulary = "lawful_basis",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 18,
    },
    [LEGAL_CONDITION] = {
        .key = "condition", .label = N_("Sensitive data under"), .kind = FIELD_TEXT,
        .hint = N_("The rule of national law that allows health or criminal data, where they are kept."),
    },
    [LEGAL_CATEGORIES] = {
        .key = "categories", .label = N_("Whose data, and which"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
    },
    [LEGAL_RECIPIENTS] = {
        .key = "recipients", .label = N_("Who receives them"), .kind = FIELD_NOTE,
    },
    [LEGAL_RETENTION] = {
        .key = "retention", .label = N_("How long they are kept"), .kind = FIELD_TEXT,
    },
    [LEGAL_DPIA_REF] = {
        .key = "dpia_ref", .label = N_("Assessment of risks"), .kind = FIELD_TEXT,
        .hint = N_("The reference of the data protection impact assessment."),
    },
    [LEGAL_DPIA_ON] = {
        .key = "dpia_on", .label = N_("Assessed on"), .kind = FIELD_DATE,
    },
    [LEGAL_MEASURES] = {
        .key = "measures", .label = N_("Measures of security"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
    },
    [LEGAL_REVIEWED_ON] = {
        .key = "reviewed_on", .label = N_("Looked at again on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
    },
};

static enum err legal_register_rule(struct record *entry, const struct record *before,
                                    const struct rule_context *context, struct problems *problems)
{
    (void)before;
    if (rule_is_after_day(entry, LEGAL_DPIA_ON, context->today))
        problems_add(problems, LEGAL_DPIA_ON, N_("The assessment lies in the future; check the date."));
    if (rule_is_after_day(entry, LEGAL_REVIEWED_ON, context->today))
        problems_add(problems, LEGAL_REVIEWED_ON,
                     N_("This is the day somebody looked at it, and it lies in the future; check the date."));
    if (rule_is_empty(entry, LEGAL_LAWFUL_BASIS))
        problems_warn(
            problems, LEGAL_LAWFUL_BASIS,
            N_("Without a lawful basis nothing may be kept for this purpose; ask your data protection contact."));
    return OK;
}

const struct record_type legal_register_type = {
    .key = "legal_register",
    .label = N_("Entry of the legal register"),
    .plural = N_("Legal register"),
    .hint = N_("For each purpose: who is responsible, on which basis, what is kept, for how long, and when the "
               "assessment of risks was made."),
    .aliases = "register;processing",
    .menu = MENU_OFFICE,
    .fields = legal_register_fields,
    .field_count = LEGAL_FIELD_COUNT,
    .title_field = LEGAL_PURPOSE,
    .subtitle_field = -1,
    .sort = "purpose",
    .writers = ROLE_LEAD | ROLE_REVIEWER | ROLE_ADMINISTRATOR,
    .match = "purpose",
    .rule = legal_register_rule,
};
