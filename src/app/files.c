/*
 * Landlock: which files the process can still reach, whatever goes wrong in it.
 *
 * A command writes only to the folders its command line names, those of its vault, backups, data, settings and state,
 * and the one it was started in; it reads only there, in the system's folders and in its own shipped ones. The screens
 * and `run` learn of folders later, when an officer chooses one: they may read everything, and write everywhere but in
 * the system's folders (the home folder counts as the person's, wherever it stands). Nothing is executed, no device,
 * pipe, socket or symbolic link is made, no device newly opened takes commands, no other program gets a signal.
 *
 * Two limits worth knowing. In the home folder the screens may change everything, also the files other programs start
 * from: an export must be able to go anywhere there. And a command started in "/" itself may not write there.
 *
 * Numbers of calls and rights are the kernel's, written down here: they are newer than many systems' headers.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard_in.h"
#include "townkeep/base/buf.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

enum { CALL_CREATE_RULESET = 444, CALL_ADD_RULE = 445, CALL_RESTRICT_SELF = 446 };
enum { ASK_VERSION = 1, RULE_PATH_BENEATH = 1 };
enum {
    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    REMOVE_DIR = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_CHAR = 1 << 6,
    MAKE_DIR = 1 << 7,
    MAKE_REG = 1 << 8,
    MAKE_SOCK = 1 << 9,
    MAKE_FIFO = 1 << 10,
    MAKE_BLOCK = 1 << 11,
    MAKE_SYM = 1 << 12,
    REFER = 1 << 13,     /* from version 2 */
    TRUNCATE = 1 << 14,  /* 3 */
    IOCTL_DEV = 1 << 15, /* 5 */

    WRITING = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE,
    NEVER = EXECUTE | MAKE_CHAR | MAKE_SOCK | MAKE_FIFO | MAKE_BLOCK | MAKE_SYM | IOCTL_DEV,
    OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE, /* those a rule about a single file may have */
    NET_TCP = 3,                                  /* bind and connect; from version 4 */
    SCOPE = 3                                     /* abstract sockets and signals; from version 6 */
};

struct ruleset {
    uint64_t files, net, scoped;
};
struct beneath {
    uint64_t rights;
    int32_t folder;
} __attribute__((packed));

struct fence {
    int ruleset;
    uint64_t handled;
};

static uint64_t known_rights(long version)
{
    uint64_t rights = WRITING | READ_FILE | NEVER;

    if (version < 2)
        rights &= ~(uint64_t)REFER;
    if (version < 3)
        rights &= ~(uint64_t)TRUNCATE;
    if (version < 5)
        rights &= ~(uint64_t)IOCTL_DEV;
    return rights;
}

/* --- rules --- */
/* Everything beneath `path`, or the one file it is; false when there is nothing of that name. */
static bool allow(const struct fence *fence, const char *path, uint64_t rights)
{
    struct beneath rule = { .rights = rights & fence->handled };
    struct stat status;

    rule.folder = open(path, O_PATH | O_CLOEXEC);
    if (rule.folder < 0)
        return false;
    if (fstat(rule.folder, &status) == 0 && !S_ISDIR(status.st_mode))
        rule.rights &= OF_FILES;
    if (rule.rights)
        (void)syscall(CALL_ADD_RULE, fence->ruleset, RULE_PATH_BENEATH, &rule, 0);
    close(rule.folder);
    return true;
}

/* The folder that holds `path`, or the nearest above it that is there: what is missing between will be made. */
static void allow_around(const struct fence *fence, const char *path)
{
    char *folder = strdup(path), *slash;

    while (folder && (slash = strrchr(folder, '/')) && slash != folder) {
        *slash = '\0';
        if (allow(fence, folder, WRITING | READ_FILE))
            break;
    }
    free(folder);
}

/* A file somebody named: itself, its folder, and where a symbolic link leads to. */
static void allow_named(const struct fence *fence, const char *path)
{
    char *real;

    if (!path || !path[0])
        return;
    allow_around(fence, path);
    if (!(real = realpath(path, NULL)))
        return;
    if (strcmp(real, "/") != 0)
        allow(fence, real, WRITING | READ_FILE);
    allow_around(fence, real);
    free(real);
}

static void allow_own(const struct fence *fence)
{
    static enum err (*const written[])(struct buf *, struct why *) = { path_data, path_config, path_state };
    static enum err (*const read[])(struct buf *, struct why *) = { path_assets, path_shipped_config, path_locale };
    struct buf path = { 0 };

    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        buf_clear(&path);
        if (written[i](&path, NULL) == OK && !allow(fence, buf_text(&path), WRITING | READ_FILE))
            allow_around(fence, buf_text(&path));
    }
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        buf_clear(&path);
        if (read[i](&path, NULL) == OK)
            allow(fence, buf_text(&path), READ_FILE);
    }
    buf_release(&path);
}

