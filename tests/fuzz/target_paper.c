/* The header typed again from paper: what was printed is read back; anything else is refused, in words, and nothing but
 * a header with its checksum is ever given out. */
#include <stdlib.h>
#include <string.h>

#include "../../src/vault/vault_in.h"
#include "fuzz.h"

static struct {
    uint8_t header[VAULT_HEADER_SIZE];
    struct buf text;
} printed;

static void start(void)
{
    struct header header = { .generation = 5, .cipher = CIPHER_XCHACHA20_POLY1305, .created = 1 };
    struct secret *key = NULL;
    size_t lines;

    if (crypt_start(NULL) || secret_new_random(KEY_SIZE, &key, NULL))
        abort();
    random_bytes(&header.slots[0], sizeof header.slots[0]);
    header.slots[0].kind = SLOT_OFFICER;
    header.slots[0].is_pending = false;
    header.slots[0].cost = kdf_costs[KDF_INTERACTIVE];
    header_encode(&header, key, printed.header);
    secret_free(key);
    if (paper_write(printed.header, &printed.text, &lines))
        abort();
}

static void expect_header(const char *text)
{
    static uint8_t found[VAULT_HEADER_SIZE];
    struct header decoded;
    struct why why = { 0 };
    enum err e = paper_read(text, found, &why);

    fuzz_must(e == OK ? header_decode(found, &decoded) == HEADER_SOUND : why.text[0] != '\0',
              "a header that is whole, or a sentence");
}

/* The sheet with a few letters written over. */
static void change_letters(const uint8_t *bytes, size_t len)
{
    static uint8_t found[VAULT_HEADER_SIZE];
    char *text = strdup(buf_text(&printed.text));

    if (text == NULL)
        abort();
    for (size_t i = 0; i + 3 <= len && i < 30; i += 3)
        text[(bytes[i] * 256U + bytes[i + 1]) % printed.text.len] = bytes[i + 2] != 0 ? (char)bytes[i + 2] : ' ';
    if (paper_read(text, found, NULL) == OK)
        fuzz_must(memcmp(found, printed.header, sizeof found) == 0, "no other header than the one printed");
    free(text);
}

static void run(const uint8_t *bytes, size_t len)
{
    char *text = strndup((const char *)bytes, len);

    if (text == NULL)
        abort();
    expect_header(text);
    change_letters(bytes, len);
    free(text);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const texts[] = {
        "",
        "  1  01234 56789 ABCDE FGHJK MNPQR STVWX YZ012 34567  89AB\n",
        "Lines: 31\n  1 \n  2  x\n9999 0000\n",
        "\x01\x20Z\x02\x40Q",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        take(data, texts[i], strlen(texts[i]));
    take(data, buf_text(&printed.text), printed.text.len);
}

const struct fuzz_target fuzz_target_paper = {
    .name = "paper", .most = 8192, .start = start, .run = run, .seeds = seeds
};
