/* Counting coverage: what was gathered is put into its cells, then the rows and columns nobody misses go. */
#include "coverage_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

static const char *list_of(const struct coverage *coverage)
{
    return coverage->wish.rows == COVERAGE_SECTORS ? "sector" : "area";
}

/* --- rows --- */
static enum err make_lines(struct coverage_job *job)
{
    struct coverage *out = job->out;
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(store_words(job->store), list_of(out), &count);

    if (!(out->lines = calloc(count + 1, sizeof *out->lines)))
        return E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct coverage_line *line = &out->lines[out->line_count++];

        line->code = arena_copy(&out->text, entries[i].code);
        line->label = arena_copy(&out->text, vocabulary_label(store_words(job->store), list_of(out), entries[i].code));
        if (!line->code || !line->label)
            return E_MEMORY;
    }
    out->lines[out->line_count++] = (struct coverage_line){ .label = _("Not said") };
    return OK;
}

static size_t line_of(const struct coverage *coverage, const char *code, size_t len)
{
    for (size_t i = 0; i + 1 < coverage->line_count; i++) {
        if (strncmp(coverage->lines[i].code, code, len) == 0 && coverage->lines[i].code[len] == '\0')
            return i;
    }
    return coverage->line_count - 1;
}

/* --- counting --- */
static int by_id(const void *a, const void *b)
{
    int64_t first = ((const struct coverage_name *)a)->id, second = ((const struct coverage_name *)b)->id;

    return first < second ? -1 : first > second;
}

const char *coverage_name_of(const struct coverage *coverage, int64_t id)
{
    struct coverage_name key = { .id = id };
    const struct coverage_name *name =
        coverage->names ? bsearch(&key, coverage->names, coverage->all.count, sizeof key, by_id) : NULL;

    return name ? name->name : "";
}

static enum err tally(struct coverage_tally *tally, const struct coverage_unit *unit)
{
    if (tally->count == tally->room) {
        size_t room = tally->room ? tally->room * 2 : 4;
        int64_t *ids = realloc(tally->ids, room * sizeof *ids);

        if (!ids)
            return E_MEMORY;
        tally->ids = ids;
        tally->room = room;
    }
    tally->ids[tally->count++] = unit->id;
    tally->sum += unit->weight;
    return OK;
}

static bool list_holds(const char *list, const char *code)
{
    size_t len = strlen(code);

    for (const char *at = list; at && *at; at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        if (strncmp(at, code, len) == 0 && (at[len] == ';' || at[len] == '\0'))
            return true;
    }
    return false;
}

static bool fits_level(const struct coverage_job *job, const struct coverage_unit *unit)
{
    const char *level = job->out->wish.level;

    return level[0] == '\0' || list_holds(unit->levels, level) || list_holds(unit->levels, "cross_cutting");
}

/* Its rows and columns, each once. */
static void mark(struct coverage_job *job, const struct coverage_unit *unit)
{
    const struct coverage *out = job->out;
    const char *codes = out->wish.rows == COVERAGE_SECTORS ? unit->sectors : unit->areas;

    memset(job->on_line, 0, out->line_count * sizeof *job->on_line);
    memset(job->on_column, 0, out->column_count * sizeof *job->on_column);
    job->on_line[out->line_count - 1] = codes[0] == '\0';
    job->on_column[out->column_count - 1] = unit->places[0] == '\0';
    for (const char *at = codes; at && *at; at = strchr(at, ';'), at = at ? at + 1 : NULL)
        job->on_line[line_of(out, at, strcspn(at, ";"))] = true;
    for (const char *at = unit->places; at && *at; at = strchr(at, ';'), at = at ? at + 1 : NULL)
        job->on_column[coverage_column_of(job, strtoll(at, NULL, 10))] = true;
}

static enum err count_unit(struct coverage_job *job, const struct coverage_unit *unit)
{
    struct coverage *out = job->out;
    enum err e = tally(&out->all, unit);

    mark(job, unit);
    for (size_t c = 0; c < out->column_count && !e; c++) {
        if (job->on_column[c])
            e = tally(&out->columns[c].all, unit);
    }
    for (size_t l = 0; l < out->line_count && !e; l++) {
        if (!job->on_line[l])
            continue;
        e = tally(&out->lines[l].all, unit);
        for (size_t c = 0; c < out->column_count && !e; c++) {
            if (job->on_column[c])
                e = tally(&out->cells[l * out->column_count + c], unit);
        }
    }
    return e;
}

/* Of those that were counted, ascending by id. */
static enum err keep_names(struct coverage_job *job, const struct coverage_units *units)
{
    struct coverage *out = job->out;

    if (!(out->names = calloc(out->all.count + 1, sizeof *out->names)))
        return E_MEMORY;
    for (size_t i = 0; i < out->all.count; i++) {
        const struct coverage_unit *unit = coverage_unit_find(units, out->all.ids[i]);

        out->names[i].id = out->all.ids[i];
        out->names[i].name = arena_copy(&out->text, unit ? unit->name : "");
        if (!out->names[i].name)
            return E_MEMORY;
    }
    qsort(out->names, out->all.count, sizeof *out->names, by_id);
    return OK;
}

static const struct coverage_units *counted(const struct coverage_job *job)
{
    static const struct record_type *const types[] = { &party_type, &service_type, &programme_type, &activity_type };
    const struct coverage_units *units[] = { &job->parties, &job->services, &job->programmes, &job->activities };

    job->out->type = types[job->out->wish.measure];
    return units[job->out->wish.measure];
}

