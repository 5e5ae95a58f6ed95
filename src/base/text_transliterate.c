/*
 * Writing in other alphabets as Latin letters, folded, so that names can be compared over scripts. Not for people to
 * read and not reversible. What stands in a script without a table here (Thai, Sinhala, Han …) is only folded.
 *
 * Tables, after these and without their accents:
 *   Cyrillic   BGN/PCGN 1947 (Russian); where letters of theirs show the language: Ukraine's national system (Cabinet
 *              resolution 55 of 2010), and Gaj's Latin for Serbian and Macedonian
 *   Greek      ELOT 743 / ISO 843, transcription
 *   Arabic     BGN/PCGN 1956 and, for Persian letters, 1958, consonants only: short vowels are not written, so what
 *              comes out is a skeleton. The article is set off: "al-"
 *   Georgian   the national system of 2002
 *   Armenian   BGN/PCGN 1981
 *
 * Why no library: ICU's transliterator is 36 MB installed and C++, for these 250 letters; iconv's //TRANSLIT answers by
 * the locale the process happens to have (in C.UTF-8 "Москва" is "??????"), and not at all in other C libraries.
 */
#include <string.h>

#include "townkeep/base/text.h"

/* A letter and what it is written as; a lower-case letter where there are two cases. */
struct letter {
    uint32_t code;
    const char *latin;
};

enum { CYRILLIC_FIRST = 0x430, CYRILLIC_END = 0x460 };

static const char *const russian[CYRILLIC_END - CYRILLIC_FIRST] = {
    /* 430 */ "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k",  "l", "m", "n", "o",  "p",
    /* 440 */ "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",   "y", "",  "e", "yu", "ya",
    /* 450 */ "e", "e", "d", "g", "e", "z",  "i",  "i",  "j",  "lj",   "nj", "c", "k", "i", "u",  "dz",
};

static const struct letter ukrainian[] = {
    { 0x433, "h" }, { 0x438, "y" }, { 0x454, "ie" }, { 0x44E, "iu" }, { 0x44F, "ia" },
};

static const struct letter serbian[] = {
    { 0x436, "z" }, { 0x445, "h" }, { 0x446, "c" }, { 0x447, "c" }, { 0x448, "s" }, { 0x452, "d" }, { 0x45F, "dz" },
};

enum { GREEK_FIRST = 0x3B1, GREEK_END = 0x3CA };

static const char *const greek[GREEK_END - GREEK_FIRST] = {
    "a", "v", "g", "d", "e", "z", "i", "th", "i", "k",  "l",  "m", "n",
    "x", "o", "p", "r", "s", "s", "t", "y",  "f", "ch", "ps", "o",
};

enum { ARMENIAN_FIRST = 0x561, ARMENIAN_END = 0x588, GEORGIAN_FIRST = 0x10D0, GEORGIAN_END = 0x10F1 };

static const char *const armenian[ARMENIAN_END - ARMENIAN_FIRST] = {
    "a", "b", "g",  "d", "e",  "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz", "gh", "ch", "m",
    "y", "n", "sh", "o", "ch", "p", "j", "r", "s", "v",  "t", "r", "ts", "v",  "p", "k", "o",  "f",  "ev",
};

static const char *const georgian[GEORGIAN_END - GEORGIAN_FIRST] = {
    "a", "b", "g", "d", "e", "v",  "z", "t",  "i",  "k",  "l",  "m",  "n",  "o",  "p", "zh", "r",
    "s", "t", "u", "p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h",
};

/* Letters of Arabic and of Persian, Urdu and Pashto; hamza and 'ayn have no letter in plain Latin. */
static const struct letter arabic[] = {
    { 0x621, "" },   { 0x627, "a" },  { 0x628, "b" },  { 0x629, "h" },  { 0x62A, "t" },  { 0x62B, "th" },
    { 0x62C, "j" },  { 0x62D, "h" },  { 0x62E, "kh" }, { 0x62F, "d" },  { 0x630, "dh" }, { 0x631, "r" },
    { 0x632, "z" },  { 0x633, "s" },  { 0x634, "sh" }, { 0x635, "s" },  { 0x636, "d" },  { 0x637, "t" },
    { 0x638, "z" },  { 0x639, "" },   { 0x63A, "gh" }, { 0x640, "" },   { 0x641, "f" },  { 0x642, "q" },
    { 0x643, "k" },  { 0x644, "l" },  { 0x645, "m" },  { 0x646, "n" },  { 0x647, "h" },  { 0x648, "w" },
    { 0x649, "a" },  { 0x64A, "y" },  { 0x671, "a" },  { 0x679, "t" },  { 0x67C, "t" },  { 0x67E, "p" },
    { 0x681, "dz" }, { 0x685, "ts" }, { 0x686, "ch" }, { 0x688, "d" },  { 0x689, "d" },  { 0x691, "r" },
    { 0x693, "r" },  { 0x696, "zh" }, { 0x698, "zh" }, { 0x69A, "sh" }, { 0x6A9, "k" },  { 0x6AB, "g" },
    { 0x6AF, "g" },  { 0x6BA, "n" },  { 0x6BC, "n" },  { 0x6BE, "h" },  { 0x6C1, "h" },  { 0x6CC, "y" },
    { 0x6CD, "y" },  { 0x6D0, "y" },  { 0x6D2, "y" },
};

