/*
 * Bytes of a terminal into events: whatever comes, keys are keys, pasted text is text, and nothing is kept for ever.
 * The byte 0xfe, which UTF-8 never has, lets time pass: 16 ms for each unit of the byte behind it.
 */
#include <string.h>

#include "../../src/term/decode_in.h"
#include "fuzz.h"
#include "townkeep/base/text.h"

enum { PASS_MARK = 0xfe, PASS_UNIT = 16, LONG_AFTER = 60000 };

static void check_event(const struct event *event)
{
    fuzz_must(event->kind == EVENT_KEY || event->kind == EVENT_PASTE || event->kind == EVENT_MOUSE,
              "bytes make keys, pastes and clicks");
    if (event->kind == EVENT_KEY)
        fuzz_must(event->key <= PRESS_SHIFT_TAB && !(event->key >= 0xd800 && event->key <= 0xdfff) &&
                      event->key != PRESS_BEYOND,
                  "a key is a character or one of ours");
    if (event->kind == EVENT_MOUSE)
        fuzz_must(event->x >= 0 && event->y >= 0, "a click is on the screen");
    if (event->kind != EVENT_PASTE)
        return;
    fuzz_must(strlen(event->paste) <= EVENT_PASTE_MAX && text_is_utf8(event->paste, strlen(event->paste)),
              "pasted text is UTF-8 of a bounded length");
    for (const char *at = event->paste; *at != '\0'; at++)
        fuzz_must((unsigned char)*at >= 0x20 || *at == '\n' || *at == '\t', "pasted text holds no control");
}

static void take_events(struct decoder *decoder)
{
    struct event event;
    int count = 0;

    while (decode_next(decoder, &event)) {
        check_event(&event);
        fuzz_must(++count <= DECODE_QUEUE, "a byte makes few events");
    }
}

static void run(const uint8_t *bytes, size_t len)
{
    struct decoder decoder = { 0 };
    struct scan scan = { .at = bytes, .left = len };
    uint8_t how = scan_u8(&scan);
    int64_t now = 1000;

    decoder.mouse = how & 1;
    decoder.erase = how & 2 ? 0x08 : 0;
    while (scan.left > 0) {
        uint8_t byte = scan_u8(&scan);

        decode_pass(&decoder, now);
        take_events(&decoder);
        if (byte == PASS_MARK)
            now += PASS_UNIT * scan_u8(&scan);
        else
            decode_byte(&decoder, byte, now);
        take_events(&decoder);
        fuzz_must(decode_wait(&decoder, now) >= -1 && decode_wait(&decoder, now) <= DECODE_PASTE_LOST,
                  "what is under way is waited for a short while");
    }
    for (int i = 0; i < 4; i++) {
        now += LONG_AFTER;
        decode_pass(&decoder, now);
        take_events(&decoder);
    }
    fuzz_must(decode_wait(&decoder, now) == -1, "after a while nothing is under way");
    decode_forget(&decoder);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const inputs[] = {
        "\x01hello \xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80\r\t\x7f",
        "\x01\x1b[A\x1b[1;5C\x1bOP\x1b[15~\x1b[[A\x1b[Z",
        "\x01\x1b[200~pasted\r\ntext\x1b[31m\x1b[201~after",
        "\x01\x1b[<0;10;20M\x1b[<0;10;20m\x1b[M !!",
        "\x02\x08\x1b\xfe\x10\x31\x1b\xfe\x40x",
        "\x01\x1b]52;c;aGVsbG8=\x07\x1bPq\x1b\\\x1b[>1;2c\x1b[?1;2c",
        "\x01\x1b[200~no end\xfe\xff\xfe\xff",
        "\x01\xe6\x97\xfe\x40\x9c\xf4\x90\x80\x80",
    };

    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        take(data, inputs[i], strlen(inputs[i]));
}

const struct fuzz_target fuzz_target_decode = { .name = "decode", .most = 8192, .run = run, .seeds = seeds };
