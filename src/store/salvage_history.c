/*
 * The history of a salvaged vault. What of it is missing is found and named; what the tables lost comes back from the
 * entries that brought it; and rows and keys of which the entries are lost are told anew by the entry of the salvage,
 * so that from there on the tables can again be held against the history.
 */
#include <stdlib.h>
#include <string.h>

#include "changes_in.h"
#include "salvage_in.h"

#include "townkeep/base/i18n.h"

/* --- this computer's own chain --- */

static enum err run_count(struct store *store, const char *sql, int64_t *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, sql, &stmt, why);

    *out = 0;
    if (e)
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *out = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err insert_device(struct store *store, const struct entry *newest, const uint8_t *hash, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store,
                         "INSERT OR IGNORE INTO device_seen (slot, device_id, name, seq, hash, lamport) "
                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    sql_bind_blob(stmt, 2, newest->device_id, ENTRY_DEVICE_ID_SIZE);
    sql_bind_text(stmt, 3, _("Office"));
    sqlite3_bind_int64(stmt, 4, (int64_t)newest->seq);
    sql_bind_blob(stmt, 5, hash, HASH_SIZE);
    sqlite3_bind_int64(stmt, 6, (int64_t)newest->lamport);
    return sql_finish(store, stmt, why);
}

/* From the newest entry that is left, where the vault's note of its own device is lost. */
static enum err mend_device(struct store *store, struct why *why)
{
    struct entry newest = { 0 };
    sqlite3_stmt *stmt;
    uint8_t hash[HASH_SIZE];
    bool row;
    int64_t highest;
    enum err e;

    if ((e = meta_get(store, "device", &store->device, why)))
        return e;
    if (store->device == 0)
        store->device = DEVICE_FIRST;
    if ((e = meta_set(store, "device", store->device, why)) ||
        (e = sql_get(store, "SELECT header FROM history WHERE device = ?1 ORDER BY seq DESC LIMIT 1", &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    if (!(e = sql_step(store, stmt, &row, why)) && row &&
        !(e = entry_read(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), &newest))) {
        entry_hash(hash, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
        e = insert_device(store, &newest, hash, why);
    }
    sql_done(store, stmt);
    entry_release(&newest);
    if (e || (e = device_load(store, why)) || (e = run_count(store, "SELECT max(id) FROM history", &highest, why)))
        return e;
    store->last_id = highest > store->last_id ? highest : store->last_id;
    return OK;
}

/* --- what is missing --- */

enum { SEQ_MAX = 100000000 };

static enum err find_gaps(struct salvage *salvage, int64_t device, int64_t newest, struct why *why)
{
    struct store *store = salvage->to;
    sqlite3_stmt *stmt;
    int64_t next = 1;
    bool row = true;
    enum err e = sql_get(store, "SELECT seq FROM history WHERE device = ?1 ORDER BY seq", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, device);
    while (!e && row && !(e = sql_step(store, stmt, &row, why))) {
        int64_t seq = row ? sqlite3_column_int64(stmt, 0) : newest + 1;

        for (; next < seq && next <= SEQ_MAX && !e; next++, salvage->out->lost_entries++)
            e = losses_add(store->losses,
                           &(struct loss){ .device = device, .seq = (uint64_t)next, .number = LOSS_WHOLE });
        next = seq + 1;
    }
    sql_done(store, stmt);
    return e;
}

static enum err find_lost_entries(struct salvage *salvage, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(salvage->to, "SELECT slot, seq FROM device_seen", &stmt, why);

    while (!e && !(e = sql_step(salvage->to, stmt, &row, why)) && row)
        e = find_gaps(salvage, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), why);
    sql_done(salvage->to, stmt);
    return e;
}

static enum err has_part(struct store *store, int64_t entry, size_t number, bool *has, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "SELECT 1 FROM history_part WHERE entry = ?1 AND number = ?2", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    sqlite3_bind_int64(stmt, 2, (int64_t)number);
    e = sql_step(store, stmt, has, why);
    sql_done(store, stmt);
    return e;
}

static enum err find_lost_parts_of(struct salvage *salvage, int64_t entry, int64_t device, struct why *why)
{
    struct store *store = salvage->to;
    struct entry header = { 0 };
    enum err e = chain_header(store, entry, &header, why);

    for (size_t i = 0; i < header.part_count && !e; i++) {
        struct loss loss = {
            .device = device, .seq = header.seq, .number = (int64_t)i, .owner = header.parts[i].owner
        };
        bool has;

        if ((e = has_part(store, entry, i, &has, why)) || has)
            continue;
        salvage->out->lost_parts++;
        e = losses_add(store->losses, &loss);
    }
    entry_release(&header);
    return e == E_DAMAGED ? OK : e; /* verify tells of it */
}

static enum err find_lost_parts(struct salvage *salvage, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(salvage->to, "SELECT id, device FROM history", &stmt, why);

    while (!e && !(e = sql_step(salvage->to, stmt, &row, why)) && row)
        e = find_lost_parts_of(salvage, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), why);
    sql_done(salvage->to, stmt);
    return e;
}

/* Known from an earlier salvage. */
static enum err take_earlier(struct salvage *salvage, struct why *why)
{
    const struct losses *earlier;

