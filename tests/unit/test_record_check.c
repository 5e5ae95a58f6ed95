/* Starting a record, and what the tables alone refuse in one. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/schema/schema.h"

void suite_record_check(void);

enum { NAME, KIND, DAY, SIZE, CODE, PARTS, FIELDS };

static enum err fill_day(struct record *record, const struct record *before, const struct rule_context *context,
                         struct problems *problems)
{
    (void)before;
    (void)context;
    problems_warn(problems, NAME, "look again");
    if (record_number(record, "size") == 13)
        problems_add(problems, -1, "not thirteen");
    return record_has(record, "day") ? OK : value_set_text(&record->values[DAY], "2026-01-02");
}

static const struct field fields[FIELDS] = {
    [NAME] = { .key = "name", .label = "Name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .max_len = 5 },
    [KIND] = { .key = "kind", .label = "Kind", .kind = FIELD_CHOICES, .vocabulary = "kind", .initial = "a" },
    [DAY] = { .key = "day", .label = "Day", .kind = FIELD_DATE, .flags = FIELD_REQUIRED },
    [SIZE] = { .key = "size", .label = "Size", .kind = FIELD_NUMBER, .min = 1, .max = 20 },
    [CODE] = { .key = "code", .label = "Code", .kind = FIELD_TEXT, .flags = FIELD_ONCE },
    [PARTS] = { .key = "parts", .label = "Parts", .kind = FIELD_REFERENCES, .refers_to = "thing" },
};
static const struct record_type type = {
    .key = "thing", .label = "Thing", .fields = fields, .field_count = FIELDS, .rule = fill_day
};
static const struct vocabulary_entry entries[] = {
    { .list = "kind", .code = "a", .label = "A", .order = 1 },
    { .list = "kind", .code = "b", .label = "B", .order = 2, .retired = true },
};
static struct vocabularies *words;
static struct rule_context context;

static int start(void)
{
    if (vocabularies_new(entries, 2, &words) != OK)
        return 1;
    context = (struct rule_context){ .today = { 2026, 11, 23 }, .words = words };
    return 0;
}

static int stop(void)
{
    vocabularies_free(words);
    return 0;
}

static void new_record(struct record *record)
{
    CU_ASSERT_EQUAL_FATAL(record_init(record, &type), OK);
    CU_ASSERT_EQUAL_FATAL(record_start(record, words, context.today, NULL), OK);
}

/* Refused at `field` with one refusal; -2: not refused. */
static bool refused_at(struct record *record, const struct record *before, int field)
{
    struct problems problems = { 0 };
    enum err e = record_check(record, before, &context, &problems);

    if (field == -2)
        return e == OK && !problems_refuse(&problems);
    return e == E_INVALID && problems.count - problems.warnings == 1 && problems.items[0].field == field;
}

static void first_values_are_put_in(void)
{
    struct record record = { 0 };

    new_record(&record);
    CU_ASSERT_STRING_EQUAL(record_text(&record, "kind"), "a");
    CU_ASSERT_FALSE(record_has(&record, "name"));
    record_release(&record);
}

static void all_problems_at_once_in_order(void)
{
    struct problems problems = { .count = 9 };
    struct record record = { 0 };

    new_record(&record);
    value_set_number(&record.values[SIZE], 21);
    CU_ASSERT_EQUAL(value_set_text(&record.values[KIND], "c"), OK);
    CU_ASSERT_EQUAL(record_check(&record, NULL, &context, &problems), E_INVALID);
    CU_ASSERT_EQUAL_FATAL(problems.count, 4);
    CU_ASSERT_EQUAL(problems.warnings, 1);
    CU_ASSERT_EQUAL(problems.items[0].field, NAME);
    CU_ASSERT_EQUAL(problems.items[1].field, KIND);
    CU_ASSERT_EQUAL(problems.items[2].field, SIZE);
    CU_ASSERT_STRING_EQUAL(problems.items[3].text, "look again");
    CU_ASSERT_STRING_EQUAL(record_text(&record, "day"), "2026-01-02");
    record_release(&record);
}

static void values_from_anywhere_are_checked(void)
{
    struct record record = { 0 };

    new_record(&record);
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "Ana"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, -2));
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "Anabel"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, NAME));
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "A\x1b[m"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, NAME));
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "\xC3"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, NAME));
    value_set_number(&record.values[NAME], 4);
    CU_ASSERT_TRUE(refused_at(&record, NULL, NAME));
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "Ana"), OK);
    CU_ASSERT_EQUAL(value_set_text(&record.values[DAY], "2026-02-30"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, DAY));
    CU_ASSERT_EQUAL(value_set_text(&record.values[DAY], "2026-02-28"), OK);
    for (const char *const *bad =
             (const char *const[]){ "2;1", "1;1", "0", "1;", ";1", "x", "99999999999999999999", NULL };
         *bad; bad++) {
        CU_ASSERT_EQUAL(value_set_text(&record.values[PARTS], *bad), OK);
        CU_ASSERT_TRUE(refused_at(&record, NULL, PARTS));
    }
    CU_ASSERT_EQUAL(value_set_text(&record.values[PARTS], "1;20"), OK);
    value_set_number(&record.values[SIZE], 13);
    CU_ASSERT_TRUE(refused_at(&record, NULL, -1));
    record_release(&record);
}

static void a_closed_value_counts_as_there(void)
{
    struct record record = { 0 };

    new_record(&record);
    record.values[NAME].form = VALUE_CLOSED;
    CU_ASSERT_TRUE(refused_at(&record, NULL, -2));
    record_release(&record);
}

static void a_retired_word_stays_but_is_not_chosen_anew(void)
{
    struct record record = { 0 }, before = { 0 };

    new_record(&record);
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "Ana"), OK);
    CU_ASSERT_EQUAL(value_set_text(&record.values[KIND], "a;b"), OK);
    CU_ASSERT_TRUE(refused_at(&record, NULL, KIND));
    CU_ASSERT_EQUAL(record_copy(&before, &record), OK);
    CU_ASSERT_TRUE(refused_at(&record, &before, -2));
    record_release(&record);
    record_release(&before);
}

static void what_is_fixed_at_first_stays(void)
{
    struct record record = { 0 }, before = { 0 };

    new_record(&record);
    CU_ASSERT_EQUAL(value_set_text(&record.values[NAME], "Ana"), OK);
    CU_ASSERT_EQUAL(record_copy(&before, &record), OK);
    CU_ASSERT_EQUAL(value_set_text(&record.values[CODE], "x"), OK);
    CU_ASSERT_TRUE(refused_at(&record, &before, -2));
    CU_ASSERT_EQUAL(value_set_text(&before.values[CODE], "y"), OK);
    CU_ASSERT_TRUE(refused_at(&record, &before, CODE));
    record_release(&record);
    record_release(&before);
}

void suite_record_check(void)
{
    CU_pSuite suite = CU_add_suite("record_check", start, stop);

    CU_add_test(suite, "a new record has its first values", first_values_are_put_in);
    CU_add_test(suite, "all problems are told at once, in the order of the fields", all_problems_at_once_in_order);
    CU_add_test(suite, "values are checked wherever they come from", values_from_anywhere_are_checked);
    CU_add_test(suite, "a closed value counts as there", a_closed_value_counts_as_there);
    CU_add_test(suite, "a retired word stays but is not chosen anew", a_retired_word_stays_but_is_not_chosen_anew);
    CU_add_test(suite, "what is fixed at the first save stays", what_is_fixed_at_first_stays);
}
