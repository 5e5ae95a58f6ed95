/*
 * Damage and forgery: flipped bits in every byte of both headers and in pages, pages put in place of others, files cut
 * and lengthened, journals of rubbish, and headers no Townkeep writes, with a checksum that fits. Whatever is done: the
 * vault is refused with a sentence, or what it shows is what was kept, and never a row that was changed in silence.
 */
#include <time.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../../src/vault/vault_in.h"
#include "../unit/store_office.h"
#include "fault.h"

enum { SECONDS_MOST = 20, CHECKED_TO = VAULT_HEADER_SIZE - HASH_SIZE, SLOT_AT = 704, SLOT_LEN = 480 };

struct damage {
    struct tally *tally;
    struct place place;
    struct chance chance;
    uint8_t *bytes; /* the vault being damaged */
    size_t len;
    int64_t tried, refused, told, unharmed;
};

static void complain(struct damage *damage, const char *what, const char *which, int64_t number)
{
    tally_fail(damage->tally, "%s %lld: %s", which, (long long)number, what);
}

static void begin_again(struct damage *damage)
{
    free(damage->bytes);
    damage->len = damage->place.kept_len;
    damage->bytes = malloc(damage->len + VAULT_PAGE_SIZE);
    if (damage->bytes == NULL)
        abort();
    memcpy(damage->bytes, damage->place.kept, damage->len);
}

enum outcome { OUTCOME_REFUSED, OUTCOME_TOLD, OUTCOME_UNHARMED, OUTCOME_SILENT };

/* Open what was made of the vault, and look at everything. */
static enum outcome outcome_of(struct damage *damage, struct why *why)
{
    struct place *place = &damage->place;
    enum outcome outcome;
    bool is_same, is_sound;

    if (place_open(place, place->ana, why))
        return OUTCOME_REFUSED;
    is_same = place_is_same(place);
    is_sound = place_is_sound(place, why);
    outcome = !is_sound ? OUTCOME_TOLD : is_same ? OUTCOME_UNHARMED : OUTCOME_SILENT;
    place_close(place);
    return outcome;
}

/* One damaged vault. `must_refuse`: not to be opened at all; `must_tell`: refused or named by verify. */
static void try_one(struct damage *damage, const char *which, int64_t number, bool must_refuse, bool must_tell)
{
    struct why why = { 0 };
    int64_t failed = damage->tally->failed;
    time_t start = time(NULL);
    enum outcome outcome;

    place_restore(&damage->place);
    bytes_put(damage->place.office->vault, damage->bytes, damage->len);
    outcome = outcome_of(damage, &why);
    damage->tried++;
    damage->refused += outcome == OUTCOME_REFUSED;
    damage->told += outcome == OUTCOME_TOLD;
    damage->unharmed += outcome == OUTCOME_UNHARMED;
    if (outcome == OUTCOME_SILENT)
        complain(damage, "rows were changed in silence", which, number);
    if (must_refuse && outcome != OUTCOME_REFUSED)
        complain(damage, "was opened", which, number);
    if (must_tell && outcome == OUTCOME_UNHARMED)
        complain(damage, "was not noticed", which, number);
    if (outcome <= OUTCOME_TOLD && (why.text[0] == '\0' || why.code == OK))
        complain(damage, "no sentence", which, number);
    if (outcome == OUTCOME_REFUSED && why.code != E_DAMAGED && why.code != E_INVALID && why.code != E_PASSPHRASE)
        complain(damage, "the wrong reason", which, number);
    if (time(NULL) - start > SECONDS_MOST)
        complain(damage, "took too long", which, number);
    damage->tally->passed += damage->tally->failed == failed;
}

static void say(struct damage *damage, const char *what)
{
    printf("  %-16s %6lld tried: %lld refused, %lld named by verify, %lld unharmed\n", what, (long long)damage->tried,
           (long long)damage->refused, (long long)damage->told, (long long)damage->unharmed);
    fflush(stdout);
    damage->tried = damage->refused = damage->told = damage->unharmed = 0;
}

/* --- bits, pages, lengths --- */

static void flip_headers(struct damage *damage, int64_t samples)
{
    int64_t count = samples == SAMPLES_ALL ? ROOTS_START : samples;

    for (int64_t i = 0; i < count; i++) {
        size_t at = samples == SAMPLES_ALL ? (size_t)i : (size_t)chance_below(&damage->chance, ROOTS_START);

        begin_again(damage);
        damage->bytes[at] ^= (uint8_t)(1u << chance_below(&damage->chance, 8));
        try_one(damage, "header byte", (int64_t)at, false, true);
    }
    say(damage, "header bytes");
}

