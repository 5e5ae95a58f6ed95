/*
 * In place of Argon2id, which takes its time by design: the linker sends calls of kdf_passphrase here (--wrap, see the
 * Makefile). A plain hash does for targets that open a vault a thousand times a second; what is kept is the promise
 * that nobody asks for a cost out of bounds.
 */
#include "hashing.h"
#include "../../src/crypt/crypt_in.h"
#include "fuzz.h"

enum err __wrap_kdf_passphrase(const struct passphrase *passphrase, const uint8_t salt[SALT_SIZE], struct kdf_cost cost,
                               struct secret **out, struct why *why);

enum err __wrap_kdf_passphrase(const struct passphrase *passphrase, const uint8_t salt[SALT_SIZE], struct kdf_cost cost,
                               struct secret **out, struct why *why)
{
    uint8_t key[KEY_SIZE], words[HASH_SIZE];
    struct buf all = { 0 };
    size_t len = 0;
    const char *text = passphrase_bytes((struct passphrase *)passphrase, &len);
    enum err e;

    fuzz_must(kdf_cost_is_sane(cost), "no passphrase is hashed at a cost out of bounds");
    hash_bytes(words, "fuzz words", text, len, NULL);
    if (buf_add(&all, words, sizeof words) || buf_add(&all, salt, SALT_SIZE) || buf_add_u64(&all, cost.operations) ||
        buf_add_u64(&all, cost.memory))
        return E_MEMORY;
    hash_bytes(key, "fuzz key", all.data, all.len, NULL);
    e = secret_new_copy(key, sizeof key, out, why);
    buf_release(&all);
    return e;
}
