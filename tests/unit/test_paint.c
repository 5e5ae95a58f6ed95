/* Cells into bytes, watched by a small terminal that disagrees about widths when told to. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/term/paint_in.h"
#include "townkeep/base/text.h"

void suite_paint(void);

enum { WIDTH = 20, HEIGHT = 4, SLOT = 32 };

/* A terminal that knows the orders painting uses and fails the test for any other. */
struct model {
    char slot[HEIGHT][WIDTH][SLOT];
    char pen[64]; /* the attributes in force, as sent */
    char pens[HEIGHT][WIDTH][64];
    int x, y;
    int wide;   /* cells taken by what is not ASCII */
    bool joins; /* what follows a joiner goes into the cell before it, and takes none */
    bool cursor;
};

static void model_init(struct model *model, int wide)
{
    memset(model, 0, sizeof *model);
    model->wide = wide;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            strcpy(model->slot[y][x], "#"); /* what stood there before */
}

static void model_order(struct model *model, const char *params, char final)
{
    int row, column;

    if (final == 'H') {
        row = column = 1;
        if (params[0] != '\0')
            CU_ASSERT_EQUAL(sscanf(params, "%d;%d", &row, &column), 2);
        model->y = row - 1;
        model->x = column - 1;
    } else if (final == 'K') {
        for (int x = model->x; x < WIDTH; x++)
            strcpy(model->slot[model->y][x], " ");
    } else if (final == 'm' && params[0] == '\0') {
        model->pen[0] = '\0';
    } else if (final == 'm') {
        snprintf(model->pen + strlen(model->pen), sizeof model->pen - strlen(model->pen), "%s,", params);
    } else if (final == 'h' || final == 'l') {
        if (strncmp(params, "?25", 3) == 0)
            model->cursor = final == 'h';
    } else {
        CU_FAIL("an order the terminal was not expected to get");
    }
}

static size_t model_escape(struct model *model, const char *bytes)
{
    char params[32] = "";
    size_t len;

    if (bytes[1] == '(')
        return 3;
    CU_ASSERT_EQUAL_FATAL(bytes[1], '[');
    len = strspn(bytes + 2, "?0123456789;");
    CU_ASSERT_FATAL(len < sizeof params);
    memcpy(params, bytes + 2, len);
    model_order(model, params, bytes[2 + len]);
    return len + 3;
}

/* Whether the character went to the one before it. */
static bool model_joins(struct model *model, const char *bytes, size_t end)
{
    char *before = model->joins && model->x > 0 ? model->slot[model->y][model->x - 1] : NULL;
    size_t len = before != NULL ? strlen(before) : 0;

    if (len < 3 || strcmp(before + len - 3, "\u200d") != 0)
        return false;
    CU_ASSERT_FATAL(len + end < SLOT);
    memcpy(before + len, bytes, end);
    before[len + end] = '\0';
    return true;
}

static size_t model_character(struct model *model, const char *bytes)
{
    size_t end = text_next_grapheme(bytes, 0);
    int width = (unsigned char)bytes[0] < 0x80 && end == 1 ? 1 : model->wide;

    CU_ASSERT_FATAL((unsigned char)bytes[0] >= 0x20);
    CU_ASSERT_FATAL(model->x >= 0 && model->x < WIDTH && model->y >= 0 && model->y < HEIGHT && end < SLOT);
    if (bytes[0] != ' ' && model_joins(model, bytes, end))
        return end;
    memset(model->slot[model->y][model->x], 0, SLOT);
    memcpy(model->slot[model->y][model->x], bytes, end);
    strcpy(model->pens[model->y][model->x], model->pen);
    if (width == 2 && model->x + 1 < WIDTH)
        strcpy(model->slot[model->y][model->x + 1], "");
    model->x += width;
    return end;
}

static size_t model_take(struct model *model, struct painter *painter)
{
    size_t len = painter->out.len;
    const char *bytes = buf_text(&painter->out);

    for (size_t at = 0; at < len;)
        at += bytes[at] == '\033' ? model_escape(model, bytes + at) : model_character(model, bytes + at);
    buf_clear(&painter->out);
    return len;
}

