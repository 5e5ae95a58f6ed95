/* Numbers that a seed repeats (splitmix64, Steele, Lea and Flood 2014), and files taken and put whole. Reads and
 * writes go to the system directly: nothing here may fail because a test plans failures. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"

uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

uint64_t chance_below(struct chance *chance, uint64_t bound)
{
    return chance_next(chance) % bound;
}

uint8_t *bytes_of(const char *path, size_t *len)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    struct stat status;
    uint8_t *out;

    *len = 0;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) != 0 || (out = malloc((size_t)status.st_size + 1)) == NULL)
        abort();
    *len = (size_t)status.st_size;
    if (*len > 0 && syscall(SYS_pread64, fd, out, *len, (off_t)0) != (long)*len)
        abort();
    syscall(SYS_close, fd);
    return out;
}

void bytes_put(const char *path, const void *bytes, size_t len)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || (len > 0 && syscall(SYS_pwrite64, fd, bytes, len, (off_t)0) != (long)len))
        abort();
    syscall(SYS_close, fd);
}
