/*
 * Files that are no vault, or a vault's header changed by somebody: each is refused with the code and the sentence that
 * fit it, or opens where one good copy is left. Where no passphrase need be hashed the answer comes at once and takes
 * no memory to speak of. All are made from a good vault by the program's own writer; nothing here knows a whole header.
 */
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "vault_unit.h"

enum { CHECKED_TO = VAULT_HEADER_SIZE - HASH_SIZE, AT_ONCE_MS = 50, ROOM = 6 << 20, TRIES = 5, BYTES_MOST = 1 << 20 };
enum { FORMAT_AT = 16, HEADER_SIZE_AT = 20, CIPHER_AT = 48, PAGE_SIZE_AT = 52, SLOTS_AT = 64, SLOT_SIZE_AT = 68 };

struct corpus {
    struct bench bench;
    uint8_t *good, *bytes,
        *other; /* the vault, the file being made of it, and another vault with the same passphrase */
    size_t good_len, len, other_len;
    struct secret *stranger; /* a key that is not the vault's */
};

/* --- making bad files --- */

static void fit(uint8_t *copy)
{
    hash_bytes(copy + CHECKED_TO, "townkeep header checksum", copy, CHECKED_TO, NULL);
}

static void cut(struct corpus *corpus, uint64_t len, uint64_t unused)
{
    (void)unused;
    corpus->len = len;
}

static void cut_short_of_pages(struct corpus *corpus, uint64_t bytes, uint64_t unused)
{
    (void)unused;
    corpus->len = PAGES_START + bytes;
}

/* Four bytes of both copies, the checksum made to fit. */
static void number(struct corpus *corpus, uint64_t at, uint64_t value)
{
    for (int i = 0; i < 2; i++) {
        uint8_t *copy = corpus->bytes + (size_t)i * VAULT_HEADER_SIZE;

        put_le(copy + at, value, 4);
        fit(copy);
    }
}

/* The same in one copy: `at` counts from the beginning of the file. */
static void number_in_one(struct corpus *corpus, uint64_t at, uint64_t value)
{
    uint8_t *copy = corpus->bytes + at / VAULT_HEADER_SIZE * VAULT_HEADER_SIZE;

    put_le(corpus->bytes + at, value, 4);
    fit(copy);
}

static void fill(struct corpus *corpus, uint64_t byte, uint64_t copies)
{
    for (int i = 0; i < 2; i++)
        if (copies & (1u << i))
            memset(corpus->bytes + (size_t)i * VAULT_HEADER_SIZE, (int)byte, VAULT_HEADER_SIZE);
}

static void flip(struct corpus *corpus, uint64_t at, uint64_t copies)
{
    for (int i = 0; i < 2; i++)
        if (copies & (1u << i))
            corpus->bytes[(size_t)i * VAULT_HEADER_SIZE + at] ^= 1;
}

static void swap_copies(struct corpus *corpus, uint64_t unused, uint64_t unused_too)
{
    (void)unused, (void)unused_too;
    memcpy(corpus->bytes, corpus->good + VAULT_HEADER_SIZE, VAULT_HEADER_SIZE);
    memcpy(corpus->bytes + VAULT_HEADER_SIZE, corpus->good, VAULT_HEADER_SIZE);
}

static void header_of_other(struct corpus *corpus, uint64_t copies, uint64_t unused)
{
    (void)unused;
    for (size_t i = 0; i < 2; i++)
        if (copies & (1u << i))
            memcpy(corpus->bytes + i * VAULT_HEADER_SIZE, corpus->other + i * VAULT_HEADER_SIZE, VAULT_HEADER_SIZE);
}

/* What the header says, changed and written again by someone without the vault's key: into both copies or one. */
enum field {
    GENERATION,
    GENERATION_LAST,
    ID,
    CREATED,
    CIPHER,
    KIND_FREE,
    KIND_CODE,
    OFFICER,
    SALT,
    NAME,
    COMMITMENT,
    BOX_PUBLIC,
    TEAM_HALF,
    BOX_HALF,
    SLOT_COPIED,
    SLOT_ADDED,
    NOTHING
};

