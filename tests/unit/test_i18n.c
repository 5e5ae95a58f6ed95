/* Translation, with a catalogue made here: a few words of French, as msgfmt would write them. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "unit.h"

void suite_i18n(void);

/* Sorted by the English, as the format wants; the empty one is the catalogue's head. */
static const struct {
    const char *english, *french;
} words[] = {
    { "", "Content-Type: text/plain; charset=UTF-8\n" },
    { "%1$s %2$d %3$s %4$d", "%1$s %2$d %3$s %4$d" },
    { "August", "août" },
    { "February", "février" },
    { "July", "juillet" },
    { "June", "juin" },
    { "There is no file %s. Check the name and try again.", "Il n'y a pas de fichier %s. Vérifiez le nom." },
    { "Tuesday", "mardi" },
    { "tomorrow", "demain" },
};

enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* The .mo format: magic, revision, count, two tables of (length, offset), then the texts. */
static void add_catalogue(struct buf *mo)
{
    size_t offset = 28 + WORD_COUNT * 16;

    CU_ASSERT_EQUAL(buf_add_u32(mo, 0x950412de), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, 0), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, WORD_COUNT), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, 28), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, 28 + WORD_COUNT * 8), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, 0), OK);
    CU_ASSERT_EQUAL(buf_add_u32(mo, 0), OK);
    for (size_t i = 0; i < 2 * WORD_COUNT; i++) {
        const char *text = i < WORD_COUNT ? words[i].english : words[i - WORD_COUNT].french;

        CU_ASSERT_EQUAL(buf_add_u32(mo, (uint32_t)strlen(text)), OK);
        CU_ASSERT_EQUAL(buf_add_u32(mo, (uint32_t)offset), OK);
        offset += strlen(text) + 1;
    }
    for (size_t i = 0; i < 2 * WORD_COUNT; i++) {
        const char *text = i < WORD_COUNT ? words[i].english : words[i - WORD_COUNT].french;

        CU_ASSERT_EQUAL(buf_add(mo, text, strlen(text) + 1), OK);
    }
}

static void start_french(char folder[UNIT_PATH_SIZE])
{
    char path[UNIT_PATH_SIZE];
    struct buf mo = { 0 };

    unit_folder(folder);
    unit_path(folder, "fr/LC_MESSAGES", path);
    CU_ASSERT_EQUAL(path_make_folders(path, NULL), OK);
    unit_path(folder, "fr/LC_MESSAGES/townkeep.mo", path);
    add_catalogue(&mo);
    CU_ASSERT_EQUAL(path_write_file(path, mo.data, mo.len, NULL), OK);
    buf_release(&mo);
    i18n_start("fr", folder);
}

static void stop_french(const char *folder)
{
    i18n_start("en", NULL);
    unit_folder_remove(folder);
}

static void the_chosen_language_is_spoken(void)
{
    char folder[UNIT_PATH_SIZE];
    struct why why = { 0 };
    struct buf out = { 0 };

    start_french(folder);
    CU_ASSERT_TRUE(i18n_is_utf8());
    CU_ASSERT_STRING_EQUAL(_("tomorrow"), "demain");
    CU_ASSERT_EQUAL(path_read_file("/absent", 1, &out, &why), E_NOT_FOUND);
    CU_ASSERT_STRING_EQUAL(why.text, "Il n'y a pas de fichier /absent. Vérifiez le nom.");
    stop_french(folder);
    CU_ASSERT_STRING_EQUAL(_("tomorrow"), "tomorrow");
}

static void dates_are_read_in_both_languages(void)
{
    static const struct {
        const char *typed, *day;
    } rows[] = {
        { "demain", "2026-11-24" },         { "tomorrow", "2026-11-24" },       { "mardi", "2026-11-24" },
        { "3 fevrier 2027", "2027-02-03" }, { "1er FÉVR. 2027", "2027-02-01" }, { "1er févr 2027", "2027-02-01" },
        { "3 août 2026", "2026-08-03" },    { "3 august 2026", "2026-08-03" },  { "3 jui 2026", NULL },
        { "3 juil 2026", "2026-07-03" },    { "3 juin 2026", "2026-06-03" },
    };
    const struct date today = { 2026, 11, 23 };
    char folder[UNIT_PATH_SIZE], text[64];
    struct date date;

    start_french(folder);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        text[0] = '\0';
        if (date_read(rows[i].typed, today, &date))
            date_format(date, text);
        CU_ASSERT_STRING_EQUAL(text, rows[i].day ? rows[i].day : "");
    }
    CU_ASSERT_STRING_EQUAL(date_long((struct date){ 2027, 2, 2 }, text, sizeof text), "mardi 2 février 2027");
    stop_french(folder);
}

static void numbers_are_written_the_same_everywhere(void)
{
    char text[16];

    i18n_start("fr", NULL);
    snprintf(text, sizeof text, "%.1f", 1.5);
    CU_ASSERT_STRING_EQUAL(text, "1.5");
    i18n_start("en", NULL);
}

void suite_i18n(void)
{
    CU_pSuite s = CU_add_suite("i18n", NULL, NULL);

    CU_add_test(s, "the chosen language is spoken", the_chosen_language_is_spoken);
    CU_add_test(s, "dates are read in both languages", dates_are_read_in_both_languages);
    CU_add_test(s, "numbers are written the same everywhere", numbers_are_written_the_same_everywhere);
}
