/*
 * The run of an import: open the file, fit the mapping to its columns, take row after row into one save, and commit it,
 * or, in a dry run, take it back. Nothing is kept when the file changed meanwhile, when the person stops it, or when
 * anything but a row's own fault goes wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { PROGRESS_ROWS = 256 };

enum err import_type_check(const struct record_type *type, struct why *why)
{
    if (type->owner == RECORD_OF_CASE)
        return why_set(why, E_INVALID, N_("Casework is taken in person by person, not from a file."));
    if (strcmp(type->key, "officer") == 0 || strcmp(type->key, "office") == 0)
        return why_set(
            why, E_INVALID,
            N_("Officers and the office are not imported: add officers one by one, each with a passphrase."));
    return OK;
}

enum err import_index(struct import_run *run, const struct record_type *type, struct match_index **out, struct why *why)
{
    for (int i = 0; i < run->index_count; i++) {
        *out = &run->indexes[i];
        if (run->indexes[i].type == type)
            return OK;
    }
    if (run->index_count == IMPORT_TALLIES)
        return why_set(why, E_INVALID, N_("The mapping makes too many kinds of records at once."));
    *out = &run->indexes[run->index_count++];
    return match_index_build(*out, run->store, type, why);
}

enum err import_tally_of(struct import_run *run, const struct record_type *type, struct import_tally **out)
{
    struct import_report *report = run->report;

    for (int i = 0; i < report->tally_count; i++) {
        *out = &report->tallies[i];
        if (report->tallies[i].type == type)
            return OK;
    }
    if (report->tally_count == IMPORT_TALLIES)
        return E_INVALID;
    *out = &report->tallies[report->tally_count++];
    **out = (struct import_tally){ .type = type };
    return OK;
}

static enum err check_rights(const struct import_run *run, const struct mapping *mapping, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < mapping->part_count && !e; i++) {
        e = import_type_check(mapping->parts[i].type, why);
        if (!e && !store_may_write(run->store, mapping->parts[i].type))
            e = why_set(why, E_PERMISSION, N_("Your role does not let you add or change \"%s\"."),
                        gettext(mapping->parts[i].type->plural));
    }
    return e;
}

/* Whether any rule of the row's own record finds a column in this file. */
static bool has_columns(const struct import_run *run)
{
    struct mapping_context context = { .mapping = &run->mapping, .headings = &run->lookups.headings };

    for (size_t i = 0; i < run->mapping.parts[0].rule_count; i++) {
        if (mapping_rule_column(&context, &run->mapping.parts[0].rules[i])[0] != '\0')
            return true;
    }
    return false;
}

static enum err check_columns(const struct import_run *run, struct why *why)
{
    const struct record_type *type = run->mapping.parts[0].type;
    int missing = mapping_missing(&run->mapping);

    if (!has_columns(run))
        return why_set(
            why, E_INVALID,
            N_("No column of \"%s\" is known for %s: name the columns like the fields (name, …), or use a mapping."),
            run->file, gettext(type->plural));
    if (missing >= 0)
        return why_set(why, E_INVALID,
                       N_("No column of \"%s\" gives %s, which every record needs: name that column \"%s\"."),
                       run->file, gettext(type->fields[missing].label), type->fields[missing].key);
    return OK;
}

/* Whether a rule takes something from the column, or another file is looked up by it. */
static bool column_is_used(const struct import_run *run, const struct mapping *mapping, size_t column)
{
    for (size_t i = 0; i < mapping->lookup_count; i++) {
        struct pattern_piece piece = { .text = mapping->lookups[i].by,
                                       .len = strlen(mapping->lookups[i].by),
                                       .column = true };
        const char *name;
        size_t len, at = 0;

        while (piece_alternative(&piece, &at, &name, &len)) {
            if (column_find(name, len, &run->lookups.headings) == (int)column)
                return true;
        }
    }
    for (size_t i = 0; i < run->mapping.part_count; i++) {
        for (size_t j = 0; j < run->mapping.parts[i].rule_count; j++) {
            if (rule_is_column(&run->mapping.parts[i].rules[j], &run->lookups.headings, column))
                return true;
        }
    }
    return false;
}

