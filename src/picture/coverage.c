/*
 * Coverage: who works on what, where, and where nobody does. What it costs is domain/coverage.h's: one pass over the
 * places and one over what is counted. It is drawn in coverage_draw.c.
 */
#include "coverage_in.h"
#include "picture_in.h"

#include <stdio.h>
#include <stdlib.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { AT_MEASURE, AT_ROWS, AT_LEVEL, AT_DEPTH, AT_ORDER, SWITCHES };

static const struct picture_choice measures[] = {
    [COVERAGE_PARTIES] = { "stakeholders", N_("stakeholders") },
    [COVERAGE_SERVICES] = { "services", N_("services") },
    [COVERAGE_PROGRAMMES] = { "programmes", N_("programmes") },
    [COVERAGE_PEOPLE] = { "people", N_("people reached") },
};
static const struct picture_choice rows[] = {
    [COVERAGE_SECTORS] = { "sectors", N_("sectors") },
    [COVERAGE_AREAS] = { "areas", N_("areas of prevention") },
};
static const struct picture_choice depths[] = {
    [COVERAGE_DISTRICTS] = { "districts", N_("districts") },
    [COVERAGE_NEIGHBOURHOODS] = { "neighbourhoods", N_("neighbourhoods") },
    [COVERAGE_EVERY_PLACE] = { "places", N_("every place") },
};
static const struct picture_choice orders[] = {
    [ORDER_LIST] = { "list", N_("as listed") },
    [ORDER_GAPS] = { "gaps", N_("gaps first") },
    [ORDER_SUM] = { "sum", N_("most first") },
};
#define CHOICES(table) .kind = SWITCH_CHOICE, .choices = (table), .choice_count = sizeof(table) / sizeof(table)[0]

static const struct picture_switch switches[SWITCHES] = {
    [AT_MEASURE] = { .key = 'm',
                     .name = "measure",
                     .label = N_("Count"),
                     .help = N_("What is counted: stakeholders, services, programmes, or people reached."),
                     CHOICES(measures) },
    [AT_ROWS] = { .key = 'r',
                  .name = "rows",
                  .label = N_("Rows"),
                  .help = N_("Sectors, or areas of prevention."),
                  CHOICES(rows) },
    [AT_LEVEL] = { .key = 'l',
                   .name = "level",
                   .label = N_("Level"),
                   .help = N_("Only what works on this level of prevention, or across all of them."),
                   .kind = SWITCH_WORD,
                   .vocabulary = "level" },
    [AT_DEPTH] = { .key = 'd',
                   .name = "places",
                   .label = N_("Places"),
                   .help = N_("How far places are taken together: by district, by neighbourhood, or not at all."),
                   CHOICES(depths) },
    [AT_ORDER] = { .key = 'o',
                   .name = "order",
                   .label = N_("Order"),
                   .help = N_("The order of the rows."),
                   CHOICES(orders),
                   .lays_only = true },
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct coverage_wish wanted = { .as_of = wish->as_of,
                                    .measure = (enum coverage_measure)wish->settings[AT_MEASURE].choice,
                                    .rows = (enum coverage_rows)wish->settings[AT_ROWS].choice,
                                    .depth = (enum coverage_depth)wish->settings[AT_DEPTH].choice };
    struct coverage *coverage = calloc(1, sizeof *coverage);
    enum err e;

    if (!coverage)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    snprintf(wanted.level, sizeof wanted.level, "%s", wish->settings[AT_LEVEL].code);
    if ((e = coverage_load(store, &wanted, coverage, why)))
        free(coverage);
    else
        *data = coverage;
    return e;
}

static void release(void *data)
{
    if (data)
        coverage_release(data);
    free(data);
}

const char *coverage_place_name(const struct coverage_column *column)
{
    return column->place ? column->name : _("No place known");
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    (void)height;
    (void)why;
    return coverage_draw(data, (enum coverage_order)wish->settings[AT_ORDER].choice, width, canvas);
}

/* --- for a spreadsheet --- */
static enum err fill_row(struct picture_table *table, const char *code, const char *label,
                         const struct coverage_tally *tallies, size_t count, const struct coverage_tally *all)
{
    const char **row = picture_table_row(table);

    if (!row)
        return E_MEMORY;
    row[0] = code;
    row[1] = arena_copy(&table->text, label);
    for (size_t i = 0; i < count; i++)
        row[2 + i] = arena_printf(&table->text, "%lld", (long long)tallies[i].sum);
    row[2 + count] = arena_printf(&table->text, "%lld", (long long)all->sum);
    return row[1] && row[2 + count] ? OK : E_MEMORY;
}

static enum err fill_headings(const struct coverage *coverage, struct picture_table *table)
{
    const char **row = picture_table_row(table);

    row[0] = coverage->wish.rows == COVERAGE_SECTORS ? "sector" : "area";
    row[1] = "label";
    for (size_t i = 0; i < coverage->column_count; i++) {
        if (!(row[2 + i] = arena_copy(&table->text, coverage_place_name(&coverage->columns[i]))))
            return E_MEMORY;
    }
    row[2 + coverage->column_count] = "all";
    return OK;
}

static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    const struct coverage *coverage = data;
    struct coverage_tally *sums = calloc(coverage->column_count + 1, sizeof *sums);
    enum err e = sums ? picture_table_start(table, coverage->column_count + 3, coverage->line_count + 2) : E_MEMORY;

    (void)wish;
    if (!e)
        e = fill_headings(coverage, table);
    for (size_t i = 0; i < coverage->line_count && !e; i++)
        e = fill_row(table, arena_copy(&table->text, coverage->lines[i].code ? coverage->lines[i].code : ""),
                     coverage->lines[i].label, coverage_cell(coverage, i, 0), coverage->column_count,
                     &coverage->lines[i].all);
    for (size_t i = 0; i < coverage->column_count && !e; i++)
        sums[i] = coverage->columns[i].all;
    if (!e)
        e = fill_row(table, "all", _("all"), sums, coverage->column_count, &coverage->all);
    free(sums);
    return e;
}

const struct picture coverage_picture = {
    .name = "coverage",
    .label = N_("Coverage"),
    .sentence = N_("Who works on what, in which part of town, and where nobody does."),
    .type = &party_type,
    .has_past = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = release,
};
