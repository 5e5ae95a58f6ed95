/*
 * Opening a vault of which pages are damaged. What cannot be read is replaced by what is at hand (the words by those of
 * the program, an officer's roles by the signed roster), and nothing is written, so that everything that is left can be
 * looked at and salvaged.
 */
#include "erased_in.h"

#include "townkeep/base/i18n.h"

static bool is_met(enum err e)
{
    return e == E_DAMAGED;
}

static enum err take_words(struct store *store, const struct store_opening *opening, struct why *why)
{
    struct vocabularies *words;
    enum err e = words_load(store, why);

    if (!is_met(e))
        return e;
    if ((e = vocabularies_new(opening->vocabulary, opening->vocabulary_count, &words)))
        return e;
    vocabularies_free(store->words);
    store->words = words;
    return OK;
}

/* The roster is signed; the table of officers only repeats it. */
static enum err take_roles(struct store *store, struct why *why)
{
    struct roster roster = { 0 };
    struct buf lines = { 0 };
    enum err e = officer_load(store, why);

    if (!is_met(e))
        return e;
    e = roster_replay(store, &roster, &lines, why);
    store->roles = e ? 0 : roster_roles(&roster, store->officer_id);
    roster_release(&roster);
    buf_release(&lines);
    return is_met(e) ? OK : e;
}

static enum err take_tables(struct store *store, const struct store_opening *opening, struct why *why)
{
    int pending;
    enum err e;

    if ((e = migrate_pending(store, opening->assets, &pending, why)))
        return e;
    if (pending > 0)
        return why_set(why, E_DAMAGED,
                       N_("Pages of this vault are damaged, and an older Townkeep wrote it: its tables cannot be "
                          "brought up to date. Restore a backup."));
    if ((e = migrate_check(store, why)) || (is_met(e = device_load(store, why)) ? OK : e) ||
        (e = take_words(store, opening, why)) || (is_met(e = office_load(store, why)) ? OK : e))
        return e;
    return take_roles(store, why);
}

enum err damage_open(struct store *store, const struct store_opening *opening, struct why *why)
{
    struct vault_damage damage = { 0 };
    struct why met = { .code = OK };
    enum err e = vault_check_pages(store->vault, &damage, NULL);

    if (e != E_DAMAGED || damage.bad_count == 0 || !store->team_key || !store->draft_key)
        return E_DAMAGED; /* as it was told */
    store->read_only = READ_ONLY_DAMAGED;
    store->damaged_pages = damage.bad_count;
    store->pages = damage.pages;
    if (!(e = take_tables(store, opening, &met)) && !opening->is_copy)
        e = erase_at_opening(store, opening->backup_folder, false, &met);
    if (e && why)
        *why = met;
    return e;
}
