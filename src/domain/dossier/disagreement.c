/*
 * A statement of the person who sees it differently. It is kept in their words, travels with every share, and nobody
 * changes it: no nudge is asked of it either, because these are not an officer's words.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"

enum {
    DISAGREEMENT_EPISODE,
    DISAGREEMENT_ON,
    DISAGREEMENT_GIVEN_BY,
    DISAGREEMENT_ABOUT,
    DISAGREEMENT_TEXT,
    DISAGREEMENT_RECORDED_BY,
    DISAGREEMENT_FIELD_COUNT
};

static const struct field disagreement_fields[DISAGREEMENT_FIELD_COUNT] = {
    [DISAGREEMENT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED,
        .aliases = "case",
    },
    [DISAGREEMENT_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_LISTED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [DISAGREEMENT_GIVEN_BY] = {
        .key = "given_by", .label = N_("Given by"), .kind = FIELD_CHOICE, .vocabulary = "consent_given_by",
        .flags = FIELD_REQUIRED | FIELD_ONCE, .initial = "person",
    },
    [DISAGREEMENT_ABOUT] = {
        .key = "about", .label = N_("About"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED,
        .hint = N_("Which part of the record they see differently."),
    },
    [DISAGREEMENT_TEXT] = {
        .key = "text", .label = N_("In their own words"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_ONCE | FIELD_SEALED,
        .hint = N_("As they say it, read back to them. It goes with everything that is shared, and is never changed."),
        .aliases = "statement",
    },
    [DISAGREEMENT_RECORDED_BY] = {
        .key = "recorded_by", .label = N_("Written down by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
};

static enum err disagreement_rule(struct record *statement, const struct record *before,
                                  const struct rule_context *context, struct problems *problems)
{
    enum err e = paper_start(statement, before, context, DISAGREEMENT_RECORDED_BY, DISAGREEMENT_ON);

    paper_not_ahead(statement, DISAGREEMENT_ON, context, problems);
    paper_once(statement, before, problems,
               N_("A statement of the person is never changed. Write down a new one beside it."));
    return e;
}

const struct record_type disagreement_type = {
    .key = "disagreement",
    .label = N_("Statement of the person"),
    .plural = N_("Statements of the person"),
    .hint = N_("What the person says against what is recorded, in their own words. It travels with every share."),
    .aliases = "statement",
    .menu = MENU_NONE,
    .fields = disagreement_fields,
    .field_count = DISAGREEMENT_FIELD_COUNT,
    .title_field = DISAGREEMENT_GIVEN_BY,
    .subtitle_field = DISAGREEMENT_ON,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = disagreement_rule,
};
