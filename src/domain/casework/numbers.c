/* The numbers of casework: which quarters, and from counting to what may be seen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers_in.h"
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
    tally->quarter_count = (size_t)(end - first / 4 * 4 + 1);
    tally->first = (struct date){ first / 4, 1, 1 };
    tally->last = (struct date){ last / 4, 12, 31 };
    if (date_compare(tally->last, clock_today()) > 0)
        tally->last = clock_today();
}

static enum err count_all(struct tally *tally, struct why *why)
{
    enum err e;

    if ((e = tally_referrals(tally, why)) || (e = tally_cases(tally, why)) || (e = tally_sealed(tally, why)) ||
        (e = tally_log(tally, why)))
        return e;
    return tally_closed(tally, why);
}

enum err numbers_collect(struct store *store, struct date from, struct date to, struct numbers *out, struct why *why)
{
    struct tally *tally = calloc(1, sizeof *tally);
    int first = 0, last = 0;
    enum err e = tally ? OK : E_MEMORY;

    memset(out, 0, sizeof *out);
    if (e || (e = choose_quarters(from, to, &first, &last, why)))
        goto done;
    name_columns(out, first, last);
    set_period(tally, first, last);
    if (!(e = tally_start(tally, store, why)) && !(e = count_all(tally, why)))
        e = numbers_publish(tally, out);
done:
    free(tally);
    return e == E_MEMORY ? why_set(why, e, N_("There is no memory left for the numbers.")) : e;
}
