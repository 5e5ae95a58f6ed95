/* Rows and cells of delimited files, hostile ones included, and cells written. */
#include <CUnit/Basic.h>
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/exchange/sheet.h"
#include "unit.h"

struct fixture {
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct sheet *sheet;
    struct sheet_row row;
    struct why why;
};

static void write_bytes(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

static enum err start(struct fixture *f, const void *bytes, size_t len)
{
    *f = (struct fixture){ 0 };
    unit_folder(f->folder);
    unit_path(f->folder, "in.csv", f->path);
    write_bytes(f->path, bytes, len);
    return sheet_open(f->path, NULL, &f->sheet, &f->why);
}

static void end(struct fixture *f)
{
    sheet_close(f->sheet);
    unit_folder_remove(f->folder);
}

static enum sheet_step next(struct fixture *f)
{
    return sheet_next(f->sheet, &f->row, &f->why);
}

/* The next step is a row of these two cells. */
static void expect_row(struct fixture *f, uint64_t line, const char *first, const char *second)
{
    CU_ASSERT_EQUAL_FATAL(next(f), SHEET_ROW);
    CU_ASSERT_EQUAL(f->row.line, line);
    CU_ASSERT_EQUAL_FATAL(f->row.count, 2);
    CU_ASSERT_STRING_EQUAL(f->row.cells[0], first);
    CU_ASSERT_STRING_EQUAL(f->row.cells[1], second);
}

static void expect_bad(struct fixture *f, uint64_t line, const char *reason)
{
    CU_ASSERT_EQUAL_FATAL(next(f), SHEET_BAD);
    CU_ASSERT_EQUAL(f->row.line, line);
    CU_ASSERT_PTR_NOT_NULL(strstr(f->why.text, reason));
}

#define START(f, text) CU_ASSERT_EQUAL_FATAL(start(f, text, sizeof(text) - 1), OK)

static void quotes_blanks_and_lines_inside_values(void)
{
    struct fixture f;

    START(&f, "a,b\n\"x, \"\"y\"\"\", z \n\"two\r\nlines\",5\" pipe\n\n\"end\" ,last");
    expect_row(&f, 2, "x, \"y\"", " z ");
    expect_row(&f, 3, "two\nlines", "5\" pipe");
    expect_row(&f, 6, "end", "last");
    CU_ASSERT_EQUAL(next(&f), SHEET_END);
    CU_ASSERT_EQUAL(sheet_unchanged(f.sheet, &f.why), OK);
    end(&f);
}

static void separators_and_line_ends_are_found_out(void)
{
    static const struct {
        const char *text;
        char separator;
        enum line_end line_end;
    } cases[] = {
        { "a,b\nx,y\n", ',', LINE_END_LF },          { "a;b\r\n1,5;y\r\n", ';', LINE_END_CRLF },
        { "a\tb\rx\ty\r", '\t', LINE_END_CR },       { "a|b\n\"p|q\"|y\n", '|', LINE_END_LF },
        { "sep=;\na;b\nx,1;y\n", ';', LINE_END_LF },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;

        CU_ASSERT_EQUAL_FATAL(start(&f, cases[i].text, strlen(cases[i].text)), OK);
        CU_ASSERT_EQUAL(sheet_shape_of(f.sheet)->separator, cases[i].separator);
        CU_ASSERT_EQUAL(sheet_shape_of(f.sheet)->line_end, cases[i].line_end);
        CU_ASSERT_EQUAL(sheet_headings(f.sheet)->count, 2);
        CU_ASSERT_EQUAL(next(&f), SHEET_ROW);
        CU_ASSERT_EQUAL(f.row.count, 2);
        CU_ASSERT_EQUAL(next(&f), SHEET_END);
        end(&f);
    }
}

static void all_encodings_read_alike(void)
{
    static const char utf8[] = "name,kind\n\xC3\x89t\xC3\xA9,x\n",
                      marked[] = "\xEF\xBB\xBFname,kind\n\xC3\x89t\xC3\xA9,x\n",
                      wide[] = "\xFF\xFEn\0a\0m\0e\0,\0k\0i\0n\0d\0\n\0\xC9\0t\0\xE9\0,\0x\0\n\0",
                      wide_be[] = "\0n\0a\0m\0e\0,\0k\0i\0n\0d\0\n\0\xC9\0t\0\xE9\0,\0x\0\n",
                      latin[] = "name,kind\n\xC9t\xE9,x\n", mac[] = "name,kind\n\x83t\x8E,x\n";
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = { { utf8, sizeof utf8 - 1 },       { marked, sizeof marked - 1 }, { wide, sizeof wide - 1 },
                  { wide_be, sizeof wide_be - 1 }, { latin, sizeof latin - 1 },   { mac, sizeof mac - 1 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;

        CU_ASSERT_EQUAL_FATAL(start(&f, cases[i].bytes, cases[i].len), OK);
        CU_ASSERT_STRING_EQUAL(sheet_headings(f.sheet)->cells[0], "name");
        expect_row(&f, 2, "\xC3\x89t\xC3\xA9", "x");
        end(&f);
    }
}

static void an_unclosed_quotation_mark_costs_its_line_alone(void)
{
    struct fixture f;

    START(&f, "a,b\n\"open,1\nfine,2\nalso,3\n");
    expect_bad(&f, 2, "never closed");
    expect_row(&f, 3, "fine", "2");
    expect_row(&f, 4, "also", "3");
    CU_ASSERT_EQUAL(next(&f), SHEET_END);
    end(&f);
}

static void a_value_that_runs_into_the_next_row_costs_its_line_alone(void)
{
    struct fixture f;

    START(&f, "a,b\n\"open,1\n\"quoted\",2\n\"say \"hi\" there\",3\n");
    expect_bad(&f, 2, "written twice");
    expect_row(&f, 3, "quoted", "2");
    expect_row(&f, 4, "say \"hi\" there", "3");
    end(&f);
}

static void zero_bytes_bad_utf8_and_extra_values_cost_their_lines(void)
{
    struct fixture f;

    START(&f, "a,b\nx\0y,1\n\xC3\xA9\xC3\xA8,2\n\xFF\xFE,3\n\xC3\xA9\xC0\xAF,"
              "4\n\xC3\xA9\xC3\xA8\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9,5\n1,2,3\n1,2,\n");
    expect_bad(&f, 2, "zero bytes");
    expect_row(&f, 3, "\xC3\xA9\xC3\xA8", "2");
    expect_bad(&f, 4, "not UTF-8");
    expect_bad(&f, 5, "not UTF-8");
    CU_ASSERT_EQUAL(next(&f), SHEET_ROW);
    expect_bad(&f, 7, "3 values under 2 headings");
    CU_ASSERT_EQUAL(next(&f), SHEET_ROW);
    CU_ASSERT_EQUAL(next(&f), SHEET_END);
    end(&f);
}

static void a_huge_line_is_passed_over(void)
{
    size_t len = (4 << 20) + 64;
    char *text = malloc(len);
    struct fixture f;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'x', len);
    memcpy(text, "a,b\n", 4);
    memcpy(text + len - 6, "\nok,1\n", 6);
    CU_ASSERT_EQUAL_FATAL(start(&f, text, len), OK);
    expect_bad(&f, 2, "longer than");
    expect_row(&f, 3, "ok", "1");
    CU_ASSERT_EQUAL(next(&f), SHEET_END);
    end(&f);
    free(text);
}

static void ten_thousand_columns_cost_their_line(void)
{
    static char text[30000];
    struct fixture f;
    size_t len = 4;

    memcpy(text, "a,b\n", 4);
    for (int i = 0; i < 10000; i++, len += 2)
        memcpy(text + len, "x,", 2);
    memcpy(text + len, "\nok,1\n", 6);
    CU_ASSERT_EQUAL_FATAL(start(&f, text, len + 6), OK);
    expect_bad(&f, 2, "1,024");
    expect_row(&f, 3, "ok", "1");
    end(&f);
    text[3] = ','; /* now they are the headings */
    CU_ASSERT_EQUAL(start(&f, text, len + 6), E_INVALID);
    end(&f);
}

static void a_value_longer_than_a_row_may_be_costs_its_line_alone(void)
{
    size_t rows = 200, row = 8200, len = 4;
    char *text = malloc(rows * row + 8);
    struct fixture f;
    size_t good = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, "a,b\n", 4);
    for (size_t i = 0; i < rows; i++, len += row) {
        memset(text + len, 'x', row);
        text[len + row - 1] = '\n';
    }
    text[4] = '"'; /* never closed, and more than a row may hold behind it */
    CU_ASSERT_EQUAL_FATAL(start(&f, text, len), OK);
    expect_bad(&f, 2, "never closed");
    while (next(&f) == SHEET_ROW)
        good++;
    CU_ASSERT_EQUAL(good, rows - 1);
    end(&f);
    free(text);
}

