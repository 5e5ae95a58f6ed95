/*
 * Reading the vault's own bytes, not SQLite's cache of them: checking every page, and copying the file as ciphertext.
 * A copy is read back from the disk and every page opened before it gets its name.
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

enum { DAMAGE_LISTED = sizeof((struct vault_damage *)0)->bad / sizeof(uint64_t) };

static void add_bad(struct vault_damage *damage, uint64_t number, bool is_old)
{
    if (damage->bad_count < DAMAGE_LISTED) {
        damage->bad[damage->bad_count] = number;
        damage->is_old[damage->bad_count] = is_old;
    }
    damage->bad_count++;
}

static uint32_t get_be(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* How many pages page 1 says there are; 0 when it does not say (SQLite's file format, section 1.3.7). */
static uint64_t promised_pages(const uint8_t *first_page)
{
    return memcmp(first_page + 24, first_page + 92, 4) == 0 ? get_be(first_page + 28) : 0;
}

/* Open every page of `fd`. A piece of a page at the end, and pages page 1 promises beyond it, count as bad. */
static enum err scan_pages(struct vault *vault, int fd, struct vault_damage *damage, struct why *why)
{
    uint8_t page[VAULT_PAGE_SIZE];
    uint64_t promised = 0;
    struct stat status;
    int64_t rest;

