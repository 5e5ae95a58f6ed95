/*
 * Cleaning text where it enters: no byte that moves a cursor, turns the writing direction or cannot be seen gets
 * past here, and what gets past is NFC. Cleaning twice is cleaning once.
 * The surprise: marks are capped before *and* after normalising. Before, because ordering a run of thousands of
 * marks is quadratic; after, because a few marks normalise to two.
 */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "townkeep/base/text.h"

enum { MARK_RUN_MAX = 8 };

struct code_points {
    uint32_t *at;
    size_t count;
};

static bool is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D;
}

static bool is_mark(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);

    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

static bool is_letter_or_mark(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

/* Format characters that are seen: number and end-of-verse signs that stand before digits. */
static bool is_visible_format(uint32_t code)
{
    return (code >= 0x600 && code <= 0x605) || code == 0x6DD || code == 0x70F || code == 0x890 || code == 0x891 ||
           code == 0x8E2 || code == 0x110BD || code == 0x110CD;
}

/* Letters and marks that nobody sees: fillers, the grapheme joiner, variation selectors, Khmer's inherent vowels. */
static bool is_invisible(uint32_t code)
{
    return code == 0x34F || code == 0x115F || code == 0x1160 || code == 0x17B4 || code == 0x17B5 || code == 0x3164 ||
           code == 0xFFA0 || (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0000 && code <= 0xE0FFF);
}

static bool is_dropped(uint32_t code)
{
    if (code < 0x80)
        return code < 0x20 || code == 0x7F;
    if (code < 0xA0 || code == 0xAD)
        return true;
    if (code < 0x300)
        return false;
    if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF) || is_invisible(code))
        return true;
    return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_CF && !is_visible_format(code) &&
           !is_joiner(code);
}

static bool is_line_end(uint32_t code)
{
    return (code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

/* Decode, dropping what must go; a run of marks is cut, and a joiner inside a run does not begin a new one. */
static void filter(struct code_points *points, const char *bytes, size_t len, enum text_lines lines)
{
    size_t marks = 0;
    utf8proc_int32_t code;
    utf8proc_ssize_t step;

    for (size_t at = 0; at < len; at += (size_t)step) {
        step = utf8proc_iterate((const utf8proc_uint8_t *)bytes + at, (utf8proc_ssize_t)(len - at), &code);
        if (step <= 0)
            break;
        if (code == '\r' && at + 1 < len && bytes[at + 1] == '\n')
            continue;
        if (is_line_end((uint32_t)code))
            code = lines == TEXT_MANY_LINES ? '\n' : ' ';
        else if (code == '\t')
            code = ' ';
        if (code != '\n' && is_dropped((uint32_t)code))
            continue;
        if (is_mark((uint32_t)code)) {
            if (++marks > MARK_RUN_MAX)
                continue;
        } else if (!is_joiner((uint32_t)code)) {
            marks = 0;
        }
        points->at[points->count++] = (uint32_t)code;
    }
}

/* Joiners stay only between two letters (or marks) of a word, and one at a time. */
static void drop_loose_joiners(struct code_points *points)
{
    size_t kept = 0;

    for (size_t i = 0; i < points->count; i++) {
        size_t next = i + 1;

        if (is_joiner(points->at[i])) {
            while (next < points->count && is_joiner(points->at[next]))
                next++;
            if (next == points->count || !is_letter_or_mark(points->at[next]))
                continue;
            if (kept == 0 || !is_letter_or_mark(points->at[kept - 1]))
                continue;
        }
        points->at[kept++] = points->at[i];
    }
    points->count = kept;
}

static enum err encode(const struct code_points *points, struct buf *out)
{
    enum err e = buf_reserve(out, points->count * 4);

    if (e)
        return e;
    for (size_t i = 0; i < points->count; i++) {
        utf8proc_uint8_t *to = (utf8proc_uint8_t *)out->data + out->len;

        out->len += (size_t)utf8proc_encode_char((utf8proc_int32_t)points->at[i], to);
    }
    out->data[out->len] = '\0';
    return OK;
}

/* One pass of the filter over `len` bytes, appended to `out`. */
static enum err filtered(struct buf *out, const char *bytes, size_t len, enum text_lines lines)
{
    struct code_points points = { .at = malloc((len + 1) * sizeof(uint32_t)) };
    enum err e;

    if (!points.at)
        return E_MEMORY;
    filter(&points, bytes, len, lines);
    drop_loose_joiners(&points);
    e = encode(&points, out);
    explicit_bzero(points.at, (len + 1) * sizeof(uint32_t));
    free(points.at);
    return e;
}

/* Bytes that are clean and NFC as they stand: below U+0300 nothing combines, and most text is there. */
static bool is_plainly_clean(const char *bytes, size_t len, enum text_lines lines)
{
    const unsigned char *s = (const unsigned char *)bytes;

    for (size_t i = 0; i < len; i++) {
        if (s[i] >= 0x20 && s[i] < 0x7F)
            continue;
        if (s[i] == '\n' && lines == TEXT_MANY_LINES)
            continue;
        if (s[i] < 0xC3 || s[i] > 0xCB)
            return false;
        i++;
    }
    return true;
}

static enum err clean_any(struct buf *out, const char *bytes, size_t len, enum text_lines lines)
{
    struct buf once = { 0 };
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t normal_len;
    enum err e = filtered(&once, bytes, len, lines);

    if (e)
        goto done;
    normal_len = utf8proc_map((const utf8proc_uint8_t *)buf_text(&once), (utf8proc_ssize_t)once.len, &normal,
                              UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (normal_len < 0) {
        e = normal_len == UTF8PROC_ERROR_NOMEM ? E_MEMORY : E_INVALID;
        goto done;
    }
    e = filtered(out, (const char *)normal, (size_t)normal_len, lines);
    explicit_bzero(normal, (size_t)normal_len);
done:
    free(normal);
    buf_wipe(&once);
    return e;
}

enum err text_clean(struct buf *out, const char *bytes, size_t len, enum text_lines lines)
{
    if (!text_is_utf8(bytes, len))
        return E_INVALID;
    if (is_plainly_clean(bytes, len, lines))
        return buf_add(out, bytes, len);
    return clean_any(out, bytes, len, lines);
}