static void only_ordinary_files_are_opened(void)
{
    struct fixture f;
    char other[UNIT_PATH_SIZE];
    struct sheet *sheet = NULL;

    START(&f, "a,b\n");
    unit_path(f.folder, "link.csv", other);
    CU_ASSERT_EQUAL(symlink(f.path, other), 0);
    CU_ASSERT_EQUAL(sheet_open(other, NULL, &sheet, &f.why), E_INVALID);
    unit_path(f.folder, "pipe.csv", other);
    CU_ASSERT_EQUAL(mkfifo(other, 0600), 0);
    CU_ASSERT_EQUAL(sheet_open(other, NULL, &sheet, &f.why), E_INVALID);
    CU_ASSERT_EQUAL(sheet_open(f.folder, NULL, &sheet, &f.why), E_INVALID);
    CU_ASSERT_EQUAL(sheet_open("/dev/zero", NULL, &sheet, &f.why), E_INVALID);
    CU_ASSERT_EQUAL(sheet_open("/proc/self/status", NULL, &sheet, &f.why), E_INVALID);
    unit_path(f.folder, "none.csv", other);
    CU_ASSERT_EQUAL(sheet_open(other, NULL, &sheet, &f.why), E_NOT_FOUND);
    CU_ASSERT_PTR_NULL(sheet);
    end(&f);
}

