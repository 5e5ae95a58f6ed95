/* The two header copies: which counts, and what damage and tampering look like. */
#include "vault_unit.h"
#include <sys/resource.h>
#include <time.h>

void suite_header(void);

enum {
    MAC_AT = VAULT_HEADER_SIZE - 2 * HASH_SIZE,
    CHECKSUM_AT = VAULT_HEADER_SIZE - HASH_SIZE,
    FIRST_SLOT_AT = 704,
    SLOT_SIZE = 480,
};

/* What someone without the keys can do: make the checksum fit again. */
static void mend_checksum(uint8_t bytes[VAULT_HEADER_SIZE])
{
    hash_bytes(bytes + CHECKSUM_AT, "townkeep header checksum", bytes, CHECKSUM_AT, NULL);
}

/* Change `len` bytes at `at` in one copy or both, checksum mended. */
static void tamper(const char *path, int first, int last, int64_t at, const void *bytes, size_t len)
{
    uint8_t copy[VAULT_HEADER_SIZE];

    for (int i = first; i <= last; i++) {
        file_read(path, copy, sizeof copy, (int64_t)i * VAULT_HEADER_SIZE);
        memcpy(copy + at, bytes, len);
        mend_checksum(copy);
        file_change(path, copy, sizeof copy, (int64_t)i * VAULT_HEADER_SIZE);
    }
}

static void a_header_reads_back_as_it_was_written(void)
{
    struct header header = { .generation = 12, .cipher = CIPHER_AES256_GCM, .created = 1790000000000, .rekeyed = 3 };
    struct header found;
    struct slot *slot = &header.slots[23];
    struct secret *key = NULL;
    uint8_t bytes[VAULT_HEADER_SIZE];

    CU_ASSERT_EQUAL_FATAL(crypt_start(NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &key, NULL), OK);
    random_bytes(header.id, sizeof header.id);
    random_bytes(header.source, sizeof header.source);
    random_bytes(slot, sizeof *slot);
    slot->kind = SLOT_OFFICER;
    slot->is_pending = true;
    slot->cost = cheap;
    header_encode(&header, key, bytes);
    CU_ASSERT_EQUAL(header_decode(bytes, &found), HEADER_SOUND);
    CU_ASSERT_EQUAL(found.generation, 12);
    CU_ASSERT_EQUAL(found.created, header.created);
    CU_ASSERT_EQUAL(found.cipher, CIPHER_AES256_GCM);
    CU_ASSERT_EQUAL(found.rekeyed, 3);
    CU_ASSERT_EQUAL(memcmp(found.source, header.source, HASH_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.id, header.id, VAULT_ID_SIZE), 0);
    CU_ASSERT_EQUAL(found.slots[0].kind, SLOT_FREE);
    CU_ASSERT_EQUAL(found.slots[23].officer_id, slot->officer_id);
    CU_ASSERT_EQUAL(found.slots[23].created, slot->created);
    CU_ASSERT_EQUAL(found.slots[23].cost.memory, cheap.memory);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].salt, slot->salt, SALT_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].name_hash, slot->name_hash, NAME_HASH_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].commitment, slot->commitment, HASH_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].box_public, slot->box_public, BOX_PUBLIC_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].team_half, slot->team_half, WRAPPED_TEAM_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].box_half, slot->box_half, WRAPPED_BOX_SIZE), 0);
    CU_ASSERT_TRUE(found.slots[23].is_pending);
    CU_ASSERT_EQUAL(memcmp(found.slots[23].pending, slot->pending, PENDING_SIZE), 0);
    CU_ASSERT_TRUE(header_is_authentic(bytes, key));
    bytes[100] ^= 1;
    CU_ASSERT_FALSE(header_is_authentic(bytes, key));
    secret_free(key);
}

static void v05_every_flipped_bit_of_a_copy_is_noticed(void)
{
    struct header header = { .generation = 1, .cipher = CIPHER_XCHACHA20_POLY1305 }, found;
    struct secret *key = NULL;
    uint8_t bytes[VAULT_HEADER_SIZE];

    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &key, NULL), OK);
    header_encode(&header, key, bytes);
    for (size_t at = 0; at < sizeof bytes; at += at < 800 || at >= MAC_AT ? 1 : 61) {
        unsigned bit = (unsigned)at % 8;

        bytes[at] = (uint8_t)(bytes[at] ^ 1u << bit);
        CU_ASSERT_NOT_EQUAL(header_decode(bytes, &found), HEADER_SOUND);
        bytes[at] = (uint8_t)(bytes[at] ^ 1u << bit);
    }
    CU_ASSERT_EQUAL(header_decode(bytes, &found), HEADER_SOUND);
    secret_free(key);
}

