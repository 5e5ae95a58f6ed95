/* Themes: the shipped five, one's own, NO_COLOR, and files that are no themes. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "townkeep/config/config.h"
#include "unit.h"

void suite_theme(void);

static const char *const shipped[] = { "default", "dark", "light", "mono", "high_contrast" };
enum { SHIPPED_COUNT = sizeof shipped / sizeof shipped[0] };

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static bool look_equal(const struct style_look *a, const struct style_look *b)
{
    return a->foreground == b->foreground && a->background == b->background && a->bold == b->bold && a->dim == b->dim &&
           a->reverse == b->reverse && a->underline == b->underline;
}

static bool has_colour(const struct style_look *looks)
{
    for (int i = 0; i < STYLE_COUNT; i++) {
        if (looks[i].foreground >= 0 || looks[i].background >= 0)
            return true;
    }
    return false;
}

static void test_shipped(void)
{
    for (int i = 0; i < SHIPPED_COUNT; i++) {
        struct style_look looks[STYLE_COUNT];
        struct config_notes notes = { 0 };
        char path[64];

        snprintf(path, sizeof path, "config/themes/%s.ini", shipped[i]);
        CU_ASSERT_EQUAL(config_read_theme(path, looks, &notes, NULL), OK);
        CU_ASSERT_EQUAL(notes.count, 0);
        /* One can always see where one is, what is typed into and what is wrong. */
        CU_ASSERT_FALSE(look_equal(&looks[STYLE_TEXT], &looks[STYLE_SELECTED]));
        CU_ASSERT_FALSE(look_equal(&looks[STYLE_TEXT], &looks[STYLE_ACTIVE]));
        CU_ASSERT_FALSE(look_equal(&looks[STYLE_FIELD], &looks[STYLE_ACTIVE]));
        CU_ASSERT_FALSE(look_equal(&looks[STYLE_TEXT], &looks[STYLE_BAD]));
        for (int style = 0; style < STYLE_COUNT; style++)
            CU_ASSERT_TRUE(looks[style].foreground == -1 || looks[style].foreground != looks[style].background);
        CU_ASSERT_EQUAL(has_colour(looks), strcmp(shipped[i], "mono") != 0);
        config_notes_release(&notes);
    }
}

static void test_choices_are_shipped(void)
{
    const struct setting_row *row = setting_row(SETTING_THEME);

    CU_ASSERT_EQUAL_FATAL(row->choice_count, SHIPPED_COUNT);
    for (int i = 0; i < SHIPPED_COUNT; i++)
        CU_ASSERT_STRING_EQUAL(row->choices[i].value, shipped[i]);
}

static void test_own_theme(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct style_look looks[STYLE_COUNT];
    struct config_notes notes = { 0 };

    unit_folder(folder);
    unit_path(folder, "mine.ini", path);
    write_text(path, "[looks]\ntext = bright-white blue\nbad = red default bold underline\ntitle = reverse dim\n"
                     "glitter = red\ndim = red green blue\nline = pink\n[other]\ntext = red\n");
    CU_ASSERT_EQUAL(config_read_theme(path, looks, &notes, NULL), OK);
    CU_ASSERT_TRUE(looks[STYLE_TEXT].foreground == 15 && looks[STYLE_TEXT].background == 4);
    CU_ASSERT_TRUE(looks[STYLE_BAD].foreground == 1 && looks[STYLE_BAD].background == -1 && looks[STYLE_BAD].bold &&
                   looks[STYLE_BAD].underline);
    CU_ASSERT_TRUE(looks[STYLE_TITLE].reverse && looks[STYLE_TITLE].dim && !looks[STYLE_TITLE].bold);
    CU_ASSERT_TRUE(looks[STYLE_SELECTED].reverse);
    CU_ASSERT_TRUE(looks[STYLE_LINE].foreground == -1 && looks[STYLE_LINE].dim);
    CU_ASSERT_EQUAL(notes.count, 4);
    config_notes_release(&notes);
    unit_folder_remove(folder);
}

static void test_hostile(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    struct style_look looks[STYLE_COUNT];
    struct why why = { 0 };

    unit_folder(folder);
    unit_path(folder, "bad.ini", path);
    write_text(path, "\xff\xfe\x01");
    CU_ASSERT_EQUAL(config_read_theme(path, looks, NULL, &why), E_INVALID);
    CU_ASSERT_TRUE(looks[STYLE_SELECTED].reverse && !has_colour(looks));
    CU_ASSERT_NOT_EQUAL(config_read_theme(folder, looks, NULL, &why), OK);
    write_text(path, "[looks]\ntext = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nbad = $(reboot)\n");
    CU_ASSERT_EQUAL(config_read_theme(path, looks, NULL, &why), OK);
    CU_ASSERT_FALSE(has_colour(looks));
    unit_folder_remove(folder);
}

/* The person's folder comes first, and NO_COLOR before everything. */
static void test_chosen_looks(void)
{
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE];
    char *before = getenv("XDG_CONFIG_HOME") != NULL ? strdup(getenv("XDG_CONFIG_HOME")) : NULL;
    char *colour = getenv("NO_COLOR") != NULL ? strdup(getenv("NO_COLOR")) : NULL;
    struct style_look looks[STYLE_COUNT];
    struct config config;

    unit_folder(folder);
    unit_path(folder, "townkeep", path);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    unit_path(folder, "townkeep/themes", path);
    CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
    unit_path(folder, "townkeep/themes/dark.ini", path);
    write_text(path, "[looks]\naccent = bright-magenta yellow\n");
    CU_ASSERT_EQUAL_FATAL(config_init(&config, NULL), OK);
    CU_ASSERT_EQUAL(config_set(&config, SETTING_THEME, "dark", NULL), OK);
    setenv("XDG_CONFIG_HOME", folder, 1);
    setenv("NO_COLOR", "", 1);
    config_looks(&config, looks, NULL);
    CU_ASSERT_TRUE(looks[STYLE_ACCENT].foreground == 13 && looks[STYLE_ACCENT].background == 3);
    setenv("NO_COLOR", "1", 1);
    unit_path(folder, "townkeep/themes/mono.ini", path);
    write_text(path, "[looks]\naccent = bright-magenta yellow\nselected = black cyan\n");
    config_looks(&config, looks, NULL);
    CU_ASSERT_FALSE(has_colour(looks));
    CU_ASSERT_TRUE(looks[STYLE_SELECTED].reverse && looks[STYLE_ACCENT].reverse);
    unsetenv("NO_COLOR");
    unsetenv("XDG_CONFIG_HOME");
    if (before != NULL)
        setenv("XDG_CONFIG_HOME", before, 1);
    if (colour != NULL)
        setenv("NO_COLOR", colour, 1);
    free(before);
    free(colour);
    config_release(&config);
    unit_folder_remove(folder);
}

void suite_theme(void)
{
    CU_pSuite suite = CU_add_suite("theme", NULL, NULL);

    CU_add_test(suite, "the shipped themes read without a word and show what matters", test_shipped);
    CU_add_test(suite, "the themes to choose from are the shipped ones", test_choices_are_shipped);
    CU_add_test(suite, "a theme of one's own counts where it is understood", test_own_theme);
    CU_add_test(suite, "files that are no themes leave looks one can work with", test_hostile);
    CU_add_test(suite, "one's own folder comes first, NO_COLOR before all", test_chosen_looks);
}
