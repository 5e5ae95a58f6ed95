/*
 * The log of what was told to others about a case, what was received, and what was refused: a refusal has the same
 * form. Rows are written by the steps of the workflow, which see to the basis; afterwards only what comes back is
 * added: whether it was acknowledged, and when the person was told.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    SHARING_EPISODE,
    SHARING_DIRECTION,
    SHARING_AT,
    SHARING_ON,
    SHARING_AGENCY,
    SHARING_AGENCY_PERSON,
    SHARING_ASKED_BY,
    SHARING_REQUESTER,
    SHARING_WHAT,
    SHARING_PURPOSE,
    SHARING_BASIS,
    SHARING_CONSENT,
    SHARING_AGREEMENT,
    SHARING_NECESSITY,
    SHARING_LESS_THAN_ASKED,
    SHARING_METHOD,
    SHARING_HANDLING,
    SHARING_RETURN_BY,
    SHARING_PERSON_TOLD,
    SHARING_NOT_TOLD_BECAUSE,
    SHARING_REVIEW_ON,
    SHARING_STEP,
    SHARING_OFFICER,
    SHARING_ACKNOWLEDGED_ON,
    SHARING_FIELD_COUNT
};

static const struct field sharing_fields[SHARING_FIELD_COUNT] = {
    [SHARING_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE,
        .aliases = "case",
    },
    [SHARING_DIRECTION] = {
        .key = "direction", .label = N_("Told or received"), .kind = FIELD_CHOICE, .vocabulary = "sharing_direction",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_FILTERED, .width = 12,
    },
    [SHARING_AT] = {
        .key = "at", .label = N_("Written down"), .kind = FIELD_MOMENT,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_SORTED,
    },
    [SHARING_ON] = {
        .key = "on", .label = N_("On"), .kind = FIELD_DATE,
        .flags = FIELD_ONCE | FIELD_LISTED | FIELD_SORTED,
        .aliases = "day",
        .hint = N_("The day it was shared, when it is written down later. Empty: today."),
    },
    [SHARING_AGENCY] = {
        .key = "agency", .label = N_("Agency"), .kind = FIELD_REFERENCE, .refers_to = "party", .among = "kind!=person",
        .flags = FIELD_ONCE | FIELD_LISTED, .width = 20,
    },
    [SHARING_AGENCY_PERSON] = {
        .key = "agency_person", .label = N_("Person there"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 120,
    },
    [SHARING_ASKED_BY] = {
        .key = "asked_by", .label = N_("Asked by"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 120,
    },
    [SHARING_REQUESTER] = {
        .key = "requester", .label = N_("Who asked"), .kind = FIELD_CHOICE, .vocabulary = "sharing_requester",
        .flags = FIELD_ONCE | FIELD_FILTERED,
        .hint = N_("A wish of an elected official is written down too, whatever is answered."),
    },
    [SHARING_WHAT] = {
        .key = "what", .label = N_("What exactly"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_SEALED, .max_len = 4000,
        .hint = N_("Each item that was told, received or asked for."),
    },
    [SHARING_PURPOSE] = {
        .key = "purpose", .label = N_("For what"), .kind = FIELD_CHOICE, .vocabulary = "sharing_purpose",
        .flags = FIELD_ONCE | FIELD_FILTERED,
    },
    [SHARING_BASIS] = {
        .key = "basis", .label = N_("Basis"), .kind = FIELD_CHOICE, .vocabulary = "sharing_basis",
        .flags = FIELD_ONCE | FIELD_FILTERED,
    },
    [SHARING_CONSENT] = {
        .key = "consent", .label = N_("Agreement of the person"), .kind = FIELD_REFERENCE, .refers_to = "consent",
        .flags = FIELD_ONCE,
    },
    [SHARING_AGREEMENT] = {
        .key = "agreement", .label = N_("Agreement of the agencies"), .kind = FIELD_REFERENCE,
        .refers_to = "agreement",
        .flags = FIELD_ONCE,
    },
    [SHARING_NECESSITY] = {
        .key = "necessity", .label = N_("Why it was needed"), .kind = FIELD_NOTE,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 2000,
        .hint = N_("Why nothing less would do."),
    },
    [SHARING_LESS_THAN_ASKED] = {
        .key = "less_than_asked", .label = N_("Less than was asked"), .kind = FIELD_NOTE,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 2000,
        .hint = N_("What was asked for and not told."),
    },
    [SHARING_METHOD] = {
        .key = "method", .label = N_("How"), .kind = FIELD_CHOICE, .vocabulary = "sharing_method",
        .flags = FIELD_ONCE,
    },
    [SHARING_HANDLING] = {
        .key = "handling", .label = N_("Conditions"), .kind = FIELD_NOTE,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 2000,
        .hint = N_("Who there may know it, and what may not be done with it."),
    },
    [SHARING_RETURN_BY] = {
        .key = "return_by", .label = N_("Return or destroy by"), .kind = FIELD_DATE,
        .flags = FIELD_ONCE | FIELD_SORTED,
    },
    [SHARING_PERSON_TOLD] = {
        .key = "person_told", .label = N_("Person told"), .kind = FIELD_CHOICE, .vocabulary = "sharing_told",
    },
    [SHARING_NOT_TOLD_BECAUSE] = {
        .key = "not_told_because", .label = N_("Not told, because"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [SHARING_REVIEW_ON] = {
        .key = "review_on", .label = N_("Look at it again on"), .kind = FIELD_DATE,
        .flags = FIELD_SORTED,
        .hint = N_("When it is decided again whether the person can be told."),
    },
    [SHARING_STEP] = {
        .key = "step", .label = N_("Step"), .kind = FIELD_REFERENCE, .refers_to = "episode_step",
        .flags = FIELD_BY_PROGRAM,
    },
    [SHARING_OFFICER] = {
        .key = "officer", .label = N_("Officer"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
        .aliases = "by",
    },
    [SHARING_ACKNOWLEDGED_ON] = {
        .key = "acknowledged_on", .label = N_("Acknowledged"), .kind = FIELD_DATE,
    },
};

static enum err sharing_rule(struct record *sharing, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    enum err e = paper_start(sharing, before, context, SHARING_OFFICER, SHARING_ON);

    if (!before && rule_is_empty(sharing, SHARING_AT))
        value_set_number(&sharing->values[SHARING_AT], context->now);
    paper_once(sharing, before, problems, N_("What was shared stays as it was written. Write down a new sharing."));
    paper_not_ahead(sharing, SHARING_ON, context, problems);
    paper_not_ahead(sharing, SHARING_ACKNOWLEDGED_ON, context, problems);
    rule_in_order(sharing, SHARING_ON, SHARING_RETURN_BY, problems,
                  N_("It would be returned before it is shared. Correct one of the two days."));
    rule_in_order(sharing, SHARING_ON, SHARING_ACKNOWLEDGED_ON, problems,
                  N_("It cannot be acknowledged before it was shared. Correct the date."));
    nudge_not_recordable(sharing, before, context, problems);
    return e;
}

const struct record_type sharing_type = {
    .key = "sharing",
    .label = N_("Sharing"),
    .plural = N_("Log of sharing"),
    .hint = N_("What was told to whom about a case, what was received, and what was refused: on which basis, for what, "
               "and whether the person knows."),
    .menu = MENU_NONE,
    .fields = sharing_fields,
    .field_count = SHARING_FIELD_COUNT,
    .title_field = SHARING_DIRECTION,
    .subtitle_field = SHARING_ON,
    .sort = "at",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .writers = ROLES_OF_CASEWORK,
    .is_event = true,
    .rule = sharing_rule,
};
