#include <CUnit/CUnit.h>

#include "townkeep/ui/text_area.h"
#include "ui_press.h"

void suite_text_area(void);

static enum line_result press(struct text_area *area, uint32_t key)
{
    struct event event = key_event(key);

    return text_area_handle(area, &event);
}

static void fill(struct text_area *area, const char *text, int width, int height)
{
    CU_ASSERT_EQUAL(text_area_set(area, text), OK);
    text_area_place(area, width, height);
}

static void enter_begins_a_line(void)
{
    struct text_area area = { 0 };

    fill(&area, "one", 20, 4);
    press(&area, PRESS_ENTER);
    TYPE("two", text_area_handle(&area, &event));
    CU_ASSERT_STRING_EQUAL(text_area_text(&area), "one\ntwo");
    CU_ASSERT_EQUAL(text_area_lines(&area), 2);
    text_area_release(&area);
}

static void an_empty_last_line_can_be_stood_on(void)
{
    struct text_area area = { 0 };
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 20, 4), OK);
    fill(&area, "one\n", 20, 4);
    CU_ASSERT_EQUAL(text_area_lines(&area), 2);
    text_area_draw(&area, &grid, 0, 0, true);
    CU_ASSERT_EQUAL(grid.cursor_y, 1);
    CU_ASSERT_EQUAL(grid.cursor_x, 0);
    grid_release(&grid);
    text_area_release(&area);
}

static void arrows_leave_at_the_edges_only(void)
{
    struct text_area area = { 0 };

    fill(&area, "one two three four", 8, 4); /* wrapped: one two / three / four */
    CU_ASSERT_EQUAL(press(&area, PRESS_DOWN), LINE_IGNORED);
    CU_ASSERT_EQUAL(press(&area, PRESS_UP), LINE_TAKEN);
    CU_ASSERT_EQUAL(press(&area, PRESS_UP), LINE_TAKEN);
    CU_ASSERT_EQUAL(press(&area, PRESS_UP), LINE_IGNORED);
    CU_ASSERT_EQUAL(press(&area, PRESS_TAB), LINE_IGNORED);
    text_area_release(&area);
}

static void the_column_is_kept_as_far_as_the_line_is_long(void)
{
    struct text_area area = { 0 };

    fill(&area, "long line\nab\nlong line", 20, 4);
    press(&area, PRESS_UP);
    CU_ASSERT_EQUAL(area.line.at, 12); /* behind ab */
    text_area_release(&area);
}

static void the_cursor_stays_in_view(void)
{
    struct text_area area = { 0 };

    fill(&area, "a\nb\nc\nd\ne\nf", 10, 3);
    CU_ASSERT_EQUAL(area.first, 3);
    press(&area, PRESS_PAGE_UP);
    press(&area, PRESS_PAGE_UP);
    press(&area, PRESS_PAGE_UP);
    CU_ASSERT_EQUAL(area.first, 0);
    text_area_release(&area);
}

static void undo_brings_a_cut_line_back(void)
{
    struct text_area area = { 0 };

    fill(&area, "keep this\nand this", 20, 4);
    press(&area, PRESS_CTRL('u'));
    CU_ASSERT_STRING_EQUAL(text_area_text(&area), "keep this\n");
    press(&area, PRESS_CTRL('z'));
    CU_ASSERT_STRING_EQUAL(text_area_text(&area), "keep this\nand this");
    text_area_release(&area);
}

void suite_text_area(void)
{
    CU_pSuite s = CU_add_suite("text_area", NULL, NULL);

    CU_add_test(s, "Enter begins a line", enter_begins_a_line);
    CU_add_test(s, "an empty last line can be stood on", an_empty_last_line_can_be_stood_on);
    CU_add_test(s, "arrows leave at the edges only", arrows_leave_at_the_edges_only);
    CU_add_test(s, "the column is kept as far as the line is long", the_column_is_kept_as_far_as_the_line_is_long);
    CU_add_test(s, "the cursor stays in view", the_cursor_stays_in_view);
    CU_add_test(s, "undo brings a cut line back", undo_brings_a_cut_line_back);
}
