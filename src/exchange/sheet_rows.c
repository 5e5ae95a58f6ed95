/*
 * Rows and cells out of decoded text, after RFC 4180 with what real files ask for: LF, CRLF and CR all end a row;
 * blanks are kept; a quotation mark in the middle of a value is a character like any other.
 *
 * Why not libcsv: it drops blanks around values, or, told to keep them, reads on into the next lines after `"a" ,`; it
 * gives no line numbers, and no limit to what a value may take. A test compares the two on files where both must agree.
 */
#include <stdlib.h>
#include <string.h>

#include "sheet_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* How far into the window a row has been read. */
struct cursor {
    struct sheet *sheet;
    size_t at;       /* offset from the row's beginning */
    uint64_t lines;  /* line ends passed */
    enum err failed; /* reading more of the file failed */
    struct why *why;
};

enum { END_OF_FILE = -1 };

/* The byte `ahead` places further on, END_OF_FILE behind the last. */
static int peek(struct cursor *cursor, size_t ahead)
{
    struct sheet *sheet = cursor->sheet;

    while (sheet->at + cursor->at + ahead >= sheet->text.len && !sheet->at_end && !cursor->failed)
        cursor->failed = sheet_fill(sheet, cursor->why);
    if (cursor->failed || sheet->at + cursor->at + ahead >= sheet->text.len)
        return END_OF_FILE;
    return (uint8_t)sheet->text.data[sheet->at + cursor->at + ahead];
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r';
}

/* Past one line end of any kind. */
static void pass_line_end(struct cursor *cursor)
{
    cursor->at += peek(cursor, 0) == '\r' && peek(cursor, 1) == '\n' ? 2 : 1;
    cursor->lines++;
}

static bool ends_cell(const struct cursor *cursor, int c)
{
    return c == cursor->sheet->shape.separator || is_line_end(c) || c == END_OF_FILE;
}

/* Whether the quotation mark here closes its value: only blanks before the next separator or line end. */
static bool closes(struct cursor *cursor)
{
    size_t ahead = 1;

    while (peek(cursor, ahead) == ' ' && ahead < 64)
        ahead++;
    return ends_cell(cursor, peek(cursor, ahead));
}

enum cell_end { CELL_ENDED, CELL_UNCLOSED, CELL_STRAY, CELL_TOO_LONG, CELL_NO_MEMORY };

static enum cell_end read_plain(struct cursor *cursor, struct buf *out)
{
    for (;;) {
        int c = peek(cursor, 0);
        size_t from, run = 0;

        if (ends_cell(cursor, c))
            return CELL_ENDED;
        /* Everything up to the next byte that could end the cell, at once. */
        from = cursor->sheet->at + cursor->at;
        while (from + run < cursor->sheet->text.len &&
               !ends_cell(cursor, (uint8_t)cursor->sheet->text.data[from + run]))
            run++;
        if (buf_add(out, cursor->sheet->text.data + from, run))
            return CELL_NO_MEMORY;
        cursor->at += run;
        if (cursor->at > SHEET_ROW_BYTES_MAX)
            return CELL_TOO_LONG;
    }
}

static enum cell_end read_quoted(struct cursor *cursor, struct buf *out)
{
    bool stray = false; /* a quotation mark stood inside without being doubled */
    uint64_t first_line = cursor->lines;

    cursor->at++; /* the opening mark */
    for (;;) {
        int c = peek(cursor, 0);

        if (c == END_OF_FILE || cursor->at > SHEET_ROW_BYTES_MAX)
            return CELL_UNCLOSED;
        /* Within one line it is a slip; over several the value has most likely run on into the next rows. */
        if (stray && cursor->lines > first_line)
            return CELL_STRAY;
        if (c == '"' && peek(cursor, 1) == '"') {
            cursor->at++;
        } else if (c == '"' && closes(cursor)) {
            for (cursor->at++; peek(cursor, 0) == ' ';)
                cursor->at++;
            return CELL_ENDED;
        } else if (c == '"') {
            stray = true;
        } else if (is_line_end(c)) {
            pass_line_end(cursor);
            if (buf_add_char(out, '\n'))
                return CELL_NO_MEMORY;
            continue;
        }
        if (buf_add_char(out, (char)c))
            return CELL_NO_MEMORY;
        cursor->at++;
    }
}

