/*
 * Columns of other files of the same folder, found by a key: a service names its location, the location its
 * organisation. The other file is kept in memory whole, so it has a limit of its own; of several rows with one key the
 * first counts.
 */
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

enum { LOOKUP_ROWS_MAX = 1 << 20, LOOKUP_BYTES_MAX = 64 << 20 };

struct lookup_row {
    char *key;    /* in the arena */
    char **cells; /* in the arena */
};
struct lookup_table {
    const struct mapping_lookup *lookup;
    struct arena memory;
    size_t columns;          /* 0: the file is not there */
    size_t first;            /* where its columns begin among all */
    struct lookup_row *rows; /* sorted by key; equal keys in the file's order */
    size_t count, room, bytes;
    size_t *by; /* columns, 1 more than the index, that say which row; 0 ends */
};

static void table_free(struct lookup_table *table)
{
    if (!table)
        return;
    arena_release(&table->memory);
    free(table->rows);
    free(table->by);
    free(table);
}

void lookups_release(struct lookups *lookups)
{
    for (size_t i = 0; i < lookups->count; i++)
        table_free(lookups->tables[i]);
    free(lookups->tables);
    free(lookups->names);
    free(lookups->cells);
    arena_release(&lookups->memory);
    *lookups = (struct lookups){ 0 };
}

static enum err keep_row(struct lookup_table *table, const struct sheet_row *row, size_t key, struct why *why)
{
    struct lookup_row *kept;

    if (table->count == table->room) {
        struct lookup_row *more = reallocarray(table->rows, table->room * 2 + 256, sizeof *more);

        if (!more)
            return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
        table->rows = more;
        table->room = table->room * 2 + 256;
    }
    kept = &table->rows[table->count];
    kept->cells = arena_alloc(&table->memory, table->columns * sizeof *kept->cells);
    for (size_t i = 0; kept->cells && i < table->columns; i++) {
        const char *cell = i < row->count ? row->cells[i] : "";

        table->bytes += strlen(cell) + 1;
        kept->cells[i] = arena_copy(&table->memory, cell);
        if (!kept->cells[i])
            return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    }
    if (!kept->cells)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    kept->key = kept->cells[key];
    table->count++;
    if (table->count > LOOKUP_ROWS_MAX || table->bytes > LOOKUP_BYTES_MAX)
        return why_set(why, E_INVALID, N_("\"%s\" is too large to be looked up in; its limit is 64 MiB."),
                       table->lookup->file);
    return OK;
}

static int compare_rows(const void *a, const void *b)
{
    const struct lookup_row *left = a, *right = b;
    int order = strcmp(left->key, right->key);

    if (order != 0)
        return order;
    return left->cells < right->cells ? -1 : left->cells > right->cells;
}

/* Its headings become "name.heading" behind those already there. */
static enum err add_names(struct lookups *lookups, struct lookup_table *table, const struct sheet_row *headings)
{
    const char **more = reallocarray(lookups->names, lookups->headings.count + headings->count, sizeof *more);

    if (!more)
        return E_MEMORY;
    lookups->names = more;
    table->first = lookups->headings.count;
    table->columns = headings->count;
    for (size_t i = 0; i < headings->count; i++) {
        more[table->first + i] = arena_printf(&lookups->memory, "%s.%s", table->lookup->name, headings->cells[i]);
        if (!more[table->first + i])
            return E_MEMORY;
    }
    lookups->headings.count += headings->count;
    lookups->headings.cells = more;
    return OK;
}

static enum err read_rows(struct lookups *lookups, struct lookup_table *table, struct sheet *sheet, struct why *why)
{
    const struct sheet_row *headings = sheet_headings(sheet);
    int key = column_find(table->lookup->key, strlen(table->lookup->key), headings);
    struct sheet_row row;
    enum sheet_step step;
    enum err e;

