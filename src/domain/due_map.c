/*
 * What the stakeholder map owes: agreements that end or are to be looked at again, what is shared without one, services
 * that nobody verified or whose warning is over, and how many stakeholders the running round wants verified today.
 * Whatever can be many is one row with its number, and the list behind it.
 */
#include <stdio.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/round.h"

#include "due_in.h"

enum {
    A_FEW = 12, /* rows of one kind */
    VERIFY_DAYS = 365,
    COUNT_AT_MOST = 999,
    SHARED_MOST = 200, /* relationships of sharing that are looked at */
    SHARED_NAMED = 3,  /* beyond these they are counted */
};

/* --- agreements --- */
enum renewal { RENEWAL_NONE, RENEWAL_DRAFTED, RENEWAL_IN_FORCE };

/* How far an agreement that goes on from this one has come. */
static enum err find_renewal(struct collect *collect, const struct record *agreement, enum renewal *out)
{
    struct query query = collect_query(&agreement_type);
    bool any = false, active = false;
    enum err e;

    query_narrow_number(&query, "renews", FILTER_IS, agreement->id);
    if (!(e = collect_exists(collect, &query, &any)) && any) {
        query_narrow(&query, "status", FILTER_IS, "active");
        e = collect_exists(collect, &query, &active);
    }
    *out = active ? RENEWAL_IN_FORCE : any ? RENEWAL_DRAFTED : RENEWAL_NONE;
    return e;
}

static void tell_end(struct due_row *row, const struct record *agreement, enum renewal renewal)
{
    const char *title = record_text(agreement, "title"), *day = record_text(agreement, "valid_to");

    if (renewal == RENEWAL_DRAFTED)
        text_print_into(row->text, sizeof row->text, _("Agreement ends %s: %s; the new one is not in force yet"), day,
                        title);
    else if (row->group == DUE_OVERDUE)
        text_print_into(row->text, sizeof row->text, _("Agreement ran out: %s"), title);
    else
        text_print_into(row->text, sizeof row->text, _("Agreement ends %s: %s"), day, title);
}

static enum err ending_row(struct collect *collect, const struct record *agreement)
{
    enum renewal renewal;
    struct due_row *row;
    struct date last;
    enum err e;

    if (!record_date(agreement, "valid_to", &last))
        return OK;
    if ((e = find_renewal(collect, agreement, &renewal)) || renewal == RENEWAL_IN_FORCE)
        return e;
    row = date_compare(last, collect->week) > 0 ? collect_decide(collect, agreement->type, agreement->id)
                                                : collect_day(collect, last, agreement->type, agreement->id);
    if (row)
        tell_end(row, agreement, renewal);
    return OK;
}

static enum err review_row(struct collect *collect, const struct record *agreement)
{
    struct date on;
    struct due_row *row =
        record_date(agreement, "review_on", &on) ? collect_day(collect, on, agreement->type, agreement->id) : NULL;

    if (row)
        text_print_into(row->text, sizeof row->text, _("Agreement to look at again: %s"),
                        record_text(agreement, "title"));
    return OK;
}

/* Those in force, by one of their days. */
static enum err collect_active(struct collect *collect, const char *day, struct date until, collect_row *row)
{
    struct query query = collect_query(&agreement_type);

    if (!store_may_write(collect->store, &agreement_type))
        return OK;
    query_narrow(&query, "status", FILTER_IS, "active");
    query_narrow_date(&query, day, FILTER_AT_MOST, until);
    query_sort(&query, day, false);
    return collect_rows(collect, &query, A_FEW + 1, row); /* one more than there is room for, so that it is told */
}

enum err collect_endings(struct collect *collect)
{
    return collect_active(collect, "valid_to", days_from(collect->today, AGREEMENT_NOTICE_DAYS), ending_row);
}

enum err collect_reviews(struct collect *collect)
{
    return collect_active(collect, "review_on", collect->week, review_row);
}

/* --- sharing without an agreement --- */
static enum err name_shared(struct collect *collect, const struct record *relationship)
{
    struct due_row *row = collect_decide(collect, relationship->type, relationship->id);
    struct buf one = { 0 }, other = { 0 };
    enum err e;

