#include <CUnit/CUnit.h>
#include <stdio.h>

#include "townkeep/ui/dialog.h"
#include "townkeep/ui/frame.h"
#include "ui_press.h"

void suite_dialog(void);

static enum dialog_answer press(struct dialog *dialog, uint32_t key)
{
    struct event event = key_event(key);

    CU_ASSERT(dialog_handle(dialog, &event));
    return dialog->answer;
}

static void enter_is_never_yes(void)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    CU_ASSERT_EQUAL(press(&dialog, PRESS_ENTER), DIALOG_OPEN);
    CU_ASSERT_EQUAL(press(&dialog, 'x'), DIALOG_OPEN);
    CU_ASSERT_EQUAL(press(&dialog, 'Y'), DIALOG_YES);
    dialog_release(&dialog);
}

static void escape_is_the_harmless_answer(void)
{
    struct dialog confirm = { .kind = DIALOG_CONFIRM, .yes_key = 'y' }, leave = { .kind = DIALOG_LEAVE },
                  typed = { .kind = DIALOG_TYPED };

    CU_ASSERT_EQUAL(press(&confirm, PRESS_ESCAPE), DIALOG_NO);
    CU_ASSERT_EQUAL(press(&leave, PRESS_ESCAPE), DIALOG_KEEP);
    CU_ASSERT_EQUAL(press(&typed, PRESS_ESCAPE), DIALOG_NO);
    dialog_release(&typed);
}

static void two_hundred_keys_ahead_confirm_no_typed_word(void)
{
    struct dialog dialog = { .kind = DIALOG_TYPED, .typed = "erase" };

    for (int i = 0; i < 200; i++) {
        struct event event = key_event(i % 3 == 0 ? PRESS_ENTER : i % 3 == 1 ? 'y' : ' ');

        dialog_handle(&dialog, &event);
    }
    CU_ASSERT_EQUAL(dialog.answer, DIALOG_OPEN);
    dialog_release(&dialog);
}

static void the_typed_word_must_be_that_word(void)
{
    struct dialog dialog = { .kind = DIALOG_TYPED, .typed = "remove" };

    TYPE("remov", dialog_handle(&dialog, &event));
    CU_ASSERT_EQUAL(press(&dialog, PRESS_ENTER), DIALOG_OPEN);
    TYPE("e", dialog_handle(&dialog, &event));
    CU_ASSERT_EQUAL(press(&dialog, PRESS_ENTER), DIALOG_YES);
    dialog_release(&dialog);
}

static void leaving_has_three_answers(void)
{
    static const struct {
        uint32_t key;
        enum dialog_answer answer;
    } answers[] = { { 'k', DIALOG_KEEP }, { 's', DIALOG_SAVE }, { 'd', DIALOG_DISCARD }, { PRESS_ENTER, DIALOG_OPEN } };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct dialog dialog = { .kind = DIALOG_LEAVE };

        CU_ASSERT_EQUAL(press(&dialog, answers[i].key), answers[i].answer);
    }
}

static void a_choice_is_made_by_number(void)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choices = { "one", "two" }, .choice_count = 2 };

    CU_ASSERT_EQUAL(press(&dialog, '3'), DIALOG_OPEN);
    CU_ASSERT_EQUAL(press(&dialog, '2'), DIALOG_CHOSEN);
    CU_ASSERT_EQUAL(dialog.chosen, 1);
}

static void a_long_text_fits_a_small_window(void)
{
    struct dialog dialog = { .kind = DIALOG_MESSAGE };
    struct grid grid = { 0 };
    struct key_hint hints[4];

    CU_ASSERT_EQUAL(grid_init(&grid, 30, 8), OK);
    for (int i = 0; i < 60; i++)
        snprintf(dialog.text + i * 20, 21, "twenty letters more ");
    dialog_draw(&dialog, &grid, grid_area(&grid));
    for (int i = 0; i < 100; i++)
        press(&dialog, PRESS_DOWN);
    dialog_draw(&dialog, &grid, grid_area(&grid));
    CU_ASSERT_EQUAL(dialog_hints(&dialog, hints, 4), 1);
    grid_release(&grid);
    dialog_release(&dialog);
}

void suite_dialog(void)
{
    CU_pSuite s = CU_add_suite("dialog", NULL, NULL);

    CU_add_test(s, "Enter is never yes", enter_is_never_yes);
    CU_add_test(s, "Esc is the harmless answer", escape_is_the_harmless_answer);
    CU_add_test(s, "200 keys typed ahead confirm no typed word", two_hundred_keys_ahead_confirm_no_typed_word);
    CU_add_test(s, "the typed word must be that word", the_typed_word_must_be_that_word);
    CU_add_test(s, "leaving has three answers", leaving_has_three_answers);
    CU_add_test(s, "a choice is made by number", a_choice_is_made_by_number);
    CU_add_test(s, "a long text fits a small window", a_long_text_fits_a_small_window);
}
