/*
 * Names for people who are not to be named: a tree, a river or a bird, and two digits.
 *
 * Two referrals of one office must not share a name, and the name must not tell anything about the person. Both follow
 * from taking the place of the reference's year and number in a fixed shuffle of all words and digits: 16 years of 720
 * referrals each fill it exactly.
 */
#include "casework_in.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/text.h"

static const char *const pseudonym_words[] = {
    "ACACIA",   "AGAVE",   "ALDER",   "ALMOND",    "ANEMONE",   "APRICOT", "ARDECHE",  "ARNICA",  "ARNO",
    "ASPEN",    "ASTER",   "AVOCET",  "BALSAM",    "BARLEY",    "BAY",     "BEECH",    "BEGONIA", "BIRCH",
    "BITTERN",  "BRAMBLE", "BRIAR",   "BROOM",     "BUCKTHORN", "BUNTING", "CAMPION",  "CARAWAY", "CEDAR",
    "CHERRY",   "CHICORY", "CLOVER",  "COLUMBINE", "COOT",      "CRANE",   "CROCUS",   "CURLEW",  "CYPRESS",
    "DANUBE",   "DILL",    "DIPPER",  "DOGWOOD",   "DORDOGNE",  "DRAVA",   "DUNLIN",   "EGRET",   "EIDER",
    "ELBE",     "ELDER",   "ELM",     "FENNEL",    "FIELDFARE", "FIG",     "FINCH",    "FIR",     "FLAX",
    "FREESIA",  "GANNET",  "GARONNE", "GENTIAN",   "GINKGO",    "GODWIT",  "GREBE",    "GROUSE",  "HAWFINCH",
    "HAWTHORN", "HAZEL",   "HERON",   "HOOPOE",    "HORNBEAM",  "IBIS",    "INDIGO",   "ISAR",    "JACKDAW",
    "JUNIPER",  "KESTREL", "KITE",    "LAPWING",   "LARCH",     "LARK",    "LAVENDER", "LILAC",   "LINDEN",
    "LINNET",   "LOIRE",   "LUPIN",   "MAGNOLIA",  "MALLOW",    "MAPLE",   "MARIGOLD", "MEADOW",  "MIMOSA",
    "MINT",     "MOSELLE", "NECKAR",  "NUTMEG",    "OAK",       "ODER",    "ORCHID",   "ORIOLE",  "OSIER",
    "OSPREY",   "PEONY",   "PETREL",  "PINE",      "PIPIT",     "PLOVER",  "PLUM",     "POPLAR",  "PRIMROSE",
    "PUFFIN",   "QUINCE",  "REDWING", "REED",      "RHINE",     "RHONE",   "SAFFRON",  "SAGE",    "SAVA",
    "SISKIN",   "SORREL",  "SPRUCE",  "SWIFT",     "TANSY",     "TEAL",    "THRUSH",   "THYME",   "VISTULA",
    "WILLOW",   "YARROW",
};
enum {
    WORDS = sizeof pseudonym_words / sizeof pseudonym_words[0],
    DIGITS = 90, /* 10 … 99 */
    YEARS = 16,
    A_YEAR = 720,
    NAMES = WORDS * DIGITS,
    STRIDE = 7919, /* prime, so that the walk visits every name before it repeats one */
};
_Static_assert(WORDS == 128, "the shuffle counts on 128 words");
_Static_assert(NAMES == YEARS * A_YEAR, "sixteen years fill the names exactly");

/* The last number of "R-2026-0042", and the one before it. */
static bool reference_numbers(const char *reference, int64_t *year, int64_t *number)
{
    const char *last = strrchr(reference, '-');
    char part[8];
    size_t length;

    if (!last || last - reference < 4)
        return false;
    length = 4;
    memcpy(part, last - length, length);
    part[length] = '\0';
    return text_to_int(part, year) && text_to_int(last + 1, number) && *year > 0 && *number > 0;
}

/* Bits that look like none of those put in. */
static uint64_t stir(uint64_t seed)
{
    seed += 0x9e3779b97f4a7c15U;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebU;
    return seed ^ (seed >> 31);
}

void pseudonym_make(const char *reference, uint64_t seed, char out[PSEUDONYM_SIZE])
{
    int64_t year, number;
    uint64_t place, name;

    if (reference_numbers(reference, &year, &number))
        place = (uint64_t)(year % YEARS) * A_YEAR + (uint64_t)(number % A_YEAR);
    else
        place = stir(seed) % NAMES;
    name = place * STRIDE % NAMES;
    snprintf(out, PSEUDONYM_SIZE, "%s-%u", pseudonym_words[name % WORDS], (unsigned)(name / WORDS) + 10);
}