/* Past the line end that follows the row's beginning, however far away it is. Memory stays small: what is passed is let
 * go. */
static void skip_line(struct cursor *cursor)
{
    struct sheet *sheet = cursor->sheet;

    cursor->at = 0;
    for (int c; (c = peek(cursor, 0)) != END_OF_FILE && !is_line_end(c);) {
        cursor->at++;
        if (cursor->at >= SHEET_CHUNK) {
            sheet->at += cursor->at;
            cursor->at = 0;
        }
    }
    cursor->lines = 0;
    if (peek(cursor, 0) != END_OF_FILE)
        pass_line_end(cursor);
}

static enum sheet_step give_up(struct cursor *cursor, struct why *why)
{
    if (!cursor->failed)
        why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    return SHEET_FAILED;
}

/* Say what is wrong with the line the row begins in, and step over that line alone. */
static enum sheet_step refuse_line(struct cursor *cursor, enum cell_end end, struct sheet_row *row, struct why *why)
{
    struct sheet *sheet = cursor->sheet;

    if (cursor->failed || end == CELL_NO_MEMORY)
        return give_up(cursor, why);
    row->line = sheet->line;
    row->count = 0;
    row->cells = NULL;
    skip_line(cursor);
    sheet->at += cursor->at;
    sheet->line += cursor->lines;
    if (end == CELL_UNCLOSED && ++sheet->unclosed > SHEET_UNCLOSED_MAX) {
        why_set(why, E_INVALID,
                N_("Quotation marks are opened and not closed in over %d lines: this is no CSV file, or another "
                   "separator is used."),
                SHEET_UNCLOSED_MAX);
        return SHEET_FAILED;
    }
    if (end == CELL_UNCLOSED)
        why_set(why, E_INVALID, N_("A quotation mark is opened in this line and never closed."));
    else if (end == CELL_STRAY)
        why_set(why, E_INVALID, N_("A quotation mark inside a quoted value must be written twice."));
    else
        why_set(why, E_INVALID, N_("The line is longer than %d KiB."), SHEET_ROW_BYTES_MAX / 1024);
    return cursor->failed ? SHEET_FAILED : SHEET_BAD;
}

static enum err point_at_cells(struct sheet *sheet, struct sheet_row *row)
{
    size_t count = sheet->starts.len / sizeof(size_t);

    if (count > sheet->pointer_count) {
        const char **more = reallocarray(sheet->pointers, count, sizeof *more);

        if (!more)
            return E_MEMORY;
        sheet->pointers = more;
        sheet->pointer_count = count;
    }
    for (size_t i = 0; i < count; i++) {
        size_t start;

        memcpy(&start, sheet->starts.data + i * sizeof start, sizeof start);
        sheet->pointers[i] = sheet->cells.data + start;
    }
    row->cells = sheet->pointers;
    row->count = count;
    return OK;
}

/* What a whole row must be: text, of not too many values. */
static const char *problem_of(const struct sheet *sheet, size_t nul_bytes)
{
    if (nul_bytes > 0)
        return N_("The line contains zero bytes, which no text does.");
    if (sheet->starts.len / sizeof(size_t) > SHEET_COLUMNS_MAX)
        return N_("The line has more than 1,024 values.");
    for (size_t at = 0; at < sheet->cells.len;) {
        const char *cell = sheet->cells.data + at;
        size_t len = strlen(cell);

        if (!text_is_utf8(cell, len))
            return sheet->shape.encoding == ENCODING_UTF_8
                       ? N_("The line contains bytes that are not UTF-8.")
                       : N_("The line contains bytes that are no character of the file's encoding.");
        at += len + 1;
    }
    return NULL;
}

/* One cell into `cells`; counts the zero bytes in it, which would hide what follows them. */
static enum cell_end read_cell(struct cursor *cursor, size_t *nul_bytes)
{
    struct sheet *sheet = cursor->sheet;
    size_t start = sheet->cells.len;
    enum cell_end end;

