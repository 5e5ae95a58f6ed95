/*
 * The header on paper: lines a person can type again. What is zero is left out, which is nearly all of it.
 *
 *     64    bytes: one bit for each 24 bytes of the header copy, lowest bit first: is anything but zero there?
 *     24 n  those that have something
 *
 * These bytes, zeros behind, are cut into lines of 25: the line's number, 40 letters in eight groups, and four check
 * letters, the first 20 bits of a hash of the line's number and bytes. A line typed wrong, left out or put at another
 * place is named; and the header's own checksum says whether all of it is as it was.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/base32.h"
#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum {
    UNIT = 24,
    UNIT_COUNT = VAULT_HEADER_SIZE / UNIT,
    MAP_SIZE = UNIT_COUNT / 8,
    LINE = 25,
    LINE_LETTERS = LINE / 5 * 8,
    GROUP = 5,
    CHECK = 4,
    LINES_MAX = (MAP_SIZE + VAULT_HEADER_SIZE + LINE - 1) / LINE,
};

_Static_assert(UNIT_COUNT *UNIT == VAULT_HEADER_SIZE && MAP_SIZE * 8 == UNIT_COUNT, "the units fill a header copy");

static void check_letters(size_t number, const uint8_t bytes[LINE], char out[CHECK])
{
    uint8_t numbered[4 + LINE], hash[HASH_SIZE];

    put_le(numbered, number, 4);
    memcpy(numbered + 4, bytes, LINE);
    hash_bytes(hash, "townkeep header sheet line", numbered, sizeof numbered, NULL);
    for (size_t i = 0; i < CHECK; i++)
        out[i] = base32_letter((unsigned)(get_le(hash, 4) >> (5 * i)));
}

static bool has_unit(const uint8_t *map, size_t unit)
{
    return (map[unit / 8] >> (unit % 8) & 1) != 0;
}

/* --- writing --- */

/* What is printed; *len without the zeros behind. */
static void pack(const uint8_t header[VAULT_HEADER_SIZE], uint8_t out[LINES_MAX * LINE], size_t *len)
{
    static const uint8_t zeros[UNIT];

    memset(out, 0, (size_t)LINES_MAX * LINE);
    *len = MAP_SIZE;
    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        if (memcmp(header + unit * UNIT, zeros, UNIT) == 0)
            continue;
        out[unit / 8] = (uint8_t)(out[unit / 8] | 1u << unit % 8);
        memcpy(out + *len, header + unit * UNIT, UNIT);
        *len += UNIT;
    }
}

static enum err write_line(size_t number, const uint8_t bytes[LINE], struct buf *out)
{
    char letters[LINE_LETTERS], check[CHECK];
    enum err e;

    base32_write(bytes, LINE / 5, letters);
    check_letters(number, bytes, check);
    if ((e = buf_printf(out, "%3zu ", number)))
        return e;
    for (size_t i = 0; i < LINE_LETTERS; i += GROUP)
        if ((e = buf_printf(out, " %.*s", GROUP, letters + i)))
            return e;
    return buf_printf(out, "  %.*s\n", CHECK, check);
}

enum err paper_write(const uint8_t header[VAULT_HEADER_SIZE], struct buf *out, size_t *lines)
{
    uint8_t packed[LINES_MAX * LINE];
    size_t len;
    enum err e = OK;

    pack(header, packed, &len);
    *lines = (len + LINE - 1) / LINE;
    for (size_t i = 0; i < *lines && e == OK; i++)
        e = write_line(i + 1, packed + i * LINE, out);
    return e;
}

/* --- reading --- */

struct paper {
    uint8_t packed[LINES_MAX * LINE];
    bool is_read[LINES_MAX];
};

static enum err say_wrong(size_t number, struct why *why)
{
    return why_set(why, E_INVALID, N_("Line %d is not as it was printed. Compare it with the paper, letter by letter."),
                   (int)number);
}

