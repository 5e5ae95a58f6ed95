/*
 * Delimited text (CSV and its cousins) as rows of cells in UTF-8, read in a stream with bounded memory. Encoding,
 * separator and line ends are found out from the file's beginning and can be overruled. What one line does wrong costs
 * that line alone: it is reported with its number and a reason, and reading goes on with the next.
 *
 * A file named .geojson or .json is read as GeoJSON (RFC 7946) instead, up to 64 MiB: a row for each feature of its
 * FeatureCollection, a column for each property, and "longitude" and "latitude" behind them: a point's own, else the
 * middle of the area or line. Lists become "a;b". A feature that cannot be read is reported as a line is.
 */
#ifndef TOWNKEEP_EXCHANGE_SHEET_H
#define TOWNKEEP_EXCHANGE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

/* Limits on what a file may bring. */
enum {
    SHEET_COLUMNS_MAX = 1024,
    SHEET_ROW_BYTES_MAX = 1 << 20,
    SHEET_UNCLOSED_MAX = 100, /* lines with a quotation mark that is never closed, before the file is given up */
};
#define SHEET_FILE_BYTES_MAX ((int64_t)4 << 30)

enum encoding {
    ENCODING_UTF_8,
    ENCODING_UTF_16_LE,
    ENCODING_UTF_16_BE,
    ENCODING_WINDOWS_1252, /* also stands for Latin-1, whose printable half it contains */
    ENCODING_MAC_ROMAN,
    ENCODING_COUNT
};
const char *encoding_name(enum encoding encoding); /* "UTF-8", "Windows-1252": proper names, not translated */
/* By name or common alias ("latin1", "utf16", "macroman"), folded; false when unknown. */
bool encoding_find(const char *name, enum encoding *out);
/* From the first bytes of a file: byte order mark, else zero bytes, else well-formed UTF-8, else the 8-bit set whose
 * reading is the more plausible text. *mark is how many bytes the byte order mark takes. `whole` says that `bytes` is
 * all there is. */
enum encoding encoding_detect(const void *bytes, size_t len, bool whole, size_t *mark);

enum line_end { LINE_END_LF, LINE_END_CRLF, LINE_END_CR };

struct sheet_shape {
    enum encoding encoding;
    size_t mark;            /* bytes of the byte order mark */
    char separator;         /* , ; TAB | */
    enum line_end line_end; /* the commonest */
    bool features;          /* GeoJSON: separator and line ends say nothing */
};
/* "UTF-8, comma, LF" in the program's language, for the report. */
const char *sheet_shape_show(const struct sheet_shape *shape, char *out, size_t size);

struct sheet_row {
    uint64_t line;      /* where it begins in the file, from 1 */
    uint64_t number;    /* which data row it is, from 1; the headings are row 0 */
    const char **cells; /* borrowed until the next call */
    size_t count;
};

enum sheet_step {
    SHEET_ROW, /* *row holds a row */
    SHEET_BAD, /* one row could not be read: line and number set, no cells; the reason in *why. Go on reading */
    SHEET_END,
    SHEET_FAILED, /* the reading itself failed; *why says how */
};

struct sheet;
struct sheet_wish {       /* what the caller knows better; zero where it does not */
    const char *encoding; /* a name; NULL or "" detect */
    char separator;       /* 0 detect */
};
/* Open a file: a regular one, no symbolic link, no larger than SHEET_FILE_BYTES_MAX; anything else is refused in words.
 * Reads the headings: E_INVALID when there are none (an empty file), when they cannot be read, or when the bytes are no
 * text. `wish` may be NULL. */
MUST_USE enum err sheet_open(const char *path, const struct sheet_wish *wish, struct sheet **out, struct why *why);
void sheet_close(struct sheet *sheet); /* NULL allowed */
const struct sheet_shape *sheet_shape_of(const struct sheet *sheet);
const struct sheet_row *sheet_headings(const struct sheet *sheet);
enum sheet_step sheet_next(struct sheet *sheet, struct sheet_row *row, struct why *why);
/* How far the reading is, in bytes of the file. */
void sheet_position(const struct sheet *sheet, uint64_t *done, uint64_t *whole);
/* After SHEET_END: E_CONFLICT when the file is no longer the one that was opened (size, time of change). */
MUST_USE enum err sheet_unchanged(const struct sheet *sheet, struct why *why);
/* After SHEET_END: a number that is the same for the same bytes, to tell that a second reading saw what the first did.
 */
uint64_t sheet_fingerprint(const struct sheet *sheet);

/* --- writing --- */
/* Whether a spreadsheet would take this text for a formula: it begins, after any number of ', with = + - @ (in full
 * width too), TAB or a line end. */
bool csv_is_formula(const char *text);
/* The text without the ' that csv_add put before it; other text as it is. */
const char *csv_unguarded(const char *text);
enum csv_guard { CSV_AS_IS, CSV_GUARDED };
/* One cell, quoted as RFC 4180 asks where it must be. CSV_GUARDED puts a ' before what csv_is_formula; only
 * csv_unguarded takes it away again. */
MUST_USE enum err csv_add(struct buf *out, const char *text, enum csv_guard guard);
/* Whole rows, guarded, with CRLF; NULL cells are empty. */
MUST_USE enum err csv_add_rows(struct buf *out, const char *const *cells, size_t columns, size_t rows);

#endif
