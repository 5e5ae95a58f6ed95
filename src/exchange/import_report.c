/*
 * What an import tells: counts, refusals with line, column, value and reason, and the file of refused rows: the
 * original columns with "line" and "problem" behind them, so that it can be mended in a spreadsheet and imported again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { VALUE_SHOWN = 60, REFUSED_FILE_MAX = 32 << 20 };

void import_report_release(struct import_report *report)
{
    for (size_t i = 0; i < report->refusal_count; i++) {
        free(report->refusals[i].file);
        free(report->refusals[i].column);
        free(report->refusals[i].value);
        free(report->refusals[i].reason);
    }
    free(report->refusals);
    for (size_t i = 0; i < report->left_out_count; i++) {
        free(report->left_out[i].column);
        free(report->left_out[i].word);
    }
    free(report->left_out);
    buf_release(&report->refused_paths);
    buf_release(&report->notes);
    buf_release(&report->unused);
    free(report->records);
    *report = (struct import_report){ 0 };
}

/* The beginning of a value, fit to be shown. */
static enum err shorten(const char *value, char **out)
{
    struct buf clean = { 0 };
    size_t fit;
    enum err e;

    if (text_clean(&clean, value, strlen(value), TEXT_ONE_LINE) == E_INVALID)
        buf_clear(&clean);
    fit = text_fit(buf_text(&clean), VALUE_SHOWN);
    if (fit < clean.len) {
        clean.len = fit;
        clean.data[fit] = '\0';
        if ((e = buf_add_str(&clean, "…")))
            goto done;
    }
    e = text_copy(out, buf_text(&clean));
done:
    buf_release(&clean);
    return e;
}

enum err import_refuse(struct import_run *run, uint64_t line, const char *column, const char *value, const char *reason)
{
    struct import_report *report = run->report;
    struct import_refusal *refusal;
    enum err e;

    report->refusals_in_all++;
    if (report->refusal_count >= IMPORT_REFUSALS_KEPT)
        return OK;
    if (report->refusal_count % 64 == 0) {
        struct import_refusal *more = reallocarray(report->refusals, report->refusal_count + 64, sizeof *more);

        if (!more)
            return E_MEMORY;
        report->refusals = more;
    }
    refusal = &report->refusals[report->refusal_count];
    *refusal = (struct import_refusal){ .line = line };
    report->refusal_count++;
    if ((e = text_copy(&refusal->file, run->file)) || (e = shorten(column, &refusal->column)) ||
        (e = shorten(value, &refusal->value)))
        return e;
    return text_copy(&refusal->reason, reason);
}

enum err import_leave_out(struct import_run *run, const char *column, const char *word)
{
    struct import_report *report = run->report;
    struct import_left_out *left;
    char *shown = NULL;
    enum err e = shorten(word, &shown);

    for (size_t i = 0; !e && i < report->left_out_count; i++) {
        left = &report->left_out[i];
        if (strcmp(left->word, shown) == 0 && strcmp(left->column, column) == 0) {
            left->rows++;
            goto done;
        }
    }
    if (e || report->left_out_count == IMPORT_LEFT_OUT_KEPT) {
        report->left_out_more += !e;
        goto done;
    }
    left = reallocarray(report->left_out, report->left_out_count + 1, sizeof *left);
    if (!left) {
        e = E_MEMORY;
        goto done;
    }
    report->left_out = left;
    left += report->left_out_count;
    *left = (struct import_left_out){ .word = shown, .rows = 1 };
    shown = NULL;
    report->left_out_count++;
    e = shorten(column, &left->column);
done:
    free(shown);
    return e;
}

static enum err start_refused(struct import_run *run)
{
    enum err e = OK;

    for (size_t i = 0; i < run->file_columns && !e; i++) {
        if (!(e = csv_add(&run->refused, run->lookups.headings.cells[i], CSV_GUARDED)))
            e = buf_add_char(&run->refused, ',');
    }
    return e ? e : buf_add_str(&run->refused, "line,problem\r\n");
}

/* A cell as it came, and guarded once: what came guarded is not guarded twice. */
static enum err add_cell(struct buf *out, const char *cell)
{
    return csv_add(out, csv_unguarded(cell), CSV_GUARDED);
}

enum err import_keep_refused(struct import_run *run, const struct sheet_row *row, uint64_t line, const char *reasons)
{
    enum err e = OK;

    if (!run->wish->refused_file || run->wish->dry_run || run->refused_full)
        return OK;
    if (run->refused.len > REFUSED_FILE_MAX) {
        run->refused_full = true;
        return buf_printf(&run->report->notes, "%s\n",
                          _("So many rows were refused that their file holds only the first."));
    }
    if (run->refused.len == 0 && (e = start_refused(run)))
        return e;
    for (size_t i = 0; i < run->file_columns && !e; i++) {
        if (!(e = add_cell(&run->refused, row && i < row->count ? row->cells[i] : "")))
            e = buf_add_char(&run->refused, ',');
    }
    if (e || (e = buf_printf(&run->refused, "%llu,", (unsigned long long)line)) ||
        (e = csv_add(&run->refused, reasons, CSV_GUARDED)))
        return e;
    return buf_add_str(&run->refused, "\r\n");
}

