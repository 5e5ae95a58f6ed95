/*
 * Recovery codes: what is printed once and lies in an envelope until the day nobody remembers a passphrase.
 *
 * 26 base32 characters carry 128 random bits, two more check them: a Reed-Solomon code over GF(32) (x^5 + x^2 + 1), in
 * which the sum of all characters, and their sum weighted by the powers of 2, are zero. Any two wrong characters, and
 * any two exchanged ones, are noticed for certain; where one character alone is wrong the two sums say which.
 *
 * The first character has three random bits and, above them, one that says whose code it is.
 */
#include <sodium.h>
#include <string.h>

#include "crypt_in.h"
#include "townkeep/base/base32.h"
#include "townkeep/base/i18n.h"

enum { DATA_COUNT = 26, CODE_COUNT = 28, GROUP = 4, FIRST_RANDOM = 7, FIRST_OF_CASEWORK = 8, FIRST_MAX = 15 };

_Static_assert(RECOVERY_TEXT_SIZE > CODE_COUNT + CODE_COUNT / GROUP, "room for the hyphens");

static uint8_t times_two(uint8_t symbol)
{
    return (uint8_t)((symbol << 1) ^ (symbol & 0x10 ? 0x25 : 0));
}

struct sums {
    uint8_t plain, weighted;
};

/* Both by Horner's rule: the first character has the highest power. */
static struct sums add_up(const uint8_t symbols[CODE_COUNT])
{
    struct sums sums = { 0 };

    for (size_t i = 0; i < CODE_COUNT; i++) {
        sums.plain ^= symbols[i];
        sums.weighted = times_two(sums.weighted) ^ symbols[i];
    }
    return sums;
}

static bool is_codeword(const uint8_t symbols[CODE_COUNT])
{
    struct sums sums = add_up(symbols);

    return symbols[0] <= FIRST_MAX && sums.plain == 0 && sums.weighted == 0;
}

static void add_checks(uint8_t symbols[CODE_COUNT])
{
    uint8_t sum = 0;

    for (size_t i = 0; i < DATA_COUNT; i++)
        sum ^= symbols[i];
    for (uint8_t check = 0; check < 32; check++) {
        symbols[DATA_COUNT] = check;
        symbols[DATA_COUNT + 1] = sum ^ check;
        if (is_codeword(symbols))
            return;
    }
}

static void spell(const uint8_t symbols[CODE_COUNT], char out[RECOVERY_TEXT_SIZE])
{
    size_t at = 0;

    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (i > 0 && i % GROUP == 0)
            out[at++] = '-';
        out[at++] = base32_letter(symbols[i]);
    }
    out[at] = '\0';
}

enum err recovery_code_new(enum code_kind kind, struct passphrase *out, char shown[RECOVERY_TEXT_SIZE], struct why *why)
{
    uint8_t symbols[CODE_COUNT];
    enum err e;

    randombytes_buf(symbols, sizeof symbols);
    for (size_t i = 0; i < CODE_COUNT; i++)
        symbols[i] &= i == 0 ? FIRST_RANDOM : 31;
    symbols[0] |= kind == CODE_CASEWORK ? FIRST_OF_CASEWORK : 0;
    add_checks(symbols);
    spell(symbols, shown);
    passphrase_clear(out);
    if ((e = passphrase_add(out, shown, strlen(shown))))
        (void)why_set(why, e, "%s", err_text(e));
    wipe(symbols, sizeof symbols);
    return e;
}

/* What was typed, as symbols: at most CODE_COUNT are kept, all are counted. */
struct typed {
    uint8_t symbols[CODE_COUNT];
    size_t count;
    size_t strange; /* the number, from 1, of the first character no code has; 0 none */
};

static void read_typed(const struct passphrase *passphrase, struct typed *out)
{
    size_t len = 0;
    const char *text = passphrase_bytes(passphrase, &len);

    *out = (struct typed){ 0 };
    for (size_t i = 0; i < len; i++) {
        int symbol = base32_value(text[i]);

        if (text[i] == ' ' || text[i] == '-')
            continue;
        if (symbol < 0 && out->strange == 0)
            out->strange = out->count + 1;
        if (out->count < CODE_COUNT)
            out->symbols[out->count] = (uint8_t)(symbol & 31);
        out->count++;
    }
}

