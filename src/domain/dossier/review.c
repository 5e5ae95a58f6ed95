/*
 * Looking at a case again: what changed, whether the person still agrees, whether support and record are still
 * needed. What changed for each need and strength stands in records of its own (review_change).
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    REVIEW_EPISODE,
    REVIEW_ON,
    REVIEW_KIND,
    REVIEW_TOOK_PART,
    REVIEW_CHANGES,
    REVIEW_REAFFIRMED,
    REVIEW_PROPORTIONATE,
    REVIEW_DECISION,
    REVIEW_UNCHANGED_BECAUSE,
    REVIEW_NEEDED_BECAUSE,
    REVIEW_NEXT_ON,
    REVIEW_BY,
    REVIEW_FIELD_COUNT
};

static const struct field review_fields[REVIEW_FIELD_COUNT] = {
    [REVIEW_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [REVIEW_ON] = {
        .key = "on", .label = N_("Day"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today", .width = 10,
    },
    [REVIEW_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "review_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .initial = "planned", .width = 12,
    },
    [REVIEW_TOOK_PART] = {
        .key = "took_part", .label = N_("The person took part"), .kind = FIELD_CHOICE, .vocabulary = "review_part",
        .flags = FIELD_REQUIRED,
    },
    [REVIEW_CHANGES] = {
        .key = "changes", .label = N_("What changed"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("Significant changes; “none” is an answer."),
    },
    [REVIEW_REAFFIRMED] = {
        .key = "reaffirmed", .label = N_("Still agrees"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the person was asked again and still agrees."),
    },
    [REVIEW_PROPORTIONATE] = {
        .key = "proportionate", .label = N_("Still needed because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("Why this much support is still necessary and not more than that."),
    },
    [REVIEW_DECISION] = {
        .key = "decision", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "review_decision",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 12,
    },
    [REVIEW_UNCHANGED_BECAUSE] = {
        .key = "unchanged_because", .label = N_("Plan unchanged because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [REVIEW_NEEDED_BECAUSE] = {
        .key = "needed_because", .label = N_("Record kept because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [REVIEW_NEXT_ON] = {
        .key = "next_on", .label = N_("Next review on"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .width = 10,
    },
    [REVIEW_BY] = {
        .key = "by", .label = N_("Written by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
};

enum { MONTHS_AT_MOST = 3 };

static void check_next(const struct record *review, struct problems *problems)
{
    struct date on;

    rule_in_order(review, REVIEW_ON, REVIEW_NEXT_ON, problems,
                  N_("The next review lies before this one; check both dates."));
    if (date_parse(record_text(review, "on"), false, &on) && strcmp(record_text(review, "decision"), "close") != 0 &&
        rule_is_after_day(review, REVIEW_NEXT_ON, date_add_months(on, MONTHS_AT_MOST)))
        problems_warn(problems, REVIEW_NEXT_ON, N_("The next review is due after three months at the latest."));
}

static enum err review_rule(struct record *review, const struct record *before, const struct rule_context *context,
                            struct problems *problems)
{
    if (!before && context->officer_id != 0)
        value_set_number(&review->values[REVIEW_BY], context->officer_id);
    if (rule_is_after_day(review, REVIEW_ON, context->today))
        problems_add(problems, REVIEW_ON, N_("The review lies in the future; enter it on that day."));
    check_next(review, problems);
    nudge_not_recordable(review, before, context, problems);
    return OK;
}

const struct record_type review_type = {
    .key = "review",
    .label = N_("Review"),
    .plural = N_("Reviews"),
    .hint = N_("What changed since the last time, whether the person still agrees, and what follows."),
    .aliases = "reviews",
    .menu = MENU_NONE,
    .fields = review_fields,
    .field_count = REVIEW_FIELD_COUNT,
    .title_field = REVIEW_ON,
    .subtitle_field = -1,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = review_rule,
};
