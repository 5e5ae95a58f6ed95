/* Why an open vault is only read, in one sentence that every refusal of a save gives. */
#include "store_in.h"

#include "townkeep/base/i18n.h"

static const struct {
    enum err code;
    const char *sentence;
} reasons[READ_ONLY_COUNT] = {
    [READ_ONLY_PLACE] = { E_SYSTEM, N_("This vault can only be read where it lies: the medium, the folder or the file "
                                       "is read-only. Copy it to a folder of your own, then open it there.") },
    [READ_ONLY_UNSYNCED] = { E_SYSTEM,
                             N_("The disk did not confirm a write, so nothing more is written. Make a backup to "
                                "another disk, close the vault, check the disk, and open it again.") },
    [READ_ONLY_DAMAGED] = { E_DAMAGED, N_("What can be read of this damaged vault is shown, and nothing is written. "
                                          "Check the vault "
                                          "(Office) to see what is lost, then salvage the rest into a new one.") },
    [READ_ONLY_MET] = { E_DAMAGED,
                        N_("A damaged page of the vault was met, so nothing more is saved here; what is being typed is "
                           "kept as a draft where that is possible. Check the vault to see what is lost, then salvage "
                           "the rest into a new one.") },
};

void read_only_set(struct store *store, enum read_only why)
{
    if (store->read_only == READ_ONLY_NOT)
        store->read_only = why;
}

enum err store_require_writable(const struct store *store, struct why *why)
{
    return store->read_only == READ_ONLY_NOT
               ? OK
               : why_set(why, reasons[store->read_only].code, "%s", gettext(reasons[store->read_only].sentence));
}

enum err require_drafts(const struct store *store, struct why *why)
{
    return store->read_only == READ_ONLY_MET ? OK : store_require_writable(store, why);
}

const char *store_read_only(const struct store *store)
{
    return store->read_only == READ_ONLY_NOT ? NULL : gettext(reasons[store->read_only].sentence);
}

bool store_is_damaged(const struct store *store, uint64_t *damaged, uint64_t *pages)
{
    if (damaged)
        *damaged = store->damaged_pages;
    if (pages)
        *pages = store->pages;
    return store->read_only == READ_ONLY_DAMAGED || store->read_only == READ_ONLY_MET;
}
