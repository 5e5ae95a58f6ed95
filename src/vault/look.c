/* What a vault file tells without being unlocked: whose vault it is. Nothing is locked, changed or tried. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum err vault_id_at(const char *path, uint8_t out[VAULT_ID_SIZE], struct why *why)
{
    struct header_copies copies;
    struct stat status;
    enum err e;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return errno == ENOENT ? why_set(why, E_NOT_FOUND, "%s", err_text(E_NOT_FOUND))
                               : why_errno(why, errno, N_("The vault cannot be opened"));
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        e = why_set(why, E_INVALID, N_("This file is not a Townkeep vault. Choose another file."));
    else
        e = header_read(fd, &copies, why);
    if (e == OK)
        memcpy(out, copies.header.id, VAULT_ID_SIZE);
    close(fd);
    return e;
}
