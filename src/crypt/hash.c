/* Hashing with a domain string, so that a hash made for one purpose never passes for another. */
#include <sodium.h>
#include <string.h>

#include "townkeep/crypt/crypt.h"

void hash_bytes(uint8_t out[HASH_SIZE], const char *domain, const void *bytes, size_t len, const struct secret *key)
{
    crypto_generichash_state state;

    crypto_generichash_init(&state, key != NULL ? secret_bytes_const(key) : NULL, key != NULL ? secret_size(key) : 0,
                            HASH_SIZE);
    crypto_generichash_update(&state, (const uint8_t *)domain, strlen(domain) + 1);
    crypto_generichash_update(&state, bytes, len);
    crypto_generichash_final(&state, out, HASH_SIZE);
    sodium_memzero(&state, sizeof state);
}

bool hash_equal(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE])
{
    return sodium_memcmp(a, b, HASH_SIZE) == 0;
}
