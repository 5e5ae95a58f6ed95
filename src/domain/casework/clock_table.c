/*
 * Every clock of casework with the program's own limit, and the limits of an office in its place. Which event starts a
 * clock and what stops it is clock.c's.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/queries.h"

#define WORKING_DAYS(count)       \
    {                             \
        count, LIMIT_WORKING_DAYS \
    }
#define DAYS(count)       \
    {                     \
        count, LIMIT_DAYS \
    }
#define HOURS(count)       \
    {                      \
        count, LIMIT_HOURS \
    }
#define MONTHS(count)       \
    {                       \
        count, LIMIT_MONTHS \
    }

const struct clock_limit casework_clocks[CLOCK_COUNT] = {
    [CLOCK_DRAFT] = {
        .code = "draft", .label = N_("draft to be finished or discarded"), .starts = N_("the day it was begun"),
        .limit = WORKING_DAYS(5), .states = IN(DRAFT),
    },
    [CLOCK_DANGER] = {
        .code = "danger", .label = N_("safety hand-off"), .starts = N_("the moment danger was written down"),
        .limit = HOURS(2), .states = IN(DRAFT) | IN(RECEIVED) | IN(SCREENING) | IN(SCREENED_IN),
    },
    [CLOCK_ASSIGN] = {
        .code = "assign", .label = N_("assignment"), .starts = N_("the day it was received"),
        .limit = WORKING_DAYS(1), .urgent_hours = 3, .states = IN(RECEIVED),
    },
    [CLOCK_SCREEN] = {
        .code = "screen", .label = N_("screening decision"), .starts = N_("the day it was received"),
        .limit = WORKING_DAYS(5), .states = IN(RECEIVED) | IN(SCREENING),
    },
    [CLOCK_CONFIRM] = {
        .code = "confirm", .label = N_("safety hand-off to be confirmed"), .starts = N_("the day it was handed over"),
        .limit = WORKING_DAYS(1),
    },
    [CLOCK_SIGN] = {
        .code = "sign", .label = N_("signature"), .starts = N_("the day it was proposed"),
        .limit = WORKING_DAYS(2),
    },
    [CLOCK_TOLD] = {
        .code = "told", .label = N_("person to be told of the record"), .starts = N_("the day it was received"),
        .limit = MONTHS(1), .longest = MONTHS(1),
    },
    [CLOCK_INVITE] = {
        .code = "invite", .label = N_("invitation"), .starts = N_("the day it was screened in or decided"),
        .limit = WORKING_DAYS(5), .states = IN(SCREENED_IN) | IN(PANEL_DECIDED),
    },
    [CLOCK_CONTACT] = {
        .code = "contact", .label = N_("first attempt to reach the person"), .starts = N_("the invitation"),
        .limit = WORKING_DAYS(10), .states = IN(INVITED),
    },
    [CLOCK_ANSWER] = {
        .code = "answer", .label = N_("answer of the person"), .starts = N_("the invitation"),
        .limit = WORKING_DAYS(30), .states = IN(INVITED),
    },
    [CLOCK_ASSESS] = {
        .code = "assess", .label = N_("assessment"), .starts = N_("the agreement of the person"),
        .limit = WORKING_DAYS(20), .tertiary = WORKING_DAYS(10), .states = IN(ASSESSING),
    },
    [CLOCK_PANEL] = {
        .code = "panel", .label = N_("decision of the panel"), .starts = N_("the day it was listed"),
        .limit = WORKING_DAYS(20), .states = IN(PANEL_LISTED) | IN(SCREENED_IN),
    },
    [CLOCK_CARRY_OUT] = {
        .code = "carry_out", .label = N_("what the panel decided"), .starts = N_("the decision of the panel"),
        .limit = WORKING_DAYS(5), .states = IN(PANEL_DECIDED),
    },
    [CLOCK_DEFERRED] = {
        .code = "deferred", .label = N_("answer to the panel"), .starts = N_("the day it was deferred"),
        .limit = WORKING_DAYS(20), .states = IN(DEFERRED),
    },
    [CLOCK_PLAN] = {
        .code = "plan", .label = N_("plan"), .starts = N_("the day planning began"),
        .limit = WORKING_DAYS(10), .states = IN(PLANNING),
    },
    [CLOCK_START] = {
        .code = "start", .label = N_("start of support"), .starts = N_("the agreed plan"),
        .limit = WORKING_DAYS(5), .states = IN(PLAN_AGREED),
    },
    [CLOCK_PAUSE] = {
        .code = "pause", .label = N_("end of the pause"), .starts = N_("the beginning of the pause"),
        .limit = DAYS(60), .states = IN(PAUSED),
    },
    [CLOCK_FIRST_REVIEW] = {
        .code = "first_review", .label = N_("first review"), .starts = N_("the start of support"),
        .limit = DAYS(42), .states = IN(ACTIVE) | IN(PAUSED),
    },
    [CLOCK_REVIEW] = {
        .code = "review", .label = N_("review"), .starts = N_("the review before"),
        .limit = MONTHS(3), .tertiary = DAYS(42), .states = IN(ACTIVE) | IN(PAUSED),
    },
    [CLOCK_EXTRA_REVIEW] = {
        .code = "extra_review", .label = N_("review after a significant change"), .starts = N_("the change"),
        .limit = WORKING_DAYS(5), .states = IN(ACTIVE) | IN(PAUSED),
    },
    [CLOCK_FINISH_REVIEW] = {
        .code = "finish_review", .label = N_("review to be finished"), .starts = N_("the day it was begun"),
        .limit = WORKING_DAYS(5), .states = IN(REVIEWING),
    },
    [CLOCK_CLOSE] = {
        .code = "close", .label = N_("closing"), .starts = N_("the day it was begun"),
        .limit = WORKING_DAYS(10), .states = IN(CLOSING),
    },
    [CLOCK_AFTER_6M] = {
        .code = "after_6m", .label = N_("look after 6 months"), .starts = N_("the end of the case"),
        .limit = MONTHS(6), .states = IN(CLOSED),
    },
    [CLOCK_AFTER_12M] = {
        .code = "after_12m", .label = N_("look after 12 months"), .starts = N_("the end of the case"),
        .limit = MONTHS(12), .states = IN(AFTER_6M),
    },
    [CLOCK_COUNTERSIGN] = {
        .code = "countersign", .label = N_("withdrawal to be signed"), .starts = N_("the day of the withdrawal"),
        .limit = WORKING_DAYS(2),
    },
    [CLOCK_TRANSFER] = {
        .code = "transfer", .label = N_("transfer to be acknowledged"), .starts = N_("the transfer"),
        .limit = WORKING_DAYS(5), .states = IN(TRANSFERRED),
    },
    [CLOCK_COMPLAINT] = {
        .code = "complaint", .label = N_("complaint to be answered"), .starts = N_("the day it was received"),
        .limit = MONTHS(1), .longest = MONTHS(1),
    },
    [CLOCK_ACCESS] = {
        .code = "access", .label = N_("request for access to be answered"),
        .starts = N_("the day it was received, without the time it was asked who asks"),
        .limit = MONTHS(1), .longest = MONTHS(1),
    },
    [CLOCK_KEEP_REFERRAL] = {
        .code = "keep_referral", .label = N_("ended referral, kept"),
        .starts = N_("its end, so that it can be complained of"),
        .limit = WORKING_DAYS(10), .longest = WORKING_DAYS(20),
    },
    [CLOCK_KEEP_ENDED] = {
        .code = "keep_ended", .label = N_("case ended before support, kept"),
        .starts = N_("the end of the case; half of it for a person under 18"),
        .limit = MONTHS(6), .longest = MONTHS(6),
    },
    [CLOCK_KEEP_CLOSED] = {
        .code = "keep_closed", .label = N_("closed case, kept"),
        .starts = N_("the end of the case; half of it for a person under 18"),
        .limit = MONTHS(12), .longest = MONTHS(12),
    },
    [CLOCK_RETENTION] = {
        .code = "retention", .label = N_("decision about the ended record"),
        .starts = N_("the day from which it is to be decided"),
        .limit = WORKING_DAYS(20),
    },
};

enum casework_clock casework_clock_read(const char *code)
{
    enum casework_clock clock = 0;

    while (clock < CLOCK_COUNT && strcmp(casework_clocks[clock].code, code) != 0)
        clock++;
    return clock;
}

/* --- limits --- */
static const char *const unit_codes[LIMIT_UNIT_COUNT] = {
    [LIMIT_WORKING_DAYS] = "working_days",
    [LIMIT_DAYS] = "days",
    [LIMIT_HOURS] = "hours",
    [LIMIT_MONTHS] = "months",
};

