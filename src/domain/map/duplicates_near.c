/* Who is there already, while a new stakeholder is being written down: a few searches of the index, never a walk
 * through the vault. */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { SEARCHED_WORDS = 3, FOUND_EACH = 20, NEAR_MOST = 80 };

struct near {
    struct store *store;
    int64_t ids[NEAR_MOST];
    size_t count;
};

static void take_id(struct near *near, int64_t id)
{
    for (size_t i = 0; i < near->count; i++) {
        if (near->ids[i] == id)
            return;
    }
    if (id != 0 && near->count < NEAR_MOST)
        near->ids[near->count++] = id;
}

/* By a name in another language or script, which is a record of its own. */
static enum err search_names(struct near *near, const char *words, struct why *why)
{
    struct found found[FOUND_EACH];
    size_t count = 0;
    enum err e = store_search(near->store, &party_name_type, words, FOUND_EACH, found, &count, why);

    for (size_t i = 0; i < count && !e; i++) {
        struct record name = { 0 };

        if (!(e = store_load(near->store, &party_name_type, found[i].id, &name, why)))
            take_id(near, record_number(&name, "party"));
        record_release(&name);
    }
    return e;
}

static enum err search(struct near *near, const char *words, struct why *why)
{
    struct found found[FOUND_EACH];
    size_t count = 0;
    enum err e = words[0] ? store_search(near->store, &party_type, words, FOUND_EACH, found, &count, why) : OK;

    for (size_t i = 0; i < count && !e; i++)
        take_id(near, found[i].id);
    return e || !words[0] ? e : search_names(near, words, why);
}

/* Each word that tells by itself: the longest say most where nothing is known of how common they are. */
static enum err search_name(struct near *near, const char *name, struct why *why)
{
    struct arena arena = { 0 };
    struct card_name words;
    enum err e = name_prepare(&arena, name, &words);

    for (int i = 0, searched = 0; i < words.count && searched < SEARCHED_WORDS && !e; i++) {
        if (words.words[i].class != WORD_NAME && words.words[i].class != WORD_SAINT)
            continue;
        e = search(near, words.words[i].text, why);
        searched++;
    }
    arena_release(&arena);
    if (e == E_MEMORY)
        return why_set(why, e, "%s", err_text(e));
    return e ? e : search(near, name, why);
}

static enum err gather(struct near *near, const struct record *party, struct why *why)
{
    enum err e = search_name(near, record_text(party, "name"), why);

    if (!e)
        e = search(near, record_text(party, "phone"), why);
    return e ? e : search(near, record_text(party, "email"), why);
}

static enum err add_near(struct near *near, int64_t id, struct cards *cards, struct why *why)
{
    struct record party = { 0 };
    struct extras extras = { 0 };
    enum err e = store_load(near->store, &party_type, id, &party, why);

    if (!e && party.archived_at == 0 && !(e = extras_load_of(near->store, id, &extras, why)))
        e = cards_add_party(cards, &party, &extras);
    extras_release(&extras);
    record_release(&party);
    return e == E_NOT_FOUND ? OK : e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

static void keep_likeliest(struct duplicate_pair *out, size_t most, size_t *count, const struct duplicate_pair *pair)
{
    size_t at = *count;

    for (; at > 0 && out[at - 1].likeness < pair->likeness; at--) {
        if (at < most)
            out[at] = out[at - 1];
    }
    if (at < most) {
        out[at] = *pair;
        *count += *count < most;
    }
}

enum err duplicates_of(struct store *store, const struct record *party, struct duplicate_pair *out, size_t most,
                       size_t *count, struct why *why)
{
    struct near near = { .store = store };
    struct cards cards = { 0 };
    struct extras none = { 0 };
    struct duplicate_pair pair;
    enum err e = cards_add_party(&cards, party, &none);

    *count = 0;
    if (!e)
        e = gather(&near, party, why);
    for (size_t i = 0; i < near.count && !e; i++) {
        if (near.ids[i] != party->id)
            e = add_near(&near, near.ids[i], &cards, why);
    }
    cards_weigh(&cards); /* ids are above 0: a new record stands first */
    for (size_t own = 0, i = 0; i < cards.count && !e; i++) {
        while (cards.items[own].id != party->id)
            own++;
        if (i != own && cards_score(&cards.items[own], &cards.items[i], &pair) >= DUPLICATE_SHOWN)
            keep_likeliest(out, most, count, &pair);
    }
    cards_release(&cards);
    return e;
}
