/*
 * The chain of signed entries of each device: writing its next link, and checking a link that stands. What a link must
 * show: its hash is that of its header, its signature is of a key the roster knows for that officer, it names the entry
 * before it, and its parts are the bytes it hashed.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"
#include "losses_in.h"

#include "townkeep/base/i18n.h"

enum err chain_begin(struct save *save, struct why *why)
{
    struct store *store = save->store;
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    if (save->seq != 0)
        return OK;
    if ((e = sql_get(store, "SELECT seq, hash, (SELECT max(lamport) FROM device_seen) FROM device_seen WHERE slot = ?1",
                     &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    if (!(e = sql_step(store, stmt, &row, why))) {
        if (!row || sqlite3_column_bytes(stmt, 1) != HASH_SIZE) {
            e = why_set(why, E_DAMAGED, N_("The vault does not know its own device. Go back to a backup."));
        } else {
            save->seq = (uint64_t)sqlite3_column_int64(stmt, 0) + 1;
            memcpy(save->previous, sqlite3_column_blob(stmt, 1), HASH_SIZE);
            save->lamport = (uint64_t)sqlite3_column_int64(stmt, 2) + 1;
        }
    }
    sql_done(store, stmt);
    return e;
}

/* The newest entry of each other device that this one builds on, by device id. */
static enum err add_frontier(struct store *store, struct entry *header, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(
        store, "SELECT device_id, seq FROM device_seen WHERE slot <> ?1 AND seq > 0 ORDER BY device_id", &stmt, why);

    if (e)
        return e;
    if (!(header->frontier = calloc(ENTRY_FRONTIER_MAX, sizeof *header->frontier))) {
        sql_done(store, stmt);
        return E_MEMORY;
    }
    sqlite3_bind_int64(stmt, 1, store->device);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        struct entry_seen *seen = &header->frontier[header->frontier_count];

        if (header->frontier_count == ENTRY_FRONTIER_MAX || sqlite3_column_bytes(stmt, 0) != ENTRY_DEVICE_ID_SIZE) {
            e = why_set(why, E_INVALID, N_("The vault knows too many devices. Retire one before going on."));
            break;
        }
        memcpy(seen->device_id, sqlite3_column_blob(stmt, 0), ENTRY_DEVICE_ID_SIZE);
        seen->seq = (uint64_t)sqlite3_column_int64(stmt, 1);
        header->frontier_count++;
    }
    sql_done(store, stmt);
    return e;
}

static const struct sign_key *signer_of(const struct save *save)
{
    return save->signer ? save->signer : vault_sign_key(save->store->vault);
}

static void fill_header(const struct save *save, struct entry *out)
{
    const struct store *store = save->store;

    *out = (struct entry){
        .version = ENTRY_VERSION,
        .seq = save->seq,
        .officer = save->signer ? save->signer_id : store->officer_id,
        .lamport = save->lamport,
        .at = clock_now(),
        .kind = (uint8_t)save->kind,
        .schema_version = store->schema_version,
    };
    memcpy(out->vault_id, vault_id(store->vault), VAULT_ID_SIZE);
    memcpy(out->device_id, store->device_id, ENTRY_DEVICE_ID_SIZE);
    memcpy(out->dictionary, store->dictionary, HASH_SIZE);
    memcpy(out->previous, save->previous, HASH_SIZE);
    sign_key_public(signer_of(save), out->officer_key);
}

static enum err insert_link(struct save *save, const struct entry *header, const struct buf *bytes, const uint8_t *hash,
                            struct why *why)
{
    struct store *store = save->store;
    uint8_t signature[SIGNATURE_SIZE];
    sqlite3_stmt *stmt;
    enum err e =
        sql_get(store,
                "INSERT INTO history (id, device, seq, officer, at, lamport, kind, header, hash, signature, undoes) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, 0))",
                &stmt, why);

    if (e)
        return e;
    sign_bytes(signature, hash, HASH_SIZE, signer_of(save));
    sqlite3_bind_int64(stmt, 1, save->entry);
    sqlite3_bind_int64(stmt, 2, store->device);
    sqlite3_bind_int64(stmt, 3, (int64_t)header->seq);
    sqlite3_bind_int64(stmt, 4, header->officer);
    sqlite3_bind_int64(stmt, 5, header->at);
    sqlite3_bind_int64(stmt, 6, (int64_t)header->lamport);
    sqlite3_bind_int64(stmt, 7, header->kind);
    sql_bind_blob(stmt, 8, bytes->data, bytes->len);
    sql_bind_blob(stmt, 9, hash, HASH_SIZE);
    sql_bind_blob(stmt, 10, signature, sizeof signature);
    sqlite3_bind_int64(stmt, 11, save->undoes);
    return sql_finish(store, stmt, why);
}

