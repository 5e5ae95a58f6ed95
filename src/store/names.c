/*
 * The one-line texts under seal, names above all, opened once and kept in guarded memory while casework is open, so
 * that a search does not unwrap the key of every case each time. Folded, as they are compared. What is saved is opened
 * anew before the next search; closing casework forgets all. Who may open a case is not asked here but of each case
 * that is found, at the moment it is found.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { NAME_LISTS = 4, TEXTS_AT_FIRST = 1 << 16, STALE_MOST = 2000, ROWS_AT_FIRST = 256 };

struct name_row {
    int64_t id, case_id;
    size_t at, len; /* its texts, each closed by NUL */
};
struct name_list {
    const struct record_type *type; /* NULL: free */
    struct name_row *rows;          /* by id */
    size_t count, cap;
    struct secret *texts;
    size_t used, wasted;
    int64_t *stale; /* records saved since */
    size_t stale_count;
};
struct names {
    struct name_list lists[NAME_LISTS];
    size_t next;
};

static void list_release(struct name_list *list)
{
    free(list->rows);
    free(list->stale);
    secret_free(list->texts);
    *list = (struct name_list){ 0 };
}

void names_forget(struct store *store)
{
    for (size_t i = 0; store->names && i < NAME_LISTS; i++)
        list_release(&store->names->lists[i]);
    free(store->names);
    store->names = NULL;
}

/* A list that would have to open too much anew is made afresh when it is wanted. */
void names_saved(struct store *store, int64_t record)
{
    for (size_t i = 0; store->names && i < NAME_LISTS; i++) {
        struct name_list *list = &store->names->lists[i];

        if (!list->type || (list->stale_count > 0 && list->stale[list->stale_count - 1] == record))
            continue;
        if (list->stale_count == STALE_MOST)
            list_release(list);
        else
            list->stale[list->stale_count++] = record;
    }
}

/* --- opening --- */
static enum err add_bytes(struct name_list *list, const char *text, size_t len, struct why *why)
{
    size_t size = secret_size(list->texts);
    struct secret *grown = NULL;
    enum err e;

    if (list->used + len > size) {
        while (list->used + len > size)
            size *= 2;
        if ((e = secret_new(size, &grown, why)))
            return e;
        memcpy(secret_bytes(grown), secret_bytes_const(list->texts), list->used);
        secret_free(list->texts);
        list->texts = grown;
    }
    memcpy(secret_bytes(list->texts) + list->used, text, len);
    list->used += len;
    return OK;
}

static enum err add_texts(struct name_list *list, const struct record *record, struct why *why)
{
    struct buf folded = { 0 };
    enum err e = OK;

    for (int i = 0; i < record->type->field_count && !e; i++) {
        const struct field *field = &record->type->fields[i];

        if (!(field->flags & FIELD_SEALED) || field->kind != FIELD_TEXT || record->values[i].form != VALUE_TEXT)
            continue;
        buf_clear(&folded);
        if (!(e = text_fold(&folded, record->values[i].text)) && folded.len > 0)
            e = add_bytes(list, folded.data, folded.len + 1, why);
    }
    buf_wipe(&folded);
    return e;
}

static enum err grow_rows(struct name_list *list)
{
    size_t cap = list->cap ? list->cap * 2 : ROWS_AT_FIRST;
    struct name_row *grown;

    if (list->count < list->cap)
        return OK;
    if (!(grown = reallocarray(list->rows, cap, sizeof *grown)))
        return E_MEMORY;
    list->rows = grown;
    list->cap = cap;
    return OK;
}

