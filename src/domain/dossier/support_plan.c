/*
 * The plan of support, version by version: what the person wants, how much is done for it and why, and how it will
 * end. While it is a draft it changes freely; once the person agreed to it, it stays as it was agreed and a new
 * version is made.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    PLAN_EPISODE,
    PLAN_VERSION,
    PLAN_STATUS,
    PLAN_AIM,
    PLAN_AIM_WHY,
    PLAN_ON,
    PLAN_LEAD_PERSON,
    PLAN_INTENSITY,
    PLAN_INTENSITY_REASON,
    PLAN_CONTACTS_PER_WEEK,
    PLAN_MAX_ACTIONS,
    PLAN_OVER_REASON,
    PLAN_UNINTENDED,
    PLAN_BENEFITS,
    PLAN_CRISIS_CONTACT,
    PLAN_EXIT_CRITERIA,
    PLAN_AGREED_HOW,
    PLAN_AGREED_ON,
    PLAN_COPY_GIVEN,
    PLAN_REVIEW_ON,
    PLAN_FIRST_SESSION,
    PLAN_UNCHANGED_BECAUSE,
    PLAN_NOTES,
    PLAN_FIELD_COUNT
};

static const struct field support_plan_fields[PLAN_FIELD_COUNT] = {
    [PLAN_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [PLAN_VERSION] = {
        .key = "version", .label = N_("Version"), .kind = FIELD_NUMBER,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED, .width = 8,
    },
    [PLAN_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "plan_status",
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED, .width = 10,
    },
    [PLAN_AIM] = {
        .key = "aim", .label = N_("Aim, in their own words"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("What the person wants to reach, as they say it."),
    },
    [PLAN_AIM_WHY] = {
        .key = "aim_why", .label = N_("Why it matters to them"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [PLAN_ON] = {
        .key = "on", .label = N_("Begun on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today", .width = 10,
    },
    [PLAN_LEAD_PERSON] = {
        .key = "lead_person", .label = N_("Lead person"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
        .hint = N_("The one person who keeps it together."),
    },
    [PLAN_INTENSITY] = {
        .key = "intensity", .label = N_("Intensity"), .kind = FIELD_CHOICE, .vocabulary = "support_intensity",
        .hint = N_("How much support; never more than the needs ask for."),
    },
    [PLAN_INTENSITY_REASON] = {
        .key = "intensity_reason", .label = N_("Why this much"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [PLAN_CONTACTS_PER_WEEK] = {
        .key = "contacts_per_week", .label = N_("Contacts a week, at most"), .kind = FIELD_NUMBER,
        .initial = "3", .min = 1, .max = 21,
    },
    [PLAN_MAX_ACTIONS] = {
        .key = "max_actions", .label = N_("Actions at once, at most"), .kind = FIELD_NUMBER,
        .initial = "3", .min = 1, .max = 20,
    },
    [PLAN_OVER_REASON] = {
        .key = "over_reason", .label = N_("Why more than that"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 2000,
        .hint = N_("More at once is often too much for a person: say why it is not here."),
    },
    [PLAN_UNINTENDED] = {
        .key = "unintended", .label = N_("What could go wrong"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("What the support could do that nobody wants, and what is done about it."),
    },
    [PLAN_BENEFITS] = {
        .key = "benefits", .label = N_("Who gains, who is hurt"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("Who gains by this plan, and who could be harmed."),
    },
    [PLAN_CRISIS_CONTACT] = {
        .key = "crisis_contact", .label = N_("In a crisis"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 1000,
        .hint = N_("Whom the person calls, by day and by night."),
    },
    [PLAN_EXIT_CRITERIA] = {
        .key = "exit_criteria", .label = N_("It ends when"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("By what both sides will see that support is no longer needed."),
    },
    [PLAN_AGREED_HOW] = {
        .key = "agreed_how", .label = N_("How it was agreed"), .kind = FIELD_CHOICE, .vocabulary = "consent_how",
    },
    [PLAN_AGREED_ON] = {
        .key = "agreed_on", .label = N_("Agreed on"), .kind = FIELD_DATE,
    },
    [PLAN_COPY_GIVEN] = {
        .key = "copy_given", .label = N_("Copy handed over"), .kind = FIELD_BOOLEAN,
    },
    [PLAN_REVIEW_ON] = {
        .key = "review_on", .label = N_("Review on"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
    },
    [PLAN_FIRST_SESSION] = {
        .key = "first_session", .label = N_("First session on"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
    },
    [PLAN_UNCHANGED_BECAUSE] = {
        .key = "unchanged_because", .label = N_("Unchanged because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 2000,
    },
    [PLAN_NOTES] = {
        .key = "notes", .label = N_("Notes"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE,
    },
};

/* What still happens to a plan that was agreed: the copy is handed over, the first session booked. */
static bool stays_open(int field)
{
    return field == PLAN_FIRST_SESSION || field == PLAN_COPY_GIVEN;
}

static void check_frozen(const struct record *plan, const struct record *before, struct problems *problems)
{
    if (strcmp(record_text(before, "status"), "draft") == 0)
        return;
    for (int i = 0; i < PLAN_FIELD_COUNT; i++) {
        if ((support_plan_fields[i].flags & FIELD_BY_PROGRAM) || stays_open(i) ||
            value_equal(&plan->values[i], &before->values[i]))
            continue;
        problems_add(problems, i, N_("%s stays as it was agreed with the person. Make a new version of the plan."),
                     _(support_plan_fields[i].label));
    }
}

static void check_days(const struct record *plan, const struct rule_context *context, struct problems *problems)
{
    if (rule_is_after_day(plan, PLAN_ON, context->today))
        problems_add(problems, PLAN_ON, N_("The plan begins in the future; check the date."));
    if (rule_is_after_day(plan, PLAN_AGREED_ON, context->today))
        problems_add(problems, PLAN_AGREED_ON, N_("The plan is agreed in the future; enter it on that day."));
    rule_in_order(plan, PLAN_ON, PLAN_AGREED_ON, problems, N_("It was agreed before it was begun; check both dates."));
    rule_in_order(plan, PLAN_ON, PLAN_REVIEW_ON, problems, N_("The review lies before the plan; check both dates."));
    rule_in_order(plan, PLAN_ON, PLAN_FIRST_SESSION, problems,
                  N_("The first session lies before the plan; check both dates."));
}

static enum err support_plan_rule(struct record *plan, const struct record *before, const struct rule_context *context,
                                  struct problems *problems)
{
    enum err e;

    if (rule_is_empty(plan, PLAN_STATUS) && (e = value_set_text(&plan->values[PLAN_STATUS], "draft")))
        return e;
    if (rule_is_empty(plan, PLAN_VERSION))
        value_set_number(&plan->values[PLAN_VERSION], 1);
    if (before)
        check_frozen(plan, before, problems);
    check_days(plan, context, problems);
    nudge_not_recordable(plan, before, context, problems);
    return OK;
}

const struct record_type support_plan_type = {
    .key = "support_plan",
    .label = N_("Plan"),
    .plural = N_("Plans"),
    .hint = N_("What the person wants to reach, what is done for it, and when it ends. An agreed plan is changed by "
               "making a new version."),
    .aliases = "plan",
    .menu = MENU_NONE,
    .fields = support_plan_fields,
    .field_count = PLAN_FIELD_COUNT,
    .title_field = PLAN_EPISODE,
    .subtitle_field = PLAN_VERSION,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = support_plan_rule,
};