/* Wreck `len` bytes at `at`, and open; the damage is told, and the next change of a slot mends it. */
static void open_with_damage(int64_t at, size_t len, int copy)
{
    struct bench bench;
    struct vault_damage damage;
    uint8_t zeros[VAULT_HEADER_SIZE] = { 0 };

    bench_start(&bench);
    bench_close(&bench);
    file_change(bench.path, zeros, len, at);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), E_DAMAGED);
    CU_ASSERT_TRUE(damage.header_damaged[copy]);
    CU_ASSERT_FALSE(damage.header_damaged[!copy]);
    CU_ASSERT_EQUAL(damage.bad_count, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, copy == 0 ? "first header" : "second header"));
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "Anna Lund", &bench.why), OK);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Anna Lund", bench.ana), OK);
    bench_end(&bench);
}

static void v06_one_damaged_copy_does_not_keep_the_vault_closed(void)
{
    open_with_damage(0, 4096, 0);
    open_with_damage(FIRST_SLOT_AT + 40, 8, 0);
    open_with_damage(0, VAULT_HEADER_SIZE, 0);
    open_with_damage(VAULT_HEADER_SIZE, VAULT_HEADER_SIZE, 1);
    open_with_damage(VAULT_HEADER_SIZE + 30, 6, 1);
}

static void both_copies_damaged_is_told_apart_from_a_wrong_passphrase(void)
{
    struct bench bench;

    bench_start(&bench);
    bench_close(&bench);
    file_flip(bench.path, 3000, 1);
    file_flip(bench.path, VAULT_HEADER_SIZE + 3000, 1);
    CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
    CU_ASSERT_PTR_NULL(bench.vault);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "Both headers"));
    bench_end(&bench);
}

/* A crash between the two writes: one copy is a generation behind. */
static void crash_between_copies(int old_copy)
{
    struct bench bench;
    uint8_t before[VAULT_HEADER_SIZE];

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "Second Name", &bench.why), OK);
    file_read(bench.path, before, sizeof before, (int64_t)old_copy * VAULT_HEADER_SIZE);
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "Third Name", &bench.why), OK);
    bench_close(&bench);
    file_change(bench.path, before, sizeof before, (int64_t)old_copy * VAULT_HEADER_SIZE);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Second Name", bench.ana), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Third Name", bench.ana), OK);
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "Fourth Name", &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Fourth Name", bench.ana), OK);
    bench_end(&bench);
}

static void v07_the_higher_generation_wins(void)
{
    crash_between_copies(0);
    crash_between_copies(1);
}

/* The first write of a change torn at some byte: the vault opens as it was. */
static void v10_a_torn_header_write_leaves_the_old_header(void)
{
    struct bench bench;
    uint8_t before[2 * VAULT_HEADER_SIZE], after[2 * VAULT_HEADER_SIZE];
    int first;

    bench_start(&bench);
    file_read(bench.path, before, sizeof before, 0);
    first = !bench.vault->current_copy;
    CU_ASSERT_EQUAL(vault_rename_officer(bench.vault, 7, "New Name", &bench.why), OK);
    bench_close(&bench);
    file_read(bench.path, after, sizeof after, 0);
    for (size_t cut = 1; cut < VAULT_HEADER_SIZE; cut += 1637) {
        file_change(bench.path, before, sizeof before, 0);
        file_change(bench.path, after + first * VAULT_HEADER_SIZE, cut, (int64_t)first * VAULT_HEADER_SIZE);
        CU_ASSERT_EQUAL(bench_open(&bench), OK);
        bench_close(&bench);
    }
    bench_end(&bench);
}

/* Bytes of address space this process has taken. */
static int64_t memory_mapped(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    long pages = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fscanf(file, "%ld", &pages), 1);
    fclose(file);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

/* Of the processor's time, which other programs do not use up. */
static int64_t microseconds_used(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What the process may still take is limited to less than any hashing wants: the cost is refused before. */
static void refuse_with_little_memory(struct bench *bench)
{
    struct rlimit before, little;
    int64_t began;

    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_AS, &before), 0);
    little = before;
    little.rlim_cur = (rlim_t)memory_mapped() + (8 << 20);
    if (!MEMORY_LIMIT_WORKS)
        little = before;
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_AS, &little), 0);
    began = microseconds_used();
    CU_ASSERT_EQUAL(bench_open(bench), E_DAMAGED);
    CU_ASSERT_TRUE(microseconds_used() - began < 50000);
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_AS, &before), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench->why.text, "altered"));
}

static void v03_an_absurd_cost_in_the_header_is_refused_at_once(void)
{
    static const struct {
        int64_t at;
        uint64_t value;
    } absurd[] = { { 24, 0 }, { 24, 1ULL << 31 }, { 32, 1ULL << 40 }, { 32, UINT64_MAX }, { 32, 1024 } };
    uint8_t bytes[8];

    for (size_t i = 0; i < sizeof absurd / sizeof absurd[0]; i++) {
        struct bench bench;

        bench_start(&bench);
        bench_close(&bench);
        put_le(bytes, absurd[i].value, 8);
        tamper(bench.path, 0, 1, FIRST_SLOT_AT + absurd[i].at, bytes, 8);
        refuse_with_little_memory(&bench);
        bench_end(&bench);
    }
}

