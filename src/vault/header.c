/*
 * The header: who may open the vault. Two copies of 12288 bytes stand at the beginning of the file.
 *
 *     at    size  what (numbers little-endian)
 *     0     16    "Townkeep vault\r\n"
 *     16    4     format: 1. A later one is refused by name
 *     20    4     size of a header copy: 12288
 *     24    8     generation: grows by one with each change; the higher sound copy counts
 *     32    16    vault id: hash of the first officer's Ed25519 public key, so that nobody else can begin its history
 *     48    4     cipher of the pages and of what stands beside them: 1 XChaCha20-Poly1305, 2 AES-256-GCM
 *     52    4     page size: 4096
 *     56    8     made at, milliseconds since 1970
 *     64    4     number of slots: 24
 *     68    4     size of a slot: 480
 *     72    8     how often the vault key was changed
 *     80    32    hash of the file this one was made from when the vault key was last changed (rekey.c); else zero
 *     112   592   zero
 *     704   11520 the slots, see below
 *     12224 32    MAC: BLAKE2b-256 of 0..12223 under the header key, derived from the vault key: who altered this?
 *     12256 32    checksum: BLAKE2b-256 of 0..12255 without a key: is the disk sound? Format, place and way of these
 *                 last 32 bytes stay the same in every format to come
 *
 *     a slot:
 *     0     1     kind: 0 free, 1 officer, 2 recovery code of the office, 3 recovery code of casework
 *     1     1     1: the vault key in the team half is an older one, the present one waits below
 *     2     6     zero
 *     8     8     officer id; 0 for a code
 *     16    8     made at
 *     24    8     Argon2id operations
 *     32    8     Argon2id memory in bytes
 *     40    16    salt
 *     56    16    name hash: of vault id and folded name; zero for a code
 *     72    32    key commitment
 *     104   32    X25519 public key (zero for 2); bound to both halves
 *     136   136   team half: nonce 24, sealed {vault key 32, Ed25519 seed 32, store key 32}, tag 16; zero for 3
 *     272   72    box half: nonce 24, sealed {X25519 seed 32}, tag 16; zero for 2
 *     344   120   the present vault key, waiting: box sealed to the public key above {nonce 24, sealed {vault key 32}
 *                 under a key derived from the store key, tag 16}: only who is or was an officer can have put it there
 *     464   16    zero
 *
 * The checksum tells damage from a wrong passphrase before any key is known; the MAC, checked once the vault key is,
 * tells damage from tampering. A change writes the copy that is not current, syncs, then writes the other: at every
 * moment one is whole. Who lowers the cost of someone's slot gains nothing: that passphrase then gives another key, and
 * any other slot finds the MAC wrong.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum {
    FORMAT = 1,
    MAGIC_SIZE = 16,
    SLOTS_AT = 704,
    SLOT_SIZE = 480,
    MAC_AT = SLOTS_AT + VAULT_SLOT_COUNT * SLOT_SIZE,
    CHECKSUM_AT = MAC_AT + HASH_SIZE,
};

_Static_assert(CHECKSUM_AT + HASH_SIZE == VAULT_HEADER_SIZE, "a header copy is full to the last byte");
_Static_assert(WRAPPED_TEAM_SIZE == 136 && WRAPPED_BOX_SIZE == 72 && PENDING_SIZE == 120, "slot layout");
_Static_assert(PAGES_START % VAULT_PAGE_SIZE == 0, "pages stay aligned");

static const uint8_t magic[MAGIC_SIZE + 1] = "Townkeep vault\r\n";

static void slot_encode(const struct slot *slot, uint8_t *out)
{
    out[0] = (uint8_t)slot->kind;
    out[1] = slot->is_pending;
    put_le(out + 8, (uint64_t)slot->officer_id, 8);
    put_le(out + 16, (uint64_t)slot->created, 8);
    put_le(out + 24, slot->cost.operations, 8);
    put_le(out + 32, slot->cost.memory, 8);
    memcpy(out + 40, slot->salt, SALT_SIZE);
    memcpy(out + 56, slot->name_hash, NAME_HASH_SIZE);
    memcpy(out + 72, slot->commitment, HASH_SIZE);
    memcpy(out + 104, slot->box_public, BOX_PUBLIC_SIZE);
    memcpy(out + 136, slot->team_half, WRAPPED_TEAM_SIZE);
    memcpy(out + 272, slot->box_half, WRAPPED_BOX_SIZE);
    memcpy(out + 344, slot->pending, PENDING_SIZE);
}

/* Whether the slot is one this program would have written. */
static bool slot_decode(const uint8_t *bytes, struct slot *out)
{
    if (bytes[0] > SLOT_CASEWORK_RECOVERY || bytes[1] > 1)
        return false;
    out->kind = (enum slot_kind)bytes[0];
    out->is_pending = bytes[1] == 1;
    out->officer_id = (int64_t)get_le(bytes + 8, 8);
    out->created = (int64_t)get_le(bytes + 16, 8);
    out->cost.operations = get_le(bytes + 24, 8);
    out->cost.memory = get_le(bytes + 32, 8);
    memcpy(out->salt, bytes + 40, SALT_SIZE);
    memcpy(out->name_hash, bytes + 56, NAME_HASH_SIZE);
    memcpy(out->commitment, bytes + 72, HASH_SIZE);
    memcpy(out->box_public, bytes + 104, BOX_PUBLIC_SIZE);
    memcpy(out->team_half, bytes + 136, WRAPPED_TEAM_SIZE);
    memcpy(out->box_half, bytes + 272, WRAPPED_BOX_SIZE);
    memcpy(out->pending, bytes + 344, PENDING_SIZE);
    return out->kind == SLOT_FREE || kdf_cost_is_sane(out->cost);
}

