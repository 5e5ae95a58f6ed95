/* Base32 as it is copied from paper. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/base/base32.h"

void suite_base32(void);

static void bytes_come_back_from_their_letters(void)
{
    uint8_t bytes[10], found[10];
    char letters[16];

    for (unsigned round = 0; round < 256; round++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)(round * 31 + i * 97);
        base32_write(bytes, 2, letters);
        CU_ASSERT_EQUAL(base32_read(letters, 2, found), -1);
        CU_ASSERT_EQUAL(memcmp(found, bytes, sizeof bytes), 0);
    }
}

/* By the alphabet's own description: 5 bits a letter, the highest first. */
static void known_bytes_have_known_letters(void)
{
    static const uint8_t bytes[5] = { 0x00, 0x44, 0x32, 0x14, 0xc7 };
    char letters[8];

    base32_write(bytes, 1, letters);
    CU_ASSERT_EQUAL(memcmp(letters, "01234567", 8), 0);
}

static void look_alikes_and_small_letters_are_forgiven(void)
{
    CU_ASSERT_EQUAL(base32_value('o'), 0);
    CU_ASSERT_EQUAL(base32_value('O'), 0);
    CU_ASSERT_EQUAL(base32_value('l'), 1);
    CU_ASSERT_EQUAL(base32_value('I'), 1);
    CU_ASSERT_EQUAL(base32_value('z'), 31);
    CU_ASSERT_EQUAL(base32_letter(31 + 32), 'Z');
}

static void what_is_no_letter_is_told_by_its_place(void)
{
    uint8_t bytes[5];

    CU_ASSERT_EQUAL(base32_value('U'), -1);
    CU_ASSERT_EQUAL(base32_value('\0'), -1);
    CU_ASSERT_EQUAL(base32_value('-'), -1);
    CU_ASSERT_EQUAL(base32_read("012U4567", 1, bytes), 3);
}

void suite_base32(void)
{
    CU_pSuite s = CU_add_suite("base32", NULL, NULL);

    CU_add_test(s, "bytes come back from their letters", bytes_come_back_from_their_letters);
    CU_add_test(s, "known bytes have known letters", known_bytes_have_known_letters);
    CU_add_test(s, "look-alikes and small letters are forgiven", look_alikes_and_small_letters_are_forgiven);
    CU_add_test(s, "what is no letter is told by its place", what_is_no_letter_is_told_by_its_place);
}
