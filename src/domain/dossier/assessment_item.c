/*
 * One question of an assessment and its answer. Conduct is dated and sourced, and asked together with the ordinary
 * explanation; needs stand beside the person's own view of them. What must not be recorded has no question, so there is
 * nothing to lock: faith, dress, opinion, origin and diagnosis are not in the list.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ITEM_EPISODE,
    ITEM_ASSESSMENT,
    ITEM_STATUS,
    ITEM_GROUP,
    ITEM_ITEM,
    ITEM_ANSWER,
    ITEM_PERSON_VIEW,
    ITEM_SEEN_ON,
    ITEM_SOURCE,
    ITEM_EXPLANATION,
    ITEM_WOULD_HELP,
    ITEM_NOTE,
    ITEM_FIND_OUT,
    ITEM_FIELD_COUNT
};

static const struct field item_fields[ITEM_FIELD_COUNT] = {
    [ITEM_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE,
        .aliases = "case",
    },
    [ITEM_ASSESSMENT] = {
        .key = "assessment", .label = N_("Assessment"), .kind = FIELD_REFERENCE, .refers_to = "assessment",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE | FIELD_FILTERED | FIELD_SORTED,
    },
    [ITEM_STATUS] = {
        .key = "status", .label = N_("State"), .kind = FIELD_CHOICE, .vocabulary = "assessment_status",
        .flags = FIELD_BY_PROGRAM,
        .hint = N_("That of its assessment: only a draft can be changed."),
    },
    [ITEM_GROUP] = {
        .key = "item_group", .label = N_("Part"), .kind = FIELD_CHOICE, .vocabulary = "assessment_group",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 20,
    },
    [ITEM_ITEM] = {
        .key = "item", .label = N_("Question"), .kind = FIELD_CHOICE, .vocabulary = "assessment_item",
        .parents = "assessment_group",
        .flags = FIELD_BY_PROGRAM | FIELD_ONCE | FIELD_LISTED, .width = 40,
    },
    [ITEM_ANSWER] = {
        .key = "answer", .label = N_("Answer"), .kind = FIELD_CHOICE, .vocabulary = "assessment_answer",
        .flags = FIELD_SEALED,
        .hint = N_("Unknown is an answer: say how to find out."),
    },
    [ITEM_PERSON_VIEW] = {
        .key = "person_view", .label = N_("The person says"), .kind = FIELD_CHOICE, .vocabulary = "assessment_answer",
        .flags = FIELD_SEALED,
        .hint = N_("How the person answers the same question."),
    },
    [ITEM_SEEN_ON] = {
        .key = "seen_on", .label = N_("When"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_SEALED,
        .hint = N_("For conduct: the day; a month is enough."),
    },
    [ITEM_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
        .hint = N_("Who saw or said it, by what they are: class teacher, mother."),
    },
    [ITEM_EXPLANATION] = {
        .key = "explanation", .label = N_("Ordinary explanation"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("A joke, a school task, grief, a special interest: what else it may have been."),
    },
    [ITEM_WOULD_HELP] = {
        .key = "would_help", .label = N_("What would help"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [ITEM_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("Facts with their source, no guesses."),
    },
    [ITEM_FIND_OUT] = {
        .key = "find_out", .label = N_("How to find out"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("When the answer is unknown: whom to ask, by when."),
    },
};

static void check_answers(const struct record *item, const struct rule_context *context, struct problems *problems)
{
    const char *group = record_text(item, "item_group");

    if (item->values[ITEM_ANSWER].form == VALUE_TEXT && !assessment_answer_fits(group, record_text(item, "answer")))
        assessment_tell_answers(item, ITEM_ANSWER, context->words, problems);
    if (item->values[ITEM_PERSON_VIEW].form == VALUE_TEXT &&
        !assessment_view_fits(group, record_text(item, "person_view")))
        assessment_tell_answers(item, ITEM_PERSON_VIEW, context->words, problems);
}

static void check_frozen(const struct record *item, const struct record *before, struct problems *problems)
{
    if (paper_is(before, ITEM_STATUS, ASSESSMENT_DRAFT))
        return;
    for (int i = 0; i < ITEM_FIELD_COUNT; i++) {
        if (!(item_fields[i].flags & FIELD_BY_PROGRAM) && !value_equal(&item->values[i], &before->values[i]))
            problems_add(problems, i,
                         N_("%s stays as the panel was given it. Begin a new version of the assessment instead."),
                         _(item_fields[i].label));
    }
}

static enum err item_rule(struct record *item, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    if (!before && rule_is_empty(item, ITEM_ASSESSMENT))
        problems_add(problems, -1,
                     N_("The questions come with the assessment: begin a version of it, and answer them "
                        "there."));
    if (before)
        check_frozen(item, before, problems);
    if (!rule_is_empty(item, ITEM_GROUP))
        check_answers(item, context, problems);
    paper_not_ahead(item, ITEM_SEEN_ON, context, problems);
    nudge_not_recordable(item, before, context, problems);
    return OK;
}

const struct record_type assessment_item_type = {
    .key = "assessment_item",
    .label = N_("Question of an assessment"),
    .plural = N_("Questions of an assessment"),
    .hint = N_("One question of an assessment: the answer, where it comes from, the person's own view, and what would "
               "help."),
    .menu = MENU_NONE,
    .fields = item_fields,
    .field_count = ITEM_FIELD_COUNT,
    .title_field = ITEM_ITEM,
    .subtitle_field = -1,
    .sort = "assessment",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = item_rule,
};