static void expect_row(const struct model *model, int y, const char *expected)
{
    char row[WIDTH * SLOT + 1] = "";

    for (int x = 0; x < WIDTH; x++)
        strcat(row, model->slot[y][x]);
    for (size_t end = strlen(row); end > 0 && row[end - 1] == ' '; end--)
        row[end - 1] = '\0';
    CU_ASSERT_STRING_EQUAL(row, expected);
}

static void start(struct painter *painter, const char *kind)
{
    struct why why = { 0 };

    memset(painter, 0, sizeof *painter);
    CU_ASSERT_EQUAL_FATAL(terminfo_open(&painter->info, kind, &why), OK);
    for (int i = 0; i < STYLE_COUNT; i++)
        painter->looks[i] = (struct style_look){ .foreground = -1, .background = -1 };
    painter->looks[STYLE_SELECTED].reverse = true;
    painter->looks[STYLE_BAD].foreground = 9;
    painter->looks[STYLE_TITLE] = (struct style_look){ .foreground = 15, .background = 4, .bold = true };
    painter->utf8 = true;
    CU_ASSERT_EQUAL_FATAL(paint_resize(painter, WIDTH, HEIGHT), OK);
}

static struct grid make(void)
{
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL_FATAL(grid_init(&grid, WIDTH, HEIGHT), OK);
    return grid;
}

static void test_shows(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    model_init(&model, 1);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TITLE, "Townkeep");
    draw_text(&grid, 3, 2, WIDTH, STYLE_SELECTED, "\u0160tefan \u2500\u2500");
    draw_text(&grid, 0, 3, WIDTH, STYLE_TEXT, "the last line, whole");
    grid_cursor(&grid, 3, 2);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    expect_row(&model, 0, "Townkeep");
    expect_row(&model, 1, "");
    expect_row(&model, 2, "   \u0160tefan \u2500\u2500");
    expect_row(&model, 3, "the last line, whole");
    CU_ASSERT_TRUE(model.cursor && model.x == 3 && model.y == 2);
    CU_ASSERT_STRING_EQUAL(model.pens[2][3], "7,");
    grid_release(&grid);
    paint_release(&painter);
}

static void test_only_differences(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    model_init(&model, 1);
    draw_text(&grid, 0, 1, WIDTH, STYLE_TEXT, "37 of 214");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    CU_ASSERT_EQUAL(model_take(&model, &painter), 0);
    draw_text(&grid, 1, 1, 1, STYLE_TEXT, "8");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    CU_ASSERT_TRUE(painter.out.len > 0 && painter.out.len <= 8);
    model_take(&model, &painter);
    expect_row(&model, 1, "38 of 214");
    draw_restyle(&grid, (struct area){ 0, 1, 2, 1 }, STYLE_SELECTED);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_STRING_EQUAL(model.pens[1][1], "7,");
    grid_cursor(&grid, 5, 0);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_TRUE(model.cursor && model.x == 5 && model.y == 0);
    grid_cursor(&grid, -1, -1);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_FALSE(model.cursor);
    grid_release(&grid);
    paint_release(&painter);
}

static void test_widths_disagree(void)
{
    static const char *const texts[] = { "日本 sum", "สมน้ำ sum", "ශ්\u200dරී sum", "👩\u200d👩\u200d👧 sum",
                                         "\u25b8\u2713\u25cf sum" };

    for (int wide = 1; wide <= 2; wide++) {
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            struct painter painter;
            struct model model;
            struct grid grid = make();
            int used = (int)text_width(texts[i]);

            start(&painter, "xterm-256color");
            model_init(&model, wide);
            draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, texts[i]);
            CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
            model_take(&model, &painter);
            CU_ASSERT_STRING_EQUAL(model.slot[0][used - 3], "s");
            CU_ASSERT_STRING_EQUAL(model.slot[0][used - 1], "m");
            CU_ASSERT_STRING_EQUAL(model.slot[0][used], " ");
            /* Nothing of it stays when other text takes its place. */
            draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "abcdefghijklmnopqrst");
            CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
            model_take(&model, &painter);
            expect_row(&model, 0, "abcdefghijklmnopqrst");
            grid_release(&grid);
            paint_release(&painter);
        }
    }
}

