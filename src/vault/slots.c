/*
 * Key slots: passphrase -> Argon2id -> slot key -> { vault key, signing seed and store key | box seed }.
 *
 * The two halves are sealed under different subkeys of the slot key, so that unlocking opens the first and leaves
 * casework closed. The commitment (a hash under the slot key) says whether the passphrase was right before anything is
 * opened: what then does not open is damaged or altered, and no one ciphertext can be made to open under two
 * passphrases.
 */
#include <string.h>

#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "vault_in.h"

enum { BOUND_SIZE = VAULT_ID_SIZE + 1 + 8 + BOX_PUBLIC_SIZE };

void slot_keys_release(struct slot_keys *keys)
{
    secret_free(keys->team_half);
    secret_free(keys->box_seed);
    *keys = (struct slot_keys){ 0 };
}

enum err slot_name_hash(const uint8_t id[VAULT_ID_SIZE], const char *officer_name, uint8_t out[NAME_HASH_SIZE],
                        struct why *why)
{
    struct buf folded = { 0 };
    uint8_t hash[HASH_SIZE];
    enum err e;

    if ((e = buf_add(&folded, id, VAULT_ID_SIZE)) || (e = text_fold(&folded, officer_name))) {
        (void)why_set(why, e, "%s", err_text(e));
        goto done;
    }
    hash_bytes(hash, "townkeep slot name", folded.data, folded.len, NULL);
    memcpy(out, hash, NAME_HASH_SIZE);
done:
    buf_release(&folded);
    return e;
}

/* What both halves are bound to: this vault, this kind of slot, this officer, and the public box key beside them:
 * whoever holds the vault key could write another one there, and would be sent what is sealed to this officer. */
static void bind_slot(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], uint8_t out[BOUND_SIZE])
{
    memcpy(out, id, VAULT_ID_SIZE);
    out[VAULT_ID_SIZE] = (uint8_t)slot->kind;
    put_le(out + VAULT_ID_SIZE + 1, (uint64_t)slot->officer_id, 8);
    memcpy(out + VAULT_ID_SIZE + 1 + 8, slot->box_public, BOX_PUBLIC_SIZE);
}

void vault_id_of(const uint8_t sign_public[SIGN_PUBLIC_SIZE], uint8_t out[VAULT_ID_SIZE])
{
    uint8_t hash[HASH_SIZE];

    hash_bytes(hash, "townkeep vault id", sign_public, SIGN_PUBLIC_SIZE, NULL);
    memcpy(out, hash, VAULT_ID_SIZE);
}

static void commit_to(const struct secret *slot_key, const uint8_t id[VAULT_ID_SIZE], uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep slot commitment", id, VAULT_ID_SIZE, slot_key);
}

static enum err wrap_half(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                          const char *half, const struct secret *plain, uint8_t *out, struct why *why)
{
    struct secret *key = NULL;
    uint8_t bound[BOUND_SIZE];
    enum err e = kdf_subkey(slot_key, half, id, VAULT_ID_SIZE, &key, why);

    if (e)
        return e;
    bind_slot(slot, id, bound);
    seal(out, secret_bytes_const(plain), secret_size(plain), bound, sizeof bound, key);
    secret_free(key);
    return OK;
}

static enum err unwrap_half(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                            const char *half, const uint8_t *wrapped, size_t wrapped_len, struct secret **out,
                            struct why *why)
{
    struct secret *key = NULL;
    uint8_t bound[BOUND_SIZE];
    enum err e;

    *out = NULL;
    if ((e = kdf_subkey(slot_key, half, id, VAULT_ID_SIZE, &key, why)) ||
        (e = secret_new(wrapped_len - NONCE_SIZE - TAG_SIZE, out, why)))
        goto done;
    bind_slot(slot, id, bound);
    if ((e = unseal(secret_bytes(*out), wrapped, wrapped_len, bound, sizeof bound, key))) {
        secret_free(*out);
        *out = NULL;
        e = why_set(why, E_DAMAGED,
                    N_("The passphrase is right, but the keys behind it were altered. Restore a backup."));
    }
done:
    secret_free(key);
    return e;
}

static const char team_purpose[] = "townkeep slot team half", box_purpose[] = "townkeep slot box half";

