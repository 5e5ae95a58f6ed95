/*
 * Copying a vault as it stands, open or closed, ciphertext byte for byte, and opening such a copy with the keys already
 * at hand.
 *
 * A copy is written in slices, each synced before the next, so that a slow stick never keeps the keyboard waiting for
 * more than one of them; a vault that changed in between makes the copy void. It has a name of its own until somebody
 * has read it back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "vault_in.h"

struct vault_copying {
    struct vault *vault; /* borrowed; NULL: a closed file, `source` */
    int source;
    char *path, *partial;
    int fd;
    int64_t at;
    uint32_t version;
    bool is_named;
};

uint32_t vault_version(const struct vault *vault)
{
    unsigned version = 0;

    if (vault->database == NULL ||
        sqlite3_file_control(vault->database, "main", SQLITE_FCNTL_DATA_VERSION, &version) != SQLITE_OK)
        return 0;
    return version;
}

static enum err refuse_open_transaction(struct vault *vault, struct why *why)
{
    sqlite3 *database;
    enum err e = vault_database(vault, &database, why); /* plays an interrupted save back first */

    if (e == OK && sqlite3_txn_state(database, NULL) != SQLITE_TXN_NONE)
        e = why_set(why, E_CONFLICT,
                    N_("The vault cannot be copied in the middle of a save. Try again when it has ended."));
    return e;
}

static enum err make_partial(struct vault_copying *copying, const char *path, struct why *why)
{
    struct buf partial = { 0 };

    if (access(path, F_OK) == 0)
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the copy another name."), path);
    if (text_copy(&copying->path, path) || buf_printf(&partial, "%s.part-XXXXXX", path)) {
        buf_release(&partial);
        return vault_no_memory(why);
    }
    copying->partial = buf_take(&partial);
    copying->fd = mkostemp(copying->partial, O_CLOEXEC);
    return copying->fd >= 0 ? OK : why_errno(why, errno, N_("The copy cannot be made"));
}

static enum err begin(struct vault *vault, const char *path, struct vault_copying **out, struct why *why)
{
    struct vault_copying *copying = calloc(1, sizeof *copying);
    enum err e;

    if (!copying)
        return vault_no_memory(why);
    copying->vault = vault;
    copying->source = copying->fd = -1;
    if ((e = make_partial(copying, path, why))) {
        vault_copy_free(copying);
        return e;
    }
    *out = copying;
    return OK;
}

enum err vault_copy_begin(struct vault *vault, const char *path, struct vault_copying **out, struct why *why)
{
    enum err e;

    *out = NULL;
    if ((e = refuse_open_transaction(vault, why)) || (e = begin(vault, path, out, why)))
        return e;
    if (*out)
        (*out)->version = vault_version(vault);
    return OK;
}

static enum err open_source(const char *file, int *fd, struct why *why)
{
    struct header_copies copies;
    struct buf journal = { 0 };
    struct stat status;
    enum err e;

    *fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (*fd < 0)
        return errno == ENOENT
                   ? why_set(why, E_NOT_FOUND, N_("There is no file %s. Look at its name and folder."), file)
                   : why_errno(why, errno, N_("%s cannot be opened"), file);
    if (fstat(*fd, &status) != 0 || !S_ISREG(status.st_mode))
        return why_set(why, E_INVALID, N_("%s is a folder or a device, not a vault. Choose another file."), file);
    if ((e = header_read(*fd, &copies, why)) || (e = hold_share(file, *fd, why)))
        return e;
    if (buf_printf(&journal, "%s-journal", file))
        e = vault_no_memory(why);
    else if (access(buf_text(&journal), F_OK) == 0)
        e = why_set(why, E_CONFLICT, N_("%s was not closed in order: open it once as a vault, leave, then try again."),
                    file);
    buf_release(&journal);
    return e;
}

enum err vault_copy_file_begin(const char *file, const char *path, struct vault_copying **out, struct why *why)
{
    int source = -1;
    enum err e = crypt_start(why);

