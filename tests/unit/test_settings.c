/* The table of settings, the file it makes, and files that mean no good. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/path.h"
#include "townkeep/config/config.h"
#include "townkeep/draw/event.h"
#include "unit.h"

void suite_settings(void);

struct place {
    char folder[UNIT_PATH_SIZE];
    char path[UNIT_PATH_SIZE];
};

static void place_init(struct place *place)
{
    unit_folder(place->folder);
    unit_path(place->folder, "townkeep.ini", place->path);
}

static void write_bytes(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_EQUAL(fwrite(bytes, 1, len, file), len);
    CU_ASSERT_EQUAL(fclose(file), 0);
}

static void write_text(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

static struct config defaults(void)
{
    struct config config;

    CU_ASSERT_EQUAL_FATAL(config_init(&config, NULL), OK);
    return config;
}

static bool all_default(const struct config *config)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(config_text(config, (enum setting)i), setting_row((enum setting)i)->fallback) != 0)
            return false;
    }
    return true;
}

static void test_table(void)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = setting_row((enum setting)i);

        CU_ASSERT_PTR_NOT_NULL_FATAL(row->key);
        CU_ASSERT_TRUE(row->label != NULL && row->help != NULL && row->section != NULL && row->fallback != NULL);
        CU_ASSERT_TRUE(row->help[strlen(row->help) - 1] == '.');
        CU_ASSERT_EQUAL(row->kind == SETTING_KIND_NUMBER, row->unit != NULL);
        CU_ASSERT_EQUAL(row->kind == SETTING_KIND_CHOICE, row->choice_count > 0);
        for (int j = 0; j < i; j++)
            CU_ASSERT_STRING_NOT_EQUAL(row->key, setting_row((enum setting)j)->key);
    }
}

static void test_defaults(void)
{
    struct config config = defaults();
    char shown[64];

    CU_ASSERT_TRUE(all_default(&config));
    CU_ASSERT_EQUAL(config_number(&config, SETTING_IDLE_LOCK_MINUTES), 5);
    CU_ASSERT_EQUAL(config_number(&config, SETTING_CASEWORK_CLOSE_MINUTES), 10);
    CU_ASSERT_FALSE(config_is_on(&config, SETTING_MOUSE));
    CU_ASSERT_STRING_EQUAL(config_show(&config, SETTING_IDLE_LOCK_MINUTES, shown, sizeof shown), "5 minutes");
    CU_ASSERT_STRING_EQUAL(config_show(&config, SETTING_LANGUAGE, shown, sizeof shown), "the system's");
    CU_ASSERT_STRING_EQUAL(config_show(&config, SETTING_MOUSE, shown, sizeof shown), "no");
    CU_ASSERT_FALSE(config_wants_ascii(&config, true));
    CU_ASSERT_TRUE(config_wants_ascii(&config, false));
    CU_ASSERT_EQUAL(config_set(&config, SETTING_ASCII, "on", NULL), OK);
    CU_ASSERT_TRUE(config_wants_ascii(&config, true));
    CU_ASSERT_EQUAL(config_set(&config, SETTING_ASCII, "off", NULL), OK);
    CU_ASSERT_FALSE(config_wants_ascii(&config, false));
    config_release(&config);
}

static void test_set(void)
{
    static const struct {
        enum setting setting;
        const char *value, *expected; /* NULL: refused */
    } rows[] = {
        { SETTING_IDLE_LOCK_MINUTES, "15", "15" },
        { SETTING_IDLE_LOCK_MINUTES, " 1 ", "1" },
        { SETTING_IDLE_LOCK_MINUTES, "0", NULL },
        { SETTING_IDLE_LOCK_MINUTES, "16", NULL },
        { SETTING_IDLE_LOCK_MINUTES, "", NULL },
        { SETTING_IDLE_LOCK_MINUTES, "five", NULL },
        { SETTING_IDLE_LOCK_MINUTES, "99999999999999999999", NULL },
        { SETTING_MOUSE, "Yes", "yes" },
        { SETTING_MOUSE, "on", "yes" },
        { SETTING_MOUSE, "0", "no" },
        { SETTING_MOUSE, "maybe", NULL },
        { SETTING_THEME, "DARK", "dark" },
        { SETTING_THEME, "../../etc/passwd", NULL },
        { SETTING_LANGUAGE, "fr", "fr" },
        { SETTING_LANGUAGE, "", "" },
        { SETTING_VAULT, "/home/ana/Büro \"1\".vault", "/home/ana/Büro \"1\".vault" },
        { SETTING_VAULT, "a\nb", NULL },
        { SETTING_VAULT, "\xff", NULL },
        { SETTING_VAULT, "\033[2J", NULL },
    };
    struct config config = defaults();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char before[64];
        struct why why = { 0 };
        enum err e;

        snprintf(before, sizeof before, "%s", config_text(&config, rows[i].setting));
        e = config_set(&config, rows[i].setting, rows[i].value, &why);
        CU_ASSERT_EQUAL(e, rows[i].expected != NULL ? OK : E_INVALID);
        CU_ASSERT_STRING_EQUAL(config_text(&config, rows[i].setting),
                               rows[i].expected != NULL ? rows[i].expected : before);
        CU_ASSERT_EQUAL(why.text[0] != '\0', rows[i].expected == NULL);
    }
    config_release(&config);
}

