/*
 * Names of keys and the text they type. One table of names serves both directions, so that what the key bar says can be
 * written into keys.ini and into key scripts. Reading bytes into keys is left to `term`. Surprise: key_name speaks the
 * program's language, key_parse takes both that and English, so that a script written in one language runs in another.
 */
#include "townkeep/draw/event.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct key_row {
    uint32_t key;
    const char *name;
};

/* The first row of a key is its name; further ones are read but never shown. */
static const struct key_row key_rows[] = {
    { PRESS_TAB, N_("Tab") },
    { PRESS_ENTER, N_("Enter") },
    { PRESS_ENTER, "Return" },
    { PRESS_ESCAPE, N_("Esc") },
    { PRESS_ESCAPE, "Escape" },
    { ' ', N_("Space") },
    { PRESS_BACKSPACE, N_("Backspace") },
    { PRESS_UP, N_("Up") },
    { PRESS_DOWN, N_("Down") },
    { PRESS_LEFT, N_("Left") },
    { PRESS_RIGHT, N_("Right") },
    { PRESS_PAGE_UP, N_("PgUp") },
    { PRESS_PAGE_UP, "PageUp" },
    { PRESS_PAGE_DOWN, N_("PgDn") },
    { PRESS_PAGE_DOWN, "PageDown" },
    { PRESS_HOME, NC_("key", "Home") },
    { PRESS_END, NC_("key", "End") },
    { PRESS_INSERT, N_("Ins") },
    { PRESS_INSERT, "Insert" },
    { PRESS_DELETE, N_("Del") },
    { PRESS_DELETE, "Delete" },
    { PRESS_SHIFT_TAB, N_("Shift-Tab") },
};
enum { KEY_ROW_COUNT = sizeof key_rows / sizeof key_rows[0], LAST_FUNCTION = 12 };

static bool is_plain_text(uint32_t key)
{
    return key >= 0x20 && key < PRESS_BEYOND && !(key >= 0x7f && key < 0xa0) && !(key >= 0xd800 && key < 0xe000);
}

int key_to_text(uint32_t key, char out[KEY_TEXT_SIZE])
{
    int len = 0;

    if (!is_plain_text(key)) {
        out[0] = '\0';
        return 0;
    }
    if (key < 0x80) {
        out[len++] = (char)key;
    } else if (key < 0x800) {
        out[len++] = (char)(0xc0 | key >> 6);
        out[len++] = (char)(0x80 | (key & 0x3f));
    } else if (key < 0x10000) {
        out[len++] = (char)(0xe0 | key >> 12);
        out[len++] = (char)(0x80 | (key >> 6 & 0x3f));
        out[len++] = (char)(0x80 | (key & 0x3f));
    } else {
        out[len++] = (char)(0xf0 | key >> 18);
        out[len++] = (char)(0x80 | (key >> 12 & 0x3f));
        out[len++] = (char)(0x80 | (key >> 6 & 0x3f));
        out[len++] = (char)(0x80 | (key & 0x3f));
    }
    out[len] = '\0';
    return len;
}

const char *key_name(uint32_t key, char *out, int size)
{
    char text[KEY_TEXT_SIZE];

    if (size <= 0)
        return "";
    for (size_t i = 0; i < KEY_ROW_COUNT; i++) {
        if (key_rows[i].key == key) {
            snprintf(out, (size_t)size, "%s", i18n_in("key", key_rows[i].name));
            return out;
        }
    }
    if (key >= PRESS_F1 && key <= PRESS_F12)
        snprintf(out, (size_t)size, "F%u", (unsigned)(key - PRESS_F1 + 1));
    else if (key >= 1 && key <= 26)
        /* Translators: the Control key and a letter, as it stands on keyboards of the country. */
        snprintf(out, (size_t)size, _("Ctrl-%c"), (char)('A' + key - 1));
    else if (key_to_text(key, text) > 0)
        snprintf(out, (size_t)size, "%s", text);
    else
        snprintf(out, (size_t)size, "%s", "?");
    return out;
}

/* "F1" to "F12", without leading zeros. */
static bool parse_function(const char *name, uint32_t *key)
{
    int number = 0;

    if ((name[0] != 'F' && name[0] != 'f') || name[1] < '1' || name[1] > '9')
        return false;
    for (const char *at = name + 1; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || at - name > 2)
            return false;
        number = number * 10 + (*at - '0');
    }
    if (number > LAST_FUNCTION)
        return false;
    *key = PRESS_FUNCTION(number);
    return true;
}

static bool parse_control(const char *name, uint32_t *key)
{
    char shown[KEY_NAME_SIZE];

    for (uint32_t control = 1; control <= 26; control++) {
        char english[] = { 'C', 't', 'r', 'l', '-', (char)('A' + control - 1), '\0' };

        snprintf(shown, sizeof shown, _("Ctrl-%c"), (char)('A' + control - 1));
        if (text_equal_ignoring_case(name, english) || text_equal_ignoring_case(name, shown)) {
            *key = control;
            return control != PRESS_CTRL('h') && control != PRESS_CTRL('j');
        }
    }
    return false;
}

bool key_parse(const char *name, uint32_t *key)
{
    size_t at = 0;
    uint32_t first = text_next(name, &at);

    if (first != 0 && name[at] == '\0') {
        *key = first;
        return is_plain_text(first) && first != 0xfffd;
    }
    for (size_t i = 0; i < KEY_ROW_COUNT; i++) {
        if (text_equal_ignoring_case(name, key_rows[i].name) ||
            text_equal_ignoring_case(name, i18n_in("key", key_rows[i].name))) {
            *key = key_rows[i].key;
            return true;
        }
    }
    return parse_function(name, key) || parse_control(name, key);
}
