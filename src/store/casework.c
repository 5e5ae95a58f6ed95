/*
 * Casework open and closed, and what is written down about looking. Opening takes the passphrase again; closing forgets
 * every key. A view is an entry of the history, committed before the text is given out.
 */
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/store/access.h"

enum { VIEW_EVERY = 15 * 60 * 1000 };

/* Nobody sees a case unseen. */
static enum err require_log(const struct store *store, struct why *why)
{
    struct why reason = { .code = OK };
    enum err e = store_require_writable(store, &reason);

    return e ? why_set(why, e,
                       N_("Casework stays closed: each look at a case is first written into the history, and nothing "
                          "can be written now. %s"),
                       why_text(&reason))
             : OK;
}

enum err store_casework_open(struct store *store, const struct passphrase *passphrase, struct why *why)
{
    struct box_key *key = NULL;
    enum err e;

    if ((e = store_require(store, ROLES_OF_CASEWORK, why)) || (e = require_log(store, why)) ||
        (e = vault_open_box_key(store->vault, passphrase, &key, why)))
        return e;
    box_key_free(store->box_key);
    store->box_key = key;
    if ((e = handover_take_up(store, why)))
        store_casework_close(store);
    return e;
}

void store_casework_close(struct store *store)
{
    names_forget(store);
    case_keys_forget(store);
    box_key_free(store->box_key);
    store->box_key = NULL;
}

bool store_casework_is_open(const struct store *store)
{
    return store->box_key != NULL;
}

/* --- entries without rows --- */

/* In the case's part when its key is at hand; else the team's, which anybody can read: keep such sentences without
 * content. */
static enum err log_into(struct save *save, int64_t case_id, struct why *why)
{
    const struct secret *key;
    struct save_owner *owner;
    int64_t of = case_id;
    enum err e;

    if (case_id != 0 && case_key_open(save->store, case_id, &key, NULL))
        of = 0;
    if ((e = save_owner(save, of, &owner, why)))
        return e;
    owner->logged = true;
    return OK;
}

static enum err log_entry(struct store *store, enum entry_kind kind, const char *sentence,
                          const struct access_note *note, struct why *why)
{
    struct save *save;
    enum err e;

    if ((e = save_begin(store, kind, &save, why)))
        return e;
    save->plain_sentence = access_sentence(note->kind);
    if (((note->case_id != 0 || note->kind == ACCESS_SEARCH || note->kind == ACCESS_LOG) &&
         (e = access_note(save, note, why))) ||
        (e = log_into(save, note->case_id, why)) || (note->record != 0 && (e = save_note(save, note->record, why))) ||
        (note->case_id != 0 && note->case_id != note->record && (e = save_note(save, note->case_id, why)))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, sentence, NULL, why);
}

enum err store_log(struct store *store, enum entry_kind kind, const char *sentence, int64_t case_id, struct why *why)
{
    struct access_note note = { .kind = kind == ENTRY_EXPORT ? ACCESS_EXPORT : ACCESS_VIEW, .case_id = case_id };

    return log_entry(store, kind, sentence, &note, why);
}

enum err log_access(struct store *store, const char *sentence, const struct access_note *note, struct why *why)
{
    return log_entry(store, ENTRY_VIEW, sentence, note, why);
}

/* --- views --- */

/* Whether an entry of this officer's says the same. Unreadable counts as another. */
static bool says(struct store *store, int64_t entry, const char *sentence)
{
    struct entry header = { 0 };
    bool same = false;

    if (chain_header(store, entry, &header, NULL))
        return false;
    for (size_t i = 0; i < header.part_count && !same; i++) {
        struct part part = { 0 };

        same = part_open(store, &header, entry, i, &part, NULL) == OK && strcmp(part.sentence, sentence) == 0;
        part_release(&part);
    }
    entry_release(&header);
    return same;
}

static enum err seen_lately(struct store *store, int64_t id, const char *sentence, bool *seen, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(store,
                "SELECT h.id FROM history_row r JOIN history h ON h.id = r.entry WHERE r.record = ?1 AND r.entry > ?2 "
                "AND h.kind = ?3 AND h.officer = ?4 AND h.at > ?5 ORDER BY r.entry DESC",
                &stmt, why);

    *seen = false;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, id);
    sqlite3_bind_int64(stmt, 2, id_after(0, clock_now() - VIEW_EVERY - 1000, 0) & ~(int64_t)0x3fffff);
    sqlite3_bind_int64(stmt, 3, ENTRY_VIEW);
    sqlite3_bind_int64(stmt, 4, store->officer_id);
    sqlite3_bind_int64(stmt, 5, clock_now() - VIEW_EVERY);
    while (!*seen && !(e = sql_step(store, stmt, &row, why)) && row)
        *seen = says(store, sqlite3_column_int64(stmt, 0), sentence);
    sql_done(store, stmt);
    return e;
}

static enum err view_sentence(struct store *store, const struct record *record, const char *purpose, struct buf *out)
{
    struct buf title = { 0 };
    enum err e = title_of(store, record, 3, &title);

    if (!e)
        e = buf_printf(out, _("Looked at %s: %s"), title.len > 0 ? buf_text(&title) : gettext(record->type->label),
                       purpose);
    buf_release(&title);
    return e;
}

enum err store_log_view(struct store *store, const struct record_type *type, int64_t id, const char *purpose,
                        struct why *why)
{
    struct record record = { 0 };
    struct buf sentence = { 0 };
    int64_t case_id;
    bool seen;
    enum err e;

    if (!store_may_read(store, type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                       gettext(type->plural));
    if ((e = record_fetch(store, type, id, SEALED_FOR_NOBODY, &record, why)) ||
        (e = case_key_of(&record, &case_id, why)) || (e = gate_pass(store, type, case_id, why)) ||
        (e = view_sentence(store, &record, purpose, &sentence)) ||
        (e = seen_lately(store, id, buf_text(&sentence), &seen, why)) || seen)
        goto done;
    e = log_access(store, buf_text(&sentence),
                   &(struct access_note){
                       .kind = ACCESS_VIEW, .case_id = case_id, .record = id, .type = type, .purpose = purpose },
                   why);
done:
    record_release(&record);
    buf_release(&sentence);
    return e;
}
