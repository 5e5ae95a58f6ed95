/* Attempts to reach the person once the referral was screened in: three without an answer, or a clear no, end it. */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"

enum { ATTEMPT_EPISODE, ATTEMPT_ON, ATTEMPT_WAY, ATTEMPT_RESULT, ATTEMPT_NOTE, ATTEMPT_OFFICER, ATTEMPT_FIELD_COUNT };

static const struct field attempt_fields[ATTEMPT_FIELD_COUNT] = {
    [ATTEMPT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED,
        .aliases = "case",
    },
    [ATTEMPT_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [ATTEMPT_WAY] = {
        .key = "way", .label = N_("How"), .kind = FIELD_CHOICE, .vocabulary = "referral_way",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED,
    },
    [ATTEMPT_RESULT] = {
        .key = "result", .label = N_("Result"), .kind = FIELD_CHOICE, .vocabulary = "attempt_result",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED,
        .hint = N_("A message says nothing about the reason: others may hear it."),
    },
    [ATTEMPT_NOTE] = {
        .key = "note", .label = N_("Note"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
    },
    [ATTEMPT_OFFICER] = {
        .key = "officer", .label = N_("Officer"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
        .aliases = "by",
    },
};

static enum err attempt_rule(struct record *attempt, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    enum err e = paper_start(attempt, before, context, ATTEMPT_OFFICER, ATTEMPT_ON);

    paper_not_ahead(attempt, ATTEMPT_ON, context, problems);
    nudge_not_recordable(attempt, before, context, problems);
    return e;
}

const struct record_type contact_attempt_type = {
    .key = "contact_attempt",
    .label = N_("Contact attempt"),
    .plural = N_("Contact attempts"),
    .hint = N_("When and how it was tried to reach the person, and what came of it."),
    .aliases = "attempt",
    .menu = MENU_NONE,
    .fields = attempt_fields,
    .field_count = ATTEMPT_FIELD_COUNT,
    .title_field = ATTEMPT_RESULT,
    .subtitle_field = ATTEMPT_ON,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = attempt_rule,
};
