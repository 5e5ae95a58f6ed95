/*
 * What is left for the figures when a record is reduced: codes, spans of days and counts, by quarter. It names no
 * case, no person and no exact day, so nothing leads back; it is written once, in the save that takes the record
 * away.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    CLOSED_QUARTER,
    CLOSED_SUBJECT,
    CLOSED_LEVEL,
    CLOSED_SOURCE,
    CLOSED_CHANNEL,
    CLOSED_DECISION,
    CLOSED_CLOSURE_REASON,
    CLOSED_AGE_BAND,
    CLOSED_DAYS_TO_SCREEN,
    CLOSED_DAYS_TO_CONTACT,
    CLOSED_SESSIONS,
    CLOSED_MISSED,
    CLOSED_REVIEWS,
    CLOSED_REVIEWS_ON_TIME,
    CLOSED_STEPS_FORWARD,
    CLOSED_AGREED,
    CLOSED_REASON_CODE,
    CLOSED_CANCELLED,
    CLOSED_PROGRESS,
    CLOSED_STRENGTHS,
    CLOSED_STRENGTHS_BETTER,
    CLOSED_OFFERED,
    CLOSED_FEEDBACK,
    CLOSED_SHARED_OUT,
    CLOSED_SHARED_IN,
    CLOSED_REFUSED,
    CLOSED_OUTSIDE,
    CLOSED_OUTSIDE_REFUSED,
    CLOSED_OVERRIDES,
    CLOSED_RECUSALS,
    CLOSED_FIELD_COUNT
};

#define COUNTED(code, words) .key = (code), .label = (words), .kind = FIELD_NUMBER, .min = 0, .max = 100000

static const struct field closed_case_fields[CLOSED_FIELD_COUNT] = {
    [CLOSED_QUARTER] = {
        .key = "quarter", .label = N_("Quarter"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_SORTED, .max_len = 7, .width = 8,
    },
    [CLOSED_SUBJECT] = {
        .key = "subject", .label = N_("What it was"), .kind = FIELD_CHOICE, .vocabulary = "closed_subject",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 10,
    },
    [CLOSED_LEVEL] = {
        .key = "level", .label = N_("Level"), .kind = FIELD_CHOICE, .vocabulary = "case_level",
        .flags = FIELD_FILTERED,
    },
    [CLOSED_SOURCE] = {
        .key = "source", .label = N_("Who was calling"), .kind = FIELD_CHOICE, .vocabulary = "referral_source",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [CLOSED_CHANNEL] = {
        .key = "channel", .label = N_("Came by"), .kind = FIELD_CHOICE, .vocabulary = "referral_channel",
        .flags = FIELD_FILTERED,
    },
    [CLOSED_DECISION] = {
        .key = "decision", .label = N_("Decision"), .kind = FIELD_CHOICE, .vocabulary = "screening_decision",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 16,
    },
    [CLOSED_CLOSURE_REASON] = {
        .key = "closure_reason", .label = N_("Closed because"), .kind = FIELD_CHOICE, .vocabulary = "closure_reason",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 18,
    },
    [CLOSED_AGE_BAND] = {
        .key = "age_band", .label = N_("Age band"), .kind = FIELD_CHOICE, .vocabulary = "referral_age_band",
        .flags = FIELD_FILTERED,
    },
    [CLOSED_DAYS_TO_SCREEN] = {
        .key = "days_to_screen", .label = N_("Days to the decision"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_DAYS_TO_CONTACT] = {
        .key = "days_to_contact", .label = N_("Days to the first contact"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_SESSIONS] = {
        .key = "sessions", .label = N_("Sessions"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_MISSED] = {
        .key = "missed", .label = N_("Sessions missed"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_REVIEWS] = {
        .key = "reviews", .label = N_("Reviews"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_REVIEWS_ON_TIME] = {
        .key = "reviews_on_time", .label = N_("Reviews on time"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_STEPS_FORWARD] = {
        .key = "steps_forward", .label = N_("Steps forward"), .kind = FIELD_NUMBER,
        .min = 0, .max = 100000,
    },
    [CLOSED_AGREED] = {
        .key = "agreed", .label = N_("Support was agreed"), .kind = FIELD_BOOLEAN,
        .hint = N_("Empty: the person was never asked."),
    },
    [CLOSED_REASON_CODE] = {
        .key = "reason_code", .label = N_("Reason, from the list"), .kind = FIELD_CHOICE,
        .vocabulary = "referral_reason",
    },
    [CLOSED_CANCELLED] = { COUNTED("cancelled", N_("Sessions cancelled")) },
    [CLOSED_PROGRESS] = { COUNTED("progress", N_("Sessions with a step told")) },
    [CLOSED_STRENGTHS] = { COUNTED("strengths", N_("Strengths looked at again")) },
    [CLOSED_STRENGTHS_BETTER] = { COUNTED("strengths_better", N_("Strengths that grew")) },
    [CLOSED_OFFERED] = {
        .key = "offered", .label = N_("Asked for their view"), .kind = FIELD_BOOLEAN,
    },
    [CLOSED_FEEDBACK] = {
        .key = "feedback", .label = N_("The person's view"), .kind = FIELD_CHOICE, .vocabulary = "closure_feedback",
    },
    [CLOSED_SHARED_OUT] = { COUNTED("shared_out", N_("Times something was shared")) },
    [CLOSED_SHARED_IN] = { COUNTED("shared_in", N_("Times information came")) },
    [CLOSED_REFUSED] = { COUNTED("refused", N_("Sharings refused")) },
    [CLOSED_OUTSIDE] = { COUNTED("outside", N_("Elected officials asked")) },
    [CLOSED_OUTSIDE_REFUSED] = { COUNTED("outside_refused", N_("Such requests refused")) },
    [CLOSED_OVERRIDES] = { COUNTED("overrides", N_("Reasons against a limit")) },
    [CLOSED_RECUSALS] = { COUNTED("recusals", N_("Officers who stepped aside")) },
};

/* "2026-Q3" */
static bool is_quarter(const char *text)
{
    return strlen(text) == 7 && strspn(text, "0123456789") == 4 && text[4] == '-' && text[5] == 'Q' && text[6] >= '1' &&
           text[6] <= '4';
}

