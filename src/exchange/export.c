/* Single records as CSV or JSON, for files (export_file.c) and for the command line, and a JSON object as fields. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/exchange/export.h"

bool export_format_find(const char *name, enum export_format *out)
{
    static const char *const names[EXPORT_FORMAT_COUNT] = { [EXPORT_CSV] = "csv", [EXPORT_JSON] = "json" };

    for (int i = 0; i < EXPORT_FORMAT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum export_format)i;
            return true;
        }
    }
    return false;
}

/* The n-th chosen field, or, when none were chosen, the n-th that is not sealed; -1 behind the last. */
static int field_at(const struct record_type *type, const int *fields, size_t count, size_t n)
{
    if (fields)
        return n < count ? fields[n] : -1;
    for (int i = 0; i < type->field_count; i++) {
        if (!(type->fields[i].flags & FIELD_SEALED) && n-- == 0)
            return i;
    }
    return -1;
}

enum err export_csv_headings(const struct record_type *type, const int *fields, size_t count, const char *line_end,
                             struct buf *out)
{
    enum err e = buf_add_str(out, "id");
    int field;

    for (size_t i = 0; !e && (field = field_at(type, fields, count, i)) >= 0; i++)
        e = buf_printf(out, ",%s", type->fields[field].key);
    return e ? e : buf_add_str(out, line_end);
}

static bool is_number(const struct field *field)
{
    return field->kind == FIELD_NUMBER || field->kind == FIELD_DECIMAL;
}

enum err export_csv_row(const struct record *record, const int *fields, size_t count, enum csv_guard guard,
                        const char *line_end, struct buf *out)
{
    struct buf text = { 0 };
    enum err e = buf_printf(out, "%lld", (long long)record->id);
    int at;

    for (size_t i = 0; !e && (at = field_at(record->type, fields, count, i)) >= 0; i++) {
        const struct field *field = &record->type->fields[at];

        buf_clear(&text);
        if (record->values[at].form != VALUE_CLOSED)
            e = field_write(field, &record->values[at], &text);
        if (!e && !(e = buf_add_char(out, ',')))
            e = csv_add(out, buf_text(&text), is_number(field) ? CSV_AS_IS : guard);
    }
    buf_release(&text);
    return e ? e : buf_add_str(out, line_end);
}

/* --- JSON --- */
static json_t *json_list(const char *text)
{
    json_t *list = json_array();

    while (list && *text) {
        size_t len = strcspn(text, ";");

        if (json_array_append_new(list, json_stringn(text, len)) != 0) {
            json_decref(list);
            return NULL;
        }
        text += len + (text[len] == ';');
    }
    return list;
}

static json_t *json_of(const struct field *field, const struct value *value)
{
    struct buf text = { 0 };
    json_t *out = NULL;

    if (value->form == VALUE_EMPTY || value->form == VALUE_CLOSED)
        return json_null();
    if (field->kind == FIELD_NUMBER)
        return json_integer(value->number);
    if (field->kind == FIELD_DECIMAL)
        return json_real((double)value->number / 1e6);
    if (field->kind == FIELD_BOOLEAN)
        return json_boolean(value->number != 0);
    if (field_write(field, value, &text))
        goto done;
    if (field->kind == FIELD_CHOICES || field->kind == FIELD_REFERENCES || field->kind == FIELD_TAGS)
        out = json_list(buf_text(&text));
    else
        out = json_stringn(buf_text(&text), text.len);
done:
    buf_release(&text);
    return out;
}

/* Ids are texts: many readers of JSON keep only 53 bits of a number. */
static json_t *json_id(int64_t id)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)id);
    return json_string(text);
}

enum err export_json_record(const struct record *record, const int *fields, size_t count, struct buf *out)
{
    json_t *object = json_object();
    char *text = NULL;
    enum err e = E_MEMORY;
    int at;

    if (!object || json_object_set_new(object, "id", json_id(record->id)) != 0)
        goto done;
    for (size_t i = 0; (at = field_at(record->type, fields, count, i)) >= 0; i++) {
        if (json_object_set_new(object, record->type->fields[at].key,
                                json_of(&record->type->fields[at], &record->values[at])) != 0)
            goto done;
    }
    text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(15));
    e = text ? buf_add_str(out, text) : E_MEMORY;
done:
    free(text);
    json_decref(object);
    return e;
}

static enum err scalar_text(const json_t *value, struct buf *out)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return buf_add(out, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return buf_printf(out, "%lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return buf_printf(out, "%.6f", json_real_value(value));
    case JSON_TRUE:
        return buf_add_str(out, "yes");
    case JSON_FALSE:
        return buf_add_str(out, "no");
    case JSON_NULL:
        return OK;
    default:
        return E_INVALID;
    }
}

static enum err value_text(const json_t *value, struct buf *out)
{
    const json_t *item;
    size_t i;
    enum err e = OK;

    if (!json_is_array(value))
        return scalar_text(value, out);
    json_array_foreach(value, i, item)
    {
        if ((i > 0 && (e = buf_add_char(out, ';'))) || (e = scalar_text(item, out)))
            break;
    }
    return e;
}

enum err export_json_read(const void *bytes, size_t len,
                          enum err (*take)(void *data, const char *key, const char *value, struct why *why), void *data,
                          struct why *why)
{
    json_error_t problem;
    json_t *object = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &problem);
    struct buf text = { 0 };
    const char *key;
    json_t *value;
    enum err e = OK;

    if (!object)
        return why_set(why, E_INVALID, N_("This is no JSON: line %d, column %d: %s."), problem.line, problem.column,
                       problem.text);
    if (!json_is_object(object))
        e = why_set(why, E_INVALID, N_("The file must hold one JSON object: {\"field\": value, …}."));
    json_object_foreach(object, key, value)
    {
        buf_clear(&text);
        if (e || (e = value_text(value, &text)))
            break;
        if ((e = take(data, key, buf_text(&text), why)))
            break;
    }
    if (e && why && why->text[0] == '\0')
        e = why_set(why, e, N_("\"%s\" must be a text, a number, yes or no, or a list of these."), key);
    buf_release(&text);
    json_decref(object);
    return e;
}
