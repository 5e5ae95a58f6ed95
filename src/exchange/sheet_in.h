/*
 * Private to sheet.c (opening, decoding), sheet_rows.c (cells) and sheet_geojson.c (features): a window of decoded text
 * that slides over the file.
 */
#ifndef SHEET_IN_H
#define SHEET_IN_H

#include <iconv.h>
#include <stdint.h>
#include <sys/stat.h>

#include "townkeep/exchange/sheet.h"

enum { SHEET_CHUNK = 64 * 1024 };

struct sheet {
    int fd;
    struct stat opened; /* as the file was when it was opened */
    struct sheet_shape shape;
    iconv_t convert; /* only when `converts` */
    bool converts;
    bool at_end; /* all bytes of the file are in the window or behind it */
    uint64_t bytes_read, fingerprint;
    uint8_t left[8]; /* an unfinished character at the end of the last chunk */
    size_t left_len;
    struct buf text; /* the window, UTF-8; bytes no character could be made of are 0xFF */
    size_t at;       /* where the next row begins in it */
    uint64_t line, number;
    int unclosed;
    struct buf cells;  /* of the current row, each closed by NUL */
    struct buf starts; /* size_t offsets into cells */
    const char **pointers;
    size_t pointer_count;
    struct sheet_row headings;
    struct buf heading_cells;
    struct geojson *geojson; /* NULL: the file is CSV. Else its text is in the window whole */
};

/* At least one more chunk into the window, or at_end. E_SYSTEM in *why. */
MUST_USE enum err sheet_fill(struct sheet *sheet, struct why *why);
/* One row from the window into cells, pointers and *row. */
enum sheet_step sheet_read_row(struct sheet *sheet, struct sheet_row *row, struct why *why);
/* The separator of the sample, and how its lines end. */
char sheet_guess_separator(const char *text, size_t len);
enum line_end sheet_guess_line_end(const char *text, size_t len);

#endif
