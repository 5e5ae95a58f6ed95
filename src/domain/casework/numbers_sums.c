/*
 * What holds between the counts, and so what may be told of them. Whatever a reader could add up or take off stands
 * here: the parts of a whole, a share and what is left of it, the tables that share a total, a year and its quarters.
 */
#include "numbers_publish_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"

enum { YEAR_COLUMNS = 5, PARTS_MAX = 64 };

struct summing {
    const struct tally *tally;
    struct disclosure *disclosure;
    int year;                                  /* from first_year */
    int columns;                               /* its quarters so far, then the year */
    int cells[TALLY_COUNTS_MAX][YEAR_COLUMNS]; /* of the disclosure */
};

static int quarters_of(const struct tally *tally, int year)
{
    int left = (int)tally->quarter_count - 4 * year;

    return left < 0 ? 0 : left < 4 ? left : 4;
}

static int64_t value_in(const struct summing *summing, size_t count, int column)
{
    const int64_t *in = &summing->tally->counts[count].in[4 * (size_t)summing->year];
    int64_t all = 0;

    if (column < summing->columns - 1)
        return in[column];
    for (int i = 0; i < summing->columns - 1; i++)
        all += in[i];
    return all;
}

/* --- sums in every column --- */
struct parts {
    size_t counts[PARTS_MAX];
    size_t count;
};

static void add_part(struct parts *parts, size_t count)
{
    if (parts->count < PARTS_MAX)
        parts->counts[parts->count++] = count;
}

static struct parts parts_of_group(const struct tally *tally, enum group group)
{
    struct parts parts = { .count = 0 };

    for (size_t i = tally->group_first[group]; i < tally->group_first[group + 1]; i++)
        add_part(&parts, i);
    return parts;
}

/* `has_rest`: what is left of the whole is a count too, which stands nowhere. */
static enum err add_column(struct summing *summing, size_t whole, const struct parts *parts, bool has_rest, int column)
{
    int cells[PARTS_MAX + 1];
    int64_t rest = value_in(summing, whole, column);
    size_t count = parts->count;
    enum err e = OK;

    for (size_t i = 0; i < count; i++) {
        cells[i] = summing->cells[parts->counts[i]][column];
        rest -= value_in(summing, parts->counts[i], column);
    }
    /* What does not hold, because a record was filled in oddly, tells a reader nothing either. */
    if (rest < 0 || (rest > 0 && !has_rest))
        return OK;
    if (has_rest && (e = disclosure_add(summing->disclosure, rest, false, &cells[count++])))
        return e;
    return disclosure_sum(summing->disclosure, summing->cells[whole][column], cells, count);
}

static enum err add_sum(struct summing *summing, size_t whole, struct parts parts, bool has_rest)
{
    enum err e = OK;

    for (int column = 0; column < summing->columns && !e; column++)
        e = add_column(summing, whole, &parts, has_rest, column);
    return e;
}

static enum err add_group(struct summing *summing, size_t whole, enum group group)
{
    return add_sum(summing, whole, parts_of_group(summing->tally, group), false);
}

static enum err add_two(struct summing *summing, size_t whole, size_t one, size_t other)
{
    return add_sum(summing, whole, (struct parts){ .counts = { one, other }, .count = 2 }, false);
}

static enum err add_share(struct summing *summing, size_t whole, size_t part)
{
    return add_sum(summing, whole, (struct parts){ .counts = { part }, .count = 1 }, true);
}

/* --- which ones there are --- */
static enum err add_referrals(struct summing *summing)
{
    const struct tally *tally = summing->tally;
    size_t in = tally_find(tally, GROUP_DECISION, "screen_in"),
           unfounded = tally_find(tally, GROUP_DECISION, "unfounded"),
           out = tally_find(tally, GROUP_DECISION, "out_of_mandate");
    enum err e;

