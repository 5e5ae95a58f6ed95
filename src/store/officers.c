/*
 * Officers: their records, slots and keys. Roles and keys change in entries of kind roster, signed by an administrator;
 * the keys of cases are handed over only by a caseworker with casework open (handover.c). No right comes from a row
 * alone.
 *
 * The file's header (slots) and its pages cannot change in one transaction. Slots are added before the entry and taken
 * back when it fails, and removed after it: what a crash may leave is a slot whose officer has no record, which opens
 * nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

enum err officer_key_add(struct store *store, int64_t officer, const struct new_slot *keys, int64_t admitted_by,
                         struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store,
                         "INSERT INTO officer_key (id, officer, sign_public, box_public, admitted_by, since) VALUES "
                         "(?1, ?2, ?3, ?4, ?5, ?6)",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, id_next(store));
    sqlite3_bind_int64(stmt, 2, officer);
    sql_bind_blob(stmt, 3, keys->sign_public, SIGN_PUBLIC_SIZE);
    sql_bind_blob(stmt, 4, keys->box_public, BOX_PUBLIC_SIZE);
    sqlite3_bind_int64(stmt, 5, admitted_by);
    sqlite3_bind_int64(stmt, 6, clock_now());
    return sql_finish(store, stmt, why);
}

enum err officer_retire_keys(struct store *store, int64_t officer, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(
        store, "UPDATE officer_key SET until = ?2, admitted_by = 0 WHERE officer = ?1 AND until IS NULL", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    sqlite3_bind_int64(stmt, 2, clock_now());
    return sql_finish(store, stmt, why);
}

struct kdf_cost officer_cost(const struct store *store, enum kdf_level kdf)
{
    return store->cost.operations > 0 ? store->cost : kdf_costs[kdf];
}

enum err roster_begin(struct store *store, struct save **out, struct why *why)
{
    struct save_owner *owner;
    enum err e = save_begin(store, ENTRY_ROSTER, out, why);

    if (e)
        return e;
    (*out)->roster = (*out)->roster_touched = true;
    if ((e = save_owner(*out, 0, &owner, why))) {
        save_cancel(*out);
        *out = NULL;
        return e;
    }
    owner->logged = true;
    return OK;
}

/* Slots are written before the save begins: where none can, they must not be either. */
static enum err require_administrator(const struct store *store, struct why *why)
{
    enum err e = store_require_writable(store, why);

    return e ? e : store_require(store, ROLE_ADMINISTRATOR, why);
}

static const struct record_type *officer_type_of(const struct store *store)
{
    return catalogue_find(store->catalogue, "officer");
}

static enum err officer_fetch(struct store *store, int64_t id, struct record *out, unsigned *roles, struct why *why)
{
    enum err e = record_fetch(store, officer_type_of(store), id, SEALED_FOR_NOBODY, out, why);

    *roles = 0;
    if (!e && (e = roles_read(record_text(out, "roles"), roles, why)))
        record_release(out);
    return e;
}

/* Whether another officer in use has one of these roles. */
static enum err others_have(struct store *store, int64_t but, unsigned wanted, bool *have, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store, "SELECT roles FROM officer WHERE archived_at IS NULL AND id <> ?1", &stmt, why);

    *have = false;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, but);
    while (!*have && !(e = sql_step(store, stmt, &row, why)) && row) {
        unsigned roles = 0;

        *have = roles_read(sql_text(stmt, 0), &roles, NULL) == OK && (roles & wanted);
    }
    sql_done(store, stmt);
    return e;
}

/* --- adding --- */

static enum err check_name_is_free(struct store *store, const char *name, int64_t but, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    if (name[strspn(name, " ")] == '\0')
        return why_set(why, E_INVALID, N_("Give the officer a name."));
    if ((e = sql_get(store, "SELECT 1 FROM officer WHERE fold(name) = fold(?1) AND id <> ?2", &stmt, why)))
        return e;
    sql_bind_text(stmt, 1, name);
    sqlite3_bind_int64(stmt, 2, but);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        e = why_set(why, E_INVALID, N_("There is, or was, an officer named %s. Choose a name that tells them apart."),
                    name);
    sql_done(store, stmt);
    return e;
}

static enum err write_officer(struct store *store, struct record *record, const struct new_slot *keys, struct why *why)
{
    struct save *save;
    struct save_owner *owner;
    int64_t id = record->id;
    enum err e;

