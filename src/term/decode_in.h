/*
 * Bytes from a terminal into events. No terminal is needed: bytes and the time go in, events come out, so that hostile
 * and broken input can be tried byte by byte.
 *
 * What is understood: UTF-8 text; C0 controls; CSI and SS3 forms of the arrows, Home, End, Insert, Delete, PgUp, PgDn,
 * Shift-Tab and F1-F12, with or without modifiers (which are dropped); the Linux console's ESC [ [ A; bracketed paste;
 * mouse reports of xterm's modes 1000 and 1006. Everything else that begins with ESC is swallowed whole: replies, CSI
 * u, modifyOtherKeys, OSC, DCS, focus, and Alt with a letter, which must never come out as Esc and then that letter
 * ("discard" is a letter somewhere).
 */
#ifndef TOWNKEEP_TERM_DECODE_IN_H
#define TOWNKEEP_TERM_DECODE_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/draw/event.h"

enum {
    DECODE_SEQUENCE_WAIT = 50, /* milliseconds an unfinished sequence is waited for, from its last byte */
    DECODE_DIGIT_WAIT = 500,   /* from Esc to the digit that makes it an F-key */
    DECODE_PASTE_PAUSE = 200,  /* of silence after which the part of a paste that has come is handed on */
    DECODE_PASTE_LOST = 2000,  /* of silence after which a paste without an end is over */
    DECODE_PARAMS = 48,        /* bytes of a sequence kept; a longer one is swallowed */
    DECODE_QUEUE = 4,
};

enum decode_state {
    DECODE_GROUND,
    DECODE_ESCAPE, /* ESC came just now */
    DECODE_HELD,   /* ESC came alone; a digit may still follow */
    DECODE_CSI,
    DECODE_SS3,
    DECODE_CONSOLE,   /* ESC [ [ */
    DECODE_OLD_MOUSE, /* ESC [ M and three bytes */
    DECODE_STRING,    /* OSC, DCS, APC, PM, SOS up to ST or BEL */
    DECODE_STRING_ESCAPE,
    DECODE_PASTE,
    DECODE_PASTE_END, /* inside what may be ESC [ 201 ~ */
};

struct decoder {
    enum decode_state state;
    unsigned char erase;  /* the terminal's own erase character, a Backspace too; 0 for none */
    bool mouse;           /* mouse reports become events; else they are swallowed */
    int64_t last;         /* when the last byte came */
    uint32_t code, least; /* a code point under way: bits so far, smallest value of its length */
    int more;             /* continuation bytes it still needs */
    char params[DECODE_PARAMS + 1];
    size_t param_len;  /* counts on beyond DECODE_PARAMS */
    size_t matched;    /* of the end of a paste */
    bool after_return; /* the pasted byte before was CR */
    bool paste_given;  /* the text below was handed out: begin afresh */
    char paste[EVENT_PASTE_MAX + 1];
    size_t paste_len;
    struct event queue[DECODE_QUEUE];
    size_t queued;
};

/* One byte that came at `now` milliseconds. Before each byte call decode_pass and take all events: a paste handed out
 * is overwritten by the byte after it. */
void decode_byte(struct decoder *decoder, unsigned char byte, int64_t now);
/* Time has passed: what was unfinished too long is dropped, a lone Esc becomes an event. */
void decode_pass(struct decoder *decoder, int64_t now);
bool decode_next(struct decoder *decoder, struct event *event);
/* Milliseconds until decode_pass has something to do; -1 for nothing. */
int decode_wait(const struct decoder *decoder, int64_t now);
/* Forget everything under way, overwriting what was pasted. */
void decode_forget(struct decoder *decoder);

#endif
