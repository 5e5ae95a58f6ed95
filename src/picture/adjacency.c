/*
 * Who is tied to whom, as a matrix: a row and a column for each stakeholder that has a tie, those of one sector beside
 * each other so that blocks and holes between sectors can be seen. Rows lead to columns. At most MATRIX_MOST, of more
 * those with most partners; narrowed to a sector all of it fits.
 *
 * Cost: map_in.h's without betweenness; laying out costs the square of those shown.
 */
#include "adjacency_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { AT_SECTOR, AT_TIES, SWITCHES };

static const struct picture_switch switches[SWITCHES] = {
    [AT_SECTOR] = { .key = 'e',
                    .name = "sector",
                    .label = N_("Sector"),
                    .help = N_("Only stakeholders of this sector, and those they are tied to."),
                    .kind = SWITCH_WORD,
                    .vocabulary = "sector",
                    .lays_only = true },
    [AT_TIES] = MAP_TIES_SWITCH,
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    return map_open(store, wish->as_of, wish->settings[AT_TIES].choice == TIES_RELATIONSHIPS, MAP_MEASURED, data, why);
}

/* --- who is shown --- */
/* With a tie; of a sector, or tied to one of it. */
static enum err mark_shown(const struct map *map, const char *sector, bool *shown)
{
    const struct network *network = &map->network;
    bool *of_sector = calloc(network->node_count + 1, sizeof *of_sector);

    if (!of_sector)
        return E_MEMORY;
    for (size_t n = 0; n < network->node_count; n++)
        of_sector[n] = !sector[0] || text_list_has(network->nodes[n].sectors, sector);
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];

        if (of_sector[tie->from] || of_sector[tie->to])
            shown[tie->from] = shown[tie->to] = true;
    }
    free(of_sector);
    return OK;
}

/* The first sector as the record has it; those without one stand last. */
static size_t block_of(const struct map *map, const struct node *node)
{
    size_t count, len = strcspn(node->sectors, ";");
    const struct vocabulary_entry *entries = vocabulary_entries(map->words, "sector", &count);

    for (size_t i = 0; i < count; i++) {
        if (strlen(entries[i].code) == len && strncmp(entries[i].code, node->sectors, len) == 0)
            return i;
    }
    return count;
}

struct candidate {
    struct member member;
    size_t partners;
    const char *name;
};

static int compare_partners(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;

    if (first->partners != second->partners)
        return first->partners > second->partners ? -1 : 1;
    return first->member.node < second->member.node ? -1 : 1;
}

static int compare_places(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;

    if (first->member.block != second->member.block)
        return first->member.block < second->member.block ? -1 : 1;
    return strcmp(first->name, second->name);
}

static enum err choose(struct matrix *matrix, const char *sector)
{
    const struct map *map = matrix->map;
    size_t nodes = map->network.node_count, count = 0;
    bool *shown = calloc(nodes + 1, sizeof *shown);
    struct candidate *candidates = calloc(nodes + 1, sizeof *candidates);
    enum err e = shown && candidates ? mark_shown(map, sector, shown) : E_MEMORY;

    for (size_t n = 0; n < nodes && !e; n++) {
        if (shown[n])
            candidates[count++] = (struct candidate){ { n, block_of(map, &map->network.nodes[n]) },
                                                      map->measures.nodes[n].partners,
                                                      map->network.nodes[n].name };
    }
    matrix->member_count = count < MATRIX_MOST ? count : MATRIX_MOST;
    matrix->left_out = count - matrix->member_count;
    if (!e && !(matrix->members = calloc(matrix->member_count + 1, sizeof *matrix->members)))
        e = E_MEMORY;
    if (!e) {
        qsort(candidates, count, sizeof *candidates, compare_partners);
        qsort(candidates, matrix->member_count, sizeof *candidates, compare_places);
        for (size_t i = 0; i < matrix->member_count; i++)
            matrix->members[i] = candidates[i].member;
    }
    free(shown);
    free(candidates);
    return e;
}

/* Blocks are numbered as they come, and named. */
static enum err name_blocks(struct matrix *matrix, struct canvas *canvas)
{
    size_t count, before = SIZE_MAX;
    const struct vocabulary_entry *entries = vocabulary_entries(matrix->map->words, "sector", &count);

    matrix->blocks = calloc(matrix->member_count + 1, sizeof *matrix->blocks);
    if (!matrix->blocks)
        return E_MEMORY;
    for (size_t i = 0; i < matrix->member_count; i++) {
        size_t block = matrix->members[i].block;

        if (block != before)
            matrix->blocks[matrix->block_count++] =
                block < count
                    ? canvas_print(canvas, "%s", vocabulary_label(matrix->map->words, "sector", entries[block].code))
                    : _("no sector");
        before = block;
        matrix->members[i].block = matrix->block_count - 1;
    }
    return OK;
}