    return losses_of(salvage->to, &earlier, why);
}

/* --- keys and lists that the entries bring back --- */

static int is_key_table(void *context, const char *table)
{
    (void)context;
    return strcmp(table, "officer_key") == 0;
}

static int leave_out(void *context, int kind, sqlite3_changeset_iter *at)
{
    (void)context;
    (void)kind;
    (void)at;
    return SQLITE_CHANGESET_OMIT;
}

static enum err note_row(void *context, sqlite3_changeset_iter *at, const struct row_change *row,
                         const struct secret *key, struct why *why)
{
    struct salvage *salvage = context;
    sqlite3_stmt *stmt;
    enum err e = sql_get(salvage->to, "INSERT OR IGNORE INTO history_row (record, entry) VALUES (?1, ?2)", &stmt, why);

    (void)at;
    (void)key;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, row->id);
    sqlite3_bind_int64(stmt, 2, salvage->entry);
    return sql_finish(salvage->to, stmt, why);
}

/* Only of entries that bear out their own signature; whose keys those are is asked afterwards. */
static enum err is_signed_by_itself(struct store *store, int64_t entry, const struct entry *header, bool *is_signed,
                                    struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT hash, signature FROM history WHERE id = ?1", &stmt, why);

    *is_signed = false;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *is_signed =
            sqlite3_column_bytes(stmt, 0) == HASH_SIZE && sqlite3_column_bytes(stmt, 1) == SIGNATURE_SIZE &&
            sign_verify(sqlite3_column_blob(stmt, 1), sqlite3_column_blob(stmt, 0), HASH_SIZE, header->officer_key);
    sql_done(store, stmt);
    return e;
}

static enum err reread_part(struct salvage *salvage, const struct entry *header, size_t number, bool wants_keys,
                            struct why *why)
{
    struct store *store = salvage->to;
    struct row_change owner = { .id = header->parts[number].owner };
    struct part part = { 0 };
    enum err e = part_open(store, header, salvage->entry, number, &part, why);

    if (owner.id != 0 && (e == OK || e == E_PERMISSION || e == E_NOT_FOUND)) {
        enum err noted = note_row(salvage, NULL, &owner, NULL, why);

        e = noted ? noted : e;
    }
    if (!e && wants_keys && part.changeset_len > 0 &&
        sqlite3changeset_apply(store->db, (int)part.changeset_len, (void *)(uintptr_t)part.changeset, is_key_table,
                               leave_out, NULL) == SQLITE_NOMEM)
        e = E_MEMORY;
    if (!e)
        e = changeset_walk(store, &part, NULL, note_row, salvage, why);
    part_release(&part);
    return e == E_PERMISSION || e == E_NOT_FOUND || e == E_DAMAGED ? OK : e;
}

static enum err reread_entry(struct salvage *salvage, struct why *why)
{
    struct entry header = { 0 };
    bool is_signed = false, wants_keys = salvage_is_hit(salvage, "officer_key");
    enum err e = chain_header(salvage->to, salvage->entry, &header, why);

    if (!e)
        e = is_signed_by_itself(salvage->to, salvage->entry, &header, &is_signed, why);
    for (size_t i = 0; i < header.part_count && !e && is_signed; i++)
        e = reread_part(salvage, &header, i, wants_keys && header.kind == ENTRY_ROSTER, why);
    entry_release(&header);
    return e == E_DAMAGED ? OK : e;
}

/* The keys of officers, and which entries speak of a record, once more from the entries. */
static enum err reread_entries(struct salvage *salvage, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e;

    if (!salvage_is_hit(salvage, "officer_key") && !salvage_is_hit(salvage, "history_row"))
        return OK;
    e = sql_get(salvage->to, "SELECT id FROM history ORDER BY device, seq", &stmt, why);
    while (!e && !(e = sql_step(salvage->to, stmt, &row, why)) && row) {
        salvage->entry = sqlite3_column_int64(stmt, 0);
        e = reread_entry(salvage, why);
    }
    sql_done(salvage->to, stmt);
    return e;
}

enum err salvage_mend_history(struct salvage *salvage, struct why *why)
{
    struct store *store = salvage->to;
    enum err e;

