/*
 * Cells written as RFC 4180 has them, and the guard against formulas: a spreadsheet that opens our file must show text
 * as text. The guard is a bijection: what already looks guarded gets another ', so that taking one away always gives
 * back the very text.
 */
#include <string.h>

#include "townkeep/exchange/sheet.h"

/* What a spreadsheet passes over before it looks for a sign: blanks, also those that do not break and those of full
 * width. */
static const char *behind_blanks(const char *text)
{
    static const char *const blanks[] = { " ", "\u00A0", "\u2028", "\u2029", "\u202F", "\u3000", "\u200B", "\uFEFF" };
    size_t i = 0;

    while (i < sizeof blanks / sizeof *blanks) {
        size_t len = strlen(blanks[i]);

        if (strncmp(text, blanks[i], len) != 0) {
            i++;
            continue;
        }
        text += len;
        i = 0;
    }
    return text;
}

bool csv_is_formula(const char *text)
{
    /* The last four are the signs in full width, which spreadsheets set for East Asia take for the same. */
    static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠" };

    text = behind_blanks(text + strspn(text, "'"));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    }
    return false;
}

const char *csv_unguarded(const char *text)
{
    return text[0] == '\'' && csv_is_formula(text) ? text + 1 : text;
}

enum err csv_add(struct buf *out, const char *text, enum csv_guard guard)
{
    const char *sign = guard == CSV_GUARDED && csv_is_formula(text) ? "'" : "";
    bool blank_ends = text[0] == ' ' || (text[0] && text[strlen(text) - 1] == ' ');
    enum err e;

    if (!strpbrk(text, ",;|\"\t\r\n") && !blank_ends)
        return (e = buf_add_str(out, sign)) ? e : buf_add_str(out, text);
    if ((e = buf_add_char(out, '"')) || (e = buf_add_str(out, sign)))
        return e;
    for (const char *at = text; *at;) {
        size_t run = strcspn(at, "\"");

        if ((e = buf_add(out, at, run)) || (at[run] == '"' && (e = buf_add_str(out, "\"\""))))
            return e;
        at += run + (at[run] == '"');
    }
    return buf_add_char(out, '"');
}

enum err csv_add_rows(struct buf *out, const char *const *cells, size_t columns, size_t rows)
{
    enum err e = OK;

    for (size_t i = 0; i < columns * rows && !e; i++) {
        if (i % columns > 0 && (e = buf_add_char(out, ',')))
            break;
        e = csv_add(out, cells[i] ? cells[i] : "", CSV_GUARDED);
        if (!e && i % columns == columns - 1)
            e = buf_add_str(out, "\r\n");
    }
    return e;
}
