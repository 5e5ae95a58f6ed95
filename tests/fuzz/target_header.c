/*
 * The header of a vault: two copies made by the program's own writer, changed at will, with checksums made to fit, so
 * that what stands behind the checksum is reached. Whatever is decoded is bounded and is what would be written again,
 * and nothing passes for written by someone who holds the key unless it was.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/vault/vault_in.h"
#include "fuzz.h"

enum { CHECKED_TO = VAULT_HEADER_SIZE - HASH_SIZE, AUTHENTICATED_TO = CHECKED_TO - HASH_SIZE };
enum { FIT_FIRST = 1, FIT_SECOND = 2, SWAPPED = 4, SECOND_OLDER = 8 };

static struct {
    struct secret *key;
    uint8_t good[2][VAULT_HEADER_SIZE]; /* generations 7 and 8 */
    int file;
} header;

static void start(void)
{
    struct header plain = { .generation = 7, .id = "sixteen bytes id", .cipher = CIPHER_XCHACHA20_POLY1305 };
    uint8_t bytes[KEY_SIZE] = { 1, 2, 3 };

    for (size_t i = 0; i < 3; i++)
        plain.slots[i] = (struct slot){ .kind = i < 2 ? SLOT_OFFICER : SLOT_RECOVERY,
                                        .officer_id = (int64_t)i + 1,
                                        .created = 1,
                                        .cost = { .operations = 1, .memory = 8 << 20 } };
    if (crypt_start(NULL) || secret_new_copy(bytes, sizeof bytes, &header.key, NULL))
        abort();
    header_encode(&plain, header.key, header.good[0]);
    plain.generation = 8;
    header_encode(&plain, header.key, header.good[1]);
    header.file = memfd_create("header", MFD_CLOEXEC);
    if (header.file < 0)
        abort();
}

static void fit(uint8_t bytes[VAULT_HEADER_SIZE])
{
    hash_bytes(bytes + CHECKED_TO, "townkeep header checksum", bytes, CHECKED_TO, NULL);
}

static void check_slot(const struct slot *slot)
{
    fuzz_must(slot->kind <= SLOT_CASEWORK_RECOVERY, "a slot is of a known kind");
    fuzz_must(slot->kind == SLOT_FREE || kdf_cost_is_sane(slot->cost), "no slot asks for more than may be tried");
}

static void check_copy(const uint8_t bytes[VAULT_HEADER_SIZE])
{
    struct header decoded, again;
    uint8_t written[VAULT_HEADER_SIZE];
    bool is_ours = memcmp(bytes, header.good[0], CHECKED_TO) == 0 || memcmp(bytes, header.good[1], CHECKED_TO) == 0;

    fuzz_must(header_is_authentic(bytes, header.key) == is_ours, "only what was written with the key is authentic");
    if (header_decode(bytes, &decoded) != HEADER_SOUND)
        return;
    for (size_t i = 0; i < VAULT_SLOT_COUNT; i++)
        check_slot(&decoded.slots[i]);
    header_encode(&decoded, header.key, written);
    fuzz_must(header_decode(written, &again) == HEADER_SOUND, "what was decoded can be written");
    fuzz_must(again.generation == decoded.generation && memcmp(again.id, decoded.id, VAULT_ID_SIZE) == 0,
              "and is the same when read again");
}

static void check_file(void)
{
    static struct header_copies copies;
    struct why why = { 0 };
    enum err e = header_read(header.file, &copies, &why);

    fuzz_must(e == OK || e == E_INVALID || e == E_DAMAGED, "a header is read, no header, or damaged");
    fuzz_must(e == OK || why.text[0] != '\0', "a refusal has a sentence");
    if (e != OK)
        return;
    fuzz_must(copies.state[copies.current] == HEADER_SOUND, "the copy that counts is sound");
    if (copies.state[!copies.current] == HEADER_SOUND) {
        struct header other;

        (void)header_decode(copies.bytes[!copies.current], &other);
        fuzz_must(other.generation <= copies.header.generation, "the newer sound copy counts");
    }
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    uint8_t how = scan_u8(&scan), copies[2][VAULT_HEADER_SIZE];

    memcpy(copies[0], header.good[how & SWAPPED ? 1 : 0], VAULT_HEADER_SIZE);
    memcpy(copies[1], header.good[how & SECOND_OLDER ? 0 : 1], VAULT_HEADER_SIZE);
    fuzz_edit(&scan, copies[0], sizeof copies);
    if (how & FIT_FIRST)
        fit(copies[0]);
    if (how & FIT_SECOND)
        fit(copies[1]);
    check_copy(copies[0]);
    check_copy(copies[1]);
    if (pwrite(header.file, copies, sizeof copies, 0) != sizeof copies)
        abort();
    check_file();
}

static void seeds(fuzz_take *take, void *data)
{
    /* One field each: format, sizes, generation, cipher, slot kind, cost, id, slots, second copy. */
    static const uint16_t places[] = { 0, 16, 20, 24, 48, 52, 64, 68, 72, 448, 472, 480, 32, 768 };

    for (uint8_t how = 0; how < 16; how++)
        take(data, &how, 1);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        for (uint8_t copy = 0; copy < 2; copy++) {
            size_t at = places[i] + (size_t)copy * VAULT_HEADER_SIZE;
            uint8_t input[] = { (uint8_t)(1 + copy), (uint8_t)at, (uint8_t)(at >> 8), 4, 0xff, 0xff, 0xff, 0x7f };

            take(data, input, sizeof input);
        }
}

const struct fuzz_target fuzz_target_header = {
    .name = "header", .most = 4096, .start = start, .run = run, .seeds = seeds
};
