/*
 * The state machine of decode_in.h: one byte in, at most three events out. Looking a finished sequence up is
 * sequence.c's. Surprise: a lone ESC is held back for half a second, because a digit may follow that makes it an F-key;
 * any other byte lets it go at once.
 */
#include "decode_in.h"

#include <string.h>

#include "sequence_in.h"

static const char paste_end[] = "\033[201~";
enum { PASTE_STEP = 16 }; /* more than one byte can add: a false end and a character */

static void give(struct decoder *decoder, struct event event)
{
    if (decoder->queued < DECODE_QUEUE)
        decoder->queue[decoder->queued++] = event;
}

static void give_key(struct decoder *decoder, uint32_t key)
{
    give(decoder, (struct event){ .kind = EVENT_KEY, .key = key });
}

static void give_paste(struct decoder *decoder)
{
    if (decoder->paste_len == 0 || decoder->paste_given)
        return;
    decoder->paste[decoder->paste_len] = '\0';
    decoder->paste_given = true;
    give(decoder, (struct event){ .kind = EVENT_PASTE, .paste = decoder->paste });
}

static void paste_code(struct decoder *decoder, uint32_t code)
{
    char text[KEY_TEXT_SIZE];
    int len;

    decoder->paste_given = false;
    if (code == '\t' || code == '\n') {
        text[0] = (char)code;
        len = 1;
    } else {
        len = key_to_text(code, text);
    }
    if (decoder->paste_len + (size_t)len > EVENT_PASTE_MAX)
        return;
    memcpy(decoder->paste + decoder->paste_len, text, (size_t)len);
    decoder->paste_len += (size_t)len;
}

/* A key typed or a character pasted, once its code point is complete. */
static void take_code(struct decoder *decoder, uint32_t code)
{
    bool is_paste = decoder->state == DECODE_PASTE;

    if (is_paste && code == '\r')
        paste_code(decoder, '\n');
    else if (is_paste && !(code == '\n' && decoder->after_return))
        paste_code(decoder, code);
    if (is_paste) {
        decoder->after_return = code == '\r';
        return;
    }
    if (code == 0)
        return;
    if (code == decoder->erase || code == '\b' || code == 0x7f)
        give_key(decoder, PRESS_BACKSPACE);
    else if (code == '\n')
        give_key(decoder, PRESS_ENTER);
    else if (code < 0x20 || code >= 0xa0 || (code >= ' ' && code < 0x7f))
        give_key(decoder, code);
}

/* UTF-8, one byte at a time; what is not well-formed is dropped. */
static void take_byte(struct decoder *decoder, unsigned char byte)
{
    if (decoder->more > 0 && (byte & 0xc0) == 0x80) {
        uint32_t code = decoder->code << 6 | (byte & 0x3f);

        decoder->code = --decoder->more > 0 ? code : 0;
        if (decoder->more == 0 && code >= decoder->least && code < PRESS_BEYOND && !(code >= 0xd800 && code < 0xe000))
            take_code(decoder, code);
        return;
    }
    decoder->more = 0;
    if (byte < 0x80) {
        take_code(decoder, byte);
    } else if (byte >= 0xc2 && byte < 0xf5) {
        decoder->more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        decoder->least = byte < 0xe0 ? 0x80 : byte < 0xf0 ? 0x800 : 0x10000;
        decoder->code = byte & (0x3fU >> decoder->more);
    }
}

static void begin_sequence(struct decoder *decoder, enum decode_state state)
{
    decoder->state = state;
    decoder->param_len = 0;
    decoder->params[0] = '\0';
}

static void take_ground(struct decoder *decoder, unsigned char byte)
{
    if (byte == PRESS_ESCAPE) {
        decoder->more = 0;
        decoder->state = DECODE_ESCAPE;
        return;
    }
    take_byte(decoder, byte);
}

static void give_digit(struct decoder *decoder, unsigned char digit)
{
    decoder->state = DECODE_GROUND;
    give_key(decoder, PRESS_FUNCTION(digit == '0' ? 10 : digit - '0'));
}

