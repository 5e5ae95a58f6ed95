#include <CUnit/CUnit.h>
#include <stdio.h>

#include "townkeep/ui/picker.h"
#include "ui_press.h"

void suite_picker(void);

static enum picker_result press(struct picker *picker, uint32_t key)
{
    struct event event = key_event(key);

    return picker_handle(picker, &event);
}

static void start(struct picker *picker)
{
    static const char *const labels[] = { "Maison des jeunes", "École du Vieux-Port", "Jeunesse et sport",
                                          "Port Authority" };

    *picker = (struct picker){ 0 };
    for (int i = 0; i < 4; i++) {
        struct picker_row row = { .id = i + 1 };

        snprintf(row.label, sizeof row.label, "%s", labels[i]);
        CU_ASSERT_EQUAL(picker_add(picker, &row), OK);
    }
    picker_place(picker, (struct area){ 0, 0, 78, 19 });
}

static void every_typed_word_counts_whatever_its_accents(void)
{
    struct picker picker;

    start(&picker);
    TYPE("ecole port", picker_handle(&picker, &event));
    CU_ASSERT_EQUAL(picker_chosen(&picker)->id, 2);
    CU_ASSERT_EQUAL(press(&picker, PRESS_ENTER), PICKER_CHOSEN);
    picker_release(&picker);
}

static void arrows_move_among_those_that_match(void)
{
    struct picker picker;

    start(&picker);
    TYPE("port", picker_handle(&picker, &event));
    CU_ASSERT_EQUAL(picker_chosen(&picker)->id, 2);
    press(&picker, PRESS_DOWN);
    CU_ASSERT_EQUAL(picker_chosen(&picker)->id, 4);
    press(&picker, PRESS_DOWN);
    CU_ASSERT_EQUAL(picker_chosen(&picker)->id, 4);
    picker_release(&picker);
}

static void nothing_that_matches_can_be_made(void)
{
    struct picker picker;

    start(&picker);
    TYPE("zoo", picker_handle(&picker, &event));
    CU_ASSERT_PTR_NULL(picker_chosen(&picker));
    CU_ASSERT_EQUAL(press(&picker, PRESS_ENTER), PICKER_TAKEN);
    picker.may_create = true;
    CU_ASSERT_EQUAL(press(&picker, PRESS_ENTER), PICKER_CREATE);
    picker_release(&picker);
}

static void space_switches_when_several_may_be_chosen(void)
{
    struct picker picker;

    start(&picker);
    picker.many = true;
    TYPE("port", picker_handle(&picker, &event));
    press(&picker, PRESS_DOWN);
    press(&picker, ' ');
    CU_ASSERT(!picker.rows[1].on);
    CU_ASSERT(picker.rows[3].on);
    picker_release(&picker);
}

static void a_fed_picker_asks_for_rows(void)
{
    struct picker picker;

    start(&picker);
    picker.fed = true;
    CU_ASSERT_EQUAL(press(&picker, 'x'), PICKER_WORDS_CHANGED);
    picker_clear_rows(&picker);
    CU_ASSERT_PTR_NULL(picker_chosen(&picker));
    CU_ASSERT_EQUAL(press(&picker, PRESS_ESCAPE), PICKER_CANCELLED);
    picker_release(&picker);
}

static void delete_empties_only_where_it_may(void)
{
    struct picker picker;

    start(&picker);
    CU_ASSERT_EQUAL(press(&picker, PRESS_DELETE), PICKER_TAKEN);
    picker.may_empty = true;
    CU_ASSERT_EQUAL(press(&picker, PRESS_DELETE), PICKER_EMPTIED);
    picker_release(&picker);
}

void suite_picker(void)
{
    CU_pSuite s = CU_add_suite("picker", NULL, NULL);

    CU_add_test(s, "every typed word counts, whatever its accents", every_typed_word_counts_whatever_its_accents);
    CU_add_test(s, "arrows move among those that match", arrows_move_among_those_that_match);
    CU_add_test(s, "what is not there can be made", nothing_that_matches_can_be_made);
    CU_add_test(s, "Space switches when several may be chosen", space_switches_when_several_may_be_chosen);
    CU_add_test(s, "a fed picker asks for rows", a_fed_picker_asks_for_rows);
    CU_add_test(s, "Delete empties only where it may", delete_empties_only_where_it_may);
}