/* Where the record stands, or would stand. */
static size_t place_of(const struct name_list *list, int64_t id)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->rows[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void drop(struct name_list *list, int64_t id)
{
    size_t at = place_of(list, id);

    if (at == list->count || list->rows[at].id != id)
        return;
    memset(secret_bytes(list->texts) + list->rows[at].at, 0, list->rows[at].len);
    list->wasted += list->rows[at].len;
    list->count--;
    memmove(&list->rows[at], &list->rows[at + 1], (list->count - at) * sizeof *list->rows);
}

static enum err add(struct name_list *list, const struct record *record, struct why *why)
{
    struct name_row row = { .id = record->id, .at = list->used };
    size_t at = place_of(list, record->id);
    enum err e;

    if ((e = case_key_of(record, &row.case_id, why)) || (e = add_texts(list, record, why)) || (e = grow_rows(list)))
        return e;
    row.len = list->used - row.at;
    memmove(&list->rows[at + 1], &list->rows[at], (list->count - at) * sizeof *list->rows);
    list->rows[at] = row;
    list->count++;
    return OK;
}

static enum err open_record(struct store *store, struct name_list *list, int64_t id, struct why *why)
{
    struct record record = { 0 };
    enum err e = record_fetch(store, list->type, id, SEALED_FOR_PROGRAM, &record, why);

    if (e == E_NOT_FOUND)
        return OK; /* of another type, or gone */
    if (!e && record.archived_at == 0)
        e = add(list, &record, why);
    record_release(&record);
    return e;
}

static enum err open_all(struct store *store, struct name_list *list, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT id FROM ")) || (e = sql_add_name(&sql, list->type->key)) ||
        (e = buf_add_str(&sql, " WHERE archived_at IS NULL ORDER BY id")) ||
        (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = open_record(store, list, sqlite3_column_int64(stmt, 0), why);
    sql_done(store, stmt);
done:
    buf_release(&sql);
    return e;
}

static enum err begin(struct store *store, const struct record_type *type, struct name_list **out, struct why *why)
{
    struct name_list *list;
    enum err e;

    if (!store->names && !(store->names = calloc(1, sizeof *store->names)))
        return E_MEMORY;
    list = &store->names->lists[store->names->next];
    store->names->next = (store->names->next + 1) % NAME_LISTS;
    list_release(list);
    if (!(list->stale = calloc(STALE_MOST, sizeof *list->stale)))
        return E_MEMORY;
    if (!(e = secret_new(TEXTS_AT_FIRST, &list->texts, why))) {
        list->type = type;
        e = open_all(store, list, why);
    }
    if (e)
        list_release(list);
    *out = list;
    return e;
}

static enum err renew(struct store *store, struct name_list *list, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < list->stale_count && !e; i++) {
        drop(list, list->stale[i]);
        e = open_record(store, list, list->stale[i], why);
    }
    list->stale_count = 0;
    if (e)
        list_release(list);
    return e;
}

static enum err list_of(struct store *store, const struct record_type *type, struct name_list **out, struct why *why)
{
    for (size_t i = 0; store->names && i < NAME_LISTS; i++) {
        struct name_list *list = &store->names->lists[i];

        if (list->type != type)
            continue;
        *out = list;
        if (list->wasted * 2 <= list->used || list->used <= TEXTS_AT_FIRST)
            return renew(store, list, why);
        list_release(list);
    }
    return begin(store, type, out, why);
}

/* --- finding --- */
static bool has_words(const struct name_list *list, const struct name_row *row, const char *words)
{
    const char *at = (const char *)secret_bytes_const(list->texts) + row->at, *end = at + row->len;

    for (; at < end; at += strlen(at) + 1) {
        if (text_has_words(at, words))
            return true;
    }
    return false;
}

enum err names_find(struct store *store, const struct record_type *type, const char *words, size_t limit, int64_t *ids,
                    size_t *count, struct why *why)
{
    struct name_list *list = NULL;
    struct buf folded = { 0 };
    enum err e;

    if ((e = text_fold(&folded, words)) || (e = list_of(store, type, &list, why)))
        goto done;
    for (size_t i = 0; i < list->count && *count < limit && !e; i++) {
        if (!has_words(list, &list->rows[i], buf_text(&folded)))
            continue;
        e = gate_pass(store, type, list->rows[i].case_id, NULL);
        if (!e)
            ids[(*count)++] = list->rows[i].id;
        else if (e == E_PERMISSION)
            e = OK;
    }
done:
    buf_wipe(&folded);
    if (store->save)
        names_forget(store); /* what was read may be taken back */
    return e;
}
