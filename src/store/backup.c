/*
 * One backup, in slices: the state of the vault is noted, the file is copied, and the copy is read back from its
 * medium, opened, and compared in every way there is before it gets its name.
 *
 * The officer may save between two slices. While the copy is being written that makes it void, and it is begun anew;
 * after three times the whole copy is made in one slice. Once it is written it is compared with what was noted, not
 * with the vault as it has become.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup_in.h"
#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { PATIENCE = 3, ROWS = 400, BYTES = 256 << 10, PAGES = 128, ENTRIES = 60, HURRY = 64, TICKS = 2000 };

enum stage {
    STAGE_NOTE,
    STAGE_COPY,
    STAGE_READ,
    STAGE_OPEN,
    STAGE_TABLES,
    STAGE_HISTORY,
    STAGE_COMPARE,
    STAGE_NAME,
    STAGE_ROTATE,
    STAGE_COUNT
};

struct backup_job {
    struct store *store; /* borrowed */
    char *folder;        /* NULL: a file the officer named */
    char *path;
    enum backup_reason reason;
    enum stage stage;
    int64_t scale; /* of slices */
    int begun_anew;
    int64_t at, saves;
    struct digest digest;
    uint8_t noted[HASH_SIZE];
    struct vault_copying *copying;
    struct store *copy;
    struct vault_check check;
    struct names tables;
    size_t table;
    int64_t device, seq; /* the entry looked at last */
    struct rotating *rotating;
    bool (*is_key_waiting)(void *context);
    void *context;
};

/* --- what is copied --- */

/* The number the copy will be compared with, written into the vault and so into the copy. */
static enum err keep_note(struct backup_job *job, struct why *why)
{
    struct store *store = job->store;
    enum err e;

    memcpy(job->noted, job->digest.hash, HASH_SIZE);
    job->at = clock_now();
    if ((e = backup_count_saves(store, &job->saves, why)) || store_read_only(store))
        return e;
    if ((e = meta_set_bytes(store, "copied_state", job->noted, HASH_SIZE, why)))
        return e;
    return meta_set(store, "copied_saves", job->saves, why);
}

static enum err step_note(struct backup_job *job, bool *over, struct why *why)
{
    enum err e = digest_step(job->store, &job->digest, ROWS * job->scale, over, why);

    if (!e && *over && !(e = keep_note(job, why)))
        e = vault_copy_begin(job->store->vault, job->path, &job->copying, why);
    return e;
}

static enum err begin_anew(struct backup_job *job)
{
    digest_release(&job->digest);
    vault_copy_free(job->copying);
    job->copying = NULL;
    job->stage = STAGE_NOTE;
    if (++job->begun_anew == PATIENCE)
        job->scale = INT32_MAX; /* until it is written */
    return OK;
}

static enum err step_copy(struct backup_job *job, bool *over, struct why *why)
{
    uint32_t version = vault_version(job->store->vault);
    enum err e = vault_copy_step(job->copying, (size_t)(BYTES * job->scale), over, why);

    if (e == E_CONFLICT && version != 0)
        return begin_anew(job);
    if (!e && *over && job->begun_anew >= PATIENCE)
        job->scale = 1;
    return e;
}

/* --- reading it back --- */

static enum err not_as_written(enum err e, struct why *why)
{
    return e == E_DAMAGED || e == E_INVALID || e == E_CONFLICT
               ? why_set(why, E_DAMAGED, N_("The copy does not read back as it was written. Use another disk."))
               : e;
}

static enum err step_read(struct backup_job *job, bool *over, struct why *why)
{
    enum err e = OK;

    if (!job->copy)
        e = not_as_written(copy_open(job->store, vault_copy_path(job->copying), &job->copy, why), why);
    return e ? e
             : vault_check_copy_step(job->store->vault, job->copy->vault, &job->check, (uint64_t)(PAGES * job->scale),
                                     over, why);
}

