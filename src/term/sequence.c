/*
 * Tables of the sequences terminals send for keys: those of xterm and all that follow it, rxvt's numbers, the VT100
 * keypad, the Linux console. Read from here rather than from terminfo, because terminfo names one form a key and
 * terminals send several.
 */
#include "sequence_in.h"

#include <stdlib.h>
#include <string.h>

struct letter_row {
    unsigned char letter;
    uint32_t key;
};

struct number_row {
    int number;
    uint32_t key;
};

static const struct letter_row letter_rows[] = {
    { 'A', PRESS_UP },          { 'B', PRESS_DOWN },        { 'C', PRESS_RIGHT },       { 'D', PRESS_LEFT },
    { 'H', PRESS_HOME },        { 'F', PRESS_END },         { 'Z', PRESS_SHIFT_TAB },   { 'P', PRESS_FUNCTION(1) },
    { 'Q', PRESS_FUNCTION(2) }, { 'R', PRESS_FUNCTION(3) }, { 'S', PRESS_FUNCTION(4) },
};

static const struct number_row number_rows[] = {
    { 1, PRESS_HOME },         { 2, PRESS_INSERT },        { 3, PRESS_DELETE },        { 4, PRESS_END },
    { 5, PRESS_PAGE_UP },      { 6, PRESS_PAGE_DOWN },     { 7, PRESS_HOME },          { 8, PRESS_END },
    { 11, PRESS_FUNCTION(1) }, { 12, PRESS_FUNCTION(2) },  { 13, PRESS_FUNCTION(3) },  { 14, PRESS_FUNCTION(4) },
    { 15, PRESS_FUNCTION(5) }, { 17, PRESS_FUNCTION(6) },  { 18, PRESS_FUNCTION(7) },  { 19, PRESS_FUNCTION(8) },
    { 20, PRESS_FUNCTION(9) }, { 21, PRESS_FUNCTION(10) }, { 23, PRESS_FUNCTION(11) }, { 24, PRESS_FUNCTION(12) },
};

enum { MOUSE_WHEEL_UP = 64, MOUSE_WHEEL_DOWN = 65, MOUSE_MODIFIERS = 0x1c, OLD_MOUSE_OFFSET = 32 };

static uint32_t key_of_letter(unsigned char letter)
{
    for (size_t i = 0; i < sizeof letter_rows / sizeof letter_rows[0]; i++) {
        if (letter_rows[i].letter == letter)
            return letter_rows[i].key;
    }
    return 0;
}

static uint32_t key_of_number(int number)
{
    for (size_t i = 0; i < sizeof number_rows / sizeof number_rows[0]; i++) {
        if (number_rows[i].number == number)
            return number_rows[i].key;
    }
    return 0;
}

/* Numbers with `;` between them, at most `max`; how many there are, -1 for anything else. */
static int read_numbers(const char *text, int *numbers, int max)
{
    int count = 0;

    if (text[0] == '\0')
        return 0;
    for (;;) {
        int number = 0;

        while (*text >= '0' && *text <= '9' && number < 10000)
            number = number * 10 + (*text++ - '0');
        if (count == max)
            return -1;
        numbers[count++] = number;
        if (*text == '\0')
            return count;
        if (*text++ != ';')
            return -1;
    }
}

uint32_t sequence_csi(const char *params, unsigned char final)
{
    int numbers[2] = { 0 };
    int count = read_numbers(params, numbers, 2);

    if (count < 0)
        return 0;
    if (final == '~')
        return key_of_number(numbers[0]);
    /* A letter's first number is 1 beside a modifier; "24;80R" is a reply about the cursor and no F3. */
    if (count == 2 && numbers[0] != 1)
        return 0;
    return key_of_letter(final);
}

uint32_t sequence_ss3(const char *params, unsigned char final)
{
    int numbers[2] = { 0 };

    if (read_numbers(params, numbers, 2) < 0)
        return 0;
    if (final == 'M')
        return PRESS_ENTER;
    if (final == 'X')
        return '=';
    /* The keypad in application mode: j to y are * + , - . / 0 to 9. */
    if (final >= 'j' && final <= 'y')
        return (uint32_t)(final - 'j' + '*');
    return key_of_letter(final);
}

uint32_t sequence_console(unsigned char final)
{
    return final >= 'A' && final <= 'E' ? PRESS_FUNCTION(final - 'A' + 1) : 0;
}

/* Only the press of the first button and the wheel mean something. */
static bool mouse_event(int button, int x, int y, bool is_press, struct event *event)
{
    button &= ~MOUSE_MODIFIERS;
    if (!is_press || x < 0 || y < 0)
        return false;
    if (button == MOUSE_WHEEL_UP || button == MOUSE_WHEEL_DOWN) {
        *event = (struct event){ .kind = EVENT_KEY, .key = button == MOUSE_WHEEL_UP ? PRESS_UP : PRESS_DOWN };
        return true;
    }
    *event = (struct event){ .kind = EVENT_MOUSE, .x = x, .y = y };
    return button == 0;
}

bool sequence_mouse(const char *params, unsigned char final, struct event *event)
{
    int numbers[3];

    if ((final != 'M' && final != 'm') || read_numbers(params + 1, numbers, 3) != 3)
        return false;
    return mouse_event(numbers[0], numbers[1] - 1, numbers[2] - 1, final == 'M', event);
}

bool sequence_old_mouse(const char bytes[3], struct event *event)
{
    int button = (unsigned char)bytes[0] - OLD_MOUSE_OFFSET;

    return mouse_event(button, (unsigned char)bytes[1] - OLD_MOUSE_OFFSET - 1,
                       (unsigned char)bytes[2] - OLD_MOUSE_OFFSET - 1, button >= 0, event);
}
