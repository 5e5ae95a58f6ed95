/*
 * What somebody decided about two stakeholders that look alike: the same, or different. The pair stands in the order of
 * the ids, so that it is found whichever way round it is asked for, and nobody is asked twice.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum { PAIR_PARTY_A, PAIR_PARTY_B, PAIR_DECISION, PAIR_LIKENESS, PAIR_WHY, PAIR_ON, PAIR_BY, PAIR_FIELD_COUNT };

static const struct field duplicate_decision_fields[PAIR_FIELD_COUNT] = {
    [PAIR_PARTY_A] = {
        .key = "party_a", .label = N_("One"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 28,
    },
    [PAIR_PARTY_B] = {
        .key = "party_b", .label = N_("The other"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 28,
    },
    [PAIR_DECISION] = {
        .key = "decision", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "duplicate_decision_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 12,
    },
    [PAIR_LIKENESS] = {
        .key = "likeness", .label = N_("How alike they looked"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 100,
        .hint = N_("From 0 to 100, as the program reckoned it on that day."),
    },
    [PAIR_WHY] = {
        .key = "why", .label = N_("Why"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED, .max_len = 300, .width = 24,
        .aliases = "reason;reasons",
    },
    [PAIR_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today", .width = 10,
    },
    [PAIR_BY] = {
        .key = "by", .label = N_("Decided by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_FILTERED | FIELD_BY_PROGRAM,
    },
};

static void put_in_order(struct record *decision)
{
    struct value *a = &decision->values[PAIR_PARTY_A], *b = &decision->values[PAIR_PARTY_B];

    if (a->form == VALUE_NUMBER && b->form == VALUE_NUMBER && a->number > b->number) {
        struct value swapped = *a;

        *a = *b;
        *b = swapped;
    }
}

static enum err duplicate_decision_rule(struct record *decision, const struct record *before,
                                        const struct rule_context *context, struct problems *problems)
{
    put_in_order(decision);
    if (!before && rule_is_empty(decision, PAIR_BY) && context->officer_id != 0)
        value_set_number(&decision->values[PAIR_BY], context->officer_id);
    if (record_has(decision, "party_a") && record_number(decision, "party_a") == record_number(decision, "party_b"))
        problems_add(problems, PAIR_PARTY_B, N_("These are one record already: name two different ones."));
    if (rule_is_after_day(decision, PAIR_ON, context->today))
        problems_add(problems, PAIR_ON, N_("The day of the decision lies in the future; check the date."));
    return OK;
}

const struct record_type duplicate_decision_type = {
    .key = "duplicate_decision",
    .label = N_("Decision about duplicates"),
    .plural = N_("Decisions about duplicates"),
    .hint = N_("Whether two stakeholders that look alike are the same, and who said so."),
    .aliases = "duplicate_decisions;duplicates",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .by_errand = true,
    .fields = duplicate_decision_fields,
    .field_count = PAIR_FIELD_COUNT,
    .title_field = PAIR_PARTY_A,
    .subtitle_field = PAIR_PARTY_B,
    .sort = "on",
    .sort_descending = true,
    .writers = ROLES_BUT_TRAINER,
    .match = "party_a,party_b",
    .rule = duplicate_decision_rule,
};
