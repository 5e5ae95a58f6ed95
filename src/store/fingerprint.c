/* A short name of bytes that no other bytes have, to know later whether they are the same. */
#include <stdio.h>

#include "townkeep/crypt/crypt.h"
#include "townkeep/store/store.h"

void store_fingerprint(const void *bytes, size_t len, char out[STORE_FINGERPRINT_SIZE])
{
    uint8_t hash[HASH_SIZE];

    hash_bytes(hash, "townkeep fingerprint 1", bytes, len, NULL);
    for (size_t i = 0; i < HASH_SIZE; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}
