/*
 * What a text in a reference field stands for. One organisation is named in many rows, so the last answers are kept.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"

static struct known_reference *cache_slot(struct import_run *run, const struct record_type *type, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (const char *at = text; *at; at++)
        hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
    return &run->references[(hash ^ (uintptr_t)type >> 4) % REFERENCE_CACHE];
}

/* By outside id where the type has them, else by id, reference or title. */
static enum err find_reference(struct import_run *run, const struct record_type *type, const char *text, int64_t *id,
                               struct why *why)
{
    struct known_reference *known = cache_slot(run, type, text);
    struct match_index *index;
    char *copy = NULL;
    enum err e;

    if (known->type == type && known->text && strcmp(known->text, text) == 0) {
        *id = known->id;
        return OK;
    }
    *id = 0;
    if (strchr(text, ':') &&
        ((e = import_index(run, type, &index, why)) || (e = match_index_find_tag(index, run->store, text, id, why))))
        return e;
    if (*id == 0 && (e = store_find(run->store, type, text, id, why)))
        return e;
    if ((e = text_copy(&copy, text)))
        return e;
    free(known->text);
    *known = (struct known_reference){ .type = type, .text = copy, .id = *id };
    return OK;
}

enum err import_resolve_references(struct import_run *run, const struct field *field, const char *text, struct buf *ids,
                                   struct why *why)
{
    const struct record_type *type = catalogue_find(store_catalogue(run->store), field->refers_to);
    enum err e = OK;

    while (*text && !e) {
        size_t len = field->kind == FIELD_REFERENCE ? strlen(text) : strcspn(text, ";"), blanks = strspn(text, " ");
        char *item = blanks < len ? strndup(text + blanks, len - blanks) : NULL;
        int64_t id = 0;

        if (blanks < len && !item)
            e = E_MEMORY;
        else if (item && !(e = find_reference(run, type, item, &id, why)))
            e = buf_printf(ids, "%s%lld", ids->len > 0 ? ";" : "", (long long)id);
        free(item);
        text += len + (text[len] == ';');
    }
    return e;
}
