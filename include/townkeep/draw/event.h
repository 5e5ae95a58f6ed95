/* What reaches a screen: keys, pasted text, a new size, the clock. Made by `term` from bytes, or by a script of keys in
 * tests. */
#ifndef TOWNKEEP_DRAW_EVENT_H
#define TOWNKEEP_DRAW_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/base/err.h"

enum event_kind { EVENT_NONE, EVENT_KEY, EVENT_PASTE, EVENT_RESIZE, EVENT_MOUSE, EVENT_TICK, EVENT_HANG_UP };

/* A key is a code point, or one of these beyond Unicode. Ctrl-A is 1 … Ctrl-Z is 26 (Tab 9, Enter 13, Esc 27). */
enum {
    PRESS_TAB = 9,
    PRESS_ENTER = 13,
    PRESS_ESCAPE = 27,
    PRESS_BACKSPACE = 0x7f,
    PRESS_BEYOND = 0x110000,
    PRESS_F1 = PRESS_BEYOND + 1, /* F1 … F12 follow in order */
    PRESS_F12 = PRESS_F1 + 11,
    PRESS_UP,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_HOME,
    PRESS_END,
    PRESS_INSERT,
    PRESS_DELETE,
    PRESS_SHIFT_TAB,
};
#define PRESS_CTRL(letter) ((uint32_t)((letter)&0x1f))
#define PRESS_FUNCTION(n)  ((uint32_t)(PRESS_F1 + (n)-1))

enum { EVENT_PASTE_MAX = 4096 };

struct event {
    enum event_kind kind;
    uint32_t key; /* EVENT_KEY */
    const char
        *paste; /* EVENT_PASTE: UTF-8, line ends as LF, no other control but tab; borrowed until the next read; cleaned
                 * by whoever takes it in. A paste longer than EVENT_PASTE_MAX bytes comes as several events. */
    int x, y;   /* EVENT_MOUSE: click; EVENT_RESIZE: the new size */
};

/* The name of a key as people read it ("F1", "Ctrl-S", "Enter", "Esc", "a"), in the program's language, into out; and
 * the other way round for keys.ini and key scripts, which write the English names: false for an unknown name. Case does
 * not matter except for a single letter. Ctrl-H, Ctrl-J and Ctrl-@ are no keys of their own: terminals send them for
 * Backspace, Enter and nothing. */
enum { KEY_NAME_SIZE = 40 };
const char *key_name(uint32_t key, char *out, int size);
bool key_parse(const char *name, uint32_t *key);

/* The UTF-8 text that typing this key puts into a field: 1 to 4 bytes and a NUL, returned as a count; 0 (and "") for
 * keys that are no text. */
enum { KEY_TEXT_SIZE = 5 };
int key_to_text(uint32_t key, char out[KEY_TEXT_SIZE]);

#endif
