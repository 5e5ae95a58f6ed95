/*
 * The events of a referral and of a case: two tables with the same rows. Every event is written by take.c and never
 * changed again, but for the signature that answers it; what an officer says with a step (reasons, whom it was handed
 * to) is sealed under the key of the referral or case.
 */
#include "casework_in.h"

#include "townkeep/base/i18n.h"

/* The rows of an event; `of` is the key of the record type it moves along. */
#define STEP_FIELDS(of, of_label) \
    [STEP_SUBJECT] = {                                                                                                \
        .key = of, .label = of_label, .kind = FIELD_REFERENCE, .refers_to = of,                                       \
        .flags = FIELD_REQUIRED | FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED,                                   \
    },                                                                                                                \
    [STEP_ACTION] = {                                                                                                 \
        .key = "action", .label = N_("Step"), .kind = FIELD_CHOICE, .vocabulary = "referral_action",                  \
        .flags = FIELD_REQUIRED | FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED, .width = 18,                      \
    },                                                                                                                \
    [STEP_FROM_STATE] = {                                                                                             \
        .key = "from_state", .label = N_("From"), .kind = FIELD_CHOICE, .vocabulary = "referral_state",               \
        .flags = FIELD_BY_PROGRAM,                                                                                    \
    },                                                                                                                \
    [STEP_TO_STATE] = {                                                                                               \
        .key = "to_state", .label = N_("To"), .kind = FIELD_CHOICE, .vocabulary = "referral_state",                   \
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED,                                                                     \
    },                                                                                                                \
    [STEP_AT] = {                                                                                                     \
        .key = "at", .label = N_("Written down"), .kind = FIELD_MOMENT,                                               \
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_SORTED,                                                      \
    },                                                                                                                \
    [STEP_HAPPENED_ON] = {                                                                                            \
        .key = "happened_on", .label = N_("On"), .kind = FIELD_DATE,                                                  \
        .flags = FIELD_ONCE | FIELD_SORTED,                                                                           \
        .aliases = "on",                                                                                              \
        .hint = N_("The day it was done, when it is written down later. Empty: today."),                              \
    },                                                                                                                \
    [STEP_OFFICER] = {                                                                                                \
        .key = "officer", .label = N_("Officer"), .kind = FIELD_REFERENCE, .refers_to = "officer",                    \
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED,                                                                     \
    },                                                                                                                \
    [STEP_REASON_CODE] = {                                                                                            \
        .key = "reason_code", .label = N_("Reason, from the list"), .kind = FIELD_CHOICE, .vocabulary = "referral_reason",\
        .flags = FIELD_ONCE | FIELD_FILTERED,                                                                         \
        .aliases = "code",                                                                                            \
        .hint = N_("The reason that is counted."),                                                                    \
    },                                                                                                                \
    [STEP_REASON] = {                                                                                                 \
        .key = "reason", .label = N_("In words"), .kind = FIELD_NOTE,                                                 \
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 4000,                                                          \
        .hint = N_("Why, so that another officer can follow it in a year."),                                          \
    },                                                                                                                \
    [STEP_DISSENT] = {                                                                                                \
        .key = "dissent", .label = N_("Another view"), .kind = FIELD_NOTE,                                            \
        .flags = FIELD_ONCE | FIELD_SEALED | FIELD_MORE, .max_len = 4000,                                             \
        .hint = N_("Who in the team sees it differently, and why."),                                                  \
    },                                                                                                                \
    [STEP_RECIPIENT] = {                                                                                              \
        .key = "recipient", .label = N_("Told to"), .kind = FIELD_TEXT,                                               \
        .flags = FIELD_ONCE | FIELD_SEALED,                                                                           \
        .aliases = "to_whom",                                                                                         \
        .hint = N_("The service and the person who took it."),                                                        \
    },                                                                                                                \
    [STEP_DETAIL] = {                                                                                                 \
        .key = "detail", .label = N_("What exactly was told"), .kind = FIELD_NOTE,                                    \
        .flags = FIELD_ONCE | FIELD_SEALED, .max_len = 4000,                                                          \
        .aliases = "what",                                                                                            \
        .hint = N_("Only what is needed to avert the danger."),                                                       \
    },                                                                                                                \
    [STEP_WAY] = {                                                                                                    \
        .key = "way", .label = N_("How"), .kind = FIELD_CHOICE, .vocabulary = "referral_way",                         \
        .flags = FIELD_ONCE,                                                                                          \
    },                                                                                                                \
    [STEP_ASSIGNEE] = {                                                                                               \
        .key = "assignee", .label = N_("Given to"), .kind = FIELD_REFERENCE, .refers_to = "officer",                  \
        .flags = FIELD_ONCE,                                                                                          \
        .hint = N_("An officer of casework. A referral left without one stays with who received it."),                                                            \
    },                                                                                                                \
    [STEP_UNTIL] = {                                                                                                  \
        .key = "until", .label = N_("Until"), .kind = FIELD_DATE,                                                     \
        .flags = FIELD_ONCE,                                                                                          \
    },                                                                                                                \
    [STEP_ANSWERS] = {                                                                                                \
        .key = "answers", .label = N_("Answers the step"), .kind = FIELD_REFERENCE, .refers_to = of "_step",          \
        .flags = FIELD_BY_PROGRAM,                                                                                    \
    },                                                                                                                \
    [STEP_CONSENT] = {                                                                                                \
        .key = "consent", .label = N_("Agreement withdrawn"), .kind = FIELD_REFERENCE, .refers_to = "consent",        \
        .flags = FIELD_ONCE,                                                                                          \
    },                                                                                                                \
    [STEP_CONFIRMED] = {                                                                                              \
        .key = "confirmed", .label = N_("Read and confirmed"), .kind = FIELD_BOOLEAN,                                 \
        .flags = FIELD_ONCE,                                                                                          \
        .hint = N_("Yes once what the step says of its effects has been read."),                                      \
    },                                                                                                                \
    [STEP_SAFETY] = {                                                                                                 \
        .key = "safety", .label = N_("Danger now"), .kind = FIELD_CHOICE, .vocabulary = "referral_safety",            \
        .flags = FIELD_ONCE,                                                                                          \
        .hint = N_("Is anybody in danger at this moment, the person included? Asked again when support ends."),       \
    },                                                                                                                \
    [STEP_OUTCOME] = {                                                                                                \
        .key = "outcome", .label = N_("Signature"), .kind = FIELD_CHOICE, .vocabulary = "referral_outcome",           \
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED,                                     \
    },                                                                                                                \
    [STEP_SIGNED_BY] = {                                                                                              \
        .key = "signed_by", .label = N_("Answered by"), .kind = FIELD_REFERENCE, .refers_to = "officer",              \
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED,                                                                     \
    },                                                                                                                \
    [STEP_SIGNED_AT] = {                                                                                              \
        .key = "signed_at", .label = N_("Answered at"), .kind = FIELD_MOMENT,                                         \
        .flags = FIELD_BY_PROGRAM,                                                                                    \
    }

