/*
 * A case is reduced: who it was and what was decided stay for a while, what was told about the person goes at once. The
 * fields that stay are sealed again under a new key and told anew in the entry of the reduction, because nothing that
 * was said before can be read any more; the old key is destroyed with everything it opened.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/store/erase.h"

/* --- which fields stay --- */

/* "type.field;type.field": none is a whole case. */
static enum err write_kept(const struct kept_field *kept, size_t count, struct buf *out)
{
    enum err e = count == 0 ? buf_add_char(out, ';') : OK;

    for (size_t i = 0; i < count && !e; i++)
        e = buf_printf(out, "%s%s.%s", i > 0 ? ";" : "", kept[i].type, kept[i].field);
    return e;
}

static bool is_kept(const char *kept, const struct record_type *type, int field)
{
    char name[200];
    size_t len;

    snprintf(name, sizeof name, "%s.%s", type->key, type->fields[field].key);
    len = strlen(name);
    for (const char *at = kept; *at != '\0';) {
        size_t item = strcspn(at, ";");

        if (item == len && memcmp(at, name, len) == 0)
            return true;
        at += item + (at[item] == ';');
    }
    return false;
}

static enum err require_fields(const struct store *store, const struct kept_field *kept, size_t count, struct why *why)
{
    for (size_t i = 0; i < count; i++) {
        const struct record_type *type = catalogue_find(store->catalogue, kept[i].type);
        int field = type ? field_find(type, kept[i].field) : -1;

        if (field < 0 || !(type->fields[field].flags & FIELD_SEALED))
            return why_set(why, E_INVALID, N_("%s has no sealed field %s."), kept[i].type, kept[i].field);
    }
    return OK;
}

/* --- one row --- */

/* Everything sealed is set: to NULL, or (resealed) to a parameter. */
static enum err update_sql(const struct record_type *type, const char *kept, bool reseal, struct buf *sql)
{
    int at = 2;
    enum err e;

    if ((e = buf_add_str(sql, "UPDATE ")) || (e = sql_add_name(sql, type->key)) ||
        (e = buf_add_str(sql, " SET archive_reason = NULL")))
        return e;
    for (int i = 0; i < type->field_count && !e; i++) {
        bool stays = is_kept(kept, type, i);

        if (!(type->fields[i].flags & FIELD_SEALED) || (stays && !reseal))
            continue;
        if ((e = buf_add_str(sql, ", ")) || (e = sql_add_name(sql, type->fields[i].key)))
            return e;
        e = stays ? buf_printf(sql, " = ?%d", at++) : buf_add_str(sql, " = NULL");
    }
    return e ? e : buf_add_str(sql, " WHERE id = ?1");
}

static enum err bind_kept(sqlite3_stmt *stmt, const struct record *record, const char *kept, const struct secret *key)
{
    const struct record_type *type = record->type;
    int at = 2;
    enum err e = OK;

    for (int i = 0; i < type->field_count && !e; i++) {
        struct buf sealed = { 0 };

        if (!(type->fields[i].flags & FIELD_SEALED) || !is_kept(kept, type, i))
            continue;
        if (record->values[i].form == VALUE_CLOSED)
            e = E_PERMISSION;
        else if (record->values[i].form != VALUE_EMPTY &&
                 !(e = sealed_write(type, record->id, i, &record->values[i], key, &sealed)))
            sql_bind_blob(stmt, at, sealed.data, sealed.len);
        at++;
        buf_release(&sealed);
    }
    return e;
}

/* `record` and `key` NULL: what stays is left as it is. */
static enum err update_row(struct store *store, const struct record_type *type, int64_t id, const char *kept,
                           const struct record *record, const struct secret *key, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = update_sql(type, kept, record != NULL, &sql)) || (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, id);
    if (record && (e = bind_kept(stmt, record, kept, key)))
        sql_done(store, stmt);
    else
        e = sql_finish(store, stmt, why);
done:
    buf_release(&sql);
    return e;
}

/* --- all rows --- */

struct reduction {
    struct save *save;
    int64_t case_id;
    const char *kept;
    struct record *records; /* owned; as they were, opened under the old key */
    size_t count, cap;
};

static enum err add_record(struct reduction *reduction, const struct record_type *type, int64_t id, struct why *why)
{
    struct record *record;

