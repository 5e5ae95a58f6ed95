/*
 * One record: loading it, its title, and finding it by what people call it. Sealed fields open only for an officer with
 * casework open who holds the case's key; for everybody else they are closed values.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { TITLE_DEPTH = 3, TITLE_BYTES = 160 };

static bool has_sealed(const struct record_type *type)
{
    for (int i = 0; i < type->field_count; i++) {
        if (type->fields[i].flags & FIELD_SEALED)
            return true;
    }
    return false;
}

enum err case_key_of(const struct record *record, int64_t *case_id, struct why *why)
{
    *case_id = 0;
    if (record->type->owner == RECORD_OF_TEAM)
        return OK;
    *case_id = record->type->case_field ? record_number(record, record->type->case_field) : record->id;
    if (*case_id == 0)
        return why_set(why, E_INVALID, N_("Say which case this belongs to."));
    return OK;
}

/* The case's key, when there is something sealed and this officer may open it; else NULL and no error. */
static enum err key_for_row(struct store *store, sqlite3_stmt *stmt, const struct record_type *type,
                            enum sealed_for open_for, const struct secret **key, struct why *why)
{
    int64_t case_id = sqlite3_column_int64(stmt, 0);
    enum err e = OK;

    *key = NULL;
    if (!store->box_key || type->owner != RECORD_OF_CASE || !has_sealed(type))
        return OK;
    if (type->case_field)
        case_id = sqlite3_column_int64(stmt, 5 + field_find(type, type->case_field));
    if (open_for == SEALED_FOR_OFFICER)
        e = gate_pass(store, type, case_id, NULL);
    if (!e)
        e = case_key_open(store, case_id, key, NULL);
    return e == E_PERMISSION ? OK : e ? why_set(why, e, "%s", err_text(e)) : OK;
}

enum err record_fetch(struct store *store, const struct record_type *type, int64_t id, enum sealed_for open_for,
                      struct record *out, struct why *why)
{
    bool open = open_for != SEALED_FOR_NOBODY;
    const struct secret *key = NULL;
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = buf_add_str(&sql, "SELECT ")) || (e = columns_add(&sql, type, open)) ||
        (e = buf_add_str(&sql, " FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " WHERE id = ?1")) || (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, id);
    if ((e = sql_step(store, stmt, &row, why)))
        goto done;
    if (!row) {
        e = why_set(why, E_NOT_FOUND, N_("There is no %s with the number %lld."), gettext(type->label), (long long)id);
        goto done;
    }
    if (open && (e = key_for_row(store, stmt, type, open_for, &key, why)))
        goto done;
    e = record_column(store, stmt, type, key, out, why);
done:
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}

static enum err require_reader(const struct store *store, const struct record_type *type, struct why *why)
{
    if (store_may_read(store, type))
        return OK;
    return why_set(why, E_PERMISSION,
                   N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                   gettext(type->plural));
}

enum err store_load(struct store *store, const struct record_type *type, int64_t id, struct record *out,
                    struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = require_reader(store, type, why)))
        return e;
    return record_fetch(store, type, id, SEALED_FOR_OFFICER, out, why);
}

/* --- titles --- */

static enum err title_of_id(struct store *store, const struct record_type *type, int64_t id, int depth, struct buf *out)
{
    struct record record;
    enum err e;

    if (!type || depth <= 0)
        return OK;
    e = record_fetch(store, type, id, SEALED_FOR_NOBODY, &record, NULL);
    if (e == E_DAMAGED && store->read_only != READ_ONLY_NOT)
        e = buf_add_str(out, _("(cannot be read)")); /* a damaged page is no reason to show nothing of the others */
    else if (e == E_NOT_FOUND)
        return OK;
    if (!e)
        e = title_of(store, &record, depth, out);
    record_release(&record);
    return e;
}

/* What is named and gone for good. */
static enum err title_or_erased(struct store *store, const struct record_type *type, int64_t id, int depth,
                                struct buf *out)
{
    size_t before = out->len;
    bool is_erased;
    enum err e = title_of_id(store, type, id, depth, out);

    if (e || out->len > before)
        return e;
    return (e = record_is_erased(store, id, &is_erased, NULL)) || !is_erased ? e : buf_add_str(out, _("(erased)"));
}

static enum err titles_of_list(struct store *store, const struct record_type *type, const char *ids, int depth,
                               struct buf *out)
{
    enum err e = OK;

    for (const char *at = ids; *at != '\0' && !e;) {
        char *end;
        int64_t id = strtoll(at, &end, 10);

        if (end == at)
            return E_DAMAGED;
        if (at != ids)
            e = buf_add_str(out, ", ");
        if (!e)
            e = title_or_erased(store, type, id, depth, out);
        at = *end == ';' ? end + 1 : end;
    }
    return e;
}

