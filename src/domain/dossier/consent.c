/*
 * Agreements of the person, one for each purpose: an agreement to take part is none to share. What was agreed is never
 * reworded; it is withdrawn on a day, which takes effect at once and cannot be undone, or replaced by a new row.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    CONSENT_EPISODE,
    CONSENT_PURPOSE,
    CONSENT_PARTY,
    CONSENT_WITH_WHOM,
    CONSENT_GIVEN_BY,
    CONSENT_CHILD_VIEW,
    CONSENT_CAPACITY,
    CONSENT_FORM_VERSION,
    CONSENT_FORM_LANGUAGE,
    CONSENT_INTERPRETER,
    CONSENT_HOW,
    CONSENT_ON,
    CONSENT_VALID_TO,
    CONSENT_LIMITS,
    CONSENT_LIMITS_REASON,
    CONSENT_WITHDRAWN_ON,
    CONSENT_WITHDRAWN_EFFECT,
    CONSENT_REPLACED_BY,
    CONSENT_FIELD_COUNT
};

#define R1 (FIELD_REQUIRED | FIELD_ONCE)

static const struct field consent_fields[CONSENT_FIELD_COUNT] = {
    [CONSENT_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .flags = R1 | FIELD_LISTED,
        .aliases = "case",
    },
    [CONSENT_PURPOSE] = {
        .key = "purpose", .label = N_("Agrees to"), .kind = FIELD_CHOICE, .vocabulary = "consent_purpose",
        .flags = R1 | FIELD_LISTED, .width = 24,
        .hint = N_("One thing at a time; each may be refused without losing the others."),
    },
    [CONSENT_PARTY] = {
        .key = "party", .label = N_("With which agency"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_ONCE,
        .hint = N_("For sharing: the one agency it may be shared with."),
        .aliases = "agency",
    },
    [CONSENT_WITH_WHOM] = {
        .key = "with_whom", .label = N_("With whom"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED,
        .hint = N_("For talks in the family: with whom, such as “mother”."),
    },
    [CONSENT_GIVEN_BY] = {
        .key = "given_by", .label = N_("Given by"), .kind = FIELD_CHOICE, .vocabulary = "consent_given_by",
        .flags = R1,
    },
    [CONSENT_CHILD_VIEW] = {
        .key = "child_view", .label = N_("The child's own view"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("In the child's words; a guardian's agreement is not enough without it."),
    },
    [CONSENT_CAPACITY] = {
        .key = "capacity", .label = N_("Age and understanding"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED, .max_len = 2000,
        .hint = N_("How it was made sure that the person understood, and could have said no."),
    },
    [CONSENT_FORM_VERSION] = {
        .key = "form_version", .label = N_("Version of the form"), .kind = FIELD_TEXT,
        .flags = R1 | FIELD_SEALED, .max_len = 40,
    },
    [CONSENT_FORM_LANGUAGE] = {
        .key = "form_language", .label = N_("Language of the form"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 40,
    },
    [CONSENT_INTERPRETER] = {
        .key = "interpreter", .label = N_("Interpreter"), .kind = FIELD_TEXT,
        .flags = FIELD_ONCE | FIELD_SEALED | FIELD_MORE, .max_len = 120,
    },
    [CONSENT_HOW] = {
        .key = "how", .label = N_("How it was given"), .kind = FIELD_CHOICE, .vocabulary = "consent_how",
        .flags = R1,
    },
    [CONSENT_ON] = {
        .key = "on", .label = N_("Given on"), .kind = FIELD_DATE,
        .flags = R1 | FIELD_LISTED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [CONSENT_VALID_TO] = {
        .key = "valid_to", .label = N_("Valid to"), .kind = FIELD_DATE,
        .flags = FIELD_ONCE | FIELD_LISTED | FIELD_SORTED,
        .hint = N_("Empty: until it is withdrawn or the support ends."),
    },
    [CONSENT_LIMITS] = {
        .key = "limits", .label = N_("Limits"), .kind = FIELD_NOTE,
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 2000,
        .hint = N_("Who is not to be told what."),
    },
    [CONSENT_LIMITS_REASON] = {
        .key = "limits_reason", .label = N_("Limits, because"), .kind = FIELD_CHOICE, .vocabulary = "consent_limit",
        .flags = FIELD_ONCE,
    },
    [CONSENT_WITHDRAWN_ON] = {
        .key = "withdrawn_on", .label = N_("Withdrawn on"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED | FIELD_MORE,
        .hint = N_("Takes effect at once, for any reason or none."),
    },
    [CONSENT_WITHDRAWN_EFFECT] = {
        .key = "withdrawn_effect", .label = N_("What was stopped"), .kind = FIELD_NOTE,
        .flags = FIELD_SEALED | FIELD_MORE, .max_len = 2000,
        .hint = N_("Which shares ended, who was told, and what the law makes us keep."),
    },
    [CONSENT_REPLACED_BY] = {
        .key = "replaced_by", .label = N_("Replaced by"), .kind = FIELD_REFERENCE, .refers_to = "consent",
        .flags = FIELD_MORE,
    },
};

/* What an agreement needs beside the form, by purpose and by who gives it. */
static void check_whole(const struct record *consent, struct problems *problems)
{
    if (paper_is(consent, CONSENT_PURPOSE, "share") && rule_is_empty(consent, CONSENT_PARTY))
        problems_add(problems, CONSENT_PARTY,
                     N_("An agreement to share is given for one agency: name it. Another agency needs another "
                        "agreement."));
    if (paper_is(consent, CONSENT_PURPOSE, "speak_with_family") && rule_is_empty(consent, CONSENT_WITH_WHOM))
        problems_add(problems, CONSENT_WITH_WHOM, N_("Say with whom of the family may be spoken."));
    if (paper_is(consent, CONSENT_GIVEN_BY, "guardian") && rule_is_empty(consent, CONSENT_CHILD_VIEW))
        problems_add(problems, CONSENT_CHILD_VIEW,
                     N_("A guardian agrees together with the child: write down the child's own view."));
    if (paper_is(consent, CONSENT_GIVEN_BY, "other_authorised") && rule_is_empty(consent, CONSENT_CAPACITY))
        problems_add(problems, CONSENT_CAPACITY,
                     N_("Say why somebody else agrees, and on which authority, under Age and understanding."));
    if (!rule_is_empty(consent, CONSENT_LIMITS) && rule_is_empty(consent, CONSENT_LIMITS_REASON))
        problems_add(problems, CONSENT_LIMITS_REASON, N_("Say from the list why these limits were set."));
}