static enum err move_head(struct save *save, const uint8_t *hash, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e =
        sql_get(save->store, "UPDATE device_seen SET seq = ?1, hash = ?2, lamport = ?3 WHERE slot = ?4", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, (int64_t)save->seq);
    sql_bind_blob(stmt, 2, hash, HASH_SIZE);
    sqlite3_bind_int64(stmt, 3, (int64_t)save->lamport);
    sqlite3_bind_int64(stmt, 4, save->store->device);
    return sql_finish(save->store, stmt, why);
}

enum err chain_write(struct save *save, struct why *why)
{
    struct entry header = { 0 };
    struct buf bytes = { 0 };
    uint8_t hash[HASH_SIZE];
    enum err e;

    if ((e = chain_begin(save, why)))
        return e;
    fill_header(save, &header);
    header.parts = save->parts; /* lent */
    header.part_count = save->part_count;
    if ((e = add_frontier(save->store, &header, why)) || (e = entry_write(&header, &bytes)))
        goto done;
    entry_hash(hash, bytes.data, bytes.len);
    if ((e = insert_link(save, &header, &bytes, hash, why)) || (e = move_head(save, hash, why)))
        goto done;
    e = meta_set(save->store, "last_id", save->store->last_id, why);
done:
    header.parts = NULL;
    entry_release(&header);
    buf_release(&bytes);
    return e;
}

/* --- checking --- */