static enum err show_field(struct store *store, const struct record *record, int at, int depth, struct buf *out)
{
    const struct field *field = &record->type->fields[at];
    const struct value *value = &record->values[at];

    if (value->form == VALUE_CLOSED)
        return buf_add_str(out, _("(sealed)"));
    if (value->form == VALUE_EMPTY)
        return OK;
    if (field->kind == FIELD_REFERENCE)
        return title_or_erased(store, catalogue_find(store->catalogue, field->refers_to), value->number, depth, out);
    if (field->kind == FIELD_REFERENCES)
        return titles_of_list(store, catalogue_find(store->catalogue, field->refers_to), value->text, depth, out);
    return field_show(field, value, store->words, out);
}

enum err title_of(struct store *store, const struct record *record, int depth, struct buf *out)
{
    const struct record_type *type = record->type;
    size_t start = out->len;
    enum err e;

    if (!type || type->title_field < 0 || (type->fields[type->title_field].flags & FIELD_SEALED))
        return OK;
    e = show_field(store, record, type->title_field, depth - 1, out);
    if (e || type->fields[type->title_field].kind != FIELD_REFERENCE || type->subtitle_field < 0 ||
        record->values[type->subtitle_field].form == VALUE_EMPTY)
        return e;
    return (out->len > start && (e = buf_add_str(out, " · ")))
               ? e
               : show_field(store, record, type->subtitle_field, depth - 1, out);
}

enum err store_title(struct store *store, const struct record_type *type, int64_t id, struct buf *out)
{
    if (!store_may_read(store, type))
        return OK;
    return title_of_id(store, type, id, TITLE_DEPTH, out);
}

enum err store_show_value(struct store *store, const struct record *record, int field, struct buf *out)
{
    return show_field(store, record, field, TITLE_DEPTH, out);
}

/* --- finding by name --- */

struct lookup {
    int64_t ids[2];
    int count;
};

static enum err look_up(struct store *store, const struct buf *sql, const char *words, struct lookup *out,
                        struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, buf_text(sql), &stmt, why);

    out->count = 0;
    if (e)
        return e;
    sql_bind_text(stmt, 1, words);
    while (!e && out->count < 2 && !(e = sql_step(store, stmt, &row, why)) && row)
        out->ids[out->count++] = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

/* A text is looked up as it is sorted, folded; a day as it stands. */
static enum err add_looked_up(const struct field *field, struct buf *sql)
{
    bool folded = field_sorts_folded(field);
    enum err e = folded ? buf_add_str(sql, "fold(") : OK;

    if (!e)
        e = sql_add_name(sql, field->key);
    return e || !folded ? e : buf_add_char(sql, ')');
}

/* The records whose field equals the words, or begins with them. */
static enum err look_up_field(struct store *store, const struct record_type *type, int field, bool beginning,
                              const char *words, struct lookup *out, struct why *why)
{
    struct buf sql = { 0 };
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT id FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " WHERE archived_at IS NULL AND ")) || (e = add_looked_up(&type->fields[field], &sql)) ||
        (e = buf_add_str(&sql, beginning ? " >= fold(?1) AND " : " = fold(?1) LIMIT 2")))
        goto done;
    if (beginning && ((e = add_looked_up(&type->fields[field], &sql)) ||
                      (e = buf_add_str(&sql, " < fold(?1) || char(1114111) LIMIT 2"))))
        goto done;
    e = look_up(store, &sql, words, out, why);
done:
    buf_release(&sql);
    return e;
}

enum err record_exists(struct store *store, const struct record_type *type, int64_t id, bool *exists, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    *exists = false;
    if (!(e = buf_add_str(&sql, "SELECT 1 FROM ")) && !(e = sql_add_name(&sql, type->key)) &&
        !(e = buf_add_str(&sql, " WHERE id = ?1")) && !(e = sql_get(store, buf_text(&sql), &stmt, why))) {
        sqlite3_bind_int64(stmt, 1, id);
        e = sql_step(store, stmt, exists, why);
    }
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}

/* A title that is another record's: "the enrolment of Anna" is found by Anna. */
static enum err look_up_through(struct store *store, const struct record_type *type, const char *named,
                                struct lookup *out, struct why *why)
{
    const struct field *field = &type->fields[type->title_field];
    const struct record_type *other = catalogue_find(store->catalogue, field->refers_to);
    char number[32];
    struct buf sql = { 0 };
    int64_t id;
    enum err e;

