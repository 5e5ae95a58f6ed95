/*
 * Walking over text: code points, grapheme clusters, words, numbers. Malformed bytes never stop a walk; each counts
 * as one U+FFFD.
 */
#include "townkeep/base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* Length of the well-formed sequence at `s` (which has `left` bytes), with its code point; 0 when malformed. */
static size_t decode(const unsigned char *s, size_t left, uint32_t *code)
{
    static const uint32_t smallest[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t len = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    uint32_t value;

    if (len == 1) {
        *code = s[0];
        return 1;
    }
    if (len == 0 || len > left)
        return 0;
    value = s[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3Fu);
    }
    if (value < smallest[len] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return len;
}

bool text_is_utf8(const char *bytes, size_t len)
{
    const unsigned char *s = (const unsigned char *)bytes;
    uint32_t code;

    for (size_t at = 0, step; at < len; at += step) {
        step = decode(s + at, len - at, &code);
        if (step == 0)
            return false;
    }
    return true;
}

uint32_t text_next(const char *text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text + *at;
    uint32_t code;
    size_t step;

    if (s[0] < 0x80) {
        *at += s[0] != '\0';
        return s[0];
    }
    /* A closing NUL is no continuation byte, so decode stops there by itself. */
    step = decode(s, 4, &code);
    *at += step ? step : 1;
    return step ? code : 0xFFFD;
}

size_t text_next_grapheme(const char *text, size_t at)
{
    utf8proc_int32_t state = 0;
    uint32_t code = text_next(text, &at), next;
    size_t after = at;

    while (code != 0) {
        next = text_next(text, &after);
        if (next == 0 || ((code | next) < 0x80 && !(code == '\r' && next == '\n')))
            break;
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)code, (utf8proc_int32_t)next, &state))
            break;
        at = after;
        code = next;
    }
    return at;
}

/* A place before `at` where a cluster certainly starts: between two ASCII bytes, except inside CR LF. */
static size_t cluster_start_before(const char *text, size_t at)
{
    while (at > 0) {
        at--;
        if (at > 0 && ((unsigned char)text[at] | (unsigned char)text[at - 1]) < 0x80 &&
            !(text[at - 1] == '\r' && text[at] == '\n'))
            break;
    }
    return at;
}

size_t text_previous_grapheme(const char *text, size_t at)
{
    size_t start, next;

    if (at == 0)
        return 0;
    start = cluster_start_before(text, at);
    while ((next = text_next_grapheme(text, start)) < at && next > start)
        start = next;
    return start;
}

size_t text_cut(const char *text, size_t most)
{
    size_t at = 0, next;

    while ((next = text_next_grapheme(text, at)) > at && next <= most)
        at = next;
    if (at > 0 || next == 0)
        return at;
    for (next = 0; text_next(text, &next) != 0 && next <= most;)
        at = next;
    return at;
}

size_t text_cut_into(char *out, size_t size, const char *text)
{
    size_t len;

    if (size == 0)
        return 0;
    len = text_cut(text, size - 1);
    memcpy(out, text, len);
    out[len] = '\0';
    return len;
}

size_t text_print_args_into(char *out, size_t size, const char *format, va_list args)
{
    size_t len, at;
    int needed;

    if (size == 0)
        return 0;
    needed = vsnprintf(out, size, format, args);
    if (needed < 0)
        out[0] = '\0';
    len = strlen(out);
    if (needed < 0 || (size_t)needed < size)
        return len;
    /* What stands behind the last whole character, if it is the beginning of another. */
    for (at = len; at > 0 && len - at < 4 && ((unsigned char)out[at - 1] & 0xC0) == 0x80;)
        at--;
    if (at > 0 && (unsigned char)out[at - 1] >= 0xC0 && !text_is_utf8(out + at - 1, len - at + 1))
        out[len = at - 1] = '\0';
    return len;
}

size_t text_print_into(char *out, size_t size, const char *format, ...)
{
    va_list args;
    size_t len;

    va_start(args, format);
    len = text_print_args_into(out, size, format, args);
    va_end(args);
    return len;
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') ||
           (code >= 0x80 && (code == 0x85 || utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ZS ||
                             code == 0x2028 || code == 0x2029));
}

size_t text_word_count(const char *text)
{
    size_t count = 0;
    bool inside = false;
    uint32_t code;

    for (size_t at = 0; (code = text_next(text, &at)) != 0;) {
        bool blank = is_blank(code);

        if (!blank && !inside)
            count++;
        inside = !blank;
    }
    return count;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_ignoring_case(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

bool text_to_int(const char *text, int64_t *out)
{
    static const char blanks[] = " \t\r\n";
    const char *at = text + strspn(text, blanks);
    bool negative = *at == '-';
    int64_t value = 0;

    at += *at == '-' || *at == '+';
    if (*at < '0' || *at > '9')
        return false;
    /* Counting downwards, because the smallest number has no positive twin. */
    for (; *at >= '0' && *at <= '9'; at++) {
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, *at - '0', &value))
            return false;
    }
    if (at[strspn(at, blanks)] != '\0' || (!negative && value == INT64_MIN))
        return false;
    *out = negative ? value : -value;
    return true;
}

/* --- lists --- */
bool text_list_has_of(const char *list, const char *item, size_t len)
{
    while (list && *list) {
        size_t own = strcspn(list, ";");

        if (own == len && memcmp(list, item, len) == 0)
            return true;
        list += own + (list[own] == ';');
    }
    return false;
}

bool text_list_has(const char *list, const char *item)
{
    return text_list_has_of(list, item, strlen(item));
}
