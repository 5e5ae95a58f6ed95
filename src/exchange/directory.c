/* A vault seen by a standard: its kept rows read, the ids made for its own records, and links between rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/queries.h"

/* --- opening --- */
static int view_find(const struct directory_table *table, const char *type)
{
    for (size_t i = 0; i < table->view_count; i++) {
        if (table->views[i].type && strcmp(table->views[i].type, type) == 0)
            return (int)i;
    }
    return -1;
}

static enum err add_kept(const struct record *row, void *data, struct why *why)
{
    struct directory *directory = data;
    struct id_entry entry = { .outside_id = record_text(row, "outside_id"),
                              .table = table_find(directory->rules, record_text(row, "sheet")),
                              .view = -1,
                              .type = catalogue_find(store_catalogue(directory->store), record_text(row, "type")),
                              .about = record_number(row, "about"),
                              .row = row->id };
    size_t number;

    (void)why;
    if (entry.table < 0 || strcmp(record_text(row, "standard"), buf_text(&directory->key)) != 0)
        return OK;
    if (entry.type && strncmp(record_text(row, "said"), "kept", 4) != 0)
        entry.view = view_find(&directory->rules->tables[entry.table], entry.type->key);
    return ids_add(&directory->ids, &entry, &number);
}

static enum err find_country(struct directory *directory, struct why *why)
{
    const struct record_type *type = catalogue_find(store_catalogue(directory->store), "office");
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, type);
    e = store_page(directory->store, &query, NULL, false, 1, &page, why);
    if (!e && page.count == 1 && strlen(record_text(&page.records[0], "country")) == 2)
        snprintf(directory->country, sizeof directory->country, "%s", record_text(&page.records[0], "country"));
    record_page_release(&page);
    return e;
}

