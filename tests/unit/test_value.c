/* Values, records and problems. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/schema/schema.h"

void suite_value(void);

static const struct field fields[] = {
    { .key = "name", .label = "Name", .kind = FIELD_TEXT },
    { .key = "size", .label = "Size", .kind = FIELD_NUMBER },
};
static const struct record_type type = { .key = "thing", .label = "Thing", .fields = fields, .field_count = 2 };

static void setting_and_emptying(void)
{
    struct value value = { 0 };

    CU_ASSERT_EQUAL(value_set_text(&value, "Ana"), OK);
    CU_ASSERT_EQUAL(value.form, VALUE_TEXT);
    CU_ASSERT_STRING_EQUAL(value.text, "Ana");
    CU_ASSERT_EQUAL(value_set_text(&value, value.text), OK);
    CU_ASSERT_STRING_EQUAL(value.text, "Ana");
    CU_ASSERT_EQUAL(value_set_text(&value, ""), OK);
    CU_ASSERT_EQUAL(value.form, VALUE_EMPTY);
    CU_ASSERT_PTR_NULL(value.text);
    value_set_number(&value, 0);
    CU_ASSERT_EQUAL(value.form, VALUE_NUMBER);
    value_release(&value);
    CU_ASSERT_EQUAL(value.form, VALUE_EMPTY);
}

static void equality(void)
{
    struct value a = { 0 }, b = { 0 };
    const struct value closed = { .form = VALUE_CLOSED };

    CU_ASSERT_TRUE(value_equal(&a, &b));
    value_set_number(&a, 0);
    CU_ASSERT_FALSE(value_equal(&a, &b));
    CU_ASSERT_EQUAL(value_copy(&b, &a), OK);
    CU_ASSERT_TRUE(value_equal(&a, &b));
    CU_ASSERT_EQUAL(value_set_text(&a, "0"), OK);
    CU_ASSERT_FALSE(value_equal(&a, &b));
    CU_ASSERT_EQUAL(value_copy(&b, &a), OK);
    CU_ASSERT_TRUE(value_equal(&a, &b));
    CU_ASSERT_PTR_NOT_EQUAL(a.text, b.text);
    CU_ASSERT_EQUAL(value_copy(&b, &b), OK);
    CU_ASSERT_STRING_EQUAL(b.text, "0");
    CU_ASSERT_FALSE(value_equal(&a, &closed));
    CU_ASSERT_TRUE(value_equal(&closed, &closed));
    value_release(&a);
    value_release(&b);
}

static void lists_have_whole_items(void)
{
    struct value list = { 0 };

    CU_ASSERT_FALSE(value_list_has(&list, "a"));
    CU_ASSERT_EQUAL(value_set_text(&list, "youth_org;cso"), OK);
    CU_ASSERT_TRUE(value_list_has(&list, "cso"));
    CU_ASSERT_TRUE(value_list_has(&list, "youth_org"));
    CU_ASSERT_FALSE(value_list_has(&list, "youth"));
    CU_ASSERT_FALSE(value_list_has(&list, "so"));
    CU_ASSERT_FALSE(value_list_has(&list, "youth_org;cso"));
    CU_ASSERT_FALSE(value_list_has(&list, ""));
    value_release(&list);
}

static void records_by_key(void)
{
    struct record record = { 0 }, copy = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&record, &type), OK);
    CU_ASSERT_PTR_NULL(record_value(&record, "nothing"));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "name"), "");
    CU_ASSERT_FALSE(record_has(&record, "size"));
    CU_ASSERT_EQUAL(value_set_text(record_value(&record, "name"), "Hall"), OK);
    value_set_number(record_value(&record, "size"), 0);
    record.id = 7;
    CU_ASSERT_EQUAL(text_copy(&record.archive_reason, "moved"), OK);
    CU_ASSERT_TRUE(record_has(&record, "size"));
    CU_ASSERT_STRING_EQUAL(record_text(&record, "size"), "");
    CU_ASSERT_EQUAL(record_copy(&copy, &record), OK);
    record_release(&record);
    CU_ASSERT_STRING_EQUAL(record_text(&copy, "name"), "Hall");
    CU_ASSERT_STRING_EQUAL(copy.archive_reason, "moved");
    CU_ASSERT_EQUAL(copy.id, 7);
    CU_ASSERT_EQUAL(record_copy(&copy, &copy), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&copy, "name"), "Hall");
    record_release(&copy);
    record_release(&copy);
}

static void refusals_come_before_warnings(void)
{
    struct problems problems = { 0 };

    problems_warn(&problems, 1, "careful");
    CU_ASSERT_FALSE(problems_refuse(&problems));
    problems_add(&problems, 0, "no %s", "way");
    CU_ASSERT_TRUE(problems_refuse(&problems));
    CU_ASSERT_EQUAL(problems.count, 2);
    CU_ASSERT_EQUAL(problems.warnings, 1);
    CU_ASSERT_STRING_EQUAL(problems.items[0].text, "no way");
    CU_ASSERT_STRING_EQUAL(problems.items[1].text, "careful");
}

static void a_refusal_takes_a_warnings_place(void)
{
    struct problems problems = { 0 };

    for (int i = 0; i < PROBLEMS_MAX + 5; i++)
        problems_warn(&problems, i, "w");
    CU_ASSERT_EQUAL(problems.count, PROBLEMS_MAX);
    problems_add(&problems, 99, "r");
    CU_ASSERT_EQUAL(problems.count, PROBLEMS_MAX);
    CU_ASSERT_EQUAL(problems.warnings, PROBLEMS_MAX - 1);
    CU_ASSERT_EQUAL(problems.items[0].field, 99);
    for (int i = 0; i < PROBLEMS_MAX + 5; i++)
        problems_add(&problems, i, "r");
    CU_ASSERT_EQUAL(problems.count, PROBLEMS_MAX);
    CU_ASSERT_EQUAL(problems.warnings, 0);
}

static void long_sentences_end_at_a_character(void)
{
    struct problems problems = { 0 };
    char text[PROBLEM_TEXT_SIZE * 3] = "";

    for (int i = 0; i < PROBLEM_TEXT_SIZE; i++)
        strcat(text, "é");
    problems_add(&problems, 0, "x%s", text);
    problems_add(&problems, 0, "%s", text);
    CU_ASSERT_EQUAL(strlen(problems.items[0].text), PROBLEM_TEXT_SIZE - 1);
    CU_ASSERT_EQUAL(strlen(problems.items[1].text), PROBLEM_TEXT_SIZE - 2);
}

void suite_value(void)
{
    CU_pSuite suite = CU_add_suite("value", NULL, NULL);

    CU_add_test(suite, "a value takes text or a number and empties again", setting_and_emptying);
    CU_add_test(suite, "equal means same form and same content", equality);
    CU_add_test(suite, "a list has whole items only", lists_have_whole_items);
    CU_add_test(suite, "a record answers by key and copies itself", records_by_key);
    CU_add_test(suite, "refusals come before warnings", refusals_come_before_warnings);
    CU_add_test(suite, "when there is no room a refusal takes a warning's place", a_refusal_takes_a_warnings_place);
    CU_add_test(suite, "a sentence too long ends at a character", long_sentences_end_at_a_character);
}
