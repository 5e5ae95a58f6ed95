/*
 * Complaints about a record, a screening, a decision or how somebody was treated. Whoever handles one was not involved
 * (the workflow sees to that); while one is open, nothing it is about is reduced or erased.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    COMPLAINT_REFERENCE,
    COMPLAINT_EPISODE,
    COMPLAINT_REFERRAL,
    COMPLAINT_BY_WHOM,
    COMPLAINT_ABOUT,
    COMPLAINT_RECEIVED_ON,
    COMPLAINT_TEXT,
    COMPLAINT_HANDLER,
    COMPLAINT_HANDLED,
    COMPLAINT_OUTCOME,
    COMPLAINT_ANSWERED_ON,
    COMPLAINT_ANSWER,
    COMPLAINT_FIELD_COUNT
};

static const struct field complaint_fields[COMPLAINT_FIELD_COUNT] = {
    [COMPLAINT_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 11,
    },
    [COMPLAINT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .hint = N_("The case it is about, when it is about one."),
        .aliases = "case",
    },
    [COMPLAINT_REFERRAL] = {
        .key = "referral", .label = N_("Referral"), .kind = FIELD_REFERENCE, .refers_to = "referral",
        .hint = N_("The referral it is about, when it is about one."),
    },
    [COMPLAINT_BY_WHOM] = {
        .key = "by_whom", .label = N_("Who complains"), .kind = FIELD_CHOICE, .vocabulary = "complaint_by",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [COMPLAINT_ABOUT] = {
        .key = "about", .label = N_("About"), .kind = FIELD_CHOICE, .vocabulary = "complaint_about",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [COMPLAINT_RECEIVED_ON] = {
        .key = "received_on", .label = N_("Received"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [COMPLAINT_TEXT] = {
        .key = "text", .label = N_("What is said"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_SEALED,
        .hint = N_("In their own words."),
    },
    [COMPLAINT_HANDLER] = {
        .key = "handler", .label = N_("Handled by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_REQUIRED,
        .hint = N_("An officer who had no part in what is complained of."),
    },
    [COMPLAINT_HANDLED] = {
        .key = "handled", .label = N_("How it was looked into"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [COMPLAINT_OUTCOME] = {
        .key = "outcome", .label = N_("Outcome"), .kind = FIELD_CHOICE, .vocabulary = "complaint_outcome",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [COMPLAINT_ANSWERED_ON] = {
        .key = "answered_on", .label = N_("Answered"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED,
        .hint = N_("Within a month; it cannot be left without an answer."),
    },
    [COMPLAINT_ANSWER] = {
        .key = "answer", .label = N_("What was answered"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
};

/* Outcome, day and answer come together. */
static void check_answered(const struct record *complaint, struct problems *problems)
{
    bool is_answered = !rule_is_empty(complaint, COMPLAINT_OUTCOME) || !rule_is_empty(complaint, COMPLAINT_ANSWERED_ON);

    if (is_answered && rule_is_empty(complaint, COMPLAINT_OUTCOME))
        problems_add(problems, COMPLAINT_OUTCOME, N_("Say what came of the complaint before it counts as answered."));
    if (is_answered && rule_is_empty(complaint, COMPLAINT_ANSWERED_ON))
        problems_add(problems, COMPLAINT_ANSWERED_ON, N_("Say on which day the outcome was told."));
    if (is_answered && rule_is_empty(complaint, COMPLAINT_ANSWER))
        problems_add(problems, COMPLAINT_ANSWER, N_("Write down what was answered."));
}

static enum err complaint_rule(struct record *complaint, const struct record *before,
                               const struct rule_context *context, struct problems *problems)
{
    enum err e = paper_start(complaint, before, context, -1, COMPLAINT_RECEIVED_ON);

    paper_not_ahead(complaint, COMPLAINT_RECEIVED_ON, context, problems);
    paper_not_ahead(complaint, COMPLAINT_ANSWERED_ON, context, problems);
    rule_in_order(complaint, COMPLAINT_RECEIVED_ON, COMPLAINT_ANSWERED_ON, problems,
                  N_("It cannot be answered before it was received. Correct one of the two days."));
    check_answered(complaint, problems);
    return e;
}

const struct record_type complaint_type = {
    .key = "complaint",
    .label = N_("Complaint"),
    .plural = N_("Complaints"),
    .hint =
        N_("What the person, a guardian or a referrer objects to, who looks into it without having been involved, and "
           "what was answered within a month. While it is open nothing it is about is erased."),
    .aliases = "complaints;objection",
    .menu = MENU_REFERRALS,
    .fields = complaint_fields,
    .field_count = COMPLAINT_FIELD_COUNT,
    .title_field = COMPLAINT_REFERENCE,
    .subtitle_field = COMPLAINT_RECEIVED_ON,
    .sort = "received_on",
    .sort_descending = true,
    .reference_prefix = "K",
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .writers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .rule = complaint_rule,
};
