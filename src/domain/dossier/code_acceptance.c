/*
 * Which officer accepted which version of the code of conduct, and when. It is asked before an officer is given a
 * case; a new version of the code is accepted anew, as a new row.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum { ACCEPTANCE_OFFICER, ACCEPTANCE_VERSION, ACCEPTANCE_ON, ACCEPTANCE_FIELD_COUNT };

static const struct field code_acceptance_fields[ACCEPTANCE_FIELD_COUNT] = {
    [ACCEPTANCE_OFFICER] = {
        .key = "officer", .label = N_("Officer"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .hint = N_("Left empty, it is you."),
    },
    [ACCEPTANCE_VERSION] = {
        .key = "version", .label = N_("Version of the code"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED, .max_len = 40, .width = 16,
    },
    [ACCEPTANCE_ON] = {
        .key = "on", .label = N_("Accepted on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_SORTED, .initial = "today", .width = 10,
    },
};

/* What was signed on paper is written down by whoever keeps the papers. */
enum { KEEPERS = ROLE_LEAD | ROLE_ADMINISTRATOR };

static enum err code_acceptance_rule(struct record *acceptance, const struct record *before,
                                     const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(acceptance, ACCEPTANCE_OFFICER) && context->officer_id != 0)
        value_set_number(&acceptance->values[ACCEPTANCE_OFFICER], context->officer_id);
    if (!before && (context->roles & KEEPERS) == 0 && record_number(acceptance, "officer") != context->officer_id)
        problems_add(
            problems, ACCEPTANCE_OFFICER,
            N_("Everybody accepts the code for themself. What was signed on paper is entered by a team lead."));
    if (rule_is_after_day(acceptance, ACCEPTANCE_ON, context->today))
        problems_add(problems, ACCEPTANCE_ON, N_("The day of accepting lies in the future; check the date."));
    return OK;
}

const struct record_type code_acceptance_type = {
    .key = "code_acceptance",
    .label = N_("Code of conduct accepted"),
    .plural = N_("Code of conduct accepted"),
    .hint = N_("Who accepted which version of the code of conduct, and when. A new version is accepted with a new "
               "entry."),
    .aliases = "acceptance;code of conduct",
    .menu = MENU_OFFICE,
    .fields = code_acceptance_fields,
    .field_count = ACCEPTANCE_FIELD_COUNT,
    .title_field = ACCEPTANCE_OFFICER,
    .subtitle_field = ACCEPTANCE_VERSION,
    .sort = "on",
    .sort_descending = true,
    .writers = ROLES_BUT_TRAINER,
    .match = "officer,version",
    .rule = code_acceptance_rule,
};
