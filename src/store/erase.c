/*
 * A case goes for good. Its key is destroyed, and so that not even somebody who kept a copy of the key finds anything,
 * everything it opened is destroyed too: rows, drafts, the bodies of the history. SQLite writes zeros over what it
 * frees (secure_delete), but copies of moved rows may be left in gaps of pages, words in the segments of the search
 * index, and whole pages in the journal it keeps: so the index is merged, the journal cut to nothing and the file
 * written anew.
 *
 * The case's id, the hash of its key and the headers of its entries stay: they say nothing of a person, and the chain
 * needs them.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/store/backup.h"
#include "townkeep/store/erase.h"

#define BACKUP_WORD "erasure"

/* --- what is of the case --- */

/* A statement with the case's id as its only parameter. */
static enum err run_for(struct store *store, const char *sql, int64_t case_id, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, sql, &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, case_id);
    return sql_finish(store, stmt, why);
}

enum err erase_keys(struct store *store, int64_t case_id, struct why *why)
{
    case_keys_forget(store);
    return run_for(store, "DELETE FROM case_key WHERE case_id = ?1", case_id, why);
}

enum err erase_drafts(struct store *store, int64_t case_id, struct why *why)
{
    return run_for(store, "DELETE FROM draft WHERE owner = ?1", case_id, why);
}

enum err erase_parts(struct store *store, int64_t case_id, struct why *why)
{
    return run_for(store, "UPDATE history_part SET state = 2, body = NULL WHERE owner = ?1 AND state <> 2", case_id,
                   why);
}

enum err row_ids_add(struct row_ids *ids, int64_t id)
{
    if (ids->count == ids->cap) {
        size_t cap = ids->cap ? ids->cap * 2 : 16;
        int64_t *grown = realloc(ids->items, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        ids->items = grown;
        ids->cap = cap;
    }
    ids->items[ids->count++] = id;
    return OK;
}

enum err erase_find_rows(struct store *store, const struct record_type *type, int64_t case_id, struct row_ids *out,
                         struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    out->count = 0;
    if (type->owner != RECORD_OF_CASE)
        return OK;
    if ((e = buf_add_str(&sql, "SELECT id FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " WHERE ")) || (e = sql_add_name(&sql, type->case_field ? type->case_field : "id")) ||
        (e = buf_add_str(&sql, " = ?1")) || (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, case_id);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row)
        e = row_ids_add(out, sqlite3_column_int64(stmt, 0));
    sql_done(store, stmt);
done:
    buf_release(&sql);
    return e;
}

enum err erase_key_id(struct store *store, int64_t case_id, uint8_t out[HASH_SIZE], struct why *why)
{
    struct entry header = { 0 };
    sqlite3_stmt *stmt;
    int64_t entry = 0;
    bool row;
    enum err e = sql_get(store,
                         "SELECT max(p.entry) FROM history_row r JOIN history_part p ON p.entry = r.entry "
                         "AND p.owner = ?1 WHERE r.record = ?1",
                         &stmt, why);

    memset(out, 0, HASH_SIZE);
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, case_id);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        entry = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    if (e || entry == 0 || (e = chain_header(store, entry, &header, why)))
        return e == E_DAMAGED ? OK : e; /* an entry that cannot be read is no reason to keep the case */
    for (size_t i = 0; i < header.part_count; i++) {
        if (header.parts[i].owner == case_id)
            memcpy(out, header.parts[i].key_id, HASH_SIZE);
    }
    entry_release(&header);
    return OK;
}

enum err erase_mark(struct save *save, int64_t case_id, const uint8_t hash[HASH_SIZE], int64_t at, const char *kept,
                    struct why *why)
{
    struct store *store = save->store;
    struct save_owner *team;
    sqlite3_stmt *stmt;
    enum err e;

    if ((e = save_owner(save, 0, &team, why)) ||
        (e = sql_get(
             store, "INSERT INTO tombstone (id, case_id, hash, erased_at, entry, kept) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
             &stmt, why)))
        return e;
    team->logged = true;
    sqlite3_bind_int64(stmt, 1, id_next(store));
    sqlite3_bind_int64(stmt, 2, case_id);
    sql_bind_blob(stmt, 3, hash, HASH_SIZE);
    sqlite3_bind_int64(stmt, 4, at);
    sqlite3_bind_int64(stmt, 5, save->entry);
    sql_bind_text(stmt, 6, kept);
    if ((e = sql_finish(store, stmt, why)))
        return e;
    return save_note(save, case_id, why);
}

/* --- everything of it --- */

static enum err look_whether_archived(struct store *store, const struct record_type *type, int64_t id, bool *archived,
                                      struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    *archived = false;
    if (!(e = buf_add_str(&sql, "SELECT archived_at IS NOT NULL FROM ")) && !(e = sql_add_name(&sql, type->key)) &&
        !(e = buf_add_str(&sql, " WHERE id = ?1")) && !(e = sql_get(store, buf_text(&sql), &stmt, why))) {
        sqlite3_bind_int64(stmt, 1, id);
        if (!(e = sql_step(store, stmt, &row, why)) && row)
            *archived = sqlite3_column_int(stmt, 0) != 0;
    }
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}

/* The row is noted, so that what names it can say why it is not there. */
static enum err erase_row(struct save *save, const struct record_type *type, int64_t id, struct why *why)
{
    struct store *store = save->store;
    struct buf sql = { 0 };
    bool archived;
    enum err e;

    if ((e = look_whether_archived(store, type, id, &archived, why)) || (e = buf_add_str(&sql, "DELETE FROM ")) ||
        (e = sql_add_name(&sql, type->key)) || (e = buf_add_str(&sql, " WHERE id = ?1")) ||
        (e = run_for(store, buf_text(&sql), id, why)) || (e = index_drop(store, id, why)) ||
        (e = run_for(store, "DELETE FROM draft WHERE record = ?1", id, why)) || (e = save_note(save, id, why)))
        goto done;
    save_count(save, type, archived ? 0 : -1, archived ? -1 : 0);
    save->done.records_changed++;
done:
    buf_release(&sql);
    return e;
}

enum err erase_case(struct save *save, int64_t case_id, struct why *why)
{
    struct store *store = save->store;
    struct row_ids rows = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];

        e = erase_find_rows(store, type, case_id, &rows, why);
        for (size_t k = 0; k < rows.count && !e; k++)
            e = erase_row(save, type, rows.items[k], why);
    }
    free(rows.items);
    if (e || (e = erase_keys(store, case_id, why)) || (e = erase_drafts(store, case_id, why)))
        return e;
    return erase_parts(store, case_id, why);
}

