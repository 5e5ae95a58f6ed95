/* What is told of the place a vault lies in: once for each place, where it is known that it was told; and as long as a
 * copy stands beside the vault that a synchronising program set aside. */
#include <dirent.h>
#include <string.h>

#include "newest_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/place.h"

enum { LOOKED_AT_MOST = 4000 };

static void tell_kind(struct store *store)
{
    switch (place_of(vault_path(store->vault))) {
    case PLACE_LOCAL:
        return;
    case PLACE_NETWORK:
        store_notice(store,
                     _("This vault lies on a network share, where two computers may write to it at once in spite "
                       "of the lock. Keep it on a disk of this computer, and put its backups on the share."));
        return;
    case PLACE_SYNCED:
        store_notice(store,
                     _("This vault lies in a folder that a program keeps the same on several computers: it may "
                       "be copied half written, or turn up twice. Move it out of there, and let only its backups "
                       "be synchronised."));
        return;
    }
}

/* Whether `name` in `folder` is this vault, set aside under another name. */
static bool is_other_half(const struct store *store, const char *folder, const char *name)
{
    struct buf path = { 0 };
    uint8_t id[VAULT_ID_SIZE];
    bool is_ours = path_join(&path, folder, name) == OK && strcmp(buf_text(&path), vault_path(store->vault)) != 0 &&
                   vault_id_at(buf_text(&path), id, NULL) == OK && memcmp(id, vault_id(store->vault), sizeof id) == 0;

    buf_release(&path);
    return is_ours;
}

static void tell_set_aside(struct store *store)
{
    char folder[PATH_MAX] = "";
    const char *path = vault_path(store->vault), *slash = strrchr(path, '/');
    const struct dirent *entry;
    DIR *open_folder;

    if (!slash || (size_t)(slash - path) >= sizeof folder)
        return;
    memcpy(folder, path, (size_t)(slash - path) + (slash == path));
    if (!(open_folder = opendir(folder)))
        return;
    for (int looked = 0; looked < LOOKED_AT_MOST && (entry = readdir(open_folder)); looked++) {
        if (!place_is_set_aside(entry->d_name) || !is_other_half(store, folder, entry->d_name))
            continue;
        store_notice(store,
                     _("Beside this vault stands a copy that a synchronising program set aside, \"%s\": saves may "
                       "be in the one and not in the other. Look into both before you delete either."),
                     entry->d_name);
        break;
    }
    closedir(open_folder);
}

void place_tell(struct store *store)
{
    if (!store->newest)
        return;
    if (!newest_place(store->newest, vault_path(store->vault)))
        tell_kind(store);
    tell_set_aside(store);
}
