/*
 * Time limits of casework where this office differs from the program's own. A clock without a row keeps the limit of
 * casework/clock_table.c; there is one row for a clock, and no way to switch one off.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/rules.h"

enum { LIMIT_CLOCK, LIMIT_AMOUNT, LIMIT_UNIT, LIMIT_URGENT_HOURS, LIMIT_NOTE, LIMIT_FIELD_COUNT };

static const struct field limit_fields[LIMIT_FIELD_COUNT] = {
    [LIMIT_CLOCK] = {
        .key = "clock", .label = N_("Time limit"), .kind = FIELD_CHOICE, .vocabulary = "casework_clock",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED | FIELD_UNIQUE, .width = 30,
    },
    [LIMIT_AMOUNT] = {
        .key = "amount", .label = N_("How long"), .kind = FIELD_NUMBER,
        .flags = FIELD_REQUIRED | FIELD_LISTED, .min = 0, .max = 400, .width = 8,
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

static struct limit limit_in(const struct record *limit)
{
    struct limit out = { .amount = (int)record_number(limit, "amount") };

    while (out.unit < LIMIT_UNIT_COUNT && strcmp(limit_unit_code(out.unit), record_text(limit, "unit")) != 0)
        out.unit++;
    return out;
}

/* In every month of the year: a month may have 28 days. */
static bool is_longer(struct limit limit, struct limit longest)
{
    if (limit.unit == longest.unit)
        return limit.amount > longest.amount;
    return limit_days(limit) > limit_days(longest) - (longest.unit == LIMIT_MONTHS ? 2 : 0);
}

/* Both looks after the end are named by their day. */
static bool is_fixed(enum casework_clock clock)
{
    return clock == CLOCK_AFTER_6M || clock == CLOCK_AFTER_12M;
}

static enum err limit_rule(struct record *limit, const struct record *before, const struct rule_context *context,
                           struct problems *problems)
{
    enum casework_clock clock = casework_clock_read(record_text(limit, "clock"));
    const struct clock_limit *own;
    char longest[60];

    (void)before;
    (void)context;
    if (!rule_is_empty(limit, LIMIT_AMOUNT) && limit_in(limit).amount <= 0)
        problems_add(problems, LIMIT_AMOUNT, N_("A time limit cannot be switched off: give at least 1."));
    if (clock == CLOCK_COUNT)
        return OK;
    own = &casework_clocks[clock];
    if (is_fixed(clock))
        problems_add(problems, LIMIT_CLOCK, N_("This look keeps its day, after which it is named."));
    if (own->longest.amount > 0 && is_longer(limit_in(limit), own->longest))
        problems_add(problems, LIMIT_AMOUNT, N_("This limit may be shorter than %s, but not longer."),
                     limit_show(own->longest, longest, sizeof longest));
    if (own->urgent_hours == 0 && !rule_is_empty(limit, LIMIT_URGENT_HOURS))
        problems_add(problems, LIMIT_URGENT_HOURS, N_("This limit is the same when the referral is urgent."));
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
