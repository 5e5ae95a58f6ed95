/*
 * Record ids and the short references people use. An id is 41 bits of milliseconds since 2025, 10 bits of device, 12
 * bits of counter; the counter starts at a random value in each millisecond, so that two copies of one device rarely
 * meet. A new id is greater than the last one, whatever the clock says.
 */
#include <stdio.h>
#include <string.h>

#include "store_in.h"

enum { COUNTER_BITS = 12, DEVICE_BITS = 10, COUNTER_MAX = (1 << COUNTER_BITS) - 1, MOMENT_BITS = 41 };

static const int64_t epoch = 1735689600000; /* 2025-01-01 00:00 UTC */

int64_t id_after(int64_t last, int64_t now, int64_t device)
{
    int64_t before = last >> (COUNTER_BITS + DEVICE_BITS);
    int64_t counter = (last & COUNTER_MAX) + 1;
    int64_t moment = now - epoch;

    /* A clock beyond the years that fit (2094) tells nothing; the last id does. */
    if (moment >> MOMENT_BITS != 0)
        moment = before;
    if (moment <= before && counter <= COUNTER_MAX) {
        moment = before;
    } else {
        if (moment <= before)
            moment = before + 1;
        counter = random_below(COUNTER_MAX / 2);
    }
    return (moment << (COUNTER_BITS + DEVICE_BITS)) | (device << COUNTER_BITS) | counter;
}

int64_t id_moment(int64_t id)
{
    return (id >> (COUNTER_BITS + DEVICE_BITS)) + epoch;
}

int64_t id_next(struct store *store)
{
    store->last_id = id_after(store->last_id, clock_now(), store->device);
    return store->last_id;
}

/* 2 → "b" … 26 → "z", 27 → "aa": the first device's numbers stay bare. */
static void device_letters(int64_t device, char out[8])
{
    char reversed[8];
    size_t len = 0;

    for (; device > 0 && len < sizeof reversed - 1; device = (device - 1) / 26)
        reversed[len++] = (char)('a' + (device - 1) % 26);
    for (size_t i = 0; i < len; i++)
        out[i] = reversed[len - 1 - i];
    out[len] = '\0';
}

void reference_format(const char *prefix, int year, int64_t number, int64_t device, char *out, size_t size)
{
    char letters[8] = "";

    if (device > DEVICE_FIRST)
        device_letters(device, letters);
    snprintf(out, size, "%s-%04d-%04lld%s", prefix, year, (long long)number, letters);
}

static void counter_key(const char *prefix, char out[64])
{
    snprintf(out, 64, "reference:%s:%d", prefix, clock_today().year);
}

enum err reference_next(struct store *store, const char *prefix, struct buf *out, int64_t *number, struct why *why)
{
    char key[64], text[80];
    enum err e;

    counter_key(prefix, key);
    if ((e = meta_get(store, key, number, why)))
        return e;
    *number += 1;
    reference_format(prefix, clock_today().year, *number, store->device, text, sizeof text);
    return buf_add_str(out, text);
}

enum err reference_take(struct store *store, const char *prefix, int64_t number, struct why *why)
{
    char key[64];

    counter_key(prefix, key);
    return meta_set(store, key, number, why);
}
