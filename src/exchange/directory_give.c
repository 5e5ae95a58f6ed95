/*
 * Rows out of records: of each table those of the records that leave, those that are items of them, and those that were
 * only kept, as far as what they are about leaves. Of what is hidden nothing is given back that others once said.
 */
#include "directory_give_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what leaves --- */
static enum err load(const struct giving *giving, const struct record_type *type, int64_t id, struct record *out)
{
    return store_load(giving->directory->store, type, id, out, NULL);
}

/* Whether less of it leaves than others once published: then nothing is given back that they said of it. */
static bool is_guarded(const struct giving *giving, const struct record_type *type, int64_t id)
{
    struct record whole = { 0 };
    bool is = directory_is_hidden(giving->directory->store, type, id) || load(giving, type, id, &whole) != OK ||
              record_number(&whole, "do_not_contact");

    record_release(&whole);
    return is;
}

const struct record *giving_record(const struct giving *giving, const struct record_type *type, int64_t id)
{
    return parcel_find(parcel_part_of(giving->parcel, type->key), id);
}

/* The number of a service that is given where nobody must be found would lead there: of that only what is marked to be
 * published leaves, by the profile. */
static bool rings_where_hidden(const struct giving *giving, const struct view *view, const struct record *record)
{
    return view->which == WHICH_PHONED && strcmp(record->type->key, "service") == 0 &&
           directory_is_hidden(giving->directory->store, record->type, record->id);
}

/* --- a table filling --- */
static enum err add_row(struct given_table *table, struct given_row *row)
{
    struct given_row *more;

    if (table->count == table->room) {
        size_t room = table->room ? 2 * table->room : 32;

        if (!(more = reallocarray(table->rows, room, sizeof *more)))
            return E_MEMORY;
        table->rows = more;
        table->room = room;
    }
    table->rows[table->count++] = *row;
    *row = (struct given_row){ 0 };
    return OK;
}

static void row_release(struct given_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i]);
    free(row->cells);
}

static enum err set_cell(struct given_row *row, size_t at, const char *text)
{
    if (at >= row->count) {
        char **more = reallocarray(row->cells, at + 1, sizeof *more);

        if (!more)
            return E_MEMORY;
        memset(more + row->count, 0, (at + 1 - row->count) * sizeof *more);
        row->cells = more;
        row->count = at + 1;
    }
    free(row->cells[at]);
    row->cells[at] = NULL;
    return text[0] ? text_copy(&row->cells[at], text) : OK;
}

static enum err extra_column(struct given_table *given, const struct directory_table *table, const char *heading,
                             size_t *at)
{
    char **more;
    enum err e;

    for (size_t i = 0; i < given->extra_count; i++) {
        *at = table->column_count + i;
        if (strcmp(given->extras[i], heading) == 0)
            return OK;
    }
    if (!(more = reallocarray(given->extras, given->extra_count + 1, sizeof *more)))
        return E_MEMORY;
    given->extras = more;
    if ((e = text_copy(&given->extras[given->extra_count], heading)))
        return e;
    *at = table->column_count + given->extra_count++;
    return OK;
}

/* Columns that a publisher added of his own. */
static enum err add_extras(struct given_table *given, const struct directory_table *table, const json_t *kept,
                           struct given_row *row)
{
    const char *heading;
    json_t *text;
    size_t at;
    enum err e = OK;

    json_object_foreach((json_t *)kept, heading, text)
    {
        if (heading[0] == '\0' || table_column(table, heading) >= 0 || !json_string_value(text) ||
            !json_string_value(text)[0])
            continue;
        if ((e = extra_column(given, table, heading, &at)) || (e = set_cell(row, at, json_string_value(text))))
            break;
    }
    return e;
}

static enum err give_row(struct giving *giving, int table, const struct cells *cells, const json_t *kept)
{
    const struct directory_table *of = &giving->directory->rules->tables[table];
    struct given_row row = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < of->column_count && !e; i++)
        e = set_cell(&row, i, buf_text(&cells->at[i]));
    if (!e && kept)
        e = add_extras(&giving->tables[table], of, kept, &row);
    if (!e)
        e = add_row(&giving->tables[table], &row);
    row_release(&row);
    return e;
}

/* --- records --- */
static enum err only_shown(const struct directory_table *table, struct cells *cells)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (!(table->columns[i].flags & COLUMN_SHOWN))
            buf_clear(&cells->at[i]);
    }
    return OK;
}

static enum err give_record(struct giving *giving, int table, int view, const struct record *record, struct why *why)
{
    struct directory *directory = giving->directory;
    const struct directory_table *of = &directory->rules->tables[table];
    size_t number = ids_being(&directory->ids, table, view, record->type, record->id);
    bool is_hidden = strcmp(record->type->key, "place") == 0 &&
                     directory_is_hidden(giving->directory->store, record->type, record->id);
    struct cells cells = { 0 };
    json_t *kept = NULL;
    enum err e = OK;

