/*
 * Which outside row is which record, in memory: the rows kept in the vault, those that come in now and, once an id is
 * asked for that is none of them, the ids that this vault makes itself. Two tables over one list: by id, and by record.
 */
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"

enum { SLOTS_FIRST = 256 };

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    hash ^= number + UINT64_C(0x9E3779B97F4A7C15) + (hash << 6) + (hash >> 2);
    return hash * UINT64_C(0xFF51AFD7ED558CCD);
}

static uint64_t hash_id(int table, const char *outside_id)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *outside_id; outside_id++)
        hash = (hash ^ (uint8_t)*outside_id) * UINT64_C(1099511628211); /* FNV-1a */
    return hash_number(hash, (uint64_t)table);
}

static uint64_t hash_about(int table, const struct record_type *type, int64_t about)
{
    return hash_number(hash_number((uint64_t)(uintptr_t)type, (uint64_t)about), (uint64_t)table);
}

static size_t slot(const struct ids *ids, uint64_t hash)
{
    return (size_t)(hash >> 20) & (ids->slots - 1);
}

static bool is_id(const struct id_entry *entry, int table, const char *outside_id)
{
    return entry->table == table && strcmp(entry->outside_id, outside_id) == 0;
}

static bool is_about(const struct id_entry *entry, int table, const struct record_type *type, int64_t about)
{
    return entry->table == table && entry->type == type && entry->about == about;
}

/* Where the id is, or where it would be put. */
static size_t *id_slot(const struct ids *ids, int table, const char *outside_id)
{
    size_t at = slot(ids, hash_id(table, outside_id));

    while (ids->by_id[at] && !is_id(&ids->entries[ids->by_id[at] - 1], table, outside_id))
        at = (at + 1) & (ids->slots - 1);
    return &ids->by_id[at];
}

static size_t *about_slot(const struct ids *ids, int table, const struct record_type *type, int64_t about)
{
    size_t at = slot(ids, hash_about(table, type, about));

    while (ids->by_about[at] && !is_about(&ids->entries[ids->by_about[at] - 1], table, type, about))
        at = (at + 1) & (ids->slots - 1);
    return &ids->by_about[at];
}

size_t ids_find(const struct ids *ids, int table, const char *outside_id)
{
    return ids->slots ? *id_slot(ids, table, outside_id) : 0;
}

size_t ids_about(const struct ids *ids, int table, const struct record_type *type, int64_t about)
{
    return ids->slots ? *about_slot(ids, table, type, about) : 0;
}

size_t ids_being(const struct ids *ids, int table, int view, const struct record_type *type, int64_t about)
{
    size_t number = ids_about(ids, table, type, about);

    while (number && ids->entries[number - 1].view != view)
        number = ids->entries[number - 1].next;
    return number;
}

static void put(struct ids *ids, size_t number)
{
    struct id_entry *entry = &ids->entries[number - 1];
    size_t *by_about = about_slot(ids, entry->table, entry->type, entry->about);

    *id_slot(ids, entry->table, entry->outside_id) = number;
    entry->next = *by_about;
    *by_about = number;
}

static enum err grow(struct ids *ids)
{
    size_t slots = ids->slots ? 2 * ids->slots : SLOTS_FIRST;
    size_t *by_id, *by_about;

    if (2 * (ids->count + 1) <= ids->slots)
        return OK;
    by_id = calloc(slots, sizeof *by_id);
    by_about = calloc(slots, sizeof *by_about);
    if (!by_id || !by_about) {
        free(by_id);
        free(by_about);
        return E_MEMORY;
    }
    free(ids->by_id);
    free(ids->by_about);
    ids->by_id = by_id;
    ids->by_about = by_about;
    ids->slots = slots;
    for (size_t i = 0; i < ids->count; i++)
        put(ids, i + 1);
    return OK;
}

enum err ids_add(struct ids *ids, const struct id_entry *entry, size_t *number)
{
    struct id_entry *more;
    enum err e = grow(ids);

    if (e)
        return e;
    if (ids->count == ids->room) {
        size_t room = ids->room ? 2 * ids->room : 64;

        if (!(more = reallocarray(ids->entries, room, sizeof *more)))
            return E_MEMORY;
        ids->entries = more;
        ids->room = room;
    }
    ids->entries[ids->count] = *entry;
    ids->entries[ids->count].outside_id = arena_copy(&ids->memory, entry->outside_id);
    if (!ids->entries[ids->count].outside_id)
        return E_MEMORY;
    *number = ++ids->count;
    put(ids, *number);
    return OK;
}

void ids_release(struct ids *ids)
{
    free(ids->entries);
    free(ids->by_id);
    free(ids->by_about);
    arena_release(&ids->memory);
    *ids = (struct ids){ 0 };
}
