/*
 * Whether a reader is left in doubt about a count. What the reader knows is every sum, every cell that is shown, and
 * what the marks of the others say ("<5"). There is doubt when there is another world, with another number in this
 * cell, in which all of that holds as well: then nothing published tells which of the two is true. Such a world is
 * looked for from the true one: the cell is changed by one, and what is amiss after that is mended, sum by sum, by the
 * change that leaves least amiss, now and then by any. A world that is found is proof; when none is found soon, the
 * caller holds more back, which errs on the safe side.
 *
 * That there was nobody is no secret about anybody, so a count of 0 is kept from adding and subtracting alone: a reader
 * who also reasons that no count is below 0 may find it.
 */
#include "disclosure_cells_in.h"

#include <stdlib.h>
#include <string.h>

enum { MENDINGS_MAX = 300, BEGINNINGS = 2, RESTING = 6, ANY_IN = 8 };

struct world {
    const struct disclosure *disclosure;
    int target;
    bool is_of_nobody;
    int64_t *values; /* of each cell */
    int *rests;      /* of each cell: until which mending it may not be changed again */
    int *amiss;      /* of each sum: what its whole is more than its parts now */
    int *list;       /* the sums that are amiss */
    int *place;      /* of each sum in the list; -1 not there */
    size_t count;
    unsigned random;
};

static unsigned next_random(struct world *world)
{
    world->random = world->random * 1103515245u + 12345u;
    return world->random >> 8;
}

static bool may_hold(const struct disclosure *disclosure, int cell, int64_t value)
{
    switch (disclosure_of(disclosure, cell)) {
    case DISCLOSED_UNDER:
        return value >= 0 && value < DISCLOSURE_LEAST;
    case DISCLOSED_NEARLY:
        return value >= DISCLOSURE_LEAST && value > disclosure_more_than(disclosure, cell);
    case DISCLOSED_HELD_BACK:
        return value >= DISCLOSURE_LEAST;
    default:
        return value >= 0;
    }
}

static bool may_change(const struct world *world, int cell, int by)
{
    if (cell == world->target || world->disclosure->cells[cell].show == DISCLOSED)
        return false;
    return world->is_of_nobody || may_hold(world->disclosure, cell, world->values[cell] + by);
}

/* By how much the whole is more than the parts, when the cell is changed by `by`. */
static int amiss_after(const struct world *world, int sum, int cell, int by)
{
    return world->amiss[sum] + (world->disclosure->sums[sum].whole == cell ? by : -by);
}

static void note(struct world *world, int sum)
{
    if (world->amiss[sum] != 0 && world->place[sum] < 0) {
        world->place[sum] = (int)world->count;
        world->list[world->count++] = sum;
    } else if (world->amiss[sum] == 0 && world->place[sum] >= 0) {
        int last = world->list[--world->count];

        world->list[world->place[sum]] = last;
        world->place[last] = world->place[sum];
        world->place[sum] = -1;
    }
}

static void change(struct world *world, int cell, int by)
{
    const struct disclosure *disclosure = world->disclosure;

    world->values[cell] += by;
    for (size_t i = disclosure->first_sum[cell]; i < disclosure->first_sum[cell + 1]; i++) {
        int sum = disclosure->sums_of[i];

        world->amiss[sum] = amiss_after(world, sum, cell, by);
        note(world, sum);
    }
}

/* How much more is amiss in all sums after the change. */
static int cost_of(const struct world *world, int cell, int by)
{
    const struct disclosure *disclosure = world->disclosure;
    int cost = 0;

    for (size_t i = disclosure->first_sum[cell]; i < disclosure->first_sum[cell + 1]; i++) {
        int sum = disclosure->sums_of[i];

        cost += abs(amiss_after(world, sum, cell, by)) - abs(world->amiss[sum]);
    }
    return cost;
}

/* The n-th cell of a sum, the whole last, and how it changes to mend the sum. */
static int cell_of(const struct world *world, int sum, size_t n, int *by)
{
    const struct sum *of = &world->disclosure->sums[sum];
    bool is_whole = n == of->count;

    *by = (world->amiss[sum] > 0) == is_whole ? -1 : 1;
    return is_whole ? of->whole : of->parts[n];
}

/* One change that mends this sum a little; false when there is none. */
static bool mend(struct world *world, int sum, int mending)
{
    size_t cells = world->disclosure->sums[sum].count + 1, from = next_random(world) % cells;
    bool any = next_random(world) % ANY_IN == 0;
    int best = -1, best_by = 0, best_cost = 0;

    for (size_t i = 0; i < cells; i++) {
        int by, cell = cell_of(world, sum, (from + i) % cells, &by), cost;

        if (!may_change(world, cell, by))
            continue;
        cost = cost_of(world, cell, by) + (world->rests[cell] > mending ? 100 : 0);
        if (best < 0 || cost < best_cost) {
            best = cell;
            best_by = by;
            best_cost = cost;
        }
        if (any)
            break;
    }
    if (best < 0)
        return false;
    world->rests[best] = mending + RESTING;
    change(world, best, best_by);
    return true;
}

static void start(struct world *world)
{
    const struct disclosure *disclosure = world->disclosure;

    for (size_t i = 0; i < disclosure->cell_count; i++) {
        world->values[i] = disclosure->cells[i].value;
        world->rests[i] = 0;
    }
    for (size_t i = 0; i < disclosure->sum_count; i++) {
        world->amiss[i] = 0;
        world->place[i] = -1;
    }
    world->count = 0;
}

static bool is_there_another(struct world *world, int by)
{
    start(world);
    if (!world->is_of_nobody && !may_hold(world->disclosure, world->target, world->values[world->target] + by))
        return false;
    change(world, world->target, by);
    for (int mending = 1; mending <= MENDINGS_MAX && world->count > 0; mending++) {
        if (!mend(world, world->list[next_random(world) % world->count], mending))
            return false;
    }
    return world->count == 0;
}

enum err disclosure_is_in_doubt(const struct disclosure *disclosure, int cell, bool *out)
{
    size_t cells = disclosure->cell_count + 1, sums = disclosure->sum_count + 1;
    struct world world = {
        .disclosure = disclosure,
        .target = cell,
        .is_of_nobody = disclosure->cells[cell].value == 0,
        .values = malloc(cells * sizeof *world.values),
        .rests = malloc(cells * sizeof *world.rests),
        .amiss = malloc(sums * sizeof *world.amiss),
        .list = calloc(sums, sizeof *world.list),
        .place = malloc(sums * sizeof *world.place),
        .random = (unsigned)cell,
    };
    enum err e = world.values && world.rests && world.amiss && world.list && world.place ? OK : E_MEMORY;

    *out = false;
    for (int i = 0; i < BEGINNINGS && !e && !*out; i++)
        *out = is_there_another(&world, 1) || is_there_another(&world, -1);
    free(world.values);
    free(world.rests);
    free(world.amiss);
    free(world.list);
    free(world.place);
    return e;
}