static void change(struct header *header, enum field field)
{
    struct slot *slot = &header->slots[0];

    switch (field) {
    case GENERATION:
        header->generation++;
        break;
    case GENERATION_LAST:
        header->generation = UINT64_MAX;
        break;
    case ID:
        header->id[3] ^= 1;
        break;
    case CREATED:
        header->created++;
        break;
    case CIPHER:
        header->cipher = CIPHER_AES256_GCM;
        break;
    case KIND_FREE:
        memset(slot, 0, sizeof *slot);
        break;
    case KIND_CODE:
        slot->kind = SLOT_RECOVERY;
        break;
    case OFFICER:
        slot->officer_id++;
        break;
    case SALT:
        slot->salt[0] ^= 1;
        break;
    case NAME:
        slot->name_hash[0] ^= 1;
        break;
    case COMMITMENT:
        slot->commitment[0] ^= 1;
        break;
    case BOX_PUBLIC:
        slot->box_public[0] ^= 1;
        break;
    case TEAM_HALF:
        slot->team_half[30] ^= 1;
        break;
    case BOX_HALF:
        slot->box_half[30] ^= 1;
        break;
    case SLOT_COPIED:
        header->slots[5] = *slot;
        break;
    case SLOT_ADDED:
        header->slots[5] = (struct slot){ .kind = SLOT_OFFICER, .officer_id = 9, .cost = cheap };
        break;
    case NOTHING:
        break;
    }
}

static void rewrite(struct corpus *corpus, uint64_t field, uint64_t copies)
{
    struct header header;

    CU_ASSERT_EQUAL_FATAL(header_decode(corpus->good, &header), HEADER_SOUND);
    change(&header, (enum field)field);
    for (size_t i = 0; i < 2; i++)
        if (copies & (1u << i))
            header_encode(&header, corpus->stranger, corpus->bytes + i * VAULT_HEADER_SIZE);
}

/* The cost of the one slot, in both copies. */
static void cost(struct corpus *corpus, uint64_t operations, uint64_t memory)
{
    struct header header;

    CU_ASSERT_EQUAL_FATAL(header_decode(corpus->good, &header), HEADER_SOUND);
    header.slots[0].cost = (struct kdf_cost){ operations, memory };
    for (size_t i = 0; i < 2; i++)
        header_encode(&header, corpus->stranger, corpus->bytes + i * VAULT_HEADER_SIZE);
}

static void plain_database(struct corpus *corpus, uint64_t len, uint64_t unused)
{
    (void)unused;
    memset(corpus->bytes, 0, len);
    page_make_first(corpus->bytes);
    corpus->len = len;
}

static void text(struct corpus *corpus, uint64_t byte, uint64_t len)
{
    memset(corpus->bytes, (int)byte, len);
    corpus->len = len;
}

/* --- the corpus --- */

#define NO_VAULT     E_INVALID, "not a Townkeep vault", false
#define BOTH_DAMAGED E_DAMAGED, "Both headers of this vault are damaged", false
#define STRANGE      E_DAMAGED, "asks for things no Townkeep writes", false
#define NEWER        E_INVALID, "needs a newer Townkeep", false
#define CONTRADICT   E_DAMAGED, "contradict each other", false
#define CUT_SHORT    E_DAMAGED, "cut short", false
#define ALTERED      E_DAMAGED, "altered by someone without its keys", true
#define WRONG_WORDS  E_PASSPHRASE, "do not open this vault", true
#define KEYS_ALTERED E_DAMAGED, "keys behind it were altered", true
#define OPENS        OK, NULL, true

#define HUGE_MEMORY (UINT64_C(1) << 40)

