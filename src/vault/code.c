/*
 * Recovery codes beside unlocking: testing one, and opening what the casework code holds.
 *
 * A test looks at the characters first, and at the vault only when they are sound. It then derives the slot's key and
 * compares the commitment: no key is unwrapped, no page read, and the file is opened for reading only.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

static enum err say_none(enum code_kind kind, struct why *why)
{
    return kind == CODE_CASEWORK
               ? why_set(why, E_NOT_FOUND,
                         N_("Each character fits: a recovery code for casework. But this vault has none of that kind."))
               : why_set(why, E_NOT_FOUND,
                         N_("Each character fits: a recovery code of the office. But this vault has none of that "
                            "kind."));
}

static enum err say_other(enum code_kind kind, struct why *why)
{
    return kind == CODE_CASEWORK
               ? why_set(why, E_PASSPHRASE,
                         N_("Each character fits: a recovery code for casework. But it does not open this vault's "
                            "cases: it is of another vault, or a newer one was made since."))
               : why_set(why, E_PASSPHRASE,
                         N_("Each character fits: a recovery code of the office. But it does not open this vault: it "
                            "is of another vault, or a newer one was made since."));
}

/* The code in its canonical form, its characters checked. */
static enum err read_code(const struct passphrase *code, struct passphrase **out, enum code_kind *kind, struct why *why)
{
    enum err e;

    *out = NULL;
    *kind = CODE_NONE;
    if ((e = recovery_code_check(code, why)) || (e = passphrase_copy(code, out, why)))
        return e;
    *kind = recovery_code_read(*out);
    return OK;
}

/* The slot a canonical code opens, and its key. */
static enum err find_code(const struct header *header, enum code_kind kind, const struct passphrase *typed,
                          const struct slot **slot, struct secret **slot_key, struct why *why)
{
    bool is_any = false;

    *slot_key = NULL;
    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        enum err e;

        *slot = &header->slots[i];
        if ((*slot)->kind == SLOT_FREE || slot_code_kind((*slot)->kind) != kind)
            continue;
        is_any = true;
        e = slot_unlock(*slot, header->id, typed, slot_key, why);
        if (e != E_PASSPHRASE)
            return e;
    }
    return is_any ? say_other(kind, why) : say_none(kind, why);
}

static enum err read_header(const char *path, struct header *out, struct why *why)
{
    struct header_copies copies;
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum err e;

    if (fd < 0 || fstat(fd, &status) != 0)
        e = errno == ENOENT ? why_set(why, E_NOT_FOUND, N_("There is no vault at %s. Check the path."), path)
                            : why_errno(why, errno, N_("The vault cannot be read"));
    else if (!S_ISREG(status.st_mode))
        e = why_set(why, E_INVALID, N_("%s is a folder or a device, not a vault. Choose another file."), path);
    else if (!(e = header_read(fd, &copies, why)))
        *out = copies.header;
    if (fd >= 0)
        close(fd);
    return e;
}

/* The open vault's own header: opening the file once more, and closing it, would drop the locks SQLite holds on it. */
enum err vault_code_test_open(const struct vault *vault, const struct passphrase *code, enum code_kind *kind,
                              struct why *why)
{
    struct passphrase *typed = NULL;
    struct secret *slot_key = NULL;
    const struct slot *slot;
    enum err e = read_code(code, &typed, kind, why);

    if (e == OK)
        e = find_code(&vault->header, *kind, typed, &slot, &slot_key, why);
    secret_free(slot_key);
    passphrase_free(typed);
    return e;
}

enum err vault_code_test(const char *path, const struct passphrase *code, enum code_kind *kind, struct why *why)
{
    struct passphrase *typed = NULL;
    struct secret *slot_key = NULL;
    const struct slot *slot;
    struct header header;
    enum err e;

    if ((e = crypt_start(why)) || (e = read_code(code, &typed, kind, why)) || (e = read_header(path, &header, why)))
        goto done;
    e = find_code(&header, *kind, typed, &slot, &slot_key, why);
done:
    secret_free(slot_key);
    passphrase_free(typed);
    return e;
}

int64_t vault_code_made(const struct vault *vault, enum code_kind kind, uint8_t box_public[BOX_PUBLIC_SIZE])
{
    int64_t made = 0;

    memset(box_public, 0, BOX_PUBLIC_SIZE);
    for (int i = 0; i < VAULT_SLOT_COUNT; i++) {
        const struct slot *slot = &vault->header.slots[i];

        if (slot->kind == SLOT_FREE || slot_code_kind(slot->kind) != kind || slot->created <= made)
            continue;
        made = slot->created;
        memcpy(box_public, slot->box_public, BOX_PUBLIC_SIZE);
    }
    return made;
}

static enum err refuse_office_code(enum code_kind kind, struct why *why)
{
    return kind == CODE_CASEWORK
               ? OK
               : why_set(why, E_INVALID,
                         N_("This is the recovery code of the office, which opens no case. The one for casework begins "
                            "with 8, 9 or a letter from A to F."));
}

enum err vault_casework_code_open(const struct vault *vault, const struct passphrase *code, struct box_key **box,
                                  struct sign_key **sign, struct why *why)
{
    struct passphrase *typed = NULL;
    struct secret *slot_key = NULL, *seed = NULL;
    const struct slot *slot;
    enum code_kind kind;
    enum err e;

    *box = NULL;
    *sign = NULL;
    if ((e = read_code(code, &typed, &kind, why)) || (e = refuse_office_code(kind, why)) ||
        (e = find_code(&vault->header, kind, typed, &slot, &slot_key, why)) ||
        (e = slot_open_box(slot, vault->header.id, slot_key, &seed, why)) || (e = box_key_new(seed, box, why)) ||
        (e = slot_code_sign_key(seed, sign, why))) {
        box_key_free(*box);
        *box = NULL;
    }
    secret_free(seed);
    secret_free(slot_key);
    passphrase_free(typed);
    return e;
}
