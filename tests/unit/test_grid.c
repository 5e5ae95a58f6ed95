/* The grid: text in cells, clipping, lines and marks, comparing and printing. */
#include <CUnit/CUnit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/draw/grid.h"

void suite_grid(void);

static struct grid make(int width, int height)
{
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL_FATAL(grid_init(&grid, width, height), OK);
    return grid;
}

static void expect_print(const struct grid *grid, const char *expected)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(grid_print(grid, &out), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), expected);
    buf_release(&out);
}

static void expect_cell(const struct grid *grid, int x, int y, const char *text, int width)
{
    const struct cell *cell = grid_at(grid, x, y);

    CU_ASSERT_PTR_NOT_NULL_FATAL(cell);
    CU_ASSERT_STRING_EQUAL(cell->text, text);
    CU_ASSERT_EQUAL(cell->width, width);
}

/* Every row must add up: each cell of width 1, or 2 followed by one of 0, and as wide as its text. */
static void expect_whole(const struct grid *grid)
{
    for (int y = 0; y < grid->height; y++) {
        for (int x = 0; x < grid->width; x++) {
            const struct cell *cell = grid_at(grid, x, y);
            const struct cell *next = grid_at(grid, x + 1, y);

            if (cell->width == 0) {
                CU_ASSERT_TRUE(x > 0 && grid_at(grid, x - 1, y)->width == 2);
                CU_ASSERT_STRING_EQUAL(cell->text, "");
            } else {
                CU_ASSERT_EQUAL(text_width(cell->text), cell->width);
                CU_ASSERT_TRUE(cell->width == 1 || (next != NULL && next->width == 0));
            }
        }
    }
}

static void expect_clean(const struct grid *grid)
{
    for (int i = 0; i < grid->width * grid->height; i++) {
        const char *text = grid->cells[i].text;

        CU_ASSERT_TRUE(text_is_utf8(text, strlen(text)));
        for (size_t at = 0; text[at] != '\0';) {
            uint32_t code = text_next(text, &at);

            CU_ASSERT_TRUE(code >= 0x20 && !(code >= 0x7f && code < 0xa0));
            CU_ASSERT_TRUE(!(code >= 0x202a && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069) &&
                           code != 0x200b);
            CU_ASSERT_TRUE(!(code >= 0xe0000 && code <= 0xe0fff));
        }
    }
}

static void test_sizes(void)
{
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 0, 5), E_INVALID);
    CU_ASSERT_EQUAL(grid_init(&grid, 5, -1), E_INVALID);
    CU_ASSERT_EQUAL(grid_init(&grid, GRID_MAX + 1, 5), E_INVALID);
    grid_release(&grid);
    grid = make(3, 2);
    CU_ASSERT_PTR_NULL(grid_at(&grid, 3, 0));
    CU_ASSERT_PTR_NULL(grid_at(&grid, 0, -1));
    CU_ASSERT_EQUAL(grid.cursor_x, -1);
    expect_print(&grid, "\n\n");
    grid.ascii = true;
    CU_ASSERT_EQUAL(grid_resize(&grid, 4, 1), OK);
    CU_ASSERT_TRUE(grid.ascii);
    CU_ASSERT_EQUAL(grid_resize(&grid, 4, 0), E_INVALID);
    CU_ASSERT_EQUAL(grid.width, 4);
    grid_release(&grid);
}

static void test_cut_with_ellipsis(void)
{
    struct grid grid = make(10, 3);

    CU_ASSERT_EQUAL(draw_text(&grid, 0, 0, 5, STYLE_TEXT, "River"), 5);
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 1, 5, STYLE_TEXT, "Rivers"), 5);
    grid.ascii = true;
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 2, 5, STYLE_TEXT, "Rivers"), 5);
    expect_print(&grid, "River\nRive\u2026\nRive~\n");
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 0, 0, STYLE_TEXT, "x"), 0);
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 0, -3, STYLE_TEXT, "x"), 0);
    grid_release(&grid);
}

