/*
 * The calendar: days counted, months added, the strict forms written and read. What people type is read in
 * date_read.c, what they read is written in date_words.c.
 */
#include "townkeep/base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEAR_FIRST = 1000, YEAR_LAST = 9999, DAYS_TO_1970 = 719162 };

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month] + (month == 2 && is_leap(year));
}

static bool month_is_valid(struct date date)
{
    return date.year >= YEAR_FIRST && date.year <= YEAR_LAST && date.month >= 1 && date.month <= 12;
}

bool date_is_valid(struct date date)
{
    return month_is_valid(date) && date.day >= 1 && date.day <= month_days(date.year, date.month);
}

/* Days from 0001-01-01 to the first of January of `year`. */
static int64_t days_before_year(int64_t year)
{
    year--;
    return year * 365 + year / 4 - year / 100 + year / 400;
}

int64_t date_to_days(struct date date)
{
    int64_t days = days_before_year(date.year) + date.day - 1;

    for (int month = 1; month < date.month && month <= 12; month++)
        days += month_days(date.year, month);
    return days - DAYS_TO_1970;
}

struct date date_from_days(int64_t days)
{
    const int64_t first = days_before_year(YEAR_FIRST), last = days_before_year(YEAR_LAST + 1) - 1;
    struct date date = { .month = 1 };

    /* Kept inside the calendar's years, so that no number makes a day that cannot be written. */
    days = days < first - DAYS_TO_1970 ? first : days > last - DAYS_TO_1970 ? last : days + DAYS_TO_1970;
    date.year = (int)(days * 400 / 146097) + 1;
    while (days_before_year(date.year) > days)
        date.year--;
    while (days_before_year(date.year + 1) <= days)
        date.year++;
    days -= days_before_year(date.year);
    while (days >= month_days(date.year, date.month))
        days -= month_days(date.year, date.month++);
    date.day = (int)days + 1;
    return date;
}

int date_weekday(struct date date)
{
    /* 0001-01-01 was a Monday. */
    int64_t weekday = (date_to_days(date) + DAYS_TO_1970) % 7;

    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

struct date date_add_months(struct date date, int months)
{
    int64_t count = (int64_t)date.year * 12 + date.month - 1 + months;

    if (count < (int64_t)YEAR_FIRST * 12)
        count = (int64_t)YEAR_FIRST * 12;
    if (count > (int64_t)YEAR_LAST * 12 + 11)
        count = (int64_t)YEAR_LAST * 12 + 11;
    date.year = (int)(count / 12);
    date.month = (int)(count % 12) + 1;
    if (date.day > month_days(date.year, date.month))
        date.day = month_days(date.year, date.month);
    return date;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

static void put_digits(char *to, int number, int digits)
{
    for (; digits > 0; number /= 10)
        to[--digits] = (char)('0' + abs(number % 10));
}

void date_format(struct date date, char out[DATE_TEXT_SIZE])
{
    memset(out, 0, DATE_TEXT_SIZE);
    put_digits(out, date.year, 4);
    if (date.month == 0)
        return;
    out[4] = '-';
    put_digits(out + 5, date.month, 2);
    if (date.day == 0)
        return;
    out[7] = '-';
    put_digits(out + 8, date.day, 2);
}

/* Exactly `digits` digits at text; -1 when there are not. */
static int take_digits(const char *text, int digits)
{
    int number = 0;

    for (int i = 0; i < digits; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

bool date_parse(const char *text, bool partial_allowed, struct date *out)
{
    size_t len = strnlen(text, DATE_TEXT_SIZE);
    struct date date = { 0 };

    if (len != 10 && !(partial_allowed && (len == 4 || len == 7)))
        return false;
    if ((len > 4 && text[4] != '-') || (len > 7 && text[7] != '-'))
        return false;
    date.year = take_digits(text, 4);
    if (len >= 7)
        date.month = take_digits(text + 5, 2);
    if (len == 10)
        date.day = take_digits(text + 8, 2);
    if (len == 10 ? !date_is_valid(date) : len == 7 ? !month_is_valid(date) : date.year < YEAR_FIRST)
        return false;
    *out = date;
    return true;
}
