/* The lists of the picture of bridges: a heading with how many there are, then who or what, with a number on the right.
 */
#include "bridges_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum {
    SHOWN_FEW = 8,    /* of each, where all kinds are shown */
    SHOWN_MANY = 300, /* where one kind is */
    NUMBER_WIDTH = 8,
    WIDTH_LEAST = 60,
    NAMES_TOLD = 4,
};

struct drawing {
    const struct bridges *bridges;
    struct canvas *canvas;
    int width, y, most;
};

static const char *count_of(struct canvas *canvas, size_t count)
{
    return canvas_print(canvas, ngettext("%lu stakeholder", "%lu stakeholders", (unsigned long)count),
                        (unsigned long)count);
}

static void draw_heading(struct drawing *drawing, const char *heading, const char *number, size_t count)
{
    struct grid *grid = &drawing->canvas->grid;

    if (drawing->y > 0)
        drawing->y++;
    draw_printf(grid, 0, drawing->y, drawing->width - NUMBER_WIDTH - 1, STYLE_STRONG, "%s · %lu", heading,
                (unsigned long)count);
    draw_text_right(grid, drawing->width - NUMBER_WIDTH, drawing->y, NUMBER_WIDTH, STYLE_DIM, number);
    drawing->y++;
}

static void draw_row(struct drawing *drawing, const char *text, size_t number, enum style style)
{
    struct grid *grid = &drawing->canvas->grid;
    char digits[32];

    text_print_into(digits, sizeof digits, "%lu", (unsigned long)number);
    draw_text(grid, 1, drawing->y, drawing->width - NUMBER_WIDTH - 2, STYLE_TEXT, text);
    draw_text_right(grid, drawing->width - NUMBER_WIDTH, drawing->y, NUMBER_WIDTH, style, digits);
}

static void draw_none(struct drawing *drawing, const char *text)
{
    draw_text(&drawing->canvas->grid, 1, drawing->y++, drawing->width - 1, STYLE_DIM, text);
}

/* How many of all are not in the list. */
static void draw_rest(struct drawing *drawing, size_t all, size_t listed)
{
    size_t shown = listed < (size_t)drawing->most ? listed : (size_t)drawing->most;
    unsigned long more = (unsigned long)(all - shown);

    if (more > 0)
        draw_none(drawing, canvas_print(drawing->canvas, ngettext("and %lu more", "and %lu more", more), more));
}

static struct area row_area(const struct drawing *drawing)
{
    return (struct area){ 1, drawing->y, drawing->width - 1, 1 };
}

static enum err draw_holding(struct drawing *drawing)
{
    const struct bridges *bridges = drawing->bridges;
    const struct map *map = &bridges->map;
    struct canvas *canvas = drawing->canvas;
    enum err e = OK;

    draw_heading(drawing, _("Without them their part of the map falls apart"), _("cut off"),
                 map->measures.holding_count);
    if (bridges->holding_count == 0)
        draw_none(drawing, _("Nobody: whoever leaves, the others stay tied to each other."));
    for (size_t i = 0; i < bridges->holding_count && i < (size_t)drawing->most && !e; i++) {
        const struct holding *one = &bridges->holding[i];
        const char *name = map->network.nodes[one->node].name;

        draw_row(drawing, name, one->loss.cut_off, STYLE_WARN);
        if ((e = map_spot_node(map, one->node, row_area(drawing), canvas)))
            break;
        canvas->spots[canvas->count - 1].sentence =
            canvas_print(canvas, _("Without %s: %lu parts, %s cut off."), name, (unsigned long)one->loss.pieces,
                         count_of(canvas, one->loss.cut_off));
        canvas->spots[canvas->count - 1].more = map_tell_node(map, one->node, canvas);
        drawing->y++;
    }
    draw_rest(drawing, map->measures.holding_count, bridges->holding_count);
    return e;
}

static enum err draw_bridges(struct drawing *drawing)
{
    const struct bridges *bridges = drawing->bridges;
    const struct map *map = &bridges->map;
    enum err e = OK;