    out->count = 0;
    if (!other || store_find(store, other, named, &id, NULL))
        return OK;
    snprintf(number, sizeof number, "%lld", (long long)id);
    if (!(e = buf_add_str(&sql, "SELECT id FROM ")) && !(e = sql_add_name(&sql, type->key)) &&
        !(e = buf_add_str(&sql, " WHERE archived_at IS NULL AND ")) && !(e = sql_add_name(&sql, field->key)) &&
        !(e = buf_add_str(&sql, " = CAST(?1 AS INTEGER) LIMIT 2")))
        e = look_up(store, &sql, number, out, why);
    buf_release(&sql);
    return e;
}

static enum err look_up_named(struct store *store, const struct record_type *type, const char *named,
                              struct lookup *found, struct why *why)
{
    const struct field *title = &type->fields[type->title_field];
    int reference = field_find(type, "reference");
    enum err e = OK;

    found->count = 0;
    if (reference >= 0 && (e = look_up_field(store, type, reference, false, named, found, why)))
        return e;
    if (found->count > 0 || (title->flags & FIELD_SEALED))
        return OK;
    if (title->kind == FIELD_REFERENCE)
        return look_up_through(store, type, named, found, why);
    if (!kind_is_text(title->kind))
        return OK;
    if ((e = look_up_field(store, type, type->title_field, false, named, found, why)) || found->count > 0)
        return e;
    return look_up_field(store, type, type->title_field, true, named, found, why);
}

enum err store_find(struct store *store, const struct record_type *type, const char *named, int64_t *id,
                    struct why *why)
{
    struct lookup found = { 0 };
    bool exists = false;
    enum err e;

    *id = 0;
    if ((e = require_reader(store, type, why)))
        return e;
    if (text_to_int(named, id) && ((e = record_exists(store, type, *id, &exists, why)) || exists))
        return e;
    *id = 0;
    if (named[strspn(named, " \t")] == '\0')
        return why_set(why, E_INVALID, N_("Say which %s is meant: its number, reference or name."),
                       gettext(type->label));
    if ((e = look_up_named(store, type, named, &found, why)))
        return e;
    if (found.count == 1) {
        *id = found.ids[0];
        return OK;
    }
    if (found.count == 0)
        return why_set(why, E_NOT_FOUND, N_("%s: there is none called \"%.*s\". Give its number, reference or name."),
                       gettext(type->label), TITLE_BYTES, named);
    return why_set(why, E_INVALID, N_("%s: several begin with \"%.*s\". Write more of the name, or give the number."),
                   gettext(type->label), TITLE_BYTES, named);
}

/* --- reading what was typed --- */

enum { REFERENCES_MAX = 500 };

static enum err read_references(struct store *store, const struct field *field, const struct record_type *type,
                                const char *typed, struct value *out, struct why *why)
{
    int64_t ids[REFERENCES_MAX] = { 0 };
    size_t count = 0;
    struct buf name = { 0 };
    enum err e = OK;

    for (const char *at = typed; *at != '\0' && !e;) {
        size_t len = strcspn(at, ";");

        buf_clear(&name);
        if ((e = buf_add(&name, at, len)))
            break;
        if (name.data[strspn(name.data, " ")] != '\0') {
            const char *clean = name.data + strspn(name.data, " ");

            if (count == REFERENCES_MAX)
                e = why_set(why, E_INVALID, N_("%s: at most %d can be named."), gettext(field->label), REFERENCES_MAX);
            else
                e = store_find(store, type, clean, &ids[count++], why);
        }
        at += len + (at[len] == ';');
    }
    if (!e)
        e = value_set_ids(out, ids, count);
    buf_release(&name);
    return e == E_NOT_FOUND ? E_INVALID : e;
}

enum err store_read_value(struct store *store, const struct field *field, const char *typed, struct value *out,
                          struct why *why)
{
    const struct record_type *type;
    int64_t id;
    enum err e;

    if (field->kind != FIELD_REFERENCE && field->kind != FIELD_REFERENCES)
        return field_read(field, typed, store->words, clock_today(), out, why);
    value_release(out);
    if (typed[strspn(typed, " \t")] == '\0')
        return OK;
    if (!(type = catalogue_find(store->catalogue, field->refers_to)))
        return why_set(why, E_INVALID, N_("%s: this program keeps no %s."), gettext(field->label), field->refers_to);
    if (field->kind == FIELD_REFERENCES)
        return read_references(store, field, type, typed, out, why);
    if ((e = store_find(store, type, typed, &id, why)))
        return e == E_NOT_FOUND ? (why ? why->code = E_INVALID : E_INVALID) : e;
    value_set_number(out, id);
    return OK;
}