/* The file's own columns that no rule takes; ours of an export ("id", "reference") and of a refused file are no loss.
 */
static enum err note_unused(struct import_run *run, const struct mapping *mapping)
{
    static const char *const harmless[] = { "id", "reference", "line", "problem" };
    struct buf *unused = &run->report->unused;
    bool first = true;
    enum err e = OK;

    for (size_t i = 0; i < run->file_columns && !e; i++) {
        const char *heading = run->lookups.headings.cells[i];
        bool skip = heading[0] == '\0' || column_is_used(run, mapping, i);

        for (size_t j = 0; j < sizeof harmless / sizeof *harmless; j++)
            skip = skip || same_folded(heading, harmless[j]);
        if (skip || unused->len > 2000)
            continue;
        if (!first)
            e = buf_printf(unused, ", %s", heading);
        else if (run->alone)
            e = buf_add_str(unused, heading);
        else
            e = buf_printf(unused, "%s%s: %s", unused->len > 0 ? "; " : "", run->file, heading);
        first = false;
    }
    return e;
}

static enum err take_bad_line(struct import_run *run, const struct sheet_row *row, const struct why *problem)
{
    struct import_tally *tally;
    enum err e = import_tally_of(run, run->mapping.parts[0].type, &tally);

    if (e)
        return e;
    tally->refused++;
    run->report->refused++;
    if ((e = import_refuse(run, row->line, "", "", why_text(problem))))
        return e;
    return import_keep_refused(run, NULL, row->line, why_text(problem));
}

static enum err report_progress(const struct import_run *run, const struct sheet *sheet, struct why *why)
{
    uint64_t done, whole;

    if (!run->wish->progress || run->report->read % PROGRESS_ROWS != 0)
        return OK;
    sheet_position(sheet, &done, &whole);
    if (run->wish->progress(run->wish->data, done, whole, run->report->read))
        return OK;
    return why_set(why, E_CANCELLED, N_("The import was stopped; nothing was changed."));
}

enum err import_rows(struct import_run *run, struct sheet *sheet, size_t most, bool *more, struct why *why)
{
    struct why problem = { 0 };
    struct sheet_row row;
    enum sheet_step step;
    enum err e = OK;

    *more = true;
    for (size_t taken = 0; !e; taken++) {
        if (most != 0 && taken == most)
            return OK;
        if ((step = sheet_next(sheet, &row, &problem)) == SHEET_END)
            break;
        if (step == SHEET_FAILED)
            return why_set(why, problem.code ? problem.code : E_SYSTEM, "%s", why_text(&problem));
        run->report->read++;
        if (step == SHEET_BAD)
            e = take_bad_line(run, &row, &problem);
        else if (run->take)
            e = run->take(run->take_data, &row, why);
        else if (!(e = lookups_widen(&run->lookups, &row)))
            e = import_row(run, why);
        problem = (struct why){ 0 };
        if (!e)
            e = report_progress(run, sheet, why);
    }
    if (e || (e = sheet_unchanged(sheet, why)))
        return e;
    *more = false;
    run->report->fingerprint ^= sheet_fingerprint(sheet);
    return OK;
}