static const struct {
    const char *name;
    void (*make)(struct corpus *corpus, uint64_t first, uint64_t second);
    uint64_t first, second;
    enum err code;
    const char *words; /* of the sentence */
    bool is_hashed;    /* a passphrase has to be hashed before it is known */
} corpus_rows[] = {
    { "empty", cut, 0, 0, E_INVALID, "This file is empty", false },
    { "1 byte", cut, 1, 0, NO_VAULT },
    { "15 bytes", cut, 15, 0, NO_VAULT },
    { "the magic alone", cut, 16, 0, BOTH_DAMAGED },
    { "magic and format", cut, 20, 0, BOTH_DAMAGED },
    { "half a sector", cut, 256, 0, BOTH_DAMAGED },
    { "a sector", cut, 512, 0, BOTH_DAMAGED },
    { "a page", cut, 4096, 0, BOTH_DAMAGED },
    { "a header but one byte", cut, VAULT_HEADER_SIZE - 1, 0, BOTH_DAMAGED },
    { "one header", cut, VAULT_HEADER_SIZE, 0, CUT_SHORT },
    { "one header and a byte", cut, VAULT_HEADER_SIZE + 1, 0, CUT_SHORT },
    { "two headers but one byte", cut, 2 * VAULT_HEADER_SIZE - 1, 0, CUT_SHORT },
    { "two headers", cut, 2 * VAULT_HEADER_SIZE, 0, CUT_SHORT },
    { "no page", cut_short_of_pages, 0, 0, CUT_SHORT },
    { "half a page", cut_short_of_pages, 2048, 0, CUT_SHORT },
    { "a page but one byte", cut_short_of_pages, 4095, 0, CUT_SHORT },
    { "a plain database", plain_database, 40960, 0, E_INVALID, "unencrypted SQLite database", false },
    { "a short plain database", plain_database, 100, 0, E_INVALID, "unencrypted SQLite database", false },
    { "text", text, 'a', 5000, NO_VAULT },
    { "zeros", text, 0, 40000, NO_VAULT },
    { "ones", text, 0xff, 40000, NO_VAULT },
    { "format next", number, FORMAT_AT, 2, NEWER },
    { "format far", number, FORMAT_AT, UINT32_MAX, NEWER },
    { "format next in the first copy", number_in_one, FORMAT_AT, 2, NEWER },
    { "format next in the second copy", number_in_one, VAULT_HEADER_SIZE + FORMAT_AT, 2, NEWER },
    { "format none", number, FORMAT_AT, 0, STRANGE },
    { "header size none", number, HEADER_SIZE_AT, 0, STRANGE },
    { "header size half", number, HEADER_SIZE_AT, VAULT_HEADER_SIZE / 2, STRANGE },
    { "header size all", number, HEADER_SIZE_AT, UINT32_MAX, STRANGE },
    { "cipher none", number, CIPHER_AT, 0, STRANGE },
    { "cipher unknown", number, CIPHER_AT, 99, STRANGE },
    { "page size none", number, PAGE_SIZE_AT, 0, STRANGE },
    { "page size 512", number, PAGE_SIZE_AT, 512, STRANGE },
    { "page size 65536", number, PAGE_SIZE_AT, 65536, STRANGE },
    { "page size all", number, PAGE_SIZE_AT, UINT32_MAX, STRANGE },
    { "slots none", number, SLOTS_AT, 0, STRANGE },
    { "slots one more", number, SLOTS_AT, VAULT_SLOT_COUNT + 1, STRANGE },
    { "slots all", number, SLOTS_AT, UINT32_MAX, STRANGE },
    { "slot size none", number, SLOT_SIZE_AT, 0, STRANGE },
    { "slot size all", number, SLOT_SIZE_AT, UINT32_MAX, STRANGE },
    { "V03 no operations", cost, 0, 8 << 20, STRANGE },
    { "V03 operations 11", cost, 11, 8 << 20, STRANGE },
    { "V03 operations 2^31", cost, UINT64_C(1) << 31, 8 << 20, STRANGE },
    { "V03 operations all", cost, UINT64_MAX, 8 << 20, STRANGE },
    { "V03 no memory", cost, 1, 0, STRANGE },
    { "V03 memory below the least", cost, 1, (8 << 20) - 1, STRANGE },
    { "V03 memory above the most", cost, 1, (1 << 30) + 1, STRANGE },
    { "V03 memory 2^40", cost, 1, HUGE_MEMORY, STRANGE },
    { "V03 memory 2^63", cost, 1, UINT64_C(1) << 63, STRANGE },
    { "V03 memory all", cost, 1, UINT64_MAX, STRANGE },
    { "V03 all at most", cost, UINT64_MAX, UINT64_MAX, STRANGE },
    { "V04 cost lowered to the least", cost, 1, 9 << 20, WRONG_WORDS },
    { "V04 more operations", cost, 2, 8 << 20, WRONG_WORDS },
    { "a flipped bit in both", flip, 700, 3, BOTH_DAMAGED },
    { "a flipped checksum in both", flip, VAULT_HEADER_SIZE - 1, 3, BOTH_DAMAGED },
    { "a flipped magic in both", flip, 0, 3, NO_VAULT },
    { "both zero", fill, 0, 3, NO_VAULT },
    { "both ones", fill, 0xff, 3, NO_VAULT },
    { "V06 first zero", fill, 0, 1, OPENS },
    { "V06 second zero", fill, 0, 2, OPENS },
    { "first ones", fill, 0xff, 1, OPENS },
    { "a flipped bit in the first", flip, 700, 1, OPENS },
    { "a flipped bit in the second", flip, 700, 2, OPENS },
    { "copies swapped", swap_copies, 0, 0, OPENS },
    { "header of another vault", header_of_other, 3, 0, E_DAMAGED, "Restore a backup", true },
    { "V07 first copy of another vault", header_of_other, 1, 0, CONTRADICT },
    { "V07 second copy of another vault", header_of_other, 2, 0, CONTRADICT },
    { "V07 a copy of one generation, other content", rewrite, CREATED, 2, CONTRADICT },
    { "V07 a newer copy without the key", rewrite, GENERATION, 2, ALTERED },
    { "V07 the newest copy without the key", rewrite, GENERATION_LAST, 1, ALTERED },
    { "right checksum, wrong authenticator", rewrite, NOTHING, 3, ALTERED },
    { "generation", rewrite, GENERATION, 3, ALTERED },
    { "made at", rewrite, CREATED, 3, ALTERED },
    { "officer", rewrite, OFFICER, 3, KEYS_ALTERED },
    { "vault id", rewrite, ID, 3, WRONG_WORDS },
    { "slot free", rewrite, KIND_FREE, 3, WRONG_WORDS },
    { "slot of a code", rewrite, KIND_CODE, 3, WRONG_WORDS },
    { "salt", rewrite, SALT, 3, WRONG_WORDS },
    { "name", rewrite, NAME, 3, WRONG_WORDS },
    { "commitment", rewrite, COMMITMENT, 3, WRONG_WORDS },
    { "public key", rewrite, BOX_PUBLIC, 3, KEYS_ALTERED },
    { "team half", rewrite, TEAM_HALF, 3, KEYS_ALTERED },
    { "box half", rewrite, BOX_HALF, 3, ALTERED },
    { "slot copied", rewrite, SLOT_COPIED, 3, ALTERED },
    { "slot added", rewrite, SLOT_ADDED, 3, ALTERED },
};
enum { ROW_COUNT = sizeof corpus_rows / sizeof corpus_rows[0] };
_Static_assert(ROW_COUNT >= 60, "a corpus");

