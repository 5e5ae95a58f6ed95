/* Bytes from a terminal into events: what terminals send, what people do, and what attackers would. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/term/decode_in.h"
#include "townkeep/base/text.h"

void suite_decode(void);

enum { TOLD_SIZE = 16384 };

/* Everything that came out, as words: "Up a <pasted>" and so on. */
struct teller {
    struct decoder decoder;
    int64_t now;
    char told[TOLD_SIZE];
};

static void tell(struct teller *teller)
{
    struct event event;
    size_t used = strlen(teller->told);
    char name[KEY_NAME_SIZE];

    while (decode_next(&teller->decoder, &event)) {
        const char *space = used > 0 ? " " : "";
        size_t room = TOLD_SIZE - used;
        int added = 0;

        if (event.kind == EVENT_KEY)
            added = snprintf(teller->told + used, room, "%s%s", space, key_name(event.key, name, sizeof name));
        else if (event.kind == EVENT_PASTE)
            added = snprintf(teller->told + used, room, "%s<%s>", space, event.paste);
        else if (event.kind == EVENT_MOUSE)
            added = snprintf(teller->told + used, room, "%s%d,%d", space, event.x, event.y);
        else
            CU_FAIL("an event of another kind");
        CU_ASSERT_FATAL(added > 0 && (size_t)added < room);
        used += (size_t)added;
    }
}

static void wait_for(struct teller *teller, int milliseconds)
{
    teller->now += milliseconds;
    decode_pass(&teller->decoder, teller->now);
    tell(teller);
}

static void feed(struct teller *teller, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        decode_pass(&teller->decoder, teller->now);
        tell(teller);
        decode_byte(&teller->decoder, (unsigned char)bytes[i], teller->now);
        tell(teller);
    }
}

static void feed_text(struct teller *teller, const char *bytes)
{
    feed(teller, bytes, strlen(bytes));
}

static void expect(const char *bytes, const char *told)
{
    struct teller teller = { 0 };

    feed_text(&teller, bytes);
    wait_for(&teller, 1000);
    CU_ASSERT_STRING_EQUAL(teller.told, told);
    /* The same bytes, each a little late, mean the same. */
    memset(&teller, 0, sizeof teller);
    for (const char *at = bytes; *at != '\0'; at++) {
        feed(&teller, at, 1);
        wait_for(&teller, 20);
    }
    wait_for(&teller, 1000);
    CU_ASSERT_STRING_EQUAL(teller.told, told);
    CU_ASSERT_EQUAL(decode_wait(&teller.decoder, teller.now), -1);
}

static void test_plain(void)
{
    expect("aZ 1", "a Z Space 1");
    expect("\r\n\t\x7f\b", "Enter Enter Tab Backspace Backspace");
    expect("\x03\x13\x1a", "Ctrl-C Ctrl-S Ctrl-Z");
    expect("\xc3\xa9\xe0\xb8\x81\xf0\x9f\x98\x80", "\u00e9 \u0e01 \U0001f600");
}

static void test_nul_and_erase(void)
{
    struct teller teller = { .decoder = { .erase = 0x15 } };

    feed(&teller, "\0\x15", 2);
    CU_ASSERT_STRING_EQUAL(teller.told, "Backspace");
}

static void test_arrows(void)
{
    expect("\033[A\033[B\033[C\033[D", "Up Down Right Left");
    expect("\033OA\033OB\033OC\033OD", "Up Down Right Left");
    expect("\033[H\033[F\033OH\033OF\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End Home End");
    expect("\033[2~\033[3~\033[5~\033[6~\033[Z", "Ins Del PgUp PgDn Shift-Tab");
    expect("\033[1;5C\033[1;2A\033[5;3~", "Right Up PgUp");
}

static void test_function_keys(void)
{
    expect("\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4");
    expect("\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5");
    expect("\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F6 F7 F8 F9 F10 F11 F12");
    expect("\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5");
    expect("\033[1;2P\033[1;5R\033[P", "F1 F3 F1");
}

static void test_keypad(void)
{
    expect("\033OM\033Oq\033Oy\033Ok\033Om\033On\033Oo\033OX", "Enter 1 9 + - . / =");
}

