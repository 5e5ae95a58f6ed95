/* A copy opened beside the vault, to look into it: the same catalogue, the same keys, nothing written. */
#include "backup_in.h"

#include "townkeep/base/i18n.h"

enum err copy_open(struct store *store, const char *path, struct store **out, struct why *why)
{
    struct store *copy = NULL;
    enum err e;

    *out = NULL;
    if ((e = store_new_for(path, store->catalogue, &copy)))
        return why_set(why, e, "%s", err_text(e));
    copy->read_only = READ_ONLY_PLACE;
    if ((e = vault_open_copy(store->vault, path, &copy->vault, why)) || (e = store_start(copy, why))) {
        store_free(copy);
        return e;
    }
    /* The vault has its own cache; a look through everything needs none. */
    if (sqlite3_exec(copy->db, "PRAGMA cache_size = -2048", NULL, NULL, NULL) != SQLITE_OK) {
        store_free(copy);
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    }
    *out = copy;
    return OK;
}
