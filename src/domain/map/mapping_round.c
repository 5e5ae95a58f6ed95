/*
 * A round of mapping: who is to be looked for, where, for whom, and how many stakeholders a day are gone through again.
 * What was asked and found in it are its answers; assessments made meanwhile name it.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ROUND_TITLE,
    ROUND_STATUS,
    ROUND_OPENED_ON,
    ROUND_CLOSED_ON,
    ROUND_LEAD,
    ROUND_SECTORS,
    ROUND_PLACES,
    ROUND_LEVELS,
    ROUND_AUDIENCE,
    ROUND_DAILY,
    ROUND_AIM,
    ROUND_FIELD_COUNT
};

static const struct field mapping_round_fields[ROUND_FIELD_COUNT] = {
    [ROUND_TITLE] = {
        .key = "title", .label = N_("Title"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
        .aliases = "name",
    },
    [ROUND_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "round_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "running", .width = 10,
    },
    [ROUND_OPENED_ON] = {
        .key = "opened_on", .label = N_("Begun on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today", .width = 10,
        .aliases = "start;opened",
    },
    [ROUND_CLOSED_ON] = {
        .key = "closed_on", .label = N_("Finished on"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .aliases = "end;closed",
    },
    [ROUND_LEAD] = {
        .key = "lead", .label = N_("Who of us"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
        .hint = N_("Left empty, it is you."),
        .aliases = "officer;owner",
    },
    [ROUND_SECTORS] = {
        .key = "sectors", .label = N_("Sectors"), .kind = FIELD_CHOICES, .vocabulary = "sector",
        .hint = N_("Those this round looks at; empty, all of them."),
        .aliases = "sector",
    },
    [ROUND_PLACES] = {
        .key = "places", .label = N_("Places"), .kind = FIELD_REFERENCES, .refers_to = "place",
        .hint = N_("Those this round looks at; empty, the whole city."),
        .aliases = "place",
    },
    [ROUND_LEVELS] = {
        .key = "levels", .label = N_("Levels"), .kind = FIELD_CHOICES, .vocabulary = "level",
        .aliases = "level",
    },
    [ROUND_AUDIENCE] = {
        .key = "audience", .label = N_("Groups hard to reach"), .kind = FIELD_CHOICES, .vocabulary = "audience",
        .hint = N_("For each of them the round asks who has their ear."),
    },
    [ROUND_DAILY] = {
        .key = "daily", .label = N_("Verified a day"), .kind = FIELD_NUMBER,
        .initial = "5", .min = 1, .max = 50,
        .hint = N_("How many stakeholders are gone through again each day; Home counts them."),
    },
    [ROUND_AIM] = {
        .key = "aim", .label = N_("What it is for"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "note;notes;purpose",
    },
};

static bool is_finished(const struct record *round)
{
    return strcmp(record_text(round, "status"), "finished") == 0;
}

static enum err mapping_round_rule(struct record *round, const struct record *before,
                                   const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(round, ROUND_LEAD) && context->officer_id != 0)
        value_set_number(&round->values[ROUND_LEAD], context->officer_id);
    rule_in_order(round, ROUND_OPENED_ON, ROUND_CLOSED_ON, problems,
                  N_("The round ends before it begins; check both dates."));
    if (!is_finished(round) && !rule_is_empty(round, ROUND_CLOSED_ON))
        problems_add(problems, ROUND_CLOSED_ON,
                     N_("Only a finished round has its last day: clear it, or set the status to finished."));
    if (is_finished(round) && rule_is_empty(round, ROUND_CLOSED_ON))
        return rule_set_day(round, ROUND_CLOSED_ON, context->today);
    return OK;
}

const struct record_type mapping_round_type = {
    .key = "mapping_round",
    .label = N_("Mapping round"),
    .plural = N_("Mapping rounds"),
    .hint = N_("A round of looking for stakeholders: which sectors, places and groups, and what is asked for each."),
    .aliases = "mapping_rounds;round;rounds",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true, /* the menu has an errand for it */
    .fields = mapping_round_fields,
    .field_count = ROUND_FIELD_COUNT,
    .title_field = ROUND_TITLE,
    .subtitle_field = ROUND_OPENED_ON,
    .sort = "opened_on",
    .sort_descending = true,
    .writers = ROLES_BUT_TRAINER,
    .match = "title,opened_on",
    .rule = mapping_round_rule,
};
