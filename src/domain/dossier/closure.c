/*
 * How support ended: why, what helped, what the person said of it, and who was told. What came of each need stands in
 * the changes of the closing review.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    CLOSURE_EPISODE,
    CLOSURE_REASON,
    CLOSURE_ON,
    CLOSURE_HELPED,
    CLOSURE_NOT_HELPED,
    CLOSURE_STRENGTHS,
    CLOSURE_FEEDBACK_OFFERED,
    CLOSURE_FEEDBACK,
    CLOSURE_FEEDBACK_TEXT,
    CLOSURE_COMPLAINT_ROUTE_GIVEN,
    CLOSURE_REFERRER_INFORMED,
    CLOSURE_PARTNERS_TOLD,
    CLOSURE_COPIES_RECALLED,
    CLOSURE_FOLLOW_ON,
    CLOSURE_PANEL_INFORMED,
    CLOSURE_FIELD_COUNT
};

static const struct field closure_fields[CLOSURE_FIELD_COUNT] = {
    [CLOSURE_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [CLOSURE_REASON] = {
        .key = "reason", .label = N_("Reason"), .kind = FIELD_CHOICE, .vocabulary = "closure_reason",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
    },
    [CLOSURE_ON] = {
        .key = "on", .label = N_("Closed on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today", .width = 10,
    },
    [CLOSURE_HELPED] = {
        .key = "helped", .label = N_("What helped"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [CLOSURE_NOT_HELPED] = {
        .key = "not_helped", .label = N_("What did not help"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [CLOSURE_STRENGTHS] = {
        .key = "strengths", .label = N_("Strengths at the end"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [CLOSURE_FEEDBACK_OFFERED] = {
        .key = "feedback_offered", .label = N_("Asked for their view"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED,
        .hint = N_("Whether the person was asked what they thought of the support."),
    },
    [CLOSURE_FEEDBACK] = {
        .key = "feedback", .label = N_("The person's view"), .kind = FIELD_CHOICE, .vocabulary = "closure_feedback",
        .flags = FIELD_SEALED,
    },
    [CLOSURE_FEEDBACK_TEXT] = {
        .key = "feedback_text", .label = N_("In their words"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [CLOSURE_COMPLAINT_ROUTE_GIVEN] = {
        .key = "complaint_route_given", .label = N_("Told how to complain"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED,
    },
    [CLOSURE_REFERRER_INFORMED] = {
        .key = "referrer_informed", .label = N_("Answer to the caller"), .kind = FIELD_CHOICE,
        .vocabulary = "referral_feedback",
    },
    [CLOSURE_PARTNERS_TOLD] = {
        .key = "partners_told", .label = N_("Partners told to close"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED,
    },
    [CLOSURE_COPIES_RECALLED] = {
        .key = "copies_recalled", .label = N_("Copies called back"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED,
    },
    [CLOSURE_FOLLOW_ON] = {
        .key = "follow_on", .label = N_("Contact afterwards"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
        .hint = N_("Where the person can turn from now on."),
    },
    [CLOSURE_PANEL_INFORMED] = {
        .key = "panel_informed", .label = N_("Panel informed"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED,
    },
};

static enum err closure_rule(struct record *closure, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    bool was_asked = record_number(closure, "feedback_offered") != 0;

    if (rule_is_after_day(closure, CLOSURE_ON, context->today))
        problems_add(problems, CLOSURE_ON, N_("The case is closed in the future; enter it on that day."));
    if (!was_asked && (!rule_is_empty(closure, CLOSURE_FEEDBACK) || !rule_is_empty(closure, CLOSURE_FEEDBACK_TEXT)))
        problems_add(problems, CLOSURE_FEEDBACK_OFFERED,
                     N_("Whoever gave their view was asked for it: answer yes, or clear what they said."));
    nudge_not_recordable(closure, before, context, problems);
    return OK;
}

const struct record_type closure_type = {
    .key = "closure",
    .label = N_("Closing"),
    .plural = N_("Closings"),
    .hint = N_("Why support ended, what helped and what did not, and who was told to close their part."),
    .aliases = "closing",
    .menu = MENU_NONE,
    .fields = closure_fields,
    .field_count = CLOSURE_FIELD_COUNT,
    .title_field = CLOSURE_REASON,
    .subtitle_field = -1,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = closure_rule,
};
