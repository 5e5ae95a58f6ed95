/*
 * Sealing with a shared key: XChaCha20-Poly1305 (IETF), either in one piece with a random nonce (`seal`), or for the
 * vault's pages with a `sealer`.
 *
 * XChaCha20 is ChaCha20 under a subkey that HChaCha20 makes of the key and the nonce's first 16 bytes. A sealer uses
 * one random such prefix all its life and counts in the other 8, so it makes that subkey once; pages written by earlier
 * sessions carry their prefixes, whose subkeys are kept in a small table. What it writes is ordinary
 * XChaCha20-Poly1305-IETF.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/crypt/crypt.h"

enum { COUNTER_SIZE = NONCE_SIZE - NONCE_PREFIX_SIZE, SHORT_NONCE_SIZE = 12, KEPT_COUNT = 32 };

_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");

void seal(uint8_t *out, const void *plain, size_t len, const void *bound, size_t bound_len, const struct secret *key)
{
    uint8_t *cipher = out + NONCE_SIZE;

    randombytes_buf(out, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(cipher, cipher + len, NULL, plain, len, bound, bound_len, NULL,
                                                        out, secret_bytes_const(key));
}

enum err unseal(void *plain, const uint8_t *sealed, size_t sealed_len, const void *bound, size_t bound_len,
                const struct secret *key)
{
    const uint8_t *cipher = sealed + NONCE_SIZE;
    size_t len;

    if (sealed_len < NONCE_SIZE + TAG_SIZE)
        return E_DAMAGED;
    len = sealed_len - NONCE_SIZE - TAG_SIZE;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt_detached(plain, NULL, cipher, len, cipher + len, bound, bound_len,
                                                            sealed, secret_bytes_const(key)) == 0)
        return OK;
    if (len > 0)
        memset(plain, 0, len);
    return E_DAMAGED;
}

struct kept_subkey {
    uint8_t prefix[NONCE_PREFIX_SIZE];
    uint8_t subkey[KEY_SIZE];
};

/* Lives in guarded memory as a whole. */
struct sealer_state {
    uint8_t key[KEY_SIZE];
    struct kept_subkey own; /* this session's prefix */
    uint64_t counter;
    struct kept_subkey kept[KEPT_COUNT]; /* by a byte of the prefix; others' sessions */
};

struct sealer {
    struct secret *memory;
    struct sealer_state *state; /* inside `memory` */
};

static void make_subkey(const struct sealer_state *state, const uint8_t prefix[NONCE_PREFIX_SIZE],
                        struct kept_subkey *out)
{
    memcpy(out->prefix, prefix, NONCE_PREFIX_SIZE);
    crypto_core_hchacha20(out->subkey, prefix, state->key, NULL);
}

enum err sealer_new(const struct secret *key, struct sealer **out, struct why *why)
{
    struct sealer *sealer = calloc(1, sizeof *sealer);
    uint8_t prefix[NONCE_PREFIX_SIZE];
    enum err e;

    *out = NULL;
    if (sealer == NULL)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = secret_new(sizeof(struct sealer_state), &sealer->memory, why))) {
        free(sealer);
        return e;
    }
    sealer->state = (struct sealer_state *)(void *)secret_bytes(sealer->memory);
    memcpy(sealer->state->key, secret_bytes_const(key), KEY_SIZE);
    randombytes_buf(prefix, sizeof prefix);
    make_subkey(sealer->state, prefix, &sealer->state->own);
    for (size_t i = 0; i < KEPT_COUNT; i++)
        sealer->state->kept[i] = sealer->state->own;
    *out = sealer;
    return OK;
}

void sealer_free(struct sealer *sealer)
{
    if (sealer == NULL)
        return;
    secret_free(sealer->memory);
    free(sealer);
}

/* The IETF nonce under a subkey: four zero bytes, then the last eight of the long one. */
static void shorten_nonce(uint8_t out[SHORT_NONCE_SIZE], const uint8_t nonce[NONCE_SIZE])
{
    memset(out, 0, SHORT_NONCE_SIZE - COUNTER_SIZE);
    memcpy(out + SHORT_NONCE_SIZE - COUNTER_SIZE, nonce + NONCE_PREFIX_SIZE, COUNTER_SIZE);
}

void sealer_next_nonce(const struct sealer *sealer, uint8_t out[NONCE_SIZE])
{
    memcpy(out, sealer->state->own.prefix, NONCE_PREFIX_SIZE);
    for (size_t i = 0; i < COUNTER_SIZE; i++)
        out[NONCE_PREFIX_SIZE + i] = (uint8_t)(sealer->state->counter >> (8 * i));
}

void sealer_seal(struct sealer *sealer, uint8_t *cipher, const uint8_t *plain, size_t len, const void *bound,
                 size_t bound_len, uint8_t nonce[NONCE_SIZE], uint8_t tag[TAG_SIZE])
{
    struct sealer_state *state = sealer->state;
    uint8_t short_nonce[SHORT_NONCE_SIZE];

    sealer_next_nonce(sealer, nonce);
    state->counter++;
    shorten_nonce(short_nonce, nonce);
    crypto_aead_chacha20poly1305_ietf_encrypt_detached(cipher, tag, NULL, plain, len, bound, bound_len, NULL,
                                                       short_nonce, state->own.subkey);
}

static const uint8_t *subkey_of(struct sealer_state *state, const uint8_t prefix[NONCE_PREFIX_SIZE])
{
    struct kept_subkey *kept = &state->kept[prefix[0] % KEPT_COUNT];

    if (memcmp(prefix, state->own.prefix, NONCE_PREFIX_SIZE) == 0)
        return state->own.subkey;
    if (memcmp(prefix, kept->prefix, NONCE_PREFIX_SIZE) != 0)
        make_subkey(state, prefix, kept);
    return kept->subkey;
}

enum err sealer_open(struct sealer *sealer, uint8_t *plain, const uint8_t *cipher, size_t len, const void *bound,
                     size_t bound_len, const uint8_t nonce[NONCE_SIZE], const uint8_t tag[TAG_SIZE])
{
    uint8_t short_nonce[SHORT_NONCE_SIZE];

    shorten_nonce(short_nonce, nonce);
    if (crypto_aead_chacha20poly1305_ietf_decrypt_detached(plain, NULL, cipher, len, tag, bound, bound_len, short_nonce,
                                                           subkey_of(sealer->state, nonce)) == 0)
        return OK;
    if (len > 0)
        memset(plain, 0, len);
    return E_DAMAGED;
}