    if ((e = roster_begin(store, &save, why)))
        return e;
    record->id = 0;
    save->chosen_id = id;
    if ((e = save_put_as(save, record, PUT_BY_ROSTER, NULL, why)) || (e = save_owner(save, 0, &owner, why)) ||
        (e = officer_key_add(store, record->id, keys, 0, why))) {
        save_cancel(save);
        record->id = id;
        return e;
    }
    return save_commit(save, NULL, NULL, why);
}

/* Slots that an adding or a leaving which died left without an officer in use: their passphrase would be tried before
 * that of a new officer who chooses the same. */
static enum err drop_stray_slots(struct store *store, struct why *why)
{
    struct slot_info slots[VAULT_SLOT_COUNT];
    int count = vault_slots(store->vault, slots);
    enum err e = OK;

    for (int i = 0; i < count && !e; i++) {
        sqlite3_stmt *stmt;
        bool row;

        if (slots[i].kind != SLOT_OFFICER || slots[i].officer_id == store->officer_id ||
            (e = sql_get(store, "SELECT 1 FROM officer WHERE id = ?1 AND archived_at IS NULL", &stmt, why)))
            continue;
        sqlite3_bind_int64(stmt, 1, slots[i].officer_id);
        e = sql_step(store, stmt, &row, why);
        sql_done(store, stmt);
        if (!e && !row)
            e = vault_remove_slots(store->vault, slots[i].officer_id, why);
    }
    return e;
}

enum err store_officer_add(struct store *store, struct record *record, const struct passphrase *passphrase,
                           enum kdf_level kdf, struct why *why)
{
    struct new_slot keys;
    unsigned roles;
    size_t handed;
    int64_t id;
    enum err e;

    if ((e = require_administrator(store, why)) ||
        (e = check_name_is_free(store, record_text(record, "name"), 0, why)) ||
        (e = roles_read(record_text(record, "roles"), &roles, why)) || (e = passphrase_check(passphrase, why)))
        return e;
    if (roles == 0)
        return why_set(why, E_INVALID, N_("Give the officer at least one role."));
    if ((e = drop_stray_slots(store, why)))
        return e;
    id = record->id = id_next(store);
    if ((e = vault_add_slot(store->vault, SLOT_OFFICER, id, record_text(record, "name"), passphrase,
                            officer_cost(store, kdf), &keys, why)) ||
        (e = write_officer(store, record, &keys, why))) {
        /* Where the disk did not confirm the entry it may stand there all the same, and its officer must be able to
         * unlock; a slot without a record opens nothing and goes when the next officer comes. */
        enum err undone = store->read_only ? OK : vault_remove_slots(store->vault, id, NULL);

        (void)undone;
        record->id = 0;
        return e;
    }
    if ((roles & ROLES_OF_CASEWORK) && store->box_key && may_hand_over(store))
        return store_grant_keys(store, id, &handed, why);
    return OK;
}

/* --- leaving --- */

enum err store_cases_held_alone(struct store *store, int64_t officer, size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store,
                         "SELECT count(*) FROM case_key k WHERE k.officer = ?1 AND NOT EXISTS "
                         "(SELECT 1 FROM case_key o WHERE o.case_id = k.case_id AND o.officer <> ?1 AND o.officer > 0)",
                         &stmt, why);

    *count = 0;
    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *count = (size_t)sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

/* A case whose key only this officer holds would be lost. */
static enum err check_keys_remain(struct store *store, int64_t officer, struct why *why)
{
    size_t alone;
    enum err e = store_cases_held_alone(store, officer, &alone, why);

    if (!e && alone > 0)
        e = why_set(why, E_CONFLICT,
                    N_("Only this officer holds the keys of some cases; they would be lost. Let a colleague with "
                       "casework open take them over first."));
    return e;
}

static enum err check_administrator_remains(struct store *store, int64_t officer, struct why *why)
{
    bool have;
    enum err e = others_have(store, officer, ROLE_ADMINISTRATOR, &have, why);

    if (!e && !have)
        e = why_set(why, E_CONFLICT, N_("This is the last administrator. Make a colleague one first."));
    return e;
}

static enum err drop_case_keys(struct store *store, int64_t officer, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "DELETE FROM case_key WHERE officer = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    return sql_finish(store, stmt, why);
}

