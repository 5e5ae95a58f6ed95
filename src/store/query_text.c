/*
 * Filters as people type them, and back in words for the top of a list. The test is the first of ~ != >= <= = in the
 * text; what stands before it names the field by key, label or alias.
 */
#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/store/store.h"

static const struct {
    const char *mark;
    enum filter_test test;
} marks[] = {
    { "!=", FILTER_IS_NOT }, { ">=", FILTER_AT_LEAST }, { "<=", FILTER_AT_MOST },
    { "~", FILTER_WORDS },   { "=", FILTER_IS },
};

static const char *find_mark(const char *text, enum filter_test *test, size_t *len)
{
    for (const char *at = text; *at != '\0'; at++) {
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            *len = strlen(marks[i].mark);
            if (strncmp(at, marks[i].mark, *len) == 0) {
                *test = marks[i].test;
                return at;
            }
        }
    }
    return NULL;
}

static enum err add_field_names(const struct record_type *type, struct buf *out)
{
    enum err e = OK;

    for (int i = 0; i < type->field_count && !e; i++) {
        if (!(type->fields[i].flags & FIELD_SEALED))
            e = buf_printf(out, "%s%s", out->len > 0 ? ", " : "", type->fields[i].key);
    }
    return e;
}

static enum err no_such_field(const struct record_type *type, const char *name, struct why *why)
{
    struct buf names = { 0 };
    enum err e = add_field_names(type, &names);

    if (!e)
        e = why_set(why, E_INVALID, N_("\"%.60s\" is no field of %s. There are: %.300s."), name, gettext(type->plural),
                    buf_text(&names));
    buf_release(&names);
    return e;
}

static bool is_ordered(enum field_kind kind)
{
    return kind == FIELD_NUMBER || kind == FIELD_DECIMAL || kind == FIELD_DATE || kind == FIELD_PARTIAL_DATE ||
           kind == FIELD_TIME || kind == FIELD_MOMENT;
}

static enum err check_filter(const struct record_type *type, const struct filter *filter,
                             const struct vocabularies *words, struct why *why)
{
    const struct field *field = filter->field >= 0 ? &type->fields[filter->field] : NULL;
    struct value value = { 0 };
    enum err e = OK;

    if (!field)
        return filter->test == FILTER_WORDS
                   ? OK
                   : why_set(why, E_INVALID, N_("Name the field before the sign, as in name~youth."));
    if (field->flags & FIELD_SEALED)
        return why_set(why, E_PERMISSION,
                       N_("%s is sealed: lists cannot be narrowed by it. Search sealed fields instead."),
                       gettext(field->label));
    if ((filter->test == FILTER_AT_LEAST || filter->test == FILTER_AT_MOST) && !is_ordered(field->kind))
        return why_set(why, E_INVALID, N_("%s has no order: use = or ~ with it."), gettext(field->label));
    if (filter->test == FILTER_WORDS || field->kind == FIELD_REFERENCE || field->kind == FIELD_REFERENCES)
        return OK;
    e = field_read(field, filter->value, words, clock_today(), &value, why);
    value_release(&value);
    return e;
}

enum err query_add_filter(struct query *query, const char *text, const struct vocabularies *words, struct why *why)
{
    struct filter filter = { .field = -1 };
    char name[120];
    size_t len, before;
    const char *mark = find_mark(text, &filter.test, &len);
    enum err e;

    if (!mark)
        return why_set(why, E_INVALID, N_("\"%.80s\" is no filter: write field=value, field~words, or field>=value."),
                       text);
    if (query->filter_count == QUERY_FILTERS)
        return why_set(why, E_INVALID, N_("At most %d filters go together."), QUERY_FILTERS);
    before = (size_t)(mark - text);
    if (before >= sizeof name || strlen(mark + len) >= sizeof filter.value)
        return why_set(why, E_INVALID, N_("This filter is too long."));
    memcpy(name, text, before);
    name[before] = '\0';
    snprintf(filter.value, sizeof filter.value, "%s", mark + len);
    if (before > 0 && (filter.field = field_find_heading(query->type, name)) < 0)
        return no_such_field(query->type, name, why);
    if (filter.value[0] == '\0' && filter.field >= 0 && filter.test == FILTER_IS)
        filter.test = FILTER_EMPTY;
    else if (filter.value[0] == '\0' && filter.field >= 0 && filter.test == FILTER_IS_NOT)
        filter.test = FILTER_FILLED;
    else if ((e = check_filter(query->type, &filter, words, why)))
        return e;
    query->filters[query->filter_count++] = filter;
    return OK;
}

/* --- in words --- */

static void show_value(const struct field *field, const char *typed, const struct vocabularies *words, char *out,
                       size_t size)
{
    struct value value = { 0 };
    struct buf shown = { 0 };

    text_cut_into(out, size, typed);
    if (field->kind != FIELD_REFERENCE && field->kind != FIELD_REFERENCES &&
        field_read(field, typed, words, clock_today(), &value, NULL) == OK &&
        field_show(field, &value, words, &shown) == OK)
        text_cut_into(out, size, buf_text(&shown));
    value_release(&value);
    buf_release(&shown);
}

static enum err describe_one(const struct query *query, const struct filter *filter, const struct vocabularies *words,
                             struct buf *out)
{
    const struct field *field = filter->field >= 0 ? &query->type->fields[filter->field] : NULL;
    const char *label = field ? gettext(field->label) : _("any text");
    char shown[256];

    if (filter->test == FILTER_WORDS)
        return buf_printf(out, _("%s has '%s'"), label, filter->value);
    if (!field)
        return OK;
    show_value(field, filter->value, words, shown, sizeof shown);
    switch (filter->test) {
    case FILTER_IS:
        return buf_printf(out, _("%s: %s"), label, shown);
    case FILTER_IS_NOT:
        return buf_printf(out, _("%s is not %s"), label, shown);
    case FILTER_AT_LEAST:
        return buf_printf(out, _("%s from %s"), label, shown);
    case FILTER_AT_MOST:
        return buf_printf(out, _("%s up to %s"), label, shown);
    case FILTER_EMPTY:
        return buf_printf(out, _("%s empty"), label);
    case FILTER_FILLED:
        return buf_printf(out, _("%s filled"), label);
    case FILTER_WORDS:
        break;
    }
    return OK;
}

enum err query_describe(const struct query *query, const struct vocabularies *words, struct buf *out)
{
    enum err e = OK;

    for (int i = 0; i < query->filter_count && !e; i++) {
        if (i > 0 && (e = buf_add_str(out, " · ")))
            break;
        e = describe_one(query, &query->filters[i], words, out);
    }
    if (!e && query->which != QUERY_IN_USE && query->filter_count > 0)
        e = buf_add_str(out, " · ");
    if (!e && query->which == QUERY_ARCHIVED)
        e = buf_add_str(out, _("archived"));
    if (!e && query->which == QUERY_ALL)
        e = buf_add_str(out, _("archived too"));
    return e;
}
