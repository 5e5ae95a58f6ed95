/*
 * Around one stakeholder: those whose ties lead to it on the left, those its ties lead to on the right, by kind of tie;
 * behind them, indented, those one or two steps further. A stakeholder further away stands once, behind the first by
 * whom it is reached. A map drawn as dots and lines says nothing on a terminal; this can be read.
 *
 * Cost: map_in.h's; laying out costs the ties of those shown.
 */
#include "ego_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { AT_PARTY, AT_STEPS, AT_TIES, SWITCHES };

static const struct picture_choice steps[] = {
    { .name = "1", .label = N_("1"), .key = '1' },
    { .name = "2", .label = N_("2"), .key = '2' },
    { .name = "3", .label = N_("3"), .key = '3' },
};

static const struct picture_switch switches[SWITCHES] = {
    [AT_PARTY] = { .key = 'p',
                   .name = "party",
                   .label = N_("Around"),
                   .help = N_("The stakeholder in the middle. c puts the one under the cursor there."),
                   .kind = SWITCH_RECORD,
                   .type = &party_type,
                   .lays_only = true },
    [AT_STEPS] = { .key = 's',
                   .name = "steps",
                   .label = N_("Steps"),
                   .help = N_("How far around it: 1, 2 or 3 steps."),
                   .kind = SWITCH_CHOICE,
                   .choices = steps,
                   .choice_count = sizeof steps / sizeof steps[0],
                   .lays_only = true },
    [AT_TIES] = MAP_TIES_SWITCH,
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    return map_open(store, wish->as_of, wish->settings[AT_TIES].choice == TIES_RELATIONSHIPS, MAP_BETWEEN, data, why);
}

/* The one asked for; without one the office itself, else whoever stands between most. */
static ptrdiff_t centre_of(const struct map *map, const struct picture_wish *wish)
{
    if (wish->settings[AT_PARTY].id)
        return network_find(&map->network, wish->settings[AT_PARTY].id);
    if (map->own != NETWORK_NOBODY)
        return map->own;
    for (size_t n = 0; n < map->network.node_count; n++) {
        if (map->measures.nodes[n].rank == 1)
            return (ptrdiff_t)n;
    }
    return map->network.node_count > 0 ? 0 : NETWORK_NOBODY;
}

static int steps_of(const struct picture_wish *wish)
{
    return wish->settings[AT_STEPS].choice + 1;
}

/* --- which rows there are --- */
struct near_tie {
    const struct tie *tie;
    const char *reading; /* sorts by kind */
    const char *name;
};

static int compare_near(const void *a, const void *b)
{
    const struct near_tie *first = a, *second = b;
    int order = strcmp(first->reading, second->reading);

    if (order == 0)
        order = second->tie->strength - first->tie->strength;
    return order ? order : strcmp(first->name, second->name);
}

static enum err add_row(struct ego *ego, struct ego_side *side, struct ego_row row)
{
    if (side->count >= EGO_ROWS) {
        ego->left_out += row.tie != NULL;
        return OK;
    }
    if (side->count == side->room) {
        size_t room = 2 * side->room + 32;
        struct ego_row *grown = reallocarray(side->rows, room, sizeof *grown);

        if (!grown)
            return E_MEMORY;
        side->rows = grown;
        side->room = room;
    }
    side->rows[side->count++] = row;
    return OK;
}

/* Those behind `node`, each where it is reached first. */
static enum err add_behind(struct ego *ego, struct ego_side *side, size_t node, int depth)
{
    const struct network *network = &ego->map->network;
    enum err e = OK;

    for (size_t i = network->first_of[node]; i < network->first_of[node + 1] && depth <= ego->steps && !e; i++) {
        const struct tie *tie = &network->ties[network->ties_of[i]];
        size_t other = tie_other(tie, node);

        if (!tie_links(tie) || ego->far[other] != depth || ego->shown[other])
            continue;
        ego->shown[other] = true;
        if (!(e = add_row(ego, side, (struct ego_row){ .tie = tie, .node = other, .behind = node, .depth = depth })))
            e = add_behind(ego, side, other, depth + 1);
    }
    return e;
}

static enum err add_side(struct ego *ego, struct ego_side *side, const struct near_tie *near, size_t count, bool left)
{
    const char *before = "";
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        const struct tie *tie = near[i].tie;
        size_t other = tie_other(tie, ego->centre);

        if ((tie->to == ego->centre) != left)
            continue;
        if (strcmp(before, near[i].reading) != 0)
            e = add_row(ego, side, (struct ego_row){ .heading = near[i].reading });
        before = near[i].reading;
        if (!e)
            e = add_row(ego, side, (struct ego_row){ .tie = tie, .node = other, .behind = ego->centre, .depth = 1 });
        if (!e && tie_links(tie) && !ego->opened[other]) {
            ego->opened[other] = true;
            e = add_behind(ego, side, other, 2);
        }
    }
    return e;
}

