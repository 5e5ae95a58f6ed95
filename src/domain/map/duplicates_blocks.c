/*
 * Who is worth comparing: records that share a key. Keys are hashes of a word by its sound, of two words together, of a
 * word with one letter left out (so that a slip still meets), of the consonants where vowels may be missing, of
 * initials, and of whatever reaches or numbers the record. A key that more than DUPLICATE_BLOCK records have is passed
 * over; what two common words ("Sale", "school") cannot bring together, both of them or one with a postcode can.
 */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"

enum { KEYS_MOST = 120, PAIRED_WORDS = 6, CUT_WORDS = 2, CUT_LENGTH = 24 };

enum key_kind {
    KEY_WORD = 100,
    KEY_TWO,
    KEY_CUT,
    KEY_BONES,
    KEY_JOINED,
    KEY_INITIALS,
    KEY_PHONE,
    KEY_MAIL,
    KEY_SITE,
    KEY_HOST,
    KEY_NUMBER,
    KEY_POSTCODE,
    KEY_THERE
};

struct key {
    uint64_t hash;
    uint32_t card;
};
struct blocks {
    struct key *keys; /* by hash, then card: a run of one hash is a block */
    size_t count, room;
    uint32_t *first;  /* of each key in `at`, by card: where its block begins */
    uint32_t *starts; /* by card: its first entry of `first`; one more at the end */
    uint32_t *found;
    size_t found_room;
};

void blocks_free(struct blocks *blocks)
{
    if (!blocks)
        return;
    free(blocks->keys);
    free(blocks->first);
    free(blocks->starts);
    free(blocks->found);
    free(blocks);
}

/* --- the keys of a card --- */
struct key_list {
    uint64_t hashes[KEYS_MOST];
    int count;
};

static void put_hash(struct key_list *list, uint64_t hash)
{
    for (int i = 0; i < list->count; i++) {
        if (list->hashes[i] == hash)
            return;
    }
    if (list->count < KEYS_MOST)
        list->hashes[list->count++] = hash;
}

static void put_key(struct key_list *list, enum key_kind kind, const char *text)
{
    put_hash(list, text_hash(kind, text));
}

/* Of two texts, whichever comes first. */
static void put_two(struct key_list *list, enum key_kind kind, const char *a, const char *b)
{
    put_hash(list, text_hash(kind, a) + text_hash(kind, b));
}

static void put_cuts(struct key_list *list, const char *sound)
{
    char cut[CUT_LENGTH + 1];
    size_t len = strlen(sound);

    if (len < 5 || len > CUT_LENGTH)
        return;
    put_key(list, KEY_CUT, sound);
    for (size_t at = 0; at < len; at++) {
        memcpy(cut, sound, at);
        memcpy(cut + at, sound + at + 1, len - at);
        put_key(list, KEY_CUT, cut);
    }
}

/* The words that tell most, at most PAIRED_WORDS of them. */
static int telling_words(const struct card_name *name, const struct card_word *out[PAIRED_WORDS])
{
    int count = 0;

    for (int i = 0; i < name->count; i++) {
        const struct card_word *word = &name->words[i];
        int at;

        if (word->class == WORD_SMALL || word->class == WORD_FORM)
            continue;
        for (at = count; at > 0 && out[at - 1]->weight < word->weight; at--) {
            if (at < PAIRED_WORDS)
                out[at] = out[at - 1];
        }
        if (at < PAIRED_WORDS) {
            out[at] = word;
            count += count < PAIRED_WORDS;
        }
    }
    return count;
}

static void put_name(struct key_list *list, const struct card_name *name, const char *postcode)
{
    const struct card_word *words[PAIRED_WORDS];
    int count = telling_words(name, words);

    for (int i = 0; i < count; i++) {
        put_key(list, KEY_WORD, words[i]->sound);
        if (words[i]->class == WORD_NAME && strlen(words[i]->bones) >= 2)
            put_key(list, KEY_BONES, words[i]->bones);
        if (i < CUT_WORDS && words[i]->class == WORD_NAME)
            put_cuts(list, words[i]->sound);
        if (postcode)
            put_two(list, KEY_THERE, words[i]->sound, postcode);
        for (int j = i + 1; j < count; j++)
            put_two(list, KEY_TWO, words[i]->sound, words[j]->sound);
    }
    if (strlen(name->joined) >= 6)
        put_key(list, KEY_JOINED, name->joined);
}

static void put_list(struct key_list *list, enum key_kind kind, const struct card_list *texts)
{
    for (int i = 0; i < texts->count; i++)
        put_key(list, kind, texts->items[i].text);
}

static void keys_of(const struct card *card, struct key_list *list)
{
    list->count = 0;
    put_list(list, KEY_NUMBER, &card->numbers);
    put_list(list, KEY_PHONE, &card->phones);
    put_list(list, KEY_MAIL, &card->mails);
    put_list(list, KEY_SITE, &card->sites);
    put_list(list, KEY_HOST, &card->mail_hosts);
    put_list(list, KEY_HOST, &card->site_hosts);
    if (card->postcode)
        put_key(list, KEY_POSTCODE, card->postcode);
    if (card->acronym)
        put_key(list, KEY_INITIALS, card->acronym);
    for (int i = 0; i < 2; i++) {
        if (card->initials[i])
            put_key(list, KEY_INITIALS, card->initials[i]);
    }
    for (int i = 0; i < card->name_count; i++)
        put_name(list, &card->names[i], card->postcode);
}

