/*
 * One process at a time. What counts is a lock the kernel drops by itself when its holder dies, on NAME-lock and on the
 * vault file (which a second name or a link would reach); what NAME-lock says is only for the sentence shown to
 * whoever comes second, so a file left by a killed process is taken over without a word.
 *
 * The user's name comes from the environment: asking the system's user database may open a socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "vault_in.h"

enum { HOLDER_MAX = 600, FIELD_MAX = 100 };

/* Lock the first byte, alone (F_WRLCK) or together with other readers (F_RDLCK); SQLite's own locks lie at 1 GiB. */
static bool lock_byte(int fd, short type)
{
    struct flock range = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

    return fcntl(fd, F_OFD_SETLK, &range) == 0;
}

/* The next line of what another process wrote: cleaned, cut, never trusted. */
static void take_line(char **rest, char out[FIELD_MAX])
{
    struct buf clean = { 0 };
    char *line = strsep(rest, "\n");

    out[0] = '\0';
    if (line != NULL && text_clean(&clean, line, strlen(line), TEXT_ONE_LINE) == OK && clean.len < FIELD_MAX)
        memcpy(out, buf_text(&clean), clean.len + 1);
    buf_release(&clean);
}

static enum err refuse_second(int fd, struct why *why)
{
    char text[HOLDER_MAX + 1], user[FIELD_MAX], host[FIELD_MAX], process[FIELD_MAX], since[FIELD_MAX],
        when[DATE_TIME_TEXT_SIZE];
    char *rest = text;
    ssize_t got = fd >= 0 ? pread(fd, text, HOLDER_MAX, 0) : 0;
    int64_t moment = 0;

    text[got > 0 ? got : 0] = '\0';
    take_line(&rest, user);
    take_line(&rest, host);
    take_line(&rest, process);
    take_line(&rest, since);
    if (user[0] == '\0' || host[0] == '\0' || !text_to_int(since, &moment))
        return why_set(why, E_BUSY, N_("Another program has this vault open. Close it there, then try again."));
    moment_format(moment, when);
    return why_set(why, E_BUSY,
                   N_("%s has this vault open on %s since %s (process %s). Close it there, then try again."), user,
                   host, when, process);
}

static enum err refuse_lock(int number, int fd, struct why *why)
{
    if (number == EAGAIN || number == EACCES)
        return refuse_second(fd, why);
    return why_errno(why, number,
                     N_("The place where the vault lies cannot lock files; keep the vault on a local disk"));
}

/* Only words for whoever comes second: the lock itself holds without them, and a full disk must keep nobody out. */
static bool lacks_room(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

static enum err write_holder(int fd, struct why *why)
{
    struct buf text = { 0 };
    char host[FIELD_MAX] = "";
    const char *user = getenv("USER");
    enum err e;

    if (user == NULL || user[0] == '\0')
        user = getenv("LOGNAME");
    if (gethostname(host, sizeof host - 1) != 0 || host[0] == '\0')
        memcpy(host, "?", 2);
    e = user != NULL && user[0] != '\0' ? buf_printf(&text, "%.90s\n", user)
                                        : buf_printf(&text, "%u\n", (unsigned)getuid());
    if (e || (e = buf_printf(&text, "%s\n%d\n%lld\n", host, (int)getpid(), (long long)clock_now())))
        (void)why_set(why, e, "%s", err_text(e));
    else if ((ftruncate(fd, 0) != 0 || !write_fully(fd, text.data, text.len, 0)) && !lacks_room(errno))
        e = why_errno(why, errno, N_("The lock beside the vault cannot be written"));
    buf_release(&text);
    return e;
}

/* Whether the open lock file is still the one that stands under its name: its last holder may just have removed it. */
static bool is_still_there(int fd, const char *path)
{
    struct stat open_one, named;

    return fstat(fd, &open_one) == 0 && lstat(path, &named) == 0 && open_one.st_dev == named.st_dev &&
           open_one.st_ino == named.st_ino;
}

static enum err lock_named(struct hold *hold, struct why *why)
{
    for (;;) {
        hold->fd = open(hold->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
        if (hold->fd < 0 && (errno == EROFS || errno == EACCES))
            return why_set(why, E_SYSTEM,
                           N_("The folder of the vault cannot be written to. Copy the vault to a folder of your own, "
                              "then open it there."));
        if (hold->fd < 0)
            return why_errno(why, errno, N_("The lock beside the vault cannot be made"));
        if (!lock_byte(hold->fd, F_WRLCK))
            return refuse_lock(errno, hold->fd, why);
        if (is_still_there(hold->fd, hold->path))
            return OK;
        close(hold->fd);
    }
}

enum err hold_take(const char *vault_path, int file, struct hold *out, struct why *why)
{
    struct buf path = { 0 };
    bool is_locked = false;
    enum err e;

    *out = (struct hold){ .fd = -1 };
    if ((e = buf_printf(&path, "%s-lock", vault_path))) {
        buf_release(&path);
        return why_set(why, e, "%s", err_text(e));
    }
    out->path = buf_take(&path);
    if ((e = lock_named(out, why)))
        goto done;
    is_locked = true;
    if (!lock_byte(file, F_WRLCK))
        e = refuse_lock(errno, -1, why);
    else
        e = write_holder(out->fd, why);
done:
    if (e == OK)
        return OK;
    if (is_locked) {
        hold_release(out);
    } else {
        if (out->fd >= 0)
            close(out->fd);
        free(out->path);
        *out = (struct hold){ .fd = -1 };
    }
    return e;
}

enum err hold_share(const char *vault_path, int file, struct why *why)
{
    struct buf path = { 0 };
    int number, fd;
    enum err e;

    if (lock_byte(file, F_RDLCK))
        return OK;
    number = errno;
    if ((e = buf_printf(&path, "%s-lock", vault_path))) {
        buf_release(&path);
        return why_set(why, e, "%s", err_text(e));
    }
    fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* for the holder's name */
    e = refuse_lock(number, fd, why);
    if (fd >= 0)
        close(fd);
    buf_release(&path);
    return e;
}

void hold_release(struct hold *hold)
{
    if (hold->fd >= 0) {
        unlink(hold->path);
        close(hold->fd);
    }
    free(hold->path);
    *hold = (struct hold){ .fd = -1 };
}
