/* What to hold back. Whether a reader is left in doubt is disclosure_doubt.c's. */
#include "disclosure_cells_in.h"

#include <stdlib.h>
#include <string.h>

enum err disclosure_new(struct disclosure **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? OK : E_MEMORY;
}

void disclosure_free(struct disclosure *disclosure)
{
    if (!disclosure)
        return;
    for (size_t i = 0; i < disclosure->sum_count; i++)
        free(disclosure->sums[i].parts);
    free(disclosure->sums);
    free(disclosure->sums_of);
    free(disclosure->first_sum);
    free(disclosure->cells);
    free(disclosure);
}

enum err disclosure_add(struct disclosure *disclosure, int64_t value, bool is_published, int *cell)
{
    struct cell *grown = reallocarray(disclosure->cells, disclosure->cell_count + 1, sizeof *grown);

    if (!grown)
        return E_MEMORY;
    disclosure->cells = grown;
    *cell = (int)disclosure->cell_count++;
    grown[*cell] = (struct cell){
        .value = value,
        .show = !is_published              ? DISCLOSED_NOTHING
                : value < DISCLOSURE_LEAST ? DISCLOSED_UNDER
                                           : DISCLOSED,
        .whole = -1,
    };
    return OK;
}

enum err disclosure_sum(struct disclosure *disclosure, int whole, const int *parts, size_t count)
{
    struct sum *grown = reallocarray(disclosure->sums, disclosure->sum_count + 1, sizeof *grown);
    int *copy = malloc((count + 1) * sizeof *copy);

    if (grown)
        disclosure->sums = grown;
    if (!grown || !copy) {
        free(copy);
        return E_MEMORY;
    }
    memcpy(copy, parts, count * sizeof *copy);
    disclosure->cells[whole].rank++;
    grown[disclosure->sum_count++] = (struct sum){ .whole = whole, .parts = copy, .count = count };
    return OK;
}

enum disclosed disclosure_of(const struct disclosure *disclosure, int cell)
{
    const struct cell *of = &disclosure->cells[cell];

    if (of->show == DISCLOSED_NEARLY && disclosure->cells[of->whole].show != DISCLOSED)
        return DISCLOSED_HELD_BACK;
    return of->show;
}

int64_t disclosure_more_than(const struct disclosure *disclosure, int cell)
{
    const struct cell *of = &disclosure->cells[cell];

    return of->whole < 0 ? 0 : disclosure->cells[of->whole].value - DISCLOSURE_LEAST;
}

/* --- which sums a cell stands in --- */
static void count_sums(struct disclosure *disclosure)
{
    for (size_t i = 0; i < disclosure->sum_count; i++) {
        const struct sum *sum = &disclosure->sums[i];

        disclosure->first_sum[sum->whole + 1]++;
        for (size_t p = 0; p < sum->count; p++)
            disclosure->first_sum[sum->parts[p] + 1]++;
    }
    for (size_t i = 0; i < disclosure->cell_count; i++)
        disclosure->first_sum[i + 1] += disclosure->first_sum[i];
}

static enum err list_sums(struct disclosure *disclosure)
{
    size_t *next;

    free(disclosure->first_sum);
    free(disclosure->sums_of);
    disclosure->sums_of = NULL;
    if (!(disclosure->first_sum = calloc(disclosure->cell_count + 1, sizeof *disclosure->first_sum)))
        return E_MEMORY;
    count_sums(disclosure);
    disclosure->sums_of = malloc((disclosure->first_sum[disclosure->cell_count] + 1) * sizeof *disclosure->sums_of);
    next = malloc((disclosure->cell_count + 1) * sizeof *next);
    if (!disclosure->sums_of || !next) {
        free(next);
        return E_MEMORY;
    }
    memcpy(next, disclosure->first_sum, (disclosure->cell_count + 1) * sizeof *next);
    for (size_t i = 0; i < disclosure->sum_count; i++) {
        const struct sum *sum = &disclosure->sums[i];

        disclosure->sums_of[next[sum->whole]++] = (int)i;
        for (size_t p = 0; p < sum->count; p++)
            disclosure->sums_of[next[sum->parts[p]]++] = (int)i;
    }
    free(next);
    return OK;
}

/* --- holding back --- */
/* In the order in which counts are held back; -1 comes before all. */
static bool comes_before(const struct disclosure *disclosure, int a, int b)
{
    if (a < 0)
        return true;
    if (disclosure->cells[a].value != disclosure->cells[b].value)
        return disclosure->cells[a].value < disclosure->cells[b].value;
    return disclosure->cells[a].rank != disclosure->cells[b].rank
               ? disclosure->cells[a].rank < disclosure->cells[b].rank
               : a < b;
}

