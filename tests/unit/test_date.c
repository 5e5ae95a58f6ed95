/* The calendar, what officers type, times of day, clocks and working days. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "townkeep/base/date.h"

void suite_date(void);

static void days_are_counted_both_ways(void)
{
    struct date date = { 1000, 1, 1 };
    int64_t days = date_to_days(date);

    CU_ASSERT_EQUAL(date_to_days((struct date){ 1970, 1, 1 }), 0);
    CU_ASSERT_EQUAL(date_to_days((struct date){ 2000, 3, 1 }), 11017);
    CU_ASSERT_EQUAL(date_to_days((struct date){ 1969, 12, 31 }), -1);
    for (; days < 2932897; days += 13) {
        date = date_from_days(days);
        CU_ASSERT_TRUE_FATAL(date_is_valid(date));
        CU_ASSERT_EQUAL_FATAL(date_to_days(date), days);
    }
    for (days = date_to_days((struct date){ 1899, 12, 1 }); days < date_to_days((struct date){ 2101, 1, 1 }); days++)
        CU_ASSERT_EQUAL_FATAL(date_to_days(date_from_days(days)), days);
}

static void the_calendar_ends_are_kept(void)
{
    CU_ASSERT_EQUAL(date_compare(date_from_days(INT64_MAX), (struct date){ 9999, 12, 31 }), 0);
    CU_ASSERT_EQUAL(date_compare(date_from_days(INT64_MIN), (struct date){ 1000, 1, 1 }), 0);
}

static void leap_days_exist_when_they_should(void)
{
    CU_ASSERT_TRUE(date_is_valid((struct date){ 2024, 2, 29 }));
    CU_ASSERT_TRUE(date_is_valid((struct date){ 2000, 2, 29 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 1900, 2, 29 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 2026, 2, 29 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 2026, 4, 31 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 2026, 13, 1 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 2026, 0, 1 }));
    CU_ASSERT_FALSE(date_is_valid((struct date){ 999, 1, 1 }));
}

static void weekdays_are_known(void)
{
    CU_ASSERT_EQUAL(date_weekday((struct date){ 2026, 11, 23 }), 0);
    CU_ASSERT_EQUAL(date_weekday((struct date){ 1970, 1, 1 }), 3);
    CU_ASSERT_EQUAL(date_weekday((struct date){ 1583, 10, 9 }), 6);
}

static void months_are_added_and_days_clipped(void)
{
    char text[DATE_TEXT_SIZE];

    date_format(date_add_months((struct date){ 2026, 1, 31 }, 1), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-02-28");
    date_format(date_add_months((struct date){ 2024, 2, 29 }, 12), text);
    CU_ASSERT_STRING_EQUAL(text, "2025-02-28");
    date_format(date_add_months((struct date){ 2026, 3, 15 }, -15), text);
    CU_ASSERT_STRING_EQUAL(text, "2024-12-15");
    CU_ASSERT_EQUAL(date_add_months((struct date){ 2026, 3, 15 }, INT32_MAX).year, 9999);
    CU_ASSERT_EQUAL(date_add_months((struct date){ 2026, 3, 15 }, INT32_MIN).year, 1000);
}

static void only_the_written_form_is_parsed(void)
{
    static const char *const refused[] = { "",           "2026",        "2026-11",     "2026-11-3",
                                           "2026-02-30", "2026/11/23",  "2026-11-233", "0999-01-01",
                                           "2026-11-2x", " 2026-11-23", "2026-1123-" };
    struct date date = { 0 };
    char text[DATE_TEXT_SIZE];

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        CU_ASSERT_FALSE(date_parse(refused[i], false, &date));
    CU_ASSERT_TRUE(date_parse("2026-11-23", false, &date));
    date_format(date, text);
    CU_ASSERT_STRING_EQUAL(text, "2026-11-23");
    CU_ASSERT_TRUE(date_parse("2026-11", true, &date));
    date_format(date, text);
    CU_ASSERT_STRING_EQUAL(text, "2026-11");
    CU_ASSERT_TRUE(date_parse("2026", true, &date));
    date_format(date, text);
    CU_ASSERT_STRING_EQUAL(text, "2026");
    CU_ASSERT_FALSE(date_parse("2026-13", true, &date));
    CU_ASSERT_FALSE(date_parse("202-", true, &date));
}

static void missing_parts_sort_first(void)
{
    CU_ASSERT_TRUE(date_compare((struct date){ 2026, 0, 0 }, (struct date){ 2026, 1, 1 }) < 0);
    CU_ASSERT_TRUE(date_compare((struct date){ 2026, 11, 0 }, (struct date){ 2026, 11, 1 }) < 0);
    CU_ASSERT_TRUE(date_compare((struct date){ 2026, 11, 2 }, (struct date){ 2026, 11, 1 }) > 0);
    CU_ASSERT_EQUAL(date_compare((struct date){ 2026, 11, 2 }, (struct date){ 2026, 11, 2 }), 0);
}

/* On Monday 2026-11-23. NULL: must be refused. */
static const struct {
    const char *typed, *day;
} readings[] = {
    { "2026-11-23", "2026-11-23" },
    { "2026-1-3", "2026-01-03" },
    { "23.11.2026", "2026-11-23" },
    { "3.2.2026", "2026-02-03" },
    { "23/11/2026", "2026-11-23" },
    { "23-11-2026", "2026-11-23" },
    { "23 11 2026", "2026-11-23" },
    { "23.11.", "2026-11-23" },
    { "23.11", "2026-11-23" },
    { "3/1", "2027-01-03" },
    { "30.6.", "2026-06-30" },
    { "23.5.", "2027-05-23" },
    { "25.5.", "2026-05-25" },
    { "23.11.26", "2026-11-23" },
    { "1.1.07", "2007-01-01" },
    { "1.1.46", "2046-01-01" },
    { "1.1.47", NULL },
    { "1.1.58", NULL },
    { "1.1.1958", "1958-01-01" },
    { "3 nov", "2026-11-03" },
    { "3 november 2026", "2026-11-03" },
    { "3. November 2026", "2026-11-03" },
    { "3rd Nov 2026", "2026-11-03" },
    { "1st december", "2026-12-01" },
    { "november 3", "2026-11-03" },
    { "Nov 3, 2026", "2026-11-03" },
    { "Monday 23 November 2026", "2026-11-23" },
    { "mon 23 nov", "2026-11-23" },
    { "Tuesday 23 November 2026", NULL },
    { "29.2.2028", "2028-02-29" },
    { "29.2.", NULL },
    { "29.2.2026", NULL },
    { "today", "2026-11-23" },
    { " TODAY ", "2026-11-23" },
    { "tomorrow", "2026-11-24" },
    { "yesterday", "2026-11-22" },
    { "+7", "2026-11-30" },
    { "-2", "2026-11-21" },
    { "+0", "2026-11-23" },
    { "+400", "2027-12-28" },
    { "monday", "2026-11-30" },
    { "Tue", "2026-11-24" },
    { "sunday", "2026-11-29" },
    { "", NULL },
    { "   ", NULL },
    { "ju", NULL },
    { "3 ju", NULL },
    { "3 ma", NULL },
    { "t", NULL },
    { "s", NULL },
    { "+", NULL },
    { "+x", NULL },
    { "+999999", NULL },
    { "-", NULL },
    { "-3.4.2026", NULL },
    { "11/23/2026", NULL },
    { "32.1.2026", NULL },
    { "0.1.2026", NULL },
    { "1.0.2026", NULL },
    { "1.1.0", NULL },
    { "1.1.20266", NULL },
    { "2026", NULL },
    { "2026-11", NULL },
    { "23", NULL },
    { "3 nov 2026 x", NULL },
    { "3 nov 2026 10:00", NULL },
    { "november", NULL },
    { "99999999999999999999", NULL },
    { "3\xff nov", NULL },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 3", NULL },
};