    if (sheet->starts.len / sizeof start <= SHEET_COLUMNS_MAX && buf_add(&sheet->starts, &start, sizeof start))
        return CELL_NO_MEMORY;
    end = peek(cursor, 0) == '"' ? read_quoted(cursor, &sheet->cells) : read_plain(cursor, &sheet->cells);
    if (cursor->failed)
        return CELL_NO_MEMORY;
    for (size_t i = start; i < sheet->cells.len; i++)
        *nul_bytes += sheet->cells.data[i] == '\0';
    return end == CELL_ENDED && buf_add_char(&sheet->cells, '\0') ? CELL_NO_MEMORY : end;
}

static void pass_empty_lines(struct sheet *sheet, struct why *why)
{
    struct cursor cursor = { .sheet = sheet, .why = why };

    while (is_line_end(peek(&cursor, 0))) {
        pass_line_end(&cursor);
        sheet->at += cursor.at;
        cursor.at = 0;
        sheet->line++;
    }
}

enum sheet_step sheet_read_row(struct sheet *sheet, struct sheet_row *row, struct why *why)
{
    struct cursor cursor = { .sheet = sheet, .why = why };
    size_t nul_bytes = 0;
    const char *problem;
    enum cell_end end;

    *row = (struct sheet_row){ 0 };
    pass_empty_lines(sheet, why);
    row->line = sheet->line;
    buf_clear(&sheet->cells);
    buf_clear(&sheet->starts);
    if (peek(&cursor, 0) == END_OF_FILE)
        return cursor.failed ? SHEET_FAILED : SHEET_END;
    while ((end = read_cell(&cursor, &nul_bytes)) == CELL_ENDED && peek(&cursor, 0) == sheet->shape.separator)
        cursor.at++;
    if (end != CELL_ENDED)
        return refuse_line(&cursor, end, row, why);
    if (is_line_end(peek(&cursor, 0)))
        pass_line_end(&cursor);
    sheet->at += cursor.at;
    sheet->line += cursor.lines;
    problem = problem_of(sheet, nul_bytes);
    if (problem) {
        why_set(why, E_INVALID, "%s", _(problem));
        return SHEET_BAD;
    }
    if (point_at_cells(sheet, row))
        return give_up(&cursor, why);
    return SHEET_ROW;
}

/* --- guessing --- */
/* Cells in the row that starts at *at, which moves behind it; 0 at the end of the sample (an unfinished row does not
 * count). */
static size_t count_cells(const char *text, size_t len, size_t *at, char separator)
{
    size_t cells = 1;
    bool quoted = false;

    for (size_t i = *at; i < len; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text[i] == separator)
            cells++;
        else if (!quoted && is_line_end(text[i])) {
            while (i + 1 < len && is_line_end(text[i + 1]))
                i++;
            *at = i + 1;
            return cells;
        }
    }
    cells = *at < len && len < SHEET_CHUNK ? cells : 0; /* a last row without a line end */
    *at = len;
    return cells;
}

char sheet_guess_separator(const char *text, size_t len)
{
    static const char candidates[] = { ',', ';', '\t', '|' };
    char best = ',';
    size_t best_score = 0;

    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t at = 0, first = count_cells(text, len, &at, candidates[i]), alike = 1, rows = 1, cells;

        while (rows < 50 && (cells = count_cells(text, len, &at, candidates[i])) > 0) {
            rows++;
            alike += cells == first;
        }
        if (first > 1 && alike * 1000 / rows * 10 + first > best_score) {
            best_score = alike * 1000 / rows * 10 + first;
            best = candidates[i];
        }
    }
    return best;
}

enum line_end sheet_guess_line_end(const char *text, size_t len)
{
    size_t counts[3] = { 0 };
    bool quoted = false;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        if (quoted || !is_line_end(text[i]))
            continue;
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n') {
            counts[LINE_END_CRLF]++;
            i++;
        } else {
            counts[text[i] == '\n' ? LINE_END_LF : LINE_END_CR]++;
        }
    }
    if (counts[LINE_END_CRLF] >= counts[LINE_END_LF] && counts[LINE_END_CRLF] > 0)
        return LINE_END_CRLF;
    return counts[LINE_END_CR] > counts[LINE_END_LF] ? LINE_END_CR : LINE_END_LF;
}