static enum err count_all(struct coverage_job *job)
{
    struct coverage *out = job->out;
    const struct coverage_units *units = counted(job);
    enum err e = OK;

    out->cells = calloc(out->line_count * out->column_count, sizeof *out->cells);
    job->on_line = calloc(out->line_count, sizeof *job->on_line);
    job->on_column = calloc(out->column_count, sizeof *job->on_column);
    if (!out->cells || !job->on_line || !job->on_column)
        return E_MEMORY;
    for (size_t i = 0; i < units->count && !e; i++) {
        if (units->items[i].is_counted && fits_level(job, &units->items[i]))
            e = count_unit(job, &units->items[i]);
    }
    return e ? e : keep_names(job, units);
}

/* --- what goes again --- */
static void tally_release(struct coverage_tally *tally)
{
    free(tally->ids);
    *tally = (struct coverage_tally){ 0 };
}

/* A place of the kind stays, empty or not: it is the gap. A larger one stays when something is for all of it, a site
 * when it has something. */
static bool stays(const struct coverage_column *column)
{
    return column->all.count > 0 || (column->place && !column->is_wider && !column->is_site);
}

static enum err drop_columns(struct coverage_job *job)
{
    struct coverage *out = job->out;
    size_t kept = 0, all = out->column_count;
    struct coverage_tally *cells = calloc(out->line_count * all + 1, sizeof *cells);

    if (!cells)
        return E_MEMORY;
    for (size_t c = 0; c < all; c++)
        kept += stays(&out->columns[c]);
    for (size_t c = 0, to = 0; c < all; c++) {
        bool is_kept = stays(&out->columns[c]);

        for (size_t l = 0; l < out->line_count; l++) {
            if (is_kept)
                cells[l * kept + to] = out->cells[l * all + c];
            else
                tally_release(&out->cells[l * all + c]);
        }
        if (is_kept)
            out->columns[to++] = out->columns[c];
    }
    free(out->cells);
    out->cells = cells;
    out->column_count = kept;
    return OK;
}

/* "Other" and "Not said" are no gap when they are empty. */
static bool is_field_of_work(const struct coverage_line *line)
{
    return line->code && strcmp(line->code, "other") != 0;
}

/* "Other", "Not said" and what is no longer offered only where something stands there. */
static void drop_lines(struct coverage_job *job)
{
    struct coverage *out = job->out;
    size_t kept = 0;

    for (size_t l = 0; l < out->line_count; l++) {
        const struct coverage_line *line = &out->lines[l];
        const struct vocabulary_entry *entry =
            line->code ? vocabulary_find(store_words(job->store), list_of(out), line->code) : NULL;

        if (line->all.count == 0 && (!is_field_of_work(line) || !entry || entry->retired))
            continue; /* its cells hold nothing */
        if (kept != l)
            memcpy(&out->cells[kept * out->column_count], &out->cells[l * out->column_count],
                   out->column_count * sizeof *out->cells);
        out->lines[kept++] = *line;
    }
    out->line_count = kept;
}

bool coverage_is_gap(const struct coverage *coverage, size_t line, size_t column)
{
    const struct coverage_column *place = &coverage->columns[column];

    return is_field_of_work(&coverage->lines[line]) && place->place && !place->is_wider &&
           coverage_cell(coverage, line, column)->count == 0;
}

static void count_gaps(struct coverage *out)
{
    for (size_t l = 0; l < out->line_count; l++) {
        for (size_t c = 0; c < out->column_count; c++) {
            if (!coverage_is_gap(out, l, c))
                continue;
            out->lines[l].gaps++;
            out->columns[c].gaps++;
            out->gaps++;
        }
    }
}

/* --- the whole --- */
const struct coverage_tally *coverage_cell(const struct coverage *coverage, size_t line, size_t column)
{
    return &coverage->cells[line * coverage->column_count + column];
}

void coverage_release(struct coverage *coverage)
{
    for (size_t i = 0; coverage->cells && i < coverage->line_count * coverage->column_count; i++)
        free(coverage->cells[i].ids);
    for (size_t i = 0; i < coverage->line_count; i++)
        free(coverage->lines[i].all.ids);
    for (size_t i = 0; i < coverage->column_count; i++)
        free(coverage->columns[i].all.ids);
    free(coverage->all.ids);
    free(coverage->names);
    free(coverage->cells);
    free(coverage->lines);
    free(coverage->columns);
    arena_release(&coverage->text);
    *coverage = (struct coverage){ 0 };
}

static void job_release(struct coverage_job *job)
{
    free(job->places);
    free(job->parties.items);
    free(job->services.items);
    free(job->programmes.items);
    free(job->activities.items);
    free(job->on_line);
    free(job->on_column);
    same_as_release(&job->same);
    arena_release(&job->text);
}

enum err coverage_load(struct store *store, const struct coverage_wish *wish, struct coverage *out, struct why *why)
{
    struct coverage_job job = { .store = store, .out = out };
    enum err e;

    *out = (struct coverage){ .wish = *wish };
    if ((e = make_lines(&job)) || (e = coverage_read_places(&job, why)) || (e = coverage_gather(&job, why)) ||
        (e = count_all(&job)) || (e = drop_columns(&job)))
        goto done;
    drop_lines(&job);
    count_gaps(out);
done:
    if (e == E_MEMORY)
        why_set(why, e, "%s", err_text(e));
    if (e)
        coverage_release(out);
    job_release(&job);
    return e;
}
