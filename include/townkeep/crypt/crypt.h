/*
 * Secrets and what is done with them. The only room that includes <sodium.h>.
 *
 * Keys and passphrases live in guarded memory only (sodium_malloc: locked, surrounded by guard pages, wiped when
 * freed); other rooms hold a `struct secret *` handle and never see the bytes, except through secret_bytes() inside
 * `vault` and `store`, which hand them straight to a call of this room.
 *
 * Everything stored is XChaCha20-Poly1305 (IETF) or, for the vault's pages where the office chose it, AES-256-GCM;
 * BLAKE2b, Argon2id, Ed25519, X25519: all as libsodium 1.0.18 has them.
 */
#ifndef TOWNKEEP_CRYPT_CRYPT_H
#define TOWNKEEP_CRYPT_CRYPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

enum {
    KEY_SIZE = 32,
    NONCE_SIZE = 24,
    NONCE_PREFIX_SIZE = 16, /* of a sealer's nonces: the same for all it makes; a little-endian counter follows */
    TAG_SIZE = 16,
    SALT_SIZE = 16,
    HASH_SIZE = 32,
    SIGN_PUBLIC_SIZE = 32,
    SIGNATURE_SIZE = 64,
    BOX_PUBLIC_SIZE = 32,
    BOX_SEALED_EXTRA = 48, /* bytes crypt_box_seal adds */
};

/* Once, before the first secret: start libsodium, forbid core dumps and ptrace of this process. Idempotent. */
MUST_USE enum err crypt_start(struct why *why);
/* Whether guarded memory is really locked against swapping (RLIMIT_MEMLOCK may forbid it). Known after the first
 * secret. */
bool crypt_memory_is_locked(void);

/* --- guarded memory --- */
struct secret;
MUST_USE enum err secret_new(size_t size, struct secret **out, struct why *why); /* zeroed */
MUST_USE enum err secret_new_random(size_t size, struct secret **out, struct why *why);
MUST_USE enum err secret_new_copy(const void *bytes, size_t size, struct secret **out, struct why *why);
void secret_free(struct secret *secret); /* wipes; NULL allowed */
size_t secret_size(const struct secret *secret);
uint8_t *secret_bytes(struct secret *secret); /* borrowed */
const uint8_t *secret_bytes_const(const struct secret *secret);

/* A passphrase being typed, in guarded memory: UTF-8, at most PASSPHRASE_MAX bytes. */
enum { PASSPHRASE_MAX = 1024 };
struct passphrase;
MUST_USE enum err passphrase_new(struct passphrase **out, struct why *why);
void passphrase_free(struct passphrase *passphrase);
MUST_USE enum err passphrase_add(struct passphrase *passphrase, const char *bytes,
                                 size_t len);              /* E_INVALID when full */
void passphrase_erase_last(struct passphrase *passphrase); /* the last character (code point) */
void passphrase_clear(struct passphrase *passphrase);
size_t passphrase_length(const struct passphrase *passphrase);                 /* characters, for drawing dots */
bool passphrase_equal(const struct passphrase *a, const struct passphrase *b); /* constant time for equal lengths */
/* First line of an open file descriptor (the line end dropped), read straight into guarded memory. */
MUST_USE enum err passphrase_read(int fd, struct passphrase *out, struct why *why);
/* Copy for a second use (opening casework asks again; tests). */
MUST_USE enum err passphrase_copy(const struct passphrase *from, struct passphrase **out, struct why *why);
/* Whether it is good enough to protect a vault: at least 12 characters and not one character repeated. */
MUST_USE enum err passphrase_check(const struct passphrase *passphrase, struct why *why);

/* --- key derivation --- */
struct kdf_cost {
    uint64_t operations;
    uint64_t memory; /* bytes */
};
enum kdf_level { KDF_INTERACTIVE, KDF_MODERATE, KDF_SENSITIVE, KDF_LEVEL_COUNT };
extern const struct kdf_cost kdf_costs[KDF_LEVEL_COUNT]; /* libsodium's own three levels for Argon2id */
/* Whether a cost read from a file may be tried at all: 8 MiB..1 GiB, 1..10 operations. Checked before allocation. */
bool kdf_cost_is_sane(struct kdf_cost cost);
/* Argon2id of the passphrase in NFC form → a 32-byte secret. E_MEMORY in words when the memory is not there. */
MUST_USE enum err kdf_passphrase(const struct passphrase *passphrase, const uint8_t salt[SALT_SIZE],
                                 struct kdf_cost cost, struct secret **out, struct why *why);
/* A subkey: keyed BLAKE2b-256 of (context string, id) under `key`. */
MUST_USE enum err kdf_subkey(const struct secret *key, const char *context, const void *id, size_t id_len,
                             struct secret **out, struct why *why);

/* --- sealing with a shared key --- */
/* out must hold NONCE_SIZE + len + TAG_SIZE bytes: nonce, ciphertext, tag. A fresh random nonce each call. */
void seal(uint8_t *out, const void *plain, size_t len, const void *bound, size_t bound_len, const struct secret *key);
/* `plain` must hold sealed_len - NONCE_SIZE - TAG_SIZE. E_DAMAGED when it does not authenticate; plain is zeroed then.
 */
