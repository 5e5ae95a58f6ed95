/*
 * Which cases were erased. Tombstones stand in signed entries of kind erase, and only what those say counts; they never
 * go away, so that a case that comes back with an old backup is known for what it is.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"
#include "signed_in.h"

#include "townkeep/base/text.h"
#include "townkeep/store/erase.h"

enum { COLUMN_CASE = 1, COLUMN_HASH, COLUMN_AT, COLUMN_ENTRY, COLUMN_KEPT, COLUMNS };

_Static_assert(ENTRY_ERASE == 8, "the kind named in SQL below and in the index history_of_erase");

const struct record_type tombstone_table = {
    .key = "tombstone", .owner = RECORD_OF_TEAM, .title_field = -1, .subtitle_field = -1
};

void erasures_free(struct erasures *erasures)
{
    for (size_t i = 0; erasures && i < erasures->count; i++)
        free(erasures->items[i].kept);
    if (erasures)
        free(erasures->items);
    free(erasures);
}

enum err erasures_add(struct erasures *erasures, const struct tombstone *tombstone)
{
    struct tombstone *grown, *added;

    if ((erasures->count & (erasures->count + 1)) == 0) {
        if (!(grown = realloc(erasures->items, (2 * erasures->count + 2) * sizeof *grown)))
            return E_MEMORY;
        erasures->items = grown;
    }
    added = &erasures->items[erasures->count];
    *added = *tombstone;
    if (tombstone->kept && (added->kept = NULL, text_copy(&added->kept, tombstone->kept)))
        return E_MEMORY;
    erasures->count++;
    return OK;
}

bool erasures_have_case(const struct erasures *erasures, int64_t case_id)
{
    for (size_t i = 0; i < erasures->count; i++) {
        if (erasures->items[i].case_id == case_id && !erasures->items[i].kept)
            return true;
    }
    return false;
}

bool erasures_close(const struct erasures *erasures, int64_t case_id)
{
    for (size_t i = 0; i < erasures->count; i++) {
        if (erasures->items[i].case_id == case_id && (!erasures->items[i].kept || erasures->items[i].entry == 0))
            return true;
    }
    return false;
}

bool erasures_touch(const struct erasures *erasures, int64_t case_id)
{
    for (size_t i = 0; i < erasures->count; i++) {
        if (erasures->items[i].case_id == case_id)
            return true;
    }
    return false;
}

bool erasures_cover(const struct erasures *erasures, int64_t case_id, const uint8_t key_id[HASH_SIZE])
{
    for (size_t i = 0; i < erasures->count; i++) {
        const struct tombstone *one = &erasures->items[i];

        if (one->case_id == case_id && (!one->kept || hash_equal(one->hash, key_id)))
            return true;
    }
    return false;
}

bool erasures_know(const struct erasures *erasures, const struct tombstone *other)
{
    return other->kept ? erasures_cover(erasures, other->case_id, other->hash)
                       : erasures_have_case(erasures, other->case_id);
}

/* --- reading the signed list --- */

static enum err add_signed(void *context, sqlite3_changeset_iter *at, int64_t entry)
{
    sqlite3_value *hash = signed_value(at, COLUMN_HASH), *kept = signed_value(at, COLUMN_KEPT);
    struct tombstone tombstone = {
        .case_id = signed_number(at, COLUMN_CASE, 0),
        .at = signed_number(at, COLUMN_AT, 0),
        .entry = entry,
        .kept = kept ? (char *)(uintptr_t)sqlite3_value_text(kept) : NULL, /* copied */
    };

    if (hash && sqlite3_value_bytes(hash) == HASH_SIZE)
        memcpy(tombstone.hash, sqlite3_value_blob(hash), HASH_SIZE);
    return erasures_add(context, &tombstone);
}

static enum err load(struct store *store, struct erasures *erasures, struct why *why)
{
    /* An entry of a salvage tells anew those of which the entry was lost. */
    static const enum entry_kind kinds[] = { ENTRY_ERASE, ENTRY_SALVAGE };
    struct signed_table table = { .table = "tombstone", .columns = COLUMNS, .each = add_signed, .context = erasures };
    enum err e = OK;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !e; i++) {
        table.kind = kinds[i];
        e = signed_rows_read(store, &table, why);
        if (e == E_DAMAGED && store->read_only != READ_ONLY_NOT)
            e = OK; /* as far as it can be read; the damage itself is told elsewhere */
    }
    return e;
}

enum err erasures_of(struct store *store, const struct erasures **out, struct why *why)
{
    enum err e = OK;

    if (!store->erasures) {
        if (!(store->erasures = calloc(1, sizeof *store->erasures)))
            return E_MEMORY;
        e = load(store, store->erasures, why);
    }
    if (e)
        erasures_forget(store);
    else
        *out = store->erasures;
    return e;
}

void erasures_forget(struct store *store)
{
    erasures_free(store->erasures);
    store->erasures = NULL;
}

/* --- asking --- */

enum err record_is_erased(struct store *store, int64_t id, bool *is_erased, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(
        store, "SELECT 1 FROM history_row r JOIN history h ON h.id = r.entry WHERE r.record = ?1 AND h.kind = 8", &stmt,
        why);

    *is_erased = false;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, id);
    e = sql_step(store, stmt, is_erased, why);
    sql_done(store, stmt);
    return e;
}

enum err store_case_is_erased(struct store *store, int64_t case_id, bool *is_erased, struct why *why)
{
    const struct erasures *erasures;
    enum err e = erasures_of(store, &erasures, why);

    *is_erased = !e && erasures_have_case(erasures, case_id);
    return e;
}
