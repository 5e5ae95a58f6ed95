/* Every kind of field: what is read, what is refused, and that writing and reading again gives the same value. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/schema/schema.h"

void suite_kind(void);

static const struct date monday = { 2026, 11, 23 };
static const struct vocabulary_entry entries[] = {
    { .list = "area",
      .code = "sports",
      .label = "Sports",
      .label_fr = "Sport",
      .aliases = "sport;football",
      .order = 2 },
    { .list = "area", .code = "family", .label = "Family, friends", .label_fr = "Famille", .order = 1 },
    { .list = "area", .code = "youth_org", .label = "Youth/young people", .label_fr = "Jeunesse", .order = 3 },
    { .list = "area", .code = "old", .label = "Old word", .label_fr = "", .order = 4, .retired = true },
};
static struct vocabularies *words;

static int start(void)
{
    return vocabularies_new(entries, sizeof entries / sizeof entries[0], &words) != OK;
}

static int stop(void)
{
    vocabularies_free(words);
    words = NULL;
    return 0;
}

static struct field field_of(enum field_kind kind)
{
    bool is_choice = kind == FIELD_CHOICE || kind == FIELD_CHOICES;

    return (struct field){ .key = "it", .label = "It", .kind = kind, .vocabulary = is_choice ? "area" : NULL };
}

/* What field_write makes of what was typed, "refused" when it is; checks the round trip on the way. */
static const char *written(const struct field *field, const char *typed)
{
    static char text[400];
    struct value value = { 0 }, again = { 0 };
    struct buf out = { 0 };
    struct why why = { 0 };
    enum err e = field_read(field, typed, words, monday, &value, &why);

    snprintf(text, sizeof text, "refused");
    if (e == OK) {
        CU_ASSERT_EQUAL(field_write(field, &value, &out), OK);
        CU_ASSERT_EQUAL(field_read(field, buf_text(&out), words, monday, &again, &why), OK);
        CU_ASSERT_TRUE(value_equal(&value, &again));
        snprintf(text, sizeof text, "%s", buf_text(&out));
    } else {
        CU_ASSERT_EQUAL(e, E_INVALID);
        CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "It"));
        CU_ASSERT_EQUAL(value.form, VALUE_EMPTY);
    }
    value_release(&value);
    value_release(&again);
    buf_release(&out);
    return text;
}

static const char *shown(const struct field *field, const char *typed)
{
    static char text[400];
    struct value value = { 0 };
    struct buf out = { 0 };

    snprintf(text, sizeof text, "refused");
    if (field_read(field, typed, words, monday, &value, NULL) == OK && field_show(field, &value, words, &out) == OK)
        snprintf(text, sizeof text, "%s", buf_text(&out));
    value_release(&value);
    buf_release(&out);
    return text;
}

struct pair {
    const char *typed, *expected;
};

static void expect(const struct field *field, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = written(field, pairs[i].typed);
        if (strcmp(got, pairs[i].expected) != 0)
            printf("\n    %s \"%s\": \"%s\", not \"%s\"", field_kind_name(field->kind), pairs[i].typed, got,
                   pairs[i].expected);
        CU_ASSERT_STRING_EQUAL(got, pairs[i].expected);
    }
}
#define EXPECT(field, pairs) expect(field, pairs, sizeof pairs / sizeof pairs[0])

static void text_keeps_what_was_typed(void)
{
    static const struct pair pairs[] = {
        { "THE \"FUSE\" ( ROC )", "THE \"FUSE\" ( ROC )" },
        { "  two  blanks ", "  two  blanks " },
        { "caf\x65\xCC\x81", "caf\xC3\xA9" },
        { "a\nb", "a b" },
        { "a\x1b[31mred", "a[31mred" },
        { "a\xE2\x80\xAE"
          "b",
          "ab" },
        { "", "" },
        { " \t ", "" },
        { "\x01\x02", "" },
        { "bad\xC3", "refused" },
        { "\xED\xA0\x80", "refused" },
        { "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0" },
    };
    struct field text = field_of(FIELD_TEXT), note = field_of(FIELD_NOTE);

    EXPECT(&text, pairs);
    CU_ASSERT_STRING_EQUAL(written(&note, "a\r\nb\rc"), "a\nb\nc");
}

static void text_has_its_length(void)
{
    struct field text = field_of(FIELD_TEXT);

    text.max_len = 3;
    CU_ASSERT_STRING_EQUAL(written(&text, "ééé"), "ééé");
    CU_ASSERT_STRING_EQUAL(written(&text, "éééé"), "refused");
    CU_ASSERT_EQUAL(field_max_len(&text), 3);
    text.max_len = 0;
    CU_ASSERT_EQUAL(field_max_len(&text), 200);
}

