#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/ui/form.h"
#include "ui_press.h"

void suite_form(void);

enum {
    CLUB_NAME,
    CLUB_KIND,
    CLUB_SECTORS,
    CLUB_SINCE,
    CLUB_OPEN,
    CLUB_PARENT,
    CLUB_STORY,
    CLUB_SEALED,
    CLUB_SIZE,
    CLUB_FIELD_COUNT
};

static const struct field club_fields[CLUB_FIELD_COUNT] = {
    [CLUB_NAME] = { .key = "name", .label = N_("Name"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .max_len = 20 },
    [CLUB_KIND] = { .key = "kind", .label = N_("Kind"), .kind = FIELD_CHOICE, .vocabulary = "kind" },
    [CLUB_SECTORS] = { .key = "sectors",
                       .label = N_("Sectors"),
                       .kind = FIELD_CHOICES,
                       .vocabulary = "sector",
                       .parents = "kind" },
    [CLUB_SINCE] = { .key = "since", .label = N_("Since"), .kind = FIELD_DATE },
    [CLUB_OPEN] = { .key = "open", .label = N_("Open"), .kind = FIELD_BOOLEAN },
    [CLUB_PARENT] = { .key = "parent", .label = N_("Part of"), .kind = FIELD_REFERENCES, .refers_to = "club" },
    [CLUB_STORY] = { .key = "story", .label = N_("Story"), .kind = FIELD_NOTE, .hint = N_("What they do.") },
    [CLUB_SEALED] = { .key = "sealed", .label = N_("Sealed"), .kind = FIELD_TEXT },
    [CLUB_SIZE] = { .key = "size",
                    .label = N_("Size"),
                    .kind = FIELD_NUMBER,
                    .flags = FIELD_MORE,
                    .min = 1,
                    .max = 99 },
};
static const struct record_type club_type = {
    .key = "club",
    .label = N_("Club"),
    .plural = N_("Clubs"),
    .fields = club_fields,
    .field_count = CLUB_FIELD_COUNT,
    .subtitle_field = -1,
    .sort = "name",
};
static const struct vocabulary_entry entries[] = {
    { .list = "kind", .code = "sport", .label = "Sport", .label_fr = "", .parent = "", .aliases = "", .order = 1 },
    { .list = "kind", .code = "music", .label = "Music", .label_fr = "", .parent = "", .aliases = "", .order = 2 },
    { .list = "kind",
      .code = "old",
      .label = "Old kind",
      .label_fr = "",
      .parent = "",
      .aliases = "",
      .order = 3,
      .retired = true },
    { .list = "sector", .code = "faith", .label = "Faith", .label_fr = "", .parent = "", .aliases = "", .order = 1 },
    { .list = "sector", .code = "youth", .label = "Youth", .label_fr = "", .parent = "", .aliases = "", .order = 2 },
    { .list = "sector", .code = "arts", .label = "Arts", .label_fr = "", .parent = "music", .aliases = "", .order = 3 },
};
static const struct date today = { 2026, 11, 23 };

struct bench {
    struct vocabularies *words;
    struct record record;
    struct form form;
};

static void start(struct bench *bench)
{
    *bench = (struct bench){ 0 };
    CU_ASSERT_EQUAL(vocabularies_new(entries, sizeof entries / sizeof entries[0], &bench->words), OK);
    CU_ASSERT_EQUAL(record_init(&bench->record, &club_type), OK);
    bench->record.values[CLUB_SEALED].form = VALUE_CLOSED;
    CU_ASSERT_EQUAL(form_init(&bench->form, &bench->record, NULL, bench->words, today, NULL), OK);
    form_place(&bench->form, (struct area){ 1, 2, 78, 19 });
}

static void end(struct bench *bench)
{
    form_release(&bench->form);
    record_release(&bench->record);
    vocabularies_free(bench->words);
}

static bool press(struct bench *bench, uint32_t key)
{
    struct event event = key_event(key);

    return form_handle(&bench->form, &event);
}

static void type(struct bench *bench, const char *text)
{
    TYPE(text, form_handle(&bench->form, &event));
}

static void print(const struct bench *bench, struct buf *out)
{
    struct grid grid = { 0 };

    CU_ASSERT_EQUAL(grid_init(&grid, 80, 24), OK);
    form_draw(&bench->form, &grid);
    CU_ASSERT_EQUAL(grid_print(&grid, out), OK);
    grid_release(&grid);
}

static void what_is_typed_is_in_the_record_at_once(void)
{
    struct bench bench;

    start(&bench);
    type(&bench, "Boxing club");
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "name"), "Boxing club");
    CU_ASSERT(bench.form.changed);
    end(&bench);
}

