/*
 * What other cities do: the library beside one's own coverage. Nothing refers to these records.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum {
    PRACTICE_CITY,
    PRACTICE_COUNTRY,
    PRACTICE_LEVELS,
    PRACTICE_AREAS,
    PRACTICE_SUMMARY,
    PRACTICE_CONTACT,
    PRACTICE_OUR_NOTE,
    PRACTICE_SOURCE,
    PRACTICE_FIELD_COUNT
};

static const struct field practice_fields[PRACTICE_FIELD_COUNT] = {
    [PRACTICE_CITY] = {
        .key = "city", .label = N_("City"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 22,
        .aliases = "town;municipality",
    },
    [PRACTICE_COUNTRY] = {
        .key = "country", .label = N_("Country"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_FILTERED | FIELD_SORTED, .width = 18,
    },
    [PRACTICE_LEVELS] = {
        .key = "levels", .label = N_("Levels"), .kind = FIELD_CHOICES, .vocabulary = "level",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 10,
        .hint = N_("Several may hold at once: one piece of work can prevent and also help people come back."),
        .aliases = "level;level(s);prevention level",
    },
    [PRACTICE_AREAS] = {
        .key = "areas", .label = N_("Areas"), .kind = FIELD_CHOICES, .vocabulary = "area",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "area;theme;topic",
    },
    [PRACTICE_SUMMARY] = {
        .key = "summary", .label = N_("What they do"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND, .width = 40,
        .aliases = "description;practice",
    },
    [PRACTICE_CONTACT] = {
        .key = "contact", .label = N_("Whom to ask"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 300,
    },
    [PRACTICE_OUR_NOTE] = {
        .key = "our_note", .label = N_("What we could use"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND | FIELD_MORE,
        .aliases = "note;notes",
    },
    [PRACTICE_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

const struct record_type practice_type = {
    .key = "practice",
    .label = N_("City practice"),
    .plural = N_("City practices"),
    .hint = N_("What another city does, to learn from; search it by level and area beside your own gaps."),
    .aliases = "practices;city_example;example",
    .menu = MENU_PROGRAMMES,
    .fields = practice_fields,
    .field_count = PRACTICE_FIELD_COUNT,
    .title_field = PRACTICE_CITY,
    .subtitle_field = PRACTICE_COUNTRY,
    .sort = "city",
    .writers = ROLES_BUT_TRAINER,
    .match = "city,summary",
};