static const char tables_sql[] = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0";

static int ask(void *context)
{
    const struct backup_job *job = context;

    return job->is_key_waiting && job->is_key_waiting(job->context);
}

static enum err step_open(struct backup_job *job, bool *over, struct why *why)
{
    enum err e = names_read(job->copy, tables_sql, &job->tables, why);

    sqlite3_progress_handler(job->copy->db, TICKS, ask, job);
    *over = !e;
    return e;
}

/* Nothing to complain of: no row, or the one word. */
static enum err pragma_is_content(struct backup_job *job, const char *pragma, const char *table, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    if ((e = buf_printf(&sql, "PRAGMA %s(", pragma)) || (e = sql_add_name(&sql, table)) ||
        (e = buf_add_char(&sql, ')')) || (e = sql_get(job->copy, buf_text(&sql), &stmt, why)))
        goto done;
    if (!(e = sql_step(job->copy, stmt, &row, why)) && row && strcmp(sql_text(stmt, 0), "ok") != 0)
        e = strstr(sql_text(stmt, 0), "error code=")
                ? why_set(why, E_SYSTEM, N_("The copy cannot be read to its end. Use another disk."))
                : why_set(why, E_DAMAGED,
                          N_("The tables in the copy contradict each other (%s). Check the vault: Office, Check the "
                             "vault."),
                          table);
    sql_done(job->copy, stmt);
done:
    buf_release(&sql);
    return e;
}

static enum err step_tables(struct backup_job *job, bool *over, struct why *why)
{
    enum err e = OK;

    for (int64_t i = 0; i < job->scale && job->table < job->tables.count && !e; i++, job->table += !e) {
        const char *table = job->tables.items[job->table];

        if (!(e = pragma_is_content(job, "integrity_check", table, why)))
            e = pragma_is_content(job, "foreign_key_check", table, why);
    }
    *over = !e && job->table == job->tables.count;
    return e == E_CANCELLED ? OK : e; /* a key came: once more, later */
}

/* --- its history --- */

static enum err say_history(const char *line, struct why *why)
{
    return why_set(why, E_DAMAGED,
                   N_("The history in the copy does not hold. %.*s Check the vault: Office, Check the "
                      "vault."),
                   (int)strcspn(line, "\n"), line);
}

static enum err check_entry(struct backup_job *job, int64_t entry, struct why *why)
{
    struct buf what = { 0 };
    bool good;
    enum err e = chain_verify(job->copy, entry, &good, &what, why);

    if (!e && !good)
        e = say_history(buf_text(&what), why);
    buf_release(&what);
    return e;
}

/* Each device's entries are all there, up to its newest. */
static enum err check_heads(struct backup_job *job, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(job->copy,
                         "SELECT d.name FROM device_seen d WHERE d.seq <> (SELECT count(*) FROM history h WHERE "
                         "h.device = d.slot) OR d.seq > 0 AND NOT EXISTS (SELECT 1 FROM history h WHERE h.device = "
                         "d.slot AND h.seq = d.seq AND h.hash = d.hash)",
                         &stmt, why);

    if (e)
        return e;
    if (!(e = sql_step(job->copy, stmt, &row, why)) && row)
        e = say_history(_("Entries of a device are missing or were added."), why);
    sql_done(job->copy, stmt);
    return e;
}

static enum err step_history(struct backup_job *job, bool *over, struct why *why)
{
    int64_t left = ENTRIES * job->scale;
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(job->copy, "SELECT id, device, seq FROM history WHERE (device, seq) > (?1, ?2) ORDER BY device, seq",
                &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, job->device);
    sqlite3_bind_int64(stmt, 2, job->seq);
    while (!e && left-- > 0 && !(e = sql_step(job->copy, stmt, &row, why)) && row) {
        if (!(e = check_entry(job, sqlite3_column_int64(stmt, 0), why))) {
            job->device = sqlite3_column_int64(stmt, 1);
            job->seq = sqlite3_column_int64(stmt, 2);
        }
    }
    sql_done(job->copy, stmt);
    if (e == E_CANCELLED)
        return OK;
    *over = !e && !row;
    return *over ? check_heads(job, why) : e;
}