static void sparse_giants_and_empty_files_are_refused(void)
{
    struct fixture f;
    struct sheet *sheet = NULL;

    START(&f, "a,b\n");
    CU_ASSERT_EQUAL(truncate(f.path, (off_t)32 << 30), 0);
    CU_ASSERT_EQUAL(sheet_open(f.path, NULL, &sheet, &f.why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(f.why.text, "4 GiB"));
    CU_ASSERT_EQUAL(truncate(f.path, 0), 0);
    CU_ASSERT_EQUAL(sheet_open(f.path, NULL, &sheet, &f.why), E_INVALID);
    end(&f);
    CU_ASSERT_EQUAL(start(&f, "\n\r\n\n", 4), E_INVALID);
    end(&f);
}

static void a_file_that_changes_while_it_is_read_is_noticed(void)
{
    struct fixture f;
    int fd;

    START(&f, "a,b\nx,y\n");
    expect_row(&f, 2, "x", "y");
    fd = open(f.path, O_WRONLY | O_APPEND);
    CU_ASSERT_EQUAL(write(fd, "more,1\n", 7), 7);
    close(fd);
    CU_ASSERT_EQUAL(next(&f), SHEET_END);
    CU_ASSERT_EQUAL(sheet_unchanged(f.sheet, &f.why), E_CONFLICT);
    end(&f);
}

static void equal_bytes_have_equal_fingerprints(void)
{
    struct fixture f, g;

    START(&f, "a,b\nx,y\n");
    START(&g, "a,b\nx,z\n");
    while (next(&f) != SHEET_END || next(&g) != SHEET_END)
        ;
    CU_ASSERT_NOT_EQUAL(sheet_fingerprint(f.sheet), sheet_fingerprint(g.sheet));
    end(&g);
    START(&g, "a,b\nx,y\n");
    while (next(&g) != SHEET_END)
        ;
    CU_ASSERT_EQUAL(sheet_fingerprint(f.sheet), sheet_fingerprint(g.sheet));
    end(&f);
    end(&g);
}

/* --- beside libcsv --- */
struct beside {
    struct sheet_row row;
    size_t column;
    struct sheet *sheet;
    size_t rows, differ;
};

static void take_cell(void *cell, size_t len, void *data)
{
    struct beside *beside = data;
    const char *ours = beside->column < beside->row.count ? beside->row.cells[beside->column] : "";

    beside->column++;
    beside->differ += strlen(ours) != len || memcmp(ours, cell, len) != 0;
}

static void take_end(int end_of_row, void *data)
{
    struct beside *beside = data;
    struct why why;

    (void)end_of_row;
    beside->differ += beside->column != beside->row.count;
    beside->column = 0;
    beside->rows++;
    if (sheet_next(beside->sheet, &beside->row, &why) != SHEET_ROW)
        beside->row.count = 0;
}

static int never_blank(unsigned char c)
{
    (void)c;
    return 0;
}

static void libcsv_reads_the_same_values(void)
{
    struct beside beside = { 0 };
    struct csv_parser parser;
    static char bytes[1 << 20];
    FILE *file = fopen("tests/data/charities_excerpt.csv", "rb");
    size_t len;
    struct why why;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    CU_ASSERT_EQUAL_FATAL(sheet_open("tests/data/charities_excerpt.csv", NULL, &beside.sheet, &why), OK);
    beside.row = *sheet_headings(beside.sheet);
    csv_init(&parser, 0);
    csv_set_space_func(&parser, never_blank);
    CU_ASSERT_EQUAL(csv_parse(&parser, bytes, len, take_cell, take_end, &beside), len);
    csv_fini(&parser, take_cell, take_end, &beside);
    csv_free(&parser);
    CU_ASSERT_TRUE(beside.rows > 10);
    CU_ASSERT_EQUAL(beside.differ, 0);
    sheet_close(beside.sheet);
}

/* --- writing --- */
static void cells_are_quoted_where_they_must_be(void)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(csv_add(&out, "plain", CSV_AS_IS), OK);
    CU_ASSERT_EQUAL(csv_add(&out, ",", CSV_AS_IS) || csv_add(&out, "a \"b\"\nc", CSV_AS_IS), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "plain\",\"\"a \"\"b\"\"\nc\"");
    buf_release(&out);
}