static void test_wide_at_edges(void)
{
    struct grid grid = make(5, 4);

    /* 日本語 is six cells: five leave two characters and, in the fifth, the ellipsis. */
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 0, 5, STYLE_TEXT, "日本語"), 5);
    expect_cell(&grid, 2, 0, "本", 2);
    expect_cell(&grid, 3, 0, "", 0);
    expect_cell(&grid, 4, 0, "\u2026", 1);
    /* In four cells the second character has no room beside the ellipsis. */
    CU_ASSERT_EQUAL(draw_text(&grid, 0, 1, 4, STYLE_TEXT, "日本語"), 3);
    expect_cell(&grid, 2, 1, "\u2026", 1);
    /* Half outside the grid: a blank in the half that is inside. */
    draw_text(&grid, 4, 2, 9, STYLE_BAD, "日");
    expect_cell(&grid, 4, 2, " ", 1);
    CU_ASSERT_EQUAL(grid_at(&grid, 4, 2)->style, STYLE_BAD);
    draw_text(&grid, -1, 3, 9, STYLE_TEXT, "日本");
    expect_cell(&grid, 0, 3, " ", 1);
    expect_cell(&grid, 1, 3, "本", 2);
    expect_whole(&grid);
    grid_release(&grid);
}

static void test_half_never_stays(void)
{
    struct grid grid = make(6, 2);

    draw_text(&grid, 0, 0, 6, STYLE_TEXT, "日本語");
    draw_text(&grid, 1, 0, 1, STYLE_TEXT, "a");
    draw_text(&grid, 4, 0, 1, STYLE_TEXT, "b");
    expect_print(&grid, " a本b\n\n");
    draw_text(&grid, 1, 0, 2, STYLE_TEXT, "語");
    expect_print(&grid, " 語 b\n\n");
    expect_whole(&grid);
    grid_release(&grid);
}

static void test_names_stay_in_cells(void)
{
    static const char *const names[] = {
        "สมชาย ใจดี",
        "กำนันน้ำใส",
        "ක්\u200dෂේත්\u200dර නිලධාරී",
        "ශ්\u200dරී ලංකා",
        "محمد عبد الله",
        "می\u200cخواهم",
        "မြန်မာ",
        "ລາວ",
        "தமிழ் கொடி",
        "Z\u0301\u0301\u0301\u0301ofia",
        "👩\u200d👩\u200d👧",
        "नमस्ते",
        "한국어",
        "\u1100\u1161\u11a8",
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (int width = 1; width <= 24; width++) {
            struct grid grid = make(24, 1);
            int used;

            draw_text(&grid, width, 0, 1, STYLE_TEXT, "|");
            used = draw_text(&grid, 0, 0, width, STYLE_TEXT, names[i]);
            CU_ASSERT_TRUE(used > 0 && used <= width);
            if (width < 24)
                expect_cell(&grid, width, 0, "|", 1);
            if (text_width(names[i]) <= (size_t)width)
                CU_ASSERT_EQUAL(used, (int)text_width(names[i]));
            expect_whole(&grid);
            expect_clean(&grid);
            grid_release(&grid);
        }
    }
}

static void test_joiners_survive(void)
{
    struct grid grid = make(20, 1);
    struct buf out = { 0 };

    draw_text(&grid, 0, 0, 20, STYLE_TEXT, "ශ්\u200dරී می\u200cخ");
    CU_ASSERT_EQUAL(grid_print(&grid, &out), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "ශ්\u200dරී می\u200cخ\n");
    buf_release(&out);
    grid_release(&grid);
}

