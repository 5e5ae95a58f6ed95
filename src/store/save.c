/*
 * One save: a transaction, a recording session for each owner (the team, or a case), and at its end one signed entry.
 * Several sessions watch the same connection; only the one whose owner is being written to is awake, so that each
 * owner's changes make a part of their own.
 */
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum err require_writer(const struct store *store, const struct record_type *type, struct why *why)
{
    if (!store_may_write(store, type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you change these records (%s). Ask an administrator of the office."),
                       gettext(type->plural));
    return type->owner == RECORD_OF_CASE ? casework_require(store, why) : OK;
}

enum err save_begin(struct store *store, enum entry_kind kind, struct save **out, struct why *why)
{
    struct save *save;
    enum err e;

    *out = NULL;
    if ((e = store_require_writable(store, why)))
        return e;
    if (store->save) {
        why_set(why, E_CONFLICT, N_("Another save is going on. Finish it first."));
        return E_CONFLICT;
    }
    save = calloc(1, sizeof *save);
    if (!save || !(save->counts = calloc(store->catalogue->count + 1, sizeof *save->counts))) {
        free(save);
        return E_MEMORY;
    }
    save->store = store;
    save->kind = kind;
    if ((e = sql_exec(store, "BEGIN IMMEDIATE", why))) {
        free(save->counts);
        free(save);
        return e;
    }
    save->entry = id_next(store);
    store->save = save;
    *out = save;
    return OK;
}

/* --- owners --- */

const struct record_type *type_of_table(const struct catalogue *catalogue, const char *table)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->types[i]->key, table) == 0)
            return catalogue->types[i];
    }
    return NULL;
}

static int is_table_of_team(void *context, const char *table)
{
    const struct save *save = context;
    const struct record_type *type = type_of_table(save->store->catalogue, table);

    if (type)
        return type->owner == RECORD_OF_TEAM;
    return strcmp(table, "access") == 0 || (save->roster && strcmp(table, "officer_key") == 0) ||
           (save->kind == ENTRY_SALVAGE && strcmp(table, "known_loss") == 0) ||
           ((save->kind == ENTRY_ERASE || save->kind == ENTRY_SALVAGE) && strcmp(table, "tombstone") == 0);
}

static int is_table_of_case(void *context, const char *table)
{
    const struct save *save = context;
    const struct record_type *type = type_of_table(save->store->catalogue, table);

    return type && type->owner == RECORD_OF_CASE;
}

static enum err start_session(struct save *save, struct save_owner *owner, struct why *why)
{
    int yes = 1, rc = sqlite3session_create(save->store->db, "main", &owner->session);

    if (rc == SQLITE_OK)
        rc = sqlite3session_object_config(owner->session, SQLITE_SESSION_OBJCONFIG_SIZE, &yes);
    if (rc == SQLITE_OK)
        rc = sqlite3session_attach(owner->session, NULL);
    if (rc != SQLITE_OK)
        return sql_fail(save->store, rc, why);
    sqlite3session_table_filter(owner->session, owner->owner == 0 ? is_table_of_team : is_table_of_case, save);
    return OK;
}

static enum err add_owner(struct save *save, int64_t owner, struct why *why)
{
    struct save_owner *added;
    const struct secret *key;
    enum err e;

    if (!save->owners || save->owner_count == save->owner_cap) {
        size_t cap = save->owner_cap ? save->owner_cap * 2 : 2;
        struct save_owner *grown = realloc(save->owners, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        save->owners = grown;
        save->owner_cap = cap;
    }
    added = &save->owners[save->owner_count];
    *added = (struct save_owner){ .owner = owner };
    if (owner != 0 &&
        ((e = case_key_check(save->store, owner, why)) || (e = case_key_open(save->store, owner, &key, why)) ||
         (e = secret_new_copy(secret_bytes_const(key), secret_size(key), &added->key, why))))
        return e;
    save->owner_count++;
    return OK;
}

enum err save_owner(struct save *save, int64_t owner, struct save_owner **out, struct why *why)
{
    struct save_owner *before = save->owner_count > 0 ? &save->owners[save->current] : NULL;
    size_t at = save->current;
    enum err e;