    if (number && !is_guarded(giving, record->type, record->id))
        e = kept_load(directory, directory->ids.entries[number - 1].row, &kept, why);
    if (e || (e = cells_write(directory, table, &of->views[view], record, kept, &cells, why)))
        goto done;
    if (number) {
        buf_clear(&cells.at[0]);
        e = buf_add_str(&cells.at[0], directory->ids.entries[number - 1].outside_id);
    }
    if (!e && is_hidden)
        e = only_shown(of, &cells);
    if (!e)
        e = give_row(giving, table, &cells, kept);
done:
    json_decref(kept);
    cells_release(&cells);
    return e;
}

static enum err give_records(struct giving *giving, int table, int view, struct why *why)
{
    const struct view *of = &giving->directory->rules->tables[table].views[view];
    const struct parcel_part *part = parcel_part_of(giving->parcel, of->type);
    enum err e = OK;

    for (size_t i = 0; part && i < part->count && !e; i++) {
        const struct record *record = &part->records[i];

        if (which_fits(of->which, record) && giving_record(giving, record->type, record->id) &&
            !rings_where_hidden(giving, of, record))
            e = give_record(giving, table, view, record, why);
    }
    return e;
}

/* --- kept rows --- */
/* The row as it was, without links to what stays; *goes false when what it hangs on stays. */
static enum err kept_cells(struct giving *giving, int table, const json_t *kept, struct cells *out, bool *goes,
                           struct why *why)
{
    struct directory *directory = giving->directory;
    const struct directory_table *of = &directory->rules->tables[table];
    enum err e = OK;

    *goes = true;
    for (size_t i = 0; i < of->column_count && !e; i++) {
        const char *text = json_string_value(json_object_get(kept, of->columns[i].heading));
        const struct record_type *type = NULL;
        int64_t about = 0;

        if (!text)
            continue;
        if (of->columns[i].sheet)
            e = directory_link_as_said(directory, of->columns[i].sheet, text, &type, &about, why);
        if (!e && (about == 0 || giving_record(giving, type, about)))
            e = buf_add_str(&out->at[i], text);
        else
            *goes = *goes && of->columns[i].how != HOW_OWNER && of->columns[i].how != HOW_ITEM;
        /* Whatever the row says may be about it. */
        *goes = *goes && (about == 0 || !giving_record(giving, type, about) || !is_guarded(giving, type, about));
    }
    return e;
}

static enum err give_kept_row(struct giving *giving, const struct id_entry *entry, struct why *why)
{
    struct cells cells = { 0 };
    json_t *kept = NULL;
    bool goes = false;
    enum err e = OK;

    if (entry->about && (!entry->type || !giving_record(giving, entry->type, entry->about) ||
                         is_guarded(giving, entry->type, entry->about)))
        return OK;
    e = kept_load(giving->directory, entry->row, &kept, why);
    if (!e && kept && !(e = kept_cells(giving, entry->table, kept, &cells, &goes, why)) && goes)
        e = give_row(giving, entry->table, &cells, kept);
    json_decref(kept);
    cells_release(&cells);
    return e;
}

static enum err give_kept(struct giving *giving, struct why *why)
{
    const struct ids *ids = &giving->directory->ids;
    enum err e = OK;

    for (size_t i = 0; i < ids->count && !e; i++) {
        const struct id_entry entry = ids->entries[i]; /* a copy: following a link may add more of them */

        if (entry.view < 0)
            e = give_kept_row(giving, &entry, why);
    }
    return e;
}

/* --- items --- */
static enum err give_item_row(struct giving *giving, const struct id_entry *entry, const struct view *view,
                              const struct record *whole, struct items *claimed, struct why *why)
{
    struct directory *directory = giving->directory;
    const struct directory_table *table = &directory->rules->tables[entry->table];
    const char *texts[COLUMNS_MAX];
    struct items items = { 0 }, there = { 0 };
    struct cells cells = { 0 };
    json_t *kept = NULL;
    bool goes = false;
    enum err e = kept_load(directory, entry->row, &kept, why);

    if (e || !kept || (e = kept_cells(giving, entry->table, kept, &cells, &goes, why)))
        goto done;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *text = json_string_value(json_object_get(kept, table->columns[i].heading));

        texts[i] = text ? text : "";
    }
    if ((e = items_of_row(directory, table, view, texts, &items, why)) ||
        (e = items_of_value(&whole->type->fields[field_find(whole->type, view->field)],
                            &whole->values[field_find(whole->type, view->field)], &there)))
        goto done;
    for (size_t i = 0; i < items.count && !e; i++) {
        goes = goes && items_have(&there, items.texts[i]);
        e = items_add(claimed, items.texts[i], strlen(items.texts[i]));
    }
    if (!e && goes)
        e = give_row(giving, entry->table, &cells, kept);
