/*
 * The word lists, seeded from assets/vocab and edited in the vault. A code is for ever; an entry out of use is retired,
 * never removed.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    VOCABULARY_LIST,
    VOCABULARY_CODE,
    VOCABULARY_LABEL,
    VOCABULARY_LABEL_FR,
    VOCABULARY_PARENT,
    VOCABULARY_ALIASES,
    VOCABULARY_POSITION,
    VOCABULARY_RETIRED,
    VOCABULARY_FIELD_COUNT
};

static const struct field vocabulary_fields[VOCABULARY_FIELD_COUNT] = {
    [VOCABULARY_LIST] = {
        .key = "list", .label = N_("List"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_FILTERED | FIELD_SORTED | FIELD_ONCE,
        .max_len = 60, .width = 20,
    },
    [VOCABULARY_CODE] = {
        .key = "code", .label = N_("Code"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_ONCE, .max_len = 60, .width = 20,
        .hint = N_("Small letters, digits and _; it stays for ever, also in files."),
    },
    [VOCABULARY_LABEL] = {
        .key = "label", .label = N_("Word shown"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
    },
    [VOCABULARY_LABEL_FR] = {
        .key = "label_fr", .label = N_("In French"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND,
    },
    [VOCABULARY_PARENT] = {
        .key = "parent", .label = N_("Belongs under"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 60,
        .hint = N_("The code of the wider entry of the same list."),
    },
    [VOCABULARY_ALIASES] = {
        .key = "aliases", .label = N_("Also read as"), .kind = FIELD_TAGS,
        .flags = FIELD_MORE,
        .hint = N_("Words that imports and officers use for the same thing."),
    },
    [VOCABULARY_POSITION] = {
        .key = "position", .label = N_("Place in the list"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 0, .max = 1000000, .width = 6,
    },
    [VOCABULARY_RETIRED] = {
        .key = "retired", .label = N_("No longer offered"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 8,
    },
};

static enum err vocabulary_rule(struct record *word, const struct record *before, const struct rule_context *context,
                                struct problems *problems)
{
    static const char *const allowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
    const char *code = record_text(word, "code"), *list = record_text(word, "list");

    (void)before;
    (void)context;
    if (code[strspn(code, allowed)] != '\0')
        problems_add(problems, VOCABULARY_CODE, N_("A code has small letters, digits and _ only, as in youth_club."));
    if (list[strspn(list, allowed)] != '\0')
        problems_add(problems, VOCABULARY_LIST, N_("The name of a list has small letters, digits and _ only."));
    if (*code && strcmp(code, record_text(word, "parent")) == 0)
        problems_add(problems, VOCABULARY_PARENT, N_("A word cannot belong under itself."));
    return OK;
}

const struct record_type vocabulary_type = {
    .key = "vocabulary",
    .label = N_("Word"),
    .plural = N_("Word lists"),
    .hint = N_("One entry of a list that fields choose from. The code never changes; the words shown may."),
    .aliases = "vocabularies;word;words;codes",
    .menu = MENU_OFFICE,
    .fields = vocabulary_fields,
    .field_count = VOCABULARY_FIELD_COUNT,
    .title_field = VOCABULARY_LABEL,
    .subtitle_field = VOCABULARY_LIST,
    .sort = "list",
    .writers = ROLE_ADMINISTRATOR,
    .match = "list,code",
    .rule = vocabulary_rule,
};
