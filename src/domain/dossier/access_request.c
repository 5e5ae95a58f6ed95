/*
 * Requests of a person to see what is kept about them: the register with its clock. It holds no text about anybody, so
 * that it can be kept and counted; the bundle itself is a numbered copy. The clock runs from receipt and stands still
 * only while it is checked who asks.
 */
#include "townkeep/domain/access_request.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/papers.h"
#include "townkeep/domain/rules.h"

enum {
    REQUEST_REFERENCE,
    REQUEST_EPISODE,
    REQUEST_REFERRAL,
    REQUEST_RECEIVED_ON,
    REQUEST_BY_WHOM,
    REQUEST_PAUSED_ON,
    REQUEST_IDENTITY_CHECKED_ON,
    REQUEST_EXTENDED,
    REQUEST_HANDLER,
    REQUEST_BUNDLE_ON,
    REQUEST_COUNTS,
    REQUEST_MARKS,
    REQUEST_DIGEST,
    REQUEST_BUNDLE_COPY,
    REQUEST_SIGNED_BY,
    REQUEST_SIGNED_ON,
    REQUEST_ANSWERED_ON,
    REQUEST_OUTCOME,
    REQUEST_FIELD_COUNT
};

static const struct field request_fields[REQUEST_FIELD_COUNT] = {
    [REQUEST_REFERENCE] = {
        .key = "reference", .label = N_("Reference"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .max_len = 20, .width = 11,
    },
    [REQUEST_EPISODE] = {
        .key = "episode", .label = N_("Case"), .kind = FIELD_REFERENCE, .refers_to = "episode",
        .aliases = "case",
    },
    [REQUEST_REFERRAL] = {
        .key = "referral", .label = N_("Referral"), .kind = FIELD_REFERENCE, .refers_to = "referral",
    },
    [REQUEST_RECEIVED_ON] = {
        .key = "received_on", .label = N_("Received"), .kind = FIELD_DATE,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .initial = "today",
        .hint = N_("The month to answer runs from this day."),
        .aliases = "day",
    },
    [REQUEST_BY_WHOM] = {
        .key = "by_whom", .label = N_("Who asks"), .kind = FIELD_CHOICE, .vocabulary = "complaint_by",
        .initial = "person",
    },
    [REQUEST_PAUSED_ON] = {
        .key = "paused_on", .label = N_("Asked who they are on"), .kind = FIELD_DATE,
        .hint = N_("The clock stands still from this day until it is known who asks."),
    },
    [REQUEST_IDENTITY_CHECKED_ON] = {
        .key = "identity_checked_on", .label = N_("Known who asks since"), .kind = FIELD_DATE,
    },
    [REQUEST_EXTENDED] = {
        .key = "extended", .label = N_("Extended by two months"), .kind = FIELD_BOOLEAN,
        .hint = N_("Only when it is complex, and the person was told so within the first month."),
    },
    [REQUEST_HANDLER] = {
        .key = "handler", .label = N_("Handled by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
    },
    [REQUEST_BUNDLE_ON] = {
        .key = "bundle_on", .label = N_("Put together on"), .kind = FIELD_DATE,
        .flags = FIELD_BY_PROGRAM,
    },
    [REQUEST_COUNTS] = {
        .key = "counts", .label = N_("What is in it"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM,
    },
    [REQUEST_MARKS] = {
        .key = "marks", .label = N_("Passages decided about"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM | FIELD_MORE, .max_len = 400000,
    },
    [REQUEST_DIGEST] = {
        .key = "digest", .label = N_("Fingerprint of the papers"), .kind = FIELD_TEXT,
        .flags = FIELD_BY_PROGRAM | FIELD_MORE,
    },
    [REQUEST_BUNDLE_COPY] = {
        .key = "bundle_copy", .label = N_("Number of the copy"), .kind = FIELD_NUMBER,
        .flags = FIELD_BY_PROGRAM,
    },
    [REQUEST_SIGNED_BY] = {
        .key = "signed_by", .label = N_("Signed by"), .kind = FIELD_REFERENCE, .refers_to = "officer",
        .flags = FIELD_BY_PROGRAM,
    },
    [REQUEST_SIGNED_ON] = {
        .key = "signed_on", .label = N_("Signed on"), .kind = FIELD_DATE,
        .flags = FIELD_BY_PROGRAM,
    },
    [REQUEST_ANSWERED_ON] = {
        .key = "answered_on", .label = N_("Answered"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_SORTED,
    },
    [REQUEST_OUTCOME] = {
        .key = "outcome", .label = N_("Outcome"), .kind = FIELD_CHOICE, .vocabulary = "access_outcome",
        .flags = FIELD_LISTED | FIELD_FILTERED, .width = 14,
    },
};

static bool day_at(const struct record *request, const char *key, struct date *out)
{
    return date_parse(record_text(request, key), false, out);
}

bool access_request_due(const struct record *request, int months, struct date *due)
{
    struct date received, paused, known;

    if (!day_at(request, "received_on", &received))
        return false;
    *due = date_add_months(received, months + (record_number(request, "extended") ? 2 : 0));
    if (!day_at(request, "paused_on", &paused))
        return true;
    if (!day_at(request, "identity_checked_on", &known))
        return false;
    if (date_compare(known, paused) > 0)
        *due = date_from_days(date_to_days(*due) + date_to_days(known) - date_to_days(paused));
    return true;
}

static void check_days(const struct record *request, const struct rule_context *context, struct problems *problems)
{
    static const int past[] = { REQUEST_RECEIVED_ON, REQUEST_PAUSED_ON, REQUEST_IDENTITY_CHECKED_ON,
                                REQUEST_ANSWERED_ON };

    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++)
        paper_not_ahead(request, past[i], context, problems);
    for (size_t i = 1; i < sizeof past / sizeof past[0]; i++)
        rule_in_order(request, REQUEST_RECEIVED_ON, past[i], problems,
                      N_("This lies before the day the request was received. Correct one of the two days."));
    rule_in_order(request, REQUEST_PAUSED_ON, REQUEST_IDENTITY_CHECKED_ON, problems,
                  N_("It was known who asks before they were asked. Correct one of the two days."));
}

/* What leaves the office about a person was seen by two. */
static void check_answered(const struct record *request, struct problems *problems)
{
    bool is_given = paper_is(request, REQUEST_OUTCOME, "given") || paper_is(request, REQUEST_OUTCOME, "given_in_part");

    if (rule_is_empty(request, REQUEST_OUTCOME) != rule_is_empty(request, REQUEST_ANSWERED_ON))
        problems_add(problems, REQUEST_ANSWERED_ON, N_("The outcome and the day of the answer belong together."));
    if (is_given && rule_is_empty(request, REQUEST_IDENTITY_CHECKED_ON))
        problems_add(problems, REQUEST_IDENTITY_CHECKED_ON,
                     N_("Make sure who asks before anything is given, and write down the day."));
    if (is_given && rule_is_empty(request, REQUEST_SIGNED_ON))
        problems_add(problems, REQUEST_OUTCOME,
                     N_("What is given is signed by a second officer first. Put the papers together and have them "
                        "signed."));
}

static enum err request_rule(struct record *request, const struct record *before, const struct rule_context *context,
                             struct problems *problems)
{
    enum err e = paper_start(request, before, context, REQUEST_HANDLER, REQUEST_RECEIVED_ON);

    check_days(request, context, problems);
    check_answered(request, problems);
    return e;
}

const struct record_type access_request_type = {
    .key = "access_request",
    .label = N_("Request for access"),
    .plural = N_("Requests for access"),
    .hint =
        N_("Somebody asks what is kept about them: when it came, who asked, and when it was answered. No text about "
           "the person stands here."),
    .aliases = "sar",
    .menu = MENU_REFERRALS,
    .fields = request_fields,
    .field_count = REQUEST_FIELD_COUNT,
    .title_field = REQUEST_REFERENCE,
    .subtitle_field = REQUEST_RECEIVED_ON,
    .sort = "received_on",
    .sort_descending = true,
    .reference_prefix = "S",
    .readers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .writers = ROLES_OF_CASEWORK | ROLE_REVIEWER,
    .rule = request_rule,
};