/* --- trying --- */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* No more memory than now and a little; the old limit, to be given back. Sanitizers keep their own. */
static struct rlimit limit_memory(void)
{
    struct rlimit before = { RLIM_INFINITY, RLIM_INFINITY };
#ifndef __SANITIZE_ADDRESS__
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    getrlimit(RLIMIT_AS, &before);
    if (file != NULL && fscanf(file, "%lu", &pages) == 1)
        setrlimit(RLIMIT_AS, &(struct rlimit){ pages * (unsigned long)sysconf(_SC_PAGESIZE) + ROOM, before.rlim_max });
    if (file != NULL)
        fclose(file);
#endif
    return before;
}

/* Open the vault, and its tables: where it opens with the keys of another vault they tell. */
static enum err open_limited(struct bench *bench, const char *path, bool is_limited, int64_t *ms)
{
    struct rlimit before = { 0 };
    int64_t start = now_ms();
    sqlite3 *database;
    enum err e;

    if (is_limited)
        before = limit_memory();
    bench->why = (struct why){ 0 };
    e = vault_open(path, "Ana Lund", bench->ana, &bench->vault, &bench->why);
    if (e == OK && (e = vault_database(bench->vault, &database, &bench->why)))
        bench_close(bench);
#ifndef __SANITIZE_ADDRESS__
    if (is_limited)
        setrlimit(RLIMIT_AS, &before);
#endif
    *ms = now_ms() - start;
    return e;
}