static const struct field referral_step_fields[STEP_FIELD_COUNT] = { STEP_FIELDS("referral", N_("Referral")) };
static const struct field episode_step_fields[STEP_FIELD_COUNT] = { STEP_FIELDS("episode", N_("Case")) };

/* A step is an event: what was said with it is not said differently later. */
static enum err step_rule(struct record *step, const struct record *before, const struct rule_context *context,
                          struct problems *problems)
{
    (void)context;
    for (int i = 0; before && i < STEP_FIELD_COUNT; i++) {
        if ((step->type->fields[i].flags & FIELD_ONCE) && !value_equal(&step->values[i], &before->values[i]))
            problems_add(problems, i, N_("A step that was taken stays as it was written. Take a new step instead."));
    }
    return OK;
}

#define STEP_TYPE                                                                                       \
    .menu = MENU_NONE, .field_count = STEP_FIELD_COUNT, .title_field = STEP_ACTION,                     \
    .subtitle_field = STEP_HAPPENED_ON, .sort = "at", .sort_descending = true, .owner = RECORD_OF_CASE, \
    .readers = ROLES_OF_CASEWORK, .writers = ROLES_OF_CASEWORK, .is_event = true, .rule = step_rule

const struct record_type referral_step_type = {
    .key = "referral_step",
    .label = N_("Step"),
    .plural = N_("Steps"),
    .hint = N_("What was done with a referral, by whom, when, why, and who signed it."),
    .fields = referral_step_fields,
    .case_field = "referral",
    STEP_TYPE,
};

const struct record_type episode_step_type = {
    .key = "episode_step",
    .label = N_("Step of a case"),
    .plural = N_("Steps of cases"),
    .hint = N_("What was done in a case, by whom, when, why, and who signed it."),
    .fields = episode_step_fields,
    .case_field = "episode",
    STEP_TYPE,
};