done:
    json_decref(kept);
    cells_release(&cells);
    items_release(&items);
    items_release(&there);
    return e;
}

static enum err give_made(struct giving *giving, int table, const struct view *view, const struct record *owner,
                          const char *item, struct why *why)
{
    struct cells cells = { 0 };
    bool is_row = false;
    enum err e = items_write(giving->directory, table, view, owner, item, &cells, &is_row, why);

    if (!e && is_row)
        e = give_row(giving, table, &cells, NULL);
    cells_release(&cells);
    return e;
}

/* What stands in the list and no kept row stands for: a row each, of lines one for all. */
static enum err give_unclaimed(struct giving *giving, int table, const struct view *view, const struct record *owner,
                               const struct items *claimed, struct why *why)
{
    int field = field_find(owner->type, view->field);
    struct items items = { 0 };
    struct buf lines = { 0 };
    enum err e = items_of_value(&owner->type->fields[field], &owner->values[field], &items);

    for (size_t i = 0; i < items.count && !e; i++) {
        if (items_have(claimed, items.texts[i]))
            continue;
        if (view->item == ITEM_LINES)
            e = buf_printf(&lines, "%s%s", lines.len > 0 ? "\n" : "", items.texts[i]);
        else
            e = give_made(giving, table, view, owner, items.texts[i], why);
    }
    if (!e && lines.len > 0)
        e = give_made(giving, table, view, owner, buf_text(&lines), why);
    items_release(&items);
    buf_release(&lines);
    return e;
}

static enum err give_items_of(struct giving *giving, int table, const struct view *view, const struct record *owner,
                              struct why *why)
{
    struct directory *directory = giving->directory;
    bool gives_back = !is_guarded(giving, owner->type, owner->id);
    struct items claimed = { 0 };
    struct record whole = { 0 };
    enum err e = store_load(directory->store, owner->type, owner->id, &whole, why);

    for (size_t number = ids_about(&directory->ids, table, owner->type, owner->id); number && !e;
         number = directory->ids.entries[number - 1].next) {
        const struct id_entry entry = directory->ids.entries[number - 1];

        if (entry.view == 0 && gives_back)
            e = give_item_row(giving, &entry, view, &whole, &claimed, why);
    }
    if (!e && view->is_made)
        e = give_unclaimed(giving, table, view, owner, &claimed, why);
    items_release(&claimed);
    record_release(&whole);
    return e;
}

static enum err give_items(struct giving *giving, int table, const struct view *view, struct why *why)
{
    const struct parcel_part *part = parcel_part_of(giving->parcel, view->type);
    bool tells_where = view->item == ITEM_PLACE || view->item == ITEM_AREA || strcmp(view->type, "place") == 0;
    enum err e = OK;

    for (size_t i = 0; part && i < part->count && !e; i++) {
        const struct record *owner = &part->records[i];

        if (giving_record(giving, owner->type, owner->id) && which_fits(view->which, owner) &&
            !(tells_where && directory_is_hidden(giving->directory->store, owner->type, owner->id)))
            e = give_items_of(giving, table, view, owner, why);
    }
    return e;
}

/* --- all tables --- */
static int compare_rows(const void *a, const void *b)
{
    const struct given_row *left = a, *right = b;

    return strcmp(left->cells[0], right->cells[0]);
}

enum err give_tables(struct giving *giving, struct why *why)
{
    const struct standard_rules *rules = giving->directory->rules;
    enum err e = give_kept(giving, why);

    for (size_t i = 0; i < rules->table_count && !e; i++) {
        for (size_t j = 0; j < rules->tables[i].view_count && !e; j++) {
            const struct view *view = &rules->tables[i].views[j];

            if (view->kind == VIEW_ITEMS)
                e = give_items(giving, (int)i, view, why);
            else if (view->kind != VIEW_KEPT)
                e = give_records(giving, (int)i, (int)j, why);
        }
        /* In the order of their ids, which is the same wherever the records live. */
        if (!e && giving->tables[i].count > 0)
            qsort(giving->tables[i].rows, giving->tables[i].count, sizeof *giving->tables[i].rows, compare_rows);
    }
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

void giving_release(struct giving *giving)
{
    for (int i = 0; i < TABLES_MAX; i++) {
        struct given_table *table = &giving->tables[i];

        for (size_t j = 0; j < table->count; j++)
            row_release(&table->rows[j]);
        for (size_t j = 0; j < table->extra_count; j++)
            free(table->extras[j]);
        free(table->rows);
        free(table->extras);
    }
}
