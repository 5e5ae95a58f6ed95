/*
 * From a damaged vault to a whole one. Everything that can be read is copied, the history gives back what it has, and
 * one signed entry says that this was done and what is lost. All of it is one transaction in a new file; the old one is
 * not touched.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "newest_in.h"
#include "salvage_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

void salvage_report_release(struct salvage_report *report)
{
    buf_release(&report->lost);
    buf_release(&report->findings);
    memset(report, 0, sizeof *report);
}

/* --- the new vault --- */

static enum err open_new(struct salvage *salvage, const char *path, struct why *why)
{
    struct store *from = salvage->from, *to;
    enum err e = store_new_for(path, from->catalogue, &salvage->to);

    if (e || (e = vault_create_again(from->vault, path, &salvage->to->vault, why)))
        return e;
    to = salvage->to;
    to->cost = from->cost;
    to->roles = from->roles;
    to->last_id = from->last_id;
    return store_start(to, why);
}

static enum err make_tables(struct salvage *salvage, const char *assets, struct why *why)
{
    struct store *to = salvage->to;
    int ran;
    enum err e;

    if ((e = migrate_run(to, assets, &ran, why)) || (e = migrate_check(to, why)))
        return e;
    return migrate_keep_dictionary(to, why);
}

/* For the keys of cases, so that their history can be read; nothing of it is shown. */
static enum err open_cases(struct salvage *salvage, const struct passphrase *passphrase, struct why *why)
{
    struct store *to = salvage->to;

    if (!passphrase || !(to->roles & ROLES_OF_CASEWORK))
        return OK;
    return vault_open_box_key(to->vault, passphrase, &to->box_key, why);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static enum err sentence_of(const struct salvage *salvage, struct buf *out)
{
    const struct salvage_report *report = salvage->out;

    return buf_printf(out,
                      _("Salvaged from %s, of which %llu of %llu pages were damaged. Lost: %zu records, %zu entries of "
                        "the history, %zu parts of others"),
                      base_name(salvage->from->path), (unsigned long long)report->damaged,
                      (unsigned long long)report->pages, report->lost_records, report->lost_entries,
                      report->lost_parts);
}

static enum err tell_history(struct salvage *salvage)
{
    struct salvage_report *report = salvage->out;
    enum err e = OK;

    if (report->lost_entries > 0)
        e = buf_printf(&report->lost,
                       ngettext("The history: %zu entry\n", "The history: %zu entries\n", report->lost_entries),
                       report->lost_entries);
    if (!e && report->lost_parts > 0)
        e = buf_printf(&report->lost,
                       ngettext("The history: what %zu entry changed; that it was made is kept\n",
                                "The history: what %zu entries changed; that they were made is kept\n",
                                report->lost_parts),
                       report->lost_parts);
    return e;
}

static enum err fill(struct salvage *salvage, const struct salvaging *how, struct why *why)
{
    struct save_owner *team;
    enum err e;

    if ((e = make_tables(salvage, how->assets, why)) || (e = salvage_copy_own(salvage, why)) ||
        (e = salvage_mend_history(salvage, why)) || (e = salvage_copy_records(salvage, why)) ||
        (e = open_cases(salvage, how->passphrase, why)) || (e = salvage_replay(salvage, why)) ||
        (e = salvage_tell_lost(salvage, why)) || (e = tell_history(salvage)) ||
        (e = salvage_note_losses(salvage, why)) || (e = save_owner(salvage->save, 0, &team, why)))
        return e;
    team->logged = true;
    return salvage_index(salvage, why);
}

static enum err write_new(struct salvage *salvage, const struct salvaging *how, struct why *why)
{
    struct buf sentence = { 0 };
    enum err e = save_begin(salvage->to, ENTRY_SALVAGE, &salvage->save, why);

    if (e)
        return e;
    if ((e = fill(salvage, how, why)) || (e = sentence_of(salvage, &sentence)))
        save_cancel(salvage->save);
    else
        e = save_commit(salvage->save, buf_text(&sentence), NULL, why);
    buf_release(&sentence);
    return e;
}

/* --- looking at what was made --- */

static enum err check_new(struct salvage *salvage, const char *state, struct why *why)
{
    struct verify_report report;
    enum err e;

    store_casework_close(salvage->to);
    losses_free(salvage->to->losses); /* as the entry has them */
    salvage->to->losses = NULL;
    e = store_verify(salvage->to, &report, why);
    if (e == E_DAMAGED)
        e = buf_add(&salvage->out->findings, report.lines.data, report.lines.len);
    verify_report_release(&report);
    if (e || (e = newest_start(salvage->to, state, why)))
        return e;
    newest_settle(salvage->to);
    if (salvage->from->newest)
        salvage->from->newest->is_settled = false; /* from here on the new file is the one to know */
    return OK;
}

static void remove_new(const char *path)
{
    static const char *const suffixes[] = { "", "-journal" };
    char name[PATH_MAX + 16];

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        int len = snprintf(name, sizeof name, "%s%s", path, suffixes[i]);

        if (len > 0 && (size_t)len < sizeof name)
            unlink(name);
    }
}

enum err store_salvage(struct store *store, const struct salvaging *how, struct salvage_report *out, struct why *why)
{
    struct salvage salvage = { .from = store, .out = out };
    struct vault_damage damage = { 0 };
    bool is_made;
    enum err e;

    memset(out, 0, sizeof *out);
    if (store->save)
        return why_set(why, E_CONFLICT, N_("A save is going on. Finish it first."));
    e = vault_check_pages(store->vault, &damage, NULL);
    if (e && e != E_DAMAGED)
        return why_set(why, e, "%s", err_text(e));
    out->damaged = damage.bad_count;
    out->pages = damage.pages;
    if ((e = damage_find(store->vault, &salvage.damage, why)) ||
        (e = vault_tree_source(store->vault, &salvage.source, why)) || (e = open_new(&salvage, how->path, why)))
        goto done;
    if (!(e = write_new(&salvage, how, why)))
        e = check_new(&salvage, how->state, why);
done:
    sqlite3_close(salvage.history);
    is_made = salvage.to && salvage.to->vault;
    store_free(salvage.to);
    if (e && is_made)
        remove_new(how->path);
    vault_tree_source_release(&salvage.source);
    damage_release(&salvage.damage);
    return e;
}
