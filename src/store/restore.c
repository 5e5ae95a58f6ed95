/*
 * A backup becomes a vault again: beside the one in use, never over it.
 *
 * The file is copied, opened with the passphrase of its day, compared with the digest it carries, and goes on as a
 * device of its own: with a number and an id nobody has, its own signed chain behind the last entry of the old one. Two
 * vaults restored from the same backup, or the vault and one restored from it, so never give two entries the same
 * device and number, nor two records the same id. Only then is everything in it checked, and the file given its name.
 *
 * What was erased since the backup was made is erased again, before anybody can look: see erase_again.c.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_in.h"
#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { DEVICE_LAST = 702 /* two letters behind a reference */ };

/* --- a device of its own --- */

static enum err is_device_known(struct store *store, int64_t device, bool *known, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "SELECT 1 FROM device_seen WHERE slot = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, device);
    e = sql_step(store, stmt, known, why);
    sql_done(store, stmt);
    return e;
}

/* By chance, so that another vault restored from the same backup has another number. */
static enum err choose_device(struct store *store, int64_t *device, struct why *why)
{
    bool known = true;
    enum err e = OK;

    for (int tries = 0; !e && known && tries < 10000; tries++) {
        *device = DEVICE_FIRST + 1 + random_below(DEVICE_LAST - DEVICE_FIRST);
        e = is_device_known(store, *device, &known, why);
    }
    return e || !known ? e
                       : why_set(why, E_INVALID, N_("The vault knows too many devices. Retire one before going on."));
}

static enum err insert_device(struct store *store, const char *name, struct why *why)
{
    static const uint8_t none[HASH_SIZE];
    sqlite3_stmt *stmt;
    enum err e = sql_get(
        store, "INSERT INTO device_seen (slot, device_id, name, seq, hash, lamport) VALUES (?1, ?2, ?3, 0, ?4, 0)",
        &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    sql_bind_blob(stmt, 2, store->device_id, sizeof store->device_id);
    sql_bind_text(stmt, 3, name);
    sql_bind_blob(stmt, 4, none, sizeof none);
    return sql_finish(store, stmt, why);
}

/* Within the save whose entry begins its chain. */
static enum err become_device(struct save *save, struct why *why)
{
    struct store *store = save->store;
    int64_t device;
    enum err e = choose_device(store, &device, why);

