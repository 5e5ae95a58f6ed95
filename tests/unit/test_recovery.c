/* Recovery codes, as they are printed and as people type them. */
#include <ctype.h>

#include "vault_unit.h"

void suite_recovery(void);

static bool reads(const char *text)
{
    struct passphrase *typed = phrase(text);
    bool is_code = recovery_code_read(typed) != CODE_NONE;

    passphrase_free(typed);
    return is_code;
}

static void make(char shown[RECOVERY_TEXT_SIZE])
{
    struct passphrase *out = phrase("");

    CU_ASSERT_EQUAL_FATAL(recovery_code_new(CODE_OFFICE, out, shown, NULL), OK);
    passphrase_free(out);
}

static void a_code_is_seven_groups_of_four(void)
{
    char shown[RECOVERY_TEXT_SIZE], again[RECOVERY_TEXT_SIZE];

    make(shown);
    make(again);
    CU_ASSERT_EQUAL(strlen(shown), 34);
    for (size_t i = 0; i < 34; i++)
        CU_ASSERT_TRUE(i % 5 == 4 ? shown[i] == '-' : strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", shown[i]) != NULL);
    CU_ASSERT_STRING_NOT_EQUAL(shown, again);
    CU_ASSERT_TRUE(reads(shown));
}

static void a_code_is_forgiven_case_blanks_and_look_alikes(void)
{
    struct passphrase *made = phrase(""), *typed = phrase("");
    char shown[RECOVERY_TEXT_SIZE];
    bool has_one = false, has_zero = false;

    while (!has_one || !has_zero) {
        CU_ASSERT_EQUAL_FATAL(recovery_code_new(CODE_OFFICE, made, shown, NULL), OK);
        has_one = strchr(shown, '1') != NULL;
        has_zero = strchr(shown, '0') != NULL;
    }
    for (char *c = shown; *c != '\0'; c++) {
        char written = *c == '-' ? ' ' : *c == '1' ? 'l' : *c == '0' ? 'O' : (char)tolower((unsigned char)*c);

        CU_ASSERT_EQUAL(passphrase_add(typed, &written, 1), OK);
    }
    CU_ASSERT_FALSE(passphrase_equal(made, typed));
    CU_ASSERT_EQUAL(recovery_code_read(typed), CODE_OFFICE);
    CU_ASSERT_TRUE(passphrase_equal(made, typed));
    passphrase_free(made);
    passphrase_free(typed);
}

static char another(char c, unsigned by)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    return alphabet[((size_t)(strchr(alphabet, c) - alphabet) + by) % 32];
}

static void b09_one_or_two_wrong_characters_are_always_noticed(void)
{
    char shown[RECOVERY_TEXT_SIZE], wrong[RECOVERY_TEXT_SIZE];

    make(shown);
    for (size_t i = 0; i < 34; i++) {
        for (size_t j = i; j < 34; j++) {
            if (shown[i] == '-' || shown[j] == '-')
                continue;
            memcpy(wrong, shown, sizeof wrong);
            wrong[i] = another(shown[i], 1 + random_below(31));
            if (j != i)
                wrong[j] = another(shown[j], 1 + random_below(31));
            CU_ASSERT_FALSE(reads(wrong));
        }
    }
}

static void exchanged_characters_are_always_noticed(void)
{
    char shown[RECOVERY_TEXT_SIZE], wrong[RECOVERY_TEXT_SIZE];

    make(shown);
    for (size_t i = 0; i + 1 < 34; i++) {
        if (shown[i] == '-' || shown[i + 1] == '-' || shown[i] == shown[i + 1])
            continue;
        memcpy(wrong, shown, sizeof wrong);
        wrong[i] = shown[i + 1];
        wrong[i + 1] = shown[i];
        CU_ASSERT_FALSE(reads(wrong));
    }
}

static void what_is_no_code_stays_as_it_was(void)
{
    struct passphrase *typed = phrase("correct horse battery staple"), *same = phrase("correct horse battery staple");

    CU_ASSERT_EQUAL(recovery_code_read(typed), CODE_NONE);
    CU_ASSERT_TRUE(passphrase_equal(typed, same));
    CU_ASSERT_FALSE(reads(""));
    CU_ASSERT_FALSE(reads("0000-0000-0000-0000-0000-0000-000"));
    CU_ASSERT_FALSE(reads("UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU"));
    passphrase_free(typed);
    passphrase_free(same);
}

