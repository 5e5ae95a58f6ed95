/* The rows of each number, made from what may be told of the counts and from nothing else. */
#include <math.h>
#include <string.h>

#include "numbers_publish_in.h"
#include "townkeep/base/i18n.h"

struct publishing {
    const struct tally *tally;
    const struct told_counts *told;
    struct numbers *out;
    size_t at[NUMBERS_COLUMNS]; /* which column of told_counts each shown one is */
};

static const char *const group_words[GROUP_COUNT] = {
    [GROUP_SOURCE] = N_("received"),        [GROUP_SOURCE_SCREENED] = N_("decided"),
    [GROUP_SOURCE_IN] = N_("screened in"),  [GROUP_SOURCE_UNFOUNDED] = N_("unfounded"),
    [GROUP_CHANNEL] = N_("received"),       [GROUP_CHANNEL_SCREENED] = N_("decided"),
    [GROUP_CHANNEL_IN] = N_("screened in"),
};

const char *numbers_legend(void)
{
    return _("<5: fewer than five. >n: all but fewer than five. *: held back, because it would tell a number under "
             "five. Empty: nothing can be told of fewer than five.");
}

/* --- one row --- */
static struct number_row *add_row(struct number *number, const char *label, bool is_part)
{
    struct number_row *row = &number->rows[number->row_count++];

    *row = (struct number_row){ .label = label, .is_part = is_part };
    for (size_t i = 0; i < NUMBERS_COLUMNS; i++) {
        row->texts[i] = "";
        row->values[i] = NAN;
    }
    return row;
}

static const char *text_of(struct publishing *publishing, const struct told *told)
{
    switch (told->how) {
    case DISCLOSED:
        return arena_printf(&publishing->out->text, "%lld", (long long)told->value);
    case DISCLOSED_UNDER:
        return "<5";
    case DISCLOSED_NEARLY:
        return arena_printf(&publishing->out->text, ">%lld", (long long)told->more_than);
    case DISCLOSED_HELD_BACK:
        return "*";
    default:
        return "";
    }
}

static enum err fill_count(struct publishing *publishing, struct number_row *row, size_t count)
{
    for (size_t i = 0; i < publishing->out->column_count; i++) {
        const struct told *told = &publishing->told->in[count][publishing->at[i]];

        if (!(row->texts[i] = text_of(publishing, told)))
            return E_MEMORY;
        if (told->how == DISCLOSED)
            row->values[i] = (double)told->value;
    }
    return OK;
}

static enum err fill_share(struct publishing *publishing, struct number_row *row, size_t whole, size_t part)
{
    for (size_t i = 0; i < publishing->out->column_count; i++) {
        const struct told *of = &publishing->told->in[whole][publishing->at[i]],
                          *told = &publishing->told->in[part][publishing->at[i]];
        bool nearly = told->how == DISCLOSED_NEARLY;
        int64_t share;

        if (of->how != DISCLOSED || (told->how != DISCLOSED && !nearly))
            continue;
        share = nearly ? told->more_than * 100 / of->value : (told->value * 200 + of->value) / (2 * of->value);
        row->texts[i] = arena_printf(&publishing->out->text, "%s%lld%%", nearly ? ">" : "", (long long)share);
        if (!row->texts[i])
            return E_MEMORY;
        row->values[i] = nearly ? NAN : (double)share;
    }
    return OK;
}

/* How many took `days` in a quarter or in all quarters of a year. */
static int64_t took(const struct publishing *publishing, enum span span, size_t column, size_t days)
{
    int64_t all = 0;

    if (column < TALLY_QUARTERS)
        return publishing->tally->days[span][column][days];
    for (size_t i = 0; i < 4; i++)
        all += publishing->tally->days[span][4 * (column - TALLY_QUARTERS) + i][days];
    return all;
}

/* The day before which the n-th of them was done, counted from 1. */
static int64_t nth(const struct publishing *publishing, enum span span, size_t column, int64_t n)
{
    int64_t seen = 0;

    for (size_t days = 0; days <= TALLY_DAYS_MAX; days++) {
        seen += took(publishing, span, column, days);
        if (seen >= n)
            return (int64_t)days;
    }
    return TALLY_DAYS_MAX;
}

