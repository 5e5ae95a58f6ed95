/*
 * Making a vault: both header copies and the first page of an empty database, synced before anyone is told it exists.
 * A making that was interrupted leaves a file that says it was cut short; nothing was in it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "vault_in.h"

/* The path without symbolic links of a file that does not exist yet. */
static enum err new_path(const char *path, char **out, struct why *why)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    struct buf text = { 0 }, folder = { 0 };
    char *real = NULL;
    enum err e;

    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return why_set(why, E_INVALID, N_("Give the vault a file name."));
    e = slash == NULL ? buf_add_str(&folder, ".") : buf_add(&folder, path, (size_t)(slash - path) + 1);
    if (e) {
        e = vault_no_memory(why);
        goto done;
    }
    real = realpath(buf_text(&folder), NULL);
    if (real == NULL) {
        e = why_errno(why, errno, N_("The folder for the vault cannot be used"));
        goto done;
    }
    if ((e = buf_printf(&text, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name))) {
        e = vault_no_memory(why);
        goto done;
    }
    *out = buf_take(&text);
done:
    free(real);
    buf_release(&folder);
    buf_release(&text);
    return e;
}

static enum err refuse_leftovers(const struct vault *vault, struct why *why)
{
    struct buf journal = { 0 };
    enum err e = buf_printf(&journal, "%s-journal", vault->path) ? vault_no_memory(why) : OK;

    if (e == OK && access(buf_text(&journal), F_OK) == 0)
        e = why_set(why, E_CONFLICT,
                    N_("The journal of another vault stands at %s. Move it away, or give the new vault another name."),
                    buf_text(&journal));
    buf_release(&journal);
    return e;
}

/* Both header copies and the first page, synced, in a file that was not there before. */
static enum err write_new(struct vault *vault, struct why *why)
{
    uint8_t page[VAULT_PAGE_SIZE], plain[VAULT_PAGE_SIZE], header[VAULT_HEADER_SIZE];

    header_encode(&vault->header, vault->header_key, header);
    page_make_first(plain);
    page_seal(vault, 1, plain, page);
    vault->freshness.is_loaded = true;
    if (freshness_note(vault, 1, page_tag(vault, page)))
        return vault_no_memory(why);
    if (!write_fully(vault->fd, header, sizeof header, 0) ||
        !write_fully(vault->fd, header, sizeof header, VAULT_HEADER_SIZE) ||
        !write_fully(vault->fd, page, sizeof page, vault_page_place(vault, 1)) || !freshness_flush(vault) ||
        fsync(vault->fd) != 0 || !sync_folder_of(vault->path))
        return why_errno(why, errno, N_("The new vault cannot be written"));
    freshness_settle(vault);
    return OK;
}

/* The vault gets its id here, from the key of whoever makes it. */
static enum err make_first_slot(struct vault *vault, int64_t officer_id, const char *officer_name,
                                const struct passphrase *passphrase, struct kdf_cost cost, struct why *why)
{
    struct secret *vault_key = NULL, *store_key = NULL;
    struct slot_keys keys = { 0 };
    struct slot *slot = &vault->header.slots[0];
    struct new_slot public_keys;
    enum err e;

    *slot = (struct slot){ .kind = SLOT_OFFICER, .officer_id = officer_id, .cost = cost };
    if ((e = secret_new_random(KEY_SIZE, &vault_key, why)) || (e = secret_new_random(KEY_SIZE, &store_key, why)) ||
        (e = slot_keys_make(vault_key, store_key, SLOT_OFFICER, &keys, why)) ||
        (e = slot_public_keys(&keys, &public_keys, why)))
        goto done;
    vault_id_of(public_keys.sign_public, vault->header.id);
    memcpy(slot->box_public, public_keys.box_public, BOX_PUBLIC_SIZE);
    if ((e = slot_name_hash(vault->header.id, officer_name, slot->name_hash, why)) ||
        (e = slot_wrap(slot, vault->header.id, passphrase, &keys, why)))
        goto done;
    e = vault_take_team_half(vault, keys.team_half, why);
done:
    slot_keys_release(&keys);
    secret_free(store_key);
    secret_free(vault_key);
    return e;
}

static enum err create_file(struct vault *vault, struct why *why)
{
    vault->fd = open(vault->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (vault->fd >= 0)
        return OK;
    if (errno == EEXIST)
        return why_set(why, E_CONFLICT, N_("%s already exists. Open it, or give the new vault another name."),
                       vault->path);
    if (errno == EROFS || errno == EACCES)
        return why_set(why, E_SYSTEM,
                       N_("The folder for the vault cannot be written to. Choose a folder of your own."));
    return why_errno(why, errno, N_("The new vault cannot be made"));
}

static enum err refuse_cipher(enum cipher cipher, struct why *why)
{
    if (cipher_is_available(cipher))
        return OK;
    return why_set(why, E_INVALID,
                   N_("This computer's processor cannot do AES-256-GCM. Make the vault with XChaCha20-Poly1305, which "
                      "every computer can open."));
}

enum err vault_create(const char *path, enum cipher cipher, int64_t officer_id, const char *officer_name,
                      const struct passphrase *passphrase, struct kdf_cost cost, struct vault **out, struct why *why)
{
    struct vault *vault = vault_new();
    bool is_made = false;
    enum err e;

    *out = NULL;
    if (vault == NULL)
        return vault_no_memory(why);
    if ((e = crypt_start(why)) || (e = refuse_cipher(cipher, why)) || (e = new_path(path, &vault->path, why)) ||
        (e = refuse_leftovers(vault, why)) || (e = create_file(vault, why)))
        goto done;
    is_made = true;
    vault->header.generation = 1;
    vault->header.cipher = cipher;
    vault->header.created = clock_now();
    if ((e = hold_take(vault->path, vault->fd, &vault->hold, why)) ||
        (e = make_first_slot(vault, officer_id, officer_name, passphrase, cost, why)) || (e = write_new(vault, why)))
        goto done;
    e = vault_vfs_register(vault, why);
done:
    if (e) {
        if (is_made)
            unlink(vault->path);
        vault_close(vault);
        return e;
    }
    *out = vault;
    return OK;
}

enum err vault_create_again(const struct vault *from, const char *path, struct vault **out, struct why *why)
{
    struct vault *vault = vault_new();
    bool is_made = false;
    enum err e;

    *out = NULL;
    if (vault == NULL)
        return vault_no_memory(why);
    if ((e = new_path(path, &vault->path, why)) || (e = refuse_leftovers(vault, why)) || (e = create_file(vault, why)))
        goto done;
    is_made = true;
    /* Whoever remembers the old file must not take the new one for an earlier state. */
    vault->freshness.counter = vault->freshness.highest = from->freshness.highest;
    if ((e = hold_take(vault->path, vault->fd, &vault->hold, why)) || (e = vault_take_keys_of(vault, from, why)) ||
        (e = write_new(vault, why)))
        goto done;
    e = vault_vfs_register(vault, why);
done:
    if (e) {
        if (is_made)
            unlink(vault->path);
        vault_close(vault);
        return e;
    }
    *out = vault;
    return OK;
}
