/* Encodings found out, and files in them read alike. */
#include <CUnit/Basic.h>
#include <string.h>

#include "townkeep/exchange/sheet.h"
#include "unit.h"

#define DETECT(bytes, mark) encoding_detect(bytes, sizeof(bytes) - 1, true, mark)

static void marks_decide(void)
{
    size_t mark;

    CU_ASSERT_EQUAL(DETECT("\xEF\xBB\xBFname\n", &mark), ENCODING_UTF_8);
    CU_ASSERT_EQUAL(mark, 3);
    CU_ASSERT_EQUAL(DETECT("\xFF\xFEn\0a\0", &mark), ENCODING_UTF_16_LE);
    CU_ASSERT_EQUAL(mark, 2);
    CU_ASSERT_EQUAL(DETECT("\xFE\xFF\0n\0a", &mark), ENCODING_UTF_16_BE);
    CU_ASSERT_EQUAL(mark, 2);
}

static void zero_bytes_tell_utf16(void)
{
    size_t mark;

    CU_ASSERT_EQUAL(DETECT("n\0a\0m\0e\0\n\0", &mark), ENCODING_UTF_16_LE);
    CU_ASSERT_EQUAL(mark, 0);
    CU_ASSERT_EQUAL(DETECT("\0n\0a\0m\0e\0\n", &mark), ENCODING_UTF_16_BE);
}

static void well_formed_bytes_are_utf8(void)
{
    size_t mark;

    CU_ASSERT_EQUAL(DETECT("name\nplain\n", &mark), ENCODING_UTF_8);
    CU_ASSERT_EQUAL(DETECT("name\n\xC3\x89"
                           "cole\n",
                           &mark),
                    ENCODING_UTF_8);
}

static void a_few_broken_bytes_leave_it_utf8(void)
{
    size_t mark;

    CU_ASSERT_EQUAL(DETECT("\xC3\xA9\xC3\xA8\xC3\xAA\xC5\xBE\xC5\xA1 \xFF\n", &mark), ENCODING_UTF_8);
}

static void accents_of_windows_and_mac_are_told_apart(void)
{
    size_t mark;

    CU_ASSERT_EQUAL(DETECT("\xC9"
                           "cole de S\xE8te\nl\x92\xE9t\xE9 \xE0 Gen\xE8ve\n",
                           &mark),
                    ENCODING_WINDOWS_1252);
    CU_ASSERT_EQUAL(DETECT("\x83"
                           "cole de S\x8Fte\nl\xD5\x8Et\x8E \x88 Gen\x8Fve\n",
                           &mark),
                    ENCODING_MAC_ROMAN);
    CU_ASSERT_EQUAL(DETECT("M\xFCller, Stra\xDF"
                           "e 5, 20 \x80\n",
                           &mark),
                    ENCODING_WINDOWS_1252);
    CU_ASSERT_EQUAL(DETECT("M\x9Fller, Stra\xA7"
                           "e 5\n",
                           &mark),
                    ENCODING_MAC_ROMAN);
}

static void names_of_encodings_are_known_by_their_aliases(void)
{
    enum encoding found;

    CU_ASSERT_TRUE(encoding_find("latin1", &found));
    CU_ASSERT_EQUAL(found, ENCODING_WINDOWS_1252);
    CU_ASSERT_TRUE(encoding_find("UTF-8", &found));
    CU_ASSERT_EQUAL(found, ENCODING_UTF_8);
    CU_ASSERT_FALSE(encoding_find("ebcdic", &found));
    CU_ASSERT_FALSE(encoding_find("", &found));
}

void suite_encoding(void);
void suite_encoding(void)
{
    CU_pSuite s = CU_add_suite("encoding", NULL, NULL);

    CU_add_test(s, "byte order marks decide", marks_decide);
    CU_add_test(s, "zero bytes tell UTF-16 without a mark", zero_bytes_tell_utf16);
    CU_add_test(s, "well-formed bytes are UTF-8", well_formed_bytes_are_utf8);
    CU_add_test(s, "a few broken bytes leave a file UTF-8", a_few_broken_bytes_leave_it_utf8);
    CU_add_test(s, "accents of Windows and of old Macs are told apart", accents_of_windows_and_mac_are_told_apart);
    CU_add_test(s, "names of encodings are known by their aliases", names_of_encodings_are_known_by_their_aliases);
}
