/*
 * What is known of each record, brought into a form in which the same thing is the same text: digits of a phone, a
 * mail address and its host, a website without "www", a postcode without blanks. How many records have a word or a
 * number is counted while they are added; from that comes how much it tells.
 */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"

enum { PHONE_DIGITS_LEAST = 7, PHONE_DIGITS_TOLD = 9, CARDS_FIRST = 256 };

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
enum counted { COUNTED_WORD = 1, COUNTED_PHONE, COUNTED_MAIL, COUNTED_HOST, COUNTED_SITE, COUNTED_NUMBER };

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

/* --- one form for each thing --- */
/* The last digits, so that +44 161, 0044 161 and 0161 are one; "" when it is no number to call. */
static void phone_form(const char *text, size_t len, char *out, size_t size)
{
    char digits[64];
    size_t count = 0;

    for (size_t i = 0; i < len && count < sizeof digits - 1; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            digits[count++] = text[i];
    }
    digits[count] = '\0';
    out[0] = '\0';
    if (count >= PHONE_DIGITS_LEAST)
        text_cut_into(out, size, digits + (count > PHONE_DIGITS_TOLD ? count - PHONE_DIGITS_TOLD : 0));
}

static void lower_form(const char *text, size_t len, char *out, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; i < len && at + 1 < size; i++) {
        char c = text[i];

        if (c != ' ')
            out[at++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out[at] = '\0';
}

static void mail_form(const char *text, size_t len, char *out, size_t size)
{
    lower_form(text, len, out, size);
    if (!strchr(out, '@'))
        out[0] = '\0';
}

/* Without scheme, "www." and a closing slash; what stands behind ? and # too. */
static void site_form(const char *text, size_t len, char *out, size_t size)
{
    char low[400];
    const char *at = low;
    size_t cut;

    lower_form(text, len, low, sizeof low);
    if (strstr(at, "://"))
        at = strstr(at, "://") + 3;
    if (strncmp(at, "www.", 4) == 0)
        at += 4;
    text_cut_into(out, size, at);
    out[strcspn(out, "?#")] = '\0';
    for (cut = strlen(out); cut > 0 && out[cut - 1] == '/';)
        out[--cut] = '\0';
    if (!strchr(out, '.'))
        out[0] = '\0';
}

/* Hosts at which everybody has an address, or a page, say nothing. */
static bool is_everybodys(const char *host)
{
    static const char known[] =
        " gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.com live.co.uk yahoo.com yahoo.co.uk "
        "aol.com "
        "icloud.com me.com msn.com btinternet.com btconnect.com sky.com talktalk.net talk21.com virginmedia.com "
        "ntlworld.com "
        "tiscali.co.uk gmx.de gmx.net web.de t-online.de orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it "
        "mail.ru "
        "yandex.ru ukr.net seznam.cz wp.pl onet.pl o2.pl proton.me protonmail.com facebook.com m.facebook.com "
        "twitter.com "
        "instagram.com sites.google.com linktr.ee wordpress.com blogspot.com wixsite.com pitchero.com ";
    char between[200];

    text_print_into(between, sizeof between, " %s ", host);
    return strstr(known, between) != NULL;
}

static void host_form(const char *text, size_t len, char *out, size_t size)
{
    const char *at = memchr(text, '@', len);

    text_cut_into(out, size, at ? at + 1 : text);
    out[strcspn(out, "/:")] = '\0';
    if (is_everybodys(out))
        out[0] = '\0';
}

/* "GB-CHC:0214927 " as GB-CHC:214927. Only what has a scheme before a colon is a number of a register. */
static void number_form(const char *text, size_t len, char *out, size_t size)
{
    const char *colon = memchr(text, ':', len);
    char low[200];
    size_t scheme, zeros;

    out[0] = '\0';
    if (!colon || colon == text)
        return;
    lower_form(text, len, low, sizeof low);
    scheme = strcspn(low, ":");
    zeros = strspn(low + scheme + 1, "0");
    if (low[scheme] == '\0' || low[scheme + 1 + zeros] == '\0')
        return;
    text_print_into(out, size, "%.*s:%s", (int)scheme, low, low + scheme + 1 + zeros);
}

typedef void form_writer(const char *text, size_t len, char *out, size_t size);

static bool list_has(const struct card_list *list, const char *text)
{
    for (int i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].text, text) == 0)
            return true;
    }
    return false;
}

