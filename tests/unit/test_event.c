/* Names of keys, there and back, and the text keys type. */
#include <CUnit/CUnit.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/draw/event.h"

void suite_event(void);

static void expect_name(uint32_t key, const char *expected)
{
    char name[KEY_NAME_SIZE];

    CU_ASSERT_STRING_EQUAL(key_name(key, name, sizeof name), expected);
}

static void test_names(void)
{
    expect_name(PRESS_F1, "F1");
    expect_name(PRESS_F12, "F12");
    expect_name(PRESS_FUNCTION(10), "F10");
    expect_name(PRESS_CTRL('s'), "Ctrl-S");
    expect_name(PRESS_ENTER, "Enter");
    expect_name(PRESS_ESCAPE, "Esc");
    expect_name(PRESS_TAB, "Tab");
    expect_name(PRESS_SHIFT_TAB, "Shift-Tab");
    expect_name(PRESS_PAGE_DOWN, "PgDn");
    expect_name(' ', "Space");
    expect_name('a', "a");
    expect_name('?', "?");
    expect_name(0xe9, "\u00e9");
}

static void test_there_and_back(void)
{
    char name[KEY_NAME_SIZE];

    for (uint32_t key = 1; key <= PRESS_SHIFT_TAB; key = key == 0x2ff ? PRESS_F1 : key + 1) {
        uint32_t parsed = 0;

        if (key == PRESS_CTRL('h') || key == PRESS_CTRL('j') || (key > 26 && key < 32 && key != PRESS_ESCAPE) ||
            (key >= 0x80 && key < 0xa0))
            continue;
        CU_ASSERT_TRUE(key_parse(key_name(key, name, sizeof name), &parsed));
        CU_ASSERT_EQUAL(parsed, key);
    }
}

static void test_other_spellings(void)
{
    static const struct {
        const char *name;
        uint32_t key;
    } rows[] = {
        { "ctrl-p", PRESS_CTRL('p') },
        { "f10", PRESS_FUNCTION(10) },
        { "escape", PRESS_ESCAPE },
        { "RETURN", PRESS_ENTER },
        { "PageUp", PRESS_PAGE_UP },
        { "A", 'A' },
        { ";", ';' },
        { "shift-tab", PRESS_SHIFT_TAB },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t key = 0;

        CU_ASSERT_TRUE(key_parse(rows[i].name, &key));
        CU_ASSERT_EQUAL(key, rows[i].key);
    }
}

static void test_unknown_names(void)
{
    static const char *const names[] = { "",      "F0",     "F13",     "F01",    "F1x",   "F999999999999",
                                         "Ctrl-", "Ctrl-1", "Ctrl-H",  "Ctrl-J", "Hyper", "ab",
                                         "\xff",  "\033",   "\xc2\x9b" };
    uint32_t key;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        CU_ASSERT_FALSE(key_parse(names[i], &key));
}

static void test_short_room(void)
{
    char name[4];

    CU_ASSERT_STRING_EQUAL(key_name(PRESS_BACKSPACE, name, sizeof name), "Bac");
    CU_ASSERT_STRING_EQUAL(key_name(PRESS_BACKSPACE, name, 0), "");
}

static void test_text(void)
{
    static const uint32_t silent[] = { 0,    1,      PRESS_ENTER,  PRESS_ESCAPE, PRESS_BACKSPACE,
                                       0x9b, 0xd800, PRESS_BEYOND, PRESS_F1,     PRESS_DELETE };
    static const uint32_t typed[] = { ' ', 'a', 0xe9, 0x7ff, 0x800, 0x20ac, 0xffff, 0x10000, 0x1f600, 0x10ffff };
    char text[KEY_TEXT_SIZE];

    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        CU_ASSERT_EQUAL(key_to_text(silent[i], text), 0);
        CU_ASSERT_STRING_EQUAL(text, "");
    }
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        int len = key_to_text(typed[i], text);
        size_t at = 0;

        CU_ASSERT_EQUAL((size_t)len, strlen(text));
        CU_ASSERT_TRUE(text_is_utf8(text, (size_t)len));
        CU_ASSERT_EQUAL(text_next(text, &at), typed[i]);
    }
}

void suite_event(void)
{
    CU_pSuite suite = CU_add_suite("event", NULL, NULL);

    CU_add_test(suite, "keys have the names people read on them", test_names);
    CU_add_test(suite, "every name leads back to its key", test_there_and_back);
    CU_add_test(suite, "other spellings are understood", test_other_spellings);
    CU_add_test(suite, "unknown names are refused", test_unknown_names);
    CU_add_test(suite, "a name is cut to the room given", test_short_room);
    CU_add_test(suite, "keys type their text, others none", test_text);
}
