/*
 * One thing that is done for the person, what it serves and who does it. While the plan is a draft it changes freely.
 * Once the plan was agreed (fixed) only what happens to the action moves: whether it runs, why it stopped, what the
 * provider tells.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ACTION_EPISODE,
    ACTION_PLAN,
    ACTION_KIND,
    ACTION_SERVES,
    ACTION_WHAT,
    ACTION_SERVICE,
    ACTION_PARTY,
    ACTION_PROVIDER_AGREED,
    ACTION_PROVIDER_ON,
    ACTION_START,
    ACTION_ENDS,
    ACTION_OFTEN,
    ACTION_CONTACTS_PER_WEEK,
    ACTION_STATUS,
    ACTION_STOPPED_BECAUSE,
    ACTION_NOTE_BACK,
    ACTION_ON_REQUEST,
    ACTION_FIXED,
    ACTION_FIELD_COUNT
};

static const struct field plan_action_fields[ACTION_FIELD_COUNT] = {
    [ACTION_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [ACTION_PLAN] = {
        .key = "plan", .label = N_("Plan"), .kind = FIELD_REFERENCE, .refers_to = "support_plan",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [ACTION_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "plan_action_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 20,
    },
    [ACTION_SERVES] = {
        .key = "serves", .label = N_("Serves"), .kind = FIELD_CHOICE, .vocabulary = "assessment_item",
        .parents = "assessment_group",
        .flags = FIELD_SEALED | FIELD_REQUIRED,
        .hint = N_("The need or strength of the assessment it is for."),
    },
    [ACTION_WHAT] = {
        .key = "what", .label = N_("What is done"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 2000,
    },
    [ACTION_SERVICE] = {
        .key = "service", .label = N_("Service"), .kind = FIELD_REFERENCE, .refers_to = "service",
        .hint = N_("From the mapped services; the program lists those that fit."),
    },
    [ACTION_PARTY] = {
        .key = "party", .label = N_("Provided by"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .hint = N_("When no service is mapped: who does it."),
    },
    [ACTION_PROVIDER_AGREED] = {
        .key = "provider_agreed", .label = N_("Provider agreed"), .kind = FIELD_BOOLEAN,
    },
    [ACTION_PROVIDER_ON] = {
        .key = "provider_on", .label = N_("Provider agreed on"), .kind = FIELD_DATE,
    },
    [ACTION_START] = {
        .key = "start", .label = N_("From"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED, .width = 10,
    },
    [ACTION_ENDS] = {
        .key = "ends", .label = N_("Until"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED, .width = 10,
    },
    [ACTION_OFTEN] = {
        .key = "often", .label = N_("How often"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
    },
    [ACTION_CONTACTS_PER_WEEK] = {
        .key = "contacts_per_week", .label = N_("Contacts a week"), .kind = FIELD_NUMBER,
        .min = 0, .max = 21,
    },
    [ACTION_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "plan_action_status",
        .flags = FIELD_LISTED | FIELD_FILTERED, .initial = "proposed", .width = 12,
    },
    [ACTION_STOPPED_BECAUSE] = {
        .key = "stopped_because", .label = N_("Stopped because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 1000,
    },
    [ACTION_NOTE_BACK] = {
        .key = "note_back", .label = N_("Told by the provider"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [ACTION_ON_REQUEST] = {
        .key = "on_request", .label = N_("Asked for by the person"), .kind = FIELD_BOOLEAN,
        .hint = N_("A talk about faith or identity is only ever offered when the person asks for it."),
    },
    [ACTION_FIXED] = {
        .key = "fixed", .label = N_("Agreed with the plan"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_BY_PROGRAM | FIELD_MORE,
    },
};

static bool has_status(const struct record *action, const char *status)
{
    return strcmp(record_text(action, "status"), status) == 0;
}

static bool moves_on(int field)
{
    return field == ACTION_STATUS || field == ACTION_STOPPED_BECAUSE || field == ACTION_NOTE_BACK ||
           field == ACTION_START || (plan_action_fields[field].flags & FIELD_BY_PROGRAM) != 0;
}

static void check_frozen(const struct record *action, const struct record *before, struct problems *problems)
{
    if (record_number(before, "fixed") == 0)
        return;
    for (int i = 0; i < ACTION_FIELD_COUNT; i++) {
        if (!moves_on(i) && !value_equal(&action->values[i], &before->values[i]))
            problems_add(problems, i, N_("%s stays as it was agreed with the person. Make a new version of the plan."),
                         _(plan_action_fields[i].label));
    }
}

/* Done and stopped are ends; what began cannot be proposed again. */
static void check_status(const struct record *action, const struct record *before, struct problems *problems)
{
    bool was_running =
        before && (has_status(before, "running") || has_status(before, "done") || has_status(before, "stopped"));

    if (was_running && (has_status(action, "proposed") || has_status(action, "accepted")))
        problems_add(problems, ACTION_STATUS, N_("What has begun cannot be proposed again: make a new action."));
    if (has_status(action, "stopped") && rule_is_empty(action, ACTION_STOPPED_BECAUSE))
        problems_add(problems, ACTION_STOPPED_BECAUSE, N_("Say why it was stopped."));
    if ((has_status(action, "accepted") || has_status(action, "running")) &&
        record_number(action, "provider_agreed") == 0)
        problems_add(problems, ACTION_PROVIDER_AGREED, N_("The provider has not agreed yet; ask them first."));
}

static enum err complete(struct record *action, const struct rule_context *context)
{
    enum err e = OK;

    if (record_number(action, "provider_agreed") != 0 && rule_is_empty(action, ACTION_PROVIDER_ON))
        e = rule_set_day(action, ACTION_PROVIDER_ON, context->today);
    if (!e && has_status(action, "running") && rule_is_empty(action, ACTION_START))
        e = rule_set_day(action, ACTION_START, context->today);
    return e;
}

static enum err plan_action_rule(struct record *action, const struct record *before, const struct rule_context *context,
                                 struct problems *problems)
{
    enum err e = complete(action, context);

    if (e)
        return e;
    if (before)
        check_frozen(action, before, problems);
    check_status(action, before, problems);
    if (strcmp(record_text(action, "kind"), "faith_identity") == 0 && record_number(action, "on_request") == 0)
        problems_add(problems, ACTION_ON_REQUEST,
                     N_("A talk about faith or identity is offered only when the person asked for it."));
    rule_in_order(action, ACTION_START, ACTION_ENDS, problems, N_("It ends before it begins; check both dates."));
    if (rule_is_after_day(action, ACTION_PROVIDER_ON, context->today))
        problems_add(problems, ACTION_PROVIDER_ON, N_("The provider agreed in the future; check the date."));
    nudge_not_recordable(action, before, context, problems);
    return OK;
}

const struct record_type plan_action_type = {
    .key = "plan_action",
    .label = N_("Action of a plan"),
    .plural = N_("Actions of a plan"),
    .hint = N_("One thing done for the person: what it serves, who does it, from when, how often."),
    .menu = MENU_NONE,
    .fields = plan_action_fields,
    .field_count = ACTION_FIELD_COUNT,
    .title_field = ACTION_KIND,
    .subtitle_field = -1,
    .sort = "start",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = plan_action_rule,
};
