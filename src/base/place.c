/* Network shares are known by the kernel's number for their kind, synchronised folders by the marks that the programs
 * leave in them. */
#include "townkeep/base/place.h"

#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/path.h"

/* The numbers are the kernel's (linux/magic.h and the file systems' own headers). */
static const unsigned long shares[] = {
    0x6969,     /* NFS */
    0x517b,     /* SMB */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB2 */
    0x5346414f, /* AFS */
    0x6b414653, /* kAFS */
    0x00c36400, /* Ceph */
    0x01021997, /* 9P: a virtual machine's host */
    0x73757245, /* Coda */
    0x564c,     /* NCP */
    0x7461636f, /* OCFS2 */
};

bool place_is_network(unsigned long file_system)
{
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        if (file_system == shares[i])
            return true;
    }
    return false;
}

static bool has_mark(const char *folder)
{
    static const char *const marks[] = { ".stfolder",         ".dropbox",    ".dropbox.cache",     ".nextcloudsync.log",
                                         ".owncloudsync.log", ".megaignore", ".tmp.drivedownload", ".sync",
                                         ".seafile-data" };
    struct buf path = { 0 };
    bool found = false;

    for (size_t i = 0; i < sizeof marks / sizeof *marks && !found; i++) {
        buf_clear(&path);
        found = path_join(&path, folder, marks[i]) == OK && path_exists(buf_text(&path));
    }
    buf_release(&path);
    return found;
}

/* The mark stands at the top of what is synchronised: every folder above is looked at. */
static bool is_synced(const char *path)
{
    char *folder = realpath(path, NULL), *slash;
    bool found = false;

    while (folder && !found && (slash = strrchr(folder, '/')) && slash != folder) {
        *slash = '\0';
        found = has_mark(folder);
    }
    free(folder);
    return found;
}

enum place_kind place_of(const char *path)
{
    struct statfs status;

    if (statfs(path, &status) == 0 && place_is_network((unsigned long)status.f_type & 0xffffffff))
        return PLACE_NETWORK;
    return is_synced(path) ? PLACE_SYNCED : PLACE_LOCAL;
}

bool place_is_set_aside(const char *name)
{
    static const char *const marks[] = { "conflicted copy", "sync-conflict", "case conflict", "conflict copy" };
    const char *slash = strrchr(name, '/');

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strcasestr(slash ? slash : name, marks[i]))
            return true;
    }
    return false;
}