static void check_withdrawal(const struct record *consent, const struct record *before,
                             const struct rule_context *context, struct problems *problems)
{
    bool is_withdrawn = before && !rule_is_empty(before, CONSENT_WITHDRAWN_ON);

    if (is_withdrawn && !value_equal(&consent->values[CONSENT_WITHDRAWN_ON], &before->values[CONSENT_WITHDRAWN_ON]))
        problems_add(problems, CONSENT_WITHDRAWN_ON,
                     N_("A withdrawal stays as it is. If the person agrees again, write a new agreement."));
    paper_not_ahead(consent, CONSENT_WITHDRAWN_ON, context, problems);
    rule_in_order(consent, CONSENT_ON, CONSENT_WITHDRAWN_ON, problems,
                  N_("It cannot be withdrawn before it was given. Correct the date."));
    if (!rule_is_empty(consent, CONSENT_WITHDRAWN_EFFECT) && rule_is_empty(consent, CONSENT_WITHDRAWN_ON))
        problems_add(problems, CONSENT_WITHDRAWN_ON, N_("Say on which day it was withdrawn."));
}

static enum err consent_rule(struct record *consent, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    enum err e = paper_start(consent, before, context, -1, CONSENT_ON);

    paper_once(consent, before, problems,
               N_("What was agreed stays as it was written. Withdraw it, or write a new agreement that replaces it."));
    paper_not_ahead(consent, CONSENT_ON, context, problems);
    rule_in_order(consent, CONSENT_ON, CONSENT_VALID_TO, problems,
                  N_("It would end before it begins. Correct one of the two days."));
    rule_not_itself(consent, CONSENT_REPLACED_BY, problems, N_("An agreement does not replace itself."));
    check_whole(consent, problems);
    check_withdrawal(consent, before, context, problems);
    nudge_not_recordable(consent, before, context, problems);
    return e;
}

const struct record_type consent_type = {
    .key = "consent",
    .label = N_("Agreement of the person"),
    .plural = N_("Agreements of the person"),
    .hint =
        N_("What the person, or the guardian with the child, agreed to: one purpose each, on which day, in which form. "
           "It may be withdrawn at any time."),
    .menu = MENU_NONE,
    .fields = consent_fields,
    .field_count = CONSENT_FIELD_COUNT,
    .title_field = CONSENT_PURPOSE,
    .subtitle_field = CONSENT_ON,
    .sort = "on",
    .sort_descending = true,
    .owner = RECORD_OF_CASE,
    .case_field = "episode",
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = consent_rule,
};