/* --- before and after --- */

static enum err path_beside(const struct store *store, struct buf *out)
{
    return buf_printf(out, "%s-before-" BACKUP_WORD, store->path);
}

static enum err remove_beside(struct store *store, struct why *why)
{
    struct buf path = { 0 };
    enum err e = path_beside(store, &path);

    if (!e)
        (void)unlink(buf_text(&path));
    else
        why_set(why, e, "%s", err_text(e));
    buf_release(&path);
    return e;
}

void erase_give_up(struct store *store)
{
    (void)!remove_beside(store, NULL);
}

enum err erase_begin(struct store *store, const char *backup_folder, struct save **out, char **backup, struct why *why)
{
    enum err e;

    *out = NULL;
    *backup = NULL;
    /* One that an erasure left behind which did not come to its end is older than what is to be kept now. */
    if ((e = store_require_writable(store, why)) || (e = remove_beside(store, why)))
        return e;
    if (!(e = backup_before(store, backup_folder, BACKUP_WORD, backup, why)))
        e = save_begin(store, ENTRY_ERASE, out, why);
    if (e)
        erase_give_up(store);
    return e;
}

enum err erase_end(struct save *save, const char *sentence, struct why *why)
{
    struct store *store = save->store;
    enum err e;

    /* Deleted words stay in the index's segments until these are merged. */
    if ((e = sql_exec(store, "INSERT INTO found (found) VALUES ('optimize')", why)) ||
        (e = meta_set(store, "erasure_unfinished", 1, why))) {
        save_cancel(save);
        return e;
    }
    save->plain_sentence = sentence;
    return save_commit(save, sentence, NULL, why);
}

/* The journal SQLite keeps holds pages as they were before: with no size to keep it is cut when a transaction ends. */
static enum err rewrite(struct store *store, struct why *why)
{
    enum err e, restored;

    if ((e = sql_exec(store, "PRAGMA journal_size_limit = 0", why)))
        return e;
    if (!(e = vault_compact(store->vault, why)))
        e = meta_set(store, "erasure_unfinished", 0, why);
    restored = sql_exec(store, "PRAGMA journal_size_limit = -1", NULL);
    return e ? e : restored;
}

enum err erase_finish(struct store *store, struct why *why)
{
    int64_t is_unfinished;
    enum err e;

