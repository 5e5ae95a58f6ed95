/*
 * Changing who may open the vault. Each change is made on a copy of the header, written as the next generation, and
 * becomes the vault's own only when it is on the disk. Pages are never touched.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

static enum err commit(struct vault *vault, struct header *changed, struct why *why)
{
    enum err e;

    if (vault->is_read_only)
        return vault_refuse_writing(why);
    changed->generation = vault->header.generation + 1;
    e = header_write(vault->fd, changed, vault->header_key, &vault->current_copy, vault->header_damaged, why);
    if (e == OK)
        vault->header = *changed;
    return e;
}

void vault_settle_pending(struct vault *vault, const struct secret *slot_key)
{
    struct header changed = vault->header;
    struct slot *slot = &changed.slots[vault->slot];
    struct secret *team_half = NULL;

    if (slot->is_pending && slot_open_team(slot, changed.id, slot_key, &team_half, NULL) == OK) {
        memcpy(secret_bytes(team_half), secret_bytes_const(vault->vault_key), KEY_SIZE);
        if (slot_wrap_team(slot, changed.id, slot_key, team_half, NULL) == OK)
            (void)!commit(vault, &changed, NULL);
    }
    secret_free(team_half);
}

int vault_slots(const struct vault *vault, struct slot_info out[VAULT_SLOT_COUNT])
{
    int count = 0;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        const struct slot *slot = &vault->header.slots[i];

        if (slot->kind != SLOT_FREE)
            out[count++] = (struct slot_info){ .index = i,
                                               .kind = slot->kind,
                                               .officer_id = slot->officer_id,
                                               .cost = slot->cost,
                                               .created = slot->created };
    }
    return count;
}

static int find_free(const struct header *header)
{
    for (int i = 0; i < VAULT_SLOT_COUNT; i++)
        if (header->slots[i].kind == SLOT_FREE)
            return i;
    return -1;
}

/* Free the slots of one kind (and of one officer); how many there were. */
static int free_slots(struct header *header, enum slot_kind kind, int64_t officer_id)
{
    int count = 0;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        struct slot *slot = &header->slots[i];

        if (slot->kind != kind || (kind == SLOT_OFFICER && slot->officer_id != officer_id))
            continue;
        *slot = (struct slot){ .kind = SLOT_FREE };
        count++;
    }
    return count;
}

static enum err refuse_code(enum slot_kind kind, enum code_kind typed, struct why *why)
{
    if (kind == SLOT_OFFICER)
        return why_set(why, E_INVALID, N_("A recovery code cannot serve as a passphrase. Choose another."));
    if (typed == CODE_OFFICE)
        return why_set(why, E_INVALID,
                       N_("This is the recovery code of the office. The one for casework begins with 8, 9 or a letter "
                          "from A to F."));
    if (typed == CODE_CASEWORK)
        return why_set(why, E_INVALID,
                       N_("This is the recovery code for casework. The one of the office begins with a digit from 0 "
                          "to 7."));
    return why_set(why, E_INVALID, N_("This is not a recovery code. Check each character."));
}

enum code_kind slot_code_kind(enum slot_kind kind)
{
    return kind == SLOT_RECOVERY ? CODE_OFFICE : kind == SLOT_CASEWORK_RECOVERY ? CODE_CASEWORK : CODE_NONE;
}

/* A canonical recovery code whatever way it was typed. */
static enum err copy_typed(const struct passphrase *passphrase, enum slot_kind kind, struct passphrase **out,
                           struct why *why)
{
    enum code_kind typed;
    enum err e = passphrase_copy(passphrase, out, why);

    if (e)
        return e;
    typed = recovery_code_read(*out);
    return typed == slot_code_kind(kind) ? OK : refuse_code(kind, typed, why);
}

static enum err add_slot(struct vault *vault, struct header changed, enum slot_kind kind, int64_t officer_id,
                         const char *officer_name, const struct passphrase *passphrase, struct kdf_cost cost,
                         struct new_slot *out, struct why *why)
{
    struct slot slot = { .kind = kind, .officer_id = kind == SLOT_OFFICER ? officer_id : 0, .cost = cost };
    struct slot_keys keys = { 0 };
    struct passphrase *typed = NULL;
    int index = find_free(&changed);
    enum err e;

    if (index < 0)
        return why_set(why, E_CONFLICT,
                       N_("All %d key slots of this vault are used. Remove an officer who left, then try again."),
                       (int)VAULT_SLOT_COUNT);
    if ((e = copy_typed(passphrase, kind, &typed, why)) ||
        (kind == SLOT_OFFICER && (e = slot_name_hash(changed.id, officer_name, slot.name_hash, why))) ||
        (e = slot_keys_make(vault->vault_key, vault->store_key, kind, &keys, why)) ||
        (e = slot_public_keys(&keys, out, why)))
        goto done;
    memcpy(slot.box_public, out->box_public, BOX_PUBLIC_SIZE);
    if ((e = slot_wrap(&slot, changed.id, typed, &keys, why)))
        goto done;
    changed.slots[index] = slot;
    e = commit(vault, &changed, why);
done:
    slot_keys_release(&keys);
    passphrase_free(typed);
    return e;
}