/* I10, I11 */
static void formulas_are_guarded_and_come_back_as_they_were(void)
{
    static const char *const texts[] = { "=cmd",  "+1",       "-2+3",       "@x",    "\t=tab",   "\r=",
                                         "'=lit", "''@x",     "'plain",     "plain", "",         "a=b",
                                         "\n=lf", "＝1",      "＋1",        "－1",   "＠x",      "'＝1",
                                         " =1",   "\u00A0+1", " \u3000 @x", "'  -1", "\u200B=1", " plain" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf out = { 0 };
        const char *cell;

        CU_ASSERT_EQUAL(csv_add(&out, texts[i], CSV_GUARDED), OK);
        cell = buf_text(&out);
        cell += cell[0] == '"';
        CU_ASSERT_FALSE(cell[0] != '\0' && strchr("=+-@\t\r\n\xEF\xC2\xE2", cell[0]));
        CU_ASSERT_EQUAL(csv_is_formula(texts[i]), texts[i][0] && !strstr(texts[i], "plain") && texts[i][0] != 'a');
        CU_ASSERT_EQUAL(strncmp(csv_unguarded(cell), texts[i], strlen(texts[i])), 0);
        buf_release(&out);
    }
}

void suite_csv(void);
void suite_csv(void)
{
    CU_pSuite s = CU_add_suite("csv", NULL, NULL);

    CU_add_test(s, "quotation marks, blanks and line ends inside values", quotes_blanks_and_lines_inside_values);
    CU_add_test(s, "separators and line ends are found out", separators_and_line_ends_are_found_out);
    CU_add_test(s, "all encodings read alike", all_encodings_read_alike);
    CU_add_test(s, "an unclosed quotation mark costs its line alone", an_unclosed_quotation_mark_costs_its_line_alone);
    CU_add_test(s, "a value that runs into the next row costs its line alone",
                a_value_that_runs_into_the_next_row_costs_its_line_alone);
    CU_add_test(s, "zero bytes, bad UTF-8 and extra values cost their lines",
                zero_bytes_bad_utf8_and_extra_values_cost_their_lines);
    CU_add_test(s, "a huge line is passed over", a_huge_line_is_passed_over);
    CU_add_test(s, "ten thousand columns cost their line", ten_thousand_columns_cost_their_line);
    CU_add_test(s, "a value longer than a row may be costs its line alone",
                a_value_longer_than_a_row_may_be_costs_its_line_alone);
    CU_add_test(s, "I02 only ordinary files are opened", only_ordinary_files_are_opened);
    CU_add_test(s, "D19 sparse giants and empty files are refused", sparse_giants_and_empty_files_are_refused);
    CU_add_test(s, "I03 a file that changes while it is read is noticed",
                a_file_that_changes_while_it_is_read_is_noticed);
    CU_add_test(s, "equal bytes have equal fingerprints", equal_bytes_have_equal_fingerprints);
    CU_add_test(s, "libcsv reads the same values", libcsv_reads_the_same_values);
    CU_add_test(s, "cells are quoted where they must be", cells_are_quoted_where_they_must_be);
    CU_add_test(s, "I10 formulas are guarded and come back as they were",
                formulas_are_guarded_and_come_back_as_they_were);
}