    if ((e = meta_get(store, "erasure_unfinished", &is_unfinished, why)) || is_unfinished == 0)
        return e;
    if ((e = rewrite(store, why)))
        return e;
    return remove_beside(store, why);
}

/* Copies that no rotation lets go of. */
static size_t count_copies(const char *folder, bool (*is_one)(const struct store *store, const char *name),
                           const struct store *store)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    size_t count = 0;

    while (open && (entry = readdir(open)))
        count += is_one(store, entry->d_name);
    if (open)
        closedir(open);
    return count;
}

static bool is_before_update(const struct store *store, const char *name)
{
    const char *slash = strrchr(store->path, '/'), *base = slash ? slash + 1 : store->path;
    size_t len = strlen(base);

    return strncmp(name, base, len) == 0 && strncmp(name + len, "-before-", 8) == 0;
}

static bool is_set_aside(const struct store *store, const char *name)
{
    const char *ending = strstr(name, ".damaged");
    char backup[BACKUP_NAME_SIZE];
    int64_t at;

    if (!ending || ending[8] != '\0' || (size_t)(ending - name) >= sizeof backup)
        return false;
    snprintf(backup, sizeof backup, "%.*s", (int)(ending - name), name);
    return backup_is_ours(store, backup, &at);
}

void erase_report(struct store *store, const struct erasing *how, struct erase_report *out)
{
    char folder[PATH_MAX];

    out->is_rewritten = erase_finish(store, NULL) == OK;
    folder_of(store->path, folder);
    (void)!erased_list_write(store, folder, NULL);
    out->copies = count_copies(folder, is_before_update, store);
    if (how->backup_folder && how->backup_folder[0] != '\0')
        out->copies += count_copies(how->backup_folder, is_set_aside, store);
    out->is_listed =
        how->backup_folder && how->backup_folder[0] != '\0' && erased_list_write(store, how->backup_folder, NULL) == OK;
}

/* --- asked for --- */

static enum err require_case(struct store *store, int64_t case_id, struct why *why)
{
    bool exists = false;
    enum err e = OK;

    for (size_t i = 0; i < store->catalogue->count && !exists && !e; i++) {
        const struct record_type *type = store->catalogue->types[i];

        if (type->owner == RECORD_OF_CASE && !type->case_field)
            e = record_exists(store, type, case_id, &exists, why);
    }
    return e || exists ? e
                       : why_set(why, E_NOT_FOUND, N_("There is no case with the number %lld."), (long long)case_id);
}

static enum err require_all(struct store *store, const int64_t *cases, size_t count, struct why *why)
{
    enum err e = store_require(store, ROLE_LEAD | ROLE_REVIEWER | ROLE_ADMINISTRATOR, why);

    if (!e && count == 0)
        e = why_set(why, E_INVALID, N_("Say which case is to be erased."));
    for (size_t i = 0; i < count && !e; i++)
        e = require_case(store, cases[i], why);
    return e;
}

static enum err erase_all(struct save *save, const int64_t *cases, size_t count, struct why *why)
{
    uint8_t hash[HASH_SIZE];
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        if (!(e = erase_key_id(save->store, cases[i], hash, why)) &&
            !(e = erase_mark(save, cases[i], hash, clock_now(), NULL, why)))
            e = erase_case(save, cases[i], why);
    }
    return e;
}

static enum err leave_all(struct save *save, const struct erasing *how, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < how->leave_count && !e; i++) {
        e = how->leave[i]->type->owner == RECORD_OF_TEAM
                ? save_put_by_program(save, how->leave[i], NULL, why)
                : why_set(why, E_INVALID, N_("Only records of the team stay when a case is erased."));
    }
    return e;
}

enum err store_erase(struct store *store, const int64_t *cases, size_t count, const struct erasing *how,
                     struct erase_report *out, struct why *why)
{
    struct save *save = NULL;
    char *backup = NULL;
    enum err e;

    *out = (struct erase_report){ 0 };
    if ((e = require_all(store, cases, count, why)) ||
        (e = erase_begin(store, how->backup_folder, &save, &backup, why)))
        goto done;
    if ((e = erase_all(save, cases, count, why))) {
        save_cancel(save);
        goto done;
    }
    out->records = (size_t)save->done.records_changed;
    if ((e = leave_all(save, how, why))) {
        save_cancel(save);
        goto done;
    }
    if ((e = erase_end(save, how->sentence, why)))
        goto done;
    out->cases = count;
    erase_report(store, how, out);
done:
    if (e && backup)
        erase_give_up(store);
    free(backup);
    return e;
}
