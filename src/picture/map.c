/* The network for its pictures, and how it is told: see map_in.h. */
#include "map_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

const char map_legend[] = N_("1-5 strength · ! shared without an agreement · ? not very sure");
const char map_nobody[] = N_("Nobody is on the map yet: put in stakeholders, and relationships between them.");

const struct picture_choice map_ties[TIES_CHOICES] = {
    [TIES_ALL] = { .name = "all", .label = N_("all") },
    [TIES_RELATIONSHIPS] = { .name = "relationships", .label = N_("relationships only") },
};

/* --- loading --- */
static enum err measure(struct map *map, enum map_depth depth, struct why *why)
{
    bool more = depth == MAP_BETWEEN;
    enum err e = depth == MAP_PLAIN ? OK : network_measure(&map->network, &map->measures, why);

    while (more && !e)
        e = network_between(&map->measures, &more, why);
    map->is_ranked = !e && depth == MAP_BETWEEN;
    map->is_about = map->measures.sources_wanted < map->measures.sources_all;
    for (size_t n = 0; n < map->measures.node_count && !e; n++)
        map->ranked += map->measures.nodes[n].rank > 0;
    return e;
}

enum err map_load(struct store *store, struct date as_of, bool relationships_only, enum map_depth depth,
                  struct map *out, struct why *why)
{
    unsigned wish = NETWORK_TRUST | NETWORK_AGREEMENTS | (relationships_only ? 0 : NETWORK_SEATS | NETWORK_PARTS);
    enum err e;

    memset(out, 0, sizeof *out);
    out->words = store_words(store);
    if ((e = network_load(store, as_of, wish, &out->network, why)))
        return e;
    out->own = network_own(&out->network, store);
    return measure(out, depth, why);
}

void map_release(struct map *map)
{
    network_measures_release(&map->measures);
    network_release(&map->network);
}

enum err map_open(struct store *store, struct date as_of, bool relationships_only, enum map_depth depth, void **out,
                  struct why *why)
{
    struct map *map = calloc(1, sizeof *map);
    enum err e;

    if (!map)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = map_load(store, as_of, relationships_only, depth, map, why)))
        map_close(map);
    else
        *out = map;
    return e;
}

void map_close(void *map)
{
    if (map)
        map_release(map);
    free(map);
}

/* --- in words --- */
static const char *label_of(const struct map *map, const struct tie *tie)
{
    return tie->origin == TIE_PART ? _("is part of / has as part")
                                   : vocabulary_label(map->words, "relationship_type", tie->type);
}

const char *map_reading(const struct map *map, const struct tie *tie, bool from_first, char out[MAP_WORDS_SIZE])
{
    const char *label = label_of(map, tie), *cut = strstr(label, " / ");

    if (!cut)
        text_cut_into(out, MAP_WORDS_SIZE, label);
    else if (from_first)
        text_print_into(out, MAP_WORDS_SIZE, "%.*s", (int)(cut - label), label);
    else
        text_cut_into(out, MAP_WORDS_SIZE, cut + 3);
    return out;
}

const char *map_marks(const struct tie *tie, char out[MAP_MARKS_SIZE])
{
    char strength[2] = { (char)('0' + tie->strength % 10), '\0' };

    snprintf(out, MAP_MARKS_SIZE, "%s%s%s", tie->strength ? strength : "",
             tie->flags & TIE_WITHOUT_AGREEMENT ? "!" : "", tie->flags & TIE_UNSURE ? "?" : "");
    return out;
}

const char *map_tell_tie(const struct map *map, const struct tie *tie, struct canvas *canvas)
{
    const struct node *nodes = map->network.nodes;
    char reading[MAP_WORDS_SIZE], strength[MAP_WORDS_SIZE] = "";

    if (tie->strength)
        text_print_into(strength, sizeof strength, _(" · strength %d of 5"), tie->strength);
    return canvas_print(canvas, "%s: %s → %s%s%s%s%s", map_reading(map, tie, true, reading), nodes[tie->from].name,
                        nodes[tie->to].name, tie->flags & TIE_BOTH_WAYS ? _(" · both ways") : "", strength,
                        tie->flags & TIE_UNSURE ? _(" · not very sure") : "",
                        tie->flags & TIE_WITHOUT_AGREEMENT ? _(" · no agreement in force") : "");
}

