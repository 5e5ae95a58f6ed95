/*
 * The word lists, copied once and then only read. Beside the entries, sorted by list and place, stands an index of
 * every word by which an entry is known (code, labels, aliases; folded), so that reading a large file costs a binary
 * search for each cell.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/schema/schema.h"

/* The better claim to a word comes first: a code is never shadowed by another entry's alias. */
enum claim { CLAIM_CODE, CLAIM_LABEL, CLAIM_SPOKEN_CODE, CLAIM_ALIAS };

struct word {
    const char *list, *folded;
    enum claim claim;
    size_t entry;
};

struct vocabularies {
    struct vocabulary_entry *entries;
    size_t count;
    struct word *words;
    size_t word_count, word_room;
    struct arena text;
};

static int compare_entries(const void *a, const void *b)
{
    const struct vocabulary_entry *left = a, *right = b;
    int order = strcmp(left->list, right->list);

    if (order == 0)
        order = (left->order > right->order) - (left->order < right->order);
    return order != 0 ? order : strcmp(left->code, right->code);
}

static int compare_words(const void *a, const void *b)
{
    const struct word *left = a, *right = b;
    int order = strcmp(left->list, right->list);

    if (order == 0)
        order = strcmp(left->folded, right->folded);
    if (order == 0)
        order = (left->claim > right->claim) - (left->claim < right->claim);
    return order != 0 ? order : (left->entry > right->entry) - (left->entry < right->entry);
}

static enum err grow_words(struct vocabularies *words)
{
    size_t room = words->word_room ? words->word_room * 2 : 256;
    struct word *grown = reallocarray(words->words, room, sizeof *grown);

    if (!grown)
        return E_MEMORY;
    words->words = grown;
    words->word_room = room;
    return OK;
}

static enum err add_word(struct vocabularies *words, size_t entry, const char *word, enum claim claim)
{
    struct buf folded = { 0 };
    enum err e = text_fold(&folded, word);

    if (!e && folded.len > 0) {
        char *kept = arena_copy(&words->text, buf_text(&folded));
        if (!kept)
            e = E_MEMORY;
        else if (words->word_count == words->word_room)
            e = grow_words(words);
        if (!e)
            words->words[words->word_count++] = (struct word){ words->entries[entry].list, kept, claim, entry };
    }
    buf_release(&folded);
    return e;
}

static enum err add_aliases(struct vocabularies *words, size_t entry)
{
    const char *at = words->entries[entry].aliases;
    struct buf alias = { 0 };
    enum err e = OK;

    while (!e && *at) {
        size_t len = strcspn(at, ";");
        buf_clear(&alias);
        if (!(e = buf_add(&alias, at, len)))
            e = add_word(words, entry, buf_text(&alias), CLAIM_ALIAS);
        at += len + (at[len] == ';');
    }
    buf_release(&alias);
    return e;
}

/* "youth_org" is also read as "youth org". */
static enum err add_spoken_code(struct vocabularies *words, size_t entry)
{
    char *spoken = arena_copy(&words->text, words->entries[entry].code);

    if (!spoken)
        return E_MEMORY;
    for (char *at = spoken; (at = strchr(at, '_')) != NULL;)
        *at = ' ';
    return add_word(words, entry, spoken, CLAIM_SPOKEN_CODE);
}

static enum err index_entry(struct vocabularies *words, size_t entry)
{
    const struct vocabulary_entry *it = &words->entries[entry];
    enum err e;

    if ((e = add_word(words, entry, it->code, CLAIM_CODE)) || (e = add_word(words, entry, it->label, CLAIM_LABEL)) ||
        (e = add_word(words, entry, it->label_fr, CLAIM_LABEL)) || (e = add_spoken_code(words, entry)))
        return e;
    return add_aliases(words, entry);
}

