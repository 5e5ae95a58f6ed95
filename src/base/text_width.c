/*
 * Text in terminal cells. A grapheme cluster takes one or two cells: as much as its code points ask for together,
 * never more than a grid's cell can be. A lone mark takes one, for it is drawn on something; controls take none.
 */
#include <utf8proc.h>

#include "townkeep/base/text.h"

/* As the C library and the terminals have it: a spacing vowel sign takes a cell of its own, where utf8proc counts none.
 */
static size_t code_width(uint32_t code)
{
    if (code >= 0x900 && utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_MC)
        return 1;
    return (size_t)utf8proc_charwidth((utf8proc_int32_t)code);
}

static size_t cluster_width(const char *text, size_t start, size_t end)
{
    size_t width = 0;
    uint32_t code;
    bool control = true;

    while (start < end && (code = text_next(text, &start)) != 0) {
        width += code_width(code);
        control = control && (code < 0x20 || (code >= 0x7F && code < 0xA0));
    }
    if (width == 0)
        return control ? 0 : 1;
    return width > 2 ? 2 : width;
}

/* The cluster at *at and its width; moves *at past it. ASCII followed by ASCII is its own cluster. */
static size_t next_width(const char *text, size_t *at)
{
    unsigned char c = (unsigned char)text[*at];
    size_t start = *at;

    if (c >= 0x20 && c < 0x7F && (unsigned char)text[*at + 1] < 0x80) {
        ++*at;
        return 1;
    }
    *at = text_next_grapheme(text, start);
    return cluster_width(text, start, *at);
}

size_t text_width_of(const char *text, size_t len)
{
    size_t width = 0;

    for (size_t at = 0; at < len && text[at];)
        width += next_width(text, &at);
    return width;
}

size_t text_width(const char *text)
{
    return text_width_of(text, (size_t)-1);
}

size_t text_fit(const char *text, size_t cells)
{
    size_t at = 0, next = 0;

    while (text[at]) {
        size_t width = next_width(text, &next);

        if (width > cells)
            break;
        cells -= width;
        at = next;
    }
    return at;
}

/* The end of the line that starts at `start`: after its last byte that fits, and where the next line starts. */
static size_t line_end(const char *text, size_t start, size_t cells, size_t *next_start)
{
    size_t at = start, next = start, width = 0, blank = start, after_blank = 0, fits = start;

    while (text[at] && text[at] != '\n') {
        width += next_width(text, &next);
        if (width <= cells)
            fits = next;
        /* A blank that carries a mark is no blank. */
        if (text[at] == ' ' && next == at + 1) {
            /* A run of blanks closes a line where it begins; what is left of it does not open the next. */
            if (at == start || after_blank != at)
                blank = at;
            after_blank = next;
        } else if (width > cells) {
            if (after_blank > start && blank > start) {
                *next_start = after_blank;
                return blank;
            }
            /* A word longer than the line is cut; a character wider than the line stands alone. */
            *next_start = at > start ? at : next;
            return at > start ? fits : next;
        }
        at = next;
    }
    *next_start = text[at] == '\n' ? at + 1 : at;
    /* Blanks at the end that do not fit are not part of the line. */
    if (width <= cells || after_blank != at)
        return at;
    return blank > start ? blank : fits;
}

size_t text_wrap(const char *text, size_t cells, struct text_span *spans, size_t max)
{
    size_t count = 0, start = 0, next = 0, end;

    if (text[0] == '\0')
        return 0;
    if (cells == 0)
        cells = 1;
    do {
        end = line_end(text, start, cells, &next);
        if (count < max)
            spans[count] = (struct text_span){ .start = start, .len = end - start };
        count++;
        start = next;
    } while (text[start]);
    return count;
}
