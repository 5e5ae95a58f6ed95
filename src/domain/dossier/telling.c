/*
 * A text without what tells who it is about: the person's names, where they live, the schools of the town, and days,
 * of which the month is left. It is no promise that nobody can guess; the officer reads the sheet before it goes.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "document_in.h"
#include "townkeep/base/text.h"

enum { SHORTEST_NAME = 3 };
#define LEFT_OUT "[…]"

void telling_release(struct telling *telling)
{
    buf_wipe(&telling->phrases);
}

/* --- words of a text --- */
struct word {
    size_t start, len; /* in the text */
    size_t fold;       /* where its fold key begins in `folds` */
};
struct words {
    struct word *items;
    size_t count, room;
    struct buf folds; /* fold keys, each closed by NUL */
};

static void words_release(struct words *words)
{
    buf_wipe(&words->folds);
    free(words->items);
}

/* Letters and digits of any script; general punctuation and the signs of Latin-1 part words. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return isalnum((int)c) != 0;
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F);
}

static enum err add_word(struct words *words, const char *text, size_t start, size_t end)
{
    struct buf raw = { 0 };
    enum err e;

    if (words->count == words->room) {
        size_t room = words->room ? 2 * words->room : 64;
        struct word *grown = realloc(words->items, room * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        words->items = grown;
        words->room = room;
    }
    words->items[words->count] = (struct word){ .start = start, .len = end - start, .fold = words->folds.len };
    if (!(e = buf_add(&raw, text + start, end - start)) && !(e = text_fold(&words->folds, buf_text(&raw))) &&
        !(e = buf_add_char(&words->folds, '\0')))
        words->count++;
    buf_wipe(&raw);
    return e;
}

static enum err words_of(const char *text, struct words *words)
{
    size_t at = 0, start = 0;
    bool inside = false;
    enum err e = OK;

    while (!e) {
        size_t before = at;
        uint32_t c = text_next(text, &at);
        bool letter = c != 0 && is_letter(c);

        if (letter && !inside)
            start = before;
        if (!letter && inside)
            e = add_word(words, text, start, before);
        inside = letter;
        if (c == 0)
            break;
    }
    return e;
}

static const char *fold_of(const struct words *words, size_t at)
{
    return words->folds.data + words->items[at].fold;
}

/* --- what tells --- */
static enum err add_phrase(struct telling *telling, const struct words *words, size_t first, size_t count)
{
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        if (i == 0 || !(e = buf_add_char(&telling->phrases, ' ')))
            e = buf_add_str(&telling->phrases, fold_of(words, first + i));
    }
    return e ? e : buf_add_char(&telling->phrases, '\n');
}

enum err telling_add_name(struct telling *telling, const char *name)
{
    struct words words = { 0 };
    enum err e = words_of(name, &words);

    for (size_t i = 0; i < words.count && !e; i++) {
        if (strlen(fold_of(&words, i)) >= SHORTEST_NAME)
            e = add_phrase(telling, &words, i, 1);
    }
    words_release(&words);
    return e;
}

enum err telling_add_whole(struct telling *telling, const char *title)
{
    struct words words = { 0 };
    enum err e = words_of(title, &words);

    if (!e && words.count > 0 && strlen(title) >= SHORTEST_NAME)
        e = add_phrase(telling, &words, 0, words.count);
    words_release(&words);
    return e;
}

/* How many words from `at` on are this phrase; 0 they are not. */
static size_t match(const struct words *words, size_t at, const char *phrase, size_t len)
{
    size_t used = 0;

    while (len > 0) {
        size_t part = strcspn(phrase, " \n");
        const char *fold = at + used < words->count ? fold_of(words, at + used) : "";

        if (strlen(fold) != part || memcmp(fold, phrase, part) != 0)
            return 0;
        used++;
        len -= part < len ? part + 1 : part;
        phrase += part + 1;
    }
    return used;
}

static size_t longest_phrase(const struct telling *telling, const struct words *words, size_t at)
{
    const char *phrase = buf_text(&telling->phrases);
    size_t longest = 0;

    while (*phrase) {
        size_t len = strcspn(phrase, "\n"), used = match(words, at, phrase, len);

        longest = used > longest ? used : longest;
        phrase += len + (phrase[len] == '\n');
    }
    return longest;
}

/* --- days --- */
static bool is_number(const char *text, const struct word *word, size_t most)
{
    for (size_t i = 0; i < word->len; i++) {
        if (!isdigit((unsigned char)text[word->start + i]))
            return false;
    }
    return word->len <= most;
}

/* Whether the words from `at` on, as they stand, are a day. */
static bool reads_as_day(const struct telling *telling, const char *text, const struct words *words, size_t at,
                         size_t count, struct date *day)
{
    const struct word *first = &words->items[at], *last = &words->items[at + count - 1];
    size_t len = last->start + last->len - first->start;
    char typed[32];

    if (len >= sizeof typed)
        return false;
    memcpy(typed, text + first->start, len);
    typed[len] = '\0';
    return date_read(typed, telling->today, day) && strpbrk(typed, "\n") == NULL;
}

/* 2026-11-12, 12.11.2026, 12/11/2026: three numbers side by side. */
static bool is_day_of_numbers(const struct telling *telling, const char *text, const struct words *words, size_t at,
                              struct date *day)
{
    if (at + 3 > words->count)
        return false;
    for (size_t i = at; i < at + 3; i++) {
        if (!is_number(text, &words->items[i], 4))
            return false;
    }
    return reads_as_day(telling, text, words, at, 3, day);
}

/* "12 November" or "November 12": a number below 32 beside a month. *month: which of the two words that is. */
static bool is_day_and_month(const struct telling *telling, const char *text, const struct words *words, size_t at,
                             size_t *month)
{
    struct date day;
    bool day_first;
    char typed[64];

    if (at + 2 > words->count)
        return false;
    day_first = is_number(text, &words->items[at], 2);
    *month = day_first ? at + 1 : at;
    if (!day_first && !is_number(text, &words->items[at + 1], 2))
        return false;
    if (is_number(text, &words->items[*month], 20))
        return false;
    text_print_into(typed, sizeof typed, "%s %s", fold_of(words, day_first ? at : at + 1), fold_of(words, *month));
    return date_read(typed, telling->today, &day);
}

/* --- the text without --- */
/* What stands for the words from `at` on, and how many they are; 0: the word stays. */
static enum err replace(const struct telling *telling, const char *text, const struct words *words, size_t at,
                        struct buf *out, size_t *used)
{
    struct date day;
    size_t month;

    if ((*used = longest_phrase(telling, words, at)) > 0)
        return buf_add_str(out, LEFT_OUT);
    if (is_day_of_numbers(telling, text, words, at, &day)) {
        *used = 3;
        return buf_printf(out, "%04d-%02d", day.year, day.month);
    }
    if (is_day_and_month(telling, text, words, at, &month)) {
        *used = 2;
        return buf_add(out, text + words->items[month].start, words->items[month].len);
    }
    return OK;
}

enum err telling_redact(const struct telling *telling, const char *text, struct buf *out)
{
    struct words words = { 0 };
    size_t done = 0, used;
    enum err e = words_of(text, &words);

    for (size_t i = 0; i < words.count && !e; i += used ? used : 1) {
        const struct word *word = &words.items[i];

        if ((e = buf_add(out, text + done, word->start - done)))
            break;
        done = word->start;
        if ((e = replace(telling, text, &words, i, out, &used)))
            break;
        if (used)
            done = words.items[i + used - 1].start + words.items[i + used - 1].len;
    }
    if (!e)
        e = buf_add_str(out, text + done);
    words_release(&words);
    return e;
}
