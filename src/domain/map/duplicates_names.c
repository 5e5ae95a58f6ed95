/*
 * How alike two names are: each word of one looks for its match in the other, whatever the order, by letters, by sound,
 * by consonants where one is written without vowels, and with a slip of the pen. Words count by what they tell, so that
 * "School" in both is little and "Vianney" in both is much. Words that only one has and that make it something else
 * (friends of, 2nd, a library and not a club) are named.
 */
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

enum { LIKE_SOUND = 97, LIKE_BONES = 88, LIKE_ONE_SLIP = 88, LIKE_TWO_SLIPS = 82, SLIPS_MOST = 2, SOUND_MOST = 40 };

struct matching {
    const struct card_name *ours, *theirs;
    int mine[NAME_WORDS]; /* index of their word, -1 none */
    int yours[NAME_WORDS];
    int like[NAME_WORDS]; /* of our word, in per cent */
    bool bones;
};

/* Letters to change, add, leave out or swap with their neighbour (Damerau and Levenshtein); 3 when more than two. */
static int slips(const char *a, const char *b)
{
    int rows[3][SOUND_MOST + 1];
    int len_a = (int)strlen(a), len_b = (int)strlen(b);

    if (len_a > SOUND_MOST || len_b > SOUND_MOST || len_a - len_b > SLIPS_MOST || len_b - len_a > SLIPS_MOST)
        return SLIPS_MOST + 1;
    for (int j = 0; j <= len_b; j++)
        rows[0][j] = j;
    for (int i = 1; i <= len_a; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *top = rows[(i + 1) % 3], least = i;

        row[0] = i;
        for (int j = 1; j <= len_b; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);

            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && top[j - 2] + 1 < best)
                best = top[j - 2] + 1;
            row[j] = best;
            least = best < least ? best : least;
        }
        if (least > SLIPS_MOST)
            return SLIPS_MOST + 1;
    }
    return rows[len_a % 3][len_b] <= SLIPS_MOST ? rows[len_a % 3][len_b] : SLIPS_MOST + 1;
}

static int slip_likeness(const struct card_word *a, const struct card_word *b)
{
    size_t len_a = strlen(a->sound), len_b = strlen(b->sound), least = len_a < len_b ? len_a : len_b;
    int count;

    if (least < 5 || a->class > WORD_SAINT || b->class > WORD_SAINT)
        return 0;
    count = slips(a->sound, b->sound);
    return count == 1 ? LIKE_ONE_SLIP : count == 2 && least >= 9 ? LIKE_TWO_SLIPS : 0;
}

static int word_likeness(const struct card_word *a, const struct card_word *b, bool bones)
{
    if (strcmp(a->text, b->text) == 0)
        return 100;
    if (a->class == WORD_MARK || b->class == WORD_MARK)
        return 0;
    if (strcmp(a->sound, b->sound) == 0)
        return LIKE_SOUND;
    if (bones && strlen(a->bones) >= 2 && strcmp(a->bones, b->bones) == 0)
        return LIKE_BONES;
    return slip_likeness(a, b);
}

static void match_words(struct matching *matching)
{
    for (int least = 100; least > 0; least = least == 100 ? LIKE_SOUND : least == LIKE_SOUND ? 1 : 0) {
        for (int i = 0; i < matching->ours->count; i++) {
            for (int j = 0; j < matching->theirs->count && matching->mine[i] < 0; j++) {
                int like = matching->yours[j] >= 0
                               ? 0
                               : word_likeness(&matching->ours->words[i], &matching->theirs->words[j], matching->bones);

                if (like < least)
                    continue;
                matching->mine[i] = j;
                matching->yours[j] = i;
                matching->like[i] = like;
            }
        }
    }
}

static bool is_joined(const struct card_word *two, const struct card_word *one)
{
    size_t len = strlen(two[0].sound);

    return strncmp(two[0].sound, one->sound, len) == 0 && strcmp(one->sound + len, two[1].sound) == 0;
}

/* "Jugend Haus" and "Jugendhaus": two words in a row that are one there. */
static void match_joined(struct matching *matching)
{
    for (int i = 0; i < matching->ours->count; i++) {
        for (int j = 0; j < matching->theirs->count; j++) {
            const struct card_word *a = &matching->ours->words[i], *b = &matching->theirs->words[j];

            if (matching->mine[i] >= 0 || matching->yours[j] >= 0)
                continue;
            if (i + 1 < matching->ours->count && matching->mine[i + 1] < 0 && is_joined(a, b)) {
                matching->mine[i] = matching->mine[i + 1] = j;
                matching->yours[j] = i;
                matching->like[i] = matching->like[i + 1] = LIKE_SOUND;
            } else if (j + 1 < matching->theirs->count && matching->yours[j + 1] < 0 && is_joined(b, a)) {
                matching->yours[j] = matching->yours[j + 1] = i;
                matching->mine[i] = j;
                matching->like[i] = LIKE_SOUND;
            }
        }
    }
}

