/*
 * Which backups are kept: pure, so that years of it can be tried in a second.
 *
 * Days, weeks and months are counted by those that have a backup, not by the calendar: after a holiday of the office,
 * or when the clock jumps ahead, the last ones made still hold their places. Only the limit of 185 days looks at the
 * clock, and gives way where fewer than three would be left.
 */
#include <string.h>

#include "townkeep/base/date.h"
#include "townkeep/store/backup.h"

enum { DAILY = 7, WEEKLY = 5, MONTHLY = 6 };

static const int64_t day_length = INT64_C(24) * 60 * 60 * 1000;

static int64_t day_of(int64_t at)
{
    return at >= 0 ? at / day_length : -1;
}

static int64_t week_of(int64_t at)
{
    return (day_of(at) + 3) / 7; /* the first of January 1970 was a Thursday */
}

static int64_t month_of(int64_t at)
{
    struct date date = date_from_days(day_of(at));

    return (int64_t)date.year * 12 + date.month;
}

/* The newest of each of the `most` newest spans that have one. */
static void keep_newest(const int64_t *times, const bool *is_dated, size_t count, int64_t (*span_of)(int64_t), int most,
                        bool *kept)
{
    int64_t last = 0;
    int found = 0;

    for (size_t i = 0; i < count && found < most; i++) {
        if (!is_dated[i] || (found > 0 && span_of(times[i]) == last))
            continue;
        last = span_of(times[i]);
        kept[i] = true;
        found++;
    }
}

static size_t count_kept(const bool *kept, size_t count)
{
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += kept[i];
    return total;
}

static void keep_places(const int64_t *times, const bool *is_dated, size_t count, bool *kept)
{
    keep_newest(times, is_dated, count, day_of, DAILY, kept);
    keep_newest(times, is_dated, count, week_of, WEEKLY, kept);
    keep_newest(times, is_dated, count, month_of, MONTHLY, kept);
}

/* Ahead of the clock by more than a week: made while it was wrong, or it is wrong now. They have their places until
 * three others have theirs. */
static void leave_out_misdated(const int64_t *times, size_t count, int64_t now, bool *is_dated)
{
    bool places[BACKUP_FILES_MAX] = { false };
    bool right[BACKUP_FILES_MAX] = { false };

    for (size_t i = 0; i < count; i++)
        right[i] = times[i] <= now + 7 * day_length;
    keep_places(times, right, count, places);
    for (size_t i = 0; i < count; i++)
        is_dated[i] = right[i] || count_kept(places, count) < BACKUP_FEWEST;
}

void backup_choose(const int64_t *times, size_t count, size_t made, int64_t now, bool *kept, bool *is_old)
{
    bool is_dated[BACKUP_FILES_MAX] = { false };

    memset(kept, 0, count * sizeof *kept);
    *is_old = false;
    if (count > BACKUP_FILES_MAX) {
        memset(kept + BACKUP_FILES_MAX, 1, (count - BACKUP_FILES_MAX) * sizeof *kept); /* looked at another time */
        count = BACKUP_FILES_MAX;
    }
    leave_out_misdated(times, count, now, is_dated);
    keep_places(times, is_dated, count, kept);
    for (size_t i = 0; i < count; i++)
        kept[i] = i == made || (kept[i] && now - times[i] <= BACKUP_DAYS_MAX * day_length);
    for (size_t i = 0; i < count && count_kept(kept, count) < BACKUP_FEWEST; i++) {
        *is_old = *is_old || (!kept[i] && now - times[i] > BACKUP_DAYS_MAX * day_length);
        kept[i] = true;
    }
}