static void a_bad_date_is_told_on_leaving_and_traps_nobody(void)
{
    struct bench bench;
    struct problems problems = { 0 };
    struct buf shown = { 0 };

    start(&bench);
    form_go(&bench.form, CLUB_SINCE);
    type(&bench, "some day");
    press(&bench, PRESS_TAB);
    CU_ASSERT_EQUAL(form_current_field(&bench.form), CLUB_OPEN);
    CU_ASSERT(!form_finish(&bench.form, &problems));
    CU_ASSERT_EQUAL(problems.items[0].field, CLUB_SINCE);
    form_problems(&bench.form, &problems);
    CU_ASSERT_EQUAL(form_current_field(&bench.form), CLUB_SINCE);
    print(&bench, &shown);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&shown), "1 thing to mend"));
    press(&bench, PRESS_CTRL('u'));
    type(&bench, "3 nov");
    buf_clear(&shown);
    print(&bench, &shown);
    CU_ASSERT_PTR_NULL(strstr(buf_text(&shown), "to mend"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&shown), "Tuesday 3 November 2026"));
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "since"), "2026-11-03");
    buf_release(&shown);
    end(&bench);
}

static void a_problem_under_more_unfolds_it(void)
{
    struct bench bench;
    struct problems problems = { 0 };

    start(&bench);
    CU_ASSERT(!bench.form.more_open);
    problems_add(&problems, CLUB_SIZE, "%s", "Too many.");
    form_problems(&bench.form, &problems);
    CU_ASSERT(bench.form.more_open);
    CU_ASSERT_EQUAL(form_current_field(&bench.form), CLUB_SIZE);
    end(&bench);
}

static void short_choices_go_by_arrow_and_letter(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_KIND);
    type(&bench, "m");
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "kind"), "music");
    press(&bench, PRESS_LEFT);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "kind"), "sport");
    press(&bench, PRESS_DELETE);
    CU_ASSERT(!record_has(&bench.record, "kind"));
    form_go(&bench.form, CLUB_OPEN);
    press(&bench, PRESS_RIGHT);
    CU_ASSERT_EQUAL(record_number(&bench.record, "open"), 1);
    press(&bench, PRESS_RIGHT);
    CU_ASSERT_EQUAL(bench.record.values[CLUB_OPEN].form, VALUE_NUMBER);
    CU_ASSERT_EQUAL(record_number(&bench.record, "open"), 0);
    end(&bench);
}

static void several_choices_keep_the_order_of_the_list(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_SECTORS);
    press(&bench, PRESS_ENTER);
    type(&bench, "ar");
    press(&bench, ' ');
    press(&bench, PRESS_BACKSPACE);
    press(&bench, PRESS_BACKSPACE);
    press(&bench, ' ');
    press(&bench, PRESS_ENTER);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "sectors"), "faith;arts");
    end(&bench);
}

static void a_choice_tells_what_it_stands_under(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_SECTORS);
    press(&bench, PRESS_ENTER);
    CU_ASSERT_EQUAL_FATAL(bench.form.picker.count, 3);
    CU_ASSERT_STRING_EQUAL(bench.form.picker.rows[0].detail, "");
    CU_ASSERT_STRING_EQUAL(bench.form.picker.rows[2].detail, "Music");
    end(&bench);
}

static void tab_takes_what_was_searched_for_and_goes_on(void)
{
    struct bench bench;
    int field;

    start(&bench);
    form_go(&bench.form, CLUB_SECTORS);
    field = bench.form.current;
    type(&bench, "fai");
    CU_ASSERT_EQUAL(bench.form.overlay, FORM_PICKER);
    CU_ASSERT(press(&bench, PRESS_TAB));
    CU_ASSERT_EQUAL(bench.form.overlay, FORM_NO_OVERLAY);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "sectors"), "faith");
    CU_ASSERT_NOT_EQUAL(bench.form.current, field);
    form_go(&bench.form, CLUB_SECTORS);
    type(&bench, "nothing like it");
    CU_ASSERT(press(&bench, PRESS_TAB));
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "sectors"), "faith");
    end(&bench);
}

static void references_are_asked_for_and_kept_ascending(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_PARENT);
    type(&bench, "y");
    CU_ASSERT_EQUAL(bench.form.request, FORM_ASKS_ROWS);
    CU_ASSERT_EQUAL(bench.form.request_field, CLUB_PARENT);
    CU_ASSERT_STRING_EQUAL(line_text(&bench.form.picker.words), "y");
    press(&bench, PRESS_ESCAPE);
    CU_ASSERT_EQUAL(form_give(&bench.form, CLUB_PARENT, 30, "thirty"), OK);
    CU_ASSERT_EQUAL(form_give(&bench.form, CLUB_PARENT, 4, "four"), OK);
    CU_ASSERT_EQUAL(form_give(&bench.form, CLUB_PARENT, 17, "seventeen"), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "parent"), "4;17;30");
    CU_ASSERT_EQUAL(form_untitled(&bench.form), CLUB_PARENT);
    CU_ASSERT_EQUAL(form_give(&bench.form, CLUB_PARENT, 17, "seventeen"), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "parent"), "4;30");
    end(&bench);
}

