/*
 * The network of a day, read from the store: stakeholders, then their relationships, then what was wished besides. Each
 * table is walked once, in pages. See network.h for what becomes a node and what a tie.
 */
#include "townkeep/domain/network.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/rules.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/domain/standing.h"

/* A stakeholder and the larger one it is part of, until all nodes are known. */
struct part {
    int64_t party, parent;
};

struct loading {
    struct network *network;
    unsigned wish;
    bool is_past; /* the day lies before today */
    struct sharing_cover cover;
    struct part *parts;
    size_t part_count, part_room;
};

static enum err no_memory(enum err e, struct why *why)
{
    return e == E_MEMORY ? why_set(why, E_MEMORY, "%s", err_text(E_MEMORY)) : e;
}

/* --- stakeholders --- */
static enum err add_part(struct loading *loading, int64_t party, int64_t parent)
{
    if (loading->part_count == loading->part_room) {
        size_t room = 2 * loading->part_room + 64;
        struct part *grown = reallocarray(loading->parts, room, sizeof *grown);

        if (!grown)
            return E_MEMORY;
        loading->parts = grown;
        loading->part_room = room;
    }
    loading->parts[loading->part_count++] = (struct part){ party, parent };
    return OK;
}

static enum err add_party(const struct record *party, void *context, struct why *why)
{
    struct loading *loading = context;
    const struct node node = { .party = party->id,
                               .name = record_text(party, "name"),
                               .acronym = record_text(party, "acronym"),
                               .kind = record_text(party, "kind"),
                               .sectors = record_text(party, "sectors"),
                               .sens = record_text(party, "sens"),
                               .do_not_contact = record_number(party, "do_not_contact") != 0 };
    int64_t parent = record_number(party, "parent");
    enum err e = OK;

    if (strcmp(record_text(party, "status"), "closed") == 0 && !loading->is_past)
        return OK;
    if (parent && (loading->wish & NETWORK_PARTS))
        e = add_part(loading, party->id, parent);
    if (!e && !same_as_is_linked(&loading->network->same, party->id))
        e = network_add_node(loading->network, &node);
    return no_memory(e, why);
}

static int compare_nodes(const void *a, const void *b)
{
    int64_t left = ((const struct node *)a)->party, right = ((const struct node *)b)->party;

    return (left > right) - (left < right);
}

static enum err load_nodes(struct store *store, struct loading *loading, struct why *why)
{
    struct network *network = loading->network;
    struct query query;
    enum err e;

    query_init(&query, &party_type);
    e = query_each(store, &query, add_party, loading, why);
    if (!e && network->node_count > 0)
        qsort(network->nodes, network->node_count, sizeof *network->nodes, compare_nodes);
    return e;
}

/* --- ties --- */
/* A tie to whom is not on the map, and one within a single stakeholder, is none. */
static enum err add_between(struct loading *loading, int64_t from, int64_t to, struct tie *tie, struct why *why)
{
    ptrdiff_t first = network_find(loading->network, from);
    ptrdiff_t second = network_find(loading->network, to);

    if (first == NETWORK_NOBODY || second == NETWORK_NOBODY || first == second)
        return OK;
    tie->from = (size_t)first;
    tie->to = (size_t)second;
    return no_memory(network_add_tie(loading->network, tie), why);
}

static bool holds_on(const struct record *record, struct date day)
{
    return rule_holds_on(record, field_find(record->type, "valid_from"), field_find(record->type, "valid_to"), day);
}

static enum err add_relationship(const struct record *relationship, void *context, struct why *why)
{
    struct loading *loading = context;
    const char *direction = record_text(relationship, "direction");
    int64_t from = record_number(relationship, "from_party"), to = record_number(relationship, "to_party");
    bool is_back = strcmp(direction, "back") == 0;
    struct tie tie = { .record = relationship->id,
                       .origin = TIE_RELATIONSHIP,
                       .type = record_text(relationship, "type"),
                       .sens = record_text(relationship, "sens"),
                       .strength = (int)record_number(relationship, "strength") };

