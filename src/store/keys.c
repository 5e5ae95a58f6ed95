/*
 * The keys of cases. Each case has its own; it is wrapped to the public key of every admitted caseworker together with
 * the case's id, so that a wrapped key copied to another case does not pass. For whom a key is wrapped comes from the
 * signed roster, never from a table alone.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"

enum { CASE_SECRET_SIZE = KEY_SIZE + 8, WRAPPED_SIZE = CASE_SECRET_SIZE + BOX_SEALED_EXTRA };

void key_id_of(const struct secret *key, uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep key id 1", "", 0, key);
}

enum err casework_require(const struct store *store, struct why *why)
{
    if (store->box_key)
        return OK;
    return why_set(why, E_PERMISSION, N_("Open casework first (F3, or give the passphrase again)."));
}

void case_keys_forget(struct store *store)
{
    for (size_t i = 0; i < CASE_KEY_CACHE; i++)
        secret_free(store->case_keys[i].key);
    memset(store->case_keys, 0, sizeof store->case_keys);
    store->case_key_next = 0;
}

/* Takes the key. */
static struct case_key *keep(struct store *store, int64_t case_id, struct secret *key)
{
    struct case_key *slot = &store->case_keys[store->case_key_next];

    secret_free(slot->key);
    *slot = (struct case_key){ .case_id = case_id, .key = key };
    store->case_key_next = (store->case_key_next + 1) % CASE_KEY_CACHE;
    return slot;
}

static enum err join(const struct secret *key, int64_t case_id, struct secret **out, struct why *why)
{
    enum err e = secret_new(CASE_SECRET_SIZE, out, why);

    if (e)
        return e;
    memcpy(secret_bytes(*out), secret_bytes_const(key), KEY_SIZE);
    for (int i = 0; i < 8; i++)
        secret_bytes(*out)[KEY_SIZE + i] = (uint8_t)((uint64_t)case_id >> (8 * i));
    return OK;
}

static enum err split(const struct secret *joined, int64_t case_id, struct secret **out, struct why *why)
{
    struct scan scan = { .at = secret_bytes_const(joined), .left = secret_size(joined) };
    const uint8_t *key = scan_bytes(&scan, KEY_SIZE);

    if (!key || scan_u64(&scan) != (uint64_t)case_id || scan.failed || scan.left > 0)
        return why_set(why, E_DAMAGED,
                       N_("The key kept for this case is another one's. Run verify and go back to a backup."));
    return secret_new_copy(key, KEY_SIZE, out, why);
}

static enum err unwrap(const struct box_key *box, int64_t case_id, const void *wrapped, size_t len, struct secret **out,
                       struct why *why)
{
    struct secret *joined = NULL;
    enum err e = box_open(wrapped, len, box, &joined, why);

    if (e == E_DAMAGED)
        why_set(why, e,
                N_("The key kept for this case does not open with yours. Ask a colleague to hand it over again."));
    if (!e)
        e = split(joined, case_id, out, why);
    secret_free(joined);
    return e;
}

static enum err fetch(struct store *store, int64_t case_id, int64_t holder, const struct box_key *box,
                      struct secret **out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT wrapped FROM case_key WHERE case_id = ?1 AND officer = ?2", &stmt, why);

    *out = NULL;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, case_id);
    sqlite3_bind_int64(stmt, 2, holder);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        e = unwrap(box, case_id, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), out, why);
    else if (!e)
        e = why_set(
            why, E_PERMISSION,
            N_("You do not hold the key of this case. Ask a colleague who works on it to hand it over to you."));
    sql_done(store, stmt);
    return e;
}

static enum err refuse_erased(struct store *store, int64_t case_id, struct why *why)
{
    const struct erasures *erasures;
    enum err e = erasures_of(store, &erasures, why);

    return e || !erasures_close(erasures, case_id) ? e : why_set(why, E_PERMISSION, N_("This case was erased."));
}

enum err case_key_open(struct store *store, int64_t case_id, const struct secret **out, struct why *why)
{
    struct secret *key = NULL;
    enum err e;

    *out = NULL;
    if ((e = casework_require(store, why)))
        return e;
    for (size_t i = 0; i < CASE_KEY_CACHE; i++) {
        if (store->case_keys[i].key && store->case_keys[i].case_id == case_id) {
            *out = store->case_keys[i].key;
            return OK;
        }
    }
    if ((e = refuse_erased(store, case_id, why)) ||
        (e = fetch(store, case_id, store->officer_id, store->box_key, &key, why)))
        return e;
    keep(store, case_id, key);
    *out = key;
    return OK;
}

/* --- is it the case's? --- */

static bool is_caseworkers(const struct roster *roster, const struct entry *header)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        const struct roster_row *row = &roster->rows[i];

        if (row->officer == header->officer && row->was_admitted &&
            memcmp(row->sign_public, header->officer_key, SIGN_PUBLIC_SIZE) == 0)
            return true;
    }
    return false;
}

