/* Recovery codes, as they are printed and as people type them. */
#include <ctype.h>

#include "vault_unit.h"

void suite_recovery(void);

static bool reads(const char *text)
{
    struct passphrase *typed = phrase(text);
    bool is_code = recovery_code_read(typed);

    passphrase_free(typed);
    return is_code;
}

static void make(char shown[RECOVERY_TEXT_SIZE])
{
    struct passphrase *out = phrase("");

    CU_ASSERT_EQUAL_FATAL(recovery_code_new(out, shown, NULL), OK);
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
        CU_ASSERT_EQUAL_FATAL(recovery_code_new(made, shown, NULL), OK);
        has_one = strchr(shown, '1') != NULL;
        has_zero = strchr(shown, '0') != NULL;
    }
    for (char *c = shown; *c != '\0'; c++) {
        char written = *c == '-' ? ' ' : *c == '1' ? 'l' : *c == '0' ? 'O' : (char)tolower((unsigned char)*c);

        CU_ASSERT_EQUAL(passphrase_add(typed, &written, 1), OK);
    }
    CU_ASSERT_FALSE(passphrase_equal(made, typed));
    CU_ASSERT_TRUE(recovery_code_read(typed));
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

    CU_ASSERT_FALSE(recovery_code_read(typed));
    CU_ASSERT_TRUE(passphrase_equal(typed, same));
    CU_ASSERT_FALSE(reads(""));
    CU_ASSERT_FALSE(reads("0000-0000-0000-0000-0000-0000-000"));
    CU_ASSERT_FALSE(reads("UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU"));
    passphrase_free(typed);
    passphrase_free(same);
}

void suite_recovery(void)
{
    CU_pSuite s = CU_add_suite("recovery", NULL, NULL);

    CU_add_test(s, "a code is seven groups of four", a_code_is_seven_groups_of_four);
    CU_add_test(s, "a code is forgiven case, blanks and look-alikes", a_code_is_forgiven_case_blanks_and_look_alikes);
    CU_add_test(s, "B09 one or two wrong characters are always noticed",
                b09_one_or_two_wrong_characters_are_always_noticed);
    CU_add_test(s, "exchanged characters are always noticed", exchanged_characters_are_always_noticed);
    CU_add_test(s, "what is no code stays as it was", what_is_no_code_stays_as_it_was);
}