    if ((e = add_share(summing, COUNT_RECEIVED, COUNT_RECEIVED_GONE)) ||
        (e = add_group(summing, COUNT_RECEIVED, GROUP_DECISION)) ||
        (e = add_two(summing, COUNT_RECEIVED, COUNT_SCREENED, tally_find(tally, GROUP_DECISION, ""))) ||
        (e = add_two(summing, COUNT_SIGNPOSTED, tally_find(tally, GROUP_DECISION, "signpost"),
                     tally_find(tally, GROUP_DECISION, "community"))) ||
        (e = add_share(summing, COUNT_SCREENED, COUNT_SIGNPOSTED)) ||
        (e = add_two(summing, COUNT_REASONED, unfounded, out)) ||
        (e = add_group(summing, COUNT_REASONED, GROUP_REASON)) ||
        (e = add_share(summing, COUNT_RECEIVED, COUNT_CONTACTED)) || (e = add_share(summing, in, COUNT_CONTACTED)))
        return e;
    if ((e = add_group(summing, COUNT_RECEIVED, GROUP_SOURCE)) ||
        (e = add_group(summing, COUNT_SCREENED, GROUP_SOURCE_SCREENED)) ||
        (e = add_group(summing, in, GROUP_SOURCE_IN)) || (e = add_group(summing, unfounded, GROUP_SOURCE_UNFOUNDED)))
        return e;
    if ((e = add_group(summing, COUNT_RECEIVED, GROUP_CHANNEL)) ||
        (e = add_group(summing, COUNT_SCREENED, GROUP_CHANNEL_SCREENED)))
        return e;
    return add_group(summing, in, GROUP_CHANNEL_IN);
}

/* For each code: decided of received, screened in or unfounded of decided. */
static enum err add_by_code(struct summing *summing)
{
    const size_t *first = summing->tally->group_first;
    enum err e = OK;

    for (size_t i = 0; i < tally_group_size(summing->tally, GROUP_SOURCE) && !e; i++) {
        size_t screened = first[GROUP_SOURCE_SCREENED] + i, in = first[GROUP_SOURCE_IN] + i,
               unfounded = first[GROUP_SOURCE_UNFOUNDED] + i;

        if ((e = add_share(summing, first[GROUP_SOURCE] + i, screened)) || (e = add_share(summing, screened, in)) ||
            (e = add_share(summing, screened, unfounded)))
            break;
        e = add_sum(summing, screened, (struct parts){ .counts = { in, unfounded }, .count = 2 }, true);
    }
    for (size_t i = 0; i < tally_group_size(summing->tally, GROUP_CHANNEL) && !e; i++) {
        size_t screened = first[GROUP_CHANNEL_SCREENED] + i;

        if (!(e = add_share(summing, first[GROUP_CHANNEL] + i, screened)))
            e = add_share(summing, screened, first[GROUP_CHANNEL_IN] + i);
    }
    return e;
}

static enum err add_cases(struct summing *summing)
{
    enum err e;

    if ((e = add_share(summing, COUNT_INVITED, COUNT_AGREED)) ||
        (e = add_share(summing, COUNT_INVITED, COUNT_DECLINED)) ||
        (e = add_sum(summing, COUNT_INVITED, (struct parts){ .counts = { COUNT_AGREED, COUNT_DECLINED }, .count = 2 },
                     true)) ||
        (e = add_two(summing, COUNT_EXPECTED, COUNT_KEPT, COUNT_MISSED)) ||
        (e = add_group(summing, COUNT_PROGRESS, GROUP_PROGRESS)) ||
        (e = add_share(summing, COUNT_KEPT, COUNT_PROGRESS)) ||
        (e = add_group(summing, COUNT_STRENGTHS, GROUP_CHANGE)) ||
        (e = add_share(summing, COUNT_REVIEWS_DUE, COUNT_REVIEWS_ON_TIME)) ||
        (e = add_share(summing, COUNT_REVIEWS_DUE, COUNT_REAFFIRMED)))
        return e;
    return add_share(summing, COUNT_REVIEWS_ON_TIME, COUNT_REAFFIRMED);
}

static enum err add_log(struct summing *summing)
{
    const struct tally *tally = summing->tally;
    enum err e;

