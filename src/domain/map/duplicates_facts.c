/* What stakeholders say of themselves, for comparing: their own fields, their names in other languages, and the ways
 * to reach them that are records of their own. */
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

void extras_release(struct extras *extras)
{
    arena_release(&extras->arena);
    free(extras->items);
    *extras = (struct extras){ 0 };
}

static enum err add_extra(struct extras *extras, int64_t party, int kind, const char *text)
{
    if (party == 0 || text[0] == '\0')
        return OK;
    if (extras->count == extras->room) {
        size_t room = extras->room ? extras->room * 2 : 64;
        struct extra *items = realloc(extras->items, room * sizeof *items);

        if (!items)
            return E_MEMORY;
        extras->items = items;
        extras->room = room;
    }
    text = arena_copy(&extras->arena, text);
    if (!text)
        return E_MEMORY;
    extras->items[extras->count++] = (struct extra){ .party = party, .kind = kind, .text = text };
    return OK;
}

static enum err take_name(const struct record *name, void *context, struct why *why)
{
    enum err e = add_extra(context, record_number(name, "party"), EXTRA_NAME, record_text(name, "name"));

    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err take_contact(const struct record *contact, void *context, struct why *why)
{
    static const struct {
        const char *channel;
        int kind;
    } kinds[] = { { "phone", EXTRA_PHONE },  { "mobile", EXTRA_PHONE }, { "sms", EXTRA_PHONE },
                  { "signal", EXTRA_PHONE }, { "email", EXTRA_MAIL },   { "web", EXTRA_SITE } };
    enum err e = OK;

    /* What reaches one service or one place only may well be somebody else's. */
    if (record_has(contact, "service") || record_has(contact, "place"))
        return OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !e; i++) {
        if (strcmp(record_text(contact, "channel"), kinds[i].channel) == 0)
            e = add_extra(context, record_number(contact, "party"), kinds[i].kind, record_text(contact, "value"));
    }
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

/* By party, kind and text, whatever order they came in. */
static int compare_extras(const void *a, const void *b)
{
    const struct extra *first = a, *second = b;

    if (first->party != second->party)
        return first->party < second->party ? -1 : 1;
    if (first->kind != second->kind)
        return (int)first->kind - (int)second->kind;
    return strcmp(first->text, second->text);
}

static enum err load(struct store *store, int64_t party, struct extras *out, struct why *why)
{
    const struct record_type *const types[] = { &party_name_type, &contact_point_type };
    query_visit *const visits[] = { take_name, take_contact };
    enum err e = OK;

    for (size_t i = 0; i < 2 && !e; i++) {
        struct query query;

        query_init(&query, types[i]);
        if (party != 0)
            query_narrow_number(&query, "party", FILTER_IS, party);
        e = query_each(store, &query, visits[i], out, why);
    }
    if (!e && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, compare_extras);
    return e;
}

enum err extras_load(struct store *store, struct extras *out, struct why *why)
{
    return load(store, 0, out, why);
}

enum err extras_load_of(struct store *store, int64_t party, struct extras *out, struct why *why)
{
    return party ? load(store, party, out, why) : OK;
}

/* --- a card --- */
static size_t first_of(const struct extras *extras, int64_t party)
{
    size_t low = 0, high = extras->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (extras->items[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "own;extra;extra". */
static enum err join(const struct extras *extras, int64_t party, int kind, const char *own, struct buf *out)
{
    enum err e = buf_add_str(out, own);

    for (size_t i = first_of(extras, party); i < extras->count && extras->items[i].party == party && !e; i++) {
        if ((int)extras->items[i].kind == kind)
            e = buf_printf(out, "%s%s", out->len > 0 ? ";" : "", extras->items[i].text);
    }
    return e;
}

enum err cards_add_party(struct cards *cards, const struct record *party, const struct extras *extras)
{
    static const char *const own[EXTRA_KINDS] = { "alt_names", "phone", "email", "website" };
    struct buf texts[EXTRA_KINDS] = { { 0 }, { 0 }, { 0 }, { 0 } };
    struct duplicate_facts facts = { .id = party->id,
                                     .parent = record_number(party, "parent"),
                                     .kind = record_text(party, "kind"),
                                     .name = record_text(party, "name"),
                                     .acronym = record_text(party, "acronym"),
                                     .address = record_text(party, "address"),
                                     .postcode = record_text(party, "postcode"),
                                     .numbers = record_text(party, "ext_ids") };
    enum err e = OK;

    for (int i = 0; i < EXTRA_KINDS && !e; i++)
        e = join(extras, party->id, i, record_text(party, own[i]), &texts[i]);
    facts.names = buf_text(&texts[EXTRA_NAME]);
    facts.phones = buf_text(&texts[EXTRA_PHONE]);
    facts.mails = buf_text(&texts[EXTRA_MAIL]);
    facts.site = buf_text(&texts[EXTRA_SITE]);
    if (!e)
        e = cards_add(cards, &facts);
    for (int i = 0; i < EXTRA_KINDS; i++)
        buf_release(&texts[i]);
    return e;
}
