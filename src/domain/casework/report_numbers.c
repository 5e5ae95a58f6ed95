/* The numbers of casework as a report: a table a number, all with the same columns. */
#include "townkeep/base/i18n.h"
#include "townkeep/domain/numbers.h"
#include "townkeep/domain/report.h"

static size_t start_columns(const struct numbers *numbers, struct report_result *out,
                            struct report_column columns[REPORT_COLUMNS_MAX])
{
    columns[0] = (struct report_column){ "number", _("Number"), false };
    for (size_t i = 0; i < numbers->column_count; i++) {
        const char *heading = arena_copy(&out->text, numbers->columns[i]);

        columns[i + 1] = (struct report_column){ heading ? heading : "", heading ? heading : "", true };
    }
    return numbers->column_count + 1;
}

static enum err add_row(const struct numbers *numbers, const struct number_row *row, struct report_result *out,
                        struct report_sheet *sheet)
{
    const char **cells = report_add_row(sheet);

    if (!cells || !(cells[0] = arena_printf(&out->text, "%s%s", row->is_part ? "  " : "", row->label)))
        return E_MEMORY;
    for (size_t i = 0; i < numbers->column_count; i++) {
        if (!(cells[i + 1] = arena_copy(&out->text, row->texts[i])))
            return E_MEMORY;
    }
    return OK;
}

enum err report_of_number(const struct numbers *numbers, const struct number *number, struct report_result *out)
{
    struct report_column columns[REPORT_COLUMNS_MAX];
    size_t count = start_columns(numbers, out, columns);
    struct report_sheet *sheet = report_add_sheet(out, number->key, number->label, columns, count, number->row_count);
    enum err e = sheet ? OK : E_MEMORY;

    for (size_t i = 0; i < number->row_count && !e; i++)
        e = add_row(numbers, &number->rows[i], out, sheet);
    if (!e && !(sheet->note = arena_copy(&out->text, number->of)))
        e = E_MEMORY;
    out->legend = numbers_legend();
    return e;
}

enum err report_casework(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why)
{
    struct numbers numbers = { 0 };
    enum err e = numbers_collect(store, wish->from, wish->to, &numbers, why);

    for (size_t i = 0; i < numbers.count && !e; i++) {
        if ((e = report_of_number(&numbers, &numbers.numbers[i], out)))
            why_set(why, e, N_("There is no memory left for the report."));
    }
    numbers_release(&numbers);
    return e;
}