/* A word of the command line names a file, or holds its name after "--option="; or it does not, and then no harm is
 * done. */
static void allow_word(const struct fence *fence, const char *word)
{
    if (word[0] == '-') {
        word = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
        if (word)
            word++;
    }
    allow_named(fence, word);
}

static void allow_start_folder(const struct fence *fence)
{
    char *here = realpath(".", NULL);

    if (here && strcmp(here, "/") != 0)
        allow(fence, here, WRITING | READ_FILE);
    free(here);
}

static void allow_system(const struct fence *fence)
{
    static const char *const folders[] = { "/usr", "/lib", "/lib32", "/lib64", "/etc", "/proc",
                                           "/sys", "/dev", "/opt",   "/nix",   "/gnu" };

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        allow(fence, folders[i], READ_FILE);
}

static bool is_systems(const char *name)
{
    static const char *const names[] = { ".",   "..",   "bin",  "boot", "dev",  "etc",  "gnu", "lost+found", "nix",
                                         "opt", "proc", "root", "run",  "sbin", "snap", "sys", "usr",        "var" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return strncmp(name, "lib", 3) == 0;
}

/* Disks, sticks and shares stand in /media, /mnt, /srv, or in a folder of the office's own making. */
static void allow_everybodys(const struct fence *fence)
{
    struct buf path = { 0 };
    DIR *root = opendir("/");
    const struct dirent *entry;

    while (root && (entry = readdir(root))) {
        buf_clear(&path);
        if (!is_systems(entry->d_name) && path_join(&path, "/", entry->d_name) == OK)
            allow(fence, buf_text(&path), WRITING);
    }
    if (root)
        closedir(root);
    allow(fence, "/run/media", WRITING);
    buf_clear(&path);
    if (buf_printf(&path, "/run/user/%u/gvfs", (unsigned)getuid()) == OK) /* shares opened in the desktop's window */
        allow(fence, buf_text(&path), WRITING);
    buf_clear(&path);
    if (path_home(&path, NULL) == OK)
        allow(fence, buf_text(&path), WRITING);
    buf_release(&path);
}

static void allow_all(const struct fence *fence, const struct cli_reach *reach)
{
    allow_own(fence);
    allow_start_folder(fence);
    for (size_t i = 0; i < sizeof reach->named / sizeof *reach->named; i++)
        allow_named(fence, reach->named[i]);
    for (int i = 0; i < reach->word_count; i++)
        allow_word(fence, reach->words[i]);
    if (reach->is_wide)
        allow_everybodys(fence);
    else
        allow_system(fence);
}

/* --- the fence --- */
static struct guard missing(void)
{
    return (struct guard){ GUARD_OFF, N_("The kernel of this computer does not keep programs to their files "
                                         "(Landlock). The program writes only where you tell it all the same.") };
}

static struct guard described(long version, bool is_wide)
{
    if (version < 3) /* it could still empty a file it may not write */
        return (struct guard){ GUARD_PARTLY, N_("The kernel keeps this program out of most files that are not its "
                                                "own; a newer kernel would do so fully (Landlock).") };
    if (is_wide)
        return (struct guard){ GUARD_ON, N_("The kernel lets this program write in your own folders, on disks and on "
                                            "sticks, and run nothing (Landlock).") };
    return (struct guard){ GUARD_ON, N_("The kernel lets this command touch the program's own files and the folders "
                                        "you name, and run nothing (Landlock).") };
}

struct guard files_fence(const struct cli_reach *reach)
{
    long version = syscall(CALL_CREATE_RULESET, NULL, 0, ASK_VERSION);
    struct ruleset rules = { .net = NET_TCP, .scoped = SCOPE };
    struct fence fence;
    size_t size = version < 4 ? sizeof rules.files : version < 6 ? 2 * sizeof rules.files : sizeof rules;
    bool is_up;

    if (version < 1 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return missing();
    fence.handled = rules.files = known_rights(version) & ~(uint64_t)(reach->is_wide ? READ_FILE : 0);
    fence.ruleset = (int)syscall(CALL_CREATE_RULESET, &rules, size, 0);
    if (fence.ruleset < 0)
        return missing();
    allow_all(&fence, reach);
    is_up = syscall(CALL_RESTRICT_SELF, fence.ruleset, 0) == 0;
    close(fence.ruleset);
    return is_up ? described(version, reach->is_wide) : missing();
}