static enum err step_compare(struct backup_job *job, bool *over, struct why *why)
{
    enum err e;

    if (job->digest.tables.count > 0 && job->digest.at == job->digest.tables.count)
        digest_release(&job->digest); /* the vault's own */
    sqlite3_progress_handler(job->copy->db, 0, NULL, NULL);
    if ((e = digest_step(job->copy, &job->digest, ROWS * job->scale, over, why)) || !*over)
        return e;
    return hash_equal(job->digest.hash, job->noted)
               ? OK
               : why_set(why, E_DAMAGED, N_("The copy does not hold what the vault held. Use another disk."));
}

/* --- the end --- */

static enum err tell_history(struct backup_job *job, struct why *why)
{
    const char *name = strrchr(job->path, '/');
    struct buf sentence = { 0 };
    struct save_owner *owner;
    struct save *save = NULL;
    enum err e;

    if ((e = buf_printf(&sentence, _("Made a backup: %s (state %02x%02x%02x%02x)"), name ? name + 1 : job->path,
                        job->noted[0], job->noted[1], job->noted[2], job->noted[3])) ||
        (e = save_begin(job->store, ENTRY_CHECKPOINT, &save, why)))
        goto done;
    if ((e = save_owner(save, 0, &owner, why)) ||
        (e = backup_note_success(job->store, job->path, job->at, job->saves, true, why))) {
        save_cancel(save);
        goto done;
    }
    owner->logged = true;
    e = save_commit(save, buf_text(&sentence), NULL, why);
done:
    buf_release(&sentence);
    return e;
}

static enum err step_name(struct backup_job *job, bool *over, struct why *why)
{
    char folder[PATH_MAX];
    enum err e = vault_copy_name(job->copying, why);

    store_close(job->copy);
    job->copy = NULL;
    if (e)
        return e;
    *over = true;
    folder_of(job->path, folder);
    (void)!erased_list_write(job->store, folder, NULL); /* the backup is good without; it is tried with the next */
    if (store_read_only(job->store))
        return OK; /* the copy is what can be saved from here; the history cannot say so */
    return job->reason == BACKUP_ASKED || job->reason == BACKUP_CLOSING
               ? tell_history(job, why)
               : backup_note_success(job->store, job->path, job->at, job->saves, false, why);
}

/* The backup is made, whatever becomes of the older ones; they are looked at again after the next. */
static enum err step_rotate(struct backup_job *job, bool *over, struct why *why)
{
    enum err e = OK;

    (void)why;
    if (!job->folder) {
        *over = true;
        return OK;
    }
    if (!job->rotating)
        e = rotating_begin(job->store, job->folder, strrchr(job->path, '/') + 1, &job->rotating, NULL);
    if (e || rotating_step(job->rotating, (uint64_t)(PAGES * job->scale), over))
        *over = true;
    return OK;
}

static const struct {
    enum err (*step)(struct backup_job *job, bool *over, struct why *why);
    const char *label;
} stages[STAGE_COUNT] = {
    [STAGE_NOTE] = { step_note, N_("Counting the records") },
    [STAGE_COPY] = { step_copy, N_("Copying the vault") },
    [STAGE_READ] = { step_read, N_("Reading the copy back") },
    [STAGE_OPEN] = { step_open, N_("Opening the copy") },
    [STAGE_TABLES] = { step_tables, N_("Checking its tables") },
    [STAGE_HISTORY] = { step_history, N_("Checking its history") },
    [STAGE_COMPARE] = { step_compare, N_("Comparing it with the vault") },
    [STAGE_NAME] = { step_name, N_("Keeping it") },
    [STAGE_ROTATE] = { step_rotate, N_("Looking at the older ones") },
};

