/*
 * Recovery codes: what is printed once and lies in an envelope until the day nobody remembers a passphrase.
 *
 * 26 base32 characters carry 128 random bits, two more check them: a Reed-Solomon code over GF(32) (x^5 + x^2 + 1), in
 * which the sum of all characters, and their sum weighted by the powers of 2, are zero. Any two wrong characters, and
 * any two exchanged ones, are noticed for certain.
 */
#include <sodium.h>
#include <string.h>

#include "crypt_in.h"

enum { DATA_COUNT = 26, CODE_COUNT = 28, GROUP = 4, FIRST_CHARACTER_MAX = 7 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

_Static_assert(RECOVERY_TEXT_SIZE > CODE_COUNT + CODE_COUNT / GROUP, "room for the hyphens");

static uint8_t times_two(uint8_t symbol)
{
    return (uint8_t)((symbol << 1) ^ (symbol & 0x10 ? 0x25 : 0));
}

/* Both sums by Horner's rule: the first character has the highest power. */
static bool is_codeword(const uint8_t symbols[CODE_COUNT])
{
    uint8_t sum = 0, weighted = 0;

    for (size_t i = 0; i < CODE_COUNT; i++) {
        sum ^= symbols[i];
        weighted = times_two(weighted) ^ symbols[i];
    }
    return sum == 0 && weighted == 0;
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
        out[at++] = alphabet[symbols[i]];
    }
    out[at] = '\0';
}

enum err recovery_code_new(struct passphrase *out, char shown[RECOVERY_TEXT_SIZE], struct why *why)
{
    uint8_t symbols[CODE_COUNT];
    enum err e;

    randombytes_buf(symbols, sizeof symbols);
    for (size_t i = 0; i < CODE_COUNT; i++)
        symbols[i] &= i == 0 ? FIRST_CHARACTER_MAX : 31;
    add_checks(symbols);
    spell(symbols, shown);
    passphrase_clear(out);
    if ((e = passphrase_add(out, shown, strlen(shown))))
        (void)why_set(why, e, "%s", err_text(e));
    wipe(symbols, sizeof symbols);
    return e;
}

/* The value of a character as people write it, or -1. */
static int symbol_of(char c)
{
    const char *found;

    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'I' || c == 'L')
        return 1;
    if (c == 'O')
        return 0;
    found = c != '\0' ? strchr(alphabet, c) : NULL;
    return found != NULL ? (int)(found - alphabet) : -1;
}

static bool read_symbols(const char *text, size_t len, uint8_t symbols[CODE_COUNT])
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++) {
        int symbol = symbol_of(text[i]);

        if (text[i] == ' ' || text[i] == '-')
            continue;
        if (symbol < 0 || count == CODE_COUNT)
            return false;
        symbols[count++] = (uint8_t)symbol;
    }
    return count == CODE_COUNT && symbols[0] <= FIRST_CHARACTER_MAX && is_codeword(symbols);
}

bool recovery_code_read(struct passphrase *passphrase)
{
    uint8_t symbols[CODE_COUNT] = { 0 };
    char shown[RECOVERY_TEXT_SIZE];
    size_t len = 0;
    const char *text = passphrase_bytes(passphrase, &len);
    bool is_code = read_symbols(text, len, symbols);

    if (is_code) {
        spell(symbols, shown);
        passphrase_clear(passphrase);
        is_code = passphrase_add(passphrase, shown, strlen(shown)) == OK;
        wipe(shown, sizeof shown);
    }
    wipe(symbols, sizeof symbols);
    return is_code;
}
