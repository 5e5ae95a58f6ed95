/*
 * Half-typed records, kept in the vault until they are saved or dropped. A draft of a case is sealed to the officer's
 * own public key: keeping it needs nothing open, reading it needs casework open. Drafts are nobody else's business and
 * stay out of the history.
 *
 * Form: 1 version (1) · 2 count · each: 1 and the field's key, 1 form, 8 number, 4 and the text.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

enum { DRAFT_VERSION = 1 };

static enum err write_values(const struct record *record, struct buf *out)
{
    enum err e;

    if ((e = buf_add_u8(out, DRAFT_VERSION)) || (e = buf_add_u16(out, (uint16_t)record->type->field_count)))
        return e;
    for (int i = 0; i < record->type->field_count && !e; i++) {
        const struct value *value = &record->values[i];
        const char *key = record->type->fields[i].key, *text = value->text ? value->text : "";

        if ((e = buf_add_u8(out, (uint8_t)strlen(key))) || (e = buf_add_str(out, key)) ||
            (e = buf_add_u8(out, (uint8_t)value->form)) || (e = buf_add_u64(out, (uint64_t)value->number)) ||
            (e = buf_add_u32(out, (uint32_t)strlen(text))))
            return e;
        e = buf_add_str(out, text);
    }
    return e;
}

/* Fields that a newer program no longer has are passed over. */
static enum err read_value_into(struct scan *scan, struct record *out)
{
    uint8_t key_len = scan_u8(scan);
    const uint8_t *key = scan_bytes(scan, key_len), *bytes;
    uint8_t form = scan_u8(scan);
    int64_t number = (int64_t)scan_u64(scan);
    uint32_t len = scan_u32(scan);
    struct value *value;
    char name[256];
    struct buf text = { 0 };
    enum err e = OK;

    bytes = scan_bytes(scan, len);
    if (scan->failed || form > VALUE_CLOSED)
        return E_DAMAGED;
    memcpy(name, key, key_len);
    name[key_len] = '\0';
    if (!(value = record_value(out, name)))
        return OK;
    if (form == VALUE_NUMBER) {
        value_set_number(value, number);
    } else if (form == VALUE_TEXT) {
        if (!(e = buf_add(&text, bytes, len)))
            e = value_set_text(value, buf_text(&text));
        buf_wipe(&text);
    } else {
        value_release(value);
        value->form = form == VALUE_CLOSED ? VALUE_CLOSED : VALUE_EMPTY;
    }
    return e;
}

static enum err read_values(const void *bytes, size_t len, struct record *out)
{
    struct scan scan = { .at = bytes, .left = len };
    uint8_t version = scan_u8(&scan);
    uint16_t count = scan_u16(&scan);
    enum err e = version == DRAFT_VERSION ? OK : E_DAMAGED;

    for (uint16_t i = 0; i < count && !e; i++)
        e = read_value_into(&scan, out);
    return e ? e : scan.failed || scan.left > 0 ? E_DAMAGED : OK;
}

/* --- sealing --- */

/* From the slot that the officer's passphrase opened. What the tables say could be anybody's who may write them. */
static enum err own_box_public(struct store *store, uint8_t out[BOX_PUBLIC_SIZE], struct why *why)
{
    static const uint8_t none[BOX_PUBLIC_SIZE];
    struct new_slot keys;
    enum err e = vault_first_keys(store->vault, &keys);

    memcpy(out, keys.box_public, BOX_PUBLIC_SIZE);
    if (!e && memcmp(out, none, sizeof none) == 0)
        e = why_set(why, E_PERMISSION, N_("You have no key for casework, so this draft cannot be kept."));
    return e;
}

static enum err seal_to_self(struct store *store, const struct buf *plain, struct buf *out, struct why *why)
{
    uint8_t box_public[BOX_PUBLIC_SIZE];
    struct secret *secret = NULL;
    enum err e;

    if ((e = own_box_public(store, box_public, why)) || (e = secret_new_copy(plain->data, plain->len, &secret, why)) ||
        (e = buf_reserve(out, plain->len + BOX_SEALED_EXTRA)))
        goto done;
    if (!(e = box_seal((uint8_t *)out->data, secret, box_public)))
        out->len = plain->len + BOX_SEALED_EXTRA;
done:
    secret_free(secret);
    return e;
}

static enum err add_bound(struct buf *out, int64_t officer, const char *type, int64_t id)
{
    return buf_printf(out, "townkeep draft 1 %lld %s %lld", (long long)officer, type, (long long)id);
}

static enum err seal_draft(struct store *store, const struct record *record, const struct buf *plain, struct buf *out,
                           struct why *why)
{
    struct buf bound = { 0 };
    enum err e;

    if (record->type->owner == RECORD_OF_CASE)
        return seal_to_self(store, plain, out, why);
    if (!(e = add_bound(&bound, store->officer_id, record->type->key, record->id)) &&
        !(e = buf_reserve(out, NONCE_SIZE + plain->len + TAG_SIZE))) {
        seal((uint8_t *)out->data, plain->data, plain->len, bound.data, bound.len, store->draft_key);
        out->len = NONCE_SIZE + plain->len + TAG_SIZE;
    }
    buf_release(&bound);
    return e;
}

