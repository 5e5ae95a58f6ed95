/*
 * What somebody at the table promised to do about a case, by when, and whether it was done.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ACTION_EPISODE,
    ACTION_ITEM,
    ACTION_WHAT,
    ACTION_AGENCY,
    ACTION_PERSON,
    ACTION_DUE,
    ACTION_DONE_ON,
    ACTION_FIELD_COUNT
};

static const struct field panel_action_fields[ACTION_FIELD_COUNT] = {
    [ACTION_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [ACTION_ITEM] = {
        .key = "item", .label = N_("Item of the panel"), .kind = FIELD_REFERENCE, .refers_to = "panel_item",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [ACTION_WHAT] = {
        .key = "what", .label = N_("What"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 1000,
    },
    [ACTION_AGENCY] = {
        .key = "agency", .label = N_("Agency"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
    },
    [ACTION_PERSON] = {
        .key = "person", .label = N_("Who"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
    },
    [ACTION_DUE] = {
        .key = "due", .label = N_("Due"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
    },
    [ACTION_DONE_ON] = {
        .key = "done_on", .label = N_("Done on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED, .width = 10,
    },
};

static enum err panel_action_rule(struct record *action, const struct record *before,
                                  const struct rule_context *context, struct problems *problems)
{
    if (rule_is_after_day(action, ACTION_DONE_ON, context->today))
        problems_add(problems, ACTION_DONE_ON, N_("What is done was done today or before; check the date."));
    nudge_not_recordable(action, before, context, problems);
    return OK;
}

const struct record_type panel_action_type = {
    .key = "panel_action",
    .label = N_("Action of the panel"),
    .plural = N_("Actions of the panel"),
    .hint = N_("Who promised what to the panel, by when."),
    .menu = MENU_NONE,
    .fields = panel_action_fields,
    .field_count = ACTION_FIELD_COUNT,
    .title_field = ACTION_ITEM,
    .subtitle_field = ACTION_DUE,
    .sort = "due",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = panel_action_rule,
};
