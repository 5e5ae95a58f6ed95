/* text_transliterate: names in other alphabets as the published tables write them. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "unit.h"

void suite_transliterate(void);

static void is_written(const char *text, const char *expected)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL_FATAL(text_transliterate(&out, text), OK);
    if (strcmp(buf_text(&out), expected) != 0)
        printf("\n  \"%s\" became \"%s\", not \"%s\"\n", text, buf_text(&out), expected);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), expected);
    buf_release(&out);
}

static void writes_cyrillic_by_language(void)
{
    is_written("Москва Молодёжный центр", "moskva molodezhnyi tsentr");
    is_written("Щука, Южный", "shchuka, yuzhnyi");
    is_written("Громадська організація", "hromadska orhanizatsiia");
    is_written("Омладински центар Нови Сад – Кућа младих", "omladinski centar novi sad - kuca mladih");
    is_written("Кућа младих", "kuca mladih");
    is_written("Љубав и Џамија", "ljubav i dzamija");
}

static void writes_greek(void)
{
    is_written("Κέντρο Νεότητας", "kentro neotitas");
    is_written("Ευαγγελισμός", "evangelismos");
    is_written("Μπενάκη Ούζο", "benaki ouzo");
}

static void writes_arabic_as_consonants(void)
{
    is_written("جمعية النور", "jmyh al-nwr");
    is_written("خانه جوانان", "khanh jwanan");
    is_written("الأمل", "al-aml");
}

static void writes_georgian_and_armenian(void)
{
    is_written("ახალგაზრდული სახლი", "akhalgazrduli sakhli");
    is_written("Երևան", "erevan");
    is_written("Տուն", "tun");
}

static void leaves_other_scripts_folded(void)
{
    is_written("Maison d'Été", "maison d'ete");
    is_written("", "");
    is_written("ศูนย์", "ศูนย์");
    is_written("日本", "日本");
}

static void adds_behind_what_is_there(void)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL_FATAL(buf_add_str(&out, "a:"), OK);
    CU_ASSERT_EQUAL_FATAL(text_transliterate(&out, "Дом"), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&out), "a:dom");
    buf_release(&out);
}

static void tells_which_letters_leave_vowels_out(void)
{
    CU_ASSERT_TRUE(text_leaves_vowels_out("Noor نور"));
    CU_ASSERT_FALSE(text_leaves_vowels_out("Noor Дом"));
}

void suite_transliterate(void)
{
    CU_pSuite s = CU_add_suite("transliterate", NULL, NULL);

    CU_add_test(s, "writes Cyrillic by its language", writes_cyrillic_by_language);
    CU_add_test(s, "writes Greek", writes_greek);
    CU_add_test(s, "writes Arabic and Persian as consonants", writes_arabic_as_consonants);
    CU_add_test(s, "writes Georgian and Armenian", writes_georgian_and_armenian);
    CU_add_test(s, "leaves other scripts folded", leaves_other_scripts_folded);
    CU_add_test(s, "adds behind what is there", adds_behind_what_is_there);
    CU_add_test(s, "tells which letters leave vowels out", tells_which_letters_leave_vowels_out);
}
