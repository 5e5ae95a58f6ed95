/* Finding record types and fields by the names people and files use for them. */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/schema/schema.h"

/* Whether `name` is one of the names in "a;b;c", as fold keys. E_MEMORY counts as no. */
static bool is_among(const char *names, const char *folded)
{
    struct buf name = { 0 }, key = { 0 };
    bool found = false;

    while (names && *names && !found) {
        size_t len = strcspn(names, ";");
        buf_clear(&name);
        buf_clear(&key);
        if (buf_add(&name, names, len) || text_fold(&key, buf_text(&name)))
            break;
        found = strcmp(buf_text(&key), folded) == 0;
        names += len + (names[len] == ';');
    }
    buf_release(&name);
    buf_release(&key);
    return found;
}

static bool is_name(const char *name, const char *folded)
{
    struct buf key = { 0 };
    bool same = text_fold(&key, name) == OK && strcmp(buf_text(&key), folded) == 0;

    buf_release(&key);
    return same;
}

static bool is_type(const struct record_type *type, const char *folded)
{
    return is_name(type->key, folded) || is_name(type->label, folded) || is_name(gettext(type->label), folded) ||
           is_among(type->aliases, folded);
}

const struct record_type *catalogue_find(const struct catalogue *catalogue, const char *key_or_alias)
{
    const struct record_type *found = NULL;
    struct buf folded = { 0 };

    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->types[i]->key, key_or_alias) == 0)
            return catalogue->types[i];
    }
    if (text_fold(&folded, key_or_alias) == OK && folded.len > 0) {
        for (size_t i = 0; !found && i < catalogue->count; i++) {
            if (is_type(catalogue->types[i], buf_text(&folded)))
                found = catalogue->types[i];
        }
    }
    buf_release(&folded);
    return found;
}

int field_find(const struct record_type *type, const char *key)
{
    for (int i = 0; i < type->field_count; i++) {
        if (strcmp(type->fields[i].key, key) == 0)
            return i;
    }
    return -1;
}

/* Keys before labels before aliases: a heading that is one field's key never goes to another's alias. */
static int find_folded(const struct record_type *type, const char *folded)
{
    for (int i = 0; i < type->field_count; i++) {
        if (is_name(type->fields[i].key, folded))
            return i;
    }
    for (int i = 0; i < type->field_count; i++) {
        if (is_name(type->fields[i].label, folded) || is_name(gettext(type->fields[i].label), folded))
            return i;
    }
    for (int i = 0; i < type->field_count; i++) {
        if (is_among(type->fields[i].aliases, folded))
            return i;
    }
    return -1;
}

int field_find_heading(const struct record_type *type, const char *heading)
{
    struct buf folded = { 0 };
    int field = -1;

    if (text_fold(&folded, heading) == OK && folded.len > 0)
        field = find_folded(type, buf_text(&folded));
    buf_release(&folded);
    return field;
}
