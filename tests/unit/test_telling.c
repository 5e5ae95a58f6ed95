/* What is left of a text when nobody may know from it whom it is about. */
#include <CUnit/Basic.h>

#include "../../src/domain/dossier/document_in.h"

void suite_telling(void);

static struct telling begin(void)
{
    struct telling telling = { .today = { 2026, 11, 27 } };

    CU_ASSERT_EQUAL_FATAL(telling_add_name(&telling, "Élias von Berg"), OK);
    CU_ASSERT_EQUAL_FATAL(telling_add_whole(&telling, "Gymnasium Nord"), OK);
    CU_ASSERT_EQUAL_FATAL(telling_add_whole(&telling, "Old Port"), OK);
    return telling;
}

static bool becomes(struct telling *telling, const char *text, const char *expected)
{
    struct buf out = { 0 };
    bool same;

    CU_ASSERT_EQUAL_FATAL(telling_redact(telling, text, &out), OK);
    same = strcmp(buf_text(&out), expected) == 0;
    if (!same)
        printf("\n    %s\n    is: %s", text, buf_text(&out));
    buf_release(&out);
    return same;
}

static void names_go_however_they_are_written(void)
{
    struct telling telling = begin();

    CU_ASSERT_TRUE(becomes(&telling, "Elias said so.", "[…] said so."));
    CU_ASSERT_TRUE(becomes(&telling, "What does ÉLIAS BERG need?", "What does […] […] need?"));
    CU_ASSERT_TRUE(becomes(&telling, "Elias's brother", "[…]'s brother"));
    CU_ASSERT_TRUE(becomes(&telling, "iceberg, Bergen", "iceberg, Bergen"));
    telling_release(&telling);
}

static void places_and_schools_go_as_a_whole(void)
{
    struct telling telling = begin();

    CU_ASSERT_TRUE(becomes(&telling, "He left Gymnasium Nord in May.", "He left […] in May."));
    CU_ASSERT_TRUE(becomes(&telling, "A gymnasium in the old town", "A gymnasium in the old town"));
    CU_ASSERT_TRUE(becomes(&telling, "old  port, at night", "[…], at night"));
    CU_ASSERT_TRUE(becomes(&telling, "Gymnasium", "Gymnasium"));
    telling_release(&telling);
}

static void of_a_day_the_month_is_left(void)
{
    struct telling telling = begin();

    CU_ASSERT_TRUE(becomes(&telling, "On 2026-11-12 and since.", "On 2026-11 and since."));
    CU_ASSERT_TRUE(becomes(&telling, "on 12.11.2026, in class", "on 2026-11, in class"));
    CU_ASSERT_TRUE(becomes(&telling, "on 12 November 2026", "on November 2026"));
    CU_ASSERT_TRUE(becomes(&telling, "since November 12", "since November"));
    CU_ASSERT_TRUE(becomes(&telling, "3 times in November 2026, 2 of 5", "3 times in November 2026, 2 of 5"));
    telling_release(&telling);
}

static void nothing_else_changes(void)
{
    struct telling telling = begin();

    CU_ASSERT_TRUE(becomes(&telling, "", ""));
    CU_ASSERT_TRUE(becomes(&telling, "What would help,\nand who asks him?", "What would help,\nand who asks him?"));
    telling_release(&telling);
}

void suite_telling(void)
{
    CU_pSuite suite = CU_add_suite("telling", NULL, NULL);

    CU_add_test(suite, "names go however they are written", names_go_however_they_are_written);
    CU_add_test(suite, "places and schools go as a whole", places_and_schools_go_as_a_whole);
    CU_add_test(suite, "of a day the month is left", of_a_day_the_month_is_left);
    CU_add_test(suite, "nothing else changes", nothing_else_changes);
}
