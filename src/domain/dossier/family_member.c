/* Support for the family of somebody who comes back: one row a member, without full names, with what each needs. */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"

enum {
    MEMBER_EPISODE,
    MEMBER_PERSON,
    MEMBER_RELATION,
    MEMBER_NEEDS,
    MEMBER_STRENGTHS,
    MEMBER_PLAN,
    MEMBER_SCHOOL,
    MEMBER_AGREES,
    MEMBER_ON,
    MEMBER_FIELD_COUNT
};

static const struct field member_fields[MEMBER_FIELD_COUNT] = {
    [MEMBER_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED,
        .aliases = "case",
    },
    [MEMBER_PERSON] = {
        .key = "person", .label = N_("Who"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_SEALED, .max_len = 80,
        .hint = N_("“Mother”, “elder child”, “person A”: no full name is needed."),
    },
    [MEMBER_RELATION] = {
        .key = "relation", .label = N_("Relation"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED, .max_len = 80,
    },
    [MEMBER_NEEDS] = {
        .key = "needs", .label = N_("Needs"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [MEMBER_STRENGTHS] = {
        .key = "strengths", .label = N_("Strengths"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [MEMBER_PLAN] = {
        .key = "plan", .label = N_("What is planned"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 4000,
    },
    [MEMBER_SCHOOL] = {
        .key = "school", .label = N_("School or day care"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
    },
    [MEMBER_AGREES] = {
        .key = "agrees", .label = N_("Agrees"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_SEALED,
        .hint = N_("Whether they want this support; nobody is supported through somebody else's agreement."),
    },
    [MEMBER_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
};

static enum err member_rule(struct record *member, const struct record *before, const struct rule_context *context,
                            struct problems *problems)
{
    enum err e = paper_start(member, before, context, -1, MEMBER_ON);

    paper_not_ahead(member, MEMBER_ON, context, problems);
    nudge_not_recordable(member, before, context, problems);
    return e;
}

const struct record_type family_member_type = {
    .key = "family_member",
    .label = N_("Member of the family"),
    .plural = N_("Members of the family"),
    .hint = N_("What a member of the family needs and is good at, and what is planned with them."),
    .menu = MENU_NONE,
    .fields = member_fields,
    .field_count = MEMBER_FIELD_COUNT,
    .title_field = MEMBER_EPISODE,
    .subtitle_field = MEMBER_ON,
    .sort = "on",
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = member_rule,
};
