/*
 * When a service or a place is open, or closed on days that it would be open. Times are those of the clock on its wall:
 * no time zone is kept. What no such row can say stands as a rule of RFC 5545, as other registers write it.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    OPENING_SERVICE,
    OPENING_PLACE,
    OPENING_DAYS,
    OPENING_OPENS,
    OPENING_CLOSES,
    OPENING_CLOSED,
    OPENING_VALID_FROM,
    OPENING_VALID_TO,
    OPENING_RRULE,
    OPENING_NOTE,
    OPENING_FIELD_COUNT
};

static const struct field opening_fields[OPENING_FIELD_COUNT] = {
    [OPENING_SERVICE] = {
        .key = "service", .label = N_("Service"), .kind = FIELD_REFERENCE, .refers_to = "service",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "service_id",
    },
    [OPENING_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .aliases = "location;location_id",
    },
    [OPENING_DAYS] = {
        .key = "days", .label = N_("Days"), .kind = FIELD_CHOICES, .vocabulary = "weekday",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .aliases = "weekday;day",
    },
    [OPENING_OPENS] = {
        .key = "opens", .label = N_("Opens"), .kind = FIELD_TIME,
        .flags = FIELD_LISTED | FIELD_SORTED, .width = 6,
        .hint = N_("As the clock at the door shows it."),
        .aliases = "opens_at",
    },
    [OPENING_CLOSES] = {
        .key = "closes", .label = N_("Closes"), .kind = FIELD_TIME,
        .flags = FIELD_LISTED, .width = 6,
        .aliases = "closes_at",
    },
    [OPENING_CLOSED] = {
        .key = "closed", .label = N_("Closed on these days"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 8,
        .hint = N_("For holidays and closings: on these days or between these dates nobody is there."),
    },
    [OPENING_VALID_FROM] = {
        .key = "valid_from", .label = N_("From"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .hint = N_("Left empty, it holds all the year."),
        .aliases = "start_date",
    },
    [OPENING_VALID_TO] = {
        .key = "valid_to", .label = N_("Until"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .aliases = "end_date",
    },
    [OPENING_RRULE] = {
        .key = "rrule", .label = N_("Repeats as"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 400,
        .hint = N_("A rule as calendars write it (RFC 5545): FREQ=MONTHLY;BYDAY=1TU is the first Tuesday."),
    },
    [OPENING_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 1000,
        .aliases = "description;notes",
    },
};

static enum err opening_rule(struct record *opening, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    (void)before;
    (void)context;
    if (rule_is_empty(opening, OPENING_SERVICE) && rule_is_empty(opening, OPENING_PLACE))
        problems_add(problems, OPENING_SERVICE, N_("Say what is open: a service, a place, or a service in a place."));
    if (rule_is_less(opening, OPENING_CLOSES, OPENING_OPENS))
        problems_warn(problems, OPENING_CLOSES,
                      N_("It closes before it opens: right only when it is open past midnight."));
    if (!rule_is_empty(opening, OPENING_RRULE) && !strstr(record_text(opening, "rrule"), "FREQ="))
        problems_warn(
            problems, OPENING_RRULE,
            N_("A calendar rule says how often: FREQ=WEEKLY, FREQ=MONTHLY. Write anything else in the note."));
    rule_in_order(opening, OPENING_VALID_FROM, OPENING_VALID_TO, problems,
                  N_("The hours end before they begin; check both dates."));
    return OK;
}

const struct record_type opening_type = {
    .key = "opening",
    .label = N_("Opening hours"),
    .plural = N_("Opening hours"),
    .hint = N_("When a service or a place is open, and when it is closed though it would be open."),
    .aliases = "openings;schedule;schedules;opening_hours",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .fields = opening_fields,
    .field_count = OPENING_FIELD_COUNT,
    .title_field = OPENING_SERVICE,
    .subtitle_field = OPENING_DAYS,
    .sort = "opens",
    .writers = ROLES_BUT_TRAINER,
    .rule = opening_rule,
};
