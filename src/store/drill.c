/*
 * Trying a restore: what nobody ever tried does not work on the day it is needed. The newest backup is copied into an
 * encrypted file on this computer, read to its last page, opened, compared with the digest it carries and, record by
 * record picked at random, with the vault; then it is removed. The vault's own keys are used: no passphrase is asked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup_in.h"
#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { PICKS = 20 };

/* --- a record at random --- */

/* The newest entry that speaks of a record; 0 none. */
static enum err newest_of(struct store *store, int64_t record, int64_t *entry, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT coalesce(max(entry), 0) FROM history_row WHERE record = ?1", &stmt, why);

    *entry = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, record);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *entry = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err row_statement(struct store *store, const char *table, sqlite3_stmt **out, struct why *why)
{
    struct buf sql = { 0 };
    enum err e;

    if (!(e = buf_add_str(&sql, "SELECT * FROM ")) && !(e = sql_add_name(&sql, table)) &&
        !(e = buf_add_str(&sql, " WHERE id = ?1")))
        e = sql_get(store, buf_text(&sql), out, why);
    buf_release(&sql);
    return e;
}

static bool rows_are_same(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < sqlite3_column_count(a); i++) {
        const void *left = sqlite3_column_blob(a, i), *right = sqlite3_column_blob(b, i);
        int len = sqlite3_column_bytes(a, i);

        if (len != sqlite3_column_bytes(b, i) || (len > 0 && memcmp(left, right, (size_t)len) != 0))
            return false;
    }
    return sqlite3_column_count(a) == sqlite3_column_count(b);
}

static enum err compare_row(struct store *store, struct store *copy, const char *table, int64_t id, struct why *why)
{
    sqlite3_stmt *ours = NULL, *theirs = NULL;
    bool here, there;
    enum err e;

    if ((e = row_statement(store, table, &ours, why)) || (e = row_statement(copy, table, &theirs, why)))
        goto done;
    sqlite3_bind_int64(ours, 1, id);
    sqlite3_bind_int64(theirs, 1, id);
    if ((e = sql_step(store, ours, &here, why)) || (e = sql_step(copy, theirs, &there, why)))
        goto done;
    if (here == there && (!here || rows_are_same(ours, theirs)))
        goto done;
    /* A value SQLite had no memory to hand out is none that differs. */
    if (sqlite3_errcode(sqlite3_db_handle(ours)) == SQLITE_NOMEM ||
        sqlite3_errcode(sqlite3_db_handle(theirs)) == SQLITE_NOMEM)
        e = why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    else
        e = why_set(why, E_DAMAGED, N_("A record in the backup is not what the vault holds. Make another backup."));
done:
    sql_done(store, ours);
    sql_done(copy, theirs);
    return e;
}

/* A record of the copy; id 0 when the table has none. */
static enum err pick(struct store *copy, const char *table, int64_t *id, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    *id = 0;
    if ((e = buf_add_str(&sql, "SELECT id FROM ")) || (e = sql_add_name(&sql, table)) ||
        (e = buf_add_str(&sql, " LIMIT 1 OFFSET (SELECT abs(random() % max(1, count(*))) FROM ")) ||
        (e = sql_add_name(&sql, table)) || (e = buf_add_char(&sql, ')')) ||
        (e = sql_get(copy, buf_text(&sql), &stmt, why)))
        goto done;
    if (!(e = sql_step(copy, stmt, &row, why)) && row)
        *id = sqlite3_column_int64(stmt, 0);
    sql_done(copy, stmt);
done:
    buf_release(&sql);
    return e;
}

/* Records that were saved since are passed over. */
static enum err compare_some(struct store *store, struct store *copy, struct why *why)
{
    enum err e = OK;

    for (int i = 0; i < PICKS && !e; i++) {
        const struct record_type *type = store->catalogue->types[random_below((uint32_t)store->catalogue->count)];
        int64_t id, here, there;

        if ((e = pick(copy, type->key, &id, why)) || id == 0 || (e = newest_of(store, id, &here, why)) ||
            (e = newest_of(copy, id, &there, why)) || here != there)
            continue;
        e = compare_row(store, copy, type->key, id, why);
    }
    return e;
}

/* --- what is told of it --- */

static enum err count_entries(struct store *copy, struct restore_report *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(copy, "SELECT count(*), max(at) FROM history", &stmt, why);

    if (e)
        return e;
    if (!(e = sql_step(copy, stmt, &row, why)) && row) {
        out->entries = (uint64_t)sqlite3_column_int64(stmt, 0);
        out->backup_at = sqlite3_column_int64(stmt, 1);
    }
    sql_done(copy, stmt);
    return e;
}

/* Cases the copy still has, which a restore would erase again. */
static enum err count_erased(struct store *store, struct store *copy, struct restore_report *out, struct why *why)
{
    const struct erasures *ours, *theirs;
    enum err e;

    if ((e = erasures_of(store, &ours, why)) || (e = erasures_of(copy, &theirs, why)))
        return e;
    for (size_t i = 0; i < ours->count; i++)
        out->erased += !erasures_know(theirs, &ours->items[i]);
    return OK;
}

/* The entry that tells of it is no reason for another backup. */
static enum err note_drill(struct store *store, struct why *why)
{
    int64_t saves, noted;
    enum err e;