/* What a count that is held back says as well. */
static bool is_five_or_more(const struct told *told)
{
    return told->how == DISCLOSED || told->how == DISCLOSED_NEARLY || told->how == DISCLOSED_HELD_BACK;
}

static enum err fill_median(struct publishing *publishing, struct number_row *row, enum span span, size_t count)
{
    for (size_t i = 0; i < publishing->out->column_count; i++) {
        size_t column = publishing->at[i];
        int64_t all = 0, twice;

        for (size_t days = 0; days <= TALLY_DAYS_MAX; days++)
            all += took(publishing, span, column, days);
        if (!is_five_or_more(&publishing->told->in[count][column]) || all < DISCLOSURE_LEAST)
            continue;
        twice = nth(publishing, span, column, (all + 1) / 2) + nth(publishing, span, column, all / 2 + 1);
        row->values[i] = (double)twice / 2;
        row->texts[i] = arena_printf(&publishing->out->text, twice % 2 ? "%lld.5" : "%lld", (long long)(twice / 2));
        if (!row->texts[i])
            return E_MEMORY;
    }
    return OK;
}

/* Months that have begun. */
static int months_of(const struct publishing *publishing, size_t column)
{
    struct date today = clock_today();
    bool is_year = column >= TALLY_QUARTERS;
    int year = publishing->tally->first_year + (int)(is_year ? column - TALLY_QUARTERS : column / 4);
    int first = is_year ? 1 : (int)(column % 4) * 3 + 1, last = is_year ? 12 : first + 2;

    return year == today.year && today.month < last ? today.month - first + 1 : last - first + 1;
}

static enum err fill_by_month(struct publishing *publishing, struct number_row *row, size_t count)
{
    for (size_t i = 0; i < publishing->out->column_count; i++) {
        const struct told *told = &publishing->told->in[count][publishing->at[i]];

        if (told->how != DISCLOSED)
            continue;
        row->values[i] = (double)told->value / months_of(publishing, publishing->at[i]);
        if (!(row->texts[i] = arena_printf(&publishing->out->text, "%.1f", row->values[i])))
            return E_MEMORY;
    }
    return OK;
}

/* --- one number --- */
static enum err add_count(struct publishing *publishing, struct number *number, size_t count, const char *label,
                          bool is_part)
{
    return label ? fill_count(publishing, add_row(number, label, is_part), count) : E_MEMORY;
}

static enum err add_group(struct publishing *publishing, struct number *number, enum group group)
{
    const struct tally *tally = publishing->tally;
    enum err e = OK;

    for (size_t i = tally->group_first[group]; i < tally->group_first[group + 1] && !e; i++)
        e = add_count(publishing, number, i, tally->counts[i].label, true);
    return e;
}

/* For each code one row of every group, and the share. */
static enum err add_groups(struct publishing *publishing, struct number *number, const struct number_kind *kind)
{
    const struct tally *tally = publishing->tally;
    struct arena *text = &publishing->out->text;
    enum err e = OK;

    for (size_t i = 0; i < tally_group_size(tally, (enum group)kind->groups[0]) && !e; i++) {
        const char *label = tally->counts[tally->group_first[kind->groups[0]] + i].label;
        struct number_row *row;

        for (size_t g = 0; g < KIND_GROUPS && kind->groups[g] >= 0 && !e; g++)
            e = add_count(publishing, number, tally->group_first[kind->groups[g]] + i,
                          arena_printf(text, "%s: %s", label, _(group_words[kind->groups[g]])), g > 0);
        if (e)
            break;
        row = add_row(number, arena_printf(text, _("%s: in per cent"), label), true);
        e = row->label ? fill_share(publishing, row, tally->group_first[kind->groups[kind->share]] + i,
                                    tally->group_first[kind->groups[kind->share + 1]] + i)
                       : E_MEMORY;
    }
    return e;
}

/* The row that tells most in a list. */
static enum err add_headline(struct publishing *publishing, struct number *number, const struct number_kind *kind)
{
    size_t at = number->row_count;
    enum err e = OK;

    if (kind->span >= 0)
        e = fill_median(publishing, add_row(number, _("median, in days"), true), (enum span)kind->span,
                        (size_t)kind->parts[1]);
    else if (kind->by_month)
        e = fill_by_month(publishing, add_row(number, _("kept, a month"), true), (size_t)kind->parts[0]);
    else if (kind->share >= 0 && kind->groups[0] < 0)
        e = fill_share(publishing, add_row(number, _("in per cent"), true), kind->whole, (size_t)kind->share);
    number->headline = number->row_count > at ? at : 0;
    return e;
}

