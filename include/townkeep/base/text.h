/*
 * Text as people write it: UTF-8 checked, normalised to NFC and cleaned where it enters, measured in terminal
 * cells where it is drawn, folded (case and accents dropped) where it is compared. Built on utf8proc.
 *
 * Cleaning drops C0, C1 and DEL, bidirectional overrides and isolates, zero-width characters other than the
 * joiners U+200C/U+200D inside a word (Sinhala, Persian and others need them), Unicode tags and non-characters,
 * and caps runs of combining marks at 8. A tab becomes a space; line ends become LF where lines are allowed and a
 * space where they are not.
 */
#ifndef TOWNKEEP_BASE_TEXT_H
#define TOWNKEEP_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

enum text_lines { TEXT_ONE_LINE, TEXT_MANY_LINES };

/* Whether `len` bytes are well-formed UTF-8 (no overlong forms, no surrogates). */
bool text_is_utf8(const char *bytes, size_t len);

/* Append the clean NFC form of `bytes` to `out`. E_INVALID when the bytes are not UTF-8; nothing appended then. */
MUST_USE enum err text_clean(struct buf *out, const char *bytes, size_t len, enum text_lines lines);

/* Append the fold key: case folded, accents and other marks dropped, runs of white space one blank, trimmed;
 * ß → ss, ø → o, đ → d, ł → l, æ → ae, œ → oe, þ → th so that officers find names typed on any keyboard. */
MUST_USE enum err text_fold(struct buf *out, const char *text);

/* Append the fold key in Latin letters: Cyrillic, Greek, Arabic, Georgian and Armenian are written as published tables
 * have them (text_transliterate.c), other scripts stay as they are. For comparing names, not for reading. */
MUST_USE enum err text_transliterate(struct buf *out, const char *text);
/* Whether it is written in letters that leave vowels out (Arabic, Persian …): then only consonants can be compared. */
bool text_leaves_vowels_out(const char *text);

/* Whether every word of `words` begins some word of `text`: what `~` means in a filter and what a picker's filter
 * does. Folds both itself. A word begins after anything but a letter or digit, so "noor" and "al-noor" both find
 * "Al-Noor". An empty `words` matches all. */
bool text_has_words(const char *text, const char *words);

/* Whether `item` is one of a list, as records and tables hold them: "youth;health". NULL and "" have none. The second
 * looks for the first `len` bytes of `item`. */
bool text_list_has(const char *list, const char *item);
bool text_list_has_of(const char *list, const char *item, size_t len);

/* One code point at text[*at], moving *at past it; 0 at the end, U+FFFD for a bad byte (moves one byte). */
uint32_t text_next(const char *text, size_t *at);
/* The end of the grapheme cluster that starts at `at`; at the end of text returns `at`. */
size_t text_next_grapheme(const char *text, size_t at);
/* The start of the grapheme cluster before `at`; 0 at the beginning. */
size_t text_previous_grapheme(const char *text, size_t at);
/* Terminal cells of the first `len` bytes (whole graphemes), and of a whole text. A cluster takes 1 or 2 cells, as the
 * C library's wcwidth has it (a spacing vowel sign counts); a lone mark 1; a control or line end 0. */
size_t text_width_of(const char *text, size_t len);
size_t text_width(const char *text);
/* Bytes of the longest beginning of `text` that fits in `cells` cells. */
size_t text_fit(const char *text, size_t cells);
/* Bytes of the longest beginning of `text` that has at most `most` bytes and ends with a whole grapheme (of a grapheme
 * longer than that: with a whole character). */
size_t text_cut(const char *text, size_t most);
/* Copy what fits into `size` bytes with the closing NUL, cut as above; the bytes copied. */
size_t text_cut_into(char *out, size_t size, const char *text);
/* snprintf whose result is cut at a whole character; the bytes written. */
size_t text_print_into(char *out, size_t size, const char *format, ...) PRINTF_LIKE(3, 4);
size_t text_print_args_into(char *out, size_t size, const char *format, va_list args) PRINTF_LIKE(3, 0);
/* The script that most letters of `text` are written in, as its ISO 15924 code ("Latn", "Cyrl"); false when it has no
 * letter of a script known here, and then `code` is empty. */
bool text_script(const char *text, char code[5]);
/* How many words (runs of non-white-space) stand in `text`. */
size_t text_word_count(const char *text);

/* Break one paragraph-or-more text into lines of at most `cells` cells at blanks (a longer word is cut).
 * Fills at most `max` spans and returns how many lines the text needs. A closing line end opens no further line; an
 * empty text needs none. A character wider than `cells` stands alone. */
struct text_span {
    size_t start, len; /* bytes; without the blank or line end that closed the line */
};
size_t text_wrap(const char *text, size_t cells, struct text_span *spans, size_t max);

/* ASCII helpers that do not depend on the locale. */
bool text_equal_ignoring_case(const char *a, const char *b);
/* A whole decimal number, blanks around allowed; false on anything else or overflow. */
bool text_to_int(const char *text, int64_t *out);

#endif
