/*
 * What holds the network together, and what would break: stakeholders without whom their part of the map falls apart,
 * ties that alone hold two parts together, those most ways between others lead over, and the parts that are not tied to
 * each other at all. A list, because what matters is who, not where on the paper.
 *
 * Cost: map_in.h's, and for each stakeholder and tie that something hangs on one walk over its part of the map, for at
 * most WALKS of them.
 */
#include "bridges_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { AT_WHAT, AT_TIES, SWITCHES };
enum { WALKS = 100 };

static const struct picture_choice whats[WHATS] = {
    [WHAT_ALL] = { .name = "all", .label = N_("everything") },
    [WHAT_HOLDING] = { .name = "holding", .label = N_("stakeholders that hold parts together") },
    [WHAT_TIES] = { .name = "bridges", .label = N_("ties that hold parts together") },
    [WHAT_BETWEEN] = { .name = "between", .label = N_("who stands between others") },
    [WHAT_PARTS] = { .name = "parts", .label = N_("parts that are not tied to each other") },
};

static const struct picture_switch switches[SWITCHES] = {
    [AT_WHAT] = { .key = 'w',
                  .name = "show",
                  .label = N_("Show"),
                  .help = N_("Everything, a few of each, or more of one kind."),
                  .kind = SWITCH_CHOICE,
                  .choices = whats,
                  .choice_count = WHATS,
                  .lays_only = true },
    [AT_TIES] = MAP_TIES_SWITCH,
};

/* --- what is found --- */
static void release(void *data)
{
    struct bridges *bridges = data;

    if (!bridges)
        return;
    map_release(&bridges->map);
    free(bridges->holding);
    free(bridges->bridge);
    free(bridges->between);
    free(bridges);
}

static int compare_holding(const void *a, const void *b)
{
    const struct holding *first = a, *second = b;

    if (first->loss.cut_off != second->loss.cut_off)
        return first->loss.cut_off > second->loss.cut_off ? -1 : 1;
    return first->node < second->node ? -1 : 1;
}

static int compare_bridge(const void *a, const void *b)
{
    const struct bridge *first = a, *second = b;

    if (first->cut_off != second->cut_off)
        return first->cut_off > second->cut_off ? -1 : 1;
    return first->tie < second->tie ? -1 : 1;
}

/* Of a large map those that stand between most others. */
static enum err find_holding(struct bridges *bridges)
{
    const struct map *map = &bridges->map;
    enum err e = OK;

    bridges->holding = calloc(WALKS, sizeof *bridges->holding);
    if (!bridges->holding)
        return E_MEMORY;
    for (size_t i = 0; i < bridges->between_count && bridges->holding_count < WALKS && !e; i++) {
        struct holding *one = &bridges->holding[bridges->holding_count];

        one->node = bridges->between[i];
        if (map->measures.nodes[one->node].holds && !(e = network_without(&map->network, one->node, &one->loss)))
            bridges->holding_count++;
    }
    qsort(bridges->holding, bridges->holding_count, sizeof *bridges->holding, compare_holding);
    return e;
}

/* How many hang on the end of a tie that is less of the two. */
static enum err weigh_bridge(const struct map *map, struct bridge *bridge)
{
    const struct tie *tie = &map->network.ties[bridge->tie];
    size_t whole = map->measures.components[map->measures.nodes[tie->from].component], side;
    enum err e = network_behind(&map->network, bridge->tie, &side);

    bridge->cut_off = side < whole - side ? side : whole - side;
    return e;
}

static size_t fewer_partners(const struct map *map, const struct tie *tie)
{
    size_t from = map->measures.nodes[tie->from].partners, to = map->measures.nodes[tie->to].partners;

    return from < to ? from : to;
}

/* A tie to somebody who has no other is a bridge of course, and left out. Of a large map those between two that have
 * many partners. */
static enum err find_bridges(struct bridges *bridges)
{
    const struct map *map = &bridges->map;
    size_t walks;
    enum err e = OK;

    bridges->bridge = calloc(map->measures.bridge_count + 1, sizeof *bridges->bridge);
    if (!bridges->bridge)
        return E_MEMORY;
    for (size_t i = 0; i < map->network.tie_count; i++) {
        size_t partners = fewer_partners(map, &map->network.ties[i]);

        if (map->measures.bridges[i] && partners > 1)
            bridges->bridge[bridges->bridge_count++] = (struct bridge){ i, partners };
    }
    bridges->bridge_all = bridges->bridge_count;
    qsort(bridges->bridge, bridges->bridge_count, sizeof *bridges->bridge, compare_bridge);
    walks = bridges->bridge_count < WALKS ? bridges->bridge_count : WALKS;
    for (size_t i = 0; i < walks && !e; i++)
        e = weigh_bridge(map, &bridges->bridge[i]);
    bridges->bridge_count = walks;
    qsort(bridges->bridge, walks, sizeof *bridges->bridge, compare_bridge);
    return e;
}