/* --- all of them --- */
static enum err add_keys(struct blocks *blocks, const struct cards *cards, uint32_t card)
{
    struct key_list list;

    keys_of(&cards->items[card], &list);
    if (blocks->count + (size_t)list.count > blocks->room) {
        size_t room = blocks->room ? blocks->room * 2 : (size_t)64 * KEYS_MOST;
        struct key *keys = realloc(blocks->keys, room * sizeof *keys);

        if (!keys)
            return E_MEMORY;
        blocks->keys = keys;
        blocks->room = room;
    }
    for (int i = 0; i < list.count; i++)
        blocks->keys[blocks->count++] = (struct key){ .hash = list.hashes[i], .card = card };
    return OK;
}

static int compare_keys(const void *a, const void *b)
{
    const struct key *first = a, *second = b;

    if (first->hash != second->hash)
        return first->hash < second->hash ? -1 : 1;
    return (first->card > second->card) - (first->card < second->card);
}

/* From the end of a run to its beginning; runs of one, and those that are too long, lead nowhere and are dropped. */
static void drop_useless(struct blocks *blocks)
{
    size_t kept = 0;

    for (size_t at = 0, end; at < blocks->count; at = end) {
        for (end = at + 1; end < blocks->count && blocks->keys[end].hash == blocks->keys[at].hash;)
            end++;
        if (end - at < 2 || end - at > DUPLICATE_BLOCK)
            continue;
        memmove(&blocks->keys[kept], &blocks->keys[at], (end - at) * sizeof *blocks->keys);
        kept += end - at;
    }
    blocks->count = kept;
}

/* For each card, where the blocks begin in which it stands. */
static enum err index_blocks(struct blocks *blocks, size_t cards)
{
    blocks->starts = calloc(cards + 2, sizeof *blocks->starts);
    blocks->first = calloc(blocks->count + 1, sizeof *blocks->first);
    if (!blocks->starts || !blocks->first)
        return E_MEMORY;
    for (size_t i = 0; i < blocks->count; i++)
        blocks->starts[blocks->keys[i].card + 2]++;
    for (size_t i = 2; i < cards + 2; i++)
        blocks->starts[i] += blocks->starts[i - 1];
    for (size_t i = 0, begin = 0; i < blocks->count; i++) {
        begin = blocks->keys[i].hash == blocks->keys[begin].hash ? begin : i;
        blocks->first[blocks->starts[blocks->keys[i].card + 1]++] = (uint32_t)begin;
    }
    return OK;
}

enum err blocks_make(const struct cards *cards, struct blocks **out)
{
    struct blocks *blocks = calloc(1, sizeof *blocks);
    enum err e = blocks ? OK : E_MEMORY;

    for (size_t i = 0; i < cards->count && !e; i++)
        e = add_keys(blocks, cards, (uint32_t)i);
    if (!e && blocks->count > 1)
        qsort(blocks->keys, blocks->count, sizeof *blocks->keys, compare_keys);
    if (!e) {
        drop_useless(blocks);
        e = index_blocks(blocks, cards->count);
    }
    if (e) {
        blocks_free(blocks);
        blocks = NULL;
    }
    *out = blocks;
    return e;
}

/* --- those of one card --- */
static int compare_cards(const void *a, const void *b)
{
    const uint32_t *first = a, *second = b;

    return (*first > *second) - (*first < *second);
}

static enum err make_room(struct blocks *blocks, size_t room)
{
    uint32_t *found;

    if (room <= blocks->found_room)
        return OK;
    if (!(found = realloc(blocks->found, room * sizeof *found)))
        return E_MEMORY;
    blocks->found = found;
    blocks->found_room = room;
    return OK;
}

enum err blocks_of(struct blocks *blocks, uint32_t card, const uint32_t **others, size_t *count)
{
    size_t from = blocks->starts[card], end = blocks->starts[card + 1], found = 0, kept = 0;
    enum err e = make_room(blocks, (end - from + 1) * DUPLICATE_BLOCK);

    *count = 0;
    if (e)
        return e;
    for (size_t i = from; i < end; i++) {
        for (size_t at = blocks->first[i];
             at < blocks->count && blocks->keys[at].hash == blocks->keys[blocks->first[i]].hash; at++) {
            if (blocks->keys[at].card > card)
                blocks->found[found++] = blocks->keys[at].card;
        }
    }
    if (found > 1)
        qsort(blocks->found, found, sizeof *blocks->found, compare_cards);
    for (size_t i = 0; i < found; i++) {
        if (i == 0 || blocks->found[i] != blocks->found[i - 1])
            blocks->found[kept++] = blocks->found[i];
    }
    *others = blocks->found;
    *count = kept;
    return OK;
}