static void test_escape_then_digit(void)
{
    struct teller teller = { 0 };

    expect("\0331\0339\0330", "F1 F9 F10");
    feed_text(&teller, "\033");
    wait_for(&teller, 300);
    CU_ASSERT_STRING_EQUAL(teller.told, "");
    CU_ASSERT_EQUAL(decode_wait(&teller.decoder, teller.now), 200);
    feed_text(&teller, "4");
    CU_ASSERT_STRING_EQUAL(teller.told, "F4");
    feed_text(&teller, "\033");
    wait_for(&teller, 500);
    CU_ASSERT_STRING_EQUAL(teller.told, "F4 Esc");
    feed_text(&teller, "4");
    CU_ASSERT_STRING_EQUAL(teller.told, "F4 Esc 4");
}

static void test_escape_alone(void)
{
    struct teller teller = { 0 };

    expect("\033", "Esc");
    expect("\033\033", "Esc Esc");
    feed_text(&teller, "\033");
    wait_for(&teller, 60);
    feed_text(&teller, "x");
    CU_ASSERT_STRING_EQUAL(teller.told, "Esc x");
    feed_text(&teller, "\033");
    wait_for(&teller, 60);
    feed_text(&teller, "\033[A");
    CU_ASSERT_STRING_EQUAL(teller.told, "Esc x Esc Up");
}

static void test_alt_is_dropped(void)
{
    expect("\033d", "");
    expect("\033da", "a");
    expect("\033\xc3\xa9z", "z");
    expect("\033\r", "");
    expect("\033\\", "");
}

static void test_unknown_sequences(void)
{
    /* Replies, focus, CSI u, modifyOtherKeys, a cursor report that must be no F3, stray ends of pastes. */
    expect("\033[?62;22ca", "a");
    expect("\033[I\033[Oa", "a");
    expect("\033[97;5ua\033[27;5;13~b", "a b");
    expect("\033[24;80Ra", "a");
    expect("\033[201~a", "a");
    expect("\033[99~\033[q\033O!za\033[1;1;1Ab", "a b");
    expect("\033]52;c;aGFsbG8=\aa", "a");
    expect("\033]0;title\033\\a", "a");
    expect("\033P1$r0m\033\\a", "a");
    expect("\033_x\033\\\033^y\033\\\033Xz\033\\a", "a");
    expect("\033]8;;x\033[Aa", "Up a");
    expect("\033[<0;5;5Ma", "a");
    expect("\033[M !!a", "a");
}

static void test_interrupted_sequences(void)
{
    expect("\033[1;\033[A", "Up");
    expect("\033[12\rx", "Enter x");
    expect("\033O\033OP", "F1");
    expect("\033[\xc3\xa9", "\u00e9");
}

static void test_incomplete_is_dropped_in_time(void)
{
    static const char *const beginnings[] = { "\033[", "\033[1;5",   "\033O",   "\033[[",   "\033]0;ti",
                                              "\033P", "\033]x\033", "\033[M!", "\xe0\xb8", "\xf0" };

    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        struct teller teller = { .decoder = { .mouse = true } };

        feed_text(&teller, beginnings[i]);
        CU_ASSERT_EQUAL(decode_wait(&teller.decoder, teller.now), DECODE_SEQUENCE_WAIT);
        wait_for(&teller, DECODE_SEQUENCE_WAIT);
        CU_ASSERT_EQUAL(decode_wait(&teller.decoder, teller.now), -1);
        feed_text(&teller, "A");
        CU_ASSERT_STRING_EQUAL(teller.told, "A");
    }
}

static void test_bad_utf8(void)
{
    expect("\x80\xbf"
           "a",
           "a");
    expect("\xc0\xaf\xc1\x81"
           "a",
           "a");
    expect("\xe0\x80\xaf"
           "a",
           "a");
    expect("\xed\xa0\x80"
           "a",
           "a");
    expect("\xf4\x90\x80\x80"
           "a",
           "a");
    expect("\xf5\x80\x80\x80\xff\xfe"
           "a",
           "a");
    expect("\xe0\xb8"
           "a\x81",
           "a");
    expect("\xc2\x9b"
           "31m",
           "3 1 m");
    expect("\xe0\xb8\033[A", "Up");
}

static void test_split_reads(void)
{
    struct teller teller = { 0 };

    feed(&teller, "\xe0", 1);
    wait_for(&teller, 30);
    feed(&teller, "\xb8", 1);
    wait_for(&teller, 30);
    feed(&teller, "\x81\033", 2);
    wait_for(&teller, 30);
    feed(&teller, "[1;", 3);
    wait_for(&teller, 30);
    feed(&teller, "5D", 2);
    CU_ASSERT_STRING_EQUAL(teller.told, "\u0e01 Left");
}

