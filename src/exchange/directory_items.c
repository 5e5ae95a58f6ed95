/*
 * Rows that are one item of a list field: a language of a service, a number of an organisation in a register, a place
 * where a service is given, lines of a note. An item is a text in the field's own terms: code, tag, id, line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/queries.h"

enum { TAG_MAX = 80 };

void items_release(struct items *items)
{
    for (size_t i = 0; i < items->count; i++)
        free(items->texts[i]);
    free(items->texts);
    *items = (struct items){ 0 };
}

bool items_have(const struct items *items, const char *text)
{
    for (size_t i = 0; i < items->count; i++) {
        if (strcmp(items->texts[i], text) == 0)
            return true;
    }
    return false;
}

enum err items_add(struct items *items, const char *text, size_t len)
{
    char *copy = strndup(text, len);
    char **more;

    if (!copy)
        return E_MEMORY;
    if (len == 0 || items_have(items, copy)) {
        free(copy);
        return OK;
    }
    if (!(more = reallocarray(items->texts, items->count + 1, sizeof *more))) {
        free(copy);
        return E_MEMORY;
    }
    items->texts = more;
    items->texts[items->count++] = copy;
    return OK;
}

static enum err split(const char *text, const char *between, struct items *out)
{
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, between);

        e = items_add(out, text, len);
        text += len + (text[len] != '\0');
    }
    return e;
}

/* Lines, cleaned as the field would have them. */
enum err items_of_text(const char *text, struct items *out)
{
    struct buf clean = { 0 };
    enum err e = text_clean(&clean, text, strlen(text), TEXT_MANY_LINES);

    if (!e)
        e = split(buf_text(&clean), "\n", out);
    buf_release(&clean);
    return e == E_INVALID ? OK : e;
}

enum err items_of_value(const struct field *field, const struct value *value, struct items *out)
{
    if (value->form != VALUE_TEXT)
        return OK;
    return split(value->text, field->kind == FIELD_NOTE || field->kind == FIELD_TEXT ? "\n" : ";", out);
}

static enum err join(const struct items *items, const char *between, struct buf *out)
{
    enum err e = OK;

    for (size_t i = 0; i < items->count && !e; i++)
        e = buf_printf(out, "%s%s", i > 0 ? between : "", items->texts[i]);
    return e;
}

static enum err set_ids(struct value *value, const struct items *items)
{
    int64_t *ids = calloc(items->count + 1, sizeof *ids);
    enum err e;

    if (!ids)
        return E_MEMORY;
    for (size_t i = 0; i < items->count; i++)
        ids[i] = strtoll(items->texts[i], NULL, 10);
    e = value_set_ids(value, ids, items->count);
    free(ids);
    return e;
}

static bool are_same(const struct items *a, const struct items *b)
{
    for (size_t i = 0; i < b->count; i++) {
        if (!items_have(a, b->texts[i]))
            return false;
    }
    return a->count == b->count;
}

enum err value_with_items(const struct field *field, const struct value *value, const struct items *less,
                          const struct items *more, const struct vocabularies *words, struct value *out,
                          struct why *why)
{
    const char *between = field->kind == FIELD_NOTE || field->kind == FIELD_TEXT ? "\n" : ";";
    struct items now = { 0 }, kept = { 0 };
    struct buf text = { 0 };
    enum err e = items_of_value(field, value, &now);

    /* What is taken away and said again stays where it was. */
    for (size_t i = 0; i < now.count && !e; i++) {
        if (!less || !items_have(less, now.texts[i]) || (more && items_have(more, now.texts[i])))
            e = items_add(&kept, now.texts[i], strlen(now.texts[i]));
    }
    for (size_t i = 0; more && i < more->count && !e; i++)
        e = items_add(&kept, more->texts[i], strlen(more->texts[i]));
    if (!e && are_same(&kept, &now))
        e = value_copy(out, value);
    else if (!e && field->kind == FIELD_REFERENCES)
        e = set_ids(out, &kept);
    else if (!e && !(e = join(&kept, between, &text)))
        e = field_read(field, buf_text(&text), words, clock_today(), out, why);
    buf_release(&text);
    items_release(&now);
    items_release(&kept);
    return e;
}

