#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/ui/calendar.h"
#include "townkeep/ui/frame.h"
#include "townkeep/ui/menu.h"
#include "townkeep/ui/page.h"
#include "ui_press.h"

void suite_frame(void);

static void hint(struct key_hint *hint, const char *key, const char *label)
{
    *hint = (struct key_hint){ .label = label };
    snprintf(hint->key, sizeof hint->key, "%s", key);
}

static void the_way_out_stays_in_a_narrow_bar(void)
{
    struct key_hint hints[8];
    struct grid grid = { 0 };
    struct buf text = { 0 };

    for (int i = 0; i < 7; i++)
        hint(&hints[i], "F2", "Something");
    hint(&hints[7], "Esc", "Back");
    CU_ASSERT_EQUAL(grid_init(&grid, 40, 1), OK);
    keybar_draw(&grid, 0, hints, 8);
    CU_ASSERT_EQUAL(grid_print(&grid, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "Esc Back"));
    CU_ASSERT_EQUAL(keybar_at(hints, 8, 40, 2), 0);
    CU_ASSERT_EQUAL(keybar_at(hints, 8, 40, 39), -1);
    buf_release(&text);
    grid_release(&grid);
}

static void every_size_gets_a_window(void)
{
    struct key_hint hints[2];
    struct frame frame = { .title =
                               "Home › Stakeholders and a title that goes on and on and on, further than any window",
                           .status = "37 of 214 · sector faith · verified and more words than fit here",
                           .message = "hint",
                           .message_right = "note",
                           .hints = hints,
                           .hint_count = 2 };

    hint(&hints[0], "F1", "Help");
    hint(&hints[1], "Esc", "Back");
    for (int width = 1; width < 140; width += 7) {
        for (int height = 1; height < 50; height += 3) {
            struct grid grid = { 0 };

            CU_ASSERT_EQUAL(grid_init(&grid, width, height), OK);
            frame_draw(&grid, &frame);
            CU_ASSERT_EQUAL(frame_body(width, height).height > 0, frame_fits(width, height));
            grid_release(&grid);
        }
    }
}

static void the_pane_comes_at_a_hundred_columns(void)
{
    struct area left, right;

    CU_ASSERT(!frame_split(frame_body(99, 30), &left, &right));
    CU_ASSERT(frame_split(frame_body(100, 30), &left, &right));
    CU_ASSERT_EQUAL(right.x + right.width, 99);
}

static void a_menu_goes_by_number_letter_and_arrow(void)
{
    struct menu menu = { 0 };
    struct event event = key_event('t');

    menu_add(&menu, &(struct menu_item){ .digit = '1', .label = "Stakeholders", .count = -1 });
    menu_add(&menu, &(struct menu_item){ .digit = '2', .label = "Training", .count = 3 });
    menu_add(&menu, &(struct menu_item){ .digit = '3', .label = "Tasks", .count = -1, .refused = true, .why = "no" });
    menu_place(&menu, (struct area){ 0, 0, 30, 3 });
    CU_ASSERT_EQUAL(menu_handle(&menu, &event), MENU_TAKEN);
    CU_ASSERT_EQUAL(menu.selected, 1);
    CU_ASSERT_EQUAL(menu_handle(&menu, &event), MENU_TAKEN);
    CU_ASSERT_EQUAL(menu.selected, 2);
    event.key = PRESS_ENTER;
    CU_ASSERT_EQUAL(menu_handle(&menu, &event), MENU_REFUSED);
    event.key = '1';
    CU_ASSERT_EQUAL(menu_handle(&menu, &event), MENU_CHOSEN);
    CU_ASSERT_EQUAL(menu.selected, 0);
    event.key = PRESS_UP;
    menu_handle(&menu, &event);
    CU_ASSERT_EQUAL(menu.selected, 2);
}

static void the_calendar_moves_over_months(void)
{
    struct calendar calendar;
    struct date today = { 2024, 1, 31 };
    struct event event = key_event(PRESS_PAGE_DOWN);

    calendar_init(&calendar, today, today, NULL);
    calendar_handle(&calendar, &event);
    CU_ASSERT(calendar.day.month == 2 && calendar.day.day == 29);
    event.key = PRESS_RIGHT;
    calendar_handle(&calendar, &event);
    CU_ASSERT(calendar.day.month == 3 && calendar.day.day == 1);
    event.key = PRESS_HOME;
    calendar_handle(&calendar, &event);
    CU_ASSERT_EQUAL(date_compare(calendar.day, today), 0);
    event.key = PRESS_ENTER;
    CU_ASSERT_EQUAL(calendar_handle(&calendar, &event), CALENDAR_CHOSEN);
}

static void the_calendar_stays_within_the_years_that_exist(void)
{
    struct calendar calendar;
    struct date last = { 9999, 12, 31 };
    struct event event = key_event(PRESS_RIGHT);
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 80, 24), OK);
    calendar_init(&calendar, last, last, NULL);
    calendar_handle(&calendar, &event);
    CU_ASSERT_EQUAL(date_compare(calendar.day, last), 0);
    calendar_draw(&calendar, &grid, grid_area(&grid));
    grid_release(&grid);
}

static void a_page_scrolls_no_further_than_its_end(void)
{
    struct page page = { 0 };
    struct grid grid = { 0 };
    struct buf text = { 0 };
    struct event event = key_event(PRESS_END);

    CU_ASSERT_EQUAL(grid_init(&grid, 30, 5), OK);
    for (int i = 0; i < 20; i++)
        CU_ASSERT_EQUAL(page_add_labelled(&page, 6, "F1", "words that are wrapped to two lines"), OK);
    CU_ASSERT_EQUAL(page_add(&page, STYLE_STRONG, 0, "the end"), OK);
    page_place(&page, grid_area(&grid));
    CU_ASSERT(page_handle(&page, &event));
    event.key = PRESS_PAGE_DOWN;
    page_handle(&page, &event);
    page_draw(&page, &grid);
    CU_ASSERT_EQUAL(grid_print(&grid, &text), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&text), "the end"));
    buf_release(&text);
    grid_release(&grid);
    page_release(&page);
}

void suite_frame(void)
{
    CU_pSuite s = CU_add_suite("frame", NULL, NULL);

    CU_add_test(s, "the way out stays in a narrow bar", the_way_out_stays_in_a_narrow_bar);
    CU_add_test(s, "every size gets a window", every_size_gets_a_window);
    CU_add_test(s, "the pane comes at a hundred columns", the_pane_comes_at_a_hundred_columns);
    CU_add_test(s, "a menu goes by number, letter and arrow", a_menu_goes_by_number_letter_and_arrow);
    CU_add_test(s, "the calendar moves over months", the_calendar_moves_over_months);
    CU_add_test(s, "the calendar stays within the years that exist", the_calendar_stays_within_the_years_that_exist);
    CU_add_test(s, "a page scrolls no further than its end", a_page_scrolls_no_further_than_its_end);
}
