/*
 * A fresh vault key, and another cipher where one is asked for: every page is sealed anew into NAME-rekey beside the
 * vault, which is then renamed over it. At every moment one whole vault stands under the name, the old or the new one.
 *
 * The new file begins with its header, in which `source` is a hash of everything in the old file that says what its
 * pages are: headers, roots of the map, length. A run that was stopped or killed leaves a file whose pages authenticate
 * up to somewhere; the next run goes on behind them if the source is still the same, else begins again with another
 * key. Its map of the newest pages is written last, so an unfinished file is never taken for a vault.
 *
 * The officer who does it is there with a passphrase: that slot's key wraps the new vault key at once. The other
 * officers' passphrases are not known: for them it waits in their slots, sealed to their public keys, and is taken at
 * their next unlocking. It is sealed under the store key inside, so only who is or was an officer can have put it
 * there. A recovery code of the office has no public key; its slot is given up. The one for casework holds no vault
 * key.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum { STEP_PAGES = 64, SOURCE_SIZE = PAGES_START };

struct rekey {
    struct vault *from; /* open, its database closed */
    struct vault *to;
    struct buf name;         /* of the new file */
    struct secret *slot_key; /* of the officer who does it */
    uint8_t source[HASH_SIZE];
    uint64_t pages, done;
};

/* --- what waits in a slot --- */

enum { BOUND_SIZE = VAULT_ID_SIZE + 8 + BOX_PUBLIC_SIZE };

static void bind_pending(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], uint8_t out[BOUND_SIZE])
{
    memcpy(out, id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, (uint64_t)slot->officer_id, 8);
    memcpy(out + VAULT_ID_SIZE + 8, slot->box_public, BOX_PUBLIC_SIZE);
}

static enum err pending_key(const struct secret *store_key, const uint8_t id[VAULT_ID_SIZE], struct secret **out,
                            struct why *why)
{
    return kdf_subkey(store_key, "townkeep waiting vault key", id, VAULT_ID_SIZE, out, why);
}

/* Let the vault key wait in an officer's slot. */
static enum err put_pending(struct slot *slot, const struct vault *vault, struct why *why)
{
    struct secret *key = NULL, *sealed = NULL;
    uint8_t bound[BOUND_SIZE];
    enum err e;

    if ((e = pending_key(vault->store_key, vault->header.id, &key, why)) ||
        (e = secret_new(WRAPPED_KEY_SIZE, &sealed, why)))
        goto done;
    bind_pending(slot, vault->header.id, bound);
    seal(secret_bytes(sealed), secret_bytes_const(vault->vault_key), KEY_SIZE, bound, sizeof bound, key);
    e = box_seal(slot->pending, sealed, slot->box_public);
    slot->is_pending = e == OK;
    if (e)
        (void)why_set(why, e, N_("An officer's key in this vault is no key. Remove that officer, then try again."));
done:
    secret_free(sealed);
    secret_free(key);
    return e;
}

enum err slot_take_pending(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                           struct secret *team_half, struct why *why)
{
    struct secret *seed = NULL, *sealed = NULL, *store_key = NULL, *key = NULL;
    struct box_key *box = NULL;
    uint8_t bound[BOUND_SIZE];
    enum err e;

    if ((e = slot_open_box(slot, id, slot_key, &seed, why)) || (e = box_key_new(seed, &box, why)) ||
        (e = box_open(slot->pending, PENDING_SIZE, box, &sealed, why)) ||
        (e = secret_new_copy(secret_bytes_const(team_half) + STORE_KEY_AT, KEY_SIZE, &store_key, why)) ||
        (e = pending_key(store_key, id, &key, why)))
        goto done;
    bind_pending(slot, id, bound);
    if (secret_size(sealed) != WRAPPED_KEY_SIZE ||
        unseal(secret_bytes(team_half), secret_bytes_const(sealed), WRAPPED_KEY_SIZE, bound, sizeof bound, key))
        e = why_set(why, E_DAMAGED,
                    N_("The new key of this vault was not put there by one of its officers. Restore a backup."));
done:
    box_key_free(box);
    secret_free(key);
    secret_free(store_key);
    secret_free(sealed);
    secret_free(seed);
    return e;
}

/* --- the new file --- */

