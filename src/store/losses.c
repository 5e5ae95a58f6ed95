/*
 * What of the history is known to be lost. A vault that was salvaged from a damaged one lacks entries or parts of them;
 * the entry of kind salvage names each, so that verify can tell what is known from what was taken out later. Only that
 * signed list counts; the table known_loss is there for the session extension to record it.
 */
#include <stdlib.h>
#include <string.h>

#include "losses_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { COLUMN_DEVICE = 1, COLUMN_SEQ, COLUMN_NUMBER, COLUMN_OWNER, COLUMNS };

_Static_assert(ENTRY_SALVAGE == 12, "the kind named in SQL below and in the index history_of_salvage");

void losses_free(struct losses *losses)
{
    if (losses)
        free(losses->items);
    free(losses);
}

enum err losses_add(struct losses *losses, const struct loss *loss)
{
    struct loss *grown;

    if ((losses->count & (losses->count + 1)) == 0) {
        if (!(grown = realloc(losses->items, (2 * losses->count + 2) * sizeof *grown)))
            return E_MEMORY;
        losses->items = grown;
    }
    losses->items[losses->count++] = *loss;
    return OK;
}

bool losses_have(const struct losses *losses, int64_t device, uint64_t seq, int64_t number)
{
    for (size_t i = 0; i < losses->count; i++) {
        const struct loss *loss = &losses->items[i];

        if (loss->device == device && loss->seq == seq && loss->number == number)
            return true;
    }
    return false;
}

bool losses_have_record(const struct losses *losses, int64_t record)
{
    return losses_have(losses, 0, 0, record);
}

bool losses_have_owner(const struct losses *losses, int64_t owner)
{
    for (size_t i = 0; i < losses->count; i++) {
        const struct loss *loss = &losses->items[i];

        if (loss->seq != 0 && (loss->number == LOSS_WHOLE || loss->owner == owner))
            return true;
    }
    return false;
}

size_t losses_of_device(const struct losses *losses, int64_t device)
{
    size_t count = 0;

    for (size_t i = 0; i < losses->count; i++)
        count += losses->items[i].device == device && losses->items[i].number == LOSS_WHOLE;
    return count;
}

/* --- reading the signed list --- */

static int64_t number_at(sqlite3_changeset_iter *at, int column, int64_t otherwise)
{
    sqlite3_value *value = NULL;

    return sqlite3changeset_new(at, column, &value) == SQLITE_OK && value && sqlite3_value_type(value) != SQLITE_NULL
               ? sqlite3_value_int64(value)
               : otherwise;
}

static enum err read_part(const struct part *part, struct losses *losses)
{
    sqlite3_changeset_iter *at = NULL;
    enum err e = OK;

    if (part->changeset_len == 0 ||
        sqlite3changeset_start(&at, (int)part->changeset_len, (void *)(uintptr_t)part->changeset) != SQLITE_OK)
        return OK;
    while (!e && sqlite3changeset_next(at) == SQLITE_ROW) {
        const char *table;
        int columns, operation, indirect;

        if (sqlite3changeset_op(at, &table, &columns, &operation, &indirect) != SQLITE_OK ||
            strcmp(table, "known_loss") != 0 || operation != SQLITE_INSERT || columns != COLUMNS)
            continue;
        e = losses_add(losses, &(struct loss){ .device = number_at(at, COLUMN_DEVICE, 0),
                                               .seq = (uint64_t)number_at(at, COLUMN_SEQ, 0),
                                               .number = number_at(at, COLUMN_NUMBER, LOSS_WHOLE),
                                               .owner = number_at(at, COLUMN_OWNER, 0) });
    }
    return sqlite3changeset_finalize(at) == SQLITE_NOMEM ? E_MEMORY : e;
}

/* The link to the entry before it is not asked for: that entry may be one of those that are lost. */
static bool is_signed(const struct entry *header, sqlite3_stmt *stmt)
{
    return sqlite3_column_int(stmt, 3) && sqlite3_column_bytes(stmt, 1) == HASH_SIZE &&
           sqlite3_column_bytes(stmt, 2) == SIGNATURE_SIZE &&
           sign_verify(sqlite3_column_blob(stmt, 2), sqlite3_column_blob(stmt, 1), HASH_SIZE, header->officer_key);
}

static enum err read_entry(struct store *store, sqlite3_stmt *stmt, struct losses *losses, struct why *why)
{
    struct entry header = { 0 };
    int64_t entry = sqlite3_column_int64(stmt, 0);
    enum err e = chain_header(store, entry, &header, why);

    for (size_t i = 0; i < header.part_count && !e && is_signed(&header, stmt); i++) {
        struct part part = { 0 };

        if (header.parts[i].owner == 0 && !(e = part_open(store, &header, entry, i, &part, why)))
            e = read_part(&part, losses);
        part_release(&part);
    }
    entry_release(&header);
    return e == E_MEMORY ? e : OK; /* told by the check of the entries */
}

static enum err load(struct store *store, struct losses *losses, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store,
                         "SELECT h.id, h.hash, h.signature, EXISTS (SELECT 1 FROM officer_key k WHERE k.officer = "
                         "h.officer AND k.sign_public = substr(h.header, 55, 32)) FROM history h WHERE h.kind = 12",
                         &stmt, why);

    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = read_entry(store, stmt, losses, why);
    sql_done(store, stmt);
    return e;
}

enum err losses_of(struct store *store, const struct losses **out, struct why *why)
{
    enum err e = OK;

    if (!store->losses) {
        if (!(store->losses = calloc(1, sizeof *store->losses)))
            return E_MEMORY;
        e = load(store, store->losses, why);
        if (e) {
            losses_free(store->losses);
            store->losses = NULL;
            return e;
        }
    }
    *out = store->losses;
    return OK;
}

/* --- telling --- */

static enum err tell_one(struct store *store, int64_t entry, int64_t at, struct buf *out, struct why *why)
{
    struct entry header = { 0 };
    struct part part = { 0 };
    char when[DATE_TIME_TEXT_SIZE];
    enum err e = chain_header(store, entry, &header, why);

    moment_format(at, when);
    if (!e && header.part_count > 0 && !(e = part_open(store, &header, entry, header.part_count - 1, &part, why)))
        e = buf_printf(out, "%s: %s\n", when, part.sentence);
    part_release(&part);
    entry_release(&header);
    return e;
}

enum err losses_tell(struct store *store, struct buf *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT id, at FROM history WHERE kind = 12 ORDER BY id", &stmt, why);

    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = tell_one(store, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), out, why);
    sql_done(store, stmt);
    return e;
}