    if ((e = add_group(summing, COUNT_OVERRIDES, GROUP_OVERRIDE)) ||
        (e = add_group(summing, COUNT_SHARING, GROUP_SHARING)) ||
        (e = add_share(summing, COUNT_SHARING, COUNT_OUTSIDE)) ||
        (e = add_share(summing, COUNT_OUTSIDE, COUNT_OUTSIDE_REFUSED)) ||
        (e = add_share(summing, tally_find(tally, GROUP_SHARING, "refused"), COUNT_OUTSIDE_REFUSED)) ||
        (e = add_share(summing, COUNT_RETENTION, COUNT_RETENTION_ON_TIME)) ||
        (e = add_group(summing, COUNT_CLOSURES, GROUP_CLOSURE)) ||
        (e = add_share(summing, COUNT_CLOSURES, COUNT_OFFERED)) ||
        (e = add_share(summing, COUNT_OFFERED, COUNT_FEEDBACK)))
        return e;
    return add_group(summing, COUNT_FEEDBACK, GROUP_FEEDBACK);
}

/* A year is the sum of its quarters. */
static enum err add_year(struct summing *summing)
{
    enum err e = OK;

    for (size_t i = 0; i < summing->tally->count && !e; i++)
        e = disclosure_sum(summing->disclosure, summing->cells[i][summing->columns - 1], summing->cells[i],
                           (size_t)summing->columns - 1);
    return e;
}

/* --- what may be told --- */
static void mark(bool *published, const struct tally *tally, const struct number_kind *kind)
{
    published[kind->whole] = true;
    for (size_t i = 0; i < KIND_PARTS; i++) {
        if (kind->parts[i] >= 0)
            published[kind->parts[i]] = true;
    }
    for (size_t g = 0; g < KIND_GROUPS; g++) {
        for (size_t i = 0; kind->groups[g] >= 0 && i < tally_group_size(tally, (enum group)kind->groups[g]); i++)
            published[tally->group_first[kind->groups[g]] + i] = true;
    }
}

static enum err add_cells(struct summing *summing)
{
    bool published[TALLY_COUNTS_MAX] = { false };
    size_t kinds;
    const struct number_kind *all = number_kinds(&kinds);
    enum err e = OK;

    for (size_t i = 0; i < kinds; i++)
        mark(published, summing->tally, &all[i]);
    for (size_t i = 0; i < summing->tally->count; i++) {
        for (int column = 0; column < summing->columns && !e; column++)
            e = disclosure_add(summing->disclosure, value_in(summing, i, column), published[i],
                               &summing->cells[i][column]);
    }
    return e;
}

static void tell(const struct summing *summing, struct told_counts *out)
{
    for (size_t i = 0; i < summing->tally->count; i++) {
        for (int column = 0; column < summing->columns; column++) {
            bool is_year = column == summing->columns - 1;
            struct told *told = &out->in[i][is_year ? TALLY_QUARTERS + summing->year : 4 * summing->year + column];
            int cell = summing->cells[i][column];

            told->how = disclosure_of(summing->disclosure, cell);
            told->value = told->how == DISCLOSED ? value_in(summing, i, column) : 0;
            told->more_than = told->how == DISCLOSED_NEARLY ? disclosure_more_than(summing->disclosure, cell) : 0;
        }
    }
}

static enum err sum_year(struct summing *summing)
{
    enum err e;

    if ((e = add_cells(summing)) || (e = add_referrals(summing)) || (e = add_by_code(summing)) ||
        (e = add_cases(summing)) || (e = add_log(summing)))
        return e;
    return add_year(summing);
}

static enum err tell_year(struct summing *summing, struct told_counts *out)
{
    enum err e = disclosure_new(&summing->disclosure);

    if (!e && !(e = sum_year(summing)) && !(e = disclosure_settle(summing->disclosure)))
        tell(summing, out);
    disclosure_free(summing->disclosure);
    return e;
}

enum err numbers_tell(const struct tally *tally, int year, struct told_counts *out, bool *more)
{
    struct summing *summing = malloc(sizeof *summing);
    enum err e = summing ? OK : E_MEMORY;

    if (summing) {
        *summing = (struct summing){ .tally = tally, .year = year, .columns = quarters_of(tally, year) + 1 };
        e = tell_year(summing, out);
    }
    free(summing);
    *more = year + 1 < NUMBERS_YEARS && quarters_of(tally, year + 1) > 0;
    return e;
}