    *out = NULL;
    if ((e = e ? e : open_source(file, &source, why)) || (e = begin(NULL, path, out, why))) {
        if (source >= 0)
            close(source);
        return e;
    }
    if (*out)
        (*out)->source = source;
    return OK;
}

/* Both header copies anew, so that a damaged one is not handed on. */
static enum err write_headers(struct vault_copying *copying, struct why *why)
{
    uint8_t bytes[VAULT_HEADER_SIZE];

    header_encode(&copying->vault->header, copying->vault->header_key, bytes);
    for (int i = 0; i < 2; i++) {
        if (!write_fully(copying->fd, bytes, sizeof bytes, (int64_t)i * VAULT_HEADER_SIZE))
            return why_errno(why, errno, N_("The copy cannot be written"));
    }
    copying->at = ROOTS_START;
    return OK;
}

static enum err copy_bytes(struct vault_copying *copying, int source, int64_t until, struct why *why)
{
    uint8_t bytes[4 * VAULT_PAGE_SIZE];

    while (copying->at < until) {
        int64_t left = until - copying->at;
        size_t len = left < (int64_t)sizeof bytes ? (size_t)left : sizeof bytes;

        if (!read_fully(source, bytes, len, copying->at))
            return why_errno(why, errno, N_("The vault cannot be read"));
        if (!write_fully(copying->fd, bytes, len, copying->at))
            return why_errno(why, errno, N_("The copy cannot be written"));
        copying->at += (int64_t)len;
    }
    return OK;
}

static enum err begin_slice(struct vault_copying *copying, struct why *why)
{
    enum err e = refuse_open_transaction(copying->vault, why);

    if (!e && vault_version(copying->vault) != copying->version)
        e = why_set(why, E_CONFLICT, N_("The vault was changed while it was copied."));
    return e || copying->at > 0 ? e : write_headers(copying, why);
}

enum err vault_copy_step(struct vault_copying *copying, size_t most, bool *over, struct why *why)
{
    struct stat status;
    int64_t until;
    int source = copying->vault ? copying->vault->fd : copying->source;
    enum err e = copying->vault ? begin_slice(copying, why) : OK;