static void numbers(void)
{
    static const struct pair pairs[] = {
        { "42", "42" },         { " -7 ", "-7" },      { "9223372036854775807", "9223372036854775807" },
        { "0042", "42" },       { "4.2", "refused" },  { "9223372036854775808", "refused" },
        { "1 200", "refused" }, { "0x10", "refused" }, { "-", "refused" },
        { "٤", "refused" },
    };
    struct field number = field_of(FIELD_NUMBER);

    EXPECT(&number, pairs);
    number.min = 1;
    number.max = 5;
    CU_ASSERT_STRING_EQUAL(written(&number, "5"), "5");
    CU_ASSERT_STRING_EQUAL(written(&number, "6"), "refused");
    CU_ASSERT_STRING_EQUAL(written(&number, "0"), "refused");
}

static void decimals(void)
{
    static const struct pair pairs[] = {
        { "1.25", "1.25" },
        { "1,5", "1.5" },
        { "1,200", "refused" },
        { "12,500", "refused" },
        { "0,125", "0.125" },
        { "-,5", "-0.5" },
        { ".5", "0.5" },
        { "5.", "refused" },
        { "1234,567", "1234.567" },
        { "1,2345", "1.2345" },
        { "1.000000", "1" },
        { "-0.000001", "-0.000001" },
        { "-2.3480950736674058", "-2.348095" },
        { "0.9999995", "1" },
        { "1e5", "refused" },
        { "1.2.3", "refused" },
        { "--1", "refused" },
        { "", "" },
        { "NaN", "refused" },
        { "9223372036854", "9223372036854" },
        { "9223372036855", "refused" },
        { "99999999999999999999", "refused" },
        { "1 200", "refused" },
        { "£5", "refused" },
    };
    struct field decimal = field_of(FIELD_DECIMAL);

    EXPECT(&decimal, pairs);
    decimal.min = -90;
    decimal.max = 90;
    CU_ASSERT_STRING_EQUAL(written(&decimal, "90"), "90");
    CU_ASSERT_STRING_EQUAL(written(&decimal, "90.000001"), "refused");
}

static void dates(void)
{
    static const struct pair pairs[] = {
        { "2026-11-23", "2026-11-23" }, { "23.11.2026", "2026-11-23" }, { "3 nov", "2026-11-03" },
        { "today", "2026-11-23" },      { "+7", "2026-11-30" },         { "2026-02-29", "refused" },
        { "2026", "refused" },          { "2026-11", "refused" },       { "0000-00-00", "refused" },
        { "soon", "refused" },          { "99999-01-01", "refused" },
    };
    static const struct pair partial[] = {
        { "2026", "2026" },       { "2026-11", "2026-11" }, { "2026-11-23", "2026-11-23" },
        { "2026-13", "refused" }, { "20", "refused" },
    };
    struct field date = field_of(FIELD_DATE), part = field_of(FIELD_PARTIAL_DATE);

    EXPECT(&date, pairs);
    EXPECT(&part, partial);
}

static void times_and_moments(void)
{
    static const struct pair times[] = {
        { "9", "09:00" },     { "9:30", "09:30" },    { "0930", "09:30" },
        { "23:59", "23:59" }, { "24:00", "refused" }, { "-1", "refused" },
    };
    static const struct pair moments[] = {
        { "2026-11-23T14:05:06.789Z", "2026-11-23T14:05:06.789Z" },
        { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
        { "1000-01-01T00:00:00.000Z", "1000-01-01T00:00:00.000Z" },
        { "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z" },
        { "2026-02-30T14:05:06.789Z", "refused" },
        { "2026-11-23T24:05:06.789Z", "refused" },
        { "2026-11-23T14:05:06Z", "refused" },
        { "2026-11-23", "refused" },
    };
    struct field time = field_of(FIELD_TIME), moment = field_of(FIELD_MOMENT);

    EXPECT(&time, times);
    EXPECT(&moment, moments);
}

static void yes_and_no(void)
{
    static const struct pair pairs[] = {
        { "yes", "yes" }, { "Y", "yes" },         { "TRUE", "yes" },  { "1", "yes" },
        { "oui", "yes" }, { "no", "no" },         { "n", "no" },      { "False", "no" },
        { "0", "no" },    { "maybe", "refused" }, { "2", "refused" }, { "", "" },
    };
    struct field boolean = field_of(FIELD_BOOLEAN);

    EXPECT(&boolean, pairs);
}

static void choices(void)
{
    static const struct pair one[] = {
        { "sports", "sports" },          { "SPORT", "sports" },        { "Famille", "family" },
        { "family, friends", "family" }, { "youth org", "youth_org" }, { "youth", "refused" },
        { "sports;family", "refused" },
    };
    static const struct pair several[] = {
        { "sports;family", "family;sports" },  { "Sports, Famille", "family;sports" },
        { "family, friends", "family" },       { "football;sports; ;sport", "sports" },
        { "Youth/young people", "youth_org" }, { "sports / youth org", "sports;youth_org" },
        { "sports;nothing", "refused" },       { ";;", "" },
    };
    struct field choice = field_of(FIELD_CHOICE), list = field_of(FIELD_CHOICES);

    EXPECT(&choice, one);
    EXPECT(&list, several);
    CU_ASSERT_STRING_EQUAL(shown(&choice, "sports"), "Sports");
    CU_ASSERT_STRING_EQUAL(shown(&list, "sports;family"), "Family, friends, Sports");
}

static void a_refused_choice_names_the_choices(void)
{
    struct field choice = field_of(FIELD_CHOICE);
    struct value value = { 0 };
    struct why why = { 0 };

    CU_ASSERT_EQUAL(field_read(&choice, "chess", words, monday, &value, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "chess"));
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "Sports"));
    CU_ASSERT_PTR_NULL(strstr(why.text, "Old word"));
}