/* Where page `number` lies. */
static size_t place_of(uint64_t number)
{
    static const struct vault any = { .geometry = { .span = VAULT_PAGE_SIZE } };

    return (size_t)vault_page_place(&any, number);
}

static uint64_t page_count(const struct damage *damage)
{
    static const struct vault any = { .geometry = { .span = VAULT_PAGE_SIZE } };

    return vault_page_count(&any, (int64_t)damage->place.kept_len, NULL);
}

/* The roots and blocks of the freshness map. Of each there are two, of which one counts. */
static void flip_map(struct damage *damage, int64_t samples)
{
    size_t end = place_of(1);
    int64_t count = samples == SAMPLES_ALL ? (int64_t)(end - ROOTS_START) : samples;

    for (int64_t i = 0; i < count; i++) {
        size_t at = samples == SAMPLES_ALL ? ROOTS_START + (size_t)i
                                           : ROOTS_START + (size_t)chance_below(&damage->chance, end - ROOTS_START);

        begin_again(damage);
        damage->bytes[at] ^= (uint8_t)(1u << chance_below(&damage->chance, 8));
        try_one(damage, "map byte", (int64_t)at, false, false);
    }
    say(damage, "map bytes");
}

static void flip_pages(struct damage *damage, int64_t samples)
{
    int64_t count = samples == SAMPLES_ALL ? 2000 : samples;

    for (int64_t i = 0; i < count; i++) {
        size_t at;

        begin_again(damage);
        at = place_of(1 + chance_below(&damage->chance, page_count(damage))) +
             (size_t)chance_below(&damage->chance, VAULT_PAGE_SIZE);
        damage->bytes[at] ^= (uint8_t)(1u << chance_below(&damage->chance, 8));
        try_one(damage, "page byte", (int64_t)at, false, true);
    }
    say(damage, "page bytes");
}

static void swap_pages(struct damage *damage, int64_t samples)
{
    int64_t count = samples == SAMPLES_ALL ? 500 : samples / 2;

    for (int64_t i = 0; i < count; i++) {
        size_t pages = page_count(damage), from, to;

        begin_again(damage);
        from = chance_below(&damage->chance, pages);
        to = (from + 1 + chance_below(&damage->chance, pages - 1)) % pages;
        memcpy(damage->bytes + place_of(to + 1), damage->place.kept + place_of(from + 1), VAULT_PAGE_SIZE);
        try_one(damage, "page put in place of", (int64_t)to + 1, false, true);
    }
    say(damage, "pages swapped");
}

static void change_length(struct damage *damage, int64_t samples)
{
    int64_t count = samples == SAMPLES_ALL ? 1000 : samples;

    for (int64_t i = 0; i < count; i++) {
        begin_again(damage);
        if (i % 4 == 0)
            damage->len = chance_below(&damage->chance, PAGES_START + 1);
        else if (i % 4 == 1)
            damage->len -= VAULT_PAGE_SIZE * (1 + chance_below(&damage->chance, 8));
        else if (i % 4 == 2)
            damage->len -= 1 + chance_below(&damage->chance, damage->len - PAGES_START - 1);
        else
            memset(damage->bytes + damage->len, 0x5a, VAULT_PAGE_SIZE), damage->len += VAULT_PAGE_SIZE;
        try_one(damage, "length", (int64_t)damage->len, false, true);
    }
    say(damage, "lengths");
}

/* Beside a whole vault; what stands there must not get into it. */
static void put_journals(struct damage *damage, int64_t samples)
{
    int64_t count = samples == SAMPLES_ALL ? 500 : samples / 2;
    char path[FAULT_PATH_SIZE + 16];
    uint8_t rubbish[9000];

    snprintf(path, sizeof path, "%s-journal", damage->place.office->vault);
    for (int64_t i = 0; i < count; i++) {
        size_t len = (size_t)chance_below(&damage->chance, sizeof rubbish);
        struct why why = { 0 };

        for (size_t j = 0; j < len; j++)
            rubbish[j] = (uint8_t)chance_next(&damage->chance);
        if (i % 2 && len > 8)
            memcpy(rubbish, "TKblocks", 8);
        place_restore(&damage->place);
        bytes_put(path, rubbish, len);
        damage->tried++;
        switch (outcome_of(damage, &why)) {
        case OUTCOME_REFUSED:
            damage->refused++;
            damage->tally->passed++;
            break;
        case OUTCOME_UNHARMED:
            damage->unharmed++;
            damage->tally->passed++;
            break;
        default:
            complain(damage, "got into the vault", "journal", i);
        }
    }
    say(damage, "journals");
}

/* --- headers no Townkeep writes --- */

