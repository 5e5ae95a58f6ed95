/*
 * Lines of prevention work. Levels, areas and places are lists, because one programme may be primary and tertiary at
 * once. What is done within a programme is an activity.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    PROGRAMME_TITLE,
    PROGRAMME_STATUS,
    PROGRAMME_LEVELS,
    PROGRAMME_AREAS,
    PROGRAMME_CITY_ROLE,
    PROGRAMME_VISIBILITY,
    PROGRAMME_TARGET,
    PROGRAMME_AUDIENCE,
    PROGRAMME_HARMS,
    PROGRAMME_PLACES,
    PROGRAMME_LEAD_PARTY,
    PROGRAMME_PARTNERS,
    PROGRAMME_OWNER,
    PROGRAMME_PLANNED_FROM,
    PROGRAMME_PLANNED_TO,
    PROGRAMME_ACTUAL_FROM,
    PROGRAMME_ACTUAL_TO,
    PROGRAMME_RATIONALE,
    PROGRAMME_CONSULTED,
    PROGRAMME_EVIDENCE,
    PROGRAMME_DO_NO_HARM,
    PROGRAMME_EXIT_PLAN,
    PROGRAMME_REFERENCE,
    PROGRAMME_SENS,
    PROGRAMME_SOURCE,
    PROGRAMME_FIELD_COUNT
};

static const struct field programme_fields[PROGRAMME_FIELD_COUNT] = {
    [PROGRAMME_TITLE] = {
        .key = "title", .label = N_("Title"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 32,
        .aliases = "name;programme;program;project",
    },
    [PROGRAMME_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "programme_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "idea", .width = 10,
    },
    [PROGRAMME_LEVELS] = {
        .key = "levels", .label = N_("Levels"), .kind = FIELD_CHOICES, .vocabulary = "level",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .hint = N_("Several may hold at once: one piece of work can prevent and also help people come back."),
        .aliases = "level;level(s);prevention level",
    },
    [PROGRAMME_AREAS] = {
        .key = "areas", .label = N_("Areas"), .kind = FIELD_CHOICES, .vocabulary = "area",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .aliases = "area;sector",
    },
    [PROGRAMME_CITY_ROLE] = {
        .key = "city_role", .label = N_("What the city does"), .kind = FIELD_CHOICE, .vocabulary = "city_role",
        .flags = FIELD_REQUIRED | FIELD_FILTERED, .initial = "deliver",
    },
    [PROGRAMME_VISIBILITY] = {
        .key = "visibility", .label = N_("Shown as"), .kind = FIELD_CHOICE, .vocabulary = "visibility",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "city",
        .hint = N_("Whose face the work has: some work is better led by others, or kept quiet."),
    },
    [PROGRAMME_TARGET] = {
        .key = "target", .label = N_("Aimed at"), .kind = FIELD_CHOICE, .vocabulary = "target",
        .flags = FIELD_FILTERED, .initial = "everyone",
    },
    [PROGRAMME_AUDIENCE] = {
        .key = "audience", .label = N_("For whom"), .kind = FIELD_CHOICES, .vocabulary = "audience",
        .flags = FIELD_FILTERED,
    },
    [PROGRAMME_HARMS] = {
        .key = "harms", .label = N_("Harms it answers"), .kind = FIELD_CHOICES, .vocabulary = "harm",
        .flags = FIELD_FILTERED | FIELD_MORE,
    },
    [PROGRAMME_PLACES] = {
        .key = "places", .label = N_("Where"), .kind = FIELD_REFERENCES, .refers_to = "place",
        .flags = FIELD_FILTERED,
        .aliases = "place;location",
    },
    [PROGRAMME_LEAD_PARTY] = {
        .key = "lead_party", .label = N_("Led by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Programmes it leads"),
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 20,
        .aliases = "lead;organisation",
    },
    [PROGRAMME_PARTNERS] = {
        .key = "partners", .label = N_("Partners"), .kind = FIELD_REFERENCES, .refers_to = "party",
        .back = N_("Programmes as a partner"),
        .flags = FIELD_FILTERED,
    },
    [PROGRAMME_OWNER] = {
        .key = "owner", .label = N_("Who of us"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_FILTERED,
        .aliases = "officer",
    },
    [PROGRAMME_PLANNED_FROM] = {
        .key = "planned_from", .label = N_("Planned from"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
        .aliases = "start;start date;planned start",
    },
    [PROGRAMME_PLANNED_TO] = {
        .key = "planned_to", .label = N_("Planned to"), .kind = FIELD_DATE,
        .aliases = "end;end date;planned end",
    },
    [PROGRAMME_ACTUAL_FROM] = {
        .key = "actual_from", .label = N_("Began"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .aliases = "actual start",
    },
    [PROGRAMME_ACTUAL_TO] = {
        .key = "actual_to", .label = N_("Ended"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
        .aliases = "actual end",
    },
    [PROGRAMME_RATIONALE] = {
        .key = "rationale", .label = N_("Why this work"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .hint = N_("The need it answers, and why it should help."),
        .aliases = "description;summary",
    },
    [PROGRAMME_CONSULTED] = {
        .key = "consulted", .label = N_("Talked over in"), .kind = FIELD_REFERENCES, .refers_to = "engagement",
        .flags = FIELD_MORE,
        .hint = N_("The conversations with those it is for."),
    },
    [PROGRAMME_EVIDENCE] = {
        .key = "evidence", .label = N_("What is known to work"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
    },
    [PROGRAMME_DO_NO_HARM] = {
        .key = "do_no_harm", .label = N_("Who could be harmed"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .hint = N_("Who benefits, who could be harmed or labelled, and what is done about it."),
    },
    [PROGRAMME_EXIT_PLAN] = {
        .key = "exit_plan", .label = N_("How it ends"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
    },
    [PROGRAMME_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND | FIELD_SORTED | FIELD_BY_PROGRAM, .max_len = 40, .width = 12,
    },
    [PROGRAMME_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [PROGRAMME_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err programme_rule(struct record *programme, const struct record *before,
                               const struct rule_context *context, struct problems *problems)
{
    const char *status = record_text(programme, "status");

    (void)before;
    rule_in_order(programme, PROGRAMME_PLANNED_FROM, PROGRAMME_PLANNED_TO, problems,
                  N_("The programme is planned to end before it begins; check both dates."));
    rule_in_order(programme, PROGRAMME_ACTUAL_FROM, PROGRAMME_ACTUAL_TO, problems,
                  N_("The programme ended before it began; check both dates."));
    if (rule_is_after_day(programme, PROGRAMME_ACTUAL_TO, context->today))
        problems_add(problems, PROGRAMME_ACTUAL_TO,
                     N_("The day it ended lies in the future; put it under planned to."));
    if ((strcmp(status, "completed") == 0 || strcmp(status, "stopped") == 0) &&
        rule_is_empty(programme, PROGRAMME_ACTUAL_TO))
        problems_warn(problems, PROGRAMME_ACTUAL_TO,
                      N_("The programme is over: give the day it ended, if it is known."));
    return OK;
}

const struct record_type programme_type = {
    .key = "programme",
    .label = N_("Programme"),
    .plural = N_("Programmes"),
    .hint = N_("A line of prevention work, run by the city or by others with its support."),
    .aliases = "programmes;program;project",
    .menu = MENU_PROGRAMMES,
    .fields = programme_fields,
    .field_count = PROGRAMME_FIELD_COUNT,
    .title_field = PROGRAMME_TITLE,
    .subtitle_field = PROGRAMME_STATUS,
    .sort = "title",
    .reference_prefix = "P",
    .writers = ROLES_BUT_TRAINER,
    .match = "reference|title",
    .rule = programme_rule,
};
