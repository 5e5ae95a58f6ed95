/* The signed header: its bytes, and that it has one form only. */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/store/entry.h"

static struct entry sample(void)
{
    struct entry entry = { .version = ENTRY_VERSION,
                           .seq = 7,
                           .officer = 42,
                           .lamport = 9,
                           .at = 1795435200000,
                           .kind = 5,
                           .schema_version = 2 };

    entry.frontier = calloc(2, sizeof *entry.frontier);
    entry.parts = calloc(2, sizeof *entry.parts);
    if (!entry.frontier || !entry.parts)
        abort();
    memset(entry.vault_id, 1, sizeof entry.vault_id);
    memset(entry.device_id, 2, sizeof entry.device_id);
    memset(entry.frontier[0].device_id, 3, ENTRY_DEVICE_ID_SIZE);
    memset(entry.frontier[1].device_id, 4, ENTRY_DEVICE_ID_SIZE);
    entry.frontier[0].seq = 11;
    entry.frontier[1].seq = 12;
    entry.frontier_count = 2;
    entry.parts[0].length = 100;
    entry.parts[1].owner = 99;
    entry.parts[1].length = 200;
    entry.part_count = 2;
    return entry;
}

static void what_is_written_is_read_back(void)
{
    struct entry entry = sample(), read;
    struct buf bytes = { 0 }, again = { 0 };

    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    CU_ASSERT_EQUAL_FATAL(entry_read(bytes.data, bytes.len, &read), OK);
    CU_ASSERT_EQUAL(read.seq, 7);
    CU_ASSERT_EQUAL(read.officer, 42);
    CU_ASSERT_EQUAL(read.kind, 5);
    CU_ASSERT_EQUAL(read.frontier_count, 2);
    CU_ASSERT_EQUAL(read.frontier[1].seq, 12);
    CU_ASSERT_EQUAL(read.part_count, 2);
    CU_ASSERT_EQUAL(read.parts[1].owner, 99);
    CU_ASSERT_EQUAL_FATAL(entry_write(&read, &again), OK);
    CU_ASSERT_EQUAL(again.len, bytes.len);
    CU_ASSERT_EQUAL(memcmp(again.data, bytes.data, bytes.len), 0);
    entry_release(&entry);
    entry_release(&read);
    buf_release(&bytes);
    buf_release(&again);
}

/* The table at the head of entry.c, byte for byte. */
static void the_bytes_stand_where_the_description_says(void)
{
    struct entry entry = sample();
    struct buf bytes = { 0 };
    const uint8_t *at;

    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    at = (const uint8_t *)bytes.data;
    CU_ASSERT_EQUAL(memcmp(at, "TKEN\1\0", 6), 0);
    CU_ASSERT_EQUAL(at[6], 1);
    CU_ASSERT_EQUAL(at[22], 2);
    CU_ASSERT_EQUAL(at[38], 7);
    CU_ASSERT_EQUAL(at[46], 42);
    CU_ASSERT_EQUAL(at[86], 9);
    CU_ASSERT_EQUAL(at[102], 5);
    CU_ASSERT_EQUAL(at[103], 2);
    CU_ASSERT_EQUAL(at[171], 2);
    CU_ASSERT_EQUAL(at[173], 3);
    CU_ASSERT_EQUAL(at[173 + 48], 2);
    CU_ASSERT_EQUAL(bytes.len, 173 + 2 * 24 + 2 + 2 * 80);
    entry_release(&entry);
    buf_release(&bytes);
}

static void every_shorter_or_longer_form_is_refused(void)
{
    struct entry entry = sample(), read;
    struct buf bytes = { 0 };

    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    for (size_t len = 0; len < bytes.len; len++)
        CU_ASSERT_EQUAL(entry_read(bytes.data, len, &read), E_DAMAGED);
    CU_ASSERT_EQUAL_FATAL(buf_add_u8(&bytes, 0), OK);
    CU_ASSERT_EQUAL(entry_read(bytes.data, bytes.len, &read), E_DAMAGED);
    entry_release(&entry);
    buf_release(&bytes);
}

static void a_frontier_out_of_order_or_doubled_is_refused(void)
{
    struct entry entry = sample(), read;
    struct buf bytes = { 0 };

    memset(entry.frontier[1].device_id, 3, ENTRY_DEVICE_ID_SIZE);
    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    CU_ASSERT_EQUAL(entry_read(bytes.data, bytes.len, &read), E_DAMAGED);
    buf_clear(&bytes);
    memset(entry.frontier[1].device_id, 1, ENTRY_DEVICE_ID_SIZE);
    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    CU_ASSERT_EQUAL(entry_read(bytes.data, bytes.len, &read), E_DAMAGED);
    entry_release(&entry);
    buf_release(&bytes);
}

static void each_byte_counts_in_the_hash(void)
{
    struct entry entry = sample();
    struct buf bytes = { 0 };
    uint8_t hash[HASH_SIZE], other[HASH_SIZE];

    CU_ASSERT_EQUAL_FATAL(entry_write(&entry, &bytes), OK);
    entry_hash(hash, bytes.data, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        bytes.data[i] = (char)(bytes.data[i] ^ 1);
        entry_hash(other, bytes.data, bytes.len);
        CU_ASSERT_NOT_EQUAL(memcmp(hash, other, HASH_SIZE), 0);
        bytes.data[i] = (char)(bytes.data[i] ^ 1);
    }
    entry_release(&entry);
    buf_release(&bytes);
}

void suite_entry(void);
void suite_entry(void)
{
    CU_pSuite s = CU_add_suite("entry", NULL, NULL);

    CU_add_test(s, "what is written is read back", what_is_written_is_read_back);
    CU_add_test(s, "the bytes stand where the description says", the_bytes_stand_where_the_description_says);
    CU_add_test(s, "every shorter or longer form is refused", every_shorter_or_longer_form_is_refused);
    CU_add_test(s, "a frontier out of order or doubled is refused", a_frontier_out_of_order_or_doubled_is_refused);
    CU_add_test(s, "each byte counts in the hash", each_byte_counts_in_the_hash);
}
