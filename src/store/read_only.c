/* Why an open vault is only read, in one sentence that every refusal of a save gives. */
#include "store_in.h"

#include "townkeep/base/i18n.h"

static const char *const sentences[READ_ONLY_COUNT] = {
    [READ_ONLY_PLACE] = N_("This vault can only be read where it lies: the medium, the folder or the file is "
                           "read-only. Copy it to a folder of your own, then open it there."),
    [READ_ONLY_UNSYNCED] = N_("The disk did not confirm a write, so nothing more is written. Make a backup to another "
                              "disk, close the vault, check the disk, and open it again."),
};

enum err store_require_writable(const struct store *store, struct why *why)
{
    return store->read_only == READ_ONLY_NOT ? OK : why_set(why, E_SYSTEM, "%s", gettext(sentences[store->read_only]));
}

const char *store_read_only(const struct store *store)
{
    return store->read_only == READ_ONLY_NOT ? NULL : gettext(sentences[store->read_only]);
}
