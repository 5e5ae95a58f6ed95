/*
 * The system calls of the program under test. These functions carry the names of the C library's own; being in the
 * program itself they are found first, by our objects and by the SQLite library alike. Calls on files of the watched
 * folder may fail as planned and are told to cut.c; all others go straight on.
 *
 * The one state of the program under test lies here: interposed calls have no argument to carry it in.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"

enum { FILES_MAX = 256 };

static struct {
    char folder[FAULT_PATH_SIZE];
    struct fault fault;
    int64_t count; /* of calls of the fault's kind */
    bool is_planned, hit;
    struct {
        bool is_watched, is_folder;
        struct cut_file *cut;
    } files[FILES_MAX];
} calls;

void calls_watch(const char *folder)
{
    snprintf(calls.folder, sizeof calls.folder, "%s", folder);
}

void calls_fail(const struct fault *fault)
{
    calls.fault = *fault;
    calls.count = 0;
    calls.is_planned = true;
    calls.hit = false;
}

int64_t calls_end(bool *hit)
{
    calls.is_planned = false;
    *hit = calls.hit;
    return calls.count;
}

static bool is_ours(const char *path)
{
    size_t len = strlen(calls.folder);

    return len > 0 && strncmp(path, calls.folder, len) == 0;
}

static bool is_watched(int fd)
{
    return fd >= 0 && fd < FILES_MAX && calls.files[fd].is_watched;
}

/* Whether this call is to fail; errno is set then. */
static bool fails(enum call call)
{
    if (!calls.is_planned || calls.fault.call != call)
        return false;
    calls.count++;
    if (calls.count < calls.fault.at || (calls.count > calls.fault.at && !calls.fault.is_lasting))
        return false;
    calls.hit = true;
    errno = calls.fault.error;
    return true;
}

static void note_open(int fd, const char *path, bool is_new)
{
    struct stat status;

    if (fd < 0 || fd >= FILES_MAX)
        return;
    calls.files[fd].is_watched = true;
    calls.files[fd].is_folder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
    calls.files[fd].cut = cut_is_armed() && !calls.files[fd].is_folder ? cut_opened(path, is_new) : NULL;
}

static int watched_open(const char *path, int flags, mode_t mode)
{
    bool is_new;
    int fd;

    if (!is_ours(path))
        return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fails(CALL_OPEN))
        return -1;
    is_new = (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    note_open(fd, path, is_new);
    return fd;
}

int calls_open(const char *path, int flags, ...) __asm__("open");
int calls_open64(const char *path, int flags, ...) __asm__("open64");

#define OPEN_WITH_MODE(path, flags)                        \
    do {                                                   \
        va_list rest;                                      \
        mode_t mode;                                       \
                                                           \
        va_start(rest, flags);                             \
        mode = (flags)&O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                      \
        return watched_open(path, flags, mode);            \
    } while (0)

int calls_open(const char *path, int flags, ...)
{
    OPEN_WITH_MODE(path, flags);
}

int calls_open64(const char *path, int flags, ...)
{
    OPEN_WITH_MODE(path, flags);
}

/* The library's own would open the file behind our back. */
int calls_mkostemp(char *pattern, int flags) __asm__("mkostemp");
int calls_mkostemp(char *pattern, int flags)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t len = strlen(pattern);
    uint8_t bytes[6];

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        pattern[len - sizeof bytes + i] = letters[bytes[i] % 26];
    return watched_open(pattern, O_RDWR | O_CREAT | O_EXCL | flags, 0600);
}

int calls_close(int fd) __asm__("close");
int calls_close(int fd)
{
    if (is_watched(fd))
        memset(&calls.files[fd], 0, sizeof calls.files[fd]);
    return (int)syscall(SYS_close, fd);
}

static ssize_t watched_read(int fd, void *out, size_t len, off_t at)
{
    if (is_watched(fd) && fails(CALL_READ)) {
        if (!calls.fault.is_short)
            return -1;
        len = (len + 1) / 2;
    }
    return syscall(SYS_pread64, fd, out, len, at);
}

ssize_t calls_pread(int fd, void *out, size_t len, off_t at) __asm__("pread");
ssize_t calls_pread64(int fd, void *out, size_t len, off_t at) __asm__("pread64");
ssize_t calls_pread(int fd, void *out, size_t len, off_t at)
{
    return watched_read(fd, out, len, at);
}
ssize_t calls_pread64(int fd, void *out, size_t len, off_t at)
{
    return watched_read(fd, out, len, at);
}

/* A short write puts half in place; where the disk is full it is the next one that says so. */
static ssize_t watched_write(int fd, const void *bytes, size_t len, off_t at)
{
    ssize_t put;

    if (is_watched(fd) && fails(CALL_WRITE)) {
        if (!calls.fault.is_short || len < 2 || (calls.fault.error != 0 && calls.count > calls.fault.at))
            return -1;
        len /= 2;
    }
    if (is_watched(fd) && calls.files[fd].cut != NULL)
        cut_write(calls.files[fd].cut, bytes, len, at);
    put = syscall(SYS_pwrite64, fd, bytes, len, at);
    return put;
}

ssize_t calls_pwrite(int fd, const void *bytes, size_t len, off_t at) __asm__("pwrite");
ssize_t calls_pwrite64(int fd, const void *bytes, size_t len, off_t at) __asm__("pwrite64");
ssize_t calls_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return watched_write(fd, bytes, len, at);
}
ssize_t calls_pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
    return watched_write(fd, bytes, len, at);
}

static int watched_truncate(int fd, off_t size)
{
    if (is_watched(fd) && fails(CALL_TRUNCATE))
        return -1;
    if (is_watched(fd) && calls.files[fd].cut != NULL)
        cut_truncate(calls.files[fd].cut, size);
    return (int)syscall(SYS_ftruncate, fd, size);
}

int calls_ftruncate(int fd, off_t size) __asm__("ftruncate");
int calls_ftruncate64(int fd, off_t size) __asm__("ftruncate64");
int calls_ftruncate(int fd, off_t size)
{
    return watched_truncate(fd, size);
}
int calls_ftruncate64(int fd, off_t size)
{
    return watched_truncate(fd, size);
}

static int watched_sync(int fd)
{
    if (!is_watched(fd))
        return (int)syscall(SYS_fsync, fd);
    if (fails(CALL_SYNC))
        return -1;
    if (cut_is_armed() && calls.files[fd].is_folder)
        cut_sync_folder();
    else if (calls.files[fd].cut != NULL)
        cut_sync(calls.files[fd].cut);
    return 0;
}

int calls_fsync(int fd) __asm__("fsync");
int calls_fdatasync(int fd) __asm__("fdatasync");
int calls_fsync(int fd)
{
    return watched_sync(fd);
}
int calls_fdatasync(int fd)
{
    return watched_sync(fd);
}

int calls_unlink(const char *path) __asm__("unlink");
int calls_unlink(const char *path)
{
    if (is_ours(path) && fails(CALL_UNLINK))
        return -1;
    if (is_ours(path) && cut_is_armed())
        cut_unlink(path);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int calls_renameat2(int from_folder, const char *from, int to_folder, const char *to,
                    unsigned flags) __asm__("renameat2");
int calls_renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    int rc;

    if (is_ours(from) && fails(CALL_RENAME))
        return -1;
    rc = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
    if (rc == 0 && is_ours(from) && cut_is_armed())
        cut_rename(from, to);
    return rc;
}

int calls_rename(const char *from, const char *to) __asm__("rename");
int calls_rename(const char *from, const char *to)
{
    return calls_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}
