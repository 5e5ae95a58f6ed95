/*
 * One owner's share of an entry: the sentence and the changeset, encrypted under the team's key or the case's. Plain
 * form, little-endian:
 *
 *   1 version (1) · 8 id of the entry this one undoes, or 0 · 4 length and the sentence, 1 zero · 4 length and the
 * changeset · zeros to a multiple of 64 where the owner is a case.
 *
 * Stored form: seal() of it, bound to vault, device, sequence, number of the part and owner. A large import has several
 * parts of the team, in order.
 */
#include <stdlib.h>
#include <string.h>

#include "changes_in.h"
#include "losses_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { PART_VERSION = 1, SENTENCE_MAX = 4096 };

void part_release(struct part *part)
{
    buf_wipe(&part->plain);
    memset(part, 0, sizeof *part);
}

static enum err add_bound(struct buf *out, const uint8_t *vault, const uint8_t *device, uint64_t seq, size_t number,
                          int64_t owner)
{
    enum err e;

    if ((e = buf_add_str(out, "townkeep part 1")) || (e = buf_add_char(out, '\0')) ||
        (e = buf_add(out, vault, VAULT_ID_SIZE)) || (e = buf_add(out, device, ENTRY_DEVICE_ID_SIZE)) ||
        (e = buf_add_u64(out, seq)) || (e = buf_add_u32(out, (uint32_t)number)))
        return e;
    return buf_add_u64(out, (uint64_t)owner);
}

/* File names stand in sentences, and those are any bytes. */
enum err sentence_clean(struct buf *out, const char *sentence)
{
    struct buf marked = { 0 };
    enum err e = text_clean(out, sentence, strlen(sentence), TEXT_ONE_LINE);

    if (e != E_INVALID)
        return e;
    e = OK;
    for (size_t at = 0, next = 0; sentence[at] != '\0' && !e; at = next) {
        /* A bad byte counts as one U+FFFD; a sound one has three bytes. */
        bool is_bad = text_next(sentence, &next) == 0xFFFD && next - at == 1;

        e = is_bad ? buf_add_char(&marked, '?') : buf_add(&marked, sentence + at, next - at);
    }
    if (!e)
        e = text_clean(out, buf_text(&marked), marked.len, TEXT_ONE_LINE);
    buf_wipe(&marked);
    return e;
}

static enum err add_plain(struct buf *out, int64_t undoes, const char *sentence, const void *changeset, size_t len,
                          bool padded)
{
    size_t sentence_len = text_cut(sentence, SENTENCE_MAX);
    enum err e;

    if ((e = buf_reserve(out, len + sentence_len + SEALED_BLOCK + SEALED_BLOCK)) ||
        (e = buf_add_u8(out, PART_VERSION)) || (e = buf_add_u64(out, (uint64_t)undoes)) ||
        (e = buf_add_u32(out, (uint32_t)sentence_len)) || (e = buf_add(out, sentence, sentence_len)) ||
        (e = buf_add_u8(out, 0)) || (e = buf_add_u32(out, (uint32_t)len)))
        return e;
    if (len > 0 && (e = buf_add(out, changeset, len)))
        return e;
    while (!e && padded && out->len % SEALED_BLOCK != 0)
        e = buf_add_u8(out, 0);
    return e;
}

static enum err store_body(struct save *save, int64_t owner, const struct buf *body, struct why *why)
{
    struct store *store = save->store;
    sqlite3_stmt *stmt;
    enum err e = sql_get(
        store, "INSERT INTO history_part (entry, number, owner, state, body) VALUES (?1, ?2, ?3, 0, ?4)", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, save->entry);
    sqlite3_bind_int64(stmt, 2, (int64_t)save->part_count);
    sqlite3_bind_int64(stmt, 3, owner);
    sqlite3_bind_blob64(stmt, 4, body->data, body->len, SQLITE_STATIC);
    return sql_finish(store, stmt, why);
}

static enum err note_part(struct save *save, int64_t owner, const struct secret *key, const struct buf *body)
{
    struct entry_part *part;

    if (save->part_count == save->part_cap) {
        size_t cap = save->part_cap ? save->part_cap * 2 : 4;
        struct entry_part *grown = realloc(save->parts, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        save->parts = grown;
        save->part_cap = cap;
    }
    part = &save->parts[save->part_count++];
    *part = (struct entry_part){ .owner = owner, .length = body->len };
    key_id_of(key, part->key_id);
    hash_bytes(part->hash, "townkeep part body 1", body->data, body->len, NULL);
    return OK;
}

static enum err write_part(struct save *save, struct save_owner *owner, const char *sentence, const void *changeset,
                           size_t len, struct why *why)
{
    const struct secret *key = owner->key ? owner->key : save->store->team_key;
    struct buf plain = { 0 }, bound = { 0 }, body = { 0 }, clean = { 0 };
    enum err e;

    if (save->part_count == ENTRY_PARTS_MAX)
        return why_set(why, E_INVALID, N_("This is too much for one save. Do it in several."));
    if ((e = chain_begin(save, why)) || (e = sentence_clean(&clean, sentence)) ||
        (e = add_plain(&plain, save->undoes, buf_text(&clean), changeset, len, owner->owner != 0)) ||
        (e = add_bound(&bound, vault_id(save->store->vault), save->store->device_id, save->seq, save->part_count,
                       owner->owner)) ||
        (e = buf_reserve(&body, NONCE_SIZE + plain.len + TAG_SIZE)))
        goto done;
    seal((uint8_t *)body.data, plain.data, plain.len, bound.data, bound.len, key);
    body.len = NONCE_SIZE + plain.len + TAG_SIZE;
    if (!(e = store_body(save, owner->owner, &body, why)))
        e = note_part(save, owner->owner, key, &body);
done:
    if (owner->owner != 0) {
        buf_wipe(&plain);
        buf_wipe(&clean);
    }
    buf_release(&clean);
    buf_release(&plain);
    buf_release(&bound);
    buf_release(&body);
    return e;
}

enum err part_close(struct save *save, struct save_owner *owner, const char *sentence, bool last, struct why *why)
{
    void *changeset = NULL;
    int len = 0, rc;
    enum err e = OK;

