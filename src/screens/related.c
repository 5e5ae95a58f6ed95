/* What hangs on a record: see related_in.h. */
#include "related_in.h"

#include <stdio.h>
#include <string.h>

enum { COUNTED_MOST = 999 };

static bool is_related(const struct record *record, const struct record_type *type, int field)
{
    return type->menu != MENU_NONE && type->fields[field].refers_to &&
           strcmp(type->fields[field].refers_to, record->type->key) == 0;
}

/* By which field, when there are several such fields or the other record is of the same type. */
static void name_related(const struct record *record, const struct record_type *type, int field, char *out, size_t size)
{
    int fields = 0;

    for (int f = 0; f < type->field_count; f++)
        fields += is_related(record, type, f);
    if (fields > 1 || type == record->type)
        snprintf(out, size, "%s · %s", _(type->plural), _(type->fields[field].label));
    else
        snprintf(out, size, "%s", _(type->plural));
}

static enum err count_related(const struct record *record, struct flow *flow, const struct record_type *type, int field,
                              size_t *count, bool *more, struct why *why)
{
    struct query query;
    struct filter *filter = &query.filters[0];

    query_init(&query, type);
    query.filter_count = 1;
    filter->field = field;
    filter->test = FILTER_IS;
    snprintf(filter->value, sizeof filter->value, "%lld", (long long)record->id);
    return store_count(flow_store(flow), &query, COUNTED_MOST, count, more, why);
}

/* Whether a new record of that type could name this one there: only a body has seats. `among` is "kind=body" or
 * "kind!=person". */
static bool may_be_named(const struct record *record, const struct field *field)
{
    size_t len = field->among ? strcspn(field->among, "!=") : 0;
    bool is_not = field->among && field->among[len] == '!';
    char key[64];

    if (!field->among)
        return true;
    snprintf(key, sizeof key, "%.*s", (int)len, field->among);
    return (strcmp(record_text(record, key), field->among + len + 1 + is_not) == 0) != is_not;
}

/* In the first pass the kinds of which there are some, in the second the others: those can be added. */
static enum err add_related(struct related_rows *related, struct flow *flow, const struct record *record,
                            const struct record_type *type, int field, bool filled, struct why *why)
{
    size_t count = 0;
    bool more = false;
    int at = related->menu.count;
    enum err e;

    if (at == MENU_ITEMS || !is_related(record, type, field))
        return OK;
    if ((e = count_related(record, flow, type, field, &count, &more, why)) || (count > 0) != filled ||
        (!filled && !may_be_named(record, &type->fields[field])))
        return e;
    related->rows[at] = (struct related){ .type = type, .field = field };
    name_related(record, type, field, related->labels[at], sizeof related->labels[at]);
    menu_add(&related->menu,
             &(struct menu_item){ .label = related->labels[at], .count = (long)count, .more = more, .what = at });
    return OK;
}

enum err related_find(struct related_rows *related, struct flow *flow, const struct record *record, struct why *why)
{
    const struct catalogue *catalogue = store_catalogue(flow_store(flow));
    int selected = related->menu.selected;
    enum err e = OK;

    related->menu.count = 0;
    for (size_t at = 0; !e && at < 2 * catalogue->count; at++) {
        bool filled = at < catalogue->count;
        const struct record_type *type = catalogue->types[filled ? at : at - catalogue->count];

        for (int f = 0; !e && flow_may_show(flow, type) && f < type->field_count; f++)
            e = add_related(related, flow, record, type, f, filled, why);
    }
    related->menu.selected = selected < related->menu.count ? selected : 0;
    return e;
}

const struct related *related_selected(const struct related_rows *related)
{
    const struct menu_item *item = menu_selected(&related->menu);

    return item ? &related->rows[item->what] : NULL;
}

void related_filter(const struct related_rows *related, int64_t id, char *out, size_t size)
{
    const struct related *selected = related_selected(related);

    snprintf(out, size, "%s=%lld", selected->type->fields[selected->field].key, (long long)id);
}