static const char *find_letter(const struct letter *letters, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (letters[i].code == code)
            return letters[i].latin;
    }
    return NULL;
}

#define FIND_LETTER(letters, code) find_letter(letters, sizeof(letters) / sizeof *(letters), code)

static bool is_arabic(uint32_t code)
{
    return code >= 0x620 && code <= 0x6FF;
}

bool text_leaves_vowels_out(const char *text)
{
    for (size_t at = 0; text[at];) {
        if (is_arabic(text_next(text, &at)))
            return true;
    }
    return false;
}

/* Which of the languages in Cyrillic letters, by letters the others do not have. */
enum cyrillic { CYRILLIC_RUSSIAN, CYRILLIC_UKRAINIAN, CYRILLIC_SERBIAN };

static enum cyrillic cyrillic_of(const char *folded)
{
    for (size_t at = 0; folded[at];) {
        uint32_t code = text_next(folded, &at);

        if (code == 0x454 || code == 0x456 || code == 0x491)
            return CYRILLIC_UKRAINIAN;
        if (code == 0x452 || code == 0x453 || code == 0x455 || (code >= 0x458 && code <= 0x45C) || code == 0x45F)
            return CYRILLIC_SERBIAN;
    }
    return CYRILLIC_RUSSIAN;
}

static const char *cyrillic_letter(enum cyrillic language, uint32_t code)
{
    const char *latin = NULL;

    if (language == CYRILLIC_UKRAINIAN)
        latin = FIND_LETTER(ukrainian, code);
    else if (language == CYRILLIC_SERBIAN)
        latin = FIND_LETTER(serbian, code);
    return latin ? latin : code == 0x491 ? "g" : russian[code - CYRILLIC_FIRST];
}

/* Two letters that are one sound; `begins`: at the beginning of a word. */
static const struct {
    uint32_t first, second;
    const char *latin, *begins;
} pairs[] = {
    { 0x3B3, 0x3B3, "ng", "ng" }, { 0x3B3, 0x3BE, "nx", "nx" }, { 0x3B3, 0x3C7, "nch", "nch" },
    { 0x3BF, 0x3C5, "ou", "ou" }, { 0x3B1, 0x3C5, "av", "av" }, { 0x3B5, 0x3C5, "ev", "ev" },
    { 0x3BC, 0x3C0, "mp", "b" },  { 0x578, 0x582, "u", "u" },
};

static const char *pair_latin(uint32_t code, uint32_t next, bool begins)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i].first == code && pairs[i].second == next)
            return begins ? pairs[i].begins : pairs[i].latin;
    }
    return NULL;
}

/* The letter as Latin; NULL when it stays as it is. */
static const char *latin_of(enum cyrillic language, uint32_t code)
{
    if ((code >= CYRILLIC_FIRST && code < CYRILLIC_END) || code == 0x491)
        return cyrillic_letter(language, code);
    if (code >= GREEK_FIRST && code < GREEK_END)
        return greek[code - GREEK_FIRST];
    if (code >= ARMENIAN_FIRST && code < ARMENIAN_END)
        return armenian[code - ARMENIAN_FIRST];
    if (code >= GEORGIAN_FIRST && code < GEORGIAN_END)
        return georgian[code - GEORGIAN_FIRST];
    return FIND_LETTER(arabic, code);
}

/* Whether the Arabic article stands at `at` and a word follows it. */
static bool is_article(const char *text, size_t at)
{
    return text_next(text, &at) == 0x627 && text_next(text, &at) == 0x644 && is_arabic(text_next(text, &at)) &&
           is_arabic(text_next(text, &at));
}

static bool is_plain_letter(uint32_t code)
{
    return code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

/* One letter, or two that are one sound, from *at on. */
static enum err write_letter(struct buf *out, const char *folded, size_t *at, enum cyrillic language, bool begins)
{
    size_t before = *at, after;
    uint32_t code = text_next(folded, at);
    const char *latin;

    after = *at;
    latin = pair_latin(code, text_next(folded, &after), begins);
    if (latin) {
        *at = after;
        return buf_add_str(out, latin);
    }
    latin = latin_of(language, code);
    return latin ? buf_add_str(out, latin) : buf_add(out, folded + before, *at - before);
}

static enum err write_latin(struct buf *out, const char *folded)
{
    enum cyrillic language = cyrillic_of(folded);
    bool begins = true;
    enum err e = OK;

    for (size_t at = 0, ahead; folded[at] && !e;) {
        if (begins && is_article(folded, at)) {
            text_next(folded, &at);
            text_next(folded, &at);
            e = buf_add_str(out, "al-");
        }
        ahead = at;
        if (!e)
            e = write_letter(out, folded, &at, language, begins);
        begins = !is_plain_letter(text_next(folded, &ahead));
    }
    return e;
}

enum err text_transliterate(struct buf *out, const char *text)
{
    struct buf folded = { 0 };
    size_t start = out->len;
    enum err e = text_fold(&folded, text);

    if (!e && !(e = write_latin(out, buf_text(&folded))))
        e = buf_add_str(out, "");
    if (e && out->data) {
        out->len = start;
        out->data[start] = '\0';
    }
    buf_release(&folded);
    return e;
}
