/*
 * How many people of a group came to which outcome in a month, counted without any case: so that unequal treatment
 * can be seen without a mark on anybody. No row may ever lead to a person, so it names no case and no day.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum { TALLY_MONTH, TALLY_GROUP_KIND, TALLY_GROUP_LABEL, TALLY_OUTCOME, TALLY_COUNT, TALLY_FIELD_COUNT };

static const struct field equality_tally_fields[TALLY_FIELD_COUNT] = {
    [TALLY_MONTH] = {
        .key = "month", .label = N_("Month"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .max_len = 7, .width = 8,
        .hint = N_("Year and month: 2026-11."),
    },
    [TALLY_GROUP_KIND] = {
        .key = "group_kind", .label = N_("Counted by"), .kind = FIELD_CHOICE, .vocabulary = "tally_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [TALLY_GROUP_LABEL] = {
        .key = "group_label", .label = N_("Group"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED, .max_len = 60, .width = 18,
        .hint = N_("As people name it themselves; never guessed by an officer."),
    },
    [TALLY_OUTCOME] = {
        .key = "outcome", .label = N_("Came to"), .kind = FIELD_CHOICE, .vocabulary = "tally_outcome",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 18,
    },
    [TALLY_COUNT] = {
        .key = "count", .label = N_("How many"), .kind = FIELD_NUMBER,
        .flags = FIELD_REQUIRED, .min = 0, .max = 1000000, .width = 8,
        .hint = N_("Lists do not show it; the report of equality tells it, from five on."),
    },
};

static bool is_month(const char *text, struct date *month)
{
    return strlen(text) == 7 && date_parse(text, true, month);
}

static enum err equality_tally_rule(struct record *tally, const struct record *before,
                                    const struct rule_context *context, struct problems *problems)
{
    const char *text = record_text(tally, "month");
    struct date month;

    (void)before;
    if (!is_month(text, &month) && text[0] != '\0')
        problems_add(problems, TALLY_MONTH, N_("A month is written year and month, like 2026-11."));
    else if (rule_is_after_day(tally, TALLY_MONTH, context->today))
        problems_add(problems, TALLY_MONTH, N_("This month has not begun; check it."));
    if (record_number(tally, "count") < 0)
        problems_add(problems, TALLY_COUNT, N_("A tally counts people: it is never below nought."));
    return OK;
}

const struct record_type equality_tally_type = {
    .key = "equality_tally",
    .label = N_("Equality tally"),
    .plural = N_("Equality tallies"),
    .hint = N_("Monthly counts by age, gender or how people describe themselves, apart from all cases. Figures "
               "below five are never shown."),
    .aliases = "tally;tallies",
    .menu = MENU_REFERRALS,
    .fields = equality_tally_fields,
    .field_count = TALLY_FIELD_COUNT,
    .title_field = TALLY_MONTH,
    .subtitle_field = -1,
    .sort = "month",
    .sort_descending = true,
    .readers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .writers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .match = "month,group_kind,group_label,outcome",
    .rule = equality_tally_rule,
};
