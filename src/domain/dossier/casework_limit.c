/*
 * Time limits of casework where this office differs from the program's own. A clock without a row keeps the limit in
 * clock.c; there is no way to switch one off.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"

enum { LIMIT_CLOCK, LIMIT_AMOUNT, LIMIT_UNIT, LIMIT_URGENT_HOURS, LIMIT_NOTE, LIMIT_FIELD_COUNT };

static const struct field limit_fields[LIMIT_FIELD_COUNT] = {
    [LIMIT_CLOCK] = {
        .key = "clock", .label = N_("Time limit"), .kind = FIELD_CHOICE, .vocabulary = "casework_clock",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 30,
    },
    [LIMIT_AMOUNT] = {
        .key = "amount", .label = N_("How long"), .kind = FIELD_NUMBER,
        .flags = FIELD_REQUIRED | FIELD_LISTED, .min = 0, .max = 400, .width = 8,
        .hint = N_("Nought means the same day."),
    },
    [LIMIT_UNIT] = {
        .key = "unit", .label = N_("Counted in"), .kind = FIELD_CHOICE, .vocabulary = "limit_unit",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .initial = "working_days", .width = 14,
    },
    [LIMIT_URGENT_HOURS] = {
        .key = "urgent_hours", .label = N_("Hours when urgent"), .kind = FIELD_NUMBER, .min = 1, .max = 240,
        .hint = N_("Only for limits that are shorter when the referral is urgent."),
    },
    [LIMIT_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_TEXT,
        .hint = N_("Why this office differs, and who decided it."),
    },
};

static enum err limit_rule(struct record *limit, const struct record *before, const struct rule_context *context,
                           struct problems *problems)
{
    (void)before;
    (void)context;
    /* These come from the law, so an office may be quicker than a month but not slower. */
    if ((paper_is(limit, LIMIT_CLOCK, "told") || paper_is(limit, LIMIT_CLOCK, "complaint") ||
         paper_is(limit, LIMIT_CLOCK, "access")) &&
        ((paper_is(limit, LIMIT_UNIT, "months") && limit->values[LIMIT_AMOUNT].number > 1) ||
         (paper_is(limit, LIMIT_UNIT, "days") && limit->values[LIMIT_AMOUNT].number > 31) ||
         (paper_is(limit, LIMIT_UNIT, "working_days") && limit->values[LIMIT_AMOUNT].number > 20)))
        problems_add(problems, LIMIT_AMOUNT, N_("This limit may be shorter than a month, but not longer."));
    return OK;
}

const struct record_type casework_limit_type = {
    .key = "casework_limit",
    .label = N_("Time limit of casework"),
    .plural = N_("Time limits of casework"),
    .hint =
        N_("Where this office sets another time limit than the usual one. A limit can be moved, never switched off."),
    .aliases = "limit",
    .menu = MENU_OFFICE,
    .fields = limit_fields,
    .field_count = LIMIT_FIELD_COUNT,
    .title_field = LIMIT_CLOCK,
    .subtitle_field = -1,
    .sort = "clock",
    .writers = ROLE_LEAD | ROLE_ADMINISTRATOR,
    .match = "clock",
    .rule = limit_rule,
};
