/*
 * What stakeholders offer people. Field names follow the directory standard HSDS where it has them: verified_on is its
 * assured_date, status its four words.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    SERVICE_NAME,
    SERVICE_PARTY,
    SERVICE_PROGRAMME,
    SERVICE_ALT_NAMES,
    SERVICE_DESCRIPTION,
    SERVICE_LEVELS,
    SERVICE_AREAS,
    SERVICE_AUDIENCE,
    SERVICE_ELIGIBILITY,
    SERVICE_MIN_AGE,
    SERVICE_MAX_AGE,
    SERVICE_LANGUAGES,
    SERVICE_INTERPRETATION,
    SERVICE_HOW_TO_ACCESS,
    SERVICE_REQUIRED_DOCUMENTS,
    SERVICE_FEES,
    SERVICE_WAIT_TIME,
    SERVICE_PLACES,
    SERVICE_ADDRESS,
    SERVICE_ADDRESS_HIDDEN,
    SERVICE_SCHEDULE,
    SERVICE_PHONE,
    SERVICE_EMAIL,
    SERVICE_WEBSITE,
    SERVICE_STATUS,
    SERVICE_TAKES_REFERRALS,
    SERVICE_CAPACITY_AVAILABLE,
    SERVICE_CAPACITY_MAX,
    SERVICE_CAPACITY_ON,
    SERVICE_ACCREDITATION,
    SERVICE_ALERT,
    SERVICE_ALERT_UNTIL,
    SERVICE_VERIFIED_ON,
    SERVICE_VERIFIED_BY,
    SERVICE_SENS,
    SERVICE_SOURCE,
    SERVICE_FIELD_COUNT
};

static const struct field service_fields[SERVICE_FIELD_COUNT] = {
    [SERVICE_NAME] = {
        .key = "name", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
        .aliases = "service;service name",
    },
    [SERVICE_PARTY] = {
        .key = "party", .label = N_("Offered by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "organisation;organization;organization_id;provider",
    },
    [SERVICE_PROGRAMME] = {
        .key = "programme", .label = N_("Within programme"), .kind = FIELD_REFERENCE, .refers_to = "programme",
        .flags = FIELD_MORE,
        .aliases = "program;program_id",
    },
    [SERVICE_ALT_NAMES] = {
        .key = "alt_names", .label = N_("Other names"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND | FIELD_MORE,
        .aliases = "alternate_name",
    },
    [SERVICE_DESCRIPTION] = {
        .key = "description", .label = N_("What it offers"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "about",
    },
    [SERVICE_LEVELS] = {
        .key = "levels", .label = N_("Levels"), .kind = FIELD_CHOICES, .vocabulary = "level",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .hint = N_("Several may hold at once: one piece of work can prevent and also help people come back."),
        .aliases = "level;level(s);prevention level",
    },
    [SERVICE_AREAS] = {
        .key = "areas", .label = N_("Areas"), .kind = FIELD_CHOICES, .vocabulary = "area",
        .flags = FIELD_FILTERED,
        .aliases = "area;category",
    },
    [SERVICE_AUDIENCE] = {
        .key = "audience", .label = N_("For whom"), .kind = FIELD_CHOICES, .vocabulary = "audience",
        .flags = FIELD_FILTERED,
        .aliases = "target group",
    },
    [SERVICE_ELIGIBILITY] = {
        .key = "eligibility", .label = N_("Who may use it"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "eligibility_description",
    },
    [SERVICE_MIN_AGE] = {
        .key = "min_age", .label = N_("From age"), .kind = FIELD_NUMBER,
        .min = 0, .max = 130,
        .aliases = "minimum_age;lowest_admission_age",
    },
    [SERVICE_MAX_AGE] = {
        .key = "max_age", .label = N_("To age"), .kind = FIELD_NUMBER,
        .min = 0, .max = 130,
        .aliases = "maximum_age;highest_admission_age",
    },
    [SERVICE_LANGUAGES] = {
        .key = "languages", .label = N_("Languages"), .kind = FIELD_CHOICES, .vocabulary = "language",
        .flags = FIELD_FILTERED,
        .aliases = "language",
    },
    [SERVICE_INTERPRETATION] = {
        .key = "interpretation", .label = N_("Interpreting"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .aliases = "interpretation_services",
    },
    [SERVICE_HOW_TO_ACCESS] = {
        .key = "how_to_access", .label = N_("How to get it"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "application_process;referral method",
    },
    [SERVICE_REQUIRED_DOCUMENTS] = {
        .key = "required_documents", .label = N_("Papers to bring"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "required documents",
    },
    [SERVICE_FEES] = {
        .key = "fees", .label = N_("Fees"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 1000,
        .aliases = "fees_description;cost",
    },
    [SERVICE_WAIT_TIME] = {
        .key = "wait_time", .label = N_("Waiting time"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
    },
    [SERVICE_PLACES] = {
        .key = "places", .label = N_("Where"), .kind = FIELD_REFERENCES, .refers_to = "place",
        .flags = FIELD_FILTERED,
        .aliases = "place;location;location_id",
    },
    [SERVICE_ADDRESS] = {
        .key = "address", .label = N_("Address"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 300,
    },
    [SERVICE_ADDRESS_HIDDEN] = {
        .key = "address_hidden", .label = N_("Address not exported"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_MORE,
        .hint = N_("For shelters and other places that must not be found."),
    },
    [SERVICE_SCHEDULE] = {
        .key = "schedule", .label = N_("Opening hours"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "opening_hours;opening hours;opening times;hours",
    },
    [SERVICE_PHONE] = {
        .key = "phone", .label = N_("Phone"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 60,
        .aliases = "telephone",
    },
    [SERVICE_EMAIL] = {
        .key = "email", .label = N_("E-mail"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE,
        .aliases = "mail;contact",
    },
    [SERVICE_WEBSITE] = {
        .key = "website", .label = N_("Website"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 300,
        .aliases = "url",
    },
    [SERVICE_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "service_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "active", .width = 12,
    },
    [SERVICE_TAKES_REFERRALS] = {
        .key = "takes_referrals", .label = N_("Referrals"), .kind = FIELD_CHOICE, .vocabulary = "takes_referrals",
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "ask_first", .width = 14,
        .aliases = "referral;accepts referrals",
    },
    [SERVICE_CAPACITY_AVAILABLE] = {
        .key = "capacity_available", .label = N_("Free places"), .kind = FIELD_NUMBER,
        .min = 0, .max = 1000000,
        .aliases = "available",
    },
    [SERVICE_CAPACITY_MAX] = {
        .key = "capacity_max", .label = N_("Places in all"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 1000000,
        .aliases = "maximum;capacity",
    },
    [SERVICE_CAPACITY_ON] = {
        .key = "capacity_on", .label = N_("Free places as of"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .aliases = "updated",
    },
    [SERVICE_ACCREDITATION] = {
        .key = "accreditation", .label = N_("Accreditation"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 1000,
        .aliases = "accreditations",
    },
    [SERVICE_ALERT] = {
        .key = "alert", .label = N_("Warning"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 300,
        .hint = N_("Shown beside the service until the day below: closed for repairs, full until May."),
    },
    [SERVICE_ALERT_UNTIL] = {
        .key = "alert_until", .label = N_("Warning until"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED | FIELD_MORE,
    },
    [SERVICE_VERIFIED_ON] = {
        .key = "verified_on", .label = N_("Last verified"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED,
        .aliases = "assured_date",
    },
    [SERVICE_VERIFIED_BY] = {
        .key = "verified_by", .label = N_("Verified by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_MORE,
    },
    [SERVICE_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [SERVICE_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static void check_ranges(const struct record *service, struct problems *problems)
{
    if (rule_is_less(service, SERVICE_MAX_AGE, SERVICE_MIN_AGE))
        problems_add(problems, SERVICE_MAX_AGE, N_("The highest age is below the lowest; check both."));
    if (rule_is_less(service, SERVICE_CAPACITY_MAX, SERVICE_CAPACITY_AVAILABLE))
        problems_add(problems, SERVICE_CAPACITY_AVAILABLE,
                     N_("More places are free than there are in all; check both numbers."));
}

static bool is_closed(const struct record *service)
{
    const char *status = record_text(service, "status");

    return strcmp(status, "inactive") == 0 || strcmp(status, "defunct") == 0;
}

static enum err service_rule(struct record *service, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    enum err e;

    check_ranges(service, problems);
    rule_email(service, SERVICE_EMAIL, problems);
    if (!before && !rule_is_empty(service, SERVICE_CAPACITY_AVAILABLE) && rule_is_empty(service, SERVICE_CAPACITY_ON) &&
        (e = rule_set_day(service, SERVICE_CAPACITY_ON, context->today)))
        return e;
    if (is_closed(service) && strcmp(record_text(service, "takes_referrals"), "yes") == 0)
        problems_warn(problems, SERVICE_TAKES_REFERRALS,
                      N_("A closed service cannot take referrals; choose ask first or do not refer."));
    return rule_verified(service, before, context, SERVICE_VERIFIED_ON, SERVICE_VERIFIED_BY, problems);
}

const struct record_type service_type = {
    .key = "service",
    .label = N_("Service"),
    .plural = N_("Services"),
    .hint = N_("What a stakeholder offers people, for whom, and whether referrals are welcome there."),
    .aliases = "services",
    .menu = MENU_STAKEHOLDERS,
    .fields = service_fields,
    .field_count = SERVICE_FIELD_COUNT,
    .title_field = SERVICE_NAME,
    .subtitle_field = SERVICE_PARTY,
    .sort = "name",
    .writers = ROLES_BUT_TRAINER,
    .match = "party,name",
    .rule = service_rule,
};