static enum err name_file(const char *path, struct buf *out, struct why *why)
{
    return buf_printf(out, "%s-rekey", path) ? vault_no_memory(why) : OK;
}

bool vault_rekey_is_unfinished(const char *path)
{
    struct buf name = { 0 };
    bool is_there = name_file(path, &name, NULL) == OK && access(buf_text(&name), F_OK) == 0;

    buf_release(&name);
    return is_there;
}

enum err vault_rekey_discard(const char *path, struct why *why)
{
    struct buf name = { 0 };
    enum err e = name_file(path, &name, why);

    if (e == OK && unlink(buf_text(&name)) != 0 && errno != ENOENT)
        e = why_errno(why, errno, N_("%s cannot be removed"), buf_text(&name));
    buf_release(&name);
    return e;
}

uint64_t vault_rekeyed(const struct vault *vault)
{
    return vault->header.rekeyed;
}

/* A hash of all that says what the pages of the old file are. */
static enum err look_at_source(struct rekey *rekey, struct why *why)
{
    uint8_t *bytes = malloc(SOURCE_SIZE + 8);
    struct stat status;
    enum err e = OK;

    if (bytes == NULL)
        return vault_no_memory(why);
    if (fstat(rekey->from->fd, &status) != 0 || !read_fully(rekey->from->fd, bytes, SOURCE_SIZE, 0)) {
        e = why_errno(why, errno, N_("The vault cannot be read"));
    } else {
        put_le(bytes + SOURCE_SIZE, (uint64_t)status.st_size, 8);
        hash_bytes(rekey->source, "townkeep rekey source", bytes, SOURCE_SIZE + 8, NULL);
        rekey->pages = vault_page_count(rekey->from, status.st_size, NULL);
    }
    free(bytes);
    return e;
}

/* The team half as the new file has it in the slot of the officer who does it. */
static enum err wrap_own(struct rekey *rekey, struct slot *slot, struct why *why)
{
    struct secret *team_half = NULL, *vault_key = NULL;
    enum err e;

    if ((e = slot_open_team(slot, rekey->from->header.id, rekey->slot_key, &team_half, why)) ||
        (e = secret_new_random(KEY_SIZE, &vault_key, why)))
        goto done;
    memcpy(secret_bytes(team_half), secret_bytes_const(vault_key), KEY_SIZE);
    if ((e = slot_wrap_team(slot, rekey->from->header.id, rekey->slot_key, team_half, why)))
        goto done;
    e = vault_take_team_half(rekey->to, team_half, why);
done:
    secret_free(vault_key);
    secret_free(team_half);
    return e;
}

static enum err make_slots(struct rekey *rekey, struct why *why)
{
    struct vault *to = rekey->to;
    enum err e = wrap_own(rekey, &to->header.slots[rekey->from->slot], why);

    for (int i = 0; i < VAULT_SLOT_COUNT && e == OK; i++) {
        struct slot *slot = &to->header.slots[i];

        if (slot->kind == SLOT_OFFICER && i != rekey->from->slot)
            e = put_pending(slot, to, why);
        else if (slot->kind == SLOT_RECOVERY)
            *slot = (struct slot){ .kind = SLOT_FREE };
    }
    return e;
}

static enum err begin(struct rekey *rekey, enum cipher cipher, struct why *why)
{
    struct vault *to = rekey->to;
    uint8_t bytes[VAULT_HEADER_SIZE];
    enum err e;

