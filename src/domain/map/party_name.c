/*
 * What a stakeholder is called in other languages and scripts. The script is read from the letters when nobody says
 * which it is; it is the ISO 15924 code, which exports carry.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum { NAME_PARTY, NAME_NAME, NAME_ACRONYM, NAME_LANGUAGE, NAME_SCRIPT, NAME_SENS, NAME_SOURCE, NAME_FIELD_COUNT };

static const struct field party_name_fields[NAME_FIELD_COUNT] = {
    [NAME_PARTY] = {
        .key = "party", .label = N_("Stakeholder"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 28,
        .aliases = "organisation;organization_id",
    },
    [NAME_NAME] = {
        .key = "name", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 30,
        .hint = N_("As it is written in that language; the search finds it."),
        .aliases = "alternate_name;other name",
    },
    [NAME_ACRONYM] = {
        .key = "acronym", .label = N_("Short name"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND, .max_len = 40,
        .aliases = "abbreviation",
    },
    [NAME_LANGUAGE] = {
        .key = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .vocabulary = "language",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 12,
        .aliases = "lang",
    },
    [NAME_SCRIPT] = {
        .key = "script", .label = N_("Script"), .kind = FIELD_CHOICE, .vocabulary = "script",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 12,
        .hint = N_("Left empty, it is seen from the letters of the name."),
    },
    [NAME_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [NAME_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

/* A script that the list does not have is another one. */
static enum err fill_script(struct record *name, const struct rule_context *context)
{
    char code[5], listed[5];

    if (!text_script(record_text(name, "name"), code))
        return OK;
    for (size_t i = 0; i < sizeof code; i++)
        listed[i] = (char)(code[i] >= 'A' && code[i] <= 'Z' ? code[i] - 'A' + 'a' : code[i]);
    return value_set_text(&name->values[NAME_SCRIPT],
                          vocabulary_find(context->words, "script", listed) ? listed : "other");
}

static enum err party_name_rule(struct record *name, const struct record *before, const struct rule_context *context,
                                struct problems *problems)
{
    bool is_renamed = before && !value_equal(&name->values[NAME_NAME], &before->values[NAME_NAME]);
    bool is_said = before && !value_equal(&name->values[NAME_SCRIPT], &before->values[NAME_SCRIPT]);

    (void)problems;
    if (rule_is_empty(name, NAME_SCRIPT) || (is_renamed && !is_said))
        return fill_script(name, context);
    return OK;
}

const struct record_type party_name_type = {
    .key = "party_name",
    .label = N_("Other name"),
    .plural = N_("Other names"),
    .hint = N_("What a stakeholder is called in another language or script. The search finds them by it."),
    .aliases = "party_names",
    .menu = MENU_STAKEHOLDERS,
    .of_another = true,
    .fields = party_name_fields,
    .field_count = NAME_FIELD_COUNT,
    .title_field = NAME_NAME,
    .subtitle_field = NAME_PARTY,
    .sort = "name",
    .writers = ROLES_BUT_TRAINER,
    .match = "party,name",
    .rule = party_name_rule,
};
