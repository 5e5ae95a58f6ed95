/* Shipped vocabularies: rows in file order, every byte of a label kept, anything odd refused. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/config/config.h"
#include "unit.h"

void suite_vocabulary_file(void);

struct place {
    char folder[UNIT_PATH_SIZE];
    char path[UNIT_PATH_SIZE];
};

static enum err read_text(struct place *place, const char *text, struct vocabulary_file *out, struct why *why)
{
    FILE *file;

    unit_folder(place->folder);
    unit_path(place->folder, "sector.ini", place->path);
    file = fopen(place->path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    CU_ASSERT_EQUAL(fclose(file), 0);
    return config_read_vocabulary(place->path, out, why);
}

static void test_rows(void)
{
    struct place place;
    struct vocabulary_file file;

    CU_ASSERT_EQUAL(
        read_text(
            &place,
            "# comment\n[list]\nlabel = \"Sector\"\nlabel_fr = \"Secteur\"\ndescription = \"Where it belongs.\"\n\n"
            "[youth]\nlabel = \"Youth work; clubs #1\"\nlabel_fr = \"Jeunesse\"\naliases = \"teens;young people\"\n"
            "[faith]\nlabel = 'The \"other\" one'\nparent = youth\n"
            "[lanka]\nlabel = \"ශ්\u200dරී ලංකා — עברית, Łódź\"\n",
            &file, NULL),
        OK);
    CU_ASSERT_STRING_EQUAL(file.list, "sector");
    CU_ASSERT_STRING_EQUAL(file.label, "Sector");
    CU_ASSERT_STRING_EQUAL(file.label_fr, "Secteur");
    CU_ASSERT_STRING_EQUAL(file.description, "Where it belongs.");
    CU_ASSERT_STRING_EQUAL(file.description_fr, "");
    CU_ASSERT_EQUAL_FATAL(file.count, 3);
    CU_ASSERT_STRING_EQUAL(file.rows[0].list, "sector");
    CU_ASSERT_STRING_EQUAL(file.rows[0].code, "youth");
    CU_ASSERT_STRING_EQUAL(file.rows[0].label, "Youth work; clubs #1");
    CU_ASSERT_STRING_EQUAL(file.rows[0].label_fr, "Jeunesse");
    CU_ASSERT_STRING_EQUAL(file.rows[0].aliases, "teens;young people");
    CU_ASSERT_STRING_EQUAL(file.rows[0].parent, "");
    CU_ASSERT_STRING_EQUAL(file.rows[1].label, "The \"other\" one");
    CU_ASSERT_STRING_EQUAL(file.rows[1].parent, "youth");
    CU_ASSERT_STRING_EQUAL(file.rows[2].label, "ශ්\u200dරී ලංකා — עברית, Łódź");
    CU_ASSERT_EQUAL(file.rows[0].order, 1);
    CU_ASSERT_EQUAL(file.rows[2].order, 3);
    config_vocabulary_release(&file);
    unit_folder_remove(place.folder);
}

static void test_order_of_many(void)
{
    struct place place;
    struct vocabulary_file file;
    struct buf text = { 0 };
    char code[16];

    CU_ASSERT_EQUAL(buf_add_str(&text, "[list]\nlabel = Many\n"), OK);
    for (int i = 0; i < 1000; i++)
        CU_ASSERT_EQUAL(buf_printf(&text, "[c%d]\nlabel = \"Label %d\"\n", (i * 617) % 1000, i), OK);
    CU_ASSERT_EQUAL(read_text(&place, buf_text(&text), &file, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(file.count, 1000);
    for (int i = 0; i < 1000; i++) {
        snprintf(code, sizeof code, "c%d", (i * 617) % 1000);
        CU_ASSERT_STRING_EQUAL(file.rows[i].code, code);
        CU_ASSERT_EQUAL(file.rows[i].order, i + 1);
    }
    config_vocabulary_release(&file);
    buf_release(&text);
    unit_folder_remove(place.folder);
}

static void test_refused(void)
{
    static const char *const texts[] = {
        "",
        "[list]\n[a]\nlabel = A\n",
        "[a]\nlabel = A\n",
        "[list]\nlabel = L\n[a]\n",
        "[list]\nlabel = L\n[a]\nlabel = \"\"\n",
        "[list]\nlabel = L\n[a]\nlabel = A\ncolour = red\n",
        "[list]\nlabel = L\nwhatever = x\n",
        "[list]\nlabel = L\n[a]\nlabel = A\n[b]\nlabel = B\n[a]\nlabel_fr = again\n",
        "[list]\nlabel = L\n[a]\nlabel = A\nlabel = B\n",
        "[list]\nlabel = L\n[not a code]\nlabel = A\n",
        "[list]\nlabel = L\n[a]\nlabel = A\nstray words\n",
        "label = L\n[list]\nlabel = L\n",
        "[list]\nlabel = L\xff\n",
        "[list]\nlabel = L\033[2J\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct place place;
        struct vocabulary_file file;
        struct why why = { 0 };

        CU_ASSERT_EQUAL(read_text(&place, texts[i], &file, &why), E_INVALID);
        CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "sector.ini"));
        CU_ASSERT_PTR_NULL(file.rows);
        unit_folder_remove(place.folder);
    }
}

static void test_missing(void)
{
    struct vocabulary_file file;
    struct why why = { 0 };

    CU_ASSERT_NOT_EQUAL(config_read_vocabulary("tests/no-such-list.ini", &file, &why), OK);
    CU_ASSERT_TRUE(why.text[0] != '\0');
    CU_ASSERT_EQUAL(file.count, 0);
}

void suite_vocabulary_file(void)
{
    CU_pSuite suite = CU_add_suite("vocabulary_file", NULL, NULL);

    CU_add_test(suite, "a list and its entries are read whole, in any script", test_rows);
    CU_add_test(suite, "a thousand entries keep their order", test_order_of_many);
    CU_add_test(suite, "anything odd is refused with the file's name", test_refused);
    CU_add_test(suite, "a missing file is told", test_missing);
}