static void test_joined_elsewhere(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    model_init(&model, 1);
    model.joins = true;
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "abcdef");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "ශ්\u200dරී sum");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    expect_row(&model, 0, "ශ්\u200dරී  sum");
    grid_release(&grid);
    paint_release(&painter);
}

/* One cell changes under the eyes of a terminal that gives it another width: its neighbour is not harmed. */
static void test_neighbours_unharmed(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    model_init(&model, 2);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "a|");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    draw_text(&grid, 0, 0, 1, STYLE_TEXT, "\u2713");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_STRING_EQUAL(model.slot[0][0], "\u2713");
    CU_ASSERT_STRING_EQUAL(model.slot[0][1], "|");
    paint_release(&painter);
    start(&painter, "xterm-256color");
    model_init(&model, 1);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "xyz");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    draw_text(&grid, 0, 0, 2, STYLE_TEXT, "日");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    expect_row(&model, 0, "日 z");
    grid_release(&grid);
    paint_release(&painter);
}

static bool holds(const struct grid *grid, const char *text)
{
    for (int i = 0; i < grid->width * grid->height; i++) {
        if (strcmp(grid->cells[i].text, text) == 0)
            return true;
    }
    return false;
}

static void test_blank(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    model_init(&model, 1);
    draw_text(&grid, 0, 2, WIDTH, STYLE_TEXT, "HAZEL");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_TRUE(holds(&painter.shown, "Z"));
    CU_ASSERT_EQUAL(paint_blank(&painter), OK);
    CU_ASSERT_FALSE(holds(&painter.shown, "Z"));
    /* Not with the order that some terminals answer by keeping the screen in their scrollback. */
    CU_ASSERT_PTR_NULL(strstr(buf_text(&painter.out), "\033[2J"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&painter.out), "\033[J"));
    model_take(&model, &painter);
    for (int y = 0; y < HEIGHT; y++)
        expect_row(&model, y, "");
    grid_release(&grid);
    paint_release(&painter);
}

static void test_own_ground_is_sent(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    painter.looks[STYLE_TEXT].background = 0;
    model_init(&model, 1);
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_STRING_EQUAL(model.pens[3][WIDTH - 1], "40,");
    grid_release(&grid);
    paint_release(&painter);
}

static void expect_pens(const char *kind, int colours, const char *title, const char *bad)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, kind);
    painter.info.colours = colours;
    model_init(&model, 1);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TITLE, "T");
    draw_text(&grid, 0, 1, WIDTH, STYLE_BAD, "B");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    CU_ASSERT_STRING_EQUAL(model.pens[0][0], title);
    CU_ASSERT_STRING_EQUAL(model.pens[1][0], bad);
    grid_release(&grid);
    paint_release(&painter);
}

static void test_colours(void)
{
    expect_pens("xterm-256color", 256, "1,97,44,", "91,");
    expect_pens("xterm-256color", 8, "1,1,37,44,", "1,31,");
    expect_pens("xterm-256color", 0, "1,7,", "1,");
}

static void test_not_utf8(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    painter.utf8 = false;
    model_init(&model, 1);
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "Zo\u00eb 日本.");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    expect_row(&model, 0, "Zo? ????.");
    grid_release(&grid);
    paint_release(&painter);
}

static void test_corner(void)
{
    struct painter painter;
    struct model model;
    struct grid grid = make();

    start(&painter, "xterm-256color");
    painter.info.spares_corner = true;
    model_init(&model, 1);
    draw_text(&grid, 0, HEIGHT - 1, WIDTH, STYLE_TEXT, "abcdefghijklmnopqrst");
    draw_text(&grid, 0, 0, WIDTH, STYLE_TEXT, "abcdefghijklmnopqrst");
    CU_ASSERT_EQUAL(paint_grid(&painter, &grid), OK);
    model_take(&model, &painter);
    expect_row(&model, HEIGHT - 1, "abcdefghijklmnopqrs");
    expect_row(&model, 0, "abcdefghijklmnopqrst");
    grid_release(&grid);
    paint_release(&painter);
}

