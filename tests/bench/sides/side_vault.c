/* A vault and its own connection, as the program has it; of the cipher whose number BENCH_CIPHER gives. */
#include <unistd.h>

#include "../measure.h"
#include "side.h"
#include "townkeep/vault/vault.h"

static struct vault *vault;

/* At the smallest cost of hashing: no side is measured by that. */
void side_unlock(const char *path)
{
    const struct kdf_cost cost = { 1, 8 << 20 };
    const char *wanted = getenv("BENCH_CIPHER");
    enum cipher cipher = wanted ? (enum cipher)strtol(wanted, NULL, 10) : CIPHER_XCHACHA20_POLY1305;
    struct passphrase *passphrase;
    struct why why = { 0 };

    bench_must(crypt_start(&why), "crypt", &why);
    bench_must(passphrase_new(&passphrase, &why), "passphrase", &why);
    bench_must(passphrase_add(passphrase, BENCH_PASSPHRASE, strlen(BENCH_PASSPHRASE)), "passphrase", NULL);
    if (access(path, F_OK) == 0)
        bench_must(vault_open(path, NULL, passphrase, &vault, &why), path, &why);
    else
        bench_must(vault_create(path, cipher, 1, "bench", passphrase, cost, &vault, &why), path, &why);
    passphrase_free(passphrase);
}

int side_open_v2(const char *path, sqlite3 **out, int flags, const char *vfs)
{
    struct why why = { 0 };

    (void)flags;
    (void)vfs;
    if (!vault)
        side_unlock(path);
    bench_must(vault_database(vault, out, &why), path, &why);
    sqlite3_limit(*out, SQLITE_LIMIT_ATTACHED, 1); /* speedtest1 has a VACUUM, which attaches */
    return side_begin(*out);
}

int side_close(sqlite3 *database)
{
    (void)database;
    side_end();
    vault_close(vault);
    vault = NULL;
    return SQLITE_OK;
}