static enum err open_case_draft(struct store *store, const void *body, size_t len, struct record *out, struct why *why)
{
    struct secret *plain = NULL;
    enum err e;

    if ((e = casework_require(store, why)))
        return e;
    if (!(e = box_open(body, len, store->box_key, &plain, why)))
        e = read_values(secret_bytes_const(plain), secret_size(plain), out);
    secret_free(plain);
    return e;
}

static enum err open_draft(struct store *store, const void *body, size_t len, struct record *out, struct why *why)
{
    struct buf bound = { 0 }, plain = { 0 };
    enum err e;

    if (out->type->owner == RECORD_OF_CASE)
        return open_case_draft(store, body, len, out, why);
    if (len < NONCE_SIZE + TAG_SIZE)
        return E_DAMAGED;
    if ((e = add_bound(&bound, store->officer_id, out->type->key, out->id)) || (e = buf_reserve(&plain, len)))
        goto done;
    plain.len = len - NONCE_SIZE - TAG_SIZE;
    if (!(e = unseal(plain.data, body, len, bound.data, bound.len, store->draft_key)))
        e = read_values(plain.data, plain.len, out);
done:
    buf_release(&bound);
    buf_wipe(&plain);
    return e;
}

/* --- keeping --- */

static enum err bind_draft(struct store *store, const char *sql, const struct record_type *type, int64_t id,
                           sqlite3_stmt **out, struct why *why)
{
    enum err e = sql_get(store, sql, out, why);

    if (e)
        return e;
    sqlite3_bind_int64(*out, 1, store->officer_id);
    sql_bind_text(*out, 2, type->key);
    sqlite3_bind_int64(*out, 3, id);
    return OK;
}

/* The case, where one is named already. */
static int64_t owner_of(const struct record *record)
{
    const struct record_type *type = record->type;

    if (type->owner == RECORD_OF_TEAM)
        return 0;
    return type->case_field ? record_number(record, type->case_field) : record->id;
}

enum err store_draft_keep(struct store *store, const struct record *record, struct why *why)
{
    struct buf plain = { 0 }, body = { 0 };
    sqlite3_stmt *stmt;
    enum err e;

    if ((e = require_drafts(store, why)) || (e = write_values(record, &plain)) ||
        (e = seal_draft(store, record, &plain, &body, why)) ||
        (e = bind_draft(store,
                        "INSERT OR REPLACE INTO draft (officer, type, record, kept_at, body, owner) VALUES (?1, ?2, "
                        "?3, ?4, ?5, ?6)",
                        record->type, record->id, &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 6, owner_of(record));
    sqlite3_bind_int64(stmt, 4, clock_now());
    sql_bind_blob(stmt, 5, body.data, body.len);
    e = sql_finish(store, stmt, why);
done:
    buf_wipe(&plain);
    buf_release(&body);
    return e;
}

enum err store_draft_load(struct store *store, const struct record_type *type, int64_t id, struct record *out,
                          int64_t *kept_at, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    memset(out, 0, sizeof *out);
    *kept_at = 0;
    if ((e = bind_draft(store,
                        "SELECT kept_at, body, owner FROM draft WHERE officer = ?1 AND type = ?2 AND record = ?3", type,
                        id, &stmt, why)))
        return e;
    if ((e = sql_step(store, stmt, &row, why)))
        goto done;
    if (!row) {
        e = why_set(why, E_NOT_FOUND, N_("There is no draft of this."));
        goto done;
    }
    if ((e = gate_pass(store, type, sqlite3_column_int64(stmt, 2), why)) || (e = record_init(out, type)))
        goto done;
    out->id = id;
    *kept_at = sqlite3_column_int64(stmt, 0);
    e = open_draft(store, sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), out, why);
    if (e == E_DAMAGED)
        why_set(why, e, N_("This draft cannot be read any more. Drop it and begin again."));
done:
    sql_done(store, stmt);
    if (e)
        record_release(out);
    return e;
}

enum err store_draft_drop(struct store *store, const struct record_type *type, int64_t id, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = require_drafts(store, why);

    if (e || (e = bind_draft(store, "DELETE FROM draft WHERE officer = ?1 AND type = ?2 AND record = ?3", type, id,
                             &stmt, why)))
        return e;
    return sql_finish(store, stmt, why);
}

enum err store_drafts(struct store *store, size_t limit, struct draft_row *out, size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(store, "SELECT type, record, kept_at FROM draft WHERE officer = ?1 ORDER BY kept_at DESC", &stmt, why);

    *count = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->officer_id);
    while (*count < limit && !(e = sql_step(store, stmt, &row, why)) && row) {
        const struct record_type *type = type_of_table(store->catalogue, sql_text(stmt, 0));

        if (type)
            out[(*count)++] = (struct draft_row){ .type = type,
                                                  .id = sqlite3_column_int64(stmt, 1),
                                                  .kept_at = sqlite3_column_int64(stmt, 2) };
    }
    sql_done(store, stmt);
    return e;
}