static void checksum(const uint8_t bytes[VAULT_HEADER_SIZE], uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep header checksum", bytes, CHECKSUM_AT, NULL);
}

static void authenticator(const uint8_t bytes[VAULT_HEADER_SIZE], const struct secret *header_key,
                          uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep header", bytes, MAC_AT, header_key);
}

void header_encode(const struct header *header, const struct secret *header_key, uint8_t bytes[VAULT_HEADER_SIZE])
{
    memset(bytes, 0, VAULT_HEADER_SIZE);
    memcpy(bytes, magic, MAGIC_SIZE);
    put_le(bytes + 16, FORMAT, 4);
    put_le(bytes + 20, VAULT_HEADER_SIZE, 4);
    put_le(bytes + 24, header->generation, 8);
    memcpy(bytes + 32, header->id, VAULT_ID_SIZE);
    put_le(bytes + 48, (uint64_t)header->cipher, 4);
    put_le(bytes + 52, VAULT_PAGE_SIZE, 4);
    put_le(bytes + 56, (uint64_t)header->created, 8);
    put_le(bytes + 64, VAULT_SLOT_COUNT, 4);
    put_le(bytes + 68, SLOT_SIZE, 4);
    put_le(bytes + 72, header->rekeyed, 8);
    memcpy(bytes + 80, header->source, HASH_SIZE);
    for (size_t i = 0; i < VAULT_SLOT_COUNT; i++)
        if (header->slots[i].kind != SLOT_FREE)
            slot_encode(&header->slots[i], bytes + SLOTS_AT + i * SLOT_SIZE);
    authenticator(bytes, header_key, bytes + MAC_AT);
    checksum(bytes, bytes + CHECKSUM_AT);
}

bool header_is_authentic(const uint8_t bytes[VAULT_HEADER_SIZE], const struct secret *header_key)
{
    uint8_t expected[HASH_SIZE];

    authenticator(bytes, header_key, expected);
    return hash_equal(expected, bytes + MAC_AT);
}

static bool decode_cipher(uint64_t number, enum cipher *out)
{
    *out = number == CIPHER_AES256_GCM ? CIPHER_AES256_GCM : CIPHER_XCHACHA20_POLY1305;
    return number == (uint64_t)*out;
}

enum header_state header_decode(const uint8_t bytes[VAULT_HEADER_SIZE], struct header *out)
{
    uint8_t expected[HASH_SIZE];

    memset(out, 0, sizeof *out);
    checksum(bytes, expected);
    if (!hash_equal(expected, bytes + CHECKSUM_AT))
        return memcmp(bytes, magic, MAGIC_SIZE) == 0 ? HEADER_DAMAGED : HEADER_ABSENT;
    if (memcmp(bytes, magic, MAGIC_SIZE) != 0)
        return HEADER_ABSENT;
    if (get_le(bytes + 16, 4) > FORMAT)
        return HEADER_NEWER;
    out->generation = get_le(bytes + 24, 8);
    memcpy(out->id, bytes + 32, VAULT_ID_SIZE);
    out->created = (int64_t)get_le(bytes + 56, 8);
    out->rekeyed = get_le(bytes + 72, 8);
    memcpy(out->source, bytes + 80, HASH_SIZE);
    if (get_le(bytes + 16, 4) != FORMAT || get_le(bytes + 20, 4) != VAULT_HEADER_SIZE ||
        !decode_cipher(get_le(bytes + 48, 4), &out->cipher) || get_le(bytes + 52, 4) != VAULT_PAGE_SIZE ||
        get_le(bytes + 64, 4) != VAULT_SLOT_COUNT || get_le(bytes + 68, 4) != SLOT_SIZE)
        return HEADER_STRANGE;
    for (size_t i = 0; i < VAULT_SLOT_COUNT; i++)
        if (!slot_decode(bytes + SLOTS_AT + i * SLOT_SIZE, &out->slots[i]))
            return HEADER_STRANGE;
    return HEADER_SOUND;
}