static enum err list_add(struct cards *cards, struct card_list *list, enum counted kind, const char *text)
{
    enum { ITEMS = 8 };

    if (text[0] == '\0' || list->count == ITEMS || list_has(list, text))
        return OK;
    if (!list->items && !(list->items = arena_alloc(&cards->arena, ITEMS * sizeof *list->items)))
        return E_MEMORY;
    if (!(list->items[list->count].text = arena_copy(&cards->arena, text)))
        return E_MEMORY;
    list->count++;
    return count(cards, kind, text);
}

/* Every item of "a;b" in its form. */
static enum err list_fill(struct cards *cards, struct card_list *list, enum counted kind, form_writer *write,
                          const char *texts)
{
    char form[400];
    enum err e = OK;

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
    enum err e = OK;

    for (int i = 0; i < of->count && !e; i++)
        e = list_fill(cards, hosts, COUNTED_HOST, host_form, of->items[i].text);
    return e;
}

/* --- names --- */
static enum err add_name(struct cards *cards, struct card *card, const char *name)
{
    struct card_name *made = &card->names[card->name_count];
    enum err e = name_prepare(&cards->arena, name, made);

    for (int i = 0; i < made->count && !e; i++)
        e = count(cards, COUNTED_WORD, made->words[i].sound);
    card->name_count += !e && made->count > 0;
    return e;
}

static enum err add_names(struct cards *cards, struct card *card, const struct duplicate_facts *facts)
{
    enum { NAMES = 8 };
    enum err e;

    card->names = arena_alloc(&cards->arena, NAMES * sizeof *card->names);
    if (!card->names)
        return E_MEMORY;
    e = add_name(cards, card, facts->name ? facts->name : "");
    for (const char *at = facts->names ? facts->names : ""; *at && !e && card->name_count < NAMES;) {
        size_t len = strcspn(at, ";");
        char *name = strndup(at, len);

        e = name ? add_name(cards, card, name) : E_MEMORY;
        free(name);
        at += len + (at[len] == ';');
    }
    return e;
}

/* First letters of the words; two that are the same when there are no small words. */
static enum err write_initials(struct cards *cards, struct card *card)
{
    const struct card_name *name = &card->names[0];
    char letters[2][NAME_WORDS + 1];
    size_t counts[2] = { 0, 0 };

    for (int i = 0; card->name_count > 0 && i < name->count; i++) {
        if (name->words[i].class != WORD_SMALL && name->words[i].class != WORD_FORM)
            letters[0][counts[0]++] = name->words[i].text[0];
        letters[1][counts[1]++] = name->words[i].text[0];
    }
    for (int i = 0; i < 2; i++) {
        letters[i][counts[i]] = '\0';
        if (counts[i] >= 3 && !(card->initials[i] = arena_copy(&cards->arena, letters[i])))
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

    if (text == facts->name && (len < 3 || len > 6 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != len))
        return OK;
    lower_form(text, len, low, sizeof low);
    return strlen(low) < 3 || (card->acronym = arena_copy(&cards->arena, low)) ? OK : E_MEMORY;
}

/* --- where --- */
static enum err write_place(struct cards *cards, struct card *card, const struct duplicate_facts *facts)
{
    struct buf folded = { 0 };
    char code[24];
    size_t len;
    enum err e = OK;

    lower_form(facts->postcode ? facts->postcode : "", facts->postcode ? strlen(facts->postcode) : 0, code,
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
        (e = list_fill(cards, &card->phones, COUNTED_PHONE, phone_form, facts->phones)) ||
        (e = list_fill(cards, &card->mails, COUNTED_MAIL, mail_form, facts->mails)) ||
        (e = list_fill(cards, &card->sites, COUNTED_SITE, site_form, facts->site)) ||
        (e = list_fill(cards, &card->numbers, COUNTED_NUMBER, number_form, facts->numbers)) ||
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
        }
        weigh_list(cards, &card->phones, COUNTED_PHONE);
        weigh_list(cards, &card->mails, COUNTED_MAIL);
        weigh_list(cards, &card->mail_hosts, COUNTED_HOST);
        weigh_list(cards, &card->sites, COUNTED_SITE);
        weigh_list(cards, &card->site_hosts, COUNTED_HOST);
        weigh_list(cards, &card->numbers, COUNTED_NUMBER);
    }
}