static void test_other_size(void)
{
    struct painter painter;
    struct model model;
    struct grid large = { 0 };
    struct grid small = { 0 };

    CU_ASSERT_EQUAL_FATAL(grid_init(&large, WIDTH + 9, HEIGHT + 2), OK);
    CU_ASSERT_EQUAL_FATAL(grid_init(&small, 5, 1), OK);
    start(&painter, "xterm-256color");
    model_init(&model, 1);
    for (int y = 0; y < large.height; y++)
        draw_text(&large, 0, y, large.width, STYLE_TEXT, "123456789012345678日本");
    draw_text(&large, WIDTH - 1, 0, 4, STYLE_TEXT, "日");
    grid_cursor(&large, WIDTH + 1, 0);
    CU_ASSERT_EQUAL(paint_grid(&painter, &large), OK);
    model_take(&model, &painter);
    CU_ASSERT_FALSE(model.cursor);
    expect_row(&model, 1, "123456789012345678日");
    draw_text(&small, 0, 0, 5, STYLE_TEXT, "small");
    CU_ASSERT_EQUAL(paint_grid(&painter, &small), OK);
    model_take(&model, &painter);
    expect_row(&model, 0, "small");
    expect_row(&model, 1, "");
    grid_release(&large);
    grid_release(&small);
    paint_release(&painter);
}

static void test_unfit_terminals(void)
{
    struct terminfo info;
    struct why why = { 0 };

    CU_ASSERT_EQUAL(terminfo_open(&info, "no-such-terminal", &why), E_SYSTEM);
    CU_ASSERT_TRUE(strlen(why.text) > 20);
    why.text[0] = '\0';
    CU_ASSERT_EQUAL(terminfo_open(&info, "dumb", &why), E_SYSTEM);
    CU_ASSERT_TRUE(strlen(why.text) > 20);
}

static void test_delays_are_taken_out(void)
{
    struct terminfo info;

    CU_ASSERT_EQUAL_FATAL(terminfo_open(&info, "vt100", NULL), OK);
    for (int i = 0; i < CAN_COUNT; i++)
        CU_ASSERT_PTR_NULL(strstr(info.text[i], "$<"));
    CU_ASSERT_STRING_EQUAL(info.text[CAN_BOLD], "\033[1m");
    CU_ASSERT_EQUAL(info.colours, 0);
    terminfo_close(&info);
}

void suite_paint(void)
{
    CU_pSuite suite = CU_add_suite("paint", NULL, NULL);

    CU_add_test(suite, "a grid is shown whole, with its cursor", test_shows);
    CU_add_test(suite, "only what differs is sent", test_only_differences);
    CU_add_test(suite, "text stays in place when the terminal measures otherwise", test_widths_disagree);
    CU_add_test(suite, "nothing stays where a terminal joins letters in one cell", test_joined_elsewhere);
    CU_add_test(suite, "a character of another width harms no neighbour", test_neighbours_unharmed);
    CU_add_test(suite, "blanking leaves nothing, here or in a scrollback", test_blank);
    CU_add_test(suite, "a ground of the theme's own is sent for blanks too", test_own_ground_is_sent);
    CU_add_test(suite, "colours fall back to bold and reverse", test_colours);
    CU_add_test(suite, "without UTF-8 other characters are question marks", test_not_utf8);
    CU_add_test(suite, "the corner is spared where writing it would scroll", test_corner);
    CU_add_test(suite, "larger grids are cut, smaller ones leave blanks", test_other_size);
    CU_add_test(suite, "unknown and dumb terminals are refused in words", test_unfit_terminals);
    CU_add_test(suite, "delays of old terminals are taken out", test_delays_are_taken_out);
}