/* Whether the entry is one with which the case may have begun; *fits then says whether it names this key. */
static enum err is_beginning(struct store *store, int64_t entry, const struct case_key *kept, bool *begins, bool *fits,
                             struct why *why)
{
    struct entry header = { 0 };
    uint8_t key_id[HASH_SIZE];
    bool good;
    enum err e;

    *begins = *fits = false;
    if ((e = chain_verify_link(store, entry, &good, why)) || !good || (e = chain_header(store, entry, &header, why)))
        return e;
    key_id_of(kept->key, key_id);
    for (size_t i = 0; i < header.part_count && !*begins && is_caseworkers(store->roster, &header); i++) {
        *begins = header.parts[i].owner == kept->case_id;
        *fits = *begins && hash_equal(header.parts[i].key_id, key_id);
    }
    entry_release(&header);
    return OK;
}

_Static_assert(ENTRY_ERASE == 8, "the kind named in SQL below");

/* A case that was reduced began again with a new key: the newest such entry comes first. */
static enum err find_beginning(struct store *store, struct case_key *kept, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true, begins = false;
    enum err e = sql_get(store,
                         "SELECT h.id FROM history_row r JOIN history h ON h.id = r.entry WHERE r.record = ?1 "
                         "ORDER BY CASE h.kind WHEN 8 THEN -h.lamport ELSE h.lamport END, h.seq",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, kept->case_id);
    while (!e && !begins && !(e = sql_step(store, stmt, &row, why)) && row)
        e = is_beginning(store, sqlite3_column_int64(stmt, 0), kept, &begins, &kept->is_known, why);
    sql_done(store, stmt);
    return e;
}

enum err case_key_check(struct store *store, int64_t case_id, struct why *why)
{
    const struct secret *key;
    enum err e;

    if ((e = case_key_open(store, case_id, &key, why)))
        return e;
    for (size_t i = 0; i < CASE_KEY_CACHE; i++) {
        struct case_key *kept = &store->case_keys[i];

        if (kept->key != key)
            continue;
        if (!kept->is_known && ((e = roster_trust(store, why)) || (e = find_beginning(store, kept, why))))
            return e;
        if (kept->is_known)
            return OK;
    }
    return why_set(
        why, E_DAMAGED,
        N_("The key kept for this case is not the one it began with. Nothing is written with it. Run verify."));
}

enum err case_key_open_as(struct store *store, int64_t case_id, int64_t holder, const struct box_key *box,
                          const struct secret **out, struct why *why)
{
    struct secret *key = NULL;
    struct case_key *kept;
    enum err e;

    *out = NULL;
    if ((e = roster_trust(store, why)) || (e = fetch(store, case_id, holder, box, &key, why)))
        return e;
    kept = keep(store, case_id, key);
    if (!(e = find_beginning(store, kept, why)) && !kept->is_known)
        e = why_set(why, E_DAMAGED, N_("The key kept for this case is not the one it began with."));
    if (e)
        case_keys_forget(store);
    else
        *out = kept->key;
    return e;
}

/* --- wrapping --- */

enum err case_key_wrap(struct store *store, int64_t case_id, const struct secret *key, int64_t officer,
                       const uint8_t box_public[BOX_PUBLIC_SIZE], struct why *why)
{
    uint8_t wrapped[WRAPPED_SIZE];
    struct secret *joined = NULL;
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = join(key, case_id, &joined, why)) || (e = box_seal(wrapped, joined, box_public)) ||
        (e = sql_get(store,
                     "INSERT INTO case_key (case_id, officer, wrapped) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (case_id, officer) DO UPDATE SET wrapped = ?3",
                     &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, case_id);
    sqlite3_bind_int64(stmt, 2, officer);
    sql_bind_blob(stmt, 3, wrapped, sizeof wrapped);
    e = sql_finish(store, stmt, why);
done:
    secret_free(joined);
    return e;
}

static enum err require_admitted(const struct store *store, struct why *why)
{
    for (size_t i = 0; i < store->roster->row_count; i++) {
        const struct roster_row *row = &store->roster->rows[i];

        if (row->officer == store->officer_id && roster_is_recipient(store->roster, row))
            return OK;
    }
    return why_set(
        why, E_PERMISSION,
        N_("No colleague has admitted you to casework yet. Ask one who works on cases to hand the keys over to you."));
}

enum err case_key_make(struct store *store, int64_t case_id, struct why *why)
{
    struct secret *key = NULL;
    enum err e;

    if ((e = casework_require(store, why)) || (e = roster_trust(store, why)) || (e = require_admitted(store, why)) ||
        (e = secret_new_random(KEY_SIZE, &key, why)))
        return e;
    for (size_t i = 0; i < store->roster->row_count && !e; i++) {
        const struct roster_row *row = &store->roster->rows[i];

        if (roster_is_recipient(store->roster, row))
            e = case_key_wrap(store, case_id, key, row->officer, row->box_public, why);
    }
    if (e)
        secret_free(key);
    else
        keep(store, case_id, key)->is_known = true;
    return e;
}
