/*
 * Cases: who was asked and agreed, sessions, reviews, closings, each in the quarter it happened in; a review in the
 * quarter it was due in. Open values only; what stands under seal is numbers_sealed.c's.
 */
#include <string.h>

#include "numbers_in.h"
#include "townkeep/domain/queries.h"

enum { REVIEWS_AT_ONCE = 200 };

/* --- asked and agreed --- */
enum err tally_invitation(struct tally *tally, const struct record *step, struct why *why)
{
    struct record episode = { 0 };
    struct date on;
    int quarter;
    enum err e;

    if (!step_stands(step) || !day_of(step, "happened_on", &on))
        return OK;
    quarter = tally_quarter(tally, on);
    e = store_load(tally->store, &episode_type, record_number(step, "episode"), &episode, why);
    if (!e) {
        tally_add(tally, COUNT_INVITED, quarter, 1);
        tally_add(tally, COUNT_AGREED, quarter, record_has(&episode, "agreed_on"));
        tally_add(tally, COUNT_DECLINED, quarter,
                  text_is(&episode, "state", "declined") && !record_has(&episode, "agreed_on"));
    }
    record_release(&episode);
    return e;
}

/* --- sessions --- */
enum err tally_session(struct tally *tally, const struct record *session, struct why *why)
{
    struct date on;
    int quarter;

    (void)why;
    if (record_has(session, "addendum_of") || !day_of(session, "on", &on))
        return OK;
    quarter = tally_quarter(tally, on);
    if (text_is(session, "kept", "kept") || text_is(session, "kept", "missed"))
        tally_add(tally, COUNT_EXPECTED, quarter, 1);
    else
        tally_add(tally, COUNT_CANCELLED, quarter, 1);
    tally_add(tally, COUNT_KEPT, quarter, text_is(session, "kept", "kept"));
    tally_add(tally, COUNT_MISSED, quarter, text_is(session, "kept", "missed"));
    return OK;
}

/* --- reviews --- */
/* The day support began; false when it did not. */
static enum err support_began(struct store *store, int64_t episode, struct date *on, bool *began, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &episode_step_type);
    query_narrow_number(&query, "episode", FILTER_IS, episode);
    query_narrow(&query, "action", FILTER_IS, "start");
    query_sort(&query, "at", false);
    query.which = QUERY_ALL;
    e = store_page(store, &query, NULL, false, 1, &page, why);
    *began = page.count > 0 && day_of(&page.records[0], "happened_on", on);
    record_page_release(&page);
    return e;
}

/* While a case runs, a day that is past and had no review is a review that is late. */
static bool is_running(const struct record *episode)
{
    return text_is(episode, "state", "active") || text_is(episode, "state", "paused") ||
           text_is(episode, "state", "reviewing");
}

static enum err tell_reviews(struct store *store, const struct record *episode, struct date due, on_review *told,
                             void *data, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    bool goes_on = true;
    enum err e;

    query_init(&query, &review_type);
    query_narrow_number(&query, "episode", FILTER_IS, episode->id);
    query_sort(&query, "on", false);
    query.which = QUERY_ALL;
    e = store_page(store, &query, NULL, false, REVIEWS_AT_ONCE, &page, why);
    for (size_t i = 0; i < page.count && goes_on && !e; i++) {
        const struct record *review = &page.records[i];
        struct date on = { 0 };
        bool in_time = day_of(review, "on", &on) && date_compare(on, due) <= 0;

        told(data, &(struct review_due){ due, in_time, in_time && record_number(review, "reaffirmed") == 1 });
        goes_on = day_of(review, "next_on", &due) && !text_is(review, "decision", "close");
    }
    if (!e && goes_on && is_running(episode) && date_compare(due, clock_today()) < 0)
        told(data, &(struct review_due){ .due = due });
    record_page_release(&page);
    return e;
}

enum err case_reviews(struct store *store, const struct record *episode, const struct clock_limits *limits,
                      on_review *told, void *data, struct why *why)
{
    struct date began, due;
    bool has_begun = false;
    enum err e = OK;

    if (!record_has(episode, "agreed_on") || (e = support_began(store, episode->id, &began, &has_begun, why)) ||
        !has_begun)
        return e;
    due = limit_end(limits->of[CLOCK_FIRST_REVIEW].limit, store_calendar(store), began);
    return tell_reviews(store, episode, due, told, data, why);
}

static void count_review(void *data, const struct review_due *review)
{
    struct tally *tally = data;
    int quarter = tally_quarter(tally, review->due);

    tally_add(tally, COUNT_REVIEWS_DUE, quarter, 1);
    tally_add(tally, COUNT_REVIEWS_ON_TIME, quarter, review->on_time);
    tally_add(tally, COUNT_REAFFIRMED, quarter, review->reaffirmed);
}

/* A case that was closed before the period has no review in it. */
enum err tally_reviews(struct tally *tally, const struct record *episode, struct why *why)
{
    struct date closed;

    if (day_of(episode, "closed_on", &closed) && date_compare(closed, tally->first) < 0)
        return OK;
    return case_reviews(tally->store, episode, &tally->limits, count_review, tally, why);
}

/* --- closings --- */
enum err tally_closure(struct tally *tally, const struct record *closure, struct why *why)
{
    struct date on;
    int quarter;

    (void)why;
    if (!day_of(closure, "on", &on))
        return OK;
    quarter = tally_quarter(tally, on);
    tally_add(tally, COUNT_CLOSURES, quarter, 1);
    tally_add(tally, COUNT_OFFERED, quarter, record_number(closure, "feedback_offered") == 1);
    tally_add_code(tally, GROUP_CLOSURE, quarter, record_text(closure, "reason"), 1);
    return OK;
}
