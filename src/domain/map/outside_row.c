/*
 * Rows of a file from outside as far as no record here has a place for them: kept so that the same file can be given
 * back whole. Written by imports; nobody types them, and no list shows them.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { ROW_STANDARD, ROW_SHEET, ROW_OUTSIDE_ID, ROW_TYPE, ROW_ABOUT, ROW_COLUMNS, ROW_SAID, ROW_FIELD_COUNT };

static const struct field outside_row_fields[ROW_FIELD_COUNT] = {
    [ROW_STANDARD] = {
        .key = "standard", .label = N_("Standard"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .max_len = 40, .width = 12,
    },
    [ROW_SHEET] = {
        .key = "sheet", .label = N_("Table"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .max_len = 80, .width = 20,
    },
    [ROW_OUTSIDE_ID] = {
        .key = "outside_id", .label = N_("Number elsewhere"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .max_len = 200, .width = 36,
    },
    [ROW_TYPE] = {
        .key = "type", .label = N_("Kind of record here"), .kind = FIELD_TEXT,
        .flags = FIELD_LISTED | FIELD_FILTERED, .max_len = 40, .width = 14,
    },
    [ROW_ABOUT] = {
        .key = "about", .label = N_("Record here"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
    },
    [ROW_COLUMNS] = {
        .key = "columns", .label = N_("Columns kept as they are"), .kind = FIELD_NOTE,
        .max_len = 200000,
    },
    [ROW_SAID] = {
        .key = "said", .label = N_("What the file said"), .kind = FIELD_NOTE,
        .max_len = 200000,
    },
};

const struct record_type outside_row_type = {
    .key = "outside_row",
    .label = N_("Row of an outside file"),
    .plural = N_("Rows of outside files"),
    .hint = N_("What an imported file held that no field here holds, kept to be given back with the next export."),
    .aliases = "outside_rows",
    .menu = MENU_NONE,
    .fields = outside_row_fields,
    .field_count = ROW_FIELD_COUNT,
    .title_field = ROW_OUTSIDE_ID,
    .subtitle_field = ROW_SHEET,
    .sort = "sheet",
    .writers = ROLES_BUT_TRAINER,
};
