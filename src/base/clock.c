/*
 * The clocks, and times of day. Every reading of the wall clock in the program comes through here; a test can stop
 * both clocks and move them on. That stopped moment is the one piece of changing state at file level in this room.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "townkeep/base/date.h"

static int64_t stopped_at = -1;

static int64_t read_clock(clockid_t clock)
{
    struct timespec now = { 0 };

    if (stopped_at >= 0)
        return stopped_at;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

void clock_fix(int64_t now_milliseconds)
{
    stopped_at = now_milliseconds < 0 ? -1 : now_milliseconds;
}

void clock_advance(int64_t milliseconds)
{
    if (stopped_at >= 0)
        stopped_at += milliseconds;
}

static struct tm local_time(int64_t moment)
{
    time_t seconds = (time_t)(moment / 1000 - (moment % 1000 < 0));
    struct tm parts = { 0 };

    if (!localtime_r(&seconds, &parts)) {
        seconds = 0;
        gmtime_r(&seconds, &parts);
    }
    return parts;
}

struct date moment_date(int64_t moment)
{
    struct tm parts = local_time(moment);

    return (struct date){ parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday };
}

struct date clock_today(void)
{
    return moment_date(clock_now());
}

void moment_format(int64_t moment, char out[DATE_TIME_TEXT_SIZE])
{
    struct tm parts = local_time(moment);
    char day[DATE_TEXT_SIZE], hour[6];

    date_format(moment_date(moment), day);
    time_format(parts.tm_hour * 60 + parts.tm_min, hour);
    snprintf(out, DATE_TIME_TEXT_SIZE, "%s %s", day, hour);
}

void time_format(int minutes, char out[6])
{
    minutes = (minutes % 1440 + 1440) % 1440;
    out[0] = (char)('0' + minutes / 600);
    out[1] = (char)('0' + minutes / 60 % 10);
    out[2] = ':';
    out[3] = (char)('0' + minutes % 60 / 10);
    out[4] = (char)('0' + minutes % 10);
    out[5] = '\0';
}

/* Up to four digits at *at; how many there were. */
static int take_digits(const char **at, int *number)
{
    int count = 0;

    for (*number = 0; **at >= '0' && **at <= '9' && count < 5; ++*at, count++)
        *number = *number * 10 + (**at - '0');
    return count;
}

bool time_read(const char *typed, int *minutes)
{
    static const char blanks[] = " \t\r\n";
    const char *at = typed + strspn(typed, blanks);
    int hour, minute = 0, digits = take_digits(&at, &hour);

    if (digits < 1 || digits > 4)
        return false;
    if (digits > 2) {
        minute = hour % 100;
        hour /= 100;
    } else if (*at && strchr(":.hH", *at)) {
        bool bare = *at == 'h' || *at == 'H';

        at++;
        digits = take_digits(&at, &minute);
        if (digits != 2 && !(bare && digits == 0))
            return false;
    }
    if (at[strspn(at, blanks)] != '\0' || hour > 23 || minute > 59)
        return false;
    *minutes = hour * 60 + minute;
    return true;
}
