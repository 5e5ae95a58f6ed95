/*
 * Days and times. A day is text `YYYY-MM-DD`; a partial date may stop after the month or the year. A moment is
 * milliseconds since 1970-01-01 UTC. Working days know the office's weekend and holidays.
 * Calendar arithmetic is the proleptic Gregorian calendar; years 1000 to 9999 are accepted.
 */
#ifndef TOWNKEEP_BASE_DATE_H
#define TOWNKEEP_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"

enum { DATE_TEXT_SIZE = 11, DATE_TIME_TEXT_SIZE = 24 };

struct date {
    int year, month, day; /* month and day 0 where a partial date stops */
};

bool date_is_valid(struct date date);   /* a full day that exists */
int64_t date_to_days(struct date date); /* days since 1970-01-01; a full day */
struct date date_from_days(int64_t days);
int date_weekday(struct date date);                           /* 0 Monday … 6 Sunday */
struct date date_add_months(struct date date, int months);    /* day clipped to the month's last */
int date_compare(struct date a, struct date b);               /* <0, 0, >0; missing parts sort first */
void date_format(struct date date, char out[DATE_TEXT_SIZE]); /* YYYY, YYYY-MM or YYYY-MM-DD */
/* Strict: exactly the form date_format writes (a full day only, unless partial_allowed). */
bool date_parse(const char *text, bool partial_allowed, struct date *out);
/* Lenient, as officers type it: 2026-11-23, 23.11.2026, 23.11., 23/11/2026, 3 nov, 3 november 2026, today, tomorrow,
 * yesterday, +7, -2, a weekday's name (the next one); day before month, always. Month and weekday names in English and
 * in the program's language, in full or from three letters on when only one fits. Two digits are a year within twenty
 * years of today, else refused: a year of birth must be written out. A day without a year is the nearest one to
 * `today`, within half a year. */
bool date_read(const char *typed, struct date today, struct date *out);
/* "Monday 23 November 2026" in the program's language, into out; returns out. */
const char *date_long(struct date date, char *out, size_t size);
/* "today", "yesterday", "in 3 days", "11 days ago" in the program's language. */
const char *date_relative(struct date date, struct date today, char *out, size_t size);

/* Times of day `HH:MM` (24 h). Accepts 9, 9:30, 0930, 9.30; gives minutes after midnight. */
bool time_read(const char *typed, int *minutes);
void time_format(int minutes, char out[6]);

/* The clock. Every reading of the wall clock in the program goes through here, so that a test can stop it. */
int64_t clock_now(void);       /* milliseconds since 1970 UTC */
int64_t clock_monotonic(void); /* milliseconds, only for spans; goes on while the machine sleeps */
struct date clock_today(void); /* in local time */
void clock_fix(
    int64_t now_milliseconds); /* tests: stop the clocks here (clock_monotonic too); negative starts them again */
void clock_advance(int64_t milliseconds); /* tests: move the stopped clock on */
/* A moment as "2026-11-23 14:05" local time. */
void moment_format(int64_t moment, char out[DATE_TIME_TEXT_SIZE]);
struct date moment_date(int64_t moment); /* the local day of a moment */

/* The office's calendar: which days are worked. */
struct work_calendar {
    unsigned weekend;        /* bit 0 Monday … bit 6 Sunday set = not worked */
    const int64_t *holidays; /* days since 1970, ascending; borrowed */
    size_t holiday_count;
};
bool work_calendar_is_worked(const struct work_calendar *calendar, struct date date);
/* The day `count` working days after `from` (count >= 0; 0 gives `from`, or the next worked day). */
struct date work_calendar_add(const struct work_calendar *calendar, struct date from, int count);

#endif
