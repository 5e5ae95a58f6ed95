/* The office's calendar. One whose weekend is the whole week would never come to a worked day; it is read as having
 * none. */
#include "townkeep/base/date.h"

enum { WHOLE_WEEK = 0x7F };

static bool is_holiday(const struct work_calendar *calendar, int64_t days)
{
    size_t low = 0, high = calendar->holiday_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (calendar->holidays[middle] < days)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->holiday_count && calendar->holidays[low] == days;
}

bool work_calendar_is_worked(const struct work_calendar *calendar, struct date date)
{
    unsigned weekend = calendar->weekend & WHOLE_WEEK;

    if (weekend != WHOLE_WEEK && (weekend >> date_weekday(date) & 1u))
        return false;
    return !is_holiday(calendar, date_to_days(date));
}

struct date work_calendar_add(const struct work_calendar *calendar, struct date from, int count)
{
    const struct date last = { 9999, 12, 31 };
    struct date day = from;

    while (date_compare(day, last) < 0 && (count > 0 || !work_calendar_is_worked(calendar, day))) {
        day = date_from_days(date_to_days(day) + 1);
        if (count > 0 && work_calendar_is_worked(calendar, day))
            count--;
    }
    return day;
}
