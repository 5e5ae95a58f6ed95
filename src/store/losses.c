/*
 * What of the history is known to be lost. A vault that was salvaged from a damaged one lacks entries or parts of them;
 * the entry of kind salvage names each, so that verify can tell what is known from what was taken out later. Only that
 * signed list counts; the table known_loss is there for the session extension to record it.
 */
#include <stdlib.h>
#include <string.h>

#include "losses_in.h"
#include "signed_in.h"

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

static enum err add_signed(void *context, sqlite3_changeset_iter *at, int64_t entry)
{
    (void)entry;
    return losses_add(context, &(struct loss){ .device = signed_number(at, COLUMN_DEVICE, 0),
                                               .seq = (uint64_t)signed_number(at, COLUMN_SEQ, 0),
                                               .number = signed_number(at, COLUMN_NUMBER, LOSS_WHOLE),
                                               .owner = signed_number(at, COLUMN_OWNER, 0) });
}

static enum err load(struct store *store, struct losses *losses, struct why *why)
{
    const struct signed_table table = {
        .table = "known_loss", .columns = COLUMNS, .kind = ENTRY_SALVAGE, .each = add_signed, .context = losses
    };

    return signed_rows_read(store, &table, why);
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