/* Many unfounded referrals from one kind of caller: said only where both counts are told. */
static enum err add_offers(struct publishing *publishing, struct number *number)
{
    const struct tally *tally = publishing->tally;
    size_t year = publishing->at[publishing->out->column_count - 1];
    struct buf offers = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < tally_group_size(tally, GROUP_SOURCE) && !e; i++) {
        const struct told *all = &publishing->told->in[tally->group_first[GROUP_SOURCE_SCREENED] + i][year],
                          *bad = &publishing->told->in[tally->group_first[GROUP_SOURCE_UNFOUNDED] + i][year];

        if (all->how == DISCLOSED && bad->how == DISCLOSED && bad->value * 2 >= all->value)
            e = buf_printf(&offers, "%s%s", offers.len > 0 ? ", " : "",
                           tally->counts[tally->group_first[GROUP_SOURCE] + i].label);
    }
    if (!e && offers.len > 0 &&
        !(number->of = arena_printf(&publishing->out->text, _("%s This year a training would help: %s."), number->of,
                                    buf_text(&offers))))
        e = E_MEMORY;
    buf_release(&offers);
    return e;
}

static size_t rows_at_most(const struct publishing *publishing, const struct number_kind *kind)
{
    size_t rows = KIND_PARTS + 4;

    for (size_t g = 0; g < KIND_GROUPS; g++)
        rows += kind->groups[g] >= 0 ? 2 * tally_group_size(publishing->tally, (enum group)kind->groups[g]) : 0;
    return rows;
}

static enum err add_number(struct publishing *publishing, const struct number_kind *kind)
{
    struct number *number = &publishing->out->numbers[publishing->out->count++];
    enum err e;

    *number = (struct number){ .key = kind->key, .label = _(kind->label), .of = _(kind->of) };
    number->rows = arena_alloc(&publishing->out->text, rows_at_most(publishing, kind) * sizeof *number->rows);
    if (!number->rows)
        return E_MEMORY;
    e = add_count(publishing, number, kind->whole, count_label(kind->whole), false);
    for (size_t i = 0; i < KIND_PARTS && kind->parts[i] >= 0 && !e; i++)
        e = add_count(publishing, number, (size_t)kind->parts[i], count_label((enum count)kind->parts[i]), true);
    if (!e)
        e = add_headline(publishing, number, kind);
    if (!e && kind->groups[0] >= 0)
        e = kind->groups[1] >= 0 ? add_groups(publishing, number, kind)
                                 : add_group(publishing, number, (enum group)kind->groups[0]);
    if (!e && kind->groups[1] == GROUP_SOURCE_UNFOUNDED)
        e = add_offers(publishing, number);
    if (!e && kind->is_sealed && publishing->tally->unread > 0 &&
        !(number->of =
              arena_printf(&publishing->out->text, _("%s Some are closed to you and are not counted."), number->of)))
        e = E_MEMORY;
    return e;
}

/* --- all of them --- */
/* Which column of the counts each shown one is; the years are those of the tally. */
static void find_columns(struct publishing *publishing)
{
    for (size_t i = 0; i < publishing->out->column_count; i++) {
        size_t quarters = publishing->out->quarter_count;

        publishing->at[i] = i < quarters ? (size_t)tally_quarter_of(publishing->tally, publishing->out->columns[i])
                                         : TALLY_QUARTERS + i - quarters;
    }
}

enum err numbers_publish(const struct tally *tally, const struct told_counts *told, struct numbers *out)
{
    struct publishing publishing = { .tally = tally, .told = told, .out = out };
    size_t count;
    const struct number_kind *kinds = number_kinds(&count);
    enum err e = OK;

    if (!(out->numbers = arena_alloc(&out->text, count * sizeof *out->numbers)))
        return E_MEMORY;
    find_columns(&publishing);
    for (size_t i = 0; i < count && !e; i++) {
        if (tally->has_retention || !kinds[i].is_of_decisions)
            e = add_number(&publishing, &kinds[i]);
    }
    return e;
}