    if (!holds_on(relationship, loading->network->as_of))
        return OK;
    if (strcmp(direction, "both") == 0)
        tie.flags |= TIE_BOTH_WAYS;
    if (strcmp(record_text(relationship, "confidence"), "low") == 0)
        tie.flags |= TIE_UNSURE;
    if ((loading->wish & NETWORK_AGREEMENTS) && sharing_is_uncovered(&loading->cover, relationship))
        tie.flags |= TIE_WITHOUT_AGREEMENT;
    return add_between(loading, is_back ? to : from, is_back ? from : to, &tie, why);
}

static enum err load_relationships(struct store *store, struct loading *loading, struct why *why)
{
    struct query query;
    enum err e = OK;

    if (loading->wish & NETWORK_AGREEMENTS)
        e = sharing_cover_load(store, loading->network->as_of, &loading->cover, why);
    query_init(&query, &relationship_type);
    if (!e)
        e = query_each(store, &query, add_relationship, loading, why);
    sharing_cover_release(&loading->cover);
    return e;
}

static enum err add_parts(struct loading *loading, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < loading->part_count && !e; i++) {
        struct tie tie = { .origin = TIE_PART, .type = "part_of", .sens = "" };

        e = add_between(loading, loading->parts[i].party, loading->parts[i].parent, &tie, why);
    }
    return e;
}

/* Whoever sits there is a member, and so is the organisation they sit there for. */
static enum err add_seat(const struct record *seat, void *context, struct why *why)
{
    static const char *const who[] = { "person", "party" };
    struct loading *loading = context;
    enum err e = OK;

    if (!holds_on(seat, loading->network->as_of))
        return OK;
    for (size_t i = 0; i < sizeof who / sizeof *who && !e; i++) {
        struct tie tie = {
            .record = seat->id, .origin = TIE_SEAT, .type = "member_of", .sens = record_text(seat, "sens")
        };

        if (record_has(seat, who[i]))
            e = add_between(loading, record_number(seat, who[i]), record_number(seat, "body"), &tie, why);
    }
    return e;
}

static enum err load_seats(struct store *store, struct loading *loading, struct why *why)
{
    struct query query;

    query_init(&query, &seat_type);
    return query_each(store, &query, add_seat, loading, why);
}

/* --- what is known besides --- */
static int lower_of(int a, int b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static enum err load_trust(struct store *store, struct network *network, struct why *why)
{
    struct standings standings = { 0 };
    enum err e = standings_load(store, network->as_of, &standings, why);

    for (size_t n = 0; n < network->node_count && !e; n++) {
        const struct standing *standing = standings_of(&standings, network->nodes[n].party);

        if (standing)
            network->nodes[n].trust = (uint8_t)lower_of(standing_level(&standing->now[STANDING_TRUST_TOWARD_CITY]),
                                                        standing_level(&standing->now[STANDING_CITY_TRUST]));
    }
    standings_release(&standings);
    return e;
}

static enum err load_ties(struct store *store, struct loading *loading, struct why *why)
{
    enum err e = load_relationships(store, loading, why);

    if (!e && (loading->wish & NETWORK_SEATS))
        e = load_seats(store, loading, why);
    if (!e && (loading->wish & NETWORK_PARTS))
        e = add_parts(loading, why);
    if (!e)
        e = no_memory(network_link(loading->network), why);
    return e || !(loading->wish & NETWORK_TRUST) ? e : load_trust(store, loading->network, why);
}

enum err network_load(struct store *store, struct date as_of, unsigned wish, struct network *out, struct why *why)
{
    struct loading loading = { .network = out, .wish = wish };
    enum err e;

    memset(out, 0, sizeof *out);
    out->as_of = as_of;
    loading.is_past = date_compare(as_of, clock_today()) < 0;
    if (!(e = same_as_load(store, &out->same, why)) && !(e = load_nodes(store, &loading, why)))
        e = load_ties(store, &loading, why);
    free(loading.parts);
    return e;
}
