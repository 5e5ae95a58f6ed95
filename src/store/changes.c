/*
 * What an entry changed, field by field, read out of its changesets. They are parsed only after the entry's signature
 * and the parts' hashes were found good. Columns stand as in the tables: the names come from the schema of now, which
 * only ever adds columns behind.
 */
#include <stdlib.h>
#include <string.h>

#include "changes_in.h"

#include "townkeep/base/i18n.h"

struct listing {
    struct store *store;
    struct change *items; /* owned */
    size_t count, cap;
};

void changes_release(struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (changes[i].before)
            wipe(changes[i].before, strlen(changes[i].before));
        if (changes[i].after)
            wipe(changes[i].after, strlen(changes[i].after));
        free(changes[i].before);
        free(changes[i].after);
    }
    free(changes);
}

/* --- columns --- */

void columns_release(struct columns *columns)
{
    free(columns->fields);
    memset(columns, 0, sizeof *columns);
}

static int kept_column(const char *name)
{
    static const char *const names[] = { "id", "archived_at", "archived_by", "archive_reason", "import_batch" };

    for (int i = 0; i < 5; i++) {
        if (strcmp(names[i], name) == 0)
            return COLUMN_IS_ID - i;
    }
    return COLUMN_UNKNOWN;
}

enum err columns_of(struct store *store, const struct record_type *type, struct columns *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT name FROM pragma_table_info(?1) ORDER BY cid", &stmt, why);

    columns_release(out);
    if (e)
        return e;
    out->type = type;
    sql_bind_text(stmt, 1, type->key);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        int *grown = realloc(out->fields, (size_t)(out->count + 1) * sizeof *grown);
        int field = field_find(type, sql_text(stmt, 0));

        if (!grown) {
            e = E_MEMORY;
            break;
        }
        out->fields = grown;
        out->fields[out->count++] = field >= 0 ? field : kept_column(sql_text(stmt, 0));
    }
    sql_done(store, stmt);
    return e;
}

/* --- values --- */

static enum err value_of(struct store *store, const struct record_type *type, int64_t id, int field,
                         sqlite3_value *stored, const struct secret *key, struct value *out)
{
    (void)store;
    if (!stored || sqlite3_value_type(stored) == SQLITE_NULL)
        return OK;
    if (type->fields[field].flags & FIELD_SEALED) {
        if (key && sqlite3_value_type(stored) == SQLITE_BLOB &&
            sealed_read(type, id, field, sqlite3_value_blob(stored), (size_t)sqlite3_value_bytes(stored), key, out) ==
                OK)
            return OK;
        out->form = VALUE_CLOSED;
        return OK;
    }
    if (kind_is_text(type->fields[field].kind))
        return value_set_text(out, (const char *)sqlite3_value_text(stored));
    value_set_number(out, sqlite3_value_int64(stored));
    return OK;
}

static enum err show_stored(struct store *store, const struct record_type *type, int64_t id, int field,
                            sqlite3_value *stored, const struct secret *key, char **out)
{
    struct record record = { 0 };
    struct buf shown = { 0 };
    enum err e;

    if ((e = record_init(&record, type)) ||
        (e = value_of(store, type, id, field, stored, key, &record.values[field])) ||
        (e = store_show_value(store, &record, field, &shown)))
        goto done;
    e = text_copy(out, buf_text(&shown));
done:
    buf_wipe(&shown);
    record_release(&record);
    return e;
}

static struct change *add_item(struct listing *listing)
{
    if (listing->count == listing->cap) {
        size_t cap = listing->cap ? listing->cap * 2 : 16;
        struct change *grown = realloc(listing->items, cap * sizeof *grown);

        if (!grown)
            return NULL;
        listing->items = grown;
        listing->cap = cap;
    }
    listing->items[listing->count] = (struct change){ .field = -1 };
    return &listing->items[listing->count++];
}

static enum err add_change(struct listing *listing, const struct row_change *row, int field, sqlite3_value *before,
                           sqlite3_value *after, const struct secret *key)
{
    struct change *item = add_item(listing);
    enum err e;

    if (!item)
        return E_MEMORY;
    item->type = row->columns->type;
    item->id = row->id;
    item->what = row->operation == SQLITE_INSERT   ? CHANGE_ADDED
                 : row->operation == SQLITE_DELETE ? CHANGE_REMOVED
                                                   : CHANGE_EDITED;
    item->field = field;
    if (field >= 0) {
        if ((e = show_stored(listing->store, item->type, row->id, field, before, key, &item->before)))
            return e;
        return show_stored(listing->store, item->type, row->id, field, after, key, &item->after);
    }
    if ((e = text_copy(&item->before,
                       before && sqlite3_value_type(before) != SQLITE_NULL ? _("archived") : _("in use"))))
        return e;
    return text_copy(&item->after, after && sqlite3_value_type(after) != SQLITE_NULL ? _("archived") : _("in use"));
}

/* --- walking --- */

