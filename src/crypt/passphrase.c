/*
 * A passphrase from the first key pressed to the moment it is hashed, in guarded memory all the way: typed, read from a
 * file, compared, normalised. The one library call that could leave a copy behind (normalising) works on buffers given
 * to it.
 */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "crypt_in.h"
#include "townkeep/base/i18n.h"

enum { PASSPHRASE_LEAST_CHARACTERS = 12 };

struct passphrase {
    struct secret *text; /* PASSPHRASE_MAX bytes, the first `len` used */
    size_t len;
};

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

enum err passphrase_new(struct passphrase **out, struct why *why)
{
    struct passphrase *passphrase = calloc(1, sizeof *passphrase);
    enum err e;

    *out = NULL;
    if (passphrase == NULL) {
        (void)why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        return E_MEMORY;
    }
    if ((e = secret_new(PASSPHRASE_MAX, &passphrase->text, why))) {
        free(passphrase);
        return e;
    }
    *out = passphrase;
    return OK;
}

void passphrase_free(struct passphrase *passphrase)
{
    if (passphrase == NULL)
        return;
    secret_free(passphrase->text);
    free(passphrase);
}

static bool is_typable(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((uint8_t)bytes[i] < 0x20 || bytes[i] == 0x7f)
            return false;
    return true;
}

enum err passphrase_add(struct passphrase *passphrase, const char *bytes, size_t len)
{
    if (len > PASSPHRASE_MAX - passphrase->len || !is_typable(bytes, len))
        return E_INVALID;
    if (len > 0)
        memcpy(secret_bytes(passphrase->text) + passphrase->len, bytes, len);
    passphrase->len += len;
    return OK;
}

void passphrase_erase_last(struct passphrase *passphrase)
{
    uint8_t *text = secret_bytes(passphrase->text);

    while (passphrase->len > 0) {
        bool is_first_byte = !is_continuation(text[passphrase->len - 1]);

        text[--passphrase->len] = 0;
        if (is_first_byte)
            return;
    }
}

void passphrase_clear(struct passphrase *passphrase)
{
    wipe(secret_bytes(passphrase->text), PASSPHRASE_MAX);
    passphrase->len = 0;
}

size_t passphrase_length(const struct passphrase *passphrase)
{
    const uint8_t *text = secret_bytes_const(passphrase->text);
    size_t count = 0;

    for (size_t i = 0; i < passphrase->len; i++)
        count += !is_continuation(text[i]);
    return count;
}

bool passphrase_equal(const struct passphrase *a, const struct passphrase *b)
{
    return a->len == b->len && sodium_memcmp(secret_bytes_const(a->text), secret_bytes_const(b->text), a->len) == 0;
}

const char *passphrase_bytes(const struct passphrase *passphrase, size_t *len)
{
    *len = passphrase->len;
    return (const char *)secret_bytes_const(passphrase->text);
}

/* One byte at a time: what follows the first line on a pipe belongs to whoever reads next. */
static enum err read_line(int fd, struct passphrase *out, struct why *why)
{
    for (;;) {
        char byte = 0;
        ssize_t got = read(fd, &byte, 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return why_errno(why, errno, N_("The passphrase cannot be read"));
        if (got == 0 || byte == '\n')
            return OK;
        if (out->len == PASSPHRASE_MAX)
            return why_set(why, E_INVALID, N_("The passphrase is longer than %d bytes. Choose a shorter one."),
                           (int)PASSPHRASE_MAX);
        secret_bytes(out->text)[out->len++] = (uint8_t)byte;
        wipe(&byte, 1);
    }
}

enum err passphrase_read(int fd, struct passphrase *out, struct why *why)
{
    const char *text = (const char *)secret_bytes_const(out->text);
    enum err e;

    passphrase_clear(out);
    if ((e = read_line(fd, out, why)))
        goto done;
    if (out->len > 0 && text[out->len - 1] == '\r')
        passphrase_erase_last(out);
    if (out->len == 0)
        e = why_set(why, E_INVALID, N_("The passphrase is empty. Put it on the first line."));
    else if (!is_typable(text, out->len))
        e = why_set(
            why, E_INVALID,
            N_("The passphrase holds a character that cannot be typed. Use letters, digits, signs and blanks."));
done:
    if (e)
        passphrase_clear(out);
    return e;
}

enum err passphrase_copy(const struct passphrase *from, struct passphrase **out, struct why *why)
{
    enum err e = passphrase_new(out, why);

    if (e)
        return e;
    memcpy(secret_bytes((*out)->text), secret_bytes_const(from->text), from->len);
    (*out)->len = from->len;
    return OK;
}

static bool is_one_character_repeated(const struct passphrase *passphrase)
{
    const uint8_t *text = secret_bytes_const(passphrase->text);
    size_t width = 1;

    while (width < passphrase->len && is_continuation(text[width]))
        width++;
    for (size_t i = width; i < passphrase->len; i++)
        if (text[i] != text[i - width])
            return false;
    return true;
}

enum err passphrase_check(const struct passphrase *passphrase, struct why *why)
{
    if (passphrase_length(passphrase) < PASSPHRASE_LEAST_CHARACTERS)
        return why_set(
            why, E_INVALID,
            N_("The passphrase needs at least %d characters. Four or more unrelated words are easy to remember."),
            (int)PASSPHRASE_LEAST_CHARACTERS);
    if (is_one_character_repeated(passphrase))
        return why_set(why, E_INVALID, N_("The passphrase is one character repeated. Choose several unrelated words."));
    return OK;
}

enum err passphrase_normal(const struct passphrase *passphrase, struct secret **out, size_t *len, struct why *why)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const uint8_t *text = secret_bytes_const(passphrase->text);
    utf8proc_ssize_t points, bytes;
    enum err e;

    *out = NULL;
    points = utf8proc_decompose(text, (utf8proc_ssize_t)passphrase->len, NULL, 0, options);
    if (points <= 0)
        return why_set(why, E_INVALID, N_("The passphrase is empty or is not written in UTF-8. Type it again."));
    if ((e = secret_new(((size_t)points + 1) * sizeof(utf8proc_int32_t), out, why)))
        return e;
    points = utf8proc_decompose(text, (utf8proc_ssize_t)passphrase->len, (utf8proc_int32_t *)(void *)secret_bytes(*out),
                                points, options);
    bytes = points > 0 ? utf8proc_reencode((utf8proc_int32_t *)(void *)secret_bytes(*out), points, options) : points;
    if (bytes <= 0) {
        secret_free(*out);
        *out = NULL;
        return why_set(why, E_INVALID, N_("The passphrase is empty or is not written in UTF-8. Type it again."));
    }
    *len = (size_t)bytes;
    return OK;
}
