/*
 * Values in columns: how each kind is bound and read, and the sealed form of a case's fields. A sealed column holds
 * seal(form, number, text, padding) under the case's key, bound to table, record and column, so that a blob moved
 * elsewhere does not open.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

static const bool text_kinds[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = true,   [FIELD_NOTE] = true,    [FIELD_DATE] = true, [FIELD_PARTIAL_DATE] = true,
    [FIELD_CHOICE] = true, [FIELD_CHOICES] = true, [FIELD_TAGS] = true, [FIELD_REFERENCES] = true,
};

bool kind_is_text(enum field_kind kind)
{
    return text_kinds[kind];
}

bool kind_is_folded(enum field_kind kind)
{
    return kind == FIELD_TEXT || kind == FIELD_NOTE || kind == FIELD_TAGS;
}

void value_bind(sqlite3_stmt *stmt, int at, const struct value *value)
{
    if (value->form == VALUE_NUMBER)
        sqlite3_bind_int64(stmt, at, value->number);
    else
        sql_bind_text(stmt, at, value->form == VALUE_TEXT ? value->text : NULL);
}

enum err value_column(sqlite3_stmt *stmt, int column, const struct field *field, struct value *out)
{
    value_release(out);
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return OK;
    if (kind_is_text(field->kind))
        return value_set_text(out, sql_text(stmt, column));
    value_set_number(out, sqlite3_column_int64(stmt, column));
    return OK;
}

/* --- sealed fields --- */

static enum err add_bound(struct buf *out, const struct record_type *type, int64_t id, int field)
{
    enum err e;

    if ((e = buf_add_str(out, "townkeep field 1")) || (e = buf_add_char(out, '\0')) ||
        (e = buf_add_str(out, type->key)) || (e = buf_add_char(out, '\0')) ||
        (e = buf_add_str(out, field == SEALED_REASON ? "archive_reason" : type->fields[field].key)) ||
        (e = buf_add_char(out, '\0')))
        return e;
    return buf_add_u64(out, (uint64_t)id);
}

static enum err add_padded(struct buf *plain, const struct value *value)
{
    const char *text = value->form == VALUE_TEXT ? value->text : "";
    enum err e;

    if ((e = buf_add_u8(plain, value->form == VALUE_TEXT)) || (e = buf_add_u64(plain, (uint64_t)value->number)) ||
        (e = buf_add_u32(plain, (uint32_t)strlen(text))) || (e = buf_add_str(plain, text)))
        return e;
    while (!e && plain->len % SEALED_BLOCK != 0)
        e = buf_add_char(plain, '\0');
    return e;
}

enum err sealed_write(const struct record_type *type, int64_t id, int field, const struct value *value,
                      const struct secret *key, struct buf *out)
{
    struct buf plain = { 0 }, bound = { 0 };
    size_t size;
    enum err e;

    if ((e = add_bound(&bound, type, id, field)) || (e = add_padded(&plain, value)))
        goto done;
    size = NONCE_SIZE + plain.len + TAG_SIZE;
    if ((e = buf_reserve(out, size)))
        goto done;
    seal((uint8_t *)out->data + out->len, plain.data, plain.len, bound.data, bound.len, key);
    out->len += size;
    out->data[out->len] = '\0';
done:
    buf_wipe(&plain);
    buf_release(&bound);
    return e;
}

static enum err read_padded(const uint8_t *plain, size_t len, struct value *out)
{
    struct scan scan = { .at = plain, .left = len };
    bool is_text = scan_u8(&scan) != 0;
    int64_t number = (int64_t)scan_u64(&scan);
    uint32_t size = scan_u32(&scan);
    const uint8_t *text = scan_bytes(&scan, size);
    struct buf copy = { 0 };
    enum err e;

    if (scan.failed)
        return E_DAMAGED;
    if (!is_text) {
        value_set_number(out, number);
        return OK;
    }
    if (!(e = buf_add(&copy, text, size)))
        e = value_set_text(out, buf_text(&copy));
    buf_wipe(&copy);
    return e;
}

enum err sealed_read(const struct record_type *type, int64_t id, int field, const void *bytes, size_t len,
                     const struct secret *key, struct value *out)
{
    struct buf plain = { 0 }, bound = { 0 };
    enum err e;

    value_release(out);
    if (len < NONCE_SIZE + TAG_SIZE)
        return E_DAMAGED;
    if ((e = add_bound(&bound, type, id, field)) || (e = buf_reserve(&plain, len)))
        goto done;
    plain.len = len - NONCE_SIZE - TAG_SIZE;
    plain.data[plain.len] = '\0';
    if (!(e = unseal(plain.data, bytes, len, bound.data, bound.len, key)))
        e = read_padded((const uint8_t *)plain.data, plain.len, out);
done:
    buf_wipe(&plain);
    buf_release(&bound);
    return e;
}