/* One forged header: a number of `size` bytes put at `at`, or `fill` over a stretch. */
struct forgery {
    const char *name;
    size_t at, size;
    uint64_t value;
    size_t fill; /* how many bytes, instead of a number */
};

#define NUMBER(what, where, bytes, is)                              \
    {                                                               \
        .name = what, .at = (where), .size = (bytes), .value = (is) \
    }
#define FILLED(what, where, bytes, is)                              \
    {                                                               \
        .name = what, .at = (where), .fill = (bytes), .value = (is) \
    }

static const struct forgery forgeries[] = {
    NUMBER("magic, first byte", 0, 1, 't'),
    NUMBER("magic, line end", 14, 2, 0x0a0a),
    FILLED("no magic", 0, 16, 0),
    NUMBER("format none", 16, 4, 0),
    NUMBER("format next", 16, 4, 2),
    NUMBER("format far", 16, 4, UINT32_MAX),
    NUMBER("header size none", 20, 4, 0),
    NUMBER("header size half", 20, 4, 4096),
    NUMBER("header size more", 20, 4, VAULT_HEADER_SIZE + 1),
    NUMBER("header size all", 20, 4, UINT32_MAX),
    NUMBER("generation none", 24, 8, 0),
    NUMBER("generation next", 24, 8, 100),
    NUMBER("generation last", 24, 8, UINT64_MAX),
    FILLED("id of nobody", 32, 16, 0),
    NUMBER("id of another", 32, 8, 0x0123456789abcdef),
    NUMBER("cipher none", 48, 4, 0),
    NUMBER("cipher other", 48, 4, 2),
    NUMBER("cipher unknown", 48, 4, UINT32_MAX),
    NUMBER("page size none", 52, 4, 0),
    NUMBER("page size small", 52, 4, 512),
    NUMBER("page size odd", 52, 4, 4095),
    NUMBER("page size large", 52, 4, 65536),
    NUMBER("page size all", 52, 4, UINT32_MAX),
    NUMBER("made long ago", 56, 8, 0),
    NUMBER("made never", 56, 8, UINT64_MAX),
    NUMBER("slots none", 64, 4, 0),
    NUMBER("slots fewer", 64, 4, 23),
    NUMBER("slots more", 64, 4, 25),
    NUMBER("slots all", 64, 4, UINT32_MAX),
    NUMBER("slot size none", 68, 4, 0),
    NUMBER("slot size less", 68, 4, 479),
    NUMBER("slot size more", 68, 4, 481),
    NUMBER("slot size all", 68, 4, UINT32_MAX),
    NUMBER("rekeyed once", 72, 8, 1),
    NUMBER("rekeyed often", 72, 8, UINT64_MAX),
    NUMBER("source other", 80, 8, 1),
    FILLED("source all", 80, 32, 0xff),
    NUMBER("unused byte first", 112, 1, 1),
    NUMBER("unused byte last", SLOT_AT - 1, 1, 1),
    FILLED("unused bytes", 112, SLOT_AT - 112, 0xff),
    NUMBER("slot kind unknown", SLOT_AT, 1, 4),
    NUMBER("slot kind last", SLOT_AT, 1, 255),
    NUMBER("slot free", SLOT_AT, 1, 0),
    NUMBER("slot of recovery", SLOT_AT, 1, 2),
    NUMBER("slot of casework", SLOT_AT, 1, 3),
    NUMBER("slot waiting", SLOT_AT + 1, 1, 1),
    NUMBER("slot waiting twice", SLOT_AT + 1, 1, 2),
    NUMBER("slot padding", SLOT_AT + 2, 1, 1),
    NUMBER("officer nobody", SLOT_AT + 8, 8, 0),
    NUMBER("officer other", SLOT_AT + 8, 8, 4711),
    NUMBER("officer last", SLOT_AT + 8, 8, UINT64_MAX),
    NUMBER("slot made never", SLOT_AT + 16, 8, UINT64_MAX),
    NUMBER("operations none", SLOT_AT + 24, 8, 0),
    NUMBER("operations other", SLOT_AT + 24, 8, 2),
    NUMBER("operations many", SLOT_AT + 24, 8, 11),
    NUMBER("operations 32 bit", SLOT_AT + 24, 8, UINT32_MAX),
    NUMBER("operations all", SLOT_AT + 24, 8, UINT64_MAX),
    NUMBER("memory none", SLOT_AT + 32, 8, 0),
    NUMBER("memory little", SLOT_AT + 32, 8, 1 << 20),
    NUMBER("memory other", SLOT_AT + 32, 8, 9 << 20),
    NUMBER("memory much", SLOT_AT + 32, 8, (1ull << 30) + 1),
    NUMBER("memory sign", SLOT_AT + 32, 8, 1ull << 63),
    NUMBER("memory all", SLOT_AT + 32, 8, UINT64_MAX),
    FILLED("salt none", SLOT_AT + 40, 16, 0),
    FILLED("name hash none", SLOT_AT + 56, 16, 0),
    FILLED("commitment none", SLOT_AT + 72, 32, 0),
    FILLED("box key none", SLOT_AT + 104, 32, 0),
    FILLED("team half none", SLOT_AT + 136, 136, 0),
    NUMBER("team half nonce", SLOT_AT + 136, 1, 0x5a5a),
    NUMBER("team half tag", SLOT_AT + 264, 8, 1),
    FILLED("box half none", SLOT_AT + 272, 72, 0),
    NUMBER("waiting key", SLOT_AT + 344, 8, 1),
    NUMBER("slot end", SLOT_AT + 472, 8, 1),
    FILLED("slot all ones", SLOT_AT, SLOT_LEN, 0xff),
    NUMBER("slot added", SLOT_AT + 5 * SLOT_LEN, 1, 1),
    NUMBER("last slot added", SLOT_AT + 23 * SLOT_LEN, 1, 2),
    FILLED("slots all free", SLOT_AT, 24 * SLOT_LEN, 0),
    NUMBER("free slot not empty", SLOT_AT + 6 * SLOT_LEN + 40, 1, 1),
    FILLED("authenticator none", VAULT_HEADER_SIZE - 64, 32, 0),
    NUMBER("authenticator other", VAULT_HEADER_SIZE - 64, 8, 1),
};
enum { FORGERY_COUNT = sizeof forgeries / sizeof forgeries[0] };
_Static_assert(FORGERY_COUNT >= 60, "a corpus");