static void references(void)
{
    static const struct pair one[] = { { "12", "12" }, { "0", "refused" }, { "-4", "refused" }, { "Ana", "refused" } };
    static const struct pair several[] = {
        { "45;12;45", "12;45" },
        { "9, 10", "9;10" },
        { "12;x", "refused" },
        { "0;1", "refused" },
    };
    struct field reference = field_of(FIELD_REFERENCE), list = field_of(FIELD_REFERENCES);

    EXPECT(&reference, one);
    EXPECT(&list, several);
}

static void tags(void)
{
    static const struct pair pairs[] = {
        { "a; b ;a", "a;b" },
        { "GB-CHC:214927;GB-COH:00738693", "GB-CHC:214927;GB-COH:00738693" },
        { "one, two", "one, two" },
        { "x\ny", "x;y" },
        { ";;", "" },
    };
    struct field list = field_of(FIELD_TAGS);
    char text[100];

    EXPECT(&list, pairs);
    memset(text, 'x', sizeof text);
    text[81] = '\0';
    CU_ASSERT_STRING_EQUAL(written(&list, text), "refused");
    text[80] = '\0';
    CU_ASSERT_STRING_EQUAL(written(&list, text), text);
    CU_ASSERT_STRING_EQUAL(shown(&list, "a;b"), "a; b");
}

static void huge_input_is_refused_or_cut_but_never_crashes(void)
{
    size_t size = 300000;
    char *text = malloc(size + 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (int kind = 0; kind < FIELD_KIND_COUNT; kind++) {
        static const char seeds[] = "9a;,.:-";
        for (size_t i = 0; i < sizeof seeds - 1; i++) {
            struct field field = field_of((enum field_kind)kind);
            memset(text, seeds[i], size);
            text[size] = '\0';
            written(&field, text);
        }
    }
    free(text);
}

static void a_value_of_another_form_is_refused(void)
{
    struct value number = { .form = VALUE_NUMBER, .number = 5 }, closed = { .form = VALUE_CLOSED };
    struct field text = field_of(FIELD_TEXT);
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(field_show(&text, &number, words, &out), E_INVALID);
    CU_ASSERT_EQUAL(field_write(&text, &number, &out), E_INVALID);
    CU_ASSERT_EQUAL(field_write(&text, &closed, &out), E_PERMISSION);
    CU_ASSERT_EQUAL(out.len, 0);
    CU_ASSERT_EQUAL(field_show(&text, &closed, words, &out), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "(sealed)");
    buf_release(&out);
}

static void what_was_there_stays_on_refusal(void)
{
    struct field number = field_of(FIELD_NUMBER);
    struct value value = { 0 };

    value_set_number(&value, 3);
    CU_ASSERT_EQUAL(field_read(&number, "x", words, monday, &value, NULL), E_INVALID);
    CU_ASSERT_EQUAL(value.number, 3);
    CU_ASSERT_EQUAL(field_read(&number, "", words, monday, &value, NULL), OK);
    CU_ASSERT_EQUAL(value.form, VALUE_EMPTY);
}

void suite_kind(void)
{
    CU_pSuite suite = CU_add_suite("kind", start, stop);

    CU_add_test(suite, "text keeps what was typed, clean", text_keeps_what_was_typed);
    CU_add_test(suite, "text longer than its field is refused", text_has_its_length);
    CU_add_test(suite, "whole numbers", numbers);
    CU_add_test(suite, "decimals, and the comma that could be two things", decimals);
    CU_add_test(suite, "dates, full and partial", dates);
    CU_add_test(suite, "times of day and moments", times_and_moments);
    CU_add_test(suite, "yes and no", yes_and_no);
    CU_add_test(suite, "choices by code, label or alias, in the list's order", choices);
    CU_add_test(suite, "a refused choice names the choices still offered", a_refused_choice_names_the_choices);
    CU_add_test(suite, "references are ids, ascending and once", references);
    CU_add_test(suite, "tags are kept in order and once", tags);
    CU_add_test(suite, "huge input is refused or kept, never a crash", huge_input_is_refused_or_cut_but_never_crashes);
    CU_add_test(suite, "a value of another form is refused", a_value_of_another_form_is_refused);
    CU_add_test(suite, "what was there stays when reading is refused", what_was_there_stays_on_refusal);
}
