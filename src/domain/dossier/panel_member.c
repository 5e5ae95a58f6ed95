/*
 * Who sits at a meeting of the panel, for which agency and discipline. Members have no account; whether a member
 * works for security is said for each, because a panel never decides with more of them than of the others.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    MEMBER_MEETING,
    MEMBER_PERSON,
    MEMBER_PARTY,
    MEMBER_AGENCY,
    MEMBER_DISCIPLINE,
    MEMBER_SECURITY,
    MEMBER_PRESENCE,
    MEMBER_CONFIDENTIALITY,
    MEMBER_NOTE,
    MEMBER_FIELD_COUNT
};

static const struct field panel_member_fields[MEMBER_FIELD_COUNT] = {
    [MEMBER_MEETING] = {
        .key = "meeting", .label = N_("Meeting"), .kind = FIELD_REFERENCE, .refers_to = "panel_meeting",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 12,
    },
    [MEMBER_PERSON] = {
        .key = "person", .label = N_("Name"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 120,
    },
    [MEMBER_PARTY] = {
        .key = "party", .label = N_("Mapped as"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .hint = N_("The same person among the stakeholders, where they are mapped."),
    },
    [MEMBER_AGENCY] = {
        .key = "agency", .label = N_("Agency"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED | FIELD_REQUIRED, .max_len = 120,
    },
    [MEMBER_DISCIPLINE] = {
        .key = "discipline", .label = N_("Discipline"), .kind = FIELD_CHOICE, .vocabulary = "panel_discipline",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 16,
    },
    [MEMBER_SECURITY] = {
        .key = "security", .label = N_("Police or security"), .kind = FIELD_BOOLEAN,
        .flags = FIELD_REQUIRED | FIELD_LISTED, .width = 8,
        .hint = N_("Police, intelligence, border guard; answered for everybody from justice."),
    },
    [MEMBER_PRESENCE] = {
        .key = "presence", .label = N_("Takes part as"), .kind = FIELD_CHOICE, .vocabulary = "panel_presence",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "present", .width = 12,
    },
    [MEMBER_CONFIDENTIALITY] = {
        .key = "confidentiality", .label = N_("Accepted confidentiality"), .kind = FIELD_BOOLEAN,
    },
    [MEMBER_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_TEXT,
        .flags = FIELD_SEALED,
    },
};

/* Justice may be either: a probation officer supports, a prosecutor pursues. */
static void complete_security(struct record *member)
{
    const char *discipline = record_text(member, "discipline");

    if (discipline[0] != '\0' && strcmp(discipline, "justice") != 0 && rule_is_empty(member, MEMBER_SECURITY))
        value_set_number(&member->values[MEMBER_SECURITY], strcmp(discipline, "security") == 0);
}

static bool sits_there(const struct record *member)
{
    const char *presence = record_text(member, "presence");

    return strcmp(presence, "present") == 0 || strcmp(presence, "guest") == 0;
}

static enum err panel_member_rule(struct record *member, const struct record *before,
                                  const struct rule_context *context, struct problems *problems)
{
    (void)before;
    (void)context;
    complete_security(member);
    if (strcmp(record_text(member, "discipline"), "security") == 0 && record_number(member, "security") == 0)
        problems_add(problems, MEMBER_SECURITY,
                     N_("Somebody of the discipline security counts as police or security: answer yes."));
    if (!sits_there(member) && record_number(member, "confidentiality") != 0)
        problems_warn(problems, MEMBER_CONFIDENTIALITY,
                      N_("Who does not take part cannot have accepted confidentiality in this meeting."));
    return OK;
}

const struct record_type panel_member_type = {
    .key = "panel_member",
    .label = N_("Panel member"),
    .plural = N_("Panel members"),
    .hint = N_("Who comes to the meeting, for which agency, and whether they work for police or security."),
    .menu = MENU_NONE,
    .fields = panel_member_fields,
    .field_count = MEMBER_FIELD_COUNT,
    .title_field = MEMBER_DISCIPLINE,
    .subtitle_field = -1,
    .sort = "discipline",
    .owner = RECORD_OF_CASE,
    .case_field = "meeting",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = panel_member_rule,
};
