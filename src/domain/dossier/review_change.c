/*
 * What a review found about one need or strength: better, the same, worse, or not known. Never added up.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { CHANGE_EPISODE, CHANGE_REVIEW, CHANGE_ITEM, CHANGE_CHANGE, CHANGE_NOTE, CHANGE_FIELD_COUNT };

static const struct field review_change_fields[CHANGE_FIELD_COUNT] = {
    [CHANGE_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [CHANGE_REVIEW] = {
        .key = "review", .label = N_("Review"), .kind = FIELD_REFERENCE, .refers_to = "review",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 12,
    },
    [CHANGE_ITEM] = {
        .key = "item", .label = N_("Need or strength"), .kind = FIELD_CHOICE, .vocabulary = "assessment_item",
        .parents = "assessment_group",
        .flags = FIELD_SEALED | FIELD_REQUIRED,
    },
    [CHANGE_CHANGE] = {
        .key = "change", .label = N_("Change"), .kind = FIELD_CHOICE, .vocabulary = "review_change",
        .flags = FIELD_SEALED | FIELD_REQUIRED,
    },
    [CHANGE_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
    },
};

const struct record_type review_change_type = {
    .key = "review_change",
    .label = N_("Change found"),
    .plural = N_("Changes found"),
    .hint = N_("For one need or strength: better, the same, worse or not known since the plan began."),
    .menu = MENU_NONE,
    .fields = review_change_fields,
    .field_count = CHANGE_FIELD_COUNT,
    .title_field = CHANGE_REVIEW,
    .subtitle_field = -1,
    .sort = "review",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
};