    if (owner->session) {
        rc = sqlite3session_changeset(owner->session, &len, &changeset);
        sqlite3session_delete(owner->session);
        owner->session = NULL;
        if (rc != SQLITE_OK)
            return sql_fail(save->store, rc, why);
    }
    if (len > PART_HARD_LIMIT)
        e = why_set(why, E_INVALID, N_("This save is larger than 16 MiB. Save in smaller steps."));
    else if (len > 0 || (last && (owner->logged || owner->parts > 0))) {
        e = write_part(save, owner, last ? sentence : "", changeset, (size_t)len, why);
        owner->parts++;
    }
    if (changeset && owner->owner != 0)
        wipe(changeset, (size_t)len);
    sqlite3_free(changeset);
    return e;
}

/* --- reading --- */

static enum err read_plain(struct part *out, struct why *why)
{
    struct scan scan = { .at = (const uint8_t *)out->plain.data, .left = out->plain.len };
    uint8_t version = scan_u8(&scan), end;
    uint32_t len;

    out->undoes = (int64_t)scan_u64(&scan);
    len = scan_u32(&scan);
    out->sentence = (const char *)scan_bytes(&scan, len);
    end = scan_u8(&scan);
    len = scan_u32(&scan);
    out->changeset = scan_bytes(&scan, len);
    out->changeset_len = len;
    if (!scan.failed && version == PART_VERSION && end == 0 && out->sentence &&
        changeset_is_sound(out->changeset, out->changeset_len))
        return OK;
    return why_set(why, E_DAMAGED,
                   N_("An entry of the history is not in the program's form. Run verify to see which."));
}

static enum err decrypt(const struct entry *header, size_t number, const struct secret *key, const uint8_t *body,
                        size_t len, struct part *out, struct why *why)
{
    const struct entry_part *part = &header->parts[number];
    uint8_t hash[HASH_SIZE];
    struct buf bound = { 0 };
    enum err e;

    hash_bytes(hash, "townkeep part body 1", body, len, NULL);
    if (len != part->length || !hash_equal(hash, part->hash) || len < NONCE_SIZE + TAG_SIZE)
        return why_set(why, E_DAMAGED,
                       N_("An entry of the history was changed after it was signed. Run verify to see which."));
    if ((e = add_bound(&bound, header->vault_id, header->device_id, header->seq, number, part->owner)) ||
        (e = buf_reserve(&out->plain, len)))
        goto done;
    out->plain.len = len - NONCE_SIZE - TAG_SIZE;
    if ((e = unseal(out->plain.data, body, len, bound.data, bound.len, key)))
        why_set(why, e, N_("An entry of the history does not open with the key it names. Run verify to see which."));
    else
        e = read_plain(out, why);
done:
    buf_release(&bound);
    return e;
}

/* By the number of the device the header names: there is one for each. */
static bool is_known_lost(const struct store *store, const struct entry *header, size_t number)
{
    for (size_t i = 0; store->losses && i < store->losses->count; i++) {
        if (store->losses->items[i].seq == header->seq && store->losses->items[i].number == (int64_t)number)
            return true;
    }
    return false;
}

enum err part_open(struct store *store, const struct entry *header, int64_t entry, size_t number, struct part *out,
                   struct why *why)
{
    int64_t owner = header->parts[number].owner;
    const struct secret *key = store->team_key;
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = sql_get(store, "SELECT state, body FROM history_part WHERE entry = ?1 AND number = ?2", &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, entry);
    sqlite3_bind_int64(stmt, 2, (int64_t)number);
    if ((e = sql_step(store, stmt, &row, why)))
        goto done;
    if (row && sqlite3_column_int(stmt, 0) == PART_ERASED)
        e = why_set(why, E_NOT_FOUND, N_("What this entry says of the case was erased."));
    else if (owner != 0)
        e = case_key_open(store, owner, &key, why);
    if (e)
        goto done;
    if (!row || sqlite3_column_int(stmt, 0) != PART_PRESENT)
        e = why_set(why, row || is_known_lost(store, header, number) ? E_NOT_FOUND : E_DAMAGED,
                    N_("This part of the history is not kept here any more."));
    else
        e = decrypt(header, number, key, sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), out, why);
done:
    sql_done(store, stmt);
    if (e)
        part_release(out);
    return e;
}