static void the_code_of_casework_is_never_taken_for_the_offices(void)
{
    struct passphrase *code = phrase("");
    char shown[RECOVERY_TEXT_SIZE], other[RECOVERY_TEXT_SIZE];

    for (int i = 0; i < 50; i++) {
        CU_ASSERT_EQUAL_FATAL(recovery_code_new(CODE_CASEWORK, code, shown, NULL), OK);
        CU_ASSERT_PTR_NOT_NULL(strchr("89ABCDEF", shown[0]));
        CU_ASSERT_EQUAL(recovery_code_read(code), CODE_CASEWORK);
        CU_ASSERT_EQUAL_FATAL(recovery_code_new(CODE_OFFICE, code, shown, NULL), OK);
        CU_ASSERT_PTR_NOT_NULL(strchr("01234567", shown[0]));
        CU_ASSERT_EQUAL(recovery_code_read(code), CODE_OFFICE);
        memcpy(other, shown, sizeof other);
        other[0] = "89ABCDEF"[shown[0] - '0'];
        CU_ASSERT_FALSE(reads(other));
    }
    passphrase_free(code);
}

/* What the look at a code says of it. */
static const char *told(const char *text, struct why *why)
{
    struct passphrase *typed = phrase(text);

    *why = (struct why){ 0 };
    CU_ASSERT_EQUAL(recovery_code_check(typed, why), E_INVALID);
    passphrase_free(typed);
    return why->text;
}

static void b09_one_wrong_character_is_told_by_its_group(void)
{
    char shown[RECOVERY_TEXT_SIZE], wrong[RECOVERY_TEXT_SIZE], group[16];
    struct why why;

    make(shown);
    for (size_t i = 0; i < 34; i++) {
        if (shown[i] == '-')
            continue;
        for (unsigned by = 1; by < 32; by += 6) {
            memcpy(wrong, shown, sizeof wrong);
            wrong[i] = another(shown[i], by);
            snprintf(group, sizeof group, "group %zu", i / 5 + 1);
            CU_ASSERT_PTR_NOT_NULL(strstr(told(wrong, &why), group));
        }
    }
}

/* Where several pairs would do, none is named. */
static void b09_exchanged_neighbours_are_told(void)
{
    char shown[RECOVERY_TEXT_SIZE], wrong[RECOVERY_TEXT_SIZE], group[32];
    int named = 0;
    struct why why;

    for (int round = 0; round < 40; round++) {
        make(shown);
        for (size_t i = 0; i + 1 < 34; i++) {
            if (shown[i] == '-' || shown[i + 1] == '-' || shown[i] == shown[i + 1])
                continue;
            memcpy(wrong, shown, sizeof wrong);
            wrong[i] = shown[i + 1];
            wrong[i + 1] = shown[i];
            snprintf(group, sizeof group, "exchanged, in group %zu", i / 5 + 1);
            CU_ASSERT_PTR_NOT_NULL(strstr(told(wrong, &why), "probably exchanged"));
            if (strstr(why.text, "in group") != NULL) {
                CU_ASSERT_PTR_NOT_NULL(strstr(why.text, group));
                named++;
            }
        }
    }
    CU_ASSERT_TRUE(named > 50);
}

static void b09_missing_and_strange_characters_are_told(void)
{
    char shown[RECOVERY_TEXT_SIZE], wrong[RECOVERY_TEXT_SIZE];
    struct why why;

    make(shown);
    memcpy(wrong, shown, sizeof wrong);
    wrong[33] = '\0';
    CU_ASSERT_PTR_NOT_NULL(strstr(told(wrong, &why), "27 were typed"));
    memcpy(wrong, shown, sizeof wrong);
    wrong[16] = 'u';
    CU_ASSERT_PTR_NOT_NULL(strstr(told(wrong, &why), "Group 4 has a sign"));
    CU_ASSERT_PTR_NOT_NULL(strstr(told("", &why), "0 were typed"));
    CU_ASSERT_PTR_NOT_NULL(strstr(told("seven geese", &why), "10 were typed"));
}

void suite_recovery(void)
{
    CU_pSuite s = CU_add_suite("recovery", NULL, NULL);

    CU_add_test(s, "a code is seven groups of four", a_code_is_seven_groups_of_four);
    CU_add_test(s, "a code is forgiven case, blanks and look-alikes", a_code_is_forgiven_case_blanks_and_look_alikes);
    CU_add_test(s, "B09 one or two wrong characters are always noticed",
                b09_one_or_two_wrong_characters_are_always_noticed);
    CU_add_test(s, "exchanged characters are always noticed", exchanged_characters_are_always_noticed);
    CU_add_test(s, "the code of casework is never taken for the office's",
                the_code_of_casework_is_never_taken_for_the_offices);
    CU_add_test(s, "B09 one wrong character is told by its group", b09_one_wrong_character_is_told_by_its_group);
    CU_add_test(s, "B09 exchanged neighbours are told", b09_exchanged_neighbours_are_told);
    CU_add_test(s, "B09 missing and strange characters are told", b09_missing_and_strange_characters_are_told);
    CU_add_test(s, "what is no code stays as it was", what_is_no_code_stays_as_it_was);
}
