/*
 * Opening and closing a vault.
 *
 * Opening looks before it touches: a file that is no vault is refused before the lock beside it is made. One that
 * cannot be written to where it lies is opened to be read. Everything an unlocked vault knows hangs on the vault key;
 * what is derived from it is derived once, here.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "vault_in.h"

/* The disk has time to fetch this much while the passphrase is hashed; it is what SQLite's cache holds, twice. */
enum { READ_AHEAD = 64 * 1024 * 1024 };

enum err vault_no_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

enum err vault_refuse_writing(struct why *why)
{
    return why_set(why, E_SYSTEM,
                   N_("This vault can only be read where it lies: the medium, the folder or the file is read-only. "
                      "Copy it to a folder of your own, then open it there."));
}

static enum err wrong_passphrase(struct why *why)
{
    return why_set(why, E_PASSPHRASE, N_("That name and passphrase do not open this vault. Check both and try again."));
}

void vault_close(struct vault *vault)
{
    if (vault == NULL)
        return;
    vault_database_close(vault);
    vault_vfs_unregister(vault);
    sealer_free(vault->pages);
    sealer_free(vault->journals);
    sealer_free(vault->temporaries);
    sign_key_free(vault->sign_key);
    secret_free(vault->header_key);
    secret_free(vault->store_key);
    secret_free(vault->vault_key);
    hold_release(&vault->hold);
    if (vault->fd >= 0)
        close(vault->fd);
    freshness_release(&vault->freshness);
    free(vault->path);
    free(vault);
}

struct vault *vault_new(void)
{
    struct vault *vault = calloc(1, sizeof *vault);

    if (vault != NULL) {
        vault->fd = -1;
        vault->hold.fd = -1;
        vault->geometry = vault_geometry;
    }
    return vault;
}

/* --- keys --- */

static enum err make_sealer(const struct vault *vault, const char *purpose, struct sealer **out, struct why *why)
{
    struct secret *key = NULL;
    enum err e = kdf_subkey(vault->vault_key, purpose, vault->header.id, VAULT_ID_SIZE, &key, why);

    if (e == OK)
        e = sealer_new(vault->header.cipher, key, out, why);
    secret_free(key);
    return e;
}

enum err vault_derive_keys(struct vault *vault, struct why *why)
{
    struct secret *passing = NULL;
    enum err e;

    if ((e = make_sealer(vault, "townkeep pages", &vault->pages, why)) ||
        (e = make_sealer(vault, "townkeep journals", &vault->journals, why)) ||
        (e = secret_new_random(KEY_SIZE, &passing, why)) ||
        (e = sealer_new(vault->header.cipher, passing, &vault->temporaries, why)) ||
        (e = kdf_subkey(vault->vault_key, "townkeep header", vault->header.id, VAULT_ID_SIZE, &vault->header_key, why)))
        goto done;
done:
    secret_free(passing);
    return e;
}

enum err vault_take_team_half(struct vault *vault, const struct secret *team_half, struct why *why)
{
    const uint8_t *bytes = secret_bytes_const(team_half);
    struct secret *seed = NULL;
    enum err e;

    if ((e = secret_new_copy(bytes, KEY_SIZE, &vault->vault_key, why)) ||
        (e = secret_new_copy(bytes + KEY_SIZE, KEY_SIZE, &seed, why)) ||
        (e = secret_new_copy(bytes + STORE_KEY_AT, KEY_SIZE, &vault->store_key, why)) ||
        (e = sign_key_new(seed, &vault->sign_key, why)))
        goto done;
    e = vault_derive_keys(vault, why);
done:
    secret_free(seed);
    return e;
}

enum err vault_take_keys_of(struct vault *vault, const struct vault *from, struct why *why)
{
    enum err e;

