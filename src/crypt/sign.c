/* An officer's own keys: Ed25519 to sign entries, X25519 to receive case keys. Both are made from 32-byte seeds, and
 * their secret halves stay in guarded memory. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

_Static_assert(BOX_SEALED_EXTRA == crypto_box_SEALBYTES, "sealed box size");
_Static_assert(KEY_SIZE == crypto_sign_SEEDBYTES && KEY_SIZE == crypto_box_SEEDBYTES, "seed size");

struct sign_key {
    uint8_t public_half[SIGN_PUBLIC_SIZE];
    struct secret *secret_half;
};

enum err sign_key_new(const struct secret *seed, struct sign_key **out, struct why *why)
{
    struct sign_key *key = calloc(1, sizeof *key);
    enum err e;

    *out = NULL;
    if (key == NULL)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = secret_new(crypto_sign_SECRETKEYBYTES, &key->secret_half, why))) {
        free(key);
        return e;
    }
    crypto_sign_seed_keypair(key->public_half, secret_bytes(key->secret_half), secret_bytes_const(seed));
    *out = key;
    return OK;
}

enum err sign_key_copy(const struct sign_key *from, struct sign_key **out, struct why *why)
{
    struct sign_key *key = calloc(1, sizeof *key);
    enum err e;

    *out = NULL;
    if (key == NULL)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    memcpy(key->public_half, from->public_half, SIGN_PUBLIC_SIZE);
    if ((e = secret_new_copy(secret_bytes_const(from->secret_half), secret_size(from->secret_half), &key->secret_half,
                             why))) {
        free(key);
        return e;
    }
    *out = key;
    return OK;
}

void sign_key_free(struct sign_key *key)
{
    if (key == NULL)
        return;
    secret_free(key->secret_half);
    free(key);
}

void sign_key_public(const struct sign_key *key, uint8_t out[SIGN_PUBLIC_SIZE])
{
    memcpy(out, key->public_half, SIGN_PUBLIC_SIZE);
}

void sign_bytes(uint8_t out[SIGNATURE_SIZE], const void *bytes, size_t len, const struct sign_key *key)
{
    crypto_sign_detached(out, NULL, bytes, len, secret_bytes_const(key->secret_half));
}

bool sign_verify(const uint8_t signature[SIGNATURE_SIZE], const void *bytes, size_t len,
                 const uint8_t public_key[SIGN_PUBLIC_SIZE])
{
    return crypto_sign_verify_detached(signature, bytes, len, public_key) == 0;
}

struct box_key {
    uint8_t public_half[BOX_PUBLIC_SIZE];
    struct secret *secret_half;
};

enum err box_key_new(const struct secret *seed, struct box_key **out, struct why *why)
{
    struct box_key *key = calloc(1, sizeof *key);
    enum err e;

    *out = NULL;
    if (key == NULL)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = secret_new(crypto_box_SECRETKEYBYTES, &key->secret_half, why))) {
        free(key);
        return e;
    }
    crypto_box_seed_keypair(key->public_half, secret_bytes(key->secret_half), secret_bytes_const(seed));
    *out = key;
    return OK;
}

void box_key_free(struct box_key *key)
{
    if (key == NULL)
        return;
    secret_free(key->secret_half);
    free(key);
}

void box_key_public(const struct box_key *key, uint8_t out[BOX_PUBLIC_SIZE])
{
    memcpy(out, key->public_half, BOX_PUBLIC_SIZE);
}

enum err box_seal(uint8_t *out, const struct secret *plain, const uint8_t public_key[BOX_PUBLIC_SIZE])
{
    return crypto_box_seal(out, secret_bytes_const(plain), secret_size(plain), public_key) == 0 ? OK : E_INVALID;
}

enum err box_open(const uint8_t *sealed, size_t sealed_len, const struct box_key *key, struct secret **out,
                  struct why *why)
{
    enum err e;

    *out = NULL;
    if (sealed_len < BOX_SEALED_EXTRA)
        return why_set(why, E_DAMAGED, N_("A sealed key is too short to be one. Restore it from a backup."));
    if ((e = secret_new(sealed_len - BOX_SEALED_EXTRA, out, why)))
        return e;
    if (crypto_box_seal_open(secret_bytes(*out), sealed, sealed_len, key->public_half,
                             secret_bytes_const(key->secret_half)) == 0)
        return OK;
    secret_free(*out);
    *out = NULL;
    return why_set(why, E_DAMAGED, N_("A sealed key was not made for this officer, or is damaged."));
}