/* PATH without its ending, then -refused.csv, -refused-2.csv …: the first that is not there yet. */
static enum err refused_name(const char *path, struct buf *out)
{
    static const char *const endings[] = { ".csv", ".geojson", ".json" };
    size_t len = strlen(path);
    enum err e;

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);

        if (len > ending && text_equal_ignoring_case(path + len - ending, endings[i])) {
            len -= ending;
            break;
        }
    }
    for (int i = 1; i < 1000; i++) {
        buf_clear(out);
        if ((e = buf_add(out, path, len)) ||
            (e = i == 1 ? buf_add_str(out, "-refused.csv") : buf_printf(out, "-refused-%d.csv", i)))
            return e;
        if (!path_exists(buf_text(out)))
            return OK;
    }
    return E_CONFLICT;
}

enum err import_write_refused(struct import_run *run, const char *path)
{
    struct why problem = { 0 };
    struct buf name = { 0 };
    enum err e;

    if (run->refused.len == 0)
        return OK;
    if (!(e = refused_name(path, &name)))
        e = path_write_file(buf_text(&name), run->refused.data, run->refused.len, &problem);
    if (e == E_MEMORY)
        goto done;
    if (e)
        e = buf_printf(&run->report->notes, _("The refused rows could not be written to a file: %s"),
                       why_text(&problem));
    else
        e = buf_add_str(&run->report->refused_paths, buf_text(&name));
    if (!e)
        e = buf_add_char(run->report->refused_paths.len > 0 && !problem.code ? &run->report->refused_paths
                                                                             : &run->report->notes,
                         '\n');
done:
    buf_release(&name);
    buf_clear(&run->refused);
    return e;
}

static enum err show_refusal(const struct import_refusal *refusal, struct buf *out)
{
    enum err e = buf_printf(out, _("%s, line %llu"), refusal->file, (unsigned long long)refusal->line);

    if (!e && refusal->column[0])
        e = buf_printf(out, _(", column %s"), refusal->column);
    if (!e && refusal->value[0])
        e = buf_printf(out, _(", \"%s\""), refusal->value);
    return e ? e : buf_printf(out, ": %s\n", refusal->reason);
}

static enum err show_counts(const struct import_report *report, struct buf *out)
{
    char shape[80];
    enum err e;

    if ((e = buf_printf(out, _("Read %zu rows (%s): %zu added, %zu changed, %zu unchanged, %zu refused.\n"),
                        report->read, sheet_shape_show(&report->shape, shape, sizeof shape), report->added,
                        report->changed, report->unchanged, report->refused)))
        return e;
    for (int i = 0; report->tally_count > 1 && i < report->tally_count && !e; i++) {
        const struct import_tally *tally = &report->tallies[i];

        e = buf_printf(out, _("%s: %zu added, %zu changed, %zu unchanged, %zu refused.\n"),
                       gettext(tally->type->plural), tally->added, tally->changed, tally->unchanged, tally->refused);
    }
    return e;
}

static enum err show_left_out(const struct import_report *report, size_t most, struct buf *out)
{
    enum err e = OK;

    if (report->left_out_count == 0)
        return OK;
    e = buf_add_str(out, _("Words that are no choice here, left out of rows that were taken:\n"));
    for (size_t i = 0; i < report->left_out_count && i < most && !e; i++)
        e = buf_printf(out, _("  %s: \"%s\", %zu×\n"), report->left_out[i].column ? report->left_out[i].column : "",
                       report->left_out[i].word, report->left_out[i].rows);
    if (!e && report->left_out_count + report->left_out_more > most)
        e = buf_printf(out, _("  … and %zu more.\n"),
                       report->left_out_count - (most < report->left_out_count ? most : report->left_out_count) +
                           report->left_out_more);
    return e;
}

enum err import_report_show(const struct import_report *report, size_t most, struct buf *out)
{
    enum err e = show_counts(report, out);

    if (!e && report->unused.len > 0)
        e = buf_printf(out, _("Columns that went nowhere: %s.\n"), buf_text(&report->unused));
    if (!e)
        e = show_left_out(report, most, out);
    for (size_t i = 0; i < report->refusal_count && i < most && !e; i++)
        e = show_refusal(&report->refusals[i], out);
    if (!e && report->refusals_in_all > most)
        e = buf_printf(out, _("… and %zu more.\n"), report->refusals_in_all - most);
    if (!e && report->refused_paths.len > 0)
        e = buf_printf(out, _("Refused rows, each with its reason, to mend and import again: %s"),
                       buf_text(&report->refused_paths));
    return e ? e : buf_add_str(out, buf_text(&report->notes));
}