    to->fd = open(buf_text(&rekey->name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (to->fd < 0)
        return why_errno(why, errno, N_("The new file cannot be made"));
    to->header = rekey->from->header;
    to->header.generation++;
    to->header.rekeyed++;
    to->header.cipher = cipher;
    memcpy(to->header.source, rekey->source, HASH_SIZE);
    if ((e = make_slots(rekey, why)))
        return e;
    to->freshness.is_loaded = true;
    header_encode(&to->header, to->header_key, bytes);
    for (int i = 0; i < 2; i++)
        if (!write_fully(to->fd, bytes, sizeof bytes, (int64_t)i * VAULT_HEADER_SIZE))
            return why_errno(why, errno, N_("The new file cannot be written"));
    return fsync(to->fd) == 0 && sync_folder_of(buf_text(&rekey->name))
               ? OK
               : why_errno(why, errno, N_("The new file cannot be written"));
}

/* Whether the file left behind is of this very vault as it is now, in this cipher, and opens for this officer. */
static bool is_ours(struct rekey *rekey, enum cipher cipher)
{
    struct vault *to = rekey->to;
    const struct slot *slot;
    struct header_copies copies;
    struct secret *team_half = NULL;
    bool is_ours;

    if (header_read(to->fd, &copies, NULL) != OK)
        return false;
    to->header = copies.header;
    to->current_copy = copies.current;
    slot = &to->header.slots[rekey->from->slot];
    is_ours = memcmp(to->header.id, rekey->from->header.id, VAULT_ID_SIZE) == 0 && to->header.cipher == cipher &&
              memcmp(to->header.source, rekey->source, HASH_SIZE) == 0 && slot->kind == SLOT_OFFICER &&
              slot_open_team(slot, to->header.id, rekey->slot_key, &team_half, NULL) == OK &&
              vault_take_team_half(to, team_half, NULL) == OK &&
              header_is_authentic(copies.bytes[copies.current], to->header_key);
    secret_free(team_half);
    return is_ours;
}

/* How many pages of it are whole, from the first on; each is noted in the map again. */
static enum err count_whole(struct rekey *rekey, struct why *why)
{
    struct vault *to = rekey->to;
    uint8_t page[VAULT_PAGE_SIZE], tag[TAG_SIZE];
    enum err e = OK;

    to->freshness.is_loaded = true;
    for (uint64_t number = 1; number <= rekey->pages && e == OK; number++) {
        if (!page_is_never_written(to, number)) {
            if (!read_fully(to->fd, page, sizeof page, vault_page_place(to, number)))
                break;
            memcpy(tag, page_tag(to, page), TAG_SIZE);
            if (page_open(to, number, page))
                break;
            if (freshness_note(to, number, tag))
                e = vault_no_memory(why);
        }
        rekey->done = number;
    }
    wipe(page, sizeof page);
    return e;
}

/* Go on with the file that was left behind, or begin. */
static enum err begin_or_go_on(struct rekey *rekey, enum cipher cipher, struct why *why)
{
    struct vault *to = rekey->to;

    to->fd = open(buf_text(&rekey->name), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (to->fd >= 0 && is_ours(rekey, cipher))
        return count_whole(rekey, why);
    vault_close(to);
    if ((rekey->to = vault_new()) == NULL)
        return vault_no_memory(why);
    return begin(rekey, cipher, why);
}

/* --- the pages --- */

static enum err refuse_page(uint64_t number, struct why *why)
{
    return why_set(why, E_DAMAGED,
                   N_("Page %llu of the vault is damaged, so it gets no new key. Run verify; the vault is as it was."),
                   (unsigned long long)number);
}

static enum err copy_page(struct rekey *rekey, uint64_t number, uint8_t page[VAULT_PAGE_SIZE],
                          uint8_t sealed[VAULT_PAGE_SIZE], struct why *why)
{
    struct vault *from = rekey->from, *to = rekey->to;
    uint8_t tag[TAG_SIZE];

    if (!read_fully(from->fd, page, VAULT_PAGE_SIZE, vault_page_place(from, number)))
        return why_errno(why, errno, N_("The vault cannot be read at page %llu"), (unsigned long long)number);
    memcpy(tag, page_tag(from, page), TAG_SIZE);
    if (page_open(from, number, page) || freshness_of(from, number, tag) == PAGE_OLD)
        return refuse_page(number, why);
    page_seal(to, number, page, sealed);
    if (freshness_note(to, number, page_tag(to, sealed)))
        return vault_no_memory(why);
    return write_fully(to->fd, sealed, VAULT_PAGE_SIZE, vault_page_place(to, number))
               ? OK
               : why_errno(why, errno, N_("The new file cannot be written"));
}

static enum err copy_pages(struct rekey *rekey, uint64_t until, struct why *why)
{
    uint8_t page[VAULT_PAGE_SIZE], sealed[VAULT_PAGE_SIZE];
    enum err e = OK;

    while (rekey->done < until && e == OK) {
        if (!page_is_never_written(rekey->from, rekey->done + 1))
            e = copy_page(rekey, rekey->done + 1, page, sealed, why);
        rekey->done += e == OK;
    }
    wipe(page, sizeof page);
    return e;
}

/* The counter goes on from the old file's: whoever remembers that must not take the new one for older. */
static enum err write_map(struct rekey *rekey, struct why *why)
{
    struct vault *to = rekey->to;

    if (to->freshness.highest < rekey->from->freshness.highest)
        to->freshness.highest = rekey->from->freshness.highest;
    to->freshness.is_dirty = true;
    if (!freshness_flush(to) || fsync(to->fd) != 0)
        return why_errno(why, errno, N_("The new file cannot be written"));
    freshness_settle(to);
    return OK;
}

/* From the disk, as far as the system lets us drop what it remembers of the file. */
static enum err read_back(struct rekey *rekey, struct why *why)
{
    struct vault_damage damage;
    enum err e;

    (void)posix_fadvise(rekey->to->fd, 0, 0, POSIX_FADV_DONTNEED);
    e = vault_check_pages(rekey->to, &damage, why);
    if (e == OK && damage.pages == rekey->pages)
        return OK;
    return why_set(why, e ? e : E_DAMAGED,
                   N_("The new file does not read back as it was written, so the vault is left as it was. Check the "
                      "disk."));
}

static enum err take_its_place(struct rekey *rekey, struct why *why)
{
    if (rename(buf_text(&rekey->name), rekey->from->path) != 0)
        return why_errno(why, errno, N_("The new file cannot take the place of the old one"));
    return sync_folder_of(rekey->from->path)
               ? OK
               : why_errno(why, errno, N_("The new file is in its place, but the folder cannot be synced"));
}

/* --- all of it --- */

/* An interrupted save is played back by SQLite first; its file is closed again, so that all of it is in the pages. */
static enum err settle(struct vault *vault, struct why *why)
{
    sqlite3 *database;
    enum err e = vault_database(vault, &database, why);

    if (e == OK)
        vault_database_close(vault);
    return e;
}

static enum err open_source(struct rekey *rekey, const char *path, const char *officer_name,
                            const struct passphrase *passphrase, struct why *why)
{
    enum err e = vault_open(path, officer_name, passphrase, &rekey->from, why);

    if (e)
        return e;
    if (rekey->from->is_read_only)
        return vault_refuse_writing(why);
    if ((e = settle(rekey->from, why)) || (e = vault_unlock_own(rekey->from, passphrase, &rekey->slot_key, why)))
        return e;
    return name_file(rekey->from->path, &rekey->name, why);
}

enum err vault_rekey_start(const char *path, const char *officer_name, const struct passphrase *passphrase,
                           enum cipher cipher, struct rekey **out, struct why *why)
{
    struct rekey *rekey = calloc(1, sizeof *rekey);
    enum err e;

    *out = NULL;
    if (rekey == NULL)
        return vault_no_memory(why);
    if ((e = open_source(rekey, path, officer_name, passphrase, why)))
        goto done;
    if (!cipher_is_available(cipher)) {
        e = why_set(why, E_INVALID, N_("This computer's processor cannot do AES-256-GCM. Nothing was changed."));
        goto done;
    }
    rekey->to = vault_new();
    if (rekey->to == NULL)
        e = vault_no_memory(why);
    else if (!(e = look_at_source(rekey, why)))
        e = begin_or_go_on(rekey, cipher, why);
done:
    if (e)
        vault_rekey_end(rekey);
    else
        *out = rekey;
    return e;
}

enum err vault_rekey_step(struct rekey *rekey, bool *more, struct why *why)
{
    uint64_t until = rekey->done + STEP_PAGES < rekey->pages ? rekey->done + STEP_PAGES : rekey->pages;
    enum err e;

    *more = rekey->done < rekey->pages;
    if (*more)
        return copy_pages(rekey, until, why);
    if ((e = write_map(rekey, why)) || (e = read_back(rekey, why)))
        return e;
    return take_its_place(rekey, why);
}

void vault_rekey_position(const struct rekey *rekey, uint64_t *done, uint64_t *pages)
{
    *done = rekey->done;
    *pages = rekey->pages;
}

void vault_rekey_end(struct rekey *rekey)
{
    if (rekey == NULL)
        return;
    secret_free(rekey->slot_key);
    buf_release(&rekey->name);
    vault_close(rekey->to);
    vault_close(rekey->from);
    free(rekey);
}