static void test_no_control_byte(void)
{
    static const char *const texts[] = {
        "\033]0;title\a",
        "\033[2J",
        "a\x7f\x01\x1f"
        "b",
        "a\xc2\x9b"
        "31mb",
        "a\u202eb\u2066c\u2069",
        "a\u200bb\ufeffc",
        "a\U000e0041b",
        "a\xff\xfe"
        "b",
        "\xc3",
        "a\xe2\x82",
        "\u0301alone",
        "\u200d\u200d",
        "\U000e0041",
        "a\u00adb",
        "\xed\xa0\x80",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct grid grid = make(20, 2);

        draw_text(&grid, 0, 0, 20, STYLE_TEXT, texts[i]);
        draw_wrapped(&grid, (struct area){ 0, 1, 20, 1 }, 0, STYLE_TEXT, texts[i]);
        expect_clean(&grid);
        expect_whole(&grid);
        grid_release(&grid);
    }
}

static void test_every_code_point(void)
{
    struct grid grid = make(4, 1);
    char name[8] = "";

    for (uint32_t code = 1; code < 0x110000; code += code < 0x3100 ? 1 : 61) {
        size_t len = 0;

        if (code >= 0xd800 && code < 0xe000)
            continue;
        if (code >= 0x10000) {
            name[len++] = (char)(0xf0 | code >> 18);
            name[len++] = (char)(0x80 | (code >> 12 & 0x3f));
        } else if (code >= 0x800) {
            name[len++] = (char)(0xe0 | code >> 12);
        }
        if (code >= 0x800)
            name[len++] = (char)(0x80 | (code >> 6 & 0x3f));
        else if (code >= 0x80)
            name[len++] = (char)(0xc0 | code >> 6);
        name[len++] = (char)(code >= 0x80 ? 0x80 | (code & 0x3f) : code);
        name[len] = '\0';
        grid_clear(&grid);
        draw_text(&grid, 0, 0, 4, STYLE_TEXT, name);
        expect_clean(&grid);
        expect_whole(&grid);
    }
    grid_release(&grid);
}

static void test_line_ends_are_seen(void)
{
    struct grid grid = make(12, 2);

    CU_ASSERT_EQUAL(draw_text(&grid, 0, 0, 12, STYLE_TEXT, "a\nb\r\nc\td\re"), 9);
    grid.ascii = true;
    draw_text(&grid, 0, 1, 12, STYLE_TEXT, "a\nb");
    expect_print(&grid, "a\u21b5b\u21b5c d\u21b5e\na/b\n");
    grid_release(&grid);
}

static void test_long_cluster(void)
{
    struct grid grid = make(6, 1);

    CU_ASSERT_EQUAL(
        draw_text(&grid, 0, 0, 6, STYLE_TEXT,
                  "e\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u030f\u0311\u0323\u0324\u0325z"),
        2);
    expect_cell(&grid, 0, 0, "\ufffd", 1);
    expect_cell(&grid, 1, 0, "z", 1);
    grid_release(&grid);
}

static void test_bare_mark(void)
{
    struct grid grid = make(4, 1);

    draw_text(&grid, 0, 0, 1, STYLE_TEXT, "a");
    draw_text(&grid, 1, 0, 3, STYLE_TEXT, "\u0301b");
    expect_cell(&grid, 0, 0, "a", 1);
    expect_cell(&grid, 1, 0, "\u25cc\u0301", 1);
    expect_cell(&grid, 2, 0, "b", 1);
    grid_release(&grid);
}

