/*
 * A meeting of the panel: when, who leads it, and whether everybody accepted to keep what is said there. It owns
 * itself, because several cases are looked at in one meeting; what was said about each stands with the case
 * (panel_item).
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    MEETING_ON,
    MEETING_START,
    MEETING_PLACE,
    MEETING_CHAIR,
    MEETING_MINUTE_TAKER,
    MEETING_STATUS,
    MEETING_CONFIDENTIALITY_READ,
    MEETING_INVITED_BY,
    MEETING_NOTE,
    MEETING_COPIES_COLLECTED,
    MEETING_FIELD_COUNT
};

static const struct field panel_meeting_fields[MEETING_FIELD_COUNT] = {
    [MEETING_ON] = {
        .key = "on", .label = N_("Day"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "date;held_on",
        .hint = N_("It may lie ahead."),
    },
    [MEETING_START] = {
        .key = "start", .label = N_("Begins at"), .kind = FIELD_TIME,
    },
    [MEETING_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
    },
    [MEETING_CHAIR] = {
        .key = "chair", .label = N_("Chaired by"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 120,
        .hint = N_("Name and agency. The chair needs no account here."),
    },
    [MEETING_MINUTE_TAKER] = {
        .key = "minute_taker", .label = N_("Minutes taken by"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
    },
    [MEETING_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "panel_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "planned", .width = 12,
    },
    [MEETING_CONFIDENTIALITY_READ] = {
        .key = "confidentiality_read", .label = N_("Confidentiality read out"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the rules were read and accepted before the first case."),
    },
    [MEETING_INVITED_BY] = {
        .key = "invited_by", .label = N_("Called by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
    [MEETING_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED,
        .hint = N_("About the meeting as a whole; nothing of a case."),
    },
    [MEETING_COPIES_COLLECTED] = {
        .key = "copies_collected", .label = N_("Copies collected"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether every numbered sheet came back at the end."),
    },
};

static bool was_held(const struct record *meeting)
{
    return strcmp(record_text(meeting, "status"), "held") == 0;
}

static enum err panel_meeting_rule(struct record *meeting, const struct record *before,
                                   const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(meeting, MEETING_INVITED_BY) && context->officer_id != 0)
        value_set_number(&meeting->values[MEETING_INVITED_BY], context->officer_id);
    if (was_held(meeting) && rule_is_after_day(meeting, MEETING_ON, context->today))
        problems_add(problems, MEETING_STATUS,
                     N_("A meeting that was held cannot lie in the future; its status is planned."));
    if (!was_held(meeting) && record_number(meeting, "copies_collected") != 0)
        problems_add(problems, MEETING_COPIES_COLLECTED,
                     N_("Copies are collected at the end of a meeting: set its status to held first."));
    if (was_held(meeting) && record_number(meeting, "confidentiality_read") == 0)
        problems_warn(problems, MEETING_CONFIDENTIALITY_READ,
                      N_("No case can be decided in a meeting that did not accept confidentiality."));
    return OK;
}

const struct record_type panel_meeting_type = {
    .key = "panel_meeting",
    .label = N_("Panel meeting"),
    .plural = N_("Panel meetings"),
    .hint = N_("When the panel meets, who chairs and who comes. What is decided about a case stands in the case."),
    .aliases = "panel",
    .menu = MENU_REFERRALS,
    .fields = panel_meeting_fields,
    .field_count = MEETING_FIELD_COUNT,
    .title_field = MEETING_ON,
    .subtitle_field = -1,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = panel_meeting_rule,
};
