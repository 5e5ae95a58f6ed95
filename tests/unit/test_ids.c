/* Record ids and references. */
#include <limits.h>

#include "../../src/store/store_in.h"
#include "store_office.h"

static const int64_t noon = 1795435200000; /* 2026-11-23 12:00 UTC */

static void an_id_is_greater_than_the_last_whatever_the_clock_says(void)
{
    int64_t last = 0;

    for (int i = 0; i < 20000; i++) {
        int64_t now = i % 3 == 0 ? noon : i % 3 == 1 ? noon - 86400000 : 0;
        int64_t id = id_after(last, now, 1);

        if (id <= last)
            CU_FAIL_FATAL("an id went back");
        last = id;
    }
    CU_ASSERT_TRUE(last > 0);
}

static void an_id_holds_moment_and_device(void)
{
    int64_t id = id_after(0, noon, 5);

    CU_ASSERT_EQUAL(id >> 22, noon - 1735689600000);
    CU_ASSERT_EQUAL((id >> 12) & 0x3ff, 5);
}

static void a_full_millisecond_goes_on_in_the_next(void)
{
    int64_t full = ((noon - 1735689600000) << 22) | (1 << 12) | 0xfff;
    int64_t id = id_after(full, noon, 1);

    CU_ASSERT_EQUAL(id >> 22, (full >> 22) + 1);
    CU_ASSERT_EQUAL((id >> 12) & 0x3ff, 1);
}

static void the_counter_starts_at_random(void)
{
    int64_t first = id_after(0, noon, 1) & 0xfff;
    bool differs = false;

    for (int i = 0; i < 20; i++)
        differs = differs || (id_after(0, noon, 1) & 0xfff) != first;
    CU_ASSERT_TRUE(differs);
}

static void references_of_other_devices_carry_a_letter(void)
{
    char text[40];

    reference_format("R", 2026, 42, 1, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "R-2026-0042");
    reference_format("R", 2026, 42, 2, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "R-2026-0042b");
    reference_format("R", 2026, 12345, 27, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "R-2026-12345aa");
}

/* 1970, 2038, 2090, beyond what fits, and back two days: ids go on rising, and stay ids. */
static void d17_ids_rise_whatever_the_clock_jumps_to(void)
{
    static const int64_t clocks[] = { 1790000000000,
                                      0,
                                      1,
                                      2147483648000,
                                      3786912000000,
                                      4070908800000,
                                      4102444800000,
                                      INT64_MAX / 2,
                                      0,
                                      1789827200000,
                                      1790000000001 };
    int64_t last = 0;

    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++)
        for (int j = 0; j < 5000; j++) {
            int64_t id = id_after(last, clocks[i], 3);

            if (id <= last || (id >> 12 & 1023) != 3)
                CU_FAIL_FATAL("an id that does not rise");
            last = id;
        }
    CU_ASSERT_TRUE(last > 0);
}

void suite_ids(void);
void suite_ids(void)
{
    CU_pSuite s = CU_add_suite("ids", NULL, NULL);

    CU_add_test(s, "an id is greater than the last, whatever the clock says",
                an_id_is_greater_than_the_last_whatever_the_clock_says);
    CU_add_test(s, "D17 ids rise whatever the clock jumps to", d17_ids_rise_whatever_the_clock_jumps_to);
    CU_add_test(s, "an id holds moment and device", an_id_holds_moment_and_device);
    CU_add_test(s, "a full millisecond goes on in the next", a_full_millisecond_goes_on_in_the_next);
    CU_add_test(s, "the counter starts at random", the_counter_starts_at_random);
    CU_add_test(s, "references of other devices carry a letter", references_of_other_devices_carry_a_letter);
}
