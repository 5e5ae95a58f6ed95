/*
 * What is known of each record, ready for comparing. How many records have a word or a number is counted while they are
 * added; from that comes how much it tells.
 */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

enum { CARDS_FIRST = 256 };

uint64_t text_hash(uint64_t seed, const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037) + seed;

    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211); /* FNV-1a */
    return hash ^ hash >> 32;
}

void cards_release(struct cards *cards)
{
    arena_release(&cards->arena);
    free(cards->items);
    free(cards->slots);
    *cards = (struct cards){ 0 };
}

/* --- how many have it --- */
/* What a counted text is: the same digits are no word. */
enum counted {
    COUNTED_WORD = 1,
    COUNTED_NAME,
    COUNTED_PHONE,
    COUNTED_MAIL,
    COUNTED_HOST,
    COUNTED_SITE,
    COUNTED_NUMBER
};

static struct word_slot *find_slot(const struct cards *cards, uint64_t hash)
{
    size_t at = (size_t)hash & (cards->slot_count - 1);

    while (cards->slots[at].holders != 0 && cards->slots[at].hash != hash)
        at = (at + 1) & (cards->slot_count - 1);
    return &cards->slots[at];
}

static enum err grow_slots(struct cards *cards)
{
    struct cards bigger = { .slot_count = cards->slot_count ? cards->slot_count * 2 : 4096 };

    if (cards->slots_used * 4 < cards->slot_count * 3)
        return OK;
    bigger.slots = calloc(bigger.slot_count, sizeof *bigger.slots);
    if (!bigger.slots)
        return E_MEMORY;
    for (size_t i = 0; i < cards->slot_count; i++) {
        if (cards->slots[i].holders != 0)
            *find_slot(&bigger, cards->slots[i].hash) = cards->slots[i];
    }
    free(cards->slots);
    cards->slots = bigger.slots;
    cards->slot_count = bigger.slot_count;
    return OK;
}

/* Each card counts once for a text. */
static enum err count(struct cards *cards, enum counted kind, const char *text)
{
    struct word_slot *slot;
    enum err e = grow_slots(cards);

    if (e)
        return e;
    slot = find_slot(cards, text_hash(kind, text));
    if (slot->holders == 0) {
        slot->hash = text_hash(kind, text);
        cards->slots_used++;
    } else if (slot->last == cards->count) {
        return OK;
    }
    slot->holders++;
    slot->last = (uint32_t)cards->count;
    return OK;
}

static uint32_t holders_of(const struct cards *cards, enum counted kind, const char *text)
{
    return cards->slot_count ? find_slot(cards, text_hash(kind, text))->holders : 0;
}

static bool list_has(const struct card_list *list, const char *text)
{
    for (int i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].text, text) == 0)
            return true;
    }
    return false;
}

/* How many "a;b;c" may be, at most `most`. */
static int count_items(const char *texts, int most)
{
    int items = 1;

    for (const char *at = strchr(texts, ';'); at && items < most; at = strchr(at + 1, ';'))
        items++;
    return items;
}

static enum err list_make(struct cards *cards, struct card_list *list, int room)
{
    list->items = arena_alloc(&cards->arena, (size_t)room * sizeof *list->items);
    list->room = list->items ? room : 0;
    return list->items ? OK : E_MEMORY;
}

static enum err list_add(struct cards *cards, struct card_list *list, enum counted kind, const char *text)
{
    if (text[0] == '\0' || list->count == list->room || list_has(list, text))
        return OK;
    if (!(list->items[list->count].text = arena_copy(&cards->arena, text)))
        return E_MEMORY;
    list->count++;
    return count(cards, kind, text);
}

/* Every item of "a;b" in its form. */
static enum err list_fill(struct cards *cards, struct card_list *list, enum counted kind, form_writer *write,
                          const char *texts)
{
    enum { ITEMS = 8 };
    char form[400];
    enum err e = OK;

    if (texts && texts[0])
        e = list_make(cards, list, count_items(texts, ITEMS));
    for (const char *at = texts ? texts : ""; *at && !e;) {
        size_t len = strcspn(at, ";");

        write(at, len, form, sizeof form);
        e = list_add(cards, list, kind, form);
        at += len + (at[len] == ';');
    }
    return e;
}

static enum err list_hosts(struct cards *cards, struct card_list *hosts, const struct card_list *of)
{
    char host[400];
    enum err e = of->count > 0 ? list_make(cards, hosts, of->count) : OK;

    for (int i = 0; i < of->count && !e; i++) {
        form_of_host(of->items[i].text, strlen(of->items[i].text), host, sizeof host);
        e = list_add(cards, hosts, COUNTED_HOST, host);
    }
    return e;
}