static void what_officers_type_is_read(void)
{
    const struct date today = { 2026, 11, 23 };

    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        struct date date = { 1, 2, 3 };
        char text[DATE_TEXT_SIZE] = "";
        bool read = date_read(readings[i].typed, today, &date);

        if (read)
            date_format(date, text);
        if (read != (readings[i].day != NULL) || (read && strcmp(text, readings[i].day) != 0)) {
            CU_FAIL("a reading is wrong");
            printf("\n    \"%s\" was read as \"%s\"", readings[i].typed, text);
        }
        if (!read)
            CU_ASSERT_EQUAL(date.year, 1);
    }
}

static void what_is_written_long_is_read_again(void)
{
    struct date today = { 2026, 11, 23 }, back;
    char text[64];

    for (int days = -400; days < 400; days++) {
        struct date date = date_from_days(date_to_days(today) + days);

        CU_ASSERT_TRUE_FATAL(date_read(date_long(date, text, sizeof text), today, &back));
        CU_ASSERT_EQUAL_FATAL(date_compare(date, back), 0);
    }
    CU_ASSERT_STRING_EQUAL(date_long((struct date){ 2026, 11, 0 }, text, sizeof text), "November 2026");
    CU_ASSERT_STRING_EQUAL(date_long((struct date){ 2026, 0, 0 }, text, sizeof text), "2026");
    CU_ASSERT_STRING_EQUAL(date_long(today, text, 7), "Monday");
}

