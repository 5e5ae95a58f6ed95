/*
 * By whom one stakeholder reaches another: up to three chains through trusted ones, each hop with when those two last
 * sat together. network.h says what makes a chain a good one.
 *
 * Cost: map_in.h's without measures, a search over all ties for each chain, and a query or two for each hop.
 */
#include "map_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { AT_FROM, AT_TO, AT_TIES, SWITCHES };
enum {
    WIDTH_LEAST = 60,
    RIGHT_WIDTH = 36, /* of what is known of a hop */
    HOP_INDENT = 2,
    FRESH_DAYS = 90,
    OLD_DAYS = 365,
    STRONG_COST = 22, /* of the weakest hop: two that coordinate with strength 3 */
    FAIR_COST = 32,   /* any tie of strength 2, or of which it is not said */
};

static const struct picture_switch switches[SWITCHES] = {
    [AT_FROM] = { .key = 'f',
                  .name = "from",
                  .label = N_("From"),
                  .help = N_("Who wants to reach somebody; without one, the office itself where it is on the map."),
                  .kind = SWITCH_RECORD,
                  .type = &party_type },
    [AT_TO] = { .key = 't',
                .name = "to",
                .label = N_("To"),
                .help = N_("Who is to be reached. c takes the one under the cursor."),
                .kind = SWITCH_RECORD,
                .type = &party_type },
    [AT_TIES] = MAP_TIES_SWITCH,
};

struct chains {
    struct map map;
    ptrdiff_t from, to;
    struct network_paths found;
};

static void release(void *data)
{
    struct chains *chains = data;

    if (chains)
        map_release(&chains->map);
    free(chains);
}

static enum err find_chains(struct store *store, const struct picture_wish *wish, struct chains *chains,
                            struct why *why)
{
    const struct map *map = &chains->map;
    int64_t from = wish->settings[AT_FROM].id, to = wish->settings[AT_TO].id;
    enum err e;

    chains->from = from ? network_find(&map->network, from) : map->own;
    chains->to = to ? network_find(&map->network, to) : NETWORK_NOBODY;
    if (chains->from == NETWORK_NOBODY || chains->to == NETWORK_NOBODY)
        return OK;
    if ((e = network_paths(&map->network, (size_t)chains->from, (size_t)chains->to, &chains->found)))
        return why_set(why, e, "%s", err_text(e));
    return network_path_dates(store, &map->network, map->own, &chains->found, why);
}

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct chains *chains = calloc(1, sizeof *chains);
    enum err e;

    if (!chains)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = map_load(store, wish->as_of, wish->settings[AT_TIES].choice == TIES_RELATIONSHIPS, MAP_PLAIN, &chains->map,
                 why);
    if (e || (e = find_chains(store, wish, chains, why))) {
        release(chains);
        return e;
    }
    *data = chains;
    return OK;
}

/* --- in words --- */
/* A chain is as strong as its weakest tie. */
static const char *quality(const struct network_path *path)
{
    int worst = 0;

    for (size_t h = 0; h < path->count; h++)
        worst = path->hops[h].cost > worst ? path->hops[h].cost : worst;
    return worst <= STRONG_COST ? _("strong") : worst <= FAIR_COST ? _("fair") : _("weak");
}

static int days_since(const struct chains *chains, struct date day)
{
    return (int)(date_to_days(chains->map.network.as_of) - date_to_days(day));
}

/* When the two of a hop last sat together; where they never did, when we last met whom it leads to. */
static const char *freshness(const struct chains *chains, const struct network_hop *hop, struct canvas *canvas,
                             enum style *style)
{
    bool together = hop->together.year != 0;
    struct date day = together ? hop->together : hop->met;
    char text[DATE_TEXT_SIZE];
    int days;

    *style = STYLE_WARN;
    if (day.year == 0)
        return _("never met");
    days = days_since(chains, day);
    *style = days <= FRESH_DAYS ? STYLE_GOOD : days <= OLD_DAYS ? STYLE_TEXT : STYLE_WARN;
    date_format(day, text);
    return canvas_print(canvas, together ? _("together %s%s") : _("we met them %s%s"), text,
                        days <= FRESH_DAYS ? _(" · fresh")
                        : days > OLD_DAYS  ? _(" · long ago")
                                           : "");
}

