/* Clocks that are wrong, days that are rare, and computers that travel: the vault opens, ids rise, days stay. */
#include <time.h>

#include "store_office.h"

static const char passphrase[] = "correct horse battery";
static const int64_t day = INT64_C(86400000), noon = INT64_C(1795435200000); /* 2026-11-23 12:00 UTC */

static void begin(struct office *office)
{
    setenv("TZ", "UTC", 1);
    tzset();
    clock_fix(noon);
    office_create(office);
    CU_ASSERT_NOT_EQUAL(office_party_add(office, "Youth House", "club", ""), 0);
}

static void end(struct office *office)
{
    office_end(office);
    clock_fix(-1);
    setenv("TZ", "UTC", 1);
    tzset();
}

static void close_office(struct office *office)
{
    store_close(office->store);
    office->store = NULL;
}

static void d17_with_a_wrong_clock_work_goes_on_and_is_warned_about(void)
{
    static const struct {
        int64_t now;
        const char *words;
    } clocks[] = {
        { 1000, "Set the clock" },                                        /* 1970 */
        { INT64_C(1795435200000) - INT64_C(172800000), "Set the clock" }, /* two days back */
        { INT64_C(2147483648000), "more than a year" },                   /* 2038, past 31 bits of seconds */
        { INT64_C(4070908800000), "more than a year" },                   /* 2099, past what an id can hold */
    };

    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        struct verify_report report = { 0 };
        struct office office;
        int64_t before, id;

        begin(&office);
        before = office_party_add(&office, "Before", "club", "");
        close_office(&office);
        clock_fix(clocks[i].now);
        CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
        CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), clocks[i].words));
        for (int round = 0; round < 3; round++) {
            id = office_party_add(&office, "After", "club", "");
            CU_ASSERT_TRUE(id > before);
            before = id;
        }
        office_reopen(&office);
        CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), OK);
        verify_report_release(&report);
        end(&office);
    }
}

static void d17_a_right_clock_is_not_spoken_of(void)
{
    struct office office;

    begin(&office);
    clock_advance(30 * day);
    office_reopen(&office);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

/* A day is text: it is the same day wherever the computer is, on a leap day and across the change of the hour. */
static void d18_days_stay_wherever_the_computer_is(void)
{
    static const char *const places[] = { "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Belgrade" };
    static const char *const days[] = { "2028-02-29", "2027-03-28", "2027-10-31", "2026-12-31" };

    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct record party = { 0 };
        struct office office;
        int64_t id;

        begin(&office);
        id = office_party_add(&office, "Youth House", "club", days[i]);
        for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
            setenv("TZ", places[place], 1);
            tzset();
            office_reopen(&office);
            CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
            CU_ASSERT_EQUAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
            CU_ASSERT_STRING_EQUAL(record_text(&party, "note"), days[i]);
            record_release(&party);
        }
        end(&office);
    }
}

static void d18_a_moment_is_told_by_the_clock_on_the_wall(void)
{
    char before[DATE_TIME_TEXT_SIZE], after[DATE_TIME_TEXT_SIZE];
    int64_t change = INT64_C(1806195600000); /* 2027-03-28 01:00 UTC: 02:00 becomes 03:00 in Belgrade */

    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    moment_format(change - 1000, before);
    moment_format(change, after);
    CU_ASSERT_STRING_EQUAL(before, "2027-03-28 01:59");
    CU_ASSERT_STRING_EQUAL(after, "2027-03-28 03:00");
    for (int hours = 0; hours < 72; hours++) { /* every day comes once, in order */
        struct date one = moment_date(change - day + hours * INT64_C(3600000)),
                    next = moment_date(change - day + (hours + 1) * INT64_C(3600000));

        CU_ASSERT_TRUE(date_to_days(next) - date_to_days(one) <= 1 && date_compare(one, next) <= 0);
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

void suite_time(void);
void suite_time(void)
{
    CU_pSuite s = CU_add_suite("time", NULL, NULL);

    CU_add_test(s, "D17 with a wrong clock work goes on, and is warned about",
                d17_with_a_wrong_clock_work_goes_on_and_is_warned_about);
    CU_add_test(s, "D17 a right clock is not spoken of", d17_a_right_clock_is_not_spoken_of);
    CU_add_test(s, "D18 days stay wherever the computer is", d18_days_stay_wherever_the_computer_is);
    CU_add_test(s, "D18 a moment is told by the clock on the wall", d18_a_moment_is_told_by_the_clock_on_the_wall);
}