    if ((e = meta_set(store, "drill_at", clock_now(), why)) || (e = backup_count_saves(store, &saves, why)) ||
        (e = meta_get(store, "backup_saves", &noted, why)))
        return e;
    return saves == noted ? meta_set(store, "backup_saves", noted + 1, why) : OK;
}

static enum err note(struct store *store, const char *backup, struct why *why)
{
    const char *slash = strrchr(backup, '/');
    struct buf sentence = { 0 };
    struct save_owner *owner;
    struct save *save = NULL;
    enum err e;

    if ((e = buf_printf(&sentence, _("Tried to restore the backup %s: it opens and holds what it should"),
                        slash ? slash + 1 : backup)) ||
        (e = save_begin(store, ENTRY_CHECKPOINT, &save, why)))
        goto done;
    if ((e = save_owner(save, 0, &owner, why)) || (e = note_drill(store, why))) {
        save_cancel(save);
        goto done;
    }
    owner->logged = true;
    e = save_commit(save, buf_text(&sentence), NULL, why);
done:
    buf_release(&sentence);
    return e;
}

/* --- in slices --- */

enum stage { STAGE_COPY, STAGE_OPEN, STAGE_READ, STAGE_COMPARE, STAGE_PICK, STAGE_COUNT };
enum { BYTES = 512 << 10, PAGES = 128, ROWS = 1000 };

struct drill_job {
    struct store *store; /* borrowed */
    char *backup;
    enum stage stage;
    struct vault_copying *copying;
    struct store *copy;
    struct vault_check check;
    uint8_t noted[HASH_SIZE];
    struct digest digest;
    struct restore_report report;
};

static enum err step_copy(struct drill_job *job, bool *over, struct why *why)
{
    return vault_copy_step(job->copying, BYTES, over, why);
}

static enum err step_open(struct drill_job *job, bool *over, struct why *why)
{
    enum err e = copy_open(job->store, vault_copy_path(job->copying), &job->copy, why);

    *over = true;
    if (e)
        return e;
    e = meta_get_bytes(job->copy, "copied_state", job->noted, sizeof job->noted, why);
    return e == E_NOT_FOUND ? why_set(why, E_INVALID,
                                      N_("This file is no backup the program made: it says nothing of what it holds."))
                            : e;
}

static enum err step_read(struct drill_job *job, bool *over, struct why *why)
{
    return vault_check_step(job->copy->vault, &job->check, PAGES, over, why);
}

static enum err step_compare(struct drill_job *job, bool *over, struct why *why)
{
    enum err e = digest_step(job->copy, &job->digest, ROWS, over, why);

    return e || !*over || hash_equal(job->noted, job->digest.hash)
               ? e
               : why_set(why, E_DAMAGED, N_("The backup does not hold what was put into it. Make another one."));
}

static enum err step_pick(struct drill_job *job, bool *over, struct why *why)
{
    enum err e;

    *over = true;
    if ((e = count_entries(job->copy, &job->report, why)) ||
        (e = count_erased(job->store, job->copy, &job->report, why)) || (e = compare_some(job->store, job->copy, why)))
        return e;
    return note(job->store, job->backup, why);
}

enum err drill_step(struct drill_job *job, bool *over, struct why *why)
{
    static enum err (*const steps[STAGE_COUNT])(
        struct drill_job *, bool *, struct why *) = { step_copy, step_open, step_read, step_compare, step_pick };
    bool stage_is_over = false;
    enum err e;

    *over = job->stage == STAGE_COUNT;
    if (*over || job->store->save)
        return OK;
    e = steps[job->stage](job, &stage_is_over, why);
    if (!e && stage_is_over)
        job->stage++;
    *over = job->stage == STAGE_COUNT;
    return e;
}

enum err drill_begin(struct store *store, const char *backup, const char *scratch, struct drill_job **out,
                     struct why *why)
{
    struct drill_job *job = calloc(1, sizeof *job);
    struct buf path = { 0 };
    enum err e;

    *out = NULL;
    if (!job)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    job->store = store;
    if ((e = text_copy(&job->backup, backup)) || (e = path_make_folders(scratch, why)) ||
        (e = path_join(&path, scratch, "restore-trial")) ||
        (e = vault_copy_file_begin(backup, buf_text(&path), &job->copying, why))) {
        drill_free(job);
        job = NULL;
    }
    buf_release(&path);
    *out = job;
    return e;
}

const struct restore_report *drill_report(const struct drill_job *job)
{
    return &job->report;
}

void drill_free(struct drill_job *job)
{
    if (!job)
        return;
    store_close(job->copy);
    vault_copy_free(job->copying); /* never named, so removed */
    digest_release(&job->digest);
    free(job->backup);
    free(job);
}

enum err store_drill(struct store *store, const char *backup, const char *scratch, struct restore_report *out,
                     struct why *why)
{
    struct drill_job *job = NULL;
    bool over = false;
    enum err e = drill_begin(store, backup, scratch, &job, why);

    *out = (struct restore_report){ 0 };
    while (!e && job && !over)
        e = drill_step(job, &over, why);
    if (!e && job)
        *out = job->report;
    drill_free(job);
    return e;
}
