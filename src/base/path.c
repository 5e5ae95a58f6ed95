/*
 * Where things stand: the person's folders after the XDG rules, the shipped ones from where the program itself was
 * started. Nothing here follows the working directory.
 */
#include "townkeep/base/path.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"

enum { FOLDERS_UP = 4 };

bool path_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

enum err path_join(struct buf *out, const char *folder, const char *name)
{
    size_t len = strlen(folder), start = out->len;
    enum err e;

    if ((e = buf_add(out, folder, len)))
        return e;
    if ((len > 0 && folder[len - 1] != '/' && (e = buf_add_char(out, '/'))) || (e = buf_add_str(out, name))) {
        out->len = start;
        out->data[start] = '\0';
    }
    return e;
}

enum err path_home(struct buf *out, struct why *why)
{
    const char *folder = getenv("HOME");

    if (!folder || folder[0] != '/')
        return why_set(why, E_SYSTEM, N_("Your home folder is not known. Set HOME to its full path and start again."));
    return buf_add_str(out, folder) ? why_set(why, E_MEMORY, "%s", err_text(E_MEMORY)) : OK;
}

/* An XDG folder: $variable when it is absolute (the standard says to ignore it otherwise), else $HOME/fallback. */
static enum err xdg_folder(struct buf *out, const char *variable, const char *fallback, struct why *why)
{
    const char *folder = getenv(variable);
    struct buf base = { 0 }, home = { 0 };
    enum err e;

    if (folder && folder[0] == '/')
        e = buf_add_str(&base, folder);
    else if (!(e = path_home(&home, why)))
        e = path_join(&base, buf_text(&home), fallback);
    if (!e)
        e = path_join(out, buf_text(&base), "townkeep");
    buf_release(&base);
    buf_release(&home);
    if (e == E_SYSTEM)
        return e;
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

enum err path_data(struct buf *out, struct why *why)
{
    return xdg_folder(out, "XDG_DATA_HOME", ".local/share", why);
}

enum err path_config(struct buf *out, struct why *why)
{
    return xdg_folder(out, "XDG_CONFIG_HOME", ".config", why);
}

enum err path_state(struct buf *out, struct why *why)
{
    return xdg_folder(out, "XDG_STATE_HOME", ".local/state", why);
}

/* The folder the running program stands in, in `out`. */
static enum err program_folder(struct buf *out, struct why *why)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (len <= 0)
        return why_errno(why, errno, N_("The program cannot find out where it stands. Is /proc there?"));
    path[len] = '\0';
    slash = strrchr(path, '/');
    if (!slash)
        return why_set(why, E_SYSTEM, N_("The program cannot find out where it stands. Is /proc there?"));
    *slash = '\0';
    return buf_add_str(out, path);
}

/* Take the last component off; false at the root, which stays "/": an empty folder would be wherever one stands. */
static bool go_up(struct buf *folder)
{
    char *slash = folder->data ? strrchr(folder->data, '/') : NULL;

    if (!slash || folder->len <= 1)
        return false;
    folder->len = slash == folder->data ? 1 : (size_t)(slash - folder->data);
    folder->data[folder->len] = '\0';
    return true;
}

/* Append <folder>/<name> to `out` when <folder>/<name>/<inside> is a folder; E_NOT_FOUND when not. */
static enum err try_folder(struct buf *out, const char *folder, const char *name, const char *inside)
{
    struct buf found = { 0 }, mark = { 0 };
    enum err e;

    if ((e = path_join(&found, folder, name)) || (e = path_join(&mark, buf_text(&found), inside)))
        goto done;
    e = is_folder(buf_text(&mark)) ? buf_add_str(out, buf_text(&found)) : E_NOT_FOUND;
done:
    buf_release(&found);
    buf_release(&mark);
    return e;
}

enum err path_assets(struct buf *out, struct why *why)
{
    struct buf folder = { 0 };
    enum err e = program_folder(&folder, why);

    if (e)
        goto done;
    e = E_NOT_FOUND;
    for (int up = 0; e == E_NOT_FOUND && up <= FOLDERS_UP; up++) {
        /* One folder named "assets" is like another; ours has a schema in it. */
        e = try_folder(out, buf_text(&folder), "assets", "schema");
        if (e == E_NOT_FOUND && up == 1)
            e = try_folder(out, buf_text(&folder), "share/townkeep", "schema");
        if (!go_up(&folder))
            break;
    }
    if (e == E_NOT_FOUND)
        why_set(why, e,
                N_("The program's own files (assets) are not where it stands. Install it again with `make install`."));
    else if (e)
        why_set(why, e, "%s", err_text(e));
done:
    buf_release(&folder);
    return e;
}

enum err path_shipped_config(struct buf *out, struct why *why)
{
    struct buf folder = { 0 };
    enum err e = path_assets(&folder, why);

    if (e)
        goto done;
    e = try_folder(out, buf_text(&folder), "config", ".");
    if (e == E_NOT_FOUND && go_up(&folder))
        e = try_folder(out, buf_text(&folder), "config", ".");
    if (e)
        why_set(why, e,
                N_("The program's own configuration is not where it stands. Install it again with `make install`."));
done:
    buf_release(&folder);
    return e;
}

enum err path_locale(struct buf *out, struct why *why)
{
    static const char *const beside[] = { "locale", "share/locale" };
    struct buf folder = { 0 };
    enum err e = program_folder(&folder, why);

    if (e)
        goto done;
    e = E_NOT_FOUND;
    for (int up = 0; e == E_NOT_FOUND && up <= 1; up++) {
        for (size_t i = 0; e == E_NOT_FOUND && i < sizeof beside / sizeof beside[0]; i++)
            e = try_folder(out, buf_text(&folder), beside[i], ".");
        if (!go_up(&folder))
            break;
    }
    if (e)
        why_set(why, e, "%s", err_text(e));
done:
    buf_release(&folder);
    return e;
}

enum err path_make_folders(const char *folder, struct why *why)
{
    struct buf path = { 0 };
    enum err e = buf_add_str(&path, folder);

    if (e)
        return why_set(why, e, "%s", err_text(e));
    for (size_t at = 1; at <= path.len && path.len > 0; at++) {
        if (path.data[at] != '/' && path.data[at] != '\0')
            continue;
        path.data[at] = '\0';
        if (mkdir(path.data, 0700) != 0 && errno != EEXIST && !is_folder(path.data)) {
            e = why_errno(why, errno, N_("The folder %s cannot be made"), path.data);
            goto done;
        }
        if (at < path.len)
            path.data[at] = '/';
    }
    if (!is_folder(folder))
        e = why_set(why, E_INVALID, N_("%s is not a folder. Choose another place, or move that file away."), folder);
done:
    buf_release(&path);
    return e;
}
