/*
 * The table of reports, and the tables of text they are made of.
 */
#include "townkeep/domain/report.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

static const struct report reports[] = {
    {
        .name = "workflow",
        .label = N_("Steps of the workflow"),
        .sentence = N_("Every step of casework: from where to where, who takes it and who signs it, what must be there "
                       "first, how long it may wait."),
        .make = report_workflow,
    },
    {
        .name = "limits",
        .label = N_("Time limits of casework"),
        .sentence = N_("Every time limit as it holds in this office: how long, counted from what, and whether the "
                       "office set it."),
        .needs_vault = true,
        .type = &casework_limit_type,
        .make = report_limits,
    },
    {
        .name = "casework",
        .label = N_("Numbers of casework"),
        .sentence = N_("How casework goes, by quarters: days, decisions, agreement, sessions, reviews, sharing. Counts "
                       "under five are held back."),
        .needs_vault = true,
        .type = &referral_type,
        .make = report_casework,
    },
    {
        .name = "equality",
        .label = N_("Equality tallies"),
        .sentence = N_("How many of each group came to which outcome in a year, from tallies that know of no case. "
                       "Counts under five are held back."),
        .needs_vault = true,
        .type = &equality_tally_type,
        .make = report_equality,
    },
    {
        .name = "map",
        .label = N_("The stakeholder map"),
        .sentence = N_("How far the mapping round has come, and what of the map is old, missing, or seen by one "
                       "officer alone. Nobody is named."),
        .needs_vault = true,
        .type = &mapping_round_type,
        .make = report_map,
    },
};
enum { REPORTS = sizeof reports / sizeof reports[0] };

const struct report *reports_all(size_t *count)
{
    *count = REPORTS;
    return reports;
}

const struct report *report_find(const char *name)
{
    for (size_t i = 0; i < REPORTS; i++) {
        if (strcmp(reports[i].name, name) == 0)
            return &reports[i];
    }
    return NULL;
}

static enum err check_reader(const struct report *report, const struct store *store, struct why *why)
{
    if (!report->type)
        return OK;
    if (!store_may_read(store, report->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(report->label));
    if (report->type->owner == RECORD_OF_CASE && !store_casework_is_open(store))
        return why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase first."));
    return OK;
}

enum err report_make(const struct report *report, struct store *store, const struct report_wish *wish,
                     struct report_result *out, struct why *why)
{
    enum err e = check_reader(report, store, why);

    memset(out, 0, sizeof *out);
    return e ? e : report->make(store, wish, out, why);
}

void report_result_release(struct report_result *result)
{
    arena_release(&result->text);
    memset(result, 0, sizeof *result);
}

struct report_sheet *report_add_sheet(struct report_result *result, const char *key, const char *title,
                                      const struct report_column *columns, size_t column_count, size_t rows)
{
    struct report_sheet *sheet = &result->sheets[result->count];

    if (result->count == REPORT_SHEETS_MAX || column_count > REPORT_COLUMNS_MAX)
        return NULL;
    *sheet =
        (struct report_sheet){ .key = key, .title = title, .note = "", .column_count = column_count, .row_room = rows };
    memcpy(sheet->columns, columns, column_count * sizeof *columns);
    sheet->cells = arena_alloc(&result->text, (rows * column_count + 1) * sizeof *sheet->cells);
    if (!sheet->cells)
        return NULL;
    result->count++;
    return sheet;
}

const char **report_add_row(struct report_sheet *sheet)
{
    return sheet->row_count < sheet->row_room ? sheet->cells + sheet->row_count++ * sheet->column_count : NULL;
}