static enum err make_codes(struct matrix *matrix)
{
    size_t count = matrix->member_count;
    const char **names = calloc(count + 1, sizeof *names), **acronyms = calloc(count + 1, sizeof *acronyms);
    enum err e = E_MEMORY;

    matrix->codes = calloc(count + 1, sizeof *matrix->codes);
    for (size_t i = 0; names && acronyms && i < count; i++) {
        const struct node *node = &matrix->map->network.nodes[matrix->members[i].node];

        names[i] = node->name;
        acronyms[i] = node->acronym;
    }
    if (names && acronyms && matrix->codes)
        e = codes_make(names, acronyms, count, MATRIX_CODE_CELLS, matrix->codes);
    free(names);
    free(acronyms);
    return e;
}

/* --- which ties stand in which cell --- */
static void put_tie(struct matrix *matrix, size_t row, size_t column, size_t tie, size_t *count)
{
    size_t *cell = &matrix->first_tie[row * matrix->member_count + column];

    matrix->ties[*count] = tie;
    matrix->next[*count] = *cell;
    *cell = ++*count;
}

static enum err fill_cells(struct matrix *matrix)
{
    const struct network *network = &matrix->map->network;
    size_t count = 0, *place = calloc(network->node_count + 1, sizeof *place);

    matrix->first_tie = calloc(matrix->member_count * matrix->member_count + 1, sizeof *matrix->first_tie);
    matrix->ties = calloc(2 * network->tie_count + 1, sizeof *matrix->ties);
    matrix->next = calloc(2 * network->tie_count + 1, sizeof *matrix->next);
    if (!place || !matrix->first_tie || !matrix->ties || !matrix->next) {
        free(place);
        return E_MEMORY;
    }
    for (size_t i = 0; i < matrix->member_count; i++)
        place[matrix->members[i].node] = i + 1;
    for (size_t i = 0; i < network->tie_count; i++) {
        size_t from = place[network->ties[i].from], to = place[network->ties[i].to];

        if (from == 0 || to == 0)
            continue;
        put_tie(matrix, from - 1, to - 1, i, &count);
        if (network->ties[i].flags & TIE_BOTH_WAYS)
            put_tie(matrix, to - 1, from - 1, i, &count);
    }
    free(place);
    return OK;
}

/* --- laying out --- */
static void matrix_release(struct matrix *matrix)
{
    free(matrix->members);
    free(matrix->codes);
    free(matrix->blocks);
    free(matrix->first_tie);
    free(matrix->ties);
    free(matrix->next);
}

static void tell(const struct matrix *matrix, struct canvas *canvas)
{
    unsigned long count = (unsigned long)matrix->member_count, more = (unsigned long)matrix->left_out;

    canvas->head =
        canvas_print(canvas, ngettext("%lu stakeholder with ties", "%lu stakeholders with ties", count), count);
    if (more > 0)
        canvas->head = canvas_print(
            canvas, ngettext("%s · %lu more with fewer partners", "%s · %lu more with fewer partners", more),
            canvas->head, more);
    canvas->legend = _("Row to column: 1-5 strength, + unsaid, ! no agreement, ? unsure, x tension");
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    struct matrix matrix = { .map = data };
    enum err e;

    (void)height;
    (void)why;
    if ((e = choose(&matrix, wish->settings[AT_SECTOR].code)) || matrix.member_count == 0) {
        canvas->empty = matrix.map->network.node_count == 0 ? _(map_nobody) : _("Nobody here is tied to anybody yet.");
        matrix_release(&matrix);
        return e;
    }
    if (!(e = name_blocks(&matrix, canvas)) && !(e = make_codes(&matrix)) && !(e = fill_cells(&matrix)))
        e = matrix_draw(&matrix, width, canvas);
    if (!e)
        tell(&matrix, canvas);
    matrix_release(&matrix);
    return e;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    const struct map *map = data;
    bool *shown = calloc(map->network.node_count + 1, sizeof *shown);
    enum err e = shown ? mark_shown(map, wish->settings[AT_SECTOR].code, shown) : E_MEMORY;

    if (!e)
        e = map_table(map, shown, table);
    free(shown);
    return e;
}

const struct picture adjacency_picture = {
    .name = "adjacency",
    .label = N_("Who is tied to whom"),
    .sentence = N_("All ties at once, by sector: blocks of those who work together, and the holes between."),
    .type = &party_type,
    .has_past = true,
    .stays_here = true,
    .is_network = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = map_close,
};
