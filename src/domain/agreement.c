/*
 * What the office agreed with others, in writing: what may be shared, with whom, for how long. Whether one is in
 * force today is asked by whoever shares or refers; an agreement that nobody signed or that ran out never counts.
 */
#include <ctype.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/rules.h"

enum {
    AGREEMENT_KIND,
    AGREEMENT_TITLE,
    AGREEMENT_STATUS,
    AGREEMENT_SIGNED_ON,
    AGREEMENT_VALID_FROM,
    AGREEMENT_VALID_TO,
    AGREEMENT_REVIEW_ON,
    AGREEMENT_RENEWS,
    AGREEMENT_LEGAL_BASIS,
    AGREEMENT_PURPOSES,
    AGREEMENT_DATA_CATEGORIES,
    AGREEMENT_RETENTION_DAYS,
    AGREEMENT_PARTIES,
    AGREEMENT_SIGNATORIES,
    AGREEMENT_FILE_NAME,
    AGREEMENT_FILE_SHA256,
    AGREEMENT_WHERE_KEPT,
    AGREEMENT_FIELD_COUNT
};

static const struct field agreement_fields[AGREEMENT_FIELD_COUNT] = {
    [AGREEMENT_KIND] = {
        .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "agreement_kind",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 18,
        .aliases = "type",
    },
    [AGREEMENT_TITLE] = {
        .key = "title", .label = N_("Title"), .kind = FIELD_TEXT,
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FOUND | FIELD_SORTED, .width = 34,
        .aliases = "name",
    },
    [AGREEMENT_STATUS] = {
        .key = "status", .label = N_("Status"), .kind = FIELD_CHOICE, .vocabulary = "agreement_status",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .initial = "draft", .width = 12,
    },
    [AGREEMENT_SIGNED_ON] = {
        .key = "signed_on", .label = N_("Signed on"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .aliases = "signed",
    },
    [AGREEMENT_VALID_FROM] = {
        .key = "valid_from", .label = N_("In force from"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED,
        .aliases = "start",
        .hint = N_("Left empty, it holds from the day it was signed."),
    },
    [AGREEMENT_VALID_TO] = {
        .key = "valid_to", .label = N_("In force until"), .kind = FIELD_DATE,
        .flags = FIELD_LISTED | FIELD_FILTERED | FIELD_SORTED, .width = 10,
        .aliases = "end;expires",
        .hint = N_("Left empty, it holds until it is ended."),
    },
    [AGREEMENT_REVIEW_ON] = {
        .key = "review_on", .label = N_("Look at it again on"), .kind = FIELD_DATE,
        .flags = FIELD_FILTERED | FIELD_SORTED,
    },
    [AGREEMENT_RENEWS] = {
        .key = "renews", .label = N_("Renews"), .kind = FIELD_REFERENCE, .refers_to = "agreement",
        .back = N_("Agreements that renew it"),
        .flags = FIELD_MORE,
        .hint = N_("The earlier agreement that this one goes on from."),
    },
    [AGREEMENT_LEGAL_BASIS] = {
        .key = "legal_basis", .label = N_("Legal basis"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("The law or decision it rests on."),
    },
    [AGREEMENT_PURPOSES] = {
        .key = "purposes", .label = N_("Purposes"), .kind = FIELD_NOTE,
        .flags = FIELD_FOUND,
        .hint = N_("What the data or the work may be used for, and what not."),
    },
    [AGREEMENT_DATA_CATEGORIES] = {
        .key = "data_categories", .label = N_("Data shared"), .kind = FIELD_TAGS,
        .flags = FIELD_FOUND,
        .hint = N_("Only what is named here may be handed over under it."),
    },
    [AGREEMENT_RETENTION_DAYS] = {
        .key = "retention_days", .label = N_("Kept by them (days)"), .kind = FIELD_NUMBER,
        .flags = FIELD_MORE, .min = 0, .max = 36500,
    },
    [AGREEMENT_PARTIES] = {
        .key = "parties", .label = N_("Between us and"), .kind = FIELD_REFERENCES, .refers_to = "party",
        .flags = FIELD_REQUIRED | FIELD_LISTED | FIELD_FILTERED, .width = 24,
        .aliases = "party;organisation;partner",
    },
    [AGREEMENT_SIGNATORIES] = {
        .key = "signatories", .label = N_("Signed by"), .kind = FIELD_NOTE,
        .flags = FIELD_MORE,
        .hint = N_("Who signed for each side, in which role."),
    },
    [AGREEMENT_FILE_NAME] = {
        .key = "file_name", .label = N_("File"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
        .hint = N_("The name of the scanned paper."),
    },
    [AGREEMENT_FILE_SHA256] = {
        .key = "file_sha256", .label = N_("Fingerprint of the file"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE, .max_len = 64,
        .hint = N_("The SHA-256 of the file, 64 letters and digits, to tell later that it is the same paper."),
    },
    [AGREEMENT_WHERE_KEPT] = {
        .key = "where_kept", .label = N_("Where it is kept"), .kind = FIELD_TEXT,
        .flags = FIELD_MORE,
    },
};

static bool is_active(const struct record *agreement)
{
    return strcmp(record_text(agreement, "status"), "active") == 0;
}

static bool is_fingerprint(const char *text)
{
    size_t digits = 0;

    while (isxdigit((unsigned char)text[digits]))
        digits++;
    return digits == 64 && text[digits] == '\0';
}

static void check_days(const struct record *agreement, const struct rule_context *context, struct problems *problems)
{
    rule_in_order(agreement, AGREEMENT_VALID_FROM, AGREEMENT_VALID_TO, problems,
                  N_("The agreement ends before it begins; check both dates."));
    if (rule_is_after_day(agreement, AGREEMENT_SIGNED_ON, context->today))
        problems_add(problems, AGREEMENT_SIGNED_ON,
                     N_("The day of signing lies in the future; enter it on the day it is signed."));
    if (is_active(agreement) && rule_is_empty(agreement, AGREEMENT_SIGNED_ON))
        problems_add(problems, AGREEMENT_SIGNED_ON, N_("An agreement in force was signed: give the day."));
    if (is_active(agreement) && rule_is_before_day(agreement, AGREEMENT_VALID_TO, context->today))
        problems_warn(
            problems, AGREEMENT_STATUS,
            N_("It ran out: nothing can be shared under it any more. Renew it, or set the status to run out."));
}

static enum err agreement_rule(struct record *agreement, const struct record *before,
                               const struct rule_context *context, struct problems *problems)
{
    (void)before;
    check_days(agreement, context, problems);
    rule_not_itself(agreement, AGREEMENT_RENEWS, problems,
                    N_("An agreement cannot renew itself: name the earlier one."));
    if (!rule_is_empty(agreement, AGREEMENT_FILE_SHA256) && !is_fingerprint(record_text(agreement, "file_sha256")))
        problems_add(problems, AGREEMENT_FILE_SHA256,
                     N_("A fingerprint is 64 digits and letters from a to f, as sha256sum prints it."));
    if (strcmp(record_text(agreement, "kind"), "data_sharing") == 0 && is_active(agreement) &&
        rule_is_empty(agreement, AGREEMENT_PURPOSES))
        problems_warn(problems, AGREEMENT_PURPOSES,
                      N_("Say what the data may be used for: whoever shares under it will ask."));
    return OK;
}

/* --- is one in force --- */
enum { AGREEMENTS_LOOKED_AT = 100 };

/* It has run to its last day since. */
static bool ran_out(const struct record *agreement)
{
    const char *status = record_text(agreement, "status");

    return (strcmp(status, "expired") == 0 || strcmp(status, "ended") == 0) &&
           rule_is_before_day(agreement, AGREEMENT_VALID_TO, clock_today());
}

bool agreement_holds(const struct record *agreement, struct date day)
{
    int from = rule_is_empty(agreement, AGREEMENT_VALID_FROM) ? AGREEMENT_SIGNED_ON : AGREEMENT_VALID_FROM;

    return (is_active(agreement) || ran_out(agreement)) && !rule_is_empty(agreement, AGREEMENT_SIGNED_ON) &&
           rule_holds_on(agreement, from, AGREEMENT_VALID_TO, day);
}

static void narrow(struct query *query, int64_t party, const char *kind)
{
    query_init(query, &agreement_type);
    query_narrow_number(query, "parties", FILTER_IS, party);
    if (kind)
        query_narrow(query, "kind", FILTER_IS, kind);
}

enum err agreement_in_force(struct store *store, int64_t party, const char *kind, struct date today, int64_t *id,
                            struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *id = 0;
    narrow(&query, party, kind);
    if ((e = store_page(store, &query, NULL, false, AGREEMENTS_LOOKED_AT, &page, why)))
        return e;
    for (size_t i = 0; i < page.count && *id == 0; i++) {
        if (agreement_holds(&page.records[i], today))
            *id = page.records[i].id;
    }
    record_page_release(&page);
    return OK;
}

const struct record_type agreement_type = {
    .key = "agreement",
    .label = N_("Agreement"),
    .plural = N_("Agreements"),
    .hint = N_("What was agreed in writing with other bodies: sharing data, referring people, working together. "
               "Sharing from a case asks whether one is in force."),
    .aliases = "agreements;memorandum",
    .menu = MENU_STAKEHOLDERS,
    .fields = agreement_fields,
    .field_count = AGREEMENT_FIELD_COUNT,
    .title_field = AGREEMENT_TITLE,
    .subtitle_field = AGREEMENT_KIND,
    .sort = "title",
    .writers = ROLES_BUT_TRAINER,
    .match = "title,kind",
    .rule = agreement_rule,
};
