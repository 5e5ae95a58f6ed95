/*
 * The signed header of one save, as canonical bytes and back. All numbers little-endian, nothing optional, nothing
 * after the end, so that a header has exactly one form and its hash one meaning:
 *
 *   offset  size  what
 *        0     4  "TKEN"
 *        4     2  version (1)
 *        6    16  vault id
 *       22    16  device id
 *       38     8  sequence number on this device, from 1
 *       46     8  officer (record id; 0 a recovery code)
 *       54    32  the officer's Ed25519 public key
 *       86     8  Lamport counter
 *       94     8  wall clock, milliseconds since 1970 UTC; shown to people, decides nothing
 *      102     1  kind (enum entry_kind)
 *      103     4  schema version
 *      107    32  dictionary: hash of the recorded tables' and columns' names
 *      139    32  hash of this device's entry before; zero for the first
 *      171     2  f, entries of the frontier, then f × { device id 16, seq 8 }, device ids strictly ascending
 *        …     2  p, parts, then p × { owner 8, length 8, key id 32, hash of the stored body 32 }
 *
 * The hash is BLAKE2b-256 of these bytes under a domain; the Ed25519 signature is over that hash. Parts may be withheld
 * or erased: the header stays whole. A worked example stands in tests/unit/test_entry.c.
 */
#include "townkeep/store/entry.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t magic[4] = { 'T', 'K', 'E', 'N' };
static const char domain[] = "townkeep entry 1";

void entry_release(struct entry *entry)
{
    free(entry->frontier);
    free(entry->parts);
    memset(entry, 0, sizeof *entry);
}

static enum err write_lists(const struct entry *entry, struct buf *out)
{
    enum err e;

    if ((e = buf_add_u16(out, (uint16_t)entry->frontier_count)))
        return e;
    for (size_t i = 0; i < entry->frontier_count; i++) {
        if ((e = buf_add(out, entry->frontier[i].device_id, ENTRY_DEVICE_ID_SIZE)) ||
            (e = buf_add_u64(out, entry->frontier[i].seq)))
            return e;
    }
    if ((e = buf_add_u16(out, (uint16_t)entry->part_count)))
        return e;
    for (size_t i = 0; i < entry->part_count; i++) {
        const struct entry_part *part = &entry->parts[i];

        if ((e = buf_add_u64(out, (uint64_t)part->owner)) || (e = buf_add_u64(out, part->length)) ||
            (e = buf_add(out, part->key_id, HASH_SIZE)) || (e = buf_add(out, part->hash, HASH_SIZE)))
            return e;
    }
    return OK;
}

enum err entry_write(const struct entry *entry, struct buf *out)
{
    enum err e;

    if (entry->frontier_count > ENTRY_FRONTIER_MAX || entry->part_count > ENTRY_PARTS_MAX)
        return E_INVALID;
    if ((e = buf_add(out, magic, sizeof magic)) || (e = buf_add_u16(out, entry->version)) ||
        (e = buf_add(out, entry->vault_id, sizeof entry->vault_id)) ||
        (e = buf_add(out, entry->device_id, sizeof entry->device_id)) || (e = buf_add_u64(out, entry->seq)) ||
        (e = buf_add_u64(out, (uint64_t)entry->officer)) ||
        (e = buf_add(out, entry->officer_key, sizeof entry->officer_key)) || (e = buf_add_u64(out, entry->lamport)) ||
        (e = buf_add_u64(out, (uint64_t)entry->at)) || (e = buf_add_u8(out, entry->kind)) ||
        (e = buf_add_u32(out, entry->schema_version)) || (e = buf_add(out, entry->dictionary, HASH_SIZE)) ||
        (e = buf_add(out, entry->previous, HASH_SIZE)))
        return e;
    return write_lists(entry, out);
}

static void read_into(struct scan *scan, void *to, size_t len)
{
    const uint8_t *bytes = scan_bytes(scan, len);

    if (bytes)
        memcpy(to, bytes, len);
}

static void read_fixed(struct scan *scan, struct entry *out)
{
    read_into(scan, out->vault_id, sizeof out->vault_id);
    read_into(scan, out->device_id, sizeof out->device_id);
    out->seq = scan_u64(scan);
    out->officer = (int64_t)scan_u64(scan);
    read_into(scan, out->officer_key, sizeof out->officer_key);
    out->lamport = scan_u64(scan);
    out->at = (int64_t)scan_u64(scan);
    out->kind = scan_u8(scan);
    out->schema_version = scan_u32(scan);
    read_into(scan, out->dictionary, HASH_SIZE);
    read_into(scan, out->previous, HASH_SIZE);
}

static enum err read_frontier(struct scan *scan, struct entry *out)
{
    size_t count = scan_u16(scan);

    if (scan->failed || count > ENTRY_FRONTIER_MAX)
        return E_DAMAGED;
    if (count > 0 && !(out->frontier = calloc(count, sizeof *out->frontier)))
        return E_MEMORY;
    out->frontier_count = count;
    for (size_t i = 0; i < count; i++) {
        read_into(scan, out->frontier[i].device_id, ENTRY_DEVICE_ID_SIZE);
        out->frontier[i].seq = scan_u64(scan);
        if (i > 0 && memcmp(out->frontier[i - 1].device_id, out->frontier[i].device_id, ENTRY_DEVICE_ID_SIZE) >= 0)
            return E_DAMAGED;
    }
    return scan->failed ? E_DAMAGED : OK;
}

static enum err read_parts(struct scan *scan, struct entry *out)
{
    size_t count = scan_u16(scan);

    if (scan->failed || count > ENTRY_PARTS_MAX)
        return E_DAMAGED;
    if (count > 0 && !(out->parts = calloc(count, sizeof *out->parts)))
        return E_MEMORY;
    out->part_count = count;
    for (size_t i = 0; i < count; i++) {
        out->parts[i].owner = (int64_t)scan_u64(scan);
        out->parts[i].length = scan_u64(scan);
        read_into(scan, out->parts[i].key_id, HASH_SIZE);
        read_into(scan, out->parts[i].hash, HASH_SIZE);
    }
    return scan->failed ? E_DAMAGED : OK;
}

enum err entry_read(const void *bytes, size_t len, struct entry *out)
{
    struct scan scan = { .at = bytes, .left = len };
    const uint8_t *mark = scan_bytes(&scan, sizeof magic);
    enum err e = E_DAMAGED;

    memset(out, 0, sizeof *out);
    if (!mark || memcmp(mark, magic, sizeof magic) != 0)
        return E_DAMAGED;
    out->version = scan_u16(&scan);
    if (out->version != ENTRY_VERSION)
        return E_DAMAGED;
    read_fixed(&scan, out);
    if (scan.failed || out->seq == 0 || (e = read_frontier(&scan, out)) || (e = read_parts(&scan, out)))
        goto done;
    e = scan.left == 0 ? OK : E_DAMAGED;
done:
    if (e)
        entry_release(out);
    return e;
}

void entry_hash(uint8_t out[HASH_SIZE], const void *header, size_t len)
{
    hash_bytes(out, domain, header, len, NULL);
}
