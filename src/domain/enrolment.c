/*
 * One person in one session, from invitation to certificate. The person is a party of kind person. Whether they were
 * there is attendance.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"

enum {
    ENROLMENT_SESSION,
    ENROLMENT_PERSON,
    ENROLMENT_STATUS,
    ENROLMENT_ROLE,
    ENROLMENT_RESULT,
    ENROLMENT_PRE,
    ENROLMENT_POST,
    ENROLMENT_FOLLOWUP,
    ENROLMENT_FEEDBACK,
    ENROLMENT_CERTIFICATE_NUMBER,
    ENROLMENT_CERTIFICATE_ON,
    ENROLMENT_CERTIFICATE_UNTIL,
    ENROLMENT_COMMENT,
    ENROLMENT_FIELD_COUNT
};

static const struct field enrolment_fields[ENROLMENT_FIELD_COUNT] = {
    [ENROLMENT_SESSION] = {
        .key = "session", .label = N_("Session"), .kind = FIELD_REFERENCE, .refers_to = "session",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED | FIELD_ONCE, .width = 28,
        .aliases = "training",
    },
    [ENROLMENT_PERSON] = {
        .key = "person", .label = N_("Person"), .kind = FIELD_REFERENCE, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_ONCE, .width = 24,
        .aliases = "participant;name;trainee",
    },
    [ENROLMENT_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "enrolment_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "accepted", .width = 12,
    },
    [ENROLMENT_ROLE] = {
        .key = "role", .label = N_("Takes part as"), .kind = FIELD_CHOICE, .vocabulary = "enrolment_role",
        .flags = FIELD_REQUIRED | FIELD_FILTERED, .initial = "participant",
    },
    [ENROLMENT_RESULT] = {
        .key = "result", .label = N_("Result"), .kind = FIELD_CHOICE, .vocabulary = "training_result",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 12,
    },
    [ENROLMENT_PRE] = {
        .key = "pre", .label = N_("Before (points)"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 100,
        .aliases = "pre test;pre-test;pretest",
    },
    [ENROLMENT_POST] = {
        .key = "post", .label = N_("After (points)"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 100,
        .aliases = "post test;post-test;posttest",
    },
    [ENROLMENT_FOLLOWUP] = {
        .key = "followup", .label = N_("Months later (points)"), .kind = FIELD_DECIMAL,
        .flags = FIELD_MORE, .min = 0, .max = 100,
        .aliases = "follow up;follow-up",
    },
    [ENROLMENT_FEEDBACK] = {
        .key = "feedback", .label = N_("Feedback"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 1, .max = 5,
        .hint = N_("From 1, of no use, to 5, very useful."),
        .aliases = "rating",
    },
    [ENROLMENT_CERTIFICATE_NUMBER] = {
        .key = "certificate_number", .label = N_("Certificate number"), .kind = FIELD_TEXT,
        .flags = FIELD_FOUND | FIELD_MORE, .max_len = 60,
        .aliases = "certificate",
    },
    [ENROLMENT_CERTIFICATE_ON] = {
        .key = "certificate_on", .label = N_("Certificate given"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_MORE,
        .aliases = "issued on;issued_on",
    },
    [ENROLMENT_CERTIFICATE_UNTIL] = {
        .key = "certificate_until", .label = N_("Certificate valid until"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED | FIELD_MORE,
        .aliases = "expires on;expires_on",
    },
    [ENROLMENT_COMMENT] = {
        .key = "comment", .label = N_("Comment"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .aliases = "note;notes;remarks",
    },
};

static enum err enrolment_rule(struct record *enrolment, const struct record *before,
                               const struct rule_context *context, struct problems *problems)
{
    const char *result = record_text(enrolment, "result");
    bool is_certified = !rule_is_empty(enrolment, ENROLMENT_CERTIFICATE_ON);

    (void)before;
    rule_in_order(enrolment, ENROLMENT_CERTIFICATE_ON, ENROLMENT_CERTIFICATE_UNTIL, problems,
                  N_("The certificate runs out before it was given; check both dates."));
    if (rule_is_after_day(enrolment, ENROLMENT_CERTIFICATE_ON, context->today))
        problems_add(problems, ENROLMENT_CERTIFICATE_ON,
                     N_("The certificate is dated in the future; enter it on the day it is given."));
    if (!is_certified && (!rule_is_empty(enrolment, ENROLMENT_CERTIFICATE_UNTIL) ||
                          !rule_is_empty(enrolment, ENROLMENT_CERTIFICATE_NUMBER)))
        problems_add(problems, ENROLMENT_CERTIFICATE_ON, N_("Give the day the certificate was given."));
    if (is_certified && (strcmp(result, "fail") == 0 || strcmp(result, "incomplete") == 0))
        problems_add(problems, ENROLMENT_RESULT, N_("A certificate needs a result of passed or attended."));
    return OK;
}

const struct record_type enrolment_type = {
    .key = "enrolment",
    .label = N_("Enrolment"),
    .plural = N_("Enrolments"),
    .hint = N_("One person in one training session: invited, accepted, and how it went."),
    .aliases = "enrolments;enrollment;participant",
    .menu = MENU_TRAINING,
    .fields = enrolment_fields,
    .field_count = ENROLMENT_FIELD_COUNT,
    .title_field = ENROLMENT_PERSON,
    .subtitle_field = ENROLMENT_SESSION,
    .sort = "session",
    .writers = ROLES_OF_TRAINING,
    .match = "session,person",
    .rule = enrolment_rule,
};