/* --- names --- */
static enum err add_name(struct cards *cards, struct card *card, const char *name)
{
    struct card_name *made = &card->names[card->name_count];
    enum err e = name_prepare(&cards->arena, name, made);

    for (int i = 0; i < made->count && !e; i++)
        e = count(cards, COUNTED_WORD, made->words[i].sound);
    if (!e && made->joined[0])
        e = count(cards, COUNTED_NAME, made->joined);
    card->name_count += !e && made->count > 0;
    return e;
}

/* Some write both into one name: "Dim Pryvitannya (Welcome House)". So the name and one in another script together are
 * a name too. */
static enum err add_both(struct cards *cards, struct card *card, const struct card_name *other)
{
    struct buf both = { 0 };
    enum err e = buf_printf(&both, "%s %s", card->names[0].shown, other->shown);

    if (!e)
        e = add_name(cards, card, buf_text(&both));
    buf_release(&both);
    return e;
}

static enum err add_names(struct cards *cards, struct card *card, const struct duplicate_facts *facts)
{
    enum { NAMES = 8 };
    int room = facts->names && facts->names[0] ? 1 + count_items(facts->names, NAMES - 1) : 1;
    enum err e;

    /* Behind each another one, with the first beside it. */
    card->names = arena_alloc(&cards->arena, (size_t)(2 * room) * sizeof *card->names);
    if (!card->names)
        return E_MEMORY;
    e = add_name(cards, card, facts->name ? facts->name : "");
    for (const char *at = facts->names ? facts->names : ""; *at && !e && card->name_count < room;) {
        size_t len = strcspn(at, ";");
        char *name = strndup(at, len);

        e = name ? add_name(cards, card, name) : E_MEMORY;
        free(name);
        at += len + (at[len] == ';');
    }
    for (int i = 1, own = card->name_count; i < own && !e; i++) {
        if (card->names[i].is_other_script != card->names[0].is_other_script)
            e = add_both(cards, card, &card->names[i]);
    }
    return e;
}

/* First letters of the words but one (-1: of all), with small words or without. */
static void first_letters(const struct card_name *name, int but, bool small, char out[NAME_WORDS + 1])
{
    size_t count = 0;

    for (int i = 0; i < name->count; i++) {
        if (i != but && (small || (name->words[i].class != WORD_SMALL && name->words[i].class != WORD_FORM)))
            out[count++] = name->words[i].text[0];
    }
    out[count] = '\0';
}

/* "Talk, Listen, Change (TLC)": the word adds nothing to the name, and is its acronym. */
static void set_own_initials_aside(struct card *card, struct card_name *name)
{
    char letters[NAME_WORDS + 1];

    for (int i = 0; i < name->count; i++) {
        for (int small = 0; small < 2; small++) {
            first_letters(name, i, small, letters);
            if (strlen(letters) < 3 || strcmp(letters, name->words[i].text) != 0)
                continue;
            name->words[i].class = WORD_SMALL;
            card->acronym = name->words[i].text;
        }
    }
}

static enum err write_initials(struct cards *cards, struct card *card)
{
    char letters[NAME_WORDS + 1];

    for (int i = 0; i < card->name_count; i++)
        set_own_initials_aside(card, &card->names[i]);
    for (int small = 0; small < 2 && card->name_count > 0; small++) {
        first_letters(&card->names[0], -1, small, letters);
        if (strlen(letters) >= 3 && !(card->initials[small] = arena_copy(&cards->arena, letters)))
            return E_MEMORY;
    }
    return OK;
}

/* The acronym, or a name that is one: three to six letters in capitals. */
static enum err write_acronym(struct cards *cards, struct card *card, const struct duplicate_facts *facts)
{
    const char *text = facts->acronym && facts->acronym[0] ? facts->acronym : facts->name ? facts->name : "";
    char low[16];
    size_t len = strlen(text);

    if (card->acronym || len == 0)
        return OK;
    if (text == facts->name && (len < 3 || len > 6 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != len))
        return OK;
    form_of_code(text, len, low, sizeof low);
    return strlen(low) < 3 || (card->acronym = arena_copy(&cards->arena, low)) ? OK : E_MEMORY;
}

/* --- where --- */
static enum err write_place(struct cards *cards, struct card *card, const struct duplicate_facts *facts)
{
    struct buf folded = { 0 };
    char code[24];
    size_t len;
    enum err e = OK;

