/* Days and times as people type them: what is read can be written, and is read back the same. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/base/date.h"
#include "townkeep/base/text.h"

static bool is_same(struct date a, struct date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static void check_day(struct date date, struct date today)
{
    char text[DATE_TEXT_SIZE], words[20];
    struct date back = { 0 };

    fuzz_must(date_is_valid(date), "a day read exists");
    date_format(date, text);
    fuzz_must(date_parse(text, false, &back) && is_same(back, date), "a day written is parsed back");
    fuzz_must(date_read(text, today, &back) && is_same(back, date), "a day written is read back");
    fuzz_must(is_same(date_from_days(date_to_days(date)), date), "a day is its number of days");
    fuzz_must(date_weekday(date) >= 0 && date_weekday(date) <= 6, "a weekday is one of seven");
    fuzz_must(strlen(date_long(date, words, sizeof words)) < sizeof words, "a long date stays in its place");
    fuzz_must(strlen(date_relative(date, today, words, sizeof words)) < sizeof words, "so do days ago");
}

static void check_typed(const char *typed, struct date today)
{
    char text[DATE_TEXT_SIZE] = "", clock[6];
    struct date date = { 0 };
    int64_t number;
    int minutes = -1, back = -1;

    if (date_read(typed, today, &date))
        check_day(date, today);
    if (date_parse(typed, true, &date)) {
        date_format(date, text);
        fuzz_must(strcmp(text, typed) == 0, "what is parsed strictly is what is written");
    }
    if (time_read(typed, &minutes)) {
        fuzz_must(minutes >= 0 && minutes < 24 * 60, "a time of day is within the day");
        time_format(minutes, clock);
        fuzz_must(time_read(clock, &back) && back == minutes, "a time written is read back");
    }
    (void)text_to_int(typed, &number);
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    struct date today = date_from_days((int64_t)scan_u16(&scan) - 20000), moved;
    int64_t number = (int64_t)scan_u64(&scan);
    struct work_calendar calendar = { .weekend = 0x60 };
    char *typed;

    moved = date_from_days(number);
    fuzz_must(date_is_valid(moved), "every number of days gives a day");
    moved = date_add_months(moved, (int)(number % 100000));
    fuzz_must(date_is_valid(moved), "months added give a day");
    moved = work_calendar_add(&calendar, today, (int)((uint64_t)number % 1000));
    fuzz_must(date_is_valid(moved) && work_calendar_is_worked(&calendar, moved), "working days added end on one");
    typed = fuzz_text(&scan);
    check_typed(typed, today);
    free(typed);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const typed[] = { "2026-11-23",
                                         "23.11.",
                                         "3 nov 26",
                                         "3rd of march",
                                         "+7",
                                         "yesterday",
                                         "monday",
                                         "29/2/2024",
                                         "1.1.1000",
                                         "31.12.9999",
                                         "9.30",
                                         "0930",
                                         "2026-11",
                                         "2026",
                                         "ju",
                                         "-99999",
                                         "24:00",
                                         "fri 13 nov 2026",
                                         "9223372036854775807" };
    uint8_t input[80] = { 0x30, 0xa0, 1, 2, 3 };

    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        memcpy(input + 10, typed[i], strlen(typed[i]));
        take(data, input, 10 + strlen(typed[i]));
    }
}

const struct fuzz_target fuzz_target_date = { .name = "date", .most = 200, .run = run, .seeds = seeds };