    if (reduction->count == reduction->cap) {
        size_t cap = reduction->cap ? reduction->cap * 2 : 16;
        struct record *grown = realloc(reduction->records, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        reduction->records = grown;
        reduction->cap = cap;
    }
    record = &reduction->records[reduction->count];
    memset(record, 0, sizeof *record);
    reduction->count++;
    return record_fetch(reduction->save->store, type, id, SEALED_FOR_PROGRAM, record, why);
}

static enum err open_all(struct reduction *reduction, struct why *why)
{
    struct store *store = reduction->save->store;
    struct row_ids rows = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];

        e = erase_find_rows(store, type, reduction->case_id, &rows, why);
        for (size_t k = 0; k < rows.count && !e; k++)
            e = add_record(reduction, type, rows.items[k], why);
    }
    free(rows.items);
    return e;
}

static void forget_all(struct reduction *reduction)
{
    for (size_t i = 0; i < reduction->count; i++)
        record_release(&reduction->records[i]);
    free(reduction->records);
}

static enum err rewrite_row(struct reduction *reduction, const struct record *record, struct why *why)
{
    struct save *save = reduction->save;
    struct save_owner *owner;
    enum err e;

    if ((e = save_owner(save, reduction->case_id, &owner, why)))
        return e;
    sqlite3session_enable(owner->session, 0);
    if ((e = update_row(save->store, record->type, record->id, reduction->kept, record, owner->key, why)) ||
        (e = save_tell_anew(save, reduction->case_id, record->type, record->id, why)) ||
        (e = save_note(save, record->id, why)))
        return e;
    owner->logged = true;
    save->done.records_changed++;
    return OK;
}

static enum err change_key(struct reduction *reduction, struct why *why)
{
    struct store *store = reduction->save->store;
    const struct secret *old;
    uint8_t hash[HASH_SIZE];
    enum err e;

    if ((e = case_key_check(store, reduction->case_id, why)) ||
        (e = case_key_open(store, reduction->case_id, &old, why)))
        return e;
    key_id_of(old, hash);
    if ((e = open_all(reduction, why)) ||
        (e = erase_mark(reduction->save, reduction->case_id, hash, clock_now(), reduction->kept, why)) ||
        (e = erase_keys(store, reduction->case_id, why)))
        return e;
    return case_key_make(store, reduction->case_id, why);
}

static enum err reduce(struct reduction *reduction, struct why *why)
{
    struct store *store = reduction->save->store;
    enum err e;

    if ((e = change_key(reduction, why)) || (e = erase_parts(store, reduction->case_id, why)) ||
        (e = erase_drafts(store, reduction->case_id, why)))
        return e;
    for (size_t i = 0; i < reduction->count && !e; i++)
        e = rewrite_row(reduction, &reduction->records[i], why);
    return e;
}

enum err reduce_closed(struct save *save, int64_t case_id, const char *kept, struct why *why)
{
    struct store *store = save->store;
    struct row_ids rows = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];

        e = erase_find_rows(store, type, case_id, &rows, why);
        for (size_t k = 0; k < rows.count && !e; k++) {
            if (!(e = update_row(store, type, rows.items[k], kept, NULL, NULL, why)))
                e = save_note(save, rows.items[k], why);
        }
    }
    free(rows.items);
    if (e || (e = erase_drafts(store, case_id, why)))
        return e;
    return erase_parts(store, case_id, why);
}

enum err store_reduce(struct store *store, int64_t case_id, const struct kept_field *kept, size_t count,
                      const struct erasing *how, struct erase_report *out, struct why *why)
{
    struct reduction reduction = { .case_id = case_id };
    struct buf names = { 0 };
    char *backup = NULL;
    enum err e;

    *out = (struct erase_report){ 0 };
    if ((e = casework_require(store, why)) || (e = require_fields(store, kept, count, why)) ||
        (e = write_kept(kept, count, &names)) ||
        (e = erase_begin(store, how->backup_folder, &reduction.save, &backup, why)))
        goto done;
    reduction.kept = buf_text(&names);
    if ((e = reduce(&reduction, why))) {
        save_cancel(reduction.save);
        goto done;
    }
    out->records = (size_t)reduction.save->done.records_changed;
    if ((e = erase_end(reduction.save, how->sentence, why)))
        goto done;
    out->cases = 1;
    erase_report(store, how, out);
done:
    if (e && backup)
        erase_give_up(store);
    forget_all(&reduction);
    free(backup);
    buf_release(&names);
    return e;
}
