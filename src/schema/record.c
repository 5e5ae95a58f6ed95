/*
 * A record: its type's values and what the store keeps beside them. Fields are reached by key; an unknown key is empty,
 * never an error, because the checker has compared every key in the tables.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/schema/schema.h"

enum err record_init(struct record *record, const struct record_type *type)
{
    struct value *values = calloc((size_t)type->field_count, sizeof *values);

    if (!values)
        return E_MEMORY;
    *record = (struct record){ .type = type, .values = values };
    return OK;
}

void record_release(struct record *record)
{
    for (int i = 0; record->values && i < record->type->field_count; i++)
        value_release(&record->values[i]);
    free(record->values);
    free(record->archive_reason);
    *record = (struct record){ 0 };
}

/* `to` may hold a record, or be zeroed; it is left alone on failure. */
enum err record_copy(struct record *to, const struct record *from)
{
    struct record copy = { 0 };
    enum err e = record_init(&copy, from->type);

    for (int i = 0; !e && i < from->type->field_count; i++)
        e = value_copy(&copy.values[i], &from->values[i]);
    if (!e && from->archive_reason)
        e = text_copy(&copy.archive_reason, from->archive_reason);
    if (e) {
        record_release(&copy);
        return e;
    }
    copy.id = from->id;
    copy.archived_at = from->archived_at;
    copy.archived_by = from->archived_by;
    copy.import_batch = from->import_batch;
    record_release(to);
    *to = copy;
    return OK;
}

static const struct value *value_at(const struct record *record, const char *key)
{
    int field = field_find(record->type, key);

    return field < 0 ? NULL : &record->values[field];
}

struct value *record_value(struct record *record, const char *key)
{
    int field = field_find(record->type, key);

    return field < 0 ? NULL : &record->values[field];
}

const char *record_text(const struct record *record, const char *key)
{
    const struct value *value = value_at(record, key);

    return value && value->form == VALUE_TEXT ? value->text : "";
}

int64_t record_number(const struct record *record, const char *key)
{
    const struct value *value = value_at(record, key);

    return value && value->form == VALUE_NUMBER ? value->number : 0;
}

bool record_has(const struct record *record, const char *key)
{
    const struct value *value = value_at(record, key);

    return value && value->form != VALUE_EMPTY;
}

bool record_has_closed(const struct record *record)
{
    for (int i = 0; i < record->type->field_count; i++) {
        if (record->values[i].form == VALUE_CLOSED)
            return true;
    }
    return false;
}