    if (fstat(fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    damage->pages = vault_page_count(vault, status.st_size, &rest);
    for (uint64_t number = 1; number <= damage->pages; number++) {
        enum page_state state;

        if (page_is_never_written(vault, number))
            continue;
        state = page_get(vault, fd, number, page);
        if (state == PAGE_UNREAD)
            return why_errno(why, errno, N_("The vault cannot be read at page %llu"), (unsigned long long)number);
        if (state != PAGE_SOUND)
            add_bad(damage, number, state == PAGE_PUT_BACK);
        else if (number == 1)
            promised = promised_pages(page);
    }
    wipe(page, sizeof page);
    if (damage->pages == 0 || rest != 0 || promised > damage->pages)
        add_bad(damage, damage->pages + 1, false);
    return OK;
}

static enum err say_damage(const struct vault_damage *damage, struct why *why)
{
    if (damage->bad_count > 0 && damage->bad[0] > damage->pages)
        return why_set(why, E_DAMAGED, N_("The vault was cut short after page %llu. Restore a backup."),
                       (unsigned long long)damage->pages);
    if (damage->bad_count > 0 && damage->is_old[0])
        return why_set(why, E_DAMAGED,
                       N_("Page %llu of the vault is an older one: someone put it back (%llu of %llu pages are not as "
                          "they were saved). Restore a backup."),
                       (unsigned long long)damage->bad[0], (unsigned long long)damage->bad_count,
                       (unsigned long long)damage->pages);
    if (damage->bad_count > 0)
        return why_set(why, E_DAMAGED,
                       N_("Page %llu of the vault is damaged (%llu of %llu pages are). Restore a backup."),
                       (unsigned long long)damage->bad[0], (unsigned long long)damage->bad_count,
                       (unsigned long long)damage->pages);
    if (damage->is_map_damaged)
        return why_set(why, E_DAMAGED,
                       N_("The map of the newest pages is damaged, so an older page put back would not be noticed. "
                          "Restore a backup."));
    if (damage->header_damaged[0] || damage->header_damaged[1])
        return why_set(why, E_DAMAGED,
                       damage->header_damaged[0]
                           ? N_("The first header copy of the vault is damaged; the second serves. "
                                "Changing a passphrase writes both anew.")
                           : N_("The second header copy of the vault is damaged; the first serves. "
                                "Changing a passphrase writes both anew."));
    return OK;
}

static enum err check_headers(struct vault *vault, bool damaged[2], struct why *why)
{
    uint8_t expected[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];

    header_encode(&vault->header, vault->header_key, expected);
    for (int i = 0; i < 2; i++) {
        if (!read_fully(vault->fd, found, sizeof found, (int64_t)i * VAULT_HEADER_SIZE))
            return why_errno(why, errno, N_("The vault cannot be read"));
        damaged[i] = memcmp(expected, found, sizeof found) != 0;
    }
    return OK;
}

enum err vault_check_pages(struct vault *vault, struct vault_damage *out, struct why *why)
{
    enum err e;

    *out = (struct vault_damage){ 0 };
    if ((e = check_headers(vault, out->header_damaged, why)) || (e = scan_pages(vault, vault->fd, out, why)))
        return e;
    out->is_map_damaged = !freshness_is_whole(vault);
    return say_damage(out, why);
}

/* --- copying --- */

static enum err refuse_open_transaction(struct vault *vault, struct why *why)
{
    sqlite3 *database;
    enum err e = vault_database(vault, &database, why); /* plays an interrupted save back first */

    if (e == OK && sqlite3_txn_state(database, NULL) != SQLITE_TXN_NONE)
        e = why_set(why, E_CONFLICT,
                    N_("The vault cannot be copied in the middle of a save. Try again when it has ended."));
    return e;
}

static enum err copy_bytes(struct vault *vault, int to, struct why *why)
{
    uint8_t bytes[4 * VAULT_PAGE_SIZE];
    struct stat status;
    int64_t at = ROOTS_START;

    if (fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    /* Both header copies anew, so that a damaged one is not handed on. */
    header_encode(&vault->header, vault->header_key, bytes);
    if (!write_fully(to, bytes, VAULT_HEADER_SIZE, 0) || !write_fully(to, bytes, VAULT_HEADER_SIZE, VAULT_HEADER_SIZE))
        return why_errno(why, errno, N_("The copy cannot be written"));
    while (at < status.st_size) {
        int64_t left = status.st_size - at;
        size_t len = left < (int64_t)sizeof bytes ? (size_t)left : sizeof bytes;

        if (!read_fully(vault->fd, bytes, len, at))
            return why_errno(why, errno, N_("The vault cannot be read"));
        if (!write_fully(to, bytes, len, at))
            return why_errno(why, errno, N_("The copy cannot be written"));
        at += (int64_t)len;
    }
    if (fsync(to) != 0)
        return why_errno(why, errno, N_("The copy cannot be written"));
    return OK;
}

/* From the disk, as far as the system lets us drop what it remembers of the file. */
static enum err read_back(struct vault *vault, int fd, struct why *why)
{
    struct vault_damage damage = { 0 };
    uint8_t expected[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];
    enum err e;

    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    header_encode(&vault->header, vault->header_key, expected);
    for (int i = 0; i < 2; i++)
        if (!read_fully(fd, found, sizeof found, (int64_t)i * VAULT_HEADER_SIZE) ||
            memcmp(expected, found, sizeof found) != 0)
            return why_set(why, E_DAMAGED, N_("The copy does not read back as it was written. Use another disk."));
    if ((e = scan_pages(vault, fd, &damage, why)))
        return e;
    return say_damage(&damage, why);
}

/* Without replacing: renameat2 where the file system knows it, else a look first. */
static enum err give_name(const char *from, const char *to, struct why *why)
{
    int number = 0;

    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
        number = errno;
    if (number == EINVAL)
        number = access(to, F_OK) == 0 ? EEXIST : rename(from, to) != 0 ? errno : 0;
    if (number == EEXIST)
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the copy another name."), to);
    if (number != 0)
        return why_errno(why, number, N_("The copy cannot be given its name"));
    return sync_folder_of(to) ? OK : why_errno(why, errno, N_("The folder of the copy cannot be synced"));
}

enum err vault_copy(struct vault *vault, const char *path, struct why *why)
{
    struct buf partial = { 0 };
    char *name;
    int fd = -1;
    enum err e;

    if ((e = refuse_open_transaction(vault, why)))
        return e;
    if (access(path, F_OK) == 0)
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the copy another name."), path);
    if (buf_printf(&partial, "%s.part-XXXXXX", path)) {
        buf_release(&partial);
        return vault_no_memory(why);
    }
    name = partial.data;
    fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) {
        e = why_errno(why, errno, N_("The copy cannot be made"));
        goto done;
    }
    if ((e = copy_bytes(vault, fd, why)) || (e = read_back(vault, fd, why)) || (e = give_name(name, path, why)))
        unlink(name);
    close(fd);
done:
    buf_release(&partial);
    return e;
}
