/* Text cleaned, measured, cut, wrapped and drawn: what comes out is well-formed, holds no control, and fits. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "townkeep/base/text.h"
#include "townkeep/draw/grid.h"

enum { SPANS = 64, WIDTH = 40, HEIGHT = 6 };

static bool has_control(const char *text, bool many_lines)
{
    size_t at = 0;
    uint32_t code;

    while ((code = text_next(text, &at)) != 0)
        if ((code < 0x20 && !(many_lines && code == '\n')) || (code >= 0x7f && code < 0xa0) ||
            (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff)
            return true;
    return false;
}

static void check_spans(const char *text, size_t cells)
{
    struct text_span spans[SPANS];
    size_t count = text_wrap(text, cells, spans, SPANS), from = 0;

    for (size_t i = 0; i < count && i < SPANS; i++) {
        size_t width = text_width_of(text + spans[i].start, spans[i].len);
        bool is_alone = text_next_grapheme(text, spans[i].start) >= spans[i].start + spans[i].len;

        fuzz_must(spans[i].start >= from && spans[i].start + spans[i].len <= strlen(text), "lines follow each other");
        fuzz_must(width <= (cells > 0 ? cells : 1) || is_alone, "a line fits its width");
        from = spans[i].start + spans[i].len;
    }
}

static void check_measures(const char *text, size_t cells)
{
    char small[16];
    size_t at = 0, fit = text_fit(text, cells), cut = text_cut(text, cells);

    fuzz_must(fit <= strlen(text) && text_width_of(text, fit) <= cells, "what fits is no wider");
    fuzz_must(cut <= cells && text_is_utf8(text, cut), "a cut text is short enough and whole characters");
    fuzz_must(text_cut_into(small, sizeof small, text) < sizeof small && text_is_utf8(small, strlen(small)),
              "a text cut into a place is whole characters");
    while (text[at] != '\0') {
        size_t next = text_next_grapheme(text, at);

        fuzz_must(next > at, "each grapheme is a step forward");
        fuzz_must(text_previous_grapheme(text, next) < next, "and one back");
        at = next;
    }
    check_spans(text, cells);
}

static void check_clean(const uint8_t *bytes, size_t len, enum text_lines lines, size_t cells)
{
    struct buf once = { 0 }, twice = { 0 };
    enum err e = text_clean(&once, (const char *)bytes, len, lines);

    fuzz_must((e == OK) == text_is_utf8((const char *)bytes, len), "what is UTF-8 can be cleaned, nothing else");
    if (e == OK) {
        fuzz_must(strlen(buf_text(&once)) == once.len, "no zero byte comes through");
        fuzz_must(text_is_utf8(buf_text(&once), once.len), "clean text is UTF-8");
        fuzz_must(!has_control(buf_text(&once), lines == TEXT_MANY_LINES), "no control comes through");
        fuzz_must(once.len <= 3 * len, "cleaning does not blow text up");
        fuzz_must(text_clean(&twice, buf_text(&once), once.len, lines) == OK && twice.len == once.len &&
                      memcmp(buf_text(&once), buf_text(&twice), once.len) == 0,
                  "cleaning twice is cleaning once");
        check_measures(buf_text(&once), cells);
    } else {
        fuzz_must(once.len == 0, "nothing is added when text is refused");
    }
    buf_release(&once);
    buf_release(&twice);
}

static void check_fold(const char *text)
{
    struct buf once = { 0 }, twice = { 0 };

    if (text_fold(&once, text) == OK) {
        fuzz_must(text_fold(&twice, buf_text(&once)) == OK && strcmp(buf_text(&once), buf_text(&twice)) == 0,
                  "folding twice is folding once");
        fuzz_must(text_has_words(text, buf_text(&once)), "a text has the words it folds to");
    }
    buf_release(&once);
    buf_release(&twice);
}

/* The last stop before the terminal takes text as it comes. */
static void check_drawn(const char *text, int width, bool ascii)
{
    struct grid grid = { .ascii = ascii };
    struct buf printed = { 0 };
    int used;

    if (grid_init(&grid, WIDTH, HEIGHT))
        abort();
    used = draw_text(&grid, 3, 0, width, STYLE_TEXT, text);
    fuzz_must(used >= 0 && used <= (width > 0 ? width : 0), "drawn text takes no more cells than given");
    (void)draw_text_right(&grid, 0, 1, width, STYLE_TEXT, text);
    (void)draw_wrapped(&grid, (struct area){ 1, 2, width, HEIGHT - 2 }, width % 3, STYLE_TEXT, text);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        const struct cell *cell = &grid.cells[i];
        const struct cell *before = i % WIDTH > 0 ? cell - 1 : NULL;

        fuzz_must(memchr(cell->text, '\0', sizeof cell->text) != NULL && text_is_utf8(cell->text, strlen(cell->text)),
                  "a cell holds UTF-8");
        fuzz_must(!has_control(cell->text, false), "a cell holds no control");
        fuzz_must(cell->width == 0 ? cell->text[0] == '\0' && before != NULL && before->width == 2
                                   : cell->text[0] != '\0' && cell->width <= 2,
                  "a cell is one or two wide, or the second half of one");
    }
    if (grid_print(&grid, &printed))
        abort();
    fuzz_must(!has_control(buf_text(&printed), true), "a printed grid holds no control");
    buf_release(&printed);
    grid_release(&grid);
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    size_t cells = scan_u8(&scan) % (WIDTH + 8);
    char *text;

    check_clean(scan.at, scan.left, TEXT_ONE_LINE, cells);
    check_clean(scan.at, scan.left, TEXT_MANY_LINES, cells);
    text = fuzz_text(&scan);
    if (text_is_utf8(text, strlen(text)))
        check_fold(text);
    check_drawn(text, (int)cells, false);
    check_drawn(text, (int)cells, true);
    free(text);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char *const texts[] = {
        "\x14The youth house in Hazel Street,\nopen on Tuesdays",
        "\x08"
        "Zo\u00eb e\u0301e\u0301 \u65e5\u672c\u8a9e \U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\x05\x1b[31mred\x1b]0;title\x07 \u202e"
        "abc\u2066 \u200b\ufeff",
        "\x03\t\t a  \r\n\r\u2028 b\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309",
        "\x20\u0ba8\u0bbf \u0e01\u0e33 \uac00\u11a8 \u1100\u1161",
        "\x07\xc3\x28\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf",
        "\x02Stra\u00dfe \u0130stanbul \u01c5 \ufb01",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        take(data, texts[i], strlen(texts[i]));
}

const struct fuzz_target fuzz_target_text = { .name = "text", .most = 4096, .run = run, .seeds = seeds };
