/*
 * The history as people read it: which entries there are, of everything or of one record, and what each changed. What a
 * case's part says is shown only while casework is open and to those who hold its key; that there was an entry, when
 * and by whom, to all who may see cases.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* --- one row --- */

/* Another program, or an older one, may have written it. */
static enum err take_sentence(const char *sentence, char *out, size_t size)
{
    struct buf clean = { 0 };
    enum err e = sentence_clean(&clean, sentence);

    if (!e)
        text_cut_into(out, size, buf_text(&clean));
    buf_wipe(&clean);
    return e;
}

struct reading {
    const struct erasures *erasures;
    bool closed, erased; /* a part that says nothing, and why */
};

/* E_MEMORY alone. */
static enum err read_part(struct store *store, const struct entry *header, int64_t entry, size_t number,
                          struct reading *reading, char *out, size_t size)
{
    const struct entry_part *of = &header->parts[number];
    struct part part = { 0 };
    enum err e = gate_pass(store, NULL, of->owner, NULL);

    if (!e)
        e = part_open(store, header, entry, number, &part, NULL);
    reading->closed = reading->closed || e == E_PERMISSION;
    reading->erased = reading->erased || (e == E_NOT_FOUND && erasures_cover(reading->erasures, of->owner, of->key_id));
    if (!e)
        e = take_sentence(part.sentence, out, size);
    part_release(&part);
    return e == E_MEMORY ? e : OK;
}

/* The first sentence this officer may read, what a case's part says before what the team's says beside it; parts of a
 * large import carry theirs in the last one. */
static enum err read_sentence(struct store *store, const struct entry *header, int64_t entry, char *out, size_t size,
                              struct why *why)
{
    struct reading reading = { 0 };
    enum err e = erasures_of(store, &reading.erasures, why);

    out[0] = '\0';
    for (int of_team = 0; of_team < 2; of_team++) {
        for (size_t i = header->part_count; i > 0 && out[0] == '\0' && !e; i--) {
            if ((header->parts[i - 1].owner == 0) == (of_team == 1))
                e = read_part(store, header, entry, i - 1, &reading, out, size);
        }
    }
    if (e)
        return why_set(why, e, "%s", err_text(e));
    if (out[0] == '\0')
        text_cut_into(out, size,
                      reading.erased   ? _("(erased)")
                      : reading.closed ? _("(sealed)")
                                       : _("(not kept here)"));
    return OK;
}

enum err history_officer(struct store *store, int64_t officer, char *out, size_t size)
{
    const struct record_type *type = catalogue_find(store->catalogue, "officer");
    struct record record;
    enum err e;

    text_cut_into(out, size,
                  officer == OFFICER_OFFICE_CODE     ? _("Recovery code")
                  : officer == OFFICER_CASEWORK_CODE ? _("Recovery code for casework")
                                                     : _("(unknown)"));
    if (officer == OFFICER_OFFICE_CODE || officer == OFFICER_CASEWORK_CODE || !type)
        return OK;
    e = record_fetch(store, type, officer, SEALED_FOR_NOBODY, &record, NULL);
    if (!e)
        text_cut_into(out, size, record_text(&record, "name"));
    record_release(&record);
    return e == E_NOT_FOUND ? OK : e;
}

enum { LARGE_ENTRY = 1 << 20 };

/* Hashing the parts of a large import takes a tenth of a second: once while the vault is open is enough for a list. */
static enum err verify_row(struct store *store, const struct entry *header, struct history_row *row, struct why *why)
{
    uint64_t size = 0;
    enum err e;

    for (size_t i = 0; i < header->part_count; i++)
        size += header->parts[i].length;
    for (size_t i = 0; i < LARGE_KEPT; i++)
        row->verified = row->verified || store->large_verified[i] == row->entry;
    if (row->verified)
        return OK;
    e = chain_verify(store, row->entry, &row->verified, NULL, why);
    if (!e && row->verified && size > LARGE_ENTRY) {
        store->large_verified[store->large_next] = row->entry;
        store->large_next = (store->large_next + 1) % LARGE_KEPT;
    }
    return e;
}