static void days_away_are_told_in_words(void)
{
    struct date today = { 2026, 11, 23 };
    char text[64];

    CU_ASSERT_STRING_EQUAL(date_relative(today, today, text, sizeof text), "today");
    CU_ASSERT_STRING_EQUAL(date_relative((struct date){ 2026, 11, 24 }, today, text, sizeof text), "tomorrow");
    CU_ASSERT_STRING_EQUAL(date_relative((struct date){ 2026, 11, 22 }, today, text, sizeof text), "yesterday");
    CU_ASSERT_STRING_EQUAL(date_relative((struct date){ 2026, 11, 26 }, today, text, sizeof text), "in 3 days");
    CU_ASSERT_STRING_EQUAL(date_relative((struct date){ 2026, 11, 12 }, today, text, sizeof text), "11 days ago");
}

static void times_of_day_are_read(void)
{
    static const struct {
        const char *typed;
        int minutes;
    } rows[] = { { "9", 540 },    { "9:30", 570 }, { "0930", 570 }, { "930", 570 }, { "9.30", 570 },
                 { "9h30", 570 }, { "9h", 540 },   { " 9 ", 540 },  { "00:00", 0 }, { "23:59", 1439 },
                 { "24:00", -1 }, { "9:60", -1 },  { "9:3", -1 },   { "", -1 },     { "x", -1 },
                 { "9:", -1 },    { "09300", -1 }, { "9:300", -1 }, { "-9", -1 },   { "9:30 x", -1 } };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int minutes = -1;

        CU_ASSERT_EQUAL(time_read(rows[i].typed, &minutes), rows[i].minutes >= 0);
        CU_ASSERT_EQUAL(minutes, rows[i].minutes);
    }
    for (int minute = 0; minute < 1440; minute++) {
        char text[6];
        int back = -1;

        time_format(minute, text);
        CU_ASSERT_TRUE(time_read(text, &back) && back == minute);
    }
}

