/* Buffers, cursors over bytes, arenas. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/buf.h"

void suite_buf(void);

static void a_zeroed_buffer_is_empty_text(void)
{
    struct buf buf = { 0 };

    CU_ASSERT_STRING_EQUAL(buf_text(&buf), "");
    CU_ASSERT_PTR_NULL(buf_take(&buf));
    CU_ASSERT_EQUAL(buf_add_str(&buf, ""), OK);
    CU_ASSERT_PTR_NOT_NULL(buf.data);
    buf_clear(&buf);
    buf_release(&buf);
    buf_wipe(&buf);
    CU_ASSERT_EQUAL(buf.cap, 0);
}

static void what_is_added_stands_one_after_the_other(void)
{
    struct buf buf = { 0 };
    char *taken;

    CU_ASSERT_EQUAL(buf_add_str(&buf, "one "), OK);
    CU_ASSERT_EQUAL(buf_add(&buf, "two!", 3), OK);
    CU_ASSERT_EQUAL(buf_add_char(&buf, ' '), OK);
    CU_ASSERT_EQUAL(buf_printf(&buf, "%d %s", 3, "four"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&buf), "one two 3 four");
    CU_ASSERT_EQUAL(buf.len, 14);
    taken = buf_take(&buf);
    CU_ASSERT_STRING_EQUAL(taken, "one two 3 four");
    CU_ASSERT_STRING_EQUAL(buf_text(&buf), "");
    free(taken);
}

static void a_buffer_grows_and_stays_closed(void)
{
    struct buf buf = { 0 };

    for (int i = 0; i < 10000; i++) {
        CU_ASSERT_EQUAL_FATAL(buf_printf(&buf, "%04d", i), OK);
        CU_ASSERT_EQUAL_FATAL(buf.data[buf.len], '\0');
    }
    CU_ASSERT_EQUAL(buf.len, 40000);
    CU_ASSERT_EQUAL(memcmp(buf.data + 4 * 9876, "9876", 4), 0);
    buf_release(&buf);
}

static void an_impossible_size_leaves_the_buffer_as_it_was(void)
{
    struct buf buf = { 0 };

    CU_ASSERT_EQUAL(buf_add_str(&buf, "kept"), OK);
    CU_ASSERT_EQUAL(buf_reserve(&buf, SIZE_MAX), E_MEMORY);
    CU_ASSERT_EQUAL(buf_reserve(&buf, SIZE_MAX / 2), E_MEMORY);
    CU_ASSERT_STRING_EQUAL(buf_text(&buf), "kept");
    buf_release(&buf);
}

static void numbers_are_little_endian_and_come_back(void)
{
    static const uint8_t expected[] = { 0xAB, 0x34, 0x12, 0x78, 0x56, 0x34, 0x12, 8, 7, 6, 5, 4, 3, 2, 1 };
    struct buf buf = { 0 };
    struct scan scan;

    CU_ASSERT_EQUAL(buf_add_u8(&buf, 0xAB), OK);
    CU_ASSERT_EQUAL(buf_add_u16(&buf, 0x1234), OK);
    CU_ASSERT_EQUAL(buf_add_u32(&buf, 0x12345678), OK);
    CU_ASSERT_EQUAL(buf_add_u64(&buf, 0x0102030405060708), OK);
    CU_ASSERT_EQUAL_FATAL(buf.len, sizeof expected);
    CU_ASSERT_EQUAL(memcmp(buf.data, expected, sizeof expected), 0);
    scan = (struct scan){ .at = (const uint8_t *)buf.data, .left = buf.len };
    CU_ASSERT_EQUAL(scan_u8(&scan), 0xAB);
    CU_ASSERT_EQUAL(scan_u16(&scan), 0x1234);
    CU_ASSERT_EQUAL(scan_u32(&scan), 0x12345678);
    CU_ASSERT_EQUAL(scan_u64(&scan), 0x0102030405060708);
    CU_ASSERT_EQUAL(scan.left, 0);
    CU_ASSERT_FALSE(scan.failed);
    buf_release(&buf);
}

static void a_failed_read_stays_failed(void)
{
    static const uint8_t bytes[] = { 1, 2, 3 };
    struct scan scan = { .at = bytes, .left = sizeof bytes };

    CU_ASSERT_EQUAL(scan_u32(&scan), 0);
    CU_ASSERT_TRUE(scan.failed);
    CU_ASSERT_EQUAL(scan_u8(&scan), 0);
    CU_ASSERT_PTR_NULL(scan_bytes(&scan, 1));
    scan = (struct scan){ .at = bytes, .left = sizeof bytes };
    CU_ASSERT_PTR_EQUAL(scan_bytes(&scan, 3), bytes);
    CU_ASSERT_FALSE(scan.failed);
    CU_ASSERT_PTR_NULL(scan_bytes(&scan, SIZE_MAX));
}

static void an_arena_gives_zeroed_aligned_memory(void)
{
    struct arena arena = { 0 };

    for (size_t round = 0; round < 3; round++) {
        for (size_t size = 0; size < 3000; size += 7) {
            unsigned char *piece = arena_alloc(&arena, size);

            CU_ASSERT_PTR_NOT_NULL_FATAL(piece);
            CU_ASSERT_EQUAL((uintptr_t)piece % 16, 0);
            for (size_t i = 0; i < size; i++)
                CU_ASSERT_EQUAL_FATAL(piece[i], 0);
            memset(piece, 0xEE, size);
        }
        arena_clear(&arena);
    }
    CU_ASSERT_PTR_NOT_NULL(arena_alloc(&arena, 1000000));
    CU_ASSERT_PTR_NULL(arena_alloc(&arena, SIZE_MAX));
    arena_release(&arena);
    CU_ASSERT_PTR_NULL(arena.first);
    arena_clear(&arena);
}

static void an_arena_keeps_text(void)
{
    struct arena arena = { 0 };
    char *one = arena_copy(&arena, "one"), *two = arena_printf(&arena, "%s-%d", "two", 2);

    CU_ASSERT_STRING_EQUAL(one, "one");
    CU_ASSERT_STRING_EQUAL(two, "two-2");
    arena_release(&arena);
}

void suite_buf(void)
{
    CU_pSuite s = CU_add_suite("buf", NULL, NULL);

    CU_add_test(s, "a zeroed buffer is empty text", a_zeroed_buffer_is_empty_text);
    CU_add_test(s, "what is added stands one after the other", what_is_added_stands_one_after_the_other);
    CU_add_test(s, "a buffer grows and stays closed", a_buffer_grows_and_stays_closed);
    CU_add_test(s, "an impossible size leaves the buffer as it was", an_impossible_size_leaves_the_buffer_as_it_was);
    CU_add_test(s, "numbers are little-endian and come back", numbers_are_little_endian_and_come_back);
    CU_add_test(s, "a failed read stays failed", a_failed_read_stays_failed);
    CU_add_test(s, "an arena gives zeroed, aligned memory", an_arena_gives_zeroed_aligned_memory);
    CU_add_test(s, "an arena keeps text", an_arena_keeps_text);
}
