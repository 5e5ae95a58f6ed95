/*
 * Carrying out what was signed. Everything is looked at once more, because weeks may lie between: whether something of
 * the person goes on again, and whether there is more now than was signed for. Figures, decision and erasure are one
 * transaction, so nothing is lost by an accident in between and nothing is counted twice.
 */
#include "decision_in.h"

#include <stdlib.h>
#include <string.h>

#include "take_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static void set_carried(struct store *store, struct decisions *decisions)
{
    for (size_t i = 0; i < decisions->count; i++) {
        put_number(&decisions->rows[i], "carried_by", store_officer_id(store));
        put_number(&decisions->rows[i], "carried_at", clock_now());
    }
}

static enum err may_carry_out(struct store *store, const struct record *decision, struct why *why)
{
    enum err e = store_require(store, ROLE_LEAD, why);

    if (e)
        return e;
    if (!decision_is(decision, "outcome", OUTCOME_SIGNED))
        return why_set(why, E_INVALID, N_("It is carried out only when another officer has signed it."));
    if (record_has(decision, "carried_at"))
        return why_set(why, E_INVALID, N_("This decision was carried out already."));
    if (decision_is(decision, "kind", DECISION_KEEP) || decision_is(decision, "kind", DECISION_DELAY))
        return why_set(why, E_INVALID, N_("This decision holds since it was signed; there is nothing to carry out."));
    return OK;
}

/* --- the order of steps --- */
static enum err set_profile(struct store *store, struct save *save, const char *profile, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &office_type);
    if ((e = store_page(store, &query, NULL, false, 1, &page, why)))
        return e;
    if (page.count == 0)
        e = why_set(why, E_NOT_FOUND, N_("The office's own record is not there."));
    else if (!(e = put_code(&page.records[0], "profile", profile)))
        e = save_put_by_program(save, &page.records[0], NULL, why);
    record_page_release(&page);
    return e;
}

static enum err carry_profile(struct store *store, struct decisions *decisions, struct decision_done *out,
                              struct why *why)
{
    const char *profile = record_text(&decisions->rows[0], "value");
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    text_print_into(out->sentence, sizeof out->sentence,
                    _("The order of steps is now: %s. Cases that are open go on as they began."),
                    vocabulary_label(store_words(store), "profile", profile));
    set_carried(store, decisions);
    if ((e = set_profile(store, save, profile, why)) || (e = decisions_put(save, decisions, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, out->sentence, NULL, why);
}

/* --- a person's record --- */
static enum err check_again(struct store *store, const struct record *decision, const struct retention_scope *scope,
                            struct why *why)
{
    struct problems problems = { 0 };
    struct retention_dry_run run;
    struct buf counts = { 0 };
    char text[WHY_TEXT_SIZE];
    enum err e;

    if ((e = retention_obstacles(store, scope, &problems, why)) ||
        (e = retention_dry_run(store, scope, NULL, &run, why)) || (e = retention_counts(&run, &counts)))
        goto done;
    if (problems.count > 0) {
        problems_join(&problems, text, sizeof text);
        e = why_set(why, E_INVALID, "%s", text);
    } else if (strcmp(buf_text(&counts), record_text(decision, "counts")) != 0) {
        e = why_set(why, E_INVALID,
                    N_("There is something else now than was decided about. Then: %s. Now: %s. Propose it anew."),
                    record_text(decision, "counts"), buf_text(&counts));
    }
done:
    buf_release(&counts);
    return e;
}

/* What stays, in the erasure's own save: the figures, and that the decision was carried out. */
static enum err erase_scope(struct store *store, struct decisions *decisions, const struct retention_scope *scope,
                            const struct figures *figures, const char *backup_folder, struct decision_done *out,
                            struct why *why)
{
    size_t stays = decisions->count + figures->count;
    struct record **leave = calloc(stays + 1, sizeof(struct record *));
    int64_t *cases = calloc(scope->count + 1, sizeof *cases);
    enum err e;

    if (!leave || !cases) {
        e = why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        goto done;
    }
    for (size_t i = 0; i < scope->count; i++)
        cases[i] = scope->members[i].id;
    for (size_t i = 0; i < decisions->count; i++)
        leave[i] = &decisions->rows[i];
    for (size_t i = 0; i < figures->count; i++)
        leave[decisions->count + i] = &figures->rows[i];
    e = store_erase(
        store, cases, scope->count,
        &(struct erasing){
            .sentence = out->sentence, .backup_folder = backup_folder, .leave = leave, .leave_count = stays },
        &out->erased, why);
done:
    free(leave);
    free(cases);
    return e;
}

static enum err carry_record(struct store *store, struct decisions *decisions, const char *backup_folder,
                             struct decision_done *out, struct why *why)
{
    const struct record *decision = &decisions->rows[0];
    const struct record_type *type = catalogue_find(store_catalogue(store), record_text(decision, "about_type"));
    bool keeps_figures = decision_is(decision, "kind", DECISION_ANONYMISE);
    struct retention_scope scope = { 0 };
    struct figures figures = { 0 };
    enum err e;

    if (!type)
        return why_set(why, E_NOT_FOUND, N_("The record that was decided about is not there."));
    if ((e = retention_scope(store, type, record_number(decision, "about"), &scope, why)) ||
        (e = check_again(store, decision, &scope, why)) ||
        (keeps_figures && (e = figures_make(store, &scope, &figures, why))))
        goto done;
    set_carried(store, decisions);
    text_cut_into(out->sentence, sizeof out->sentence,
                  keeps_figures ? _("A record was anonymised, as two officers decided: only figures are left.")
                                : _("A record was erased, as two officers decided: nothing of it is left."));
    e = erase_scope(store, decisions, &scope, &figures, backup_folder, out, why);
done:
    retention_scope_release(&scope);
    figures_release(&figures);
    return e;
}

enum err decision_carry_out(struct store *store, int64_t id, const char *typed, const char *backup_folder,
                            struct decision_done *out, struct why *why)
{
    struct decisions decisions;
    const struct record *decision = &decisions.rows[0];
    enum err e;

    *out = (struct decision_done){ .id = id };
    if ((e = decisions_load(store, id, &decisions, why)))
        return e;
    if ((e = may_carry_out(store, decision, why)))
        goto done;
    if (decision_is(decision, "kind", DECISION_PROFILE))
        e = carry_profile(store, &decisions, out, why);
    else if (!store_casework_is_open(store))
        e = why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase first."));
    else if (strcmp(typed, record_text(decision, "pseudonym")) != 0)
        e = why_set(why, E_INVALID,
                    N_("What goes for good: %s. This cannot be taken back: to carry it out, type the pseudonym %s."),
                    record_text(decision, "counts"), record_text(decision, "pseudonym"));
    else
        e = carry_record(store, &decisions, backup_folder, out, why);
done:
    decisions_release(&decisions);
    return e;
}
