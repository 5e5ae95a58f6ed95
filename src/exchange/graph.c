/* Nodes and edges out of a parcel. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/agreement.h"

const struct graph_field graph_fields[] = {
    { "kind", N_("Kind") },           { "org_type", N_("Type of organisation") },
    { "acronym", N_("Short name") },  { "sectors", N_("Sectors") },
    { "levels", N_("Levels") },       { "audience", N_("Whom they reach") },
    { "languages", N_("Languages") }, { "places", N_("Where they work") },
    { "status", N_("Status") },       { "website", N_("Website") },
};
const int graph_field_count = sizeof graph_fields / sizeof graph_fields[0];

void graph_first_sector(const struct record *party, char *out, size_t size)
{
    const char *list = record_text(party, "sectors");

    snprintf(out, size, "%.*s", (int)strcspn(list, ";"), list);
}

static enum err add_edge(struct graph *graph, const struct graph_edge *edge)
{
    if (graph->edge_count == graph->room) {
        size_t room = graph->room ? 2 * graph->room : 64;
        struct graph_edge *edges = reallocarray(graph->edges, room, sizeof *edges);

        if (!edges)
            return E_MEMORY;
        graph->edges = edges;
        graph->room = room;
    }
    graph->edges[graph->edge_count++] = *edge;
    return OK;
}

/* Takes edge->label over, also when there is no memory. */
static enum err add_labelled(struct graph *graph, const struct graph_edge *edge)
{
    enum err e = edge->label ? add_edge(graph, edge) : E_MEMORY;

    if (e)
        free(edge->label);
    return e;
}

/* --- relationships --- */
/* A relationship's label has two halves, "funds / is funded by"; one that reads the same both ways has one. */
static bool has_two_halves(const char *label)
{
    return strstr(label, " / ") != NULL;
}

static enum err add_relationship(struct graph *graph, const struct record *record, const struct sharing_cover *cover)
{
    const char *type = record_text(record, "type"), *direction = record_text(record, "direction");
    const char *label = vocabulary_label(store_words(graph->parcel->store), "relationship_type", type);
    bool is_back = strcmp(direction, "back") == 0;
    const char *end = strstr(label, " / ");
    struct graph_edge edge = { .from = record_number(record, is_back ? "to_party" : "from_party"),
                               .to = record_number(record, is_back ? "from_party" : "to_party"),
                               .record = record->id,
                               .type = type,
                               .label = strndup(label, end ? (size_t)(end - label) : strlen(label)),
                               .strength = (int)record_number(record, "strength"),
                               .is_mutual = strcmp(direction, "both") == 0 || !has_two_halves(label),
                               .no_agreement = cover && sharing_is_uncovered(cover, record),
                               .since = record_text(record, "valid_from"),
                               .until = record_text(record, "valid_to") };

    return add_labelled(graph, &edge);
}

/* That information is shared without an agreement is our own finding: it is told to the team alone. */
static enum err add_relationships(struct graph *graph, struct why *why)
{
    const struct parcel *parcel = graph->parcel;
    const struct parcel_part *part = parcel_part_of(parcel, "relationship");
    bool is_told = parcel->profile == PROFILE_TEAM;
    struct sharing_cover cover = { 0 };
    enum err e = is_told ? sharing_cover_load(parcel->store, parcel->as_of, &cover, why) : OK;

    for (size_t i = 0; part && i < part->count && !e; i++)
        e = add_relationship(graph, &part->records[i], is_told ? &cover : NULL);
    sharing_cover_release(&cover);
    return e;
}

/* --- who is part of whom --- */
static enum err add_parents(struct graph *graph)
{
    enum err e = OK;

    for (size_t i = 0; i < graph->parties->count && !e; i++) {
        const struct record *party = &graph->parties->records[i];
        struct graph_edge edge = {
            .from = party->id, .to = record_number(party, "parent"), .type = "part_of", .since = "", .until = ""
        };

        if (!parcel_find(graph->parties, edge.to))
            continue;
        edge.label = strdup(strcmp(record_text(party, "kind"), "person") == 0 ? _("works for") : _("is part of"));
        e = add_labelled(graph, &edge);
    }
    return e;
}

/* --- who sits where --- */
/* Whoever sits there is a member, and so is the organisation they sit there for. */
static enum err add_seat(struct graph *graph, const struct record *seat)
{
    static const char *const who[] = { "person", "party" };
    const struct vocabularies *words = store_words(graph->parcel->store);
    enum err e = OK;

    for (int i = 0; i < 2 && !e; i++) {
        struct graph_edge edge = { .from = record_number(seat, who[i]),
                                   .to = record_number(seat, "body"),
                                   .record = seat->id,
                                   .type = "member_of",
                                   .since = record_text(seat, "valid_from"),
                                   .until = record_text(seat, "valid_to") };

        if (!parcel_find(graph->parties, edge.from) || !parcel_find(graph->parties, edge.to))
            continue;
        edge.label = strdup(vocabulary_label(words, "seat_role", record_text(seat, "role")));
        e = add_labelled(graph, &edge);
    }
    return e;
}

static enum err add_seats(struct graph *graph)
{
    const struct parcel_part *part = parcel_part_of(graph->parcel, "seat");
    enum err e = OK;

    for (size_t i = 0; part && i < part->count && !e; i++)
        e = add_seat(graph, &part->records[i]);
    return e;
}

enum err graph_make(const struct parcel *parcel, struct graph *out, struct why *why)
{
    enum err e;

    *out = (struct graph){ .parcel = parcel, .parties = parcel_part_of(parcel, "party") };
    if (!(e = add_relationships(out, why)) && !(e = add_seats(out)))
        e = add_parents(out);
    return e;
}

void graph_release(struct graph *graph)
{
    for (size_t i = 0; i < graph->edge_count; i++)
        free(graph->edges[i].label);
    free(graph->edges);
    *graph = (struct graph){ 0 };
}

enum err graph_save(struct store *store, const int64_t *parties, size_t count, const char *format, enum profile profile,
                    struct date as_of, const char *path, const char *reason, size_t *leaving, struct why *why)
{
    const struct sharing_format *row = sharing_find(format);
    struct parcel_wish wish;
    enum err e = row ? sharing_wish(row, profile, as_of, &wish, why)
                     : why_set(why, E_INVALID, N_("There is no format \"%s\"."), format);

    *leaving = 0;
    if (e)
        return e;
    wish.only = parties;
    wish.only_count = count;
    return sharing_export(store, row, &wish, path, reason, leaving, why);
}