static enum err closed_case_rule(struct record *closed, const struct record *before, const struct rule_context *context,
                                 struct problems *problems)
{
    (void)context;
    if (!is_quarter(record_text(closed, "quarter")))
        problems_add(problems, CLOSED_QUARTER, N_("A quarter is written like 2026-Q3: an exact day would lead back."));
    if (rule_is_less(closed, CLOSED_SESSIONS, CLOSED_MISSED))
        problems_add(problems, CLOSED_MISSED, N_("More sessions were missed than there were; check both numbers."));
    if (rule_is_less(closed, CLOSED_REVIEWS, CLOSED_REVIEWS_ON_TIME))
        problems_add(problems, CLOSED_REVIEWS_ON_TIME,
                     N_("More reviews were on time than there were; check both numbers."));
    for (int i = 0; before && i < CLOSED_FIELD_COUNT; i++) {
        if (!value_equal(&closed->values[i], &before->values[i]))
            problems_add(problems, i, N_("The figures of a closed record stay as they were written."));
    }
    return OK;
}

const struct record_type closed_case_type = {
    .key = "closed_case",
    .label = N_("Figures of a closed record"),
    .plural = N_("Figures of closed records"),
    .hint = N_("What the statistics keep of a record that was reduced or erased. It leads to nobody."),
    .menu = MENU_NONE,
    .fields = closed_case_fields,
    .field_count = CLOSED_FIELD_COUNT,
    .title_field = CLOSED_QUARTER,
    .subtitle_field = -1,
    .sort = "quarter",
    .sort_descending = true,
    .readers = ROLES_BUT_TRAINER,
    .writers = ROLES_OF_CASEWORK | ROLE_REVIEWER | ROLE_ADMINISTRATOR,
    .is_event = true,
    .rule = closed_case_rule,
};
