/*
 * Fields that speak of somebody else than the person by what they are, one row for each; and every note, because
 * anybody may be named in it: an officer reads it before it leaves.
 */
#include <string.h>

#include "bundle_in.h"
#include "townkeep/base/i18n.h"

static const struct {
    const char *type, *field; /* keys; a field that ends in * stands for all that begin so */
    const char *why;          /* N_() */
} fields[] = {
    { "referral", "referrer_*", N_("who told") },
    { "referral", "relation", N_("who told") },
    { "referral", "how_known", N_("who told") },
    { "referral", "guardian*", N_("the guardian") },
    { "referral", "sources_contacted", N_("who was asked") },
    { "episode", "guardian*", N_("the guardian") },
    { "episode", "speaks_first", N_("somebody the person trusts") },
    { "episode", "single_contact", N_("an officer of another authority") },
    { "episode", "security_liaison", N_("an officer of another authority") },
    { "advice_contact", "caller_type", N_("who told") },
    { "advice_contact", "question", N_("who told") },
    { "family_member", "*", N_("a member of the family") },
    { "assessment_item", "source", N_("who told") },
    { "sharing", "agency_person", N_("somebody at an agency") },
    { "sharing", "asked_by", N_("who asked") },
    { "consent", "with_whom", N_("a member of the family") },
    { "panel_item", "lead_person", N_("somebody at an agency") },
    { "panel_item", "dissent", N_("who sat at the panel") },
    { "panel_conflict", "*", N_("who sat at the panel") },
    { "panel_contribution", "*", N_("told to the panel") },
    { "panel_action", "person", N_("somebody at an agency") },
    { "support_plan", "lead_person", N_("somebody at an agency") },
    { "support_session", "present", N_("who was there") },
    { "copy", "recipient", N_("who has a copy") },
    { "complaint", "*", N_("a complaint may be somebody else's") },
};

static bool fits(const char *pattern, const char *key)
{
    size_t len = strlen(pattern);

    return pattern[len - 1] == '*' ? strncmp(pattern, key, len - 1) == 0 : strcmp(pattern, key) == 0;
}

/* Days, numbers and marks name nobody. */
static bool is_text(const struct field *field)
{
    return field->kind == FIELD_TEXT || field->kind == FIELD_NOTE || field->kind == FIELD_REFERENCE ||
           field->kind == FIELD_CHOICE;
}

const char *bundle_third(const struct record_type *type, const struct field *field)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (strcmp(fields[i].type, type->key) == 0 && fits(fields[i].field, field->key) &&
            (is_text(field) || strchr(fields[i].field, '*') == NULL))
            return fields[i].why;
    }
    return field->kind == FIELD_NOTE ? N_("others may be named in it") : NULL;
}

bool bundle_is_source(const struct record_type *type, const struct field *field)
{
    static const char *const keys[] = { "referrer_*", "relation", "how_known" };

    for (size_t i = 0; strcmp(type->key, "referral") == 0 && i < sizeof keys / sizeof keys[0]; i++) {
        if (fits(keys[i], field->key))
            return true;
    }
    return false;
}