    vault->header = from->header;
    vault->slot = from->slot;
    if ((e = secret_new_copy(secret_bytes_const(from->vault_key), KEY_SIZE, &vault->vault_key, why)) ||
        (e = secret_new_copy(secret_bytes_const(from->store_key), KEY_SIZE, &vault->store_key, why)) ||
        (e = sign_key_copy(from->sign_key, &vault->sign_key, why)))
        return e;
    return vault_derive_keys(vault, why);
}

enum err vault_derive(const struct vault *vault, const char *purpose, struct secret **out, struct why *why)
{
    struct buf context = { 0 };
    enum err e = buf_printf(&context, "townkeep store: %s", purpose);

    e = e ? vault_no_memory(why)
          : kdf_subkey(vault->store_key, buf_text(&context), vault->header.id, VAULT_ID_SIZE, out, why);
    buf_release(&context);
    return e;
}

/* --- opening --- */

/* Writing, of a medium, a file or a folder. */
static bool is_forbidden(int number)
{
    return number == EROFS || number == EACCES || number == EPERM;
}

/* A save writes its journal beside the vault: where the folder takes no new file, the vault can only be read. */
static bool is_folder_closed(const char *path)
{
    char *copy = strdup(path);
    bool is_closed = copy != NULL && faccessat(AT_FDCWD, dirname(copy), W_OK, AT_EACCESS) != 0 && is_forbidden(errno);

    free(copy);
    return is_closed;
}

enum err vault_open_file(struct vault *vault, const char *path, struct why *why)
{
    struct stat status;

    vault->path = realpath(path, NULL);
    if (vault->path == NULL)
        return errno == ENOENT ? why_set(why, E_NOT_FOUND,
                                         N_("There is no vault at %s. Check the path, or make a new vault."), path)
                               : why_errno(why, errno, N_("The vault cannot be opened"));
    if (stat(vault->path, &status) == 0 && !S_ISREG(status.st_mode))
        return why_set(why, E_INVALID, N_("%s is a folder or a device, not a vault. Choose another file."), path);
    vault->fd = open(vault->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    vault->is_read_only = vault->fd < 0 ? is_forbidden(errno) : is_folder_closed(vault->path);
    if (vault->fd < 0 && vault->is_read_only)
        vault->fd = open(vault->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (vault->fd < 0 || fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be opened"));
    if (!S_ISREG(status.st_mode))
        return why_set(why, E_INVALID, N_("%s is a folder or a device, not a vault. Choose another file."), path);
    if (status.st_size == 0)
        return why_set(why, E_INVALID, N_("This file is empty. Choose another file, or restore a backup."));
    return OK;
}

/* Whether a slot is one to try. `name_hash` NULL: any of the kind. */
static bool is_candidate(const struct slot *slot, enum slot_kind kind, const uint8_t *name_hash)
{
    return slot->kind == kind && (name_hash == NULL || memcmp(slot->name_hash, name_hash, NAME_HASH_SIZE) == 0);
}

/* A name nobody has takes as long as a wrong passphrase. */
static enum err try_in_vain(const struct header *header, const struct passphrase *passphrase, struct why *why)
{
    struct secret *slot_key = NULL;
    enum err e;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        if (header->slots[i].kind == SLOT_FREE)
            continue;
        e = slot_unlock(&header->slots[i], header->id, passphrase, &slot_key, why);
        secret_free(slot_key);
        return e == OK || e == E_PASSPHRASE ? wrong_passphrase(why) : e;
    }
    return wrong_passphrase(why);
}

/* The first slot the passphrase opens, and its key. */
static enum err find_slot(const struct header *header, enum slot_kind kind, const uint8_t *name_hash,
                          const struct passphrase *passphrase, int *index, struct secret **slot_key, struct why *why)
{
    bool is_any = false;
    enum err e;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        if (!is_candidate(&header->slots[i], kind, name_hash))
            continue;
        is_any = true;
        e = slot_unlock(&header->slots[i], header->id, passphrase, slot_key, why);
        *index = i;
        if (e != E_PASSPHRASE)
            return e;
    }
    return is_any ? wrong_passphrase(why) : try_in_vain(header, passphrase, why);
}

enum err vault_unlock(struct vault *vault, const uint8_t bytes[VAULT_HEADER_SIZE], const char *officer_name,
                      const struct passphrase *passphrase, struct secret **slot_key, struct why *why)
{
    const struct slot *slot;
    struct passphrase *typed = NULL;
    struct secret *team_half = NULL;
    uint8_t name_hash[NAME_HASH_SIZE];
    enum code_kind code;
    bool is_code;
    enum err e;

    *slot_key = NULL;
    if ((e = passphrase_copy(passphrase, &typed, why)) ||
        (officer_name != NULL && (e = slot_name_hash(vault->header.id, officer_name, name_hash, why))))
        goto done;
    code = recovery_code_read(typed);
    is_code = code == CODE_OFFICE;
    if (code == CODE_CASEWORK) {
        e = why_set(why, E_INVALID,
                    N_("This is the recovery code for casework: it opens cases, not the vault. Unlock with a "
                       "passphrase or with the recovery code of the office, then use it under Office, Recovery "
                       "codes."));
        goto done;
    }
    if ((e = find_slot(&vault->header, is_code ? SLOT_RECOVERY : SLOT_OFFICER,
                       is_code || officer_name == NULL ? NULL : name_hash, typed, &vault->slot, slot_key, why)))
        goto done;
    slot = &vault->header.slots[vault->slot];
    if ((e = slot_open_team(slot, vault->header.id, *slot_key, &team_half, why)) ||
        (slot->is_pending && (e = slot_take_pending(slot, vault->header.id, *slot_key, team_half, why))) ||
        (e = vault_take_team_half(vault, team_half, why)))
        goto done;
    if (!header_is_authentic(bytes, vault->header_key))
        e = why_set(why, E_DAMAGED,
                    N_("The header of this vault was altered by someone without its keys. Restore a backup."));
done:
    secret_free(team_half);
    passphrase_free(typed);
    return e;
}

/* A vault is made with its first page and never has fewer. */
static enum err check_length(const struct vault *vault, struct why *why)
{
    struct stat status;