    if (!(e = store_show_value(collect->store, relationship, field_find(relationship->type, "from_party"), &one)) &&
        !(e = store_show_value(collect->store, relationship, field_find(relationship->type, "to_party"), &other)) &&
        row)
        text_print_into(row->text, sizeof row->text, _("Shared without an agreement: %s – %s"), buf_text(&one),
                        buf_text(&other));
    buf_release(&one);
    buf_release(&other);
    return e;
}

static void count_shared(struct collect *collect, size_t count, bool more)
{
    struct due_row *row = collect_decide(collect, &relationship_type, 0);

    if (!row)
        return;
    text_print_into(row->text, sizeof row->text,
                    ngettext("Information is shared without an agreement in %zu%s relationship",
                             "Information is shared without an agreement in %zu%s relationships", count),
                    count, more ? "+" : "");
    snprintf(row->filter, sizeof row->filter, "type=shares_information_with");
}

static enum err tell_shared(struct collect *collect, const struct record_page *page)
{
    struct sharing_cover cover = { .count = 0 };
    size_t count = 0;
    enum err e = sharing_cover_load(collect->store, collect->today, &cover, collect->why);

    for (size_t i = 0; i < page->count && !e; i++)
        count += sharing_is_uncovered(&cover, &page->records[i]);
    if (!e && count > SHARED_NAMED)
        count_shared(collect, count, page->more_after);
    for (size_t i = 0; i < page->count && !e && count <= SHARED_NAMED; i++) {
        if (sharing_is_uncovered(&cover, &page->records[i]))
            e = name_shared(collect, &page->records[i]);
    }
    sharing_cover_release(&cover);
    return e;
}

enum err collect_sharing(struct collect *collect)
{
    struct query query = collect_query(&relationship_type);
    struct record_page page = { 0 };
    enum err e;

    if (!store_may_write(collect->store, &relationship_type))
        return OK;
    query_narrow(&query, "type", FILTER_IS, "shares_information_with");
    e = store_page(collect->store, &query, NULL, false, SHARED_MOST, &page, collect->why);
    if (!e && page.count > 0)
        e = tell_shared(collect, &page);
    record_page_release(&page);
    return e;
}

/* --- services --- */
/* One row for all that are older by this day; *row NULL when there are none. */
static enum err count_services(struct collect *collect, const char *key, struct date limit, struct due_row **row,
                               size_t *count, bool *more)
{
    struct query query = collect_query(&service_type);
    char day[DATE_TEXT_SIZE];
    enum err e;

    *row = NULL;
    query_narrow_date(&query, key, FILTER_AT_MOST, limit);
    if ((e = store_count(collect->store, &query, COUNT_AT_MOST, count, more, collect->why)) || *count == 0)
        return e;
    if (!(*row = collect_decide(collect, &service_type, 0)))
        return OK;
    date_format(limit, day);
    snprintf((*row)->filter, sizeof(*row)->filter, "%s<=%s", key, day);
    return OK;
}

enum err collect_services(struct collect *collect)
{
    struct due_row *row;
    size_t count = 0;
    bool more = false;
    enum err e;

    if (!store_may_write(collect->store, &service_type))
        return OK;
    e = count_services(collect, "verified_on", days_from(collect->today, -VERIFY_DAYS), &row, &count, &more);
    if (!e && row)
        text_print_into(row->text, sizeof row->text,
                        ngettext("%zu%s service was not verified for over a year",
                                 "%zu%s services were not verified for over a year", count),
                        count, more ? "+" : "");
    if (!e)
        e = count_services(collect, "alert_until", days_from(collect->today, -1), &row, &count, &more);
    if (!e && row)
        text_print_into(row->text, sizeof row->text,
                        ngettext("The warning of %zu%s service is over: take it out",
                                 "The warnings of %zu%s services are over: take them out", count),
                        count, more ? "+" : "");
    return e;
}

/* --- the running round --- */
enum err collect_round(struct collect *collect)
{
    struct round_today today;
    struct due_row *row;
    enum err e;

    if (!store_may_write(collect->store, &mapping_round_type))
        return OK;
    if ((e = round_today(collect->store, &today, collect->why)) || today.id == 0 || today.done >= today.daily)
        return e;
    row = collect_day(collect, collect->today, &mapping_round_type, today.id);
    if (row)
        text_print_into(row->text, sizeof row->text, _("Verify %zu today, %zu done: %s"), today.daily, today.done,
                        today.title);
    return OK;
}