enum err vault_add_slot(struct vault *vault, enum slot_kind kind, int64_t officer_id, const char *officer_name,
                        const struct passphrase *passphrase, struct kdf_cost cost, struct new_slot *out,
                        struct why *why)
{
    return add_slot(vault, vault->header, kind, officer_id, officer_name, passphrase, cost, out, why);
}

enum err vault_replace_slots(struct vault *vault, enum slot_kind kind, int64_t officer_id, const char *officer_name,
                             const struct passphrase *passphrase, struct kdf_cost cost, struct new_slot *out,
                             struct why *why)
{
    struct header changed = vault->header;
    const struct slot *own = &vault->header.slots[vault->slot];

    if (own->kind == kind && (kind != SLOT_OFFICER || own->officer_id == officer_id))
        return why_set(
            why, E_INVALID,
            N_("The vault was opened with this very passphrase or code. Unlock it with another, then replace it."));
    free_slots(&changed, kind, officer_id);
    return add_slot(vault, changed, kind, officer_id, officer_name, passphrase, cost, out, why);
}

/* The unlocking officer's slot key, the passphrase given again. */
enum err vault_unlock_own(const struct vault *vault, const struct passphrase *passphrase, struct secret **slot_key,
                          struct why *why)
{
    const struct slot *slot = &vault->header.slots[vault->slot];
    enum err e;

    if (slot->kind != SLOT_OFFICER)
        return why_set(why, E_PERMISSION,
                       N_("The vault was opened with a recovery code, which opens no casework and has no passphrase. "
                          "Unlock as an officer first."));
    e = slot_unlock(slot, vault->header.id, passphrase, slot_key, why);
    return e == E_PASSPHRASE ? why_set(why, e, N_("That is not your passphrase. Try again.")) : e;
}

enum err vault_open_box_key(const struct vault *vault, const struct passphrase *passphrase, struct box_key **out,
                            struct why *why)
{
    struct secret *slot_key = NULL, *seed = NULL;
    enum err e;

    *out = NULL;
    if ((e = vault_unlock_own(vault, passphrase, &slot_key, why)) ||
        (e = slot_open_box(&vault->header.slots[vault->slot], vault->header.id, slot_key, &seed, why)))
        goto done;
    e = box_key_new(seed, out, why);
done:
    secret_free(seed);
    secret_free(slot_key);
    return e;
}

enum err vault_change_passphrase(struct vault *vault, const struct passphrase *old, const struct passphrase *fresh,
                                 struct kdf_cost cost, struct why *why)
{
    struct header changed = vault->header;
    struct slot *slot = &changed.slots[vault->slot];
    struct secret *slot_key = NULL;
    struct slot_keys keys = { 0 };
    struct passphrase *typed = NULL;
    enum err e;

    if ((e = vault_unlock_own(vault, old, &slot_key, why)) || (e = copy_typed(fresh, SLOT_OFFICER, &typed, why)) ||
        (e = slot_open_team(slot, changed.id, slot_key, &keys.team_half, why)) ||
        (e = slot_open_box(slot, changed.id, slot_key, &keys.box_seed, why)))
        goto done;
    slot->cost = cost;
    if ((e = slot_wrap(slot, changed.id, typed, &keys, why)))
        goto done;
    e = commit(vault, &changed, why);
done:
    passphrase_free(typed);
    slot_keys_release(&keys);
    secret_free(slot_key);
    return e;
}

enum err vault_rename_officer(struct vault *vault, int64_t officer_id, const char *officer_name, struct why *why)
{
    struct header changed = vault->header;
    bool is_found = false;
    enum err e;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        if (changed.slots[i].kind != SLOT_OFFICER || changed.slots[i].officer_id != officer_id)
            continue;
        is_found = true;
        if ((e = slot_name_hash(changed.id, officer_name, changed.slots[i].name_hash, why)))
            return e;
    }
    return is_found ? commit(vault, &changed, why)
                    : why_set(why, E_NOT_FOUND, N_("That officer has no passphrase in this vault."));
}

static int count_officers(const struct header *header)
{
    int count = 0;

    for (int i = 0; i < VAULT_SLOT_COUNT; i++)
        count += header->slots[i].kind == SLOT_OFFICER;
    return count;
}

enum err vault_remove_slots(struct vault *vault, int64_t officer_id, struct why *why)
{
    struct header changed = vault->header;

    if (free_slots(&changed, SLOT_OFFICER, officer_id) == 0)
        return why_set(why, E_NOT_FOUND, N_("That officer has no passphrase in this vault."));
    if (count_officers(&changed) == 0)
        return why_set(why, E_INVALID,
                       N_("The last officer's passphrase cannot be removed: nobody could open the vault. Add another "
                          "officer first."));
    if (vault_opened_with(vault) == SLOT_OFFICER && vault_officer_id(vault) == officer_id)
        return why_set(why, E_INVALID,
                       N_("You cannot remove the passphrase you opened the vault with. Another officer has to do it."));
    return commit(vault, &changed, why);
}

enum err vault_remove_recovery(struct vault *vault, struct why *why)
{
    struct header changed = vault->header;

    if (vault_opened_with(vault) == SLOT_RECOVERY)
        return why_set(why, E_INVALID,
                       N_("The vault is open by a recovery code. Unlock as an officer, then retire the code."));
    if (free_slots(&changed, SLOT_RECOVERY, 0) == 0)
        return OK;
    return commit(vault, &changed, why);
}
