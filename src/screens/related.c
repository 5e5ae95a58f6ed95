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

/* As the field says; else by which field, when there are several or the other record is of the same type. */
static void name_related(const struct record *record, const struct record_type *type, int field, char *out, size_t size)
{
    int fields = 0;

    for (int f = 0; f < type->field_count; f++)
        fields += is_related(record, type, f);
    if (type->fields[field].back)
        snprintf(out, size, "%s", _(type->fields[field].back));
    else if (fields > 1 || type == record->type)
        snprintf(out, size, "%s · %s", _(type->plural), _(type->fields[field].label));
    else
        snprintf(out, size, "%s", _(type->plural));
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

/* Whether a row without any is worth its line: one could be added there. */
static bool is_offered(const struct record *record, const struct related *found)
{
    return !found->type->by_errand && may_be_named(record, &found->type->fields[found->field]);
}

/* Everything that may name the record, counted once. */
static enum err count_all(struct flow *flow, const struct record *record, const struct related_group *group,
                          struct related *found, int *count, struct why *why)
{
    const struct catalogue *catalogue = store_catalogue(flow_store(flow));
    enum err e = OK;

    *count = 0;
    for (size_t i = 0; i < catalogue->count && !e; i++) {
        const struct record_type *type = catalogue->types[i];

        for (int field = 0; flow_may_show(flow, type) && field < type->field_count && !e; field++) {
            struct related *at = &found[*count];

            if (*count == MENU_ITEMS || !is_related(record, type, field))
                continue;
            *at = (struct related){ .type = type, .field = field };
            e = related_count(flow_store(flow), group, type, field, COUNTED_MOST, &at->count, &at->more, why);
            ++*count;
        }
    }
    return e;
}

static void add_row(struct related_rows *related, const struct record *record, const struct related *found)
{
    int at = related->menu.count;

    related->rows[at] = *found;
    name_related(record, found->type, found->field, related->labels[at], sizeof related->labels[at]);
    menu_add(&related->menu,
             &(struct menu_item){
                 .label = related->labels[at], .count = (long)found->count, .more = found->more, .what = at });
}

enum err related_find(struct related_rows *related, struct flow *flow, const struct record *record, struct why *why)
{
    struct related found[MENU_ITEMS];
    int count = 0, selected = related->menu.selected;
    enum err e = related_group_load(flow_store(flow), record->type, record->id, &related->group, why);

    if (!e)
        e = count_all(flow, record, &related->group, found, &count, why);

    related->menu.count = 0;
    for (int i = 0; i < count && !e; i++) {
        if (found[i].count > 0)
            add_row(related, record, &found[i]);
    }
    for (int i = 0; i < count && !e; i++) {
        if (found[i].count == 0 && is_offered(record, &found[i]))
            add_row(related, record, &found[i]);
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

    out[0] = '\0';
    if (selected)
        snprintf(out, size, "%s=%lld", selected->type->fields[selected->field].key, (long long)id);
}
