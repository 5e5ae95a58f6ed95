/*
 * What an agency brought to the table about a case, and who may hear it again. What was said for the ears of the
 * panel alone is counted as a contribution, but its text is never kept.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    CONTRIBUTION_EPISODE,
    CONTRIBUTION_ITEM,
    CONTRIBUTION_AGENCY,
    CONTRIBUTION_CATEGORY,
    CONTRIBUTION_TEXT,
    CONTRIBUTION_HANDLING,
    CONTRIBUTION_FIELD_COUNT
};

static const struct field panel_contribution_fields[CONTRIBUTION_FIELD_COUNT] = {
    [CONTRIBUTION_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [CONTRIBUTION_ITEM] = {
        .key = "item", .label = N_("Item of the panel"), .kind = FIELD_REFERENCE, .refers_to = "panel_item",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 14,
    },
    [CONTRIBUTION_AGENCY] = {
        .key = "agency", .label = N_("Agency"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 120,
    },
    [CONTRIBUTION_CATEGORY] = {
        .key = "category", .label = N_("Discipline"), .kind = FIELD_CHOICE, .vocabulary = "panel_discipline",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [CONTRIBUTION_TEXT] = {
        .key = "text", .label = N_("What was said"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
        .hint = N_("Facts with their source. Left empty when it was said only, not written."),
    },
    [CONTRIBUTION_HANDLING] = {
        .key = "handling", .label = N_("Who may hear it"), .kind = FIELD_CHOICE, .vocabulary = "panel_handling",
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 18,
    },
};

static enum err panel_contribution_rule(struct record *contribution, const struct record *before,
                                        const struct rule_context *context, struct problems *problems)
{
    bool is_oral = strcmp(record_text(contribution, "handling"), "oral_only") == 0;
    bool has_text = !rule_is_empty(contribution, CONTRIBUTION_TEXT);

    if (is_oral && has_text) {
        value_release(&contribution->values[CONTRIBUTION_TEXT]);
        problems_warn(problems, CONTRIBUTION_TEXT,
                      N_("This was said for the panel alone, so it is not written down: the text is left out."));
    }
    if (!is_oral && !has_text)
        problems_add(problems, CONTRIBUTION_TEXT, N_("Write down what was said, or choose “Said only, not written”."));
    nudge_not_recordable(contribution, before, context, problems);
    return OK;
}

const struct record_type panel_contribution_type = {
    .key = "panel_contribution",
    .label = N_("Contribution"),
    .plural = N_("Contributions"),
    .hint = N_("What an agency told the panel, and whether it may go into the plan or be told to the person."),
    .menu = MENU_NONE,
    .fields = panel_contribution_fields,
    .field_count = CONTRIBUTION_FIELD_COUNT,
    .title_field = CONTRIBUTION_CATEGORY,
    .subtitle_field = -1,
    .sort = "item",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = panel_contribution_rule,
};