static void test_shipped_file(void)
{
    struct config config = defaults();
    struct buf made = { 0 };
    struct buf shipped = { 0 };

    CU_ASSERT_EQUAL(config_print(&config, &made), OK);
    CU_ASSERT_EQUAL(path_read_file("config/townkeep.ini", CONFIG_FILE_MAX, &shipped, NULL), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&made), buf_text(&shipped));
    buf_release(&made);
    buf_release(&shipped);
    config_release(&config);
}

static void test_shipped_file_reads(void)
{
    struct config config = defaults();
    struct config_notes notes = { 0 };

    CU_ASSERT_EQUAL(config_load(&config, "config/townkeep.ini", &notes, NULL), OK);
    CU_ASSERT_EQUAL(notes.count, 0);
    CU_ASSERT_TRUE(all_default(&config));
    config_notes_release(&notes);
    config_release(&config);
}

static void test_saved_and_back(void)
{
    static const char *const paths[] = {
        "/a b/;c#d", "/\"q\"/'s'/50%22/%%/\\n", "/Приход/ශ්\u200dරී.vault", " ", "/end\\", "[x] = y"
    };
    struct place place;
    struct stat status;

    place_init(&place);
    unit_path(place.folder, "new/folder/townkeep.ini", place.path);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct config config = defaults();
        struct config again = defaults();
        struct config_notes notes = { 0 };

        CU_ASSERT_EQUAL(config_load(&config, place.path, NULL, NULL), OK);
        CU_ASSERT_EQUAL(config_set(&config, SETTING_VAULT, paths[i], NULL), OK);
        CU_ASSERT_EQUAL(config_set(&config, SETTING_THEME, "mono", NULL), OK);
        CU_ASSERT_EQUAL(config_set(&config, SETTING_MOUSE, "yes", NULL), OK);
        CU_ASSERT_EQUAL(config_save(&config, NULL), OK);
        CU_ASSERT_EQUAL(config_load(&again, place.path, &notes, NULL), OK);
        CU_ASSERT_EQUAL(notes.count, 0);
        for (int j = 0; j < SETTING_COUNT; j++)
            CU_ASSERT_STRING_EQUAL(config_text(&again, (enum setting)j), config_text(&config, (enum setting)j));
        config_notes_release(&notes);
        config_release(&config);
        config_release(&again);
    }
    CU_ASSERT_EQUAL(stat(place.path, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
    unit_folder_remove(place.folder);
}

static void test_longest_path(void)
{
    struct place place;
    struct config config = defaults();
    struct config again = defaults();
    char path[701];

    place_init(&place);
    memset(path, 'a', 700);
    path[700] = '\0';
    CU_ASSERT_EQUAL(config_load(&config, place.path, NULL, NULL), OK);
    CU_ASSERT_EQUAL(config_set(&config, SETTING_VAULT, path, NULL), OK);
    CU_ASSERT_EQUAL(config_save(&config, NULL), OK);
    CU_ASSERT_EQUAL(config_load(&again, place.path, NULL, NULL), OK);
    CU_ASSERT_STRING_EQUAL(config_text(&again, SETTING_VAULT), path);
    config_release(&config);
    config_release(&again);
    unit_folder_remove(place.folder);
}

static void test_bad_values_are_told(void)
{
    struct place place;
    struct config config = defaults();
    struct config_notes notes = { 0 };

    place_init(&place);
    write_text(
        place.path,
        "\xef\xbb\xbf[safety]\r\nidle_lock_minutes = 900\r\ncasework_close_minutes = 7 ; short\r\nunknown = 1\r\n"
        "[nowhere]\r\nx = 1\r\n[screen] \t\r\nTHEME = Dark\r\nrubbish\r\nmouse = $(rm -rf ~) `id` && reboot\r\n");
    CU_ASSERT_EQUAL(config_load(&config, place.path, &notes, NULL), OK);
    CU_ASSERT_EQUAL(config_number(&config, SETTING_IDLE_LOCK_MINUTES), 5);
    CU_ASSERT_EQUAL(config_number(&config, SETTING_CASEWORK_CLOSE_MINUTES), 7);
    CU_ASSERT_STRING_EQUAL(config_text(&config, SETTING_THEME), "dark");
    CU_ASSERT_FALSE(config_is_on(&config, SETTING_MOUSE));
    CU_ASSERT_EQUAL_FATAL(notes.count, 5);
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[0], "line 9"));
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[1], "from 1 to 15"));
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[2], "\"unknown\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[3], "[nowhere]"));
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[4], "yes or no"));
    config_notes_release(&notes);
    config_release(&config);
    unit_folder_remove(place.folder);
}

