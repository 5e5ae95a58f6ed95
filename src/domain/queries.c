/* Filters as code sets them, and the records that come of them: see queries.h. */
#include "townkeep/domain/queries.h"

#include <stdio.h>

#include "townkeep/base/text.h"

struct date days_from(struct date date, int days)
{
    return date_from_days(date_to_days(date) + days);
}

void query_narrow(struct query *query, const char *key, enum filter_test test, const char *value)
{
    struct filter *filter = &query->filters[query->filter_count++];

    filter->field = field_find(query->type, key);
    filter->test = test;
    text_cut_into(filter->value, sizeof filter->value, value);
}

void query_narrow_number(struct query *query, const char *key, enum filter_test test, int64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)value);
    query_narrow(query, key, test, text);
}

void query_narrow_date(struct query *query, const char *key, enum filter_test test, struct date value)
{
    char text[DATE_TEXT_SIZE];

    date_format(value, text);
    query_narrow(query, key, test, text);
}

void query_sort(struct query *query, const char *key, bool descending)
{
    query->sort_field = field_find(query->type, key);
    query->descending = descending;
}

enum { EACH_PAGE = 500 };

enum err query_each(struct store *store, const struct query *query, query_visit *visit, void *context, struct why *why)
{
    struct record anchor = { 0 };
    bool more = true;
    enum err e = OK;

    while (!e && more) {
        struct record_page page = { 0 };

        e = store_page(store, query, anchor.type ? &anchor : NULL, false, EACH_PAGE, &page, why);
        for (size_t i = 0; i < page.count && !e; i++)
            e = visit(&page.records[i], context, why);
        more = page.more_after && page.count > 0;
        if (!e && more)
            e = record_copy(&anchor, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&anchor);
    return e;
}

int record_compare_ids(const void *a, const void *b)
{
    int64_t first = ((const struct record *)a)->id, second = ((const struct record *)b)->id;

    return first < second ? -1 : first > second;
}

enum err record_open(struct store *store, struct record *record, struct why *why)
{
    struct record opened = { 0 };
    enum err e = store_load(store, record->type, record->id, &opened, why);

    if (e)
        return e;
    record_release(record);
    *record = opened;
    return OK;
}