    if (before && before->owner != owner) {
        if (before->session)
            sqlite3session_enable(before->session, 0);
        for (at = 0; at < save->owner_count && save->owners[at].owner != owner;)
            at++;
    }
    if ((!save->owners || at == save->owner_count) && (e = add_owner(save, owner, why)))
        return e;
    save->current = at;
    *out = &save->owners[at];
    gate_forget(save->store);
    if (!(*out)->session && (e = start_session(save, *out, why)))
        return e;
    sqlite3session_enable((*out)->session, 1);
    return OK;
}

enum err save_relieve(struct save *save, struct why *why)
{
    struct save_owner *owner = &save->owners[save->current];

    if (!owner->session || sqlite3session_changeset_size(owner->session) < PART_SOFT_LIMIT)
        return OK;
    return part_close(save, owner, "", false, why);
}

enum err save_tell_anew(struct save *save, int64_t owner, const struct record_type *type, int64_t id, struct why *why)
{
    struct save_owner *of;
    struct buf sql = { 0 };
    enum err e;

    if ((e = save_owner(save, owner, &of, why)))
        return e;
    sqlite3session_enable(of->session, 0);
    if ((e = buf_add_str(&sql, "CREATE TEMP TABLE row AS SELECT * FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_printf(&sql, " WHERE id = %lld; DELETE FROM ", (long long)id)) ||
        (e = sql_add_name(&sql, type->key)) || (e = buf_printf(&sql, " WHERE id = %lld", (long long)id)) ||
        (e = sql_exec(save->store, buf_text(&sql), why)))
        goto done;
    sqlite3session_enable(of->session, 1);
    buf_clear(&sql);
    if ((e = buf_add_str(&sql, "INSERT INTO ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " SELECT * FROM temp.row")) || (e = sql_exec(save->store, buf_text(&sql), why)) ||
        (e = save_relieve(save, why)))
        goto done;
    e = sql_exec(save->store, "DROP TABLE temp.row", why);
done:
    buf_release(&sql);
    return e;
}

enum err save_note(struct save *save, int64_t record, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e;

    names_saved(save->store, record);
    e = sql_get(save->store, "INSERT OR IGNORE INTO history_row (record, entry) VALUES (?1, ?2)", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, record);
    sqlite3_bind_int64(stmt, 2, save->entry);
    return sql_finish(save->store, stmt, why);
}

enum err save_fail(struct save *save, enum err e, const struct why *why)
{
    if (!save->failed) {
        save->failed = e;
        if (why)
            save->failure = *why;
        save->failure.code = e;
    }
    return e;
}

/* --- sentences --- */

enum err save_touch(struct save *save, struct save_owner *owner, const struct record *record, int touch,
                    struct why *why)
{
    struct buf title = { 0 };
    enum err e = OK;

    if (owner->touched == 0) {
        owner->record = record->id;
        owner->touch = (unsigned)touch;
        if (!(e = title_of(save->store, record, 3, &title)))
            text_cut_into(owner->title, sizeof owner->title,
                          title.len > 0 ? buf_text(&title) : gettext(record->type->label));
        owner->touched = 1;
    } else if (owner->record != record->id) {
        owner->touched++;
        if (owner->touch != (unsigned)touch)
            owner->touch = TOUCH_MIXED;
    }
    buf_release(&title);
    (void)why;
    return e;
}

static void make_sentence(const struct save_owner *owner, char *out, size_t size)
{
    int others = owner->touched - 1;
    size_t len;

    switch (owner->touch) {
    case TOUCH_NONE:
        text_cut_into(out, size, _("Changed what the program keeps"));
        return;
    case TOUCH_ADDED:
        text_print_into(out, size, _("Added %s"), owner->title);
        break;
    case TOUCH_ARCHIVED:
        text_print_into(out, size, _("Archived %s"), owner->title);
        break;
    case TOUCH_RESTORED:
        text_print_into(out, size, _("Took %s back into use"), owner->title);
        break;
    case TOUCH_CHANGED:
    case TOUCH_MIXED:
        text_print_into(out, size, _("Changed %s"), owner->title);
        break;
    }
    len = strlen(out);
    if (others > 0)
        text_print_into(out + len, size - len,
                        ngettext(" and %d more record", " and %d more records", (unsigned long)others), others);
}

/* What a part says. A sentence given from outside may speak of the case: where a case has a part, the team's part gets
 * one of its own. */
static const char *sentence_of(const struct save *save, const struct save_owner *owner, const char *given,
                               bool has_case, const char *made)
{
    if (owner->owner != 0 || !has_case)
        return given ? given : made;
    return save->plain_sentence ? save->plain_sentence : made;
}

static enum err close_parts(struct save *save, const char *sentence, struct why *why)
{
    bool has_case = false;
    char made[320];
    enum err e = OK;

    for (size_t i = 0; i < save->owner_count; i++)
        has_case = has_case || save->owners[i].owner != 0;
    for (size_t i = 0; i < save->owner_count && !e; i++) {
        struct save_owner *owner = &save->owners[i];

        make_sentence(owner, made, sizeof made);
        e = part_close(save, owner, sentence_of(save, owner, sentence, has_case, made), true, why);
    }
    return e;
}

/* --- the end of a save --- */

static void save_free(struct save *save)
{
    for (size_t i = 0; i < save->owner_count; i++) {
        if (save->owners[i].session)
            sqlite3session_delete(save->owners[i].session);
        secret_free(save->owners[i].key);
        wipe(save->owners[i].title, sizeof save->owners[i].title);
    }
    if (save->store->save == save)
        save->store->save = NULL;
    gate_forget(save->store);
    free(save->owners);
    free(save->parts);
    free(save->counts);
    free(save);
}

void save_cancel(struct save *save)
{
    struct store *store;

    if (!save)
        return;
    store = save->store;
    save_free(save);
    sql_roll_back(store);
    case_keys_forget(store); /* a key made for a case that is not there after all */
}

static enum err write_entry(struct save *save, const char *sentence, struct why *why)
{
    enum err e;

    if ((e = close_parts(save, sentence, why)))
        return e;
    if (save->part_count == 0)
        return OK;
    if ((e = counts_write(save, why)) || (e = chain_write(save, why)))
        return e;
    save->done.entry = save->entry;
    return sql_exec(save->store, "COMMIT", why);
}

enum err save_commit(struct save *save, const char *sentence, struct saved *out, struct why *why)
{
    struct store *store = save->store;
    bool words = save->words_touched, office = save->office_touched, roster = save->roster_touched;
    struct saved done;
    enum err e = save->failed;

    if (e && why)
        *why = save->failure;
    if (!e)
        e = write_entry(save, sentence, why);
    done = save->done;
    if (e || save->part_count == 0) {
        save_cancel(save);
        done = (struct saved){ 0 };
    } else {
        if (save->kind == ENTRY_ERASE || save->kind == ENTRY_SALVAGE)
            erasures_forget(store);
        save_free(save);
        newest_note(store, false);
        /* The change is on the disk whatever comes of this: without memory the old words stay until the vault is opened
         * again. */
        if ((words || office || roster) && store_reload(store, words, office, roster, NULL) != OK)
            roster_forget(store);
    }
    if (out)
        *out = done;
    return e;
}

enum err store_put(struct store *store, struct record *record, struct problems *problems, struct saved *out,
                   struct why *why)
{
    struct record copy = { 0 };
    struct save *save = NULL;
    enum err e;

    if ((e = record_copy(&copy, record)) || (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    if ((e = save_put(save, &copy, problems, why))) {
        save_cancel(save);
        goto done;
    }
    if ((e = save_commit(save, NULL, out, why)))
        goto done;
    record_release(record);
    *record = copy;
    copy = (struct record){ 0 };
done:
    record_release(&copy);
    return e;
}
