/*
 * Whether the vault that was just unlocked is the one this person knows: the newest entries seen of it must stand in
 * its history, and its header must not be older. What differs is told with its date, and gone on with only on purpose;
 * that is then an entry of the history. The same for a second copy of the vault at another place: each is a vault of
 * its own from the first save on, and whoever works in both by turns would miss half.
 */
#include <string.h>
#include <sys/stat.h>

#include "newest_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct difference {
    const struct seen *seen; /* what it is compared with */
    uint64_t missing;        /* saves that were seen and are not here */
    bool is_strayed;         /* at the same number stands another save */
    bool has_old_header;
    bool is_behind; /* nothing of the history is missing, but something written since */
    bool is_second; /* and the other one still stands */
};

/* --- comparing --- */

static enum err compare_head(struct store *store, const struct seen_head *head, struct difference *out, struct why *why)
{
    sqlite3_stmt *stmt;
    uint64_t seq = 0;
    bool row;
    enum err e = sql_get(store,
                         "SELECT d.seq, (SELECT h.hash FROM history h WHERE h.device = d.slot AND h.seq = ?2) "
                         "FROM device_seen d WHERE d.device_id = ?1",
                         &stmt, why);

    if (e)
        return e;
    sql_bind_blob(stmt, 1, head->device_id, sizeof head->device_id);
    sqlite3_bind_int64(stmt, 2, (int64_t)head->seq);
    if (!(e = sql_step(store, stmt, &row, why))) {
        seq = row ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
        if (seq < head->seq)
            out->missing += head->seq - seq;
        else if (sqlite3_column_bytes(stmt, 1) != HASH_SIZE || !hash_equal(sqlite3_column_blob(stmt, 1), head->hash))
            out->is_strayed = true;
    }
    sql_done(store, stmt);
    return e;
}

/* Another file with the same vault in it, not this one under a second name. */
static bool stands_elsewhere(const struct store *store, const char *path)
{
    uint8_t id[VAULT_ID_SIZE];
    struct stat here, there;

    return stat(vault_path(store->vault), &here) == 0 && stat(path, &there) == 0 &&
           (here.st_dev != there.st_dev || here.st_ino != there.st_ino) && vault_id_at(path, id, NULL) == OK &&
           memcmp(id, vault_id(store->vault), sizeof id) == 0;
}

static enum err compare(struct store *store, struct difference *out, struct why *why)
{
    const struct newest *newest = store->newest;
    const struct seen *here = newest_place(newest, vault_path(store->vault));
    enum err e = OK;

    memset(out, 0, sizeof *out);
    if (newest->count == 0)
        return OK;
    out->seen = here ? here : &newest->places[0];
    for (size_t i = 0; i < out->seen->head_count && !e; i++)
        e = compare_head(store, &out->seen->heads[i], out, why);
    out->has_old_header = vault_generation(store->vault) < out->seen->generation;
    out->is_behind = vault_saves(store->vault) < out->seen->syncs;
    out->is_second = !here && stands_elsewhere(store, out->seen->path);
    return e;
}

/* --- telling --- */

/* Whether it is an older file; else it may still be a second one. */
static bool is_older(const struct difference *difference)
{
    return difference->missing > 0 || difference->is_strayed || difference->has_old_header || difference->is_behind;
}

static enum err tell_older(const struct difference *difference, const char *when, struct buf *out)
{
    return buf_printf(out,
                      ngettext("This file is older than the one you last worked with on %s: %llu save is missing.",
                               "This file is older than the one you last worked with on %s: %llu saves are missing.",
                               (unsigned long)difference->missing),
                      when, (unsigned long long)difference->missing);
}

static enum err tell_header(const char *when, struct buf *out)
{
    if (out->len > 0 && buf_add_char(out, ' '))
        return E_MEMORY;
    return buf_printf(out,
                      _("Who may open the vault is what it was before a change you have seen (%s): an officer removed "
                        "or a passphrase given up since then may open it again."),
                      when);
}

static enum err tell(const struct difference *difference, struct buf *out)
{
    char when[DATE_TIME_TEXT_SIZE];
    enum err e = OK;

    moment_format(difference->seen->at, when);
    if (difference->missing > 0)
        e = tell_older(difference, when, out);
    else if (difference->is_strayed)
        e = buf_printf(out,
                       _("This file is not the one you last worked with on %s, nor a later state of it: saves you have "
                         "seen are missing, and others stand in their place."),
                       when);
    if (!e && difference->has_old_header)
        e = tell_header(when, out);
    if (!e && out->len == 0 && difference->is_behind)
        e = buf_printf(out,
                       _("This file is older than the one you last worked with on %s: no save is missing, but what was "
                         "half typed and kept since then is."),
                       when);
    if (!e && out->len == 0 && difference->is_second)
        e = buf_printf(out,
                       _("This is a second copy of the vault you worked with on %s: what is written in the one is "
                         "not in the other."),
                       when);
    return e;
}

/* The path of the other stands last: it may be long, and is cut then. */
static enum err refuse(const struct difference *difference, const struct buf *text, struct why *why)
{
    if (is_older(difference))
        return why_set(why, E_OLDER, N_("%s Go on only if you put a backup back on purpose."), buf_text(text));
    return why_set(why, E_OLDER, N_("%s Go on only if this is the one to work with from now on. The other: %s"),
                   buf_text(text), difference->seen->path);
}

bool store_only_looks(const struct store *store, const struct store_opening *opening)
{
    return opening->only_looking || store->read_only != READ_ONLY_NOT;
}

enum err newest_compare(struct store *store, const struct store_opening *opening, struct buf *accepted, struct why *why)
{
    struct difference difference;
    struct buf text = { 0 };
    enum err e;

    if (!store->newest)
        return OK;
    if ((e = compare(store, &difference, why)) || !difference.seen || (e = tell(&difference, &text)) || text.len == 0)
        goto done;
    if (store_only_looks(store, opening))
        store_notice(store, "%s", buf_text(&text));
    else if (opening->accept_older)
        e = buf_printf(accepted, _("Gone on with all the same: %s"), buf_text(&text));
    else
        e = refuse(&difference, &text, why);
done:
    buf_release(&text);
    return e;
}