    if (fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    if (status.st_size < vault_page_place(vault, 1) + VAULT_PAGE_SIZE)
        return why_set(why, E_DAMAGED, N_("The vault was cut short: its pages are missing. Restore a backup."));
    return OK;
}

/* Its holder may have put another file in its place: a new key, a backup taken back. */
static enum err check_is_in_place(const struct vault *vault, struct why *why)
{
    struct stat named, ours;

    if (stat(vault->path, &named) == 0 && fstat(vault->fd, &ours) == 0 && named.st_dev == ours.st_dev &&
        named.st_ino == ours.st_ino)
        return OK;
    return why_set(why, E_BUSY, N_("The vault was put in place anew while it was being opened. Try again."));
}

/* A change that died between its two writes is finished: the copy left behind is sound, ours and one change older. Any
 * other difference is damage, and stays to be seen. */
static void finish_change(struct vault *vault, const struct header_copies *copies)
{
    int behind = !copies->current;
    struct header older;

    if (copies->state[behind] != HEADER_SOUND || !header_is_authentic(copies->bytes[behind], vault->header_key) ||
        header_decode(copies->bytes[behind], &older) != HEADER_SOUND ||
        older.generation + 1 != copies->header.generation)
        return;
    if (write_fully(vault->fd, copies->bytes[copies->current], VAULT_HEADER_SIZE,
                    (int64_t)behind * VAULT_HEADER_SIZE) &&
        fdatasync(vault->fd) == 0)
        vault->header_damaged[behind] = false;
}

static enum err take_hold(struct vault *vault, struct why *why)
{
    return vault->is_read_only ? hold_share(vault->path, vault->fd, why)
                               : hold_take(vault->path, vault->fd, &vault->hold, why);
}

/* The pages know which header they were last saved under: an older one put back would let in whoever was removed. */
static enum err check_age(struct vault *vault, struct why *why)
{
    enum err e = freshness_load(vault);

