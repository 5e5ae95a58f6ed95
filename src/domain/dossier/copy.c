/*
 * Every paper or file of a case that left the program: its number, who got it, and when it comes back or is
 * destroyed. Written by the program when it prints or exports; afterwards only its return is added.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    COPY_EPISODE,
    COPY_NUMBER,
    COPY_WHAT,
    COPY_RECIPIENT,
    COPY_PARTY,
    COPY_ON,
    COPY_RETURN_BY,
    COPY_RETURNED_ON,
    COPY_RETURNED_HOW,
    COPY_HASH,
    COPY_BY,
    COPY_FIELD_COUNT
};

static const struct field copy_fields[COPY_FIELD_COUNT] = {
    [COPY_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [COPY_NUMBER] = {
        .key = "number", .label = N_("Copy number"), .kind = FIELD_NUMBER,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_SORTED, .width = 8,
    },
    [COPY_WHAT] = {
        .key = "what", .label = N_("What"), .kind = FIELD_CHOICE, .vocabulary = "copy_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_ONCE, .width = 18,
    },
    [COPY_RECIPIENT] = {
        .key = "recipient", .label = N_("For whom"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_REQUIRED | FIELD_ONCE, .max_len = 160,
    },
    [COPY_PARTY] = {
        .key = "party", .label = N_("Agency"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_ONCE,
    },
    [COPY_ON] = {
        .key = "on", .label = N_("Given out on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED | FIELD_ONCE, .initial = "today", .width = 10,
    },
    [COPY_RETURN_BY] = {
        .key = "return_by", .label = N_("Back or destroyed by"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED, .width = 10,
    },
    [COPY_RETURNED_ON] = {
        .key = "returned_on", .label = N_("Came back on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED, .width = 10,
    },
    [COPY_RETURNED_HOW] = {
        .key = "returned_how", .label = N_("What became of it"), .kind = FIELD_CHOICE, .vocabulary = "copy_return",
    },
    [COPY_HASH] = {
        .key = "hash", .label = N_("Fingerprint"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED | FIELD_MORE, .max_len = 128,
        .hint = N_("Of the file that was handed over, to know it again."),
    },
    [COPY_BY] = {
        .key = "by", .label = N_("Written by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
};

static enum err copy_rule(struct record *copy, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    if (!before && context->officer_id != 0)
        value_set_number(&copy->values[COPY_BY], context->officer_id);
    rule_in_order(copy, COPY_ON, COPY_RETURN_BY, problems,
                  N_("It is due back before it was given out; check the date."));
    rule_in_order(copy, COPY_ON, COPY_RETURNED_ON, problems,
                  N_("It came back before it was given out; check the date."));
    if (rule_is_after_day(copy, COPY_RETURNED_ON, context->today))
        problems_add(problems, COPY_RETURNED_ON, N_("It comes back in the future; enter it on that day."));
    if (rule_is_empty(copy, COPY_RETURNED_ON) != rule_is_empty(copy, COPY_RETURNED_HOW))
        problems_add(problems, COPY_RETURNED_ON, N_("Give both: the day, and what became of the copy."));
    return OK;
}

const struct record_type copy_type = {
    .key = "copy",
    .label = N_("Copy given out"),
    .plural = N_("Copies given out"),
    .hint = N_("Every paper and file of a case that was given out, with its number, and whether it came back."),
    .aliases = "copies;print",
    .menu = MENU_NONE,
    .fields = copy_fields,
    .field_count = COPY_FIELD_COUNT,
    .title_field = COPY_WHAT,
    .subtitle_field = -1,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .writers = ROLES_OF_CASEWORK,
    .is_event = true,
    .rule = copy_rule,
};
