/* Whom stakeholders are there for: see offers_in.h. */
#include "offers_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

static enum err add_offer(struct offers *offers, int64_t party, const struct record *of, struct why *why)
{
    const char *audience = record_text(of, "audience");
    const char *languages = field_find(of->type, "languages") >= 0 ? record_text(of, "languages") : "";
    struct offer *offer;

    if (party == 0 || (audience[0] == '\0' && languages[0] == '\0'))
        return OK;
    if (offers->count == offers->room) {
        size_t room = 2 * offers->room + 64;
        struct offer *grown = realloc(offers->items, room * sizeof *grown);

        if (!grown)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        offers->items = grown;
        offers->room = room;
    }
    offer = &offers->items[offers->count++];
    *offer = (struct offer){ same_as_of(offers->same, party), arena_copy(&offers->text, audience),
                             arena_copy(&offers->text, languages) };
    return offer->audience && offer->languages ? OK : why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

static enum err take_service(const struct record *service, void *context, struct why *why)
{
    if (strcmp(record_text(service, "status"), "defunct") == 0)
        return OK;
    return add_offer(context, record_number(service, "party"), service, why);
}

static enum err take_programme(const struct record *programme, void *context, struct why *why)
{
    if (strcmp(record_text(programme, "status"), "stopped") == 0)
        return OK;
    return add_offer(context, record_number(programme, "lead_party"), programme, why);
}

static int compare_offers(const void *a, const void *b)
{
    int64_t left = ((const struct offer *)a)->party, right = ((const struct offer *)b)->party;

    return (left > right) - (left < right);
}

enum err offers_read(struct store *store, const struct same_as *same, struct offers *out, struct why *why)
{
    struct query query;
    enum err e;

    *out = (struct offers){ .same = same };
    query_init(&query, &service_type);
    if ((e = query_each(store, &query, take_service, out, why)))
        return e;
    query_init(&query, &programme_type);
    e = query_each(store, &query, take_programme, out, why);
    if (!e && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, compare_offers);
    return e;
}

void offers_release(struct offers *offers)
{
    free(offers->items);
    arena_release(&offers->text);
    memset(offers, 0, sizeof *offers);
}

/* --- lists of codes --- */
static enum err add_codes(struct buf *list, const char *codes)
{
    enum err e = OK;

    for (const char *at = codes; at && at[0] != '\0' && !e; at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        size_t len = strcspn(at, ";");

        if (text_list_has_of(buf_text(list), at, len) || (list->len > 0 && (e = buf_add_char(list, ';'))))
            continue;
        e = buf_add(list, at, len);
    }
    return e;
}

/* The first offer of this stakeholder; the count when there is none. */
static size_t first_of(const struct offers *offers, int64_t party)
{
    size_t low = 0, high = offers->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (offers->items[middle].party < party)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum err offers_of(const struct offers *offers, const struct record *party, struct buf *audience, struct buf *languages)
{
    enum err e;

    if ((e = add_codes(audience, record_text(party, "audience"))) ||
        (e = add_codes(languages, record_text(party, "languages"))))
        return e;
    for (size_t i = first_of(offers, party->id); i < offers->count && offers->items[i].party == party->id && !e; i++) {
        if (!(e = add_codes(audience, offers->items[i].audience)))
            e = add_codes(languages, offers->items[i].languages);
    }
    return e;
}