static void forge(const struct forgery *forgery, uint8_t *header)
{
    if (forgery->fill > 0)
        memset(header + forgery->at, (int)forgery->value, forgery->fill);
    else
        put_le(header + forgery->at, forgery->value, forgery->size);
    hash_bytes(header + CHECKED_TO, "townkeep header checksum", header, CHECKED_TO, NULL);
}

/* In both copies it must not open; in one, the other serves or the two contradict each other. */
static void forge_headers(struct damage *damage)
{
    for (size_t i = 0; i < FORGERY_COUNT; i++) {
        begin_again(damage);
        forge(&forgeries[i], damage->bytes);
        forge(&forgeries[i], damage->bytes + VAULT_HEADER_SIZE);
        try_one(damage, forgeries[i].name, 0, true, true);
        for (size_t copy = 0; copy < 2; copy++) {
            begin_again(damage);
            forge(&forgeries[i], damage->bytes + copy * VAULT_HEADER_SIZE);
            try_one(damage, forgeries[i].name, (int64_t)copy + 1, false, true);
        }
    }
    say(damage, "forged headers");
}

/* Files that never were vaults, or are no more than the beginning of one. */
static void put_strangers(struct damage *damage)
{
    static const size_t lengths[] = { 0,
                                      1,
                                      15,
                                      16,
                                      17,
                                      511,
                                      512,
                                      4096,
                                      VAULT_HEADER_SIZE - 1,
                                      VAULT_HEADER_SIZE,
                                      VAULT_HEADER_SIZE + 1,
                                      2 * VAULT_HEADER_SIZE - 1,
                                      2 * VAULT_HEADER_SIZE,
                                      2 * VAULT_HEADER_SIZE + 1,
                                      2 * VAULT_HEADER_SIZE + VAULT_PAGE_SIZE - 1 };

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        begin_again(damage);
        damage->len = lengths[i];
        try_one(damage, "beginning of", (int64_t)lengths[i], true, true);
        memset(damage->bytes, 0, lengths[i]);
        try_one(damage, "zeros", (int64_t)lengths[i], true, true);
        for (size_t j = 0; j < lengths[i]; j++)
            damage->bytes[j] = (uint8_t)chance_next(&damage->chance);
        try_one(damage, "rubbish", (int64_t)lengths[i], true, true);
        if (lengths[i] >= 16)
            memcpy(damage->bytes, "SQLite format 3", 16);
        try_one(damage, "plain database", (int64_t)lengths[i], true, true);
    }
    say(damage, "strangers");
}

void fault_damage(struct tally *tally, int64_t samples, uint64_t seed)
{
    struct damage damage = { .tally = tally, .chance = { .state = seed } };

    place_begin(&damage.place);
    forge_headers(&damage);
    put_strangers(&damage);
    flip_headers(&damage, samples);
    flip_map(&damage, samples);
    flip_pages(&damage, samples);
    swap_pages(&damage, samples);
    change_length(&damage, samples);
    put_journals(&damage, samples);
    free(damage.bytes);
    place_end(&damage.place);
}