static void test_clipping(void)
{
    struct grid grid = make(4, 3);
    struct grid untouched = make(4, 3);

    draw_text(&grid, 0, -1, 4, STYLE_TEXT, "above");
    draw_text(&grid, 0, 3, 4, STYLE_TEXT, "below");
    draw_text(&grid, 4, 1, 4, STYLE_TEXT, "right");
    draw_text(&grid, -9, 1, 9, STYLE_TEXT, "left");
    draw_box(&grid, (struct area){ 5, 5, 10, 10 }, "outside");
    draw_box(&grid, (struct area){ 0, 0, 1, 1 }, "too small");
    draw_fill(&grid, (struct area){ -5, -5, 5, 5 }, STYLE_BAD);
    draw_rule(&grid, 0, 9, 4);
    draw_rule_down(&grid, -1, 0, 3);
    draw_restyle(&grid, (struct area){ 4, 0, 3, 3 }, STYLE_BAD);
    CU_ASSERT_TRUE(grid_equal(&grid, &untouched));
    draw_text(&grid, -2, 1, 9, STYLE_TEXT, "xyZAB");
    draw_fill(&grid, (struct area){ 2, 2, 2147483647, 2147483647 }, STYLE_BAD);
    expect_print(&grid, "\nZAB\n\n");
    CU_ASSERT_EQUAL(grid_at(&grid, 3, 2)->style, STYLE_BAD);
    CU_ASSERT_EQUAL(grid_at(&grid, 1, 2)->style, STYLE_TEXT);
    grid_release(&grid);
    grid_release(&untouched);
}

static void test_right_and_printf(void)
{
    struct grid grid = make(12, 3);

    CU_ASSERT_EQUAL(draw_text_right(&grid, 0, 0, 12, STYLE_TEXT, "37 of 214"), 9);
    CU_ASSERT_EQUAL(draw_text_right(&grid, 0, 1, 4, STYLE_TEXT, "far too long"), 4);
    CU_ASSERT_EQUAL(draw_printf(&grid, 0, 2, 12, STYLE_TEXT, "%d of %s", 37, "214"), 9);
    expect_print(&grid, "   37 of 214\nfar\u2026\n37 of 214\n");
    grid_release(&grid);
}

static void test_wrapped(void)
{
    struct grid grid = make(10, 4);
    const char *text = "Who did what, when, where.\nNo guesses.";

    CU_ASSERT_EQUAL(draw_wrapped(&grid, (struct area){ 1, 0, 8, 2 }, 0, STYLE_TEXT, text), 6);
    expect_print(&grid, " Who did\n what,\n\n\n");
    grid_clear(&grid);
    CU_ASSERT_EQUAL(draw_wrapped(&grid, (struct area){ 0, 1, 10, 3 }, 2, STYLE_TEXT, text), 6);
    expect_print(&grid, "\nwhen,\nwhere.\nNo\n");
    CU_ASSERT_EQUAL(draw_wrapped(&grid, (struct area){ 0, 0, 0, 3 }, 0, STYLE_TEXT, text), 0);
    grid_release(&grid);
}

static void test_wrapped_long(void)
{
    struct grid grid = make(8, 2);
    struct buf text = { 0 };

    for (int i = 0; i < 1000; i++)
        CU_ASSERT_EQUAL_FATAL(buf_printf(&text, "line%d\n", i), OK);
    CU_ASSERT_EQUAL(draw_wrapped(&grid, (struct area){ 0, 0, 8, 2 }, 700, STYLE_TEXT, buf_text(&text)), 1000);
    expect_print(&grid, "line700\nline701\n");
    buf_release(&text);
    grid_release(&grid);
}

static void test_box_twins(void)
{
    struct grid grid = make(12, 3);

    draw_box(&grid, grid_area(&grid), "Note");
    expect_print(&grid, "\u250c\u2500 Note \u2500\u2500\u2500\u2510\n\u2502          \u2502\n"
                        "\u2514\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2518\n");
    grid.ascii = true;
    draw_box(&grid, grid_area(&grid), NULL);
    expect_print(&grid, "+----------+\n|          |\n+----------+\n");
    draw_box(&grid, grid_area(&grid), "A title too long");
    expect_print(&grid, "+- A tit~ -+\n|          |\n+----------+\n");
    CU_ASSERT_EQUAL(grid_at(&grid, 0, 0)->style, STYLE_LINE);
    grid_release(&grid);
}