/* --- from a row --- */
static const char *cell(const struct directory_table *table, const char *const *texts, const char *heading)
{
    int column = table_column(table, heading);

    return column >= 0 ? texts[column] : "";
}

static enum err word_item(struct directory *directory, const struct directory_table *table, const char *list,
                          const char *const *texts, struct items *out)
{
    const struct vocabularies *words = store_words(directory->store);
    const struct vocabulary_entry *entry = vocabulary_read(words, list, cell(table, texts, "code"));

    if (!entry)
        entry = vocabulary_read(words, list, cell(table, texts, "name"));
    return entry ? items_add(out, entry->code, strlen(entry->code)) : OK;
}

/* "GB-CHC:210843"; what is no short text without ; is kept alone. */
static enum err tag_item(const struct directory_table *table, const char *const *texts, struct items *out)
{
    const char *scheme = cell(table, texts, "identifier_scheme"), *number = cell(table, texts, "identifier");
    struct buf tag = { 0 }, clean = { 0 };
    enum err e;

    if (scheme[0] == '\0')
        scheme = cell(table, texts, "identifier_type");
    if (number[0] == '\0' || strchr(number, ';') || strpbrk(scheme, ";:"))
        return OK;
    if (!(e = buf_printf(&tag, "%s%s%s", scheme, scheme[0] ? ":" : "", number)) &&
        !(e = text_clean(&clean, tag.data, tag.len, TEXT_ONE_LINE)) && text_width(buf_text(&clean)) <= TAG_MAX)
        e = items_add(out, buf_text(&clean), clean.len);
    buf_release(&tag);
    buf_release(&clean);
    return e == E_INVALID ? OK : e;
}

static enum err id_item(int64_t id, struct items *out)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%lld", (long long)id);

    return id ? items_add(out, text, (size_t)len) : OK;
}

static enum err place_item(struct directory *directory, const char *outside_id, struct items *out, struct why *why)
{
    const struct record_type *type;
    int64_t about;
    enum err e = directory_link(directory, "locations", outside_id, &type, &about, why);

    return e || !type || strcmp(type->key, "place") != 0 ? e : id_item(about, out);
}

/* The town, district or neighbourhood of that name, when there is one and only one. */
static enum err area_item(struct directory *directory, const char *name, struct items *out, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    int64_t found = 0;
    enum err e;

    if (name[0] == '\0' || strlen(name) >= sizeof query.filters[0].value)
        return OK;
    query_init(&query, catalogue_find(store_catalogue(directory->store), "place"));
    query_narrow(&query, "name", FILTER_IS, name);
    if ((e = store_page(directory->store, &query, NULL, false, 20, &page, why)))
        return e == E_INVALID ? OK : e;
    for (size_t i = 0; i < page.count; i++) {
        if (which_fits(WHICH_AREAS, &page.records[i]))
            found = found ? -1 : page.records[i].id;
    }
    record_page_release(&page);
    return found > 0 ? id_item(found, out) : OK;
}

enum err items_of_row(struct directory *directory, const struct directory_table *table, const struct view *view,
                      const char *const *texts, struct items *out, struct why *why)
{
    const struct record_type *type = catalogue_find(store_catalogue(directory->store), view->type);
    const struct field *field = &type->fields[field_find(type, view->field)];
    enum err e = OK;

    switch (view->item) {
    case ITEM_WORD:
        return word_item(directory, table, field->vocabulary, texts, out);
    case ITEM_TAG:
        return tag_item(table, texts, out);
    case ITEM_PLACE:
        return place_item(directory, cell(table, texts, "location_id"), out, why);
    case ITEM_AREA:
        return area_item(directory, cell(table, texts, "name"), out, why);
    case ITEM_LINES:
        for (size_t i = 0; i < table->column_count && !e; i++) {
            if (view_column(table, view, i)->how == HOW_ITEM)
                e = items_of_text(texts[i], out);
        }
        break;
    }
    return e;
}

