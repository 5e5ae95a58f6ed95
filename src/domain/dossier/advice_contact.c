/*
 * Advice without a name: somebody asks what to do, and nobody becomes a record. There is no field for who called or
 * whom it is about, and there never is one; a referral is made of it only when the caller agrees.
 */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    ADVICE_REFERENCE,
    ADVICE_ON,
    ADVICE_CALLER_TYPE,
    ADVICE_TOPICS,
    ADVICE_QUESTION,
    ADVICE_ADVICE,
    ADVICE_MINUTES,
    ADVICE_FOLLOW_UP,
    ADVICE_CALLER_AGREES,
    ADVICE_REFERRAL,
    ADVICE_TAKEN_BY,
    ADVICE_FIELD_COUNT
};

static const struct field advice_fields[ADVICE_FIELD_COUNT] = {
    [ADVICE_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 11,
    },
    [ADVICE_ON] = {
        .key = "on", .label = N_("Date"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today",
        .aliases = "day",
    },
    [ADVICE_CALLER_TYPE] = {
        .key = "caller_type", .label = N_("Who is calling"), .kind = FIELD_CHOICE, .vocabulary = "referral_source",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 18,
        .hint = N_("Only what the caller is, never who."),
        .aliases = "caller",
    },
    [ADVICE_TOPICS] = {
        .key = "topics", .label = N_("About"), .kind = FIELD_CHOICES, .vocabulary = "advice_topic",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "topic",
    },
    [ADVICE_QUESTION] = {
        .key = "question", .label = N_("What was asked"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_SEALED, .max_len = 4000,
        .hint = N_("Nobody is named here: neither the caller nor the person they speak of."),
    },
    [ADVICE_ADVICE] = {
        .key = "advice", .label = N_("Advice given"), .kind = FIELD_NOTE,
        .flags = FIELD_REQUIRED | FIELD_SEALED, .max_len = 4000,
    },
    [ADVICE_MINUTES] = {
        .key = "minutes", .label = N_("Minutes"), .kind = FIELD_NUMBER, .min = 0, .max = 1440,
    },
    [ADVICE_FOLLOW_UP] = {
        .key = "follow_up", .label = N_("After the advice"), .kind = FIELD_CHOICE, .vocabulary = "advice_follow_up",
        .flags = FIELD_FILTERED,
    },
    [ADVICE_CALLER_AGREES] = {
        .key = "caller_agrees", .label = N_("Agrees to a referral"), .kind = FIELD_BOOLEAN,
        .hint = N_("Whether the caller agrees; only then is a referral made of it."),
    },
    [ADVICE_REFERRAL] = {
        .key = "referral", .label = N_("Referral made of it"), .kind = FIELD_REFERENCE, .refers_to = "referral",
        .flags = FIELD_MORE,
        .hint = N_("When the caller agreed: its page makes one; or name one that was taken in."),
    },
    [ADVICE_TAKEN_BY] = {
        .key = "taken_by", .label = N_("Advised by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
};

static enum err advice_rule(struct record *advice, const struct record *before, const struct rule_context *context,
                            struct problems *problems)
{
    enum err e = paper_start(advice, before, context, ADVICE_TAKEN_BY, ADVICE_ON);

    if (!rule_is_empty(advice, ADVICE_REFERRAL) && !record_number(advice, "caller_agrees"))
        problems_add(problems, ADVICE_REFERRAL,
                     N_("A referral is made of an advice only when the caller agrees to it."));
    paper_not_ahead(advice, ADVICE_ON, context, problems);
    nudge_not_recordable(advice, before, context, problems);
    return e;
}

const struct record_type advice_contact_type = {
    .key = "advice_contact",
    .label = N_("Advice without a name"),
    .plural = N_("Advice without a name"),
    .hint =
        N_("What somebody asked and what they were told, without a name: a way to get help before, or instead of, a "
           "referral."),
    .aliases = "advice",
    .menu = MENU_REFERRALS,
    .fields = advice_fields,
    .field_count = ADVICE_FIELD_COUNT,
    .title_field = ADVICE_REFERENCE,
    .subtitle_field = ADVICE_ON,
    .sort = "on",
    .sort_descending = true,
    .reference_prefix = "A",
    .owner = RECORD_OF_CASE,
    .readers = ROLES_OF_CASEWORK,
    .writers = ROLES_OF_CASEWORK,
    .rule = advice_rule,
};