static void test_mark_twins(void)
{
    struct grid grid = make(1, 1);

    for (int a = 0; a < MARK_COUNT; a++) {
        grid.ascii = false;
        CU_ASSERT_EQUAL(text_width(draw_mark(&grid, (enum mark)a)), 1);
        grid.ascii = true;
        CU_ASSERT_EQUAL(strlen(draw_mark(&grid, (enum mark)a)), 1);
        for (int b = 0; b < a; b++)
            CU_ASSERT_STRING_NOT_EQUAL(draw_mark(&grid, (enum mark)a), draw_mark(&grid, (enum mark)b));
    }
    grid_release(&grid);
}

/* The signs our sentences use, in what was drawn already; a name keeps its letters. */
static void test_plain_signs(void)
{
    struct grid grid = make(24, 1);

    draw_text(&grid, 0, 0, 24, STYLE_TEXT, "Zoë › “it’s” – 1 · 2 → 3…");
    grid.ascii = false;
    draw_plain(&grid);
    expect_print(&grid, "Zoë › “it’s” – 1 · 2 → …\n");
    grid.ascii = true;
    draw_plain(&grid);
    expect_print(&grid, "Zoë > \"it's\" - 1 - 2 > ~\n");
    grid_release(&grid);
}

static void test_sparkline(void)
{
    static const double values[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    static const double odd[] = { 5, NAN, -3, INFINITY, 10 };
    static const double nothing[] = { 0, 0 };
    struct grid grid = make(10, 5);

    CU_ASSERT_EQUAL(draw_sparkline(&grid, 0, 0, 10, STYLE_ACCENT, values, 8), 8);
    CU_ASSERT_EQUAL(draw_sparkline(&grid, 0, 1, 3, STYLE_ACCENT, values, 8), 3);
    CU_ASSERT_EQUAL(draw_sparkline(&grid, 0, 2, 10, STYLE_ACCENT, odd, 5), 5);
    grid.ascii = true;
    CU_ASSERT_EQUAL(draw_sparkline(&grid, 0, 3, 10, STYLE_ACCENT, values, 8), 8);
    CU_ASSERT_EQUAL(draw_sparkline(&grid, 0, 4, 10, STYLE_ACCENT, nothing, 2), 2);
    expect_print(&grid, "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588\n\u2586\u2587\u2588\n\u2585 "
                        "\u2581\u2588\u2588\n.:-=+*#@\n..\n");
    grid_release(&grid);
}

static void test_bar(void)
{
    struct grid grid = make(6, 8);

    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 0, 4, STYLE_ACCENT, 8, 8), 4);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 1, 4, STYLE_ACCENT, 3, 8), 2);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 2, 4, STYLE_ACCENT, 0.01, 8), 1);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 3, 4, STYLE_ACCENT, 0, 8), 0);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 4, 4, STYLE_ACCENT, NAN, 8), 0);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 4, 0, STYLE_ACCENT, 8, 8), 0);
    grid.ascii = true;
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 5, 4, STYLE_ACCENT, 9, 8), 4);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 6, 4, STYLE_ACCENT, 0.01, 8), 1);
    CU_ASSERT_EQUAL(draw_bar(&grid, 0, 7, 4, STYLE_ACCENT, 3, 8), 2);
    expect_print(&grid, "\u2588\u2588\u2588\u2588\n\u2588\u258c\n\u258f\n\n\n####\n#\n##\n");
    grid_release(&grid);
}

