/*
 * Which script a text is written in, by the blocks its letters stand in. Only letters count: digits, blanks and signs
 * are common to all. Japanese is told by its kana, whatever Chinese characters stand beside them.
 */
#include <string.h>
#include <utf8proc.h>

#include "townkeep/base/err.h"
#include "townkeep/base/text.h"

struct block {
    uint32_t first, last;
    const char *script; /* ISO 15924 */
};

/* By their first code point. */
static const struct block blocks[] = {
    { 0x0041, 0x024F, "Latn" },   { 0x0250, 0x02AF, "Latn" }, { 0x0370, 0x03FF, "Grek" }, { 0x0400, 0x052F, "Cyrl" },
    { 0x0531, 0x058A, "Armn" },   { 0x0591, 0x05F4, "Hebr" }, { 0x0600, 0x06FF, "Arab" }, { 0x0700, 0x074F, "Syrc" },
    { 0x0750, 0x077F, "Arab" },   { 0x0780, 0x07BF, "Thaa" }, { 0x07C0, 0x07FF, "Nkoo" }, { 0x0870, 0x08FF, "Arab" },
    { 0x0900, 0x097F, "Deva" },   { 0x0980, 0x09FF, "Beng" }, { 0x0A00, 0x0A7F, "Guru" }, { 0x0A80, 0x0AFF, "Gujr" },
    { 0x0B00, 0x0B7F, "Orya" },   { 0x0B80, 0x0BFF, "Taml" }, { 0x0C00, 0x0C7F, "Telu" }, { 0x0C80, 0x0CFF, "Knda" },
    { 0x0D00, 0x0D7F, "Mlym" },   { 0x0D80, 0x0DFF, "Sinh" }, { 0x0E00, 0x0E7F, "Thai" }, { 0x0E80, 0x0EFF, "Laoo" },
    { 0x0F00, 0x0FFF, "Tibt" },   { 0x1000, 0x109F, "Mymr" }, { 0x10A0, 0x10FF, "Geor" }, { 0x1100, 0x11FF, "Hang" },
    { 0x1200, 0x139F, "Ethi" },   { 0x13A0, 0x13FF, "Cher" }, { 0x1780, 0x17FF, "Khmr" }, { 0x1800, 0x18AF, "Mong" },
    { 0x1C80, 0x1C8F, "Cyrl" },   { 0x1C90, 0x1CBF, "Geor" }, { 0x1D00, 0x1DBF, "Latn" }, { 0x1E00, 0x1EFF, "Latn" },
    { 0x1F00, 0x1FFF, "Grek" },   { 0x2C60, 0x2C7F, "Latn" }, { 0x2D00, 0x2D2F, "Geor" }, { 0x2D30, 0x2D7F, "Tfng" },
    { 0x2D80, 0x2DDF, "Ethi" },   { 0x2DE0, 0x2DFF, "Cyrl" }, { 0x3005, 0x3007, "Hani" }, { 0x3041, 0x30FF, "Jpan" },
    { 0x3131, 0x318E, "Hang" },   { 0x31F0, 0x31FF, "Jpan" }, { 0x3400, 0x4DBF, "Hani" }, { 0x4E00, 0x9FFF, "Hani" },
    { 0xA640, 0xA69F, "Cyrl" },   { 0xA720, 0xA7FF, "Latn" }, { 0xA8E0, 0xA8FF, "Deva" }, { 0xA960, 0xA97F, "Hang" },
    { 0xAA60, 0xAA7F, "Mymr" },   { 0xAB00, 0xAB2F, "Ethi" }, { 0xAB30, 0xAB6F, "Latn" }, { 0xAC00, 0xD7FF, "Hang" },
    { 0xF900, 0xFAFF, "Hani" },   { 0xFB00, 0xFB06, "Latn" }, { 0xFB13, 0xFB17, "Armn" }, { 0xFB1D, 0xFB4F, "Hebr" },
    { 0xFB50, 0xFDFF, "Arab" },   { 0xFE70, 0xFEFF, "Arab" }, { 0xFF21, 0xFF5A, "Latn" }, { 0xFF66, 0xFF9F, "Jpan" },
    { 0x20000, 0x323AF, "Hani" },
};

enum { BLOCKS = sizeof blocks / sizeof blocks[0] };

/* Letters and the marks that are written with them: a vowel sign is as much of its script as the letter it stands on.
 */
static bool is_letter(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);

    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_MC;
}

static int block_of(uint32_t code)
{
    int low = 0, high = BLOCKS - 1;

    while (low <= high) {
        int middle = (low + high) / 2;

        if (code < blocks[middle].first)
            high = middle - 1;
        else if (code > blocks[middle].last)
            low = middle + 1;
        else
            return middle;
    }
    return -1;
}

/* Of how many letters each script has: counted at the script's first block, so that its later ones add to it. */
static int first_block_of(const char *script)
{
    for (int i = 0; i < BLOCKS; i++) {
        if (strcmp(blocks[i].script, script) == 0)
            return i;
    }
    return -1;
}

bool text_script(const char *text, char code[5])
{
    size_t letters[BLOCKS] = { 0 }, at = 0;
    int kana = first_block_of("Jpan"), han = first_block_of("Hani"), best = -1;
    uint32_t letter;

    code[0] = '\0';
    while ((letter = text_next(text, &at)) != 0) {
        int block = is_letter(letter) ? block_of(letter) : -1;

        if (block >= 0)
            letters[first_block_of(blocks[block].script)]++;
    }
    if (letters[kana] > 0) {
        letters[kana] += letters[han];
        letters[han] = 0;
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (letters[i] > 0 && (best < 0 || letters[i] > letters[best]))
            best = i;
    }
    if (best >= 0)
        memcpy(code, blocks[best].script, 5);
    return best >= 0;
}
