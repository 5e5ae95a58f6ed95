/* Which backups are kept: days that are missed, a clock that jumps, and years of it. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/date.h"
#include "townkeep/store/backup.h"
#include "unit.h"

static const int64_t day = INT64_C(86400000);
static const int64_t start = INT64_C(1795392000000); /* 2026-11-23 00:00 UTC */

/* A folder of backups, the newest name first. */
struct shelf {
    int64_t times[BACKUP_FILES_MAX];
    size_t count;
    int64_t made; /* the last one put there */
};

static int newest_first(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left < *right) - (*left > *right);
}

static size_t find(const struct shelf *shelf, int64_t at)
{
    size_t i = 0;

    while (i < shelf->count && shelf->times[i] != at)
        i++;
    return i;
}

/* Make one at `now` and let go what is not kept; tells whether one was kept for being one of three. */
static bool turn(struct shelf *shelf, int64_t now)
{
    bool kept[BACKUP_FILES_MAX], is_old;
    size_t left = 0;

    while (find(shelf, now) < shelf->count)
        now += 1000;
    CU_ASSERT_FATAL(shelf->count < BACKUP_FILES_MAX);
    shelf->times[shelf->count++] = shelf->made = now;
    qsort(shelf->times, shelf->count, sizeof shelf->times[0], newest_first);
    backup_choose(shelf->times, shelf->count, find(shelf, now), now, kept, &is_old);
    for (size_t i = 0; i < shelf->count; i++) {
        if (kept[i])
            shelf->times[left++] = shelf->times[i];
    }
    shelf->count = left;
    return is_old;
}

/* What must hold after every turn. */
static void look(const struct shelf *shelf, size_t before, int64_t now, bool is_old)
{
    size_t older = 0;

    CU_ASSERT_TRUE(shelf->count >= (before + 1 < 3 ? before + 1 : 3));
    CU_ASSERT_TRUE(find(shelf, shelf->made) < shelf->count);
    for (size_t i = 0; i < shelf->count; i++)
        older += now - shelf->times[i] > BACKUP_DAYS_MAX * day;
    CU_ASSERT_TRUE(older == 0 || (shelf->count <= 3 && is_old));
    CU_ASSERT_TRUE(shelf->count <= 7 + 5 + 6 + 1);
}

static void one_a_day_settles(void)
{
    struct shelf shelf = { .count = 0 };
    int64_t now = start;

    for (int i = 0; i < 400; i++, now += day)
        turn(&shelf, now);
    now -= day;
    CU_ASSERT_TRUE(shelf.count >= 14 && shelf.count <= 18);
    for (int i = 0; i < 7; i++)
        CU_ASSERT_EQUAL(shelf.times[i], now - i * day);
    CU_ASSERT_TRUE(now - shelf.times[shelf.count - 1] > 120 * day);
    CU_ASSERT_TRUE(now - shelf.times[shelf.count - 1] <= BACKUP_DAYS_MAX * day);
}

static void many_in_a_day_leave_the_last(void)
{
    struct shelf shelf = { .count = 0 };

    for (int i = 0; i < 16; i++)
        turn(&shelf, start + i * day / 48);
    CU_ASSERT_EQUAL(shelf.count, 3); /* never fewer */
    for (int i = 0; i < 16; i++)
        turn(&shelf, start + 5 * day + i * day / 48);
    CU_ASSERT_EQUAL(shelf.count, 3);
    CU_ASSERT_EQUAL(shelf.times[0], start + 5 * day + 15 * day / 48);
    CU_ASSERT_EQUAL(shelf.times[2], start + 15 * day / 48);
}

static void a_long_leave_loses_nothing_needed(void)
{
    struct shelf shelf = { .count = 0 };
    bool is_old;

    for (int i = 0; i < 20; i++)
        turn(&shelf, start + i * day);
    is_old = turn(&shelf, start + 300 * day);
    CU_ASSERT_EQUAL(shelf.count, 3);
    CU_ASSERT_TRUE(is_old); /* two of them older than they should be, and said so */
    turn(&shelf, start + 301 * day);
    is_old = turn(&shelf, start + 302 * day);
    CU_ASSERT_EQUAL(shelf.count, 3);
    CU_ASSERT_FALSE(is_old);
}

static void a_clock_that_was_ahead_does_not_stay_the_newest(void)
{
    struct shelf shelf = { .count = 0 };

    for (int i = 0; i < 10; i++)
        turn(&shelf, start + i * day);
    turn(&shelf, start + 2000 * day); /* the clock is wrong for a day */
    CU_ASSERT_EQUAL(shelf.count, 3);
    for (int i = 10; i < 14; i++)
        turn(&shelf, start + i * day);
    for (size_t i = 0; i < shelf.count; i++)
        CU_ASSERT_TRUE(shelf.times[i] <= start + 13 * day);
}

static void a_clock_set_back_keeps_what_was_just_made(void)
{
    struct shelf shelf = { .count = 0 };

    for (int i = 0; i < 10; i++)
        turn(&shelf, start + i * day + day / 2);
    turn(&shelf, start + 5 * day); /* an hour of a day that has a later one */
    CU_ASSERT_TRUE(find(&shelf, start + 5 * day) < shelf.count);
    CU_ASSERT_TRUE(find(&shelf, start + 9 * day + day / 2) < shelf.count);
}

/* 400 days with missed days, several in a day, and a clock that is set ahead and back, for many seeds. */
static void it_holds_for_400_days_with_jumps(void)
{
    for (unsigned seed = 1; seed <= 200; seed++) {
        struct shelf shelf = { .count = 0 };
        int64_t off = 0;

        srandom(seed);
        for (int today = 0; today < 400; today++) {
            int times = random() % 4 == 0 ? 0 : 1 + (int)(random() % 6);

            if (random() % 30 == 0)
                off = (random() % 3 == 0 ? 0 : random() % 800 - 400) * day;
            for (int i = 0; i < times; i++) {
                int64_t now = start + (1000 + today) * day + i * day / 8 + off;
                size_t before = shelf.count;
                bool is_old = turn(&shelf, now);

                look(&shelf, before, now, is_old);
            }
        }
    }
}

static void one_is_never_let_go(void)
{
    const int64_t times[] = { start };
    bool kept, is_old;

    backup_choose(times, 1, 1, start + 4000 * day, &kept, &is_old);
    CU_ASSERT_TRUE(kept && is_old);
    backup_choose(times, 1, 1, start - 4000 * day, &kept, &is_old);
    CU_ASSERT_TRUE(kept && !is_old);
    backup_choose(times, 0, 0, start, &kept, &is_old);
    CU_ASSERT_FALSE(is_old);
}

void suite_rotation(void);
void suite_rotation(void)
{
    CU_pSuite s = CU_add_suite("rotation", NULL, NULL);

    CU_add_test(s, "one a day settles at days, weeks and months", one_a_day_settles);
    CU_add_test(s, "many in a day leave the last of it", many_in_a_day_leave_the_last);
    CU_add_test(s, "a long leave loses nothing that is needed", a_long_leave_loses_nothing_needed);
    CU_add_test(s, "a clock that was ahead does not stay the newest", a_clock_that_was_ahead_does_not_stay_the_newest);
    CU_add_test(s, "a clock set back keeps what was just made", a_clock_set_back_keeps_what_was_just_made);
    CU_add_test(s, "it holds for 400 days with jumps (B04)", it_holds_for_400_days_with_jumps);
    CU_add_test(s, "one is never let go", one_is_never_let_go);
}