static bool is_code(const struct typed *typed)
{
    return typed->count == CODE_COUNT && typed->strange == 0 && is_codeword(typed->symbols);
}

enum code_kind recovery_code_read(struct passphrase *passphrase)
{
    struct typed typed;
    char shown[RECOVERY_TEXT_SIZE];
    enum code_kind kind = CODE_NONE;

    read_typed(passphrase, &typed);
    if (is_code(&typed)) {
        spell(typed.symbols, shown);
        passphrase_clear(passphrase);
        if (passphrase_add(passphrase, shown, strlen(shown)) == OK)
            kind = typed.symbols[0] & FIRST_OF_CASEWORK ? CODE_CASEWORK : CODE_OFFICE;
        wipe(shown, sizeof shown);
    }
    wipe(&typed, sizeof typed);
    return kind;
}

/* --- where to look --- */

static size_t group_of(size_t index)
{
    return index / GROUP + 1;
}

/* The group of the one character whose change alone would make a code of it; 0 none. */
static size_t find_wrong(const uint8_t symbols[CODE_COUNT])
{
    struct sums sums = add_up(symbols);
    uint8_t weighted = sums.plain;

    if (sums.plain == 0)
        return sums.weighted == 0 ? group_of(0) : 0; /* a code but for a first character none begins with */
    for (size_t i = CODE_COUNT; i > 0; i--, weighted = times_two(weighted))
        if (weighted == sums.weighted && (i > 1 || (symbols[0] ^ sums.plain) <= FIRST_MAX))
            return group_of(i - 1);
    return 0;
}

static bool fits_exchanged(const uint8_t symbols[CODE_COUNT], size_t at)
{
    uint8_t tried[CODE_COUNT];
    bool fits;

    memcpy(tried, symbols, sizeof tried);
    tried[at] = symbols[at + 1];
    tried[at + 1] = symbols[at];
    fits = is_codeword(tried);
    wipe(tried, sizeof tried);
    return fits;
}

/* How many pairs of neighbours would make a code of it when exchanged; the group of the first. */
static size_t find_exchanged(const uint8_t symbols[CODE_COUNT], size_t *group)
{
    size_t count = 0;

    for (size_t i = 0; i + 1 < CODE_COUNT; i++) {
        if (!fits_exchanged(symbols, i))
            continue;
        if (count++ == 0)
            *group = group_of(i);
    }
    return count;
}

static enum err say_count(size_t count, struct why *why)
{
    return why_set(why, E_INVALID,
                   N_("A recovery code has %d letters and digits, in seven groups of four. %d were typed."),
                   (int)CODE_COUNT, (int)count);
}

static enum err say_where(const struct typed *typed, struct why *why)
{
    size_t group = 0, pairs;

    if (typed->strange != 0)
        return why_set(why, E_INVALID,
                       N_("Group %d has a sign that no recovery code has: they are made of the digits and of letters "
                          "without accents, never U. Look at that group."),
                       (int)group_of(typed->strange - 1));
    if (typed->count != CODE_COUNT)
        return say_count(typed->count, why);
    if ((group = find_wrong(typed->symbols)) != 0)
        return why_set(why, E_INVALID, N_("A character is wrong, probably in group %d. Look at that group first."),
                       (int)group);
    pairs = find_exchanged(typed->symbols, &group);
    if (pairs > 1)
        return why_set(why, E_INVALID,
                       N_("Two neighbouring characters are probably exchanged. Look at each group again."));
    if (pairs == 1)
        return why_set(why, E_INVALID,
                       N_("Two neighbouring characters are probably exchanged, in group %d. Look at that group first."),
                       (int)group);
    return why_set(why, E_INVALID, N_("Two or more characters are wrong. Look at each group again."));
}

enum err recovery_code_check(const struct passphrase *passphrase, struct why *why)
{
    struct typed typed;
    enum err e = OK;

    read_typed(passphrase, &typed);
    if (!is_code(&typed))
        e = typed.count < CODE_COUNT / 2 || typed.count / 2 > CODE_COUNT ? say_count(typed.count, why)
                                                                         : say_where(&typed, why);
    wipe(&typed, sizeof typed);
    return e;
}