    if (key < 0)
        return why_set(why, E_INVALID, N_("\"%s\" has no column \"%s\"."), table->lookup->file, table->lookup->key);
    if ((e = add_names(lookups, table, headings)))
        return why_set(why, e, N_("There is no memory left to read the file."));
    while ((step = sheet_next(sheet, &row, why)) != SHEET_END) {
        if (step == SHEET_FAILED)
            return E_SYSTEM;
        if (step == SHEET_ROW && (size_t)key < row.count && row.cells[key][0] &&
            (e = keep_row(table, &row, (size_t)key, why)))
            return e;
    }
    if (table->count > 0)
        qsort(table->rows, table->count, sizeof *table->rows, compare_rows);
    return OK;
}

/* The columns of this file (and of the lookups before) that say which row is meant. */
static enum err find_by(struct lookups *lookups, struct lookup_table *table)
{
    struct pattern_piece piece = { .text = table->lookup->by, .len = strlen(table->lookup->by), .column = true };
    const char *name;
    size_t len, at = 0, count = 0;

    table->by = calloc(piece.len + 2, sizeof *table->by);
    if (!table->by)
        return E_MEMORY;
    while (piece_alternative(&piece, &at, &name, &len)) {
        int column = column_find(name, len, &lookups->headings);

        if (column >= 0)
            table->by[count++] = (size_t)column + 1;
    }
    return OK;
}

static enum err open_table(struct lookups *lookups, const struct mapping_lookup *lookup, const char *folder,
                           struct why *why)
{
    struct lookup_table *table = calloc(1, sizeof *table);
    struct sheet *sheet = NULL;
    struct buf path = { 0 };
    enum err e;

    if (!table)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    lookups->tables[lookups->count++] = table;
    table->lookup = lookup;
    if ((e = find_by(lookups, table)) || (e = path_join(&path, folder, lookup->file)))
        goto done;
    if (!path_exists(buf_text(&path)))
        goto done;
    if (!(e = sheet_open(buf_text(&path), NULL, &sheet, why)))
        e = read_rows(lookups, table, sheet, why);
done:
    sheet_close(sheet);
    buf_release(&path);
    return e;
}

enum err lookups_open(struct lookups *lookups, const struct mapping *mapping, const char *folder,
                      const struct sheet_row *headings, struct why *why)
{
    enum err e = OK;

    *lookups = (struct lookups){ .mapping = mapping };
    lookups->names = calloc(headings->count + 1, sizeof *lookups->names);
    lookups->tables = calloc(mapping->lookup_count + 1, sizeof(struct lookup_table *));
    if (!lookups->names || !lookups->tables)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    memcpy(lookups->names, headings->cells, headings->count * sizeof *headings->cells);
    lookups->headings = (struct sheet_row){ .cells = lookups->names, .count = headings->count };
    for (size_t i = 0; i < mapping->lookup_count && !e; i++)
        e = open_table(lookups, &mapping->lookups[i], folder, why);
    if (e)
        return e;
    lookups->cells = calloc(lookups->headings.count + 1, sizeof *lookups->cells);
    return lookups->cells ? OK : why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
}

static const struct lookup_row *find_row(const struct lookup_table *table, const char *key)
{
    size_t low = 0, high = table->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(table->rows[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->count && strcmp(table->rows[low].key, key) == 0 ? &table->rows[low] : NULL;
}

static void widen_by(struct lookups *lookups, const struct lookup_table *table)
{
    const struct lookup_row *found = NULL;

    for (size_t i = 0; table->by[i] != 0; i++) {
        const char *key = lookups->cells[table->by[i] - 1];

        if (!mapping_stands_for_nothing(lookups->mapping, key)) {
            found = find_row(table, key);
            break;
        }
    }
    for (size_t i = 0; i < table->columns; i++)
        lookups->cells[table->first + i] = found ? found->cells[i] : "";
}

enum err lookups_widen(struct lookups *lookups, const struct sheet_row *row)
{
    size_t own = lookups->headings.count;

    for (size_t i = 0; i < lookups->count; i++)
        own -= lookups->tables[i]->columns;
    for (size_t i = 0; i < own; i++)
        lookups->cells[i] = i < row->count ? row->cells[i] : "";
    for (size_t i = 0; i < lookups->count; i++)
        widen_by(lookups, lookups->tables[i]);
    lookups->row = *row;
    lookups->row.cells = lookups->cells;
    lookups->row.count = lookups->headings.count;
    return OK;
}
