/*
 * The key under which text is found: case folded, accents dropped, letters that no keyboard abroad has written with
 * those it has, blanks squeezed. Folding twice is folding once. Database indexes call this for every row, so ASCII
 * and the Latin letters of Europe take a short way; the rest goes through Unicode's compatibility decomposition.
 *
 * Marks are dropped where they are accents (Latin, Greek, Cyrillic, Hebrew, Arabic …) and kept where they are vowels
 * (Thai, Lao, Sinhala, Devanagari …): without them other words would look the same.
 */
#include <string.h>
#include <utf8proc.h>

#include "townkeep/base/text.h"

enum { LATIN_FIRST = 0xC0, LATIN_END = 0x180 };

/* U+00C0 to U+017F. Empty: no letter (× and ÷). */
static const char latin[LATIN_END - LATIN_FIRST][3] = {
    /* C0 */ "a",  "a", "a",  "a",  "a", "a", "ae", "c", "e", "e",  "e", "e", "i", "i", "i",  "i",
    /* D0 */ "d",  "n", "o",  "o",  "o", "o", "o",  "",  "o", "u",  "u", "u", "u", "y", "th", "ss",
    /* E0 */ "a",  "a", "a",  "a",  "a", "a", "ae", "c", "e", "e",  "e", "e", "i", "i", "i",  "i",
    /* F0 */ "d",  "n", "o",  "o",  "o", "o", "o",  "",  "o", "u",  "u", "u", "u", "y", "th", "y",
    /* 100 */ "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c",  "c", "c", "c", "c", "d",  "d",
    /* 110 */ "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e",  "e", "e", "g", "g", "g",  "g",
    /* 120 */ "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i",  "i", "i", "i", "i", "i",  "i",
    /* 130 */ "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l",  "l", "l", "l", "l", "l",  "l",
    /* 140 */ "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "'n", "n", "n", "o", "o", "o",  "o",
    /* 150 */ "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r",  "s", "s", "s", "s", "s",  "s",
    /* 160 */ "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u",  "u", "u", "u", "u", "u",  "u",
    /* 170 */ "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z",  "z", "z", "z", "z", "z",  "s",
};

/* Written differently by different keyboards and word processors. */
static const char *plain_twin(uint32_t code)
{
    switch (code) {
    case 0xB4:
    case 0x2B9:
    case 0x2BB:
    case 0x2BC:
    case 0x2BD:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
        return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
        return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return "-";
    case 0x1E9E:
        return "ss";
    default:
        return NULL;
    }
}

static bool is_dropped_mark(const utf8proc_property_t *property, utf8proc_int32_t code)
{
    if (property->category != UTF8PROC_CATEGORY_MN && property->category != UTF8PROC_CATEGORY_ME)
        return false;
    if ((code >= 0x7A6 && code <= 0x7B0) || (code >= 0x900 && code <= 0x1AAF) || (code >= 0x1B00 && code <= 0x1CCF) ||
        (code >= 0xA800 && code <= 0xABFF) || code >= 0x11000)
        return false;
    /* Kana's voicing marks, 8, turn one consonant into another. */
    return property->combining_class != 8;
}

static bool is_blank(const utf8proc_property_t *property, utf8proc_int32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029 ||
           property->category == UTF8PROC_CATEGORY_ZS;
}

/* Writes at the end of a buffer that has room; a blank waits until something follows it. */
struct folder {
    struct buf *out;
    size_t start;
    bool blank_waits;
};

static enum err put(struct folder *folder, const char *bytes, size_t len)
{
    enum err e = OK;

    if (folder->blank_waits && folder->out->len > folder->start)
        e = buf_add_char(folder->out, ' ');
    folder->blank_waits = false;
    return e ? e : buf_add(folder->out, bytes, len);
}

static enum err put_decomposed(struct folder *folder, utf8proc_int32_t code)
{
    const utf8proc_property_t *property = utf8proc_get_property(code);
    const char *twin = plain_twin((uint32_t)code);
    utf8proc_uint8_t bytes[4];