static void take_after_escape(struct decoder *decoder, unsigned char byte)
{
    decoder->state = DECODE_GROUND;
    if (byte >= '0' && byte <= '9') {
        give_digit(decoder, byte);
    } else if (byte == PRESS_ESCAPE) {
        give_key(decoder, PRESS_ESCAPE);
        decoder->state = DECODE_ESCAPE;
    } else if (byte == '[') {
        begin_sequence(decoder, DECODE_CSI);
    } else if (byte == 'O') {
        begin_sequence(decoder, DECODE_SS3);
    } else if (byte == ']' || byte == 'P' || byte == '_' || byte == '^' || byte == 'X') {
        decoder->state = DECODE_STRING;
    } else if (byte >= 0x80) {
        take_byte(decoder, byte);
        decoder->least = UINT32_MAX; /* Alt with a letter beyond ASCII: swallow its further bytes too */
    }
}

static void take_held(struct decoder *decoder, unsigned char byte)
{
    if (byte >= '0' && byte <= '9') {
        give_digit(decoder, byte);
        return;
    }
    give_key(decoder, PRESS_ESCAPE);
    decoder->state = DECODE_GROUND;
    take_ground(decoder, byte);
}

/* The sequence is whole: paste and mouse change the state, all else is looked up. */
static void end_sequence(struct decoder *decoder, unsigned char final)
{
    struct event event = { 0 };
    enum decode_state was = decoder->state;

    decoder->state = DECODE_GROUND;
    if (decoder->param_len > DECODE_PARAMS)
        return;
    if (was == DECODE_CSI && final == '~' && strcmp(decoder->params, "200") == 0) {
        decoder->state = DECODE_PASTE;
        decoder->after_return = false;
        decoder->paste_given = true;
    } else if (was == DECODE_CSI && final == 'M' && decoder->param_len == 0) {
        begin_sequence(decoder, DECODE_OLD_MOUSE);
    } else if (was == DECODE_CSI && decoder->params[0] == '<') {
        if (decoder->mouse && sequence_mouse(decoder->params, final, &event))
            give(decoder, event);
    } else {
        uint32_t key = was == DECODE_SS3       ? sequence_ss3(decoder->params, final)
                       : was == DECODE_CONSOLE ? sequence_console(final)
                                               : sequence_csi(decoder->params, final);

        if (key != 0)
            give_key(decoder, key);
    }
}

static void keep_param(struct decoder *decoder, unsigned char byte)
{
    if (decoder->param_len < DECODE_PARAMS) {
        decoder->params[decoder->param_len] = (char)byte;
        decoder->params[decoder->param_len + 1] = '\0';
    }
    decoder->param_len++;
}

static void take_sequence(struct decoder *decoder, unsigned char byte)
{
    if (byte < 0x20 || byte >= 0x7f) {
        decoder->state = DECODE_GROUND;
        take_ground(decoder, byte);
    } else if (decoder->state == DECODE_CSI && byte == '[' && decoder->param_len == 0) {
        begin_sequence(decoder, DECODE_CONSOLE);
    } else if (byte < 0x40 && decoder->state != DECODE_CONSOLE) {
        keep_param(decoder, byte);
    } else {
        end_sequence(decoder, byte);
    }
}

static void take_old_mouse(struct decoder *decoder, unsigned char byte)
{
    struct event event = { 0 };

    keep_param(decoder, byte);
    if (decoder->param_len < 3)
        return;
    decoder->state = DECODE_GROUND;
    if (decoder->mouse && sequence_old_mouse(decoder->params, &event))
        give(decoder, event);
}

static void take_string(struct decoder *decoder, unsigned char byte)
{
    if (decoder->state == DECODE_STRING_ESCAPE && byte != PRESS_ESCAPE) {
        decoder->state = DECODE_GROUND;
        if (byte != '\\')
            take_after_escape(decoder, byte);
    } else if (byte == PRESS_ESCAPE) {
        decoder->state = DECODE_STRING_ESCAPE;
    } else if (byte == '\a') {
        decoder->state = DECODE_GROUND;
    }
}

