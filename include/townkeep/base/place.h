/*
 * What a place on the disk is good for: a vault on a network share may lie where locks do not hold, and in a folder
 * that a program synchronises it may be copied half written, or turn up twice.
 */
#ifndef TOWNKEEP_BASE_PLACE_H
#define TOWNKEEP_BASE_PLACE_H

#include <stdbool.h>

enum place_kind {
    PLACE_LOCAL,
    PLACE_NETWORK, /* a share: NFS, SMB and the like */
    PLACE_SYNCED,  /* beneath a folder that Syncthing, Dropbox, Nextcloud … keep the same on several computers */
};
/* Of a file or folder; what cannot be found out counts as local. */
enum place_kind place_of(const char *path);
/* Whether the kernel's number for a kind of file system, as statfs gives it, is that of a network share. */
bool place_is_network(unsigned long file_system);
/* Whether a file's name says that a synchronising program set it aside: "office (Ana's conflicted copy).townkeep",
 * "office.sync-conflict-20261127-101112.townkeep". */
bool place_is_set_aside(const char *name);

#endif
