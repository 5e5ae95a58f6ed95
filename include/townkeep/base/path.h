/*
 * Files and folders: where the program keeps things, and the careful way to read and write a file.
 * All files made here have mode 0600 and folders 0700; everything is opened close-on-exec.
 */
#ifndef TOWNKEEP_BASE_PATH_H
#define TOWNKEEP_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"

MUST_USE enum err path_home(struct buf *out, struct why *why); /* appends $HOME, which must be absolute */
/* All of these append an absolute path to `out`. XDG base directories are honoured; HOME must be set. */
MUST_USE enum err path_data(struct buf *out, struct why *why);   /* …/townkeep: where vaults stand by default */
MUST_USE enum err path_config(struct buf *out, struct why *why); /* …/townkeep: townkeep.ini, keys.ini */
MUST_USE enum err path_state(struct buf *out,
                             struct why *why); /* …/townkeep: failed unlock counts, newest states seen */
/* The folder of shipped files (schema/, vocab/, help/ …), found from where the program itself stands:
 * <up to four folders up>/assets or <one up>/share/townkeep. */
MUST_USE enum err path_assets(struct buf *out, struct why *why);
/* The folder of the shipped configuration (townkeep.ini, keys.ini, themes/), beside or inside the assets. */
MUST_USE enum err path_shipped_config(struct buf *out, struct why *why);
/* The folder of translations for i18n_start; E_NOT_FOUND when the program stands where none are (English then). */
MUST_USE enum err path_locale(struct buf *out, struct why *why);
MUST_USE enum err path_join(struct buf *out, const char *folder, const char *name);
/* Make a folder and its parents, 0700. An existing one is left as it is. */
MUST_USE enum err path_make_folders(const char *folder, struct why *why);
bool path_exists(const char *path);

/* A whole regular file, at most `max` bytes. Refuses, in words, what is no regular file (folder, FIFO, device,
 * symbolic link in the last place) and what is larger. */
MUST_USE enum err path_read_file(const char *path, size_t max, struct buf *out, struct why *why);
/* Write to a temporary name beside `path`, sync, rename over it, sync the folder: after a crash the old or the new. */
MUST_USE enum err path_write_file(const char *path, const void *bytes, size_t len, struct why *why);
/* The same without waiting for the disk: after a loss of power the file may be an older one, or empty. */
MUST_USE enum err path_write_quickly(const char *path, const void *bytes, size_t len, struct why *why);

#endif
