/* Taking a record out of use and back: nothing is deleted, the row says when, by whom and why. */
#include "store_in.h"

#include "townkeep/base/i18n.h"

#include <string.h>

/* When it left; nought stands for "in use", and is what a clock without a battery may say. */
static int64_t moment_archived(void)
{
    int64_t now = clock_now();

    return now != 0 ? now : 1;
}

/* The reason of a case may name the person: sealed under the case's key, as its fields are. */
static enum err bind_reason(sqlite3_stmt *stmt, const struct record *record, const char *reason,
                            const struct secret *key)
{
    struct value value = { 0 };
    struct buf sealed = { 0 };
    enum err e;

    if (!reason || reason[0] == '\0' || record->type->owner == RECORD_OF_TEAM) {
        sql_bind_text(stmt, 4, reason && reason[0] != '\0' ? reason : NULL);
        return OK;
    }
    if (!(e = value_set_text(&value, reason)) &&
        !(e = sealed_write(record->type, record->id, SEALED_REASON, &value, key, &sealed)))
        sql_bind_blob(stmt, 4, sealed.data, sealed.len);
    value_release(&value);
    buf_release(&sealed);
    return e;
}

static enum err set_archived(struct save *save, const struct record *record, const char *reason,
                             const struct secret *key, bool archive, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = buf_add_str(&sql, "UPDATE ")) || (e = sql_add_name(&sql, record->type->key)) ||
        (e = buf_add_str(&sql, " SET archived_at = ?2, archived_by = ?3, archive_reason = ?4 WHERE id = ?1")) ||
        (e = sql_get(save->store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, record->id);
    if (archive) {
        sqlite3_bind_int64(stmt, 2, record->archived_at);
        sqlite3_bind_int64(stmt, 3, record->archived_by);
        e = bind_reason(stmt, record, reason, key);
    }
    if (e)
        sql_done(save->store, stmt);
    else
        e = sql_finish(save->store, stmt, why);
done:
    buf_release(&sql);
    return e;
}

static enum err write_archived(struct save *save, struct record *record, const char *reason, bool archive,
                               struct why *why)
{
    struct save_owner *owner;
    int64_t case_id;
    enum err e;

    if ((e = case_key_of(record, &case_id, why)) || (e = save_owner(save, case_id, &owner, why)))
        return e;
    record->archived_at = archive ? moment_archived() : 0;
    record->archived_by = archive ? save->store->officer_id : 0;
    if ((e = set_archived(save, record, reason, owner->key, archive, why)) ||
        (e = index_put(save->store, record, false, why)) || (e = save_note(save, record->id, why)) ||
        (case_id != 0 && (e = save_note(save, case_id, why))) ||
        (e = save_touch(save, owner, record, archive ? TOUCH_ARCHIVED : TOUCH_RESTORED, why)))
        return e;
    save_count(save, record->type, archive ? -1 : 1, archive ? 1 : -1);
    save->done.records_changed++;
    save->done.fields_changed++;
    save->words_touched = save->words_touched || strcmp(record->type->key, "vocabulary") == 0;
    return save_relieve(save, why);
}

/* What took its place meanwhile stays. */
static enum err check_place(struct save *save, const struct record *record, struct why *why)
{
    struct problems problems = { 0 };
    enum err e = unique_check(save->store, record, &problems, why);

    return e || problems.count == 0 ? e : why_set(why, E_CONFLICT, "%s", problems.items[0].text);
}

/* What the catalogue says of its going, or coming back. */
static enum err check_beside(struct save *save, const struct record *record, bool archive, struct why *why)
{
    struct record moved = { 0 };
    enum err e;

    if (!save->store->catalogue->check)
        return OK;
    if (!(e = record_copy(&moved, record))) {
        moved.archived_at = archive ? moment_archived() : 0;
        e = check_catalogue(save->store, &moved, record, why);
    }
    record_release(&moved);
    return e;
}

enum err save_set_archived(struct save *save, const struct record_type *type, int64_t id, const char *reason,
                           bool archive, bool by_roster, struct why *why)
{
    struct record record = { 0 };
    struct why failure = { .code = OK };
    int64_t case_id;
    enum err e = save->failed;

    if (e) {
        failure = save->failure;
        goto done;
    }
    if (!by_roster && (e = require_writer(save->store, type, &failure)))
        goto done;
    if (type->is_event) {
        e = why_set(&failure, E_INVALID, N_("A step that was taken stays. Take a new step instead."));
        goto done;
    }
    if (!by_roster && strcmp(type->key, "officer") == 0) {
        e = why_set(&failure, E_PERMISSION,
                    N_("An officer leaves with the keys: use \"officer remove\" or Office, Officers."));
        goto done;
    }
    if ((e = record_fetch(save->store, type, id, SEALED_FOR_NOBODY, &record, &failure)) ||
        (record.archived_at != 0) == archive || (!archive && (e = check_place(save, &record, &failure))))
        goto done;
    if (!by_roster &&
        ((e = case_key_of(&record, &case_id, &failure)) || (e = gate_pass(save->store, type, case_id, &failure)) ||
         (e = check_beside(save, &record, archive, &failure))))
        goto done;
    if ((e = write_archived(save, &record, reason, archive, &failure)) && e != E_PERMISSION)
        save_fail(save, e, &failure);
done:
    record_release(&record);
    if (e && why)
        *why = failure;
    return e;
}

enum err save_archive(struct save *save, const struct record_type *type, int64_t id, const char *reason,
                      struct why *why)
{
    return save_set_archived(save, type, id, reason, true, false, why);
}

enum err save_unarchive(struct save *save, const struct record_type *type, int64_t id, struct why *why)
{
    return save_set_archived(save, type, id, NULL, false, false, why);
}