static void values_at(sqlite3_changeset_iter *at, const struct row_change *row, int column, sqlite3_value **before,
                      sqlite3_value **after)
{
    *before = *after = NULL;
    if (row->operation != SQLITE_INSERT)
        sqlite3changeset_old(at, column, before);
    if (row->operation != SQLITE_DELETE)
        sqlite3changeset_new(at, column, after);
}

static bool is_filled(sqlite3_value *value)
{
    return value && sqlite3_value_type(value) != SQLITE_NULL;
}

static enum err list_row(void *context, sqlite3_changeset_iter *at, const struct row_change *row,
                         const struct secret *key, struct why *why)
{
    struct listing *listing = context;
    enum err e = OK;

    (void)why;
    for (int i = 0; i < row->columns->count && i < row->column_count && !e; i++) {
        sqlite3_value *before, *after;
        int field = row->columns->fields[i];

        if (field < 0 && field != COLUMN_IS_ARCHIVED_AT)
            continue;
        values_at(at, row, i, &before, &after);
        if (row->operation == SQLITE_UPDATE ? before || after : field >= 0 && (is_filled(before) || is_filled(after)))
            e = add_change(listing, row, field, before, after, key);
    }
    return e;
}

static enum err walk_row(struct store *store, sqlite3_changeset_iter *at, struct columns *columns,
                         const struct secret *key,
                         enum err (*each)(void *, sqlite3_changeset_iter *, const struct row_change *,
                                          const struct secret *, struct why *),
                         void *context, struct why *why)
{
    struct row_change row = { .columns = columns };
    const struct record_type *type;
    sqlite3_value *id = NULL;
    const char *table;
    int indirect;
    enum err e;

    if (sqlite3changeset_op(at, &table, &row.column_count, &row.operation, &indirect) != SQLITE_OK)
        return E_DAMAGED;
    if (!(type = type_of_table(store->catalogue, table)))
        return OK;
    if (columns->type != type && (e = columns_of(store, type, columns, why)))
        return e;
    if (row.operation == SQLITE_INSERT)
        sqlite3changeset_new(at, 0, &id);
    else
        sqlite3changeset_old(at, 0, &id);
    row.id = id ? sqlite3_value_int64(id) : 0;
    return each(context, at, &row, key, why);
}

enum err changeset_walk(struct store *store, const struct part *part, const struct secret *key,
                        enum err (*each)(void *, sqlite3_changeset_iter *, const struct row_change *,
                                         const struct secret *, struct why *),
                        void *context, struct why *why)
{
    struct columns columns = { 0 };
    sqlite3_changeset_iter *at = NULL;
    int rc = SQLITE_DONE;
    enum err e = OK;

    if (part->changeset_len == 0)
        return OK;
    rc = sqlite3changeset_start(&at, (int)part->changeset_len, (void *)(uintptr_t)part->changeset);
    while (rc == SQLITE_OK && !e && sqlite3changeset_next(at) == SQLITE_ROW)
        e = walk_row(store, at, &columns, key, each, context, why);
    if (rc == SQLITE_OK)
        rc = sqlite3changeset_finalize(at);
    columns_release(&columns);
    if (!e && rc == SQLITE_NOMEM)
        e = why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    else if (!e && rc != SQLITE_OK)
        e = why_set(why, E_DAMAGED, N_("What this entry changed cannot be read. Run verify."));
    return e;
}

static enum err require_good(struct store *store, int64_t entry, struct why *why)
{
    bool good;
    enum err e = chain_verify(store, entry, &good, NULL, why);

    if (!e && !good)
        e = why_set(why, E_DAMAGED, N_("Entry %lld of the history was changed after it was signed. Run verify."),
                    (long long)entry);
    return e;
}

enum err entry_walk(struct store *store, int64_t entry, struct entry *header,
                    enum err (*each)(void *, sqlite3_changeset_iter *, const struct row_change *, const struct secret *,
                                     struct why *),
                    void *context, struct why *why)
{
    enum err e;

    if ((e = chain_header(store, entry, header, why)) || (e = require_good(store, entry, why)))
        return e;
    for (size_t i = 0; i < header->part_count && !e; i++) {
        const struct secret *key = NULL;
        struct part part;

        if (header->parts[i].owner != 0 && ((e = gate_pass(store, NULL, header->parts[i].owner, why)) ||
                                            (e = case_key_open(store, header->parts[i].owner, &key, why))))
            break;
        if (!(e = part_open(store, header, entry, i, &part, why)))
            e = changeset_walk(store, &part, key, each, context, why);
        part_release(&part);
    }
    return e;
}

enum err store_changes(struct store *store, int64_t entry, struct change **out, size_t *count, struct why *why)
{
    struct listing listing = { .store = store };
    struct entry header = { 0 };
    enum err e = entry_walk(store, entry, &header, list_row, &listing, why);

    entry_release(&header);
    *out = NULL;
    *count = 0;
    if (e) {
        changes_release(listing.items, listing.count);
        return e;
    }
    *out = listing.items;
    *count = listing.count;
    return OK;
}