/* The machine may be busy with something else: the quickest of a few tries counts. */
static enum err open_at_once(struct bench *bench, const char *path)
{
    int64_t ms = INT64_MAX, best = INT64_MAX;
    enum err e = OK;

    for (int i = 0; i < TRIES && best >= AT_ONCE_MS; i++) {
        e = open_limited(bench, path, true, &ms);
        best = ms < best ? ms : best;
    }
    CU_ASSERT_TRUE(best < AT_ONCE_MS);
    return e;
}

static void expect(struct bench *bench, const char *name, enum err e, enum err code, const char *words)
{
    bool fits = e == code && (words == NULL || strstr(bench->why.text, words) != NULL);

    if (!fits)
        printf("\n    %s: %d \"%s\"", name, (int)e, bench->why.text);
    CU_ASSERT_TRUE(fits);
    CU_ASSERT_EQUAL(bench->vault != NULL, e == OK);
}

static void corpus_start(struct corpus *corpus)
{
    memset(corpus, 0, sizeof *corpus);
    bench_start(&corpus->bench);
    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &corpus->stranger, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(run_sql(bench_database(&corpus->bench), "CREATE TABLE t (a)"), SQLITE_OK);
    bench_close(&corpus->bench);
    corpus->good = file_bytes(corpus->bench.path, &corpus->good_len);
    corpus->bytes = malloc(BYTES_MOST);
    CU_ASSERT_FATAL(corpus->bytes != NULL && corpus->good_len <= BYTES_MOST);
}

static void make_other(struct corpus *corpus)
{
    struct bench other;

    bench_start(&other);
    bench_close(&other);
    corpus->other = file_bytes(other.path, &corpus->other_len);
    bench_end(&other);
}

static void corpus_end(struct corpus *corpus)
{
    free(corpus->good);
    free(corpus->bytes);
    free(corpus->other);
    secret_free(corpus->stranger);
    bench_end(&corpus->bench);
}

static void every_bad_header_gets_the_answer_that_fits(void)
{
    struct corpus corpus;
    struct bench *bench = &corpus.bench;
    int64_t ms;

    corpus_start(&corpus);
    make_other(&corpus);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        memcpy(corpus.bytes, corpus.good, corpus.good_len);
        corpus.len = corpus.good_len;
        corpus_rows[i].make(&corpus, corpus_rows[i].first, corpus_rows[i].second);
        file_put(bench->path, corpus.bytes, corpus.len);
        expect(bench, corpus_rows[i].name,
               corpus_rows[i].is_hashed ? open_limited(bench, bench->path, false, &ms)
                                        : open_at_once(bench, bench->path),
               corpus_rows[i].code, corpus_rows[i].words);
        bench_close(bench);
    }
    corpus_end(&corpus);
}

