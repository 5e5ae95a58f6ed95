/* Text: what gets in, how it is found, how wide it is. Hostile text is written in escapes, so that nobody is fooled
 * here. */
#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "unit.h"

void suite_text(void);

enum { DATA_MAX = 4000000 };

static void check_clean(const char *dirty, size_t len, enum text_lines lines, const char *expected)
{
    struct buf out = { 0 }, again = { 0 };

    CU_ASSERT_EQUAL(text_clean(&out, dirty, len, lines), OK);
    if (strcmp(buf_text(&out), expected) != 0) {
        CU_FAIL("a cleaned text is wrong");
        printf("\n    \"%s\" became \"%s\"", expected, buf_text(&out));
    }
    CU_ASSERT_EQUAL(text_clean(&again, buf_text(&out), out.len, lines), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&again), buf_text(&out));
    buf_release(&out);
    buf_release(&again);
}

static void check_line(const char *dirty, const char *expected)
{
    check_clean(dirty, strlen(dirty), TEXT_ONE_LINE, expected);
}

static void good_text_is_left_alone(void)
{
    static const char *const texts[] = {
        "",
        "Oak Street 5",
        "Zoë Müller-Østergård",
        "ΑΘΗΝΑ",
        "Ташкент",
        "השלום",
        "مركز الشباب",
        "会館",
        "한국",
        "สวัสดี",
        "ශ්\xE2\x80\x8Dරී",
        "می\xE2\x80\x8Cخواهم",
        "👍🏽",
        "“quoted” – yes…",
        "½ °C §",
        "ǅ",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_line(texts[i], texts[i]);
}

static void controls_are_dropped(void)
{
    check_line("a\033[31mb\007\177c", "a[31mbc");
    check_line("a\xC2\x9B"
               "31mb\xC2\x9D",
               "a31mb");
    check_clean("a\0b", 3, TEXT_ONE_LINE, "ab");
    check_line("a\tb", "a b");
}

static void line_ends_are_kept_or_become_blanks(void)
{
    check_line("a\nb\r\nc\rd\xE2\x80\xA8"
               "e\xC2\x85"
               "f\vg",
               "a b c d e f g");
    check_clean("a\nb\r\nc\rd\xE2\x80\xA9"
                "e",
                13, TEXT_MANY_LINES, "a\nb\nc\nd\ne");
    check_clean("\r\n\r\n", 4, TEXT_MANY_LINES, "\n\n");
}

static void text_cannot_be_turned_around(void)
{
    check_line("a\xE2\x80\xAEtxt.exe\xE2\x80\xAC", "atxt.exe");
    check_line("\xE2\x81\xA6x\xE2\x81\xA7y\xE2\x81\xA8z\xE2\x81\xA9", "xyz");
    check_line("\xE2\x80\x8E"
               "a\xE2\x80\x8F\xD8\x9C",
               "a");
}

static void what_cannot_be_seen_is_dropped(void)
{
    check_line("pass\xE2\x80\x8Bword\xEF\xBB\xBF\xE2\x81\xA0\xC2\xAD", "password");
    check_line("a\xF3\xA0\x81\xA1\xF3\xA0\x81\xBF"
               "b",
               "ab");
    check_line("a\xF3\xA0\x84\x80"
               "b\xEF\xB8\x8F",
               "ab");
    check_line("a\xEF\xB7\x90\xEF\xBF\xBE\xF4\x8F\xBF\xBF"
               "b",
               "ab");
    check_line("a\xE3\x85\xA4\xE1\x85\x9F\xCD\x8F"
               "b",
               "ab");
}

static void joiners_stay_only_inside_a_word(void)
{
    check_line("\xE2\x80\x8D"
               "a\xE2\x80\x8D",
               "a");
    check_line("a \xE2\x80\x8C b", "a  b");
    check_line("1\xE2\x80\x8D"
               "2",
               "12");
    check_line("ක්\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8Cර", "ක්\xE2\x80\x8Dර");
    check_line("ක්\xE2\x80\x8D\xE2\x80\x8Bර", "ක්\xE2\x80\x8Dර");
}

static void composed_and_decomposed_become_the_same(void)
{
    check_line("Zoe\xCC\x88", "Zoë");
    check_line("A\xCC\x8Angstro\xCC\x88m \xE2\x84\xAB", "Ångström Å");
    check_line("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한");
    check_line("a\xCC\xA3\xCC\x82 a\xCC\x82\xCC\xA3", "ậ ậ");
}

static void malformed_bytes_are_refused_whole(void)
{
    static const char *const bad[] = {
        "\xC0\xAF",         "\xE0\x80\xAF", "\xF0\x80\x80\xAF",
        "\xC1\xBF",         "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\x80",         "\xC3",
        "\xE2\x82",         "\xF0\x9F\x98", "a\xFF",
        "caf\xE9 noir",     "\xFE\xFF",     "\xC3(",
    };
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(buf_add_str(&out, "kept"), OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CU_ASSERT_FALSE(text_is_utf8(bad[i], strlen(bad[i])));
        CU_ASSERT_EQUAL(text_clean(&out, bad[i], strlen(bad[i]), TEXT_ONE_LINE), E_INVALID);
        CU_ASSERT_STRING_EQUAL(buf_text(&out), "kept");
    }
    CU_ASSERT_TRUE(text_is_utf8("\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEE\x80\x80", 10));
    buf_release(&out);
}

static void thousands_of_marks_are_capped_quickly(void)
{
    enum { MARKS = 500000 };
    struct buf dirty = { 0 }, out = { 0 };
    clock_t began = clock();

    CU_ASSERT_EQUAL(buf_add_char(&dirty, 'e'), OK);
    /* Alternating classes: the order in which sorting them is slowest. */
    for (int i = 0; i < MARKS; i++)
        CU_ASSERT_EQUAL_FATAL(buf_add_str(&dirty, i % 2 ? "\xCC\xA3" : "\xCD\x84"), OK);
    CU_ASSERT_EQUAL(buf_add_char(&dirty, 'z'), OK);
    CU_ASSERT_EQUAL(text_clean(&out, buf_text(&dirty), dirty.len, TEXT_ONE_LINE), OK);
    CU_ASSERT_TRUE(out.len <= 1 + 2 + 8 * 2 + 1);
    CU_ASSERT_EQUAL(out.data[out.len - 1], 'z');
    CU_ASSERT_TRUE(clock() - began < 5 * CLOCKS_PER_SEC);
    check_line(buf_text(&out), buf_text(&out));
    buf_release(&dirty);
    buf_release(&out);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static enum err add_code(struct buf *buf, uint32_t c)
{
    enum err e = OK;

    if (c < 0x80)
        return buf_add_char(buf, (char)c);
    if (c < 0x800)
        e = buf_add_char(buf, (char)(0xC0 | c >> 6));
    else if (c < 0x10000)
        e = buf_add_char(buf, (char)(0xE0 | c >> 12));
    else if (!(e = buf_add_char(buf, (char)(0xF0 | c >> 18))))
        e = buf_add_char(buf, (char)(0x80 | (c >> 12 & 0x3F)));
    if (!e && c >= 0x800)
        e = buf_add_char(buf, (char)(0x80 | (c >> 6 & 0x3F)));
    return e ? e : buf_add_char(buf, (char)(0x80 | (c & 0x3F)));
}

static bool is_control_or_turn(uint32_t code)
{
    return (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x200B || code == 0xFEFF ||
           (code >= 0xE0000 && code <= 0xE007F);
}

/* Text of code points that are trouble more often than in nature. */
static void random_text(struct buf *out, uint32_t *seed)
{
    static const uint32_t trouble[] = { 0x200D, 0x200C, 0x301,  0x323,  0x344,  0x338,  '=',   'a',     ' ',     '\n',
                                        '\r',   0x202E, 0x1100, 0x1161, 0x11A8, 0xDCA,  0xDBB, 0xAC00,  0x1F468, 0xFE0F,
                                        0x958,  0x93C,  0x9C7,  0x9BE,  0xFB1D, 0x2126, 0x34F, 0x1F1FA, 0xE33,   0xDC };
    size_t count = next_random(seed) % 40;

    buf_clear(out);
    while (count-- > 0) {
        uint32_t code = trouble[next_random(seed) % (sizeof trouble / sizeof trouble[0])];

        if (next_random(seed) % 4 == 0)
            code = next_random(seed) % 0x110000;
        if (code >= 0xD800 && code <= 0xDFFF)
            code = 'x';
        CU_ASSERT_EQUAL_FATAL(add_code(out, code), OK);
    }
}

static void any_text_cleans_once_and_folds_once(void)
{
    struct buf dirty = { 0 }, once = { 0 }, twice = { 0 };
    uint32_t seed = 42, code;

    for (int round = 0; round < 20000; round++) {
        random_text(&dirty, &seed);
        buf_clear(&once);
        buf_clear(&twice);
        CU_ASSERT_EQUAL_FATAL(text_clean(&once, buf_text(&dirty), dirty.len, TEXT_MANY_LINES), OK);
        CU_ASSERT_EQUAL_FATAL(text_clean(&twice, buf_text(&once), once.len, TEXT_MANY_LINES), OK);
        CU_ASSERT_STRING_EQUAL_FATAL(buf_text(&once), buf_text(&twice));
        for (size_t at = 0; (code = text_next(buf_text(&once), &at)) != 0;)
            CU_ASSERT_FALSE_FATAL(is_control_or_turn(code));
        buf_clear(&dirty);
        buf_clear(&twice);
        CU_ASSERT_EQUAL_FATAL(text_fold(&dirty, buf_text(&once)), OK);
        CU_ASSERT_EQUAL_FATAL(text_fold(&twice, buf_text(&dirty)), OK);
        CU_ASSERT_STRING_EQUAL_FATAL(buf_text(&dirty), buf_text(&twice));
    }
    buf_release(&dirty);
    buf_release(&once);
    buf_release(&twice);
}

static void every_character_folds_once(void)
{
    struct buf text = { 0 }, once = { 0 }, twice = { 0 };

    for (uint32_t code = 1; code < 0x30000; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        buf_clear(&text);
        buf_clear(&once);
        buf_clear(&twice);
        CU_ASSERT_EQUAL_FATAL(add_code(&text, code), OK);
        CU_ASSERT_EQUAL_FATAL(text_fold(&once, buf_text(&text)), OK);
        CU_ASSERT_EQUAL_FATAL(text_fold(&twice, buf_text(&once)), OK);
        if (strcmp(buf_text(&once), buf_text(&twice)) != 0) {
            CU_FAIL("a character folds again");
            printf("\n    U+%04X", code);
        }
    }
    buf_release(&text);
    buf_release(&once);
    buf_release(&twice);
}

static void check_fold(const char *text, const char *expected)
{
    struct buf out = { 0 };

    CU_ASSERT_EQUAL(buf_add_str(&out, "|"), OK);
    CU_ASSERT_EQUAL(text_fold(&out, text), OK);
    if (strcmp(buf_text(&out) + 1, expected) != 0) {
        CU_FAIL("a fold is wrong");
        printf("\n    \"%s\" became \"%s\"", text, buf_text(&out) + 1);
    }
    buf_release(&out);
}

static void accents_and_case_are_folded(void)
{
    check_fold("", "");
    check_fold("  Oak \t STREET\n5  ", "oak street 5");
    check_fold("Zoë MÜLLER-Østergård", "zoe muller-ostergard");
    check_fold("Straße STRASSE STRAẞE", "strasse strasse strasse");
    check_fold("Łódź Đorđe Þór Æsa Œuvre", "lodz dorde thor aesa oeuvre");
    check_fold("Çeviri Derneği İnfaz ıssız IŞIK", "ceviri dernegi infaz issiz isik");
    check_fold("Žižkov Győr Šķēde Ţăndărei Ąžuolas", "zizkov gyor skede tandarei azuolas");
    check_fold("Nguyễn Thị Hằng", "nguyen thi hang");
    check_fold("ΆΘΗΝΑΣ Ἀθῆναι", "αθηνασ αθηναι");
    check_fold("ЁЛКИ Київ", "елки киів");
    check_fold("שָׁלוֹם", "שלום");
    check_fold("مُحَمَّد", "محمد");
    check_fold("ﬁre №5 ＡＢ", "fire no5 ab");
    check_fold("O’Brien “x” a—b", "o'brien \"x\" a-b");
    check_fold("a\xC2\xA0"
               "b\xE3\x80\x80"
               "c",
               "a b c");
    check_fold("Zoe\xCC\x88", "zoe");
    check_fold("ශ්\xE2\x80\x8Dරී", "ශ්රී");
    check_fold("× ÷", "× ÷");
}

static void vowel_signs_are_no_accents(void)
{
    struct buf one = { 0 }, two = { 0 };

    CU_ASSERT_EQUAL(text_fold(&one, "ปี"), OK);
    CU_ASSERT_EQUAL(text_fold(&two, "ปู"), OK);
    CU_ASSERT_STRING_NOT_EQUAL(buf_text(&one), buf_text(&two));
    buf_clear(&one);
    buf_clear(&two);
    CU_ASSERT_EQUAL(text_fold(&one, "කි"), OK);
    CU_ASSERT_EQUAL(text_fold(&two, "කු"), OK);
    CU_ASSERT_STRING_NOT_EQUAL(buf_text(&one), buf_text(&two));
    buf_release(&one);
    buf_release(&two);
}

static void lists_have_whole_items(void)
{
    CU_ASSERT_TRUE(text_list_has("youth;health", "youth"));
    CU_ASSERT_TRUE(text_list_has("youth;health", "health"));
    CU_ASSERT_TRUE(text_list_has_of("youth;health", "health;sport", 6));
    CU_ASSERT_FALSE(text_list_has_of("youth;health", "health;sport", 12));
    CU_ASSERT_FALSE(text_list_has("youth;health", "heal"));
    CU_ASSERT_FALSE(text_list_has("youth;health", "ealth"));
    CU_ASSERT_FALSE(text_list_has("youth;health", "youth;health"));
    CU_ASSERT_FALSE(text_list_has("", "youth"));
    CU_ASSERT_FALSE(text_list_has(NULL, "youth"));
}

static void words_are_found_by_their_beginnings(void)
{
    CU_ASSERT_TRUE(text_has_words("Al-Noor Youth Centre", ""));
    CU_ASSERT_TRUE(text_has_words("Al-Noor Youth Centre", "  "));
    CU_ASSERT_TRUE(text_has_words("Al-Noor Youth Centre", "cen you"));
    CU_ASSERT_TRUE(text_has_words("Al-Noor Youth Centre", "noor"));
    CU_ASSERT_TRUE(text_has_words("Al-Noor Youth Centre", "al-no"));
    CU_ASSERT_FALSE(text_has_words("Al-Noor Youth Centre", "oor"));
    CU_ASSERT_FALSE(text_has_words("Al-Noor Youth Centre", "youth club"));
    CU_ASSERT_FALSE(text_has_words("", "a"));
    CU_ASSERT_TRUE(text_has_words("Straße der Brüder", "bruder STRASS"));
    CU_ASSERT_TRUE(text_has_words("Bruder", "brüd"));
    CU_ASSERT_TRUE(text_has_words("Derneği (CISST)", "cisst"));
    CU_ASSERT_TRUE(text_has_words("Seán O’Brien", "o'b sean"));
    CU_ASSERT_TRUE(text_has_words("«Maison» des jeunes", "mais"));
    CU_ASSERT_FALSE(text_has_words("éclair", "clair"));
    CU_ASSERT_TRUE(text_has_words("ศูนย์ เยาวชน", "เยา"));
    CU_ASSERT_FALSE(text_has_words("Ямайка", "майка"));
    CU_ASSERT_TRUE(text_has_words("aab aaab", "aaab"));
}

static void clusters_are_walked_both_ways(void)
{
    static const char text[] = "ae\xCC\x81\xCC\xA3 ශ්\xE2\x80\x8Dරී 👩🏽🇫🇷🇩🇪\r\nสำ 한x";
    size_t starts[64], count = 0, at = 0;

    while (text[at]) {
        starts[count++] = at;
        at = text_next_grapheme(text, at);
        CU_ASSERT_TRUE_FATAL(at > starts[count - 1] && count < 64);
    }
    CU_ASSERT_EQUAL(at, strlen(text));
    CU_ASSERT_EQUAL(text_next_grapheme(text, at), at);
    for (; count > 0; count--) {
        at = text_previous_grapheme(text, at);
        CU_ASSERT_EQUAL_FATAL(at, starts[count - 1]);
    }
    CU_ASSERT_EQUAL(text_previous_grapheme(text, 0), 0);
    CU_ASSERT_EQUAL(text_next_grapheme("e\xCC\x81x", 0), 3);
    CU_ASSERT_EQUAL(text_next_grapheme("\r\nx", 0), 2);
}

static void bad_bytes_do_not_stop_a_walk(void)
{
    static const char text[] = "a\xFF\xC3\xE2\x82z";
    size_t at = 0;

    CU_ASSERT_EQUAL(text_next(text, &at), 'a');
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(text_next(text, &at), 0xFFFD);
    CU_ASSERT_EQUAL(text_next(text, &at), 'z');
    CU_ASSERT_EQUAL(text_next(text, &at), 0);
    CU_ASSERT_EQUAL(at, strlen(text));
}

static void widths_are_in_cells(void)
{
    CU_ASSERT_EQUAL(text_width(""), 0);
    CU_ASSERT_EQUAL(text_width("Oak"), 3);
    CU_ASSERT_EQUAL(text_width("Zoë"), 3);
    CU_ASSERT_EQUAL(text_width("Zoe\xCC\x88"), 3);
    CU_ASSERT_EQUAL(text_width("会館"), 4);
    CU_ASSERT_EQUAL(text_width("한국x"), 5);
    CU_ASSERT_EQUAL(text_width("👍"), 2);
    CU_ASSERT_EQUAL(text_width("🇫🇷"), 2);
    CU_ASSERT_EQUAL(text_width("สวัสดี"), 4);
    CU_ASSERT_EQUAL(text_width("مركز"), 4);
    CU_ASSERT_EQUAL(text_width("කා"), 2);
    CU_ASSERT_EQUAL(text_width("කි"), 1);
    CU_ASSERT_EQUAL(text_width("\xCC\x81"), 1);
    CU_ASSERT_EQUAL(text_width("\033\n"), 0);
    CU_ASSERT_EQUAL(text_width_of("会館x", 3), 2);
    CU_ASSERT_EQUAL(text_fit("会館x", 3), 3);
    CU_ASSERT_EQUAL(text_fit("会館x", 5), 7);
    CU_ASSERT_EQUAL(text_fit("Zoe\xCC\x88", 2), 2);
    CU_ASSERT_EQUAL(text_fit("Zoe\xCC\x88", 3), 5);
    CU_ASSERT_EQUAL(text_fit("Oak", 0), 0);
}

/* The text of each line after wrapping, joined with |. */
static void check_wrap(const char *text, size_t cells, const char *expected)
{
    struct text_span spans[32];
    struct buf joined = { 0 };
    size_t count = text_wrap(text, cells, spans, 32);

    CU_ASSERT_TRUE_FATAL(count <= 32);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL(buf_add(&joined, text + spans[i].start, spans[i].len), OK);
        CU_ASSERT_EQUAL(buf_add_char(&joined, '|'), OK);
    }
    if (strcmp(buf_text(&joined), expected) != 0) {
        CU_FAIL("a wrapped text is wrong");
        printf("\n    \"%s\" at %zu became \"%s\"", text, cells, buf_text(&joined));
    }
    buf_release(&joined);
}

static void text_wraps_at_blanks(void)
{
    check_wrap("", 10, "");
    check_wrap("one", 10, "one|");
    check_wrap("one two three", 7, "one two|three|");
    check_wrap("one two three", 8, "one two|three|");
    check_wrap("one  two", 4, "one|two|");
    check_wrap("one two  ", 7, "one two|");
    check_wrap("one\n\ntwo\n", 7, "one||two|");
    check_wrap("abcdefghij kl", 4, "abcd|efgh|ij|kl|");
    check_wrap("  indented text", 10, "  indented|text|");
    check_wrap("     a", 3, "   |a|");
    check_wrap("会館会館", 5, "会館|会館|");
    check_wrap("会", 1, "会|");
    check_wrap("a会", 1, "a|会|");
    check_wrap("ab", 0, "a|b|");
    check_wrap("สวัสดี สวัสดี", 4, "สวัสดี|สวัสดี|");
}

static void wrapped_lines_fit_and_lose_nothing(void)
{
    struct buf dirty = { 0 }, text = { 0 };
    struct text_span spans[200];
    uint32_t seed = 7;

    for (int round = 0; round < 3000; round++) {
        size_t cells = 2 + next_random(&seed) % 12, count, end = 0;

        random_text(&dirty, &seed);
        buf_clear(&text);
        CU_ASSERT_EQUAL_FATAL(text_clean(&text, buf_text(&dirty), dirty.len, TEXT_MANY_LINES), OK);
        count = text_wrap(buf_text(&text), cells, spans, 200);
        CU_ASSERT_TRUE_FATAL(count <= 200);
        CU_ASSERT_EQUAL_FATAL(text_wrap(buf_text(&text), cells, spans, 0), count);
        for (size_t i = 0; i < count; i++) {
            CU_ASSERT_TRUE_FATAL(text_width_of(buf_text(&text) + spans[i].start, spans[i].len) <= cells);
            /* Only blanks and one line end stand between lines. */
            CU_ASSERT_EQUAL_FATAL(strspn(buf_text(&text) + end, " \n") >= spans[i].start - end, true);
            end = spans[i].start + spans[i].len;
        }
        CU_ASSERT_EQUAL_FATAL(strspn(buf_text(&text) + end, " \n"), text.len - end);
    }
    buf_release(&dirty);
    buf_release(&text);
}

static void a_cut_ends_with_a_whole_character(void)
{
    static const char text[] = "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87 e\xcc\x81t\xc3\xa9 "
                               "\xf0\x9f\x87\xa7\xf0\x9f\x87\xaa \xe2\x82\xac";
    char out[64], before;

    for (size_t size = 1; size <= sizeof out; size++) {
        size_t len = text_cut_into(out, size, text);

        CU_ASSERT_TRUE(len < size && strlen(out) == len && memcmp(out, text, len) == 0 && text_is_utf8(out, len));
        CU_ASSERT_EQUAL(len == 0 ? 0 : text_next_grapheme(text, text_previous_grapheme(text, len)), len);
        CU_ASSERT_TRUE(size < sizeof text ? text_next_grapheme(text, len) >= size : len == sizeof text - 1);
        len = text_print_into(out, size, "%s", text);
        CU_ASSERT_TRUE(len < size && strlen(out) == len && text_is_utf8(out, len));
        CU_ASSERT_TRUE(len == strlen(text) || len + 4 >= size);
    }
    before = out[0];
    CU_ASSERT_EQUAL(text_cut_into(out, 0, text), 0);
    CU_ASSERT_EQUAL(out[0], before);
    /* A cluster larger than the room loses marks, not everything. */
    CU_ASSERT_EQUAL(text_cut("e\xcc\x81", 2), 1);
    CU_ASSERT_EQUAL(text_cut("\xe2\x82\xac", 2), 0);
}

static void words_are_counted(void)
{
    CU_ASSERT_EQUAL(text_word_count(""), 0);
    CU_ASSERT_EQUAL(text_word_count("  "), 0);
    CU_ASSERT_EQUAL(text_word_count("one"), 1);
    CU_ASSERT_EQUAL(text_word_count(" one\ttwo\nthree\xC2\xA0"
                                    "four "),
                    4);
}

static void whole_numbers_are_read(void)
{
    static const char *const bad[] = {
        "",    " ",  "-", "+", "1.5", "1e3", "0x10", "12a", "a12", "9223372036854775808", "-9223372036854775809",
        "1 2", "--1"
    };
    int64_t value = 0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_FALSE(text_to_int(bad[i], &value));
    CU_ASSERT_TRUE(text_to_int(" 42 ", &value) && value == 42);
    CU_ASSERT_TRUE(text_to_int("-0", &value) && value == 0);
    CU_ASSERT_TRUE(text_to_int("+7", &value) && value == 7);
    CU_ASSERT_TRUE(text_to_int("9223372036854775807", &value) && value == INT64_MAX);
    CU_ASSERT_TRUE(text_to_int("-9223372036854775808", &value) && value == INT64_MIN);
}

static void case_of_ascii_is_ignored(void)
{
    CU_ASSERT_TRUE(text_equal_ignoring_case("Referral", "rEFERRAL"));
    CU_ASSERT_FALSE(text_equal_ignoring_case("Referral", "Referrals"));
    CU_ASSERT_FALSE(text_equal_ignoring_case("Referrals", "Referral"));
    CU_ASSERT_TRUE(text_equal_ignoring_case("", ""));
    CU_ASSERT_FALSE(text_equal_ignoring_case("[", "{"));
}

/* Names of real organisations: nothing of them is lost by cleaning, and each line has the width the C library gives. */
static void check_names(const char *name)
{
    char path[UNIT_PATH_SIZE];
    struct buf file = { 0 }, clean = { 0 };
    size_t differing = 0, at = 0, next;

    if (!unit_data(name, path))
        return;
    CU_ASSERT_EQUAL_FATAL(path_read_file(path, DATA_MAX, &file, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(text_clean(&clean, file.data, file.len, TEXT_MANY_LINES), OK);
    CU_ASSERT_TRUE(clean.len * 100 > file.len * 98);
    for (; clean.data[at]; at = next) {
        size_t step = at;
        int width = 0;

        next = text_next_grapheme(clean.data, at);
        while (step < next)
            width += wcwidth((wchar_t)text_next(clean.data, &step));
        CU_ASSERT_EQUAL_FATAL(text_previous_grapheme(clean.data, next), at);
        differing += clean.data[at] != '\n' && width > 0 && (size_t)width != text_width_of(clean.data + at, next - at);
    }
    CU_ASSERT_EQUAL(differing, 0);
    buf_release(&file);
    buf_release(&clean);
}

static void real_names_survive(void)
{
    check_names("names/IFRC_bkk_training_evaluation_th.csv");
    check_names("names/RMS_organisation.csv");
    check_names("names/Turkey_Demo_organisation.csv");
    check_names("names/historic_SHARE_LK_organisation.csv");
}

static void the_script_is_that_of_most_letters(void)
{
    static const struct {
        const char *text, *code;
    } scripts[] = {
        { "Harbour Club", "Latn" },     { "Đà Nẵng", "Latn" },
        { "Комитет мира", "Cyrl" },     { "لجنة السلام", "Arab" },
        { "คณะกรรมการ", "Thai" },       { "ຄະນະກໍາມະການ", "Laoo" },
        { "ငြိမ်းချမ်းရေး", "Mymr" },      { "සාම කමිටුව", "Sinh" },
        { "शांति समिति", "Deva" },       { "Επιτροπή Ειρήνης", "Grek" },
        { "ועד השלום", "Hebr" },        { "和平委员会", "Hani" },
        { "평화 위원회", "Hang" },      { "まちの会", "Jpan" },
        { "平和を守る会議", "Jpan" },   { "მშვიდობის კომიტეტი", "Geor" },
        { "Խաղաղության", "Armn" },      { "የሰላም ኮሚቴ", "Ethi" },
        { "அமைதிக் குழு", "Taml" },      { "শান্তি কমিটি", "Beng" },
        { "គណៈកម្មាធិការ", "Khmr" },      { "ཞི་བདེ", "Tibt" },
        { "NGO Комитет мира", "Cyrl" }, { "ខ្មែរ (KH)", "Khmr" },
    };
    char code[5];

    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        CU_ASSERT_TRUE(text_script(scripts[i].text, code));
        if (strcmp(code, scripts[i].code) != 0)
            printf("\n    %s: %s, not %s", scripts[i].text, code, scripts[i].code);
        CU_ASSERT_STRING_EQUAL(code, scripts[i].code);
    }
}

static void what_has_no_letters_has_no_script(void)
{
    static const char *const none[] = { "", "12 / 7", "…—“”", "\xff\xfe", "☮☮☮" };
    char code[5];

    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        CU_ASSERT_FALSE(text_script(none[i], code));
        CU_ASSERT_STRING_EQUAL(code, "");
    }
}

void suite_text(void)
{
    CU_pSuite s = CU_add_suite("text", NULL, NULL);

    CU_add_test(s, "the script is that of most letters", the_script_is_that_of_most_letters);
    CU_add_test(s, "what has no letters has no script", what_has_no_letters_has_no_script);
    CU_add_test(s, "good text is left alone", good_text_is_left_alone);
    CU_add_test(s, "controls are dropped", controls_are_dropped);
    CU_add_test(s, "line ends are kept or become blanks", line_ends_are_kept_or_become_blanks);
    CU_add_test(s, "text cannot be turned around", text_cannot_be_turned_around);
    CU_add_test(s, "what cannot be seen is dropped", what_cannot_be_seen_is_dropped);
    CU_add_test(s, "joiners stay only inside a word", joiners_stay_only_inside_a_word);
    CU_add_test(s, "composed and decomposed become the same", composed_and_decomposed_become_the_same);
    CU_add_test(s, "malformed bytes are refused whole", malformed_bytes_are_refused_whole);
    CU_add_test(s, "thousands of marks are capped quickly", thousands_of_marks_are_capped_quickly);
    CU_add_test(s, "any text cleans once and folds once", any_text_cleans_once_and_folds_once);
    CU_add_test(s, "every character folds once", every_character_folds_once);
    CU_add_test(s, "accents and case are folded", accents_and_case_are_folded);
    CU_add_test(s, "vowel signs are no accents", vowel_signs_are_no_accents);
    CU_add_test(s, "words are found by their beginnings", words_are_found_by_their_beginnings);
    CU_add_test(s, "lists have whole items", lists_have_whole_items);
    CU_add_test(s, "clusters are walked both ways", clusters_are_walked_both_ways);
    CU_add_test(s, "bad bytes do not stop a walk", bad_bytes_do_not_stop_a_walk);
    CU_add_test(s, "widths are in cells", widths_are_in_cells);
    CU_add_test(s, "text wraps at blanks", text_wraps_at_blanks);
    CU_add_test(s, "wrapped lines fit and lose nothing", wrapped_lines_fit_and_lose_nothing);
    CU_add_test(s, "a cut ends with a whole character", a_cut_ends_with_a_whole_character);
    CU_add_test(s, "words are counted", words_are_counted);
    CU_add_test(s, "whole numbers are read", whole_numbers_are_read);
    CU_add_test(s, "the case of ASCII letters is ignored", case_of_ascii_is_ignored);
    CU_add_test(s, "real names survive", real_names_survive);
}
