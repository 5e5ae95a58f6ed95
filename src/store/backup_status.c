/* What the vault remembers of its backups, among the program's own notes: none of it is a record, and a note that
 * cannot be written changes nothing about the backup. */
#include <string.h>

#include "backup_in.h"

#include "townkeep/base/path.h"

enum err backup_count_saves(struct store *store, int64_t *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT sum(seq) FROM device_seen", &stmt, why);

    *out = 0;
    if (e)
        return e;
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *out = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

static enum err note_place(struct store *store, const char *path, int64_t at, struct why *why)
{
    struct buf folder = { 0 };
    enum err e = buf_add(&folder, path, (size_t)(strrchr(path, '/') - path));

    if (!e && !backup_is_same_disk(buf_text(&folder), store->path) &&
        !(e = meta_set(store, "backup_elsewhere_at", at, why)))
        e = meta_set_text(store, "backup_elsewhere", buf_text(&folder), why);
    buf_release(&folder);
    return e;
}

static enum err note_first(struct store *store, int64_t at, struct why *why)
{
    int64_t first;
    enum err e = meta_get(store, "backup_first_at", &first, why);

    return e || first != 0 ? e : meta_set(store, "backup_first_at", at, why);
}

enum err backup_note_success(struct store *store, const char *path, int64_t at, int64_t saves, bool is_told,
                             struct why *why)
{
    enum err e;

    if ((e = meta_set(store, "backup_at", at, why)) || (e = meta_set(store, "backup_saves", saves + is_told, why)) ||
        (e = meta_set(store, "backup_failed_at", 0, why)) || (e = note_first(store, at, why)))
        return e;
    return strchr(path, '/') ? note_place(store, path, at, why) : OK;
}

static bool may_note(const struct store *store)
{
    return store->save == NULL && store_read_only(store) == NULL;
}

void backup_note_failure(struct store *store, const struct why *failure)
{
    if (may_note(store) && meta_set_text(store, "backup_failure", why_text(failure), NULL) == OK &&
        meta_set(store, "backup_failed_at", clock_now(), NULL) != OK)
        return; /* told on the screen all the same */
}

void backup_note_old(struct store *store, int64_t at)
{
    int64_t before;

    if (may_note(store) && meta_get(store, "backup_old_at", &before, NULL) == OK && before != at &&
        meta_set(store, "backup_old_at", at, NULL) != OK)
        return; /* the next rotation notes it again */
}

enum err backup_status(struct store *store, struct backup_status *out, struct why *why)
{
    int64_t saves, noted;
    enum err e;

    *out = (struct backup_status){ 0 };
    if ((e = meta_get(store, "backup_at", &out->at, why)) ||
        (e = meta_get(store, "backup_elsewhere_at", &out->elsewhere_at, why)) ||
        (e = meta_get(store, "backup_failed_at", &out->failed_at, why)) ||
        (e = meta_get(store, "backup_first_at", &out->first_at, why)) ||
        (e = meta_get(store, "drill_at", &out->drill_at, why)) ||
        (e = meta_get(store, "backup_old_at", &out->old_at, why)) ||
        (e = meta_get(store, "backup_saves", &noted, why)) || (e = backup_count_saves(store, &saves, why)))
        return e;
    out->is_changed = saves != noted;
    return out->failed_at == 0 ? OK : meta_get_text(store, "backup_failure", out->failure, sizeof out->failure, why);
}
