/* Lines of an address card: RFC 6350, 3.2 and 3.4 (the same in RFC 2426 and 2425). */
#include <stdbool.h>
#include <string.h>

#include "vcard_in.h"

enum { LINE_BYTES = 75 };

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F;
}

enum err vcard_add_text(struct buf *line, const char *text)
{
    enum err e = OK;

    for (; *text && !e; text++) {
        if (*text == '\n')
            e = buf_add_str(line, "\\n");
        else if (!is_control(*text) && (!strchr("\\,;", *text) || !(e = buf_add_char(line, '\\'))))
            e = buf_add_char(line, *text);
    }
    return e;
}

enum err vcard_add_raw(struct buf *line, const char *text)
{
    enum err e = OK;

    for (; *text && !e; text++) {
        if (!is_control(*text))
            e = buf_add_char(line, *text);
    }
    return e;
}

static bool is_inside_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

enum err vcard_end_line(struct buf *line, struct buf *out)
{
    const char *at = buf_text(line);
    size_t left = line->len, room = LINE_BYTES;
    enum err e = OK;

    while (left > room && !e) {
        size_t cut = room;

        while (cut > 1 && is_inside_character(at[cut]))
            cut--;
        if (!(e = buf_add(out, at, cut)))
            e = buf_add_str(out, "\r\n ");
        at += cut;
        left -= cut;
        room = LINE_BYTES - 1; /* the blank that opens a further line counts */
    }
    if (!e && !(e = buf_add(out, at, left)))
        e = buf_add_str(out, "\r\n");
    buf_clear(line);
    return e;
}