static const char *tell_trust(const struct node *node, struct canvas *canvas)
{
    if (node->do_not_contact)
        return _("asked not to be contacted");
    return node->trust ? canvas_print(canvas, _("trust %d of 5"), node->trust) : _("trust unknown");
}

/* --- laying out --- */
struct drawing {
    const struct chains *chains;
    struct canvas *canvas;
    int width, y;
};

static void draw_right(struct drawing *drawing, enum style style, const char *text)
{
    draw_text_right(&drawing->canvas->grid, drawing->width - RIGHT_WIDTH, drawing->y, RIGHT_WIDTH, style, text);
}

static enum err draw_stop(struct drawing *drawing, size_t node, bool is_between)
{
    const struct map *map = &drawing->chains->map;
    const struct node *one = &map->network.nodes[node];
    int room = drawing->width - RIGHT_WIDTH - HOP_INDENT - 1;
    int used = draw_text(&drawing->canvas->grid, HOP_INDENT, drawing->y, room, STYLE_TEXT, one->name);
    struct area area = { HOP_INDENT, drawing->y, used > 0 ? used : 1, 1 };

    if (is_between || one->do_not_contact)
        draw_right(drawing, one->do_not_contact ? STYLE_WARN : STYLE_DIM, tell_trust(one, drawing->canvas));
    drawing->y++;
    return map_spot_node(map, node, area, drawing->canvas);
}

static enum err draw_hop(struct drawing *drawing, const struct network_hop *hop)
{
    const struct map *map = &drawing->chains->map;
    const struct tie *tie = &map->network.ties[hop->tie];
    struct grid *grid = &drawing->canvas->grid;
    char reading[MAP_WORDS_SIZE], marks[MAP_MARKS_SIZE];
    int x = HOP_INDENT + 2, room = drawing->width - RIGHT_WIDTH - x - 1, used;
    enum style style;
    const char *known = freshness(drawing->chains, hop, drawing->canvas, &style);

    draw_rule_down(grid, HOP_INDENT, drawing->y, 1);
    map_reading(map, tie, tie->to == hop->to, reading);
    map_marks(tie, marks);
    used = draw_text(grid, x, drawing->y, room, STYLE_DIM,
                     canvas_print(drawing->canvas, "%s%s%s", reading, marks[0] ? " " : "", marks));
    draw_right(drawing, style, known);
    drawing->y++;
    return map_spot_tie(map, tie, (struct area){ x, drawing->y - 1, used > 0 ? used : 1, 1 }, drawing->canvas);
}

static enum err draw_chain(struct drawing *drawing, size_t at)
{
    const struct network_path *path = &drawing->chains->found.paths[at];
    unsigned long steps = (unsigned long)path->count;
    enum err e;

    draw_printf(&drawing->canvas->grid, 0, drawing->y++, drawing->width, STYLE_STRONG, "%lu · %s · %s",
                (unsigned long)at + 1, canvas_print(drawing->canvas, ngettext("%lu step", "%lu steps", steps), steps),
                quality(path));
    e = draw_stop(drawing, drawing->chains->found.from, false);
    for (size_t h = 0; h < path->count && !e; h++) {
        if (!(e = draw_hop(drawing, &path->hops[h])))
            e = draw_stop(drawing, path->hops[h].to, h + 1 < path->count);
    }
    drawing->y++;
    return e;
}

static int height_of(const struct network_paths *found)
{
    int rows = 0;

    for (size_t i = 0; i < found->count; i++)
        rows += 3 + 2 * (int)found->paths[i].count;
    return rows - 1;
}