/* --- what comes of it --- */
static void weigh_matches(const struct matching *matching, struct name_likeness *out)
{
    long all = 0, same = 0;

    for (int i = 0; i < matching->ours->count; i++) {
        const struct card_word *word = &matching->ours->words[i];

        all += word->weight * 100L;
        if (matching->mine[i] < 0)
            continue;
        same += (long)word->weight * matching->like[i];
        if (word->class == WORD_NAME)
            out->tells += word->weight;
    }
    for (int j = 0; j < matching->theirs->count; j++) {
        const struct card_word *word = &matching->theirs->words[j];

        all += word->weight * 100L;
        if (matching->yours[j] >= 0)
            same += (long)word->weight * matching->like[matching->yours[j]];
    }
    out->percent = all > 0 ? (int)(same * 100 / all) : 0;
}

static void name_odd_words(const struct card_name *name, const int *match, const char **sort, struct name_likeness *out)
{
    for (int i = 0; i < name->count; i++) {
        const struct card_word *word = &name->words[i];

        if (match[i] >= 0)
            continue;
        if (word->class == WORD_SIDE)
            out->belongs = word->text;
        else if (word->class == WORD_MARK)
            out->mark = word->text;
        else if (word->class == WORD_SORT && !*sort)
            *sort = word->text;
    }
}

/* Whether every word that weighs anything has its match. */
static bool is_all_matched(const struct card_name *name, const int *match)
{
    for (int i = 0; i < name->count; i++) {
        if (match[i] < 0 && name->words[i].class != WORD_SMALL && name->words[i].class != WORD_FORM)
            return false;
    }
    return name->count > 0;
}

static bool is_in_order(const struct matching *matching)
{
    int last = -1;

    for (int i = 0; i < matching->ours->count; i++) {
        if (matching->mine[i] < 0 || matching->ours->words[i].class == WORD_SMALL)
            continue;
        if (matching->mine[i] < last)
            return false;
        last = matching->mine[i];
    }
    return true;
}

static enum duplicate_sign how_alike(const struct matching *matching, int percent)
{
    bool exact = text_equal_ignoring_case(matching->ours->shown, matching->theirs->shown);

    if (matching->ours->is_other_script != matching->theirs->is_other_script && percent >= 80)
        return SIGN_NAME_SCRIPT;
    if (percent < 97)
        return SIGN_NAME_LIKE;
    return !is_in_order(matching) ? SIGN_NAME_ORDER : exact ? SIGN_NAME : SIGN_NAME_FORM;
}

/* Nothing that tells: a dedication, a sort, a legal form. */
static bool is_common(const struct card_name *name)
{
    for (int i = 0; i < name->count; i++) {
        if (name->words[i].class == WORD_NAME)
            return false;
    }
    return true;
}

void names_compare(const struct card_name *ours, const struct card_name *theirs, struct name_likeness *out)
{
    struct matching matching = { .ours = ours, .theirs = theirs };

    *out = (struct name_likeness){ .ours = ours, .theirs = theirs };
    matching.bones = ours->has_bones_only != theirs->has_bones_only;
    for (int i = 0; i < NAME_WORDS; i++)
        matching.mine[i] = matching.yours[i] = -1;
    match_words(&matching);
    match_joined(&matching);
    weigh_matches(&matching, out);
    name_odd_words(ours, matching.mine, &out->sorts[0], out);
    name_odd_words(theirs, matching.yours, &out->sorts[1], out);
    if (!out->sorts[0] != !out->sorts[1])
        out->more = out->sorts[0] ? out->sorts[0] : out->sorts[1];
    out->how = how_alike(&matching, out->percent);
    out->is_common = is_common(ours) || is_common(theirs);
    out->is_within = is_all_matched(ours, matching.mine) || is_all_matched(theirs, matching.yours);
    if (strlen(ours->joined) >= 6 && strcmp(ours->joined, theirs->joined) == 0 && out->percent < 97 && !out->belongs &&
        !out->mark) {
        *out = (struct name_likeness){ .ours = ours,
                                       .theirs = theirs,
                                       .percent = 97,
                                       .how = SIGN_NAME_FORM,
                                       .tells = out->tells,
                                       .is_common = out->is_common };
    }
}
