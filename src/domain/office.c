/*
 * The office itself: one row, made with the vault. Working days come from here; so do the number to call in an
 * emergency and the order in which a case's steps go.
 */
#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    OFFICE_NAME,
    OFFICE_MUNICIPALITY,
    OFFICE_COUNTRY,
    OFFICE_ADDRESS,
    OFFICE_PHONE,
    OFFICE_EMAIL,
    OFFICE_EMERGENCY_NUMBER,
    OFFICE_PROFILE,
    OFFICE_WEEKEND,
    OFFICE_HOLIDAYS,
    OFFICE_LANGUAGE,
    OFFICE_CURRENCY,
    OFFICE_DATA_PROTECTION_CONTACT,
    OFFICE_COMPLAINTS_TO,
    OFFICE_FIELD_COUNT
};

static const struct field office_fields[OFFICE_FIELD_COUNT] = {
    [OFFICE_NAME] = {
        .key = "name", .label = N_("Name of the office"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .max_len = 120, .width = 32,
    },
    [OFFICE_MUNICIPALITY] = {
        .key = "municipality", .label = N_("Municipality"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED, .width = 24,
        .aliases = "city;town",
    },
    [OFFICE_COUNTRY] = {
        .key = "country", .label = N_("Country"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED, .width = 16,
    },
    [OFFICE_ADDRESS] = {
        .key = "address", .label = N_("Address"), .kind = FIELD_TEXT,
        .max_len = 300,
    },
    [OFFICE_PHONE] = {
        .key = "phone", .label = N_("Phone"), .kind = FIELD_TEXT,
        .max_len = 60,
    },
    [OFFICE_EMAIL] = {
        .key = "email", .label = N_("E-mail"), .kind = FIELD_TEXT,
    },
    [OFFICE_EMERGENCY_NUMBER] = {
        .key = "emergency_number", .label = N_("Emergency number"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED, .initial = "112", .max_len = 20,
        .hint = N_("Shown wherever somebody may be in danger."),
    },
    [OFFICE_PROFILE] = {
        .key = "profile", .label = N_("Order of steps in a case"), .kind = FIELD_CHOICE, .vocabulary = "profile",
        .flags = FIELD_REQUIRED | FIELD_BY_PROGRAM, .initial = "consent_first",
        .hint = N_("Whether the person is asked before the panel hears of them, as here by default, or after. Two "
                   "officers change it: townkeep retention profile, or Decisions of two in the office's menu."),
    },
    [OFFICE_WEEKEND] = {
        .key = "weekend", .label = N_("Days not worked"), .kind = FIELD_CHOICES, .vocabulary = "weekday",
        .initial = "saturday;sunday",
        .hint = N_("Deadlines count working days only."),
    },
    [OFFICE_HOLIDAYS] = {
        .key = "holidays", .label = N_("Holidays"), .kind = FIELD_TAGS,
        .hint = N_("Each as year, month and day: 2026-12-25."),
    },
    [OFFICE_LANGUAGE] = {
        .key = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .vocabulary = "language",
    },
    [OFFICE_CURRENCY] = {
        .key = "currency", .label = N_("Currency"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 3,
        .hint = N_("Three letters, as in EUR."),
    },
    [OFFICE_DATA_PROTECTION_CONTACT] = {
        .key = "data_protection_contact", .label = N_("Data protection contact"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 300,
    },
    [OFFICE_COMPLAINTS_TO] = {
        .key = "complaints_to", .label = N_("Where complaints go"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 300,
        .hint = N_("Printed on every letter: the address for complaints about a record or a decision."),
    },
};

static void check_holidays(const struct record *office, struct problems *problems)
{
    const char *at = record_text(office, "holidays");
    char day[DATE_TEXT_SIZE];
    struct date date;

    while (*at) {
        size_t len = strcspn(at, ";");
        snprintf(day, sizeof day, "%.*s", (int)(len < sizeof day ? len : sizeof day - 1), at);
        if (len >= sizeof day || !date_parse(day, false, &date)) {
            problems_add(problems, OFFICE_HOLIDAYS, N_("\"%.*s\" is no day: write holidays as 2026-12-25."),
                         (int)(len < 40 ? len : 40), at);
            return;
        }
        at += len + (at[len] == ';');
    }
}

static enum err office_rule(struct record *office, const struct record *before, const struct rule_context *context,
                            struct problems *problems)
{
    const char *number = record_text(office, "emergency_number");
    size_t free_days = 0;

    (void)before;
    (void)context;
    check_holidays(office, problems);
    for (const char *at = record_text(office, "weekend"); *at; at += strcspn(at, ";"), at += *at == ';')
        free_days++;
    if (free_days >= 7)
        problems_add(problems, OFFICE_WEEKEND,
                     N_("At least one day of the week must be worked, or no deadline can be counted."));
    if (number[strspn(number, "0123456789 +-")] != '\0')
        problems_add(problems, OFFICE_EMERGENCY_NUMBER,
                     N_("The emergency number is a phone number: digits, blanks, + and - only."));
    rule_email(office, OFFICE_EMAIL, problems);
    return OK;
}

const struct record_type office_type = {
    .key = "office",
    .label = N_("Office"),
    .plural = N_("Office"),
    .hint = N_("The office itself: its name, working days and the rules it works by. There is exactly one."),
    .aliases = "settings_of_office",
    .menu = MENU_OFFICE,
    .fields = office_fields,
    .field_count = OFFICE_FIELD_COUNT,
    .title_field = OFFICE_NAME,
    .subtitle_field = OFFICE_MUNICIPALITY,
    .sort = "name",
    .writers = ROLE_ADMINISTRATOR | ROLE_LEAD,
    .rule = office_rule,
};
