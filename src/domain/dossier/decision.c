/*
 * Decisions that need two people and outlive the record they are about: keep, anonymise, erase, the order of steps, a
 * dated delay. They hold codes, counts and a pseudonym alone, because they stay when the person's record is gone.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    DECISION_KIND,
    DECISION_ABOUT_TYPE,
    DECISION_ABOUT,
    DECISION_PSEUDONYM,
    DECISION_TRIGGER,
    DECISION_COUNTS,
    DECISION_VALUE,
    DECISION_REASON_CODE,
    DECISION_UNTIL,
    DECISION_DUE_ON,
    DECISION_PROPOSED_BY,
    DECISION_PROPOSED_AT,
    DECISION_SIGNED_BY,
    DECISION_SIGNED_AT,
    DECISION_OUTCOME,
    DECISION_CARRIED_BY,
    DECISION_CARRIED_AT,
    DECISION_FIELD_COUNT
};

#define P1 (FIELD_BY_PROGRAM | FIELD_ONCE)

static const struct field decision_fields[DECISION_FIELD_COUNT] = {
    [DECISION_KIND] = {
        .key = "kind", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "decision_kind",
        .flags = FIELD_REQUIRED | P1 | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [DECISION_ABOUT_TYPE] = {
        .key = "about_type", .label = N_("About a"), .kind = FIELD_TEXT,
        .flags = P1, .max_len = 40,
    },
    [DECISION_ABOUT] = {
        .key = "about", .label = N_("Number of the record"), .kind = FIELD_NUMBER,
        .flags = P1,
    },
    [DECISION_PSEUDONYM] = {
        .key = "pseudonym", .label = N_("Pseudonym"), .kind = FIELD_TEXT,
        .flags = P1 | FIELD_LISTED, .max_len = 20, .width = 14,
    },
    [DECISION_TRIGGER] = {
        .key = "trigger", .label = N_("Due because"), .kind = FIELD_CHOICE, .vocabulary = "decision_trigger",
        .flags = P1 | FIELD_LISTED, .width = 16,
    },
    [DECISION_COUNTS] = {
        .key = "counts", .label = N_("What is there"), .kind = FIELD_TEXT,
        .flags = P1, .max_len = 1000,
        .hint = N_("How many records of each kind, as the dry run told it."),
    },
    [DECISION_VALUE] = {
        .key = "value", .label = N_("New setting"), .kind = FIELD_TEXT,
        .flags = P1, .max_len = 40,
    },
    [DECISION_REASON_CODE] = {
        .key = "reason_code", .label = N_("Reason, from the list"), .kind = FIELD_CHOICE,
        .vocabulary = "decision_reason",
        .flags = P1 | FIELD_FILTERED,
    },
    [DECISION_UNTIL] = {
        .key = "until", .label = N_("Until"), .kind = FIELD_DATE,
        .flags = P1 | FIELD_LISTED | FIELD_SORTED,
    },
    [DECISION_DUE_ON] = {
        .key = "due_on", .label = N_("Was due on"), .kind = FIELD_DATE,
        .flags = P1 | FIELD_SORTED,
    },
    [DECISION_PROPOSED_BY] = {
        .key = "proposed_by", .label = N_("Proposed by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = P1 | FIELD_LISTED,
    },
    [DECISION_PROPOSED_AT] = {
        .key = "proposed_at", .label = N_("Proposed at"), .kind = FIELD_MOMENT,
        .flags = P1 | FIELD_LISTED | FIELD_SORTED,
    },
    [DECISION_SIGNED_BY] = {
        .key = "signed_by", .label = N_("Answered by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE | FIELD_LISTED,
    },
    [DECISION_SIGNED_AT] = {
        .key = "signed_at", .label = N_("Answered at"), .kind = FIELD_MOMENT,
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE,
    },
    [DECISION_OUTCOME] = {
        .key = "outcome", .label = N_("Signature"), .kind = FIELD_CHOICE, .vocabulary = "referral_outcome",
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED,
    },
    [DECISION_CARRIED_BY] = {
        .key = "carried_by", .label = N_("Carried out by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE,
    },
    [DECISION_CARRIED_AT] = {
        .key = "carried_at", .label = N_("Carried out at"), .kind = FIELD_MOMENT,
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE,
    },
};

/* Two people, in this order: proposed, signed, carried out; only a delay is one officer's own. That written fields stay
 * is the checker's. */
static enum err decision_rule(struct record *decision, const struct record *before, const struct rule_context *context,
                              struct problems *problems)
{
    bool is_signed = paper_is(decision, DECISION_OUTCOME, "signed");
    bool was_answered =
        before && !rule_is_empty(before, DECISION_OUTCOME) && !paper_is(before, DECISION_OUTCOME, "waiting");

    (void)context;
    if (was_answered && !value_equal(&decision->values[DECISION_OUTCOME], &before->values[DECISION_OUTCOME]))
        problems_add(problems, DECISION_OUTCOME, N_("This decision is answered. Propose a new one."));
    if (is_signed && rule_is_empty(decision, DECISION_SIGNED_BY))
        problems_add(problems, DECISION_SIGNED_BY, N_("A signed decision says who signed it."));
    if (is_signed && !paper_is(decision, DECISION_KIND, "delay") &&
        value_equal(&decision->values[DECISION_SIGNED_BY], &decision->values[DECISION_PROPOSED_BY]))
        problems_add(problems, DECISION_SIGNED_BY, N_("You proposed this decision; another officer signs it."));
    if (!is_signed && !rule_is_empty(decision, DECISION_CARRIED_AT))
        problems_add(problems, DECISION_CARRIED_AT, N_("A decision is carried out only when it is signed."));
    return OK;
}

const struct record_type decision_type = {
    .key = "decision",
    .label = N_("Decision of two"),
    .plural = N_("Decisions of two"),
    .hint = N_("What two people decided about a record or about the way of working, and when it was carried out. No "
               "text about the person stands here."),
    .menu = MENU_NONE,
    .fields = decision_fields,
    .field_count = DECISION_FIELD_COUNT,
    .title_field = DECISION_KIND,
    .subtitle_field = DECISION_PSEUDONYM,
    .sort = "proposed_at",
    .sort_descending = true,
    .readers = ROLE_LEAD | ROLE_REVIEWER | ROLE_ADMINISTRATOR,
    .writers = ROLE_LEAD | ROLE_REVIEWER | ROLE_ADMINISTRATOR,
    .is_event = true,
    .rule = decision_rule,
};
