/*
 * From passphrase to key (Argon2id) and from key to subkey (keyed BLAKE2b).
 *
 * What a cost asks for is checked before any memory is taken, because it may come from a file that someone altered; and
 * against what the computer has, because memory that is only promised ends with the process killed, not with a
 * sentence.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypt_in.h"
#include "townkeep/base/i18n.h"

enum { MIB = 1024 * 1024, MEMORY_LEFT_FOR_OTHERS = 16 * MIB };

const struct kdf_cost kdf_costs[KDF_LEVEL_COUNT] = {
    [KDF_INTERACTIVE] = { crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE, crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE },
    [KDF_MODERATE] = { crypto_pwhash_argon2id_OPSLIMIT_MODERATE, crypto_pwhash_argon2id_MEMLIMIT_MODERATE },
    [KDF_SENSITIVE] = { crypto_pwhash_argon2id_OPSLIMIT_SENSITIVE, crypto_pwhash_argon2id_MEMLIMIT_SENSITIVE },
};

bool kdf_cost_is_sane(struct kdf_cost cost)
{
    return cost.operations >= 1 && cost.operations <= 10 && cost.memory >= 8ULL * MIB && cost.memory <= 1024ULL * MIB;
}

/* Bytes the system can hand out without swapping; UINT64_MAX when it does not say. */
static uint64_t memory_available(void)
{
    char text[2048];
    const char *line;
    ssize_t got;
    int fd = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return UINT64_MAX;
    got = read(fd, text, sizeof text - 1);
    close(fd);
    text[got > 0 ? got : 0] = '\0';
    line = strstr(text, "MemAvailable:");
    return line == NULL ? UINT64_MAX : strtoull(line + strlen("MemAvailable:"), NULL, 10) * 1024;
}

enum err kdf_passphrase(const struct passphrase *passphrase, const uint8_t salt[SALT_SIZE], struct kdf_cost cost,
                        struct secret **out, struct why *why)
{
    struct secret *normal = NULL;
    size_t len = 0;
    enum err e;

    *out = NULL;
    if (!kdf_cost_is_sane(cost))
        return why_set(why, E_INVALID, N_("The passphrase hashing cost is outside what this program allows."));
    if (memory_available() < cost.memory + MEMORY_LEFT_FOR_OTHERS)
        return why_set(why, E_MEMORY, N_("Unlocking needs %d MiB of free memory. Close other programs and try again."),
                       (int)(cost.memory / MIB));
    if ((e = passphrase_normal(passphrase, &normal, &len, why)) || (e = secret_new(KEY_SIZE, out, why)))
        goto done;
    if (crypto_pwhash(secret_bytes(*out), KEY_SIZE, (const char *)secret_bytes_const(normal), len, salt,
                      cost.operations, (size_t)cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        secret_free(*out);
        *out = NULL;
        e = why_set(why, E_MEMORY, N_("Unlocking needs %d MiB of free memory. Close other programs and try again."),
                    (int)(cost.memory / MIB));
    }
done:
    secret_free(normal);
    return e;
}

enum err kdf_subkey(const struct secret *key, const char *context, const void *id, size_t id_len, struct secret **out,
                    struct why *why)
{
    crypto_generichash_state state;
    enum err e = secret_new(KEY_SIZE, out, why);

    if (e)
        return e;
    crypto_generichash_init(&state, secret_bytes_const(key), secret_size(key), KEY_SIZE);
    crypto_generichash_update(&state, (const uint8_t *)context, strlen(context) + 1);
    crypto_generichash_update(&state, id, id_len);
    crypto_generichash_final(&state, secret_bytes(*out), KEY_SIZE);
    sodium_memzero(&state, sizeof state);
    return OK;
}
