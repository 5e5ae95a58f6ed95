/* Reading, writing and syncing to the last byte: what the kernel did in part or put off is done again here. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault_in.h"

bool read_fully(int fd, void *out, size_t len, int64_t offset)
{
    uint8_t *at = out;

    while (len > 0) {
        ssize_t got = pread(fd, at, len, offset);

        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = ENODATA;
        if (got <= 0)
            return false;
        at += got;
        offset += got;
        len -= (size_t)got;
    }
    return true;
}

bool write_fully(int fd, const void *bytes, size_t len, int64_t offset)
{
    const uint8_t *at = bytes;

    while (len > 0) {
        ssize_t put = pwrite(fd, at, len, offset);

        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0)
            errno = EIO;
        if (put <= 0)
            return false;
        at += put;
        offset += put;
        len -= (size_t)put;
    }
    return true;
}

bool sync_folder_of(const char *path)
{
    char *copy = strdup(path);
    int fd = copy != NULL ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool is_synced = fd >= 0 && fsync(fd) == 0;

    if (copy == NULL)
        errno = ENOMEM;
    /* Some file systems cannot sync a folder and need not. */
    if (fd >= 0 && !is_synced && errno == EINVAL)
        is_synced = true;
    if (fd >= 0)
        close(fd);
    free(copy);
    return is_synced;
}