static void take_paste(struct decoder *decoder, unsigned char byte)
{
    if (byte == (unsigned char)paste_end[decoder->matched]) {
        decoder->state = DECODE_PASTE_END;
        if (paste_end[++decoder->matched] == '\0') {
            give_paste(decoder);
            decoder->state = DECODE_GROUND;
            decoder->matched = 0;
            decoder->more = 0;
        }
        return;
    }
    /* No end after all: what looked like one is pasted text, its ESC apart. */
    decoder->state = DECODE_PASTE;
    for (size_t i = 1; i < decoder->matched; i++)
        take_byte(decoder, (unsigned char)paste_end[i]);
    decoder->matched = 0;
    if (byte == PRESS_ESCAPE) {
        decoder->state = DECODE_PASTE_END;
        decoder->matched = 1;
    } else {
        take_byte(decoder, byte);
    }
    if (decoder->paste_len > EVENT_PASTE_MAX - PASTE_STEP)
        give_paste(decoder);
}

void decode_byte(struct decoder *decoder, unsigned char byte, int64_t now)
{
    decoder->last = now;
    switch (decoder->state) {
    case DECODE_GROUND:
        take_ground(decoder, byte);
        break;
    case DECODE_ESCAPE:
        take_after_escape(decoder, byte);
        break;
    case DECODE_HELD:
        take_held(decoder, byte);
        break;
    case DECODE_CSI:
    case DECODE_SS3:
    case DECODE_CONSOLE:
        take_sequence(decoder, byte);
        break;
    case DECODE_OLD_MOUSE:
        take_old_mouse(decoder, byte);
        break;
    case DECODE_STRING:
    case DECODE_STRING_ESCAPE:
        take_string(decoder, byte);
        break;
    case DECODE_PASTE:
    case DECODE_PASTE_END:
        take_paste(decoder, byte);
        break;
    }
}

/* What was pasted may be a passphrase: it is overwritten as soon as whoever took it has come back. */
static void wipe_given(struct decoder *decoder)
{
    if (decoder->paste_len == 0 || !decoder->paste_given || decoder->queued > 0)
        return;
    explicit_bzero(decoder->paste, sizeof decoder->paste);
    decoder->paste_len = 0;
}

void decode_pass(struct decoder *decoder, int64_t now)
{
    int64_t silence = now - decoder->last;

    wipe_given(decoder);
    if (decoder->state == DECODE_PASTE || decoder->state == DECODE_PASTE_END) {
        if (silence >= DECODE_PASTE_PAUSE)
            give_paste(decoder);
        if (silence >= DECODE_PASTE_LOST) {
            decoder->state = DECODE_GROUND;
            decoder->matched = 0;
            decoder->more = 0;
        }
        return;
    }
    if (silence >= DECODE_SEQUENCE_WAIT) {
        decoder->more = 0;
        if (decoder->state == DECODE_ESCAPE)
            decoder->state = DECODE_HELD;
        else if (decoder->state != DECODE_HELD)
            decoder->state = DECODE_GROUND;
    }
    if (decoder->state == DECODE_HELD && silence >= DECODE_DIGIT_WAIT) {
        decoder->state = DECODE_GROUND;
        give_key(decoder, PRESS_ESCAPE);
    }
}

bool decode_next(struct decoder *decoder, struct event *event)
{
    if (decoder->queued == 0)
        return false;
    *event = decoder->queue[0];
    decoder->queued--;
    memmove(decoder->queue, decoder->queue + 1, decoder->queued * sizeof decoder->queue[0]);
    explicit_bzero(&decoder->queue[decoder->queued], sizeof decoder->queue[0]);
    return true;
}

int decode_wait(const struct decoder *decoder, int64_t now)
{
    int64_t until = decoder->last;

    if (decoder->state == DECODE_HELD)
        until += DECODE_DIGIT_WAIT;
    else if (decoder->state == DECODE_PASTE || decoder->state == DECODE_PASTE_END)
        until += decoder->paste_given ? DECODE_PASTE_LOST : DECODE_PASTE_PAUSE;
    else if (decoder->state != DECODE_GROUND || decoder->more > 0)
        until += DECODE_SEQUENCE_WAIT;
    else
        return -1;
    return until > now ? (int)(until - now) : 0;
}

void decode_forget(struct decoder *decoder)
{
    unsigned char erase = decoder->erase;
    bool mouse = decoder->mouse;

    explicit_bzero(decoder, sizeof *decoder);
    decoder->erase = erase;
    decoder->mouse = mouse;
}