MUST_USE enum err unseal(void *plain, const uint8_t *sealed, size_t sealed_len, const void *bound, size_t bound_len,
                         const struct secret *key);

/* How pages are sealed. The numbers stand in the vault's header. AES needs a computer that does it in hardware:
 * libsodium has no other, because one in software leaks its key through the time it takes. */
enum cipher { CIPHER_XCHACHA20_POLY1305 = 1, CIPHER_AES256_GCM = 2 };
bool cipher_is_available(enum cipher cipher); /* here; after crypt_start */

/* For the vault's pages: detached, in place allowed, nonces made by a sequence: a random 16-byte prefix a session and
 * a counter, so that they never repeat. Each prefix has a subkey of its own (HChaCha20), which is kept with what the
 * cipher makes of it. With XChaCha20 the bytes are ordinary XChaCha20-Poly1305-IETF; with AES they are AES-256-GCM
 * under the prefix's subkey, the counter in the nonce. No allocation, no copy. */
struct sealer; /* one key, one direction of use by one thread */
/* E_INVALID for a cipher that is not available here. */
MUST_USE enum err sealer_new(enum cipher cipher, const struct secret *key, struct sealer **out, struct why *why);
void sealer_free(struct sealer *sealer);
void sealer_seal(struct sealer *sealer, uint8_t *cipher, const uint8_t *plain, size_t len, const void *bound,
                 size_t bound_len, uint8_t nonce[NONCE_SIZE], uint8_t tag[TAG_SIZE]);
void sealer_next_nonce(const struct sealer *sealer, uint8_t out[NONCE_SIZE]); /* the one the next sealing will use */
MUST_USE enum err sealer_open(struct sealer *sealer, uint8_t *plain, const uint8_t *cipher, size_t len,
                              const void *bound, size_t bound_len, const uint8_t nonce[NONCE_SIZE],
                              const uint8_t tag[TAG_SIZE]);

/* --- hashing --- */
/* BLAKE2b-256 of domain || 0x00 || bytes; key may be NULL. */
void hash_bytes(uint8_t out[HASH_SIZE], const char *domain, const void *bytes, size_t len, const struct secret *key);
bool hash_equal(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE]); /* constant time */
void random_bytes(void *out, size_t len);
uint32_t random_below(uint32_t bound);
void wipe(void *bytes, size_t len);
/* After secrets were let go of: overwrite the stack below the caller, where hashing and unsealing leave copies that no
 * library wipes, and give freed memory back to the system. */
void wipe_remains(void);

/* --- an officer's own keys --- */
/* Ed25519 from a 32-byte seed; the secret half never leaves guarded memory. */
struct sign_key;
MUST_USE enum err sign_key_new(const struct secret *seed, struct sign_key **out, struct why *why);
MUST_USE enum err sign_key_copy(const struct sign_key *from, struct sign_key **out, struct why *why);
void sign_key_free(struct sign_key *key);
void sign_key_public(const struct sign_key *key, uint8_t out[SIGN_PUBLIC_SIZE]);
void sign_bytes(uint8_t out[SIGNATURE_SIZE], const void *bytes, size_t len, const struct sign_key *key);
bool sign_verify(const uint8_t signature[SIGNATURE_SIZE], const void *bytes, size_t len,
                 const uint8_t public_key[SIGN_PUBLIC_SIZE]);

/* X25519 from a 32-byte seed; anonymous sealed boxes to a public key. */
struct box_key;
MUST_USE enum err box_key_new(const struct secret *seed, struct box_key **out, struct why *why);
void box_key_free(struct box_key *key);
void box_key_public(const struct box_key *key, uint8_t out[BOX_PUBLIC_SIZE]);
MUST_USE enum err box_seal(uint8_t *out, const struct secret *plain, const uint8_t public_key[BOX_PUBLIC_SIZE]);
MUST_USE enum err box_open(const uint8_t *sealed, size_t sealed_len, const struct box_key *key, struct secret **out,
                           struct why *why);

/* --- recovery codes --- */
/* 128 random bits as 26 base32 characters (Crockford: no I, L, O, U) and 2 check characters, in groups of four:
 * "7K2M-…". Case, blanks, hyphens and the look-alikes I L O are forgiven when read. The office's code begins with 0 to
 * 7, the one for casework with 8, 9 or A to F: neither is ever taken for the other. */
enum { RECOVERY_TEXT_SIZE = 40 };
enum code_kind { CODE_NONE, CODE_OFFICE, CODE_CASEWORK };
MUST_USE enum err recovery_code_new(enum code_kind kind, struct passphrase *out, char shown[RECOVERY_TEXT_SIZE],
                                    struct why *why);
/* Which code the passphrase is, with right check characters; if it is one it is rewritten in place to the canonical
 * form that recovery_code_new gave. */
enum code_kind recovery_code_read(struct passphrase *passphrase);
/* E_INVALID for what is no code, with a sentence that says where to look: how many characters are missing, or which
 * group the check characters point to. Nothing is hashed. */
MUST_USE enum err recovery_code_check(const struct passphrase *passphrase, struct why *why);

#endif