/* A window on another grid: wide characters at its edges become blanks, and it is clipped on both sides. */
static void test_part(void)
{
    struct grid from = make(8, 2), to = make(6, 3);

    draw_text(&from, 0, 0, 8, STYLE_WARN, "ab漢字cd");
    draw_text(&from, 0, 1, 8, STYLE_TEXT, "12345678");
    draw_part(&to, 1, 1, &from, (struct area){ 2, 0, 4, 2 });
    expect_print(&to, "\n 漢字\n 3456\n");
    CU_ASSERT_EQUAL(grid_at(&to, 1, 1)->style, STYLE_WARN);
    expect_whole(&to);
    draw_part(&to, 0, 1, &from, (struct area){ 3, 0, 2, 1 });
    expect_cell(&to, 0, 1, " ", 1); /* half of one and half of the other */
    expect_cell(&to, 1, 1, " ", 1);
    expect_whole(&to);
    grid_clear(&to);
    draw_part(&to, -1, 0, &from, (struct area){ -1, 1, 20, 20 });
    expect_print(&to, "123456\n\n\n");
    expect_whole(&to);
    grid_release(&from);
    grid_release(&to);
}

static void test_equality(void)
{
    struct grid a = make(5, 1);
    struct grid b = make(5, 1);
    struct grid c = make(6, 1);

    CU_ASSERT_TRUE(grid_equal(&a, &b));
    CU_ASSERT_FALSE(grid_equal(&a, &c));
    draw_text(&a, 0, 0, 5, STYLE_TEXT, "x");
    CU_ASSERT_FALSE(grid_equal(&a, &b));
    draw_text(&b, 0, 0, 5, STYLE_BAD, "x");
    CU_ASSERT_FALSE(grid_equal(&a, &b));
    draw_restyle(&b, grid_area(&b), STYLE_TEXT);
    CU_ASSERT_TRUE(grid_equal(&a, &b));
    grid_cursor(&b, 2, 0);
    CU_ASSERT_FALSE(grid_equal(&a, &b));
    grid_cursor(&b, 5, 0);
    CU_ASSERT_TRUE(grid_equal(&a, &b));
    grid_release(&a);
    grid_release(&b);
    grid_release(&c);
}

void suite_grid(void)
{
    CU_pSuite suite = CU_add_suite("grid", NULL, NULL);

    CU_add_test(suite, "sizes are checked and places outside are nowhere", test_sizes);
    CU_add_test(suite, "a text too long ends in an ellipsis, one that fits does not", test_cut_with_ellipsis);
    CU_add_test(suite, "wide characters are cut whole at an edge", test_wide_at_edges);
    CU_add_test(suite, "half a wide character never stays", test_half_never_stays);
    CU_add_test(suite, "names in many scripts stay in their cells", test_names_stay_in_cells);
    CU_add_test(suite, "joiners inside words survive", test_joiners_survive);
    CU_add_test(suite, "no control or override reaches a cell", test_no_control_byte);
    CU_add_test(suite, "every code point leaves a whole row", test_every_code_point);
    CU_add_test(suite, "line ends in a line are seen", test_line_ends_are_seen);
    CU_add_test(suite, "a cluster longer than a cell becomes the replacement character", test_long_cluster);
    CU_add_test(suite, "a mark alone stands on a dotted circle", test_bare_mark);
    CU_add_test(suite, "drawing outside changes nothing", test_clipping);
    CU_add_test(suite, "text ends at the right edge, and takes formats", test_right_and_printf);
    CU_add_test(suite, "wrapped text keeps to its area and skips lines", test_wrapped);
    CU_add_test(suite, "a thousand wrapped lines are counted and shown from any", test_wrapped_long);
    CU_add_test(suite, "boxes have ASCII twins and keep their title inside", test_box_twins);
    CU_add_test(suite, "signs within sentences have ASCII twins", test_plain_signs);
    CU_add_test(suite, "marks are one cell and their ASCII twins all differ", test_mark_twins);
    CU_add_test(suite, "a sparkline has eight steps and forgives odd values", test_sparkline);
    CU_add_test(suite, "a bar has eighths of a cell, whole cells in ASCII, and forgives odd values", test_bar);
    CU_add_test(suite, "a part of another grid is shown whole or not at all", test_part);
    CU_add_test(suite, "grids differ by text, style, size or cursor", test_equality);
}
