/*
 * Days, times of day and moments. Officers may type days loosely ("3 nov", "+7"); what is stored is YYYY-MM-DD, or less
 * of it where the day is not known. Moments go into files as UTC with milliseconds, so that nothing is lost, and onto
 * the screen in local time.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

#include "kind_in.h"

enum { MINUTES_OF_DAY = 24 * 60 };
static const int64_t day_milliseconds = INT64_C(86400000);

enum err kind_read_date(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    bool is_partial = reading->field->kind == FIELD_PARTIAL_DATE;
    struct date date;

    typed += strspn(typed, " \t\r\n");
    if (!date_parse(typed, is_partial, &date) && !date_read(typed, reading->today, &date))
        return why_set(why, E_INVALID,
                       is_partial ? N_("%s: \"%s\" is no date. Write it as 2026, 2026-11 or 2026-11-23.")
                                  : N_("%s: \"%s\" is no date. Write it as 2026-11-23, 23.11.2026 or 3 nov."),
                       kind_label(reading->field), kind_quoted(typed).text);
    return value_set_day(out, date);
}

enum err kind_check_date(const struct reading *reading, const struct value *value, struct why *why)
{
    struct date date;

    if (date_parse(value->text, reading->field->kind == FIELD_PARTIAL_DATE, &date))
        return OK;
    return why_set(why, E_INVALID, N_("%s: \"%s\" is no day of the calendar. Check it."), kind_label(reading->field),
                   kind_quoted(value->text).text);
}

enum err kind_read_time(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int minutes;

    if (!time_read(typed, &minutes))
        return why_set(why, E_INVALID, N_("%s: \"%s\" is no time of day. Write it as 9:30."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, minutes);
    return OK;
}

enum err kind_check_time(const struct reading *reading, const struct value *value, struct why *why)
{
    if (value->number >= 0 && value->number < MINUTES_OF_DAY)
        return OK;
    return why_set(why, E_INVALID, N_("%s: a time lies between 00:00 and 23:59."), kind_label(reading->field));
}

enum err kind_show_time(const struct reading *reading, const struct value *value, struct buf *out)
{
    (void)reading;
    return kind_write_time(value, out);
}

enum err kind_write_time(const struct value *value, struct buf *out)
{
    char text[6];

    if (value->number < 0 || value->number >= MINUTES_OF_DAY)
        return E_INVALID;
    time_format((int)value->number, text);
    return buf_add_str(out, text);
}

/* Digits at the places of 0, everything else as it stands. */
static bool has_shape(const char *text, const char *shape)
{
    if (strlen(text) != strlen(shape))
        return false;
    for (; *shape; shape++, text++) {
        if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape)
            return false;
    }
    return true;
}

/* The number `count` digits make; has_shape has seen to it that they are digits. */
static int digits(const char *text, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

static bool parse_moment(const char *text, int64_t *out)
{
    int hour, minute, second;
    char day[DATE_TEXT_SIZE];
    struct date date;

    if (!has_shape(text, "0000-00-00T00:00:00.000Z"))
        return false;
    memcpy(day, text, DATE_TEXT_SIZE - 1);
    day[DATE_TEXT_SIZE - 1] = '\0';
    hour = digits(text + 11, 2);
    minute = digits(text + 14, 2);
    second = digits(text + 17, 2);
    if (!date_parse(day, false, &date) || hour > 23 || minute > 59 || second > 59)
        return false;
    *out = date_to_days(date) * day_milliseconds + ((hour * 60 + minute) * 60 + second) * INT64_C(1000) +
           digits(text + 20, 3);
    return true;
}

enum err kind_read_moment(const struct reading *reading, const char *typed, struct value *out, struct why *why)
{
    int64_t moment;

    if (!parse_moment(typed, &moment))
        return why_set(why, E_INVALID, N_("%s: \"%s\" is no moment. Write it as 2026-11-23T14:05:00.000Z."),
                       kind_label(reading->field), kind_quoted(typed).text);
    value_set_number(out, moment);
    return OK;
}

/* From the year 1000 to 9999, as the calendar goes. */
static bool is_moment(int64_t moment)
{
    const struct date first = { 1000, 1, 1 }, last = { 9999, 12, 31 };

    return moment >= date_to_days(first) * day_milliseconds && moment < (date_to_days(last) + 1) * day_milliseconds;
}

enum err kind_check_moment(const struct reading *reading, const struct value *value, struct why *why)
{
    if (is_moment(value->number))
        return OK;
    return why_set(why, E_INVALID, N_("%s: this moment lies outside the calendar."), kind_label(reading->field));
}

enum err kind_show_moment(const struct reading *reading, const struct value *value, struct buf *out)
{
    char text[DATE_TIME_TEXT_SIZE];

    (void)reading;
    if (!is_moment(value->number))
        return E_INVALID;
    moment_format(value->number, text);
    return buf_add_str(out, text);
}

enum err kind_write_moment(const struct value *value, struct buf *out)
{
    char day[DATE_TEXT_SIZE];
    int64_t days, rest;

    if (!is_moment(value->number))
        return E_INVALID;
    days = value->number / day_milliseconds;
    rest = value->number % day_milliseconds;
    if (rest < 0) {
        days--;
        rest += day_milliseconds;
    }
    date_format(date_from_days(days), day);
    return buf_printf(out, "%sT%02d:%02d:%02d.%03dZ", day, (int)(rest / 3600000), (int)(rest / 60000 % 60),
                      (int)(rest / 1000 % 60), (int)(rest % 1000));
}
