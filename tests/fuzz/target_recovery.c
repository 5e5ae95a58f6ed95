/* Recovery codes: as printed and as carelessly typed they are read; with one or two wrong characters never. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/crypt/crypt.h"

static struct {
    struct passphrase *code, *typed;
    char shown[RECOVERY_TEXT_SIZE];
} recovery;

static void start(void)
{
    if (crypt_start(NULL) || passphrase_new(&recovery.code, NULL) || passphrase_new(&recovery.typed, NULL) ||
        recovery_code_new(CODE_CASEWORK, recovery.code, recovery.shown, NULL))
        abort();
}

static bool is_read(const char *text, size_t len)
{
    passphrase_clear(recovery.typed);
    return passphrase_add(recovery.typed, text, len) == OK && recovery_code_read(recovery.typed) != CODE_NONE;
}

/* As an officer may type it: small letters, look-alikes, blanks for hyphens. */
static void check_careless(struct scan *scan)
{
    char text[2 * RECOVERY_TEXT_SIZE];
    size_t len = 0;

    for (const char *at = recovery.shown; *at != '\0'; at++) {
        uint8_t how = scan_u8(scan);
        char c = *at;

        if (c == '0' && (how & 1))
            c = 'o';
        else if (c == '1' && (how & 1))
            c = how & 2 ? 'l' : 'I';
        else if (c >= 'A' && c <= 'Z' && (how & 1))
            c = (char)(c - 'A' + 'a');
        if (c != '-' || (how & 4))
            text[len++] = c;
        if (how & 8)
            text[len++] = ' ';
    }
    fuzz_must(is_read(text, len) && passphrase_equal(recovery.typed, recovery.code), "a code typed carelessly is read");
}

/* One or two characters wrong. */
static void check_wrong(struct scan *scan)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char text[RECOVERY_TEXT_SIZE];
    size_t len = strlen(recovery.shown), wrong = 0;

    memcpy(text, recovery.shown, len);
    for (int i = 0; i < 2; i++) {
        size_t at = scan_u8(scan) % len;

        if (text[at] != '-')
            text[at] = alphabet[scan_u8(scan) % 32];
    }
    for (size_t i = 0; i < len; i++)
        wrong += text[i] != recovery.shown[i];
    fuzz_must(is_read(text, len) == (wrong == 0), "one or two wrong characters are noticed");
    fuzz_must((recovery_code_check(recovery.typed, NULL) == OK) == (wrong == 0), "and told");
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };

    check_wrong(&scan);
    check_careless(&scan);
    if (is_read((const char *)scan.at, scan.left))
        fuzz_must(recovery_code_read(recovery.typed) != CODE_NONE, "a code that was read is read again");
    else if (scan.left <= PASSPHRASE_MAX)
        fuzz_must(recovery_code_check(recovery.typed, NULL) == E_INVALID, "what is no code is told");
    while (passphrase_length(recovery.typed) > 0) {
        size_t before = passphrase_length(recovery.typed);

        passphrase_erase_last(recovery.typed);
        fuzz_must(passphrase_length(recovery.typed) < before, "erasing takes a character away");
    }
}

static void seeds(fuzz_take *take, void *data)
{
    uint8_t input[120] = { 0 };

    take(data, input, sizeof input);
    memset(input, 0x5f, sizeof input);
    take(data, input, sizeof input);
    for (uint8_t i = 0; i < sizeof input; i++)
        input[i] = (uint8_t)(i * 37);
    take(data, input, sizeof input);
    memset(input, 0, sizeof input);
    take(data, input, 2);
}

const struct fuzz_target fuzz_target_recovery = {
    .name = "recovery", .most = 1200, .start = start, .run = run, .seeds = seeds
};
