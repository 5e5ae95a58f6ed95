/*
 * Guarded memory: a small handle on the ordinary heap, the bytes themselves in pages of their own that are locked
 * against swapping, kept out of dumps, fenced by guard pages and wiped when freed. Everything secret in the program
 * lives here.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

struct secret {
    size_t size;
    uint8_t *bytes;
};

enum err secret_new(size_t size, struct secret **out, struct why *why)
{
    struct secret *secret = calloc(1, sizeof *secret);

    *out = NULL;
    /* A caller who forgot crypt_start gets an error or a secret, not an abort inside the library. */
    if (secret != NULL && sodium_init() >= 0)
        secret->bytes = sodium_malloc(size > 0 ? size : 1);
    if (secret == NULL || secret->bytes == NULL) {
        free(secret);
        (void)why_set(why, E_MEMORY,
                      N_("There is no protected memory left for a key. Close other programs and try again."));
        return E_MEMORY;
    }
    secret->size = size;
    memset(secret->bytes, 0, size);
    *out = secret;
    return OK;
}

enum err secret_new_random(size_t size, struct secret **out, struct why *why)
{
    enum err e = secret_new(size, out, why);

    if (e == OK)
        randombytes_buf((*out)->bytes, size);
    return e;
}

enum err secret_new_copy(const void *bytes, size_t size, struct secret **out, struct why *why)
{
    enum err e = secret_new(size, out, why);

    if (e == OK && size > 0)
        memcpy((*out)->bytes, bytes, size);
    return e;
}

void secret_free(struct secret *secret)
{
    if (secret == NULL)
        return;
    sodium_free(secret->bytes);
    free(secret);
}

size_t secret_size(const struct secret *secret)
{
    return secret->size;
}

uint8_t *secret_bytes(struct secret *secret)
{
    return secret->bytes;
}

const uint8_t *secret_bytes_const(const struct secret *secret)
{
    return secret->bytes;
}