static void test_paste(void)
{
    expect("\033[200~Ana, 3\xc2\xa0nov\033[201~x", "<Ana, 3\u00a0nov> x");
    expect("\033[200~\033[201~x", "x");
    expect("\033[200~a\rb\nc\r\nd\te\033[201~", "<a\nb\nc\nd\te>");
    expect("\033[200~one\033[201~\033[200~two\033[201~", "<one> <two>");
}

static void test_hostile_paste(void)
{
    expect("\033[200~\033[A\033[2J\0331q\033[201~", "<[A[2J1q>");
    expect("\033[200~a\033[20\033[201~b", "<a[20> b");
    expect("\033[200~a\033\033[201~b", "<a> b");
    expect("\033[200~x\033[201y\033[201~", "<x[201y>");
    expect("\033[200~\x01\x7f\xc2\x9b\xff\xe0\xb8k\033[201~", "<k>");
    expect("\033[200~\033[200~y\033[201~", "<[200~y>");
    expect("\033[200~\xe0\xb8\033[201~\x81z", "z");
}

static void test_long_paste(void)
{
    struct teller *teller = calloc(1, sizeof *teller);
    char *text = calloc(1, 9000);
    size_t copied = 0;

    CU_ASSERT_FATAL(teller != NULL && text != NULL);
    for (int i = 0; i < 3000; i++)
        memcpy(text + 3 * i, "\xe0\xb8\x81", 3);
    feed_text(teller, "\033[200~");
    feed(teller, text, 9000 - 3);
    feed_text(teller, "\033[201~");
    /* In portions, none cut inside a character, all of it there. */
    for (const char *at = teller->told; *at != '\0'; at++) {
        if (*at == '<')
            copied = copied + strcspn(at + 1, ">");
    }
    CU_ASSERT_EQUAL(copied, 9000 - 3);
    CU_ASSERT_TRUE(text_is_utf8(teller->told, strlen(teller->told)));
    free(text);
    free(teller);
}

static void test_paste_without_end(void)
{
    struct teller teller = { 0 };

    feed_text(&teller, "\033[200~half");
    wait_for(&teller, DECODE_PASTE_PAUSE);
    CU_ASSERT_STRING_EQUAL(teller.told, "<half>");
    feed_text(&teller, "\033[A");
    wait_for(&teller, DECODE_PASTE_PAUSE);
    CU_ASSERT_STRING_EQUAL(teller.told, "<half> <[A>");
    wait_for(&teller, DECODE_PASTE_LOST);
    feed_text(&teller, "\033[A");
    CU_ASSERT_STRING_EQUAL(teller.told, "<half> <[A> Up");
}

static void test_mouse(void)
{
    struct teller teller = { .decoder = { .mouse = true } };

    feed_text(&teller, "\033[<0;11;6M\033[<0;11;6m\033[<64;1;1M\033[<65;1;1M\033[<2;3;3M\033[<16;1;2M\033[M "
                       "!\"\033[M#!!\033[<0;0;0M\033[<1M");
    CU_ASSERT_STRING_EQUAL(teller.told, "10,5 Up Down 0,1 0,1");
}

static void test_forget(void)
{
    struct teller teller = { .decoder = { .erase = 0x15 } };

    feed_text(&teller, "\033[200~secret");
    decode_forget(&teller.decoder);
    wait_for(&teller, 5000);
    feed_text(&teller, "\x15");
    CU_ASSERT_STRING_EQUAL(teller.told, "Backspace");
    for (size_t i = 0; i < sizeof teller.decoder.paste; i++)
        CU_ASSERT_EQUAL(teller.decoder.paste[i], 0);
}

static bool has_only_zeros(const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (((const unsigned char *)bytes)[i] != 0)
            return false;
    }
    return true;
}

static void test_nothing_lingers(void)
{
    struct teller teller = { 0 };
    struct event event;

    feed_text(&teller, "\033[200~word and word\033[201~");
    CU_ASSERT_STRING_EQUAL(teller.told, "<word and word>");
    decode_pass(&teller.decoder, teller.now);
    CU_ASSERT_TRUE(has_only_zeros(teller.decoder.paste, sizeof teller.decoder.paste));
    feed_text(&teller, "a\xc3\xa9");
    decode_byte(&teller.decoder, 'z', teller.now);
    CU_ASSERT_TRUE(decode_next(&teller.decoder, &event));
    CU_ASSERT_TRUE(has_only_zeros(teller.decoder.queue, sizeof teller.decoder.queue));
    CU_ASSERT_EQUAL(teller.decoder.code, 0);
}

