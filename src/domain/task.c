/*
 * What the team owes: one list for everything, whatever it came from. Closing one dates it, reopening clears the date.
 * Never about a referred person: their deadlines are the referral's own.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    TASK_WHAT,
    TASK_OWNER,
    TASK_DUE,
    TASK_STATUS,
    TASK_ORIGIN,
    TASK_NOTE,
    TASK_PARTY,
    TASK_ENGAGEMENT,
    TASK_AGREEMENT,
    TASK_PROGRAMME,
    TASK_SESSION,
    TASK_CLOSED_ON,
    TASK_REFERENCE,
    TASK_FIELD_COUNT
};

static const struct field task_fields[TASK_FIELD_COUNT] = {
    [TASK_WHAT] = {
        .key = "what", .label = N_("What"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND, .max_len = 300, .width = 36,
        .aliases = "title;task;action;summary",
    },
    [TASK_OWNER] = {
        .key = "owner", .label = N_("Who of us"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
        .hint = N_("Left empty, it is you."),
        .aliases = "officer;responsible;assigned to",
    },
    [TASK_DUE] = {
        .key = "due", .label = N_("Due"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "due date;deadline;by",
    },
    [TASK_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "task_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "open", .width = 10,
        .aliases = "state",
    },
    [TASK_ORIGIN] = {
        .key = "origin", .label = N_("Came from"), .kind = FIELD_CHOICE, .vocabulary = "task_origin",
        .flags = FIELD_FILTERED,
    },
    [TASK_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "notes;description",
    },
    [TASK_PARTY] = {
        .key = "party", .label = N_("About stakeholder"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "stakeholder;organisation",
    },
    [TASK_ENGAGEMENT] = {
        .key = "engagement", .label = N_("From engagement"), .kind = FIELD_REFERENCE, .refers_to = "engagement",
        .flags = FIELD_MORE,
    },
    [TASK_AGREEMENT] = {
        .key = "agreement", .label = N_("From agreement"), .kind = FIELD_REFERENCE, .refers_to = "agreement",
        .flags = FIELD_MORE,
    },
    [TASK_PROGRAMME] = {
        .key = "programme", .label = N_("For programme"), .kind = FIELD_REFERENCE, .refers_to = "programme",
        .flags = FIELD_FILTERED | FIELD_MORE,
    },
    [TASK_SESSION] = {
        .key = "session", .label = N_("For training session"), .kind = FIELD_REFERENCE, .refers_to = "session",
        .flags = FIELD_MORE,
    },
    [TASK_CLOSED_ON] = {
        .key = "closed_on", .label = N_("Closed on"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .hint = N_("Left empty, it is the day you close the task."),
        .aliases = "done on;completed on",
    },
    [TASK_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FOUND | FIELD_SORTED | FIELD_BY_PROGRAM, .max_len = 40, .width = 12,
    },
};

static bool is_closed(const struct record *task)
{
    const char *status = record_text(task, "status");

    return strcmp(status, "done") == 0 || strcmp(status, "dropped") == 0;
}

static enum err task_rule(struct record *task, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    if (!before && rule_is_empty(task, TASK_OWNER) && context->officer_id != 0)
        value_set_number(&task->values[TASK_OWNER], context->officer_id);
    if (is_closed(task) && rule_is_empty(task, TASK_CLOSED_ON))
        return rule_set_day(task, TASK_CLOSED_ON, context->today);
    if (!is_closed(task) && before && is_closed(before) &&
        value_equal(&task->values[TASK_CLOSED_ON], &before->values[TASK_CLOSED_ON]))
        value_release(&task->values[TASK_CLOSED_ON]);
    if (!is_closed(task) && !rule_is_empty(task, TASK_CLOSED_ON))
        problems_add(problems, TASK_CLOSED_ON,
                     N_("An open task has no closing day: clear it, or set the status to done or dropped."));
    if (rule_is_after_day(task, TASK_CLOSED_ON, context->today))
        problems_add(problems, TASK_CLOSED_ON, N_("The closing day lies in the future; check the date."));
    return OK;
}

const struct record_type task_type = {
    .key = "task",
    .label = N_("Task"),
    .plural = N_("Tasks"),
    .hint = N_("What somebody here has promised to do, by when, whatever it came from."),
    .aliases = "tasks;action;actions;todo",
    .menu = MENU_TASKS,
    .fields = task_fields,
    .field_count = TASK_FIELD_COUNT,
    .title_field = TASK_WHAT,
    .subtitle_field = TASK_DUE,
    .sort = "due",
    .reference_prefix = "T",
    .match = "reference|what,due",
    .rule = task_rule,
};