static enum err find_near(struct ego *ego, struct canvas *canvas, struct near_tie **out, size_t *count)
{
    const struct network *network = &ego->map->network;
    size_t first = network->first_of[ego->centre], most = network->first_of[ego->centre + 1] - first;
    struct near_tie *near = calloc(most + 1, sizeof *near);

    *out = near;
    *count = 0;
    if (!near)
        return E_MEMORY;
    for (size_t i = 0; i < most; i++) {
        const struct tie *tie = &network->ties[network->ties_of[first + i]];
        char reading[MAP_WORDS_SIZE];

        near[i] = (struct near_tie){ .tie = tie,
                                     .reading = canvas_print(canvas, "%s", map_reading(ego->map, tie, true, reading)),
                                     .name = network->nodes[tie_other(tie, ego->centre)].name };
        ego->shown[tie_other(tie, ego->centre)] = true;
    }
    qsort(near, most, sizeof *near, compare_near);
    *count = most;
    return OK;
}

static enum err find_rows(struct ego *ego, struct canvas *canvas)
{
    size_t count = 0, nodes = ego->map->network.node_count + 1;
    struct near_tie *near = NULL;
    enum err e = E_MEMORY;

    ego->far = calloc(nodes, sizeof *ego->far);
    ego->shown = calloc(nodes, sizeof *ego->shown);
    ego->opened = calloc(nodes, sizeof *ego->opened);
    if (!ego->far || !ego->shown || !ego->opened)
        return E_MEMORY;
    ego->shown[ego->centre] = true;
    if (!(e = network_steps(&ego->map->network, ego->centre, ego->steps, ego->far)) &&
        !(e = find_near(ego, canvas, &near, &count)) && !(e = add_side(ego, &ego->left, near, count, true)))
        e = add_side(ego, &ego->right, near, count, false);
    free(near);
    return e;
}

static void ego_release(struct ego *ego)
{
    free(ego->far);
    free(ego->shown);
    free(ego->opened);
    free(ego->left.rows);
    free(ego->right.rows);
}

/* --- laying out --- */
static void tell(const struct ego *ego, struct canvas *canvas)
{
    const struct map *map = ego->map;
    const struct node_measures *measures = &map->measures.nodes[ego->centre];
    unsigned long partners = (unsigned long)measures->partners, ties = (unsigned long)measures->ties;
    char rank[MAP_WORDS_SIZE], count[MAP_WORDS_SIZE], tied[MAP_WORDS_SIZE];

    text_print_into(count, sizeof count, ngettext("%lu partner", "%lu partners", partners), partners);
    text_print_into(tied, sizeof tied, ngettext("%lu tie", "%lu ties", ties), ties);
    canvas->head = canvas_print(canvas, "%s · %s · %s", count, tied, map_tell_rank(map, ego->centre, rank));
    canvas->legend = _(map_legend);
    if (ego->left_out > 0) {
        unsigned long more = (unsigned long)ego->left_out;

        canvas->legend =
            ego->steps > 1
                ? canvas_print(
                      canvas,
                      ngettext("%lu more is not shown: fewer steps.", "%lu more are not shown: fewer steps.", more),
                      more)
                : canvas_print(canvas, ngettext("%lu more is not shown.", "%lu more are not shown.", more), more);
    }
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    const struct map *map = data;
    ptrdiff_t centre = centre_of(map, wish);
    struct ego ego = { .map = map, .steps = steps_of(wish) };
    enum err e;

    (void)why;
    if (centre == NETWORK_NOBODY) {
        canvas->empty = wish->settings[AT_PARTY].id
                            ? _("This stakeholder is not on the map of that day: it is closed or put away.")
                            : _(map_nobody);
        return OK;
    }
    ego.centre = (size_t)centre;
    if (!(e = find_rows(&ego, canvas)))
        e = ego_draw(&ego, width, height, canvas);
    if (!e)
        tell(&ego, canvas);
    ego_release(&ego);
    return e;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    const struct map *map = data;
    ptrdiff_t centre = centre_of(map, wish);
    size_t nodes = map->network.node_count + 1;
    uint8_t *far = calloc(nodes, sizeof *far);
    bool *marked = calloc(nodes, sizeof *marked);
    enum err e = far && marked ? OK : E_MEMORY;

    if (!e && centre != NETWORK_NOBODY)
        e = network_steps(&map->network, (size_t)centre, steps_of(wish), far);
    for (size_t n = 0; n < map->network.node_count && !e && centre != NETWORK_NOBODY; n++)
        marked[n] = far[n] <= steps_of(wish);
    if (!e)
        e = map_table(map, marked, table);
    free(far);
    free(marked);
    return e;
}

const struct picture ego_picture = {
    .name = "ego",
    .label = N_("Around one stakeholder"),
    .sentence = N_("Who is tied to one stakeholder, how, and who stands behind them."),
    .type = &party_type,
    .has_past = true,
    .stays_here = true,
    .is_network = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .centre = AT_PARTY + 1,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = map_close,
};
