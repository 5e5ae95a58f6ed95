/*
 * Sealing with a shared key: XChaCha20-Poly1305 (IETF) in one piece with a random nonce (`seal`), or page by page with
 * a `sealer`, in either of two ciphers.
 *
 * A sealer uses one random 16-byte prefix all its life and counts in the other 8 bytes of its nonces. HChaCha20 makes a
 * subkey of the key and the prefix; nothing else is ever sealed under it. That is what XChaCha20 is: ChaCha20 under
 * this subkey, so what the sealer writes is ordinary XChaCha20-Poly1305-IETF. AES-256-GCM has nonces of 12 bytes, too
 * few to be drawn at random: it too gets the subkey of the prefix and the counter alone, which repeats under no subkey.
 * Pages written by earlier sessions carry their prefixes; their subkeys, and the key schedules AES makes of them, are
 * kept in a small table.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

enum { COUNTER_SIZE = NONCE_SIZE - NONCE_PREFIX_SIZE, SHORT_NONCE_SIZE = 12, KEPT_COUNT = 32 };

_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag size");
_Static_assert(KEY_SIZE == crypto_aead_aes256gcm_KEYBYTES && TAG_SIZE == crypto_aead_aes256gcm_ABYTES &&
                   (int)SHORT_NONCE_SIZE == crypto_aead_aes256gcm_NPUBBYTES,
               "AES sizes");

bool cipher_is_available(enum cipher cipher)
{
    return cipher == CIPHER_XCHACHA20_POLY1305 ||
           (cipher == CIPHER_AES256_GCM && crypto_aead_aes256gcm_is_available() != 0);
}

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

/* What a prefix makes of the key: the subkey for XChaCha20, the schedule of the subkey for AES. */
struct kept_subkey {
    crypto_aead_aes256gcm_state schedule; /* first: aligned as the instructions want it */
    uint8_t subkey[KEY_SIZE];
    uint8_t prefix[NONCE_PREFIX_SIZE];
};

/* Lives in guarded memory as a whole. A size of many sixteens begins at a multiple of sixteen there. */
struct sealer_state {
    struct kept_subkey own;              /* this session's prefix */
    struct kept_subkey kept[KEPT_COUNT]; /* by a byte of the prefix; others' sessions */
    uint8_t key[KEY_SIZE];
};

_Static_assert(sizeof(struct sealer_state) % 16 == 0, "guarded memory is aligned at its end");

struct sealer {
    struct secret *memory;
    struct sealer_state *state; /* inside `memory` */
    enum cipher cipher;
    uint64_t counter;
};

static void make_subkey(const struct sealer *sealer, const uint8_t prefix[NONCE_PREFIX_SIZE], struct kept_subkey *out)
{
    memcpy(out->prefix, prefix, NONCE_PREFIX_SIZE);
    crypto_core_hchacha20(out->subkey, prefix, sealer->state->key, NULL);
    if (sealer->cipher == CIPHER_AES256_GCM)
        (void)crypto_aead_aes256gcm_beforenm(&out->schedule, out->subkey);
}

enum err sealer_new(enum cipher cipher, const struct secret *key, struct sealer **out, struct why *why)
{
    struct sealer *sealer;
    uint8_t prefix[NONCE_PREFIX_SIZE];
    enum err e;

    *out = NULL;
    if (!cipher_is_available(cipher))
        return why_set(why, E_INVALID, N_("This computer cannot encrypt in the way that was asked for."));
    sealer = calloc(1, sizeof *sealer);
    if (sealer == NULL)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = secret_new(sizeof(struct sealer_state), &sealer->memory, why))) {
        free(sealer);
        return e;
    }
    sealer->cipher = cipher;
    sealer->state = (struct sealer_state *)(void *)secret_bytes(sealer->memory);
    memcpy(sealer->state->key, secret_bytes_const(key), KEY_SIZE);
    randombytes_buf(prefix, sizeof prefix);
    make_subkey(sealer, prefix, &sealer->state->own);
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

/* The nonce under a subkey: four zero bytes, then the last eight of the long one. */
static void shorten_nonce(uint8_t out[SHORT_NONCE_SIZE], const uint8_t nonce[NONCE_SIZE])
{
    memset(out, 0, SHORT_NONCE_SIZE - COUNTER_SIZE);
    memcpy(out + SHORT_NONCE_SIZE - COUNTER_SIZE, nonce + NONCE_PREFIX_SIZE, COUNTER_SIZE);
}

void sealer_next_nonce(const struct sealer *sealer, uint8_t out[NONCE_SIZE])
{
    memcpy(out, sealer->state->own.prefix, NONCE_PREFIX_SIZE);
    for (size_t i = 0; i < COUNTER_SIZE; i++)
        out[NONCE_PREFIX_SIZE + i] = (uint8_t)(sealer->counter >> (8 * i));
}

void sealer_seal(struct sealer *sealer, uint8_t *cipher, const uint8_t *plain, size_t len, const void *bound,
                 size_t bound_len, uint8_t nonce[NONCE_SIZE], uint8_t tag[TAG_SIZE])
{
    const struct kept_subkey *own = &sealer->state->own;
    uint8_t short_nonce[SHORT_NONCE_SIZE];

    sealer_next_nonce(sealer, nonce);
    sealer->counter++;
    shorten_nonce(short_nonce, nonce);
    if (sealer->cipher == CIPHER_AES256_GCM)
        crypto_aead_aes256gcm_encrypt_detached_afternm(cipher, tag, NULL, plain, len, bound, bound_len, NULL,
                                                       short_nonce, &own->schedule);
    else
        crypto_aead_chacha20poly1305_ietf_encrypt_detached(cipher, tag, NULL, plain, len, bound, bound_len, NULL,
                                                           short_nonce, own->subkey);
}

static const struct kept_subkey *subkey_of(struct sealer *sealer, const uint8_t prefix[NONCE_PREFIX_SIZE])
{
    struct sealer_state *state = sealer->state;
    struct kept_subkey *kept = &state->kept[prefix[0] % KEPT_COUNT];

    if (memcmp(prefix, state->own.prefix, NONCE_PREFIX_SIZE) == 0)
        return &state->own;
    if (memcmp(prefix, kept->prefix, NONCE_PREFIX_SIZE) != 0)
        make_subkey(sealer, prefix, kept);
    return kept;
}

enum err sealer_open(struct sealer *sealer, uint8_t *plain, const uint8_t *cipher, size_t len, const void *bound,
                     size_t bound_len, const uint8_t nonce[NONCE_SIZE], const uint8_t tag[TAG_SIZE])
{
    const struct kept_subkey *kept = subkey_of(sealer, nonce);
    uint8_t short_nonce[SHORT_NONCE_SIZE];
    int rc;

    shorten_nonce(short_nonce, nonce);
    rc = sealer->cipher == CIPHER_AES256_GCM
             ? crypto_aead_aes256gcm_decrypt_detached_afternm(plain, NULL, cipher, len, tag, bound, bound_len,
                                                              short_nonce, &kept->schedule)
             : crypto_aead_chacha20poly1305_ietf_decrypt_detached(plain, NULL, cipher, len, tag, bound, bound_len,
                                                                  short_nonce, kept->subkey);
    if (rc == 0)
        return OK;
    if (len > 0)
        memset(plain, 0, len);
    return E_DAMAGED;
}
