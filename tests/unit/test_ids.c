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

void suite_ids(void);
void suite_ids(void)
{
    CU_pSuite s = CU_add_suite("ids", NULL, NULL);

    CU_add_test(s, "an id is greater than the last, whatever the clock says",
                an_id_is_greater_than_the_last_whatever_the_clock_says);
    CU_add_test(s, "an id holds moment and device", an_id_holds_moment_and_device);
    CU_add_test(s, "a full millisecond goes on in the next", a_full_millisecond_goes_on_in_the_next);
    CU_add_test(s, "the counter starts at random", the_counter_starts_at_random);
    CU_add_test(s, "references of other devices carry a letter", references_of_other_devices_carry_a_letter);
}