const char *limit_unit_code(enum limit_unit unit)
{
    return unit < LIMIT_UNIT_COUNT ? unit_codes[unit] : "";
}

struct date limit_end(struct limit limit, const struct work_calendar *calendar, struct date from)
{
    enum { HOURS_OF_DAY = 24 };

    switch (limit.unit) {
    case LIMIT_WORKING_DAYS:
        return work_calendar_add(calendar, from, limit.amount);
    case LIMIT_MONTHS:
        return date_add_months(from, limit.amount);
    case LIMIT_HOURS:
        return days_from(from, limit.amount / HOURS_OF_DAY);
    default:
        return days_from(from, limit.amount);
    }
}

int limit_days(struct limit limit)
{
    switch (limit.unit) {
    case LIMIT_WORKING_DAYS:
        return limit.amount / 5 * 7 + limit.amount % 5;
    case LIMIT_MONTHS:
        return limit.amount * 365 / 12;
    case LIMIT_HOURS:
        return limit.amount / 24;
    default:
        return limit.amount;
    }
}

const char *limit_show(struct limit limit, char *out, size_t size)
{
    unsigned long count = (unsigned long)limit.amount;

    switch (limit.unit) {
    case LIMIT_WORKING_DAYS:
        text_print_into(out, size, ngettext("%d working day", "%d working days", count), limit.amount);
        break;
    case LIMIT_MONTHS:
        text_print_into(out, size, ngettext("%d month", "%d months", count), limit.amount);
        break;
    case LIMIT_HOURS:
        text_print_into(out, size, ngettext("%d hour", "%d hours", count), limit.amount);
        break;
    default:
        text_print_into(out, size, ngettext("%d day", "%d days", count), limit.amount);
    }
    return out;
}

