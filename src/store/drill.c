/*
 * Trying a restore: what nobody ever tried does not work on the day it is needed. The newest backup is copied into an
 * encrypted file on this computer, read to its last page, opened, compared with the digest it carries and, record by
 * record picked at random, with the vault; then it is removed. The vault's own keys are used: no passphrase is asked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup_in.h"

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
    if (here != there || (here && !rows_are_same(ours, theirs)))
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

/* --- the whole --- */

static enum err check_digest(struct store *copy, struct why *why)
{
    uint8_t noted[HASH_SIZE], found[HASH_SIZE];
    enum err e;

    if ((e = meta_get_bytes(copy, "copied_state", noted, sizeof noted, why)))
        return e == E_NOT_FOUND ? why_set(why, E_INVALID,
                                          N_("This file is no backup the program made: it says nothing of what it "
                                             "holds."))
                                : e;
    if ((e = digest_take(copy, found, why)))
        return e;
    return hash_equal(noted, found)
               ? OK
               : why_set(why, E_DAMAGED, N_("The backup does not hold what was put into it. Make another one."));
}

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

static enum err look_into(struct store *store, const char *path, struct restore_report *out, struct why *why)
{
    struct vault_damage damage;
    struct store *copy = NULL;
    enum err e;

    if ((e = copy_open(store, path, &copy, why)) || (e = vault_check_pages(copy->vault, &damage, why)) ||
        (e = check_digest(copy, why)) || (e = count_entries(copy, out, why)))
        goto done;
    e = compare_some(store, copy, why);
done:
    store_close(copy);
    return e;
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

enum err store_drill(struct store *store, const char *backup, const char *scratch, struct restore_report *out,
                     struct why *why)
{
    struct vault_copying *copying = NULL;
    struct buf path = { 0 };
    bool over;
    enum err e;

    *out = (struct restore_report){ 0 };
    if ((e = path_make_folders(scratch, why)))
        return e;
    if ((e = path_join(&path, scratch, "restore-trial")) ||
        (e = vault_copy_file_begin(backup, buf_text(&path), &copying, why)) ||
        (e = vault_copy_step(copying, SIZE_MAX / 2, &over, why)) ||
        (e = look_into(store, vault_copy_path(copying), out, why)))
        goto done;
    e = note(store, backup, why);
done:
    vault_copy_free(copying); /* never named, so removed */
    buf_release(&path);
    return e;
}