static const char *why_empty(const struct chains *chains, const struct picture_wish *wish, struct canvas *canvas)
{
    const struct node *nodes = chains->map.network.nodes;

    if (wish->settings[AT_TO].id == 0)
        return _("Choose whom to reach: t. From whom is chosen with f; without that it is the office itself, where it "
                 "is on the map under its own name.");
    if (chains->from == NETWORK_NOBODY && wish->settings[AT_FROM].id == 0)
        return _("Choose from whom: f. The office itself is not on the map under its own name.");
    if (chains->from == NETWORK_NOBODY || chains->to == NETWORK_NOBODY)
        return _("One of the two is not on the map of that day: it is closed or put away.");
    if (chains->from == chains->to)
        return _("Both are the same. Choose another to reach: t.");
    return canvas_print(canvas,
                        _("No chain leads from %s to %s. No chain goes over a tension, or through somebody who asked "
                          "not to be contacted."),
                        nodes[chains->from].name, nodes[chains->to].name);
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    const struct chains *chains = data;
    struct drawing drawing = { .chains = chains, .canvas = canvas, .width = width < WIDTH_LEAST ? WIDTH_LEAST : width };
    unsigned long count = (unsigned long)chains->found.count;
    enum err e;

    (void)height;
    (void)why;
    if (count == 0) {
        canvas->empty = why_empty(chains, wish, canvas);
        return OK;
    }
    canvas->head = canvas_print(canvas, _("%s to %s · %s"), chains->map.network.nodes[chains->from].name,
                                chains->map.network.nodes[chains->to].name,
                                canvas_print(canvas, ngettext("%lu chain", "%lu chains", count), count));
    canvas->legend = _("Together: both were there. Trust: in the city or of it, the lower.");
    e = canvas_size(canvas, drawing.width, height_of(&chains->found));
    for (size_t i = 0; i < chains->found.count && !e; i++)
        e = draw_chain(&drawing, i);
    return e;
}

/* --- for a spreadsheet --- */
static enum err fill_hop(const struct chains *chains, size_t at, size_t h, size_t from, struct picture_table *table)
{
    const struct network *network = &chains->map.network;
    const struct network_path *path = &chains->found.paths[at];
    const struct network_hop *hop = &path->hops[h];
    const char **row = picture_table_row(table);
    char together[DATE_TEXT_SIZE] = "", met[DATE_TEXT_SIZE] = "";

    if (!row)
        return E_MEMORY;
    if (hop->together.year)
        date_format(hop->together, together);
    if (hop->met.year)
        date_format(hop->met, met);
    row[0] = arena_printf(&table->text, "%lu", (unsigned long)at + 1);
    row[1] = arena_printf(&table->text, "%lu", (unsigned long)h + 1);
    row[2] = arena_printf(&table->text, "%lld", (long long)network->nodes[from].party);
    row[3] = network->nodes[from].name;
    row[4] = network->ties[hop->tie].type;
    row[5] = hop->against ? "back" : "forward";
    row[6] = arena_printf(&table->text, "%lld", (long long)network->nodes[hop->to].party);
    row[7] = network->nodes[hop->to].name;
    row[8] = arena_copy(&table->text, together);
    row[9] = arena_copy(&table->text, met);
    row[10] = arena_printf(&table->text, "%d", path->cost);
    return row[0] && row[1] && row[2] && row[6] && row[8] && row[9] && row[10] ? OK : E_MEMORY;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    static const char *const headings[] = { "chain", "step", "from_id",  "from", "type", "direction",
                                            "to_id", "to",   "together", "met",  "cost" };
    enum { COLUMNS = sizeof headings / sizeof headings[0] };
    const struct chains *chains = data;
    enum err e = picture_table_start(table, COLUMNS, 1 + NETWORK_PATHS * NETWORK_HOPS);

    (void)wish;
    if (e)
        return e;
    memcpy(picture_table_row(table), headings, sizeof headings);
    for (size_t i = 0; i < chains->found.count && !e; i++) {
        size_t from = chains->found.from;

        for (size_t h = 0; h < chains->found.paths[i].count && !e; h++) {
            e = fill_hop(chains, i, h, from, table);
            from = chains->found.paths[i].hops[h].to;
        }
    }
    return e;
}

const struct picture paths_picture = {
    .name = "paths",
    .label = N_("By whom to reach somebody"),
    .sentence = N_("By whom one stakeholder reaches another, and how fresh each tie is."),
    .type = &party_type,
    .has_past = true,
    .stays_here = true,
    .is_network = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .centre = AT_TO + 1,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = release,
};