const char *map_tell_rank(const struct map *map, size_t node, char out[MAP_WORDS_SIZE])
{
    unsigned long rank = (unsigned long)map->measures.nodes[node].rank, ranked = (unsigned long)map->ranked;

    if (rank == 0)
        text_cut_into(out, MAP_WORDS_SIZE, _("between nobody"));
    else
        text_print_into(out, MAP_WORDS_SIZE,
                        map->is_about ? _("bridge: about rank %lu of %lu") : _("bridge: rank %lu of %lu"), rank,
                        ranked);
    return out;
}

const char *map_tell_node(const struct map *map, size_t node, struct canvas *canvas)
{
    const struct node *one = &map->network.nodes[node];
    const struct node_measures *measures = map->measures.nodes ? &map->measures.nodes[node] : NULL;
    unsigned long partners = measures ? (unsigned long)measures->partners : 0;
    char rank[MAP_WORDS_SIZE] = "", count[MAP_WORDS_SIZE];

    if (!measures)
        return canvas_print(canvas, "%s · %s", one->name, vocabulary_label(map->words, "party_kind", one->kind));
    text_print_into(count, sizeof count, ngettext("%lu partner", "%lu partners", partners), partners);
    if (map->is_ranked)
        map_tell_rank(map, node, rank);
    return canvas_print(canvas, "%s: %s%s%s%s%s", one->name, count, rank[0] ? " · " : "", rank,
                        measures->holds ? _(" · holds its part together") : "",
                        one->do_not_contact ? _(" · do not contact") : "");
}

/* --- spots --- */
enum err map_spot_node(const struct map *map, size_t node, struct area area, struct canvas *canvas)
{
    struct spot *spot = canvas_spot(canvas, area);

    if (!spot)
        return E_MEMORY;
    spot->label = canvas_print(canvas, "%s", map->network.nodes[node].name);
    spot->sentence = map_tell_node(map, node, canvas);
    return canvas_ids(canvas, spot, &party_type, &map->network.nodes[node].party, 1);
}

/* A "part of" has no record of its own: it is told by the part. */
enum err map_spot_tie(const struct map *map, const struct tie *tie, struct area area, struct canvas *canvas)
{
    static const struct record_type *const types[] = {
        [TIE_RELATIONSHIP] = &relationship_type, [TIE_SEAT] = &seat_type, [TIE_PART] = &party_type
    };
    const int64_t *id = tie->origin == TIE_PART ? &map->network.nodes[tie->from].party : &tie->record;
    struct spot *spot = canvas_spot(canvas, area);

    if (!spot)
        return E_MEMORY;
    spot->sentence = map_tell_tie(map, tie, canvas);
    return canvas_ids(canvas, spot, types[tie->origin], id, 1);
}

/* --- for a spreadsheet --- */
static bool is_wanted(const struct tie *tie, const bool *marked)
{
    return !marked || (marked[tie->from] && marked[tie->to]);
}

static enum err fill_tie(const struct map *map, const struct tie *tie, struct picture_table *table)
{
    const struct node *from = &map->network.nodes[tie->from], *to = &map->network.nodes[tie->to];
    const char **row = picture_table_row(table);

    if (!row)
        return E_MEMORY;
    row[0] = arena_printf(&table->text, "%lld", (long long)from->party);
    row[1] = from->name;
    row[2] = tie->type;
    row[3] = arena_printf(&table->text, "%lld", (long long)to->party);
    row[4] = to->name;
    row[5] = tie->strength ? arena_printf(&table->text, "%d", tie->strength) : "";
    row[6] = tie->flags & TIE_BOTH_WAYS ? "both" : "forward";
    row[7] = tie->flags & TIE_UNSURE ? "low" : "";
    row[8] = tie->flags & TIE_WITHOUT_AGREEMENT ? "missing" : "";
    return row[0] && row[3] && row[5] ? OK : E_MEMORY;
}

enum err map_table(const struct map *map, const bool *marked, struct picture_table *table)
{
    static const char *const headings[] = { "from_id",  "from",      "type",       "to_id",    "to",
                                            "strength", "direction", "confidence", "agreement" };
    enum { COLUMNS = sizeof headings / sizeof headings[0] };
    const struct network *network = &map->network;
    size_t count = 0;
    enum err e;

    for (size_t i = 0; i < network->tie_count; i++)
        count += is_wanted(&network->ties[i], marked);
    if ((e = picture_table_start(table, COLUMNS, count + 1)))
        return e;
    memcpy(picture_table_row(table), headings, sizeof headings);
    for (size_t i = 0; i < network->tie_count && !e; i++) {
        if (is_wanted(&network->ties[i], marked))
            e = fill_tie(map, &network->ties[i], table);
    }
    return e;
}
