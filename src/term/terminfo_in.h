/* What this kind of terminal can do, from ncurses' terminal database: the strings that do it, ready to send. */
#ifndef TOWNKEEP_TERM_TERMINFO_IN_H
#define TOWNKEEP_TERM_TERMINFO_IN_H

#include <stdbool.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

enum capability {
    CAN_MOVE,
    CAN_CLEAR_LINE,
    CAN_PLAIN,
    CAN_BOLD,
    CAN_DIM,
    CAN_REVERSE,
    CAN_UNDERLINE,
    CAN_FOREGROUND,
    CAN_BACKGROUND,
    CAN_SHOW_CURSOR,
    CAN_HIDE_CURSOR,
    CAN_ENTER,
    CAN_LEAVE,
    CAN_WRAP_OFF,
    CAN_WRAP_ON,
    CAN_CLEAR_SCROLLBACK,
    CAN_COUNT
};

struct terminfo {
    char *text[CAN_COUNT]; /* owned; "" for what it cannot do; delays taken out */
    int colours;           /* 0 for none */
    int width, height;     /* when the system does not know better */
    bool is_ansi;          /* understands private modes, or ignores them as the standard asks */
    bool spares_corner;    /* writing the last cell of the last line would scroll, and that cannot be switched off */
};

/* `name` NULL means $TERM. E_SYSTEM in words for an unknown kind and for one that cannot place text. */
MUST_USE enum err terminfo_open(struct terminfo *info, const char *name, struct why *why);
void terminfo_close(struct terminfo *info);
/* A string with no, one or two numbers filled in, into out; nothing for what the terminal cannot do. */
MUST_USE enum err terminfo_add(const struct terminfo *info, struct buf *out, enum capability capability);
MUST_USE enum err terminfo_add_move(const struct terminfo *info, struct buf *out, int x, int y);
MUST_USE enum err terminfo_add_colour(const struct terminfo *info, struct buf *out, enum capability capability,
                                      int colour);

#endif
