/*
 * Handing the keys of cases to a colleague. Handing over admits the colleague: from then on
 * new cases are wrapped for them too. It is signed, and only someone who was admitted can do it: an administrator
 * cannot let himself in.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

const struct roster_row *roster_key_of(const struct roster *roster, int64_t officer)
{
    for (size_t i = 0; i < roster->row_count; i++) {
        if (roster->rows[i].officer == officer && roster->rows[i].until == 0)
            return &roster->rows[i];
    }
    return NULL;
}

bool may_hand_over(struct store *store)
{
    const struct roster_row *own;

    if (!store->box_key || !(store->roles & ROLES_OF_CASEWORK) || roster_trust(store, NULL) != OK)
        return false;
    own = roster_key_of(store->roster, store->officer_id);
    return own && own->admitted_by != 0;
}

static enum err check_handover(struct store *store, int64_t officer, struct why *why)
{
    enum err e;

    if ((e = casework_require(store, why)) || (e = roster_trust(store, why)))
        return e;
    if (!may_hand_over(store))
        return why_set(why, E_PERMISSION,
                       N_("You were not admitted to casework yourself. Ask a colleague who works on cases."));
    if (officer == store->officer_id)
        return why_set(why, E_INVALID, N_("You hold your own keys already."));
    if (!(roster_roles(store->roster, officer) & ROLES_OF_CASEWORK))
        return why_set(why, E_INVALID,
                       N_("This officer has no role in casework. An administrator has to give one first."));
    if (!roster_key_of(store->roster, officer))
        return why_set(why, E_INVALID, N_("This officer has no passphrase in this vault."));
    return OK;
}

enum err cases_missing(struct store *store, int64_t from, int64_t to, struct cases *out, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e = sql_get(store,
                         "SELECT case_id FROM case_key k WHERE k.officer = ?1 AND NOT EXISTS "
                         "(SELECT 1 FROM case_key o WHERE o.case_id = k.case_id AND o.officer = ?2)",
                         &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, from);
    sqlite3_bind_int64(stmt, 2, to);
    while (!e && !(e = sql_step(store, stmt, &row, why)) && row) {
        if (out->count == out->cap) {
            size_t cap = out->cap ? out->cap * 2 : 64;
            int64_t *grown = realloc(out->ids, cap * sizeof *grown);

            if (!grown) {
                e = E_MEMORY;
                break;
            }
            out->ids = grown;
            out->cap = cap;
        }
        out->ids[out->count++] = sqlite3_column_int64(stmt, 0);
    }
    sql_done(store, stmt);
    return e;
}

static enum err hand_over(struct store *store, struct save *save, const struct roster_row *to,
                          const struct cases *cases, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < cases->count && !e; i++) {
        const struct secret *key;

        if (!(e = case_key_check(store, cases->ids[i], why)) && !(e = case_key_open(store, cases->ids[i], &key, why)))
            e = case_key_wrap(store, cases->ids[i], key, to->officer, to->box_public, why);
    }
    if (e || (e = save_note(save, to->officer, why)))
        return e;
    return to->admitted_by == 0 ? officer_admit(store, to->officer, store->officer_id, why) : OK;
}

static enum err handover_sentence(struct store *store, int64_t officer, size_t count, struct buf *out)
{
    struct buf name = { 0 };
    enum err e = store_title(store, catalogue_find(store->catalogue, "officer"), officer, &name);

    if (!e)
        e = buf_printf(
            out,
            ngettext("Handed the key of %zu case to %s", "Handed the keys of %zu cases to %s", (unsigned long)count),
            count, buf_text(&name));
    buf_release(&name);
    return e;
}

enum err store_grant_keys(struct store *store, int64_t officer, size_t *handed, struct why *why)
{
    struct cases cases = { 0 };
    struct buf sentence = { 0 };
    struct save *save = NULL;
    const struct roster_row *to;
    enum err e;

    *handed = 0;
    if ((e = check_handover(store, officer, why)) ||
        (e = cases_missing(store, store->officer_id, officer, &cases, why)) ||
        (e = handover_sentence(store, officer, cases.count, &sentence)))
        goto done;
    if (!(to = roster_key_of(store->roster, officer)) || (cases.count == 0 && to->admitted_by != 0))
        goto done;
    if ((e = roster_begin(store, &save, why)))
        goto done;
    to = roster_key_of(store->roster, officer); /* the roster may have been read again */
    if (!to || (e = hand_over(store, save, to, &cases, why)))
        save_cancel(save);
    else if (!(e = save_commit(save, buf_text(&sentence), NULL, why)))
        *handed = cases.count;
done:
    free(cases.ids);
    buf_release(&sentence);
    return e;
}

/* A caseworker opens casework where nobody is left to admit anybody: after the only passphrase was lost, say. */
enum err handover_take_up(struct store *store, struct why *why)
{
    struct save *save = NULL;
    bool wanted;
    enum err e;

    /* A roster that is not as signed is told of when something is to be written; reading goes on. Looked at afresh
     * then. */
    wanted = roster_trust(store, NULL) == OK && !roster_has_recipient(store->roster) &&
             roster_key_of(store->roster, store->officer_id);
    roster_forget(store);
    if (!wanted)
        return OK;
    if ((e = roster_begin(store, &save, why)))
        return e;
    if ((e = save_note(save, store->officer_id, why)) ||
        (e = officer_admit(store, store->officer_id, store->officer_id, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, _("Took casework up again: nobody was left who could open it"), NULL, why);
}

enum err store_officers_waiting(struct store *store, size_t limit, int64_t *ids, size_t *count, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(store,
                "SELECT o.id, o.roles FROM officer o JOIN officer_key k ON k.officer = o.id AND k.until IS NULL "
                "WHERE o.archived_at IS NULL AND (k.admitted_by = 0 OR (SELECT count(*) FROM case_key c WHERE "
                "c.officer = o.id) < "
                "(SELECT count(DISTINCT case_id) FROM case_key)) ORDER BY o.id",
                &stmt, why);

    *count = 0;
    if (e)
        return e;
    while (*count < limit && !(e = sql_step(store, stmt, &row, why)) && row) {
        unsigned roles = 0;

        if (roles_read(sql_text(stmt, 1), &roles, NULL) == OK && (roles & ROLES_OF_CASEWORK))
            ids[(*count)++] = sqlite3_column_int64(stmt, 0);
    }
    sql_done(store, stmt);
    return e;
}