    draw_heading(drawing, _("Ties that alone hold two parts together"), _("cut off"), bridges->bridge_all);
    if (bridges->bridge_count == 0)
        draw_none(drawing, _("None but those of stakeholders who have no other tie."));
    for (size_t i = 0; i < bridges->bridge_count && i < (size_t)drawing->most && !e; i++) {
        const struct tie *tie = &map->network.ties[bridges->bridge[i].tie];
        char reading[MAP_WORDS_SIZE];

        draw_row(drawing,
                 canvas_print(drawing->canvas, drawing->canvas->grid.ascii ? "%s - %s - %s" : "%s – %s – %s",
                              map->network.nodes[tie->from].name, map_reading(map, tie, true, reading),
                              map->network.nodes[tie->to].name),
                 bridges->bridge[i].cut_off, STYLE_WARN);
        e = map_spot_tie(map, tie, row_area(drawing), drawing->canvas);
        drawing->y++;
    }
    draw_rest(drawing, bridges->bridge_all, bridges->bridge_count);
    return e;
}

/* In percent of all pairs of others: of a hundred ways, so many lead over this one. */
static double share_of_ways(const struct map *map, size_t node)
{
    double others = (double)map->measures.sources_all - 1;

    return others > 1 ? 100 * map->measures.nodes[node].between / (others * (others - 1) / 2) : 0;
}

static enum err draw_between(struct drawing *drawing)
{
    const struct bridges *bridges = drawing->bridges;
    const struct map *map = &bridges->map;
    enum err e = OK;

    draw_heading(drawing,
                 map->is_about ? _("Most ways between others lead over (about)")
                               : _("Most ways between others lead over"),
                 _("% ways"), bridges->between_count);
    if (bridges->between_count == 0)
        draw_none(drawing, _("Nobody stands between two others."));
    for (size_t i = 0; i < bridges->between_count && i < (size_t)drawing->most && !e; i++) {
        size_t node = bridges->between[i];

        draw_text(&drawing->canvas->grid, 1, drawing->y, drawing->width - NUMBER_WIDTH - 2, STYLE_TEXT,
                  map->network.nodes[node].name);
        draw_text_right(&drawing->canvas->grid, drawing->width - NUMBER_WIDTH, drawing->y, NUMBER_WIDTH, STYLE_TEXT,
                        canvas_print(drawing->canvas, "%.1f", share_of_ways(map, node)));
        e = map_spot_node(map, node, row_area(drawing), drawing->canvas);
        drawing->y++;
    }
    draw_rest(drawing, bridges->between_count, bridges->between_count);
    return e;
}

/* --- parts --- */
/* The ids of those in one part, or, `alone`, of all that are a part of their own; and the first few names. */
static enum err draw_part_of(struct drawing *drawing, size_t component, bool alone)
{
    const struct map *map = &drawing->bridges->map;
    size_t count = 0, told = 0;
    int64_t *ids = calloc(map->network.node_count + 1, sizeof *ids);
    char names[MAP_WORDS_SIZE] = "";
    struct spot *spot = ids ? canvas_spot(drawing->canvas, row_area(drawing)) : NULL;
    enum err e;

    if (!spot) {
        free(ids);
        return E_MEMORY;
    }
    for (size_t n = 0; n < map->network.node_count; n++) {
        size_t part = map->measures.nodes[n].component, len = strlen(names);

        if (alone ? map->measures.components[part] != 1 : part != component)
            continue;
        ids[count++] = map->network.nodes[n].party;
        if (told++ < NAMES_TOLD)
            text_print_into(names + len, sizeof names - len, "%s%s", len ? ", " : "", map->network.nodes[n].name);
    }
    draw_row(drawing,
             alone ? canvas_print(drawing->canvas, _("tied to nobody: %s"), names)
                   : canvas_print(drawing->canvas, "%s", names),
             count, STYLE_TEXT);
    spot->label = alone ? _("Tied to nobody") : canvas_print(drawing->canvas, _("A part of the map: %s"), names);
    spot->sentence = canvas_print(drawing->canvas, "%s: %s", spot->label, count_of(drawing->canvas, count));
    e = canvas_ids(drawing->canvas, spot, &party_type, ids, count);
    free(ids);
    drawing->y++;
    return e;
}

