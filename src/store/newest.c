/*
 * The newest state of a vault as this person has seen it on this computer, kept outside the vault: whoever puts an
 * older copy of the file back cannot put this back with it.
 *
 * One small file for each vault and officer in the person's state folder, sealed under a key made from the officer's
 * signing key, which outlives a change of the vault's key: so a copy from before such a change is noticed as well. It
 * names nobody, and nobody else can make one. It is written after a save, at most once a second and without waiting for
 * the disk; when the vault is closed the disk is waited for. So after a kill it is at most a second old, and after a
 * loss of power at most one session: it may then miss that saves of that session are gone, and never claims a save the
 * vault did not keep, because it is written after that. A file emptied by such a loss counts as none.
 *
 * Sealed content (numbers little-endian), bound to the vault's id:
 *     1 version (1) · 1 number of places · each: 2 length of the path and the path · 8 moment · 8 generation of the
 *     header · 8 number of syncs · 1 number of devices · each: 16 device id · 8 sequence · 32 hash of that entry
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "newest_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

enum { NEWEST_VERSION = 1, NEWEST_MAX = 256 << 10, NOTED_EVERY = 1000 /* milliseconds */ };

static const char binding[] = "townkeep newest state";

static enum err bind_to(const struct store *store, struct buf *out)
{
    enum err e = buf_add_str(out, binding);

    return e ? e : buf_add(out, vault_id(store->vault), VAULT_ID_SIZE);
}

/* --- the form --- */

static enum err write_place(const struct seen *seen, struct buf *out)
{
    size_t len = strlen(seen->path);
    enum err e;

    if ((e = buf_add_u16(out, (uint16_t)len)) || (e = buf_add(out, seen->path, len)) ||
        (e = buf_add_u64(out, (uint64_t)seen->at)) || (e = buf_add_u64(out, seen->generation)) ||
        (e = buf_add_u64(out, seen->syncs)) || (e = buf_add_u8(out, (uint8_t)seen->head_count)))
        return e;
    for (size_t i = 0; i < seen->head_count && !e; i++) {
        const struct seen_head *head = &seen->heads[i];

        if (!(e = buf_add(out, head->device_id, sizeof head->device_id)) && !(e = buf_add_u64(out, head->seq)))
            e = buf_add(out, head->hash, sizeof head->hash);
    }
    return e;
}

static void read_bytes(struct scan *scan, void *out, size_t len)
{
    const uint8_t *bytes = scan_bytes(scan, len);

    if (bytes)
        memcpy(out, bytes, len);
}

static bool read_place(struct scan *scan, struct seen *out)
{
    size_t len = scan_u16(scan);

    if (len >= sizeof out->path)
        return false;
    read_bytes(scan, out->path, len);
    out->at = (int64_t)scan_u64(scan);
    out->generation = scan_u64(scan);
    out->syncs = scan_u64(scan);
    out->head_count = scan_u8(scan);
    for (size_t i = 0; i < out->head_count && i < SEEN_HEADS; i++) {
        read_bytes(scan, out->heads[i].device_id, ENTRY_DEVICE_ID_SIZE);
        out->heads[i].seq = scan_u64(scan);
        read_bytes(scan, out->heads[i].hash, HASH_SIZE);
    }
    return !scan->failed && out->head_count <= SEEN_HEADS;
}

static enum err read_places(struct newest *newest, const struct buf *plain)
{
    struct scan scan = { .at = (const uint8_t *)plain->data, .left = plain->len };

    if (scan_u8(&scan) != NEWEST_VERSION)
        return E_DAMAGED;
    newest->count = scan_u8(&scan);
    for (size_t i = 0; i < newest->count; i++) {
        if (i == SEEN_PLACES || !read_place(&scan, &newest->places[i]))
            return E_DAMAGED;
    }
    return scan.failed || scan.left > 0 ? E_DAMAGED : OK;
}

/* --- the file --- */

/* Nothing known is no fault: a new computer, or a file that somebody removed. */
static enum err read_file(struct store *store)
{
    struct newest *newest = store->newest;
    struct buf sealed = { 0 }, plain = { 0 }, bound = { 0 };
    enum err e = path_read_file(newest->file, NEWEST_MAX, &sealed, NULL);

    if (e || sealed.len == 0) {
        e = e == E_NOT_FOUND ? OK : e;
        goto done;
    }
    if (sealed.len < NONCE_SIZE + TAG_SIZE) {
        e = E_DAMAGED;
        goto done;
    }
    if ((e = bind_to(store, &bound)) || (e = buf_reserve(&plain, sealed.len)))
        goto done;
    plain.len = sealed.len - NONCE_SIZE - TAG_SIZE;
    if (!(e = unseal(plain.data, (const uint8_t *)sealed.data, sealed.len, bound.data, bound.len, newest->key)))
        e = read_places(newest, &plain);
done:
    if (e)
        newest->count = 0;
    buf_release(&sealed);
    buf_wipe(&plain);
    buf_release(&bound);
    return e;
}

static enum err replace_file(const struct newest *newest, const struct buf *sealed, bool is_synced)
{
    return is_synced ? path_write_file(newest->file, sealed->data, sealed->len, NULL)
                     : path_write_quickly(newest->file, sealed->data, sealed->len, NULL);
}

static enum err write_file(struct store *store, bool is_synced)
{
    struct newest *newest = store->newest;
    struct buf sealed = { 0 }, plain = { 0 }, bound = { 0 };
    enum err e;