enum err chain_header(struct store *store, int64_t entry, struct entry *out, struct why *why)
{
    uint8_t hash[HASH_SIZE];
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = sql_get(store, "SELECT header, hash FROM history WHERE id = ?1", &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    if ((e = sql_step(store, stmt, &row, why)))
        goto done;
    if (!row) {
        e = why_set(why, E_NOT_FOUND, N_("There is no entry %lld in the history."), (long long)entry);
        goto done;
    }
    entry_hash(hash, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
    if (sqlite3_column_bytes(stmt, 1) != HASH_SIZE || !hash_equal(hash, sqlite3_column_blob(stmt, 1)))
        e = E_DAMAGED;
    else
        e = entry_read(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), out);
    if (e == E_DAMAGED)
        why_set(why, e, N_("Entry %lld of the history was changed after it was signed. Run verify."), (long long)entry);
done:
    sql_done(store, stmt);
    return e;
}

enum {
    LINK_DEVICE,
    LINK_SEQ,
    LINK_OFFICER,
    LINK_AT,
    LINK_LAMPORT,
    LINK_KIND,
    LINK_HASH,
    LINK_SIGNATURE,
    LINK_DEVICE_ID,
    LINK_PREVIOUS,
    LINK_KNOWN
};

static const char link_sql[] =
    "SELECT h.device, h.seq, h.officer, h.at, h.lamport, h.kind, h.hash, h.signature, d.device_id, "
    "(SELECT p.hash FROM history p WHERE p.device = h.device AND p.seq = h.seq - 1), "
    "EXISTS (SELECT 1 FROM officer_key k WHERE k.officer = h.officer AND k.sign_public = ?2) "
    "FROM history h LEFT JOIN device_seen d ON d.slot = h.device WHERE h.id = ?1";

static bool column_is(sqlite3_stmt *stmt, int column, const void *bytes, size_t len)
{
    return (size_t)sqlite3_column_bytes(stmt, column) == len &&
           memcmp(sqlite3_column_blob(stmt, column), bytes, len) == 0;
}

static const char *fault_of_link(const struct store *store, sqlite3_stmt *stmt, const struct entry *header)
{
    static const uint8_t none[HASH_SIZE];

    if (header->seq != (uint64_t)sqlite3_column_int64(stmt, LINK_SEQ) ||
        header->officer != sqlite3_column_int64(stmt, LINK_OFFICER) ||
        header->at != sqlite3_column_int64(stmt, LINK_AT) ||
        header->lamport != (uint64_t)sqlite3_column_int64(stmt, LINK_LAMPORT) ||
        header->kind != sqlite3_column_int(stmt, LINK_KIND))
        return N_("what the list shows of it is not what was signed");
    if (memcmp(header->vault_id, vault_id(store->vault), VAULT_ID_SIZE) != 0)
        return N_("it belongs to another vault");
    if (!column_is(stmt, LINK_DEVICE_ID, header->device_id, ENTRY_DEVICE_ID_SIZE))
        return N_("it names another device");
    if (!sqlite3_column_int(stmt, LINK_KNOWN))
        return N_("its signer's key is not on the roster");
    if (sqlite3_column_bytes(stmt, LINK_SIGNATURE) != SIGNATURE_SIZE ||
        !sign_verify(sqlite3_column_blob(stmt, LINK_SIGNATURE), sqlite3_column_blob(stmt, LINK_HASH), HASH_SIZE,
                     header->officer_key))
        return N_("its signature does not fit");
    if (header->seq > 1 && sqlite3_column_type(stmt, LINK_PREVIOUS) == SQLITE_NULL &&
        losses_have(store->losses, sqlite3_column_int64(stmt, LINK_DEVICE), header->seq - 1, LOSS_WHOLE))
        return NULL;
    if (header->seq == 1 ? memcmp(header->previous, none, HASH_SIZE) != 0
                         : !column_is(stmt, LINK_PREVIOUS, header->previous, HASH_SIZE))
        return N_("the entry before it is missing or another one");
    return NULL;
}

static enum err check_link(struct store *store, int64_t entry, const struct entry *header, const char **fault,
                           struct why *why)
{
    const struct losses *losses;
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    if ((e = losses_of(store, &losses, why)) || (e = sql_get(store, link_sql, &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    sql_bind_blob(stmt, 2, header->officer_key, SIGN_PUBLIC_SIZE);
    if (!(e = sql_step(store, stmt, &row, why)))
        *fault = row ? fault_of_link(store, stmt, header) : N_("it is not there");
    sql_done(store, stmt);
    return e;
}

/* A part that is erased needs an entry that says so. */
static const char *fault_of_part(const struct erasures *erasures, sqlite3_stmt *stmt, const struct entry_part *part)
{
    uint8_t hash[HASH_SIZE];

    if (sqlite3_column_int64(stmt, 1) != part->owner)
        return N_("one of its parts is listed under another case");
    if (sqlite3_column_int(stmt, 2) == PART_ERASED)
        return erasures_cover(erasures, part->owner, part->key_id)
                   ? NULL
                   : N_("one of its parts was erased, and no entry tells of that");
    if (sqlite3_column_int(stmt, 2) != PART_PRESENT)
        return NULL; /* withheld: the header alone stands for it */
    hash_bytes(hash, "townkeep part body 1", sqlite3_column_blob(stmt, 3), (size_t)sqlite3_column_bytes(stmt, 3), NULL);
    if ((uint64_t)sqlite3_column_bytes(stmt, 3) != part->length || !hash_equal(hash, part->hash))
        return N_("what it changed is not what was signed");
    return NULL;
}

static size_t pass_lost(const struct losses *losses, int64_t device, const struct entry *header, size_t number)
{
    while (number < header->part_count && losses_have(losses, device, header->seq, (int64_t)number))
        number++;
    return number;
}

static enum err check_parts(struct store *store, int64_t entry, const struct entry *header, const char **fault,
                            struct why *why)
{
    sqlite3_stmt *stmt;
    size_t next = 0;
    int64_t device = 0;
    bool row = true;
    const struct erasures *erasures;
    enum err e = erasures_of(store, &erasures, why);

    if (e)
        return e;
    e = sql_get(store,
                "SELECT p.number, p.owner, p.state, p.body, h.device FROM history h LEFT JOIN history_part p "
                "ON p.entry = h.id WHERE h.id = ?1 ORDER BY p.number",
                &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    while (!*fault && !(e = sql_step(store, stmt, &row, why)) && row) {
        device = sqlite3_column_int64(stmt, 4);
        if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
            continue;
        next = pass_lost(store->losses, device, header, next);
        if (next >= header->part_count || sqlite3_column_int64(stmt, 0) != (int64_t)next)
            *fault = next >= header->part_count ? N_("it has parts that were not signed")
                                                : N_("one of its parts is missing");
        else
            *fault = fault_of_part(erasures, stmt, &header->parts[next++]);
    }
    if (!e && !*fault && pass_lost(store->losses, device, header, next) != header->part_count)
        *fault = N_("one of its parts is missing");
    sql_done(store, stmt);
    return e;
}

enum err chain_verify(struct store *store, int64_t entry, bool *good, struct buf *what, struct why *why)
{
    struct entry header = { 0 };
    const char *fault = NULL;
    enum err e = chain_header(store, entry, &header, NULL);

    *good = false;
    if (e == E_DAMAGED) {
        fault = store_is_damaged(store, NULL, NULL) ? N_("its header lies on a page that cannot be read")
                                                    : N_("its header was changed after it was signed");
        e = OK;
    } else if (e) {
        return why_set(why, e, "%s", err_text(e));
    } else if (!(e = check_link(store, entry, &header, &fault, why)) && !fault) {
        e = check_parts(store, entry, &header, &fault, why);
    }
    *good = !e && !fault;
    if (!e && fault && what)
        e = buf_printf(what, _("Entry %lld of the history: %s.\n"), (long long)entry, gettext(fault));
    entry_release(&header);
    return e;
}

/* Only the link itself: the parts of a large import would take too long to hash at every opening, and verify does it.
 */
enum err chain_verify_link(struct store *store, int64_t entry, bool *good, struct why *why)
{
    struct entry header = { 0 };
    const char *fault = NULL;
    enum err e = chain_header(store, entry, &header, why);

    if (!e)
        e = check_link(store, entry, &header, &fault, why);
    *good = !e && !fault;
    entry_release(&header);
    return e == E_DAMAGED ? OK : e;
}

enum err chain_check_head(struct store *store, struct why *why)
{
    sqlite3_stmt *stmt;
    int64_t entry = 0;
    bool row, good = false;
    enum err e = sql_get(
        store,
        "SELECT h.id, h.hash = d.hash FROM device_seen d LEFT JOIN history h ON h.device = d.slot AND h.seq = d.seq "
        "WHERE d.slot = ?1 AND NOT EXISTS (SELECT 1 FROM history n WHERE n.device = d.slot AND n.seq > d.seq)",
        &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    if (!(e = sql_step(store, stmt, &row, why)) && row && sqlite3_column_int(stmt, 1))
        entry = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    if (!e && entry != 0)
        e = chain_verify_link(store, entry, &good, why);
    if (!e && !good)
        e = why_set(why, E_DAMAGED,
                    N_("The newest entry of the history does not fit the vault. Run verify to see what is wrong, and "
                       "go back to a backup."));
    return e;
}

/* --- the whole chain --- */

struct link {
    uint64_t seq, lamport;
    uint8_t hash[HASH_SIZE];
};

/* Every entry between two of a device is known to be lost. */
static bool is_known_gap(const struct store *store, int64_t device, uint64_t before, uint64_t behind)
{
    bool is_known = behind > before + 1 && behind - before - 1 <= store->losses->count;

    for (uint64_t seq = before + 1; is_known && seq < behind; seq++)
        is_known = losses_have(store->losses, device, seq, LOSS_WHOLE);
    return is_known;
}

/* Whether the row is the next link, by its header alone; `last` moves on. E_MEMORY alone. */
static enum err next_link(const struct store *store, sqlite3_stmt *stmt, struct link *last, bool *fits)
{
    const void *bytes = sqlite3_column_blob(stmt, 2);
    size_t len = (size_t)sqlite3_column_bytes(stmt, 2);
    struct entry header;
    enum err e = entry_read(bytes, len, &header);

    *fits = false;
    if (e)
        return e == E_MEMORY ? e : OK;
    *fits = header.lamport > last->lamport && header.seq == (uint64_t)sqlite3_column_int64(stmt, 1) &&
            header.kind == sqlite3_column_int(stmt, 3) && header.officer == sqlite3_column_int64(stmt, 4) &&
            (header.seq == last->seq + 1 ? memcmp(header.previous, last->hash, HASH_SIZE) == 0
                                         : is_known_gap(store, sqlite3_column_int64(stmt, 5), last->seq, header.seq));
    last->seq = header.seq;
    last->lamport = header.lamport;
    entry_hash(last->hash, bytes, len);
    entry_release(&header);
    return OK;
}

static enum err check_newest(struct store *store, struct buf *lines, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true, good;
    enum err e = sql_get(store,
                         "SELECT h.id FROM history h JOIN (SELECT device, officer, max(seq) AS newest FROM history "
                         "GROUP BY device, officer) n ON h.device = n.device AND h.seq = n.newest",
                         &stmt, why);

    if (e)
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = chain_verify(store, sqlite3_column_int64(stmt, 0), &good, lines, why);
    sql_done(store, stmt);
    return e;
}

enum err chain_check_whole(struct store *store, struct buf *lines, struct why *why)
{
    struct link last = { .seq = 0 };
    sqlite3_stmt *stmt;
    bool row = true, whole = true;
    int64_t entry = 0, device = 0;
    const struct losses *losses;
    enum err e;

    if ((e = losses_of(store, &losses, why)) ||
        (e = sql_get(store, "SELECT id, seq, header, kind, officer, device FROM history ORDER BY device, seq", &stmt,
                     why)))
        return e;
    while (!e && whole && !(e = sql_step(store, stmt, &row, why)) && row) {
        entry = sqlite3_column_int64(stmt, 0);
        if (sqlite3_column_int64(stmt, 5) != device)
            last = (struct link){ .seq = 0 }; /* each device's chain begins anew */
        device = sqlite3_column_int64(stmt, 5);
        e = next_link(store, stmt, &last, &whole);
    }
    sql_done(store, stmt);
    if (!e && !whole)
        e = buf_printf(lines, _("Entry %lld of the history: %s.\n"), (long long)entry,
                       _("the entry before it is missing or another one"));
    return e ? e : check_newest(store, lines, why);
}