static void v01_what_is_no_file_is_refused_at_once(void)
{
    static const char *const paths[] = { "/dev/null",     "/dev/zero", "/proc/self/maps",
                                         "/proc/version", "/proc",     "/dev/full" };
    struct bench bench;
    char path[UNIT_PATH_SIZE];

    bench_start(&bench);
    bench_close(&bench);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (access(paths[i], F_OK) != 0)
            continue;
        expect(&bench, paths[i], open_at_once(&bench, paths[i]), E_INVALID, "Choose another file");
    }
    expect(&bench, "a folder", open_at_once(&bench, bench.folder), E_INVALID, "a folder or a device");
    unit_path(bench.folder, "pipe", path);
    CU_ASSERT_EQUAL_FATAL(mkfifo(path, 0600), 0);
    expect(&bench, "a pipe", open_at_once(&bench, path), E_INVALID, "a folder or a device");
    unit_path(bench.folder, "nothing", path);
    expect(&bench, "no file", open_at_once(&bench, path), E_NOT_FOUND, "There is no vault at");
    bench_end(&bench);
}

/* One good copy opens the vault; checking it names the other, and the next change of the header mends it. */
static void v06_the_second_copy_serves_is_told_and_mended(void)
{
    struct corpus corpus;
    struct bench *bench = &corpus.bench;

    corpus_start(&corpus);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct vault_damage damage;

        if (corpus_rows[i].code != OK || corpus_rows[i].make == swap_copies)
            continue;
        memcpy(corpus.bytes, corpus.good, corpus.good_len);
        corpus_rows[i].make(&corpus, corpus_rows[i].first, corpus_rows[i].second);
        file_put(bench->path, corpus.bytes, corpus.good_len);
        CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
        CU_ASSERT_EQUAL(vault_check_pages(bench->vault, &damage, &bench->why), E_DAMAGED);
        CU_ASSERT_EQUAL(damage.header_damaged[0] + damage.header_damaged[1], 1);
        CU_ASSERT_PTR_NOT_NULL(strstr(bench->why.text, "header"));
        CU_ASSERT_EQUAL(vault_rename_officer(bench->vault, 7, "Ana Lund", &bench->why), OK);
        CU_ASSERT_EQUAL(vault_check_pages(bench->vault, &damage, &bench->why), OK);
        bench_close(bench);
    }
    corpus_end(&corpus);
}

/* Nothing was written to what was refused. */
static void v01_nothing_is_written_to_what_is_refused(void)
{
    struct corpus corpus;
    struct bench *bench = &corpus.bench;

    corpus_start(&corpus);
    make_other(&corpus);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        size_t len;
        uint8_t *after;

        if (corpus_rows[i].code == OK || corpus_rows[i].is_hashed)
            continue;
        memcpy(corpus.bytes, corpus.good, corpus.good_len);
        corpus.len = corpus.good_len;
        corpus_rows[i].make(&corpus, corpus_rows[i].first, corpus_rows[i].second);
        file_put(bench->path, corpus.bytes, corpus.len);
        CU_ASSERT_NOT_EQUAL(bench_open(bench), OK);
        after = file_bytes(bench->path, &len);
        CU_ASSERT_EQUAL(len, corpus.len);
        CU_ASSERT_TRUE(len == corpus.len && memcmp(after, corpus.bytes, len) == 0);
        free(after);
    }
    corpus_end(&corpus);
}

void suite_bad_header(void);
void suite_bad_header(void)
{
    CU_pSuite suite = CU_add_suite("bad_header", NULL, NULL);

    CU_add_test(suite, "V01 V03 V04 V06 V07 V18 every bad header gets the answer that fits",
                every_bad_header_gets_the_answer_that_fits);
    CU_add_test(suite, "V01 what is no file is refused at once", v01_what_is_no_file_is_refused_at_once);
    CU_add_test(suite, "V06 the second copy serves, is told and mended", v06_the_second_copy_serves_is_told_and_mended);
    CU_add_test(suite, "V01 nothing is written to what is refused", v01_nothing_is_written_to_what_is_refused);
}
