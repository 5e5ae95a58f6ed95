#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/ui/line.h"
#include "ui_press.h"

void suite_line(void);

static enum line_result press(struct line *line, uint32_t key)
{
    struct event event = key_event(key);

    return line_handle(line, &event);
}

static void typing_inserts_at_the_cursor(void)
{
    struct line line = { 0 };

    TYPE("Ana", line_handle(&line, &event));
    press(&line, PRESS_HOME);
    TYPE("od ", line_handle(&line, &event));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "od Ana");
    CU_ASSERT_EQUAL(line.at, 3);
    line_release(&line);
}

static void backspace_takes_a_whole_grapheme(void)
{
    struct line line = { 0 };

    CU_ASSERT_EQUAL(line_set(&line, "se\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"),
                    OK); /* a family joined by U+200D */
    press(&line, PRESS_BACKSPACE);
    CU_ASSERT_STRING_EQUAL(line_text(&line), "se");
    line_release(&line);
}

static void a_pasted_line_end_becomes_a_blank(void)
{
    struct line line = { 0 };
    struct event paste = { .kind = EVENT_PASTE, .paste = "one\ntwo\x1b[31m" };

    CU_ASSERT_EQUAL(line_handle(&line, &paste), LINE_CHANGED);
    CU_ASSERT_STRING_EQUAL(line_text(&line), "one two[31m");
    line_release(&line);
}

static void what_does_not_fit_is_left_out(void)
{
    struct line line = { .max = 5 };
    struct event paste = { .kind = EVENT_PASTE, .paste = "čaršija" };

    line_handle(&line, &paste);
    CU_ASSERT_STRING_EQUAL(line_text(&line), "čarši");
    TYPE("x", line_handle(&line, &event));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "čarši");
    line_release(&line);
}

static void undo_goes_back_by_words_not_by_letters(void)
{
    struct line line = { 0 };

    TYPE("first second", line_handle(&line, &event));
    press(&line, PRESS_CTRL('w'));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "first ");
    press(&line, PRESS_CTRL('z'));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "first second");
    press(&line, PRESS_CTRL('z'));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "first ");
    press(&line, PRESS_CTRL('z'));
    CU_ASSERT_STRING_EQUAL(line_text(&line), "");
    CU_ASSERT_EQUAL(press(&line, PRESS_CTRL('z')), LINE_IGNORED);
    line_release(&line);
}

static void undo_survives_more_changes_than_it_keeps(void)
{
    struct line line = { 0 };

    for (int i = 0; i < LINE_UNDO * 3; i++) {
        TYPE("ab", line_handle(&line, &event));
        press(&line, PRESS_BACKSPACE);
    }
    while (press(&line, PRESS_CTRL('z')) == LINE_CHANGED)
        ;
    CU_ASSERT(strlen(line_text(&line)) >= LINE_UNDO);
    line_release(&line);
}

static void a_long_line_scrolls_to_the_cursor(void)
{
    struct line line = { 0 };
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 10, 1), OK);
    CU_ASSERT_EQUAL(line_set(&line, "0123456789abcdef"), OK);
    line_draw(&line, &grid, 0, 0, 10, true);
    CU_ASSERT(grid.cursor_x >= 0 && grid.cursor_x < 10);
    CU_ASSERT_STRING_EQUAL(grid_at(&grid, grid.cursor_x - 1, 0)->text, "f");
    press(&line, PRESS_HOME);
    line_draw(&line, &grid, 0, 0, 10, true);
    CU_ASSERT_EQUAL(grid.cursor_x, 0);
    CU_ASSERT_STRING_EQUAL(grid_at(&grid, 0, 0)->text, "0");
    grid_release(&grid);
    line_release(&line);
}

static void keys_of_the_form_are_not_taken(void)
{
    static const uint32_t keys[] = { PRESS_UP,    PRESS_DOWN,   PRESS_TAB,         PRESS_SHIFT_TAB,
                                     PRESS_ENTER, PRESS_ESCAPE, PRESS_FUNCTION(1), PRESS_CTRL('s') };
    struct line line = { 0 };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        CU_ASSERT_EQUAL(press(&line, keys[i]), LINE_IGNORED);
    line_release(&line);
}

void suite_line(void)
{
    CU_pSuite s = CU_add_suite("line", NULL, NULL);

    CU_add_test(s, "typing inserts at the cursor", typing_inserts_at_the_cursor);
    CU_add_test(s, "Backspace takes a whole grapheme", backspace_takes_a_whole_grapheme);
    CU_add_test(s, "a pasted line end becomes a blank", a_pasted_line_end_becomes_a_blank);
    CU_add_test(s, "what does not fit is left out at a character", what_does_not_fit_is_left_out);
    CU_add_test(s, "undo goes back by words, not by letters", undo_goes_back_by_words_not_by_letters);
    CU_add_test(s, "undo survives more changes than it keeps", undo_survives_more_changes_than_it_keeps);
    CU_add_test(s, "a long line scrolls to the cursor", a_long_line_scrolls_to_the_cursor);
    CU_add_test(s, "keys of the form are not taken", keys_of_the_form_are_not_taken);
}