static enum err step_stage(struct backup_job *job, bool *over, struct why *why)
{
    enum stage stage = job->stage;
    bool stage_is_over = false;
    enum err e = stages[stage].step(job, &stage_is_over, why);

    if (!e && stage_is_over && job->stage == stage)
        job->stage++;
    *over = job->stage == STAGE_COUNT;
    return e;
}

enum err backup_step(struct backup_job *job, bool *over, struct why *why)
{
    struct why reason = { .code = OK };
    enum err e;

    *over = job->stage == STAGE_COUNT;
    if (*over || job->store->save)
        return OK;
    do
        e = step_stage(job, over, &reason);
    while (!e && job->scale == INT32_MAX && job->stage <= STAGE_COPY);
    if (!e)
        return OK;
    if (reason.code == OK)
        why_set(&reason, e, "%s", err_text(e));
    if (job->folder)
        backup_note_failure(job->store, &reason);
    if (why)
        *why = reason;
    return e;
}

/* --- beginning and ending --- */

static enum err place_in_folder(struct backup_job *job, struct why *why)
{
    char name[BACKUP_NAME_SIZE];
    int64_t now = clock_now();
    struct buf path = { 0 };
    enum err e = backup_check_folder(job->store, job->folder, why);

    if (!e)
        backup_clear_leftovers(job->store, job->folder);
    do {
        buf_clear(&path);
        if (!e && !(e = backup_name(job->store, now, name, why)) && (e = path_join(&path, job->folder, name)))
            why_set(why, e, "%s", err_text(e));
        now += 1000;
    } while (!e && path_exists(buf_text(&path)));
    if (!e)
        job->path = buf_take(&path);
    buf_release(&path);
    return e;
}

static enum err place_job(struct backup_job *job, const struct backup_plan *plan, struct why *why)
{
    enum err e = text_copy(plan->folder ? &job->folder : &job->path, plan->folder ? plan->folder : plan->file);

    if (e)
        return why_set(why, e, "%s", err_text(e));
    if (!plan->folder)
        return OK;
    if ((e = place_in_folder(job, why))) {
        struct why reason = why ? *why : (struct why){ .code = e };

        backup_note_failure(job->store, &reason);
    }
    return e;
}

enum err backup_begin(struct store *store, const struct backup_plan *plan, struct backup_job **out, struct why *why)
{
    struct backup_job *job;
    enum err e;

    *out = NULL;
    if (store->save)
        return why_set(why, E_CONFLICT, N_("A save is going on. Finish it first."));
    if (!(job = calloc(1, sizeof *job)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    job->store = store;
    job->reason = plan->reason;
    job->scale = 1;
    job->device = job->seq = INT64_MIN;
    if ((e = place_job(job, plan, why))) {
        backup_free(job);
        return e;
    }
    *out = job;
    return OK;
}

void backup_free(struct backup_job *job)
{
    if (!job)
        return;
    rotating_free(job->rotating);
    store_close(job->copy);
    vault_copy_free(job->copying);
    digest_release(&job->digest);
    names_release(&job->tables);
    free(job->folder);
    free(job->path);
    free(job);
}

void backup_hurry(struct backup_job *job)
{
    job->scale = HURRY;
}

void backup_do_at_once(struct backup_job *job)
{
    job->scale = INT32_MAX;
}

void backup_let_ask(struct backup_job *job, bool (*is_key_waiting)(void *context), void *context)
{
    job->is_key_waiting = is_key_waiting;
    job->context = context;
}

const char *backup_stage(const struct backup_job *job, int *percent)
{
    static const int done[STAGE_COUNT + 1] = { 0, 10, 40, 55, 55, 65, 85, 95, 95, 100 };

    *percent = done[job->stage];
    return job->stage < STAGE_COUNT ? gettext(stages[job->stage].label) : "";
}

const char *backup_path(const struct backup_job *job)
{
    return job->path;
}
