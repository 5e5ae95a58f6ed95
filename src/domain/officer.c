/*
 * The people who open the vault. Keys and passphrase slots are the store's; this is the record others see. That an
 * office keeps an administrator, and that a name belongs to one officer only, is the store's to guard.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    OFFICER_NAME,
    OFFICER_ROLES,
    OFFICER_TITLE,
    OFFICER_EMAIL,
    OFFICER_PHONE,
    OFFICER_LANGUAGE,
    OFFICER_ACTIVE_FROM,
    OFFICER_ACTIVE_TO,
    OFFICER_NOTE,
    OFFICER_FIELD_COUNT
};

static const struct field officer_fields[OFFICER_FIELD_COUNT] = {
    [OFFICER_NAME] = {
        .key = "name", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 80, .width = 24,
    },
    [OFFICER_ROLES] = {
        .key = "roles", .label = N_("Roles"), .kind = FIELD_CHOICES, .vocabulary = "role",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 30,
        .hint = N_("What this person may do; casework opens to intake, case officer and team lead only."),
        .aliases = "role",
    },
    [OFFICER_TITLE] = {
        .key = "title", .label = N_("Job title"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND, .width = 20,
        .aliases = "job title;position",
    },
    [OFFICER_EMAIL] = {
        .key = "email", .label = N_("E-mail"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND,
        .aliases = "mail",
    },
    [OFFICER_PHONE] = {
        .key = "phone", .label = N_("Phone"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 60,
        .aliases = "telephone",
    },
    [OFFICER_LANGUAGE] = {
        .key = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .vocabulary = "language",
        .flags = FIELD_MORE,
    },
    [OFFICER_ACTIVE_FROM] = {
        .key = "active_from", .label = N_("Works here from"), .kind = FIELD_DATE,
        .flags = FIELD_MORE, .initial = "today",
    },
    [OFFICER_ACTIVE_TO] = {
        .key = "active_to", .label = N_("Works here until"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
    },
    [OFFICER_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
    },
};

static enum err officer_rule(struct record *officer, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    (void)before;
    (void)context;
    rule_email(officer, OFFICER_EMAIL, problems);
    rule_in_order(officer, OFFICER_ACTIVE_FROM, OFFICER_ACTIVE_TO, problems,
                  N_("This officer leaves before beginning; check both dates."));
    return OK;
}

const struct record_type officer_type = {
    .key = "officer",
    .label = N_("Officer"),
    .plural = N_("Officers"),
    .hint = N_("A person who works here and opens the vault with a passphrase of their own."),
    .aliases = "officers;user;users",
    .menu = MENU_OFFICE,
    .fields = officer_fields,
    .field_count = OFFICER_FIELD_COUNT,
    .title_field = OFFICER_NAME,
    .subtitle_field = OFFICER_ROLES,
    .sort = "name",
    .writers = ROLE_ADMINISTRATOR,
    .match = "name",
    .rule = officer_rule,
};