enum err slot_wrap(struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct passphrase *passphrase,
                   const struct slot_keys *keys, struct why *why)
{
    struct secret *slot_key = NULL;
    enum err e;

    slot->created = clock_now();
    random_bytes(slot->salt, SALT_SIZE);
    if ((e = kdf_passphrase(passphrase, slot->salt, slot->cost, &slot_key, why)) ||
        (keys->team_half != NULL &&
         (e = wrap_half(slot, id, slot_key, team_purpose, keys->team_half, slot->team_half, why))) ||
        (keys->box_seed != NULL &&
         (e = wrap_half(slot, id, slot_key, box_purpose, keys->box_seed, slot->box_half, why))))
        goto done;
    commit_to(slot_key, id, slot->commitment);
done:
    secret_free(slot_key);
    return e;
}

enum err slot_wrap_team(struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                        const struct secret *team_half, struct why *why)
{
    slot->is_pending = false;
    memset(slot->pending, 0, PENDING_SIZE);
    return wrap_half(slot, id, slot_key, team_purpose, team_half, slot->team_half, why);
}

enum err slot_unlock(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct passphrase *passphrase,
                     struct secret **slot_key, struct why *why)
{
    uint8_t commitment[HASH_SIZE];
    enum err e = kdf_passphrase(passphrase, slot->salt, slot->cost, slot_key, why);

    if (e)
        return e;
    commit_to(*slot_key, id, commitment);
    if (hash_equal(commitment, slot->commitment))
        return OK;
    secret_free(*slot_key);
    *slot_key = NULL;
    return E_PASSPHRASE;
}

enum err slot_open_team(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                        struct secret **out, struct why *why)
{
    return unwrap_half(slot, id, slot_key, team_purpose, slot->team_half, WRAPPED_TEAM_SIZE, out, why);
}

enum err slot_open_box(const struct slot *slot, const uint8_t id[VAULT_ID_SIZE], const struct secret *slot_key,
                       struct secret **out, struct why *why)
{
    return unwrap_half(slot, id, slot_key, box_purpose, slot->box_half, WRAPPED_BOX_SIZE, out, why);
}

enum err slot_keys_make(const struct secret *vault_key, const struct secret *store_key, enum slot_kind kind,
                        struct slot_keys *out, struct why *why)
{
    enum err e = OK;

    *out = (struct slot_keys){ 0 };
    if ((kind != SLOT_CASEWORK_RECOVERY && (e = secret_new_random(TEAM_HALF_SIZE, &out->team_half, why))) ||
        (kind != SLOT_RECOVERY && (e = secret_new_random(KEY_SIZE, &out->box_seed, why))))
        goto done;
    if (out->team_half == NULL)
        return OK;
    memcpy(secret_bytes(out->team_half), secret_bytes_const(vault_key), KEY_SIZE);
    memcpy(secret_bytes(out->team_half) + STORE_KEY_AT, secret_bytes_const(store_key), KEY_SIZE);
done:
    if (e)
        slot_keys_release(out);
    return e;
}

enum err slot_code_sign_key(const struct secret *box_seed, struct sign_key **out, struct why *why)
{
    struct secret *seed = NULL;
    enum err e = kdf_subkey(box_seed, "townkeep casework code signs", "", 0, &seed, why);

    *out = NULL;
    if (e == OK)
        e = sign_key_new(seed, out, why);
    secret_free(seed);
    return e;
}

static enum err make_sign_key(const struct slot_keys *keys, struct sign_key **out, struct why *why)
{
    struct secret *seed = NULL;
    enum err e;

    if (keys->team_half == NULL)
        return slot_code_sign_key(keys->box_seed, out, why);
    e = secret_new_copy(secret_bytes_const(keys->team_half) + KEY_SIZE, KEY_SIZE, &seed, why);
    if (e == OK)
        e = sign_key_new(seed, out, why);
    secret_free(seed);
    return e;
}

enum err slot_public_keys(const struct slot_keys *keys, struct new_slot *out, struct why *why)
{
    struct sign_key *sign_key = NULL;
    struct box_key *box_key = NULL;
    enum err e;

    *out = (struct new_slot){ 0 };
    if ((e = make_sign_key(keys, &sign_key, why)))
        goto done;
    sign_key_public(sign_key, out->sign_public);
    if (keys->box_seed == NULL)
        goto done;
    if ((e = box_key_new(keys->box_seed, &box_key, why)))
        goto done;
    box_key_public(box_key, out->box_public);
done:
    box_key_free(box_key);
    sign_key_free(sign_key);
    return e;
}