    if (e == E_MEMORY)
        return vault_no_memory(why);
    if (e)
        return why_errno(why, errno, N_("The vault cannot be read"));
    if (vault->freshness.header_generation > vault->header.generation)
        return why_set(why, E_DAMAGED,
                       N_("The header of this vault is an older one: whoever was removed since could open it. Someone "
                          "put it back. Restore a backup."));
    return OK;
}

static enum err open_held(struct vault *vault, const char *officer_name, const struct passphrase *passphrase,
                          struct why *why)
{
    struct header_copies copies;
    struct secret *slot_key = NULL;
    enum err e;

    /* Read again: between the first look and the lock its holder may have changed it. */
    if ((e = check_is_in_place(vault, why)) || (e = header_read(vault->fd, &copies, why)) ||
        (e = check_length(vault, why)))
        return e;
    vault->header = copies.header;
    vault->current_copy = copies.current;
    for (int i = 0; i < 2; i++)
        vault->header_damaged[i] = copies.state[i] != HEADER_SOUND ||
                                   memcmp(copies.bytes[i], copies.bytes[copies.current], VAULT_HEADER_SIZE) != 0;
    (void)posix_fadvise(vault->fd, 0, READ_AHEAD, POSIX_FADV_WILLNEED);
    if ((e = vault_unlock(vault, copies.bytes[copies.current], officer_name, passphrase, &slot_key, why)) ||
        (e = check_age(vault, why)))
        goto done;
    if (!vault->is_read_only) {
        finish_change(vault, &copies);
        vault_settle_pending(vault, slot_key);
    }
    e = vault_vfs_register(vault, why);
done:
    secret_free(slot_key);
    return e;
}

enum err vault_open(const char *path, const char *officer_name, const struct passphrase *passphrase, struct vault **out,
                    struct why *why)
{
    struct vault *vault = vault_new();
    struct header_copies copies;
    enum err e;

    *out = NULL;
    if (vault == NULL)
        return vault_no_memory(why);
    if ((e = crypt_start(why)) || (e = vault_open_file(vault, path, why)) ||
        (e = header_read(vault->fd, &copies, why)) ||
        (e = header_check_cipher(&copies.header, cipher_is_available(copies.header.cipher), why)) ||
        (e = take_hold(vault, why)) || (e = open_held(vault, officer_name, passphrase, why))) {
        vault_close(vault);
        return e;
    }
    *out = vault;
    return OK;
}

/* --- asking --- */

const char *vault_path(const struct vault *vault)
{
    return vault->path;
}

bool vault_is_read_only(const struct vault *vault)
{
    return vault->is_read_only;
}

uint64_t vault_saves(const struct vault *vault)
{
    return vault->freshness.counter;
}

int64_t vault_saved_at(const struct vault *vault)
{
    return vault->freshness.written_at;
}

const uint8_t *vault_id(const struct vault *vault)
{
    return vault->header.id;
}

enum cipher vault_cipher(const struct vault *vault)
{
    return vault->header.cipher;
}

uint64_t vault_generation(const struct vault *vault)
{
    return vault->header.generation;
}

int64_t vault_officer_id(const struct vault *vault)
{
    return vault->header.slots[vault->slot].officer_id;
}

enum slot_kind vault_opened_with(const struct vault *vault)
{
    return vault->header.slots[vault->slot].kind;
}

const struct sign_key *vault_sign_key(const struct vault *vault)
{
    return vault->sign_key;
}

enum err vault_first_keys(const struct vault *vault, struct new_slot *out)
{
    sign_key_public(vault->sign_key, out->sign_public);
    memcpy(out->box_public, vault->header.slots[vault->slot].box_public, BOX_PUBLIC_SIZE);
    return OK;
}