    if (e)
        return e;
    store->device = device;
    random_bytes(store->device_id, sizeof store->device_id);
    save->entry = id_next(store);
    return (e = meta_set(store, "device", device, why)) ? e : insert_device(store, _("Restored"), why);
}

/* --- what it lacks --- */

static enum err saves_here(struct store *store, const void *device_id, int64_t *seq, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT seq FROM device_seen WHERE device_id = ?1", &stmt, why);

    *seq = 0;
    if (e)
        return e;
    sql_bind_blob(stmt, 1, device_id, ENTRY_DEVICE_ID_SIZE);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *seq = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

_Static_assert(ENTRY_CHECKPOINT == 9, "the kind left out below: it tells of backups, and changes nothing");

static enum err count_beyond(struct store *live, int64_t device, int64_t seq, struct restore_report *out,
                             struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e =
        sql_get(live, "SELECT count(*), min(at), max(at) FROM history WHERE device = ?1 AND seq > ?2 AND kind <> 9",
                &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, device);
    sqlite3_bind_int64(stmt, 2, seq);
    if (!(e = sql_step(live, stmt, &row, why)) && row && sqlite3_column_int64(stmt, 0) > 0) {
        int64_t from = sqlite3_column_int64(stmt, 1), to = sqlite3_column_int64(stmt, 2);

        out->missing_from = out->missing == 0 || from < out->missing_from ? from : out->missing_from;
        out->missing_to = to > out->missing_to ? to : out->missing_to;
        out->missing += (uint64_t)sqlite3_column_int64(stmt, 0);
    }
    sql_done(live, stmt);
    return e;
}

static enum err compare(struct store *restored, struct store *live, struct restore_report *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    int64_t seq;
    enum err e;

    if (memcmp(vault_id(restored->vault), vault_id(live->vault), VAULT_ID_SIZE) != 0)
        return OK; /* of another office: nothing to say */
    if ((e = sql_get(live, "SELECT slot, device_id FROM device_seen", &stmt, why)))
        return e;
    while (!e && !(e = sql_step(live, stmt, &row, why)) && row) {
        if (sqlite3_column_bytes(stmt, 1) == ENTRY_DEVICE_ID_SIZE &&
            !(e = saves_here(restored, sqlite3_column_blob(stmt, 1), &seq, why)))
            e = count_beyond(live, sqlite3_column_int64(stmt, 0), seq, out, why);
    }
    sql_done(live, stmt);
    out->was_compared = !e;
    return e;
}

/* The vault in use may be damaged, gone, open elsewhere, or have other passphrases by now: then it is not compared. */
static enum err compare_at_hand(struct store *restored, const struct restore *restore,
                                const struct store_opening *opening, struct erasures *known, struct restore_report *out)
{
    struct store *own = NULL, *live = restore->open;
    enum err e = OK;

    if (!live && restore->live && path_exists(restore->live) &&
        store_new_for(restore->live, opening->catalogue, &own) == OK &&
        vault_open(restore->live, opening->officer, opening->passphrase, &own->vault, NULL) == OK &&
        store_start(own, NULL) == OK)
        live = own;
    if (live)
        (void)!compare(restored, live, out, NULL);
    if (live && memcmp(vault_id(restored->vault), vault_id(live->vault), VAULT_ID_SIZE) == 0)
        e = erasures_take(known, live);
    store_free(own);
    return e == E_MEMORY ? e : OK;
}

/* --- restoring --- */

static enum err say_day(const char *backup, struct why *why)
{
    const char *slash = strrchr(backup, '/');
    struct stat status;
    char day[80];
    int64_t at;

    if (!backup_is_one(slash ? slash + 1 : backup, &at))
        at = stat(backup, &status) == 0 ? (int64_t)status.st_mtim.tv_sec * 1000 : clock_now();
    return why_set(why, E_PASSPHRASE,
                   N_("That name and passphrase do not open this backup. It takes the passphrases of the day it was "
                      "made: %s."),
                   date_long(moment_date(at), day, sizeof day));
}

/* A backup carries the digest of what it held. One that was saved to since, or a plain copy of a vault, holds more. */
static enum err check_digest(struct store *store, struct why *why)
{
    uint8_t noted[HASH_SIZE], found[HASH_SIZE];
    int64_t saves, copied;
    enum err e = meta_get_bytes(store, "copied_state", noted, sizeof noted, why);

    if (e)
        return e == E_NOT_FOUND ? OK : e;
    if ((e = meta_get(store, "copied_saves", &copied, why)) || (e = backup_count_saves(store, &saves, why)) ||
        saves != copied || store->was_migrated)
        return e;
    if ((e = digest_take(store, found, why)))
        return e;
    return hash_equal(noted, found)
               ? OK
               : why_set(why, E_DAMAGED, N_("The backup does not hold what was put into it. Take another one."));
}

static enum err newest_save(struct store *store, int64_t *at, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT at FROM history ORDER BY lamport DESC LIMIT 1", &stmt, why);

    if (e)
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *at = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err add_sentence(const struct restore *restore, const struct restore_report *report, struct buf *out)
{
    const char *slash = strrchr(restore->backup, '/');
    char when[DATE_TIME_TEXT_SIZE];
    enum err e;

    moment_format(report->backup_at, when);
    if ((e = buf_printf(out, _("Restored from the backup %s, whose newest save is of %s"),
                        slash ? slash + 1 : restore->backup, when)) ||
        report->missing == 0)
        return e;
    return buf_printf(
        out,
        ngettext("; %llu later save is not in it", "; %llu later saves are not in it", (unsigned long)report->missing),
        (unsigned long long)report->missing);
}

static enum err begin_chain(struct store *store, const struct restore *restore, const struct restore_report *report,
                            struct why *why)
{
    struct buf sentence = { 0 };
    struct save_owner *owner;
    struct save *save = NULL;
    enum err e;

    if ((e = add_sentence(restore, report, &sentence)) || (e = save_begin(store, ENTRY_RESTORE, &save, why)))
        goto done;
    if ((e = become_device(save, why)) || (e = meta_set(store, "backup_failed_at", 0, why)) ||
        (e = save_owner(save, 0, &owner, why))) {
        save_cancel(save);
        goto done;
    }
    owner->logged = true;
    e = save_commit(save, buf_text(&sentence), NULL, why);
done:
    buf_release(&sentence);
    return e;
}

static enum err check_all(struct store *store, struct restore_report *out, struct why *why)
{
    struct verify_report report = { 0 };
    enum err e = store_verify(store, &report, why);

    out->entries = report.entries;
    out->records = report.records;
    verify_report_release(&report);
    return e;
}

static enum err erase_as_others_did(struct store *store, const struct restore *restore, struct erasures *known,
                                    struct restore_report *out, struct why *why)
{
    enum err e;

    if ((e = erasures_take_list(known, store, restore->path)) ||
        (e = erasures_take_list(known, store, restore->backup)) ||
        (e = erasures_take_list(known, store, restore->live)) ||
        (e = erasures_take_list(known, store, restore->open ? store_path(restore->open) : NULL)) ||
        (e = erasures_take_newer(known, store, restore->backup)))
        return e;
    return erase_again(store, known, &out->erased, why);
}

static enum err make_vault(struct store *store, const struct restore *restore, const struct store_opening *opening,
                           struct restore_report *out, struct why *why)
{
    struct erasures *known = calloc(1, sizeof *known);
    char folder[PATH_MAX];
    enum err e = known ? OK : E_MEMORY;

    if (e || (e = check_digest(store, why)) || (e = newest_save(store, &out->backup_at, why)) ||
        (e = compare_at_hand(store, restore, opening, known, out)) || (e = begin_chain(store, restore, out, why)) ||
        (e = erase_as_others_did(store, restore, known, out, why)) || (e = check_all(store, out, why)))
        goto done;
    folder_of(restore->path, folder);
    (void)!erased_list_write(store, folder, NULL);
done:
    erasures_free(known);
    return e;
}

/* What SQLite and the lock may have left beside a file that is given up. */
static void remove_beside(const char *path)
{
    static const char *const suffixes[] = { "-journal", "-lock" };
    char name[PATH_MAX + 16];

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if ((size_t)snprintf(name, sizeof name, "%s%s", path, suffixes[i]) < sizeof name)
            unlink(name);
    }
}

static enum err refuse_place(const struct restore *restore, struct why *why)
{
    if (path_exists(restore->path))
        return why_set(why, E_CONFLICT,
                       N_("%s is there already. A backup is restored beside what there is, never over it: give the new "
                          "vault another name."),
                       restore->path);
    return OK;
}

enum err store_restore(const struct restore *restore, const struct store_opening *opening, struct restore_report *out,
                       struct why *why)
{
    struct store_opening made = *opening;
    struct vault_copying *copying = NULL;
    struct store *store = NULL;
    bool over;
    enum err e;

    *out = (struct restore_report){ 0 };
    if ((e = refuse_place(restore, why)) ||
        (e = vault_copy_file_begin(restore->backup, restore->path, &copying, why)) ||
        (e = vault_copy_step(copying, SIZE_MAX / 2, &over, why)))
        goto done;
    made.path = vault_copy_path(copying);
    made.is_copy = true;
    e = store_open(&made, &store, why);
    if (e == E_PASSPHRASE)
        e = say_day(restore->backup, why);
    if (!e)
        e = make_vault(store, restore, &made, out, why);
    store_close(store);
    if (e)
        remove_beside(made.path);
    else
        e = vault_copy_name(copying, why);
done:
    vault_copy_free(copying);
    return e;
}