    if (twin)
        return put(folder, twin, strlen(twin));
    if (code >= LATIN_FIRST && code < LATIN_END && latin[code - LATIN_FIRST][0])
        return put(folder, latin[code - LATIN_FIRST], strlen(latin[code - LATIN_FIRST]));
    if (is_blank(property, code)) {
        folder->blank_waits = true;
        return OK;
    }
    if (is_dropped_mark(property, code))
        return OK;
    return put(folder, (const char *)bytes, (size_t)utf8proc_encode_char(code, bytes));
}

static enum err put_code(struct folder *folder, uint32_t code)
{
    utf8proc_int32_t parts[32];
    int last_class = 0;
    utf8proc_ssize_t count;
    const char *twin = plain_twin(code);
    enum err e = OK;

    if (twin)
        return put(folder, twin, strlen(twin));
    count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 32,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                    &last_class);
    for (utf8proc_ssize_t i = 0; !e && i < count && count <= 32; i++)
        e = put_decomposed(folder, parts[i]);
    return e;
}

enum err text_fold(struct buf *out, const char *text)
{
    struct folder folder = { .out = out, .start = out->len };
    size_t len = strlen(text), at = 0;
    enum err e = buf_reserve(out, len);

    while (!e && text[at]) {
        unsigned char c = (unsigned char)text[at];

        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            folder.blank_waits = true;
            at++;
        } else if (c < 0x80) {
            char low = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);

            if (!folder.blank_waits && out->cap - out->len > 1)
                out->data[out->len++] = low;
            else
                e = put(&folder, &low, 1);
            at++;
        } else {
            uint32_t code = text_next(text, &at);

            if (code >= LATIN_FIRST && code < LATIN_END && latin[code - LATIN_FIRST][0])
                e = put(&folder, latin[code - LATIN_FIRST], latin[code - LATIN_FIRST][1] ? 2 : 1);
            else
                e = put_code(&folder, code);
        }
    }
    if (e)
        out->len = folder.start;
    if (out->data)
        out->data[out->len] = '\0';
    return e;
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static bool is_blank_byte(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether a word may start at text[at]: what stands before is no letter and no digit. */
static bool starts_word(const char *text, size_t at)
{
    size_t before;
    utf8proc_category_t category;
    char c;

    if (at == 0)
        return true;
    c = lower(text[at - 1]);
    if ((unsigned char)c < 0x80)
        return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    if (((unsigned char)text[at] & 0xC0) == 0x80)
        return false;
    for (before = at - 1; before > 0 && ((unsigned char)text[before] & 0xC0) == 0x80;)
        before--;
    category = utf8proc_category((utf8proc_int32_t)text_next(text, &before));
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_SO;
}

static bool has_word(const char *text, const char *word, size_t len)
{
    char first = lower(word[0]);

    for (size_t at = 0; text[at]; at++) {
        size_t same = 1;

        if (lower(text[at]) != first || !starts_word(text, at))
            continue;
        while (same < len && text[at + same] && lower(text[at + same]) == lower(word[same]))
            same++;
        if (same == len)
            return true;
    }
    return false;
}

static bool has_words(const char *text, const char *words)
{
    for (size_t at = 0, len; words[at]; at += len) {
        while (is_blank_byte(words[at]))
            at++;
        for (len = 0; words[at + len] && !is_blank_byte(words[at + len]);)
            len++;
        if (len > 0 && !has_word(text, words + at, len))
            return false;
    }
    return true;
}

bool text_has_words(const char *text, const char *words)
{
    struct buf folded_text = { 0 }, folded_words = { 0 };
    bool found = false;

    if (is_ascii(text) && is_ascii(words))
        return has_words(text, words);
    if (text_fold(&folded_text, text) == OK && text_fold(&folded_words, words) == OK)
        found = has_words(buf_text(&folded_text), buf_text(&folded_words));
    buf_wipe(&folded_text);
    buf_wipe(&folded_words);
    return found;
}
