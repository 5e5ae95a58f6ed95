/* A new key for the vault, as the rooms above ask for it: the vault room does it to a file nobody has open. */
#include "store_in.h"

#include "townkeep/base/i18n.h"

enum err store_rekey_start(const char *path, const char *officer, const struct passphrase *passphrase,
                           enum cipher cipher, struct rekey **out, struct why *why)
{
    return vault_rekey_start(path, officer, passphrase, cipher, out, why);
}

enum err store_rekey_step(struct rekey *rekey, bool *more, struct why *why)
{
    return vault_rekey_step(rekey, more, why);
}

void store_rekey_position(const struct rekey *rekey, uint64_t *done, uint64_t *pages)
{
    vault_rekey_position(rekey, done, pages);
}

void store_rekey_end(struct rekey *rekey)
{
    vault_rekey_end(rekey);
}

bool store_rekey_is_unfinished(const char *path)
{
    return vault_rekey_is_unfinished(path);
}

enum err store_rekey_discard(const char *path, struct why *why)
{
    return vault_rekey_discard(path, why);
}

enum err store_note_rekey(struct store *store, struct why *why)
{
    return store_log(store, ENTRY_ROSTER, _("Gave the vault a new key"), 0, why);
}
