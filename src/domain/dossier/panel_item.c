/*
 * One case in one meeting of the panel: the question, what was weighed, what was decided and why. The sheet without
 * the name comes first; what each agency said and what each is to do stand in records of their own
 * (panel_contribution, panel_action).
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ITEM_EPISODE,
    ITEM_MEETING,
    ITEM_POSITION,
    ITEM_STAGE,
    ITEM_QUESTION,
    ITEM_F2_FIRST,
    ITEM_SHARING_BASIS,
    ITEM_CONFLICTS_ASKED,
    ITEM_EXPLANATION_DISCUSSED,
    ITEM_EXPLANATION,
    ITEM_OPTIONS,
    ITEM_ADOPTED,
    ITEM_DECISION,
    ITEM_REASONS,
    ITEM_AGREEMENT,
    ITEM_DISSENT,
    ITEM_LEAD_AGENCY,
    ITEM_LEAD_PERSON,
    ITEM_TELLS,
    ITEM_NEXT_LOOK,
    ITEM_OTHER_HELP,
    ITEM_ANSWER_BY,
    ITEM_ANSWER_ON,
    ITEM_FIELD_COUNT
};

static const struct field panel_item_fields[ITEM_FIELD_COUNT] = {
    [ITEM_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [ITEM_MEETING] = {
        .key = "meeting", .label = N_("Meeting"), .kind = FIELD_REFERENCE, .refers_to = "panel_meeting",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 12,
    },
    [ITEM_POSITION] = {
        .key = "position", .label = N_("Place on the agenda"), .kind = FIELD_NUMBER,
        .min = 1, .max = 200,
    },
    [ITEM_STAGE] = {
        .key = "stage", .label = N_("Sheet used"), .kind = FIELD_CHOICE, .vocabulary = "panel_stage",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "f2", .width = 14,
        .hint = N_("F2 names nobody; F3 names the person to those who attend; F4 is the circle that carries the "
                    "plan."),
    },
    [ITEM_QUESTION] = {
        .key = "question", .label = N_("Question to the panel"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 2000,
    },
    [ITEM_F2_FIRST] = {
        .key = "f2_first", .label = N_("Without the name first"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether it was discussed without the name before anybody was told who it is."),
    },
    [ITEM_SHARING_BASIS] = {
        .key = "sharing_basis", .label = N_("Basis for naming"), .kind = FIELD_CHOICE, .vocabulary = "sharing_basis",
        .hint = N_("On which basis the person is named to the agencies at the table."),
    },
    [ITEM_CONFLICTS_ASKED] = {
        .key = "conflicts_asked", .label = N_("Conflicts asked for"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether everybody was asked if they know the person or the family."),
    },
    [ITEM_EXPLANATION_DISCUSSED] = {
        .key = "explanation_discussed", .label = N_("Explanation weighed"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the panel talked about an ordinary explanation."),
    },
    [ITEM_EXPLANATION] = {
        .key = "explanation", .label = N_("Ordinary explanation"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 4000,
    },
    [ITEM_OPTIONS] = {
        .key = "options", .label = N_("Options weighed"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("Doing nothing is one of them."),
    },
    [ITEM_ADOPTED] = {
        .key = "adopted", .label = N_("Assessment adopted"), .kind = FIELD_BOOLEAN,
        .hint = N_("The panel completed the assessment and adopts it. Until then it is a draft of one officer."),
    },
    [ITEM_DECISION] = {
        .key = "decision", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "panel_decision",
        .flags = FIELD_LISTED, .width = 12,
    },
    [ITEM_REASONS] = {
        .key = "reasons", .label = N_("Reasons"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("They stand in the letter to the person: nothing here that was told to the panel alone."),
    },
    [ITEM_AGREEMENT] = {
        .key = "agreement", .label = N_("How it was decided"), .kind = FIELD_CHOICE, .vocabulary = "panel_agreement",
    },
    [ITEM_DISSENT] = {
        .key = "dissent", .label = N_("Another view"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("Who saw it differently, and why."),
    },
    [ITEM_LEAD_AGENCY] = {
        .key = "lead_agency", .label = N_("Lead agency"), .kind = FIELD_REFERENCE, .refers_to = "party",
    },
    [ITEM_LEAD_PERSON] = {
        .key = "lead_person", .label = N_("Lead person"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
    },
    [ITEM_TELLS] = {
        .key = "tells", .label = N_("Tells the person"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 120,
        .hint = N_("Who tells the person what was decided, and by when."),
    },
    [ITEM_NEXT_LOOK] = {
        .key = "next_look", .label = N_("Next look on"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
    },
    [ITEM_OTHER_HELP] = {
        .key = "other_help", .label = N_("Other help"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
        .hint = N_("What is offered when no plan is made."),
    },
    [ITEM_ANSWER_BY] = {
        .key = "answer_by", .label = N_("Who answers"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 120,
        .hint = N_("When it is put off: who finds out what is missing."),
    },
    [ITEM_ANSWER_ON] = {
        .key = "answer_on", .label = N_("Answer due on"), .kind = FIELD_DATE,
        .flags = FIELD_MORE,
    },
};

static bool was_decided(const struct record *item, const char *decision)
{
    return strcmp(record_text(item, "decision"), decision) == 0;
}

static enum err panel_item_rule(struct record *item, const struct record *before, const struct rule_context *context,
                                struct problems *problems)
{
    if (!rule_is_empty(item, ITEM_DECISION) && rule_is_empty(item, ITEM_REASONS))
        problems_add(problems, ITEM_REASONS, N_("A decision has its reasons: write them down."));
    if (was_decided(item, "defer") && (rule_is_empty(item, ITEM_ANSWER_BY) || rule_is_empty(item, ITEM_ANSWER_ON)))
        problems_add(problems, ITEM_ANSWER_ON,
                     N_("When it is put off, say who answers the open question and by which day."));
    if (was_decided(item, "not_adopt") && rule_is_empty(item, ITEM_OTHER_HELP))
        problems_warn(problems, ITEM_OTHER_HELP, N_("No plan is no end: say which other help is offered."));
    if (!rule_is_empty(item, ITEM_AGREEMENT) && strcmp(record_text(item, "agreement"), "consensus") != 0 &&
        rule_is_empty(item, ITEM_DISSENT))
        problems_warn(problems, ITEM_DISSENT, N_("Not everybody agreed: write down the other view."));
    nudge_not_recordable(item, before, context, problems);
    return OK;
}

const struct record_type panel_item_type = {
    .key = "panel_item",
    .label = N_("Item of the panel"),
    .plural = N_("Items of the panel"),
    .hint = N_("What the panel was asked about a case, what it weighed, decided and why."),
    .aliases = "item",
    .menu = MENU_NONE,
    .fields = panel_item_fields,
    .field_count = ITEM_FIELD_COUNT,
    .title_field = ITEM_MEETING,
    .subtitle_field = ITEM_STAGE,
    .sort = "meeting",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = panel_item_rule,
};
