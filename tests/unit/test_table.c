#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/ui/table.h"
#include "ui_press.h"

void suite_table(void);

static enum table_result press(struct table *table, uint32_t key)
{
    struct event event = key_event(key);

    return table_handle(table, &event);
}

static void add(struct table *table, enum table_end end, int64_t id)
{
    char name[40];
    struct table_row row = { .id = id, .cells = { name } };

    snprintf(name, sizeof name, "row %d", (int)id);
    CU_ASSERT_EQUAL(table_add(table, end, &row), OK);
}

static void start(struct table *table, int from, int to, int height)
{
    *table = (struct table){ .column_count = 1,
                             .columns = { { .label = "Name", .width = 20, .field = -1 } },
                             .sort_column = -1 };
    table_place(table, (struct area){ 0, 0, 40, height });
    for (int i = from; i <= to; i++)
        add(table, TABLE_AFTER, i);
}

static void the_ends_of_the_window_ask_for_more(void)
{
    struct table table;

    start(&table, 1, 3, 10);
    table.more_after = table.more_before = true;
    CU_ASSERT_EQUAL(press(&table, PRESS_UP), TABLE_WANTS_BEFORE);
    CU_ASSERT_EQUAL(press(&table, PRESS_DOWN), TABLE_MOVED);
    CU_ASSERT_EQUAL(press(&table, PRESS_DOWN), TABLE_MOVED);
    CU_ASSERT_EQUAL(press(&table, PRESS_DOWN), TABLE_WANTS_AFTER);
    CU_ASSERT_EQUAL(press(&table, PRESS_END), TABLE_WANTS_LAST);
    CU_ASSERT_EQUAL(press(&table, PRESS_HOME), TABLE_WANTS_FIRST);
    table.more_after = table.more_before = false;
    CU_ASSERT_EQUAL(press(&table, PRESS_DOWN), TABLE_TAKEN);
    table_release(&table);
}

static void rows_added_before_keep_the_selection(void)
{
    struct table table;

    start(&table, 5, 8, 10);
    table_select(&table, 6);
    add(&table, TABLE_BEFORE, 4);
    add(&table, TABLE_BEFORE, 3);
    CU_ASSERT_EQUAL(table_selected_id(&table), 6);
    CU_ASSERT_EQUAL(table_id_at(&table, 0), 3);
    table_release(&table);
}

static void a_full_window_drops_rows_at_its_far_end(void)
{
    struct table table;

    start(&table, 1, TABLE_ROWS + 5, 10);
    CU_ASSERT_EQUAL(table.count, TABLE_ROWS);
    CU_ASSERT_EQUAL(table_id_at(&table, 0), 6);
    CU_ASSERT(table.more_before);
    add(&table, TABLE_BEFORE, 5);
    CU_ASSERT_EQUAL(table.count, TABLE_ROWS);
    CU_ASSERT_EQUAL(table_id_at(&table, table.count - 1), TABLE_ROWS + 4);
    CU_ASSERT(table.more_after);
    table_release(&table);
}

static void the_cursor_stands_on_the_selected_row(void)
{
    struct table table;
    struct grid grid = { 0 };
    struct buf text = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 40, 6), OK);
    start(&table, 1, 20, 6);
    table_select(&table, 12);
    table_draw(&table, &grid, true);
    CU_ASSERT_EQUAL(grid.cursor_x, 0);
    CU_ASSERT_EQUAL(grid_print(&grid, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "▸ row 12"));
    CU_ASSERT_STRING_EQUAL(grid_at(&grid, 0, grid.cursor_y)->text, "▸");
    buf_release(&text);
    grid_release(&grid);
    table_release(&table);
}

static void space_marks_where_it_may(void)
{
    struct table table;

    start(&table, 1, 3, 10);
    CU_ASSERT_EQUAL(press(&table, ' '), TABLE_IGNORED);
    table.may_mark = true;
    press(&table, ' ');
    CU_ASSERT(table_is_marked(&table, 0));
    CU_ASSERT_EQUAL(table_marked_count(&table), 1);
    CU_ASSERT_EQUAL(table_selected_id(&table), 2);
    table_release(&table);
}

static void an_empty_table_takes_every_key(void)
{
    static const uint32_t keys[] = { PRESS_UP,   PRESS_DOWN, PRESS_PAGE_UP, PRESS_PAGE_DOWN,
                                     PRESS_HOME, PRESS_END,  PRESS_ENTER,   ' ' };
    struct table table;

    start(&table, 1, 0, 10);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        CU_ASSERT_NOT_EQUAL(press(&table, keys[i]), TABLE_OPENED);
    CU_ASSERT_EQUAL(table_selected_id(&table), 0);
    table_release(&table);
}

static void columns_that_do_not_fit_go_from_the_right(void)
{
    struct table table;
    struct grid grid = { 0 };
    struct buf text = { 0 };
    struct table_row row = { .id = 9, .cells = { "Interfaith Council", "faith", "whole town" } };

    CU_ASSERT_EQUAL(grid_init(&grid, 40, 4), OK);
    start(&table, 1, 0, 4);
    table.column_count = 3;
    table.columns[1] = (struct table_column){ .label = "Sector", .width = 8, .field = -1 };
    table.columns[2] = (struct table_column){ .label = "Places", .width = 20, .field = -1 };
    CU_ASSERT_EQUAL(table_add(&table, TABLE_AFTER, &row), OK);
    table_draw(&table, &grid, true);
    CU_ASSERT_EQUAL(grid_print(&grid, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "Interfaith Council"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "faith"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&text), "whole town"));
    buf_release(&text);
    grid_release(&grid);
    table_release(&table);
}

void suite_table(void)
{
    CU_pSuite s = CU_add_suite("table", NULL, NULL);

    CU_add_test(s, "the ends of the window ask for more", the_ends_of_the_window_ask_for_more);
    CU_add_test(s, "rows added before keep the selection", rows_added_before_keep_the_selection);
    CU_add_test(s, "a full window drops rows at its far end", a_full_window_drops_rows_at_its_far_end);
    CU_add_test(s, "the cursor stands on the selected row", the_cursor_stands_on_the_selected_row);
    CU_add_test(s, "Space marks where it may", space_marks_where_it_may);
    CU_add_test(s, "an empty table takes every key", an_empty_table_takes_every_key);
    CU_add_test(s, "columns that do not fit go from the right", columns_that_do_not_fit_go_from_the_right);
}