/* In the order of their ranks: how many have each rank tells where each goes. */
static enum err find_between(struct bridges *bridges)
{
    const struct map *map = &bridges->map;
    size_t nodes = map->network.node_count, *next = calloc(nodes + 2, sizeof *next);

    bridges->between = calloc(nodes + 1, sizeof *bridges->between);
    if (!next || !bridges->between) {
        free(next);
        return E_MEMORY;
    }
    for (size_t n = 0; n < nodes; n++) {
        size_t rank = map->measures.nodes[n].rank;

        if (rank > 0)
            bridges->between[rank - 1 + next[rank]++] = n;
    }
    bridges->between_count = map->ranked;
    free(next);
    return OK;
}

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct bridges *bridges = calloc(1, sizeof *bridges);
    enum err e;

    if (!bridges)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = map_load(store, wish->as_of, wish->settings[AT_TIES].choice == TIES_RELATIONSHIPS, MAP_BETWEEN,
                      &bridges->map, why))) {
        release(bridges);
        return e;
    }
    if ((e = find_between(bridges)) || (e = find_holding(bridges)) || (e = find_bridges(bridges))) {
        release(bridges);
        return why_set(why, e, "%s", err_text(e));
    }
    *data = bridges;
    return OK;
}

/* --- for a spreadsheet --- */
static enum err fill_row(struct picture_table *table, const char *what, int64_t id, const char *name, const char *value)
{
    const char **row = picture_table_row(table);

    if (!row)
        return E_MEMORY;
    row[0] = what;
    row[1] = id ? arena_printf(&table->text, "%lld", (long long)id) : "";
    row[2] = name;
    row[3] = value;
    return row[1] && row[2] && row[3] ? OK : E_MEMORY;
}

static const char *tie_name(const struct map *map, const struct tie *tie, struct picture_table *table)
{
    return arena_printf(&table->text, "%s – %s – %s", map->network.nodes[tie->from].name, tie->type,
                        map->network.nodes[tie->to].name);
}

static enum err fill_all(const struct bridges *bridges, struct picture_table *table)
{
    const struct map *map = &bridges->map;
    enum err e = fill_row(table, "holding_in_all", 0, "",
                          arena_printf(&table->text, "%lu", (unsigned long)map->measures.holding_count));

    if (!e)
        e = fill_row(table, "bridge_in_all", 0, "",
                     arena_printf(&table->text, "%lu", (unsigned long)bridges->bridge_all));
    for (size_t i = 0; i < bridges->holding_count && !e; i++)
        e = fill_row(table, "holding", map->network.nodes[bridges->holding[i].node].party,
                     map->network.nodes[bridges->holding[i].node].name,
                     arena_printf(&table->text, "%lu", (unsigned long)bridges->holding[i].loss.cut_off));
    for (size_t i = 0; i < bridges->bridge_count && !e; i++) {
        const struct tie *tie = &map->network.ties[bridges->bridge[i].tie];

        e = fill_row(table, "bridge", tie->record, tie_name(map, tie, table),
                     arena_printf(&table->text, "%lu", (unsigned long)bridges->bridge[i].cut_off));
    }
    for (size_t i = 0; i < bridges->between_count && !e; i++)
        e = fill_row(table, "between", map->network.nodes[bridges->between[i]].party,
                     map->network.nodes[bridges->between[i]].name,
                     arena_printf(&table->text, "%.2f", map->measures.nodes[bridges->between[i]].between));
    for (size_t n = 0; n < map->network.node_count && !e; n++)
        e = fill_row(table, "part", map->network.nodes[n].party, map->network.nodes[n].name,
                     arena_printf(&table->text, "%lu", (unsigned long)map->measures.nodes[n].component + 1));
    return e;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    static const char *const headings[] = { "what", "id", "name", "value" };
    enum { COLUMNS = sizeof headings / sizeof headings[0] };
    const struct bridges *bridges = data;
    enum err e = picture_table_start(table, COLUMNS,
                                     3 + bridges->holding_count + bridges->bridge_count + bridges->between_count +
                                         bridges->map.network.node_count);

    (void)wish;
    if (e)
        return e;
    memcpy(picture_table_row(table), headings, sizeof headings);
    return fill_all(bridges, table);
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    const struct bridges *bridges = data;

    (void)height;
    (void)why;
    if (bridges->map.network.node_count == 0) {
        canvas->empty = _(map_nobody);
        return OK;
    }
    return bridges_draw(bridges, (enum bridges_what)wish->settings[AT_WHAT].choice, width, canvas);
}

const struct picture bridges_picture = {
    .name = "bridges",
    .label = N_("What holds it together"),
    .sentence = N_("Who stands between others, and what breaks when one leaves."),
    .type = &party_type,
    .has_past = true,
    .is_network = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = release,
};