    if ((e = sql_exec(store, "DELETE FROM history_part WHERE entry NOT IN (SELECT id FROM history)", why)) ||
        (e = sql_exec(store, "DELETE FROM history_row WHERE entry NOT IN (SELECT id FROM history)", why)) ||
        (e = mend_device(store, why)) || (e = take_earlier(salvage, why)))
        return e;
    salvage->first_loss = store->losses->count;
    if ((e = find_lost_entries(salvage, why)) || (e = find_lost_parts(salvage, why)))
        return e;
    if ((e = salvage_tell_erased(salvage, why)))
        return e;
    return reread_entries(salvage, why);
}

/* --- rows --- */

/* One of the salvage's own entry, recorded from here on, or not. */
static enum err set_recording(struct salvage *salvage, bool on, struct why *why)
{
    struct save_owner *team;
    enum err e = save_owner(salvage->save, 0, &team, why);

    if (!e && !on)
        sqlite3session_enable(team->session, 0);
    return e;
}

static enum err select_all(struct buf *sql, const struct record_type *type)
{
    enum err e = buf_add_str(sql, "SELECT * FROM ");

    if (!e && !(e = sql_add_name(sql, type->key)))
        e = buf_add_str(sql, " WHERE id = ?1 OR ?1 IS NULL ORDER BY id");
    return e;
}

