/*
 * The careful way to read and write a whole file. Reading looks at what a name is before opening it, and again at
 * what was opened: a FIFO would hang, a device would act, a link may lead anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

static enum err refuse_kind(const char *path, mode_t mode, struct why *why)
{
    if (S_ISDIR(mode))
        return why_set(why, E_INVALID, N_("%s is a folder. Choose a file in it."), path);
    if (S_ISLNK(mode))
        return why_set(why, E_INVALID, N_("%s is a link to somewhere else. Choose the file itself."), path);
    return why_set(why, E_INVALID, N_("%s is no ordinary file. Choose another."), path);
}

static enum err refuse_open(const char *path, int number, struct why *why)
{
    if (number == ENOENT || number == ENOTDIR)
        return why_set(why, E_NOT_FOUND, N_("There is no file %s. Check the name and try again."), path);
    if (number == ELOOP)
        return refuse_kind(path, S_IFLNK, why);
    if (number == ENAMETOOLONG)
        return why_set(why, E_INVALID, N_("That name is too long for a file. Choose a shorter one."));
    return why_errno(why, number, N_("%s cannot be opened"), path);
}

static enum err open_regular(const char *path, int *out, struct stat *status, struct why *why)
{
    int file;

    if (lstat(path, status) != 0)
        return refuse_open(path, errno, why);
    if (!S_ISREG(status->st_mode))
        return refuse_kind(path, status->st_mode, why);
    file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return refuse_open(path, errno, why);
    if (fstat(file, status) != 0 || !S_ISREG(status->st_mode)) {
        close(file);
        return refuse_kind(path, status->st_mode, why);
    }
    *out = file;
    return OK;
}

static enum err refuse_size(const char *path, size_t max, struct why *why)
{
    if (max < 10000)
        return why_set(why, E_INVALID, N_("%s is larger than the %zu bytes read here. Choose a smaller file."), path,
                       max);
    return why_set(why, E_INVALID, N_("%s is larger than the %zu kB read here. Choose a smaller file."), path,
                   max / 1000);
}

/* Everything that comes, with room for one byte too many, so that a file that grows is noticed. */
static enum err read_all(int file, const char *path, size_t max, struct buf *out, struct why *why)
{
    enum { STEP = 65536 };
    size_t start = out->len;
    enum err e;

    for (;;) {
        size_t left = max - (out->len - start), want = left < STEP ? left + 1 : STEP;
        ssize_t got;

        if ((e = buf_reserve(out, want)))
            return why_set(why, e, "%s", err_text(e));
        got = read(file, out->data + out->len, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return why_errno(why, errno, N_("%s cannot be read"), path);
        if ((size_t)got > left)
            return refuse_size(path, max, why);
        out->len += (size_t)got;
        out->data[out->len] = '\0';
        if (got == 0)
            return OK;
    }
}

enum err path_read_file(const char *path, size_t max, struct buf *out, struct why *why)
{
    struct stat status = { 0 };
    size_t start = out->len;
    int file = -1;
    enum err e = open_regular(path, &file, &status, why);

    if (e)
        return e;
    if ((uintmax_t)status.st_size > max)
        e = refuse_size(path, max, why);
    else if ((e = buf_reserve(out, (size_t)status.st_size + 1)))
        why_set(why, e, "%s", err_text(e));
    else
        e = read_all(file, path, max, out, why);
    close(file);
    if (e && out->data) {
        explicit_bzero(out->data + start, out->cap - start);
        out->len = start;
    }
    return e;
}

static int write_all(int file, const char *bytes, size_t len, bool is_synced)
{
    while (len > 0) {
        ssize_t put = write(file, bytes, len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? errno : EIO;
        bytes += put;
        len -= (size_t)put;
    }
    return is_synced && fsync(file) != 0 ? errno : 0;
}

/* After a rename the folder is what has to reach the disk. Some file systems cannot sync one; they need not. */
static int sync_folder_of(const char *path)
{
    char *copy = strdup(path), *slash = copy ? strrchr(copy, '/') : NULL;
    const char *folder = ".";
    int number = 0, file;

    if (!copy)
        return ENOMEM;
    if (slash) {
        slash[slash == copy] = '\0';
        folder = copy;
    }
    file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0 || (fsync(file) != 0 && errno != EINVAL && errno != ENOTSUP))
        number = errno;
    if (file >= 0)
        close(file);
    free(copy);
    return number;
}

static enum err replace(const char *path, const void *bytes, size_t len, bool is_synced, struct why *why)
{
    struct buf temporary = { 0 };
    struct stat status;
    int file, number;
    enum err e;

    /* A link is replaced by the file, and what it led to stays; a folder or a device is left alone. */
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return refuse_kind(path, status.st_mode, why);
    if ((e = buf_printf(&temporary, "%s.XXXXXX", path)))
        return why_set(why, e, "%s", err_text(e));
    file = mkostemp(temporary.data, O_CLOEXEC);
    if (file < 0) {
        e = errno == ENOENT || errno == ENOTDIR
                ? why_set(why, E_NOT_FOUND, N_("There is no folder for %s. Make it, or choose another place."), path)
                : refuse_open(path, errno, why);
        goto done;
    }
    number = write_all(file, bytes, len, is_synced);
    if (close(file) != 0 && number == 0)
        number = errno;
    if (number == 0 && rename(temporary.data, path) != 0)
        number = errno;
    if (number != 0)
        unlink(temporary.data);
    else if (is_synced)
        number = sync_folder_of(path);
    if (number != 0)
        e = why_errno(why, number, N_("%s cannot be written"), path);
done:
    buf_release(&temporary);
    return e;
}

enum err path_write_file(const char *path, const void *bytes, size_t len, struct why *why)
{
    return replace(path, bytes, len, true, why);
}

enum err path_write_quickly(const char *path, const void *bytes, size_t len, struct why *why)
{
    return replace(path, bytes, len, false, why);
}
