/* The signed header of a save: what is read has exactly one form, so writing it gives the same bytes. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/store/entry.h"

static void run(const uint8_t *bytes, size_t len)
{
    struct entry entry = { 0 };
    struct buf out = { 0 };

    if (entry_read(bytes, len, &entry) == OK) {
        fuzz_must(entry.frontier_count <= ENTRY_FRONTIER_MAX && entry.part_count <= ENTRY_PARTS_MAX,
                  "an entry's lists are bounded");
        fuzz_must(entry_write(&entry, &out) == OK && out.len == len && memcmp(out.data, bytes, len) == 0,
                  "an entry has one form");
    } else {
        fuzz_must(entry.frontier == NULL && entry.parts == NULL, "nothing is left of an entry that is refused");
    }
    entry_release(&entry);
    buf_release(&out);
}

static void seeds(fuzz_take *take, void *data)
{
    struct entry_seen frontier[2] = { { .device_id = { 1 }, .seq = 7 }, { .device_id = { 2 }, .seq = 9 } };
    struct entry_part parts[2] = { { .owner = 0, .length = 100 }, { .owner = 4711, .length = 1 } };
    struct entry entry = { .version = ENTRY_VERSION, .seq = 3, .officer = 5, .frontier = frontier, .parts = parts };
    struct buf out = { 0 };

    for (size_t i = 0; i < 3; i++) {
        entry.frontier_count = entry.part_count = i;
        buf_clear(&out);
        if (entry_write(&entry, &out))
            abort();
        take(data, out.data, out.len);
    }
    buf_release(&out);
}

const struct fuzz_target fuzz_target_entry = { .name = "entry", .most = 8192, .run = run, .seeds = seeds };
