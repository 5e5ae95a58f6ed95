/*
 * Recovery codes: the office's, which opens the vault as an administrator and no case; and the one for casework, which
 * opens cases and no vault. The second stands on the signed roster like a caseworker, as officer -1, so the keys of new
 * cases are wrapped for it too; only a caseworker who was admitted puts it there. Using it is an entry that it signs
 * itself: nobody can be let in that way without the paper, and nobody without everybody seeing it.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

/* --- the office's --- */

static enum err write_recovery(struct store *store, const struct new_slot *keys, struct why *why)
{
    struct save *save;
    enum err e;

    if ((e = roster_begin(store, &save, why)))
        return e;
    if ((e = officer_retire_keys(store, 0, why)) || (e = officer_key_add(store, 0, keys, 0, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, _("Made a new recovery code"), NULL, why);
}

enum err store_recovery_renew(struct store *store, char shown[RECOVERY_TEXT_SIZE], enum kdf_level kdf, struct why *why)
{
    struct passphrase *code = NULL;
    struct new_slot keys;
    enum err e;

    if ((e = store_require_writable(store, why)) || (e = store_require(store, ROLE_ADMINISTRATOR, why)) ||
        (e = passphrase_new(&code, why)))
        return e;
    if (!(e = recovery_code_new(CODE_OFFICE, code, shown, why)) &&
        !(e = vault_replace_slots(store->vault, SLOT_RECOVERY, 0, NULL, code, officer_cost(store, kdf), &keys, why)))
        e = write_recovery(store, &keys, why);
    passphrase_free(code);
    if (e)
        wipe(shown, RECOVERY_TEXT_SIZE);
    return e;
}

/* --- casework's --- */

static enum err require_admitted(struct store *store, struct why *why)
{
    enum err e;

    if ((e = casework_require(store, why)) || (e = roster_trust(store, why)))
        return e;
    return may_hand_over(store) ? OK
                                : why_set(why, E_PERMISSION,
                                          N_("You were not admitted to casework yourself. Ask a colleague who works "
                                             "on cases."));
}

/* What was wrapped to the code before this one. */
static enum err drop_keys(struct store *store, int64_t holder, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "DELETE FROM case_key WHERE officer = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, holder);
    return sql_finish(store, stmt, why);
}

static enum err wrap_own(struct store *store, const struct new_slot *to, size_t *count, struct why *why)
{
    struct cases cases = { 0 };
    const struct secret *key;
    enum err e = cases_missing(store, store->officer_id, OFFICER_CASEWORK_CODE, &cases, why);

    for (size_t i = 0; i < cases.count && !e; i++) {
        if (!(e = case_key_check(store, cases.ids[i], why)) && !(e = case_key_open(store, cases.ids[i], &key, why)))
            e = case_key_wrap(store, cases.ids[i], key, OFFICER_CASEWORK_CODE, to->box_public, why);
    }
    *count = cases.count;
    free(cases.ids);
    return e;
}

/* The slot changes while the entry is ready to be written. */
static enum err make_casework_code(struct store *store, struct save *save, const struct passphrase *code,
                                   struct kdf_cost cost, size_t *cases, struct why *why)
{
    struct new_slot keys;
    enum err e;

    if ((e = officer_retire_keys(store, OFFICER_CASEWORK_CODE, why)) ||
        (e = drop_keys(store, OFFICER_CASEWORK_CODE, why)) || (e = save_note(save, store->officer_id, why)) ||
        (e = vault_replace_slots(store->vault, SLOT_CASEWORK_RECOVERY, 0, NULL, code, cost, &keys, why)) ||
        (e = officer_key_add(store, OFFICER_CASEWORK_CODE, &keys, store->officer_id, why)))
        return e;
    return wrap_own(store, &keys, cases, why);
}

static enum err write_casework_code(struct store *store, const struct passphrase *code, struct kdf_cost cost,
                                    size_t *cases, struct why *why)
{
    struct save *save;
    enum err e = roster_begin(store, &save, why);

    if (e)
        return e;
    if ((e = make_casework_code(store, save, code, cost, cases, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, _("Made a new recovery code for casework"), NULL, why);
}

enum err store_casework_code_renew(struct store *store, char shown[RECOVERY_TEXT_SIZE], enum kdf_level kdf,
                                   size_t *cases, struct why *why)
{
    struct passphrase *code = NULL;
    enum err e;

    *cases = 0;
    if ((e = store_require_writable(store, why)) || (e = require_admitted(store, why)) ||
        (e = passphrase_new(&code, why)))
        return e;
    if (!(e = recovery_code_new(CODE_CASEWORK, code, shown, why)))
        e = write_casework_code(store, code, officer_cost(store, kdf), cases, why);
    passphrase_free(code);
    if (e)
        wipe(shown, RECOVERY_TEXT_SIZE);
    return e;
}

/* --- using it --- */

/* The roster names this very code, as a caseworker put it there. */
static enum err check_on_roster(struct store *store, const struct box_key *box, const struct sign_key *sign,
                                struct why *why)
{
    const struct roster_row *row = roster_key_of(store->roster, OFFICER_CASEWORK_CODE);
    uint8_t box_public[BOX_PUBLIC_SIZE], sign_public[SIGN_PUBLIC_SIZE];

    box_key_public(box, box_public);
    sign_key_public(sign, sign_public);
    if (row && roster_is_recipient(store->roster, row) && memcmp(row->box_public, box_public, BOX_PUBLIC_SIZE) == 0 &&
        memcmp(row->sign_public, sign_public, SIGN_PUBLIC_SIZE) == 0)
        return OK;
    return why_set(why, E_PERMISSION,
                   N_("The history does not know this code: making it was interrupted. A caseworker has to make "
                      "another."));
}

/* One case's key from the code to this officer. What is damaged, or no key of the case's, stays closed and is counted.
 */
static enum err take_key(struct store *store, int64_t case_id, const struct box_key *box, const struct roster_row *to,
                         size_t *opened, size_t *kept_closed, struct why *why)
{
    const struct secret *key;
    enum err e = case_key_open_as(store, case_id, OFFICER_CASEWORK_CODE, box, &key, why);

    if (e == E_DAMAGED) {
        (*kept_closed)++;
        return OK;
    }
    if (!e)
        e = case_key_wrap(store, case_id, key, to->officer, to->box_public, why);
    *opened += !e;
    return e;
}

static enum err take_keys(struct store *store, struct save *save, const struct box_key *box, size_t *opened,
                          size_t *kept_closed, struct why *why)
{
    const struct roster_row *to;
    struct cases cases = { 0 };
    enum err e;

    if ((e = roster_trust(store, why)))
        return e;
    to = roster_key_of(store->roster, store->officer_id);
    if (!to)
        return why_set(why, E_PERMISSION, N_("You have no passphrase of your own in this vault."));
    e = cases_missing(store, OFFICER_CASEWORK_CODE, store->officer_id, &cases, why);
    for (size_t i = 0; i < cases.count && !e; i++)
        e = take_key(store, cases.ids[i], box, to, opened, kept_closed, why);
    free(cases.ids);
    if (e || (e = save_note(save, store->officer_id, why)))
        return e;
    return to->admitted_by == 0 ? officer_admit(store, store->officer_id, OFFICER_CASEWORK_CODE, why) : OK;
}

static enum err write_use(struct store *store, const struct box_key *box, const struct sign_key *sign, size_t *opened,
                          size_t *kept_closed, struct why *why)
{
    struct buf sentence = { 0 };
    struct save *save;
    enum err e = roster_begin(store, &save, why);

    if (e)
        return e;
    save->signer = sign;
    save->signer_id = OFFICER_CASEWORK_CODE;
    if ((e = take_keys(store, save, box, opened, kept_closed, why)) ||
        (e = buf_printf(&sentence,
                        ngettext("Opened %zu case to %s with the recovery code for casework",
                                 "Opened %zu cases to %s with the recovery code for casework", (unsigned long)*opened),
                        *opened, store->officer_name)))
        save_cancel(save);
    else
        e = save_commit(save, buf_text(&sentence), NULL, why);
    buf_release(&sentence);
    return e;
}

enum err store_casework_code_use(struct store *store, const struct passphrase *code, size_t *opened,
                                 size_t *kept_closed, struct why *why)
{
    struct box_key *box = NULL;
    struct sign_key *sign = NULL;
    enum err e;

    *opened = *kept_closed = 0;
    if ((e = store_require_writable(store, why)) || (e = store_require(store, ROLES_OF_CASEWORK, why)) ||
        (e = casework_require(store, why)) || (e = vault_casework_code_open(store->vault, code, &box, &sign, why)) ||
        (e = roster_trust(store, why)) || (e = check_on_roster(store, box, sign, why)))
        goto done;
    e = write_use(store, box, sign, opened, kept_closed, why);
done:
    case_keys_forget(store);
    names_forget(store);
    box_key_free(box);
    sign_key_free(sign);
    return e;
}

/* --- testing --- */

static const char *const tested_keys[] = { [CODE_OFFICE] = "code_tested", [CODE_CASEWORK] = "casework_code_tested" };

static enum err write_test(struct store *store, enum code_kind kind, struct why *why)
{
    struct save_owner *owner;
    struct save *save;
    enum err e = save_begin(store, ENTRY_VIEW, &save, why);

    if (e)
        return e;
    if ((e = save_owner(save, 0, &owner, why)) || (e = meta_set(store, tested_keys[kind], clock_now(), why))) {
        save_cancel(save);
        return e;
    }
    owner->logged = true;
    return save_commit(save,
                       kind == CODE_CASEWORK ? _("Tested the recovery code for casework: it still opens the cases")
                                             : _("Tested the recovery code of the office: it still opens the vault"),
                       NULL, why);
}

enum err store_code_test(struct store *store, const struct passphrase *code, enum code_kind *kind, struct why *why)
{
    enum err e = vault_code_test_open(store->vault, code, kind, why);

    return e || store_read_only(store) ? e : write_test(store, *kind, why);
}

enum err store_code_test_closed(const char *path, const struct passphrase *code, enum code_kind *kind, struct why *why)
{
    return vault_code_test(path, code, kind, why);
}

/* Whether the roster knows the code whose public key this is. */
static enum err is_known(struct store *store, const uint8_t box_public[BOX_PUBLIC_SIZE], bool *known, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(store, "SELECT 1 FROM officer_key WHERE officer = ?1 AND until IS NULL AND box_public = ?2",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, OFFICER_CASEWORK_CODE);
    sql_bind_blob(stmt, 2, box_public, BOX_PUBLIC_SIZE);
    e = sql_step(store, stmt, known, why);
    sql_done(store, stmt);
    return e;
}

static enum err last_used(struct store *store, int64_t officer, int64_t *at, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(store, "SELECT max(at) FROM history WHERE kind = 7 AND officer = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, officer);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *at = sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
    return e;
}

enum err store_code_state(struct store *store, enum code_kind kind, struct code_state *out, struct why *why)
{
    uint8_t box_public[BOX_PUBLIC_SIZE];
    bool known = true;
    enum err e;

    *out = (struct code_state){ .made_at = vault_code_made(store->vault, kind, box_public) };
    if (out->made_at == 0)
        return OK;
    if ((kind == CODE_CASEWORK && (e = is_known(store, box_public, &known, why))) ||
        (e = meta_get(store, tested_keys[kind], &out->tested_at, why)) ||
        (e = last_used(store, kind == CODE_CASEWORK ? OFFICER_CASEWORK_CODE : OFFICER_OFFICE_CODE, &out->used_at, why)))
        return e;
    if (!known)
        out->made_at = 0;
    if (out->tested_at < out->made_at)
        out->tested_at = 0;
    if (out->used_at < out->made_at)
        out->used_at = 0;
    return OK;
}

void codes_notice(struct store *store)
{
    static const char *const sentences[] = {
        [CODE_OFFICE] = N_("The recovery code of the office was used: make a new one (Office, Recovery codes)."),
        [CODE_CASEWORK] = N_("The recovery code for casework was used: make a new one (Office, Recovery codes)."),
    };
    static const unsigned makers[] = { [CODE_OFFICE] = ROLE_ADMINISTRATOR, [CODE_CASEWORK] = ROLES_OF_CASEWORK };
    struct code_state state;

    for (int kind = CODE_OFFICE; kind <= CODE_CASEWORK; kind++)
        if ((store->roles & makers[kind]) && store->officer_id != OFFICER_OFFICE_CODE &&
            store_code_state(store, (enum code_kind)kind, &state, NULL) == OK && state.used_at != 0)
            store_notice(store, "%s", gettext(sentences[kind]));
}