static enum err drop_drafts(struct store *store, int64_t officer, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "DELETE FROM draft WHERE officer = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    return sql_finish(store, stmt, why);
}

static enum err write_leaving(struct store *store, int64_t officer, struct why *why)
{
    struct save *save;
    enum err e;

    if ((e = roster_begin(store, &save, why)))
        return e;
    if ((e = save_set_archived(save, officer_type_of(store), officer, NULL, true, true, why)) ||
        (e = officer_retire_keys(store, officer, why)) || (e = drop_case_keys(store, officer, why)) ||
        (e = drop_drafts(store, officer, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, NULL, why);
}

enum err store_officer_remove(struct store *store, int64_t officer, struct why *why)
{
    struct record record;
    unsigned roles;
    enum err e;

    if ((e = require_administrator(store, why)) || (e = officer_fetch(store, officer, &record, &roles, why)))
        return e;
    if (officer == store->officer_id)
        e = why_set(why, E_INVALID, N_("You cannot remove yourself. Ask another administrator."));
    else if (record.archived_at != 0)
        e = why_set(why, E_INVALID, N_("%s was removed already."), record_text(&record, "name"));
    record_release(&record);
    if (e || (e = check_administrator_remains(store, officer, why)) || (e = check_keys_remain(store, officer, why)) ||
        (e = write_leaving(store, officer, why)))
        return e;
    return vault_remove_slots(store->vault, officer, why);
}

/* --- roles --- */

static enum err set_admitted(struct store *store, int64_t officer, int64_t by, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e =
        sql_get(store, "UPDATE officer_key SET admitted_by = ?2 WHERE officer = ?1 AND until IS NULL", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    sqlite3_bind_int64(stmt, 2, by);
    return sql_finish(store, stmt, why);
}

enum err officer_admit(struct store *store, int64_t officer, int64_t by, struct why *why)
{
    return set_admitted(store, officer, by, why);
}

static enum err write_roles(struct store *store, struct record *record, unsigned roles, bool leaves_casework,
                            struct why *why)
{
    char text[240];
    struct save *save;
    enum err e;

    if ((e = roster_begin(store, &save, why)))
        return e;
    if ((e = value_set_text(record_value(record, "roles"), roles_write(roles, text, sizeof text))) ||
        (e = save_put_as(save, record, PUT_BY_ROSTER, NULL, why)) ||
        (leaves_casework &&
         ((e = drop_case_keys(store, record->id, why)) || (e = set_admitted(store, record->id, 0, why))))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, NULL, why);
}

enum err store_officer_roles(struct store *store, int64_t officer, unsigned roles, struct why *why)
{
    struct record record;
    unsigned before;
    bool leaves, joins;
    size_t handed;
    enum err e;

    if ((e = require_administrator(store, why)) || (e = officer_fetch(store, officer, &record, &before, why)))
        return e;
    leaves = (before & ROLES_OF_CASEWORK) && !(roles & ROLES_OF_CASEWORK);
    joins = !(before & ROLES_OF_CASEWORK) && (roles & ROLES_OF_CASEWORK);
    if (roles == 0 || (roles & ~(unsigned)ROLES_ALL))
        e = why_set(why, E_INVALID, N_("Give the officer at least one role."));
    else if ((before & ROLE_ADMINISTRATOR) && !(roles & ROLE_ADMINISTRATOR))
        e = check_administrator_remains(store, officer, why);
    if (!e && leaves)
        e = check_keys_remain(store, officer, why);
    if (!e && roles != before)
        e = write_roles(store, &record, roles, leaves, why);
    record_release(&record);
    if (e || !joins || officer == store->officer_id || !store->box_key || !may_hand_over(store))
        return e;
    return store_grant_keys(store, officer, &handed, why);
}

/* --- names --- */

static enum err write_name(struct store *store, struct record *record, const char *name, struct why *why)
{
    struct save *save;
    enum err e;

    if ((e = roster_begin(store, &save, why)))
        return e;
    if ((e = value_set_text(record_value(record, "name"), name)) ||
        (e = save_put_as(save, record, PUT_BY_ROSTER, NULL, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, NULL, why);
}

enum err store_officer_rename(struct store *store, int64_t officer, const char *name, struct why *why)
{
    struct record record;
    char *before = NULL;
    unsigned roles;
    enum err e;

    if ((e = require_administrator(store, why)) || (e = officer_fetch(store, officer, &record, &roles, why)))
        return e;
    if ((e = text_copy(&before, record_text(&record, "name"))) || (e = check_name_is_free(store, name, officer, why)) ||
        (e = vault_rename_officer(store->vault, officer, name, why)))
        goto done;
    if ((e = write_name(store, &record, name, why)) && vault_rename_officer(store->vault, officer, before, NULL))
        why_set(why, e,
                N_("The officer unlocks with the new name, but the record still has the old one. Rename again."));
done:
    free(before);
    record_release(&record);
    return e;
}

/* --- passphrases --- */

/* The slot changes while the entry is ready to be written: what is refused before changes nothing, and a commit that
 * fails takes the slot back. */
static enum err change_slot(struct store *store, const struct passphrase *old, const struct passphrase *fresh,
                            struct kdf_cost cost, const char *sentence, struct why *why)
{
    struct save *save;
    enum err e = roster_begin(store, &save, why);

    if (e)
        return e;
    if ((e = vault_change_passphrase(store->vault, old, fresh, cost, why))) {
        save_cancel(save);
        return e;
    }
    /* Where the disk did not confirm the entry it may stand there all the same: then the slot stays as it says. */
    if ((e = save_commit(save, sentence, NULL, why)) &&
        (store->read_only || vault_change_passphrase(store->vault, fresh, old, cost, NULL)))
        why_set(why, e,
                N_("The new passphrase counts from now on, but the history could not note it. Change it again when the "
                   "disk is in order."));
    return e;
}

enum err store_passphrase_change(struct store *store, const struct passphrase *old, const struct passphrase *fresh,
                                 enum kdf_level kdf, struct why *why)
{
    struct buf sentence = { 0 };
    enum err e;

    if ((e = passphrase_check(fresh, why)))
        return e;
    if (!(e = buf_printf(&sentence, _("%s changed the passphrase"), store->officer_name)))
        e = change_slot(store, old, fresh, officer_cost(store, kdf), buf_text(&sentence), why);
    buf_release(&sentence);
    return e;
}

enum err store_passphrase_confirm(const struct store *store, const struct passphrase *passphrase, struct why *why)
{
    struct box_key *key = NULL;
    enum err e = vault_open_box_key(store->vault, passphrase, &key, why);

    box_key_free(key);
    return e;
}

static enum err write_reset(struct store *store, const struct record *officer, const struct new_slot *keys,
                            struct why *why)
{
    struct buf sentence = { 0 };
    struct save *save = NULL;
    enum err e;

    if ((e = buf_printf(&sentence, _("Gave %s a new passphrase and new keys"), record_text(officer, "name"))) ||
        (e = roster_begin(store, &save, why)))
        goto done;
    if ((e = officer_retire_keys(store, officer->id, why)) || (e = officer_key_add(store, officer->id, keys, 0, why)) ||
        (e = drop_case_keys(store, officer->id, why)) || (e = drop_drafts(store, officer->id, why)) ||
        (e = save_note(save, officer->id, why)))
        save_cancel(save);
    else
        e = save_commit(save, buf_text(&sentence), NULL, why);
done:
    buf_release(&sentence);
    return e;
}

enum err store_passphrase_reset(struct store *store, int64_t officer, const struct passphrase *fresh,
                                enum kdf_level kdf, struct why *why)
{
    struct record record;
    struct new_slot keys;
    unsigned roles;
    enum err e;

    if ((e = require_administrator(store, why)) || (e = passphrase_check(fresh, why)) ||
        (e = officer_fetch(store, officer, &record, &roles, why)))
        return e;
    if (officer == store->officer_id)
        e = why_set(why, E_INVALID,
                    N_("Change your own passphrase with the old one instead; you would lose the keys of your cases."));
    else if (record.archived_at != 0)
        e = why_set(why, E_INVALID, N_("%s no longer works here."), record_text(&record, "name"));
    if (!e && !(e = vault_replace_slots(store->vault, SLOT_OFFICER, officer, record_text(&record, "name"), fresh,
                                        officer_cost(store, kdf), &keys, why)))
        e = write_reset(store, &record, &keys, why);
    record_release(&record);
    return e;
}