/* Any bytes at all: no key that is none, no paste that is not clean. */
static void check_noise(struct teller *teller, unsigned char byte)
{
    struct event event;

    decode_pass(&teller->decoder, teller->now);
    for (int round = 0; round < 2; round++) {
        while (decode_next(&teller->decoder, &event)) {
            if (event.kind == EVENT_KEY)
                CU_ASSERT_TRUE(event.key > 0 && event.key <= PRESS_SHIFT_TAB &&
                               !(event.key >= 0x7f + 1 && event.key < 0xa0));
            if (event.kind == EVENT_PASTE)
                CU_ASSERT_TRUE(text_is_utf8(event.paste, strlen(event.paste)) &&
                               strlen(event.paste) <= EVENT_PASTE_MAX && strchr(event.paste, '\033') == NULL);
        }
        if (round == 0)
            decode_byte(&teller->decoder, byte, teller->now);
    }
}

static void test_noise(void)
{
    static const char often[] = "\033[O]P~;0123456789<M\\\xe0\xb8\x81\r200~";
    struct teller teller = { .decoder = { .mouse = true } };
    uint32_t seed = 20261123;

    for (int i = 0; i < 300000; i++) {
        unsigned char byte;

        seed = seed * 1664525 + 1013904223;
        byte = (unsigned char)(seed >> 24);
        if (seed & 0x10000)
            byte = (unsigned char)often[byte % (sizeof often - 1)];
        if ((seed & 0xff00) == 0)
            teller.now += seed >> 22;
        check_noise(&teller, byte);
    }
    wait_for(&teller, 5000);
    CU_ASSERT_EQUAL(decode_wait(&teller.decoder, teller.now), -1);
}

static void test_endless_sequence(void)
{
    struct teller teller = { 0 };

    feed_text(&teller, "\033[");
    for (int i = 0; i < 10000; i++)
        feed_text(&teller, "1;");
    feed_text(&teller, "Aa");
    CU_ASSERT_STRING_EQUAL(teller.told, "a");
    /* What was kept of it is not taken for the whole. */
    feed_text(&teller, "\033[3;0000000000000000000000000000000000000000000000!!~b");
    CU_ASSERT_STRING_EQUAL(teller.told, "a b");
}

void suite_decode(void)
{
    CU_pSuite suite = CU_add_suite("decode", NULL, NULL);

    CU_add_test(suite, "letters, controls and UTF-8 are keys", test_plain);
    CU_add_test(suite, "the terminal's erase character is Backspace, NUL is nothing", test_nul_and_erase);
    CU_add_test(suite, "arrows and their neighbours, in both forms and with modifiers", test_arrows);
    CU_add_test(suite, "function keys in every form", test_function_keys);
    CU_add_test(suite, "the keypad in application mode", test_keypad);
    CU_add_test(suite, "Esc then a digit is a function key", test_escape_then_digit);
    CU_add_test(suite, "Esc alone is Esc, at once when something follows", test_escape_alone);
    CU_add_test(suite, "Alt with a letter is dropped whole", test_alt_is_dropped);
    CU_add_test(suite, "unknown sequences and replies are swallowed", test_unknown_sequences);
    CU_add_test(suite, "a sequence that breaks off gives way to the next", test_interrupted_sequences);
    CU_add_test(suite, "what stays incomplete is dropped in 50 ms", test_incomplete_is_dropped_in_time);
    CU_add_test(suite, "malformed UTF-8 is dropped", test_bad_utf8);
    CU_add_test(suite, "characters and sequences split across reads are whole", test_split_reads);
    CU_add_test(suite, "a paste is one event with clean line ends", test_paste);
    CU_add_test(suite, "a hostile paste stays text", test_hostile_paste);
    CU_add_test(suite, "a long paste comes in portions", test_long_paste);
    CU_add_test(suite, "a paste without an end is handed on and ends", test_paste_without_end);
    CU_add_test(suite, "clicks and the wheel, in both report forms", test_mouse);
    CU_add_test(suite, "forgetting overwrites a paste under way", test_forget);
    CU_add_test(suite, "keys and pastes do not linger once taken", test_nothing_lingers);
    CU_add_test(suite, "noise gives only sound events", test_noise);
    CU_add_test(suite, "a sequence without end is swallowed", test_endless_sequence);
}