/* --- those of the office --- */
/* People who come back keep a shorter limit where the office has made the other one longer. */
static void set_limit(struct clock_limits *limits, enum casework_clock clock, struct limit limit, int urgent_hours)
{
    struct clock_limit *of = &limits->of[clock];

    of->limit = limit;
    if (of->tertiary.amount > 0 && limit_days(limit) < limit_days(of->tertiary))
        of->tertiary = limit;
    if (of->urgent_hours > 0 && urgent_hours > 0)
        of->urgent_hours = urgent_hours;
    limits->by_office[clock] = true;
}

static void read_row(struct clock_limits *limits, const struct record *row)
{
    enum casework_clock clock = casework_clock_read(record_text(row, "clock"));
    struct limit limit = { .amount = (int)record_number(row, "amount") };

    while (limit.unit < LIMIT_UNIT_COUNT && strcmp(unit_codes[limit.unit], record_text(row, "unit")) != 0)
        limit.unit++;
    if (clock < CLOCK_COUNT && limit.unit < LIMIT_UNIT_COUNT && limit.amount > 0)
        set_limit(limits, clock, limit, (int)record_number(row, "urgent_hours"));
}

enum err clock_limits_load(struct store *store, struct clock_limits *out, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    memset(out->by_office, 0, sizeof out->by_office);
    memcpy(out->of, casework_clocks, sizeof casework_clocks);
    query_init(&query, &casework_limit_type);
    e = store_page(store, &query, NULL, false, (size_t)2 * CLOCK_COUNT, &page, why);
    for (size_t i = 0; i < page.count && !e; i++)
        read_row(out, &page.records[i]);
    record_page_release(&page);
    return e;
}
