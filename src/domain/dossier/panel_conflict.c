/*
 * A member of the panel who is too near to a case to decide on it, and whether they left the room. In a small town
 * this is the rule and no shame.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { CONFLICT_EPISODE, CONFLICT_ITEM, CONFLICT_MEMBER, CONFLICT_DECLARED, CONFLICT_LEFT_ROOM, CONFLICT_FIELD_COUNT };

static const struct field panel_conflict_fields[CONFLICT_FIELD_COUNT] = {
    [CONFLICT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
    [CONFLICT_ITEM] = {
        .key = "item", .label = N_("Item of the panel"), .kind = FIELD_REFERENCE, .refers_to = "panel_item",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 14,
    },
    [CONFLICT_MEMBER] = {
        .key = "member", .label = N_("Member"), .kind = FIELD_REFERENCE, .refers_to = "panel_member",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 18,
    },
    [CONFLICT_DECLARED] = {
        .key = "declared", .label = N_("What was declared"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 1000,
    },
    [CONFLICT_LEFT_ROOM] = {
        .key = "left_room", .label = N_("Left the room"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 8,
    },
};

const struct record_type panel_conflict_type = {
    .key = "panel_conflict",
    .label = N_("Conflict declared"),
    .plural = N_("Conflicts declared"),
    .hint = N_("Who knows the person or the family, or has an interest, and whether they left the room."),
    .menu = MENU_NONE,
    .fields = panel_conflict_fields,
    .field_count = CONFLICT_FIELD_COUNT,
    .title_field = CONFLICT_MEMBER,
    .subtitle_field = -1,
    .sort = "item",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
};