/* --- rows --- */

enum { COLUMN_ID, COLUMN_ARCHIVED_AT, COLUMN_ARCHIVED_BY, COLUMN_ARCHIVE_REASON, COLUMN_IMPORT_BATCH, COLUMN_FIELDS };

enum err columns_add(struct buf *sql, const struct record_type *type, bool open)
{
    enum err e = buf_add_str(sql, "id, archived_at, archived_by, archive_reason, import_batch");

    for (int i = 0; i < type->field_count && !e; i++) {
        bool hidden = !open && (type->fields[i].flags & FIELD_SEALED);

        if ((e = buf_add_str(sql, ", ")) || (e = sql_add_name(sql, type->fields[i].key)))
            break;
        if (hidden)
            e = buf_add_str(sql, " IS NOT NULL");
    }
    return e;
}

static enum err read_sealed_column(sqlite3_stmt *stmt, const struct record_type *type, int64_t id, int field,
                                   const struct secret *key, struct value *out, struct why *why)
{
    int column = COLUMN_FIELDS + field;
    enum err e;

    value_release(out);
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return OK;
    if (!key || sqlite3_column_type(stmt, column) != SQLITE_BLOB) {
        if (sqlite3_column_type(stmt, column) != SQLITE_INTEGER || sqlite3_column_int(stmt, column) != 0)
            out->form = VALUE_CLOSED;
        return OK;
    }
    e = sealed_read(type, id, field, sqlite3_column_blob(stmt, column), (size_t)sqlite3_column_bytes(stmt, column), key,
                    out);
    if (e == E_DAMAGED)
        return why_set(
            why, e,
            N_("The sealed field %s of this record does not open: it was changed outside the program. Run verify."),
            type->fields[field].key);
    return e;
}

/* Why a record went out of use; of a case, sealed like the rest of what is said about it. */
static enum err read_reason(sqlite3_stmt *stmt, const struct record_type *type, const struct secret *key,
                            struct record *out, struct why *why)
{
    struct value reason = { 0 };
    enum err e = OK;

    if (sqlite3_column_type(stmt, COLUMN_ARCHIVE_REASON) == SQLITE_NULL)
        return OK;
    if (type->owner == RECORD_OF_TEAM)
        return text_copy(&out->archive_reason, sql_text(stmt, COLUMN_ARCHIVE_REASON));
    if (!key)
        return text_copy(&out->archive_reason, _("(sealed)"));
    e = sealed_read(type, out->id, SEALED_REASON, sqlite3_column_blob(stmt, COLUMN_ARCHIVE_REASON),
                    (size_t)sqlite3_column_bytes(stmt, COLUMN_ARCHIVE_REASON), key, &reason);
    if (e == E_DAMAGED)
        e = why_set(
            why, e,
            N_("The sealed field %s of this record does not open: it was changed outside the program. Run verify."),
            "archive_reason");
    if (!e)
        e = text_copy(&out->archive_reason, reason.form == VALUE_TEXT ? reason.text : "");
    value_release(&reason);
    return e;
}

enum err record_column(struct store *store, sqlite3_stmt *stmt, const struct record_type *type,
                       const struct secret *key, struct record *out, struct why *why)
{
    enum err e = record_init(out, type);

    (void)store;
    if (e)
        return e;
    out->id = sqlite3_column_int64(stmt, COLUMN_ID);
    out->archived_at = sqlite3_column_int64(stmt, COLUMN_ARCHIVED_AT);
    out->archived_by = sqlite3_column_int64(stmt, COLUMN_ARCHIVED_BY);
    out->import_batch = sqlite3_column_int64(stmt, COLUMN_IMPORT_BATCH);
    e = read_reason(stmt, type, key, out, why);
    for (int i = 0; i < type->field_count && !e; i++) {
        if (type->fields[i].flags & FIELD_SEALED)
            e = read_sealed_column(stmt, type, out->id, i, key, &out->values[i], why);
        else
            e = value_column(stmt, COLUMN_FIELDS + i, &type->fields[i], &out->values[i]);
    }
    if (e)
        record_release(out);
    return e;
}