/* The letters of a line without its blanks; how many, or more than fit. */
static size_t take_letters(const char *line, size_t len, char out[LINE_LETTERS + CHECK])
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++) {
        if (isspace((unsigned char)line[i]) || line[i] == '-')
            continue;
        if (count < LINE_LETTERS + CHECK)
            out[count] = line[i];
        count++;
    }
    return count;
}

static bool is_check_right(const char typed[CHECK], const char wanted[CHECK])
{
    for (size_t i = 0; i < CHECK; i++)
        if (base32_value(typed[i]) != base32_value(wanted[i]))
            return false;
    return true;
}

static enum err read_line(const char *line, size_t len, struct paper *paper, struct why *why)
{
    char letters[LINE_LETTERS + CHECK], wanted[CHECK];
    uint8_t bytes[LINE];
    size_t digits = 0, number = 0, count;

    while (digits < len && digits < 4 && isdigit((unsigned char)line[digits]))
        number = number * 10 + (size_t)(line[digits++] - '0');
    if (number < 1 || number > LINES_MAX)
        return why_set(why, E_INVALID, N_("There is no line %d on a header sheet. Look at the number in front."),
                       (int)number);
    count = take_letters(line + digits, len - digits, letters);
    if (count != LINE_LETTERS + CHECK)
        return why_set(why, E_INVALID,
                       N_("Line %d has %d letters and digits behind its number; it was printed with %d."), (int)number,
                       (int)count, (int)(LINE_LETTERS + CHECK));
    if (base32_read(letters, LINE / 5, bytes) >= 0)
        return say_wrong(number, why);
    check_letters(number, bytes, wanted);
    if (!is_check_right(letters + LINE_LETTERS, wanted))
        return say_wrong(number, why);
    memcpy(paper->packed + (number - 1) * LINE, bytes, LINE);
    paper->is_read[number - 1] = true;
    return OK;
}

static enum err find_gap(const struct paper *paper, size_t lines, struct why *why)
{
    for (size_t i = 0; i < lines; i++)
        if (!paper->is_read[i])
            return why_set(why, E_INVALID, N_("Line %d is missing."), (int)i + 1);
    return OK;
}

static enum err unpack(const struct paper *paper, uint8_t header[VAULT_HEADER_SIZE], struct why *why)
{
    size_t at = MAP_SIZE;
    enum err e = find_gap(paper, (MAP_SIZE + LINE - 1) / LINE, why);

    memset(header, 0, VAULT_HEADER_SIZE);
    for (size_t unit = 0; unit < UNIT_COUNT && e == OK; unit++) {
        if (!has_unit(paper->packed, unit))
            continue;
        memcpy(header + unit * UNIT, paper->packed + at, UNIT);
        at += UNIT;
        e = find_gap(paper, (at + LINE - 1) / LINE, why);
    }
    return e;
}

/* Lines that begin with a number, wherever they stand; all others are the sheet's own words. */
static enum err read_lines(const char *text, struct paper *paper, struct why *why)
{
    enum err e = OK;

    while (*text != '\0' && e == OK) {
        size_t len = strcspn(text, "\n"), blank = strspn(text, " \t");

        if (blank < len && isdigit((unsigned char)text[blank]))
            e = read_line(text + blank, len - blank, paper, why);
        text += len + (text[len] == '\n');
    }
    return e;
}

enum err paper_read(const char *text, uint8_t header[VAULT_HEADER_SIZE], struct why *why)
{
    struct paper *paper = calloc(1, sizeof *paper);
    struct header decoded;
    enum err e;

    if (paper == NULL)
        return vault_no_memory(why);
    if ((e = read_lines(text, paper, why)) == OK)
        e = unpack(paper, header, why);
    free(paper);
    if (e == OK && header_decode(header, &decoded) != HEADER_SOUND)
        e = why_set(why, E_INVALID,
                    N_("Each line fits, but not all together: they are of different sheets. Use the lines of one."));
    return e;
}
