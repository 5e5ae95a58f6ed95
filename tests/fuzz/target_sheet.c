/*
 * Delimited text from a file: the first byte says what the officer chose, the rest is the file. Reading ends, rows are
 * text within the limits, and cells written as CSV are read back the same.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sheet.h"

static void add_rows(struct buf *csv, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if ((i > 0 && buf_add_char(csv, ',')) || csv_add(csv, row->cells[i], CSV_GUARDED))
            abort();
    if (buf_add_str(csv, "\r\n"))
        abort();
}

static bool is_blank(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i][0] != '\0')
            return false;
    return true;
}

/* Written in our way and read again: the same cells. A heading alone in its line may look like "sep=;". */
static void check_written(const struct sheet_row *row)
{
    struct sheet_row back = { 0 };
    struct sheet *sheet = NULL;
    struct buf csv = { 0 };
    char path[256];

    if (buf_add_str(&csv, "first"))
        abort();
    for (size_t i = 1; i < row->count; i++)
        if (buf_add_str(&csv, ",x"))
            abort();
    if (buf_add_str(&csv, "\r\n"))
        abort();
    add_rows(&csv, row);
    fuzz_file("written.csv", csv.data, csv.len, path);
    fuzz_must(sheet_open(path, &(struct sheet_wish){ .encoding = "UTF-8", .separator = ',' }, &sheet, NULL) == OK,
              "a file we write is read");
    fuzz_must(sheet_next(sheet, &back, NULL) == SHEET_ROW && back.count == row->count, "with as many cells");
    for (size_t i = 0; i < back.count; i++)
        fuzz_must(strcmp(csv_unguarded(back.cells[i]), row->cells[i]) == 0, "and the same text in them");
    sheet_close(sheet);
    buf_release(&csv);
}

static void check_row(const struct sheet_row *row)
{
    fuzz_must(row->count <= SHEET_COLUMNS_MAX, "a row has a bounded number of cells");
    for (size_t i = 0; i < row->count; i++)
        fuzz_must(text_is_utf8(row->cells[i], strlen(row->cells[i])), "a cell is UTF-8");
}

static void read_all(struct sheet *sheet, size_t len)
{
    enum sheet_step step;
    uint64_t line = 0, done, whole;
    size_t rows = 0;

    check_row(sheet_headings(sheet));
    do {
        struct sheet_row row = { 0 };
        struct why why = { 0 };

        step = sheet_next(sheet, &row, &why);
        fuzz_must(++rows <= len + 2, "reading comes to an end");
        fuzz_must(step == SHEET_ROW || step == SHEET_END || why.text[0] != '\0', "a refusal has a sentence");
        if (step == SHEET_ROW || step == SHEET_BAD) {
            fuzz_must(row.line > line, "lines are counted upwards");
            line = row.line;
        }
        if (step != SHEET_ROW)
            continue;
        check_row(&row);
        if (rows < 4 && !is_blank(&row))
            check_written(&row);
    } while (step == SHEET_ROW || step == SHEET_BAD);
    sheet_position(sheet, &done, &whole);
    fuzz_must(done <= whole && (step != SHEET_END || done == whole), "at the end everything was read");
    fuzz_must(step != SHEET_END || sheet_unchanged(sheet, NULL) == OK, "a file that nobody touched is unchanged");
}

static void run(const uint8_t *bytes, size_t len)
{
    static const char separators[] = { 0, ',', ';', '\t', '|', 0, 0, 0 };
    struct scan scan = { .at = bytes, .left = len };
    uint8_t how = scan_u8(&scan);
    struct sheet_wish wish = { .separator = separators[how % 8] };
    struct sheet *sheet = NULL;
    struct why why = { 0 };
    char path[256];

    if (how / 8 % 8 < ENCODING_COUNT)
        wish.encoding = encoding_name((enum encoding)(how / 8 % 8));
    fuzz_file("file.csv", scan.at, scan.left, path);
    if (sheet_open(path, how & 0x80 ? NULL : &wish, &sheet, &why) == OK)
        read_all(sheet, len);
    else
        fuzz_must(sheet == NULL && why.text[0] != '\0', "a refusal has a sentence, and nothing is open");
    sheet_close(sheet);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const files[] = {
        "\x80name,kind,note\r\n\"Hazel, house\",club,\"two\r\nlines\"\r\n=cmd,'+1,@x\r\n",
        "\x80sep=;\nname;kind\nA;\"b\"\"c\"\n ;\"open\n",
        "\x80\xef\xbb\xbfname\ttags\nZo\xc3\xab\ta;b\n\xe9\xe8\t\xff\n",
        "\x80name|a\rone|two\rthree|\"four\" \r",
        "\x18name,city\nCaf\xe9,Z\xfcrich\n",
        "\x80"
        "a,b\n1,2,3\n,,\n\"x\"y\",z\n",
        "\x80\n\n\nname\n\"'=x\"\n'\n''-\n",
    };
    static const char wide[] = "\x80\xff\xfen\0a\0m\0e\0,\0b\0\n\0\xe9\0,\0\x3d\xd8\x00\xde\n\0";

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        take(data, files[i], strlen(files[i]));
    take(data, wide, sizeof wide - 1);
}

const struct fuzz_target fuzz_target_sheet = { .name = "sheet", .most = 8192, .run = run, .seeds = seeds };