void import_file_release(struct import_run *run)
{
    mapping_release(&run->mapping);
    lookups_release(&run->lookups);
    buf_release(&run->refused);
    run->refused_full = false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static enum err fit_mapping(struct import_run *run, const struct mapping *mapping, const char *path,
                            struct sheet *sheet, struct why *why)
{
    struct buf folder = { 0 };
    enum err e;

    run->source = run->wish->source ? run->wish->source : mapping->source ? mapping->source : "HSDS";
    run->file_columns = sheet_headings(sheet)->count;
    run->report->shape = *sheet_shape_of(sheet);
    if ((e = buf_add(&folder, path, (size_t)(base_name(path) - path))) ||
        (folder.len == 0 && (e = buf_add_char(&folder, '.'))))
        goto done;
    if ((e = lookups_open(&run->lookups, mapping, buf_text(&folder), sheet_headings(sheet), why)) ||
        (e = mapping_resolve(mapping, &run->lookups.headings, &run->mapping)) || (e = check_columns(run, why)))
        goto done;
    if (!mapping_order(&run->mapping, run->order)) {
        e = why_set(why, E_INVALID, N_("Sections of the mapping name one another in a circle."));
        goto done;
    }
    e = note_unused(run, mapping);
done:
    buf_release(&folder);
    return e;
}

enum err import_open(struct import_run *run, const struct mapping *mapping, const char *path, struct sheet **sheet,
                     struct why *why)
{
    struct sheet_wish wish = { .encoding = mapping->encoding, .separator = mapping->separator };
    enum err e;

    run->file = base_name(path);
    if ((e = check_rights(run, mapping, why)) || (e = sheet_open(path, &wish, sheet, why)))
        return e;
    return fit_mapping(run, mapping, path, *sheet, why);
}

enum err import_take(struct import_run *run, const struct mapping *mapping, const char *path, struct why *why)
{
    struct sheet *sheet = NULL;
    bool more;
    enum err e = import_open(run, mapping, path, &sheet, why);

    if (!e)
        e = import_rows(run, sheet, 0, &more, why);
    sheet_close(sheet);
    return e;
}

enum err import_run_start(struct import_run *run, struct why *why)
{
    run->today = clock_today();
    run->references = calloc(REFERENCE_CACHE, sizeof *run->references);
    if (!run->references)
        return why_set(why, E_MEMORY, N_("There is no memory left to import."));
    return save_begin(run->store, ENTRY_IMPORT, &run->save, why);
}

void import_run_end(struct import_run *run)
{
    save_cancel(run->save);
    import_file_release(run);
    for (int i = 0; i < run->index_count; i++)
        match_index_release(&run->indexes[i]);
    match_index_release(&run->taken);
    for (size_t i = 0; run->references && i < REFERENCE_CACHE; i++)
        free(run->references[i].text);
    free(run->references);
}

enum err import_commit(struct import_run *run, struct why *why)
{
    struct import_report *report = run->report;
    struct save *save = run->save;
    struct saved saved = { 0 };
    const char *path = run->wish->path;
    size_t start = 0, end = strlen(path);
    char sentence[400];
    enum err e;

    if (run->wish->fingerprint != 0 && run->wish->fingerprint != report->fingerprint)
        return why_set(why, E_CONFLICT,
                       N_("The file is no longer the one that was looked at: look at it again before importing."));
    if (run->wish->dry_run)
        return OK;
    /* A folder may have been named with a / behind it. */
    while (end > 1 && path[end - 1] == '/')
        end--;
    while (start < end && memrchr(path + start, '/', end - start))
        start++;
    text_print_into(sentence, sizeof sentence, _("Imported %.*s: %zu added, %zu changed"), (int)(end - start),
                    path + start, report->added, report->changed);
    run->save = NULL;
    e = save_commit(save, sentence, &saved, why);
    report->entry = saved.entry;
    return e;
}

enum err import_complete(enum err e, struct why *why)
{
    return e == E_MEMORY && why && why->text[0] == '\0' ? why_set(why, e, N_("There is no memory left to import.")) : e;
}

enum err import_file(struct store *store, const struct import_wish *wish, struct import_report *report, struct why *why)
{
    struct import_run run = { .store = store, .wish = wish, .report = report, .alone = true };
    enum err e;

    *report = (struct import_report){ 0 };
    if ((e = import_run_start(&run, why)) || (e = import_take(&run, wish->mapping, wish->path, why)) ||
        (e = import_commit(&run, why)))
        goto done;
    e = import_write_refused(&run, wish->path);
done:
    import_run_end(&run);
    return import_complete(e, why);
}