/* --- into a row --- */
static enum err set(const struct directory_table *table, const char *heading, struct cells *out, const char *text,
                    size_t len)
{
    int column = table_column(table, heading);

    return column >= 0 ? buf_add(&out->at[column], text, len) : OK;
}

static enum err write_word(struct directory *directory, const struct directory_table *table, const char *list,
                           const char *code, struct cells *out)
{
    const struct vocabulary_entry *entry = vocabulary_find(store_words(directory->store), list, code);
    const char *name = entry ? entry->label : code;
    enum err e = set(table, "code", out, code, strlen(code));

    return e ? e : set(table, "name", out, name, strlen(name));
}

static enum err write_tag(const struct directory_table *table, const char *tag, struct cells *out)
{
    const char *colon = strchr(tag, ':'), *number = colon ? colon + 1 : tag;
    const char *type = colon ? tag : "identifier";
    size_t len = colon ? (size_t)(colon - tag) : strlen(type);
    enum err e = set(table, "identifier_type", out, type, len);

    if (!e && colon)
        e = set(table, "identifier_scheme", out, tag, len);
    return e ? e : set(table, "identifier", out, number, strlen(number));
}

static enum err write_place(struct directory *directory, const struct directory_table *table, const struct view *view,
                            const char *item, struct cells *out, bool *is_row, struct why *why)
{
    const struct record_type *type = catalogue_find(store_catalogue(directory->store), "place");
    struct record place = { 0 };
    struct buf id = { 0 };
    enum err e = store_load(directory->store, type, strtoll(item, NULL, 10), &place, why);

    *is_row = false;
    if (e)
        return e == E_NOT_FOUND ? OK : e;
    if (directory->giving && !giving_record(directory->giving, type, place.id))
        goto done;
    if (view->item == ITEM_AREA) {
        *is_row = which_fits(WHICH_AREAS, &place);
        e = set(table, "name", out, record_text(&place, "name"), strlen(record_text(&place, "name")));
        goto done;
    }
    if (!which_fits(WHICH_AREAS, &place) && !(e = directory_id_of(directory, "locations", type, place.id, &id, why)) &&
        id.len > 0) {
        *is_row = true;
        e = set(table, "location_id", out, id.data, id.len);
    }
done:
    buf_release(&id);
    record_release(&place);
    return e;
}

enum err items_write(struct directory *directory, int table, const struct view *view, const struct record *owner,
                     const char *item, struct cells *out, bool *is_row, struct why *why)
{
    const struct directory_table *of = &directory->rules->tables[table];
    const struct field *field = &owner->type->fields[field_find(owner->type, view->field)];
    char uuid[UUID_SIZE];
    enum err e = OK;

    *is_row = true;
    /* Lines are one row, whatever they say. */
    directory_uuid(directory, table, owner->type, owner->id, view->item == ITEM_LINES ? "lines" : item, uuid);
    for (size_t i = 0; i < of->column_count && !e; i++) {
        const struct column *column = view_column(of, view, i);

        if (column->how == HOW_ID)
            e = buf_add_str(&out->at[i], uuid);
        else if (column->how == HOW_OWNER)
            e = directory_id_of(directory, column->sheet, owner->type, owner->id, &out->at[i], why);
        else if (column->how == HOW_ITEM && view->item == ITEM_LINES && out->at[i].len == 0) {
            e = buf_add_str(&out->at[i], item);
            break;
        }
    }
    if (e || view->item == ITEM_LINES)
        return e;
    if (view->item == ITEM_WORD)
        return write_word(directory, of, field->vocabulary, item, out);
    return view->item == ITEM_TAG ? write_tag(of, item, out) : write_place(directory, of, view, item, out, is_row, why);
}
