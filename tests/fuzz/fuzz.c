/* The helpers of the targets, and the folder in which those that need files have them. */
#include "fuzz.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/unit.h"
#include "targets.h"

const size_t fuzz_target_count = sizeof fuzz_targets / sizeof fuzz_targets[0];

const struct fuzz_target *fuzz_find(const char *name)
{
    for (size_t i = 0; i < fuzz_target_count; i++)
        if (strcmp(fuzz_targets[i]->name, name) == 0)
            return fuzz_targets[i];
    return NULL;
}

void fuzz_must(bool holds, const char *promise)
{
    if (holds)
        return;
    fprintf(stderr, "BROKEN PROMISE: %s\n", promise);
    abort();
}

char *fuzz_text(struct scan *scan)
{
    size_t len = 0;
    char *out;

    scan->failed = 0; /* a number for which too little was left */
    while (len < scan->left && scan->at[len] != '\0')
        len++;
    out = malloc(len + 1);
    if (out == NULL)
        abort();
    if (len > 0)
        memcpy(out, scan_bytes(scan, len), len);
    out[len] = '\0';
    if (scan->left > 0)
        (void)scan_u8(scan);
    return out;
}

void fuzz_edit(struct scan *scan, uint8_t *bytes, size_t len)
{
    while (scan->left > 0) {
        size_t at = scan_u16(scan) % len, count = scan_u8(scan);

        if (scan->failed)
            scan->left = 0;
        if (count == 0 || scan->failed)
            return;
        count = count < len - at ? count : len - at;
        count = count < scan->left ? count : scan->left;
        memcpy(bytes + at, scan_bytes(scan, count), count);
    }
}

/* --- files --- */

static struct {
    char path[128];
    pid_t owner;
} folder;

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

/* What the unit tests' store_office.h wants of its program. */
void unit_folder(char out[UNIT_PATH_SIZE])
{
    static int number;

    snprintf(out, UNIT_PATH_SIZE, "%s/%d", fuzz_folder(), number++);
    if (mkdir(out, 0700) != 0)
        abort();
}

void unit_path(const char *parent, const char *name, char out[UNIT_PATH_SIZE])
{
    if (snprintf(out, UNIT_PATH_SIZE, "%s/%s", parent, name) >= UNIT_PATH_SIZE)
        abort();
}

void unit_folder_remove(const char *path)
{
    (void)nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_folder(void)
{
    if (folder.owner == getpid())
        (void)nftw(folder.path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    if (folder.owner == getpid())
        return folder.path;
    snprintf(folder.path, sizeof folder.path, "%s/townkeep-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(folder.path) == NULL || atexit(remove_folder) != 0)
        abort();
    folder.owner = getpid();
    return folder.path;
}

void fuzz_file(const char *name, const void *bytes, size_t len, char path[static 256])
{
    int fd;

    snprintf(path, 256, "%s/%s", fuzz_folder(), name);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
        abort();
    close(fd);
}