static void the_clock_can_be_stopped(void)
{
    char text[DATE_TIME_TEXT_SIZE];
    int64_t before;

    setenv("TZ", "UTC", 1);
    tzset();
    clock_fix(1795442700000);
    CU_ASSERT_EQUAL(clock_now(), 1795442700000);
    CU_ASSERT_EQUAL(clock_monotonic(), 1795442700000);
    moment_format(clock_now(), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-11-23 14:05");
    clock_advance(10 * 3600 * 1000);
    CU_ASSERT_EQUAL(clock_today().day, 24);
    moment_format(-1, text);
    CU_ASSERT_STRING_EQUAL(text, "1969-12-31 23:59");
    moment_format(INT64_MAX, text);
    clock_fix(-1);
    before = clock_monotonic();
    CU_ASSERT_TRUE(clock_monotonic() >= before);
    CU_ASSERT_TRUE(clock_now() > 1600000000000);
}

static void working_days_skip_weekends_and_holidays(void)
{
    int64_t holidays[2];
    struct work_calendar calendar = { .weekend = 0x60, .holidays = holidays, .holiday_count = 2 };
    char text[DATE_TEXT_SIZE];

    holidays[0] = date_to_days((struct date){ 2026, 12, 25 });
    holidays[1] = date_to_days((struct date){ 2027, 1, 1 });
    CU_ASSERT_TRUE(work_calendar_is_worked(&calendar, (struct date){ 2026, 12, 24 }));
    CU_ASSERT_FALSE(work_calendar_is_worked(&calendar, (struct date){ 2026, 12, 25 }));
    CU_ASSERT_FALSE(work_calendar_is_worked(&calendar, (struct date){ 2026, 12, 26 }));
    date_format(work_calendar_add(&calendar, (struct date){ 2026, 12, 24 }, 1), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-12-28");
    date_format(work_calendar_add(&calendar, (struct date){ 2026, 12, 25 }, 0), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-12-28");
    date_format(work_calendar_add(&calendar, (struct date){ 2026, 12, 24 }, 0), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-12-24");
    date_format(work_calendar_add(&calendar, (struct date){ 2026, 12, 24 }, 10), text);
    CU_ASSERT_STRING_EQUAL(text, "2027-01-11");
    date_format(work_calendar_add(&calendar, (struct date){ 2026, 12, 26 }, 1), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-12-28");
}

static void a_week_without_worked_days_ends_too(void)
{
    struct work_calendar calendar = { .weekend = 0x7F };
    char text[DATE_TEXT_SIZE];

    date_format(work_calendar_add(&calendar, (struct date){ 2026, 11, 23 }, 3), text);
    CU_ASSERT_STRING_EQUAL(text, "2026-11-26");
    date_format(work_calendar_add(&calendar, (struct date){ 9999, 12, 30 }, 30), text);
    CU_ASSERT_STRING_EQUAL(text, "9999-12-31");
}

void suite_date(void)
{
    CU_pSuite s = CU_add_suite("date", NULL, NULL);

    CU_add_test(s, "days are counted both ways", days_are_counted_both_ways);
    CU_add_test(s, "the calendar's ends are kept", the_calendar_ends_are_kept);
    CU_add_test(s, "leap days exist when they should", leap_days_exist_when_they_should);
    CU_add_test(s, "weekdays are known", weekdays_are_known);
    CU_add_test(s, "months are added and days clipped", months_are_added_and_days_clipped);
    CU_add_test(s, "only the written form is parsed", only_the_written_form_is_parsed);
    CU_add_test(s, "missing parts sort first", missing_parts_sort_first);
    CU_add_test(s, "what officers type is read", what_officers_type_is_read);
    CU_add_test(s, "what is written long is read again", what_is_written_long_is_read_again);
    CU_add_test(s, "days away are told in words", days_away_are_told_in_words);
    CU_add_test(s, "times of day are read", times_of_day_are_read);
    CU_add_test(s, "the clock can be stopped", the_clock_can_be_stopped);
    CU_add_test(s, "working days skip weekends and holidays", working_days_skip_weekends_and_holidays);
    CU_add_test(s, "a week without worked days ends too", a_week_without_worked_days_ends_too);
}
