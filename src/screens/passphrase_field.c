/* A passphrase being typed. A pasted one loses its line end; what is drawn is dots only, at most twenty, so that its
 * length is not told exactly. */
#include "townkeep/screens/passphrase_field.h"

#include <string.h>

enum { DOTS_MAX = 20 };

bool passphrase_field_handle(struct passphrase *passphrase, const struct event *event)
{
    char typed[KEY_TEXT_SIZE];
    enum err e = OK;
    int len;

    if (event->kind == EVENT_PASTE) {
        e = passphrase_add(passphrase, event->paste, strcspn(event->paste, "\n"));
        return e == OK || e == E_INVALID;
    }
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_BACKSPACE) {
        passphrase_erase_last(passphrase);
        return true;
    }
    if (event->key == PRESS_CTRL('u')) {
        passphrase_clear(passphrase);
        return true;
    }
    len = key_to_text(event->key, typed);
    if (len > 0)
        e = passphrase_add(passphrase, typed, (size_t)len);
    explicit_bzero(typed, sizeof typed);
    return len > 0 && (e == OK || e == E_INVALID);
}

void passphrase_field_draw(const struct passphrase *passphrase, struct grid *grid, int x, int y, int width, bool active)
{
    size_t length = passphrase_length(passphrase);
    int dots = length < DOTS_MAX ? (int)length : DOTS_MAX, at = x;

    draw_fill(grid, (struct area){ x, y, width, 1 }, active ? STYLE_ACTIVE : STYLE_FIELD);
    for (int i = 0; i < dots && at < x + width - 1; i++)
        at += draw_text(grid, at, y, 1, active ? STYLE_ACTIVE : STYLE_FIELD, draw_mark(grid, MARK_BULLET));
    if (active)
        grid_cursor(grid, at, y);
}