static enum err fill_row(struct store *store, sqlite3_stmt *stmt, const struct entry *header, struct history_row *out,
                         struct why *why)
{
    enum err e;

    *out = (struct history_row){
        .entry = sqlite3_column_int64(stmt, 0),
        .device = sqlite3_column_int64(stmt, 1),
        .seq = sqlite3_column_int64(stmt, 2),
        .at = sqlite3_column_int64(stmt, 4),
        .kind = (enum entry_kind)sqlite3_column_int(stmt, 5),
        .undone_by = sqlite3_column_int64(stmt, 6),
    };
    if ((e = history_officer(store, sqlite3_column_int64(stmt, 3), out->officer, sizeof out->officer)) ||
        (e = read_sentence(store, header, out->entry, out->sentence, sizeof out->sentence, why)))
        return e;
    return verify_row(store, header, out, why);
}

static bool may_see_cases(const struct store *store)
{
    for (size_t i = 0; i < store->catalogue->count; i++) {
        if (store->catalogue->types[i]->owner == RECORD_OF_CASE && store_may_read(store, store->catalogue->types[i]))
            return true;
    }
    return false;
}

/* Entries of cases alone, and that somebody looked at one. */
static bool is_of_cases_alone(const struct entry *header)
{
    size_t of_cases = 0;

    for (size_t i = 0; i < header->part_count; i++)
        of_cases += header->parts[i].owner != 0;
    return of_cases > 0 && (of_cases == header->part_count || header->kind == ENTRY_VIEW);
}

static enum err add_history_row(struct store *store, sqlite3_stmt *stmt, struct history_row *out, size_t *count,
                                struct why *why)
{
    struct entry header = { 0 };
    int64_t entry = sqlite3_column_int64(stmt, 0);
    enum err e = chain_header(store, entry, &header, NULL);

    if (e == E_DAMAGED)
        e = OK; /* shown all the same, as not verified */
    else if (!e && is_of_cases_alone(&header) && !may_see_cases(store))
        goto done;
    if (!e && !(e = fill_row(store, stmt, &header, &out[*count], why)))
        ++*count;
done:
    entry_release(&header);
    return e;
}

static const char all_sql[] =
    "SELECT id, device, seq, officer, at, kind, coalesce(undone_by, 0) FROM history WHERE id < ?1 ORDER BY id DESC";
static const char record_sql[] = "SELECT h.id, h.device, h.seq, h.officer, h.at, h.kind, coalesce(h.undone_by, 0) FROM "
                                 "history_row r JOIN history h ON h.id = r.entry "
                                 "WHERE r.record = ?2 AND r.entry < ?1 ORDER BY r.entry DESC";

enum err store_history(struct store *store, const struct record_type *type, int64_t id, int64_t before, size_t limit,
                       struct history_row *out, size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e;

    *count = 0;
    if (type && !store_may_read(store, type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                       gettext(type->plural));
    if ((e = sql_get(store, type ? record_sql : all_sql, &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, before > 0 ? before : INT64_MAX);
    if (type)
        sqlite3_bind_int64(stmt, 2, id);
    while (*count < limit && !(e = sql_step(store, stmt, &row, why)) && row && !e)
        e = add_history_row(store, stmt, out, count, why);
    sql_done(store, stmt);
    return e;
}

_Static_assert(ENTRY_CHANGE == 0 && ENTRY_RESOLVE == 2 && ENTRY_IMPORT == 5, "the kinds named in SQL below");

enum err store_last_entry(struct store *store, int64_t *entry, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e =
        sql_get(store,
                "SELECT id FROM history WHERE device = ?1 AND officer = ?2 AND undone_by IS NULL AND kind IN (0, 2, 5) "
                "ORDER BY seq DESC LIMIT 1",
                &stmt, why);

    *entry = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    sqlite3_bind_int64(stmt, 2, store->officer_id);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *entry = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}