static void v04_a_lowered_cost_never_unlocks_and_others_notice_it(void)
{
    struct bench bench;
    struct new_slot keys;
    struct kdf_cost dear = { 2, 16 * 1024 * 1024 };
    uint8_t bytes[16];

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, dear, &keys, &bench.why), OK);
    bench_close(&bench);
    put_le(bytes, cheap.operations, 8);
    put_le(bytes + 8, cheap.memory, 8);
    tamper(bench.path, 0, 1, FIRST_SLOT_AT + SLOT_SIZE + 24, bytes, 16);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_PASSPHRASE);
    CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "altered by someone without its keys"));
    bench_end(&bench);
}

static void copies_of_one_generation_that_differ_are_tampering(void)
{
    struct bench bench;
    const uint8_t byte = 9;

    bench_start(&bench);
    bench_close(&bench);
    tamper(bench.path, 1, 1, FIRST_SLOT_AT + 8, &byte, 1);
    CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "contradict"));
    bench_end(&bench);
}

static void v18_a_newer_format_is_refused_by_number(void)
{
    struct bench bench;
    const uint8_t version = 3;

    bench_start(&bench);
    bench_close(&bench);
    tamper(bench.path, 1, 1, 16, &version, 1);
    CU_ASSERT_EQUAL(bench_open(&bench), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "format 3"));
    bench_end(&bench);
}

static void a_cipher_this_computer_lacks_is_refused_with_what_to_do(void)
{
    struct header header = { .cipher = CIPHER_AES256_GCM };
    struct why why = { 0 };

    CU_ASSERT_EQUAL(header_check_cipher(&header, false, &why), E_SYSTEM);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "townkeep rekey --cipher xchacha20"));
    CU_ASSERT_EQUAL(header_check_cipher(&header, true, &why), OK);
    header.cipher = CIPHER_XCHACHA20_POLY1305;
    CU_ASSERT_EQUAL(header_check_cipher(&header, false, &why), OK);
}

static void a_cipher_nobody_knows_is_refused(void)
{
    static const uint8_t unknown[] = { 0, 3, 255 };

    for (size_t i = 0; i < sizeof unknown; i++) {
        struct bench bench;

        bench_start(&bench);
        bench_close(&bench);
        tamper(bench.path, 0, 1, 48, &unknown[i], 1);
        CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
        CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "altered"));
        bench_end(&bench);
    }
}

/* Whoever writes the other cipher's number into the header gets pages that do not open. */
static void a_cipher_exchanged_in_the_header_is_noticed(void)
{
    const uint8_t other = CIPHER_AES256_GCM;
    struct bench bench;

    if (!cipher_is_available(CIPHER_AES256_GCM))
        return;
    bench_start(&bench);
    bench_close(&bench);
    tamper(bench.path, 0, 1, 48, &other, 1);
    CU_ASSERT_EQUAL(bench_open(&bench), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "altered by someone without its keys"));
    bench_end(&bench);
}

void suite_header(void)
{
    CU_pSuite s = CU_add_suite("header", NULL, NULL);

    CU_add_test(s, "a header reads back as it was written", a_header_reads_back_as_it_was_written);
    CU_add_test(s, "V05 every flipped bit of a copy is noticed", v05_every_flipped_bit_of_a_copy_is_noticed);
    CU_add_test(s, "V06 one damaged copy does not keep the vault closed",
                v06_one_damaged_copy_does_not_keep_the_vault_closed);
    CU_add_test(s, "both copies damaged is told apart from a wrong passphrase",
                both_copies_damaged_is_told_apart_from_a_wrong_passphrase);
    CU_add_test(s, "V07 the higher generation wins", v07_the_higher_generation_wins);
    CU_add_test(s, "V10 a torn header write leaves the old header", v10_a_torn_header_write_leaves_the_old_header);
    CU_add_test(s, "V03 an absurd cost in the header is refused at once",
                v03_an_absurd_cost_in_the_header_is_refused_at_once);
    CU_add_test(s, "V04 a lowered cost never unlocks, and others notice it",
                v04_a_lowered_cost_never_unlocks_and_others_notice_it);
    CU_add_test(s, "copies of one generation that differ are tampering",
                copies_of_one_generation_that_differ_are_tampering);
    CU_add_test(s, "a cipher this computer lacks is refused with what to do",
                a_cipher_this_computer_lacks_is_refused_with_what_to_do);
    CU_add_test(s, "a cipher nobody knows is refused", a_cipher_nobody_knows_is_refused);
    CU_add_test(s, "a cipher exchanged in the header is noticed", a_cipher_exchanged_in_the_header_is_noticed);
    CU_add_test(s, "V18 a newer format is refused by number", v18_a_newer_format_is_refused_by_number);
}