static enum err refuse_stranger(const uint8_t *bytes, struct why *why)
{
    if (memcmp(bytes, "SQLite format 3", 16) == 0)
        return why_set(why, E_INVALID, N_("This is an unencrypted SQLite database, not a vault. Choose another file."));
    return why_set(why, E_INVALID, N_("This file is not a Townkeep vault. Choose another file."));
}

static enum err refuse_newer(const uint8_t *bytes, struct why *why)
{
    return why_set(why, E_INVALID,
                   N_("This vault needs a newer Townkeep: one that reads vault format %lu (this one reads up to %d). "
                      "Nothing was changed."),
                   (unsigned long)get_le(bytes + 16, 4), (int)FORMAT);
}

enum err header_check_cipher(const struct header *header, bool is_available, struct why *why)
{
    if (header->cipher == CIPHER_XCHACHA20_POLY1305 || is_available)
        return OK;
    return why_set(why, E_SYSTEM,
                   N_("This vault is encrypted with AES-256-GCM, and this computer's processor cannot do that. Open it "
                      "on the computer where it was used until now, run \"townkeep rekey --cipher xchacha20\" there, "
                      "and bring the new file here."));
}

/* Both copies sound: the higher generation counts; two of the same generation are the same to the last byte. */
static enum err choose_copy(struct header_copies *copies, struct header decoded[2], struct why *why)
{
    bool is_sound[2] = { copies->state[0] == HEADER_SOUND, copies->state[1] == HEADER_SOUND };

    if (!is_sound[0] && !is_sound[1] && (copies->state[0] == HEADER_STRANGE || copies->state[1] == HEADER_STRANGE))
        return why_set(
            why, E_DAMAGED,
            N_("The header of this vault was altered: it asks for things no Townkeep writes. Restore a backup."));
    if (!is_sound[0] && !is_sound[1])
        return why_set(why, E_DAMAGED,
                       N_("Both headers of this vault are damaged, so no passphrase can open it. Restore a backup."));
    if (is_sound[0] && is_sound[1] && decoded[0].generation == decoded[1].generation &&
        memcmp(copies->bytes[0], copies->bytes[1], VAULT_HEADER_SIZE) != 0)
        return why_set(
            why, E_DAMAGED,
            N_("The two headers of this vault contradict each other: someone altered the file. Restore a backup."));
    copies->current = !is_sound[0] || (is_sound[1] && decoded[1].generation > decoded[0].generation);
    copies->header = decoded[copies->current];
    return OK;
}

enum err header_read(int fd, struct header_copies *out, struct why *why)
{
    struct header decoded[2];
    int failure = 0;

    memset(out, 0, sizeof *out);
    for (int i = 0; i < 2; i++) {
        /* Where the disk cannot read one copy the other serves. */
        if (!read_fully(fd, out->bytes[i], VAULT_HEADER_SIZE, (int64_t)i * VAULT_HEADER_SIZE) && errno != ENODATA)
            failure = errno;
        out->state[i] = header_decode(out->bytes[i], &decoded[i]);
        if (out->state[i] == HEADER_NEWER)
            return refuse_newer(out->bytes[i], why);
    }
    if (failure != 0 && out->state[0] != HEADER_SOUND && out->state[1] != HEADER_SOUND)
        return why_errno(why, failure, N_("The vault cannot be read"));
    if (out->state[0] == HEADER_ABSENT && out->state[1] == HEADER_ABSENT)
        return refuse_stranger(out->bytes[0], why);
    return choose_copy(out, decoded, why);
}

/* What was begun in a copy must not count when the vault is opened next: put there again what the other one holds. */
static void take_back(int fd, int from, int to)
{
    uint8_t bytes[VAULT_HEADER_SIZE];

    if (read_fully(fd, bytes, sizeof bytes, (int64_t)from * VAULT_HEADER_SIZE) &&
        write_fully(fd, bytes, sizeof bytes, (int64_t)to * VAULT_HEADER_SIZE))
        (void)fdatasync(fd);
}

enum err header_write(int fd, const struct header *header, const struct secret *header_key, int *current,
                      bool damaged[2], struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];
    int first = !*current;

    header_encode(header, header_key, bytes);
    if (!write_fully(fd, bytes, sizeof bytes, (int64_t)first * VAULT_HEADER_SIZE) || fdatasync(fd) != 0) {
        enum err e = why_errno(why, errno, N_("The vault's header cannot be written; nothing was changed"));

        take_back(fd, *current, first);
        return e;
    }
    /* From here on the change counts, whatever becomes of the second copy. */
    damaged[first] = false;
    damaged[!first] = !write_fully(fd, bytes, sizeof bytes, (int64_t)!first * VAULT_HEADER_SIZE) || fdatasync(fd) != 0;
    *current = first;
    return OK;
}