/* A copy that is never NULL; *failed says when there was no memory. */
static const char *keep(struct vocabularies *words, const char *text, bool *failed)
{
    const char *kept = arena_copy(&words->text, text ? text : "");

    if (!kept)
        *failed = true;
    return kept ? kept : "";
}

static enum err copy_entries(struct vocabularies *words, const struct vocabulary_entry *entries, size_t count)
{
    bool failed = false;

    words->entries = calloc(count ? count : 1, sizeof *words->entries);
    if (!words->entries)
        return E_MEMORY;
    for (size_t i = 0; i < count && !failed; i++) {
        words->entries[i] = (struct vocabulary_entry){
            .list = keep(words, entries[i].list, &failed),
            .code = keep(words, entries[i].code, &failed),
            .label = keep(words, entries[i].label, &failed),
            .label_fr = keep(words, entries[i].label_fr, &failed),
            .parent = keep(words, entries[i].parent, &failed),
            .aliases = keep(words, entries[i].aliases, &failed),
            .order = entries[i].order,
            .retired = entries[i].retired,
        };
    }
    words->count = count;
    return failed ? E_MEMORY : OK;
}

enum err vocabularies_new(const struct vocabulary_entry *entries, size_t count, struct vocabularies **out)
{
    struct vocabularies *words = calloc(1, sizeof *words);
    enum err e;

    if (!words)
        return E_MEMORY;
    if ((e = copy_entries(words, entries, count)))
        goto done;
    qsort(words->entries, count, sizeof *words->entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        if ((e = index_entry(words, i)))
            goto done;
    }
    if (words->word_count > 0)
        qsort(words->words, words->word_count, sizeof *words->words, compare_words);
    *out = words;
    words = NULL;
done:
    vocabularies_free(words);
    return e;
}

void vocabularies_free(struct vocabularies *words)
{
    if (!words)
        return;
    arena_release(&words->text);
    free(words->entries);
    free(words->words);
    free(words);
}

void vocabularies_swap(struct vocabularies *a, struct vocabularies *b)
{
    struct vocabularies kept = *a;

    *a = *b;
    *b = kept;
}

const struct vocabulary_entry *vocabulary_entries(const struct vocabularies *words, const char *list, size_t *count)
{
    size_t low = 0, high = words ? words->count : 0, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(words->entries[middle].list, list) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; words && end < words->count && strcmp(words->entries[end].list, list) == 0; end++)
        continue;
    *count = end - low;
    return *count ? &words->entries[low] : NULL;
}

const struct vocabulary_entry *vocabulary_find(const struct vocabularies *words, const char *list, const char *code)
{
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(words, list, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(entries[i].code, code) == 0)
            return &entries[i];
    }
    return NULL;
}

/* The best claim to a folded word, or NULL. */
static const struct vocabulary_entry *find_word(const struct vocabularies *words, const char *list, const char *folded)
{
    const struct word wanted = { .list = list, .folded = folded };
    size_t low = 0, high = words->word_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_words(&words->words[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == words->word_count || strcmp(words->words[low].list, list) != 0 ||
        strcmp(words->words[low].folded, folded) != 0)
        return NULL;
    return &words->entries[words->words[low].entry];
}

const struct vocabulary_entry *vocabulary_read(const struct vocabularies *words, const char *list, const char *typed)
{
    const struct vocabulary_entry *found = vocabulary_find(words, list, typed);
    struct buf folded = { 0 };

    if (!found && words && text_fold(&folded, typed) == OK && folded.len > 0)
        found = find_word(words, list, buf_text(&folded));
    buf_release(&folded);
    return found;
}

static bool is_french(void)
{
    /* Translators: the two letters of the language you translate into. */
    return strcmp(_("en"), "fr") == 0;
}

const char *vocabulary_label(const struct vocabularies *words, const char *list, const char *code)
{
    const struct vocabulary_entry *entry = vocabulary_find(words, list, code);

    if (!entry)
        return code;
    return is_french() && entry->label_fr[0] ? entry->label_fr : entry->label;
}