enum err directory_open(struct directory *directory, struct store *store, const struct standard_rules *rules,
                        const char *source, struct why *why)
{
    struct query query;
    enum err e;

    *directory = (struct directory){ .store = store, .rules = rules, .today = clock_today() };
    directory->kept_type = catalogue_find(store_catalogue(store), "outside_row");
    memcpy(directory->vault, store_vault_id(store), sizeof directory->vault);
    if ((e = buf_add_str(&directory->key, rules->key)) ||
        (rules->is_counted && (e = buf_printf(&directory->key, ":%s", source))))
        return why_set(why, e, "%s", err_text(e));
    query_init(&query, directory->kept_type);
    query.which = QUERY_ALL;
    if ((e = find_country(directory, why)) || (e = same_as_load(store, &directory->same_as, why)))
        return e;
    e = query_each(store, &query, add_kept, directory, why);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

void directory_close(struct directory *directory)
{
    free(directory->links);
    free(directory->works);
    same_as_release(&directory->same_as);
    ids_release(&directory->ids);
    buf_release(&directory->key);
}

/* --- ids of our own --- */
void directory_uuid(const struct directory *directory, int table, const struct record_type *type, int64_t about,
                    const char *item, char out[UUID_SIZE])
{
    uint8_t hash[HASH_SIZE];
    struct buf bytes = { 0 };

    if (buf_add(&bytes, directory->vault, sizeof directory->vault) ||
        buf_printf(&bytes, "%s/%s/%lld/%s", directory->rules->tables[table].name, type->key, (long long)about, item)) {
        buf_release(&bytes);
        out[0] = '\0';
        return;
    }
    hash_bytes(hash, "townkeep directory row 1", bytes.data, bytes.len, NULL);
    hash[6] = (hash[6] & 0x0F) | 0x80; /* RFC 9562: version 8, made in a way of one's own */
    hash[8] = (hash[8] & 0x3F) | 0x80;
    snprintf(out, UUID_SIZE, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", hash[0], hash[1],
             hash[2], hash[3], hash[4], hash[5], hash[6], hash[7], hash[8], hash[9], hash[10], hash[11], hash[12],
             hash[13], hash[14], hash[15]);
    buf_release(&bytes);
}

struct making {
    struct directory *directory;
    int table, view;
};

static enum err make_id(const struct record *record, void *data, struct why *why)
{
    const struct making *making = data;
    char uuid[UUID_SIZE];
    struct id_entry entry = { .table = making->table, .view = making->view, .type = record->type, .about = record->id };
    size_t number;

    (void)why;
    directory_uuid(making->directory, making->table, record->type, record->id, "", uuid);
    entry.outside_id = uuid;
    if (ids_about(&making->directory->ids, making->table, record->type, record->id) ||
        ids_find(&making->directory->ids, making->table, uuid))
        return OK;
    return ids_add(&making->directory->ids, &entry, &number);
}

static enum err make_ids(struct directory *directory, struct why *why)
{
    const struct standard_rules *rules = directory->rules;
    enum err e = OK;

    directory->ids.are_made = true;
    for (size_t i = 0; i < rules->table_count && !e; i++) {
        for (size_t j = 0; j < rules->tables[i].view_count && !e; j++) {
            const struct view *view = &rules->tables[i].views[j];
            struct making making = { .directory = directory, .table = (int)i, .view = (int)j };
            struct query query;

            if (view->kind != VIEW_RECORD && view->kind != VIEW_PART)
                continue;
            query_init(&query, catalogue_find(store_catalogue(directory->store), view->type));
            e = query_each(directory->store, &query, make_id, &making, why);
        }
    }
    return e;
}

enum err directory_find(struct directory *directory, int table, const char *outside_id, size_t *number, struct why *why)
{
    enum err e = OK;

    *number = ids_find(&directory->ids, table, outside_id);
    if (*number == 0 && !directory->ids.are_made && !directory->rules->is_counted && !(e = make_ids(directory, why)))
        *number = ids_find(&directory->ids, table, outside_id);
    return e;
}

/* --- links --- */
enum err directory_link_as_said(struct directory *directory, const char *sheet, const char *outside_id,
                                const struct record_type **type, int64_t *about, struct why *why)
{
    int first = 0, last = (int)directory->rules->table_count - 1;
    size_t number = 0;
    enum err e = OK;

    *type = NULL;
    *about = 0;
    if (outside_id[0] == '\0')
        return OK;
    if (strcmp(sheet, "*") != 0)
        first = last = table_find(directory->rules, sheet);
    for (int i = first; i <= last && number == 0 && !e; i++)
        e = directory_find(directory, i, outside_id, &number, why);
    if (!e && number != 0) {
        *type = directory->ids.entries[number - 1].type;
        *about = directory->ids.entries[number - 1].about;
    }
    return e;
}

enum err directory_link(struct directory *directory, const char *sheet, const char *outside_id,
                        const struct record_type **type, int64_t *about, struct why *why)
{
    enum err e = directory_link_as_said(directory, sheet, outside_id, type, about, why);

    if (!e && *about && strcmp((*type)->key, "party") == 0)
        *about = same_as_of(&directory->same_as, *about);
    return e;
}

enum err directory_id_of(struct directory *directory, const char *sheet, const struct record_type *type, int64_t about,
                         struct buf *out, struct why *why)
{
    int table = table_find(directory->rules, sheet);
    int view = view_find(&directory->rules->tables[table], type->key);
    const struct record *going = NULL;
    struct record record = { 0 };
    char uuid[UUID_SIZE];
    size_t number;
    bool has_row;
    enum err e;

    if (view < 0)
        return OK;
    if (directory->giving && !(going = giving_record(directory->giving, type, about)))
        return OK;
    if (!going && (e = store_load(directory->store, type, about, &record, why)))
        return e == E_NOT_FOUND ? OK : e;
    has_row = which_fits(directory->rules->tables[table].views[view].which, going ? going : &record);
    record_release(&record);
    if (!has_row)
        return OK;
    if ((number = ids_being(&directory->ids, table, view, type, about)))
        return buf_add_str(out, directory->ids.entries[number - 1].outside_id);
    directory_uuid(directory, table, type, about, "", uuid);
    return buf_add_str(out, uuid);
}

enum err kept_load(struct directory *directory, int64_t row, json_t **out, struct why *why)
{
    struct record record = { 0 };
    json_error_t problem;
    const char *said;
    enum err e = OK;

    *out = NULL;
    if (row == 0)
        return OK;
    if ((e = store_load(directory->store, directory->kept_type, row, &record, why)))
        return e == E_NOT_FOUND ? OK : e;
    *out = json_loads(record_text(&record, "columns"), JSON_REJECT_DUPLICATES, &problem);
    if (*out && !json_is_object(*out)) {
        json_decref(*out);
        *out = NULL;
    }
    said = strchr(record_text(&record, "said"), ';');
    if (*out && said && json_object_set_new(*out, KEPT_LEFT_OUT, json_string(said + 1)) != 0)
        e = why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    record_release(&record);
    return e;
}
