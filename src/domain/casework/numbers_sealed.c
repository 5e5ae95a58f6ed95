/*
 * What stands under seal and is counted all the same: steps towards the person's aim, strengths that grew, what people
 * said of the support. Only where this officer may open the case; the rest is told to be missing. That it is read is in
 * the log first.
 */
#include <string.h>

#include "numbers_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/queries.h"

/* The record with its sealed fields open; *open false when this officer may not have them. */
static enum err open_record(struct tally *tally, const struct record *row, const char *sealed, struct record *out,
                            bool *open, struct why *why)
{
    enum err e = store_load(tally->store, row->type, row->id, out, why);

    *open = !e && record_value(out, sealed)->form != VALUE_CLOSED;
    tally->unread += !*open;
    return e == E_PERMISSION ? OK : e;
}

static enum err count_progress(struct tally *tally, const struct record *row, struct why *why)
{
    struct record session = { 0 };
    struct date on;
    bool open = false;
    enum err e = OK;

    if (record_has(row, "addendum_of") || !text_is(row, "kept", "kept") || !day_of(row, "on", &on) ||
        !record_has(row, "progress"))
        return OK;
    e = open_record(tally, row, "progress", &session, &open, why);
    if (!e && open) {
        tally_add(tally, COUNT_PROGRESS, tally_quarter(tally, on), 1);
        tally_add_code(tally, GROUP_PROGRESS, tally_quarter(tally, on), record_text(&session, "progress"), 1);
    }
    record_release(&session);
    return e;
}

static bool is_strength(const struct tally *tally, const char *item)
{
    const struct vocabulary_entry *entry = vocabulary_find(store_words(tally->store), "assessment_item", item);

    return entry && strcmp(entry->parent, "protective") == 0;
}

static enum err count_change(struct tally *tally, const struct record *row, int quarter, struct why *why)
{
    struct record change = { 0 };
    bool open = false;
    enum err e = open_record(tally, row, "change", &change, &open, why);

    if (!e && open && is_strength(tally, record_text(&change, "item"))) {
        tally_add(tally, COUNT_STRENGTHS, quarter, 1);
        tally_add_code(tally, GROUP_CHANGE, quarter, record_text(&change, "change"), 1);
    }
    record_release(&change);
    return e;
}

enum { CHANGES_OF_A_REVIEW = 80 };

static enum err count_changes(struct tally *tally, const struct record *review, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    struct date on;
    enum err e;

    if (!day_of(review, "on", &on))
        return OK;
    query_init(&query, &review_change_type);
    query_narrow_number(&query, "review", FILTER_IS, review->id);
    query.which = QUERY_ALL;
    e = store_page(tally->store, &query, NULL, false, CHANGES_OF_A_REVIEW, &page, why);
    for (size_t i = 0; i < page.count && !e; i++)
        e = count_change(tally, &page.records[i], tally_quarter(tally, on), why);
    record_page_release(&page);
    return e;
}

static enum err count_feedback(struct tally *tally, const struct record *row, struct why *why)
{
    struct record closure = { 0 };
    struct date on;
    bool open = false;
    enum err e;

    if (!day_of(row, "on", &on) || !record_has(row, "feedback"))
        return OK;
    e = open_record(tally, row, "feedback", &closure, &open, why);
    if (!e && open) {
        tally_add(tally, COUNT_FEEDBACK, tally_quarter(tally, on), 1);
        tally_add_code(tally, GROUP_FEEDBACK, tally_quarter(tally, on), record_text(&closure, "feedback"), 1);
    }
    record_release(&closure);
    return e;
}

/* Case by case, so that the key of each is opened once. */
static enum err each_of_case(struct tally *tally, const struct record_type *type, int64_t episode, tally_row *row,
                             struct why *why)
{
    struct query query;

    query_init(&query, type);
    query_narrow_number(&query, "episode", FILTER_IS, episode);
    query_narrow_date(&query, "on", FILTER_AT_LEAST, tally->first);
    query_narrow_date(&query, "on", FILTER_AT_MOST, tally->last);
    query_sort(&query, "on", false);
    return tally_each(tally, &query, row, why);
}

enum err tally_sealed(struct tally *tally, const struct record *episode, struct why *why)
{
    enum err e;

    if (!record_has(episode, "agreed_on"))
        return OK;
    if ((e = each_of_case(tally, &support_session_type, episode->id, count_progress, why)) ||
        (e = each_of_case(tally, &review_type, episode->id, count_changes, why)))
        return e;
    return each_of_case(tally, &closure_type, episode->id, count_feedback, why);
}

enum err tally_sealed_begins(struct tally *tally, struct why *why)
{
    if (!store_casework_is_open(tally->store))
        return E_PERMISSION;
    return store_log(tally->store, ENTRY_VIEW, _("Sealed answers were counted for the numbers of casework."), 0, why);
}
