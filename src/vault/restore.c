/*
 * The header of a vault printed, and put back from paper when both copies in the file are destroyed.
 *
 * What is put back is the header of the day it was printed: officers removed since could unlock again. So it is never
 * put over a copy that can be read; and only where a passphrase opens it and a page of this very file with it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum { PAGES_TRIED = 64 };

enum err vault_header_sheet(const struct vault *vault, struct buf *out, size_t *lines, uint64_t *generation,
                            struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];

    header_encode(&vault->header, vault->header_key, bytes);
    *generation = vault->header.generation;
    return paper_write(bytes, out, lines) ? vault_no_memory(why) : OK;
}

static enum err refuse_readable(int fd, struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];
    struct header header;

    for (int i = 0; i < 2; i++) {
        if (!read_fully(fd, bytes, sizeof bytes, (int64_t)i * VAULT_HEADER_SIZE) && errno != ENODATA && errno != EIO)
            return why_errno(why, errno, N_("The vault cannot be read"));
        switch (header_decode(bytes, &header)) {
        case HEADER_SOUND:
            return why_set(why, E_CONFLICT,
                           N_("A header of this vault can still be read, so the one on paper is not needed. Nothing "
                              "was changed."));
        case HEADER_NEWER:
            return why_set(why, E_INVALID, N_("This vault needs a newer Townkeep. Nothing was changed."));
        default:
            break;
        }
    }
    return OK;
}

/* Whether the keys behind the paper open a page of this file. More than one is tried: others may be damaged too. */
static enum err check_is_of_this_file(struct vault *vault, struct why *why)
{
    uint8_t page[VAULT_PAGE_SIZE];
    bool is_ours = false;

    for (uint64_t number = 1; number <= PAGES_TRIED && !is_ours; number++)
        is_ours = read_fully(vault->fd, page, sizeof page, vault_page_place(vault, number)) &&
                  page_open(vault, number, page) == OK;
    wipe(page, sizeof page);
    return is_ours ? OK
                   : why_set(why, E_DAMAGED,
                             N_("The passphrase opens the sheet, but no page of this file: the sheet is of another "
                                "vault, or was printed before the vault got a new key. Nothing was changed."));
}

/* Under a generation the map of the newest pages does not take for an older header: this time it is meant. */
static enum err write_both(struct vault *vault, struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];

    if (freshness_load(vault) == E_MEMORY)
        return vault_no_memory(why);
    if (vault->header.generation <= vault->freshness.header_generation)
        vault->header.generation = vault->freshness.header_generation + 1;
    header_encode(&vault->header, vault->header_key, bytes);
    for (int i = 0; i < 2; i++)
        if (!write_fully(vault->fd, bytes, VAULT_HEADER_SIZE, (int64_t)i * VAULT_HEADER_SIZE) ||
            fdatasync(vault->fd) != 0)
            return why_errno(why, errno, N_("The header cannot be written"));
    return OK;
}

enum err vault_header_restore(const char *path, const char *sheet, const char *officer_name,
                              const struct passphrase *passphrase, struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];
    struct vault *vault = vault_new();
    struct secret *slot_key = NULL;
    enum err e;

    if (vault == NULL)
        return vault_no_memory(why);
    if ((e = crypt_start(why)) || (e = paper_read(sheet, bytes, why)) || (e = vault_open_file(vault, path, why)))
        goto done;
    if (vault->is_read_only) {
        e = vault_refuse_writing(why);
        goto done;
    }
    if ((e = hold_take(vault->path, vault->fd, &vault->hold, why)) || (e = refuse_readable(vault->fd, why)))
        goto done;
    (void)header_decode(bytes, &vault->header);
    if ((e = header_check_cipher(&vault->header, cipher_is_available(vault->header.cipher), why)) ||
        (e = vault_unlock(vault, bytes, officer_name, passphrase, &slot_key, why)) ||
        (e = check_is_of_this_file(vault, why)))
        goto done;
    e = write_both(vault, why);
done:
    secret_free(slot_key);
    vault_close(vault);
    return e;
}