static void a_missing_record_can_be_wished_for(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_PARENT);
    type(&bench, "New house");
    press(&bench, PRESS_CTRL('n'));
    CU_ASSERT_EQUAL(bench.form.request, FORM_ASKS_CREATE);
    CU_ASSERT_STRING_EQUAL(line_text(&bench.form.picker.words), "New house");
    end(&bench);
}

static void a_sealed_value_is_shown_so_and_kept(void)
{
    struct bench bench;
    struct problems problems = { 0 };
    struct buf shown = { 0 };

    start(&bench);
    print(&bench, &shown);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&shown), "(sealed)"));
    form_go(&bench.form, CLUB_SEALED);
    CU_ASSERT_NOT_EQUAL(form_current_field(&bench.form), CLUB_SEALED);
    CU_ASSERT(form_finish(&bench.form, &problems));
    CU_ASSERT_EQUAL(bench.record.values[CLUB_SEALED].form, VALUE_CLOSED);
    buf_release(&shown);
    end(&bench);
}

static void the_calendar_gives_the_day(void)
{
    struct bench bench;

    start(&bench);
    form_go(&bench.form, CLUB_SINCE);
    CU_ASSERT(press(&bench, PRESS_FUNCTION(4)));
    press(&bench, PRESS_UP);
    press(&bench, PRESS_ENTER);
    CU_ASSERT_STRING_EQUAL(record_text(&bench.record, "since"), "2026-11-16");
    CU_ASSERT_EQUAL(bench.form.overlay, FORM_NO_OVERLAY);
    end(&bench);
}

static void save_and_back_are_left_to_the_screen(void)
{
    struct bench bench;

    start(&bench);
    for (int i = 0; i < 12; i++) {
        CU_ASSERT(!press(&bench, PRESS_CTRL('s')));
        CU_ASSERT(!press(&bench, PRESS_ESCAPE));
        CU_ASSERT(!press(&bench, PRESS_FUNCTION(1)));
        CU_ASSERT(press(&bench, PRESS_TAB));
    }
    end(&bench);
}

static void every_field_can_be_seen_in_a_small_form(void)
{
    struct bench bench;
    struct buf shown = { 0 };

    start(&bench);
    press(&bench, PRESS_CTRL('o'));
    form_place(&bench.form, (struct area){ 0, 0, 60, 5 });
    for (int i = 0; i < bench.form.count * 2; i++) {
        int field = form_current_field(&bench.form);

        buf_clear(&shown);
        print(&bench, &shown);
        if (field >= 0)
            CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&shown), club_fields[field].label));
        press(&bench, PRESS_TAB);
    }
    buf_release(&shown);
    end(&bench);
}

void suite_form(void)
{
    CU_pSuite s = CU_add_suite("form", NULL, NULL);

    CU_add_test(s, "what is typed is in the record at once", what_is_typed_is_in_the_record_at_once);
    CU_add_test(s, "a bad date is told on leaving, and traps nobody", a_bad_date_is_told_on_leaving_and_traps_nobody);
    CU_add_test(s, "a problem under more unfolds it", a_problem_under_more_unfolds_it);
    CU_add_test(s, "tab takes what was searched for and goes on", tab_takes_what_was_searched_for_and_goes_on);
    CU_add_test(s, "short choices go by arrow and letter", short_choices_go_by_arrow_and_letter);
    CU_add_test(s, "several choices keep the order of the list", several_choices_keep_the_order_of_the_list);
    CU_add_test(s, "a choice tells what it stands under", a_choice_tells_what_it_stands_under);
    CU_add_test(s, "references are asked for and kept ascending", references_are_asked_for_and_kept_ascending);
    CU_add_test(s, "a missing record can be wished for", a_missing_record_can_be_wished_for);
    CU_add_test(s, "a sealed value is shown so and kept", a_sealed_value_is_shown_so_and_kept);
    CU_add_test(s, "the calendar gives the day", the_calendar_gives_the_day);
    CU_add_test(s, "save and back are left to the screen", save_and_back_are_left_to_the_screen);
    CU_add_test(s, "every field can be seen in a small form", every_field_can_be_seen_in_a_small_form);
}
