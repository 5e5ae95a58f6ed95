/*
 * Is everything as it should be? Pages, SQLite's structures, every entry's signature and links, the roster, the records
 * against what the entries say, the counts and the search index. Nothing stops at the first finding: each becomes a
 * line that names its place.
 */
#include <stdlib.h>
#include <string.h>

#include "damage_in.h"
#include "losses_in.h"

#include "townkeep/base/i18n.h"

void verify_report_release(struct verify_report *report)
{
    buf_release(&report->lines);
    buf_release(&report->known);
    memset(report, 0, sizeof *report);
}

/* A stage that cannot go on says so and lets the next one try; that it met a damaged page was said before, with what
 * stood there. Only want of memory ends it all. */
static enum err stage(enum err e, const struct why *why, struct verify_report *out)
{
    if (e == OK || e == E_MEMORY)
        return e;
    if (e == E_DAMAGED && out->bad_pages > 0 && out->lines.len > 0)
        return OK;
    return buf_printf(&out->lines, "%s\n", why_text(why));
}

/* --- pages --- */

static enum err verify_pages(struct store *store, struct verify_report *out, struct why *why)
{
    struct vault_damage damage = { 0 };
    enum err e = vault_check_pages(store->vault, &damage, why);

    out->pages = damage.pages;
    out->bad_pages = damage.bad_count;
    if (damage.bad_count > 0)
        read_only_set(store, READ_ONLY_MET);
    if (e != E_DAMAGED)
        return e;
    e = damage_tell_all(store, store->vault, store->catalogue, &damage, &out->lines, why);
    return e || out->lines.len > 0 ? e : E_DAMAGED;
}

/* --- SQLite's own checks --- */

static enum err verify_structure(struct store *store, struct verify_report *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e;

    if (out->bad_pages > 0)
        return OK; /* it would only say in SQLite's words what follows from them */
    if ((e = sql_get(store, "PRAGMA integrity_check(50)", &stmt, why)))
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        /* A headline with nothing behind it is what SQLite has left to say without memory. */
        if (strcmp(sql_text(stmt, 0), "*** in database main ***\n") == 0 ||
            strcmp(sql_text(stmt, 0), "*** in database main ***") == 0)
            e = E_MEMORY;
        else if (strcmp(sql_text(stmt, 0), "ok") != 0)
            e = buf_printf(&out->lines, _("Structure: %s.\n"), sql_text(stmt, 0));
    }
    sql_done(store, stmt);
    if (e || (e = sql_get(store, "PRAGMA foreign_key_check", &stmt, why)))
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = buf_printf(&out->lines, _("Table %s, record %lld names a record that is not there.\n"), sql_text(stmt, 0),
                       (long long)sqlite3_column_int64(stmt, 1));
    sql_done(store, stmt);
    return e;
}

/* --- the history --- */

static enum err verify_entry(struct store *store, int64_t entry, struct verify_report *out, struct why *why)
{
    bool good;
    enum err e = chain_verify(store, entry, &good, &out->lines, why);

    out->entries++;
    if (e == E_DAMAGED) {
        e = buf_printf(&out->lines, _("Entry %lld of the history cannot be read: %s\n"), (long long)entry,
                       why_text(why));
        good = false;
    }
    if (e)
        return e;
    if (!good && out->bad_entries++ == 0)
        out->first_bad_entry = entry;
    return OK;
}

static enum err verify_entries(struct store *store, struct verify_report *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT id FROM history ORDER BY device, seq", &stmt, why);

    if (e)
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = verify_entry(store, sqlite3_column_int64(stmt, 0), out, why);
    sql_done(store, stmt);
    return e;
}

/* Rows that a query finds are findings: one line for each, up to a handful. */
static enum err verify_none(struct store *store, const char *sql, const char *finding, struct verify_report *out,
                            struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    int told = 0;
    enum err e = sql_get(store, sql, &stmt, why);

    if (e)
        return e;
    while (!e && told < 20 && !(e = sql_step(store, stmt, &row, why)) && row) {
        e = buf_printf(&out->lines, "%s (%s).\n", gettext(finding), sql_text(stmt, 0));
        told++;
    }
    sql_done(store, stmt);
    return e;
}

/* As many entries as the device wrote, but for those that are known to be lost. */
static enum err verify_lengths(struct store *store, struct verify_report *out, struct why *why)
{
    const struct losses *losses;
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e;

    if ((e = losses_of(store, &losses, why)) ||
        (e = sql_get(store,
                     "SELECT d.slot, d.seq, coalesce((SELECT max(seq) FROM history h WHERE h.device = d.slot), 0), "
                     "(SELECT count(*) FROM history h WHERE h.device = d.slot) FROM device_seen d",
                     &stmt, why)))
        return e;
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        int64_t device = sqlite3_column_int64(stmt, 0), seq = sqlite3_column_int64(stmt, 1);

        if (seq != sqlite3_column_int64(stmt, 2) ||
            seq != sqlite3_column_int64(stmt, 3) + (int64_t)losses_of_device(losses, device))
            e = buf_printf(&out->lines, _("Entries of a device are missing or were added (%lld).\n"),
                           (long long)device);
    }
    sql_done(store, stmt);
    out->known_losses = losses->count;
    return e ? e : losses_tell(store, &out->known, why);
}

