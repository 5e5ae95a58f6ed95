/* Which records of a parcel hang on which others. */
#include <stdlib.h>
#include <string.h>

#include "sharing_in.h"

static int compare(const void *a, const void *b)
{
    const struct belonging *x = a, *y = b;

    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return (x->record->id > y->record->id) - (x->record->id < y->record->id);
}

enum err belongings_make(const struct parcel *parcel, const char *type, const char *key, struct belongings *out)
{
    const struct parcel_part *part = parcel_part_of(parcel, type);

    *out = (struct belongings){ 0 };
    if (!part || part->count == 0)
        return OK;
    out->items = calloc(part->count, sizeof *out->items);
    if (!out->items)
        return E_MEMORY;
    for (size_t i = 0; i < part->count; i++) {
        struct belonging one = { record_number(&part->records[i], key), &part->records[i] };

        if (one.owner != 0)
            out->items[out->count++] = one;
    }
    qsort(out->items, out->count, sizeof *out->items, compare);
    return OK;
}

void belongings_release(struct belongings *belongings)
{
    free(belongings->items);
    *belongings = (struct belongings){ 0 };
}

const struct belonging *belongings_of(const struct belongings *belongings, int64_t owner)
{
    size_t low = 0, high = belongings->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (belongings->items[middle].owner < owner)
            low = middle + 1;
        else
            high = middle;
    }
    return low < belongings->count && belongings->items[low].owner == owner ? &belongings->items[low] : NULL;
}

const struct belonging *belongings_end(const struct belongings *belongings)
{
    return belongings->items ? belongings->items + belongings->count : NULL;
}
