/*
 * Whether a reader is left in doubt about a count. What the reader knows is every sum, every cell that is shown, and
 * what the marks of the others say ("<5"). There is doubt when one more or one less in this cell can be made good in
 * others until all sums hold again: then there are two worlds, the true one and this, and nothing published tells
 * which. Such a world is looked for by changing few cells first. One that is found is proof; when none is found soon,
 * the caller holds more back, which errs on the safe side.
 */
#include "disclosure_cells_in.h"

#include <stdlib.h>

enum { CHANGES_MAX = 14, TRIES_MAX = 20000 };

struct world {
    const struct disclosure *disclosure;
    signed char *changed;      /* of each cell: -1, 0, 1 */
    int *amiss;                /* of each sum: what its whole is more than its parts now */
    int open[CHANGES_MAX * 8]; /* the sums that are amiss, and some that were */
    size_t open_count;
    int tries;
};

static bool may_hold(const struct disclosure *disclosure, int cell, int64_t value)
{
    const struct cell *of = &disclosure->cells[cell];

    switch (disclosure_of(disclosure, cell)) {
    case DISCLOSED:
        return value == of->value;
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

/* false when there is no room to remember what is amiss; all is changed all the same. */
static bool change(struct world *world, int cell, int by)
{
    const struct disclosure *disclosure = world->disclosure;
    bool room = true;

    world->changed[cell] = (signed char)(world->changed[cell] + by);
    for (size_t i = disclosure->first_sum[cell]; i < disclosure->first_sum[cell + 1]; i++) {
        int sum = disclosure->sums_of[i];

        world->amiss[sum] += disclosure->sums[sum].whole == cell ? by : -by;
        if (world->open_count < sizeof world->open / sizeof world->open[0])
            world->open[world->open_count++] = sum;
        else
            room = false;
    }
    return room;
}

static bool make_good(struct world *world, int changes);

/* One cell of the sum that is amiss is changed by `by`, if it may, and the rest is made good after it. */
static bool try_cell(struct world *world, int cell, int by, int changes)
{
    size_t open = world->open_count;

    if (world->changed[cell] != 0 || !may_hold(world->disclosure, cell, world->disclosure->cells[cell].value + by))
        return false;
    if (change(world, cell, by) && make_good(world, changes - 1))
        return true;
    change(world, cell, -by);
    world->open_count = open;
    return false;
}

static bool make_good(struct world *world, int changes)
{
    const struct sum *sum = NULL;
    int amiss = 0;

    for (size_t i = world->open_count; i > 0 && !sum; i--) {
        if ((amiss = world->amiss[world->open[i - 1]]) != 0)
            sum = &world->disclosure->sums[world->open[i - 1]];
    }
    if (!sum)
        return true;
    if (changes == 0 || ++world->tries > TRIES_MAX)
        return false;
    for (size_t i = 0; i < sum->count; i++) {
        if (try_cell(world, sum->parts[i], amiss > 0 ? 1 : -1, changes))
            return true;
    }
    return try_cell(world, sum->whole, amiss > 0 ? -1 : 1, changes);
}

enum err disclosure_is_in_doubt(const struct disclosure *disclosure, int cell, bool *out)
{
    struct world world = {
        .disclosure = disclosure,
        .changed = calloc(disclosure->cell_count + 1, sizeof *world.changed),
        .amiss = calloc(disclosure->sum_count + 1, sizeof *world.amiss),
    };
    enum err e = world.changed && world.amiss ? OK : E_MEMORY;

    *out = false;
    for (int changes = 1; changes <= CHANGES_MAX && !e && !*out; changes++)
        *out = try_cell(&world, cell, 1, changes) || try_cell(&world, cell, -1, changes);
    free(world.changed);
    free(world.amiss);
    return e;
}