static void test_hostile_lines(void)
{
    static const char *const lines[] = {
        "theme = dark",
        "[]",
        "[",
        "]",
        "=",
        "= x",
        "[a:b]",
        "[screen",
        "[screen]x",
        "[screen]\n=dark",
        "[screen]\ntheme",
        "[screen]\ntheme:x = y",
        "[screen]\nthe\tme = dark",
        "[screen]\ntheme = dark\\\nmouse = yes",
        "[screen]\ntheme = \001",
        "[screen]\n%s%n%s = 1",
        "\\\\\\",
        "[screen]\ntheme = \"dark",
        "[screen]\ntheme = 'dark",
        "[screen]\ntheme =",
        "[screen]\ntheme = \"\"",
        "[screen]\ntheme = ;dark",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct place place;
        struct config config = defaults();
        struct config_notes notes = { 0 };

        place_init(&place);
        write_text(place.path, lines[i]);
        CU_ASSERT_EQUAL(config_load(&config, place.path, &notes, NULL), OK);
        CU_ASSERT_TRUE(notes.count > 0 || strcmp(config_text(&config, SETTING_THEME), "dark") == 0);
        /* A line that ends in a backslash does not swallow the next. */
        CU_ASSERT_EQUAL(config_is_on(&config, SETTING_MOUSE), strstr(lines[i], "mouse") != NULL);
        config_notes_release(&notes);
        config_release(&config);
        unit_folder_remove(place.folder);
    }
}

/* Not used, told in one sentence, and no reason to stop. */
static void expect_left_out(const char *path)
{
    struct config config = defaults();
    struct key_bindings keys = { 0 };
    struct config_notes notes = { 0 };
    struct why why = { 0 };

    CU_ASSERT_EQUAL(config_load(&config, path, &notes, &why), OK);
    CU_ASSERT_EQUAL(notes.count, 1);
    CU_ASSERT_TRUE(notes.count > 0 && strstr(notes.text[0], "goes on without that file") != NULL);
    CU_ASSERT_TRUE(all_default(&config));
    CU_ASSERT_EQUAL(config_keys(path, &keys, &notes, &why), OK);
    CU_ASSERT_EQUAL(notes.count, 2);
    CU_ASSERT_EQUAL(keys.count, 0);
    CU_ASSERT_EQUAL(config_load(&config, path, NULL, NULL), OK);
    config_keys_release(&keys);
    config_notes_release(&notes);
    config_release(&config);
}

static void test_hostile_files(void)
{
    struct place place;
    struct config config = defaults();
    struct config_notes notes = { 0 };
    size_t large = 10 * 1024 * 1024;
    char *bytes = malloc(large);

    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    place_init(&place);
    memset(bytes, 'x', large);
    write_bytes(place.path, bytes, large);
    expect_left_out(place.path);
    /* One line of 200,000, a binary, one with NUL, 60,000 sections. */
    write_bytes(place.path, bytes, 200000);
    CU_ASSERT_EQUAL(config_load(&config, place.path, &notes, NULL), OK);
    CU_ASSERT_EQUAL(notes.count, 1);
    for (size_t i = 0; i < 4096; i++)
        bytes[i] = (char)(i * 7 + 1);
    write_bytes(place.path, bytes, 4096);
    expect_left_out(place.path);
    write_bytes(place.path, "[screen]\n\0theme = dark\n", 23);
    expect_left_out(place.path);
    for (size_t i = 0; i < 240000; i += 4)
        memcpy(bytes + i, "[a]\n", 4);
    write_bytes(place.path, bytes, 240000);
    expect_left_out(place.path);
    CU_ASSERT_TRUE(all_default(&config));
    free(bytes);
    config_notes_release(&notes);
    config_release(&config);
    unit_folder_remove(place.folder);
}

static void test_no_regular_file(void)
{
    struct place place;

    place_init(&place);
    CU_ASSERT_EQUAL(mkfifo(place.path, 0600), 0);
    expect_left_out(place.path);
    expect_left_out(place.folder);
    expect_left_out("/dev/zero");
    unit_folder_remove(place.folder);
}

static void test_missing_file(void)
{
    struct place place;
    struct config config = defaults();
    struct config_notes notes = { 0 };

    place_init(&place);
    CU_ASSERT_EQUAL(config_load(&config, place.path, &notes, NULL), OK);
    CU_ASSERT_EQUAL(notes.count, 0);
    CU_ASSERT_TRUE(all_default(&config));
    config_release(&config);
    unit_folder_remove(place.folder);
}

