/* Word lists: order, and finding an entry by any word it is known by. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/schema/schema.h"

void suite_vocabulary(void);

static const struct vocabulary_entry entries[] = {
    { .list = "tool", .code = "saw", .label = "Saw", .label_fr = "Scie", .aliases = "hand saw;blade", .order = 2 },
    { .list = "area", .code = "youth_club", .label = "Éducation", .label_fr = "Clé", .aliases = "Saw", .order = 9 },
    { .list = "tool", .code = "axe", .label = "Axe", .label_fr = "", .aliases = "saw; ;", .order = 3 },
    { .list = "tool", .code = "blade", .label = "Knife", .label_fr = "Couteau", .aliases = "", .order = 1 },
    { .list = "tool", .code = "odd", .label = "Odd", .label_fr = NULL, .aliases = NULL, .order = 1, .retired = true },
};

static struct vocabularies *words;

static int start(void)
{
    return vocabularies_new(entries, sizeof entries / sizeof entries[0], &words) != OK;
}

static int stop(void)
{
    vocabularies_free(words);
    words = NULL;
    return 0;
}

static const char *read(const char *list, const char *typed)
{
    const struct vocabulary_entry *entry = vocabulary_read(words, list, typed);

    return entry ? entry->code : "none";
}

static void lists_stand_in_order(void)
{
    size_t count;
    const struct vocabulary_entry *tools = vocabulary_entries(words, "tool", &count);

    CU_ASSERT_EQUAL_FATAL(count, 4);
    CU_ASSERT_STRING_EQUAL(tools[0].code, "blade");
    CU_ASSERT_STRING_EQUAL(tools[1].code, "odd");
    CU_ASSERT_STRING_EQUAL(tools[2].code, "saw");
    CU_ASSERT_STRING_EQUAL(tools[3].code, "axe");
    CU_ASSERT_STRING_EQUAL(tools[1].label_fr, "");
    CU_ASSERT_PTR_NULL(vocabulary_entries(words, "too", &count));
    CU_ASSERT_EQUAL(count, 0);
    CU_ASSERT_PTR_NULL(vocabulary_entries(words, "zzz", &count));
}

static void the_better_claim_wins(void)
{
    CU_ASSERT_STRING_EQUAL(read("tool", "saw"), "saw");
    CU_ASSERT_STRING_EQUAL(read("tool", "SCIE"), "saw");
    CU_ASSERT_STRING_EQUAL(read("tool", "Hand  Saw"), "saw");
    CU_ASSERT_STRING_EQUAL(read("tool", "blade"), "blade");
    CU_ASSERT_STRING_EQUAL(read("area", "saw"), "youth_club");
    CU_ASSERT_STRING_EQUAL(read("area", "Youth club"), "youth_club");
    CU_ASSERT_STRING_EQUAL(read("area", "education"), "youth_club");
    CU_ASSERT_STRING_EQUAL(read("area", "CLE"), "youth_club");
    CU_ASSERT_STRING_EQUAL(read("tool", "hammer"), "none");
    CU_ASSERT_STRING_EQUAL(read("tool", ""), "none");
    CU_ASSERT_STRING_EQUAL(read("nowhere", "saw"), "none");
}

static void labels(void)
{
    CU_ASSERT_STRING_EQUAL(vocabulary_label(words, "tool", "blade"), "Knife");
    CU_ASSERT_STRING_EQUAL(vocabulary_label(words, "tool", "odd"), "Odd");
    CU_ASSERT_STRING_EQUAL(vocabulary_label(words, "tool", "hammer"), "hammer");
}

static void entries_are_copied(void)
{
    char label[] = "Saw";
    const struct vocabulary_entry one = { .list = "l", .code = "c", .label = label };
    struct vocabularies *copy = NULL;

    CU_ASSERT_EQUAL_FATAL(vocabularies_new(&one, 1, &copy), OK);
    label[0] = 'X';
    CU_ASSERT_STRING_EQUAL(vocabulary_label(copy, "l", "c"), "Saw");
    vocabularies_free(copy);
    CU_ASSERT_EQUAL_FATAL(vocabularies_new(NULL, 0, &copy), OK);
    CU_ASSERT_PTR_NULL(vocabulary_read(copy, "l", "c"));
    vocabularies_free(copy);
    CU_ASSERT_PTR_NULL(vocabulary_find(NULL, "l", "c"));
}

void suite_vocabulary(void)
{
    CU_pSuite suite = CU_add_suite("vocabulary", start, stop);

    CU_add_test(suite, "a list stands in its order", lists_stand_in_order);
    CU_add_test(suite, "a word leads to the entry with the better claim", the_better_claim_wins);
    CU_add_test(suite, "a code has its label, an unknown one itself", labels);
    CU_add_test(suite, "entries are copied, and none is fine too", entries_are_copied);
}
