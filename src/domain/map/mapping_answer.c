/* One question of a mapping round with its answer: who works on this here, who has the ear of these people. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ANSWER_ROUND,
    ANSWER_QUESTION,
    ANSWER_SECTOR,
    ANSWER_PLACE,
    ANSWER_AUDIENCE,
    ANSWER_LEVEL,
    ANSWER_ANSWER,
    ANSWER_PARTY,
    ANSWER_NOTE,
    ANSWER_BY,
    ANSWER_ON,
    ANSWER_FIELD_COUNT
};

static const struct field mapping_answer_fields[ANSWER_FIELD_COUNT] = {
    [ANSWER_ROUND] = {
        .key = "round", .label = N_("Mapping round"), .kind = FIELD_REFERENCE, .refers_to = "mapping_round",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_FILTERED,
    },
    [ANSWER_QUESTION] = {
        .key = "question", .label = N_("Question"), .kind = FIELD_CHOICE, .vocabulary = "mapping_question",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 22,
    },
    [ANSWER_SECTOR] = {
        .key = "sector", .label = N_("Sector"), .kind = FIELD_CHOICE, .vocabulary = "sector",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [ANSWER_PLACE] = {
        .key = "place", .label = N_("Place"), .kind = FIELD_REFERENCE, .refers_to = "place",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [ANSWER_AUDIENCE] = {
        .key = "audience", .label = N_("Group"), .kind = FIELD_CHOICE, .vocabulary = "audience",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [ANSWER_LEVEL] = {
        .key = "level", .label = N_("Level"), .kind = FIELD_CHOICE, .vocabulary = "level",
        .flags = FIELD_FILTERED,
    },
    [ANSWER_ANSWER] = {
        .key = "answer", .label = N_("Answer"), .kind = FIELD_CHOICE, .vocabulary = "mapping_answer_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [ANSWER_PARTY] = {
        .key = "party", .label = N_("Stakeholder"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .hint = N_("Who was found, or who will be asked."),
    },
    [ANSWER_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "notes",
    },
    [ANSWER_BY] = {
        .key = "by", .label = N_("Answered by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_FILTERED | FIELD_BY_PROGRAM,
    },
    [ANSWER_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today", .width = 10,
    },
};

static enum err mapping_answer_rule(struct record *answer, const struct record *before,
                                    const struct rule_context *context, struct problems *problems)
{
    if (!before && rule_is_empty(answer, ANSWER_BY) && context->officer_id != 0)
        value_set_number(&answer->values[ANSWER_BY], context->officer_id);
    if (strcmp(record_text(answer, "answer"), "found") == 0 && rule_is_empty(answer, ANSWER_PARTY))
        problems_add(problems, ANSWER_PARTY, N_("Say who was found: choose the stakeholder, or add it first."));
    if (rule_is_after_day(answer, ANSWER_ON, context->today))
        problems_add(problems, ANSWER_ON, N_("The day of the answer lies in the future; check the date."));
    return OK;
}

const struct record_type mapping_answer_type = {
    .key = "mapping_answer",
    .label = N_("Answer of a mapping round"),
    .plural = N_("Answers of mapping rounds"),
    .hint = N_("What was asked in a mapping round for a sector, place or group, and what was found."),
    .aliases = "mapping_answers",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .by_errand = true,
    .fields = mapping_answer_fields,
    .field_count = ANSWER_FIELD_COUNT,
    .title_field = ANSWER_ROUND,
    .subtitle_field = ANSWER_QUESTION,
    .sort = "on",
    .sort_descending = true,
    .writers = ROLES_BUT_TRAINER,
    .match = "round,question,sector,place,audience,level",
    .rule = mapping_answer_rule,
};
