/* Stakeholders with their standing and their reach: see mapped.h. */
#include "townkeep/domain/mapped.h"

#include <stdlib.h>
#include <string.h>

#include "mapped_in.h"
#include "offers_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/quality.h"
#include "townkeep/domain/queries.h"

enum { MONTHS_BACK = -12 };

struct mapping {
    struct mapped_all *out;
    struct same_as same;
    struct offers offers;
};

static enum err out_of_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

/* --- how far it reaches --- */
/* Whoever is there for everybody reaches no group by that. */
static int count_groups(const char *list)
{
    int count = 0;

    for (const char *at = list; at && at[0] != '\0'; at = strchr(at, ';'), at = at ? at + 1 : NULL)
        count += !text_list_has_of("everyone", at, strcspn(at, ";"));
    return count;
}

static int count_codes(const char *list)
{
    int count = list[0] != '\0';

    for (const char *at = list; *at; at++)
        count += *at == ';';
    return count;
}

/* --- stakeholders --- */
static bool is_wished_for(const struct mapped_wish *wish, const struct record *party, const char *audience)
{
    return (wish->sector[0] == '\0' || text_list_has(record_text(party, "sectors"), wish->sector)) &&
           (wish->audience[0] == '\0' || text_list_has(audience, wish->audience));
}

static enum err add_party(struct mapping *mapping, const struct record *party, const char *audience,
                          const char *languages, struct why *why)
{
    struct mapped_all *out = mapping->out;
    struct mapped *mapped;

    if (out->count == out->room) {
        size_t room = 2 * out->room + 128;
        struct mapped *grown = realloc(out->items, room * sizeof *grown);

        if (!grown)
            return out_of_memory(why);
        out->items = grown;
        out->room = room;
    }
    mapped = &out->items[out->count++];
    *mapped = (struct mapped){ .party = party->id,
                               .name = arena_copy(&out->text, record_text(party, "name")),
                               .acronym = arena_copy(&out->text, record_text(party, "acronym")),
                               .standing = standings_of(&out->standings, party->id),
                               .groups = count_groups(audience),
                               .languages = count_codes(languages) };
    return mapped->name && mapped->acronym ? OK : out_of_memory(why);
}

static enum err take_party(const struct record *party, void *context, struct why *why)
{
    struct mapping *mapping = context;
    struct buf audience = { 0 }, languages = { 0 };
    enum err e;

    if (!quality_is_mapped(party, &mapping->same, &mapping->out->standings))
        return OK;
    if ((e = offers_of(&mapping->offers, party, &audience, &languages)))
        why_set(why, e, "%s", err_text(e));
    else if (is_wished_for(&mapping->out->wish, party, buf_text(&audience)))
        e = add_party(mapping, party, buf_text(&audience), buf_text(&languages), why);
    else
        mapping->out->others++;
    buf_release(&audience);
    buf_release(&languages);
    return e;
}

static enum err add_people(struct store *store, struct mapping *mapping, struct why *why)
{
    struct mapped_all *out = mapping->out;
    struct people people = { .from = date_add_months(out->wish.as_of, MONTHS_BACK),
                             .to = out->wish.as_of,
                             .same = &mapping->same };
    enum err e = people_read(store, &people, why);

    for (size_t i = 0; i < out->count && !e; i++)
        out->items[i].people = people_of(&people, out->items[i].party);
    people_release(&people);
    return e;
}

/* --- all of it --- */
enum err mapped_load(struct store *store, const struct mapped_wish *wish, struct mapped_all *out, struct why *why)
{
    struct mapping mapping = { .out = out };
    struct query query;
    enum err e;

    *out = (struct mapped_all){ .wish = *wish };
    query_init(&query, &party_type); /* by name */
    if ((e = same_as_load(store, &mapping.same, why)) ||
        (e = offers_read(store, &mapping.same, &mapping.offers, why)) ||
        (e = standings_load(store, wish->as_of, &out->standings, why)) ||
        (e = query_each(store, &query, take_party, &mapping, why)))
        goto done;
    if (wish->with_people)
        e = add_people(store, &mapping, why);
done:
    offers_release(&mapping.offers);
    same_as_release(&mapping.same);
    if (e)
        mapped_release(out);
    return e;
}

void mapped_release(struct mapped_all *all)
{
    standings_release(&all->standings);
    free(all->items);
    arena_release(&all->text);
    memset(all, 0, sizeof *all);
}

int mapped_trust(const struct mapped *mapped)
{
    int toward = mapped->standing ? standing_level(&mapped->standing->now[STANDING_TRUST_TOWARD_CITY]) : 0;
    int back = mapped->standing ? standing_level(&mapped->standing->now[STANDING_CITY_TRUST]) : 0;

    return toward < back ? toward : back;
}