    if ((e = buf_add_u8(&plain, NEWEST_VERSION)) || (e = buf_add_u8(&plain, (uint8_t)newest->count)))
        goto done;
    for (size_t i = 0; i < newest->count && !e; i++)
        e = write_place(&newest->places[i], &plain);
    if (e || (e = bind_to(store, &bound)) || (e = buf_reserve(&sealed, plain.len + NONCE_SIZE + TAG_SIZE)))
        goto done;
    sealed.len = plain.len + NONCE_SIZE + TAG_SIZE;
    seal((uint8_t *)sealed.data, plain.data, plain.len, bound.data, bound.len, newest->key);
    e = replace_file(newest, &sealed, is_synced);
    if (e == E_NOT_FOUND && !(e = path_make_folders(newest->folder, NULL)))
        e = replace_file(newest, &sealed, is_synced);
done:
    buf_release(&sealed);
    buf_wipe(&plain);
    buf_release(&bound);
    return e;
}

/* --- what is known --- */

const struct seen *newest_place(const struct newest *newest, const char *path)
{
    for (size_t i = 0; i < newest->count; i++) {
        if (strcmp(newest->places[i].path, path) == 0)
            return &newest->places[i];
    }
    return NULL;
}

static enum err look_at_heads(struct store *store, struct seen *seen)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(store, "SELECT device_id, seq, hash FROM device_seen WHERE seq > 0 ORDER BY slot", &stmt, NULL);

    if (e)
        return e;
    while (seen->head_count < SEEN_HEADS && !(e = sql_step(store, stmt, &row, NULL)) && row) {
        struct seen_head *head = &seen->heads[seen->head_count];

        if (sqlite3_column_bytes(stmt, 0) != ENTRY_DEVICE_ID_SIZE || sqlite3_column_bytes(stmt, 2) != HASH_SIZE)
            continue;
        memcpy(head->device_id, sqlite3_column_blob(stmt, 0), ENTRY_DEVICE_ID_SIZE);
        head->seq = (uint64_t)sqlite3_column_int64(stmt, 1);
        memcpy(head->hash, sqlite3_column_blob(stmt, 2), HASH_SIZE);
        seen->head_count++;
    }
    sql_done(store, stmt);
    return e;
}

/* To the front; a place not known yet pushes out the one longest not seen. */
static void put_first(struct newest *newest, const struct seen *seen)
{
    const struct seen *known = newest_place(newest, seen->path);
    size_t at = known ? (size_t)(known - newest->places) : newest->count;

    if (!known && newest->count < SEEN_PLACES)
        newest->count++;
    if (at == SEEN_PLACES)
        at--;
    memmove(&newest->places[1], &newest->places[0], at * sizeof newest->places[0]);
    newest->places[0] = *seen;
}

void newest_note(struct store *store, bool is_synced)
{
    struct seen seen = { .at = clock_now(),
                         .generation = vault_generation(store->vault),
                         .syncs = vault_saves(store->vault) };
    struct newest *newest = store->newest;
    const char *path = vault_path(store->vault);

    if (!newest || !newest->is_settled || (!is_synced && clock_monotonic() < newest->noted_at + NOTED_EVERY) ||
        strlen(path) >= sizeof seen.path || look_at_heads(store, &seen))
        return;
    memcpy(seen.path, path, strlen(path));
    put_first(newest, &seen);
    newest->noted_at = clock_monotonic();
    if (write_file(store, is_synced) && !newest->is_unwritable) {
        newest->is_unwritable = true;
        store_notice(store,
                     _("What you have seen of this vault cannot be noted in %s, so an older copy put in its place "
                       "would not be noticed. Look at the room and the permissions there."),
                     newest->folder);
    }
}

/* --- with the store --- */

void newest_free(struct newest *newest)
{
    if (!newest)
        return;
    secret_free(newest->key);
    free(newest->folder);
    free(newest->file);
    explicit_bzero(newest, sizeof *newest);
    free(newest);
}

static enum err name_file(struct store *store, const char *folder, char **out)
{
    uint8_t officer[SIGN_PUBLIC_SIZE];
    struct buf path = { 0 };
    char suffix[32];
    enum err e;

    sign_key_public(vault_sign_key(store->vault), officer);
    snprintf(suffix, sizeof suffix, "%02x%02x%02x%02x.newest", officer[0], officer[1], officer[2], officer[3]);
    if (!(e = state_file(folder, vault_id(store->vault), suffix, &path)))
        *out = buf_take(&path);
    buf_release(&path);
    return e;
}

/* Signing gives the same bytes each time, to whoever has the key and to nobody else. */
static enum err make_key(struct store *store, struct secret **out, struct why *why)
{
    uint8_t signature[SIGNATURE_SIZE];
    struct buf bound = { 0 };
    enum err e;

    if (!(e = bind_to(store, &bound)) && !(e = secret_new(KEY_SIZE, out, why))) {
        sign_bytes(signature, bound.data, bound.len, vault_sign_key(store->vault));
        hash_bytes(secret_bytes(*out), "townkeep newest state key", signature, sizeof signature, NULL);
        wipe(signature, sizeof signature);
    }
    buf_release(&bound);
    return e;
}

enum err newest_start(struct store *store, const char *folder, struct why *why)
{
    enum err e;

    if (!folder)
        return OK;
    if (!(store->newest = calloc(1, sizeof *store->newest)))
        return E_MEMORY;
    if ((e = text_copy(&store->newest->folder, folder)) || (e = name_file(store, folder, &store->newest->file)) ||
        (e = make_key(store, &store->newest->key, why)))
        return e;
    if ((e = read_file(store)) == E_MEMORY)
        return e;
    if (e)
        store_notice(store,
                     _("What this computer knew of the vault cannot be read: somebody changed %s, or the disk did. "
                       "Whether the vault is the newest cannot be told this time."),
                     store->newest->file);
    return OK;
}

void newest_settle(struct store *store)
{
    if (!store->newest)
        return;
    store->newest->is_settled = true;
    newest_note(store, false);
}
