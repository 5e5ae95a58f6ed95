/*
 * One save, one entry: the signed form of a change, as it stands in the history and as devices will exchange it. The
 * byte layout is at the head of src/store/entry.c. trust.md 2.3: the header signs the hashes of the parts, so a part
 * can be present, withheld or erased and the chain still verifies.
 */
#ifndef TOWNKEEP_STORE_ENTRY_H
#define TOWNKEEP_STORE_ENTRY_H

#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/crypt/crypt.h"

enum { ENTRY_VERSION = 1, ENTRY_PARTS_MAX = 4096, ENTRY_FRONTIER_MAX = 64, ENTRY_DEVICE_ID_SIZE = 16 };

struct entry_part {
    int64_t owner;             /* 0 the team, else the id of the case */
    uint64_t length;           /* bytes of the stored (encrypted) body */
    uint8_t key_id[HASH_SIZE]; /* which key: hash of the key under a domain */
    uint8_t hash[HASH_SIZE];   /* of the stored body */
};
struct entry_seen { /* the highest entry of another device this one builds on */
    uint8_t device_id[ENTRY_DEVICE_ID_SIZE];
    uint64_t seq;
};
struct entry {
    uint16_t version;
    uint8_t vault_id[16];
    uint8_t device_id[ENTRY_DEVICE_ID_SIZE];
    uint64_t seq;
    int64_t officer;
    uint8_t officer_key[SIGN_PUBLIC_SIZE];
    uint64_t lamport;
    int64_t at;
    uint8_t kind;
    uint32_t schema_version;
    uint8_t dictionary[HASH_SIZE]; /* of the table and column names in order */
    uint8_t previous[HASH_SIZE];   /* hash of this device's entry before it; zero for the first */
    struct entry_seen *frontier;   /* owned */
    size_t frontier_count;
    struct entry_part *parts; /* owned; the sentence is inside the parts, never in the header */
    size_t part_count;
};
void entry_release(struct entry *entry);
/* Canonical bytes of the header, and back; reading refuses anything not exactly canonical (E_DAMAGED). */
MUST_USE enum err entry_write(const struct entry *entry, struct buf *out);
MUST_USE enum err entry_read(const void *bytes, size_t len, struct entry *out);
/* The hash that is signed and that the next entry carries as `previous`. */
void entry_hash(uint8_t out[HASH_SIZE], const void *header, size_t len);

#endif