static enum err insert_row(struct store *store, const struct record_type *type, sqlite3_stmt *from, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *insert = NULL;
    int count = sqlite3_column_count(from);
    enum err e;

    if ((e = buf_add_str(&sql, "INSERT INTO ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " VALUES (")))
        goto done;
    for (int i = 0; i < count && !e; i++)
        e = buf_printf(&sql, i > 0 ? ", ?%d" : "?%d", i + 1);
    if (e || (e = buf_add_char(&sql, ')')) || (e = sql_get(store, buf_text(&sql), &insert, why)))
        goto done;
    for (int i = 0; i < count && !e; i++) {
        if (sqlite3_bind_value(insert, i + 1, sqlite3_column_value(from, i)) != SQLITE_OK)
            e = E_MEMORY;
    }
    if (e)
        sql_done(store, insert);
    else
        e = sql_finish(store, insert, why);
done:
    buf_release(&sql);
    return e;
}

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
    int count = sqlite3_column_count(a);
    bool is_same = count == sqlite3_column_count(b);

    for (int i = 0; i < count && is_same; i++) {
        int len = sqlite3_column_bytes(a, i);

        is_same = sqlite3_column_type(a, i) == sqlite3_column_type(b, i) && len == sqlite3_column_bytes(b, i) &&
                  (len == 0 || memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i), (size_t)len) == 0);
    }
    return is_same;
}

/* What the history has of this type and the table does not, where it may have been lost. */
static enum err restore_rows(struct salvage *salvage, const struct record_type *type, sqlite3_stmt *said,
                             sqlite3_stmt *kept, struct why *why)
{
    int rc = SQLITE_ROW;
    bool there;
    enum err e = OK;

    sqlite3_bind_null(said, 1);
    while (!e && (rc = sqlite3_step(said)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(said, 0);

        sqlite3_bind_int64(kept, 1, id);
        if ((e = sql_step(salvage->to, kept, &there, why)) || there || !salvage_may_be_lost(salvage, type->key, id)) {
            sqlite3_reset(kept);
            continue;
        }
        sqlite3_reset(kept);
        e = insert_row(salvage->to, type, said, why);
        salvage->out->restored += e == OK;
    }
    sqlite3_reset(said);
    return e || rc == SQLITE_DONE || rc == SQLITE_ROW ? e : vault_sqlite_error(salvage->to->vault, rc, why);
}

/* Rows whose entries are lost, or were changed by lost ones. Of a case its own history would have to tell. */
static enum err find_untold(struct salvage *salvage, sqlite3_stmt *said, sqlite3_stmt *kept, int64_t **ids,
                            size_t *count, struct why *why)
{
    bool row = true;
    enum err e = OK;

    sqlite3_bind_null(kept, 1);
    while (!e && !(e = sql_step(salvage->to, kept, &row, why)) && row) {
        sqlite3_bind_int64(said, 1, sqlite3_column_int64(kept, 0));
        if (sqlite3_step(said) != SQLITE_ROW || !same_row(kept, said)) {
            int64_t *grown = realloc(*ids, (*count + 1) * sizeof *grown);

            if (!grown)
                e = E_MEMORY;
            else
                (*ids = grown)[(*count)++] = sqlite3_column_int64(kept, 0);
        }
        sqlite3_reset(said);
    }
    sqlite3_reset(kept);
    return e;
}

static enum err settle_type(struct salvage *salvage, const struct record_type *type, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *said = NULL, *kept = NULL;
    int64_t *ids = NULL;
    size_t count = 0;
    enum err e;

    if ((e = set_recording(salvage, false, why)) || (e = select_all(&sql, type)) ||
        (e = sql_get(salvage->to, buf_text(&sql), &kept, why)))
        goto done;
    if (sqlite3_prepare_v2(salvage->history, buf_text(&sql), -1, &said, NULL) != SQLITE_OK)
        e = E_MEMORY;
    if (!e && salvage_is_hit(salvage, type->key))
        e = restore_rows(salvage, type, said, kept, why);
    if (!e && type->owner == RECORD_OF_TEAM)
        e = find_untold(salvage, said, kept, &ids, &count, why);
done:
    sqlite3_finalize(said);
    sql_done(salvage->to, kept);
    for (size_t i = 0; i < count && !e; i++)
        e = save_tell_anew(salvage->save, 0, type, ids[i], why);
    free(ids);
    buf_release(&sql);
    return e;
}

/* --- keys of officers --- */

/* An entry that gave roles may stand, and yet not count, because the one that made its signer an administrator is lost.
 */
static enum err tell_roles_anew(struct salvage *salvage, struct why *why)
{
    const struct record_type *type = type_of_table(salvage->to->catalogue, "officer");
    int64_t ids[ROSTER_MAX];
    sqlite3_stmt *stmt;
    size_t count = 0;
    bool row = true;
    enum err e = type ? sql_get(salvage->to, "SELECT id FROM officer", &stmt, why) : OK;

    if (e || !type)
        return e;
    while (count < ROSTER_MAX && !(e = sql_step(salvage->to, stmt, &row, why)) && row)
        ids[count++] = sqlite3_column_int64(stmt, 0);
    sql_done(salvage->to, stmt);
    for (size_t i = 0; i < count && !e; i++)
        e = save_tell_anew(salvage->save, 0, type, ids[i], why);
    return e;
}

static enum err tell_keys_anew(struct salvage *salvage, struct why *why)
{
    enum err e;

    salvage->save->roster = true;
    if ((e = set_recording(salvage, false, why)) ||
        (e = sql_exec(salvage->to, "CREATE TEMP TABLE row AS SELECT * FROM officer_key; DELETE FROM officer_key",
                      why)) ||
        (e = set_recording(salvage, true, why)) ||
        (e = sql_exec(salvage->to, "INSERT INTO officer_key SELECT * FROM temp.row", why)))
        return e;
    return sql_exec(salvage->to, "DROP TABLE temp.row", why);
}

static enum err settle_roster(struct salvage *salvage, struct why *why)
{
    struct roster roster = { 0 };
    struct buf lines = { 0 };
    enum err e = roster_replay(salvage->to, &roster, &lines, why);

    if (!e)
        e = roster_compare(salvage->to, &roster, &lines, why);
    if (((!e && lines.len > 0) || e == E_DAMAGED) && !(e = tell_keys_anew(salvage, why)))
        e = tell_roles_anew(salvage, why);
    roster_release(&roster);
    buf_release(&lines);
    return e;
}

enum err salvage_replay(struct salvage *salvage, struct why *why)
{
    const struct catalogue *catalogue = salvage->to->catalogue;
    enum err e = replay_tables(salvage->to, &salvage->history, why);

    for (size_t i = 0; i < catalogue->count && !e; i++)
        e = settle_type(salvage, catalogue->types[i], why);
    if (!e)
        e = settle_type(salvage, &access_table, why);
    return e ? e : settle_roster(salvage, why);
}

/* --- the list of what is lost, for the entry --- */

static enum err insert_loss(struct salvage *salvage, const struct loss *loss, struct why *why)
{
    struct store *store = salvage->to;
    sqlite3_stmt *stmt;
    enum err e;

    if ((e = set_recording(salvage, true, why)) ||
        (e = sql_get(store, "INSERT INTO known_loss (id, device, seq, number, owner) VALUES (?1, ?2, ?3, ?4, ?5)",
                     &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, id_next(store));
    sqlite3_bind_int64(stmt, 2, loss->device);
    sqlite3_bind_int64(stmt, 3, (int64_t)loss->seq);
    if (loss->number != LOSS_WHOLE)
        sqlite3_bind_int64(stmt, 4, loss->number);
    sqlite3_bind_int64(stmt, 5, loss->owner);
    return sql_finish(store, stmt, why);
}

enum err salvage_note_record(struct salvage *salvage, int64_t id, struct why *why)
{
    struct loss loss = { .number = id };
    enum err e = losses_add(salvage->to->losses, &loss);

    (void)why;
    return e;
}

enum err salvage_note_losses(struct salvage *salvage, struct why *why)
{
    const struct losses *losses = salvage->to->losses;
    enum err e = OK;

    for (size_t i = salvage->first_loss; i < losses->count && !e; i++)
        e = insert_loss(salvage, &losses->items[i], why);
    return e;
}