static bool choose_sums(const struct disclosure *disclosure, int cell, bool *sums)
{
    bool more = false;

    for (size_t i = disclosure->first_sum[cell]; i < disclosure->first_sum[cell + 1]; i++) {
        more = more || !sums[disclosure->sums_of[i]];
        sums[disclosure->sums_of[i]] = true;
    }
    return more;
}

/* The sums that share a cell with those chosen are chosen too; false when there are no more. */
static bool widen(const struct disclosure *disclosure, bool *sums)
{
    bool more = false;

    for (size_t i = 0; i < disclosure->sum_count; i++) {
        const struct sum *sum = &disclosure->sums[i];

        for (size_t p = 0; p < sum->count && sums[i]; p++)
            more = choose_sums(disclosure, sum->parts[p], sums) || more;
        if (sums[i])
            more = choose_sums(disclosure, sum->whole, sums) || more;
    }
    return more;
}

/* Of a whole in two parts, one of which is small, the other may still be told to be nearly all. */
static void hold_back(struct disclosure *disclosure, int cell, int because)
{
    struct cell *held = &disclosure->cells[cell];

    held->show = DISCLOSED_HELD_BACK;
    for (size_t i = disclosure->first_sum[because]; i < disclosure->first_sum[because + 1]; i++) {
        const struct sum *sum = &disclosure->sums[disclosure->sums_of[i]];

        if (sum->count == 2 && (sum->parts[0] == cell || sum->parts[1] == cell) &&
            disclosure->cells[sum->whole].show == DISCLOSED) {
            held->show = DISCLOSED_NEARLY;
            held->whole = sum->whole;
        }
    }
}

/* The smallest count behind `after` that is shown in any of these sums, the first of equal ones; -1 none. */
static int next_shown(const struct disclosure *disclosure, const bool *sums, int after)
{
    int best = -1;

    for (size_t i = 0; i < disclosure->sum_count; i++) {
        const struct sum *sum = &disclosure->sums[i];

        for (size_t p = 0; p <= sum->count && sums[i]; p++) {
            int cell = p < sum->count ? sum->parts[p] : sum->whole;

            if (disclosure->cells[cell].show == DISCLOSED && comes_before(disclosure, after, cell) &&
                (best < 0 || comes_before(disclosure, cell, best)))
                best = cell;
        }
    }
    return best;
}

/* The smallest count that leaves doubt when it alone is held back; failing that, the smallest. *found -1: there is
 * none at all. */
static enum err choose(struct disclosure *disclosure, const bool *sums, int because, int *found)
{
    int first = next_shown(disclosure, sums, -1);
    bool in_doubt = false;
    enum err e = OK;

    for (*found = first; *found >= 0 && !e; *found = next_shown(disclosure, sums, *found)) {
        struct cell kept = disclosure->cells[*found];

        hold_back(disclosure, *found, because);
        e = disclosure_is_in_doubt(disclosure, because, &in_doubt);
        disclosure->cells[*found] = kept;
        if (e || in_doubt)
            return e;
    }
    *found = first;
    return e;
}

/* Holds one more count back; *held false when there is none that could matter. */
static enum err hold_one_back(struct disclosure *disclosure, int because, bool *held)
{
    bool *sums = calloc(disclosure->sum_count + 1, sizeof *sums);
    int found = -1;
    enum err e = sums ? OK : E_MEMORY;

    if (!e) {
        choose_sums(disclosure, because, sums);
        while (next_shown(disclosure, sums, -1) < 0 && widen(disclosure, sums))
            ;
        e = choose(disclosure, sums, because, &found);
    }
    free(sums);
    *held = !e && found >= 0;
    if (*held)
        hold_back(disclosure, found, because);
    return e;
}

/* What stands nowhere and is 0 needs no doubt: that none are left of a whole is told by showing all of it. */
static bool is_secret(const struct cell *cell)
{
    return cell->value < DISCLOSURE_LEAST && (cell->value > 0 || cell->show != DISCLOSED_NOTHING);
}

/* Holding back more never takes a doubt away, so each cell is looked at once. */
static enum err protect(struct disclosure *disclosure, int cell)
{
    bool in_doubt = false, held = true;
    enum err e = OK;

    while (!e && held && !(e = disclosure_is_in_doubt(disclosure, cell, &in_doubt)) && !in_doubt)
        e = hold_one_back(disclosure, cell, &held);
    return e;
}

enum err disclosure_settle(struct disclosure *disclosure)
{
    enum err e = list_sums(disclosure);

    for (size_t i = 0; i < disclosure->cell_count && !e; i++) {
        if (is_secret(&disclosure->cells[i]))
            e = protect(disclosure, (int)i);
    }
    return e;
}