static void test_notes_have_an_end(void)
{
    struct place place;
    struct config config = defaults();
    struct config_notes notes = { 0 };
    struct buf text = { 0 };

    place_init(&place);
    CU_ASSERT_EQUAL(buf_add_str(&text, "[screen]\n"), OK);
    for (int i = 0; i < 500; i++)
        CU_ASSERT_EQUAL(buf_printf(&text, "unknown%d = 1\n", i), OK);
    write_text(place.path, buf_text(&text));
    CU_ASSERT_EQUAL(config_load(&config, place.path, &notes, NULL), OK);
    CU_ASSERT_EQUAL(notes.count, CONFIG_NOTES_MAX);
    CU_ASSERT_PTR_NOT_NULL(strstr(notes.text[CONFIG_NOTES_MAX - 2], "unknown18"));
    CU_ASSERT_PTR_NULL(strstr(notes.text[CONFIG_NOTES_MAX - 1], "unknown"));
    config_notes_release(&notes);
    CU_ASSERT_EQUAL(notes.count, 0);
    buf_release(&text);
    config_release(&config);
    unit_folder_remove(place.folder);
}

static void test_keys(void)
{
    struct place place;
    struct key_bindings keys;
    struct config_notes notes = { 0 };
    const struct key_binding *binding;

    place_init(&place);
    write_text(place.path, "[detail]\nedit = F4  e\nnext = \";\"\ngone = none\nbad = F99\nmany = a b c d e\nempty = "
                           "\"\"\n[list.sub]\nNew = Ctrl-N é\n");
    CU_ASSERT_EQUAL(config_keys(place.path, &keys, &notes, NULL), OK);
    CU_ASSERT_EQUAL(keys.count, 4);
    CU_ASSERT_EQUAL(notes.count, 3);
    binding = config_key_binding(&keys, "detail.edit");
    CU_ASSERT_PTR_NOT_NULL_FATAL(binding);
    CU_ASSERT_TRUE(binding->count == 2 && binding->keys[0] == PRESS_FUNCTION(4) && binding->keys[1] == 'e');
    binding = config_key_binding(&keys, "detail.next");
    CU_ASSERT_TRUE(binding != NULL && binding->count == 1 && binding->keys[0] == ';');
    binding = config_key_binding(&keys, "detail.gone");
    CU_ASSERT_TRUE(binding != NULL && binding->count == 0);
    binding = config_key_binding(&keys, "list.sub.new");
    CU_ASSERT_TRUE(binding != NULL && binding->count == 2 && binding->keys[0] == PRESS_CTRL('n') &&
                   binding->keys[1] == 0xe9);
    CU_ASSERT_PTR_NULL(config_key_binding(&keys, "detail.bad"));
    config_keys_release(&keys);
    config_notes_release(&notes);
    unit_folder_remove(place.folder);
}

static void test_shipped_keys(void)
{
    struct key_bindings keys;
    struct config_notes notes = { 0 };

    CU_ASSERT_EQUAL(config_keys("config/keys.ini", &keys, &notes, NULL), OK);
    CU_ASSERT_EQUAL(keys.count, 0);
    CU_ASSERT_EQUAL(notes.count, 0);
    config_keys_release(&keys);
    config_notes_release(&notes);
}

void suite_settings(void)
{
    CU_pSuite suite = CU_add_suite("settings", NULL, NULL);

    CU_add_test(suite, "every row of the table is whole and its key its own", test_table);
    CU_add_test(suite, "settings begin at their defaults and read as words", test_defaults);
    CU_add_test(suite, "a value is checked before it is set", test_set);
    CU_add_test(suite, "the shipped townkeep.ini is what the table makes", test_shipped_file);
    CU_add_test(suite, "the shipped townkeep.ini reads without a word and changes nothing", test_shipped_file_reads);
    CU_add_test(suite, "what is saved comes back byte for byte, in a private file", test_saved_and_back);
    CU_add_test(suite, "the longest path still fits a line", test_longest_path);
    CU_add_test(suite, "unknown settings and bad values are told, the rest counts", test_bad_values_are_told);
    CU_add_test(suite, "broken lines are left out, each told", test_hostile_lines);
    CU_add_test(suite, "I30 huge, binary and endless files are left out and told", test_hostile_files);
    CU_add_test(suite, "a FIFO, a folder and a device are left out and told", test_no_regular_file);
    CU_add_test(suite, "a missing file is no error", test_missing_file);
    CU_add_test(suite, "a file full of mistakes is told in twenty sentences", test_notes_have_an_end);
    CU_add_test(suite, "keys of one's own are read, bad ones told", test_keys);
    CU_add_test(suite, "the shipped keys.ini changes nothing", test_shipped_keys);
}
