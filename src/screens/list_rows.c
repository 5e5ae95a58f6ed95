/* The window of rows a list shows: fetched page by page behind and before the ones it has, never counted from the top.
 */
#include "list_in.h"

#include <stdlib.h>

#include "record_view_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/remarks.h"

enum { COUNTED_MOST = 1000, COUNTED_TYPING = 100 };

/* Put the chosen row `offset` rows below the top of the window, as far as there are rows around it to fill the window.
 */
static void scroll_to(struct table *table, int offset)
{
    int last = table->count - table_page(table);

    table->first = table->selected - offset < last ? table->selected - offset : last;
    if (table->first < 0)
        table->first = 0;
}

/* The query with the words typed after / as one more filter. */
static struct query query_with_words(const struct list *list)
{
    struct query query = list->query;
    const char *words = line_text(&list->words);

    if (words[0] != '\0' && query.filter_count < QUERY_FILTERS) {
        struct filter *filter = &query.filters[query.filter_count++];

        filter->field = -1;
        filter->test = FILTER_WORDS;
        text_cut_into(filter->value, sizeof filter->value, words);
    }
    return query;
}

/* With a mark behind each that needs a second look. */
static enum err add_rows(struct list *list, struct store *store, const struct record_page *page, enum table_end end,
                         struct why *why)
{
    bool *marks = calloc(page->count + 1, sizeof *marks);
    enum err e = marks ? remarks_mark(store, page->records, page->count, clock_today(), marks, why) : E_MEMORY;

    for (size_t i = 0; !e && i < page->count; i++) {
        size_t at = end == TABLE_BEFORE ? page->count - 1 - i : i;

        e = record_view_row(&list->table, store, &page->records[at], end, marks[at] ? "!" : NULL);
    }
    free(marks);
    return e;
}

enum err list_fetch(struct list *list, struct flow *flow, int64_t from, enum table_end end, size_t limit,
                    struct why *why)
{
    struct store *store = flow_store(flow);
    struct query query = query_with_words(list);
    struct record anchor = { 0 };
    struct record_page page = { 0 };
    bool backwards = end == TABLE_BEFORE;
    enum err e = OK;

    if (from && (e = store_load(store, list->type, from, &anchor, why)))
        goto done;
    if ((e = store_page(store, &query, from ? &anchor : NULL, backwards, limit, &page, why)))
        goto done;
    e = add_rows(list, store, &page, end, why);
    if (end == TABLE_AFTER)
        list->table.more_after = page.more_after;
    else
        list->table.more_before = page.more_before;
    if (from == 0)
        *(backwards ? &list->table.more_after : &list->table.more_before) = false;
done:
    record_page_release(&page);
    record_release(&anchor);
    return e;
}

enum err list_fetch_first(struct list *list, struct flow *flow, struct why *why)
{
    table_clear(&list->table);
    return list_fetch(list, flow, 0, TABLE_AFTER, (size_t)table_page(&list->table) * 2, why);
}

/* The window again around the selected record: what stood above it, then everything from there on. */
enum err list_fetch_around(struct list *list, struct flow *flow, struct why *why)
{
    size_t page = (size_t)table_page(&list->table);
    int offset = list->table.selected - list->table.first;
    int64_t kept = list->selected;
    enum err e;

    table_clear(&list->table);
    if ((e = list_fetch(list, flow, kept, TABLE_BEFORE, page, NULL)) == E_NOT_FOUND)
        return list_fetch_first(list, flow, why);
    if (e)
        return why_set(why, e, "%s", err_text(e));
    e = list->table.count
            ? list_fetch(list, flow, table_id_at(&list->table, list->table.count - 1), TABLE_AFTER, page * 2, why)
            : list_fetch_first(list, flow, why);
    if (!e && table_select(&list->table, kept))
        scroll_to(&list->table, offset);
    return e;
}

enum err list_fetch_last(struct list *list, struct flow *flow, struct why *why)
{
    enum err e;

    table_clear(&list->table);
    if (!(e = list_fetch(list, flow, 0, TABLE_BEFORE, (size_t)table_page(&list->table) * 2, why)) &&
        list->table.count && table_select(&list->table, table_id_at(&list->table, list->table.count - 1)))
        scroll_to(&list->table, table_page(&list->table) - 1);
    return e;
}

/* One filter in words; a record it names, by its title. */
static enum err describe(const struct query *query, int number, struct flow *flow, struct buf *out)
{
    const struct filter *filter = &query->filters[number];
    const struct field *field = filter->field >= 0 ? &query->type->fields[filter->field] : NULL;
    struct query one = *query;
    int64_t id;
    enum err e;

    one.filters[0] = *filter;
    one.filter_count = 1;
    if (!field || !field->refers_to || filter->test != FILTER_IS || !text_to_int(filter->value, &id))
        return query_describe(&one, flow_words(flow), out);
    if ((e = buf_printf(out, "%s: ", _(field->label))))
        return e;
    return store_title(flow_store(flow), catalogue_find(store_catalogue(flow_store(flow)), field->refers_to), id, out);
}

static enum err describe_all(struct list *list, const struct query *query, struct flow *flow)
{
    enum err e = OK;

    buf_clear(&list->described);
    if (list->label.len)
        e = buf_add_str(&list->described, buf_text(&list->label));
    for (int i = 0; !e && i < query->filter_count; i++) {
        if (!list->described.len || !(e = buf_add_str(&list->described, " · ")))
            e = describe(query, i, flow, &list->described);
    }
    return e;
}

enum err list_count_rows(struct list *list, struct flow *flow, struct why *why)
{
    struct query query = query_with_words(list), all;
    size_t most = list->typing ? COUNTED_TYPING : COUNTED_MOST; /* between two letters there is no time for more */
    enum err e;

    query_init(&all, list->type);
    all.which = list->query.which;
    list->table.empty = query.filter_count > 0 || query.ids   ? _("Nothing fits the filter.")
                        : list->query.which == QUERY_ARCHIVED ? _("Nothing is archived here.")
                                                              : _("Nothing here yet. F2 makes the first one.");
    if ((e = store_count(flow_store(flow), &query, most, &list->count, &list->counted_more, why)) ||
        (e = store_count(flow_store(flow), &all, COUNTED_MOST, &list->total, &list->total_more, why)))
        return e;
    if ((e = describe_all(list, &query, flow)))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}