static enum err verify_chain(struct store *store, struct verify_report *out, struct why *why)
{
    static const struct {
        const char *sql, *finding;
    } checks[] = {
        { "SELECT d.slot FROM device_seen d JOIN history h ON h.device = d.slot AND h.seq = d.seq WHERE h.hash <> "
          "d.hash",
          N_("The newest entry of a device is not the one that was kept") },
        { "SELECT entry FROM history_part p WHERE NOT EXISTS (SELECT 1 FROM history h WHERE h.id = p.entry)",
          N_("A part of the history belongs to no entry") },
        { "SELECT p.entry FROM history_part p WHERE p.owner <> 0 AND NOT EXISTS "
          "(SELECT 1 FROM history_row r WHERE r.record = p.owner AND r.entry = p.entry)",
          N_("The history shown on a case leaves an entry out") },
        { "SELECT p.entry FROM tombstone t JOIN history_part p ON p.owner = t.case_id WHERE t.kept IS NULL AND p.state "
          "<> "
          "2",
          N_("The history still holds something of a case that was erased") },
        { "SELECT t.case_id FROM tombstone t JOIN case_key k ON k.case_id = t.case_id WHERE t.kept IS NULL",
          N_("A key is kept of a case that was erased") },
    };
    enum err e = OK;

    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && !e; i++)
        e = verify_none(store, checks[i].sql, checks[i].finding, out, why);
    return e;
}

static enum err verify_roster(struct store *store, struct verify_report *out, struct why *why)
{
    struct roster roster;
    struct buf lines = { 0 };
    enum err e = roster_replay(store, &roster, &lines, why);

    if (!e)
        e = roster_compare(store, &roster, &lines, why);
    if (!e && lines.len > 0)
        e = buf_add(&out->lines, lines.data, lines.len);
    roster_release(&roster);
    buf_release(&lines);
    return e;
}

static enum err verify_events(struct store *store, struct verify_report *out, struct why *why)
{
    return replay_check_events(store, &out->lines, why);
}

static enum err verify_replay(struct store *store, struct verify_report *out, struct why *why)
{
    return replay_compare(store, &out->lines, why);
}

/* --- records against counts and index --- */

static enum err verify_count(struct store *store, const struct record_type *type, struct verify_report *out,
                             struct why *why)
{
    struct type_count kept, real = { 0 };
    int64_t there, saved;
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    if ((e = count_read(store, type, &kept, why)) ||
        (e = buf_add_str(&sql, "SELECT count(*), count(archived_at) FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        real = (struct type_count){ .in_use = sqlite3_column_int64(stmt, 0) - sqlite3_column_int64(stmt, 1),
                                    .archived = sqlite3_column_int64(stmt, 1) };
    sql_done(store, stmt);
    there = real.in_use + real.archived;
    out->records += (uint64_t)there;
    saved = kept.in_use + kept.archived;
    if (!e && (real.in_use != kept.in_use || real.archived != kept.archived))
        e = buf_printf(&out->lines, _("%s: there are %lld, but %lld were saved.\n"), gettext(type->plural),
                       (long long)there, (long long)saved);
done:
    buf_release(&sql);
    return e;
}

static enum err verify_index_of(struct store *store, const struct record_type *type, struct verify_report *out,
                                struct why *why)
{
    struct buf sql = { 0 };
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT t.id FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(
             &sql, " t LEFT JOIN found f ON f.rowid = t.id WHERE (t.archived_at IS NULL) <> (f.rowid IS NOT NULL)")))
        goto done;
    e = verify_none(store, buf_text(&sql), N_("The search index does not fit a record"), out, why);
done:
    buf_release(&sql);
    return e;
}

/* What the index says of itself. That it cannot be asked, for want of memory or because the disk does not read, says
 * nothing of it. */
static enum err verify_index_itself(struct store *store, struct verify_report *out, struct why *why)
{
    int rc = sqlite3_exec(store->db, "INSERT INTO found (found) VALUES ('integrity-check')", NULL, NULL, NULL);

    if (rc == SQLITE_OK)
        return OK;
    if ((rc & 0xff) == SQLITE_NOMEM || ((rc & 0xff) == SQLITE_IOERR && rc != SQLITE_IOERR_DATA))
        return sql_fail(store, rc, why);
    return buf_add_str(&out->lines, _("The search index is damaged.\n"));
}

static enum err verify_index(struct store *store, struct verify_report *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    struct type_count sum = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        struct type_count kept;

        if (!(e = verify_index_of(store, store->catalogue->types[i], out, why)) &&
            !(e = count_read(store, store->catalogue->types[i], &kept, why)))
            sum.in_use += kept.in_use;
    }
    if (e || (e = sql_get(store, "SELECT count(*) FROM found", &stmt, why)))
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row && sqlite3_column_int64(stmt, 0) != sum.in_use)
        e = buf_printf(&out->lines, _("The search index holds %lld records, but %lld are in use.\n"),
                       (long long)sqlite3_column_int64(stmt, 0), (long long)sum.in_use);
    sql_done(store, stmt);
    return e || store->read_only ? e : verify_index_itself(store, out, why);
}

static enum err verify_records(struct store *store, struct verify_report *out, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++)
        e = verify_count(store, store->catalogue->types[i], out, why);
    return e ? e : verify_index(store, out, why);
}

enum err store_verify(struct store *store, struct verify_report *out, struct why *why)
{
    static enum err (*const stages[])(struct store *, struct verify_report *, struct why *) = {
        verify_pages,  verify_structure, verify_entries, verify_lengths, verify_chain,
        verify_roster, verify_events,    verify_replay,  verify_records,
    };
    enum err e = OK;

    memset(out, 0, sizeof *out);
    if (store->save)
        return why_set(why, E_CONFLICT, N_("A save is going on. Finish it first."));
    for (size_t i = 0; i < sizeof stages / sizeof stages[0] && !e; i++) {
        struct why found = { .code = OK };

        e = stage(stages[i](store, out, &found), &found, out);
    }
    if (e)
        return e;
    if (out->lines.len == 0)
        return OK;
    return why_set(why, E_DAMAGED, "%.*s", (int)strcspn(buf_text(&out->lines), "\n"), buf_text(&out->lines));
}
