/* The numbers of casework: which quarters, and from counting to what may be seen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers_publish_in.h"
#include "townkeep/base/i18n.h"

void numbers_release(struct numbers *numbers)
{
    arena_release(&numbers->text);
    memset(numbers, 0, sizeof *numbers);
}

/* Quarters counted from the year 0. */
static int quarter_number(struct date day)
{
    return day.year * 4 + (day.month - 1) / 3;
}

static enum err choose_quarters(struct date from, struct date to, int *first, int *last, struct why *why)
{
    int now = quarter_number(clock_today());

    *last = to.year ? quarter_number(to) : now;
    *last = *last < now ? *last : now;
    *first = from.year ? quarter_number(from) : *last - NUMBERS_QUARTERS_SHOWN + 1;
    if (*first > *last)
        return why_set(why, E_INVALID, N_("The period ends before it begins, or lies ahead. Correct its days."));
    if (*last - *first >= NUMBERS_QUARTERS_SHOWN)
        return why_set(why, E_INVALID,
                       N_("Numbers are told for at most %d quarters at a time. Choose a shorter period."),
                       NUMBERS_QUARTERS_SHOWN);
    return OK;
}

static void name_columns(struct numbers *out, int first, int last)
{
    for (int quarter = first; quarter <= last; quarter++)
        snprintf(out->columns[out->quarter_count++], sizeof out->columns[0], "%04d-Q%u", quarter / 4 % 10000,
                 (unsigned)quarter % 4U + 1);
    out->column_count = out->quarter_count;
    for (int year = first / 4; year <= last / 4; year++)
        snprintf(out->columns[out->column_count++], sizeof out->columns[0], "%04d", year % 10000);
}

/* The whole years, as far as they have come. */
static void set_period(struct tally *tally, int first, int last)
{
    int now = quarter_number(clock_today()), end = last / 4 * 4 + 3;

    end = end < now ? end : now;
    tally->first_year = first / 4;
    tally->quarter_count = (size_t)end - (size_t)first / 4 * 4 + 1;
    tally->first = (struct date){ first / 4, 1, 1 };
    tally->last = (struct date){ last / 4, 12, 31 };
    if (date_compare(tally->last, clock_today()) > 0)
        tally->last = clock_today();
}

/* --- in slices --- */
struct numbers_job {
    struct tally tally;
    struct tally_walk walk;
    int year; /* told next */
    struct told_counts told;
    struct numbers numbers;
};

static enum err start(struct numbers_job *job, struct store *store, struct date from, struct date to, struct why *why)
{
    int first = 0, last = 0;
    enum err e = choose_quarters(from, to, &first, &last, why);

    if (e)
        return e;
    name_columns(&job->numbers, first, last);
    set_period(&job->tally, first, last);
    return tally_start(&job->tally, store, why);
}

enum err numbers_start(struct store *store, struct date from, struct date to, struct numbers_job **out, struct why *why)
{
    struct numbers_job *job = calloc(1, sizeof *job);
    enum err e = job ? start(job, store, from, to, why) : E_MEMORY;

    if (e)
        numbers_end(job);
    *out = e ? NULL : job;
    return e == E_MEMORY ? why_set(why, e, N_("There is no memory left for the numbers.")) : e;
}

enum err numbers_step(struct numbers_job *job, bool *more, struct why *why)
{
    enum err e = tally_step(&job->tally, &job->walk, more, why);

    if (!e && !*more) {
        e = numbers_tell(&job->tally, job->year++, &job->told, more);
        if (!e && !*more)
            e = numbers_publish(&job->tally, &job->told, &job->numbers);
    }
    return e == E_MEMORY ? why_set(why, e, N_("There is no memory left for the numbers.")) : e;
}

int numbers_hundredths(const struct numbers_job *job)
{
    return (int)(job->walk.pass * 100 / tally_passes());
}

void numbers_take(struct numbers_job *job, struct numbers *out)
{
    *out = job->numbers;
    job->numbers = (struct numbers){ 0 };
}

void numbers_end(struct numbers_job *job)
{
    if (!job)
        return;
    tally_walk_release(&job->walk);
    numbers_release(&job->numbers);
    free(job);
}

enum err numbers_collect(struct store *store, struct date from, struct date to, struct numbers *out, struct why *why)
{
    struct numbers_job *job;
    bool more = true;
    enum err e = numbers_start(store, from, to, &job, why);

    memset(out, 0, sizeof *out);
    while (!e && job && more)
        e = numbers_step(job, &more, why);
    if (!e && job)
        numbers_take(job, out);
    numbers_end(job);
    return e;
}