    *over = false;
    if (e)
        return e;
    if (fstat(source, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    until = status.st_size - copying->at > (int64_t)most ? copying->at + (int64_t)most : status.st_size;
    if ((e = copy_bytes(copying, source, until, why)))
        return e;
    *over = until == status.st_size;
    if ((*over ? fsync(copying->fd) : fdatasync(copying->fd)) != 0)
        return why_errno(why, errno, N_("The copy cannot be written"));
    return OK;
}

const char *vault_copy_path(const struct vault_copying *copying)
{
    return copying->is_named ? copying->path : copying->partial;
}

/* Without replacing: renameat2 where the file system knows it, else a look first. */
enum err vault_copy_name(struct vault_copying *copying, struct why *why)
{
    const char *from = copying->partial, *to = copying->path;
    int number = 0;

    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
        number = errno;
    if (number == EINVAL)
        number = access(to, F_OK) == 0 ? EEXIST : rename(from, to) != 0 ? errno : 0;
    if (number == EEXIST)
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the copy another name."), to);
    if (number != 0)
        return why_errno(why, number, N_("The copy cannot be given its name"));
    copying->is_named = true;
    return sync_folder_of(to) ? OK : why_errno(why, errno, N_("The folder of the copy cannot be synced"));
}

void vault_copy_free(struct vault_copying *copying)
{
    if (copying == NULL)
        return;
    if (copying->fd >= 0) {
        if (!copying->is_named)
            unlink(copying->partial);
        close(copying->fd);
    }
    if (copying->source >= 0)
        close(copying->source);
    free(copying->path);
    free(copying->partial);
    free(copying);
}

/* --- reading a copy --- */

static enum err open_to_read(struct vault *copy, const char *path, struct why *why)
{
    struct stat status;

    copy->path = realpath(path, NULL);
    if (copy->path == NULL)
        return why_errno(why, errno, N_("The copy cannot be opened"));
    copy->fd = open(copy->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (copy->fd < 0 || fstat(copy->fd, &status) != 0)
        return why_errno(why, errno, N_("The copy cannot be opened"));
    if (!S_ISREG(status.st_mode))
        return why_set(why, E_INVALID, N_("%s is a folder or a device, not a vault. Choose another file."), path);
    (void)posix_fadvise(copy->fd, 0, 0, POSIX_FADV_DONTNEED);
    return OK;
}

/* The key of the vault opens what the copy holds, or it is not a copy of it. */
static enum err take_keys(struct vault *copy, const struct vault *from, struct why *why)
{
    struct header_copies copies;
    enum err e;

    if ((e = header_read(copy->fd, &copies, why)))
        return e;
    if (memcmp(copies.header.id, from->header.id, VAULT_ID_SIZE) != 0)
        return why_set(why, E_CONFLICT, N_("%s is a copy of another vault."), copy->path);
    copy->header = copies.header;
    copy->current_copy = copies.current;
    copy->slot = from->slot;
    if ((e = secret_new_copy(secret_bytes_const(from->vault_key), KEY_SIZE, &copy->vault_key, why)) ||
        (e = secret_new_copy(secret_bytes_const(from->store_key), KEY_SIZE, &copy->store_key, why)) ||
        (e = vault_derive_keys(copy, why)))
        return e;
    if (!header_is_authentic(copies.bytes[copies.current], copy->header_key))
        return why_set(why, E_CONFLICT,
                       N_("%s was made before the keys of the vault were changed, or was altered: it cannot be looked "
                          "into without its own passphrase."),
                       copy->path);
    return OK;
}

static enum err load_freshness(struct vault *copy, struct why *why)
{
    enum err e = freshness_load(copy);

    return e == E_MEMORY ? vault_no_memory(why) : e ? why_errno(why, errno, N_("The copy cannot be read")) : OK;
}

enum err vault_open_copy(const struct vault *vault, const char *path, struct vault **out, struct why *why)
{
    struct vault *copy = vault_new();
    enum err e;

    *out = NULL;
    if (copy == NULL)
        return vault_no_memory(why);
    copy->is_read_only = true;
    if ((e = open_to_read(copy, path, why)) || (e = take_keys(copy, vault, why)) || (e = load_freshness(copy, why)) ||
        (e = vault_vfs_register(copy, why))) {
        vault_close(copy);
        return e;
    }
    *out = copy;
    return OK;
}

enum err vault_check_copy_step(struct vault *vault, struct vault *copy, struct vault_check *check, uint64_t most_pages,
                               bool *over, struct why *why)
{
    enum err e = vault_check_step(copy, check, most_pages, over, why);
    bool is_page = check->damage.bad_count > 0 && check->damage.bad[0] <= check->damage.pages;

    if (e == E_DAMAGED && !(is_page && !vault_page_is_sound(vault, check->damage.bad[0])))
        e = why_set(why, E_DAMAGED, N_("The copy does not read back as it was written. Use another disk."));
    return e;
}

/* --- all at once --- */

static enum err read_back(struct vault *vault, const struct vault_copying *copying, struct why *why)
{
    struct vault_check check = { .next = 0 };
    struct vault *copy = NULL;
    bool over;
    enum err e = vault_open_copy(vault, copying->partial, &copy, why);

    if (e == OK)
        e = vault_check_copy_step(vault, copy, &check, UINT64_MAX, &over, why);
    vault_close(copy);
    return e;
}

enum err vault_copy(struct vault *vault, const char *path, struct why *why)
{
    struct vault_copying *copying;
    bool over;
    enum err e = vault_copy_begin(vault, path, &copying, why);

    if (e || copying == NULL)
        return e;
    if ((e = vault_copy_step(copying, SIZE_MAX / 2, &over, why)) == OK && (e = read_back(vault, copying, why)) == OK)
        e = vault_copy_name(copying, why);
    vault_copy_free(copying);
    return e;
}