    form_of_code(facts->postcode ? facts->postcode : "", facts->postcode ? strlen(facts->postcode) : 0, code,
                 sizeof code);
    if ((len = strlen(code)) >= 4) {
        card->postcode = arena_copy(&cards->arena, code);
        /* British codes end with three signs of the street; of others the first two tell the region. */
        code[strspn(code, "0123456789") == len ? 2 : len - 3] = '\0';
        card->area = arena_copy(&cards->arena, code);
        if (!card->postcode || !card->area)
            return E_MEMORY;
    }
    if (facts->address && !(e = text_transliterate(&folded, facts->address)) && folded.len > 0) {
        folded.data[strcspn(folded.data, ",;")] = '\0';
        if (strlen(folded.data) >= 6 && !(card->address.text = arena_copy(&cards->arena, folded.data)))
            e = E_MEMORY;
    }
    buf_release(&folded);
    return e;
}

enum err cards_add(struct cards *cards, const struct duplicate_facts *facts)
{
    struct card *card;
    enum err e;

    if (cards->count == cards->room) {
        size_t room = cards->room ? cards->room * 2 : CARDS_FIRST;
        struct card *items = realloc(cards->items, room * sizeof *items);

        if (!items)
            return E_MEMORY;
        cards->items = items;
        cards->room = room;
    }
    card = &cards->items[cards->count];
    *card = (struct card){ .id = facts->id,
                           .parent = facts->parent,
                           .is_person = facts->kind && strcmp(facts->kind, "person") == 0,
                           .is_unit = facts->kind && strcmp(facts->kind, "unit") == 0 };
    if ((e = add_names(cards, card, facts)) || (e = write_initials(cards, card)) ||
        (e = write_acronym(cards, card, facts)) || (e = write_place(cards, card, facts)) ||
        (e = list_fill(cards, &card->phones, COUNTED_PHONE, form_of_phone, facts->phones)) ||
        (e = list_fill(cards, &card->mails, COUNTED_MAIL, form_of_mail, facts->mails)) ||
        (e = list_fill(cards, &card->sites, COUNTED_SITE, form_of_site, facts->site)) ||
        (e = list_fill(cards, &card->numbers, COUNTED_NUMBER, form_of_number, facts->numbers)) ||
        (e = list_hosts(cards, &card->mail_hosts, &card->mails)) ||
        (e = list_hosts(cards, &card->site_hosts, &card->sites)))
        return e;
    cards->count++;
    return OK;
}

/* --- how much it tells --- */
/* log2(ratio) in eighths, straight between the powers of two. */
static unsigned eighths_of_bits(size_t ratio_in_256ths)
{
    unsigned bits = 0;

    while (ratio_in_256ths >= 512) {
        ratio_in_256ths /= 2;
        bits++;
    }
    return 8 * bits + (unsigned)(ratio_in_256ths - 256) / 32;
}

static uint16_t weight_of(const struct cards *cards, const struct card_word *word)
{
    /* As if there were 2,000 others, so that in a small vault too a word that two share is rare. */
    enum { OTHERS = 2000 };
    size_t holders = holders_of(cards, COUNTED_WORD, word->sound);
    unsigned full = eighths_of_bits((cards->count + OTHERS) * 256 / (holders + 1));

    switch ((enum word_class)word->class) {
    case WORD_NAME:
    case WORD_MARK:
        return (uint16_t)full;
    case WORD_SAINT:
    case WORD_SORT:
    case WORD_SIDE:
        return (uint16_t)(full / 2);
    case WORD_FORM:
        return 4;
    case WORD_SMALL:
        break;
    }
    return 0;
}

static void weigh_list(const struct cards *cards, struct card_list *list, enum counted kind)
{
    for (int i = 0; i < list->count; i++)
        list->items[i].holders = holders_of(cards, kind, list->items[i].text);
}

static int compare_cards(const void *a, const void *b)
{
    const struct card *first = a, *second = b;

    return (first->id > second->id) - (first->id < second->id);
}

void cards_weigh(struct cards *cards)
{
    if (cards->count > 1)
        qsort(cards->items, cards->count, sizeof *cards->items, compare_cards);
    for (size_t i = 0; i < cards->count; i++) {
        struct card *card = &cards->items[i];

        for (int n = 0; n < card->name_count; n++) {
            for (int w = 0; w < card->names[n].count; w++)
                card->names[n].words[w].weight = weight_of(cards, &card->names[n].words[w]);
            card->names[n].holders = holders_of(cards, COUNTED_NAME, card->names[n].joined);
        }
        weigh_list(cards, &card->phones, COUNTED_PHONE);
        weigh_list(cards, &card->mails, COUNTED_MAIL);
        weigh_list(cards, &card->mail_hosts, COUNTED_HOST);
        weigh_list(cards, &card->sites, COUNTED_SITE);
        weigh_list(cards, &card->site_hosts, COUNTED_HOST);
        weigh_list(cards, &card->numbers, COUNTED_NUMBER);
    }
}