/* Parts of more than one. */
static size_t tied_parts(const struct bridges *bridges)
{
    const struct network_measures *measures = &bridges->map.measures;
    size_t tied = 0;

    while (tied < measures->component_count && measures->components[tied] > 1)
        tied++;
    return tied;
}

static enum err draw_parts(struct drawing *drawing)
{
    size_t tied = tied_parts(drawing->bridges);
    enum err e = OK;

    draw_heading(drawing, _("Parts that are not tied to each other"), _("size"), tied);
    for (size_t i = 0; i < tied && i < (size_t)drawing->most && !e; i++)
        e = draw_part_of(drawing, i, false);
    draw_rest(drawing, tied, tied);
    return e || tied == drawing->bridges->map.measures.component_count ? e : draw_part_of(drawing, 0, true);
}

/* --- all of it --- */
static enum err (*const sections[WHATS])(struct drawing *drawing) = {
    [WHAT_HOLDING] = draw_holding,
    [WHAT_TIES] = draw_bridges,
    [WHAT_BETWEEN] = draw_between,
    [WHAT_PARTS] = draw_parts,
};

static size_t listed(const struct bridges *bridges, int what)
{
    return what == WHAT_HOLDING   ? bridges->holding_count
           : what == WHAT_TIES    ? bridges->bridge_count
           : what == WHAT_BETWEEN ? bridges->between_count
                                  : tied_parts(bridges);
}

static size_t all_of(const struct bridges *bridges, int what)
{
    return what == WHAT_HOLDING ? bridges->map.measures.holding_count
           : what == WHAT_TIES  ? bridges->bridge_all
                                : listed(bridges, what);
}

/* A heading, the rows or a sentence that there are none, a row for those that are not shown, one for those alone. */
static int height_of(const struct bridges *bridges, int what, int most)
{
    size_t count = listed(bridges, what), all = all_of(bridges, what);
    int shown = count > (size_t)most ? most : (int)count;
    bool has_alone = what == WHAT_PARTS && count < bridges->map.measures.component_count;

    return 1 + shown + (all > (size_t)shown) + (what == WHAT_PARTS ? has_alone : all == 0);
}

static void tell(const struct bridges *bridges, struct canvas *canvas)
{
    const struct network_measures *measures = &bridges->map.measures;
    unsigned long ties = 0;

    for (size_t n = 0; n < measures->node_count; n++)
        ties += (unsigned long)measures->nodes[n].ties;
    ties /= 2;
    canvas->head = canvas_print(canvas, "%s · %s", count_of(canvas, measures->node_count),
                                canvas_print(canvas, ngettext("%lu tie", "%lu ties", ties), ties));
    canvas->legend = _("Cut off: no longer tied to the largest rest. Tensions are no ties.");
}

enum err bridges_draw(const struct bridges *bridges, enum bridges_what what, int width, struct canvas *canvas)
{
    struct drawing drawing = { .bridges = bridges,
                               .canvas = canvas,
                               .width = width < WIDTH_LEAST ? WIDTH_LEAST : width };
    int rows = 0;
    enum err e;

    tell(bridges, canvas);
    drawing.most = what == WHAT_ALL ? SHOWN_FEW : SHOWN_MANY;
    for (int i = WHAT_HOLDING; i < WHATS; i++)
        rows += what == WHAT_ALL || (int)what == i ? height_of(bridges, i, drawing.most) : 0;
    e = canvas_size(canvas, drawing.width, what == WHAT_ALL ? rows + WHAT_PARTS - 1 : rows);
    for (int i = WHAT_HOLDING; i < WHATS && !e; i++) {
        if (what == WHAT_ALL || (int)what == i)
            e = sections[i](&drawing);
    }
    return e;
}
