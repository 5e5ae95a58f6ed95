/*
 * Referrals, each counted in the quarter it was received, from the referral and its events. What a sealed field holds
 * is not needed.
 */
#include <string.h>

#include "numbers_in.h"
#include "townkeep/domain/queries.h"

static bool is_screened(const struct record *referral)
{
    return record_has(referral, "decision");
}

int64_t referral_days_to_screen(const struct record *referral)
{
    struct date received, decided;

    if (!is_screened(referral) || !day_of(referral, "received_on", &received) ||
        !day_of(referral, "state_on", &decided) || date_compare(decided, received) < 0)
        return -1;
    return date_to_days(decided) - date_to_days(received);
}

/* The first time somebody spoke with the person; answering machines do not count. */
static enum err first_contact(struct store *store, int64_t episode, struct date *on, bool *found, struct why *why)
{
    static const char *const reached[] = { "spoke", "agreed", "clear_no" };
    enum err e = OK;

    *found = false;
    for (size_t i = 0; i < sizeof reached / sizeof reached[0] && !e; i++) {
        struct record_page page = { 0 };
        struct query query;
        struct date day;

        query_init(&query, &contact_attempt_type);
        query_narrow_number(&query, "episode", FILTER_IS, episode);
        query_narrow(&query, "result", FILTER_IS, reached[i]);
        query_sort(&query, "on", false);
        query.which = QUERY_ALL;
        e = store_page(store, &query, NULL, false, 1, &page, why);
        if (page.count > 0 && day_of(&page.records[0], "on", &day) && (!*found || date_compare(day, *on) < 0)) {
            *on = day;
            *found = true;
        }
        record_page_release(&page);
    }
    return e;
}

enum err referral_days_to_contact(struct store *store, const struct record *referral, int64_t *days, struct why *why)
{
    struct date received, on = { 0 };
    bool found = false;
    enum err e = OK;

    *days = -1;
    if (!text_is(referral, "decision", "screen_in") || !record_has(referral, "episode") ||
        !day_of(referral, "received_on", &received))
        return OK;
    if (!(e = first_contact(store, record_number(referral, "episode"), &on, &found, why)) && found &&
        date_compare(on, received) >= 0)
        *days = date_to_days(on) - date_to_days(received);
    return e;
}

/* The reason stands on the step that proposed the decision. */
static enum err count_reason(struct tally *tally, const struct record *referral, int quarter, struct why *why)
{
    struct casework casework = { 0 };
    const struct record *step;
    enum err e;

    if (!text_is(referral, "decision", "unfounded") && !text_is(referral, "decision", "out_of_mandate"))
        return OK;
    if ((e = casework_of(tally->store, referral, &casework, why)))
        return e;
    step = casework_last(&casework, record_text(referral, "decision"));
    tally_add(tally, COUNT_REASONED, quarter, 1);
    tally_add_code(tally, GROUP_REASON, quarter, step ? record_text(step, "reason_code") : "", 1);
    casework_release(&casework);
    return OK;
}

static void count_by_code(struct tally *tally, const struct record *referral, int quarter)
{
    const char *source = record_text(referral, "referrer_type"), *channel = record_text(referral, "channel");
    bool screened = is_screened(referral), in = text_is(referral, "decision", "screen_in");

    tally_add_code(tally, GROUP_DECISION, quarter, record_text(referral, "decision"), 1);
    tally_add_code(tally, GROUP_SOURCE, quarter, source, 1);
    tally_add_code(tally, GROUP_SOURCE_SCREENED, quarter, source, screened);
    tally_add_code(tally, GROUP_SOURCE_IN, quarter, source, in);
    tally_add_code(tally, GROUP_SOURCE_UNFOUNDED, quarter, source, text_is(referral, "decision", "unfounded"));
    tally_add_code(tally, GROUP_CHANNEL, quarter, channel, 1);
    tally_add_code(tally, GROUP_CHANNEL_SCREENED, quarter, channel, screened);
    tally_add_code(tally, GROUP_CHANNEL_IN, quarter, channel, in);
}

enum err tally_referral(struct tally *tally, const struct record *referral, struct why *why)
{
    int64_t screened = referral_days_to_screen(referral), contact;
    struct date received;
    int quarter;
    enum err e;

    if (!day_of(referral, "received_on", &received))
        return OK;
    quarter = tally_quarter(tally, received);
    tally_add(tally, COUNT_RECEIVED, quarter, 1);
    tally_add(tally, COUNT_SCREENED, quarter, is_screened(referral));
    tally_add(tally, COUNT_SIGNPOSTED, quarter,
              text_is(referral, "decision", "signpost") || text_is(referral, "decision", "community"));
    tally_add_days(tally, SPAN_SCREEN, quarter, screened);
    count_by_code(tally, referral, quarter);
    if ((e = count_reason(tally, referral, quarter, why)) ||
        (e = referral_days_to_contact(tally->store, referral, &contact, why)))
        return e;
    tally_add(tally, COUNT_CONTACTED, quarter, contact >= 0);
    tally_add_days(tally, SPAN_CONTACT, quarter, contact);
    return OK;
}
