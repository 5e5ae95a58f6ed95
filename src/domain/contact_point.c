/*
 * Further ways to reach a stakeholder: a second number, a messenger, an address for emergencies. The main ones stand in
 * the party itself.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    CONTACT_POINT_PARTY,
    CONTACT_POINT_SERVICE,
    CONTACT_POINT_PLACE,
    CONTACT_POINT_CHANNEL,
    CONTACT_POINT_VALUE,
    CONTACT_POINT_LABEL,
    CONTACT_POINT_HOURS,
    CONTACT_POINT_IS_PUBLIC,
    CONTACT_POINT_IS_EMERGENCY,
    CONTACT_POINT_VERIFIED_ON,
    CONTACT_POINT_NOTE,
    CONTACT_POINT_SENS,
    CONTACT_POINT_SOURCE,
    CONTACT_POINT_FIELD_COUNT
};

static const struct field contact_point_fields[CONTACT_POINT_FIELD_COUNT] = {
    [CONTACT_POINT_PARTY] = {
        .key = "party", .label = N_("Stakeholder"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 28,
        .aliases = "owner;organisation;organization_id;contact_id",
    },
    [CONTACT_POINT_SERVICE] = {
        .key = "service", .label = N_("Service"), .kind = FIELD_REFERENCE, .refers_to = "service",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("When it reaches one service of theirs only."),
        .aliases = "service_id",
    },
    [CONTACT_POINT_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("When it rings in one place."),
        .aliases = "location_id;location",
    },
    [CONTACT_POINT_CHANNEL] = {
        .key = "channel", .label = N_("Way"), .kind = FIELD_CHOICE, .vocabulary = "channel",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "phone", .width = 14,
        .aliases = "type;number_type;channel type",
    },
    [CONTACT_POINT_VALUE] = {
        .key = "value", .label = N_("Number or address"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 300, .width = 26,
        .aliases = "number;contact;address",
    },
    [CONTACT_POINT_LABEL] = {
        .key = "label", .label = N_("For"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND, .max_len = 80, .width = 16,
        .hint = N_("What or whom it reaches: front desk, the youth worker on duty."),
        .aliases = "description;department;name",
    },
    [CONTACT_POINT_HOURS] = {
        .key = "hours", .label = N_("Hours"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .aliases = "opening hours;opening times",
    },
    [CONTACT_POINT_IS_PUBLIC] = {
        .key = "is_public", .label = N_("May be published"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "public",
    },
    [CONTACT_POINT_IS_EMERGENCY] = {
        .key = "is_emergency", .label = N_("For emergencies"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "emergency",
    },
    [CONTACT_POINT_VERIFIED_ON] = {
        .key = "verified_on", .label = N_("Last verified"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
    },
    [CONTACT_POINT_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "notes",
    },
    [CONTACT_POINT_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [CONTACT_POINT_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err contact_point_rule(struct record *point, const struct record *before,
                                   const struct rule_context *context, struct problems *problems)
{
    const char *channel = record_text(point, "channel");

    (void)before;
    if (rule_is_empty(point, CONTACT_POINT_PARTY) && rule_is_empty(point, CONTACT_POINT_SERVICE) &&
        rule_is_empty(point, CONTACT_POINT_PLACE))
        problems_add(problems, CONTACT_POINT_PARTY, N_("Say whom it reaches: a stakeholder, a service or a place."));
    if (strcmp(channel, "email") == 0)
        rule_email(point, CONTACT_POINT_VALUE, problems);
    if (strcmp(channel, "phone") == 0 || strcmp(channel, "mobile") == 0 || strcmp(channel, "sms") == 0) {
        if (!rule_is_empty(point, CONTACT_POINT_VALUE) && !strpbrk(record_text(point, "value"), "0123456789"))
            problems_add(problems, CONTACT_POINT_VALUE,
                         N_("A phone number has digits; choose another way if this is none."));
    }
    if (rule_is_after_day(point, CONTACT_POINT_VERIFIED_ON, context->today))
        problems_add(problems, CONTACT_POINT_VERIFIED_ON,
                     N_("The day of verifying lies in the future; check the date."));
    return OK;
}

const struct record_type contact_point_type = {
    .key = "contact_point",
    .label = N_("Contact point"),
    .plural = N_("Contact points"),
    .hint = N_("One more way to reach a stakeholder, beside the main number and address."),
    .aliases = "contact;contacts;contact_points",
    .menu = MENU_STAKEHOLDERS,
    .fields = contact_point_fields,
    .field_count = CONTACT_POINT_FIELD_COUNT,
    .title_field = CONTACT_POINT_VALUE,
    .subtitle_field = CONTACT_POINT_CHANNEL,
    .sort = "value",
    .writers = ROLES_BUT_TRAINER,
    .match = "party,channel,value",
    .rule = contact_point_rule,
};
