/*
 * Unlocking with a header somebody changed: fields at will, checksums made to fit. It never opens, no hashing is tried
 * at a cost out of bounds (hashing.c looks), and the hashing itself refuses such costs before it takes memory.
 */
#include <stdlib.h>
#include <string.h>

#include "hashing.h"
#include "vaults.h"

enum { CHECKED_TO = VAULT_HEADER_SIZE - HASH_SIZE, ONE_COPY = 1, WRONG_WORDS = 2, NO_NAME = 4 };

static struct fuzz_vault office;

static void start(void)
{
    vaults_make(&office, false);
}

static void check_cost(struct kdf_cost cost)
{
    static const uint8_t salt[SALT_SIZE];
    struct secret *key = NULL;
    struct why why = { 0 };

    if (kdf_cost_is_sane(cost))
        return;
    fuzz_must(__real_kdf_passphrase(office.right, salt, cost, &key, &why) == E_INVALID && key == NULL,
              "a cost out of bounds is refused");
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    uint8_t how = scan_u8(&scan), *header = office.kept;
    uint8_t good[2 * VAULT_HEADER_SIZE];
    struct vault *vault = NULL;
    struct why why = { 0 };
    bool is_changed;
    enum err e;

    memcpy(good, office.kept, sizeof good);
    check_cost((struct kdf_cost){ scan_u64(&scan), scan_u64(&scan) });
    scan.failed = 0;
    fuzz_edit(&scan, header, CHECKED_TO);
    hash_bytes(header + CHECKED_TO, "townkeep header checksum", header, CHECKED_TO, NULL);
    is_changed = memcmp(header, good, CHECKED_TO) != 0;
    if (!(how & ONE_COPY))
        memcpy(header + VAULT_HEADER_SIZE, header, VAULT_HEADER_SIZE);
    vaults_put_back(&office);
    e = vault_open(office.path, how & NO_NAME ? NULL : "Ana", how & WRONG_WORDS ? office.wrong : office.right, &vault,
                   &why);
    fuzz_must(e != OK || !(how & WRONG_WORDS), "the wrong words open nothing");
    fuzz_must(e != OK || !is_changed || (how & ONE_COPY), "a header somebody changed opens nothing");
    fuzz_must(e == OK || e == E_DAMAGED || e == E_INVALID || e == E_PASSPHRASE, "a refusal is of a kind that fits");
    fuzz_must(e == OK || why.text[0] != '\0', "a refusal has a sentence");
    vault_close(vault);
    memcpy(office.kept, good, sizeof good);
}

static void seeds(fuzz_take *take, void *data)
{
    /* Into the first slot: kind, officer, operations, memory, salt, commitment, halves; into the second: kind. */
    static const uint16_t places[] = { 448, 456, 472, 480, 488, 504, 520, 552, 584, 700, 768 };
    uint8_t input[24] = { 0 };

    for (uint8_t how = 0; how < 8; how++) {
        input[0] = how;
        take(data, input, 17);
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        input[0] = (uint8_t)(i % 8);
        memset(input + 1, 0xff, 16);
        input[17] = (uint8_t)places[i];
        input[18] = (uint8_t)(places[i] >> 8);
        input[19] = 4;
        input[20] = (uint8_t)i;
        take(data, input, sizeof input);
    }
}

const struct fuzz_target fuzz_target_slots = {
    .name = "slots", .most = 4096, .start = start, .run = run, .seeds = seeds
};
