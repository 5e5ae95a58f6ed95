/*
 * Who works with whom. The type reads from the first party to the second ("funds / funded by"); `direction` tells
 * whether it holds the other way too. Tensions are kept in the team.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    RELATIONSHIP_FROM_PARTY,
    RELATIONSHIP_TYPE,
    RELATIONSHIP_TO_PARTY,
    RELATIONSHIP_STRENGTH,
    RELATIONSHIP_DIRECTION,
    RELATIONSHIP_VALID_FROM,
    RELATIONSHIP_VALID_TO,
    RELATIONSHIP_CONFIDENCE,
    RELATIONSHIP_NOTE,
    RELATIONSHIP_SENS,
    RELATIONSHIP_SOURCE,
    RELATIONSHIP_FIELD_COUNT
};

static const struct field relationship_fields[RELATIONSHIP_FIELD_COUNT] = {
    [RELATIONSHIP_FROM_PARTY] = {
        .key = "from_party", .label = N_("Who"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Relationships to others"),
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "from;a;source node",
    },
    [RELATIONSHIP_TYPE] = {
        .key = "type", .label = N_("Relationship"), .kind = FIELD_CHOICE, .vocabulary = "relationship_type",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 24,
        .hint = N_("Read it from the first to the second: the first funds the second."),
        .aliases = "relation;relationship type",
    },
    [RELATIONSHIP_TO_PARTY] = {
        .key = "to_party", .label = N_("With whom"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .back = N_("Relationships of others to it"),
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "to;b;target",
    },
    [RELATIONSHIP_STRENGTH] = {
        .key = "strength", .label = N_("Strength"), .kind = FIELD_NUMBER,
        .flags = FIELD_LISTED, .min = 1, .max = 5, .width = 8,
        .hint = N_("1 they know of each other, 5 they could not do without each other."),
        .aliases = "weight",
    },
    [RELATIONSHIP_DIRECTION] = {
        .key = "direction", .label = N_("Direction"), .kind = FIELD_CHOICE, .vocabulary = "direction",
        .flags = FIELD_MORE, .initial = "forward",
    },
    [RELATIONSHIP_VALID_FROM] = {
        .key = "valid_from", .label = N_("Since"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "start;start date",
    },
    [RELATIONSHIP_VALID_TO] = {
        .key = "valid_to", .label = N_("Until"), .kind = FIELD_PARTIAL_DATE,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "end;end date",
    },
    [RELATIONSHIP_CONFIDENCE] = {
        .key = "confidence", .label = N_("How sure we are"), .kind = FIELD_CHOICE, .vocabulary = "confidence",
        .flags = FIELD_FILTERED | FIELD_MORE,
    },
    [RELATIONSHIP_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .aliases = "notes;description;label",
    },
    [RELATIONSHIP_SENS] = {
        .key = "sens", .label = N_("May be shown to"), .kind = FIELD_CHOICE, .vocabulary = "sens",
        .flags = FIELD_FILTERED | FIELD_MORE, .initial = "team",
        .hint = N_("Public and partner records may leave the office in exports; team and restricted ones stay here."),
        .aliases = "sensitivity;sharing",
    },
    [RELATIONSHIP_SOURCE] = {
        .key = "source", .label = N_("Source"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("Where this was learned: a person, a register, a file and its date."),
        .aliases = "data source",
    },
};

static enum err relationship_rule(struct record *relationship, const struct record *before,
                                  const struct rule_context *context, struct problems *problems)
{
    (void)before;
    (void)context;
    if (record_number(relationship, "from_party") != 0 &&
        record_number(relationship, "from_party") == record_number(relationship, "to_party"))
        problems_add(problems, RELATIONSHIP_TO_PARTY,
                     N_("A relationship joins two different stakeholders: name the other one."));
    rule_in_order(relationship, RELATIONSHIP_VALID_FROM, RELATIONSHIP_VALID_TO, problems,
                  N_("The relationship ends before it begins; check both dates."));
    /* Who is at odds with whom does harm in the wrong hands. */
    if (strcmp(record_text(relationship, "type"), "in_tension_with") == 0)
        rule_stays_here(relationship, RELATIONSHIP_SENS, problems,
                        N_("A tension between stakeholders stays in the team: choose team or restricted."));
    return OK;
}

const struct record_type relationship_type = {
    .key = "relationship",
    .label = N_("Relationship"),
    .plural = N_("Relationships"),
    .hint = N_("How two stakeholders work together, or do not. Organisations, bodies and people in a role only."),
    .aliases = "relationships;link;edge",
    .menu = MENU_STAKEHOLDERS,
    .fields = relationship_fields,
    .field_count = RELATIONSHIP_FIELD_COUNT,
    .title_field = RELATIONSHIP_FROM_PARTY,
    .subtitle_field = RELATIONSHIP_TO_PARTY,
    .sort = "type",
    .writers = ROLES_BUT_TRAINER,
    .match = "from_party,to_party,type",
    .rule = relationship_rule,
};
