/*
 * Which encoding a file has. Marks and zero bytes decide for UTF-16, well-formedness for UTF-8; between the two 8-bit
 * sets that offices still meet the more plausible reading decides: accented letters stand beside letters, capitals at
 * the beginning of words, apostrophes between letters. Converting is iconv's; this file only asks it for the two tables
 * of 128 characters.
 */
#include <iconv.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/exchange/sheet.h"

static const struct {
    const char *name;
    const char *aliases; /* folded, ;…; */
} encodings[ENCODING_COUNT] = {
    [ENCODING_UTF_8] = { "UTF-8", ";utf-8;utf8;" },
    [ENCODING_UTF_16_LE] = { "UTF-16LE", ";utf-16le;utf16le;utf-16;utf16;unicode;" },
    [ENCODING_UTF_16_BE] = { "UTF-16BE", ";utf-16be;utf16be;" },
    [ENCODING_WINDOWS_1252] = { "Windows-1252", ";windows-1252;windows1252;cp1252;latin1;latin-1;iso-8859-1;ansi;" },
    [ENCODING_MAC_ROMAN] = { "Macintosh", ";macintosh;macroman;mac roman;mac-roman;mac;" },
};

const char *encoding_name(enum encoding encoding)
{
    return encodings[encoding].name;
}

bool encoding_find(const char *name, enum encoding *out)
{
    struct buf folded = { 0 };
    bool found = false;

    if (buf_add_char(&folded, ';') || text_fold(&folded, name) || buf_add_char(&folded, ';'))
        goto done;
    for (int i = 0; i < ENCODING_COUNT && !found && folded.len > 2; i++) {
        found = strstr(encodings[i].aliases, buf_text(&folded)) != NULL;
        if (found)
            *out = (enum encoding)i;
    }
done:
    buf_release(&folded);
    return found;
}

/* The characters of the bytes 0x80 to 0xFF; 0 where there is none. False when this system cannot convert the set. */
static bool high_half(enum encoding encoding, uint32_t out[128])
{
    iconv_t convert = iconv_open("UTF-32LE", encodings[encoding].name);

    if (convert == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): iconv's own way to say no
        return false;
    for (int i = 0; i < 128; i++) {
        char byte = (char)(0x80 + i), *from = &byte, *to = (char *)&out[i];
        size_t from_left = 1, to_left = sizeof out[i];

        out[i] = 0;
        if (iconv(convert, &from, &from_left, &to, &to_left) == (size_t)-1) {
            out[i] = 0;
            iconv(convert, NULL, NULL, NULL, NULL);
        }
    }
    iconv_close(convert);
    return true;
}

static bool is_letter(uint8_t byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_small(uint8_t byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_small_accented(uint32_t c)
{
    return (c >= 0xDF && c <= 0xFF && c != 0xF7) || c == 0x153 || c == 0x161 || c == 0x17E || c == 0x131;
}

static bool is_capital_accented(uint32_t c)
{
    return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || c == 0x152 || c == 0x160 || c == 0x17D || c == 0x178;
}

static bool is_mark_of_text(uint32_t c)
{
    return (c >= 0x2013 && c <= 0x201E) || c == 0x2026 || c == 0xAB || c == 0xBB || c == 0xA0 || c == 0x20AC ||
           c == 0xA3 || c == 0x2022;
}

/* How well the character `c` fits between its neighbours; bytes above 0x7F beside it count as letters. */
static int plausible(uint32_t c, uint8_t before, uint8_t after)
{
    bool letter_before = is_letter(before) || before >= 0x80, letter_after = is_letter(after) || after >= 0x80;

    if (c == 0)
        return -5;
    if (is_small_accented(c))
        return letter_before || letter_after ? 2 : 0;
    if (is_capital_accented(c))
        return is_small(before) ? -2 : 1;
    if (c == 0x2019)
        return letter_before ? 2 : 0;
    if (is_mark_of_text(c))
        return letter_before && letter_after ? 0 : 1;
    return letter_before && letter_after ? -3 : -1;
}

static int64_t score(enum encoding encoding, const uint8_t *bytes, size_t len)
{
    uint32_t high[128] = { 0 };
    int64_t sum = 0;

    if (!high_half(encoding, high))
        return INT64_MIN;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] >= 0x80)
            sum += plausible(high[bytes[i] - 0x80], i > 0 ? bytes[i - 1] : ' ', i + 1 < len ? bytes[i + 1] : ' ');
    }
    return sum;
}

/* Mostly UTF-8 with a few broken lines is still UTF-8: those lines are refused one by one. */
static bool is_mostly_utf8(const uint8_t *bytes, size_t len)
{
    size_t good = 0, bad = 0;

    for (size_t i = 0; i < len;) {
        size_t long_ = bytes[i] < 0x80 ? 1 : bytes[i] >= 0xF0 ? 4 : bytes[i] >= 0xE0 ? 3 : 2;

        if (bytes[i] < 0x80) {
            i++;
        } else if (i + long_ <= len && text_is_utf8((const char *)bytes + i, long_)) {
            good++;
            i += long_;
        } else if (i + long_ > len) { /* cut by the end of the sample */
            break;
        } else {
            bad++;
            i++;
        }
    }
    return bad == 0 || good / 2 >= bad;
}

/* UTF-16 without a mark: plain letters leave every other byte zero. */
static bool is_utf16(const uint8_t *bytes, size_t len, enum encoding *out)
{
    size_t zero[2] = { 0, 0 }, half = len / 2;

    for (size_t i = 0; i < len; i++)
        zero[i & 1] += bytes[i] == 0;
    if (half < 2 || zero[0] + zero[1] < half / 4)
        return false;
    *out = zero[0] > zero[1] ? ENCODING_UTF_16_BE : ENCODING_UTF_16_LE;
    return zero[0] > 4 * zero[1] || zero[1] > 4 * zero[0];
}

enum encoding encoding_detect(const void *bytes, size_t len, bool whole, size_t *mark)
{
    const uint8_t *at = bytes;
    enum encoding wide;

    *mark = 0;
    if (len >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        *mark = 3;
        return ENCODING_UTF_8;
    }
    if (len >= 2 && (memcmp(at, "\xFF\xFE", 2) == 0 || memcmp(at, "\xFE\xFF", 2) == 0)) {
        *mark = 2;
        return at[0] == 0xFF ? ENCODING_UTF_16_LE : ENCODING_UTF_16_BE;
    }
    if (is_utf16(at, len, &wide))
        return wide;
    if ((whole && text_is_utf8(bytes, len)) || is_mostly_utf8(at, len))
        return ENCODING_UTF_8;
    return score(ENCODING_MAC_ROMAN, at, len) > score(ENCODING_WINDOWS_1252, at, len) ? ENCODING_MAC_ROMAN
                                                                                      : ENCODING_WINDOWS_1252;
}
