/*
 * From when two people are to decide what becomes of an ended record. Nothing is kept because nobody thought of it:
 * each end state has its period, half of it for a person under 18, and only a signed decision moves the day on. The
 * window in which a referral that came to nothing can be complained of is the same for all.
 */
#include "guard_in.h"

#include <string.h>

#include "townkeep/domain/clocks.h"

/* How long a record in this state is kept; CLOCK_COUNT: it lives, or goes with its case. */
static enum casework_clock kept_by(const struct casework *casework)
{
    switch (casework_state(casework)) {
    case CASE_UNFOUNDED:
    case CASE_OUT_OF_MANDATE:
    case CASE_DISCARDED:
        return CLOCK_KEEP_REFERRAL;
    case CASE_SIGNPOSTED:
        return casework_is_case(casework) ? CLOCK_KEEP_ENDED : CLOCK_KEEP_REFERRAL;
    case CASE_LINKED: /* to a referral of which no case came, or not yet */
        return record_has(&casework->subject, "episode") ? CLOCK_COUNT : CLOCK_KEEP_ENDED;
    case CASE_DECLINED:
    case CASE_NOT_ADOPTED:
    case CASE_WITHDRAWN:
    case CASE_TRANSFERRED:
        return CLOCK_KEEP_ENDED;
    case CASE_CLOSED:
    case CASE_AFTER_6M:
    case CASE_AFTER_12M:
        return CLOCK_KEEP_CLOSED;
    default:
        return CLOCK_COUNT;
    }
}

static struct limit halved(struct limit limit)
{
    if (limit.unit == LIMIT_MONTHS && limit.amount % 2 != 0)
        limit = (struct limit){ limit_days(limit), LIMIT_DAYS };
    limit.amount = (limit.amount + 1) / 2;
    return limit;
}

static bool is_contested(const struct casework *casework)
{
    size_t count;
    const struct record *complaints = casework_papers(casework, &complaint_type, &count);

    for (size_t i = 0; i < count; i++) {
        if (!record_has(&complaints[i], "answered_on"))
            return true;
    }
    return false;
}

/* The newest decision of a kind that stands; the others wait, or were not agreed to. */
static const struct record *decided(const struct casework *casework, const char *kind, const char *key)
{
    size_t count;
    const struct record *decisions = casework_papers(casework, &decision_type, &count);

    for (size_t i = count; i > 0; i--) {
        if (record_is(&decisions[i - 1], "kind", kind) && record_is(&decisions[i - 1], "outcome", OUTCOME_SIGNED) &&
            record_has(&decisions[i - 1], key))
            return &decisions[i - 1];
    }
    return NULL;
}

static bool is_gone(const struct casework *casework)
{
    return decided(casework, "anonymise", "carried_at") || decided(casework, "erase", "carried_at");
}

static bool ended_on(const struct casework *casework, struct date *out)
{
    const struct record *subject = &casework->subject;

    if (casework_is_case(casework) && record_day(subject, "closed_on", out))
        return true;
    if (record_day(subject, "state_on", out))
        return true;
    if (casework->step_count == 0)
        return false;
    *out = step_date(&casework->steps[casework->step_count - 1]);
    return true;
}

bool retention_due(const struct casework *casework, const struct clock_limits *limits,
                   const struct rule_context *context, struct date *due)
{
    enum casework_clock clock = kept_by(casework);
    const struct record *kept;
    struct limit limit;
    struct date until;

    if (clock == CLOCK_COUNT || is_gone(casework) || is_contested(casework) || !ended_on(casework, due))
        return false;
    limit = (limits ? limits->of : casework_clocks)[clock].limit;
    if (clock != CLOCK_KEEP_REFERRAL && is_under_age(&casework->subject))
        limit = halved(limit);
    *due = limit_end(limit, context->calendar, *due);
    kept = decided(casework, "keep", "until");
    if (kept && record_day(kept, "until", &until) && date_compare(until, *due) > 0)
        *due = until;
    return true;
}

int retention_late(const struct casework *casework, const struct clock_limits *limits,
                   const struct rule_context *context)
{
    struct limit limit = (limits ? limits->of : casework_clocks)[CLOCK_RETENTION].limit;
    struct date due;
    int64_t late;

    if (!retention_due(casework, limits, context, &due))
        return 0;
    late = date_to_days(context->today) - date_to_days(limit_end(limit, context->calendar, due));
    return late > 0 ? (int)late : 0;
}
