/*
 * Single events of a programme. How many people came is in participation counts, so that totals and breakdowns stand
 * apart.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ACTIVITY_TITLE,
    ACTIVITY_PROGRAMME,
    ACTIVITY_TYPE,
    ACTIVITY_STATUS,
    ACTIVITY_PLANNED_ON,
    ACTIVITY_HELD_FROM,
    ACTIVITY_HELD_TO,
    ACTIVITY_HOURS,
    ACTIVITY_PLACE,
    ACTIVITY_LEAD,
    ACTIVITY_LEAD_PARTY,
    ACTIVITY_COST,
    ACTIVITY_NOTE,
    ACTIVITY_REFERENCE,
    ACTIVITY_SENS,
    ACTIVITY_FIELD_COUNT
};

static const struct field activity_fields[ACTIVITY_FIELD_COUNT] = {
    [ACTIVITY_TITLE] = {
        .key = "title", .label = N_("Title"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
        .aliases = "name;activity",
    },
    [ACTIVITY_PROGRAMME] = {
        .key = "programme", .label = N_("Programme"), .kind = FIELD_REFERENCE, .refers_to = "programme",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "program;project",
    },
    [ACTIVITY_TYPE] = {
        .key = "type", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "activity_type",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 14,
        .aliases = "activity type",
    },
    [ACTIVITY_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "activity_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "planned", .width = 10,
    },
    [ACTIVITY_PLANNED_ON] = {
        .key = "planned_on", .label = N_("Planned for"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "date;on;planned",
    },
    [ACTIVITY_HELD_FROM] = {
        .key = "held_from", .label = N_("Held from"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .aliases = "start;from;held on",
    },
    [ACTIVITY_HELD_TO] = {
        .key = "held_to", .label = N_("Held to"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .aliases = "end;to",
    },
    [ACTIVITY_HOURS] = {
        .key = "hours", .label = N_("Hours"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 100000,
    },
    [ACTIVITY_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_FILTERED,
        .aliases = "venue;location",
    },
    [ACTIVITY_LEAD] = {
        .key = "lead", .label = N_("Who of us"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_FILTERED,
        .aliases = "officer;owner",
    },
    [ACTIVITY_LEAD_PARTY] = {
        .key = "lead_party", .label = N_("Led by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "organisation;partner",
    },
    [ACTIVITY_COST] = {
        .key = "cost", .label = N_("Cost"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 1000000000000,
        .aliases = "spent",
    },
    [ACTIVITY_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "notes;description;summary",
    },
    [ACTIVITY_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_SORTED | FIELD_MORE | FIELD_BY_PROGRAM, .max_len = 40,
    },
    [ACTIVITY_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
};

static enum err activity_rule(struct record *activity, const struct record *before, const struct rule_context *context,
                              struct problems *problems)
{
    bool is_held = strcmp(record_text(activity, "status"), "held") == 0;

    (void)before;
    rule_in_order(activity, ACTIVITY_HELD_FROM, ACTIVITY_HELD_TO, problems,
                  N_("The activity ends before it begins; check both dates."));
    if (is_held && rule_is_empty(activity, ACTIVITY_HELD_FROM) && !rule_is_empty(activity, ACTIVITY_PLANNED_ON) &&
        !rule_is_after_day(activity, ACTIVITY_PLANNED_ON, context->today))
        return value_copy(&activity->values[ACTIVITY_HELD_FROM], &activity->values[ACTIVITY_PLANNED_ON]);
    if (is_held && rule_is_empty(activity, ACTIVITY_HELD_FROM))
        problems_add(problems, ACTIVITY_HELD_FROM, N_("Give the day the activity was held."));
    if (is_held && rule_is_after_day(activity, ACTIVITY_HELD_FROM, context->today))
        problems_add(problems, ACTIVITY_HELD_FROM,
                     N_("An activity that was held cannot lie in the future; its status is planned."));
    return OK;
}

const struct record_type activity_type = {
    .key = "activity",
    .label = N_("Activity"),
    .plural = N_("Activities"),
    .hint = N_("One thing done within a programme: an evening, a workshop, a campaign day."),
    .aliases = "activities;event",
    .menu = MENU_PROGRAMMES,
    .fields = activity_fields,
    .field_count = ACTIVITY_FIELD_COUNT,
    .title_field = ACTIVITY_TITLE,
    .subtitle_field = ACTIVITY_PLANNED_ON,
    .sort = "planned_on",
    .sort_descending = true,
    .reference_prefix = "A",
    .writers = ROLES_BUT_TRAINER,
    .match = "reference|programme,title,planned_on",
    .rule = activity_rule,
};
