/* Short codes: see codes_in.h. Those given already are kept sorted, to see quickly whether one is free. */
#include "codes_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/text.h"

enum { WORDS_MOST = 8, SMALL_WORD = 3 };

struct taken {
    const char **codes; /* sorted; owned, what they point at is not */
    size_t count;
    /* Names that are alike come one after another: where their numbers go on. */
    char numbered[CODE_SIZE];
    size_t number;
};
/* The words of a name that say something. */
struct words {
    const char *items[WORDS_MOST];
    size_t lengths[WORDS_MOST];
    int count;
};

/* --- words --- */
static bool is_letter(const char *at)
{
    unsigned char c = (unsigned char)*at;

    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "of", "de la", "and": short and in small letters. */
static bool is_small(const char *word, size_t len)
{
    return len <= SMALL_WORD && word[0] >= 'a' && word[0] <= 'z';
}

static struct words split(const char *name)
{
    struct words words = { 0 };

    for (const char *at = name; *at && words.count < WORDS_MOST;) {
        size_t len = 0;

        while (is_letter(at + len))
            len++;
        if (len > 0 && !is_small(at, len)) {
            words.items[words.count] = at;
            words.lengths[words.count++] = len;
        }
        at += len > 0 ? len : 1;
    }
    return words;
}

/* --- letters --- */
/* A code in the making, never wider than its cells. */
struct code {
    char text[CODE_SIZE];
    size_t len, cells, most;
};

/* The grapheme at `at`, small ASCII letters made large; false when it does not fit. */
static bool add_letter(struct code *code, const char *text, size_t at)
{
    size_t len = text_next_grapheme(text, at) - at, cells = text_width_of(text + at, len);

    if (len == 0 || code->len + len >= sizeof code->text || code->cells + cells > code->most)
        return false;
    memcpy(code->text + code->len, text + at, len);
    if (len == 1 && text[at] >= 'a' && text[at] <= 'z')
        code->text[code->len] = (char)(text[at] - 'a' + 'A');
    code->len += len;
    code->cells += cells;
    code->text[code->len] = '\0';
    return true;
}

static void add_beginning(struct code *code, const char *text, size_t len, int letters)
{
    for (size_t at = 0; at < len && letters > 0 && add_letter(code, text, at); letters--)
        at = text_next_grapheme(text, at);
}

static void add_initials(struct code *code, const struct words *words)
{
    for (int i = 0; i < words->count; i++) {
        if (!add_letter(code, words->items[i], 0))
            return;
    }
}

/* --- which one --- */
static struct code begin(int cells)
{
    return (struct code){ .most = (size_t)(cells < CODE_CELLS_MOST ? cells : CODE_CELLS_MOST) };
}

static struct code from_acronym(const char *acronym, int cells)
{
    struct code code = begin(cells);

    if (text_width(acronym) <= code.most)
        add_beginning(&code, acronym, strlen(acronym), CODE_CELLS_MOST);
    return code;
}

/* One word lends its beginning, several their first letters. */
static struct code from_words(const struct words *words, int cells)
{
    enum { LETTERS_OF_ONE = 3 };
    struct code code = begin(cells);

    if (words->count > 1)
        add_initials(&code, words);
    else if (words->count == 1)
        add_beginning(&code, words->items[0], words->lengths[0], LETTERS_OF_ONE);
    return code;
}

/* "Old Port Choir" after "Old Port Club" (OPC): the first two letters of the last word are OPCH. */
static struct code from_longer(const struct words *words, int cells, int letters)
{
    struct code code = begin(cells);
    struct words before = *words;

    if (words->count == 0)
        return code;
    before.count = words->count - 1;
    add_initials(&code, &before);
    add_beginning(&code, words->items[words->count - 1], words->lengths[words->count - 1], letters);
    return code;
}

/* As much of the plain code as leaves room for the number. */
static struct code with_number(const struct code *plain, int cells, size_t number)
{
    struct code code = begin(cells);
    char digits[24];
    size_t len = text_print_into(digits, sizeof digits, "%zu", number);

    code.most = len < code.most ? code.most - len : 0;
    add_beginning(&code, plain->text, plain->len, CODE_CELLS_MOST);
    code.most = CODE_CELLS_MOST; /* a town with more of them than its cells can number has wider codes */
    add_beginning(&code, digits, len, CODE_CELLS_MOST);
    return code;
}

/* --- each once --- */
static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_free(const struct taken *taken, const struct code *code)
{
    const char *key = code->text;

    return code->len > 0 &&
           (taken->count == 0 || !bsearch(&key, taken->codes, taken->count, sizeof taken->codes[0], compare_codes));
}

static void take(struct taken *taken, const char *code)
{
    size_t at = taken->count++;

    for (; at > 0 && strcmp(taken->codes[at - 1], code) > 0; at--)
        taken->codes[at] = taken->codes[at - 1];
    taken->codes[at] = code;
}

static struct code next_number(struct taken *taken, const struct code *plain, int cells)
{
    struct code code;

    if (strcmp(taken->numbered, plain->text) != 0) {
        memcpy(taken->numbered, plain->text, CODE_SIZE);
        taken->number = 1;
    }
    do
        code = with_number(plain, cells, ++taken->number);
    while (!is_free(taken, &code));
    return code;
}

static struct code choose(struct taken *taken, const char *name, const char *acronym, int cells)
{
    struct words words = split(name);
    struct code plain = from_acronym(acronym, cells), code = plain;

    if (is_free(taken, &code))
        return code;
    code = from_words(&words, cells);
    if (plain.len == 0)
        plain = code;
    for (int letters = 2; !is_free(taken, &code) && letters <= cells; letters++)
        code = from_longer(&words, cells, letters);
    return is_free(taken, &code) ? code : next_number(taken, &plain, cells);
}

enum err codes_make(const char *const *names, const char *const *acronyms, size_t count, int cells,
                    char (*codes)[CODE_SIZE])
{
    struct taken taken = { .codes = calloc(count + 1, sizeof *taken.codes), .number = 1 };

    if (!taken.codes)
        return E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct code code = choose(&taken, names[i], acronyms[i], cells);

        memcpy(codes[i], code.text, CODE_SIZE);
        take(&taken, codes[i]);
    }
    free(taken.codes);
    return OK;
}
